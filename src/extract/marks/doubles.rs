//! Pairs of double marks: opening and closing ones matched like brackets, then what has lost its
//! other half is given an end or a start where the sentence shows one.

use super::repair::{self, End};
use super::shape::{Mark, Side, double_marks, opens_here};
use super::{Marked, stretch};
use crate::model::Span;

/// Marks of one paragraph, matched.
#[derive(Default)]
struct Matched {
    /// Both marks are there; outermost pairs only, in order.
    pairs: Vec<(Mark, Mark)>,
    /// Opening marks that nothing closes.
    open: Vec<Mark>,
    /// Closing marks that nothing opened.
    close: Vec<Mark>,
}

/// Stretches between double marks of the paragraph `s`, in order.
pub(super) fn doubles(s: &str) -> Vec<Marked> {
    let marks = double_marks(s);
    if marks.is_empty() {
        return Vec::new();
    }
    let mut matched = pair(s, &marks);
    matched.pairs.sort_by_key(|(open, _)| open.at);
    let mut out = Vec::new();
    let mut open = matched.open.iter().peekable();
    let mut close = matched.close.iter().peekable();
    let mut from = 0;
    for pair in matched.pairs.iter().map(Some).chain([None]) {
        let at = pair.map_or(s.len(), |(open, _)| open.at);
        if at < from {
            continue;
        }
        while let Some(mark) = open.next_if(|mark| mark.at < at) {
            if mark.at >= from {
                let next = open.peek().map_or(at, |next| next.at.min(at));
                from = unclosed(s, *mark, (next < s.len()).then_some(next), &mut out);
            }
        }
        while let Some(mark) = close.next_if(|mark| mark.at < at) {
            if mark.at >= from {
                from = unopened(s, *mark, from, &mut out);
            }
        }
        if let Some((open, close)) = pair.filter(|_| at >= from) {
            let inner = undoubled(s, Span::new(open.end, close.at));
            out.extend(stretch(s, Span::new(open.at, close.end), inner, true));
            from = close.end;
        }
    }
    out
}

/// ““Words””: marks set twice are one pair.
fn undoubled(s: &str, inner: Span) -> Span {
    let words = inner.of(s);
    let twice = words.starts_with('“') && words.ends_with('”') && words.matches('“').count() == 1;
    let width = if twice { '“'.len_utf8() } else { 0 };
    Span::new(inner.start + width, inner.end - width)
}

/// Matches the marks of `s` like brackets.
fn pair(s: &str, marks: &[Mark]) -> Matched {
    let mut out = Matched::default();
    // Open marks of each family, so that no closing mark looks for one in vain.
    let mut depth = [0usize; 2];
    let turned = opens_paragraph(s, marks);
    for (n, &mark) in marks.iter().enumerate() {
        let family = mark.family as usize;
        if n == 0 && turned || opens(s, mark, depth[family] > 0) {
            out.open.push(mark);
            depth[family] += 1;
            continue;
        }
        if depth[family] == 0 && !is_measure(s, mark) {
            out.close.push(mark);
        }
        let times = mark.count.min(depth[family]);
        let width = (mark.end - mark.at) / mark.count;
        for n in 0..times {
            // Marks of the other family that are still open inside are none.
            while let Some(open) = out.open.pop() {
                depth[open.family as usize] -= 1;
                if open.family == mark.family {
                    let at = mark.at + n * width;
                    out.pairs.push((open, Mark { at, ..mark }));
                    break;
                }
            }
        }
    }
    out
}

/// "” ... the train has left,” Roe said.": whether the first mark of a paragraph closes by its shape but
/// has nothing to close, where another one closes what it opens.
fn opens_paragraph(s: &str, marks: &[Mark]) -> bool {
    let [first, second, ..] = marks else {
        return false;
    };
    let closes = first.side == Side::Close && second.side == Side::Close;
    closes && first.family == second.family && s[..first.at].trim().is_empty()
}

/// Whether a mark opens, where one of its family is open already or none.
fn opens(s: &str, mark: Mark, inside: bool) -> bool {
    let glued = s[..mark.at].ends_with(['.', ',', ':', '!', '?', ')'])
        && s[mark.end..].starts_with(char::is_alphanumeric);
    match mark.side {
        Side::Open => true,
        Side::Close => false,
        Side::Either => !inside && (glued || opens_here(s, mark.at)),
    }
}

/// Inches: a mark right behind a digit where nothing is open.
fn is_measure(s: &str, mark: Mark) -> bool {
    s[..mark.at].ends_with(|c: char| c.is_ascii_digit())
}

/// Adds the stretch behind an opening mark that nothing closes; where it ends.
fn unclosed(s: &str, open: Mark, next: Option<usize>, out: &mut Vec<Marked>) -> usize {
    let (inner, outer, closed) = match repair::end(s, open.at, open.end, next) {
        End::Nowhere => return open.end,
        End::At(inner, outer) => (inner, outer, true),
        End::Paragraph => (s.len(), s.len(), false),
    };
    let inner = Span::new(open.end, inner);
    out.extend(stretch(s, Span::new(open.at, outer), inner, closed));
    outer
}

/// Adds the stretch before a closing mark that nothing opened; where it ends.
fn unopened(s: &str, close: Mark, from: usize, out: &mut Vec<Marked>) -> usize {
    if let Some(last) = out.last_mut().filter(|last| last.outer.end == close.at) {
        // Set twice: the second belongs to the first.
        last.outer.end = close.end;
        return close.end;
    }
    if let Some(start) = repair::start(s, from, close.at, close.end) {
        // A single mark that stands for the double one.
        let single = s[start..]
            .chars()
            .next()
            .filter(|c| matches!(c, '‘' | '\''));
        let inner = Span::new(start + single.map_or(0, char::len_utf8), close.at);
        out.extend(stretch(s, Span::new(start, close.end), inner, true));
    }
    close.end
}
