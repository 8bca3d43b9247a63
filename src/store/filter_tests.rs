//! Filters mean what the query says, in lists of quotes, articles and people.

use super::tests::{made, put, walk};
use super::*;
use crate::model::{Article, ArticleId, Extraction, QuoteKind, SpeakerKind};
use crate::query::{Query, parse};

fn collection() -> Store {
    let mut store = Store::in_memory().unwrap();
    let ministry = |(article, mut extraction): (Article, Extraction)| {
        extraction.speakers[0].kind = SpeakerKind::Organisation;
        extraction.quotes[0].kind = QuoteKind::Mixed;
        (article, extraction)
    };
    let unknown = |(article, mut extraction): (Article, Extraction)| {
        extraction.quotes[0].speaker = None;
        extraction.speakers.clear();
        (article, extraction)
    };
    put(
        &mut store,
        1,
        1,
        &made(
            Some("Harbour"),
            Some("2022-04-19"),
            "Grain deals will hold",
            "José Díaz",
        ),
    );
    put(
        &mut store,
        2,
        1,
        &ministry(made(
            Some("Budget"),
            Some("2023-01-02"),
            "It’s a grain of truth",
            "Sea Ministry",
        )),
    );
    put(
        &mut store,
        3,
        1,
        &unknown(made(
            Some("Weather"),
            Some("--06-19"),
            "No award was made",
            "somebody",
        )),
    );
    put(
        &mut store,
        4,
        1,
        &made(Some("Harbour again"), None, "We wait", "jose diaz"),
    );
    store.set_read(ArticleId(2), true).unwrap();
    store
}

fn quoted(store: &Store, query: &str) -> Vec<i64> {
    let rows = store.quotes(&parse(query).unwrap(), None).unwrap();
    rows.iter().map(|r| r.article.0).collect()
}

#[test]
fn filters_of_quotes_mean_what_they_say() {
    let store = collection();
    for (query, articles) in [
        ("", &[2, 1, 3, 4][..]),
        ("grain", &[2, 1]),
        ("grain hold", &[1]),
        ("\"grain deal\"", &[]),
        ("\"grain deals\"", &[1]),
        ("\"it's a\"", &[2]),
        ("war", &[]),
        ("-grain", &[3, 4]),
        ("speaker:jose", &[1, 4]),
        ("-speaker:jose", &[2, 3]),
        ("diaz", &[1, 4]),
        ("speaker:\"Díaz\" title:again", &[4]),
        ("publisher:gazette kind:mixed", &[2]),
        ("kind:organisation", &[2]),
        ("-kind:organisation", &[1, 3, 4]),
        ("after:2022-04-19", &[2, 1]),
        ("after:2022-04-20", &[2]),
        ("before:2022-04-20", &[1]),
        ("before:2023", &[1]),
        ("-after:2022", &[3, 4]),
        ("is:read", &[2]),
        ("is:unread", &[1, 3, 4]),
    ] {
        assert_eq!(quoted(&store, query), articles, "{query}");
    }
    assert_eq!(store.quotes(&Query::all(), Some(2)).unwrap().len(), 2);
}

#[test]
fn filters_of_articles_mean_what_they_say() {
    let store = collection();
    for (query, articles) in [
        ("harbour", &[1, 4][..]),
        ("\"nothing more\" title:budget", &[2]),
        ("speaker:jose", &[1, 4]),
        ("-speaker:jose", &[2, 3]),
        ("kind:direct", &[1, 3, 4]),
        ("kind:organisation", &[2]),
        ("is:read", &[2]),
    ] {
        let filter = parse(query).unwrap();
        let rows = walk(&store, ArticleOrder::Imported, Direction::Forward, &filter);
        let found: Vec<i64> = rows.iter().map(|r| r.id.0).collect();
        assert_eq!(found, articles, "{query}");
    }
}

#[test]
fn what_a_filter_of_articles_asks_of_quotes_one_quote_has() {
    let mut store = collection();
    let (article, mut extraction) = made(Some("Ferry"), None, "We sail", "Ada Moor");
    let mut second = extraction.quotes[0].clone();
    extraction.speakers.push(extraction.speakers[0].clone());
    extraction.speakers[1].name = "Ferry Board".to_owned();
    extraction.speakers[1].kind = SpeakerKind::Organisation;
    (second.speaker, second.kind, second.confidence) = (Some(1), QuoteKind::Indirect, 0.3);
    extraction.quotes[0].confidence = 0.9;
    extraction.quotes.push(second);
    put(&mut store, 5, 1, &(article, extraction));
    for (query, passes) in [
        ("speaker:moor kind:direct", true),
        ("speaker:moor kind:indirect", false),
        ("speaker:moor conf:<0.5", false),
        ("kind:direct conf:<0.5", false),
        ("kind:indirect conf:<0.5", true),
        ("kind:indirect kind:organisation", true),
        ("kind:direct kind:organisation", false),
        ("speaker:board kind:indirect conf:<0.5 ferry", true),
        ("speaker:board conf:>0.5 ferry", false),
        // One that is not so.
        ("speaker:moor -kind:direct", false),
        ("speaker:moor -kind:indirect", true),
        ("conf:>0.5 -speaker:board", true),
        ("conf:<0.5 -speaker:board", false),
        // Each of several says one.
        ("speaker:moor speaker:board", true),
        ("speaker:moor speaker:board conf:>0.5", false),
        ("kind:direct kind:indirect", true),
        // And nothing of them.
        ("speaker:moor -speaker:board", false),
        ("-speaker:diaz -kind:mixed", true),
    ] {
        let filter = parse(&format!("article:5 {query}")).unwrap();
        assert_eq!(
            store.count_articles(&filter).unwrap(),
            u64::from(passes),
            "{query}"
        );
        let rows = walk(&store, ArticleOrder::Newest, Direction::Forward, &filter);
        assert_eq!(rows.len(), usize::from(passes), "{query}");
        if !query.contains("kind:direct kind:") && query.matches("speaker:").count() < 2 {
            let quotes = store.quotes(&filter, None).unwrap();
            assert_eq!(!quotes.is_empty(), passes, "{query}");
        }
    }
}

#[test]
fn one_name_is_one_speaker_over_the_collection() {
    let store = collection();
    let speakers = store.speakers(&Query::all(), None).unwrap();
    let rows: Vec<(&str, u32, u32)> = speakers
        .iter()
        .map(|s| (s.name.as_str(), s.quotes, s.articles))
        .collect();
    assert_eq!(rows, [("José Díaz", 2, 2), ("Sea Ministry", 1, 1)]);
    assert_eq!(speakers[0].role.as_deref(), Some("mayor"));
    let only = store
        .speakers(&parse("kind:organisation").unwrap(), None)
        .unwrap();
    assert_eq!(only.len(), 1);
}
