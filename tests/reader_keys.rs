//! Keys, and what they do: state, keys, state.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::screen::reading::Page;
use onrecord::app::{Context, Event, Pane};
use onrecord::model::ArticleId;
use ratatui::crossterm::event::MouseEventKind;
use support::made::{Maker, collection, with_copies};
use support::rig::Rig;

fn rig() -> Rig {
    Rig::new(140, 40, collection())
}

#[test]
fn the_first_article_is_open_at_once_and_moving_in_the_list_opens_others() {
    let mut rig = rig();
    assert_eq!(rig.open_article(), ArticleId(1));
    rig.play("jj");
    assert_eq!(rig.open_article(), ArticleId(3));
    assert_eq!(rig.app.focus, Pane::Articles);
    rig.play("G");
    assert_eq!(rig.open_article(), ArticleId(6));
    rig.play("g");
    assert_eq!(rig.open_article(), ArticleId(1));
}

#[test]
fn quotes_are_walked_in_order_and_the_ends_are_told() {
    let mut rig = rig();
    rig.play("<enter>");
    assert_eq!(rig.quote(), Some(0), "marked from the first");
    for expected in [1, 2, 3, 4, 5, 6, 6] {
        rig.play("]");
        assert_eq!(rig.quote(), Some(expected));
    }
    assert!(rig.app.message.as_ref().unwrap().contains("last quote"));
    for expected in [5, 4, 3, 2, 1, 0, 0] {
        rig.play("[");
        assert_eq!(rig.quote(), Some(expected));
    }
}

#[test]
fn the_first_step_to_a_quote_is_seen_at_every_size() {
    for (width, height) in [(60, 16), (80, 24), (140, 40), (200, 60)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<enter>");
        let before = rig.screen();
        rig.play("]");
        assert_ne!(rig.screen(), before, "{width}x{height}");
    }
}

#[test]
fn paragraphs_are_walked_one_by_one() {
    let mut rig = rig();
    rig.play("<enter>");
    let starts: Vec<usize> = {
        let reading = rig.app.reading.as_ref().unwrap();
        let blocks = reading.stored.article.blocks.iter();
        blocks.map(|block| block.span.start).collect()
    };
    let at = |rig: &Rig| {
        let reading = rig.app.reading.as_ref().unwrap();
        let size = Page {
            width: 72,
            height: 36,
        };
        let article = &reading.stored.article;
        reading
            .flow
            .bytes_of(article, reading.view(size).focus)
            .start
    };
    for start in &starts {
        rig.play("}");
        assert_eq!(at(&rig), *start);
    }
    rig.play("}");
    assert_eq!(at(&rig), *starts.last().unwrap(), "there is none behind it");
    for start in starts.iter().rev().skip(1) {
        rig.play("{");
        assert_eq!(at(&rig), *start);
    }
    // Within one: to its beginning first.
    rig.play("}}");
    let begin = at(&rig);
    rig.play("j{");
    assert_eq!(at(&rig), begin);
}

#[test]
fn paragraphs_are_walked_where_there_is_no_headline() {
    let mut maker = Maker::new(7, "", "", "");
    for n in 0..9 {
        let said = format!("“[d-|It is the {n}th time that this was asked for,]” the board said.");
        maker = maker.paragraph(&said);
    }
    let mut stored = maker.done();
    (stored.article.title, stored.article.publisher) = (None, None);
    let mut rig = Rig::new(120, 40, vec![stored]);
    rig.play("<enter>g");
    for quote in 1..9 {
        rig.play("}");
        assert_eq!(rig.quote(), Some(quote));
    }
    rig.play("{{");
    assert_eq!(rig.quote(), Some(6));
}

#[test]
fn copying_takes_the_quote_with_its_speaker_and_source() {
    let mut rig = rig();
    rig.play("<enter>y");
    assert_eq!(
        rig.copied,
        [
            "“We open what is safe and not a metre more” — Ines Calder, harbour master of Selby Sound (The Quayside Courier, “Harbour to reopen in stages after the spring storms”, 2023-05-04)"
        ]
    );
    rig.play("jgG").play("<esc>jjjj<enter>y");
    assert_eq!(
        rig.copied.len(),
        1,
        "an article without quotes has nothing to copy"
    );
}

#[test]
fn every_quote_is_on_the_screen_after_going_to_it_at_every_size() {
    for (width, height) in [
        (40, 10),
        (60, 16),
        (80, 24),
        (100, 30),
        (140, 40),
        (200, 60),
    ] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("jj<enter>");
        for n in 0..60 {
            // The first one may be in sight, and is passed over then.
            rig.play(if n == 0 { "][" } else { "]" });
            assert_eq!(rig.quote(), Some(n));
            let screen = rig.screen();
            assert!(
                screen.contains('█'),
                "quote {n} at {width}x{height}:\n{screen}"
            );
        }
    }
}

