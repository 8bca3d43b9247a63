//! Where the bytes of a cleaned text came from.
//!
//! Owns [`OffsetMap`] and its builder; must not know which characters are cleaned away, or why.

use crate::model::Span;

/// A stretch of the new text and the stretch of the old text it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: usize,
    raw: usize,
    text_len: usize,
    raw_len: usize,
}

impl Piece {
    /// Copied byte for byte: positions inside it can be told apart.
    const fn is_copy(&self) -> bool {
        self.text_len == self.raw_len
    }

    const fn text_end(&self) -> usize {
        self.text + self.text_len
    }

    const fn raw_end(&self) -> usize {
        self.raw + self.raw_len
    }
}

/// Monotone map between a new text and the old text it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// In order in both texts, without gaps in the new one; `None` where the texts are the same.
    pieces: Option<Vec<Piece>>,
}

impl OffsetMap {
    /// The map of a text that was not changed.
    #[must_use]
    pub const fn identity() -> Self {
        Self { pieces: None }
    }

    /// Whether every position is its own.
    #[must_use]
    pub const fn is_identity(&self) -> bool {
        self.pieces.is_none()
    }

    /// Byte span of the new text -> byte span of the old: from the start of what stands for its
    /// first character to the end of what stands for its last.
    #[must_use]
    pub fn raw(&self, span: Span) -> Span {
        let Some(pieces) = &self.pieces else {
            return span;
        };
        let start = Self::raw_start(pieces, span.start);
        if span.is_empty() {
            return Span::new(start, start);
        }
        let end = Self::raw_end(pieces, span.end);
        Span::new(start, end.max(start))
    }

    fn raw_start(pieces: &[Piece], at: usize) -> usize {
        let k = pieces.partition_point(|p| p.text_end() <= at);
        match pieces.get(k) {
            Some(p) if p.is_copy() => p.raw + at.saturating_sub(p.text),
            Some(p) => p.raw,
            None => pieces.last().map_or(0, Piece::raw_end),
        }
    }

    fn raw_end(pieces: &[Piece], at: usize) -> usize {
        let k = pieces.partition_point(|p| p.text_end() < at);
        match pieces.get(k) {
            Some(p) if p.is_copy() => p.raw + at.saturating_sub(p.text).min(p.raw_len),
            Some(p) => p.raw_end(),
            None => pieces.last().map_or(0, Piece::raw_end),
        }
    }

    /// Byte span of the old text -> byte span of the new; nothing where none of it is left.
    #[must_use]
    pub fn cleaned(&self, span: Span) -> Option<Span> {
        if span.is_empty() {
            return None;
        }
        let Some(pieces) = &self.pieces else {
            return Some(span);
        };
        let first = pieces.get(pieces.partition_point(|p| p.raw_end() <= span.start))?;
        let after = pieces.partition_point(|p| p.raw < span.end);
        let last = pieces.get(after.checked_sub(1)?)?;
        let start = if first.is_copy() {
            first.text + span.start.saturating_sub(first.raw)
        } else {
            first.text
        };
        let end = if last.is_copy() {
            last.text + (span.end - last.raw).min(last.text_len)
        } else {
            last.text_end()
        };
        (start < end).then_some(Span::new(start, end))
    }

    /// The map over two steps: `self` from the oldest text to the middle one, `later` from the
    /// middle one to the newest.
    #[must_use]
    pub fn then(&self, later: &Self) -> Self {
        let Some(steps) = &later.pieces else {
            return self.clone();
        };
        let Some(pieces) = &self.pieces else {
            return later.clone();
        };
        let mut out = MapBuilder::new();
        for step in steps {
            if !step.is_copy() {
                let raw = self.raw(Span::new(step.raw, step.raw_end()));
                out.replace(raw, step.text_len);
                continue;
            }
            let (mut at, end) = (step.raw, step.raw_end());
            let mut k = pieces.partition_point(|p| p.text_end() <= at);
            while at < end {
                let Some(p) = pieces.get(k) else { break };
                let stop = end.min(p.text_end());
                if p.is_copy() {
                    let from = p.raw + (at - p.text);
                    out.copy(Span::new(from, from + (stop - at)));
                } else {
                    out.replace(Span::new(p.raw, p.raw_end()), stop - at);
                }
                at = stop;
                k += 1;
            }
        }
        out.finish()
    }
}

/// Records, in order, how a new text is made from stretches of an old one.
#[derive(Debug, Default)]
pub struct MapBuilder {
    pieces: Vec<Piece>,
    at: usize,
}

impl MapBuilder {
    /// Nothing recorded yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next bytes of the new text are those of `raw`.
    pub fn copy(&mut self, raw: Span) {
        if raw.is_empty() {
            return;
        }
        let len = raw.len();
        match self.pieces.last_mut() {
            Some(p) if p.is_copy() && p.raw_end() == raw.start => {
                p.text_len += len;
                p.raw_len += len;
            }
            _ => self.pieces.push(Piece {
                text: self.at,
                raw: raw.start,
                text_len: len,
                raw_len: len,
            }),
        }
        self.at += len;
    }

    /// The next `len` bytes of the new text stand for `raw` as a whole (which may be empty).
    pub fn replace(&mut self, raw: Span, len: usize) {
        if len == 0 {
            return;
        }
        if len == raw.len() {
            self.copy(raw);
            return;
        }
        self.pieces.push(Piece {
            text: self.at,
            raw: raw.start,
            text_len: len,
            raw_len: raw.len(),
        });
        self.at += len;
    }

    /// The map.
    #[must_use]
    pub fn finish(self) -> OffsetMap {
        OffsetMap {
            pieces: Some(self.pieces),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "ab\u{a0}cd" with the odd blank (2 bytes) made a plain one, then "b c" taken out of it.
    fn two_steps() -> (OffsetMap, OffsetMap) {
        let mut one = MapBuilder::new();
        one.copy(Span::new(0, 2));
        one.replace(Span::new(2, 4), 1);
        one.copy(Span::new(4, 6));
        let mut two = MapBuilder::new();
        two.copy(Span::new(1, 4));
        (one.finish(), two.finish())
    }

    #[test]
    fn spans_go_there_and_back() {
        let (map, _) = two_steps();
        assert_eq!(map.raw(Span::new(1, 4)), Span::new(1, 5));
        assert_eq!(map.raw(Span::new(2, 3)), Span::new(2, 4));
        assert_eq!(map.cleaned(Span::new(1, 5)), Some(Span::new(1, 4)));
        assert_eq!(map.cleaned(Span::new(3, 3)), None);
    }

    #[test]
    fn two_maps_make_one() {
        let (one, two) = two_steps();
        let both = one.then(&two);
        assert_eq!(both.raw(Span::new(0, 3)), Span::new(1, 5));
        assert_eq!(both.raw(Span::new(1, 2)), Span::new(2, 4));
        assert_eq!(both.cleaned(Span::new(0, 1)), None);
        assert_eq!(both.cleaned(Span::new(0, 6)), Some(Span::new(0, 3)));
    }

    #[test]
    fn what_was_put_in_stands_for_nothing() {
        let mut map = MapBuilder::new();
        map.copy(Span::new(0, 3));
        map.replace(Span::new(3, 3), 2);
        map.copy(Span::new(9, 12));
        let map = map.finish();
        assert_eq!(map.raw(Span::new(0, 8)), Span::new(0, 12));
        assert_eq!(map.cleaned(Span::new(4, 8)), None);
    }
}
