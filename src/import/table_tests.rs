//! Tests of tables.

use super::*;
use crate::import::Options;
use crate::import::read::{items, items_with};

fn good(name: &str, bytes: &[u8]) -> Vec<Imported> {
    items(name, bytes).into_iter().map(Result::unwrap).collect()
}

#[test]
fn every_delimiter_is_found_and_quoted_fields_go_over_lines() {
    for (name, d) in [("a.csv", ","), ("a.txt", ";"), ("a.tsv", "\t"), ("a", "|")] {
        let table = [
            "id,Title,body,date",
            "7,Late,\"The ferry, again,\nwas late.\n\nIt \"\"sank\"\".\",2020-05-03",
            "8,Sunk,It sank.,",
            "",
        ];
        let table = table
            .join("\r\n")
            .replace("y, again,", "y + again +")
            .replace(',', d)
            .replace(" +", d);
        let read = good(name, table.as_bytes());
        assert_eq!(read.len(), 2, "{name}");
        let (one, article) = (&read[0].source, &read[0].article);
        assert_eq!(one.location, format!("{name}#7"));
        assert!(article.text.ends_with("It \"sank\"."), "{}", article.text);
        assert_eq!(article.title.as_deref(), Some("Late"));
        assert_eq!(article.date.unwrap().to_string(), "2020-05-03");
    }
}

#[test]
fn a_text_with_commas_is_no_table() {
    for text in [
        "Story, text and pictures by Ann Poe\n\nThe ferry, which was late, sank, the captain said.",
        "Title, date\n\nThe ferry was late.",
    ] {
        assert_eq!(good("a.txt", text.as_bytes()).len(), 1);
    }
}

#[test]
fn old_encodings_are_read_row_by_row() {
    let rows = b"title,text\nM\xe4rz,\"Der B\xfcrgermeister und die F\xe4hre, die zu sp\xe4t war.\"\nMay,The ferry sank.\n";
    let read = good("a.csv", rows);
    assert_eq!(read[0].article.title.as_deref(), Some("März"));
    assert_eq!(
        (read[0].guessed, read[1].guessed),
        (Some("windows-1252"), None)
    );
}

#[test]
fn missing_columns_are_told_with_those_there_are() {
    let message = |name: &str, table: &str, map: &[String]| {
        let options = Options::new(map, &[]).unwrap();
        let items = items_with(name, table.as_bytes(), &options);
        items[0].as_ref().err().map(ToString::to_string)
    };
    let table = "head,words\nA,One sank.\n";
    assert_eq!(
        message("a.csv", table, &[]).unwrap(),
        "a.csv has no column of text; name it with --map text=COLUMN; it has: head, words"
    );
    let map = ["text=words".to_owned(), "title=heading".to_owned()];
    assert_eq!(
        message("a.csv", table, &map).unwrap(),
        "a.csv has no field \"heading\" to map; it has: head, words"
    );
    assert_eq!(
        message(
            "a.txt",
            table,
            &["text=words".to_owned(), "title=head".to_owned()]
        ),
        None
    );
    let empty = message("a.csv", "title,text\n", &[]).unwrap();
    assert!(empty.contains("is empty"), "{empty}");
    let long = message("a.csv", "title,text\na,b,c\n", &[]).unwrap();
    assert!(
        long.contains("line 2 is not a valid table (3 fields under 2 columns)"),
        "{long}"
    );
}

#[test]
fn a_table_without_names_is_told_and_is_no_article() {
    let row = |n: usize| {
        format!(
            "Title {n},\"The board met, {n} times.\n\n{}\",2020-05-03\n",
            "It did so again. ".repeat(9)
        )
    };
    let table = row(1) + &row(2);
    let message = |name: &str| {
        items(name, table.as_bytes())[0]
            .as_ref()
            .err()
            .map(ToString::to_string)
    };
    let told = message("a.csv").unwrap();
    assert!(
        told.starts_with("a.csv has no line with the names"),
        "{told}"
    );
    assert_eq!(message("a.txt"), None);
}

#[test]
fn names_that_are_lacking_or_there_twice_are_names() {
    let map = Options::new(&["text=Inhalt".to_owned()], &[]).unwrap();
    let table = ",Überschrift,Inhalt,\n1,A,The ferry sank.,x\n";
    let read = items_with("a.csv", table.as_bytes(), &map);
    assert_eq!(read[0].as_ref().unwrap().article.text, "The ferry sank.");
    let read = good(
        "a.csv",
        b"title,text,text\nA,,The ferry sank.\nB,It sank.,x\n",
    );
    let texts: Vec<_> = read.iter().map(|one| one.article.text.as_str()).collect();
    assert_eq!(texts, ["The ferry sank.", "It sank."]);
    let told = items("a.csv", b"a,b,b\n1,2,3\n");
    let told = told[0].as_ref().unwrap_err().to_string();
    assert!(told.ends_with("it has: a, b, b"), "{told}");
}

#[test]
fn a_quotation_mark_that_never_closes_is_told() {
    let table = "title,text\nA,One.\nB,\"Two.\nC,Three.\n";
    let read = items("a.csv", table.as_bytes());
    assert_eq!(read.len(), 2);
    let told = read[1].as_ref().unwrap_err().to_string();
    assert!(told.starts_with("a.csv, line 3 "), "{told}");
    // Closed it may be the last sign of the file, or stand before other fields.
    for end in [
        "\"Two.\nIt sank.\"",
        "\"Two.\nIt sank.\"\n\n",
        "\"Two.\n\nIt sank.\",x\n",
    ] {
        let table = format!("title,text,note\nA,One.,x\nB,{end}");
        assert_eq!(good("a.csv", table.as_bytes()).len(), 2, "{end}");
    }
}

#[test]
fn a_quotation_mark_that_never_closes_ends_in_bounded_memory() {
    let mut table = b"title,text\nA,One.\nB,\"Two.\n".to_vec();
    table.resize(table.len() + 40_000_000, b'x');
    let items = items("a.csv", &table);
    assert_eq!(items.len(), 2);
    let message = items[1].as_ref().unwrap_err().to_string();
    assert!(
        message.contains("line 3") && message.contains("quotation mark"),
        "{message}"
    );
}
