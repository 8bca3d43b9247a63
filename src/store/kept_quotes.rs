//! The quotes that a person did something with, and which of the quotes that were found they are.
//!
//! Rows of `quote` come and go whenever quotes are looked for again, so a tag or note is not of a
//! row but of words: those of the quote when the person took it up, and which of the article's
//! quotes of the same words it was. Whenever an article gets its quotes, those that were kept are
//! brought to what is there now:
//! 1. the same words (letters and digits, folded), the same one of several;
//! 2. else the one that shares the longest run of words, where that is half of the shorter one and
//!    at least four words, or is all of the shorter one: its bounds were drawn otherwise, or a
//!    word was corrected;
//! 3. else none. The words stay as they were, and so does what hangs on them: when the quote is
//!    found again, by another release or when the article comes back, it is the first case again.

use rusqlite::{Connection, params};

use crate::text::fold::fold_str;
use crate::text::words::words;

use super::Batch;

/// Words of a quote that are compared at most.
const COMPARED: usize = 300;

/// Words that must follow one another in both, where neither quote is wholly in the other.
const RUN: usize = 4;

/// The words of a quote, folded, without marks between them.
fn bare(text: &str) -> Vec<String> {
    words(&fold_str(text)).map(str::to_owned).collect()
}

/// Which of those with the same words each is, from 0.
fn numbered(texts: &[Vec<String>]) -> Vec<usize> {
    let mut seen = rustc_hash::FxHashMap::default();
    let next = |text: &Vec<String>, seen: &mut rustc_hash::FxHashMap<Vec<String>, usize>| {
        let count = seen.entry(text.clone()).or_insert(0);
        *count += 1;
        *count - 1
    };
    texts.iter().map(|text| next(text, &mut seen)).collect()
}

/// The longest run of words that both have.
fn shared(a: &[String], b: &[String]) -> usize {
    let (a, b) = (&a[..a.len().min(COMPARED)], &b[..b.len().min(COMPARED)]);
    let mut longest = 0;
    let mut before = vec![0; b.len() + 1];
    for word in a {
        let mut row = vec![0; b.len() + 1];
        for (n, other) in b.iter().enumerate() {
            if word == other {
                row[n + 1] = before[n] + 1;
                longest = longest.max(row[n + 1]);
            }
        }
        before = row;
    }
    longest
}

/// Which quote the kept one is among those that were found.
fn find(kept: &[String], nth: usize, found: &[Vec<String>], numbers: &[usize]) -> Option<usize> {
    let same: Vec<usize> = (0..found.len()).filter(|n| found[*n] == kept).collect();
    let exact = same.iter().find(|n| numbers[**n] == nth);
    if let Some(found) = exact.or(same.last()) {
        return Some(*found);
    }
    let near = found.iter().enumerate().filter_map(|(n, other)| {
        let run = shared(kept, other);
        let shorter = kept.len().min(other.len()).min(COMPARED);
        let alike = run > 0 && (run == shorter || (run >= RUN && run * 2 >= shorter));
        // The longest run, then the one nearest in length, then the first.
        let apart = kept.len().abs_diff(other.len());
        alike.then_some((std::cmp::Reverse(run), apart, n))
    });
    near.min().map(|(.., n)| n)
}

/// The quotes of one article, for keeping some of them.
pub(super) struct QuotesOf {
    article: i64,
    texts: Vec<(usize, String)>,
    numbers: Vec<usize>,
}

impl QuotesOf {
    pub(super) fn article(connection: &Connection, article: i64) -> rusqlite::Result<Self> {
        let texts: Vec<(usize, String)> = connection
            .prepare_cached("SELECT ordinal, text FROM quote WHERE article = ?1 ORDER BY ordinal")?
            .query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let bare: Vec<Vec<String>> = texts.iter().map(|(_, text)| bare(text)).collect();
        Ok(Self {
            article,
            numbers: numbered(&bare),
            texts,
        })
    }

