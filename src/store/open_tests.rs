//! Opening: files of all kinds that are not a good store, and what is said about them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};

use super::open::Side;
use super::schema::VERSION;
use super::tests::{made, source};
use super::*;
use crate::model::{ArticleEdit, ArticleId};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A store with one article.
    fn store(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        let mut store = Store::open(&path).unwrap();
        put(&mut store, 1).unwrap();
        path
    }
}

fn put(store: &mut Store, n: usize) -> Result<(), StoreError> {
    let (article, extraction) = made(Some("Harbour"), None, "It will close", "Ann Lee");
    let mut batch = store.batch()?;
    batch.put(&source(n, 1), &article, &extraction)?;
    batch.commit()
}

/// The error of opening, either way; both must be the same, one line, and name the file.
fn refused(path: &Path) -> StoreError {
    let existing = Store::open_existing(path).err().unwrap();
    let error = Store::open(path).err().unwrap();
    assert_eq!(existing.to_string(), error.to_string());
    says(&error, path);
    error
}

fn says(error: &StoreError, path: &Path) {
    let line = error.to_string();
    assert!(line.contains(path.to_str().unwrap()), "{line}");
    assert!(!line.contains('\n'), "{line}");
}

#[test]
fn a_store_is_made_with_its_folder_and_opened_again() {
    let folder = Folder::new();
    let path = folder.store("new/folder/a b%20?é.db");
    let store = Store::open_existing(&path).unwrap();
    assert_eq!(store.counts().unwrap().articles, 1);
    assert!(!store.is_read_only());
    assert_eq!(store.path(), path);
}

#[test]
fn an_empty_file_becomes_a_store() {
    let folder = Folder::new();
    let path = folder.path("empty.db");
    fs::write(&path, "").unwrap();
    put(&mut Store::open(&path).unwrap(), 1).unwrap();
}

#[test]
fn a_file_that_is_missing_is_not_made_by_opening_it_to_read() {
    let folder = Folder::new();
    let path = folder.path("none.db");
    let error = Store::open_existing(&path).err().unwrap();
    assert!(matches!(error, StoreError::Missing(_)));
    says(&error, &path);
    assert!(!path.exists());
}

