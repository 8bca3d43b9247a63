//! From a key to its frame in the real binary, in a pseudo-terminal, over 200,000 articles with a
//! million quotes: what `docs/architecture.md` says the reader reaches.
//!
//! `cargo bench --bench terminal [-- ROUNDS]`. The collection is made the first time (some minutes, 2 GB
//! below target/) and copied for each run; `ONRECORD_BENCH_STORE` names another. `ONRECORD_BENCH_BINARY` is the
//! binary where that is not the one that was built, `ONRECORD_BENCH_TRACE` where the reader writes its trace.
//!
//! A key is typed 30 times a second, as one that is held. Its time ends with the read of the last byte
//! of the first frame that shows what the key is for; a frame ends with the end of a synchronized
//! update. Beside it stands what a program that gives back each byte takes: the share of the machine.

#![allow(clippy::print_stdout)] // the table is what it is for

mod data;
#[path = "../made/mod.rs"]
mod made;
mod process;
mod screen;
mod table;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use made::Dice;
use onrecord::store::Store;
use screen::{Import, LIST, Peer, TEXT, Terminal, chosen, pane, typed};
use table::{Goal, Table};
use vt100::Screen;

/// Between two keys that are held, and how much more at most, so that keys and frames fall into no step.
const HELD: Duration = Duration::from_millis(33);
const MORE: usize = 8_000;
/// Starts whose first frame is measured.
const STARTS: usize = 10;
/// Articles that are imported beside reading, and how often.
const IMPORTED: usize = 10_000;
const IMPORTS: u64 = 3;

const CTRL_P: &str = "\u{10}";
const ESC: &str = "\u{1b}";
const ENTER: &str = "\r";
const PAGE_DOWN: &str = "\u{1b}[6~";
const PAGE_UP: &str = "\u{1b}[5~";

fn main() -> anyhow::Result<()> {
    let rounds = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let rounds: usize = rounds.unwrap_or(20);
    let binary = std::env::var_os("ONRECORD_BENCH_BINARY");
    let binary = binary.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_onrecord")), Into::into);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let store = data::copied(&binary, folder.path())?;
    let mut sitting = Sitting {
        queries: data::queries(&store, 40)?,
        next: 0,
        dice: Dice(1),
        times: Table::default(),
        peer: Peer::start(folder.path())?,
    };
    starts(&binary, &store, folder.path())?;

    let mut terminal = Terminal::start(&binary, &store, folder.path())?;
    terminal.shows("Long article", Duration::from_secs(20))?;
    // The index is mapped and read once.
    terminal.quiet(Duration::from_secs(3));
    for _ in 0..rounds {
        sitting.round(&mut terminal, &|| Ok(true))?;
    }
    sitting.print("nothing else goes on");
    process::memory(terminal.child.process_id(), &store);
    terminal.quiet(Duration::from_secs(3));
    process::idle(terminal.child.process_id())?;

    for inside in [false, true] {
        for set in 0..IMPORTS {
            let lines = folder.path().join(format!("set-{inside}-{set}.jsonl"));
            data::to_import(&lines, IMPORTED, set + IMPORTS * u64::from(inside))?;
            let since = Instant::now();
            match inside {
                false => sitting.beside(&mut terminal, (&binary, &lines, &store, folder.path()))?,
                true => sitting.within(&mut terminal, &lines, &store)?,
            }
            let took = since.elapsed().as_secs_f64();
            println!("\nan import of {IMPORTED} articles took {took:.1} s");
            terminal.quiet(Duration::from_secs(3));
        }
        sitting.print(match inside {
            false => "another process imports",
            true => "the reader itself imports",
        });
        process::memory(terminal.child.process_id(), &store);
    }

    terminal.child.kill().context("cannot end the reader")
}

