//! What a person waits for on `onrecord import`, and whether it stays so as a store grows.
//!
//! `cargo bench --bench import [-- sample | made]`. The sample is JSON lines with a `text`, plain or
//! gzipped; `ONRECORD_NEWS_SAMPLE` names the file. The made run writes `ONRECORD_MADE` articles (100,000
//! where it is not set) of about 2 kB and imports them, with the rate of each tenth and the most
//! memory the program had. Rates are in MB of text a second, with all cores.

#![allow(clippy::print_stdout)] // the table is what it is for

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use onrecord::query::Query;
use onrecord::store::{ArticleCursor, ArticleOrder, Direction, Store};
use rusqlite::Connection;

const BINARY: &str = env!("CARGO_BIN_EXE_onrecord");

fn main() -> anyhow::Result<()> {
    let asked = std::env::args().nth(1).filter(|a| !a.starts_with('-'));
    let wants = |part: &str| asked.as_deref().is_none_or(|a| a == part);
    let folder = tempfile::tempdir()?;
    if wants("sample") {
        sample(folder.path())?;
    }
    if wants("made") {
        made(folder.path())?;
    }
    Ok(())
}

/// How an import went.
struct Ran {
    took: Duration,
    /// Most memory it had, in kB; 0 where the system does not tell.
    memory: u64,
    /// When so many articles were in the store.
    reached: Vec<(Duration, u64)>,
}

/// Runs `onrecord import` and looks at it from time to time.
fn import(set: &Path, store: &Path, watched: bool) -> anyhow::Result<Ran> {
    let start = Instant::now();
    let mut child = Command::new(BINARY)
        .args(["import", "-q", "--store"])
        .args([store, set])
        .stdout(Stdio::null())
        .spawn()?;
    let (mut memory, mut reached, mut reader) = (0, Vec::new(), None);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        memory = memory.max(peak(child.id()));
        if watched {
            reader = reader.or_else(|| Store::open_existing(store).ok());
            let counts = reader.as_ref().and_then(|s| s.counts().ok());
            reached.extend(counts.map(|c| (start.elapsed(), c.articles)));
        }
        std::thread::sleep(Duration::from_millis(if watched { 50 } else { 1 }));
    };
    let took = start.elapsed();
    anyhow::ensure!(status.success(), "the import failed");
    Ok(Ran {
        took,
        memory,
        reached,
    })
}

fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status
        .lines()
        .find_map(|l| l.strip_prefix("VmHWM:"))
        .and_then(|l| l.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

fn rate(bytes: usize, took: Duration) -> f64 {
    bytes as f64 / 1e6 / took.as_secs_f64()
}

fn sample(folder: &Path) -> anyhow::Result<()> {
    let usual = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/eval/data/news_sample.jsonl.gz"
    );
    let path =
        std::env::var_os("ONRECORD_NEWS_SAMPLE").map_or_else(|| PathBuf::from(usual), Into::into);
    let lines = if path.extension().is_some_and(|e| e == "gz") {
        Command::new("gzip").arg("-dc").arg(&path).output()?.stdout
    } else {
        std::fs::read(&path).unwrap_or_default()
    };
    if lines.is_empty() {
        println!("sample: left out, the file is not at hand (see ONRECORD_NEWS_SAMPLE)");
        return Ok(());
    }
    let set = folder.join("sample.jsonl");
    std::fs::write(&set, &lines)?;
    let texts: Vec<String> = String::from_utf8(lines)?
        .lines()
        .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok())
        .filter_map(|r| Some(r.get("text")?.as_str()?.to_owned()))
        .collect();
    let bytes = texts.iter().map(String::len).sum();
    println!(
        "sample: {} articles, {:.1} MB of text",
        texts.len(),
        bytes as f64 / 1e6
    );
    for run in 1..=3 {
        let store = folder.join(format!("sample-{run}.db"));
        let first = import(&set, &store, false)?;
        let second = import(&set, &store, false)?;
        let bare = bare(&texts, &folder.join(format!("bare-{run}.db")))?;
        println!(
            "  import {:.2} s, {:.1} MB/s, {} MB of memory; again {:.3} s; bare rows {:.2} s, {:.1} MB/s",
            first.took.as_secs_f64(),
            rate(bytes, first.took),
            first.memory / 1000,
            second.took.as_secs_f64(),
            bare.as_secs_f64(),
            rate(bytes, bare),
        );
        let size = std::fs::metadata(&store)?.len();
        println!("  the store has {:.1} MB", size as f64 / 1e6);
    }
    Ok(())
}

