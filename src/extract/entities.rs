//! The cast of the article: names gathered into entities, each with its fullest name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{Document, Toks};
use super::lexicon::Tags;
use super::names::{Name, NameKind, names};
use super::phrase::{nominal, starts_sentence};
use super::roles;
use super::subject::aside_right;
use crate::model::{Role, SpeakerKind};

/// Number of an entity.
pub type EntityId = usize;

/// Somebody or something the text speaks of.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: SpeakerKind,
    /// The name to show: the fullest in the text.
    pub name: String,
    /// The words of that name in lower case.
    pub words: Vec<String>,
    /// Where that name stands.
    pub name_at: Toks,
    /// Gender by title, given name or role noun.
    pub gender: Tags,
    /// Every mention, in the order of the text.
    pub mentions: Vec<Toks>,
    /// Roles as printed, in the order of the text.
    pub roles: Vec<Role>,
    /// Lower-case words of roles and descriptions, for "the ministry" and "the spokesman".
    pub traits: FxHashSet<String>,
}

/// A mention of an entity by name, in the order of the text.
#[derive(Clone, Debug)]
pub struct NamedMention {
    /// Where.
    pub toks: Toks,
    /// Whom.
    pub entity: EntityId,
    /// Whether it opens its sentence, as subjects do.
    pub subject: bool,
    /// Whether it stands inside marks.
    pub marked: bool,
}

/// What a mention that comes later counts as farther than any before.
const AFTER: usize = 1 << 32;

/// All entities and where they are named.
pub struct Cast {
    /// The entities.
    pub entities: Vec<Entity>,
    /// Named mentions in text order.
    pub mentions: Vec<NamedMention>,
    /// Entities by the first and the last word of their name.
    by_word: FxHashMap<String, Vec<EntityId>>,
}

