//! The writing end of an import: one transaction a group, and the report.

use std::collections::HashSet;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use super::progress::Watch;
use super::reading::moved::give_places;
use super::reading::{FileAt, Found, Part, Unchanged};
use super::report::{Failed, Line, Report, Stored};
use super::{Done, Fresh, Ready, Task, prune};
use crate::cli::output::visible;
use crate::import::Stamp;
use crate::model::{ArticleId, FileId};
use crate::store::{Batch, Entry, FileEnd, KnownArticle, Put, Store, StoreError};

/// What failed in a file is kept up to this; a file with more is read again.
const FAILURES: usize = 1_000;

/// Files found unchanged or renamed that are noted in one transaction; the same of articles of an older
/// schema that are looked at.
pub(super) const AT_ONCE: usize = 256;

/// How long groups that are ready go on being written in one transaction. Rows of the indexes by
/// title, day, speaker and anchor land anywhere: each transaction writes nearly all their pages, so
/// a few long ones write far less than many short ones. One who wants to write meanwhile is let in
/// after the group that is being written. The first ones are short, each as long as all before it: nobody
/// waits beside a short import while most of it is made lasting, all at its end.
const HELD: Duration = Duration::from_secs(4);
const HELD_AT_FIRST: Duration = Duration::from_millis(500);
/// A moment between two of them, in which one who waits gets in: somebody who reads and puts a star on an
/// article. It is longer than the time after which they ask again.
const LETS_IN: Duration = Duration::from_millis(6);

/// A file that is being written.
struct Open {
    id: FileId,
    seen: HashSet<ArticleId>,
    failures: Vec<String>,
    /// Whether everything in it will be the same the next time.
    lasts: bool,
}

impl Open {
    /// Keeps what failed, and whether it will be the same the next time.
    fn fail(&mut self, message: &str, lasts: bool) {
        self.lasts &= lasts && self.failures.len() < FAILURES;
        if self.lasts {
            self.failures.push(message.to_owned());
        }
    }
}

/// What a group did, to be told when it is committed.
enum Event {
    Put(Put, Told),
    Known(KnownArticle, String),
    Failed(Failed),
    Passed(Failed, u64),
    /// Articles gone from a file.
    Gone(String, usize),
    /// A file that was read by the names of the last time.
    Remembered(String, Vec<String>),
}

/// What the report says of an article that was put. The article itself is not kept until the commit.
struct Told {
    location: String,
    lang: Option<&'static str>,
    /// The encoding, where it was guessed.
    guessed: Option<&'static str>,
    /// Whether it brought quotes that are not of its text.
    unfit: bool,
    /// How many of those it brought were left out.
    lost: usize,
}

impl Told {
    fn of(fresh: Fresh) -> Self {
        Self {
            lost: fresh.imported.lost,
            guessed: fresh.imported.guessed,
            location: fresh.imported.source.location,
            lang: fresh.lang,
            unfit: fresh.unfit,
        }
    }
}

/// Writes what it is given and counts it.
pub(super) struct Writer<'a, 'w> {
    task: &'a Task<'a>,
    watch: &'a mut Watch<'w>,
    store: Option<Store>,
    report: Report,
    /// When the first group came.
    begun: Option<Instant>,
    open: Option<Open>,
    confirm: Vec<(FileId, Stamp)>,
    /// Files that get other names, and records that get other places, before anything else is written.
    moves: Vec<Found>,
    /// What was named and could not be looked into.
    closed: HashSet<PathBuf>,
}

impl<'a, 'w> Writer<'a, 'w> {
    pub(super) fn new(task: &'a Task<'a>, watch: &'a mut Watch<'w>) -> Self {
        Self {
            task,
            watch,
            store: None,
            report: Report::default(),
            begun: None,
            open: None,
            confirm: Vec::new(),
            moves: Vec::new(),
            closed: HashSet::new(),
        }
    }

