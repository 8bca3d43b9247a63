//! What a source phrase is: a pronoun, a name, or a description with its head noun.

use super::document::{Document, Toks, reads};
use super::known::List;
use super::lexicon::Tags;
use super::listed;
use super::name_parts::{is_organisation_name, titular};
use super::names::{Name, NameKind, name_in};
use super::phrase::{self, nominal, starts_sentence};
use crate::model::SpeakerKind;
use crate::text::token::{Case, TokenKind};

/// A source phrase read.
#[derive(Clone, Debug)]
pub enum Mention {
    /// A pronoun at this token.
    Pronoun(usize),
    /// A name, with what stands before it.
    Name(Name),
    /// A description and its head noun.
    Description {
        /// Token of the head noun.
        head: usize,
        /// The whole phrase.
        toks: Toks,
    },
}

/// Reads a source phrase.
#[must_use]
pub fn read(doc: &Document<'_>, toks: &Toks) -> Mention {
    if toks.len() == 1 && doc.has(toks.start, Tags::SUBJECT) && !doc.has(toks.start, Tags::DET)
        || toks.len() == 1 && doc.has(toks.start, Tags::OBJECT.or(Tags::POSS))
    {
        return Mention::Pronoun(toks.start);
    }
    let last = toks.end.saturating_sub(1).max(toks.start);
    if is_compatriot(doc, last, toks) {
        return Mention::Description {
            head: last,
            toks: toks.clone(),
        };
    }
    let region = head_region(doc, toks);
    if let Some(name) = name_in(doc, &region) {
        // "board member and lawyer Ann Roe" is one person, "Poe and Ann Roe" are two.
        // So is "Housing and Harbour Secretary Ann Roe".
        let one = |k: usize| {
            doc.has(k - 1, Tags::ROLE) && !doc.capital(k - 1)
                || is_in_office(doc, k, name.toks.start)
        };
        let joined = (region.start + 1..name.toks.start).any(|k| reads!(doc, k, "and") && !one(k));
        if joined {
            return Mention::Description {
                head: name.toks.end - 1,
                toks: toks.clone(),
            };
        }
        let role_after =
            (name.toks.end..region.end).any(|k| doc.has(k, Tags::ROLE.or(Tags::ROLES)));
        if is_group_name(doc, &name.toks) {
            return Mention::Description {
                head: name.toks.end - 1,
                toks: toks.clone(),
            };
        }
        // What a page glued to the name is capitals all through.
        let ends = (name.toks.end..region.end).all(|k| doc.capital(k));
        if ends || !role_after && doc.is(name.toks.end, '(') {
            return Mention::Name(name);
        }
    }
    Mention::Description {
        head: head_noun(doc, &region),
        toks: toks.clone(),
    }
}

/// Whether the "and" at token `k` stands in the title of an office before the name at `end`.
pub fn is_in_office(doc: &Document<'_>, k: usize, end: usize) -> bool {
    reads!(doc, k, "and")
        && k > 0
        && k + 2 < end
        && doc.among(k - 1, List::OFFICE_PART)
        && titular(doc, end - 1)
        && !titular(doc, k + 1)
        && (k + 1..end).all(|i| doc.capital(i) && !doc.has(i, Tags::PLACE.or(Tags::GIVEN)))
        && !is_body(doc, k)
}

/// "The Associated Press and Salem Mayor Ann Roe": what stands before the "and" at token `k` has an
/// article, as no office before a name has.
fn is_body(doc: &Document<'_>, k: usize) -> bool {
    let capital = |i: &usize| doc.capital(*i) && !doc.has(*i, Tags::DET) || reads!(doc, *i, "of");
    let reach = k.saturating_sub(LONGEST_BODY);
    let start = (reach..k).rev().take_while(capital).last().unwrap_or(k);
    start > 0 && reads!(doc, start - 1, "the")
}

/// Tokens that the name of a body may have.
const LONGEST_BODY: usize = 8;

/// "Americans", "Democrats": the plural of a word of nation or party.
fn is_demonym(doc: &Document<'_>, k: usize) -> bool {
    let one = doc.lower(k).strip_suffix('s');
    one.is_some_and(|w| doc.lexicon.tags(w).any(Tags::NATION)) && !doc.has(k, Tags::PLACE)
}

/// "Republicans", "House Democrats", "Americans": people of a kind, written like a name.
pub fn is_group_name(doc: &Document<'_>, name: &Toks) -> bool {
    let last = name.end - 1;
    (doc.has(last, Tags::ROLES) && !doc.has(last, Tags::ROLE) || is_demonym(doc, last))
        && !doc.has(last, Tags::GIVEN)
        && !is_organisation_name(doc, name.start, name.end)
}

/// Whether the whole phrase is a person's name of two words or more, with or without title.
#[must_use]
pub fn is_person(doc: &Document<'_>, phrase: &Toks) -> bool {
    let Mention::Name(name) = read(doc, phrase) else {
        return false;
    };
    opens(&name, phrase) && (name.toks.len() >= 2 || name.title.is_some())
}

