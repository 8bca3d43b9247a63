//! The walls of the house: which room may know what, read from the sources themselves.
//!
//! The table is the "must not know" column of `docs/architecture.md`. Code under `#[cfg(test)]` and
//! files called `tests` are not held to it: a test may look over a wall.

#![allow(missing_docs, clippy::unwrap_used)]

#[path = "walls/paths.rs"]
mod paths;

use std::fs;
use std::path::{Path, PathBuf};

use paths::paths;

const TERMINAL: &[&str] = &[
    "ratatui",
    "crossterm",
    "crate::ui",
    "crate::app",
    "crate::runtime",
];
const STORE: &[&str] = &["rusqlite", "rusqlite_migration", "crate::store"];
const SQL: &[&str] = &["rusqlite", "rusqlite_migration"];
const DISK: &[&str] = &["std::fs", "std::net", "std::process", "std::env", "walkdir"];
const THREADS: &[&str] = &["std::thread", "crossbeam_channel"];
/// The network, which nobody enters but `fetch`; and `fetch`, which only the commands may send for
/// something.
const NETWORK: &[&str] = &["ureq", "std::net"];
const FETCH: &[&str] = &["crate::fetch"];
const CLOCK: &[&str] = &["std::time::Instant", "std::time::SystemTime"];
const COMMANDS: &[&str] = &["clap", "crate::cli"];
/// The parts of ratatui that are a terminal rather than a picture of one.
const SCREEN: &[&str] = &[
    "crossterm",
    "ratatui::crossterm::terminal",
    "ratatui::crossterm::execute",
    "ratatui::Terminal",
    "ratatui::DefaultTerminal",
    "ratatui::backend",
    "ratatui::init",
    "ratatui::restore",
    "ratatui::run",
    "ratatui::prelude",
];

/// Each room with what it must not know.
const WALLS: &[(&str, &[&[&str]])] = &[
    (
        "main.rs",
        // The arguments and the exit code are its own business.
        &[
            TERMINAL,
            STORE,
            THREADS,
            &["std::fs", "std::net", "walkdir", "clap", "crate::import"],
        ],
    ),
    (
        "model",
        &[
            TERMINAL,
            STORE,
            DISK,
            THREADS,
            CLOCK,
            COMMANDS,
            &["std::io"],
        ],
    ),
    ("text", &[TERMINAL, STORE, DISK, THREADS, COMMANDS]),
    ("import", &[TERMINAL, STORE, COMMANDS]),
    (
        "fetch",
        &[
            TERMINAL,
            STORE,
            COMMANDS,
            &["std::fs", "crate::import", "crate::extract"],
        ],
    ),
    (
        "extract",
        &[
            TERMINAL,
            STORE,
            DISK,
            THREADS,
            CLOCK,
            COMMANDS,
            &["std::io", "crate::import"],
        ],
    ),
    (
        "fault.rs",
        &[TERMINAL, STORE, DISK, THREADS, CLOCK, COMMANDS],
    ),
    ("store", &[TERMINAL, COMMANDS]),
    ("query", &[TERMINAL, STORE, DISK, THREADS, COMMANDS]),
    // It has one file of its own, which it maps into memory.
    (
        "find",
        &[
            TERMINAL,
            STORE,
            COMMANDS,
            &[
                "std::net",
                "std::process",
                "std::env",
                "walkdir",
                "std::thread",
            ],
        ],
    ),
    ("export", &[TERMINAL, SQL, COMMANDS]),
    (
        "config",
        &[SQL, &["crate::store", "crate::ui", "crate::runtime"]],
    ),
    (
        "app",
        &[
            STORE,
            DISK,
            THREADS,
            CLOCK,
            SCREEN,
            COMMANDS,
            &["crate::ui", "crate::runtime"],
        ],
    ),
    (
        "ui",
        &[
            STORE,
            DISK,
            THREADS,
            CLOCK,
            SCREEN,
            COMMANDS,
            &["crate::runtime"],
        ],
    ),
    ("runtime", &[SQL, COMMANDS]),
    (
        "cli",
        &[SQL, &["ratatui", "crossterm", "crate::ui", "crate::app"]],
    ),
];

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 60;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below `at`, in order.
fn sources(at: &Path) -> Vec<PathBuf> {
    if at.is_file() {
        return vec![at.to_owned()];
    }
    let Ok(entries) = fs::read_dir(at) else {
        return Vec::new();
    };
    let mut entries: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    entries.sort();
    // A package of its own keeps what it builds below it.
    let nested = entries
        .iter()
        .filter(|p| p.is_dir() && !p.ends_with("target"));
    let mut found: Vec<PathBuf> = nested.flat_map(|p| sources(p)).collect();
    found.extend(
        entries
            .into_iter()
            .filter(|p| p.extension().is_some_and(|e| e == "rs")),
    );
    found
}

