//! The files that articles are from: what is known of them, and what is gone.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params};

use crate::extract::ENGINE;
use crate::import::Stamp;
use crate::model::{ArticleId, FileId};

use super::{Batch, KnownArticle, Store, StoreError};

/// What is known of a file that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// Row number.
    pub id: FileId,
    /// Its size and time of change then.
    pub stamp: Stamp,
    /// Hash of its bytes then, where it was taken.
    pub hash: Option<u64>,
    /// What read it: versions and options.
    pub reader: String,
    /// The names of fields that it was read by, as they were written.
    pub map: Vec<String>,
    /// When, in seconds since 1970.
    pub imported: i64,
    /// Whether it was read to its end, and what failed in it is kept.
    pub whole: bool,
    /// Articles it held then.
    pub records: u64,
}

/// What is known of an article that is from a file of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRecord {
    /// Row number.
    pub id: ArticleId,
    /// Where it is from.
    pub location: String,
    /// Hash of the bytes it was read from.
    pub hash: u64,
    /// The same article where this engine found its quotes: it needs no reading.
    pub known: Option<KnownArticle>,
}

/// How reading a file ended.
#[derive(Clone, Copy, Debug)]
pub struct FileEnd<'a> {
    /// Its size and time of change when reading began.
    pub stamp: Stamp,
    /// Hash of its bytes.
    pub hash: Option<u64>,
    /// What read it.
    pub reader: &'a str,
    /// Articles in it.
    pub records: u64,
    /// What could not be read in it, a message each.
    pub failures: &'a [String],
}

impl Store {
    /// What is known of the file at the absolute path `path`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn file(&self, path: &str) -> Result<Option<KnownFile>, StoreError> {
        let sql = "SELECT id, size, mtime, hash, reader, imported, whole, records, map FROM file
                   WHERE path = ?1";
        let found = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_row([path], |row| {
                let hash: Vec<u8> = row.get(3)?;
                let map: String = row.get(8)?;
                Ok(KnownFile {
                    map: serde_json::from_str(&map).unwrap_or_default(),
                    id: FileId(row.get(0)?),
                    stamp: Stamp {
                        size: row.get(1)?,
                        mtime: row.get(2)?,
                    },
                    hash: hash.try_into().ok().map(u64::from_be_bytes),
                    reader: row.get(4)?,
                    imported: row.get(5)?,
                    whole: row.get(6)?,
                    records: row.get(7)?,
                })
            })
            .optional()
        });
        self.typed(found)
    }

    /// What could not be read in a file, a message each.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn failures(&self, file: FileId) -> Result<Vec<String>, StoreError> {
        self.column(
            "SELECT message FROM failure WHERE file = ?1 ORDER BY ordinal",
            file.0,
        )
    }

    /// The articles of a file, those too that are in it no more.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn articles_of(&self, file: FileId) -> Result<Vec<ArticleId>, StoreError> {
        let ids = self.column("SELECT id FROM article WHERE file = ?1 ORDER BY id", file.0)?;
        Ok(ids.into_iter().map(ArticleId).collect())
    }

    /// At most `limit` of the articles whose location is in the file at `path`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn records_in(&self, path: &str, limit: usize) -> Result<Vec<KnownRecord>, StoreError> {
        // '$' comes after '#'.
        let sql = "SELECT id, location, hash, file, engine = ?3 AND linked = 1 FROM article
                   WHERE location > ?1 || '#' AND location < ?1 || '$' LIMIT ?2";
        let rows = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map(params![path, limit, ENGINE], |row| {
                let (id, hash) = (ArticleId(row.get(0)?), row.get::<_, Vec<u8>>(2)?);
                let file = row.get::<_, Option<i64>>(3)?.map(FileId);
                let current: bool = row.get(4)?;
                Ok(KnownRecord {
                    id,
                    location: row.get(1)?,
                    hash: hash.try_into().map_or(0, u64::from_be_bytes),
                    known: current.then_some(KnownArticle { id, file }),
                })
            })?
            .collect()
        });
        self.typed(rows)
    }

    /// The files at or below the absolute path `root`, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn files_below(&self, root: &str) -> Result<Vec<(FileId, String)>, StoreError> {
        let rows = self.below("SELECT id, path FROM file", "path", root)?;
        Ok(rows
            .into_iter()
            .map(|(id, path)| (FileId(id), path))
            .collect())
    }

    /// The files whose path goes up again in its middle, as earlier releases kept them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn files_astray(&self) -> Result<Vec<(FileId, String)>, StoreError> {
        let sql = "SELECT id, path FROM file WHERE path LIKE '%/../%' ORDER BY path";
        let rows = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map([], |row| Ok((FileId(row.get(0)?), row.get(1)?)))?
                .collect()
        });
        self.typed(rows)
    }

    /// The articles at or below `root` that no file is known of: those of the first schema that
    /// were not imported again, and their locations.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unfiled_below(&self, root: &str) -> Result<Vec<(ArticleId, String)>, StoreError> {
        let sql = "SELECT id, location FROM article";
        let rows = self.below(sql, "file IS NULL AND location", root)?;
        Ok(rows
            .into_iter()
            .map(|(id, place)| (ArticleId(id), place))
            .collect())
    }

    fn below(&self, sql: &str, column: &str, root: &str) -> Result<Vec<(i64, String)>, StoreError> {
        let sql = format!("{sql} WHERE {column} >= ?1 ORDER BY 2");
        let rows = self.connection.prepare_cached(&sql).and_then(|mut s| {
            let mut found = Vec::new();
            let mut rows = s.query([root])?;
            while let Some(row) = rows.next()? {
                let path: String = row.get(1)?;
                let Some(rest) = path.strip_prefix(root) else {
                    break;
                };
                // A file called like the folder, and more, lies beside it.
                if rest.is_empty()
                    || root.ends_with(['/', '\\'])
                    || rest.starts_with(['/', '\\', '#'])
                {
                    found.push((row.get(0)?, path));
                }
            }
            Ok(found)
        });
        self.typed(rows)
    }

    fn column<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        of: i64,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map([of], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<T>>>()
        });
        self.typed(rows)
    }
}