/// From the start of the process to its first frame, and to the article in it.
fn starts(binary: &Path, store: &Path, home: &Path) -> anyhow::Result<()> {
    let mut table = Table::default();
    for _ in 0..STARTS {
        let mut terminal = Terminal::start(binary, store, home)?;
        let article = |screen: &Screen| {
            let text = screen.contents_between(1, TEXT.0, screen::ROWS - 3, TEXT.1);
            text.contains("Long article")
        };
        let [frame, filled] = terminal.since_start([&|_| true, &article])?;
        table.add("first frame", Goal::Start, frame);
        table.add("its list and article", Goal::Start, filled);
        terminal.quiet(Duration::from_millis(300));
        terminal.child.kill()?;
        terminal.child.wait()?;
    }
    table.print("from the start of the process");
    Ok(())
}

/// Somebody who reads.
struct Sitting {
    queries: Vec<String>,
    next: usize,
    dice: Dice,
    times: Table,
    peer: Peer,
}

/// What a key is for: its name, what is to be reached, and whether a screen shows it.
type Test<'a> = (&'static str, Goal, &'a dyn Fn(&Screen) -> bool);

/// Whether there is a reason to go on.
type GoesOn<'a> = &'a dyn Fn() -> anyhow::Result<bool>;

impl Sitting {
    fn print(&mut self, when: &str) {
        std::mem::take(&mut self.times).print(when);
    }

    /// Reads while another process imports.
    fn beside(
        &mut self,
        terminal: &mut Terminal,
        (binary, lines, store, home): (&Path, &Path, &Path, &Path),
    ) -> anyhow::Result<()> {
        let import = RefCell::new(Import::start(binary, lines, store, home)?);
        let goes_on = || import.borrow_mut().goes_on();
        while goes_on()? {
            self.round(terminal, &goes_on)?;
        }
        Ok(())
    }

    /// Reads while the reader itself imports.
    fn within(
        &mut self,
        terminal: &mut Terminal,
        lines: &Path,
        store: &Path,
    ) -> anyhow::Result<()> {
        let reader = Store::open_existing(store)?;
        let all = reader.counts()?.articles + IMPORTED as u64;
        terminal.key(":", [&|s| s.contents().contains("Commands")])?;
        terminal.quiet(HELD);
        let command = format!("import {}{ENTER}", lines.display());
        terminal.key(&command, [&|s| s.contents().contains("Importing")])?;
        let goes_on = || Ok(reader.counts()?.articles < all);
        while goes_on()? {
            self.round(terminal, &goes_on)?;
        }
        Ok(())
    }

    /// Some of everything, beginning and ending in the list.
    fn round(&mut self, terminal: &mut Terminal, goes_on: GoesOn<'_>) -> anyhow::Result<()> {
        let parts = [
            Self::list as fn(&mut Self, &mut Terminal) -> anyhow::Result<()>,
            Self::long_articles,
            Self::finder,
            Self::peer,
        ];
        for part in parts {
            if goes_on()? {
                part(self, terminal)?;
            }
        }
        Ok(())
    }

