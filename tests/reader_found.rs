//! What the finder tells of what it found: how much and how fast, what is marked elsewhere, what could not
//! be read.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::screen::speakers::{Line, lines};
use onrecord::app::{Answer, Effect, Event, handle};
use onrecord::model::SpeakerKind;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use support::made::{Maker, collection};
use support::rig::Rig;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (140, 40)];

/// The line with what is typed.
fn line(rig: &mut Rig) -> String {
    let screen = rig.screen();
    screen
        .lines()
        .find(|line| line.contains("› "))
        .unwrap()
        .to_owned()
}

#[test]
fn the_time_stands_beside_the_count_and_the_count_stays_while_the_answer_is_waited_for() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<ctrl-p>clause");
        let known = line(&mut rig);
        assert!(known.contains("quotes ·  0.8 ms"), "{known}");
        let effects = handle(&mut rig.app, Event::Key(KeyEvent::from(KeyCode::Char('s'))));
        let waits = line(&mut rig);
        assert!(waits.contains("quotes ·       …"), "{waits}");
        let column = |line: &str| line.find(" ·").map(|at| line[..at].chars().count());
        assert_eq!(column(&waits), column(&known));
        for effect in effects {
            let Effect::Search { generation, .. } = effect else {
                continue;
            };
            let answer = rig.answer(effect).unwrap();
            let Answer::Hits { mut found, .. } = answer else {
                panic!("{answer:?}");
            };
            found.took = Some(std::time::Duration::from_millis(123));
            rig.send(Event::Answer(Answer::Hits { generation, found }));
        }
        let slow = line(&mut rig);
        assert!(slow.contains(" ·  123 ms"), "{slow}");
    }
}

#[test]
fn what_is_not_read_as_it_was_meant_is_told_and_hides_nothing() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<ctrl-p>\"sea gives");
        assert!(
            rig.screen().contains("the phrase does not end: it goes on"),
            "{}",
            rig.screen()
        );
        assert!(rig.screen().contains("The sea gives"), "{}", rig.screen());
        rig.play("\" ");
        assert!(!rig.screen().contains("does not end"), "{}", rig.screen());
        rig.play("foo:wall");
        let screen = rig.screen();
        assert!(
            screen.contains("unknown field \"foo\": looked for as words"),
            "{screen}"
        );
        rig.play("<ctrl-u>wall\"");
        let screen = rig.screen();
        assert!(
            screen.contains("a mark that begins no phrase: passed over"),
            "{screen}"
        );
    }
}

#[test]
fn marks_of_an_earlier_search_are_told_and_so_is_what_was_copied() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<ctrl-p>clause 1<tab><tab>");
        assert!(!rig.screen().contains("elsewhere"), "{}", rig.screen());
        rig.play("<esc><ctrl-p>sea gives");
        let screen = rig.screen();
        assert!(screen.contains("◆ 2 marked elsewhere"), "{screen}");
        rig.play("<tab>");
        assert!(
            rig.screen().contains("◆ 2 marked elsewhere"),
            "{}",
            rig.screen()
        );
        rig.play("<ctrl-y>");
        assert!(
            rig.told().starts_with("Copied 3 marked as plain text"),
            "{}",
            rig.told()
        );
        let screen = rig.screen();
        assert!(screen.contains("Copied 3 marked as plain text"), "{screen}");
        rig.play("<ctrl-x>");
        assert!(
            !rig.screen().contains("marked elsewhere"),
            "{}",
            rig.screen()
        );
        rig.play("<up><ctrl-y>");
        assert!(
            rig.told().starts_with("Copied as plain text"),
            "{}",
            rig.told()
        );
    }
}

