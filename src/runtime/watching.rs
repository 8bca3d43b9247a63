//! Sees that the store's files were written to, so that what other windows and commands change is shown
//! without a key being pressed.
//!
//! The system tells of it; where it does not, changes are seen with the next key. Must not know: what was
//! changed, or by whom.

use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError, bounded};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::store::{LOOKED, Request};

/// Watches as long as it is there.
pub(super) struct Watching {
    _watcher: RecommendedWatcher,
}

/// Begins to watch the files of the store at `path`.
///
/// # Errors
/// Where the system does not tell, or no thread can be started.
pub(super) fn start(path: &Path, ask: Sender<Request>) -> notify::Result<Watching> {
    let path = std::path::absolute(path)?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let files = files(&path);
    let (tell, told) = bounded(1);
    let handler = move |event: notify::Result<Event>| {
        let ours = |event: &Event| event.paths.iter().any(|path| files.contains(path));
        let writes = |event: &Event| !event.kind.is_access() && ours(event);
        if event.as_ref().is_ok_and(writes) {
            // One that waits already is enough.
            let _: Result<(), TrySendError<()>> = tell.try_send(());
        }
    };
    let mut watcher = notify::recommended_watcher(handler)?;
    watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    spawn(told, ask)?;
    Ok(Watching { _watcher: watcher })
}

/// The store and its log.
fn files(path: &Path) -> [PathBuf; 2] {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    [path.to_owned(), PathBuf::from(log)]
}

/// Looks once for all that is written within a while; ends with the watcher.
fn spawn(told: Receiver<()>, ask: Sender<Request>) -> io::Result<()> {
    let work = move || {
        while told.recv().is_ok() {
            let until = Instant::now() + LOOKED;
            loop {
                match told.recv_deadline(until) {
                    Ok(()) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            if ask.send(Request::Look).is_err() {
                return;
            }
        }
    };
    let named = thread::Builder::new().name("watching".to_owned());
    named.spawn(work).map(drop)
}
