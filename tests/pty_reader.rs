//! The reader in a real terminal: it starts, finds, quits, and leaves the terminal as it was,
//! whatever ends it.

#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::process::Command;
use std::time::{Duration, Instant};

use binary::pty::Terminal;
use binary::{Home, is_hostile};

const CTRL_P: &str = "\u{10}";
const ENTER: &str = "\r";
const ESC: &str = "\u{1b}";

/// Starts the reader on two articles of our own and waits for the first screen.
fn reader(variables: &[(&str, &str)]) -> (Home, Terminal) {
    let home = Home::with_articles();
    let terminal = Terminal::start(&home, &[], (100, 30), variables);
    terminal.shows("Bakers ask");
    (home, terminal)
}

fn signal(terminal: &Terminal, name: &str) {
    let number = terminal.process().to_string();
    let status = Command::new("kill").args(["-s", name, &number]).status();
    assert!(status.unwrap().success());
}

#[test]
fn bare_it_opens_the_sample_collection_and_says_so() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &[], (140, 40), &[]);
    terminal.shows("ample collection");
    terminal.keys("q");
    assert!(terminal.ends().success());
    assert!(!home.store().exists());
}

#[test]
fn it_starts_finds_a_quote_and_quits() {
    let (_home, mut terminal) = reader(&[]);
    terminal.shows("Bread is not a luxury");
    terminal.keys(CTRL_P);
    terminal.keys("islnd ferry");
    terminal.shows("We will not let a single island");
    terminal.keys(ENTER);
    terminal.hides("islnd");
    terminal.shows("Marta Kellaway");
    terminal.shows("The work is to begin in May");
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn escape_leaves_the_finder_where_one_was() {
    let (_home, mut terminal) = reader(&[]);
    terminal.keys(CTRL_P);
    terminal.keys("kellaway");
    terminal.shows("We will not let");
    terminal.keys(ESC);
    // A key that comes with it in one go would be another.
    terminal.hides("› kellaway");
    terminal.shows("Bread is not a luxury");
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn paths_are_imported_before_reading() {
    let home = Home::new();
    home.write("ferry.txt", binary::FERRY);
    let mut terminal = Terminal::start(&home, &["ferry.txt"], (100, 30), &[]);
    terminal.shows("Ferry to be repaired");
    terminal.keys("q");
    assert!(terminal.ends().success());
    assert_eq!(home.articles(), 1);
}

#[test]
fn every_size_is_drawn_and_a_tiny_one_says_so() {
    let (_home, mut terminal) = reader(&[]);
    for (cols, rows) in [(40, 10), (300, 100), (60, 16), (20, 4), (1, 1), (80, 24)] {
        terminal.resize(cols, rows);
        if rows >= 10 {
            terminal.shows("Bakers");
        }
    }
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn the_terminal_is_as_it_was_after_sigterm_sighup_and_sigint() {
    for name in ["TERM", "HUP", "INT"] {
        let (_home, mut terminal) = reader(&[]);
        signal(&terminal, name);
        let status = terminal.ends();
        assert!(
            !terminal.written().contains("panicked"),
            "{name}: {status:?}"
        );
    }
}

#[test]
fn what_a_person_keeps_and_writes_outlives_the_end() {
    let (home, mut terminal) = reader(&[]);
    terminal.keys("*");
    terminal.shows("★");
    terminal.keys(ENTER);
    terminal.keys("v");
    terminal.keys("a");
    terminal.shows("Note on the quote");
    terminal.keys("Ask the bakers");
    terminal.shows("Ask the bakers");
    signal(&terminal, "TERM");
    terminal.ends();
    let mut terminal = Terminal::start(&home, &[], (100, 30), &[]);
    terminal.shows("★");
    terminal.keys(ENTER);
    terminal.keys("v");
    terminal.shows("✎ Ask the bakers");
    // The article was read to its end after that.
    terminal.keys("u");
    terminal.shows("Undone: Marked as read");
    terminal.keys("u");
    terminal.shows("Undone: Wrote a note");
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[cfg(debug_assertions)]
#[test]
fn the_terminal_is_as_it_was_after_a_panic_and_the_message_can_be_read() {
    let home = Home::with_articles();
    let mut terminal = Terminal::start(&home, &[], (100, 30), &[("ONRECORD_TEST_PANIC", "1")]);
    let status = terminal.ends();
    assert!(!status.success());
    terminal.shows("asked for by ONRECORD_TEST_PANIC");
}

/// Keeps the store from being written until it is dropped.
#[cfg(debug_assertions)]
fn locked(home: &Home, then: impl FnOnce()) {
    let mut store = onrecord::store::Store::open_existing(&home.store()).unwrap();
    let batch = store.batch().unwrap();
    then();
    drop(batch);
}

#[cfg(debug_assertions)]
#[test]
fn what_was_done_before_a_panic_is_kept() {
    let home = Home::with_articles();
    let panics = [("ONRECORD_TEST_PANIC", "Starred")];
    let mut terminal = Terminal::start(&home, &[], (100, 30), &panics);
    terminal.shows("Bakers ask");
    locked(&home, || {
        terminal.keys("*");
        terminal.shows("What you did before is kept");
    });
    assert!(!terminal.ends().success());
    home.run(&["articles", "is:starred", "--json"]).code(0);
    let ran = home.run(&["articles", "is:starred"]);
    assert!(ran.out.contains("Bakers"), "{ran:?}");
}

#[test]
fn a_note_that_the_store_does_not_take_is_put_beside_it_on_leaving() {
    let (home, mut terminal) = reader(&[]);
    terminal.keys(ENTER);
    terminal.keys("a");
    terminal.shows("Note on the quote");
    terminal.keys("Ask the bakers");
    terminal.shows("Ask the bakers");
    // The article is imported anew with other words meanwhile.
    home.write(
        "bakers.txt",
        binary::BAKERS.replace("asked for cheaper flour", "said nothing"),
    );
    home.run(&["import", "bakers.txt"]).code(0);
    signal(&terminal, "TERM");
    terminal.ends();
    terminal.shows("A note was not kept in the collection");
    let file = home.store().with_extension("notes-not-kept.txt");
    let kept = std::fs::read_to_string(file).unwrap();
    assert!(
        kept.contains("cheaper flour") && kept.contains("Ask the bakers"),
        "{kept}"
    );
}

#[test]
fn an_article_is_given_to_a_command_written_to_a_file_and_looked_at_in_an_editor() {
    let home = Home::with_articles();
    home.write("editor", "#!/bin/sh\ntest -w \"$2\" && echo writable; echo \"$1:\"; cat \"$2\"; echo \"$2\" >was; read key");
    let editor = [("EDITOR", "sh ./editor --wait"), ("SHELL", "/bin/sh")];
    let mut terminal = Terminal::start(&home, &[], (100, 30), &editor);
    terminal.shows("Bakers ask");
    terminal.keys("|");
    terminal.shows("Give the article");
    terminal.keys("grep -c 'Bread is'; printf 'a\\033]0;owned\\007b'\r");
    terminal.shows("ab");
    terminal.keys("q");
    terminal.keys("x");
    terminal.shows("Write the article");
    terminal.keys("\u{15}bakers.json\r");
    terminal.shows("Written to ");
    let written = std::fs::read_to_string(home.work().join("bakers.json")).unwrap();
    assert!(written.contains("cheaper flour"), "{written}");
    terminal.keys("e");
    terminal.shows("--wait:");
    terminal.shows("Bread is not a luxury");
    terminal.gives_the_screen_back();
    // What is typed there is the editor's.
    terminal.keys("qqq\n");
    terminal.shows("unread");
    let path = std::fs::read_to_string(home.work().join("was")).unwrap();
    assert!(
        !std::path::Path::new(path.trim()).exists(),
        "it is gone again"
    );
    assert!(!terminal.written().contains("writable") || is_root());
    terminal.keys("q");
    assert!(terminal.ends().success());
}

/// What is typed in one go: the file is asked for, its box is closed, and the reader is left.
#[test]
fn a_file_that_was_asked_for_right_before_leaving_is_written() {
    let (home, mut terminal) = reader(&[]);
    let read = |name: &str| std::fs::read_to_string(home.work().join(name)).unwrap();
    terminal.keys("\r]x\u{15}left.md\r\u{3}q");
    assert!(terminal.ends().success());
    let written = read("left.md");
    assert!(written.contains("cheaper flour"), "{written}");
    // What is there already is not written over, and that is told though the screen is gone.
    let mut terminal = Terminal::start(&home, &[], (100, 30), &[]);
    terminal.shows("Bakers ask");
    terminal.keys("\r]x\u{15}left.md\r\u{3}q");
    assert!(terminal.ends().success());
    assert!(terminal.written().contains("left.md is there already"));
    assert_eq!(read("left.md"), written);
}

/// A note lies beside a store that somebody else is writing to, until it is kept.
#[cfg(debug_assertions)]
#[test]
fn a_note_that_waits_for_a_busy_store_is_beside_it_meanwhile() {
    let (home, mut terminal) = reader(&[]);
    terminal.keys("\r]");
    terminal.shows("Bread is not a luxury");
    let beside = home.store().with_extension("notes-not-kept.txt");
    locked(&home, || {
        terminal.keys("aAsk the baker\u{13}q");
        let until = Instant::now() + Duration::from_secs(4);
        let there =
            || std::fs::read_to_string(&beside).is_ok_and(|text| text.contains("Ask the baker"));
        while !there() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(there(), "nothing was put beside it while it was busy");
    });
    assert!(terminal.ends().success());
    assert!(!beside.exists(), "it is kept");
    let quotes = home.run(&["quotes", "--json"]);
    assert!(quotes.out.contains("Ask the baker"), "{quotes:?}");
}

#[cfg(debug_assertions)]
#[test]
fn a_fault_of_the_indexer_is_told_and_reading_goes_on() {
    let (_home, mut terminal) = reader(&[("ONRECORD_TEST_PANIC", "indexer")]);
    terminal.shows("The index of quotes stopped because of a fault");
    terminal.keys(ESC);
    terminal.hides("stopped because of a fault");
    terminal.keys(CTRL_P);
    // As they stand: no slip is forgiven without it.
    terminal.keys("island");
    terminal.shows("We will not let a single island");
    terminal.keys("\u{7}");
    terminal.shows("and there is none");
    // The first of them put away what is told, and close the finder.
    terminal.keys("\u{3}\u{3}\u{3}\u{3}\u{3}");
    assert!(terminal.ends().success());
}

/// Root may write what nobody may.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

#[test]
fn suspended_it_gives_the_terminal_back_and_takes_it_again() {
    let home = Home::with_articles();
    let script = "set -m; $ONRECORD; echo stopped=$?; read -r; fg; echo ended=$?";
    let mut terminal = Terminal::script(&home, script, (100, 30));
    terminal.shows("Bakers ask");
    terminal.keys("\u{1a}");
    terminal.shows("stopped=14"); // by SIGSTOP or SIGTSTP
    terminal.gives_the_screen_back();
    terminal.keys("\n");
    terminal.shows("Bakers ask");
    terminal.keys("q");
    terminal.shows("ended=0");
    assert!(terminal.ends().success());
}

#[test]
fn nothing_hostile_in_an_article_reaches_the_terminal() {
    let home = Home::new();
    let evil = binary::FERRY.replace("ferry", "fer\u{1b}]0;owned\u{7}\u{202e}\u{9b}5m\u{200b}ry");
    home.write("evil.txt", evil);
    let mut terminal = Terminal::start(&home, &["evil.txt"], (100, 30), &[]);
    terminal.shows("without its ferry");
    terminal.keys("q");
    terminal.ends();
    let written = terminal.written();
    assert!(!written.contains("owned"));
    let stray = |c: char| {
        is_hostile(c) && !matches!(c, '\u{1b}' | '\r' | '\u{8}' | '\t' | '\u{f}' | '\u{e}')
    };
    assert_eq!(written.chars().find(|c| stray(*c)), None);
}

/// Woken threads are counted by the system; an idle reader has none.
#[cfg(target_os = "linux")]
#[test]
fn idle_means_no_wake_ups() {
    let (_home, mut terminal) = reader(&[]);
    let wakes = || -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", terminal.process())).unwrap();
        tasks
            .map(|task| std::fs::read_to_string(task.unwrap().path().join("status")).unwrap())
            .flat_map(|status| {
                let lines = status.lines().filter(|l| l.contains("ctxt_switches"));
                lines
                    .filter_map(|l| l.split_whitespace().last()?.parse::<u64>().ok())
                    .collect::<Vec<_>>()
            })
            .sum()
    };
    // The work of the start ends sooner or later; then a second in which nothing happens comes.
    let pause = || std::thread::sleep(Duration::from_secs(1));
    let quiet = (0..10).any(|_| {
        let before = wakes();
        pause();
        wakes() == before
    });
    assert!(quiet, "an idle reader wakes up");
    terminal.keys("q");
    terminal.ends();
}

#[test]
fn files_are_imported_while_one_reads() {
    let (home, mut terminal) = reader(&[]);
    let text =
        "Lighthouse to be painted\n\n2030-01-02\n\n“It is peeling,” said Ruth Amsel, the keeper.\n";
    home.write("light house.txt", text);
    home.write("broken.pdf", "%PDF-1.7 and nothing else");
    terminal.keys("j");
    terminal.keys(":import \"light house.txt\"\r");
    terminal.shows("Imported light house.txt: 1 new");
    terminal.shows("Lighthouse to be");
    terminal.keys(":import broken.pdf\r");
    // What went wrong stays until it is read.
    terminal.shows("1 failed");
    terminal.shows("broken.pdf");
    terminal.keys("j");
    terminal.shows("broken.pdf");
    terminal.keys(ESC);
    terminal.hides("broken.pdf");
    terminal.keys(":q\r");
    assert!(terminal.ends().success());
    assert_eq!(home.articles(), 3);
}

#[test]
fn what_another_window_does_is_shown_without_a_key() {
    let (home, mut terminal) = reader(&[]);
    // A second after the start nothing is looked at any more but what the system tells.
    std::thread::sleep(Duration::from_millis(1500));
    home.write(
        "later.txt",
        "A third article\n\nThe harbour was closed on Friday.\n",
    );
    home.run(&["import", "later.txt"]).code(0);
    terminal.shows("A third article");
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_collection_that_is_taken_away_meanwhile_is_told_at_once() {
    let (home, mut terminal) = reader(&[]);
    // What fails while the index of quotes is made would be told first.
    let index = home.store().with_extension("db.find");
    let start = Instant::now();
    while !index.exists() {
        assert!(start.elapsed().as_secs() < 20, "no index was made");
        std::thread::sleep(Duration::from_millis(20));
    }
    std::fs::remove_file(home.store()).unwrap();
    terminal.shows("is gone: it was moved, deleted or replaced");
    terminal.keys(ESC);
    terminal.hides("is gone");
    terminal.keys("D");
    terminal.shows("is gone: it was moved, deleted or replaced");
    terminal.keys(ESC);
    terminal.hides("is gone");
    terminal.keys(ESC);
    terminal.hides("Most quoted");
    terminal.keys("q");
    terminal.ends();
}

#[test]
fn a_fresh_start_begins_anew_and_is_kept_all_the_same() {
    let (home, mut terminal) = reader(&[]);
    terminal.keys("Ot");
    terminal.shows("by title");
    terminal.keys("q");
    assert!(terminal.ends().success());
    let mut fresh = Terminal::start(&home, &["--fresh"], (100, 30), &[]);
    fresh.shows("Bakers ask");
    fresh.keys("Oq");
    fresh.shows("most quotes");
    fresh.keys("q");
    assert!(fresh.ends().success());
    let mut again = Terminal::start(&home, &[], (100, 30), &[]);
    again.shows("most quotes");
    again.keys("q");
    assert!(again.ends().success());
}

#[test]
fn a_path_is_completed_and_imported_while_reading() {
    let home = Home::with_articles();
    home.write("clips/the ferry.txt", binary::FERRY);
    let mut terminal = Terminal::start(&home, &[], (100, 30), &[]);
    terminal.shows("Bakers ask");
    terminal.keys(":import cli");
    terminal.shows("clips/");
    terminal.keys("\t");
    terminal.shows("the ferry.txt");
    terminal.keys("\t");
    terminal.shows("\"clips/the ferry.txt\"");
    terminal.keys(ENTER);
    terminal.shows("Imported the ferry.txt");
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[cfg(debug_assertions)]
#[test]
fn a_fault_of_an_import_is_told_and_reading_goes_on() {
    let (home, mut terminal) = reader(&[("ONRECORD_TEST_PANIC", "import")]);
    home.write(
        "later.txt",
        "A third article\n\nThe harbour was closed on Friday.\n",
    );
    terminal.keys(":import later.txt\r");
    terminal.shows("A fault in onrecord ended the import");
    terminal.keys(ESC);
    terminal.hides("A fault in onrecord");
    terminal.keys("q");
    assert!(terminal.ends().success());
}

/// Where one was is not kept while somebody else writes; that can be done without.
#[cfg(debug_assertions)]
#[test]
fn leaving_does_not_wait_longer_than_one_wants() {
    let (home, mut terminal) = reader(&[]);
    locked(&home, || {
        terminal.keys("jq");
        // The screen is given back at once; what is to be written waits.
        terminal.gives_the_screen_back();
        signal(&terminal, "INT");
        assert!(terminal.ends().success());
    });
}
