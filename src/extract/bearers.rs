//! Whose name it is: whom the words of a name can mean, and which of several people is called by a
//! surname, or a first name, that they share.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::document::{Document, reads};
use super::entities::{Cast, Entity, EntityId, is_kin};
use super::known::{List, known};
use super::lexicon::Tags;
use super::matching::{has_suffix, is_acronym, is_short_form, same_organisation, same_person};
use super::name_parts::titular;
use super::names::{Name, NameKind, Place};
use super::standing::is_subject;
use super::word::Word;
use crate::model::SpeakerKind;

/// Whose a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The entity.
    pub id: EntityId,
    /// Whether another one may be meant nearly as well.
    pub contested: bool,
}

/// Lone names that several people bear: where each stands, in the order of the text, and who is meant.
pub type Calls = FxHashMap<u64, Vec<(usize, Bearer)>>;

impl Cast<'_> {
    /// The entity that `words`, the words of `name`, are the name of.
    #[must_use]
    pub fn find(&self, doc: &Document<'_>, words: &[Word<'_>], name: &Name) -> Option<EntityId> {
        self.bearer(doc, words, name).map(|b| b.id)
    }

    /// The same, and note of it where another one may be meant.
    pub(super) fn call(
        &mut self,
        doc: &Document<'_>,
        words: &[Word<'_>],
        name: &Name,
    ) -> Option<EntityId> {
        let rivals = self.rivals(doc, words, name);
        let bearer = self.likeliest(doc, &rivals, words, name);
        let several = rivals.len() > 1;
        self.rivals.set(rivals);
        let bearer = bearer?;
        if let [word] = words
            && (bearer.contested || several)
        {
            let calls = self.calls.entry(word.key).or_default();
            let place = calls.partition_point(|(at, _)| *at < name.toks.start);
            calls.insert(place, (name.toks.start, bearer));
        }
        Some(bearer.id)
    }

    /// Whom `words`, the words of `name`, mean: the same words, a surname, a family name that stands
    /// first, an acronym.
    #[must_use]
    pub fn bearer(&self, doc: &Document<'_>, words: &[Word<'_>], name: &Name) -> Option<Bearer> {
        let at = name.toks.start;
        if let [word] = words
            && let Some(calls) = self.calls.get(&word.key)
            && let Ok(known) = calls.binary_search_by_key(&at, |(at, _)| *at)
        {
            // "President Roe said ... Mr. Roe said ... his wife, Ann Roe": since then somebody has been
            // found whom the text calls by that name alone.
            let own = || {
                let mut all = self.candidates(words, at);
                all.find(|&id| self.entities[id].words == words && self.same(doc, id, words, name))
            };
            let bearer = calls[known].1;
            let own = bearer.contested.then(own).flatten();
            return Some(own.map_or(bearer, |id| Bearer {
                id,
                contested: false,
            }));
        }
        let rivals = self.rivals(doc, words, name);
        let bearer = self.likeliest(doc, &rivals, words, name);
        self.rivals.set(rivals);
        bearer
    }

    /// Who of those that title and words fit is meant: of people with one surname who has the best
    /// [`Self::standing`], of all others the nearest.
    fn likeliest(
        &self,
        doc: &Document<'_>,
        rivals: &[EntityId],
        words: &[Word<'_>],
        name: &Name,
    ) -> Option<Bearer> {
        let person = |id: &EntityId| self.entities[*id].kind == SpeakerKind::Person;
        match words {
            [word] if rivals.len() > 1 && rivals.iter().all(person) => {
                self.best_of(doc, rivals, *word, name.toks.start)
            }
            _ => self.nearest_of(doc, rivals, words, name),
        }
    }

    fn nearest_of(
        &self,
        doc: &Document<'_>,
        rivals: &[EntityId],
        words: &[Word<'_>],
        name: &Name,
    ) -> Option<Bearer> {
        let at = name.toks.start;
        let class = |&id: &EntityId| {
            let entity = &self.entities[id];
            let (before, distance) = self.distance(id, at);
            let near = before && doc.paragraph_of(at) == doc.paragraph_of(at - distance);
            (entity.kin && !near, !entity.sure, (!before, distance), id)
        };
        let id = match *rivals {
            [] => return None,
            // Mostly there is one.
            [id] => id,
            _ => rivals.iter().copied().min_by_key(class)?,
        };
        // "President Roe said ... Tom Roe was there, too." may be two.
        let office = |k: usize| doc.among(k, List::OFFICE);
        let titled = name.title.clone().and_then(|mut t| t.find(|&k| office(k)));
        let entity = &self.entities[id];
        let other = titled.is_some_and(|k| !entity.traits.contains(&doc.toks[k].key));
        let later = words.len() < entity.words.len() && !self.distance(id, at).0;
        Some(Bearer {
            id,
            contested: other && later,
        })
    }

    fn best_of(
        &self,
        doc: &Document<'_>,
        rivals: &[EntityId],
        word: Word<'_>,
        at: usize,
    ) -> Option<Bearer> {
        let lead = |id: EntityId| self.lead_before(id, at);
        let last_lead = rivals.iter().filter_map(|&id| lead(id)).max();
        let first = |id: EntityId| self.entities[id].full_at.first().copied();
        let earliest = rivals.iter().filter_map(|&id| first(id)).min();
        let last_call = self.calls.get(&word.key).and_then(|calls| {
            let before = calls.partition_point(|(place, _)| *place < at);
            calls[..before].last().map(|(_, bearer)| *bearer)
        });
        let points = |id: EntityId| {
            let called = last_call.is_some_and(|b| b.id == id);
            self.standing(doc, id, at)
                + CALLED * i32::from(called)
                + i32::from(lead(id).is_some() && lead(id) == last_lead)
                + i32::from(first(id) == earliest)
        };
        let mut ranked: Vec<_> = rivals
            .iter()
            .map(|&id| (points(id), Reverse(first(id)), id))
            .collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        let [best, next, ..] = ranked[..] else {
            return None;
        };
        // What was doubtful the last time does not become sure by being said again.
        let again = last_call.is_some_and(|b| b.contested && b.id == best.2);
        let ahead = best.0 - next.0 - CALLED * i32::from(again);
        Some(Bearer {
            id: best.2,
            contested: ahead < CLEAR,
        })
    }

    /// Those whom the words and the title fit best; the list is given back to `self.rivals`.
    fn rivals(&self, doc: &Document<'_>, words: &[Word<'_>], name: &Name) -> Vec<EntityId> {
        let mut out = self.rivals.take();
        out.clear();
        let Some(last) = words.last().map(|w| w.surname()) else {
            return out;
        };
        let title = |k: usize| titular(doc, k) && !doc.among(k, List::HONORIFIC);
        let class = |id: EntityId| {
            let entity = &self.entities[id];
            let titled = name.title.clone().is_some_and(|t| {
                t.clone().any(title) && t.clone().any(|k| entity.traits.contains(&doc.toks[k].key))
            });
            (
                entity.words != words,
                // A surname at the end comes before a family name that stands first.
                entity.words.last().map(|w| w.surname()) != Some(last),
                !titled,
            )
        };
        let mut best = (true, true, true);
        for id in self.candidates(words, name.toks.start) {
            if !self.same(doc, id, words, name)
                || self.is_relative_of(doc, id, words)
                || out.contains(&id)
            {
                continue;
            }
            let class = class(id);
            if class < best || out.is_empty() {
                best = class;
                out.clear();
            }
            if class == best {
                out.push(id);
            }
        }
        out
    }

    /// How much speaks for a bearer of a lone name at token `at`: "President Roe spoke of his son, Tom
    /// Roe. ... Mr. Roe said" is the president, who acts; "his brother, Tom Roe" comes after whoever
    /// has the brother, and nobody is called by less before he is named in full.
    fn standing(&self, doc: &Document<'_>, id: EntityId, at: usize) -> i32 {
        let entity = &self.entities[id];
        let paragraph = doc.paragraph_of(at);
        let far = |k: usize| paragraph - doc.paragraph_of(k);
        let lead = self.lead_before(id, at).map(far);
        let (before, distance) = self.distance(id, at);
        let here = match lead {
            Some(0) => 5,
            Some(1) => 3,
            _ if before && far(at - distance) == 0 => 1,
            _ => 0,
        };
        let told = if before { 0 } else { -4 };
        // "AP Photo Roe" is what a page made of a caption.
        let given = if doc.has(entity.name_at.start, Tags::GIVEN) {
            2
        } else {
            0
        };
        let kin = if entity.kin { 0 } else { 2 };
        here + told + kin + given + i32::from(entity.holds_office) + i32::from(entity.sure)
    }

    /// Where an entity last acts or speaks by its full name before token `at`.
    fn lead_before(&self, id: EntityId, at: usize) -> Option<usize> {
        let leads = &self.entities[id].leads_at;
        let before = leads.partition_point(|&t| t < at);
        leads[..before].last().copied()
    }

    /// Whether a full mention stands before `at`, and how far the nearest such is, or else the first.
    fn distance(&self, id: EntityId, at: usize) -> (bool, usize) {
        let entity = &self.entities[id];
        let later = entity.full_at.partition_point(|&t| t <= at);
        match (later.checked_sub(1), entity.full_at.get(later)) {
            (Some(before), _) => (true, at - entity.full_at[before]),
            (None, Some(after)) => (false, after - at),
            (None, None) => (
                entity.name_at.start <= at,
                entity.name_at.start.abs_diff(at),
            ),
        }
    }

    fn same(&self, doc: &Document<'_>, id: EntityId, words: &[Word<'_>], name: &Name) -> bool {
        let entity = &self.entities[id];
        let gender = name.gender;
        let clash = gender != Tags::NONE && entity.gender != Tags::NONE && gender != entity.gender;
        if entity.words == words {
            // "Mr. Roe" and "Mrs. Roe" are two.
            return !clash;
        }
        match (name.kind, entity.kind) {
            (NameKind::Person, SpeakerKind::Person) => {
                !clash && same_person(&entity.words, words) && !told_apart(doc, entity, words, name)
            }
            (NameKind::Organisation, SpeakerKind::Organisation) => {
                let start = name.toks.start;
                let definite = start > 0 && reads!(doc, start - 1, "the");
                same_organisation(doc, entity, words, definite)
            }
            // A surname that is a place's name too: "London" behind "Ann London".
            (NameKind::Organisation, SpeakerKind::Person) => {
                words.len() == 1 && entity.words.len() > 1 && entity.words.last() == words.last()
            }
            // A lone acronym or word may be read as either.
            (_, SpeakerKind::Organisation) => match words {
                [one] => {
                    let person = name.title.is_some() || self.titled.contains(&one.key);
                    is_acronym(entity, one) || !person && is_short_form(doc, &entity.words, *one)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the bearer of a surname is a relative named later of somebody whom the text calls by
    /// that surname alone from the start: "Roe said ... his daughter, Ann Roe", "... Tom Roe Jr.".
    fn is_relative_of(&self, doc: &Document<'_>, id: EntityId, words: &[Word<'_>]) -> bool {
        let entity = &self.entities[id];
        let [one] = words else { return false };
        let later = |first: &usize| entity.full_at.first().is_some_and(|full| first < full);
        let junior = || has_suffix(doc, &entity.name_at);
        (entity.kin || junior())
            && entity.words.len() > 1
            && self.first_bare.get(&one.key).is_some_and(later)
    }
}

/// What it counts that a lone name last meant somebody.
const CALLED: i32 = 4;

/// By how much the likeliest bearer is ahead of the next where it is clear who is meant.
const CLEAR: i32 = 3;

/// Whether a name stands where it acts or speaks: as the subject, alone or joined to it, or behind the
/// verb that reports.
pub(super) fn leads(doc: &Document<'_>, name: &Name) -> bool {
    let start = name.title.as_ref().map_or(name.toks.start, |t| t.start);
    let Some(before) = start.checked_sub(1) else {
        return true;
    };
    let owner = doc.possessive(name.toks.end) || doc.has(before, Tags::PREP);
    let said = doc.toks[before].cue.is_some() && !doc.in_mark(start);
    name.place != Place::Headline && (said || !owner && is_subject(doc, start))
}

/// "Jack Poe met John Poe", "Robert Roe, son of Bob Roe": whether two given names that may be one stand
/// for two people: side by side, or where one is a relative.
fn told_apart(doc: &Document<'_>, entity: &Entity<'_>, words: &[Word<'_>], name: &Name) -> bool {
    let shortened = match (entity.words.first(), words.first()) {
        (Some(one), Some(other)) => one != other && known().same_given(one, other),
        _ => false,
    };
    if words.len() < 2 || entity.words.len() < 2 || !shortened {
        return false;
    }
    let paragraph = &doc.paragraphs[doc.paragraph_of(name.toks.start)].toks;
    let first = entity.full_at.partition_point(|&t| t < paragraph.start);
    let beside = entity
        .full_at
        .get(first)
        .is_some_and(|&t| t < paragraph.end);
    beside || entity.kin || is_kin(doc, name)
}
