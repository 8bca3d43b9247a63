//! Makes a corpus of quotes for measuring the finder, with queries for quotes that are hard to find.
//!
//! `zcat news_sample.jsonl.gz | cargo run --release --example make_quotes -- --quotes 1000000 --seed 1 --out DIR`
//! recombines the clauses of the articles on standard input and writes to DIR: `quotes.jsonl` for
//! `onrecord import`; `needles.jsonl` (class, query, text of the wanted quote) and `needles.txt` (its
//! queries alone); `keys.txt` (every keystroke of queries typed letter by letter) and `keys.jsonl`
//! (the class of each). The same seed gives the same files.

#![allow(missing_docs, clippy::print_stderr)]

mod articles;
mod corpus;
mod keys;
mod needles;
mod random;
mod slips;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use corpus::Corpus;
use random::Random;

/// A query, and what it is to find.
#[derive(Serialize)]
pub struct Row {
    /// What kind of query it is.
    pub class: &'static str,
    /// What is typed.
    pub query: String,
    /// The words of the wanted quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

struct Arguments {
    quotes: usize,
    seed: u64,
    out: PathBuf,
}

fn arguments() -> anyhow::Result<Arguments> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = args.iter().position(|a| a == name);
        at.and_then(|at| args.get(at + 1))
            .with_context(|| format!("{name} is missing; usage: --quotes N --seed N --out DIR"))
    };
    Ok(Arguments {
        quotes: value("--quotes")?.parse().context("--quotes is a number")?,
        seed: value("--seed")?.parse().context("--seed is a number")?,
        out: value("--out")?.into(),
    })
}

fn main() -> anyhow::Result<()> {
    let Arguments { quotes, seed, out } = arguments()?;
    fs::create_dir_all(&out).with_context(|| format!("cannot make {}", out.display()))?;
    let mut random = Random(seed);
    let corpus = Corpus::new(io::stdin().lock(), quotes, &mut random)?;
    let mut to = create(&out, "quotes.jsonl")?;
    let speakers = articles::write(&corpus, &mut random, &mut to)?;
    to.flush()?;
    let (needles, given_up) = needles::needles(&corpus, &mut random);
    rows(&out, "needles", &needles)?;
    let keys = keys::keys(&corpus, &speakers, &needles, &mut random);
    rows(&out, "keys", &keys)?;
    eprintln!(
        "{} quotes, {} needles ({given_up} quotes given up, for which no query was unique), {} keys",
        corpus.len(),
        needles.len(),
        keys.len()
    );
    Ok(())
}

fn create(out: &Path, name: &str) -> anyhow::Result<BufWriter<File>> {
    let path = out.join(name);
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::new(file))
}

/// Writes `NAME.jsonl`, and `NAME.txt` with the queries alone.
fn rows(out: &Path, name: &str, rows: &[Row]) -> anyhow::Result<()> {
    let mut full = create(out, &format!("{name}.jsonl"))?;
    let mut queries = create(out, &format!("{name}.txt"))?;
    for row in rows {
        serde_json::to_writer(&mut full, row)?;
        full.write_all(b"\n")?;
        writeln!(queries, "{}", row.query)?;
    }
    full.flush()?;
    queries.flush()?;
    Ok(())
}
