//! What a person does with articles and quotes, and the journal of it.

use serde::Serialize;

use super::{ArticleId, ChangeId, Tag};
use crate::text::fold::fold_str;

/// A place in an article's text that lines and widths do not change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Which of the article's blocks, from 0.
    pub block: usize,
    /// Byte in that block.
    pub byte: usize,
}

/// Something to do with articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArticleEdit {
    /// Mark them read or unread.
    Read(bool),
    /// Put a star on them, or take it off.
    Star(bool),
    /// Put a tag on them.
    Tag(Tag),
    /// Take a tag off them.
    Untag(Tag),
}

/// Something to do with quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuoteEdit {
    /// Put a tag on them.
    Tag(Tag),
    /// Take a tag off them.
    Untag(Tag),
    /// Write a note on them in place of the one that is there; an empty one takes it away.
    Note(String),
}

/// A change of what the person did, as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its number; later ones have higher numbers.
    pub id: ChangeId,
    /// When, in seconds since 1970.
    pub at: i64,
    /// What was done, in a sentence.
    pub what: String,
    /// How many things it changed.
    pub steps: u64,
    /// Whether it holds.
    pub state: ChangeState,
}

/// Whether a change holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// It holds, unless a later one was made on the same things.
    Done,
    /// It was undone and can be done again.
    Undone,
    /// It was undone, and then something else was done in its stead.
    PassedOver,
}

/// What the person did with one article and its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Whether it has a star.
    pub starred: bool,
    /// Its tags, in alphabetical order.
    pub tags: Vec<Tag>,
    /// The quotes with tags or a note: those that are there in their order, then those that are
    /// no longer.
    pub quotes: Vec<KeptQuote>,
    /// How far it was read.
    pub place: Option<Place>,
}

/// What the person did with one quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptQuote {
    /// Its place among the article's quotes; none where no quote is like it any more.
    pub ordinal: Option<usize>,
    /// Its words as they were when the person first did something with it.
    pub words: String,
    /// Its tags, in alphabetical order.
    pub tags: Vec<Tag>,
    /// The note on it.
    pub note: Option<String>,
}

/// A query under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// The name.
    pub name: String,
    /// The query as it was written.
    pub query: String,
}

impl SavedSearch {
    /// What searches are put in order by: their names, capital letters and accents apart.
    #[must_use]
    pub fn order(&self) -> (String, String) {
        (fold_str(&self.name), self.name.clone())
    }
}

/// A tag and how much has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TagCount {
    /// The tag.
    pub tag: Tag,
    /// Articles with it.
    pub articles: u64,
    /// Quotes with it.
    pub quotes: u64,
}

/// A place that the person marked with a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The letter.
    pub letter: char,
    /// The article.
    pub article: ArticleId,
    /// Where in it.
    pub place: Place,
}
