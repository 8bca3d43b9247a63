//! Names in the text: capitalised runs, told apart into persons and organisations.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::document::{Document, Tok, Toks, reads};
use super::known::List;
use super::lexicon::{Cue, Form, Patterns, Tags};
use super::listed;
use super::name_parts::{is_organisation_name, read_run};
use super::party::{is_state_behind, party_and_state};
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
    /// How much its capitals tell.
    pub place: Place,
}

/// Where a name stands, and so how much its capitals tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Inside a sentence: only names have capitals there.
    #[default]
    Inside,
    /// It opens a sentence: the first word has its capital from there.
    Opening,
    /// In a headline, where every word may have one.
    Headline,
}

/// All names of the text in order.
#[must_use]
pub fn names(doc: &Document<'_>) -> Vec<Name> {
    let mut out = Vec::with_capacity(doc.capitals.len() / 2);
    let headlines = Headlines::find(doc);
    let words = Words::gather(doc, &headlines);
    let mut capitals = doc.capitals.as_slice();
    for paragraph in &doc.paragraphs {
        let mut k = paragraph.toks.start;
        while let Some(capital) = next_from(&mut capitals, k).filter(|&c| c < paragraph.toks.end) {
            k = capital;
            if !opens_name(doc, k) {
                k += 1;
                continue;
            }
            let headline = headlines.hold(k);
            if headline && words.common(doc, k) {
                k += 1;
                continue;
            }
            let mut end = run_end(doc, k, paragraph.toks.end);
            let opens = starts_sentence(doc, k);
            if has_possessive(doc, end) {
                end += 1;
            }
            if headline {
                end = (k + 1..end).find(|&i| words.common(doc, i)).unwrap_or(end);
            }
            // A lone capital that opens a sentence is a name only if it has one elsewhere too.
            if opens && end > k + 1 && (words.opener(doc, k, end) || opens_with_verb(doc, k, end)) {
                k += 1;
            }
            let lone = end == k + 1
                && (opens || headline)
                && !words.at(doc, k).capital
                && !is_organisation_name(doc, k, k + 1);
            if let Some(mut name) = read_run(doc, k, end).filter(|_| !lone) {
                name.place = match (headline, opens) {
                    (true, _) => Place::Headline,
                    (_, true) => Place::Opening,
                    _ => Place::Inside,
                };
                // "Ukraine" in "Ukraine's Interior Ministry" is no name of its own.
                out.pop_if(|place: &mut Name| place.toks.end > name.toks.start);
                out.push(name);
            }
            k = end.max(k + 1);
        }
    }
    attest(doc, &mut out);
    keep_possessives(doc, &mut out);
    out
}

/// The first of `capitals` from token `k` on; those before it are taken off.
fn next_from(capitals: &mut &[u32], k: usize) -> Option<usize> {
    while let [first, rest @ ..] = *capitals {
        if *first as usize >= k {
            return Some(*first as usize);
        }
        *capitals = rest;
    }
    None
}

/// "McDonald's said": whether the possessive at token `k` is part of the name, as a verb shows where a
/// noun would stand.
fn has_possessive(doc: &Document<'_>, k: usize) -> bool {
    let speaks = |c: Cue| {
        let verb = c.form == Form::Past || c.form == Form::Third && !c.patterns.any(Patterns::NOUN);
        verb && c.patterns.any(Patterns::SPEECH)
    };
    let clitic = doc.toks[k - 1].kind == TokenKind::Word && doc.possessive(k);
    let verb = doc.toks.get(k + 1).and_then(|t| t.cue).is_some_and(speaks);
    clitic && doc.toks[k].kind == TokenKind::Clitic && verb
}

/// A name that was seen with its possessive in one place has it in all: "McDonald's shares".
fn keep_possessives(doc: &Document<'_>, names: &mut [Name]) {
    let whole = |n: &&Name| doc.possessive(n.toks.end - 1);
    let seen: FxHashSet<&str> = names
        .iter()
        .filter(whole)
        .map(|n| doc.words(&n.toks))
        .collect();
    if seen.is_empty() {
        return;
    }
    for name in names {
        let longer = name.toks.start..name.toks.end + 1;
        if doc.possessive(name.toks.end) && seen.contains(doc.words(&longer)) {
            name.toks = longer;
            name.title = None;
            name.kind = NameKind::Organisation;
        }
    }
}

/// Sentences in which most words have a capital, where a capital is no sign of a name.
struct Headlines(Vec<Toks>);

