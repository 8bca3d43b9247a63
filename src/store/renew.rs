//! Articles whose quotes an older engine found, and putting what a newer one finds in their place.
//! The person's marks stay; a batch is a transaction, so that stopping at any moment loses nothing.

use rusqlite::params;

use crate::extract::{ENGINE, extract};
use crate::fault::caught;
use crate::import::is_sought;
use crate::model::{ArticleId, Extraction, StoredArticle};

use super::window::day_key;
use super::{Batch, IndexWords, Store, StoreError};

/// An article whose quotes an older engine found.
#[derive(Clone, Debug)]
pub struct Outdated {
    /// The article as it is in the store.
    pub stored: StoredArticle,
    /// Language of its text, where it can be told.
    pub lang: Option<String>,
    engine: String,
    hash: Vec<u8>,
}

/// An article with its quotes found anew; nothing where that failed.
pub type FoundAnew = (Outdated, Option<Extraction>);

impl Outdated {
    /// Finds its quotes, as an import does. One bad text must not end the work on others.
    #[must_use]
    pub fn find_anew(self) -> FoundAnew {
        let find = || match is_sought(self.lang.as_deref()) {
            true => extract(&self.stored.article),
            false => Extraction::default(),
        };
        let found = caught(find).ok();
        (self, found)
    }
}

impl Store {
    /// At most `limit` articles whose quotes an older engine found; those that came with their
    /// quotes are left as they are. Where there are none the answer costs a look into an index.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outdated(&self, limit: usize) -> Result<Vec<Outdated>, StoreError> {
        let found = self.try_outdated(limit);
        self.typed(found)
    }

    /// How many articles [`Store::outdated`] would give in the end.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outdated_count(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM article WHERE given = 0 AND engine = ?1";
        let counted = self.engines().and_then(|engines| {
            let older = engines.iter().filter(|e| is_older(e));
            older
                .map(|engine| {
                    self.connection
                        .query_row(sql, [engine], |row| row.get::<_, u64>(0))
                })
                .sum::<rusqlite::Result<u64>>()
        });
        self.typed(counted)
    }

    fn try_outdated(&self, limit: usize) -> rusqlite::Result<Vec<Outdated>> {
        let mut found = Vec::new();
        for engine in self.engines()?.iter().filter(|e| is_older(e)) {
            let rows: Vec<(i64, Option<String>, Vec<u8>)> = self
                .connection
                .prepare_cached(
                    "SELECT id, lang, hash FROM article WHERE given = 0 AND engine = ?1
                     ORDER BY id LIMIT ?2",
                )?
                .query_map(params![engine, limit - found.len()], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?
                .collect::<rusqlite::Result<_>>()?;
            for (id, lang, hash) in rows {
                found.push(Outdated {
                    stored: self.whole(ArticleId(id))?,
                    lang: lang.filter(|l| l != super::batch::UNTOLD),
                    engine: engine.clone(),
                    hash,
                });
            }
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }

    /// The engines there are: a step in the index for each, however many articles it has.
    fn engines(&self) -> rusqlite::Result<Vec<String>> {
        self.connection
            .prepare_cached(
                "WITH RECURSIVE step (engine) AS (
                     SELECT (SELECT min(engine) FROM article WHERE given = 0)
                     UNION ALL
                     SELECT (SELECT min(engine) FROM article WHERE given = 0
                             AND engine > step.engine)
                     FROM step WHERE step.engine IS NOT NULL)
                 SELECT engine FROM step WHERE engine IS NOT NULL",
            )?
            .query_map([], |row| row.get(0))?
            .collect()
    }

    /// Puts what was found anew in the place of what an older engine found; nothing in place of
    /// something leaves the quotes as they are, and they are not looked for again. An article that
    /// was replaced meanwhile is left alone. How many were renewed.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing was changed.
    pub fn renew(&mut self, found: &[FoundAnew]) -> Result<usize, StoreError> {
        let batch = self.batch()?;
        let mut renewed = 0;
        for (outdated, extraction) in found {
            let done = batch.renew(outdated, extraction.as_ref());
            renewed += usize::from(batch.typed(done)?);
        }
        batch.commit()?;
        Ok(renewed)
    }
}

/// Whether an engine is older than this one. A newer release's quotes are never taken back.
fn is_older(engine: &str) -> bool {
    let number = |e: &str| e.parse::<u32>().unwrap_or(0);
    number(engine) < number(ENGINE)
}

impl Batch<'_> {
    fn renew(&self, old: &Outdated, found: Option<&Extraction>) -> rusqlite::Result<bool> {
        let (id, article) = (old.stored.id.0, &old.stored.article);
        let quotes = found.unwrap_or(&old.stored.extraction).quotes.len();
        let same = self
            .transaction
            .prepare_cached(
                "UPDATE article SET engine = ?2, quotes = ?3
                 WHERE id = ?1 AND engine = ?4 AND hash = ?5",
            )?
            .execute(params![id, ENGINE, quotes, old.engine, old.hash])?;
        let (1, Some(extraction)) = (same, found) else {
            return Ok(false);
        };
        self.enter_tally()?;
        for table in ["quote", "speaker"] {
            self.transaction
                .prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?
                .execute([id])?;
        }
        self.put_words(id, IndexWords::of(article, extraction));
        self.put_speakers(id, day_key(article.date), extraction)?;
        self.put_quotes(id, article, extraction)?;
        Ok(true)
    }
}
