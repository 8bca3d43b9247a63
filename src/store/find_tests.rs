//! The store as what an index is made of: states, what changed between them, rows, filters.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use super::open::Side;
use super::tests::{made, source};
use super::*;
use crate::find::{Changes, IndexedArticle, Source, Stamp, in_texts};
use crate::model::{ArticleEdit, ArticleId, QuoteEdit, QuoteKind, SpeakerKind, Tag};
use crate::query::{Has, Test, parse};

fn put(store: &mut Store, n: usize, version: u64, date: Option<&str>, words: &str) -> ArticleId {
    let (article, extraction) = made(Some("Harbour"), date, words, "Ann Lee");
    let mut batch = store.batch().unwrap();
    batch
        .put(&source(n, version), &article, &extraction)
        .unwrap();
    batch.commit().unwrap();
    store.known(&source(n, version)).unwrap().unwrap().id
}

/// A store of three articles with rows 1 to 3; the order of lists is 2, 1, 3.
fn three() -> Store {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, 1, 1, Some("2022-04-19"), "It will close");
    put(&mut store, 2, 1, Some("2023-01-02"), "Grain is dear");
    put(&mut store, 3, 1, None, "We wait");
    store
}

fn all(store: &Store) -> (Vec<IndexedArticle>, Stamp) {
    let mut articles = Vec::new();
    let mut take = |article| {
        articles.push(article);
        ControlFlow::Continue(())
    };
    let stamp = Source::articles(store, &mut take).unwrap();
    (articles, stamp)
}

fn stamp(store: &Store) -> Stamp {
    Source::articles(store, &mut |_| ControlFlow::Break(())).unwrap()
}

fn changes(store: &Store, since: Stamp) -> (Vec<IndexedArticle>, Changes) {
    let mut articles = Vec::new();
    let mut take = |article: &IndexedArticle| articles.push(article.clone());
    let changes = store.changes(since, 100, &mut take).unwrap().unwrap();
    (articles, changes)
}

/// Whether an index of that state can be brought up to date with so many changes.
fn follows(store: &Store, since: Stamp, most: usize) -> bool {
    let mut given = 0;
    let found = store.changes(since, most, &mut |_| given += 1).unwrap();
    assert!(found.is_some() || given == 0);
    found.is_some()
}

fn ids(articles: &[IndexedArticle]) -> Vec<i64> {
    articles.iter().map(|article| article.id.0).collect()
}

/// What `work` changed: new or changed articles and gone ones. Holds that an index of the state
/// before, brought up to date with it, is as one made anew, and that nothing is lacking then.
fn changed(store: &mut Store, work: impl FnOnce(&mut Store)) -> (Vec<i64>, Vec<i64>) {
    let (before, since) = all(store);
    work(store);
    let (changed, changes) = changes(store, since);
    let (after, now) = all(store);
    assert_eq!(changes.stamp, now);
    let mut followed: BTreeMap<i64, IndexedArticle> =
        before.into_iter().map(|a| (a.id.0, a)).collect();
    for gone in &changes.gone {
        followed.remove(&gone.0);
    }
    for article in &changed {
        followed.insert(article.id.0, article.clone());
    }
    let followed: Vec<IndexedArticle> = followed.into_values().collect();
    assert_eq!(followed, after);
    let gone = changes.gone.iter().map(|id| id.0).collect();
    (ids(&changed), gone)
}

#[test]
fn articles_come_with_all_that_is_indexed() {
    let mut store = three();
    let (mut article, mut extraction) = made(None, None, "Nobody knows", "Sea Ministry");
    article.publisher = None;
    extraction.speakers[0].kind = SpeakerKind::Organisation;
    let mut unknown = extraction.quotes[0].clone();
    unknown.speaker = None;
    unknown.kind = QuoteKind::Indirect;
    extraction.quotes.push(unknown);
    let mut batch = store.batch().unwrap();
    batch.put(&source(4, 1), &article, &extraction).unwrap();
    batch.commit().unwrap();
    let (articles, _) = all(&store);
    assert_eq!(ids(&articles), [1, 2, 3, 4]);
    assert_eq!((articles[1].newest, articles[2].newest), (-20_230_102, 0));
    assert_eq!(articles[0].publisher.as_deref(), Some("The Gazette"));
    assert_eq!(articles[0].title, "Harbour");
    let last = &articles[3];
    assert_eq!(last.publisher, None);
    let quotes: Vec<_> = last
        .quotes
        .iter()
        .map(|q| (q.text.as_str(), q.kind, q.speaker.clone()))
        .collect();
    let ministry = ("Sea Ministry".to_owned(), SpeakerKind::Organisation);
    assert_eq!(
        quotes,
        [
            ("Nobody knows", QuoteKind::Direct, Some(ministry)),
            ("Nobody knows", QuoteKind::Indirect, None),
        ]
    );
}

