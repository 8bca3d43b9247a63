//! How a name stands in its sentence: as its subject, or as a part of what another noun heads.

use super::document::Document;
use super::lexicon::Tags;
use super::names::{Name, NameKind};
use super::phrase::{nominal, starts_sentence};

/// Whether a name that begins at token `start` can be the subject of its sentence: it opens it, alone
/// or behind an introduction ("In March, Roe"), or only nouns and their links stand before ("Head of
/// trade and fish, Ann Roe, hit back").
pub fn is_subject(doc: &Document<'_>, start: usize) -> bool {
    const INTRODUCTION: Tags = Tags::PREP.or(Tags::ADV).or(Tags::SUB).or(Tags::TIME);
    let reach = start.saturating_sub(LONGEST_LEAD);
    let mut k = start;
    while k > reach && (doc.is(k, ',') || !starts_sentence(doc, k)) {
        let i = k - 1;
        let linked = doc.has(i, Tags::NP_PREP.or(Tags::CONJ)) && !starts_sentence(doc, i);
        let noun = nominal(doc, i) && !doc.capital(i) || doc.has(i, Tags::DET) || doc.is(i, ',');
        if !(noun || linked || doc.capital(i) && nominal(doc, i)) {
            let opens = starts_sentence(doc, i) && doc.has(i, INTRODUCTION);
            return opens && doc.is(start - 1, ',');
        }
        k = i;
    }
    !doc.is(k, ',') && starts_sentence(doc, k)
}

/// "the ferries in Harbourtown", "the town and Ann Roe", "a Roe supporter", "saw Roe's boat": part of what
/// another noun heads.
pub fn is_part(doc: &Document<'_>, name: &Name) -> bool {
    const LINK: Tags = Tags::PREP.or(Tags::CONJ);
    let start = name.title.as_ref().map_or(name.toks.start, |t| t.start);
    let Some(before) = start.checked_sub(1) else {
        return false;
    };
    let linked = doc.has(before, LINK) && !starts_sentence(doc, before);
    let modifies =
        name.kind == NameKind::Person && name.title.is_none() && doc.has(before, Tags::DET);
    let opens = starts_sentence(doc, start) || doc.is(before, ',');
    let owner = doc.possessive(name.toks.end) && !opens;
    linked || modifies || owner
}

/// Tokens that may stand before a subject that is introduced by its role.
const LONGEST_LEAD: usize = 12;
