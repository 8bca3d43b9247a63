//! Sentence bounds inside a paragraph.
//!
//! A stop ends a sentence unless what stands around it says otherwise: an abbreviation or initial
//! before it, a word in lower case or a comma behind it, brackets around it. One pass, no
//! dictionary but the caller's abbreviations. Must not know: terminal, store.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::scan;
use crate::model::Span;

/// Sentences of the paragraph `range` of `text`, in order, without the blanks around them. A bound
/// at a place for which `inside` is true (within a quotation, say) is not taken; `is_abbreviation`
/// says of a word with its period whether the period belongs to it ("Sen.").
#[must_use]
pub fn sentences(
    text: &str,
    range: Span,
    inside: impl Fn(usize) -> bool,
    is_abbreviation: impl Fn(&str) -> bool,
) -> Vec<Span> {
    let paragraph = range.of(text);
    let mut out = Vec::new();
    let mut start = paragraph.len() - paragraph.trim_start().len();
    let mut brackets = Brackets::default();
    let mut at = start;
    while let Some(stop) = next_stop(paragraph, at, &mut brackets) {
        at = stop.end;
        let Some(next) = stop.bound(paragraph, &is_abbreviation) else {
            continue;
        };
        if !brackets.hold(stop.start) && !inside(range.start + next) {
            let end = paragraph[..next].trim_end().len();
            out.push(Span::new(range.start + start, range.start + end));
            start = next;
            at = next;
        }
    }
    let end = paragraph.trim_end().len();
    if start < end {
        out.push(Span::new(range.start + start, range.start + end));
    }
    out
}

/// Brackets that close, met so far: a stop between them ends no sentence.
#[derive(Default)]
struct Brackets {
    /// Where the last one met closes.
    close: usize,
    /// No closing bracket is left.
    none_left: bool,
}

impl Brackets {
    fn open(&mut self, s: &str, at: usize) {
        if at < self.close || self.none_left {
            return;
        }
        match s[at..].find([')', ']', '}']) {
            Some(k) => self.close = at + k,
            None => self.none_left = true,
        }
    }

    const fn hold(&self, at: usize) -> bool {
        at < self.close
    }
}

