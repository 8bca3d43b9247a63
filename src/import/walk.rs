//! Which files an import takes from the paths it is given.
//!
//! Owns the order, the recursion and what is passed over inside folders; must not know formats
//! beyond the endings that are never articles.

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::{Failure, Reason};
use super::options::Options;
use super::{meant, read};

/// Endings that saved pages and collections bring along and that hold no articles. Only files
/// found inside a folder are passed over; a path that is named is always tried.
const PASSED_OVER: &str = " 7z aac avi bmp bz2 class css db dll dylib eot exe flac gif ico iso jar jpeg jpg js \
    lock map mjs mkv mov mp3 mp4 mpeg o ogg otf png pyc rar so sqlite svg swf tif tiff ttf wasm wav \
    webm webp woff woff2 ";

/// The files under `paths`: each path in the order given, the files of a folder sorted by name and
/// at any depth, those that only a link leads to behind the others. Each file and each folder is
/// taken once, whatever names it has. Hidden files, files that are never articles by their ending and
/// what `options` exclude are passed over in folders, each with a [`Failure`] that is harmless. A path
/// that is missing or cannot be read, a folder without a file to import and a link that leads into a
/// circle or out of the folder each give a [`Failure`] in their place. A path that is named may be a
/// link itself; `-` stands for standard input.
pub fn walk(
    paths: &[PathBuf],
    options: &Options,
) -> impl Iterator<Item = Result<PathBuf, Failure>> {
    paths.iter().cloned().flat_map(|path| {
        let found: Box<dyn Iterator<Item = Result<PathBuf, Failure>>> = match path.metadata() {
            _ if read::is_standard_input(&path) => Box::new(std::iter::once(Ok(path))),
            Err(error) => Box::new(std::iter::once(Err(unfound(&path, error)))),
            Ok(data) if data.is_dir() => Box::new(Folder::new(path, options.clone())),
            Ok(_) => Box::new(std::iter::once(Ok(path))),
        };
        found
    })
}

/// The files of one folder, and a failure at the end where there were none.
struct Folder {
    root: PathBuf,
    options: Options,
    entries: walkdir::IntoIter,
    /// Links that are looked at when all else was: a file is best known by its own name.
    links: VecDeque<PathBuf>,
    /// What was taken.
    seen: HashSet<Identity>,
    empty: bool,
    done: bool,
}

impl Folder {
    fn new(root: PathBuf, options: Options) -> Self {
        Self {
            entries: entries(&root),
            options,
            root,
            links: VecDeque::new(),
            seen: HashSet::new(),
            empty: true,
            done: false,
        }
    }

    /// What becomes of an entry: nothing where it only leads on.
    fn entry(&mut self, entry: &DirEntry) -> Option<Result<PathBuf, Failure>> {
        let (path, kind) = (entry.path(), entry.file_type());
        // Where the walk begins may be a link to a folder.
        let folder = kind.is_dir() || entry.depth() == 0;
        let reason = match self.passed(path, folder) {
            Some(reason) => reason,
            None if kind.is_symlink() && !folder => {
                self.links.push_back(path.to_owned());
                return None;
            }
            None if !folder && !kind.is_file() => return None,
            None if self.is_first(path) => {
                self.empty &= folder;
                return (!folder).then(|| Ok(path.to_owned()));
            }
            None => Reason::Twice,
        };
        if folder {
            self.entries.skip_current_dir();
        }
        Some(Err(Failure::new(path, reason)))
    }

