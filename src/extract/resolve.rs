//! From "he" and "the ministry" to a name: each source is brought to an entity of the cast.
//!
//! Sources are read in the order of the text. A name finds its bearer; a description finds the
//! entity that has its head noun or role; a pronoun finds the likeliest entity before it. Where the
//! evidence is not enough the source stays what the text prints.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{Document, Toks};
use super::entities::{Cast, Entity, EntityId, NamedMention, one_line};
use super::known::List;
use super::lexicon::Tags;
use super::names::{Name, NameKind, Place};
use super::party::is_party;
use super::phrase;
use super::quotes::Draft;
use super::roles;
use super::sources::{self, Mention};
use super::subject::Source;
use crate::model::{Span, SpeakerKind};
use crate::text::token::Case;

/// The outcome for one source.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Who it is.
    pub entity: EntityId,
    /// The rule and what it rests on.
    pub rule: &'static str,
    /// The mention that gave the name.
    pub at: Span,
}

/// Tokens within which an antecedent is looked for.
pub(super) const FAR_BACK: usize = 4000;

/// Tokens within which the name of somebody who speaks before it is looked for.
pub(super) const FAR_AHEAD: usize = 2000;

/// Resolves the sources of one article.
pub struct Resolver<'d, 'a> {
    pub(super) doc: &'d Document<'a>,
    /// The cast, which grows by entities known only by description.
    pub cast: Cast<'d>,
    /// Speakers so far: entity, and the token its source stands at.
    spoke: Vec<(EntityId, usize)>,
    /// Where each of them spoke, so that "he said she told them he claimed ..." without end is not
    /// searched through for every pronoun.
    spoke_at: FxHashMap<EntityId, Vec<usize>>,
    /// The words of all quotes, by where they begin.
    pub(super) said: Vec<Span>,
    /// Keys of all words in lower case, once they are asked for.
    small: OnceCell<FxHashSet<u64>>,
}

fn small_words(doc: &Document<'_>) -> FxHashSet<u64> {
    let small = doc.toks.iter().filter(|t| t.case == Case::Lower);
    small.map(|t| t.key).collect()
}

impl<'d, 'a> Resolver<'d, 'a> {
    /// A resolver over the names of `doc`, for the sources of `drafts`.
    #[must_use]
    pub fn new(doc: &'d Document<'a>, drafts: &[Draft]) -> Self {
        let mut said: Vec<Span> = drafts.iter().flat_map(|d| &d.content).copied().collect();
        said.sort_unstable();
        Self {
            doc,
            cast: Cast::gather(doc),
            spoke: Vec::new(),
            spoke_at: FxHashMap::default(),
            said,
            small: OnceCell::new(),
        }
    }

    /// Who the source of `draft` is.
    pub fn resolve(&mut self, draft: &Draft, source: &Source) -> Option<Resolved> {
        if let Some(joined) = self.joined(source) {
            self.speaks(joined.entity, source.phrase.start);
            return Some(joined);
        }
        let mut mention = sources::read(self.doc, &self.without_party(source.naming()));
        if let Some(name) = self.titular_surname(&mention) {
            mention = Mention::Name(name);
        } else if let Some(plain) = self.plain_opener(&mention) {
            mention = plain;
        }
        let mut described = None;
        if let Mention::Description { head, toks } = &mention
            && self.doc.has(*head, Tags::ROLE)
            && let kin = self.doc.among(*head, List::KIN)
            && let Some(name) = sources::appositive_name(self.doc, toks.end, kin)
        {
            const LEAD: Tags = Tags::DET.or(Tags::POSS);
            let start = toks.clone().find(|&k| !self.doc.has(k, LEAD));
            described = start.map(|start| start..toks.end);
            mention = Mention::Name(name);
        }
        let found = match &mention {
            Mention::Pronoun(k) => self.pronoun(draft, *k),
            Mention::Name(name) => Some(self.name(name, source)),
            Mention::Description { head, toks } => Some(self.description(draft, *head, toks)),
        };
        if let Some(resolved) = &found {
            let id = resolved.entity;
            if let Some(aside) = &source.aside
                && let Some(role) = roles::of_aside(self.doc, aside)
            {
                self.cast.give_role(self.doc, id, &role);
            }
            if let Some(role) = described {
                self.cast.give_role(self.doc, id, &role);
            }
            // "the statement" is no name for its author.
            if resolved.rule != "author-of-document" {
                self.note(id, &mention, source);
            }
            self.learn_behind(id, source.phrase.start);
            // Who wrote a post that stands in the text is no "he" of the sentences behind it.
            if draft
                .rules
                .first()
                .is_none_or(|(rule, _)| *rule != "signed-post")
            {
                self.speaks(id, source.phrase.start);
            }
        }
        found
    }

