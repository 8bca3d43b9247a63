//! Commands by their names: the palette, what takes something, importing beside reading, themes.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::{Import, ImportNews, Imported, Progress};
use onrecord::app::screen::palette::Row;
use onrecord::app::{Answer, Context, Effect, Event, Overlay, Pane, Settings};
use onrecord::config::keymap::{Change, Keymap, sequence};
use onrecord::config::theme::{THEMES, Theme};
use onrecord::model::ArticleId;
use ratatui::style::Color;
use support::commands::{names, news, trouble};
use support::made::collection;
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

fn rig() -> Rig {
    Rig::new(140, 40, collection())
}

/// What was begun or stopped.
fn imports(rig: &Rig) -> Vec<Import> {
    let imports = rig.outside.iter().filter_map(|effect| match effect {
        Effect::Import(import) => Some(import.clone()),
        _ => None,
    });
    imports.collect()
}

#[test]
fn at_every_size_a_command_is_looked_for_and_done() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        let name = |what: &str| format!("{width}x{height} {what}");
        insta::assert_snapshot!(name("commands"), rig.play("<enter>:").screen());
        insta::assert_snapshot!(name("commands search"), rig.play("copy").screen());
        assert_eq!(names(&rig)[0], "copy-quote");
        rig.play("<enter>");
        assert_eq!((rig.copied.len(), rig.app.context()), (1, Context::Text));
    }
    let mut rig = Rig::plain(80, 24, collection());
    assert!(rig.play(":copy").screen().contains("copy-quote"));
}

#[test]
fn letters_of_a_name_and_words_of_what_it_does_find_a_command() {
    let mut rig = rig();
    rig.play(":tgst");
    assert_eq!(names(&rig)[0], "toggle-star");
    rig.play("<enter>");
    assert!(rig.app.articles.selected().unwrap().starred);
    rig.play(":as read or unread");
    assert_eq!(names(&rig), ["toggle-read"]);
    rig.play("<ctrl-u>zebra").screen();
    assert!(names(&rig).is_empty());
    rig.play("<enter>");
    assert!(trouble(&rig).contains("No command matches"));
    rig.play("<esc>");
    assert_eq!(rig.app.context(), Context::Articles);
}

#[test]
fn what_cannot_be_done_here_says_why() {
    let mut rig = rig();
    rig.play(":search-text");
    assert_eq!(names(&rig)[0], "search-text");
    rig.play("<enter>");
    assert_eq!(
        (rig.app.context(), rig.app.focus),
        (Context::Search, Pane::Text),
        "it is done where it works"
    );
    rig.play("<esc><esc>:find-again");
    let screen = rig.screen();
    assert!(
        screen.contains("what it found. Not now: Nothing was looked for yet"),
        "{screen}"
    );
    rig.play("<enter>");
    assert!(trouble(&rig).contains("Nothing was looked for yet"));
    rig.play("<ctrl-u>order-title");
    let Overlay::Palette(palette) = &rig.app.overlay else {
        panic!("the palette is open");
    };
    assert_eq!(palette.rows[0].key, "", "t means another thing here");
    // What can be done comes first where nothing is typed.
    rig.play("<ctrl-u>");
    let Overlay::Palette(palette) = &rig.app.overlay else {
        panic!("the palette is open");
    };
    let refused: Vec<bool> = palette.rows.iter().map(Row::is_refused).collect();
    assert!(refused.is_sorted() && !refused[0] && refused[refused.len() - 1]);
}

#[test]
fn up_writes_what_was_given_before_and_down_goes_back() {
    let mut rig = rig();
    rig.play(":theme lamp<enter>:toggle-star<enter>:");
    let typed = |rig: &Rig| match &rig.app.overlay {
        Overlay::Palette(palette) => palette.input.value().to_owned(),
        _ => String::new(),
    };
    for (key, expected) in [
        ("<up>", "toggle-star"),
        ("<up>", "theme lamp"),
        ("<up>", "theme lamp"),
        ("<down>", "toggle-star"),
        ("<alt-up>", "theme lamp"),
        ("<alt-down>", "toggle-star"),
        ("<down>", ""),
    ] {
        rig.play(key);
        assert_eq!(typed(&rig), expected, "{key}");
    }
    rig.play("<down><down>");
    assert!(matches!(&rig.app.overlay, Overlay::Palette(p) if p.selected == 2));
}

