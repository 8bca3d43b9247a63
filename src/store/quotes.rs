//! Reading quotes over the collection, newest article first.

use std::ops::ControlFlow;

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::model::{ArticleId, QuoteId, QuoteKind, QuoteRow, SpeakerKind, Stance};
use crate::query::Query;

use super::filter::{Condition, Subject, WordIndex};
use super::{Store, StoreError, codec};

pub(super) const SELECT: &str = "SELECT q.id, q.article, q.ordinal, q.kind, q.text, s.name, s.kind, q.role, \
     q.confidence, a.title, a.publisher, a.date, \
     (SELECT group_concat(t.tag, ' ') FROM kept_quote k JOIN quote_tag t ON t.quote = k.id \
     WHERE k.article = q.article AND k.ordinal = q.ordinal), \
     (SELECT group_concat(n.text, char(10, 10)) FROM kept_quote k JOIN note n ON n.quote = k.id \
     WHERE k.article = q.article AND k.ordinal = q.ordinal), \
     CASE WHEN instr(q.detail, '\"negated\"') THEN 'negated' \
     WHEN instr(q.detail, '\"supposed\"') THEN 'supposed' END \
     FROM article a CROSS JOIN quote q ON q.article = a.id \
     LEFT JOIN speaker s ON s.article = q.article AND s.ordinal = q.speaker";

/// The address, which is read from another table: lists that are shown go without.
const ADDRESS: &str = ", (SELECT url FROM body WHERE body.article = a.id) FROM article a ";
const URL: usize = 15;

const ORDER: &str = "ORDER BY a.newest, a.id, q.ordinal";

impl Store {
    /// The quotes that pass `filter`, newest article first, in the order of the article; at most
    /// `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn quotes(
        &self,
        filter: &Query,
        limit: Option<usize>,
    ) -> Result<Vec<QuoteRow>, StoreError> {
        let mut rows = Vec::new();
        self.visit_quotes(filter, limit, |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    /// Gives every quote to `f`, in the order of [`Store::quotes`], without holding them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn for_each_quote(&self, mut f: impl FnMut(QuoteRow)) -> Result<(), StoreError> {
        self.visit_quotes(&Query::all(), None, |row| {
            f(row);
            ControlFlow::Continue(())
        })
    }

    /// Gives the quotes of [`Store::quotes`] to `f` one by one, until it breaks off.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn visit_quotes(
        &self,
        filter: &Query,
        limit: Option<usize>,
        mut f: impl FnMut(QuoteRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let indexed = self.is_indexed();
        let (sql, mut values) = statement(filter, self.typed(indexed)?);
        let limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
        values.push(Value::Integer(limit));
        let done = self.connection.prepare_cached(&sql).and_then(|mut s| {
            let mut rows = s.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                let url = row.get(URL)?;
                if f(QuoteRow {
                    url,
                    ..quote_row(row)?
                })
                .is_break()
                {
                    break;
                }
            }
            Ok(())
        });
        self.typed(done)
    }
}

/// The statement and its parameters but the last, which is the limit. The join is crossed so that
/// SQLite walks the articles in their order and nothing needs sorting.
pub(super) fn statement(filter: &Query, indexed: WordIndex) -> (String, Vec<Value>) {
    let condition = Condition::new(Subject::Quotes, filter, indexed);
    let select = SELECT.replacen(" FROM article a ", ADDRESS, 1);
    let sql = format!("{select} WHERE {} {ORDER} LIMIT ?", condition.sql());
    (sql, condition.values)
}

pub(super) fn quote_row(row: &Row<'_>) -> rusqlite::Result<QuoteRow> {
    let date: Option<String> = row.get(11)?;
    let speaker_kind: Option<String> = row.get(6)?;
    Ok(QuoteRow {
        id: QuoteId(row.get(0)?),
        article: ArticleId(row.get(1)?),
        ordinal: row.get(2)?,
        kind: codec::named(row.get_ref(3)?.as_str()?, QuoteKind::from_name)?,
        stance: match row.get_ref(14)?.as_str_or_null()? {
            Some("negated") => Stance::Negated,
            Some("supposed") => Stance::Supposed,
            _ => Stance::Said,
        },
        text: row.get(4)?,
        speaker: row.get(5)?,
        speaker_kind: speaker_kind.and_then(|k| SpeakerKind::from_name(&k)),
        role: row.get(7)?,
        confidence: row.get(8)?,
        title: row.get(9)?,
        publisher: row.get(10)?,
        date: date.and_then(|d| d.parse().ok()),
        tags: codec::tags(row.get_ref(12)?.as_str_or_null()?)?,
        note: row.get(13)?,
        url: None,
    })
}
