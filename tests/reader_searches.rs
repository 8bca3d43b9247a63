//! Saved searches in the reader: saving the filter, the box and the column that list them with what
//! passes each, and changing them.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::{Counted, Counting};
use onrecord::app::{Answer, Context, Effect, Event, handle};
use support::made::collection;
use support::rig::{Rig, key};
use support::searches::{elsewhere, ids, line, saved};
use support::sizes::everywhere;

#[test]
fn a_filter_is_saved_under_a_name_and_shown_again_from_the_box() {
    everywhere(|rig| {
        rig.play("K");
        assert_eq!(rig.told(), "There is no filter to save: f filters the list");
        rig.play("fferry<enter>K");
        assert_eq!(rig.app.context(), Context::Name);
        rig.play("Barges<enter>");
        assert_eq!(rig.told(), "Saved as Barges: ferry; u undoes it");
        assert_eq!(saved(rig), ["Barges: ferry"]);
        assert!(rig.screen().contains("nly: Barges"), "{}", rig.screen());
        rig.play("<esc>");
        assert_eq!(ids(rig).len(), 6);
        rig.play("F");
        assert_eq!(rig.app.context(), Context::Saved);
        assert!(line(rig, "Barges ").contains("Barges 2 ferry"));
        rig.play("jj<enter>");
        assert_eq!(rig.app.articles.filter(), "ferry");
        assert_eq!(
            (rig.app.context(), ids(rig)),
            (Context::Articles, vec![1, 2])
        );
        // It is taken up again as any filter is.
        rig.play("u");
        assert_eq!(rig.told(), "Undone: Saved the search Barges");
        assert_eq!(saved(rig), [""; 0]);
        assert!(rig.screen().contains("nly: ferry"), "{}", rig.screen());
        rig.play("<ctrl-r>");
        assert_eq!(saved(rig), ["Barges: ferry"]);
    });
}

#[test]
fn what_is_typed_in_the_prompt_is_saved_with_a_key_of_the_prompt() {
    everywhere(|rig| {
        rig.play("fkind:drect<ctrl-s>");
        assert_eq!(rig.app.context(), Context::Filter, "it cannot be read");
        assert!(rig.screen().contains("kind"), "{}", rig.screen());
        rig.play("<ctrl-u>kind:direct<ctrl-s>");
        assert_eq!(rig.app.context(), Context::Name);
        assert_eq!(rig.app.articles.filter(), "kind:direct");
        rig.play("<esc>");
        assert_eq!(saved(rig), [""; 0], "left without a name");
        assert_eq!(
            rig.app.articles.filter(),
            "kind:direct",
            "the filter stands"
        );
        rig.play("f<ctrl-s>said so<enter>");
        assert_eq!(saved(rig), ["said so: kind:direct"]);
        rig.play("f<ctrl-u><ctrl-s>");
        assert_eq!(rig.told(), "There is no filter to save: f filters the list");
        // The filters before are a key away as they were.
        rig.play("f<up>");
        assert!(rig.screen().contains("Show only: kind:direct"));
    });
}

#[test]
fn a_name_must_be_one_and_is_cleaned() {
    everywhere(|rig| {
        rig.play("fferry<enter>K<enter>");
        assert_eq!(rig.app.context(), Context::Name);
        assert!(rig.screen().contains("A search needs a name"));
        rig.play("   <enter>");
        assert!(rig.screen().contains("A search needs a name"));
        rig.play("<ctrl-u>").play(&"x".repeat(61)).play("<enter>");
        let screen = rig.screen();
        assert!(
            screen.contains("at most 60 letters; this one has 61"),
            "{screen}"
        );
        rig.play("<ctrl-u>");
        let hostile = "  Tide\u{1b}]0;owned\u{7}\u{202e}  and\ttime\r\n\u{200b} ";
        rig.send(Event::Paste(hostile.to_owned()));
        rig.play("<enter>");
        assert_eq!(saved(rig).len(), 1);
        let name = saved(rig)[0].clone();
        assert!(
            name.chars().all(|c| !c.is_control() && c != '\u{202e}'),
            "{name:?}"
        );
        rig.play("F");
        assert!(rig.screen().contains("Tide"), "{}", rig.screen());
        // By a command too.
        rig.play("<esc>:save-search \u{202e}harbour  news<enter>");
        assert!(
            saved(rig).contains(&"harbour news: ferry".to_owned()),
            "{:?}",
            saved(rig)
        );
        rig.play("<esc>:save-search nothing<enter>");
        assert!(rig.screen().contains("There is no filter to save"));
    });
}

