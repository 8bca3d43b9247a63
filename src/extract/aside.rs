//! Asides between a name and its verb: appositions and relative clauses between commas.

use super::coordination::place_comma;
use super::document::{Document, Toks, reads};
use super::lexicon::Tags;
use super::phrase::{left, nickname, nominal};
use super::sources;
use super::works;
use crate::text::token::{Case, TokenKind};

/// The aside behind a name: ", a doctor at the clinic," — the tokens between the commas, where the
/// comma before `end` closes it; not reaching below `lo`.
#[must_use]
pub fn aside_left(doc: &Document<'_>, lo: usize, end: usize) -> Option<Toks> {
    if end <= lo + 2 {
        return None;
    }
    let close = if doc.is(end - 1, ',') {
        end - 1
    } else if ends_in_label(doc, end) {
        end
    } else {
        return None;
    };
    // The opening comma is the first one behind a name or head noun, so that an aside may hold commas.
    let mut open = None;
    let place = place_comma(doc, lo, close);
    for k in (lo + 1..close).rev().take(60) {
        if place == Some(k) || in_date(doc, k) {
            continue;
        }
        if speech_mark(doc, k) || doc.is(k, ';') || doc.is(k, ':') {
            break;
        }
        if doc.is(k, ',') && !doc.in_mark(k) && nominal_end(doc, k) && is_aside(doc, k + 1, close) {
            let named = left(doc, lo, k);
            let named = named.filter(|p| p.clone().any(|i| doc.capital(i)));
            let heads = named
                .as_ref()
                .is_some_and(|p| !in_relative(doc, lo, p.start) && !is_home(doc, lo, p.start));
            if named.is_some_and(|p| is_introductory(doc, lo, &p) || is_gerund(doc, p.start)) {
                continue;
            }
            if open.is_none() || heads {
                open = Some(k);
            }
            if heads {
                break;
            }
        }
    }
    open.map(|k| k + 1..close)
}

/// The name that a description between commas is the apposition of: "Ann Roe, | a doctor at the clinic".
#[must_use]
pub fn apposed(doc: &Document<'_>, sentence: &Toks, described: &Toks) -> Option<Toks> {
    let comma = described.start.checked_sub(1)?;
    let article =
        doc.has(described.start, Tags::DET.or(Tags::POSS)) && !doc.capital(described.start);
    if comma <= sentence.start || !doc.is(comma, ',') || !article {
        return None;
    }
    left(doc, sentence.start, comma)
        .filter(|name| sources::is_person(doc, name) && !is_introductory(doc, sentence.start, name))
}

/// "After meeting Ann Roe, the minister", "unlike Ann Roe, the minister": whether a name is the object of a
/// phrase that opens its sentence, with the subject behind its comma; not looking below `lo`.
#[must_use]
pub fn is_introductory(doc: &Document<'_>, lo: usize, name: &Toks) -> bool {
    let opens = |k: usize| doc.toks[k].opens && doc.toks[k].kind == TokenKind::Word;
    let head = |k: &usize| opens(*k) || *k > lo && doc.is(*k - 1, ',') && !doc.in_mark(*k - 1);
    let start = (lo..=name.start).rev().find(head).unwrap_or(lo);
    let first = start + usize::from(doc.has(start, Tags::CONJ));
    let participle = |k: usize| doc.ends_in(k, b"ing") || doc.ends_in(k, b"ed");
    let leads = |k: usize| doc.has(k, Tags::PREP.or(Tags::INTRO)) || participle(k);
    first < name.start && leads(first) && leads(name.start - 1)
}

/// "accused of killing Ann Roe, a nurse": whether a verb begins at token `k` whose object the name is.
fn is_gerund(doc: &Document<'_>, k: usize) -> bool {
    let verb = doc.ends_in(k, b"ing") && !doc.capital(k);
    verb && k > 0 && doc.has(k - 1, Tags::PREP)
}

/// "Many engineers, | including Ann Roe of the port board, say": whom the person is one of.
#[must_use]
pub fn included(doc: &Document<'_>, sentence: &Toks, one: &Toks) -> Option<Toks> {
    let comma = one.start.checked_sub(1).filter(|&k| doc.is(k, ','))?;
    let part = reads!(doc, one.start, "including");
    part.then(|| left(doc, sentence.start, comma)).flatten()
}

/// "dated Nov. 26, 1963,": whether the comma at token `k` stands inside a date.
fn in_date(doc: &Document<'_>, k: usize) -> bool {
    let number = |k: usize| doc.toks.get(k).is_some_and(|t| t.kind == TokenKind::Number);
    let year = number(k + 1) && doc.toks[k + 1].span.len() == 4;
    doc.is(k, ',') && k > 1 && number(k - 1) && year && doc.capital(k - 2)
}

