//! `onrecord import --watch`: after the import, what changes in the folders is imported as it comes.
//!
//! Owns the waiting and the lines said meanwhile. Nothing is looked at while nothing changes: the
//! system tells of changes, and where it cannot, the folders are looked through now and then.

mod changes;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use signal_hook::iterator::{Handle, Signals};

use super::ingest::{self, Ours, Report, Task, Touched};
use super::output;
use crate::{fetch, import};
use changes::Changes;

/// How often folders are looked through whose changes the system does not tell.
const LOOK: Duration = Duration::from_secs(30);

/// How often it is seen to that the folders are still there: a disk may go without a word.
const THERE: Duration = Duration::from_secs(60);

/// Something that ends the waiting.
enum Woken {
    Changed(notify::Result<Event>),
    Stopped,
}

/// Folders that are watched.
pub(super) struct Folders {
    paths: Vec<PathBuf>,
    watcher: Box<dyn Watcher + Send>,
    woken: Receiver<Woken>,
    signals: Handle,
    changes: Changes,
    /// Why changes are looked for instead of told, where that is so.
    looking: Option<String>,
}

impl Drop for Folders {
    fn drop(&mut self) {
        self.signals.close();
    }
}

impl Folders {
    /// Starts to watch, before anything is imported, so that no change falls between. Gives the
    /// folders back by their absolute paths, as changes name them.
    pub(super) fn watch(paths: &[PathBuf]) -> anyhow::Result<Self> {
        let mut folders = Vec::with_capacity(paths.len());
        for path in paths {
            let shown = path.display();
            anyhow::ensure!(
                !import::is_standard_input(path),
                "cannot watch standard input: leave out --watch, or name a folder"
            );
            anyhow::ensure!(
                !fetch::is_address(path),
                "cannot watch {shown}: it is an address; leave out --watch, or name a folder"
            );
            let data = path
                .metadata()
                .with_context(|| format!("cannot watch {shown}"))?;
            anyhow::ensure!(
                data.is_dir(),
                "cannot watch {shown}: it is no folder; name the folder it is in"
            );
            folders.push(std::path::absolute(path).unwrap_or_else(|_| path.clone()));
        }
        let (wake, woken) = unbounded();
        let signals = listen(wake.clone()).context("cannot listen for signals")?;
        let (watcher, looking): (Box<dyn Watcher + Send>, _) = match told(&folders, wake.clone()) {
            Ok(watcher) => (Box::new(watcher), None),
            Err(error) => {
                let watcher = looked(&folders, wake, LOOK)
                    .with_context(|| format!("cannot watch {}", folders[0].display()))?;
                (Box::new(watcher), Some(error.to_string()))
            }
        };
        Ok(Self {
            changes: Changes::new(looking.is_none() && cfg!(target_os = "linux")),
            paths: folders,
            watcher,
            woken,
            signals,
            looking,
        })
    }

    /// The folders.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    fn say(&self, notes: &mut dyn Write) -> io::Result<()> {
        let names: Vec<String> = self
            .paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let how = match &self.looking {
            None => String::new(),
            Some(why) => format!(
                " by looking through it every {} seconds, because the system does not tell of \
                 changes ({why})",
                LOOK.as_secs()
            ),
        };
        output::note(
            notes,
            &format!("watching {}{how}; Ctrl-C ends", names.join(", ")),
        )
    }

    /// Waits until something has changed and come to rest; nothing when the person ends it.
    /// `Some(None)`: anything may have changed.
    ///
    /// # Errors
    /// When a folder is gone.
    fn next(&mut self, task: &Task<'_>) -> anyhow::Result<Option<Option<Touched>>> {
        loop {
            if task.stops() {
                return Ok(None);
            }
            let now = Instant::now();
            let due = self.changes.due();
            if due.is_some_and(|due| due <= now) {
                self.are_there()?;
                return Ok(Some(self.changes.take(now)));
            }
            match self.woken.recv_deadline(due.unwrap_or(now + THERE)) {
                Ok(Woken::Changed(event)) => self.changed(event, task.ours)?,
                Ok(Woken::Stopped) | Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => self.are_there()?,
            }
        }
    }

    fn changed(&mut self, event: notify::Result<Event>, ours: &Ours) -> anyhow::Result<()> {
        let mut event = event.context("the folders cannot be watched any more")?;
        // A store in the folder is written by every round, which must not make another one.
        event.paths.retain(|path| !ours.holds(path));
        // A folder that came back under its name is another one for the system.
        if changes::is_away(&event) && event.paths.iter().any(|path| self.paths.contains(path)) {
            thread::sleep(changes::QUIET);
            self.are_there()?;
            for path in self.paths.iter().filter(|path| event.paths.contains(path)) {
                let _ = self.watcher.unwatch(path);
                self.watcher.watch(path, RecursiveMode::Recursive)?;
            }
            self.changes.everything(Instant::now());
        }
        self.changes.add(&event, &self.paths, Instant::now());
        Ok(())
    }

    fn are_there(&self) -> anyhow::Result<()> {
        match self.paths.iter().find(|path| !path.is_dir()) {
            Some(gone) => anyhow::bail!(
                "the folder {} is gone; its articles stay in the store, and the same command goes \
                 on when it is back",
                gone.display()
            ),
            None => Ok(()),
        }
    }
}

