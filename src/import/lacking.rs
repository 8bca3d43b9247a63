//! Datasets in which no record has a text: one finding for the file instead of one a record.
//!
//! Owns how many of them are waited for; must not know how records are read.

use std::collections::VecDeque;

use super::Imported;
use super::error::{Failure, Reason};
use super::place::{Articles, Place};

/// After so many records without a text, and none with one, the rest of a file is not read: it is
/// another kind of file, or its fields have other names.
const MOST: usize = 1_000;

/// The same `items`; where all that have no text come to more than one and nothing else has any,
/// they are told once.
pub(super) fn told_once(place: &Place, items: Articles) -> Articles {
    Box::new(Lacking {
        place: place.clone(),
        items,
        held: Vec::new(),
        ready: VecDeque::new(),
        sure: false,
        done: false,
    })
}

struct Lacking {
    place: Place,
    items: Articles,
    /// Records without a text, as long as none has one.
    held: Vec<Failure>,
    ready: VecDeque<Result<Imported, Failure>>,
    /// A record has a text.
    sure: bool,
    done: bool,
}

impl Iterator for Lacking {
    type Item = Result<Imported, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.done {
                return None;
            }
            match self.items.next() {
                Some(Err(failure)) if !self.sure && lacks_text(&failure.reason) => {
                    self.held.push(failure);
                    if self.held.len() == MOST {
                        self.conclude(false);
                    }
                }
                Some(Ok(article)) if !self.sure => {
                    self.sure = true;
                    self.ready.extend(self.held.drain(..).map(Err));
                    self.ready.push_back(Ok(article));
                }
                Some(item) => return Some(item),
                None => self.conclude(true),
            }
        }
    }
}

impl Lacking {
    fn conclude(&mut self, whole: bool) {
        self.done = true;
        let records = self.held.len();
        let mut held = std::mem::take(&mut self.held).into_iter();
        self.ready.extend(held.next().map(|first| {
            if records == 1 {
                return Err(first);
            }
            let first = Box::new(first.reason);
            Err(self.place.fail(Reason::NoneHasText {
                records,
                whole,
                first,
            }))
        }));
    }
}

const fn lacks_text(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::NoBody | Reason::NoTextField(_) | Reason::NoField(..) | Reason::OnlyQuotes
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::items;

    fn told(name: &str, file: &str) -> Vec<String> {
        let said = |item: Result<Imported, Failure>| match item {
            Ok(one) => one.article.text,
            Err(failure) => failure.to_string(),
        };
        items(name, file.as_bytes()).into_iter().map(said).collect()
    }

    #[test]
    fn records_of_unknown_fields_are_told_once_with_the_fields_they_have() {
        let record = "{\"Kopf\": \"A\", \"Inhalt\": \"Es regnete.\"}";
        let want = "x has no text in its 3 records; the first has no field of text; name it with --map \
                    text=FIELD; it has: Inhalt, Kopf";
        let lines = format!("{record}\n{record}\n{record}\n");
        let array = format!("[{}]", [record; 3].join(",\n"));
        let values = [record; 3].join("\n").replace("{\"K", "{\n\"K");
        for file in [lines, array, values] {
            assert_eq!(told("x", &file), [want]);
        }
        assert_eq!(
            told("x", &format!("{record}\n")),
            ["x, line 1 has no field of text; name it with --map text=FIELD; it has: Inhalt, Kopf"]
        );
        // One that has a text shows that the fields are known: each of the others is told.
        let mixed = format!("{record}\n{record}\n{{\"text\": \"It rained.\"}}\n{record}\n");
        let found = told("x", &mixed);
        assert_eq!((found.len(), found[2].as_str()), (4, "It rained."));
    }

    #[test]
    fn a_file_of_nothing_but_such_records_is_not_read_to_its_end() {
        for (name, file) in [
            ("x.json", format!("[{}{{}}]", "{},".repeat(100_000))),
            ("x.csv", format!("title,text\n{}", "A,\n".repeat(100_000))),
        ] {
            let found = told(name, &file);
            assert_eq!(found.len(), 1);
            assert!(
                found[0].contains("in its first 1000 records and was read no further"),
                "{found:?}"
            );
        }
    }
}
