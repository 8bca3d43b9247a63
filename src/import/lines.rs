//! The lines of a cleaned text, with what can be seen of each without knowing its neighbours.
//!
//! Owns splitting and the look of a line (prose, short, list); must not know what any line is for.

use crate::model::{BlockRole, Span};

use super::error::Reason;
use super::wrapped;

/// One line, or the joined lines of one hard-wrapped paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Where it is, without blanks at its ends.
    pub span: Span,
    /// Whether an empty line (or the start) is before it.
    pub gap: bool,
    /// What the format says it is.
    pub hint: Option<BlockRole>,
    /// Whether it is a row of a table.
    pub row: bool,
    /// Whether the format says that it is text, whatever it looks like.
    pub verbatim: bool,
}

/// Most lines of an article; a long novel has 30,000.
const MOST: usize = 1_000_000;

/// Refuses a text of so many lines or words that reading it as one article would fill the memory.
///
/// # Errors
/// [`Reason::Crowded`].
pub(super) fn bounded(text: &str) -> Result<&str, Reason> {
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    if lines > MOST || is_crowded(text) {
        return Err(Reason::Crowded);
    }
    Ok(text)
}

/// Most words and marks of an article: those of a shelf of novels.
const MOST_WORDS: usize = 4_000_000;

/// Whether a text has so many words and marks that looking for its quotes would fill the memory.
pub(super) fn is_crowded(text: &str) -> bool {
    // Each has a byte at least.
    if text.len() <= MOST_WORDS {
        return false;
    }
    let (mut count, mut inside) = (0, false);
    for c in text.chars() {
        let letter = c.is_alphanumeric();
        count += usize::from(if letter { !inside } else { !c.is_whitespace() });
        inside = letter;
    }
    count > MOST_WORDS
}

/// Splits `text` into its lines that are not empty.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut gap) = (0, true);
    for raw in text.split('\n') {
        let span = trimmed(text, Span::new(at, at + raw.len()));
        at += raw.len() + 1;
        if span.is_empty() {
            gap = true;
            continue;
        }
        lines.push(Line {
            span,
            gap,
            hint: None,
            row: false,
            verbatim: false,
        });
        gap = false;
    }
    wrapped::joined(text, &lines).unwrap_or(lines)
}

/// `span` without the blanks at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let part = span.of(text);
    let start = span.start + (part.len() - part.trim_start().len());
    Span::new(start, (start + part.trim().len()).max(start))
}

/// Bytes whose count fits a byte.
const STRETCH: usize = 128;

/// Number of words. A cleaned text has no blanks but ASCII ones.
pub(super) fn words(line: &str) -> usize {
    // Stretches whose count fits a byte are counted many places at once.
    let blank = |b: u8| (b == b' ') | (b.wrapping_sub(b'\t') <= 1) | (b.wrapping_sub(12) <= 1);
    let bytes = line.as_bytes();
    let first = bytes.first().map_or(0, |b| usize::from(!blank(*b)));
    let before = bytes.chunks(STRETCH);
    let behind = bytes.get(1..).unwrap_or_default().chunks(STRETCH);
    let starts = before.zip(behind).map(|(before, behind)| {
        let pairs = before.iter().zip(behind);
        pairs.fold(0_u8, |n, (a, b)| n + u8::from(blank(*a) & !blank(*b)))
    });
    first + starts.map(usize::from).sum::<usize>()
}

/// Whether a line ends as a sentence does, marks and brackets after the stop allowed.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', '_', ' ']);
    line.ends_with(['.', '!', '?', '…']) || ends_wide(line) || line.ends_with("--")
}

/// Whether a line ends as a sentence does where words are not parted by blanks.
pub(super) fn ends_wide(line: &str) -> bool {
    line.trim_end_matches(['」', '』', '”', '）'])
        .ends_with(['。', '！', '？'])
}

/// Whether a line of `count` words is running text beyond doubt: sentences of some length.
pub(super) fn is_prose(line: &str, count: usize) -> bool {
    if count < 8 || line.len() < 45 {
        return false;
    }
    // A headline of several sentences is rare, a paragraph that lost its last stop is not.
    (ends_sentence(line) && (count >= 12 || line.len() >= 70))
        || (count >= 25 && inner_stops(line) >= 1)
        || count >= 45
        || (count >= 12 && line.ends_with([',', ':', ';']))
}

