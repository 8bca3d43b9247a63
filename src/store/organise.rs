//! Doing something with articles and quotes, one or all that pass a query: what it would change,
//! and the change itself, which is one step to undo.

use std::hash::Hash;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use rustc_hash::FxHashSet;

use crate::model::{ArticleEdit, ArticleId, ArticleRow, Change, QuoteEdit, QuoteId, QuoteRow, Tag};
use crate::query::Query;
use crate::text::clean::clean;
use crate::text::words::thousands;

use super::filter::{Condition, Subject, WordIndex};
use super::journal::Draft;
use super::kept_quotes::{QuotesOf, kept_at};
use super::overlay::{Content, Kind, Slot};
use super::{Batch, Store, StoreError};

/// Rows that a preview shows.
const SHOWN: usize = 5;

/// What something is done with.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a, T> {
    /// All that pass.
    Passing(&'a Query),
    /// These; such as are not there are left out.
    These(&'a [T]),
}

/// A quote by its article and its place among the article's quotes.
pub type QuotePlace = (ArticleId, usize);

/// Something to be done in one step.
#[derive(Clone, Copy, Debug)]
pub enum Bulk<'a> {
    /// With articles.
    Articles(Which<'a, ArticleId>, &'a ArticleEdit),
    /// With quotes.
    Quotes(Which<'a, QuotePlace>, &'a QuoteEdit),
}

/// What would be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// How many articles or quotes were meant.
    pub found: u64,
    /// How many of them it would change; the others are so already.
    pub changed: u64,
    /// The first few of those it would change, newest first where they pass a query.
    pub first: Rows,
}

/// Rows of one of two lists.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the names say it
pub enum Rows {
    Articles(Vec<ArticleRow>),
    Quotes(Vec<QuoteRow>),
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// How many articles or quotes were meant.
    pub found: u64,
    /// How many of them were changed.
    pub changed: u64,
    /// The change, where there was one.
    pub change: Option<Change>,
}

impl Store {
    /// What [`Store::apply`] would do. Nothing is changed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn preview(&self, bulk: &Bulk<'_>) -> Result<Preview, StoreError> {
        let indexed = self.typed(self.is_indexed())?;
        match bulk {
            Bulk::Articles(which, edit) => {
                let ids = articles_meant(&self.connection, *which, indexed);
                let ids = self.typed(ids)?;
                let changed = ids.iter().filter_map(|id| {
                    match would_change_article(&self.connection, id.0, edit) {
                        Ok(true) => Some(Ok(*id)),
                        Ok(false) => None,
                        Err(error) => Some(Err(error)),
                    }
                });
                let changed: Vec<ArticleId> = self.typed(changed.collect())?;
                let first = changed.iter().take(SHOWN).map(|id| self.article_row(*id));
                let first: Vec<Option<ArticleRow>> = first.collect::<Result<_, _>>()?;
                Ok(Preview {
                    found: ids.len() as u64,
                    changed: changed.len() as u64,
                    first: Rows::Articles(first.into_iter().flatten().collect()),
                })
            }
            Bulk::Quotes(which, edit) => {
                let edit = &safe(edit);
                let places = quotes_meant(&self.connection, *which, indexed);
                let places = self.typed(places)?;
                let changed = places.iter().filter_map(|place| {
                    match would_change_quote(&self.connection, *place, edit) {
                        Ok(true) => Some(Ok(*place)),
                        Ok(false) => None,
                        Err(error) => Some(Err(error)),
                    }
                });
                let changed: Vec<QuotePlace> = self.typed(changed.collect())?;
                let first = self.quote_rows(None, changed.iter().copied().take(SHOWN))?;
                Ok(Preview {
                    found: places.len() as u64,
                    changed: changed.len() as u64,
                    first: Rows::Quotes(first.into_iter().flatten().collect()),
                })
            }
        }
    }

    /// Does it, in one change.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn apply(&mut self, bulk: &Bulk<'_>) -> Result<Applied, StoreError> {
        let indexed = self.typed(self.is_indexed())?;
        let batch = self.batch()?;
        // Looked for in the same transaction: what another program takes out meanwhile is not met.
        let applied = match bulk {
            Bulk::Articles(which, edit) => articles_meant(&batch.transaction, *which, indexed)
                .and_then(|ids| batch.edit_articles(&ids, edit)),
            Bulk::Quotes(which, edit) => quotes_meant(&batch.transaction, *which, indexed)
                .and_then(|places| batch.edit_quotes(&places, &safe(edit))),
        };
        batch.done(applied)
    }

    /// Where quotes stand that are named by their row numbers; nothing for such as are not there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn quote_places(&self, ids: &[QuoteId]) -> Result<Vec<Option<QuotePlace>>, StoreError> {
        let sql = "SELECT article, ordinal FROM quote WHERE id = ?1";
        let places = self.connection.prepare_cached(sql).and_then(|mut s| {
            ids.iter()
                .map(|id| {
                    s.query_row([id.0], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))
                        .optional()
                })
                .collect()
        });
        self.typed(places)
    }
}

