//! Sources that describe: "the ministry", "the four-star general", "a spokesman for the agency".
//!
//! A description finds the entity that has its head noun among roles and names, the speaker it can
//! only stand for, or somebody named right below; else it stays as printed.

use super::document::Toks;
use super::entities::{Entity, EntityId, gender_of_noun};
use super::lexicon::Tags;
use super::phrase;
use super::quotes::Draft;
use super::resolve::{FAR_BACK, Resolved, Resolver, fresh};
use super::sources;
use crate::model::SpeakerKind;

/// Nouns that can stand for any person of note.
const ANYONE: [&str; 14] = [
    "official",
    "man",
    "woman",
    "general",
    "commander",
    "officer",
    "politician",
    "expert",
    "author",
    "veteran",
    "leader",
    "lawyer",
    "diplomat",
    "minister",
];

/// Nouns that can stand for any organisation of note.
const ANY_ORGANISATION: [&str; 16] = [
    "company",
    "firm",
    "agency",
    "group",
    "organization",
    "organisation",
    "outlet",
    "newspaper",
    "paper",
    "network",
    "station",
    "site",
    "website",
    "magazine",
    "body",
    "bank",
];

impl Resolver<'_, '_> {
    /// "the ministry", "the four-star general", "a spokesman for the agency", "senior officials".
    pub(super) fn description(&mut self, draft: &Draft, head: usize, toks: &Toks) -> Resolved {
        let tags = self.doc.toks[head].tags;
        let definite = matches!(
            self.doc.lower(toks.start),
            "the" | "this" | "that" | "his" | "her" | "its" | "their" | "these" | "those"
        );
        let kind = sources::kind_of(self.doc, head, toks);
        if let Some(id) = self.by_trait(head, toks, kind, definite) {
            self.learn(id, head, toks, kind);
            return self.resolved(id, "same-description");
        }
        if definite
            && kind == SpeakerKind::Unnamed
            && let Some(id) = self.anyone(draft, head, toks)
        {
            self.learn(id, head, toks, kind);
            return self.resolved(id, "speaker-by-description");
        }
        if kind == SpeakerKind::Unnamed
            && tags.any(Tags::ROLE.or(Tags::TITLE))
            && let Some(id) = self.named_next(draft, head, toks, definite)
        {
            self.learn(id, head, toks, kind);
            return self.resolved(id, "named-next");
        }
        if definite && kind == SpeakerKind::Organisation {
            if let Some(id) = self.described_before(head, toks) {
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
        if !ANY_ORGANISATION.contains(&self.doc.lower(head))
            || toks.len() > 3
            || head + 1 != toks.end
        {
            return None;
        }
        let fits = |id: EntityId, at: usize| {
            let near = draft.paragraph.saturating_sub(self.doc.paragraph_of(at)) <= 2;
            let entity = &self.cast.entities[id];
            let place = entity
                .words
                .iter()
                .all(|w| self.doc.lexicon.tags(w).any(Tags::PLACE.or(Tags::NATION)));
            at < toks.start && near && entity.kind == SpeakerKind::Organisation && !place
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

    /// The fuller description that introduced an organisation: "the Norwegian fisheries ministry"
    /// for "the ministry".
    fn described_before(&mut self, head: usize, toks: &Toks) -> Option<EntityId> {
        if toks.len() != 2 {
            return None;
        }
        let noun = self.doc.lower(head);
        let floor = toks.start.saturating_sub(FAR_BACK);
        let fuller = (floor..toks.start).rev().find_map(|k| {
            if self.doc.lower(k) != noun || self.doc.in_mark(k) {
                return None;
            }
            let start = self.doc.paragraphs[self.doc.paragraph_of(k)].toks.start;
            let phrase = phrase::left(self.doc, start, k + 1)?;
            let first = phrase.clone().find(|&i| !self.doc.has(i, Tags::DET))?;
            (first < k).then_some((first..k + 1, k))
        });
        let (phrase, head) = fuller?;
        let entity = self.described(SpeakerKind::Organisation, head, &phrase);
        Some(self.cast.add(entity))
    }

    pub(super) fn described(&self, kind: SpeakerKind, head: usize, toks: &Toks) -> Entity {
        let words: Vec<String> = toks.clone().map(|k| self.doc.lower(k).to_owned()).collect();
        let name = sources::printed_name(self.doc, kind, head, toks);
        let mut entity = fresh(
            kind,
            &name,
            Vec::new(),
            toks.clone(),
            gender_of_noun(self.doc.lower(head)),
        );
        entity.traits = words.into_iter().collect();
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
            if modified && !ANYONE.contains(&self.doc.lower(head)) {
                self.cast.give_role(self.doc, id, &(start..toks.end));
            }
        }
    }

    /// The last entity before that has the head noun among its traits or in its name, and no word
    /// of nation or place that speaks against it.
    fn by_trait(
        &self,
        head: usize,
        toks: &Toks,
        kind: SpeakerKind,
        definite: bool,
    ) -> Option<EntityId> {
        if !definite && kind != SpeakerKind::Organisation {
            return None;
        }
        let noun = self.doc.lower(head);
        let modifiers: Vec<&str> = toks
            .clone()
            .filter(|&k| k != head && self.telling(k))
            .map(|k| self.doc.lower(k))
            .collect();
        let fits = |id: &EntityId| {
            let entity = &self.cast.entities[*id];
            let kinds = match kind {
                SpeakerKind::Unnamed => {
                    matches!(entity.kind, SpeakerKind::Person | SpeakerKind::Unnamed)
                }
                other => entity.kind == other,
            };
            let has = |w: &str| entity.traits.contains(w) || entity.words.iter().any(|t| t == w);
            kinds
                && has(noun)
                && modifiers
                    .iter()
                    .all(|m| has(m) || entity.traits.is_empty() && entity.words.is_empty())
        };
        let spoken = self.spoke_before(toks.start).map(|(id, _)| id);
        let named = self.named_before(toks.start).map(|m| m.entity);
        spoken.chain(named).find(|id| fits(id))
    }

    /// A word of a description that tells it from others of its kind.
    fn telling(&self, k: usize) -> bool {
        let tok = &self.doc.toks[k];
        let small = tok
            .tags
            .any(Tags::DET.or(Tags::PREP).or(Tags::CONJ).or(Tags::ADV))
            || self.doc.possessive(k);
        !small && tok.kind != crate::text::token::TokenKind::Punct
    }

    /// A definite description of a person that no role matches: the person who spoke last, where
    /// the noun is one that anyone can be called by or says no more than a rank.
    fn anyone(&self, draft: &Draft, head: usize, toks: &Toks) -> Option<EntityId> {
        let noun = self.doc.lower(head);
        let general = ANYONE.contains(&noun)
            || head + 1 == toks.end && toks.len() == 2
            || self.doc.lower(head.saturating_sub(1)).ends_with("-old")
            || noun.ends_with("-old");
        if !general || toks.clone().any(|k| self.doc.has(k, Tags::NP_PREP)) {
            return None;
        }
        let gender = gender_of_noun(noun);
        let near = |at: usize| draft.paragraph.saturating_sub(self.doc.paragraph_of(at)) <= 3;
        let fits = |id: EntityId| {
            let entity = &self.cast.entities[id];
            entity.kind == SpeakerKind::Person
                && (gender == Tags::NONE || entity.gender == Tags::NONE || entity.gender == gender)
        };
        let spoken = self
            .spoke_before(toks.start)
            .find(|(id, at)| near(*at) && fits(*id));
        let named = || {
            self.named_before(toks.start)
                .find(|m| near(m.toks.start) && m.subject && !m.marked && fits(m.entity))
        };
        // Whoever is nearer: the last speaker, or the subject of a sentence since.
        match (spoken, named()) {
            (Some((id, at)), Some(m)) => Some(if m.toks.start > at { m.entity } else { id }),
            (Some((id, _)), None) => Some(id),
            (None, named) => named.map(|m| m.entity),
        }
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
            .map_or(0, |p| p.toks.end);
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
            if self.made_remarks(mention.toks.end)
                || (definite && self.shares_affiliation(mention.entity, head, toks))
            {
                return Some(mention.entity);
            }
        }
        None
    }

    /// "made the remarks", "was speaking", "said this" right behind a name.
    fn made_remarks(&self, at: usize) -> bool {
        let noun = (at + 1..at + 5).find(|&k| self.doc.has(k, Tags::REPORT));
        matches!(
            self.doc.lower(at),
            "made" | "makes" | "issued" | "gave" | "delivered" | "offered"
        ) && noun.is_some_and(|n| (at + 1..n).any(|k| self.doc.has(k, Tags::DET)))
    }

    /// Whether the entity's role shares a capitalised word of the description's organisation.
    fn shares_affiliation(&self, id: EntityId, head: usize, toks: &Toks) -> bool {
        let traits = &self.cast.entities[id].traits;
        toks.clone()
            .filter(|&k| k > head && self.doc.capital(k))
            .any(|k| traits.contains(self.doc.lower(k)))
    }
}
