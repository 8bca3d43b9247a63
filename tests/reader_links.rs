//! The links of an article: seen in the text, listed, opened by their numbers, copied.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Answer, Context, Effect, Event};
use onrecord::config::theme::Theme;
use onrecord::model::{BlockRole, Link, Span, StoredArticle};
use ratatui::buffer::Cell;
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
    assert_eq!(rig.told(), "This article has neither an address nor links");
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
    rig.send(Event::Answer(Answer::Changed { ours: false }));
    rig.play("L");
    assert!(rig.screen().contains("a.example"), "{}", rig.screen());
}

#[test]
fn where_no_browser_opens_it_is_told_how_to_get_at_the_address() {
    for (width, height) in [(140, 40), (200, 60)] {
        let mut rig = Rig::new(width, height, linked());
        let url = "https://pier.example/strike".to_owned();
        rig.send(Event::Answer(Answer::NoBrowser(url)));
        let screen = rig.screen();
        for seen in ["L lists the links, y there copies", "pier.example/strike"] {
            assert!(screen.contains(seen), "{screen}");
        }
    }
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

/// An article with links behind words, one of them a lie, and one that is printed.
fn behind_words() -> Vec<StoredArticle> {
    let text = [
        "The council published the accounts of the year on Tuesday, and the paper printed them whole at www.quay.example/plans for all to read.",
        "Whoever wants to pay may do so at https://bank.example/pay, it said, or ask 港の事務所 by the old customs house.",
    ];
    let mut stored = article(Some("https://courier.example/quay"), &text);
    let article = &mut stored[0].article;
    let link = |words: &str, url: &str| {
        let start = article.text.find(words).unwrap();
        Link {
            span: Span::new(start, start + words.len()),
            url: url.to_owned(),
        }
    };
    article.links = vec![
        link(
            "the accounts of the year",
            "https://council.example/accounts/2023?lang=en",
        ),
        link("https://bank.example/pay", "https://evil.example/login"),
        link("港の事務所", "mailto:harbour@quay.example"),
        link(
            "the old customs house",
            "https://council.example/accounts/2023?lang=en",
        ),
    ];
    stored
}

#[test]
fn links_behind_words_are_listed_where_they_stand_among_those_that_are_printed() {
    for (number, url) in [
        ("1", "https://courier.example/quay"),
        ("2", "https://council.example/accounts/2023?lang=en"),
        ("3", "https://www.quay.example/plans"),
        ("4", "https://evil.example/login"),
        ("5", "mailto:harbour@quay.example"),
    ] {
        let mut rig = Rig::new(80, 24, behind_words());
        rig.play("<enter>L").play(number);
        assert_eq!(browsed(&mut rig), [url], "{number}");
    }
    let mut rig = Rig::new(80, 24, behind_words());
    rig.play("<enter>L6");
    assert_eq!(rig.told(), "No link has the number 6", "each address once");
}

#[test]
fn words_cannot_pretend_to_lead_elsewhere() {
    for (width, height) in SIZES {
        let mut rig = Rig::plain(width, height, behind_words());
        rig.play("<enter>Ljjj");
        let screen = rig.screen();
        let row = screen.lines().find(|line| line.contains("▌ 4")).unwrap();
        let (host, words) = (row.find("evil.example"), row.find("https://bank"));
        assert!(host.is_some() && host < words, "{screen}");
        assert!(screen.contains("https://evil.example/login"), "{screen}");
    }
}

#[test]
fn linked_words_wear_the_dress_of_links() {
    let mut rig = Rig::new(100, 30, behind_words());
    rig.play("<enter>");
    rig.draw();
    let buffer = rig.terminal.backend().buffer();
    let underlined = buffer.content().iter();
    let underlined: String = underlined
        .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED))
        .map(Cell::symbol)
        .collect();
    assert_eq!(
        underlined.replace(' ', ""),
        "theaccountsoftheyearwww.quay.example/planshttps://bank.example/pay港の事務所theoldcustomshouse"
    );
}

/// Column and row of words on the screen.
fn place(rig: &mut Rig, words: &str) -> (u16, u16) {
    let screen = rig.screen();
    let lines = screen.lines().enumerate();
    let mut found = lines.filter_map(|(y, line)| Some((line.find(words)?, y, line)));
    let (at, y, line) = found.next().unwrap_or_else(|| panic!("{words}: {screen}"));
    let x = line[..at].chars().count();
    (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
}

#[test]
fn a_click_chooses_a_link_and_a_second_one_opens_it() {
    let mut rig = Rig::new(80, 24, behind_words());
    rig.play("<enter>L");
    let (x, y) = place(&mut rig, "www.quay.example");
    rig.click(x, y);
    assert_eq!(
        (browsed(&mut rig), rig.app.context()),
        (vec![], Context::Links)
    );
    assert!(
        rig.screen().contains("▌ 3 www.quay.example"),
        "{}",
        rig.screen()
    );
    rig.click(x, y + 6);
    assert_eq!(rig.app.context(), Context::Links, "there is no row");
    rig.click(x, y);
    assert_eq!(browsed(&mut rig), ["https://www.quay.example/plans"]);
    assert_eq!(rig.app.context(), Context::Text);
    rig.play("L").click(0, 0);
    assert_eq!(rig.app.context(), Context::Text, "beside the box");
}

#[test]
fn lines_that_are_not_shown_have_no_links() {
    let mut stored = behind_words();
    stored[0].article.blocks[0].role = BlockRole::Furniture;
    let mut rig = Rig::new(80, 24, stored);
    rig.play("<enter>L");
    let screen = rig.screen();
    assert!(screen.contains(" 2 evil.example"), "{screen}");
    assert!(!screen.contains("www.quay.example"), "{screen}");
}

#[test]
fn the_box_of_links_behind_words_at_every_size() {
    for (width, height) in SIZES {
        let mut rig = Rig::plain(width, height, behind_words());
        rig.play("<enter>Lj");
        insta::assert_snapshot!(format!("links_words_{width}x{height}"), rig.screen());
    }
}
