//! Keeping an index with its collection: opening it, bringing it up to date, making it anew.
//!
//! Owns when what is there will do. An index file says which state of the collection it stands
//! for; what changed since is read from the collection into a small segment beside it, and once
//! that is much, the file is made anew.

use std::fs::{self, File, TryLockError};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use super::image::Stamp;
use super::index::{Index, Writer};
use super::segment_build::IndexedArticle;
use crate::model::ArticleId;

/// More changed articles than this, and the file is made anew.
const MOST_BESIDE: usize = 1_000;
/// More segments than this are made one.
const MOST_SEGMENTS: usize = 6;

/// Articles that are handed on at a time, and how many such groups may wait.
const GROUP: usize = 256;
const WAITING: usize = 16;

/// What changed in a collection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The state they lead to.
    pub stamp: Stamp,
    /// New and changed articles, newest first.
    pub articles: Vec<IndexedArticle>,
    /// Articles that are no longer.
    pub gone: Vec<ArticleId>,
}

/// A collection of articles that can be indexed.
pub trait Source {
    /// Why it could not be read.
    type Error;

    /// Gives all articles, newest first, as they are in one state, until `f` breaks off.
    ///
    /// # Errors
    /// When it cannot be read.
    fn articles(
        &self,
        f: &mut dyn FnMut(IndexedArticle) -> ControlFlow<()>,
    ) -> Result<Stamp, Self::Error>;

    /// What changed since a state; nothing where that is no state of this collection, or more
    /// than `most` articles changed.
    ///
    /// # Errors
    /// When it cannot be read.
    fn changes(&self, since: Stamp, most: usize) -> Result<Option<Changes>, Self::Error>;
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
        Ok(index) => refreshed(source, &index),
        Err(_) => Ok(None),
    }
}

/// An index brought up to date; nothing where it must be made anew.
///
/// # Errors
/// When the collection cannot be read.
pub fn refreshed<S: Source>(source: &S, index: &Index) -> Result<Option<Index>, S::Error> {
    let Some(changes) = source.changes(index.stamp(), MOST_BESIDE)? else {
        return Ok(None);
    };
    if changes.articles.is_empty() && changes.gone.is_empty() {
        return Ok(Some(index.clone()));
    }
    // Many small segments become one, and changes without a state of their own come again.
    let again = index.segments() >= MOST_SEGMENTS || changes.stamp == index.stamp();
    match index.first().filter(|_| again) {
        Some(first) => {
            let changes = source.changes(first.stamp(), MOST_BESIDE)?;
            Ok(changes.map(|all| first.with(&all.articles, &all.gone, all.stamp)))
        }
        None => Ok(Some(index.with(
            &changes.articles,
            &changes.gone,
            changes.stamp,
        ))),
    }
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
    let mut writer = Writer::default();
    let mut broken = false;
    let (send, read) = sync_channel::<Vec<IndexedArticle>>(WAITING);
    // One thread reads while another takes in what was read.
    let stamp = rayon::in_place_scope(|scope| {
        let writer = &mut writer;
        scope.spawn(move |_| {
            read.iter()
                .flatten()
                .for_each(|article| writer.put(&article));
        });
        let mut group = Vec::new();
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
        });
        let _ = send.send(group);
        drop(send);
        stamp
    })?;
    if broken {
        return Ok(None);
    }
    let _alone = match Alone::at(path) {
        Ok(lock) => lock,
        // Another process is writing it: there will be one.
        Err(TryLockError::WouldBlock) => return Ok(Some((writer.finish(stamp), Ok(())))),
        Err(TryLockError::Error(error)) => {
            return Ok(Some((writer.finish(stamp), Err(error))));
        }
    };
    let kept = writer.keep(path, stamp);
    // Who may not read the collection may not read its words either.
    if let Ok(collection) = fs::metadata(path.with_extension("")) {
        let _ = fs::set_permissions(path, collection.permissions());
    }
    Ok(Some(kept))
}

/// One at a time writes the file; who comes second has one in memory that is as good.
struct Alone(File);

impl Alone {
    fn at(path: &Path) -> Result<Self, TryLockError> {
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        let file = File::create(name).map_err(TryLockError::Error)?;
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
