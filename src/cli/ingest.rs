//! Importing: files are read and their quotes found on all cores, and written by one writer.
//!
//! Work goes in groups, each a transaction: memory stays bounded whatever is imported, and what a
//! group brought stays if a later one fails. The store is made only when there is something to
//! put into it.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

use crate::extract;
use crate::import::{self, Failure, Imported, Options};
use crate::model::Extraction;
use crate::store::{Outcome, Store};

use super::output::visible;

/// Files that are read together: at most so many, of so many bytes together.
const FILES: usize = 64;
const BYTES: u64 = 8 << 20;

/// Records of one large file or archive that are worked on together: at most so many, of so many
/// bytes of text together.
const RECORDS: usize = 256;
const GROUP: usize = 8 << 20;

/// What became of everything that was named.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    /// Articles that were not in the store before.
    pub new: usize,
    /// Articles that replaced an earlier state.
    pub changed: usize,
    /// Articles that are in the store already.
    pub unchanged: usize,
    /// What could not be imported.
    pub failed: Vec<Failed>,
    /// What was imported and may want a look, a line each.
    pub notes: Vec<String>,
}

/// Something that could not be imported.
#[derive(Debug, Serialize)]
pub(super) struct Failed {
    /// The file or folder.
    pub path: PathBuf,
    /// One line: what happened, to which file, what to do.
    pub message: String,
}

impl Report {
    /// Articles that are in the store now.
    pub(super) const fn present(&self) -> usize {
        self.new + self.changed + self.unchanged
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }

    /// One text on which the program itself failed.
    fn fault(&mut self, path: &Path) {
        self.failed.push(Failed {
            path: path.to_owned(),
            message: format!(
                "{} could not be imported because of a fault in onrecord; please report it with \
                 the file",
                visible(&path.display().to_string())
            ),
        });
    }

    /// A text whose encoding nothing declares.
    fn guessed(&mut self, location: &str, encoding: &str) {
        self.notes.push(format!(
            "{} is not valid UTF-8 and was read as {encoding}; if letters look wrong, save it as \
             UTF-8 and import it again",
            visible(location)
        ));
    }

    fn fail(&mut self, failure: &Failure) {
        self.failed.push(Failed {
            path: failure.path.clone(),
            message: visible(&failure.to_string()),
        });
    }
}

type Read = Result<Imported, Failure>;

/// Imports `paths` into the store that `open` gives; `progress` is told after each group.
///
/// # Errors
/// When the store cannot be opened or written. What cannot be imported is in the report instead.
pub(super) fn ingest(
    paths: &[PathBuf],
    options: &Options,
    open: &dyn Fn() -> anyhow::Result<Store>,
    progress: &mut dyn FnMut(&Report),
) -> anyhow::Result<Report> {
    let mut writer = Writer {
        options,
        open,
        store: None,
        report: Report::default(),
        progress,
    };
    let mut group = Vec::new();
    let mut bytes = 0;
    for found in import::walk(paths, options) {
        let path = match found {
            Ok(path) => path,
            Err(failure) => {
                writer.report.fail(&failure);
                continue;
            }
        };
        let size = fs::metadata(&path).map_or(0, |m| m.len());
        if size > BYTES || import::is_container(&path) {
            writer.small_files(&std::mem::take(&mut group))?;
            writer.large_file(&path)?;
            bytes = 0;
            continue;
        }
        group.push(path);
        bytes += size;
        if group.len() == FILES || bytes > BYTES {
            writer.small_files(&std::mem::take(&mut group))?;
            bytes = 0;
        }
    }
    writer.small_files(&group)?;
    Ok(writer.report)
}

/// What `work` gives, or nothing where it panics: one bad text must not end the import of others.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

struct Writer<'a> {
    options: &'a Options,
    open: &'a dyn Fn() -> anyhow::Result<Store>,
    store: Option<Store>,
    report: Report,
    progress: &'a mut dyn FnMut(&Report),
}

