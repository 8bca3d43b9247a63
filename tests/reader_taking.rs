//! Taking away: marking, copying in a form, writing to a file, giving to a command, the editor and the
//! browser.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::Saved;
use onrecord::app::{Answer, Context, Effect, Event, Overlay, handle};
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use support::made::collection;
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

/// A reader at every size, and one without colour.
fn everywhere(test: impl Fn(&mut Rig)) {
    for (width, height) in SIZES {
        test(&mut Rig::new(width, height, with_address()));
    }
    test(&mut Rig::plain(80, 24, with_address()));
}

fn with_address() -> Vec<onrecord::model::StoredArticle> {
    let mut collection = collection();
    collection[0].article.url = Some("https://courier.example/harbour?id=1".to_owned());
    collection[1].article.url = Some("file:///etc/passwd".to_owned());
    collection
}

fn told(rig: &Rig) -> &str {
    rig.app.message.as_deref().unwrap_or("")
}

fn saved(rig: &mut Rig, generation: u64, saved: Saved) {
    rig.send(Event::Answer(Answer::Saved { generation, saved }));
}

fn ran(rig: &mut Rig, output: &str, ended: &str) {
    let Some(Effect::Run { generation, .. }) = rig.outside.pop() else {
        panic!("nothing runs");
    };
    rig.send(Event::Answer(Answer::Ran {
        generation,
        output: output.to_owned(),
        ended: ended.to_owned(),
    }));
}

#[test]
fn the_quote_or_the_article_is_copied_in_the_form_that_is_chosen() {
    everywhere(|rig| {
        rig.play("<enter>]Y");
        let screen = rig.screen();
        for seen in [
            "Copy the quote as",
            "b   BibTeX",
            "c   CSL-JSON",
            "j   JSON",
            "p   plain",
        ] {
            assert!(screen.contains(seen), "{seen}:\n{screen}");
        }
        rig.play("b");
        assert!(
            rig.copied[0].starts_with("@article{quayside2023harbour,"),
            "{:?}",
            rig.copied
        );
        assert!(rig.copied[0].contains("url = {https://courier.example/harbour?id=1}"));
        assert!(
            told(rig).starts_with("Copied as BibTeX: the ferry berth"),
            "{}",
            told(rig)
        );
        assert_eq!(rig.app.context(), Context::Text);
        rig.play("<esc><esc>Y");
        assert!(
            rig.screen().contains("Copy the article as"),
            "{}",
            rig.screen()
        );
        rig.play("m");
        assert!(
            rig.copied[1].starts_with("## Harbour to reopen"),
            "{:?}",
            rig.copied
        );
        rig.play("Yzq<esc>");
        assert_eq!(
            (rig.copied.len(), rig.left),
            (2, false),
            "other letters do nothing"
        );
        rig.play("<enter>y");
        assert!(rig.copied[2].starts_with('“') || rig.copied[2].contains(" — "));
    });
}

#[test]
fn quotes_and_articles_are_marked_and_their_number_stands_in_the_footer() {
    everywhere(|rig| {
        rig.play("M");
        assert_eq!(told(rig), "Marked, 1 in all");
        assert_eq!(rig.app.articles.selected_index(), 1, "on to the next");
        let screen = rig.screen();
        assert!(
            screen.contains("◆ Harbour") && screen.contains("1 marked"),
            "{screen}"
        );
        rig.play("k<enter>]M");
        assert!(rig.screen().contains("◆█"), "{}", rig.screen());
        rig.play("<tab>jM");
        let screen = rig.screen();
        assert!(
            screen.contains("3 marked") && screen.contains("x write"),
            "{screen}"
        );
        assert!(screen.lines().last().unwrap().contains("3 marked"));
        rig.play("YjkM");
        assert!(rig.copied[0].contains("\"text\""), "{:?}", rig.copied);
        assert!(told(rig).ends_with("in all"));
        rig.play("<ctrl-x>");
        assert!(told(rig).ends_with("no longer marked"), "{}", told(rig));
        assert!(!rig.screen().lines().last().unwrap().contains("marked"));
    });
}

