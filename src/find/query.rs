//! What is typed, held once against the whole vocabulary.
//!
//! Owns the table from word numbers to the words of the query that they fit, which is all that a
//! scan over the rows needs.

use fuzzy_matcher::skim::SkimMatcherV2;
use rayon::prelude::*;

use crate::text::fold::fold_str;

use super::judge::Judge;
use super::token::{letters, tokens};
use super::vocabulary::{Term, Vocabulary};

/// More words than this are not looked for; nobody types them, but a pasted page has them.
const MOST_WORDS: usize = 32;
/// Terms judged between two questions whether the search is still wanted.
const CHUNK: usize = 8192;

/// A query that has met the vocabulary.
pub(super) struct Query {
    words: Vec<Word>,
    /// For each term a place in `fits`, or 0 where it fits no word.
    places: Vec<u32>,
    /// Which words of the query a term fits, as bits.
    fits: Vec<u32>,
    /// How well it fits each of them; `words.len()` values a place.
    values: Vec<f32>,
}

/// A word of the query.
pub(super) struct Word {
    /// Its letters, folded.
    pub text: String,
    /// How much it counts against the others (rare words say more).
    pub weight: f32,
}

impl Query {
    /// Cuts what is typed into words and judges every term; nothing once `cancelled`.
    pub fn read(
        typed: &str,
        vocabulary: &Vocabulary,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let folded = fold_str(typed);
        let words: Vec<Word> = tokens(&folded)
            .take(MOST_WORDS)
            .map(|token| letters(&folded[token]).into_owned())
            .map(|text| Word {
                weight: 0.5 + vocabulary.rarity(&text),
                text,
            })
            .collect();
        let judged = judge_all(&words, vocabulary.terms(), cancelled)?;
        let mut query = Self {
            places: vec![0; vocabulary.terms().len()],
            fits: vec![0],
            values: vec![0.0; words.len()],
            words,
        };
        for (term, values) in judged {
            query.add(term, &values);
        }
        Some(query)
    }

    fn add(&mut self, term: usize, values: &[f32]) {
        self.places[term] = u32::try_from(self.fits.len()).unwrap_or(0);
        self.values.extend_from_slice(values);
        let bits = values.iter().enumerate();
        self.fits
            .push(bits.fold(0, |set, (k, v)| set | (u32::from(*v > 0.0) << k)));
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words in the order they were typed.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether every word of the query fits one of these terms.
    pub fn all_in(&self, terms: &[u32]) -> bool {
        let all = u32::MAX >> (32 - self.words.len());
        let mut seen = 0;
        for term in terms {
            seen |= self.fits[self.places[*term as usize] as usize];
            if seen == all {
                return true;
            }
        }
        false
    }

    /// The words of the query that a term fits and how well.
    pub fn fits(&self, term: u32) -> impl Iterator<Item = (usize, f32)> + '_ {
        let place = self.places[term as usize] as usize;
        let count = self.words.len();
        let values = &self.values[place * count..(place + 1) * count];
        let values = if place == 0 { &values[..0] } else { values };
        values.iter().copied().enumerate().filter(|(_, v)| *v > 0.0)
    }
}

/// The terms that fit a word, in order, with how well they fit each.
fn judge_all(
    words: &[Word],
    terms: &[Term],
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<(usize, Vec<f32>)>> {
    if words.is_empty() {
        return Some(Vec::new());
    }
    let matcher = SkimMatcherV2::default().respect_case();
    let judges: Vec<Judge> = words
        .iter()
        .map(|word| Judge::new(word.text.clone(), &matcher))
        .collect();
    let chunks: Vec<Vec<(usize, Vec<f32>)>> = terms
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, terms)| {
            (!cancelled()).then(|| {
                let mut found = Vec::new();
                let mut values = vec![0.0; judges.len()];
                for (number, term) in (chunk * CHUNK..).zip(terms) {
                    for (value, judge) in values.iter_mut().zip(&judges) {
                        *value = judge.fit(term, &matcher);
                    }
                    if values.iter().any(|v| *v > 0.0) {
                        found.push((number, values.clone()));
                    }
                }
                found
            })
        })
        .collect::<Option<_>>()?;
    Some(chunks.concat())
}