/// Whether a person's name, with its title, opens the phrase.
fn opens(name: &Name, phrase: &Toks) -> bool {
    let start = name.title.as_ref().map_or(name.toks.start, |t| t.start);
    name.kind == NameKind::Person && start == phrase.start
}

/// Whether it is all of the phrase.
#[must_use]
pub fn is_whole(name: &Name, phrase: &Toks) -> bool {
    opens(name, phrase) && name.toks.end == phrase.end
}

/// Whether the phrase describes somebody by role.
#[must_use]
pub fn heads_role(doc: &Document<'_>, phrase: &Toks) -> bool {
    matches!(read(doc, phrase), Mention::Description { head, .. } if doc.has(head, Tags::ROLE))
}

/// "the mission's chief engineer, Marc Roe": the person's name that stands beside a description
/// ending before token `at`. A relative may have but one: "his wife, Leanne,".
#[must_use]
pub fn appositive_name(doc: &Document<'_>, at: usize, kin: bool) -> Option<Name> {
    if !doc.is(at, ',') || doc.in_mark(at + 1) {
        return None;
    }
    let hi = doc.paragraphs[doc.paragraph_of(at)].toks.end;
    let hi = hi.min(at + LONGEST_NAME);
    let end = (at + 1..hi)
        .find(|&k| doc.toks[k].kind == TokenKind::Punct && !doc.possessive(k))
        .unwrap_or(hi);
    let name = name_in(doc, &(at + 1..end))?;
    let start = name.title.as_ref().map_or(name.toks.start, |t| t.start);
    // "retired Col. Marc Roe": nouns and adjectives may lead.
    let whole = name.toks.end == end
        && (start == at + 1 || name.title.is_some() && (at + 1..start).all(|k| nominal(doc, k)));
    (whole && name.kind == NameKind::Person && (kin || name.toks.len() >= 2)).then_some(name)
}

/// Tokens that a name beside a description may have, titles included.
const LONGEST_NAME: usize = 64;

/// The phrase up to the preposition that opens what depends on its head: "a spokesman | for ...".
/// An organisation's name keeps its "of".
fn head_region(doc: &Document<'_>, toks: &Toks) -> Toks {
    let toks = &behind_acronym(doc, toks);
    let end = toks
        .clone()
        .skip(1)
        .find(|&k| {
            let preposition = doc.has(k, Tags::NP_PREP) && doc.toks[k].case == Case::Lower;
            let of_name =
                reads!(doc, k, "of" | "for") && doc.capital(k - 1) && doc.has(k - 1, Tags::ORG);
            // "Committee to Protect Journalists"
            let in_name = || listed::name_start(doc, toks.start, k, toks.end).is_some();
            let office =
                || opens_office(doc, k, toks.end) || listed::is_inside(doc, k) || in_name();
            preposition && !of_name && !office()
                || doc.is(k, '(')
                || doc.is(k, ',') && !listed::is_inside(doc, k)
        })
        .unwrap_or(toks.end);
    toks.start..end
}

/// "the Harbour Water Agency (HWA) | spokeswoman Ann Roe": the head stands behind the acronym.
fn behind_acronym(doc: &Document<'_>, toks: &Toks) -> Toks {
    let closed = toks.clone().skip(1).find_map(|k| doc.acronym_end(k));
    let behind = closed.map_or(toks.end, |close| close + 1);
    let role = behind < toks.end && (titular(doc, behind) || doc.has(behind, Tags::ROLE));
    if role { behind..toks.end } else { toks.clone() }
}

/// "Secretary | of State Ann Roe": a name stands behind what the office is for.
fn opens_office(doc: &Document<'_>, of: usize, end: usize) -> bool {
    // "Special Agent in Charge Ann Roe", "Ambassador to the United States Ann Roe"
    let charge = reads!(doc, of, "in") && reads!(doc, of + 1, "charge");
    let posted = is_posting(doc, of);
    let article = usize::from(posted && reads!(doc, of + 1, "the"));
    let start = of + 1 + article;
    (charge || posted || reads!(doc, of, "of"))
        && doc.capital(start)
        && titular(doc, of - 1)
        && name_in(doc, &(start..end))
            .is_some_and(|n| n.kind == NameKind::Person && n.toks.start > start)
}

/// "ambassador | to Ruritania", "Counsel | to the President Ann Roe": whether the word at `k` stands in the
/// title of an office before where, or with whom, somebody is posted.
pub fn is_posting(doc: &Document<'_>, k: usize) -> bool {
    let posted = |k: usize| {
        reads!(
            doc,
            k,
            "ambassador" | "envoy" | "emissary" | "consul" | "nuncio"
        )
    };
    let with_whom = |k: usize| {
        let office = doc.capital(k - 1) && titular(doc, k - 1);
        office && reads!(doc, k + 1, "the") && titular(doc, k + 2)
    };
    reads!(doc, k, "to") && k > 0 && (posted(k - 1) || with_whom(k))
}

