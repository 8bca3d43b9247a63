//! Words looked for in the open text: where they stand, which place is the current one, and the text
//! with only the paragraphs that have them.
//!
//! Case, accents and the form of marks do not matter. Must not know: how hits look.

use std::cmp::Reverse;

use memchr::memmem;
use tui_input::Input;

use super::reading::{Page, Place, Reading, View};
use crate::app::flow::{Flow, Row};
use crate::model::{ArticleId, BlockRole, Place as KeptPlace, Quote, Span};
use crate::query::{self, Needle, Query, Test};
use crate::text::fold::{Folded, fold, fold_str};

/// Hits that are walked and lit at most.
pub const MOST: usize = 10_000;

/// The prompt.
#[derive(Debug)]
pub struct Search {
    /// What is typed.
    pub input: Input,
    /// Where one was before it was opened, to go back to.
    pub before: Place,
    /// The same as it is kept, for the list of jumps.
    pub spot: (ArticleId, KeptPlace),
}

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The words as they were typed.
    pub words: String,
    /// Where they stand, in order.
    pub hits: Vec<Span>,
    /// The current one.
    pub current: usize,
    /// Whether it is the filter of the list that looks for them, and nobody here.
    pub by_filter: bool,
    /// Whether it is the finder that looked for them and led here: who goes back to the list goes at once.
    pub led_here: bool,
}

impl Found {
    /// "3 of 12"; how many there may be beyond [`MOST`] nobody counts.
    #[must_use]
    pub fn position(&self) -> String {
        match self.hits.len() {
            0 => "not found".to_owned(),
            MOST => format!("{} of {MOST} or more", self.current + 1),
            all => format!("{} of {all}", self.current + 1),
        }
    }

    /// The hits that touch a stretch of the text.
    #[must_use]
    pub fn on(&self, bytes: Span) -> &[Span] {
        let from = self.hits.partition_point(|hit| hit.end <= bytes.start);
        let to = self.hits.partition_point(|hit| hit.start < bytes.end);
        self.hits.get(from..to).unwrap_or_default()
    }
}

impl Reading {
    /// Looks for words; the first hit at or after `from` is the current one.
    pub fn search(&mut self, words: &str, from: usize) {
        let text = &self.stored.article.text;
        let folded = self.folded.get_or_insert_with(|| fold(text));
        let hits = find(text, folded, words);
        let hits = self.shown(hits);
        let after = hits.partition_point(|hit| hit.start < from);
        self.found = Found {
            words: words.to_owned(),
            current: if after < hits.len() { after } else { 0 },
            hits,
            by_filter: false,
            led_here: false,
        };
    }

