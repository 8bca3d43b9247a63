//! Noun phrases without a parser: found from the reporting verb outward.
//!
//! A phrase that ends at a verb is read leftward, one that begins behind a verb or "according to"
//! rightward. Function words, verbs and punctuation bound it; "of", "for", "at" and the like link
//! two phrases into one.

use super::coordination::place_comma;
use super::document::{Document, Tok, Toks, reads};
use super::known::List;
use super::lexicon::Tags;
use super::listed;
use crate::text::token::{Case, TokenKind};

/// Longest phrase that is read, in tokens; longer ones are a misreading.
const LONGEST: usize = 24;

const BREAKS: Tags = Tags::SUB.or(Tags::AUX).or(Tags::SUBJECT).or(Tags::OBJECT);
/// Nouns that can head a source.
pub const HEADS: Tags = Tags::ROLE
    .or(Tags::ROLES)
    .or(Tags::ORG)
    .or(Tags::DOC)
    .or(Tags::REPORT);

/// Whether token `i` can be a noun, an adjective or a part of a name.
#[must_use]
pub fn nominal(doc: &Document<'_>, i: usize) -> bool {
    let Some(tok) = doc.toks.get(i) else {
        return false;
    };
    match tok.kind {
        TokenKind::Number => true,
        TokenKind::Clitic => doc.possessive(i),
        TokenKind::Punct => {
            doc.possessive(i) || doc.is(i, '&') || doc.is(i, '-') && !parts_words(doc, i)
        }
        TokenKind::Word if tok.case == Case::Lower => {
            let tags = tok.tags;
            if tags.any(HEADS.or(Tags::NUM)) {
                return !tags.any(Tags::AUX);
            }
            let closed = BREAKS
                .or(Tags::DET)
                .or(Tags::PREP)
                .or(Tags::CONJ)
                .or(Tags::ADV)
                .or(Tags::NEG)
                .or(Tags::VERB);
            !tags.any(closed) && tok.cue.is_none() && !doc.ends_in_ly(i)
                || is_noun_by_article(doc, i)
                || is_ordinal(doc, i)
        }
        TokenKind::Word => {
            !tok.tags.any(
                BREAKS
                    .or(Tags::CONJ)
                    .or(Tags::DET)
                    .or(Tags::PREP)
                    .or(Tags::ADV),
            ) || is_name_word(doc, i)
                // "One official": "one" alone is a subject.
                || tok.tags.any(Tags::NUM) && doc.has(i + 1, HEADS)
        }
    }
}

/// "the first lady", "first responders": no adverb before a noun.
fn is_ordinal(doc: &Document<'_>, i: usize) -> bool {
    let plain = |t: &Tok| t.kind == TokenKind::Word && t.cue.is_none() && t.case == Case::Lower;
    let time = doc.has(i + 1, Tags::TIME) || reads!(doc, i + 1, "time" | "place");
    reads!(doc, i, "first")
        && !time
        && doc.toks.get(i + 1).is_some_and(plain)
        && nominal(doc, i + 1)
}

/// "the move", "an offer": a word that is a verb elsewhere is a noun right behind its article.
fn is_noun_by_article(doc: &Document<'_>, i: usize) -> bool {
    const PREDICATES: Tags = Tags::AUX.or(Tags::PREP).or(Tags::CONJ).or(Tags::ADV);
    i > 0
        && (doc.has(i, Tags::VERB) || doc.toks[i].cue.is_some())
        && !doc.has(i, PREDICATES)
        && (reads!(doc, i - 1, "the" | "a" | "an") || doc.has(i - 1, Tags::POSS))
        && !doc.in_mark(i - 1)
}