/// How long the texts alone take, in transactions of the same size.
fn bare(texts: &[String], path: &Path) -> anyhow::Result<Duration> {
    let start = Instant::now();
    let connection = Connection::open(path)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection
        .execute_batch("CREATE TABLE body (article INTEGER PRIMARY KEY, text TEXT) STRICT")?;
    for group in texts.chunks(256) {
        connection.execute_batch("BEGIN")?;
        let mut insert = connection.prepare_cached("INSERT INTO body (text) VALUES (?1)")?;
        for text in group {
            insert.execute([text])?;
        }
        drop(insert);
        connection.execute_batch("COMMIT")?;
    }
    connection.close().map_err(|(_, error)| error)?;
    Ok(start.elapsed())
}

fn made(folder: &Path) -> anyhow::Result<()> {
    let count = match std::env::var("ONRECORD_MADE") {
        Ok(count) => count.parse().context("ONRECORD_MADE is no number")?,
        Err(_) => 100_000,
    };
    let set = folder.join("made.jsonl");
    let mut file = BufWriter::new(std::fs::File::create(&set)?);
    let mut bytes = 0;
    for n in 0..count {
        let text = article(n);
        bytes += text.len();
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        let date = format!("20{:02}-{month:02}-{day:02}", n * 7 % 25);
        let title = format!("{} report {n} of the {}", word(n * 13), word(n * 7 + 1));
        let record = serde_json::json!({"id": n.to_string(), "title": title, "date": date,
            "publisher": format!("The {} Post", word(n % 50)), "text": text});
        writeln!(file, "{record}")?;
    }
    file.flush()?;
    drop(file);
    println!(
        "made: {count} articles, {:.1} MB of text",
        bytes as f64 / 1e6
    );
    let store = folder.join("made.db");
    let ran = import(&set, &store, true)?;
    let mut last = Duration::ZERO;
    for tenth in 1..=10 {
        let goal = (count * tenth / 10) as u64;
        let at = ran.reached.iter().find(|(_, n)| *n >= goal);
        let at = at.map_or(ran.took, |(at, _)| *at);
        println!(
            "  tenth {tenth:>2}: {:.1} MB/s",
            rate(bytes / 10, at.saturating_sub(last))
        );
        last = at;
    }
    println!(
        "  {:.1} s, {:.1} MB/s, at most {} MB of memory; the store has {:.0} MB",
        ran.took.as_secs_f64(),
        rate(bytes, ran.took),
        ran.memory / 1000,
        std::fs::metadata(&store)?.len() as f64 / 1e6
    );
    opening(&store)?;
    scrolling(&store)?;
    asking(&store)
}

/// What the first screen of the reader waits for.
fn opening(path: &Path) -> anyhow::Result<()> {
    for run in ["first", "warm"] {
        let start = Instant::now();
        let store = Store::open_existing(path)?;
        let order = ArticleOrder::Newest;
        let rows = store.article_groups(order, &Query::all(), None, Direction::Forward, 256)?;
        let opened = rows.first().and_then(|r| store.article(r.id).transpose());
        let counts = store.counts()?;
        println!(
            "  opening, {run}: {:.1} ms for {} rows and an article of {} articles, {} quotes",
            start.elapsed().as_secs_f64() * 1e3,
            rows.len(),
            counts.articles,
            counts.quotes
        );
        drop(opened);
    }
    Ok(())
}

