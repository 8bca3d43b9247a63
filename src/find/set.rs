//! Sets of documents, in pieces of 65,536 numbers: few as a list, many as bits.
//!
//! Owns how sets are held and joined; the shape is that of Roaring bitmaps (Lemire et al. 2016),
//! read without copying from the index file. Knows nothing of words.

use std::borrow::Cow;
use std::ops::Range;

/// Numbers in one piece.
pub(super) const CHUNK: usize = 1 << 16;
/// 64-bit words of a piece that is held as bits.
pub(super) const WORDS: usize = CHUNK / 64;
/// More numbers than this in one piece are held as bits: then these are smaller.
pub(super) const MOST_LISTED: usize = 4096;

/// The numbers of one piece, less its beginning.
#[derive(Clone, Debug, Default)]
pub(super) enum Chunk<'a> {
    #[default]
    Empty,
    /// In ascending order.
    Listed(Cow<'a, [u16]>),
    /// `WORDS` words, and how many bits are set in them: it is asked for again and again.
    Bits(Cow<'a, [u64]>, u32),
}

/// A set of document numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Set<'a> {
    chunks: Vec<Chunk<'a>>,
}

impl<'a> Chunk<'a> {
    /// Numbers in ascending order.
    pub const fn listed(list: &'a [u16]) -> Self {
        Self::Listed(Cow::Borrowed(list))
    }

    /// `WORDS` words in which so many bits are set.
    pub const fn bits(bits: &'a [u64], count: usize) -> Self {
        Self::Bits(Cow::Borrowed(bits), count as u32)
    }

    /// `WORDS` words.
    fn of_bits(bits: Vec<u64>) -> Chunk<'static> {
        match count(&bits) {
            0 => Chunk::Empty,
            count => Chunk::Bits(Cow::Owned(bits), count as u32),
        }
    }

    /// How many numbers it has.
    pub fn len(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Listed(list) => list.len(),
            Self::Bits(_, count) => *count as usize,
        }
    }

    fn contains(&self, low: u16) -> bool {
        match self {
            Self::Empty => false,
            Self::Listed(list) => list.binary_search(&low).is_ok(),
            Self::Bits(bits, _) => {
                let word = bits.get(usize::from(low) / 64).copied().unwrap_or(0);
                word >> (low % 64) & 1 == 1
            }
        }
    }

    /// Sets the bits of its numbers.
    pub fn pour(&self, into: &mut [u64]) {
        match self {
            Self::Empty => {}
            Self::Listed(list) => list.iter().for_each(|low| set_bit(into, *low)),
            Self::Bits(bits, _) => into.iter_mut().zip(bits.iter()).for_each(|(a, b)| *a |= b),
        }
    }

    fn kept(&self, keep: impl Fn(u16) -> bool) -> Chunk<'static> {
        let mut list = Vec::new();
        self.each(|low| {
            if keep(low) {
                list.push(low);
            }
        });
        Chunk::of_list(list)
    }

    fn of_list(list: Vec<u16>) -> Chunk<'static> {
        if list.is_empty() {
            return Chunk::Empty;
        }
        if list.len() <= MOST_LISTED {
            return Chunk::Listed(Cow::Owned(list));
        }
        let mut bits = vec![0; WORDS];
        list.iter().for_each(|low| set_bit(&mut bits, *low));
        Chunk::of_bits(bits)
    }

    /// Gives its numbers in ascending order.
    pub fn each(&self, mut f: impl FnMut(u16)) {
        match self {
            Self::Empty => {}
            Self::Listed(list) => list.iter().for_each(|low| f(*low)),
            Self::Bits(bits, _) => {
                for (n, word) in bits.iter().enumerate() {
                    let mut word = *word;
                    while word != 0 {
                        f((n * 64) as u16 + word.trailing_zeros() as u16);
                        word &= word - 1;
                    }
                }
            }
        }
    }

    fn and(&self, other: &Chunk<'_>) -> Chunk<'static> {
        match (self, other) {
            (Self::Empty, _) | (_, Chunk::Empty) => Chunk::Empty,
            (Self::Bits(a, _), Chunk::Bits(b, _)) => {
                Self::of_bits(a.iter().zip(b.iter()).map(|(a, b)| a & b).collect())
            }
            (Self::Listed(a), Chunk::Listed(b)) if a.len() <= b.len() => common(a, b),
            (Self::Listed(a), Chunk::Listed(b)) => common(b, a),
            (Self::Listed(_), bits) => self.kept(|low| bits.contains(low)),
            (Self::Bits(..), list) => list.kept(|low| self.contains(low)),
        }
    }

    fn minus(&self, other: &Chunk<'_>) -> Chunk<'a> {
        match (self, other) {
            (Self::Empty, _) => Chunk::Empty,
            (_, Chunk::Empty) => self.clone(),
            (Self::Bits(a, _), other) => {
                let mut gone = vec![0; WORDS];
                other.pour(&mut gone);
                Self::of_bits(a.iter().zip(&gone).map(|(a, b)| a & !b).collect())
            }
            (Self::Listed(_), other) => self.kept(|low| !other.contains(low)),
        }
    }
}

/// The numbers of both, where `few` is the shorter: sought by steps that double.
fn common(few: &[u16], many: &[u16]) -> Chunk<'static> {
    let mut list = Vec::with_capacity(few.len());
    let mut rest = many;
    for low in few {
        let mut step = 1;
        while step < rest.len() && rest[step] < *low {
            step *= 2;
        }
        let from = step / 2;
        let until = (step + 1).min(rest.len());
        let at = from + rest[from..until].partition_point(|x| x < low);
        rest = &rest[at..];
        match rest.first() {
            Some(found) if found == low => list.push(*low),
            Some(_) => {}
            None => break,
        }
    }
    Chunk::of_list(list)
}

