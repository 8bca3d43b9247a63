//! Offices: what a role says of its bearer, and how well an office alone names somebody.

use std::borrow::Cow;

use super::document::{Document, Toks, reads};
use super::entities::{Cast, Entity, EntityId};
use super::known::List;
use super::lexicon::{Tags, key};
use super::resolve::Resolver;
use super::roles;
use crate::model::SpeakerKind;

impl Entity<'_> {
    /// How well it bears an office that a text calls it by alone, 0 the best: "President Roe" comes
    /// before "Ruritanian President Poe", and both before a former one and the president of a club.
    #[must_use]
    pub fn office_rank(&self, noun: &str) -> u8 {
        self.offices.get(&key(noun)).copied().unwrap_or(2)
    }

    /// Takes note of the office that ends a role.
    pub(super) fn learn_office(&mut self, doc: &Document<'_>, role: &str) {
        let role = role.to_lowercase();
        let words: Vec<&str> = role.split_whitespace().collect();
        let Some((last, before)) = words.split_last() else {
            return;
        };
        if !doc.lexicon.among(words[0], List::LAPSED) {
            let nation = |w: &&str| doc.lexicon.tags(w).any(Tags::NATION);
            let rank = u8::from(before.iter().any(nation));
            let best = self.offices.entry(key(last)).or_insert(rank);
            *best = rank.min(*best);
            self.holds_office |= doc.lexicon.among(last, List::OFFICE);
        }
    }
}

/// The word at `k` in lower case; of "vice president" both words, for "the president" is another.
#[must_use]
pub fn office<'d>(doc: &'d Document<'_>, k: usize) -> Cow<'d, str> {
    let vice = k > 0 && reads!(doc, k - 1, "vice") && doc.has(k, Tags::TITLE);
    let word = doc.lower(k);
    if vice {
        format!("vice-{word}").into()
    } else {
        word.into()
    }
}

/// Whether the word at `k` of a role is somebody else's office: "the president's adviser", "a critic of
/// the mayor".
pub fn of_another(doc: &Document<'_>, role: &Toks, k: usize) -> bool {
    const PERSON: Tags = Tags::ROLE.or(Tags::ROLES).or(Tags::TITLE);
    let behind = || (role.start..k).any(|i| doc.has(i, Tags::PREP));
    doc.has(k, PERSON) && (doc.possessive(k + 1) || behind())
}

impl Cast<'_> {
    /// "Ann Roe is the director of the port": for those of whom the text says no more.
    pub(super) fn learn_predicates(&mut self, doc: &Document<'_>) {
        for n in 0..self.mentions.len() {
            let (id, at) = (self.mentions[n].entity, self.mentions[n].toks.end);
            let entity = &self.entities[id];
            let told = entity.kind != SpeakerKind::Person || !entity.roles.is_empty();
            if told || self.mentions[n].marked || !self.mentions[n].subject {
                continue;
            }
            if let Some(role) = roles::predicate(doc, at) {
                self.give_role(doc, id, &role);
            }
        }
    }
}

impl Resolver<'_, '_> {
    /// "... Ann Roe said. She is a professor at the port school.": the sentence behind that of token
    /// `at` says what the speaker is.
    pub(super) fn learn_behind(&mut self, id: EntityId, at: usize) {
        let doc = self.doc;
        let entity = &self.cast.entities[id];
        if entity.kind != SpeakerKind::Person || !entity.roles.is_empty() {
            return;
        }
        let Some(paragraph) = doc.paragraphs.get(doc.paragraph_of(at)) else {
            return;
        };
        let next = paragraph.sentences.partition_point(|s| s.start <= at);
        let Some(start) = paragraph.sentences.get(next).map(|s| s.start) else {
            return;
        };
        let gender = match doc.lower(start) {
            "he" => Tags::MALE,
            "she" => Tags::FEMALE,
            _ => return,
        };
        let other = entity.gender != Tags::NONE && entity.gender != gender;
        if !other && let Some(role) = roles::predicate(doc, start + 1) {
            self.cast.give_role(doc, id, &role);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, Block, BlockRole, Span};

    /// Minutes, where for each role the words since the last one are looked through.
    #[test]
    fn many_roles_in_one_paragraph_take_no_longer_each() {
        let text = format!(
            "Ann Roe, a doctor, left. {}",
            "E, By Source: Roe ".repeat(100_000)
        );
        let block = Block {
            role: BlockRole::Paragraph,
            span: Span::new(0, text.len()),
        };
        let article = Article {
            text,
            blocks: vec![block],
            ..Article::default()
        };
        let doc = Document::read(&article);
        let cast = Cast::gather(&doc);
        assert!(cast.mentions.len() > 100_000);
    }
}
