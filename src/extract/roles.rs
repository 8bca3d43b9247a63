//! Roles as printed: before a name, in an apposition, behind "of".

use super::document::{Document, Toks, reads};
use super::known::List;
use super::lexicon::{Cue, Form, Patterns, Tags};
use super::name_parts::titular;
use super::names::{Name, NameKind, name_in};
use super::party::party_and_state;
use super::phrase::{HEADS, left, nominal, right};
use super::sources::{heads_role, is_in_office, is_posting};
use crate::text::token::{Case, TokenKind};

/// The role that stands before a name: "Norwegian fisheries ministry spokesperson Roe", "Harbour Director
/// Tom Poe", "Secretary of State Ann Roe", "the Port Authority's Ann Roe", "Gov. Poe".
#[must_use]
pub fn before_name(doc: &Document<'_>, name: &Name) -> Option<Toks> {
    let end = name.toks.start;
    let paragraph = &doc.paragraphs[doc.paragraph_of(end)];
    // "Washington (CNN) President Roe": a dateline is no part of the first sentence.
    let floor = paragraph
        .sentences
        .first()
        .map_or(paragraph.toks.start, |s| s.start.min(end));
    let floor = floor.max(end.saturating_sub(LONGEST_ROLE));
    // "the chief executive of Acme": the role is somebody else's.
    if end > floor && reads!(doc, end - 1, "of") {
        return None;
    }
    let mut start = end;
    while start > floor && !doc.in_mark(start - 1) && leads(doc, start - 1, floor, end) {
        start -= 1;
    }
    // "to investigate former mayor Ann Roe": a verb opens the run.
    let verb = start > floor
        && (reads!(doc, start - 1, "to") || doc.has(start - 1, Tags::SUBJECT.or(Tags::AUX)));
    if verb && !doc.capital(start) && start < end && !doc.possessive(start + 1) {
        start += 1;
    }
    // "last year's presidential nominee Ann Roe": what the owner leaves behind.
    while start < end && doc.toks[start].kind != TokenKind::Word {
        start += 1;
    }
    if is_modifier(doc, &(start..end), name) {
        return None;
    }
    let role = (start..end).any(|k| titular(doc, k) && !doc.among(k, List::HONORIFIC));
    if start < end && doc.possessive(end - 1) {
        let owner = start..end - 1;
        // "Acme's Ann Roe" is of Acme; "Poe's Ann", "Iceland's Ann Roe" and "Acme's Harbourtown office"
        // say nothing.
        let of = name.toks.len() > 1
            && name_in(doc, &owner).is_some_and(|n| {
                n.kind == NameKind::Organisation && !doc.has(n.toks.start, Tags::PLACE)
            });
        return of.then_some(owner);
    }
    (role && start < end).then(|| without_honorific(doc, start..end))
}

/// "The council leader, Ann Roe, opened the meeting": the description whose apposition the name is.
#[must_use]
pub fn apposed_before(doc: &Document<'_>, name: &Name) -> Option<Toks> {
    let (start, end) = (name.toks.start, name.toks.end);
    let comma = start.checked_sub(1)?;
    let closed = doc.is(end, ',') || doc.is(end, '.') || doc.is(end, ';');
    if name.title.is_some() || !doc.is(comma, ',') || !closed || name.toks.len() < 2 {
        return None;
    }
    let floor = doc.paragraphs[doc.paragraph_of(start)].toks.start;
    let described = left(doc, floor, comma)?;
    let definite = reads!(doc, described.start, "the")
        || doc.has(described.start, Tags::POSS)
        || described.clone().any(|k| doc.possessive(k));
    // "the mayor, Ann Roe, Tom Poe and others": a list.
    let listed = doc.is(end, ',') && doc.capital(end + 1);
    let first = described.clone().find(|&k| !doc.has(k, Tags::DET))?;
    (definite && !listed && heads_role(doc, &described)).then_some(first..comma)
}

