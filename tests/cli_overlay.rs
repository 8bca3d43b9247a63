//! Organising on the command line: stars, tags, notes, read marks, undo, saved searches; and that
//! importing leaves them.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::fs;

use binary::{BAKERS, FERRY, Home};
use serde_json::{Value, json};

fn titles(home: &Home, query: &str) -> Vec<String> {
    let ran = home.run(&["articles", "--json", "--", query]);
    let rows = ran.json();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["title"].as_str().unwrap().to_owned())
        .collect()
}

fn number(home: &Home, listing: &str, query: &str) -> String {
    let ran = home.run(&[listing, "--json", query]);
    ran.code(0).json()[0]["id"].to_string()
}

const BREAD: &str = "Bakers ask for cheaper flour";

#[test]
fn a_star_is_put_looked_at_taken_back_and_done_again() {
    let home = Home::with_articles();
    let id = number(&home, "articles", "bread");
    let ran = home.run(&["star", "bread", "--dry-run"]);
    ran.code(0).clean();
    assert!(ran.out.starts_with("would change 1 article\n"), "{ran:?}");
    assert!(ran.out.contains(BREAD), "{ran:?}");
    assert!(titles(&home, "is:starred").is_empty());
    let ran = home.run(&["star", &id]);
    assert_eq!(ran.code(0).out, format!("Starred: {BREAD}\n"));
    assert_eq!(titles(&home, "is:starred"), [BREAD]);
    let ran = home.run(&["star", "bread", "--json"]);
    assert_eq!(ran.code(0).json(), json!({"found": 1, "changed": 0}));
    assert!(
        ran.err.contains("1 of 1 articles were so already"),
        "{ran:?}"
    );
    assert_eq!(
        home.run(&["undo"]).code(0).out,
        format!("Undone: Starred: {BREAD}\n")
    );
    assert!(titles(&home, "is:starred").is_empty());
    home.run(&["undo"]).code(1).one_line(&["nothing to undo"]);
    home.run(&["redo"]).code(0);
    assert_eq!(titles(&home, "is:starred"), [BREAD]);
    home.run(&["unstar", "--all"]).code(0);
    assert!(titles(&home, "is:starred").is_empty());
}

#[test]
fn tags_and_notes_are_listed_exported_and_shown() {
    let home = Home::with_articles();
    home.run(&["tag", "#Flour", "title:flour"]).code(0);
    assert_eq!(titles(&home, "#flour"), [BREAD]);
    assert_eq!(titles(&home, "-#flour").len(), home.articles() - 1);
    let quote = number(&home, "quotes", "luxury");
    home.run(&["tag", "check", &quote, "--quotes"]).code(0);
    home.write("note.txt", "Ask him:\n=who paid? \u{1b}[31m\n");
    let ran = home.shell(&format!("$ONRECORD note - {quote} < note.txt"));
    ran.code(0).clean();
    let ran = home.run(&["quotes", "--json", "has:notes"]);
    let row = &ran.code(0).json()[0];
    assert_eq!(
        (&row["tags"], &row["note"]),
        (&json!(["check"]), &json!("Ask him:\n=who paid?"))
    );
    let ran = home.run(&["quotes", "#check", "--format", "csv"]);
    assert!(
        ran.out.lines().next().unwrap().ends_with(",tags,note,url"),
        "{ran:?}"
    );
    let ran = home.run(&["show", &number(&home, "articles", "#flour")]);
    for part in [
        "tags:      #flour",
        "“Bread is not a luxury”",
        "#check",
        "=who paid?",
    ] {
        assert!(ran.out.contains(part), "{part}: {ran:?}");
    }
    home.run(&["untag", "check", "--all", "--quotes"]).code(0);
    home.run(&["note", "", &quote]).code(0);
    home.run(&["quotes", "#check"]).code(1);
    home.run(&["quotes", "has:notes"]).code(1);
}

