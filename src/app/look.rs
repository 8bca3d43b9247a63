//! What the pages above the panes ask of the collection, and what they are answered.
//!
//! Must not know: who answers.

use super::alike::Copied;
use super::screen::window::Part;
use crate::model::{
    ArticleId, ArticleRow, Companion, DayCount, Pair, Period, PersonId, PersonPage, PersonRow,
    PrintedRole, PublisherShare, SaidRow, SpeakerKind,
};
use crate::query::List;

/// Whose page is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// A speaker of an article, by the place among its speakers.
    Speaker(ArticleId, usize),
    /// Someone of a name.
    Named(String, Option<SpeakerKind>),
    /// Someone whose number is known.
    Known(PersonId),
}

/// An article that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct WasRead {
    /// Its row in the list.
    pub article: ArticleRow,
    /// When it was opened last, in seconds since 1970.
    pub opened: i64,
    /// The same, as it is told.
    pub when: String,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// Who it is; answered by [`Seen::Person`].
    Person(Whom),
    /// A window of what someone said; answered by [`Seen::Said`].
    Said {
        /// Who.
        person: PersonId,
        /// When; always, where there is none.
        period: Option<Period>,
        /// Which of it.
        part: Part<SaidRow>,
        /// How many articles at most.
        articles: usize,
    },
    /// The roles that are printed for someone; answered by [`Seen::Roles`].
    Roles(PersonId),
    /// Who else is quoted in the same articles; answered by [`Seen::Company`].
    Company(PersonId),
    /// A window of the list of people; answered by [`Seen::People`].
    People {
        /// Which of it.
        part: Part<PersonRow>,
        /// How many at most.
        limit: usize,
    },
    /// Values for a field that is being typed; answered by [`Seen::Values`].
    Values {
        /// Of which list.
        list: List,
        /// What a word of them begins with.
        typed: String,
        /// How many at most.
        limit: usize,
    },
    /// A window of what was read; answered by [`Seen::History`].
    History {
        /// Words that title and publisher must hold.
        words: Vec<String>,
        /// Which of it.
        part: Part<WasRead>,
        /// How many articles at most.
        limit: usize,
    },
    /// Articles a day; answered by [`Seen::Days`].
    Days,
    /// The publishers with most quotes; answered by [`Seen::Publishers`].
    Publishers {
        /// How many at most.
        limit: usize,
    },
    /// Who is quoted with whom; answered by [`Seen::Pairs`].
    Pairs {
        /// How many at most.
        limit: usize,
    },
    /// The rows of people of these names; answered by [`Seen::Named`].
    Named {
        /// The search that found them.
        search: u64,
        /// Who was found.
        names: Vec<(String, Option<SpeakerKind>)>,
    },
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// Who it is, where there is someone.
    Person(Option<Box<PersonPage>>),
    /// What they said.
    Said {
        /// Of which period.
        period: Option<Period>,
        /// Which of it.
        part: Part<SaidRow>,
        /// The quotes.
        rows: Vec<SaidRow>,
        /// Whether there are no more that way.
        end: bool,
    },
    /// Roles, the last one first.
    Roles(Vec<PrintedRole>),
    /// Who else is quoted.
    Company(Vec<Companion>),
    /// People.
    People {
        /// Which part of the list.
        part: Part<PersonRow>,
        /// The rows.
        rows: Vec<PersonRow>,
        /// Whether there are no more that way.
        end: bool,
    },
    /// Values for a field, the most used first.
    Values {
        /// Of which list.
        list: List,
        /// What was typed.
        typed: String,
        /// The values.
        values: Vec<String>,
    },
    /// What was read, the last one first.
    History {
        /// Words that title and publisher hold.
        words: Vec<String>,
        /// Which part of it.
        part: Part<WasRead>,
        /// The articles.
        rows: Vec<WasRead>,
        /// Whether there are no more that way.
        end: bool,
    },
    /// Articles a day, oldest first.
    Days(Vec<DayCount>),
    /// Publishers, the one with most quotes first.
    Publishers(Vec<PublisherShare>),
    /// Who is quoted with whom, most often first.
    Pairs(Vec<Pair>),
    /// Where the words of a quote stand elsewhere; asked for by [`Effect::Copies`](super::Effect::Copies).
    Copies {
        /// In how many other articles.
        total: usize,
        /// A quote of each of the newest of them, newest first.
        rows: Vec<Copied>,
    },
    /// The people who were found, in the order in which they were; without those who went.
    Named {
        /// The search that found them.
        search: u64,
        /// The rows.
        rows: Vec<PersonRow>,
    },
}
