//! What words and phrases are, in one word each: the values of the features.

use crate::extract::document::{Document, Toks, reads};
use crate::extract::lexicon::{Form, Tags};
use crate::extract::weights::{Value, value};
use crate::text::token::{Case, TokenKind};

/// The form of the reporting verb at token `k`.
pub(super) fn form(doc: &Document<'_>, k: usize) -> Value<'static> {
    match doc.toks[k].cue.map(|c| c.form) {
        Some(Form::Base) => value!("base"),
        Some(Form::Third) => value!("third"),
        Some(Form::Past) => value!("past"),
        Some(Form::Ing) => value!("ing"),
        None => value!("none"),
    }
}

/// The word of token `k` in lower case.
#[inline]
pub(super) fn lower<'d>(doc: &'d Document<'_>, k: usize) -> Value<'d> {
    doc.toks
        .get(k)
        .map_or(value!(""), |tok| Value::keyed(doc.lower(k), tok.key))
}

/// A frequent word itself, else what it is.
#[inline]
pub(super) fn word<'d>(doc: &'d Document<'_>, k: usize) -> Value<'d> {
    let closed = Tags::DET
        .or(Tags::POSS)
        .or(Tags::PREP)
        .or(Tags::CONJ)
        .or(Tags::SUB)
        .or(Tags::AUX)
        .or(Tags::NEG)
        .or(Tags::SUBJECT)
        .or(Tags::OBJECT)
        .or(Tags::ADV);
    let Some(tok) = doc.toks.get(k) else {
        return value!("$");
    };
    if tok.mark.is_some() {
        return value!("“");
    }
    let known = tok.kind != TokenKind::Word || tok.tags.any(closed);
    if known && tok.kind != TokenKind::Number {
        Value::keyed(doc.lower(k), tok.key)
    } else {
        kind_of(doc, k)
    }
}

/// What a token is, in one word.
pub(super) fn kind_of(doc: &Document<'_>, k: usize) -> Value<'static> {
    let Some(tok) = doc.toks.get(k) else {
        return value!("end");
    };
    if tok.mark.is_some() {
        return value!("mark");
    }
    match tok.kind {
        TokenKind::Number => return value!("number"),
        TokenKind::Punct => return value!("punct"),
        TokenKind::Clitic => return value!("clitic"),
        TokenKind::Word => {}
    }
    const KINDS: [(Tags, Value<'static>); 16] = [
        (Tags::SUBJECT, value!("subject")),
        (Tags::OBJECT, value!("object")),
        (Tags::POSS, value!("possessive")),
        (Tags::AUX, value!("aux")),
        (Tags::NEG, value!("neg")),
        (Tags::DET, value!("det")),
        (Tags::CONJ, value!("conj")),
        (Tags::SUB, value!("sub")),
        (Tags::PREP, value!("prep")),
        (Tags::TIME, value!("time")),
        (Tags::NUM, value!("num")),
        (Tags::REPORT, value!("report-noun")),
        (Tags::ROLES, value!("roles")),
        (Tags::ROLE, value!("role")),
        (Tags::ORG, value!("org")),
        (Tags::VERB, value!("verb")),
    ];
    if tok.case == Case::Lower {
        if tok.cue.is_some() {
            return value!("cue");
        }
        if let Some((_, name)) = KINDS.iter().find(|(tags, _)| tok.tags.any(*tags)) {
            return *name;
        }
        if doc.ends_in(k, b"ly") || tok.tags.any(Tags::ADV) {
            value!("adv")
        } else if doc.ends_in(k, b"ing") {
            value!("ing")
        } else if doc.ends_in(k, b"ed") {
            value!("ed")
        } else if doc.ends_in(k, b"s") {
            value!("nouns")
        } else {
            value!("noun")
        }
    } else if tok.tags.any(Tags::TIME) {
        value!("time")
    } else if tok.tags.any(Tags::SUBJECT) {
        value!("subject")
    } else {
        value!("name")
    }
}

/// The last word of a source phrase: that of "McDonald's" is the name.
pub(super) fn last_word(doc: &Document<'_>, phrase: &Toks) -> usize {
    let last = phrase.end - 1;
    let clitic = doc.toks[last].kind == TokenKind::Clitic;
    last - usize::from(clitic && last > phrase.start)
}

/// What a source phrase is, in one word.
pub(super) fn source_kind(doc: &Document<'_>, phrase: &Toks) -> Value<'static> {
    let last = last_word(doc, phrase);
    if phrase.len() == 1 && doc.has(last, Tags::SUBJECT) {
        return if doc.has(last, Tags::PERSON) && !reads!(doc, last, "who") {
            value!("person")
        } else {
            value!("pronoun")
        };
    }
    let has = |tags: Tags| phrase.clone().any(|k| doc.has(k, tags));
    let named = doc.capital(last) || doc.is(last, ')');
    if has(Tags::DOC.or(Tags::REPORT)) {
        if named {
            value!("named-document")
        } else {
            value!("document")
        }
    } else if has(Tags::ROLE.or(Tags::TITLE)) {
        value!("role")
    } else if has(Tags::ROLES) {
        value!("roles")
    } else if has(Tags::ORG) {
        value!("org")
    } else if named {
        value!("name")
    } else if has(Tags::DET) {
        value!("det")
    } else if has(Tags::NUM) || doc.is(last, '%') {
        value!("number")
    } else {
        value!("other")
    }
}

/// A length, roughly.
pub(super) fn bucket(n: usize) -> Value<'static> {
    match n {
        0 => value!("0"),
        1 => value!("1"),
        2 => value!("2"),
        3 => value!("3"),
        4 | 5 => value!("4"),
        6..=8 => value!("6"),
        9..=13 => value!("9"),
        14..=20 => value!("14"),
        21..=35 => value!("21"),
        _ => value!("36"),
    }
}

/// A truth value as a feature.
pub(super) fn yes(value: bool) -> Value<'static> {
    if value { value!("yes") } else { value!("no") }
}