/// The last noun of the region that has a class, else its last word.
fn head_noun(doc: &Document<'_>, region: &Toks) -> usize {
    const HEADS: Tags = Tags::ROLE
        .or(Tags::ROLES)
        .or(Tags::ORG)
        .or(Tags::DOC)
        .or(Tags::REPORT);
    let last = region.end.saturating_sub(1).max(region.start);
    let words = || {
        region
            .clone()
            .rev()
            .filter(|&k| nominal(doc, k) && !doc.possessive(k))
    };
    words()
        .take(2)
        .find(|&k| doc.has(k, HEADS))
        .or_else(|| words().next())
        .unwrap_or(last)
}

/// What a description describes.
#[must_use]
pub fn kind_of(doc: &Document<'_>, head: usize, toks: &Toks) -> SpeakerKind {
    let tags = doc.toks[head].tags;
    let number = (toks.start..head.max(toks.start + 1)).any(|k| {
        doc.has(k, Tags::NUM) && !reads!(doc, k, "one")
            || reads!(
                doc,
                k,
                "some" | "many" | "several" | "both" | "few" | "these" | "those"
            )
    });
    let joined = toks.clone().any(|k| reads!(doc, k, "and") && k < head);
    // "34 percent", "a group of donors"; "the group" is an organisation.
    let of_people = || {
        let end = toks.end.min(head + 5);
        reads!(doc, head + 1, "of") && (head + 2..end).any(|k| doc.has(k, Tags::ROLES))
    };
    let number =
        number || doc.among(head, List::QUANTITY) || doc.among(head, List::BAND) && of_people();
    let people = is_group_name(doc, &(head..head + 1));
    if is_compatriot(doc, head, toks) {
        return SpeakerKind::Unnamed;
    }
    if tags.any(Tags::ROLES) && !tags.any(Tags::ROLE) || number || joined || people {
        SpeakerKind::Group
    } else if tags.any(Tags::ROLE) {
        SpeakerKind::Unnamed
    } else if tags.any(Tags::ORG) && !tags.any(Tags::DOC) {
        if tags.any(Tags::PLURAL) {
            SpeakerKind::Group
        } else {
            SpeakerKind::Organisation
        }
    } else if tags.any(Tags::DOC.or(Tags::REPORT)) {
        SpeakerKind::Document
    } else if tags.any(Tags::ORG) {
        SpeakerKind::Organisation
    } else if doc.ends_in(head, b"s") && !doc.ends_in(head, b"ss") {
        SpeakerKind::Group
    } else {
        SpeakerKind::Unnamed
    }
}

/// "the Serb", "an American": a nation's adjective that is a noun for one of its people.
fn is_compatriot(doc: &Document<'_>, head: usize, toks: &Toks) -> bool {
    let word = doc.lower(head);
    let adjective = doc.has(head, Tags::NATION) && !doc.has(head, Tags::PLACE);
    let noun = adjective && ["an", "i", "ard"].iter().any(|end| word.ends_with(end));
    head + 1 == toks.end
        && doc.has(toks.start, Tags::DET)
        && doc.capital(head)
        && (noun || doc.among(head, List::COMPATRIOT))
}

/// A description loses the capital that only its place at the head of a sentence gave it.
fn without_sentence_capital(doc: &Document<'_>, start: usize, words: String) -> String {
    let named = doc.has(start, Tags::NATION.or(Tags::PLACE).or(Tags::GIVEN))
        || is_demonym(doc, start)
        || doc.toks[start].case == Case::Upper;
    let known = doc.has(
        start,
        Tags::DET.or(Tags::NUM).or(Tags::ADJ).or(phrase::HEADS),
    );
    if !starts_sentence(doc, start)
        || named
        || !known
        || doc.capital(start + 1) && !doc.has(start, Tags::DET)
        || doc.possessive(start + 1)
    {
        return words;
    }
    let mut chars = words.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// The name to show for something known only by description. An organisation told by nation
/// ("the Norwegian fisheries ministry") gets capitals; "the" goes, "a" stays.
#[must_use]
pub fn printed_name(doc: &Document<'_>, kind: SpeakerKind, head: usize, toks: &Toks) -> String {
    let start = if reads!(doc, toks.start, "the") && toks.len() > 1 {
        toks.start + 1
    } else {
        toks.start
    };
    let words = doc
        .words(&(start..toks.end))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let national = kind == SpeakerKind::Organisation
        && head + 1 == toks.end
        && (start..head).any(|k| doc.has(k, Tags::NATION.or(Tags::PLACE)) && doc.capital(k))
        && (start..toks.end).all(|k| doc.toks[k].kind == TokenKind::Word);
    if !national {
        return without_sentence_capital(doc, start, words);
    }
    let capital = |w: &str| {
        let mut chars = w.chars();
        chars
            .next()
            .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
    };
    words.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}
