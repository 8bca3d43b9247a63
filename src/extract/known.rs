//! Names and nouns that only the reading of sources and names needs: organisations known by a plain
//! word, nouns that stand for anybody, kinship, gender.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lexicon::{Tags, key, lexicon};

type Words = FxHashSet<&'static str>;

/// The lists of `data/descriptions.txt` and `data/organisation_names.txt`.
#[derive(Default)]
pub struct Known {
    /// Names of organisations, in lower case.
    pub organisations: Words,
    /// Keys of the first words of these.
    organisation_opens: FxHashSet<u64>,
    /// Nouns that can be said of any person of note.
    pub anyone: Words,
    /// Those of them that no role speaks against: "official".
    pub general: Words,
    /// Nouns that can be said of any organisation of note.
    pub any_organisation: Words,
    /// Relatives.
    pub kin: Words,
    /// Titles that are no office.
    pub honorific: Words,
    /// Words of the titles of offices: "prime", "homeland".
    pub office_part: Words,
    /// Words that open the name of a place: "Fort".
    pub place_first: Words,
    /// Nouns that a text leaves off at the end of an organisation's name.
    pub dropped: Words,
    /// Offices of which a person holds one at a time.
    pub office: Words,
    /// Participles that stand in a role as adjectives do: "retired".
    pub participle: Words,
    /// Words before marks that call what stands in them a name: "title".
    pub label: Words,
    /// Words with which a page heads what is no speech: "photos".
    pub heading: Words,
    /// Small words inside a person's name: "von".
    pub particle: Words,
    /// What a family name begins with before a second capital: "Mc".
    pub name_prefix: Words,
    /// What stands behind a name and tells father from son: "jr.".
    pub suffix: Words,
    /// Letters behind a person's name: "MP", "PhD".
    pub postnominal: Words,
    /// Nouns for a few people who belong together: "couple".
    pub pair: Words,
    /// Nouns for how many of some people: "percent".
    pub quantity: Words,
    /// Nouns for people together: "group".
    pub band: Words,
    /// Words of a page's buttons and captions: "share".
    pub furniture: Words,
    /// Those of them that are nobody's name: "photo".
    pub picture: Words,
    /// Words before an office that is held no more: "former".
    pub lapsed: Words,
    /// Prepositions between a name and what the person belongs to.
    pub affiliation: Words,
    /// Prepositions before a place.
    pub place_prep: Words,
    /// Nouns of bodies that are for several things at once: "department".
    pub portfolio: Words,
    /// Documents in which somebody speaks for himself: "statement".
    pub message: Words,
    /// Verbs by which somebody makes such a document known: "issued".
    pub issuing: Words,
    /// Nouns for a person that are no role behind "is": "friend".
    pub passing: Words,
    /// Nouns for numbers that somebody gives: "data".
    pub figures: Words,
    /// Nouns by which a text keeps a name back: "source".
    pub anonymous: Words,
    /// Verbs by which somebody sets terms before speaking: "ask".
    pub asking: Words,
    /// What a name may be on such terms: "used".
    pub naming: Words,
    /// News agencies, stations and papers that stand in brackets in a dateline.
    pub agency: Words,
    /// Head nouns of public bodies.
    pub public: Words,
    /// Nouns that no public body is called by.
    pub commercial: Words,
    /// What a short title stands for: "sen." a senator.
    pub short: FxHashMap<&'static str, &'static str>,
    /// The whole of a short given name: "bill" is William.
    short_given: FxHashMap<&'static str, &'static str>,
    /// Nouns for one of a nation's people that are no adjectives: "Serb".
    pub compatriot: Words,
    /// Nouns for a company before its name: "airline".
    pub descriptor: Words,
    female: Words,
    male: Words,
}

/// The lists, read on first use.
pub fn known() -> &'static Known {
    static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);
    &KNOWN
}

impl Known {
    fn read() -> Self {
        let lines = |data: &'static str| {
            data.lines()
                .filter(|l| !l.is_empty() && !l.starts_with('#'))
        };
        let mut known = Self {
            organisations: lines(include_str!("data/organisation_names.txt")).collect(),
            ..Self::default()
        };
        let first = |name: &&str| key(name.split(' ').next().unwrap_or(name));
        known.organisation_opens = known.organisations.iter().map(first).collect();
        for line in lines(include_str!("data/descriptions.txt")) {
            let Some((class, words)) = line.split_once(':') else {
                continue;
            };
            let pairs = || words.split_whitespace().filter_map(|w| w.split_once('='));
            match class {
                "short" => {
                    known.short = pairs().collect();
                    continue;
                }
                "short_given" => {
                    known.short_given = pairs().collect();
                    continue;
                }
                _ => {}
            }
            if let Some(list) = known.list(class) {
                list.extend(words.split_whitespace());
            }
        }
        known
    }

    /// The words of a class, if there is such a class.
    fn list(&mut self, class: &str) -> Option<&mut Words> {
        Some(match class {
            "anyone" => &mut self.anyone,
            "general" => &mut self.general,
            "any_organisation" => &mut self.any_organisation,
            "kin" => &mut self.kin,
            "honorific" => &mut self.honorific,
            "office_part" => &mut self.office_part,
            "dropped" => &mut self.dropped,
            "office" => &mut self.office,
            "participle" => &mut self.participle,
            "label" => &mut self.label,
            "heading" => &mut self.heading,
            "particle" => &mut self.particle,
            "name_prefix" => &mut self.name_prefix,
            "suffix" => &mut self.suffix,
            "postnominal" => &mut self.postnominal,
            "pair" => &mut self.pair,
            "quantity" => &mut self.quantity,
            "band" => &mut self.band,
            "furniture" => &mut self.furniture,
            "picture" => &mut self.picture,
            "lapsed" => &mut self.lapsed,
            "affiliation" => &mut self.affiliation,
            "place_prep" => &mut self.place_prep,
            "portfolio" => &mut self.portfolio,
            "message" => &mut self.message,
            "passing" => &mut self.passing,
            "issuing" => &mut self.issuing,
            "figures" => &mut self.figures,
            "anonymous" => &mut self.anonymous,
            "agency" => &mut self.agency,
            "asking" => &mut self.asking,
            "naming" => &mut self.naming,
            "public" => &mut self.public,
            "commercial" => &mut self.commercial,
            "place_first" => &mut self.place_first,
            "descriptor" => &mut self.descriptor,
            "compatriot" => &mut self.compatriot,
            "female" => &mut self.female,
            "male" => &mut self.male,
            _ => return None,
        })
    }

    /// Whether an organisation's name of the list begins with the word that has this [`key`].
    #[must_use]
    pub fn opens_organisation(&self, key: u64) -> bool {
        self.organisation_opens.contains(&key)
    }

    /// Whether a word, in lower case, is a suffix of names: "jr.", "iii".
    #[must_use]
    pub fn is_suffix(&self, word: &str) -> bool {
        // Asked of every word of a name: none is longer.
        word.len() <= LONGEST_SUFFIX && self.suffix.contains(word)
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
        if word.ends_with("woman") || self.female.contains(word) {
            Tags::FEMALE
        } else if word.ends_with("man") && lexicon().tags(word).any(Tags::ROLE)
            || self.male.contains(word)
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
        let mut known = Known::default();
        for line in include_str!("data/descriptions.txt").lines() {
            let class = line.split_once(':').filter(|_| !line.starts_with('#'));
            if let Some((class, _)) = class.filter(|(c, _)| !c.starts_with("short")) {
                assert!(known.list(class).is_some(), "{class}");
            }
        }
        assert!(known.list("no such class").is_none());
    }
}
