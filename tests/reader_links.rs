//! The links of an article: seen in the text, listed, opened by their numbers, copied.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Context, Effect};
use onrecord::config::theme::Theme;
use onrecord::model::StoredArticle;
use ratatui::style::Modifier;
use support::made::{Maker, collection};
use support::rig::Rig;
use support::sizes::SIZES;

/// An article with an address and these words.
fn article(url: Option<&str>, paragraphs: &[&str]) -> Vec<StoredArticle> {
    let mut maker = Maker::new(
        1,
        "The quay and its papers",
        "The Quayside Courier",
        "2023-05-04",
    );
    for words in paragraphs {
        maker = maker.paragraph(words);
    }
    let mut stored = maker.done();
    stored.article.url = url.map(str::to_owned);
    vec![stored]
}

fn linked() -> Vec<StoredArticle> {
    let text = [
        "The accounts are at https://council.example/accounts/2023?lang=en, and the council said so twice (https://council.example/accounts/2023?lang=en).",
        "Questions go to desk@courier.example, or look at www.quay.example/plans.",
    ];
    article(Some("https://courier.example/quay"), &text)
}

fn browsed(rig: &mut Rig) -> Vec<String> {
    let outside = std::mem::take(&mut rig.outside).into_iter();
    outside
        .filter_map(|effect| match effect {
            Effect::Browse(url) => Some(url),
            _ => None,
        })
        .collect()
}

#[test]
fn a_number_opens_its_link_the_articles_own_first_and_each_once() {
    let own = "https://courier.example/quay";
    let council = "https://council.example/accounts/2023?lang=en";
    for (key, url) in [
        ("1", own),
        ("2", council),
        ("3", "mailto:desk@courier.example"),
        ("4", "https://www.quay.example/plans"),
        ("<enter>", own),
        ("jj<enter>", "mailto:desk@courier.example"),
    ] {
        let mut rig = Rig::new(80, 24, linked());
        rig.play("<enter>L").play(key);
        assert_eq!(browsed(&mut rig), [url], "{key}");
        assert_eq!(rig.told(), format!("Opening {url}"));
        assert_eq!(rig.app.context(), Context::Text, "the box is closed");
    }
    let mut rig = Rig::new(80, 24, linked());
    rig.play("L5");
    assert_eq!(rig.told(), "No link has the number 5");
    assert_eq!(
        (browsed(&mut rig), rig.app.context()),
        (vec![], Context::Links)
    );
    rig.play("q");
    assert_eq!(rig.app.context(), Context::Articles);
}

#[test]
fn of_many_links_a_number_waits_for_its_second_digit() {
    let many: Vec<String> = (1..=14)
        .map(|n| format!("At https://a.example/{n} it says {n}."))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let mut rig = Rig::new(80, 24, article(None, &many));
    rig.play("L1");
    assert_eq!(
        (browsed(&mut rig), rig.app.context()),
        (vec![], Context::Links)
    );
    rig.play("3");
    assert_eq!(browsed(&mut rig), ["https://a.example/13"]);
    rig.play("L1<enter>");
    assert_eq!(browsed(&mut rig), ["https://a.example/1"]);
    rig.play("L2");
    assert_eq!(
        browsed(&mut rig),
        ["https://a.example/2"],
        "there is no link 20"
    );
    rig.play("L");
    for _ in 0..14 {
        rig.play("j");
        let screen = rig.screen();
        assert!(screen.contains("▌"), "{screen}");
    }
}

#[test]
fn the_address_of_a_link_is_copied() {
    let mut rig = Rig::new(80, 24, linked());
    rig.play("Ljy");
    assert_eq!(
        rig.copied,
        ["https://council.example/accounts/2023?lang=en"]
    );
    assert_eq!(
        rig.told(),
        "Copied https://council.example/accounts/2023?lang=en"
    );
    assert_eq!(rig.app.context(), Context::Links, "more can be copied");
}

#[test]
fn links_are_underlined_in_the_text_with_colours_and_without() {
    for theme in ["terminal", "plain", "paper", "contrast"] {
        let mut rig = Rig::new(100, 30, linked());
        rig.app.settings.theme = Theme::named(theme).unwrap();
        rig.play("<enter>");
        let lines: Vec<String> = rig.screen().lines().map(str::to_owned).collect();
        let buffer = rig.terminal.backend().buffer();
        let mut underlined = String::new();
        for cell in buffer.content() {
            if cell.modifier.contains(Modifier::UNDERLINED) {
                underlined.push_str(cell.symbol());
            }
        }
        assert_eq!(
            underlined,
            "https://council.example/accounts/2023?lang=en".repeat(2)
                + "desk@courier.examplewww.quay.example/plans",
            "{theme}: {lines:#?}"
        );
    }
}

#[test]
fn where_there_are_none_it_is_told() {
    let mut rig = Rig::new(80, 24, article(None, &["No address here."]));
    rig.play("L");
    assert_eq!(
        rig.told(),
        "This article has no address, and no links are printed in it"
    );
    assert_eq!(rig.app.context(), Context::Articles);
    let mut rig = Rig::new(80, 24, Vec::new());
    rig.play("L");
    assert_eq!(rig.told(), "There is no article to look for links in");
}

#[test]
fn nothing_but_the_web_and_mail_is_opened() {
    let hostile = [
        "See javascript://a.example/%0aalert(1) and file:///etc/passwd and ftp://a.example/x.",
        "Or https://bank.example@evil.example/login of the bank.",
    ];
    let mut rig = Rig::new(80, 24, article(Some("file:///etc/passwd"), &hostile));
    rig.play("<enter>o");
    assert_eq!(
        rig.told(),
        "This is no address of the web: file:///etc/passwd"
    );
    rig.play("L");
    let screen = rig.screen();
    assert!(screen.contains("▌ 1 evil.example"), "{screen}");
    assert!(!screen.contains(" 2 "), "{screen}");
    rig.play("1");
    assert_eq!(
        browsed(&mut rig),
        ["https://bank.example@evil.example/login"]
    );
}

#[test]
fn what_was_imported_anew_has_its_new_links() {
    let mut rig = Rig::new(80, 24, article(None, &["No address here."]));
    rig.play("<enter>");
    rig.collection = article(None, &["Now it is at https://a.example/new."]);
    rig.send(onrecord::app::Event::Answer(
        onrecord::app::Answer::Changed { ours: false },
    ));
    rig.play("L");
    assert!(rig.screen().contains("a.example"), "{}", rig.screen());
}

#[test]
fn the_box_of_links_at_every_size() {
    for (width, height) in SIZES {
        let mut stored = linked();
        stored.extend(collection());
        let mut rig = Rig::plain(width, height, stored);
        rig.play("<enter>Lj");
        insta::assert_snapshot!(format!("links_{width}x{height}"), rig.screen());
    }
    let mut rig = Rig::plain(60, 16, collection());
    rig.play("jjj<enter>L");
    insta::assert_snapshot!("links_long_60x16", rig.screen());
}
