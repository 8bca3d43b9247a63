//! The clause of "who" between a subject and its verb: "Roe, who wrote that the dam was old, has left", "women who
//! voted for Roe said".

use super::document::{Document, Toks, reads};
use super::frame::Frame;
use super::lexicon::{Cue, Form, Tags};
use super::subject::{Source, relative};

/// Whether the comma at token `k` closes such a clause, whose reported words begin `range`.
pub fn closes(doc: &Document<'_>, frame: &Frame, range: &Toks, k: usize) -> bool {
    let who = frame.source.as_ref().map_or(0, |s| s.phrase.start);
    let relative = who > 0 && reads!(doc, who, "who" | "which") && doc.is(who - 1, ',');
    let opens = |s: &Source| {
        s.antecedent
            .as_ref()
            .is_some_and(|a| doc.toks[a.start].opens)
    };
    let subject = relative && frame.source.as_ref().is_some_and(opens);
    let Some(aux) = main_verb_behind(doc, range, k).filter(|_| subject) else {
        return false;
    };
    // "..., broken, made of sand, has left": an auxiliary is surely a verb, and comes before what may be none.
    let later = |n: usize| main_verb_behind(doc, range, n) == Some(true);
    let last = || !(k + 1..range.end).any(later);
    // "who wrote a note, has called": words without a verb end where there is no other end.
    match has_own_verb(doc, &(range.start..k)) {
        true => aux || last(),
        false => aux && last(),
    }
}

/// Whether a verb follows the comma at token `k`, and whether it is an auxiliary.
fn main_verb_behind(doc: &Document<'_>, range: &Toks, k: usize) -> Option<bool> {
    if !doc.is(k, ',') || k <= range.start || doc.in_mark(k) {
        return None;
    }
    let adverb = usize::from(doc.has(k + 1, Tags::ADV) || doc.ends_in_ly(k + 1));
    let verb = k + 1 + adverb;
    if verb >= range.end || doc.in_mark(verb) {
        return None;
    }
    let aux = doc.has(verb, Tags::AUX);
    (aux || is_finite(doc, verb)).then_some(aux)
}

fn is_finite(doc: &Document<'_>, k: usize) -> bool {
    let past = |c: Cue| matches!(c.form, Form::Past | Form::Third);
    doc.has(k, Tags::AUX.or(Tags::VERB)) && !doc.ends_in(k, b"ing")
        || doc.toks.get(k).and_then(|t| t.cue).is_some_and(past)
}

/// Whether the words so far have a finite verb that is not of an aside: "the town, which owns the dam" has
/// none.
fn has_own_verb(doc: &Document<'_>, words: &Toks) -> bool {
    let mut aside = false;
    words.clone().any(|k| {
        if doc.is(k, ',') {
            aside = !aside;
        }
        !aside && is_finite(doc, k)
    })
}

/// "People who voted for Roe said": what looks like a phrase is a clause, and they are whose it is.
pub fn whose_clause(doc: &Document<'_>, sentence: &Toks, phrase: &Toks) -> Option<Toks> {
    let verb = phrase.start;
    if doc.capital(verb) || !doc.ends_in(verb, b"ed") {
        return None;
    }
    let beside = |k: &usize| doc.has(*k, Tags::AUX.or(Tags::ADV));
    let before = (sentence.start..verb).rev().find(|k| !beside(k));
    let who = before.filter(|&k| reads!(doc, k, "who"))?;
    let whose = relative(doc, sentence, who)?.antecedent?;
    // "asked Roe who wounded officers said it was"
    let asked = whose.start > sentence.start
        && reads!(
            doc,
            whose.start - 1,
            "ask" | "asks" | "asked" | "asking" | "questioned"
        );
    (!asked).then_some(whose)
}
