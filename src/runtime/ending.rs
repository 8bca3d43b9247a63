//! After the terminal was given back: what the person did is written to the store, and what it does
//! not take is put where it is found again.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::Receiver;
use signal_hook::consts::SIGINT;

use super::trace::Trace;
use super::workers::Workers;
use super::{Wake, keeping, signals};
use crate::app::{App, Draft, Event, handle};
use crate::text::clean::clean;

/// How often is looked whether the thread that is waited for is still there.
const LOOKED: Duration = Duration::from_millis(200);

/// A reader that has left the screen.
pub(super) struct Ending {
    pub(super) app: App,
    pub(super) woken: Receiver<Wake>,
    pub(super) workers: Workers,
    pub(super) trace: Trace,
}

impl Ending {
    /// Waits until the store has answered to all that the person did; Ctrl-c ends the waiting (not a
    /// second hang-up: a terminal that is closed may send two). Whether all was answered.
    fn settle(&mut self) -> bool {
        while self.app.is_owed() {
            let effects = match self.woken.recv_timeout(LOOKED) {
                Ok(Wake::Answer(answer)) => handle(&mut self.app, Event::Answer(answer)),
                Ok(Wake::Signal(signals::Request::End(SIGINT))) => return false,
                Err(_) if self.workers.write_no_more() => return false,
                Ok(_) | Err(_) => continue,
            };
            for effect in effects {
                if keeping::writes(&effect) && self.workers.ask(effect).is_err() {
                    return false;
                }
            }
        }
        true
    }

    /// Ends everything. Notes that are in no store are put beside it, and on standard error.
    ///
    /// # Errors
    /// Where the trace cannot be written.
    pub(super) fn finish(mut self, store: &Path) -> anyhow::Result<()> {
        self.workers.end_outside();
        let settled = self.settle();
        let notes = self.app.unkept();
        if !notes.is_empty() {
            let _ = rescue(&notes, store, &mut io::stderr());
        }
        if settled {
            self.workers.finish();
        }
        self.trace.finish()
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

/// Adds to what earlier runs may have put there.
fn beside(store: &Path, text: &str) -> io::Result<PathBuf> {
    if !store.exists() {
        return Err(io::Error::other("the collection is in no file"));
    }
    let path = store.with_extension("notes-not-kept.txt");
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
        std::fs::write(&store, "").unwrap();
        let mut told = Vec::new();
        rescue(&[note("Ask")], &store, &mut told).unwrap();
        rescue(&[note("Why?"), note("Who?")], &store, &mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        let file = folder.path().join("news.notes-not-kept.txt");
        assert!(told.contains(&file.display().to_string()) && told.contains("Who?"));
        let kept = std::fs::read_to_string(&file).unwrap();
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
}