    /// A key, and a moment after it.
    fn key<const N: usize>(
        &mut self,
        terminal: &mut Terminal,
        key: &str,
        tests: [Test<'_>; N],
    ) -> anyhow::Result<()> {
        let until = Instant::now() + HELD + Duration::from_micros(self.dice.below(MORE) as u64);
        let took = terminal.key(key, tests.map(|(_, _, test)| test))?;
        for ((name, goal, _), took) in tests.into_iter().zip(took) {
            self.times.add(name, goal, took);
        }
        terminal.rest_until(until);
        Ok(())
    }

    /// A key that chooses another article.
    fn choose(
        &mut self,
        terminal: &mut Terminal,
        key: &str,
        names: [&'static str; 2],
    ) -> anyhow::Result<()> {
        let (row, text) = (chosen(terminal.screen()), pane(terminal.screen(), TEXT));
        self.key(
            terminal,
            key,
            [
                (names[0], Goal::Key, &|screen| chosen(screen) != row),
                (names[1], Goal::Key, &|screen| pane(screen, TEXT) != text),
            ],
        )
    }

    fn list(&mut self, terminal: &mut Terminal) -> anyhow::Result<()> {
        const MOVE: [&str; 2] = ["move in the list", "move in the list: its article"];
        const PAGE: [&str; 2] = ["page of the list", "page of the list: its article"];
        const END: [&str; 2] = ["ends of the list", "ends of the list: its article"];
        for (key, times, names) in [
            (PAGE_DOWN, 6, PAGE),
            ("j", 12, MOVE),
            ("k", 6, MOVE),
            ("G", 1, END),
            ("k", 4, MOVE),
            (PAGE_UP, 3, PAGE),
            ("g", 1, END),
        ] {
            for _ in 0..times {
                self.choose(terminal, key, names)?;
            }
        }
        Ok(())
    }

    /// The long articles are the newest. Reads one of them.
    fn long_articles(&mut self, terminal: &mut Terminal) -> anyhow::Result<()> {
        const OPEN: [&str; 2] = ["article of 50 kB: its row", "article of 50 kB: its text"];
        for _ in 0..10 + self.dice.below(data::LONG_ARTICLES - 12) {
            self.choose(terminal, "j", OPEN)?;
        }
        let list = pane(terminal.screen(), LIST);
        let entered = |screen: &Screen| pane(screen, LIST) != list;
        self.key(terminal, ENTER, [("enter its text", Goal::Key, &entered)])?;
        self.text(terminal)
    }

    fn text(&mut self, terminal: &mut Terminal) -> anyhow::Result<()> {
        for (key, times, name) in [
            ("j", 10, "scroll the text"),
            ("k", 4, "scroll the text"),
            (PAGE_DOWN, 6, "page of the text"),
            (PAGE_UP, 3, "page of the text"),
            ("]", 12, "next quote"),
            ("[", 4, "next quote"),
            ("G", 1, "end of the text"),
            ("g", 1, "end of the text"),
        ] {
            if key == "]" {
                // The quote nearest to where one is may be the current one already.
                terminal.key(key, [&|_| true])?;
                terminal.rest_until(Instant::now() + HELD);
            }
            for _ in 0..times {
                let before = pane(terminal.screen(), TEXT);
                let test = |screen: &Screen| pane(screen, TEXT) != before;
                self.key(terminal, key, [(name, Goal::Key, &test)])?;
            }
        }
        let list = pane(terminal.screen(), LIST);
        let left = |screen: &Screen| pane(screen, LIST) != list;
        self.key(terminal, ESC, [("back to the list", Goal::Key, &left)])
    }

    fn peer(&mut self, terminal: &mut Terminal) -> anyhow::Result<()> {
        for _ in 0..20 {
            let took = self.peer.key()?;
            self.times
                .add("beside it: a byte through cat", Goal::None, took);
            terminal.rest_until(Instant::now() + HELD);
        }
        Ok(())
    }

    fn finder(&mut self, terminal: &mut Terminal) -> anyhow::Result<()> {
        let query = self.queries[self.next % self.queries.len()].clone();
        self.next += 1;
        let opened = |screen: &Screen| !typed(screen).is_empty();
        self.key(terminal, CTRL_P, [("open the finder", Goal::Key, &opened)])?;
        for (at, letter) in query.char_indices() {
            let so_far = &query[..at + letter.len_utf8()];
            let frame = |screen: &Screen| typed(screen).trim_end().contains(so_far.trim_end());
            let rows = |screen: &Screen| frame(screen) && !typed(screen).contains('…');
            let tests: [Test<'_>; 2] = [
                ("letter in the finder", Goal::Letter, &frame),
                ("what is found for the letter", Goal::Rows, &rows),
            ];
            // A blank alone changes nothing that is seen.
            match letter {
                ' ' => {
                    terminal.key(" ", [])?;
                    terminal.rest_until(Instant::now() + HELD);
                }
                _ => self.key(terminal, &letter.to_string(), tests)?,
            }
        }
        let closed = |screen: &Screen| typed(screen).is_empty();
        self.key(terminal, ESC, [("close the finder", Goal::Key, &closed)])
    }
}
