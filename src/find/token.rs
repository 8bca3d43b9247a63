//! A folded text into the words that are looked up.
//!
//! Owns where a word begins and ends. Knows nothing of quotes or queries: both are cut here, so
//! that they meet.

use std::borrow::Cow;
use std::ops::Range;

/// Byte ranges of the words of a folded text, in order.
pub(super) fn tokens(folded: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at
            + folded
                .get(at..)?
                .find(|c| char::is_alphanumeric(c) || is_word(c))?;
        at = end(folded, start);
        Some(start..at)
    })
}

/// One past the last byte of the word that begins at `start`.
fn end(folded: &str, start: usize) -> usize {
    let mut before = None;
    let mut chars = folded[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        if is_word(c) {
            return start + if at == 0 { c.len_utf8() } else { at };
        }
        if !c.is_alphanumeric() && !joins(before, c, after) {
            return start + at;
        }
        before = Some(c);
    }
    folded.len()
}

/// Whether the character is a word of its own for us: in scripts that put no blanks between words,
/// and pictures, which people look for as they do for words.
pub(super) const fn is_word(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}'
        | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}')
}

/// Whether `c` is written inside one word: "don't", "U.S.", "3.5", "1,000".
fn joins(before: Option<char>, c: char, after: Option<char>) -> bool {
    let both = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
    match c {
        '\'' | '.' => both(char::is_alphanumeric),
        ',' => both(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// What a word is looked up by: "don't" and "dont" are one, and so are "1,000" and "1000"; but
/// "3.5" is not "35".
pub(super) fn letters(word: &str) -> Cow<'_, str> {
    if word.chars().all(char::is_alphanumeric) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(kept(word).map(|(_, c)| c).collect())
}

/// The characters of a word that it is looked up by, and where they stand in it.
pub(super) fn kept(word: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut before = None;
    let mut chars = word.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            let digit = |c: char| c.is_ascii_digit();
            let after = chars.peek().map(|(_, c)| *c);
            let is_point = c == '.' && before.is_some_and(digit) && after.is_some_and(digit);
            before = Some(c);
            if c.is_alphanumeric() || is_word(c) || is_point {
                return Some((at, c));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        tokens(text)
            .map(|r| letters(&text[r]).into_owned())
            .collect()
    }

    #[test]
    fn a_word_keeps_its_apostrophe_and_its_points_together() {
        assert_eq!(
            cut("don't ask the u.s. for 1,000 or 3.5."),
            ["dont", "ask", "the", "us", "for", "1000", "or", "3.5"]
        );
        assert_eq!(cut("no.5 1.5m 192.168.0.1"), ["no5", "1.5m", "192.168.0.1"]);
    }

    #[test]
    fn hyphens_commas_and_ellipses_part_words() {
        assert_eq!(
            cut("well-known, he said...yes 'so'"),
            ["well", "known", "he", "said", "yes", "so"]
        );
        assert_eq!(cut(" -- … "), Vec::<String>::new());
    }

    #[test]
    fn other_scripts_are_words_too() {
        assert_eq!(cut("мир и 和平, ok"), ["мир", "и", "和", "平", "ok"]);
        assert_eq!(cut("x和1平"), ["x", "和", "1", "平"]);
        assert_eq!(
            cut("so🙂🎉 ok☃⌚⭐"),
            ["so", "🙂", "🎉", "ok", "☃", "⌚", "⭐"]
        );
    }
}