#[test]
fn on_a_page_the_palette_lies_above_it() {
    let mut rig = rig();
    rig.play("<enter>s:");
    assert_eq!(rig.app.context(), Context::Palette);
    rig.play("by-art<enter>");
    assert_eq!(rig.app.context(), Context::Person);
    rig.play(":<esc>");
    assert_eq!(rig.app.context(), Context::Person);
}

#[test]
fn tab_writes_a_name_out_and_a_command_takes_what_is_behind_it() {
    let mut rig = rig();
    rig.play(":fil<tab>ferry<enter>");
    assert_eq!(rig.app.articles.filter(), "ferry");
    assert_eq!(rig.app.focus, Pane::Articles);
    rig.play(":filter speker:x<enter>");
    assert!(trouble(&rig).contains("did you mean speaker"));
    rig.play("<esc>:filter <enter>");
    assert_eq!(rig.app.context(), Context::Filter, "alone it asks");
    rig.play("<esc>:find sea wall<enter>");
    assert_eq!(rig.app.context(), Context::Finder);
    let Overlay::Finder(finder) = &rig.app.overlay else {
        panic!("the finder is open");
    };
    assert_eq!(finder.input.value(), "sea wall");
    rig.play("<esc>:q<enter>");
    assert!(rig.left);
}

#[test]
fn themes_are_changed_while_one_reads() {
    let mut rig = rig();
    rig.play(":theme ");
    assert_eq!(names(&rig).len(), THEMES.len());
    rig.play("harb<enter>");
    assert_eq!(rig.app.settings.theme, Theme::named("harbour").unwrap());
    assert!(rig.app.message.as_ref().unwrap().contains("harbour"));
    rig.draw();
    let buffer = rig.terminal.backend().buffer();
    for (at, cell) in buffer.content.iter().enumerate() {
        // What lies under the second half of a wide character is not drawn.
        let hidden = at > 0 && !buffer.content[at - 1].symbol().is_ascii();
        let coloured = matches!((cell.fg, cell.bg), (Color::Rgb(..), Color::Rgb(..)));
        assert!(coloured || hidden, "{cell:?}");
    }
    rig.play(":theme zzz<enter>");
    assert!(trouble(&rig).contains("zzz"), "{}", trouble(&rig));
    rig.play("<esc>:theme terminal<enter>");
    assert_eq!(rig.app.settings.theme, Theme::terminal());
}

#[test]
fn with_plain_characters_nothing_needs_a_font() {
    for (width, height) in SIZES {
        let settings = Settings {
            ascii: true,
            ..Settings::default()
        };
        let mut rig = Rig::with(settings, width, height, collection());
        let screens = [
            "",
            "<enter>]",
            "w",
            "<esc>*",
            "z",
            "z?",
            "<esc>:",
            "<esc>/sea",
            "<esc>S",
            "<enter>",
            "<esc><esc>mb'",
            "<esc>U",
            "<esc>Y",
            "<esc>",
            "<tab>M",
        ];
        for keys in screens {
            let screen = rig.play(keys).screen();
            let shape = |c: char| {
                ('\u{2190}'..='\u{21FF}').contains(&c) || ('\u{2500}'..='\u{26FF}').contains(&c)
            };
            assert!(!screen.contains(shape), "{keys}\n{screen}");
            assert!(
                !screen.contains('…') && !screen.contains(" · "),
                "{keys}\n{screen}"
            );
        }
        rig.play("<esc><esc><esc><esc>");
        insta::assert_snapshot!(
            format!("{width}x{height} ascii"),
            rig.play("<enter>").screen()
        );
    }
}

