//! Speakers over the collection: one row a name and kind.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::model::{SpeakerKind, SpeakerRow};
use crate::query::{Kind, Query, Test};

use super::filter::{Condition, Subject};
use super::{Store, StoreError, codec};

impl Store {
    /// The speakers of the quotes that pass `filter`, most quoted first, then by name; at most
    /// `limit`. The same full name is one speaker. Speakers without a name of their own ("a
    /// spokesman", "officials") are different people in every article: they are left out unless
    /// the filter asks for their kind.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn speakers(
        &self,
        filter: &Query,
        limit: Option<usize>,
    ) -> Result<Vec<SpeakerRow>, StoreError> {
        let (sql, mut values) = statement(filter);
        let limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
        values.push(Value::Integer(limit));
        let rows = self.connection.prepare_cached(&sql).and_then(|mut s| {
            s.query_map(params_from_iter(values), speaker_row)?
                .collect::<rusqlite::Result<Vec<_>>>()
        });
        self.typed(rows)
    }
}

/// The statement and its parameters but the last, which is the limit.
///
/// SQLite takes bare columns of a group from the row that has the maximum, so the name and role
/// shown are those of the latest article that prints a role
/// (<https://www.sqlite.org/lang_select.html#bareagg>).
fn statement(filter: &Query) -> (String, Vec<Value>) {
    let condition = Condition::new(Subject::Quotes, filter);
    let named = if asks_for_a_speaker_kind(filter) {
        ""
    } else {
        "AND s.kind IN ('person', 'organisation', 'document')"
    };
    let sql = format!(
        "SELECT s.name, s.kind, s.role, count(*) AS quotes, count(DISTINCT q.article) AS articles,
                max(CASE WHEN s.role IS NULL THEN -1 ELSE a.day END)
         FROM quote q JOIN article a ON a.id = q.article
         JOIN speaker s ON s.article = q.article AND s.ordinal = q.speaker
         WHERE {} {named} GROUP BY s.name_key, s.kind ORDER BY quotes DESC, s.name_key LIMIT ?",
        condition.sql(),
    );
    (sql, condition.values)
}

fn asks_for_a_speaker_kind(filter: &Query) -> bool {
    filter
        .terms
        .iter()
        .any(|t| !t.not && matches!(t.test, Test::Kind(Kind::Speaker(_))))
}

fn speaker_row(row: &Row<'_>) -> rusqlite::Result<SpeakerRow> {
    Ok(SpeakerRow {
        name: row.get(0)?,
        kind: codec::named(row.get_ref(1)?.as_str()?, SpeakerKind::from_name)?,
        role: row.get(2)?,
        quotes: row.get(3)?,
        articles: row.get(4)?,
    })
}
