//! Where a filter leads, what it leaves as it was, and how many articles it lets through.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Answer, Effect, Event, Pane, handle};
use onrecord::model::ArticleId;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use support::made::{Maker, collection};
use support::rig::{Rig, key};
use support::sizes::{SIZES, everywhere};

fn ids(rig: &Rig) -> Vec<i64> {
    rig.app.articles.rows().iter().map(|row| row.id.0).collect()
}

fn sought(rig: &Rig) -> &[usize] {
    &rig.app.reading.as_ref().unwrap().sought.quotes
}

fn lit(rig: &Rig) -> Vec<&str> {
    let reading = rig.app.reading.as_ref().unwrap();
    let text = &reading.stored.article.text;
    reading.found.hits.iter().map(|hit| hit.of(text)).collect()
}

#[test]
fn a_filter_leads_to_the_first_quote_that_passes() {
    everywhere(|rig| {
        for (filter, quotes) in [
            ("speaker:\"Tomas Reyl\"", vec![4, 5]),
            ("speaker:reyl father", vec![5]),
            ("speaker:reyl quay", vec![5]),
            ("speaker:reyl piles", vec![4, 5]),
            ("kind:mixed", vec![2]),
            ("kind:organisation", vec![2, 3]),
            ("kind:organisation kind:indirect", vec![3]),
            ("wall", vec![4]),
            ("about:calder", vec![]),
            ("calder", vec![0, 1]),
            ("conf:>0.8 speaker:calder", vec![0, 1]),
            ("publisher:quayside", vec![]),
            ("speaker:reyl -kind:group", vec![4, 5]),
        ] {
            rig.play("f<ctrl-u>").play(filter).play("<enter>g");
            assert_eq!(ids(rig)[0], 1, "{filter}");
            if quotes.is_empty() {
                assert_eq!(sought(rig), [0usize; 0], "{filter}");
                continue;
            }
            assert_eq!(sought(rig), quotes, "{filter}");
            rig.play("<enter>");
            assert_eq!(rig.quote(), Some(quotes[0]), "{filter}");
            let screen = rig.screen();
            assert!(screen.contains('▸'), "{filter}\n{screen}");
            rig.play("<esc>");
        }
        rig.play("<esc>");
        assert!(sought(rig).is_empty() && !rig.screen().contains('▸'));
    });
}

#[test]
fn where_no_quote_has_its_words_a_filter_leads_to_them_in_the_text() {
    everywhere(|rig| {
        rig.play("f\"fuel pier\"<enter><enter>");
        assert_eq!(lit(rig), ["fuel pier"]);
        assert!(rig.screen().contains("fuel pier"), "{}", rig.screen());
        // Words begin where words begin, as in the filter itself.
        rig.play("<esc>f<ctrl-u>eas<enter><enter>");
        let all = lit(rig);
        assert!(all.len() > 2 && all.iter().all(|hit| hit.eq_ignore_ascii_case("eas")));
        let text = &rig.app.reading.as_ref().unwrap().stored.article.text;
        assert!(text.contains("sea"), "which holds it but does not begin so");
    });
}

#[test]
fn n_walks_what_the_filter_finds_and_a_search_in_the_text_stands_above_it() {
    everywhere(|rig| {
        rig.play("fspeaker:feld \"clause 2\"<enter><enter>");
        assert_eq!((rig.open_article(), rig.quote()), (ArticleId(3), Some(2)));
        rig.play("n");
        assert_eq!(rig.told(), "The one quote here that the filter finds");
        rig.play("]]n");
        assert_eq!(rig.quote(), Some(2));
        rig.play("<esc>f<ctrl-u>speaker:feld<enter><enter>n");
        assert_eq!(rig.quote(), Some(2), "others speak between");
        assert_eq!(rig.told(), "Quote 2 of 30 here that the filter finds");
        rig.play("NN");
        assert_eq!(rig.quote(), Some(58));
        assert!(rig.told().ends_with("from the end again"));
        rig.play("/heating<enter>n");
        assert!(rig.told().starts_with("“heating”"), "{}", rig.told());
        rig.play("<esc>n");
        assert!(rig.told().starts_with("Quote "), "{}", rig.told());
        rig.play("<esc>");
        assert_eq!(rig.app.focus, Pane::Articles, "nothing else is put away");
        rig.play("f<ctrl-u>heating<enter><enter>n");
        assert!(rig.told().starts_with("“heating”: ") && rig.told().ends_with(" of 30"));
        rig.play("&");
        assert!(rig.told().starts_with("30 paragraphs"), "{}", rig.told());
    });
}

