//! Draws paragraphs of a store at random, to see by eye how many of them are furniture.
//!
//! `cargo run --release --example paragraphs -- STORE SEED [COUNT]` prints one paragraph of each of
//! COUNT articles (200), the same ones for the same seed: number, article, role, words.

#![allow(missing_docs, clippy::print_stdout)]

use std::path::Path;

use anyhow::Context as _;
use onrecord::model::{BlockRole, StoredArticle};
use onrecord::query::parse;
use onrecord::store::{ArticleOrder, Direction, Store};

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [store, seed, rest @ ..] = args.as_slice() else {
        anyhow::bail!("usage: paragraphs STORE SEED [COUNT]");
    };
    let mut random = Random(seed.parse().context("the seed is a number")?);
    let count = rest.first().map_or(Ok(200), |n| n.parse())?;
    let store = Store::open_existing(Path::new(store))?;
    let mut ids: Vec<_> = store
        .articles(
            ArticleOrder::Imported,
            &parse("")?,
            None,
            Direction::Forward,
            usize::MAX,
        )?
        .into_iter()
        .map(|row| row.id)
        .collect();
    let mut number = 0;
    while number < count && !ids.is_empty() {
        let id = ids.swap_remove(random.below(ids.len()));
        let Some(stored) = store.article(id)? else {
            continue;
        };
        if let Some((role, words)) = paragraph(&stored, &mut random) {
            number += 1;
            println!("{number}\t{}\t{role:?}\t{words}", id.0);
        }
    }
    Ok(())
}

fn paragraph<'s>(stored: &'s StoredArticle, random: &mut Random) -> Option<(BlockRole, &'s str)> {
    let article = &stored.article;
    let shown = article
        .blocks
        .iter()
        .filter(|b| b.role != BlockRole::Furniture);
    let shown: Vec<_> = shown.collect();
    let block = shown.get(random.below(shown.len()))?;
    Some((block.role, block.span.of(&article.text)))
}

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from((z ^ (z >> 31)) % end).unwrap_or(0)
    }
}
