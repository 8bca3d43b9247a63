//! What the person keeps, written to the store: the thread that waits where somebody else is
//! writing, so that nobody who reads has to.
//!
//! A store that only one thread can have, or that cannot be written, is served by its own thread.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender};

use super::Wake;
use crate::app::event::{Answer, Edit, Effect, Marked, OpenedArticle, Past, QuoteAt, Undo};
use crate::model::{ArticleEdit, ArticleId, Change, ChangeId, Place, QuoteEdit};
use crate::store::{Bulk, Store, StoreError, Which};

const GONE: &str = "This article is no longer in the collection";

/// Whether this reader has written since somebody looked.
pub(super) type Wrote = Arc<AtomicBool>;

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
            // Read where it is written, so that what was asked before is among them.
            | Effect::Changes { .. }
            | Effect::Letters
    )
}

/// Starts the thread, which opens a connection of its own once there is something to write; it ends
/// when the sender is gone and everything asked is done.
pub(super) fn start(
    path: PathBuf,
    asked: Receiver<Effect>,
    wrote: Wrote,
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
                let reads = matches!(effect, Effect::Changes { .. } | Effect::Letters);
                let answer = match opened {
                    Ok(open) => write(store.insert(open), effect),
                    Err(error) => Some(refused(effect, &error)),
                };
                wrote.fetch_or(!reads, Ordering::Relaxed);
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
        Effect::Letters => return Some(letters(store).unwrap_or_else(|e| not_kept(&e))),
        Effect::Changes { before, limit } => {
            let changes = changes(store, before, limit);
            return Some(changes.unwrap_or_else(|error| not_kept(&error)));
        }
        // Nobody asked for these: a store that cannot be written goes without.
        _ if store.is_read_only() => Ok(()),
        Effect::Setting { name, value } => store.set_setting(name, value.as_deref()),
        Effect::NoteOpened(id) => store.note_opened(id),
        Effect::Left {
            id,
            place,
            finished,
        } => left(store, id, place, finished),
        _ => Ok(()),
    };
    done.err().map(|error| not_kept(&error))
}

fn refused(effect: Effect, error: &StoreError) -> Answer {
    match effect {
        Effect::Edit(edit) => {
            tracing::warn!(%error, "the store refused");
            let refused = Some(error.to_string());
            Answer::Edited { edit, refused }
        }
        _ => not_kept(error),
    }
}

fn not_kept(error: &StoreError) -> Answer {
    tracing::warn!(%error, "the store refused");
    Answer::NotKept(error.to_string())
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
        Edit::Letter(letter, id, place) => mark(store, *letter, *id, *place),
    };
    match done {
        Ok(refused) => Answer::Edited { edit, refused },
        Err(error) => refused(Effect::Edit(edit), &error),
    }
}

fn undo(store: &mut Store, undo: Undo) -> Result<Answer, StoreError> {
    let (mut last, mut count, mut left) = (None, 0, 0);
    let mut done = |change: Option<Change>| {
        let id = change.as_ref().map(|change| change.id);
        count += u64::from(id.is_some());
        last = change.or(last.take());
        id
    };
    match undo {
        Undo::Last => drop(done(store.undo()?)),
        Undo::Again => drop(done(store.redo()?)),
        // Changes are undone from the last one back, and done again from the first one on.
        Undo::BackTo(id) => while done(store.undo()?).is_some_and(|last| last > id) {},
        Undo::UpTo(id) => while done(store.redo()?).is_some_and(|last| last < id) {},
        Undo::Only(id) => {
            let undone = store.undo_change(id)?;
            left = undone.as_ref().map_or(0, |undone| undone.left);
            done(undone.map(|undone| undone.change));
        }
    }
    Ok(Answer::Undone {
        undo,
        last,
        count,
        left,
    })
}

fn changes(store: &Store, before: Option<ChangeId>, limit: usize) -> Result<Answer, StoreError> {
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

fn edit_article(
    store: &mut Store,
    id: ArticleId,
    edit: &ArticleEdit,
) -> Result<Option<String>, StoreError> {
    let applied = store.apply(&Bulk::Articles(Which::These(&[id]), edit))?;
    let gone = applied.found == 0;
    Ok(gone.then(|| GONE.to_owned()))
}

fn mark(
    store: &mut Store,
    letter: char,
    id: ArticleId,
    place: Place,
) -> Result<Option<String>, StoreError> {
    if store.article_row(id)?.is_none() {
        return Ok(Some(GONE.to_owned()));
    }
    store.set_letter(letter, Some((id, place))).map(|_| None)
}

fn letters(store: &Store) -> Result<Answer, StoreError> {
    let marked = store.letters()?.into_iter().map(|letter| {
        let row = store.article_row(letter.article)?;
        let title = row.map(|row| row.title);
        Ok(Marked { letter, title })
    });
    let marked: Result<_, StoreError> = marked.collect();
    marked.map(Answer::Letters)
}

fn edit_quote(
    store: &mut Store,
    quote: &QuoteAt,
    edit: &QuoteEdit,
) -> Result<Option<String>, StoreError> {
    let place = (quote.article, quote.ordinal);
    let there = store
        .quote_rows(None, [place])?
        .into_iter()
        .flatten()
        .next();
    if there.is_none_or(|row| row.text != quote.words) {
        let why = "This quote is no longer as it was shown: look at the article once more";
        return Ok(Some(why.to_owned()));
    }
    store.edit_quote(place, edit).map(|_| None)
}

/// An article with all that the person did with it.
///
/// # Errors
/// When the store cannot be read.
pub fn opened(store: &Store, id: ArticleId) -> Result<Option<Box<OpenedArticle>>, StoreError> {
    let (stored, row) = (store.article(id)?, store.article_row(id)?);
    let kept = store.kept(id)?;
    Ok(stored
        .zip(row)
        .map(|(stored, row)| Box::new(OpenedArticle { stored, row, kept })))
}
