//! What keeps a collection in order: articles that say the same, languages, reports, looking the
//! store over, copies of it.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::fs;

use binary::{BAKERS, FERRY, Home};
use rusqlite::Connection;
use serde_json::Value;

/// [`FERRY`] in two papers and inside a longer article, [`BAKERS`], and an article in German.
fn papers() -> Home {
    let home = Home::new();
    let more = "The ferry has carried people, goods and cattle between the islands for ninety years. \
        It was built in the yard of the old town, by men whose names are on a plate at the bow. \
        In winter it breaks the ice; in summer it is full of visitors from the mainland.\n";
    home.write("texts/a.txt", FERRY.repeat(2));
    home.write("texts/b.txt", FERRY.repeat(2).to_uppercase());
    home.write(
        "texts/c.txt",
        format!("{}\n{more}", FERRY.repeat(2)).replace("March 3", "March 4"),
    );
    home.write("texts/d.txt", BAKERS);
    home.write(
        "texts/e.txt",
        "„Der Hafen bleibt bis zum Winter geschlossen“, sagte Anna Lehmann, die Hafenmeisterin der \
         alten Stadt, am Montag. Keine Insel soll ohne Fähre bleiben, teilte der Rat mit.\n",
    );
    home
}

#[test]
fn articles_that_say_the_same_are_one_row() {
    let home = papers();
    let ran = home.run(&["import", "texts", "--json"]);
    let report = ran.code(0).json();
    assert_eq!(
        (&report["new"], &report["duplicates"]),
        (&5.into(), &2.into())
    );
    assert_eq!(report["languages"]["de"], 1);
    let rows = home
        .run(&["articles", "--json", "--order", "imported"])
        .json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows.iter().any(|r| r["duplicates"] == 2));
    assert!(rows.iter().any(|r| r["lang"] == "de" && r["quotes"] == 0));
    let all = home.run(&["articles", "--all", "--json"]).json();
    let of: Vec<&Value> = all.as_array().unwrap().iter().collect();
    assert_eq!(of.len(), 5);
    assert_eq!(of.iter().filter(|r| r["duplicate_of"].is_i64()).count(), 2);
    let table = home.run(&["articles"]);
    assert!(table.code(0).out.contains("+2"), "{table:?}");
    home.run(&["articles", "lang:de"]).code(0).clean();
    home.run(&["articles", "lang:german"])
        .code(2)
        .one_line(&["lang", "letters"]);
}

#[test]
fn the_report_has_a_line_for_each_file_and_record() {
    let home = papers();
    home.write("texts/void.txt", "");
    home.run(&["import", "texts", "--report", "r.jsonl"])
        .code(2)
        .clean();
    let lines = |home: &Home| -> Vec<Value> {
        let text = fs::read_to_string(home.work().join("r.jsonl")).unwrap();
        text.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    };
    let first = lines(&home);
    let outcomes =
        |lines: &[Value], outcome: &str| lines.iter().filter(|l| l["outcome"] == outcome).count();
    assert_eq!(
        (outcomes(&first, "new"), outcomes(&first, "failed")),
        (5, 1)
    );
    assert!(first.iter().any(|l| l["likeness"] == "exact"));
    fs::remove_file(home.work().join("texts/d.txt")).unwrap();
    home.run(&["import", "texts", "--report", "r.jsonl", "--prune", "-q"])
        .code(2);
    let second = lines(&home);
    assert_eq!(
        (outcomes(&second, "skipped"), outcomes(&second, "removed")),
        (5, 1)
    );
    let nowhere = home.run(&["import", "texts", "--report", "none/r.jsonl"]);
    nowhere.code(2).one_line(&["none/r.jsonl"]);
}

#[test]
fn the_doctor_finds_and_mends() {
    let home = papers();
    home.run(&["import", "texts"]).code(0);
    let sound = home.run(&["doctor"]);
    assert!(sound.code(0).out.contains("sound"), "{sound:?}");
    let store = Connection::open(home.store()).unwrap();
    store
        .execute_batch("UPDATE total SET articles = 70")
        .unwrap();
    drop(store);
    home.run(&["doctor"]).code(1).clean();
    let found = home.run(&["doctor", "--json"]).code(1).json();
    assert_eq!(found["problems"].as_array().unwrap().len(), 1);
    let mended = home.run(&["doctor", "--repair", "--json"]).code(0).json();
    assert_eq!(
        (&mended["articles"], mended["copy"].is_string()),
        (&5.into(), true)
    );
    home.run(&["doctor"]).code(0).clean();
    let nothing = Home::new();
    nothing.run(&["doctor"]).code(2).clean();
}

#[test]
fn a_copy_can_be_read_and_replaces_nothing() {
    let home = papers();
    home.run(&["backup", "copy.db"]).code(2).clean();
    home.run(&["import", "texts"]).code(0);
    home.run(&["backup", "copy.db"]).code(0).clean();
    let rows = home.run(&["articles", "--all", "--json", "--store", "copy.db"]);
    assert_eq!(rows.code(0).json().as_array().unwrap().len(), 5);
    home.run(&["backup", "copy.db"])
        .code(2)
        .one_line(&["copy.db", "already"]);
}
