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
pub(in crate::cli) struct Ours(Vec<PathBuf>);

impl Ours {
    /// The store at `store`, and the report if one is written.
    pub(in crate::cli) fn new(store: &Path, report: Option<&Path>) -> Self {
        Self(
            [Some(store), report]
                .into_iter()
                .flatten()
                .map(resolved)
                .collect(),
        )
    }

    /// Whether the file at `path` is one of them.
    pub(in crate::cli) fn holds(&self, path: &Path) -> bool {
        let begins = |name: &OsStr, ours: &OsStr| {
            let rest = name
                .to_string_lossy()
                .strip_prefix(&*ours.to_string_lossy())
                .map(str::to_owned);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.']))
        };
        self.0
            .iter()
            .any(|ours| match (path.file_name(), ours.file_name()) {
                (Some(name), Some(own)) => {
                    begins(name, own) && resolved(path).parent() == ours.parent()
                }
                _ => false,
            })
    }
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
            "case.store.schema-2",
            "report.jsonl",
        ] {
            assert!(ours.holds(&at(name)), "{name}");
        }
        for name in ["case.storeroom.txt", "other.jsonl", "in/case.store"] {
            assert!(!ours.holds(&at(name)), "{name}");
        }
    }
}
