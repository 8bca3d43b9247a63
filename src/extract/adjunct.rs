//! What stands between a reporting verb and the words: addressee, time, place, occasion.

use super::document::{Document, Toks, reads};
use super::lexicon::Tags;
use super::phrase;
use super::works;
use crate::text::token::{Case, TokenKind};

/// Steps over an addressee: "told reporters", "told the paper's editor".
pub fn skip_addressee(doc: &Document<'_>, at: usize, hi: usize) -> usize {
    if doc.has(at, Tags::OBJECT) {
        return at + 1;
    }
    if doc.in_mark(at) {
        return skip_title(doc, at, hi);
    }
    if reads!(doc, at, "that") {
        return at;
    }
    let Some(phrase) = phrase::right(doc, at, hi) else {
        return at;
    };
    if let Some(subject) = subject_behind(doc, &phrase, hi) {
        return subject;
    }
    skip_title(doc, phrase.end, hi)
}

/// "told Reuters inflation would fall", "told police Ann Roe had left": where the subject of the words
/// begins inside a phrase that runs up to their verb.
fn subject_behind(doc: &Document<'_>, phrase: &Toks, hi: usize) -> Option<usize> {
    if phrase.end >= hi || !doc.has(phrase.end, Tags::AUX) || doc.in_mark(phrase.end) {
        return None;
    }
    const HEADS: Tags = Tags::ORG.or(Tags::ROLE).or(Tags::ROLES).or(Tags::MEDIA);
    let plain = |k: usize| doc.toks[k].kind == TokenKind::Word && !doc.has(k, HEADS.or(Tags::PREP));
    (phrase.start + 1..phrase.end).find(|&k| {
        let name = doc.capital(k - 1) && !doc.has(k - 1, Tags::NATION.or(Tags::ADJ));
        let several = doc.has(k - 1, Tags::ROLES) || reads!(doc, k - 1, "police");
        !doc.possessive(k)
            && (name && !doc.capital(k) && plain(k) || several && !doc.capital(k - 1) && plain(k))
    })
}

/// Steps over a title between marks that ends a phrase: "told the paper's “Morning Desk” that".
fn skip_title(doc: &Document<'_>, at: usize, hi: usize) -> usize {
    let at = if doc.possessive(at) { at + 1 } else { at };
    let Some(mark) = doc.toks.get(at).and_then(|t| t.mark) else {
        return at;
    };
    let end = (at..hi)
        .find(|&k| doc.toks[k].mark != Some(mark))
        .unwrap_or(hi);
    let programme = works::is_programme(doc, mark);
    if end < hi && works::is_title(doc, mark) || programme {
        let show = reads!(
            doc,
            end,
            "show" | "program" | "programme" | "podcast" | "newscast"
        );
        end + usize::from(show && programme && end < hi)
    } else {
        at
    }
}

/// Steps over times, places and occasions between the verb and the words: "on Monday",
/// "in his opening speech", "to reporters", "last week".
#[must_use]
pub fn skip_adjuncts(doc: &Document<'_>, at: usize, hi: usize) -> usize {
    let mut k = at;
    loop {
        let start = k;
        if k < hi && !doc.in_mark(k) {
            let adverb = doc.has(k, Tags::ADV) && doc.toks[k].case == Case::Lower;
            // "said there is": the words begin.
            if adverb && !(reads!(doc, k, "there") && doc.has(k + 1, Tags::AUX)) {
                k += 1;
            } else if let Some(end) = time_phrase(doc, k, hi).or_else(|| occasion(doc, k, hi)) {
                k = end;
            }
        }
        if k == start {
            return k;
        }
    }
}

/// "Monday", "on Friday", "last week", "June 3, 2016".
fn time_phrase(doc: &Document<'_>, at: usize, hi: usize) -> Option<usize> {
    let mut k = at;
    if reads!(
        doc,
        k,
        "on" | "in" | "at" | "by" | "since" | "during" | "late" | "early"
    ) {
        k += 1;
    }
    while k < hi && (doc.has(k, Tags::TIME_MOD) || reads!(doc, k, "the")) {
        k += 1;
    }
    let first = k;
    while k < hi
        && !doc.in_mark(k)
        && (doc.has(k, Tags::TIME) || k > first && doc.toks[k].kind == TokenKind::Number)
    {
        k += 1;
    }
    // "commented on Monday's statement"
    if k == first || !doc.has(first, Tags::TIME) || doc.possessive(k) {
        return None;
    }
    if doc.is(k, ',')
        && doc
            .toks
            .get(k + 1)
            .is_some_and(|t| t.kind == TokenKind::Number)
        && k + 1 < hi
    {
        k += 2;
    }
    Some(k)
}

/// "in an interview with X", "at a news conference", "to reporters", "on the sidelines of Y",
/// "during a visit to Z", "following the release of ...": a phrase of place or occasion.
fn occasion(doc: &Document<'_>, at: usize, hi: usize) -> Option<usize> {
    let to_people = reads!(doc, at, "to")
        && doc.has(
            at + 1,
            Tags::ROLES.or(Tags::OBJECT).or(Tags::DET).or(Tags::POSS),
        );
    let places = reads!(
        doc,
        at,
        "in" | "at"
            | "during"
            | "on"
            | "after"
            | "before"
            | "through"
            | "via"
            | "from"
            | "following"
            | "outside"
            | "with"
    );
    if !to_people && !places || doc.in_mark(at) {
        return None;
    }
    // "on “Meet the Press”": the occasion is a title.
    if doc.in_mark(at + 1) {
        return Some(skip_title(doc, at + 1, hi)).filter(|&end| end > at + 1);
    }
    let phrase = phrase::right(doc, at + 1, hi)?;
    // A phrase that the words themselves begin with ("in order to ...") ends in no occasion.
    let occasion = phrase.clone().find(|&k| doc.has(k, Tags::REPORT));
    let short = phrase.len() <= 4;
    match occasion {
        Some(_) if linked_end(doc, &phrase) => Some(skip_title(doc, phrase.end, hi)),
        Some(k) => Some(k + 1),
        None if to_people
            || short
                && reads!(
                    doc,
                    at,
                    "on" | "at" | "in" | "during" | "after" | "following"
                )
                && !doc.is(phrase.end, ',') =>
        {
            Some(skip_title(doc, phrase.end, hi))
        }
        None => None,
    }
}

/// Whether the phrase behind a report noun belongs to it: "an interview with the paper".
fn linked_end(doc: &Document<'_>, phrase: &Toks) -> bool {
    let Some(noun) = phrase.clone().find(|&k| doc.has(k, Tags::REPORT)) else {
        return false;
    };
    noun + 1 >= phrase.end || doc.has(noun + 1, Tags::NP_PREP)
}
