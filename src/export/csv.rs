//! Quotes as CSV that a spreadsheet can open without running anything.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::model::wire::rounded;
use crate::model::{QuoteRow, Tag};

const HEADER: [&str; 15] = [
    "id",
    "article",
    "kind",
    "stance",
    "quote",
    "speaker",
    "speaker_kind",
    "role",
    "confidence",
    "title",
    "publisher",
    "date",
    "tags",
    "note",
    "url",
];

/// Writes a header line, then a line a quote.
pub(super) struct Csv<'a>(csv::Writer<&'a mut dyn Write>);

impl<'a> Csv<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(HEADER).map_err(io_error)?;
        Ok(Self(csv))
    }

    pub(super) fn write(&mut self, quote: &QuoteRow) -> io::Result<()> {
        let numbers = [quote.id.0, quote.article.0].map(|n| n.to_string());
        let confidence = rounded(quote.confidence).to_string();
        let date = quote.date.map(|d| d.to_string()).unwrap_or_default();
        let tags: Vec<&str> = quote.tags.iter().map(Tag::name).collect();
        let tags = tags.join(" ");
        let cells = [
            numbers[0].as_str(),
            &numbers[1],
            quote.kind.name(),
            quote.stance.rule(),
            &inert(&quote.text),
            &inert(quote.speaker.as_deref().unwrap_or("")),
            quote.speaker_kind.map_or("", |k| k.name()),
            &inert(quote.role.as_deref().unwrap_or("")),
            &confidence,
            &inert(&quote.title),
            &inert(quote.publisher.as_deref().unwrap_or("")),
            // A date without a year starts with a dash.
            &inert(&date),
            &inert(&tags),
            &inert(quote.note.as_deref().unwrap_or("")),
            &inert(quote.url.as_deref().unwrap_or("")),
        ];
        self.0.write_record(cells).map_err(io_error)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A cell that spreadsheets take as text: what starts like a formula gets an apostrophe before it
/// (<https://owasp.org/www-community/attacks/CSV_Injection>). Full-width signs count too: some
/// spreadsheets read them as the plain ones.
fn inert(cell: &str) -> Cow<'_, str> {
    let first = cell.trim_start_matches([' ', '\u{a0}']);
    if first.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The error of the writer itself where it is one, so that a closed pipe stays a closed pipe.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_starts_like_a_formula_is_changed() {
        for cell in ["=1+1", "+1", "-1", "@x", "\tx", "  =1", "--06-19"] {
            assert_eq!(inert(cell), format!("'{cell}"));
        }
        for cell in ["", "a=b", "1-2", "“no”"] {
            assert_eq!(inert(cell), cell);
        }
    }
}
