//! How an import is wished: whose names stand for our fields, and which files are passed over.
//!
//! Owns the reading of `--map` and `--exclude` as they were written; must not know what is read.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::fields::Ours;

/// What the reader of files may be told. The default knows the common names of fields and
/// excludes nothing; a copy costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Options {
    map: Arc<FieldMap>,
    exclude: Option<Arc<Gitignore>>,
    apart: Option<Arc<Path>>,
    stop: Option<Arc<AtomicBool>>,
}

/// Which field of a dataset stands for which of ours, in the order they were named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldMap(Vec<(Ours, String)>);

/// A wish that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionError {
    /// No `=`, or nothing on one side of it.
    #[error("--map {0:?} does not say which field is which; write --map title=headline")]
    Form(String),
    /// A field that articles do not have: the pair, the field, and the fields they have.
    #[error("--map {0:?}: articles have no field {1:?}; they have {2}")]
    Unknown(String, String, String),
    /// One of our fields is mapped more than once.
    #[error("--map {0:?}: {1} is mapped already; name one field for it")]
    Twice(String, &'static str),
    /// Not a pattern.
    #[error("--exclude {0:?} is no pattern ({1}); write it as in a .gitignore")]
    Glob(String, String),
}

impl Options {
    /// Options from `OUR_FIELD=THEIR_FIELD` pairs and patterns in the manner of a `.gitignore`.
    ///
    /// # Errors
    /// The first pair or pattern that cannot be followed.
    pub fn new(map: &[String], exclude: &[String]) -> Result<Self, OptionError> {
        let mut fields = FieldMap::default();
        for pair in map {
            fields.add(pair)?;
        }
        let exclude = if exclude.is_empty() {
            None
        } else {
            Some(Arc::new(patterns(exclude)?))
        };
        Ok(Self {
            map: Arc::new(fields),
            exclude,
            apart: None,
            stop: None,
        })
    }

    /// The same with other names of fields, which were followed before.
    #[must_use]
    pub fn with_map(mut self, map: &[String]) -> Self {
        let mut fields = FieldMap::default();
        // What a store holds may be from another release: a name that is none any more is left out.
        for pair in map {
            let _ = fields.add(pair);
        }
        self.map = Arc::new(fields);
        self
    }

    /// The names of fields as they are written: `title=headline`.
    #[must_use]
    pub fn map_pairs(&self) -> Vec<String> {
        let pairs = self.map.pairs();
        pairs
            .map(|(ours, theirs)| format!("{}={theirs}", ours.name()))
            .collect()
    }

    /// Files that are only read in a process of their own (PDF) are read by running `program`, which
    /// is `onrecord` itself. Without this they are refused.
    #[must_use]
    pub fn with_reader(mut self, program: &Path) -> Self {
        self.apart = Some(program.into());
        self
    }

    /// Once `stop` is set, what would read on to the end of a file gives back what it has, so that
    /// whoever reads can stop.
    #[must_use]
    pub fn with_stop(mut self, stop: &Arc<AtomicBool>) -> Self {
        self.stop = Some(Arc::clone(stop));
        self
    }

    pub(super) fn stops(&self) -> bool {
        let stop = self.stop.as_ref();
        stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    pub(super) fn apart(&self) -> Option<&Path> {
        self.apart.as_deref()
    }

    pub(super) fn map(&self) -> &FieldMap {
        &self.map
    }

    /// Whether a file or folder inside what was named is excluded. `inner` is its path from
    /// there; the folders above it have been asked about already.
    pub(super) fn excludes(&self, inner: &Path, folder: bool) -> bool {
        self.exclude
            .as_ref()
            .is_some_and(|globs| globs.matched(inner, folder).is_ignore())
    }

    /// Whether an entry of an archive or one of the folders it lies in is excluded.
    pub(super) fn excludes_entry(&self, name: &str) -> bool {
        self.exclude.as_ref().is_some_and(|globs| {
            !name.starts_with('/')
                && globs
                    .matched_path_or_any_parents(Path::new(name), false)
                    .is_ignore()
        })
    }
}

impl FieldMap {
    fn add(&mut self, pair: &str) -> Result<(), OptionError> {
        let (ours, theirs) = pair
            .split_once('=')
            .map(|(ours, theirs)| (ours.trim(), theirs.trim()))
            .filter(|(ours, theirs)| !ours.is_empty() && !theirs.is_empty())
            .ok_or_else(|| OptionError::Form(pair.to_owned()))?;
        let field = Ours::named(ours)
            .ok_or_else(|| OptionError::Unknown(pair.to_owned(), ours.to_owned(), Ours::names()))?;
        if self.theirs(field).is_some() {
            return Err(OptionError::Twice(pair.to_owned(), field.name()));
        }
        self.0.push((field, theirs.to_owned()));
        Ok(())
    }

    /// The name that stands for one of our fields, where one was given.
    pub(super) fn theirs(&self, field: Ours) -> Option<&str> {
        let mut pairs = self.0.iter();
        pairs.find(|(ours, _)| *ours == field).map(|(_, t)| &**t)
    }

    /// All pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (Ours, &str)> {
        self.0.iter().map(|(ours, theirs)| (*ours, theirs.as_str()))
    }

    /// A text that is the same for the same wishes: what is read by other names is another state
    /// of the article.
    pub(super) fn sign(&self) -> String {
        let pairs: Vec<String> = self
            .pairs()
            .map(|(ours, theirs)| format!("{}={theirs}", ours.name()))
            .collect();
        pairs.join("\n")
    }
}

fn patterns(globs: &[String]) -> Result<Gitignore, OptionError> {
    let mut builder = GitignoreBuilder::new("");
    // A bracket that is never closed is a slip here.
    builder.allow_unclosed_class(false);
    for glob in globs {
        builder
            .add_line(None, glob)
            .map_err(|error| OptionError::Glob(glob.clone(), error.to_string()))?;
    }
    builder
        .build()
        .map_err(|error| OptionError::Glob(globs.join(" "), error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(map: &[&str], exclude: &[&str]) -> Result<Options, OptionError> {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        Options::new(&owned(map), &owned(exclude))
    }

    #[test]
    fn pairs_are_read_and_mistakes_say_what_there_is() {
        let read = options(&["title=Head line", "text = a.b"], &[]).unwrap();
        assert_eq!(read.map().theirs(Ours::Title), Some("Head line"));
        assert_eq!(read.map().theirs(Ours::Text), Some("a.b"));
        for (pair, want) in [
            ("title", "write --map title=headline"),
            ("=x", "write --map"),
            ("headline=x", "they have id, text, title"),
        ] {
            let error = options(&[pair], &[]).unwrap_err().to_string();
            assert!(error.contains(want), "{error}");
        }
        let error = options(&["date=a", "date=b"], &[]).unwrap_err();
        assert!(error.to_string().contains("date is mapped already"));
    }

    #[test]
    fn patterns_are_those_of_gitignore() {
        let some = options(&[], &["*.log", "/drafts/", "!keep.log"]).unwrap();
        assert!(some.excludes(Path::new("a/b.log"), false));
        assert!(!some.excludes(Path::new("a/keep.log"), false));
        assert!(some.excludes(Path::new("drafts"), true));
        assert!(!some.excludes(Path::new("a/drafts"), true));
        assert!(some.excludes_entry("drafts/a.txt"));
        assert!(!Options::default().excludes(Path::new("a.log"), false));
        assert!(options(&[], &["a{b"]).is_err());
        assert!(options(&[], &["["]).is_err());
    }
}
