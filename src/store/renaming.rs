//! A file that is known by another name than its own: it gets its own, and what was there by both is one.
//!
//! The same record is the same bytes, wherever in the file it is: a file may have changed between the two
//! times it was imported. Of the two rows of a record the one with which the person did something stays,
//! with its number; where they did something with both, the one of the file's own name has the marks
//! of both.

use rusqlite::{OptionalExtension, params};
use rustc_hash::FxHashMap;

use crate::extract::ENGINE;
use crate::model::FileId;

use super::{Batch, StoreError, codec};

/// Rows that were one record with other rows, and what they are now.
type Joined = FxHashMap<i64, i64>;

/// An article of a file.
struct Row {
    id: i64,
    location: String,
    hash: Vec<u8>,
    touched: bool,
}

const ROW: &str = "SELECT id, location, hash, id IN (SELECT article FROM touched) FROM article";

impl Batch<'_> {
    /// Gives a file another path, and its articles the locations that go with it. Where one of that path is
    /// there already, both are the same file: records that both have are one, with the marks of either, and the
    /// other articles are of that file too.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn rename_file(&mut self, file: FileId, from: &str, to: &str) -> Result<(), StoreError> {
        let renamed = self.try_rename(file, from, to);
        self.typed(renamed)
    }

    /// Takes out a file that is known by the path `to` as well, with the articles that are of this one
    /// alone; the others are one with those of that path, with the marks of either. How many articles it had.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remove_double(
        &mut self,
        file: FileId,
        from: &str,
        to: &str,
    ) -> Result<usize, StoreError> {
        let joined = self
            .file_at(to, file)
            .and_then(|there| self.join_records(file, from, there, to));
        let joined = self.typed(joined)?;
        Ok(joined + self.remove_file(file)?)
    }

    fn try_rename(&self, file: FileId, from: &str, to: &str) -> rusqlite::Result<()> {
        let there = self.file_at(to, file)?;
        self.join_records(file, from, there, to)?;
        self.bring_along(file, from, to)?;
        let Some(there) = there else {
            return self
                .transaction
                .prepare_cached("UPDATE file SET path = ?2 WHERE id = ?1")?
                .execute(params![file.0, to])
                .map(drop);
        };
        for sql in [
            "UPDATE article SET file = ?2 WHERE file = ?1",
            "DELETE FROM file WHERE id = ?1 AND ?2 = ?2",
        ] {
            let mut statement = self.transaction.prepare_cached(sql)?;
            statement.execute([file.0, there.0])?;
        }
        // A row that stays may be what an older engine made of its record.
        self.transaction
            .prepare_cached(
                "UPDATE file SET whole = 0 WHERE id = ?1
                 AND EXISTS (SELECT 1 FROM article WHERE file = ?1 AND engine <> ?2)",
            )?
            .execute(params![there.0, ENGINE])
            .map(drop)
    }

    fn file_at(&self, path: &str, but: FileId) -> rusqlite::Result<Option<FileId>> {
        self.transaction
            .prepare_cached("SELECT id FROM file WHERE path = ?1 AND id <> ?2")?
            .query_row(params![path, but.0], |row| row.get(0).map(FileId))
            .optional()
    }

    /// Makes one of each two articles that are the same record by both names; how many those were.
    fn join_records(
        &self,
        file: FileId,
        from: &str,
        there: Option<FileId>,
        to: &str,
    ) -> rusqlite::Result<usize> {
        // '$' comes after '#'. Articles of the first schema are of no file.
        let own = format!(
            "{ROW} WHERE file = ?1
             UNION ALL {ROW} WHERE location = ?2 AND file IS NULL
             UNION ALL {ROW} WHERE location > ?2 || '#' AND location < ?2 || '$' AND file IS NULL
             ORDER BY 1"
        );
        let own = self.rows(&own, params![there.map(|f| f.0), to])?;
        if own.is_empty() {
            return Ok(0);
        }
        let odd = self.rows(&format!("{ROW} WHERE file = ?1 ORDER BY id"), [file.0])?;
        let pairs = pairs(&odd, &own, from, to);
        let mut joined = Joined::default();
        for (odd, own) in &pairs {
            match (odd.touched, own.touched) {
                (true, true) => {
                    self.join_marks(odd.id, own.id)?;
                    joined.insert(odd.id, own.id);
                }
                (true, false) => self.take_place(odd.id, own.id)?,
                (false, _) => self.try_remove(odd.id)?,
            }
        }
        if !joined.is_empty() {
            self.join_letters(&joined)?;
            self.join_changes(&joined)?;
        }
        Ok(pairs.len())
    }

    fn rows(&self, sql: &str, of: impl rusqlite::Params) -> rusqlite::Result<Vec<Row>> {
        self.transaction
            .prepare_cached(sql)?
            .query_map(of, |row| {
                Ok(Row {
                    id: row.get(0)?,
                    location: row.get(1)?,
                    hash: row.get(2)?,
                    touched: row.get(3)?,
                })
            })?
            .collect()
    }

    /// Gives the articles of a file the locations by its other name; where another has that, a record gets one
    /// beside it, and a file that is one article keeps its own.
    fn bring_along(&self, file: FileId, from: &str, to: &str) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "UPDATE OR IGNORE article SET location = ?3 || substr(location, length(?2) + 1)
                 WHERE file = ?1 AND substr(location, 1, length(?2)) = ?2",
            )?
            .execute(params![file.0, from, to])?;
        let left = format!("{ROW} WHERE file = ?1 AND substr(location, 1, length(?2)) = ?2");
        let left = self.rows(&left, params![file.0, format!("{from}#")])?;
        let sql = "UPDATE OR IGNORE article SET location = ?2 WHERE id = ?1";
        let mut set = self.transaction.prepare_cached(sql)?;
        for one in left {
            let place = one.location.strip_prefix(from).unwrap_or_default();
            let mut number = 1;
            while set.execute(params![one.id, gone_place(&format!("{to}{place}"), number)])? == 0 {
                number += 1;
            }
        }
        Ok(())
    }

    /// Takes out one of two articles that are the same, after giving what the person did with it to the other.
    fn join_marks(&self, odd: i64, own: i64) -> rusqlite::Result<()> {
        for sql in [
            "INSERT INTO star (article, at) SELECT ?2, at FROM star WHERE article = ?1
             ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
            "INSERT INTO read_mark (article, at) SELECT ?2, at FROM read_mark WHERE article = ?1
             ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
            "INSERT INTO article_tag (article, tag, at)
             SELECT ?2, tag, at FROM article_tag WHERE article = ?1
             ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
            "UPDATE kept_quote SET article = ?2 WHERE article = ?1",
            // The place of the last time.
            "INSERT INTO reading (article, opened, times, block, byte)
             SELECT ?2, opened, times, block, byte FROM reading WHERE article = ?1
             ON CONFLICT DO UPDATE SET times = times + excluded.times,
                 block = iif(excluded.opened > opened, excluded.block, block),
                 byte = iif(excluded.opened > opened, excluded.byte, byte),
                 opened = max(opened, excluded.opened)",
            "DELETE FROM star WHERE article = ?1 AND ?2 = ?2",
            "DELETE FROM read_mark WHERE article = ?1 AND ?2 = ?2",
            "DELETE FROM article_tag WHERE article = ?1 AND ?2 = ?2",
            "DELETE FROM reading WHERE article = ?1 AND ?2 = ?2",
        ] {
            let mut statement = self.transaction.prepare_cached(sql)?;
            statement.execute([odd, own])?;
        }
        self.bring_kept_quotes(own)?;
        self.try_remove(odd)?;
        // Nothing hangs on that number any more.
        self.transaction
            .prepare_cached("DELETE FROM touched WHERE article = ?1")?
            .execute([odd])
            .map(drop)
    }

    /// Brings places that have a letter to the articles that stayed.
    fn join_letters(&self, joined: &Joined) -> rusqlite::Result<()> {
        let letters: Vec<(String, Option<String>)> = self
            .transaction
            .prepare_cached("SELECT letter, place FROM letter")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let sql = "UPDATE letter SET place = ?2 WHERE letter = ?1";
        let mut set = self.transaction.prepare_cached(sql)?;
        for (letter, place) in letters {
            set.execute(params![letter, moved_place(place, joined)?])?;
        }
        let steps: Vec<(i64, i64, Option<String>, Option<String>)> = self
            .transaction
            .prepare_cached(
                "SELECT change, ordinal, before_text, after_text FROM step WHERE kind = 'letter'",
            )?
            .query_map([], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let sql = "UPDATE step SET before_text = ?3, after_text = ?4
                   WHERE change = ?1 AND ordinal = ?2";
        let mut set = self.transaction.prepare_cached(sql)?;
        for (change, ordinal, before, after) in steps {
            let places = (moved_place(before, joined)?, moved_place(after, joined)?);
            set.execute(params![change, ordinal, places.0, places.1])?;
        }
        Ok(())
    }

    /// Makes what was done with the articles that went one history with what was done with those that stayed:
    /// where one had a star when the other got one, that other one had it before.
    fn join_changes(&self, joined: &Joined) -> rusqlite::Result<()> {
        let stayed: rustc_hash::FxHashSet<i64> = joined.values().copied().collect();
        let steps: Vec<Step> = self
            .transaction
            .prepare_cached(
                "SELECT s.change, s.ordinal, s.kind, s.of, s.name, s.before_at, s.after_at,
                        ifnull(c.state = 2, 1)
                 FROM step s LEFT JOIN change c ON c.id = s.change
                 WHERE s.kind IN ('read', 'star', 'article-tag') ORDER BY s.change, s.ordinal",
            )?
            .query_map([], step)?
            .collect::<rusqlite::Result<_>>()?;
        let sql = "UPDATE step SET of = ?3, before_at = ?4 WHERE change = ?1 AND ordinal = ?2";
        let mut set = self.transaction.prepare_cached(sql)?;
        let mut last: FxHashMap<(String, i64, String), Option<i64>> = FxHashMap::default();
        for step in steps {
            let of = joined.get(&step.of).copied().unwrap_or(step.of);
            if !stayed.contains(&of) {
                continue;
            }
            let mut before = step.before;
            // What was passed over never comes back.
            if !step.over {
                let had = last.insert((step.kind, of, step.name), step.after);
                before = before.or(had.flatten());
            }
            if (of, before) != (step.of, step.before) {
                set.execute(params![step.change, step.ordinal, of, before])?;
            }
        }
        Ok(())
    }
}

