//! Whether the words were said at all: "did not say whether", "declined to explain", "if she says".

use super::document::{Document, Toks, reads};
use super::lexicon::Tags;
use super::subject::Source;
use super::verb::first_of_verb_group;
use crate::model::Stance;
use crate::text::token::TokenKind;

/// What the verb at `cue` says of its report, with the tokens that say so, the verb's included.
#[must_use]
pub fn stance(doc: &Document<'_>, cue: &Toks, source: Option<&Source>) -> Option<(Stance, Toks)> {
    if doc.toks[cue.start].kind != TokenKind::Word {
        return None;
    }
    let lo = doc.paragraphs[doc.paragraph_of(cue.start)].toks.start;
    let group = first_of_verb_group(doc, lo, cue.start);
    let verb = doc.toks[cue.start].cue.map(|c| doc.lexicon.lemma(c));
    // "did not deny that" says more than that nothing was said.
    if verb.is_some_and(|v| matches!(v, "deny" | "dispute" | "rule" | "object" | "contest")) {
        return None;
    }
    if let Some(start) = negation(doc, lo, group, cue.start) {
        return Some((Stance::Negated, start..cue.end));
    }
    supposition(doc, group, cue, source).map(|start| (Stance::Supposed, start..cue.end))
}

/// Where what negates the verb at `verb` begins, whose group begins at `group`.
fn negation(doc: &Document<'_>, lo: usize, group: usize, verb: usize) -> Option<usize> {
    let only = |k: usize| reads!(doc, k, "only" | "just" | "merely" | "simply" | "exactly");
    let not = (group..verb).find(|&k| doc.has(k, Tags::NEG));
    if let Some(not) = not {
        return (!only(not + 1)).then_some(group);
    }
    let before = group.checked_sub(1).filter(|&k| k > lo)?;
    if reads!(doc, before, "without")
        || reads!(doc, before, "of") && reads!(doc, before - 1, "short")
    {
        return Some(before);
    }
    // "declined to say", "has yet to explain", "was unable to confirm"
    let adverb = |k: usize| doc.has(k, Tags::ADV) && !reads!(doc, k, "yet") || doc.ends_in_ly(k);
    let short = |k: usize| {
        let stems = ["declin", "refus", "fail", "neglect"];
        stems.iter().any(|stem| doc.lower(k).starts_with(stem))
            || reads!(doc, k, "yet" | "unable" | "unwilling" | "reluctant")
    };
    let to = reads!(doc, before, "to");
    let governor = (lo..before)
        .rev()
        .find(|&k| !adverb(k))
        .filter(|&k| to && short(k))?;
    let have = reads!(doc, governor, "yet") && doc.has(governor.wrapping_sub(1), Tags::AUX);
    (!reads!(doc, governor, "yet") || have).then_some(governor - usize::from(have))
}

/// Where what makes a mere supposition of the report begins: "if she says", "could have said", "some
/// might argue".
fn supposition(
    doc: &Document<'_>,
    group: usize,
    cue: &Toks,
    source: Option<&Source>,
) -> Option<usize> {
    let modal = |k: usize| reads!(doc, k, "could" | "might" | "may" | "would" | "should");
    let have = (group..cue.start).find(|&k| reads!(doc, k, "have"));
    let might = (group..cue.start).find(|&k| reads!(doc, k, "might" | "may"));
    if let Some(start) = (group..have.unwrap_or(group)).find(|&k| modal(k)).or(might) {
        return Some(start);
    }
    let whole = source?.whole();
    let before = whole.start.checked_sub(1).filter(|_| whole.end <= group)?;
    let opens = reads!(doc, before, "if" | "unless") && !doc.in_mark(before);
    opens.then_some(before)
}