/// The list from its first to its last window, as the reader asks for them.
fn scrolling(path: &Path) -> anyhow::Result<()> {
    let store = Store::open_existing(path)?;
    let (mut at, mut windows, mut rows, mut longest) = (None, 0, 0, Duration::ZERO);
    let before = peak(std::process::id());
    loop {
        let start = Instant::now();
        let (order, way) = (ArticleOrder::Newest, Direction::Forward);
        let window = store.article_groups(order, &Query::all(), at.as_ref(), way, 256)?;
        longest = longest.max(start.elapsed());
        let Some(last) = window.last() else { break };
        at = Some(ArticleCursor::of(last));
        windows += 1;
        rows += window.len();
    }
    println!(
        "  scrolling: {rows} rows in {windows} windows, the longest {:.2} ms, {} kB of memory more",
        longest.as_secs_f64() * 1e3,
        peak(std::process::id()) - before,
    );
    Ok(())
}

/// Lists that need more than one look: the best of three runs.
fn asking(path: &Path) -> anyhow::Result<()> {
    let store = Store::open_existing(path)?;
    let best = |ask: &dyn Fn() -> anyhow::Result<usize>| -> anyhow::Result<(f64, usize)> {
        let mut best = (f64::MAX, 0);
        for _ in 0..3 {
            let start = Instant::now();
            let rows = ask()?;
            best = (best.0.min(start.elapsed().as_secs_f64() * 1e3), rows);
        }
        Ok(best)
    };
    let (took, rows) = best(&|| Ok(store.speakers(&Query::all(), Some(20))?.len()))?;
    println!("  speakers: {took:.1} ms for the {rows} most quoted");
    let rare = format!("{} {}", word(7), word(77));
    for filter in [
        word(5),
        rare,
        format!("\"the {}\"", word(9)),
        "nowhere".to_owned(),
    ] {
        let query = onrecord::query::parse(&filter)?;
        let (order, way) = (ArticleOrder::Newest, Direction::Forward);
        let (took, rows) =
            best(&|| Ok(store.article_groups(order, &query, None, way, 256)?.len()))?;
        println!("  filter {filter}: {took:.1} ms for {rows} rows");
    }
    Ok(())
}

/// Scatters a number.
fn scattered(n: usize) -> usize {
    let n = (n as u64)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((n ^ (n >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33) as usize
}

/// A made word: one of some thousands.
fn word(n: usize) -> String {
    const PARTS: [&str; 16] = [
        "har", "bor", "ten", "wick", "mar", "lo", "ve", "sto", "ne", "fal", "ri", "du", "gan",
        "pel", "os", "ath",
    ];
    let n = scattered(n) % 4_096;
    [n % 16, n / 16 % 16, n / 256].map(|p| PARTS[p]).concat()
}

/// A made article of about 2 kB with five quotes, like no other.
fn article(n: usize) -> String {
    let mut text = String::new();
    let capital = |n: usize| {
        let word = word(n);
        word[..1].to_uppercase() + &word[1..]
    };
    for k in 0..5 {
        let at = n * 1_000 + k * 100;
        let (given, family) = (
            ["Ann", "Jon", "Maria", "Peter"][scattered(at) % 4],
            capital(at % 977),
        );
        let _ = write!(
            text,
            "“We told the {} of {} that",
            word(at + 1),
            capital(at + 2)
        );
        for w in 3..18 {
            let _ = write!(text, " {}", word(at + w));
        }
        let _ = write!(
            text,
            ",” said {given} {family}, the {} minister.\n\nThe people of {}",
            word(at + 20),
            capital(at + 21)
        );
        for w in 22..36 {
            let _ = write!(text, " {} the", word(at + w));
        }
        text.push_str(" night.\n\n");
    }
    text
}
