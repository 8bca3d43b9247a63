//! Makes a part of texts that were gathered: numbers the words, writes the texts in their order.
//!
//! Owns the building of what `part` reads, but for the lists, which `invert` makes. Texts come from
//! several gatherings, in any order; what is made of them is the same however they were shared out.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::code;
use super::gather::Gathered;
use super::image::Section;
use super::invert::{self, Texts};
use super::lists::{self, Head};
use super::numbers::Terms;
use super::part;
use super::set::CHUNK;
use super::spell::{LENGTHS, letters_of};

/// The order of texts, and what they are found by besides their words.
#[derive(Default)]
pub(super) struct Plan {
    /// Texts that stand one behind the other both in a gathering, which is given by its place, and in
    /// the part.
    pub runs: Vec<(usize, Range<u32>)>,
    /// Of each text in order, the place of its group among `groups`; nothing where there is none.
    pub also: Vec<u32>,
    /// The gathering of each group of words, and its number there.
    pub groups: Vec<(usize, u32)>,
}

/// A part that was made, but for lists that others add.
pub(super) struct Built {
    pub sections: [Box<dyn Section>; part::SECTIONS - lists::SECTIONS],
    pub heads: Vec<Head>,
    pub lists: lists::Writer,
    /// Of each group of words besides the texts' own, the ranks.
    pub groups: Vec<Vec<u32>>,
}

/// Makes the part; `rich` with lists of beginnings and of pairs.
pub(super) fn build(mut gathered: Vec<Gathered>, plan: &Plan, rich: bool) -> Built {
    let numbers = gathered.iter_mut().map(|g| std::mem::take(&mut g.numbers));
    let (terms, term_of) = Terms::joined(numbers.collect());
    let order = Order::new(&terms, &gathered, &term_of);
    let rank_of: Vec<Vec<u32>> = term_of
        .into_iter()
        .map(|terms| {
            terms
                .iter()
                .map(|term| order.ranks[*term as usize])
                .collect()
        })
        .collect();
    let ranks = |(of, group): &(usize, u32)| {
        let numbers = gathered[*of].group(*group).iter();
        numbers.map(|n| rank_of[*of][*n as usize]).collect()
    };
    let groups: Vec<Vec<u32>> = plan.groups.iter().map(ranks).collect();
    let (words, at) = written(&gathered, &plan.runs, &rank_of, MOST_BYTES);
    drop((gathered, rank_of));
    let texts = Texts {
        words: &words,
        at: &at,
        also: &plan.also,
        groups: &groups,
        term_of: &order.term_of,
    };
    let (lists, spelled) = rayon::join(
        || invert::lists(&texts, &terms, &order.counts, rich, invert::AT_ONCE),
        || spelling(&terms),
    );
    Built {
        groups,
        sections: [
            Box::new(terms.text.into_bytes()),
            Box::new(terms.at),
            Box::new(order.ranks),
            Box::new(spelled.0),
            Box::new(spelled.1),
            Box::new(spelled.2),
            Box::new(lists.beginnings),
            Box::new(lists.pairs),
            Box::new(words),
            Box::new(at),
        ],
        heads: lists.heads,
        lists: lists.writer,
    }
}

/// How the terms are ranked: the most frequent first.
struct Order {
    /// By term, in how many texts it is.
    counts: Vec<u32>,
    ranks: Vec<u32>,
    /// By rank.
    term_of: Vec<u32>,
}

impl Order {
    fn new(terms: &Terms, gathered: &[Gathered], term_of: &[Vec<u32>]) -> Self {
        let mut counts = vec![0; terms.len()];
        for (gathered, term_of) in gathered.iter().zip(term_of) {
            for (count, term) in gathered.counts().zip(term_of) {
                counts[*term as usize] += count;
            }
        }
        let mut term_of: Vec<u32> = (0..terms.len() as u32).collect();
        term_of.sort_unstable_by_key(|term| (Reverse(counts[*term as usize]), *term));
        let mut ranks = vec![0; terms.len()];
        for (rank, term) in (0..).zip(&term_of) {
            ranks[*term as usize] = rank;
        }
        Self {
            counts,
            ranks,
            term_of,
        }
    }
}

