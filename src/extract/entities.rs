//! The cast of the article: names gathered into entities, each with its fullest name.

use std::borrow::Cow;
use std::cell::Cell;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::aside::is_introductory;
use super::bearers::{Calls, leads};
use super::document::{Document, Toks, reads};
use super::known::{List, known};
use super::lexicon::{Tags, key, lexicon};
use super::matching::{JUNIOR, has_accents, has_suffix, words_of};
use super::name_parts::behind_letters;
use super::names::{Name, NameKind, Place, names};
use super::namesakes::{Bearers, Namesakes, sign, signs};
use super::offices::{of_another, office};
use super::party::{home_behind, party_behind, tells_home};
use super::roles;
use super::standing::{is_part, is_subject};
use super::subject::aside_right;
use super::word::Word;
use crate::model::{Role, SpeakerKind};

/// Number of an entity.
pub type EntityId = usize;

/// Somebody or something the text speaks of.
#[derive(Clone, Debug)]
pub struct Entity<'d> {
    /// What it is.
    pub kind: SpeakerKind,
    /// The name to show: the fullest in the text.
    pub name: Cow<'d, str>,
    /// The words of that name in lower case.
    pub words: Vec<Word<'d>>,
    /// Where that name stands.
    pub name_at: Toks,
    /// Gender by title, given name or role noun.
    pub gender: Tags,
    /// Every mention, in the order of the text.
    pub mentions: Vec<Toks>,
    /// Roles as printed, in the order of the text.
    pub roles: Vec<Role>,
    /// How well it bears each office that ends one of its roles, by its key: see [`Self::office_rank`].
    pub(super) offices: FxHashMap<u64, u8>,
    /// Whether one of these is an office that a person holds one of at a time.
    pub(super) holds_office: bool,
    /// Keys of the words of roles and descriptions, for "the ministry" and "the spokesman".
    pub traits: FxHashSet<u64>,
    /// Whether a place is among them: see [`tells_home`].
    pub(super) placed: bool,
    /// Where it is named in full, by token.
    pub full_at: Vec<usize>,
    /// Where it is so as who acts or speaks, by token.
    pub leads_at: Vec<usize>,
    /// Named in full in running text, not only in a headline.
    pub sure: bool,
    /// Named as somebody's relative.
    pub kin: bool,
    /// A title, a role or a given name shows a person.
    pub human: bool,
}

impl<'d> Entity<'d> {
    /// An entity with one mention and nothing known of it yet.
    #[must_use]
    pub fn new(
        kind: SpeakerKind,
        name: Cow<'d, str>,
        words: Vec<Word<'d>>,
        at: Toks,
        gender: Tags,
    ) -> Self {
        Self {
            kind,
            name,
            words,
            name_at: at,
            gender,
            mentions: Vec::new(),
            roles: Vec::new(),
            offices: FxHashMap::default(),
            holds_office: false,
            traits: FxHashSet::default(),
            placed: false,
            full_at: Vec::new(),
            leads_at: Vec::new(),
            sure: false,
            kin: false,
            human: false,
        }
    }
}

impl Entity<'_> {
    /// Notes a word of its roles or descriptions by its key.
    pub(super) fn be_told_by(&mut self, word: u64) {
        self.placed |= tells_home(lexicon(), word);
        self.traits.insert(word);
    }

    /// Whether the word with this key is among the words of its roles or of its name.
    #[must_use]
    pub fn is_told_by(&self, key: u64) -> bool {
        self.traits.contains(&key) || self.words.iter().any(|w| w.key == key)
    }
}

/// The words with single blanks between them.
#[must_use]
pub fn one_line(words: &str) -> Cow<'_, str> {
    // Most are printed so.
    let mut before = b' ';
    let plain = words.bytes().all(|b| {
        let plain = b.is_ascii_graphic() || b == b' ' && before != b' ';
        before = b;
        plain
    });
    if plain && before != b' ' {
        return words.into();
    }
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.into()
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