    /// Whether they are those of the article.
    pub(super) const fn are_of(&self, article: i64) -> bool {
        self.article == article
    }
}

/// The kept quotes that are the one at that place: mostly none or one; several where what were two
/// quotes is one now.
pub(super) fn kept_at(
    connection: &Connection,
    article: i64,
    ordinal: usize,
) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare_cached(
            "SELECT id FROM kept_quote WHERE article = ?1 AND ordinal = ?2 ORDER BY id",
        )?
        .query_map(params![article, ordinal], |row| row.get(0))?
        .collect()
}

impl Batch<'_> {
    /// Keeps the quote at a place; nothing where there is none.
    pub(super) fn keep_quote(
        &self,
        quotes: &QuotesOf,
        ordinal: usize,
    ) -> rusqlite::Result<Option<i64>> {
        let Ok(at) = quotes.texts.binary_search_by_key(&ordinal, |(n, _)| *n) else {
            return Ok(None);
        };
        self.touch(quotes.article)?;
        let (words, nth) = (&quotes.texts[at].1, quotes.numbers[at]);
        self.transaction
            .prepare_cached(
                "INSERT INTO kept_quote (article, words, nth, ordinal) VALUES (?1, ?2, ?3, ?4)",
            )?
            .insert(params![quotes.article, words, nth, ordinal])
            .map(Some)
    }

    /// Brings the kept quotes of an article to those that it has now.
    pub(super) fn bring_kept_quotes(&self, article: i64) -> rusqlite::Result<()> {
        let kept: Vec<(i64, String, usize)> = self
            .transaction
            .prepare_cached("SELECT id, words, nth FROM kept_quote WHERE article = ?1")?
            .query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        if kept.is_empty() {
            return Ok(());
        }
        let quotes = QuotesOf::article(&self.transaction, article)?;
        let found: Vec<Vec<String>> = quotes.texts.iter().map(|(_, text)| bare(text)).collect();
        let mut put = self
            .transaction
            .prepare_cached("UPDATE kept_quote SET ordinal = ?2 WHERE id = ?1")?;
        for (id, words, nth) in kept {
            let at = find(&bare(&words), nth, &found, &quotes.numbers);
            put.execute(params![id, at.map(|at| quotes.texts[at].0)])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kept: &str, nth: usize, quotes: &[&str]) -> Option<usize> {
        let quotes: Vec<Vec<String>> = quotes.iter().map(|q| bare(q)).collect();
        find(&bare(kept), nth, &quotes, &numbered(&quotes))
    }

    #[test]
    fn the_same_words_are_the_same_quote_whatever_the_marks() {
        let quotes = [
            "We don’t know",
            "It will CLOSE … by May",
            "It will close by May",
        ];
        assert_eq!(found("It will close by May.", 0, &quotes), Some(1));
        assert_eq!(found("It will close by May.", 1, &quotes), Some(2));
        assert_eq!(found("It will close by May.", 7, &quotes), Some(2));
    }

    #[test]
    fn bounds_that_were_drawn_otherwise_are_followed() {
        let kept = "we will not close the harbour this year";
        let longer = "she added, we will not close the harbour this year, whatever the cost may be";
        assert_eq!(found(kept, 0, &["Never", longer]), Some(1));
        assert_eq!(found(longer, 0, &["whatever it is", kept]), Some(1));
        let corrected = "we will not close the harbor this year";
        assert_eq!(found(kept, 0, &[corrected]), Some(0));
        // Cut in two: the longer half.
        assert_eq!(
            found(kept, 0, &["we will not", "close the harbour this year"]),
            Some(1)
        );
        assert_eq!(
            found("a disgrace", 0, &["It is a disgrace to us all"]),
            Some(0)
        );
    }

    #[test]
    fn other_words_are_another_quote() {
        let quotes = ["The harbour will close", "Nothing of the kind was said", ""];
        assert_eq!(found("the weather will be fine", 0, &quotes), None);
        assert_eq!(found("", 0, &["words"]), None);
    }
}
