//! Queries under a name, how much passes one, and the values that the collection has for fields.

use std::collections::HashSet;

use rusqlite::params_from_iter;

use crate::model::{Change, SavedSearch};
use crate::query::{List, Query};
use crate::text::clean::clean_line;
use crate::text::fold::fold_str;

use super::filter::{Condition, Subject};
use super::journal::Draft;
use super::overlay::{Content, Kind, Slot};
use super::speakers::latest;
use super::{Store, StoreError};

impl Store {
    /// The saved searches in the order of their names.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn searches(&self) -> Result<Vec<SavedSearch>, StoreError> {
        let sql = "SELECT name, query FROM search";
        let rows = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map([], |row| {
                Ok(SavedSearch {
                    name: row.get(0)?,
                    query: row.get(1)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        });
        let mut searches = self.typed(rows)?;
        searches.sort_by_cached_key(SavedSearch::order);
        Ok(searches)
    }

    /// Saves a query as it was written under a name, in place of what has it, or takes the name
    /// away: a change of the person's. Nothing where it is so already.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn set_search(
        &mut self,
        name: &str,
        query: Option<&str>,
    ) -> Result<Option<Change>, StoreError> {
        let name = &clean_line(name);
        let query = query.map(clean_line);
        let query = query.as_deref();
        let batch = self.batch()?;
        let done = Draft::new(&batch).and_then(|mut draft| {
            let content = query.map(|query| Content {
                at: batch.now,
                text: Some(query.to_owned()),
            });
            draft.set(&Slot::named(Kind::Search, 0, name), content.as_ref())?;
            draft.finish(match query {
                Some(_) => format!("Saved the search {name}"),
                None => format!("Saved search {name} taken away"),
            })
        });
        batch.done(done)
    }

    /// Gives a search another name, in place of what has that: a change of the person's. Nothing where
    /// there is no such search.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn rename_search(&mut self, from: &str, to: &str) -> Result<Option<Change>, StoreError> {
        let to = &clean_line(to);
        let Some(known) = self.searches()?.into_iter().find(|s| s.name == from) else {
            return Ok(None);
        };
        if from == to {
            return Ok(None);
        }
        let batch = self.batch()?;
        let done = Draft::new(&batch).and_then(|mut draft| {
            let content = Content {
                at: batch.now,
                text: Some(known.query),
            };
            draft.set(&Slot::named(Kind::Search, 0, from), None)?;
            draft.set(&Slot::named(Kind::Search, 0, to), Some(&content))?;
            draft.finish(format!("Saved search {from} named {to}"))
        });
        batch.done(done)
    }

    /// How many articles pass: each of those that say the same.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_articles(&self, filter: &Query) -> Result<u64, StoreError> {
        if filter.is_all() {
            return Ok(self.counts()?.articles);
        }
        let from = "article a";
        self.counted(Subject::Articles, from, filter)
    }

    /// How many quotes pass.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_quotes(&self, filter: &Query) -> Result<u64, StoreError> {
        if filter.is_all() {
            return Ok(self.counts()?.quotes);
        }
        let from = "article a CROSS JOIN quote q ON q.article = a.id \
                    LEFT JOIN speaker s ON s.article = q.article AND s.ordinal = q.speaker";
        self.counted(Subject::Quotes, from, filter)
    }

    fn counted(&self, subject: Subject, from: &str, filter: &Query) -> Result<u64, StoreError> {
        let condition = Condition::new(subject, filter, self.typed(self.is_indexed())?);
        let sql = format!("SELECT count(*) FROM {from} WHERE {}", condition.sql());
        let count = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row(params_from_iter(condition.values), |row| row.get(0)));
        self.typed(count)
    }

    /// Values for a field that is being typed: those with a word that begins so, the most used
    /// first, at most `limit`. Not for the way of a key: some lists are found by a walk over all
    /// articles.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn values(&self, list: List, typed: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        let speakers;
        let sql = match list {
            List::Speakers => {
                speakers = format!(
                    "SELECT {} FROM entity e WHERE quotes > 0 AND (?1 = '' OR has(name_key, ?1, 0))
                     ORDER BY quotes DESC, name_key LIMIT ?2",
                    latest("name", "e.id")
                );
                &speakers
            }
            List::Publishers => {
                "SELECT publisher FROM article
                 WHERE publisher IS NOT NULL AND (?1 = '' OR has(publisher, ?1, 0))
                 GROUP BY publisher ORDER BY count(*) DESC, publisher LIMIT ?2"
            }
            List::Languages => {
                "SELECT lang FROM article WHERE lang <> 'und' AND (?1 = '' OR has(lang, ?1, 0))
                 GROUP BY lang ORDER BY count(*) DESC, lang LIMIT ?2"
            }
            List::Tags => {
                "SELECT tag FROM (SELECT tag FROM article_tag UNION ALL SELECT tag FROM quote_tag)
                 WHERE ?1 = '' OR has(tag, ?1, 0) GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?2"
            }
        };
        // Several people may have one name, which is offered once.
        let asked = i64::try_from(limit.saturating_mul(4)).unwrap_or(i64::MAX);
        let values = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map((fold_str(typed.trim()), asked), |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<String>>>()
        });
        let mut values = self.typed(values)?;
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.clone()));
        values.truncate(limit);
        Ok(values)
    }
}
