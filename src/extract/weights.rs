//! Small linear models: logistic regressions over named features.
//!
//! The weights are a text file that `cargo run --release --example train` makes from an annotated
//! corpus. A feature is a template and its values, written with blanks between them
//! (`way+verb that say`); its weight is found by the hash of that line, so that no string is built
//! while an article is read.

use super::key::{join, key};
use super::table::Table;

/// A value of a feature, or the name of its template: a word, and what stands for it.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    text: &'a str,
    key: u64,
}

impl<'a> Value<'a> {
    /// A word that is no token of the text.
    #[must_use]
    pub const fn of(text: &'a str) -> Self {
        Self {
            text,
            key: key(text),
        }
    }

    /// A word whose [`key`] is known.
    #[must_use]
    pub const fn keyed(text: &'a str, key: u64) -> Self {
        Self { text, key }
    }
}

/// A constant [`Value`], made before the program runs.
macro_rules! value {
    ($text:expr) => {
        const { $crate::extract::weights::Value::of($text) }
    };
}
pub(super) use value;

/// Takes the features of one case, one after the other.
pub trait Features {
    /// A feature: the name of its template, and its values.
    fn add(&mut self, template: Value<'static>, values: &[Value<'_>]);
}

/// Weights of one model by the hash of the feature.
#[derive(Clone, Debug, Default)]
pub struct Weights(Table);

impl Weights {
    /// Reads lines of `feature<tab>weight`; other lines are passed over.
    pub fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let weights: Vec<(u64, u32)> = lines
            .filter_map(|line| {
                let (feature, weight) = line.split_once('\t')?;
                Some((key_of_line(feature), weight.parse::<f32>().ok()?.to_bits()))
            })
            .collect();
        Self(Table::new(&weights))
    }

    /// The weight of a feature, 0 where it has none.
    #[inline]
    fn get(&self, key: u64) -> f32 {
        f32::from_bits(self.0.get(key))
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
    #[inline]
    fn add(&mut self, template: Value<'static>, values: &[Value<'_>]) {
        let key = values.iter().fold(template.key, |k, v| join(k, v.key));
        self.sum += self.weights.get(key);
    }
}

/// The features of one case as lines, for training.
impl Features for Vec<String> {
    fn add(&mut self, template: Value<'static>, values: &[Value<'_>]) {
        let mut line = template.text.to_owned();
        for value in values {
            line.push(' ');
            line.push_str(value.text);
        }
        self.push(line);
    }
}

/// The key of a feature as it stands in the file.
fn key_of_line(feature: &str) -> u64 {
    let mut parts = feature.split(' ').map(key);
    let template = parts.next().unwrap_or_default();
    parts.fold(template, join)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_find_the_weights_of_their_lines() {
        let weights = Weights::read("bias\t-1\nway+verb that say\t3\n# no weight".lines());
        let mut score = weights.score();
        score.add(value!("bias"), &[]);
        score.add(value!("way+verb"), &[value!("that"), value!("say")]);
        score.add(value!("way+verb"), &[value!("that"), value!("see")]);
        assert!((score.probability() - 1.0 / (1.0 + (-2.0_f32).exp())).abs() < 1e-6);
        let mut lines = Vec::new();
        lines.add(value!("way+verb"), &[value!("that"), value!("say")]);
        assert_eq!(lines, ["way+verb that say"]);
    }
}
