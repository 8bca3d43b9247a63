//! The page of screens shows the pictures that there are, each with a sentence.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn the_page_shows_each_picture_once_and_no_other() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let page = fs::read_to_string(docs.join("screens.md")).unwrap();
    let shown: Vec<&str> = page
        .split("](screens/")
        .skip(1)
        .map(|rest| rest.split_once(')').unwrap().0)
        .collect();
    let there: BTreeSet<String> = fs::read_dir(docs.join("screens"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let named: BTreeSet<String> = shown.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(named, there, "run: cargo run --example capture -- --docs");
    assert_eq!(shown.len(), named.len());
    for section in page.split("\n## ").skip(1) {
        let said = section.lines().nth(2).unwrap_or_default();
        assert!(said.ends_with('.'), "{section}");
    }
    for name in there {
        let picture = fs::read_to_string(docs.join("screens").join(&name)).unwrap();
        assert!(
            picture.starts_with("<svg ") && picture.ends_with("</svg>\n"),
            "{name}"
        );
    }
}
