//! The collection that is measured on: made here and kept for the next run, or a copy of one that is
//! at hand; and files to import beside reading.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use onrecord::model::wire::{QuoteJson, QuoteSpeakerJson};
use onrecord::model::{QuoteKind, SpeakerKind, Stance};
use onrecord::query::Query;
use onrecord::store::Store;
use serde_json::json;

use super::made::Maker;

const ARTICLES: usize = 200_000;
const QUOTES_AN_ARTICLE: usize = 5;
/// Articles of [`LONG`] bytes, the newest of all.
pub const LONG_ARTICLES: usize = 40;
const LONG: usize = 50_000;

/// A copy of the collection in `folder`, with the long articles in it.
pub fn copied(binary: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let whole = match std::env::var_os("ONRECORD_BENCH_STORE") {
        Some(path) => PathBuf::from(path),
        None => made(binary)?,
    };
    let store = folder.join("store.db");
    for (from, to) in [(whole.clone(), store.clone()), (find(&whole), find(&store))] {
        if from.exists() {
            fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        }
    }
    let mut maker = Maker::new();
    let long = folder.join("long.jsonl");
    write(&long, LONG_ARTICLES, |n| {
        let title = format!("Long article {n} of them");
        article(&mut maker, &title, 60, LONG, "2031-01-01").to_string()
    })?;
    import(binary, &long, &store)?;
    Ok(store)
}

fn find(store: &Path) -> PathBuf {
    onrecord::find::path_beside(store)
}

/// The made collection; it takes some minutes the first time.
fn made(binary: &Path) -> anyhow::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let store = folder.join(format!("terminal-{ARTICLES}.db"));
    if store.exists() {
        return Ok(store);
    }
    println!("making {ARTICLES} articles in {}", store.display());
    let lines = folder.join("terminal.jsonl");
    let part = folder.join("terminal-part.db");
    for old in [part.clone(), find(&part)] {
        let _ = fs::remove_file(old);
    }
    let mut maker = Maker::new();
    write(&lines, ARTICLES, |n| {
        let title = maker.text(50);
        let day = format!(
            "{}-{:02}-{:02}",
            2010 + n % 15,
            1 + maker.dice.below(12),
            1 + maker.dice.below(28)
        );
        article(&mut maker, &title, QUOTES_AN_ARTICLE, 0, &day).to_string()
    })?;
    import(binary, &lines, &part)?;
    fs::remove_file(&lines)?;
    // Its first search makes the index.
    let found = Command::new(binary)
        .args(["find", "--store"])
        .arg(&part)
        .arg("a")
        .stdout(Stdio::null())
        .status()?;
    anyhow::ensure!(found.code() != Some(2), "the index was not made");
    fs::rename(find(&part), find(&store))?;
    fs::rename(&part, &store)?;
    Ok(store)
}

const PUBLISHERS: [&str; 4] = [
    "Northern Wire",
    "Harbour News",
    "City Herald",
    "The Courier",
];

/// A line as `extract --jsonl` writes it: so many quotes, and words between them until the text has
/// `bytes`.
fn article(
    maker: &mut Maker,
    title: &str,
    quotes: usize,
    bytes: usize,
    day: &str,
) -> serde_json::Value {
    let mut text = String::new();
    let mut found = Vec::new();
    for n in 0..quotes {
        found.push(quote(maker, &mut text));
        let short = (bytes * (n + 1) / quotes).saturating_sub(text.len());
        if short > 0 {
            text.push_str(&maker.text(short));
            text.push_str(".\n\n");
        }
    }
    json!({
        "id": title,
        "title": title,
        "publisher": PUBLISHERS[maker.dice.below(PUBLISHERS.len())],
        "date": day,
        "text": text,
        "quotes": found,
    })
}

/// Adds a paragraph with a quote.
fn quote(maker: &mut Maker, text: &mut String) -> QuoteJson {
    let letters = 60 + maker.dice.below(280);
    let words = maker.text(letters);
    let name = maker.name();
    let mut at = text.chars().count();
    let mut put = |part: &str| {
        let start = at;
        text.push_str(part);
        at += part.chars().count();
        [start, at]
    };
    put("“");
    let content = put(&words);
    put(",” ");
    let cue = put("said");
    put(" ");
    let source = put(&name);
    put(".\n\n");
    QuoteJson {
        confidence: 0.97,
        content: vec![content],
        cue: vec![cue],
        evidence: Vec::new(),
        kind: QuoteKind::Direct,
        stance: Stance::Said,
        source: vec![source],
        speaker: Some(QuoteSpeakerJson {
            kind: SpeakerKind::Person,
            name,
            role: None,
            role_span: None,
        }),
        via: None,
    }
}

/// Writes `count` articles of about 2 kB whose quotes are still to be found, each set with other words.
pub fn to_import(path: &Path, count: usize, set: u64) -> anyhow::Result<()> {
    let mut maker = Maker::new();
    maker.dice.0 = 1000 + set;
    write(path, count, |n| {
        let mut text = String::new();
        while text.len() < 2_000 {
            let (words, name) = (maker.text(120), maker.name());
            let more = maker.text(300);
            text.push_str(&format!(
                "“The {words},” said {name}, the mayor of the town.\n\nThe {more}.\n\n"
            ));
        }
        let title = format!("Set {set}: {} {n}", maker.text(40));
        json!({"id": title, "title": title, "date": "2029-05-04", "text": text}).to_string()
    })
}

fn write(path: &Path, count: usize, mut line: impl FnMut(usize) -> String) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let mut out = BufWriter::new(File::create(path).with_context(cannot)?);
    for n in 0..count {
        writeln!(out, "{}", line(n)).with_context(cannot)?;
    }
    out.flush().with_context(cannot)
}

fn import(binary: &Path, set: &Path, store: &Path) -> anyhow::Result<()> {
    let ran = Command::new(binary)
        .args(["import", "-q", "--store"])
        .args([store, set])
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {}", binary.display()))?;
    anyhow::ensure!(ran.success(), "the import of {} failed", set.display());
    Ok(())
}

/// What people may type: some words of quotes that are there, each other query with a slip in it.
pub fn queries(store: &Path, count: usize) -> anyhow::Result<Vec<String>> {
    let store = Store::open_existing(store)?;
    let mut queries: Vec<String> = Vec::new();
    let mut rows = 0;
    store.visit_quotes(&Query::all(), None, |row| {
        rows += 1;
        // Not those of the long articles alone.
        if rows % 400 == 0 {
            queries.extend(query(&row.text, queries.len() % 2 == 1));
        }
        match queries.len() < count {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    })?;
    Ok(queries)
}

fn query(text: &str, slip: bool) -> Option<String> {
    let plain = |word: &&str| word.len() > 3 && word.bytes().all(|b| b.is_ascii_alphabetic());
    let words: Vec<&str> = text.split(' ').filter(plain).take(3).collect();
    let [first, second, third] = words[..] else {
        return None;
    };
    let mut second = second.to_lowercase();
    if slip {
        second.remove(second.len() / 2);
    }
    Some(format!(
        "{} {second} {}",
        first.to_lowercase(),
        third.to_lowercase()
    ))
}
