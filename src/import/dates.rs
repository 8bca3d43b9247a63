//! Dates as pages and datelines print them.
//!
//! Owns the forms of dates and the year of a date that has none; must not know which line of a
//! page is which.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::Date;
use crate::text::fold::fold_str;

use super::order::Order;
use super::patterns::entries;

/// A date found in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub date: Date,
    /// Whether day and month could be the other way round (`03/04/2020`).
    pub ambiguous: bool,
    /// In which order it was read, where such dates are written in both (not `03.04.2020`).
    pub order: Option<Order>,
    /// Whether a time of day stands before it.
    pub clock_first: bool,
    /// Whether a word such as "Published" says what it is.
    pub labelled: bool,
    /// What is left of the line without date, time and the words that go with them.
    pub rest: String,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

static WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| entries(include_str!("data/date_words.txt")).collect());

impl Found {
    /// The same in another order, where it may be read so.
    pub(super) fn by(mut self, order: Option<Order>) -> Self {
        if self.ambiguous
            && order.is_some()
            && self.order.is_some_and(|read| Some(read) != order)
            && let Some(other) = Date::new(self.date.year, self.date.day, self.date.month)
        {
            (self.date, self.order) = (other, order);
        }
        self
    }
}

/// Number of a month by its name or a usual short form ("Sept.", "Nov").
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.').to_lowercase();
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|m| {
        *m == word || (m.starts_with(&word) && (word.len() == 3 || word == "sept"))
    })?;
    u8::try_from(at + 1).ok()
}

/// A piece of a line: a run of letters, of digits, or one other character.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    Number(&'a str),
    Sign(char),
}

fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c: char| !is(c)).unwrap_or(rest.len());
        let (token, len) = if c.is_ascii_digit() {
            let len = run(|c| c.is_ascii_digit());
            (Some(Token::Number(&rest[..len])), len)
        } else if c.is_alphabetic() {
            let len = run(char::is_alphabetic);
            (Some(Token::Word(&rest[..len])), len)
        } else if c.is_whitespace() {
            (None, c.len_utf8())
        } else {
            (Some(Token::Sign(c)), c.len_utf8())
        };
        out.extend(token);
        rest = &rest[len..];
    }
    out
}

/// The first date with day and month in `line`, if there is one.
pub(super) fn find(line: &str) -> Option<Found> {
    let tokens = tokens(line);
    let mut at = 0;
    while at < tokens.len() {
        // The minutes of "21:14, May 3" are no day.
        let time = clock(&tokens[at..]);
        if time > 0 && date_at(&tokens[at..]).is_none() {
            at += time;
            continue;
        }
        if let Some((date, len, reading)) = date_at(&tokens[at..]) {
            return Some(Found {
                date,
                ambiguous: reading.ambiguous,
                order: reading.order,
                clock_first: has_clock(&tokens[..at]),
                labelled: tokens.iter().any(is_label),
                rest: join(&rest(&tokens[..at]), &rest(&tokens[at + len..])),
            });
        }
        at += 1;
    }
    None
}

fn join(before: &str, after: &str) -> String {
    [before, after].join(" ").trim().to_owned()
}

/// The date alone, where the whole of `line` is a date, a time and the words that go with them.
pub(super) fn whole(line: &str) -> Option<Found> {
    find(line).filter(|found| found.rest.is_empty())
}

fn is_label(token: &Token<'_>) -> bool {
    matches!(token, Token::Word(w) if matches!(fold_str(w).as_str(),
        "published" | "publish" | "posted" | "updated" | "updatetime" | "created" | "modified" | "revised"
        | "issued" | "released" | "date" | "dated"))
}

