//! The thread that counts: how many articles pass a filter, how many stand before a row, how many
//! something would change. It has a connection of its own, so that nobody who reads waits for it.
//!
//! Of what waits the newest of a kind is counted; a count that nobody wants any more is stopped. What
//! passes the saved searches is counted where nothing else is asked, and stops where it is.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, at, never, select};

use super::Wake;
use super::live::Live;
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

/// The generations that were asked for last: of lists, of what is typed, and of what would be changed.
#[derive(Debug, Default)]
pub(super) struct Newest {
    list: AtomicU64,
    typed: AtomicU64,
    bulk: AtomicU64,
}

impl Newest {
    const fn of(&self, what: &Counting) -> &AtomicU64 {
        match what {
            Counting::List { .. } => &self.list,
            Counting::Typed(_) => &self.typed,
            Counting::Bulk { .. } | Counting::Searches(_) => &self.bulk,
        }
    }
}

/// The thread, as those see it who ask.
pub(super) struct Counter {
    ask: Sender<Question>,
    searches: Sender<(u64, Vec<String>)>,
    newest: Arc<Newest>,
}

impl Counter {
    /// Starts the thread, which opens the store once something is asked; it ends with this.
    pub(super) fn start(place: Place, wake: Sender<Wake>) -> io::Result<Self> {
        let (ask, asked) = crossbeam_channel::unbounded();
        let (searches, wanted) = crossbeam_channel::unbounded();
        let newest = Arc::new(Newest::default());
        let work = Work {
            place,
            store: None,
            asked,
            newest: Arc::clone(&newest),
            wake,
        };
        thread::Builder::new()
            .name("counting".to_owned())
            .spawn(move || work.run(&wanted))?;
        Ok(Self {
            ask,
            searches,
            newest,
        })
    }

    /// Asks for a count in place of those of its kind before.
    pub(super) fn count(&self, generation: u64, what: Counting) {
        if let Counting::Searches(queries) = what {
            let _ = self.searches.send((generation, queries));
            return;
        }
        self.newest.of(&what).store(generation, Ordering::Relaxed);
        let _ = self.ask.send(Question { generation, what });
    }
}

/// What the thread has.
struct Work {
    place: Place,
    store: Option<Store>,
    asked: Receiver<Question>,
    newest: Arc<Newest>,
    wake: Sender<Wake>,
}

impl Work {
    fn run(mut self, wanted: &Receiver<(u64, Vec<String>)>) {
        let (mut live, mut of) = (Live::default(), 0);
        loop {
            let due = live.due().map_or_else(never, at);
            select! {
                recv(self.asked) -> question => match question {
                    Ok(question) => self.answer(question),
                    Err(_) => return,
                },
                recv(wanted) -> searches => match searches {
                    Ok((generation, queries)) => {
                        of = generation;
                        live.want(queries, Instant::now());
                    }
                    Err(_) => return,
                },
                recv(due) -> _ => self.count_next(&mut live, of),
            }
        }
    }

    fn answer(&mut self, Question { generation, what }: Question) {
        let kind = Kind::of(&what);
        if self.newest.of(&what).load(Ordering::Relaxed) != generation {
            return;
        }
        match &self.place {
            Place::Asked(thread) => {
                let wake = self.wake.clone();
                let run = move |store: &Store| tell(&wake, generation, kind, answer(store, &what));
                // The store's thread is gone only where the reader is leaving.
                let _ = thread.send(Request::Run(Box::new(run)));
            }
            Place::File(path) => {
                let store = match opened(&mut self.store, path) {
                    Ok(store) => store,
                    Err(error) => return tell(&self.wake, generation, kind, Err(error)),
                };
                let (seen, of) = (Arc::clone(&self.newest), what.clone());
                let stop = move || seen.of(&of).load(Ordering::Relaxed) != generation;
                let done = store.until(stop, |store| answer(store, &what)).flatten();
                if done.is_ok() || self.newest.of(&what).load(Ordering::Relaxed) == generation {
                    tell(&self.wake, generation, kind, done);
                }
            }
        }
    }

