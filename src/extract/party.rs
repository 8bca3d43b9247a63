//! Lawmakers' parties and states behind their names: "(D-Ohio)", ", R-North Carolina,", "of Ohio".

use super::document::{Document, Toks, reads};
use super::entities::Entity;
use super::lexicon::{Lexicon, Tags, key};
use super::resolve::Resolver;

/// "R-Ohio", "D-N.Y.": a lawmaker's party and state behind the name.
#[must_use]
pub fn party_and_state(doc: &Document<'_>, k: usize) -> bool {
    let word = doc.toks.get(k).map_or("", |t| t.span.of(doc.text));
    matches!(word.as_bytes(), [b'R' | b'D' | b'I', b'-', b'A'..=b'Z', ..])
}

/// "R-South Carolina": the second word of the state, which is no name of its own.
#[must_use]
pub fn is_state_behind(doc: &Document<'_>, k: usize) -> bool {
    const FIRST: [&str; 6] = ["-south", "-north", "-west", "-new", "-rhode", "-puerto"];
    let first = |i: usize| FIRST.iter().any(|word| doc.lower(i).ends_with(word));
    doc.capital(k) && k > 0 && party_and_state(doc, k - 1) && first(k - 1)
}

/// Whether the phrase is a party and a state, and no more.
#[must_use]
pub fn is_party(doc: &Document<'_>, phrase: &Toks) -> bool {
    party_and_state(doc, phrase.start)
        && (phrase.start + 1..phrase.end).all(|k| is_state_behind(doc, k))
}

/// "Ann Roe (D-Ohio)", "Tom Poe, R-Ohio,": the party.
#[must_use]
pub fn party_behind(doc: &Document<'_>, at: usize) -> Option<&'static str> {
    if !(doc.is(at, '(') || doc.is(at, ',')) || !party_and_state(doc, at + 1) {
        return None;
    }
    match doc.lower(at + 1).chars().next() {
        Some('r') => Some("republican"),
        Some('d') => Some("democrat"),
        _ => Some("independent"),
    }
}

/// "Ann Roe of Ohio", "Sen. Ann Roe (R) of South Carolina": the words of the place somebody is of.
#[must_use]
pub fn home_behind(doc: &Document<'_>, at: usize) -> Toks {
    let bracket = doc.acronym_end(at).map_or(at, |close| close + 1);
    if !reads!(doc, bracket, "of") {
        return at..at;
    }
    let start = bracket + 1;
    let place = |k: &usize| doc.capital(*k) && doc.has(*k, Tags::PLACE);
    let end = (start..start + 3).take_while(place).last();
    start..end.map_or(start, |k| k + 1)
}

impl Resolver<'_, '_> {
    /// "the Ohio Republican" is no president, and nobody who is of another state.
    pub(super) fn is_of_elsewhere(&self, entity: &Entity<'_>, head: usize, toks: &Toks) -> bool {
        let doc = self.doc;
        let place = |k: usize| doc.capital(k) && doc.has(k, Tags::PLACE);
        let mut named = toks.clone().filter(|&k| k < head && place(k)).peekable();
        if named.peek().is_none() || named.any(|k| entity.is_told_by(doc.toks[k].key)) {
            return false;
        }
        // A speaker of the house is of some state.
        let speaker = entity.offices.contains_key(&key("speaker"));
        entity.holds_office && !speaker || entity.placed
    }
}

/// "the Republican" is nobody who is called a Democrat.
pub fn is_of_other_party(doc: &Document<'_>, entity: &Entity<'_>, head: usize) -> bool {
    const PARTIES: [&[u64]; 2] = [
        &[key("republican"), key("gop")],
        &[key("democrat"), key("democratic")],
    ];
    let told = |party: &[u64]| party.iter().any(|word| entity.is_told_by(*word));
    let own = PARTIES.iter().position(|p| p.contains(&doc.toks[head].key));
    own.is_some_and(|n| told(PARTIES[1 - n]) && !told(PARTIES[n]))
}

/// Whether the word with this key is a place that tells people of one country apart: all are "U.S."
/// senators.
#[must_use]
pub fn tells_home(lexicon: &Lexicon, word: u64) -> bool {
    const WHOLE: [u64; 6] = [
        key("u.s."),
        key("us"),
        key("united"),
        key("states"),
        key("american"),
        key("america"),
    ];
    lexicon.of_key(word).0.any(Tags::PLACE) && !WHOLE.contains(&word)
}