#[test]
fn words_that_stand_in_no_quote_that_passes_are_walked_behind_those() {
    everywhere(|rig| {
        rig.play("fspeaker:calder \"fuel pier\"<enter>");
        assert!(
            rig.told()
                .ends_with("the words stand elsewhere: n leads to them"),
            "{}",
            rig.told()
        );
        rig.play("<enter>");
        assert_eq!(rig.quote(), Some(0));
        rig.play("n");
        assert_eq!(rig.quote(), Some(1));
        assert_eq!(rig.told(), "Quote 2 of 2 here that the filter finds");
        rig.play("n");
        assert_eq!(rig.told(), "“fuel pier”: 1 of 1, in no quote that passes");
        assert!(rig.screen().contains("fuel pier"), "{}", rig.screen());
        rig.play("n");
        assert_eq!(rig.quote(), Some(0));
        assert!(
            rig.told().ends_with("from the start again"),
            "{}",
            rig.told()
        );
        rig.play("N");
        assert!(rig.told().starts_with("“fuel pier”"), "{}", rig.told());
        rig.play("N");
        assert_eq!(rig.told(), "Quote 2 of 2 here that the filter finds");
        // Who speaks once is not all that n comes to either.
        rig.play("<esc>f<ctrl-u>speaker:=\"Northern Ferries\" kind:mixed monday<enter><enter>nn");
        assert_eq!(rig.told(), "“monday”: 2 of 2, in no quote that passes");
        rig.play("n");
        assert!(
            rig.told().ends_with("the words stand elsewhere"),
            "{}",
            rig.told()
        );
    });
}

#[test]
fn who_comes_back_to_an_article_goes_on_where_they_were() {
    everywhere(|rig| {
        rig.play("fhas:quotes kind:direct<enter><enter>]]]");
        assert_eq!(rig.quote(), Some(3));
        rig.play("<esc>jk<enter>");
        assert_eq!(rig.quote(), Some(3));
        // Another filter leads anew.
        rig.play("<esc>f<ctrl-u>speaker:reyl<enter><enter>");
        assert_eq!(rig.quote(), Some(4));
    });
}

#[test]
fn dropping_a_filter_and_another_order_keep_the_selected_article() {
    everywhere(|rig| {
        rig.play("fkind:direct<enter>jj");
        assert_eq!(rig.open_article(), ArticleId(3));
        rig.play("<esc>");
        assert_eq!(
            (ids(rig), rig.open_article().0),
            (vec![1, 2, 3, 4, 5, 6], 3)
        );
        assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(3));
        rig.play("Ot");
        assert_eq!(ids(rig), [3, 2, 1, 5, 6, 4]);
        assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(3));
        rig.play("OP");
        assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(3));
        // A new filter keeps it where it passes.
        rig.play("fclause<enter>");
        assert_eq!(rig.open_article(), ArticleId(3));
        rig.play("f<ctrl-u>ferry<enter>");
        assert_eq!(rig.app.articles.selected_index(), 0);
        assert_eq!(rig.open_article(), ArticleId(2));
    });
}

#[test]
fn a_long_list_keeps_the_selected_article_too() {
    let many = (1..=700).map(|n| {
        let text = format!(
            "Report {n} of the {} harbour.",
            ["old", "new"][n as usize % 2]
        );
        let title = format!("Report {:03}", 701 - n);
        Maker::new(n, &title, "Wire", "").paragraph(&text).done()
    });
    let mut rig = Rig::new(80, 24, many.collect());
    rig.play("fnew<enter>G");
    let last = rig.open_article();
    assert_eq!(last, ArticleId(699));
    rig.play("<esc>");
    assert_eq!(rig.app.articles.selected().unwrap().id, last);
    rig.play("Ot");
    assert_eq!(rig.app.articles.selected().unwrap().id, last);
    assert!(rig.screen().contains("2 of 700"), "{}", rig.screen());
    rig.play("fold<enter>");
    assert_eq!(rig.app.articles.selected_index(), 0);
}