    /// Why a file or folder inside this one is passed over.
    fn passed(&self, path: &Path, folder: bool) -> Option<Reason> {
        let inner = path.strip_prefix(&self.root).unwrap_or(path);
        if inner.as_os_str().is_empty() {
            return None;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if self.options.excludes(inner, folder) {
            Some(Reason::Excluded)
        } else if name.starts_with('.') || (!folder && name == "__MACOSX") {
            Some(Reason::Hidden)
        } else if !folder && is_passed_over(&name) {
            Some(Reason::Ending)
        } else {
            None
        }
    }

    /// What becomes of a link: where it leads to a folder, what lies there comes next.
    fn link(&mut self, path: PathBuf) -> Option<Result<PathBuf, Failure>> {
        let (data, target) = match (path.metadata(), path.canonicalize()) {
            (Ok(data), Ok(target)) => (data, target),
            (Err(error), _) | (_, Err(error)) => {
                self.empty = false;
                return Some(Err(Failure::io(&path, error)));
            }
        };
        let refused = match (self.root.canonicalize(), path.parent()?.canonicalize()) {
            (Ok(_), Ok(above)) if data.is_dir() && above.starts_with(&target) => Reason::Loop,
            (Ok(root), Ok(_)) if target.starts_with(&root) => {
                if let Some(reason) = self.passed(&path, data.is_dir()) {
                    return Some(Err(Failure::new(path, reason)));
                }
                if !data.is_dir() && !data.is_file() {
                    return None;
                }
                if !data.is_dir() {
                    let first = self.is_first(&path);
                    self.empty &= !first;
                    return Some(if first {
                        Ok(path)
                    } else {
                        Err(Failure::new(path, Reason::Twice))
                    });
                }
                if !self.seen.contains(&identity(&path)?) {
                    self.entries = entries(&path);
                    return None;
                }
                Reason::Twice
            }
            // What somebody else has packed must not bring in files of the person who imports it.
            _ => Reason::Outside,
        };
        self.empty &= refused.is_harmless();
        Some(Err(Failure::new(path, refused)))
    }

    /// Whether it was not met by another name. What cannot be asked fails when it is read.
    fn is_first(&mut self, path: &Path) -> bool {
        identity(path).is_none_or(|identity| self.seen.insert(identity))
    }
}

/// What lies in a folder, by name; `root` itself may be a link.
fn entries(root: &Path) -> walkdir::IntoIter {
    WalkDir::new(root).sort_by_file_name().into_iter()
}

/// What a file or folder is known by, whatever it is called.
#[cfg(unix)]
pub(crate) type Identity = (u64, u64);
#[cfg(not(unix))]
pub(crate) type Identity = PathBuf;

/// What the file or folder at a path is known by, where there is one.
#[cfg(unix)]
pub(crate) fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|data| (data.dev(), data.ino()))
}

/// What the file or folder at a path is known by, where there is one.
#[cfg(not(unix))]
pub(crate) fn identity(path: &Path) -> Option<Identity> {
    path.canonicalize().ok()
}

impl Iterator for Folder {
    type Item = Result<PathBuf, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let found = match self.entries.next() {
                Some(Ok(entry)) => self.entry(&entry),
                Some(Err(error)) => {
                    self.empty = false;
                    Some(Err(failure(&self.root, error)))
                }
                None => match self.links.pop_front() {
                    Some(link) => self.link(link),
                    None => {
                        self.done = true;
                        None
                    }
                },
            };
            if found.is_some() {
                return found;
            }
        }
        if std::mem::replace(&mut self.empty, false) {
            return Some(Err(Failure::new(&self.root, Reason::NoText)));
        }
        None
    }
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

/// Why there is nothing at a path that was named.
fn unfound(path: &Path, error: std::io::Error) -> Failure {
    let failure = Failure::io(path, error);
    if !matches!(failure.reason, Reason::Missing) {
        return failure;
    }
    match meant::address(path) {
        Some(address) => Failure::new(path, Reason::Meant(address)),
        None if path.to_string_lossy().contains(['*', '?', '[']) => {
            Failure::new(path, Reason::Pattern)
        }
        None => failure,
    }
}

