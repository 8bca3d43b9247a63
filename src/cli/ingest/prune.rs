//! Taking out what is gone: articles whose file is below a folder that was named, and is there no
//! more.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::reading::is_gone;
use crate::cli::output::visible;
use crate::fetch::is_address;
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
        let root = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        // As files were named when they were imported, without an end that says "folder".
        let root = root.to_string_lossy();
        let root = match root.trim_end_matches(std::path::MAIN_SEPARATOR) {
            "" => root.as_ref(),
            short => short,
        };
        below(store, root, &mut pruned)?;
    }
    Ok(pruned)
}

fn below(store: &mut Store, root: &str, pruned: &mut Pruned) -> anyhow::Result<()> {
    let files = store.files_below(root)?;
    let articles = store.unfiled_below(root)?;
    let mut batch = store.batch()?;
    for (file, path) in files {
        if is_gone(Path::new(&path)) {
            pruned.gone.push((path, batch.remove_file(file)?));
        }
    }
    for (article, location) in articles {
        if all_gone(&location) {
            batch.remove_article(article)?;
            pruned.gone.push((location, 1));
        }
    }
    Ok(batch.commit()?)
}

/// Whether there is no file that `path#record` may stand for; a name may hold a `#` itself.
fn all_gone(location: &str) -> bool {
    let ends = location.match_indices('#').map(|(at, _)| at);
    ends.chain([location.len()])
        .all(|end| is_gone(Path::new(&location[..end])))
}
