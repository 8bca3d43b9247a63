//! Patterns for lines, read from the word lists.
//!
//! Owns the small language of the lists (`*` any text, `#` a number) and the matching; must not
//! know what is matched or why.

use std::cell::OnceCell;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::lines;
use crate::text::fold::fold_str;

/// Lists of patterns for whole lines.
pub(super) struct Lists<const N: usize> {
    lists: [Patterns; N],
    /// Finds the longest text of each pattern that begins with anything, those of all lists in one pass:
    /// few lines have any.
    finder: Option<AhoCorasick>,
}

/// The patterns of a list.
#[derive(Default)]
struct Patterns {
    /// Those that begin with text, by its first byte; those that begin with a number under `#`.
    anchored: Vec<Vec<Vec<Part>>>,
    /// Those that begin with anything, each with its number in the finder.
    floating: Vec<(usize, Vec<Part>)>,
}

enum Part {
    /// These words, folded.
    Text(String),
    /// Digits, with points, commas and a K or M behind.
    Number,
    /// Anything, or nothing.
    Any,
}

/// What the finder finds in a line, each number once; looked for when first asked for.
pub(super) type Found = OnceCell<Vec<usize>>;

impl<const N: usize> Lists<N> {
    /// Reads lists: one pattern a line, `//` begins a comment.
    pub(super) fn read(lists: [&'static str; N]) -> Self {
        let mut needles = Vec::new();
        let lists = lists.map(|list| Patterns::read(list, &mut needles));
        // A table for each state is the fastest; where it cannot be made, what can be is taken.
        let table = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(&needles);
        let finder = table.or_else(|_| AhoCorasick::new(&needles)).ok();
        Self {
            lists,
            finder: finder.filter(|_| !needles.is_empty()),
        }
    }

    /// Whether one of the patterns of list number `list` fits all of `line`, which must be folded (see
    /// [`fold_line`]); what is found in it is kept in `found` for the other lists.
    pub(super) fn fits(&self, list: usize, line: &str, found: &Found) -> bool {
        if line.is_empty() || line.len() > LONGEST_LINE {
            return false;
        }
        let begins = |list: &Patterns| list.begins(line);
        let floats = |list: &Patterns| list.floats(line, found.get_or_init(|| self.find(line)));
        let list = self.lists.get(list);
        list.is_some_and(|list| begins(list) || floats(list))
    }

    fn find(&self, line: &str) -> Vec<usize> {
        let Some(finder) = self.finder.as_ref().filter(|f| f.is_match(line)) else {
            return Vec::new();
        };
        let found = finder.find_overlapping_iter(line);
        let mut out: Vec<usize> = found.map(|f| f.pattern().as_usize()).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

impl Patterns {
    /// Reads a list; what is to be found of those that begin with anything is added to `needles`.
    fn read(list: &'static str, needles: &mut Vec<String>) -> Self {
        let mut out = Self::default();
        out.anchored.resize_with(256, Vec::new);
        for parts in entries(list).map(compile) {
            let texts = parts.iter().filter_map(|p| match p {
                Part::Text(text) => Some(text),
                Part::Number | Part::Any => None,
            });
            // "(* via *images)": most lines have a bracket, and hardly any the last word.
            let text = texts.max_by_key(|text| text.len());
            match (parts.first(), text) {
                (Some(Part::Text(text)), _) => {
                    let first = text.as_bytes()[0];
                    out.anchored[usize::from(first)].push(parts);
                }
                (Some(Part::Any), Some(text)) => {
                    needles.push(text.clone());
                    out.floating.push((needles.len() - 1, parts));
                }
                _ => out.anchored[usize::from(b'#')].push(parts),
            }
        }
        out
    }

    /// Whether a pattern that begins with text or a number fits all of `line`.
    fn begins(&self, line: &str) -> bool {
        let first = line.as_bytes().first().copied();
        let number = first.filter(u8::is_ascii_digit).map(|_| b'#');
        let mut anchored = [first, number]
            .into_iter()
            .flatten()
            .filter_map(|key| self.anchored.get(usize::from(key)))
            .flatten();
        anchored.any(|parts| fits(parts, line))
    }

    /// Whether one of the patterns that begin with anything, the longest text of which is among those
    /// `found`, fits all of `line`.
    fn floats(&self, line: &str, found: &[usize]) -> bool {
        let Some((first, _)) = self.floating.first() else {
            return false;
        };
        let own = found.iter().filter_map(|n| n.checked_sub(*first));
        own.filter_map(|n| self.floating.get(n))
            .any(|(_, parts)| fits(parts, line))
    }
}

/// The entries of a word list: its lines without comments.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with("//"))
}

/// The words of the item of a list without its number.
fn without_number(line: &str) -> &str {
    let len = lines::number(line).unwrap_or(0);
    let behind = line[len..].trim_start();
    if behind.is_empty() { line } else { behind }
}

/// A line as the lists see it: folded, blanks collapsed, decoration at the ends and a number taken off.
pub(super) fn fold_line(line: &str) -> String {
    let decoration = |c: char| c.is_whitespace() || "|><*•·◦-_→▶►+~»«›‹➤[]".contains(c);
    let folded = fold_str(without_number(line.trim_matches(decoration)));
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
pub(super) const LONGEST_LINE: usize = 2000;

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

    fn fits(list: &'static str, line: &str) -> bool {
        Lists::read([list]).fits(0, line, &Found::default())
    }

    #[test]
    fn patterns_fit_whole_lines() {
        let list = "// a comment\nshare this\n# min read\nread more: *\n*all rights reserved*\n";
        for line in [
            "» Share  this",
            "5 min read",
            "READ MORE: Mayor quits",
            "© 2031. All rights reserved.",
        ] {
            assert!(fits(list, &fold_line(line)), "{line}");
        }
        for line in [
            "Share this with the council",
            "A five min read",
            "// a comment",
        ] {
            assert!(!fits(list, &fold_line(line)), "{line}");
        }
    }

    #[test]
    fn numbers_have_points_and_units() {
        let list = "# shares\n*views: #";
        for line in ["1.2K shares", "1,204 shares", "3 shares", "Page views: 12"] {
            assert!(fits(list, &fold_line(line)), "{line}");
        }
        assert!(!fits(list, "many shares"));
    }
}
