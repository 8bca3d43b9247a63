//! The one query language: filters of the reader, of the command line and of exports.
//!
//! A query is a list of terms that must all hold: words, a `"phrase"`, a field with a value
//! (`speaker:"Full Name"`, `after:2022-04`), each with `-` before it to turn it round. [`parse`]
//! reads it, [`Query`]'s `Display` prints it back. No I/O here: the store turns it into SQL.
//!
//! Must not know: terminal, store.

mod error;
mod fields;
mod needle;
mod parse;
mod suggest;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::model::{QuoteKind, SpeakerKind};

pub use error::QueryError;
pub use fields::{FIELDS, Field, help};
pub use needle::{Needle, holds};
pub use parse::parse;
pub use suggest::closest;

/// A parsed query: every term must hold. Without terms everything passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms in the order they were written.
    pub terms: Vec<Term>,
}

/// One condition of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it was written with `-`: what matches is left out.
    pub not: bool,
    /// What is asked.
    pub test: Test,
}

/// What one term asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Words of the row: of a quote and its speaker's name, of an article's title and text.
    Words(Needle),
    /// Name of a speaker.
    Speaker(Needle),
    /// Publisher of the article.
    Publisher(Needle),
    /// Title of the article.
    Title(Needle),
    /// Title and text of the article.
    Text(Needle),
    /// How the words are given, or what the speaker is.
    Kind(Kind),
    /// Published on that day or later.
    After(Day),
    /// Published before that day.
    Before(Day),
    /// Whether the person has read the article.
    Read(bool),
    /// Language of the article, by its code.
    Language(String),
}

/// A value of `kind:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How the words of the quote are given.
    Quote(QuoteKind),
    /// What the speaker is.
    Speaker(SpeakerKind),
}

/// A value of `after:` and `before:`: a year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Year, 1 to 9999.
    pub year: i16,
    /// Month, where one is given.
    pub month: Option<u8>,
    /// Day of the month, where one is given; then the month is too.
    pub day: Option<u8>,
}

impl Day {
    /// Its first day as the number `yyyymmdd`.
    #[must_use]
    pub fn first(self) -> i64 {
        i64::from(self.year) * 10_000
            + i64::from(self.month.unwrap_or(1)) * 100
            + i64::from(self.day.unwrap_or(1))
    }
}

impl Query {
    /// The query that everything passes.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Whether everything passes.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.terms.is_empty()
    }

    /// The same query with one more condition.
    #[must_use]
    pub fn and(mut self, test: Test) -> Self {
        self.terms.push(Term { not: false, test });
        self
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, term) in self.terms.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{term}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.not {
            f.write_str("-")?;
        }
        match &self.test {
            Test::Words(needle) => write!(f, "{needle}"),
            Test::Speaker(needle) => write!(f, "speaker:{needle}"),
            Test::Publisher(needle) => write!(f, "publisher:{needle}"),
            Test::Title(needle) => write!(f, "title:{needle}"),
            Test::Text(needle) => write!(f, "text:{needle}"),
            Test::Kind(Kind::Quote(kind)) => write!(f, "kind:{}", kind.name()),
            Test::Kind(Kind::Speaker(kind)) => write!(f, "kind:{}", kind.name()),
            Test::After(day) => write!(f, "after:{day}"),
            Test::Before(day) => write!(f, "before:{day}"),
            Test::Read(true) => f.write_str("is:read"),
            Test::Read(false) => f.write_str("is:unread"),
            Test::Language(code) => write!(f, "lang:{code}"),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}
