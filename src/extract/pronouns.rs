//! Sources that are pronouns: "he", "she", "it", "they".

use super::entities::EntityId;
use super::lexicon::Tags;
use super::phrase;
use super::quotes::Draft;
use super::resolve::{Resolved, Resolver};
use super::sources::{self, Mention};
use crate::model::SpeakerKind;

impl Resolver<'_, '_> {
    pub(super) fn pronoun(&mut self, draft: &Draft, k: usize) -> Option<Resolved> {
        let word = self.doc.lower(k);
        match word {
            "he" | "him" | "his" | "himself" => self.person(draft, k, Tags::MALE),
            "she" | "her" | "herself" => self.person(draft, k, Tags::FEMALE),
            "it" | "its" | "itself" => self
                .last_spoken(draft, k, |kind| {
                    matches!(kind, SpeakerKind::Organisation | SpeakerKind::Document)
                })
                .or_else(|| self.last_named(draft, k, SpeakerKind::Organisation))
                .or_else(|| self.subject_before(draft, k)),
            "they" | "them" | "their" | "themselves" => self.last_spoken(draft, k, |kind| {
                matches!(kind, SpeakerKind::Group | SpeakerKind::Organisation)
            }),
            "we" | "i" | "you" | "us" | "our" | "me" | "my" | "your" => None,
            _ => {
                let toks = k..k + 1;
                let id = self.cast.add(self.described(SpeakerKind::Group, k, &toks));
                Some(self.resolved(id, "as-printed"))
            }
        }
    }

    fn last_spoken(
        &self,
        draft: &Draft,
        k: usize,
        fits: impl Fn(SpeakerKind) -> bool,
    ) -> Option<Resolved> {
        self.spoke_before(k)
            .take_while(|(_, at)| draft.paragraph.saturating_sub(self.doc.paragraph_of(*at)) <= 4)
            .find(|(id, _)| fits(self.cast.entities[*id].kind))
            .map(|(id, _)| self.resolved(id, "pronoun-of-speaker"))
    }

    /// "The harbour board met. It said ...": the organisation that is the subject of the sentence
    /// before, known only by description.
    fn subject_before(&mut self, draft: &Draft, k: usize) -> Option<Resolved> {
        let paragraph = self.doc.paragraphs.get(draft.paragraph)?;
        let nth = paragraph.sentences.partition_point(|s| s.end <= k);
        let before = paragraph.sentences.get(nth.checked_sub(1)?)?.clone();
        let toks = phrase::clause_subject(self.doc, before.start, before.end)?;
        let Mention::Description { head, toks } = sources::read(self.doc, &toks) else {
            return None;
        };
        let kind = sources::kind_of(self.doc, head, &toks);
        if !matches!(kind, SpeakerKind::Organisation | SpeakerKind::Document) {
            return None;
        }
        let id = self.cast.add(self.described(kind, head, &toks));
        Some(self.resolved(id, "pronoun-of-subject"))
    }

    fn last_named(&self, draft: &Draft, k: usize, kind: SpeakerKind) -> Option<Resolved> {
        let near = |at: usize| draft.paragraph.saturating_sub(self.doc.paragraph_of(at)) <= 1;
        self.named_before(k)
            .take_while(|m| near(m.toks.start))
            .find(|m| m.subject && !m.marked && self.cast.entities[m.entity].kind == kind)
            .map(|m| self.resolved(m.entity, "pronoun-of-subject"))
    }

    /// "he" or "she": every person named or speaking in the paragraphs before, the likeliest first.
    fn person(&self, draft: &Draft, k: usize, gender: Tags) -> Option<Resolved> {
        let paragraph = draft.paragraph;
        let reach = |at: usize| paragraph.saturating_sub(self.doc.paragraph_of(at)) <= 3;
        let fits = |id: EntityId| {
            let entity = &self.cast.entities[id];
            (entity.kind == SpeakerKind::Person
                || entity.kind == SpeakerKind::Unnamed && entity.human)
                && (entity.gender == Tags::NONE || entity.gender == gender)
        };
        let named = self
            .named_before(k)
            .take_while(|m| reach(m.toks.start))
            .filter(|m| fits(m.entity))
            .map(|m| {
                let kind = if m.marked {
                    -4.0
                } else if m.subject {
                    2.0
                } else {
                    0.0
                };
                (m.entity, m.toks.start, kind)
            });
        let spoken = self
            .spoke_before(k)
            .take_while(|(_, at)| reach(*at))
            .filter(|(id, _)| fits(*id))
            .map(|(id, at)| (id, at, 2.5));
        let best = named
            .chain(spoken)
            .map(|(id, at, weight)| {
                let far = paragraph.saturating_sub(self.doc.paragraph_of(at)) as f32;
                let near = 1.0 - (k - at) as f32 / 400.0;
                let sure = if self.cast.entities[id].gender == gender {
                    1.0
                } else {
                    0.0
                };
                let entity = &self.cast.entities[id];
                // "Fort Roe" is no "he".
                let thing = if entity.human || entity.mentions.len() > 2 {
                    0.0
                } else {
                    1.5
                };
                (weight + sure + near - 1.5 * far - thing, at, id)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        let rule = if self.spoke_before(k).any(|(id, _)| id == best.2) {
            "pronoun-of-speaker"
        } else {
            "pronoun-of-subject"
        };
        Some(self.resolved(best.2, rule))
    }
}