impl Writer<'_> {
    /// Files that are read whole, in parallel; their order is kept.
    fn small_files(&mut self, paths: &[PathBuf]) -> anyhow::Result<()> {
        let options = self.options;
        let read: Vec<Option<Vec<Read>>> = paths
            .par_iter()
            .map(|path| guarded(|| import::read_file(path, options).collect()))
            .collect();
        let mut all = Vec::new();
        for (path, read) in paths.iter().zip(read) {
            match read {
                Some(read) => all.extend(read),
                None => self.report.fault(path),
            }
        }
        self.write(all)
    }

    /// A file of many records, in pieces.
    fn large_file(&mut self, path: &Path) -> anyhow::Result<()> {
        let mut records = import::read_file(path, self.options);
        loop {
            let Some(piece) = guarded(|| records.group(RECORDS, GROUP)) else {
                self.report.fault(path);
                return Ok(());
            };
            if piece.is_empty() {
                return Ok(());
            }
            self.write(piece)?;
        }
    }

    fn write(&mut self, read: Vec<Read>) -> anyhow::Result<()> {
        let mut fresh = Vec::new();
        for one in read {
            match one {
                Err(failure) => self.report.fail(&failure),
                Ok(imported) if self.store()?.known(&imported.source)? => {
                    self.report.unchanged += 1;
                }
                Ok(imported) => {
                    if let Some(encoding) = imported.guessed {
                        self.report.guessed(&imported.source.location, encoding);
                    }
                    fresh.push(imported);
                }
            }
        }
        if !fresh.is_empty() {
            self.put(fresh)?;
        }
        (self.progress)(&self.report);
        Ok(())
    }

    /// Finds the quotes in parallel and writes all in one transaction.
    fn put(&mut self, fresh: Vec<Imported>) -> anyhow::Result<()> {
        let ready: Vec<(Imported, Option<Extraction>)> = fresh
            .into_par_iter()
            .map(|mut imported| {
                let given = imported.extraction.take();
                let found = given.or_else(|| guarded(|| extract::extract(&imported.article)));
                (imported, found)
            })
            .collect();
        let mut outcomes = Vec::with_capacity(ready.len());
        let mut batch = self.store()?.batch()?;
        for (imported, found) in &ready {
            if let Some(found) = found {
                outcomes.push(batch.put(&imported.source, &imported.article, found)?);
            }
        }
        batch.commit()?;
        for (imported, _) in ready.iter().filter(|(_, found)| found.is_none()) {
            self.report.fault(Path::new(&imported.source.location));
        }
        for outcome in outcomes {
            self.report.count(outcome);
        }
        Ok(())
    }

    fn store(&mut self) -> anyhow::Result<&mut Store> {
        if self.store.is_none() {
            self.store = Some((self.open)()?);
        }
        self.store
            .as_mut()
            .ok_or_else(|| anyhow::anyhow!("the store was not opened"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imported(paths: &[&Path], store: &Path) -> (Report, usize) {
        let paths: Vec<PathBuf> = paths.iter().map(|p| (*p).to_owned()).collect();
        let mut told = 0;
        let open = || Ok(Store::open(store)?);
        let report = ingest(&paths, &Options::default(), &open, &mut |_| told += 1).unwrap();
        (report, told)
    }

    fn counts(report: &Report) -> [usize; 4] {
        [
            report.new,
            report.changed,
            report.unchanged,
            report.failed.len(),
        ]
    }

    #[test]
    fn a_second_import_skips_what_is_the_same_and_replaces_what_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (texts, store) = (folder.path().join("texts"), folder.path().join("s.db"));
        fs::create_dir(&texts).unwrap();
        let body = "The ferry was late again.\n\n“We are sorry,” said Ann Lee, the captain.\n";
        for n in 0..(FILES + 6) {
            fs::write(
                texts.join(format!("{n}.txt")),
                format!("Report {n}\n\n{body}"),
            )
            .unwrap();
        }
        fs::write(texts.join("empty.txt"), "").unwrap();
        let missing = folder.path().join("none");
        let (first, told) = imported(&[&texts, &missing], &store);
        assert_eq!(counts(&first), [FILES + 6, 0, 0, 2]);
        assert!(told >= 2);
        fs::write(texts.join("3.txt"), format!("Report, corrected\n\n{body}")).unwrap();
        let (second, _) = imported(&[&texts], &store);
        assert_eq!(counts(&second), [0, 1, FILES + 5, 1]);
        let store = Store::open_existing(&store).unwrap();
        assert_eq!(store.counts().unwrap().articles as usize, FILES + 6);
        assert!(store.counts().unwrap().quotes as usize >= FILES + 6);
    }

    #[test]
    fn nothing_to_import_makes_no_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("new/s.db");
        let (report, _) = imported(&[&folder.path().join("none")], &store);
        assert_eq!(counts(&report), [0, 0, 0, 1]);
        assert!(report.failed[0].message.contains("none"));
        assert!(!store.parent().unwrap().exists());
    }

    #[test]
    fn a_panic_is_one_failure() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> u8 { panic!("made for this test") }), None);
    }
}
