//! Turns texts round: from the words of each text to the texts of each word, of each beginning and of
//! each two neighbours.
//!
//! Owns the way there: 65,536 texts at a time, by as many threads as there are, so that what is
//! written to and fro stays in the caches near the processor; then the pieces of each list are put
//! together in the order of the lists. What comes out does not depend on how many threads there are.

use std::ops::Range;

use rayon::prelude::*;

use super::code;
use super::lists::{Head, Writer};
use super::numbers::Terms;
use super::part::{LONGEST_PREFIX, PAIRED, prefix_key};
use super::set::{CHUNK, Chunk, MOST_LISTED, WORDS};

/// Places in lists of words that are made in one walk over the texts.
const AT_ONCE: u64 = 128 << 20;
/// A beginning has a list of its own where its words stand in one of so many texts or more.
const PREFIX_SHARE: u64 = 40;
/// Stretches of lists that are put together each by itself.
const STRETCHES: usize = 64;

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

/// Makes the lists; `counts` says by term in how many texts each is. `rich` with beginnings and pairs.
pub(super) fn lists(texts: &Texts<'_>, terms: &Terms, counts: &[u32], rich: bool) -> Lists {
    let mut writer = Writer::new(texts.docs());
    let mut heads = Vec::with_capacity(terms.len());
    let (mut beginnings, mut pairs) = (Vec::new(), Vec::new());
    let worthy = if rich {
        worthy(terms, counts, texts.docs())
    } else {
        Vec::new()
    };
    for batch in batches(terms, counts) {
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

/// What texts have that they are looked up by, as small numbers.
trait Documents {
    /// Gives every text of a piece with each of its numbers, in ascending order of the texts.
    fn each(&self, f: impl FnMut(u32, u32));

    /// The key of the list of a number.
    fn key(&self, number: u32) -> u32;

    /// Numbers are below this.
    fn numbers(&self) -> usize;
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

/// What turning one piece round takes, kept for the next one.
#[derive(Default)]
struct Workspace {
    slots: Vec<Slot>,
    /// Numbers that are there, with their keys.
    some: Vec<(u32, u32)>,
    places: Vec<u16>,
}

/// Of one number.
#[derive(Clone, Copy)]
struct Slot {
    /// The last text that had it; while places are filled, turned over.
    last: u32,
    count: u32,
    /// Where its next place is.
    next: u32,
}

impl Workspace {
    /// The lists of one piece. Counts first, so that every list can be written where it will be.
    fn turn(&mut self, documents: &impl Documents) -> Pieces {
        let none = Slot {
            last: u32::MAX,
            count: 0,
            next: 0,
        };
        self.slots
            .resize(documents.numbers().max(self.slots.len()), none);
        let (slots, some) = (&mut self.slots, &mut self.some);
        documents.each(|doc, number| {
            let slot = &mut slots[number as usize];
            if slot.last != doc {
                slot.last = doc;
                if slot.count == 0 {
                    some.push((documents.key(number), number));
                }
                slot.count += 1;
            }
        });
        some.sort_unstable();
        let mut total = 0;
        for (_, number) in some.iter() {
            let slot = &mut slots[*number as usize];
            slot.next = total;
            total += slot.count;
        }
        self.places.resize(total as usize, 0);
        let places = &mut self.places;
        documents.each(|doc, number| {
            let slot = &mut slots[number as usize];
            if slot.last != !doc {
                slot.last = !doc;
                places[slot.next as usize] = doc as u16;
                slot.next += 1;
            }
        });
        let mut pieces = Pieces::default();
        for (key, number) in some.drain(..) {
            let slot = &mut slots[number as usize];
            let end = slot.next as usize;
            pieces.push(key, &places[end - slot.count as usize..end]);
            *slot = none;
        }
        pieces
    }
}

/// One piece of every list that has any texts in it, in ascending order of keys, in the form in which
/// it will lie in the file.
#[derive(Default)]
struct Pieces {
    keys: Vec<u32>,
    counts: Vec<u32>,
    /// Where each is in `listed`, or in `bits`.
    places: Vec<usize>,
    listed: Vec<u16>,
    bits: Vec<u64>,
}

impl Pieces {
    fn enter(&mut self, key: u32, count: usize) {
        self.keys.push(key);
        self.counts.push(count as u32);
        self.places.push(if count <= MOST_LISTED {
            self.listed.len()
        } else {
            self.bits.len()
        });
    }

    fn push(&mut self, key: u32, texts: &[u16]) {
        self.enter(key, texts.len());
        if texts.len() <= MOST_LISTED {
            self.listed.extend_from_slice(texts);
            return;
        }
        let from = self.bits.len();
        self.bits.resize(from + WORDS, 0);
        Chunk::listed(texts).pour(&mut self.bits[from..]);
    }

    fn push_bits(&mut self, key: u32, bits: &[u64]) {
        let texts = Chunk::bits(bits);
        let count = texts.len();
        if count == 0 {
            return;
        }
        self.enter(key, count);
        if count <= MOST_LISTED {
            texts.each(|low| self.listed.push(low));
        } else {
            self.bits.extend_from_slice(bits);
        }
    }

    fn get(&self, at: usize) -> Chunk<'_> {
        let (from, count) = (self.places[at], self.counts[at] as usize);
        if count <= MOST_LISTED {
            Chunk::listed(&self.listed[from..from + count])
        } else {
            Chunk::bits(&self.bits[from..from + WORDS])
        }
    }

    /// The place of the first key that is not below.
    fn lower(&self, key: u32) -> usize {
        self.keys.partition_point(|k| *k < key)
    }
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

/// Writes the lists of a range of keys; where each is.
fn joined(pieces: &[Pieces], keys: Range<u32>, writer: &mut Writer) -> Vec<Head> {
    let step = keys.len().div_ceil(STRETCHES).max(1);
    let starts: Vec<u32> = keys.clone().step_by(step).collect();
    let docs = writer.docs();
    let stretches: Vec<(Writer, Vec<Head>)> = starts
        .into_par_iter()
        .map(|start| stretch(pieces, start..keys.end.min(start + step as u32), docs))
        .collect();
    let mut heads = Vec::with_capacity(keys.len());
    for (stretch, its) in stretches {
        let moved = writer.append(stretch);
        heads.extend(its.into_iter().map(moved));
    }
    heads
}

fn stretch(pieces: &[Pieces], keys: Range<u32>, docs: usize) -> (Writer, Vec<Head>) {
    let mut writer = Writer::new(docs);
    let mut next: Vec<usize> = pieces.iter().map(|p| p.lower(keys.start)).collect();
    let mut heads = Vec::with_capacity(keys.len());
    let mut list = Vec::new();
    for key in keys {
        for (n, (pieces, next)) in pieces.iter().zip(&mut next).enumerate() {
            if pieces.keys.get(*next) == Some(&key) {
                list.push((n, pieces.counts[*next] as usize, pieces.get(*next)));
                *next += 1;
            }
        }
        heads.push(writer.put_pieces(&list));
        list.clear();
    }
    (writer, heads)
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
fn batches(terms: &Terms, counts: &[u32]) -> Vec<Range<u32>> {
    let mut batches: Vec<(Range<u32>, u64)> = Vec::new();
    for range in terms.alike(1) {
        let total: u64 = counts[range.clone()].iter().map(|n| u64::from(*n)).sum();
        match batches.last_mut() {
            Some((last, sum)) if *sum + total <= AT_ONCE => {
                last.end = range.end as u32;
                *sum += total;
            }
            _ => batches.push((range.start as u32..range.end as u32, total)),
        }
    }
    batches.into_iter().map(|(range, _)| range).collect()
}
