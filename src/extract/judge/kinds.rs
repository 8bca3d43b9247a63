//! What words and phrases are, in one word each: the values of the features.

use crate::extract::document::{Document, Toks};
use crate::extract::lexicon::{Form, Tags};
use crate::text::token::{Case, TokenKind};

/// The form of the reporting verb at token `k`.
pub(super) fn form(doc: &Document<'_>, k: usize) -> &'static str {
    match doc.toks[k].cue.map(|c| c.form) {
        Some(Form::Base) => "base",
        Some(Form::Third) => "third",
        Some(Form::Past) => "past",
        Some(Form::Ing) => "ing",
        None => "none",
    }
}

/// A frequent word itself, else what it is.
pub(super) fn word<'d>(doc: &'d Document<'_>, k: usize) -> &'d str {
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
        return "$";
    };
    if tok.mark.is_some() {
        return "“";
    }
    let known = tok.kind != TokenKind::Word || tok.tags.any(closed);
    if known && tok.kind != TokenKind::Number {
        doc.lower(k)
    } else {
        kind_of(doc, k)
    }
}

/// What a token is, in one word.
pub(super) fn kind_of(doc: &Document<'_>, k: usize) -> &'static str {
    let Some(tok) = doc.toks.get(k) else {
        return "end";
    };
    if tok.mark.is_some() {
        return "mark";
    }
    match tok.kind {
        TokenKind::Number => return "number",
        TokenKind::Punct => return "punct",
        TokenKind::Clitic => return "clitic",
        TokenKind::Word => {}
    }
    const KINDS: [(Tags, &str); 16] = [
        (Tags::SUBJECT, "subject"),
        (Tags::OBJECT, "object"),
        (Tags::POSS, "possessive"),
        (Tags::AUX, "aux"),
        (Tags::NEG, "neg"),
        (Tags::DET, "det"),
        (Tags::CONJ, "conj"),
        (Tags::SUB, "sub"),
        (Tags::PREP, "prep"),
        (Tags::TIME, "time"),
        (Tags::NUM, "num"),
        (Tags::REPORT, "report-noun"),
        (Tags::ROLES, "roles"),
        (Tags::ROLE, "role"),
        (Tags::ORG, "org"),
        (Tags::VERB, "verb"),
    ];
    if tok.case == Case::Lower {
        if tok.cue.is_some() {
            return "cue";
        }
        if let Some((_, name)) = KINDS.iter().find(|(tags, _)| tok.tags.any(*tags)) {
            return name;
        }
        let lower = doc.lower(k);
        if lower.ends_with("ly") || tok.tags.any(Tags::ADV) {
            "adv"
        } else if lower.ends_with("ing") {
            "ing"
        } else if lower.ends_with("ed") {
            "ed"
        } else if lower.ends_with('s') {
            "nouns"
        } else {
            "noun"
        }
    } else if tok.tags.any(Tags::TIME) {
        "time"
    } else if tok.tags.any(Tags::SUBJECT) {
        "subject"
    } else {
        "name"
    }
}

/// What a source phrase is, in one word.
pub(super) fn source_kind(doc: &Document<'_>, phrase: &Toks) -> &'static str {
    let last = phrase.end - 1;
    if phrase.len() == 1 && doc.has(last, Tags::SUBJECT) {
        return if doc.has(last, Tags::PERSON) && doc.lower(last) != "who" {
            "person"
        } else {
            "pronoun"
        };
    }
    let has = |tags: Tags| phrase.clone().any(|k| doc.has(k, tags));
    let named = doc.capital(last) || doc.is(last, ')');
    if has(Tags::DOC.or(Tags::REPORT)) {
        if named { "named-document" } else { "document" }
    } else if has(Tags::ROLE.or(Tags::TITLE)) {
        "role"
    } else if has(Tags::ROLES) {
        "roles"
    } else if has(Tags::ORG) {
        "org"
    } else if named {
        "name"
    } else if has(Tags::DET) {
        "det"
    } else if has(Tags::NUM) || doc.is(last, '%') {
        "number"
    } else {
        "other"
    }
}

/// A length, roughly.
pub(super) fn bucket(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4 | 5 => "4",
        6..=8 => "6",
        9..=13 => "9",
        14..=20 => "14",
        21..=35 => "21",
        _ => "36",
    }
}

/// A truth value as a feature.
pub(super) fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
