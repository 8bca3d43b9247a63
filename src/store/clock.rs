//! What time it is, read in one place: seconds for what is kept, the person's day for queries.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Date;

/// Seconds since 1970.
pub(super) fn seconds() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX))
}

/// The day it is where the person is.
pub(super) fn today() -> Date {
    let today = jiff::Zoned::now().date();
    Date {
        year: Some(today.year()),
        month: today.month().unsigned_abs(),
        day: today.day().unsigned_abs(),
    }
}
