//! Which words of the vocabulary a word of the query fits, and how well.
//!
//! Owns the ladder: the same word, its beginning, a slip, two slips, a part of it, its letters
//! scattered (where fuzzy-matcher judges). Each rung is only asked for when those above found
//! little.

use std::ops::Range;
use std::str;
use std::sync::{Arc, Mutex, PoisonError};

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use rustc_hash::FxHashMap;

use super::ask::{How, Word};
use super::part::Part;
use super::spell::{Slips, letters_of};

/// How well words fit, in steps of a 255th.
pub(super) const SAME: u8 = 255;
/// A beginning, from this up with the share that is typed.
const BEGINNING: (u8, u8) = (200, 40);
/// From so much up a word stands as it was typed, or begins so.
pub(super) const LEAST_AS_TYPED: u8 = BEGINNING.0;
/// These are whole steps of the scorer.
const SLIP: u8 = 184;
/// A slip in what is still being typed.
const SLIP_OF_BEGINNING: u8 = 160;
/// The word without its vowels.
const SKELETON: u8 = 160;
/// Without its vowels and some of the rest.
const ABBREVIATION: u8 = 144;
const TWO_SLIPS: u8 = 136;
/// Two slips of which one is in the first letter, where people seldom slip.
const TWO_SLIPS_FROM_THE_FIRST: u8 = 56;
const PART: (u8, u8) = (110, 25);
const SCATTERED: (u8, u8) = (70, 35);

/// Shorter words are not sought with slips, with two slips, or inside other words.
const SHORTEST_SLIP: usize = 3;
const SHORTEST_TWO_SLIPS: usize = 5;
const SHORTEST_PART: usize = 3;
/// So many letters without a vowel among them are an abbreviation.
const SHORTEST_ABBREVIATION: usize = 4;
/// Of a word's letters at least this share must be typed for scattered ones to fit.
const LEAST_TYPED: f32 = 0.3;
/// Longer words are found as they stand, or not at all: the judges' time grows with the square.
const LONGEST: usize = 64;
/// Words whose fits are kept.
const KEPT: usize = 256;

/// How far down the ladder a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Rung {
    Same,
    Slip,
    TwoSlips,
    Scattered,
}

/// The terms that a word fits: ranges of terms that fit by their beginning, and single ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fits {
    /// Terms that begin with what is typed.
    pub beginning: Range<u32>,
    /// Others, and how well each fits; ascending.
    pub single: Vec<(u32, u8)>,
}

/// The fits of words that were looked for before, of one part.
#[derive(Default)]
pub(super) struct Known(Mutex<FxHashMap<(String, bool, Rung), Arc<Fits>>>);

impl Known {
    /// The fits of `word`, down to `rung`.
    pub fn fits(&self, part: Part<'_>, word: &Word, rung: Rung) -> Arc<Fits> {
        let begun = word.how == How::Begun;
        let rung = if word.how == How::Literal {
            Rung::Same
        } else {
            rung
        };
        let key = (word.text.clone(), begun, rung);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fits) = known.get(&key) {
            return Arc::clone(fits);
        }
        drop(known);
        let fits = Arc::new(fits(part, &word.text, begun, rung));
        known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, Arc::clone(&fits));
        fits
    }
}

fn fits(part: Part<'_>, word: &str, begun: bool, rung: Rung) -> Fits {
    let mut fits = Fits::default();
    if begun {
        fits.beginning = part.beginning(word);
    }
    let mut found: FxHashMap<u32, u8> = FxHashMap::default();
    // A letter says nothing yet of the word it begins, be it that letter alone.
    let same = if begun && word.len() == 1 {
        beginning(1, 1)
    } else {
        SAME
    };
    found.extend(part.find(word).map(|term| (term, same)));
    let letters: Vec<char> = word.chars().collect();
    // A number that is nearly the same is another one, and so is a year or a sum with letters.
    let is_number = letters.iter().any(char::is_ascii_digit);
    if letters.len() <= LONGEST && !is_number {
        let seeker = Seeker {
            part,
            word,
            letters,
            begun,
        };
        let mut keep = |term: u32, fit: u8| {
            let best = found.entry(term).or_default();
            *best = fit.max(*best);
        };
        match rung {
            Rung::Same => {}
            Rung::Slip => seeker.slips(1, &mut keep),
            Rung::TwoSlips | Rung::Scattered => seeker.slips(2, &mut keep),
        }
        if rung == Rung::Scattered || (rung == Rung::TwoSlips && seeker.abbreviates()) {
            seeker.inside(&mut keep);
        }
    }
    fits.single = found.into_iter().collect();
    fits.single.sort_unstable();
    fits
}

/// How well a term that begins with what is typed fits, by the bytes of both.
pub(super) fn beginning(typed: usize, term: usize) -> u8 {
    if typed == 1 {
        return BEGINNING.0;
    }
    on(BEGINNING, typed as f32 / term.max(1) as f32)
}

fn on((lowest, more): (u8, u8), share: f32) -> u8 {
    lowest + (f32::from(more) * share.clamp(0.0, 1.0)) as u8
}