fn failure(root: &Path, error: walkdir::Error) -> Failure {
    let path = error.path().unwrap_or(root).to_owned();
    match error.into_io_error() {
        Some(io) => Failure::io(&path, io),
        None => Failure::new(path, Reason::Missing),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What is not passed over.
    fn names(root: &Path) -> Vec<String> {
        walk(&[root.to_owned()], &Options::default())
            .filter(|found| !found.as_ref().is_err_and(|f| f.reason.is_harmless()))
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
        fs::create_dir(dir.path().join(".git")).unwrap();
        fs::write(dir.path().join(".git/x.txt"), "x").unwrap();
        let passed: Vec<String> = walk(&[dir.path().to_owned()], &Options::default())
            .filter_map(Result::err)
            .map(|failure| failure.to_string())
            .collect();
        assert_eq!(passed.len(), 3, "{passed:?}");
        for (said, name, why) in [
            (&passed[0], ".git", "is hidden"),
            (&passed[1], ".hidden.txt", "is hidden"),
            (&passed[2], "logo.PNG", "by its ending"),
        ] {
            assert!(said.contains(name) && said.contains(why), "{said}");
        }
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
            .filter_map(Result::ok)
            .map(|path| path.file_name().unwrap().to_owned())
            .collect();
        assert_eq!(found, ["y.txt", "z.gz", "z.txt"]);
        let root = [dir.path().to_owned()];
        let passed = walk(&root, &options).filter_map(Result::err);
        let passed: Vec<String> = passed.map(|f| f.to_string()).collect();
        assert_eq!(passed.len(), 2, "{passed:?}");
        assert!(passed.iter().all(|p| p.contains("excluded")), "{passed:?}");
    }

    #[test]
    fn a_folder_without_text_and_a_missing_path_are_told() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("only.png"), "x").unwrap();
        assert!(names(dir.path())[0].contains("has no text"));
        let (pattern, options) = ([dir.path().join("*.txt")], Options::default());
        let told: Vec<_> = walk(&pattern, &options).filter_map(Result::err).collect();
        assert!(matches!(
            told.as_slice(),
            [Failure {
                reason: Reason::Pattern,
                ..
            }]
        ));
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
        assert_eq!(files, ["sub/a.txt"]);
        assert_eq!(links.len(), 2, "{found:?}");
        assert!(
            links.iter().all(|l| l.contains("leads out of")),
            "{found:?}"
        );
        let named = dir.path().join("named");
        symlink(&inside, &named).unwrap();
        assert_eq!(names(&named).len(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_of_many_names_and_a_folder_of_many_links_are_taken_once() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        // Two to the power of 30 ways lead to the last folder.
        for n in 0..30 {
            fs::create_dir(at(&format!("n{n}"))).unwrap();
        }
        for n in 0..29 {
            for name in ["x", "y"] {
                symlink(at(&format!("n{}", n + 1)), at(&format!("n{n}/{name}"))).unwrap();
            }
        }
        fs::write(at("n29/a.txt"), "x").unwrap();
        symlink(at("n29/a.txt"), at("0.txt")).unwrap();
        // What is neither file nor folder is nothing, by its own name or by another.
        let _socket = std::os::unix::net::UnixListener::bind(at("n0/socket")).unwrap();
        symlink(at("n0/socket"), at("n0/other")).unwrap();
        fs::hard_link(at("n29/a.txt"), at("n29/b.txt")).unwrap();
        assert_eq!(names(dir.path()), ["n29/a.txt"]);
        // What lies in a hidden folder is read where a link leads to it.
        fs::create_dir(at(".kept")).unwrap();
        fs::write(at(".kept/c.txt"), "x").unwrap();
        symlink(at(".kept"), at("kept")).unwrap();
        symlink(at(".kept"), at("n0/kept")).unwrap();
        symlink(at("kept/c.txt"), at("c.txt")).unwrap();
        let found = names(dir.path());
        assert_eq!(found, ["n29/a.txt", "c.txt"], "{found:?}");
        assert_eq!(
            walk(&[dir.path().to_owned()], &Options::default()).count(),
            58 + 2 + 5,
            "links, files, other names and what is hidden"
        );
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
