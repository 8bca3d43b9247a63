//! Quotation marks: which stretches of a paragraph stand between them.
//!
//! Each paragraph is read alone, so a bad mark never spoils more than its paragraph. Doubles
//! (curly, straight, low, guillemets, `''` and ``` `` ```) come first; singles count only outside
//! doubles, so that British usage and nesting both work. A double still open at the end of the
//! paragraph runs to that end: the newspaper convention for speech that goes on below.

use crate::model::Span;

/// A stretch between marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// With its marks.
    pub outer: Span,
    /// Without them, and without blanks at the ends.
    pub inner: Span,
    /// Whether the closing mark is there.
    pub closed: bool,
    /// Whether single marks enclose it.
    pub single: bool,
}

/// Which way a mark points.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    end: usize,
    side: Side,
    /// A straight, low or doubled mark, which cannot be told from its shape.
    straight: bool,
}

/// Marked stretches of the paragraph `range` of `text`, in order; they do not overlap, and nested
/// ones are part of the outer one.
#[must_use]
pub fn marked(text: &str, range: Span) -> Vec<Marked> {
    let paragraph = range.of(text);
    let mut out = doubles(paragraph);
    singles(paragraph, &mut out);
    out.sort_by_key(|m| m.outer.start);
    for m in &mut out {
        m.outer = Span::new(m.outer.start + range.start, m.outer.end + range.start);
        m.inner = Span::new(m.inner.start + range.start, m.inner.end + range.start);
    }
    out
}

fn doubles(s: &str) -> Vec<Marked> {
    let mut out = Vec::new();
    let mut open: Option<Mark> = None;
    for mark in double_marks(s) {
        match (open, mark.side) {
            (None, Side::Open) => open = Some(mark),
            (None, Side::Either) if mark.straight && !is_measure(s, mark.at) => open = Some(mark),
            (None, _) => {}
            // A second opening mark is nested or doubled; the outer one stays.
            (Some(_), Side::Open) => {}
            (Some(first), _) => {
                push(s, first, mark.at, mark.end, true, &mut out);
                open = None;
            }
        }
    }
    if let Some(first) = open {
        push(s, first, s.len(), s.len(), false, &mut out);
    }
    out
}

fn push(
    s: &str,
    open: Mark,
    inner_end: usize,
    outer_end: usize,
    closed: bool,
    out: &mut Vec<Marked>,
) {
    let inner = trim(s, Span::new(open.end, inner_end.max(open.end)));
    if inner.of(s).chars().any(char::is_alphanumeric) {
        let single = s[open.at..].starts_with(['‘', '\'']) && !s[open.at..].starts_with("''");
        out.push(Marked {
            outer: Span::new(open.at, outer_end),
            inner,
            closed,
            single,
        });
    }
}

fn trim(s: &str, span: Span) -> Span {
    let piece = span.of(s);
    let lead = piece.len() - piece.trim_start().len();
    let tail = piece.len() - piece.trim_end().len();
    if lead == piece.len() {
        Span::new(span.start, span.start)
    } else {
        Span::new(span.start + lead, span.end - tail)
    }
}

/// Every double mark of `s` and the side it stands on.
fn double_marks(s: &str) -> Vec<Mark> {
    let mut out = Vec::new();
    let mut chars = s.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let doubled = |other: char| s[at + c.len_utf8()..].starts_with(other);
        let (len, shape) = match c {
            '“' | '„' | '«' => (c.len_utf8(), Side::Open),
            '”' | '‟' | '»' => (c.len_utf8(), Side::Close),
            '"' => (1, Side::Either),
            // A nested quotation that ends with the outer one: three apostrophes.
            '\'' if doubled('\'') && s[at + 2..].starts_with('\'') => (3, Side::Either),
            '\'' if doubled('\'') => (2, Side::Either),
            '`' if doubled('`') => (2, Side::Open),
            _ => continue,
        };
        for _ in 1..len / c.len_utf8() {
            chars.next();
        }
        let end = at + len;
        let straight = shape == Side::Either;
        let side = match (shape, position(s, at, end)) {
            (Side::Either, side) => side,
            // A mark that points the wrong way: its place decides when it is plain.
            (Side::Close, Side::Open) => Side::Open,
            (shape, _) => shape,
        };
        out.push(Mark {
            at,
            end,
            side,
            straight,
        });
    }
    out
}

/// The side a mark at `at..end` stands on by what is around it.
fn position(s: &str, at: usize, end: usize) -> Side {
    let before = s[..at].chars().next_back().unwrap_or(' ');
    let after = s[end..].chars().next().unwrap_or(' ');
    let free = before.is_whitespace()
        || matches!(before, '(' | '[' | '{' | '-' | '–' | '—' | '/' | '‘' | '\'');
    match (free, after.is_whitespace()) {
        (true, false) => Side::Open,
        (false, _) => Side::Close,
        (true, true) => Side::Either,
    }
}

/// Feet and inches: a straight mark right behind a digit.
fn is_measure(s: &str, at: usize) -> bool {
    s[..at].ends_with(|c: char| c.is_ascii_digit())
}