#[test]
fn a_name_that_is_taken_says_what_it_stood_for() {
    everywhere(|rig| {
        rig.play("fferry<enter>:save-search news<enter>");
        assert_eq!(rig.told(), "Saved as news: ferry; u undoes it");
        rig.play(":save-search news<enter>");
        assert_eq!(rig.told(), "news is saved so already");
        rig.play("f<ctrl-u>clause<enter>Knews");
        let screen = rig.screen();
        assert!(screen.contains("Saved already, for: ferry."), "{screen}");
        rig.play("<enter>");
        assert_eq!(
            rig.told(),
            "news is now: clause, and no longer: ferry; u undoes it"
        );
        assert_eq!(saved(rig), ["news: clause"]);
        rig.play("u");
        assert_eq!(saved(rig), ["news: ferry"]);
        // Saved once more: its name is offered, and typed over.
        rig.play("f<ctrl-u>ferry<enter>K");
        assert!(rig.screen().contains("› news"), "{}", rig.screen());
        rig.play("barges<enter>");
        assert_eq!(saved(rig), ["barges: ferry", "news: ferry"]);
    });
}

#[test]
fn a_search_is_deleted_renamed_and_its_query_changed_where_it_is_listed() {
    everywhere(|rig| {
        rig.play(
            "fferry<enter>:save-search b<enter>f<ctrl-u>clause<enter>:save-search c<enter><esc>",
        );
        rig.play("FR");
        assert!(rig.told().starts_with("This one is always there"));
        rig.play("jjRBarges<enter>");
        assert_eq!(rig.told(), "b is called Barges now; u undoes it");
        assert_eq!(rig.app.context(), Context::Saved, "back in the box");
        assert_eq!(saved(rig), ["Barges: ferry", "c: clause"]);
        rig.play("Rc<enter>");
        assert!(rig.screen().contains("There is a search c already"));
        rig.play("<esc>");
        assert_eq!(rig.app.context(), Context::Saved);
        rig.play("i");
        assert_eq!(rig.app.context(), Context::Query);
        assert!(rig.screen().contains("Barges: ferry"), "{}", rig.screen());
        rig.play(" kind:drect<enter>");
        assert_eq!(rig.app.context(), Context::Query, "it cannot be read");
        rig.play("<ctrl-w><ctrl-w><ctrl-w>");
        rig.play("<ctrl-u>fares<enter>");
        assert_eq!(
            rig.told(),
            "Barges is now: fares, and no longer: ferry; u undoes it"
        );
        assert_eq!(saved(rig), ["Barges: fares", "c: clause"]);
        assert_eq!(rig.app.context(), Context::Saved);
        rig.play("d");
        assert_eq!(rig.told(), "Search Barges deleted; u undoes it");
        assert_eq!(saved(rig), ["c: clause"]);
        rig.play("u");
        assert_eq!(
            saved(rig),
            ["Barges: fares", "c: clause"],
            "undo in the box"
        );
        assert!(rig.screen().contains("Barges"), "{}", rig.screen());
        rig.play("uu");
        assert_eq!(saved(rig), ["b: ferry", "c: clause"]);
        rig.play("q");
        assert_eq!(rig.app.context(), Context::Articles);
    });
}

#[test]
fn the_list_follows_the_query_of_the_search_that_stands() {
    everywhere(|rig| {
        rig.play("fferry<enter>:save-search barges<enter>");
        assert_eq!(ids(rig), [1, 2]);
        rig.play("Fi<ctrl-u>title:ferry<enter><esc>");
        assert_eq!(
            (rig.app.articles.filter(), ids(rig)),
            ("title:ferry", vec![2])
        );
        assert!(rig.screen().contains("nly: barges"), "{}", rig.screen());
    });
}

#[test]
fn what_passes_follows_what_is_read_and_starred() {
    everywhere(|rig| {
        rig.play("fis:unread<enter>:save-search todo<enter>");
        rig.play("f<ctrl-u>is:starred<enter>:save-search best<enter><esc>F");
        assert!(line(rig, "todo ").contains("todo 5 is:unread"));
        assert!(line(rig, "best ").contains("best 0 is:starred"));
        rig.play("<esc>gr*j*F");
        assert!(line(rig, "todo ").contains("todo 4 is:unread"));
        assert!(line(rig, "best ").contains("best 2 is:starred"));
        assert!(line(rig, "Unread ").contains("Unread 4"));
        rig.play("u");
        assert!(
            line(rig, "best ").contains("best 1 is:starred"),
            "undone in the box"
        );
        // Elsewhere a search is added, and an article is read.
        elsewhere(rig, "also", Some("clause"));
        assert!(line(rig, "also ").contains("also 1 clause"));
        elsewhere(rig, "also", None);
        assert!(!rig.screen().contains("also"));
        // In the order of their names, however they are written.
        elsewhere(rig, "Élan", Some("wall"));
        elsewhere(rig, "zinc", Some("quay"));
        let names: Vec<String> = saved(rig);
        assert_eq!(
            names,
            [
                "best: is:starred",
                "Élan: wall",
                "todo: is:unread",
                "zinc: quay"
            ]
        );
    });
}

