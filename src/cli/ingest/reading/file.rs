//! A file of an import: where it is, what tells whether it has changed, how it is read.

use std::path::PathBuf;

use crate::import::{Options, Stamp};

/// A file that is read, or an address.
#[derive(Clone)]
pub(in crate::cli::ingest) struct FileAt {
    pub path: PathBuf,
    /// Its absolute path, as the store keeps it.
    pub location: String,
    /// Whether the store knew it when it was looked for.
    pub known: bool,
    /// Whether it is an address.
    pub web: bool,
    /// Absent where the system does not tell; then it is read again the next time.
    pub stamp: Option<Stamp>,
    pub hash: Option<u64>,
    /// How it is read: by the names of fields of the last time where none are named now.
    pub options: Options,
    /// Whether these are of the last time.
    pub remembered: bool,
}

impl FileAt {
    /// Takes the hash of its bytes where it was not taken.
    pub(super) fn take_hash(&mut self) {
        if self.hash.is_none() && self.stamp.is_some() {
            self.hash = Stamp::hash(&self.path).ok();
        }
    }

    /// Whether it is as it was when it was looked at.
    pub(super) fn is_same(&self) -> bool {
        self.web || self.stamp.is_some() && Stamp::of(&self.path).ok() == self.stamp
    }
}

#[cfg(test)]
impl FileAt {
    /// A file that is read without options.
    pub(in crate::cli::ingest) fn made(path: &std::path::Path) -> Self {
        Self {
            path: path.to_owned(),
            location: path.to_string_lossy().into_owned(),
            known: false,
            web: false,
            stamp: Stamp::of(path).ok(),
            hash: None,
            options: Options::default(),
            remembered: false,
        }
    }
}
