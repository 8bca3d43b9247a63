//! What a person waits for on import: reading articles and finding their quotes.
//!
//! `cargo bench --bench extract`. Throughput is in bytes of text, on one core. The web articles are
//! JSON lines with a `text`, gzipped; `ONRECORD_NEWS_SAMPLE` names the file. Where there is none
//! that part is left out.

#![allow(clippy::print_stdout)] // a bench says what it leaves out

use std::hint::black_box;
use std::path::PathBuf;
use std::process::Command;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::extract::extract;
use onrecord::import::{Known, body, read_bytes};
use onrecord::model::Article;

/// The bundled articles as files: name and bytes.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    files
        .iter()
        .filter_map(|path| {
            Some((
                path.to_string_lossy().into_owned(),
                std::fs::read(path).ok()?,
            ))
        })
        .collect()
}

fn articles(seeds: &[(String, Vec<u8>)]) -> Vec<Article> {
    seeds
        .iter()
        .filter_map(|(name, bytes)| read_bytes(name, bytes).ok())
        .flatten()
        .map(|imported| imported.article)
        .collect()
}

fn bench(c: &mut Criterion) {
    let seeds = seeds();
    let articles = articles(&seeds);
    let bytes = |n: usize| Throughput::Bytes(n as u64);

    let mut group = c.benchmark_group("seeds");
    group.throughput(bytes(seeds.iter().map(|(_, b)| b.len()).sum()));
    group.bench_function("import", |b| b.iter(|| articles_of(black_box(&seeds))));
    group.throughput(bytes(articles.iter().map(|a| a.text.len()).sum()));
    group.bench_function("extract", |b| {
        b.iter(|| {
            articles
                .iter()
                .map(|a| extract(black_box(a)).quotes.len())
                .sum::<usize>()
        });
    });
    group.finish();
}

fn articles_of(seeds: &[(String, Vec<u8>)]) -> usize {
    articles(seeds).len()
}

/// The lines of the sample of web articles, or nothing where it is not at hand.
fn sample() -> Option<String> {
    let usual = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/eval/data/news_sample.jsonl.gz"
    );
    let path =
        std::env::var_os("ONRECORD_NEWS_SAMPLE").map_or_else(|| PathBuf::from(usual), Into::into);
    let unpacked = Command::new("gzip").arg("-dc").arg(&path).output().ok()?;
    let lines = String::from_utf8(unpacked.stdout).ok()?;
    (unpacked.status.success() && !lines.is_empty()).then_some(lines)
}

fn news_sample(c: &mut Criterion) {
    let Some(lines) = sample() else {
        println!("news_sample: left out, the file is not at hand (see ONRECORD_NEWS_SAMPLE)");
        return;
    };
    let mut group = c.benchmark_group("news_sample");
    let texts: Vec<String> = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|record| Some(record.get("text")?.as_str()?.to_owned()))
        .collect();
    let articles: Vec<Article> = texts
        .iter()
        .map(|text| body(text, Known::default()).0)
        .collect();
    group.sample_size(10);
    group.throughput(Throughput::Bytes(
        texts.iter().map(|t| t.len() as u64).sum(),
    ));
    group.bench_function("text to article", |b| {
        b.iter(|| {
            texts
                .iter()
                .map(|t| body(black_box(t), Known::default()).0.blocks.len())
                .sum::<usize>()
        });
    });
    group.bench_function("article to quotes", |b| {
        b.iter(|| {
            articles
                .iter()
                .map(|a| extract(black_box(a)).quotes.len())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, bench, news_sample);
criterion_main!(benches);
