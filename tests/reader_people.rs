//! The page of a person: keys in, state and screen out.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::screen::person::Person;
use onrecord::app::{Context, Overlay, Pane};
use onrecord::config::theme::Theme;
use onrecord::model::{ArticleId, SpeakerKind, StoredArticle};
use ratatui::crossterm::event::MouseEventKind;
use support::made::{Maker, collection};
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

/// The usual collection, and years of a harbour master's sayings before it.
fn years() -> Vec<StoredArticle> {
    let mut all = collection();
    for n in 0..40 {
        let date = format!("{}-{:02}-{:02}", 2022 - n / 12, 12 - n % 12, n % 27 + 1);
        let role = ["harbour master of Selby Sound", "deputy harbour master"];
        let maker = Maker::new(
            7 + i64::from(n),
            &format!("Log of the harbour, sheet {n}"),
            "Island Post",
            &date,
        )
        .speaker("Ines Calder", SpeakerKind::Person, role[n as usize / 20])
        .speaker("Marit Osei", SpeakerKind::Person, "")
        .paragraph(&format!("“[d0|Sheet {n} is signed,]” <Ines Calder> said."));
        let maker = match n % 3 {
            0 => maker.paragraph("<Ms. Osei> said [i1|the islanders had read it]."),
            _ => maker,
        };
        all.push(maker.done());
    }
    all
}

fn page(rig: &Rig) -> &Person {
    match &rig.app.overlay {
        Overlay::Person(page) => page,
        other => panic!("no page but {other:?}"),
    }
}

fn chosen(rig: &Rig) -> &str {
    &page(rig).said.selected().unwrap().quote.text
}

/// At every size, in colour and without.
fn rigs() -> impl Iterator<Item = Rig> {
    SIZES.into_iter().flat_map(|(width, height)| {
        [
            Rig::new(width, height, years()),
            Rig::plain(width, height, years()),
        ]
    })
}

#[test]
fn the_page_shows_who_it_is_and_all_they_said_newest_first() {
    for mut rig in rigs() {
        rig.play("<enter>s");
        assert_eq!(rig.app.context(), Context::Person);
        let screen = rig.screen();
        for shown in [
            "Ines Calder",
            "42 quotes in 41 articles",
            "harbour master of Selby Sound (",
            "Quotes, newest first",
            "We open what is safe",
        ] {
            assert!(screen.contains(shown), "{shown}:\n{screen}");
        }
        assert!(!screen.contains("Articles"), "{screen}");
        rig.play("jj");
        assert_eq!(chosen(&rig), "Sheet 0 is signed");
        rig.play("G");
        assert_eq!(chosen(&rig), "Sheet 39 is signed");
        assert!(
            rig.screen().contains("Sheet 39 is signed"),
            "{}",
            rig.screen()
        );
        rig.play("k<pgup><pgdn>");
        assert_eq!(chosen(&rig), "Sheet 38 is signed");
        rig.play("g");
        assert_eq!(page(&rig).said.index(), 0);
        rig.play("<esc>");
        assert_eq!(rig.app.context(), Context::Text);
    }
}

#[test]
fn enter_goes_to_the_quote_and_the_way_back_leads_over_the_page() {
    for mut rig in rigs() {
        rig.play("<enter>]").play("sjjj<enter>");
        assert_eq!(
            (rig.open_article(), rig.app.focus),
            (ArticleId(8), Pane::Text)
        );
        assert!(
            rig.screen().contains("Sheet 1 is signed"),
            "{}",
            rig.screen()
        );
        rig.play("<ctrl-o>");
        assert_eq!(chosen(&rig), "Sheet 1 is signed", "the page as it was left");
        rig.play("<ctrl-o>");
        assert_eq!(
            (rig.open_article(), rig.app.context()),
            (ArticleId(1), Context::Text)
        );
        // In the article that is open, too.
        rig.play("sj<enter>");
        assert_eq!((rig.open_article(), rig.quote()), (ArticleId(1), Some(1)));
        rig.play("<ctrl-o>");
        assert_eq!(page(&rig).said.index(), 1);
        assert_eq!(rig.play("q").app.context(), Context::Text);
    }
}

