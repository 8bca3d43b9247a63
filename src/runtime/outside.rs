//! Files, commands and the browser: what is done outside, each on a thread of its own, so that no
//! key waits for it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

use crossbeam_channel::Sender;

use super::{Wake, command, paths};
use crate::app::event::{Answer, Effect, Saved};

/// What is under way.
pub(super) struct Outside {
    wake: Sender<Wake>,
    /// The run that goes on; one with another number stops.
    running: Arc<AtomicU64>,
    /// Files being written and commands being run, which the end waits for.
    under_way: Vec<JoinHandle<()>>,
}

impl Outside {
    pub(super) fn new(wake: Sender<Wake>) -> Self {
        Self {
            wake,
            running: Arc::default(),
            under_way: Vec::new(),
        }
    }

    /// Does what is to be done outside; gives back what is not.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub(super) fn perform(&mut self, effect: Effect) -> io::Result<Option<Effect>> {
        match effect {
            Effect::Save {
                generation,
                path,
                text,
                over,
            } => {
                let thread = self.spawn("save", move || {
                    let saved = save(&path, &text, over, generation);
                    Some(Answer::Saved { generation, saved })
                })?;
                self.wait_for(thread);
            }
            Effect::Run {
                generation,
                command,
                input,
            } => {
                self.running.store(generation, Ordering::Relaxed);
                let running = Arc::clone(&self.running);
                let thread = self.spawn("command", move || {
                    let stopped = || running.load(Ordering::Relaxed) != generation;
                    let (output, ended) = command::run(&command, input, &stopped);
                    Some(Answer::Ran {
                        generation,
                        output,
                        ended,
                    })
                })?;
                self.wait_for(thread);
            }
            Effect::StopRun(_) => self.running.store(0, Ordering::Relaxed),
            Effect::Browse(url) => {
                self.spawn("browser", move || {
                    let error = open::that(&url).err()?;
                    tracing::warn!(%error, "no browser");
                    Some(Answer::NoBrowser(url))
                })?;
            }
            Effect::Paths { begin } => {
                self.spawn("paths", move || {
                    let paths = paths::beginning(&begin);
                    Some(Answer::Paths { begin, paths })
                })?;
            }
            other => return Ok(Some(other)),
        }
        Ok(None)
    }

    fn spawn(
        &self,
        name: &str,
        work: impl FnOnce() -> Option<Answer> + Send + 'static,
    ) -> io::Result<JoinHandle<()>> {
        let wake = self.wake.clone();
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            if let Some(answer) = work() {
                let _ = wake.send(Wake::Answer(answer));
            }
        })
    }

    fn wait_for(&mut self, thread: JoinHandle<()>) {
        self.under_way.retain(|thread| !thread.is_finished());
        self.under_way.push(thread);
    }

    /// Stops the command, so that none outlives the reader, and waits for the files.
    pub(super) fn finish(&mut self) {
        self.running.store(0, Ordering::Relaxed);
        for thread in self.under_way.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Writes a file; over one that is there only where that was agreed to.
fn save(path: &str, text: &str, over: bool, attempt: u64) -> Saved {
    let path = at_home(path);
    let shown = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
    let written = match over {
        true => replace(&path, text, attempt),
        false => write_new(&path, text, &OpenOptions::new()),
    };
    match written {
        Ok(()) => Saved::Written(shown.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && !over => {
            Saved::Exists(shown.display().to_string())
        }
        Err(error) => {
            let why = in_words(&error);
            Saved::Failed(format!("Cannot write {}: {why}", shown.display()))
        }
    }
}

/// What went wrong, without the number that the system has for it.
fn in_words(error: &io::Error) -> String {
    let told = error.to_string();
    match told.find(" (os error ") {
        Some(at) => told[..at].to_lowercase(),
        None => told,
    }
}

/// The path with `~/` as a shell reads it.
pub(super) fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

fn write_new(path: &Path, text: &str, options: &OpenOptions) -> io::Result<()> {
    let mut file = options.clone().write(true).create_new(true).open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // Half of it is worse than none.
        let _ = fs::remove_file(path);
    }
    written
}

/// Puts the new file in place of the old one once it is whole. It may be read by who might read
/// the old one.
fn replace(path: &Path, text: &str, attempt: u64) -> io::Result<()> {
    // What a link points to is what is written.
    let path = fs::canonicalize(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}-{attempt}.part", std::process::id()));
    let part = path.with_file_name(name);
    let mut private = OpenOptions::new();
    std::os::unix::fs::OpenOptionsExt::mode(&mut private, 0o600);
    write_new(&part, text, &private)?;
    fs::metadata(&path)
        .and_then(|old| fs::set_permissions(&part, old.permissions()))
        .and_then(|()| fs::rename(&part, &path))
        .inspect_err(|_| drop(fs::remove_file(&part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_written_over_only_where_that_was_agreed_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.md");
        let written = path.display().to_string();
        let saved = |text: &str, over| save(&written, text, over, 1);
        assert_eq!(saved("one", false), Saved::Written(written.clone()));
        assert_eq!(saved("two", false), Saved::Exists(written.clone()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(&path, private).unwrap();
        assert_eq!(saved("two", true), Saved::Written(written.clone()));
        let mode = fs::metadata(&path).unwrap().permissions();
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777,
            0o600
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("no/such/folder.md");
        let failed = save(&nowhere.display().to_string(), "x", false, 1);
        assert!(matches!(failed, Saved::Failed(why) if why.contains("folder.md")));
    }
}
