//! Looking over, mending and copying a store.

use std::path::PathBuf;

use super::open::Side;
use super::tests::{made, source};
use super::*;
use crate::model::{ArticleId, QuoteEdit};

fn store(folder: &tempfile::TempDir) -> Store {
    let mut store = Store::open(&folder.path().join("s.db")).unwrap();
    let mut batch = store.batch().unwrap();
    for n in 1..6 {
        let (article, extraction) = made(Some("A"), None, &format!("Word {}", n.min(4)), "Ann Lee");
        batch.put(&source(n, 1), &article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    store.set_read(ArticleId(2), true).unwrap();
    store
}

#[test]
fn a_sound_store_is_found_sound() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    assert_eq!(store.variants(ArticleId(4)).unwrap().len(), 2);
    assert_eq!(store.check().unwrap(), []);
    assert_eq!(Store::in_memory().unwrap().check().unwrap(), []);
}

#[test]
fn what_can_be_mended_is_mended_and_a_copy_is_made_before() {
    let damages = [
        "UPDATE total SET articles = 99, unread = 0",
        "DELETE FROM total",
        "UPDATE article SET quotes = 7 WHERE id = 3",
        "UPDATE article SET read = 1 WHERE id = 1",
        "UPDATE article SET variants = 3 WHERE id = 1",
        "UPDATE article SET variant_of = 77 WHERE id = 2",
        "UPDATE quote SET speaker = 5 WHERE article = 2",
        "DELETE FROM body WHERE article = 3",
        "INSERT INTO body (article, inferred, blocks, text) VALUES (88, '[]', '[]', 'x')",
        "INSERT INTO anchor VALUES (1, 88)",
        "UPDATE article SET file = 12 WHERE id = 1",
        "UPDATE total SET variants = 7",
        "DELETE FROM article_words WHERE rowid = 2",
        "INSERT INTO article_words (rowid, words) VALUES (88, 'x')",
        "DELETE FROM article_words_data WHERE id > 10",
        "UPDATE entity SET quotes = 9",
        "DELETE FROM entity",
        "UPDATE alias SET articles = 9",
        "DELETE FROM entity_role; UPDATE speaker SET quotes = 0 WHERE article = 2",
        "UPDATE article SET starred = 1 WHERE id = 1",
        "UPDATE speaker SET newest = -5 WHERE entity IS NOT NULL",
        "DELETE FROM touched",
        "DELETE FROM change",
        "DELETE FROM step",
    ];
    for damage in damages {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(&folder);
        let sql = format!("PRAGMA foreign_keys = OFF; {damage}; PRAGMA foreign_keys = ON");
        store.connection.execute_batch(&sql).unwrap();
        let problems = store.check().unwrap();
        assert!(!problems.is_empty(), "{damage}");
        assert!(problems.iter().all(|p| p.mendable), "{problems:?}");
        let copy = store.repair().unwrap();
        assert_eq!(store.check().unwrap(), [], "{damage}");
        let left = if damage.contains("FROM body") { 4 } else { 5 };
        let counts = store.counts().unwrap();
        assert_eq!((counts.articles, counts.quotes), (left, left), "{damage}");
        assert!(store.article_row(ArticleId(2)).unwrap().unwrap().read);
        let before = Store::reading(&copy, Side::Shared)
            .unwrap()
            .check()
            .unwrap();
        assert_eq!(before, problems, "the copy is of the state before");
    }
}

#[test]
fn a_note_on_nothing_is_told_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(&folder);
    let note = QuoteEdit::Note("so".to_owned());
    store.edit_quote((ArticleId(2), 0), &note).unwrap();
    store
        .connection
        .execute("DELETE FROM kept_quote", [])
        .unwrap();
    let notes = |store: &Store| -> i64 {
        let count = "SELECT count(*) FROM note";
        store
            .connection
            .query_row(count, [], |row| row.get(0))
            .unwrap()
    };
    let told = store.check().unwrap();
    let what = "tags or notes are on a quote of which nothing is known: 1";
    assert_eq!(
        told.iter().map(|p| p.what.as_str()).collect::<Vec<_>>(),
        [what]
    );
    store.repair().unwrap();
    assert_eq!((notes(&store), store.check().unwrap()), (1, Vec::new()));
}

#[test]
fn a_damaged_file_is_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let first = store(&folder);
    first
        .connection
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    drop(first);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    let Ok(mut store) = Store::open_existing(&path) else {
        return;
    };
    match store.check() {
        Ok(problems) => assert!(problems.iter().any(|p| !p.mendable), "{problems:?}"),
        Err(error) => assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}"),
    }
    assert!(matches!(store.repair(), Err(StoreError::Damaged { .. })));
    assert!(!folder.path().join("s.db.before-repair").exists());
}

#[test]
fn a_copy_is_whole_and_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let copy = folder.path().join("copy.db");
    store.back_up_to(&copy).unwrap();
    let opened = Store::open_existing(&copy).unwrap();
    assert_eq!(opened.counts().unwrap(), store.counts().unwrap());
    assert_eq!(opened.check().unwrap(), []);
    let error = store.back_up_to(&copy).unwrap_err();
    assert!(error.to_string().contains("there is a file already"));
    let nowhere = folder.path().join("none/copy.db");
    assert!(matches!(
        store.back_up_to(&nowhere),
        Err(StoreError::Copy { .. })
    ));
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let left: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    assert!(
        left.iter()
            .all(|p| !p.display().to_string().ends_with(".part"))
    );
}