/// Whether the hyphen at token `i` stands for a dash: a blank or another hyphen is beside it.
fn parts_words(doc: &Document<'_>, i: usize) -> bool {
    let span = doc.toks[i].span;
    let before = i
        .checked_sub(1)
        .map_or(span.start, |b| doc.toks[b].span.end);
    let after = doc.toks.get(i + 1).map_or(span.end, |t| t.span.start);
    before < span.start || after > span.end || doc.is(i + 1, '-') || i > 0 && doc.is(i - 1, '-')
}

/// A capitalised function word that is a name all the same: "US", "Will Smith", "May".
fn is_name_word(doc: &Document<'_>, i: usize) -> bool {
    let tok = &doc.toks[i];
    (tok.case == Case::Upper && tok.span.len() > 1)
        || (doc.capital(i + 1) && !starts_sentence(doc, i))
}

/// Whether token `i` is the first of its sentence or paragraph, a mark before it aside.
#[must_use]
pub fn starts_sentence(doc: &Document<'_>, i: usize) -> bool {
    doc.toks.get(i).is_some_and(|t| t.opens)
}

/// The noun phrase that ends right before token `end`, not reaching below `lo`.
#[must_use]
pub fn left(doc: &Document<'_>, lo: usize, end: usize) -> Option<Toks> {
    let lo = lo.max(end.saturating_sub(LONGEST));
    let mut end = end;
    // "(D-Ohio)" and "(HWA)" behind a name belong to it.
    let mut k = skip_bracket_left(doc, lo, end);
    let mut place = None;
    if k == end && doc.is(end.wrapping_sub(1), ',') && end >= lo + 2 {
        place = place_comma(doc, lo, end - 1);
        if place.is_some() || suffix(doc, end - 2) {
            end -= 1;
            k = end;
        }
    }
    let inner_end = k;
    while k > lo {
        let i = k - 1;
        if doc.in_mark(i) && !nickname(doc, i) {
            break;
        }
        if k < inner_end && is_time_before(doc, lo, k) {
            break;
        }
        let carries_on = k < inner_end && (linked(doc, lo, k) || joins(doc, lo, i))
            || place == Some(i)
            || doc.is(i, ',') && (suffix(doc, k) || listed::is_inside(doc, i));
        // "the Harbour Water Agency (HWA) spokeswoman"
        if k < inner_end && i >= lo + 3 && doc.acronym_end(i - 2).is_some() && doc.capital(i - 3) {
            k = i - 2;
            continue;
        }
        if reads!(doc, i, "that") {
            // "reported that officials said": it opens the clause, not the phrase.
            break;
        }
        if doc.has(i, Tags::DET) && !nominal(doc, i) {
            k = i;
            // "rights groups and some lawmakers"
            let joined = k >= lo + 2
                && reads!(doc, k - 1, "and")
                && doc.has(k - 2, HEADS)
                && doc.has(k + 1, HEADS)
                && !doc.capital(k + 1);
            if !linked(doc, lo, k) && !joined {
                break;
            }
            k -= 1;
        } else if nominal(doc, i) || nickname(doc, i) || carries_on {
            k = i;
        } else {
            break;
        }
    }
    let k = listed::name_start(doc, lo, k, inner_end).unwrap_or(k);
    trim(doc, k, end, inner_end)
}

/// "told the council on Monday Roe": whether the word before token `k` is a time that is no part of the
/// phrase; "a January piece" has an article before it.
fn is_time_before(doc: &Document<'_>, lo: usize, k: usize) -> bool {
    let i = k - 1;
    let dated = i > lo && reads!(doc, i - 1, "a" | "an" | "the" | "his" | "her" | "their");
    let ends = doc.capital(i) || !doc.has(k, HEADS);
    doc.has(i, Tags::TIME) && !dated && !doc.possessive(k) && ends
}

