//! Patterns for lines, read from the word lists.
//!
//! Owns the small language of the lists (`*` any text, `#` a number) and the matching; must not
//! know what is matched or why.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::text::fold::fold_str;

/// A list of patterns for whole lines.
pub(super) struct Patterns {
    /// Those that begin with text, by its first byte; those that begin with a number under `#`.
    anchored: Vec<Vec<Vec<Part>>>,
    /// Those that begin with anything.
    floating: Vec<Vec<Part>>,
    /// Finds the first text of each of `floating`, all in one pass; none where there are none.
    finder: Option<AhoCorasick>,
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
        let mut anchored: Vec<Vec<Vec<Part>>> = Vec::new();
        anchored.resize_with(256, Vec::new);
        let (mut floating, mut needles) = (Vec::new(), Vec::new());
        for parts in entries(list).map(compile) {
            let text = parts.iter().find_map(|p| match p {
                Part::Text(text) => Some(text),
                Part::Number | Part::Any => None,
            });
            match (parts.first(), text) {
                (Some(Part::Text(text)), _) => {
                    let first = text.as_bytes()[0];
                    anchored[usize::from(first)].push(parts);
                }
                (Some(Part::Any), Some(text)) => {
                    needles.push(text.clone());
                    floating.push(parts);
                }
                _ => anchored[usize::from(b'#')].push(parts),
            }
        }
        // A table for each state is the fastest; where it cannot be made, what can be is taken.
        let table = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(&needles);
        let finder = table.or_else(|_| AhoCorasick::new(&needles)).ok();
        Self {
            anchored,
            finder: finder.filter(|_| !needles.is_empty()),
            floating,
        }
    }

    /// Whether one of the patterns fits all of `line` (which must be folded, see [`fold_line`]).
    pub(super) fn fits(&self, line: &str) -> bool {
        let Some(&first) = line.as_bytes().first() else {
            return false;
        };
        if line.len() > LONGEST_LINE {
            return false;
        }
        let number = first.is_ascii_digit().then_some(b'#');
        let mut anchored = [Some(first), number]
            .into_iter()
            .flatten()
            .filter_map(|key| self.anchored.get(usize::from(key)))
            .flatten();
        anchored.any(|parts| fits(parts, line)) || self.floats(line)
    }

    /// Whether one of the patterns that begin with anything fits all of `line`. Each is tried once,
    /// however often its first text is met.
    fn floats(&self, line: &str) -> bool {
        let Some(finder) = &self.finder else {
            return false;
        };
        let mut tried = [0_u64; 8];
        finder.find_overlapping_iter(line).any(|found| {
            let number = found.pattern().as_usize();
            let bit = 1 << (number % 64);
            let again = tried
                .get_mut(number / 64)
                .is_some_and(|set| std::mem::replace(set, *set | bit) & bit != 0);
            !again && self.floating.get(number).is_some_and(|p| fits(p, line))
        })
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
    let tidy = !folded.starts_with(' ') && !folded.ends_with(' ');
    if tidy && !has_odd_blanks(folded.as_bytes()) {
        return folded;
    }
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether there are two blanks together, or a blank that is none of the usual ones. All bytes are
/// looked at, many at once.
fn has_odd_blanks(line: &[u8]) -> bool {
    let odd = |b: u8| b.wrapping_sub(b'\t') <= b'\r' - b'\t';
    let pairs = line.iter().zip(line.iter().skip(1));
    let double = pairs.fold(false, |seen, (a, b)| seen | (*a == b' ') & (*b == b' '));
    double || line.iter().fold(false, |seen, b| seen | odd(*b))
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

/// Bytes from which on a line is text, whatever it says.
const LONGEST_LINE: usize = 2000;

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
        // Lines are short here and patterns have few parts: each place can be tried.
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
