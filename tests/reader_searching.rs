//! Looking for words in the text: where the screen goes, and what becomes of the current quote.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::rig::Rig;
use support::sizes::everywhere;

/// The lines of the text's column, without what stands beside it.
fn text(rig: &mut Rig) -> Vec<String> {
    rig.play("Z");
    let screen = rig.screen();
    rig.play("Z");
    let lines = screen.lines().skip(1).map(|line| line.trim().to_owned());
    // Some have nothing but what stands on the bar.
    lines.filter(|line| line.chars().count() > 6).collect()
}

#[test]
fn the_current_quote_stays_in_sight_unless_another_one_has_the_words() {
    everywhere(|rig| {
        rig.play("jj<enter>]]]");
        let before = rig.quote();
        // It stands in every paragraph, and in no quote.
        rig.play("/a committee");
        assert_eq!(rig.quote(), before);
        assert!(rig.screen().contains("a committee"));
        rig.play("<enter>nnnn");
        assert!(rig.told().contains(" of 30"), "{}", rig.told());
        let reading = rig.app.reading.as_ref().unwrap();
        let said = reading.quote().unwrap().content[0];
        let layout = rig.app.layout().unwrap();
        let seen = reading.seen(rig.app.page_on(&layout));
        assert!(said.overlaps(seen), "{}", rig.screen());
        rig.play("<esc>/clause 20<enter>n");
        assert_eq!(rig.quote(), Some(38));
    });
}

#[test]
fn paragraphs_with_the_words_begin_whole_and_so_does_the_text_afterwards() {
    everywhere(|rig| {
        rig.play("jj<enter>/hour 17 the<enter>&");
        assert!(rig.told().starts_with("1 paragraph with"), "{}", rig.told());
        let only = text(rig);
        assert!(only[0].starts_with("Assembly sits"), "{only:?}");
        rig.play("<esc>/clause 2<enter>nnnnnn&");
        let first = text(rig);
        let begins =
            |lines: &[String]| lines[0].contains("In hour ") || lines[0].contains("Assembly sits");
        assert!(begins(&first), "{first:?}");
        rig.play("&");
        let all = text(rig);
        assert!(begins(&all), "{all:?}");
    });
}

#[test]
fn the_per_cent_of_a_place_stays_when_boxes_and_the_drawer_open_and_close() {
    let percent = |rig: &mut Rig| {
        let screen = rig.screen();
        let before = screen.split("% ").next().unwrap();
        let digits = before.rsplit(' ').next().unwrap();
        digits
            .parse::<usize>()
            .unwrap_or_else(|_| panic!("{screen}"))
    };
    everywhere(|rig| {
        rig.play("jj<enter>");
        assert_eq!(percent(rig), 0, "nothing is read yet");
        rig.play(&"]".repeat(20));
        let here = percent(rig);
        assert!(here > 10 && here < 60, "{here}");
        for keys in ["w", "w", "v<tab><backtab>", "w", "w"] {
            rig.play(keys);
            if rig.app.layout().unwrap().text.is_some() {
                assert_eq!(percent(rig), here, "{keys}");
            }
        }
        rig.play("<esc><enter>G");
        assert_eq!(percent(rig), 100);
    });
}