#[test]
fn a_page_above_a_text_without_panes_has_all_its_lines() {
    for mut rig in rigs() {
        let page = rig.play("<enter>s").screen();
        rig.play("<esc>zs");
        assert_eq!(rig.screen(), page);
        rig.play("<esc>");
        assert!(rig.screen().contains("z back"), "{}", rig.screen());
    }
}

#[test]
fn a_bar_of_time_is_chosen_and_only_its_quotes_are_shown() {
    for mut rig in rigs() {
        rig.play("<enter>s");
        let step = page(&rig).bars.step();
        assert_eq!(page(&rig).bars.chosen().unwrap().quotes, 2, "the last one");
        rig.play("--").play("<left>");
        assert_eq!(page(&rig).bars.step(), 12);
        assert!(page(&rig).bars.chosen().unwrap().quotes == 12);
        rig.play("f");
        let screen = rig.screen();
        assert!(
            screen.contains("only 2022") && screen.contains("12 quotes"),
            "{screen}"
        );
        assert_eq!(page(&rig).said.rows().len(), 12);
        rig.play("+++");
        assert_eq!(page(&rig).bars.step(), 1);
        assert!(rig.screen().contains("months already"), "{}", rig.screen());
        rig.play("fk");
        assert_eq!(page(&rig).said.rows().len(), 1, "a month alone");
        rig.play("f");
        assert_eq!(page(&rig).said.rows().len(), 42, "all again");
        assert!(step <= 12);
    }
}

#[test]
fn quotes_stand_below_their_articles_when_asked_to() {
    for mut rig in rigs() {
        rig.play("<enter>sb");
        let screen = rig.screen();
        assert!(screen.contains("Quotes by article"), "{screen}");
        assert_eq!(screen.matches("Harbour to reopen").count(), 1, "{screen}");
        rig.play("b");
        assert_eq!(rig.screen().matches("Harbour to reopen").count(), 2);
    }
}

#[test]
fn the_finder_and_the_help_open_above_the_page_and_lead_back_to_it() {
    for mut rig in rigs() {
        rig.play("<enter>sj<ctrl-p>");
        assert!(
            rig.screen().contains("speaker:=\"Ines Calder\""),
            "{}",
            rig.screen()
        );
        rig.play("<esc>");
        assert_eq!(page(&rig).said.index(), 1);
        rig.play("?by article");
        assert!(
            rig.screen().contains("Put the quotes below"),
            "{}",
            rig.screen()
        );
        rig.play("<esc>");
        assert_eq!(page(&rig).said.index(), 1);
        rig.play("<ctrl-p>sheet 7<enter>");
        assert_eq!(
            (rig.open_article(), rig.app.context()),
            (ArticleId(14), Context::Text)
        );
        rig.play("<ctrl-o>");
        assert_eq!(
            page(&rig).said.index(),
            1,
            "the way back leads over the page"
        );
        rig.play("<ctrl-o>");
        assert_eq!(
            (rig.open_article(), rig.app.context()),
            (ArticleId(1), Context::Text)
        );
    }
}

#[test]
fn quotes_and_bars_are_clicked() {
    for mut rig in rigs().filter(|rig| rig.app.size.1 > 16) {
        rig.play("<enter>s");
        let screen = rig.screen();
        let line = |screen: &str, words: &str| {
            u16::try_from(
                screen
                    .lines()
                    .position(|line| line.contains(words))
                    .unwrap(),
            )
            .unwrap()
        };
        let at = line(&screen, "Sheet 0 is");
        rig.click(8, at);
        assert_eq!(chosen(&rig), "Sheet 0 is signed");
        let at = line(&rig.screen(), "▲") - 1;
        rig.click(1, at);
        assert_eq!(page(&rig).bars.index(), 0);
        rig.click(1, at);
        assert_eq!(page(&rig).period, Some(page(&rig).bars.all()[0].period));
        let before = page(&rig).said.index();
        rig.mouse(MouseEventKind::ScrollDown, 8, rig.app.size.1 - 4);
        assert!(page(&rig).said.index() >= before);
    }
}

