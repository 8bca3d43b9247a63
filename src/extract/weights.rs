//! Small linear models: logistic regressions over named features.
//!
//! The weights are a text file that `cargo run --release --example train` makes from an annotated
//! corpus. A feature is a template and its values, written with blanks between them
//! (`way+verb that say`); its weight is found by the hash of that line, so that no string is built
//! while an article is read.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

/// Takes the features of one case, one after the other.
pub trait Features {
    /// A feature: the name of its template, and its values.
    fn add(&mut self, template: &'static str, values: &[&str]);
}

/// Weights of one model by the hash of the feature.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    table: FxHashMap<u64, f32>,
}

impl Weights {
    /// Reads lines of `feature<tab>weight`; other lines are passed over.
    pub fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let table = lines
            .filter_map(|line| {
                let (feature, weight) = line.split_once('\t')?;
                Some((key(feature.split(' ')), weight.parse().ok()?))
            })
            .collect();
        Self { table }
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
        if let Some(weight) = self.weights.table.get(&key(parts)) {
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

/// The key of a feature with these parts.
fn key<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        hasher.write(part.as_bytes());
    }
    hasher.finish()
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
