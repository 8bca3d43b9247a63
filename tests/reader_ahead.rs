//! Keys that come before the article they are meant for do what they would have done after it.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Effect, Event, Overlay, Pane, Settings, handle};
use onrecord::model::{SpeakerKind, StoredArticle};
use support::made::{Maker, collection};
use support::rig::{Rig, key};
use support::sizes::everywhere;

/// The keys in one go: nothing is answered before the last of them.
fn at_once(rig: &mut Rig, keys: &[&str]) {
    let mut asked = Vec::new();
    for name in keys {
        asked.extend(handle(&mut rig.app, Event::Key(key(name))));
    }
    rig.serve(asked);
}

/// The words that are copied by `keys`, all in one go or one after another.
fn copied(mut rig: Rig, keys: &[&str], ahead: bool) -> String {
    let mut asked: Vec<Effect> = Vec::new();
    for name in keys {
        asked.extend(handle(&mut rig.app, Event::Key(key(name))));
        if !ahead {
            rig.serve(std::mem::take(&mut asked));
        }
    }
    rig.serve(asked);
    rig.told().to_owned()
}

#[test]
fn a_quote_is_that_of_the_article_that_was_chosen() {
    for keys in [
        &["j", "y"][..],
        &["j", "j", "y"],
        &["j", "]", "]", "y"],
        &["G", "k", "k", "k", "y"],
        &["/", "w", "a", "l", "l", "enter", "y"],
        &["j", "enter", "j", "j", "j", "y"],
    ] {
        let rig = || Rig::new(140, 40, collection());
        let (ahead, later) = (copied(rig(), keys, true), copied(rig(), keys, false));
        assert!(ahead.contains("opied"), "{keys:?}: {ahead}");
        assert_eq!(ahead, later, "{keys:?}");
    }
}

#[test]
fn boxes_open_for_what_was_chosen_and_take_what_was_typed_behind() {
    let mut rig = Rig::new(140, 40, collection());
    at_once(&mut rig, &["j", "T", "a", "b", "enter"]);
    let kept = &rig.app.reading.as_ref().unwrap().kept;
    assert_eq!(rig.open_article().0, 2);
    assert_eq!(kept.quotes[0].tags[0].name(), "ab");
    // Leaving does not wait.
    at_once(&mut rig, &["j", "T", "esc"]);
    assert!(matches!(rig.app.overlay, Overlay::None));
    let mut asked = Vec::new();
    for name in ["k", "y", "ctrl-c"] {
        asked.extend(handle(&mut rig.app, Event::Key(key(name))));
    }
    assert!(asked.contains(&Effect::Quit), "{asked:?}");
}

#[test]
fn a_letter_for_a_line_that_opens_does_not_leave() {
    let mut rig = Rig::new(140, 40, collection());
    at_once(&mut rig, &["j", "T", "q", "q", "enter"]);
    assert!(!rig.left);
    let kept = &rig.app.reading.as_ref().unwrap().kept;
    assert_eq!(kept.quotes[0].tags[0].name(), "qq");
    // And where it is none, it leaves when what came before it is done.
    at_once(&mut rig, &["k", "y", "q"]);
    assert!(rig.left, "{}", rig.told());
    assert_eq!(rig.copied.len(), 1);
}

#[test]
fn what_waits_waits_again_where_it_goes_on_to_another_article() {
    for keys in [
        &["j", "]", "y", "j", "y"][..],
        &["j", "m", "q", "j", "y"],
        &["j", "y", "k", "T", "q", "a", "enter"],
    ] {
        let rig = || Rig::new(140, 40, collection());
        let (ahead, later) = (copied(rig(), keys, true), copied(rig(), keys, false));
        let done = ["opied", "Tagged"].iter().any(|told| ahead.contains(told));
        assert!(done, "{keys:?}: {ahead}");
        assert_eq!(ahead, later, "{keys:?}");
    }
}

#[test]
fn what_stands_beyond_the_rows_that_are_held_is_waited_for() {
    let many = reports(700);
    for keys in [
        &["G", "y"][..],
        &["G", "g", "y"],
        &["G", "k", "y"],
        &["G", "k", "k", "g", "j", "y"],
        &["f", "5", "5", "5", "enter", "y"],
        &["f", "5", "5", "enter", "j", "y"],
        &["f", "5", "5", "enter", "j", "j", "k", "j", "y"],
        &["j", "j", "O", "t", "j", "y"],
        &["G", "f", "7", "7", "enter", "j", "y"],
    ] {
        let rig = || Rig::new(140, 40, many.clone());
        let (ahead, later) = (copied(rig(), keys, true), copied(rig(), keys, false));
        assert!(ahead.contains("opied"), "{keys:?}: {ahead}");
        assert_eq!(ahead, later, "{keys:?}");
    }
}

