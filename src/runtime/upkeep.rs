//! The thread that brings an older collection up to date while one reads: what an older schema did
//! not keep, and quotes that an older engine found. It ends when there is nothing to do, so that an
//! idle reader costs nothing. It has the lowest priority and a connection of its own, writes a few
//! articles at a time, and can be stopped between any two transactions.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crossbeam_channel::Sender;

use super::Wake;
use crate::app::event::Answer;
use crate::store::{Store, StoreError};

/// Articles that are written at a time: other writers wait no longer than for these.
const AT_ONCE: usize = 8;

/// Set when the reader is leaving.
pub(super) type Stop = Arc<AtomicBool>;

/// Starts the thread on the store in that file.
pub(super) fn start(path: PathBuf, stop: Stop, wake: Sender<Wake>) -> io::Result<JoinHandle<()>> {
    thread::Builder::new()
        .name("upkeep".to_owned())
        .spawn(move || {
            lower_priority();
            match work(&path, &stop) {
                Ok(0) => {}
                Ok(renewed) => {
                    let _ = wake.send(Wake::Answer(Answer::Renewed(renewed)));
                }
                // Nothing is lost: the next reader goes on.
                Err(error) => tracing::warn!(%error, "upkeep ended"),
            }
        })
}

/// How many articles were renewed.
fn work(path: &Path, stop: &Stop) -> Result<usize, StoreError> {
    let mut store = Store::open_existing(path)?;
    if store.is_read_only() {
        return Ok(0);
    }
    let stops = || stop.load(Ordering::Relaxed);
    while !stops() && store.catch_up(AT_ONCE)? > 0 {}
    while !stops() && store.take_lines(AT_ONCE)? > 0 {}
    while !stops() && store.weigh_lines()? {}
    let mut renewed = 0;
    while !stops() {
        let outdated = store.outdated(AT_ONCE)?;
        if outdated.is_empty() {
            break;
        }
        let mut found = Vec::with_capacity(outdated.len());
        for old in outdated {
            if stops() {
                break;
            }
            let started = Instant::now();
            found.push(old.find_anew());
            rest(started);
        }
        renewed += store.renew(&found)?;
    }
    Ok(renewed)
}

/// On Linux a thread has a priority of its own.
#[cfg(target_os = "linux")]
pub(super) fn lower_priority() {
    let _ = rustix::process::nice(19);
}

#[cfg(not(target_os = "linux"))]
pub(super) const fn lower_priority() {}

/// Elsewhere it rests as long as it worked.
#[cfg(not(target_os = "linux"))]
fn rest(started: Instant) {
    thread::sleep(started.elapsed());
}

#[cfg(target_os = "linux")]
const fn rest(_started: Instant) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Known, Source, body};
    use crate::model::{ArticleId, Extraction};

    #[test]
    fn what_an_older_engine_found_is_found_again_and_the_marks_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let mut store = Store::open(&path).unwrap();
        let mut batch = store.batch().unwrap();
        for n in 0..20 {
            let text = format!("“The quay number {n} is safe,” said Ann Lee, the mayor of Selby.");
            let (article, _) = body(&text, Known::default());
            let source = Source {
                location: format!("/{n}"),
                hash: n,
            };
            // An older engine found nothing.
            batch
                .put(&source, &article, &Extraction::default())
                .unwrap();
        }
        batch.commit().unwrap();
        store.set_read(ArticleId(7), true).unwrap();
        let stop = Stop::default();
        assert_eq!(work(&path, &stop).unwrap(), 0, "nothing is older");
        store.age_engine("0").unwrap();
        stop.store(true, Ordering::Relaxed);
        assert_eq!(work(&path, &stop).unwrap(), 0, "stopped before it began");
        assert_eq!(store.outdated(99).unwrap().len(), 20);
        assert_eq!(work(&path, &Stop::default()).unwrap(), 20);
        let counts = store.counts().unwrap();
        assert_eq!(
            (counts.articles, counts.quotes, counts.unread),
            (20, 20, 19)
        );
        assert!(store.article_row(ArticleId(7)).unwrap().unwrap().read);
        let speakers = store.speakers(&crate::query::Query::all(), None).unwrap();
        assert_eq!((speakers.len(), speakers[0].quotes), (1, 20));
        assert_eq!(store.check().unwrap(), []);
        assert!(store.outdated(99).unwrap().is_empty());
        store.age_engine("99").unwrap();
        assert!(
            store.outdated(99).unwrap().is_empty(),
            "a newer one is left alone"
        );
    }
}
