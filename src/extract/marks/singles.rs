//! Stretches between single marks: British style, with doubles inside, told from apostrophes.

use super::repair::{self, End};
use super::shape::closes_here;
use super::{Marked, stretch};
use crate::model::Span;

/// A single mark that may open, and what was met since.
struct Open {
    at: usize,
    end: usize,
    /// A mark that may close it, or be an apostrophe: "the workers' rights".
    doubtful: Option<usize>,
    /// Whether a stretch between doubles lies behind it.
    holds_doubles: bool,
}

/// Every single mark of `s` and its place.
fn single_marks(s: &str) -> impl Iterator<Item = (usize, &'static str)> {
    // The first byte of a curly one, which other marks have too.
    memchr::memchr2_iter(b'\'', 0xe2, s.as_bytes()).filter_map(|at| {
        let mark = ["'", "‘", "’"].into_iter();
        let rest = &s.as_bytes()[at..];
        mark.map(|m| (at, m))
            .find(|(_, m)| rest.starts_with(m.as_bytes()))
    })
}

/// Adds the stretches between single marks; a stretch between doubles inside one of them becomes
/// part of it.
pub(super) fn singles(s: &str, doubles: Vec<Marked>) -> Vec<Marked> {
    if !single_marks(s).any(|(_, mark)| mark != "’") {
        return doubles;
    }
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut next = 0;
    for (at, c) in single_marks(s) {
        let end = at + c.len();
        while doubles.get(next).is_some_and(|m| m.outer.end <= at) {
            if let Some(open) = open.as_mut() {
                open.holds_doubles |= doubles[next].outer.start >= open.at;
            }
            next += 1;
        }
        if doubles.get(next).is_some_and(|m| m.outer.contains(at)) {
            continue;
        }
        if c != "’" && opens(s, at, end) {
            if let Some(before) = open.take() {
                settle(s, &before, Some(at), &mut found);
            }
            open = Some(Open {
                at,
                end,
                doubtful: None,
                holds_doubles: false,
            });
        } else if let Some(before) = open.as_mut().filter(|o| closes(s, o, at, end)) {
            if is_doubtful(s, at, end) {
                before.doubtful = before.doubtful.or(Some(at));
            } else {
                let (from, first) = (before.at, before.end);
                found.extend(stretch(s, Span::new(from, end), Span::new(first, at), true));
                open = None;
            }
        }
    }
    if let Some(open) = open {
        settle(s, &open, None, &mut found);
    }
    merge(doubles, found)
}

/// Both in order, without the doubles that lie in a single.
fn merge(mut doubles: Vec<Marked>, singles: Vec<Marked>) -> Vec<Marked> {
    let mut around = singles.iter().peekable();
    doubles.retain(|m| {
        while around.next_if(|s| s.outer.end <= m.outer.start).is_some() {}
        around.peek().is_none_or(|s| !s.outer.covers(m.outer))
    });
    doubles.extend(singles);
    doubles.sort_by_key(|m| m.outer.start);
    doubles
}

/// A mark that can open: not behind a letter, right before a word, and no apostrophe.
fn opens(s: &str, at: usize, end: usize) -> bool {
    let before = s[..at].chars().next_back().unwrap_or(' ');
    let rest = &s[end..];
    !before.is_alphanumeric()
        && !matches!(before, '’' | '\'' | '‘')
        && rest.starts_with(|c: char| {
            c.is_alphanumeric()
                || matches!(c, '…' | '$' | '£' | '€' | '[' | '(' | '#' | '@' | '“' | '"')
        })
        && !is_elision(rest)
}

/// "'90s" and "'em": an apostrophe that stands for something left out.
fn is_elision(rest: &str) -> bool {
    let word = &rest[..rest
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(rest.len())];
    let year = |w: &str| w.len() == 2 && w.bytes().all(|b| b.is_ascii_digit());
    year(word)
        || word.strip_suffix('s').is_some_and(year)
        || [
            "em", "til", "tis", "twas", "cause", "n", "cos", "round", "bout", "tween", "neath",
        ]
        .iter()
        .any(|w| word.eq_ignore_ascii_case(w))
}

/// A mark that can close what `open` opened.
fn closes(s: &str, open: &Open, at: usize, end: usize) -> bool {
    let before = s[..at].chars().next_back().unwrap_or(' ');
    let stop = matches!(
        before,
        '.' | ',' | '!' | '?' | ';' | ':' | '…' | ')' | ']' | '”' | '"' | '—'
    );
    at > open.end
        && (stop || before.is_alphanumeric() && !open.holds_doubles)
        && (closes_here(s, end) || s[end..].starts_with('"'))
}

/// A mark that may as well be an apostrophe: behind a plural ("the workers' rights") or a clipped
/// word ("nothin' doing").
fn is_doubtful(s: &str, at: usize, end: usize) -> bool {
    let word = s[..at]
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    s[end..].starts_with(' ')
        && (word.ends_with('s') || word.ends_with("in") || ["o", "ol", "th", "an"].contains(&word))
}

/// What becomes of a mark that nothing closes for certain before the next opening one or the end.
fn settle(s: &str, open: &Open, next: Option<usize>, found: &mut Vec<Marked>) {
    let (inner, outer, closed) = match open.doubtful {
        Some(at) => (
            at,
            at + s[at..].chars().next().map_or(1, char::len_utf8),
            true,
        ),
        None if !is_speech(s, open, !found.is_empty()) => return,
        None => match repair::end(s, open.at, open.end, next) {
            End::Nowhere => return,
            End::At(inner, outer) => (inner, outer, true),
            End::Paragraph => (s.len(), s.len(), false),
        },
    };
    let inner = Span::new(open.end, inner);
    found.extend(stretch(s, Span::new(open.at, outer), inner, closed));
}

/// Whether a single mark without its other half opens speech rather than being an apostrophe: before
/// a capital, at the start of the paragraph, behind a colon, or where single marks held words before.
fn is_speech(s: &str, open: &Open, singles: bool) -> bool {
    let before = s[..open.at].trim_end();
    let announced = before.is_empty() || before.ends_with(':');
    (announced || singles && before.ends_with(['.', ',', '!', '?']))
        && s[open.end..].starts_with(char::is_uppercase)
}
