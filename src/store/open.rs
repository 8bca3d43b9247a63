//! Opening a store: who the file belongs to, its version, migrations with a backup first, and
//! reading where nothing may be written.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::Migrations;

use super::schema::{APPLICATION_ID, MIGRATIONS, VERSION};
use super::{Store, StoreError, functions};

/// How long a writer waits for another one.
pub(super) const BUSY: Duration = Duration::from_secs(10);
/// How often it asks again meanwhile. SQLite's own way is up to 100 ms: between the transactions of an
/// import there is never so long a pause.
pub(super) const ASKED: Duration = Duration::from_millis(2);

/// Pages (of 4 kB) in the write-ahead log of an import after which they are brought to their places.
/// Several transactions of an import write the same pages of indexes: one bringing does for all. In a
/// store of 100,000 articles one transaction writes some 12,000 of them, beside those that are new.
const CHECKPOINT: u32 = 64_000;

/// Memory for pages of an import, in kB; what one transaction writes beyond it goes into the log early. Since
/// the seventh schema an import writes few pages twice: six times as much made it no faster and wrote no less.
const PAGES: i64 = 32_000;

/// The same of any other connection. The reader has half a dozen of them, and what is read again the system has at
/// hand.
const CACHE: i64 = 4_000;

impl Store {
    /// Opens the store at `path` for reading and writing; makes it, and its folder, where there
    /// is none. An older schema is brought up to date after a backup was made beside the file.
    ///
    /// # Errors
    /// See [`StoreError`]; a file that is not a store is never touched.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        not_a_folder(path)?;
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            make_folder(folder).map_err(|e| StoreError::unopened(path, &e))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let store = Self::writing(path, flags, &MIGRATIONS, VERSION)?;
        if store.read_only {
            return Err(StoreError::ReadOnly(store.path));
        }
        let ready = store
            .connection
            .pragma_update(None, "cache_size", -PAGES)
            .and_then(|()| {
                store.connection.pragma_update_and_check(
                    None,
                    "wal_autocheckpoint",
                    CHECKPOINT,
                    |_| Ok(()),
                )
            })
            // What a row changes is kept until it is in, so that it could be put back. Of a large
            // store a row changes more pages than SQLite keeps in memory; from then on all of the
            // transaction's would go through a file, which took more writing than the store.
            .and_then(|()| store.connection.pragma_update(None, "temp_store", "MEMORY"))
            // Imports commit seldom and much: they can wait for the disk, so that a power cut
            // costs nothing that was said to be in the store.
            .and_then(|()| store.connection.pragma_update(None, "synchronous", "FULL"));
        store.typed(ready)?;
        Ok(store)
    }

    /// Opens a store that exists, for writing too where that is allowed (see
    /// [`Store::is_read_only`]). Never makes a file, nor a store of an empty one.
    ///
    /// # Errors
    /// See [`StoreError`]; an empty file is [`StoreError::Empty`].
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        exists(path)?;
        not_a_folder(path)?;
        if is_blank(path) {
            return Err(StoreError::Empty(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        match Self::writing(path, flags, &MIGRATIONS, VERSION) {
            Err(StoreError::ReadOnly(_) | StoreError::CannotOpen { .. }) => Self::readable(path),
            // Where it cannot be read either, the first says what is the matter.
            Err(error) if error.is_of_room() => match Self::readable(path) {
                Ok(mut store) => {
                    store.refused.get_or_insert(error);
                    Ok(store)
                }
                Err(_) => Err(error),
            },
            Ok(store) if store.read_only => Self::readable(path),
            other => other,
        }
    }

    /// Where a copy is kept of the store at `path` when opening it brings it up to date; none where
    /// nothing has to be done. The head of the file tells, which is all that is read.
    #[must_use]
    pub fn copy_before_update(path: &Path) -> Option<PathBuf> {
        // Of a file of SQLite: version and kind as its owner counts them.
        const VERSION_AT: usize = 60;
        const KIND_AT: usize = 68;
        let mut head = [0; KIND_AT + 4];
        let mut file = fs::File::open(path).ok()?;
        std::io::Read::read_exact(&mut file, &mut head).ok()?;
        let number =
            |at: usize| i32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let found = usize::try_from(number(VERSION_AT)).ok()?;
        let ours = number(KIND_AT) == APPLICATION_ID;
        let older = ours && (1..VERSION).contains(&found);
        older.then(|| beside(path, &format!(".schema-{found}")))
    }

    /// Brings the store at `path` up to date, as opening it does, and tells before each step how many are done
    /// of how many: the copy is the first, then comes one for each schema.
    ///
    /// # Errors
    /// See [`Store::open_existing`]; where nothing may be written nothing is done.
    pub fn update(path: &Path, told: &mut dyn FnMut(usize, usize)) -> Result<(), StoreError> {
        exists(path)?;
        let mut store = Self::connected(path, path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        patiently(|| store.belongs_to_us())?;
        let found = store.version()?;
        let read_only = store.connection.is_readonly("main");
        if store.typed(read_only)? || !(1..VERSION).contains(&found) {
            return Ok(());
        }
        patiently(|| store.use_wal())?;
        let steps = VERSION - found + 1;
        told(0, steps);
        patiently(|| store.back_up(found))?;
        for version in found + 1..=VERSION {
            told(version - found, steps);
            patiently(|| store.migrate_to(version))?;
        }
        Ok(())
    }

    /// Opens a store that exists to look it over: nothing is written, whatever its schema.
    ///
    /// # Errors
    /// See [`StoreError`]; a file in which nothing is yet is [`StoreError::Empty`].
    pub fn look(path: &Path) -> Result<Self, StoreError> {
        exists(path)?;
        not_a_folder(path)?;
        // Without a log nobody is writing, and SQLite must make no files beside the store.
        let side = match beside(path, "-wal").exists() {
            true => Side::Shared,
            false => Side::None,
        };
        let store = match Self::untouched(path, side) {
            Err(error) if error.is_of_room() => {
                Self::untouched(path, Side::Own).map_err(|_| error)?
            }
            other => other?,
        };
        if store.version()? == 0 {
            return Err(StoreError::Empty(store.path));
        }
        Ok(store)
    }

    /// A store that is kept in memory and discarded afterwards.
    ///
    /// # Errors
    /// When there is not enough memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let connection = Connection::open_in_memory().map_err(|e| StoreError::new(&path, &e))?;
        let mut store = Self::prepared(connection, path, false)?;
        store.migrate(&MIGRATIONS, VERSION)?;
        Ok(store)
    }

    /// Opens for writing, checks the file and brings it up to date.
    pub(super) fn writing(
        path: &Path,
        flags: OpenFlags,
        migrations: &Migrations<'_>,
        version: usize,
    ) -> Result<Self, StoreError> {
        let mut store = Self::connected(path, path, flags)?;
        patiently(|| store.belongs_to_us())?;
        let read_only = store.connection.is_readonly("main");
        store.read_only = store.typed(read_only)?;
        if !store.read_only {
            patiently(|| store.use_wal())?;
            patiently(|| store.migrate(migrations, version))?;
        }
        Ok(store)
    }

    /// Opens for reading only. Where SQLite cannot make its side files, the file is read as it
    /// stands, which is right as long as nobody writes, and nobody can. Where it can make them and
    /// they cannot grow, it reads the log without them.
    fn readable(path: &Path) -> Result<Self, StoreError> {
        match Self::reading(path, Side::Shared) {
            Err(StoreError::ReadOnly(_) | StoreError::CannotOpen { .. })
                if !has_pending_changes(path) =>
            {
                Self::reading(path, Side::None)
            }
            Err(error) if error.is_of_room() => match Self::reading(path, Side::Own) {
                Ok(mut store) => {
                    store.refused = Some(error);
                    Ok(store)
                }
                Err(_) => Err(error),
            },
            other => other,
        }
    }

    pub(super) fn reading(path: &Path, side: Side) -> Result<Self, StoreError> {
        let store = Self::untouched(path, side)?;
        if store.version()? < VERSION {
            return Err(StoreError::OldAndReadOnly(store.path));
        }
        Ok(store)
    }

    fn untouched(path: &Path, side: Side) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let mut store = match side.parameter() {
            Some(parameter) => {
                let uri = uri(path, parameter);
                Self::connected(path, &uri, flags | OpenFlags::SQLITE_OPEN_URI)?
            }
            None => Self::connected(path, path, flags)?,
        };
        store.read_only = true;
        store.belongs_to_us()?;
        Ok(store)
    }

    /// Connects to the store at `path` by `name`, which is the path or a URI of it.
    fn connected(path: &Path, name: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(name, flags).map_err(|e| StoreError::new(path, &e))?;
        Self::prepared(connection, path.to_owned(), false)
    }

    fn prepared(
        connection: Connection,
        path: PathBuf,
        read_only: bool,
    ) -> Result<Self, StoreError> {
        let store = Self {
            connection,
            path,
            read_only,
            refused: None,
        };
        let ready = store
            .connection
            .busy_handler(Some(ask_again))
            .and_then(|()| store.connection.pragma_update(None, "foreign_keys", true))
            // With WAL a commit survives a crash of the program; a power cut may cost the last
            // commits but never the file.
            .and_then(|()| {
                store
                    .connection
                    .pragma_update(None, "synchronous", "NORMAL")
            })
            .and_then(|()| store.connection.pragma_update(None, "cache_size", -CACHE))
            .and_then(|()| functions::register(&store.connection));
        store.connection.set_prepared_statement_cache_capacity(128);
        store.typed(ready)?;
        Ok(store)
    }

    /// Returns the mode as a row; where WAL does not work SQLite keeps its own.
    fn use_wal(&self) -> Result<(), StoreError> {
        let mode = self
            .connection
            .pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()));
        self.typed(mode)
    }

    /// Refuses a file of another program or of a newer release. An empty database is ours to fill.
    fn belongs_to_us(&self) -> Result<(), StoreError> {
        let (id, found, empty) = self.typed(self.identity())?;
        let ours = id == APPLICATION_ID || (id == 0 && found == 0 && empty);
        if !ours {
            return Err(StoreError::OtherDatabase(self.path.clone()));
        }
        match usize::try_from(found) {
            Ok(found) if found <= VERSION => Ok(()),
            found => Err(StoreError::TooNew {
                path: self.path.clone(),
                found: found.unwrap_or(usize::MAX),
                known: VERSION,
            }),
        }
    }

    /// Application id, schema version and whether nothing is in it, all of one moment: another
    /// process may be making the store just now.
    fn identity(&self) -> rusqlite::Result<(i32, i64, bool)> {
        let moment = self.connection.unchecked_transaction()?;
        let id = moment.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let version = moment.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)";
        let empty = moment.query_row(sql, [], |row| row.get(0))?;
        moment.commit()?;
        Ok((id, version, empty))
    }

    pub(super) fn version(&self) -> Result<usize, StoreError> {
        let version = self
            .connection
            .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
        self.typed(version)
            .map(|v| usize::try_from(v).unwrap_or(usize::MAX))
    }

    /// Applies the migrations that are missing. Two processes that make the same store at once
    /// both get here: the one that comes second finds the work done.
    fn migrate(&mut self, migrations: &Migrations<'_>, version: usize) -> Result<(), StoreError> {
        let found = self.version()?;
        if found == version {
            return Ok(());
        }
        if found > 0 {
            self.back_up(found)?;
        }
        match migrations.to_latest(&mut self.connection) {
            Ok(()) => Ok(()),
            Err(_) if self.version()? == version => Ok(()),
            Err(error) => Err(StoreError::migration(&self.path, &error)),
        }
    }

    /// Applies the migrations up to `version`, where nobody else did.
    fn migrate_to(&mut self, version: usize) -> Result<(), StoreError> {
        if self.version()? >= version {
            return Ok(());
        }
        match MIGRATIONS.to_version(&mut self.connection, version) {
            Err(error) if self.version()? < version => {
                Err(StoreError::migration(&self.path, &error))
            }
            _ => Ok(()),
        }
    }

    /// Copies the store to `<file>.schema-<version>` before its schema is changed. A copy that
    /// is there already was made by an attempt that failed, and is kept.
    fn back_up(&self, found: usize) -> Result<(), StoreError> {
        let backup = beside(&self.path, &format!(".schema-{found}"));
        if backup.exists() {
            return Ok(());
        }
        match self.back_up_to(&backup) {
            Err(_) if backup.exists() => Ok(()),
            Err(StoreError::Copy { path, detail }) => Err(StoreError::Backup { path, detail }),
            other => other,
        }
    }
}

