//! The letters of a row that a query matched, as bytes to light.
//!
//! Owns the way back from words and folded letters to the row's own bytes. Only made for rows that
//! are shown.

use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::model::QuoteRow;
use crate::text::fold::fold;

use super::ask::Ask;
use super::hits::{Hits, Score};
use super::token::{kept, letters, tokens};

/// fuzzy-matcher's time and memory grow with the product of both lengths: a line of a million
/// letters would take all.
const LONGEST_SCATTERED: usize = 128;

/// Byte ranges to light in each field of a row, in order, never touching.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Of [`QuoteRow::text`].
    pub text: Vec<Range<usize>>,
    /// Of [`QuoteRow::speaker`].
    pub speaker: Vec<Range<usize>>,
    /// Of [`QuoteRow::title`].
    pub title: Vec<Range<usize>>,
}

impl Marks {
    /// What to light of a row that was found with this score among these hits: for each word of
    /// the query the word of the row at its place.
    #[must_use]
    pub fn of<H>(row: &QuoteRow, hits: &Hits<H>, score: &Score) -> Self {
        let in_name = |name: bool| -> Vec<(usize, &str)> {
            let found = score.found.iter().filter(|found| found.in_name == name);
            let typed = |word: usize| hits.words.get(word).map_or("", String::as_str);
            found.map(|found| (found.at, typed(found.word))).collect()
        };
        let mut missing = (0..).zip(&hits.words);
        let missing: Vec<&str> = missing
            .by_ref()
            .filter(|(n, _)| score.found.iter().all(|found| found.word != *n))
            .map(|(_, word)| word.as_str())
            .collect();
        Self {
            text: light(&row.text, &in_name(false)),
            speaker: light(row.speaker.as_deref().unwrap_or(""), &in_name(true)),
            title: light_all(&row.title, &missing),
        }
    }

    /// What to light of a row that has the words of `typed` as they stand.
    #[must_use]
    pub fn of_words(row: &QuoteRow, typed: &str) -> Self {
        let ask = Ask::read(typed, &|_| false);
        let words: Vec<&str> = ask.words.iter().map(|word| word.text.as_str()).collect();
        Self {
            text: light_all(&row.text, &words),
            speaker: light_all(row.speaker.as_deref().unwrap_or(""), &words),
            title: Vec::new(),
        }
    }

    /// What to light of the one text of a hit, a name or a title.
    #[must_use]
    pub fn of_text<H>(text: &str, hits: &Hits<H>, score: &Score) -> Vec<Range<usize>> {
        let found = score.found.iter();
        let typed = |word: usize| hits.words.get(word).map_or("", String::as_str);
        let wanted: Vec<(usize, &str)> = found.map(|f| (f.at, typed(f.word))).collect();
        light(text, &wanted)
    }
}

/// The word of a text with this number, as it is printed there.
#[must_use]
pub fn word_at(text: &str, number: usize) -> Option<&str> {
    let folded = fold(text);
    let token = tokens(&folded.text).nth(number)?;
    let place = in_source(text, folded.source(token.start), folded.source(token.end));
    text.get(place)
}

/// Lights the words of a text that begin with one of these.
pub(super) fn light_all(text: &str, words: &[&str]) -> Vec<Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    let folded = fold(text);
    let mut wanted = Vec::new();
    for (at, token) in tokens(&folded.text).enumerate() {
        let plain = letters(&folded.text[token]);
        wanted.extend(
            words
                .iter()
                .filter(|word| plain.starts_with(**word))
                .map(|word| (at, *word)),
        );
    }
    light(text, &wanted)
}

/// `wanted`: numbers of words of `text`, each with what was typed for it.
pub(super) fn light(text: &str, wanted: &[(usize, &str)]) -> Vec<Range<usize>> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut wanted = wanted.to_vec();
    wanted.sort_by_key(|(number, _)| *number);
    let mut wanted = wanted.into_iter().peekable();
    let folded = fold(text);
    let mut ranges = Vec::new();
    for (number, token) in tokens(&folded.text).enumerate() {
        while let Some((_, typed)) = wanted.next_if(|(at, _)| *at <= number) {
            for at in matched(&folded.text[token.clone()], typed) {
                let (start, end) = (token.start + at.start, token.start + at.end);
                ranges.push(in_source(text, folded.source(start), folded.source(end)));
            }
        }
    }
    joined(ranges)
}

/// A folded letter can be a part of a letter of the source (a ligature); it is lit as a whole.
fn in_source(text: &str, start: usize, end: usize) -> Range<usize> {
    let letter = text.get(start..).and_then(|rest| rest.chars().next());
    start..end.max(start + letter.map_or(0, char::len_utf8))
}

/// Byte ranges of the letters of `token` that `typed` matched.
fn matched(token: &str, typed: &str) -> Vec<Range<usize>> {
    let plain = letters(token);
    let whole: Vec<Range<usize>> = kept(token).map(|(at, c)| at..at + c.len_utf8()).collect();
    // From the first to the last letter: the apostrophe between them is lit with them.
    let run = |from: usize, count: usize| -> Vec<Range<usize>> {
        let until = (from + count).min(whole.len());
        let ends = whole
            .get(from..until)
            .and_then(|of| of.first().zip(of.last()));
        ends.map(|(first, last)| first.start..last.end)
            .into_iter()
            .collect()
    };
    if let Some(at) = plain.find(typed) {
        return run(plain[..at].chars().count(), typed.chars().count());
    }
    let matcher = SkimMatcherV2::default().respect_case();
    let scattered =
        (plain.len() <= LONGEST_SCATTERED).then(|| matcher.fuzzy_indices(&plain, typed));
    match scattered.flatten() {
        Some((_, indices)) => indices
            .into_iter()
            .filter_map(|k| whole.get(k).cloned())
            .collect(),
        // One slip: which letters are "matched" is idle to ask, the word is.
        None => run(0, whole.len()),
    }
}

/// In order, touching and overlapping ones made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lit<'a>(text: &'a str, wanted: &[(usize, &str)]) -> Vec<&'a str> {
        light(text, wanted).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn the_letters_typed_are_lit() {
        assert_eq!(lit("The engines ran", &[(1, "eng")]), ["eng"]);
        assert_eq!(lit("The engines ran", &[(1, "gines")]), ["gines"]);
        assert_eq!(lit("The engines ran", &[(1, "egs")]), ["e", "g", "s"]);
        assert_eq!(lit("The engines ran", &[(1, "enjines")]), ["engines"]);
        assert_eq!(
            lit("The engines ran", &[(0, "the"), (1, "engines")]),
            ["The", "engines"]
        );
    }

    #[test]
    fn marks_lie_on_the_bytes_of_the_source() {
        assert_eq!(lit("Él no don’t SAY", &[(0, "el")]), ["Él"]);
        assert_eq!(lit("Él no don’t SAY", &[(2, "dont")]), ["don’t"]);
        assert_eq!(lit("Él no don’t SAY", &[(3, "sa")]), ["SA"]);
        assert_eq!(
            lit("up 3.5 of 1,000", &[(1, "3.5"), (3, "1000")]),
            ["3.5", "1,000"]
        );
        assert_eq!(lit("so 🙂 it is", &[(1, "🙂")]), ["🙂"]);
    }
}
