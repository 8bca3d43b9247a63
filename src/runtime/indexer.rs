//! The thread that keeps the index of quotes up to date, so that no search waits for that.

use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded, never};

use crate::find::{self, Index};
use crate::store::{Store, StoreError};

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
    pub(super) fn start(path: PathBuf) -> Self {
        let (wanted, wants) = bounded::<Want>(1);
        let anew = Arc::new(AtomicBool::new(false));
        let is_anew = Arc::clone(&anew);
        let (send, made) = bounded(1);
        let work = move || {
            let serve = || serve(&path, &wants, &is_anew, &send);
            // What panics here costs the index and not the reader.
            if panic::catch_unwind(AssertUnwindSafe(serve)).is_err() {
                let _ = send.send(Err(FAULT.to_owned()));
            }
        };
        let started = thread::Builder::new()
            .name(find::THREADS.to_owned())
            .spawn(work);
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

/// Answers wishes until nobody has any.
fn serve(
    path: &Path,
    wants: &Receiver<Want>,
    is_anew: &AtomicBool,
    send: &Sender<Result<Index, String>>,
) {
    let mut store: Option<Store> = None;
    let mut last: Option<Index> = None;
    for want in wants {
        #[cfg(debug_assertions)]
        panic_if_tested();
        // Wanted while another wish was waiting.
        let want = if is_anew.swap(false, Ordering::Relaxed) {
            Want::Anew
        } else {
            want
        };
        let index = match &store {
            Some(open) => newer(open, last.as_ref(), want),
            None => Store::open_existing(path)
                .and_then(|opened| newer(store.insert(opened), last.as_ref(), want)),
        };
        let told = match index {
            Ok(Some(index)) => Ok(index),
            Ok(None) => continue,
            Err(error) => Err(format!("The index of quotes cannot be made: {error}")),
        };
        if let Ok(index) = &told {
            last = Some(index.clone());
        }
        let is_new = told.is_ok();
        if send.send(told).is_err() {
            return;
        }
        if let Some(index) = last.as_ref().filter(|_| is_new) {
            warm(index);
        }
    }
}

/// Lets a test of the real program see that a fault here does not end the reader.
#[cfg(debug_assertions)]
fn panic_if_tested() {
    let asked = std::env::var_os("ONRECORD_TEST_PANIC").is_some_and(|of| of == "indexer");
    assert!(!asked, "asked for by ONRECORD_TEST_PANIC");
}

/// An index that is newer than the `last`; nothing where that is as new as can be.
fn newer(store: &Store, last: Option<&Index>, want: Want) -> Result<Option<Index>, StoreError> {
    let started = Instant::now();
    let kept = find::path_beside(store.path());
    if let Want::Newer = want {
        let refreshed = last.map(|last| find::refreshed(store, last)).transpose()?;
        let current = match refreshed.flatten() {
            Some(index) => Some(index),
            // Another process may have made one.
            None => find::open(store, &kept)?,
        };
        match current {
            Some(index) if last.is_some_and(|last| last.stamp() == index.stamp()) => {
                return Ok(None);
            }
            Some(index) => return Ok(Some(index)),
            None => {}
        }
    }
    let Some((index, written)) = find::rebuilt(store, &kept, &|| true)? else {
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
