//! Saving what can be read of a damaged store into a new one.
//!
//! Rows are read from the pages themselves (see `pages`): first those that the trees of the tables
//! lead to, then those of leaves that no tree leads to any more, told by their form. Articles,
//! texts, quotes, speakers, read marks and files are saved; all else is made anew from them. Files
//! are to be read again by the next import, which brings back what was lost.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use serde::Serialize;

use super::batch::STAND_IN;
use super::clock::seconds;
use super::open::{BUSY, beside};
use super::pages::{Pages, Row};
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
    /// Read marks that were saved.
    pub read: u64,
}

/// A table whose rows are saved.
struct Table {
    name: &'static str,
    /// How many columns its rows had in the first schema that had it.
    least: usize,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    kind: String,
    required: bool,
    /// The row's number, which stands in its record as nothing.
    number: bool,
}

/// In the order in which a row of unknown table is held against them.
const TABLES: [(&str, usize); 6] = [
    ("file", 9),
    ("article", 13),
    ("body", 9),
    ("speaker", 8),
    ("quote", 10),
    ("read_mark", 2),
];

/// Read marks look like rows of other tables; they are of these years.
const MARKED: std::ops::Range<i64> = 1_500_000_000..4_500_000_000;

/// Articles that are entered again in one transaction.
const AT_ONCE: usize = 256;

impl Table {
    fn of(connection: &Connection, name: &'static str, least: usize) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare(&format!("PRAGMA table_info({name})"))?;
        let columns = statement.query_map([], |row| {
            Ok(Column {
                name: row.get(1)?,
                kind: row.get(2)?,
                required: row.get(3)?,
                number: row.get::<_, i64>(5)? > 0,
            })
        })?;
        Ok(Self {
            name,
            least,
            columns: columns.collect::<rusqlite::Result<_>>()?,
        })
    }

    /// Whether a row may be one of this table's.
    fn fits(&self, (number, values): &Row) -> bool {
        let counts = (self.least..=self.columns.len()).contains(&values.len());
        let marked = |value: &Value| matches!(value, Value::Integer(at) if MARKED.contains(at));
        let pairs = self.columns.iter().zip(values);
        *number > 0
            && counts
            && pairs.clone().all(|(column, value)| column.takes(value))
            && (self.name != "read_mark" || values.last().is_some_and(marked))
    }

    fn put(&self, into: &Connection, (number, values): &Row) -> rusqlite::Result<()> {
        let columns = &self.columns[..values.len()];
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let signs = vec!["?"; names.len()].join(", ");
        let values = columns.iter().zip(values).map(|(column, value)| {
            let anew = anew(self.name, &column.name);
            match column.number {
                true => Value::Integer(*number),
                false => anew.unwrap_or_else(|| value.clone()),
            }
        });
        // Noise may name a row that is there, or a place that another article has.
        let sql = format!(
            "INSERT OR IGNORE INTO {} ({}) VALUES ({signs})",
            self.name,
            names.join(", ")
        );
        into.prepare_cached(&sql)?
            .execute(params_from_iter(values))?;
        Ok(())
    }
}

impl Column {
    fn takes(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.number || !self.required,
            _ if self.number => false,
            Value::Integer(_) => self.kind == "INTEGER" || self.kind == "REAL",
            Value::Real(_) => self.kind == "REAL",
            Value::Text(_) => self.kind == "TEXT",
            Value::Blob(_) => self.kind == "BLOB",
        }
    }
}

/// What is found out anew about a row, and what it is until then.
fn anew(table: &str, column: &str) -> Option<Value> {
    match (table, column) {
        ("article", "lang" | "variant_of" | "likeness") | ("speaker", "entity") => {
            Some(Value::Null)
        }
        ("article", "variants" | "entered" | "read") | ("file", "whole") => Some(Value::Integer(0)),
        _ => None,
    }
}

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
        let part = beside(path, &format!(".{}.part", std::process::id()));
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

    /// Puts the rows of `pages` into this new store; the totals that the damaged one had.
    fn take(&mut self, pages: &mut Pages) -> rusqlite::Result<Option<u64>> {
        let connection = &self.connection;
        let tables = TABLES
            .into_iter()
            .map(|(name, least)| Table::of(connection, name, least))
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut roots = Vec::new();
        pages.tree(1, &mut |(_, values)| -> rusqlite::Result<()> {
            if let [
                Value::Text(kind),
                Value::Text(name),
                _,
                Value::Integer(root),
                ..,
            ] = values.as_slice()
                && kind == "table"
                && let Ok(root) = u32::try_from(*root)
            {
                roots.push((name.clone(), root));
            }
            Ok(())
        })?;
        let mut before = None;
        for (name, root) in roots {
            let table = tables.iter().find(|table| table.name == name);
            pages.tree(root, &mut |row| {
                if name == "total"
                    && let Some(Value::Integer(articles)) = row.1.get(1)
                {
                    before = u64::try_from(*articles).ok();
                }
                match table.filter(|table| table.fits(&row)) {
                    Some(table) => table.put(connection, &row),
                    None => Ok(()),
                }
            })?;
        }
        pages.strays(
            &mut |row| match tables.iter().find(|table| table.fits(&row)) {
                Some(table) => table.put(connection, &row),
                None => Ok(()),
            },
        )?;
        Ok(before)
    }

    /// Articles for the texts that have none any more.
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
             newest, quotes) VALUES (?1, ?2, x'', '0', ?3, ?4, ?5, 0, 0, 0)",
        )?;
        for (id, title) in &texts {
            let location = format!("salvaged#{id}");
            statement.execute(params![id, location, seconds(), title, title_key(title)])?;
        }
        Ok(texts.len() as u64)
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

    /// Counts what was saved and leaves to be found anew what is not whole.
    fn look_over(&self, before: Option<u64>) -> rusqlite::Result<Salvaged> {
        let nameless = self.name_texts()?;
        self.drop_unreadable()?;
        let with_text = "id IN (SELECT article FROM body)";
        let of_quotes = "(SELECT count(*) FROM quote q WHERE q.article = article.id)";
        let salvaged = Salvaged {
            damaged: PathBuf::new(),
            articles: self.count(&format!("SELECT count(*) FROM article WHERE {with_text}"))?,
            articles_before: before,
            nameless,
            without_text: self.count(&format!(
                "SELECT count(*) FROM article WHERE NOT {with_text}"
            ))?,
            quotes: self
                .count("SELECT count(*) FROM quote WHERE article IN (SELECT article FROM body)")?,
            quotes_lost: self.count(&format!(
                "SELECT ifnull(sum(max(0, quotes - {of_quotes})), 0) FROM article WHERE {with_text}"
            ))?,
            read: self.count(
                "SELECT count(*) FROM read_mark WHERE article IN (SELECT article FROM body)",
            )?,
        };
        self.connection.execute_batch(&format!(
            "UPDATE article SET engine = '0' WHERE given = 0 AND (quotes <> {of_quotes} OR EXISTS
                 (SELECT 1 FROM quote q WHERE q.article = article.id AND q.speaker IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM speaker s WHERE s.article = q.article
                                  AND s.ordinal = q.speaker)));
             INSERT OR IGNORE INTO unlined SELECT id FROM article WHERE publisher IS NOT NULL;"
        ))?;
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
        .execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
    store.typed(begun)?;
    let taken = store.take(&mut pages);
    let before = store.typed(taken)?;
    let looked = store.look_over(before);
    let salvaged = store.typed(looked)?;
    if salvaged.articles + salvaged.without_text == 0 {
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
        if end.is_empty() || from.exists() {
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
