//! The article that is read: the place in its text and the current quote, in step.
//!
//! The place is two anchors, the top of the screen and the row being read, so that it survives
//! any change of size. Must not know: where articles come from, how they look.

use std::ops::Range;

use super::search::Found;
use super::sought::Sought;
use crate::app::flow::{Anchor, Flow, Row};
use crate::model::{Kept, Link, Quote, Span, StoredArticle, Tag};
use crate::text::fold::Folded;

/// Size of the column: columns of text and rows on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Columns of the text.
    pub width: usize,
    /// Rows of it on the screen.
    pub height: usize,
}

impl Page {
    /// Of a screen that is too small to show it.
    pub const UNSEEN: Self = Self {
        width: 40,
        height: 10,
    };

    /// Where the row being read comes to lie: with some of what led to it above.
    const fn third(self) -> usize {
        self.height / 3
    }
}

/// A place in an article: what is on the screen and which quote is current.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The first row on the screen.
    pub top: Anchor,
    /// The row being read.
    pub focus: Anchor,
    /// The current quote.
    pub quote: Option<usize>,
}

/// An open article.
#[derive(Debug)]
pub struct Reading {
    /// The article.
    pub stored: StoredArticle,
    /// Its rows.
    pub flow: Flow,
    /// Where one is in it.
    pub place: Place,
    /// The speakers and their quotes in the order of the pane beside the text.
    pub cast: Vec<Cast>,
    /// The links behind its words and those that are printed in it, in order.
    pub links: Vec<Link>,
    /// Words that brought one here.
    pub lit: Vec<Span>,
    /// What was looked for in it.
    pub found: Found,
    /// What the filter of the list finds in it.
    pub sought: Sought,
    /// Whether only the paragraphs with what was found are shown.
    pub only: bool,
    /// The text folded, once it was searched.
    pub(super) folded: Option<Folded>,
    /// What the person did with it.
    pub kept: Kept,
    /// Whether the text had the focus: it is read, not only passed by in the list.
    pub attended: bool,
    /// Whether it was read to its end.
    pub finished: Finished,
}

/// Whether an article was read to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finished {
    /// Not yet.
    #[default]
    No,
    /// Its last line was on the screen.
    Yes,
    /// The person said by key whether it is read.
    Said,
}

/// An entry of the speakers pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// A speaker: an index into the article's speakers, none for quotes of nobody known.
    Speaker(Option<usize>),
    /// One of their quotes.
    Quote(usize),
    /// What is kept of quotes that are no longer there.
    Gone,
}

/// The rows on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The first row.
    pub top: Row,
    /// The row being read.
    pub focus: Row,
}

impl Reading {
    /// Opens an article at a place.
    #[must_use]
    pub fn new(stored: StoredArticle, place: Option<Place>) -> Self {
        let flow = Flow::new(&stored.article);
        let cast = cast(&stored);
        let first = (!stored.extraction.quotes.is_empty()).then_some(0);
        let mut place = place.unwrap_or(Place {
            quote: first,
            ..Place::default()
        });
        // It may have fewer quotes than when one was here before.
        let there = |n: &usize| *n < stored.extraction.quotes.len();
        place.quote = place.quote.filter(there).or(first);
        Self {
            stored,
            flow,
            place,
            cast,
            links: Vec::new(),
            lit: Vec::new(),
            found: Found::default(),
            sought: Sought::default(),
            only: false,
            folded: None,
            kept: Kept::default(),
            attended: false,
            finished: Finished::No,
        }
    }

    /// Takes what the person keeps of the article.
    pub fn keep(&mut self, kept: Kept) {
        self.cast.retain(|entry| *entry != Cast::Gone);
        if kept.quotes.iter().any(|quote| quote.ordinal.is_none()) {
            self.cast.push(Cast::Gone);
        }
        self.kept = kept;
    }

