//! What a person keeps with keys: read marks, stars, places; in the list, in the text and in a store.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Answer, Event, Pane};
use onrecord::model::{ArticleId, Span};
use support::made::{Maker, collection};
use support::rig::Rig;

fn rig() -> Rig {
    Rig::new(140, 40, collection())
}

fn told(rig: &Rig) -> &str {
    rig.app.message.as_deref().unwrap_or("")
}

#[test]
fn a_star_is_seen_in_list_and_text_and_kept() {
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("j*");
        assert_eq!(told(&rig), "Starred");
        assert!(rig.screen().contains("● ★ Ferry fares"), "{}", rig.screen());
        assert!(rig.play("<enter>").screen().contains("Text ★"));
        let kept = |rig: &Rig, id| rig.store.as_ref().unwrap().kept(ArticleId(id)).unwrap();
        assert!(kept(&rig, 2).starred && !kept(&rig, 1).starred);
        rig.play("*");
        assert!(!kept(&rig, 2).starred && !rig.screen().contains('★'));
        assert_eq!(told(&rig), "Star taken off");
    }
}

#[test]
fn what_the_store_refuses_is_told_until_escape_and_not_shown_as_done() {
    let mut rig = rig();
    rig.refuses = true;
    rig.play("*");
    assert!(!rig.screen().contains('★'), "{}", rig.screen());
    rig.play("r");
    assert_eq!(rig.app.counts.unwrap().unread, 5, "it is still unread");
    assert!(rig.play("jjkl").screen().contains("the store is read-only"));
    rig.play("<esc>");
    assert_eq!(rig.app.focus, Pane::Text, "Esc puts the message away first");
    assert!(!rig.screen().contains("read-only"));
}

#[test]
fn an_article_is_read_once_it_was_read_to_its_end_and_left() {
    let mut rig = rig();
    rig.play("jj<enter>");
    rig.play("G");
    assert!(!rig.collection[2].read, "not before it is left");
    rig.play("<esc>k");
    assert!(rig.collection[2].read);
    assert!(rig.app.articles.rows()[2].read);
    assert_eq!(rig.app.counts.unwrap().unread, 4);
    // Passing by in the list is not reading, though all of a short article is seen.
    rig.play("jjj");
    assert!(!rig.collection[4].read && !rig.collection[3].read);
    // What was marked unread by hand stays so.
    rig.play("gjj<enter>Gr<esc>k");
    assert!(!rig.collection[2].read);
    let history = rig.store.as_ref().unwrap().history(None, 9).unwrap();
    assert_eq!(
        history.len(),
        1,
        "only what a key did can be undone: {history:?}"
    );
}

#[test]
fn the_last_article_is_kept_on_leaving() {
    let mut rig = rig();
    rig.play("jj<enter>]]]]]]]]q");
    assert!(rig.left);
    let place = rig
        .store
        .as_ref()
        .unwrap()
        .kept(ArticleId(3))
        .unwrap()
        .place;
    assert!(place.unwrap().block > 2, "{place:?}");
}

#[test]
fn the_place_in_an_article_survives_a_restart_at_another_size() {
    let mut rig = rig();
    rig.play("jj<enter>").play(&"]".repeat(21)).play("<esc>k");
    let mut rig = rig.restart();
    rig.resize(60, 16).play("jj<enter>");
    assert!(rig.screen().contains("clause 11 "), "{}", rig.screen());
    let opened = rig.store.as_ref().unwrap().opened(9).unwrap();
    let ids: Vec<i64> = opened.iter().map(|(row, _)| row.id.0).collect();
    assert_eq!(ids, [3], "only what was read is history");
    // At the start again, it stays at the start.
    rig.play("g<esc>k");
    let mut rig = rig.restart();
    assert!(
        rig.resize(60, 16)
            .play("jj<enter>")
            .screen()
            .contains("hour 1 ")
    );
}

#[test]
fn an_article_that_is_imported_anew_is_read_on_where_one_was() {
    let mut rig = rig();
    rig.play("jj<enter>").play(&"]".repeat(59));
    let mut maker = Maker::new(3, "Assembly sits on", "Northern Wire", "2023-04-28");
    for hour in 1..=30 {
        maker = maker.paragraph(&format!("Hour {hour} was much as the others were."));
    }
    rig.collection[2] = maker.done();
    rig.send(Event::Answer(Answer::Changed { ours: false }));
    let screen = rig.screen();
    assert!(
        screen.contains("Hour 30 was") && screen.contains("no quotes"),
        "{screen}"
    );
    rig.play("][jkyG");
    rig.collection.remove(2);
    rig.send(Event::Answer(Answer::Changed { ours: false }));
    assert!(rig.screen().contains("taken out"), "{}", rig.screen());
    rig.play("g*");
}

#[test]
fn an_article_with_fewer_quotes_than_when_one_was_there_opens() {
    let mut rig = rig();
    rig.play("<enter>]]]]]<esc>j");
    rig.collection[0].extraction.quotes.truncate(2);
    rig.collection[0].extraction.quotes[1].content = vec![Span::new(0, 3)];
    rig.play("k<enter>jjjj]][[");
    assert!(rig.quote() < Some(2));
}
