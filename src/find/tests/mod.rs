//! What a person who types expects to see first; and that the index is right.

mod harm;
mod large;
mod near;
mod people;
mod reference;
mod wishes;

use super::*;
use crate::model::{ArticleId, QuoteKind, SpeakerKind};

/// An article of one quote.
fn article(n: i64, speaker: &str, title: &str, text: &str) -> IndexedArticle {
    IndexedArticle {
        id: ArticleId(n),
        newest: 0,
        title: title.to_owned(),
        publisher: None,
        language: None,
        quotes: vec![IndexedQuote {
            text: text.to_owned(),
            kind: QuoteKind::Direct,
            speaker: (!speaker.is_empty()).then(|| (speaker.to_owned(), SpeakerKind::Person)),
            confidence: 1.0,
        }],
    }
}

fn index(texts: &[&str]) -> Index {
    let articles = (0..).zip(texts).map(|(n, text)| article(n, "", "", text));
    Index::build(articles, Stamp::default())
}

fn hits(index: &Index, query: &str, limit: usize) -> Hits<QuoteHit> {
    let options = Options {
        limit,
        deep: false,
        outside: &|_| None,
        cancelled: &|| false,
    };
    index.quotes(query, &options).unwrap().unwrap()
}

/// Row numbers of the articles whose quotes are found.
fn found(index: &Index, query: &str) -> Vec<i64> {
    let hits = hits(index, query, 100);
    assert_eq!(hits.total, hits.hits.len());
    hits.hits.iter().map(|hit| hit.article.0).collect()
}