#[test]
fn reading_on_marks_the_quote_that_is_reached() {
    let mut rig = rig();
    rig.play("jj<enter>");
    let mut seen = Vec::new();
    for _ in 0..400 {
        rig.play("j");
        seen.push(rig.quote().unwrap());
    }
    assert!(seen.is_sorted());
    assert_eq!(seen.last(), Some(&59));
    rig.play("g");
    assert_eq!(rig.quote(), Some(0));
    rig.play("<ctrl-d><ctrl-d>");
    assert!(rig.quote() > Some(0));
}

#[test]
fn the_speakers_pane_leads_the_text() {
    let mut rig = rig();
    rig.play("<tab><tab>");
    assert_eq!(rig.app.focus, Pane::Speakers);
    // By speaker: Ines Calder, the ferries, Tomas Reyl, then the quote of nobody known.
    for expected in [1, 2, 3, 4, 5, 6, 6] {
        rig.play("j");
        assert_eq!(rig.quote(), Some(expected));
    }
    rig.play("<enter>");
    assert_eq!(rig.app.focus, Pane::Text);
    assert!(rig.screen().contains("quote 7 of 7"));
}

#[test]
fn the_reasons_for_a_speaker_stay_while_quotes_are_walked() {
    let mut rig = rig();
    rig.play("<enter>w");
    assert!(
        rig.screen().contains(" Why Ines Calder ─"),
        "{}",
        rig.screen()
    );
    rig.play("]]]]");
    let title = rig.screen();
    assert!(
        title.contains(" Why Northern Ferries ─") || title.contains(" Why Tomas Reyl ─"),
        "{title}"
    );
    rig.play("<esc>");
    assert!(!rig.screen().contains(" Why "));
    assert_eq!(rig.app.focus, Pane::Text, "the box goes first");
    rig.play("G]w");
    assert!(
        rig.screen().contains(" Why nobody is named ─"),
        "{}",
        rig.screen()
    );
    rig.play("w");
    assert!(!rig.screen().contains(" Why "));
}

#[test]
fn a_filter_restricts_the_list_and_escape_drops_it() {
    let mut rig = rig();
    rig.play("ftitle:ferry<enter>");
    assert_eq!(rig.app.articles.rows().len(), 1);
    assert_eq!(rig.open_article(), ArticleId(2));
    assert!(rig.screen().contains("only: title:ferry"));
    rig.play("<esc>");
    assert_eq!(rig.app.articles.rows().len(), 6);
}

#[test]
fn a_filter_that_is_no_query_says_so_and_stays() {
    let mut rig = rig();
    rig.play("fspeakr:Calder<enter>");
    assert_eq!(rig.app.context(), Context::Filter);
    assert!(
        rig.screen().contains("did you mean speaker"),
        "{}",
        rig.screen()
    );
    rig.play("<esc>");
    assert_eq!(rig.app.articles.rows().len(), 6);
}

#[test]
fn the_read_mark_is_kept_and_counted() {
    let mut rig = rig();
    assert_eq!(rig.app.counts.unwrap().unread, 5);
    rig.play("r");
    assert!(rig.collection[0].read && rig.app.articles.rows()[0].read);
    assert_eq!(rig.app.counts.unwrap().unread, 4);
    rig.play("<enter>r");
    assert!(!rig.collection[0].read);
    assert_eq!(rig.app.counts.unwrap().unread, 5);
}

#[test]
fn the_place_in_an_article_is_kept_while_another_is_read() {
    let mut rig = rig();
    rig.play("jj<enter>]]]]]]]]");
    let before = rig.app.reading.as_ref().unwrap().place;
    rig.play("<esc>jkjk");
    assert_eq!(rig.app.reading.as_ref().unwrap().place, before);
}

#[test]
fn nothing_is_lost_on_resize() {
    let mut rig = rig();
    rig.play("jj<enter>]]]]]]]]]]<ctrl-d>");
    let before = rig.screen();
    for (width, height) in [(60, 16), (300, 100), (40, 10), (10, 3), (80, 24)] {
        rig.resize(width, height).screen();
    }
    assert_eq!(rig.resize(140, 40).screen(), before);
}

#[test]
fn the_mouse_selects_and_scrolls_what_is_under_it() {
    let mut rig = rig();
    rig.click(5, 5);
    assert_eq!(
        (rig.open_article(), rig.app.focus),
        (ArticleId(2), Pane::Articles)
    );
    rig.click(5, 8).click(60, 20);
    assert_eq!(
        (rig.open_article(), rig.app.focus),
        (ArticleId(3), Pane::Text)
    );
    let before = rig.quote();
    for _ in 0..10 {
        rig.mouse(MouseEventKind::ScrollDown, 60, 20);
    }
    assert!(rig.quote() > before);
    rig.mouse(MouseEventKind::ScrollDown, 120, 20);
    assert_eq!(rig.app.focus, Pane::Text);
    rig.click(120, 5);
    assert_eq!(rig.app.focus, Pane::Speakers);
}

