//! An article: what was printed about it, its canonical text, and the blocks of that text.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Date, Span};

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
    /// Which of the fields above were inferred rather than printed.
    #[serde(default)]
    pub inferred: BTreeSet<Field>,
    /// Canonical text of the body: paragraphs parted by one empty line, without headline,
    /// byline and furniture. All spans are byte ranges in it.
    pub text: String,
    /// The blocks of `text` in order; they do not overlap, and between them are only line ends.
    pub blocks: Vec<Block>,
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
        let mut out = String::new();
        for word in lede.split_whitespace() {
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
