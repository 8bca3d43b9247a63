//! Articles of an older schema, of which something is not known yet: language, sketch, words,
//! speakers of the collection.

use rusqlite::{OptionalExtension, params};

use crate::import::{Sketch, language};
use crate::model::{ArticleId, StoredArticle};

use super::batch::UNTOLD;
use super::window::day_key;
use super::{Batch, IndexWords, Store, StoreError};

/// What is found out about an article before anything is written.
struct Seen {
    id: ArticleId,
    found: Option<Found>,
}

struct Found {
    stored: StoredArticle,
    lang: &'static str,
    sketch: Sketch,
    words: IndexWords,
}

impl Store {
    /// Finds out what is not known yet of at most `count` articles of an older schema, in one
    /// transaction; how many those were. To be asked until it says 0.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn catch_up(&mut self, count: usize) -> Result<usize, StoreError> {
        let unseen = self.unseen(count);
        let unseen = self.typed(unseen)?;
        if unseen.is_empty() {
            return Ok(0);
        }
        let count = unseen.len();
        let mut batch = self.batch()?;
        for seen in unseen {
            let done = batch.enter(seen);
            batch.typed(done)?;
        }
        batch.commit()?;
        Ok(count)
    }

    /// Articles and what their texts say, where there are texts.
    fn unseen(&self, count: usize) -> rusqlite::Result<Vec<Seen>> {
        let ids: Vec<i64> = self
            .connection
            .prepare_cached("SELECT id FROM article WHERE entered = 0 ORDER BY id LIMIT ?1")?
            .query_map([count], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let look = |stored: StoredArticle| Found {
            lang: language(&stored.article.text).unwrap_or(UNTOLD),
            sketch: Sketch::new(&stored.article),
            words: IndexWords::of(&stored.article, &stored.extraction),
            stored,
        };
        ids.into_iter()
            .map(|id| {
                let id = ArticleId(id);
                let found = self.whole(id).optional()?.map(look);
                Ok(Seen { id, found })
            })
            .collect()
    }
}

impl Batch<'_> {
    fn enter(&mut self, Seen { id, found }: Seen) -> rusqlite::Result<()> {
        // Another program may have replaced the article since it was read, or taken it out.
        let waits = self
            .transaction
            .prepare_cached("UPDATE article SET entered = 1 WHERE id = ?1 AND entered = 0")?
            .execute([id.0])?;
        let Some(found) = found.filter(|_| waits > 0) else {
            return Ok(());
        };
        let StoredArticle {
            article,
            extraction,
            ..
        } = &found.stored;
        let looked = self
            .transaction
            .prepare_cached("UPDATE article SET lang = ?2 WHERE id = ?1 AND lang IS NULL")?
            .execute(params![id.0, found.lang])?;
        if looked > 0 {
            self.place(id.0, &found.sketch, &article.text)?;
        }
        self.put_words(id.0, found.words);
        self.enter_tally()?;
        self.transaction
            .prepare_cached("DELETE FROM speaker WHERE article = ?1")?
            .execute([id.0])?;
        self.put_speakers(id.0, day_key(article.date), extraction)
    }
}
