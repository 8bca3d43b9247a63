//! What the person keeps, written to the store: the thread that waits where somebody else is
//! writing, so that nobody who reads has to.
//!
//! A store that only one thread can have, or that cannot be written, is served by its own thread.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender};

use super::Wake;
use crate::app::event::{
    Answer, Edit, Effect, Made, Mark, Marked, OpenedArticle, Past, Purpose, QuoteAt, SearchEdit,
    Undo,
};
use crate::export::Item;
use crate::model::{ArticleEdit, ArticleId, Change, ChangeId, Place, QuoteEdit, StoredArticle};
use crate::query;
use crate::store::{Bulk, Noted, Store, StoreError, Which};

const GONE: &str = "This article is no longer in the collection";
const OTHERWISE: &str = "This quote is no longer as it was shown: look at the article once more";

/// Whether this reader writes, or has written since somebody looked.
#[derive(Debug, Default)]
pub(super) struct Wrote {
    writing: AtomicBool,
    written: AtomicBool,
}

impl Wrote {
    /// Writes. It counts as writing from before the first byte on: who sees the change at once must
    /// not take it for somebody else's.
    fn during<T>(&self, write: impl FnOnce() -> T) -> T {
        self.writing.store(true, Ordering::SeqCst);
        let given = write();
        self.written.store(true, Ordering::SeqCst);
        self.writing.store(false, Ordering::SeqCst);
        given
    }

    /// Whether a change that is seen now may be ours.
    pub(super) fn may_be_ours(&self) -> bool {
        let writing = self.writing.load(Ordering::SeqCst);
        self.written.swap(false, Ordering::SeqCst) || writing
    }
}

/// Whether an effect is one of those that are carried out here.
#[must_use]
pub const fn writes(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Edit(_)
            | Effect::NoteOpened(_)
            | Effect::Left { .. }
            | Effect::Undo(_)
            | Effect::Setting { .. }
    )
}

/// Starts the thread, which opens a connection of its own once there is something to write; it ends
/// when the sender is gone and everything asked is done.
pub(super) fn start(
    path: PathBuf,
    asked: Receiver<Effect>,
    wrote: Arc<Wrote>,
    wake: Sender<Wake>,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new()
        .name("keeping".to_owned())
        .spawn(move || {
            let mut store = None;
            for effect in asked {
                let opened = match store.take() {
                    Some(store) => Ok(store),
                    None => Store::open_existing(&path),
                };
                let answer = match opened {
                    Ok(open) => wrote.during(|| write(store.insert(open), effect)),
                    Err(error) => Some(refused(effect, &error)),
                };
                if let Some(answer) = answer {
                    let _ = wake.send(Wake::Answer(answer));
                }
            }
        })
}

/// Carries an effect out that [`writes`]; gives the answer to it.
pub fn write(store: &mut Store, effect: Effect) -> Option<Answer> {
    let done = match effect {
        Effect::Edit(edit) => return Some(self::edit(store, edit)),
        Effect::Undo(what) => return Some(undo(store, what).unwrap_or_else(|e| not_kept(&e))),
        // Nobody asked for these: a store that cannot be written goes without.
        _ if store.is_read_only() => Ok(()),
        Effect::Setting { name, value } => store.set_setting(name, value.as_deref()),
        Effect::NoteOpened(id) => store.note_opened(id),
        Effect::Left {
            id,
            place,
            finished,
        } => match left(store, id, place, finished) {
            Ok(()) if finished => return Some(Answer::Finished),
            done => done,
        },
        _ => Ok(()),
    };
    done.err().map(|error| not_kept(&error))
}

/// What the store refused, in one clear line. One that was there when the reader began has gone since.
pub(super) fn said(error: &StoreError) -> String {
    match error {
        StoreError::Missing(path) => gone(path),
        other => other.to_string(),
    }
}

/// That the file of the store is gone, or another one at its place.
pub(super) fn gone(path: &Path) -> String {
    format!(
        "The store is gone: it was moved, deleted or replaced while it was read. Put it back, or \
         start onrecord again: what you keep until then is lost: {}",
        path.display()
    )
}

