//! After the terminal was given back: what the person did is written to the store, and what it does
//! not take is put where it is found again.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use signal_hook::consts::SIGINT;

use super::clipboard::Clipboard;
use super::trace::Trace;
use super::workers::Workers;
use super::{Wake, keeping, signals};
use crate::app::{Answer, App, Draft, Effect, Event, handle};
use crate::text::clean::clean;

/// How often is looked whether the thread that is waited for is still there.
const LOOKED: Duration = Duration::from_millis(200);
/// How often is looked whether the last things are written, which mostly they are at once.
const SOON: Duration = Duration::from_millis(2);
/// How long the store may take before notes are put beside it, to be safe whatever happens.
const PATIENCE: Duration = Duration::from_millis(500);

/// A reader that has left the screen.
pub(super) struct Ending {
    pub(super) app: App,
    pub(super) woken: Receiver<Wake>,
    pub(super) workers: Workers,
    pub(super) trace: Trace,
    pub(super) clipboard: Clipboard,
}

/// How the waiting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settled {
    /// All was answered.
    All,
    /// Not all was, and the time is over.
    Late,
    /// Not all was, and it will not be.
    Never,
}

impl Ending {
    /// Waits until all that the person did is answered; Ctrl-c ends the waiting (not a second hang-up:
    /// a terminal that is closed may send two), and so does `until`.
    fn settle(&mut self, until: Option<Instant>) -> Settled {
        while self.app.is_owed() {
            if until.is_some_and(|until| Instant::now() >= until) {
                return Settled::Late;
            }
            let effects = match self.woken.recv_timeout(LOOKED) {
                Ok(Wake::Answer(answer)) => handle(&mut self.app, Event::Answer(answer)),
                Ok(Wake::Signal(signals::Request::End(SIGINT))) => return Settled::Never,
                Err(_) if self.workers.write_no_more() => return Settled::Never,
                Ok(_) | Err(_) => continue,
            };
            for effect in effects {
                let done = match effect {
                    Effect::Copy(text) => {
                        // Terminals take it as well on their usual screen.
                        let mut out = io::stdout();
                        let sequence = self.clipboard.put(text).unwrap_or_default();
                        let _ = out.write_all(sequence.as_bytes());
                        let _ = out.flush();
                        Ok(())
                    }
                    effect @ Effect::Save { .. } => self.workers.ask(effect),
                    effect if keeping::writes(&effect) => self.workers.ask(effect),
                    _ => Ok(()),
                };
                if done.is_err() {
                    return Settled::Never;
                }
            }
        }
        Settled::All
    }

    /// Waits for what nobody asked for, such as the place in the text, and for the import; tells what is
    /// not kept. Whether all was done: Ctrl-c ends the waiting.
    fn writes_the_rest(&mut self) -> bool {
        self.workers.close();
        let mut told: Vec<String> = Vec::new();
        loop {
            let written = self.workers.have_written();
            match self.woken.recv_timeout(SOON) {
                Ok(Wake::Answer(Answer::NotKept(why))) => {
                    if !told.contains(&why) {
                        let _ = writeln!(io::stderr(), "Not kept where you were: {why}");
                        told.push(why);
                    }
                }
                Ok(Wake::Signal(signals::Request::End(SIGINT))) => return false,
                Ok(_) => {}
                Err(_) if written => return true,
                Err(_) => {}
            }
        }
    }

    /// Ends everything. Notes that are in no store are put beside it, and on standard error; where the
    /// store takes its time they are put there meanwhile.
    ///
    /// # Errors
    /// Where the trace cannot be written.
    pub(super) fn finish(mut self, store: &Path) -> anyhow::Result<()> {
        self.workers.end_outside();
        let before = self.app.troubles();
        let mut settled = self.settle(Some(Instant::now() + PATIENCE));
        let mut meanwhile = None;
        if settled == Settled::Late {
            meanwhile = put_meanwhile(&self.app.unkept(), store, &mut io::stderr());
            settled = self.settle(None);
        }
        if let Some(meanwhile) = meanwhile {
            meanwhile.take_back();
        }
        let notes = self.app.unkept();
        if !notes.is_empty() {
            let _ = rescue(&notes, store, &mut io::stderr());
        }
        self.clipboard.finish();
        // What went wrong since the screen is gone was seen by nobody.
        let new = self.app.troubles().into_iter();
        for told in new.filter(|told| notes.is_empty() && !before.contains(told)) {
            let _ = writeln!(io::stderr(), "{told}");
        }
        if let Some(told) = self.app.imports.left_undone() {
            let _ = writeln!(io::stderr(), "{told}");
        }
        if settled == Settled::All && self.writes_the_rest() {
            self.workers.end_outside();
            self.workers.finish();
        }
        self.trace.finish()
    }
}