fn reports(most: i64) -> Vec<StoredArticle> {
    let report = |n| {
        Maker::new(n, &format!("Report number {n}"), "Wire", "")
            .speaker("Ann Poe", SpeakerKind::Person, "")
            .paragraph(&format!("“[d0|Number {n} is the one that counts.]”"))
            .done()
    };
    (1..=most).map(report).collect()
}

#[test]
fn what_is_done_to_a_row_waits_for_the_row() {
    for (keys, row) in [
        (&["G", "*"][..], 700),
        (&["G", "k", "*"], 699),
        (&["f", "5", "5", "5", "enter", "*"], 555),
        (&["G", "t", "a", "b", "enter"], 700),
        (&["G", "r"], 700),
    ] {
        let mut rig = Rig::new(140, 40, reports(700));
        at_once(&mut rig, keys);
        let selected = rig.app.articles.selected().unwrap();
        assert_eq!(selected.id.0, row, "{keys:?}");
        let done = (selected.starred, selected.tags.len(), selected.read);
        let changed = [(true, 0, false), (false, 1, false), (false, 0, true)];
        assert!(changed.contains(&done), "{keys:?}: {done:?}");
        let others = rig.app.articles.rows().iter();
        let others = others.filter(|row| row.starred || row.read || !row.tags.is_empty());
        assert_eq!(others.count(), 1, "{keys:?}");
    }
}

#[test]
fn what_waited_for_an_article_that_went_is_not_done_to_another() {
    for keys in [
        &["h", "j", "y", "T", "a", "b", "enter"][..],
        &["h", "j", "T", "y", "y", "enter"],
    ] {
        let mut rig = Rig::new(140, 40, collection());
        rig.play("l");
        rig.collection.retain(|article| article.id.0 != 2);
        at_once(&mut rig, keys);
        let (screen, gone) = (
            rig.screen(),
            "no longer in the collection: what was typed for it is not done",
        );
        assert!(screen.contains(gone), "{screen}");
        assert!(rig.copied.is_empty() && matches!(rig.app.overlay, Overlay::None));
        let kept = &rig.app.reading.as_ref().unwrap().kept;
        assert!(kept.quotes.iter().all(|quote| quote.tags.is_empty()));
        rig.play("<esc>?");
        assert!(matches!(rig.app.overlay, Overlay::Help(_)));
    }
}

#[test]
fn what_is_looked_among_is_the_article_that_was_chosen() {
    let mut rig = Rig::new(140, 40, collection());
    at_once(&mut rig, &["j", "j", "ctrl-p", "alt-a", "a", "b"]);
    let Overlay::Finder(finder) = &rig.app.overlay else {
        panic!("no finder");
    };
    assert_eq!(finder.input.value(), "article:3 ab");
}

#[test]
fn where_a_filter_leads_to_words_keys_act_on_a_quote_that_is_seen() {
    let mut made = Maker::new(1, "Report", "Wire", "").speaker("Ann Poe", SpeakerKind::Person, "");
    for n in 0..40 {
        made = made.paragraph(&format!(
            "“[d0|Number {n} of the things that are said here.]”"
        ));
    }
    let made = made.paragraph("The lighthouse is dark.").done();
    everywhere(|rig| {
        *rig = Rig::new(rig.app.size.0, rig.app.size.1, vec![made.clone()]);
        rig.play("flighthouse<enter><enter>");
        let reading = rig.app.reading.as_ref().unwrap();
        let said = reading.quote().unwrap().content[0].of(&reading.stored.article.text);
        assert!(said.starts_with("Number 39"), "{said}");
    });
}

#[test]
fn the_screen_begins_where_it_began_when_the_reader_was_left() {
    let long: Vec<String> = (0..60)
        .map(|n| format!("Paragraph {n} tells more of what the board has done with the lease of the old house."))
        .collect();
    let made = long
        .iter()
        .fold(Maker::new(1, "Report", "Wire", ""), |made, text| {
            made.paragraph(text)
        })
        .done();
    for keys in [
        "<ctrl-d>jjj",
        "<ctrl-d>}}",
        "<pagedown>kk",
        "g",
        "<ctrl-d><ctrl-d>",
    ] {
        for (width, height) in [(60, 16), (80, 24), (140, 40)] {
            let mut rig = Rig::with(Settings::default(), width, height, vec![made.clone()]);
            rig.play("<enter>g").play(keys);
            assert_eq!(rig.app.focus, Pane::Text);
            let before = rig.screen();
            rig.play("q");
            let mut again = rig.restart();
            assert_eq!(again.screen(), before, "{keys} {width}");
        }
    }
}