    /// What needs no transaction of its own.
    pub(super) fn found(&mut self, found: Found) -> anyhow::Result<()> {
        match found {
            Found::Failed(failed) => {
                self.closed.insert(failed.path.clone());
                self.failed(failed)
            }
            Found::Passed(passed) => self.passed(&passed, 1),
            Found::Fetching(address) => {
                self.watch.fetching(&self.report, &address);
                Ok(())
            }
            Found::Unchanged(unchanged) => self.unchanged(unchanged),
            Found::Moved(_) | Found::Renamed(..) => {
                self.moves.push(found);
                self.note_files(AT_ONCE)
            }
            // Where it fails nobody is told, and who waits goes no further.
            Found::Settled(done) => {
                self.note_files(1)?;
                let _ = done.send(());
                Ok(())
            }
            Found::Parts(_) => Ok(()),
        }
    }

    fn unchanged(&mut self, unchanged: Unchanged) -> anyhow::Result<()> {
        let records = unchanged.file.records;
        self.watch.line(&Line::Skipped {
            path: &unchanged.location,
            records,
        })?;
        self.report.unchanged += usize::try_from(records).unwrap_or(usize::MAX);
        for failed in unchanged.failed {
            self.failed(failed)?;
        }
        if let Some(stamp) = unchanged.confirm {
            self.confirm.push((unchanged.file.id, stamp));
        }
        self.note_files(AT_ONCE)?;
        self.watch
            .progress(&self.report, 0, unchanged.file.stamp.size);
        Ok(())
    }

    fn failed(&mut self, failed: Failed) -> anyhow::Result<()> {
        self.watch.line(&Line::Failed {
            path: &failed.path,
            reason: &failed.message,
        })?;
        self.report.fail(failed);
        Ok(())
    }

    fn passed(&mut self, passed: &Failed, files: u64) -> anyhow::Result<()> {
        self.report.passed += files;
        self.watch.line(&Line::Passed {
            path: &passed.path,
            reason: &passed.message,
        })
    }

    /// Notes the files found unchanged or renamed, once there are so many.
    fn note_files(&mut self, many: usize) -> anyhow::Result<()> {
        if self.confirm.len().max(self.moves.len()) < many {
            return Ok(());
        }
        let confirm = std::mem::take(&mut self.confirm);
        let moves = std::mem::take(&mut self.moves);
        let mut batch = self.store()?.batch()?;
        give_places(&mut batch, moves)?;
        for (file, stamp) in confirm {
            batch.confirm_file(file, stamp)?;
        }
        Ok(batch.commit()?)
    }

    /// Writes files or a part of one, and what `more` has ready after them, in one transaction;
    /// gives back what came then and is no part.
    pub(super) fn parts(
        &mut self,
        parts: Vec<Part<Ready>>,
        mut more: impl FnMut() -> Option<Done>,
    ) -> anyhow::Result<Option<Done>> {
        let failed = |i: &Ready| matches!(i, Ready::Failed(..) | Ready::Again | Ready::Passed(..));
        let nothing = parts.iter().all(|p| p.items.iter().all(failed));
        let (mut bytes, mut events, mut left) = (bytes_of(&parts), Vec::new(), None);
        if nothing && self.store.is_none() && !self.task.store.exists() {
            let items = parts.into_iter().flat_map(|p| p.items);
            events.extend(items.filter_map(|item| match item {
                Ready::Failed(failed, _) => Some(Event::Failed(failed)),
                Ready::Passed(passed, files) => Some(Event::Passed(passed, files)),
                _ => None,
            }));
        } else {
            let moves = std::mem::take(&mut self.moves);
            let (task, mut open) = (self.task, self.open.take());
            let mut batch = opened(&mut self.store, task)?.batch()?;
            let (started, mut next) = (Instant::now(), Some(parts));
            let begun = *self.begun.get_or_insert(started);
            let held = (started - begun).clamp(HELD_AT_FIRST, HELD);
            give_places(&mut batch, moves)?;
            while let Some(parts) = next.take() {
                for part in parts {
                    open = write_part(task, &mut batch, open, part, &mut events)?;
                }
                if started.elapsed() < held && !batch.is_awaited() {
                    match more() {
                        Some(Done::Parts(parts)) => {
                            self.watch
                                .progress(&self.report, articles_in(&events), bytes);
                            bytes = bytes_of(&parts);
                            next = Some(parts);
                        }
                        other => left = other,
                    }
                }
            }
            batch.commit()?;
            self.open = open;
        }
        thread::sleep(LETS_IN);
        for event in events {
            self.tell(event)?;
        }
        self.watch.progress(&self.report, 0, bytes);
        Ok(left)
    }