/// Notes that lie beside the store while it takes its time.
struct Meanwhile {
    path: PathBuf,
    /// How long the file was before, and is with them.
    before: u64,
    with: u64,
}

/// Puts notes beside a store that takes its time, and says so.
fn put_meanwhile(notes: &[Draft], store: &Path, out: &mut dyn Write) -> Option<Meanwhile> {
    let _ = writeln!(
        out,
        "The collection is busy: waiting for it (Ctrl-c gives up)"
    );
    if notes.is_empty() {
        return None;
    }
    let path = beside_of(store);
    let before = fs::metadata(&path).map_or(0, |file| file.len());
    let path = beside(store, &written(notes)).ok()?;
    let with = fs::metadata(&path).ok()?.len();
    let _ = writeln!(out, "What is not kept yet is in {}", path.display());
    Some(Meanwhile { path, before, with })
}

impl Meanwhile {
    /// Takes the notes out of the file again, unless somebody has written behind them.
    fn take_back(self) {
        let same = fs::metadata(&self.path).is_ok_and(|file| file.len() == self.with);
        if !same {
            return;
        }
        let _ = match self.before {
            0 => fs::remove_file(&self.path),
            before => {
                let file = OpenOptions::new().write(true).open(&self.path);
                file.and_then(|file| file.set_len(before))
            }
        };
    }
}

/// Puts notes into a file beside the store, where there is one, and says so; says them themselves
/// in any case.
fn rescue(notes: &[Draft], store: &Path, out: &mut dyn Write) -> io::Result<()> {
    let text = written(notes);
    let many = match notes.len() {
        1 => "A note was".to_owned(),
        n => format!("{n} notes were"),
    };
    match beside(store, &text) {
        Ok(path) => writeln!(
            out,
            "{many} not kept in the collection: look into {}",
            path.display()
        )?,
        Err(error) => writeln!(
            out,
            "{many} not kept in the collection, and no file could be written beside it \
             ({error}): copy what follows"
        )?,
    }
    write!(out, "{text}")
}

/// Each with the words that it is on.
fn written(notes: &[Draft]) -> String {
    let mut text = String::new();
    for note in notes {
        let (words, note) = (clean(&note.quote.words).text, clean(&note.text).text);
        text.push_str(&format!("On “{words}”:\n{note}\n\n"));
    }
    text
}

fn beside_of(store: &Path) -> PathBuf {
    store.with_extension("notes-not-kept.txt")
}

/// Adds to what earlier runs may have put there.
fn beside(store: &Path, text: &str) -> io::Result<PathBuf> {
    if !store.exists() {
        return Err(io::Error::other("the collection is in no file"));
    }
    let path = beside_of(store);
    let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::QuoteAt;
    use crate::model::ArticleId;

    fn note(text: &str) -> Draft {
        let quote = QuoteAt {
            article: ArticleId(1),
            ordinal: 0,
            words: "We open".to_owned(),
        };
        Draft {
            quote,
            before: String::new(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn notes_that_nobody_kept_are_put_beside_the_store_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("news.db");
        fs::write(&store, "").unwrap();
        let mut told = Vec::new();
        rescue(&[note("Ask")], &store, &mut told).unwrap();
        rescue(&[note("Why?"), note("Who?")], &store, &mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        let file = folder.path().join("news.notes-not-kept.txt");
        assert!(told.contains(&file.display().to_string()) && told.contains("Who?"));
        let kept = fs::read_to_string(&file).unwrap();
        for text in ["On “We open”:\nAsk\n", "Why?", "Who?"] {
            assert!(kept.contains(text), "{kept}");
        }
        let mut told = Vec::new();
        rescue(&[note("Ask")], Path::new(":memory:"), &mut told).unwrap();
        assert!(
            String::from_utf8(told)
                .unwrap()
                .contains("\nOn “We open”:\nAsk\n")
        );
    }

    #[test]
    fn notes_lie_beside_a_busy_store_until_they_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("news.db");
        fs::write(&store, "").unwrap();
        let file = folder.path().join("news.notes-not-kept.txt");
        let put = || put_meanwhile(&[note("Ask")], &store, &mut Vec::new()).unwrap();
        let meanwhile = put();
        assert!(fs::read_to_string(&file).unwrap().contains("Ask"));
        meanwhile.take_back();
        assert!(!file.exists());
        fs::write(&file, "Of an earlier run\n").unwrap();
        put().take_back();
        assert_eq!(fs::read_to_string(&file).unwrap(), "Of an earlier run\n");
        // Another reader has put something there since.
        let meanwhile = put();
        beside(&store, "More\n").unwrap();
        meanwhile.take_back();
        let kept = fs::read_to_string(&file).unwrap();
        assert!(kept.contains("Ask") && kept.ends_with("More\n"), "{kept}");
    }
}
