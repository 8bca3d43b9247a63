//! Words as numbers, while texts come in.
//!
//! Owns which number a word has: the next one where it is new. A text is cut into words by `token`;
//! one of plain letters, as nearly all are, is cut, folded and looked up in one walk.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::token::{letters, tokens};
use crate::text::fold::fold_str;

/// The numbers of words. Those of up to 15 bytes, which nearly all are, are keys by themselves:
/// there is nothing elsewhere to compare them with.
pub(super) struct Numbers {
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
    /// Short words that were read lately: most of a text is few words again and again, and these stay in
    /// the caches near the processor, which the whole table does not.
    lately: Vec<(u128, u32)>,
}

/// Places for such words; a power of two.
const LATELY: usize = 1 << 12;

impl Default for Numbers {
    fn default() -> Self {
        Self {
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            lately: vec![(0, 0); LATELY],
        }
    }
}

/// A word and its number. The bytes of the key are the first of the word, and what is behind a short
/// word is less than any letter, so that the order of these is that of the words.
type Entry = (u128, Option<Box<str>>, u32);

/// Longest word that is a key by itself.
const SHORT: usize = 15;

/// Letters and digits in lower case; 0 for all else, and for what is not ASCII.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            letters[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

impl Numbers {
    /// Gives the numbers of the words of a text, in order.
    pub fn read(&mut self, text: &str, mut f: impl FnMut(u32)) {
        if text.is_ascii() {
            return self.read_plain(text, f);
        }
        let folded = fold_str(text);
        if folded.is_ascii() {
            return self.read_plain(&folded, f);
        }
        for token in tokens(&folded) {
            f(self.number(&letters(&folded[token])));
        }
    }

    /// The same for a text of ASCII, in letters of either case.
    fn read_plain(&mut self, text: &str, mut f: impl FnMut(u32)) {
        let bytes = text.as_bytes();
        let (mut key, mut length, mut start) = (0u128, 0, 0);
        for (at, byte) in bytes.iter().enumerate() {
            let letter = LETTERS[usize::from(*byte)];
            if letter != 0 {
                start = if length == 0 { at } else { start };
                key = key << 8 | u128::from(letter);
                length += 1;
            } else if length > 0 && !joins(bytes, at) {
                f(self.plain(key, length, &text[start..at]));
                (key, length) = (0, 0);
            } else if length > 0 && is_point(bytes, at) {
                key = key << 8 | u128::from(b'.');
                length += 1;
            }
        }
        if length > 0 {
            f(self.plain(key, length, &text[start..]));
        }
    }

    /// The number of a word of plain letters, given the last of them and how many they are.
    fn plain(&mut self, last: u128, length: usize, word: &str) -> u32 {
        if length <= SHORT {
            return self.short(last << (8 * (16 - length)) | length as u128);
        }
        self.number(&letters(&word.to_ascii_lowercase()))
    }

    fn short(&mut self, key: u128) -> u32 {
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let at = (mixed >> 48) as usize % LATELY;
        let (known, number) = self.lately[at];
        if known == key {
            return number;
        }
        let new = self.count();
        let number = *self.short.entry(key).or_insert(new);
        self.lately[at] = (key, number);
        number
    }

    fn number(&mut self, word: &str) -> u32 {
        if word.len() <= SHORT {
            return self.short(first_bytes(word) | word.len() as u128);
        }
        let new = self.count();
        if let Some(number) = self.long.get(word) {
            return *number;
        }
        self.long.insert(word.into(), new);
        new
    }

    fn count(&self) -> u32 {
        (self.short.len() + self.long.len()) as u32
    }

    /// The words with their numbers, in the order of their bytes.
    fn sorted(self) -> Vec<Entry> {
        let short = self.short.into_iter().map(|(key, n)| (key, None, n));
        let long = self.long.into_iter();
        let long = long.map(|(word, n)| (first_bytes(&word), Some(word), n));
        let mut words: Vec<Entry> = short.chain(long).collect();
        words.sort_unstable();
        words
    }
}

/// Whether what stands at `at`, behind a letter, is written inside one word: see `token`.
fn joins(text: &[u8], at: usize) -> bool {
    let letter = |at: usize| text.get(at).map_or(0, |byte| LETTERS[usize::from(*byte)]);
    match text[at] {
        b'\'' | b'.' => letter(at + 1) != 0,
        b',' => letter(at + 1).is_ascii_digit() && letter(at.wrapping_sub(1)).is_ascii_digit(),
        _ => false,
    }
}

/// Whether what stands at `at` is the point of a number: see `token`.
fn is_point(text: &[u8], at: usize) -> bool {
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    text[at] == b'.' && digit(at + 1) && digit(at.wrapping_sub(1))
}

