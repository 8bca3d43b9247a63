//! Articles about the quotes: invented people who say them on invented days.

use std::io::Write;

use onrecord::model::wire::{QuoteJson, QuoteSpeakerJson};
use onrecord::model::{QuoteKind, SpeakerKind, Stance};
use serde::Serialize;

use crate::corpus::Corpus;
use crate::random::Random;

/// Most quotes of an article; the mean is 5.
const QUOTES: usize = 9;
const SPEAKERS: usize = 20_000;
const FIRST_YEAR: usize = 2010;
const YEARS: usize = 15;

const FIRST: &[&str] = &[
    "Ada", "Amir", "Ana", "Bashir", "Carla", "Chen", "Dario", "Elif", "Emeka", "Fatima", "Goran",
    "Greta", "Hana", "Ivan", "Jane", "João", "Kofi", "Lena", "Luis", "Maya", "Nils", "Olga",
    "Paul", "Priya", "Ravi", "Renée", "Samir", "Sven", "Tara", "Yusuf",
];
const BEGIN: &[&str] = &[
    "Al", "Bar", "Cor", "Dal", "Ers", "Fen", "Gar", "Hol", "Ing", "Jor", "Kas", "Lar", "Mon",
    "Nor", "Oka", "Pet", "Quin", "Ros", "Sal", "Tor", "Ul", "Var", "Wes", "Zim",
];
const END: &[&str] = &[
    "ado", "berg", "den", "elli", "ford", "gate", "hart", "ić", "jee", "ko", "lund", "man", "nova",
    "owski", "pour", "quist", "rides", "sen", "tani", "ueda", "vic", "well", "yan", "zadeh",
];
const ROLES: &[&str] = &[
    "the mayor",
    "a farmer",
    "the foreign minister",
    "a spokesperson for the ministry",
    "the head of the union",
    "a professor of law",
    "an analyst",
    "the chief executive",
    "a witness",
    "the senator",
    "a coach",
    "the attorney general",
];
const PUBLISHERS: &[&str] = &[
    "Morning Gazette",
    "The Courier",
    "Daily Ledger",
    "Harbour News",
    "The Observer Weekly",
    "Northern Wire",
    "City Herald",
    "The Dispatch",
];

/// The name of speaker `number`: the same name for the same number.
pub fn name(number: usize) -> String {
    let first = FIRST[number % FIRST.len()];
    let begin = BEGIN[number / FIRST.len() % BEGIN.len()];
    let end = END[number / (FIRST.len() * BEGIN.len()) % END.len()];
    format!("{first} {begin}{end}")
}

/// A line of `extract --jsonl`.
#[derive(Serialize)]
struct Article {
    id: String,
    title: String,
    publisher: &'static str,
    date: String,
    text: String,
    quotes: Vec<QuoteJson>,
}

/// Writes all quotes of `corpus` and gives the speaker of each.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(
    corpus: &Corpus,
    random: &mut Random,
    to: &mut impl Write,
) -> anyhow::Result<Vec<u32>> {
    let mut speakers = Vec::with_capacity(corpus.len());
    let mut number = 0;
    while speakers.len() < corpus.len() {
        let end = (speakers.len() + 1 + random.below(QUOTES)).min(corpus.len());
        let article = article(number, end, corpus, random, &mut speakers);
        serde_json::to_writer(&mut *to, &article)?;
        to.write_all(b"\n")?;
        number += 1;
    }
    Ok(speakers)
}

/// The article of the quotes up to `end` that have no speaker yet.
fn article(
    number: usize,
    end: usize,
    corpus: &Corpus,
    random: &mut Random,
    speakers: &mut Vec<u32>,
) -> Article {
    let mut article = Article {
        id: format!("made-{number}"),
        title: title(corpus.clause(random)),
        publisher: PUBLISHERS[random.below(PUBLISHERS.len())],
        date: format!(
            "{}-{:02}-{:02}",
            FIRST_YEAR + random.below(YEARS),
            1 + random.below(12),
            1 + random.below(28)
        ),
        text: String::new(),
        quotes: Vec::new(),
    };
    let mut at = 0;
    for quote in speakers.len()..end {
        let speaker = random.skewed(SPEAKERS);
        speakers.push(speaker as u32);
        add(&corpus.text(quote), speaker, &mut at, &mut article);
    }
    article
}

fn title(clause: &str) -> String {
    clause.split(' ').take(9).collect::<Vec<_>>().join(" ")
}

/// Adds a paragraph; `at` is the length of the text in characters.
fn add(words: &str, speaker: usize, at: &mut usize, article: &mut Article) {
    let name = name(speaker);
    let role = ROLES[speaker % ROLES.len()];
    let mut put = |part: &str| {
        let start = *at;
        article.text.push_str(part);
        *at += part.chars().count();
        [start, *at]
    };
    put("“");
    let content = put(words);
    put("” ");
    let cue = put("said");
    put(" ");
    let source = put(&name);
    put(", ");
    let role_span = put(role);
    put(".\n\n");
    article.quotes.push(QuoteJson {
        confidence: 0.97,
        content: vec![content],
        cue: vec![cue],
        evidence: Vec::new(),
        stance: Stance::Said,
        kind: QuoteKind::Direct,
        source: vec![source],
        speaker: Some(QuoteSpeakerJson {
            kind: SpeakerKind::Person,
            name,
            role: Some(role.to_owned()),
            role_span: Some(role_span),
        }),
        via: None,
    });
}
