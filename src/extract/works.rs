//! Marked words that are no speech: titles of works, names, slogans, terms.

use super::document::{Document, reads};
use super::known::List;
use super::lexicon::Tags;

/// Whether the marked words are written like a title: every word of weight has a capital.
#[must_use]
pub fn is_title(doc: &Document<'_>, mark: usize) -> bool {
    doc.title_once(mark, || is_titled(doc, doc.marks[mark].inner.of(doc.text)))
}

/// Whether the marked words can be a name or a label inside a phrase: there are few, or they are a title.
#[must_use]
pub fn is_short(doc: &Document<'_>, mark: usize) -> bool {
    doc.words_in_mark(mark) <= LONGEST_LABEL || is_title(doc, mark)
}

/// Words that a marked name or label may have.
const LONGEST_LABEL: usize = 5;

fn is_titled(doc: &Document<'_>, inner: &str) -> bool {
    let mut capital = 0;
    for word in inner.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        match word.chars().next() {
            Some(c) if c.is_uppercase() || c.is_numeric() => capital += 1,
            Some(_) if !is_small(doc, word) => return false,
            _ => {}
        }
    }
    capital >= 2
}

/// "on ABC's “This Week”": whether the marks hold the name of what a station or paper brings out.
#[must_use]
pub fn is_programme(doc: &Document<'_>, mark: usize) -> bool {
    let start = doc.marks[mark].outer.start;
    let first = doc.toks.partition_point(|t| t.span.start < start);
    let inner = doc.marks[mark].inner.of(doc.text);
    let written = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let owner = first.checked_sub(2).filter(|_| doc.possessive(first - 1));
    // "said on “State of the Harbour.”"
    let on = first > 0 && reads!(doc, first - 1, "on") && is_title(doc, mark);
    doc.words_in_mark(mark) <= LONGEST_LABEL
        && (on || owner.is_some_and(|k| is_medium(doc, k)))
        && (is_title(doc, mark) || inner.split_whitespace().all(written))
}

/// Whether the word is, or ends, the name of a paper, a station or an agency.
#[must_use]
pub fn is_medium(doc: &Document<'_>, k: usize) -> bool {
    // "the post said", but "the Harbour Post said"
    let document = doc.has(k, Tags::DOC) && !(k > 0 && doc.capital(k) && doc.capital(k - 1));
    let named = doc.has(k, Tags::MEDIA) && !document;
    named || doc.capital(k) && doc.among(k, List::AGENCY)
}

/// A word that has no capital in a title: "of", "and".
fn is_small(doc: &Document<'_>, word: &str) -> bool {
    let small = Tags::PREP.or(Tags::DET).or(Tags::CONJ).or(Tags::AUX);
    word.len() <= 4 && doc.lexicon.tags(&word.to_lowercase()).any(small)
}

/// Whether words before the marks call them a name: "the theme of “...”", "entitled “...”",
/// "the so-called “...”", "the slogan “...”".
#[must_use]
pub fn is_named(doc: &Document<'_>, mark: usize) -> bool {
    let start = doc.marks[mark].outer.start;
    let first = doc.toks.partition_point(|t| t.span.start < start);
    let mut k = first;
    for _ in 0..2 {
        let Some(before) = k.checked_sub(1) else {
            return false;
        };
        // What stands in another sentence is not looked at.
        if doc.toks[k].opens && !doc.is(before, ':') {
            return false;
        }
        if doc.among(before, List::LABEL) {
            return true;
        }
        if !reads!(doc, before, "of" | "," | ":" | "is" | "was") {
            return false;
        }
        k = before;
    }
    false
}