fn articles_meant(
    connection: &Connection,
    which: Which<'_, ArticleId>,
    indexed: WordIndex,
) -> rusqlite::Result<Vec<ArticleId>> {
    let query = match which {
        Which::Passing(query) => query,
        Which::These(ids) => {
            let mut there = connection.prepare_cached("SELECT 1 FROM article WHERE id = ?1")?;
            return those(ids, |id| there.exists([id.0]));
        }
    };
    let condition = Condition::new(Subject::Articles, query, indexed);
    let sql = format!(
        "SELECT a.id FROM article a WHERE {} ORDER BY a.newest, a.id",
        condition.sql()
    );
    connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(condition.values), |row| {
            row.get(0).map(ArticleId)
        })?
        .collect()
}

fn quotes_meant(
    connection: &Connection,
    which: Which<'_, QuotePlace>,
    indexed: WordIndex,
) -> rusqlite::Result<Vec<QuotePlace>> {
    let query = match which {
        Which::Passing(query) => query,
        Which::These(places) => {
            let sql = "SELECT 1 FROM quote WHERE article = ?1 AND ordinal = ?2";
            let mut there = connection.prepare_cached(sql)?;
            return those(places, |place| there.exists((place.0.0, place.1)));
        }
    };
    let condition = Condition::new(Subject::Quotes, query, indexed);
    let sql = format!(
        "SELECT q.article, q.ordinal FROM article a CROSS JOIN quote q ON q.article = a.id \
         LEFT JOIN speaker s ON s.article = q.article AND s.ordinal = q.speaker \
         WHERE {} ORDER BY a.newest, a.id, q.ordinal",
        condition.sql()
    );
    connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(condition.values), |row| {
            Ok((ArticleId(row.get(0)?), row.get(1)?))
        })?
        .collect()
}

/// Those that are there, each once.
fn those<T: Copy + Eq + Hash>(
    given: &[T],
    mut there: impl FnMut(T) -> rusqlite::Result<bool>,
) -> rusqlite::Result<Vec<T>> {
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    for one in given {
        if seen.insert(*one) && there(*one)? {
            found.push(*one);
        }
    }
    Ok(found)
}

/// The edit with nothing in its note that a terminal would act on: notes are shown as texts are.
fn safe(edit: &QuoteEdit) -> QuoteEdit {
    match edit {
        QuoteEdit::Note(text) => QuoteEdit::Note(clean(text).text.trim().to_owned()),
        other => other.clone(),
    }
}

/// The thing of an article that an edit is about, and whether it is to be there.
fn of_article(article: i64, edit: &ArticleEdit) -> (Slot, bool) {
    let tagged = |tag: &Tag| Slot::named(Kind::ArticleTag, article, tag.name());
    match edit {
        ArticleEdit::Read(yes) => (Slot::of(Kind::Read, article), *yes),
        ArticleEdit::Star(yes) => (Slot::of(Kind::Star, article), *yes),
        ArticleEdit::Tag(tag) => (tagged(tag), true),
        ArticleEdit::Untag(tag) => (tagged(tag), false),
    }
}

fn would_change_article(
    connection: &Connection,
    article: i64,
    edit: &ArticleEdit,
) -> rusqlite::Result<bool> {
    let (slot, wanted) = of_article(article, edit);
    Ok(slot.read(connection)?.is_some() != wanted)
}

