//! Links in the store: what goes in comes out, is replaced with the text and stays with it otherwise,
//! comes to stores of older schemas with the next import, and is looked over, mended and saved.

use super::tests::{made, source};
use super::*;
use crate::extract::extract;
use crate::import::read_bytes;
use crate::model::{Article, ArticleId, BlockRole, Extraction, Link, Span};
use crate::query::parse;

/// An article with a link in each of its two blocks.
fn linked(words: &str, urls: [&str; 2]) -> (Article, Extraction) {
    let (mut article, extraction) = made(Some("A"), None, words, "Ann Lee");
    let link = |words: &str, url: &str| {
        let start = article.text.find(words).unwrap();
        Link {
            span: Span::new(start, start + words.len()),
            url: url.to_owned(),
        }
    };
    article.links = vec![link("Ann Lee", urls[0]), link("Nothing", urls[1])];
    (article, extraction)
}

const URLS: [&str; 2] = ["https://a.example/1", "mailto:b@c.example"];

fn put(store: &mut Store, version: u64, (article, extraction): &(Article, Extraction)) -> Outcome {
    let mut batch = store.batch().unwrap();
    let outcome = batch.put(&source(1, version), article, extraction).unwrap();
    batch.commit().unwrap();
    outcome
}

fn kept(store: &Store) -> Vec<Link> {
    store.article(ArticleId(1)).unwrap().unwrap().article.links
}

fn count(store: &Store, sql: &str) -> i64 {
    let count = store.connection.query_row(sql, [], |row| row.get(0));
    count.unwrap()
}

#[test]
fn links_come_out_as_they_went_in_and_are_replaced_with_the_text() {
    let mut store = Store::in_memory().unwrap();
    let first = linked("It rained", URLS);
    assert_eq!(put(&mut store, 1, &first), Outcome::New);
    assert_eq!(kept(&store), first.0.links);
    assert_eq!(count(&store, "SELECT sum(block) FROM link"), 1);
    let other = linked("It rained again", ["https://a.example/2", URLS[1]]);
    assert_eq!(put(&mut store, 2, &other), Outcome::Changed);
    assert_eq!(kept(&store), other.0.links);
    assert_eq!(store.check().unwrap(), []);
    let mut batch = store.batch().unwrap();
    batch.remove_article(ArticleId(1)).unwrap();
    batch.commit().unwrap();
    assert_eq!(count(&store, "SELECT count(*) FROM link"), 0);
}

#[test]
fn looking_for_quotes_anew_leaves_links_as_they_are() {
    let mut store = Store::in_memory().unwrap();
    let first = linked("It rained", URLS);
    put(&mut store, 1, &first);
    store.age_engine("0").unwrap();
    let outdated = store.outdated(9).unwrap().into_iter();
    let found: Vec<FoundAnew> = outdated
        .map(|old| {
            let anew = extract(&old.stored.article);
            (old, Some(anew))
        })
        .collect();
    assert_eq!(store.renew(&found).unwrap(), 1);
    assert_eq!(kept(&store), first.0.links);
}

#[test]
fn an_article_from_before_links_were_read_gets_them_and_is_unchanged() {
    let mut store = Store::in_memory().unwrap();
    let first = linked("It rained", URLS);
    put(&mut store, 1, &first);
    store.set_read(ArticleId(1), true).unwrap();
    let forget = "DELETE FROM link; UPDATE article SET linked = 0";
    store.connection.execute_batch(forget).unwrap();
    assert_eq!(
        store.known(&source(1, 1)).unwrap(),
        None,
        "it is read again"
    );
    assert_eq!(put(&mut store, 1, &first), Outcome::Unchanged);
    assert_eq!(kept(&store), first.0.links);
    assert!(store.known(&source(1, 1)).unwrap().is_some());
    assert_eq!(count(&store, "SELECT count(*) FROM quote"), 1);
    // Where the text is read otherwise by now, all of it is put.
    store.connection.execute_batch(forget).unwrap();
    assert_eq!(
        put(&mut store, 1, &linked("It snowed", URLS)),
        Outcome::Changed
    );
    let stored = store.article(ArticleId(1)).unwrap().unwrap();
    assert!(stored.article.text.contains("snowed") && stored.read);
    assert_eq!(stored.article.links.len(), 2);
}

#[test]
fn links_in_lines_that_turn_out_to_be_furniture_are_not_shown() {
    let page = |n: usize| {
        let html = format!(
            "<p>The harbour board met for the {n}th time on Tuesday and refused a lease to shop number {n} in the old \
             customs house, <a href='https://a.example/{n}'>it said</a>.</p><p><a href='https://a.example/post'>POST NEWS \
             NETWORK</a></p><p>The owner of shop {n} said that he would appeal to the court before the month ends.</p>"
        );
        serde_json::json!({"publisher": "The Bergen Post", "text": html}).to_string()
    };
    let mut store = Store::in_memory().unwrap();
    for n in 1..=9 {
        let one = read_bytes("page.json", page(n).as_bytes())
            .unwrap()
            .remove(0);
        assert_eq!(one.article.links.len(), 2);
        let mut batch = store.batch().unwrap();
        batch
            .put(&source(n, 1), &one.article, &extract(&one.article))
            .unwrap();
        batch.commit().unwrap();
    }
    assert_eq!(kept(&store).len(), 2);
    while store.weigh_lines().unwrap() {}
    let stored = store.article(ArticleId(1)).unwrap().unwrap();
    assert_eq!(stored.article.blocks[1].role, BlockRole::Furniture);
    assert_eq!(stored.article.links.len(), 1);
    assert_eq!(stored.article.links[0].url, "https://a.example/1");
}

