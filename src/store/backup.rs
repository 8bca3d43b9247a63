//! Copies of a store: the one the person asks for, and those made before something is changed.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::check::damage;
use super::leftovers::part_of;
use super::{Store, StoreError};

impl Store {
    /// Copies the store, as it is at this moment, to a new file at `path`, and checks the copy.
    /// Others may read and write meanwhile.
    ///
    /// # Errors
    /// When there is a file at `path` already, or the copy cannot be made or is not sound; then
    /// nothing is left at `path`.
    pub fn back_up_to(&self, path: &Path) -> Result<(), StoreError> {
        let failed = |detail: String| StoreError::Copy {
            path: path.to_owned(),
            detail,
        };
        if path.symlink_metadata().is_ok() {
            return Err(failed("there is a file already; name another".to_owned()));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            let shown = folder.display();
            return Err(failed(format!("there is no folder {shown}; make it first")));
        }
        Self::clear_leftovers(path);
        // Made under another name, so that a copy that was cut short never passes for one.
        let part = part_of(path);
        let name = part
            .to_str()
            .ok_or_else(|| failed("its path is not valid Unicode".to_owned()))?;
        let made = self.copied(name).and_then(|()| {
            // Fails where somebody else made the file meanwhile; a rename would replace it.
            fs::hard_link(&part, path)
                .or_else(|_| renamed(&part, path))
                .map_err(|e| e.to_string())
        });
        let _ = fs::remove_file(&part);
        made.map_err(failed)
    }

    fn copied(&self, part: &str) -> Result<(), String> {
        let _ = fs::remove_file(part);
        self.connection
            .execute("VACUUM INTO ?1", [part])
            .map_err(|e| e.to_string())?;
        let copy = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|e| e.to_string())?;
        // What can be made anew from the rest may be as it was.
        let damage = damage(&copy).map_err(|e| e.to_string())?;
        if let Some(worse) = damage.iter().find(|p| !p.mendable) {
            return Err(format!("the copy is not sound ({})", worse.what));
        }
        // What was copied must outlast a power cut once it is said to be there.
        fs::File::open(part)
            .and_then(|file| file.sync_all())
            .map_err(|e| e.to_string())
    }

    /// Copies the store beside itself, to the first free of `<file>.<what>`, `<file>.<what>-2` and
    /// so on; gives the name.
    ///
    /// # Errors
    /// When the copy cannot be made.
    pub(super) fn back_up_beside(&self, what: &str) -> Result<PathBuf, StoreError> {
        let named = |n: usize| {
            let mut name = self.path.clone().into_os_string();
            name.push(match n {
                1 => format!(".{what}"),
                n => format!(".{what}-{n}"),
            });
            PathBuf::from(name)
        };
        let free = (1..).map(named).find(|p| p.symlink_metadata().is_err());
        let path = free.unwrap_or_else(|| named(0));
        self.back_up_to(&path).map(|()| path)
    }
}

/// Where the file system has no links.
fn renamed(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}
