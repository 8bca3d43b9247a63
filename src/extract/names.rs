//! Names in the text: capitalised runs, told apart into persons and organisations.

use rustc_hash::FxHashSet;

use super::document::{Document, Toks};
use super::lexicon::Tags;
use super::phrase::starts_sentence;
use crate::text::token::{Case, TokenKind};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// One person.
    Person,
    /// An organisation, a place that stands for one, or a medium.
    Organisation,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its words, without title and role.
    pub toks: Toks,
    /// Titles and capitalised roles before it: "FBI Director", "Sen.".
    pub title: Option<Toks>,
    /// Gender by title or given name: the tag bits of the lexicon.
    pub gender: Tags,
    /// What it names.
    pub kind: NameKind,
}

const PARTICLES: [&str; 22] = [
    "van", "von", "der", "den", "de", "la", "le", "da", "di", "del", "della", "dos", "bin", "ibn",
    "al", "el", "ter", "ten", "zu", "af", "y", "du",
];

/// All names of the text in order.
#[must_use]
pub fn names(doc: &Document<'_>) -> Vec<Name> {
    let mut out = Vec::new();
    let inner = capitals_inside(doc);
    for paragraph in &doc.paragraphs {
        let mut k = paragraph.toks.start;
        while k < paragraph.toks.end {
            if !opens_name(doc, k) {
                k += 1;
                continue;
            }
            let end = run_end(doc, k, paragraph.toks.end);
            // A lone capital that opens a sentence is a name only if it has one elsewhere too.
            let lone = end == k + 1 && starts_sentence(doc, k) && !inner.contains(doc.lower(k));
            if let Some(name) = read_run(doc, k, end).filter(|_| !lone) {
                out.push(name);
            }
            k = end.max(k + 1);
        }
    }
    out
}

/// Words that have a capital somewhere inside a sentence.
fn capitals_inside<'d>(doc: &'d Document<'_>) -> FxHashSet<&'d str> {
    (0..doc.toks.len())
        .filter(|&k| doc.capital(k) && !starts_sentence(doc, k))
        .map(|k| doc.lower(k))
        .collect()
}

/// Whether a capitalised run begins at token `k`: a word with a capital that is no function word
/// opening a sentence.
fn opens_name(doc: &Document<'_>, k: usize) -> bool {
    const CLOSED: Tags = Tags::DET
        .or(Tags::PREP)
        .or(Tags::CONJ)
        .or(Tags::SUB)
        .or(Tags::AUX)
        .or(Tags::SUBJECT)
        .or(Tags::OBJECT)
        .or(Tags::ADV)
        .or(Tags::INTRO);
    if !doc.capital(k) {
        return false;
    }
    let closed = doc.has(k, CLOSED.or(Tags::TIME));
    let acronym = doc.toks[k].case == Case::Upper && doc.toks[k].span.len() > 1;
    !closed
        || acronym
        || (doc.has(k, Tags::AUX.or(Tags::TIME))
            && doc.capital(k + 1)
            && !starts_sentence(doc, k)
            && !doc.has(k, Tags::DET))
}

fn run_end(doc: &Document<'_>, start: usize, hi: usize) -> usize {
    let mut k = start + 1;
    while k < hi {
        let same_mark = doc.toks[k].mark == doc.toks[start].mark;
        let nickname =
            !same_mark && doc.toks[start].mark.is_none() && nickname_end(doc, k, hi).is_some();
        if nickname {
            k = nickname_end(doc, k, hi).unwrap_or(k + 1);
        } else if !same_mark {
            break;
        } else if doc.capital(k) && doc.toks[k - 1].kind != TokenKind::Clitic {
            // "Monday" ends a name: "told Roe Monday".
            if doc.has(k, Tags::TIME) && !doc.has(k - 1, Tags::TITLE) {
                break;
            }
            k += 1;
        } else if links(doc, k, hi) {
            k += 1;
        } else if doc.is(k, ',') && matches!(doc.lower(k + 1), "jr." | "sr." | "jr" | "sr") {
            k += 2;
        } else {
            break;
        }
    }
    k
}

