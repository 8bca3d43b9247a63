//! The dateline at the start of a paragraph: place, day, agency.
//!
//! Owns its grammar; must not know in which paragraph it stands or what is done with it.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::Date;
use crate::text::fold::fold_str;

use super::dates;
use super::patterns::entries;

/// What a dateline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Place as printed, with a state or country behind it.
    pub place: Option<String>,
    /// Day of the report.
    pub date: Option<Date>,
    /// Agency or paper between brackets or slashes.
    pub agency: Option<String>,
    /// Bytes up to the first word of the report.
    pub len: usize,
    /// Only words in capitals and a sign: speakers of a transcript and headings look like this too.
    pub bare: bool,
}

static NOT_PLACES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| entries(include_str!("data/not_places.txt")).collect());

/// Longest dateline, in bytes: several places, a date, and an agency with two names.
const LONGEST: usize = 160;

/// Reads the dateline at the start of `paragraph`, if it has one.
///
/// Forms, with every usual dash for the last: `PLACE (Agency) -`, `PLACE, Month 1 (Agency) -`,
/// `PLACE, Month 1. /AGENCY/.`, `PLACE. Month 1 (Agency) -`, `PLACE -`, `PLACE, Country -`,
/// `Place [Country], Month 1 (Agency):`, `Place (Agency) Report`, `(Agency) -`, `(AGENCY)Report`. Without date,
/// agency and country the place must be in capitals.
pub(super) fn read(paragraph: &str) -> Option<Dateline> {
    let mut cursor = Cursor {
        text: paragraph,
        at: 0,
    };
    let place = cursor.place();
    cursor.skip(&[' ', ',', '.']);
    let country = cursor.bracketed().is_some();
    cursor.skip(&[' ', ',', '.']);
    let mut date = cursor.date();
    cursor.skip(&[' ', ',', '.']);
    let agency = cursor.agency();
    if date.is_none() && agency.is_some() {
        cursor.skip(&[' ', ',']);
        date = cursor.date();
    }
    let end = cursor.end(agency.is_some())?;
    let rest = &paragraph[cursor.at..];
    if cursor.at > LONGEST || !begins_report(rest) {
        return None;
    }
    let capitals = place.as_ref().is_some_and(|p| p.capitals);
    let region = place.as_ref().is_some_and(|p| p.region);
    let dated = date.is_some() && place.is_some();
    let named = agency.as_deref().filter(|a| !is_aside(place.as_ref(), a));
    let well_formed = match end {
        End::Dash => named.is_some() || dated || capitals || region,
        End::Colon => place.is_some() && (named.is_some() || dated || country || capitals),
        End::Stop => place.is_some() && named.is_some(),
        End::Blank => {
            let sure = |a: &str| capitals || region || !a.contains(char::is_lowercase);
            // "(CNN)The council"
            let glued = paragraph[..cursor.at].ends_with(')');
            (place.is_some() || glued) && named.is_some_and(sure)
        }
    };
    let bare = !dated && !country && named.is_none() && (end == End::Colon || !region);
    if !well_formed {
        return None;
    }
    let (place, agency) = match (place, agency) {
        // "(PLACE, Region) --"
        (None, Some(inside)) if inside.contains(", ") => (Some(inside), None),
        (place, agency) => (place.map(|p| p.text), agency),
    };
    Some(Dateline {
        place,
        date,
        agency,
        len: cursor.at,
        bare,
    })
}

/// Reads a line that is nothing but a dateline, as some pages set it above the text.
pub(super) fn alone(line: &str) -> Option<Dateline> {
    let line = line.trim_end();
    // Any sentence will do to see whether the whole line goes before one.
    let report = format!("{line} The report begins on the next line.");
    read(&report).filter(|found| found.len == line.len() + 1 && !found.bare)
}

/// Whether what stands in brackets belongs to a name and not to a dateline: its own initials
/// ("Harbour Workers Union (HWU)"), a party and state ("(D-Calif.)").
fn is_aside(place: Option<&Place>, agency: &str) -> bool {
    let Some(place) = place else { return false };
    let words = place.text.split(' ');
    let initials: String = words
        .clone()
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    let party = agency.as_bytes().get(1) == Some(&b'-');
    let long = !place.capitals && !place.region && words.count() > 3;
    party || (initials.len() >= 2 && initials == agency) || long
}

/// Whether what follows looks like the start of a report and not the middle of a sentence.
fn begins_report(rest: &str) -> bool {
    let first = rest
        .trim_start_matches(['"', '“', '‘', '\'', '«', '[', '('])
        .chars()
        .next();
    rest.len() > 20
        && first
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || c == '$' || c == '€' || c == '£')
}

