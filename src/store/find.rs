//! What the index of quotes takes from the store, and which articles changed since it was made.

use std::cmp::Ordering;
use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Params, Row, Transaction, params, params_from_iter};

use crate::find::{Changes, IndexedArticle, IndexedQuote, Passing, Source, Stamp, Texts};
use crate::model::{Article, ArticleId, ArticleRow, QuoteKind, QuoteRow, SpeakerKind, Tag};
use crate::query::{Has, Query, Term, Test};

use super::articles::grouped_window;
use super::filter::{Condition, Subject, WordIndex};
use super::quotes::{SELECT, quote_row};
use super::{ArticleOrder, Batch, Direction, Store, StoreError, codec};

const ARTICLES: &str =
    "SELECT a.id, a.newest, a.title, a.publisher, a.lang, a.quotes FROM article a";

const QUOTES: &str = "SELECT q.text, q.kind, s.name, s.kind, q.article, q.confidence FROM quote q \
     LEFT JOIN speaker s ON s.article = q.article AND s.ordinal = q.speaker";

const NOTED: &str = "SELECT k.article, k.ordinal FROM note n JOIN kept_quote k ON k.id = n.quote \
     WHERE k.ordinal IS NOT NULL";

const TAGGED: &str = "SELECT k.article, k.ordinal FROM quote_tag t JOIN kept_quote k \
     ON k.id = t.quote WHERE t.tag = ?1 AND k.ordinal IS NOT NULL";

impl Store {
    /// The rows of quotes, by the article and the place in it; nothing for such as are no longer, or
    /// whose article changed since the state that the places are of: another quote may stand there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn quote_rows(
        &self,
        of: Option<Stamp>,
        wanted: impl IntoIterator<Item = (ArticleId, usize)>,
    ) -> Result<Vec<Option<QuoteRow>>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE a.id = ?1 AND q.ordinal = ?2 AND NOT EXISTS \
             (SELECT 1 FROM index_change c WHERE c.article = a.id AND c.state >= ?3)"
        );
        let state = of.map_or(i64::MAX, |of| of.state);
        let rows = self.connection.prepare_cached(&sql).and_then(|mut s| {
            let wanted = wanted.into_iter().map(|(article, ordinal)| {
                s.query_row(params![article.0, ordinal, state], quote_row)
                    .optional()
            });
            wanted.collect()
        });
        self.typed(rows)
    }

    /// What passes a test: quotes where it is one on what the person put on them, else articles.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn passing(&self, test: &Test) -> Result<Passing, StoreError> {
        match test {
            Test::Tag(tag) => self.typed(self.tagged(tag)),
            Test::Has(Has::Notes) => Ok(Passing {
                articles: Vec::new(),
                quotes: self.typed(self.quotes_kept(NOTED, []))?,
            }),
            _ => Ok(Passing {
                articles: self.articles_passing(test)?,
                quotes: Vec::new(),
            }),
        }
    }

    fn tagged(&self, tag: &Tag) -> rusqlite::Result<Passing> {
        let sql = "SELECT article FROM article_tag WHERE tag = ?1";
        let mut articles = self.connection.prepare_cached(sql)?;
        let articles = articles.query_map([tag.name()], |row| row.get(0).map(ArticleId))?;
        Ok(Passing {
            articles: articles.collect::<rusqlite::Result<_>>()?,
            quotes: self.quotes_kept(TAGGED, [tag.name()])?,
        })
    }

    /// The places of the quotes that a statement gives; such as are no longer in their article have
    /// none.
    fn quotes_kept(&self, sql: &str, of: impl Params) -> rusqlite::Result<Vec<(ArticleId, usize)>> {
        let mut quotes = self.connection.prepare_cached(sql)?;
        let quotes = quotes.query_map(of, |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?;
        quotes.collect()
    }

    fn articles_passing(&self, test: &Test) -> Result<Vec<ArticleId>, StoreError> {
        let indexed = self.typed(self.is_indexed())?;
        let term = Term {
            not: false,
            test: test.clone(),
        };
        let query = Query { terms: vec![term] };
        let condition = Condition::new(Subject::Articles, &query, indexed);
        let sql = format!(
            "SELECT a.id FROM article a WHERE {} ORDER BY a.id",
            condition.sql()
        );
        let found = self.connection.prepare_cached(&sql).and_then(|mut s| {
            s.query_map(params_from_iter(condition.values), |row| {
                row.get(0).map(ArticleId)
            })?
            .collect()
        });
        self.typed(found)
    }

    /// What `f` gives on one state of the store.
    fn at_once<T>(
        &self,
        f: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.typed(
            self.connection
                .unchecked_transaction()
                .and_then(|moment| f(&moment)),
        )
    }
}

impl Texts for Store {
    type Error = StoreError;