#[test]
fn quitting_is_one_key_and_help_is_left_with_escape() {
    let mut rig = rig();
    rig.play("?quit<esc>");
    assert!(!rig.left);
    rig.play("q");
    assert!(rig.left);
}

#[test]
fn a_letter_with_alt_is_escape_and_that_letter_in_the_panes_alone_and_never_quits() {
    for open in ["<ctrl-p>sea", "?", "S", "/sea", "fferry", ":theme", "H"] {
        for letter in ['q', 'r', 'x', 'z'] {
            let mut rig = Rig::new(100, 30, collection());
            rig.play("<enter>").play(open);
            let (context, typed) = (rig.app.context(), rig.screen());
            rig.play(&format!("<alt-{letter}>"));
            let told = format!("Alt-{letter} does nothing here");
            assert!(!rig.left && rig.app.context() == context, "{open} {letter}");
            assert_eq!(rig.told(), told, "{open}\n{typed}");
        }
    }
    // The keys that edit a line in any shell.
    let mut rig = Rig::new(100, 30, collection());
    rig.play("<ctrl-p>sea gives<alt-b><alt-b><alt-d>");
    assert!(rig.screen().contains("› gives"), "{}", rig.screen());
    let mut rig = Rig::new(100, 30, collection());
    rig.play("<enter><alt-j>");
    assert_eq!(rig.app.focus, Pane::Articles);
    rig.play("<alt-q>");
    assert!(!rig.left);
    // A page that nothing is written in is left, the program is not.
    for open in ["D", "U", "m"] {
        rig.play(open).play("<alt-q>");
        assert!(
            !rig.left && rig.app.context() == Context::Articles,
            "{open}"
        );
    }
    rig.play("D<alt-j>");
    assert_eq!(rig.app.context(), Context::Articles);
    assert_eq!(rig.app.articles.selected_index(), 2);
}

#[test]
fn articles_that_say_the_same_are_one_row_until_its_key_unfolds_it() {
    let mut rig = Rig::new(140, 40, with_copies());
    let titles = |rig: &mut Rig| rig.screen();
    let shown = titles(&mut rig);
    assert!(shown.contains("1 of 4") && shown.contains("+2"), "{shown}");
    rig.play("j+");
    let shown = titles(&mut rig);
    assert!(
        shown.contains("↳ Tide tables") && shown.contains("2 of 4"),
        "{shown}"
    );
    rig.play("jj");
    assert_eq!(rig.open_article(), ArticleId(5), "a variant can be read");
    rig.play("+");
    assert_eq!(
        rig.open_article(),
        ArticleId(2),
        "folded, back to the one that stands for it"
    );
    assert!(!titles(&mut rig).contains("↳"));
    rig.play("g+");
    assert!(titles(&mut rig).contains("No other article"));
}

#[test]
fn what_others_import_comes_into_the_list_and_the_selection_stays() {
    let mut rig = rig();
    rig.play("jj");
    let (place, before) = (rig.app.articles.selected_index(), rig.screen());
    let new = Maker::new(
        77,
        "Hot off the press",
        "The Quayside Courier",
        "2023-05-06",
    );
    let new = new.paragraph("The fuel pier burns.").done();
    rig.collection.insert(0, new);
    assert_eq!(rig.screen(), before, "nothing is said yet");
    rig.send(Event::Answer(onrecord::app::Answer::Changed {
        ours: false,
    }));
    let after = rig.screen();
    assert!(
        after.contains("7 articles") && after.contains("Hot off the press"),
        "{after}"
    );
    assert_eq!(rig.open_article(), ArticleId(3));
    assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(3));
    assert_eq!(rig.app.articles.selected_index(), place + 1);
}

#[test]
fn a_list_read_anew_does_not_take_the_selection_back() {
    let mut rig = rig();
    rig.play("jj");
    let asked = onrecord::app::handle(
        &mut rig.app,
        Event::Answer(onrecord::app::Answer::Changed { ours: false }),
    );
    rig.play("jj");
    rig.serve(asked);
    assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(5));
    assert_eq!(rig.open_article(), ArticleId(5));
}

#[test]
fn a_selected_article_that_went_does_not_keep_the_list_old() {
    let mut rig = rig();
    rig.play("jj");
    rig.collection.retain(|a| a.id != ArticleId(3));
    rig.send(Event::Answer(onrecord::app::Answer::Changed {
        ours: false,
    }));
    assert_eq!(rig.app.articles.rows().len(), 5);
    assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(2));
}
