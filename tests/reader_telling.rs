//! Commands that take something: paths that are offered, what is told and for how long, and that every
//! action has its name.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::{Import, ImportNews, Imported};
use onrecord::app::{Answer, Context, Effect, Event, Overlay, Settings};
use support::commands::{names, news, trouble};
use support::made::collection;
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

fn rig() -> Rig {
    Rig::new(140, 40, collection())
}

fn typed(rig: &Rig) -> String {
    match &rig.app.overlay {
        Overlay::Palette(palette) => palette.input.value().to_owned(),
        _ => String::new(),
    }
}

/// Answers what was asked last for the path that is typed.
fn list(rig: &mut Rig, begin: &str, paths: &[&str]) {
    let asked = Effect::Paths {
        begin: begin.to_owned(),
    };
    assert_eq!(rig.outside.last(), Some(&asked));
    rig.send(Event::Answer(Answer::Paths {
        begin: begin.to_owned(),
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
    }));
}

#[test]
fn the_path_of_an_import_is_offered_as_one_types() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play(":import ");
        list(&mut rig, "", &["news/", "my clips/", "notes.txt"]);
        assert_eq!(names(&rig), ["import", "news/", "my clips/", "notes.txt"]);
        let name = format!("{width}x{height} import paths");
        insta::assert_snapshot!(name, rig.screen());
        // The first one, where none is chosen.
        rig.play("M<tab>");
        assert_eq!(typed(&rig), "import \"my clips/");
        list(
            &mut rig,
            "my clips/",
            &["my clips/a \"b\".pdf", "my clips/c.pdf"],
        );
        rig.play("<down><enter>");
        assert_eq!(typed(&rig), "import \"my clips/a \\\"b\\\".pdf\" ");
        list(&mut rig, "", &["news/"]);
        rig.play("ne<down><tab>");
        list(&mut rig, "news/", &[]);
        rig.play("<enter>");
        let paths = vec!["my clips/a \"b\".pdf".to_owned(), "news/".to_owned()];
        assert_eq!(
            rig.outside.last(),
            Some(&Effect::Import(Import::Start(paths)))
        );
    }
}

#[test]
fn a_late_list_of_paths_is_dropped_and_the_chosen_row_stays() {
    let mut rig = rig();
    rig.play(":import n");
    list(&mut rig, "n", &["news/", "notes.txt"]);
    rig.play("<down><down>e");
    assert_eq!(names(&rig), ["import", "news/"], "until the new list comes");
    rig.send(Event::Answer(Answer::Paths {
        begin: "n".to_owned(),
        paths: vec!["never.txt".to_owned()],
    }));
    assert_eq!(names(&rig), ["import", "news/"]);
}

#[test]
fn what_a_command_lacks_or_cannot_take_is_told_whole() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play(":import<enter>");
        assert!(trouble(&rig).contains("Write PATH"), "{}", trouble(&rig));
        rig.play("<esc>:theme lampe<enter>");
        assert!(rig.screen().contains("did you mean"), "{}", rig.screen());
        rig.play("<esc>:filter foo:bar<enter>");
        let screen = rig.screen();
        assert!(screen.contains("foo"), "{screen}");
    }
}

#[test]
fn every_action_has_its_row_and_an_order_is_chosen_by_name() {
    let mut rig = rig();
    for info in onrecord::app::action::table() {
        if info.name == "commands" {
            continue;
        }
        rig.play(&format!(":{}", info.name));
        assert!(names(&rig).contains(&info.name), "{}", info.name);
        rig.play("<esc>");
    }
    rig.play(":order-title<enter>");
    assert!(rig.screen().contains("by title"), "{}", rig.screen());
}

#[test]
fn what_has_no_room_is_shown_with_all_the_others() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        for n in 0..9 {
            rig.send(Event::Answer(Answer::NotKept(format!(
                "Fault {n} of the disk"
            ))));
        }
        let screen = rig.play("!").screen();
        assert_eq!(
            (rig.app.trouble(), rig.app.context()),
            (None, Context::Output)
        );
        assert!(screen.contains("Fault 8 of the disk"), "{screen}");
        let screen = rig.play("<pgdn><pgdn>").screen();
        assert!(screen.contains("Fault 0 of the disk"), "{screen}");
    }
}

#[test]
fn troubles_wait_for_one_another_and_are_put_away_on_pages_too() {
    let mut rig = Rig::new(100, 30, collection());
    for text in [
        "The disk is full",
        "The page was not found",
        "The disk is full",
    ] {
        rig.send(Event::Answer(Answer::NotKept(text.to_owned())));
    }
    let screen = rig.play("D").screen();
    assert!(
        screen.contains("The disk is full (2 times)\n")
            && screen.contains("The page was not found\n")
            && screen.contains("Esc puts all 2 away; ! shows them all"),
        "{screen}"
    );
    // All of them at once, and the page stays.
    rig.play("<esc>");
    assert_eq!(
        (rig.app.trouble(), rig.app.context()),
        (None, Context::Collection)
    );
    rig.play("<esc>");
    assert_eq!(rig.app.context(), Context::Articles);
    // A message stands below it, and takes nothing away from it.
    rig.send(Event::Answer(Answer::NotKept(
        "The disk is full".to_owned(),
    )));
    let screen = rig.play("*").screen();
    assert!(screen.contains("The disk is full"), "{screen}");
}

