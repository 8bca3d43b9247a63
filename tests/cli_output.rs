//! What the commands print, and what they never print.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::process::Stdio;

use binary::{FERRY, Home};
use serde_json::{Value, json};

/// Escape sequences, title setting, C1 controls, bidi overrides, zero-width characters, backspaces.
const HOSTILE: &str =
    "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\u{2066}\u{200b}\u{8}\u{feff}\r";

fn poisoned(text: &str) -> String {
    text.replace("ferry", &format!("fer{HOSTILE}ry"))
        .replace("Marta", &format!("Mar{HOSTILE}ta"))
}

#[test]
fn each_listing_shows_what_was_imported() {
    let home = Home::with_articles();
    let ran = home.run(&["articles"]);
    ran.code(0).clean();
    assert!(ran.out.contains("Bakers ask for cheaper flour"), "{ran:?}");
    let ran = home.run(&["quotes", "--json"]);
    let quotes = ran.code(0).json();
    let speakers: Vec<&str> = quotes
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|q| q["speaker"].as_str())
        .collect();
    assert!(speakers.contains(&"Marta Kellaway"), "{quotes}");
    let ran = home.run(&["speakers"]);
    ran.code(0).clean();
    assert!(ran.out.contains("Tomas Ruhl"), "{ran:?}");
}

#[test]
fn find_prints_the_best_first_and_says_when_there_is_nothing() {
    let home = Home::with_articles();
    let ran = home.run(&["find", "luxury", "bread"]);
    ran.code(0).clean();
    assert!(ran.out.contains("Bread is not a luxury"), "{ran:?}");
    let ran = home.run(&["find", "ruhl luxry", "--json"]);
    assert!(ran.code(0).out.contains("Tomas Ruhl"), "{ran:?}");
    home.run(&["find", "zeppelin"]).code(1);
    home.run(&["find", "after:banana bread"])
        .code(2)
        .one_line(&["after"]);
    home.run(&["find", "speker:ruhl"])
        .code(2)
        .one_line(&["speaker"]);
    home.run(&["find", "--", "bread", "-luxury"]).clean();
    home.run(&["quotes", "zeppelin"]).code(1);
}

#[test]
fn find_prints_quotes_with_the_same_words_once_where_that_is_asked() {
    let home = Home::with_articles();
    let again = FERRY
        .replace(
            "Ferry to be repaired",
            "What was said: ferry to be repaired",
        )
        .replace(
            "The work is to begin in May",
            "Nobody expects the work before June",
        );
    home.write("again.txt", &again);
    home.run(&["import", "again.txt"]).code(0);
    let asked = ["find", "single island without its ferry"];
    let each = home.run(&asked);
    assert_eq!(
        each.code(0).out.matches("We will not let").count(),
        2,
        "{each:?}"
    );
    let once = home.run(&[asked[0], asked[1], "--group"]);
    let lines: Vec<&str> = once.code(0).out.lines().collect();
    let of: Vec<&&str> = lines
        .iter()
        .filter(|l| l.contains("We will not let"))
        .collect();
    assert_eq!(of.len(), 1, "{once:?}");
    assert!(of[0].contains("(in 2 articles)"), "{once:?}");
    // More are looked at than are printed, and where there are still more it is said.
    for n in 0..9 {
        home.write(
            &format!("again{n}.txt"),
            again.replace("before June", &format!("before the {n}th of June")),
        );
        home.run(&["import", &format!("again{n}.txt")]).code(0);
    }
    let group = |limit: &str| {
        let ran = home.run(&[asked[0], asked[1], "--group", "--limit", limit]);
        let mut lines = ran.code(0).out.lines();
        let line = lines.find(|line| line.contains("We will not let"));
        (line.unwrap().to_owned(), ran.err.clone())
    };
    let (line, err) = group("3");
    assert!(line.contains("(in 11 articles)"), "{line}");
    assert!(!err.contains(" more"), "{err}");
    let (line, err) = group("1");
    assert!(line.contains("(in 4 or more articles)"), "{line}");
    assert!(err.contains("7 more"), "{err}");
    let json = home.run(&[asked[0], asked[1], "--json"]).json();
    assert!(json["hits"].as_array().unwrap().len() >= 2, "{json}");
    home.run(&[asked[0], asked[1], "--group", "--json"]).code(2);
}

#[test]
fn find_looks_among_people_titles_and_texts() {
    let home = Home::with_articles();
    let ran = home.run(&["find", "--in", "people", "rhul", "--json"]);
    let answer: Value = serde_json::from_str(&ran.code(0).out).unwrap();
    assert_eq!(answer["hits"][0]["name"], "Tomas Ruhl");
    assert_eq!(answer["hits"][0]["kind"], "person");
    let titles = home.run(&["find", "--in", "titles", "--json", "speaker:ruhl"]);
    let titles: Value = serde_json::from_str(&titles.code(0).out).unwrap();
    let ran = home.run(&["find", "--in", "texts", "--json", "luxury", "bread"]);
    let texts: Value = serde_json::from_str(&ran.code(0).out).unwrap();
    let hit = &texts["hits"][0];
    assert!(
        hit["text"]
            .as_str()
            .unwrap()
            .contains("Bread is not a luxury")
    );
    assert_eq!(hit["article"], titles["hits"][0]["article"]);
    for list in ["people", "titles", "texts"] {
        home.run(&["find", "--in", list, "zeppelin"])
            .code(1)
            .clean();
        let ran = home.run(&["find", "--in", list, ""]);
        ran.code(0).clean();
        assert!(ran.out.lines().count() > 1, "{ran:?}");
    }
}

