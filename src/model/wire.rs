//! The JSON of `extract`: the same data with positions as Unicode scalar offsets.
//!
//! Inside, positions are bytes; outside, they are what Python's slices take. [`ScalarOffsets`]
//! turns one into the other in one pass over the text.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    Block, BlockRole, Evidence, Extraction, Link, Quote, QuoteKind, Role, Span, Speaker,
    SpeakerKind, Stance,
};

/// A span in Unicode scalars: `[start, end]`.
pub type Scalars = [usize; 2];

/// Translates byte offsets of one text to scalar offsets and back.
pub struct ScalarOffsets<'t> {
    /// Scalar count before each 64-byte stretch; `None` where the text is ASCII throughout.
    marks: Option<Vec<usize>>,
    bytes: &'t [u8],
}

const STRETCH: usize = 64;

impl<'t> ScalarOffsets<'t> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        if text.is_ascii() {
            return Self { marks: None, bytes };
        }
        let mut marks = Vec::with_capacity(bytes.len() / STRETCH + 2);
        let mut count = 0;
        for stretch in bytes.chunks(STRETCH) {
            marks.push(count);
            count += starts(stretch);
        }
        marks.push(count);
        Self {
            marks: Some(marks),
            bytes,
        }
    }

    /// Number of scalars before byte `at`.
    #[must_use]
    pub fn scalar(&self, at: usize) -> usize {
        let at = at.min(self.bytes.len());
        let Some(marks) = &self.marks else { return at };
        let stretch = at / STRETCH;
        marks[stretch] + starts(&self.bytes[stretch * STRETCH..at])
    }

    /// Byte at which scalar number `at` starts; the end of the text where there is none.
    #[must_use]
    pub fn byte(&self, at: usize) -> usize {
        let Some(marks) = &self.marks else {
            return at.min(self.bytes.len());
        };
        let stretch = marks.partition_point(|&n| n <= at).saturating_sub(1);
        let mut left = at - marks[stretch];
        let from = stretch * STRETCH;
        for (k, b) in self.bytes.iter().enumerate().skip(from) {
            if is_start(*b) {
                if left == 0 {
                    return k;
                }
                left -= 1;
            }
        }
        self.bytes.len()
    }

    /// A byte span in scalars.
    #[must_use]
    pub fn scalars(&self, span: Span) -> Scalars {
        [self.scalar(span.start), self.scalar(span.end)]
    }

    /// A scalar span in bytes.
    #[must_use]
    pub fn span(&self, [start, end]: Scalars) -> Span {
        Span::new(self.byte(start), self.byte(end))
    }
}

const fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// Number of scalars that begin in a stretch.
fn starts(stretch: &[u8]) -> usize {
    // The count of a stretch fits a byte, and so many places are counted at once.
    let count = |n: u8, b: &u8| n.wrapping_add(u8::from(is_start(*b)));
    usize::from(stretch.iter().fold(0, count))
}

/// A quote in the contract's form. Fields are in the order of their letters, as those of the records are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteJson {
    /// Probability that the speaker is right.
    #[serde(default)]
    pub confidence: f64,
    /// The words said, marks excluded.
    pub content: Vec<Scalars>,
    /// Reporting words.
    #[serde(default)]
    pub cue: Vec<Scalars>,
    /// Rules and spans behind the attribution.
    #[serde(default)]
    pub evidence: Vec<EvidenceJson>,
    /// How the words are given.
    pub kind: QuoteKind,
    /// The mention of the speaker.
    #[serde(default)]
    pub source: Vec<Scalars>,
    /// Whether it was said at all, where that is told; it follows from the evidence, and is not read.
    #[serde(default, skip_serializing_if = "Stance::is_said")]
    pub stance: Stance,
    /// Who it is, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<QuoteSpeakerJson>,
    /// Who reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// The speaker of a quote in the contract's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteSpeakerJson {
    /// What they are.
    pub kind: SpeakerKind,
    /// Fullest name in the article.
    pub name: String,
    /// Role printed nearest to the quote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_span: Option<Scalars>,
}

/// A step of evidence in the contract's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceJson {
    /// Name of the rule.
    pub rule: Cow<'static, str>,
    /// What it rests on.
    pub span: Scalars,
}

/// A speaker of the article in the contract's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerJson {
    /// Other names used.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What they are.
    pub kind: SpeakerKind,
    /// Every mention.
    #[serde(default)]
    pub mentions: Vec<Scalars>,
    /// Fullest name in the article.
    pub name: String,
    /// Fullest role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_span: Option<Scalars>,
}

/// A block in the contract's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockJson {
    /// What it is.
    pub role: BlockRole,
    /// Where it is.
    pub span: Scalars,
}

/// A link behind words in the contract's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkJson {
    /// Where the words are.
    pub span: Scalars,
    /// Where they lead.
    pub url: String,
}

/// The quotes and speakers of one article in the contract's form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExtractionJson {
    /// Quotes in order.
    pub quotes: Vec<QuoteJson>,
    /// Speakers in order of their first quote.
    #[serde(default)]
    pub speakers: Vec<SpeakerJson>,
}

/// A probability to three places: more would be noise.
#[must_use]
pub fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

/// Blocks with scalar offsets.
#[must_use]
pub fn blocks_json(blocks: &[Block], offsets: &ScalarOffsets<'_>) -> Vec<BlockJson> {
    blocks
        .iter()
        .map(|b| BlockJson {
            role: b.role,
            span: offsets.scalars(b.span),
        })
        .collect()
}

/// Links with scalar offsets.
#[must_use]
pub fn links_json(links: &[Link], offsets: &ScalarOffsets<'_>) -> Vec<LinkJson> {
    let json = |link: &Link| LinkJson {
        span: offsets.scalars(link.span),
        url: link.url.clone(),
    };
    links.iter().map(json).collect()
}

