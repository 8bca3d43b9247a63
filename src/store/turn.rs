//! Whose turn it is to write.
//!
//! An import writes for seconds in one transaction, as that is far less to write. Somebody who reads meanwhile
//! and puts a star on an article shall not wait so long. SQLite does not tell a writer that another one waits,
//! so the one who waits puts an empty file beside the store; the import takes it away, ends its
//! transaction and lets the other in. Where no such file can be made the wait is for the whole of it.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::Batch;
use super::open::{ASKED, BUSY, ask_again, beside};

/// What the file is called like, behind the name of the store.
pub(super) const WAITS: &str = ".waits";

/// After what time it is said again that somebody waits: another one may have been let in.
const TOLD: Duration = Duration::from_millis(100);

/// Begins a transaction that writes; waits for another writer up to the busy timeout.
pub(super) fn begin<'c>(
    connection: &'c Connection,
    path: &Path,
) -> rusqlite::Result<Transaction<'c>> {
    connection.busy_handler(None)?;
    let begun = wait(connection, path);
    connection.busy_handler(Some(ask_again))?;
    begun
}

fn wait<'c>(connection: &'c Connection, path: &Path) -> rusqlite::Result<Transaction<'c>> {
    let sign = beside(path, WAITS);
    let (start, mut told) = (Instant::now(), None::<Instant>);
    loop {
        let begun = Transaction::new_unchecked(connection, TransactionBehavior::Immediate);
        let busy = |e: &rusqlite::Error| e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
        if !begun.as_ref().is_err_and(busy) || start.elapsed() >= BUSY {
            if told.is_some() {
                take_away(&sign);
            }
            return begun;
        }
        drop(begun);
        if told.is_none_or(|told| told.elapsed() >= TOLD) {
            // Nothing that is there already is touched.
            let _ = fs::File::create_new(&sign);
            told = Some(Instant::now());
        }
        std::thread::sleep(ASKED);
    }
}

/// Removes the file; whether it was there. A file with something in it is none of ours.
fn take_away(sign: &Path) -> bool {
    let ours = fs::symlink_metadata(sign).is_ok_and(|file| file.is_file() && file.len() == 0);
    ours && fs::remove_file(sign).is_ok()
}

impl Batch<'_> {
    /// Whether somebody else waits to write; they should be let in soon. Each is told of once.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        take_away(&beside(self.path, WAITS))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::super::Store;
    use super::*;
    use crate::model::ArticleId;
    use crate::store::tests::{made, source};

    fn store(folder: &tempfile::TempDir) -> Store {
        let mut store = Store::open(&folder.path().join("s.db")).unwrap();
        let (article, extraction) = made(Some("A"), None, "Word", "Ann Lee");
        let mut batch = store.batch().unwrap();
        batch.put(&source(1, 1), &article, &extraction).unwrap();
        batch.commit().unwrap();
        store
    }

    #[test]
    fn who_waits_is_told_of_and_let_in() {
        let folder = tempfile::tempdir().unwrap();
        let (mut first, path) = (store(&folder), folder.path().join("s.db"));
        let batch = first.batch().unwrap();
        assert!(!batch.is_awaited());
        let (entered, start) = (AtomicBool::new(false), Instant::now());
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut second = Store::open_existing(&path).unwrap();
                second.set_read(ArticleId(1), true).unwrap();
                entered.store(true, Ordering::Release);
            });
            while !batch.is_awaited() {
                assert!(start.elapsed() < BUSY, "nobody said that they wait");
                thread::sleep(ASKED);
            }
            assert!(!entered.load(Ordering::Acquire));
            batch.commit().unwrap();
        });
        assert!(first.article_row(ArticleId(1)).unwrap().unwrap().read);
        assert!(!beside(&path, WAITS).exists());
    }

    #[test]
    fn a_file_of_that_name_with_something_in_it_stays() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(&folder);
        let sign = folder.path().join("s.db.waits");
        fs::write(&sign, "mine").unwrap();
        assert!(!store.batch().unwrap().is_awaited());
        assert_eq!(fs::read_to_string(&sign).unwrap(), "mine");
    }
}
