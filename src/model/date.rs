//! A calendar date as news prints it: often without a year.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date whose year may be unknown. Written `2022-04-19`, or `--06-19` without a year
/// (ISO 8601:2000, 5.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Year, where the text or an inference gives one.
    pub year: Option<i16>,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

/// The text is not a date in either form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: {0:?} (expected YYYY-MM-DD or --MM-DD)")]
pub struct DateError(pub String);

impl Date {
    /// A date that exists in the calendar (29 February where the year is unknown), or nothing.
    #[must_use]
    pub fn new(year: Option<i16>, month: u8, day: u8) -> Option<Self> {
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if year.is_none_or(|y| (y % 4 == 0 && y % 100 != 0) || y % 400 == 0) => 29,
            2 => 28,
            _ => return None,
        };
        ((1..=last).contains(&day) && year.is_none_or(|y| (0..=9999).contains(&y)))
            .then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(s: &str) -> Result<Self, DateError> {
        let wrong = || DateError(s.to_owned());
        let (year, rest) = match s.strip_prefix("--") {
            Some(rest) => (None, rest),
            None => {
                let (year, rest) = s.split_once('-').ok_or_else(wrong)?;
                if year.len() != 4 {
                    return Err(wrong());
                }
                (Some(year.parse().map_err(|_| wrong())?), rest)
            }
        };
        let (month, day) = rest.split_once('-').ok_or_else(wrong)?;
        let two = |t: &str| {
            (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit()))
                .then(|| t.parse::<u8>().ok())
                .flatten()
        };
        Self::new(
            year,
            two(month).ok_or_else(wrong)?,
            two(day).ok_or_else(wrong)?,
        )
        .ok_or_else(wrong)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_and_parses_with_and_without_a_year() {
        for s in ["2022-04-19", "--06-19", "--02-29", "2024-02-29"] {
            assert_eq!(s.parse::<Date>().unwrap().to_string(), s);
        }
    }

    #[test]
    fn refuses_days_that_are_in_no_calendar() {
        for s in [
            "2023-02-29",
            "--13-01",
            "2022-4-19",
            "19 April",
            "--00-10",
            "",
        ] {
            assert!(s.parse::<Date>().is_err(), "{s}");
        }
    }
}
