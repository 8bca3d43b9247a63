//! The finder: any half-remembered quote of the collection, while it is being typed.
//!
//! Owns the index over all quotes and the order of what it finds. Must not know: terminal, store.
//!
//! It matches the *vocabulary*, not the text. Prose is made of few words often repeated, so a word
//! of the query is held once against every distinct word (`judge`, where fuzzy-matcher scores
//! what is not plainly the same), and the quotes are then only lists of word numbers to look up.
//! A general finder that seeks a subsequence through every line is slow on prose, and wrong: nearly
//! every short pattern is scattered somewhere over two hundred letters.
//!
//! * `token`: a folded text into words.
//! * `vocabulary`: the distinct words, numbered, with what is needed to pass over them quickly.
//! * `judge`: how well a word of the query fits a word of the vocabulary.
//! * `align`: the best places in one quote for all words of the query, and the score of it.
//! * `marks`: those places as bytes of the row, to be lit on the screen.

mod align;

mod judge;
mod marks;
mod query;
mod token;
mod vocabulary;

use std::ops::Range;

use rayon::prelude::*;

use crate::model::QuoteRow;
use align::{Aligner, Fields};
use query::Query;
use vocabulary::Vocabulary;

/// Rows looked at between two questions whether the search is still wanted.
const CHUNK: usize = 2048;

/// All quotes of a collection, ready to be searched. Never changes once built.
pub struct Index {
    rows: Vec<QuoteRow>,
    vocabulary: Vocabulary,
    /// Word numbers of all rows, one row after the other.
    words: Vec<u32>,
    /// Where the words of each row are in `words`.
    fields: Vec<Fields>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Number of rows that match, of which `hits` are the best.
    pub total: usize,
    /// The best, in order.
    pub hits: Vec<Hit>,
}

/// A row that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Number of the row (see [`Index::row`]).
    pub row: u32,
    /// How well it matches; only good for comparing hits of one search.
    pub score: f32,
    /// Byte ranges of [`QuoteRow::text`] to light, in order, never touching.
    pub marks: Vec<Range<usize>>,
    /// Byte ranges of [`QuoteRow::speaker`] to light.
    pub speaker_marks: Vec<Range<usize>>,
    /// Byte ranges of [`QuoteRow::title`] to light.
    pub title_marks: Vec<Range<usize>>,
}

impl Index {
    /// Reads all rows, which come newest first: that order settles equal scores.
    pub fn build(rows: impl IntoIterator<Item = QuoteRow>) -> Self {
        let rows: Vec<QuoteRow> = rows.into_iter().collect();
        let (vocabulary, words, fields) = vocabulary::read(&rows);
        Self {
            rows,
            vocabulary,
            words,
            fields,
        }
    }

    /// Number of quotes in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds no quote.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row with number `n`, which came from a [`Hit`] of this index.
    ///
    /// # Panics
    /// Where `n` is not less than [`Index::len`].
    #[must_use]
    pub fn row(&self, n: u32) -> &QuoteRow {
        &self.rows[n as usize]
    }

    /// The best `limit` rows in which every word of `query` is found, in any order, in the quote,
    /// its speaker's name or the article's title. A query without words gives the newest rows.
    ///
    /// The order is that of the score, then newest first; the same query always gives the same
    /// answer. `cancelled` is asked every few thousand rows; once it says yes, nothing is given.
    pub fn search(
        &self,
        query: &str,
        limit: usize,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Hits> {
        let query = Query::read(query, &self.vocabulary, cancelled)?;
        if query.is_empty() {
            return Some(self.newest(limit));
        }
        let mut found = self.scan(&query, cancelled)?;
        let total = found.len();
        best(&mut found, limit);
        let mut aligner = Aligner::default();
        let hits = found
            .into_iter()
            .map(|(score, row)| self.hit(row, score, &query, &mut aligner))
            .collect();
        Some(Hits { total, hits })
    }

    fn newest(&self, limit: usize) -> Hits {
        let hits = (0..self.rows.len().min(limit))
            .filter_map(|row| u32::try_from(row).ok())
            .map(|row| Hit {
                row,
                score: 0.0,
                marks: Vec::new(),
                speaker_marks: Vec::new(),
                title_marks: Vec::new(),
            })
            .collect();
        Hits {
            total: self.rows.len(),
            hits,
        }
    }

    /// Score and number of every row that has all the words.
    fn scan(
        &self,
        query: &Query,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<(f32, u32)>> {
        let chunks: Vec<Vec<(f32, u32)>> = self
            .fields
            .par_chunks(CHUNK)
            .enumerate()
            .map_init(Aligner::default, |aligner, (chunk, fields)| {
                if cancelled() {
                    return None;
                }
                let mut found = Vec::new();
                for (row, fields) in (chunk * CHUNK..).zip(fields) {
                    let words = &self.words[fields.range()];
                    if query.all_in(words) {
                        let score = aligner.score(query, words, fields);
                        found.push((score, u32::try_from(row).unwrap_or(u32::MAX)));
                    }
                }
                Some(found)
            })
            .collect::<Option<_>>()?;
        Some(chunks.concat())
    }

    fn hit(&self, row: u32, score: f32, query: &Query, aligner: &mut Aligner) -> Hit {
        let fields = &self.fields[row as usize];
        aligner.score(query, &self.words[fields.range()], fields);
        let lit = marks::of(&self.rows[row as usize], query, fields, aligner.places());
        Hit {
            row,
            score,
            marks: lit.text,
            speaker_marks: lit.speaker,
            title_marks: lit.title,
        }
    }
}

/// Leaves the `limit` best in their order.
fn best(found: &mut Vec<(f32, u32)>, limit: usize) {
    let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if limit < found.len() {
        found.select_nth_unstable_by(limit, order);
        found.truncate(limit);
    }
    found.sort_unstable_by(order);
}

#[cfg(test)]
mod tests;
