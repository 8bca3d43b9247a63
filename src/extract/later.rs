//! Speakers that are named only behind their words: "“It is over,” she said. ¶ Ann Roe, 61, ran the
//! shop", "The mayor said ... ¶ Mayor Ann Roe ...".
//!
//! Asked where nobody before can be meant. Who is named later is meant where exactly one person there
//! fits; where two do, nobody is.

use super::document::Toks;
use super::entities::{Entity, EntityId};
use super::known::{List, known};
use super::lexicon::{Tags, key, lexicon};
use super::offices::office;
use super::quotes::Draft;
use super::resolve::{FAR_AHEAD, Resolver};
use crate::model::{Role, SpeakerKind};

/// Paragraphs within which somebody called by a pronoun is named.
const PARAGRAPHS: usize = 2;

impl Resolver<'_, '_> {
    /// The one person first named behind "he" or "she" at token `k`.
    pub(super) fn person_later(&self, draft: &Draft, k: usize, gender: Tags) -> Option<EntityId> {
        let fits = |id: EntityId| {
            let entity = &self.cast.entities[id];
            let unknown = entity.gender == Tags::NONE && entity.human;
            entity.kind == SpeakerKind::Person && (entity.gender == gender || unknown)
        };
        // Far before is somebody who may be meant all the same.
        if self.named_before(k).any(|m| fits(m.entity)) {
            return None;
        }
        self.only_one(k, self.end_of(draft.paragraph + PARAGRAPHS, k), fits)
    }

    /// The one person who is named behind the description `toks` and bears the role that it gives.
    pub(super) fn bearer_later(&self, draft: &Draft, head: usize, toks: &Toks) -> Option<EntityId> {
        // Whoever has just spoken may be the one.
        let near = |at: usize| self.doc.paragraph_of(at) + 1 >= draft.paragraph;
        let person = |id: EntityId| self.cast.entities[id].kind == SpeakerKind::Person;
        let mut spoken = self
            .spoke_before(toks.start)
            .take_while(|(_, at)| near(*at));
        if spoken.any(|(id, _)| person(id)) {
            return None;
        }
        let noun = office(self.doc, head);
        let gender = known().gender_of_noun(&noun);
        let fits = |id: EntityId| {
            let entity = &self.cast.entities[id];
            let other =
                |g: Tags| g != Tags::NONE && entity.gender != Tags::NONE && entity.gender != g;
            entity.kind == SpeakerKind::Person
                && entity.traits.contains(&key(&noun))
                && !other(gender)
                && entity.roles.iter().any(|role| ends_with(role, &noun))
        };
        let id = self.only_one(toks.end, toks.end + FAR_AHEAD, fits)?;
        let entity = &self.cast.entities[id];
        let agrees = |role: &Role| ends_with(role, &noun) && self.agrees(role, entity, head, toks);
        entity.roles.iter().any(agrees).then_some(id)
    }

    /// Whether neither the role nor the description says what the other one rules out: "the mayor" is
    /// no former mayor, "the Norwegian minister" no Danish one.
    fn agrees(&self, role: &Role, entity: &Entity<'_>, head: usize, toks: &Toks) -> bool {
        let told = |k: usize| entity.traits.contains(&self.doc.toks[k].key);
        let words = toks.clone().filter(|&k| k != head && self.telling(k));
        let printed = |word: &str| toks.clone().any(|k| self.doc.lower(k) == word);
        let lexicon = self.doc.lexicon;
        let title = role.text.to_lowercase();
        let lesser = title
            .split_whitespace()
            .any(|w| lexicon.among(w, List::OFFICE_PART.or(List::LAPSED)) && !printed(w));
        // "the police chief" is Chief Ann Roe.
        let bare = !title.contains(' ');
        let plain = |k: usize| !self.doc.capital(k) && !self.doc.has(k, Tags::NATION.or(Tags::ADJ));
        let mut words = words.peekable();
        !lesser && words.all(|k| told(k) || bare && plain(k))
    }

    /// The one person who fits among those first named from token `from` to `limit`.
    fn only_one(
        &self,
        from: usize,
        limit: usize,
        fits: impl Fn(EntityId) -> bool,
    ) -> Option<EntityId> {
        let mentions = &self.cast.mentions;
        let first = mentions.partition_point(|m| m.toks.start <= from);
        let mut found = None;
        for mention in mentions[first..]
            .iter()
            .take_while(|m| m.toks.start < limit)
        {
            let id = mention.entity;
            let before = self.cast.entities[id].mentions.first();
            // "Reuters/Ann Roe" took the picture.
            let credit = self.doc.is(mention.toks.start - 1, '/');
            let skipped = mention.marked || credit || before.is_some_and(|m| m.start < from);
            if skipped || found == Some(id) || !fits(id) {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some(id);
        }
        found
    }

    /// The end of a paragraph, not far ahead of token `k`.
    fn end_of(&self, paragraph: usize, k: usize) -> usize {
        let paragraphs = &self.doc.paragraphs;
        let last = paragraphs.get(paragraph).or(paragraphs.last());
        last.map_or(0, |p| p.toks.end).min(k + FAR_AHEAD)
    }
}

/// Whether `noun` heads a role as printed: "mayor" of "Mayor", of "Gov." the governor, of "mayor of
/// Salem", but not of "aide to the mayor".
fn ends_with(role: &Role, noun: &str) -> bool {
    let title = role.text.to_lowercase();
    let link = |w: &&str| lexicon().tags(w).any(Tags::PREP);
    let mut own = title.split_whitespace().take_while(|w| !link(w));
    let Some(last) = own.by_ref().last() else {
        return false;
    };
    let plain = last.trim_end_matches(',');
    let vice = noun.strip_prefix("vice-").map_or(noun, |n| n);
    plain == vice || known().short.get(plain).is_some_and(|long| *long == noun)
}
