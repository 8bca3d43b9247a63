//! How much of the screen the text has, and where its quotes lie.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Pane, Spread};
use support::made::collection;
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

fn told(rig: &Rig) -> &str {
    rig.app.message.as_deref().unwrap_or("")
}

#[test]
fn zen_shows_nothing_but_the_text_and_is_left_as_it_was_come_to() {
    for (width, height) in SIZES {
        for mut rig in [
            Rig::new(width, height, collection()),
            Rig::plain(width, height, collection()),
        ] {
            rig.play("jj<enter>]]]");
            let (before, place) = (rig.screen(), rig.app.reading.as_ref().unwrap().place);
            rig.play("z");
            let zen = rig.screen();
            assert_eq!(rig.app.spread, Spread::Zen);
            for gone in ["Articles", "━", "speakers", "find"] {
                assert!(!zen.contains(gone), "{gone} at {width}x{height}:\n{zen}");
            }
            assert!(
                zen.contains("quote 4 of 60") && zen.contains("z back"),
                "{zen}"
            );
            assert_eq!(rig.app.reading.as_ref().unwrap().place, place);
            rig.play("z");
            assert_eq!(rig.screen(), before, "{width}x{height}");
        }
    }
}

#[test]
fn zen_is_left_by_escape_and_by_going_to_another_pane_and_keys_work_in_it() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("z<esc>");
    assert_eq!(
        (rig.app.spread, rig.app.focus),
        (Spread::Beside, Pane::Text)
    );
    rig.play("z]");
    assert_eq!((rig.app.spread, rig.quote()), (Spread::Zen, Some(1)));
    rig.play("/wall");
    assert!(
        rig.screen().contains("In this text: wall"),
        "{}",
        rig.screen()
    );
    rig.play("<esc>?");
    assert!(rig.screen().contains("Esc back"), "{}", rig.screen());
    rig.play("<esc><tab>");
    assert_eq!(
        (rig.app.spread, rig.app.focus),
        (Spread::Beside, Pane::Speakers)
    );
}

#[test]
fn each_pane_can_have_the_screen_for_itself() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("Z");
        let shown = |rig: &Rig| {
            let layout = rig.app.layout().unwrap();
            [layout.articles, layout.text, layout.speakers].map(|pane| pane.is_some())
        };
        assert_eq!(shown(&rig), [true, false, false]);
        rig.play("<tab>");
        assert_eq!(shown(&rig), [false, true, false], "Tab cycles");
        rig.play("<tab>");
        assert_eq!(shown(&rig), [false, false, true]);
        assert!(rig.screen().contains("Ines Calder"));
        rig.play("Z");
        assert_eq!(rig.app.spread, Spread::Beside);
    }
}

#[test]
fn the_text_is_set_wider_and_narrower_and_the_place_is_kept() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("jj<enter>").play(&"]".repeat(19));
        let columns = |rig: &Rig| {
            let layout = rig.app.layout().unwrap();
            rig.app.column_on(&layout).text.width
        };
        let (before, quote) = (columns(&rig), rig.quote());
        rig.play("--");
        assert_eq!((columns(&rig), rig.quote()), (before - 4, quote));
        assert_eq!(
            told(&rig),
            format!("The text is {} columns wide", before - 4)
        );
        assert!(rig.screen().contains("clause 10"), "{}", rig.screen());
        rig.play("+");
        assert_eq!(columns(&rig), before - 2);
        let mut again = rig.restart();
        again.play("jj<enter>");
        assert_eq!(columns(&again), before - 2, "kept over a restart");
        again.play("=");
        assert_eq!(columns(&again), before);
        assert_eq!(again.restart().app.settings.chosen_measure, None);
    }
}

#[test]
fn a_text_as_wide_as_its_pane_is_not_set_wider() {
    let mut rig = Rig::new(60, 16, collection());
    rig.play("<enter>+");
    assert_eq!(told(&rig), "There is room for 55 columns here");
    assert_eq!(rig.app.settings.chosen_measure, None);
}

#[test]
fn the_bar_beside_the_text_shows_where_who_is_quoted_and_a_click_goes_there() {
    for (width, height) in SIZES {
        for mut rig in [
            Rig::new(width, height, collection()),
            Rig::plain(width, height, collection()),
        ] {
            rig.play("<enter>").screen();
            let bar = |rig: &mut Rig| {
                rig.draw();
                let layout = rig.app.layout().unwrap();
                let bar = rig.app.column_on(&layout).bar.unwrap();
                let buffer = rig.terminal.backend().buffer();
                let rows = (bar.y..bar.bottom()).map(|y| buffer[(bar.x, y)].symbol().to_owned());
                (bar.x, bar.y, rows.collect::<String>())
            };
            let (x, y, marks) = bar(&mut rig);
            let letters: String = marks.chars().filter(|c| !"│┃".contains(*c)).collect();
            assert!(
                letters.starts_with('A') && letters.ends_with('?'),
                "{marks}"
            );
            assert!(letters.contains('B') && letters.contains('C'), "{marks}");
            let last = marks.chars().position(|c| c == '?').unwrap();
            rig.click(x, y + u16::try_from(last).unwrap());
            assert_eq!((rig.quote(), rig.app.focus), (Some(6), Pane::Text));
            // Back from where it led to, as from other jumps.
            rig.play("<ctrl-o>");
            assert_eq!(rig.quote(), Some(0));
        }
    }
}

#[test]
fn the_bar_leads_into_a_text_and_the_speakers_have_their_letters() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("jj<enter>");
    let layout = rig.app.layout().unwrap();
    let bar = rig.app.column_on(&layout).bar.unwrap();
    rig.click(bar.x, bar.bottom() - 2);
    assert!(rig.quote() > Some(50), "{:?}", rig.quote());
    rig.click(bar.x, bar.y);
    assert_eq!(rig.quote(), Some(0));
    let screen = rig.screen();
    assert!(screen.contains("A Jonas Feld"), "{screen}");
    // Nobody is quoted, and all is seen: there is nothing to tell.
    rig.play("<esc>jj<enter>");
    assert!(!rig.screen().contains('┃'), "{}", rig.screen());
}
