//! The letters that places are marked with: choosing one to mark a place with, or to go to.
//!
//! Must not know: how letters are kept.

use crate::app::event::Marked;

/// The box of letters.
#[derive(Debug)]
pub struct Letters {
    /// Whether a place is being marked; else one is being gone to.
    pub marking: bool,
    /// The letters there are, once they are known.
    pub known: Option<Vec<Marked>>,
    /// A letter that was pressed before they were known.
    pub pressed: Option<char>,
}

impl Letters {
    /// Opens the box.
    #[must_use]
    pub const fn open(marking: bool) -> Self {
        Self {
            marking,
            known: None,
            pressed: None,
        }
    }

    /// What is marked with a letter.
    #[must_use]
    pub fn of(&self, letter: char) -> Option<&Marked> {
        self.known
            .iter()
            .flatten()
            .find(|marked| marked.letter.letter == letter)
    }
}