#[test]
fn what_came_of_an_import_stays_until_one_goes_back() {
    let mut rig = rig();
    rig.play(":import news<enter>");
    let imported = Imported {
        summary: "1 new, 0 changed, 0 unchanged, 0 failed".to_owned(),
        articles: 1,
        ..Imported::default()
    };
    news(&mut rig, ImportNews::Ended(imported));
    for keys in ["jj", "<enter>", "z", "zk"] {
        assert!(
            rig.play(keys).screen().contains("Imported news: 1 new"),
            "{keys}"
        );
    }
    assert!(!rig.play("<esc>").screen().contains("Imported news"));
    rig.play(":import \"my news\"<enter>:import b.zip<enter>");
    let left = rig.app.imports.left_undone().unwrap();
    assert!(
        left.ends_with("onrecord import \"my news\" b.zip"),
        "{left}"
    );
}

#[test]
fn a_letter_with_alt_throws_nothing_away_that_was_typed() {
    let mut rig = rig();
    rig.play(":import /home/me<alt-q>");
    assert_eq!((typed(&rig).as_str(), rig.left), ("import /home/me", false));
    rig.play("<esc>fferry<alt-q>");
    assert_eq!((rig.app.context(), rig.left), (Context::Filter, false));
}

#[test]
fn what_was_put_away_can_be_read_again_and_no_key_takes_what_is_typed_with_it() {
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("!");
        assert_eq!(rig.told(), "There is no message that was put away");
        rig.play(":theme");
        for n in 1..=12 {
            rig.send(Event::Answer(Answer::NotKept(format!("Mistake {n} of 12"))));
        }
        rig.play("<esc>");
        assert_eq!((typed(&rig).as_str(), rig.app.trouble()), ("theme", None));
        rig.play("<esc>!");
        let screen = rig.screen();
        assert!(
            screen.contains("Messages") && screen.contains("Mistake 12 of 12"),
            "{screen}"
        );
        assert!(!screen.contains("| "), "{screen}");
        rig.play("<esc>");
        assert_eq!(rig.app.context(), Context::Articles);
    }
}

#[test]
fn a_message_goes_on_on_the_lines_above_and_in_zen_too() {
    for (width, height) in [(60, 16), (80, 24)] {
        for keys in ["V", "<enter>zV", "<enter>]zy"] {
            let mut rig = Rig::new(width, height, collection());
            let screen = rig.play(keys).screen();
            let told = rig.told().to_owned();
            let last = told.split_whitespace().last().unwrap();
            assert!(screen.contains(last), "{keys}: {told}\n{screen}");
        }
    }
}

#[test]
fn where_one_is_already_one_does_not_go_again() {
    let mut rig = Rig::new(100, 30, collection());
    for keys in ["D", "DDDD", "DSDSD"] {
        rig.play(keys);
        let pages = 1 + rig.app.under.len();
        assert!(pages <= 2, "{keys}: {pages}");
        rig.play("<esc>");
        while rig.app.context() != Context::Articles {
            rig.play("<esc>");
        }
    }
    rig.play("DDD<esc>");
    assert_eq!(rig.app.context(), Context::Articles);
}

#[test]
fn the_command_that_takes_something_comes_before_the_list_of_what_it_did() {
    let mut rig = rig();
    rig.play(":impo");
    assert_eq!(names(&rig)[..2], ["import", "imports"]);
    rig.play("<tab>");
    assert_eq!(typed(&rig), "import ");
    rig.play("<ctrl-u>import<enter>");
    assert!(
        rig.screen().contains("Write PATH... behind it"),
        "{}",
        rig.screen()
    );
    rig.play("<ctrl-u>imports /home/me<enter>");
    let screen = rig.screen();
    assert!(
        screen.contains("imports takes nothing behind it; import PATH"),
        "{screen}"
    );
    rig.play("<ctrl-u>dupl");
    assert!(names(&rig).contains(&"toggle-group"), "{:?}", names(&rig));
}

#[test]
fn what_does_not_last_or_is_not_shown_is_said() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("<enter>G<esc>ftide tables<enter><enter><ctrl-o>");
    assert_eq!(rig.open_article().0, 1);
    assert!(
        rig.told().contains("its filter leaves it out"),
        "{}",
        rig.told()
    );
    let settings = Settings {
        sample: true,
        ..Settings::default()
    };
    let mut rig = Rig::with(settings, 80, 24, collection());
    rig.play("<enter>]ahello<ctrl-s>");
    assert!(rig.told().starts_with("Note kept until you quit"));
    for width in [10, 20, 39] {
        let screen = Rig::new(width, 8, collection()).screen();
        let words: Vec<&str> = screen.split_whitespace().collect();
        for word in ["Too", "small", "read", "here.", "40x10"] {
            assert!(words.contains(&word), "{width}: {screen}");
        }
    }
}
