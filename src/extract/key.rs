//! What stands for a word: a hash of 64 bits.
//!
//! That two words of the lexicon, the weights or a text share one is not to be expected, and looking
//! up needs no second look at the letters. Constant words have theirs before the program runs.

/// What stands for a word.
#[must_use]
pub const fn key(word: &str) -> u64 {
    key_of_bytes(word.as_bytes())
}

/// The same for the bytes of a word.
#[must_use]
pub const fn key_of_bytes(word: &[u8]) -> u64 {
    // After wyhash (Wang Yi): one long multiplication for each sixteen bytes, and mostly there is one.
    let (mut key, mut rest) = (SEED, word);
    while let Some((head, tail)) = rest.split_first_chunk::<16>() {
        let (low, high) = ends(head);
        key = multiply(key ^ low, high ^ FACTOR);
        rest = tail;
    }
    let (low, high) = ends(rest);
    multiply(key ^ low, high ^ FACTOR ^ word.len() as u64)
}

/// What stands for a list of words, made of what stands for the list before and the next word's.
#[must_use]
pub const fn join(list: u64, word: u64) -> u64 {
    multiply(list ^ word, FACTOR)
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const FACTOR: u64 = 0xa076_1d64_78bd_642f;

/// The first and the last bytes of up to sixteen; they may overlap.
const fn ends(part: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (part.first_chunk(), part.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (part.first_chunk(), part.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return (first as u64, last as u64);
    }
    match *part {
        [] => (0, 0),
        [a] => (a as u64, 1),
        [a, b] => (a as u64, b as u64 | 1 << 8),
        [a, b, c, ..] => (a as u64, (b as u64) << 16 | c as u64 | 1 << 32),
    }
}

/// The halves of the long product joined.
const fn multiply(a: u64, b: u64) -> u64 {
    let wide = a as u128 * b as u128;
    wide as u64 ^ (wide >> 64) as u64
}