/// Tries again while the store is locked, up to the busy timeout. SQLite does not wait by itself
/// where waiting could be for ever, as when two that make the same file both hold it to read.
fn patiently<T>(mut attempt: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let start = Instant::now();
    loop {
        match attempt() {
            Err(StoreError::Locked(_)) if start.elapsed() < BUSY => {
                std::thread::sleep(Duration::from_millis(10));
            }
            other => return other,
        }
    }
}

/// Waits for another writer; whether to ask again after so many times.
pub(super) fn ask_again(times: i32) -> bool {
    let waits = ASKED * u32::try_from(times).unwrap_or(u32::MAX) < BUSY;
    if waits {
        std::thread::sleep(ASKED);
    }
    waits
}

fn exists(path: &Path) -> Result<(), StoreError> {
    let Err(error) = fs::metadata(path) else {
        return Ok(());
    };
    Err(match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::Missing(path.to_owned()),
        _ => StoreError::unopened(path, &error),
    })
}

/// The file beside the store that is called like it and `end`.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Whether the file has nothing in it, and nothing is beside it that belongs into it.
fn is_blank(path: &Path) -> bool {
    let empty = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0);
    empty && !beside(path, "-wal").exists() && !beside(path, "-journal").exists()
}

fn not_a_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Err(StoreError::CannotOpen {
            path: path.to_owned(),
            detail: "it is a folder".to_owned(),
        });
    }
    Ok(())
}

/// Makes the folder for the person alone, as the XDG specification asks; one that is there stays
/// as it is.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether a write-ahead log with something in it lies beside the file.
fn has_pending_changes(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|m| m.len() > 0)
}

/// What a reader has of the log and its index, which lie beside the file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side {
    /// Both, shared with others; the index is made where there is none.
    Shared,
    /// Neither: the file is all there is, and nobody changes it.
    None,
    /// The log, and an index of its own in memory. For a disk that is full: the shared one cannot grow.
    /// SQLite reads so only under the lock that keeps others from emptying the log, looks each time
    /// whether the log is another, and follows the shared index as soon as a writer keeps it.
    Own,
}

impl Side {
    const fn parameter(self) -> Option<&'static str> {
        match self {
            Self::Shared => None,
            Self::None => Some("immutable=1"),
            Self::Own => Some("readonly_shm=1"),
        }
    }
}

/// The file as a URI with a parameter for SQLite.
fn uri(path: &Path, parameter: &str) -> PathBuf {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => {
                uri.push(char::from(*byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push('?');
    uri.push_str(parameter);
    PathBuf::from(uri)
}
