//! Where the person was: what was opened and when, how far it was read, places marked with a
//! letter. What the person did with one article, for the reader that shows it.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use crate::model::{ArticleId, ArticleRow, Change, Kept, KeptQuote, Letter, Place, TagCount};

use super::articles::{ROW, article_row};
use super::journal::Draft;
use super::overlay::{Content, Kind, Slot};
use super::{Direction, Store, StoreError, codec};
use crate::text::fold::fold_str;

impl Store {
    /// Notes that an article was opened now.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn note_opened(&mut self, id: ArticleId) -> Result<(), StoreError> {
        let batch = self.batch()?;
        let done = batch.touch(id.0).and_then(|()| {
            batch
                .transaction
                .prepare_cached(
                    "INSERT INTO reading (article, opened, times)
                     SELECT article, ?2, 1 FROM touched WHERE article = ?1
                     ON CONFLICT DO UPDATE SET opened = excluded.opened, times = times + 1",
                )?
                .execute(params![id.0, batch.now])
        });
        batch.done(done).map(drop)
    }

    /// Keeps how far an article was read. One that was never opened has no place.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_place(&mut self, id: ArticleId, place: Place) -> Result<(), StoreError> {
        let batch = self.batch()?;
        let done = batch.transaction.execute(
            "UPDATE reading SET block = ?2, byte = ?3 WHERE article = ?1",
            params![id.0, place.block, place.byte],
        );
        batch.done(done).map(drop)
    }

    /// A window of the articles that were opened, and when, the last one first; each once, at most `limit`
    /// after or before `from`. Only those whose title and publisher hold all `words`, each from where a
    /// word begins.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn opened(
        &self,
        words: &[String],
        from: Option<(i64, ArticleId)>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<(ArticleRow, i64)>, StoreError> {
        let (compare, way, end) = match direction {
            Direction::Forward => ("<", "DESC", i64::MAX),
            Direction::Backward => (">", "ASC", i64::MIN),
        };
        let holds = " AND has(ifnull(a.title, '') || ' ' || ifnull(a.publisher, ''), ?, 0)";
        let sql = format!(
            "SELECT {ROW}, r.opened FROM reading r JOIN article a ON a.id = r.article
             WHERE (r.opened, r.article) {compare} (?, ?){}
             ORDER BY r.opened {way}, r.article {way} LIMIT ?",
            holds.repeat(words.len())
        );
        let (opened, article) = from.map_or((end, end), |(opened, id)| (opened, id.0));
        let mut values = vec![Value::from(opened), Value::from(article)];
        values.extend(words.iter().map(|word| Value::from(fold_str(word))));
        values.push(Value::from(i64::try_from(limit).unwrap_or(i64::MAX)));
        let rows = self.connection.prepare_cached(&sql).and_then(|mut s| {
            s.query_map(params_from_iter(values), |row| {
                Ok((article_row(row)?, row.get("opened")?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        });
        let mut rows = self.typed(rows)?;
        if direction == Direction::Backward {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Marks a place with a letter, or takes the letter away: a change of the person's.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn set_letter(
        &mut self,
        letter: char,
        place: Option<(ArticleId, Place)>,
    ) -> Result<Option<Change>, StoreError> {
        let batch = self.batch()?;
        let done = (|| {
            let mut draft = Draft::new(&batch)?;
            let slot = Slot::named(Kind::Letter, 0, letter.encode_utf8(&mut [0; 4]));
            let content = match place {
                Some((article, place)) => {
                    batch.touch(article.0)?;
                    Some(Content {
                        at: batch.now,
                        text: Some(codec::to_json(&(article.0, place.block, place.byte))?),
                    })
                }
                None => None,
            };
            draft.set(&slot, content.as_ref())?;
            draft.finish(match place {
                Some(_) => format!("Marked a place with {letter}"),
                None => format!("Mark {letter} taken away"),
            })
        })();
        batch.done(done)
    }

    /// The places that are marked with letters, in the order of the letters.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn letters(&self) -> Result<Vec<Letter>, StoreError> {
        let sql = "SELECT letter, place FROM letter ORDER BY letter";
        let rows = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map([], |row| {
                let letter: String = row.get(0)?;
                let (article, block, byte) = codec::from_json(row.get_ref(1)?.as_str()?)?;
                Ok(Letter {
                    letter: codec::named(&letter, |text| text.chars().next())?,
                    article: ArticleId(article),
                    place: Place { block, byte },
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        });
        self.typed(rows)
    }

    /// What the person did with an article and its quotes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn kept(&self, id: ArticleId) -> Result<Kept, StoreError> {
        let kept = self.try_kept(id);
        self.typed(kept)
    }

    fn try_kept(&self, id: ArticleId) -> rusqlite::Result<Kept> {
        let tags = "SELECT tag FROM article_tag WHERE article = ?1 ORDER BY tag";
        let place = "SELECT block, byte FROM reading WHERE article = ?1";
        let quotes = "SELECT k.ordinal, k.words, (SELECT group_concat(tag, ' ') FROM quote_tag
                 WHERE quote = k.id) AS tags, n.text
             FROM kept_quote k LEFT JOIN note n ON n.quote = k.id
             WHERE k.article = ?1 AND (tags IS NOT NULL OR n.text IS NOT NULL)
             ORDER BY k.ordinal IS NULL, k.ordinal, k.id";
        Ok(Kept {
            starred: Slot::of(Kind::Star, id.0).read(&self.connection)?.is_some(),
            tags: self
                .connection
                .prepare_cached(tags)?
                .query_map([id.0], |row| codec::tag(row.get_ref(0)?.as_str()?))?
                .collect::<rusqlite::Result<_>>()?,
            quotes: self
                .connection
                .prepare_cached(quotes)?
                .query_map([id.0], kept_quote)?
                .collect::<rusqlite::Result<_>>()?,
            place: self
                .connection
                .prepare_cached(place)?
                .query_row([id.0], |row| {
                    Ok(Place {
                        block: row.get(0)?,
                        byte: row.get(1)?,
                    })
                })
                .optional()?,
        })
    }

    /// All tags with how much has them, in alphabetical order. What is gone does not count.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tags(&self) -> Result<Vec<TagCount>, StoreError> {
        let sql = "SELECT tag, sum(articles), sum(quotes) FROM (
                 SELECT t.tag AS tag, count(*) AS articles, 0 AS quotes
                 FROM article_tag t JOIN article a ON a.id = t.article GROUP BY t.tag
                 UNION ALL
                 SELECT t.tag, 0, count(*) FROM quote_tag t JOIN kept_quote k ON k.id = t.quote
                 JOIN quote q ON q.article = k.article AND q.ordinal = k.ordinal GROUP BY t.tag)
             GROUP BY tag ORDER BY tag";
        let rows = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_map([], |row| {
                Ok(TagCount {
                    tag: codec::tag(row.get_ref(0)?.as_str()?)?,
                    articles: row.get(1)?,
                    quotes: row.get(2)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        });
        self.typed(rows)
    }
}

fn kept_quote(row: &Row<'_>) -> rusqlite::Result<KeptQuote> {
    Ok(KeptQuote {
        ordinal: row.get(0)?,
        words: row.get(1)?,
        tags: codec::tags(row.get_ref(2)?.as_str_or_null()?)?,
        note: row.get(3)?,
    })
}
