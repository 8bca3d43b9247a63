//! Subjects of several parts: "the chief, Ann Roe, and his deputy, Joe Poe, said", and places that a
//! comma parts from their state: "a teacher from Akron, Ohio, said".

use super::aside::aside_left;
use super::document::{Document, Toks, reads};
use super::known::List;
use super::lexicon::Tags;
use super::name_parts::titular;
use super::phrase;
use super::sources;
use super::subject::{Source, aside_right};
use crate::text::token::TokenKind;

/// `source`, or what it is the second part of: "Ann Roe and her lawyer, Joe Poe". Both may have an
/// apposition between commas. The first part must open its clause, for "met Roe and Poe said" has two.
#[must_use]
pub fn with_first_part(doc: &Document<'_>, sentence: &Toks, source: Source) -> Source {
    if let Some(start) = list_start(doc, sentence, &source) {
        return Source::plain(start..source.phrase.end);
    }
    let whole = described(doc, sentence, source.whole());
    let joined = source.antecedent.is_none()
        && whole.start >= sentence.start + 2
        && reads!(doc, whole.start - 1, "and")
        && !doc.in_mark(whole.start - 1);
    let first = joined
        .then(|| first_part(doc, sentence, whole.start - 1))
        .flatten();
    if let Some(start) = first {
        return Source::plain(start..whole.end);
    }
    // "The chief engineer, Ann Roe, a diver, said": the name is between two descriptions.
    let between = whole.start < source.phrase.start && sources::is_person(doc, &source.phrase);
    if between && source.antecedent.is_none() {
        return Source {
            phrase: whole.start..source.phrase.end,
            antecedent: Some(source.phrase),
            aside: source.aside,
        };
    }
    source
}

/// Where a list of names begins that ends with `source`: "Ann Roe, Joe Poe and Bo Hart", "friends of Roe,
/// Poe and Hart". It must open its clause.
fn list_start(doc: &Document<'_>, sentence: &Toks, source: &Source) -> Option<usize> {
    let last = &source.phrase;
    let and = last.clone().find(|&k| reads!(doc, k, "and"))?;
    let two = is_item(doc, &(last.start..and)) && is_item(doc, &(and + 1..last.end));
    if !two || source.antecedent.is_some() || source.aside.is_some() {
        return None;
    }
    let mut start = last.start;
    for _ in 0..LONGEST_LIST {
        let comma = start
            .checked_sub(1)
            .filter(|&c| c > sentence.start && doc.is(c, ',') && !doc.in_mark(c));
        let Some(before) = comma.and_then(|comma| phrase::left(doc, sentence.start, comma)) else {
            break;
        };
        if !is_item(doc, &before) && !is_of_names(doc, &before) {
            break;
        }
        start = before.start;
    }
    // "Culture, Media and Sport Secretary Ann Roe": one office.
    let office = (and + 1..last.end).any(|k| titular(doc, k));
    if office && !(start..and).any(|k| doc.has(k, Tags::GIVEN)) {
        return None;
    }
    let opens = start == sentence.start
        || follows_adverbial(doc, sentence, start)
        || !doc.is(start - 1, ',') && opens_clause(doc, sentence, start);
    (start < last.start && opens).then_some(start)
}

/// Where a list of names ends that begins with `first`: "said Ann Roe, Joe Poe and Bo Hart."
#[must_use]
pub fn list_end(doc: &Document<'_>, first: &Toks, hi: usize) -> Option<usize> {
    let mut last = first.clone();
    for _ in 0..LONGEST_LIST {
        if !is_item(doc, &last) || !doc.is(last.end, ',') || last.end + 1 >= hi {
            return None;
        }
        last = phrase::right(doc, last.end + 1, hi)?;
        let Some(and) = last.clone().find(|&k| reads!(doc, k, "and")) else {
            continue;
        };
        let two = is_item(doc, &(last.start..and)) && is_item(doc, &(and + 1..last.end));
        let ends = last.end >= hi || doc.toks[last.end].kind == TokenKind::Punct;
        return (two && ends).then_some(last.end);
    }
    None
}

/// Names that a list before or behind two joined ones may have.
const LONGEST_LIST: usize = 4;

/// Whether all words of the phrase are a name's.
fn is_item(doc: &Document<'_>, phrase: &Toks) -> bool {
    let named = |k: usize| doc.capital(k) || doc.ends_in(k, b".") || phrase::nickname(doc, k);
    !phrase.is_empty()
        && phrase.clone().all(named)
        && !doc.has(phrase.start, Tags::TIME.or(Tags::DET))
}

/// "friends of Roe": people of the first name of a list.
fn is_of_names(doc: &Document<'_>, phrase: &Toks) -> bool {
    let of = phrase.clone().rev().find(|&k| reads!(doc, k, "of"));
    of.is_some_and(|of| {
        let first = of + 1 + usize::from(reads!(doc, of + 1, "the"));
        of > phrase.start && doc.has(of - 1, phrase::HEADS) && is_item(doc, &(first..phrase.end))
    })
}

