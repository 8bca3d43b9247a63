//! PDFs through the real binary, which reads each in a process of its own: what they print comes in
//! whole, and one that is made to do harm fails alone.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;
mod pdf;

use binary::Home;
use pdf::{Made, deflated};

fn story() -> Made {
    Made::new()
        .lines(&[
            (60, 30, 8, "The Harbour Post, page 1"),
            (60, 80, 22, "Ferry to be repaired"),
            (60, 104, 22, "before winter"),
            (60, 130, 11, "By Ann Poe"),
            (
                60,
                160,
                11,
                "HARBOURTON, March 3, 2021 - The ferry between the two islands will be re-",
            ),
            (
                60,
                174,
                11,
                "paired before winter, the council decided on Wednesday after a long debate in the",
            ),
            (60, 188, 11, "town hall."),
            (
                72,
                202,
                11,
                "“We will not let a single island go without its ferry,” said Marta Kellaway, the",
            ),
            (
                60,
                216,
                11,
                "harbour master of Harbourton. “Nobody here has ever learned to swim, and the",
            ),
            (300, 800, 8, "1"),
        ])
        .lines(&[
            (60, 30, 8, "The Harbour Post, page 2"),
            (60, 80, 11, "water is cold.”"),
            (
                72,
                94,
                11,
                "The work is to begin in May (if the steel is there), according to the council.",
            ),
            (300, 800, 8, "2"),
        ])
}

const WHOLE: &str = "The ferry between the two islands will be repaired before winter, the council decided on Wednesday after a long debate in the town hall.\n\n\
“We will not let a single island go without its ferry,” said Marta Kellaway, the harbour master of Harbourton. “Nobody here has ever learned to swim, and the water is cold.”\n\n\
The work is to begin in May (if the steel is there), according to the council.";

#[test]
fn what_the_pages_print_is_one_article() {
    let home = Home::new();
    home.write("ferry.pdf", story().finish());
    let read = home.run(&["extract", "--json", "ferry.pdf"]).code(0).json();
    assert_eq!(read["text"], WHOLE);
    assert_eq!(read["title"], "Ferry to be repaired before winter");
    assert_eq!(read["byline"], "Ann Poe");
    assert_eq!(read["dateline"], "HARBOURTON");
    assert_eq!(read["date"], "2021-03-03");
    assert_eq!(read["quotes"][0]["speaker"]["name"], "Marta Kellaway");
    home.run(&["import", "ferry.pdf"]).code(0);
    assert_eq!(home.articles(), 1);
}

#[test]
fn damage_that_can_be_read_around_is() {
    let home = Home::new();
    let whole = story().finish();
    let table = whole.windows(4).position(|w| w == b"xref").unwrap();
    let mut moved = whole.clone();
    moved.truncate(table);
    let lost = String::from_utf8_lossy(&whole).replace("startxref\n", "startxref\n9");
    for (name, bytes) in [("cut.pdf", moved), ("lost.pdf", latin(&whole, &lost))] {
        home.write(name, bytes);
        let read = home.run(&["extract", "--json", name]).code(0).json();
        assert_eq!(read["text"], WHOLE, "{name}");
    }
}

/// `whole` with the end of `changed`, which was no valid text.
fn latin(whole: &[u8], changed: &str) -> Vec<u8> {
    let end = changed.rfind("startxref").unwrap();
    let start = whole.windows(9).rposition(|w| w == b"startxref").unwrap();
    [&whole[..start], &changed.as_bytes()[end..]].concat()
}

/// Files that are no article, each with what is said of it.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let mut picture = Made::new();
    let content = picture.stream("", b"100 0 0 100 0 0 cm /I Do");
    picture.page(content, "");
    let mut locked = story();
    let key = "<00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff>";
    locked.trailer = format!(
        "/ID [<01> <01>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O {key} /U {key} >>"
    );
    let mut bomb = Made::new();
    let zeros = deflated(&deflated(&vec![b' '; 900 << 20]));
    let content = bomb.stream("/Filter [/FlateDecode /FlateDecode]", &zeros);
    bomb.page(content, "");
    let mut deep = Made::new();
    let brackets = b"[".repeat(3_000_000);
    let content = deep.stream("", &brackets);
    deep.page(content, "");
    let mut calls = Made::new();
    let form =
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>";
    let itself = calls.stream(form, b"/X Do /X Do");
    calls.page(itself, "/XObject << /X 4 0 R >>");
    let circle = Made::new().with_pages("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>");
    let nested = format!("{} 0 {}", "<< /A ".repeat(200_000), ">>".repeat(200_000));
    let nested = Made::new().with_pages(&nested);
    let whole = story().finish();
    vec![
        ("picture.pdf", picture.finish(), "scanned"),
        ("locked.pdf", locked.finish(), "encrypted"),
        ("bomb.pdf", bomb.finish(), "break off"),
        ("deep.pdf", deep.finish(), ""),
        ("calls.pdf", calls.finish(), ""),
        ("circle.pdf", circle.finish(), ""),
        ("nested.pdf", nested.finish(), ""),
        ("head.pdf", whole[..40].to_vec(), "damaged"),
        ("name.pdf", b"%PDF-1.4".to_vec(), "damaged"),
    ]
}

#[test]
fn a_file_made_to_do_harm_fails_alone() {
    let home = Home::new();
    let files = hostile();
    for (name, bytes, _) in &files {
        home.write(&format!("in/{name}"), bytes);
    }
    home.write("in/story.pdf", story().finish());
    let report = home.run(&["import", "in", "--json"]).code(2).json();
    assert_eq!(report["new"], 1, "{report}");
    let failed = report["failed"].as_array().unwrap();
    for (name, _, want) in &files {
        let of = |f: &&serde_json::Value| f["path"].as_str().unwrap().ends_with(name);
        let message = failed.iter().find(of).unwrap()["message"].as_str().unwrap();
        assert!(message.contains(want), "{message}");
    }
    // It will be so the next time too, and is told without being read.
    let again = home.run(&["import", "in", "--json"]).code(2).json();
    assert_eq!(
        (&again["unchanged"], &again["failed"]),
        (&1.into(), &report["failed"])
    );
}