impl ExtractionJson {
    /// Gives `extraction` in the contract's form. `at` brings each byte span of the extraction to
    /// scalars of the text it is reported in (see [`ScalarOffsets::scalars`]).
    #[must_use]
    pub fn new(extraction: &Extraction, at: &dyn Fn(Span) -> Scalars) -> Self {
        let spans = |list: &[Span]| list.iter().map(|s| at(*s)).collect::<Vec<_>>();
        let quotes = extraction
            .quotes
            .iter()
            .map(|q| QuoteJson {
                kind: q.kind,
                stance: q.stance(),
                content: spans(&q.content),
                cue: spans(&q.cue),
                source: spans(&q.source),
                speaker: q.speaker.and_then(|k| extraction.speakers.get(k)).map(|s| {
                    QuoteSpeakerJson {
                        name: s.name.clone(),
                        kind: s.kind,
                        role: q.role.as_ref().map(|r| r.text.clone()),
                        role_span: q.role.as_ref().map(|r| at(r.span)),
                    }
                }),
                via: q.via.clone(),
                confidence: rounded(q.confidence),
                evidence: q
                    .evidence
                    .iter()
                    .map(|e| EvidenceJson {
                        rule: e.rule.clone(),
                        span: at(e.span),
                    })
                    .collect(),
            })
            .collect();
        let speakers = extraction
            .speakers
            .iter()
            .map(|s| SpeakerJson {
                name: s.name.clone(),
                kind: s.kind,
                aliases: s.aliases.clone(),
                role: s.role.as_ref().map(|r| r.text.clone()),
                role_span: s.role.as_ref().map(|r| at(r.span)),
                mentions: spans(&s.mentions),
            })
            .collect();
        Self { quotes, speakers }
    }

    /// Takes the contract's form back to byte spans. `at` brings a scalar span of the text it was
    /// reported in to a byte span of the canonical text, or nothing where that stretch is not in it;
    /// quotes left without words are dropped. Speakers that only quotes name are added.
    #[must_use]
    pub fn into_extraction(self, at: &dyn Fn(Scalars) -> Option<Span>) -> Extraction {
        let back = Back { at };
        let mut extraction = Extraction {
            quotes: Vec::new(),
            speakers: self.speakers.into_iter().map(|s| back.speaker(s)).collect(),
        };
        let mut numbers = HashMap::new();
        for (number, speaker) in extraction.speakers.iter().enumerate() {
            let key = (speaker.name.clone(), speaker.kind);
            numbers.entry(key).or_insert(number);
        }
        for quote in self.quotes {
            let content = back.spans(&quote.content);
            if let Some(first) = content.first().copied() {
                back.add(quote, content, first, &mut extraction, &mut numbers);
            }
        }
        extraction
    }
}

/// The way from the contract's form to byte spans.
struct Back<'a> {
    at: &'a dyn Fn(Scalars) -> Option<Span>,
}

impl Back<'_> {
    fn spans(&self, list: &[Scalars]) -> Vec<Span> {
        list.iter().filter_map(|span| (self.at)(*span)).collect()
    }

    fn role(&self, text: Option<String>, span: Option<Scalars>) -> Option<Role> {
        let span = span.and_then(self.at);
        text.zip(span).map(|(text, span)| Role { text, span })
    }

    fn speaker(&self, s: SpeakerJson) -> Speaker {
        Speaker {
            name: s.name,
            kind: s.kind,
            role: self.role(s.role, s.role_span),
            aliases: s.aliases,
            mentions: self.spans(&s.mentions),
        }
    }

    /// Never empty: what came without evidence rests on having come.
    fn evidence(&self, list: Vec<EvidenceJson>, first: Span) -> Vec<Evidence> {
        let step = |e: EvidenceJson| (self.at)(e.span).map(|span| Evidence { rule: e.rule, span });
        let mut evidence: Vec<Evidence> = list.into_iter().filter_map(step).collect();
        if evidence.is_empty() {
            evidence.push(Evidence {
                rule: "imported".into(),
                span: first,
            });
        }
        evidence
    }

    /// Adds a quote; `numbers` are the speakers so far by name and kind.
    fn add(
        &self,
        q: QuoteJson,
        content: Vec<Span>,
        first: Span,
        to: &mut Extraction,
        numbers: &mut HashMap<(String, SpeakerKind), usize>,
    ) {
        let mut role = None;
        let speaker = q.speaker.map(|s| {
            role = self.role(s.role, s.role_span);
            let entry = numbers.entry((s.name.clone(), s.kind));
            *entry.or_insert_with(|| {
                to.speakers.push(Speaker {
                    name: s.name,
                    kind: s.kind,
                    role: role.clone(),
                    aliases: Vec::new(),
                    mentions: Vec::new(),
                });
                to.speakers.len() - 1
            })
        });
        to.quotes.push(Quote {
            kind: q.kind,
            content,
            cue: self.spans(&q.cue),
            source: self.spans(&q.source),
            speaker,
            role,
            via: q.via,
            confidence: q.confidence as f32,
            evidence: self.evidence(q.evidence, first),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_go_there_and_back() {
        let text = format!("{}é—x{}", "ab“".repeat(40), "ñ".repeat(70));
        let offsets = ScalarOffsets::new(&text);
        for (scalar, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.scalar(byte), scalar);
            assert_eq!(offsets.byte(scalar), byte);
        }
        let count = text.chars().count();
        assert_eq!(offsets.scalar(text.len()), count);
        assert_eq!(offsets.byte(count), text.len());
        assert_eq!(offsets.byte(count + 5), text.len());
    }
}
