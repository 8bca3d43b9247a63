//! In what words two texts differ.
//!
//! Words are what blanks part; they are the same where they are written with the same letters, whatever
//! case, accents and marks around them. Must not know: how a difference is shown.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::fold::fold_str;

/// Words that are compared at most: a difference of two long speeches is nothing to look at.
const MOST: usize = 1_000;

/// What became of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// They stand in both.
    Same,
    /// They stand in the first text only.
    Left,
    /// They stand in the second text only.
    New,
}

/// Words that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What became of them.
    pub fate: Fate,
    /// The words as the second text has them, as the first has those that are left out.
    pub words: Vec<String>,
}

/// The words of both texts in order, those that were left out before those in their place.
#[must_use]
pub fn differences(one: &str, other: &str) -> Vec<Piece> {
    let (one, other) = (words(one), words(other));
    let mut numbers = HashMap::new();
    let mut number = |words: &[&str]| -> Vec<usize> {
        let mut numbered = Vec::with_capacity(words.len());
        for word in words {
            let next = numbers.len();
            numbered.push(*numbers.entry(key(word)).or_insert(next));
        }
        numbered
    };
    let (a, b) = (number(&one), number(&other));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut put = |fate, words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        pieces.push(Piece { fate, words });
    };
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (_, before, now) = op.as_tag_tuple();
        match op {
            DiffOp::Equal { .. } => put(Fate::Same, &other[now]),
            DiffOp::Delete { .. } => put(Fate::Left, &one[before]),
            DiffOp::Insert { .. } => put(Fate::New, &other[now]),
            DiffOp::Replace { .. } => {
                put(Fate::Left, &one[before]);
                put(Fate::New, &other[now]);
            }
        }
    }
    pieces
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().take(MOST).collect()
}

/// What a word is compared by: its letters; where it has none, itself.
fn key(word: &str) -> String {
    let folded = fold_str(word);
    let inner = folded.trim_matches(|c: char| !c.is_alphanumeric());
    if inner.is_empty() {
        folded
    } else {
        inner.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Written as in a diff of words.
    fn shown(one: &str, other: &str) -> String {
        let pieces = differences(one, other);
        let shown = pieces.iter().map(|piece| {
            let words = piece.words.join(" ");
            match piece.fate {
                Fate::Same => words,
                Fate::Left => format!("[-{words}-]"),
                Fate::New => format!("{{+{words}+}}"),
            }
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_held_side_by_side_whatever_their_case_and_marks() {
        for (one, other, expected) in [
            ("We open in May.", "“we open, in May”", "“we open, in May”"),
            (
                "We will open the harbour in May",
                "We will open the port in May",
                "We will open the [-harbour-] {+port+} in May",
            ),
            (
                "We open in May, come what may",
                "We open in May",
                "We open in May [-come what may-]",
            ),
            ("We open", "… We open –", "{+…+} We open {+–+}"),
            ("", "We", "{+We+}"),
            ("", "", ""),
        ] {
            assert_eq!(shown(one, other), expected);
        }
    }

    proptest! {
        #[test]
        fn no_word_of_either_text_is_lost(one in "[a-c ]{0,40}", other in "[a-c ]{0,40}") {
            let pieces = differences(&one, &other);
            let of = |fates: [Fate; 2]| {
                let pieces = pieces.iter().filter(|piece| fates.contains(&piece.fate));
                pieces.flat_map(|piece| piece.words.clone()).collect::<Vec<_>>()
            };
            prop_assert_eq!(of([Fate::Same, Fate::Left]), words(&one));
            prop_assert_eq!(of([Fate::Same, Fate::New]), words(&other));
        }
    }
}
