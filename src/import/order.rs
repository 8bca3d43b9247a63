//! Whether day or month comes first in dates of numbers: 03/04/2024.
//!
//! Owns what shows it: other dates of the same file, page or publisher, and the language of a page. Must
//! not know where dates stand.

use std::collections::HashMap;

use crate::text::fold::fold_str;

use super::dates;

/// Which comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// Dates that can be read in one way only, by the order they are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Votes {
    day_first: usize,
    month_first: usize,
}

impl Votes {
    pub(super) fn add(&mut self, order: Order) {
        match order {
            Order::DayFirst => self.day_first += 1,
            Order::MonthFirst => self.month_first += 1,
        }
    }

    /// The order they show, where they agree.
    pub(super) fn order(self) -> Option<Order> {
        match (self.day_first, self.month_first) {
            (0, 0) => None,
            (_, 0) => Some(Order::DayFirst),
            (0, _) => Some(Order::MonthFirst),
            _ => None,
        }
    }
}

/// What the first records of a file show, for each publisher and for all together.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    all: Votes,
    publishers: HashMap<String, Votes>,
}

impl Orders {
    /// Takes the text of a date field into account.
    pub(super) fn add(&mut self, publisher: Option<&str>, date: &str) {
        let Some(found) = dates::find(date).filter(|found| !found.ambiguous) else {
            return;
        };
        if let Some(order) = found.order {
            self.all.add(order);
            let publisher = fold_str(publisher.unwrap_or_default());
            self.publishers.entry(publisher).or_default().add(order);
        }
    }

    /// The order in the dates of a publisher: as its own others show it, else as all do.
    pub(super) fn of(&self, publisher: Option<&str>) -> Option<Order> {
        let publisher = fold_str(publisher.unwrap_or_default());
        let own = self.publishers.get(&publisher);
        own.map_or_else(|| self.all.order(), |votes| votes.order())
    }
}

/// Lands that write the month first, and those where both are written.
const MONTH_FIRST: &[&str] = &["us", "fm", "mh", "pw"];
const EITHER: &[&str] = &["ca", "ph", "za", "ke", "gh"];

/// The order that goes with the language of a page (`en-GB`, `en_US`, `de`). English alone tells
/// nothing: most pages that say "en" are American, many are not.
pub(super) fn of_language(language: &str) -> Option<Order> {
    let language = language.trim().to_ascii_lowercase();
    let mut parts = language.split(['-', '_']);
    let tongue = parts.next().filter(|t| (2..=3).contains(&t.len()))?;
    match (tongue, parts.find(|part| part.len() == 2)) {
        (_, Some(land)) if MONTH_FIRST.contains(&land) => Some(Order::MonthFirst),
        (_, Some(land)) if EITHER.contains(&land) => None,
        ("en", None) => None,
        // These begin with the year.
        ("ja" | "zh" | "ko" | "hu" | "mn" | "lt", _) => None,
        _ => Some(Order::DayFirst),
    }
}

/// Most signs of a text that are looked at.
const LOOKED_AT: usize = 10_000;

/// The order that the dates of a text show.
pub(super) fn of_text(text: &str) -> Option<Order> {
    let bytes = text.as_bytes();
    let mut votes = Votes::default();
    for at in memchr::memchr2_iter(b'/', b'-', bytes).take(LOOKED_AT) {
        if let Some(order) = date_around(bytes, at) {
            votes.add(order);
        }
    }
    votes.order()
}

/// Whether dates of numbers stand in the bytes of a record: then it pays to look at its fields first.
pub(super) fn has_dates(bytes: &[u8]) -> bool {
    let places = memchr::memchr2_iter(b'/', b'-', bytes);
    places.take(LOOKED_AT).any(|at| {
        let digit =
            |at: Option<usize>| at.is_some_and(|at| bytes.get(at).is_some_and(u8::is_ascii_digit));
        digit(at.checked_sub(1)) && digit(Some(at + 1)) && date_at(bytes, at).is_some()
    })
}

/// The order in a date whose first sign stands at `at`, where it can be read in one way only.
fn date_around(bytes: &[u8], at: usize) -> Option<Order> {
    dates::find(date_at(bytes, at)?)
        .filter(|found| !found.ambiguous)
        .and_then(|found| found.order)
}

/// What looks like a date of numbers whose first sign stands at `at`.
fn date_at(bytes: &[u8], at: usize) -> Option<&str> {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = bytes[at];
    let before = bytes[..at].iter().rev().take(3);
    let before = before.take_while(|b| b.is_ascii_digit()).count();
    let start = at - before;
    let second = digits(bytes.get(at + 1..(at + 4).min(bytes.len()))?);
    let next = at + 1 + second;
    let year = digits(bytes.get(next + 1..(next + 6).min(bytes.len()))?);
    let apart =
        start == 0 || !(bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == sign);
    let fits = (1..=2).contains(&before) && (1..=2).contains(&second) && year == 4;
    if !fits || bytes[next] != sign || !apart {
        return None;
    }
    std::str::from_utf8(&bytes[start..next + 5]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Order::{DayFirst, MonthFirst};

    #[test]
    fn languages_tell_the_order_where_their_lands_agree() {
        for (language, want) in [
            ("en-GB", Some(DayFirst)),
            ("en_US", Some(MonthFirst)),
            ("en-Latn-US", Some(MonthFirst)),
            ("en", None),
            ("en-CA", None),
            ("de", Some(DayFirst)),
            ("fr-FR", Some(DayFirst)),
            ("ja-JP", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(of_language(language), want, "{language}");
        }
    }

    #[test]
    fn other_dates_of_a_text_tell_the_order() {
        for (text, want) in [
            ("Posted 03/04/2024. Updated 13/04/2024.", Some(DayFirst)),
            ("03/04/2024, 04/27/2024", Some(MonthFirst)),
            ("13/04/2024 and 04/13/2024", None),
            ("03/04/2024 and 05/06/2024", None),
            ("Published 13-04-2024", Some(DayFirst)),
            (
                "see a/13/04/2024 and 13/04/20245, 113/04/2024, 13/04-2024",
                None,
            ),
            ("13/04", None),
            ("/", None),
            ("13/04/202", None),
        ] {
            assert_eq!(of_text(text), want, "{text}");
        }
    }

    #[test]
    fn a_publisher_has_its_own_order() {
        let mut orders = Orders::default();
        for (publisher, date) in [
            ("Post", "04/27/2024"),
            ("Courier", "27/04/2024"),
            ("Courier", "03/04/2024"),
        ] {
            orders.add(Some(publisher), date);
        }
        assert_eq!(orders.of(Some("the post")), None);
        assert_eq!(orders.of(Some("POST")), Some(MonthFirst));
        assert_eq!(orders.of(Some("Courier")), Some(DayFirst));
        assert_eq!(orders.of(None), None);
        let mut orders = Orders::default();
        orders.add(Some("Post"), "04/27/2024");
        assert_eq!(orders.of(Some("Courier")), Some(MonthFirst));
    }
}