/// Signals end the waiting.
fn listen(wake: Sender<Woken>) -> io::Result<Handle> {
    let mut signals = Signals::new(super::import::ends())?;
    let handle = signals.handle();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for _ in signals.forever() {
                if wake.send(Woken::Stopped).is_err() {
                    return;
                }
            }
        })?;
    Ok(handle)
}

/// Takes only what may be a change: that files are read is told too, by our own reading.
fn handler(wake: Sender<Woken>) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    move |event| {
        if !matches!(&event, Ok(event) if !changes::is_change(event)) {
            // Nobody listens any more when the program ends.
            let _ = wake.send(Woken::Changed(event));
        }
    }
}

fn told(folders: &[PathBuf], wake: Sender<Woken>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = RecommendedWatcher::new(handler(wake), Config::default())?;
    for folder in folders {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

fn looked(
    folders: &[PathBuf],
    wake: Sender<Woken>,
    every: Duration,
) -> notify::Result<PollWatcher> {
    let config = Config::default().with_poll_interval(every);
    let mut watcher = PollWatcher::new(handler(wake), config)?;
    for folder in folders {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

/// Imports what changes until the person ends it, and adds it to `report`. What failed, and a line
/// that counts what was done, are written to `notes`; the latter not when it is to be `quiet`.
///
/// # Errors
/// When a folder is gone or the store cannot be written.
pub(super) fn follow(
    folders: &mut Folders,
    task: &Task<'_>,
    watch: &mut ingest::Watch<'_>,
    report: &mut Report,
    notes: &mut dyn Write,
    quiet: bool,
) -> anyhow::Result<()> {
    if !quiet {
        folders.say(notes)?;
    }
    while let Some(touched) = folders.next(task)? {
        let again = |path: &Path| touched.as_ref().is_none_or(|touched| touched.holds(path));
        let round = Task {
            only: touched.as_ref(),
            ..task.clone()
        };
        let mut done = ingest::ingest(&round, watch)?;
        watch.flush()?;
        without_empty(&mut done, folders.paths());
        done.failed.retain(|failed| again(&failed.path));
        done.notes.retain(|note| !report.notes.contains(note));
        for line in done
            .notes
            .iter()
            .chain(done.failed.iter().map(|f| &f.message))
        {
            output::note(notes, line)?;
        }
        if let Some(news) = done.news().filter(|_| !quiet) {
            output::note(notes, &news)?;
        }
        report.add(done, again);
    }
    Ok(())
}

/// A watched folder may well be empty: what it waits for has not come yet.
pub(super) fn without_empty(report: &mut Report, folders: &[PathBuf]) {
    report
        .failed
        .retain(|failed| !folders.contains(&failed.path));
}

#[cfg(test)]
mod tests {
    use notify::EventKind;
    use notify::event::ModifyKind;

    use super::*;

    #[test]
    fn what_an_import_writes_itself_is_no_change() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut folders = Folders::watch(&[folder.path().to_owned()]).unwrap();
        let ours = Ours::new(&at("case.store"), None);
        for (name, due) in [("case.store-wal", false), ("a.txt", true)] {
            let event = Event::new(EventKind::Modify(ModifyKind::Any)).add_path(at(name));
            folders.changed(Ok(event), &ours).unwrap();
            assert_eq!(folders.changes.due().is_some(), due, "{name}");
        }
    }

    #[test]
    fn where_the_system_does_not_tell_folders_are_looked_through() {
        let folder = tempfile::tempdir().unwrap();
        let paths = [folder.path().to_owned()];
        let (wake, woken) = unbounded();
        let _watcher = looked(&paths, wake, Duration::from_millis(20)).unwrap();
        let mut changes = Changes::new(false);
        let file = folder.path().join("a.txt");
        std::fs::write(&file, "x").unwrap();
        while changes.due().is_none() {
            let Woken::Changed(event) = woken.recv_timeout(Duration::from_secs(60)).unwrap() else {
                continue;
            };
            changes.add(&event.unwrap(), &paths, Instant::now());
        }
        let touched = changes.take(Instant::now() + 2 * changes::OPEN).unwrap();
        assert!(touched.holds(&file));
    }
}
