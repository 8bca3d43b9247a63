//! Saving what can be read of damaged files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;

use super::tests::{made, source};
use super::*;
use crate::model::ArticleId;

const PAGE: usize = 4096;
const ARTICLES: usize = 300;

/// How many files are damaged: 40, or as many as a longer run asks for.
pub(super) fn rounds() -> usize {
    let asked = std::env::var("ONRECORD_ROUNDS").ok();
    asked.map_or(40, |rounds| rounds.parse().unwrap())
}

/// A store of some hundred pages: short and long texts, quotes, read marks, articles taken out.
fn store(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let mut batch = store.batch().unwrap();
    for n in 1..=ARTICLES + 20 {
        let words = format!("Word {n} of it. ").repeat(n % 40 * 20 + 1);
        let (article, extraction) = made(Some("Harbour"), None, &words, "Ann Lee");
        batch.put(&source(n, 1), &article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    for id in (1..50).step_by(7) {
        store.set_read(ArticleId(id), true).unwrap();
    }
    let mut batch = store.batch().unwrap();
    for id in ARTICLES + 1..=ARTICLES + 20 {
        batch.remove_article(ArticleId(id as i64)).unwrap();
    }
    batch.commit().unwrap();
    drop(store);
    path
}

/// Texts and quotes by article.
fn contents(store: &Store) -> BTreeMap<i64, (String, usize, bool)> {
    let ids: Vec<i64> = store
        .connection
        .prepare("SELECT id FROM article ORDER BY id")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let one = |id| {
        let whole = store.whole(ArticleId(id)).unwrap();
        let row = store.article_row(ArticleId(id)).unwrap().unwrap();
        (
            id,
            (whole.article.text, whole.extraction.quotes.len(), row.read),
        )
    };
    ids.into_iter().map(one).collect()
}

/// Rows of a table that SQLite itself can still read, each asked for alone.
fn readable(path: &Path, table: &str, key: &str) -> usize {
    let Ok(store) = Store::look(path) else {
        return 0;
    };
    let sql = format!("SELECT * FROM {table} WHERE {key} = ?1");
    let Ok(mut statement) = store.connection.prepare(&sql) else {
        return 0;
    };
    let mut one = |id: i64| {
        statement
            .query_row([id], |row| {
                let columns = row.as_ref().column_count();
                let values = (0..columns).map(|k| row.get::<_, Value>(k));
                values.collect::<rusqlite::Result<Vec<_>>>()
            })
            // SQLite gives zeros for letters where a page was wiped.
            .is_ok_and(|values| {
                let wiped = |v: &Value| matches!(v, Value::Text(text) if text.contains('\0'));
                !values.iter().any(wiped)
            })
    };
    (1..=ARTICLES as i64).filter(|id| one(*id)).count()
}

#[test]
fn a_sound_store_is_saved_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = store(&folder);
    let before = contents(&Store::open_existing(&path).unwrap());
    let salvaged = Store::salvage(&path).unwrap();
    let after = Store::open_existing(&path).unwrap();
    assert_eq!(contents(&after), before);
    assert_eq!(after.check().unwrap(), []);
    assert_eq!(
        (
            salvaged.articles,
            salvaged.articles_before,
            salvaged.overlay.read
        ),
        (ARTICLES as u64, Some(ARTICLES as u64), 7)
    );
    assert_eq!(
        (
            salvaged.nameless,
            salvaged.without_text,
            salvaged.quotes_lost
        ),
        (0, 0, 0)
    );
    let wal = open::beside(&salvaged.damaged, "-wal");
    assert!(!wal.exists(), "the store was closed: its log is empty");
    let kept = Store::open_existing(&salvaged.damaged).unwrap();
    assert_eq!(contents(&kept), before);
}

#[test]
fn what_is_in_the_log_only_is_saved_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = store(&folder);
    let mut open = Store::open(&path).unwrap();
    let mut batch = open.batch().unwrap();
    let (article, extraction) = made(Some("Harbour"), None, "In the log", "Ann Lee");
    batch.put(&source(999, 1), &article, &extraction).unwrap();
    batch.commit().unwrap();
    let other = folder.path().join("copy.db");
    for end in ["", "-wal"] {
        fs::copy(open::beside(&path, end), open::beside(&other, end)).unwrap();
    }
    let salvaged = Store::salvage(&other).unwrap();
    assert_eq!(salvaged.articles, ARTICLES as u64 + 1);
    assert!(open::beside(&salvaged.damaged, "-wal").exists());
}