/// Whether a preposition right before token `k` links it to a noun before.
fn linked(doc: &Document<'_>, lo: usize, k: usize) -> bool {
    k >= lo + 2
        && doc.has(k - 1, Tags::NP_PREP)
        && !doc.in_mark(k - 1)
        // "Ann Roe (R) of Ohio"
        // "Looking at those who ...": no noun
        && !(doc.toks[k - 2].opens && doc.ends_in(k - 2, b"ing") && !reads!(doc, k - 1, "of"))
        && (nominal(doc, k - 2) || k >= lo + 5 && doc.acronym_end(k - 4).is_some())
        && !doc.has(k - 2, Tags::TIME)
}

/// Whether token `i` is an "and" between two names or two nouns of one subject.
fn joins(doc: &Document<'_>, lo: usize, i: usize) -> bool {
    reads!(doc, i, "and" | "&") && i > lo && {
        let before = i - 1;
        let name = doc.capital(before) && (doc.capital(i + 1) || doc.has(i + 1, Tags::POSS));
        let nouns = doc.has(before, HEADS)
            && (doc.has(i + 1, HEADS) || doc.has(i + 2, HEADS))
            && !doc.capital(i + 1);
        let nations = doc.has(before, Tags::NATION) && doc.has(i + 1, Tags::NATION);
        // "three current and former employees"
        let adjectives = doc.has(before, Tags::ADJ) && doc.has(i + 1, Tags::ADJ);
        name || nouns || nations || adjectives
    }
}

/// "Jr.", "Sr.", "III" behind a comma.
fn suffix(doc: &Document<'_>, i: usize) -> bool {
    doc.capital(i) && doc.among(i, List::SUFFIX)
}

/// A short marked stretch inside a name: `William "Bill" Roe`.
pub fn nickname(doc: &Document<'_>, i: usize) -> bool {
    let Some(number) = doc.toks.get(i).and_then(|t| t.mark) else {
        return false;
    };
    let mark = &doc.marks[number];
    if !mark.closed
        || doc.words_in_mark(number) > 2
        || !mark.inner.of(doc.text).starts_with(char::is_uppercase)
    {
        return false;
    }
    let reach = doc.toks.len().min(i + LONGEST);
    let before = doc.toks[i.saturating_sub(LONGEST)..i]
        .iter()
        .rposition(|t| t.span.end <= mark.outer.start)
        .map(|k| k + i.saturating_sub(LONGEST));
    let after = doc.toks[i..reach]
        .iter()
        .position(|t| t.span.start >= mark.outer.end)
        .map(|k| k + i);
    // What opens a sentence or a paragraph goes on with no name before it.
    let goes_on = |k: usize| doc.toks.get(k).is_some_and(|t| !t.opens);
    before.is_some_and(|b| doc.capital(b) && goes_on(b + 1))
        && after.is_some_and(|a| doc.capital(a) && goes_on(a))
}

/// Steps over "(…)" that ends right before `end`.
fn skip_bracket_left(doc: &Document<'_>, lo: usize, end: usize) -> usize {
    if end <= lo || !doc.is(end - 1, ')') {
        return end;
    }
    (lo..end - 1)
        .rev()
        .take(8)
        .find(|&k| doc.is(k, '('))
        .unwrap_or(end)
}

/// Drops what cannot open a phrase, and takes the bare name where a report noun stands before it.
fn trim(doc: &Document<'_>, start: usize, end: usize, inner_end: usize) -> Option<Toks> {
    let mut start = start;
    while start < inner_end
        && (doc.has(start, Tags::PREP.or(Tags::CONJ))
            && !doc.has(start, Tags::DET)
            && !(doc.capital(start) && is_name_word(doc, start))
            || doc.possessive(start)
            || doc.toks[start].kind == TokenKind::Punct && !doc.in_mark(start))
    {
        start += 1;
    }
    if start >= inner_end {
        return None;
    }
    // "In a statement Mr. Roe said": the name alone is the subject.
    let last = inner_end - 1;
    if doc.capital(last) && !doc.capital(start) {
        let name = (start..=last)
            .rev()
            .take_while(|&k| doc.capital(k))
            .last()
            .unwrap_or(last);
        if name > start
            && doc.has(name - 1, Tags::REPORT.or(Tags::TIME))
            && !doc.has(name - 1, Tags::ROLE.or(Tags::ORG))
        {
            start = name;
        }
    }
    let time_only = (start..inner_end).all(|k| is_time(doc, k));
    // Articles and quantifiers alone are no phrase.
    let empty = !(start..inner_end).any(|k| nominal(doc, k));
    (!time_only && !empty).then_some(start..end)
}