fn would_change_quote(
    connection: &Connection,
    (article, ordinal): QuotePlace,
    edit: &QuoteEdit,
) -> rusqlite::Result<bool> {
    let kept = kept_at(connection, article.0, ordinal)?;
    let any = |slot: &dyn Fn(i64) -> Slot| -> rusqlite::Result<bool> {
        for quote in &kept {
            if slot(*quote).read(connection)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    };
    let tagged = |tag: &Tag| any(&|quote| Slot::named(Kind::QuoteTag, quote, tag.name()));
    match edit {
        QuoteEdit::Tag(tag) => Ok(!tagged(tag)?),
        QuoteEdit::Untag(tag) => tagged(tag),
        QuoteEdit::Note(text) => {
            let notes = notes(connection, &kept)?;
            let wanted: &[&str] = if text.is_empty() { &[] } else { &[text] };
            Ok(notes != wanted)
        }
    }
}

/// The notes of kept quotes that are one quote now.
pub(super) fn notes(connection: &Connection, kept: &[i64]) -> rusqlite::Result<Vec<String>> {
    let mut notes = Vec::new();
    for quote in kept {
        let note = Slot::of(Kind::Note, *quote).read(connection)?;
        notes.extend(note.and_then(|note| note.text));
    }
    Ok(notes)
}

impl Batch<'_> {
    fn there(&self, text: Option<&str>) -> Content {
        Content {
            at: self.now,
            text: text.map(str::to_owned),
        }
    }

    fn edit_articles(&self, ids: &[ArticleId], edit: &ArticleEdit) -> rusqlite::Result<Applied> {
        let mut draft = Draft::new(self)?;
        let (mut changed, mut last) = (0, None);
        let there = self.there(None);
        for id in ids {
            let (slot, wanted) = of_article(id.0, edit);
            if draft.set(&slot, wanted.then_some(&there))? {
                changed += 1;
                last = Some(*id);
            }
        }
        let title = match last.filter(|_| changed == 1) {
            Some(id) => Some(self.text_of_one("SELECT title FROM article WHERE id = ?1", &[id.0])?),
            None => None,
        };
        let whom = title.unwrap_or_else(|| format!("{} articles", thousands(changed)));
        let change = draft.finish(match edit {
            ArticleEdit::Read(true) => format!("Marked as read: {whom}"),
            ArticleEdit::Read(false) => format!("Marked as unread: {whom}"),
            ArticleEdit::Star(true) => format!("Starred: {whom}"),
            ArticleEdit::Star(false) => format!("Star taken off: {whom}"),
            ArticleEdit::Tag(tag) => format!("Tagged with {tag}: {whom}"),
            ArticleEdit::Untag(tag) => format!("Tag {tag} taken off: {whom}"),
        })?;
        Ok(Applied {
            found: ids.len() as u64,
            changed,
            change,
        })
    }

    pub(super) fn edit_quotes(
        &self,
        places: &[QuotePlace],
        edit: &QuoteEdit,
    ) -> rusqlite::Result<Applied> {
        let mut draft = Draft::new(self)?;
        let mut quotes: Option<QuotesOf> = None;
        let (mut changed, mut last) = (0, None);
        for place in places {
            // What is so already must not keep a quote for nothing.
            if !would_change_quote(&self.transaction, *place, edit)? {
                continue;
            }
            let (article, ordinal) = (place.0.0, place.1);
            let of_it = match quotes.take().filter(|quotes| quotes.are_of(article)) {
                Some(quotes) => quotes,
                None => QuotesOf::article(&self.transaction, article)?,
            };
            let of_it = quotes.insert(of_it);
            let mut kept = kept_at(&self.transaction, article, ordinal)?;
            if kept.is_empty() {
                kept.extend(self.keep_quote(of_it, ordinal)?);
            }
            self.edit_quote(&mut draft, &kept, edit)?;
            changed += 1;
            last = Some(*place);
        }
        let words = match last.filter(|_| changed == 1) {
            Some((article, ordinal)) => {
                let sql = "SELECT text FROM quote WHERE article = ?1 AND ordinal = ?2";
                let place = [article.0, i64::try_from(ordinal).unwrap_or(i64::MAX)];
                Some(format!("“{}”", self.text_of_one(sql, &place)?))
            }
            None => None,
        };
        let whom = words.unwrap_or_else(|| format!("{changed} quotes"));
        let change = draft.finish(match edit {
            QuoteEdit::Tag(tag) => format!("Tagged with {tag}: {whom}"),
            QuoteEdit::Untag(tag) => format!("Tag {tag} taken off: {whom}"),
            QuoteEdit::Note(text) if text.is_empty() => format!("Note taken off: {whom}"),
            QuoteEdit::Note(_) => format!("Wrote a note on: {whom}"),
        })?;
        Ok(Applied {
            found: places.len() as u64,
            changed,
            change,
        })
    }

    /// Edits a quote, which is mostly one kept quote. A tag is put on the first; what is taken off
    /// is taken off all, and so are the notes that a new one stands in for.
    fn edit_quote(
        &self,
        draft: &mut Draft<'_, '_>,
        kept: &[i64],
        edit: &QuoteEdit,
    ) -> rusqlite::Result<()> {
        for (n, quote) in kept.iter().enumerate() {
            let first = n == 0;
            match edit {
                QuoteEdit::Tag(tag) if first => {
                    let slot = Slot::named(Kind::QuoteTag, *quote, tag.name());
                    draft.set(&slot, Some(&self.there(None)))?;
                }
                QuoteEdit::Tag(_) => {}
                QuoteEdit::Untag(tag) => {
                    draft.set(&Slot::named(Kind::QuoteTag, *quote, tag.name()), None)?;
                }
                QuoteEdit::Note(text) => {
                    let there = (first && !text.is_empty()).then(|| self.there(Some(text)));
                    draft.set(&Slot::of(Kind::Note, *quote), there.as_ref())?;
                }
            }
        }
        Ok(())
    }

    /// The opening words of a text, for a sentence.
    fn text_of_one(&self, sql: &str, of: &[i64]) -> rusqlite::Result<String> {
        let values = of.iter().copied().map(Value::Integer);
        let text: Option<String> = self
            .transaction
            .prepare_cached(sql)?
            .query_row(params_from_iter(values), |row| row.get(0))
            .optional()?;
        let text = text.unwrap_or_default();
        Ok(match text.char_indices().nth(60) {
            Some((at, _)) => format!("{}…", text[..at].trim_end()),
            None => text,
        })
    }
}

