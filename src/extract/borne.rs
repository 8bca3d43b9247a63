//! Words that stand written on something: "a banner that read “Enough”", "holding signs saying “Enough”".
//!
//! Whoever holds it need not have said them: they are those of the thing.

use super::document::{Document, Toks, reads};
use super::frame::Frame;
use super::known::List;
use super::lexicon::{Form, Patterns, Tags};
use super::phrase;
use super::reported::Way;
use super::subject::{Source, relative};

/// Name of the rule.
pub const RULE: &str = "borne-words";

/// How likely such words are said there. Of 41 in web articles that were read all stand on something, 40 on what
/// is their source here; of 12 in the annotated articles that were learned from 9 are annotated.
const LIKELY: f32 = 0.9;

/// The marked words right behind the verb at token `k`, where it says what stands on something.
pub fn reading(doc: &Document<'_>, sentence: &Toks, k: usize, form: Form) -> Option<Frame> {
    if !reads!(
        doc,
        k,
        "said" | "says" | "saying" | "read" | "reads" | "reading"
    ) {
        return None;
    }
    let open = k + 1 + usize::from(reads!(doc, k + 1, "," | ":"));
    let mark = doc.toks.get(open).filter(|_| open < sentence.end)?.mark?;
    let before = k.checked_sub(1).filter(|&b| b > sentence.start)?;
    let source = if reads!(doc, before, "that" | "which") {
        let mut source = relative(doc, sentence, before)?;
        source.antecedent = source.antecedent.map(|phrase| alone(doc, phrase));
        Some(source).filter(|source| !is_person(doc, source))?
    } else if form == Form::Ing || reads!(doc, k, "reading") {
        let phrase = phrase::left(doc, sentence.start, k)?;
        let bears = phrase.clone().any(|k| doc.among(k, List::BEARER));
        Some(Source::plain(alone(doc, phrase))).filter(|_| bears)?
    } else {
        return None;
    };
    let inside = |i: &usize| doc.toks[*i].mark == Some(mark);
    let end = (open..sentence.end).take_while(inside).last()? + 1;
    Some(Frame {
        rule: RULE,
        verb: if doc.lower(k).starts_with('s') {
            "say"
        } else {
            "read"
        },
        cue: k..k + 1,
        patterns: Patterns::QUOTE,
        source: Some(source),
        content: std::iter::once(open..end).collect(),
        quote_first: false,
        way: if open == k + 1 {
            Way::Marks
        } else {
            Way::Colon
        },
        via: None,
        choice: "",
        likely: LIKELY,
    })
}

/// "Workers carried placards", "outside the hall with signs", "waving signs": the thing alone, without the verb
/// or the preposition before it.
fn alone(doc: &Document<'_>, phrase: Toks) -> Toks {
    let bearer = phrase.clone().rfind(|&k| doc.among(k, List::BEARER));
    let head = bearer.unwrap_or(phrase.end.saturating_sub(1));
    let parts = |k: &usize| {
        let tied = bearer.is_some() && doc.has(*k, Tags::PREP) && !reads!(doc, *k, "of");
        let verb = doc.ends_in(*k, b"ed") || bearer.is_some() && doc.ends_in(*k, b"ing");
        let opens = *k == phrase.start || !doc.has(k - 1, Tags::DET.or(Tags::ADJ));
        tied || verb && opens
    };
    let last = (phrase.start..head).rfind(parts);
    last.map_or(phrase.clone(), |k| k + 1..phrase.end)
}

fn is_person(doc: &Document<'_>, source: &Source) -> bool {
    let person = Tags::ROLE.or(Tags::ROLES).or(Tags::ORG).or(Tags::TITLE);
    let named = |k| doc.capital(k) && !doc.has(k, Tags::DET) && !doc.among(k, List::BEARER);
    let mut words = source.naming().clone();
    words.any(|k| doc.has(k, person) || named(k))
}