    /// "Ann Roe, R-Ohio, said": where the phrase is but the party, the name before it.
    fn without_party(&self, naming: &Toks) -> Toks {
        let mentions = &self.cast.mentions;
        let place = mentions.partition_point(|m| m.toks.start < naming.start);
        let before = place.checked_sub(1).map(|p| mentions[p].toks.clone());
        let beside = before.filter(|toks| {
            is_party(self.doc, naming) && self.doc.is(toks.end, ',') && toks.end + 1 == naming.start
        });
        beside.unwrap_or_else(|| naming.clone())
    }

    /// "King said": a lone word that is a title elsewhere is a name where somebody bears it.
    fn titular_surname(&self, mention: &Mention) -> Option<Name> {
        let Mention::Description { toks, .. } = mention else {
            return None;
        };
        if toks.len() != 1 || !self.doc.capital(toks.start) {
            return None;
        }
        let name = Name {
            toks: toks.clone(),
            title: None,
            gender: Tags::NONE,
            kind: NameKind::Person,
            place: Place::Inside,
        };
        let words = self.cast.words(self.doc, toks);
        let bearer = &self.cast.entities[self.cast.find(self.doc, &words, &name)?];
        let borne = bearer.words.len() > 1 && bearer.words.last() == words.last();
        borne.then_some(name)
    }

    /// "Patrons said": a word that has its capital from the head of the sentence, and that nothing in
    /// the text shows to be a name.
    fn plain_opener(&self, mention: &Mention) -> Option<Mention> {
        const PLAIN: Tags = Tags::VERB
            .or(Tags::ADV)
            .or(Tags::ADJ)
            .or(Tags::NUM)
            .or(Tags::SUB)
            .or(phrase::HEADS);
        let Mention::Name(name) = mention else {
            return None;
        };
        let (doc, k) = (self.doc, name.toks.start);
        let lone =
            name.toks.len() == 1 && name.title.is_none() && doc.toks[k].case == Case::Capital;
        if !lone || name.kind != NameKind::Person || !phrase::starts_sentence(doc, k) {
            return None;
        }
        let mentions = &self.cast.mentions;
        let place = mentions.partition_point(|m| m.toks.start < k);
        let named = mentions.get(place).is_some_and(|m| m.toks.start == k);
        if named
            || doc.has(k, Tags::GIVEN)
            || self
                .cast
                .find(doc, &self.cast.words(doc, &name.toks), name)
                .is_some()
        {
            return None;
        }
        let word = doc.lower(k);
        let form = [
            "ing", "ed", "ly", "ers", "ors", "ists", "ents", "ants", "eers", "ions", "ians", "ings",
        ];
        let plain = doc.has(k, PLAIN)
            || doc.toks[k].cue.is_some()
            || form.iter().any(|f| word.len() > 5 && word.ends_with(f))
            || self
                .small
                .get_or_init(|| small_words(doc))
                .contains(&doc.toks[k].key);
        plain.then(|| Mention::Description {
            head: k,
            toks: name.toks.clone(),
        })
    }

