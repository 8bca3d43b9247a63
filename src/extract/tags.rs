//! Word classes: what the lists say of a word, one bit a class.

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tags(u32);

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal),+ $(,)?) => {
        impl Tags {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)+
        }
    };
}

tags! {
    /// Determiner.
    DET = 0,
    /// Possessive pronoun before a noun.
    POSS = 1,
    /// Number word.
    NUM = 2,
    /// Preposition.
    PREP = 3,
    /// Preposition that may link two noun phrases into one.
    NP_PREP = 4,
    /// Coordinating conjunction.
    CONJ = 5,
    /// Subordinator or relative.
    SUB = 6,
    /// Auxiliary or modal.
    AUX = 7,
    /// Negation.
    NEG = 8,
    /// Pronoun that can be a subject.
    SUBJECT = 9,
    /// Pronoun for a person.
    PERSON = 10,
    /// Object pronoun.
    OBJECT = 11,
    /// Adverb.
    ADV = 12,
    /// Day, month, stretch of time.
    TIME = 13,
    /// "last", "next" before a time.
    TIME_MOD = 14,
    /// A common verb form that ends a noun phrase.
    VERB = 15,
    /// A word that opens an introductory phrase.
    INTRO = 16,
    /// "statement", "interview": where words are said.
    REPORT = 17,
    /// Noun for one person.
    ROLE = 18,
    /// Noun for several persons.
    ROLES = 19,
    /// Head noun of an organisation.
    ORG = 20,
    /// Head noun of a document or data.
    DOC = 21,
    /// Title before a name.
    TITLE = 22,
    /// Title of a man.
    MALE = 23,
    /// Title of a woman.
    FEMALE = 24,
    /// Adjective of nation, region or party.
    NATION = 25,
    /// A place that stands for its government.
    PLACE = 26,
    /// Head noun of a medium.
    MEDIA = 27,
    /// A given name.
    GIVEN = 28,
    /// Several things: plural of an organisation or document noun.
    PLURAL = 29,
    /// A common adjective or noun before a head noun.
    ADJ = 30,
    /// A noun that reports: "claim".
    REPORTS = 31,
}

impl Tags {
    /// No class.
    pub const NONE: Self = Self(0);

    /// Whether any class of `other` is among these.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// These but not those of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
