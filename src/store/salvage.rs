//! Saving what can be read of a damaged store into a new one.
//!
//! Rows are read from the pages themselves (see `salvage_walk`). What the person did is saved first and
//! most carefully (`salvage_overlay`), then articles, texts, quotes, speakers and files; all else is
//! made anew from them. Files are to be read again by the next import, which brings back what was lost.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use serde::Serialize;

use super::batch::STAND_IN;
use super::clock::seconds;
use super::leftovers::part_of;
use super::open::{BUSY, beside};
use super::pages::Pages;
use super::salvage_overlay::{SavedOverlay, mended};
use super::salvage_walk::Walk;
use super::schema::{APPLICATION_ID, VERSION};
use super::window::title_key;
use super::{Store, StoreError};
use crate::model::ArticleId;

/// What was saved of a damaged store, and what is known to be lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Salvaged {
    /// The damaged file as it was.
    pub damaged: PathBuf,
    /// Articles with their texts that were saved.
    pub articles: u64,
    /// Articles that the store had, where its own count could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles_before: Option<u64>,
    /// Of the saved ones: those of which only the text was left. Where they are from is not known.
    pub nameless: u64,
    /// Articles that could be read and whose texts could not.
    pub without_text: u64,
    /// Quotes that were saved.
    pub quotes: u64,
    /// Quotes that saved articles had and that could not be read; they are looked for anew, unless
    /// they came with the article.
    pub quotes_lost: u64,
    /// What the person did.
    pub overlay: SavedOverlay,
}

/// Articles that are entered again in one transaction.
const AT_ONCE: usize = 256;

impl Store {
    /// Saves what can be read of the damaged store at `path` into a new one and puts that in its
    /// place. The damaged file is kept beside it.
    ///
    /// # Errors
    /// When nothing of a store is in the file, another program has it open for writing, or the new
    /// one cannot be written; then the file is as it was.
    pub fn salvage(path: &Path) -> Result<Salvaged, StoreError> {
        let failed = |error: &io::Error| StoreError::unopened(path, error);
        let held = held(path)?;
        let part = part_of(path);
        let _ = remove(&part);
        let made = saved(path, &part).and_then(|mut salvaged| {
            salvaged.damaged = keep(path).map_err(|e| failed(&e))?;
            Ok(salvaged)
        });
        // Closing may bring a log to its place in the damaged file, of which a copy is kept.
        drop(held);
        let made = made.and_then(|salvaged| {
            let _ = fs::remove_file(beside(path, "-wal"));
            let _ = fs::remove_file(beside(path, "-shm"));
            fs::rename(&part, path).map_err(|e| failed(&e))?;
            Ok(salvaged)
        });
        if made.is_err() {
            let _ = remove(&part);
        }
        made
    }

    /// Articles for the texts that have none any more: at the place where the person did something with
    /// them, as far as that is known; how many are at none.
    fn name_texts(&self) -> rusqlite::Result<u64> {
        let texts: Vec<(i64, String)> = self
            .connection
            .prepare(
                "SELECT article, coalesce(headline, substr(text, 1, ?1)) FROM body
                 WHERE article NOT IN (SELECT id FROM article)",
            )?
            .query_map([STAND_IN], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut statement = self.connection.prepare(
            "INSERT INTO article (id, location, hash, engine, imported, title, title_key, day,
             newest, quotes)
             SELECT ?1, ifnull(t.location, ?2), ifnull(t.hash, x''), '0', ?3, ?4, ?5, 0, 0, 0
             FROM (SELECT 1) LEFT JOIN touched t ON t.article = ?1
                 AND t.location NOT IN (SELECT location FROM article)",
        )?;
        for (id, title) in &texts {
            let location = format!("salvaged#{id}");
            statement.execute(params![id, location, seconds(), title, title_key(title)])?;
        }
        self.count("SELECT count(*) FROM article WHERE location = 'salvaged#' || id")
    }

