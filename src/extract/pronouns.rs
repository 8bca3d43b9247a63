//! Sources that are pronouns: "he", "she", "it", "they".

use super::document::{Toks, reads};
use super::entities::{EntityId, NamedMention};
use super::known::known;
use super::lexicon::Tags;
use super::phrase;
use super::quotes::Draft;
use super::resolve::{Resolved, Resolver};
use super::sources::{self, Mention};
use crate::model::{Span, SpeakerKind};

/// Tokens of reported words in which a name is that of somebody else than "he" who reports them.
const NEAR_VERB: usize = 10;

impl Resolver<'_, '_> {
    pub(super) fn pronoun(&mut self, draft: &Draft, k: usize) -> Option<Resolved> {
        let word = self.doc.lower(k);
        match word {
            "he" | "him" | "his" | "himself" => self.person_anywhere(draft, k, Tags::MALE),
            "she" | "her" | "herself" => self.person_anywhere(draft, k, Tags::FEMALE),
            "it" | "its" | "itself" => self
                .last_spoken(draft, k, |kind| {
                    matches!(kind, SpeakerKind::Organisation | SpeakerKind::Document)
                })
                .or_else(|| self.last_named(draft, k, SpeakerKind::Organisation))
                .or_else(|| {
                    self.subject_before(draft, k, |kind| {
                        matches!(kind, SpeakerKind::Organisation | SpeakerKind::Document)
                    })
                }),
            "they" | "them" | "their" | "themselves" => {
                let several = |kind| matches!(kind, SpeakerKind::Group | SpeakerKind::Organisation);
                self.last_spoken(draft, k, several)
                    .or_else(|| self.subject_before(draft, k, several))
            }
            "we" | "i" | "you" | "us" | "our" | "me" | "my" | "your" => None,
            // "Who said it was safe?"
            "who" | "whom" | "whose" | "which" | "what" | "that" | "whoever" => None,
            _ => {
                let toks = k..k + 1;
                let id = self.cast.add(self.described(SpeakerKind::Group, k, &toks));
                Some(self.resolved(id, "as-printed"))
            }
        }
    }