impl Cast {
    /// Gathers the names of the text.
    #[must_use]
    pub fn gather(doc: &Document<'_>) -> Self {
        let mut cast = Self {
            entities: Vec::new(),
            mentions: Vec::new(),
            by_word: FxHashMap::default(),
        };
        let found = names(doc);
        // Long names first, so that a surname finds its bearer wherever the full name stands.
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|&n| (std::cmp::Reverse(weight(doc, &found[n])), n));
        let mut owner = vec![0; found.len()];
        for n in order {
            owner[n] = cast.enter(doc, &found[n]);
        }
        for (n, name) in found.iter().enumerate() {
            cast.note(doc, name, owner[n]);
        }
        cast
    }

    /// The entity of a name: one it already has, or a new one.
    fn enter(&mut self, doc: &Document<'_>, name: &Name) -> EntityId {
        let words = words_of(doc, &name.toks);
        if let Some(id) = self.find(&words, name.kind, name.gender, name.toks.start) {
            let entity = &mut self.entities[id];
            entity.gender = if entity.gender == Tags::NONE {
                name.gender
            } else {
                entity.gender
            };
            return id;
        }
        let kind = match name.kind {
            NameKind::Person => SpeakerKind::Person,
            NameKind::Organisation => SpeakerKind::Organisation,
        };
        self.add(Entity {
            kind,
            name: doc
                .words(&name.toks)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            words,
            name_at: name.toks.clone(),
            gender: name.gender,
            mentions: Vec::new(),
            roles: Vec::new(),
            traits: FxHashSet::default(),
        })
    }

    /// Adds an entity.
    pub fn add(&mut self, entity: Entity) -> EntityId {
        let id = self.entities.len();
        let mut keys: Vec<&String> = entity
            .words
            .first()
            .into_iter()
            .chain(entity.words.last())
            .collect();
        keys.dedup();
        for key in keys {
            self.by_word.entry(key.clone()).or_default().push(id);
        }
        if let Some(acronym) = acronym(&entity) {
            self.by_word.entry(acronym).or_default().push(id);
        }
        self.entities.push(entity);
        id
    }

    /// The entity that `words` name, as seen from token `at`: the same words, a surname, a family
    /// name that stands first, an acronym. Two bearers of one surname are told apart by title and
    /// given name, then by nearness.
    #[must_use]
    pub fn find(
        &self,
        words: &[String],
        kind: NameKind,
        gender: Tags,
        at: usize,
    ) -> Option<EntityId> {
        let last = words.last()?;
        let candidates = self.by_word.get(last).map_or(&[][..], Vec::as_slice);
        let first = words
            .first()
            .and_then(|w| self.by_word.get(w))
            .map_or(&[][..], Vec::as_slice);
        candidates
            .iter()
            .chain(first)
            .copied()
            .filter(|&id| self.same(id, words, kind, gender))
            .min_by_key(|&id| {
                let own = &self.entities[id].words;
                // A surname at the end comes before a family name that stands first.
                (
                    own != words,
                    own.last() != Some(last),
                    self.distance(id, at),
                    id,
                )
            })
    }

    /// How far the nearest mention before `at` is; later ones count as farther.
    fn distance(&self, id: EntityId, at: usize) -> usize {
        let entity = &self.entities[id];
        let later = entity.mentions.partition_point(|m| m.start <= at);
        match (later.checked_sub(1), entity.mentions.get(later)) {
            (Some(before), _) => at - entity.mentions[before].start,
            (None, Some(after)) => AFTER + (after.start - at),
            (None, None) if entity.name_at.start <= at => at - entity.name_at.start,
            (None, None) => AFTER + (entity.name_at.start - at),
        }
    }

    fn same(&self, id: EntityId, words: &[String], kind: NameKind, gender: Tags) -> bool {
        let entity = &self.entities[id];
        if entity.words == words {
            return true;
        }
        let clash = gender != Tags::NONE && entity.gender != Tags::NONE && gender != entity.gender;
        match (kind, entity.kind) {
            (NameKind::Person, SpeakerKind::Person) => !clash && same_person(&entity.words, words),
            (NameKind::Organisation, SpeakerKind::Organisation) => same_organisation(entity, words),
            // A surname that is a place's name too: "London" behind "Ann London".
            (NameKind::Organisation, SpeakerKind::Person) => {
                words.len() == 1 && entity.words.len() > 1 && entity.words.last() == words.last()
            }
            // A lone acronym or word may be read as either.
            (_, SpeakerKind::Organisation) => {
                words.len() == 1 && acronym(entity).as_ref() == words.first()
            }
            _ => false,
        }
    }

    /// Notes a mention, its title and the apposition behind it.
    fn note(&mut self, doc: &Document<'_>, name: &Name, id: EntityId) {
        let start = name.title.as_ref().map_or(name.toks.start, |t| t.start);
        self.mentions.push(NamedMention {
            toks: name.toks.clone(),
            entity: id,
            subject: is_subject(doc, start),
            marked: doc.in_mark(name.toks.start),
        });
        self.entities[id].mentions.push(name.toks.clone());
        if name.kind != NameKind::Person {
            self.introduced_acronym(doc, name.toks.end, id);
            return;
        }
        if let Some(role) = roles::before_name(doc, name) {
            self.give_role(doc, id, &role);
        }
        let paragraph = &doc.paragraphs[doc.paragraph_of(name.toks.start)];
        let role = aside_right(doc, name.toks.end, paragraph.toks.end)
            .and_then(|a| roles::of_aside(doc, &a));
        if let Some(role) = role {
            self.give_role(doc, id, &role);
        } else if let Some(role) = roles::affiliation(doc, name.toks.end, paragraph.toks.end) {
            self.give_role(doc, id, &role);
        }
    }

    /// "the Office for Project Services (UNOPS)": the name in brackets is another one.
    fn introduced_acronym(&mut self, doc: &Document<'_>, at: usize, id: EntityId) {
        if doc.is(at, '(') && doc.capital(at + 1) && doc.is(at + 2, ')') {
            let short = doc.lower(at + 1).to_owned();
            let known = self.by_word.entry(short.clone()).or_default();
            if !known.contains(&id) {
                known.insert(0, id);
            }
            self.entities[id].traits.insert(short);
        }
    }

    /// Gives an entity a role as printed; the same words twice are one.
    pub fn give_role(&mut self, doc: &Document<'_>, id: EntityId, at: &Toks) {
        let span = doc.span(at);
        let text = doc
            .words(at)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let entity = &mut self.entities[id];
        entity
            .traits
            .extend(at.clone().map(|k| doc.lower(k).to_owned()));
        let gender = at
            .clone()
            .map(|k| gender_of_noun(doc.lower(k)))
            .find(|g| *g != Tags::NONE);
        if entity.gender == Tags::NONE {
            entity.gender = gender.unwrap_or_default();
        }
        let place = entity.roles.partition_point(|r| r.span < span);
        if entity.roles.get(place).is_none_or(|r| r.span != span) {
            entity.roles.insert(place, Role { text, span });
        }
    }
}

