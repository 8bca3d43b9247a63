//! What a person who types in the finder waits for: every key over 100,000 made quotes.
//!
//! `cargo bench --bench find`. The quotes are made here from syllables with a fixed seed: words of a
//! Zipf-like frequency, of about 200 letters a quote, so that figures can be compared between
//! machines and versions. Each query is typed letter by letter into an index opened for it, so
//! that nothing is known yet of its words.

#![allow(clippy::print_stdout)] // the table is what it is for

#[path = "made/mod.rs"]
mod made;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use made::{Maker, VOCABULARY};
use onrecord::find::{Damaged, Index, IndexedArticle, IndexedQuote, Options, Stamp, Writer};
use onrecord::model::{ArticleId, QuoteKind, SpeakerKind};

const QUOTES: usize = 100_000;
const QUOTES_AN_ARTICLE: usize = 8;
/// Quotes added to an index that is there.
const ADDED: usize = 1_000;
/// Queries of a class.
const QUERIES: usize = 8;
/// Rows that the finder shows.
const ROWS: usize = 100;

fn quote(maker: &mut Maker) -> IndexedQuote {
    let letters = 60 + maker.dice.below(280);
    let name = maker.name();
    IndexedQuote {
        text: maker.text(letters),
        kind: QuoteKind::Direct,
        speaker: Some((name, SpeakerKind::Person)),
        confidence: 1.0,
    }
}

fn article(maker: &mut Maker, n: usize) -> IndexedArticle {
    let about = maker.dice.below(5_000);
    IndexedArticle {
        id: ArticleId(n as i64),
        newest: 0,
        title: format!("{} on {}", maker.words[n % VOCABULARY], maker.words[about]),
        publisher: None,
        language: None,
        quotes: (0..QUOTES_AN_ARTICLE).map(|_| quote(maker)).collect(),
    }
}

/// A class of queries: what it is, and one of it from the words of a quote (longest first, and as
/// they stand) and its speaker.
type Class = (&'static str, fn(&[&str], &[&str], &str) -> String);

const CLASSES: [Class; 8] = [
    ("common words", |long, _, _| {
        long[long.len() - 3..].join(" ")
    }),
    ("exact fragment", |_, row, _| row[2..6].join(" ")),
    ("three rare words", |long, _, _| long[..3].join(" ")),
    ("shuffled, half a word", |long, _, _| {
        format!("{} {}", long[2], &long[0][..4])
    }),
    ("speaker and word", |long, _, speaker| {
        format!("{speaker} {}", long[1])
    }),
    ("a typo", |long, row, _| {
        format!("{} {}", slip(long[0]), row[1])
    }),
    ("scattered letters", |long, _, _| {
        long[0].chars().step_by(2).collect()
    }),
    ("no match", |long, _, _| {
        format!("xq{}zzyx wyxxq", &long[0][..1])
    }),
];

/// A word with a letter in its middle changed.
fn slip(word: &str) -> String {
    let middle = word.len() / 2;
    format!("{}q{}", &word[..middle], &word[middle + 1..])
}

/// Queries of a class; the words come from quotes all over the collection.
fn queries(class: &Class, articles: &[IndexedArticle]) -> Vec<String> {
    let every = articles.len() / QUERIES;
    let quotes = articles.iter().step_by(every).take(QUERIES);
    let quotes = quotes.filter_map(|article| article.quotes.first());
    let query = |quote: &IndexedQuote| {
        let row: Vec<&str> = quote.text.split(' ').collect();
        let mut long = row.clone();
        long.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let speaker = quote.speaker.as_ref().map_or("", |(name, _)| name);
        class.1(&long, &row, speaker)
    };
    quotes.map(query).collect()
}

fn search(index: &Index, query: &str) -> Result<usize, Damaged> {
    let options = Options {
        limit: ROWS,
        deep: false,
        outside: &|_| None,
        cancelled: &|| false,
    };
    let hits = index.quotes(black_box(query), &options)?;
    Ok(hits.map_or(0, |hits| hits.total))
}

/// The time of each key of the queries of a class.
fn keys(path: &Path, queries: &[String]) -> Result<Vec<Duration>, Damaged> {
    let mut times = Vec::new();
    for query in queries {
        let index = Index::open(path)?;
        index.warm(|| true)?;
        for (at, letter) in query.char_indices() {
            let typed = &query[..at + letter.len_utf8()];
            let start = Instant::now();
            black_box(search(&index, typed)?);
            times.push(start.elapsed());
        }
    }
    Ok(times)
}

fn print_row(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| {
        let time = times.get((times.len().saturating_sub(1)) * percent / 100);
        time.map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let [p50, p95, max] = [50, 95, 100].map(at);
    println!(
        "{name:<28}{:>6}{p50:>11.3}{p95:>11.3}{max:>11.3}",
        times.len()
    );
}

/// Times of doing something again and again.
fn again<T>(
    count: usize,
    mut f: impl FnMut() -> Result<T, Damaged>,
) -> Result<Vec<Duration>, Damaged> {
    (0..count)
        .map(|_| {
            let start = Instant::now();
            black_box(f()?);
            Ok(start.elapsed())
        })
        .collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut maker = Maker::new();
    let count = (QUOTES + ADDED) / QUOTES_AN_ARTICLE;
    let mut articles: Vec<IndexedArticle> = (0..count).map(|n| article(&mut maker, n)).collect();
    let added = articles.split_off(QUOTES / QUOTES_AN_ARTICLE);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bench.find");
    let mut writer = Writer::default();
    articles.iter().for_each(|article| writer.put(article));
    let (index, written) = writer.keep(&path, Stamp::default(), None);
    written?;
    let bytes = std::fs::metadata(&path)?.len();
    println!(
        "{} quotes, {} bytes of index a quote\n",
        index.len(),
        bytes / index.len() as u64
    );
    println!(
        "{:<28}{:>6}{:>11}{:>11}{:>11}",
        "milliseconds", "times", "p50", "p95", "max"
    );
    let mut all = Vec::new();
    for class in &CLASSES {
        let times = keys(&path, &queries(class, &articles)).map_err(|_| DAMAGED)?;
        all.extend(&times);
        print_row(class.0, times);
    }
    print_row("all keys", all);
    let query = queries(&CLASSES[1], &articles).remove(0);
    let opening = again(20, || search(&Index::open(&path)?, &query));
    print_row("opening and first answer", opening.map_err(|_| DAMAGED)?);
    let adding = again(10, || Ok(index.with(&added, &[], Stamp::default())));
    print_row("adding 1,000 quotes", adding.map_err(|_| DAMAGED)?);
    let building = again(3, || {
        Ok(Index::build(articles.iter().cloned(), Stamp::default()))
    });
    print_row("building in memory", building.map_err(|_| DAMAGED)?);
    Ok(())
}

const DAMAGED: &str = "the index is not what was written";