#[test]
fn who_has_no_name_has_no_page_and_who_went_is_told() {
    let mut rig = Rig::new(80, 24, years());
    rig.play("<enter>").play(&"]".repeat(9)).play("s");
    assert_eq!(
        rig.app.message.as_deref(),
        Some("This quote has no speaker with a name")
    );
    assert_eq!(rig.play("[s").app.context(), Context::Person);
    // An article that was replaced meanwhile has other speakers.
    let mut rig = Rig::new(80, 24, years());
    rig.play("<enter>");
    rig.app.reading.as_mut().unwrap().stored.id = ArticleId(999);
    rig.play("s");
    assert!(
        rig.screen().contains("Nobody of this name"),
        "{}",
        rig.screen()
    );
    rig.play("j+fb<enter><esc>");
    assert_eq!(rig.app.context(), Context::Text);
}

fn people(rig: &Rig) -> Vec<&str> {
    match &rig.app.overlay {
        Overlay::People(people) => people.rows().iter().map(|row| row.name.as_str()).collect(),
        other => panic!("no list but {other:?}"),
    }
}

#[test]
fn the_people_are_listed_most_quoted_first_and_narrowed_as_one_types() {
    for mut rig in rigs() {
        rig.play("S");
        assert_eq!(rig.app.context(), Context::People);
        assert_eq!(people(&rig)[..2], ["Ines Calder", "Jonas Feld"]);
        let screen = rig.screen();
        assert!(
            screen.contains("May 2023") && screen.contains("42"),
            "{screen}"
        );
        rig.play("<down><down><up>");
        assert!(screen.contains("▌"), "{screen}");
        rig.play("caldr");
        assert_eq!(people(&rig)[0], "Ines Calder", "a slip is forgiven");
        assert!(rig.screen().contains("best match first"));
        rig.play("<ctrl-u>zzzz");
        assert!(
            rig.screen().contains("Nobody of such a name"),
            "{}",
            rig.screen()
        );
        rig.play("<ctrl-u>");
        assert_eq!(people(&rig)[..2], ["Ines Calder", "Jonas Feld"]);
        rig.play("<enter>");
        assert_eq!(page(&rig).page.as_ref().unwrap().row.name, "Jonas Feld");
        rig.play("<esc>");
        assert_eq!(people(&rig)[0], "Ines Calder", "the list is there again");
        rig.play("osei<enter><enter>");
        assert_eq!(rig.app.context(), Context::Text);
        assert!(rig.screen().contains("Nobody asked us"), "{}", rig.screen());
        rig.play("<ctrl-o>");
        assert_eq!(page(&rig).page.as_ref().unwrap().row.name, "Marit Osei");
        rig.play("<esc>");
        assert_eq!(rig.app.context(), Context::Text);
    }
}

#[test]
fn people_are_clicked_and_the_list_opens_over_a_page() {
    let mut rig = Rig::new(80, 24, years());
    rig.play("<enter>sS");
    rig.click(4, 5).click(4, 5);
    let name = &page(&rig).page.as_ref().unwrap().row.name;
    assert_eq!(name, "Marit Osei");
    rig.play("<esc><esc>");
    assert_eq!(page(&rig).page.as_ref().unwrap().row.name, "Ines Calder");
    rig.mouse(MouseEventKind::ScrollDown, 4, 15);
    assert_eq!(page(&rig).said.index(), 1);
}

#[test]
fn pages_are_pictures_too() {
    for (width, height) in [(60, 16), (80, 24), (140, 40), (200, 60)] {
        let mut rig = Rig::new(width, height, years());
        let shown = rig.play("<enter>sjj<left><left>").screen();
        insta::assert_snapshot!(format!("{width}x{height} person"), shown);
        let mut rig = Rig::new(width, height, years());
        let shown = rig.play("S<down>").screen();
        insta::assert_snapshot!(format!("{width}x{height} people"), shown);
    }
    let mut rig = Rig::new(80, 24, years());
    rig.app.settings.theme = Theme::plain();
    insta::assert_snapshot!("80x24 person by article", rig.play("<enter>sbf").screen());
}
