//! What people really have, through the real binary: packed datasets, archives, tables, standard
//! input; and that no input makes the memory grow.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::io::Write;

use binary::{BAKERS, FERRY, Home};
use flate2::Compression;
use flate2::write::GzEncoder;

fn gzip(write: impl FnOnce(&mut GzEncoder<Vec<u8>>)) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    write(&mut encoder);
    encoder.finish().unwrap()
}

#[test]
fn packed_datasets_are_imported_and_skipped_the_second_time() {
    let home = Home::new();
    let packed = gzip(|out| {
        for n in 0..600 {
            let text = format!("The ferry {n} was late.\n\n“We are sorry,” said Marta Kellaway.");
            writeln!(out, "{}", serde_json::json!({"id": n, "text": text})).unwrap();
        }
    });
    home.write("folder/set.jsonl.gz", packed);
    let ran = home.run(&["import", "folder", "--json"]);
    assert_eq!(ran.code(0).json()["new"], 600);
    let ran = home.run(&["import", "folder", "--json"]);
    assert_eq!(ran.code(0).json()["unchanged"], 600);
}

#[test]
fn a_dataset_is_read_by_the_names_of_the_last_time() {
    let home = Home::new();
    let rows = "id,title,head,words\n1,Wire copy,Ferry late,The ferry was late on Tuesday.\n";
    let titles = || {
        let rows = home.run(&["articles", "--json"]).json();
        let titles = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["title"].clone());
        titles.collect::<Vec<_>>()
    };
    home.write("t.csv", rows);
    let map = ["--map", "text=words", "--map", "title=head"];
    home.run(&[&["import", "t.csv"][..], &map].concat()).code(0);
    let again = home.run(&["import", "t.csv", "--json"]).code(0).json();
    assert_eq!(again["unchanged"], 1, "{again}");
    home.write(
        "t.csv",
        format!("{rows}2,Wire copy,Ferry sunk,The ferry sank on Wednesday.\n"),
    );
    let ran = home.run(&["import", "t.csv", "--json"]);
    let report = ran.code(0).json();
    assert_eq!(
        (&report["new"], &report["unchanged"]),
        (&1.into(), &1.into())
    );
    let note = report["notes"][0].as_str().unwrap();
    assert!(note.contains("--map text=words --map title=head"), "{note}");
    let mut found = titles();
    found.sort_by_key(ToString::to_string);
    assert_eq!(found, ["Ferry late", "Ferry sunk"]);
    // Names that are given now are followed.
    let other = [
        "import",
        "t.csv",
        "--map",
        "text=words",
        "--map",
        "title=title",
        "--json",
    ];
    assert_eq!(home.run(&other).code(0).json()["changed"], 2);
    assert_eq!(titles(), ["Wire copy", "Wire copy"]);
    // Another thing that is piped in has nothing to do with the one before.
    let line = b"{\"words\": \"The ferry was late.\"}\n";
    home.run_with_input(&["import", "-", "--map", "text=words"], line)
        .code(0);
    home.run_with_input(&["import", "-"], line).code(2);
}

#[test]
fn tables_are_mapped_and_mistakes_are_one_line() {
    let home = Home::new();
    home.write(
        "t.csv",
        "key,head,words\n1,Late,The ferry was late on Tuesday.\n2,Sunk,The ferry sank on Monday.\n",
    );
    home.run(&["import", "t.csv"]).code(2).one_line(&[
        "t.csv",
        "--map text=COLUMN",
        "key, head, words",
    ]);
    home.run(&["import", "t.csv", "--map", "words=text"])
        .code(2)
        .one_line(&["no field \"words\"", "title"]);
    home.run(&["import", "t.csv", "--map", "text=word"])
        .code(2)
        .one_line(&["t.csv", "no field \"word\"", "key, head, words"]);
    let map = [
        "--map",
        "text=words",
        "--map",
        "title=head",
        "--map",
        "id=key",
    ];
    home.run(&[&["import", "t.csv"][..], &map].concat()).code(0);
    let titles = home.run(&["articles", "--json"]);
    assert!(titles.out.contains("\"Late\"") && titles.out.contains("\"Sunk\""));
}

#[test]
fn standard_input_is_imported_and_another_one_replaces_nothing() {
    let home = Home::new();
    for text in [FERRY, BAKERS, FERRY] {
        home.run_with_input(&["import", "-"], text.as_bytes())
            .code(0);
    }
    assert_eq!(home.articles(), 2);
}

#[test]
fn what_is_excluded_is_not_imported() {
    let home = Home::new();
    home.write("all/ferry.txt", FERRY);
    home.write("all/drafts/bakers.txt", BAKERS);
    home.run(&["import", "all", "--exclude", "drafts/"]).code(0);
    assert_eq!(home.articles(), 1);
    home.run(&["import", "all", "--exclude", "{a"])
        .code(2)
        .one_line(&["--exclude", "{a"]);
}

/// The most memory that a run may take of a packed input that would be far more unpacked. The
/// limit of the system is the measure: beyond it, the run dies.
#[cfg(target_os = "linux")]
#[test]
fn memory_is_bounded_whatever_comes_out() {
    let home = Home::new();
    // 1.5 GB of lines that are too long to be records, and one that is fine.
    let mebibyte = vec![b'x'; 1 << 20];
    let packed = gzip(|out| {
        writeln!(out, "{{\"text\": \"The ferry was late on Tuesday.\"}}").unwrap();
        for n in 0..1500 {
            out.write_all(&mebibyte).unwrap();
            if n % 100 == 99 {
                out.write_all(b"\n").unwrap();
            }
        }
    });
    home.write("set.jsonl.gz", packed);
    home.write(
        "whole.txt.gz",
        gzip(|out| {
            for _ in 0..300 {
                out.write_all(&mebibyte).unwrap();
            }
        }),
    );
    let ran =
        home.shell("ulimit -v 1500000; exec \"$ONRECORD\" import set.jsonl.gz whole.txt.gz --json");
    let report = ran.code(2).json();
    assert_eq!(report["new"], 1);
    let failed = report["failed"].to_string();
    assert!(
        failed.contains("longer than 32 MB") && failed.contains("larger than 64 MB"),
        "{failed}"
    );
}
