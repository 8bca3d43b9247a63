//! Stores in memory and in files: what goes in comes out, windows agree with a full sort,
//! replacing keeps marks, and filters mean what the query says.

use super::*;
use crate::import::Source;
use crate::model::{
    Article, ArticleId, ArticleRow, Block, BlockRole, Evidence, Extraction, Quote, QuoteKind, Role,
    Span, Speaker, SpeakerKind,
};
use crate::query::{Query, parse};

pub(super) fn source(n: usize, version: u64) -> Source {
    Source {
        location: format!("/made/{n:05}.txt"),
        hash: version,
    }
}

/// An article with one quote: `“words,” name said.`
pub(super) fn made(
    title: Option<&str>,
    date: Option<&str>,
    words: &str,
    name: &str,
) -> (Article, Extraction) {
    let text = format!("“{words},” {name} said.\n\nNothing more was told.");
    let quote_at = text.find(words).unwrap();
    let name_at = text.rfind(name).unwrap();
    let content = Span::new(quote_at, quote_at + words.len());
    let mention = Span::new(name_at, name_at + name.len());
    let cue = Span::new(mention.end + 1, mention.end + 5);
    let rest = text.find("Nothing").unwrap();
    let article = Article {
        title: title.map(str::to_owned),
        publisher: Some("The Gazette".to_owned()),
        date: date.map(|d| d.parse().unwrap()),
        inferred: [crate::model::Field::Date].into(),
        blocks: vec![
            Block {
                role: BlockRole::Paragraph,
                span: Span::new(0, rest - 2),
            },
            Block {
                role: BlockRole::List,
                span: Span::new(rest, text.len()),
            },
        ],
        text,
        ..Article::default()
    };
    let role = Some(Role {
        text: "mayor".to_owned(),
        span: mention,
    });
    let extraction = Extraction {
        quotes: vec![Quote {
            kind: QuoteKind::Direct,
            content: vec![content],
            cue: vec![cue],
            source: vec![mention],
            speaker: Some(0),
            role: role.clone(),
            via: Some("Evening Post".to_owned()),
            confidence: 0.97,
            evidence: vec![Evidence {
                rule: "quote-verb-source".into(),
                span: cue,
            }],
        }],
        speakers: vec![Speaker {
            name: name.to_owned(),
            kind: SpeakerKind::Person,
            role,
            aliases: vec!["he".to_owned()],
            mentions: vec![mention],
        }],
    };
    (article, extraction)
}

pub(super) fn put(
    store: &mut Store,
    n: usize,
    version: u64,
    made: &(Article, Extraction),
) -> Outcome {
    let mut batch = store.batch().unwrap();
    let outcome = batch.put(&source(n, version), &made.0, &made.1).unwrap();
    batch.commit().unwrap();
    outcome
}

#[test]
fn what_goes_in_comes_out() {
    let mut store = Store::in_memory().unwrap();
    let given = made(
        Some("Harbour"),
        Some("2022-04-19"),
        "It will close",
        "Ann Lee",
    );
    assert!(store.known(&source(1, 1)).unwrap().is_none());
    assert_eq!(put(&mut store, 1, 1, &given), Outcome::New);
    assert!(store.known(&source(1, 1)).unwrap().is_some());
    assert!(store.known(&source(1, 2)).unwrap().is_none());
    let stored = store.article(ArticleId(1)).unwrap().unwrap();
    assert_eq!((stored.article, stored.extraction), given);
    assert_eq!(stored.source, "/made/00001.txt");
    assert!(store.article(ArticleId(2)).unwrap().is_none());
    let quotes = store.quotes(&Query::all(), None).unwrap();
    assert_eq!(quotes.len(), 1);
    assert_eq!(quotes[0].text, "It will close");
    assert_eq!(quotes[0].speaker.as_deref(), Some("Ann Lee"));
    assert_eq!(quotes[0].role.as_deref(), Some("mayor"));
    assert_eq!(quotes[0].confidence, 0.97);
}

