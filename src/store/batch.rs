//! Writing: a batch is one transaction of the one writer.

use std::cell::RefCell;

use rusqlite::limits::Limit;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::extract::ENGINE;
use crate::import::{Sketch, Source, language};
use crate::model::{Article, ArticleId, Extraction, FileId, Likeness};

use super::groups::Place;
use super::schema::VERSION;
use super::tally::Tally;
use super::window::{day_key, title_key};
use super::{IndexWords, Store, StoreError, clock, codec, turn};

/// Bytes of a row for one of text, at most: the bounds of a block of one letter are the longest.
const LARGEST_ROW: usize = 32;

/// How long a title stood in by the opening words may be, in characters.
pub(super) const STAND_IN: usize = 80;

/// The language of a text whose language cannot be told (ISO 639-3: undetermined).
pub(super) const UNTOLD: &str = "und";

/// What became of an article that was put into the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there before.
    New,
    /// It replaced an earlier state of the same location; marks stay.
    Changed,
    /// The same bytes, read by the same engine, are there already; nothing was written but the links
    /// behind its words, where an older schema had none.
    Unchanged,
}

/// An article to be stored, with all that is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Where it is from.
    pub source: &'a Source,
    /// The article.
    pub article: &'a Article,
    /// Its quotes and speakers.
    pub extraction: &'a Extraction,
    /// Language of its text, where it can be told.
    pub lang: Option<&'a str>,
    /// What its text is found by among others.
    pub sketch: &'a Sketch,
    /// What it is found by in filters.
    pub words: &'a IndexWords,
    /// Whether the quotes came with the article, so that they are never looked for again.
    pub given: bool,
    /// The file it is from, where it is from one.
    pub file: Option<FileId>,
}

/// What became of an [`Entry`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Put {
    /// The article's row number.
    pub id: ArticleId,
    /// Whether it was there.
    pub outcome: Outcome,
    /// The article that it says the same as, and how, where it does.
    pub variant: Option<(ArticleId, Likeness)>,
    /// Whether it stands for others that it contains, which were there before.
    pub contains: bool,
}

/// An article that is in the store with the same bytes, read by the same engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownArticle {
    /// Row number.
    pub id: ArticleId,
    /// The file it is from, where that is known.
    pub file: Option<FileId>,
}

/// A write transaction. Dropped without [`Batch::commit`], it leaves no trace.
pub struct Batch<'a> {
    pub(super) transaction: Transaction<'a>,
    pub(super) path: &'a std::path::Path,
    pub(super) now: i64,
    /// Words for the index, by article: see [`Batch::put_words`].
    pub(super) words: RefCell<Vec<(i64, IndexWords)>>,
    /// Speakers to be counted: see [`Batch::enter_tally`].
    pub(super) tally: RefCell<Tally>,
}