/// All entities and where they are named.
pub struct Cast<'d> {
    /// The entities.
    pub entities: Vec<Entity<'d>>,
    /// Named mentions in text order.
    pub mentions: Vec<NamedMention>,
    /// For each entity the [`sign`]s of the words of its name and of its traits, joined: what has not
    /// the sign of a word has not the word.
    pub(super) signs: Vec<u64>,
    /// Entities by the [`key`] of the first and the last word of their name and of its acronym.
    pub(super) by_word: FxHashMap<u64, Bearers>,
    /// Words whose long lists have bearers that are not yet in their place.
    pub(super) unsettled: Vec<u64>,
    /// Entities by all words of their name.
    pub(super) by_name: FxHashMap<u64, Namesakes>,
    /// Where a lone name first stands, by the key of its word.
    pub(super) first_bare: FxHashMap<u64, usize>,
    /// Who was called by a lone name that several bear.
    pub(super) calls: Calls,
    /// Room for those whom one name may mean.
    pub(super) rivals: Cell<Vec<EntityId>>,
    /// Keys of surnames that stand with a title or tell a gender.
    pub(super) titled: FxHashSet<u64>,
    /// Surnames that "Jr." alone tells apart: "Poe" and "Poe Jr." are two.
    juniors: FxHashSet<u64>,
}

impl<'d> Cast<'d> {
    /// Gathers the names of the text.
    #[must_use]
    pub fn gather(doc: &'d Document<'_>) -> Self {
        let found = names(doc);
        // About every other name is that of somebody new.
        let room = found.len() / 2;
        let mut cast = Self {
            entities: Vec::with_capacity(room),
            mentions: Vec::with_capacity(found.len()),
            signs: Vec::with_capacity(room),
            by_word: FxHashMap::with_capacity_and_hasher(room, FxBuildHasher),
            unsettled: Vec::new(),
            by_name: FxHashMap::with_capacity_and_hasher(room, FxBuildHasher),
            first_bare: FxHashMap::default(),
            calls: Calls::default(),
            rivals: Cell::default(),
            titled: FxHashSet::default(),
            juniors: FxHashSet::default(),
        };
        for name in found.iter().rev() {
            if name.toks.len() == 1 && name.kind == NameKind::Person {
                let start = name.toks.start;
                cast.first_bare.insert(doc.word(start).key, start);
            }
        }
        let told = |n: &&Name| n.title.is_some() || has_suffix(doc, &n.toks);
        for name in found.iter().filter(told) {
            let [word] = &words_of(doc, &name.toks)[..] else {
                continue;
            };
            if name.title.is_some() {
                cast.titled.insert(word.key);
            }
            // "King Tomas II" has no father of that name.
            if has_suffix(doc, &name.toks) && name.title.is_none() {
                cast.juniors.insert(word.key);
            }
        }
        cast.find_juniors(doc, &found);
        let owner = cast.enter_all(doc, &found);
        for (n, name) in found.iter().enumerate() {
            cast.note(doc, name, owner[n]);
        }
        cast.learn_predicates(doc);
        cast
    }

    /// "Tom Poe" and "Tom Poe Jr." in one text are father and son.
    fn find_juniors(&mut self, doc: &Document<'_>, found: &[Name]) {
        let full = |n: &&Name| n.kind == NameKind::Person && n.toks.len() > 1;
        let (juniors, others): (Vec<&Name>, Vec<&Name>) = found
            .iter()
            .filter(full)
            .partition(|n| has_suffix(doc, &n.toks));
        if juniors.is_empty() {
            return;
        }
        let ends = |n: &Name| {
            let words = words_of(doc, &n.toks);
            (words.len() > 1).then(|| (words[0].key, words[words.len() - 1].key))
        };
        let others: FxHashSet<(u64, u64)> = others.into_iter().filter_map(ends).collect();
        let told = juniors.into_iter().filter_map(ends);
        self.juniors.extend(
            told.filter(|name| others.contains(name))
                .map(|(_, last)| last),
        );
    }

    /// Enters all names; the entity of each.
    fn enter_all(&mut self, doc: &'d Document<'_>, found: &[Name]) -> Vec<EntityId> {
        // Long names first, so that a surname finds its bearer wherever the full name stands.
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_cached_key(|&n| {
            let headline = found[n].place == Place::Headline;
            (headline, std::cmp::Reverse(weight(doc, &found[n])), n)
        });
        let mut owner = vec![0; found.len()];
        let class = |n: usize| (found[n].place == Place::Headline, weight(doc, &found[n]));
        let mut last = None;
        // What the full names tell of their bearers is known before one of them is called by less.
        let full = order.partition_point(|&n| !class(n).0 && class(n).1 > 1);
        let (full, bare) = order.split_at_mut(full);
        for part in [full, bare] {
            for &n in &*part {
                if !self.unsettled.is_empty() && last.is_some_and(|l| class(l) != class(n)) {
                    self.settle();
                }
                last = Some(n);
                owner[n] = self.enter(doc, &found[n]);
            }
            self.settle();
            part.sort_unstable();
            for &n in &*part {
                self.learn(doc, &found[n], owner[n]);
            }
            self.settle();
        }
        owner
    }

