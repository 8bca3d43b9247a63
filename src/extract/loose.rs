//! Marked words in a sentence whose verb is no known cue: "West landed a sharp dig at “my dear
//! sister”", "her “breaking barriers” agenda".
//!
//! Every phrase that may own the words is offered; whether one does is for the model of `judge`.

use super::document::{Document, Toks, reads};
use super::frame::{Frame, Readings};
use super::lexicon::{Form, Patterns, Tags};
use super::nonfinite::by_choice;
use super::phrase;
use super::reported::Way;
use super::subject::{Source, pronoun_at};
use super::verb::first_of_verb_group;
use crate::text::token::Case;

/// Name of the rule, and what stands for the verb.
pub const RULE: &str = "marked-words";

/// What the marked words `mark` of a sentence can be read as; `spoke` is a source that already
/// speaks in it.
pub fn readings(
    doc: &Document<'_>,
    sentence: &Toks,
    mark: usize,
    spoke: Option<&Source>,
) -> Readings {
    let inside = |i: &usize| doc.toks[*i].mark == Some(mark);
    let Some(first) = sentence.clone().find(inside) else {
        return super::verbal::NONE;
    };
    if phrase::nickname(doc, first) {
        return super::verbal::NONE;
    }
    let last = sentence.clone().rev().find(inside).unwrap_or(first);
    let words = first..last + 1;
    let verb = verb_before(doc, sentence, first);
    let plain = |toks: Option<Toks>| toks.map(Source::plain);
    let subject = verb.and_then(|v| {
        let start = first_of_verb_group(doc, sentence.start, v);
        pronoun_at(doc, sentence, start).or_else(|| plain(phrase::left(doc, sentence.start, start)))
    });
    let options = [
        ("owner", plain(owner(doc, sentence, first))),
        ("near", subject),
        ("agent", plain(agent_behind(doc, sentence, words.end))),
        ("earlier", spoke.cloned()),
        (
            "main",
            plain(phrase::clause_subject(doc, sentence.start, first)),
        ),
    ];
    let cue = verb.map_or(first..first, |v| v..v + 1);
    by_choice(options, |choice, source| Frame {
        rule: RULE,
        verb: "marked",
        cue: cue.clone(),
        patterns: Patterns::default(),
        source: Some(source),
        content: std::iter::once(words.clone()).collect(),
        quote_first: false,
        way: Way::Loose,
        via: None,
        choice,
        likely: 1.0,
    })
}

/// The verb that stands nearest before token `k` in its sentence.
fn verb_before(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<usize> {
    let reach = sentence.start.max(k.saturating_sub(LONGEST_GAP));
    (reach..k).rev().find(|&i| {
        let tok = &doc.toks[i];
        let cue = matches!(
            tok.cue.map(|c| c.form),
            Some(Form::Past | Form::Third | Form::Ing)
        );
        let regular = doc.ends_in(i, b"ed") || doc.ends_in(i, b"ing");
        let known = tok.tags.any(Tags::VERB.or(Tags::AUX));
        !doc.in_mark(i) && tok.case == Case::Lower && (cue || regular || known)
    })
}

/// Tokens from a verb to the marked words that may be its own.
const LONGEST_GAP: usize = 40;

/// "her “breaking barriers” agenda", "Roe's assertion that “...”": who has them.
fn owner(doc: &Document<'_>, sentence: &Toks, first: usize) -> Option<Toks> {
    let reach = sentence.start.max(first.saturating_sub(LONGEST_OWNED));
    let at = (reach..first)
        .rev()
        .take_while(|&i| !doc.in_mark(i) && !doc.is(i, ',') && !doc.is(i, ';'))
        .find(|&i| doc.has(i, Tags::POSS) || doc.possessive(i))?;
    if doc.has(at, Tags::POSS) {
        Some(at..at + 1)
    } else {
        phrase::left(doc, sentence.start, at)
    }
}

/// Tokens from a possessive to the words.
const LONGEST_OWNED: usize = 8;

/// "was branded “a liar” by Roe".
fn agent_behind(doc: &Document<'_>, sentence: &Toks, end: usize) -> Option<Toks> {
    let reach = sentence.end.min(end + 3);
    let by = (end..reach).find(|&i| reads!(doc, i, "by" | "from"))?;
    phrase::right(doc, by + 1, sentence.end)
}
