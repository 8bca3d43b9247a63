//! The README says what the program does: its table of keys is the table of actions.
//!
//! `UPDATE_README=1 cargo test --test readme` writes the table anew.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use onrecord::app::action::{CONTEXTS, Context};
use onrecord::config::keymap::Keymap;

const END: &str = "<!-- end of keys -->";

/// A row an action; rows with the same description are one.
fn table() -> String {
    let keymap = Keymap::default();
    let mut rows: Vec<(&str, Vec<String>, String)> = Vec::new();
    for (info, keys) in keymap.rows() {
        let names = keys.iter().map(|key| format!("`{key}`"));
        match rows.iter_mut().find(|(what, ..)| *what == info.description) {
            Some((_, known, _)) => known.extend(names),
            None => rows.push((info.description, names.collect(), places(info.contexts))),
        }
    }
    let mut out = "| key | what it does | where |\n| --- | --- | --- |\n".to_owned();
    for (what, keys, places) in rows {
        writeln!(out, "| {} | {what} | {places} |", keys.join(" ")).unwrap();
    }
    out
}

fn places(contexts: &[Context]) -> String {
    if contexts.len() == CONTEXTS.len() {
        return "everywhere".to_owned();
    }
    let names: Vec<String> = contexts.iter().map(|c| c.title().to_lowercase()).collect();
    names.join(", ")
}

#[test]
fn the_keys_are_those_of_the_action_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("<!-- keys").unwrap();
    let (mark, rest) = rest.split_once("-->\n").unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let table = format!("\n{}\n", table());
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(
            &path,
            format!("{before}<!-- keys{mark}-->\n{table}{END}{after}"),
        )
        .unwrap();
        return;
    }
    assert_eq!(
        written, table,
        "run: UPDATE_README=1 cargo test --test readme"
    );
}

#[test]
fn the_pictures_and_pages_it_points_to_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let there = link.contains("://") || root.join(link).exists();
            assert!(there, "{page} points to {link}");
        }
    }
}
