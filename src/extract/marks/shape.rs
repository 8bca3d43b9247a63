//! Double quotation marks as they are printed: which characters are one, and on which side of the
//! words they can stand. What looks like one but is none (inches, attributes of a tag) is left out.

use crate::text::scan;

/// Which way a mark points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Open,
    Close,
    /// What is open decides.
    Either,
}

/// Marks that close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Quotation,
    Guillemets,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) side: Side,
    pub(super) family: Family,
    /// How many marks of the same shape stand together here.
    pub(super) count: usize,
}

/// Entities that a page left in its text.
const ENTITIES: [(&str, Option<Side>); 8] = [
    ("&quot;", None),
    ("&#34;", None),
    ("&ldquo;", Some(Side::Open)),
    ("&#8220;", Some(Side::Open)),
    ("&rdquo;", Some(Side::Close)),
    ("&#8221;", Some(Side::Close)),
    ("&laquo;", Some(Side::Open)),
    ("&raquo;", Some(Side::Close)),
];

/// Every double mark of `s`, in order.
pub(super) fn double_marks(s: &str) -> Vec<Mark> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = scan::find(s.as_bytes(), at, leads) {
        at = found;
        let Some((len, shape, family)) = mark_at(&s[at..]) else {
            at += s[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let run = if shape.is_none() { run(s, at, len) } else { 1 };
        let mut end = at + len * run;
        let start = at;
        // A nested quotation that ends with the outer one: three apostrophes.
        let three = s[start..].starts_with("'''") && !s[start + 3..].starts_with('\'');
        if three && closes_here(s, start + 3) && !opens_here(s, start) {
            at += 1;
            end += 1;
        }
        let is_attribute = s[start..].starts_with('"') && s[..start].ends_with('=');
        if is_attribute {
            // `<tweet author="...">`: on to the end of the value.
            at = s[end..].find('"').map_or(end, |close| end + close + 1);
            continue;
        }
        if !(shape.is_none() && is_none(s, start, end)) {
            let side = side(s, start, end, shape);
            out.push(Mark {
                at,
                end,
                side,
                family,
                count: run,
            });
        }
        at = end;
    }
    out
}

/// Whether a double mark can begin with a byte: with one of `"'`\&` or the first byte of a character
/// of two or three bytes that is one.
fn leads(b: u8) -> bool {
    let plain = (b == b'"') | (b == b'\'') | (b == b'`') | (b == b'\\') | (b == b'&');
    plain | (b == 0xc2) | (b == 0xe2) | (b == 0xef)
}

/// The mark that `s` begins with: its bytes, its shape (none where it looks the same on both
/// sides) and its family.
fn mark_at(s: &str) -> Option<(usize, Option<Side>, Family)> {
    let quotation = |len: usize, shape| Some((len, shape, Family::Quotation));
    let c = s.chars().next()?;
    match c {
        '“' | '„' | '‟' => quotation(c.len_utf8(), Some(Side::Open)),
        '”' => quotation(c.len_utf8(), Some(Side::Close)),
        '«' => Some((2, Some(Side::Open), Family::Guillemets)),
        '»' => Some((2, Some(Side::Close), Family::Guillemets)),
        '"' | '″' | '＂' => quotation(c.len_utf8(), None),
        '\'' if s.starts_with("''") => quotation(2, None),
        '‘' if s.starts_with("‘‘") => quotation(6, Some(Side::Open)),
        '’' if s.starts_with("’’") => quotation(6, Some(Side::Close)),
        '`' if s.starts_with("``") => quotation(2, Some(Side::Open)),
        '\\' if s.starts_with("\\\"") => quotation(2, None),
        '&' => ENTITIES
            .iter()
            .find(|(name, _)| s.starts_with(name))
            .map(|(name, shape)| (name.len(), *shape, Family::Quotation)),
        _ => None,
    }
}

/// How many times the mark of `len` bytes at `at` stands there without anything between.
fn run(s: &str, at: usize, len: usize) -> usize {
    let mark = &s[at..at + len];
    let mut count = 1;
    while s[at + count * len..].starts_with(mark) {
        count += 1;
    }
    count
}

fn side(s: &str, at: usize, end: usize, shape: Option<Side>) -> Side {
    match (shape, opens_here(s, at), closes_here(s, end)) {
        (None, true, false) => Side::Open,
        (None, false, true) => Side::Close,
        // A mark that points the wrong way: what is open decides.
        (None, ..) | (Some(Side::Open), false, true) | (Some(Side::Close), true, false) => {
            Side::Either
        }
        (Some(shape), ..) => shape,
    }
}

/// Whether what stands before `at` lets a mark open there.
pub(super) fn opens_here(s: &str, at: usize) -> bool {
    s[..at].chars().next_back().is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '[' | '{' | '-' | '–' | '—' | '/' | '‘' | '\'' | '“'
            )
    })
}

/// Whether what stands behind `end` lets a mark close there.
pub(super) fn closes_here(s: &str, end: usize) -> bool {
    s[end..].chars().next().is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '—' | '–' | '-' | '/' | '’' | '”'
            )
    }) || s[end..].starts_with('.') && !s[end + 1..].starts_with(|c: char| c.is_alphanumeric())
}

/// Whether the straight mark at `at..end` is no quotation mark: the inches of 6'2", or the end of a
/// tag's attribute.
fn is_none(s: &str, at: usize, end: usize) -> bool {
    s[end..].starts_with('>') || is_inches(&s[..at])
}

/// Whether the text ends with feet and inches or minutes and seconds: `6'2`, `5' 11`, `26′46`.
fn is_inches(before: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let feet = before.trim_end_matches(|c: char| digit(c) || matches!(c, '.' | '½'));
    let feet = feet.trim_end_matches(' ');
    feet.len() < before.trim_end_matches(' ').len()
        && feet
            .strip_suffix(['\'', '’', '′'])
            .is_some_and(|feet| feet.ends_with(digit))
}
