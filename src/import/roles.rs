//! What each line of a page or a body is for.
//!
//! Owns the decision between text, subhead, caption, list and furniture, from a line's look and
//! its neighbours; must not know metadata (see `head`).

use std::collections::HashSet;

use crate::model::BlockRole;

use super::lines::{self, Line};
use super::{byline, dates, furniture};

/// How a line looks by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Furniture wherever it stands.
    Furniture,
    /// Under a picture.
    Caption,
    /// With the mark of a list item.
    Item,
    /// Running text.
    Prose,
    /// Ends as a sentence does, but is short.
    Sentence,
    /// Everything else: headlines, subheads, menus, names.
    Short,
}

/// A cleaned text with its lines and their looks.
pub(super) struct Page<'a> {
    pub text: &'a str,
    pub lines: &'a [Line],
    pub looks: Vec<Look>,
}

impl<'a> Page<'a> {
    /// Looks at the lines of `text`.
    pub(super) fn new(text: &'a str, lines: &'a [Line]) -> Self {
        let looks = lines
            .iter()
            .map(|l| look(l.span.of(text), l.hint))
            .collect();
        Self { text, lines, looks }
    }

    /// The words of line number `k`.
    pub(super) fn line(&self, k: usize) -> &'a str {
        self.lines[k].span.of(self.text)
    }
}

fn look(line: &str, hint: Option<BlockRole>) -> Look {
    if furniture::is_furniture(line) {
        return Look::Furniture;
    }
    match hint {
        Some(BlockRole::Caption) => return Look::Caption,
        Some(BlockRole::List) => return Look::Item,
        Some(BlockRole::Heading) => return Look::Short,
        Some(BlockRole::Quote) => return Look::Prose,
        Some(BlockRole::Paragraph) | None => {}
    }
    if furniture::is_signature(line) {
        return Look::Sentence;
    }
    if furniture::is_caption(line) {
        return Look::Caption;
    }
    if lines::bullet(line).is_some() && byline::read(line).is_none() {
        return Look::Item;
    }
    if lines::is_prose(line) {
        return Look::Prose;
    }
    if lines::ends_sentence(line) && lines::words(line) >= 2 {
        return Look::Sentence;
    }
    Look::Short
}

/// The first line of the text that is running text; nothing where there is none.
pub(super) fn first_text(looks: &[Look]) -> Option<usize> {
    looks
        .iter()
        .position(|l| *l == Look::Prose)
        .or_else(|| looks.iter().position(|l| *l == Look::Sentence))
}

/// One past the last line that is running text.
fn end_of_text(looks: &[Look]) -> usize {
    looks
        .iter()
        .rposition(|l| matches!(l, Look::Prose | Look::Sentence))
        .map_or(looks.len(), |k| k + 1)
}

/// Where the page leaves its article for comments and other articles: the first line that says so
/// with clearly less text behind it than before it.
fn end_of_article(page: &Page<'_>) -> usize {
    let count = page.lines.len();
    let weight = |range: std::ops::Range<usize>| -> usize {
        range
            .filter(|k| matches!(page.looks[*k], Look::Prose | Look::Sentence))
            .map(|k| page.lines[k].span.len())
            .sum()
    };
    let from = first_text(&page.looks).unwrap_or(0);
    (from..count)
        .filter(|k| furniture::is_stop(page.line(*k)))
        .find(|k| weight(*k..count) * 3 < weight(0..*k))
        .unwrap_or(count)
}