/// The first 16 bytes of a word, the first one the highest.
fn first_bytes(word: &str) -> u128 {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(word.bytes()) {
        *to = from;
    }
    u128::from_be_bytes(bytes)
}

/// Distinct words in the order of their bytes, one behind the other.
pub(super) struct Terms {
    pub text: String,
    /// Where each begins, and where the last ends.
    pub at: Vec<u32>,
}

impl Terms {
    /// The words of all, and of each of these the term that each of its numbers is.
    pub fn joined(numbers: Vec<Numbers>) -> (Self, Vec<Vec<u32>>) {
        let sorted: Vec<Vec<Entry>> = numbers.into_par_iter().map(Numbers::sorted).collect();
        let mut term_of: Vec<Vec<u32>> = sorted.iter().map(|s| vec![0; s.len()]).collect();
        let mut next = vec![0; sorted.len()];
        let mut terms = Self {
            text: String::new(),
            at: vec![0],
        };
        let head = |n: usize, at: usize| sorted[n].get(at).map(|(key, word, _)| (*key, word));
        while let Some(least) = (0..next.len()).filter_map(|n| head(n, next[n])).min() {
            for (n, (at, term_of)) in next.iter_mut().zip(&mut term_of).enumerate() {
                if head(n, *at) == Some(least) {
                    term_of[sorted[n][*at].2 as usize] = terms.len() as u32;
                    *at += 1;
                }
            }
            terms.push(least);
        }
        (terms, term_of)
    }

    fn push(&mut self, (key, word): (u128, &Option<Box<str>>)) {
        let bytes = key.to_be_bytes();
        let short = &bytes[..usize::from(bytes[SHORT]).min(SHORT)];
        match word {
            Some(word) => self.text.push_str(word),
            None => self.text.push_str(std::str::from_utf8(short).unwrap_or("")),
        }
        self.at.push(self.text.len() as u32);
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.at.len() - 1
    }

    /// One of them.
    pub fn get(&self, term: usize) -> &str {
        &self.text[self.at[term] as usize..self.at[term + 1] as usize]
    }

    /// Ranges of neighbours that have the same first bytes, so many; words that are shorter are in none.
    pub fn alike(&self, first: usize) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let bytes = |term: usize| self.get(term).as_bytes().get(..first);
        for term in (0..self.len()).filter(|term| bytes(*term).is_some()) {
            match ranges.last_mut() {
                Some(last) if bytes(last.start) == bytes(term) => last.end = term + 1,
                _ => ranges.push(term..term + 1),
            }
        }
        ranges
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The words that the numbers of a text stand for.
    fn words(texts: &[String]) -> Vec<String> {
        let mut numbers = Numbers::default();
        let mut read = Vec::new();
        texts
            .iter()
            .for_each(|text| numbers.read(text, |n| read.push(n)));
        let (terms, term_of) = Terms::joined(vec![numbers]);
        let word = |n: &u32| terms.get(term_of[0][*n as usize] as usize).to_owned();
        read.iter().map(word).collect()
    }

    fn cut(texts: &[String]) -> Vec<String> {
        let words = texts.iter().flat_map(|text| {
            let folded = fold_str(text);
            let words: Vec<String> = tokens(&folded)
                .map(|t| letters(&folded[t]).into_owned())
                .collect();
            words
        });
        words.collect()
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_it_is_cut(texts in proptest::collection::vec("[a-cA-B0-2'.,’é 和🙂☃-]{0,40}|[a-bA1'.,]{0,60}|[1-2.,]{0,40}", 1..5)) {
            prop_assert_eq!(words(&texts), cut(&texts));
        }

        #[test]
        fn words_of_several_are_joined_in_order(
            texts in proptest::collection::vec("([a-b1é]{1,3}|[a-b]{14,18}){1}( ([a-b1é]{1,3}|[a-b]{14,18})){0,9}", 1..4),
        ) {
            let mut all = cut(&texts);
            all.sort();
            all.dedup();
            let mut read = vec![Vec::new(); texts.len()];
            let numbers = texts.iter().zip(&mut read).map(|(text, read)| {
                let mut numbers = Numbers::default();
                numbers.read(text, |n| read.push(n));
                numbers
            });
            let (terms, term_of) = Terms::joined(numbers.collect());
            let joined: Vec<&str> = (0..terms.len()).map(|term| terms.get(term)).collect();
            prop_assert_eq!(joined, all);
            for ((text, read), term_of) in texts.iter().zip(&read).zip(&term_of) {
                let back: Vec<&str> = read.iter().map(|n| terms.get(term_of[*n as usize] as usize)).collect();
                prop_assert_eq!(back, cut(std::slice::from_ref(text)));
            }
        }
    }
}
