//! Places in an article by its blocks: as they are kept, block and byte, whatever the width of the screen;
//! and from paragraph to paragraph.
//!
//! Must not know: where they are kept.

use super::reading::{Page, Reading, extent};
use crate::app::flow::Anchor;
use crate::model::{Article, Place, Quote, Span};

impl Reading {
    /// Where one is: the row being read, or the current quote where it begins on that row; the start
    /// while the headline is being read.
    #[must_use]
    pub fn here(&self, page: Page) -> Place {
        let focus = self.view(page).focus;
        let line = self.flow.bytes_of(&self.stored.article, focus);
        let quote = self.quote().and_then(extent).map(|span| span.start);
        let begins = quote.filter(|at| line.start <= *at && *at < line.end);
        place_at(&self.stored.article, begins.unwrap_or(line.start))
    }

    /// Goes to a place. Where the text has changed since, to what is there now.
    pub fn go_place(&mut self, place: Place, page: Page) {
        match byte_at(&self.stored.article, place) {
            None | Some(0) => self.go_first(page),
            Some(byte) => {
                self.bring(Span::new(byte, byte + 1), page);
                self.mark_under_focus(page);
                let begins = |quote: &Quote| extent(quote).is_some_and(|span| span.start == byte);
                let quote = self.quotes().iter().position(begins);
                self.place.quote = quote.or(self.place.quote);
            }
        }
    }

    /// Lets the screen begin with the row of this place and so many blank ones above it, where the row being read
    /// is seen then.
    pub fn go_under(&mut self, top: Place, lead: usize) {
        if let Some(byte) = byte_at(&self.stored.article, top) {
            self.place.top = Anchor {
                lead,
                ..self.flow.anchor_at(byte)
            };
        }
    }

    /// The place with which the screen begins, and how many blank rows above it; none where that is the headline.
    #[must_use]
    pub fn top(&self, page: Page) -> Option<(Place, usize)> {
        let (article, top) = (&self.stored.article, self.view(page).top);
        let start = self.flow.bytes_of(article, top).start;
        let lead = self.flow.anchor_of(article, top).lead;
        (!self.flow.is_head(top)).then(|| (place_at(article, start), lead))
    }

    /// Reads on at the next paragraph that is shown; back at the beginning of this one, or the one before.
    /// The first is the headline.
    pub fn go_paragraph(&mut self, forward: bool, page: Page) {
        let focus = self.view(page).focus;
        let line = self.flow.bytes_of(&self.stored.article, focus);
        let blocks = self.stored.article.blocks.iter();
        let mut starts = blocks.map(|block| block.span.start);
        let shown = |start: &usize| self.flow.shows(*start);
        let at_head = self.flow.is_head(focus);
        let to = match forward {
            true => starts.find(|at| shown(at) && (at_head || *at >= line.end)),
            false => starts.rfind(|at| shown(at) && *at < line.start),
        };
        match to {
            Some(at) => {
                self.bring(Span::new(at, at + 1), page);
                self.mark_under_focus(page);
            }
            None if forward => {}
            None => self.go_first(page),
        }
    }

    /// The part of the text that is on the screen.
    #[must_use]
    pub fn seen(&self, page: Page) -> Span {
        let (article, top) = (&self.stored.article, self.view(page).top);
        let rows = isize::try_from(page.height.saturating_sub(1)).unwrap_or(isize::MAX);
        let last = self.flow.walk(article, top, rows).0;
        let start = self.flow.bytes_of(article, top).start;
        Span::new(start, self.flow.bytes_of(article, last).end.max(start))
    }

    /// Whether the last line is on the screen.
    #[must_use]
    pub fn shows_the_end(&self, page: Page) -> bool {
        let (article, rows) = (&self.stored.article, page.height.saturating_sub(1));
        let rows = isize::try_from(rows).unwrap_or(isize::MAX);
        let (last, _) = self.flow.walk(article, self.view(page).top, rows);
        last == self.flow.last_row(article)
    }
}

/// The place of a byte of the article's text.
#[must_use]
pub fn place_at(article: &Article, byte: usize) -> Place {
    let after = article.blocks.partition_point(|b| b.span.start <= byte);
    let block = after.saturating_sub(1);
    let start = article.blocks.get(block).map_or(0, |b| b.span.start);
    Place {
        block,
        byte: byte.saturating_sub(start),
    }
}

/// The byte of the article's text at a place: the nearest one that is there.
#[must_use]
pub fn byte_at(article: &Article, place: Place) -> Option<usize> {
    let block = article.blocks.get(place.block).or(article.blocks.last())?;
    let last = block.span.end.saturating_sub(1).max(block.span.start);
    Some((block.span.start + place.byte.min(last)).min(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockRole};

    #[test]
    fn a_place_leads_back_to_its_byte_and_one_that_went_to_the_nearest() {
        let mut article = Article::default();
        assert_eq!(byte_at(&article, Place::default()), None);
        assert_eq!(place_at(&article, 7), Place { block: 0, byte: 7 });
        for (start, end) in [(0, 10), (12, 20)] {
            article.blocks.push(Block {
                role: BlockRole::Paragraph,
                span: Span::new(start, end),
            });
        }
        for byte in [0, 9, 12, 19] {
            assert_eq!(byte_at(&article, place_at(&article, byte)), Some(byte));
        }
        let gone = |block, byte| byte_at(&article, Place { block, byte });
        assert_eq!(gone(1, usize::MAX), Some(19));
        assert_eq!(gone(0, 400), Some(9));
        assert_eq!(gone(7, 3), Some(15));
    }
}
