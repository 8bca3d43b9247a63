//! Numbers as few bytes: the words of a quote in a row, and lists of documents.
//!
//! Owns the two codes of the index file. Both read what they are given to its end and no further,
//! whatever the bytes are.

/// Numbers below this take one byte.
const ONE: u32 = 176;
/// Leading bytes from here to `THREE` begin a number of two bytes.
const TWO_BYTES: u32 = 64 << 8;
const THREE: u8 = 240;
const THREE_BYTES: u32 = 15 << 16;
/// Begins a number of four bytes behind it.
const FULL: u8 = 255;

/// Appends a number of which small ones are the most frequent: one byte below 176, two below
/// 16,560, three below about a million, else five.
pub(super) fn put(n: u32, out: &mut Vec<u8>) {
    if n < ONE {
        out.push(n as u8);
    } else if n - ONE < TWO_BYTES {
        let n = n - ONE;
        out.extend_from_slice(&[ONE as u8 + (n >> 8) as u8, n as u8]);
    } else if n - ONE - TWO_BYTES < THREE_BYTES {
        let n = n - ONE - TWO_BYTES;
        out.extend_from_slice(&[THREE + (n >> 16) as u8, (n >> 8) as u8, n as u8]);
    } else {
        out.push(FULL);
        out.extend_from_slice(&n.to_le_bytes());
    }
}

/// By bytes of a number: what its bytes say more than the number.
const MORE: [u32; 4] = [
    0,
    0,
    (ONE << 8) - ONE,
    ((THREE as u32) << 16) - ONE - TWO_BYTES,
];

/// Gives the numbers that [`put`] wrote to `f`, in order.
#[inline]
pub(super) fn each(bytes: &[u8], mut f: impl FnMut(u32)) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let four = match rest.first_chunk() {
            Some(four) => u32::from_be_bytes(*four),
            None => last(rest),
        };
        // Without a branch, which would be guessed wrong at every third word.
        let mut length =
            1 + usize::from(four >= ONE << 24) + usize::from(four >= u32::from(THREE) << 24);
        let mut number = (four >> (32 - 8 * length)).wrapping_sub(MORE[length]);
        if length > rest.len() {
            return;
        }
        if four >= u32::from(FULL) << 24 {
            let Some(full) = rest[1..].first_chunk() else {
                return;
            };
            (number, length) = (u32::from_le_bytes(*full), 5);
        }
        f(number);
        rest = &rest[length..];
    }
}

/// The last bytes, fewer than four, as the first of four.
fn last(bytes: &[u8]) -> u32 {
    let all = bytes
        .iter()
        .fold(0, |all, byte| all << 8 | u32::from(*byte));
    all << (8 * (4 - bytes.len()))
}

/// Appends an ascending list as differences of seven bits a byte.
pub(super) fn put_list(docs: &[u32], out: &mut Vec<u8>) {
    let mut last = 0;
    for doc in docs {
        let mut gap = doc.wrapping_sub(last);
        while gap >= 0x80 {
            out.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        out.push(gap as u8);
        last = *doc;
    }
}

/// The first `count` numbers that [`put_list`] wrote, appended to `out`.
pub(super) fn list(bytes: &[u8], count: usize, out: &mut Vec<u32>) {
    let mut bytes = bytes.iter();
    let mut last = 0u32;
    for _ in 0..count {
        let (mut gap, mut shift) = (0u32, 0);
        loop {
            let Some(byte) = bytes.next() else { return };
            gap |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        last = last.wrapping_add(gap);
        out.push(last);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_put_comes_back(numbers in proptest::collection::vec(prop_oneof![0u32..400, 16_000u32..17_000, 990_000u32..1_000_000, any::<u32>()], 0..50)) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|n| put(*n, &mut bytes));
            let mut back = Vec::new();
            each(&bytes, |n| back.push(n));
            prop_assert_eq!(&back, &numbers);
            let mut sorted = numbers;
            sorted.sort_unstable();
            bytes.clear();
            put_list(&sorted, &mut bytes);
            back.clear();
            list(&bytes, sorted.len(), &mut back);
            prop_assert_eq!(back, sorted);
        }

        #[test]
        fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let mut count = 0;
            each(&bytes, |_| count += 1);
            prop_assert!(count <= bytes.len());
            let mut out = Vec::new();
            list(&bytes, 1000, &mut out);
            prop_assert!(out.len() <= bytes.len());
        }
    }
}
