//! Which files an import takes from the paths it is given.
//!
//! Owns the order, the recursion and what is passed over inside folders; must not know formats
//! beyond the endings that are never articles.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::{Failure, Reason};
use super::options::Options;
use super::read;

/// Endings that saved pages and collections bring along and that hold no articles. Only files
/// found inside a folder are passed over; a path that is named is always tried.
const PASSED_OVER: &str = " 7z aac avi bmp bz2 class css db dll dylib eot exe flac gif ico iso jar jpeg jpg js \
    lock map mjs mkv mov mp3 mp4 mpeg o ogg otf png pyc rar so sqlite svg swf tif tiff ttf wasm wav \
    webm webp woff woff2 ";

/// The files under `paths`: each path in the order given, the files of a folder sorted by name and
/// at any depth. Hidden files, and files that are never articles by their ending, are passed over
/// in folders. A path that is missing or cannot be read, a folder without a file to import and a
/// link that leads into a circle or out of the folder each give a [`Failure`] in their place. A path
/// that is named may be a link itself.
///
/// What `options` exclude is passed over too, and `-` stands for standard input.
pub fn walk(
    paths: &[PathBuf],
    options: &Options,
) -> impl Iterator<Item = Result<PathBuf, Failure>> {
    paths.iter().cloned().flat_map(|path| {
        let found: Box<dyn Iterator<Item = Result<PathBuf, Failure>>> = match path.metadata() {
            _ if read::is_standard_input(&path) => Box::new(std::iter::once(Ok(path))),
            Err(error) => Box::new(std::iter::once(Err(Failure::io(&path, error)))),
            Ok(data) if data.is_dir() => Box::new(Folder::new(path, options.clone())),
            Ok(_) => Box::new(std::iter::once(Ok(path))),
        };
        found
    })
}

type Wanted = Box<dyn FnMut(&DirEntry) -> bool>;

/// The files of one folder, and a failure at the end where there were none.
struct Folder {
    root: PathBuf,
    entries: walkdir::FilterEntry<walkdir::IntoIter, Wanted>,
    empty: bool,
    done: bool,
}

impl Folder {
    fn new(root: PathBuf, options: Options) -> Self {
        let above = root.clone();
        let wanted: Wanted = Box::new(move |entry| {
            let inner = entry.path().strip_prefix(&above).unwrap_or(entry.path());
            entry.depth() == 0
                || (is_wanted(entry) && !options.excludes(inner, entry.file_type().is_dir()))
        });
        let entries = WalkDir::new(&root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(wanted);
        Self {
            root,
            entries,
            empty: true,
            done: false,
        }
    }
}

impl Iterator for Folder {
    type Item = Result<PathBuf, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.entries.next() {
                Some(Ok(entry)) if leads_above(&entry, &self.root) => {
                    self.empty = false;
                    self.entries.skip_current_dir();
                    return Some(Err(Failure::new(entry.path(), Reason::Loop)));
                }
                Some(Ok(entry)) if leads_out(&entry, &self.root) => {
                    self.empty = false;
                    if entry.file_type().is_dir() {
                        self.entries.skip_current_dir();
                    }
                    return Some(Err(Failure::new(entry.path(), Reason::Outside)));
                }
                Some(Ok(entry)) if entry.file_type().is_file() => {
                    self.empty = false;
                    return Some(Ok(entry.into_path()));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => {
                    self.empty = false;
                    return Some(Err(failure(&self.root, error)));
                }
                None => self.done = true,
            }
        }
        if std::mem::replace(&mut self.empty, false) {
            return Some(Err(Failure::new(&self.root, Reason::NoText)));
        }
        None
    }
}

/// A link to what does not lie in the root: a folder that somebody else has packed must not bring
/// in files of the person who imports it.
fn leads_out(entry: &DirEntry, root: &Path) -> bool {
    if entry.depth() == 0 || !entry.path_is_symlink() {
        return false;
    }
    match (entry.path().canonicalize(), root.canonicalize()) {
        (Ok(target), Ok(root)) => !target.starts_with(root),
        _ => true,
    }
}

