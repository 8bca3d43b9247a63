//! The speakers pane as lines: which entry stands where, around the current quote.
//!
//! Lines are made only for what is on the screen. Rendering and the mouse both read them. Must
//! not know: styles.

use super::reading::{Cast, Reading};
use crate::app::words;
use crate::model::{Quote, QuoteKind, Stance, Tag};
use crate::text::wrap;

/// One line of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The name of a speaker.
    Name(Option<usize>),
    /// A line of what and who the speaker is.
    About(String),
    /// A line of a quote's words.
    Words {
        /// Which quote.
        quote: usize,
        /// The line.
        text: String,
        /// Whether it is the first of them, which tells how sure it is who speaks.
        first: bool,
    },
    /// A line of what the person keeps of a quote: its tags, its note.
    Kept {
        /// Which quote.
        quote: usize,
        /// The line.
        text: String,
    },
    /// A line of a note or tags whose quote is no longer there.
    Gone(String),
    /// An empty line.
    Blank,
}

/// Lines of the pane from which on a name may stand above words that are not its first.
const LEAST: usize = 4;
/// Lines of a quote that is not the current one.
const BRIEF: usize = 3;
/// Bytes of a quote that are looked at for the pane.
const LONGEST: usize = 4096;
/// Columns from which on there is room to tell kind and confidence of a quote at its right.
const ROOMY: usize = 28;
/// Columns that those take.
pub const WEIGHED: usize = 3;

/// The columns of words in a pane of so many columns, and whether kind and confidence are told.
#[must_use]
pub const fn columns(width: usize) -> (usize, bool) {
    match width >= ROOMY {
        true => (width.saturating_sub(2 + WEIGHED), true),
        false => (width.saturating_sub(2), false),
    }
}

/// How a quote is given, and how sure it is who speaks: a letter, and a block that is the higher the
/// surer it is, with steps at one half and four fifths.
#[must_use]
pub fn weight(quote: &Quote) -> String {
    let letter = match quote.kind {
        QuoteKind::Direct => 'd',
        QuoteKind::Mixed => 'm',
        QuoteKind::Indirect => 'i',
    };
    let block = match quote.confidence {
        sure if sure >= 0.8 => '▆',
        likely if likely >= 0.5 => '▄',
        _ => '▂',
    };
    format!("{letter}{block}")
}

/// How many quotes of the article a speaker has.
#[must_use]
pub fn said(reading: &Reading, speaker: Option<usize>) -> usize {
    let start = reading
        .cast
        .iter()
        .position(|c| *c == Cast::Speaker(speaker));
    let entries = reading
        .cast
        .iter()
        .skip(start.map_or(usize::MAX, |at| at + 1));
    entries.take_while(|c| matches!(c, Cast::Quote(_))).count()
}

/// The lines of the pane at its size, the current quote well in sight. The first of them is always a name: where
/// that of who said the first words is not in sight, it stands above them.
#[must_use]
pub fn lines(reading: &Reading, width: usize, height: usize) -> Vec<Line> {
    let (first, out) = fit(reading, width, height);
    if height < LEAST || named(&out) || reading.cast.get(first) == Some(&Cast::Gone) {
        return out;
    }
    let (first, mut below) = fit(reading, width, height - 1);
    if named(&below) {
        return out;
    }
    let before = reading.cast.iter().take(first + 1).rev();
    let speaker = before.into_iter().find_map(|entry| match entry {
        Cast::Speaker(speaker) => Some(*speaker),
        Cast::Quote(_) | Cast::Gone => None,
    });
    if let Some(speaker) = speaker {
        below.insert(0, Line::Name(speaker));
    }
    below
}

fn named(lines: &[Line]) -> bool {
    matches!(lines.first(), None | Some(Line::Name(_)))
}

/// The lines, and the first entry of which there are some.
fn fit(reading: &Reading, width: usize, height: usize) -> (usize, Vec<Line>) {
    let of = |entry: usize| entry_lines(reading, entry, width);
    let current = reading.cast_index();
    let mut out = of(current);
    let mut first = current;
    let mut above = 0;
    while first > 0 && above < height / 3 {
        first -= 1;
        above += prepend(&mut out, of(first));
    }
    // The first entry is cut only where the current quote would not be whole otherwise.
    let mut skip = out.len().saturating_sub(height.max(1)).min(above);
    let mut next = current + 1;
    while next < reading.cast.len() && out.len() - skip < height {
        out.extend(of(next));
        next += 1;
    }
    while out.len() - skip < height && (skip > 0 || first > 0) {
        if skip == 0 {
            first -= 1;
            skip += prepend(&mut out, of(first));
        }
        skip -= skip.min(height.saturating_sub(out.len() - skip));
    }
    out.drain(..skip);
    out.truncate(height);
    (first, out)
}

fn prepend(out: &mut Vec<Line>, mut lines: Vec<Line>) -> usize {
    let count = lines.len();
    lines.append(out);
    *out = lines;
    count
}