#[test]
fn find_answers_a_batch_line_by_line() {
    let home = Home::with_articles();
    home.write("queries", "bread luxury\nzeppelin\n");
    let ran = home.run(&["find", "--batch", "queries", "--jsonl", "--timing"]);
    let answers: Vec<Value> = ran
        .out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0]["query"], "bread luxury");
    assert_eq!(answers[0]["total"], 1);
    assert_eq!(
        answers[0]["hits"][0]["text"]
            .as_str()
            .unwrap()
            .trim_end_matches(','),
        "Bread is not a luxury"
    );
    assert!(answers[0]["ms"].is_number());
    assert_eq!(answers[1]["total"], 0);
}

#[test]
fn nothing_hostile_in_an_article_is_printed() {
    let home = Home::new();
    home.write("evil.txt", poisoned(FERRY));
    home.write(
        "evil.html",
        format!("<title>T{HOSTILE}itle</title><p>{}</p>", poisoned(FERRY)),
    );
    let record = json!({"id": format!("a{HOSTILE}"), "text": poisoned(FERRY),
        "title": format!("A{HOSTILE} title"), "publisher": format!("The {HOSTILE}Post"),
        "url": format!("http://example.org/{HOSTILE}")});
    home.write("evil.jsonl", record.to_string());
    home.run(&["import", "evil.txt", "evil.html", "evil.jsonl"])
        .clean();
    // Those that say the same are folded.
    let all = home.run(&["articles", "--all", "--json"]).json();
    assert!(all.as_array().unwrap().len() >= 2);
    for args in [
        ["articles"].as_slice(),
        &["quotes"],
        &["quotes", "--format", "csv"],
        &["quotes", "--format", "markdown"],
        &["speakers"],
        &["find", "ferry"],
        &["articles", "--json"],
        &["quotes", "--json"],
        &["find", "ferry", "--json"],
        &["extract", "--json", "evil.txt"],
        &["extract", "--json", "evil.html"],
    ] {
        home.run(args).clean();
    }
}

#[test]
fn nothing_hostile_in_a_name_or_an_argument_is_printed() {
    let home = Home::with_articles();
    let gone = format!("gone{HOSTILE}.txt");
    home.run(&["import", &gone]).code(2).clean();
    home.run(&["articles", "--store", &gone]).code(2).clean();
    home.run(&["quotes", &format!("speker:{HOSTILE}")]).clean();
    home.run(&["find", &format!("zeppelin{HOSTILE}")]).clean();
    home.run(&[&format!("--{HOSTILE}")]).code(2).clean();
}

#[test]
fn extract_keeps_order_and_keys_and_answers_for_broken_lines() {
    let home = Home::new();
    let input = [
        json!({"id": "a", "text": FERRY, "mine": [1, {"b": null}]}).to_string(),
        "{broken".to_owned(),
        json!({"id": 3, "text": "Nobody said anything."}).to_string(),
        json!({"id": "d"}).to_string(),
    ]
    .join("\n");
    let ran = home.run_with_input(&["extract", "--jsonl"], input.as_bytes());
    let out: Vec<Value> = ran
        .out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(out.len(), 4, "{ran:?}");
    assert_eq!(
        (&out[0]["id"], &out[0]["mine"]),
        (&json!("a"), &json!([1, {"b": null}]))
    );
    assert_eq!(out[0]["text"], FERRY);
    assert!(out[1]["error"].is_string());
    assert_eq!((&out[2]["id"], &out[2]["quotes"]), (&json!(3), &json!([])));
    assert_eq!(out[3]["id"], "d");
    assert!(out[3]["error"].is_string());
    ran.code(2);
}

