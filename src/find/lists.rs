//! The lists of documents that the index holds: of words, of beginnings, of pairs, of speakers.
//!
//! Owns their form. A list of few documents is a run of small differences; a longer one is cut into
//! pieces of 65,536 documents, each a list of 16-bit numbers or bits, read where they lie.

use std::borrow::Cow;

use super::code;
use super::image::{Image, Section};
use super::set::{CHUNK, Chunk, MOST_LISTED, Set, WORDS};

/// Sections of lists, from the first one.
pub(super) const SECTIONS: usize = 5;
const HEADS: usize = 0;
const SMALL: usize = 1;
const CHUNKS: usize = 2;
const LISTED: usize = 3;
const BITS: usize = 4;

/// A list with fewer documents than this is never cut into pieces.
const FEW: usize = 64;

/// Where a list is: how many documents it has, and where they begin.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Head {
    pub len: u32,
    at: u32,
}

/// How many documents a piece has.
const fn count_of(piece: u64) -> usize {
    (piece >> 32) as usize % CHUNK + 1
}

/// Whether a list is cut into pieces.
const fn is_cut(len: usize, docs: usize) -> bool {
    len >= FEW && len >= 8 * docs.div_ceil(CHUNK)
}

/// Writes lists.
#[derive(Default)]
pub(super) struct Writer {
    docs: usize,
    small: Vec<u8>,
    chunks: Vec<u64>,
    listed: Vec<u16>,
    bits: Vec<u64>,
}

impl Writer {
    /// For lists of documents with numbers below `docs`.
    pub fn new(docs: usize) -> Self {
        Self {
            docs,
            ..Self::default()
        }
    }

    /// Numbers of documents are below this.
    pub const fn docs(&self) -> usize {
        self.docs
    }

    /// Writes one list, which ascends.
    pub fn put(&mut self, docs: &[u32]) -> Head {
        let pieces = docs.chunk_by(|a, b| a >> 16 == b >> 16).map(|piece| {
            let lows: Vec<u16> = piece.iter().map(|doc| *doc as u16).collect();
            let chunk = Chunk::Listed(Cow::Owned(lows));
            ((piece[0] >> 16) as usize, piece.len(), chunk)
        });
        self.put_pieces(&pieces.collect::<Vec<_>>())
    }

    /// Writes one list, given its pieces: the number of each, how many documents it has, and these.
    pub fn put_pieces(&mut self, pieces: &[(usize, usize, Chunk<'_>)]) -> Head {
        let len = pieces.iter().map(|(_, count, _)| count).sum();
        if !is_cut(len, self.docs) {
            let mut docs = Vec::with_capacity(len);
            for (number, _, chunk) in pieces {
                chunk.each(|low| docs.push((*number as u32) << 16 | u32::from(low)));
            }
            let at = self.small.len() as u32;
            code::put_list(&docs, &mut self.small);
            return Head {
                len: len as u32,
                at,
            };
        }
        let at = self.chunks.len() as u32;
        self.chunks.push(pieces.len() as u64);
        for (number, count, chunk) in pieces {
            let place = if *count <= MOST_LISTED {
                chunk.each(|low| self.listed.push(low));
                self.listed.len() - count
            } else {
                let from = self.bits.len();
                self.bits.resize(from + WORDS, 0);
                chunk.pour(&mut self.bits[from..]);
                from / WORDS
            };
            let (number, count) = (*number as u64, *count as u64 - 1);
            self.chunks.push(number << 48 | count << 32 | place as u64);
        }
        Head {
            len: len as u32,
            at,
        }
    }

    /// Takes over the lists of another one for the same documents; gives where each is now.
    pub fn append(&mut self, mut other: Self) -> impl Fn(Head) -> Head + use<> {
        let (small, chunks) = (self.small.len() as u32, self.chunks.len() as u32);
        let (listed, bits) = (self.listed.len() as u64, (self.bits.len() / WORDS) as u64);
        let mut at = 0;
        while let Some(count) = other.chunks.get(at).map(|count| *count as usize) {
            for piece in &mut other.chunks[at + 1..=at + count] {
                *piece += if count_of(*piece) <= MOST_LISTED {
                    listed
                } else {
                    bits
                };
            }
            at += 1 + count;
        }
        self.small.append(&mut other.small);
        self.chunks.append(&mut other.chunks);
        self.listed.append(&mut other.listed);
        self.bits.append(&mut other.bits);
        let docs = self.docs;
        move |head| Head {
            len: head.len,
            at: head.at
                + if is_cut(head.len as usize, docs) {
                    chunks
                } else {
                    small
                },
        }
    }

    /// The sections, given the heads of all lists in their order.
    pub fn finish(self, heads: &[Head]) -> [Box<dyn Section>; SECTIONS] {
        let heads = heads.iter().flat_map(|head| [head.len, head.at]);
        [
            Box::new(heads.collect::<Vec<u32>>()),
            Box::new(self.small),
            Box::new(self.chunks),
            Box::new(self.listed),
            Box::new(self.bits),
        ]
    }
}

/// Reads lists.
#[derive(Clone, Copy)]
pub(super) struct Lists<'a> {
    pub image: &'a Image,
    /// The first of its sections.
    pub base: usize,
    /// Numbers of documents are below this.
    pub docs: usize,
}

impl<'a> Lists<'a> {
    /// How many documents list `n` has.
    pub fn len(self, n: usize) -> usize {
        self.image.at::<u32>(self.base + HEADS, n * 2) as usize
    }

