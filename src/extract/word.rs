//! A word of a name as names are compared: lower case, without accents, with its key.

use std::ops::Deref;

use super::key::key;

/// A word, and what stands for it: see [`key`]. Words are the same where their keys are.
#[derive(Clone, Copy, Debug)]
pub struct Word<'d> {
    text: &'d str,
    /// What stands for the word.
    pub key: u64,
}

impl<'d> Word<'d> {
    /// A word that is no token of the text.
    #[must_use]
    pub const fn of(text: &'d str) -> Self {
        Self::keyed(text, key(text))
    }

    /// A word whose [`key`] is known.
    #[must_use]
    pub const fn keyed(text: &'d str, key: u64) -> Self {
        Self { text, key }
    }

    /// What stands for a family name without its article: "maliki" for "al-maliki".
    #[must_use]
    pub fn surname(self) -> u64 {
        let bare = ["al-", "el-", "ul-"]
            .iter()
            .find_map(|a| self.text.strip_prefix(a));
        bare.map_or(self.key, key)
    }
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Word<'_> {}

impl Deref for Word<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}