/// A time or a number; but "the 61-year-old" is a person.
fn is_time(doc: &Document<'_>, k: usize) -> bool {
    (doc.has(k, Tags::TIME.or(Tags::TIME_MOD)) || doc.toks[k].kind == TokenKind::Number)
        && !doc.ends_in(k, b"-old")
}

/// The noun phrase that begins at token `start`, not reaching beyond `hi`.
#[must_use]
pub fn right(doc: &Document<'_>, start: usize, hi: usize) -> Option<Toks> {
    let hi = hi.min(start + LONGEST);
    let mut k = start;
    while k < hi && doc.has(k, Tags::DET) && !doc.in_mark(k) {
        k += 1;
    }
    let head = k;
    if !doc.in_mark(k) {
        k = listed::name_end(doc, k, hi).unwrap_or(k);
    }
    while k < hi {
        if doc.in_mark(k) && !nickname(doc, k) {
            break;
        }
        if k > head && doc.has(k, Tags::TIME) && doc.capital(k) && !doc.possessive(k + 1) {
            break;
        }
        if nominal(doc, k) || nickname(doc, k) {
            k += 1;
        } else if k > head && doc.has(k, Tags::NP_PREP) && opens_linked(doc, k, hi) {
            k += 1;
            while k < hi && doc.has(k, Tags::DET) {
                k += 1;
            }
        } else if k > head && doc.is(k, ',') && k + 1 < hi && suffix(doc, k + 1) {
            k += 2;
        } else if k > head && doc.is(k, ',') && listed::is_inside(doc, k) {
            k += 1;
        } else if k > head && k + 1 < hi && joins(doc, head, k) {
            k += 1;
            while k < hi && doc.has(k, Tags::DET) {
                k += 1;
            }
        } else if k > head && doc.is(k, '(') {
            match (k + 1..hi.min(k + 8)).find(|&e| doc.is(e, ')')) {
                Some(close) => k = close + 1,
                None => break,
            }
        } else {
            break;
        }
    }
    // "said McDonald's."
    let whole = doc.toks.get(k).is_some_and(|t| t.kind == TokenKind::Punct);
    while k > head && doc.possessive(k - 1) && !whole {
        k -= 1;
    }
    let time_only = (head..k).all(|i| is_time(doc, i));
    (k > head && !time_only).then_some(start..k)
}

fn opens_linked(doc: &Document<'_>, k: usize, hi: usize) -> bool {
    let mut next = k + 1;
    // "workers to sign up": an infinitive.
    let bare = doc.toks.get(next).is_some_and(|t| t.case == Case::Lower) && nominal(doc, next);
    if reads!(doc, k, "to") && bare && !doc.has(next, HEADS.or(Tags::PLURAL)) {
        return false;
    }
    while next < hi && doc.has(next, Tags::DET) {
        next += 1;
    }
    next < hi
        && nominal(doc, next)
        && !doc.has(next, Tags::TIME)
        && !(doc.has(k, Tags::PREP)
            && reads!(doc, k, "on" | "in" | "at" | "to" | "with")
            && doc.has(next, Tags::REPORT))
}

