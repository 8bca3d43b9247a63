//! What is made of the lines that were found in a file.

use super::*;
use crate::model::Field;

fn document(lines: &[&str]) -> Document {
    let line = |(at, text): (usize, &&str)| PrintedLine {
        text: (*text).to_owned(),
        left: 50.0,
        right: 400.0,
        base: 60.0 + 30.0 * at as f32,
        size: 10.0,
    };
    Document {
        pages: vec![lines.iter().enumerate().map(line).collect()],
        letters: 100,
        ..Document::default()
    }
}

const WORDS: &str =
    "The harbour board said on Tuesday that it would not renew the lease of the house.";

#[test]
fn what_the_file_says_of_itself_is_a_guess() {
    let mut said = document(&[WORDS, WORDS]);
    said.title = Some("Board refuses\u{1b}[2J lease".to_owned());
    said.author = Some("Ann Poe".to_owned());
    said.created = Some("2020-05-03".to_owned());
    let read = article(&said, true).unwrap();
    assert_eq!(read.title.as_deref(), Some("Board refuses lease"));
    assert_eq!(read.byline.as_deref(), Some("Ann Poe"));
    assert_eq!(read.date.unwrap().to_string(), "2020-05-03");
    assert_eq!(read.date_from, Some(DateFrom::Record));
    assert_eq!(read.inferred.len(), 3);
    assert!(read.inferred.contains(&Field::Date));
    for name in ["Microsoft Word - a.doc", "page 1.indd", "untitled", "1234"] {
        said.title = Some(name.to_owned());
        said.author = Some("Administrator".to_owned());
        said.created = Some("0000-99-99".to_owned());
        let read = article(&said, true).unwrap();
        assert_eq!(
            (read.title, read.byline, read.date),
            (None, None, None),
            "{name}"
        );
    }
}

#[test]
fn a_file_without_text_or_letters_says_so() {
    assert!(matches!(
        article(&document(&[]), true),
        Err(Reason::Scanned)
    ));
    let damaged = |read| matches!(read, Err(Reason::Damaged("PDF")));
    assert!(damaged(article(&document(&[]), false)));
    assert!(damaged(article(&Document::default(), true)));
    assert!(has_end(b"%PDF-1.4\nstartxref\n9\n%%EOF") && !has_end(b"%PDF-1.4\n1 0 obj"));
    assert!(matches!(
        article(&document(&["Hello world"]), true),
        Err(Reason::FewWords)
    ));
    let mut shapes = document(&["\u{fffd}\u{fffd} \u{fffd}\u{fffd}\u{fffd}"]);
    shapes.unknown = 90;
    assert!(matches!(article(&shapes, true), Err(Reason::Letters)));
}
