//! The same words elsewhere: which quotes say what another one says, in the same or nearly the same
//! words.
//!
//! Owns the rule of sameness. Words are compared as the finder compares them: case, accents, marks
//! and hyphens do not matter. Of two quotes those words count that stand in runs of three and more
//! in both, in the same order. They say the same where
//! * these are at least three quarters of the words of the shorter one, so that a shortened quote is
//!   a copy, and so is one of which words were changed;
//! * they are at least four, and three of them *telling*: numbers, or four letters and more and not
//!   among those that anybody says about anything (`data/commonplace.txt`). Where every character is
//!   a word, two count as one.
//!
//! Who may say the same is found by counting, for each quote, how many of the telling words it has;
//! what is left is looked at word by word.

use std::sync::LazyLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::code;
use super::image::Damaged;
use super::index::{Index, Live};
use super::token::{is_word, letters, tokens};
use crate::model::ArticleId;
use crate::text::fold::fold_str;

/// Words that stand one behind the other in both count from so many on.
const RUN: usize = 3;
/// So many words are the same at least.
const LEAST: usize = 4;
/// What telling words are worth together at least: three words, or six characters that are words.
const LEAST_WORTH: u8 = 6;
/// Words of a quote that are looked at: a longer one is a speech, of which the beginning will do.
const MOST: usize = 1_000;
/// Letters of a telling word.
const LETTERS: usize = 4;
/// Quotes looked at in one go by a thread.
const CHUNK: usize = 1024;
/// A word that the segment does not have.
const NOWHERE: u32 = u32::MAX;

static COMMONPLACE: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("data/commonplace.txt").lines();
    let words = lines.filter(|line| !line.starts_with('#'));
    let words = words.flat_map(str::split_whitespace);
    words.map(|word| letters(word).into_owned()).collect()
});

/// Where the same words stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// In how many articles.
    pub total: usize,
    /// The quotes, one of each article, by the place in it; newest first.
    pub places: Vec<(ArticleId, usize)>,
}

/// The words of a quote with what each is worth.
struct Words(Vec<(String, u8)>);

impl Words {
    fn of(text: &str) -> Self {
        let folded = fold_str(text);
        let words = tokens(&folded).take(MOST).map(|range| {
            let word = letters(&folded[range]).into_owned();
            let worth = worth(&word);
            (word, worth)
        });
        Self(words.collect())
    }

    fn worths(&self) -> Vec<u8> {
        self.0.iter().map(|(_, worth)| *worth).collect()
    }

    /// Whether there is enough in it to be known again.
    fn is_telling(&self) -> bool {
        let mut seen = FxHashSet::default();
        let distinct = self.0.iter().filter(|(word, _)| seen.insert(word));
        let worth: usize = distinct.map(|(_, worth)| usize::from(*worth)).sum();
        self.0.len() >= LEAST && worth >= usize::from(LEAST_WORTH)
    }
}

/// What a word tells: nothing, or 2; 1 where every character is a word.
fn worth(word: &str) -> u8 {
    if word.chars().any(is_word) {
        1
    } else if word.chars().any(|c| c.is_ascii_digit()) {
        2
    } else {
        let long = word.chars().nth(LETTERS - 1).is_some();
        2 * u8::from(long && !COMMONPLACE.contains(word))
    }
}

/// How many words stand in both in runs, where these are enough for both to say the same. `worth` is
/// that of the words of `a`.
fn same(a: &[u32], worth: &[u8], b: &[u32]) -> Option<usize> {
    let (mut count, mut value) = (0, 0);
    let mut seen: Vec<u32> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        let DiffOp::Equal { old_index, len, .. } = op else {
            continue;
        };
        if len < RUN {
            continue;
        }
        count += len;
        for at in old_index..old_index + len {
            if worth[at] > 0 && !seen.contains(&a[at]) {
                seen.push(a[at]);
                value += usize::from(worth[at]);
            }
        }
    }
    let most = count * 4 >= a.len().min(b.len()) * 3;
    (most && count >= LEAST && value >= usize::from(LEAST_WORTH)).then_some(count)
}

/// Whether there is enough in a quote for others to be known that say the same.
#[must_use]
pub fn can_be_known_again(text: &str) -> bool {
    Words::of(text).is_telling()
}

/// Whether two quotes say the same, in the same or nearly the same words.
#[must_use]
pub fn say_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (Words::of(one), Words::of(other));
    let place = |word: &str| one.0.iter().position(|(known, _)| known == word);
    let numbers = |words: &Words| -> Vec<u32> {
        let numbers = words.0.iter().map(|(word, _)| place(word));
        numbers.map(|n| n.map_or(NOWHERE, |n| n as u32)).collect()
    };
    same(&numbers(&one), &one.worths(), &numbers(&other)).is_some()
}