/// `“Bill”` between two capitalised words.
fn nickname_end(doc: &Document<'_>, k: usize, hi: usize) -> Option<usize> {
    let mark = doc.toks[k].mark?;
    let marked = doc.marks.get(mark)?;
    let words = marked.inner.of(doc.text).split_whitespace().count();
    let end = (k..hi).find(|&i| doc.toks[i].mark != Some(mark))?;
    (marked.closed && words <= 2 && doc.capital(end) && end - k <= 4).then_some(end)
}

/// Whether token `k` carries a name on: a particle, or "of" and "for" inside an organisation's name.
fn links(doc: &Document<'_>, k: usize, hi: usize) -> bool {
    let word = doc.lower(k);
    if PARTICLES.contains(&word)
        && (doc.capital(k + 1) || PARTICLES.contains(&doc.lower(k + 1)) && doc.capital(k + 2))
    {
        return true;
    }
    if doc.is(k, '&') && doc.capital(k + 1) {
        return true;
    }
    let organisation = |i: usize| doc.has(i, Tags::ORG) && doc.capital(i);
    match word {
        "of" | "for" => {
            let next = if doc.lower(k + 1) == "the" {
                k + 2
            } else {
                k + 1
            };
            next < hi && doc.capital(next) && organisation(k - 1) && !doc.has(next, Tags::TIME)
        }
        "the" => {
            matches!(doc.lower(k - 1), "of" | "for") && doc.capital(k + 1) && organisation(k - 2)
        }
        "and" => doc.capital(k - 1) && doc.capital(k + 1) && in_of_phrase(doc, k),
        _ => false,
    }
}

/// "Department of Treaty and Law": the "and" stands behind an "of" of the same name.
fn in_of_phrase(doc: &Document<'_>, k: usize) -> bool {
    let start = k.saturating_sub(4);
    (start..k)
        .rev()
        .take_while(|&i| doc.capital(i) || matches!(doc.lower(i), "of" | "for"))
        .any(|i| matches!(doc.lower(i), "of" | "for") && i > 0 && doc.has(i - 1, Tags::ORG))
}

/// Tells title, role and name of a run apart.
fn read_run(doc: &Document<'_>, start: usize, end: usize) -> Option<Name> {
    let (start, end) = without_shouting(doc, start, end);
    let mut first = start;
    let mut gender = Tags::NONE;
    while first < end && is_title_word(doc, first, end) {
        gender = gender.or(only_gender(doc.toks[first].tags));
        first += 1;
    }
    if first == end {
        // A run of titles only ("President", "Ms.") names nobody; one of organisations does.
        let organisation = (start..end).any(|k| doc.has(k, Tags::ORG))
            && !(start..end).any(|k| doc.has(k, Tags::ROLE));
        return organisation.then_some(Name {
            toks: start..end,
            title: None,
            gender,
            kind: NameKind::Organisation,
        });
    }
    let words = (first..end).filter(|&k| doc.capital(k)).count();
    let organisation = is_organisation(doc, first, end, words);
    if organisation && first > start {
        // "Chief of Police Roe" aside, titles before an organisation are part of it.
        first = start;
    }
    if !organisation {
        first = after_affiliation(doc, start, first, end);
        let given = doc.toks[first].tags;
        if given.any(Tags::GIVEN) && words >= 2 {
            gender = if gender == Tags::NONE {
                only_gender(given)
            } else {
                gender
            };
        }
    }
    let title = (first > start).then_some(start..first);
    let kind = if organisation {
        NameKind::Organisation
    } else {
        NameKind::Person
    };
    Some(Name {
        toks: first..end,
        title,
        gender,
        kind,
    })
}

/// "MUST WATCH Ann Roe", "Ann Roe MORE": words of a page's buttons around a name.
fn without_shouting(doc: &Document<'_>, start: usize, end: usize) -> (usize, usize) {
    let shouted = |k: usize| {
        doc.toks[k].case == Case::Upper && doc.toks[k].span.len() > 3 && !doc.lower(k).contains('.')
    };
    if (start..end).all(shouted) || end - start < 3 {
        return (start, end);
    }
    let first = (start..end).find(|&k| !shouted(k)).unwrap_or(start);
    let first = if first >= start + 2 { first } else { start };
    let last = if shouted(end - 1) && !shouted(end - 2) {
        end - 1
    } else {
        end
    };
    (first, last)
}

fn only_gender(tags: Tags) -> Tags {
    match (tags.any(Tags::MALE), tags.any(Tags::FEMALE)) {
        (true, false) => Tags::MALE,
        (false, true) => Tags::FEMALE,
        _ => Tags::NONE,
    }
}