impl Headlines {
    fn find(doc: &Document<'_>) -> Self {
        let sentences = doc.paragraphs.iter().flat_map(|p| &p.sentences);
        let titled = sentences.filter(|s| {
            // "Roe, Poe and Doe met at the port." is a sentence for all its names.
            if s.end.checked_sub(1).is_some_and(|k| doc.is(k, '.')) {
                return false;
            }
            let (mut words, mut capitals) = (0, 0);
            for tok in &doc.toks[(**s).clone()] {
                let long = tok.kind == TokenKind::Word && tok.span.len() > 3;
                words += usize::from(long);
                capitals += usize::from(long && tok.case != Case::Lower);
            }
            words >= 4 && capitals * 4 >= words * 3
        });
        Self(titled.cloned().collect())
    }

    fn hold(&self, k: usize) -> bool {
        let after = self.0.partition_point(|s| s.end <= k);
        self.0.get(after).is_some_and(|s| s.start <= k)
    }
}

/// How the words of the text that have a capital somewhere are written elsewhere.
struct Words(FxHashMap<u64, Written>);

/// How a word is written in the text.
#[derive(Clone, Copy, Default)]
struct Written {
    /// With a capital where that means something: inside a sentence.
    capital: bool,
    /// Without one anywhere.
    small: bool,
}

impl Words {
    fn gather(doc: &Document<'_>, headlines: &Headlines) -> Self {
        let room = doc.capitals.len() / 2;
        let mut words: FxHashMap<u64, Written> =
            FxHashMap::with_capacity_and_hasher(room, FxBuildHasher);
        // Most small words have a capital nowhere: a bit for each that has tells so at once.
        let mut signs = [0_u64; 64];
        let place = |key: u64| (key as usize % 64, 1_u64 << (key >> 58));
        for k in doc.capitals.iter().map(|k| *k as usize) {
            let tok = &doc.toks[k];
            let (nth, sign) = place(tok.key);
            signs[nth] |= sign;
            words.entry(tok.key).or_default().capital |= !tok.opens && !headlines.hold(k);
        }
        let small = |t: &&Tok| t.kind == TokenKind::Word && t.case == Case::Lower;
        let known = |t: &&Tok| {
            let (nth, sign) = place(t.key);
            signs[nth] & sign != 0
        };
        for tok in doc.toks.iter().filter(small).filter(known) {
            if let Some(word) = words.get_mut(&tok.key) {
                word.small = true;
            }
        }
        Self(words)
    }

    fn at(&self, doc: &Document<'_>, k: usize) -> Written {
        self.0.get(&doc.toks[k].key).copied().unwrap_or_default()
    }

    /// Whether the capitalised word at `k` is an ordinary word as far as the text shows.
    fn common(&self, doc: &Document<'_>, k: usize) -> bool {
        const PART: Tags = Tags::GIVEN
            .or(Tags::TITLE)
            .or(Tags::ROLE)
            .or(Tags::ORG)
            .or(Tags::NATION);
        let verb = doc.has(k, Tags::VERB) || doc.lexicon.of_key(doc.toks[k].key).1.is_some();
        doc.toks[k].case == Case::Capital
            && !doc.has(k, PART)
            && (self.at(doc, k).small || verb && !self.at(doc, k).capital)
    }

    /// Whether the word that opens a sentence has its capital from there: "Interestingly Roe",
    /// "Wounded Ann Roe".
    fn opener(&self, doc: &Document<'_>, k: usize, end: usize) -> bool {
        let word = doc.lower(k);
        let named = doc.has(k + 1, Tags::GIVEN.or(Tags::TITLE)) && end > k + 2;
        let plain = doc.toks[k].case == Case::Capital
            && !doc.has(k, Tags::GIVEN.or(Tags::TITLE).or(Tags::ROLE));
        plain
            && !self.at(doc, k).capital
            && (word.len() > 5 && word.ends_with("ly")
                || self.at(doc, k).small && (named || !doc.has(k, Tags::ADJ.or(Tags::ORG))))
    }
}

