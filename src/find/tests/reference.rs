//! The index against a slow search that is plainly right, over small collections made by chance.

use proptest::prelude::*;

use super::*;
use crate::find::score::{Bearer, worth};

const WORDS: [&str; 12] = [
    "we", "have", "to", "do", "go", "gone", "goal", "the", "then", "there", "ada", "hu",
];

pub(super) fn text(most: usize) -> impl Strategy<Value = String> {
    let word = proptest::sample::select(&WORDS[..]);
    proptest::collection::vec(word, 0..most).prop_map(|words| words.join(" "))
}

fn quote() -> impl Strategy<Value = IndexedQuote> {
    let kind = proptest::sample::select(&[QuoteKind::Direct, QuoteKind::Indirect][..]);
    let is = proptest::sample::select(&[SpeakerKind::Person, SpeakerKind::Organisation][..]);
    let speaker = proptest::option::of((text(3), is));
    (text(9), kind, speaker).prop_map(|(text, kind, speaker)| IndexedQuote {
        text,
        kind,
        speaker,
        confidence: 1.0,
    })
}

pub(super) fn one() -> impl Strategy<Value = IndexedArticle> {
    let publisher = proptest::sample::select(&[None, Some("Gazette"), Some("Post")][..]);
    let quotes = proptest::collection::vec(quote(), 0..4);
    (0i64..40, -3i64..0, text(3), publisher, quotes).prop_map(
        |(id, newest, title, publisher, quotes)| IndexedArticle {
            id: ArticleId(id),
            newest,
            title,
            publisher: publisher.map(str::to_owned),
            language: None,
            quotes,
        },
    )
}

pub(super) fn in_order(mut articles: Vec<IndexedArticle>) -> Vec<IndexedArticle> {
    articles.sort_by_key(|article| article.id);
    articles.dedup_by_key(|article| article.id);
    articles.sort_by_key(|article| (article.newest, article.id));
    articles
}

pub(super) fn build(articles: &[IndexedArticle]) -> Index {
    Index::build(articles.iter().cloned(), Stamp::default())
}

/// Place and score of all that has each word as it stands, or for the last one as a beginning.
pub(super) fn slow(articles: &[IndexedArticle], query: &str) -> Vec<(i64, usize, f32)> {
    let words: Vec<&str> = query.split(' ').collect();
    let fits = |k: usize, word: &str| -> f32 {
        match (
            word == words[k],
            k + 1 == words.len() && word.starts_with(words[k]),
        ) {
            (true, _) => 1.0,
            (_, true) => worth(words[k].len(), word.len()),
            _ => 0.0,
        }
    };
    let all: Vec<(i64, usize, &IndexedQuote)> = articles
        .iter()
        .flat_map(|a| a.quotes.iter().enumerate().map(|(n, q)| (a.id.0, n, q)))
        .collect();
    let fields = |q: &IndexedQuote| -> [Vec<String>; 2] {
        let name = q.speaker.as_ref().map_or("", |(name, _)| name.as_str());
        [q.text.as_str(), name].map(|t| t.split_whitespace().map(str::to_owned).collect())
    };
    let of = |q: &IndexedQuote| Bearer::of(q.speaker.as_ref().map(|(_, kind)| *kind));
    let has = |q: &IndexedQuote, k| fields(q).iter().flatten().any(|w| fits(k, w) > 0.0);
    let weights: Vec<f32> = (0..words.len())
        .map(|k| score::weight(all.iter().filter(|(_, _, q)| has(q, k)).count(), all.len()))
        .collect();
    let matching = all
        .iter()
        .filter(|(_, _, q)| (0..words.len()).all(|k| has(q, k)));
    let mut found: Vec<(i64, usize, f32)> = matching
        .map(|(id, n, q)| (*id, *n, score::slow(&fields(q), of(q), &weights, &fits)))
        .collect();
    found.sort_by(|a, b| b.2.total_cmp(&a.2));
    found
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 20_000, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn the_same_quotes_are_found_with_the_same_scores(
        articles in proptest::collection::vec(one(), 10..40),
        query in text(3).prop_filter("some word", |query| !query.is_empty()),
    ) {
        let articles = in_order(articles);
        let wanted = slow(&articles, &query);
        // Where there are few, the index goes on to what fits worse, below these.
        prop_assume!(wanted.len() >= 10);
        let got = hits(&build(&articles), &query, 100);
        prop_assert_eq!(got.total, wanted.len());
        for (hit, (_, _, score)) in got.hits.iter().zip(&wanted) {
            prop_assert!((hit.score.score - score).abs() < 1e-4, "{:?} {:?}", got.hits, wanted);
        }
        for hit in &got.hits {
            let same = wanted.iter().find(|w| (w.0, w.1) == (hit.article.0, hit.ordinal));
            prop_assert!(same.is_some_and(|w| (w.2 - hit.score.score).abs() < 1e-4));
        }
    }

    #[test]
    fn an_index_that_was_changed_is_as_one_made_anew(
        changing in changing(),
        queries in proptest::collection::vec(text(4), 1..4),
    ) {
        let (index, all) = changed(changing);
        let fresh = build(&all);
        prop_assert_eq!(index.len(), fresh.len());
        for query in &queries {
            prop_assert_eq!(hits(&index, query, 100), hits(&fresh, query, 100), "{}", query);
        }
    }
}

/// Articles, and then, one after the other, such as come and such as go.
type Changing = (Vec<IndexedArticle>, Vec<(Vec<IndexedArticle>, Vec<i64>)>);

pub(super) fn changing() -> impl Strategy<Value = Changing> {
    let some = |most| proptest::collection::vec(one(), 0..most);
    let gone = proptest::collection::vec(0i64..40, 0..3);
    (some(8), proptest::collection::vec((some(4), gone), 0..5))
}

/// The index after these changes, and the articles that are left.
pub(super) fn changed((first, changes): Changing) -> (Index, Vec<IndexedArticle>) {
    let mut all = in_order(first);
    let mut index = build(&all);
    for (articles, gone) in changes {
        let articles = in_order(articles);
        let gone = gone.into_iter().map(ArticleId);
        let gone: Vec<ArticleId> = gone
            .filter(|id| articles.iter().all(|a| a.id != *id))
            .collect();
        all.retain(|a| !gone.contains(&a.id) && articles.iter().all(|b| a.id != b.id));
        all.extend(articles.iter().cloned());
        index = index.with(&articles, &gone, Stamp::default());
    }
    (index, in_order(all))
}
