//! Whether the words were said at all: "did not say whether", "declined to explain", "if she says".

use super::document::{Document, Toks, reads};
use super::lexicon::{Form, Tags};
use super::quotes::Draft;
use super::verb::first_of_verb_group;
use crate::model::{QuoteKind, Stance};
use crate::text::token::TokenKind;

/// What the verb of a draft says of its report, with the tokens that say so, the verb's included.
#[must_use]
pub fn stance(doc: &Document<'_>, draft: &Draft) -> Option<(Stance, Toks)> {
    let cue = draft.cue.clone()?;
    if doc.toks[cue.start].kind != TokenKind::Word {
        return None;
    }
    let lo = doc.paragraphs[doc.paragraph_of(cue.start)].toks.start;
    let group = first_of_verb_group(doc, lo, cue.start);
    let words = draft.content.first()?.start;
    // “...,” she could not help saying: marked words before their verb were said by somebody.
    let given = draft.kind == QuoteKind::Direct && words < doc.toks[cue.start].span.start;
    if let Some(start) = negation(doc, lo, group, cue.start) {
        let denies = !given && !is_undone(doc, &cue, words);
        return denies.then_some((Stance::Negated, start..cue.end));
    }
    supposition(doc, group, &cue, draft).map(|start| (Stance::Supposed, start..cue.end))
}

/// Whether something else undoes the negation of the verb at `cue`, whose words begin at byte `words`:
/// a verb that denies itself, "not until Monday", "no more than", "not enough".
fn is_undone(doc: &Document<'_>, cue: &Toks, words: usize) -> bool {
    // "did not deny that" says more than that nothing was said.
    const DENIES: [&str; 21] = [
        "challenge",
        "conceal",
        "contest",
        "contradict",
        "deny",
        "disagree",
        "dismiss",
        "dispute",
        "doubt",
        "exclude",
        "forget",
        "hesitate",
        "hide",
        "object",
        "oppose",
        "overstate",
        "question",
        "refute",
        "reject",
        "rule",
        "stop",
    ];
    let verb = doc.toks[cue.start].cue.map(|c| doc.lexicon.lemma(c));
    if verb.is_some_and(|v| DENIES.contains(&v)) {
        return true;
    }
    let between = (cue.end..doc.toks.len())
        .take(LONGEST_BETWEEN)
        .take_while(|&k| doc.toks[k].span.start < words);
    let mut between = between.peekable();
    let enough = between.peek().is_some_and(|&k| reads!(doc, k, "enough"));
    enough
        || between.any(|k| {
            reads!(
                doc,
                k,
                "until" | "till" | "before" | "than" | "except" | "besides"
            ) || reads!(doc, k, "but") && !doc.is(k - 1, ',')
        })
}

/// Tokens between a verb and its words that are looked at.
const LONGEST_BETWEEN: usize = 12;

/// Where what negates the verb at `verb` begins, whose group begins at `group`.
fn negation(doc: &Document<'_>, lo: usize, group: usize, verb: usize) -> Option<usize> {
    let adverb = |k: usize| doc.has(k, Tags::ADV) && !reads!(doc, k, "yet") || doc.ends_in_ly(k);
    if let Some(not) = (group..verb).find(|&k| doc.has(k, Tags::NEG)) {
        let only = reads!(
            doc,
            not + 1,
            "only" | "just" | "merely" | "simply" | "exactly"
        );
        // "could not help saying", "never fails to say"
        let helped = (not..verb).any(|k| reads!(doc, k, "help" | "but") || falls_short(doc, k));
        // "not surprisingly said": a finite verb is negated by its auxiliary alone.
        let finite = |c: super::lexicon::Cue| matches!(c.form, Form::Past | Form::Third);
        let finite = doc.toks[verb].cue.is_some_and(finite);
        let aux = (group..not).any(|k| doc.has(k, Tags::AUX)) || doc.has(not, Tags::AUX);
        let beside = reads!(doc, not, "not") && finite && !aux;
        return (!only && !helped && !beside).then_some(group);
    }
    let before = group.checked_sub(1).filter(|&k| k > lo)?;
    if reads!(doc, before, "without")
        || reads!(doc, before, "of") && reads!(doc, before - 1, "short")
    {
        return Some(before);
    }
    // "declined to say", "has yet to explain", "was unable to confirm"
    let short = |k: usize| {
        falls_short(doc, k) || reads!(doc, k, "yet" | "unable" | "unwilling" | "reluctant")
    };
    let to = reads!(doc, before, "to");
    let governor = (lo..before)
        .rev()
        .find(|&k| !adverb(k))
        .filter(|&k| to && short(k))?;
    // "never fails to say", "did not decline to say"
    let governing = first_of_verb_group(doc, lo, governor).min(governor - 1);
    if (governing..governor).any(|k| doc.has(k, Tags::NEG)) {
        return None;
    }
    let have = reads!(doc, governor, "yet") && doc.has(governor.wrapping_sub(1), Tags::AUX);
    (!reads!(doc, governor, "yet") || have).then_some(governor - usize::from(have))
}

/// "declined", "failed": whether token `k` says that what follows was not done.
fn falls_short(doc: &Document<'_>, k: usize) -> bool {
    let stems = ["declin", "refus", "fail", "neglect", "hesitat"];
    stems.iter().any(|stem| doc.lower(k).starts_with(stem))
}

/// Where what makes a mere supposition of the report begins: "if she says", "could have said", "some
/// might argue".
fn supposition(doc: &Document<'_>, group: usize, cue: &Toks, draft: &Draft) -> Option<usize> {
    let modal = |k: usize| reads!(doc, k, "could" | "might" | "may" | "would" | "should");
    let have = (group..cue.start).find(|&k| reads!(doc, k, "have"));
    let might = (group..cue.start).find(|&k| reads!(doc, k, "might" | "may"));
    if let Some(start) = (group..have.unwrap_or(group)).find(|&k| modal(k)).or(might) {
        return Some(start);
    }
    let whole = draft.source.as_ref()?.whole();
    let before = whole.start.checked_sub(1).filter(|_| whole.end <= group)?;
    let opens = reads!(doc, before, "if" | "unless") && !doc.in_mark(before);
    // "Even if she said on Monday": what was said is granted.
    let past = doc.toks[cue.start]
        .cue
        .is_some_and(|c| c.form == Form::Past);
    let even = before > 0 && reads!(doc, before - 1, "even");
    let dated = (cue.end..cue.end + 3).any(|k| doc.has(k, Tags::TIME));
    let granted = past && (even || dated || draft.kind == QuoteKind::Direct);
    (opens && !granted).then_some(before)
}
