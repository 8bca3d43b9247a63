//! Datasets in which no record has a text: one finding for the file instead of one a record.
//!
//! Owns how many of them are kept; must not know how records are read.

use std::collections::VecDeque;

use super::Imported;
use super::error::{Failure, Reason};
use super::place::{Articles, Place};

/// So many records without a text are each told where one with a text comes after them; of what is
/// before it beyond these, the number.
const MOST: usize = 1_000;

/// The same `items`; where all that have no text come to more than one and nothing else has any,
/// they are told once.
pub(super) fn told_once(place: &Place, items: Articles) -> Articles {
    Box::new(Lacking {
        place: place.clone(),
        items,
        held: Vec::new(),
        more: 0,
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
    /// How many more there were.
    more: usize,
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
            if !self.sure && self.place.options.stops() {
                // Whoever reads looks whether to stop when something comes.
                self.give();
                continue;
            }
            match self.items.next() {
                Some(Err(failure)) if !self.sure && lacks_text(&failure.reason) => {
                    if self.held.len() < MOST {
                        self.held.push(failure);
                    } else {
                        self.more += 1;
                    }
                }
                Some(Ok(article)) if !self.sure => {
                    self.give();
                    self.ready.push_back(Ok(article));
                }
                Some(item) => return Some(item),
                None => self.conclude(),
            }
        }
    }
}

impl Lacking {
    /// Each is told, those that are held and those to come.
    fn give(&mut self) {
        self.sure = true;
        self.ready.extend(self.held.drain(..).map(Err));
        if self.more > 0 {
            let more = Reason::MoreWithoutText(self.more);
            self.ready.push_back(Err(self.place.fail(more)));
        }
    }

    fn conclude(&mut self) {
        self.done = true;
        let records = self.held.len() + self.more;
        let mut held = std::mem::take(&mut self.held).into_iter();
        self.ready.extend(held.next().map(|first| {
            if records == 1 {
                return Err(first);
            }
            let first = Box::new(first.reason);
            Err(self.place.fail(Reason::NoneHasText { records, first }))
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
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::import::Options;
    use crate::import::read::{items, items_with};

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
    fn a_file_of_nothing_but_such_records_is_told_once() {
        for (name, file) in [
            ("x.json", format!("[{}{{}}]", "{},".repeat(99_999))),
            ("x.csv", format!("title,text\n{}", "A,\n".repeat(100_000))),
        ] {
            let found = told(name, &file);
            assert_eq!(found.len(), 1);
            let said = "has no text in its 100000 records";
            assert!(found[0].contains(said), "{found:?}");
        }
    }

    #[test]
    fn a_text_behind_many_records_without_one_is_not_lost() {
        let file = format!("[{}{{\"text\": \"It rained.\"}}]", "{},".repeat(MOST + 7));
        let found = told("x.json", &file);
        assert_eq!(found.len(), MOST + 2);
        assert!(
            found[MOST].contains("no text in 7 more records"),
            "{}",
            found[MOST]
        );
        assert_eq!(found[MOST + 1], "It rained.");
    }
    #[test]
    fn who_stops_does_not_wait_for_the_end_of_the_file() {
        let stop = Arc::new(AtomicBool::new(true));
        let options = Options::default().with_stop(&stop);
        let file = "{\"Kopf\": \"A\"}\n".repeat(200);
        assert_eq!(items_with("x", file.as_bytes(), &options).len(), 200);
        stop.store(false, Ordering::Relaxed);
        assert_eq!(items_with("x", file.as_bytes(), &options).len(), 1);
    }

    #[test]
    fn long_names_of_fields_are_cut() {
        let long = "é".repeat(1_000_000);
        let found = told("x", &format!("{{\"{long}\": 1, \"Kopf\": 2}}\n"));
        assert!(found[0].contains("it has: Kopf, éé"), "{}", found[0].len());
        assert!(found[0].len() < 300, "{}", found[0].len());
    }
}