/// Whether token `k` of a run ending at `end` is a title, role, nation or party before the name.
fn is_title_word(doc: &Document<'_>, k: usize, end: usize) -> bool {
    let more = k + 1 < end;
    let title = doc.has(k, Tags::TITLE.or(Tags::ROLE)) && !doc.has(k, Tags::GIVEN);
    let nation = doc.has(k, Tags::NATION) && more;
    let role_later = (k + 1..end.min(k + 4))
        .any(|i| doc.has(i, Tags::ROLE.or(Tags::TITLE)) && !doc.has(i, Tags::GIVEN) && i + 1 < end);
    let affiliation = role_later && !doc.has(k, Tags::GIVEN) && doc.toks[k].kind == TokenKind::Word;
    (title || nation || affiliation) && (more || title)
}

fn is_organisation(doc: &Document<'_>, first: usize, end: usize, words: usize) -> bool {
    let last = end - 1;
    let head = doc.has(last, Tags::ORG)
        && !doc.has(first, Tags::GIVEN)
        && (words > 1 || doc.toks[last].case != Case::Lower);
    let inner = (first..end)
        .any(|k| doc.lower(k) == "of" || doc.lower(k) == "for" || doc.is(k, '&'))
        || words > 2 && (first..end).any(|k| doc.has(k, Tags::ORG) && !doc.has(first, Tags::GIVEN));
    let acronym = words == 1 && mixed_capitals(doc, first)
        || words == 1 && doc.toks[first].case == Case::Upper && doc.toks[first].span.len() > 1;
    let place =
        (first..end).all(|k| doc.has(k, Tags::PLACE.or(Tags::NATION)) || doc.lower(k) == "the");
    let medium = doc.has(last, Tags::MEDIA) && !doc.has(first, Tags::GIVEN);
    let article =
        first > 0 && doc.lower(first - 1) == "the" && words > 1 && !doc.has(first, Tags::GIVEN);
    let shouted = words > 1
        && (first..end).all(|k| doc.toks[k].case == Case::Upper)
        && !doc.has(first, Tags::GIVEN);
    head || inner || acronym || place || medium || article || shouted || words > 4
}

/// "WoLF", "YouGov": capitals inside a word, as names of persons have them only behind a prefix.
fn mixed_capitals(doc: &Document<'_>, k: usize) -> bool {
    const PREFIXES: [&str; 9] = ["Mc", "Mac", "De", "Di", "La", "Le", "Du", "Van", "Fitz"];
    let word = doc.toks[k].span.of(doc.text);
    !PREFIXES.iter().any(|p| word.starts_with(p))
        && !word.contains(['-', '’', '\''])
        && word.chars().skip(1).any(char::is_uppercase)
}

/// "space corporation Acme Ivan Petrov", "Acme's Ivan Petrov": the first word of a long run behind
/// an organisation noun is the organisation's name; a given name inside the run opens the person's.
fn after_affiliation(doc: &Document<'_>, start: usize, first: usize, end: usize) -> usize {
    if end - first < 3 {
        return first;
    }
    let behind_noun = start > 0 && doc.has(start - 1, Tags::ORG) && !doc.capital(start - 1);
    if behind_noun && first == start {
        return first + 1;
    }
    let given = (first + 1..end - 1).find(|&k| doc.has(k, Tags::GIVEN) && doc.capital(k));
    match given {
        Some(k)
            if !doc.has(first, Tags::GIVEN)
                && !doc.lower(first).ends_with('.')
                && doc.toks[first].case == Case::Upper =>
        {
            k
        }
        _ => first,
    }
}

/// The name that ends the phrase `region`, or the only one in it.
#[must_use]
pub fn name_in(doc: &Document<'_>, region: &Toks) -> Option<Name> {
    let mut k = region.start;
    let mut found = None;
    while k < region.end {
        let opens = opens_name(doc, k)
            || doc.capital(k) && !doc.has(k, Tags::DET.or(Tags::SUBJECT)) && region.len() == 1;
        if !opens {
            k += 1;
            continue;
        }
        let end = run_end(doc, k, region.end);
        if let Some(name) = read_run(doc, k, end) {
            found = Some(name);
        }
        k = end.max(k + 1);
    }
    found
}
