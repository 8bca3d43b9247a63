//! Small linear models: logistic regressions over named features.
//!
//! The weights are a text file that `cargo run --release --example train` makes from an annotated
//! corpus. A feature is a template and its values, written with blanks between them
//! (`way+verb that say`); its weight is found by the hash of that line, so that no string is built
//! while an article is read.

/// Takes the features of one case, one after the other.
pub trait Features {
    /// A feature: the name of its template, and its values.
    fn add(&mut self, template: &'static str, values: &[&str]);
}

/// Weights of one model by the hash of the feature: an open table of eight bytes a place, at most
/// half full, so that most of it stays in the nearest memory. Features differ in 32 bits and in the
/// place where they are looked for.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    table: Vec<Slot>,
}

/// A place of the table.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// Upper half of the key, never 0; 0 where the place is free.
    tag: u32,
    weight: f32,
}

impl Weights {
    /// Reads lines of `feature<tab>weight`; other lines are passed over.
    pub fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let weights: Vec<(u64, f32)> = lines
            .filter_map(|line| {
                let (feature, weight) = line.split_once('\t')?;
                Some((key(feature.split(' ')), weight.parse().ok()?))
            })
            .collect();
        let mut out = Self {
            table: vec![Slot::default(); (weights.len() * 2).next_power_of_two()],
        };
        for (key, weight) in weights {
            let tag = tag(key);
            let place = out.place(key);
            if let Some(slot) = out.table.get_mut(place) {
                *slot = Slot { tag, weight };
            }
        }
        out
    }

    /// The place of a feature in the table, or the free one where it belongs.
    fn place(&self, key: u64) -> usize {
        let mask = self.table.len().wrapping_sub(1);
        let mut place = key as usize & mask;
        while let Some(slot) = self.table.get(place) {
            if slot.tag == tag(key) || slot.tag == 0 {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }

    fn get(&self, key: u64) -> Option<f32> {
        let slot = self.table.get(self.place(key))?;
        (slot.tag != 0).then_some(slot.weight)
    }

    /// Starts the sum for one case.
    #[must_use]
    pub fn score(&self) -> Score<'_> {
        Score {
            weights: self,
            sum: 0.0,
        }
    }
}

/// The sum of the weights of the features of one case.
pub struct Score<'w> {
    weights: &'w Weights,
    sum: f32,
}

impl Score<'_> {
    /// The probability that the sum stands for, 0 to 1.
    #[must_use]
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.sum).exp())
    }
}

impl Features for Score<'_> {
    fn add(&mut self, template: &'static str, values: &[&str]) {
        let parts = std::iter::once(template).chain(values.iter().copied());
        if let Some(weight) = self.weights.get(key(parts)) {
            self.sum += weight;
        }
    }
}

/// The features of one case as lines, for training.
impl Features for Vec<String> {
    fn add(&mut self, template: &'static str, values: &[&str]) {
        let mut line = template.to_owned();
        for value in values {
            line.push(' ');
            line.push_str(value);
        }
        self.push(line);
    }
}

const fn tag(key: u64) -> u32 {
    (key >> 32) as u32 | 1
}

/// The key of a feature with these parts.
fn key<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    parts.fold(0x9e37_79b9_7f4a_7c15, |key, part| mix(key, part.as_bytes()))
}

/// Adds a part to a key, after wyhash (Wang Yi): one long multiplication, whose halves are joined,
/// for each sixteen bytes. Parts are words, so there is mostly one.
fn mix(key: u64, part: &[u8]) -> u64 {
    let (mut key, mut rest) = (key, part);
    while let Some((head, tail)) = rest.split_first_chunk::<16>() {
        let (low, high) = ends(head);
        key = multiply(key ^ low, high ^ FACTOR);
        rest = tail;
    }
    let (low, high) = ends(rest);
    multiply(key ^ low, high ^ FACTOR ^ part.len() as u64)
}

const FACTOR: u64 = 0xa076_1d64_78bd_642f;

/// The first and the last bytes of up to sixteen; they may overlap.
fn ends(part: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (part.first_chunk(), part.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (part.first_chunk(), part.last_chunk()) {
        let read = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        return (read(first), read(last));
    }
    match *part {
        [] => (0, 0),
        [a] => (u64::from(a), 1),
        [a, b] => (u64::from(a), u64::from(b) | 1 << 8),
        [a, b, c, ..] => (u64::from(a), u64::from(b) << 16 | u64::from(c) | 1 << 32),
    }
}

fn multiply(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    wide as u64 ^ (wide >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_find_the_weights_of_their_lines() {
        let weights = Weights::read("bias\t-1\nway+verb that say\t3\n# no weight".lines());
        let mut score = weights.score();
        score.add("bias", &[]);
        score.add("way+verb", &["that", "say"]);
        score.add("way+verb", &["that", "see"]);
        assert!((score.probability() - 1.0 / (1.0 + (-2.0_f32).exp())).abs() < 1e-6);
        let mut lines = Vec::new();
        lines.add("way+verb", &["that", "say"]);
        assert_eq!(lines, ["way+verb that say"]);
    }
}
