//! Queries typed letter by letter: every state of the line is a query that the finder must answer.

use std::collections::HashSet;

use crate::Row;
use crate::articles;
use crate::corpus::{Corpus, words};
use crate::random::Random;

/// Queries of each class.
const EACH: usize = 7;

/// Words among which the short ones and those of many quotes are.
const FREQUENT: usize = 1000;

/// Most places of a word that counts as rare.
const RARE: u64 = 20;

const UNKNOWN: &[&str] = &[
    "zzyqx",
    "qwvbkt",
    "xjqzw vprk",
    "the zqxwvj",
    "bgtrfvq people said",
    "kkzqj",
    "wqxz jvqk zzxq",
];

/// Every keystroke of all queries, in order.
pub fn keys(corpus: &Corpus, speakers: &[u32], needles: &[Row], random: &mut Random) -> Vec<Row> {
    let mut rows = Vec::new();
    for _ in 0..EACH {
        let word = frequent(corpus, random, 0..FREQUENT, 3..=4);
        typed("short", &word, &mut rows);
        typed("rare", &rare(corpus, random), &mut rows);
        typed(
            "speaker + word",
            &spoken(corpus, speakers, random),
            &mut rows,
        );
    }
    for (class, source) in [
        ("common", &["common"][..]),
        ("needle", &["exact", "gaps", "shuffled"]),
        ("typos", &["one typo", "two typos"]),
    ] {
        let of: Vec<_> = needles
            .iter()
            .filter(|n| source.contains(&n.class))
            .collect();
        for _ in 0..EACH {
            let query = random.pick(&of).map_or("", |row| row.query.as_str());
            typed(class, query, &mut rows);
        }
    }
    for query in UNKNOWN {
        typed("no match", query, &mut rows);
    }
    rows
}

fn typed(class: &'static str, query: &str, rows: &mut Vec<Row>) {
    let ends = query.char_indices().map(|(at, c)| at + c.len_utf8());
    rows.extend(ends.map(|end| Row {
        class,
        query: query[..end].to_owned(),
        text: None,
    }));
}

/// A word by its place among the frequent ones and its length.
fn frequent(
    corpus: &Corpus,
    random: &mut Random,
    places: std::ops::Range<usize>,
    lengths: std::ops::RangeInclusive<usize>,
) -> String {
    let terms = corpus
        .frequent
        .get(places.start..places.end.min(corpus.frequent.len()))
        .unwrap_or_default();
    let words = terms.iter().map(|t| &corpus.vocabulary.words[*t as usize]);
    let words: Vec<_> = words.filter(|w| lengths.contains(&w.len())).collect();
    random
        .pick(&words)
        .map_or_else(String::new, ToString::to_string)
}

/// A word of few quotes and another one of the same quote.
fn rare(corpus: &Corpus, random: &mut Random) -> String {
    let common: HashSet<_> = corpus.frequent.iter().take(FREQUENT).collect();
    for _ in 0..100_000 {
        let text = corpus.text(random.below(corpus.len()));
        let words: Vec<_> = words(&text).map(str::to_lowercase).collect();
        let term = |word: &String| corpus.vocabulary.find(word);
        let is_rare = |w: &&String| term(w).is_some_and(|t| corpus.uses[t as usize] <= RARE);
        let is_other = |w: &&String| w.len() > 4 && term(w).is_some_and(|t| !common.contains(&t));
        let Some(rare) = words.iter().find(is_rare) else {
            continue;
        };
        if let Some(other) = words.iter().filter(is_other).find(|w| *w != rare) {
            return format!("{rare} {other}");
        }
    }
    frequent(corpus, random, FREQUENT..usize::MAX, 5..=9)
}

/// The family name of a speaker and a word that they said.
fn spoken(corpus: &Corpus, speakers: &[u32], random: &mut Random) -> String {
    let quote = random.below(corpus.len());
    let name = articles::name(speakers[quote] as usize).to_lowercase();
    let family = name.split(' ').next_back().unwrap_or_default();
    let text = corpus.text(quote).to_lowercase();
    let words: Vec<_> = words(&text).filter(|w| w.len() > 4).collect();
    let word = random.pick(&words).copied().unwrap_or_default();
    format!("{family} {word}")
}
