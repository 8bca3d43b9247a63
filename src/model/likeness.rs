//! How an article is like another that says the same.

use serde::{Deserialize, Serialize};

/// How a variant is like the article that stands for its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same words in the same order; case, marks and accents may differ.
    Exact,
    /// Most of either text is in the other.
    Near,
    /// Nearly all of the shorter text is in the longer.
    Contained,
}

impl Likeness {
    /// Its name in JSON and in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Contained => "contained",
        }
    }

    /// The likeness of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Exact, Self::Near, Self::Contained]
            .into_iter()
            .find(|likeness| likeness.name() == name)
    }
}
