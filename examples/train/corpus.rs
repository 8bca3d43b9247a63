//! Annotated articles, and what their annotation says to each question.

use std::collections::BTreeSet;
use std::io::BufRead;

use anyhow::{Context, Result};
use onrecord::extract::training::Observation;
use onrecord::import::{body, known};
use onrecord::model::wire::ScalarOffsets;
use onrecord::model::{Article, Span};
use onrecord::text::clean::OffsetMap;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::fit::Case;

/// An article with its annotation.
pub struct Annotated {
    pub id: String,
    /// The text as it came.
    pub text: String,
    pub article: Article,
    /// From the article's text to `text`.
    pub map: OffsetMap,
    quotes: Vec<Gold>,
}

/// An annotated quote, in bytes of the text as it came.
struct Gold {
    source: Vec<Span>,
    letters: BTreeSet<usize>,
    /// Whether it is speech rather than thought, wish or deed.
    speech: bool,
    /// Whether some of it stands between marks, so that more sentences may carry it on.
    marked: bool,
}

#[derive(Deserialize)]
struct QuoteLine {
    kind: String,
    content: Vec<[usize; 2]>,
    #[serde(default)]
    source: Vec<[usize; 2]>,
    #[serde(default = "yes")]
    speech: bool,
}

fn yes() -> bool {
    true
}

/// Weight of a reported thought or deed as a case against: it is no speech, but near to it.
const NEAR_SPEECH: f32 = 0.5;

/// Bytes that the beginnings of annotated words and of a reading's may lie apart.
const BEGINS_WITHIN: usize = 12;

/// All articles of `input`, one a line.
pub fn read(input: impl BufRead) -> Result<Vec<Annotated>> {
    input
        .lines()
        .enumerate()
        .map(|(n, line)| article(&line?).with_context(|| format!("line {}", n + 1)))
        .collect()
}

fn article(line: &str) -> Result<Annotated> {
    let fields: Map<String, Value> = serde_json::from_str(line)?;
    let text = fields
        .get("text")
        .and_then(Value::as_str)
        .context("no \"text\"")?
        .to_owned();
    let quotes: Vec<QuoteLine> =
        serde_json::from_value(fields.get("quotes").cloned().context("no \"quotes\"")?)?;
    let offsets = ScalarOffsets::new(&text);
    let spans = |list: &[[usize; 2]]| list.iter().map(|s| offsets.span(*s)).collect::<Vec<_>>();
    let quotes = quotes
        .iter()
        .map(|q| Gold {
            letters: letters(&text, &spans(&q.content)),
            source: spans(&q.source),
            speech: q.speech || q.kind != "indirect",
            marked: q.kind != "indirect",
        })
        .collect();
    let (article, map) = body(&text, known(&fields));
    Ok(Annotated {
        id: fields
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        article,
        map,
        quotes,
        text,
    })
}

/// Places of the letters and digits of some spans: marks and blanks never count.
fn letters(text: &str, spans: &[Span]) -> BTreeSet<usize> {
    spans
        .iter()
        .flat_map(|s| {
            s.of(text)
                .char_indices()
                .map(move |(k, c)| (s.start + k, c))
        })
        .filter(|(_, c)| c.is_alphanumeric())
        .map(|(k, _)| k)
        .collect()
}

impl Annotated {
    /// The observations that the annotation answers.
    pub fn cases(&self, observations: &[Observation]) -> Vec<(&'static str, Case)> {
        observations
            .iter()
            .filter_map(|seen| {
                let (right, weight) = match seen.question {
                    "report" => self.is_report(seen)?,
                    _ => (self.ends(seen)?, 1.0),
                };
                let features = seen.features.clone();
                Some((
                    seen.question,
                    Case {
                        features,
                        right,
                        weight,
                    },
                ))
            })
            .collect()
    }

    /// Whether a reading is an annotated report: half of the letters of both are the same, or it is
    /// the beginning of a longer speech; and the source is the same.
    fn is_report(&self, seen: &Observation) -> Option<(bool, f32)> {
        if seen.words.is_empty() {
            return None;
        }
        let raw: Vec<Span> = seen.words.iter().map(|s| self.map.raw(*s)).collect();
        let found = letters(&self.text, &raw);
        // Marked words whose verb is no cue are part of a phrase that is annotated as a whole.
        let loose = seen.features.iter().any(|f| f == "rule marked-words");
        let near = |gold: &&Gold| {
            let both = found.intersection(&gold.letters).count();
            let begins = found.first().zip(gold.letters.first());
            let begins = begins.is_some_and(|(f, g)| f.abs_diff(*g) <= BEGINS_WITHIN);
            let part = gold.marked && (begins || loose) && 10 * both >= 9 * found.len();
            both > 0 && (part || 2 * both >= found.len() + gold.letters.len() - both)
        };
        let source = seen.source.map(|s| self.map.raw(s));
        let same_source = |gold: &&Gold| match source {
            Some(s) => gold
                .source
                .iter()
                .any(|g| g.start < s.end && s.start < g.end),
            None => gold.source.is_empty(),
        };
        let mut golds = self
            .quotes
            .iter()
            .filter(near)
            .filter(same_source)
            .peekable();
        if golds.peek().is_none() {
            return Some((false, 1.0));
        }
        let speech = golds.any(|gold| gold.speech);
        Some((speech, if speech { 1.0 } else { NEAR_SPEECH }))
    }

    /// Whether annotated words that begin where these do end with them; nothing where they end
    /// before, or none begin here.
    fn ends(&self, seen: &Observation) -> Option<bool> {
        let raw: Vec<Span> = seen.words.iter().map(|s| self.map.raw(*s)).collect();
        let found = letters(&self.text, &raw);
        let (first, last) = (*found.first()?, *found.last()?);
        let gold = self
            .quotes
            .iter()
            .filter(|gold| gold.letters.contains(&first))
            .min_by_key(|gold| first - gold.letters.first().copied().unwrap_or(first))?;
        let end = *gold.letters.last()?;
        (end >= last).then_some(end == last)
    }
}
