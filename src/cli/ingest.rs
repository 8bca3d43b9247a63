//! Importing: files are read and their quotes found on all cores, and written by one writer.
//!
//! Three stages beside one another, with little waiting between them, so that memory stays
//! bounded whatever is imported: `reading` (with `web`) finds what needs reading and reads it, the second finds
//! quotes, the caller's thread writes. Work goes in groups, each a transaction: what a group
//! brought stays if a later one fails. The store is made only when there is something to put into
//! it.

mod given;
mod progress;
mod prune;
mod reading;
#[cfg(test)]
mod renamed_tests;
mod report;
mod scope;
#[cfg(test)]
mod tests;
mod web;
mod writing;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use crate::extract::{self, ENGINE};
use crate::import::{self, Imported, Options, Sketch};
use crate::model::Extraction;
use crate::store::{IndexWords, KnownArticle};

pub(super) use progress::Watch;
pub(super) use report::Report;
pub(super) use scope::{Ours, Touched};

use reading::{FileAt, Found, Item, Part, guarded};
use report::{Failed, fault};
use writing::Writer;

/// Groups that may wait between two stages.
const WAITING: usize = 1;

/// How long a transaction waits for the next group: what is joined with it is written for less.
const SOON: Duration = Duration::from_millis(200);

/// What may be fetched beside the addresses that are named.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Web {
    /// The feeds that OPML files name.
    pub fetch: bool,
    /// The pages that entries of feeds point to.
    pub full: bool,
    /// All this from the person's own network too.
    pub allow_local: bool,
}

/// What is to be imported, and how.
#[derive(Clone)]
pub(super) struct Task<'a> {
    /// Files, folders and web addresses.
    pub paths: &'a [PathBuf],
    /// How they are read.
    pub options: &'a Options,
    /// The store's file; made where there is none.
    pub store: &'a Path,
    /// Whether articles that are gone from `paths` are taken out.
    pub prune: bool,
    /// What may be fetched.
    pub web: Web,
    /// What reads the files: see [`reader`].
    pub reader: String,
    /// Where not all files are meant: those in which something changed.
    pub only: Option<&'a Touched>,
    /// What the import itself writes.
    pub ours: &'a Ours,
    /// Set when the person wants it to stop.
    pub stop: &'a AtomicBool,
}

impl Task<'_> {
    pub(super) fn stops(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// What reads `file`: by which names, and of what comes from the web it makes a difference
    /// whether the pages of feeds are read.
    fn reader_of(&self, file: &FileAt) -> Cow<'_, str> {
        let map = file.options.map_pairs();
        let full = file.web && self.web.full;
        if map.is_empty() && !full {
            return Cow::Borrowed(&self.reader);
        }
        let map = if map.is_empty() {
            String::new()
        } else {
            format!(", map {map:?}")
        };
        let full = if full { ", full" } else { "" };
        Cow::Owned(format!("{}{map}{full}", self.reader))
    }

    /// Whether a file that was found is to be read.
    fn wants(&self, path: &Path) -> bool {
        self.only.is_none_or(|only| only.holds(path)) && !self.ours.holds(path)
    }
}

/// What files are read by: a file that another release or other options read is read again. Options
/// that change what comes out of a file belong into it; names of fields are added for each file.
pub(super) fn reader(exclude: &[String]) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut reader = format!("onrecord {version}, engine {ENGINE}");
    if !exclude.is_empty() {
        reader.push_str(&format!(", exclude {exclude:?}"));
    }
    reader
}

/// An article, or what there is instead, ready to be written.
enum Ready {
    Failed(Failed, bool),
    Again,
    Passed(Failed, u64),
    Known(KnownArticle, String),
    Fresh(Box<Fresh>),
}

/// An article with all that was found out about it.
struct Fresh {
    imported: Imported,
    extraction: Extraction,
    lang: Option<&'static str>,
    sketch: Sketch,
    words: IndexWords,
    /// Whether the quotes came with the article.
    given: bool,
    /// Whether quotes came with it that are not of this text.
    unfit: bool,
}

/// What the writer takes.
enum Done {
    Found(Found),
    Parts(Vec<Part<Ready>>),
}

