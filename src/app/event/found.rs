//! What the finder answers.

use std::ops::Range;
use std::time::Duration;

use crate::find::{Passage, same_words};
use crate::model::{ArticleId, ArticleRow, QuoteRow, SpeakerKind};

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
    /// How long the search took, from the question to the rows; nothing before the first.
    pub took: Option<Duration>,
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

impl Found {
    /// Whether more match than are here.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.more || self.total > self.hits.iter().map(Hit::stands_for).sum()
    }
}

impl Hit {
    /// Quotes as they were found: those with the same words in several articles are one.
    #[must_use]
    pub fn of_quotes(found: Vec<FoundQuote>) -> Vec<Self> {
        let parts = same_words(&found.iter().map(|quote| &quote.row).collect::<Vec<_>>());
        let mut found: Vec<Option<FoundQuote>> = found.into_iter().map(Some).collect();
        let heads = parts.into_iter().filter_map(|part| {
            let mut quotes = part.into_iter().filter_map(|n| found[n].take());
            let mut head = quotes.next()?;
            head.others = quotes.collect();
            head.articles += head.others.len();
            Some(Self::Quote(head))
        });
        heads.collect()
    }

    /// How many were found for which it stands, itself among them.
    #[must_use]
    pub const fn stands_for(&self) -> usize {
        match self {
            Self::Quote(quote) => 1 + quote.others.len(),
            _ => 1,
        }
    }

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
    /// The same words in other articles, for which it stands; newest first.
    pub others: Vec<FoundQuote>,
    /// In how many articles the words were found, wherever the others are: where not all that match are
    /// here, in at least so many.
    pub articles: usize,
    /// Whether another one stands for it, below which it is shown.
    pub below: bool,
}

impl FoundQuote {
    /// A quote that stands for itself.
    #[must_use]
    pub const fn alone(
        row: QuoteRow,
        marks: Vec<Range<usize>>,
        speaker_marks: Vec<Range<usize>>,
        title_marks: Vec<Range<usize>>,
    ) -> Self {
        Self {
            row,
            marks,
            speaker_marks,
            title_marks,
            others: Vec::new(),
            articles: 1,
            below: false,
        }
    }

    /// Lets the newest of those whose article is `preferred` stand for all, or else the newest of them.
    pub fn lead(&mut self, preferred: &dyn Fn(ArticleId) -> bool) {
        let head = std::mem::take(&mut self.others);
        let mut all: Vec<Self> = std::iter::once(Self {
            articles: 1,
            ..self.clone()
        })
        .chain(head)
        .collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.row.date));
        let first = all.iter().position(|one| preferred(one.row.article));
        let mut first = all.remove(first.unwrap_or(0));
        (first.articles, first.others) = (all.len() + 1, all);
        *self = first;
    }
}