/// Number of places inside the line where a sentence seems to end.
pub(super) fn inner_stops(line: &str) -> usize {
    line.match_indices(['.', '!', '?'])
        .filter(|(at, stop)| {
            let before = line[..*at]
                .chars()
                .rev()
                .take_while(|c| c.is_alphanumeric());
            let rest = line[at + stop.len()..].trim_start_matches(['"', '”', '’', ')']);
            before.count() >= 3
                && rest.starts_with(' ')
                && rest
                    .trim_start_matches([' ', '"', '“', '‘'])
                    .starts_with(char::is_uppercase)
        })
        .count()
}

/// Most digits of the number of an item: "2031. It rained" begins a sentence.
const DIGITS: usize = 3;

/// The length of an item's number at the start of a line, its sign with it: "12." or "3)", and something or
/// nothing behind a blank.
pub(crate) fn number(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take(DIGITS + 1);
    let digits = digits.take_while(|b| b.is_ascii_digit()).count();
    let signed = matches!(bytes.get(digits), Some(b'.' | b')'));
    let parted = matches!(bytes.get(digits + 1), None | Some(b' '));
    ((1..=DIGITS).contains(&digits) && signed && parted).then_some(digits + 1)
}

/// The mark of a list item at the start of a line, with the blanks after it.
pub(super) fn bullet(line: &str) -> Option<usize> {
    let mark = line.chars().next()?;
    let after = if matches!(
        mark,
        '•' | '◦' | '▪' | '■' | '●' | '‣' | '·' | '*' | '-' | '–' | '—'
    ) {
        mark.len_utf8()
    } else {
        number(line)?
    };
    let rest = &line[after..];
    let blanks = rest.len() - rest.trim_start().len();
    (blanks > 0 || mark == '•').then_some(after + blanks)
}

/// Whether every word that is not a small one begins with a capital, as names and menus do.
pub(super) fn is_title_case(line: &str) -> bool {
    const SMALL: &[&str] = &[
        "a", "an", "and", "at", "by", "de", "for", "from", "in", "of", "on", "or", "the", "to",
        "with",
    ];
    let mut capitals = 0;
    for word in line.split(|c: char| c.is_whitespace() || c == '-') {
        match word.chars().find(|c| c.is_alphanumeric()) {
            Some(c) if c.is_uppercase() => capitals += 1,
            Some(c) if c.is_numeric() => {}
            Some(_) if SMALL.contains(&word) => {}
            Some(_) => return false,
            None => {}
        }
    }
    capitals > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(line: &str) -> bool {
        is_prose(line, words(line))
    }

    fn texts(text: &str) -> Vec<&str> {
        split(text).iter().map(|l| l.span.of(text)).collect()
    }

    #[test]
    fn a_text_of_too_many_words_is_told_from_a_long_one() {
        assert!(!is_crowded(&"harbour ".repeat(MOST_WORDS)));
        assert!(is_crowded(&"a ".repeat(MOST_WORDS + 1)));
        assert!(is_crowded(&"“".repeat(MOST_WORDS + 1)));
        assert!(is_crowded(&"«".repeat(MOST_WORDS + 1)));
        assert!(is_crowded(&".".repeat(MOST_WORDS + 1)));
    }

    #[test]
    fn every_line_is_its_own_where_paragraphs_are_long() {
        let text = "  Title \n\nA short one.\nAnother short one.\n";
        assert_eq!(texts(text), ["Title", "A short one.", "Another short one."]);
    }

    #[test]
    fn prose_is_told_from_headlines() {
        assert!(prose(
            "The harbour board said on Tuesday that it would not renew the lease of the house."
        ));
        assert!(!prose(
            "Harbour board refuses to renew lease of the old customs house in the north"
        ));
        assert!(!prose("It said no."));
    }

    #[test]
    fn list_marks_are_seen() {
        assert_eq!(bullet("• First"), Some(4));
        assert_eq!(bullet("2) Second"), Some(3));
        assert_eq!(bullet("2020 was long"), None);
        assert_eq!(bullet("-5 degrees"), None);
        for (line, len) in [("1. One", 2), ("12) Twelve", 3), ("999.", 4)] {
            assert_eq!(number(line), Some(len), "{line}");
        }
        for line in ["2031. It rained", "1.5 million", "12", ". One", "", "3)a"] {
            assert_eq!(number(line), None, "{line}");
        }
    }
}
