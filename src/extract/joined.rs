//! Sources of two or more people: "Poe and Roe", "Roe and her lawyer, Ines Hart".
//!
//! Each part is brought to its own full name; they stay one speaker, a group.

use super::document::{Document, Toks, reads};
use super::entities::{Entity, EntityId, one_line};
use super::known::List;
use super::lexicon::Tags;
use super::listed;
use super::names::Name;
use super::party::is_party;
use super::resolve::{Resolved, Resolver};
use super::sources::{self, Mention};
use super::subject::Source;
use crate::model::SpeakerKind;
use crate::text::token::TokenKind;

/// Tokens that joined names may have, with their appositions.
const LONGEST: usize = 48;

impl Resolver<'_, '_> {
    /// The group that the names of a joined source make, where the text has fuller names for them.
    pub(super) fn joined(&mut self, source: &Source) -> Option<Resolved> {
        let doc = self.doc;
        let (toks, apposed) = match self.apposed(source.naming()) {
            Some(names) => (names, true),
            None => (source.naming().clone(), false),
        };
        let both = usize::from(reads!(doc, toks.start, "both"));
        let toks = toks.start + both..toks.end;
        let and = toks.clone().find(|&k| reads!(doc, k, "and"))?;
        let listed = toks.clone().any(|k| listed::is_inside(doc, k));
        // "friends of Roe, Poe and Hart" are others.
        let of = |k: usize| reads!(doc, k + 1, "of") && doc.has(k, Tags::ROLES);
        let others = (toks.start..and).any(of);
        if listed || others || toks.len() > LONGEST || and == toks.start {
            return None;
        }
        let mut parts: Vec<Part> = Vec::new();
        for part in split(doc, &toks) {
            let Some(part) = self.part(&part) else {
                return self.listed(&toks);
            };
            parts.push(part);
        }
        let shared = share_surname(doc, &mut parts);
        let known = |n: usize| {
            parts[n]
                .id
                .is_none_or(|id| parts[..n].iter().all(|p| p.id != Some(id)))
        };
        // Where a comma parts them, the first would stand for all.
        let apart = toks.clone().any(|k| doc.is(k, ','));
        let fuller = apart || apposed || both > 0 || shared || parts.iter().any(|p| p.fuller);
        if parts.len() < 2 || !fuller || !(0..parts.len()).all(known) {
            return None;
        }
        let (last, others) = parts.split_last()?;
        let others: Vec<&str> = others.iter().map(|p| p.name.as_str()).collect();
        let name = format!("{} and {}", others.join(", "), last.name);
        Some(self.group(&name, toks))
    }

    /// The group that is shown by `name`: one that has spoken, or a new one.
    fn group(&mut self, name: &str, toks: Toks) -> Resolved {
        let entities = &self.cast.entities;
        let same =
            |id: &EntityId| entities[*id].kind == SpeakerKind::Group && entities[*id].name == name;
        let before = self.spoke_before(toks.start).map(|(id, _)| id).find(same);
        let id = before.unwrap_or_else(|| {
            let group = Entity::new(
                SpeakerKind::Group,
                name.to_owned().into(),
                Vec::new(),
                toks,
                Tags::NONE,
            );
            self.cast.add(group)
        });
        self.resolved(id, "joined-names")
    }

    /// "Facebook, Twitter and Google": a list of names as it is printed, for the first of them would stand
    /// for all.
    fn listed(&mut self, toks: &Toks) -> Option<Resolved> {
        let doc = self.doc;
        let fits = |k: usize| doc.capital(k) || doc.is(k, ',') || reads!(doc, k, "and");
        let list = toks.clone().any(|k| doc.is(k, ',')) && toks.clone().all(fits);
        if !list {
            return None;
        }
        let name = one_line(doc.words(toks));
        Some(self.group(&name, toks.clone()))
    }