    fn listed(&self, query: &Query, limit: usize) -> Result<Vec<ArticleRow>, StoreError> {
        let (order, direction) = (ArticleOrder::Newest, Direction::Forward);
        // Each text is read afterwards.
        let indexed = match self.typed(self.is_indexed())? {
            WordIndex::Lacking => WordIndex::Lacking,
            WordIndex::Whole | WordIndex::Trusted => WordIndex::Trusted,
        };
        let statement = grouped_window(order, query, None, direction, indexed);
        self.listed(statement, direction, limit)
    }

    fn text(&self, id: ArticleId) -> Result<Option<Article>, StoreError> {
        self.article_text(id)
    }
}

impl Source for Store {
    type Error = StoreError;

    fn articles(
        &self,
        f: &mut dyn FnMut(IndexedArticle) -> ControlFlow<()>,
    ) -> Result<Stamp, StoreError> {
        self.at_once(|moment| {
            // Both in the order in which they lie in the file: one walk, whatever the dates.
            let mut articles = moment.prepare(&format!("{ARTICLES} ORDER BY a.id"))?;
            let mut quotes = moment.prepare(&format!("{QUOTES} ORDER BY q.article, q.ordinal"))?;
            let (mut articles, mut quotes) = (articles.query([])?, quotes.query([])?);
            let mut next = quotes.next()?;
            while let Some(row) = articles.next()? {
                let mut article = article(row)?;
                while let Some(row) = next {
                    match row.get::<_, i64>(4)?.cmp(&article.id.0) {
                        Ordering::Less => {}
                        Ordering::Equal => article.quotes.push(quote(row)?),
                        Ordering::Greater => break,
                    }
                    next = quotes.next()?;
                }
                if f(article).is_break() {
                    break;
                }
            }
            newest_stamp(moment)
        })
    }

    fn changes(
        &self,
        since: Stamp,
        most: usize,
        f: &mut dyn FnMut(&IndexedArticle),
    ) -> Result<Option<Changes>, StoreError> {
        self.at_once(|moment| {
            if !happened(moment, since)? {
                return Ok(None);
            }
            let mut changed = moment
                .prepare_cached("SELECT article FROM index_change WHERE state >= ?1 LIMIT ?2")?;
            let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
            let changed = changed.query_map(params![since.state, limit], |row| row.get(0))?;
            let changed = changed.collect::<rusqlite::Result<Vec<i64>>>()?;
            if changed.len() > most {
                return Ok(None);
            }
            let mut changes = Changes {
                stamp: newest_stamp(moment)?,
                ..Changes::default()
            };
            let mut find = moment.prepare_cached(&format!("{ARTICLES} WHERE a.id = ?1"))?;
            let of = format!("{QUOTES} WHERE q.article = ?1 ORDER BY q.ordinal");
            let mut quotes = moment.prepare_cached(&of)?;
            for id in changed {
                let Some(mut article) = find.query_row([id], article).optional()? else {
                    changes.gone.push(ArticleId(id));
                    continue;
                };
                let rows = quotes.query_map([id], quote)?;
                article.quotes = rows.collect::<rusqlite::Result<_>>()?;
                f(&article);
            }
            Ok(Some(changes))
        })
    }
}

fn newest_stamp(moment: &Transaction<'_>) -> rusqlite::Result<Stamp> {
    moment.query_row(
        "SELECT state, nonce FROM index_state ORDER BY state DESC LIMIT 1",
        [],
        |row| {
            Ok(Stamp {
                state: row.get(0)?,
                nonce: row.get(1)?,
            })
        },
    )
}

fn happened(moment: &Transaction<'_>, stamp: Stamp) -> rusqlite::Result<bool> {
    moment
        .prepare_cached("SELECT 1 FROM index_state WHERE state = ?1 AND nonce = ?2")?
        .exists(params![stamp.state, stamp.nonce])
}

/// An article, still without its quotes.
fn article(row: &Row<'_>) -> rusqlite::Result<IndexedArticle> {
    let count: usize = row.get(5)?;
    Ok(IndexedArticle {
        id: ArticleId(row.get(0)?),
        newest: row.get(1)?,
        title: row.get(2)?,
        publisher: row.get(3)?,
        language: row.get(4)?,
        quotes: Vec::with_capacity(count.min(1 << 12)),
    })
}

fn quote(row: &Row<'_>) -> rusqlite::Result<IndexedQuote> {
    let name: Option<String> = row.get(2)?;
    let kind = row
        .get_ref(3)?
        .as_str_or_null()?
        .and_then(SpeakerKind::from_name);
    Ok(IndexedQuote {
        text: row.get(0)?,
        kind: codec::named(row.get_ref(1)?.as_str()?, QuoteKind::from_name)?,
        speaker: name.zip(kind),
        confidence: row.get(5)?,
    })
}

impl Batch<'_> {
    /// Begins a new state where articles changed in this one, so that an index that stands for
    /// this one is known to lack nothing.
    pub(super) fn enter_state(&self) -> rusqlite::Result<()> {
        let sql = "INSERT INTO index_state (nonce) SELECT random() WHERE EXISTS (SELECT 1 \
             FROM index_change WHERE state = (SELECT max(state) FROM index_state))";
        self.transaction.prepare_cached(sql)?.execute([]).map(drop)
    }
}
