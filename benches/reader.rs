//! What a person waits for in the reader: the first frame, and from a key to its frame.
//!
//! The state and the drawing are measured, on an article of about 50 kB in a list of 1,000; the
//! way through a real terminal is in the trace (`--trace FILE`).

#![allow(missing_docs, dead_code, clippy::unwrap_used)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use onrecord::model::{SpeakerKind, StoredArticle};
use support::made::Maker;
use support::rig::Rig;

fn collection() -> Vec<StoredArticle> {
    let mut all = vec![long()];
    all.extend((2..1_000).map(|n| {
        Maker::new(
            n,
            &format!("Council puts off item {n} once more"),
            "Island Post",
            "2023-05-02",
        )
        .speaker("Marit Osei", SpeakerKind::Person, "chair of the council")
        .paragraph("“[d0|We shall come to it when we come to it,]” said <Marit Osei>.")
        .done()
    }));
    all
}

fn long() -> StoredArticle {
    let mut maker = Maker::new(
        1,
        "Assembly sits through the night",
        "Northern Wire",
        "2023-05-03",
    )
    .speaker(
        "Jonas Feld",
        SpeakerKind::Person,
        "leader of the opposition",
    );
    for hour in 1..=180 {
        maker = maker.paragraph(&format!(
            "In hour {hour} the house took up another clause of the bill, read it twice, and put it aside for a committee that nobody had yet been named to. “[d0|We have now spent longer on this clause than the pipes took to lay,]” <Jonas Feld> told the chamber in hour {hour}."
        ));
    }
    maker.done()
}

fn first_frame(c: &mut Criterion) {
    let collection = collection();
    c.bench_function("reader/first frame", |b| {
        b.iter_batched(
            || collection.clone(),
            |all| {
                let mut rig = Rig::new(140, 40, all);
                rig.draw();
                black_box(rig)
            },
            criterion::BatchSize::LargeInput,
        );
    });
}

fn keys(c: &mut Criterion) {
    for (what, before, keys) in [
        ("move in the list", "", &["j", "k"][..]),
        ("scroll the text", "<enter>", &["j", "j", "k", "k"]),
        (
            "page through the text",
            "<enter>",
            &["<pgdn>", "<pgdn>", "<pgup>", "<pgup>"],
        ),
        ("next quote", "<enter>", &["]", "]", "[", "["]),
        ("to the end and back", "<enter>", &["G", "g"]),
        ("next speaker's quote", "<tab><tab>", &["j", "k"]),
        (
            "type in the finder",
            "<ctrl-p>",
            &["w", "e", "<backspace>", "<backspace>"],
        ),
    ] {
        let mut rig = Rig::new(140, 40, collection());
        rig.play(before).draw();
        let mut next = keys.iter().cycle();
        c.bench_function(&format!("reader/key to frame: {what}"), |b| {
            b.iter(|| {
                let key = next.next().unwrap();
                rig.play(key).draw();
            });
        });
    }
}

criterion_group!(benches, first_frame, keys);
criterion_main!(benches);
