//! The order of the list, and its parts below headings.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Context, Pane};
use onrecord::model::{ArticleId, SpeakerKind};
use support::made::{Maker, collection, with_copies};
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

fn ids(rig: &Rig) -> Vec<i64> {
    rig.app.articles.rows().iter().map(|row| row.id.0).collect()
}

#[test]
fn a_row_keeps_its_number_of_quotes_where_there_is_little_room() {
    let articles = || {
        let long = "The Christian Science Monitor and Advertiser";
        let article = Maker::new(1, "Quay closed", long, "2020-07-19");
        let article = article.speaker("Ada Moor", SpeakerKind::Person, "");
        vec![
            article
                .paragraph("“[d0|It will close,]” said <Ada Moor>. “[d0|And soon.]”")
                .done(),
        ]
    };
    let quotes = articles()[0].extraction.quotes.len();
    for (width, height) in [(60, 16), (72, 24), (80, 24), (100, 30), (140, 40)] {
        let screen = Rig::new(width, height, articles()).screen();
        assert!(screen.contains(&format!(" {quotes} q")), "{screen}");
        assert!(screen.contains("2020"), "{screen}");
    }
}

#[test]
fn the_list_is_put_in_every_order_around_the_selected_article() {
    for (width, height) in SIZES {
        for mut rig in [
            Rig::new(width, height, collection()),
            Rig::plain(width, height, collection()),
        ] {
            rig.play("jr");
            for (key, name, order) in [
                ("t", "by title", [3, 2, 1, 5, 6, 4]),
                ("p", "by publisher", [2, 3, 1, 5, 4, 6]),
                ("q", "most quotes first", [3, 1, 2, 4, 5, 6]),
                ("u", "unread first", [1, 3, 4, 5, 2, 6]),
                ("i", "as imported", [1, 2, 3, 4, 5, 6]),
                ("c", "most copied first", [1, 2, 3, 4, 5, 6]),
                ("d", "newest first", [1, 2, 3, 4, 5, 6]),
            ] {
                rig.play("<enter>O");
                assert_eq!(rig.app.context(), Context::Orders);
                assert!(rig.screen().contains("Order of the list"));
                rig.play(key);
                assert_eq!(rig.app.focus, Pane::Articles);
                let screen = rig.screen();
                assert_eq!(ids(&rig), order, "{key}: {screen}");
                assert_eq!(rig.open_article(), ArticleId(2));
                assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(2));
                let told = format!("Order of the list: {name}");
                assert_eq!(rig.app.message.as_deref(), Some(told.as_str()));
                assert!(
                    key == "d" || screen.contains(&format!("Articles {name}")),
                    "{screen}"
                );
            }
            rig.play("Oqftitle:ferry<enter>");
            let screen = rig.screen();
            assert!(screen.contains("nly: title:ferry"), "{screen}");
            assert_eq!(ids(&rig), [2]);
        }
    }
}

#[test]
fn headings_part_the_list_and_a_click_goes_to_the_row_under_it() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        // Without the saved searches the list is on the left.
        rig.play("VOPg");
        let screen = rig.screen();
        let lines: Vec<&str> = screen.lines().collect();
        assert!(lines[1].starts_with(" Island Post ╌"), "{screen}");
        let second = lines.iter().position(|l| l.starts_with(" Northern Wire ╌"));
        let second = u16::try_from(second.unwrap()).unwrap();
        rig.click(5, second);
        assert_eq!(rig.open_article(), ArticleId(2), "a heading is no row");
        rig.click(5, second + 1);
        assert_eq!(rig.open_article(), ArticleId(3));
        rig.play("G");
        let screen = rig.screen();
        assert!(screen.contains(" No publisher ╌"), "{screen}");
        rig.play("ODg");
        assert!(rig.screen().contains(" 4 May 2023 ╌"), "{}", rig.screen());
        rig.play("Od");
        assert!(!rig.screen().contains("╌"));
    }
}

#[test]
fn what_several_articles_have_comes_first_and_is_parted_by_how_many() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, with_copies());
        rig.play("Oc");
        // The fourth and the fifth say the same as the second.
        assert_eq!(ids(&rig), [2, 1, 3, 6]);
        rig.play("OCg");
        let screen = rig.screen();
        assert!(screen.contains(" 3 articles say the same ╌"), "{screen}");
        assert!(screen.contains(" No copies ╌"), "{screen}");
        rig.play("+");
        assert_eq!(ids(&rig), [2, 4, 5, 1, 3, 6]);
        let screen = rig.screen();
        let headings = screen.matches(" ╌╌╌").count();
        assert!(headings <= 2, "those below stand in its part: {screen}");
        rig.play("+OPg");
        let before = rig.screen();
        let named = |screen: &str| screen.matches("Gazette").count();
        rig.play("+");
        let screen = rig.screen();
        assert!(
            named(&screen) > named(&before),
            "one that is unfolded names its publisher, which may be another: {screen}"
        );
    }
}

#[test]
fn marking_as_read_leaves_the_row_where_it_is_until_the_list_is_read_anew() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("Oujr");
    assert_eq!(ids(&rig), [1, 2, 3, 4, 5, 6]);
    assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(2));
    rig.play("Ou");
    assert_eq!(ids(&rig), [1, 3, 4, 5, 2, 6]);
    assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(2));
}

#[test]
fn the_box_of_orders_and_a_list_with_headings() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        insta::assert_snapshot!(format!("{width}x{height} orders"), rig.play("O").screen());
        insta::assert_snapshot!(
            format!("{width}x{height} by publisher"),
            rig.play("Pgj").screen()
        );
    }
}

#[test]
fn an_order_is_chosen_from_the_rows_of_the_box_too() {
    for (width, height) in SIZES {
        for mut rig in [
            Rig::new(width, height, collection()),
            Rig::plain(width, height, collection()),
        ] {
            rig.play("O");
            let screen = rig.screen();
            assert!(screen.contains("▌✓ d   Newest first"), "{screen}");
            rig.play("<down>j<enter>");
            assert_eq!(
                rig.app.message.as_deref(),
                Some("Order of the list: by publisher")
            );
            assert_eq!(ids(&rig), [2, 3, 1, 5, 4, 6]);
            rig.play("O");
            let screen = rig.screen();
            assert!(
                screen.contains("▌✓ p   By publisher"),
                "opens on it: {screen}"
            );
            rig.play("k<up>k<up>");
            let screen = rig.screen();
            assert!(screen.contains("▌  d   Newest first"), "{screen}");
            rig.play("<esc>");
            assert_eq!(ids(&rig), [2, 3, 1, 5, 4, 6], "nothing was chosen");
            rig.play("O").play(&"j".repeat(20)).play("<enter>");
            assert_eq!(
                rig.app.message.as_deref(),
                Some("Order of the list: most copied first")
            );
            assert!(rig.app.articles.arrangement().headed, "the last row");
        }
    }
}
