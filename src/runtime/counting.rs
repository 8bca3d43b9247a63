//! The thread that counts: how many articles pass a filter, how many stand before a row, how many
//! something would change. It has a connection of its own, so that nobody who reads waits for it.
//!
//! Of what waits the newest of a kind is counted; a count that nobody wants any more is stopped.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use super::Wake;
use super::store::Request;
use super::views::{Place, opened};
use crate::app::event::{Answer, Counted, Counting};
use crate::query;
use crate::store::{ArticleCursor, Bulk, Store, StoreError, Which};

/// A question of the reader.
pub(super) struct Question {
    pub(super) generation: u64,
    pub(super) what: Counting,
}

/// The generations that were asked for last: of lists, and of what would be changed.
#[derive(Debug, Default)]
pub(super) struct Newest {
    list: AtomicU64,
    bulk: AtomicU64,
}

impl Newest {
    const fn of(&self, what: &Counting) -> &AtomicU64 {
        match what {
            Counting::List { .. } => &self.list,
            Counting::Bulk { .. } => &self.bulk,
        }
    }
}

/// The thread, as those see it who ask.
pub(super) struct Counter {
    ask: Sender<Question>,
    newest: Arc<Newest>,
}

impl Counter {
    /// Starts the thread, which opens the store once something is asked; it ends with this.
    pub(super) fn start(place: Place, wake: Sender<Wake>) -> io::Result<Self> {
        let (ask, asked) = crossbeam_channel::unbounded();
        let newest = Arc::new(Newest::default());
        let seen = Arc::clone(&newest);
        thread::Builder::new()
            .name("counting".to_owned())
            .spawn(move || work(&place, &asked, &seen, &wake))?;
        Ok(Self { ask, newest })
    }

    /// Asks for a count in place of those of its kind before.
    pub(super) fn count(&self, generation: u64, what: Counting) {
        self.newest.of(&what).store(generation, Ordering::Relaxed);
        let _ = self.ask.send(Question { generation, what });
    }
}

fn work(place: &Place, asked: &Receiver<Question>, newest: &Arc<Newest>, wake: &Sender<Wake>) {
    let mut store = None;
    while let Ok(Question { generation, what }) = asked.recv() {
        let is_list = matches!(what, Counting::List { .. });
        if newest.of(&what).load(Ordering::Relaxed) != generation {
            continue;
        }
        match place {
            Place::Asked(thread) => {
                let wake = wake.clone();
                let run =
                    move |store: &Store| tell(&wake, generation, is_list, answer(store, &what));
                // The store's thread is gone only where the reader is leaving.
                let _ = thread.send(Request::Run(Box::new(run)));
            }
            Place::File(path) => {
                let store = match opened(&mut store, path) {
                    Ok(store) => store,
                    Err(error) => {
                        tell(wake, generation, is_list, Err(error));
                        continue;
                    }
                };
                let (seen, kind) = (Arc::clone(newest), what.clone());
                let stop = move || seen.of(&kind).load(Ordering::Relaxed) != generation;
                let done = store.until(stop, |store| answer(store, &what)).flatten();
                if done.is_ok() || newest.of(&what).load(Ordering::Relaxed) == generation {
                    tell(wake, generation, is_list, done);
                }
            }
        }
    }
}

/// A list that cannot be counted says itself why; of anything else the reason is told.
fn tell(
    wake: &Sender<Wake>,
    generation: u64,
    is_list: bool,
    done: Result<Option<Counted>, StoreError>,
) {
    let nothing = Counted::List {
        all: None,
        before: None,
    };
    let counted = match done {
        Ok(counted) => counted,
        Err(error) => {
            tracing::warn!(%error, "nothing was counted");
            if !is_list {
                let _ = wake.send(Wake::Answer(Answer::NotKept(error.to_string())));
                return;
            }
            None
        }
    };
    let answer = Answer::Counted {
        generation,
        counted: counted.unwrap_or(nothing),
    };
    let _ = wake.send(Wake::Answer(answer));
}

/// Counts; nothing where the filter cannot be read.
///
/// # Errors
/// When the store cannot be read.
pub fn answer(store: &Store, what: &Counting) -> Result<Option<Counted>, StoreError> {
    let (Counting::List { filter, .. } | Counting::Bulk { filter, .. }) = what;
    let Ok(query) = query::parse(filter) else {
        return Ok(None);
    };
    Ok(Some(match what {
        Counting::List {
            order, all, before, ..
        } => {
            let all = match all {
                true => Some(store.count_groups(&query, None)?),
                false => None,
            };
            let before = match before {
                Some(row) => {
                    let cursor = ArticleCursor::of(row);
                    let count = store.count_groups(&query, Some((*order, &cursor)))?;
                    Some((row.id, count))
                }
                None => None,
            };
            Counted::List { all, before }
        }
        Counting::Bulk { edit, .. } => {
            let preview = store.preview(&Bulk::Articles(Which::Passing(&query), edit))?;
            Counted::Bulk {
                found: preview.found,
                changed: preview.changed,
            }
        }
    }))
}
