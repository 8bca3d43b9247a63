//! The word lists of `data/`, read once.
//!
//! Owns the classes a word can have and the verbs that report speech. The lists are data files;
//! what a class is for is said here.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::inflection::{regular_forms, with_s};
pub use super::key::key;
use super::known::{List, listed_words};
pub use super::patterns::Patterns;
use super::table::Table;
pub use super::tags::Tags;

/// The form in which a reporting verb stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// "say", the infinitive and plural present.
    Base,
    /// "says".
    Third,
    /// "said", past and participle.
    Past,
    /// "saying".
    Ing,
}

/// A form of a reporting verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Number of the lemma; see [`Lexicon::lemma`].
    pub lemma: u16,
    /// The form.
    pub form: Form,
    /// What it can take.
    pub patterns: Patterns,
}

/// Reporting words of several tokens.
#[derive(Debug)]
pub struct CuePhrase {
    /// The whole phrase in its first form, one word as in the weights: "call_on".
    pub name: String,
    /// The words after the first, folded to lower case.
    pub rest: Vec<String>,
    /// What it can take.
    pub patterns: Patterns,
}

/// What the lists say of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    tags: Tags,
    cue: Option<Cue>,
}

/// All lists.
pub struct Lexicon {
    /// What the lists say of their words; the first entry is that of all other words.
    entries: Vec<Entry>,
    /// The lists that these words are among; apart, for they are asked of few words.
    lists: Vec<List>,
    /// Numbers of entries by the [`key`] of their word.
    words: Table,
    /// The same while the lists are read.
    numbers: FxHashMap<u64, u32>,
    lemmas: Vec<String>,
    /// Phrases by the lemma of their first word, the longest first.
    phrases: FxHashMap<String, Vec<CuePhrase>>,
    /// Nouns that report, by the [`key`] of their word.
    nouns: FxHashMap<u64, Cue>,
    abbreviations: rustc_hash::FxHashSet<String>,
    unlisted: u16,
}

/// The one lexicon, read on first use.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
    &LEXICON
}

impl Lexicon {
    /// Classes of a word given in lower case with straight apostrophes.
    #[must_use]
    pub fn tags(&self, word: &str) -> Tags {
        self.look_up(word).0
    }

    /// Classes of a lower-case word, and the reporting verb it is a form of.
    #[must_use]
    pub fn look_up(&self, word: &str) -> (Tags, Option<Cue>) {
        self.of_key(key(word))
    }

    /// The same for a word by its [`key`].
    #[must_use]
    pub fn of_key(&self, key: u64) -> (Tags, Option<Cue>) {
        self.of_number(self.number(key))
    }

    /// The number of a word by its [`key`]; 0 for words that are on no list.
    #[must_use]
    pub fn number(&self, key: u64) -> u16 {
        self.words.get(key) as u16
    }

    /// Classes and reporting verb of a word by its number.
    #[must_use]
    pub fn of_number(&self, number: u16) -> (Tags, Option<Cue>) {
        self.entries
            .get(usize::from(number))
            .map_or((Tags::NONE, None), |entry| (entry.tags, entry.cue))
    }

    /// The lists that a word is among, by its number.
    #[must_use]
    pub fn lists_of_number(&self, number: u16) -> List {
        let lists = self.lists.get(usize::from(number));
        lists.copied().unwrap_or_default()
    }

    /// The lists that a lower-case word is among.
    #[must_use]
    pub fn lists(&self, word: &str) -> List {
        self.lists_of_number(self.number(key(word)))
    }

    /// Whether a lower-case word is among one of these lists.
    #[must_use]
    pub fn among(&self, word: &str, lists: List) -> bool {
        self.lists(word).any(lists)
    }

    /// The reporting noun that a lower-case word is a form of.
    #[must_use]
    pub fn noun(&self, word: &str) -> Option<Cue> {
        self.nouns.get(&key(word)).copied()
    }

    /// The lemma of a cue.
    #[must_use]
    pub fn lemma(&self, cue: Cue) -> &str {
        self.lemmas
            .get(usize::from(cue.lemma))
            .map_or("", String::as_str)
    }

    /// What a verb in the past counts as that no list has, where it stands as the tag of marked words:
    /// "“This is fantastic!” beamed Roe".
    #[must_use]
    pub fn unlisted(&self) -> Cue {
        Cue {
            lemma: self.unlisted,
            form: Form::Past,
            patterns: Patterns::QUOTE,
        }
    }

