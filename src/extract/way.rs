//! The ways in which reported words stand to their cue.

/// How the words stand behind their verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Behind a colon, or a comma before marks.
    Colon,
    /// The marks follow the verb.
    Marks,
    /// A clause with "that".
    That,
    /// A bare clause.
    Clause,
    /// "whether", "why", "what": a clause that asks.
    Question,
    /// "to do", "not to do".
    Infinitive,
    /// A preposition and its noun phrase: "about the plan".
    Preposition,
    /// A noun phrase.
    Object,
    /// Marked words are announced for the next sentence.
    Announced,
    /// Before the cue, with or without more behind it.
    Before,
    /// The subject of a passive: "The plan was criticised by X".
    Subject,
    /// Marked words in the reach of a verb that is no cue.
    Loose,
}

impl Way {
    /// Its name in the features of the model.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Colon => "colon",
            Self::Marks => "marks",
            Self::That => "that",
            Self::Clause => "clause",
            Self::Question => "question",
            Self::Infinitive => "infinitive",
            Self::Preposition => "preposition",
            Self::Object => "object",
            Self::Announced => "announced",
            Self::Before => "before",
            Self::Subject => "subject",
            Self::Loose => "loose",
        }
    }
}