    /// What the person keeps of a quote: tags and notes.
    #[must_use]
    pub fn kept_of(&self, quote: usize) -> (Vec<&Tag>, Vec<&str>) {
        let kept = || self.kept.quotes.iter().filter(|k| k.ordinal == Some(quote));
        let mut tags: Vec<&Tag> = kept().flat_map(|k| &k.tags).collect();
        tags.sort_unstable();
        tags.dedup();
        (tags, kept().filter_map(|k| k.note.as_deref()).collect())
    }

    /// The quotes of the article.
    #[must_use]
    pub fn quotes(&self) -> &[Quote] {
        &self.stored.extraction.quotes
    }

    /// The current quote.
    #[must_use]
    pub fn quote(&self) -> Option<&Quote> {
        self.quotes().get(self.place.quote?)
    }

    /// The rows on the screen at a page's size.
    #[must_use]
    pub fn view(&self, page: Page) -> View {
        let (article, flow) = (&self.stored.article, &self.flow);
        flow.at_width(page.width);
        let focus = flow.row_of(article, self.place.focus);
        let lowest = self.lowest_top(page);
        let top = flow.row_of(article, self.place.top).min(lowest);
        let on_screen = flow.distance(article, top, focus, page.height.saturating_sub(1));
        let top = match on_screen {
            Some(_) => top,
            None => self.top_for(focus, page).min(lowest),
        };
        View { top, focus }
    }

    /// The last row that may be the first on the screen: the end of the text is not scrolled up
    /// over the foot of the screen.
    pub(super) fn lowest_top(&self, page: Page) -> Row {
        let (article, rows) = (&self.stored.article, page.height.saturating_sub(1));
        let last = self.flow.last_row(article);
        self.flow.walk(article, last, -signed(rows)).0
    }

    fn top_for(&self, focus: Row, page: Page) -> Row {
        self.flow
            .walk(&self.stored.article, focus, -signed(page.third()))
            .0
    }

    pub(super) fn put(&mut self, view: View) {
        let article = &self.stored.article;
        self.place.top = self.flow.anchor_of(article, view.top);
        self.place.focus = self.flow.anchor_of(article, view.focus);
    }

    /// Scrolls by `delta` rows. The screen moves as long as there is text beyond it, and the row
    /// being read with it, settling at a third of the height; at the ends that row goes on alone.
    pub fn scroll(&mut self, delta: isize, page: Page) {
        let view = self.view(page);
        let (article, flow) = (&self.stored.article, &self.flow);
        let (to, _) = flow.walk(article, view.top, delta);
        let top = to.min(self.lowest_top(page));
        let (above, below) = if delta > 0 {
            (view.top, top)
        } else {
            (top, view.top)
        };
        let moved = flow
            .distance(article, above, below, usize::MAX)
            .unwrap_or(0);
        let rest = signed(delta.unsigned_abs() - moved) * delta.signum();
        let at = flow
            .distance(article, view.top, view.focus, page.height)
            .unwrap_or(0);
        let at = signed(at) + rest + drift(at, page.third(), moved, delta);
        let at = at.clamp(0, signed(page.height.saturating_sub(1)));
        let focus = flow.walk(article, top, at).0;
        self.put(View { top, focus });
        self.mark_under_focus(page);
    }

    /// Goes to the first row.
    pub fn go_first(&mut self, page: Page) {
        self.put_rows(Row::default(), Row::default(), page);
    }

    /// Goes to the last row.
    pub fn go_last(&mut self, page: Page) {
        self.flow.at_width(page.width);
        let last = self.flow.last_row(&self.stored.article);
        self.put_rows(self.lowest_top(page), last, page);
    }

    fn put_rows(&mut self, top: Row, focus: Row, page: Page) {
        self.flow.at_width(page.width);
        self.put(View { top, focus });
        self.mark_under_focus(page);
    }

    /// Reads on at a row of the screen (where the mouse clicked).
    pub fn go_row(&mut self, row: usize, page: Page) {
        let view = self.view(page);
        let focus = self
            .flow
            .walk(&self.stored.article, view.top, signed(row))
            .0;
        self.put(View { focus, ..view });
        self.mark_under_focus(page);
    }

