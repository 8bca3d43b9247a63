//! Paragraphs from printed lines: what belongs together is joined, what only the paper needs goes.
//!
//! Owns running heads and page numbers, the ends of paragraphs, and hyphens at the ends of lines.
//! Must not know PDF.

use std::collections::{HashMap, HashSet};

use super::PrintedLine;
use crate::import::byline;
use crate::import::lines::ends_sentence;
use crate::import::markup::Piece;
use crate::model::BlockRole;

/// How many lines at the top and the bottom of a page may be running heads.
const EDGE: usize = 2;

/// Lines before and after one by which the width of its column is told.
const AROUND: usize = 12;

/// How many of the first lines may tell the author.
const HEAD: usize = 8;

/// Most words of a heading.
const HEADING: usize = 30;

/// The title that the first page prints large, and everything else in order.
pub(super) fn pieces(pages: &[Vec<PrintedLine>]) -> (Option<String>, Vec<Piece>) {
    let lines = without_running(pages);
    let usual = usual_size(&lines);
    let leading = usual_leading(&lines, usual);
    let words = words(&lines);
    let mut out: Vec<Piece> = Vec::new();
    let mut title: Option<(f32, String)> = None;
    for paragraph in paragraphs(&lines, leading) {
        let text = joined(paragraph, &words);
        let first = paragraph[0].1;
        let short = text.split_whitespace().count() <= HEADING;
        let large = short && first.size > 1.15 * usual;
        // The largest of the letters on top of the first page, before any text.
        let on_top = paragraph[0].0 == 0 && out.iter().all(|piece| piece.hint.is_some());
        if on_top && large && title.as_ref().is_none_or(|(size, _)| first.size > *size) {
            let before = title.replace((first.size, text));
            out.extend(before.map(|(_, text)| Piece::plain(Some(BlockRole::Heading), text)));
        } else {
            out.push(Piece::plain(large.then_some(BlockRole::Heading), text));
        }
    }
    (title.map(|(_, text)| text), out)
}

/// A line with the number of its page.
type Numbered<'a> = (usize, &'a PrintedLine);

/// All lines but page numbers and those that stand at the same place of many pages.
fn without_running(pages: &[Vec<PrintedLine>]) -> Vec<Numbered<'_>> {
    let edges: Vec<HashSet<usize>> = pages.iter().map(|page| edge(page)).collect();
    let mut seen: HashMap<(String, i32), usize> = HashMap::new();
    for (page, edge) in pages.iter().zip(&edges) {
        for line in edge.iter().map(|at| &page[*at]) {
            *seen.entry(form(line)).or_default() += 1;
        }
    }
    let often = (pages.len() / 3).max(2);
    let mut kept = Vec::new();
    for (number, (page, edge)) in pages.iter().zip(&edges).enumerate() {
        for (at, line) in page.iter().enumerate() {
            let running = edge.contains(&at)
                && (is_page_number(&line.text)
                    || seen.get(&form(line)).is_some_and(|n| *n >= often));
            if !running {
                kept.push((number, line));
            }
        }
    }
    kept
}

/// The lines that stand highest and lowest.
fn edge(page: &[PrintedLine]) -> HashSet<usize> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|a, b| page[*a].base.total_cmp(&page[*b].base));
    let top = order.iter().take(EDGE);
    top.chain(order.iter().rev().take(EDGE)).copied().collect()
}

/// What lines have in common that are the same but for the number of the page.
fn form(line: &PrintedLine) -> (String, i32) {
    let digits = |c: char| if c.is_ascii_digit() { '#' } else { c };
    let text: String = line
        .text
        .trim()
        .to_lowercase()
        .chars()
        .map(digits)
        .collect();
    (
        text.replace("##", "#").replace("##", "#"),
        (line.base / 8.0).round() as i32,
    )
}

fn is_page_number(text: &str) -> bool {
    let small = text.trim().to_lowercase();
    let mark = |c: char| matches!(c, '-' | '–' | '—' | '|' | '·' | '[' | ']' | '.' | ' ');
    let bare = small.trim_matches(mark);
    let bare = bare.strip_prefix("page").unwrap_or(bare).trim_matches(mark);
    let number =
        |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let roman = (1..=6).contains(&bare.len()) && bare.bytes().all(|b| b"ivxlc".contains(&b));
    let mut parts = bare
        .split([' ', '/'])
        .filter(|part| !matches!(*part, "" | "of" | "page" | "|"));
    roman || (!bare.is_empty() && bare.len() < 20 && parts.all(number))
}

