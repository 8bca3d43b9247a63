//! Keeping an index with its collection: opening it, bringing it up to date, making it anew.
//!
//! Owns when what is there will do. An index file says which state of the collection it stands
//! for; what changed since is read from the collection into a small segment beside it, and once
//! that is much, the file is made anew.

use std::fs::{self, File, TryLockError};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::{Scope, ThreadPool, ThreadPoolBuilder};

use super::image::{self, Stamp};
use super::index::{Index, Writer};
use super::segment_build::IndexedArticle;
use crate::model::ArticleId;

/// What the names of threads that make an index begin with.
pub const THREADS: &str = "indexer";

/// More changed articles than this, and the file is made anew by who opens it.
pub const MOST_BESIDE: usize = 1_000;
/// More than this, and one that is open is made anew: while much is imported, taking in what came costs
/// far less than that, time and again.
const MOST_OPEN: usize = 12_000;
/// More segments than this are made one.
const MOST_SEGMENTS: usize = 6;

/// Articles that are handed on at a time, and how many such groups may wait.
const GROUP: usize = 256;
const WAITING: usize = 16;
/// Threads that take in what one reads: with more of them they wait for it.
const MOST_TAKING: usize = 4;

/// What changed in a collection, beside the articles that are new or not what they were.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The state they lead to.
    pub stamp: Stamp,
    /// Articles that are no longer.
    pub gone: Vec<ArticleId>,
}

/// A collection of articles that can be indexed.
pub trait Source {
    /// Why it could not be read.
    type Error;

    /// Gives all articles, in any order, as they are in one state, until `f` breaks off.
    ///
    /// # Errors
    /// When it cannot be read.
    fn articles(
        &self,
        f: &mut dyn FnMut(IndexedArticle) -> ControlFlow<()>,
    ) -> Result<Stamp, Self::Error>;

    /// What changed since a state; nothing where that is no state of this collection, or more
    /// than `most` articles changed. Gives new and changed articles one by one: of thousands the texts of
    /// all would be far more than what an index keeps of them.
    ///
    /// # Errors
    /// When it cannot be read.
    fn changes(
        &self,
        since: Stamp,
        most: usize,
        f: &mut dyn FnMut(&IndexedArticle),
    ) -> Result<Option<Changes>, Self::Error>;
}

/// The file of the index of the collection at `path`.
#[must_use]
pub fn path_beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".find");
    PathBuf::from(name)
}

/// The index of the collection as the file at `path` and what changed since; nothing where there
/// is no file that will do.
///
/// # Errors
/// When the collection cannot be read.
pub fn open<S: Source>(source: &S, path: &Path) -> Result<Option<Index>, S::Error> {
    match Index::open(path) {
        Ok(index) => brought(source, &index, MOST_BESIDE),
        Err(_) => Ok(None),
    }
}

/// An index brought up to date; nothing where it must be made anew.
///
/// # Errors
/// When the collection cannot be read.
pub fn refreshed<S: Source>(source: &S, index: &Index) -> Result<Option<Index>, S::Error> {
    brought(source, index, MOST_OPEN)
}

fn brought<S: Source>(source: &S, index: &Index, most: usize) -> Result<Option<Index>, S::Error> {
    let Some((came, changes)) = come(source, index.stamp(), most)? else {
        return Ok(None);
    };
    if came.is_empty() && changes.gone.is_empty() {
        return Ok(Some(index.clone()));
    }
    // Many small segments become one, and changes without a state of their own come again.
    let again = index.segments() >= MOST_SEGMENTS || changes.stamp == index.stamp();
    match index.first().filter(|_| again) {
        Some(first) => {
            drop(came);
            let all = come(source, first.stamp(), most)?;
            Ok(all.map(|(came, changes)| first.joined(came, &changes.gone, changes.stamp)))
        }
        None => Ok(Some(index.joined(came, &changes.gone, changes.stamp))),
    }
}

/// What changed since a state, with the new and changed articles taken in.
fn come<S: Source>(
    source: &S,
    since: Stamp,
    most: usize,
) -> Result<Option<(Writer, Changes)>, S::Error> {
    let mut came = Writer::default();
    let changes = source.changes(since, most, &mut |article| came.put(article))?;
    Ok(changes.map(|changes| (came, changes)))
}

/// An index, and what became of its file.
pub type Kept = (Index, io::Result<()>);

