//! People and titles: who and what is found, in which order, and with which fields.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::reference::{build, changed, changing, text};
use super::*;

fn options(limit: usize) -> Options<'static> {
    Options {
        limit,
        deep: true,
        outside: &|_| None,
        cancelled: &|| false,
    }
}

fn people(index: &Index, query: &str, limit: usize) -> Hits<PersonHit> {
    index.people(query, &options(limit)).unwrap().unwrap()
}

/// Names and numbers of quotes.
fn names(index: &Index, query: &str) -> Vec<(String, usize)> {
    let hits = people(index, query, 100);
    assert_eq!(hits.total, hits.hits.len());
    let hits = hits.hits.into_iter();
    hits.map(|hit| (hit.name, hit.quotes)).collect()
}

fn titles(index: &Index, query: &str) -> Vec<i64> {
    let hits = index.titles(query, &options(100)).unwrap().unwrap();
    assert_eq!(hits.total, hits.hits.len());
    hits.hits.iter().map(|hit| hit.article.0).collect()
}

fn said(who: &[&str]) -> Vec<IndexedArticle> {
    let articles = (0..).zip(who);
    articles
        .map(|(n, who)| IndexedArticle {
            publisher: Some(if n % 2 == 0 { "Gazette" } else { "Post" }.to_owned()),
            ..article(n, who, "Grain deal signed", "so it is")
        })
        .collect()
}

#[test]
fn the_most_quoted_come_first_and_slips_are_forgiven() {
    let articles = said(&[
        "Ada Moor", "Bo Moor", "Cy Hale", "Bo Moor", "Cy Hale", "Cy Hale",
    ]);
    let index = Index::build(articles, Stamp::default());
    let named = |query| -> Vec<String> {
        let names = names(&index, query).into_iter();
        names
            .map(|(name, quotes)| format!("{name} {quotes}"))
            .collect()
    };
    assert_eq!(named(""), ["Cy Hale 3", "Bo Moor 2", "Ada Moor 1"]);
    assert_eq!(named("moor"), ["Bo Moor 2", "Ada Moor 1"]);
    assert_eq!(named("m"), ["Bo Moor 2", "Ada Moor 1"]);
    let initial = index.with(&[article(8, "M. Poe", "", "so")], &[], Stamp::default());
    assert_eq!(people(&initial, "m", 1).hits[0].name, "Bo Moor");
    let short = index.with(&[article(9, "Moor", "", "so")], &[], Stamp::default());
    assert_eq!(people(&short, "moor", 1).hits[0].name, "Bo Moor");
    assert_eq!(named("moro a"), ["Ada Moor 1"]);
    assert_eq!(named("publisher:gazette"), ["Cy Hale 2", "Ada Moor 1"]);
    assert_eq!(named("-publisher:gazette hale"), ["Cy Hale 1"]);
    assert_eq!(people(&index, "", 1).hits[0].name, "Cy Hale");
    let mut nameless = said(&["officials"]);
    nameless[0].quotes[0].speaker = Some(("officials".to_owned(), SpeakerKind::Group));
    let index = index.with(&nameless, &[], Stamp::default());
    assert!(names(&index, "officials").is_empty());
    assert_eq!(names(&index, "kind:group"), [("officials".to_owned(), 1)]);
    assert_eq!(people(&index, "publisher:post", 1).hits[0].name, "Bo Moor");
}

#[test]
fn beginnings_of_names_find_the_best_known_in_any_order() {
    let articles = said(&[
        "Donald Hale",
        "Donald Hale",
        "Hale council on Oct. 1",
        "President Hale Donald John Hale",
        "Dot Moor",
    ]);
    let index = Index::build(articles, Stamp::default());
    for query in ["d hale", "hale d", "don hale", "hale don", "hal don"] {
        let found = names(&index, query);
        assert_eq!(found[0], ("Donald Hale".to_owned(), 2), "{query}");
        assert_eq!(people(&index, query, 1).hits[0].name, "Donald Hale");
    }
    let called = index.with(&[article(9, "Don Hale", "", "so")], &[], Stamp::default());
    assert_eq!(names(&called, "don hale")[0].0, "Don Hale", "in full");
}

#[test]
fn who_is_in_several_segments_is_one_with_all_quotes() {
    let first = Index::build(said(&["Ada Moor", "Bo Hale", "Ada Moor"]), Stamp::default());
    let more = [
        article(7, "Ada Moor", "", "no"),
        article(8, "Di Moor", "", "yes"),
    ];
    // The only article in which Bo Hale spoke is another now.
    let index = first.with(&more, &[ArticleId(1)], Stamp::default());
    let both = [("Ada Moor".to_owned(), 3), ("Di Moor".to_owned(), 1)];
    assert_eq!(names(&index, "moor"), both);
    assert_eq!(names(&index, ""), both);
    assert!(names(&index, "bo hale").is_empty());
}