/// A link to the root or to a folder above it: the walker sees only the circles below the root.
fn leads_above(entry: &DirEntry, root: &Path) -> bool {
    if entry.depth() == 0 || !entry.path_is_symlink() {
        return false;
    }
    match (entry.path().canonicalize(), root.canonicalize()) {
        (Ok(target), Ok(root)) => root.starts_with(target),
        _ => false,
    }
}

fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if entry.file_type().is_dir() {
        return !name.starts_with('.');
    }
    is_wanted_name(&name)
}

/// Whether a file may be an article by its name: its path inside a folder or an archive.
pub(super) fn is_wanted_name(path: &str) -> bool {
    let hidden = |part: &str| part.starts_with('.') || part == "__MACOSX";
    if path.is_empty() || path.split('/').any(hidden) {
        return false;
    }
    !is_passed_over(path)
}

/// Whether a file is by its ending a picture, a program and the like, in which there is no text.
pub(super) fn is_passed_over(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|e| PASSED_OVER.contains(&format!(" {} ", e.to_ascii_lowercase())))
}

fn failure(root: &Path, error: walkdir::Error) -> Failure {
    let path = error.path().unwrap_or(root).to_owned();
    if error.loop_ancestor().is_some() {
        return Failure::new(path, Reason::Loop);
    }
    match error.into_io_error() {
        Some(io) => Failure::io(&path, io),
        None => Failure::new(path, Reason::Missing),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(root: &Path) -> Vec<String> {
        walk(&[root.to_owned()], &Options::default())
            .map(|found| match found {
                Ok(path) => path.strip_prefix(root).unwrap().display().to_string(),
                Err(failure) => format!("! {}", failure.reason),
            })
            .collect()
    }

    #[test]
    fn a_folder_is_read_in_order_at_any_depth() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("b")).unwrap();
        for name in [
            "c.txt",
            "a.html",
            "b/x.JSONL",
            "b/logo.PNG",
            ".hidden.txt",
            "b/plain",
        ] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        assert_eq!(
            names(dir.path()),
            ["a.html", "b/plain", "b/x.JSONL", "c.txt"]
        );
    }

    #[test]
    fn what_is_excluded_is_passed_over_at_any_depth() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("a/drafts")).unwrap();
        for name in ["a/drafts/x.txt", "a/y.txt", "a/y.log", "z.txt", "z.gz"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let options = Options::new(&[], &["drafts/".to_owned(), "*.log".to_owned()]).unwrap();
        let found: Vec<_> = walk(&[dir.path().to_owned()], &options)
            .map(|path| path.unwrap().file_name().unwrap().to_owned())
            .collect();
        assert_eq!(found, ["y.txt", "z.gz", "z.txt"]);
    }

    #[test]
    fn a_folder_without_text_and_a_missing_path_are_told() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("only.png"), "x").unwrap();
        assert!(names(dir.path())[0].contains("has no text"));
        let missing = dir.path().join("nowhere");
        let found: Vec<_> = walk(&[missing], &Options::default()).collect();
        assert!(matches!(
            found.as_slice(),
            [Err(Failure {
                reason: Reason::Missing,
                ..
            })]
        ));
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_a_folder_are_told_and_not_followed() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (inside, outside) = (dir.path().join("in"), dir.path().join("out"));
        fs::create_dir_all(inside.join("sub")).unwrap();
        fs::create_dir(&outside).unwrap();
        fs::write(inside.join("sub/a.txt"), "x").unwrap();
        fs::write(outside.join("b.txt"), "x").unwrap();
        symlink(inside.join("sub/a.txt"), inside.join("l1.txt")).unwrap();
        symlink(outside.join("b.txt"), inside.join("l2.txt")).unwrap();
        symlink(&outside, inside.join("l3")).unwrap();
        let found = names(&inside);
        let (links, files): (Vec<_>, Vec<_>) = found.iter().partition(|n| n.starts_with('!'));
        assert_eq!(files, ["l1.txt", "sub/a.txt"]);
        assert_eq!(links.len(), 2, "{found:?}");
        assert!(
            links.iter().all(|l| l.contains("leads out of")),
            "{found:?}"
        );
        let named = dir.path().join("named");
        symlink(&inside, &named).unwrap();
        assert_eq!(names(&named).len(), 4);
    }

    #[cfg(unix)]
    #[test]
    fn a_circle_of_links_ends() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).unwrap();
        let found = names(dir.path());
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].contains("link to a folder"));
    }
}