/// Whether the word at `k` belongs to the role that reaches from behind it to the name at `end`.
fn leads(doc: &Document<'_>, k: usize, floor: usize, end: usize) -> bool {
    let of = reads!(doc, k, "of") && k > floor;
    // "Bank of England governor Ann Roe", "House of Commons Speaker Tom Poe".
    let body = of && doc.capital(k - 1) && doc.capital(k + 1) && doc.has(k - 1, Tags::ORG);
    // "Ambassador to the United States Ann Roe", "Agent in Charge Ann Roe".
    let linked = |k: usize| {
        let charge = reads!(doc, k, "in") && reads!(doc, k + 1, "charge");
        k > floor && (is_posting(doc, k) || charge && titular(doc, k - 1))
    };
    let the = reads!(doc, k, "the") && k > floor && linked(k - 1) && doc.capital(k + 1);
    let to = !of && linked(k) && (doc.capital(k + 1) || reads!(doc, k + 1, "the"));
    let office = of && titular(doc, k - 1) || body || the || to;
    let small_role = |i: usize| doc.has(i, Tags::ROLE) && !doc.capital(i);
    let joined = is_in_office(doc, k, end)
        || reads!(doc, k, "and") && k > floor && small_role(k - 1) && (k + 1..end).any(small_role);
    let in_brackets = k > floor && doc.acronym_end(k - 1).is_some();
    let shouted = doc.toks[k].case == Case::Upper && doc.toks[k].span.len() > 4 && !in_brackets;
    let noun = nominal(doc, k)
        && (!doc.has(k, Tags::TIME) || titular(doc, k))
        && !doc.is_dash(k)
        && !shouted
        && !is_verb(doc, k)
        && !opens_with_link(doc, k)
        // "the memo former FBI Director Ann Roe wrote"
        && !reads!(doc, k + 1, "former");
    let acronym =
        doc.acronym_end(k).is_some() || k >= floor + 2 && doc.acronym_end(k - 2).is_some();
    noun || office || joined || acronym && k + 1 < end
}

/// "a Roe backer", "two small Roe donors": the word before the name belongs to the noun behind it.
fn is_modifier(doc: &Document<'_>, role: &Toks, name: &Name) -> bool {
    let noun = name.toks.end;
    let behind = doc.has(noun, Tags::ROLE.or(Tags::ROLES).or(Tags::ORG)) && !doc.capital(noun);
    let plain = role.clone().all(|k| !doc.capital(k));
    let fellow = role.len() == 1 && reads!(doc, role.start, "fellow" | "man" | "woman");
    plain && (behind || fellow)
}

/// "Unlike Gov. Roe", "Says Mayor Roe", "Added Rep. Roe": the word opens the sentence, not the role.
fn opens_with_link(doc: &Document<'_>, k: usize) -> bool {
    let tok = &doc.toks[k];
    let plural = |c: Cue| c.form == Form::Third && c.patterns.any(Patterns::NOUN);
    let verb = || doc.lexicon.of_key(tok.key).1.is_some_and(|c| !plural(c));
    tok.case == Case::Capital
        && !doc.has(k, HEADS.or(Tags::ADJ).or(Tags::TITLE))
        && (doc.has(k, Tags::INTRO) || tok.opens && verb())
}

/// Whether the small word before a role is a verb that no list has: "a scandal prompted Secretary
/// Ann Roe", "for linking Rep. Roe", "Poe faces Democratic nominee Ann Roe", "to curb President Roe".
fn is_verb(doc: &Document<'_>, k: usize) -> bool {
    let word = doc.lower(k);
    if doc.toks[k].kind != TokenKind::Word && doc.toks[k].kind != TokenKind::Number {
        return false;
    }
    if doc.toks[k].kind == TokenKind::Number {
        return k > 0 && !reads!(doc, k - 1, "no.");
    }
    if doc.toks[k].case != Case::Lower || doc.among(k, List::PARTICIPLE) {
        return false;
    }
    // "a decision President Roe made", "the system Acme CEO Ann Roe praised": a noun that ends its own
    // phrase.
    let report = Tags::DOC.or(Tags::REPORT);
    let thing = doc.has(k, report) && titular(doc, k + 1) && doc.capital(k + 1);
    let lower = |i: usize| doc.toks[i].case == Case::Lower && nominal(doc, i);
    let known = doc.has(k, HEADS.or(Tags::ADJ)) && !thing || word.contains('-') || word == "late";
    let told = Tags::ADJ.or(HEADS);
    let parted = !known
        && doc.capital(k + 1)
        && k > 0
        && lower(k - 1)
        && !doc.has(k - 1, told)
        && !doc.among(k - 1, List::PARTICIPLE);
    // Before a title with a capital stands an adjective, or what the title is of.
    let titled = titular(doc, k + 1)
        && doc.toks[k + 1].case == Case::Capital
        && !doc.has(k + 1, Tags::NATION);
    word == "including"
        || parted
        || !known
            && (titled
                || word.len() > 4
                    && (doc.ends_in(k, b"ed")
                        || doc.ends_in(k, b"ing") && doc.capital(k + 1)
                        || doc.ends_in(k, b"s") && doc.capital(k + 1)))
}

/// Tokens that a role before a name may have.
const LONGEST_ROLE: usize = 40;

/// "Mr." and "Dr." at either end are no role.
fn without_honorific(doc: &Document<'_>, role: Toks) -> Toks {
    let plain = |k: usize| doc.among(k, List::HONORIFIC);
    let (mut start, mut end) = (role.start, role.end);
    while start + 1 < end && plain(start) {
        start += 1;
    }
    while start + 1 < end && plain(end - 1) {
        end -= 1;
    }
    start..end
}

