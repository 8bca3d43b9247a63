//! Says how well and how fast queries were answered, by class.
//!
//! `onrecord find --batch needles.txt --jsonl --timing > answers.jsonl`, then
//! `cargo run --release --example score_needles -- needles.jsonl answers.jsonl`; the same for the keys. Both
//! files are those of the example `make_quotes`. A class without wanted quotes has times alone.

#![allow(missing_docs, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use anyhow::Context as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;

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

/// What is known of a class.
#[derive(Default)]
struct Class {
    queries: usize,
    wanted: usize,
    first: usize,
    among_ten: usize,
    /// Milliseconds of each answer.
    times: Vec<f64>,
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
        classes.entry(&row.class).or_default().add(row, answer);
        all.add(row, answer);
    }
    println!("| class | queries | first % | among ten % | p50 ms | p95 ms | max ms |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for (name, class) in classes.iter_mut().map(|(name, class)| (*name, class)) {
        class.print(name);
    }
    all.print("all");
    Ok(())
}

fn read<T: DeserializeOwned>(path: &str) -> anyhow::Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot read {path}"))?;
    let line = |line: std::io::Result<String>| {
        serde_json::from_str(&line?).with_context(|| format!("a line of {path} is not as expected"))
    };
    BufReader::new(file).lines().map(line).collect()
}

impl Class {
    fn add(&mut self, row: &Row, answer: &Answer) {
        self.queries += 1;
        self.times.extend(answer.ms);
        if let Some(text) = &row.text {
            let place = answer
                .hits
                .iter()
                .take(10)
                .position(|hit| hit.text == *text);
            self.wanted += 1;
            self.first += usize::from(place == Some(0));
            self.among_ten += usize::from(place.is_some());
        }
    }

    fn print(&mut self, name: &str) {
        self.times.sort_by(f64::total_cmp);
        let share = |found: usize| match self.wanted {
            0 => "-".to_owned(),
            wanted => format!("{:.1}", 100.0 * found as f64 / wanted as f64),
        };
        println!(
            "| {name} | {} | {} | {} | {} | {} | {} |",
            self.queries,
            share(self.first),
            share(self.among_ten),
            self.time(0.5),
            self.time(0.95),
            self.time(1.0)
        );
    }

    /// The time that `part` of the answers did not exceed; the times are in order.
    fn time(&self, part: f64) -> String {
        let at = (part * self.times.len() as f64).ceil() as usize;
        let time = self.times.get(at.saturating_sub(1));
        time.map_or_else(|| "-".to_owned(), |ms| format!("{ms:.2}"))
    }
}
