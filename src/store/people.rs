//! People over the collection for the reader: the list of them, and all that one of them said.
//!
//! Windows are read by keyset on the indexes of the fourth schema; months are counted on an index.
//! Only who else is quoted in the same articles walks over all articles of a person.

use rusqlite::{OptionalExtension, Row, params};

use crate::model::{
    ArticleId, Companion, Month, Months, Period, PersonId, PersonPage, PersonRow, PrintedRole,
    SaidCursor, SaidRow, SpeakerKind,
};
use crate::text::fold::fold_str;

use super::quotes::{SELECT, quote_row};
use super::speakers::{LISTED, latest};
use super::{Direction, Store, StoreError, codec};

/// A person as rows of the list have it; the name is that of the latest article with a role.
fn person() -> String {
    let name = latest("name", "e.id");
    format!(
        "SELECT e.id, {name}, e.kind, e.quotes, e.articles, e.name_key,
         CASE WHEN e.joined IS NULL THEN (SELECT a.title FROM speaker s
              JOIN article a ON a.id = s.article WHERE s.entity = e.id LIMIT 1) END FROM entity e"
    )
}

/// Articles whose year is not known have no month.
const YEARS: i64 = 10_000;

impl Store {
    /// The person whom an article's speaker is; nothing where it has no name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn person_in(
        &self,
        article: ArticleId,
        speaker: usize,
    ) -> Result<Option<PersonId>, StoreError> {
        let sql = "SELECT entity FROM speaker WHERE article = ?1 AND ordinal = ?2";
        let found = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_row(params![article.0, speaker], |row| row.get(0))
                .optional()
        });
        Ok(self.typed(found)?.flatten().map(PersonId))
    }

    /// The person of a full name; the most quoted one where several have it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn person_named(
        &self,
        name: &str,
        kind: Option<SpeakerKind>,
    ) -> Result<Option<PersonId>, StoreError> {
        Ok(self.people_named(name, kind, 1)?.pop())
    }

    /// The people of a full name, the most quoted first; at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn people_named(
        &self,
        name: &str,
        kind: Option<SpeakerKind>,
        limit: usize,
    ) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT id FROM entity WHERE name_key = ?1 AND (?2 IS NULL OR kind = ?2)
                   ORDER BY joined IS NULL, quotes DESC, id LIMIT ?3";
        let found = self.connection.prepare_cached(sql).and_then(|mut s| {
            let of = params![fold_str(name), kind.map(SpeakerKind::name), limit];
            s.query_map(of, |row| row.get(0).map(PersonId))?.collect()
        });
        self.typed(found)
    }

    /// A person with quotes a month; nothing where there is none of that number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn person_row(&self, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
        let sql = format!("{} WHERE e.id = ?1", person());
        let found = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row([id.0], person_row).optional());
        let Some(mut row) = self.typed(found)? else {
            return Ok(None);
        };
        row.months = self.typed(self.months(id))?;
        Ok(Some(row))
    }

    /// What the head of someone's page shows.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn person_page(&self, id: PersonId) -> Result<Option<PersonPage>, StoreError> {
        let Some(row) = self.person_row(id)? else {
            return Ok(None);
        };
        let aliases = self.typed(self.aliases(id, &row.name))?;
        Ok(Some(PersonPage { row, aliases }))
    }

    fn aliases(&self, id: PersonId, name: &str) -> rusqlite::Result<Vec<String>> {
        let sql = format!(
            "SELECT name FROM alias WHERE entity = ?1 AND name <> ?2
             ORDER BY articles DESC, name LIMIT {LISTED}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map((id.0, name), |row| row.get(0))?;
        rows.collect()
    }

    /// Someone's roles as printed, the last one first; what only capitals tell apart is one. Walks over all articles that name them: not for
    /// the way of a key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn roles(&self, id: PersonId) -> Result<Vec<PrintedRole>, StoreError> {
        self.typed(self.try_roles(id))
    }

    fn try_roles(&self, id: PersonId) -> rusqlite::Result<Vec<PrintedRole>> {
        let sql = format!(
            "SELECT min(role), max(-newest), min(CASE WHEN newest <= -{YEARS} THEN -newest END), count(*)
             FROM speaker WHERE entity = ?1 AND role IS NOT NULL
             GROUP BY role COLLATE NOCASE ORDER BY 2 DESC, 4 DESC, 1 LIMIT {LISTED}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([id.0], |row| {
            let (last, first): (i64, Option<i64>) = (row.get(1)?, row.get(2)?);
            let period = first.and_then(month).zip(month(last));
            Ok(PrintedRole {
                role: row.get(0)?,
                period: period.map(|(first, last)| Period { first, last }),
                articles: row.get(3)?,
            })
        })?;
        rows.collect()
    }

    fn months(&self, id: PersonId) -> rusqlite::Result<Months> {
        let sql = "SELECT -newest / 100, sum(quotes) FROM speaker
                   WHERE entity = ?1 AND newest <= ?2 AND quotes > 0 GROUP BY 1 ORDER BY 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((id.0, -YEARS), |row| {
            let at: i64 = row.get(0)?;
            Ok((month(at * 100), row.get(1)?))
        })?;
        let rows: Vec<(Option<Month>, u64)> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(rows
            .into_iter()
            .filter_map(|(month, quotes)| Some((month?, quotes)))
            .collect())
    }

    /// A window of the people who are quoted, most quoted first, with their quotes a month.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn people(
        &self,
        from: Option<&PersonRow>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<PersonRow>, StoreError> {
        let found = self.try_people(from, direction, limit);
        self.typed(found)
    }

    fn try_people(
        &self,
        from: Option<&PersonRow>,
        direction: Direction,
        limit: usize,
    ) -> rusqlite::Result<Vec<PersonRow>> {
        // Most quoted first is the one column that falls while the others rise.
        // Those of as many quotes apart from the rest: hundreds of thousands are quoted once, and one
        // condition for both would walk over all of them before the place.
        let (parts, order) = match direction {
            Direction::Forward => (
                [
                    "e.quotes = ?1 AND (e.name_key, e.id) > (?2, ?3)",
                    "e.quotes < ?1",
                ],
                "e.quotes DESC, e.name_key, e.id",
            ),
            Direction::Backward => (
                [
                    "e.quotes = ?1 AND (e.name_key, e.id) < (?2, ?3)",
                    "e.quotes > ?1",
                ],
                "e.quotes, e.name_key DESC, e.id DESC",
            ),
        };
        let (quotes, key, id) = match (from, direction) {
            (Some(row), _) => (
                i64::try_from(row.quotes).unwrap_or(i64::MAX),
                self.name_key(row.id)?,
                row.id.0,
            ),
            (None, Direction::Forward) => (i64::MAX, String::new(), i64::MIN),
            (None, Direction::Backward) => (0, String::new(), i64::MIN),
        };
        let mut rows: Vec<PersonRow> = Vec::new();
        let person = person();
        for beyond in parts {
            let left = limit.saturating_sub(rows.len());
            let sql = format!("{person} WHERE e.quotes > 0 AND {beyond} ORDER BY {order} LIMIT ?4");
            let mut statement = self.connection.prepare_cached(&sql)?;
            for row in statement.query_map(params![quotes, key, id, left], person_row)? {
                rows.push(row?);
            }
        }
        for row in &mut rows {
            row.months = self.months(row.id)?;
        }
        if direction == Direction::Backward {
            rows.reverse();
        }
        Ok(rows)
    }

    fn name_key(&self, id: PersonId) -> rusqlite::Result<String> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name_key FROM entity WHERE id = ?1")?;
        let key = statement.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(key.unwrap_or_default())
    }

    /// A window of what someone said, newest article first, in the order of the article: all quotes
    /// in at most `articles` articles, of a period where one is given.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn said(
        &self,
        id: PersonId,
        period: Option<Period>,
        from: Option<SaidCursor>,
        direction: Direction,
        articles: usize,
    ) -> Result<Vec<SaidRow>, StoreError> {
        let found = self.try_said(id, period, from, direction, articles);
        self.typed(found)
    }

    fn try_said(
        &self,
        id: PersonId,
        period: Option<Period>,
        from: Option<SaidCursor>,
        direction: Direction,
        articles: usize,
    ) -> rusqlite::Result<Vec<SaidRow>> {
        // One state of the store for the places and their rows.
        let _moment = self.connection.unchecked_transaction()?;
        let (sign, order) = match direction {
            Direction::Forward => (">", "newest, article"),
            Direction::Backward => ("<", "newest DESC, article DESC"),
        };
        let (newest, oldest) = period.map_or((i64::MIN, i64::MAX), |p| {
            (-days(p.last, 99), -days(p.first, 0))
        });
        let end = match direction {
            Direction::Forward => (i64::MIN, i64::MIN),
            Direction::Backward => (i64::MAX, i64::MAX),
        };
        let (at, article) = from.map_or(end, |cursor| (cursor.newest, cursor.article.0));
        let sql = format!(
            "SELECT newest, article FROM speaker WHERE entity = ?1 AND quotes > 0
             AND newest BETWEEN ?2 AND ?3 AND (newest, article) {sign} (?4, ?5)
             GROUP BY newest, article ORDER BY {order} LIMIT ?6"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let places = statement
            .query_map(
                params![id.0, newest, oldest, at, article, articles],
                |row| {
                    Ok(SaidCursor {
                        newest: row.get(0)?,
                        article: ArticleId(row.get(1)?),
                    })
                },
            )?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut rows = Vec::new();
        let sql = format!("{SELECT} WHERE a.id = ?1 AND s.entity = ?2 ORDER BY q.ordinal");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for cursor in ordered(places, direction) {
            let quotes = statement.query_map(params![cursor.article.0, id.0], quote_row)?;
            for quote in quotes {
                rows.push(SaidRow {
                    quote: quote?,
                    cursor,
                });
            }
        }
        Ok(rows)
    }

    /// Who else is quoted in the articles that quote someone, most often first. Walks over all of
    /// those articles: not for the way of a key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn company(&self, id: PersonId, limit: usize) -> Result<Vec<Companion>, StoreError> {
        let sql = format!(
            "SELECT c.id, {}, c.articles
             FROM (SELECT y.entity AS id, count(DISTINCT y.article) AS articles
                   FROM speaker x CROSS JOIN speaker y ON y.article = x.article
                   WHERE x.entity = ?1 AND x.quotes > 0 AND y.entity IS NOT NULL
                     AND y.entity <> ?1 AND y.quotes > 0
                   GROUP BY y.entity ORDER BY 2 DESC, 1 LIMIT ?2) c ORDER BY 3 DESC, 2",
            latest("name", "c.id")
        );
        let found = self.connection.prepare_cached(&sql).and_then(|mut s| {
            s.query_map(params![id.0, limit], |row| {
                Ok(Companion {
                    id: PersonId(row.get(0)?),
                    name: row.get(1)?,
                    articles: row.get(2)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        });
        self.typed(found)
    }
}

fn ordered(mut places: Vec<SaidCursor>, direction: Direction) -> Vec<SaidCursor> {
    if direction == Direction::Backward {
        places.reverse();
    }
    places
}

fn person_row(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    let name: Option<String> = row.get(1)?;
    Ok(PersonRow {
        id: PersonId(row.get(0)?),
        name: match name {
            Some(name) => name,
            None => row.get(5)?,
        },
        kind: codec::named(row.get_ref(2)?.as_str()?, SpeakerKind::from_name)?,
        quotes: row.get(3)?,
        articles: row.get(4)?,
        months: Months::new(),
        only_in: row.get(6)?,
    })
}

/// The month of a day written as yyyymmdd.
fn month(day: i64) -> Option<Month> {
    let (year, month) = (day / YEARS, day / 100 % 100);
    let fits = year > 0 && (1..=12).contains(&month);
    let (year, month) = (u32::try_from(year).ok()?, u32::try_from(month).ok()?);
    fits.then(|| Month::new(year, month))
}

/// A day of a month as yyyymmdd.
fn days(month: Month, day: i64) -> i64 {
    i64::from(month.year()) * YEARS + i64::from(month.month()) * 100 + day
}
