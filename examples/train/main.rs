//! Makes the weights of the extractor from articles whose quotes were annotated by hand.
//!
//! ```text
//! zcat polnear.train.jsonl.gz | cargo run --release --example train > src/extract/data/weights.txt
//! zcat polnear.train.jsonl.gz | cargo run --release --example train -- --folds 4 > predictions.jsonl
//! ```
//!
//! One article a line: `{"id", "text", "quotes": [{"kind", "content", "source", "speech"}]}`, spans in
//! Unicode scalars. With `--folds` every article is read with weights learned from the other folds, and
//! what is found is printed as `onrecord extract --jsonl` would: for an honest look at the same data.
//! The same data give the same weights, byte for byte.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]

mod corpus;
mod fit;

use std::cell::RefCell;
use std::io::{Write, stdin, stdout};

use anyhow::{Context, Result, bail};
use corpus::Annotated;
use fit::{Case, Fit};
use onrecord::extract::training::{Model, extract_with};
use onrecord::model::wire::{ExtractionJson, ScalarOffsets};
use rayon::prelude::*;

/// Rounds: what is learned in one decides what the next one sees.
const ROUNDS: usize = 3;
const QUESTIONS: [&str; 2] = ["report", "end"];
/// Before anything is learned every reading stands and no words are cut.
const UNTRAINED: &str = "[report]\nbias\t2\n[end]\nbias\t-5\n";

fn main() -> Result<()> {
    let articles = corpus::read(stdin().lock())?;
    let mut args = std::env::args().skip(1);
    let mut out = stdout().lock();
    match (args.next().as_deref(), args.next()) {
        (None, _) => {
            let all: Vec<&Annotated> = articles.iter().collect();
            write!(out, "{}", learn(&all))?;
        }
        (Some("--folds"), Some(folds)) => {
            let folds = folds.parse().context("--folds takes a number")?;
            for line in cross(&articles, folds) {
                writeln!(out, "{line}")?;
            }
        }
        (Some(other), _) => bail!("unknown argument {other}; see the head of examples/train"),
    }
    Ok(())
}

/// The weights file learned from `articles`.
fn learn(articles: &[&Annotated]) -> String {
    let mut file = UNTRAINED.to_owned();
    for _ in 0..ROUNDS {
        let model = Model::read(&file);
        let seen: Vec<Vec<(&str, Case)>> = articles
            .par_iter()
            .map(|annotated| {
                let log = RefCell::new(Vec::new());
                let _ = extract_with(&annotated.article, &model, Some(&log));
                annotated.cases(&log.into_inner())
            })
            .collect();
        let mut next = String::from(HEAD);
        for question in QUESTIONS {
            let cases: Vec<&Case> = seen
                .iter()
                .flatten()
                .filter(|(q, _)| *q == question)
                .map(|(_, case)| case)
                .collect();
            let fit = Fit::learn(&cases);
            eprintln!("{question}: {fit}");
            next.push_str(&fit.section(question));
        }
        file = next;
    }
    file
}

const HEAD: &str = "# Weights of the extractor's linear models: \"feature<tab>weight\", one section a question.\n\
# Origin: learned from the annotated articles of PolNeAR's training part; made by `examples/train`, not by hand.\n";

/// Every article read with weights from the other folds, as lines of JSON.
fn cross(articles: &[Annotated], folds: usize) -> Vec<String> {
    let mut lines = vec![String::new(); articles.len()];
    for fold in 0..folds {
        let others: Vec<&Annotated> = (0..articles.len())
            .filter(|n| n % folds != fold)
            .map(|n| &articles[n])
            .collect();
        let model = Model::read(&learn(&others));
        for (annotated, line) in articles.iter().zip(&mut lines).skip(fold).step_by(folds) {
            let found = extract_with(&annotated.article, &model, None);
            let offsets = ScalarOffsets::new(&annotated.text);
            let json =
                ExtractionJson::new(&found, &|span| offsets.scalars(annotated.map.raw(span)));
            *line = serde_json::json!({"id": annotated.id, "quotes": json.quotes}).to_string();
        }
    }
    lines
}