/// A run of stops: ".", "?!", "...", ". . .".
struct Stop {
    start: usize,
    end: usize,
    /// Number of its characters.
    count: usize,
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Whether a byte may begin a stop or an opening bracket.
fn is_of_note(b: u8) -> bool {
    let stop = (b == b'.') | (b == b'!') | (b == b'?') | (b == 0xe2);
    stop | (b == b'(') | (b == b'[') | (b == b'{')
}

fn next_stop(s: &str, from: usize, brackets: &mut Brackets) -> Option<Stop> {
    let bytes = s.as_bytes();
    let mut at = from;
    loop {
        at = scan::find(bytes, at, is_of_note)?;
        match bytes[at] {
            b'.' | b'!' | b'?' => return Some(run_of_stops(s, at)),
            // The first byte of an ellipsis in one character.
            0xe2 if s[at..].starts_with('…') => return Some(run_of_stops(s, at)),
            b'(' | b'[' | b'{' => brackets.open(s, at),
            _ => {}
        }
        at += 1;
    }
}

fn run_of_stops(s: &str, start: usize) -> Stop {
    let (mut end, mut count) = (start, 0);
    loop {
        let rest = &s[end..];
        // ". . .": the stops of a spaced ellipsis are one run.
        let spaced = count > 0 && rest.starts_with(" .");
        let next = rest.chars().nth(usize::from(spaced));
        let Some(c) = next.filter(|c| is_stop(*c)) else {
            return Stop { start, end, count };
        };
        end += usize::from(spaced) + c.len_utf8();
        count += 1;
    }
}

impl Stop {
    /// Where the next sentence starts, if one ends here.
    fn bound(&self, s: &str, is_abbreviation: &impl Fn(&str) -> bool) -> Option<usize> {
        let rest = &s[self.end..];
        let closed = rest.trim_start_matches(['"', '”', '’', '\'', '»', ')', ']', '*']);
        let quoted = closed.len() < rest.len();
        let next = closed.trim_start();
        let gap = next.len() < closed.len();
        let first = next.chars().next()?;
        let goes_on = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let spaced = s[..self.start].ends_with(' ');
        let continued = if quoted {
            first_letter(next).is_some_and(goes_on)
        } else if self.count > 1 || spaced {
            goes_on(first) || self.count > 1 && is_pronoun_i(next)
        } else {
            !gap && goes_on(first)
        };
        if continued || first == ',' {
            return None;
        }
        let period = self.count == 1 && s[self.start..].starts_with('.');
        if period && is_kept(&s[..self.end], next, is_abbreviation) {
            return None;
        }
        Some(s.len() - next.len())
    }
}

/// Characters around a stop that are looked at: what is longer is no word, and looking farther at
/// every stop would take time that grows with the square of the text.
const REACH: usize = 48;

/// The first letter or digit that is near.
fn first_letter(next: &str) -> Option<char> {
    next.chars().take(REACH).find(|c| c.is_alphanumeric())
}

/// "I" behind an ellipsis tells nothing.
fn is_pronoun_i(next: &str) -> bool {
    next.strip_prefix('I')
        .is_some_and(|rest| rest.starts_with([' ', '\'', '’']))
}

/// Whether the period that ends `head` belongs to the word before it, with `next` behind.
fn is_kept(head: &str, next: &str, is_abbreviation: &impl Fn(&str) -> bool) -> bool {
    let near = &head[head.floor_char_boundary(head.len().saturating_sub(REACH))..];
    let word = near
        .rsplit(|c: char| c.is_whitespace() || c == '/')
        .next()
        .map_or("", |w| w.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let stem = word.strip_suffix('.').unwrap_or(word);
    let first = first_letter(next);
    let lower = first.is_some_and(char::is_lowercase);
    if matches!(word, "a.m." | "p.m.") {
        let number = first.is_some_and(char::is_numeric);
        return lower || number || goes_on_behind_hour(next);
    }
    if TITLES.contains(&word) || stem.contains('.') && lower {
        return true;
    }
    let last = stem.rsplit('.').next().unwrap_or("");
    let letter = last.len() == 1 && last.starts_with(|c: char| c.is_ascii_alphabetic());
    let tail = &head[head.len() - last.len() - 1..];
    (letter || is_abbreviation(word) || is_abbreviation(tail)) && !opens_sentence(next)
}

/// Whether `next` begins with a word that has a capital only at the head of a sentence.
fn opens_sentence(next: &str) -> bool {
    static OPENERS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        include_str!("data/openers.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .flat_map(str::split_whitespace)
            .collect()
    });
    let near = &next[..next.floor_char_boundary(REACH)];
    let end = near.find(|c: char| c.is_whitespace() || c == ',' || is_stop(c));
    OPENERS.contains(&near[..end.unwrap_or(near.len())])
}

/// Abbreviations that a name always follows.
const TITLES: [&str; 16] = [
    "Mr.", "Mrs.", "Ms.", "Messrs.", "Dr.", "Prof.", "Sen.", "Sens.", "Rep.", "Reps.", "Gov.",
    "Gen.", "Lt.", "Col.", "Sgt.", "Rev.",
];

/// Whether `next` begins with what may stand behind an hour: a day, a month, a time zone. What may be a
/// name too ("June", "Sun", "Eastern") has to be followed by what a date or a time goes on with.
fn goes_on_behind_hour(next: &str) -> bool {
    let end = next.find(|c: char| !c.is_ascii_alphabetic());
    let (word, behind) = next.split_at(end.unwrap_or(next.len()));
    let then = behind.trim_start_matches([' ', '.']);
    if WEEKDAYS.contains(&word) || ZONES.contains(&word) {
        return true;
    }
    if MONTHS.iter().any(|month| is_month(word, month)) {
        return then.starts_with(|c: char| c.is_ascii_digit());
    }
    if WEEKDAYS
        .iter()
        .any(|day| word.len() > 2 && day.starts_with(word))
    {
        return !behind.starts_with(' ') || then.starts_with(|c: char| c.is_ascii_digit());
    }
    let follows = then.find(|c: char| !c.is_ascii_alphabetic());
    let follows = &then[..follows.unwrap_or(then.len())];
    REGIONS.contains(&word) && (!behind.starts_with(' ') || BEHIND_REGIONS.contains(&follows))
}

/// Whether `word` is `month` in full or in one of its short forms, of three letters or four.
fn is_month(word: &str, month: &str) -> bool {
    word == month || matches!(word.len(), 3 | 4) && month.starts_with(word)
}

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const ZONES: [&str; 17] = [
    "ET", "EST", "EDT", "CT", "CST", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT", "GMT", "BST",
    "UTC", "CET", "CEST",
];

/// Time zones that have names of regions, and what follows one that is meant so.
const REGIONS: [&str; 4] = ["Eastern", "Central", "Mountain", "Pacific"];
const BEHIND_REGIONS: [&str; 11] = [
    "", "time", "Time", "daylight", "standard", "on", "in", "to", "and", "at", "for",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn split_outside(text: &str, inside: impl Fn(usize) -> bool) -> Vec<&str> {
        let known = |w: &str| matches!(w, "Corp." | "Sen." | "etc.");
        sentences(text, Span::new(0, text.len()), inside, known)
            .iter()
            .map(|s| s.of(text))
            .collect()
    }

    fn split(text: &str) -> Vec<&str> {
        split_outside(text, |_| false)
    }

    #[test]
    fn behind_an_hour_only_what_is_surely_of_a_date_goes_on() {
        for text in [
            "It met at 9 a.m. Faraday spoke.",
            "It met at 9 a.m. Eastern officials spoke.",
            "It met at 9 a.m. Pacific Gas spoke.",
            "It met at 9 a.m. Jan Roe spoke.",
            "It met at 9 a.m. June Brown spoke.",
            "It met at 9 a.m. Sun Microsystems spoke.",
        ] {
            assert_eq!(split(text).len(), 2, "{text}");
        }
        for text in [
            "It met at 9 a.m. Eastern on Monday.",
            "It met at 9 a.m. Pacific time.",
            "It met at 9 a.m. May 5.",
            "It met at 9 a.m. Jan 9.",
            "It met at 9 a.m. Sun.",
            "It met at 9 a.m. Monday.",
        ] {
            assert_eq!(split(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn titles_and_hours_end_no_sentence() {
        assert_eq!(
            split(
                "Mr. Roe left at 5 p.m. Monday. It was 3 a.m. ET Friday. \
                 It rained at 5 p.m. Mark Poe slept. He met Sen. Doe. “No,” says Ms. Poe. It rained."
            ),
            [
                "Mr. Roe left at 5 p.m. Monday.",
                "It was 3 a.m. ET Friday.",
                "It rained at 5 p.m.",
                "Mark Poe slept.",
                "He met Sen. Doe.",
                "“No,” says Ms. Poe.",
                "It rained."
            ]
        );
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_before_a_word_that_opens_one() {
        assert_eq!(
            split(
                "He sued Acme Corp. Roe left. She runs Acme Corp. The price is $3.50 in the U.S. It fell."
            ),
            [
                "He sued Acme Corp. Roe left.",
                "She runs Acme Corp.",
                "The price is $3.50 in the U.S.",
                "It fell."
            ]
        );
        assert_eq!(
            split("J. R. Roe of roe.org spoke."),
            ["J. R. Roe of roe.org spoke."]
        );
    }

    #[test]
    fn stops_in_brackets_and_before_a_comma_end_nothing() {
        for one in [
            "Roe (who left. Then came back.) stayed.",
            "The film “Why Not?”, her first, won.",
            "“Why?” asked the mayor.",
            "We wait ... and see.",
            "It was . . . I think . . . odd.",
        ] {
            assert_eq!(split(one), [one]);
        }
        assert_eq!(split("Never (it goes on. Then it ends.").len(), 2);
    }

    #[test]
    fn a_sentence_keeps_the_marks_behind_its_stop() {
        assert_eq!(
            split("“No.” He left. “Yes!” It’s over…  Now go."),
            ["“No.”", "He left.", "“Yes!”", "It’s over…", "Now go."]
        );
    }

    #[test]
    fn a_bound_inside_a_quotation_is_not_taken() {
        let text = "“We won. We did,” she said. He left.";
        let end = text.find('”').unwrap();
        assert_eq!(
            split_outside(text, |at| at < end),
            ["“We won. We did,” she said.", "He left."]
        );
    }

    #[test]
    fn stops_and_brackets_without_end_take_no_time() {
        for piece in [
            ".", ". ", "(. ", "a. ", "A. ", "?! ", ".) ", "a.b.", ".”", ". ,",
        ] {
            let text = piece.repeat(200_000);
            assert!(
                sentences(&text, Span::new(0, text.len()), |_| false, |_| false).len() <= 200_000
            );
        }
    }
}
