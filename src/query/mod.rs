//! The one query language: filters of the reader, of the command line and of exports.
//!
//! A query is a list of terms that must all hold: words, a `"phrase"`, a field with a value
//! (`speaker:"Full Name"`, `after:2022-04`) or a `#tag`, each with `-` before it to turn it round.
//! [`parse`] reads it, [`Query`]'s `Display` prints it back, [`complete`] says what may stand at a
//! place. What is asked of quotes is asked of one quote ([`Query::joined`]). No I/O and no clock here:
//! the store turns it into SQL.
//!
//! Must not know: terminal, store.

mod complete;
mod error;
mod fields;
mod joined;
mod needle;
mod parse;
mod suggest;
#[cfg(test)]
mod tests;
mod values;
mod when;

use std::fmt;

use crate::model::{ArticleId, QuoteKind, SpeakerKind, Tag};

pub use complete::{Choice, Completion, complete};
pub use error::QueryError;
pub use fields::{FIELDS, Field, List, help};
pub use needle::{Extent, Needle, closes_phrase, holds, names_field, opens_phrase, places};
pub use parse::parse;
pub use suggest::closest;
use suggest::nearest;
pub use values::{Bound, Has, Side};
pub use when::{Day, Named, Unit, When};

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
    /// The article itself, by its number.
    Article(ArticleId),
    /// Title and text of the article.
    Text(Needle),
    /// What it is about: of a quote its words and the article's title, but not the speaker's name;
    /// of an article title and text, or one quote where one is asked for.
    About(Needle),
    /// How the words are given, or what the speaker is.
    Kind(Kind),
    /// Published on that day or later.
    After(When),
    /// Published before that day.
    Before(When),
    /// Whether the person has read the article.
    Read(bool),
    /// Whether the person has put a star on the article.
    Starred,
    /// The person's tag: on a quote or its article, on an article or a quote of it.
    Tag(Tag),
    /// What there is: of an article, or of a quote.
    Has(Has),
    /// How sure it is who speaks; of an article, in one of its quotes.
    Confidence(Bound),
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

/// Something that a person keeps with articles and quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Read marks.
    Read,
    /// Stars.
    Star,
    /// Tags.
    Tag,
    /// Notes.
    Note,
}

impl Query {
    /// Whether what the person keeps decides what passes, as only that changes with a key.
    #[must_use]
    pub fn asks_for(&self, kept: Keeping) -> bool {
        self.terms.iter().any(|term| match term.test {
            Test::Read(_) => kept == Keeping::Read,
            Test::Starred => kept == Keeping::Star,
            Test::Tag(_) => kept == Keeping::Tag,
            Test::Has(Has::Notes) => kept == Keeping::Note,
            _ => false,
        })
    }

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
            Test::Article(id) => write!(f, "article:{}", id.0),
            Test::Text(needle) => write!(f, "text:{needle}"),
            Test::About(needle) => write!(f, "about:{needle}"),
            Test::Kind(Kind::Quote(kind)) => write!(f, "kind:{}", kind.name()),
            Test::Kind(Kind::Speaker(kind)) => write!(f, "kind:{}", kind.name()),
            Test::After(when) => write!(f, "after:{when}"),
            Test::Before(when) => write!(f, "before:{when}"),
            Test::Read(true) => f.write_str("is:read"),
            Test::Read(false) => f.write_str("is:unread"),
            Test::Starred => f.write_str("is:starred"),
            Test::Tag(tag) => write!(f, "{tag}"),
            Test::Has(has) => write!(f, "has:{}", has.name()),
            Test::Confidence(bound) => write!(f, "conf:{bound}"),
            Test::Language(code) => write!(f, "lang:{code}"),
        }
    }
}
