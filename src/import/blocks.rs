//! Canonical text from chosen stretches of a cleaned one.
//!
//! Owns the form of an article's text: paragraphs parted by one empty line, single blanks inside.
//! Must not know why a stretch was chosen.

use crate::model::{Block, BlockRole, Span};
use crate::text::clean::{MapBuilder, OffsetMap};

/// A canonical text in the making.
pub(super) struct Canon<'a> {
    source: &'a str,
    text: String,
    blocks: Vec<Block>,
    map: MapBuilder,
    /// Where in the source the last block ended.
    last: usize,
}

impl<'a> Canon<'a> {
    /// Nothing chosen yet from `source`.
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            text: String::new(),
            blocks: Vec::new(),
            map: MapBuilder::new(),
            last: 0,
        }
    }

    /// Where the next block will begin.
    pub(super) fn next(&self) -> usize {
        match self.text.len() {
            0 => 0,
            len => len + 2,
        }
    }

    /// Adds `span` of the source as a block. Spans come in order and do not overlap.
    pub(super) fn push(&mut self, role: BlockRole, span: Span) {
        let part = span.of(self.source);
        if part.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
            self.map.replace(Span::new(self.last, self.last), 2);
        }
        let start = self.text.len();
        if is_tidy(part) {
            self.word(start, span);
        } else {
            self.words(start, span);
        }
        let span = Span::new(start, self.text.len());
        self.blocks.push(Block { role, span });
    }

    fn words(&mut self, start: usize, span: Span) {
        let part = span.of(self.source);
        let mut at = span.start;
        for word in part.split_inclusive(char::is_whitespace) {
            let len = word.trim_end().len();
            if len > 0 {
                self.word(start, Span::new(at, at + len));
            }
            at += word.len();
        }
    }

    fn word(&mut self, block: usize, word: Span) {
        if self.text.len() > block {
            self.text.push(' ');
            self.map.replace(Span::new(self.last, word.start), 1);
        }
        self.text.push_str(word.of(self.source));
        self.map.copy(word);
        self.last = word.end;
    }

    /// The text, its blocks, and where they stand in the source.
    pub(super) fn finish(self) -> (String, Vec<Block>, OffsetMap) {
        (self.text, self.blocks, self.map.finish())
    }
}

/// Whether a cleaned text has single blanks between its words and no others.
fn is_tidy(part: &str) -> bool {
    let ends = part.starts_with(' ') || part.ends_with(' ');
    !ends && !part.contains('\n') && !part.contains("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_parted_by_one_empty_line_and_found_again() {
        let source = " One  two\nthree.\n\n\n menu \n Four. ";
        let mut canon = Canon::new(source);
        canon.push(BlockRole::Paragraph, Span::new(1, 16));
        let four = source.find("Four").unwrap();
        canon.push(BlockRole::Heading, Span::new(four, four + 6));
        let (text, blocks, map) = canon.finish();
        assert_eq!(text, "One two three.\n\nFour.");
        assert_eq!(blocks[1].span.of(&text), "Four.");
        assert_eq!(map.raw(blocks[1].span).of(source), "Four.");
        assert_eq!(map.raw(Span::new(4, 13)).of(source), "two\nthree");
    }
}
