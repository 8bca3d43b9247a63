//! Writing: a batch is one transaction of the one writer.

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use crate::extract::ENGINE;
use crate::import::Source;
use crate::model::{Article, Extraction};
use crate::text::fold::fold_str;

use super::articles::seconds_now;
use super::window::{day_key, title_key};
use super::{Store, StoreError, codec};

/// How long a title stood in by the opening words may be, in characters.
const STAND_IN: usize = 80;

/// What became of an article that was put into the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there before.
    New,
    /// It replaced an earlier state of the same location; marks stay.
    Changed,
    /// The same bytes, read by the same engine, are there already; nothing was written.
    Unchanged,
}

/// A write transaction. Dropped without [`Batch::commit`], it leaves no trace.
pub struct Batch<'a> {
    transaction: Transaction<'a>,
    path: &'a std::path::Path,
    now: i64,
}

impl Store {
    /// Starts a write transaction; waits for another writer up to the busy timeout.
    ///
    /// # Errors
    /// When another writer holds the store, or it is read-only.
    pub fn batch(&mut self) -> Result<Batch<'_>, StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly(self.path.clone()));
        }
        let Self {
            connection, path, ..
        } = self;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| StoreError::new(path, &e))?;
        Ok(Batch {
            transaction,
            path,
            now: seconds_now(),
        })
    }

    /// Whether the same bytes from the same place, read by the same engine, are in the store: then
    /// extraction can be skipped.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known(&self, source: &Source) -> Result<bool, StoreError> {
        let sql = "SELECT hash = ?2 AND engine = ?3 FROM article WHERE location = ?1";
        let known = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_row(
                params![source.location, source.hash.to_be_bytes(), ENGINE],
                |row| row.get::<_, bool>(0),
            )
            .optional()
        });
        Ok(self.typed(known)?.unwrap_or(false))
    }
}

impl Batch<'_> {
    /// Stores an article with its quotes and speakers. An earlier state of the same location is
    /// replaced: the article keeps its id and the person's marks.
    ///
    /// # Errors
    /// When the store cannot be written; then the batch should be dropped.
    pub fn put(
        &mut self,
        source: &Source,
        article: &Article,
        extraction: &Extraction,
    ) -> Result<Outcome, StoreError> {
        self.try_put(source, article, extraction)
            .map_err(|e| StoreError::new(self.path, &e))
    }

    /// Makes the batch lasting.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing of the batch is in it.
    pub fn commit(self) -> Result<(), StoreError> {
        let path = self.path;
        self.transaction
            .commit()
            .map_err(|e| StoreError::new(path, &e))
    }

    fn try_put(
        &self,
        source: &Source,
        article: &Article,
        extraction: &Extraction,
    ) -> rusqlite::Result<Outcome> {
        let (id, outcome) = match self.earlier(source)? {
            Some((_, true)) => return Ok(Outcome::Unchanged),
            Some((id, false)) => {
                self.update(id, source, article, extraction)?;
                (id, Outcome::Changed)
            }
            None => (self.insert(source, article, extraction)?, Outcome::New),
        };
        self.put_body(id, article)?;
        self.put_speakers(id, extraction)?;
        self.put_quotes(id, article, extraction)?;
        Ok(outcome)
    }

    /// The article of the same location, and whether it is the same in every way.
    fn earlier(&self, source: &Source) -> rusqlite::Result<Option<(i64, bool)>> {
        self.transaction
            .prepare_cached(
                "SELECT id, hash = ?2 AND engine = ?3 FROM article WHERE location = ?1",
            )?
            .query_row(
                params![source.location, source.hash.to_be_bytes(), ENGINE],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
    }

    fn insert(
        &self,
        source: &Source,
        article: &Article,
        extraction: &Extraction,
    ) -> rusqlite::Result<i64> {
        let title = article.display_title(STAND_IN);
        let day = day_key(article.date);
        self.transaction
            .prepare_cached(
                "INSERT INTO article (location, hash, engine, imported, title, title_key,
                                      publisher, date, day, newest, quotes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, -?9, ?10)",
            )?
            .insert(params![
                source.location,
                source.hash.to_be_bytes(),
                ENGINE,
                self.now,
                title,
                title_key(&title),
                article.publisher,
                article.date.map(|d| d.to_string()),
                day,
                extraction.quotes.len(),
            ])
    }

    fn update(
        &self,
        id: i64,
        source: &Source,
        article: &Article,
        extraction: &Extraction,
    ) -> rusqlite::Result<()> {
        let title = article.display_title(STAND_IN);
        self.transaction
            .prepare_cached(
                "UPDATE article SET hash = ?2, engine = ?3, imported = ?4, title = ?5,
                        title_key = ?6, publisher = ?7, date = ?8, day = ?9, newest = -?9,
                        quotes = ?10
                 WHERE id = ?1",
            )?
            .execute(params![
                id,
                source.hash.to_be_bytes(),
                ENGINE,
                self.now,
                title,
                title_key(&title),
                article.publisher,
                article.date.map(|d| d.to_string()),
                day_key(article.date),
                extraction.quotes.len(),
            ])?;
        for table in ["body", "quote", "speaker"] {
            self.transaction
                .prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?
                .execute([id])?;
        }
        Ok(())
    }

    fn put_body(&self, id: i64, article: &Article) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT INTO body (article, headline, subtitle, byline, dateline, url, inferred,
                                   blocks, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                id,
                article.title,
                article.subtitle,
                article.byline,
                article.dateline,
                article.url,
                codec::inferred_json(article)?,
                codec::blocks_json(&article.blocks)?,
                article.text,
            ])
            .map(drop)
    }

    fn put_speakers(&self, id: i64, extraction: &Extraction) -> rusqlite::Result<()> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO speaker (article, ordinal, name, name_key, kind, role, detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for (ordinal, speaker) in extraction.speakers.iter().enumerate() {
            statement.execute(params![
                id,
                ordinal,
                speaker.name,
                fold_str(&speaker.name),
                speaker.kind.name(),
                speaker.role.as_ref().map(|r| r.text.as_str()),
                codec::speaker_detail(speaker)?,
            ])?;
        }
        Ok(())
    }

    fn put_quotes(
        &self,
        id: i64,
        article: &Article,
        extraction: &Extraction,
    ) -> rusqlite::Result<()> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO quote (article, ordinal, kind, text, speaker, role, via, confidence,
                                detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (ordinal, quote) in extraction.quotes.iter().enumerate() {
            statement.execute(params![
                id,
                ordinal,
                quote.kind.name(),
                quote.words(&article.text, usize::MAX),
                quote.speaker,
                quote.role.as_ref().map(|r| r.text.as_str()),
                quote.via,
                f64::from(quote.confidence),
                codec::quote_detail(quote)?,
            ])?;
        }
        Ok(())
    }
}
