//! What can go wrong with a store, each with the file it is about and what to do.
//!
//! Every message is one line: what happened, to which file, what to do next. Nothing here prints.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

/// Why a store could not be opened, read or written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("no store at {0}: import something first with `onrecord import PATH --store {0}`")]
    Missing(PathBuf),
    /// The file exists but is no SQLite database.
    #[error("{0} is not an onrecord store (not an SQLite file): give another file with --store")]
    NotADatabase(PathBuf),
    /// A file in which nothing is.
    #[error("{0} is empty: it becomes a store with the first import")]
    Empty(PathBuf),
    /// The file is an SQLite database that belongs to another program.
    #[error(
        "{0} is an SQLite database of another program and was not touched: give another file with --store"
    )]
    OtherDatabase(PathBuf),
    /// Another process holds the write lock for longer than the busy timeout.
    #[error(
        "{0} is locked by another program that is writing to it: wait until it is done, then try again"
    )]
    Locked(PathBuf),
    /// The file or its folder cannot be written.
    #[error(
        "{0} is read-only: allow writing to the file and its folder, or give another with --store"
    )]
    ReadOnly(PathBuf),
    /// A newer release wrote it.
    #[error(
        "{path} was written by a newer onrecord (its schema is {found}, this one knows {known}): use the newer release"
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: usize,
        /// The newest version known here.
        known: usize,
    },
    /// An older schema that cannot be brought up to date because nothing may be written.
    #[error(
        "{0} is from an older onrecord and must be brought up to date, but it is read-only: allow writing to it once"
    )]
    OldAndReadOnly(PathBuf),
    /// No room is left.
    #[error(
        "no room is left for {0} (the disk is full, or files may not grow): free some and try again; what was committed before is safe and can be read"
    )]
    DiskFull(PathBuf),
    /// More than a row can hold; the article was left out and the others are not touched.
    #[error(
        "this article is larger than the store can hold in one piece (1 GB): split the text into several files"
    )]
    TooLarge,
    /// The database is damaged.
    #[error(
        "{path} is damaged ({detail}): `onrecord doctor --repair` keeps it beside and saves what can be read; or look for a backup, or import again into another file with --store"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// The folder of the store could not be made, or the file not opened.
    #[error(
        "cannot open {path}: {detail}; check the path and its permissions, or give another file with --store"
    )]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The backup that must be made before a migration could not be made.
    #[error(
        "cannot make the backup {path} before bringing the store up to date: {detail}; nothing was changed"
    )]
    Backup {
        /// The backup.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// A copy of the store could not be made.
    #[error("cannot copy the store to {path}: {detail}")]
    Copy {
        /// The copy.
        path: PathBuf,
        /// What stood in the way.
        detail: String,
    },
    /// Reading or writing the file failed in the system.
    #[error(
        "the system could not read or write {path}: {detail}; check the disk, its room and the limit on file sizes, then try again; what was committed before is safe"
    )]
    SystemFailed {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// Anything else that SQLite reports.
    #[error("the store {path} failed: {detail}; `onrecord --help` tells how to use another file")]
    Other {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
}

impl StoreError {
    /// Gives SQLite's error its type, for the store at `path`.
    pub(super) fn new(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let detail = one_line(&error.to_string());
        // The index of the log, beside the file, could not grow.
        let full = |error: &ffi::Error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE;
        if error.sqlite_error().is_some_and(full) {
            return Self::DiskFull(path);
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotADatabase(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            Some(ErrorCode::DiskFull) => Self::DiskFull(path),
            Some(ErrorCode::TooBig) => Self::TooLarge,
            Some(ErrorCode::SystemIoFailure) => Self::SystemFailed { path, detail },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, detail },
            // SQLite's words repeat the path and do not say why.
            Some(ErrorCode::CannotOpen) => Self::CannotOpen {
                path,
                detail: "the system refuses".to_owned(),
            },
            _ => Self::Other { path, detail },
        }
    }

    /// Whether it may be that no room is left.
    pub(super) const fn is_of_room(&self) -> bool {
        matches!(self, Self::DiskFull(_) | Self::SystemFailed { .. })
    }

    /// Gives an error of the system on the way to the file its type.
    pub(super) fn unopened(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            io::ErrorKind::StorageFull => Self::DiskFull(path),
            _ => Self::CannotOpen {
                path,
                detail: one_line(&error.to_string()),
            },
        }
    }

    /// Gives a migration's error its type.
    pub(super) fn migration(path: &Path, error: &rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => Self::new(path, err),
            other => Self::Other {
                path: path.to_owned(),
                detail: one_line(&other.to_string()),
            },
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
