//! The thread that keeps the index of quotes up to date, so that no search waits for that. It steps back
//! for all others, and has a pool of its own.
//!
//! What came since the file was made is taken in beside it. The file is made anew, in a process of its own
//! whose memory goes with it, where there is none, and at rest after much has come: while it comes that
//! would be done time and again.

use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, never};
use rayon::ThreadPoolBuilder;

use super::upkeep::lower_priority;
use super::views::opened as opened_store;
use crate::find::{self, Index};
use crate::store::{Store, StoreError};

/// Makes the file of the index of the store at that path, in a process of its own; whether it did.
pub type Remake = Arc<dyn Fn(&Path) -> bool + Send + Sync>;

/// How long nothing is wanted, and nothing comes, before much that has come is taken into the file.
const REST: Duration = Duration::from_secs(10);
/// What is told of a fault of the program's own.
const FAULT: &str = "The index of quotes stopped because of a fault of the program: words are found as \
     they stand, or by the index there was. Reading goes on; start anew to try again";

/// What is wanted of the thread.
#[derive(Clone, Copy)]
pub(super) enum Want {
    /// An index that is newer than the last, if the collection has changed.
    Newer,
    /// One made from the collection: the file is not what was written.
    Anew,
}

/// The way to the thread and back.
pub(super) struct Indexer {
    wanted: Option<Sender<Want>>,
    /// Whether one must be made that owes nothing to the file.
    anew: Arc<AtomicBool>,
    /// Where a newer index comes from, or why there is none.
    pub(super) made: Receiver<Result<Index, String>>,
}

impl Indexer {
    /// Starts the thread for the store at `path`. It ends when this is dropped and its work done.
    pub(super) fn start(path: PathBuf, remake: Remake) -> Self {
        let (wanted, wants) = bounded::<Want>(1);
        let anew = Arc::new(AtomicBool::new(false));
        let (send, made) = bounded(1);
        let failed = send.clone();
        let work = Work {
            path,
            remake,
            wants,
            anew: Arc::clone(&anew),
            send,
            store: None,
            last: None,
        };
        let started = thread::Builder::new()
            .name(find::THREADS.to_owned())
            .spawn(move || {
                // The threads of its pool inherit it.
                lower_priority();
                let named = |n| format!("{}-{n}", find::THREADS);
                let pool = ThreadPoolBuilder::new().thread_name(named).build();
                let serve = || match pool {
                    Ok(pool) => pool.install(|| work.run()),
                    Err(_) => work.run(),
                };
                // What panics here costs the index and not the reader.
                if panic::catch_unwind(AssertUnwindSafe(serve)).is_err() {
                    let _ = failed.send(Err(FAULT.to_owned()));
                }
            });
        if let Err(error) = &started {
            tracing::warn!(%error, "the index of quotes cannot be made");
        }
        Self {
            wanted: started.is_ok().then_some(wanted),
            anew,
            made,
        }
    }

    /// For a collection that never changes.
    pub(super) fn none() -> Self {
        Self {
            wanted: None,
            anew: Arc::default(),
            made: never(),
        }
    }

    /// Whether there will be no index any more.
    pub(super) const fn has_ended(&self) -> bool {
        self.wanted.is_none()
    }

    /// Asks for an index; one that is under way will do.
    pub(super) fn want(&self, want: Want) {
        if matches!(want, Want::Anew) {
            self.anew.store(true, Ordering::Relaxed);
        }
        if let Some(wanted) = &self.wanted {
            let _ = wanted.try_send(want);
        }
    }
}

/// Lets a test of the real program see that a fault here does not end the reader.
#[cfg(debug_assertions)]
fn panic_if_tested() {
    let asked = std::env::var_os("ONRECORD_TEST_PANIC").is_some_and(|of| of == "indexer");
    assert!(!asked, "asked for by ONRECORD_TEST_PANIC");
}

/// The thread's own.
struct Work {
    path: PathBuf,
    remake: Remake,
    wants: Receiver<Want>,
    anew: Arc<AtomicBool>,
    send: Sender<Result<Index, String>>,
    store: Option<Store>,
    last: Option<Index>,
}

impl Work {
    fn run(mut self) {
        while let Some(index) = self.next() {
            #[cfg(debug_assertions)]
            panic_if_tested();
            let told = match index {
                Ok(Some(index)) => Ok(index),
                Ok(None) => continue,
                Err(error) => Err(format!("The index of quotes cannot be made: {error}")),
            };
            let new = told.as_ref().ok().cloned();
            if self.send.send(told).is_err() {
                return;
            }
            if let Some(index) = new {
                warm(&index);
                self.last = Some(index);
            }
        }
    }