#[test]
fn links_that_lie_astray_are_told_and_read_again() {
    for damage in [
        "UPDATE link SET block = 1 WHERE block = 0",
        "UPDATE link SET block = 9",
        "UPDATE link SET block = -1",
        "UPDATE link SET end = start",
        "UPDATE link SET end = end + 500",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("s.db")).unwrap();
        let first = linked("It rained", URLS);
        put(&mut store, 1, &first);
        store.connection.execute_batch(damage).unwrap();
        let problems = store.check().unwrap();
        let told: Vec<&str> = problems.iter().map(|p| p.what.as_str()).collect();
        assert!(
            told.len() == 1 && told[0].starts_with("links lie outside"),
            "{damage}: {told:?}"
        );
        store.repair().unwrap();
        assert_eq!((store.check().unwrap(), kept(&store)), (vec![], vec![]));
        assert_eq!(put(&mut store, 1, &first), Outcome::Unchanged);
        assert_eq!(kept(&store), first.0.links, "{damage}");
    }
}

#[test]
fn an_address_that_must_not_be_opened_is_none_wherever_it_comes_from() {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, 1, &linked("It rained", URLS));
    let write = "UPDATE link SET url = 'javascript:alert(1)' WHERE block = 0";
    store.connection.execute_batch(write).unwrap();
    let kept = kept(&store);
    assert_eq!((kept.len(), kept[0].url.as_str()), (1, URLS[1]));
}

/// A store in a file, with its log brought to its place.
fn in_file(folder: &tempfile::TempDir) -> (PathBuf, Vec<Link>) {
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let first = linked("It rained", URLS);
    put(&mut store, 1, &first);
    (path, first.0.links)
}

#[test]
fn a_damaged_file_keeps_its_links_and_a_copy_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let (path, links) = in_file(&folder);
    let copy = folder.path().join("copy.db");
    Store::open_existing(&path)
        .unwrap()
        .back_up_to(&copy)
        .unwrap();
    assert_eq!(kept(&Store::open_existing(&copy).unwrap()), links);
    Store::salvage(&path).unwrap();
    let store = Store::open_existing(&path).unwrap();
    assert_eq!((kept(&store), store.check().unwrap()), (links, vec![]));
    assert_eq!(
        count(&store, "SELECT count(*) FROM article WHERE linked = 0"),
        0
    );
}

#[test]
fn links_that_are_lost_with_a_page_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (path, links) = in_file(&folder);
    let root: i64 = {
        let store = Store::open_existing(&path).unwrap();
        count(
            &store,
            "SELECT rootpage FROM sqlite_schema WHERE name = 'link'",
        )
    };
    let mut bytes = std::fs::read(&path).unwrap();
    let at = (usize::try_from(root).unwrap() - 1) * 4096;
    bytes[at..at + 4096].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    Store::salvage(&path).unwrap();
    let mut store = Store::open_existing(&path).unwrap();
    assert_eq!((kept(&store), store.check().unwrap()), (vec![], vec![]));
    assert_eq!(
        put(&mut store, 1, &linked("It rained", URLS)),
        Outcome::Unchanged
    );
    assert_eq!(kept(&store), links);
}

#[test]
fn a_store_of_the_fifth_schema_is_brought_up_to_date_with_a_backup_and_all_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-5.db");
    std::fs::copy(&fixture, &path).unwrap();
    let store = Store::open(&path).unwrap();
    let backup = folder.path().join("old.db.schema-5");
    assert!(backup.exists());
    assert_eq!(store.version().unwrap(), schema::VERSION);
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.unread), (3, 2));
    let found = |query: &str| store.count_articles(&parse(query).unwrap()).unwrap();
    let all = ["is:starred", "#quay", "has:quotes", "is:read"].map(found);
    assert_eq!(all, [1, 1, 3, 1]);
    assert_eq!(store.searches().unwrap().len(), 1);
    let ids = [1, 2, 3].map(ArticleId);
    for id in ids {
        let stored = store.article(id).unwrap().unwrap();
        assert!(stored.article.links.is_empty() && stored.article.text.len() > 200);
        let file = store.file(&stored.source).unwrap().unwrap();
        assert_eq!(file.reader, "", "its file is read again by the next import");
    }
    let kept = store.kept(ids[0]).unwrap();
    assert_eq!(kept.quotes[0].note.as_deref(), Some("Asked twice"));
    assert_eq!(store.history(None, 9).unwrap().len(), 6);
    assert_eq!(store.check().unwrap(), []);
    drop(store);
    let again = Store::open_existing(&backup).unwrap();
    assert_eq!(again.counts().unwrap(), counts);
}

#[test]
fn links_that_do_not_fit_the_text_are_none_and_the_article_opens() {
    let mut store = Store::in_memory().unwrap();
    let first = linked("It rained — it did —", URLS);
    put(&mut store, 1, &first);
    let dash = first.0.text.find('—').unwrap() + 1;
    for set in [
        "end = 99999999".to_owned(),
        "start = -1".to_owned(),
        "start = end".to_owned(),
        format!("start = {dash}"),
    ] {
        let sql = format!("UPDATE link SET {set} WHERE url = '{}'", URLS[1]);
        store.connection.execute_batch(&sql).unwrap();
        let left: Vec<String> = kept(&store).into_iter().map(|link| link.url).collect();
        assert_eq!(left, [URLS[0]], "{set}");
        put(&mut store, 2, &linked("It snowed", URLS));
        put(&mut store, 1, &first);
    }
}