#[test]
fn an_import_goes_on_beside_reading_and_tells_how_far_it_is() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("jj:import \"my news\" more.jsonl<enter>");
        let paths = ["my news", "more.jsonl"].map(str::to_owned).to_vec();
        assert_eq!(imports(&rig), [Import::Start(paths)]);
        assert_eq!(rig.app.context(), Context::Articles);
        news(
            &mut rig,
            ImportNews::Progress(Progress {
                articles: 1_204,
                done: 34_100_000,
                total: 120_000_000,
                rate: 5_200_000,
            }),
        );
        insta::assert_snapshot!(format!("{width}x{height} importing"), rig.screen());
        // New articles come above; the selected one stays selected.
        rig.send(Event::Answer(Answer::Changed { ours: false }));
        assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(3));
        rig.play(":import later.zip<enter>");
        assert_eq!(imports(&rig).len(), 1, "one at a time");
        let imported = Imported {
            summary: "12 new, 0 changed, 0 unchanged, 0 failed".to_owned(),
            articles: 12,
            ..Imported::default()
        };
        news(&mut rig, ImportNews::Ended(imported));
        assert_eq!(
            imports(&rig)[1],
            Import::Start(vec!["later.zip".to_owned()])
        );
        rig.play("X");
        assert_eq!(imports(&rig)[2], Import::Stop);
        assert!(rig.screen().contains("Stopping the import of later.zip"));
    }
}

#[test]
fn what_an_import_could_not_take_is_told_until_it_is_read() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("X");
    assert!(rig.app.message.as_ref().unwrap().contains("No import"));
    rig.play(":import news<enter>");
    let imported = Imported {
        summary: "1 new, 0 changed, 0 unchanged, 5 failed".to_owned(),
        articles: 1,
        failed: (1..=5)
            .map(|n| format!("news/{n}.pdf holds no text: it may be a scan; run it through OCR"))
            .collect(),
        ..Imported::default()
    };
    news(&mut rig, ImportNews::Ended(imported));
    insta::assert_snapshot!("80x24 import failed", rig.play("j").screen());
    let told = rig.app.trouble().unwrap().to_owned();
    assert!(
        told.contains("news/1.pdf") && told.contains("2 more, which :imports lists"),
        "{told}"
    );
    rig.play("<esc>");
    assert_eq!(rig.app.trouble(), None);
}

#[test]
fn beside_the_sample_an_import_opens_ones_own_collection() {
    let mut rig = rig();
    rig.app.settings.sample = true;
    rig.play(":import a.txt<enter>?");
    let imported = Imported {
        summary: "1 new, 0 changed, 0 unchanged, 0 failed".to_owned(),
        articles: 1,
        ..Imported::default()
    };
    news(&mut rig, ImportNews::Ended(imported));
    assert_ne!(
        rig.outside.last(),
        Some(&Effect::OpenOwn),
        "the help is read"
    );
    rig.play("<esc>");
    assert_eq!(rig.outside.last(), Some(&Effect::OpenOwn));
    // The loop does this with the other collection's threads.
    rig.app.settings.theme = Theme::plain();
    let effects = rig.app.open_own();
    rig.serve(effects);
    let screen = rig.play("j").screen();
    assert!(
        screen.contains("This is your own collection now"),
        "{screen}"
    );
    assert!(!screen.contains("sample"), "{screen}");
    assert!(
        rig.play("I").screen().contains("a.txt"),
        "it is still listed"
    );
    assert_eq!(rig.app.settings.theme, Theme::plain(), "as it was chosen");
    let opened = rig.outside.iter().filter(|e| **e == Effect::OpenOwn);
    assert_eq!(opened.count(), 1);
}

fn with_keys(width: u16, height: u16, changes: &[(&str, &str)]) -> Rig {
    let change = |(action, keys): &(&str, &str)| Change {
        action: (*action).to_owned(),
        context: None,
        keys: vec![sequence(keys).unwrap()],
    };
    let changes: Vec<Change> = changes.iter().map(change).collect();
    let settings = Settings {
        keymap: Keymap::with_changes(&changes).unwrap(),
        ..Settings::default()
    };
    Rig::with(settings, width, height, collection())
}

