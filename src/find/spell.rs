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

/// Counts slips; keeps its memory from word to word.
#[derive(Default)]
pub(super) struct Slips {
    before: Vec<u8>,
    last: Vec<u8>,
    row: Vec<u8>,
}

impl Slips {
    /// How many slips lead from one word to the other, if no more than `most`: a letter more, less or
    /// other, or two neighbours exchanged (Damerau-Levenshtein, each stretch changed once).
    pub fn distance(&mut self, a: &[char], b: &[char], most: u8) -> Option<u8> {
        if a.len().abs_diff(b.len()) > usize::from(most) {
            return None;
        }
        let last = self.rows(a, b, most)?;
        last.last().copied().filter(|d| *d <= most)
    }

    /// How many slips lead from `typed` to a beginning of `word`, if no more than `most`.
    pub fn distance_to_beginning(&mut self, typed: &[char], word: &[char], most: u8) -> Option<u8> {
        let word = &word[..word.len().min(typed.len() + usize::from(most))];
        let last = self.rows(typed, word, most)?;
        last.iter().copied().min().filter(|d| *d <= most)
    }

    /// The last row of the table of distances, of all of `a` to each beginning of `b`; nothing once
    /// every way is longer than `most`. Only what lies so near the diagonal that it can be no
    /// longer is worked out: all else is too far.
    fn rows(&mut self, a: &[char], b: &[char], most: u8) -> Option<&[u8]> {
        let far = most + 1;
        let reach = usize::from(most);
        for row in [&mut self.before, &mut self.last, &mut self.row] {
            row.clear();
            row.resize(b.len() + 1, far);
        }
        (0..=most)
            .zip(&mut self.last)
            .for_each(|(d, cell)| *cell = d);
        for i in 1..=a.len() {
            let first = i.saturating_sub(reach);
            let until = b.len().min(i + reach);
            self.row.fill(far);
            let mut nearest = far;
            for j in first..=until {
                let d = if j == 0 {
                    u8::try_from(i).map_or(far, |i| i.min(far))
                } else {
                    let other = self.last[j - 1] + u8::from(a[i - 1] != b[j - 1]);
                    let d = other.min(self.last[j] + 1).min(self.row[j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        d.min(self.before[j - 2] + 1)
                    } else {
                        d
                    }
                };
                self.row[j] = d.min(far);
                nearest = nearest.min(d);
            }
            if nearest > most {
                return None;
            }
            // The oldest row is written over next.
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.row);
        }
        Some(&self.last)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(s: &str) -> Vec<char> {
        s.chars().collect()
    }

    fn of(a: &str, b: &str, most: u8) -> Option<u8> {
        Slips::default().distance(&cut(a), &cut(b), most)
    }

    /// All of the table, row by row.
    fn slow(a: &[char], b: &[char]) -> Vec<Vec<usize>> {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = match (i, j) {
                    (0, n) | (n, 0) => n,
                    _ => {
                        let other = d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                        let one = other.min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                        let swapped =
                            i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                        if swapped {
                            one.min(d[i - 2][j - 2] + 1)
                        } else {
                            one
                        }
                    }
                };
            }
        }
        d
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
        let d = |a: &str, b: &str| Slips::default().distance_to_beginning(&cut(a), &cut(b), 1);
        assert_eq!(d("presidn", "presidential"), Some(1));
        assert_eq!(d("presd", "presidential"), Some(1));
        assert_eq!(d("prx", "presidential"), Some(1));
        assert_eq!(d("pyx", "presidential"), None);
    }

    proptest! {
        #[test]
        fn letters_pass_over_no_word_that_is_near(a in "[a-e1ü]{0,7}", b in "[a-e1ü]{0,7}") {
            if let Some(d) = of(&a, &b, 2) {
                prop_assert!((letters_of(&a) ^ letters_of(&b)).count_ones() <= 2 * u32::from(d));
            }
            prop_assert_eq!(of(&a, &b, 9), of(&b, &a, 9));
        }

        #[test]
        fn slips_are_those_of_the_whole_table(
            a in "[a-c]{0,8}", words in prop::collection::vec("[a-c]{0,9}", 1..4), most in 1u8..4
        ) {
            // One counter for all: nothing of the word before is left in it.
            let mut slips = Slips::default();
            let a = cut(&a);
            for b in words {
                let b = cut(&b);
                let table = slow(&a, &b);
                let near = |d: usize| u8::try_from(d).ok().filter(|d| *d <= most);
                prop_assert_eq!(slips.distance(&a, &b, most), near(table[a.len()][b.len()]));
                let beginning = table[a.len()].iter().copied().min().unwrap_or(0);
                prop_assert_eq!(slips.distance_to_beginning(&a, &b, most), near(beginning));
            }
        }
    }
}