#[test]
fn the_filters_before_are_a_key_away() {
    everywhere(|rig| {
        rig.play("fferry<enter>f<ctrl-u>clause<enter><esc>f<up>");
        assert!(
            rig.screen().contains("Show only: clause"),
            "{}",
            rig.screen()
        );
        rig.play("<up>");
        assert!(rig.screen().contains("Show only: ferry"));
        rig.play("<up>");
        assert!(rig.screen().contains("Show only: ferry"), "the oldest one");
        rig.play("<down><enter>");
        assert_eq!(rig.app.articles.filter(), "clause");
        rig.play("f<ctrl-u>wall<up><down>");
        assert!(rig.screen().contains("Show only: wall"), "what was typed");
    });
}

#[test]
fn keys_do_not_act_on_the_ends_of_the_list_before() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("G");
    assert_eq!(rig.open_article(), ArticleId(6));
    let mut asked = handle(&mut rig.app, Event::Key(key("O")));
    asked.extend(handle(&mut rig.app, Event::Key(key("t"))));
    asked.extend(handle(&mut rig.app, Event::Key(key("G"))));
    rig.serve(asked);
    assert_eq!(rig.open_article(), ArticleId(4), "the last one by title");
    let mut asked = Vec::new();
    for name in ["f", "f", "e", "r", "r", "y", "enter", "g"] {
        asked.extend(handle(&mut rig.app, Event::Key(key(name))));
    }
    rig.serve(asked);
    assert_eq!((ids(&rig)[0], rig.open_article().0), (2, 2));
}

/// A list that is longer than what is read of it at a time.
fn long(width: u16, height: u16) -> Rig {
    let many = (1..=1300).map(|n| {
        let text = format!(
            "Report {n} of the {} harbour.",
            ["old", "new"][n as usize % 2]
        );
        Maker::new(n, &format!("Report {n:04}"), "Wire", "")
            .paragraph(&text)
            .done()
    });
    Rig::new(width, height, many.collect())
}

#[test]
fn the_head_of_the_list_tells_how_many_pass_whatever_the_filter() {
    for (width, height) in SIZES {
        let mut rig = long(width, height);
        rig.play("fnew harbour is:unread has:nothing<ctrl-w>-has:quotes publisher:wire<enter>");
        let head = rig.screen().lines().next().unwrap().to_owned();
        assert!(head.contains(" 1 of 650 "), "{head}");
        assert!(head.contains("nly: new"), "{head}");
        rig.play("jjj");
        let head = rig.screen().lines().next().unwrap().to_owned();
        assert!(head.contains(" 4 of 650 "), "{head}");
        rig.play("G");
        assert!(rig.screen().contains(" 650 of 650 "));
    }
}

#[test]
fn until_it_is_counted_the_list_tells_what_it_has_at_least() {
    let mut rig = long(80, 24);
    rig.play("fne");
    let mut asked = handle(&mut rig.app, Event::Key(key("enter")));
    assert!(rig.screen().contains("… ━"), "{}", rig.screen());
    let rows = rig.answer(asked.remove(0)).unwrap();
    let mut counting = handle(&mut rig.app, Event::Answer(rows));
    assert!(rig.screen().contains(" 1 of 256+ "), "{}", rig.screen());
    counting.retain(|effect| matches!(effect, Effect::Count { .. }));
    assert_eq!(counting.len(), 1);
    // Another list: what was counted for the one before is of no use.
    let counted = rig.answer(counting.remove(0)).unwrap();
    rig.play("<esc>f<ctrl-u>report<enter>");
    rig.send(Event::Answer(counted));
    assert!(rig.screen().contains(" 1 of 1,300 "), "{}", rig.screen());
}

#[test]
fn after_a_jump_the_place_in_the_list_is_counted() {
    let mut rig = long(140, 40);
    rig.play("<ctrl-p><ctrl-t><ctrl-t>report 1000<enter>");
    assert_eq!(rig.open_article(), ArticleId(1000));
    assert!(
        rig.screen().contains(" 1,000 of 1,300 "),
        "{}",
        rig.screen()
    );
    rig.play("<esc>k");
    assert!(rig.screen().contains(" 999 of 1,300 "), "{}", rig.screen());
    rig.play("fnew<enter>");
    assert!(rig.screen().contains(" 500 of 650 "), "{}", rig.screen());
}