    fn tell(&mut self, event: Event) -> anyhow::Result<()> {
        match event {
            Event::Failed(failed) => self.failed(failed),
            Event::Passed(passed, files) => {
                self.passed(&passed, files)?;
                self.report.note(passed.message);
                Ok(())
            }
            Event::Remembered(location, map) => {
                self.report.remembered(&location, &map);
                Ok(())
            }
            Event::Known(known, source) => {
                self.report.unchanged += 1;
                self.watch.line(&Line::Unchanged(Stored {
                    source: &source,
                    article: known.id,
                    lang: None,
                    duplicate_of: None,
                    likeness: None,
                }))
            }
            Event::Put(put, told) => {
                self.report.count(&put, told.lang);
                if let Some(encoding) = told.guessed {
                    self.report.guessed(&told.location, encoding);
                }
                if told.unfit {
                    self.report.unfit(&told.location);
                } else if told.lost > 0 {
                    self.report.lost(&told.location, told.lost);
                }
                self.watch.line(&Line::of(&put, &told.location, told.lang))
            }
            Event::Gone(path, records) => {
                self.report.removed += records;
                self.watch.line(&Line::Removed {
                    path: &path,
                    records,
                })
            }
        }
    }

    /// What is left to do when everything was read.
    pub(super) fn finish(mut self) -> anyhow::Result<Report> {
        self.note_files(1)?;
        self.report.interrupted = self.task.stops();
        if self.task.prune && !self.report.interrupted && self.task.store.exists() {
            let (paths, closed) = (self.task.paths, std::mem::take(&mut self.closed));
            let pruned = prune::prune(self.store()?, paths, &closed)?;
            self.report.notes.extend(pruned.notes);
            for (path, records) in pruned.gone {
                self.tell(Event::Gone(path, records))?;
            }
        }
        if let Some(store) = &mut self.store {
            while !self.task.stops() && store.weigh_lines()? {}
        }
        Ok(self.report)
    }

    fn store(&mut self) -> anyhow::Result<&mut Store> {
        opened(&mut self.store, self.task)
    }
}

/// The store; opened, and articles of an older schema looked at, when it is first needed.
fn opened<'s>(slot: &'s mut Option<Store>, task: &Task<'_>) -> anyhow::Result<&'s mut Store> {
    let store = match slot.take() {
        Some(store) => store,
        None => {
            let mut store = Store::open(task.store)?;
            while !task.stops() && store.catch_up(AT_ONCE)? > 0 {}
            while !task.stops() && store.take_lines(AT_ONCE)? > 0 {}
            store
        }
    };
    Ok(slot.insert(store))
}

/// Articles that were written and not yet committed.
fn articles_in(events: &[Event]) -> usize {
    let articles = events.iter();
    articles
        .filter(|e| matches!(e, Event::Put(..) | Event::Known(..)))
        .count()
}

fn bytes_of(parts: &[Part<Ready>]) -> u64 {
    parts.iter().map(|p| p.bytes).sum()
}

