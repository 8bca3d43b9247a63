//! Offices: what a role says of its bearer, and how well an office alone names somebody.

use super::document::{Document, Toks};
use super::entities::Entity;
use super::lexicon::Tags;

impl Entity {
    /// How well it bears an office that a text calls it by alone, 0 the best: "President Roe" comes
    /// before "Ruritanian President Poe", and both before a former one and the president of a club.
    #[must_use]
    pub fn office_rank(&self, noun: &str) -> u8 {
        self.offices.get(noun).copied().unwrap_or(2)
    }

    /// Takes note of the office that ends a role.
    pub(super) fn learn_office(&mut self, doc: &Document<'_>, role: &str) {
        let role = role.to_lowercase();
        let words: Vec<&str> = role.split_whitespace().collect();
        let Some((last, before)) = words.split_last() else {
            return;
        };
        if !matches!(words[0], "former" | "then" | "ex") {
            let nation = |w: &&str| doc.lexicon.tags(w).any(Tags::NATION);
            let rank = u8::from(before.iter().any(nation));
            let known = self.offices.entry((*last).to_owned()).or_insert(rank);
            *known = rank.min(*known);
        }
    }
}

/// The word at `k` in lower case; of "vice president" both words, for "the president" is another.
#[must_use]
pub fn office(doc: &Document<'_>, k: usize) -> String {
    let vice = k > 0 && doc.lower(k - 1) == "vice" && doc.has(k, Tags::TITLE);
    let prefix = if vice { "vice-" } else { "" };
    format!("{prefix}{}", doc.lower(k))
}

/// Whether the word at `k` of a role is somebody else's office: "the president's adviser", "a critic of
/// the mayor".
pub fn of_another(doc: &Document<'_>, role: &Toks, k: usize) -> bool {
    const PERSON: Tags = Tags::ROLE.or(Tags::ROLES).or(Tags::TITLE);
    let behind = || (role.start..k).any(|i| doc.has(i, Tags::PREP));
    doc.has(k, PERSON) && (doc.possessive(k + 1) || behind())
}