    /// Where one of these stands in the text, in order; none lies in another.
    pub fn places_of<'a>(&mut self, needles: impl IntoIterator<Item = &'a Needle>) -> Vec<Span> {
        let text = &self.stored.article.text;
        let folded = self.folded.get_or_insert_with(|| fold(text));
        let mut hits = Vec::new();
        for needle in needles {
            let words = needle.folded();
            if let Some((last, _)) = words.char_indices().next_back() {
                let found = query::places(&folded.text, &words, needle.extent());
                let spans = found.take(MOST);
                hits.extend(spans.map(|at| span_at(text, folded, at, (words.len(), last))));
            }
        }
        hits.sort_unstable_by_key(|hit| (hit.start, Reverse(hit.end)));
        hits.dedup_by(|later, before| later.start < before.end);
        hits.truncate(MOST);
        self.shown(hits)
    }

    /// Looks for the words of a query that led here, those that are lit among them, and makes the first of
    /// these the current one. Words that stand side by side are one place. Gives the words, where there are
    /// any.
    pub fn take_up(&mut self, query: &Query) -> Option<String> {
        let words = query.terms.iter().filter(|term| !term.not);
        let words = words.filter_map(|term| match &term.test {
            Test::Words(needle) | Test::Text(needle) | Test::About(needle) => Some(needle.clone()),
            _ => None,
        });
        let mut needles: Vec<Needle> = words.collect();
        if needles.is_empty() {
            return None;
        }
        let typed: Vec<&str> = needles.iter().map(Needle::text).collect();
        let typed = typed.join(" ");
        // What was found though it is written otherwise.
        let lit = self.lit.iter().map(|lit| lit.of(&self.stored.article.text));
        let mut lit: Vec<String> = lit.map(fold_str).collect();
        lit.sort_unstable();
        lit.dedup();
        needles.extend(lit.iter().map(|lit| Needle::phrase(lit)));
        let places = self.places_of(&needles);
        let text = &self.stored.article.text;
        let mut hits: Vec<Span> = Vec::new();
        for hit in places {
            match hits.last_mut() {
                Some(last) if is_one(text, *last, hit) => last.end = hit.end,
                _ => hits.push(hit),
            }
        }
        let first = self.lit.first().map_or(0, |lit| lit.start);
        let current = hits.partition_point(|hit| hit.end <= first);
        if hits.is_empty() {
            return None;
        }
        self.found = Found {
            words: typed.clone(),
            current: if current < hits.len() { current } else { 0 },
            hits,
            by_filter: false,
            led_here: true,
        };
        Some(typed)
    }

    /// Those of them that are shown: nobody can go to the others.
    fn shown(&self, mut hits: Vec<Span>) -> Vec<Span> {
        let blocks = self.stored.article.blocks.iter();
        let hidden = blocks.filter(|block| block.role == BlockRole::Furniture);
        let hidden: Vec<Span> = hidden.map(|block| block.span).collect();
        hits.retain(|hit| hidden.iter().all(|span| !span.overlaps(*hit)));
        hits
    }

    /// Brings the current hit onto the screen.
    pub fn go_hit(&mut self, page: Page) {
        if let Some(hit) = self.found.hits.get(self.found.current).copied() {
            self.bring(hit, page);
            self.mark_holding(hit);
            self.mark_in_sight(page);
        }
    }

    /// Makes the quote current that has these words, or else that which they say the speaker of. Another one in
    /// sight does not become it because it is the nearest.
    fn mark_holding(&mut self, words: Span) {
        let holds = |quote: &Quote| quote.content.iter().any(|span| span.overlaps(words));
        let tells = |quote: &Quote| {
            let mut told = quote.source.iter().chain(&quote.cue);
            told.any(|span| span.overlaps(words))
        };
        let find = |is: &dyn Fn(&Quote) -> bool| {
            let current = self.place.quote.filter(|_| self.quote().is_some_and(is));
            current.or_else(|| self.quotes().iter().position(is))
        };
        let found = find(&holds).or_else(|| find(&tells));
        self.place.quote = found.or(self.place.quote);
    }

    /// Makes the quote at the row being read the current one where nothing of the one that is current is on the
    /// screen: keys act on what is seen.
    pub fn mark_in_sight(&mut self, page: Page) {
        let seen = self.seen(page);
        let is_seen = |quote: &Quote| quote.content.iter().any(|span| span.overlaps(seen));
        if !self.quote().is_some_and(is_seen) {
            self.mark_under_focus(page);
        }
    }

    /// Makes the next hit the current one, from the row being read; whether that went around the end
    /// of the text.
    pub fn step_hit(&mut self, forward: bool, page: Page) -> bool {
        let focus = self.view(page).focus;
        let line = self.flow.bytes_of(&self.stored.article, focus);
        let (hits, at) = (&self.found.hits, self.found.current);
        let here = hits.get(at).is_some_and(|hit| hit.overlaps(line));
        let below = hits.partition_point(|hit| hit.start < line.start);
        let next = match (here, forward) {
            (true, true) => at + 1,
            (true, false) => at.wrapping_sub(1),
            (false, true) => below,
            (false, false) => below.wrapping_sub(1),
        };
        let around = next >= hits.len();
        let end = match forward {
            true => 0,
            false => hits.len().saturating_sub(1),
        };
        self.found.current = if around { end } else { next };
        self.go_hit(page);
        around
    }

    /// Shows only the paragraphs with a hit; gives how many they are.
    pub fn show_only_hits(&mut self, page: Page) -> usize {
        let mut shown = 0;
        let found = &self.found;
        let flow = Flow::of(&self.stored.article, |block| {
            let kept = !found.on(block.span).is_empty();
            shown += usize::from(kept);
            kept
        });
        self.only = true;
        self.flow = flow;
        self.go_hit_whole(page);
        shown
    }

    /// Shows all paragraphs again.
    pub fn show_all(&mut self, page: Page) {
        if std::mem::take(&mut self.only) {
            self.reflow(Flow::new(&self.stored.article), page);
        }
    }

    /// Puts other pieces in place of those that are shown, and reads on where one was.
    fn reflow(&mut self, flow: Flow, page: Page) {
        let focus = self.view(page).focus;
        let byte = self.flow.bytes_of(&self.stored.article, focus).start;
        let quote = self.place.quote;
        self.flow = flow;
        if byte == 0 {
            self.go_first(page);
        } else {
            self.read_at(byte, page);
            self.begin_whole(page);
        }
        self.place.quote = quote;
    }

    /// Reads on at the current hit: from the beginning of the text where it is on the screen then, else
    /// from that of its paragraph.
    fn go_hit_whole(&mut self, page: Page) {
        let quote = self.place.quote;
        self.go_first(page);
        self.place.quote = quote;
        let Some(hit) = self.found.hits.get(self.found.current).copied() else {
            return;
        };
        self.bring(hit, page);
        self.begin_whole(page);
        self.mark_holding(hit);
    }

    /// Lets the screen begin with a whole paragraph: with that of its first row where the row being read
    /// stays on the screen, else with the next.
    fn begin_whole(&mut self, page: Page) {
        let view = self.view(page);
        let (article, flow) = (&self.stored.article, &self.flow);
        // Its first line, without the blank ones above it.
        let first = |piece| Row {
            piece,
            row: flow.gap(piece),
        };
        let (begin, next) = (first(view.top.piece), view.top.piece + 1);
        let last = page.height.saturating_sub(1);
        let top = match flow.distance(article, begin, view.focus, last) {
            _ if view.top <= begin => return,
            Some(_) => begin,
            None if next <= view.focus.piece => first(next),
            // One paragraph is longer than the screen.
            None => return,
        };
        self.put(View {
            top: top.min(self.lowest_top(page)),
            ..view
        });
    }
}