#[test]
fn hits_of_the_finder_are_marked_with_tab_copied_and_written() {
    everywhere(|rig| {
        rig.play("<ctrl-p>wall<tab>");
        let screen = rig.screen();
        assert!(
            screen.contains('◆') && screen.contains("1 marked"),
            "{screen}"
        );
        assert_eq!(rig.app.context(), Context::Finder);
        rig.play("<ctrl-u>ferry<tab><ctrl-y>");
        assert_eq!(
            rig.copied[0].lines().count(),
            2,
            "a line each: {:?}",
            rig.copied
        );
        assert!(
            told(rig).starts_with("Copied 2 marked as "),
            "{}",
            told(rig)
        );
        rig.play("<ctrl-s>");
        assert!(
            rig.screen().contains("Write 2 marked to a file"),
            "{}",
            rig.screen()
        );
        rig.play("<esc>P");
        assert_eq!(rig.app.context(), Context::Finder, "the search is not lost");
        rig.play("<ctrl-x><ctrl-t><ctrl-u>cal<tab>");
        assert!(
            told(rig).contains("Quotes and articles are marked"),
            "{}",
            told(rig)
        );
        assert!(rig.app.marks.is_empty());
    });
}

#[test]
fn rows_for_a_spreadsheet_are_offered_for_quotes_alone() {
    everywhere(|rig| {
        rig.play("x");
        let screen = rig.screen();
        assert!(
            screen.contains(".bib") && !screen.contains(".csv"),
            "{screen}"
        );
        rig.play("<ctrl-u>notes<enter>");
        let screen = rig.screen();
        assert!(
            screen.contains("no ending") && !screen.contains(".csv"),
            "{screen}"
        );
        rig.play("<esc>").play("<enter>]x");
        assert!(rig.screen().contains(".csv "), "{}", rig.screen());
    });
}

#[test]
fn what_is_marked_is_written_to_a_file_and_never_over_another_unasked() {
    everywhere(|rig| {
        rig.play("<enter>]]x");
        assert!(
            rig.screen().contains("Write the quote to a file"),
            "{}",
            rig.screen()
        );
        rig.play("<ctrl-u>notes<enter>");
        assert!(rig.outside.is_empty() && rig.screen().contains(".csl.json"));
        rig.play(".csv<enter>");
        let Some(Effect::Save {
            path, text, over, ..
        }) = rig.outside.pop()
        else {
            panic!("nothing is written");
        };
        assert_eq!((path.as_str(), over), ("notes.csv", false));
        assert!(text.starts_with("id,article,kind,stance,quote"), "{text}");
        assert!(text.contains(",note,url\n"), "{text}");
        saved(rig, 1, Saved::Exists("/n/quotes.md".to_owned()));
        assert!(
            rig.screen().contains("such a file already"),
            "{}",
            rig.screen()
        );
        rig.play("<backspace>v<enter>");
        assert!(
            matches!(rig.outside.pop(), Some(Effect::Save { over: false, .. })),
            "typed anew"
        );
        // An answer to what is no longer typed says nothing, and a key held down asks for nothing more.
        saved(rig, 1, Saved::Exists("/n/quotes.md".to_owned()));
        rig.play("<ctrl-y><enter>");
        assert!(rig.outside.is_empty(), "{:?}", rig.outside);
        saved(rig, 2, Saved::Exists("/n/quotes.md".to_owned()));
        rig.play("<enter><enter>");
        assert!(rig.outside.is_empty(), "{:?}", rig.outside);
        rig.play("<ctrl-y>");
        assert!(matches!(
            rig.outside.pop(),
            Some(Effect::Save { over: true, .. })
        ));
        saved(rig, 3, Saved::Failed("no room".to_owned()));
        assert!(rig.screen().contains("no room"));
        rig.play("<enter>");
        saved(rig, 4, Saved::Written("/n/notes.csv".to_owned()));
        assert_eq!(told(rig), "Written to /n/notes.csv");
        assert_eq!(rig.app.context(), Context::Text);
        rig.play("<esc><esc>x<enter>");
        assert!(
            rig.screen().contains("CSV has quotes only"),
            "{}",
            rig.screen()
        );
    });
}