impl Store {
    /// Does one thing with one article: see [`Store::apply`].
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn edit_article(
        &mut self,
        id: ArticleId,
        edit: &ArticleEdit,
    ) -> Result<Option<Change>, StoreError> {
        let applied = self.apply(&Bulk::Articles(Which::These(&[id]), edit))?;
        Ok(applied.change)
    }

    /// Does one thing with one quote: see [`Store::apply`].
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn edit_quote(
        &mut self,
        place: QuotePlace,
        edit: &QuoteEdit,
    ) -> Result<Option<Change>, StoreError> {
        let applied = self.apply(&Bulk::Quotes(Which::These(&[place]), edit))?;
        Ok(applied.change)
    }

    /// Marks an article as read because it was read to its end: a change, so that an undo takes it back and
    /// not what was done before it. Nobody asked for it: what was undone can still be done again. One that
    /// is gone or read already stays as it is.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn note_finished(&mut self, id: ArticleId) -> Result<(), StoreError> {
        let batch = self.batch()?;
        let done = (|| {
            let title = "SELECT title FROM article WHERE id = ?1";
            let mut title = batch.transaction.prepare_cached(title)?;
            let title: Option<String> = title.query_row([id.0], |row| row.get(0)).optional()?;
            let (Some(title), mut draft) = (title, Draft::new(&batch)?) else {
                return Ok(());
            };
            draft.set(&Slot::of(Kind::Read, id.0), Some(&batch.there(None)))?;
            let what = format!("Marked as read: {title}");
            draft.finish_beside(what).map(drop)
        })();
        batch.done(done)
    }

    /// Marks an article as read that came so, without a change: nobody did it here who could undo it.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn came_read(&mut self, id: ArticleId) -> Result<(), StoreError> {
        let batch = self.batch()?;
        let done = (|| {
            let there = "SELECT 1 FROM article WHERE id = ?1";
            let slot = Slot::of(Kind::Read, id.0);
            let gone = !batch.transaction.prepare_cached(there)?.exists([id.0])?;
            if gone || slot.read(&batch.transaction)?.is_some() {
                return Ok(());
            }
            batch.set(&slot, Some(&batch.there(None)))
        })();
        batch.done(done)
    }

    /// Marks an article read or unread, as a change of the person's.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn set_read(&mut self, id: ArticleId, read: bool) -> Result<(), StoreError> {
        self.edit_article(id, &ArticleEdit::Read(read)).map(drop)
    }
}
