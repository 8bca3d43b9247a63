//! What a collection is like as a whole: articles a day, publishers, who is quoted with whom.

use super::Date;

/// A day with articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day; its year is known.
    pub day: Date,
    /// How many articles are of it.
    pub articles: u64,
}

/// A publisher with all that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublisherShare {
    /// Its name.
    pub name: String,
    /// Quotes in its articles.
    pub quotes: u64,
    /// Its articles.
    pub articles: u64,
}

/// Two people who are quoted in the same articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Their names.
    pub names: [String; 2],
    /// In how many articles.
    pub articles: u64,
}