/// Whether a phrase that begins at token `start` opens its clause.
fn opens_clause(doc: &Document<'_>, sentence: &Toks, start: usize) -> bool {
    start == sentence.start || {
        let before = start - 1;
        let clause = doc.has(before, Tags::SUB.or(Tags::CONJ)) || reads!(doc, before, "that");
        doc.is(before, ',') || clause || doc.in_mark(before)
    }
}

/// "his wife, Sarah, 44": the description before a name that has an aside of its own.
fn described(doc: &Document<'_>, sentence: &Toks, whole: Toks) -> Toks {
    let comma = whole.start.checked_sub(1).filter(|&c| doc.is(c, ','));
    comma
        .and_then(|comma| phrase::left(doc, sentence.start, comma))
        .filter(|p| sources::heads_role(doc, p) && doc.has(p.start, Tags::POSS.or(Tags::DET)))
        .map_or(whole.clone(), |p| p.start..whole.end)
}

/// Whether an aside says who somebody is: a role, a name, an age, a place. "Ann Roe, met Joe Poe, and"
/// has none.
fn is_apposition(doc: &Document<'_>, aside: &Toks) -> bool {
    const OPENS: Tags = phrase::HEADS
        .or(Tags::DET)
        .or(Tags::POSS)
        .or(Tags::TITLE)
        .or(Tags::NATION);
    let first = aside.start;
    let number = doc.toks[first].kind == TokenKind::Number;
    let placed = reads!(doc, first, "of" | "from");
    let named = doc.capital(first) && !aside.clone().any(|k| doc.is(k, ','));
    number || placed || doc.has(first, OPENS) || named
}

/// "On Monday, ": whether the sentence opens with token `start`, or with no more than a time or place
/// before it.
fn follows_adverbial(doc: &Document<'_>, sentence: &Toks, start: usize) -> bool {
    const OPENER: Tags = Tags::INTRO
        .or(Tags::PREP)
        .or(Tags::TIME)
        .or(Tags::TIME_MOD)
        .or(Tags::ADV);
    let first = sentence.start;
    let Some(comma) = start.checked_sub(1).filter(|&c| c > first) else {
        return start == first;
    };
    // "After a talk with his editor, Ann Roe, and": the name is the editor's.
    let apposed = || doc.has(comma - 1, Tags::ROLE.or(Tags::ROLES));
    doc.is(comma, ',')
        && (doc.has(first, OPENER) || doc.ends_in_ly(first))
        && !(first..comma).any(|k| doc.is(k, ','))
        && !apposed()
}

/// Where the part before the "and" at token `and` begins, if it opens its clause.
fn first_part(doc: &Document<'_>, sentence: &Toks, and: usize) -> Option<usize> {
    let name = if !doc.is(and - 1, ',') {
        phrase::left(doc, sentence.start, and)?
    } else if let Some(bare) = phrase::left(doc, sentence.start, and - 1)
        .filter(|p| sources::is_person(doc, p) && follows_adverbial(doc, sentence, p.start))
    {
        // "On Monday, Ann Roe, and her deputy, Joe Poe, said": no aside of "Monday".
        bare
    } else {
        let aside = aside_left(doc, sentence.start, and).filter(|a| is_apposition(doc, a))?;
        phrase::left(doc, sentence.start, aside.start - 1)?
    };
    let name = described(doc, sentence, name);
    opens_clause(doc, sentence, name.start).then_some(name.start)
}

/// Where a second part of the source ends that a comma and "and" join to one with an aside, at the end
/// of the sentence: "said Ann Roe, the mayor, and Joe Poe, her deputy."
#[must_use]
pub fn second_part_end(doc: &Document<'_>, at: usize, hi: usize) -> Option<usize> {
    if !doc.is(at, ',') || !reads!(doc, at + 1, "and") || at + 2 >= hi || !doc.capital(at + 2) {
        return None;
    }
    let name = phrase::right(doc, at + 2, hi)?;
    let end = aside_right(doc, name.end, hi).map_or(name.end, |aside| aside.end);
    let ends = (end..hi).all(|k| doc.toks[k].kind == TokenKind::Punct);
    (ends && sources::is_person(doc, &name)).then_some(end)
}

/// The comma that parts a place from its state or country, where the comma at token `close` ends the
/// two: "from Akron, Ohio,".
#[must_use]
pub fn place_comma(doc: &Document<'_>, lo: usize, close: usize) -> Option<usize> {
    let last = close.checked_sub(1).filter(|&k| k > lo)?;
    if !doc.is(close, ',') || !doc.has(last, Tags::PLACE) || !doc.capital(last) {
        return None;
    }
    let comma = if doc.is(last - 1, ',') {
        last - 1
    } else {
        last.checked_sub(2)
            .filter(|&k| k > lo && doc.is(k, ',') && doc.capital(last - 1))?
    };
    let name = lo.max(comma.saturating_sub(LONGEST_PLACE))..comma;
    let before = name.rev().find(|&k| !doc.capital(k))?;
    let placed = doc.among(before, List::PLACE_PREP);
    (placed && before + 1 < comma && !doc.in_mark(before)).then_some(comma)
}

/// Tokens that the name of a place and the preposition before it may have.
const LONGEST_PLACE: usize = 5;