/// The role an apposition gives: from its noun to the next clause, the age and the article aside.
#[must_use]
pub fn of_aside(doc: &Document<'_>, aside: &Toks) -> Option<Toks> {
    let mut start = aside.start;
    while start < aside.end
        && (doc.toks[start].kind == TokenKind::Number
            || doc.is(start, ',')
            || party_and_state(doc, start)
            || doc.has(start, Tags::DET) && !doc.has(start, Tags::POSS))
    {
        start += 1;
    }
    if names_another(doc, &(start..aside.end)) || is_clause(doc, start) {
        return None;
    }
    if start < aside.end && !nominal(doc, start) && !doc.has(start, Tags::POSS.or(Tags::ADV)) {
        return None;
    }
    if reads!(doc, start, "such" | "unlike" | "like") || lists_kin(doc, &(start..aside.end)) {
        return None;
    }
    // "the WHO's programme" has no pronoun.
    let relative = |k: usize| {
        doc.toks[k].case != Case::Upper
            && reads!(
                doc,
                k,
                "who" | "which" | "whose" | "whom" | "that" | "where" | "when"
            )
    };
    let end = (start..aside.end)
        .find(|&k| {
            doc.is(k, ',') && (relative(k + 1) || ends_role(doc, k + 1))
                || relative(k)
                || doc.is(k, '(')
                || goes_on(doc, start, k)
        })
        .unwrap_or(aside.end);
    // "head of the port board, a public body": the second says what the first is of.
    let article = |k: &usize| doc.is(*k, ',') && reads!(doc, k + 1, "a" | "an" | "the");
    let first = (start..end).find(article).unwrap_or(end);
    [first, end].into_iter().find_map(|end| {
        let last = (start..end)
            .rev()
            .find(|&k| !doc.has(k, Tags::PREP.or(Tags::CONJ)));
        let role = start..last.map_or(end, |k| k + 1);
        (!role.is_empty() && heads_aside(doc, &role)).then_some(role)
    })
}

/// Whether an aside says what one person is: in "In Roe, farmers have a friend" it does not.
fn heads_aside(doc: &Document<'_>, aside: &Toks) -> bool {
    const ONE: Tags = Tags::ROLE.or(Tags::TITLE);
    let (start, end) = (aside.start, aside.end);
    let role = |k: usize| doc.has(k, ONE.or(Tags::ROLES)) || titular(doc, k);
    let one_of = reads!(doc, start, "one") && reads!(doc, start + 1, "of" | "among");
    let Some(first) = aside.clone().find(|&k| role(k)) else {
        return false;
    };
    let link = (start + 1..end)
        .find(|&k| doc.has(k, Tags::PREP))
        .unwrap_or(end);
    // "the welcome his family found": a clause, its subject behind a noun.
    let clause = (start + 1..link).any(|k| {
        let subject = doc.has(k, Tags::DET.or(Tags::POSS).or(Tags::PERSON)) && !doc.capital(k);
        subject && nominal(doc, k - 1) && !doc.ends_in(k - 1, b"ing") && !doc.ends_in(k - 1, b"ed")
    });
    let vague = reads!(doc, link - 1, "man" | "woman" | "person")
        || end == start + 1 && reads!(doc, start, "fellow");
    !clause && !vague && (one_of || doc.has(first, ONE) || titular(doc, first))
}

/// "Roe, an old Poe foe accused the mayor": a verb behind the head, where the comma is missing.
fn goes_on(doc: &Document<'_>, start: usize, k: usize) -> bool {
    let cue = doc.toks[k].cue;
    let finite = cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Third));
    k > start + 1
        && finite
        && doc.has(k - 1, Tags::ROLE)
        && !reads!(doc, k + 1, "by" | "in" | "as")
        && !doc.has(k, HEADS)
}

/// "Ann Roe, her husband and her son": relatives who come beside somebody are none of their roles.
fn lists_kin(doc: &Document<'_>, aside: &Toks) -> bool {
    let kin = |k: usize| doc.among(k, List::KIN);
    let own = |k: usize| doc.has(k, Tags::POSS) && (k + 1..k + 4).any(kin);
    let and = |k: usize| reads!(doc, k, "and") && (doc.has(k + 1, Tags::POSS.or(Tags::DET)));
    own(aside.start) && (aside.clone().any(and) || doc.is(aside.end, ',') && and(aside.end + 1))
}

