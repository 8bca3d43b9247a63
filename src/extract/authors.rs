//! Documents in which somebody speaks for himself: what "the statement" says, its author says.
//!
//! Only where the text ties them: "a statement from Acme", "her letter", "Acme said in a statement. ...
//! the statement said", "data from Acme". Reports and studies speak for themselves.

use super::document::{Toks, reads};
use super::entities::EntityId;
use super::known::List;
use super::lexicon::Tags;
use super::phrase::{self, nominal};
use super::quotes::Draft;
use super::resolve::{Resolved, Resolver};
use super::sources::{self, Mention};
use super::verb::{first_of_verb_group, is_be};
use crate::model::SpeakerKind;

/// Tokens within which the document was spoken of before.
const FAR: usize = 600;

/// Places at which it was spoken of that are looked at.
const PLACES: usize = 4;

/// Words between an article and the noun.
const LONGEST_LEAD: usize = 4;

impl Resolver<'_, '_> {
    /// Whose document the description `toks` with the head noun at `head` is.
    pub(super) fn author(&mut self, draft: &Draft, head: usize, toks: &Toks) -> Option<Resolved> {
        let message = self.doc.among(head, List::MESSAGE);
        if !message && !self.doc.among(head, List::FIGURES) {
            return None;
        }
        let (owner, tie) = match self.owner_of(draft, head, toks) {
            Some(id) => (id, toks.clone()),
            None if message && toks.len() == 2 && reads!(self.doc, toks.start, "the") => {
                self.issued_before(draft, head, toks.start)?
            }
            None => return None,
        };
        Some(Resolved {
            entity: owner,
            rule: "author-of-document",
            at: self.doc.span(&tie),
        })
    }

    /// "Acme's statement", "her letter", "a statement from Acme".
    fn owner_of(&mut self, draft: &Draft, head: usize, toks: &Toks) -> Option<EntityId> {
        let doc = self.doc;
        // "the party's figures" may be people.
        let message = doc.among(head, List::MESSAGE);
        if let Some(mark) = (toks.start..head).rev().find(|&k| doc.possessive(k)) {
            let owner = toks.start..mark;
            return message.then(|| self.somebody(draft, &owner)).flatten();
        }
        if reads!(doc, toks.start, "his" | "her") && toks.start < head {
            return self.pronoun(draft, toks.start).map(|r| r.entity);
        }
        let from = reads!(doc, head + 1, "from" | "by");
        (from && head + 2 < toks.end)
            .then(|| self.somebody(draft, &(head + 2..toks.end)))
            .flatten()
    }

    /// "Acme said in a statement ...", "Acme issued a statement": who the last such document before
    /// token `at` is by, and the words that tell.
    fn issued_before(&mut self, draft: &Draft, head: usize, at: usize) -> Option<(EntityId, Toks)> {
        let doc = self.doc;
        let first = doc.paragraphs.get(draft.paragraph.saturating_sub(2))?;
        let floor = first.toks.start.max(at.saturating_sub(FAR));
        let noun = doc.toks[head].key;
        let places = (floor..at)
            .rev()
            .filter(|&k| doc.toks[k].key == noun && !doc.in_mark(k))
            .take(PLACES);
        for k in places {
            let lead = (floor.max(k.saturating_sub(LONGEST_LEAD))..k).rev();
            let start = lead
                .take_while(|&i| nominal(doc, i) || doc.has(i, Tags::DET))
                .last();
            let start = start.unwrap_or(k);
            if reads!(doc, start, "the") && !doc.possessive(k - 1) && !reads!(doc, k + 1, "from") {
                // Nothing new: "the statement" once more.
                continue;
            }
            let hi = doc.paragraphs[doc.paragraph_of(k)].toks.end;
            let whole = match doc.lower(k + 1) {
                "from" | "by" => phrase::right(doc, k, hi).map_or(k + 1, |p| p.end),
                _ => k + 1,
            };
            let tie = start..whole;
            let owner = match self.owner_of(draft, k, &tie) {
                Some(id) => Some(id),
                None => self.issuer(draft, start),
            };
            return owner.map(|id| (id, tie));
        }
        None
    }

    /// Who "said in a statement" or "issued a statement", where the document's phrase begins at `at`.
    fn issuer(&mut self, draft: &Draft, at: usize) -> Option<EntityId> {
        const BEGINS: Tags = Tags::DET.or(Tags::POSS);
        let doc = self.doc;
        let verb = at.checked_sub(1)?;
        let told = reads!(doc, verb, "in") || doc.among(verb, List::ISSUING);
        if !doc.has(at, BEGINS) || !told {
            return None;
        }
        let paragraph = &doc.paragraphs[doc.paragraph_of(at)];
        let nth = paragraph.sentences.partition_point(|s| s.end <= at);
        let sentence = paragraph.sentences.get(nth)?.clone();
        let speaker = {
            let mut speaking = self
                .spoke_before(sentence.end)
                .take_while(|(_, place)| *place >= sentence.start)
                .map(|(id, _)| id);
            let first = speaking.next();
            first.map(|id| speaking.all(|other| other == id).then_some(id))
        };
        if let Some(only) = speaker {
            return only;
        }
        // "Roe was accused in a statement" and "Roe had not issued a statement" tell of no author.
        let group = first_of_verb_group(doc, sentence.start, verb);
        let active = (group..verb).all(|k| !is_be(doc, k) && !doc.has(k, Tags::NEG));
        let subject = phrase::clause_subject(doc, sentence.start, sentence.end)?;
        if reads!(doc, verb, "in") || !active || subject.end > at {
            return None;
        }
        self.whoever(draft, &subject)
    }

    /// [`Self::whoever`] where the text has a name: else "a statement from the company" says more.
    fn somebody(&mut self, draft: &Draft, toks: &Toks) -> Option<EntityId> {
        let id = self.whoever(draft, toks)?;
        (!self.cast.entities[id].words.is_empty()).then_some(id)
    }

    /// Somebody named, described by a definite phrase, or called by a pronoun; none for what is no
    /// speaker.
    fn whoever(&mut self, draft: &Draft, toks: &Toks) -> Option<EntityId> {
        const SPEAKERS: Tags = Tags::ROLE.or(Tags::ROLES).or(Tags::ORG);
        match sources::read(self.doc, toks) {
            Mention::Name(name) => {
                let words = self.cast.words(self.doc, &name.toks);
                self.cast.find(self.doc, &words, &name)
            }
            Mention::Pronoun(k) => self.pronoun(draft, k).map(|r| r.entity),
            Mention::Description { head, toks } => {
                let definite =
                    self.doc.has(toks.start, Tags::POSS) || reads!(self.doc, toks.start, "the");
                let speaks = self.doc.has(head, SPEAKERS)
                    && sources::kind_of(self.doc, head, &toks) != SpeakerKind::Document;
                (definite && speaks).then(|| self.description(draft, head, &toks).entity)
            }
        }
    }
}
