//! Turns texts round: from the words of each text to the texts of each word, of each beginning and of
//! each two neighbours.
//!
//! Owns what lists there are. They are made 65,536 texts at a time by `pieces`, and then put together
//! in their order: what comes out does not depend on how many threads there are.

use std::ops::Range;

use rayon::prelude::*;

use super::code;
use super::lists::{Head, Writer};
use super::numbers::Terms;
use super::part::{LONGEST_PREFIX, PAIRED, prefix_key};
use super::pieces::{Documents, Pieces, Workspace, joined};
use super::set::{CHUNK, WORDS};

/// Places in lists of words that are made in one walk over the texts: more would take much memory.
pub(super) const AT_ONCE: u64 = 128 << 20;
/// A beginning has a list of its own where its words stand in one of so many texts or more.
const PREFIX_SHARE: u64 = 40;

/// The texts of a part.
pub(super) struct Texts<'a> {
    /// Their words by rank, in the code of `code::each`, and where each text begins and the last ends.
    pub words: &'a [u8],
    pub at: &'a [u32],
    /// Of each, which group of ranks it is found by besides; none where there is no such.
    pub also: &'a [u32],
    pub groups: &'a [Vec<u32>],
    /// By rank.
    pub term_of: &'a [u32],
}

/// The lists of a part.
pub(super) struct Lists {
    pub writer: Writer,
    /// Those of the terms, then those of the beginnings and of the pairs.
    pub heads: Vec<Head>,
    /// Keys of the beginnings and of the pairs that have lists.
    pub beginnings: Vec<u32>,
    pub pairs: Vec<u32>,
}

/// Makes the lists, about so many places `at_once`; `counts` says by term in how many texts each is.
/// `rich` with beginnings and pairs.
pub(super) fn lists(
    texts: &Texts<'_>,
    terms: &Terms,
    counts: &[u32],
    rich: bool,
    at_once: u64,
) -> Lists {
    let mut writer = Writer::new(texts.docs());
    let mut heads = Vec::with_capacity(terms.len());
    let (mut beginnings, mut pairs) = (Vec::new(), Vec::new());
    let worthy = if rich {
        worthy(terms, counts, texts.docs())
    } else {
        Vec::new()
    };
    for batch in batches(terms, counts, at_once) {
        let within = |b: &&Beginning| batch.start <= b.terms.start && b.terms.end <= batch.end;
        let worthy: Vec<&Beginning> = worthy.iter().filter(within).collect();
        let pieces = in_pieces(texts, |workspace, docs| {
            let of_terms = workspace.turn(&Words {
                texts,
                docs,
                terms: batch.clone(),
            });
            let of_beginnings = together(&of_terms, &worthy);
            (of_terms, of_beginnings)
        });
        let (of_terms, of_beginnings): (Vec<Pieces>, Vec<Pieces>) = pieces.into_iter().unzip();
        heads.extend(joined(&of_terms, batch, &mut writer));
        let made = joined(&of_beginnings, 0..worthy.len() as u32, &mut writer);
        beginnings.extend(worthy.iter().map(|b| b.key).zip(made));
    }
    beginnings.sort_unstable_by_key(|(key, _)| *key);
    let (beginnings, of_beginnings): (Vec<u32>, Vec<Head>) = beginnings.into_iter().unzip();
    heads.extend(of_beginnings);
    if rich {
        let pieces = in_pieces(texts, |workspace, docs| {
            workspace.turn(&Pairs { texts, docs })
        });
        let made = joined(&pieces, 0..PAIRED * PAIRED, &mut writer);
        let made = (0..).zip(made).filter(|(_, head)| head.len > 0);
        let (keys, of_pairs): (Vec<u32>, Vec<Head>) = made.unzip();
        pairs = keys;
        heads.extend(of_pairs);
    }
    Lists {
        writer,
        heads,
        beginnings,
        pairs,
    }
}

impl Texts<'_> {
    fn docs(&self) -> usize {
        self.at.len().saturating_sub(1)
    }

    fn words(&self, doc: u32) -> &[u8] {
        let doc = doc as usize;
        &self.words[self.at[doc] as usize..self.at[doc + 1] as usize]
    }

    fn group(&self, doc: u32) -> &[u32] {
        let group = self.also.get(doc as usize).copied().unwrap_or(u32::MAX);
        self.groups.get(group as usize).map_or(&[], Vec::as_slice)
    }
}