#[test]
fn an_article_that_is_read_to_its_end_is_counted_once_that_is_written() {
    let mut rig = Rig::new(200, 60, collection());
    rig.play("fis:unread<enter>:save-search todo<enter><esc>");
    assert!(line(&mut rig, "todo").contains("todo 5"));
    rig.play("jj<enter>G<esc>k");
    assert!(rig.collection[2].read);
    assert!(
        line(&mut rig, "todo").contains("todo 4"),
        "{}",
        rig.screen()
    );
    // A star that is kept before does not answer for it.
    let left = |effect: &Effect| matches!(effect, Effect::Left { finished: true, .. });
    rig.play("<enter>G");
    handle(&mut rig.app, Event::Key(key("esc")));
    let mut opening = handle(&mut rig.app, Event::Key(key("k")));
    opening.retain(|effect| matches!(effect, Effect::Open { .. }));
    let opened = rig.answer(opening.remove(0)).unwrap();
    let effects = handle(&mut rig.app, Event::Answer(opened));
    assert!(effects.iter().any(left), "{effects:?}");
    rig.send(Event::Answer(Answer::Changed { ours: true }));
    rig.serve(effects);
    assert!(
        line(&mut rig, "todo").contains("todo 3"),
        "{}",
        rig.screen()
    );
    // What else is written while one reads counts nothing anew.
    let effects = handle(&mut rig.app, Event::Answer(Answer::Changed { ours: true }));
    assert!(!effects.iter().any(counts), "{effects:?}");
}

fn counts(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Count {
            what: Counting::Searches(_),
            ..
        }
    )
}

/// The queries that are counted after an event, and what else came of it done.
fn counted_after(rig: &mut Rig, event: Event) -> Vec<String> {
    let (mut waiting, mut seen) = (handle(&mut rig.app, event), Vec::new());
    while let Some(effect) = waiting.pop() {
        if let Effect::Count {
            what: Counting::Searches(queries),
            ..
        } = &effect
        {
            seen.extend(queries.iter().cloned());
        }
        let answer = rig.answer(effect).map(Event::Answer);
        waiting.extend(answer.map_or(Vec::new(), |answer| handle(&mut rig.app, answer)));
    }
    seen.sort();
    seen
}

#[test]
fn only_what_may_have_changed_is_counted_again() {
    let mut rig = Rig::new(200, 50, collection());
    for query in [
        "ferry",
        "is:unread",
        "is:starred",
        "#news wall",
        "has:notes",
    ] {
        elsewhere(&mut rig, query, Some(query));
    }
    let pressed = |name| Event::Key(key(name));
    assert_eq!(counted_after(&mut rig, pressed("r")), ["is:unread"]);
    assert_eq!(counted_after(&mut rig, pressed("*")), ["is:starred"]);
    rig.play("tnew");
    assert_eq!(counted_after(&mut rig, pressed("enter")), ["#news wall"]);
    rig.play("<enter>]ax");
    assert_eq!(counted_after(&mut rig, pressed("ctrl-s")), ["has:notes"]);
    let undone = counted_after(&mut rig, pressed("u"));
    assert_eq!(
        undone,
        ["#news wall", "has:notes", "is:starred", "is:unread"]
    );
    assert_eq!(counted_after(&mut rig, pressed("]")), [""; 0]);
    let changed = Event::Answer(Answer::Changed { ours: false });
    assert_eq!(counted_after(&mut rig, changed).len(), 5);
}

