//! Doing something with all articles that the filter lets through.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Context, Effect, Event, handle};
use support::made::collection;
use support::rig::{Rig, key};
use support::sizes::everywhere;

fn read(rig: &Rig) -> Vec<i64> {
    let rows = rig.app.articles.rows().iter().filter(|row| row.read);
    rows.map(|row| row.id.0).collect()
}

fn starred(rig: &Rig) -> Vec<i64> {
    let rows = rig.app.articles.rows().iter().filter(|row| row.starred);
    rows.map(|row| row.id.0).collect()
}

#[test]
fn all_that_the_filter_lets_through_are_marked_in_one_change_after_a_question() {
    everywhere(|rig| {
        rig.play("rfhas:quotes<enter>A");
        assert_eq!(rig.app.context(), Context::Bulk);
        let screen = rig.screen();
        assert!(screen.contains("All of: has:quotes"), "{screen}");
        rig.play("r");
        assert_eq!(rig.app.context(), Context::Question);
        let screen = rig.screen();
        assert!(screen.contains("Mark 3 articles as read?"), "{screen}");
        assert!(screen.contains("1 more are so already"), "{screen}");
        assert_eq!(read(rig), [1], "nothing is done yet");
        rig.play("n");
        assert_eq!((rig.app.context(), read(rig)), (Context::Articles, vec![1]));
        rig.play("Ar<enter>");
        assert_eq!(read(rig), [1, 2, 3, 4]);
        assert_eq!(rig.told(), "3 articles marked as read; u undoes it");
        assert_eq!(rig.app.counts.unwrap().unread, 1);
        rig.play("<esc>");
        assert_eq!(read(rig), [1, 2, 3, 4, 6]);
        rig.play("u");
        assert_eq!(read(rig), [1, 6], "in one step");
        rig.play("<ctrl-r>");
        assert_eq!(read(rig), [1, 2, 3, 4, 6]);
    });
}

#[test]
fn while_a_change_of_many_is_written_it_is_said_so() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("fhas:quotes<enter>Ar");
    let asked = handle(&mut rig.app, Event::Key(key("enter")));
    assert!(
        rig.screen().contains("Changing 4 articles …"),
        "{}",
        rig.screen()
    );
    rig.serve(asked);
    assert!(!rig.screen().contains("Changing"), "{}", rig.screen());
    assert!(rig.told().starts_with("4 articles marked as read"));
}

#[test]
fn stars_and_tags_are_put_on_all_and_taken_off_again() {
    everywhere(|rig| {
        rig.play("fkind:person<enter>A<down>j<enter>");
        let screen = rig.screen();
        assert!(screen.contains("Put a star on 4 articles?"), "{screen}");
        rig.play("y");
        assert_eq!(starred(rig), [1, 2, 3, 4]);
        rig.play("A*");
        let screen = rig.screen();
        assert!(screen.contains("none would be changed"), "{screen}");
        rig.play("<enter>");
        assert_eq!(rig.told(), "");
        rig.play("f<ctrl-u>ferry<enter>A-<enter><esc>");
        assert_eq!(starred(rig), [3, 4]);
        rig.play("fkind:person<enter>Atgrain trade<enter>");
        let screen = rig.screen();
        assert!(
            screen.contains("Tag 4 articles with #grain-trade?"),
            "{screen}"
        );
        rig.play("<enter>");
        let store = rig.store.as_ref().unwrap();
        assert_eq!(store.tags().unwrap()[0].articles, 4);
        rig.play("f<ctrl-u>#grain-trade clause<enter>ATgrain<enter><enter>");
        assert_eq!(rig.told(), "#grain-trade taken off 1 article; u undoes it");
        let store = rig.store.as_ref().unwrap();
        assert_eq!(store.tags().unwrap()[0].articles, 3);
        rig.play("uu");
        let store = rig.store.as_ref().unwrap();
        assert!(store.tags().unwrap().is_empty());
    });
}

#[test]
fn nothing_is_done_before_it_is_known_how_many_they_are() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("A");
    let mut asked = handle(&mut rig.app, Event::Key(key("r")));
    assert!(rig.screen().contains("Counting the articles …"));
    rig.play("<enter>y");
    assert_eq!(
        (rig.app.context(), read(&rig)),
        (Context::Question, vec![6])
    );
    // Left and asked anew: the count of the one before is of no use.
    rig.play("<esc>A");
    let mut anew = handle(&mut rig.app, Event::Key(key("*")));
    let late = rig.answer(asked.remove(0)).unwrap();
    rig.send(Event::Answer(late));
    assert!(rig.screen().contains("Counting the articles …"));
    let Effect::Count { .. } = anew[0] else {
        unreachable!("{anew:?}")
    };
    let counted = rig.answer(anew.remove(0)).unwrap();
    rig.send(Event::Answer(counted));
    assert!(
        rig.screen().contains("Put a star on 6 articles?"),
        "{}",
        rig.screen()
    );
    rig.refuses = true;
    rig.play("<enter>");
    assert!(starred(&rig).is_empty(), "what was refused is not shown");
    assert!(rig.screen().contains("read-only"), "{}", rig.screen());
}

#[test]
fn what_is_done_with_all_has_its_names_among_the_commands() {
    everywhere(|rig| {
        rig.play("fclause<enter>:read-all<enter>");
        let screen = rig.screen();
        assert!(screen.contains("Mark 1 article as read?"), "{screen}");
        rig.play("<enter>");
        assert_eq!(read(rig), [3]);
        rig.play(":all<enter>");
        assert_eq!(rig.app.context(), Context::Bulk);
    });
}

#[test]
fn the_box_and_the_question_at_every_size() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::plain(width, height, collection());
        insta::assert_snapshot!(
            format!("{width}x{height} all"),
            rig.play("fhas:quotes<enter>Aj").screen()
        );
        insta::assert_snapshot!(format!("{width}x{height} asked"), rig.play("r").screen());
    }
}
