//! The reader in a real terminal from its start: on the sample, and with settings that hold mistakes.

#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use binary::pty::Terminal;
use binary::{FERRY, Home};

const CTRL_P: &str = "\u{10}";
const ESC: &str = "\u{1b}";

#[test]
fn an_import_from_the_sample_opens_ones_own_collection() {
    let home = Home::new();
    home.write("ferry.txt", FERRY);
    home.write("broken.pdf", "%PDF-1.7 and nothing else");
    let mut terminal = Terminal::start(&home, &[], (100, 30), &[]);
    terminal.shows("ample collection");
    terminal.keys(":import ferry.txt broken.pdf\r");
    terminal.shows("This is your own collection now");
    terminal.hides("Sputnik");
    terminal.shows("broken.pdf");
    terminal.keys(ESC);
    terminal.hides("broken.pdf");
    terminal.shows("We will not let a single island");
    // It is kept there, and found by the words.
    terminal.keys("*");
    terminal.shows("★");
    terminal.keys(CTRL_P);
    terminal.keys("islnd ferry");
    terminal.shows("near match");
    terminal.keys(ESC);
    terminal.hides("near match");
    terminal.keys("q");
    assert!(terminal.ends().success());
    assert_eq!(home.articles(), 1);
    assert_eq!(
        home.run(&["articles", "is:starred"])
            .code(0)
            .out
            .lines()
            .count(),
        2
    );
}

#[test]
fn who_leaves_when_an_import_beside_the_sample_has_ended_leaves() {
    let home = Home::new();
    home.write("ferry.txt", FERRY);
    let mut terminal = Terminal::start(&home, &[], (100, 30), &[]);
    terminal.shows("ample collection");
    terminal.keys(":import ferry.txt\r");
    terminal.keys(":quit");
    // The list of commands lies above the panes, so the collection is not opened yet.
    terminal.shows("Imported ferry.txt");
    terminal.keys("\r");
    assert!(terminal.ends().success());
    assert_eq!(home.articles(), 1);
}

#[test]
fn a_mistake_in_the_settings_is_told_and_the_reader_starts() {
    let home = Home::with_articles();
    let toml = "theme = \"papper\"\nmeasure = 66\n[keys]\nquit = \"x\"\nwhy = \"ctlr-w\"\n";
    home.write("../config/onrecord/config.toml", toml);
    let mut terminal = Terminal::start(&home, &[], (100, 30), &[]);
    terminal.shows("Bakers ask");
    terminal.shows("line 1: theme takes");
    terminal.shows("did you mean \"paper\"");
    terminal.shows("line 5: ");
    terminal.shows("Esc puts all 2 away; ! shows them all");
    terminal.keys("j");
    terminal.shows("line 1: theme takes");
    terminal.keys(ESC);
    terminal.hides("line 5: ");
    terminal.keys("!");
    terminal.shows("Messages");
    terminal.shows("line 1: theme takes");
    terminal.keys(ESC);
    terminal.hides("Messages");
    // The rest holds.
    terminal.keys("x");
    assert!(terminal.ends().success());
}