    /// The words of a name, with its suffix where that tells two bearers apart.
    #[must_use]
    pub fn words(&self, doc: &'d Document<'_>, toks: &Toks) -> Vec<Word<'d>> {
        let mut words = words_of(doc, toks);
        let told = words.last().is_some_and(|w| self.juniors.contains(&w.key));
        if told && has_suffix(doc, toks) {
            words.push(JUNIOR);
        }
        words
    }

    /// The entity of a name: one it already has, or a new one.
    fn enter(&mut self, doc: &'d Document<'_>, name: &Name) -> EntityId {
        let words = self.words(doc, &name.toks);
        let full = words.len() > 1;
        let id = if let Some(id) = self.call(doc, &words, name) {
            let entity = &mut self.entities[id];
            if entity.gender == Tags::NONE {
                entity.gender = name.gender;
            }
            let fuller = entity.kind == SpeakerKind::Person
                && words.len() > entity.words.len()
                && entity.words.last() == words.last()
                && entity.words.iter().all(|w| words.contains(w));
            let accented = entity.words == words
                && !has_accents(&entity.name)
                && has_accents(doc.words(&name.toks));
            if fuller || accented {
                entity.name = one_line(doc.words(&name.toks));
                entity.name_at = name.toks.clone();
                entity.words.clone_from(&words);
                self.signs[id] |= signs(words.iter().map(|w| w.key));
                self.index(id);
            }
            id
        } else {
            let kind = match name.kind {
                NameKind::Person => SpeakerKind::Person,
                NameKind::Organisation => SpeakerKind::Organisation,
            };
            self.add(Entity::new(
                kind,
                one_line(doc.words(&name.toks)),
                words,
                name.toks.clone(),
                name.gender,
            ))
        };
        if full {
            let entity = &mut self.entities[id];
            let place = entity.full_at.partition_point(|&t| t < name.toks.start);
            entity.full_at.insert(place, name.toks.start);
            if leads(doc, name) {
                let place = entity.leads_at.partition_point(|&t| t < name.toks.start);
                entity.leads_at.insert(place, name.toks.start);
            }
            entity.sure |= name.place != Place::Headline;
            entity.kin |= is_kin(doc, name);
        }
        id
    }

    /// Adds an entity.
    pub fn add(&mut self, entity: Entity<'d>) -> EntityId {
        let words = entity.words.iter().map(|w| w.key);
        self.signs
            .push(signs(words.chain(entity.traits.iter().copied())));
        self.entities.push(entity);
        let id = self.entities.len() - 1;
        self.index(id);
        id
    }

    /// Notes a mention.
    fn note(&mut self, doc: &Document<'_>, name: &Name, id: EntityId) {
        let start = name.title.as_ref().map_or(name.toks.start, |t| t.start);
        self.mentions.push(NamedMention {
            toks: name.toks.clone(),
            entity: id,
            subject: is_subject(doc, start) && !is_part(doc, name),
            marked: doc.in_mark(name.toks.start),
        });
        self.entities[id].mentions.push(name.toks.clone());
    }

    /// Learns what the title of a name and the apposition behind it tell of its bearer.
    fn learn(&mut self, doc: &Document<'_>, name: &Name, id: EntityId) {
        if name.kind != NameKind::Person {
            self.introduced_acronym(doc, name.toks.end, id);
            return;
        }
        let entity = &mut self.entities[id];
        // Only a person is called by the last word of a longer name.
        let by_surname = name.toks.len() == 1 && entity.words.len() > 1;
        entity.human |= by_surname || name.title.is_some() || name.gender != Tags::NONE;
        if let Some(party) = party_behind(doc, name.toks.end) {
            self.give_trait(id, key(party));
        }
        for word in home_behind(doc, name.toks.end) {
            self.give_trait(id, doc.toks[word].key);
        }
        let before = roles::before_name(doc, name).or_else(|| roles::apposed_before(doc, name));
        if let Some(role) = &before {
            self.give_role(doc, id, role);
        }
        let paragraph = &doc.paragraphs[doc.paragraph_of(name.toks.start)];
        let end = behind_letters(doc, name.toks.end, paragraph.toks.end);
        let letters = (name.toks.end..end).find(|&k| doc.has(k, Tags::ROLE));
        // "After meeting Ann Roe, the president, who": another one follows.
        let other = |a: &Toks| {
            let who = |k: usize| reads!(doc, k, "who");
            reads!(doc, a.start, "the")
                && (a.clone().any(who) || who(a.end + 1))
                && is_introductory(doc, paragraph.toks.start, &name.toks)
        };
        let role = aside_right(doc, end, paragraph.toks.end)
            .filter(|a| !other(a))
            .and_then(|a| roles::of_aside(doc, &a))
            .or_else(|| letters.map(|k| k..k + 1));
        if let Some(role) = role {
            self.give_role(doc, id, &role);
        } else if before.is_none()
            // "epidemiologist Ann Roe of the HWA": the role says more.
            && let Some(role) = roles::affiliation(doc, end, paragraph.toks.end)
            && (!reads!(doc, end, "at") || doc.toks.get(role.end).is_some_and(|t| t.cue.is_some()))
        {
            self.give_role(doc, id, &role);
        }
    }

    /// "the Office for Project Services (UNOPS)": the name in brackets is another one.
    fn introduced_acronym(&mut self, doc: &Document<'_>, at: usize, id: EntityId) {
        if doc.is(at, '(') && doc.capital(at + 1) && doc.is(at + 2, ')') {
            let short = doc.toks[at + 1].key;
            self.list(short, id, at);
            self.give_trait(id, short);
        }
    }

    /// Notes the words of a role, by which a description may call the entity.
    fn learn_traits(&mut self, doc: &Document<'_>, id: EntityId, role: &Toks) {
        let own = role.clone().filter(|&k| !of_another(doc, role, k));
        let long = |k: usize| known().short.get(doc.lower(k)).map(|w| key(w));
        let words = own.flat_map(|k| [Some(key(&office(doc, k))), long(k)]);
        for word in words.flatten() {
            self.give_trait(id, word);
        }
    }

    /// Notes a word by its key.
    fn give_trait(&mut self, id: EntityId, word: u64) {
        self.signs[id] |= sign(word);
        self.entities[id].be_told_by(word);
    }

    /// Gives an entity a role as printed; the same words twice are one.
    pub fn give_role(&mut self, doc: &Document<'_>, id: EntityId, at: &Toks) {
        // "a member of": cut short.
        if at.is_empty() || doc.has(at.end - 1, Tags::PREP) {
            return;
        }
        let span = doc.span(at);
        let text = one_line(doc.words(at)).into_owned();
        self.learn_traits(doc, id, at);
        // "director of the Harbour Water Agency (HWA)", later "the director of the HWA".
        if doc.acronym_end(at.end).is_some() {
            self.give_trait(id, doc.toks[at.end + 1].key);
        }
        let entity = &mut self.entities[id];
        entity.human = true;
        let gender = at
            .clone()
            .map(|k| known().gender_of_noun(doc.lower(k)))
            .find(|g| *g != Tags::NONE);
        if entity.gender == Tags::NONE {
            entity.gender = gender.unwrap_or_default();
        }
        let place = entity.roles.partition_point(|r| r.span < span);
        // "Gov. Ann Roe, a Republican": the office says more than the party.
        let before = place.checked_sub(1).map(|p| entity.roles[p].span.end);
        // Not looked through where it is long: an article may have as many such roles as words.
        let near = before.filter(|end| span.start.saturating_sub(*end) <= LONGEST_BETWEEN);
        let between = near.and_then(|end| doc.text.get(end..span.start));
        let titled = between.is_some_and(|b| !b.contains(['.', '\n'])) && roles::is_party(doc, at);
        entity.learn_office(doc, &text);
        if !titled && entity.roles.get(place).is_none_or(|r| r.span != span) {
            entity.roles.insert(place, Role { text, span });
        }
    }
}

/// Bytes between an office and the party that says less.
const LONGEST_BETWEEN: usize = 400;

/// "his daughter Ann Roe", "Ann Roe, Mr. Roe's wife,": named as a relative.
pub(super) fn is_kin(doc: &Document<'_>, name: &Name) -> bool {
    let kin = |k: usize| doc.among(k, List::KIN);
    let start = name.title.as_ref().map_or(name.toks.start, |t| t.start);
    let before = start > 1 && (kin(start - 1) || doc.is(start - 1, ',') && kin(start - 2));
    let titled = name.title.clone().is_some_and(|mut t| t.any(kin));
    let at = name.toks.end;
    let owned = |k: usize| doc.has(k - 1, Tags::POSS) || doc.possessive(k - 1);
    let behind = doc.is(at, ',')
        && (at + 2..at + 7)
            .take_while(|&k| {
                doc.toks
                    .get(k)
                    .is_some_and(|_| !doc.is(k, ',') && !doc.is(k, '.'))
            })
            .any(|k| kin(k) && owned(k));
    before || titled || behind
}

fn weight(doc: &Document<'_>, name: &Name) -> usize {
    name.toks.clone().filter(|&k| doc.capital(k)).count()
}