#[test]
fn importing_again_replaces_and_keeps_the_id_and_the_mark() {
    let mut store = Store::in_memory().unwrap();
    let first = made(
        Some("Harbour"),
        Some("2022-04-19"),
        "It will close",
        "Ann Lee",
    );
    put(&mut store, 1, 1, &first);
    put(
        &mut store,
        2,
        1,
        &made(Some("Other"), None, "Never mind", "Bo Ek"),
    );
    store.set_read(ArticleId(1), true).unwrap();
    store.set_read(ArticleId(1), true).unwrap();
    assert_eq!(put(&mut store, 1, 1, &first), Outcome::Unchanged);
    let mut second = made(Some("Harbour saved"), None, "It will stay", "Ann Lee");
    second.1.quotes.push(second.1.quotes[0].clone());
    assert_eq!(put(&mut store, 1, 2, &second), Outcome::Changed);
    let stored = store.article(ArticleId(1)).unwrap().unwrap();
    assert_eq!((stored.article, stored.extraction), second);
    assert!(stored.read);
    let row = store.article_row(ArticleId(1)).unwrap().unwrap();
    assert_eq!(
        (row.title.as_str(), row.quotes, row.read),
        ("Harbour saved", 2, true)
    );
    assert_eq!(
        store.counts().unwrap(),
        Counts {
            articles: 2,
            quotes: 3,
            unread: 1,
            variants: 0,
        }
    );
    store.set_read(ArticleId(1), false).unwrap();
    assert_eq!(store.counts().unwrap().unread, 2);
}

#[test]
fn a_batch_that_is_dropped_leaves_no_trace() {
    let mut store = Store::in_memory().unwrap();
    let (article, extraction) = made(None, None, "Gone", "Ann Lee");
    let mut batch = store.batch().unwrap();
    batch.put(&source(1, 1), &article, &extraction).unwrap();
    drop(batch);
    assert_eq!(store.counts().unwrap(), Counts::default());
}