/// Adds stretches between single marks that lie outside the double ones.
fn singles(s: &str, out: &mut Vec<Marked>) {
    let doubles = out.len();
    let mut from = 0;
    while let Some(at) = next_single_open(s, from) {
        let len = s[at..].chars().next().map_or(1, char::len_utf8);
        let next = out[..doubles].partition_point(|m| m.outer.end <= at);
        let next = out[..doubles].get(next).map(|m| m.outer);
        if let Some(outer) = next.filter(|outer| outer.contains(at)) {
            from = outer.end.max(at + len);
            continue;
        }
        let limit = next.map_or(s.len(), |outer| outer.start);
        let Some(close) = single_close(s, at + len, limit) else {
            // Nothing closes up to there, so no later mark before it is closed either.
            from = limit;
            continue;
        };
        let end = close + s[close..].chars().next().map_or(1, char::len_utf8);
        let open = Mark {
            at,
            end: at + len,
            side: Side::Open,
            straight: false,
        };
        push(s, open, close, end, true, out);
        from = end;
    }
}

/// The next single mark that can open: not behind a letter, right before one.
fn next_single_open(s: &str, from: usize) -> Option<usize> {
    s[from..]
        .char_indices()
        .map(|(k, c)| (from + k, c))
        .find_map(|(at, c)| {
            if !matches!(c, '‘' | '\'') {
                return None;
            }
            let before = s[..at].chars().next_back().unwrap_or(' ');
            let rest = &s[at + c.len_utf8()..];
            let after = rest.chars().next().unwrap_or(' ');
            let opens = !before.is_alphanumeric()
                && !matches!(before, '’' | '\'' | '‘')
                && (after.is_alphanumeric() || matches!(after, '…' | '$'));
            (opens && !is_elision(rest)).then_some(at)
        })
}

/// "'90s" and "'em": an apostrophe that stands for something left out.
fn is_elision(rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    let decade = word.len() == 3
        && word.ends_with('s')
        && word.as_bytes()[..2].iter().all(u8::is_ascii_digit);
    let year = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    decade
        || year
        || ["em", "til", "tis", "twas", "cause", "n"]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w))
}

/// The single mark that closes a stretch opened before `from`, before byte `limit`. A mark behind
/// an "s" that a word follows may be a plural possessive: it closes only if no better one comes.
fn single_close(s: &str, from: usize, limit: usize) -> Option<usize> {
    let mut possessive = None;
    for (k, c) in s[from..limit].char_indices() {
        let at = from + k;
        if !matches!(c, '’' | '\'') || at == from {
            continue;
        }
        let before = s[..at].chars().next_back().unwrap_or(' ');
        let after = s[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        let closes = (before.is_alphanumeric()
            || matches!(before, '.' | ',' | '!' | '?' | ';' | ':' | '…' | ')'))
            && !after.is_alphanumeric()
            && after != '\'';
        if !closes {
            continue;
        }
        if before == 's' && after == ' ' {
            possessive = possessive.or(Some(at));
            continue;
        }
        return Some(at);
    }
    possessive
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        marked(text, Span::new(0, text.len()))
            .iter()
            .map(|m| m.inner.of(text))
            .collect()
    }

    #[test]
    fn all_double_marks_are_read() {
        assert_eq!(
            inner("“One,” he said. \"Two.\" ''Three.'' ``Four'' «five»"),
            ["One,", "Two.", "Three.", "Four", "five"]
        );
    }

    #[test]
    fn singles_inside_doubles_are_nested() {
        assert_eq!(
            inner("“He said ‘no’ to me,” she said."),
            ["He said ‘no’ to me,"]
        );
    }

    #[test]
    fn british_singles_hold_doubles_apostrophes_and_possessives() {
        assert_eq!(
            inner("‘It isn’t the voters’ fault,’ he said."),
            ["It isn’t the voters’ fault,"]
        );
        assert_eq!(inner("'I don't know,' she said."), ["I don't know,"]);
    }

    #[test]
    fn apostrophes_open_nothing() {
        assert!(
            inner("the workers' union of the '90s, the states’ rights and '96 Olympics'")
                .is_empty()
        );
        assert!(inner("He is 6'2\" tall and rock 'n' roll").is_empty());
    }

    #[test]
    fn marks_that_nothing_closes_take_no_time() {
        // A minute and more, where each looks for its end anew.
        assert!(inner(&"'a ".repeat(200_000)).is_empty());
        assert_eq!(inner("'a 'b “One,” she said, 'two' 'c"), ["One,", "two"]);
    }

    #[test]
    fn an_open_mark_runs_to_the_end_of_the_paragraph() {
        let out = marked("He said: “It goes on.", Span::new(0, 23));
        assert_eq!(out.len(), 1);
        assert!(!out[0].closed);
    }

    #[test]
    fn a_wrong_way_mark_opens_where_it_stands() {
        assert_eq!(inner("”We will see,” he said."), ["We will see,"]);
    }
}
