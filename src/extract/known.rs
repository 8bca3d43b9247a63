//! Names and nouns that only the reading of sources and names needs: organisations known by a plain
//! word, nouns that stand for anybody, kinship, gender.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::key::join;
use super::lexicon::{Tags, key, lexicon};

/// A set of the lists that a word is among, one bit a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List(u64);

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $bit:literal $class:literal),+ $(,)?) => {
        impl List {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)+

            /// The list of a class of `data/descriptions.txt`, if there is such a class.
            fn of_class(class: &str) -> Option<Self> {
                Some(match class {
                    $($class => Self::$name,)+
                    _ => return None,
                })
            }
        }
    };
}

lists! {
    /// Nouns that can be said of any person of note.
    ANYONE = 0 "anyone",
    /// Those of them that no role speaks against: "official".
    GENERAL = 1 "general",
    /// Nouns that can be said of any organisation of note.
    ANY_ORGANISATION = 2 "any_organisation",
    /// Relatives.
    KIN = 3 "kin",
    /// Titles that are no office.
    HONORIFIC = 4 "honorific",
    /// Words of the titles of offices: "prime", "homeland".
    OFFICE_PART = 5 "office_part",
    /// Words that open the name of a place: "Fort".
    PLACE_FIRST = 6 "place_first",
    /// Nouns that a text leaves off at the end of an organisation's name.
    DROPPED = 7 "dropped",
    /// Offices of which a person holds one at a time.
    OFFICE = 8 "office",
    /// Participles that stand in a role as adjectives do: "retired".
    PARTICIPLE = 9 "participle",
    /// Words before marks that call what stands in them a name: "title".
    LABEL = 10 "label",
    /// Words with which a page heads what is no speech: "photos".
    HEADING = 11 "heading",
    /// Small words inside a person's name: "von".
    PARTICLE = 12 "particle",
    /// What stands behind a name and tells father from son: "jr.".
    SUFFIX = 13 "suffix",
    /// Letters behind a person's name: "MP", "PhD".
    POSTNOMINAL = 14 "postnominal",
    /// Nouns for a few people who belong together: "couple".
    PAIR = 15 "pair",
    /// Nouns for how many of some people: "percent".
    QUANTITY = 16 "quantity",
    /// Nouns for people together: "group".
    BAND = 17 "band",
    /// Words of a page's buttons and captions: "share".
    FURNITURE = 18 "furniture",
    /// Those of them that are nobody's name: "photo".
    PICTURE = 19 "picture",
    /// Words before an office that is held no more: "former".
    LAPSED = 20 "lapsed",
    /// Prepositions between a name and what the person belongs to.
    AFFILIATION = 21 "affiliation",
    /// Prepositions before a place.
    PLACE_PREP = 22 "place_prep",
    /// Nouns of bodies that are for several things at once: "department".
    PORTFOLIO = 23 "portfolio",
    /// Documents in which somebody speaks for himself: "statement".
    MESSAGE = 24 "message",
    /// Verbs by which somebody makes such a document known: "issued".
    ISSUING = 25 "issuing",
    /// Nouns for a person that are no role behind "is": "friend".
    PASSING = 26 "passing",
    /// Nouns for numbers that somebody gives: "data".
    FIGURES = 27 "figures",
    /// Nouns by which a text keeps a name back: "source".
    ANONYMOUS = 28 "anonymous",
    /// Verbs by which somebody sets terms before speaking: "ask".
    ASKING = 29 "asking",
    /// What a name may be on such terms: "used".
    NAMING = 30 "naming",
    /// News agencies, stations and papers that stand in brackets in a dateline.
    AGENCY = 31 "agency",
    /// Head nouns of public bodies.
    PUBLIC = 32 "public",
    /// Nouns that no public body is called by.
    COMMERCIAL = 33 "commercial",
    /// Nouns for one of a nation's people that are no adjectives: "Serb".
    COMPATRIOT = 34 "compatriot",
    /// Nouns for a company before its name: "airline".
    DESCRIPTOR = 35 "descriptor",
    /// Nouns that say a woman.
    FEMALE = 36 "female",
    /// Nouns that say a man.
    MALE = 37 "male",
    /// Things that words are written on: "banner".
    BEARER = 39 "bearer",
    /// Those of them that people wear: "cap".
    WORN = 40 "worn",
    /// Verbs by which somebody holds or shows such a thing: "waved".
    SHOWING = 41 "showing",
    /// Prepositions that put a thing beside somebody: "under a banner".
    BESIDE = 42 "beside",
    /// Things that one drinks from: "mug".
    VESSEL = 43 "vessel",
    /// What somebody writes to somebody: "letter".
    PERSONAL = 44 "personal",
    /// Those who make known what others wrote: "police".
    REVEALER = 45 "revealer",
    /// First words of the names of `data/organisation_names.txt`.
    OPENS_ORGANISATION = 38 "",
}