#[test]
fn nothing_is_counted_that_is_not_shown() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("fferry<enter>:save-search barges<enter>");
    let starred = handle(&mut rig.app, Event::Key(key("*")));
    let mut seen: Vec<Effect> = Vec::new();
    for effect in starred {
        let answer = rig.answer(effect);
        seen.extend(answer.map_or(Vec::new(), |a| handle(&mut rig.app, Event::Answer(a))));
    }
    assert!(!seen.iter().any(counts), "{seen:?}");
    // Opened, they are; closed before they are told, no longer.
    let opened = handle(&mut rig.app, Event::Key(key("F")));
    assert!(opened.iter().any(counts), "{opened:?}");
    assert!(line(&mut rig, "barges ").contains("barges … ferry"));
    let closed = handle(&mut rig.app, Event::Key(key("esc")));
    let nothing = |effect: &Effect| match effect {
        Effect::Count {
            what: Counting::Searches(all),
            ..
        } => all.is_empty(),
        _ => false,
    };
    assert!(closed.iter().any(nothing), "{closed:?}");
    // A count that comes late is of use all the same.
    rig.send(Event::Answer(Answer::Counted {
        generation: 0,
        counted: Counted::Searches(vec![("ferry".to_owned(), 2), ("gone".to_owned(), 9)]),
    }));
    let opened = handle(&mut rig.app, Event::Key(key("F")));
    assert!(line(&mut rig, "barges ").contains("barges 2 ferry"));
    assert!(opened.iter().any(counts), "it may be old");
}

#[test]
fn a_query_that_cannot_be_read_says_why_and_can_be_mended_or_deleted() {
    everywhere(|rig| {
        elsewhere(rig, "later", Some("mood:angry"));
        elsewhere(rig, "ok", Some("ferry"));
        rig.play("Fjj");
        assert!(
            line(rig, "later ").contains("later ? mood:angry"),
            "{}",
            rig.screen()
        );
        assert!(
            line(rig, "ok ").contains("ok 2 ferry"),
            "the others are counted"
        );
        let screen = rig.screen();
        assert!(screen.contains("unknown field"), "{screen}");
        rig.play("<enter>");
        assert_eq!(rig.app.context(), Context::Saved);
        assert!(
            rig.told().ends_with("(i changes the query)"),
            "{}",
            rig.told()
        );
        assert_eq!(rig.app.articles.filter(), "");
        rig.play("i");
        assert!(rig.screen().contains("unknown field"), "{}", rig.screen());
        rig.play("<esc>d");
        assert_eq!(saved(rig), ["ok: ferry"]);
        rig.play("u");
        assert_eq!(saved(rig), ["later: mood:angry", "ok: ferry"]);
        rig.play("gkkkjji<ctrl-u>fares<enter>");
        assert_eq!(saved(rig), ["later: fares", "ok: ferry"]);
    });
}

#[test]
fn what_the_store_refuses_is_not_shown_as_saved() {
    everywhere(|rig| {
        rig.play("fferry<enter>");
        rig.refuses = true;
        rig.play(":save-search barges<enter>");
        assert!(rig.screen().contains("read-only"), "{}", rig.screen());
        rig.play("<esc>F");
        assert!(!rig.screen().contains("barges"), "{}", rig.screen());
    });
}

#[test]
fn a_list_that_was_read_before_an_edit_does_not_take_it_back() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("fferry<enter>");
    let mut late = handle(&mut rig.app, Event::Answer(Answer::Changed { ours: false }));
    late.retain(|effect| matches!(effect, Effect::Searches));
    let old = rig.answer(late.remove(0)).unwrap();
    rig.play(":save-search barges<enter>");
    rig.send(Event::Answer(old)).play("F");
    assert!(rig.screen().contains("barges"), "{}", rig.screen());
}

#[test]
fn the_box_lies_above_pages_and_they_come_again() {
    everywhere(|rig| {
        rig.play("fferry<enter>:save-search barges<enter><esc>DF");
        assert_eq!(rig.app.context(), Context::Saved);
        rig.play("<esc>");
        assert_eq!(rig.app.context(), Context::Collection);
        rig.play("Fjji<esc>");
        assert_eq!(rig.app.context(), Context::Saved, "back where one was");
        rig.play("<enter>");
        assert_eq!(
            (rig.app.context(), rig.app.articles.filter()),
            (Context::Articles, "ferry")
        );
        assert!(rig.app.under.is_empty());
    });
}

#[test]
fn no_search_is_called_as_one_that_is_always_there() {
    let mut rig = Rig::new(200, 50, collection());
    rig.play("fferry<enter>K");
    for name in ["Unread", "unread", "All articles"] {
        rig.play("<ctrl-u>").play(name).play("<enter>");
        let screen = rig.screen();
        assert!(
            screen.contains(&format!("There is always a search {name}")),
            "{screen}"
        );
    }
    rig.play("<ctrl-u>ferries<enter>F");
    assert!(line(&mut rig, "ferries").contains("ferries"));
}
