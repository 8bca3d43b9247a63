//! What a person waits for on import: reading the bundled articles and finding their quotes.
//!
//! `cargo bench --bench extract`. Throughput is in bytes of canonical text, on one core.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::extract::extract;
use onrecord::import::read_bytes;
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

criterion_group!(benches, bench);
criterion_main!(benches);
