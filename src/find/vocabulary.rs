//! The distinct words of the collection, numbered in the order they are first met.
//!
//! Owns the words, how often each occurs, and the reading of rows into word numbers.

use rustc_hash::FxHashMap;

use crate::model::QuoteRow;
use crate::text::fold::fold_str;

use super::align::Fields;
use super::token::{letters, tokens};

/// Every distinct word with what is needed to pass over it quickly.
#[derive(Default)]
pub(super) struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
    terms: Vec<Term>,
    /// Number of rows that were read.
    rows: usize,
}

/// A distinct word.
pub(super) struct Term {
    /// Its letters, folded.
    pub text: Box<str>,
    /// Its letters as a set (see [`letter_set`]).
    pub set: u64,
    /// Number of times it occurs.
    pub count: u32,
}

impl Vocabulary {
    /// All words; a word's number is its place.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// How much it says that a row has this word, from 0 (every row has it) to 1 (hardly any).
    ///
    /// Inverse document frequency, with occurrences standing for documents.
    pub fn rarity(&self, word: &str) -> f32 {
        let count = self
            .numbers
            .get(word)
            .map_or(0, |n| self.terms[*n as usize].count);
        let rows = self.rows as f32;
        let rare = (1.0 + rows / (1.0 + count as f32)).ln() / (1.0 + rows).ln();
        rare.clamp(0.0, 1.0)
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            self.terms[*number as usize].count += 1;
            return *number;
        }
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.into(), number);
        self.terms.push(Term {
            text: word.into(),
            set: letter_set(word),
            count: 1,
        });
        number
    }

    fn read_field(&mut self, text: &str, words: &mut Vec<u32>) {
        let folded = fold_str(text);
        for token in tokens(&folded) {
            words.push(self.number(&letters(&folded[token])));
        }
    }
}

/// Reads rows: the vocabulary, all their words in order, and where each row's words are.
pub(super) fn read(rows: &[QuoteRow]) -> (Vocabulary, Vec<u32>, Vec<Fields>) {
    let mut vocabulary = Vocabulary {
        rows: rows.len(),
        ..Vocabulary::default()
    };
    let mut words = Vec::new();
    let mut fields: Vec<Fields> = Vec::with_capacity(rows.len());
    for (k, row) in rows.iter().enumerate() {
        let text = words.len();
        vocabulary.read_field(&row.text, &mut words);
        let speaker = words.len();
        if let Some(name) = &row.speaker {
            vocabulary.read_field(name, &mut words);
        }
        let title = words.len();
        // Quotes of one article come together: its title is cut once.
        match k.checked_sub(1).map(|k| (&rows[k], fields[k])) {
            Some((last, at)) if last.title == row.title => words.extend_from_within(at.title()),
            _ => vocabulary.read_field(&row.title, &mut words),
        }
        fields.push(Fields {
            text,
            speaker,
            title,
            end: words.len(),
        });
    }
    (vocabulary, words, fields)
}

/// The letters of a word as a set of 64: a word cannot lie scattered in another that lacks one of
/// its letters. Letters outside ASCII share the upper bits.
pub(super) fn letter_set(word: &str) -> u64 {
    word.chars().fold(0, |set, c| {
        let bit = match c {
            'a'..='z' => c as u32 - 'a' as u32,
            '0'..='9' => 26 + c as u32 - '0' as u32,
            _ => 36 + c as u32 % 28,
        };
        set | 1 << bit
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_the_sets_of_its_scattered_words() {
        for (word, abbreviation) in [("government", "gvmnt"), ("мир", "мр"), ("g20", "20")] {
            let (all, some) = (letter_set(word), letter_set(abbreviation));
            assert_eq!(some & !all, 0, "{word}");
        }
        assert_ne!(letter_set("clinton") & !letter_set("government"), 0);
    }

    #[test]
    fn a_word_that_every_row_has_says_nothing() {
        let mut vocabulary = Vocabulary {
            rows: 1000,
            ..Vocabulary::default()
        };
        for _ in 0..1000 {
            vocabulary.number("the");
        }
        vocabulary.number("engine");
        assert!(vocabulary.rarity("the") < 0.15);
        assert!(vocabulary.rarity("engine") > 0.85);
        assert!(vocabulary.rarity("unknown") >= vocabulary.rarity("engine"));
    }
}
