//! How well a word that is typed fits a word of the vocabulary.
//!
//! Owns the ladder: the same word, its beginning, one slip of the finger, a part of it, its
//! letters scattered ("gvmnt"). Each rung lies wholly above the next; within a rung the length and
//! fuzzy-matcher's score decide.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::vocabulary::{Term, letter_set};

/// The same word.
const SAME: f32 = 1.0;
/// Rungs below, each as its lowest value and how much can be added to it.
const BEGINNING: (f32, f32) = (0.70, 0.20);
const SLIP: (f32, f32) = (0.55, 0.0);
const PART: (f32, f32) = (0.35, 0.15);
const SCATTERED: (f32, f32) = (0.10, 0.20);

/// Shorter words lie inside and scattered over too many others to mean anything by it.
const SHORTEST_PART: usize = 3;
/// Shorter words are one slip away from too many others.
const SHORTEST_SLIP: usize = 4;
/// Longest word, in bytes, in which scattered letters are looked for. fuzzy-matcher's time and
/// memory grow with the product of both lengths: a line of a million letters would take all.
pub(super) const LONGEST_SCATTERED: usize = 128;

/// A word of the query, ready to be held against many.
pub(super) struct Judge {
    word: String,
    letters: Vec<char>,
    set: u64,
    /// fuzzy-matcher's score of the word against itself: the most it can get.
    full: f32,
}

impl Judge {
    pub fn new(word: String, matcher: &SkimMatcherV2) -> Self {
        let full = Some(&word)
            .filter(|word| word.len() <= LONGEST_SCATTERED)
            .and_then(|word| matcher.fuzzy_match(word, word));
        let full = full.unwrap_or(1).max(1) as f32;
        Self {
            letters: word.chars().collect(),
            set: letter_set(&word),
            full,
            word,
        }
    }

    /// From 1 (the same word) down to 0 (does not fit at all).
    pub fn fit(&self, term: &Term, matcher: &SkimMatcherV2) -> f32 {
        let missing = (self.set & !term.set).count_ones();
        // One slip can bring in one letter that the word does not have, and no more.
        if missing > 1 {
            return 0.0;
        }
        let text: &str = &term.text;
        if missing == 0 && text.len() >= self.word.len() {
            if text == self.word {
                return SAME;
            }
            if text.starts_with(&self.word) {
                return on(BEGINNING, self.share(text));
            }
        }
        if self.is_slip_of(text) {
            return on(SLIP, 0.0);
        }
        if missing == 0 && self.is_long_enough(text) {
            return self.inside(text, matcher);
        }
        0.0
    }

    fn inside(&self, text: &str, matcher: &SkimMatcherV2) -> f32 {
        if text.contains(&self.word) {
            return on(PART, self.share(text));
        }
        if text.len() > LONGEST_SCATTERED || !text.starts_with(self.letters[0]) {
            return 0.0;
        }
        matcher
            .fuzzy_match(text, &self.word)
            .map_or(0.0, |score| on(SCATTERED, score as f32 / self.full))
    }

    /// Scripts without blanks have words of one letter inside their runs.
    fn is_long_enough(&self, text: &str) -> bool {
        text.len() > self.word.len()
            && (self.letters.len() >= SHORTEST_PART || !self.word.is_ascii())
    }

    /// How much of the longer word is typed.
    fn share(&self, text: &str) -> f32 {
        self.word.len() as f32 / text.len() as f32
    }

    fn is_slip_of(&self, text: &str) -> bool {
        self.letters.len() >= SHORTEST_SLIP
            && self.word.len().abs_diff(text.len()) <= 4
            && one_slip(&self.letters, text)
    }
}

fn on((lowest, more): (f32, f32), how_well: f32) -> f32 {
    lowest + more * how_well.clamp(0.0, 1.0)
}

/// Whether one letter more, less, other, or two neighbours exchanged make one word of the other.
fn one_slip(a: &[char], text: &str) -> bool {
    let count = text.chars().count();
    if a.len().abs_diff(count) > 1 {
        return false;
    }
    let front = a.iter().zip(text.chars()).take_while(|(x, y)| **x == *y);
    let front = front.count();
    let back = a.iter().rev().zip(text.chars().rev());
    let back = back.take_while(|(x, y)| **x == *y).count();
    let (short, long) = (a.len().min(count), a.len().max(count));
    // What is left between the common beginning and the common end.
    let middle = (
        short.saturating_sub(front + back),
        long - (front + back).min(long),
    );
    match middle {
        (0, 0 | 1) | (1, 1) => true,
        (2, 2) => {
            let mut two = text.chars().skip(front);
            two.next() == Some(a[front + 1]) && two.next() == Some(a[front])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(word: &str, text: &str) -> f32 {
        let matcher = SkimMatcherV2::default();
        let term = Term {
            text: text.into(),
            set: letter_set(text),
            count: 1,
        };
        Judge::new(word.to_owned(), &matcher).fit(&term, &matcher)
    }

    #[test]
    fn the_ladder_goes_down_from_the_same_word_to_scattered_letters() {
        let ladder = [
            fit("engine", "engine"),
            fit("engine", "engines"),
            fit("engine", "engineering"),
            fit("engine", "enginr"),
            fit("gine", "engine"),
            fit("egn", "engine"),
            0.0,
        ];
        assert!(ladder.is_sorted_by(|a, b| a > b), "{ladder:?}");
    }

    #[test]
    fn one_slip_is_forgiven_in_a_word_of_four_letters() {
        for typed in ["goverment", "governmennt", "govermnent", "gavernment"] {
            assert!(fit(typed, "government") > 0.0, "{typed}");
        }
        assert_eq!(fit("gavernmant", "government"), 0.0);
        assert_eq!(fit("car", "cat"), 0.0);
        assert!(!one_slip(&['a', 'a', 'b', 'b'], "bbaa"));
        assert!(one_slip(&['a', 'a', 'a'], "aaaa"));
        assert!(!one_slip(&['a', 'a', 'a'], "aaaaa"));
    }

    #[test]
    fn scattered_letters_must_begin_where_the_word_begins() {
        assert!(fit("gvmnt", "government") > 0.0);
        assert_eq!(fit("vmnt", "government"), 0.0);
        assert!(fit("clntn", "clinton") > 0.0);
    }

    #[test]
    fn a_word_without_end_is_found_by_its_beginning_and_its_parts_alone() {
        let long = format!("a{}z", "b".repeat(1_000_000));
        assert!(fit("abb", &long) > 0.0 && fit("bbz", &long) > 0.0);
        assert_eq!(fit("abz", &long), 0.0);
        assert_eq!(fit(&long, &long), SAME);
    }

    #[test]
    fn short_words_are_no_parts() {
        assert_eq!(fit("hu", "although"), 0.0);
        assert!(fit("hu", "hungary") > 0.0);
        assert!(fit("平", "和平") > 0.0);
    }
}