/// A step of a change of an article.
struct Step {
    change: i64,
    ordinal: i64,
    kind: String,
    of: i64,
    name: String,
    before: Option<i64>,
    after: Option<i64>,
    over: bool,
}

fn step(row: &rusqlite::Row<'_>) -> rusqlite::Result<Step> {
    Ok(Step {
        change: row.get(0)?,
        ordinal: row.get(1)?,
        kind: row.get(2)?,
        of: row.get(3)?,
        name: row.get(4)?,
        before: row.get(5)?,
        after: row.get(6)?,
        over: row.get(7)?,
    })
}

/// A place that has a letter: in the article that stayed where it was in one that went.
fn moved_place(place: Option<String>, joined: &Joined) -> rusqlite::Result<Option<String>> {
    let read = |text: &String| codec::from_json::<(i64, usize, usize)>(text).ok();
    let Some((article, block, byte)) = place.as_ref().and_then(read) else {
        return Ok(place);
    };
    match joined.get(&article) {
        Some(own) => codec::to_json(&(own, block, byte)).map(Some),
        None => Ok(place),
    }
}

/// The location of a record that is in its file no more, or not known to be.
#[must_use]
pub fn gone_place(location: &str, number: usize) -> String {
    match number {
        1 => format!("{location} (gone)"),
        number => format!("{location} (gone {number})"),
    }
}