/// A store with many made articles: dates and titles that repeat, are missing, or lack the year.
fn many(count: usize) -> Store {
    let mut store = Store::in_memory().unwrap();
    let mut batch = store.batch().unwrap();
    for n in 0..count {
        let mixed = n.wrapping_mul(2_654_435_761) >> 7;
        let date = match mixed % 10 {
            0 => None,
            1 => Some(format!("--{:02}-{:02}", mixed % 12 + 1, mixed % 28 + 1)),
            _ => Some(format!(
                "20{:02}-{:02}-{:02}",
                mixed % 20,
                mixed % 12 + 1,
                mixed % 28 + 1
            )),
        };
        let title = format!(
            "“{}” and Étude {}",
            ["zeal", "Ash", "élan"][mixed % 3],
            mixed % 50
        );
        let (article, extraction) = made(Some(&title), date.as_deref(), "We shall see", "Ann Lee");
        batch.put(&source(n, 1), &article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    store
}

/// The whole list, window by window.
pub(super) fn walk(
    store: &Store,
    order: ArticleOrder,
    direction: Direction,
    filter: &Query,
) -> Vec<ArticleRow> {
    let mut all: Vec<ArticleRow> = Vec::new();
    loop {
        let from = match direction {
            Direction::Forward => all.last(),
            Direction::Backward => all.first(),
        };
        let cursor = from.map(ArticleCursor::of);
        let rows = store
            .articles(order, filter, cursor.as_ref(), direction, 97)
            .unwrap();
        if rows.is_empty() {
            return all;
        }
        match direction {
            Direction::Forward => all.extend(rows),
            Direction::Backward => all.splice(0..0, rows).for_each(drop),
        }
    }
}

fn newest(row: &ArticleRow) -> (u8, std::cmp::Reverse<Option<crate::model::Date>>, ArticleId) {
    let rank = match row.date {
        Some(date) if date.year.is_some() => 0,
        Some(_) => 1,
        None => 2,
    };
    (rank, std::cmp::Reverse(row.date), row.id)
}

#[test]
fn windows_forward_and_backward_agree_with_a_full_sort() {
    let store = many(5_000);
    let copies = "UPDATE article SET variant_of = id % 40 + 1 WHERE id % 7 = 0 AND id > 40";
    assert!(store.connection.execute(copies, []).unwrap() > 700);
    let mut sorted = walk(
        &store,
        ArticleOrder::Imported,
        Direction::Forward,
        &Query::all(),
    );
    assert_eq!(sorted.len(), 5_000);
    for order in ArticleOrder::ALL {
        match order {
            ArticleOrder::Imported => sorted.sort_by_key(|r| r.id),
            ArticleOrder::Newest => sorted.sort_by_key(newest),
            ArticleOrder::Title => sorted.sort_by_key(|r| (window::title_key(&r.title), r.id)),
            // On top of newest first, which they come after.
            ArticleOrder::Publisher => sorted.sort_by_key(|r| {
                let name = r.publisher.as_ref().map(|p| p.to_ascii_lowercase());
                (name.is_none(), name, newest(r))
            }),
            ArticleOrder::Quotes => {
                sorted.sort_by_key(|r| (std::cmp::Reverse(r.quotes), newest(r)));
            }
            ArticleOrder::Unread => sorted.sort_by_key(|r| (r.read, newest(r))),
            ArticleOrder::Copied => {
                sorted.sort_by_key(|r| (std::cmp::Reverse(r.duplicates), newest(r)));
            }
        }
        assert_eq!(
            walk(&store, order, Direction::Forward, &Query::all()),
            sorted,
            "{order:?}"
        );
        assert_eq!(
            walk(&store, order, Direction::Backward, &Query::all()),
            sorted,
            "{order:?}"
        );
    }
}

#[test]
fn windows_of_a_filtered_list_have_only_what_passes() {
    let mut store = many(500);
    store.set_read(ArticleId(7), true).unwrap();
    let filter = parse("title:ash after:2010 is:unread").unwrap();
    let rows = walk(&store, ArticleOrder::Newest, Direction::Forward, &filter);
    assert!(!rows.is_empty());
    let passes = |r: &ArticleRow| {
        r.title.contains("Ash") && !r.read && r.date.and_then(|d| d.year).is_some_and(|y| y >= 2010)
    };
    assert!(rows.iter().all(passes));
    let all = walk(
        &store,
        ArticleOrder::Newest,
        Direction::Forward,
        &Query::all(),
    );
    assert_eq!(rows, all.into_iter().filter(passes).collect::<Vec<_>>());
}

pub(super) fn plan(store: &Store, sql: &str, values: Vec<rusqlite::types::Value>) -> String {
    let mut statement = store
        .connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let lines = statement
        .query_map(rusqlite::params_from_iter(values), |row| {
            row.get::<_, String>(3)
        })
        .unwrap();
    lines.collect::<Result<Vec<_>, _>>().unwrap().join("\n")
}

#[test]
fn windows_are_searched_on_an_index_and_nothing_is_sorted() {
    let store = many(10);
    let unread = parse("is:unread").unwrap();
    for order in ArticleOrder::ALL {
        for direction in [Direction::Forward, Direction::Backward] {
            for filter in [&Query::all(), &unread] {
                let (sql, mut values) =
                    articles::window(order, filter, None, direction, filter::WordIndex::Whole);
                values.push(rusqlite::types::Value::Integer(50));
                let plan = plan(&store, &sql, values);
                assert!(plan.starts_with("SEARCH a USING"), "{order:?}: {plan}");
                assert!(
                    !plan.contains("TEMP B-TREE") && !plan.contains("SCAN"),
                    "{plan}"
                );
            }
        }
    }
    let (sql, values) = quotes::statement(&Query::all(), filter::WordIndex::Whole);
    let plan = plan(
        &store,
        &sql,
        [values, vec![rusqlite::types::Value::Integer(-1)]].concat(),
    );
    assert!(plan.contains("SCAN a USING INDEX article_newest"), "{plan}");
    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
}
