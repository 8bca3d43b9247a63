//! Neighbouring frames of a sentence: whose words end where the next one's begin.

use super::document::{Document, reads};
use super::frame::Frame;
use super::lexicon::{Form, Tags};
use super::verb::first_of_verb_group;
use crate::text::token::TokenKind;

/// Parts the words of neighbouring frames: those of one end where the source or cue of the next
/// begins behind a comma, and words before a cue do not reach back over the cue before.
pub fn bound_by_next(doc: &Document<'_>, frames: &mut [Frame]) {
    for n in 1..frames.len() {
        let (earlier, later) = frames.split_at_mut(n);
        let (Some(previous), Some(next)) = (earlier.last_mut(), later.first_mut()) else {
            continue;
        };
        if next.quote_first && next.content.first().is_some_and(|r| doc.in_mark(r.end - 1)) {
            give_marks_to_next(doc, previous, next);
        }
        let group = match &next.source {
            Some(s) if s.phrase.start >= previous.cue.end => s.phrase.start.min(next.cue.start),
            _ => next.cue.start,
        };
        for range in &mut previous.content {
            if range.start < group && group < range.end && parts(doc, group) {
                range.end = without_tail(doc, range.start, group);
            }
        }
        if let Some(and) = coordinated(doc, previous, next) {
            for range in &mut previous.content {
                if range.contains(&and) {
                    range.end = without_tail(doc, range.start, and);
                }
            }
        }
        previous.content.retain(|r| r.start < r.end);
    }
}

/// "Roe urged people to leave and warned of floods": the "and" before a second report by the same
/// source.
fn coordinated(doc: &Document<'_>, previous: &Frame, next: &Frame) -> Option<usize> {
    let (Some(one), Some(other)) = (&previous.source, &next.source) else {
        return None;
    };
    let start = first_of_verb_group(doc, previous.cue.end, next.cue.start);
    let and = start.checked_sub(1).filter(|&k| k > previous.cue.end)?;
    // "Roe said Poe had called him and asked": another may be the subject.
    let finite = |k: usize| {
        let form = doc.toks[k].cue.map(|c| c.form);
        doc.has(k, Tags::SUBJECT.or(Tags::AUX)) || matches!(form, Some(Form::Past | Form::Third))
    };
    let bare = !(previous.cue.end..and).any(|k| finite(k) || doc.ends_in(k, b"ed"));
    let same = bare && one.phrase == other.phrase && !next.quote_first && !next.choice.is_empty();
    (same && reads!(doc, and, "and" | "but" | "or")).then_some(and)
}

/// Marked words right before a cue are that cue's: in "He had silenced her: “Words,” he told
/// them." the colon announces nothing of its own.
fn give_marks_to_next(doc: &Document<'_>, previous: &mut Frame, next: &mut Frame) {
    let Some(range) = next.content.first_mut() else {
        return;
    };
    let open = range
        .clone()
        .find(|&i| doc.in_mark(i))
        .unwrap_or(range.start);
    if range.start < previous.cue.end && previous.cue.end <= open && !previous.quote_first {
        range.start = open;
    }
    let start = range.start;
    for range in &mut previous.content {
        if range.start <= start && start < range.end {
            range.end = without_tail(doc, range.start, start);
        }
    }
}

/// Whether the frame whose group begins at `group` ends the words before it.
fn parts(doc: &Document<'_>, group: usize) -> bool {
    let before = group - 1;
    let and = reads!(doc, before, "and" | "but" | "while")
        && (doc.is(before - 1, ',') || doc.in_mark(before - 1));
    let apart =
        doc.is(before, ',') || doc.in_mark(before) || doc.is_dash(before) || doc.is(before, ';');
    and || apart
}

fn without_tail(doc: &Document<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start
        && !doc.in_mark(end - 1)
        && (doc.toks[end - 1].kind == TokenKind::Punct
            || reads!(doc, end - 1, "and" | "but" | "while"))
    {
        end -= 1;
    }
    end
}
