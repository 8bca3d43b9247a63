//! Words to look for, and when a text holds them.

use std::fmt;

use crate::text::fold::fold_str;

/// Words to look for. Case, accents and the form of marks and dashes do not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    text: String,
    whole: bool,
}

impl Needle {
    /// The words of `text` as they stand, ending where a word ends.
    #[must_use]
    pub fn phrase(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            whole: true,
        }
    }

    /// A word or its beginning. What cannot be written without marks is a phrase.
    #[must_use]
    pub fn word(text: &str) -> Self {
        let bare = !text.is_empty()
            && !text.contains(char::is_whitespace)
            && !text.starts_with('-')
            && !opens(text)
            && !names_field(text);
        Self {
            text: text.to_owned(),
            whole: !bare,
        }
    }

    /// The words as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the last word must end where the text's word ends.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole
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
    text.starts_with(['"', '“', '”'])
}

/// Whether a field name and its colon stand here. A name is of letters only, so that `10:30` is a
/// word; what follows may not be `//`, so that an address is one.
pub(super) fn names_field(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    rest.len() < text.len() && rest.starts_with(':') && !rest.starts_with("://")
}

impl fmt::Display for Needle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.whole {
            return f.write_str(&self.text);
        }
        f.write_str("\"")?;
        for c in self.text.chars() {
            if matches!(c, '"' | '\\') {
                f.write_str("\\")?;
            }
            write!(f, "{c}")?;
        }
        f.write_str("\"")
    }
}

/// Whether the folded text holds the folded words, starting where a word starts and, if `whole`,
/// ending where one ends.
#[must_use]
pub fn holds(text: &str, words: &str, whole: bool) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let starts_inside = inside(words.chars().next());
    let ends_inside = inside(words.chars().next_back());
    text.match_indices(words).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !(starts_inside && inside(before) || whole && ends_inside && inside(after))
    })
}
