//! Verbs that no list has, as the tag of marked words: "“This is fantastic!” beamed Roe".
//!
//! Marks and commas show that words are spoken there; what the verb is hardly matters.

use super::document::{Document, Paragraph, Toks, reads};
use super::frame::{Frame, Readings};
use super::lexicon::{Cue, Tags};
use super::verbal::{self, LONGEST_SUBJECT};
use super::works;
use crate::text::token::{Case, TokenKind};

/// A verb that no list has, in the past or behind a pronoun, a few tokens behind marked words that end as words before
/// their verb do: "“This is fantastic!” beamed Roe", "“We wait,” an angry Hart retaliated".
pub fn cue(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Cue> {
    let tok = &doc.toks[k];
    let past = tok.cue.is_none()
        && tok.kind == TokenKind::Word
        && tok.case == Case::Lower
        && (doc.ends_in(k, b"ed") || doc.has(k, Tags::VERB) || tells(doc, sentence, k));
    if !past || doc.has(k, Tags::AUX.or(Tags::ADJ).or(Tags::PREP)) {
        return None;
    }
    let reach = sentence.start.max(k.saturating_sub(LONGEST_SUBJECT));
    let last = (reach..k).rev().find(|&i| doc.in_mark(i))?;
    let mark = doc.toks[last].mark?;
    let inner = doc.marks[mark].inner.of(doc.text);
    // "“Mamma Mia!” delighted Roe" is a title.
    let cried = inner.ends_with(['!', '?'])
        && doc.words_in_mark(mark) >= LEAST_CRIED
        && !works::is_title(doc, mark);
    ((inner.ends_with(',') || cried) && !(last + 1..k).any(|i| doc.is(i, ',')))
        .then(|| doc.lexicon.unlisted())
}

/// "“We wait,” she mocks.": a verb in the present between a pronoun and the end of the sentence.
fn tells(doc: &Document<'_>, sentence: &Toks, k: usize) -> bool {
    let before = k.checked_sub(1).filter(|&b| b > sentence.start);
    let pronoun = before.is_some_and(|b| reads!(doc, b, "he" | "she") && doc.in_mark(b - 1));
    pronoun && doc.ends_in(k, b"s") && (k + 1 >= sentence.end || doc.is(k + 1, '.'))
}

/// The reading of such a verb as the tag of the words before it.
pub fn readings(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    k: usize,
    cue: Cue,
    earlier: &[Frame],
) -> Readings {
    let mut found = verbal::readings(doc, paragraph, sentence, k, cue, earlier);
    for reading in &mut found {
        reading.take_if(|f| !matches!(f.rule, "quote-source-verb" | "quote-verb-source"));
    }
    found
}

/// Words of marked speech that no comma shows to go on.
const LEAST_CRIED: usize = 3;
