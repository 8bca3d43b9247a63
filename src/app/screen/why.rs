//! Why a quote has its speaker: the steps from the words to the name.
//!
//! Must not know: how it looks.

use super::reading::Reading;
use crate::extract::told;
use crate::model::Span;

/// What is told of a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// Full name of the speaker, where known.
    pub speaker: Option<String>,
    /// Role as printed nearest to the quote, and who reported it.
    pub told: Vec<String>,
    /// How sure it is, in hundredths.
    pub confidence: u32,
    /// The steps in the order they were taken.
    pub steps: Vec<Step>,
}

/// A step on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The words it rests on.
    pub words: String,
    /// Where they stand.
    pub span: Span,
    /// What it is.
    pub rule: String,
}

/// Bytes of the words of a step that are shown.
const WORDS: usize = 200;

impl Why {
    /// Rows of its box, borders included, over the foot of a text of so many rows.
    #[must_use]
    pub fn rows(&self, text: u16) -> u16 {
        let lines = u16::try_from(self.told.len() + self.steps.len()).unwrap_or(u16::MAX);
        lines.saturating_add(2).min(text / 2 + 1)
    }

    /// Of the current quote of an article.
    #[must_use]
    pub fn of(reading: &Reading) -> Option<Self> {
        let (quote, stored) = (reading.quote()?, &reading.stored);
        let speaker = quote
            .speaker
            .and_then(|n| stored.extraction.speakers.get(n));
        let role = quote.role.as_ref().map(|role| role.text.clone());
        let via = quote.via.as_ref().map(|via| format!("as {via} reports"));
        let steps = quote.evidence.iter().map(|step| {
            let words = step.span.of(&stored.article.text);
            let words = &words[..words.floor_char_boundary(WORDS)];
            Step {
                words: words.split_whitespace().collect::<Vec<_>>().join(" "),
                span: step.span,
                rule: match told(&step.rule) {
                    Some(told) => told.to_owned(),
                    None => step.rule.replace('-', " "),
                },
            }
        });
        Some(Self {
            speaker: speaker.map(|speaker| speaker.name.clone()),
            told: [role, via].into_iter().flatten().collect(),
            confidence: (quote.confidence.clamp(0.0, 1.0) * 100.0).round() as u32,
            steps: steps.collect(),
        })
    }
}