    /// Closes up quotes and speakers of articles that lack some of theirs: they are known by their
    /// place among those that are there.
    fn close_gaps(&self) -> rusqlite::Result<()> {
        let connection = &self.connection;
        connection.execute_batch(
            "UPDATE quote SET speaker = NULL WHERE speaker IS NOT NULL AND NOT EXISTS
                 (SELECT 1 FROM speaker s WHERE s.article = quote.article
                  AND s.ordinal = quote.speaker);
             UPDATE kept_quote SET ordinal = NULL WHERE ordinal IS NOT NULL
                 AND article IN (SELECT id FROM article) AND NOT EXISTS (SELECT 1 FROM quote q
                 WHERE q.article = kept_quote.article AND q.ordinal = kept_quote.ordinal);",
        )?;
        for (table, hangs_on, column) in [
            ("quote", "kept_quote", "ordinal"),
            ("speaker", "quote", "speaker"),
        ] {
            // In their order: the place that one gets is free by then.
            let moves: Vec<(i64, i64, i64)> = connection
                .prepare(&format!(
                    "SELECT article, ordinal, place FROM (SELECT article, ordinal, row_number()
                     OVER (PARTITION BY article ORDER BY ordinal) - 1 AS place FROM {table})
                     WHERE place <> ordinal ORDER BY article, ordinal"
                ))?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for (of, set) in [(table, "ordinal"), (hangs_on, column)] {
                let mut move_one = connection.prepare(&format!(
                    "UPDATE {of} SET {set} = ?3 WHERE article = ?1 AND {set} = ?2"
                ))?;
                for moved in &moves {
                    move_one.execute(*moved)?;
                }
            }
        }
        Ok(())
    }

    /// Leaves out what cannot be read back: the quotes of an article, or its text.
    fn drop_unreadable(&self) -> rusqlite::Result<()> {
        let ids: Vec<i64> = self
            .connection
            .prepare("SELECT article FROM body WHERE article IN (SELECT id FROM article)")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for id in ids {
            for sql in [
                "DELETE FROM quote WHERE article = ?1",
                "DELETE FROM speaker WHERE article = ?1",
                "DELETE FROM body WHERE article = ?1",
            ] {
                if self.whole(ArticleId(id)).is_ok() {
                    break;
                }
                self.connection.execute(sql, [id])?;
            }
        }
        Ok(())
    }

    fn count(&self, sql: &str) -> rusqlite::Result<u64> {
        self.connection.query_row(sql, [], |row| row.get(0))
    }

    /// Takes the rows that can be read, counts what was saved and leaves to be found anew what is not
    /// whole.
    fn take(&self, pages: &mut Pages) -> rusqlite::Result<Salvaged> {
        let walk = Walk::all(&self.connection, pages)?;
        let overlay = mended(&self.connection, &walk)?;
        if walk.lacks("link") {
            // The next import brings them back.
            self.connection
                .execute("UPDATE article SET linked = 0", [])?;
        }
        let nameless = self.name_texts()?;
        self.drop_unreadable()?;
        let with_text = "id IN (SELECT article FROM body)";
        let of_quotes = "(SELECT count(*) FROM quote q WHERE q.article = article.id)";
        let salvaged = Salvaged {
            damaged: PathBuf::new(),
            articles: self.count(&format!("SELECT count(*) FROM article WHERE {with_text}"))?,
            articles_before: walk.before,
            nameless,
            without_text: self.count(&format!(
                "SELECT count(*) FROM article WHERE NOT {with_text}"
            ))?,
            quotes: self
                .count("SELECT count(*) FROM quote WHERE article IN (SELECT article FROM body)")?,
            quotes_lost: self.count(&format!(
                "SELECT ifnull(sum(max(0, quotes - {of_quotes})), 0) FROM article WHERE {with_text}"
            ))?,
            overlay,
        };
        self.connection.execute_batch(&format!(
            "UPDATE article SET engine = '0' WHERE given = 0 AND (quotes <> {of_quotes} OR EXISTS
                 (SELECT 1 FROM quote q WHERE q.article = article.id AND q.speaker IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM speaker s WHERE s.article = q.article
                                  AND s.ordinal = q.speaker)));
             INSERT OR IGNORE INTO unlined SELECT id FROM article WHERE publisher IS NOT NULL;"
        ))?;
        self.close_gaps()?;
        Ok(salvaged)
    }
}

