//! The index of words finds what a look at every text finds, and the speakers of the collection
//! are those of its articles, whatever is put in, replaced and taken out.

use super::tests::{made, source};
use super::*;
use crate::model::{ArticleId, Likeness, QuoteKind, SpeakerKind, SpeakerRow};
use crate::query::{Query, parse};

fn put(store: &mut Store, n: usize, version: u64, words: &str, name: &str) {
    let (article, extraction) = made(Some("A Día out"), Some("2024-05-01"), words, name);
    let mut batch = store.batch().unwrap();
    batch
        .put(&source(n, version), &article, &extraction)
        .unwrap();
    batch.commit().unwrap();
}

fn found(store: &Store, query: &str) -> Vec<i64> {
    let (order, query) = (ArticleOrder::Imported, parse(query).unwrap());
    let rows = store
        .articles(order, &query, None, Direction::Forward, 99)
        .unwrap();
    rows.iter().map(|row| row.id.0).collect()
}

/// As if nobody had entered the first article: then filters read every text.
fn without_index(store: &Store, ask: impl Fn(&Store) -> Vec<i64>) -> Vec<i64> {
    let set = |n: u8| {
        let sql = format!("UPDATE article SET entered = {n} WHERE id = 1");
        store.connection.execute(&sql, []).unwrap();
    };
    set(0);
    let found = ask(store);
    set(1);
    found
}

const TEXTS: [&str; 8] = [
    "The grain deal holds",
    "Grain, deal or none",
    "Al-Qaeda denied it at 10:30 in the café",
    "The U.S. said CAFE owners pay",
    "Müller’s naïve granary",
    "映画祭が港町へ戻る",
    "It isn't the deal; re-elected dealers know",
    "İstanbul and ﬁne ligatures, ½ price",
];

#[test]
fn the_index_finds_what_reading_every_text_finds() {
    let mut store = Store::in_memory().unwrap();
    for (n, text) in TEXTS.iter().enumerate() {
        put(&mut store, n, 1, text, ["Ann Lee", "José Day"][n % 2]);
    }
    let queries = [
        "grain",
        "gra",
        "\"grain deal\"",
        "\"grain, deal\"",
        "deal -grain",
        "al-qaeda",
        "qaeda",
        "10:30",
        "cafe",
        "\"cafe\"",
        "u.s.",
        "u.s",
        "muller",
        "muller's",
        "naive",
        "映画",
        "-the",
        "isn't",
        "isn",
        "re-elected",
        "istanbul",
        "fine",
        "½",
        "\"…\"",
        "speaker:jose",
        "-speaker:\"jose day\"",
        "title:dia",
        "title:grain",
        "text:out",
        "text:day",
        "\"owners pay,\"",
        "granary grain",
        "nothing-there",
        "é",
    ];
    for query in queries {
        let with = found(&store, query);
        assert_eq!(with, without_index(&store, |s| found(s, query)), "{query}");
        let quoted = |s: &Store| -> Vec<i64> {
            let rows = s.quotes(&parse(query).unwrap(), None).unwrap();
            rows.iter().map(|q| q.article.0).collect()
        };
        assert_eq!(quoted(&store), without_index(&store, quoted), "{query}");
    }
    assert_eq!(found(&store, "grain"), [1, 2]);
    assert_eq!(found(&store, "\"cafe\""), [3, 4]);
    assert_eq!(found(&store, "speaker:jose"), [2, 4, 6, 8]);
}

#[test]
fn a_quote_that_begins_within_a_word_is_found_by_its_words() {
    let mut store = Store::in_memory().unwrap();
    let (article, mut extraction) = made(None, None, "Unlikely words", "Ann Lee");
    extraction.quotes[0].content[0].start += 2;
    let mut batch = store.batch().unwrap();
    batch.put(&source(1, 1), &article, &extraction).unwrap();
    batch.commit().unwrap();
    let ask = |s: &Store| s.quotes(&parse("likely").unwrap(), None).unwrap().len();
    assert_eq!(ask(&store), 1);
}

#[test]
fn the_index_follows_what_is_replaced_and_taken_out() {
    let mut store = Store::in_memory().unwrap();
    for n in 0..5 {
        put(&mut store, n, 1, &format!("Harbour word{n}"), "Ann Lee");
    }
    put(&mut store, 1, 2, "Another thing", "Ann Lee");
    assert_eq!(found(&store, "harbour"), [1, 3, 4, 5]);
    assert_eq!(found(&store, "another"), [2]);
    let mut batch = store.batch().unwrap();
    batch.remove_article(ArticleId(3)).unwrap();
    batch.commit().unwrap();
    assert_eq!(found(&store, "harbour"), [1, 4, 5]);
    assert_eq!(store.check().unwrap(), []);
}

fn speakers(store: &Store, query: &str) -> Vec<SpeakerRow> {
    store.speakers(&parse(query).unwrap(), None).unwrap()
}

/// Names with their quotes and articles.
fn told(rows: &[SpeakerRow]) -> Vec<(&str, u32, u32)> {
    rows.iter()
        .map(|r| (r.name.as_str(), r.quotes, r.articles))
        .collect()
}

