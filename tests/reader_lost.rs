//! What a person wrote or did is never lost, nor seen undone: answers that come late, stores that
//! refuse, other windows that write meanwhile.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::Undo;
use onrecord::app::{Answer, Effect, Event, handle};
use onrecord::model::{ArticleEdit, ArticleId, QuoteEdit};
use support::made::collection;
use support::rig::{Rig, key};

fn rig() -> Rig {
    Rig::new(140, 40, collection())
}

fn told(rig: &Rig) -> &str {
    rig.app.message.as_deref().unwrap_or("")
}

/// Presses a key; what it asks for is not answered yet.
fn press(rig: &mut Rig, name: &str) -> Vec<Effect> {
    handle(&mut rig.app, Event::Key(key(name)))
}

/// The answers to effects as the store is now, not yet given.
fn read(rig: &mut Rig, effects: Vec<Effect>) -> Vec<Answer> {
    effects
        .into_iter()
        .filter_map(|effect| rig.answer(effect))
        .collect()
}

fn give(rig: &mut Rig, answers: Vec<Answer>) {
    for answer in answers {
        rig.send(Event::Answer(answer));
    }
}

fn starred(rig: &Rig, id: i64) -> bool {
    rig.store
        .as_ref()
        .unwrap()
        .kept(ArticleId(id))
        .unwrap()
        .starred
}

fn note(rig: &Rig) -> Option<String> {
    let kept = rig.store.as_ref()?.kept(ArticleId(1)).unwrap();
    kept.quotes.first()?.note.clone()
}

#[test]
fn a_refused_note_is_asked_for_once_more_on_leaving_and_else_given_back() {
    let mut rig = rig();
    rig.refuses = true;
    rig.play("<enter>aImportant<ctrl-s>");
    rig.refuses = false;
    rig.play("q");
    assert_eq!(note(&rig).as_deref(), Some("Important"));
    assert!(rig.app.unkept().is_empty() && !rig.app.is_owed());
    let mut rig = self::rig();
    rig.refuses = true;
    rig.play("<enter>aImportant<ctrl-s>]]]aAnother");
    let effects = rig.app.end();
    assert!(rig.app.is_owed());
    let texts =
        |rig: &Rig| -> Vec<String> { rig.app.unkept().into_iter().map(|note| note.text).collect() };
    assert_eq!(texts(&rig), ["Another", "Important"], "not answered");
    rig.serve(effects);
    assert!(!rig.app.is_owed());
    assert_eq!(texts(&rig), ["Another", "Important"], "refused");
}

#[test]
fn a_note_that_was_written_elsewhere_meanwhile_is_not_written_over() {
    for (width, height) in [(140, 40), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<enter>aFirst<ctrl-s>a and more");
        let elsewhere = QuoteEdit::Note("Written by another window".to_owned());
        let store = rig.store.as_mut().unwrap();
        store.edit_quote((ArticleId(1), 0), &elsewhere).unwrap();
        rig.play("<ctrl-s>");
        assert_eq!(
            note(&rig).as_deref(),
            Some("Written by another window\n\nFirst and more")
        );
        let trouble = rig.app.trouble().unwrap().to_owned();
        assert!(trouble.contains("both notes are kept"), "{trouble}");
        rig.play("<esc>a");
        assert!(
            rig.screen().contains("Written by another"),
            "{}",
            rig.screen()
        );
        // Taking away what one has seen is no reason to take away what one has not.
        let store = rig.store.as_mut().unwrap();
        store
            .edit_quote((ArticleId(1), 0), &QuoteEdit::Note("New".to_owned()))
            .unwrap();
        rig.play("<ctrl-u><backspace><ctrl-u><backspace><ctrl-u><ctrl-s>");
        assert_eq!(note(&rig).as_deref(), Some("New"));
    }
}

#[test]
fn back_to_here_goes_there_and_no_further_whatever_another_window_undid() {
    let mut rig = rig();
    rig.play("*j*j*U");
    // Another window undoes the last two while the list is looked at.
    let store = rig.store.as_mut().unwrap();
    store.undo().unwrap();
    store.undo().unwrap();
    rig.play("j<enter>");
    assert!(starred(&rig, 1), "the first one was not asked to be undone");
    assert!(
        told(&rig).contains("no longer as they were shown"),
        "{}",
        told(&rig)
    );
    assert_eq!(
        rig.screen().matches(" undone").count(),
        2,
        "{}",
        rig.screen()
    );
    // The same of doing again.
    let store = rig.store.as_mut().unwrap();
    store.redo().unwrap();
    store.redo().unwrap();
    rig.play("<enter>");
    assert!(starred(&rig, 2) && starred(&rig, 3));
    assert!(
        told(&rig).contains("no longer as they were shown"),
        "{}",
        told(&rig)
    );
}

