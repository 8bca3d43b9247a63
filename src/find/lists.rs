//! The lists of documents that the index holds: of words, of beginnings, of pairs, of speakers.
//!
//! Owns their form. A list of few documents is a run of small differences; a longer one is cut into
//! pieces of 65,536 documents, each a list of 16-bit numbers or bits, read where they lie.

use std::borrow::Cow;

use super::code;
use super::image::Image;
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

    /// Writes one list, which ascends.
    pub fn put(&mut self, docs: &[u32]) -> Head {
        let len = docs.len() as u32;
        if !is_cut(docs.len(), self.docs) {
            let at = self.small.len() as u32;
            code::put_list(docs, &mut self.small);
            return Head { len, at };
        }
        let at = self.chunks.len() as u32;
        self.chunks.push(0);
        for piece in docs.chunk_by(|a, b| a >> 16 == b >> 16) {
            let place = if piece.len() <= MOST_LISTED {
                self.listed.extend(piece.iter().map(|doc| *doc as u16));
                self.listed.len() - piece.len()
            } else {
                let from = self.bits.len();
                self.bits.resize(from + WORDS, 0);
                for doc in piece {
                    self.bits[from + (*doc as usize % CHUNK) / 64] |= 1 << (doc % 64);
                }
                from / WORDS
            };
            let number = u64::from(piece[0] >> 16);
            let count = piece.len() as u64 - 1;
            self.chunks.push(number << 48 | count << 32 | place as u64);
            self.chunks[at as usize] += 1;
        }
        Head { len, at }
    }

    /// The sections, given the heads of all lists in their order.
    pub fn finish(self, heads: &[Head]) -> [Vec<u8>; SECTIONS] {
        let heads = heads.iter().flat_map(|head| [head.len, head.at]);
        [
            bytemuck::cast_slice(&heads.collect::<Vec<u32>>()).to_vec(),
            self.small,
            bytemuck::cast_slice(&self.chunks).to_vec(),
            bytemuck::cast_slice(&self.listed).to_vec(),
            bytemuck::cast_slice(&self.bits).to_vec(),
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
        let count = (piece >> 32) as usize % CHUNK + 1;
        let place = piece as u32 as usize;
        let chunk = if count <= MOST_LISTED {
            let list = self.image.slice(self.base + LISTED, place..place + count);
            Chunk::Listed(Cow::Borrowed(list))
        } else {
            let from = place * WORDS;
            let bits = self.image.slice(self.base + BITS, from..from + WORDS);
            Chunk::Bits(Cow::Borrowed(bits))
        };
        ((piece >> 48) as usize, chunk)
    }
}