#[test]
fn a_title_is_found_where_the_article_passes_the_fields() {
    let articles = said(&["Ada Moor", "Bo Moor", "", "Ada Moor"]);
    let index = Index::build(articles, Stamp::default());
    assert_eq!(titles(&index, "grain dael"), [0, 1, 2, 3]);
    assert_eq!(titles(&index, "grain speaker:ada"), [0, 3]);
    assert_eq!(titles(&index, "-speaker:ada publisher:gazette"), [2]);
    // One quote must have all that is asked of quotes, as in the list.
    let mut mixed = article(9, "Ada Moor", "", "yes");
    let mut other = mixed.quotes[0].clone();
    (mixed.quotes[0].kind, other.kind) = (QuoteKind::Direct, QuoteKind::Indirect);
    other.speaker = Some(("Bo Hale".to_owned(), SpeakerKind::Person));
    mixed.quotes.push(other);
    let index = Index::build([mixed], Stamp::default());
    assert_eq!(titles(&index, "speaker:ada kind:direct"), [9]);
    assert_eq!(titles(&index, "speaker:hale kind:direct"), [] as [i64; 0]);
    assert_eq!(titles(&index, "speaker:hale -kind:direct"), [9]);
    assert_eq!(titles(&index, "speaker:hale speaker:ada"), [9]);
    assert!(titles(&index, "grain -signed").is_empty());
}

#[test]
fn a_word_of_many_titles_says_nothing_however_the_articles_came() {
    let with = |n: i64| article(n, "", "Harbour news", &format!("quote number {n} of all"));
    let first = Index::build((0..7).map(with), Stamp::default());
    let hits = |index: &Index| hits(index, "harbour quote", 100).total;
    // Seven titles of seven, which few have, are looked at; fourteen are not.
    assert_eq!(hits(&first), 7);
    let more: Vec<IndexedArticle> = (7..14).map(with).collect();
    let (changed, fresh) = (
        first.with(&more, &[], Stamp::default()),
        Index::build((0..14).map(with), Stamp::default()),
    );
    assert_eq!((hits(&changed), hits(&fresh)), (0, 0));
    assert_eq!(
        super::hits(&changed, "harbour quote", 100),
        super::hits(&fresh, "harbour quote", 100)
    );
}

#[test]
fn what_someone_said_is_theirs_alone_and_the_newest_first() {
    let first = Index::build(said(&["Moor", "Ada Moor", "Moor"]), Stamp::default());
    let newer = IndexedArticle {
        newest: -20_240_101,
        ..article(7, "Moor", "", "no")
    };
    let index = first.with(&[newer], &[ArticleId(0)], Stamp::default());
    let person = Some(SpeakerKind::Person);
    let places = |limit| index.said_by("Moor", person, limit).unwrap();
    assert_eq!(places(9), [(ArticleId(7), 0), (ArticleId(2), 0)]);
    assert_eq!(places(1), [(ArticleId(7), 0)]);
    assert!(
        index
            .said_by("Moor", Some(SpeakerKind::Group), 9)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn about_is_what_is_said_and_not_who_says_it() {
    let articles = [
        article(1, "Ada Moor", "", "the grain deal holds"),
        article(2, "Bo Hale", "", "moor is right"),
        article(3, "Cy Hale", "Moor resigns", "we will see"),
    ];
    let index = Index::build(articles, Stamp::default());
    let mut found = found(&index, "about:moor");
    found.sort_unstable();
    assert_eq!(found, [2, 3]);
    assert!(super::found(&index, "about:\"ada moor\"").is_empty());
}

/// Number of quotes of everyone, of those that pass.
fn counted(
    articles: &[IndexedArticle],
    passes: impl Fn(&IndexedArticle, &IndexedQuote) -> bool,
) -> BTreeMap<(String, String), usize> {
    let mut count = BTreeMap::new();
    for article in articles {
        for quote in article.quotes.iter().filter(|quote| passes(article, quote)) {
            if let Some((name, kind)) = &quote.speaker {
                *count
                    .entry((name.clone(), format!("{kind:?}")))
                    .or_default() += 1;
            }
        }
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn everyone_is_found_once_with_the_quotes_that_pass(changing in changing()) {
        let (index, all) = changed(changing);
        type Passes = fn(&IndexedArticle, &IndexedQuote) -> bool;
        let fields: [(&str, Passes); 4] = [
            ("", |_, _| true),
            ("kind:direct", |_, q| q.kind == QuoteKind::Direct),
            ("-kind:direct publisher:post", |a, q| {
                q.kind != QuoteKind::Direct && a.publisher.as_deref() == Some("Post")
            }),
            ("kind:person", |_, q| q.speaker.as_ref().is_some_and(|s| s.1 == SpeakerKind::Person)),
        ];
        for (query, passes) in fields {
            let found = people(&index, query, 1000);
            let kind = |hit: &PersonHit| hit.kind.map(|kind| format!("{kind:?}")).unwrap_or_default();
            let got: Vec<_> = found.hits.iter().map(|h| ((h.name.clone(), kind(h)), h.quotes)).collect();
            prop_assert_eq!(found.total, got.len());
            let names: BTreeMap<_, _> = got.iter().cloned().collect();
            prop_assert_eq!(names.len(), got.len(), "each of them once");
            prop_assert!(got.windows(2).all(|w| w[0].1 >= w[1].1), "{:?}", got);
            prop_assert_eq!(got.into_iter().collect::<BTreeMap<_, _>>(), counted(&all, passes), "{}", query);
        }
    }

    #[test]
    fn people_and_titles_of_a_changed_index_are_those_of_one_made_anew(
        changing in changing(),
        words in text(3),
    ) {
        let (index, all) = changed(changing);
        let fresh = build(&all);
        for query in [words.clone(), format!("{words} kind:direct"), format!("-publisher:post {words}")] {
            for limit in [2, 100] {
                let (got, wanted) = (people(&index, &query, limit), people(&fresh, &query, limit));
                prop_assert_eq!(got, wanted, "{} {}", query, limit);
            }
            prop_assert_eq!(titles(&index, &query), titles(&fresh, &query), "{}", query);
        }
    }
}
