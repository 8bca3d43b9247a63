//! What is taken away, what for, and what came of it.

use super::QuoteAt;
use crate::export::Form;
use crate::model::ArticleId;

/// Something that is marked to be taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A quote.
    Quote(QuoteAt),
    /// An article.
    Article(ArticleId),
}

/// What is done with what was gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It is copied in a form.
    Copy(Form),
    /// It is copied in the person's own.
    Cite,
    /// It is written to a file.
    Save {
        /// Which attempt this is.
        generation: u64,
        /// Where.
        path: String,
        /// In which form.
        form: Form,
        /// Whether one that is there may be written over.
        over: bool,
    },
    /// A command reads it.
    Pipe {
        /// Which run this is.
        generation: u64,
        /// The command.
        command: String,
    },
}

/// What came of writing a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It was written there.
    Written(String),
    /// There is one already, there.
    Exists(String),
    /// It could not be written: one clear line.
    Failed(String),
}