    /// Makes a quote the current one and brings it onto the screen; where it is there already,
    /// nothing moves.
    pub fn go_quote(&mut self, index: usize, page: Page) {
        let Some(span) = self.quotes().get(index).and_then(extent) else {
            return;
        };
        self.bring(span, page);
        self.place.quote = Some(index);
    }

    /// Lights words of the text and brings the first of them onto the screen.
    pub fn go_words(&mut self, words: Vec<Span>, page: Page) {
        if let Some(first) = words.first() {
            self.bring(*first, page);
            self.mark_under_focus(page);
        }
        self.lit = words;
    }

    /// Lights words of a quote, given as bytes of what was said, and brings the first of them onto
    /// the screen where the beginning of the quote has left no room for them.
    pub fn go_said(&mut self, index: usize, words: &[Range<usize>], page: Page) {
        let Some(quote) = self.quotes().get(index) else {
            return;
        };
        let lit = quote.places(&self.stored.article.text, words);
        if let Some(first) = lit.first() {
            let view = self.view(page);
            let row = self
                .flow
                .row_of(&self.stored.article, self.flow.anchor_at(first.start));
            let last = page.height.saturating_sub(1);
            let seen = self
                .flow
                .distance(&self.stored.article, view.top, row, last);
            if seen.is_none() {
                self.bring(*first, page);
                self.place.quote = Some(index);
            }
        }
        self.lit = lit;
    }

    /// Brings a part of the text onto the screen and reads on there.
    pub(super) fn bring(&mut self, span: Span, page: Page) {
        if self.only && !self.flow.shows(span.start) {
            self.show_all(page);
        }
        let view = self.view(page);
        let focus = self
            .flow
            .row_of(&self.stored.article, self.flow.anchor_at(span.start));
        let top = match self.shows(view, span, page) {
            true => view.top,
            false => self.top_for(focus, page).min(self.lowest_top(page)),
        };
        self.put(View { top, focus });
    }

    /// Reads on at a byte, or the nearest one that is shown, with some of what leads to it above.
    pub(in crate::app) fn read_at(&mut self, byte: usize, page: Page) {
        self.flow.at_width(page.width);
        let article = &self.stored.article;
        let focus = self.flow.row_of(article, self.flow.anchor_at(byte));
        let top = self.top_for(focus, page).min(self.lowest_top(page));
        self.put(View { top, focus });
        self.mark_under_focus(page);
    }

    /// The next quote from the row being read, or the one before.
    #[must_use]
    pub fn step_quote(&self, forward: bool, page: Page) -> Option<usize> {
        let view = self.view(page);
        let line = self.flow.bytes_of(&self.stored.article, view.focus);
        let beside = |n: usize| match forward {
            true => (n + 1 < self.quotes().len()).then_some(n + 1),
            false => n.checked_sub(1),
        };
        let current = self.place.quote;
        let read = current.filter(|n| self.quotes().get(*n).is_some_and(|q| touches(q, line)));
        if let Some(read) = read {
            return beside(read);
        }
        let start = |q: &Quote| extent(q).map_or(0, |s| s.start);
        let near = match forward {
            true => self.quotes().iter().position(|q| start(q) >= line.start),
            false => self.quotes().iter().rposition(|q| start(q) < line.start),
        }?;
        // One that is marked and in sight already: to go there would change nothing on the screen.
        let span = self.quotes().get(near).and_then(extent);
        match span.is_some_and(|span| current == Some(near) && self.shows(view, span, page)) {
            true => beside(near),
            false => Some(near),
        }
    }

    /// Whether a part of the text is on the screen as a whole.
    fn shows(&self, view: View, span: Span, page: Page) -> bool {
        let (article, flow) = (&self.stored.article, &self.flow);
        let rows = page.height.saturating_sub(2);
        let seen = |byte| {
            let row = flow.row_of(article, flow.anchor_at(byte));
            flow.distance(article, view.top, row, rows).is_some()
        };
        seen(span.start) && seen(span.end.saturating_sub(1))
    }

