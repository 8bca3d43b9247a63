//! Someone who is quoted, over the whole collection: what their page and the list of people show.

use super::{ArticleId, PersonId, QuoteRow, SpeakerKind};

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u32);

impl Month {
    /// A month, 1 to 12, of a year.
    #[must_use]
    pub const fn new(year: u32, month: u32) -> Self {
        Self(year * 12 + month.saturating_sub(1) % 12)
    }

    /// Its year.
    #[must_use]
    pub const fn year(self) -> u32 {
        self.0 / 12
    }

    /// Its number in the year, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.0 % 12 + 1
    }

    /// Months since the beginning of time; the next month has the next number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The month of such a number.
    #[must_use]
    pub const fn numbered(number: u32) -> Self {
        Self(number)
    }
}

/// Quotes a month, oldest first, without the months that have none. Quotes of articles without a
/// year are in none.
pub type Months = Vec<(Month, u64)>;

/// The months from one to another, both among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub first: Month,
    /// The last.
    pub last: Month,
}

/// A row of the list of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Their number.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// What they are.
    pub kind: SpeakerKind,
    /// Number of their quotes.
    pub quotes: u64,
    /// Number of the articles that quote them.
    pub articles: u64,
    /// Their quotes a month.
    pub months: Months,
    /// The headline of the one article that they are of, where the name says too little to be the same
    /// person in another: a surname alone.
    pub only_in: Option<String>,
}

/// A role as printed, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedRole {
    /// The role.
    pub role: String,
    /// The first and the last month in which it was, where articles with a year print it.
    pub period: Option<Period>,
    /// How many articles print it.
    pub articles: u64,
}

/// What the head of someone's page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonPage {
    /// Who it is.
    pub row: PersonRow,
    /// Other names they are called by, most used first.
    pub aliases: Vec<String>,
}

/// Someone who is quoted in the same articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// Their number.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// In how many articles.
    pub articles: u64,
}

/// A place among all that someone said: the article, by its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidCursor {
    /// -day of the article, as the store sorts by it.
    pub newest: i64,
    /// The article.
    pub article: ArticleId,
}

/// A quote of someone, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct SaidRow {
    /// The quote.
    pub quote: QuoteRow,
    /// Where it stands.
    pub cursor: SaidCursor,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_one_another_over_the_years() {
        let december = Month::new(2023, 12);
        assert_eq!((december.year(), december.month()), (2023, 12));
        let next = Month::numbered(december.number() + 1);
        assert_eq!((next.year(), next.month()), (2024, 1));
        assert_eq!(next, Month::new(2024, 1));
    }
}