#[test]
fn a_command_reads_the_article_and_what_it_writes_scrolls() {
    everywhere(|rig| {
        rig.play("<enter>|");
        assert!(
            rig.screen().contains("Give the article to a command"),
            "{}",
            rig.screen()
        );
        rig.play("wc -w<enter>");
        let Some(Effect::Run { command, input, .. }) = rig.outside.last() else {
            panic!("nothing runs");
        };
        assert_eq!(command, "wc -w");
        assert!(input.starts_with("Harbour to reopen") && input.contains("twelve metres"));
        let screen = rig.screen();
        assert!(
            screen.contains("the article | wc -w") && screen.contains("It runs … Esc stops it"),
            "{screen}"
        );
        let long: String = (1..=99).map(|n| format!("line {n}\n")).collect();
        ran(rig, &long, "exit status: 1");
        let screen = rig.screen();
        assert!(
            screen.contains("line 1") && screen.contains("exit status: 1"),
            "{screen}"
        );
        rig.play("<pgdn><pgdn>jjkk").screen();
        assert!(!rig.screen().contains("line 1\u{20}"), "{}", rig.screen());
        rig.play(&"<pgdn>".repeat(20));
        assert!(rig.screen().contains("line 99"), "{}", rig.screen());
        rig.play("q");
        assert!(!rig.left && rig.app.context() == Context::Text);
    });
}

#[test]
fn esc_stops_a_command_and_one_that_fails_in_silence_says_how_it_ended() {
    everywhere(|rig| {
        // Among the speakers it is the quote.
        rig.play("<enter>");
        rig.play("<tab>|");
        assert!(
            rig.screen().contains("Give the quote to a command"),
            "{}",
            rig.screen()
        );
        rig.play("<ctrl-u>sleep 9<enter><esc>");
        assert!(
            matches!(rig.outside.pop(), Some(Effect::StopRun(1))),
            "{:?}",
            rig.outside
        );
        assert_eq!(rig.app.context(), Context::Speakers);
        ran(rig, "too late", "");
        assert!(!rig.screen().contains("too late"));
        rig.play("MM|<ctrl-u>false<enter>");
        assert!(
            rig.screen().contains("2 marked | false"),
            "{}",
            rig.screen()
        );
        ran(rig, "", "exit status: 1");
        assert!(
            rig.screen().contains("It wrote nothing (exit status: 1)."),
            "{}",
            rig.screen()
        );
    });
}

#[test]
fn the_editor_gets_the_text_and_the_browser_only_addresses_of_the_web() {
    everywhere(|rig| {
        rig.play("<enter>e");
        assert!(
            matches!(&rig.outside[..], [Effect::LookIn(text)] if text.contains("A berth too few"))
        );
        rig.play("o");
        let url = "https://courier.example/harbour?id=1".to_owned();
        assert_eq!(rig.outside.pop(), Some(Effect::Browse(url)));
        assert!(told(rig).starts_with("Opening https://courier"));
        rig.play("<esc>jo");
        assert!(told(rig).contains("no address of the web"), "{}", told(rig));
        rig.play("jo");
        assert_eq!(told(rig), "This article has no address");
        assert_eq!(rig.outside.len(), 1);
    });
}

#[test]
fn what_is_no_longer_as_it_was_marked_is_left_out_and_told() {
    let mut rig = Rig::new(80, 24, with_address());
    rig.play("<enter>M]]]M");
    let mut changed = rig.collection[0].clone();
    changed.extraction.quotes.truncate(1);
    let source = onrecord::import::Source {
        location: changed.source.clone(),
        hash: 99,
    };
    rig.play("Y<esc>Yp");
    assert_eq!(rig.copied.len(), 1);
    let mut batch = rig.store.as_mut().unwrap().batch().unwrap();
    batch
        .put(&source, &changed.article, &changed.extraction)
        .unwrap();
    batch.commit().unwrap();
    rig.play("Yp");
    assert!(
        rig.app
            .trouble()
            .unwrap()
            .starts_with("1 marked thing left out")
    );
    assert_eq!(rig.copied[1].lines().count(), 1);
    rig.play("<ctrl-x><esc>]]]]M");
    assert_eq!(rig.app.marks.len(), 1);
    rig.play("|cat<enter>");
    assert_eq!(
        rig.app.context(),
        Context::Text,
        "nothing is left to run it on"
    );
    assert!(rig.outside.is_empty() && rig.app.trouble().is_some());
}