    /// Makes the quote under the row being read the current one, or else the nearest.
    pub(super) fn mark_under_focus(&mut self, page: Page) {
        let focus = self.view(page).focus;
        let line = self.flow.bytes_of(&self.stored.article, focus);
        // An article that was read anew may have fewer quotes.
        let under = |n: &usize| self.quotes().get(*n).is_some_and(|q| touches(q, line));
        if self.place.quote.as_ref().is_some_and(under) {
            return;
        }
        self.place.quote = (0..self.quotes().len()).min_by_key(|n| far(&self.quotes()[*n], line));
    }

    /// Where a speaker stands among those beside the text.
    #[must_use]
    pub fn place_of(&self, speaker: usize) -> Option<usize> {
        let mut cast = self.cast.iter().filter_map(|entry| match entry {
            Cast::Speaker(Some(speaker)) => Some(*speaker),
            _ => None,
        });
        cast.position(|known| known == speaker)
    }

    /// Place of the current quote in the order of the speakers pane.
    #[must_use]
    pub fn cast_index(&self) -> usize {
        self.cast
            .iter()
            .position(|entry| self.place.quote.is_some_and(|q| *entry == Cast::Quote(q)))
            .unwrap_or(0)
    }

    /// The quote `delta` further in the order of the speakers pane, as far as there are any.
    #[must_use]
    pub fn step_cast(&self, delta: isize) -> Option<usize> {
        let order: Vec<usize> = self
            .cast
            .iter()
            .filter_map(|entry| match entry {
                Cast::Quote(n) => Some(*n),
                Cast::Speaker(_) | Cast::Gone => None,
            })
            .collect();
        let at = order
            .iter()
            .position(|n| Some(*n) == self.place.quote)
            .unwrap_or(0);
        let to = at
            .saturating_add_signed(delta)
            .min(order.len().saturating_sub(1));
        order.get(to).copied()
    }

    /// How much of the text lies above the row being read, in hundredths; all of it where its end is on the
    /// screen. However wide and high the screen is meanwhile, one place is as far.
    #[must_use]
    pub fn percent(&self, page: Page) -> usize {
        if self.shows_the_end(page) {
            return 100;
        }
        let focus = self.place.focus;
        let above = self
            .flow
            .offset(focus.piece)
            .map_or(0, |start| start + focus.byte);
        above * 100 / self.stored.article.text.len().max(1)
    }
}

/// How far the row being read moves on the screen beside the screen's own movement: towards a
/// third of the height, by no more than the screen moved.
fn drift(at: usize, third: usize, moved: usize, delta: isize) -> isize {
    if delta > 0 {
        signed(third.saturating_sub(at).min(moved))
    } else {
        -signed(at.saturating_sub(third).min(moved))
    }
}

/// From the first word of a quote to its last.
#[must_use]
pub fn extent(quote: &Quote) -> Option<Span> {
    let first = quote.content.first()?;
    let last = quote.content.last()?;
    Some(Span::new(first.start, last.end))
}

fn touches(quote: &Quote, line: Span) -> bool {
    quote.content.iter().any(|span| span.overlaps(line))
}

fn far(quote: &Quote, line: Span) -> usize {
    quote
        .content
        .iter()
        .map(|span| {
            if span.overlaps(line) {
                0
            } else if span.end <= line.start {
                line.start - span.end + 1
            } else {
                span.start - line.end + 1
            }
        })
        .min()
        .unwrap_or(usize::MAX)
}

fn cast(stored: &StoredArticle) -> Vec<Cast> {
    let quotes = &stored.extraction.quotes;
    let mut cast = Vec::new();
    let known = (0..stored.extraction.speakers.len()).map(Some);
    for speaker in known.chain([None]) {
        let theirs = |q: &Quote| match speaker {
            Some(_) => q.speaker == speaker,
            None => q
                .speaker
                .is_none_or(|k| k >= stored.extraction.speakers.len()),
        };
        let mut said = (0..quotes.len()).filter(|n| theirs(&quotes[*n])).peekable();
        if said.peek().is_some() {
            cast.push(Cast::Speaker(speaker));
            cast.extend(said.map(Cast::Quote));
        }
    }
    cast
}

fn signed(n: usize) -> isize {
    isize::try_from(n).unwrap_or(isize::MAX)
}
