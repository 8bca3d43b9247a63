//! Whether two texts say the same: word for word, nearly, or one inside the other.
//!
//! Owns the sketch a text is found by among others and the comparison that decides. Must not know
//! where sketches are kept.
//!
//! A text is its words without case, accents and marks, and the set of its runs of [`RUN`] words
//! (shingles). Its anchors are a sample of their hashes: those below a bound, so that a text
//! inside another has its anchors among the other's (Broder, "On the resemblance and containment
//! of documents", 1997). Anchors find candidates; the texts themselves decide. Everything is the
//! same on every machine and in every release.

use unicode_normalization::char::decompose_compatible;

use crate::model::{Article, Likeness};

/// Words of a shingle.
const RUN: usize = 4;

/// One shingle in so many is an anchor.
const ONE_IN: u64 = 32;

/// A text has at least so many anchors, where it has shingles enough, and at most so many.
const ANCHORS: std::ops::RangeInclusive<usize> = 8..=64;

/// Texts that share so many anchors are worth comparing. Of a text of 80 words inside a long one
/// hardly more than two are anchors of both.
pub const WORTH_COMPARING: usize = 2;

/// Texts shorter than this, in words, are the same only word for word, title included: two
/// briefs of ten words are easily alike, and a stub ("Subscribe to read on") stands for any text.
const SHORT: u32 = 40;

/// Shared shingles among all shingles of both from which two texts are nearly the same.
const NEAR: f64 = 0.5;

/// Shared shingles among those of the shorter text from which it is contained in the longer.
const CONTAINED: f64 = 0.8;

/// What a text is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Number of words.
    pub words: u32,
    /// Hash of all words in order, and of the title's where the text is short.
    pub print: u64,
    /// The sample of shingle hashes, ascending.
    pub anchors: Vec<u32>,
}

impl Sketch {
    /// The sketch of an article.
    #[must_use]
    pub fn new(article: &Article) -> Self {
        let words = words(&article.text);
        let mut print = chained(&words);
        let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
        if count < SHORT {
            let title = self::words(article.title.as_deref().unwrap_or_default());
            print = mixed(print ^ chained(&title).rotate_left(1));
        }
        Self {
            words: count,
            print,
            anchors: if count < SHORT {
                Vec::new()
            } else {
                anchors(&shingles(&words))
            },
        }
    }
}

/// The shingles of a text, to compare it with several others.
#[derive(Clone, Debug)]
pub struct Shingles(Vec<u64>);

/// How two texts are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Each says nearly what the other does.
    Near,
    /// The first is contained in the second.
    Inside,
    /// The first contains the second.
    Around,
}

impl Shingles {
    /// The shingles of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(shingles(&words(text)))
    }

    /// How this text and `other` are alike, if they are.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Comparison> {
        let shared = shared(&self.0, &other.0);
        let (one, two) = (self.0.len(), other.0.len());
        let share = |of: usize| shared as f64 / of.max(1) as f64;
        if share(one + two - shared) >= NEAR {
            Some(Comparison::Near)
        } else if share(one.min(two)) < CONTAINED {
            None
        } else if one < two {
            Some(Comparison::Inside)
        } else {
            Some(Comparison::Around)
        }
    }
}

impl Comparison {
    /// What the variant of the two is to the other.
    #[must_use]
    pub const fn likeness(self) -> Likeness {
        match self {
            Self::Near => Likeness::Near,
            Self::Inside | Self::Around => Likeness::Contained,
        }
    }
}

/// How many values two ascending lists share.
fn shared(one: &[u64], two: &[u64]) -> usize {
    let (mut a, mut b, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(a), two.get(b)) {
        count += usize::from(x == y);
        a += usize::from(x <= y);
        b += usize::from(y <= x);
    }
    count
}

/// A hash a word: letters and digits, folded. Apostrophes within words are passed over, so that
/// "it's" is one word however it is printed.
fn words(text: &str) -> Vec<u64> {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let mut words = Vec::with_capacity(text.len() / 5);
    let (mut hash, mut open) = (START, false);
    let step = |hash: &mut u64, c: char| {
        *hash = (*hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    };
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            step(&mut hash, c.to_ascii_lowercase());
            open = true;
        } else if !c.is_ascii() && c.is_alphanumeric() {
            decompose_compatible(c, |part| {
                for lower in part.to_lowercase().filter(|l| l.is_alphanumeric()) {
                    step(&mut hash, lower);
                }
            });
            open = true;
        } else if open && !matches!(c, '\'' | '’') && !is_mark(c) {
            words.push(mixed(hash));
            (hash, open) = (START, false);
        }
    }
    if open {
        words.push(mixed(hash));
    }
    words
}