#[test]
fn after_the_first_key_of_a_sequence_a_box_shows_what_may_come() {
    let changes = [
        ("first", "g g"),
        ("last", "g e"),
        ("why", "g w x"),
        ("people", "g p"),
    ];
    for (width, height) in SIZES {
        let mut rig = with_keys(width, height, &changes);
        rig.play("jjg");
        insta::assert_snapshot!(format!("{width}x{height} keys after g"), rig.screen());
        rig.play("e");
        assert_eq!(rig.open_article(), ArticleId(6));
        rig.play("gg");
        assert_eq!(rig.open_article(), ArticleId(1));
        // A key that means nothing is told, and one that leaves is not.
        rig.play("gj");
        assert_eq!(rig.app.message.as_deref(), Some("g j means nothing here"));
        assert_eq!(rig.open_article(), ArticleId(1));
        rig.play("g<esc>");
        assert_eq!(
            (rig.app.message.as_deref(), rig.app.pending.len()),
            (None, 0)
        );
        rig.play("<enter>]gwx");
        assert!(rig.app.why);
        rig.play("g").click(10, 5);
        assert!(rig.app.pending.is_empty());
    }
    // Where one types they are letters.
    let mut rig = with_keys(80, 24, &changes);
    rig.play("/gg");
    assert!(rig.app.pending.is_empty() && rig.screen().contains("› gg"));
}

#[test]
fn the_tour_asks_for_a_key_and_goes_on_when_it_is_pressed() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        insta::assert_snapshot!(format!("{width}x{height} tour"), rig.play("<f3>").screen());
        let step = |rig: &Rig| rig.app.tour_step().map(|step| step.number);
        // Another key does what it does, and the tour waits.
        rig.play("k");
        assert_eq!(step(&rig), Some(1));
        rig.play("jk");
        for (at, keys) in [
            "<enter>",
            "]",
            "w",
            "s",
            "<esc>",
            "<ctrl-p>",
            "sea<enter>",
            "y",
            "*",
            "u",
            ":",
            "<esc>?",
        ]
        .iter()
        .enumerate()
        {
            assert_eq!(step(&rig), Some(at + 2), "before {keys}");
            let told = rig.app.tour_step().unwrap();
            assert!(!told.says.1.is_empty(), "{told:?}");
            rig.play(keys).screen();
            if *keys == "w" {
                insta::assert_snapshot!(format!("{width}x{height} tour why"), rig.screen());
            }
        }
        assert_eq!((step(&rig), rig.app.context()), (None, Context::Help));
        rig.play("<esc><f3>j<f3>");
        assert_eq!(step(&rig), None);
        assert!(
            rig.app
                .message
                .as_ref()
                .unwrap()
                .contains("begins it again")
        );
    }
}

#[test]
fn the_sample_offers_the_tour() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.app.settings.sample = true;
        assert!(rig.screen().contains("F3: a tour"), "{width}x{height}");
    }
}

#[test]
fn a_step_of_the_tour_that_is_so_already_is_passed() {
    let step = |rig: &Rig| rig.app.tour_step().map(|step| step.number);
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<f3><enter>");
        assert_eq!(step(&rig), Some(1));
        rig.play("<esc>j<enter>w]");
        assert_eq!(step(&rig), Some(5), "why is shown already");
        rig.play("s<esc><ctrl-p>sea<enter>*y");
        assert_eq!(step(&rig), Some(11), "it has a star");
    }
}

#[test]
fn the_help_begins_with_the_keys_of_where_one_is_and_says_how_far_one_is() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        let screen = rig.play("<enter>?").screen();
        assert!(screen.contains("│ Text"), "{screen}");
        assert!(screen.contains("1 to "), "{screen}");
        let screen = rig.play("pane").screen();
        assert!(screen.contains("next pane"), "{screen}");
        assert!(!screen.contains("Move half a page down"), "{screen}");
    }
}

#[test]
fn in_ascii_arrows_are_words() {
    let settings = Settings {
        ascii: true,
        ..Settings::default()
    };
    let mut rig = Rig::with(settings, 80, 24, collection());
    let screen = rig.play("?move up").screen();
    assert!(screen.contains("k  Up"), "{screen}");
}