    fn note(&mut self, id: EntityId, mention: &Mention, source: &Source) {
        if !matches!(mention, Mention::Pronoun(_)) {
            let toks = source.naming().clone();
            let mentions = &mut self.cast.entities[id].mentions;
            let place = mentions.partition_point(|m| m.start < toks.start);
            let overlaps =
                |m: Option<&Toks>| m.is_some_and(|m| m.start < toks.end && toks.start < m.end);
            if !overlaps(mentions.get(place))
                && !overlaps(place.checked_sub(1).and_then(|p| mentions.get(p)))
            {
                mentions.insert(place, toks);
            }
        }
    }

    pub(super) fn resolved(&self, entity: EntityId, rule: &'static str) -> Resolved {
        let at = self.doc.span(&self.cast.entities[entity].name_at);
        Resolved { entity, rule, at }
    }

    fn speaks(&mut self, id: EntityId, at: usize) {
        self.spoke.push((id, at));
        self.spoke_at.entry(id).or_default().push(at);
    }

    /// Whether somebody spoke between tokens `from` and `at`, as far back as an antecedent may be.
    pub(super) fn spoke_since(&self, id: EntityId, from: usize, at: usize) -> bool {
        let Some(places) = self.spoke_at.get(&id) else {
            return false;
        };
        let before = places.partition_point(|&start| start < at);
        let last = before.checked_sub(1).map(|n| places[n]);
        last.is_some_and(|start| start >= from && start + FAR_BACK >= at)
    }

    /// Speakers before token `at`, the last first, as far back as an antecedent may be.
    pub(super) fn spoke_before(&self, at: usize) -> impl Iterator<Item = (EntityId, usize)> {
        let end = self.spoke.partition_point(|(_, start)| *start < at);
        let near = move |(_, start): &(EntityId, usize)| start + FAR_BACK >= at;
        self.spoke[..end].iter().rev().copied().take_while(near)
    }

    /// Named mentions before token `at`, the last first, as far back as an antecedent may be.
    pub(super) fn named_before(&self, at: usize) -> impl Iterator<Item = &NamedMention> {
        let mentions = &self.cast.mentions;
        let end = mentions.partition_point(|m| m.toks.start < at);
        mentions[..end]
            .iter()
            .rev()
            .take_while(move |m| m.toks.start + FAR_BACK >= at)
    }

    fn name(&mut self, name: &Name, source: &Source) -> Resolved {
        let words = self.cast.words(self.doc, &name.toks);
        let found = self.cast.bearer(self.doc, &words, name);
        let contested = found.is_some_and(|b| b.contested);
        let new = || {
            let kind = match name.kind {
                NameKind::Person => SpeakerKind::Person,
                NameKind::Organisation => SpeakerKind::Organisation,
            };
            Entity::new(
                kind,
                one_line(self.doc.words(&name.toks)),
                words.clone(),
                name.toks.clone(),
                name.gender,
            )
        };
        let entity = match found {
            Some(bearer) => bearer.id,
            None => self.cast.add(new()),
        };
        if let Some(role) = roles::before_name(self.doc, name) {
            self.cast.give_role(self.doc, entity, &role);
        }
        if let Some(role) = roles::affiliation(self.doc, name.toks.end, source.naming().end) {
            self.cast.give_role(self.doc, entity, &role);
        }
        let same = self.cast.entities[entity].words == words;
        let rule = match (same, contested) {
            (true, _) => "full-name",
            (false, true) => "name-of-one-of-two",
            (false, false) => "part-of-name",
        };
        self.resolved(entity, rule)
    }

    /// The name to show for a reporter ("via").
    #[must_use]
    pub fn via(&self, toks: &Toks) -> String {
        let name = phrase_name(self.doc, toks);
        one_line(self.doc.words(&name)).into_owned()
    }
}

/// The name at the end of a phrase, or the phrase without its article.
fn phrase_name(doc: &Document<'_>, toks: &Toks) -> Toks {
    if let Mention::Name(name) = sources::read(doc, toks) {
        return name.toks;
    }
    let start = toks
        .clone()
        .find(|&k| !doc.has(k, Tags::DET))
        .unwrap_or(toks.start);
    if phrase::nominal(doc, start) {
        start..toks.end
    } else {
        toks.clone()
    }
}