/// "Ann Roe is the director of the port.": the role behind the verb at token `at`.
#[must_use]
pub fn predicate(doc: &Document<'_>, at: usize) -> Option<Toks> {
    const LOOSE: Tags = Tags::ADV.or(Tags::POSS).or(Tags::NUM);
    let start = match doc.lower(at) {
        "is" | "was" | "became" => at + 1,
        "serves" | "served" | "works" | "worked" if reads!(doc, at + 1, "as") => at + 2,
        _ => return None,
    };
    let article = reads!(doc, start, "the" | "a" | "an");
    // "was mayor of Salem": an office needs no article.
    if doc.in_mark(start)
        || !(article || doc.has(start, Tags::ROLE) && reads!(doc, start + 1, "of"))
    {
        return None;
    }
    let hi = doc.paragraphs.get(doc.paragraph_of(at))?.toks.end;
    let phrase = right(doc, start, hi)?;
    let first = phrase.clone().find(|&k| !doc.has(k, Tags::DET))?;
    let role = of_aside(doc, &phrase)?;
    let link = role
        .clone()
        .find(|&k| doc.has(k, Tags::PREP))
        .unwrap_or(role.end);
    let head = link.checked_sub(1)?;
    // "is a forceful speaker" tells how somebody is, not what.
    let linked = doc.among(link, List::AFFILIATION) || reads!(doc, link, "for");
    let telling = link < role.end && linked || (role.start..head).any(|k| doc.capital(k));
    let said = doc.has(head, Tags::ROLE.or(Tags::TITLE))
        && !doc.among(head, List::PASSING)
        && !doc.among(head, List::KIN)
        && !doc.has(first, LOOSE);
    (said && telling).then_some(role)
}

/// ", seeking to keep her seat", ", including the mayor": what is done, not what somebody is.
fn is_clause(doc: &Document<'_>, k: usize) -> bool {
    const OBJECT: Tags = Tags::DET.or(Tags::PREP).or(Tags::OBJECT).or(Tags::SUB);
    reads!(doc, k, "including") || doc.ends_in(k, b"ing") && doc.has(k + 1, OBJECT)
}

/// Whether a role says the party and no more: "a Republican", "an Ohio Democrat".
#[must_use]
pub fn is_party(doc: &Document<'_>, role: &Toks) -> bool {
    role.clone()
        .take_while(|&k| !doc.has(k, Tags::PREP))
        .all(|k| doc.has(k, Tags::NATION.or(Tags::PLACE)))
}

/// ", Mayor Tom Poe": the aside is a person of its own, in a list.
fn names_another(doc: &Document<'_>, aside: &Toks) -> bool {
    let end = aside
        .clone()
        .find(|&k| doc.has(k, Tags::PREP) || doc.is(k, ',') || doc.possessive(k))
        .unwrap_or(aside.end);
    let and = (aside.start..end).find(|&k| doc.has(k, Tags::CONJ));
    let named = |end: usize| {
        let person = name_in(doc, &(aside.start..end)).filter(|n| n.kind == NameKind::Person);
        person.is_some_and(|n| {
            let opens = n.title.clone().map_or(n.toks.start, |t| t.start) == aside.start;
            let whole = n.toks.len() > 1 || n.title.is_some();
            whole && (opens || n.toks.end == end)
        })
    };
    !doc.possessive(end) && (named(end) || and.is_some_and(named))
}

/// A word behind a comma that opens something else than the role.
fn ends_role(doc: &Document<'_>, k: usize) -> bool {
    reads!(doc, k, "speaking" | "and" | "in" | "on")
}

/// The affiliation behind a name: "Ann Roe of the HWA". A place alone says where, not what.
#[must_use]
pub fn affiliation(doc: &Document<'_>, at: usize, hi: usize) -> Option<Toks> {
    if !doc.among(at, List::AFFILIATION) {
        return None;
    }
    let phrase = right(doc, at + 1, hi)?;
    let start = phrase.clone().find(|&k| !doc.has(k, Tags::DET))?;
    let end = if doc.capital(start) {
        // "of the HWA arrived at the port": capitals and their links are the name.
        let name = name_in(doc, &(start..phrase.end)).filter(|n| n.toks.start == start)?;
        let part = |k: usize| {
            reads!(
                doc,
                k,
                "new"
                    | "north"
                    | "south"
                    | "west"
                    | "east"
                    | "rhode"
                    | "puerto"
                    | "saudi"
                    | "united"
                    | "hong"
            )
        };
        let place = name
            .toks
            .clone()
            .all(|k| doc.has(k, Tags::PLACE.or(Tags::NATION)) || part(k));
        // "Ann Roe at the HWA rally": where she is, not what.
        let event = doc.has(name.toks.end, Tags::REPORT) && !reads!(doc, at, "of");
        let organisation = name.kind == NameKind::Organisation && !place && !event;
        organisation.then_some(name.toks.end)?
    } else {
        // "Poe was arrested at the embassy" tells where, not what he is.
        let head = phrase.clone().find(|&k| doc.has(k, Tags::ORG))?;
        (reads!(doc, at, "of")).then_some(head + 1)?
    };
    (start < end && !doc.has(start, Tags::TIME)).then_some(start..end)
}
