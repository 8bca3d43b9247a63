//! Small phrases the reader puts together: dates, counts, the words of a quote.

use std::time::Duration;

use crate::model::{Date, Month, Period, QuoteId, QuoteRow, SpeakerKind, StoredArticle};
pub use crate::text::words::thousands;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// "19 Apr 2022", or "19 Apr" where the year is unknown.
#[must_use]
pub fn date(date: Date) -> String {
    let month = MONTHS
        .get(usize::from(date.month).wrapping_sub(1))
        .unwrap_or(&"?");
    match date.year {
        Some(year) => format!("{} {month} {year}", date.day),
        None => format!("{} {month}", date.day),
    }
}

/// "May 2023", "2023", or "May 2023 – Jan 2024".
#[must_use]
pub fn period(period: Period) -> String {
    let month = |month: Month| {
        let name = MONTHS.get(month.month() as usize - 1).unwrap_or(&"?");
        format!("{name} {}", month.year())
    };
    let Period { first, last } = period;
    if first == last {
        month(first)
    } else if first.month() == 1 && last.number() == first.number() + 11 {
        first.year().to_string()
    } else {
        format!("{} – {}", month(first), month(last))
    }
}

/// "1 quote", "7 quotes".
#[must_use]
pub fn count(n: u64, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{} {one}s", thousands(n))
    }
}

/// "0.8 ms", "12 ms", "1.2 s": in as many columns each time, so that what stands before it stays.
#[must_use]
pub fn took(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    let told = match ms {
        ..0.05 => "<0.1 ms".to_owned(),
        ..9.95 => format!("{ms:.1} ms"),
        ..999.5 => format!("{ms:.0} ms"),
        _ => format!("{:.1} s", ms / 1e3),
    };
    format!("{told:>TOOK$}")
}

/// Columns of a time that something took.
pub const TOOK: usize = 7;

/// "512 B", "3.4 MB".
#[must_use]
pub fn bytes(n: u64) -> String {
    let units = ["kB", "MB", "GB", "TB"];
    let mut size = n as f64;
    let mut unit = "B";
    for next in units {
        if size < 1000.0 {
            break;
        }
        (size, unit) = (size / 1000.0, next);
    }
    match unit {
        "B" => format!("{n} B"),
        _ if size >= 100.0 => format!("{size:.0} {unit}"),
        _ => format!("{size:.1} {unit}"),
    }
}

/// What a speaker is, in a word; nothing for a person, who needs none.
#[must_use]
pub const fn speaker_kind(kind: SpeakerKind) -> &'static str {
    match kind {
        SpeakerKind::Person => "",
        SpeakerKind::Organisation => "organisation",
        SpeakerKind::Document => "document",
        SpeakerKind::Group => "group",
        SpeakerKind::Unnamed => "unnamed",
    }
}

/// A quote of an open article as a row, to be cited. The row's own number is not known here.
#[must_use]
pub fn quote_row(stored: &StoredArticle, ordinal: usize) -> Option<QuoteRow> {
    let article = &stored.article;
    let quote = stored.extraction.quotes.get(ordinal)?;
    let speaker = quote
        .speaker
        .and_then(|k| stored.extraction.speakers.get(k));
    let role = quote
        .role
        .as_ref()
        .or(speaker.and_then(|s| s.role.as_ref()));
    Some(QuoteRow {
        id: QuoteId(0),
        article: stored.id,
        ordinal,
        kind: quote.kind,
        stance: quote.stance(),
        text: quote.words(&article.text, usize::MAX),
        speaker: speaker.map(|s| s.name.clone()),
        speaker_kind: speaker.map(|s| s.kind),
        role: role.map(|role| role.text.clone()),
        confidence: quote.confidence,
        title: article.display_title(80),
        publisher: article.publisher.clone(),
        date: article.date,
        tags: Vec::new(),
        note: None,
        url: article.url.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_as_wide_whatever_it_is() {
        for (micros, told) in [
            (20, "<0.1 ms"),
            (840, " 0.8 ms"),
            (9_960, "  10 ms"),
            (412_000, " 412 ms"),
            (999_700, "  1.0 s"),
            (61_500_000, " 61.5 s"),
        ] {
            assert_eq!(took(Duration::from_micros(micros)), told);
        }
    }

    #[test]
    fn numbers_and_dates_are_printed_as_people_write_them() {
        assert_eq!(count(1, "quote"), "1 quote");
        assert_eq!(count(1_234_567, "quote"), "1,234,567 quotes");
        assert_eq!(thousands(100), "100");
        assert_eq!(
            [0, 999, 1_000, 34_120_000, 999_000_000_000].map(bytes),
            ["0 B", "999 B", "1.0 kB", "34.1 MB", "999 GB"]
        );
        assert_eq!(date("--06-19".parse().unwrap()), "19 Jun");
        assert_eq!(date("2022-04-09".parse().unwrap()), "9 Apr 2022");
    }
}