    /// The documents of list `n`.
    pub fn set(self, n: usize) -> Set<'a> {
        let (len, at) = self.head(n);
        if is_cut(len, self.docs) {
            return Set::of_chunks(self.pieces(at));
        }
        let mut docs = Vec::with_capacity(len);
        self.small(len, at, &mut docs);
        Set::of_sorted(&docs)
    }

    /// The documents that are in any of the lists.
    pub fn union(self, lists: impl Iterator<Item = usize>) -> Set<'a> {
        let mut sets = Vec::new();
        let mut few = Vec::new();
        for n in lists {
            let (len, at) = self.head(n);
            if is_cut(len, self.docs) {
                sets.push(Set::of_chunks(self.pieces(at)));
            } else {
                self.small(len, at, &mut few);
            }
        }
        few.sort_unstable();
        few.dedup();
        sets.push(Set::of_sorted(&few));
        Set::union(&sets)
    }

    fn head(self, n: usize) -> (usize, usize) {
        match self.image.slice::<u32>(self.base + HEADS, n * 2..n * 2 + 2) {
            [len, at] => (*len as usize, *at as usize),
            _ => (0, 0),
        }
    }

    fn small(self, len: usize, at: usize, docs: &mut Vec<u32>) {
        // Five bytes are the most that a difference takes.
        let end = (at + len * 5).min(self.image.len::<u8>(self.base + SMALL));
        let from = docs.len();
        code::list(self.image.slice(self.base + SMALL, at..end), len, docs);
        let bound = self.docs as u32;
        if docs[from..].iter().any(|doc| *doc >= bound) {
            docs.truncate(from);
        }
    }

    fn pieces(self, at: usize) -> impl Iterator<Item = (usize, Chunk<'a>)> {
        let count = self.image.at::<u64>(self.base + CHUNKS, at) as usize;
        let pieces = self
            .image
            .slice::<u64>(self.base + CHUNKS, at + 1..at + 1 + count);
        pieces.iter().map(move |piece| self.piece(*piece))
    }

    fn piece(self, piece: u64) -> (usize, Chunk<'a>) {
        let count = count_of(piece);
        let place = piece as u32 as usize;
        let chunk = if count <= MOST_LISTED {
            let list = self.image.slice(self.base + LISTED, place..place + count);
            Chunk::listed(list)
        } else {
            let from = place * WORDS;
            let bits = self.image.slice(self.base + BITS, from..from + WORDS);
            Chunk::bits(bits, count)
        };
        ((piece >> 48) as usize, chunk)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::image::Stamp;
    use super::*;

    const DOCS: u32 = 200_000;

    fn list() -> impl Strategy<Value = Vec<u32>> {
        let few = proptest::collection::btree_set(0..DOCS, 0..200);
        let many = (0..DOCS / 2, 1usize..20).prop_map(|(from, step)| {
            (from..from + 70_000)
                .step_by(step)
                .collect::<BTreeSet<u32>>()
        });
        prop_oneof![3 => few, 1 => many].prop_map(|docs| docs.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn lists_of_several_writers_are_read_back(
            lists in proptest::collection::vec(list(), 0..12),
            cuts in proptest::collection::vec(0usize..12, 0..3),
        ) {
            let mut all = Writer::new(DOCS as usize);
            let mut heads = Vec::new();
            let mut from = 0;
            let mut ends = cuts.clone();
            ends.push(lists.len());
            ends.sort_unstable();
            for end in ends.into_iter().map(|end| end.min(lists.len())) {
                let mut one = Writer::new(DOCS as usize);
                let its: Vec<Head> = lists[from..end].iter().map(|list| one.put(list)).collect();
                let moved = all.append(one);
                heads.extend(its.into_iter().map(moved));
                from = end;
            }
            let image = Image::in_memory(&all.finish(&heads), Stamp::default());
            let read = Lists { image: &image, base: 0, docs: DOCS as usize };
            for (n, list) in lists.iter().enumerate() {
                prop_assert_eq!(read.len(n), list.len());
                prop_assert_eq!(&read.set(n).first(usize::MAX), list);
            }
            let union: BTreeSet<u32> = lists.iter().flatten().copied().collect();
            prop_assert_eq!(read.union(0..lists.len()).len(), union.len());
            prop_assert!(!image.is_damaged());
        }
    }
}
