//! The collection as a whole for the reader's page of it. These walk over all articles or over an index
//! of them: not for the way of a key.

use crate::model::{Date, DayCount, Pair, PublisherShare};

use super::speakers::latest;
use super::{Store, StoreError};

/// Articles whose year is not known have no day.
const YEARS: i64 = 10_000;

/// People among whom pairs are looked for: the most quoted ones.
const PAIRED: usize = 40;

impl Store {
    /// Articles a day, oldest first, without the days that have none and those without a year.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn days(&self) -> Result<Vec<DayCount>, StoreError> {
        let sql = "SELECT -newest, count(*) FROM article WHERE newest <= ?1
                   GROUP BY newest ORDER BY newest DESC";
        let found = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map([-YEARS], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(i64, u64)>>>()
        });
        let days = self.typed(found)?.into_iter();
        let days = days.filter_map(|(day, articles)| {
            Some(DayCount {
                day: date(day)?,
                articles,
            })
        });
        Ok(days.collect())
    }

    /// The publishers with most quotes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn publishers(&self, limit: usize) -> Result<Vec<PublisherShare>, StoreError> {
        let sql = "SELECT publisher, sum(quotes), count(*) FROM article
                   WHERE publisher IS NOT NULL GROUP BY publisher
                   ORDER BY 2 DESC, 3 DESC, 1 LIMIT ?1";
        let found = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map([limit], |row| {
                Ok(PublisherShare {
                    name: row.get(0)?,
                    quotes: row.get(1)?,
                    articles: row.get(2)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        });
        self.typed(found)
    }

    /// Who is quoted with whom most often, among the people who are quoted most; of two, who is quoted more stands
    /// first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn pairs(&self, limit: usize) -> Result<Vec<Pair>, StoreError> {
        let sql = format!(
            "WITH top AS (SELECT id, row_number() OVER (ORDER BY quotes DESC, name_key, id) AS rank
                          FROM entity WHERE quotes > 0
                          ORDER BY quotes DESC, name_key, id LIMIT {PAIRED}),
                  said AS MATERIALIZED (SELECT DISTINCT top.rank AS rank, s.entity AS who, s.article AS article
                           FROM top CROSS JOIN speaker s ON s.entity = top.id WHERE s.quotes > 0),
                  met AS (SELECT x.who AS one, y.who AS other, count(*) AS articles
                          FROM said x JOIN said y ON y.article = x.article AND y.rank > x.rank
                          GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?1)
             SELECT {}, {}, articles FROM met ORDER BY 3 DESC, 1, 2",
            latest("name", "one"),
            latest("name", "other")
        );
        let found = self.connection.prepare_cached(&sql).and_then(|mut s| {
            s.query_map([limit], |row| {
                Ok(Pair {
                    names: [row.get(0)?, row.get(1)?],
                    articles: row.get(2)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        });
        self.typed(found)
    }
}

/// The date of a day written as yyyymmdd.
fn date(day: i64) -> Option<Date> {
    let year = i16::try_from(day / YEARS).ok()?;
    let (month, day) = (day / 100 % 100, day % 100);
    Date::new(
        Some(year),
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )
}
