//! Files, commands and the browser: what is done outside, each on a thread of its own, so that no
//! key waits for it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

use crossbeam_channel::Sender;

use super::{Wake, command};
use crate::app::event::{Answer, Effect, Saved};

/// What is under way.
pub(super) struct Outside {
    wake: Sender<Wake>,
    /// The run that goes on; one with another number stops.
    running: Arc<AtomicU64>,
    /// Files being written, which the end waits for.
    writing: Vec<JoinHandle<()>>,
}

impl Outside {
    pub(super) fn new(wake: Sender<Wake>) -> Self {
        Self {
            wake,
            running: Arc::default(),
            writing: Vec::new(),
        }
    }

    /// Does what is to be done outside; gives back what is not.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub(super) fn perform(&mut self, effect: Effect) -> io::Result<Option<Effect>> {
        match effect {
            Effect::Save { path, text, over } => {
                let written = move || Some(Answer::Saved(save(&path, &text, over)));
                let thread = self.spawn("save", written)?;
                self.writing.retain(|thread| !thread.is_finished());
                self.writing.push(thread);
            }
            Effect::Run {
                generation,
                command,
                input,
            } => {
                self.running.store(generation, Ordering::Relaxed);
                let running = Arc::clone(&self.running);
                self.spawn("command", move || {
                    let stopped = || running.load(Ordering::Relaxed) != generation;
                    let (output, ended) = command::run(&command, input, &stopped);
                    Some(Answer::Ran {
                        generation,
                        output,
                        ended,
                    })
                })?;
            }
            Effect::StopRun(_) => self.running.store(0, Ordering::Relaxed),
            Effect::Browse(url) => {
                self.spawn("browser", move || {
                    let error = open::that(&url).err()?;
                    Some(Answer::NotKept(format!("Cannot open {url}: {error}")))
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

    /// Stops the command and waits for the files.
    pub(super) fn finish(self) {
        self.running.store(0, Ordering::Relaxed);
        for thread in self.writing {
            let _ = thread.join();
        }
    }
}

/// Writes a file; over one that is there only where that was agreed to.
fn save(path: &str, text: &str, over: bool) -> Saved {
    let path = at_home(path);
    let shown = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
    let written = match over {
        true => replace(&path, text),
        false => create(&path, text),
    };
    match written {
        Ok(()) => Saved::Written(shown.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && !over => Saved::Exists,
        Err(error) => Saved::Failed(format!("Cannot write {}: {error}", shown.display())),
    }
}

/// The path with `~/` as a shell reads it.
fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // Half of it is worse than none.
        let _ = fs::remove_file(path);
    }
    written
}

/// Puts the new file in place of the old one once it is whole.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    // What a link points to is what is written.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    create(&part, text)?;
    fs::rename(&part, &path).inspect_err(|_| drop(fs::remove_file(&part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_written_over_only_where_that_was_agreed_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.md");
        let written = path.display().to_string();
        let saved = |text: &str, over| save(&written, text, over);
        assert_eq!(saved("one", false), Saved::Written(written.clone()));
        assert_eq!(saved("two", false), Saved::Exists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(saved("two", true), Saved::Written(written.clone()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("no/such/folder.md");
        let failed = save(&nowhere.display().to_string(), "x", false);
        assert!(matches!(failed, Saved::Failed(why) if why.contains("folder.md")));
    }
}
