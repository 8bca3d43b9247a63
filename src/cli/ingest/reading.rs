//! The reading end of an import: which files need to be read, and their articles in groups.
//!
//! Runs beside extraction and writing. Asks the store only what it knows already.

mod file;
pub(super) mod moved;
mod small;
mod worked;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;

pub(super) use self::file::FileAt;
use self::moved::Moves;
use self::small::Small;
use self::worked::Worked;
use super::Task;
use super::report::{Failed, failed, fault};
use super::web::Net;
use crate::fault::caught;
use crate::fetch;
use crate::import::{self, Failure, Imported, Options, Reading, Reason, Stamp};
use crate::model::FileId;
use crate::store::{KnownArticle, KnownFile, Store, Visit};

/// Files that are read together: at most so many, of so many bytes together.
pub(super) const FILES: usize = 64;
const BYTES: u64 = 8 << 20;

/// Records of one large file that are worked on together: at most so many, with so much text.
const RECORDS: usize = 256;
pub(super) const TEXT: usize = 4 << 20;

/// What the reading end finds, in order.
pub(super) enum Found {
    /// A path that cannot be read.
    Failed(Failed),
    /// A path of a folder that was passed over.
    Passed(Failed),
    /// An address that is being fetched, which may take a while.
    Fetching(String),
    /// A file that needs no reading.
    Unchanged(Unchanged),
    /// Records that are at other places of their file now.
    Moved(Moves),
    /// A file that is known by another name: its row, that name and its own.
    Renamed(FileId, String, String),
    /// Tells whoever waits that all that was found before is in the store; dropped, it says the same.
    Settled(Sender<()>),
    /// Files, or a part of one, to be written in one transaction.
    Parts(Vec<Part<Item>>),
}

impl Found {
    /// Whether it came from the web.
    pub(super) fn is_fetched(&self) -> bool {
        matches!(self, Self::Parts(parts) if parts.iter().any(|part| part.file.web))
    }
}

/// A file that has not changed.
pub(super) struct Unchanged {
    pub file: KnownFile,
    pub location: String,
    /// What could not be read in it then.
    pub failed: Vec<Failed>,
    /// Its stamp, where that tells less than its hash did.
    pub confirm: Option<Stamp>,
}

/// A file or a part of one.
pub(super) struct Part<T> {
    pub file: FileAt,
    /// Whether the file begins with it.
    pub begins: bool,
    /// Where the file ends with it: whether it is the same as when it began.
    pub ends: Option<bool>,
    pub items: Vec<T>,
    /// What was fetched for it.
    pub visits: Vec<Visit>,
    /// Bytes of the file it stands for, for the progress.
    pub bytes: u64,
}

/// An article, or what there is instead.
pub(super) enum Item {
    /// What could not be read, and whether it will be so the next time.
    Failed(Failed, bool),
    /// Nothing to be written, but the file is to be read the next time too.
    Again,
    /// What was passed over and is no failure, and how many files that are.
    Passed(Failed, u64),
    /// It is in the store already.
    Known(KnownArticle, String),
    /// It is to be put into the store.
    Fresh(Box<Imported>),
}

/// Nobody listens any more.
pub(super) struct Stopped;

type Read = Result<Imported, Failure>;

/// Reads everything that `task` names and sends it. Ends early when nobody listens or the task is
/// to stop.
///
/// # Errors
/// When a store that is there cannot be read.
pub(super) fn read(task: &Task<'_>, to: &Sender<Found>) -> anyhow::Result<()> {
    Reader::new(task, to)?.all()
}

pub(super) struct Reader<'a> {
    pub(super) task: &'a Task<'a>,
    pub(super) store: Option<Store>,
    pub(super) to: &'a Sender<Found>,
    group: Vec<FileAt>,
    bytes: u64,
    /// Feeds that OPML files named.
    lists: Vec<String>,
    /// Articles that need no reading where they are now.
    moved: HashMap<String, KnownArticle>,
    /// Files that were found: each is read once, by whatever names it is found again.
    met: HashSet<String>,
    /// Whether files get their own names that the store may not have given them yet.
    renaming: bool,
    pub(super) net: Net<'a>,
}

