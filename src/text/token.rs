//! Words, numbers and marks of a text, with their places.
//!
//! Rules follow the Penn Treebank where it matters to news: a possessive `'s` and the clitics of
//! contractions ("he's", "they'd") are tokens of their own, abbreviations keep their period, and
//! hyphenated words are one token. Must not know: terminal, store.

use crate::model::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens, periods and digits.
    Word,
    /// Starts with a digit.
    Number,
    /// A possessive or clitic that was part of the word before: `'s`, `’re`.
    Clitic,
    /// Any other character.
    Punct,
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// "ministry", and everything without letters.
    Lower,
    /// "Ministry", "McCain", "al-Sisi" counts as lower.
    Capital,
    /// "UNESCO", "U.S.".
    Upper,
}

/// A token and its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub case: Case,
}

const CLITICS: [&str; 6] = ["s", "re", "ve", "d", "ll", "m"];

/// Tokens of `text` from byte `from` to byte `to`, in order. `is_abbreviation` says of a word with
/// its period ("Mr.", "Sen.") whether the period belongs to it.
pub fn tokenize(
    text: &str,
    range: Span,
    is_abbreviation: impl Fn(&str) -> bool,
    out: &mut Vec<Token>,
) {
    let s = range.of(text);
    let mut chars = s.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let start = range.start + at;
        if !c.is_alphanumeric() {
            let end = start + c.len_utf8();
            out.push(Token {
                span: Span::new(start, end),
                kind: TokenKind::Punct,
                case: Case::Lower,
            });
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(k, c)) = chars.peek() {
            let inner = c.is_alphanumeric()
                || is_combining(c)
                || (is_joint(c)
                    && s[k + c.len_utf8()..]
                        .chars()
                        .next()
                        .is_some_and(char::is_alphanumeric));
            if !inner {
                break;
            }
            end = k + c.len_utf8();
            chars.next();
        }
        let word = &s[at..end];
        let (stem, clitic) = split_clitic(word);
        let mut stem_end = at + stem;
        if clitic.is_none()
            && s[end..].starts_with('.')
            && takes_period(&s[at..=end], &is_abbreviation)
        {
            chars.next();
            stem_end = end + 1;
        }
        push_word(text, Span::new(start, range.start + stem_end), out);
        if let Some(clitic) = clitic {
            let span = Span::new(range.start + stem_end, range.start + stem_end + clitic);
            out.push(Token {
                span,
                kind: TokenKind::Clitic,
                case: Case::Lower,
            });
        }
    }
}

fn push_word(text: &str, span: Span, out: &mut Vec<Token>) {
    let word = span.of(text);
    let kind = if word.starts_with(|c: char| c.is_numeric()) {
        TokenKind::Number
    } else {
        TokenKind::Word
    };
    out.push(Token {
        span,
        kind,
        case: case_of(word),
    });
}

/// Characters that join two halves of one word when letters stand on both sides.
const fn is_joint(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '-' | '‐' | '‑' | '.' | '&' | '_' | '@' | ','
    )
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Length of the stem, and of the clitic with its apostrophe where there is one.
fn split_clitic(word: &str) -> (usize, Option<usize>) {
    if let Some((at, mark)) = word
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '\'' | '’'))
    {
        let tail = &word[at + mark.len_utf8()..];
        if CLITICS.iter().any(|c| tail.eq_ignore_ascii_case(c)) {
            return (at, Some(word.len() - at));
        }
    }
    (word.len(), None)
}

/// `word` ends with the period in question.
fn takes_period(word: &str, is_abbreviation: &impl Fn(&str) -> bool) -> bool {
    let stem = &word[..word.len() - 1];
    let mut chars = stem.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let dotted = stem.contains('.') && stem.split('.').all(|p| p.chars().count() == 1);
    initial || dotted || is_abbreviation(word)
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    if !letters.next().is_some_and(char::is_uppercase) {
        return Case::Lower;
    }
    let mut rest = letters.peekable();
    if rest.peek().is_some() && rest.all(char::is_uppercase) {
        Case::Upper
    } else {
        Case::Capital
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        let known = |w: &str| matches!(w, "Mr." | "Sen.");
        tokenize(text, Span::new(0, text.len()), known, &mut out);
        out.iter().map(|t| t.span.of(text).to_owned()).collect()
    }

    #[test]
    fn clitics_stand_alone_and_abbreviations_keep_their_period() {
        assert_eq!(
            words("Mr. O’Neil’s U.S. aide, J. Roe, isn't here."),
            [
                "Mr.", "O’Neil", "’s", "U.S.", "aide", ",", "J.", "Roe", ",", "isn't", "here", "."
            ]
        );
    }

    #[test]
    fn a_plural_possessive_leaves_its_apostrophe_alone() {
        assert_eq!(
            words("both sides’ 10,000 spin-offs"),
            ["both", "sides", "’", "10,000", "spin-offs"]
        );
    }

    #[test]
    fn case_is_read_from_the_letters() {
        assert_eq!(case_of("UNESCO"), Case::Upper);
        assert_eq!(case_of("McCain"), Case::Capital);
        assert_eq!(case_of("I"), Case::Capital);
        assert_eq!(case_of("the"), Case::Lower);
    }
}