fn has_clock(tokens: &[Token<'_>]) -> bool {
    tokens
        .windows(3)
        .any(|w| matches!(w, [Token::Number(_), Token::Sign(':'), Token::Number(_)]))
}

/// The words of a line that have nothing to do with dates.
fn rest(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < tokens.len() {
        let len = clock(&tokens[at..]);
        if len > 0 {
            at += len;
            continue;
        }
        // A second date ("Published ..., updated ...") is no rest either.
        if let Some((_, len, _)) = date_at(&tokens[at..]) {
            at += len;
            continue;
        }
        let word = match tokens[at] {
            Token::Word(w) if !WORDS.contains(fold_str(w).as_str()) => Some(w),
            Token::Number(n) => Some(n),
            _ => None,
        };
        if let Some(word) = word {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        at += 1;
    }
    out
}

/// Length of a time of day in tokens: `09:15`, `09:15:07.000`, `9 a.m.`, `9pm`, `1530 GMT`.
fn clock(tokens: &[Token<'_>]) -> usize {
    use Token::{Number, Sign, Word};
    match tokens {
        [
            Number(_),
            Sign(':'),
            Number(_),
            Sign(':'),
            Number(_),
            Sign('.'),
            Number(_),
            ..,
        ] => 7,
        [Number(_), Sign(':'), Number(_), Sign(':'), Number(_), ..] => 5,
        [Number(_), Sign(':' | '.'), Number(n), ..] if n.len() == 2 => 3,
        [Number(n), Word(w), ..]
            if n.len() <= 4
                && matches!(
                    fold_str(w).as_str(),
                    "am" | "pm" | "a" | "p" | "hrs" | "h" | "gmt" | "utc"
                ) =>
        {
            2
        }
        // A zone: +05:30, +0300, UTC+3.
        [Sign('+'), Number(_), Sign(':'), Number(_), ..] => 4,
        [Sign('+'), Number(_), ..] => 2,
        _ => 0,
    }
}

/// How a date was read: see [`Found`].
#[derive(Clone, Copy, Default)]
struct Reading {
    ambiguous: bool,
    order: Option<Order>,
}

/// A date at the start: the date, its length in tokens, and how it was read.
fn date_at(tokens: &[Token<'_>]) -> Option<(Date, usize, Reading)> {
    named(tokens).or_else(|| numbered(tokens))
}

/// With the month as a word: `June 3`, `Jan. 3, 2021`, `9 January 2031`, `3rd of May, 2020`.
fn named(tokens: &[Token<'_>]) -> Option<(Date, usize, Reading)> {
    use Token::{Number, Word};
    let (month, day, mut at) = match tokens {
        [Word(w), ..] => {
            let month = month(w)?;
            let at = 1 + signs(&tokens[1..], &['.', '-', ' ']);
            let Some(Number(d)) = tokens.get(at) else {
                return None;
            };
            (month, day(d)?, at + 1)
        }
        [Number(d), ..] => {
            let day = day(d)?;
            let mut at = 1 + ordinal(&tokens[1..]);
            at += signs(&tokens[at..], &['.', '-', ',']);
            if matches!(tokens.get(at), Some(Word("of"))) {
                at += 1;
            }
            let Some(Word(w)) = tokens.get(at) else {
                return None;
            };
            (month(w)?, day, at + 1)
        }
        _ => return None,
    };
    at += ordinal(&tokens[at..]);
    let year_at = at + signs(&tokens[at..], &['.', ',', '-']);
    let year = match tokens.get(year_at) {
        Some(Number(n)) if !is_clock(&tokens[year_at..]) => year(n),
        _ => None,
    };
    let len = if year.is_some() { year_at + 1 } else { at };
    Some((Date::new(year, month, day)?, len, Reading::default()))
}

/// In numbers: `2031-01-09`, `2021/1/18`, `18.01.2021`, `01/18/2021`.
fn numbered(tokens: &[Token<'_>]) -> Option<(Date, usize, Reading)> {
    use Token::{Number, Sign};
    let [Number(a), Sign(s), Number(b), Sign(t), Number(c), ..] = tokens else {
        return None;
    };
    if s != t || !matches!(s, '-' | '/' | '.') || is_clock(tokens) {
        return None;
    }
    let two = |n: &str| (n.len() <= 2).then(|| n.parse::<u8>().ok()).flatten();
    if let Some(year) = year(a) {
        let date = Date::new(Some(year), two(b)?, two(c)?)?;
        return Some((date, 5, Reading::default()));
    }
    let (first, second, year) = (two(a)?, two(b)?, year(c)?);
    let day_first = Date::new(Some(year), second, first);
    let month_first = Date::new(Some(year), first, second);
    let ambiguous = first != second && day_first.is_some() && month_first.is_some();
    // Slashes are mostly American, points and hyphens are not.
    let date = if *s == '/' {
        month_first.or(day_first)
    } else {
        day_first.or(month_first)
    }?;
    let order = if date.day == first {
        Order::DayFirst
    } else {
        Order::MonthFirst
    };
    let reading = Reading {
        ambiguous,
        // Who writes points writes the day first; the same number twice tells nothing.
        order: Some(order).filter(|_| *s != '.' && first != second),
    };
    Some((date, 5, reading))
}

fn is_clock(tokens: &[Token<'_>]) -> bool {
    matches!(tokens, [_, Token::Sign(':'), ..])
}

fn signs(tokens: &[Token<'_>], which: &[char]) -> usize {
    tokens
        .iter()
        .take(2)
        .take_while(|t| matches!(t, Token::Sign(c) if which.contains(c)))
        .count()
}

fn ordinal(tokens: &[Token<'_>]) -> usize {
    usize::from(
        matches!(tokens.first(), Some(Token::Word(w)) if matches!(fold_str(w).as_str(), "st" | "nd" | "rd" | "th")),
    )
}

fn day(digits: &str) -> Option<u8> {
    (digits.len() <= 2)
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|d| (1..=31).contains(d))
}

fn year(digits: &str) -> Option<i16> {
    (digits.len() == 4)
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|y| (1600..=2199).contains(y))
}

/// The year of a date that was printed without one, where the text has what is needed: a weekday
/// in its first sentences, and a year, named anywhere in it, in which the date fell on that day.
///
/// A weekday alone fits four or five years out of thirty, so without a named year nothing is said. An older
/// one, of what the story tells, fits by chance: only the last two that are named can be meant; nor can one up to
/// which something is to be done.
pub(super) fn infer_year(date: Date, text: &str) -> Option<i16> {
    let weekday = first_weekday(text)?;
    let mut years = years(text);
    years.sort_unstable();
    years.dedup();
    let last = years.into_iter().rev().take(2);
    let mut last = last.filter(|y| *y >= EARLIEST);
    last.find(|y| {
        Date::new(Some(*y), date.month, date.day).is_some_and(|d| self::weekday(d) == Some(weekday))
    })
}

/// No agency's report without a year is taken to be older than that.
const EARLIEST: i16 = 1980;

/// Words before a year that something is to reach.
static UP_TO: LazyLock<Vec<&str>> = LazyLock::new(|| year_words('<').collect());

/// Words that may stand between.
static NEAR: LazyLock<Vec<&str>> = LazyLock::new(|| year_words('~').collect());

fn year_words(mark: char) -> impl Iterator<Item = &'static str> {
    let words = entries(include_str!("data/year_words.txt"));
    words.filter_map(move |word| word.strip_prefix(mark))
}

fn first_weekday(text: &str) -> Option<usize> {
    let opening: String = text.chars().take(600).collect();
    opening
        .split(|c: char| !c.is_alphabetic())
        .find_map(|w| WEEKDAYS.iter().position(|d| d.eq_ignore_ascii_case(w)))
}

/// The years that a text names, without those that something is to reach: "by 2030", "until the end of 2033",
/// "from 2024 to 2033", but "according to 2033 figures", "to the 2033 fair".
fn years(text: &str) -> Vec<i16> {
    // Whether the words before lead up to a year, the last of them, and whether "from" and a year are.
    let (mut until, mut before, mut from) = (false, "", false);
    let mut out = Vec::new();
    for words in text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '–')) {
        let mut first = None;
        for word in words.split(['-', '–']).filter(|word| !word.is_empty()) {
            let year = year(word).filter(|year| *year >= 1900);
            // "2024-2033", but a season is "2032-2033".
            let ranges = first.zip(year).is_some_and(|(a, b)| b - a > SEASON);
            let reached = ranges || (until && !before.eq_ignore_ascii_case("the"));
            out.extend(year.filter(|_| !reached));
            let is = |list: &[&str]| list.iter().any(|one| word.eq_ignore_ascii_case(one));
            let to = word == "to" && (from || before == "up");
            until = to || is(&UP_TO) || (until && is(&NEAR));
            from = year.is_some() && before.eq_ignore_ascii_case("from");
            (first, before) = (year, word);
        }
    }
    out
}

/// Years from the first to the last of what is no plan.
const SEASON: i16 = 2;

/// Whether a line is nothing but a day of the week.
pub(super) fn is_weekday(line: &str) -> bool {
    WEEKDAYS
        .iter()
        .any(|day| day.eq_ignore_ascii_case(line.trim()))
}

/// Day of the week, Monday 0.
fn weekday(date: Date) -> Option<usize> {
    let civil = jiff::civil::Date::new(
        date.year?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()?;
    usize::try_from(civil.weekday().to_monday_zero_offset()).ok()
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
