//! What tells whether a file has changed since it was read.
//!
//! Owns size, time of change and hash of a file; must not know formats.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The state of a file as its folder tells it: cheap to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970; before that, negative.
    pub mtime: i64,
}

/// A change within so many nanoseconds of a look may have the same time as the one before it: file
/// systems count in steps, some of two seconds.
const STEP: i64 = 2_000_000_000;

impl Stamp {
    /// The state of the file at `path`.
    ///
    /// # Errors
    /// When the system does not tell, and where it is no file: a device or a pipe has no end to read
    /// to.
    pub fn of(path: &Path) -> io::Result<Self> {
        let data = path.metadata()?;
        if data.is_file() {
            Ok(Self::from(&data))
        } else {
            Err(io::ErrorKind::InvalidInput.into())
        }
    }

    /// Whether a file that was looked at `at` (in seconds since 1970) and had this stamp may have
    /// changed since without its stamp showing it.
    #[must_use]
    pub const fn is_fresh(&self, at: i64) -> bool {
        self.mtime.saturating_add(STEP) >= at.saturating_mul(1_000_000_000)
    }

    /// The hash of all bytes of the file at `path`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hash(path: &Path) -> io::Result<u64> {
        let mut file = File::open(path)?;
        let mut buffer = vec![0; 1 << 16];
        let mut hash = super::FNV_START;
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(hash),
                Ok(n) => hash = super::fnv1a(hash, &buffer[..n]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl From<&Metadata> for Stamp {
    fn from(data: &Metadata) -> Self {
        let nanos = |d: std::time::Duration| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX);
        let mtime = data.modified().map_or(0, |time| {
            time.duration_since(UNIX_EPOCH)
                .map_or_else(|before| -nanos(before.duration()), nanos)
        });
        Self {
            size: data.len(),
            mtime,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_device_has_no_stamp() {
        assert!(Stamp::of(Path::new("/dev/zero")).is_err());
    }

    #[test]
    fn a_change_of_size_time_or_content_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        std::fs::write(&path, "one").unwrap();
        let (stamp, hash) = (Stamp::of(&path).unwrap(), Stamp::hash(&path).unwrap());
        assert_eq!(stamp.size, 3);
        assert!(stamp.is_fresh(stamp.mtime / 1_000_000_000 + 1));
        assert!(!stamp.is_fresh(stamp.mtime / 1_000_000_000 + 4));
        std::fs::write(&path, "two").unwrap();
        assert_ne!(Stamp::hash(&path).unwrap(), hash);
        assert_eq!(
            Stamp::hash(&path).unwrap(),
            super::super::Source::new("x", b"two").hash
        );
    }
}
