//! Days as queries name them: a year, a month or a day of the calendar, or so long before today.
//!
//! What is relative stays so until it is asked, so that a saved search moves with the days. The
//! clock is an argument of [`When::day`]; nothing here reads it.

use std::fmt;

use jiff::civil;

use crate::model::Date;

/// A value of `after:` and `before:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A day, month or year of the calendar.
    Day(Day),
    /// So many days, weeks, months or years before today.
    Ago(u16, Unit),
    /// A day or the beginning of a time that has a name.
    Named(Named),
}

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Year, 1 to 9999.
    pub year: i16,
    /// Month, where one is given.
    pub month: Option<u8>,
    /// Day of the month, where one is given; then the month is too.
    pub day: Option<u8>,
}

/// What is counted back from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

/// Times with a name: what is meant is their first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Named {
    Today,
    Yesterday,
    LastWeek,
    LastMonth,
    LastYear,
}

impl Unit {
    const ALL: [(char, Self); 4] = [
        ('d', Self::Days),
        ('w', Self::Weeks),
        ('m', Self::Months),
        ('y', Self::Years),
    ];
}

impl Named {
    const ALL: [Self; 5] = [
        Self::Today,
        Self::Yesterday,
        Self::LastWeek,
        Self::LastMonth,
        Self::LastYear,
    ];

    /// The name, as queries have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        RELATIVE[self as usize]
    }
}

/// The times that have a name, and examples of those that are counted: what completion offers.
pub(super) const RELATIVE: &[&str] = &[
    "today",
    "yesterday",
    "last-week",
    "last-month",
    "last-year",
    "7d",
    "2w",
    "3m",
    "1y",
];

impl Day {
    /// Its first day as the number `yyyymmdd`.
    #[must_use]
    pub fn first(self) -> i64 {
        i64::from(self.year) * 10_000
            + i64::from(self.month.unwrap_or(1)) * 100
            + i64::from(self.day.unwrap_or(1))
    }
}

impl When {
    /// Reads `2022`, `2022-04`, `2022-04-19`, `7d`, `2w`, `3m`, `1y` or a name, where that exists.
    pub(super) fn read(given: &str) -> Option<Self> {
        let lower = given.to_ascii_lowercase();
        if let Some(named) = Named::ALL.into_iter().find(|n| n.name() == lower) {
            return Some(Self::Named(named));
        }
        let unit = Unit::ALL.into_iter().find(|(c, _)| lower.ends_with(*c));
        if let Some((_, unit)) = unit {
            let count = &lower[..lower.len() - 1];
            let digits = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
            return digits
                .then(|| count.parse().ok())
                .flatten()
                .map(|n| Self::Ago(n, unit));
        }
        day(given).map(Self::Day)
    }

    /// Whether it depends on what day it is.
    #[must_use]
    pub const fn is_relative(self) -> bool {
        !matches!(self, Self::Day(_))
    }

    /// The day that is meant when it is `today`: of a week that of its Monday, of a month or a
    /// year the first. What lies before the calendar begins is its first day; a `today` without a
    /// year is none.
    #[must_use]
    pub fn day(self, today: Date) -> Option<Day> {
        if let Self::Day(day) = self {
            return Some(day);
        }
        let today = civil::Date::new(
            today.year?,
            i8::try_from(today.month).ok()?,
            i8::try_from(today.day).ok()?,
        )
        .ok()?;
        let span = jiff::Span::new();
        let back = |span: jiff::Span| today.checked_sub(span).ok();
        let found = match self {
            Self::Day(_) | Self::Named(Named::Today) => Some(today),
            Self::Named(Named::Yesterday) => back(span.days(1)),
            Self::Named(Named::LastWeek) => {
                let monday = i64::from(today.weekday().to_monday_zero_offset());
                back(span.days(7 + monday))
            }
            Self::Named(Named::LastMonth) => back(span.months(1)).map(civil::Date::first_of_month),
            Self::Named(Named::LastYear) => back(span.years(1)).map(civil::Date::first_of_year),
            Self::Ago(n, unit) => {
                let n = i64::from(n);
                let span = match unit {
                    Unit::Days => span.try_days(n),
                    Unit::Weeks => span.try_weeks(n),
                    Unit::Months => span.try_months(n),
                    Unit::Years => span.try_years(n),
                };
                span.ok().and_then(back)
            }
        };
        let found = found.filter(|d| d.year() > 0);
        Some(found.map_or(EARLIEST, |d| Day {
            year: d.year(),
            month: Some(d.month().unsigned_abs()),
            day: Some(d.day().unsigned_abs()),
        }))
    }
}

const EARLIEST: Day = Day {
    year: 1,
    month: Some(1),
    day: Some(1),
};

/// `2022`, `2022-04` or `2022-04-19`, where that exists in the calendar.
fn day(given: &str) -> Option<Day> {
    let parts: Vec<&str> = given.split('-').collect();
    let whole = match parts.len() {
        1 => format!("{given}-01-01"),
        2 => format!("{given}-01"),
        3 => given.to_owned(),
        _ => return None,
    };
    let date: Date = whole.parse().ok()?;
    Some(Day {
        year: date.year.filter(|y| *y > 0)?,
        month: (parts.len() > 1).then_some(date.month),
        day: (parts.len() > 2).then_some(date.day),
    })
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Named(named) => f.write_str(named.name()),
            Self::Ago(n, unit) => {
                let letter = Unit::ALL.into_iter().find(|(_, u)| u == unit);
                write!(f, "{n}{}", letter.map_or('d', |(c, _)| c))
            }
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_relative_is_counted_from_the_day_that_is_given() {
        // A Wednesday.
        for (given, today, day) in [
            ("today", "2024-07-17", "2024-07-17"),
            ("yesterday", "2024-03-01", "2024-02-29"),
            ("last-week", "2024-07-17", "2024-07-08"),
            ("last-week", "2024-07-15", "2024-07-08"),
            ("last-week", "2024-07-14", "2024-07-01"),
            ("last-month", "2024-01-31", "2023-12-01"),
            ("last-year", "2024-02-29", "2023-01-01"),
            ("7d", "2024-01-03", "2023-12-27"),
            ("0d", "2024-01-03", "2024-01-03"),
            ("2w", "2024-07-17", "2024-07-03"),
            ("3m", "2024-05-31", "2024-02-29"),
            ("1y", "2024-02-29", "2023-02-28"),
            ("9999y", "2024-02-29", "0001-01-01"),
            ("65535y", "2024-02-29", "0001-01-01"),
            ("2022-04", "2024-02-29", "2022-04"),
        ] {
            let when = When::read(given).unwrap();
            let found = when.day(today.parse().unwrap()).unwrap();
            assert_eq!(found.to_string(), day, "{given} on {today}");
            assert_eq!(when.to_string(), given);
        }
        for wrong in [
            "d", "-7d", "+7d", "7", "7 d", "65536d", "tomorrow", "7h", "",
        ] {
            assert_eq!(When::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_names_are_in_the_order_of_the_list() {
        for named in Named::ALL {
            assert_eq!(When::read(named.name()), Some(When::Named(named)));
        }
    }
}