struct Seeker<'a> {
    part: Part<'a>,
    word: &'a str,
    letters: Vec<char>,
    begun: bool,
}

impl Seeker<'_> {
    /// Words that are up to so many slips away.
    fn slips(&self, most: usize, keep: &mut impl FnMut(u32, u8)) {
        let count = self.letters.len();
        if count < SHORTEST_SLIP {
            return;
        }
        let most = if count < SHORTEST_TWO_SLIPS { 1 } else { most };
        let (set, bits) = (letters_of(self.word), 2 * most as u32);
        let (mut slips, mut text) = (Slips::default(), Vec::with_capacity(count + most));
        let near = |of: u64| (set ^ of).count_ones() <= bits;
        self.part
            .by_letters(count - most..count + most + 1, near, |term| {
                self.read(term, &mut text);
                match slips.distance(&self.letters, &text, most as u8) {
                    Some(0 | 1) => keep(term, SLIP),
                    Some(_) if text.first() == self.letters.first() && !self.abbreviates() => {
                        keep(term, TWO_SLIPS);
                    }
                    Some(_) => keep(term, TWO_SLIPS_FROM_THE_FIRST),
                    None => {}
                }
            });
        if self.begun && count > SHORTEST_SLIP {
            self.slips_of_beginning(set, keep);
        }
    }

    /// A slip in a word that goes on is sought among those of the same first letter.
    fn slips_of_beginning(&self, set: u64, keep: &mut impl FnMut(u32, u8)) {
        let first: String = self.letters.iter().take(1).collect();
        let alike = self.part.beginning(&first);
        let (mut slips, mut text) = (Slips::default(), Vec::new());
        let has = |of: u64| (set & !of).count_ones() <= 1;
        let longer = self.letters.len()..usize::MAX;
        self.part.by_letters(longer, has, |term| {
            if alike.contains(&term) {
                self.read(term, &mut text);
                if slips
                    .distance_to_beginning(&self.letters, &text, 1)
                    .is_some()
                {
                    keep(term, SLIP_OF_BEGINNING);
                }
            }
        });
    }

    /// Whether what is typed has no vowel, as nobody writes who means to write the word.
    fn abbreviates(&self) -> bool {
        let is_vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        let plain = self.letters.iter().all(char::is_ascii_lowercase);
        plain && self.letters.len() >= SHORTEST_ABBREVIATION && !self.letters.iter().any(is_vowel)
    }

    /// Words that have the letters in them, together or scattered.
    fn inside(&self, keep: &mut impl FnMut(u32, u8)) {
        let count = self.letters.len();
        if count < SHORTEST_PART {
            return;
        }
        let matcher = SkimMatcherV2::default().respect_case();
        let full = matcher
            .fuzzy_match(self.word, self.word)
            .unwrap_or(1)
            .max(1) as f32;
        let set = letters_of(self.word);
        let longest = (count as f32 / LEAST_TYPED) as usize + 1;
        self.part.by_letters(
            count + 1..longest,
            |of| set & !of == 0,
            |term| {
                let text = str::from_utf8(self.part.term(term)).unwrap_or("");
                let share = self.word.len() as f32 / text.len().max(1) as f32;
                // The judge's time and memory grow with the length of both.
                if share < LEAST_TYPED {
                    return;
                }
                if is_skeleton(&self.letters, text) {
                    keep(term, SKELETON);
                } else if self.abbreviates() && is_nearly_skeleton(&self.letters, text) {
                    keep(term, ABBREVIATION);
                } else if text.contains(self.word) {
                    keep(term, on(PART, share));
                } else if text.starts_with(self.letters[0]) {
                    let score = matcher.fuzzy_match(text, self.word);
                    if let Some(score) = score {
                        keep(term, on(SCATTERED, score as f32 / full));
                    }
                }
            },
        );
    }

    fn read(&self, term: u32, into: &mut Vec<char>) {
        into.clear();
        into.extend(str::from_utf8(self.part.term(term)).unwrap_or("").chars());
    }
}

/// Whether what is typed are most consonants of the word in their order, with its first and last.
fn is_nearly_skeleton(typed: &[char], word: &str) -> bool {
    let ends = |c: Option<char>, of: Option<&char>| c.as_ref() == of;
    if !ends(word.chars().next(), typed.first()) || !ends(word.chars().next_back(), typed.last()) {
        return false;
    }
    let consonants = word
        .chars()
        .filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'));
    let (mut rest, mut count) = (typed, 0);
    for c in consonants {
        count += 1;
        if rest.first() == Some(&c) {
            rest = &rest[1..];
        }
    }
    rest.is_empty() && 3 * typed.len() >= 2 * count
}

/// Whether what is typed is the word without vowels, but for one that it begins with.
fn is_skeleton(typed: &[char], word: &str) -> bool {
    let kept = word.char_indices();
    let kept = kept.filter(|(at, c)| *at == 0 || !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'));
    kept.map(|(_, c)| c).eq(typed.iter().copied())
}