#[test]
fn of_what_was_closed_before_it_began_a_file_is_written_and_a_command_is_not_run() {
    for (keys, done) in [("|rm -r out", 0), ("x<ctrl-u>gone.md", 1)] {
        let mut rig = Rig::new(140, 40, with_address());
        rig.play("<enter>]]").play(keys);
        let enter = KeyEvent::from(KeyCode::Enter);
        let gather = handle(&mut rig.app, Event::Key(enter));
        assert!(matches!(gather.as_slice(), [Effect::Gather { .. }]));
        rig.play("<esc>");
        rig.outside.clear();
        rig.serve(gather);
        assert_eq!(rig.outside.len(), done, "{keys}: {:?}", rig.outside);
    }
}

#[test]
fn a_reader_that_is_left_waits_for_what_is_to_be_copied_or_written() {
    for keys in ["x<ctrl-u>gone.md<enter>", "Yp"] {
        let mut rig = Rig::new(140, 40, with_address());
        rig.play("<enter>]]");
        let (last, first) = match keys {
            "Yp" => (KeyCode::Char('p'), "Y"),
            _ => (KeyCode::Enter, "x<ctrl-u>gone.md"),
        };
        rig.play(first);
        let gather = handle(&mut rig.app, Event::Key(KeyEvent::from(last)));
        assert!(rig.app.is_owed(), "{keys}");
        rig.serve(gather);
        if rig.copied.is_empty() {
            assert!(rig.app.is_owed(), "it is read and not written yet");
            // Its box was closed: what is wrong with it is told all the same.
            rig.play("<esc>");
            saved(&mut rig, 1, Saved::Exists("/n/gone.md".to_owned()));
            let trouble = rig.app.trouble().unwrap().to_owned();
            assert_eq!(trouble, "Not written: /n/gone.md is there already");
        }
        assert!(!rig.app.is_owed(), "{keys}");
    }
}

#[test]
fn the_page_that_lies_under_the_finder_is_there_again_when_its_hits_are_written() {
    let mut rig = Rig::new(140, 40, with_address());
    rig.play("<enter>]]s");
    let page = rig.screen();
    rig.play("<ctrl-p><ctrl-s><enter>");
    saved(&mut rig, 1, Saved::Written("/n/quotes.md".to_owned()));
    assert_eq!(rig.app.context(), Context::Person);
    rig.app.message = None;
    assert_eq!(rig.screen(), page);
}

#[test]
fn more_than_a_terminal_takes_is_not_said_to_be_copied() {
    let mut long = with_address();
    long[0].article.text.push_str(&"It rained. ".repeat(9_000));
    let end = long[0].article.text.len();
    long[0].article.blocks.last_mut().unwrap().span.end = end;
    let mut rig = Rig::new(140, 40, long);
    rig.play("Yp");
    assert!(rig.copied.is_empty(), "{:?}", rig.copied.len());
    let screen = rig.screen();
    assert!(screen.contains("more than terminals take"), "{screen}");
}

#[test]
fn the_first_letter_takes_the_place_of_what_was_typed_the_last_time() {
    let mut rig = Rig::new(80, 24, collection());
    let typed = |rig: &Rig| match &rig.app.overlay {
        Overlay::Line(line) => line.input.value().to_owned(),
        _ => String::new(),
    };
    rig.play("<enter>|wc -l<enter><esc>|");
    assert_eq!(typed(&rig), "wc -l");
    rig.play("cat");
    assert_eq!(typed(&rig), "cat");
    rig.play("<esc>|");
    assert_eq!(typed(&rig), "wc -l", "what was not run is not the last");
    rig.play("<backspace>w");
    assert_eq!(typed(&rig), "wc -w", "what is edited stays");
}
