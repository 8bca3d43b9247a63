//! The list of imports: what goes on, what waits, what came of those that are done; taking one out.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::{Import, ImportNews, Imported, Progress};
use onrecord::app::importing::State;
use onrecord::app::{Context, Effect, Overlay};
use support::commands::news;
use support::made::collection;
use support::rig::Rig;
use support::sizes::SIZES;

/// What was asked of the import.
fn asked(rig: &Rig) -> Vec<Import> {
    let outside = rig.outside.iter();
    outside
        .filter_map(|effect| match effect {
            Effect::Import(import) => Some(import.clone()),
            _ => None,
        })
        .collect()
}

fn start(path: &str) -> Import {
    Import::Start(vec![path.to_owned()])
}

fn states(rig: &Rig) -> Vec<(String, State)> {
    let list = rig.app.imports.list().into_iter();
    list.map(|listed| (listed.named, listed.state)).collect()
}

fn ended(failed: usize) -> ImportNews {
    let failure = |n| format!("news/{n}.pdf holds no text: it may be a scan; run it through OCR");
    ImportNews::Ended(Imported {
        summary: format!("12 new, 0 changed, 3 unchanged, {failed} failed"),
        articles: 12,
        failed: (1..=failed).map(failure).collect(),
        more_failed: 0,
        stopped: false,
    })
}

fn three(rig: &mut Rig) {
    for path in ["spring.jsonl", "summer.zip", "autumn.zip"] {
        rig.play(&format!(":import {path}<enter>"));
    }
    let progress = Progress {
        articles: 1_204,
        done: 34_100_000,
        total: 120_000_000,
        rate: 5_200_000,
    };
    news(rig, ImportNews::Progress(progress));
}

#[test]
fn every_import_is_listed_as_it_stands_and_failures_stay() {
    for (width, height) in SIZES {
        let mut rig = Rig::plain(width, height, collection());
        three(&mut rig);
        news(&mut rig, ended(12));
        rig.play("<esc>:imports<enter>");
        let of = |name: &str, state| (name.to_owned(), state);
        assert_eq!(
            states(&rig),
            [
                of("summer.zip", State::Running),
                of("autumn.zip", State::Waiting),
                of("spring.jsonl", State::Failed),
            ]
        );
        rig.play("jj");
        let screen = rig.screen();
        assert!(screen.contains("news/1.pdf"), "{screen}");
        if height == 16 {
            assert!(screen.contains("more lines: PgDn"), "{screen}");
            // They are walked to the last one, and back.
            let last = rig
                .play("<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>")
                .screen();
            assert!(
                last.contains("news/12.pdf") && last.contains("PgUp goes back up"),
                "{last}"
            );
            rig.play("<pgup><pgup><pgup><pgup><pgup><pgup><pgup>");
            assert_eq!(rig.screen(), screen);
        }
        insta::assert_snapshot!(format!("imports_{width}x{height}"), screen);
        // It is still the chosen one when others end.
        news(&mut rig, ended(0));
        assert!(rig.screen().contains("news/1.pdf"), "{}", rig.screen());
        rig.play("k");
        assert!(
            rig.screen().contains("onrecord import summer.zip"),
            "{}",
            rig.screen()
        );
    }
}

#[test]
fn the_chosen_one_is_cancelled_and_the_others_go_on() {
    let mut rig = Rig::new(80, 24, collection());
    three(&mut rig);
    rig.play("Ijx");
    let of = |name: &str, state| (name.to_owned(), state);
    assert_eq!(
        states(&rig),
        [
            of("spring.jsonl", State::Running),
            of("autumn.zip", State::Waiting),
            of("summer.zip", State::Stopped),
        ]
    );
    assert_eq!(
        asked(&rig),
        [start("spring.jsonl")],
        "what goes on was not stopped"
    );
    rig.play("x");
    assert_eq!(rig.told(), "This import is done already");
    rig.play("kkx");
    assert_eq!(asked(&rig)[1..], [Import::Stop]);
    assert_eq!(states(&rig)[0].1, State::Stopping);
    news(
        &mut rig,
        ImportNews::Ended(Imported {
            summary: "3 new, 0 changed, 0 unchanged, 0 failed".to_owned(),
            articles: 3,
            stopped: true,
            ..Imported::default()
        }),
    );
    assert_eq!(
        asked(&rig)[2..],
        [start("autumn.zip")],
        "the next one begins"
    );
    assert_eq!(
        states(&rig),
        [
            of("autumn.zip", State::Running),
            of("spring.jsonl", State::Stopped),
            of("summer.zip", State::Stopped),
        ]
    );
    rig.play("q");
    assert_eq!(rig.app.context(), Context::Articles);
}

#[test]
fn stopping_all_keeps_those_in_the_list_that_were_not_begun() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("I");
    assert!(
        rig.told().starts_with("Nothing was imported here yet"),
        "{}",
        rig.told()
    );
    three(&mut rig);
    rig.play("X");
    news(&mut rig, ended(0));
    assert_eq!(
        asked(&rig),
        [start("spring.jsonl"), Import::Stop],
        "nothing else begins"
    );
    rig.play("I");
    assert!(
        rig.screen().matches("not begun").count() == 2,
        "{}",
        rig.screen()
    );
}

#[test]
fn a_click_chooses_an_import_and_one_beside_the_box_closes_it() {
    let mut rig = Rig::new(80, 24, collection());
    three(&mut rig);
    news(&mut rig, ended(2));
    rig.play("<esc>I");
    let lines: Vec<String> = rig.screen().lines().map(str::to_owned).collect();
    let row = |name: &str| {
        let at = lines.iter().position(|line| line.contains(name)).unwrap();
        u16::try_from(at).unwrap()
    };
    let chosen = |rig: &Rig| match rig.app.overlay {
        Overlay::Imports(chosen) => rig.app.imports.chosen(chosen),
        _ => None,
    };
    let list = rig.app.imports.list();
    let last = list.last().unwrap();
    rig.click(20, row(&last.named));
    assert_eq!(chosen(&rig), Some(last.number));
    assert!(rig.screen().contains("news/1.pdf"), "{}", rig.screen());
    // What is said of it is no row.
    rig.click(20, row(&last.named) + 2);
    assert_eq!(chosen(&rig), Some(last.number));
    rig.click(0, 23);
    assert_eq!(rig.app.context(), Context::Articles);
}
