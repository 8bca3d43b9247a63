//! Articles of the first schema, whose language and sketch nobody has taken yet.

use rusqlite::params;

use crate::import::{Sketch, language};
use crate::model::{Article, ArticleId};

use super::batch::UNTOLD;
use super::{Batch, Store, StoreError};

/// Articles that are looked at in one transaction.
const AT_ONCE: usize = 256;

impl Store {
    /// Takes the language and the sketch of some articles that have none yet, and brings them to
    /// their groups; how many those were. To be asked until it says 0.
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
            batch.look(*id, article)?;
        }
        batch.commit()?;
        Ok(unseen.len())
    }

    fn unseen(&self) -> rusqlite::Result<Vec<(ArticleId, Article)>> {
        self.connection
            .prepare_cached(
                "SELECT a.id, b.headline, ifnull(b.text, '')
                 FROM article a LEFT JOIN body b ON b.article = a.id
                 WHERE a.lang IS NULL ORDER BY a.id LIMIT ?1",
            )?
            .query_map([AT_ONCE], |row| {
                let article = Article {
                    title: row.get(1)?,
                    text: row.get(2)?,
                    ..Article::default()
                };
                Ok((ArticleId(row.get(0)?), article))
            })?
            .collect()
    }
}

impl Batch<'_> {
    fn look(&mut self, id: ArticleId, article: &Article) -> Result<(), StoreError> {
        let lang = language(&article.text).unwrap_or(UNTOLD);
        let done = self
            .transaction
            .prepare_cached("UPDATE article SET lang = ?2 WHERE id = ?1 AND lang IS NULL")
            .and_then(|mut s| s.execute(params![id.0, lang]))
            .and_then(|_| self.place(id.0, &Sketch::new(article), &article.text));
        self.typed(done).map(drop)
    }
}
