//! Sources that describe: "the ministry", "the four-star general", "a spokesman for the agency".
//!
//! A description finds the entity that has its head noun among roles and names, the speaker it can
//! only stand for, or somebody named right below; else it stays as printed.

use super::document::{Toks, reads};
use super::entities::{Entity, EntityId, one_line};
use super::known::{List, known};
use super::lexicon::{Tags, key};
use super::namesakes::{sign, signs};
use super::offices::office;
use super::party::is_of_other_party;
use super::phrase;
use super::quotes::Draft;
use super::resolve::{FAR_AHEAD, FAR_BACK, Resolved, Resolver};
use super::sources;
use crate::model::SpeakerKind;

/// Paragraphs within which a former holder is meant by the office alone.
const NEAR: usize = 3;

/// Words that may lead up to the noun of a description: more are no phrase, and each that is taken for
/// one is compared with all who come later.
const LONGEST_LEAD: usize = 12;

impl<'d> Resolver<'d, '_> {
    /// "the ministry", "the four-star general", "a spokesman for the agency", "senior officials".
    pub(super) fn description(&mut self, draft: &Draft, head: usize, toks: &Toks) -> Resolved {
        let tags = self.doc.toks[head].tags;
        let definite = reads!(
            self.doc,
            toks.start,
            "the" | "this" | "that" | "his" | "her" | "its" | "their" | "these" | "those"
        );
        let kind = sources::kind_of(self.doc, head, toks);
        if kind == SpeakerKind::Document
            && let Some(author) = self.author(draft, head, toks)
        {
            return author;
        }
        if let Some(id) = self.by_trait(head, toks, kind, definite) {
            self.learn(id, head, toks, kind);
            return self.resolved(id, "same-description");
        }
        let owned = self.doc.has(toks.start, Tags::POSS);
        if definite && !owned && kind == SpeakerKind::Unnamed {
            if let Some(id) = self.introduced(draft, head, toks) {
                return self.resolved(id, "same-description");
            }
            if let Some(id) = self.anyone(draft, head, toks) {
                self.learn(id, head, toks, kind);
                return self.resolved(id, "speaker-by-description");
            }
        }
        if kind == SpeakerKind::Unnamed
            && tags.any(Tags::ROLE.or(Tags::TITLE))
            && let Some(id) = self.named_next(draft, head, toks, definite)
        {
            self.learn(id, head, toks, kind);
            return self.resolved(id, "named-next");
        }
        let role = tags.any(Tags::ROLE.or(Tags::TITLE));
        if definite
            && !owned
            && kind == SpeakerKind::Unnamed
            && role
            && let Some(id) = self.bearer_later(draft, head, toks)
        {
            self.learn(id, head, toks, kind);
            return self.resolved(id, "named-next");
        }
        if definite && kind == SpeakerKind::Organisation {
            let own = self.doc.has(toks.start, Tags::POSS);
            if !own && let Some(id) = self.described_before(head, toks) {
                return self.resolved(id, "same-description");
            }
            if let Some(id) = self.any_organisation(draft, head, toks) {
                return self.resolved(id, "speaker-by-description");
            }
        }
        let id = self.cast.add(self.described(kind, head, toks));
        self.resolved(id, "as-printed")
    }

    /// "the company", "the media outlet": the organisation that spoke last, or was last a subject.
    fn any_organisation(&self, draft: &Draft, head: usize, toks: &Toks) -> Option<EntityId> {
        if !self.doc.among(head, List::ANY_ORGANISATION) || toks.len() > 3 || head + 1 != toks.end {
            return None;
        }
        let fits = |id: EntityId, at: usize| {
            let near = draft.paragraph.saturating_sub(self.doc.paragraph_of(at)) <= 2;
            let entity = &self.cast.entities[id];
            let place = entity
                .words
                .iter()
                .all(|w| self.doc.lexicon.tags(w).any(Tags::PLACE.or(Tags::NATION)));
            let public = self.doc.among(head, List::COMMERCIAL)
                && entity
                    .words
                    .iter()
                    .any(|w| self.doc.lexicon.among(w, List::PUBLIC));
            !public && at < toks.start && near && entity.kind == SpeakerKind::Organisation && !place
        };
        let spoken = self
            .spoke_before(toks.start)
            .find(|(id, at)| fits(*id, *at));
        let named = || {
            self.named_before(toks.start)
                .find(|m| m.subject && !m.marked && fits(m.entity, m.toks.start))
        };
        spoken
            .map(|(id, _)| id)
            .or_else(|| named().map(|m| m.entity))
    }

    /// "A senior official doubted it. ... the official said": whoever was brought in without a name in
    /// the paragraphs before, if nobody with that role was named since.
    fn introduced(&mut self, draft: &Draft, head: usize, toks: &Toks) -> Option<EntityId> {
        let doc = self.doc;
        if !doc.has(head, Tags::ROLE) || head + 1 != toks.end {
            return None;
        }
        let first = draft.paragraph.saturating_sub(2);
        let floor = doc.paragraphs.get(first)?.toks.start;
        let noun = doc.toks[head].key;
        let last = (floor..toks.start)
            .rev()
            .find(|&k| doc.toks[k].key == noun)?;
        // Marked, named behind it or by a name before: somebody else.
        let named = doc.capital(last)
            || doc.capital(last + 1)
            || doc.is(last + 1, ',') && doc.capital(last + 2)
            || doc.in_mark(last);
        let start = (floor..last)
            .rev()
            .take(LONGEST_LEAD)
            .take_while(|&i| phrase::nominal(doc, i) && !doc.possessive(i))
            .last()
            .unwrap_or(last);
        let article = start
            .checked_sub(1)
            .filter(|&i| i >= floor && reads!(doc, i, "a" | "an" | "one" | "another"))?;
        // "Ann Roe, a senior official": the article opens an apposition.
        let aside = article > floor
            && (doc.is(article - 1, ',')
                || doc.has(article - 1, Tags::AUX)
                || reads!(doc, article - 1, "as"));
        if named || aside {
            return None;
        }
        let entity = self.described(SpeakerKind::Unnamed, last, &(article..last + 1));
        Some(self.cast.add(entity))
    }

    /// The fuller description that introduced an organisation: "the Norwegian fisheries ministry"
    /// for "the ministry".
    fn described_before(&mut self, head: usize, toks: &Toks) -> Option<EntityId> {
        if toks.len() != 2 {
            return None;
        }
        let noun = self.doc.toks[head].key;
        let floor = toks.start.saturating_sub(FAR_BACK);
        let fuller = (floor..toks.start).rev().find_map(|k| {
            if self.doc.toks[k].key != noun || self.doc.in_mark(k) {
                return None;
            }
            let floor = self.doc.paragraphs[self.doc.paragraph_of(k)].toks.start;
            let lead = |i: usize| {
                phrase::nominal(self.doc, i)
                    && !self.doc.possessive(i)
                    && !self.doc.has(i, Tags::DET.or(Tags::NUM).or(Tags::TIME))
            };
            let back = (floor..k).rev().take(LONGEST_LEAD);
            let first = back.take_while(|&i| lead(i)).last()?;
            // What tells it apart is a name, a nation or another organisation's noun.
            let telling = (first..k).any(|i| {
                self.doc.has(i, Tags::NATION.or(Tags::PLACE).or(Tags::ORG)) || self.doc.capital(i)
            });
            telling.then_some((first..k + 1, k))
        });
        let (phrase, head) = fuller?;
        let entity = self.described(SpeakerKind::Organisation, head, &phrase);
        Some(self.cast.add(entity))
    }

    pub(super) fn described(&self, kind: SpeakerKind, head: usize, toks: &Toks) -> Entity<'d> {
        let name = sources::printed_name(self.doc, kind, head, toks);
        let mut entity = Entity::new(
            kind,
            one_line(&name).into_owned().into(),
            Vec::new(),
            toks.clone(),
            known().gender_of_noun(self.doc.lower(head)),
        );
        for k in toks.clone() {
            entity.be_told_by(key(&office(self.doc, k)));
        }
        entity.human = self
            .doc
            .has(head, Tags::ROLE.or(Tags::ROLES).or(Tags::TITLE))
            || self.doc.ends_in(head, b"-old")
            || self.doc.has(head, Tags::SUBJECT.or(Tags::DET));
        entity
    }

    /// Gives an entity the role that a description of it prints.
    fn learn(&mut self, id: EntityId, head: usize, toks: &Toks, kind: SpeakerKind) {
        let telling = toks.len() > 2 && !self.doc.lower(head).is_empty();
        if kind == SpeakerKind::Unnamed
            && telling
            && self.cast.entities[id].kind == SpeakerKind::Person
        {
            let start = toks
                .clone()
                .find(|&k| !self.doc.has(k, Tags::DET))
                .unwrap_or(toks.start);
            let modified = start + 1 < toks.end
                && (self.doc.has(head + 1, Tags::NP_PREP)
                    || self.doc.has(start, Tags::NATION)
                    || self.doc.capital(start));
            if modified && !reads!(self.doc, head, "man" | "woman" | "person") {
                self.cast.give_role(self.doc, id, &(start..toks.end));
            }
        }
    }

    /// The last entity before that has the head noun among its traits or in its name, and no word
    /// of nation or place that speaks against it.
    pub(super) fn by_trait(
        &self,
        head: usize,
        toks: &Toks,
        kind: SpeakerKind,
        definite: bool,
    ) -> Option<EntityId> {
        let owned = self.doc.has(toks.start, Tags::POSS) && kind != SpeakerKind::Unnamed;
        if owned || !definite && kind != SpeakerKind::Organisation {
            // "her campaign" is not the campaign of somebody else.
            return None;
        }
        let office = office(self.doc, head);
        let noun = &*office;
        let modifiers: Vec<&str> = toks
            .clone()
            .filter(|&k| k != head && self.telling(k))
            .map(|k| self.doc.lower(k))
            .collect();
        let signs = sign(key(noun)) | signs(modifiers.iter().map(|word| key(word)));
        let fits = |id: &EntityId| {
            if !self.cast.may_have(*id, signs) {
                return false;
            }
            let entity = &self.cast.entities[*id];
            let unnamed =
                kind == SpeakerKind::Unnamed && !self.doc.lexicon.among(noun, List::ANONYMOUS);
            // "The group said", of "a group of senators".
            let band = self.doc.lexicon.among(noun, List::BAND)
                && entity.kind == SpeakerKind::Group
                && kind == SpeakerKind::Organisation;
            let person = unnamed && entity.kind == SpeakerKind::Person;
            let kinds = entity.kind == kind || person || band;
            let has = |w: &str| entity.is_told_by(key(w));
            // "three members of the team" are not the team.
            let heads = || {
                entity.kind == SpeakerKind::Person
                    || !entity.words.is_empty()
                    || self.heads_description(entity, noun)
            };
            kinds
                && has(noun)
                && heads()
                && modifiers
                    .iter()
                    .all(|m| has(m) || entity.traits.is_empty() && entity.words.is_empty())
        };
        let named = self
            .named_before(toks.start)
            .map(|m| (m.entity, m.toks.start));
        let mut before = self
            .spoke_before(toks.start)
            .chain(named)
            .filter(|(id, _)| fits(id));
        if !self.doc.lexicon.among(noun, List::OFFICE) || !modifiers.is_empty() {
            return before.next().map(|(id, _)| id);
        }
        self.holder(before, noun, self.doc.paragraph_of(toks.start))
    }

    /// Who of `candidates`, the nearest first, bears an office best; one who bore it once is meant only
    /// near by.
    fn holder(
        &self,
        candidates: impl Iterator<Item = (EntityId, usize)>,
        office: &str,
        paragraph: usize,
    ) -> Option<EntityId> {
        let near = |at: usize| paragraph - self.doc.paragraph_of(at) <= NEAR;
        let mut best: Option<(u8, EntityId)> = None;
        for (id, at) in candidates {
            let rank = self.cast.entities[id].office_rank(office);
            if (rank < 2 || near(at)) && best.is_none_or(|(known, _)| rank < known) {
                best = Some((rank, id));
            }
            if rank == 0 {
                break;
            }
        }
        best.map(|(_, id)| id)
    }

    /// Whether `noun` heads what is known only by description, not a phrase inside it.
    fn heads_description(&self, entity: &Entity<'_>, noun: &str) -> bool {
        let at = entity.name_at.clone();
        let opens = at
            .clone()
            .find(|&k| k > at.start && self.doc.has(k, Tags::NP_PREP))
            .unwrap_or(at.end);
        (at.start..opens).any(|k| office(self.doc, k) == noun)
    }

    /// A word of a description that tells it from others of its kind.
    pub(super) fn telling(&self, k: usize) -> bool {
        let tok = &self.doc.toks[k];
        let small = tok
            .tags
            .any(Tags::DET.or(Tags::PREP).or(Tags::CONJ).or(Tags::ADV))
            || self.doc.possessive(k);
        !small && tok.kind != crate::text::token::TokenKind::Punct
    }

    /// A definite description of a person that no role matches: whoever is likeliest among those who
    /// spoke or were spoken of just before, where the noun is one that anyone can be called by.
    fn anyone(&self, draft: &Draft, head: usize, toks: &Toks) -> Option<EntityId> {
        let noun = self.doc.lower(head);
        let aged = noun.ends_with("-old") || self.doc.ends_in(head.wrapping_sub(1), b"-old");
        let lone = head + 1 == toks.end && toks.len() == 2 && self.doc.has(head, Tags::ROLE);
        if !(self.doc.among(head, List::ANYONE) || lone || aged)
            || toks.clone().any(|k| self.doc.has(k, Tags::NP_PREP))
        {
            return None;
        }
        let gender = known().gender_of_noun(noun);
        let telling = toks.clone().filter(|&k| k != head && self.telling(k));
        let modifiers: Vec<&str> = telling.map(|k| self.doc.lower(k)).collect();
        let told = |w: &str, entity: &Entity<'_>| entity.is_told_by(key(w));
        let general = self.doc.among(head, List::GENERAL) || aged || gender != Tags::NONE;
        let spoken_of = self.spoken_of(draft);
        let fits = |id: EntityId| {
            let entity = &self.cast.entities[id];
            // Whose office is printed is not called by another: "the president" is no adviser.
            let other = self.speaks_against(entity, head, toks, general);
            entity.kind == SpeakerKind::Person
                && !other
                && !spoken_of.contains(&id)
                && (entity.human || entity.mentions.len() > 1 && entity.words.len() > 1)
                && (gender == Tags::NONE || entity.gender == Tags::NONE || entity.gender == gender)
        };
        let far = |at: usize| draft.paragraph.saturating_sub(self.doc.paragraph_of(at));
        // Shared words outweigh nearness; a role of another kind speaks against.
        let score = |id: EntityId, at: usize, place: f32| {
            let entity = &self.cast.entities[id];
            let shared = modifiers.iter().filter(|m| told(m, entity)).count();
            let role = general || entity.roles.is_empty();
            let other = !role && shared == 0 && !told(noun, entity);
            let role = if told(noun, entity) { 2.0 } else { 0.0 };
            let clash = if other && !modifiers.is_empty() {
                1.5
            } else {
                0.0
            };
            place + role + 1.5 * (shared as f32).min(2.0) - clash - far(at) as f32
        };
        // "The official said": somebody who has spoken, not whoever the text is about.
        let official = reads!(self.doc, head, "official");
        let spoken = self
            .spoke_before(toks.start)
            .take_while(|(_, at)| far(*at) <= 3)
            .map(|(id, at)| (id, at, 1.5));
        let named = self
            .named_before(toks.start)
            .take_while(|m| far(m.toks.start) <= 3)
            .filter(|m| m.subject && !m.marked && !official)
            .map(|m| (m.entity, m.toks.start, 1.0));
        let best = spoken
            .chain(named)
            .filter(|(id, ..)| fits(*id))
            .map(|(id, at, place)| (score(id, at, place), at, id))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        (best.0 > -1.5 || modifiers.is_empty()).then_some(best.2)
    }

    /// Whether what the text says of a person is against the description: "the judge" is nobody whose
    /// other role is printed, "the surgeon" nobody without one, "the French president" no American.
    /// What is `general` can be said of most.
    fn speaks_against(&self, entity: &Entity<'_>, head: usize, toks: &Toks, general: bool) -> bool {
        let doc = self.doc;
        let told = |k: usize| entity.is_told_by(doc.toks[k].key);
        if self.is_of_elsewhere(entity, head, toks) || is_of_other_party(doc, entity, head) {
            return true;
        }
        if reads!(doc, head, "official") && entity.holds_office {
            return !told(head);
        }
        if told(head) {
            return false;
        }
        let office = doc.among(head, List::OFFICE);
        let lone = toks.len() == 2;
        let other = !entity.roles.is_empty() && (office || !general);
        let unknown = !general && lone && doc.has(head, Tags::ROLE);
        let naming = |k: &usize| *k != head && (doc.capital(*k) || doc.has(*k, Tags::NATION));
        let apart = || !general && toks.clone().filter(naming).any(|k| !told(k));
        other || unknown || apart()
    }

    /// Somebody described first and named in the next two paragraphs: by a name that shares the
    /// description's organisation, or that opens "X made the remarks".
    fn named_next(
        &self,
        draft: &Draft,
        head: usize,
        toks: &Toks,
        definite: bool,
    ) -> Option<EntityId> {
        let limit = self
            .doc
            .paragraphs
            .get(draft.paragraph + 2)
            .or(self.doc.paragraphs.last())
            .map_or(0, |p| p.toks.end)
            .min(toks.end + FAR_AHEAD);
        let mentions = &self.cast.mentions;
        let from = mentions.partition_point(|m| m.toks.start <= toks.end);
        let later = mentions[from..]
            .iter()
            .take_while(|m| m.toks.start < limit)
            .filter(|m| !m.marked);
        for mention in later {
            let entity = &self.cast.entities[mention.entity];
            if entity.kind != SpeakerKind::Person
                || entity
                    .mentions
                    .first()
                    .is_some_and(|m| m.start < toks.start)
            {
                continue;
            }
            let named = self.cast.entities[mention.entity]
                .traits
                .contains(&self.doc.toks[head].key);
            if self.made_remarks(mention.toks.end)
                || named && self.shares_affiliation(mention.entity, head, toks)
                || self.is_all_told(mention.entity, head, toks)
                || (definite && self.shares_affiliation(mention.entity, head, toks))
            {
                return Some(mention.entity);
            }
        }
        None
    }

    /// "Norwegian pilot saves ship ¶ Ann Roe, a Norwegian pilot, ...": every telling word of the
    /// description, two at least, is among those of the role.
    fn is_all_told(&self, id: EntityId, head: usize, toks: &Toks) -> bool {
        let traits = &self.cast.entities[id].traits;
        let mut words = toks
            .clone()
            .filter(|&k| k != head && self.telling(k))
            .peekable();
        traits.contains(&self.doc.toks[head].key)
            && words.peek().is_some()
            && words.all(|k| traits.contains(&self.doc.toks[k].key))
    }

    /// "made the remarks", "was speaking", "said this" right behind a name.
    fn made_remarks(&self, at: usize) -> bool {
        let noun = (at + 1..at + 5).find(|&k| self.doc.has(k, Tags::REPORT));
        reads!(
            self.doc,
            at,
            "made" | "makes" | "issued" | "gave" | "delivered" | "offered"
        ) && noun.is_some_and(|n| (at + 1..n).any(|k| self.doc.has(k, Tags::DET)))
    }

    /// Whether the entity's role shares a capitalised word of the description's organisation.
    fn shares_affiliation(&self, id: EntityId, head: usize, toks: &Toks) -> bool {
        let traits = &self.cast.entities[id].traits;
        toks.clone()
            .filter(|&k| k > head && self.doc.capital(k))
            .any(|k| traits.contains(&self.doc.toks[k].key))
    }
}
