//! Reading articles: windows of the list, and one article with its quotes.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::model::{
    Article, ArticleId, ArticleRow, Extraction, Quote, QuoteKind, Speaker, SpeakerKind,
    StoredArticle,
};
use crate::query::Query;

use super::filter::{Condition, Subject, WordIndex};
use super::{ArticleCursor, ArticleOrder, Direction, Store, StoreError, codec};

pub(super) const ROW: &str = "a.id, a.title, a.publisher, a.date, a.quotes, a.read, a.lang, \
     a.variants, a.variant_of, a.starred, \
     (SELECT group_concat(tag, ' ') FROM article_tag WHERE article = a.id)";

impl Store {
    /// At most `limit` articles of the list in `order` that pass `filter`: those after `from`
    /// (forward) or those just before it (backward). Without `from`, from that end of the list.
    /// The rows are always in the order of the list.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn articles(
        &self,
        order: ArticleOrder,
        filter: &Query,
        from: Option<&ArticleCursor>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<ArticleRow>, StoreError> {
        let indexed = self.is_indexed();
        let statement = window(order, filter, from, direction, self.typed(indexed)?);
        self.listed(statement, direction, limit)
    }

    /// As [`Store::articles`], but of articles that say the same only the one that stands for
    /// them; where that one does not pass `filter`, the others that do.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn article_groups(
        &self,
        order: ArticleOrder,
        filter: &Query,
        from: Option<&ArticleCursor>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<ArticleRow>, StoreError> {
        let indexed = self.is_indexed();
        let statement = grouped_window(order, filter, from, direction, self.typed(indexed)?);
        self.listed(statement, direction, limit)
    }

    /// How many rows [`Store::article_groups`] has in all, or before a place in `order`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_groups(
        &self,
        filter: &Query,
        before: Option<(ArticleOrder, &ArticleCursor)>,
    ) -> Result<u64, StoreError> {
        let indexed = self.is_indexed();
        let (condition, mut values) = grouped(filter, self.typed(indexed)?);
        // Walked as they lie: by an index each row would be fetched from another page.
        let from = "article a NOT INDEXED";
        let mut sql = format!("SELECT count(*) FROM {from} WHERE {condition}");
        if let Some((order, cursor)) = before {
            let columns: Vec<String> = order.columns().iter().map(|c| format!("a.{c}")).collect();
            let marks = vec!["?"; columns.len()].join(", ");
            sql = format!("{sql} AND ({}) < ({marks})", columns.join(", "));
            values.extend(cursor.values(order));
        }
        let count = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row(params_from_iter(values), |row| row.get(0)));
        self.typed(count)
    }

    pub(super) fn listed(
        &self,
        (sql, mut values): (String, Vec<Value>),
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<ArticleRow>, StoreError> {
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let rows = self.connection.prepare_cached(&sql).and_then(|mut s| {
            s.query_map(params_from_iter(values), article_row)?
                .collect::<rusqlite::Result<Vec<_>>>()
        });
        let mut rows = self.typed(rows)?;
        if direction == Direction::Backward {
            rows.reverse();
        }
        Ok(rows)
    }

    /// The row of one article as lists show it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn article_row(&self, id: ArticleId) -> Result<Option<ArticleRow>, StoreError> {
        let sql = format!("SELECT {ROW} FROM article a WHERE a.id = ?1");
        let row = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row([id.0], article_row).optional());
        self.typed(row)
    }

    /// The first article that came from a file or an address, as it is called in the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn first_from(&self, source: &str) -> Result<Option<ArticleId>, StoreError> {
        const SQL: &str = "SELECT min(id) FROM article
             WHERE location = ?1 OR file = (SELECT id FROM file WHERE path = ?1)";
        let first = self
            .connection
            .prepare_cached(SQL)
            .and_then(|mut s| s.query_row([source], |row| row.get::<_, Option<i64>>(0)));
        Ok(self.typed(first)?.map(ArticleId))
    }

    /// One article with its text, links, quotes and speakers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<StoredArticle>, StoreError> {
        let found = self.whole(id).and_then(|mut stored| {
            self.mark_furniture(&mut stored)?;
            stored.article.links = self.links_of(id, &stored.article)?;
            Ok(stored)
        });
        self.typed(found.optional())
    }

    /// As [`Store::article`], without links, quotes and speakers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn article_text(&self, id: ArticleId) -> Result<Option<Article>, StoreError> {
        let found = self.stored(id).and_then(|mut stored| {
            self.mark_furniture(&mut stored)?;
            Ok(stored.article)
        });
        self.typed(found.optional())
    }

    /// As [`Store::article`], without links, for callers in this room.
    pub(super) fn whole(&self, id: ArticleId) -> rusqlite::Result<StoredArticle> {
        let mut stored = self.stored(id)?;
        stored.extraction = Extraction {
            quotes: self.quotes_of(id)?,
            speakers: self.speakers_of(id)?,
        };
        Ok(stored)
    }

    /// Where an article was imported from, and where it was published if that is known; nothing where
    /// it is gone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn place(&self, id: ArticleId) -> Result<Option<(String, Option<String>)>, StoreError> {
        let sql = "SELECT a.location, b.url FROM article a LEFT JOIN body b ON b.article = a.id
                   WHERE a.id = ?1";
        let place = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut s| s.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))));
        self.typed(place.optional())
    }

    fn stored(&self, id: ArticleId) -> rusqlite::Result<StoredArticle> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.location, a.publisher, a.date, a.read, b.headline, b.subtitle, b.byline,
                    b.dateline, b.url, b.inferred, b.blocks, b.text, b.date_from, b.removed,
                    a.lang
             FROM article a JOIN body b ON b.article = a.id WHERE a.id = ?1",
        )?;
        statement.query_row([id.0], |row| {
            let date: Option<String> = row.get(2)?;
            Ok(StoredArticle {
                id,
                article: Article {
                    title: row.get(4)?,
                    subtitle: row.get(5)?,
                    publisher: row.get(1)?,
                    byline: row.get(6)?,
                    dateline: row.get(7)?,
                    date: date.and_then(|d| d.parse().ok()),
                    url: row.get(8)?,
                    inferred: codec::from_json(row.get_ref(9)?.as_str()?)?,
                    blocks: codec::blocks(row.get_ref(10)?.as_str()?)?,
                    text: row.get(11)?,
                    date_from: codec::date_from(row.get(12)?)?,
                    removed: codec::removed(row.get_ref(13)?.as_str_or_null()?)?,
                    links: Vec::new(),
                },
                extraction: Extraction::default(),
                read: row.get(3)?,
                source: row.get(0)?,
                lang: told(row.get(14)?),
            })
        })
    }

    fn quotes_of(&self, id: ArticleId) -> rusqlite::Result<Vec<Quote>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT kind, speaker, role, via, confidence, detail FROM quote
             WHERE article = ?1 ORDER BY ordinal",
        )?;
        let rows = statement.query_map([id.0], |row| {
            codec::quote(
                codec::named(row.get_ref(0)?.as_str()?, QuoteKind::from_name)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get_ref(5)?.as_str()?,
            )
        })?;
        rows.collect()
    }

    fn speakers_of(&self, id: ArticleId) -> rusqlite::Result<Vec<Speaker>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT name, kind, role, detail FROM speaker WHERE article = ?1 ORDER BY ordinal",
        )?;
        let rows = statement.query_map([id.0], |row| {
            codec::speaker(
                row.get(0)?,
                codec::named(row.get_ref(1)?.as_str()?, SpeakerKind::from_name)?,
                row.get(2)?,
                row.get_ref(3)?.as_str()?,
            )
        })?;
        rows.collect()
    }
}