/// Whether nothing but blanks and marks of one line stand between two places.
fn is_one(text: &str, before: Span, behind: Span) -> bool {
    let between = text.get(before.end..behind.start).unwrap_or("x");
    let parts = |c: char| c == '\n' || c.is_alphanumeric() || matches!(c, '.' | '!' | '?');
    !between.contains(parts)
}

fn find(text: &str, folded: &Folded, words: &str) -> Vec<Span> {
    let words = fold_str(words.trim());
    let Some((last, _)) = words.char_indices().next_back() else {
        return Vec::new();
    };
    let found = memmem::find_iter(folded.text.as_bytes(), words.as_bytes());
    found
        .take(MOST)
        .map(|at| span_at(text, folded, at, (words.len(), last)))
        .collect()
}

/// The part of the text that was folded to so many bytes from here on, the last letter of which begins
/// at `last` of them.
fn span_at(text: &str, folded: &Folded, at: usize, (length, last): (usize, usize)) -> Span {
    let (start, end) = (folded.source(at), folded.source(at + length));
    // Part of a letter that is several when folded: all of it.
    let last = folded.source(at + last);
    let letter = text[last..].chars().next().map_or(0, char::len_utf8);
    Span::new(start, end.max(last + letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &str) -> Vec<String> {
        let hits = find(text, &fold(text), words);
        hits.iter().map(|hit| hit.of(text).to_owned()).collect()
    }

    #[test]
    fn words_are_found_whatever_their_case_and_accents() {
        assert_eq!(
            found("Café, CAFE and café", "cafe"),
            ["Café", "CAFE", "café"]
        );
        assert_eq!(found("映画祭が港町へ", "港町"), ["港町"]);
        assert_eq!(found("“Don’t”", "don't"), ["Don’t"]);
        assert_eq!(found("the oﬃce", "of"), ["oﬃ"]);
        assert!(found("words", "  ").is_empty() && found("", "x").is_empty());
    }
}