/// Imports what `task` names; `watch` is told of each file and record, and after each group.
///
/// # Errors
/// When the store cannot be opened or written, or the report not written. What cannot be imported
/// is in the report instead.
pub(super) fn ingest(task: &Task<'_>, watch: &mut Watch<'_>) -> anyhow::Result<Report> {
    watch.begin();
    let (found_to, found) = bounded(WAITING);
    let (ready_to, ready) = bounded(WAITING);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let reading = scope.spawn(move || reading::read(task, &found_to));
        scope.spawn(move || prepare(task, &found, &ready_to));
        if let Some(total) = watch.total() {
            let over = &over;
            scope.spawn(move || progress::count(task, &total, over));
        }
        let written = write(task, &ready, watch);
        // Where it ended early, nothing may wait for it.
        drop(ready);
        over.store(true, Ordering::Relaxed);
        let read = reading
            .join()
            .unwrap_or_else(|_| Err(anyhow::anyhow!("a fault in onrecord ended the reading")));
        let report = written?;
        read?;
        Ok(report)
    })
}

/// The second stage: finds the quotes of what was read, on all cores.
fn prepare(task: &Task<'_>, from: &Receiver<Found>, to: &Sender<Done>) {
    // Threads of its own, with the priority of the import: beside a reader the finder waits for none
    // of them.
    match ThreadPoolBuilder::new()
        .start_handler(|_| step_back())
        .build()
    {
        Ok(pool) => prepare_on(task, from, to, &|parts| pool.install(|| found_in(parts))),
        Err(_) => prepare_on(task, from, to, &found_in),
    }
}

/// Lets the writer go before a thread that only finds what it is to write: where there are fewer cores than
/// threads, it would lag behind and have the rest to write alone in the end. On Linux a thread has a priority of its own.
#[cfg(target_os = "linux")]
fn step_back() {
    const NICE: i32 = 5;
    let _ = rustix::process::nice(NICE);
}

#[cfg(not(target_os = "linux"))]
const fn step_back() {}

fn found_in(parts: Vec<Part<Item>>) -> Vec<Part<Ready>> {
    parts.into_iter().map(part).collect()
}

fn prepare_on(
    task: &Task<'_>,
    from: &Receiver<Found>,
    to: &Sender<Done>,
    find: &dyn Fn(Vec<Part<Item>>) -> Vec<Part<Ready>>,
) {
    for found in from {
        // What was not begun when the person stopped can wait for the next run, where it lies on
        // the disk. What was fetched is stored: a site must not be asked for it twice.
        if task.stops() && !found.is_fetched() {
            continue;
        }
        let done = match found {
            Found::Parts(parts) => Done::Parts(find(parts)),
            other => Done::Found(other),
        };
        if to.send(done).is_err() {
            return;
        }
    }
}

fn part(part: Part<Item>) -> Part<Ready> {
    Part {
        file: part.file,
        begins: part.begins,
        ends: part.ends,
        items: part.items.into_par_iter().map(item).collect(),
        visits: part.visits,
        bytes: part.bytes,
    }
}

fn item(item: Item) -> Ready {
    match item {
        Item::Failed(failed, lasts) => Ready::Failed(failed, lasts),
        Item::Again => Ready::Again,
        Item::Passed(passed, files) => Ready::Passed(passed, files),
        Item::Known(known, source) => Ready::Known(known, source),
        Item::Fresh(imported) => {
            let source = imported.source.location.clone();
            match guarded(|| fresh(*imported)) {
                Some(fresh) => Ready::Fresh(Box::new(fresh)),
                None => Ready::Failed(fault(Path::new(&source)), false),
            }
        }
    }
}

/// An article with its quotes, its language and what it is found by.
fn fresh(mut imported: Imported) -> Fresh {
    let lang = import::language(&imported.article.text);
    let brought = imported.extraction.take();
    let was_brought = brought.is_some();
    let given = brought.filter(|given| given::fit(&imported.article, given));
    let is_given = given.is_some();
    let extraction = match given {
        Some(given) => given,
        None if import::is_sought(lang) => extract::extract(&imported.article),
        None => Extraction::default(),
    };
    Fresh {
        lang,
        sketch: Sketch::new(&imported.article),
        words: IndexWords::of(&imported.article, &extraction),
        given: is_given,
        unfit: (was_brought || imported.lost > 0) && !is_given,
        imported,
        extraction,
    }
}

fn write(task: &Task<'_>, ready: &Receiver<Done>, watch: &mut Watch<'_>) -> anyhow::Result<Report> {
    let mut writer = Writer::new(task, watch);
    while let Ok(mut done) = ready.recv() {
        loop {
            let left = match done {
                Done::Found(found) => writer.found(found).map(|()| None)?,
                Done::Parts(parts) => writer.parts(parts, || ready.recv_timeout(SOON).ok())?,
            };
            match left {
                Some(left) => done = left,
                None => break,
            }
        }
    }
    writer.finish()
}
