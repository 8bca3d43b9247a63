//! Groups: articles that say the same find one another whatever happens to one of them.

use super::tests::source;
use super::*;
use crate::model::{Article, ArticleId, Extraction, Likeness};
use crate::query::{Query, parse};

/// Words that follow from `seed`, as a text.
fn text(seed: u64, count: u64) -> String {
    let word = |n: u64| {
        let mixed = (seed * 1_000_003 + n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        format!("w{}", (mixed ^ (mixed >> 29)) % 5_000)
    };
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

fn put(store: &mut Store, n: usize, version: u64, publisher: &str, text: &str) -> Outcome {
    let article = Article {
        title: Some(format!("Title {n}")),
        publisher: Some(publisher.to_owned()),
        text: text.to_owned(),
        ..Article::default()
    };
    let mut batch = store.batch().unwrap();
    let outcome = batch
        .put(&source(n, version), &article, &Extraction::default())
        .unwrap();
    batch.commit().unwrap();
    outcome
}

/// Ids and likenesses of the group of an article.
fn group(store: &Store, id: i64) -> Vec<(i64, Option<Likeness>)> {
    let variants = store.variants(ArticleId(id)).unwrap();
    variants.iter().map(|v| (v.row.id.0, v.likeness)).collect()
}

fn heads(store: &Store, query: &str) -> Vec<(i64, u32)> {
    let filter = parse(query).unwrap();
    let order = ArticleOrder::Imported;
    let rows = store
        .article_groups(order, &filter, None, Direction::Forward, 100)
        .unwrap();
    rows.iter().map(|r| (r.id.0, r.duplicates)).collect()
}

/// A wire text, a copy of it, an edited one, a longer article with it in, and another text.
fn wire() -> Store {
    let mut store = Store::in_memory().unwrap();
    let wire = text(1, 300);
    put(&mut store, 1, 1, "Wire", &wire);
    put(&mut store, 2, 1, "Post", &wire.to_uppercase());
    put(&mut store, 3, 1, "Gazette", &wire[..wire.len() * 4 / 5]);
    put(&mut store, 4, 1, "Herald", &text(9, 300));
    store
}

#[test]
fn copies_and_edited_copies_are_one_row_with_a_count() {
    let store = wire();
    let all = [
        (1, None),
        (2, Some(Likeness::Exact)),
        (3, Some(Likeness::Near)),
    ];
    assert_eq!(group(&store, 1), all);
    assert_eq!(group(&store, 3), all);
    assert_eq!(group(&store, 4), []);
    assert_eq!(heads(&store, ""), [(1, 2), (4, 0)]);
    let filter = Query::all();
    let each = store
        .articles(ArticleOrder::Imported, &filter, None, Direction::Forward, 9)
        .unwrap();
    assert_eq!(each.len(), 4);
    assert_eq!(each[2].duplicate_of, Some(ArticleId(1)));
    assert_eq!(store.counts().unwrap().articles, 4);
}

#[test]
fn a_variant_is_listed_where_the_one_that_stands_for_it_does_not_pass() {
    let store = wire();
    assert_eq!(heads(&store, "publisher:post"), [(2, 0)]);
    assert_eq!(heads(&store, "-publisher:herald"), [(1, 2)]);
    assert_eq!(heads(&store, "title:title publisher:gazette"), [(3, 0)]);
}

#[test]
fn a_longer_article_stands_for_what_it_contains() {
    let mut store = wire();
    let longer = format!("{} {} {}", text(20, 250), text(1, 300), text(21, 250));
    put(&mut store, 5, 1, "Times", &longer);
    assert_eq!(
        group(&store, 5),
        [
            (5, None),
            (1, Some(Likeness::Contained)),
            (2, Some(Likeness::Exact)),
            (3, Some(Likeness::Near)),
        ]
    );
    assert_eq!(heads(&store, ""), [(4, 0), (5, 3)]);
    put(&mut store, 6, 1, "Echo", &text(1, 290));
    assert_eq!(group(&store, 6).len(), 5);
    assert_eq!(heads(&store, ""), [(4, 0), (5, 4)]);
}

#[test]
fn an_article_that_changes_leaves_its_group_and_its_heir_stands_for_the_rest() {
    let mut store = wire();
    assert_eq!(
        put(&mut store, 1, 2, "Wire", &text(30, 300)),
        Outcome::Changed
    );
    assert_eq!(heads(&store, ""), [(1, 0), (2, 1), (4, 0)]);
    assert_eq!(
        group(&store, 3),
        [(2, None), (3, Some(Likeness::Near))],
        "the first variant stands for the others"
    );
    // The heir is found by its anchors, which were kept for it.
    put(&mut store, 7, 1, "Echo", &text(1, 280));
    assert_eq!(heads(&store, ""), [(1, 0), (2, 2), (4, 0)]);
    let mut batch = store.batch().unwrap();
    batch.remove_article(ArticleId(2)).unwrap();
    batch.remove_article(ArticleId(5)).unwrap();
    batch.commit().unwrap();
    assert_eq!(heads(&store, ""), [(1, 0), (3, 0), (4, 0)]);
    assert_eq!(store.place(ArticleId(5)).unwrap(), None);
    assert!(store.place(ArticleId(4)).unwrap().is_some());
}

#[test]
fn one_that_changes_little_goes_on_standing_for_its_group() {
    let mut store = wire();
    let before = heads(&store, "");
    let near = text(1, 299);
    assert_eq!(put(&mut store, 1, 2, "Wire", &near), Outcome::Changed);
    assert_eq!(heads(&store, ""), before);
    // It is what the next copy is found by.
    put(&mut store, 7, 1, "Echo", &text(1, 280));
    assert_eq!(heads(&store, "")[0].1, before[0].1 + 1);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn what_everybody_prints_makes_no_group_and_costs_no_more() {
    let mut store = Store::in_memory().unwrap();
    let footer = text(77, 60);
    for n in 1..60 {
        let own = text(100 + n as u64, 150);
        put(&mut store, n, 1, "Post", &format!("{own} {footer}"));
    }
    assert_eq!(heads(&store, "").len(), 59);
    let most: i64 = store
        .connection
        .query_row(
            "SELECT max(n) FROM (SELECT count(*) AS n FROM anchor GROUP BY hash)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(most <= 24, "{most}");
}

#[test]
fn windows_of_groups_walk_an_index_too() {
    let store = wire();
    for order in ArticleOrder::ALL {
        let from = None;
        let (sql, values) = articles::grouped_window(
            order,
            &Query::all(),
            from,
            Direction::Forward,
            filter::WordIndex::Whole,
        );
        let plan = tests::plan(
            &store,
            &sql,
            [values, vec![rusqlite::types::Value::Integer(50)]].concat(),
        );
        assert!(plan.starts_with("SEARCH a USING"), "{order:?}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{order:?}: {plan}");
    }
}

#[test]
fn rows_are_counted_as_they_are_listed_and_each_stands_behind_those_before_it() {
    let store = wire();
    for query in [
        "",
        "publisher:post",
        "-publisher:wire",
        "title:title -publisher:herald",
        "zebra",
    ] {
        let filter = parse(query).unwrap();
        for order in ArticleOrder::ALL {
            let rows = store
                .article_groups(order, &filter, None, Direction::Forward, 100)
                .unwrap();
            let all = store.count_groups(&filter, None).unwrap();
            assert_eq!(all, rows.len() as u64, "{query} {order:?}");
            for (n, row) in rows.iter().enumerate() {
                let cursor = ArticleCursor::of(row);
                let before = store.count_groups(&filter, Some((order, &cursor)));
                assert_eq!(before.unwrap(), n as u64, "{query} {order:?}");
            }
        }
    }
}
