//! How a search is asked for, and what it gives.

use super::filter::Outside;
use super::score::Found;
use super::search::Scored;
use serde::{Deserialize, Serialize};

use crate::model::{ArticleId, SpeakerKind};

/// What is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Quotes, by their words and their speakers ([`Index::quotes`](super::Index::quotes)).
    #[default]
    Quotes,
    /// Those who are quoted, by name ([`Index::people`](super::Index::people)).
    People,
    /// Articles, by their title ([`Index::titles`](super::Index::titles)).
    Titles,
    /// Articles, by their text ([`in_texts`](super::in_texts)).
    Texts,
}

impl Mode {
    /// Every mode, in the order of a switch.
    pub const ALL: [Self; 4] = [Self::Quotes, Self::People, Self::Titles, Self::Texts];
}

/// How to search.
#[derive(Clone, Copy)]
pub struct Options<'o> {
    /// How many hits are wanted.
    pub limit: usize,
    /// Whether to look at everything that matches, however long it takes. Else so much that the
    /// answer is there for the next frame.
    pub deep: bool,
    /// What only the collection can tell.
    pub outside: Outside<'o>,
    /// Asked now and then; once it says yes, nothing is given.
    pub cancelled: &'o (dyn Fn() -> bool + Sync),
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits<H> {
    /// Number of texts that match, of which `hits` are the best.
    pub total: usize,
    /// Whether that are all, or at least so many.
    pub counted: bool,
    /// Whether all of them were looked at; if not, a deep search may know better ones.
    pub whole: bool,
    /// The best, in order.
    pub hits: Vec<H>,
    /// The words that were looked for, folded.
    pub words: Vec<String>,
    /// What each of them counts.
    pub weights: Vec<f32>,
}

impl<H> Default for Hits<H> {
    fn default() -> Self {
        Self {
            total: 0,
            counted: true,
            whole: true,
            hits: Vec::new(),
            words: Vec::new(),
            weights: Vec::new(),
        }
    }
}

/// A text that was found, and what its score is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// How well it matches; only good for comparing hits of one search.
    pub score: f32,
    /// Which words were found where.
    pub found: Vec<Found>,
    /// Words that only the title of the article has, and what each is worth.
    pub titled: Vec<(usize, f32)>,
    /// What is given for words that come again.
    pub again: f32,
    /// What is given for its shortness.
    pub brevity: f32,
}

impl Score {
    /// Whether the first `words` words of the query stand in it as they were typed, or their title has
    /// them.
    fn is_as_typed(&self, words: usize) -> bool {
        let found = |word| {
            let mut found = self.found.iter().filter(|found| found.word == word);
            found.any(|found| found.as_typed)
        };
        let titled = |word| self.titled.iter().any(|(titled, _)| *titled == word);
        (0..words).all(|word| found(word) || titled(word))
    }
}

impl<H> Hits<H> {
    /// Whether there are hits, and none of them has all words as they were typed.
    pub fn are_near(&self, score: impl Fn(&H) -> &Score) -> bool {
        let as_typed = |hit: &H| score(hit).is_as_typed(self.words.len());
        !self.hits.is_empty() && !self.hits.iter().any(as_typed)
    }
}

/// A quote that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteHit {
    /// The article it stands in.
    pub article: ArticleId,
    /// Its place among the article's quotes.
    pub ordinal: usize,
    /// Why it was found.
    pub score: Score,
}

/// Someone who was found.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonHit {
    /// Full name.
    pub name: String,
    /// What they are.
    pub kind: Option<SpeakerKind>,
    /// Number of their quotes.
    pub quotes: usize,
    /// Why they were found.
    pub score: Score,
}

/// An article that was found by its title.
#[derive(Clone, Debug, PartialEq)]
pub struct TitleHit {
    /// The article.
    pub article: ArticleId,
    /// Why it was found.
    pub score: Score,
}

impl Scored {
    pub(super) fn why(self) -> Score {
        Score {
            score: self.score,
            found: self.parts.found,
            titled: self.parts.titled,
            again: self.parts.again,
            brevity: self.parts.brevity,
        }
    }
}
