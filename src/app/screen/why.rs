//! Why a quote has its speaker: the steps from the words to the name.
//!
//! Must not know: how it looks.

use super::reading::{Page, Reading, extent};
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
/// Columns of the words of a step at most.
const COLUMNS: usize = 26;
/// Lines of the words of a step at most, of what it is, and of anything else: as far as there is room, so
/// that no step is left out where it can be said shortly.
const LINES: [[usize; 3]; 3] = [[2, 3, 3], [1, 3, 1], [1, 1, 1]];

impl Why {
    /// Columns of its box in a pane of so many.
    #[must_use]
    pub const fn columns(pane: u16) -> u16 {
        if pane < WIDEST { pane } else { WIDEST }
    }

    /// Rows that its box may have over the foot of a page: what leaves the quote that it is about in sight,
    /// and of a long quote half of the page.
    #[must_use]
    pub fn room(reading: &Reading, page: Page) -> u16 {
        let (article, flow) = (&reading.stored.article, &reading.flow);
        flow.at_width(page.width);
        let row = |byte| flow.row_of(article, flow.anchor_at(byte));
        let rows = reading.quote().and_then(extent).and_then(|span| {
            let (first, last) = (row(span.start), row(span.end.saturating_sub(1)));
            flow.distance(article, first, last, page.height)
        });
        let rows = rows.map_or(page.height, |further| further + 1);
        // It is brought to a third of what is left.
        let kept = rows + rows / 2 + 2;
        let most = page.height.saturating_sub(kept).max(page.height / 2 + 1);
        u16::try_from(most).unwrap_or(u16::MAX)
    }

    /// Rows of its box, borders included, in a pane of so many columns where it may have so many rows.
    #[must_use]
    pub fn rows(&self, (pane, most): (u16, u16)) -> u16 {
        let lines = self.lines((pane, most)).len();
        let lines = u16::try_from(lines).unwrap_or(u16::MAX);
        lines.saturating_add(2).min(most)
    }

    /// Columns of the words of a step, in a pane of so many.
    #[must_use]
    pub fn words_columns(&self, pane: u16) -> usize {
        let widest = self.steps.iter().map(|step| wrap::width(&step.words)).max();
        let most = inside(pane) * 2 / 5;
        widest.unwrap_or(0).min(COLUMNS).min(most)
    }

    /// Its lines in a pane of so many columns, where the box may have so many rows: the steps first, as they
    /// are what it is for.
    #[must_use]
    pub fn lines(&self, (pane, most): (u16, u16)) -> Vec<WhyLine> {
        let room = usize::from(most.saturating_sub(2));
        let mut lines = Vec::new();
        for most in LINES {
            lines = self.lines_of(pane, most);
            if lines.len() <= room {
                break;
            }
        }
        lines
    }

    fn lines_of(&self, pane: u16, [of_words, of_rule, of_told]: [usize; 3]) -> Vec<WhyLine> {
        let (room, columns) = (inside(pane), self.words_columns(pane));
        let mut lines: Vec<WhyLine> = Vec::new();
        for steps in self.steps.chunk_by(|one, next| one.rule == next.rule) {
            let words = shortened(&steps[0].words, columns, of_words);
            // A speech of many paragraphs goes on in each of them.
            let rule = match steps.len() {
                1 => steps[0].rule.clone(),
                times => format!("{} ({times} times)", steps[0].rule),
            };
            let rule = shortened(&rule, room.saturating_sub(columns + 2), of_rule);
            for n in 0..words.len().max(rule.len()) {
                let of = |lines: &[String]| lines.get(n).cloned().unwrap_or_default();
                lines.push(WhyLine::Step(of(&words), of(&rule)));
            }
        }
        let told = self.told.iter();
        let told = told.flat_map(|text| shortened(text, room, of_told));
        lines.extend(told.map(WhyLine::Told));
        lines
    }

    /// Of the current quote of an article.
    #[must_use]
    pub fn of(reading: &Reading) -> Option<Self> {
        let (quote, stored) = (reading.quote()?, &reading.stored);
        let speaker = quote
            .speaker
            .and_then(|n| stored.extraction.speakers.get(n));
        let role = quote.role.as_ref().map(|role| {
            let role = role.text.split_whitespace().collect::<Vec<_>>();
            format!("role as printed: {}", role.join(" "))
        });
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
