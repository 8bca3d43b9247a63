//! What is asked of marked stretches again and again, found once: their words, whether they are
//! titles, how many tokens lie in them.
//!
//! Must not know what the answers are for.

use std::cell::OnceCell;

use super::document::{Document, Toks};

/// The answers for the stretches of one article.
#[derive(Default)]
pub struct Stretches {
    /// Number of words of each.
    words: Vec<OnceCell<usize>>,
    /// Whether each is written like a title.
    titles: Vec<OnceCell<bool>>,
    /// How many tokens up to each one, itself included, are part of a stretch.
    marked: Vec<u32>,
}

impl Stretches {
    /// Forgets everything, but keeps its room.
    pub fn clear(&mut self) {
        self.words.clear();
        self.titles.clear();
        self.marked.clear();
    }

    /// Notes the next token of the article.
    pub fn token(&mut self, marked: bool) {
        let before = self.marked.last().copied().unwrap_or(0);
        self.marked.push(before + u32::from(marked));
    }

    /// Notes how many stretches there are.
    pub fn are(&mut self, count: usize) {
        self.words.resize_with(count, OnceCell::new);
        self.titles.resize_with(count, OnceCell::new);
    }

    fn marked_before(&self, k: usize) -> u32 {
        let last = k.min(self.marked.len()).checked_sub(1);
        last.and_then(|k| self.marked.get(k)).copied().unwrap_or(0)
    }
}

impl Document<'_> {
    /// How many tokens of `range` are part of marked stretches.
    #[must_use]
    pub fn marked_in(&self, range: &Toks) -> usize {
        let before = |k| self.stretches.marked_before(k);
        before(range.end).saturating_sub(before(range.start)) as usize
    }

    /// Number of words, by blanks, of marked stretch number `mark`.
    #[must_use]
    pub fn words_in_mark(&self, mark: usize) -> usize {
        let count = || {
            let inner = self.marks.get(mark).map(|m| m.inner.of(self.text));
            inner.map_or(0, |words| words.split_whitespace().count())
        };
        let words = self.stretches.words.get(mark);
        words.map_or(0, |words| *words.get_or_init(count))
    }

    /// Whether marked stretch number `mark` is a title, as `read` finds when it is first asked.
    #[must_use]
    pub fn title_once(&self, mark: usize, read: impl FnOnce() -> bool) -> bool {
        let title = self.stretches.titles.get(mark);
        title.is_some_and(|title| *title.get_or_init(read))
    }
}
