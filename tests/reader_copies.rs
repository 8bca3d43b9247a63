//! The card of a quote: where the same words stand elsewhere.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Context, Copying, Event, Pane, Settings, handle};
use onrecord::export::Template;
use onrecord::model::{ArticleId, SpeakerKind, StoredArticle};
use support::made::{Maker, collection};
use support::rig::{Rig, key};

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

/// The made collection, and four articles in which the harbour master's words stand again.
fn copied() -> Vec<StoredArticle> {
    let mut all = collection();
    let named = |id, title, publisher, date, name, kind, role| {
        Maker::new(id, title, publisher, date).speaker(name, kind, role)
    };
    let person = SpeakerKind::Person;
    all.push(
        named(7, "What was said this week", "The Weekly", "2023-05-06", "officials", SpeakerKind::Group, "")
            .paragraph("“[d0|We open what is safe now]” was heard from <officials>. “[d0|and not a single metre more]”")
            .done(),
    );
    all.push(
        named(
            8,
            "Council minutes",
            "The Quayside Courier",
            "2023-05-05",
            "officials",
            SpeakerKind::Group,
            "",
        )
        .paragraph("“[d0|We shall open what is safe and not a metre more]”, <officials> promised.")
        .done(),
    );
    all.push(
        named(
            9,
            "Quay opens on Monday",
            "Northern Wire",
            "2023-05-03",
            "Calder",
            person,
            "",
        )
        .paragraph(
            "The storms are over. “[d0|We open what is safe and not a metre more]”, said <Calder>.",
        )
        .done(),
    );
    all.push(
        named(10, "Mayor takes the harbour in hand", "Island Post", "2023-04-30", "Oda Brandt", person, "mayor of Selby Sound")
            .paragraph("Brandt was asked about the berth. “[d0|We close what is unsafe, we open what is safe and not a metre more, whatever the ferry company wants]”, <she> said.")
            .done(),
    );
    all
}

#[test]
fn the_card_says_where_the_words_stand_who_is_named_and_what_differs() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, copied());
        rig.play("jj<enter>c");
        assert_eq!(rig.app.context(), Context::Copies);
        insta::assert_snapshot!(format!("{width}x{height} same words"), rig.screen());
        let mut plain = Rig::plain(width, height, copied());
        assert_eq!(
            plain.play("jj<enter>c").screen(),
            rig.screen(),
            "told by colour alone"
        );
    }
}

#[test]
fn enter_goes_to_the_words_there_and_the_way_back_leads_to_where_they_were_asked_about() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, copied());
        rig.play("jj<enter>");
        let before = rig.screen();
        assert_eq!(rig.play("c<esc>").screen(), before);
        rig.play("cOg<enter>");
        assert_eq!((rig.open_article(), rig.quote()), (ArticleId(10), Some(0)));
        assert_eq!(
            (rig.app.context(), rig.app.focus),
            (Context::Text, Pane::Text)
        );
        rig.play("<ctrl-o>");
        assert_eq!((rig.open_article(), rig.quote()), (ArticleId(1), Some(0)));
    }
}

#[test]
fn the_chosen_one_is_copied_and_stays_chosen_when_the_order_is_turned_round() {
    let mut rig = Rig::new(100, 30, copied());
    rig.play("jj<enter>cGy");
    assert!(rig.copied[0].contains("— Oda Brandt"), "{:?}", rig.copied);
    rig.play("Oy");
    assert_eq!(rig.copied[0], rig.copied[1]);
    rig.play("jgy");
    assert_eq!(rig.copied[0], rig.copied[2]);
}

#[test]
fn the_card_of_a_hit_leads_back_to_the_finder_and_that_of_a_persons_quote_to_the_page() {
    let mut rig = Rig::new(100, 30, copied());
    rig.play("<ctrl-p>what is safe and not a metre");
    let found = rig.screen();
    rig.play("<ctrl-g>");
    assert_eq!(rig.app.context(), Context::Copies);
    assert_eq!(rig.play("<esc>").screen(), found);
    rig.play("<ctrl-g><enter>");
    assert_eq!(rig.app.context(), Context::Text);
    // What was looked for is there still.
    let again = rig.play("P").screen();
    assert!(
        again.contains("› what is safe and not a metre") && again.contains("4 quotes"),
        "{again}"
    );
    let mut rig = Rig::new(100, 30, copied());
    rig.play("jj<enter>s");
    let page = rig.screen();
    rig.play("c");
    assert_eq!(rig.app.context(), Context::Copies);
    assert_eq!(rig.play("q").screen(), page);
    rig.play("c<enter><ctrl-o>");
    assert_eq!(rig.app.context(), Context::Person);
}

#[test]
fn a_quote_that_stands_nowhere_else_and_no_quote_at_all_are_told() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, copied());
        rig.play("jj<enter>G[c");
        assert_eq!(
            (rig.told(), rig.app.context()),
            (
                "These words stand in no other article of the collection",
                Context::Text
            )
        );
        // "a good start" and no more.
        rig.play("fkind:direct clause<enter><enter><ctrl-p>sea gives<ctrl-g>");
        assert_eq!(rig.app.context(), Context::Finder, "{}", rig.told());
    }
    let mut rig = Rig::new(80, 24, Vec::new());
    rig.play("c");
    assert_eq!(rig.app.context(), Context::Articles);
    assert!(rig.app.message.is_some());
}

#[test]
fn what_was_asked_for_is_not_put_above_what_one_went_on_to() {
    let mut rig = Rig::new(80, 24, copied());
    rig.play("jj<enter>");
    let effects = handle(&mut rig.app, Event::Key(key("c")));
    assert_eq!(rig.told(), "Looking for the same words …");
    assert_eq!(
        rig.app.context(),
        Context::Text,
        "there is nothing to show yet"
    );
    handle(&mut rig.app, Event::Key(key("~")));
    rig.serve(effects);
    assert_eq!((rig.app.context(), rig.told()), (Context::Text, ""));
    rig.play("c");
    assert_eq!(rig.app.context(), Context::Copies);
}

#[test]
fn quotes_are_copied_in_the_persons_own_form_wherever_they_are_chosen() {
    let mut all = copied();
    all[8].article.url = Some("https://wire.example/quay".to_owned());
    let settings = Settings {
        citation: Template::parse("{words} [{speaker}{, role}]{ url}\n").unwrap(),
        copying: Copying {
            to: "the terminal and xsel".to_owned(),
            most: None,
        },
        ..Settings::default()
    };
    let mut rig = Rig::with(settings, 100, 30, all);
    rig.play("jj<enter>y");
    assert_eq!(
        rig.copied,
        [
            "We open what is safe and not a metre more [Ines Calder, harbour master of Selby Sound]\n"
        ]
    );
    let told = rig.app.message.clone().unwrap();
    assert!(
        told.starts_with("Copied to the terminal and xsel: We open what"),
        "{told}"
    );
    // Of another article, with what only that knows; and on a person's page.
    rig.play("cjy");
    assert_eq!(
        rig.copied[1],
        "We open what is safe and not a metre more [Calder] https://wire.example/quay\n"
    );
    rig.play("<esc>sy");
    assert!(rig.copied[2].contains("[Ines Calder"), "{:?}", rig.copied);
}
