//! What the finder looks among, and its names in the border.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::Overlay;
use onrecord::app::action::Within;
use onrecord::app::scoping::{Scope, scope};
use onrecord::find::Mode;
use support::made::collection;
use support::rig::Rig;

fn among(rig: &Rig) -> Scope {
    match &rig.app.overlay {
        Overlay::Finder(finder) => scope(&rig.app, finder),
        other => panic!("no finder: {other:?}"),
    }
}

#[test]
fn one_key_looks_for_the_same_words_here_and_among_people_titles_and_texts() {
    let mut rig = Rig::new(100, 30, collection());
    rig.play("<enter>]<ctrl-p>clause");
    for (turns, line) in [
        (4, "article:1 clause"),
        (1, "speaker:=\"Ines Calder\" clause"),
        (1, "clause"),
    ] {
        rig.play(&"<ctrl-t>".repeat(turns));
        let lit = match line.split(':').next() {
            Some("article") => Scope::Within(Within::Article),
            Some("speaker") => Scope::Within(Within::Speaker),
            _ => Scope::All(Mode::Quotes),
        };
        assert_eq!(among(&rig), lit);
        assert!(
            rig.screen().contains(&format!("› {line} ")),
            "{}",
            rig.screen()
        );
    }
    // What one typed oneself stays; each key goes there at once, from anywhere, and the other takes its place.
    rig.play("<ctrl-u>speaker:moor clause<ctrl-t><ctrl-t><alt-a>");
    let line = "› article:1 speaker:moor clause ";
    assert!(rig.screen().contains(line), "{}", rig.screen());
    rig.play("<alt-s>");
    let line = "› speaker:=\"Ines Calder\" speaker:moor clause ";
    assert!(rig.screen().contains(line), "{}", rig.screen());
    rig.play("<alt-s>");
    assert!(rig.screen().contains("› speaker:moor clause "));
    // From there back to all quotes, and no field stays behind.
    let lists = ["quotes", "people", "articles", "articles"];
    rig.play("<esc><esc><ctrl-p>");
    for list in lists {
        let screen = rig.screen();
        assert!(
            screen.lines().nth(3).unwrap().contains(list),
            "{list}: {screen}"
        );
        rig.play("<ctrl-t>");
    }
}

#[test]
fn the_border_has_the_name_of_what_is_looked_among_and_a_click_on_one_goes_there() {
    for (width, height) in [(44, 12), (50, 12), (60, 16), (80, 24), (140, 40)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<enter>]<ctrl-p>clause");
        for _ in 0..6 {
            let now = among(&rig);
            let screen = rig.screen();
            let border = screen.lines().find(|line| line.contains("╭ Find")).unwrap();
            let name = now.name(width >= 80);
            assert!(border.contains(&format!(" {name} ")), "{name}: {screen}");
            assert!(border.contains(" ─") || border.ends_with(" ╮"), "{screen}");
            rig.play("<ctrl-t>");
        }
        let screen = rig.screen();
        let (row, border) = screen
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains("╭ Find"))
            .unwrap();
        let Some((before, _)) = border.split_once("This speaker") else {
            continue;
        };
        let column = u16::try_from(before.chars().count()).unwrap();
        rig.click(column + 2, u16::try_from(row).unwrap());
        assert_eq!(among(&rig), Scope::Within(Within::Speaker));
        rig.click(column - 5, u16::try_from(row).unwrap());
        assert_eq!(among(&rig), Scope::Within(Within::Article));
    }
}