impl<'a> Reader<'a> {
    fn new(task: &'a Task<'a>, to: &'a Sender<Found>) -> anyhow::Result<Self> {
        let store = if task.store.exists() {
            let store = Store::open_existing(task.store)?;
            store.expect_room()?;
            Some(store)
        } else {
            None
        };
        Ok(Self {
            task,
            store,
            to,
            group: Vec::new(),
            bytes: 0,
            lists: Vec::new(),
            moved: HashMap::new(),
            met: HashSet::new(),
            renaming: false,
            net: Net::new(task),
        })
    }
}

impl Reader<'_> {
    fn all(&mut self) -> anyhow::Result<()> {
        for path in self.task.paths {
            let sent = if fetch::is_address(path) {
                let text = path.to_string_lossy();
                match self.small_files()? {
                    Ok(()) => self.address(&text, fetch::Found::ByPerson)?,
                    stopped => stopped,
                }
            } else {
                self.files_at(path)?
            };
            if sent.is_err() {
                return Ok(());
            }
        }
        // Nobody may listen any more; then there is nothing to tell either.
        if self.small_files()?.is_ok() {
            let lists = std::mem::take(&mut self.lists);
            let _ = self.feeds(&lists, false)?;
        }
        Ok(())
    }

    fn files_at(&mut self, path: &Path) -> anyhow::Result<Result<(), Stopped>> {
        let paths = [path.to_owned()];
        for found in import::walk(&paths, self.task.options) {
            if self.task.stops() {
                return Ok(Ok(()));
            }
            let sent = match found {
                Err(f) if f.reason.is_harmless() && !self.task.wants(&f.path) => Ok(()),
                Err(f) if f.reason.is_harmless() => self.tell(Found::Passed(failed(&f))),
                Err(failure) => self.tell(Found::Failed(failed(&failure))),
                Ok(path) if !self.task.wants(&path) => Ok(()),
                Ok(path) => self.file(path)?,
            };
            if sent.is_err() {
                return Ok(sent);
            }
        }
        Ok(Ok(()))
    }

    fn file(&mut self, path: PathBuf) -> anyhow::Result<Result<(), Stopped>> {
        let streamed = import::is_standard_input(&path);
        let location = match streamed {
            true => import::STANDARD_INPUT.to_owned(),
            false => import::location(&path),
        };
        let mut known = None;
        if !streamed {
            match self.known_file(&path, &location)? {
                Ok(found) => known = found,
                Err(stopped) => return Ok(Err(stopped)),
            }
            if !self.met.insert(location.clone()) {
                return Ok(Ok(()));
            }
        }
        let (options, remembered) = self.options_for(known.as_ref());
        let mut file = FileAt {
            stamp: Stamp::of(&path).ok(),
            path,
            location,
            known: known.is_some(),
            web: false,
            hash: None,
            options,
            remembered,
        };
        if let Some(unchanged) = self.unchanged(&mut file, known)? {
            return Ok(self.tell(Found::Unchanged(unchanged)));
        }
        // Standard input has no size, and cannot be read again where it is large.
        if file.stamp.is_none_or(|s| s.size > BYTES) || import::is_standard_input(&file.path) {
            let sent = self.small_files()?;
            return match sent {
                Ok(()) => self.large_file(file),
                stopped => Ok(stopped),
            };
        }
        self.bytes += file.stamp.map_or(0, |s| s.size);
        self.group.push(file);
        if self.group.len() == FILES || self.bytes > BYTES {
            return self.small_files();
        }
        Ok(Ok(()))
    }

    /// How a file is read of which so much is known, and whether by names that were given before:
    /// without them an import again would drop what they found.
    pub(super) fn options_for(&self, known: Option<&KnownFile>) -> (Options, bool) {
        let options = self.task.options;
        let map = known.map(|known| &known.map).filter(|map| !map.is_empty());
        match map.filter(|_| options.map_pairs().is_empty()) {
            Some(map) => (options.clone().with_map(map), true),
            None => (options.clone(), false),
        }
    }

    /// What is known of a file, where it needs no reading: for the price of a stat where the
    /// stamp can be trusted, of a hash where it cannot.
    fn unchanged(
        &self,
        file: &mut FileAt,
        known: Option<KnownFile>,
    ) -> anyhow::Result<Option<Unchanged>> {
        let (Some(store), Some(stamp), Some(known)) = (&self.store, file.stamp, known) else {
            return Ok(None);
        };
        let reader = self.task.reader_of(file);
        if !known.whole || known.reader != reader || known.stamp.size != stamp.size {
            return Ok(None);
        }
        let trusted = known.stamp == stamp && !stamp.is_fresh(known.imported);
        if !trusted {
            file.hash = Stamp::hash(&file.path).ok();
            if file.hash.is_none() || file.hash != known.hash {
                return Ok(None);
            }
        }
        // Records that are gone since an import that left them are only known by reading.
        if self.task.prune && store.articles_of(known.id)?.len() as u64 > known.records {
            return Ok(None);
        }
        let confirm = (!trusted).then_some(stamp);
        self.as_it_was(file, known, confirm)
    }

    /// A file that is as it was, with what could not be read in it then.
    pub(super) fn as_it_was(
        &self,
        file: &FileAt,
        known: KnownFile,
        confirm: Option<Stamp>,
    ) -> anyhow::Result<Option<Unchanged>> {
        let Some(store) = &self.store else {
            return Ok(None);
        };
        let messages = store.failures(known.id)?;
        let failed = messages.into_iter();
        let failed = failed.map(|message| Failed::new(&file.path, message));
        Ok(Some(Unchanged {
            failed: failed.collect(),
            location: file.location.clone(),
            confirm,
            file: known,
        }))
    }

    /// The files gathered so far, in parallel; their order is kept.
    fn small_files(&mut self) -> anyhow::Result<Result<(), Stopped>> {
        self.bytes = 0;
        let read = small::read(std::mem::take(&mut self.group), self.task);
        let mut parts = Vec::with_capacity(read.len());
        for (file, read) in read {
            let items = match read {
                Small::Whole(read) => {
                    if let Err(stopped) = self.follow(&file, Some(&read))? {
                        return Ok(Err(stopped));
                    }
                    self.items(&file.path, read)?
                }
                Small::Fault => vec![Item::Failed(fault(&file.path), false)],
                Small::Large => {
                    let before = std::mem::take(&mut parts);
                    if let Err(stopped) = self.send(before) {
                        return Ok(Err(stopped));
                    }
                    if let Err(stopped) = self.large_file(file)? {
                        return Ok(Err(stopped));
                    }
                    continue;
                }
            };
            parts.push(Part {
                bytes: file.stamp.map_or(0, |s| s.size),
                ends: Some(file.is_same()),
                file,
                begins: true,
                items,
                visits: Vec::new(),
            });
        }
        Ok(self.send(parts))
    }

    pub(super) fn tell(&self, found: Found) -> Result<(), Stopped> {
        self.to.send(found).map_err(|_| Stopped)
    }

    fn send(&self, parts: Vec<Part<Item>>) -> Result<(), Stopped> {
        if parts.is_empty() {
            return Ok(());
        }
        self.tell(Found::Parts(parts))
    }

    /// A file of many records, in pieces.
    fn large_file(&mut self, mut file: FileAt) -> anyhow::Result<Result<(), Stopped>> {
        file.take_hash();
        if let Err(stopped) = self.follow(&file, None)? {
            return Ok(Err(stopped));
        }
        let records = import::read_file(&file.path, &file.options);
        self.pieces(file, records, &[])
    }

    /// Records in groups, a part each; what was fetched for them goes with the last.
    pub(super) fn pieces(
        &mut self,
        file: FileAt,
        mut records: Reading,
        visits: &[Visit],
    ) -> anyhow::Result<Result<(), Stopped>> {
        let mut begins = true;
        let mut worked = Worked::new(file.stamp.map_or(0, |s| s.size));
        let mut next = guarded(|| records.group(RECORDS, TEXT));
        loop {
            let Some(piece) = next else {
                let ends = Some(false);
                let items = vec![Item::Failed(fault(&file.path), false)];
                let part = Part {
                    file,
                    begins,
                    ends,
                    items,
                    visits: Vec::new(),
                    bytes: worked.piece(0, 0, true),
                };
                return Ok(self.tell(Found::Parts(vec![part])));
            };
            let text = piece.iter().flatten().map(|r| r.article.text.len());
            let text: usize = text.sum();
            let items = self.items(&file.path, piece)?;
            let taken = records.taken();
            next = guarded(|| records.group(RECORDS, TEXT));
            let last = next.as_ref().is_some_and(Vec::is_empty);
            let ends = last.then(|| file.is_same());
            let bytes = worked.piece(taken, text as u64, last);
            let part = Part {
                file: file.clone(),
                begins,
                ends,
                items,
                visits: if last { visits.to_vec() } else { Vec::new() },
                bytes,
            };
            if let Err(stopped) = self.tell(Found::Parts(vec![part])) {
                return Ok(Err(stopped));
            }
            begins = false;
            if last || self.task.stops() {
                return Ok(Ok(()));
            }
        }
    }

    /// Brings articles to where the records of the file are now.
    fn follow(
        &mut self,
        file: &FileAt,
        read: Option<&[Read]>,
    ) -> anyhow::Result<Result<(), Stopped>> {
        if let Err(stopped) = self.settle() {
            return Ok(Err(stopped));
        }
        let mut moves = self.moves(file, read)?;
        self.moved = std::mem::take(&mut moves.known);
        if moves.to.is_empty() {
            return Ok(Ok(()));
        }
        Ok(self.tell(Found::Moved(moves)))
    }

    /// What was read in `file`.
    pub(super) fn items(&mut self, file: &Path, read: Vec<Read>) -> anyhow::Result<Vec<Item>> {
        let mut items = Vec::with_capacity(read.len());
        for one in read {
            items.push(match one {
                Err(Failure {
                    reason: Reason::Outline(feeds),
                    ..
                }) if self.task.web.fetch => {
                    self.lists.extend(feeds);
                    Item::Again
                }
                Err(failure) if failure.reason.is_harmless() => {
                    Item::Passed(failed(&failure), failure.reason.passed())
                }
                Err(failure) => Item::Failed(failed(&failure).inside(file), lasts(&failure.reason)),
                Ok(imported) => match self.known(&imported)? {
                    Some(known) => Item::Known(known, imported.source.location),
                    None => Item::Fresh(Box::new(imported)),
                },
            });
        }
        Ok(items)
    }

    fn known(&self, imported: &Imported) -> anyhow::Result<Option<KnownArticle>> {
        let Some(store) = &self.store else {
            return Ok(None);
        };
        match self.moved.get(&imported.source.location) {
            Some(known) => Ok(Some(*known)),
            None => Ok(store.known(&imported.source)?),
        }
    }
}

/// Whether it will fail the same way as long as the file has not changed. A list of feeds does not
/// once they are to be fetched.
pub(super) const fn lasts(reason: &Reason) -> bool {
    use Reason::{Denied, Io, Meant, Missing, NotStarted, Outline, Slow};
    !matches!(
        reason,
        Io(_) | Missing | Meant(_) | Denied | NotStarted(_) | Slow(_) | Outline(_)
    )
}

/// What `work` gives, or nothing where it panics: one bad text must not end the import of others.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    caught(work).ok()
}

/// Whether the file at `path` is there no more. One that only cannot be looked at is not gone.
pub(super) fn is_gone(path: &Path) -> bool {
    // A path that was not valid Unicode is kept in another form and cannot be looked for.
    let known = !path.to_string_lossy().contains('\u{fffd}');
    let missing = |e: std::io::Error| e.kind() == std::io::ErrorKind::NotFound;
    known && path.symlink_metadata().is_err_and(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_one_failure() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> u8 { panic!("made for this test") }), None);
    }
}
