//! The column of saved searches on a wide screen, and how searches look at every size.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Context, Pane, Settings};
use onrecord::config::theme::Theme;
use support::made::collection;
use support::rig::Rig;
use support::searches::{elsewhere, ids, line, saved};
use support::sizes::SIZES;

#[test]
fn from_180_columns_on_the_searches_have_a_column() {
    let mut rig = Rig::new(180, 40, collection());
    let screen = rig.screen();
    assert!(screen.contains("✓ All articles         6"), "{screen}");
    assert!(screen.contains("f filters the list,"), "{screen}");
    rig.play("fferry<enter>Kbarges<enter>");
    assert!(
        line(&mut rig, "✓ barges").contains("✓ barges 2"),
        "{}",
        rig.screen()
    );
    rig.play("h");
    assert_eq!(rig.app.focus, Pane::Searches);
    assert_eq!(rig.app.searches.selected, 2, "the one that stands");
    rig.play("k<enter>");
    assert_eq!(
        (rig.app.focus, rig.app.articles.filter()),
        (Pane::Articles, "is:unread")
    );
    rig.play("<backtab>g<enter>");
    assert_eq!((rig.app.articles.filter(), ids(&rig).len()), ("", 6));
    // Around, and back with Esc.
    rig.play("<tab><tab><tab>");
    assert_eq!(rig.app.focus, Pane::Searches);
    rig.play("G");
    assert_eq!(rig.app.searches.selected, 2);
    rig.play("<esc>");
    assert_eq!(rig.app.focus, Pane::Articles);
    // Keys about an article are about the selected one.
    rig.play("h*");
    assert!(rig.app.articles.rows()[0].starred);
    rig.play("d");
    assert!(rig.told().starts_with("This one is always there"));
    rig.play("Gd");
    assert_eq!(saved(&rig), [""; 0]);
    rig.play("u");
    assert_eq!(saved(&rig), ["barges: ferry"]);
}

#[test]
fn a_click_in_the_column_shows_the_articles() {
    let mut rig = Rig::new(200, 50, collection());
    rig.play("fferry<enter>Kbarges<enter><esc>");
    let screen = rig.screen();
    let row = screen
        .lines()
        .position(|line| line.contains("barges"))
        .unwrap();
    let row = u16::try_from(row).unwrap();
    rig.click(6, row);
    assert_eq!(rig.app.articles.filter(), "ferry");
    rig.click(6, row - 1).click(6, row + 5);
    assert_eq!(rig.app.articles.filter(), "ferry", "nothing is there");
    rig.click(6, 1);
    assert_eq!(rig.app.articles.filter(), "");
    // In the box too; beside it, the box is closed.
    rig.play("F");
    let screen = rig.screen();
    let at = |line: &str| {
        line.split("barges")
            .next()
            .map(|before| before.chars().count())
    };
    let (row, line) = screen
        .lines()
        .enumerate()
        .filter(|(_, l)| l.contains("barges"))
        .last()
        .unwrap();
    let column = u16::try_from(at(line).unwrap()).unwrap();
    rig.click(column, u16::try_from(row).unwrap());
    assert_eq!(
        (rig.app.context(), rig.app.articles.filter()),
        (Context::Articles, "ferry")
    );
    rig.play("F").click(0, 0);
    assert_eq!(rig.app.context(), Context::Articles);
}

#[test]
fn the_column_is_hidden_and_stays_so_and_has_the_whole_screen_where_that_is_wanted() {
    let mut rig = Rig::new(200, 50, collection());
    rig.play("V");
    assert!(!rig.screen().contains("All articles"), "{}", rig.screen());
    assert_eq!(rig.told(), "The saved searches are hidden; V shows them");
    let mut rig = rig.restart();
    assert!(!rig.screen().contains("All articles"));
    rig.play("h");
    assert_eq!(rig.app.focus, Pane::Articles);
    rig.play("VhZ");
    assert!(rig.screen().contains("All articles") && !rig.screen().contains("Ferry fares"));
    rig.play("Z");
    assert!(rig.screen().contains("Ferry fares"));
    // The focus leaves it where it goes.
    rig.resize(140, 40);
    assert_eq!(rig.app.focus, Pane::Articles);
    rig.play("V");
    assert!(
        rig.told()
            .starts_with("The saved searches have a column from 180")
    );
    rig.resize(200, 50).play("hV");
    assert_eq!(rig.app.focus, Pane::Articles);
    let mut rig = rig.restart();
    rig.play("V");
    assert!(rig.restart().screen().contains("All articles"));
}

fn with_searches(rig: &mut Rig) {
    for (name, query) in [
        ("Harbour, still to read", "harbour is:unread"),
        ("Ferries", "ferry"),
        (
            "Assembly: every clause by clause, by the day",
            "clause kind:direct speaker:feld",
        ),
        ("From a newer release", "mood:angry"),
    ] {
        elsewhere(rig, name, Some(query));
    }
}

#[test]
fn screens() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("F");
        insta::assert_snapshot!(format!("{width}x{height} none saved"), rig.screen());
        rig.play("<esc>");
        with_searches(&mut rig);
        rig.play("Fjjj<enter>F");
        insta::assert_snapshot!(format!("{width}x{height} searches"), rig.screen());
        rig.play("j");
        insta::assert_snapshot!(format!("{width}x{height} unreadable"), rig.screen());
        rig.play("<esc>f<ctrl-u>ferry fares<enter>KFerries");
        insta::assert_snapshot!(format!("{width}x{height} name"), rig.screen());
        rig.play("<enter>FGi");
        insta::assert_snapshot!(format!("{width}x{height} query"), rig.screen());
    }
    let mut rig = Rig::new(200, 60, collection());
    with_searches(&mut rig);
    rig.play("hjj");
    insta::assert_snapshot!("200x60 column", rig.screen());
    let settings = Settings {
        theme: Theme::plain(),
        ascii: true,
        ..Settings::default()
    };
    let mut rig = Rig::with(settings, 180, 24, collection());
    with_searches(&mut rig);
    rig.play("fferry<enter>h");
    insta::assert_snapshot!("180x24 column ascii", rig.screen());
}
