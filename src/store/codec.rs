//! What is kept as JSON in columns: lists of positions, in compact form. Positions are bytes of
//! the canonical text.

use std::borrow::Cow;

use rusqlite::types::Type;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::model::{
    Article, Block, BlockRole, DateFrom, Evidence, Quote, QuoteKind, Removed, Role, Span, Speaker,
    SpeakerKind, Tag, Why,
};

type Pair = (usize, usize);

fn pair(span: Span) -> Pair {
    (span.start, span.end)
}

fn pairs(spans: &[Span]) -> Vec<Pair> {
    spans.iter().copied().map(pair).collect()
}

fn span((start, end): Pair) -> Span {
    Span::new(start, end)
}

fn spans(pairs: Vec<Pair>) -> Vec<Span> {
    pairs.into_iter().map(span).collect()
}

#[derive(Serialize, Deserialize)]
struct QuoteDetail {
    content: Vec<Pair>,
    cue: Vec<Pair>,
    source: Vec<Pair>,
    role: Option<Pair>,
    evidence: Vec<(String, usize, usize)>,
}

#[derive(Serialize, Deserialize)]
struct SpeakerDetail {
    role: Option<Pair>,
    aliases: Vec<String>,
    mentions: Vec<Pair>,
}

/// The detail column of a quote.
pub(super) fn quote_detail(quote: &Quote) -> rusqlite::Result<String> {
    to_json(&QuoteDetail {
        content: pairs(&quote.content),
        cue: pairs(&quote.cue),
        source: pairs(&quote.source),
        role: quote.role.as_ref().map(|r| pair(r.span)),
        evidence: quote
            .evidence
            .iter()
            .map(|e| (e.rule.to_string(), e.span.start, e.span.end))
            .collect(),
    })
}

/// A quote from its row: kind, speaker, role, via, confidence and the detail column.
pub(super) fn quote(
    kind: QuoteKind,
    speaker: Option<usize>,
    role: Option<String>,
    via: Option<String>,
    confidence: f32,
    detail: &str,
) -> rusqlite::Result<Quote> {
    let detail: QuoteDetail = from_json(detail)?;
    Ok(Quote {
        kind,
        content: spans(detail.content),
        cue: spans(detail.cue),
        source: spans(detail.source),
        speaker,
        role: joined(role, detail.role),
        via,
        confidence,
        evidence: detail
            .evidence
            .into_iter()
            .map(|(rule, start, end)| Evidence {
                rule: Cow::Owned(rule),
                span: Span::new(start, end),
            })
            .collect(),
    })
}

/// The detail column of a speaker.
pub(super) fn speaker_detail(speaker: &Speaker) -> rusqlite::Result<String> {
    to_json(&SpeakerDetail {
        role: speaker.role.as_ref().map(|r| pair(r.span)),
        aliases: speaker.aliases.clone(),
        mentions: pairs(&speaker.mentions),
    })
}

/// A speaker from its row.
pub(super) fn speaker(
    name: String,
    kind: SpeakerKind,
    role: Option<String>,
    detail: &str,
) -> rusqlite::Result<Speaker> {
    let detail: SpeakerDetail = from_json(detail)?;
    Ok(Speaker {
        name,
        kind,
        role: joined(role, detail.role),
        aliases: detail.aliases,
        mentions: spans(detail.mentions),
    })
}

fn joined(text: Option<String>, place: Option<Pair>) -> Option<Role> {
    text.zip(place).map(|(text, place)| Role {
        text,
        span: span(place),
    })
}

/// The blocks column.
pub(super) fn blocks_json(blocks: &[Block]) -> rusqlite::Result<String> {
    let list: Vec<(BlockRole, usize, usize)> = blocks
        .iter()
        .map(|b| (b.role, b.span.start, b.span.end))
        .collect();
    to_json(&list)
}

/// The blocks from their column.
pub(super) fn blocks(json: &str) -> rusqlite::Result<Vec<Block>> {
    let list: Vec<(BlockRole, usize, usize)> = from_json(json)?;
    Ok(list
        .into_iter()
        .map(|(role, start, end)| Block {
            role,
            span: Span::new(start, end),
        })
        .collect())
}

/// The column of what was removed; nothing where that is nothing.
pub(super) fn removed_json(lines: &[Removed]) -> rusqlite::Result<Option<String>> {
    let list: Vec<(usize, Why, &str)> = lines
        .iter()
        .map(|l| (l.at, l.why, l.line.as_str()))
        .collect();
    (!list.is_empty()).then(|| to_json(&list)).transpose()
}

/// What was removed, from its column.
pub(super) fn removed(json: Option<&str>) -> rusqlite::Result<Vec<Removed>> {
    let list: Vec<(usize, Why, String)> = json.map(from_json).transpose()?.unwrap_or_default();
    let lines = list.into_iter();
    Ok(lines
        .map(|(at, why, line)| Removed { at, why, line })
        .collect())
}

/// The column that tells where the date was found.
pub(super) fn date_from_text(from: Option<DateFrom>) -> rusqlite::Result<Option<String>> {
    let text = from.map(|from| to_json(&from)).transpose()?;
    Ok(text.map(|t| t.trim_matches('"').to_owned()))
}

/// Where the date was found, from its column.
pub(super) fn date_from(text: Option<String>) -> rusqlite::Result<Option<DateFrom>> {
    text.map(|text| from_json(&format!("\"{text}\"")))
        .transpose()
}

/// The column of inferred fields.
pub(super) fn inferred_json(article: &Article) -> rusqlite::Result<String> {
    to_json(&article.inferred)
}

/// The anchors of a sketch from their column.
pub(super) fn anchors(bytes: &[u8]) -> Vec<u32> {
    let (whole, _) = bytes.as_chunks::<4>();
    whole.iter().map(|b| u32::from_be_bytes(*b)).collect()
}

/// Prints of lines as they are kept.
pub(super) fn prints_bytes(prints: &[u64]) -> Vec<u8> {
    prints.iter().flat_map(|p| p.to_be_bytes()).collect()
}

/// Prints of lines from their column.
pub(super) fn prints(bytes: &[u8]) -> impl Iterator<Item = u64> {
    let (whole, _) = bytes.as_chunks::<8>();
    whole.iter().map(|b| u64::from_be_bytes(*b))
}

/// A tag from its column.
pub(super) fn tag(name: &str) -> rusqlite::Result<Tag> {
    named(name, |name| name.parse().ok())
}

/// Tags from a column that has them parted by blanks: each once, in alphabetical order.
pub(super) fn tags(names: Option<&str>) -> rusqlite::Result<Vec<Tag>> {
    let names = names.unwrap_or("").split_whitespace();
    let mut tags: Vec<Tag> = names.map(tag).collect::<rusqlite::Result<_>>()?;
    tags.sort_unstable();
    tags.dedup();
    Ok(tags)
}

/// A JSON column of its own.
pub(super) fn to_json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

/// Reads a JSON column.
pub(super) fn from_json<T: DeserializeOwned>(json: &str) -> rusqlite::Result<T> {
    serde_json::from_str(json)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, e.into()))
}

/// Reads a value kept by its name or form.
pub(super) fn named<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    read(text).ok_or_else(|| {
        let detail = format!("{text:?} is not a value of this column");
        rusqlite::Error::FromSqlConversionFailure(0, Type::Text, detail.into())
    })
}