/// Everything of ours that is Rust.
fn all_sources() -> Vec<PathBuf> {
    ["src", "tests", "benches", "examples", "fuzz/fuzz_targets"]
        .iter()
        .flat_map(|dir| sources(&root().join(dir)))
        .collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

fn is_test(path: &Path) -> bool {
    path.iter()
        .any(|part| part == "tests" || part == "tests.rs")
}

/// The modules that a file stands for: `src/find/judge.rs` is `find`, `judge`.
fn module(path: &Path) -> Vec<String> {
    let inner = path
        .strip_prefix(root().join("src"))
        .unwrap()
        .with_extension("");
    inner
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .filter(|part| !["mod", "lib", "main"].contains(&part.as_str()))
        .collect()
}

fn knows(path: &str, forbidden: &str) -> bool {
    path.strip_prefix(forbidden)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn check(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn no_room_knows_what_it_must_not() {
    let mut problems = Vec::new();
    for (room, forbidden) in WALLS {
        let files = sources(&root().join("src").join(room));
        assert!(!files.is_empty(), "there is no room {room}");
        for file in files.iter().filter(|file| !is_test(file)) {
            let source = fs::read_to_string(file).unwrap();
            for (line, path) in paths(&source, &module(file)) {
                if forbidden.iter().copied().flatten().any(|f| knows(&path, f)) {
                    problems.push(format!("{}:{line}: {path} is over the wall", shown(file)));
                }
            }
        }
    }
    check(&problems);
}

#[test]
fn only_one_room_knows_the_network() {
    let mut problems = Vec::new();
    for (room, _) in WALLS.iter().filter(|(room, _)| *room != "fetch") {
        let files = sources(&root().join("src").join(room));
        for file in files.iter().filter(|file| !is_test(file)) {
            let source = fs::read_to_string(file).unwrap();
            let sends = *room == "cli";
            let over = |path: &str| {
                NETWORK.iter().any(|f| knows(path, f))
                    || (!sends && FETCH.iter().any(|f| knows(path, f)))
            };
            for (line, path) in paths(&source, &module(file)) {
                if over(&path) {
                    problems.push(format!("{}:{line}: {path} is the network", shown(file)));
                }
            }
        }
    }
    check(&problems);
}

#[test]
fn one_file_has_unsafe_code() {
    let sources = sources(&root().join("src"));
    let allowing = sources.iter().filter(|path| {
        let text = fs::read_to_string(path).unwrap();
        text.contains("allow(unsafe_code)") || text.contains("unsafe {")
    });
    let allowing: Vec<String> = allowing.map(|path| shown(path)).collect();
    assert_eq!(allowing, ["src/find/map.rs"]);
}

#[test]
fn every_room_is_in_the_table() {
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let known = name == "lib.rs" || WALLS.iter().any(|(room, _)| *room == name);
        assert!(known, "src/{name} has no line in the table of walls");
    }
}

#[test]
fn files_are_short_and_say_what_they_own() {
    let mut problems = Vec::new();
    for file in all_sources() {
        let source = fs::read_to_string(&file).unwrap();
        let lines = source.lines().count();
        if lines > LONGEST_FILE {
            problems.push(format!("{}: {lines} lines", shown(&file)));
        }
        if !source.starts_with("//! ") {
            problems.push(format!("{}: no head that says what it owns", shown(&file)));
        }
    }
    check(&problems);
}

/// Reads the indentation that the formatter gives.
#[test]
fn functions_are_short() {
    let mut problems = Vec::new();
    for file in all_sources() {
        let source = fs::read_to_string(&file).unwrap();
        let mut open: Option<(usize, &str)> = None;
        for (number, line) in source.lines().enumerate() {
            let indent = &line[..line.len() - line.trim_start().len()];
            match open {
                Some((start, outer)) if indent == outer && line.trim() == "}" => {
                    if number - start + 1 > LONGEST_FUNCTION {
                        problems.push(format!(
                            "{}:{}: a function of {} lines",
                            shown(&file),
                            start + 1,
                            number - start + 1
                        ));
                    }
                    open = None;
                }
                None if is_function(line) => open = Some((number, indent)),
                _ => {}
            }
        }
    }
    check(&problems);
}

fn is_function(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let modifier = |w: &&str| w.starts_with("pub") || ["const", "in", "extern"].contains(w);
    words.find(|w| !modifier(w)) == Some("fn") && !line.ends_with(['}', ';'])
}