#[test]
fn only_a_batch_that_changes_articles_begins_a_new_state() {
    let mut store = three();
    let first = stamp(&store);
    store.batch().unwrap().commit().unwrap();
    put(&mut store, 1, 1, Some("2022-04-19"), "It will close");
    store.set_read(ArticleId(1), true).unwrap();
    let (article, extraction) = made(None, None, "Dropped", "Ann Lee");
    let mut batch = store.batch().unwrap();
    batch.put(&source(9, 1), &article, &extraction).unwrap();
    drop(batch);
    assert_eq!(stamp(&store), first);
    put(&mut store, 4, 1, None, "So it is");
    let second = stamp(&store);
    assert!(second.state > first.state, "{first:?} {second:?}");
    assert_eq!(ids(&changes(&store, first).0), [4]);
    assert_eq!(
        changes(&store, second),
        (
            Vec::new(),
            Changes {
                stamp: second,
                ..Changes::default()
            }
        )
    );
}

#[test]
fn a_stamp_of_no_state_and_too_many_changes_give_nothing() {
    let mut store = Store::in_memory().unwrap();
    let first = stamp(&store);
    for n in 1..=3 {
        put(&mut store, n, 1, None, "We wait");
    }
    let last = stamp(&store);
    assert!(follows(&store, first, 3));
    assert!(!follows(&store, first, 2));
    for foreign in [
        Stamp::default(),
        Stamp {
            state: last.state + 1,
            ..last
        },
        Stamp {
            nonce: !last.nonce,
            ..last
        },
    ] {
        assert!(!follows(&store, foreign, 100), "{foreign:?}");
    }
}

#[test]
fn two_histories_that_count_alike_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["one.db", "two.db"].map(|name| folder.path().join(name));
    let mut store = Store::open(&paths[0]).unwrap();
    put(&mut store, 1, 1, None, "We wait");
    let common = stamp(&store);
    drop(store);
    fs::copy(&paths[0], &paths[1]).unwrap();
    let mut stores = paths.map(|path| Store::open(&path).unwrap());
    put(&mut stores[0], 2, 1, None, "Here");
    put(&mut stores[1], 2, 1, None, "There");
    let [one, two] = [stamp(&stores[0]), stamp(&stores[1])];
    assert_eq!(one.state, two.state);
    assert!(!follows(&stores[0], two, 100));
    assert!(!follows(&stores[1], one, 100));
    for store in &stores {
        assert_eq!(ids(&changes(store, common).0), [2]);
    }
}

#[test]
fn what_changes_articles_is_told_and_nothing_else() {
    let mut store = three();
    let unread = |store: &mut Store| store.set_read(ArticleId(2), true).unwrap();
    assert_eq!(changed(&mut store, unread), (vec![], vec![]));
    let import = |store: &mut Store| {
        put(store, 4, 1, None, "New");
        put(store, 5, 1, Some("2024-01-01"), "Newer");
    };
    assert_eq!(changed(&mut store, import), (vec![4, 5], vec![]));
    let again = |store: &mut Store| {
        put(store, 3, 2, Some("2020-01-01"), "It is over");
    };
    assert_eq!(changed(&mut store, again), (vec![3], vec![]));
    let delete = |store: &mut Store| {
        let mut batch = store.batch().unwrap();
        batch.remove_article(ArticleId(1)).unwrap();
        batch.commit().unwrap();
    };
    assert_eq!(changed(&mut store, delete), (vec![], vec![1]));
    let prune = |store: &mut Store| {
        let mut batch = store.batch().unwrap();
        let file = batch.begin_file("/made/set.jsonl", &[]).unwrap();
        batch.adopt(ArticleId(2), "", file).unwrap();
        batch.adopt(ArticleId(4), "", file).unwrap();
        assert_eq!(batch.remove_file(file).unwrap(), 2);
        batch.commit().unwrap();
    };
    assert_eq!(changed(&mut store, prune), (vec![], vec![2, 4]));
    let back = |store: &mut Store| {
        put(store, 1, 1, None, "It is back");
    };
    let (articles, gone) = changed(&mut store, back);
    assert_eq!((articles.len(), gone.len()), (1, 0));
}