/// Bytes of texts that places of 32 bits can tell: some 60 million quotes. Of what is beyond only names
/// and fields are found.
const MOST_BYTES: usize = u32::MAX as usize;

/// The texts in order with ranks for numbers, and where each begins and the last ends. Texts that end
/// beyond so many bytes are left empty.
fn written(
    gathered: &[Gathered],
    runs: &[(usize, Range<u32>)],
    rank_of: &[Vec<u32>],
    most: usize,
) -> (Vec<u8>, Vec<u32>) {
    // Runs that have as many texts as a piece, or a little more, are written by one thread.
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let (mut from, mut docs) = (0, 0);
    for (n, (_, run)) in runs.iter().enumerate() {
        docs += run.len();
        if docs >= CHUNK || n + 1 == runs.len() {
            stretches.push(from..n + 1);
            (from, docs) = (n + 1, 0);
        }
    }
    let write = |stretch: Range<usize>| {
        let (mut words, mut ends) = (Vec::new(), Vec::new());
        for (of, docs) in &runs[stretch] {
            for doc in docs.clone() {
                gathered[*of].each(doc, |n| code::put(rank_of[*of][n as usize], &mut words));
                ends.push(words.len());
            }
        }
        (words, ends)
    };
    let parts: Vec<(Vec<u8>, Vec<usize>)> = stretches.into_par_iter().map(write).collect();
    let mut words = Vec::with_capacity(parts.iter().map(|part| part.0.len()).sum());
    let mut at = vec![0];
    for (its, ends) in parts {
        let room = most - words.len();
        let fit = ends.partition_point(|end| *end <= room);
        let end = fit.checked_sub(1).map_or(0, |last| ends[last]);
        let from = words.len();
        words.extend_from_slice(&its[..end]);
        let ends = ends.iter().map(|its| from + its.min(&end));
        at.extend(ends.map(|end| end as u32));
    }
    (words, at)
}

/// The terms in the order of their length: where each length begins, and of each term its letters.
fn spelling(terms: &Terms) -> (Vec<u32>, Vec<u64>, Vec<u32>) {
    let length = |term| terms.get(term).chars().count().min(LENGTHS - 1);
    let mut by_length: Vec<(usize, u32)> = (0..terms.len())
        .map(|term| (length(term), term as u32))
        .collect();
    by_length.sort_unstable();
    let place = |length| by_length.partition_point(|(l, _)| *l < length) as u32;
    let at = (0..=LENGTHS).map(place).collect();
    let spelled: Vec<u32> = by_length.iter().map(|(_, term)| *term).collect();
    let sets = spelled
        .iter()
        .map(|term| letters_of(terms.get(*term as usize)));
    (at, sets.collect(), spelled)
}

/// Texts one behind the other, and where each begins and the last ends.
pub(super) fn blob<'a>(texts: impl Iterator<Item = &'a str>) -> (Vec<u8>, Vec<u32>) {
    let (mut blob, mut at) = (Vec::new(), vec![0]);
    for text in texts {
        blob.extend_from_slice(text.as_bytes());
        at.push(blob.len() as u32);
    }
    (blob, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_beyond_what_places_can_tell_are_left_empty() {
        let mut gathered = Gathered::default();
        ["a b c", "d e", "f"]
            .iter()
            .for_each(|text| gathered.put(text, None));
        let ranks = vec![(0..6).collect()];
        for (most, ends) in [
            (6, [0, 3, 5, 6]),
            (5, [0, 3, 5, 5]),
            (4, [0, 3, 3, 3]),
            (2, [0; 4]),
        ] {
            let runs = [(0, 0..3)];
            let (words, at) = written(std::slice::from_ref(&gathered), &runs, &ranks, most);
            assert_eq!((words.len(), at.as_slice()), (ends[3] as usize, &ends[..]));
        }
    }
}
