//! What a person who types in the finder waits for: a key over 100,000 made quotes.
//!
//! The quotes are made here from syllables with a fixed seed: words of a Zipf-like frequency, of
//! about 200 letters a quote, so that figures can be compared between machines and versions.

#![allow(missing_docs)] // criterion's macros make public items

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use onrecord::find::Index;
use onrecord::model::{ArticleId, QuoteId, QuoteKind, QuoteRow};

const QUOTES: i64 = 100_000;
const VOCABULARY: usize = 40_000;
const QUOTES_AN_ARTICLE: i64 = 8;

/// Small steps of a 64-bit generator (SplitMix64, Steele et al. 2014): no crate, always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.roll() % n as u64) as usize
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1u64 << 53) as f64
    }
}

struct Maker {
    dice: Dice,
    words: Vec<String>,
}

impl Maker {
    fn new() -> Self {
        let mut dice = Dice(7);
        let words = (0..VOCABULARY).map(|n| word(&mut dice, n)).collect();
        Self { dice, words }
    }

    /// Frequent words have low numbers (and are short): share of rank r about 1 / r.
    fn word(&mut self) -> &str {
        let rank = (VOCABULARY as f64).powf(self.dice.share()) as usize;
        &self.words[rank.min(VOCABULARY - 1)]
    }

    fn text(&mut self, letters: usize) -> String {
        let mut out = String::with_capacity(letters + 16);
        while out.len() < letters {
            if !out.is_empty() {
                out.push(' ');
            }
            let word = self.word().to_owned();
            out.push_str(&word);
        }
        out
    }

    fn row(&mut self, n: i64) -> QuoteRow {
        let letters = 60 + self.dice.below(280);
        let name = self.dice.below(5_000) + 200;
        let title = n / QUOTES_AN_ARTICLE;
        QuoteRow {
            id: QuoteId(n),
            article: ArticleId(title),
            ordinal: (n % QUOTES_AN_ARTICLE) as usize,
            kind: QuoteKind::Direct,
            text: self.text(letters),
            speaker: Some(format!("{} {}", self.words[name], self.words[name * 7])),
            speaker_kind: None,
            role: None,
            confidence: 1.0,
            title: format!("{} on {}", self.words[title as usize], self.words[name]),
            publisher: None,
            date: None,
        }
    }
}

fn word(dice: &mut Dice, rank: usize) -> String {
    const HEADS: [&str; 14] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st",
    ];
    const CORES: [&str; 7] = ["a", "e", "i", "o", "u", "ea", "ou"];
    const TAILS: [&str; 8] = ["", "", "n", "r", "s", "t", "l", "nd"];
    let syllables = 1 + (rank > 60) as usize + (rank > 3_000) as usize + dice.below(2);
    (0..syllables)
        .map(|_| {
            let part = |dice: &mut Dice, of: &[&'static str]| of[dice.below(of.len())];
            [part(dice, &HEADS), part(dice, &CORES), part(dice, &TAILS)].concat()
        })
        .collect()
}

fn rows() -> Vec<QuoteRow> {
    let mut maker = Maker::new();
    (0..QUOTES).map(|n| maker.row(n)).collect()
}

/// Queries by what they are; the words come from a quote in the middle of the collection.
fn queries(rows: &[QuoteRow]) -> Vec<(&'static str, String)> {
    let needle = &rows[rows.len() / 2];
    let mut words: Vec<&str> = needle.text.split(' ').collect();
    let fragment = words[2..6].join(" ");
    let common = words.iter().min_by_key(|w| w.len()).copied().unwrap_or("a");
    let common = format!("{common} {}", words[0]);
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let long: Vec<&str> = words.iter().take(3).copied().collect();
    let mut typo = long[0].to_owned();
    typo.remove(typo.len() / 2);
    typo.push('q');
    let speaker = needle.speaker.clone().unwrap_or_default();
    let scattered: String = long[0].chars().step_by(2).collect();
    vec![
        ("empty", String::new()),
        ("one letter", long[0][..1].to_owned()),
        ("two letters", long[0][..2].to_owned()),
        ("common words", common),
        ("exact fragment", fragment),
        ("three rare words", long.join(" ")),
        (
            "shuffled, half a word",
            format!("{} {}", long[2], &long[0][..4]),
        ),
        ("speaker and word", format!("{speaker} {}", long[1])),
        ("typo", typo),
        ("scattered letters", scattered),
        ("no match", "xqzzyx wyxxq".to_owned()),
    ]
}

fn find(c: &mut Criterion) {
    let rows = rows();
    let queries = queries(&rows);
    let index = Index::build(rows.iter().cloned());
    let mut keys = c.benchmark_group("find a key over 100,000 quotes");
    for (name, query) in &queries {
        keys.bench_function(*name, |b| {
            b.iter(|| index.search(black_box(query), 100, &|| false));
        });
    }
    keys.finish();
    let mut build = c.benchmark_group("find build");
    build
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    build.bench_function("100,000 quotes", |b| {
        b.iter_batched(|| rows.clone(), Index::build, BatchSize::PerIteration);
    });
    build.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(2))
        .warm_up_time(Duration::from_millis(500));
    targets = find
}
criterion_main!(benches);
