//! A byte range in an article's canonical text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Half-open byte range `start..end` in the canonical text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`; `start <= end` is the caller's promise.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same as a standard range, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The text it covers; empty where it does not lie in `text` on character boundaries.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the byte at `at` lies in it.
    #[must_use]
    pub const fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether all of `other` lies in it.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_is_empty_where_the_text_ends_before_it() {
        assert_eq!(Span::new(0, 2).of("é"), "é");
        assert_eq!(Span::new(0, 1).of("é"), "");
        assert_eq!(Span::new(3, 9).of("é"), "");
    }

    #[test]
    fn overlap_needs_a_shared_byte() {
        let a = Span::new(2, 5);
        assert!(!a.overlaps(Span::new(5, 7)));
        assert!(a.overlaps(Span::new(4, 7)));
        assert!(a.covers(Span::new(2, 5)));
        assert!(!a.contains(5));
    }
}
