//! Takes texts in, in any order, by several at once.
//!
//! Owns what is kept of a text until all are there: its words as numbers of few bytes. What the
//! numbers of several gatherings have in common is found by `part_build`.

use super::code;
use super::numbers::Numbers;

/// Texts that were taken in.
#[derive(Default)]
pub(super) struct Gathered {
    pub numbers: Numbers,
    seen: Vec<Seen>,
    texts: Vec<u8>,
    ends: Vec<usize>,
    /// Groups of words by which a text is found besides its own.
    more: Vec<Vec<u32>>,
}

/// Of a word: in how many texts it is, and the last of them, counted from 1.
#[derive(Clone, Copy, Default)]
struct Seen {
    count: u32,
    last: u32,
}

impl Seen {
    fn in_text(all: &mut Vec<Self>, word: u32, doc: u32) {
        if word as usize >= all.len() {
            all.resize(word as usize + 1, Self::default());
        }
        let seen = &mut all[word as usize];
        if seen.last != doc {
            seen.last = doc;
            seen.count += 1;
        }
    }
}

impl Gathered {
    /// Number of texts so far.
    pub fn docs(&self) -> usize {
        self.ends.len()
    }

    /// Enters words by which texts can be found besides their own; gives the number for
    /// [`Gathered::put`].
    pub fn also(&mut self, text: &str) -> u32 {
        let mut group = Vec::new();
        self.numbers.read(text, |n| group.push(n));
        self.more.push(group);
        self.more.len() as u32 - 1
    }

    /// Takes the next text.
    pub fn put(&mut self, text: &str, also: Option<u32>) {
        let doc = self.ends.len() as u32 + 1;
        let (seen, texts) = (&mut self.seen, &mut self.texts);
        self.numbers.read(text, |n| {
            code::put(n, texts);
            Seen::in_text(seen, n, doc);
        });
        for n in also
            .and_then(|at| self.more.get(at as usize))
            .into_iter()
            .flatten()
        {
            Seen::in_text(seen, *n, doc);
        }
        self.ends.push(self.texts.len());
    }

    /// Gives the words of a text.
    pub fn each(&self, doc: u32, f: impl FnMut(u32)) {
        let doc = doc as usize;
        let from = doc.checked_sub(1).map_or(0, |before| self.ends[before]);
        code::each(&self.texts[from..self.ends[doc]], f);
    }

    /// The words of a group.
    pub fn group(&self, at: u32) -> &[u32] {
        &self.more[at as usize]
    }

    /// In how many texts each word is, by its number.
    pub fn counts(&self) -> impl Iterator<Item = u32> + '_ {
        self.seen.iter().map(|seen| seen.count)
    }
}
