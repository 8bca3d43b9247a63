//! Words to look for, and when a text holds them.

use std::fmt;

use crate::text::fold::fold_str;

use super::FIELDS;

/// Words to look for. Case, accents and the form of marks and dashes do not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    text: String,
    extent: Extent,
}

/// How far a needle reaches in the text that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// The last word may go on.
    Beginning,
    /// It ends where a word ends.
    Words,
    /// It is the text.
    All,
}

impl Needle {
    /// The words of `text` as they stand, ending where a word ends.
    #[must_use]
    pub fn phrase(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            extent: Extent::Words,
        }
    }

    /// `text` and nothing beside it: the whole of a name, say.
    #[must_use]
    pub fn all(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            extent: Extent::All,
        }
    }

    /// A word or its beginning. What cannot be written without marks is a phrase.
    #[must_use]
    pub fn word(text: &str) -> Self {
        let bare = !text.is_empty()
            && !text.contains(char::is_whitespace)
            && !text.starts_with(['-', '#', '='])
            && !opens(text)
            && !names_field(text);
        Self {
            text: text.to_owned(),
            extent: if bare {
                Extent::Beginning
            } else {
                Extent::Words
            },
        }
    }

    /// The same words, the last of which may go on.
    #[must_use]
    pub fn begun(self) -> Self {
        Self {
            extent: Extent::Beginning,
            ..self
        }
    }

    /// The words as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How far it reaches.
    #[must_use]
    pub const fn extent(&self) -> Extent {
        self.extent
    }

    /// The words folded, blanks collapsed: what [`holds`] takes.
    #[must_use]
    pub fn folded(&self) -> String {
        let blanks: Vec<&str> = self.text.split_whitespace().collect();
        fold_str(&blanks.join(" "))
    }
}

/// Whether a phrase starts here.
pub(super) fn opens(text: &str) -> bool {
    text.starts_with(opens_phrase)
}

/// Whether a mark begins a phrase.
#[must_use]
pub const fn opens_phrase(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«')
}

/// Whether a mark ends a phrase that was opened by a `straight` one or another.
#[must_use]
pub const fn closes_phrase(c: char, straight: bool) -> bool {
    c == '"' || !straight && matches!(c, '“' | '”' | '»')
}

/// Whether a field name and its colon stand here. A name is of letters only, so that `10:30` is a
/// word; `//` may follow only the name of a field there is, so that an address is one.
#[must_use]
pub fn names_field(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let name = &text[..text.len() - rest.len()];
    let exists = || FIELDS.iter().any(|f| f.name.eq_ignore_ascii_case(name));
    !name.is_empty() && rest.starts_with(':') && (!rest.starts_with("://") || exists())
}

impl fmt::Display for Needle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.extent {
            Extent::Beginning => return f.write_str(&self.text),
            Extent::Words => f.write_str("\"")?,
            Extent::All => f.write_str("=\"")?,
        }
        for c in self.text.chars() {
            if matches!(c, '"' | '\\') {
                f.write_str("\\")?;
            }
            write!(f, "{c}")?;
        }
        f.write_str("\"")
    }
}

/// Whether the text, as it is, holds the folded words (see [`Needle::folded`]): starting where a
/// word starts and reaching as far as it must.
///
/// A plain word is looked for without folding the text. Only where that finds nothing and a letter
/// beyond ASCII might fold to one of the word's is the text folded: in English that is rare, and
/// ten times as much text is looked through in the same time.
#[must_use]
pub fn holds(text: &str, words: &str, extent: Extent) -> bool {
    if extent == Extent::All {
        return is_all(text, words);
    }
    let whole = extent == Extent::Words;
    let plain = !words.is_empty() && words.bytes().all(|b| b.is_ascii_alphanumeric());
    if plain && holds_plain(text, words, whole) {
        return true;
    }
    if plain && !text.chars().any(may_fold_to_letter) {
        return false;
    }
    holds_folded(&fold_str(text), words, whole)
}

/// Whether a text, folded and its blanks collapsed, is these words.
fn is_all(text: &str, words: &str) -> bool {
    if text.is_ascii() && text.len() == words.len() {
        return text.eq_ignore_ascii_case(words);
    }
    Needle::all(text).folded() == words
}

/// What [`holds`] means, on folded text.
fn holds_folded(text: &str, words: &str, whole: bool) -> bool {
    let extent = if whole {
        Extent::Words
    } else {
        Extent::Beginning
    };
    places(text, words, extent).next().is_some()
}

/// Where folded words stand in folded text: starting where a word starts and reaching as far as they
/// must.
pub fn places<'a>(
    text: &'a str,
    words: &'a str,
    extent: Extent,
) -> impl Iterator<Item = usize> + 'a {
    let whole = extent != Extent::Beginning;
    let starts_inside = inside(words.chars().next());
    let ends_inside = inside(words.chars().next_back());
    let found = text.match_indices(words).filter(move |(at, found)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !(starts_inside && inside(before) || whole && ends_inside && inside(after))
    });
    found.map(|(at, _)| at)
}

/// The same for a word of ASCII letters and digits in text that was not folded.
fn holds_plain(text: &str, word: &str, whole: bool) -> bool {
    let bytes = text.as_bytes();
    let first = word.as_bytes()[0];
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), bytes).any(|at| {
        let end = at + word.len();
        bytes.get(at..end).is_some_and(|found| {
            found.eq_ignore_ascii_case(word.as_bytes())
                && !text[..at].chars().next_back().is_some_and(touches)
                && !(whole && text[end..].chars().next().is_some_and(touches))
        })
    })
}

/// Whether a word beside it might not end there. A mark on a letter counts: folding takes it away.
fn touches(c: char) -> bool {
    c.is_alphanumeric() || may_fold_to_letter(c)
}

fn inside(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether folding may make a letter or digit of it, or take it away: everything beyond ASCII but
/// the marks, dashes and blanks of ordinary print.
const fn may_fold_to_letter(c: char) -> bool {
    !c.is_ascii()
        && !matches!(c, '\u{a0}' | '«' | '»' | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '•' | '…' | '€')
}
