//! The bar beside the text: where one is in the article, and where its quotes lie, by speaker.
//!
//! A row of the bar stands for as many bytes of the text as any other, so that nothing has to be
//! wrapped for it. Rendering and the mouse both read it. Must not know: styles.

use super::reading::{Page, Reading, extent};

/// A row of the bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether what it stands for is on the screen.
    pub seen: bool,
    /// The quote that begins there: the current one, or else the first.
    pub quote: Option<usize>,
}

/// The bar in so many rows; none where all of the text is on the screen and nobody is quoted.
#[must_use]
pub fn marks(reading: &Reading, page: Page, rows: usize) -> Vec<Mark> {
    let length = reading.stored.article.text.len();
    if length == 0 || rows == 0 {
        return Vec::new();
    }
    let row_of = |byte: usize| (byte * rows / length).min(rows - 1);
    let seen = reading.seen(page);
    let (first, last) = (row_of(seen.start), row_of(seen.end.max(seen.start + 1) - 1));
    if reading.quotes().is_empty() && (first, last) == (0, rows - 1) {
        return Vec::new();
    }
    let mut marks: Vec<Mark> = (0..rows)
        .map(|row| Mark {
            seen: (first..=last).contains(&row),
            quote: None,
        })
        .collect();
    let current = reading.place.quote;
    for n in current.into_iter().chain(0..reading.quotes().len()) {
        if let Some(span) = reading.quotes().get(n).and_then(extent) {
            marks[row_of(span.start)].quote.get_or_insert(n);
        }
    }
    marks
}

/// The byte of the text that begins what a row of the bar stands for.
#[must_use]
pub fn byte_at(reading: &Reading, row: usize, rows: usize) -> usize {
    let text = &reading.stored.article.text;
    let byte = text.len() * row / rows.max(1);
    text.floor_char_boundary(byte.min(text.len().saturating_sub(1)))
}

/// The place of a quote's speaker among the article's; nothing where nobody is known.
#[must_use]
pub fn place_of_speaker(reading: &Reading, quote: usize) -> Option<usize> {
    reading.place_of(reading.quotes().get(quote)?.speaker?)
}

/// The letter that stands for a speaker on the bar.
#[must_use]
pub fn letter(place: Option<usize>) -> char {
    match place.and_then(|n| u8::try_from(n).ok()) {
        None => '?',
        Some(n) if n < 26 => char::from(b'A' + n),
        Some(n) if n < 52 => char::from(b'a' + n - 26),
        Some(_) => '*',
    }
}