/// The statement of a window and its parameters but the last, which is the limit.
pub(super) fn window(
    order: ArticleOrder,
    filter: &Query,
    from: Option<&ArticleCursor>,
    direction: Direction,
    indexed: WordIndex,
) -> (String, Vec<Value>) {
    let condition = Condition::new(Subject::Articles, filter, indexed);
    statement(order, &condition.sql(), condition.values, from, direction)
}

/// The statement of a window of heads.
pub(super) fn grouped_window(
    order: ArticleOrder,
    filter: &Query,
    from: Option<&ArticleCursor>,
    direction: Direction,
    indexed: WordIndex,
) -> (String, Vec<Value>) {
    let (sql, values) = grouped(filter, indexed);
    statement(order, &sql, values, from, direction)
}

/// The condition that an article is a row of a list in which those that say the same are one.
fn grouped(filter: &Query, indexed: WordIndex) -> (String, Vec<Value>) {
    let mut condition = Condition::new(Subject::Articles, filter, indexed);
    if filter.is_all() {
        return ("a.variant_of IS NULL".to_owned(), condition.values);
    }
    let head = Condition::of_heads(filter, indexed);
    condition.values.extend(head.values.iter().cloned());
    let sql = format!(
        "{} AND (a.variant_of IS NULL OR NOT EXISTS \
         (SELECT 1 FROM article h WHERE h.id = a.variant_of AND {}))",
        condition.sql(),
        head.sql(),
    );
    (sql, condition.values)
}

fn statement(
    order: ArticleOrder,
    condition: &str,
    condition_values: Vec<Value>,
    from: Option<&ArticleCursor>,
    direction: Direction,
) -> (String, Vec<Value>) {
    let columns = order.columns();
    let mut values = from.map_or_else(
        || ArticleCursor::end(order, direction),
        |cursor| cursor.values(order),
    );
    let (compare, way) = match direction {
        Direction::Forward => (">", "ASC"),
        Direction::Backward => ("<", "DESC"),
    };
    let list =
        |form: &dyn Fn(&&str) -> String| columns.iter().map(form).collect::<Vec<_>>().join(", ");
    values.extend(condition_values);
    let sql = format!(
        "SELECT {ROW} FROM article a WHERE ({}) {compare} ({}) AND {condition} ORDER BY {} LIMIT ?",
        list(&|c| format!("a.{c}")),
        list(&|_| "?".to_owned()),
        list(&|c| format!("a.{c} {way}")),
    );
    (sql, values)
}

pub(super) fn article_row(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    let date: Option<String> = row.get(3)?;
    Ok(ArticleRow {
        id: ArticleId(row.get(0)?),
        title: row.get(1)?,
        publisher: row.get(2)?,
        date: date.and_then(|d| d.parse().ok()),
        quotes: row.get(4)?,
        read: row.get(5)?,
        lang: told(row.get(6)?),
        duplicates: row.get(7)?,
        duplicate_of: row.get::<_, Option<i64>>(8)?.map(ArticleId),
        starred: row.get(9)?,
        tags: codec::tags(row.get_ref(10)?.as_str_or_null()?)?,
    })
}

/// The language of the column, where it could be told.
fn told(lang: Option<String>) -> Option<String> {
    lang.filter(|lang| lang != super::batch::UNTOLD)
}