#[test]
fn words_that_led_here_are_those_that_are_walked_and_shown() {
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        let mut rig = Rig::new(width, height, collection());
        // Among quotes, and among texts; with an article that is open and one that is not.
        for keys in [
            "<ctrl-p>sea gives<enter>",
            "<esc><ctrl-p><ctrl-u>sea gives<ctrl-t><ctrl-t><ctrl-t><enter>",
        ] {
            rig.play(keys);
            let reading = rig.app.reading.as_ref().unwrap();
            let text = &reading.stored.article.text;
            let hits: Vec<&str> = reading.found.hits.iter().map(|hit| hit.of(text)).collect();
            assert_eq!(hits, ["sea gives", "sea", "sea gives", "sea"], "{keys}");
            rig.play("n");
            assert_eq!(rig.told(), "“sea gives”: 2 of 4", "{keys}");
            rig.play("N&");
            assert!(
                rig.told().starts_with("2 paragraphs with “sea gives”"),
                "{}",
                rig.told()
            );
            rig.play("&");
        }
        rig.play("<esc>");
        assert_eq!(rig.app.focus, onrecord::app::Pane::Articles);
        // A slip of the finger: what it found in its place.
        rig.play("<ctrl-p>gievs<enter>n");
        assert!(rig.told().starts_with("“gievs”: 2 of 2"), "{}", rig.told());
    }
}

#[test]
fn words_of_the_finder_that_stand_apart_are_looked_for_one_by_one_in_the_next_article_too() {
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<ctrl-p>said week<ctrl-t><ctrl-t><ctrl-t><enter>");
        rig.play("n");
        assert!(rig.told().starts_with("“said week”: "), "{}", rig.told());
        rig.play("<esc><esc>g").play("j<enter>");
        rig.play("n");
        assert!(rig.told().starts_with("“said week”: "), "{}", rig.told());
        rig.play("/<enter>");
        assert!(rig.told().starts_with("“said week”: "), "{}", rig.told());
    }
}

#[test]
fn what_was_pasted_is_cut_and_says_so() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("<ctrl-p>");
    rig.send(Event::Paste("wall ".repeat(300)));
    assert!(
        rig.told().starts_with("Only the first 1,000 characters"),
        "{}",
        rig.told()
    );
    assert!(
        rig.screen().contains("Only the first 1,000"),
        "{}",
        rig.screen()
    );
    rig.play("<esc>");
    rig.send(Event::Paste("wall ".repeat(300)));
    assert!(!rig.told().contains("pasted"), "nothing is typed there");
}

#[test]
fn what_is_found_is_what_keys_act_on() {
    let mut made = Maker::new(1, "Report", "Wire", "");
    for n in 0..30 {
        let name = format!("Ann Poe{n}");
        made = made
            .speaker(&name, SpeakerKind::Person, "")
            .paragraph(&format!(
                "“[d{n}|Number {n} of the things that are said here.]” That is what <{name}> said."
            ));
        made = made.paragraph(
            "Nobody has said anything about the harbour, or of what is to be done with it.",
        );
    }
    let made = made.paragraph("The lighthouse is dark.").done();
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        for (words, said) in [
            ("poe21", "Number 21"),
            ("number 12", "Number 12"),
            ("lighthouse", "Number 29"),
        ] {
            let mut rig = Rig::new(width, height, vec![made.clone()]);
            rig.play(&format!("<enter>/{words}<enter>y"));
            let copied = &rig.copied[0];
            assert!(copied.contains(said), "{words}: {copied}");
        }
    }
}

#[test]
fn who_says_what_is_first_in_the_speakers_stands_above_it() {
    for (width, height) in [(60, 16), (80, 24), (100, 30), (140, 40)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("jj<enter>");
        if width < 140 {
            rig.play("v");
        }
        for _ in 0..40 {
            rig.play("]");
            let reading = rig.app.reading.as_ref().unwrap();
            let (columns, rows) = rig.app.layout().unwrap().speakers_size();
            let lines = lines(reading, columns, rows);
            assert!(matches!(lines[0], Line::Name(_)), "{}", rig.screen());
            assert!(lines.len() <= rows);
            let current = reading.place.quote.unwrap();
            let seen = |line: &Line| matches!(line, Line::Words { quote, .. } if *quote == current);
            assert!(lines.iter().any(seen), "{}", rig.screen());
            // The last name above the current quote is its speaker's.
            let at = lines.iter().position(seen).unwrap();
            let name = lines[..at].iter().rev().find_map(|line| match line {
                Line::Name(speaker) => Some(*speaker),
                _ => None,
            });
            assert_eq!(name, Some(reading.quotes()[current].speaker));
        }
    }
}