/// The rows that are the same record: those at the same place of the file, then those anywhere in it.
fn pairs<'r>(odd: &'r [Row], own: &'r [Row], from: &str, to: &str) -> Vec<(&'r Row, &'r Row)> {
    let mut free: FxHashMap<(&[u8], &str), &Row> = FxHashMap::default();
    let place = |row: &'r Row, path| row.location.strip_prefix(path);
    free.extend(
        own.iter()
            .filter_map(|row| Some(((&*row.hash, place(row, to)?), row))),
    );
    let (mut pairs, mut rest) = (Vec::new(), Vec::new());
    for row in odd {
        let at = place(row, from).and_then(|at| free.remove(&(&*row.hash, at)));
        match at {
            Some(own) => pairs.push((row, own)),
            None => rest.push(row),
        }
    }
    let taken: rustc_hash::FxHashSet<i64> = pairs.iter().map(|(_, own)| own.id).collect();
    let mut by_bytes: FxHashMap<&[u8], Vec<&Row>> = FxHashMap::default();
    for row in own.iter().rev().filter(|row| !taken.contains(&row.id)) {
        by_bytes.entry(&row.hash).or_default().push(row);
    }
    for row in rest {
        let same = by_bytes.get_mut(&*row.hash).and_then(Vec::pop);
        pairs.extend(same.map(|own| (row, own)));
    }
    pairs
}