#[test]
fn an_undo_right_behind_a_refused_edit_does_not_undo_the_one_before() {
    let mut rig = rig();
    rig.play("*j");
    let edit = press(&mut rig, "*");
    let undo = press(&mut rig, "u");
    rig.refuses = true;
    rig.serve(edit);
    rig.refuses = false;
    rig.serve(undo);
    assert!(
        starred(&rig, 1),
        "that was made, and nobody meant to undo it"
    );
    assert!(told(&rig).contains("Nothing was undone"), "{}", told(&rig));
    rig.play("u");
    assert!(!starred(&rig, 1), "now it was meant");
    // Pressed when the refusal has come but was hardly seen.
    rig.play("*");
    rig.refuses = true;
    rig.play("*");
    rig.refuses = false;
    rig.play("u");
    assert!(starred(&rig, 2), "{}", told(&rig));
    rig.play("<esc>u");
    assert!(!starred(&rig, 2));
}

#[test]
fn an_undo_behind_an_edit_that_is_made_undoes_it() {
    let mut rig = rig();
    let mut effects = press(&mut rig, "*");
    effects.extend(press(&mut rig, "u"));
    assert!(!effects.contains(&Effect::Undo(Undo::Last)), "it waits");
    effects.extend(press(&mut rig, "r"));
    rig.serve(effects);
    assert!(!starred(&rig, 1) && rig.collection[0].read);
    assert!(!rig.app.is_owed());
}

#[test]
fn rows_and_articles_that_were_read_before_an_edit_show_it_all_the_same() {
    let mut rig = rig();
    rig.play("*");
    // On its way while the edit is made and answered.
    let open = press(&mut rig, "j");
    let old = read(&mut rig, open);
    let rows = vec![rig.app.articles.refresh().unwrap()];
    rig.app.counts = None;
    let again = handle(&mut rig.app, Event::Answer(Answer::Changed { ours: true }));
    let old_rows = read(&mut rig, rows);
    let old_again = read(&mut rig, again);
    rig.play("*");
    give(&mut rig, old_rows);
    give(&mut rig, old_again);
    give(&mut rig, old);
    assert!(rig.app.articles.rows()[1].starred, "in the list");
    assert_eq!(rig.open_article(), ArticleId(2));
    assert!(
        rig.app.reading.as_ref().unwrap().kept.starred,
        "in the text"
    );
    assert!(starred(&rig, 2));
}

#[test]
fn a_total_that_was_counted_before_an_edit_is_not_shown() {
    let mut rig = rig();
    let asked = handle(&mut rig.app, Event::Answer(Answer::Changed { ours: true }));
    let old = read(&mut rig, asked);
    rig.play("r");
    assert_eq!(rig.app.counts.unwrap().unread, 4);
    for answer in old {
        let effects = handle(&mut rig.app, Event::Answer(answer));
        assert_eq!(rig.app.counts.unwrap().unread, 4, "the newest edit holds");
        rig.serve(effects);
    }
    assert_eq!(rig.app.counts.unwrap().unread, 4);
}

#[test]
fn a_letter_is_gone_to_before_the_store_has_it() {
    let mut rig = rig();
    rig.play("jj<enter>G");
    press(&mut rig, "m");
    rig.send(Event::Answer(Answer::Letters(Vec::new())));
    let marked = press(&mut rig, "b");
    assert!(matches!(marked[0], Effect::Edit(_)));
    rig.play("g'");
    assert!(rig.screen().contains("Assembly"), "{}", rig.screen());
    let before = rig.screen();
    rig.play("b");
    assert_ne!(rig.screen(), before, "{}", told(&rig));
    assert!(!told(&rig).contains("No place"), "{}", told(&rig));
}

#[test]
fn changes_that_are_looked_at_while_edits_are_under_way_are_looked_at_again() {
    let mut rig = rig();
    let edit = press(&mut rig, "*");
    rig.play("U");
    assert!(rig.screen().contains("Nothing was done yet"));
    rig.serve(edit);
    assert!(
        rig.screen().contains("Starred: Harbour"),
        "{}",
        rig.screen()
    );
}

#[test]
fn tags_that_arrive_late_do_not_move_the_choice_under_the_hand() {
    let mut rig = rig();
    rig.play("tgrape<enter>j");
    let asked = press(&mut rig, "t");
    let known = read(&mut rig, asked);
    for letter in "gr".chars() {
        press(&mut rig, &letter.to_string());
    }
    give(&mut rig, known);
    rig.play("<enter>");
    assert_eq!(told(&rig), "Tagged with #gr", "as it was seen chosen");
}

#[test]
fn read_marks_follow_the_last_key_however_late_the_answers() {
    let mut rig = rig();
    let first = press(&mut rig, "r");
    let again = handle(&mut rig.app, Event::Answer(Answer::Changed { ours: false }));
    assert!(again.is_empty(), "read once all is answered");
    let second = press(&mut rig, "r");
    rig.serve(first);
    assert!(!rig.app.articles.rows()[0].read);
    rig.serve(second);
    assert!(!rig.app.articles.rows()[0].read && !rig.collection[0].read);
    let store = rig.store.as_mut().unwrap();
    store
        .edit_article(ArticleId(1), &ArticleEdit::Read(true))
        .unwrap();
    rig.send(Event::Answer(Answer::Changed { ours: false }));
}
