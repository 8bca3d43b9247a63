//! Speakers over the collection: one row a person, organisation or document.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::model::{SpeakerKind, SpeakerRow};
use crate::query::{Kind, Query, Test};

use super::filter::{Condition, Subject, WordIndex};
use super::{Store, StoreError, codec};

/// Aliases and roles that a row has at most.
pub const LISTED: usize = 12;

/// The latest articles in which a role of somebody is looked for.
pub(super) const LOOKED_THROUGH: usize = 256;

/// A column (`id` or `name`) of somebody's row in the latest article that prints a role for them, else in the
/// latest; of several of a day the one that was imported first. `who` is the number of the entity.
///
/// The rows are walked in their order on the index until one has a role: mostly one of the first. Each is a
/// look into the table, and a company may be in 40,000 articles of which the oldest alone prints a role, so
/// only the latest [`LOOKED_THROUGH`] are walked: somebody whose last role is older is shown without one.
/// Where no article prints one nothing is walked.
pub(super) fn latest(column: &str, who: &str) -> String {
    let rows = format!("FROM speaker WHERE entity = {who} ORDER BY newest, article");
    // The inner rows come as they are ordered, one by one: to order them again would read them all.
    format!(
        "ifnull(CASE WHEN EXISTS (SELECT 1 FROM entity_role WHERE entity = {who}) THEN
             (SELECT {column} FROM (SELECT id, name, role {rows} LIMIT {LOOKED_THROUGH})
              WHERE role IS NOT NULL LIMIT 1) END,
         (SELECT {column} {rows} LIMIT 1))"
    )
}

impl Store {
    /// The speakers of the quotes that pass `filter`, most quoted first, then by name; at most
    /// `limit`. The same full name of the same kind is one speaker. Speakers without a name of
    /// their own ("a spokesman", "officials") are different people in every article: they are left
    /// out unless the filter asks for their kind.
    ///
    /// Numbers that are kept are read where the filter asks for nothing but names and kinds; else
    /// the quotes that pass are counted.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn speakers(
        &self,
        filter: &Query,
        limit: Option<usize>,
    ) -> Result<Vec<SpeakerRow>, StoreError> {
        let found = self.try_speakers(filter, limit);
        self.typed(found)
    }

    fn try_speakers(
        &self,
        filter: &Query,
        limit: Option<usize>,
    ) -> rusqlite::Result<Vec<SpeakerRow>> {
        let indexed = self.is_indexed()?;
        let kept = if indexed != WordIndex::Lacking {
            kept(filter)
        } else {
            None
        };
        let (sql, mut values) = kept.unwrap_or_else(|| counted(filter, indexed));
        let limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
        values.push(Value::Integer(limit));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let entity: Option<i64> = row.get(5)?;
            let mut speaker = speaker_row(row)?;
            if let Some(entity) = entity {
                self.describe(entity, &mut speaker)?;
            }
            found.push(speaker);
        }
        Ok(found)
    }

    /// Adds what else is known of an entity.
    fn describe(&self, entity: i64, speaker: &mut SpeakerRow) -> rusqlite::Result<()> {
        // The limit is no parameter: SQLite would plan anew for each.
        let names = format!(
            "SELECT name FROM alias WHERE entity = ?1 AND name <> ?2
             ORDER BY articles DESC, name LIMIT {LISTED}"
        );
        let roles = format!(
            "SELECT role FROM entity_role WHERE entity = ?1 AND ?2 = ?2
             ORDER BY articles DESC, role LIMIT {LISTED}"
        );
        for (sql, list) in [(names, &mut speaker.aliases), (roles, &mut speaker.roles)] {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map((entity, &speaker.name), |row| row.get(0))?;
            *list = rows.collect::<rusqlite::Result<_>>()?;
        }
        Ok(())
    }
}

/// Reads kept numbers: the statement and its parameters but the last, which is the limit; nothing
/// where the filter asks for more than names and kinds. Name and role are those of the latest
/// article that prints a role.
fn kept(filter: &Query) -> Option<(String, Vec<Value>)> {
    let mut parts = vec!["quotes > 0".to_owned()];
    let mut values = Vec::new();
    for term in &filter.terms {
        let part = match &term.test {
            Test::Speaker(needle) => {
                values.push(Value::Text(needle.folded()));
                format!("has(name_key, ?, {})", needle.extent() as u8)
            }
            Test::Kind(Kind::Speaker(kind)) if kind.has_name() => {
                values.push(Value::Text(kind.name().to_owned()));
                "kind = ?".to_owned()
            }
            _ => return None,
        };
        parts.push(if term.not {
            format!("NOT {part}")
        } else {
            part
        });
    }
    let sql = format!(
        "SELECT s.name, e.kind, s.role, e.quotes, e.articles, e.id, e.joined IS NULL
         FROM (SELECT * FROM entity WHERE {} ORDER BY quotes DESC, name_key, id LIMIT ?) e
         JOIN speaker s ON s.id = {}
         ORDER BY e.quotes DESC, e.name_key, e.id",
        parts.join(" AND "),
        latest("id", "e.id")
    );
    Some((sql, values))
}

/// Counts the quotes that pass, in the same columns.
///
/// SQLite takes bare columns of a group from the row that has the minimum, so the name and role
/// shown are those of the latest article that prints a role, as in [`latest`], however old it is
/// (<https://www.sqlite.org/lang_select.html#bareagg>).
fn counted(filter: &Query, indexed: WordIndex) -> (String, Vec<Value>) {
    let condition = Condition::new(Subject::Quotes, filter, indexed);
    let named = if asks_for_a_speaker_kind(filter) {
        ""
    } else {
        "AND s.kind IN ('person', 'organisation', 'document')"
    };
    let sql = format!(
        "SELECT s.name, s.kind, s.role, count(*) AS quotes, count(DISTINCT q.article) AS articles,
                s.entity, s.entity IN (SELECT id FROM entity WHERE joined IS NULL),
                min(((s.role IS NULL) * 100000000 + s.newest) * 4294967296 + s.article)
         FROM quote q JOIN article a ON a.id = q.article
         JOIN speaker s ON s.article = q.article AND s.ordinal = q.speaker
         WHERE {} {named} GROUP BY s.entity, s.name_key, s.kind
         ORDER BY quotes DESC, s.name_key, s.entity LIMIT ?",
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
        aliases: Vec::new(),
        roles: Vec::new(),
        partial: row.get::<_, Option<bool>>(6)?.unwrap_or(false),
    })
}
