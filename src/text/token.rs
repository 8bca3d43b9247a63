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
    /// Whether it is of plain ASCII letters and digits, the period of an abbreviation aside.
    pub plain: bool,
}

const CLITICS: [&str; 6] = ["s", "re", "ve", "d", "ll", "m"];

/// Gives `out` the tokens of the bytes `range` of `text`, in order. `is_abbreviation` says of a word
/// with its period ("Mr.", "Sen.") whether the period belongs to it.
pub fn tokenize(
    text: &str,
    range: Span,
    is_abbreviation: impl Fn(&str) -> bool,
    mut out: impl FnMut(Token),
) {
    if range.of(text).is_empty() {
        return;
    }
    let s = &text[..range.end];
    let mut at = range.start;
    while let Some(c) = char_at(s, at) {
        let next = at + c.len_utf8();
        if c == ' ' {
            at = next;
        } else if let Some(token) = plain_word(s, at, &is_abbreviation) {
            at = token.span.end;
            out(token);
        } else if is_letter_or_digit(c) {
            let (end, apostrophe) = word_end(s, next);
            at = push_word(
                s,
                Span::new(at, end),
                apostrophe,
                &is_abbreviation,
                &mut out,
            );
        } else if c.is_whitespace() {
            at = next;
        } else {
            out(Token {
                span: Span::new(at, next),
                kind: TokenKind::Punct,
                case: Case::Lower,
                plain: false,
            });
            at = next;
        }
    }
}

/// Whether a character is part of a word, told at once of the dashes and marks that a text is full of.
fn is_letter_or_digit(c: char) -> bool {
    !matches!(c, '\u{2010}'..='\u{2027}') && c.is_alphanumeric()
}

/// The character at byte `at`, decoded only where it is not ASCII.
fn char_at(s: &str, at: usize) -> Option<char> {
    match s.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => s[at..].chars().next(),
        None => None,
    }
}

/// What a byte can be in a word.
const UPPER: u8 = 1;
const OTHER: u8 = 2;
const JOINT: u8 = 4;
const FOREIGN: u8 = 8;
const PLAIN: u8 = UPPER | OTHER;

const CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' | b'0'..=b'9' => OTHER,
            0x80.. => FOREIGN,
            b if is_joint(b as char) => JOINT,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// The word of plain letters and digits at byte `at`, if one stands there and nothing joins it to
/// what follows: most words are such, and this is the short way to them.
fn plain_word(s: &str, at: usize, is_abbreviation: &impl Fn(&str) -> bool) -> Option<Token> {
    let bytes = s.as_bytes();
    let class = |at: usize| bytes.get(at).map_or(0, |b| CLASSES[usize::from(*b)]);
    let mut seen = 0;
    let classes = bytes[at..].iter().map(|b| CLASSES[usize::from(*b)]);
    let plain = classes.take_while(|c| c & PLAIN != 0);
    let end = at + plain.inspect(|c| seen |= c).count();
    let behind = class(end);
    let joined = behind & JOINT != 0 && class(end + 1) & (PLAIN | FOREIGN) != 0;
    if end == at || joined || behind & FOREIGN != 0 {
        return None;
    }
    let case = if seen & UPPER == 0 {
        Case::Lower
    } else {
        case_of(&s[at..end])
    };
    let period = bytes.get(end) == Some(&b'.') && takes_period(&s[at..=end], is_abbreviation);
    Some(Token {
        span: Span::new(at, end + usize::from(period)),
        kind: if bytes[at].is_ascii_digit() {
            TokenKind::Number
        } else {
            TokenKind::Word
        },
        case,
        plain: true,
    })
}

/// One past the word that goes on at byte `from`, and whether it has an apostrophe in it.
fn word_end(s: &str, from: usize) -> (usize, bool) {
    let (mut end, mut apostrophe) = (from, false);
    let letters = |at: usize| {
        let rest = &s.as_bytes()[at..];
        rest.iter()
            .position(|b| !b.is_ascii_alphanumeric())
            .unwrap_or(rest.len())
    };
    end += letters(end);
    while let Some(c) = char_at(s, end) {
        let next = end + c.len_utf8();
        if !(is_letter_or_digit(c) || is_combining(c)) {
            if !is_joint(c) || !char_at(s, next).is_some_and(is_letter_or_digit) {
                break;
            }
            apostrophe |= matches!(c, '\'' | '’');
        }
        end = next + letters(next);
    }
    (end, apostrophe)
}

/// Gives `out` the word at `span`, its clitic as a token of its own; one past what was taken, which
/// is the period of an abbreviation too.
fn push_word(
    s: &str,
    span: Span,
    apostrophe: bool,
    is_abbreviation: &impl Fn(&str) -> bool,
    out: &mut impl FnMut(Token),
) -> usize {
    let clitic = apostrophe.then(|| clitic(span.of(s))).flatten();
    let mut stem = Span::new(span.start, span.end - clitic.unwrap_or(0));
    let period = clitic.is_none() && s.as_bytes().get(span.end) == Some(&b'.');
    if period && takes_period(&s[span.start..=span.end], is_abbreviation) {
        stem.end += 1;
    }
    let word = stem.of(s);
    let number = char_at(word, 0).is_some_and(char::is_numeric);
    out(Token {
        span: stem,
        kind: if number {
            TokenKind::Number
        } else {
            TokenKind::Word
        },
        case: case_of(word),
        plain: false,
    });
    if clitic.is_some() {
        out(Token {
            span: Span::new(stem.end, span.end),
            kind: TokenKind::Clitic,
            case: Case::Lower,
            plain: false,
        });
    }
    stem.end.max(span.end)
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

/// Length of the clitic that ends `word`, with its apostrophe.
fn clitic(word: &str) -> Option<usize> {
    let (at, mark) = word
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '\'' | '’'))?;
    let tail = &word[at + mark.len_utf8()..];
    CLITICS
        .iter()
        .any(|c| tail.eq_ignore_ascii_case(c))
        .then_some(word.len() - at)
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
    if word.is_ascii() {
        let letters = word.bytes().filter(u8::is_ascii_alphabetic);
        return case_of_letters(letters.map(|b| b.is_ascii_uppercase()));
    }
    let letters = word.chars().filter(|c| c.is_alphabetic());
    case_of_letters(letters.map(char::is_uppercase))
}

/// The case of a word whose letters are upper case or not.
fn case_of_letters(mut upper: impl Iterator<Item = bool>) -> Case {
    if upper.next() != Some(true) {
        return Case::Lower;
    }
    match upper.next() {
        Some(true) if upper.all(|u| u) => Case::Upper,
        _ => Case::Capital,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        let known = |w: &str| matches!(w, "Mr." | "Sen.");
        tokenize(text, Span::new(0, text.len()), known, |token| {
            out.push(token);
        });
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
