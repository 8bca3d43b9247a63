//! Counting the speakers of a transaction, and the schema that came with it.

use std::path::Path;

use super::tests::{made, source};
use super::*;
use crate::model::{ArticleId, ChangeState, Extraction};
use crate::query::parse;

fn put(batch: &mut Batch<'_>, n: usize, version: u64, date: &str, name: &str) {
    let (article, extraction) = made(Some("A"), Some(date), &format!("Word {n} {version}"), name);
    batch
        .put(&source(n, version), &article, &extraction)
        .unwrap();
}

#[test]
fn articles_that_come_change_and_go_in_one_transaction_are_counted_right() {
    let mut store = Store::in_memory().unwrap();
    let mut batch = store.batch().unwrap();
    for n in 0..6 {
        put(&mut batch, n, 1, "2024-05-01", ["Ann Lee", "Bo Day"][n % 2]);
    }
    // Replaced, renamed and taken out while the first still wait to be counted.
    put(&mut batch, 0, 2, "2024-05-02", "Ann Lee");
    put(&mut batch, 2, 2, "2024-05-02", "Cy May");
    for id in [2, 4, 6] {
        batch.remove_article(ArticleId(id)).unwrap();
    }
    batch.commit().unwrap();
    assert_eq!(store.check().unwrap(), []);
    let speakers = store.speakers(&parse("").unwrap(), None).unwrap();
    let counted: Vec<(&str, u32)> = speakers
        .iter()
        .map(|s| (s.name.as_str(), s.articles))
        .collect();
    assert_eq!(counted, [("Ann Lee", 2), ("Cy May", 1)]);
}

#[test]
fn somebody_is_called_as_in_the_latest_article_that_prints_a_role() {
    let mut store = Store::in_memory().unwrap();
    let mut batch = store.batch().unwrap();
    let with = |n: usize, date: &str, name: &str, role: bool| -> (_, Extraction) {
        let (article, mut extraction) = made(Some("A"), Some(date), &format!("Word {n}"), name);
        if !role {
            extraction.speakers[0].role = None;
        }
        (article, extraction)
    };
    for (n, (date, name, role)) in [
        ("2024-05-01", "ANN LEE", true),
        ("2024-05-03", "Ann Lee", true),
        ("2024-05-03", "ann lee", true),
        ("2024-05-04", "Ann LEE", false),
        ("2024-05-01", "Bo Day", false),
        ("2024-05-02", "BO DAY", false),
    ]
    .into_iter()
    .enumerate()
    {
        let (article, extraction) = with(n, date, name, role);
        batch.put(&source(n, 1), &article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    let names = |filter: &str| -> Vec<String> {
        let rows = store.speakers(&parse(filter).unwrap(), None).unwrap();
        rows.into_iter().map(|row| row.name).collect()
    };
    let roles = "SELECT count(*) FROM entity_role";
    let roles: i64 = store.connection.query_row(roles, [], |r| r.get(0)).unwrap();
    assert_eq!(roles, 1, "the made speakers have a role");
    assert_eq!(names(""), ["Ann Lee", "BO DAY"]);
    // Counted from the quotes in place of the kept numbers: the same.
    assert_eq!(names("after:2020-01-01"), names(""));
}

#[test]
fn a_store_of_an_older_schema_is_brought_up_to_date_with_a_backup_and_all_is_there() {
    for schema in ["schema-6", "schema-7", "schema-8"] {
        is_brought_up_to_date(schema);
    }
}

fn is_brought_up_to_date(schema: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::copy(fixtures.join(format!("{schema}.db")), &path).unwrap();
    let mut store = Store::open(&path).unwrap();
    let backup = folder.path().join(format!("old.db.{schema}"));
    assert!(backup.exists());
    assert_eq!(store.version().unwrap(), schema::VERSION);
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.quotes, counts.unread), (3, 10, 2));
    let found = |query: &str| store.count_articles(&parse(query).unwrap()).unwrap();
    let queries = ["is:starred", "#quay", "is:read", "conf:>0.5", "conf:<=0.5"];
    assert_eq!(queries.map(found), [1, 1, 1, 3, 0]);
    let speakers = store
        .speakers(&parse("speaker:roe").unwrap(), None)
        .unwrap();
    assert_eq!(
        (speakers[0].name.as_str(), speakers[0].quotes),
        ("Jon Roe", 3)
    );
    assert_eq!(store.searches().unwrap().len(), 1);
    let kept = store.kept(ArticleId(1)).unwrap();
    assert_eq!(kept.quotes[0].note.as_deref(), Some("Asked twice"));
    assert_eq!(store.check().unwrap(), []);
    // What was undone is done again first.
    let undone = store.history(None, 1).unwrap().remove(0);
    let again = (undone.state == ChangeState::Undone).then_some(undone.id);
    assert_eq!(store.redo().unwrap().map(|change| change.id), again);
    assert_eq!(again.is_some(), schema != "schema-6");
    drop(store);
    let again = Store::open_existing(&backup).unwrap();
    assert_eq!(again.counts().unwrap(), counts);
}