    /// "The couple, Ann and Tom Roe, said": the names beside a description of several.
    fn apposed(&self, described: &Toks) -> Option<Toks> {
        let doc = self.doc;
        let comma = described.end;
        if !doc.is(comma, ',') || doc.in_mark(comma + 1) {
            return None;
        }
        let Mention::Description { head, toks } = sources::read(doc, described) else {
            return None;
        };
        let several = doc.among(head, List::PAIR)
            || doc.has(head, Tags::ROLES)
                && sources::kind_of(doc, head, &toks) == SpeakerKind::Group;
        let hi = doc.paragraphs[doc.paragraph_of(comma)].toks.end;
        let end = (comma + 1..hi.min(comma + LONGEST))
            .find(|&k| doc.toks[k].kind == TokenKind::Punct && !doc.is(k, '.'))?;
        let names = |k: usize| doc.capital(k) || doc.is(k, '.') || reads!(doc, k, "and");
        (several && (comma + 1..end).all(names)).then_some(comma + 1..end)
    }

    /// One of those who are joined: the person named in it, with or without an apposition.
    fn part(&self, toks: &Toks) -> Option<Part> {
        let doc = self.doc;
        let mut pieces = toks.clone().filter(|&k| doc.is(k, ',')).peekable();
        let apposed = pieces.peek().is_some();
        let mut start = toks.start;
        for end in pieces.chain([toks.end]) {
            if let Mention::Name(name) = sources::read(doc, &(start..end))
                && sources::is_whole(&name, &(start..end))
            {
                return Some(self.named(&name, apposed));
            }
            start = end + 1;
        }
        None
    }

    fn named(&self, name: &Name, fuller: bool) -> Part {
        let words = self.cast.words(self.doc, &name.toks);
        let id = self.cast.find(self.doc, &words, name);
        let entity = id.map(|id| &self.cast.entities[id]);
        let printed = || one_line(self.doc.words(&name.toks));
        let shown = entity.map_or_else(printed, |e| e.name.clone());
        Part {
            at: name.toks.start,
            lone: name.toks.len() == 1 && entity.is_none_or(|e| e.words.len() == 1),
            id,
            fuller: fuller || entity.is_some_and(|e| e.words.len() > words.len()),
            name: shown.into_owned(),
        }
    }
}

/// A part of a joined source.
struct Part {
    id: Option<EntityId>,
    /// Where its name begins.
    at: usize,
    /// Whether the text has one word for it.
    lone: bool,
    /// Whether its name is fuller than what the source prints.
    fuller: bool,
    name: String,
}

/// "Ann and Tom Roe": a given name alone has the surname of the last; whether there is one.
fn share_surname(doc: &Document<'_>, parts: &mut [Part]) -> bool {
    let Some((last, first)) = parts.split_last_mut() else {
        return false;
    };
    let Some((_, surname)) = last.name.rsplit_once(' ').filter(|_| !last.lone) else {
        return false;
    };
    let mut any = false;
    for part in first
        .iter_mut()
        .filter(|p| p.lone && doc.has(p.at, Tags::GIVEN))
    {
        part.name = format!("{} {surname}", part.name);
        part.id = None;
        any = true;
    }
    any
}

/// The parts between "and", and between commas where only names stand there: "Poe, Hart and Roe".
fn split(doc: &Document<'_>, toks: &Toks) -> Vec<Toks> {
    let at = |parts: &dyn Fn(usize) -> bool, toks: &Toks| {
        let mut out = Vec::new();
        let mut start = toks.start;
        for k in toks.clone().filter(|&k| parts(k)).chain([toks.end]) {
            if start < k {
                out.push(start..k);
            }
            start = k + 1;
        }
        out
    };
    let is_name = |toks: &Toks| match sources::read(doc, toks) {
        Mention::Name(name) => sources::is_whole(&name, toks),
        _ => false,
    };
    let mut out = Vec::new();
    for conjunct in at(&|k| reads!(doc, k, "and"), toks) {
        let mut pieces = at(&|k| doc.is(k, ','), &conjunct);
        // "Ann Roe, D-Ohio, and Tom Poe, R-Ohio"
        pieces.retain(|p| !is_party(doc, p));
        if pieces.iter().all(is_name) {
            out.extend(pieces);
        } else {
            out.push(conjunct);
        }
    }
    out
}
