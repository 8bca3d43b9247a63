//! Which of the files that are found are looked at: all but our own, or only those that changed.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Files and folders in which something may have changed; all below a folder that is named.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Touched(HashSet<PathBuf>);

impl Touched {
    /// Whether `path` or a folder it lies in was touched. Of `file#record` the file is meant.
    pub(in crate::cli) fn holds(&self, path: &Path) -> bool {
        let within = |path: &Path| path.ancestors().any(|above| self.0.contains(above));
        let name = path.to_string_lossy();
        within(path)
            || name
                .match_indices('#')
                .any(|(at, _)| within(Path::new(&name[..at])))
    }
}

impl FromIterator<PathBuf> for Touched {
    fn from_iter<I: IntoIterator<Item = PathBuf>>(paths: I) -> Self {
        Self(paths.into_iter().collect())
    }
}

/// The files that an import itself writes: the store with what lies beside it, and the report. In
/// a folder that is imported they are no articles.
pub(in crate::cli) struct Ours {
    store: PathBuf,
    report: Option<PathBuf>,
}

/// What the names of the files beside a store have behind its own: those of SQLite and of the index
/// of quotes, and the beginnings of those of the copies that are made before something is changed.
const BESIDE: [&str; 6] = ["-wal", "-shm", "-journal", ".waits", ".find", ".find.lock"];
const COPIES: [&str; 3] = [".schema-", ".before-repair", ".onrecord-"];

impl Ours {
    /// The store at `store`, and the report if one is written.
    pub(in crate::cli) fn new(store: &Path, report: Option<&Path>) -> Self {
        Self {
            store: resolved(store),
            report: report.map(resolved),
        }
    }

    /// Whether the file at `path` is one of them.
    pub(in crate::cli) fn holds(&self, path: &Path) -> bool {
        let is_beside = |name: &OsStr, store: &OsStr| {
            let name = name.to_string_lossy();
            let rest = name.strip_prefix(&*store.to_string_lossy());
            rest.is_some_and(|rest| {
                rest.is_empty()
                    || BESIDE.contains(&rest)
                    || COPIES.iter().any(|copy| rest.starts_with(copy))
            })
        };
        let path = resolved(path);
        let beside = match (path.file_name(), self.store.file_name()) {
            (Some(name), Some(store)) => {
                path.parent() == self.store.parent() && is_beside(name, store)
            }
            _ => false,
        };
        beside || self.report.as_ref() == Some(&path)
    }
}

/// Whether both name one file, or would if it were there.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    resolved(one) == resolved(other)
}

/// The path with the links in its folder followed; the file itself need not be there.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute
        .parent()
        .and_then(|folder| folder.canonicalize().ok());
    match (folder, absolute.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => absolute,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_touched_folder_is_touched() {
        let touched = Touched::from_iter(["/a/b".into(), "/c.zip".into()]);
        for (path, holds) in [
            ("/a/b/c/d.txt", true),
            ("/a/b", true),
            ("/a/bc.txt", false),
            ("/c.zip#x/y.txt", true),
            ("/c.zipper", false),
        ] {
            assert_eq!(touched.holds(Path::new(path)), holds, "{path}");
        }
    }

    #[test]
    fn the_store_and_what_lies_beside_it_are_ours() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let ours = Ours::new(&at("case.store"), Some(&at("report.jsonl")));
        for name in [
            "case.store",
            "case.store-wal",
            "case.store-shm",
            "case.store-journal",
            "case.store.find",
            "case.store.schema-2",
            "case.store.before-repair",
            "case.store.before-repair-2",
            "case.store.onrecord-4711.part",
            "report.jsonl",
        ] {
            assert!(ours.holds(&at(name)), "{name}");
        }
        for name in [
            "case.storeroom.txt",
            "case.store.2024.html",
            "case.store-room.txt",
            "report.jsonl.txt",
            "report.jsonl-wal",
            "other.jsonl",
            "in/case.store",
        ] {
            assert!(!ours.holds(&at(name)), "{name}");
        }
    }
}