#[test]
fn pages_of_noise_cost_no_more_than_what_stood_on_them() {
    let mut random = 88_172_645_463_325_252_u64;
    let mut next = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    let whole = tempfile::tempdir().unwrap();
    let whole = store(&whole);
    let sound = fs::read(&whole).unwrap();
    let before = contents(&Store::open_existing(&whole).unwrap());
    for round in 0..rounds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let mut bytes = sound.clone();
        let pages = (bytes.len() / PAGE) as u64;
        for _ in 0..=round % 40 / 2 {
            // The first page holds the names of the tables: every fourth file loses that too.
            let page = if round % 4 == 3 { 0 } else { next() % pages };
            let at = usize::try_from(page).unwrap() * PAGE;
            let zero = round % 3 == 1;
            bytes[at..at + PAGE].fill_with(|| if zero { 0 } else { next() as u8 });
        }
        fs::write(&path, &bytes).unwrap();
        let (articles, texts) = (
            readable(&path, "article", "id"),
            readable(&path, "body", "article"),
        );
        assert!(fs::read(&path).unwrap() == bytes, "looking changes nothing");
        let salvaged = Store::salvage(&path).unwrap();
        assert!(fs::read(&salvaged.damaged).unwrap() == bytes);
        let store = Store::open_existing(&path).unwrap();
        assert_eq!(store.check().unwrap(), [], "round {round}");
        let after = contents(&store);
        assert!(
            after.len() >= texts,
            "round {round}: {salvaged:?}, {texts} texts"
        );
        let all = salvaged.articles + salvaged.without_text - salvaged.nameless;
        assert!(
            all >= articles as u64,
            "round {round}: {salvaged:?}, {articles} articles"
        );
        for (id, (text, quotes, _)) in &after {
            if let Some((was, found, _)) = before.get(id) {
                assert!(text == was && quotes <= found, "round {round}");
            }
        }
        let most = 3 * (round / 2 + 1);
        assert!(
            after.len() + 20 * most + 20 >= ARTICLES,
            "round {round}: {}",
            after.len()
        );
    }
}

#[test]
fn a_file_of_another_kind_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    for bytes in [&b"The ferry was late."[..], &[0x5a; 3 * PAGE], b"\x89PNG"] {
        fs::write(&path, bytes).unwrap();
        let error = Store::salvage(&path).unwrap_err();
        assert!(matches!(error, StoreError::NotADatabase(_)), "{error:?}");
        assert!(fs::read(&path).unwrap() == bytes);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
    let newer = folder.path().join("n.db");
    drop(Store::open(&newer).unwrap());
    let store = Connection::open(&newer).unwrap();
    store.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    let error = Store::salvage(&newer).unwrap_err();
    assert!(
        matches!(error, StoreError::TooNew { found: 99, .. }),
        "{error:?}"
    );
    let other = Connection::open(folder.path().join("o.db")).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    let error = Store::salvage(&folder.path().join("o.db")).unwrap_err();
    assert!(matches!(error, StoreError::OtherDatabase(_)), "{error:?}");
}

#[test]
fn what_is_lost_comes_back_with_the_next_import_and_renewal() {
    let folder = tempfile::tempdir().unwrap();
    let path = store(&folder);
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / PAGE;
    for page in (5..pages).step_by(4) {
        bytes[page * PAGE..][..PAGE].fill(0xa7);
    }
    fs::write(&path, &bytes).unwrap();
    let salvaged = Store::salvage(&path).unwrap();
    assert!(
        salvaged.articles < ARTICLES as u64 && salvaged.articles > 0,
        "{salvaged:?}"
    );
    let store = Store::open_existing(&path).unwrap();
    let outdated = store.outdated(ARTICLES).unwrap();
    let lacking = "SELECT count(*) FROM article WHERE engine = '0'";
    let lacking: usize = store
        .connection
        .query_row(lacking, [], |row| row.get(0))
        .unwrap();
    assert_eq!(outdated.len(), lacking);
    let whole = "SELECT count(*) FROM file WHERE whole = 1";
    let whole: u64 = store
        .connection
        .query_row(whole, [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, 0);
}
