//! Articles of an older schema, of which something is not known yet: language, sketch, words,
//! speakers of the collection.

use rusqlite::{OptionalExtension, params};

use crate::import::{Sketch, language};
use crate::model::{ArticleId, StoredArticle};

use super::batch::UNTOLD;
use super::window::day_key;
use super::{Batch, IndexWords, Store, StoreError};

/// Articles that are looked at in one transaction.
const AT_ONCE: usize = 256;

impl Store {
    /// Finds out what is not known yet of some articles of an older schema; how many those were. To
    /// be asked until it says 0.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn catch_up(&mut self) -> Result<usize, StoreError> {
        let unseen = self.unseen();
        let unseen = self.typed(unseen)?;
        if unseen.is_empty() {
            return Ok(0);
        }
        let mut batch = self.batch()?;
        for (id, article) in &unseen {
            let done = batch.enter(*id, article.as_ref());
            batch.typed(done)?;
        }
        batch.commit()?;
        Ok(unseen.len())
    }

    /// Articles with their text, where there is one.
    fn unseen(&self) -> rusqlite::Result<Vec<(ArticleId, Option<StoredArticle>)>> {
        let ids: Vec<i64> = self
            .connection
            .prepare_cached("SELECT id FROM article WHERE entered = 0 ORDER BY id LIMIT ?1")?
            .query_map([AT_ONCE], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        ids.into_iter()
            .map(|id| Ok((ArticleId(id), self.whole(ArticleId(id)).optional()?)))
            .collect()
    }
}

impl Batch<'_> {
    fn enter(&mut self, id: ArticleId, stored: Option<&StoredArticle>) -> rusqlite::Result<()> {
        if let Some(StoredArticle {
            article,
            extraction,
            ..
        }) = stored
        {
            let lang = language(&article.text).unwrap_or(UNTOLD);
            let looked = self
                .transaction
                .prepare_cached("UPDATE article SET lang = ?2 WHERE id = ?1 AND lang IS NULL")?
                .execute(params![id.0, lang])?;
            if looked > 0 {
                self.place(id.0, &Sketch::new(article), &article.text)?;
            }
            self.put_words(id.0, IndexWords::of(article, extraction));
            self.transaction
                .prepare_cached("DELETE FROM speaker WHERE article = ?1")?
                .execute([id.0])?;
            self.put_speakers(id.0, day_key(article.date), extraction)?;
        }
        self.transaction
            .prepare_cached("UPDATE article SET entered = 1 WHERE id = ?1")?
            .execute([id.0])
            .map(drop)
    }
}
