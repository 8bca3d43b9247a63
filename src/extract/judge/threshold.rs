//! From which probability on a reading stands, by its construction.

use crate::extract::clause;
use crate::extract::document::{Document, Toks, reads};
use crate::extract::frame::Frame;
use crate::extract::lexicon::{Patterns, Tags};
use crate::extract::nonfinite;
use crate::extract::noun;
use crate::extract::reported::{self, Way};
use crate::extract::works;

/// Near half of the F-score that can be reached, where that score is highest (Lipton et al. 2014,
/// "Optimal thresholding of classifiers").
const STANDS: f32 = 0.32;

/// For words between marks, and words before a verb that only ever reports. The best of those tried on
/// the training part, as the ones below.
const MARKED_STANDS: f32 = 0.38;

/// For marked words whose verb is no cue.
const LOOSE_STANDS: f32 = 0.6;

/// For verbs that seldom report, with no more than a noun phrase: "published the figures".
const VAGUE_STANDS: f32 = 0.45;

/// For reports by a noun, and for phrases that are clauses.
const NOUN_STANDS: f32 = 0.6;

/// For unmarked words behind an infinitive that need not report, whose likeliest subject of several is taken.
const INFINITIVE_STANDS: f32 = 0.5;

/// For "that" behind a verb that only ever reports, and for "according to".
const SPEECH_STANDS: f32 = 0.2;

/// For a marked commitment: "agreed to “advance” the talks".
const COMMITMENT_STANDS: f32 = 0.1;

/// For what a document finds or shows: the annotation that was learned from seldom counts it.
const DOCUMENT_STANDS: f32 = 0.02;

/// For what a court rules, which that annotation seldom counts either.
const RULING_STANDS: f32 = 0.1;

/// No probability is that high.
const NEVER: f32 = 1.1;

/// Words that a marked label or scare quote may have.
const LONGEST_LABEL: usize = 5;

/// The probability from which a reading stands; `earlier` are the frames of the sentence before it.
pub(super) fn least(doc: &Document<'_>, frame: &Frame, earlier: &[Frame]) -> f32 {
    let takes = |patterns| frame.patterns.any(patterns);
    if frame.rule == noun::RULE {
        return NOUN_STANDS;
    }
    if frame.rule == "words-according-to" {
        return SPEECH_STANDS;
    }
    // "“...,” Roe said, the Courier reported": no report of its own.
    if earlier.last().is_some_and(|f| frame.is_passed_on(doc, f)) {
        return 0.0;
    }
    // "The law states what may be built" says nothing.
    let told = |first: &Toks| !reported::opens_question(doc, first.start);
    let clause = frame.way == Way::That
        || frame.way == Way::Clause && frame.content.first().is_some_and(told);
    let document = clause && takes(Patterns::THAT) && is_document(doc, frame);
    if document {
        return DOCUMENT_STANDS;
    }
    let mut words = frame.content.iter().flat_map(Clone::clone);
    match words.find_map(|i| doc.toks[i].mark) {
        Some(mark) => marked(doc, frame, mark, earlier),
        None => unmarked(doc, frame),
    }
}

/// Whether a report, statement or figures speak.
pub(super) fn is_document(doc: &Document<'_>, frame: &Frame) -> bool {
    frame.source.as_ref().is_some_and(|s| s.is_document(doc))
}

fn unmarked(doc: &Document<'_>, frame: &Frame) -> f32 {
    let takes = |patterns| frame.patterns.any(patterns);
    let first = frame.content.first();
    if frame.rule == nonfinite::INFINITIVE && !takes(Patterns::SPEECH) {
        return INFINITIVE_STANDS;
    }
    // "noted for its speed met on Monday": no phrase but a clause, and so a misreading.
    let clause = || first.is_some_and(|f| clause::is_clause(doc, f.start, f.end));
    if frame.way == Way::Preposition && takes(Patterns::THAT) && clause() {
        return NOUN_STANDS;
    }
    // "drew attention to the fact that": the phrase itself ends with "that".
    let that = frame.way == Way::That || reads!(doc, frame.cue.end.wrapping_sub(1), "that");
    let tied = matches!(frame.way, Way::Object | Way::Preposition);
    // "stated it would attack": the pronoun opens a clause as "that" does.
    let pronoun = |f: &Toks| doc.has(f.start, Tags::SUBJECT) && doc.has(f.start + 1, Tags::AUX);
    let opens = that || frame.way == Way::Clause && first.is_some_and(pronoun);
    if opens && takes(Patterns::SPEECH) {
        SPEECH_STANDS
    } else if that && frame.verb == "rule" {
        RULING_STANDS
    } else if tied && takes(Patterns::VAGUE) {
        VAGUE_STANDS
    } else if frame.way == Way::Before && takes(Patterns::SPEECH) {
        MARKED_STANDS
    } else {
        STANDS
    }
}

/// The same where some of the words stand between marks; `mark` is the first of them.
fn marked(doc: &Document<'_>, frame: &Frame, mark: usize, earlier: &[Frame]) -> f32 {
    let takes = |patterns| frame.patterns.any(patterns);
    if frame.way == Way::Loose {
        let named = works::is_title(doc, mark) || works::is_named(doc, mark);
        return if named { NEVER } else { LOOSE_STANDS };
    }
    let behind_verb = frame.way == Way::Marks;
    let tied = matches!(frame.way, Way::Object | Way::Preposition);
    let words = doc.words_in_mark(mark);
    let short = words <= LONGEST_LABEL;
    // "revealed plans for a “reset”": a label inside what somebody did.
    let label = tied && short && takes(Patterns::VAGUE) && !takes(Patterns::MARKED);
    // "sang “Home to the Harbour” at the fair": a work.
    let work = behind_verb && takes(Patterns::VAGUE) && works::is_title(doc, mark);
    // "expected to speak “soon”": a verb that takes no words beside it.
    let mute = !takes(Patterns::QUOTE.or(Patterns::MARKED).or(Patterns::CLAUSE));
    if label || work || mute && behind_verb && words <= 2 {
        NEVER
    } else if commits(frame) {
        COMMITMENT_STANDS
    } else if is_own_thought(doc, frame, earlier) && !short {
        0.0
    } else if tied && short || behind_verb && words <= 2 {
        STANDS
    } else {
        MARKED_STANDS
    }
}

/// "agreed to “advance” the talks": what somebody commits to is said.
fn commits(frame: &Frame) -> bool {
    frame.way == Way::Infinitive
        && frame.patterns.any(Patterns::INFINITIVE)
        && frame.patterns.any(Patterns::MARKED)
}

/// "said he did not believe “...”": what stands between marks is the speaker's own.
fn is_own_thought(doc: &Document<'_>, frame: &Frame, earlier: &[Frame]) -> bool {
    let person = |k: usize| doc.has(k, Tags::PERSON);
    frame.way == Way::Marks
        && frame.patterns.any(Patterns::CLAUSE)
        && earlier.last().is_some_and(|f| f.holds(frame.cue.start))
        && frame
            .source
            .as_ref()
            .is_some_and(|s| person(s.phrase.start))
}
