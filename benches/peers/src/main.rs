//! What other finders make of the same queries over the same quotes, in one table.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml -- DIR [QUOTES]`, where DIR is what
//! the example `make_quotes` wrote and QUOTES (100,000) how many of them are searched. One thread
//! each; what a finder prepares for all queries (its index, decoded text) is not in the times.

mod engines;
#[path = "../../../examples/score_needles/score.rs"]
mod score;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use engines::Engine;
use score::Class;

#[derive(Deserialize)]
struct Article {
    text: String,
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
struct Quote {
    content: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct Row {
    class: String,
    query: String,
    text: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dir, rest @ ..] = args.as_slice() else {
        anyhow::bail!("usage: peers DIR [QUOTES]");
    };
    let count = rest.first().map_or(Ok(100_000), |n| n.parse())?;
    let dir = Path::new(dir);
    let quotes = quotes(&dir.join("quotes.jsonl"), count)?;
    let needles: Vec<Row> = lines(&dir.join("needles.jsonl"))?.collect::<anyhow::Result<_>>()?;
    let keys: Vec<Row> = lines(&dir.join("keys.jsonl"))?.collect::<anyhow::Result<_>>()?;
    println!("{}", score::HEAD);
    for make in engines::ALL {
        let mut engine = make(&quotes)?;
        measure("needles", &needles, engine.as_mut(), &quotes)?;
        measure("keys", &keys, engine.as_mut(), &quotes)?;
    }
    Ok(())
}

fn measure(
    what: &str,
    rows: &[Row],
    engine: &mut dyn Engine,
    quotes: &[String],
) -> anyhow::Result<()> {
    let mut classes: BTreeMap<&str, Class> = BTreeMap::new();
    let mut all = Class::default();
    for row in rows {
        let start = Instant::now();
        let found = engine.find(&row.query, score::SHOWN)?;
        let ms = Some(start.elapsed().as_secs_f64() * 1e3);
        let texts = || {
            found
                .iter()
                .filter_map(|at| quotes.get(*at))
                .map(String::as_str)
        };
        let wanted = row.text.as_deref();
        classes
            .entry(&row.class)
            .or_default()
            .add(wanted, texts(), ms);
        all.add(wanted, texts(), ms);
    }
    let name = engine.name();
    for (class, mut known) in classes {
        println!("{}", known.row(&format!("{name}, {what}: {class}")));
    }
    println!("{}", all.row(&format!("{name}, {what}: all")));
    Ok(())
}

/// The words of the first `count` quotes.
fn quotes(path: &Path, count: usize) -> anyhow::Result<Vec<String>> {
    let mut quotes = Vec::new();
    for article in lines::<Article>(path)? {
        let Article { text, quotes: said } = article?;
        let chars: Vec<char> = text.chars().collect();
        for [start, end] in said.iter().filter_map(|quote| quote.content.first()) {
            quotes.push(chars.get(*start..*end).unwrap_or_default().iter().collect());
        }
        if quotes.len() >= count {
            break;
        }
    }
    quotes.truncate(count);
    Ok(quotes)
}

fn lines<T: DeserializeOwned>(
    path: &Path,
) -> anyhow::Result<impl Iterator<Item = anyhow::Result<T>>> {
    let shown = path.display().to_string();
    let file = File::open(path).with_context(|| format!("cannot read {shown}"))?;
    Ok(BufReader::new(file).lines().map(move |line| {
        serde_json::from_str(&line?)
            .with_context(|| format!("a line of {shown} is not as expected"))
    }))
}