#[test]
fn extract_passes_numbers_on_as_they_came() {
    let home = Home::new();
    let line = r#"{"id": 18446744073709551617, "text": "It rained.", "share": 0.1000000000000000000001, "far": [1e999, -0.0], "title": 12345678901234567890123}"#;
    let ran = home.run_with_input(&["extract", "--jsonl", "--no-text"], line.as_bytes());
    assert_eq!(
        ran.code(0).out,
        r#"{"far":[1e999, -0.0],"id":18446744073709551617,"quotes":[],"share":0.1000000000000000000001,"speakers":[],"title":12345678901234567890123}
"#
    );
    let ran = home.run_with_input(&["extract", "--jsonl"], br#"{"id": 18446744073709551617}"#);
    assert!(
        ran.code(2).out.ends_with(",\"id\":18446744073709551617}\n"),
        "{ran:?}"
    );
}

#[test]
fn positions_of_extract_count_characters_of_the_text_that_came_in() {
    let home = Home::new();
    let text = "\u{feff}Snow fell on Zürich.\r\n\r\n“Der Brückenbau is late – again,” said Zoë Müller, an engineer.\r\n";
    let input = json!({"id": 1, "text": text}).to_string();
    let ran = home.run_with_input(&["extract", "--jsonl", "--no-text"], input.as_bytes());
    let out = ran.code(0).json();
    assert!(out.get("text").is_none());
    let chars: Vec<char> = text.chars().collect();
    let at = |span: &Value| -> String {
        let end = |k: usize| usize::try_from(span[k].as_u64().unwrap()).unwrap();
        chars[end(0)..end(1)].iter().collect()
    };
    let quote = &out["quotes"][0];
    assert!(
        at(&quote["content"][0]).starts_with("Der Brückenbau is late – again"),
        "{out}"
    );
    assert_eq!(at(&quote["cue"][0]), "said");
    assert_eq!(quote["speaker"]["name"], "Zoë Müller");
}

#[test]
fn a_pipe_that_closes_is_success() {
    let home = Home::with_articles();
    let mut child = home
        .command(&["quotes", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn the_reader_wants_a_terminal() {
    let home = Home::with_articles();
    for args in [[].as_slice(), &["ferry.txt"]] {
        let ran = home.run(args);
        ran.code(2).one_line(&["terminal"]);
        assert!(ran.out.is_empty(), "{ran:?}");
    }
}

#[test]
fn help_and_version_are_there() {
    let home = Home::new();
    let ran = home.run(&["--version"]);
    assert_eq!(
        ran.code(0).out.trim(),
        concat!("onrecord ", env!("CARGO_PKG_VERSION"))
    );
    for command in [
        "import", "extract", "find", "quotes", "speakers", "articles",
    ] {
        assert!(home.run(&["--help"]).out.contains(command));
        let ran = home.run(&[command, "--help"]);
        assert!(ran.code(0).clean().out.contains("Examples:"), "{ran:?}");
        assert!(ran.out.contains("--json"), "{command}");
    }
    home.run(&["--nonsense"])
        .code(2)
        .one_line(&["unexpected argument", "--nonsense"]);
}

#[test]
fn a_page_of_several_articles_is_printed_as_the_one_it_is_about() {
    let home = Home::new();
    let page = |name: &str| {
        let file = format!("{}/tests/fixtures/html/{name}", env!("CARGO_MANIFEST_DIR"));
        home.run(&["extract", "--json", &file]).code(0).out.clone()
    };
    let one: Value = serde_json::from_str(&page("several.html")).unwrap();
    assert_eq!(one["title"], "Fire destroys timber yard at Halden");
    // A front page is about none of them.
    assert_eq!(page("front.html").lines().count(), 2);
}

#[test]
fn the_rows_of_articles_say_where_they_are_from() {
    let home = Home::with_articles();
    let rows = home.run(&["articles", "--json"]).json();
    let sources: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["source"].as_str())
        .collect();
    assert_eq!(sources.len(), 2);
    for name in ["ferry.txt", "bakers.txt"] {
        assert!(sources.iter().any(|s| s.ends_with(name)), "{sources:?}");
    }
}

#[test]
fn what_is_passed_over_in_a_folder_is_counted_and_told() {
    let home = Home::new();
    for name in ["in/a.txt", "in/pic.jpg", "in/.hidden.txt", "in/.git/x.txt"] {
        home.write(name, FERRY);
    }
    let ran = home.run(&["import", "in", "--report", "r.jsonl"]);
    ran.code(0);
    assert!(
        ran.out
            .contains("1 new, 0 changed, 0 unchanged, 0 failed, 3 passed over"),
        "{ran:?}"
    );
    let report = std::fs::read_to_string(home.work().join("r.jsonl")).unwrap();
    for (name, why) in [
        ("pic.jpg", "by its ending"),
        (".hidden.txt", "is hidden"),
        (".git", "is hidden"),
    ] {
        let told =
            |line: &&str| line.contains(name) && line.contains(why) && line.contains("\"passed\"");
        assert_eq!(report.lines().filter(told).count(), 1, "{report}");
    }
}

#[test]
fn what_fails_in_masses_is_a_handful_of_lines() {
    let home = Home::new();
    let bad = |n: usize| format!("{{\"id\": {n}, \"text\": \"It rained.\"\n");
    let lines: String = (0..300).map(bad).collect();
    home.write(
        "bad.jsonl",
        format!("{{\"text\": \"It rained.\"}}\n{lines}"),
    );
    let ran = home.run(&["import", "bad.jsonl"]);
    ran.code(2)
        .one_line(&["and 295 more that failed", "--report"]);
    assert_eq!(ran.err.lines().count(), 6, "{ran:?}");
}
