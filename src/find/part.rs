//! A collection of texts with all that is needed to find words in them: quotes are one, the names
//! of people another, the titles of articles a third.
//!
//! Owns the sections of a part and how they are read. Terms, the distinct words, are numbered in
//! the order of their letters, so that the words with one beginning are a range; in the texts they
//! stand by their rank, the most frequent first, so that most take one byte.

use std::ops::Range;

use super::image::Image;
use super::lists::{self, Lists};
use super::set::Set;
use super::spell;

pub(super) const TERM_TEXT: usize = lists::SECTIONS;
pub(super) const TERM_AT: usize = TERM_TEXT + 1;
pub(super) const RANKS: usize = TERM_TEXT + 2;
pub(super) const SPELL_AT: usize = TERM_TEXT + 3;
pub(super) const SPELL_SETS: usize = TERM_TEXT + 4;
pub(super) const SPELL_TERMS: usize = TERM_TEXT + 5;
pub(super) const PREFIXES: usize = TERM_TEXT + 6;
pub(super) const PAIRS: usize = TERM_TEXT + 7;
pub(super) const TEXTS: usize = TERM_TEXT + 8;
pub(super) const TEXT_AT: usize = TERM_TEXT + 9;
/// Sections of a part.
pub(super) const SECTIONS: usize = TERM_TEXT + 10;

/// Pairs of neighbours have lists where both words are among so many most frequent ones.
pub(super) const PAIRED: u32 = 256;
/// Beginnings of up to so many letters have lists of their own, where these are long.
pub(super) const LONGEST_PREFIX: usize = 3;

/// The key of a beginning of one to three ASCII letters among [`PREFIXES`].
pub(super) fn prefix_key(prefix: &[u8]) -> Option<u32> {
    let known = (1..=LONGEST_PREFIX).contains(&prefix.len()) && prefix.is_ascii();
    known.then(|| prefix.iter().fold(0, |key, b| key << 8 | u32::from(*b)))
}

/// Reads a part.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    image: &'a Image,
    base: usize,
    docs: usize,
}

impl<'a> Part<'a> {
    /// The part whose first section is `base`.
    pub fn new(image: &'a Image, base: usize) -> Self {
        Self {
            image,
            base,
            docs: image.len::<u32>(base + TEXT_AT).saturating_sub(1),
        }
    }

    /// Number of texts.
    pub const fn docs(self) -> usize {
        self.docs
    }

    /// Number of terms.
    pub fn terms(self) -> usize {
        self.image.len::<u32>(self.base + RANKS)
    }

    /// The letters of a term.
    pub fn term(self, term: u32) -> &'a [u8] {
        let term = term as usize;
        match self.image.slice::<u32>(self.base + TERM_AT, term..term + 2) {
            [start, end] => {
                let range = *start as usize..*end as usize;
                self.image.slice(self.base + TERM_TEXT, range)
            }
            _ => &[],
        }
    }

    /// The term that is this word.
    pub fn find(self, word: &str) -> Option<u32> {
        let at = self.lower(word.as_bytes());
        ((at as usize) < self.terms() && self.term(at) == word.as_bytes()).then_some(at)
    }

    /// The terms that begin so.
    pub fn beginning(self, prefix: &str) -> Range<u32> {
        let start = self.lower(prefix.as_bytes());
        // Nothing that begins so comes after it with the highest byte, which no text has.
        let mut after = prefix.as_bytes().to_vec();
        after.push(0xff);
        start..self.lower(&after).max(start)
    }

    /// Number of terms before `word`.
    fn lower(self, word: &[u8]) -> u32 {
        let (mut low, mut high) = (0, self.terms() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.term(middle) < word {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The rank by which a term stands in texts.
    pub fn rank(self, term: u32) -> u32 {
        self.image.at(self.base + RANKS, term as usize)
    }

    /// The ranks of a range of terms.
    pub fn ranks(self, terms: Range<u32>) -> &'a [u32] {
        let range = terms.start as usize..terms.end as usize;
        self.image.slice(self.base + RANKS, range)
    }

    /// Where the letters of each of a range of terms begin, and where the last ones end.
    pub fn bounds(self, terms: Range<u32>) -> &'a [u32] {
        let range = terms.start as usize..terms.end as usize + 1;
        self.image.slice(self.base + TERM_AT, range)
    }

    /// The lists: those of the terms come first.
    pub const fn lists(self) -> Lists<'a> {
        Lists {
            image: self.image,
            base: self.base,
            docs: self.docs,
        }
    }

    /// The texts that have a word with this beginning, whose terms are `range`.
    pub fn with_beginning(self, prefix: &str, range: Range<u32>) -> Set<'a> {
        let keys: &[u32] = self.image.whole(self.base + PREFIXES);
        let ready = prefix_key(prefix.as_bytes()).and_then(|key| keys.binary_search(&key).ok());
        match ready {
            Some(n) => self.lists().set(self.terms() + n),
            None => self.lists().union(range.map(|term| term as usize)),
        }
    }

    /// The texts in which one frequent word follows another, both by rank; nothing where that is not
    /// known.
    pub fn pair(self, first: u32, second: u32) -> Option<Set<'a>> {
        if first >= PAIRED || second >= PAIRED {
            return None;
        }
        let keys: &[u32] = self.image.whole(self.base + PAIRS);
        if keys.is_empty() {
            return None;
        }
        let before = self.terms() + self.image.len::<u32>(self.base + PREFIXES);
        Some(match keys.binary_search(&(first * PAIRED + second)) {
            Ok(n) => self.lists().set(before + n),
            Err(_) => Set::default(),
        })
    }

    /// Number of the list that comes `n`th after those of terms, beginnings and pairs.
    pub fn extra(self, n: usize) -> usize {
        let prefixes = self.image.len::<u32>(self.base + PREFIXES);
        self.terms() + prefixes + self.image.len::<u32>(self.base + PAIRS) + n
    }

    /// Where each text begins among all, and the last ends.
    pub fn text_bounds(self) -> &'a [u32] {
        self.image.whole(self.base + TEXT_AT)
    }

    /// The words of a text by rank, in the code of `code::each`.
    pub fn text(self, bounds: &[u32], doc: u32) -> &'a [u8] {
        let doc = doc as usize;
        match bounds.get(doc..doc + 2) {
            Some([start, end]) => {
                let range = *start as usize..*end as usize;
                self.image.slice(self.base + TEXTS, range)
            }
            _ => &[],
        }
    }

    /// The terms of `lengths` letters whose letters pass `fits`.
    pub fn by_letters(
        self,
        lengths: Range<usize>,
        fits: impl Fn(u64) -> bool,
        mut f: impl FnMut(u32),
    ) {
        let place = |length: usize| -> usize {
            self.image
                .at::<u32>(self.base + SPELL_AT, length.min(spell::LENGTHS)) as usize
        };
        let range = place(lengths.start.min(spell::LENGTHS - 1))..place(lengths.end);
        let sets: &[u64] = self.image.slice(self.base + SPELL_SETS, range.clone());
        let terms: &[u32] = self.image.slice(self.base + SPELL_TERMS, range);
        for (set, term) in sets.iter().zip(terms) {
            if fits(*set) {
                f(*term);
            }
        }
    }
}
