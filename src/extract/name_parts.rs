//! A capitalised run read: title, role and affiliation apart from the name, person or organisation.

use super::document::{Document, Toks, reads};
use super::known::{List, known};
use super::lexicon::Tags;
use super::names::{Name, NameKind, Place};
use super::sources::{is_group_name, is_posting};
use crate::text::token::{Case, TokenKind};

/// Reads the run `start..end`; none where it names nobody: titles alone, people of a kind.
#[must_use]
pub fn read_run(doc: &Document<'_>, start: usize, end: usize) -> Option<Name> {
    let (start, end) = without_shouting(doc, start, end);
    let start = behind_posting(doc, start, end);
    let (start, end) = without_furniture(doc, start, end);
    let end = before_repetition(doc, start, end);
    let end = before_letters(doc, start, end);
    if is_organisation_name(doc, start, end) {
        return Some(organisation(doc, start..end));
    }
    let start = behind_office(doc, start, end)?;
    let Some(first) = name_start(doc, start, end) else {
        // Titles only ("President", "Ms.") name nobody; a run of organisations does.
        let named = (start..end).any(|k| doc.has(k, Tags::ORG))
            && !(start..end).any(|k| doc.has(k, Tags::ROLE.or(Tags::TITLE)));
        return named.then(|| organisation(doc, start..end));
    };
    if is_group_name(doc, &(first..end)) {
        return None;
    }
    let words = (first..end).filter(|&k| doc.capital(k)).count();
    if is_organisation(doc, first, end, words) {
        // Titles before an organisation are part of its name.
        return Some(organisation(doc, start..end));
    }
    let first = after_affiliation(doc, start, first, end);
    let title = (first > start).then_some(start..first);
    Some(Name {
        toks: first..end,
        gender: gender(doc, title.as_ref(), first, words),
        title,
        kind: NameKind::Person,
        place: Place::default(),
    })
}

/// Where the place begins that stands before a body of the state: "Ukraine's Interior Ministry" is its
/// full name.
fn owner_of_body(doc: &Document<'_>, body: &Toks) -> Option<usize> {
    let possessive = body.start.checked_sub(1)?;
    let public = body.len() > 1 && doc.among(body.end - 1, List::PUBLIC);
    if !public || !doc.possessive(possessive) {
        return None;
    }
    let place = |k: &usize| doc.capital(*k) && doc.has(*k, Tags::PLACE.or(Tags::NATION));
    (0..possessive).rev().take_while(place).last()
}

/// "Ambassador to the United States | Ann Roe", "Agent in Charge | Ann Roe": the name behind what an office
/// is for.
fn behind_posting(doc: &Document<'_>, start: usize, end: usize) -> usize {
    const OTHERS: Tags = Tags::ORG.or(Tags::PLACE).or(Tags::NATION);
    let article = start > 0 && reads!(doc, start - 1, "the");
    let before = start.checked_sub(1 + usize::from(article));
    let Some(link) = before.filter(|&k| k > 0) else {
        return start;
    };
    let charge = reads!(doc, link, "in") && reads!(doc, start, "charge");
    if charge && titular(doc, link - 1) && end >= start + 3 {
        return start + 1;
    }
    // The last two words, or those from a given name on.
    let given = (start + 1..end.saturating_sub(1)).find(|&k| doc.has(k, Tags::GIVEN));
    let name = given.unwrap_or_else(|| end.saturating_sub(2));
    let named = name > start && !(name..end).any(|k| doc.has(k, OTHERS));
    if is_posting(doc, link) && named {
        name
    } else {
        start
    }
}

fn organisation(doc: &Document<'_>, toks: Toks) -> Name {
    let start = owner_of_body(doc, &toks).unwrap_or(toks.start);
    Name {
        toks: start..toks.end,
        title: None,
        gender: Tags::NONE,
        kind: NameKind::Organisation,
        place: Place::default(),
    }
}