#[test]
fn a_file_that_is_no_database_is_left_as_it_is() {
    let folder = Folder::new();
    let path = folder.path("notes.txt");
    for text in ["short", &"a longer text that somebody wrote\n".repeat(500)] {
        fs::write(&path, text).unwrap();
        assert!(matches!(refused(&path), StoreError::NotADatabase(_)));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let error = refused(folder.0.path());
    assert!(matches!(error, StoreError::CannotOpen { .. }), "{error:?}");
}

#[test]
fn the_database_of_another_program_is_left_as_it_is() {
    let folder = Folder::new();
    let path = folder.path("other.db");
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE mine (x); PRAGMA user_version = 1")
        .unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    assert!(matches!(refused(&path), StoreError::OtherDatabase(_)));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_schema_is_refused() {
    let folder = Folder::new();
    let path = folder.store("newer.db");
    let newer = Connection::open(&path).unwrap();
    newer.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(newer);
    let error = refused(&path);
    assert!(matches!(
        error,
        StoreError::TooNew {
            found: 99,
            known: VERSION,
            ..
        }
    ));
}

#[test]
fn a_store_that_a_newer_release_brings_up_to_date_meanwhile_is_read_and_not_written() {
    let folder = Folder::new();
    let path = folder.store("case.db");
    let mut open = Store::open(&path).unwrap();
    let star = ArticleEdit::Star(true);
    open.edit_article(ArticleId(1), &star).unwrap();
    let newer = Connection::open(&path).unwrap();
    newer
        .execute_batch(
            "ALTER TABLE article ADD COLUMN newer INTEGER; DROP TRIGGER speaker_left;
             CREATE INDEX newer ON article (newer); PRAGMA user_version = 99",
        )
        .unwrap();
    assert!(open.kept(ArticleId(1)).unwrap().starred);
    assert_eq!(open.counts().unwrap().articles, 1);
    let refused = open.edit_article(ArticleId(1), &ArticleEdit::Star(false));
    let error = refused.unwrap_err();
    assert!(
        matches!(error, StoreError::TooNew { found: 99, .. }),
        "{error:?}"
    );
    assert!(open.kept(ArticleId(1)).unwrap().starred);
}

#[test]
fn a_second_writer_is_told_that_the_store_is_locked_and_readers_go_on() {
    let folder = Folder::new();
    let path = folder.store("busy.db");
    let mut first = Store::open(&path).unwrap();
    let mut second = Store::open(&path).unwrap();
    second
        .connection
        .busy_timeout(Duration::from_millis(5))
        .unwrap();
    let batch = first.batch().unwrap();
    let error = second.batch().err().unwrap();
    assert!(matches!(error, StoreError::Locked(_)));
    says(&error, &path);
    assert!(matches!(
        second.set_read(ArticleId(1), true),
        Err(StoreError::Locked(_))
    ));
    assert_eq!(second.counts().unwrap().articles, 1);
    assert_eq!(
        Store::open_existing(&path)
            .unwrap()
            .counts()
            .unwrap()
            .articles,
        1
    );
    drop(batch);
    second.set_read(ArticleId(1), true).unwrap();
}

#[test]
fn many_that_make_the_same_store_at_once_all_get_it() {
    let folder = Folder::new();
    let path = folder.path("race.db");
    std::thread::scope(|scope| {
        let each = |n: usize| {
            let path = &path;
            scope.spawn(move || put(&mut Store::open(path).unwrap(), n).unwrap())
        };
        let threads: Vec<_> = (0..8).map(each).collect();
        threads.into_iter().for_each(|t| t.join().unwrap());
    });
    let store = Store::open_existing(&path).unwrap();
    assert_eq!(store.counts().unwrap().articles, 8);
}

#[test]
fn a_store_opened_for_reading_can_be_read_and_says_why_it_cannot_be_written() {
    let folder = Folder::new();
    let path = folder.store("a b%20?é.db");
    for mut store in [
        Store::reading(&path, Side::Shared),
        Store::reading(&path, Side::None),
    ]
    .map(Result::unwrap)
    {
        assert!(store.is_read_only());
        assert!(store.article(ArticleId(1)).unwrap().is_some());
        for error in [
            store.set_read(ArticleId(1), true).unwrap_err(),
            store.batch().err().unwrap(),
        ] {
            assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
            says(&error, &path);
        }
    }
}

#[test]
#[cfg(unix)]
fn a_read_only_file_and_folder_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.store("locked/store.db");
    let parent = path.parent().unwrap().to_owned();
    let mode =
        |path: &Path, mode| fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    mode(&path, 0o444);
    mode(&parent, 0o555);
    // Permissions do not bind an administrator; then there is nothing to see here.
    if fs::write(parent.join("probe"), "").is_err() {
        let store = Store::open_existing(&path).unwrap();
        assert!(store.is_read_only());
        assert_eq!(store.counts().unwrap().articles, 1);
        assert!(matches!(Store::open(&path), Err(StoreError::ReadOnly(_))));
        assert!(matches!(
            Store::open(&parent.join("new.db")),
            Err(StoreError::CannotOpen { .. })
        ));
    }
    mode(&parent, 0o755);
}

#[test]
fn a_full_disk_loses_nothing_that_was_committed() {
    let folder = Folder::new();
    let path = folder.store("full.db");
    let mut store = Store::open(&path).unwrap();
    let pages: i64 = store
        .connection
        .pragma_query_value(None, "page_count", |r| r.get(0))
        .unwrap();
    store
        .connection
        .pragma_update_and_check(None, "max_page_count", pages + 2, |_| Ok(()))
        .unwrap();
    let error = (2..5_000).find_map(|n| put(&mut store, n).err()).unwrap();
    assert!(matches!(error, StoreError::DiskFull(_)), "{error:?}");
    says(&error, &path);
    let counts = store.counts().unwrap();
    assert_eq!(counts.articles, counts.quotes);
    assert!(store.article(ArticleId(1)).unwrap().is_some());
}

#[test]
fn a_damaged_file_is_named() {
    let folder = Folder::new();
    let path = folder.store("damaged.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..].fill(0xAA);
    fs::write(&path, bytes).unwrap();
    let error = Store::open_existing(&path)
        .and_then(|store| store.article(ArticleId(1)).map(drop))
        .unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    says(&error, &path);
}

#[test]
fn a_migration_makes_a_backup_first_and_a_failed_one_changes_nothing() {
    let folder = Folder::new();
    let path = folder.store("old.db");
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let next = |sql| {
        let mut steps = schema::STEPS.to_vec();
        steps.push(M::up(sql));
        Store::writing(&path, flags, &Migrations::new(steps), VERSION + 1)
    };
    assert!(next("CREATE TABLE more (x TEXT) STRICT; nonsense").is_err());
    let backup = folder.path(&format!("old.db.schema-{VERSION}"));
    for kept in [&path, &backup] {
        let store = Store::open_existing(kept).unwrap();
        assert_eq!(store.counts().unwrap().articles, 1);
        assert_eq!(store.version().unwrap(), VERSION);
    }
    let store = next("CREATE TABLE more (x TEXT) STRICT").unwrap();
    assert_eq!(store.version().unwrap(), VERSION + 1);
    assert_eq!(store.counts().unwrap().articles, 1);
}

#[test]
fn an_empty_file_becomes_a_store_only_where_something_is_to_be_written() {
    let folder = Folder::new();
    let path = folder.path("empty.db");
    fs::write(&path, "").unwrap();
    let found = Store::open_existing(&path);
    assert!(matches!(found, Err(StoreError::Empty(_))));
    assert!(fs::read(&path).unwrap().is_empty());
    drop(Store::open(&path).unwrap());
    assert_eq!(
        Store::open_existing(&path)
            .unwrap()
            .counts()
            .unwrap()
            .articles,
        0
    );
}

/// An import writes one transaction after the other, with a moment between them.
#[test]
fn who_waits_to_write_gets_in_between_two_transactions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut busy = Store::open(&path).unwrap();
    let mut other = Store::open(&path).unwrap();
    let (begun, begins) = std::sync::mpsc::channel();
    let done = std::sync::atomic::AtomicBool::new(false);
    let is_done = || done.load(std::sync::atomic::Ordering::SeqCst);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..20 {
                let batch = busy.batch().unwrap();
                begun.send(n).unwrap();
                std::thread::sleep(Duration::from_millis(50));
                batch.commit().unwrap();
                if is_done() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(6));
            }
            assert!(is_done(), "it waited for all of them");
        });
        begins.recv().unwrap();
        other.set_setting("a", Some("b")).unwrap();
        done.store(true, std::sync::atomic::Ordering::SeqCst);
    });
}

