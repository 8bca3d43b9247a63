//! Patterns for lines, read from the word lists.
//!
//! Owns the small language of the lists (`*` any text, `#` a number) and the matching; must not
//! know what is matched or why.

use std::collections::HashMap;

use memchr::memmem::Finder;

use crate::text::fold::fold_str;

/// A list of patterns for whole lines.
pub(super) struct Patterns {
    /// Those that begin with text, by its first byte; those that begin with a number under `#`.
    anchored: HashMap<u8, Vec<Vec<Part>>>,
    /// Those that begin with anything: their first text is looked for before the rest is tried.
    floating: Vec<(Finder<'static>, Vec<Part>)>,
}

enum Part {
    /// These words, folded.
    Text(String),
    /// Digits, with points, commas and a K or M behind.
    Number,
    /// Anything, or nothing.
    Any,
}

impl Patterns {
    /// Reads a list: one pattern a line, `//` begins a comment.
    pub(super) fn read(list: &'static str) -> Self {
        let mut anchored: HashMap<u8, Vec<Vec<Part>>> = HashMap::new();
        let mut floating = Vec::new();
        for parts in entries(list).map(compile) {
            let text = parts.iter().find_map(|p| match p {
                Part::Text(text) => Some(text),
                Part::Number | Part::Any => None,
            });
            match (parts.first(), text) {
                (Some(Part::Text(text)), _) => {
                    let first = text.as_bytes()[0];
                    anchored.entry(first).or_default().push(parts);
                }
                (Some(Part::Any), Some(text)) => {
                    floating.push((Finder::new(text).into_owned(), parts));
                }
                _ => anchored.entry(b'#').or_default().push(parts),
            }
        }
        Self { anchored, floating }
    }

    /// Whether one of the patterns fits all of `line` (which must be folded, see [`fold_line`]).
    pub(super) fn fits(&self, line: &str) -> bool {
        let Some(&first) = line.as_bytes().first() else {
            return false;
        };
        let number = first.is_ascii_digit().then_some(b'#');
        let anchored = [Some(first), number]
            .into_iter()
            .flatten()
            .filter_map(|key| self.anchored.get(&key))
            .flatten();
        let floating = self
            .floating
            .iter()
            .filter(|(finder, _)| finder.find(line.as_bytes()).is_some())
            .map(|(_, parts)| parts);
        anchored.chain(floating).any(|parts| fits(parts, line))
    }
}

/// The entries of a word list: its lines without comments.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with("//"))
}

/// A line as the lists see it: folded, blanks collapsed, decoration at the ends taken off.
pub(super) fn fold_line(line: &str) -> String {
    let decoration = |c: char| c.is_whitespace() || "|><*•·-_→▶►+~»«›‹➤".contains(c);
    let folded = fold_str(line.trim_matches(decoration));
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn compile(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    for c in pattern.chars() {
        let part = match c {
            '*' => Part::Any,
            '#' => Part::Number,
            _ => {
                text.push(c);
                continue;
            }
        };
        if !text.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut text)));
        }
        parts.push(part);
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts
}

fn fits(parts: &[Part], line: &str) -> bool {
    match parts {
        [] => line.is_empty(),
        [Part::Any] => true,
        [Part::Text(text), rest @ ..] => line
            .strip_prefix(text.as_str())
            .is_some_and(|line| fits(rest, line)),
        [Part::Number, rest @ ..] => {
            let len = number(line);
            len > 0 && fits(rest, &line[len..])
        }
        // Every pattern has few parts, so trying each place stays cheap.
        [Part::Any, rest @ ..] => match rest {
            [Part::Text(text)] => line.ends_with(text.as_str()),
            [Part::Text(text), ..] => line
                .match_indices(text.as_str())
                .any(|(at, _)| fits(rest, &line[at..])),
            _ => line.char_indices().any(|(at, _)| fits(rest, &line[at..])),
        },
    }
}

fn number(line: &str) -> usize {
    let bytes = line.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_digit) {
        return 0;
    }
    let len = bytes
        .iter()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
        .count();
    let unit = matches!(bytes.get(len), Some(b'k' | b'm'))
        && !bytes.get(len + 1).is_some_and(u8::is_ascii_alphabetic);
    len + usize::from(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whole_lines() {
        let list = Patterns::read(
            "// a comment\nshare this\n# min read\nread more: *\n*all rights reserved*\n",
        );
        for line in [
            "» Share  this",
            "5 min read",
            "READ MORE: Mayor quits",
            "© 2031. All rights reserved.",
        ] {
            assert!(list.fits(&fold_line(line)), "{line}");
        }
        for line in [
            "Share this with the council",
            "A five min read",
            "// a comment",
        ] {
            assert!(!list.fits(&fold_line(line)), "{line}");
        }
    }

    #[test]
    fn numbers_have_points_and_units() {
        let list = Patterns::read("# shares\n*views: #");
        for line in ["1.2K shares", "1,204 shares", "3 shares", "Page views: 12"] {
            assert!(list.fits(&fold_line(line)), "{line}");
        }
        assert!(!list.fits("many shares"));
    }
}
