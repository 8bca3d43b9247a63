//! The person's things, each in its table: how one is read, set and taken away.
//!
//! A thing has a [`Slot`] (which it is) and, where it is there, a [`Content`]. That is all that the
//! journal has to know of any of them.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::Batch;

/// The kinds of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A read mark, of an article.
    Read,
    /// A star, of an article.
    Star,
    /// A tag of an article.
    ArticleTag,
    /// A tag of a kept quote.
    QuoteTag,
    /// The note of a kept quote.
    Note,
    /// A saved search.
    Search,
    /// A place marked with a letter.
    Letter,
}

/// Where things of a kind are.
struct Shelf {
    name: &'static str,
    table: &'static str,
    /// The column with the number of the article or quote.
    of: Option<&'static str>,
    /// The column with the name.
    named: Option<&'static str>,
    /// The column with the text.
    text: Option<&'static str>,
}

impl Kind {
    pub(super) const ALL: [Self; 7] = [
        Self::Read,
        Self::Star,
        Self::ArticleTag,
        Self::QuoteTag,
        Self::Note,
        Self::Search,
        Self::Letter,
    ];

    const fn shelf(self) -> Shelf {
        let (name, table, of, named, text) = match self {
            Self::Read => ("read", "read_mark", Some("article"), None, None),
            Self::Star => ("star", "star", Some("article"), None, None),
            Self::ArticleTag => (
                "article-tag",
                "article_tag",
                Some("article"),
                Some("tag"),
                None,
            ),
            Self::QuoteTag => ("quote-tag", "quote_tag", Some("quote"), Some("tag"), None),
            Self::Note => ("note", "note", Some("quote"), None, Some("text")),
            Self::Search => ("search", "search", None, Some("name"), Some("query")),
            Self::Letter => ("letter", "letter", None, Some("letter"), Some("place")),
        };
        Shelf {
            name,
            table,
            of,
            named,
            text,
        }
    }

    /// Its name in the journal.
    pub(super) const fn name(self) -> &'static str {
        self.shelf().name
    }

    /// The kind of that name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The table that has things of the kind.
    pub(super) const fn table(self) -> &'static str {
        self.shelf().table
    }

    /// The kind of things that a table has.
    pub(super) fn of_table(table: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.table() == table)
    }

    /// Whether it is of an article.
    pub(super) const fn is_of_article(self) -> bool {
        matches!(self, Self::Read | Self::Star | Self::ArticleTag)
    }
}

/// Which thing it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    pub kind: Kind,
    /// Number of the article or the kept quote; 0 where it is of neither.
    pub of: i64,
    /// The tag, name or letter; else empty.
    pub name: String,
}

impl Slot {
    /// A thing of an article or quote that has no name.
    pub(super) const fn of(kind: Kind, of: i64) -> Self {
        Self {
            kind,
            of,
            name: String::new(),
        }
    }

    /// A thing with a name of an article or quote.
    pub(super) fn named(kind: Kind, of: i64, name: &str) -> Self {
        Self {
            kind,
            of,
            name: name.to_owned(),
        }
    }

    /// The columns that it is found by, and their values.
    fn key(&self) -> (Vec<&'static str>, Vec<Value>) {
        let shelf = self.kind.shelf();
        let of = shelf.of.map(|column| (column, Value::Integer(self.of)));
        let name = shelf.named.map(|c| (c, Value::Text(self.name.clone())));
        of.into_iter().chain(name).unzip()
    }

    fn condition(columns: &[&str]) -> String {
        let equal: Vec<String> = columns.iter().map(|c| format!("{c} = ?")).collect();
        equal.join(" AND ")
    }

    /// What is there.
    pub(super) fn read(&self, connection: &Connection) -> rusqlite::Result<Option<Content>> {
        let (columns, values) = self.key();
        let shelf = self.kind.shelf();
        let sql = format!(
            "SELECT at, {} FROM {} WHERE {}",
            shelf.text.unwrap_or("NULL"),
            shelf.table,
            Self::condition(&columns)
        );
        connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(values), |row| {
                Ok(Content {
                    at: row.get(0)?,
                    text: row.get(1)?,
                })
            })
            .optional()
    }

    /// Puts it there, in place of what is.
    pub(super) fn write(&self, connection: &Connection, content: &Content) -> rusqlite::Result<()> {
        let (mut columns, mut values) = self.key();
        let shelf = self.kind.shelf();
        columns.push("at");
        values.push(Value::Integer(content.at));
        if let Some(text) = shelf.text {
            columns.push(text);
            values.push(Value::Text(content.text.clone().unwrap_or_default()));
        }
        let sql = format!(
            "INSERT OR REPLACE INTO {} ({}) VALUES ({})",
            shelf.table,
            columns.join(", "),
            vec!["?"; columns.len()].join(", ")
        );
        let mut statement = connection.prepare_cached(&sql)?;
        statement.execute(params_from_iter(values)).map(drop)
    }
}

/// What is there of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// Since when, in seconds since 1970.
    pub at: i64,
    /// Its text, where things of the kind have one.
    pub text: Option<String>,
}

impl Batch<'_> {
    /// Sets a thing, or takes it away.
    pub(super) fn set(&self, slot: &Slot, content: Option<&Content>) -> rusqlite::Result<()> {
        let Some(content) = content else {
            let (columns, values) = slot.key();
            let table = slot.kind.table();
            let sql = format!("DELETE FROM {table} WHERE {}", Slot::condition(&columns));
            let mut statement = self.transaction.prepare_cached(&sql)?;
            return statement.execute(params_from_iter(values)).map(drop);
        };
        if slot.kind.is_of_article() {
            self.touch(slot.of)?;
        }
        slot.write(&self.transaction, content)
    }

    /// Notes that the person did something with an article, so that its number stays its own.
    pub(super) fn touch(&self, article: i64) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO touched (article, location, hash)
                 SELECT id, location, hash FROM article WHERE id = ?1",
            )?
            .execute([article])
            .map(drop)
    }
}
