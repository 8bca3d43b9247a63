//! Where something is read from, and its bytes as they are handed from one format to the next.
//!
//! Owns names, depth and limits of what lies in something else; must not know formats.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{Failure, Reason};
use super::options::Options;
use super::order::Orders;
use super::sniff;
use super::{Imported, Source};
use crate::fault::caught;

/// Largest file that is read as one article or one JSON value, in bytes.
pub const FILE_LIMIT: u64 = 64 << 20;

/// Longest record of a dataset, in bytes.
pub const RECORD_LIMIT: u64 = 32 << 20;

/// How many archives and compressed files may lie in one another.
pub(super) const NESTING: u8 = 2;

/// What the file at `path` is known by: its absolute path with the links of its folder followed and no
/// `..` in it, so that it is one file however it is named. A file that is a link has its own name.
#[must_use]
pub fn location(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // There absolute paths have no ".." left, and followed ones begin with signs that nobody writes.
    let folder = absolute.parent().filter(|_| !cfg!(windows));
    let folder = folder.and_then(|folder| folder.canonicalize().ok());
    let known = match (folder, absolute.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        // It ends in "..".
        (Some(_), None) => absolute.canonicalize().unwrap_or(absolute),
        (None, _) => absolute,
    };
    known.to_string_lossy().into_owned()
}

/// A stream of bytes.
pub(super) type Bytes = Box<dyn BufRead + Send>;

/// Articles, one after another.
pub(super) type Articles = Box<dyn Iterator<Item = Result<Imported, Failure>> + Send>;

/// Where something is read from.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// What a failure names: the file, or `file#entry`.
    pub path: PathBuf,
    /// What an article's source begins with: the same, made absolute.
    pub location: String,
    /// The name whose ending may help where the content does not tell; without `.gz` and the like.
    pub name: PathBuf,
    /// The address that it came from, where it is from the web: links in it are seen from there.
    pub address: Option<String>,
    /// In how many archives and compressed files it lies.
    pub depth: u8,
    pub options: Options,
    /// What its first records show of the order in dates.
    pub orders: Arc<Orders>,
}

impl Place {
    pub(super) fn new(path: &Path, location: impl Into<String>, options: &Options) -> Self {
        Self {
            path: path.to_owned(),
            location: location.into(),
            name: path.to_owned(),
            address: None,
            depth: 0,
            options: options.clone(),
            orders: Arc::default(),
        }
    }

    /// The entry `name` of this archive.
    pub(super) fn entry(&self, name: &str) -> Self {
        let mut path = self.path.clone().into_os_string();
        path.push("#");
        path.push(name);
        Self {
            path: PathBuf::from(path),
            location: self.inner(name),
            name: PathBuf::from(name),
            address: None,
            depth: self.depth,
            options: self.options.clone(),
            orders: Arc::default(),
        }
    }

    /// The location of one article of many.
    pub(super) fn inner(&self, name: &str) -> String {
        format!("{}#{name}", self.location)
    }

    /// One archive or compressed file deeper.
    ///
    /// # Errors
    /// [`Reason::Nested`] where that is too deep.
    pub(super) fn deeper(&self) -> Result<Self, Failure> {
        if self.depth >= NESTING {
            return Err(self.fail(Reason::Nested(NESTING)));
        }
        let mut inner = self.clone();
        inner.depth += 1;
        Ok(inner)
    }

    pub(super) fn fail(&self, reason: impl Into<Reason>) -> Failure {
        Failure::new(&self.path, reason.into())
    }

    pub(super) fn fail_at(&self, line: u64, reason: impl Into<Reason>) -> Failure {
        Failure::at_line(&self.path, line, reason.into())
    }

    /// The source of one article of a dataset, read by the names that were asked for.
    pub(super) fn source(&self, location: String, bytes: &[u8]) -> Source {
        let sign = self.options.map().sign();
        if sign.is_empty() {
            return Source::new(location, bytes);
        }
        let bytes = [bytes, b"\0", sign.as_bytes()].concat();
        Source::new(location, &bytes)
    }
}

/// Something whose bytes can be read again from any of them.
#[derive(Clone, Debug)]
pub(super) enum Base {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

impl Base {
    pub(super) fn size(&self) -> io::Result<u64> {
        match self {
            Self::File(path) => Ok(std::fs::metadata(path)?.len()),
            Self::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// The bytes from `offset` on.
    pub(super) fn from(&self, offset: u64) -> io::Result<Bytes> {
        match self {
            Self::File(path) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(offset))?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
            }
            Self::Memory(bytes) => {
                let mut cursor = Cursor::new(Arc::clone(bytes));
                cursor.set_position(offset);
                Ok(Box::new(cursor))
            }
        }
    }
}

/// The bytes of a file with a look at its beginning.
pub(super) struct Content {
    /// The first bytes, up to [`sniff::HEAD`].
    pub head: Vec<u8>,
    /// All bytes, the head among them.
    pub bytes: Bytes,
    /// The same again, where that is possible without keeping it.
    pub base: Option<Base>,
}

impl Content {
    pub(super) fn new(mut bytes: Bytes) -> io::Result<Self> {
        let mut head = Vec::new();
        bytes
            .by_ref()
            .take(sniff::HEAD as u64)
            .read_to_end(&mut head)?;
        let all = Cursor::new(head.clone()).chain(bytes);
        Ok(Self {
            head,
            bytes: Box::new(all),
            base: None,
        })
    }

    /// All of it, where it is not more than [`FILE_LIMIT`].
    pub(super) fn whole(self) -> Result<Vec<u8>, Reason> {
        whole(self.bytes, FILE_LIMIT)
    }

    /// It in a form that can be read from any of its bytes.
    pub(super) fn into_base(mut self) -> Result<Base, Reason> {
        match self.base.take() {
            Some(base) => Ok(base),
            None => Ok(Base::Memory(self.whole()?.into())),
        }
    }
}

/// What `work` gives, or a failure where it panics: the parsers of others meet whatever comes, and
/// one bad page must not end the reading of a whole crawl.
pub(super) fn guarded<T>(
    place: &Place,
    work: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    caught(work).unwrap_or_else(|_| Err(place.fail(Reason::Fault)))
}

/// All bytes, where there are not more than `limit`.
pub(super) fn whole(bytes: impl Read, limit: u64) -> Result<Vec<u8>, Reason> {
    let mut all = Vec::new();
    bytes.take(limit + 1).read_to_end(&mut all)?;
    if all.len() as u64 > limit {
        return Err(Reason::TooLarge(limit));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure() {
        let place = Place::new(Path::new("a"), "a", &Options::default());
        assert_eq!(guarded(&place, || Ok(1)).unwrap(), 1);
        let failure = guarded(&place, || -> Result<u8, Failure> {
            panic!("made for this test")
        });
        assert!(
            failure
                .unwrap_err()
                .to_string()
                .contains("fault in onrecord")
        );
    }
}