/// The size in which most letters are printed.
fn usual_size(lines: &[Numbered<'_>]) -> f32 {
    let mut letters: HashMap<i32, usize> = HashMap::new();
    for (_, line) in lines {
        *letters.entry((line.size * 2.0).round() as i32).or_default() += line.text.len();
    }
    let most = letters
        .into_iter()
        .max_by_key(|(size, count)| (*count, *size));
    most.map_or(10.0, |(size, _)| size as f32 / 2.0)
}

/// How far apart two lines of one paragraph mostly stand.
fn usual_leading(lines: &[Numbered<'_>], usual: f32) -> f32 {
    let near = |pair: &[Numbered<'_>]| {
        let down = pair[1].1.base - pair[0].1.base;
        let text = (pair[0].1.size - usual).abs() < 0.6 && (pair[1].1.size - usual).abs() < 0.6;
        (text && down > 0.5 * usual && down < 3.0 * usual).then_some(down)
    };
    let mut all: Vec<f32> = lines.windows(2).filter_map(near).collect();
    all.sort_by(f32::total_cmp);
    // The nearer third: a text with a gap after each line would be all gaps otherwise.
    all.get(all.len() / 3).copied().unwrap_or(1.2 * usual)
}

/// The lines parted into paragraphs.
fn paragraphs<'a>(lines: &'a [Numbered<'a>], leading: f32) -> Vec<&'a [Numbered<'a>]> {
    let mut out = Vec::new();
    let mut start = 0;
    for at in 1..lines.len() {
        if begins(lines, start, at, leading) {
            out.push(&lines[start..at]);
            start = at;
        }
    }
    if start < lines.len() {
        out.push(&lines[start..]);
    }
    out
}

/// Whether the line `at` begins a paragraph, after one that began at `start`.
fn begins(lines: &[Numbered<'_>], start: usize, at: usize, leading: f32) -> bool {
    let ((page_before, before), (page, line)) = (lines[at - 1], lines[at]);
    let size = before.size.max(line.size);
    if (before.size - line.size).abs() > 0.12 * size {
        return true;
    }
    let on_top = page == 0 && at <= HEAD;
    if on_top && (is_byline(&line.text) || is_byline(&before.text)) {
        return true;
    }
    let down = line.base - before.base;
    let same_line = page == page_before && down.abs() < 0.4 * size;
    if same_line {
        // Two cells of one row, or a bullet and its item.
        return before.text.chars().count() > 3;
    }
    if page != page_before || down < 0.0 {
        // Another page or column: a sentence that goes on is one paragraph.
        return ends_sentence(before.text.trim_end());
    }
    if down > 1.35 * leading.max(size) {
        return true;
    }
    let left = lines[start..at]
        .iter()
        .map(|(_, line)| line.left)
        .fold(f32::MAX, f32::min);
    let indent = line.left - left;
    let wide = column_end(lines, at - 1) - left;
    let short = before.right < left + 0.85 * wide;
    // An item whose lines hang under its first word goes on.
    let hangs = at - start == 1 && crate::import::lines::bullet(&before.text).is_some();
    (indent > 0.8 * size && indent < 6.0 * size && !hangs && ends_or_short(before, short))
        || (short && ends_sentence(before.text.trim_end()))
}

/// A line that says who wrote the article stands for itself, however near the others are.
fn is_byline(line: &str) -> bool {
    let line = line.trim();
    line.split_whitespace().count() <= 8 && byline::read(line).is_some()
}

fn ends_or_short(before: &PrintedLine, short: bool) -> bool {
    short || ends_sentence(before.text.trim_end())
}

/// Where the column of a line ends on its right.
fn column_end(lines: &[Numbered<'_>], at: usize) -> f32 {
    let (page, line) = lines[at];
    let near = &lines[at.saturating_sub(AROUND)..(at + AROUND).min(lines.len())];
    let beside = near.iter().filter(|(number, other)| {
        *number == page && (other.left - line.left).abs() < 6.0 * line.size
    });
    beside
        .map(|(_, other)| other.right)
        .fold(line.right, f32::max)
}

/// All words, in small letters: they tell which hyphens are part of one.
fn words(lines: &[Numbered<'_>]) -> HashSet<String> {
    let all = lines
        .iter()
        .flat_map(|(_, line)| line.text.split_whitespace());
    all.map(|word| bare(word).to_lowercase()).collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The lines of a paragraph as one.
fn joined(paragraph: &[Numbered<'_>], words: &HashSet<String>) -> String {
    let mut text = String::new();
    for (_, line) in paragraph {
        let next = line.text.trim();
        if text.is_empty() {
            text.push_str(next);
        } else if let Some(whole) = hyphenated(&text, next, words) {
            text.truncate(text.trim_end_matches(['-', '\u{2010}', '\u{ad}']).len());
            if !whole {
                text.push('-');
            }
            text.push_str(next);
        } else {
            text.push(' ');
            text.push_str(next);
        }
    }
    text
}

/// Whether a word goes on over the end of a line, and then whether it is one without the hyphen.
fn hyphenated(text: &str, next: &str, words: &HashSet<String>) -> Option<bool> {
    let head = text.strip_suffix(['-', '\u{2010}', '\u{ad}'])?;
    let first = head.rsplit(char::is_whitespace).next().map(bare)?;
    let last = bare(next.split_whitespace().next()?);
    let letters = |part: &str| part.chars().next_back().is_some_and(char::is_alphabetic);
    if !letters(head) || !next.starts_with(char::is_alphabetic) {
        return None;
    }
    let (first, last) = (first.to_lowercase(), last.to_lowercase());
    let compound = words.contains(&format!("{first}-{last}"));
    let one = words.contains(&format!("{first}{last}"));
    Some(next.starts_with(char::is_lowercase) && (one || !compound) && !first.contains('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of `(left, base, size, text)` as a page; letters are half as wide as high.
    fn page(lines: &[(f32, f32, f32, &str)]) -> Vec<PrintedLine> {
        let line = |(left, base, size, text): &(f32, f32, f32, &str)| PrintedLine {
            text: (*text).to_owned(),
            left: *left,
            right: left + text.chars().count() as f32 * size / 2.0,
            base: *base,
            size: *size,
        };
        lines.iter().map(line).collect()
    }

    fn texts(pages: &[Vec<PrintedLine>]) -> Vec<String> {
        let pieces = pieces(pages).1.into_iter();
        pieces.map(|piece| piece.line).collect()
    }

    #[test]
    fn the_author_stands_alone_though_all_lines_are_alike() {
        let one = page(&[
            (50.0, 40.0, 10.0, "Harbour report"),
            (50.0, 54.0, 10.0, "By Nora Vale"),
            (
                50.0,
                68.0,
                10.0,
                "The harbour took in more goods than ever in the last",
            ),
            (
                50.0,
                82.0,
                10.0,
                "year, the board said in its report on Monday.",
            ),
        ]);
        assert_eq!(texts(&[one])[..2], ["Harbour report", "By Nora Vale"]);
    }

    #[test]
    fn lines_are_joined_and_paragraphs_end_where_they_should() {
        let one = page(&[
            (50.0, 40.0, 20.0, "Ferry to be repaired"),
            (50.0, 62.0, 20.0, "before winter"),
            (
                50.0,
                100.0,
                10.0,
                "The ferry between the two islands will be re-",
            ),
            (
                50.0,
                112.0,
                10.0,
                "paired before winter, the well-known council",
            ),
            (50.0, 124.0, 10.0, "decided on Monday."),
            (
                60.0,
                136.0,
                10.0,
                "“We will not let a single island go,” said a",
            ),
            (50.0, 148.0, 10.0, "well-"),
            (
                50.0,
                160.0,
                10.0,
                "known harbour master, who has been there for",
            ),
            (
                50.0,
                172.0,
                10.0,
                "as long as anybody remembers it, and longer.",
            ),
            (50.0, 196.0, 10.0, "The work begins in May and is not to be"),
        ]);
        let two = page(&[
            (50.0, 40.0, 10.0, "done before the year ends, the council"),
            (50.0, 52.0, 10.0, "said."),
        ]);
        let (title, pieces) = pieces(&[one, two]);
        assert_eq!(title.as_deref(), Some("Ferry to be repaired before winter"));
        let texts: Vec<&str> = pieces.iter().map(|piece| piece.line.as_str()).collect();
        assert_eq!(
            texts,
            [
                "The ferry between the two islands will be repaired before winter, the well-known council decided on Monday.",
                "“We will not let a single island go,” said a well-known harbour master, who has been there for as long as anybody remembers it, and longer.",
                "The work begins in May and is not to be done before the year ends, the council said.",
            ]
        );
    }

    #[test]
    fn running_heads_and_page_numbers_go() {
        let pages: Vec<_> = (1..5)
            .map(|number| {
                let head = format!("{number}0 The Harbour Post");
                let foot = format!("- {number} -");
                page(&[
                    (50.0, 20.0, 8.0, &head),
                    (
                        50.0,
                        60.0,
                        10.0,
                        ["A first line.", "A second.", "Then more.", "The end."][number - 1],
                    ),
                    (50.0, 90.0, 10.0, "1905"),
                    (
                        50.0,
                        120.0,
                        10.0,
                        ["And so on.", "It went on.", "Still on.", "Done."][number - 1],
                    ),
                    (50.0, 700.0, 8.0, &foot),
                ])
            })
            .collect();
        let texts = texts(&pages);
        assert_eq!(texts.len(), 12, "{texts:?}");
        assert!(
            texts
                .iter()
                .all(|text| !text.contains("Post") && !text.contains('-'))
        );
        for (text, number) in [
            ("Page 3 of 12", true),
            ("xiv", true),
            ("3/4", true),
            ("Paris", false),
            ("", false),
            ("3 dogs", false),
        ] {
            assert_eq!(is_page_number(text), number, "{text}");
        }
    }
}