fn count(bits: &[u64]) -> usize {
    bits.iter().map(|word| word.count_ones() as usize).sum()
}

fn set_bit(bits: &mut [u64], low: u16) {
    if let Some(word) = bits.get_mut(usize::from(low) / 64) {
        *word |= 1 << (low % 64);
    }
}

impl<'a> Set<'a> {
    /// A set of pieces, each with its number, in ascending order.
    pub fn of_chunks(chunks: impl IntoIterator<Item = (usize, Chunk<'a>)>) -> Self {
        let mut set = Self::default();
        for (at, chunk) in chunks {
            if set.chunks.len() <= at {
                set.chunks.resize(at + 1, Chunk::Empty);
            }
            set.chunks[at] = chunk;
        }
        set
    }

    /// The numbers of an ascending list.
    pub fn of_sorted(docs: &[u32]) -> Set<'static> {
        let pieces = docs.chunk_by(|a, b| a >> 16 == b >> 16);
        Set::of_chunks(pieces.map(|piece| {
            let lows: Vec<u16> = piece.iter().map(|doc| *doc as u16).collect();
            ((piece[0] >> 16) as usize, Chunk::of_list(lows))
        }))
    }

    /// All numbers of ranges, which may overlap.
    pub fn of_ranges(ranges: impl IntoIterator<Item = Range<u32>>) -> Set<'static> {
        let mut chunks: Vec<Vec<u64>> = Vec::new();
        for range in ranges.into_iter().filter(|range| !range.is_empty()) {
            let last = ((range.end - 1) >> 16) as usize;
            if chunks.len() <= last {
                chunks.resize(last + 1, Vec::new());
            }
            for (at, bits) in chunks
                .iter_mut()
                .enumerate()
                .take(last + 1)
                .skip((range.start >> 16) as usize)
            {
                let base = (at * CHUNK) as u32;
                let from = range.start.saturating_sub(base) as usize;
                let until = ((range.end - base) as usize).min(CHUNK);
                bits.resize(WORDS, 0);
                fill(bits, from, until);
            }
        }
        Set {
            chunks: chunks.into_iter().map(Chunk::of_bits).collect(),
        }
    }

    /// The numbers that are in any of `sets`.
    pub fn union(sets: &[Set<'a>]) -> Set<'a> {
        if let [only] = sets {
            return only.clone();
        }
        let most = sets.iter().map(|set| set.chunks.len()).max().unwrap_or(0);
        Set::of_chunks(
            (0..most).map(|at| (at, any(sets.iter().filter_map(|set| set.chunks.get(at))))),
        )
    }

    /// The numbers that are in both.
    pub fn and(&self, other: &Set<'_>) -> Set<'static> {
        let both = self.chunks.iter().zip(&other.chunks);
        Set {
            chunks: both.map(|(a, b)| a.and(b)).collect(),
        }
    }

    /// The same numbers, borrowed from nowhere.
    pub fn owned(&self) -> Set<'static> {
        self.and(self)
    }

    /// The numbers that are not in `other`.
    pub fn minus(&self, other: &Set<'_>) -> Set<'a> {
        let chunks = self.chunks.iter().enumerate();
        Set {
            chunks: chunks
                .map(|(at, chunk)| chunk.minus(other.chunks.get(at).unwrap_or(&Chunk::Empty)))
                .collect(),
        }
    }

    /// The same, of a set that is not needed any more.
    pub fn without(self, other: &Set<'_>) -> Set<'a> {
        if other.is_empty() {
            self
        } else {
            self.minus(other)
        }
    }

    /// How many numbers it has that are not in `other`.
    pub fn len_without(&self, other: &Set<'_>) -> usize {
        if other.is_empty() {
            self.len()
        } else {
            self.minus(other).len()
        }
    }

    /// How many numbers it has.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(Chunk::len).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.chunks.iter().all(|chunk| chunk.len() == 0)
    }

    /// Whether it has this number.
    pub fn contains(&self, doc: u32) -> bool {
        let chunk = self.chunks.get((doc >> 16) as usize);
        chunk.is_some_and(|chunk| chunk.contains(doc as u16))
    }

    /// Gives its numbers in ascending order.
    pub fn each(&self, mut f: impl FnMut(u32)) {
        for (at, chunk) in self.chunks.iter().enumerate() {
            let base = (at * CHUNK) as u32;
            chunk.each(|low| f(base + u32::from(low)));
        }
    }

    /// The first `most` numbers in ascending order.
    pub fn first(&self, most: usize) -> Vec<u32> {
        let mut docs = Vec::new();
        for (at, chunk) in self.chunks.iter().enumerate() {
            if docs.len() >= most {
                break;
            }
            let base = (at * CHUNK) as u32;
            chunk.each(|low| docs.push(base + u32::from(low)));
        }
        docs.truncate(most);
        docs
    }
}

fn any<'a, 'c>(chunks: impl Iterator<Item = &'c Chunk<'a>>) -> Chunk<'a>
where
    'a: 'c,
{
    let some: Vec<&Chunk<'a>> = chunks.filter(|c| !matches!(c, Chunk::Empty)).collect();
    match some.as_slice() {
        [] => Chunk::Empty,
        [only] => (*only).clone(),
        _ => {
            let listed = |chunk: &&Chunk<'a>| match chunk {
                Chunk::Listed(list) => Some(list.len()),
                _ => None,
            };
            let total: Option<usize> = some.iter().map(listed).sum();
            if total.is_some_and(|n| n <= MOST_LISTED / 8) {
                let mut list = Vec::new();
                some.iter()
                    .for_each(|chunk| chunk.each(|low| list.push(low)));
                list.sort_unstable();
                list.dedup();
                return Chunk::of_list(list);
            }
            let mut bits = vec![0; WORDS];
            some.iter().for_each(|chunk| chunk.pour(&mut bits));
            Chunk::of_bits(bits)
        }
    }
}

fn fill(bits: &mut [u64], from: usize, until: usize) {
    for (n, word) in bits
        .iter_mut()
        .enumerate()
        .take(until.div_ceil(64))
        .skip(from / 64)
    {
        let low = from.saturating_sub(n * 64).min(63);
        let high = (until - n * 64).min(64);
        let upper = if high == 64 {
            u64::MAX
        } else {
            (1 << high) - 1
        };
        *word |= upper & (u64::MAX << low);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn numbers() -> impl Strategy<Value = BTreeSet<u32>> {
        let few = proptest::collection::btree_set(0u32..200_000, 0..60);
        let many = (0u32..150_000, 1u32..9).prop_map(|(from, step)| {
            (from..from + 60_000)
                .step_by(step as usize)
                .collect::<BTreeSet<u32>>()
        });
        prop_oneof![few, many]
    }

    fn set(of: &BTreeSet<u32>) -> Set<'static> {
        Set::of_sorted(&of.iter().copied().collect::<Vec<_>>())
    }

    fn all(set: &Set<'_>) -> Vec<u32> {
        set.first(usize::MAX)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn sets_join_as_sets_do(a in numbers(), b in numbers(), c in numbers()) {
            let (x, y, z) = (set(&a), set(&b), set(&c));
            prop_assert_eq!(all(&x.and(&y)), a.intersection(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(all(&x.minus(&y)), a.difference(&b).copied().collect::<Vec<_>>());
            let three: BTreeSet<u32> = a.iter().chain(&b).chain(&c).copied().collect();
            let union = Set::union(&[x.clone(), y.clone(), z]);
            prop_assert_eq!(union.len(), three.len());
            prop_assert_eq!(all(&union), three.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(x.is_empty(), a.is_empty());
            prop_assert_eq!(x.and(&y).len(), a.intersection(&b).count());
            prop_assert_eq!(x.len_without(&y), a.difference(&b).count());
            prop_assert_eq!(all(&x.clone().without(&y)), a.difference(&b).copied().collect::<Vec<_>>());
            prop_assert!(b.iter().all(|n| x.contains(*n) == a.contains(n)));
        }

        #[test]
        fn ranges_are_their_numbers(ranges in proptest::collection::vec((0u32..200_000, 0u32..90_000), 0..5)) {
            let ranges: Vec<Range<u32>> = ranges.into_iter().map(|(a, n)| a..a + n).collect();
            let wanted: BTreeSet<u32> = ranges.iter().cloned().flatten().collect();
            prop_assert_eq!(all(&Set::of_ranges(ranges)), wanted.into_iter().collect::<Vec<_>>());
        }
    }
}