/// Makes the index anew and writes it to `path`; where that cannot be written, it is in memory
/// only, and the error says why. Nothing once `wanted` says no.
///
/// # Errors
/// When the collection cannot be read.
pub fn rebuilt<S: Source>(
    source: &S,
    path: &Path,
    wanted: &dyn Fn() -> bool,
) -> Result<Option<Kept>, S::Error> {
    let pool = pool();
    let Some((writer, stamp)) = gathered(source, pool.as_ref(), wanted)? else {
        return Ok(None);
    };
    if !image::is_replaceable(path) {
        let foreign = io::Error::new(
            io::ErrorKind::AlreadyExists,
            "what is there is no index of onrecord and stays as it is; move it, or give the store another name",
        );
        return Ok(Some((writer.finish(stamp), Err(foreign))));
    }
    let make = || match Alone::at(path) {
        Ok(_alone) => written(writer, path, stamp),
        // Another process is writing it: there will be one.
        Err(TryLockError::WouldBlock) => (writer.finish(stamp), Ok(())),
        Err(TryLockError::Error(error)) => (writer.finish(stamp), Err(error)),
    };
    Ok(Some(match &pool {
        Some(pool) => pool.install(make),
        None => make(),
    }))
}

fn written(writer: Writer, path: &Path, stamp: Stamp) -> Kept {
    // Who may not read the collection may not read its words either.
    let collection = fs::metadata(path.with_extension("")).ok();
    writer.keep(path, stamp, collection.map(|file| file.permissions()))
}

/// Threads of its own: searches, which share the others, do not wait for what takes seconds. Where
/// the system gives none, it goes on with the others.
fn pool() -> Option<ThreadPool> {
    let named = |n| format!("{THREADS} {n}");
    ThreadPoolBuilder::new().thread_name(named).build().ok()
}

/// All that the collection has, taken in, and the state it is in; nothing once `wanted` says no.
/// This thread reads while others take in what was read.
fn gathered<S: Source>(
    source: &S,
    pool: Option<&ThreadPool>,
    wanted: &dyn Fn() -> bool,
) -> Result<Option<(Writer, Stamp)>, S::Error> {
    let threads = pool.map_or_else(rayon::current_num_threads, ThreadPool::current_num_threads);
    let mut writers: Vec<Writer> = Vec::new();
    writers.resize_with(threads.min(MOST_TAKING), Writer::default);
    let (send, read) = sync_channel::<Group>(WAITING);
    let (read, taking) = (Arc::new(Mutex::new(read)), writers.as_mut_slice());
    let stamp = match pool {
        Some(pool) => pool.in_place_scope(|scope| {
            taken(scope, taking, &read);
            drop(read);
            handed_on(source, send, wanted)
        }),
        None => rayon::in_place_scope(|scope| {
            taken(scope, taking, &read);
            drop(read);
            handed_on(source, send, wanted)
        }),
    }?;
    let mut writer = Writer::default();
    writers.into_iter().for_each(|other| writer.join(other));
    Ok(stamp.map(|stamp| (writer, stamp)))
}

type Group = Vec<IndexedArticle>;

/// Each of the writers takes what comes, by a thread of its own.
fn taken<'s>(scope: &Scope<'s>, writers: &'s mut [Writer], read: &Arc<Mutex<Receiver<Group>>>) {
    for writer in writers {
        let read = Arc::clone(read);
        scope.spawn(move |_| {
            while let Some(group) = next(&read) {
                group.iter().for_each(|article| writer.put(article));
            }
        });
    }
}

/// Reads all and hands it on; nothing once `wanted` says no.
#[allow(clippy::needless_pass_by_value)] // with the sender the others end
fn handed_on<S: Source>(
    source: &S,
    send: SyncSender<Group>,
    wanted: &dyn Fn() -> bool,
) -> Result<Option<Stamp>, S::Error> {
    let (mut group, mut broken) = (Group::new(), false);
    let stamp = source.articles(&mut |article| {
        group.push(article);
        broken = !wanted();
        if group.len() == GROUP && !broken {
            broken = send.send(std::mem::take(&mut group)).is_err();
        }
        if broken {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    let _ = send.send(group);
    Ok((!broken).then_some(stamp))
}

fn next<T>(read: &Mutex<Receiver<T>>) -> Option<T> {
    read.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .recv()
        .ok()
}

/// One at a time writes the file; who comes second has one in memory that is as good.
struct Alone(File);

impl Alone {
    fn at(path: &Path) -> Result<Self, TryLockError> {
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        // Whatever is in it is not ours to empty.
        let mut open = File::options();
        let open = open.write(true).create(true).truncate(false);
        let file = open.open(name).map_err(TryLockError::Error)?;
        file.try_lock()?;
        Ok(Self(file))
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // A child process of another thread may hold a copy of the file for a moment: closing
        // ours would not free the lock.
        let _ = self.0.unlock();
    }
}
