//! Says how well and how fast queries were answered, by class.
//!
//! `onrecord find --batch needles.txt --jsonl --timing > answers.jsonl`, then
//! `cargo run --release --example score_needles -- needles.jsonl answers.jsonl`; the same for the keys. Both
//! files are those of the example `make_quotes`. A class without wanted quotes has times alone.

#![allow(missing_docs, clippy::print_stdout)]

mod score;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use anyhow::Context as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use score::Class;

#[derive(Deserialize)]
struct Row {
    class: String,
    query: String,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    query: String,
    ms: Option<f64>,
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    text: String,
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [rows, answers] = args.as_slice() else {
        anyhow::bail!("usage: score_needles ROWS.jsonl ANSWERS.jsonl");
    };
    let rows: Vec<Row> = read(rows)?;
    let answers: Vec<Answer> = read(answers)?;
    anyhow::ensure!(
        rows.len() == answers.len(),
        "{} queries, but {} answers",
        rows.len(),
        answers.len()
    );
    let mut classes: BTreeMap<&str, Class> = BTreeMap::new();
    let mut all = Class::default();
    for (row, answer) in rows.iter().zip(&answers) {
        anyhow::ensure!(
            row.query == answer.query,
            "the answer to \"{}\" stands where \"{}\" was asked",
            answer.query,
            row.query
        );
        let wanted = row.text.as_deref();
        let found = || answer.hits.iter().map(|hit| hit.text.as_str());
        let class = classes.entry(&row.class).or_default();
        class.add(wanted, found(), answer.ms);
        all.add(wanted, found(), answer.ms);
    }
    println!("{}", score::HEAD);
    for (name, mut class) in classes {
        println!("{}", class.row(name));
    }
    println!("{}", all.row("all"));
    Ok(())
}

fn read<T: DeserializeOwned>(path: &str) -> anyhow::Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot read {path}"))?;
    let line = |line: std::io::Result<String>| {
        serde_json::from_str(&line?).with_context(|| format!("a line of {path} is not as expected"))
    };
    BufReader::new(file).lines().map(line).collect()
}