/// What becomes of each line: a role, or nothing where it is left out.
///
/// With `whole` the lines are those of a whole page: short lines behind the last sentence are
/// left out, as are bylines and dates between paragraphs and what is said twice. Without it they
/// are those of a body, and only what is furniture beyond doubt is left out.
pub(super) fn assign(page: &Page<'_>, whole: bool) -> Vec<Option<BlockRole>> {
    let stop = end_of_article(page);
    let end = if whole {
        end_of_text(&page.looks[..stop])
    } else {
        stop
    };
    let twice = if whole {
        said_twice(page)
    } else {
        HashSet::new()
    };
    let mut roles = vec![None; page.lines.len()];
    let mut after_link = false;
    for (k, role) in roles.iter_mut().enumerate().take(stop) {
        let line = page.line(k);
        if page.looks[k] == Look::Furniture || twice.contains(&k) {
            after_link = line.ends_with(':') || furniture::is_stop(line);
            continue;
        }
        *role = if page.looks[k] == Look::Short {
            short(page, k, stop, whole && (after_link || k >= end))
        } else {
            after_link = false;
            long(page, k, whole)
        };
    }
    roles
}

fn long(page: &Page<'_>, k: usize, whole: bool) -> Option<BlockRole> {
    let hint = page.lines[k].hint;
    match page.looks[k] {
        Look::Caption if whole && hint.is_none() && furniture::is_credit(page.line(k)) => None,
        Look::Caption => Some(BlockRole::Caption),
        Look::Item => Some(BlockRole::List),
        Look::Prose | Look::Sentence => Some(hint.unwrap_or(BlockRole::Paragraph)),
        Look::Furniture | Look::Short => None,
    }
}

/// The role of a short line; a doubtful one is left out unless something announced it.
fn short(page: &Page<'_>, k: usize, stop: usize, doubtful: bool) -> Option<BlockRole> {
    let line = page.line(k);
    if page.lines[k].hint.is_some() && !doubtful {
        return page.lines[k].hint;
    }
    // Behind a colon the lines are what was announced: a list of names, of scores.
    let announced = (0..k)
        .rev()
        .find(|j| !matches!(page.looks[*j], Look::Furniture | Look::Short))
        .is_some_and(|j| page.line(j).ends_with(':'));
    let named = byline::read(line).is_some() || dates::whole(line).is_some();
    if doubtful && (named || !announced) {
        return None;
    }
    let next = (k + 1..stop).find(|j| page.looks[*j] != Look::Furniture);
    let before_text = next.is_some_and(|j| page.looks[j] != Look::Short);
    Some(if before_text && !named && !announced && is_heading(line) {
        BlockRole::Heading
    } else if announced && !before_text {
        BlockRole::List
    } else {
        BlockRole::Paragraph
    })
}

/// Whether a short line looks like a subhead.
fn is_heading(line: &str) -> bool {
    let first = line.chars().next();
    lines::words(line) <= 14
        && line.len() <= 110
        && first.is_some_and(|c| {
            c.is_uppercase() || c.is_numeric() || matches!(c, '‘' | '\'' | '“' | '"')
        })
        && !line.ends_with([',', ';', '-', '—', '–', ':', '”', '"'])
}

/// Lines that only say again what others say: pull quotes, and paragraphs printed twice.
fn said_twice(page: &Page<'_>) -> HashSet<usize> {
    let count = page.lines.len();
    let words: Vec<String> = (0..count)
        .map(|k| furniture::word_string(page.line(k)))
        .collect();
    let bodies: Vec<&str> = (0..count)
        .filter(|k| page.looks[*k] == Look::Prose)
        .map(|k| words[k].as_str())
        .collect();
    let mut seen = HashSet::new();
    let mut out = HashSet::new();
    for (k, said) in words.iter().enumerate() {
        let long = said.matches(' ').count() > 8;
        let again = long && !seen.insert(said.as_str());
        let pulled = matches!(page.looks[k], Look::Short | Look::Sentence | Look::Item)
            && furniture::repeats(page.line(k), &bodies);
        if again || pulled {
            out.insert(k);
        }
        // The name under a pull quote.
        let name = pulled && page.looks.get(k + 1) == Some(&Look::Short);
        if name && lines::words(page.line(k + 1)) <= 8 {
            out.insert(k + 1);
        }
    }
    out
}
