//! Taking out what is gone: articles whose file is below a folder that was named, and is there no
//! more.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::reading::is_gone;
use crate::cli::output::visible;
use crate::fetch::is_address;
use crate::import;
use crate::model::FileId;
use crate::store::Store;

/// What was taken out.
#[derive(Default)]
pub(super) struct Pruned {
    /// Files, and how many articles each had.
    pub gone: Vec<(String, usize)>,
    /// What was left alone, a line each.
    pub notes: Vec<String>,
}

/// Takes out the articles of files that are gone from `paths`. A path in `closed` could not be
/// looked into or has nothing in it: a disk that is not there must not empty the store.
pub(super) fn prune(
    store: &mut Store,
    paths: &[PathBuf],
    closed: &HashSet<PathBuf>,
) -> anyhow::Result<Pruned> {
    let mut pruned = Pruned::default();
    for path in paths.iter().filter(|path| !is_address(path)) {
        if closed.contains(path) {
            pruned.notes.push(format!(
                "nothing was removed below {}, because nothing is there to import: if that is \
                 meant, name the folder above it",
                visible(&path.display().to_string())
            ));
            continue;
        }
        // As files are named, and as earlier releases named them.
        let own = match path.canonicalize() {
            Ok(folder) if folder.is_dir() => folder.to_string_lossy().into_owned(),
            _ => import::location(path),
        };
        let before = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let before = before.to_string_lossy();
        below(store, folder(&own), &mut pruned)?;
        if folder(&before) != folder(&own) {
            below(store, folder(&before), &mut pruned)?;
        }
        let astray = store.files_astray()?.into_iter();
        let astray = astray.filter(|(_, path)| is_below(&import::location(Path::new(path)), &own));
        take_out(store, astray.collect(), &mut pruned)?;
    }
    Ok(pruned)
}

/// A path without an end that says "folder".
fn folder(path: &str) -> &str {
    match path.trim_end_matches(std::path::MAIN_SEPARATOR) {
        "" => path,
        short => short,
    }
}

fn is_below(path: &str, root: &str) -> bool {
    Path::new(path).starts_with(root)
}

fn below(store: &mut Store, root: &str, pruned: &mut Pruned) -> anyhow::Result<()> {
    let files = store.files_below(root)?;
    let articles = store.unfiled_below(root)?;
    take_out(store, files, pruned)?;
    let mut batch = store.batch()?;
    for (article, location) in articles {
        if all_gone(&location) {
            batch.remove_article(article)?;
            pruned.gone.push((location, 1));
        }
    }
    Ok(batch.commit()?)
}

/// Takes out the files that are gone, and those that are there by their own name too.
fn take_out(
    store: &mut Store,
    files: Vec<(FileId, String)>,
    pruned: &mut Pruned,
) -> anyhow::Result<()> {
    let mut out = Vec::new();
    for (file, path) in files {
        let own = import::location(Path::new(&path));
        let twice = own != path && store.file(&own)?.is_some();
        if twice || is_gone(Path::new(&path)) {
            out.push((file, path, twice.then_some(own)));
        }
    }
    let mut batch = store.batch()?;
    for (file, path, own) in out {
        let removed = match own {
            Some(own) => batch.remove_double(file, &path, &own)?,
            None => batch.remove_file(file)?,
        };
        pruned.gone.push((path, removed));
    }
    Ok(batch.commit()?)
}

/// Whether there is no file that `path#record` may stand for; a name may hold a `#` itself.
fn all_gone(location: &str) -> bool {
    let ends = location.match_indices('#').map(|(at, _)| at);
    ends.chain([location.len()])
        .all(|end| is_gone(Path::new(&location[..end])))
}
