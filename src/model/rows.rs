//! Rows as lists show them: what the store reads in windows and the panes and tables print.

use serde::{Serialize, Serializer};

use super::wire::rounded;
use super::{
    Article, ArticleId, Date, Extraction, Likeness, QuoteId, QuoteKind, SpeakerKind, Stance, Tag,
};

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleRow {
    /// Row number.
    pub id: ArticleId,
    /// Headline, or the opening words (see [`Article::display_title`]).
    pub title: String,
    /// Newspaper, agency or site.
    pub publisher: Option<String>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Number of quotes in it.
    pub quotes: u32,
    /// Whether the person has read it.
    pub read: bool,
    /// Whether the person has put a star on it.
    pub starred: bool,
    /// The person's tags on it, in alphabetical order.
    pub tags: Vec<Tag>,
    /// Language of the text ("en", "fr"), where it can be told.
    pub lang: Option<String>,
    /// How many other articles say the same (see [`Variant`]); 0 in a row that is one of those.
    pub duplicates: u32,
    /// The article that this one says the same as, where another stands for both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<ArticleId>,
}

/// An article of a group that says the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Variant {
    /// The article.
    #[serde(flatten)]
    pub row: ArticleRow,
    /// How it is like the one that stands for the group; none for that one itself.
    pub likeness: Option<Likeness>,
}

/// A quote in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuoteRow {
    /// Row number.
    pub id: QuoteId,
    /// The article it stands in.
    pub article: ArticleId,
    /// Its place among the article's quotes, from 0: an index into [`Extraction::quotes`].
    pub ordinal: usize,
    /// How the words are given.
    pub kind: QuoteKind,
    /// Whether they were said.
    #[serde(skip_serializing_if = "Stance::is_said")]
    pub stance: Stance,
    /// The words; an ellipsis parts the halves of a split quote.
    pub text: String,
    /// Full name of the speaker, where known.
    pub speaker: Option<String>,
    /// What the speaker is.
    pub speaker_kind: Option<SpeakerKind>,
    /// Role as printed nearest to the quote.
    pub role: Option<String>,
    /// Probability that the speaker is right.
    #[serde(serialize_with = "three_places")]
    pub confidence: f32,
    /// Title of the article as lists show it.
    pub title: String,
    /// Publisher of the article.
    pub publisher: Option<String>,
    /// Date of the article.
    pub date: Option<Date>,
    /// The person's tags on it, in alphabetical order.
    pub tags: Vec<Tag>,
    /// The person's note on it.
    pub note: Option<String>,
    /// Address of the article, where quotes are written out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A probability as it is written out.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde gives it so
fn three_places<S: Serializer>(confidence: &f32, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(rounded(*confidence))
}

impl QuoteRow {
    /// The words without marks, behind the note that they were not said.
    #[must_use]
    pub fn noted(&self) -> String {
        format!("{}{}", self.stance.note(), self.text)
    }

    /// The words as they are shown alone: see [`Stance::shown`].
    #[must_use]
    pub fn shown(&self) -> String {
        self.stance.shown(self.kind, &self.text)
    }

    /// The same of no more than about `max` bytes of the words.
    #[must_use]
    pub fn shown_in(&self, max: usize) -> String {
        let words = &self.text[..self.text.floor_char_boundary(max)];
        self.stance.shown(self.kind, words)
    }
}

/// A speaker over the collection: one a person or organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerRow {
    /// Full name.
    pub name: String,
    /// What they are.
    pub kind: SpeakerKind,
    /// The role printed last.
    pub role: Option<String>,
    /// Number of their quotes.
    pub quotes: u32,
    /// Number of articles that quote them.
    pub articles: u32,
    /// Other names they are called by, most used first.
    pub aliases: Vec<String>,
    /// The roles that are printed, most used first. Where they are those of several people, the
    /// name is.
    pub roles: Vec<String>,
    /// Whether the name is no full one ("Smith"), so that it says nothing about other articles.
    pub partial: bool,
}

/// An article opened for reading.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredArticle {
    /// Row number.
    pub id: ArticleId,
    /// The article.
    pub article: Article,
    /// Its quotes and speakers.
    pub extraction: Extraction,
    /// Whether the person has read it.
    pub read: bool,
    /// Path or address it was imported from.
    pub source: String,
    /// Language of the text ("en", "fr"), where it can be told.
    pub lang: Option<String>,
}

impl StoredArticle {
    /// Why no quote is shown: none was found, or none was looked for.
    #[must_use]
    pub fn no_quotes(&self) -> String {
        match self.lang.as_deref() {
            None | Some("en") => "No quotes were found in this article.".to_owned(),
            Some(lang) => format!(
                "Quotes are looked for in English only; the language of this article is \u{201c}{lang}\u{201d}."
            ),
        }
    }
}

/// Kept totals of a collection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Articles.
    pub articles: u64,
    /// Quotes.
    pub quotes: u64,
    /// Articles not yet read.
    pub unread: u64,
    /// Articles that say the same as another, which stands for them.
    pub variants: u64,
}

impl Counts {
    /// Rows of a list in which articles that say the same are one.
    #[must_use]
    pub const fn listed(&self) -> u64 {
        self.articles.saturating_sub(self.variants)
    }
}