    /// Phrases that begin with `lemma`.
    #[must_use]
    pub fn phrases(&self, lemma: &str) -> &[CuePhrase] {
        self.phrases.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether `word`, with its period, is an abbreviation.
    #[must_use]
    pub fn is_abbreviation(&self, word: &str) -> bool {
        self.abbreviations.contains(word)
    }

    fn read() -> Self {
        let mut out = Self {
            entries: vec![Entry::default()],
            lists: vec![List::default()],
            words: Table::default(),
            numbers: FxHashMap::default(),
            lemmas: Vec::new(),
            phrases: FxHashMap::default(),
            nouns: FxHashMap::default(),
            unlisted: 0,
            abbreviations: include_str!("data/abbreviations.txt")
                .lines()
                .filter(|l| !l.starts_with('#'))
                .flat_map(str::split_whitespace)
                .map(str::to_owned)
                .collect(),
        };
        out.read_classes(include_str!("data/classes.txt"), class);
        out.read_classes(include_str!("data/nationalities.txt"), |name| {
            if name == "adj" {
                Tags::NATION
            } else {
                Tags::PLACE
            }
        });
        out.read_classes(include_str!("data/genders.txt"), |name| {
            Tags::GIVEN.or(match name {
                "m" => Tags::MALE,
                "f" => Tags::FEMALE,
                _ => Tags::NONE,
            })
        });
        out.read_nouns(include_str!("data/roles.txt"), Tags::ROLE, Tags::ROLES);
        out.read_nouns(
            include_str!("data/organisations.txt"),
            Tags::ORG,
            Tags::ORG.or(Tags::PLURAL),
        );
        out.read_nouns(
            include_str!("data/documents.txt"),
            Tags::DOC,
            Tags::DOC.or(Tags::PLURAL),
        );
        for word in words_of(include_str!("data/media.txt")) {
            out.add(word, Tags::MEDIA);
        }
        out.read_titles(include_str!("data/titles.txt"));
        out.read_cues();
        for (word, list) in listed_words() {
            let number = out.number_for(word);
            out.lists[number] = out.lists[number].or(list);
        }
        let numbers: Vec<_> = std::mem::take(&mut out.numbers).into_iter().collect();
        out.words = Table::new(&numbers);
        out
    }

    fn read_cues(&mut self) {
        for line in lines_of(include_str!("data/cue_nouns.txt")) {
            self.read_cue_noun(line);
        }
        for line in lines_of(include_str!("data/cues.txt")) {
            self.read_cue(line);
        }
        for line in lines_of(include_str!("data/cue_phrases.txt")) {
            self.read_phrase(line);
        }
        self.unlisted = u16::try_from(self.lemmas.len()).unwrap_or(u16::MAX);
        self.lemmas.push("unlisted".to_owned());
        for list in self.phrases.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
    }

    /// The number of a word, which gets one if it has none yet.
    fn number_for(&mut self, word: &str) -> usize {
        let number = *self.numbers.entry(key(word)).or_insert_with(|| {
            self.entries.push(Entry::default());
            self.lists.push(List::default());
            self.entries.len() as u32 - 1
        });
        number as usize
    }

    fn entry(&mut self, word: &str) -> &mut Entry {
        let number = self.number_for(word);
        &mut self.entries[number]
    }

    fn add(&mut self, word: &str, tags: Tags) {
        let entry = self.entry(word);
        entry.tags = entry.tags.or(tags);
    }

    fn read_classes(&mut self, data: &str, class: impl Fn(&str) -> Tags) {
        for line in lines_of(data) {
            if let Some((name, words)) = line.split_once(':') {
                for word in words.split_whitespace() {
                    self.add(word, class(name));
                }
            }
        }
    }

    fn read_nouns(&mut self, data: &str, one: Tags, several: Tags) {
        for entry in words_of(data) {
            let (singular, plural) = match entry.split_once('/') {
                Some((singular, plural)) => (singular, plural.to_owned()),
                None => (entry, with_s(entry)),
            };
            if !singular.is_empty() {
                self.add(singular, one);
            }
            // "Corp." has no plural of its own.
            if !singular.ends_with('.') {
                self.add(&plural, several);
            }
        }
    }

    fn read_titles(&mut self, data: &str) {
        for line in lines_of(data) {
            let mut parts = line.split_whitespace();
            let Some(word) = parts.next() else { continue };
            let gender = match parts.next() {
                Some("m") => Tags::MALE,
                Some("f") => Tags::FEMALE,
                _ => Tags::NONE,
            };
            for form in [word.to_owned(), format!("{word}.")] {
                self.add(&form, Tags::TITLE.or(gender));
            }
        }
    }

    fn read_cue(&mut self, line: &str) {
        let Some((lemma, rest)) = line.split_once(": ") else {
            return;
        };
        let (letters, irregular) = rest.split_once(' ').unwrap_or((rest, ""));
        let patterns = Patterns::read(letters);
        let number = u16::try_from(self.lemmas.len()).unwrap_or(u16::MAX);
        self.lemmas.push(lemma.to_owned());
        let mut put = |word: &str, form: Form| {
            self.entry(word).cue.get_or_insert(Cue {
                lemma: number,
                form,
                patterns,
            });
        };
        let (past, ing) = regular_forms(lemma);
        match irregular.split(',').collect::<Vec<_>>()[..] {
            [p, part, i] => {
                put(p, Form::Past);
                put(part, Form::Past);
                put(i, Form::Ing);
            }
            _ => {
                put(&past, Form::Past);
                put(&ing, Form::Ing);
            }
        }
        put(&with_s(lemma), Form::Third);
        put(lemma, Form::Base);
    }

    fn read_cue_noun(&mut self, line: &str) {
        let Some((noun, letters)) = line.split_once(": ") else {
            return;
        };
        let (singular, plural) = match noun.split_once('/') {
            Some((singular, plural)) => (singular, plural.to_owned()),
            None => (noun, with_s(noun)),
        };
        let lemma = u16::try_from(self.lemmas.len()).unwrap_or(u16::MAX);
        self.lemmas.push(singular.to_owned());
        let patterns = Patterns::read(letters);
        for (word, form) in [(singular, Form::Base), (plural.as_str(), Form::Third)] {
            self.add(word, Tags::REPORTS);
            self.nouns.insert(
                key(word),
                Cue {
                    lemma,
                    form,
                    patterns,
                },
            );
        }
    }

    fn read_phrase(&mut self, line: &str) {
        let Some((phrase, letters)) = line.split_once(": ") else {
            return;
        };
        let mut words = phrase.split_whitespace().map(str::to_owned);
        let Some(first) = words.next() else { return };
        self.phrases.entry(first).or_default().push(CuePhrase {
            name: phrase.replace(' ', "_"),
            rest: words.collect(),
            patterns: Patterns::read(letters),
        });
    }
}

fn class(name: &str) -> Tags {
    match name {
        "det" => Tags::DET,
        "poss" => Tags::POSS.or(Tags::DET),
        "num" => Tags::NUM,
        "prep" => Tags::PREP,
        "np_prep" => Tags::NP_PREP,
        "conj" => Tags::CONJ,
        "sub" => Tags::SUB,
        "aux" => Tags::AUX,
        "neg" => Tags::NEG,
        "subject" => Tags::SUBJECT,
        "person" => Tags::PERSON,
        "object" => Tags::OBJECT,
        "adv" => Tags::ADV,
        "time" => Tags::TIME,
        "time_mod" => Tags::TIME_MOD,
        "verb" => Tags::VERB,
        "intro" => Tags::INTRO,
        "report_noun" => Tags::REPORT,
        "adj" => Tags::ADJ,
        "several" => Tags::ROLES,
        _ => Tags::NONE,
    }
}

fn lines_of(data: &str) -> impl Iterator<Item = &str> {
    data.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn words_of(data: &str) -> impl Iterator<Item = &str> {
    lines_of(data).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_by_rule() {
        let lexicon = lexicon();
        for (word, lemma, form) in [
            ("said", "say", Form::Past),
            ("saying", "say", Form::Ing),
            ("argues", "argue", Form::Third),
            ("declaring", "declare", Form::Ing),
            ("testified", "testify", Form::Past),
            ("presses", "press", Form::Third),
            ("agreed", "agree", Form::Past),
        ] {
            let (_, cue) = lexicon.look_up(word);
            let cue = cue.unwrap_or_else(|| panic!("{word}"));
            assert_eq!((lexicon.lemma(cue), cue.form), (lemma, form), "{word}");
        }
    }

    // A line of the weights is parted at blanks: a name with one would never get its weight.
    #[test]
    fn the_name_of_a_phrase_is_one_word() {
        let phrases: Vec<_> = lexicon().phrases.values().flatten().collect();
        assert!(phrases.iter().any(|p| p.name == "call_on"));
        assert!(phrases.iter().all(|p| !p.name.contains(' ')));
    }

    #[test]
    fn plurals_of_roles_are_groups() {
        assert!(lexicon().tags("officials").any(Tags::ROLES));
        assert!(lexicon().tags("ministries").any(Tags::PLURAL));
        assert!(lexicon().tags("spokeswomen").any(Tags::ROLES));
    }
}