#[test]
fn where_nothing_passes_no_article_is_shown_and_dropping_the_filter_leads_back() {
    everywhere(|rig| {
        rig.play("jjfzebra<enter>");
        assert!(rig.app.reading.is_none());
        let screen = rig.screen();
        assert!(
            screen.contains("No article matches this filter"),
            "{screen}"
        );
        assert!(
            !screen.contains("clause") && !screen.contains("Feld"),
            "{screen}"
        );
        for keys in [
            "<enter>", "]", "y", "w", "n", "/", "<esc>", "v", "<tab>", "<tab>", "G", "s",
        ] {
            rig.play(keys).screen();
        }
        while !rig.app.articles.filter().is_empty() {
            rig.play("<esc>");
        }
        assert_eq!(rig.open_article(), ArticleId(3));
        assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(3));
    });
}

#[test]
fn what_a_filter_finds_is_marked_at_every_size() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::plain(width, height, collection());
        rig.play("fspeaker:reyl quay<enter><enter>");
        insta::assert_snapshot!(format!("{width}x{height} found"), rig.screen());
        rig.play("<tab>");
        insta::assert_snapshot!(format!("{width}x{height} speakers"), rig.screen());
    }
}

#[test]
fn tags_and_notes_of_quotes_lead_to_them_and_those_of_the_article_to_its_start() {
    everywhere(|rig| {
        rig.play("<enter>]Tcheck<enter>]]aLook<ctrl-s><esc>tlater<enter>");
        rig.play("f#check<enter>");
        assert_eq!((sought(rig), rig.quote()), (&[1][..], Some(1)));
        rig.play("f<ctrl-u>has:notes<enter>");
        assert_eq!((sought(rig), rig.quote()), (&[3][..], Some(3)));
        rig.play("f<ctrl-u>#later<enter>");
        assert_eq!(ids(rig), [1]);
        assert_eq!(sought(rig), [0usize; 0]);
    });
}

#[test]
fn a_filter_that_was_taken_up_again_is_among_those_before_and_leads_nowhere_anew() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("fkind:direct<enter><enter>]]]q");
    let mut rig = rig.restart();
    assert_eq!(
        (rig.app.articles.filter(), rig.quote()),
        ("kind:direct", Some(3))
    );
    rig.play("<esc><esc>");
    assert_eq!(rig.app.articles.filter(), "");
    rig.play("f<up>");
    assert!(
        rig.screen().contains("Show only: kind:direct"),
        "{}",
        rig.screen()
    );
}

#[test]
fn how_many_would_be_left_is_told_as_one_types_and_late_counts_are_dropped() {
    everywhere(|rig| {
        rig.play("f");
        assert!(rig.screen().contains("leaves 6"), "{}", rig.screen());
        rig.play("ferr");
        assert!(rig.screen().contains("leaves 2"), "{}", rig.screen());
        rig.play("zzz");
        assert!(rig.screen().contains("leaves 0"), "{}", rig.screen());
        rig.play("<ctrl-u>kind:drect wall");
        assert!(!rig.screen().contains("leaves"), "{}", rig.screen());
        // Of two letters in one burst only the count of the second is taken, whenever it comes.
        rig.play("<ctrl-u>tid");
        let mut counts = Vec::new();
        for letter in ['e', 'x'] {
            let key = KeyEvent::from(KeyCode::Char(letter));
            let effects = handle(&mut rig.app, Event::Key(key));
            counts.extend(
                effects
                    .into_iter()
                    .filter(|e| matches!(e, Effect::Count { .. })),
            );
        }
        assert_eq!(counts.len(), 2);
        let answers: Vec<Answer> = counts.into_iter().filter_map(|e| rig.answer(e)).collect();
        let line = |rig: &mut Rig| {
            let screen = rig.screen();
            screen
                .lines()
                .find(|l| l.contains("Show only"))
                .unwrap()
                .to_owned()
        };
        for answer in answers.into_iter().rev() {
            assert!(line(rig).contains("tidex"));
            rig.send(Event::Answer(answer));
            assert!(line(rig).contains("leaves 0"), "{}", line(rig));
        }
    });
}
