//! What the pages above the panes ask of the collection, and what they are answered.
//!
//! Must not know: who answers.

use super::screen::window::Part;
use crate::model::{ArticleId, Companion, Period, PersonId, PersonPage, SaidRow, SpeakerKind};

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
    /// Who else is quoted in the same articles; answered by [`Seen::Company`].
    Company(PersonId),
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
    /// Who else is quoted.
    Company(Vec<Companion>),
}