fn refused(effect: Effect, error: &StoreError) -> Answer {
    match effect {
        Effect::Edit(edit) => {
            tracing::warn!(%error, "the store refused");
            let made = Made::Refused(said(error));
            Answer::Edited { edit, made }
        }
        _ => not_kept(error),
    }
}

fn not_kept(error: &StoreError) -> Answer {
    tracing::warn!(%error, "the store refused");
    Answer::NotKept(said(error))
}

fn left(store: &mut Store, id: ArticleId, place: Place, finished: bool) -> Result<(), StoreError> {
    store.set_place(id, place)?;
    if finished {
        store.note_finished(id)?;
    }
    Ok(())
}

fn edit(store: &mut Store, edit: Edit) -> Answer {
    let done = match &edit {
        Edit::Article(id, change) => edit_article(store, *id, change),
        Edit::Quote(quote, change) => edit_quote(store, quote, change),
        Edit::Note {
            quote,
            before,
            text,
        } => write_note(store, quote, before, text),
        Edit::Letter(letter, id, place) => mark(store, *letter, *id, *place),
        Edit::Passing(filter, change) => edit_all(store, filter, change),
        Edit::Search(change) => edit_search(store, change),
    };
    match done {
        Ok(made) => Answer::Edited { edit, made },
        Err(error) => refused(Effect::Edit(edit), &error),
    }
}

fn undo(store: &mut Store, undo: Undo) -> Result<Answer, StoreError> {
    let one = |change: Option<Change>| (u64::from(change.is_some()), change);
    let mut left = 0;
    let (count, last) = match undo {
        Undo::Last => one(store.undo()?),
        Undo::Again => one(store.redo()?),
        Undo::BackTo(id) => store.undo_back_to(id)?,
        Undo::UpTo(id) => store.redo_up_to(id)?,
        Undo::Only(id) => {
            let undone = store.undo_change(id)?;
            left = undone.as_ref().map_or(0, |undone| undone.left);
            one(undone.map(|undone| undone.change))
        }
    };
    Ok(Answer::Undone {
        undo,
        last,
        count,
        left,
    })
}

/// Changes before one, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn changes(
    store: &Store,
    before: Option<ChangeId>,
    limit: usize,
) -> Result<Answer, StoreError> {
    let found = store.history(before, limit)?;
    let end = found.len() < limit;
    let zone = jiff::tz::TimeZone::system();
    let when = |at| {
        let at = jiff::Timestamp::from_second(at).ok()?;
        let local = at.to_zoned(zone.clone());
        Some(local.strftime("%Y-%m-%d %H:%M").to_string())
    };
    let past = found.into_iter().map(|change| Past {
        when: when(change.at).unwrap_or_default(),
        change,
    });
    Ok(Answer::Changes {
        before,
        changes: past.collect(),
        end,
    })
}

fn edit_article(store: &mut Store, id: ArticleId, edit: &ArticleEdit) -> Result<Made, StoreError> {
    let applied = store.apply(&Bulk::Articles(Which::These(&[id]), edit))?;
    Ok(match applied.found {
        0 => Made::Refused(GONE.to_owned()),
        _ => Made::Yes,
    })
}

fn edit_all(store: &mut Store, filter: &str, edit: &ArticleEdit) -> Result<Made, StoreError> {
    Ok(match query::parse(filter) {
        Ok(query) => {
            let applied = store.apply(&Bulk::Articles(Which::Passing(&query), edit))?;
            Made::All(applied.changed)
        }
        Err(error) => Made::Refused(error.to_string()),
    })
}

fn edit_search(store: &mut Store, edit: &SearchEdit) -> Result<Made, StoreError> {
    let done = match edit {
        SearchEdit::Save { name, query } => {
            store.set_search(name, Some(query))?;
            return Ok(Made::Yes);
        }
        SearchEdit::Delete(name) => (store.set_search(name, None)?, name),
        SearchEdit::Rename { from, to } => (store.rename_search(from, to)?, from),
    };
    Ok(match done {
        (Some(_), _) => Made::Yes,
        (None, name) => Made::Refused(format!("There is no saved search {name} any more")),
    })
}