    /// Waits until an index is wanted; gives one that is newer than the last, or nothing where that
    /// is as new as can be. The end where nobody can want one any more.
    fn next(&mut self) -> Option<Result<Option<Index>, StoreError>> {
        let grown = self.last.as_ref().is_some_and(Index::is_grown);
        let wanted = match grown {
            true => self.wants.recv_timeout(REST),
            false => self
                .wants
                .recv()
                .map_err(|_| RecvTimeoutError::Disconnected),
        };
        let at_rest = match wanted {
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => true,
            Ok(_) => false,
        };
        // It may be wanted while another wish is waiting.
        let anew = self.anew.swap(false, Ordering::Relaxed);
        let newer = self.newer(anew, at_rest);
        // What it read it will not read again.
        self.store.iter().for_each(Store::rest);
        Some(newer)
    }

    fn newer(&mut self, anew: bool, at_rest: bool) -> Result<Option<Index>, StoreError> {
        let store = &*opened_store(&mut self.store, &self.path)?;
        let kept = find::path_beside(store.path());
        let last = self.last.as_ref();
        if !anew {
            let index = match last.map(|last| find::refreshed(store, last)).transpose()? {
                Some(Some(index)) => Some(index),
                // Another process may have made one.
                _ => opened(store, &kept)?,
            };
            match index {
                Some(index) if last.is_none_or(|last| last.stamp() != index.stamp()) => {
                    return Ok(Some(index));
                }
                Some(_) if !at_rest => return Ok(None),
                _ => {}
            }
            if (self.remake)(store.path()) {
                // Nothing where as much came meanwhile: it is wanted again.
                return opened(store, &kept);
            }
        }
        made(store, &kept)
    }
}

/// That of the file, with what came since; nothing where there is none, or too much came.
fn opened(store: &Store, kept: &Path) -> Result<Option<Index>, StoreError> {
    match Index::open(kept) {
        Ok(index) => find::refreshed(store, &index),
        Err(_) => Ok(None),
    }
}

/// One that owes nothing to the file.
fn made(store: &Store, kept: &Path) -> Result<Option<Index>, StoreError> {
    let started = Instant::now();
    let Some((index, written)) = find::rebuilt(store, kept, &|| true)? else {
        return Ok(None);
    };
    tracing::info!(quotes = index.len(), took = ?started.elapsed(), "index of quotes made");
    if let Err(error) = written {
        tracing::warn!(%error, path = %kept.display(), "the index of quotes is not kept");
    }
    Ok(Some(index))
}

/// Reads the index once, so that no search waits for the disk. Damage shows when it is searched.
fn warm(index: &Index) {
    if index.warm(|| true).is_err() {
        tracing::warn!("the index of quotes is not what was written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Known, Source, body};
    use std::sync::atomic::AtomicUsize;

    fn put(path: &Path, numbers: std::ops::Range<u64>) {
        let mut store = Store::open(path).unwrap();
        let mut batch = store.batch().unwrap();
        for n in numbers {
            let (article, _) = body(&format!("The quay number {n} is safe."), Known::default());
            let source = Source {
                location: format!("/{n}"),
                hash: n,
            };
            batch.put(&source, &article, &Default::default()).unwrap();
        }
        batch.commit().unwrap();
    }

    #[test]
    fn what_comes_is_taken_in_beside_the_file_and_much_of_it_at_rest_into_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        put(&path, 0..10);
        let remade = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&remade);
        let remake = move |path: &Path| {
            count.fetch_add(1, Ordering::Relaxed);
            let store = Store::open_existing(path).unwrap();
            find::rebuilt(&store, &find::path_beside(path), &|| true).is_ok()
        };
        let (_, wants) = bounded(1);
        let (send, _) = bounded(1);
        let mut work = Work {
            path: path.clone(),
            remake: Arc::new(remake),
            wants,
            anew: Arc::default(),
            send,
            store: None,
            last: None,
        };
        let mut step = |at_rest| {
            let new = work.newer(false, at_rest).unwrap();
            let told = new
                .as_ref()
                .map(|index| (index.segments(), index.is_grown()));
            work.last = new.or(work.last.take());
            (told, remade.load(Ordering::Relaxed))
        };
        assert_eq!(step(false), (Some((1, false)), 1), "there was no file");
        assert_eq!(step(false), (None, 1), "nothing came");
        put(&path, 10..20);
        assert_eq!(step(false), (Some((2, false)), 1));
        put(&path, 20..1100);
        assert_eq!(step(true), (Some((3, true)), 1), "it still comes");
        assert_eq!(step(true), (Some((1, false)), 2), "at rest");
    }
}