impl Batch<'_> {
    /// Notes that the file at `path` is being read by the names in `map`: until
    /// [`Batch::finish_file`] it is not whole, and the next import reads it again.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn begin_file(&mut self, path: &str, map: &[String]) -> Result<FileId, StoreError> {
        let sql =
            "INSERT INTO file (path, size, mtime, hash, reader, imported, whole, records, map)
                   VALUES (?1, 0, 0, x'', '', ?2, 0, 0, ?3)
                   ON CONFLICT (path) DO UPDATE SET whole = 0, map = ?3 RETURNING id";
        let map = serde_json::json!(map).to_string();
        let id = self
            .transaction
            .prepare_cached(sql)
            .and_then(|mut s| s.query_row(params![path, self.now, map], |row| row.get(0)));
        self.typed(id).map(FileId)
    }

    /// Notes that a file was read to its end.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn finish_file(&mut self, file: FileId, end: &FileEnd<'_>) -> Result<(), StoreError> {
        let done = self.try_finish(file, end);
        self.typed(done)
    }

    fn try_finish(&self, file: FileId, end: &FileEnd<'_>) -> rusqlite::Result<()> {
        let hash = end.hash.map(u64::to_be_bytes);
        self.transaction
            .prepare_cached(
                "UPDATE file SET size = ?2, mtime = ?3, hash = ?4, reader = ?5, imported = ?6,
                        whole = 1, records = ?7 WHERE id = ?1",
            )?
            .execute(params![
                file.0,
                end.stamp.size,
                end.stamp.mtime,
                hash.as_ref().map_or(&[][..], |h| &h[..]),
                end.reader,
                self.now,
                end.records,
            ])?;
        self.transaction
            .prepare_cached("DELETE FROM failure WHERE file = ?1")?
            .execute([file.0])?;
        let mut statement = self
            .transaction
            .prepare_cached("INSERT INTO failure (file, ordinal, message) VALUES (?1, ?2, ?3)")?;
        for (ordinal, message) in end.failures.iter().enumerate() {
            statement.execute(params![file.0, ordinal, message])?;
        }
        Ok(())
    }

    /// Notes that a file was found to have the bytes it had, at another time or with another
    /// time of change.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn confirm_file(&mut self, file: FileId, stamp: Stamp) -> Result<(), StoreError> {
        let sql = "UPDATE file SET size = ?2, mtime = ?3, imported = ?4 WHERE id = ?1";
        let done = self
            .transaction
            .prepare_cached(sql)
            .and_then(|mut s| s.execute(params![file.0, stamp.size, stamp.mtime, self.now]));
        self.typed(done).map(drop)
    }

    /// Gives an article that is in the store already to the file it was found in: the article of that number,
    /// or where that has gone since, the one that has its location now. Nothing where there is none.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn adopt(
        &mut self,
        article: ArticleId,
        location: &str,
        file: FileId,
    ) -> Result<Option<ArticleId>, StoreError> {
        let done = self.try_adopt(article, location, file);
        self.typed(done)
    }

    fn try_adopt(
        &self,
        article: ArticleId,
        location: &str,
        file: FileId,
    ) -> rusqlite::Result<Option<ArticleId>> {
        let there = self
            .transaction
            .prepare_cached(
                "SELECT id, file FROM article WHERE id = ?1 OR location = ?2 ORDER BY id <> ?1",
            )?
            .query_row(params![article.0, location], |row| {
                Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?))
            })
            .optional()?;
        if let Some((id, _)) = there.filter(|(_, of)| *of != Some(file.0)) {
            self.transaction
                .prepare_cached("UPDATE article SET file = ?2 WHERE id = ?1")?
                .execute([id, file.0])?;
        }
        Ok(there.map(|(id, _)| ArticleId(id)))
    }

    /// Gives articles other locations, which no articles but these may have.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn relocate(&mut self, to: &[(ArticleId, String)]) -> Result<(), StoreError> {
        let done = self.try_relocate(to);
        self.typed(done)
    }

    fn try_relocate(&self, to: &[(ArticleId, String)]) -> rusqlite::Result<()> {
        let sql = "UPDATE article SET location = ?2 WHERE id = ?1";
        let mut set = self.transaction.prepare_cached(sql)?;
        // One may go where another is still.
        for (id, _) in to {
            set.execute(params![id.0, format!("moving {}", id.0)])?;
        }
        for (id, location) in to {
            set.execute(params![id.0, location])?;
        }
        Ok(())
    }

    /// Takes out a file and the articles that are from it; how many those were.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remove_file(&mut self, file: FileId) -> Result<usize, StoreError> {
        let removed = self.remove_all_but(file, &HashSet::new())?;
        let done = self
            .transaction
            .execute("DELETE FROM file WHERE id = ?1", [file.0]);
        self.typed(done)?;
        Ok(removed)
    }

    /// Takes out the articles of a file that are not in `kept`; how many those were.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remove_all_but(
        &mut self,
        file: FileId,
        kept: &HashSet<ArticleId>,
    ) -> Result<usize, StoreError> {
        let ids = self
            .transaction
            .prepare_cached("SELECT id FROM article WHERE file = ?1 ORDER BY id")
            .and_then(|mut s| {
                s.query_map([file.0], |row| row.get(0).map(ArticleId))?
                    .collect::<rusqlite::Result<Vec<_>>>()
            });
        let mut removed = 0;
        for id in self.typed(ids)?.iter().filter(|id| !kept.contains(id)) {
            self.remove_article(*id)?;
            removed += 1;
        }
        Ok(removed)
    }

    /// Takes out an article with all that the machine found. What the person did with it waits for
    /// it to come back. Where it is only elsewhere now (another article of the same bytes, with which
    /// the person did nothing), the other is taken out and this one stands in its place.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remove_article(&mut self, article: ArticleId) -> Result<(), StoreError> {
        let done = match self.moved_to(article.0) {
            Ok(Some(elsewhere)) => self.take_place(article.0, elsewhere),
            Ok(None) => self.try_remove(article.0),
            Err(error) => Err(error),
        };
        self.typed(done)
    }

    pub(super) fn try_remove(&self, article: i64) -> rusqlite::Result<()> {
        self.leave_group(article)?;
        self.forget_sketch(article)?;
        self.enter_tally()?;
        self.transaction
            .prepare_cached("DELETE FROM article WHERE id = ?1")?
            .execute([article])
            .map(drop)
    }

    /// The article that a touched one is now, among those that say the same.
    fn moved_to(&self, article: i64) -> rusqlite::Result<Option<i64>> {
        self.transaction
            .prepare_cached(
                "SELECT v.id FROM article a JOIN article v ON v.variant_of = ifnull(a.variant_of, a.id)
                     OR v.id = a.variant_of
                 WHERE a.id = ?1 AND a.id IN (SELECT article FROM touched) AND v.hash = a.hash
                     AND v.id <> a.id AND v.id NOT IN (SELECT article FROM touched)
                 ORDER BY v.id LIMIT 1",
            )?
            .query_row([article], |row| row.get(0))
            .optional()
    }

    /// Takes out `other` and gives its place to `article`.
    pub(super) fn take_place(&self, article: i64, other: i64) -> rusqlite::Result<()> {
        let place: (String, Option<i64>) = self
            .transaction
            .prepare_cached("SELECT location, file FROM article WHERE id = ?1")?
            .query_row([other], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.try_remove(other)?;
        self.transaction
            .prepare_cached("UPDATE article SET location = ?2, file = ?3 WHERE id = ?1")?
            .execute(params![article, place.0, place.1])
            .map(drop)
    }
}