/// An accent written after its letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The shingle hashes, ascending, each once. A text shorter than a shingle is one shingle.
fn shingles(words: &[u64]) -> Vec<u64> {
    let mut all: Vec<u64> = if words.len() < RUN {
        words.first().map(|_| chained(words)).into_iter().collect()
    } else {
        words.windows(RUN).map(chained).collect()
    };
    all.sort_unstable();
    all.dedup();
    all
}

/// The smallest of ascending hashes: those below the bound, within [`ANCHORS`].
fn anchors(shingles: &[u64]) -> Vec<u32> {
    let below = shingles.partition_point(|h| *h < u64::MAX / ONE_IN);
    let count = below.clamp(*ANCHORS.start(), *ANCHORS.end());
    let mut anchors: Vec<u32> = shingles
        .iter()
        .take(count)
        .map(|h| (h >> 27) as u32)
        .collect();
    anchors.sort_unstable();
    anchors.dedup();
    anchors
}

/// One hash of several in order.
fn chained(hashes: &[u64]) -> u64 {
    let all = hashes.iter().fold(0_u64, |all, hash| {
        (all.rotate_left(5) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    mixed(all)
}

/// Spreads the bits (the finalizer of splitmix64).
const fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of `count` words that follow from `seed`.
    fn text(seed: u64, count: u64) -> String {
        let word = |n: u64| format!("w{}", mixed(seed * 1_000_003 + n) % 5_000);
        (0..count).map(word).collect::<Vec<_>>().join(" ")
    }

    fn sketch(text: &str) -> Sketch {
        Sketch::new(&Article {
            text: text.to_owned(),
            ..Article::default()
        })
    }

    fn compare(one: &str, two: &str) -> Option<Comparison> {
        Shingles::of(one).compare(&Shingles::of(two))
    }

    fn found(one: &str, two: &str) -> bool {
        let (one, two) = (sketch(one), sketch(two));
        let both = one.anchors.iter().filter(|a| two.anchors.contains(a));
        both.count() >= WORTH_COMPARING
    }

    #[test]
    fn case_accents_marks_and_blanks_are_no_difference() {
        let one = "It’s the Élysée’s word: “No.”";
        let two = "IT'S  the E\u{301}lyse\u{301}e's word -- no";
        assert_eq!(sketch(one), sketch(two));
        assert_ne!(sketch(one).print, sketch("It is the word no").print);
    }

    #[test]
    fn a_short_text_is_its_title_too() {
        let stub = |title: &str| {
            Sketch::new(&Article {
                title: Some(title.to_owned()),
                text: "Subscribe to read on.".to_owned(),
                ..Article::default()
            })
        };
        assert_eq!(stub("One").print, stub("one").print);
        assert_ne!(stub("One").print, stub("Two").print);
        assert!(stub("One").anchors.is_empty());
    }

    #[test]
    fn near_and_contained_texts_are_found_and_told_apart() {
        for seed in 0..50 {
            let wire = text(seed, 300);
            let edited = format!("{} {}", text(seed + 900, 20), &wire[..wire.len() * 9 / 10]);
            let longer = format!("{} {wire} {}", text(seed + 500, 300), text(seed + 700, 300));
            assert_eq!(compare(&wire, &edited), Some(Comparison::Near), "{seed}");
            assert_eq!(compare(&wire, &longer), Some(Comparison::Inside), "{seed}");
            assert_eq!(compare(&longer, &wire), Some(Comparison::Around), "{seed}");
            assert!(found(&wire, &longer) && found(&wire, &edited), "{seed}");
            let other = text(seed + 1_000, 300);
            assert_eq!(compare(&wire, &other), None, "{seed}");
            assert!(!found(&wire, &other), "{seed}");
        }
    }

    #[test]
    fn the_sketch_of_a_long_text_is_bounded_and_the_hashes_stay() {
        assert!(sketch(&text(1, 100_000)).anchors.len() <= 64);
        assert!(sketch(&text(1, 50)).anchors.len() >= 8);
        // These are kept in stores: a change here needs a migration that makes them anew.
        assert_eq!(sketch("One two three.").print, 3_356_012_204_800_771_384);
    }
}
