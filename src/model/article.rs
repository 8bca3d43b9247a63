//! An article: what was printed about it, its canonical text, and the blocks of that text.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Date, Place, Span};

/// One article, clean: no control bytes, escape sequences, bidi overrides or zero-width
/// characters are in any of its strings (`text::clean` saw to that).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Headline, where one is printed or declared.
    pub title: Option<String>,
    /// Standfirst or deck under the headline.
    pub subtitle: Option<String>,
    /// Newspaper, agency or site.
    pub publisher: Option<String>,
    /// Author as printed, without "By" and without mail address.
    pub byline: Option<String>,
    /// Place of the dateline as printed ("MOSCOW").
    pub dateline: Option<String>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Where it is published.
    pub url: Option<String>,
    /// Where `date` was found, where the format has several places for it.
    #[serde(default)]
    pub date_from: Option<DateFrom>,
    /// Which of the fields above were inferred rather than printed.
    #[serde(default)]
    pub inferred: BTreeSet<Field>,
    /// Canonical text of the body: paragraphs parted by one empty line, without headline,
    /// byline and furniture. All spans are byte ranges in it.
    pub text: String,
    /// The blocks of `text` in order; they do not overlap, and between them are only line ends.
    pub blocks: Vec<Block>,
    /// What stood among the text or around it and is not in it, in order.
    #[serde(default)]
    pub removed: Vec<Removed>,
    /// The links behind words of the text, in order; they do not overlap, and each lies in one block.
    #[serde(default)]
    pub links: Vec<Link>,
}

/// Words of a text and the address that they lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where the words are.
    pub span: Span,
    /// An address that may be opened, as `text::links` writes it.
    pub url: String,
}

/// Where a date of publication was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateFrom {
    /// JSON-LD in the page.
    JsonLd,
    /// An OpenGraph property (`article:published_time`).
    Opengraph,
    /// Another `<meta>` of the page.
    Meta,
    /// A property marked up in the page (microdata).
    Microdata,
    /// A `<time>` element.
    TimeElement,
    /// The address of the page.
    Url,
    /// The words of the page.
    Text,
    /// A field of the record, entry or message that the article came in.
    Record,
}

/// A line that is not in an article's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Byte of the text before which it stood: the start of a block, or the end of the text.
    pub at: usize,
    /// Why it was taken out.
    pub why: Why,
    /// The line.
    pub line: String,
}

/// Why a line is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is the headline, byline, date or the like, and kept as that.
    Metadata,
    /// Menus, share bars, forms, links to others, notices: known by its form.
    Furniture,
    /// It says again what the text says: a pull quote, a paragraph printed twice.
    Repeated,
    /// It stands where pages have other things: in the head, or behind the article.
    Around,
    /// It is in a part of the page that is not its article.
    Outside,
    /// Too much was removed to be kept: the line says how much.
    More,
}

/// A field of the article's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names are those of `Article`
pub enum Field {
    Title,
    Subtitle,
    Publisher,
    Byline,
    Dateline,
    Date,
    Url,
}

/// A paragraph of the text and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: BlockRole,
    /// Where it is, without the line ends around it.
    pub span: Span,
}

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockRole {
    /// A subhead.
    Heading,
    /// Running text.
    Paragraph,
    /// Words under a picture.
    Caption,
    /// An item of a list.
    List,
    /// A block quotation or pull quote.
    Quote,
    /// No text: a line that many articles of the publisher have. It stays in its place, so that
    /// nothing is lost should that be wrong, and is not shown as text.
    Furniture,
}

impl DateFrom {
    /// As it is said to people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::JsonLd => "JSON-LD",
            Self::Opengraph => "OpenGraph",
            Self::Meta => "meta",
            Self::Microdata => "microdata",
            Self::TimeElement => "time element",
            Self::Url => "address",
            Self::Text => "text",
            Self::Record => "record",
        }
    }
}

impl Why {
    /// As it is said to people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Furniture => "furniture",
            Self::Repeated => "repeated",
            Self::Around => "around the text",
            Self::Outside => "outside the article",
            Self::More => "more",
        }
    }
}

impl Article {
    /// The headline, or the opening words of the text where there is none.
    ///
    /// The stand-in ends at a word, with an ellipsis, and is at most about `max` characters long.
    #[must_use]
    pub fn display_title(&self, max: usize) -> String {
        if let Some(title) = &self.title {
            return title.clone();
        }
        let lede = self
            .blocks
            .iter()
            .find(|b| b.role == BlockRole::Paragraph)
            .map_or(self.text.as_str(), |b| b.span.of(&self.text));
        opening(lede, max)
    }

    /// The words at a place, at most about `max` characters of them; none where there is no such place.
    #[must_use]
    pub fn words_at(&self, place: Place, max: usize) -> String {
        let block = self.blocks.get(place.block);
        let words = block.and_then(|block| block.span.of(&self.text).get(place.byte..));
        opening(words.unwrap_or_default(), max)
    }
}

/// The first words of a text, with an ellipsis where there are more than about `max` characters.
fn opening(text: &str, max: usize) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() && out.chars().count() + word.chars().count() + 2 > max {
            out.push('…');
            return out;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_headline_is_stood_in_for_by_the_opening_words() {
        let text = "The chamber met on Monday to weigh the bill.".to_owned();
        let span = Span::new(0, text.len());
        let mut article = Article {
            text,
            blocks: vec![Block {
                role: BlockRole::Paragraph,
                span,
            }],
            ..Article::default()
        };
        assert_eq!(article.display_title(20), "The chamber met on…");
        article.title = Some("Bill weighed".to_owned());
        assert_eq!(article.display_title(20), "Bill weighed");
    }
}