/// Writes one part; gives the file back where it goes on.
fn write_part(
    task: &Task<'_>,
    batch: &mut Batch<'_>,
    open: Option<Open>,
    part: Part<Ready>,
    events: &mut Vec<Event>,
) -> anyhow::Result<Option<Open>> {
    let map = part.file.options.map_pairs();
    if part.begins && part.file.remembered {
        events.push(Event::Remembered(part.file.location.clone(), map.clone()));
    }
    let mut open = match open {
        Some(open) if !part.begins => open,
        _ => Open {
            id: batch.begin_file(&part.file.location, &map)?,
            seen: HashSet::new(),
            failures: Vec::new(),
            lasts: true,
        },
    };
    for item in part.items {
        match item {
            Ready::Failed(failed, lasts) => {
                open.fail(&failed.message, lasts);
                events.push(Event::Failed(failed));
            }
            Ready::Again => open.lasts = false,
            Ready::Passed(passed, files) => events.push(Event::Passed(passed, files)),
            Ready::Known(known, source) => {
                events.push(adopt(batch, &mut open, &part.file, known, source)?);
            }
            Ready::Fresh(fresh) => match put(batch, open.id, &fresh) {
                Ok(put) => {
                    open.seen.insert(put.id);
                    events.push(Event::Put(put, Told::of(*fresh)));
                }
                // That article fails; the others are not touched.
                Err(error @ StoreError::TooLarge) => {
                    let failed = too_large(&fresh, &part.file, &error);
                    open.fail(&failed.message, true);
                    events.push(Event::Failed(failed));
                }
                Err(error) => return Err(error.into()),
            },
        }
    }
    for visit in &part.visits {
        batch.put_visit(visit)?;
    }
    let Some(same) = part.ends else {
        return Ok(Some(open));
    };
    end_file(task, batch, &open, same, &part.file, events)?;
    Ok(None)
}

fn too_large(fresh: &Fresh, file: &FileAt, error: &StoreError) -> Failed {
    let path = PathBuf::from(&fresh.imported.source.location);
    let message = visible(&format!("{}: {error}", path.display()));
    Failed::new(path, message).inside(&file.path)
}

/// Of a record that needed no reading when it was looked for.
fn adopt(
    batch: &mut Batch<'_>,
    open: &mut Open,
    file: &FileAt,
    known: KnownArticle,
    source: String,
) -> Result<Event, StoreError> {
    // A row with marks may have taken its place in this very run, from a file that was pruned.
    if let Some(id) = batch.adopt(known.id, &source, open.id)? {
        open.seen.insert(id);
        return Ok(Event::Known(KnownArticle { id, ..known }, source));
    }
    let message = format!("{source}: another program took it out meanwhile; import it again");
    let failed = Failed::new(PathBuf::from(source), visible(&message)).inside(&file.path);
    open.fail(&failed.message, false);
    Ok(Event::Failed(failed))
}

fn put(batch: &mut Batch<'_>, file: FileId, fresh: &Fresh) -> Result<Put, StoreError> {
    batch.put_entry(&Entry {
        source: &fresh.imported.source,
        article: &fresh.imported.article,
        extraction: &fresh.extraction,
        lang: fresh.lang,
        sketch: &fresh.sketch,
        words: &fresh.words,
        given: fresh.given,
        file: Some(file),
    })
}

fn end_file(
    task: &Task<'_>,
    batch: &mut Batch<'_>,
    open: &Open,
    same: bool,
    file: &FileAt,
    events: &mut Vec<Event>,
) -> anyhow::Result<()> {
    // Where a record could not be read it is not known whether it is gone. A feed tells only its
    // latest articles: the others are not gone.
    if task.prune && !file.web && same && open.failures.is_empty() && open.lasts {
        let gone = batch.remove_all_but(open.id, &open.seen)?;
        if gone > 0 {
            events.push(Event::Gone(file.location.clone(), gone));
        }
    }
    if let Some(stamp) = file.stamp.filter(|_| same && open.lasts) {
        let end = FileEnd {
            stamp,
            hash: file.hash,
            reader: &task.reader_of(file),
            records: open.seen.len() as u64,
            failures: &open.failures,
        };
        batch.finish_file(open.id, &end)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