/// How a dateline ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Dash,
    Colon,
    Stop,
    Blank,
}

struct Place {
    text: String,
    /// The place itself, without its region, is in capitals.
    capitals: bool,
    /// A state or country stands behind it.
    region: bool,
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip(&mut self, which: &[char]) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(which).len();
    }

    /// The next word of a name, capitals required unless it is a small word between two others.
    fn name_word(&self) -> Option<&'a str> {
        let rest = self.rest();
        let len = rest
            .find(|c: char| !(c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-' | '/' | '‘')))
            .unwrap_or(rest.len());
        let word = rest[..len].trim_end_matches(['-', '/']);
        (word.starts_with(char::is_uppercase)).then_some(word)
    }

    /// Up to five words of a name from here; the number of them.
    fn name(&mut self, most: usize) -> usize {
        const SMALL: &[&str] = &[
            "de", "da", "di", "del", "des", "la", "las", "le", "al", "el", "of", "the", "upon",
            "sur", "and",
        ];
        let (mut count, mut end) = (0, self.at);
        while count < most {
            let Some(word) = self.name_word().filter(|w| dates::month(w).is_none()) else {
                let small = self.rest().split(' ').next().unwrap_or("");
                if count > 0 && SMALL.contains(&small) {
                    // The line may end with it.
                    self.at = self.text.len().min(self.at + small.len() + 1);
                    continue;
                }
                break;
            };
            self.at += word.len();
            end = self.at;
            count += 1;
            // "PLACE." before a date is the place and a stop.
            let stop =
                word.len() > 3 && word.ends_with('.') && !word[..word.len() - 1].contains('.');
            if stop
                && dates::month(word).is_none()
                && !word.eq_ignore_ascii_case("calif.")
                && word.len() > 5
            {
                break;
            }
            if self.rest().starts_with(' ') {
                self.at += 1;
            } else {
                break;
            }
        }
        self.at = end;
        count
    }

    fn place(&mut self) -> Option<Place> {
        let start = self.at;
        if self.name(5) == 0 {
            return None;
        }
        let name = &self.text[start..self.at];
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 || NOT_PLACES.contains(fold_str(name).as_str()) {
            return None;
        }
        let capitals = !name.contains(char::is_lowercase);
        let mut end = self.at;
        let mut region = false;
        // A state or country, or two of them.
        for _ in 0..2 {
            let Some(after) = self.rest().strip_prefix(", ") else {
                break;
            };
            self.at = self.text.len() - after.len();
            if self.name(3) == 0 {
                break;
            }
            (end, region) = (self.at, true);
        }
        self.at = end;
        let text = self.text[start..end].trim();
        let text = if text.matches('.').count() == 1 && text.len() > 4 && !region {
            text.trim_end_matches('.')
        } else {
            text
        };
        Some(Place {
            text: text.to_owned(),
            capitals,
            region,
        })
    }

    /// `[Country]`, as some agencies set it.
    fn bracketed(&mut self) -> Option<&'a str> {
        let inner = self.rest().strip_prefix('[')?;
        let len = inner.find(']').filter(|len| *len < 40)?;
        self.at += len + 2;
        Some(&inner[..len])
    }

    /// A day with its month, with a weekday before it or a year after it.
    fn date(&mut self) -> Option<Date> {
        let rest = self.rest();
        let mut end = 0;
        let mut best = None;
        for (count, word) in rest.split_inclusive(' ').take(5).enumerate() {
            if count == 0 && word.trim_start().starts_with('(') {
                return None;
            }
            let cut = word
                .find(['(', '—', '–', '/', ':', '['])
                .unwrap_or(word.len());
            if cut == 0 || word == "- " || word == "-- " {
                break;
            }
            end += cut;
            if let Some(found) = dates::whole(&rest[..end]) {
                best = Some((found.date, end));
            }
            if cut < word.len() {
                break;
            }
        }
        let (date, len) = best?;
        self.at += len;
        Some(date)
    }

    /// `(Agency)` or `/AGENCY/`.
    fn agency(&mut self) -> Option<String> {
        let (close, inner) = match self.rest().strip_prefix('(') {
            Some(inner) => (')', inner),
            None => ('/', self.rest().strip_prefix('/')?),
        };
        let len = inner.find(close).filter(|len| (2..=40).contains(len))?;
        let name = &inner[..len];
        let fits = name.starts_with(char::is_uppercase)
            && name.split_whitespace().count() <= 5
            && name.chars().all(|c| {
                c.is_alphanumeric() || matches!(c, ' ' | '.' | '&' | '/' | '-' | '\'' | '’' | ',')
            });
        if !fits {
            return None;
        }
        self.at += len + 2;
        Some(name.to_owned())
    }

    /// The sign between dateline and report, with the blanks around it.
    fn end(&mut self, agency: bool) -> Option<End> {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches(' ');
        let blank_before =
            trimmed.len() < rest.len() || self.text[..self.at].ends_with([' ', ')', '/']);
        let after = |sign: &str| trimmed.strip_prefix(sign);
        let (end, tail) = if let Some(tail) = ["—", "–", "―", "--"].iter().find_map(|s| after(s))
        {
            (End::Dash, tail)
        } else if let Some(tail) = ["-", "_", "−"].iter().find_map(|s| after(s)) {
            if !blank_before || !tail.starts_with(' ') {
                return None;
            }
            (End::Dash, tail)
        } else if let Some(tail) = after(":") {
            (End::Colon, tail)
        } else if let Some(tail) = after(".") {
            (End::Stop, tail)
        } else if agency {
            (End::Blank, trimmed)
        } else {
            return None;
        };
        let tail = tail.trim_start_matches(['-', '—', ' ']);
        self.at = self.text.len() - tail.len();
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "The harbour board met on Tuesday.";

    fn all(form: &str) -> Option<(Option<String>, Option<String>, Option<String>)> {
        let text = format!("{form}{REPORT}");
        let found = read(&text)?;
        assert_eq!(&text[found.len..], REPORT, "{form}");
        Some((found.place, found.date.map(|d| d.to_string()), found.agency))
    }

    #[test]
    fn a_line_may_end_with_a_small_word() {
        for line in ["In the", "Ann Roe of the", "Zoë and"] {
            assert!(read(line).is_none() && alone(line).is_none(), "{line}");
        }
    }

    #[test]
    fn datelines_of_many_houses_are_read() {
        for (form, place, date, agency) in [
            ("OSLO (Nordwire) — ", "OSLO", "", "Nordwire"),
            ("OSLO, June 12. /NWA/. ", "OSLO", "--06-12", "NWA"),
            ("OSLO. June 12 (Nordwire) - ", "OSLO", "--06-12", "Nordwire"),
            (
                "OSLO, Nov. 14 (Nordwire) -- ",
                "OSLO",
                "--11-14",
                "Nordwire",
            ),
            ("OSLO, 21 November 2021 (NW) – ", "OSLO", "2021-11-21", "NW"),
            ("OSLO, Nov 21, 2021 (NW) -", "", "", ""),
            ("BERGEN, Norway (NW) — ", "BERGEN, Norway", "", "NW"),
            ("BERGEN, Norway — ", "BERGEN, Norway", "", ""),
            ("ST. OLAV'S (NW) _ ", "ST. OLAV'S", "", "NW"),
            (
                "NEW BERGEN/OSLO, March 3 (Nordwire) - ",
                "NEW BERGEN/OSLO",
                "--03-03",
                "Nordwire",
            ),
            ("OSLO --", "OSLO", "", ""),
            ("Oslo (NWN) ", "Oslo", "", "NWN"),
            (
                "New Bergen [Norway], July 4 (NWI): ",
                "New Bergen",
                "--07-04",
                "NWI",
            ),
            ("NEW BERGEN: ", "NEW BERGEN", "", ""),
            ("(Nordwire) - ", "", "", "Nordwire"),
            ("(NWN)", "", "", "NWN"),
            ("(NWN) ", "", "", ""),
            ("(Nordwire)", "", "", ""),
        ] {
            let text = |s: &str| (!s.is_empty()).then(|| s.to_owned());
            if place.is_empty() && agency.is_empty() {
                assert_eq!(all(form), None, "{form}");
            } else {
                assert_eq!(
                    all(form),
                    Some((text(place), text(date), text(agency))),
                    "{form}"
                );
            }
        }
    }

    #[test]
    fn a_dateline_may_have_a_line_of_its_own() {
        let found = alone("NEW BERGEN, Norway -").unwrap();
        assert_eq!(found.place.as_deref(), Some("NEW BERGEN, Norway"));
        assert_eq!(alone("NEW BERGEN, Norway - The board"), None);
        assert_eq!(alone("New Bergen, Norway"), None);
    }

    #[test]
    fn sentences_are_no_datelines() {
        for text in [
            "The mayor - a lawyer - said that the board met on Tuesday.",
            "Ann Poe (Labour) said that the board had met on Tuesday.",
            "UPDATE: The harbour board met on Tuesday and voted.",
            "In Oslo, the harbour board met on Tuesday and voted.",
            "On June 3, 2020, the board met — The vote was close.",
            "Work goes on: The harbour board met again on Tuesday.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