    fn person_anywhere(&mut self, draft: &Draft, k: usize, gender: Tags) -> Option<Resolved> {
        if let Some(found) = self.person(draft, k, gender) {
            return Some(found);
        }
        if let Some(id) = self.person_later(draft, k, gender) {
            return Some(self.resolved(id, "named-next"));
        }
        self.subject_before(draft, k, |kind| kind == SpeakerKind::Unnamed)
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

    /// "The harbour board met. It said ...", "Teachers walked out. They said ...": who is the subject of the
    /// sentence before, known only by description.
    fn subject_before(
        &mut self,
        draft: &Draft,
        k: usize,
        fits: impl Fn(SpeakerKind) -> bool,
    ) -> Option<Resolved> {
        let paragraph = self.doc.paragraphs.get(draft.paragraph)?;
        let nth = paragraph.sentences.partition_point(|s| s.end <= k);
        let before = paragraph.sentences.get(nth.checked_sub(1)?)?.clone();
        let toks = phrase::clause_subject(self.doc, before.start, before.end)?;
        let Mention::Description { head, toks } = sources::read(self.doc, &toks) else {
            return None;
        };
        let kind = sources::kind_of(self.doc, head, &toks);
        // "The gang's leader, Tom Poe, ran. ... she said": a name says who it is.
        let named = self.doc.is(toks.end, ',') && self.doc.capital(toks.end + 1);
        if !fits(kind) || self.doc.in_mark(head) || named {
            return None;
        }
        let id = self.cast.add(self.described(kind, head, &toks));
        Some(self.resolved(id, "pronoun-of-description"))
    }

    fn last_named(&self, draft: &Draft, k: usize, kind: SpeakerKind) -> Option<Resolved> {
        let near = |at: usize| draft.paragraph.saturating_sub(self.doc.paragraph_of(at)) <= 1;
        self.named_before(k)
            .take_while(|m| near(m.toks.start))
            .find(|m| m.subject && !m.marked && self.cast.entities[m.entity].kind == kind)
            .map(|m| {
                let other = |id: EntityId| self.cast.entities[id].kind == kind;
                let rule = if self.is_joined(m.toks.start, other) {
                    "pronoun-of-one-of-two"
                } else {
                    "pronoun-of-subject"
                };
                self.resolved(m.entity, rule)
            })
    }

    /// "Ana Roe and Beth Poe were on the bus. She said ...": whether the name at token `start` is joined
    /// to that of somebody else who `fits` as well.
    fn is_joined(&self, start: usize, fits: impl Fn(EntityId) -> bool) -> bool {
        let mentions = &self.cast.mentions;
        let n = mentions.partition_point(|m| m.toks.start < start);
        let near = |one: &NamedMention, next: &NamedMention| {
            let (from, to) = (one.toks.end, next.toks.start);
            one.entity != next.entity
                && from < to
                && to - from <= JOINT
                && (from..to).any(|k| reads!(self.doc, k, "and"))
        };
        let next = n + 1 < mentions.len()
            && fits(mentions[n + 1].entity)
            && near(&mentions[n], &mentions[n + 1]);
        let before = n > 0
            && n < mentions.len()
            && fits(mentions[n - 1].entity)
            && near(&mentions[n - 1], &mentions[n]);
        next || before
    }

    /// Whether the last sentence of the paragraph before `paragraph` brings a person in by the full
    /// name.
    fn introduces(&self, paragraph: usize, mention: &NamedMention) -> bool {
        let at = mention.toks.start;
        let entity = &self.cast.entities[mention.entity];
        let first = entity.full_at.first() == Some(&at)
            && entity.mentions.first().is_some_and(|m| m.start == at);
        let before = paragraph
            .checked_sub(1)
            .and_then(|n| self.doc.paragraphs.get(n));
        let last = before.and_then(|p| p.sentences.last());
        entity.human
            && first
            && !self.doc.possessive(mention.toks.end)
            && last.is_some_and(|s| s.contains(&at))
    }

    /// Whether these words are among those that somebody is reported to have said: in "Roe said Poe was
    /// wrong. But he added" it is not Poe who added.
    fn is_said(&self, words: Span) -> bool {
        let before = self.said.partition_point(|s| s.start <= words.start);
        self.said[..before]
            .iter()
            .rev()
            .take(3)
            .any(|s| s.covers(words))
    }

    /// Of whom what is reported right behind its verb speaks by name: "he said Roe was wrong" is not said by Roe.
    /// "Roe was late, he said" may be, and so may "he said the Roe family would stay".
    pub(super) fn spoken_of(&self, draft: &Draft) -> Vec<EntityId> {
        let doc = self.doc;
        let (Some(cue), Some(said)) = (&draft.cue, draft.content.first()) else {
            return Vec::new();
        };
        let first = doc.toks.partition_point(|t| t.span.start < said.start);
        // "Even as he said that, Roe smiled": the words are no object of the verb.
        if first < cue.end || (cue.end..first).any(|k| doc.is(k, ',')) {
            return Vec::new();
        }
        // Further on, or behind a comma or a dash, the words may be those of another clause.
        let near = first..doc.toks.len().min(first + NEAR_VERB);
        let parts =
            |k: &usize| doc.is(*k, ',') || doc.is_dash(*k) || doc.toks[*k].span.end > said.end;
        let end = near.clone().find(parts).unwrap_or(near.end);
        let mentions = &self.cast.mentions;
        let from = mentions.partition_point(|m| m.toks.start < first);
        let inside = mentions[from..].iter().take_while(|m| m.toks.end <= end);
        // "the Roe campaign" is none of him.
        let behind_article = |m: &NamedMention| {
            let before = m.toks.start.checked_sub(1);
            before.is_some_and(|k| reads!(doc, k, "the" | "a" | "an"))
        };
        let alone = |m: &&NamedMention| !m.marked && !behind_article(m);
        inside.filter(alone).map(|m| m.entity).collect()
    }

    /// The sentence of the teller before that of token `k`, in its paragraph or the one before.
    fn sentence_before(&self, paragraph: usize, k: usize) -> Option<&Toks> {
        let doc = self.doc;
        let own = doc.paragraphs.get(paragraph)?;
        let nth = own.sentences.partition_point(|s| s.end <= k);
        let above = paragraph.checked_sub(1).and_then(|n| doc.paragraphs.get(n));
        let earlier = above.into_iter().flat_map(|p| p.sentences.iter().rev());
        let mut before = own.sentences.get(..nth)?.iter().rev().chain(earlier);
        // Words between marks are nobody's doing.
        before.find(|s| (s.start..s.end).any(|k| !doc.in_mark(k)))
    }

    /// "The president met them. He said ...": the person whom the subject of the sentence before
    /// describes.
    fn described_subject(&self, paragraph: usize, k: usize) -> Option<(EntityId, usize)> {
        let before = self.sentence_before(paragraph, k)?;
        let toks = phrase::clause_subject(self.doc, before.start, before.end)?;
        let Mention::Description { head, toks } = sources::read(self.doc, &toks) else {
            return None;
        };
        let definite = reads!(self.doc, toks.start, "the");
        let kind = sources::kind_of(self.doc, head, &toks);
        if !definite || kind != SpeakerKind::Unnamed || self.doc.in_mark(head) {
            return None;
        }
        let id = self.by_trait(head, &toks, kind, definite)?;
        Some((id, toks.start))
    }

    /// How much a mention by name speaks for its bearer, by its place in the sentence; `adjacent` is
    /// where the sentence before the pronoun's begins.
    fn weight(&self, draft: &Draft, mention: &NamedMention, adjacent: usize, gender: Tags) -> f32 {
        let words = self.doc.toks[mention.toks.start].span;
        if mention.marked || draft.content.iter().any(|said| said.covers(words)) {
            return NOBODY;
        }
        // "Reuters/Ann Roe" took the picture; "President Roe's adviser" is somebody else.
        let (start, end) = (mention.toks.start, mention.toks.end);
        if start > 0 && self.doc.is(start - 1, '/') {
            return NOBODY;
        }
        if self.doc.possessive(end) {
            // "Roe's sister asked him to go, but he said no": she is no "he", so that Roe is.
            let head = known().gender_of_noun(self.doc.lower(end + 1));
            let other = head != Tags::NONE && head != gender && mention.subject;
            return if other { 2.0 } else { -1.0 };
        }
        let human = self.cast.entities[mention.entity].human;
        if mention.subject && !self.is_said(words) {
            return if human && mention.toks.start >= adjacent {
                3.0
            } else {
                2.0
            };
        }
        // "Then came the pilot Ann Roe. ¶ “...,” she said."
        if self.introduces(draft.paragraph, mention) {
            1.0
        } else {
            0.0
        }
    }

    /// "he" or "she": every person named or speaking in the paragraphs before, the likeliest first.
    fn person(&self, draft: &Draft, k: usize, gender: Tags) -> Option<Resolved> {
        let paragraph = draft.paragraph;
        let first = &self.doc.paragraphs[paragraph.saturating_sub(3)];
        let reach = |at: usize| at >= first.toks.start;
        let spoken_of = self.spoken_of(draft);
        let fits = |id: EntityId| {
            let entity = &self.cast.entities[id];
            (entity.kind == SpeakerKind::Person
                || entity.kind == SpeakerKind::Unnamed && entity.human)
                && (entity.gender == Tags::NONE || entity.gender == gender)
                && !spoken_of.contains(&id)
        };
        let adjacent = self.sentence_before(paragraph, k).map_or(k, |s| s.start);
        let weight = |m: &NamedMention| self.weight(draft, m, adjacent, gender);
        let named = || {
            self.named_before(k)
                .take_while(|m| reach(m.toks.start))
                .filter(|m| fits(m.entity))
                .map(|m| (m.entity, m.toks.start, weight(m)))
                .filter(|(id, _, w)| *w > NOBODY || self.cast.entities[*id].human)
        };
        let spoken = || {
            self.spoke_before(k)
                .take_while(|(_, at)| reach(*at))
                .filter(|(id, _)| fits(*id))
                .map(|(id, at)| (id, at, if at >= adjacent { 2.5 } else { 2.2 }))
        };
        let described = self
            .described_subject(paragraph, k)
            .filter(|(id, _)| fits(*id))
            .map(|(id, at)| (id, at, 2.0));
        let near = |at: usize| 1.0 - (k - at) as f32 / 400.0;
        // "Fort Roe" is no "he", unless he spoke.
        let spoke = |id: EntityId| self.spoke_since(id, first.toks.start, k);
        let score = |id: EntityId, at: usize, weight: f32| {
            let entity = &self.cast.entities[id];
            let far = paragraph.saturating_sub(self.doc.paragraph_of(at)) as f32;
            let sure = if entity.gender == gender { 0.7 } else { 0.0 };
            let thing = if entity.human || spoke(id) { 0.0 } else { 1.5 };
            (weight + sure + near(at) - 1.5 * far - thing, at, id)
        };
        let best = likeliest(None, named(), near, score);
        let best = likeliest(best, spoken(), near, score);
        let best = likeliest(best, described.into_iter(), near, score)?;
        let others = named().chain(spoken()).filter(|(id, ..)| *id != best.2);
        let rival = likeliest(None, others, near, score);
        let spoke_before = self.spoke_since(best.2, 0, k);
        let doubtful = rival.is_some_and(|r| best.0 - r.0 < CLEAR)
            || !spoke_before && self.is_joined(best.1, fits);
        let rule = if doubtful {
            "pronoun-of-one-of-two"
        } else if spoke_before {
            "pronoun-of-speaker"
        } else {
            "pronoun-of-subject"
        };
        Some(self.resolved(best.2, rule))
    }
}

/// The score of an antecedent, where it stands, and who it is.
type Scored = (f32, usize, EntityId);

/// The likeliest of `found` and the one known before. They come with the nearest first, and once the
/// best of all marks cannot make up for the distance, those farther off are not looked at.
fn likeliest(
    best: Option<Scored>,
    found: impl Iterator<Item = (EntityId, usize, f32)>,
    near: impl Fn(usize) -> f32,
    score: impl Fn(EntityId, usize, f32) -> Scored,
) -> Option<Scored> {
    let mut best = best;
    for (id, at, weight) in found {
        if best.is_some_and(|b| near(at) + MOST < b.0) {
            break;
        }
        let next = score(id, at, weight);
        if best.is_none_or(|b| b.0.total_cmp(&next.0).then(b.1.cmp(&next.1)).is_le()) {
            best = Some(next);
        }
    }
    best
}

/// The weight of a name inside what is said, and of who took a picture.
const NOBODY: f32 = -4.0;

/// Tokens between two names that are joined: "and", a comma, a title.
const JOINT: usize = 3;

/// By how much the likeliest antecedent is ahead of the next where it is clear who is meant.
const CLEAR: f32 = 0.5;

/// More than an antecedent's score can be, nearness aside.
const MOST: f32 = 3.8;
