//! What is taken out of an article, kept with its place and the reason.
//!
//! Owns the bound on it: nothing that a page may hold can fill the store.

use crate::model::{Article, Removed, Why};
use crate::text::clean::clean_line;

/// Most bytes that are kept of what an article lost.
const MOST: usize = 32 << 10;

/// The lines taken out of an article so far.
#[derive(Default)]
pub(super) struct Removals {
    lines: Vec<Removed>,
    bytes: usize,
    /// Lines beyond what is kept.
    more: usize,
}

impl Removals {
    /// Adds a line that stood before byte `at` of the text.
    pub(super) fn push(&mut self, at: usize, why: Why, line: &str) {
        if self.bytes + line.len() > MOST {
            self.more += 1;
            return;
        }
        self.bytes += line.len();
        let line = line.to_owned();
        self.lines.push(Removed { at, why, line });
    }

    /// As [`Removals::push`], for a line that was not cleaned yet.
    pub(super) fn push_raw(&mut self, at: usize, why: Why, line: &str) {
        // What is not kept needs no cleaning.
        if self.bytes > MOST {
            self.more += 1;
            return;
        }
        let line = clean_line(line);
        if !line.is_empty() {
            self.push(at, why, &line);
        }
    }

    /// The lines, places behind the end of the text of `len` bytes set to it.
    pub(super) fn finish(mut self, len: usize) -> Vec<Removed> {
        for line in &mut self.lines {
            line.at = line.at.min(len);
        }
        if self.more > 0 {
            let line = format!("{} more lines", self.more);
            let why = Why::More;
            self.lines.push(Removed { at: len, why, line });
        }
        self.lines
    }
}

/// Adds lines that were taken out before the text was looked at, each with the byte of the text before which
/// it stood, in order.
pub(super) fn add(article: &mut Article, lines: Vec<(usize, String)>) {
    let mut all = Removals::default();
    let mut lines = lines.into_iter().peekable();
    for removed in std::mem::take(&mut article.removed) {
        while let Some((at, line)) = lines.next_if(|(at, _)| *at < removed.at) {
            all.push_raw(at, Why::Furniture, &line);
        }
        all.push(removed.at, removed.why, &removed.line);
    }
    for (at, line) in lines {
        all.push_raw(at, Why::Furniture, &line);
    }
    article.removed = all.finish(article.text.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_and_says_so() {
        let mut removals = Removals::default();
        for _ in 0..100 {
            removals.push(90, Why::Outside, &"menu ".repeat(100));
        }
        let lines = removals.finish(80);
        assert_eq!(lines.len(), MOST / 500 + 1);
        assert!(lines.iter().all(|l| l.at == 80));
        assert_eq!(
            lines[MOST / 500].line,
            format!("{} more lines", 100 - MOST / 500)
        );
    }
}
