//! Importing beside reading: a thread for each import, that steps back for the reader, tells how far
//! it is, and can be stopped.
//!
//! What imports comes with the session, as it belongs to the command line. Must not know: how articles
//! are read and written.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;

use super::Wake;
use super::outside::at_home;
use super::upkeep::lower_priority;
use crate::app::event::{Answer, Import, ImportNews, Imported, Progress};
use crate::fault::caught;

/// Imports files and folders until all is done or it is told to stop, and tells how far it is.
pub type Importer =
    Arc<dyn Fn(&[PathBuf], &Arc<AtomicBool>, &mut Tell<'_>) -> Imported + Send + Sync>;
/// Takes how far an import is.
pub type Tell<'a> = dyn FnMut(Progress) + Send + 'a;

/// How often is told how far it is.
const TOLD: Duration = Duration::from_millis(200);
/// How often lists are read anew while articles come.
const READ: Duration = Duration::from_secs(1);

/// The import that goes on, if one does.
pub(super) struct Importing {
    importer: Importer,
    wake: Sender<Wake>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Importing {
    pub(super) fn new(importer: Importer, wake: Sender<Wake>) -> Self {
        Self {
            importer,
            wake,
            stop: Arc::default(),
            thread: None,
        }
    }

    /// Begins an import or stops it.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub(super) fn perform(&mut self, what: Import) -> io::Result<()> {
        let Import::Start(paths) = what else {
            self.stop.store(true, Ordering::Relaxed);
            return Ok(());
        };
        // The reader asks for the next one when this one has ended.
        if let Some(before) = self.thread.take() {
            let _ = before.join();
        }
        self.stop = Arc::default();
        let (importer, wake) = (Arc::clone(&self.importer), self.wake.clone());
        let stop = Arc::clone(&self.stop);
        let thread = thread::Builder::new()
            .name("import".to_owned())
            .spawn(move || {
                // Threads that it starts inherit it.
                lower_priority();
                let paths: Vec<PathBuf> = paths.iter().map(|path| at_home(path)).collect();
                let ended = caught(|| import(&importer, &paths, &stop, &wake));
                let imported = ended.unwrap_or_else(|_| Imported {
                    failed: vec![
                        "A fault in onrecord ended the import; what is counted is in the store"
                            .to_owned(),
                    ],
                    ..Imported::default()
                });
                let _ = wake.send(Wake::Answer(Answer::Import(ImportNews::Ended(imported))));
                let _ = wake.send(Wake::Answer(Answer::Changed { ours: false }));
            })?;
        self.thread = Some(thread);
        Ok(())
    }

    /// Stops it after what is being written.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it goes on.
    pub(super) fn goes_on(&self) -> bool {
        self.thread.as_ref().is_some_and(|t| !t.is_finished())
    }

    /// Stops it and waits until what is being written is written.
    pub(super) fn finish(self) {
        self.stop();
        if let Some(thread) = self.thread {
            let _ = thread.join();
        }
    }
}

/// Lets a test of the real program see that a fault here does not end the reader.
#[cfg(debug_assertions)]
fn panic_if_tested() {
    let asked = std::env::var_os("ONRECORD_TEST_PANIC").is_some_and(|of| of == "import");
    assert!(!asked, "asked for by ONRECORD_TEST_PANIC");
}

fn import(
    importer: &Importer,
    paths: &[PathBuf],
    stop: &Arc<AtomicBool>,
    wake: &Sender<Wake>,
) -> Imported {
    #[cfg(debug_assertions)]
    panic_if_tested();
    let began = Instant::now();
    let (mut told, mut read) = (None::<Instant>, began);
    let mut shown = 0;
    let mut tell = |mut progress: Progress| {
        let due = |last: Instant, every| last.elapsed() >= every;
        if told.is_some_and(|last| !due(last, TOLD)) {
            return;
        }
        told = Some(Instant::now());
        let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        progress.rate = progress.done.saturating_mul(1000) / millis.max(1);
        let news = Answer::Import(ImportNews::Progress(progress));
        let _ = wake.send(Wake::Answer(news));
        if progress.articles != shown && due(read, READ) {
            (read, shown) = (Instant::now(), progress.articles);
            let _ = wake.send(Wake::Answer(Answer::Changed { ours: false }));
        }
    };
    importer(paths, stop, &mut tell)
}
