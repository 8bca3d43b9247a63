//! Logistic regression with sparse features, fitted by AdaGrad: the same cases give the same weights.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;

/// A case with its answer.
pub struct Case {
    pub features: Vec<String>,
    pub right: bool,
    pub weight: f32,
}

/// Learned weights, and how well they fit.
pub struct Fit {
    weights: BTreeMap<String, f32>,
    cases: usize,
    right: usize,
    loss: f32,
}

/// A feature has to be seen this often.
const SEEN: usize = 4;
const PASSES: usize = 12;
const RATE: f32 = 0.15;
/// L2 penalty, a case.
const PENALTY: f32 = 3e-5;
/// Weights below this are left out of the file.
const SMALLEST: f32 = 0.02;

impl Fit {
    /// Learns from `cases`.
    pub fn learn(cases: &[&Case]) -> Self {
        let names = frequent(cases);
        let rows: Vec<Vec<usize>> = cases
            .iter()
            .map(|case| {
                let mut row: Vec<usize> = case
                    .features
                    .iter()
                    .filter_map(|f| names.get(f.as_str()).copied())
                    .collect();
                row.sort_unstable();
                row.dedup();
                row
            })
            .collect();
        let weights = descend(cases, &rows, names.len());
        let loss = cases
            .iter()
            .zip(&rows)
            .map(|(case, row)| {
                let p = probability(&weights, row);
                -(if case.right { p } else { 1.0 - p }).max(1e-6).ln()
            })
            .sum::<f32>();
        let weights = names
            .into_iter()
            .map(|(name, n)| (name.to_owned(), weights[n]))
            .filter(|(_, w)| w.abs() >= SMALLEST)
            .collect();
        Self {
            weights,
            cases: cases.len(),
            right: cases.iter().filter(|c| c.right).count(),
            loss,
        }
    }

    /// The section of the weights file for `question`.
    pub fn section(&self, question: &str) -> String {
        let mut out = format!("[{question}]\n");
        for (name, weight) in &self.weights {
            let _ = writeln!(out, "{name}\t{weight:.2}");
        }
        out
    }
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mean = self.loss / (self.cases.max(1) as f32);
        write!(
            f,
            "{} cases, {} right, {} weights, log loss {mean:.4}",
            self.cases,
            self.right,
            self.weights.len()
        )
    }
}

/// Numbers of the features that are seen often enough.
fn frequent<'c>(cases: &[&'c Case]) -> BTreeMap<&'c str, usize> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for feature in cases.iter().flat_map(|c| &c.features) {
        *count.entry(feature).or_default() += 1;
    }
    count
        .into_iter()
        .filter(|(_, n)| *n >= SEEN)
        .enumerate()
        .map(|(number, (name, _))| (name, number))
        .collect()
}

/// Passes over the cases in an order that is mixed but always the same.
fn descend(cases: &[&Case], rows: &[Vec<usize>], width: usize) -> Vec<f32> {
    let mut weights = vec![0.0_f32; width];
    let mut squares = vec![1e-4_f32; width];
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..PASSES {
        for n in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(n, (random % (n as u64 + 1)) as usize);
        }
        for &n in &order {
            let target = f32::from(u8::from(cases[n].right));
            let error = (probability(&weights, &rows[n]) - target) * cases[n].weight;
            for &k in &rows[n] {
                let slope = error + PENALTY * weights[k];
                squares[k] += slope * slope;
                weights[k] -= RATE * slope / squares[k].sqrt();
            }
        }
    }
    weights
}

fn probability(weights: &[f32], row: &[usize]) -> f32 {
    let sum: f32 = row.iter().map(|&k| weights[k]).sum();
    1.0 / (1.0 + (-sum).exp())
}