/// "Ann Roe, nicknamed “Mimi,” said": the comma that closes the aside stands between the marks.
#[must_use]
pub fn ends_in_label(doc: &Document<'_>, end: usize) -> bool {
    let Some(mark) = end.checked_sub(1).and_then(|k| doc.toks[k].mark) else {
        return false;
    };
    let m = doc.marks[mark];
    m.closed && m.inner.of(doc.text).ends_with(',') && works::is_short(doc, mark)
}

/// "who is now a fellow at the Centre": what a relative clause says of somebody is not who speaks.
fn in_relative(doc: &Document<'_>, lo: usize, start: usize) -> bool {
    let Some(before) = start.checked_sub(1).filter(|&b| b >= lo) else {
        return false;
    };
    let verb = Tags::AUX.or(Tags::VERB).or(Tags::PREP).or(Tags::ADV);
    (doc.has(before, verb) || doc.ends_in(before, b"ed"))
        && (lo.max(start.saturating_sub(LONGEST_RELATIVE))..start)
            .any(|k| reads!(doc, k, "who" | "which" | "whose" | "that"))
}

/// "Ann Roe, 45, of High Street, Salem, told": where somebody is from is not who speaks.
fn is_home(doc: &Document<'_>, lo: usize, start: usize) -> bool {
    start >= lo + 2 && doc.is(start - 2, ',') && reads!(doc, start - 1, "of" | "from")
}

/// Tokens from a relative pronoun to its object.
const LONGEST_RELATIVE: usize = 12;

/// Whether token `k` is part of marked words too long for a name or a label.
fn speech_mark(doc: &Document<'_>, k: usize) -> bool {
    doc.toks[k].mark.is_some_and(|m| !works::is_short(doc, m))
}

fn nominal_end(doc: &Document<'_>, k: usize) -> bool {
    k > 0 && (nominal(doc, k - 1) || doc.is(k - 1, ')') || nickname(doc, k - 1))
}

/// Whether the tokens look like an apposition or a relative clause rather than a clause of their own.
fn is_aside(doc: &Document<'_>, start: usize, end: usize) -> bool {
    if start >= end {
        return false;
    }
    let first = &doc.toks[start];
    if first.kind == TokenKind::Number || opens_aside(doc, start) {
        return true;
    }
    // "officials, however, say", "the mayor, for instance, said".
    if doc.has(start, Tags::ADV) && doc.is(start + 1, ',') && start + 2 < end {
        return is_aside(doc, start + 2, end);
    }
    let linking = (doc.has(start, Tags::ADV) || reads!(doc, start, "though")) && end - start <= 2
        || reads!(doc, start, "for") && reads!(doc, start + 1, "example" | "instance");
    if linking && first.case == Case::Lower {
        return true;
    }
    let one_of = reads!(doc, start, "one") && reads!(doc, start + 1, "of");
    if doc.has(start, Tags::CONJ) || doc.has(start, Tags::SUBJECT) && !one_of {
        return false;
    }
    let lower_noun = first.case == Case::Lower && nominal(doc, start);
    let det = doc.has(start, Tags::DET);
    let prep = doc.has(start, Tags::PREP);
    let name = first.case != Case::Lower;
    // The verb of a relative clause does not make the aside a clause of its own.
    let relative = (start..end)
        .find(|&k| reads!(doc, k, "who" | "whose" | "whom" | "which" | "that"))
        .unwrap_or(end);
    let clause = (start..relative).any(|k| {
        doc.has(k, Tags::AUX)
            && doc.toks[k].case == Case::Lower
            && doc.toks[k].kind == TokenKind::Word
    });
    (lower_noun
        || det
        || prep
        || name
        || doc.ends_in(start, b"ing")
        || doc.ends_in(start, b"ed")
        // "the memo, seen by the council, warns"
        || first.case == Case::Lower && reads!(doc, start + 1, "by")
        || one_of)
        && !clause
}

/// Whether the word at token `start` opens nothing but an aside: "who", "speaking", "better known as".
fn opens_aside(doc: &Document<'_>, start: usize) -> bool {
    let known = |k: usize| reads!(doc, k, "known") && reads!(doc, k + 1, "as");
    known(start)
        || known(start + 1)
        || reads!(
            doc,
            start,
            "who"
                | "which"
                | "whose"
                | "speaking"
                | "asked"
                | "when"
                | "now"
                | "then"
                | "whom"
                | "including"
        )
}