/// The words of texts, of which only those that are in a range of terms.
struct Words<'a> {
    texts: &'a Texts<'a>,
    docs: Range<u32>,
    terms: Range<u32>,
}

impl Documents for Words<'_> {
    fn each(&self, mut f: impl FnMut(u32, u32)) {
        let texts = self.texts;
        let all = self.terms.len() == self.numbers();
        let mut give = |doc, rank: u32| {
            if all || self.terms.contains(&texts.term_of[rank as usize]) {
                f(doc, rank);
            }
        };
        for doc in self.docs.clone() {
            code::each(texts.words(doc), |rank| give(doc, rank));
            texts.group(doc).iter().for_each(|rank| give(doc, *rank));
        }
    }

    fn key(&self, rank: u32) -> u32 {
        self.texts.term_of[rank as usize]
    }

    fn numbers(&self) -> usize {
        self.texts.term_of.len()
    }
}

/// The neighbours in texts that are both frequent.
struct Pairs<'a> {
    texts: &'a Texts<'a>,
    docs: Range<u32>,
}

impl Documents for Pairs<'_> {
    fn each(&self, mut f: impl FnMut(u32, u32)) {
        for doc in self.docs.clone() {
            let mut before = PAIRED;
            code::each(self.texts.words(doc), |rank| {
                if rank < PAIRED && before < PAIRED {
                    f(doc, before * PAIRED + rank);
                }
                before = rank;
            });
        }
    }

    fn key(&self, number: u32) -> u32 {
        number
    }

    fn numbers(&self) -> usize {
        (PAIRED * PAIRED) as usize
    }
}

/// What `f` makes of the texts of each piece, in order.
fn in_pieces<T: Send>(
    texts: &Texts<'_>,
    f: impl Fn(&mut Workspace, Range<u32>) -> T + Sync,
) -> Vec<T> {
    let docs = texts.docs();
    let starts: Vec<usize> = (0..docs).step_by(CHUNK).collect();
    let range = |start: usize| start as u32..docs.min(start + CHUNK) as u32;
    let pieces = starts.into_par_iter();
    pieces
        .map_init(Workspace::default, |workspace, start| {
            f(workspace, range(start))
        })
        .collect()
}

/// The lists of beginnings in a piece, by their place.
fn together(terms: &Pieces, beginnings: &[&Beginning]) -> Pieces {
    let mut pieces = Pieces::default();
    let mut bits = vec![0; WORDS];
    for (n, beginning) in (0..).zip(beginnings) {
        bits.fill(0);
        for at in terms.lower(beginning.terms.start)..terms.lower(beginning.terms.end) {
            terms.get(at).pour(&mut bits);
        }
        pieces.push_bits(n, &bits);
    }
    pieces
}

/// A beginning that has a list of its own, and the terms that begin so.
struct Beginning {
    key: u32,
    terms: Range<u32>,
}

/// The beginnings of several terms that stand in many texts.
fn worthy(terms: &Terms, counts: &[u32], docs: usize) -> Vec<Beginning> {
    let mut worthy = Vec::new();
    for letters in 1..=LONGEST_PREFIX {
        for range in terms.alike(letters) {
            let total: u64 = counts[range.clone()].iter().map(|n| u64::from(*n)).sum();
            let key = prefix_key(&terms.get(range.start).as_bytes()[..letters]);
            let many = range.len() > 1 && total * PREFIX_SHARE >= docs as u64;
            if let Some(key) = key.filter(|_| many) {
                worthy.push(Beginning {
                    key,
                    terms: range.start as u32..range.end as u32,
                });
            }
        }
    }
    worthy
}

