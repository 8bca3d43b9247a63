//! A table of numbers by the keys of what they belong to, made once and read often.
//!
//! A key is looked for in one line of the cache, all places of which are compared at once, whether
//! it is there or not: which keys are there nothing could foretell.

/// Numbers other than 0 by keys of 64 bits. Keys differ in 31 of their bits and in the line where they
/// are looked for.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// As many as a power of two, at most half of their places taken; or none.
    lines: Vec<Line>,
}

const PLACES: usize = 8;

/// A line of the table; places are taken from the first one on.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Line {
    /// Upper halves of the keys, never 0; 0 where the place is free.
    tags: [u32; PLACES],
    numbers: [u32; PLACES],
}

impl Table {
    /// The table of these keys and numbers; of two numbers of one key the later one.
    #[must_use]
    pub fn new(entries: &[(u64, u32)]) -> Self {
        let mut out = Self {
            lines: vec![Line::default(); (entries.len() * 2 / PLACES + 1).next_power_of_two()],
        };
        for &(key, number) in entries {
            out.insert(key, number);
        }
        out
    }

    fn insert(&mut self, key: u64, number: u32) {
        let mask = self.lines.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        while let Some(line) = self.lines.get_mut(at) {
            let fits = |t: &u32| *t == 0 || *t == tag(key);
            if let Some(place) = line.tags.iter().position(fits) {
                line.tags[place] = tag(key);
                line.numbers[place] = number;
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a key, 0 where it has none.
    #[inline]
    #[must_use]
    #[allow(clippy::needless_range_loop)] // that no branch is made of it
    pub fn get(&self, key: u64) -> u32 {
        let mask = self.lines.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        while let Some(line) = self.lines.get(at) {
            let mut number = 0;
            for place in 0..PLACES {
                let same = u32::from(line.tags[place] == tag(key));
                number |= same.wrapping_neg() & line.numbers[place];
            }
            // Few lines are full, and only behind those is there more to look at.
            if line.tags[PLACES - 1] == 0 || number != 0 {
                return number;
            }
            at = (at + 1) & mask;
        }
        0
    }
}

const fn tag(key: u64) -> u32 {
    (key >> 32) as u32 | 1
}
