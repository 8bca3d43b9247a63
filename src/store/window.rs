//! Places in the orders of the article list: what a keyset window starts from.

use rusqlite::types::Value;

use crate::model::{ArticleId, ArticleOrder, ArticleRow, Date};
use crate::text::fold::fold_str;

impl ArticleOrder {
    /// The columns it sorts by; an index has them in this order.
    pub(super) const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Newest => &["newest", "id"],
            Self::Imported => &["id"],
            Self::Title => &["title_key", "id"],
            Self::Publisher => &["issuer", "newest", "id"],
            Self::Quotes => &["richest", "newest", "id"],
            Self::Unread => &["seen", "newest", "id"],
            Self::Copied => &["copied", "newest", "id"],
        }
    }
}

/// Which way a window is read from its cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// What follows the cursor; without a cursor, the beginning of the list.
    Forward,
    /// What comes before the cursor; without a cursor, the end of the list.
    Backward,
}

/// The place of an article in every order: a window starts after it or ends before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleCursor {
    newest: i64,
    title_key: String,
    issuer: String,
    richest: i64,
    read: bool,
    copied: i64,
    id: ArticleId,
}

impl ArticleCursor {
    /// The place of `row`.
    #[must_use]
    pub fn of(row: &ArticleRow) -> Self {
        Self {
            newest: -day_key(row.date),
            title_key: title_key(&row.title),
            issuer: issuer(row.publisher.as_deref()),
            richest: -i64::from(row.quotes),
            read: row.read,
            copied: -i64::from(row.duplicates),
            id: row.id,
        }
    }

    /// The article it is the place of.
    #[must_use]
    pub const fn id(&self) -> ArticleId {
        self.id
    }

    /// The values to compare with the columns of `order`.
    pub(super) fn values(&self, order: ArticleOrder) -> Vec<Value> {
        let id = Value::Integer(self.id.0);
        let newest = Value::Integer(self.newest);
        match order {
            ArticleOrder::Newest => vec![newest, id],
            ArticleOrder::Imported => vec![id],
            ArticleOrder::Title => vec![Value::Text(self.title_key.clone()), id],
            ArticleOrder::Publisher => vec![Value::Text(self.issuer.clone()), newest, id],
            ArticleOrder::Quotes => vec![Value::Integer(self.richest), newest, id],
            ArticleOrder::Unread => vec![Value::Integer(self.read.into()), newest, id],
            ArticleOrder::Copied => vec![Value::Integer(self.copied), newest, id],
        }
    }

    /// Values before the first or after the last article of `order`, so that a window from an
    /// end of the list is the same statement as any other. A blob sorts after every text.
    pub(super) fn end(order: ArticleOrder, direction: Direction) -> Vec<Value> {
        let (number, text) = match direction {
            Direction::Forward => (i64::MIN, Value::Text(String::new())),
            Direction::Backward => (i64::MAX, Value::Blob(Vec::new())),
        };
        let number = Value::Integer(number);
        match order {
            ArticleOrder::Newest => vec![number.clone(), number],
            ArticleOrder::Imported => vec![number],
            ArticleOrder::Title => vec![text, number],
            ArticleOrder::Publisher => vec![text, number.clone(), number],
            ArticleOrder::Quotes | ArticleOrder::Unread | ArticleOrder::Copied => {
                vec![number.clone(), number.clone(), number]
            }
        }
    }
}

/// What a publisher is sorted by; nothing sorts behind the last character.
pub(super) fn issuer(publisher: Option<&str>) -> String {
    publisher.unwrap_or("\u{10ffff}").to_owned()
}

/// `yyyymmdd`, `mmdd` where the year is unknown, 0 where nothing is.
pub(super) fn day_key(date: Option<Date>) -> i64 {
    date.map_or(0, |d| {
        i64::from(d.year.unwrap_or(0)) * 10_000 + i64::from(d.month) * 100 + i64::from(d.day)
    })
}

/// What a title is sorted by: folded, from its first letter or digit on, and not long.
pub(super) fn title_key(title: &str) -> String {
    let folded = fold_str(title);
    folded
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take(80)
        .collect()
}
