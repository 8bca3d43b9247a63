//! Logistic regression with sparse features and an L2 penalty, fitted by Newton's method with conjugate
//! gradients (Lin, Weng and Keerthi 2008): the same cases give the same weights.

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
    weights: BTreeMap<String, f64>,
    cases: usize,
    right: usize,
    loss: f64,
}

/// A feature has to be seen this often.
const SEEN: usize = 4;
/// L2 penalty; of those tried (1 to 30) the one with the least loss on articles that were left out.
const PENALTY: f64 = 8.0;
/// Steps of Newton's method, and of the conjugate gradients in each, at most.
const STEPS: usize = 30;
const INNER_STEPS: usize = 60;
/// The gradient's length, as a share of that at the start, from which on the fit is good enough.
const CLOSE: f64 = 1e-4;
/// Weights below this are left out of the file.
const SMALLEST: f64 = 0.02;

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
        let problem = Problem {
            cases,
            rows: &rows,
            width: names.len(),
        };
        let weights = problem.solve();
        let loss = problem.loss(&weights, 0.0);
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
        let mean = self.loss / (self.cases.max(1) as f64);
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

/// Cases as rows of feature numbers.
struct Problem<'c> {
    cases: &'c [&'c Case],
    rows: &'c [Vec<usize>],
    width: usize,
}

impl Problem<'_> {
    /// The weights of least loss.
    fn solve(&self) -> Vec<f64> {
        let mut weights = vec![0.0; self.width];
        let mut loss = self.loss(&weights, PENALTY);
        let mut start = None;
        for _ in 0..STEPS {
            let (gradient, curvature) = self.slope(&weights);
            let length = dot(&gradient, &gradient).sqrt();
            if length <= CLOSE * *start.get_or_insert(length) {
                break;
            }
            let step = self.newton_step(&gradient, &curvature);
            let mut share = 1.0;
            loop {
                let next: Vec<f64> = weights
                    .iter()
                    .zip(&step)
                    .map(|(w, s)| w + share * s)
                    .collect();
                let less = self.loss(&next, PENALTY);
                if less < loss {
                    (weights, loss) = (next, less);
                    break;
                }
                share /= 2.0;
                if share < 1e-6 {
                    return weights;
                }
            }
        }
        weights
    }

    /// Log loss of all cases, with `penalty` times half the squared length of the weights.
    fn loss(&self, weights: &[f64], penalty: f64) -> f64 {
        let cases = self.cases.iter().zip(self.rows).map(|(case, row)| {
            let margin = margin(weights, row);
            let away = if case.right { -margin } else { margin };
            f64::from(case.weight) * softplus(away)
        });
        cases.sum::<f64>() + 0.5 * penalty * dot(weights, weights)
    }

    /// The gradient, and for each case how strongly it bends the loss.
    fn slope(&self, weights: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut gradient: Vec<f64> = weights.iter().map(|w| PENALTY * w).collect();
        let mut curvature = Vec::with_capacity(self.rows.len());
        for (case, row) in self.cases.iter().zip(self.rows) {
            let p = 1.0 / (1.0 + (-margin(weights, row)).exp());
            let weight = f64::from(case.weight);
            let error = weight * (p - f64::from(u8::from(case.right)));
            for &k in row {
                gradient[k] += error;
            }
            curvature.push(weight * p * (1.0 - p));
        }
        (gradient, curvature)
    }

    /// Solves "Hessian times step = -gradient" by conjugate gradients, roughly.
    fn newton_step(&self, gradient: &[f64], curvature: &[f64]) -> Vec<f64> {
        let mut step = vec![0.0; self.width];
        let mut rest: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut towards = rest.clone();
        let mut left = dot(&rest, &rest);
        let enough = left * 1e-2;
        for _ in 0..INNER_STEPS {
            if left <= enough {
                break;
            }
            let bent = self.bend(&towards, curvature);
            let share = left / dot(&towards, &bent);
            for k in 0..self.width {
                step[k] += share * towards[k];
                rest[k] -= share * bent[k];
            }
            let next = dot(&rest, &rest);
            for k in 0..self.width {
                towards[k] = rest[k] + next / left * towards[k];
            }
            left = next;
        }
        step
    }

    /// The Hessian times a vector.
    fn bend(&self, vector: &[f64], curvature: &[f64]) -> Vec<f64> {
        let mut out: Vec<f64> = vector.iter().map(|v| PENALTY * v).collect();
        for (row, curve) in self.rows.iter().zip(curvature) {
            let along = curve * margin(vector, row);
            for &k in row {
                out[k] += along;
            }
        }
        out
    }
}

fn margin(weights: &[f64], row: &[usize]) -> f64 {
    row.iter().map(|&k| weights[k]).sum()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// ln(1 + e^x), without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}