#[test]
fn an_update_tells_each_step_and_leaves_nothing_to_do() {
    let folder = Folder::new();
    let path = folder.path("old.db");
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/schema-1.db");
    fs::copy(old, &path).unwrap();
    assert!(Store::copy_before_update(&path).is_some());
    let mut told = Vec::new();
    Store::update(&path, &mut |done, steps| told.push((done, steps))).unwrap();
    let want: Vec<_> = (0..VERSION).map(|done| (done, VERSION)).collect();
    assert_eq!(told, want);
    assert!(folder.path("old.db.schema-1").exists());
    assert!(Store::copy_before_update(&path).is_none());
    Store::update(&path, &mut |_, _| panic!("nothing is to be done")).unwrap();
    assert_eq!(
        Store::open_existing(&path).unwrap().version().unwrap(),
        VERSION
    );
}

/// Else who reads waits for who writes, and one pushes out the pages of the other: see `.cargo/config.toml`.
#[test]
fn connections_share_no_cache_and_no_lock() {
    let store = Store::in_memory().unwrap();
    let sql = "SELECT sqlite_compileoption_used('ENABLE_MEMORY_MANAGEMENT')";
    let shared: bool = store
        .connection
        .query_row(sql, [], |row| row.get(0))
        .unwrap();
    assert!(!shared, "SQLite was built without the flags of this folder");
}