    /// Counts what passes the search that has waited longest. Where something else is asked meanwhile,
    /// that goes first and the search is counted again.
    fn count_next(&mut self, live: &mut Live, generation: u64) {
        let Some(query) = live.next(Instant::now()) else {
            return;
        };
        let what = Counting::Searches(vec![query.clone()]);
        let begun = Instant::now();
        match &self.place {
            Place::Asked(thread) => {
                let wake = self.wake.clone();
                let run = move |store: &Store| told(&wake, generation, answer(store, &what));
                let _ = thread.send(Request::Run(Box::new(run)));
            }
            Place::File(path) => {
                let done = opened(&mut self.store, path).and_then(|store| {
                    let asked = self.asked.clone();
                    let stop = move || !asked.is_empty();
                    store.until(stop, |store| answer(store, &what)).flatten()
                });
                if done.is_err() && !self.asked.is_empty() {
                    return;
                }
                told(&self.wake, generation, done);
            }
        }
        live.counted(&query, begun, Instant::now());
    }
}

/// Tells what passes a search. One that cannot be counted stays as it is shown: whoever wants its
/// articles is told why there are none.
fn told(wake: &Sender<Wake>, generation: u64, done: Result<Option<Counted>, StoreError>) {
    match done {
        Ok(Some(counted)) => {
            let answer = Answer::Counted {
                generation,
                counted,
            };
            let _ = wake.send(Wake::Answer(answer));
        }
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "a saved search was not counted"),
    }
}

/// What is told where nothing can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A list says itself why.
    List,
    /// Whoever types waits no longer.
    Typed,
    /// The reason is told.
    Other,
}

impl Kind {
    const fn of(what: &Counting) -> Self {
        match what {
            Counting::List { .. } => Self::List,
            Counting::Typed(_) => Self::Typed,
            Counting::Bulk { .. } | Counting::Searches(_) => Self::Other,
        }
    }
}

fn tell(
    wake: &Sender<Wake>,
    generation: u64,
    kind: Kind,
    done: Result<Option<Counted>, StoreError>,
) {
    let counted = match done {
        Ok(counted) => counted,
        Err(error) => {
            tracing::warn!(%error, "nothing was counted");
            if kind == Kind::Other {
                let _ = wake.send(Wake::Answer(Answer::NotKept(error.to_string())));
                return;
            }
            None
        }
    };
    let nothing = match kind {
        Kind::Typed => Counted::Typed(None),
        Kind::List | Kind::Other => Counted::List {
            all: None,
            before: None,
        },
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
    let read = |filter: &str| query::parse(filter).ok();
    Ok(match what {
        Counting::List {
            filter,
            order,
            all,
            before,
        } => {
            let Some(query) = read(filter) else {
                return Ok(None);
            };
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
            Some(Counted::List { all, before })
        }
        Counting::Typed(filter) => {
            let Some(query) = read(filter) else {
                return Ok(None);
            };
            Some(Counted::Typed(Some(store.count_groups(&query, None)?)))
        }
        Counting::Bulk { filter, edit } => {
            let Some(query) = read(filter) else {
                return Ok(None);
            };
            let preview = store.preview(&Bulk::Articles(Which::Passing(&query), edit))?;
            Some(Counted::Bulk {
                found: preview.found,
                changed: preview.changed,
            })
        }
        Counting::Searches(queries) => {
            let mut counted = Vec::with_capacity(queries.len());
            for written in queries {
                if let Some(query) = read(written) {
                    counted.push((written.clone(), store.count_articles(&query)?));
                }
            }
            Some(Counted::Searches(counted))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_types_is_told_where_nothing_was_counted() {
        let (wake, woken) = crossbeam_channel::unbounded();
        let what = Counting::Typed("lease".to_owned());
        tell(&wake, 7, Kind::of(&what), Err(StoreError::TooLarge));
        let told = woken.try_recv().unwrap();
        assert!(matches!(
            told,
            Wake::Answer(Answer::Counted {
                generation: 7,
                counted: Counted::Typed(None)
            })
        ));
    }
}
