//! Lines that many articles of a publisher have: where their prints and what was found out about
//! them are kept.
//!
//! No article is written again when a line turns out to be furniture: blocks are marked when an
//! article is read. So what is shown depends on what is in the store at the end of an import, and
//! not on the order in which it came; articles from before are treated as new ones are.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use rusqlite::{OptionalExtension, params};

use crate::import::{LineCount, LinePrint, line_prints, mark_repeated};
use crate::model::{Article, ArticleId, StoredArticle};

use super::{Batch, Store, StoreError, codec};

/// How long publishers are weighed in one transaction, which others wait for.
const AT_ONCE: Duration = Duration::from_millis(200);

impl Store {
    /// Takes the lines of at most `count` articles that an older schema left, in one transaction; how
    /// many those were. To be asked until it says 0.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn take_lines(&mut self, count: usize) -> Result<usize, StoreError> {
        let ids = self.unlined(count);
        let ids = self.typed(ids)?;
        if ids.is_empty() {
            return Ok(0);
        }
        let mut articles = Vec::with_capacity(ids.len());
        for id in &ids {
            let stored = self.whole(*id).optional();
            articles.push(self.typed(stored)?);
        }
        let batch = self.batch()?;
        for (id, article) in ids.iter().zip(&articles) {
            let article = article.as_ref().map(|stored| &stored.article);
            let done = batch.lined(*id, article);
            batch.typed(done)?;
        }
        batch.commit()?;
        Ok(ids.len())
    }

    fn unlined(&self, count: usize) -> rusqlite::Result<Vec<ArticleId>> {
        self.connection
            .prepare_cached("SELECT article FROM unlined ORDER BY article LIMIT ?1")?
            .query_map([count], |row| Ok(ArticleId(row.get(0)?)))?
            .collect()
    }

    /// Counts the lines of publishers of whom articles were put since the last time, as many as can be
    /// in a short time; whether there was such a one. To be asked until there is none, at the end of
    /// an import.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn weigh_lines(&mut self) -> Result<bool, StoreError> {
        let batch = self.batch()?;
        let (started, mut any) = (Instant::now(), false);
        while started.elapsed() < AT_ONCE {
            let done = batch.weigh();
            if !batch.typed(done)? {
                break;
            }
            any = true;
        }
        if any {
            batch.commit()?;
        }
        Ok(any)
    }

    /// Marks what is furniture of an article that was read.
    pub(super) fn mark_furniture(&self, stored: &mut StoredArticle) -> rusqlite::Result<()> {
        let Some(publisher) = &stored.article.publisher else {
            return Ok(());
        };
        let mut statement = self
            .connection
            .prepare_cached("SELECT line FROM furniture WHERE publisher = ?1")?;
        let known: HashSet<LinePrint> = statement
            .query_map([publisher], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?
            .collect::<rusqlite::Result<_>>()?;
        mark_repeated(&mut stored.article, &stored.extraction, &known);
        Ok(())
    }
}

impl Batch<'_> {
    fn lined(&self, id: ArticleId, article: Option<&Article>) -> rusqlite::Result<()> {
        // Another program may have replaced the article since it was read, or taken it out.
        let waits = self.take_from_unlined(id.0)?;
        match article {
            Some(article) if waits => self.put_lines(id.0, article),
            _ => Ok(()),
        }
    }

    /// Whether the lines of the article were still to be taken; now they are not.
    fn take_from_unlined(&self, id: i64) -> rusqlite::Result<bool> {
        self.transaction
            .prepare_cached("DELETE FROM unlined WHERE article = ?1")?
            .execute([id])
            .map(|waited| waited > 0)
    }

    /// Keeps the lines of an article that could be furniture.
    pub(super) fn put_lines(&self, id: i64, article: &Article) -> rusqlite::Result<()> {
        let Some(publisher) = &article.publisher else {
            return Ok(());
        };
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO line_print (publisher, article, weighed, lines)
                 VALUES (?1, ?2, 0, ?3)",
            )?
            .execute(params![
                publisher,
                id,
                codec::prints_bytes(&line_prints(article))
            ])
            .map(drop)
    }

    /// Forgets the lines of an article that is about to be replaced.
    pub(super) fn forget_lines(&self, id: i64) -> rusqlite::Result<()> {
        self.take_from_unlined(id)?;
        let publisher: Option<String> = self
            .transaction
            .prepare_cached("SELECT publisher FROM article WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        self.transaction
            .prepare_cached("DELETE FROM line_print WHERE publisher = ?1 AND article = ?2")?
            .execute(params![publisher, id])?;
        self.transaction
            .prepare_cached(
                "UPDATE line_print SET weighed = 0 WHERE publisher = ?1 AND article =
                 (SELECT min(article) FROM line_print WHERE publisher = ?1)",
            )?
            .execute([publisher])
            .map(drop)
    }

    fn weigh(&self) -> rusqlite::Result<bool> {
        let publisher: Option<String> = self
            .transaction
            .prepare_cached("SELECT publisher FROM line_print WHERE weighed = 0 LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let Some(publisher) = publisher else {
            return Ok(false);
        };
        let mut count = LineCount::default();
        self.each_print(&publisher, |lines| count.first(lines))?;
        count.turn();
        self.each_print(&publisher, |lines| count.second(lines))?;
        self.transaction
            .prepare_cached("DELETE FROM furniture WHERE publisher = ?1")?
            .execute([&publisher])?;
        for line in count.furniture() {
            self.transaction
                .prepare_cached("INSERT INTO furniture (publisher, line) VALUES (?1, ?2)")?
                .execute(params![publisher, line.cast_signed()])?;
        }
        self.transaction
            .prepare_cached(
                "UPDATE line_print SET weighed = 1 WHERE publisher = ?1 AND weighed = 0",
            )?
            .execute([&publisher])?;
        Ok(true)
    }

    fn each_print(
        &self,
        publisher: &str,
        mut see: impl FnMut(&mut dyn Iterator<Item = LinePrint>),
    ) -> rusqlite::Result<()> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT lines FROM line_print WHERE publisher = ?1")?;
        let mut rows = statement.query([publisher])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob()?;
            see(&mut codec::prints(bytes));
        }
        Ok(())
    }
}
