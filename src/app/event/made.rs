//! What came of what a person did, and undoing it.

use crate::model::{Change, ChangeId, Letter};

/// What came of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// It was made.
    Yes,
    /// It was made, and changed so many things.
    All(u64),
    /// A note was put below another that was written meanwhile.
    Beside,
    /// It could not be made, and why.
    Refused(String),
}

/// What is to be undone or done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// Undo the last change.
    Last,
    /// Do again what was undone last.
    Again,
    /// Undo this change and all after it.
    BackTo(ChangeId),
    /// Do again all that was undone up to this change.
    UpTo(ChangeId),
    /// Undo this change alone.
    Only(ChangeId),
}

/// A change and when it was made, as the person's clock says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The change.
    pub change: Change,
    /// Day and minute.
    pub when: String,
}

/// A place marked with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The letter and the place.
    pub letter: Letter,
    /// Title of the article, where it is still there.
    pub title: Option<String>,
    /// The words at the place, as far as a row may show them; empty where the place is gone.
    pub words: String,
}

impl Marked {
    /// Characters of the words at most.
    pub const MOST_WORDS: usize = 80;
}
