//! Slips of the hand: how far a word is from what was typed.
//!
//! Owns the distance, and the sets of letters by which most words are passed over unread.

/// Places in the order of lengths; the words of 32 letters and more share the last.
pub(super) const LENGTHS: usize = 33;

/// The letters of a word: which there are, and which more than once. A slip adds, drops, or
/// changes a letter, so that it changes at most two of the bits; two neighbours exchanged change
/// none.
pub(super) fn letters_of(word: &str) -> u64 {
    let (mut once, mut twice, mut others) = (0u64, 0u64, 0u64);
    for c in word.chars() {
        match c {
            'a'..='z' => {
                let bit = 1 << (c as u32 - 'a' as u32);
                twice |= once & bit;
                once |= bit;
            }
            _ => others |= 1 << (c as u32 % 12),
        }
    }
    once | twice << 26 | others << 52
}

/// How many slips lead from one word to the other, if no more than `most`: a letter more, less or
/// other, or two neighbours exchanged (Damerau-Levenshtein, each stretch changed once).
pub(super) fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let last = rows(a, b, most)?;
    let d = *last.last()?;
    (d <= most).then_some(d)
}

/// How many slips lead from `typed` to a beginning of `word`, if no more than `most`.
pub(super) fn distance_to_beginning(typed: &[char], word: &[char], most: usize) -> Option<usize> {
    let word = &word[..word.len().min(typed.len() + most)];
    let last = rows(typed, word, most)?;
    last.into_iter().min().filter(|d| *d <= most)
}

/// The last row of the table of distances, of all of `a` to each beginning of `b`; nothing once
/// every way is longer than `most`.
fn rows(a: &[char], b: &[char], most: usize) -> Option<Vec<usize>> {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i);
        for j in 1..=b.len() {
            let other = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut d = other.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                d = d.min(before[j - 2] + 1);
            }
            row.push(d);
        }
        if row.iter().all(|d| *d > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    Some(last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(a: &str, b: &str, most: usize) -> Option<usize> {
        let cut = |s: &str| s.chars().collect::<Vec<_>>();
        distance(&cut(a), &cut(b), most)
    }

    #[test]
    fn slips_are_counted() {
        for (typed, slips) in [
            ("goverment", 1),
            ("governmennt", 1),
            ("govermnent", 1),
            ("gavernmant", 2),
            ("government", 0),
        ] {
            assert_eq!(of(typed, "government", 2), Some(slips), "{typed}");
        }
        assert_eq!(of("gavernmant", "government", 1), None);
        assert_eq!(of("bbaa", "aabb", 2), None);
    }

    #[test]
    fn a_beginning_is_forgiven_a_slip() {
        let cut = |s: &str| s.chars().collect::<Vec<_>>();
        let d = |a: &str, b: &str| distance_to_beginning(&cut(a), &cut(b), 1);
        assert_eq!(d("presidn", "presidential"), Some(1));
        assert_eq!(d("presd", "presidential"), Some(1));
        assert_eq!(d("prx", "presidential"), Some(1));
        assert_eq!(d("pyx", "presidential"), None);
    }

    proptest! {
        #[test]
        fn letters_pass_over_no_word_that_is_near(a in "[a-e1ü]{0,7}", b in "[a-e1ü]{0,7}") {
            if let Some(d) = of(&a, &b, 2) {
                prop_assert!((letters_of(&a) ^ letters_of(&b)).count_ones() as usize <= 2 * d);
            }
            prop_assert_eq!(of(&a, &b, 9), of(&b, &a, 9));
        }
    }
}
