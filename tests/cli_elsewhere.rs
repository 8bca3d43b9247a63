//! Quotes that were computed elsewhere, by `extract --jsonl`, come in as they are.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use binary::{BAKERS, FERRY, Home};
use serde_json::{Value, json};

fn records(lines: &str) -> Vec<Value> {
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

#[test]
fn quotes_from_elsewhere_are_not_computed_again() {
    let home = Home::new();
    // Characters that are cleaned away move every position behind them.
    let ferry = FERRY.replace("the harbour master", "the\u{a0}\u{200b}harbour  master");
    let input = lines(&[
        json!({"id": "f", "text": ferry}),
        json!({"id": "b", "text": BAKERS}),
    ]);
    let extracted = home.run_with_input(&["extract", "--jsonl"], input.as_bytes());
    let mut extracted = records(&extracted.code(0).out);
    // Another engine may find what ours would not.
    extracted[1]["quotes"][0]["speaker"]["name"] = json!("Tomas A. Ruhl");
    extracted[1]["quotes"][0]["confidence"] = json!(0.5);
    home.write("there.jsonl", lines(&extracted));
    home.run(&["import", "there.jsonl"]).code(0);
    let quotes = home.run(&["quotes", "--json"]).json();
    let of = |name: &str| {
        let quotes = quotes.as_array().unwrap();
        quotes
            .iter()
            .find(|quote| quote["speaker"] == name)
            .cloned()
    };
    let kellaway = of("Marta Kellaway").unwrap_or_else(|| panic!("{quotes}"));
    assert!(
        kellaway["text"]
            .as_str()
            .unwrap()
            .starts_with("We will not let"),
        "{kellaway}"
    );
    assert!(of("Tomas A. Ruhl").is_some(), "{quotes}");
}

#[test]
fn quotes_of_a_text_that_was_changed_are_found_anew() {
    let home = Home::new();
    let input = lines(&[json!({"id": "f", "text": FERRY})]);
    let extracted = home.run_with_input(&["extract", "--jsonl"], input.as_bytes());
    let mut changed = records(&extracted.code(0).out);
    let text = FERRY.replace("The ferry between", "The old and rusty ferry between");
    changed[0]["text"] = json!(text);
    changed[0]["quotes"][0]["confidence"] = json!(0.123);
    home.write("changed.jsonl", lines(&changed));
    let ran = home.run(&["import", "changed.jsonl"]);
    ran.code(0)
        .one_line(&["changed.jsonl#f", "left out", "anew"]);
    let quotes = home.run(&["quotes", "--json"]).json();
    assert!(
        quotes[0]["text"]
            .as_str()
            .unwrap()
            .starts_with("We will not let"),
        "{quotes}"
    );
    assert_ne!(quotes[0]["confidence"], json!(0.123));
}

#[test]
fn quotes_that_do_not_fit_and_lines_without_text_say_so() {
    let home = Home::new();
    let input = lines(&[json!({"id": "f", "text": FERRY}), json!({"id": "x"})]);
    let whole = home.run_with_input(&["extract", "--jsonl"], input.as_bytes());
    let mut changed = records(&whole.code(2).out);
    changed[0]["text"] = json!("The ferry was late.");
    home.write("changed.jsonl", lines(&changed));
    let bare = home.run_with_input(&["extract", "--jsonl", "--no-text"], input.as_bytes());
    home.write("bare.jsonl", &bare.out);
    let list = json!({"id": "l", "text": FERRY, "quotes": ["To be, or not to be"]});
    home.write("other.jsonl", lines(&[list]));
    let ran = home.run(&[
        "import",
        "changed.jsonl",
        "bare.jsonl",
        "other.jsonl",
        "--json",
    ]);
    let report = ran.code(2).json();
    // The text that was changed comes in without the quotes that lie outside of it.
    assert_eq!(report["new"], 2);
    let note = report["notes"][0].as_str().unwrap();
    assert!(
        note.contains("changed.jsonl#f") && note.contains("looked for anew"),
        "{note}"
    );
    let failed: Vec<&str> = report["failed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|failed| failed["message"].as_str().unwrap())
        .collect();
    assert_eq!(failed.len(), 3, "{failed:?}");
    assert!(
        failed[0].contains("where its quotes were looked for"),
        "{failed:?}"
    );
    let told = |f: &&&str| f.contains("without --no-text");
    assert_eq!(failed.iter().filter(told).count(), 1, "{failed:?}");
}

#[test]
fn a_quote_outside_of_its_text_is_left_out_and_the_others_are_kept() {
    let home = Home::new();
    let input = lines(&[json!({"id": "f", "text": FERRY})]);
    let whole = home.run_with_input(&["extract", "--jsonl"], input.as_bytes());
    let mut given = records(&whole.code(0).out);
    let quotes = given[0]["quotes"].as_array_mut().unwrap();
    let count = quotes.len();
    let mut far = quotes[0].clone();
    far["content"] = json!([[90_000, 90_010]]);
    quotes.push(far);
    home.write("given.jsonl", lines(&given));
    let report = home
        .run(&["import", "given.jsonl", "--json"])
        .code(0)
        .json();
    assert_eq!((&report["new"], &report["failed"]), (&json!(1), &json!([])));
    let note = report["notes"][0].as_str().unwrap();
    assert!(note.contains("1 quote that came with it"), "{note}");
    let kept = home.run(&["quotes", "--json"]).code(0).json();
    assert_eq!(kept.as_array().unwrap().len(), count);
}
