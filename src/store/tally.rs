//! What the speakers of a transaction add to the rows of the collection.
//!
//! One person is named by many articles of a transaction. Their numbers, names and roles are summed up
//! here and entered at its end, in the order of the tables: one write for each, beside those that it
//! lies beside, in place of three for every speaker of every article. What goes is counted out by a
//! trigger at once, so what waits is entered before that.

use rusqlite::params;
use rustc_hash::FxHashMap;

use super::Batch;

/// What waits to be entered.
#[derive(Debug, Default)]
pub(super) struct Tally {
    entities: FxHashMap<i64, Numbers>,
    /// In how many articles an entity has this name, or this role.
    aliases: FxHashMap<(i64, String), i64>,
    roles: FxHashMap<(i64, String), i64>,
}

#[derive(Debug, Default)]
struct Numbers {
    speakers: i64,
    quotes: i64,
    articles: i64,
}

impl Tally {
    /// Counts the speaker of one article.
    pub(super) fn add(&mut self, entity: i64, quotes: u32, names: &[&str], role: Option<&str>) {
        let numbers = self.entities.entry(entity).or_default();
        numbers.speakers += 1;
        numbers.quotes += i64::from(quotes);
        numbers.articles += i64::from(quotes > 0);
        for name in names {
            *self
                .aliases
                .entry((entity, (*name).to_owned()))
                .or_default() += 1;
        }
        if let Some(role) = role {
            *self.roles.entry((entity, role.to_owned())).or_default() += 1;
        }
    }
}

impl Batch<'_> {
    /// Enters what waits. To be called before speakers of earlier states are taken out, and at the end.
    pub(super) fn enter_tally(&self) -> rusqlite::Result<()> {
        let tally = self.tally.take();
        let mut entities: Vec<_> = tally.entities.into_iter().collect();
        entities.sort_unstable_by_key(|(entity, _)| *entity);
        let mut add = self.transaction.prepare_cached(
            "UPDATE entity SET speakers = speakers + ?2, quotes = quotes + ?3,
                    articles = articles + ?4 WHERE id = ?1",
        )?;
        for (entity, sum) in entities {
            add.execute(params![entity, sum.speakers, sum.quotes, sum.articles])?;
        }
        for (table, column, sums) in [
            ("alias", "name", tally.aliases),
            ("entity_role", "role", tally.roles),
        ] {
            let mut sums: Vec<_> = sums.into_iter().collect();
            sums.sort_unstable();
            let mut add = self.transaction.prepare_cached(&format!(
                "INSERT INTO {table} (entity, {column}, articles) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET articles = articles + excluded.articles"
            ))?;
            for ((entity, said), articles) in sums {
                add.execute(params![entity, said, articles])?;
            }
        }
        Ok(())
    }
}