/// By title ("Mr."), by a noun in it ("Congresswoman"), by the given name.
fn gender(doc: &Document<'_>, title: Option<&Toks>, first: usize, words: usize) -> Tags {
    let by_title = title.cloned().into_iter().flatten().find_map(|k| {
        let tags = only_gender(doc.toks[k].tags);
        let tags = if tags == Tags::NONE || !doc.has(k, Tags::TITLE) {
            known().gender_of_noun(doc.lower(k))
        } else {
            tags
        };
        (tags != Tags::NONE).then_some(tags)
    });
    let given = doc.toks[first].tags;
    by_title.unwrap_or(if given.any(Tags::GIVEN) && words >= 2 {
        only_gender(given)
    } else {
        Tags::NONE
    })
}

fn only_gender(tags: Tags) -> Tags {
    match (tags.any(Tags::MALE), tags.any(Tags::FEMALE)) {
        (true, false) => Tags::MALE,
        (false, true) => Tags::FEMALE,
        _ => Tags::NONE,
    }
}

/// Whether the words, an article aside, are an organisation's name of the list.
pub fn is_organisation_name(doc: &Document<'_>, start: usize, end: usize) -> bool {
    end - start <= 4
        && doc.among(start, List::OPENS_ORGANISATION)
        && known().is_organisation(doc.toks[start..end].iter().map(|t| t.key))
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

/// "Ann Roe Ann Mary RoeHarbour deal", "Ann Roe Roe": pages glue the name of a link to the name;
/// the run ends where its own words come again.
fn before_repetition(doc: &Document<'_>, start: usize, end: usize) -> usize {
    let text = |k: usize| doc.toks[k].span.of(doc.text);
    let initial = |k: usize| doc.text.as_bytes().get(doc.toks[k].span.start);
    let reach = end.min(start + LONGEST_REPEATED);
    for later in start + 1..reach {
        for earlier in start..later {
            if initial(later) != initial(earlier) {
                continue;
            }
            let Some(rest) = text(later).strip_prefix(text(earlier)) else {
                continue;
            };
            if text(earlier).len() < 3 || !doc.capital(earlier) {
                continue;
            }
            if rest.is_empty() {
                return later;
            }
            if rest.starts_with(char::is_uppercase) {
                return earlier + 1;
            }
        }
    }
    end
}

/// "Tweet Share Ann Roe", "Ann Roe Photos", "Roe MORE": what a page has glued to a name.
fn without_furniture(doc: &Document<'_>, start: usize, end: usize) -> (usize, usize) {
    let glued = |k: usize| doc.among(k, List::FURNITURE);
    let name = (start..end).find(|&k| !glued(k)).unwrap_or(end);
    let leads = name + 1 < end && (name > start + 1 || doc.has(name, Tags::GIVEN));
    let (first, mut last) = (if leads { name } else { start }, end);
    let shouted = |k: usize| doc.toks[k].case == Case::Upper;
    while last > first + 1
        && glued(last - 1)
        && (shouted(last - 1) && !shouted(last - 2)
            || doc.among(last - 1, List::PICTURE)
                && doc.has(first, Tags::GIVEN)
                && last > first + 2)
    {
        last -= 1;
    }
    (first, last)
}

/// "Ann Roe MP", "Tom Poe KC OBE": the end of the name before letters that a person alone can have
/// behind it. "A Labour Party MP" is no name of that kind.
fn before_letters(doc: &Document<'_>, start: usize, end: usize) -> usize {
    const OTHERS: Tags = Tags::ORG.or(Tags::NATION).or(Tags::PLACE).or(Tags::ADJ);
    let given = doc.has(start, Tags::GIVEN) && !doc.has(start, Tags::PLACE);
    // "Hilton Head SC", "Austin Wranglers SC": a state, a club.
    if !given && reads!(doc, end - 1, "sc" | "md") {
        return end;
    }
    let article = start > 0 && doc.has(start - 1, Tags::DET);
    let mut last = end;
    while last > start + 2 && is_postnominal(doc, last - 1) {
        last -= 1;
    }
    let person = given || !article && !(start..last).any(|k| doc.has(k, OTHERS));
    if person { last } else { end }
}

/// Whether the word at `k` is "MP", "PhD" or the like, in capitals.
fn is_postnominal(doc: &Document<'_>, k: usize) -> bool {
    let capitals = doc.toks[k]
        .span
        .of(doc.text)
        .chars()
        .filter(|c| c.is_uppercase());
    capitals.count() > 1 && doc.among(k, List::POSTNOMINAL)
}

/// Where such letters behind a name that ends at `at` end, not reaching beyond `hi`.
#[must_use]
pub fn behind_letters(doc: &Document<'_>, at: usize, hi: usize) -> usize {
    let reach = hi.min(at + LONGEST_LETTERS).max(at);
    (at..reach)
        .find(|&k| !is_postnominal(doc, k))
        .unwrap_or(reach)
}

/// Honours and degrees behind one name.
const LONGEST_LETTERS: usize = 6;

/// Words of a run within which a repetition is looked for.
const LONGEST_REPEATED: usize = 16;

/// A title or role, or a compound of one.
#[must_use]
pub fn titular(doc: &Document<'_>, k: usize) -> bool {
    let tags = doc.toks[k].tags;
    // "Co-President", "Major-General", "Governor-elect": the parts tell.
    let parts = || {
        let word = doc.lower(k);
        let halves = word.contains('-').then(|| word.split_once('-')).flatten();
        halves.is_some_and(|(a, b)| {
            let office = |w| doc.lexicon.tags(w).any(Tags::TITLE.or(Tags::ROLE));
            office(b) && a.len() > 1 || office(a) && b == "elect"
        })
    };
    !tags.any(Tags::GIVEN) && (tags.any(Tags::TITLE.or(Tags::ROLE)) || parts())
}

/// Where the name begins behind titles, roles, nations and parties; none where nothing is left.
fn name_start(doc: &Document<'_>, start: usize, end: usize) -> Option<usize> {
    // "Austin Mayor Tom Poe", "Marine Gen. Tom Poe": a given name behind the title opens the name.
    let behind = (start + 1..end.saturating_sub(2))
        .rev()
        .find(|&k| titular(doc, k) && doc.has(k + 1, Tags::GIVEN));
    if let Some(k) = behind.filter(|k| opens_person(doc, start) && person_follows(doc, k + 1, end))
    {
        return Some(k + 1);
    }
    let honorific = (start..end.saturating_sub(1))
        .rev()
        .find(|&k| is_address(doc, k));
    if let Some(k) = honorific
        && (k == start || !opens_person(doc, start))
    {
        let address = k + 2 == end && titular(doc, k + 1) && doc.has(k + 1, Tags::ROLE);
        // "Lt. Governor Roe": one title may follow another.
        let first = (k + 1..end).find(|&i| !titular(doc, i) || i + 1 == end)?;
        return (!address || doc.lower(k).starts_with("ms")).then_some(first);
    }
    let title = |hi: usize| (start..hi).rev().find(|&k| titular(doc, k));
    let follows =
        |k: &usize| person_follows(doc, k + 1, end) && !opens_person(doc, start) && k + 1 < end;
    match title(end) {
        Some(k) if k + 1 == end => {
            // "Homeland Security Secretary" is an office, "Ann Cook" a person.
            let office = (start..k).all(|i| titular(doc, i) || office_word(doc, i));
            let surname = k > start && !office;
            // "Harbour Police Chief Ann Cook": behind a title of its own.
            let own = title(k).filter(|j| doc.has(j + 1, Tags::GIVEN) && follows(j));
            surname.then_some(own.map_or(start, |j| j + 1))
        }
        Some(k) if follows(&k) => Some(k + 1),
        _ => Some(behind_nation(doc, start, end)),
    }
}

/// "Mr", "Sen.": what stands before persons' names only.
fn is_address(doc: &Document<'_>, k: usize) -> bool {
    doc.among(k, List::HONORIFIC) || doc.has(k, Tags::TITLE) && doc.ends_in(k, b".")
}

/// A given name that is no place: "Virginia Gov. Tom Poe" is no Virginia.
fn opens_person(doc: &Document<'_>, k: usize) -> bool {
    doc.has(k, Tags::GIVEN) && !doc.has(k, Tags::PLACE)
}

/// A word that the title of an office can hold: "Attorney" General, "Homeland Security" Secretary.
fn office_word(doc: &Document<'_>, k: usize) -> bool {
    const WORDS: Tags = Tags::ORG.or(Tags::ADJ).or(Tags::NATION).or(Tags::PLACE);
    doc.among(k, List::OFFICE_PART) || doc.has(k, WORDS) && !doc.has(k, Tags::GIVEN)
}

/// One to four words without organisation noun or link: what can stand behind a title as a name.
fn person_follows(doc: &Document<'_>, from: usize, end: usize) -> bool {
    let words = (from..end).filter(|&k| doc.capital(k)).count();
    let suffix = doc.among(from, List::SUFFIX);
    let linked = (from..end).any(|k| reads!(doc, k, "of" | "for" | "and") || doc.is(k, '&'));
    // "Judge Helen Park": a given name stands before what is a noun elsewhere.
    let surname = words == 2 && doc.has(from, Tags::GIVEN);
    (1..=4).contains(&words) && !suffix && !linked && (surname || !doc.has(end - 1, Tags::ORG))
}

/// "Republican Ann Roe", "Israeli Ann Roe": nation or party before a name of two words.
fn behind_nation(doc: &Document<'_>, start: usize, end: usize) -> usize {
    let first = (start..end)
        .find(|&k| doc.has(k, Tags::GIVEN) || !doc.has(k, Tags::NATION.or(Tags::PLACE)))
        .unwrap_or(start);
    if end - first >= 2 && doc.has(first, Tags::GIVEN) {
        first
    } else {
        start
    }
}

fn is_organisation(doc: &Document<'_>, first: usize, end: usize, words: usize) -> bool {
    let last = end - 1;
    let given = doc.has(first, Tags::GIVEN);
    let head =
        doc.has(last, Tags::ORG) && !given && (words > 1 || doc.toks[last].case != Case::Lower);
    let inner = (first..end)
        .any(|k| reads!(doc, k, "of") || reads!(doc, k, "for") || doc.is(k, '&'))
        || words > 2 && !given && (first..end).any(|k| doc.has(k, Tags::ORG));
    let digits = || doc.lower(first).contains(|c: char| c.is_ascii_digit());
    // "MR. ROE said", "ROE: We start at once.": a person in capitals.
    let label = || {
        let ends = doc.is(end, ':') || doc.is(end, ',') || doc.is(end, '(');
        doc.is_transcript && ends && doc.toks[first].opens
    };
    let person = first > 0 && is_address(doc, first - 1) || label();
    let acronym = words == 1
        && (digits()
            || match doc.toks[first].case {
                Case::Upper => doc.toks[first].span.len() > 1 && !person,
                _ => mixed_capitals(doc, first),
            });
    let place =
        (first..end).all(|k| doc.has(k, Tags::PLACE.or(Tags::NATION)) || reads!(doc, k, "the"));
    let medium = doc.has(last, Tags::MEDIA) && !given || words > 1 && is_paper(doc, last);
    // "Tom Poe Public Policy Institute" is named after him.
    let named_after = given && words > 3 && doc.has(last, Tags::ORG);
    let article = first > 0 && reads!(doc, first - 1, "the") && !given && !modifies(doc, end);
    let shouted =
        words > 1 && (first..end).all(|k| doc.toks[k].case == Case::Upper) && !given && !person;
    let listed = is_organisation_name(doc, first, end)
        || words == 2 && doc.among(first, List::PLACE_FIRST) && !doc.ends_in(last, b"ers");
    let site = [b".com", b".org", b".net"]
        .iter()
        .any(|e| doc.ends_in(last, e));
    let called = !given && behind_noun(doc, first);
    // "McDonald's"
    let possessive = doc.toks[last].kind == TokenKind::Clitic;
    head || inner
        || possessive
        || named_after
        || acronym
        || place
        || medium
        || article
        || shouted
        || listed
        || site
        || called
        || words > 5
}

/// "the Austin Chronicle": names of papers that nobody has for a surname.
fn is_paper(doc: &Document<'_>, k: usize) -> bool {
    reads!(
        doc,
        k,
        "chronicle" | "telegraph" | "examiner" | "inquirer" | "observer" | "guardian" | "sentinel"
    )
}

/// "the publication Harbour Affairs", "the ferry company Acme": a noun says what is named.
fn behind_noun(doc: &Document<'_>, first: usize) -> bool {
    let Some(noun) = first.checked_sub(1) else {
        return false;
    };
    let article = (first.saturating_sub(4)..noun).rfind(|&k| doc.has(k, Tags::DET));
    // "spokesman of the agency Ann Roe" is a person.
    let direct = article.is_some_and(|k| k == 0 || !doc.has(k - 1, Tags::PREP));
    let opens = doc.toks[noun].opens && doc.among(noun, List::DESCRIPTOR);
    opens || direct && !doc.capital(noun) && doc.among(noun, List::ANY_ORGANISATION)
}

/// "the Roe campaign", "the Roes' house": the name stands before a noun or a possessive.
fn modifies(doc: &Document<'_>, end: usize) -> bool {
    doc.toks.get(end).is_some_and(|t| {
        t.kind == TokenKind::Word
            && t.case == Case::Lower
            && t.cue.is_none()
            && !t.tags.any(
                Tags::AUX
                    .or(Tags::PREP)
                    .or(Tags::CONJ)
                    .or(Tags::ADV)
                    .or(Tags::VERB),
            )
    }) || doc.is(end, '-')
}

/// "WoLF", "YouGov": capitals inside a word, as names of persons have them only behind a prefix.
fn mixed_capitals(doc: &Document<'_>, k: usize) -> bool {
    let word = doc.toks[k].span.of(doc.text);
    let small = |c: char| c.is_lowercase();
    let prefix = |p: &&str| word.chars().nth(1).is_some_and(small) && doc.lower(k).starts_with(*p);
    word.chars().skip(1).any(char::is_uppercase)
        && !word.contains(['-', '’', '\''])
        && !known().name_prefix.iter().any(prefix)
}

/// "Secretary of | State Ivan Petrov": behind "of" the run opens with what the office is for. None
/// where that is all: "Director of | National Intelligence".
fn behind_office(doc: &Document<'_>, start: usize, end: usize) -> Option<usize> {
    let office = start > 1 && reads!(doc, start - 1, "of") && titular(doc, start - 2);
    if !office || doc.has(start, Tags::GIVEN) || doc.has(end - 1, Tags::ORG) && end - start > 1 {
        return Some(start);
    }
    let given = (start + 1..end - 1).find(|&k| doc.has(k, Tags::GIVEN) && doc.capital(k));
    let first = (start..end).find(|&k| !office_word(doc, k))?;
    Some(match given {
        Some(k) => k,
        None if end - first > 2 && !(start..end).any(|k| doc.has(k, Tags::ORG)) => end - 2,
        None if first > start => first,
        None => start,
    })
}

/// "space corporation Acme Ivan Petrov", "Acme Ivan Petrov": what the person belongs to stands before
/// the name, told by a noun, capitals or the list, and by a given name behind it.
fn after_affiliation(doc: &Document<'_>, start: usize, first: usize, end: usize) -> usize {
    if end - first < 3 || first > start {
        return first;
    }
    let behind_noun = start > 0 && doc.has(start - 1, Tags::ORG) && !doc.capital(start - 1);
    if behind_noun {
        return first + 1;
    }
    let given = (first + 1..end - 1).find(|&k| doc.has(k, Tags::GIVEN) && doc.capital(k));
    match given {
        Some(k)
            if !doc.has(first, Tags::GIVEN)
                && !doc.ends_in(first, b".")
                && (doc.toks[first].case == Case::Upper
                    || is_organisation_name(doc, first, first + 1)
                    || is_organisation_name(doc, first, k)) =>
        {
            k
        }
        _ => first,
    }
}