impl Store {
    /// Starts a write transaction; waits for another writer up to the busy timeout.
    ///
    /// # Errors
    /// When another writer holds the store, or it is read-only, or a newer release has brought it up to date
    /// since it was opened: what it keeps up then is not known here.
    pub fn batch(&mut self) -> Result<Batch<'_>, StoreError> {
        if self.read_only {
            return Err(self.unwritable());
        }
        let Self {
            connection, path, ..
        } = self;
        let transaction = turn::begin(connection, path).map_err(|e| StoreError::new(path, &e))?;
        let found = transaction.pragma_query_value(None, "user_version", |row| row.get(0));
        let found: usize = found.map_err(|e| StoreError::new(path, &e))?;
        if found > VERSION {
            return Err(StoreError::TooNew {
                path: path.clone(),
                found,
                known: VERSION,
            });
        }
        Ok(Batch {
            transaction,
            path,
            now: clock::seconds(),
            words: RefCell::default(),
            tally: RefCell::default(),
        })
    }

    /// The article of the same bytes from the same place, read by the same engine, if it is in the
    /// store: then extraction can be skipped.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known(&self, source: &Source) -> Result<Option<KnownArticle>, StoreError> {
        let sql = "SELECT id, file FROM article
                   WHERE location = ?1 AND hash = ?2 AND engine = ?3 AND linked = 1";
        let known = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_row(
                params![source.location, source.hash.to_be_bytes(), ENGINE],
                |row| {
                    Ok(KnownArticle {
                        id: ArticleId(row.get(0)?),
                        file: row.get::<_, Option<i64>>(1)?.map(FileId),
                    })
                },
            )
            .optional()
        });
        self.typed(known)
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
        self.put_entry(&Entry {
            source,
            article,
            extraction,
            lang: language(&article.text),
            sketch: &Sketch::new(article),
            words: &IndexWords::of(article, extraction),
            given: false,
            file: None,
        })
        .map(|put| put.outcome)
    }

    /// As [`Batch::put`], with what the caller found out about the article already, and brings the
    /// article to those that say the same.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] where it does not fit into a row; then nothing of it is in the batch,
    /// which can go on. When the store cannot be written; then the batch should be dropped.
    pub fn put_entry(&mut self, entry: &Entry<'_>) -> Result<Put, StoreError> {
        if !self.may_be_too_large(entry.article) {
            return self.typed(self.try_put(entry));
        }
        let entered = self.words.borrow().len();
        let put = self
            .enter_tally()
            .and_then(|()| self.step("SAVEPOINT entry"))
            .and_then(|()| self.try_put(entry));
        let put = match put {
            Ok(put) => self.step("RELEASE entry").map(|()| put),
            Err(error) => {
                self.words.borrow_mut().truncate(entered);
                self.tally.take();
                // Where this fails too, so will the commit, and nothing of the batch stays.
                let _ = self
                    .step("ROLLBACK TO entry")
                    .and_then(|()| self.step("RELEASE entry"));
                Err(error)
            }
        };
        self.typed(put)
    }

    /// Whether a row of the article may be longer than a row can be. Most are far from it, and a
    /// savepoint costs time.
    fn may_be_too_large(&self, article: &Article) -> bool {
        let limit = self.transaction.limit(Limit::SQLITE_LIMIT_LENGTH);
        let limit = limit.map_or(0, |limit| usize::try_from(limit).unwrap_or(0));
        article.text.len().saturating_mul(LARGEST_ROW) > limit
    }

    fn step(&self, sql: &str) -> rusqlite::Result<()> {
        self.transaction.prepare_cached(sql)?.execute([]).map(drop)
    }

    /// Makes the batch lasting.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing of the batch is in it.
    pub fn commit(self) -> Result<(), StoreError> {
        let path = self.path;
        self.typed(self.enter_tally())?;
        self.typed(self.enter_words())?;
        self.typed(self.enter_state())?;
        self.transaction
            .commit()
            .map_err(|e| StoreError::new(path, &e))
    }

    /// Makes the batch lasting where what it was for succeeded.
    pub(super) fn done<T>(self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        let value = self.typed(result)?;
        self.commit()?;
        Ok(value)
    }

    /// Gives an error of SQLite its type and the store's path.
    pub(super) fn typed<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| StoreError::new(self.path, &e))
    }

    fn try_put(&self, entry: &Entry<'_>) -> rusqlite::Result<Put> {
        let Entry {
            source,
            article,
            extraction,
            ..
        } = *entry;
        let (id, outcome) = match self.earlier(source)? {
            Some((id, true, linked)) if linked || self.add_links(id, article)? => {
                return Ok(Put {
                    id: ArticleId(id),
                    outcome: Outcome::Unchanged,
                    variant: None,
                    contains: false,
                });
            }
            Some((id, ..)) => {
                self.leave_group(id)?;
                self.forget_sketch(id)?;
                self.forget_lines(id)?;
                self.update(id, entry)?;
                (id, Outcome::Changed)
            }
            None => (self.insert(entry)?, Outcome::New),
        };
        self.put_body(id, article)?;
        self.put_links(id, article)?;
        self.put_lines(id, article)?;
        self.put_words(id, entry.words.clone());
        self.put_speakers(id, day_key(article.date), extraction)?;
        self.put_quotes(id, article, extraction)?;
        let place = self.place(id, entry.sketch, &article.text)?;
        Ok(Put {
            id: ArticleId(id),
            outcome,
            variant: match place {
                Place::Variant(head, likeness) => Some((ArticleId(head), likeness)),
                Place::Alone | Place::Head | Place::Again(..) => None,
            },
            contains: matches!(place, Place::Head | Place::Again(..)),
        })
    }

    /// The article of the same location, whether it is the same in every way, and whether its links were
    /// read.
    fn earlier(&self, source: &Source) -> rusqlite::Result<Option<(i64, bool, bool)>> {
        self.transaction
            .prepare_cached(
                "SELECT id, hash = ?2 AND engine = ?3, linked FROM article WHERE location = ?1",
            )?
            .query_row(
                params![source.location, source.hash.to_be_bytes(), ENGINE],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
    }

    fn insert(&self, entry: &Entry<'_>) -> rusqlite::Result<i64> {
        let article = entry.article;
        let title = article.display_title(STAND_IN);
        let id = self.number(entry.source)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO article (location, hash, engine, imported, title, title_key,
                                      publisher, date, day, newest, quotes, lang, file,
                                      given, entered, linked, id, read, starred)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, -?9, ?10, ?11, ?12, ?13, 1, 1, ?14,
                         EXISTS (SELECT 1 FROM read_mark WHERE article = ?14),
                         EXISTS (SELECT 1 FROM star WHERE article = ?14))",
            )?
            .insert(params![
                entry.source.location,
                entry.source.hash.to_be_bytes(),
                ENGINE,
                self.now,
                title,
                title_key(&title),
                article.publisher,
                article.date.map(|d| d.to_string()),
                day_key(article.date),
                entry.extraction.quotes.len(),
                entry.lang.unwrap_or(UNTOLD),
                entry.file.map(|f| f.0),
                entry.given,
                id,
            ])
    }

    /// The number for an article that is not there: the one it had when the person did something
    /// with it, else one that nobody has or had.
    fn number(&self, source: &Source) -> rusqlite::Result<i64> {
        self.transaction
            .prepare_cached(
                "SELECT coalesce(
                     (SELECT min(article) FROM touched WHERE gone = 1 AND location = ?1),
                     (SELECT min(article) FROM touched WHERE gone = 1 AND hash = ?2),
                     1 + max(ifnull((SELECT max(id) FROM article), 0),
                             ifnull((SELECT max(article) FROM touched), 0)))",
            )?
            .query_row(params![source.location, source.hash.to_be_bytes()], |row| {
                row.get(0)
            })
    }

    fn update(&self, id: i64, entry: &Entry<'_>) -> rusqlite::Result<()> {
        let article = entry.article;
        let title = article.display_title(STAND_IN);
        self.transaction
            .prepare_cached(
                "UPDATE article SET hash = ?2, engine = ?3, imported = ?4, title = ?5,
                        title_key = ?6, publisher = ?7, date = ?8, day = ?9, newest = -?9,
                        quotes = ?10, lang = ?11, file = ifnull(?12, file), given = ?13, entered = 1,
                        linked = 1
                 WHERE id = ?1",
            )?
            .execute(params![
                id,
                entry.source.hash.to_be_bytes(),
                ENGINE,
                self.now,
                title,
                title_key(&title),
                article.publisher,
                article.date.map(|d| d.to_string()),
                day_key(article.date),
                entry.extraction.quotes.len(),
                entry.lang.unwrap_or(UNTOLD),
                entry.file.map(|f| f.0),
                entry.given,
            ])?;
        self.enter_tally()?;
        for table in ["body", "quote", "speaker", "link"] {
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
                                   blocks, text, date_from, removed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
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
                codec::date_from_text(article.date_from)?,
                codec::removed_json(&article.removed)?,
            ])
            .map(drop)
    }

    pub(super) fn put_quotes(
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
        self.bring_kept_quotes(id)
    }
}