#[test]
fn the_same_full_name_is_one_speaker_and_a_surname_joins_nobody() {
    let mut store = Store::in_memory().unwrap();
    for (n, name) in ["José Day", "Jose Day", "Day", "Day", "J. Day"]
        .iter()
        .enumerate()
    {
        put(&mut store, n, 1, &format!("Word {n}"), name);
    }
    let rows = speakers(&store, "");
    let expected = [
        ("José Day", 2, 2),
        ("Day", 1, 1),
        ("Day", 1, 1),
        ("J. Day", 1, 1),
    ];
    assert_eq!(told(&rows), expected);
    assert_eq!(rows[0].aliases, ["Jose Day"]);
    assert_eq!(rows[0].roles, ["mayor"]);
    assert!(!rows[0].partial && rows[1].partial && rows[3].partial);
    assert_eq!(
        told(&speakers(&store, "is:unread")),
        expected,
        "counted or kept"
    );
}

#[test]
fn kinds_stay_apart_and_so_do_two_whom_an_article_tells_apart() {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, 1, 1, "One", "Ann Lee");
    let (article, mut extraction) = made(None, None, "Two", "Ann Lee");
    extraction.speakers[0].kind = SpeakerKind::Organisation;
    let (third, mut both) = made(None, None, "Three", "Ann Lee");
    both.speakers.push(both.speakers[0].clone());
    both.quotes.push(both.quotes[0].clone());
    both.quotes[1].speaker = Some(1);
    both.quotes[1].kind = QuoteKind::Mixed;
    let mut batch = store.batch().unwrap();
    batch.put(&source(2, 1), &article, &extraction).unwrap();
    batch.put(&source(3, 1), &third, &both).unwrap();
    batch.commit().unwrap();
    assert_eq!(told(&speakers(&store, "")), [("Ann Lee", 1, 1); 4]);
    assert_eq!(
        told(&speakers(&store, "kind:person")),
        [("Ann Lee", 1, 1); 3]
    );
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn counts_names_and_roles_follow_what_is_replaced_and_taken_out() {
    let mut store = Store::in_memory().unwrap();
    for n in 0..4 {
        let (article, mut extraction) = made(None, None, &format!("Word {n}"), "Ann Lee");
        extraction.speakers[0].aliases = vec!["she".into(), "Lee".into(), format!("Annie{n} Lee")];
        if n == 3 {
            extraction.speakers[0].role = None;
        }
        let mut batch = store.batch().unwrap();
        batch.put(&source(n, 1), &article, &extraction).unwrap();
        batch.commit().unwrap();
    }
    let rows = speakers(&store, "");
    assert_eq!(told(&rows), [("Ann Lee", 4, 4)]);
    let names = [
        "Lee",
        "Annie0 Lee",
        "Annie1 Lee",
        "Annie2 Lee",
        "Annie3 Lee",
    ];
    assert_eq!(rows[0].aliases, names);
    put(&mut store, 0, 2, "Now", "Bob Ray");
    let mut batch = store.batch().unwrap();
    batch.remove_article(ArticleId(2)).unwrap();
    batch.commit().unwrap();
    let rows = speakers(&store, "speaker:lee");
    assert_eq!(told(&rows), [("Ann Lee", 2, 2)]);
    assert_eq!(rows[0].aliases, ["Lee", "Annie2 Lee", "Annie3 Lee"]);
    assert_eq!(rows[0].role.as_deref(), Some("mayor"));
    assert_eq!(told(&speakers(&store, "-speaker:lee")), [("Bob Ray", 1, 1)]);
    assert_eq!(store.check().unwrap(), []);
    let entities = "SELECT count(*) FROM entity";
    let left: i64 = store
        .connection
        .query_row(entities, [], |r| r.get(0))
        .unwrap();
    assert_eq!(left, 2, "nothing is left of who is gone");
}

#[test]
fn a_role_is_looked_for_in_so_many_articles_and_no_more() {
    let many = speakers::LOOKED_THROUGH;
    for (without, role) in [(many - 1, Some("mayor")), (many, None)] {
        let mut store = Store::in_memory().unwrap();
        let mut batch = store.batch().unwrap();
        // Of articles without a date the first counts as the latest.
        for n in 0..=without {
            let (article, mut extraction) = made(None, None, &format!("Word {n}"), "Ann Lee");
            if n < without {
                extraction.speakers[0].role = None;
            }
            batch.put(&source(n, 1), &article, &extraction).unwrap();
        }
        batch.commit().unwrap();
        let rows = speakers(&store, "");
        assert_eq!(
            (rows[0].role.as_deref(), &*rows[0].roles),
            (role, &["mayor".to_owned()][..])
        );
    }
}

#[test]
fn variants_are_counted_as_they_come_and_go() {
    let mut store = Store::in_memory().unwrap();
    for n in 0..3 {
        put(&mut store, n, 1, "The same words", "Ann Lee");
    }
    assert_eq!(store.counts().unwrap().variants, 2);
    assert_eq!(
        store.variants(ArticleId(1)).unwrap()[1].likeness,
        Some(Likeness::Exact)
    );
    put(&mut store, 0, 2, "Other words", "Ann Lee");
    assert_eq!(store.counts().unwrap().variants, 1);
    let mut batch = store.batch().unwrap();
    batch.remove_article(ArticleId(3)).unwrap();
    batch.commit().unwrap();
    assert_eq!(store.counts().unwrap().variants, 0);
    assert_eq!(store.quotes(&Query::all(), None).unwrap().len(), 2);
    assert_eq!(store.check().unwrap(), []);
}