/// Whether a name that begins at token `start` can be the subject of its sentence: it opens it, or
/// only nouns and their links stand before ("Head of the union, Ann Roe, hit back").
fn is_subject(doc: &Document<'_>, start: usize) -> bool {
    let reach = start.saturating_sub(LONGEST_LEAD);
    let mut k = start;
    while k > reach && !starts_sentence(doc, k) {
        let i = k - 1;
        let linked = doc.has(i, Tags::NP_PREP) && !starts_sentence(doc, i);
        let noun = nominal(doc, i) && !doc.capital(i) || doc.has(i, Tags::DET) || doc.is(i, ',');
        if !(noun || linked || doc.capital(i) && nominal(doc, i)) {
            return false;
        }
        k = i;
    }
    starts_sentence(doc, k)
}

/// Tokens that may stand before a subject that is introduced by its role.
const LONGEST_LEAD: usize = 12;

/// "spokeswoman", "widow": nouns that say the gender.
#[must_use]
pub fn gender_of_noun(word: &str) -> Tags {
    const WOMEN: [&str; 9] = [
        "mother", "wife", "daughter", "sister", "actress", "queen", "princess", "girl", "widow",
    ];
    const MEN: [&str; 9] = [
        "father", "husband", "son", "brother", "actor", "king", "prince", "boy", "widower",
    ];
    if word.ends_with("woman") || WOMEN.contains(&word) {
        Tags::FEMALE
    } else if word.ends_with("man") && word.len() > 4 || word == "man" || MEN.contains(&word) {
        Tags::MALE
    } else {
        Tags::NONE
    }
}

fn weight(doc: &Document<'_>, name: &Name) -> usize {
    name.toks.clone().filter(|&k| doc.capital(k)).count()
}

/// Lower-case words of a name, suffixes and nicknames aside.
#[must_use]
pub fn words_of(doc: &Document<'_>, toks: &Toks) -> Vec<String> {
    let own = doc.toks.get(toks.start).and_then(|t| t.mark);
    toks.clone()
        .filter(|&k| {
            doc.toks[k].kind != crate::text::token::TokenKind::Punct && doc.toks[k].mark == own
        })
        .map(|k| doc.lower(k).to_owned())
        .filter(|w| !matches!(w.as_str(), "jr." | "sr." | "jr" | "sr" | "iii" | "ii"))
        .collect()
}

/// Whether the shorter name can be the longer one's: its surname, its family name that stands
/// first, or the same first and last word with initials and middle names aside.
fn same_person(full: &[String], short: &[String]) -> bool {
    let (full, short) = if full.len() >= short.len() {
        (full, short)
    } else {
        (short, full)
    };
    match short {
        [one] => full.last() == Some(one) || full.first() == Some(one),
        [first, .., last] => {
            let initial = |a: &str, b: &str| {
                a.trim_end_matches('.').len() == 1 && b.starts_with(a.trim_end_matches('.'))
            };
            full.last() == Some(last)
                && full
                    .first()
                    .is_some_and(|f| f == first || initial(f, first) || initial(first, f))
                || full.len() > 2 && full.windows(short.len()).any(|w| w == short)
        }
        [] => false,
    }
}

/// Whether `words` are a part of the organisation's name that can stand for it.
fn same_organisation(entity: &Entity, words: &[String]) -> bool {
    if let [one] = words {
        return acronym(entity).as_ref() == Some(one) || entity.traits.contains(one);
    }
    let drop_the = |w: &[String]| {
        w.iter()
            .filter(|x| *x != "the")
            .cloned()
            .collect::<Vec<_>>()
    };
    drop_the(&entity.words) == drop_the(words)
}

/// The initials of an organisation's name of three words or more.
fn acronym(entity: &Entity) -> Option<String> {
    if entity.kind != SpeakerKind::Organisation || entity.words.len() < 3 {
        return None;
    }
    let initials: String = entity
        .words
        .iter()
        .filter(|w| !matches!(w.as_str(), "of" | "the" | "for" | "and"))
        .filter_map(|w| w.chars().next())
        .collect();
    (initials.len() >= 3).then_some(initials)
}
