//! What a person keeps with keys: read marks, stars, places; in the list, in the text and in a store.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Answer, Context, Event, Pane};
use onrecord::model::{ArticleId, Span};
use onrecord::store::Direction;
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
fn that_an_article_was_read_to_its_end_is_undone_before_what_was_done_earlier() {
    let mut rig = rig();
    rig.play("*jj<enter>G<esc>k");
    assert!(rig.collection[2].read);
    let screen = rig.play("U").screen();
    assert!(screen.contains("Marked as read: Assembly"), "{screen}");
    rig.play("<esc>u");
    assert!(
        told(&rig).starts_with("Undone: Marked as read: "),
        "{}",
        told(&rig)
    );
    assert!(!rig.collection[2].read && !rig.app.articles.rows()[2].read);
    assert!(rig.app.articles.rows()[0].starred, "the star stays");
    rig.play("<ctrl-r>");
    assert!(rig.collection[2].read && rig.app.articles.rows()[2].read);
    // What was read already is no change.
    rig.play("j<enter>G<esc>ku");
    assert!(!rig.collection[2].read, "{}", told(&rig));
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
    let what = history.iter().map(|change| change.what.as_str());
    let what: Vec<&str> = what.filter_map(|what| what.split(':').next()).collect();
    assert_eq!(what, ["Marked as unread", "Marked as read"]);
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
    let opened = rig
        .store
        .as_ref()
        .unwrap()
        .opened(&[], None, Direction::Forward, 9)
        .unwrap();
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
fn quotes_that_are_found_anew_are_told_as_that() {
    let mut rig = rig();
    rig.play("<enter>");
    rig.collection[0].extraction.quotes.truncate(2);
    rig.send(Event::Answer(Answer::Changed { ours: false }));
    assert_eq!(told(&rig), "The quotes of this article were found anew");
    rig.collection[0].article.title = Some("Another headline".to_owned());
    rig.send(Event::Answer(Answer::Changed { ours: false }));
    assert_eq!(told(&rig), "This article was imported anew");
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

#[test]
fn tags_are_put_on_articles_and_completed_from_those_there_are() {
    let mut rig = rig();
    rig.play("tHarvest<enter>");
    assert_eq!(told(&rig), "Tagged with #harvest");
    assert!(rig.screen().contains("Text #harvest ━") || rig.screen().contains("Text #harvest ─"));
    rig.play("jtharv");
    let screen = rig.screen();
    assert!(
        screen.contains("Tags of the article: Ferry") && screen.contains("#harvest"),
        "{screen}"
    );
    rig.play("<enter>");
    assert_eq!(rig.app.articles.rows()[1].tags[0].name(), "harvest");
    assert_eq!(rig.store.as_ref().unwrap().tags().unwrap()[0].articles, 2);
    // Several at once, and off again.
    rig.play("tone<tab>two<tab>harv<tab><esc>");
    let tags = rig.store.as_ref().unwrap().kept(ArticleId(2)).unwrap().tags;
    let names: Vec<&str> = tags.iter().map(onrecord::model::Tag::name).collect();
    assert_eq!(names, ["one", "two"]);
    rig.play("j<enter>");
    assert_eq!(rig.open_article(), ArticleId(3));
    // Nothing typed, nothing chosen: nothing is done. What is no tag stays to be corrected.
    rig.play("t<enter>t!?<enter>");
    assert!(rig.screen().contains("A tag is of letters"));
    rig.play("<esc>");
    assert_eq!(
        rig.store.as_ref().unwrap().history(None, 99).unwrap().len(),
        5
    );
}

#[test]
fn tags_and_notes_of_quotes_are_seen_beside_them() {
    let mut rig = rig();
    rig.play("<enter>]Tcheck<enter>");
    rig.play("aAsk the 港 master<enter>about the piles<ctrl-s>");
    assert_eq!(told(&rig), "Note kept");
    let screen = rig.screen();
    for seen in ["┃ #check", "✎ Ask the 港 master", "about the piles", "✎█"] {
        assert!(
            screen.contains(seen) || seen == "┃ #check" && screen.contains("█ #check"),
            "{seen}:\n{screen}"
        );
    }
    rig.play("<tab>t");
    assert!(
        rig.screen().contains("Tags of the quote: the ferry berth"),
        "{}",
        rig.screen()
    );
    rig.play("<esc>a");
    assert!(rig.screen().contains("Note on the quote: the ferry berth"));
    rig.play("<ctrl-k><home><ctrl-k><ctrl-s>");
    let kept = rig.store.as_ref().unwrap().kept(ArticleId(1)).unwrap();
    assert_eq!(kept.quotes[0].note.as_deref(), Some("Ask the 港 master"));
    // Survives another session.
    let mut rig = rig.restart();
    assert!(
        rig.play("<enter>]")
            .screen()
            .contains("✎ Ask the 港 master")
    );
    rig.play("a<ctrl-u><ctrl-s>");
    assert_eq!(told(&rig), "Note taken away");
    assert!(!rig.screen().contains('✎'));
}

#[test]
fn a_note_that_was_changed_is_not_lost_by_escape() {
    let mut rig = rig();
    rig.play("<enter>a<esc>");
    assert_eq!(rig.app.context(), Context::Text, "nothing was written");
    rig.play("aWhy?<esc>");
    assert_eq!(rig.app.context(), Context::Question);
    assert!(rig.screen().contains("Keep it?"));
    rig.play("<esc>");
    assert_eq!(rig.app.context(), Context::Note, "the writing goes on");
    rig.play(" Who?<esc>y");
    let note = |rig: &Rig| {
        rig.app
            .reading
            .as_ref()
            .unwrap()
            .kept
            .quotes
            .first()
            .and_then(|k| k.note.clone())
    };
    assert_eq!(note(&rig).unwrap(), "Why? Who?");
    rig.play("axx<ctrl-p>");
    assert_eq!(
        rig.app.context(),
        Context::Note,
        "no other box takes its place"
    );
    rig.play("<esc>n");
    assert_eq!(note(&rig).unwrap(), "Why? Who?");
    assert_eq!(rig.app.context(), Context::Text);
}

#[test]
fn a_refused_note_can_be_kept_later() {
    let mut rig = rig();
    rig.refuses = true;
    rig.play("<enter>aImportant<ctrl-s>");
    assert!(rig.screen().contains("was not kept"), "{}", rig.screen());
    assert!(rig.app.reading.as_ref().unwrap().kept.quotes.is_empty());
    rig.refuses = false;
    rig.play("]]]a");
    assert!(
        !rig.screen().contains("Important"),
        "it belongs to another quote"
    );
    // The first puts away what is told.
    rig.play("<esc><esc>[[[[[a");
    assert!(rig.screen().contains("Important"));
    rig.play("<ctrl-s>");
    assert!(rig.screen().contains("✎ Important"));
}

#[test]
fn a_quote_that_vanished_leaves_its_note_and_takes_no_new_one() {
    let mut rig = rig();
    rig.play("<enter>]]aKeep me<ctrl-s>");
    // Somebody imports the article anew: the store knows other quotes than the screen.
    let mut changed = rig.collection[0].clone();
    changed.extraction.quotes.truncate(1);
    let mut batch = rig.store.as_mut().unwrap().batch().unwrap();
    let source = onrecord::import::Source {
        location: changed.source.clone(),
        hash: 99,
    };
    batch
        .put(&source, &changed.article, &changed.extraction)
        .unwrap();
    batch.commit().unwrap();
    rig.play("]Tgone<enter>");
    assert!(
        rig.screen().contains("no longer as it was shown"),
        "{}",
        rig.screen()
    );
    rig.collection[0] = changed;
    rig.play("<esc>");
    rig.send(Event::Answer(Answer::Changed { ours: false }));
    let screen = rig.screen();
    assert!(
        screen.contains("no longer found here") && screen.contains("✎ Keep me"),
        "{screen}"
    );
    rig.play("<tab>jjkk").screen();
}

#[test]
fn a_long_paste_into_a_note_is_cut_and_clean() {
    let mut rig = Rig::new(60, 16, collection());
    rig.play("<enter>a");
    rig.send(Event::Paste("wörter\u{1b}[31m und mehr\r\n".repeat(50_000)));
    assert!(rig.screen().contains("at most 20,000"), "{}", rig.screen());
    rig.play("x<up><up><pgup><ctrl-w><ctrl-s>");
    let kept = rig.store.as_ref().unwrap().kept(ArticleId(1)).unwrap();
    let note = kept.quotes[0].note.clone().unwrap();
    assert!(note.len() <= 20_000 && !note.contains('\u{1b}') && note.contains("wörter"));
    rig.screen();
    rig.play("T");
    rig.send(Event::Paste("x".repeat(1_000_000)));
    rig.play("<enter>").screen();
    assert_eq!(rig.app.context(), Context::Tags, "that is no tag");
}

#[test]
fn a_note_being_written_is_kept_when_the_reader_is_ended() {
    let mut rig = rig();
    rig.play("<enter>aHalf a thou");
    let effects = rig.app.end();
    rig.serve(effects);
    let kept = rig.store.as_ref().unwrap().kept(ArticleId(1)).unwrap();
    assert_eq!(kept.quotes[0].note.as_deref(), Some("Half a thou"));
}

#[test]
fn whatever_was_done_is_undone_and_done_again() {
    let mut rig = rig();
    rig.play("u");
    assert_eq!(told(&rig), "There is nothing to undo");
    rig.play("*jtwater<enter>r");
    assert_eq!(rig.app.counts.unwrap().unread, 4);
    rig.play("u");
    assert!(told(&rig).starts_with("Undone: Marked as read: Ferry fares"));
    assert_eq!(rig.app.counts.unwrap().unread, 5);
    rig.play("uu");
    assert!(
        told(&rig).starts_with("Undone: Starred: Harbour"),
        "{}",
        told(&rig)
    );
    let screen = rig.screen();
    assert!(
        !screen.contains('★') && !screen.contains("#water"),
        "{screen}"
    );
    rig.play("<ctrl-r><ctrl-r>");
    assert!(told(&rig).starts_with("Done again: Tagged with #water: Ferry"));
    let screen = rig.screen();
    assert!(
        screen.contains('★') && screen.contains("Text #water"),
        "{screen}"
    );
    // Reading to the end is not done by a key: it takes no step away.
    rig.play("j<enter>G<esc>k<ctrl-r>");
    assert!(told(&rig).starts_with("Done again: Marked as read: Ferry"));
    rig.play("<ctrl-r>");
    assert_eq!(told(&rig), "There is nothing to do again");
    // It lies in the line before what was done again after it.
    rig.play("u");
    assert!(told(&rig).starts_with("Undone: Marked as read: Ferry"));
    rig.play("u");
    assert!(told(&rig).starts_with("Undone: Marked as read: Assembly"));
}

#[test]
fn the_changes_are_seen_and_undone_back_to_one_of_them() {
    let mut rig = rig();
    rig.play("U");
    assert!(rig.screen().contains("Nothing was done yet"));
    rig.play("<esc>*j*j*j*U");
    let screen = rig.screen();
    assert!(
        screen.contains("Starred: Assembly") && !screen.contains("undone"),
        "{screen}"
    );
    rig.play("jj<enter>");
    assert!(
        told(&rig).starts_with("Undone: 3 changes, the last Starred: Ferry"),
        "{}",
        told(&rig)
    );
    assert_eq!(rig.app.context(), Context::Changes, "the list stays");
    assert_eq!(
        rig.screen().matches(" undone").count(),
        3,
        "{}",
        rig.screen()
    );
    let starred = |rig: &Rig| {
        rig.app
            .articles
            .rows()
            .iter()
            .filter(|row| row.starred)
            .count()
    };
    assert_eq!(starred(&rig), 1);
    rig.play("k<enter>");
    assert!(
        told(&rig).starts_with("Done again: 2 changes"),
        "{}",
        told(&rig)
    );
    // One in the middle alone; then what was undone is passed over.
    rig.play("jju");
    assert_eq!((starred(&rig), rig.app.context()), (2, Context::Changes));
    assert!(rig.screen().contains("Undid change 1"), "{}", rig.screen());
    rig.play("gj<enter>u");
    assert!(told(&rig).contains("undone"), "{}", told(&rig));
    rig.play("q");
    assert!(!rig.left && rig.app.context() == Context::Articles);
}
