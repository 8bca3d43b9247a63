//! Completing a query as it is typed, in the filter's prompt and in the finder.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Context, Overlay};
use support::made::collection;
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

/// Readers of every size, with colours and without.
fn rigs() -> impl Iterator<Item = Rig> {
    SIZES.into_iter().flat_map(|(width, height)| {
        [
            Rig::new(width, height, collection()),
            Rig::plain(width, height, collection()),
        ]
    })
}

fn line(rig: &Rig) -> &str {
    match &rig.app.overlay {
        Overlay::Filter(filter) => filter.input.value(),
        Overlay::Finder(finder) => finder.input.value(),
        _ => "",
    }
}

#[test]
fn a_field_and_its_value_are_completed_by_tab() {
    for mut rig in rigs() {
        rig.play("fi");
        let screen = rig.screen();
        assert!(
            screen.contains("is:  what you have done with the article"),
            "{screen}"
        );
        rig.play("<tab>");
        assert_eq!(line(&rig), "is:");
        let screen = rig.screen();
        assert!(
            screen.contains(" unread") && screen.contains(" starred"),
            "{screen}"
        );
        rig.play("u<tab>");
        assert_eq!(line(&rig), "is:unread ");
        assert!(!rig.app.offers_choices());
        rig.play("<enter>");
        assert_eq!(rig.app.articles.filter(), "is:unread");
    }
}

#[test]
fn names_of_the_collection_are_offered_and_down_and_up_choose() {
    for mut rig in rigs() {
        rig.play("fFerry speaker:");
        let screen = rig.screen();
        assert!(screen.contains("│ \"Jonas Feld\""), "{screen}");
        rig.play("o");
        assert!(rig.screen().contains("│ \"Marit Osei\""));
        rig.play("<down>");
        assert_eq!(line(&rig), "Ferry speaker:\"Marit Osei\" ");
        rig.play("<down>");
        assert_eq!(line(&rig), "Ferry speaker:o", "what was typed");
        rig.play("<up>");
        assert_eq!(line(&rig), "Ferry speaker:\"Marit Osei\" ");
        rig.play("x");
        assert_eq!(line(&rig), "Ferry speaker:\"Marit Osei\" x");
        assert!(!rig.app.offers_choices());
    }
}

#[test]
fn enter_takes_the_line_as_it_is_seen() {
    for mut rig in rigs() {
        rig.play("fFerry i");
        assert!(rig.app.offers_choices());
        rig.play("<enter>");
        assert_eq!(rig.app.articles.filter(), "Ferry i");
        rig.play("f<ctrl-u>is:<down><enter>");
        assert_eq!(rig.app.articles.filter(), "is:read");
    }
}

#[test]
fn what_is_wrong_is_marked_in_the_line_and_told_above_it() {
    for mut rig in rigs() {
        rig.play("fFerry speakr:Calder<enter>");
        assert_eq!(rig.app.context(), Context::Filter);
        let screen = rig.screen();
        assert!(screen.contains("did you mean speaker"), "{screen}");
        let buffer = rig.terminal.backend().buffer();
        let y = buffer.area.bottom() - 2;
        let underlined = (0..buffer.area.width)
            .map(|x| &buffer[(x, y)])
            .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::UNDERLINED));
        let wrong: String = underlined.map(ratatui::buffer::Cell::symbol).collect();
        assert!(wrong.starts_with("speakr"), "{wrong}: {screen}");
        rig.play("<left>x");
        assert!(
            rig.screen().contains("did you mean"),
            "it stands there still"
        );
        rig.play("<home>").play(&"<right>".repeat(11)).play("e");
        assert!(!rig.screen().contains("did you mean"), "{}", rig.screen());
    }
}

#[test]
fn in_the_finder_tab_takes_a_value_and_else_marks() {
    for mut rig in rigs() {
        rig.play("/is");
        assert!(!rig.app.offers_choices(), "a word that is looked for");
        rig.play("<ctrl-u>speaker:re");
        let screen = rig.screen();
        assert!(screen.contains("│ \"Tomas Reyl\""), "{screen}");
        rig.play("<tab>");
        assert_eq!(line(&rig), "speaker:\"Tomas Reyl\" ");
        assert!(!rig.app.offers_choices() && rig.app.marks.is_empty());
        assert!(rig.screen().contains("2 quotes"), "{}", rig.screen());
        rig.play("<tab>");
        assert_eq!(rig.app.marks.len(), 1);
        rig.play("<ctrl-u>kind:<backtab><backtab>");
        assert_eq!(line(&rig), "kind:mixed ");
        rig.play("<enter>");
        assert_eq!(rig.quote(), Some(2), "Enter goes to what is found");
    }
}

#[test]
fn the_list_lies_beside_the_line_and_not_on_it() {
    let mut rig = Rig::new(140, 40, collection());
    insta::assert_snapshot!("140x40 completing", rig.play("fwater speaker:").screen());
    let mut rig = Rig::new(60, 16, collection());
    insta::assert_snapshot!("60x16 completing", rig.play("fa").screen());
    insta::assert_snapshot!(
        "60x16 filter wrong",
        rig.play("<ctrl-u>is:unred<enter>").screen()
    );
    let mut rig = Rig::new(80, 24, collection());
    insta::assert_snapshot!("80x24 finder completing", rig.play("/speaker:").screen());
}

#[test]
fn kinds_of_quotes_are_told_from_kinds_of_speakers() {
    for mut rig in rigs() {
        rig.play("fkind:");
        let screen = rig.screen();
        for (value, of) in [("mixed", "of quote"), ("document", "of speaker")] {
            let line = screen.lines().find(|line| line.contains(value)).unwrap();
            assert!(line.contains(of), "{line}");
        }
    }
}
