//! What the finder answers.

use std::ops::Range;

use crate::find::Passage;
use crate::model::{ArticleRow, QuoteRow, SpeakerKind};

/// What the finder found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Whether there was no index yet: words are found as they stand, and no slip is forgiven.
    pub plain: bool,
    /// How many match in all.
    pub total: usize,
    /// Whether there are more than that, which nobody counted.
    pub more: bool,
    /// Whether none of them has all words as they were typed: with slips or without one of them.
    pub near: bool,
    /// The best of them.
    pub hits: Vec<Hit>,
}

/// A row of the finder.
#[derive(Clone, Debug, PartialEq)]
pub enum Hit {
    /// A quote.
    Quote(FoundQuote),
    /// Someone who is quoted.
    Person(FoundPerson),
    /// An article.
    Article(FoundArticle),
}

impl Hit {
    /// Whether both are of the same thing, however it was found.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Quote(a), Self::Quote(b)) => {
                (a.row.article, a.row.ordinal) == (b.row.article, b.row.ordinal)
            }
            (Self::Person(a), Self::Person(b)) => (&a.name, a.kind) == (&b.name, b.kind),
            (Self::Article(a), Self::Article(b)) => a.row.id == b.row.id,
            _ => false,
        }
    }
}

/// Someone whom the finder found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPerson {
    /// Full name.
    pub name: String,
    /// What they are.
    pub kind: Option<SpeakerKind>,
    /// Number of their quotes.
    pub quotes: usize,
    /// Byte ranges of the name that match what was typed, in order.
    pub marks: Vec<Range<usize>>,
}

/// An article that the finder found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundArticle {
    /// The article.
    pub row: ArticleRow,
    /// Byte ranges of its title that match what was typed, in order.
    pub title_marks: Vec<Range<usize>>,
    /// The passage with the words, where the text was searched.
    pub passage: Option<Passage>,
}

/// A quote that the finder found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundQuote {
    /// The quote.
    pub row: QuoteRow,
    /// Byte ranges of the row's text that match what was typed, in order.
    pub marks: Vec<Range<usize>>,
    /// The same of its speaker's name.
    pub speaker_marks: Vec<Range<usize>>,
    /// The same of its article's title.
    pub title_marks: Vec<Range<usize>>,
}
