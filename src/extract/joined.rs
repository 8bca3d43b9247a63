//! Sources of two or more people: "Poe and Roe", "Roe and her lawyer, Ines Hart".
//!
//! Each part is brought to its own full name; they stay one speaker, a group.

use super::document::{Document, Toks};
use super::entities::{Entity, EntityId, one_line};
use super::lexicon::Tags;
use super::names::Name;
use super::resolve::{Resolved, Resolver};
use super::sources::{self, Mention};
use super::subject::Source;
use crate::model::SpeakerKind;

/// Tokens that joined names may have.
const LONGEST: usize = 24;

impl Resolver<'_, '_> {
    /// "Roe and | her lawyer, Ines Hart, said": whoever the possessive goes back to speaks, too.
    pub fn widen(&self, source: &mut Source) {
        let start = source.phrase.start;
        let doc = self.doc;
        let led = source.antecedent.is_none()
            && doc.has(start, Tags::POSS)
            && start > 1
            && doc.lower(start - 1) == "and";
        if !led {
            return;
        }
        let mentions = &self.cast.mentions;
        let place = mentions.partition_point(|m| m.toks.start < start);
        let before = place.checked_sub(1).map(|p| &mentions[p]);
        if let Some(owner) = before.filter(|m| m.toks.end + 1 == start && m.subject && !m.marked)
            && self.cast.entities[owner.entity].kind == SpeakerKind::Person
        {
            source.phrase.start = owner.toks.start;
        }
    }

    /// The group that the names of a joined source make, where the text has fuller names for them.
    pub(super) fn joined(&mut self, source: &Source) -> Option<Resolved> {
        let doc = self.doc;
        let toks = source.naming().clone();
        let and = toks.clone().find(|&k| doc.lower(k) == "and")?;
        if toks.len() > LONGEST || and == toks.start {
            return None;
        }
        let mut parts: Vec<Part> = Vec::new();
        for part in split(doc, &toks) {
            parts.push(self.part(&part)?);
        }
        let known = |n: usize| {
            parts[n]
                .id
                .is_none_or(|id| parts[..n].iter().all(|p| p.id != Some(id)))
        };
        let fuller = parts.iter().any(|p| p.fuller);
        if parts.len() < 2 || !fuller || !(0..parts.len()).all(known) {
            return None;
        }
        let (last, others) = parts.split_last()?;
        let others: Vec<&str> = others.iter().map(|p| p.name.as_str()).collect();
        let name = format!("{} and {}", others.join(", "), last.name);
        let entities = &self.cast.entities;
        let same =
            |id: &EntityId| entities[*id].kind == SpeakerKind::Group && entities[*id].name == name;
        let before = self.spoke_before(toks.start).map(|(id, _)| id).find(same);
        let id = before.unwrap_or_else(|| {
            let group = Entity::new(SpeakerKind::Group, &name, Vec::new(), toks, Tags::NONE);
            self.cast.add(group)
        });
        Some(self.resolved(id, "joined-names"))
    }

    /// One of those who are joined: a name, or a description with the name beside it.
    fn part(&self, toks: &Toks) -> Option<Part> {
        let doc = self.doc;
        let name = match sources::read(doc, toks) {
            Mention::Name(name) => name,
            Mention::Description { .. } if doc.has(toks.start, Tags::POSS) => {
                let name = sources::appositive_name(doc, toks.end)?;
                return Some(self.named(&name, true));
            }
            _ => return None,
        };
        let start = name.title.as_ref().map_or(name.toks.start, |t| t.start);
        let whole = start == toks.start && name.toks.end == toks.end;
        whole.then(|| self.named(&name, false))
    }

    fn named(&self, name: &Name, fuller: bool) -> Part {
        let words = self.cast.words(self.doc, &name.toks);
        let id = self.cast.find(self.doc, &words, name);
        let entity = id.map(|id| &self.cast.entities[id]);
        let printed = one_line(self.doc.words(&name.toks));
        Part {
            id,
            fuller: fuller || entity.is_some_and(|e| e.words.len() > words.len()),
            name: entity.map_or(printed, |e| e.name.clone()),
        }
    }
}

/// A part of a joined source.
struct Part {
    id: Option<EntityId>,
    /// Whether its name is fuller than what the source prints.
    fuller: bool,
    name: String,
}

/// The parts between "and" and commas.
fn split(doc: &Document<'_>, toks: &Toks) -> Vec<Toks> {
    let parts = |k: &usize| doc.lower(*k) == "and" || doc.is(*k, ',');
    let mut out = Vec::new();
    let mut start = toks.start;
    for k in toks.clone().filter(parts).chain([toks.end]) {
        if start < k {
            out.push(start..k);
        }
        start = k + 1;
    }
    out
}
