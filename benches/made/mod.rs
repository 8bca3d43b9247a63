//! Words, texts and names made from syllables with a fixed seed, so that figures can be compared
//! between machines and versions.

#![allow(dead_code)] // each bench uses its part

/// Words there are.
pub const VOCABULARY: usize = 40_000;

/// Small steps of a 64-bit generator (SplitMix64, Steele et al. 2014): no crate, always the same.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.roll() % n as u64) as usize
    }

    /// Between 0 and 1.
    pub fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// The vocabulary, and what chooses from it.
pub struct Maker {
    pub dice: Dice,
    pub words: Vec<String>,
}

impl Maker {
    pub fn new() -> Self {
        let mut dice = Dice(7);
        let words = (0..VOCABULARY).map(|n| word(&mut dice, n)).collect();
        Self { dice, words }
    }

    /// Frequent words have low numbers (and are short): share of rank r about 1 / r.
    pub fn word(&mut self) -> &str {
        let rank = (VOCABULARY as f64).powf(self.dice.share()) as usize;
        &self.words[rank.min(VOCABULARY - 1)]
    }

    pub fn text(&mut self, letters: usize) -> String {
        let mut out = String::with_capacity(letters + 16);
        while out.len() < letters {
            if !out.is_empty() {
                out.push(' ');
            }
            let word = self.word().to_owned();
            out.push_str(&word);
        }
        out
    }

    /// One of the names of 5,000 people.
    pub fn name(&mut self) -> String {
        let name = self.dice.below(5_000) + 200;
        format!("{} {}", self.words[name], self.words[name * 7])
    }
}

fn word(dice: &mut Dice, rank: usize) -> String {
    const HEADS: [&str; 14] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st",
    ];
    const CORES: [&str; 7] = ["a", "e", "i", "o", "u", "ea", "ou"];
    const TAILS: [&str; 8] = ["", "", "n", "r", "s", "t", "l", "nd"];
    let syllables = 1 + (rank > 60) as usize + (rank > 3_000) as usize + dice.below(2);
    (0..syllables)
        .map(|_| {
            let part = |dice: &mut Dice, of: &[&'static str]| of[dice.below(of.len())];
            [part(dice, &HEADS), part(dice, &CORES), part(dice, &TAILS)].concat()
        })
        .collect()
}