#[test]
fn quotes_found_anew_are_a_change() {
    let mut store = three();
    let renew = |store: &mut Store| {
        store.age_engine("0").unwrap();
        let outdated = store.outdated(2).unwrap();
        let found: Vec<FoundAnew> = outdated.into_iter().map(Outdated::find_anew).collect();
        assert_eq!(store.renew(&found).unwrap(), 2);
    };
    let (articles, gone) = changed(&mut store, renew);
    assert!(
        articles.contains(&1) && articles.contains(&2),
        "{articles:?}"
    );
    assert!(gone.is_empty());
}

#[test]
fn a_store_of_an_older_schema_gets_states_and_tells_what_it_catches_up() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-1.db");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    fs::copy(fixture, &path).unwrap();
    // Without the tables it is not read at all.
    assert!(matches!(
        Store::reading(&path, Side::None),
        Err(StoreError::OldAndReadOnly(_))
    ));
    let mut store = Store::open(&path).unwrap();
    assert!(!all(&store).0.is_empty());
    let catch_up = |store: &mut Store| while store.catch_up(1).unwrap() > 0 {};
    let (articles, gone) = changed(&mut store, catch_up);
    assert_eq!((articles.is_empty(), gone.is_empty()), (false, true));
}

#[test]
fn rows_of_quotes_come_in_the_order_asked() {
    let store = three();
    let wanted = [(3, 0), (9, 0), (1, 0), (1, 1), (3, 0)].map(|(a, n)| (ArticleId(a), n));
    let rows = store.quote_rows(None, wanted).unwrap();
    let texts: Vec<Option<&str>> = rows
        .iter()
        .map(|row| row.as_ref().map(|row| row.text.as_str()))
        .collect();
    let (first, last) = (Some("It will close"), Some("We wait"));
    assert_eq!(texts, [last, None, first, None, last]);
    let row = rows[2].as_ref().unwrap();
    assert_eq!((row.article, row.ordinal), (ArticleId(1), 0));
    assert_eq!(row.speaker.as_deref(), Some("Ann Lee"));
    assert!(store.quote_rows(None, []).unwrap().is_empty());
}

#[test]
fn a_quote_of_an_article_that_changed_is_not_taken_for_another() {
    let mut store = three();
    let (_, stamp) = all(&store);
    let there = |store: &Store, of| -> Vec<bool> {
        let wanted = [(1, 0), (2, 0), (3, 0)].map(|(a, n)| (ArticleId(a), n));
        let rows = store.quote_rows(Some(of), wanted).unwrap();
        rows.iter().map(Option::is_some).collect()
    };
    assert_eq!(there(&store, stamp), [true; 3]);
    store.set_read(ArticleId(2), true).unwrap();
    assert_eq!(there(&store, stamp), [true; 3]);
    put(&mut store, 3, 2, None, "We do not wait");
    assert_eq!(there(&store, stamp), [true, true, false]);
    let (_, stamp) = all(&store);
    assert_eq!(there(&store, stamp), [true; 3]);
}

#[test]
fn articles_pass_what_only_the_store_knows() {
    let mut store = three();
    store.set_read(ArticleId(2), true).unwrap();
    let test = |query: &str| -> Test { parse(query).unwrap().terms.remove(0).test };
    for (query, passing) in [
        ("is:read", &[2][..]),
        ("is:unread", &[1, 3]),
        ("text:nothing", &[1, 2, 3]),
        ("text:grain", &[2]),
        ("text:\"it will close\"", &[1]),
        ("text:absent", &[]),
    ] {
        let found = store.passing(&test(query)).unwrap();
        let articles: Vec<i64> = found.articles.iter().map(|id| id.0).collect();
        assert_eq!(articles, passing, "{query}");
        assert!(found.quotes.is_empty());
    }
}

