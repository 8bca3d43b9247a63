//! The tables whose rows are saved, and by what a row of an unknown table is told.
//!
//! The person's come first: they cannot be made again. Must not know pages.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::codec;
use super::overlay::Kind;
use super::pages::Row;
use crate::text::links::address;

/// A table whose rows are saved.
pub(super) struct Table {
    pub name: &'static str,
    /// Whether it is the person's.
    pub overlay: bool,
    /// How many columns its rows had in the first schema that had it.
    least: usize,
    columns: Vec<Column>,
    /// Whether its rows have keys instead of numbers.
    keyed: bool,
}

struct Column {
    name: String,
    kind: String,
    required: bool,
    /// Its place in the primary key, from 1; 0 where it is not in it.
    key: i64,
    /// The row's number, which stands in its record as nothing.
    number: bool,
}

/// The person's tables. The journal is last, `touched` first: nothing hangs on what comes later.
const OVERLAY: [(&str, usize); 12] = [
    ("touched", 4),
    ("read_mark", 2),
    ("star", 2),
    ("article_tag", 3),
    ("kept_quote", 5),
    ("quote_tag", 3),
    ("note", 3),
    ("search", 3),
    ("letter", 3),
    ("reading", 5),
    ("change", 5),
    ("step", 9),
];

/// What the machine found. Not what was fetched from the web (`visit`): an address is asked for whole
/// again, as files are read whole again, in case an article of it was lost.
const FOUND: [(&str, usize); 6] = [
    ("file", 9),
    ("article", 13),
    ("body", 9),
    ("speaker", 8),
    ("quote", 10),
    ("link", 5),
];

/// Times of the person's doings, which tell such rows from others: they are of these years.
const TIMES: std::ops::Range<i64> = 1_500_000_000..4_500_000_000;

/// All of them, in the order in which they are saved.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<Vec<Table>> {
    let overlay = OVERLAY.into_iter().map(|table| (table, true));
    let found = FOUND.into_iter().map(|table| (table, false));
    overlay
        .chain(found)
        .map(|((name, least), overlay)| Table::of(connection, name, least, overlay))
        .collect()
}

impl Table {
    fn of(
        connection: &Connection,
        name: &'static str,
        least: usize,
        overlay: bool,
    ) -> rusqlite::Result<Self> {
        let sql = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1";
        let keyed: bool = connection.query_row(sql, [name], |row| row.get(0))?;
        let mut statement = connection.prepare(&format!("PRAGMA table_info({name})"))?;
        let columns = statement.query_map([], |row| {
            let key: i64 = row.get(5)?;
            Ok(Column {
                name: row.get(1)?,
                kind: row.get(2)?,
                required: row.get(3)?,
                key,
                number: key > 0 && !keyed,
            })
        })?;
        let mut columns: Vec<Column> = columns.collect::<rusqlite::Result<_>>()?;
        if keyed {
            // The key stands first in the records.
            columns.sort_by_key(|c| if c.key > 0 { c.key } else { i64::MAX });
        }
        Ok(Self {
            name,
            overlay,
            least,
            columns,
            keyed,
        })
    }

    /// Whether a row may be one of this table's.
    pub(super) fn fits(&self, row: &Row) -> bool {
        let Row { number, values } = row;
        let counts = (self.least..=self.columns.len()).contains(&values.len());
        counts
            && number.is_none() == self.keyed
            && number.is_none_or(|number| number > 0)
            && self.pairs(row).all(|(column, value)| column.takes(value))
            && self.can_be_read(values)
    }

    /// Whether a row that is from nobody knows where may be one of this table's.
    pub(super) fn claims(&self, row: &Row) -> bool {
        let timed = |value: &Value| match value {
            Value::Integer(at) => TIMES.contains(at),
            _ => true,
        };
        let is_time = |c: &Column| matches!(&*c.name, "at" | "opened" | "before_at" | "after_at");
        let marks_a_place = match row.values.as_slice() {
            [Value::Text(name), _, Value::Text(text)] => is_letter(name) && is_place(text),
            _ => false,
        };
        let right = |(column, value): (&Column, &Value)| match is_time(column) {
            true => timed(value),
            // Numbers of articles, and how many: less than times are.
            false => {
                self.name != "kept_quote"
                    || !matches!(value, Value::Integer(n) if TIMES.contains(n))
            }
        };
        self.fits(row)
            && (!self.overlay || self.pairs(row).all(right))
            && (self.name != "search" || !marks_a_place)
    }

    fn pairs<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = (&'r Column, &'r Value)> {
        self.columns.iter().zip(&row.values)
    }

    /// Whether the program can read it: one tag that is none would hide all of its article's, a step
    /// that is none would stop undoing.
    fn can_be_read(&self, values: &[Value]) -> bool {
        let text = |n: usize| match values.get(n) {
            Some(Value::Text(text)) => text.as_str(),
            _ => "",
        };
        let there = |n: usize| !matches!(values.get(n), Some(Value::Null));
        match self.name {
            "article_tag" | "quote_tag" => codec::tag(text(1)).is_ok(),
            "letter" => is_letter(text(0)) && is_place(text(2)),
            // Noise must not become an address.
            "link" => address(text(4)).is_some_and(|address| address == text(4)),
            "step" => match Kind::from_name(text(2)) {
                Some(Kind::ArticleTag | Kind::QuoteTag) => codec::tag(text(4)).is_ok(),
                Some(Kind::Letter) => {
                    let places = [5, 7].into_iter().filter(|at| there(*at));
                    is_letter(text(4)) && places.into_iter().all(|at| is_place(text(at + 1)))
                }
                Some(_) => true,
                None => false,
            },
            _ => true,
        }
    }

    /// A value of a row by the name of its column.
    pub(super) fn integer(&self, row: &Row, column: &str) -> Option<i64> {
        let mut pairs = self.pairs(row);
        match pairs.find(|(c, _)| c.name == column)? {
            (_, Value::Integer(n)) => Some(*n),
            _ => None,
        }
    }

    /// Puts a row into the new store; what is there stays.
    pub(super) fn put(&self, into: &Connection, row: &Row) -> rusqlite::Result<()> {
        let columns = &self.columns[..row.values.len()];
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let signs = vec!["?"; names.len()].join(", ");
        let number = row.number.unwrap_or_default();
        let values = self.pairs(row).map(|(column, value)| {
            let anew = anew(self.name, &column.name);
            match column.number {
                true => Value::Integer(number),
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

fn is_letter(text: &str) -> bool {
    text.chars().count() == 1
}

/// Whether it is article, block and byte.
fn is_place(text: &str) -> bool {
    codec::from_json::<(i64, usize, usize)>(text).is_ok()
}

/// What is found out anew about a row, and what it is until then.
fn anew(table: &str, column: &str) -> Option<Value> {
    match (table, column) {
        ("article", "lang" | "variant_of" | "likeness") | ("speaker", "entity") => {
            Some(Value::Null)
        }
        ("article", "variants" | "entered" | "read" | "starred") | ("file", "whole") => {
            Some(Value::Integer(0))
        }
        _ => None,
    }
}
