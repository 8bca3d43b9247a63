//! Texts turned round, 65,536 at a time: one piece of every list that has any of them in it.
//!
//! Owns the turning and the putting together of the pieces. What is written to and fro while a piece is
//! turned stays in the caches near the processor.

use std::ops::Range;

use rayon::prelude::*;

use super::lists::{Head, Writer};
use super::set::{Chunk, MOST_LISTED, WORDS};

/// Stretches of lists that are put together each by itself.
const STRETCHES: usize = 64;

/// What texts have that they are looked up by, as small numbers.
pub(super) trait Documents {
    /// Gives every text of a piece with each of its numbers, in ascending order of the texts.
    fn each(&self, f: impl FnMut(u32, u32));

    /// The key of the list of a number.
    fn key(&self, number: u32) -> u32;

    /// Numbers are below this.
    fn numbers(&self) -> usize;
}

/// What turning one piece round takes, kept for the next one.
#[derive(Default)]
pub(super) struct Workspace {
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
    pub fn turn(&mut self, documents: &impl Documents) -> Pieces {
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
pub(super) struct Pieces {
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

    /// Enters a list given as bits, if any is set.
    pub fn push_bits(&mut self, key: u32, bits: &[u64]) {
        let count = bits.iter().map(|word| word.count_ones() as usize).sum();
        if count == 0 {
            return;
        }
        self.enter(key, count);
        if count <= MOST_LISTED {
            Chunk::bits(bits, count).each(|low| self.listed.push(low));
        } else {
            self.bits.extend_from_slice(bits);
        }
    }

    /// The list at a place.
    pub fn get(&self, at: usize) -> Chunk<'_> {
        let (from, count) = (self.places[at], self.counts[at] as usize);
        if count <= MOST_LISTED {
            Chunk::listed(&self.listed[from..from + count])
        } else {
            Chunk::bits(&self.bits[from..from + WORDS], count)
        }
    }

    /// The place of the first key that is not below.
    pub fn lower(&self, key: u32) -> usize {
        self.keys.partition_point(|k| *k < key)
    }
}

/// Writes the lists of a range of keys; where each is.
pub(super) fn joined(pieces: &[Pieces], keys: Range<u32>, writer: &mut Writer) -> Vec<Head> {
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
