//! The index of words: which articles may hold the words of a query.
//!
//! It holds the words of the title, the text and the speakers' names of an article, without their
//! places. What it finds is looked at again by the same rule that decides without an index, so it
//! makes filters fast and changes nothing that they mean.

use std::sync::Arc;

use rusqlite::{OptionalExtension, params};

use crate::model::{Article, Extraction, Quote};
use crate::query::{Extent, Needle};
use crate::text::words::{distinct, words};

use super::filter::WordIndex;
use super::{Batch, Store};

/// The words that an article is found by.
///
/// Cheap to clone: a batch keeps them until it is committed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexWords(Arc<String>);

impl IndexWords {
    /// The words of an article and its speakers' names.
    #[must_use]
    pub fn of(article: &Article, extraction: &Extraction) -> Self {
        let names = extraction.speakers.iter().map(|s| s.name.as_str());
        // A quote that begins within a word of the text has a word that the text has not.
        let torn = extraction
            .quotes
            .iter()
            .filter(|q| is_torn(q, &article.text));
        let torn: Vec<String> = torn.map(|q| q.words(&article.text, usize::MAX)).collect();
        let title = article.display_title(super::batch::STAND_IN);
        let parts = [title.as_str(), article.text.as_str()];
        let all = parts.into_iter().chain(names);
        Self(Arc::new(distinct(
            all.chain(torn.iter().map(String::as_str)),
        )))
    }
}

/// Whether a span of the quote begins or ends within a word.
fn is_torn(quote: &Quote, text: &str) -> bool {
    let inside = |at: usize| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at..).and_then(|t| t.chars().next());
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    quote
        .content
        .iter()
        .any(|s| inside(s.start) || inside(s.end))
}

/// What to ask the index for, so that it finds every text that holds the needle; nothing where the
/// needle has no letter or digit.
pub(super) fn asked(needle: &Needle) -> Option<String> {
    let folded = needle.folded();
    let ends_inside = folded
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    let beginning = needle.extent() == Extent::Beginning && ends_inside;
    let all: Vec<&str> = words(&folded).collect();
    let last = all.len().checked_sub(1)?;
    let terms: Vec<String> = all
        .iter()
        .enumerate()
        .map(|(n, word)| {
            let star = if beginning && n == last { "*" } else { "" };
            format!("\"{word}\"{star}")
        })
        .collect();
    Some(terms.join(" AND "))
}

impl Store {
    /// Whether the words of every article are in the index.
    pub(super) fn is_indexed(&self) -> rusqlite::Result<WordIndex> {
        self.connection
            .prepare_cached("SELECT 1 FROM article WHERE entered = 0 LIMIT 1")?
            .query_row([], |_| Ok(()))
            .optional()
            .map(|lacking| match lacking {
                Some(()) => WordIndex::Lacking,
                None => WordIndex::Whole,
            })
    }
}

impl Batch<'_> {
    /// Enters the words of an article in place of those it had, when the batch is committed: FTS5
    /// brings what it holds to the disk at each savepoint, and SQLite sets one before each statement
    /// that has triggers.
    pub(super) fn put_words(&self, id: i64, words: IndexWords) {
        self.words.borrow_mut().push((id, words));
    }

    /// Enters all words that wait.
    pub(super) fn enter_words(&self) -> rusqlite::Result<()> {
        let mut there = self
            .transaction
            .prepare_cached("SELECT 1 FROM article WHERE id = ?1")?;
        let mut enter = self.transaction.prepare_cached(
            "INSERT OR REPLACE INTO article_words (rowid, words) VALUES (?1, ?2)",
        )?;
        for (id, words) in self.words.take() {
            // Taken out again in the same batch.
            if there.exists([id])? {
                enter.execute(params![id, words.0])?;
            }
        }
        Ok(())
    }
}