impl List {
    /// Whether any list of `other` is among these.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

const DESCRIPTIONS: &str = include_str!("data/descriptions.txt");
const ORGANISATIONS: &str = include_str!("data/organisation_names.txt");

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// The classes of `data/descriptions.txt` with their words.
fn classes() -> impl Iterator<Item = (&'static str, std::str::SplitWhitespace<'static>)> {
    let classes = lines(DESCRIPTIONS).filter_map(|line| line.split_once(':'));
    classes.map(|(class, words)| (class, words.split_whitespace()))
}

/// All words of the lists, for the lexicon.
pub fn listed_words() -> impl Iterator<Item = (&'static str, List)> {
    let listed = classes().filter_map(|(class, words)| Some((List::of_class(class)?, words)));
    let opens = lines(ORGANISATIONS).filter_map(|name| name.split(' ').next());
    listed
        .flat_map(|(list, words)| words.map(move |word| (word, list)))
        .chain(opens.map(|word| (word, List::OPENS_ORGANISATION)))
}

/// What the lists say of more than one word.
#[derive(Default)]
pub struct Known {
    /// Names of organisations: see [`key_of_name`].
    organisations: FxHashSet<u64>,
    /// What a family name begins with before a second capital: "Mc".
    pub name_prefix: Vec<&'static str>,
    /// What a short title stands for: "sen." a senator.
    pub short: FxHashMap<&'static str, &'static str>,
    /// The whole of a short given name: "bill" is William.
    short_given: FxHashMap<&'static str, &'static str>,
}

/// What stands for a name, of what stands for its words.
fn key_of_name(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, join)
}

/// The lists, read on first use.
pub fn known() -> &'static Known {
    static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);
    &KNOWN
}

impl Known {
    fn read() -> Self {
        let mut known = Self {
            organisations: lines(ORGANISATIONS)
                .map(|name| key_of_name(name.split(' ').map(key)))
                .collect(),
            ..Self::default()
        };
        for (class, words) in classes() {
            let pairs = || words.clone().filter_map(|w| w.split_once('='));
            match class {
                "short" => known.short = pairs().collect(),
                "short_given" => known.short_given = pairs().collect(),
                "name_prefix" => known.name_prefix = words.collect(),
                _ => {}
            }
        }
        known
    }

    /// Whether the words that have these [`key`]s are an organisation's name of the list.
    #[must_use]
    pub fn is_organisation(&self, words: impl Iterator<Item = u64>) -> bool {
        self.organisations.contains(&key_of_name(words))
    }

    /// Whether a word, in lower case, is a suffix of names: "jr.", "iii".
    #[must_use]
    pub fn is_suffix(&self, word: &str) -> bool {
        // Asked of every word of a name: none is longer.
        word.len() <= LONGEST_SUFFIX && lexicon().among(word, List::SUFFIX)
    }

    /// Whether two given names, in lower case, are one: "bill" and "william".
    #[must_use]
    pub fn same_given(&self, one: &str, other: &str) -> bool {
        let whole = |name| self.short_given.get(name).copied().unwrap_or(name);
        one == other || whole(one) == whole(other)
    }

    /// The gender that a noun for a person says: "spokeswoman", "widow".
    #[must_use]
    pub fn gender_of_noun(&self, word: &str) -> Tags {
        let lists = lexicon().lists(word);
        if word.ends_with("woman") || lists.any(List::FEMALE) {
            Tags::FEMALE
        } else if word.ends_with("man") && lexicon().tags(word).any(Tags::ROLE)
            || lists.any(List::MALE)
        {
            Tags::MALE
        } else {
            Tags::NONE
        }
    }
}

/// Bytes of the longest suffix of names in the list.
const LONGEST_SUFFIX: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_its_place() {
        for (class, _) in classes() {
            let own = class.starts_with("short") || class == "name_prefix";
            assert!(own || List::of_class(class).is_some(), "{class}");
        }
        assert!(List::of_class("no such class").is_none());
    }
}
