//! What reporting verbs can take, one bit a pattern.

/// What a reporting verb can take: the letters of `data/cues.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Patterns(u16);

impl Patterns {
    /// Stands beside a direct quote.
    pub const QUOTE: Self = Self(1);
    /// Takes "that".
    pub const THAT: Self = Self(2);
    /// Takes a bare clause.
    pub const CLAUSE: Self = Self(4);
    /// Takes a noun phrase as the words reported.
    pub const OBJECT: Self = Self(8);
    /// Takes a noun phrase with a marked part.
    pub const MARKED: Self = Self(16);
    /// Takes an infinitive.
    pub const INFINITIVE: Self = Self(32);
    /// Has an addressee first.
    pub const ADDRESSEE: Self = Self(64);
    /// Only ever reports speech.
    pub const SPEECH: Self = Self(128);
    /// Often no reporting verb at all.
    pub const VAGUE: Self = Self(256);
    /// Its first form is a noun as well: "claim", "report".
    pub const NOUN: Self = Self(512);

    /// Reads the letters.
    #[must_use]
    pub fn read(letters: &str) -> Self {
        Self(letters.chars().fold(0, |set, c| {
            set | match c {
                'q' => Self::QUOTE.0,
                't' => Self::THAT.0,
                'c' => Self::CLAUSE.0,
                'o' => Self::OBJECT.0,
                'm' => Self::MARKED.0,
                'i' => Self::INFINITIVE.0,
                'a' => Self::ADDRESSEE.0,
                's' => Self::SPEECH.0,
                'v' => Self::VAGUE.0,
                'n' => Self::NOUN.0,
                _ => 0,
            }
        }))
    }

    /// Whether any of `other` is among these.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These but not those of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}