#[test]
fn what_was_done_outlives_the_article() {
    let home = Home::new();
    home.write("news/ferry.txt", FERRY);
    home.write("news/bakers.txt", BAKERS);
    home.run(&["import", "news"]).code(0);
    home.run(&["read", "bread"]).code(0);
    home.run(&["note", "why", "luxury"]).code(0);
    // Another text, then moved, then away and back.
    home.write("news/bakers.txt", BAKERS.replace("Wednesday", "Thursday"));
    home.run(&["import", "news", "--prune"]).code(0);
    assert_eq!(titles(&home, "is:read has:notes"), [BREAD]);
    let path = |name: &str| home.work().join(name);
    fs::create_dir(path("news/old")).unwrap();
    fs::rename(path("news/bakers.txt"), path("news/old/bakers.txt")).unwrap();
    home.run(&["import", "news", "--prune"]).code(0);
    assert_eq!(titles(&home, "is:read has:notes"), [BREAD]);
    assert_eq!(home.articles(), 2);
    fs::rename(path("news/old/bakers.txt"), path("bakers.txt")).unwrap();
    home.run(&["import", "news", "--prune"]).code(0);
    assert_eq!(home.articles(), 1);
    home.run(&["doctor"]).code(0);
    home.run(&["import", "bakers.txt"]).code(0);
    assert_eq!(titles(&home, "is:read has:notes"), [BREAD]);
    home.run(&["doctor"]).code(0);
}

#[test]
fn the_history_lists_what_was_done_and_takes_back_one_of_it() {
    let home = Home::with_articles();
    home.run(&["tag", "one", "--all"]).code(0);
    home.run(&["read", "--all"]).code(0);
    let history = || -> Vec<Value> {
        let ran = home.run(&["history", "--json"]);
        ran.code(0).json().as_array().unwrap().clone()
    };
    let first = history()[1]["id"].to_string();
    let ran = home.run(&["undo", &first]);
    assert!(
        ran.code(0)
            .out
            .starts_with("Undid change 1: Tagged with #one: "),
        "{ran:?}"
    );
    assert!(titles(&home, "#one").is_empty());
    assert_eq!(titles(&home, "is:read").len(), home.articles());
    home.run(&["undo"]).code(0);
    assert_eq!(titles(&home, "#one").len(), home.articles());
    assert_eq!(history().len(), 3);
    assert_eq!(history()[0]["state"], "undone");
    home.run(&["undo", "99"])
        .code(2)
        .one_line(&["99", "onrecord history"]);
    let ran = home.run(&["history", "--limit", "1"]);
    assert!(ran.code(0).clean().out.contains("undone"), "{ran:?}");
}

#[test]
fn searches_are_saved_counted_and_taken_away() {
    let home = Home::with_articles();
    home.run(&["searches"]).code(1);
    home.run(&["searches", "add", "bread", "luxury", "-is:read"])
        .code(2);
    home.run(&["searches", "add", "bread", "luxury is:unread"])
        .code(0);
    home.run(&["searches", "add", "week", "after:7d"]).code(0);
    let ran = home.run(&["searches", "--json"]);
    let expected = json!([
        {"name": "bread", "query": "luxury is:unread", "articles": 1, "quotes": 1},
        {"name": "week", "query": "after:7d", "articles": 0, "quotes": 0},
    ]);
    assert_eq!(ran.code(0).json(), expected);
    home.run(&["read", "--all"]).code(0);
    assert_eq!(home.run(&["searches", "--json"]).json()[0]["articles"], 0);
    let ran = home.run(&["searches", "add", "x", "speker:y"]);
    ran.code(2).one_line(&["did you mean speaker:"]);
    home.run(&["searches", "remove", "week"]).code(0);
    home.run(&["searches", "remove", "week"])
        .code(2)
        .one_line(&["no search \"week\""]);
}

#[test]
fn what_cannot_be_done_is_said() {
    let home = Home::new();
    home.run(&["star", "1"])
        .code(2)
        .one_line(&["onrecord import"]);
    let home = Home::with_articles();
    home.run(&["star", "99"])
        .code(2)
        .one_line(&["no article 99", "onrecord articles"]);
    home.run(&["note", "x", "9999"])
        .code(2)
        .one_line(&["no quote 9999", "onrecord quotes"]);
    home.run(&["star", ""]).code(2).one_line(&["--all"]);
    home.run(&["star"]).code(2);
    home.run(&["star", "zeppelin"])
        .code(1)
        .one_line(&["nothing found"]);
    home.run(&["tag", "two words", "bread"]).code(2).clean();
    home.run(&["read", "conf:x"])
        .code(2)
        .one_line(&["as in conf:>0.8"]);
}
