//! The page of the whole collection.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Context, Pane};
use ratatui::crossterm::event::MouseEventKind;
use support::made::collection;
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

#[test]
fn what_is_chosen_on_the_page_is_the_filter_of_the_list() {
    for (width, height) in SIZES {
        for new in [Rig::new, Rig::plain] {
            for (keys, filter, found) in [
                ("D<enter>", "after:2023-05-04 before:2023-05-05", &[1][..]),
                ("D<left><enter>", "after:2023-05-02 before:2023-05-03", &[2]),
                ("D-<enter>", "after:2023-05 before:2023-06", &[1, 2]),
                ("D--g<enter>", "after:2023 before:2024", &[1, 2, 3, 4]),
                ("Dj<enter>", "speaker:=\"Jonas Feld\"", &[3]),
                ("D<tab>j<enter>", "speaker:=\"Ines Calder\"", &[1]),
                ("D<tab><tab><enter>", "publisher:=\"Northern Wire\"", &[3]),
                (
                    "D<backtab>G<enter>",
                    "speaker:=\"Northern Ferries\" speaker:=\"Tomas Reyl\"",
                    &[1],
                ),
            ] {
                let mut rig = new(width, height, collection());
                rig.play("<enter>").play(keys);
                assert_eq!(
                    rig.app.articles.filter(),
                    filter,
                    "{keys} at {width}x{height}"
                );
                let rows = rig.app.articles.rows().iter();
                let ids: Vec<i64> = rows.map(|row| row.id.0).collect();
                assert_eq!(ids, found, "{keys} at {width}x{height}");
                assert_eq!(rig.app.context(), Context::Articles);
                assert_eq!(rig.app.focus, Pane::Articles);
            }
        }
    }
}

#[test]
fn the_page_is_left_as_it_was_come_to_and_other_pages_lie_above_it() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        let before = rig.play("jj<enter>]]").screen();
        rig.play("D");
        assert_eq!(rig.app.context(), Context::Collection);
        rig.play("<tab>j");
        let page = rig.screen();
        assert!(page.contains("▌ Ines Calder"), "{page}");
        for above in ["?", "S", "<ctrl-p>"] {
            rig.play(above).play("<esc>");
            assert_eq!(rig.screen(), page, "{above}");
        }
        rig.play("+");
        assert_eq!(
            rig.app.message.as_deref(),
            Some("The bars are days already")
        );
        rig.play("q");
        assert_eq!(rig.screen(), before);
    }
}

#[test]
fn the_way_back_leads_to_the_page_that_filtered_the_list() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("D<tab>j");
        let page = rig.screen();
        rig.play("<enter>").play("<ctrl-o>");
        assert_eq!(rig.app.context(), Context::Collection);
        assert_eq!(rig.screen(), page);
        rig.play("<enter>");
        assert_eq!(rig.app.articles.filter(), "speaker:=\"Ines Calder\"");
        rig.play("<enter>").play("<ctrl-o>");
        assert_eq!(rig.screen(), page, "from the text as well");
    }
}

/// Column and row where a text stands on the screen for the first time.
fn place_of(rig: &mut Rig, text: &str) -> (u16, u16) {
    let screen = rig.screen();
    let (row, line) = screen
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("no {text} in\n{screen}"));
    let column = line[..line.find(text).unwrap()].chars().count();
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

#[test]
fn rows_and_bars_are_clicked_and_the_wheel_goes_through_the_part_under_it() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("D");
        let (x, y) = place_of(&mut rig, "Ines Calder  ");
        rig.click(x, y);
        assert!(rig.screen().contains("▌ Ines Calder"), "{width}x{height}");
        assert_eq!(rig.app.articles.filter(), "", "chosen only");
        rig.click(x, y);
        assert_eq!(rig.app.articles.filter(), "speaker:=\"Ines Calder\"");

        let mut rig = Rig::new(width, height, collection());
        rig.play("D");
        let (x, y) = place_of(&mut rig, "▲");
        rig.mouse(MouseEventKind::ScrollUp, x, y);
        let (before, _) = place_of(&mut rig, "▲");
        assert!(before < x, "a bar to the left");
        rig.click(x, y);
        assert_eq!(place_of(&mut rig, "▲"), (x, y));
        rig.click(x, y);
        assert_eq!(
            rig.app.articles.filter(),
            "after:2023-05-04 before:2023-05-05"
        );

        let mut rig = Rig::new(width, height, collection());
        rig.play("D");
        let (x, y) = place_of(&mut rig, "Ines Calder  ");
        rig.mouse(MouseEventKind::ScrollDown, x, y);
        assert!(rig.screen().contains("▌ Ines Calder"), "{width}x{height}");
        for _ in 0..3 {
            rig.mouse(MouseEventKind::ScrollUp, x, y);
        }
        assert!(rig.screen().contains("▌ Jonas Feld"), "{}", rig.screen());
    }
}

#[test]
fn the_page_at_every_size() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("Dj");
        insta::assert_snapshot!(format!("{width}x{height} collection"), rig.screen());
    }
    let mut rig = Rig::new(80, 24, Vec::new());
    let screen = rig.play("D").screen();
    assert!(screen.contains("No article has a date"), "{screen}");
}

#[test]
fn ends_stand_under_the_bars_few_is_not_none_and_nothing_is_told_twice() {
    use support::made::Maker;
    let day = |id: i64, date: &str| {
        let said = format!("“[d0|It rained on day {id} again,]” <Ada Moor> said.");
        let speaker = onrecord::model::SpeakerKind::Person;
        let made = Maker::new(id, "Rain", "Quay", date).speaker("Ada Moor", speaker, "");
        made.paragraph(&said).done()
    };
    let mut dates: Vec<String> = (1..=40)
        .map(|n| format!("2023-05-{:02}", n % 28 + 1))
        .collect();
    dates.push("2023-01-10".to_owned());
    let articles: Vec<_> = (1..).zip(&dates).map(|(id, date)| day(id, date)).collect();
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        for keys in ["D--", "<enter>s"] {
            let mut rig = Rig::new(width, height, articles.clone());
            rig.play(keys);
            // To months, where they are not yet.
            let screen = rig.screen();
            assert!(screen.contains("(most: "), "{screen}");
            let axis = screen
                .lines()
                .find(|line| line.contains("(most: "))
                .unwrap();
            for name in ["Jan 2023", "May 2023", "2023:"] {
                assert!(axis.matches(name).count() <= 1, "{axis}");
            }
        }
        let mut rig = Rig::new(width, height, articles.clone());
        let screen = rig.play("<enter>s<left><left>").screen();
        let lines: Vec<&str> = screen.lines().collect();
        let axis = lines
            .iter()
            .position(|line| line.contains("(most: "))
            .unwrap();
        let bars: Vec<char> = lines[axis - 1].chars().collect();
        assert!(matches!(bars[1], '▁' | '▂'), "one of forty: {screen}");
        assert_eq!(bars[7], ' ', "none: {screen}");
        let end = bars.iter().rposition(|c| *c == '█').unwrap();
        if let Some(at) = lines[axis].find("May 2023") {
            let column = lines[axis][..at].chars().count() + "May 2023".len() - 1;
            assert_eq!(column, end, "{screen}");
        }
    }
}