fn mark(store: &mut Store, letter: char, id: ArticleId, place: Place) -> Result<Made, StoreError> {
    if store.article_row(id)?.is_none() {
        return Ok(Made::Refused(GONE.to_owned()));
    }
    store.set_letter(letter, Some((id, place)))?;
    Ok(Made::Yes)
}

/// The letters that places are marked with.
///
/// # Errors
/// When the store cannot be read.
pub fn letters(store: &Store) -> Result<Answer, StoreError> {
    let marked = store.letters()?.into_iter().map(|letter| {
        let row = store.article_row(letter.article)?;
        let article = store.article_text(letter.article)?;
        let words = article.map(|article| article.words_at(letter.place, Marked::MOST_WORDS));
        Ok(Marked {
            letter,
            title: row.map(|row| row.title),
            words: words.unwrap_or_default(),
        })
    });
    let marked: Result<_, StoreError> = marked.collect();
    marked.map(Answer::Letters)
}

fn edit_quote(store: &mut Store, quote: &QuoteAt, edit: &QuoteEdit) -> Result<Made, StoreError> {
    if !is_there(store, quote)? {
        return Ok(Made::Refused(OTHERWISE.to_owned()));
    }
    store.edit_quote((quote.article, quote.ordinal), edit)?;
    Ok(Made::Yes)
}

fn write_note(
    store: &mut Store,
    quote: &QuoteAt,
    before: &str,
    text: &str,
) -> Result<Made, StoreError> {
    if !is_there(store, quote)? {
        return Ok(Made::Refused(OTHERWISE.to_owned()));
    }
    let noted = store.write_note((quote.article, quote.ordinal), before, text)?;
    Ok(match noted {
        Noted::Written => Made::Yes,
        Noted::Both => Made::Beside,
    })
}

fn is_there(store: &Store, quote: &QuoteAt) -> Result<bool, StoreError> {
    let place = (quote.article, quote.ordinal);
    let row = store
        .quote_rows(None, [place])?
        .into_iter()
        .flatten()
        .next();
    Ok(row.is_some_and(|row| row.text == quote.words))
}

/// An article with all that the person did with it.
///
/// # Errors
/// When the store cannot be read.
pub fn opened(store: &Store, id: ArticleId) -> Result<Option<Box<OpenedArticle>>, StoreError> {
    let (stored, row) = (store.article(id)?, store.article_row(id)?);
    let kept = store.kept(id)?;
    let opened = stored
        .zip(row)
        .map(|(stored, row)| OpenedArticle::new(stored, row, kept));
    Ok(opened.map(Box::new))
}

/// What was marked, as it is now; such as is not there any more is left out and counted.
///
/// # Errors
/// When the store cannot be read.
pub fn gather(store: &Store, marks: &[Mark], purpose: Purpose) -> Result<Answer, StoreError> {
    let mut items = Vec::with_capacity(marks.len());
    let mut last: Option<StoredArticle> = None;
    for mark in marks {
        let (id, quote) = match mark {
            Mark::Article(id) => (*id, None),
            Mark::Quote(quote) => (quote.article, Some(quote)),
        };
        let stored = match last.take().filter(|last| last.id == id) {
            Some(stored) => Some(stored),
            None => store.article(id)?,
        };
        let row = match quote {
            Some(quote) => {
                let found = store.quote_rows(None, [(id, quote.ordinal)])?;
                let found = found.into_iter().flatten().next();
                Some(found.filter(|row| row.text == quote.words))
            }
            None => None,
        };
        // A quote whose words are others now is not the one that was marked.
        items.extend(match (&stored, row) {
            (None, _) | (_, Some(None)) => None,
            (Some(stored), row) => Some(Item::of(stored, row.flatten())),
        });
        last = stored;
    }
    Ok(Answer::Gathered {
        purpose,
        gone: marks.len() - items.len(),
        items,
    })
}
