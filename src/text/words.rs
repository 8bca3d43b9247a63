//! The words of a text for looking it up: runs of letters and digits, folded, each once. And how numbers
//! are written.
//!
//! Must not know: terminal, store.

use rustc_hash::FxHashSet;

use super::fold::fold_str;

/// "100,000".
#[must_use]
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The runs of letters and digits in folded text, in order.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The words of all `texts`, folded, each once, parted by blanks.
#[must_use]
pub fn distinct<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let folded: Vec<String> = texts.into_iter().map(fold_str).collect();
    let mut seen = FxHashSet::default();
    let mut out = String::new();
    for word in folded.iter().flat_map(|text| words(text)) {
        if seen.insert(word) {
            out.push_str(word);
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_come_once() {
        let found = distinct(["José’s café, 10:30", "CAFÉ of the U.S. 映画祭"]);
        assert_eq!(found, "jose s cafe 10 30 of the u 映画祭 ");
    }
}
