//! Why a quote has its speaker: the steps from the words to the name.
//!
//! Must not know: how it looks.

use super::reading::Reading;
use super::speakers::shortened;
use crate::extract::told;
use crate::model::Span;
use crate::text::wrap;

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

/// A line of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyLine {
    /// Of what is told beside the steps.
    Told(String),
    /// Of a step: of its words and of what it is, each in its column.
    Step(String, String),
}

/// Bytes of the words of a step that are shown.
const WORDS: usize = 200;
/// Columns of the box at most, and those of its border.
const WIDEST: u16 = 84;
const BORDER: u16 = 4;
/// Columns and lines of the words of a step at most, and lines of anything else.
const COLUMNS: usize = 26;
const WORD_LINES: usize = 2;
const LINES: usize = 3;

impl Why {
    /// Columns of its box in a pane of so many.
    #[must_use]
    pub const fn columns(pane: u16) -> u16 {
        if pane < WIDEST { pane } else { WIDEST }
    }

    /// Rows of its box, borders included, over the foot of a text of so many rows in a pane of so many
    /// columns.
    #[must_use]
    pub fn rows(&self, (pane, text): (u16, u16)) -> u16 {
        let lines = u16::try_from(self.lines(pane).len()).unwrap_or(u16::MAX);
        lines.saturating_add(2).min(text / 2 + 1)
    }

    /// Columns of the words of a step, in a pane of so many.
    #[must_use]
    pub fn words_columns(&self, pane: u16) -> usize {
        let widest = self.steps.iter().map(|step| wrap::width(&step.words)).max();
        let most = inside(pane) * 2 / 5;
        widest.unwrap_or(0).min(COLUMNS).min(most)
    }

    /// Its lines in a pane of so many columns.
    #[must_use]
    pub fn lines(&self, pane: u16) -> Vec<WhyLine> {
        let (room, columns) = (inside(pane), self.words_columns(pane));
        let told = self.told.iter();
        let told = told.flat_map(|text| shortened(text, room, LINES));
        let mut lines: Vec<WhyLine> = told.map(WhyLine::Told).collect();
        for steps in self.steps.chunk_by(|one, next| one.rule == next.rule) {
            let words = shortened(&steps[0].words, columns, WORD_LINES);
            // A speech of many paragraphs goes on in each of them.
            let rule = match steps.len() {
                1 => steps[0].rule.clone(),
                times => format!("{} ({times} times)", steps[0].rule),
            };
            let rule = shortened(&rule, room.saturating_sub(columns + 2), LINES);
            for n in 0..words.len().max(rule.len()) {
                let of = |lines: &[String]| lines.get(n).cloned().unwrap_or_default();
                lines.push(WhyLine::Step(of(&words), of(&rule)));
            }
        }
        lines
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

/// Columns inside the box in a pane of so many.
fn inside(pane: u16) -> usize {
    usize::from(Why::columns(pane).saturating_sub(BORDER))
}