/// The terms in ranges whose lists are made at once: never is a first letter in two of them, so that
/// the terms of a beginning are together.
fn batches(terms: &Terms, counts: &[u32], at_once: u64) -> Vec<Range<u32>> {
    let mut batches: Vec<(Range<u32>, u64)> = Vec::new();
    for range in terms.alike(1) {
        let total: u64 = counts[range.clone()].iter().map(|n| u64::from(*n)).sum();
        match batches.last_mut() {
            Some((last, sum)) if *sum + total <= at_once => {
                last.end = range.end as u32;
                *sum += total;
            }
            _ => batches.push((range.start as u32..range.end as u32, total)),
        }
    }
    batches.into_iter().map(|(range, _)| range).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::image::{Image, Stamp};
    use super::super::lists;
    use super::*;

    /// In order; the ranks are the other way round.
    const WORDS: [&str; 9] = ["a", "ab", "abc", "abcd", "b", "ba", "bad", "c", "\u{e9}"];

    type Text = (Vec<u32>, Option<u32>);

    fn word(rank: u32) -> &'static str {
        WORDS[WORDS.len() - 1 - rank as usize]
    }

    /// The texts that pass, by their numbers.
    fn those(texts: &[Text], passes: impl Fn(&Text) -> bool) -> Vec<u32> {
        let numbered = (0..).zip(texts);
        numbered
            .filter(|(_, t)| passes(t))
            .map(|(n, _)| n)
            .collect()
    }

    proptest! {
        #[test]
        fn lists_are_what_a_slow_turning_gives_however_many_are_made_at_once(
            texts in proptest::collection::vec(
                (proptest::collection::vec(0u32..9, 0..6), proptest::option::of(0u32..2)), 1..90),
            groups in proptest::collection::vec(proptest::collection::vec(0u32..9, 0..3), 2),
            at_once in 0u64..200,
        ) {
            let (mut words, mut at) = (Vec::new(), vec![0]);
            for (ranks, _) in &texts {
                ranks.iter().for_each(|rank| code::put(*rank, &mut words));
                at.push(words.len() as u32);
            }
            let also: Vec<u32> = texts.iter().map(|t| t.1.unwrap_or(u32::MAX)).collect();
            let term_of: Vec<u32> = (0..9).rev().collect();
            let mut terms = Terms { text: String::new(), at: vec![0] };
            for word in WORDS {
                terms.text.push_str(word);
                terms.at.push(terms.text.len() as u32);
            }
            let group = |t: &Text| t.1.map_or(&[][..], |n| &groups[n as usize]).to_vec();
            let has = |t: &Text, passes: &dyn Fn(&str) -> bool| {
                t.0.iter().chain(&group(t)).any(|rank| passes(word(*rank)))
            };
            let mut wanted: Vec<Vec<u32>> =
                WORDS.iter().map(|w| those(&texts, |t| has(t, &|word| word == *w))).collect();
            let counts: Vec<u32> = wanted.iter().map(|docs| docs.len() as u32).collect();
            let all = Texts { words: &words, at: &at, also: &also, groups: &groups, term_of: &term_of };
            let made = lists(&all, &terms, &counts, true, at_once);
            for key in &made.beginnings {
                let bytes = key.to_be_bytes();
                let first = bytes.iter().position(|byte| *byte > 0).unwrap_or(0);
                let begins = |word: &str| word.as_bytes().starts_with(&bytes[first..]);
                wanted.push(those(&texts, |t| has(t, &begins)));
            }
            for key in &made.pairs {
                let pair = [key / PAIRED, key % PAIRED];
                wanted.push(those(&texts, |t| t.0.windows(2).any(|two| two == pair)));
            }
            let pairs = texts.iter().flat_map(|t| t.0.windows(2)).map(|two| two[0] * PAIRED + two[1]);
            let pairs: std::collections::BTreeSet<u32> = pairs.collect();
            prop_assert_eq!(&made.pairs, &pairs.into_iter().collect::<Vec<u32>>());
            prop_assert!(made.beginnings.is_sorted());
            let image = Image::in_memory(&made.writer.finish(&made.heads), Stamp::default());
            let read = lists::Lists { image: &image, base: 0, docs: texts.len() };
            let read: Vec<Vec<u32>> =
                (0..made.heads.len()).map(|n| read.set(n).first(usize::MAX)).collect();
            prop_assert_eq!(read, wanted);
        }
    }
}