/// Cuts doubtful names, which stand where capitals mean little, to what running text shows to be a
/// name: "Absent Roe" to "Roe".
fn attest(doc: &Document<'_>, names: &mut [Name]) {
    let key = |toks: &Toks| doc.words(toks);
    let place = |k: usize| doc.has(k, Tags::PLACE.or(Tags::NATION)) && !doc.has(k, Tags::GIVEN);
    let bearers: FxHashSet<u64> = names
        .iter()
        .filter(|n| n.place != Place::Headline && n.toks.len() > 1 && !place(n.toks.start))
        .map(|n| doc.key(n.toks.end - 1))
        .collect();
    let attested: FxHashSet<&str> = names
        .iter()
        .filter(|n| n.place == Place::Inside)
        .map(|n| key(&n.toks))
        .collect();
    for name in names.iter_mut() {
        let toks = name.toks.clone();
        // "poll in North Carolina Roe leads": a place before a known surname is none of its own.
        let surname = toks.end - 1;
        if toks.len() > 1
            && toks.len() < 4
            && name.kind == NameKind::Person
            && (toks.start..surname).all(place)
            && bearers.contains(&doc.key(surname))
        {
            name.toks = surname..toks.end;
        }
        if name.place == Place::Inside {
            continue;
        }
        let settled = toks.len() < 2
            || toks.len() > LONGEST_DOUBTED
            || attested.contains(key(&toks))
            || doc.has(toks.start, Tags::GIVEN);
        if settled || name.kind == NameKind::Organisation {
            continue;
        }
        // A lone surname is no proof against a given name that opens a sentence.
        let borne = bearers.contains(&doc.key(toks.end - 1));
        let hi = if name.place == Place::Headline && borne {
            toks.end
        } else {
            toks.end - 1
        };
        // Nor is a double surname: what is left must open with a given name.
        let whole = |k: usize| k + 1 == toks.end || doc.has(k, Tags::GIVEN);
        let shown = |k: &usize| whole(*k) && attested.contains(key(&(*k..toks.end)));
        if let Some(start) = (toks.start + 1..hi).find(shown) {
            name.toks = start..toks.end;
        }
    }
}

/// Words of a name that is held against the others of the text.
const LONGEST_DOUBTED: usize = 8;

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
    if !doc.capital(k) || party_and_state(doc, k) || is_state_behind(doc, k) || is_lettered(doc, k)
    {
        return false;
    }
    // "Former Trump aide": nobody is called that.
    let closed = doc.has(k, CLOSED.or(Tags::TIME)) || doc.among(k, List::LAPSED);
    let hour = doc.has(k, Tags::TIME) && doc.follows_hour(k);
    let acronym = doc.toks[k].case == Case::Upper && doc.toks[k].span.len() > 1 && !hour;
    !closed
        || acronym
        || (doc.has(k, Tags::AUX.or(Tags::TIME))
            && doc.capital(k + 1)
            && !starts_sentence(doc, k)
            && !doc.has(k, Tags::DET)
            && !is_date(doc, k))
}

/// "a T-shirt", "an X-ray": a noun with a letter before it, that is no part of a longer name.
fn is_lettered(doc: &Document<'_>, k: usize) -> bool {
    let word = doc.toks[k].span.of(doc.text).as_bytes();
    let noun = matches!(word, [b'A'..=b'Z', b'-', b'a'..=b'z', ..]);
    noun && !doc.capital(k + 1)
}

/// "on Monday Roe said", "in May Roe left": a day, or a month behind what leads a date.
fn is_date(doc: &Document<'_>, k: usize) -> bool {
    let led = k > 0
        && (doc.has(k - 1, Tags::PREP.or(Tags::TIME_MOD))
            || reads!(doc, k - 1, "since" | "until" | "noon"));
    let given = reads!(doc, k, "april" | "may" | "june" | "august");
    doc.has(k, Tags::TIME) && (led || !given)
}

/// "Dismissing Roe's plan", "Says Roe": a verb opens the sentence, and a name follows.
fn opens_with_verb(doc: &Document<'_>, k: usize, end: usize) -> bool {
    if opens_with_descriptor(doc, k, end) {
        return true;
    }
    const NAMING: Tags = Tags::GIVEN.or(Tags::TITLE).or(Tags::ROLE).or(Tags::ORG);
    let tok = &doc.toks[k];
    let finite = |cue: Cue| matches!(cue.form, Form::Past | Form::Third);
    // The token itself has no cue where it is written like a name.
    let cue = doc.lexicon.of_key(tok.key).1;
    let verb = cue.is_some_and(finite) || tok.span.len() > 5 && doc.ends_in(k, b"ing");
    tok.case == Case::Capital
        && verb
        && !doc.has(k, NAMING)
        && doc.capital(k + 1)
        && starts_sentence(doc, k)
        && !is_organisation_name(doc, k, end)
}