impl Index {
    /// The quotes of other articles than `except` that say what `text` says, newest first; at most
    /// `limit`. Nothing is the same as a quote without telling words.
    ///
    /// # Errors
    /// [`Damaged`] where the file is not what was written; then it must be made anew.
    pub fn copies(
        &self,
        text: &str,
        except: Option<ArticleId>,
        limit: usize,
    ) -> Result<Copies, Damaged> {
        if self.is_cut() {
            return Err(Damaged);
        }
        let words = Words::of(text);
        if !words.is_telling() {
            return Ok(Copies::default());
        }
        let lives = self.live.iter().enumerate();
        let found = lives.flat_map(|(n, live)| {
            let found = Asked::of(&words, live).found(live).into_iter();
            found.map(move |(doc, count)| (self.recency(n, doc), count))
        });
        // Of each article the quote with most of the words.
        let mut best: FxHashMap<i64, (usize, (i64, i64, u32))> = FxHashMap::default();
        for (place, count) in found.filter(|((_, id, _), _)| except != Some(ArticleId(*id))) {
            let known = best.entry(place.1).or_insert((0, place));
            if count > known.0 {
                *known = (count, place);
            }
        }
        let mut places: Vec<(i64, i64, u32)> = best.into_values().map(|(_, at)| at).collect();
        places.sort_unstable();
        let total = places.len();
        places.truncate(limit);
        let places = places.into_iter();
        let places = places.map(|(_, id, ordinal)| (ArticleId(id), ordinal as usize));
        self.checked(Copies {
            total,
            places: places.collect(),
        })
    }
}

/// The words of a quote as a segment numbers them.
struct Asked {
    /// By rank, in order.
    ranks: Vec<u32>,
    worths: Vec<u8>,
    /// The telling ones that the segment has: the term and what it is worth.
    telling: Vec<(u32, u8)>,
    /// Which ranks are among them, a bit each.
    known: Vec<u64>,
    /// Each three that stand one behind the other.
    runs: FxHashSet<[u32; RUN]>,
}

impl Asked {
    fn of(words: &Words, live: &Live) -> Self {
        let part = live.segment.quotes();
        let mut asked = Self {
            ranks: Vec::with_capacity(words.0.len()),
            worths: words.worths(),
            telling: Vec::new(),
            known: vec![0; part.terms().div_ceil(64)],
            runs: FxHashSet::default(),
        };
        for (word, worth) in &words.0 {
            let Some(term) = part.find(word) else {
                asked.ranks.push(NOWHERE);
                continue;
            };
            let rank = part.rank(term);
            asked.ranks.push(rank);
            if !asked.knows(rank) && *worth > 0 {
                asked.telling.push((term, *worth));
            }
            if let Some(bits) = asked.known.get_mut(rank as usize / 64) {
                *bits |= 1 << (rank % 64);
            }
        }
        asked.runs = asked.ranks.array_windows().copied().collect();
        asked
    }

    /// How many words stand in runs that are here too, wherever: no fewer than in the same order.
    fn in_runs(&self, ranks: &[u32]) -> usize {
        let (mut count, mut until) = (0, 0);
        for (at, run) in ranks.array_windows::<RUN>().enumerate() {
            if self.runs.contains(run) {
                count += at + RUN - until.max(at);
                until = at + RUN;
            }
        }
        count
    }

    fn knows(&self, rank: u32) -> bool {
        let bits = self.known.get(rank as usize / 64);
        bits.is_some_and(|bits| bits >> (rank % 64) & 1 == 1)
    }

    /// The quotes of a segment that say the same, and how many words they have in common.
    fn found(&self, live: &Live) -> Vec<(u32, usize)> {
        let part = live.segment.quotes();
        let bounds = part.text_bounds();
        let candidates = self.candidates(live);
        let look = |doc: &u32| {
            let text = part.text(bounds, *doc);
            let (mut all, mut known) = (0, 0);
            code::each(text, |rank| {
                all += 1;
                known += usize::from(self.knows(rank));
            });
            // Most are left out by this, and most of the others by their runs.
            if all.min(MOST).min(self.ranks.len()) * 3 > known * 4 {
                return None;
            }
            let mut ranks = Vec::with_capacity(all);
            code::each(text, |rank| ranks.push(rank));
            ranks.truncate(MOST);
            // To hold a short quote against a long speech takes long.
            if ranks.len().min(self.ranks.len()) * 3 > self.in_runs(&ranks) * 4 {
                return None;
            }
            same(&self.ranks, &self.worths, &ranks).map(|count| (*doc, count))
        };
        let chunks = candidates.par_chunks(CHUNK);
        chunks
            .flat_map_iter(|docs| docs.iter().filter_map(look))
            .collect()
    }

    /// The quotes that have enough of the telling words.
    fn candidates(&self, live: &Live) -> Vec<u32> {
        let part = live.segment.quotes();
        let mut worths = vec![0u8; part.docs()];
        for (term, worth) in &self.telling {
            part.lists().set(*term as usize).each(|doc| {
                if let Some(sum) = worths.get_mut(doc as usize) {
                    *sum = sum.saturating_add(*worth);
                }
            });
        }
        let enough = (0..).zip(&worths).filter(|(_, sum)| **sum >= LEAST_WORTH);
        let docs = enough.map(|(doc, _)| doc);
        docs.filter(|doc| !live.dead_quotes.contains(*doc))
            .collect()
    }
}

#[cfg(test)]
mod tests;