/// The subject of the clause that begins at token `from`: introductory phrases are stepped over, and
/// the phrase ends at its head noun or name. For verbs that stand far behind their subject.
#[must_use]
pub fn clause_subject(doc: &Document<'_>, from: usize, hi: usize) -> Option<Toks> {
    let mut k = from;
    for _ in 0..4 {
        while k < hi
            && (doc.has(k, Tags::CONJ.or(Tags::ADV)) || doc.ends_in_ly(k))
            && !doc.has(k, Tags::DET)
            && !(doc.capital(k) && doc.capital(k + 1))
        {
            k += 1;
        }
        if k < hi && doc.is(k, ',') {
            k += 1;
            continue;
        }
        if let Some(behind) = skip_time(doc, k, hi) {
            k = behind;
            continue;
        }
        if k < hi
            && doc.has(k, Tags::INTRO.or(Tags::PREP))
            && !(doc.capital(k) && is_name_word(doc, k))
        {
            k = (k..hi).find(|&i| doc.is(i, ',') && !doc.in_mark(i))? + 1;
        }
    }
    if k >= hi || doc.in_mark(k) {
        return None;
    }
    let personal = reads!(doc, k, "he" | "she" | "they" | "it" | "we" | "i");
    if personal || doc.has(k, Tags::SUBJECT) && !doc.has(k + 1, HEADS) && !nominal(doc, k + 1) {
        return Some(k..k + 1);
    }
    let full = right(doc, k, hi)?;
    Some(full.start..head_end(doc, &full))
}

/// Behind a time that opens a clause, with a comma or without: "A few minutes later they", "Last week
/// Roe", "For years the farmers".
fn skip_time(doc: &Document<'_>, at: usize, hi: usize) -> Option<usize> {
    let led = doc.has(at, Tags::PREP) || reads!(doc, at, "since" | "until");
    let first = at + usize::from(led);
    let reach = hi.min(first + LONGEST_TIME);
    let counted = |k: usize| {
        doc.has(k, Tags::TIME.or(Tags::TIME_MOD).or(Tags::NUM).or(Tags::DET))
            || doc.toks[k].kind == TokenKind::Number
            || reads!(doc, k, "few")
    };
    let mut end = (first..reach).find(|&k| !counted(k)).unwrap_or(reach);
    // "Last week the mayor", "in March two men": the last of them are the subject's.
    while end > first && !doc.has(end - 1, Tags::TIME) {
        end -= 1;
    }
    if end == first || end >= hi || doc.possessive(end) {
        return None;
    }
    if reads!(doc, end, "later" | "ago" | "earlier" | "before" | "after") {
        return (end + 1 < hi).then_some(end + 1);
    }
    // "The Sunday Times": a name.
    if doc.capital(end) && doc.capital(end - 1) && doc.has(first, Tags::DET) {
        return None;
    }
    // "Last week was hard", "the day nurse": no time, or part of a phrase.
    let opens = doc.capital(end) || doc.has(end, Tags::DET.or(Tags::SUBJECT).or(Tags::POSS));
    (doc.is(end, ',') || opens && (end > first + 1 || led)).then_some(end)
}

/// Tokens that a time before a subject may have.
const LONGEST_TIME: usize = 6;

/// Where a forward-read phrase ends: behind its name, or behind its head noun and what it links to.
fn head_end(doc: &Document<'_>, phrase: &Toks) -> usize {
    let mut end = phrase.start;
    let mut seen = false;
    for k in phrase.clone() {
        let strong = doc.capital(k) && !doc.has(k, Tags::DET)
            || doc.has(k, HEADS)
            || doc.possessive(k)
            || doc.is(k, '(')
            || doc.is(k, ')');
        if strong {
            end = k + 1;
            seen = true;
        } else if seen
            && !doc.has(k, Tags::NP_PREP.or(Tags::DET))
            && !strong
            && !followed_by_head(doc, k, phrase.end)
        {
            break;
        }
    }
    if seen { end } else { phrase.end }
}

fn followed_by_head(doc: &Document<'_>, k: usize, hi: usize) -> bool {
    (k + 1..hi.min(k + 3)).any(|i| doc.has(i, HEADS) || doc.capital(i)) && !doc.ends_in(k, b"ed")
}