/// "Airline Acme said": a noun with the capital of its sentence.
fn opens_with_descriptor(doc: &Document<'_>, k: usize, end: usize) -> bool {
    doc.toks[k].case == Case::Capital
        && doc.among(k, List::DESCRIPTOR)
        && starts_sentence(doc, k)
        && doc.capital(k + 1)
        && !doc.has(end - 1, Tags::ORG)
}

/// "On", "With", "The": a function word inside a run of capitals, as in headlines.
fn parts_names(doc: &Document<'_>, k: usize) -> bool {
    const CLOSED: Tags = Tags::DET.or(Tags::PREP).or(Tags::CONJ).or(Tags::SUB);
    doc.toks[k].case == Case::Capital && doc.has(k, CLOSED) && !doc.among(k, List::PARTICLE)
}

/// Tokens of a run of capitals that is read as one: no name is that long, but a text may be in
/// capitals throughout.
const LONGEST_RUN: usize = 200;

fn run_end(doc: &Document<'_>, start: usize, hi: usize) -> usize {
    let hi = hi.min(start + LONGEST_RUN);
    let mut k = listed::name_end(doc, start, hi).unwrap_or(start + 1);
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
            let day = doc.has(k, Tags::TIME) && !doc.has(k - 1, Tags::TITLE);
            if day || party_and_state(doc, k) || parts_names(doc, k) {
                break;
            }
            k += 1;
        } else if links(doc, k, hi) {
            k += 1;
        } else if doc.is(k, ',')
            && k + 1 < hi
            && doc.capital(k + 1)
            && doc.among(k + 1, List::SUFFIX)
        {
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
    if !marked.closed || doc.words_in_mark(mark) > 2 {
        return None;
    }
    let end = (k..hi.min(k + 5)).find(|&i| doc.toks[i].mark != Some(mark))?;
    doc.capital(end).then_some(end)
}

/// Whether token `k` carries a name on: a particle, or "of" and "for" inside an organisation's name.
fn links(doc: &Document<'_>, k: usize, hi: usize) -> bool {
    let word = doc.lower(k);
    if doc.among(k, List::PARTICLE)
        && (doc.capital(k + 1) || doc.among(k + 1, List::PARTICLE) && doc.capital(k + 2))
    {
        return true;
    }
    if doc.is(k, '&') && doc.capital(k + 1) {
        return true;
    }
    let organisation = |i: usize| doc.has(i, Tags::ORG) && doc.capital(i);
    match word {
        "of" | "for" => {
            let next = if reads!(doc, k + 1, "the") {
                k + 2
            } else {
                k + 1
            };
            next < hi && doc.capital(next) && organisation(k - 1) && !doc.has(next, Tags::TIME)
        }
        "the" => reads!(doc, k - 1, "of" | "for") && doc.capital(k + 1) && organisation(k - 2),
        "and" => {
            doc.capital(k + 1)
                && (doc.capital(k - 1) && in_of_phrase(doc, k) || listed::is_inside(doc, k))
        }
        "," | "on" => listed::is_inside(doc, k),
        _ => false,
    }
}

/// "Department of Treaty and Law": the "and" stands behind an "of" of the same name.
fn in_of_phrase(doc: &Document<'_>, k: usize) -> bool {
    let start = k.saturating_sub(4);
    (start..k)
        .rev()
        .take_while(|&i| doc.capital(i) || reads!(doc, i, "of" | "for"))
        .any(|i| reads!(doc, i, "of" | "for") && i > 0 && doc.has(i - 1, Tags::ORG))
}

/// The name that ends the phrase `region`, or the only one in it.
#[must_use]
pub fn name_in(doc: &Document<'_>, region: &Toks) -> Option<Name> {
    const CLOSED: Tags = Tags::DET
        .or(Tags::SUBJECT)
        .or(Tags::PREP)
        .or(Tags::CONJ)
        .or(Tags::SUB);
    let mut k = region.start;
    let mut found = None;
    while k < region.end {
        let alone = region.len() == 1 && doc.capital(k) && !doc.has(k, CLOSED);
        let opens = opens_name(doc, k) || alone;
        if !opens {
            k += 1;
            continue;
        }
        let mut end = run_end(doc, k, region.end);
        if end + 1 == region.end && doc.possessive(end) {
            end += 1;
        }
        if end > k + 1 && opens_with_verb(doc, k, end) {
            k += 1;
        }
        if let Some(name) = read_run(doc, k, end) {
            found = Some(name);
        }
        k = end.max(k + 1);
    }
    found
}