#[test]
fn what_is_read_can_be_stopped() {
    let store = three();
    let long = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 50000) \
         SELECT count(*) FROM n";
    let count = |store: &Store| {
        store
            .connection
            .query_row(long, [], |row| row.get::<_, i64>(0))
    };
    assert!(store.until(|| true, count).unwrap().is_err());
    assert_eq!(store.until(|| false, count).unwrap(), Ok(50_000));
    assert_eq!(count(&store), Ok(50_000));
}

#[test]
fn what_is_put_on_a_quote_passes_with_that_quote_alone() {
    let mut store = three();
    let (tag, other): (Tag, Tag) = ("#harbour".parse().unwrap(), "#other".parse().unwrap());
    let edit = ArticleEdit::Tag(tag.clone());
    store.edit_article(ArticleId(1), &edit).unwrap();
    for edit in [
        QuoteEdit::Tag(tag.clone()),
        QuoteEdit::Note("so".to_owned()),
    ] {
        store.edit_quote((ArticleId(3), 0), &edit).unwrap();
    }
    let passing = |test: &Test| {
        let found = store.passing(test).unwrap();
        let articles: Vec<i64> = found.articles.iter().map(|id| id.0).collect();
        let quotes: Vec<(i64, usize)> = found.quotes.iter().map(|(id, n)| (id.0, *n)).collect();
        (articles, quotes)
    };
    assert_eq!(passing(&Test::Tag(tag)), (vec![1], vec![(3, 0)]));
    assert_eq!(passing(&Test::Tag(other)), (vec![], vec![]));
    assert_eq!(passing(&Test::Has(Has::Notes)), (vec![], vec![(3, 0)]));
}

/// Titles, the passages and how many there are, of a search in texts.
fn in_texts_of(store: &Store, typed: &str, limit: usize) -> (Vec<String>, usize, usize) {
    let (mut told, mut last) = (0, None);
    in_texts(store, typed, limit, &|| false, &mut |hits| {
        told += 1;
        last = Some(hits);
    })
    .unwrap();
    let hits = last.unwrap();
    let passages = hits.hits.into_iter().map(|hit| hit.passage.text);
    (passages.collect(), hits.total, told)
}

#[test]
fn texts_are_searched_by_their_words_the_best_passage_first() {
    let mut store = three();
    put(&mut store, 4, 1, Some("2020-01-01"), "Grain and grain only");
    let (best, total, _) = in_texts_of(&store, "grain onl", 10);
    assert_eq!((best.len(), total), (1, 1));
    assert!(best[0].contains("Grain and grain only"));
    let (best, total, _) = in_texts_of(&store, "grain", 1);
    assert_eq!((best.len(), total), (1, 2));
    assert!(in_texts_of(&store, "grain after:2023", 10).0[0].contains("Grain is dear"));
    assert_eq!(in_texts_of(&store, "zeppelin", 10).1, 0);
    // Nothing typed: all of them, the newest first.
    assert_eq!(in_texts_of(&store, "", 10).1, 4);
    let mut told = 0;
    in_texts(&store, "grain", 10, &|| true, &mut |_| told += 1).unwrap();
    assert_eq!(told, 0, "cancelled");
}

#[test]
fn of_many_texts_the_first_are_told_before_the_rest_is_looked_at() {
    let mut store = Store::in_memory().unwrap();
    for n in 0..30 {
        let own: Vec<String> = (0..20).map(|k| format!("w{n}x{k}")).collect();
        let own = own.join(" ");
        let words = match n {
            0 => format!("{own} grain deal"),
            _ => format!("grain {own} deal"),
        };
        let date = format!("2022-04-{:02}", n + 1);
        put(&mut store, n, 1, Some(&date), &words);
    }
    // The best is the oldest, which is not among the first that are looked at.
    let (best, total, told) = in_texts_of(&store, "grain deal", 3);
    assert_eq!((total, told), (30, 2));
    assert!(best[0].contains("grain deal"), "{best:?}");
}
