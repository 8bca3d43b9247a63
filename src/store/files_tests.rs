//! Files: what is known of them, what is taken out with them, and a store of the first schema.

use std::collections::HashSet;
use std::path::Path;

use super::tests::{made, source};
use super::*;
use crate::import::{Sketch, Stamp};
use crate::model::{ArticleId, FileId};
use crate::query::{Query, parse};

const STAMP: Stamp = Stamp {
    size: 10,
    mtime: 1_650_000_000_123_456_789,
};

/// Puts articles `numbers` as the records of one file, whole.
fn put(store: &mut Store, path: &str, numbers: &[usize], failures: &[String]) -> FileId {
    let mut batch = store.batch().unwrap();
    let file = batch.begin_file(path, &[]).unwrap();
    for n in numbers {
        let (article, extraction) = made(Some("A"), None, &format!("Word {n}"), "Ann Lee");
        let entry = Entry {
            source: &source(*n, 1),
            article: &article,
            extraction: &extraction,
            lang: Some("en"),
            sketch: &Sketch::new(&article),
            words: &IndexWords::of(&article, &extraction),
            given: false,
            file: Some(file),
        };
        batch.put_entry(&entry).unwrap();
    }
    let end = FileEnd {
        stamp: STAMP,
        hash: Some(7),
        reader: "r",
        records: numbers.len() as u64,
        failures,
    };
    batch.finish_file(file, &end).unwrap();
    batch.commit().unwrap();
    file
}

#[test]
fn what_is_known_of_a_file_comes_out_and_reading_it_again_is_seen() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.file("/a/x.jsonl").unwrap(), None);
    let failures = ["line 3 is bad".to_owned(), "line 9 too".to_owned()];
    let id = put(&mut store, "/a/x.jsonl", &[1, 2], &failures);
    let known = store.file("/a/x.jsonl").unwrap().unwrap();
    assert_eq!((known.id, known.stamp, known.hash), (id, STAMP, Some(7)));
    assert_eq!((known.whole, known.records), (true, 2));
    assert_eq!(store.failures(id).unwrap(), failures);
    assert_eq!(store.articles_of(id).unwrap(), [ArticleId(1), ArticleId(2)]);
    let mut batch = store.batch().unwrap();
    assert_eq!(batch.begin_file("/a/x.jsonl", &[]).unwrap(), id);
    batch.commit().unwrap();
    assert!(!store.file("/a/x.jsonl").unwrap().unwrap().whole);
    put(&mut store, "/a/x.jsonl", &[1, 2], &[]);
    assert!(store.failures(id).unwrap().is_empty());
}

#[test]
fn a_file_is_taken_out_with_its_articles_and_with_no_others() {
    let mut store = Store::in_memory().unwrap();
    let first = put(&mut store, "/a/b/x.jsonl", &[1, 2, 3], &[]);
    put(&mut store, "/a/bc.txt", &[4], &[]);
    put(&mut store, "/a/b", &[5], &[]);
    let below = |store: &Store, root: &str| -> Vec<String> {
        let files = store.files_below(root).unwrap();
        files.into_iter().map(|(_, path)| path).collect()
    };
    assert_eq!(below(&store, "/a/b"), ["/a/b", "/a/b/x.jsonl"]);
    assert_eq!(below(&store, "/").len(), 3);
    store.set_read(ArticleId(2), true).unwrap();
    let mut batch = store.batch().unwrap();
    let kept = HashSet::from([ArticleId(2)]);
    assert_eq!(batch.remove_all_but(first, &kept).unwrap(), 2);
    batch.commit().unwrap();
    assert!(store.article(ArticleId(2)).unwrap().unwrap().read);
    let mut batch = store.batch().unwrap();
    assert_eq!(batch.remove_file(first).unwrap(), 1);
    batch.commit().unwrap();
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.quotes, counts.unread), (2, 2, 2));
    assert_eq!(below(&store, "/a/b"), ["/a/b"]);
}

#[test]
fn languages_are_shown_and_can_be_asked_for() {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, "/a/x", &[1], &[]);
    let (article, extraction) = made(None, None, "Mot", "Anne Roi");
    let mut batch = store.batch().unwrap();
    let entry = Entry {
        source: &source(2, 1),
        article: &article,
        extraction: &extraction,
        lang: Some("fr"),
        sketch: &Sketch::new(&article),
        words: &IndexWords::of(&article, &extraction),
        given: false,
        file: None,
    };
    batch.put_entry(&entry).unwrap();
    batch
        .put_entry(&Entry {
            source: &source(3, 1),
            lang: None,
            ..entry
        })
        .unwrap();
    batch.commit().unwrap();
    let listed = |query: &str| -> Vec<(i64, Option<String>)> {
        let (order, filter) = (ArticleOrder::Imported, parse(query).unwrap());
        let rows = store.articles(order, &filter, None, Direction::Forward, 9);
        rows.unwrap()
            .into_iter()
            .map(|r| (r.id.0, r.lang))
            .collect()
    };
    assert_eq!(listed("lang:fr"), [(2, Some("fr".to_owned()))]);
    assert_eq!(listed("-lang:fr").len(), 2);
    assert_eq!(listed("").last().unwrap().1, None);
    let quotes = store.quotes(&parse("lang:FR").unwrap(), None).unwrap();
    assert_eq!(quotes.len(), 1);
}

#[test]
fn a_store_of_the_first_schema_is_brought_up_to_date_with_a_backup_and_all_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-1.db");
    std::fs::copy(&fixture, &path).unwrap();
    let mut store = Store::open(&path).unwrap();
    let backup = folder.path().join("old.db.schema-1");
    assert!(backup.exists());
    assert_eq!(store.version().unwrap(), schema::VERSION);
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.quotes, counts.unread), (5, 66, 3));
    let filter = Query::all();
    let rows = |store: &Store| {
        let order = ArticleOrder::Imported;
        store
            .articles(order, &filter, None, Direction::Forward, 9)
            .unwrap()
    };
    let before = rows(&store);
    assert_eq!(before.len(), 5);
    assert!(before.iter().all(|r| r.lang.is_none() && r.duplicates == 0));
    assert_eq!(before.iter().filter(|r| r.read).count(), 2);
    for row in &before {
        let stored = store.article(row.id).unwrap().unwrap();
        assert_eq!(stored.extraction.quotes.len(), row.quotes as usize);
        assert!(stored.source.starts_with("/articles/"), "{}", stored.source);
        assert!(stored.article.text.len() > 500);
    }
    assert_eq!(store.unfiled_below("/articles").unwrap().len(), 5);
    assert_eq!(store.catch_up(9).unwrap(), 5);
    assert_eq!(store.catch_up(9).unwrap(), 0);
    assert!(rows(&store).iter().all(|r| r.lang.as_deref() == Some("en")));
    drop(store);
    // The backup is a store of its own: opened, it is brought up to date as well.
    let again = Store::open_existing(&backup).unwrap();
    assert_eq!(again.counts().unwrap(), counts);
}