/// Makes the new store at `part` of what can be read at `path`.
fn saved(path: &Path, part: &Path) -> Result<Salvaged, StoreError> {
    let mut pages = Pages::open(path).map_err(|e| StoreError::unopened(path, &e))?;
    match pages.owner {
        Some((owner, _)) if owner != APPLICATION_ID => {
            return Err(StoreError::OtherDatabase(path.to_owned()));
        }
        Some((_, found)) if found > VERSION => {
            return Err(StoreError::TooNew {
                path: path.to_owned(),
                found,
                known: VERSION,
            });
        }
        _ => {}
    }
    let mut store = Store::open(part)?;
    // Rows come in the order of their pages; what belongs to nothing is taken out at the end.
    let begun = store
        .connection
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA temp_store = DEFAULT; BEGIN IMMEDIATE");
    store.typed(begun)?;
    let taken = store.take(&mut pages);
    let salvaged = store.typed(taken)?;
    if salvaged.articles + salvaged.without_text + salvaged.overlay.things() == 0 {
        return Err(StoreError::NotADatabase(path.to_owned()));
    }
    let ended = store
        .connection
        .execute_batch("COMMIT; PRAGMA foreign_keys = ON");
    store.typed(ended)?;
    store.mend_all(false)?;
    while store.catch_up(AT_ONCE)? > 0 {}
    // What was entered may be told of quotes that another engine is to find.
    store.mend_all(false)?;
    let problems = store.check()?;
    if let Some(problem) = problems.first() {
        return Err(StoreError::Damaged {
            path: part.to_owned(),
            detail: problem.what.clone(),
        });
    }
    let done = store
        .connection
        .pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()));
    store.typed(done)?;
    Ok(salvaged)
}

/// Keeps others from writing, where the file is sound enough for that.
fn held(path: &Path) -> Result<Option<Connection>, StoreError> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let opened = Connection::open_with_flags(path, flags);
    let connection = opened.map_err(|e| StoreError::new(path, &e))?;
    let begun = connection
        .busy_timeout(BUSY)
        .and_then(|()| connection.execute_batch("BEGIN IMMEDIATE"));
    match begun.map_err(|e| StoreError::new(path, &e)) {
        Ok(()) => Ok(Some(connection)),
        Err(error @ (StoreError::Locked(_) | StoreError::ReadOnly(_))) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Copies the damaged file and its log byte by byte; gives the name.
fn keep(path: &Path) -> io::Result<PathBuf> {
    let named = |n: usize| match n {
        1 => beside(path, ".damaged"),
        n => beside(path, &format!(".damaged-{n}")),
    };
    let free = (1..).map(named).find(|p| p.symlink_metadata().is_err());
    let copy = free.unwrap_or_else(|| named(0));
    for end in ["", "-wal"] {
        let (from, to) = (beside(path, end), beside(&copy, end));
        // A log without a page says nothing, and would stand beside the copy for ever.
        let told = from.metadata().is_ok_and(|about| about.len() > 0);
        if end.is_empty() || told {
            fs::copy(&from, &to)?;
            fs::File::open(&to)?.sync_all()?;
        }
    }
    Ok(copy)
}

fn remove(part: &Path) -> io::Result<()> {
    let _ = fs::remove_file(beside(part, "-wal"));
    let _ = fs::remove_file(beside(part, "-shm"));
    fs::remove_file(part)
}