fn entry_lines(reading: &Reading, entry: usize, width: usize) -> Vec<Line> {
    match reading.cast.get(entry) {
        None => Vec::new(),
        Some(Cast::Speaker(speaker)) => {
            let mut out = vec![Line::Name(*speaker)];
            out.extend(about(reading, *speaker, width));
            out.push(Line::Blank);
            out
        }
        Some(Cast::Quote(quote)) => quote_lines(reading, *quote, width),
        Some(Cast::Gone) => gone_lines(reading, width),
    }
}

fn about(reading: &Reading, speaker: Option<usize>, width: usize) -> Vec<Line> {
    let Some(speaker) = speaker.and_then(|n| reading.stored.extraction.speakers.get(n)) else {
        return Vec::new();
    };
    let kind = words::speaker_kind(speaker.kind);
    let role = speaker.role.as_ref().map_or("", |role| role.text.as_str());
    let text = [kind, role]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    if text.is_empty() {
        return Vec::new();
    }
    shortened(&text, width.saturating_sub(2), 2)
        .into_iter()
        .map(Line::About)
        .collect()
}

fn quote_lines(reading: &Reading, index: usize, width: usize) -> Vec<Line> {
    let Some(quote) = reading.quotes().get(index) else {
        return Vec::new();
    };
    let text = quote.words(&reading.stored.article.text, LONGEST);
    let text = quote.stance().shown(quote.kind, &text);
    let current = reading.place.quote == Some(index);
    let most = if current { usize::MAX } else { BRIEF };
    let mut out: Vec<Line> = shortened(&text, columns(width).0, most)
        .into_iter()
        .enumerate()
        .map(|(n, text)| Line::Words {
            quote: index,
            text,
            first: n == 0,
        })
        .collect();
    let (tags, notes) = reading.kept_of(index);
    let kept = kept_lines(&tags, &notes, width.saturating_sub(2), most);
    out.extend(kept.map(|text| Line::Kept { quote: index, text }));
    out.push(Line::Blank);
    out
}

/// Tags and notes, each kind on lines of its own.
fn kept_lines(
    tags: &[&Tag],
    notes: &[&str],
    width: usize,
    most: usize,
) -> impl Iterator<Item = String> {
    let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
    let notes = notes.iter().map(|note| format!("✎ {note}"));
    let all: Vec<String> = std::iter::once(tags.join(" ")).chain(notes).collect();
    all.into_iter()
        .filter(|text| !text.is_empty())
        .flat_map(move |text| shortened(&text, width, most))
}

/// What is kept of quotes that are no longer there.
fn gone_lines(reading: &Reading, width: usize) -> Vec<Line> {
    let mut out = vec![
        Line::Gone("Kept of quotes no longer found here".to_owned()),
        Line::Blank,
    ];
    for kept in reading.kept.quotes.iter().filter(|k| k.ordinal.is_none()) {
        let words = Stance::Said.shown(QuoteKind::Direct, &kept.words);
        let tags: Vec<&Tag> = kept.tags.iter().collect();
        let notes: Vec<&str> = kept.note.as_deref().into_iter().collect();
        let lines = shortened(&words, width, BRIEF).into_iter();
        let lines = lines.chain(kept_lines(&tags, &notes, width, usize::MAX));
        out.extend(lines.map(Line::Gone));
        out.push(Line::Blank);
    }
    out
}

/// Bytes that a column may have: one of letters with marks on them.
const COLUMN: usize = 8;

/// `text` on at most `most` lines, with an ellipsis where there is more.
#[must_use]
pub fn shortened(text: &str, width: usize, most: usize) -> Vec<String> {
    // A quote or a title may be very long, and this is asked for each frame.
    let room = most
        .saturating_add(1)
        .saturating_mul(width + 1)
        .saturating_mul(COLUMN);
    let shown = &text[..text.floor_char_boundary(room)];
    let lines = wrap::wrap(shown, width);
    let cut = lines.len() > most || shown.len() < text.len();
    let mut out: Vec<String> = lines
        .iter()
        .take(most)
        .map(|line| text[wrap::trimmed(text, line)].to_owned())
        .collect();
    if let (true, Some(last)) = (cut, out.last_mut()) {
        *last = wrap::ellipsis(&format!("{last} …"), width.max(1));
        if !last.ends_with('…') {
            last.push('…');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_within_the_width() {
        assert_eq!(
            shortened("one two three four", 9, 2),
            ["one two", "three …"]
        );
        assert_eq!(shortened("one two three four", 7, 1), ["one tw…"]);
        assert_eq!(shortened("one two", 9, 1), ["one two"]);
        assert_eq!(shortened("onetwothree", 3, 1), ["on…"]);
        // The rest is not even looked at: it would take seconds.
        let long = "one two three four ".repeat(1 << 20);
        assert_eq!(shortened(&long, 9, 2), ["one two", "three …"]);
        assert_eq!(shortened(&"ő".repeat(1 << 20), 4, 2), ["őőőő", "őőő…"]);
    }
}
