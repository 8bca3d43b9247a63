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

/// The looks of all lines.
pub(super) fn looks(text: &str, lines: &[Line]) -> Vec<Look> {
    lines
        .iter()
        .map(|l| look(l.span.of(text), l.hint))
        .collect()
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
pub(super) fn end_of_article(text: &str, lines: &[Line], looks: &[Look]) -> usize {
    let weight = |range: std::ops::Range<usize>| -> usize {
        range
            .filter(|k| matches!(looks[*k], Look::Prose | Look::Sentence))
            .map(|k| lines[k].span.len())
            .sum()
    };
    let from = first_text(looks).unwrap_or(0);
    (from..lines.len())
        .filter(|k| furniture::is_stop(lines[*k].span.of(text)))
        .find(|k| weight(*k..lines.len()) * 3 < weight(0..*k))
        .unwrap_or(lines.len())
}

/// What becomes of each line: a role, or nothing where it is left out.
///
/// With `page` the lines may be those of a whole page: short lines behind the last sentence are
/// left out, as are bylines and dates between paragraphs and what is said twice. Without it they
/// are those of a body, and only what is furniture beyond doubt is left out.
pub(super) fn assign(
    text: &str,
    lines: &[Line],
    looks: &[Look],
    page: bool,
) -> Vec<Option<BlockRole>> {
    let stop = end_of_article(text, lines, looks);
    let end = if page {
        end_of_text(&looks[..stop])
    } else {
        stop
    };
    let twice = if page {
        said_twice(text, lines, looks)
    } else {
        HashSet::new()
    };
    let mut roles = vec![None; lines.len()];
    let mut after_link = false;
    for k in 0..stop {
        let line = lines[k].span.of(text);
        if looks[k] == Look::Furniture || twice.contains(&k) {
            after_link = line.ends_with(':') || furniture::is_stop(line);
            continue;
        }
        let role = if looks[k] == Look::Short {
            short(
                text,
                lines,
                looks,
                k,
                page && (after_link || k >= end),
                stop,
            )
        } else {
            after_link = false;
            long(line, looks[k], lines[k].hint, page)
        };
        roles[k] = role;
    }
    roles
}

fn long(line: &str, look: Look, hint: Option<BlockRole>, page: bool) -> Option<BlockRole> {
    match look {
        Look::Caption if page && hint.is_none() && furniture::is_credit(line) => None,
        Look::Caption => Some(BlockRole::Caption),
        Look::Item => Some(BlockRole::List),
        Look::Prose | Look::Sentence => Some(hint.unwrap_or(BlockRole::Paragraph)),
        Look::Furniture | Look::Short => None,
    }
}

fn short(
    text: &str,
    lines: &[Line],
    looks: &[Look],
    k: usize,
    doubtful: bool,
    stop: usize,
) -> Option<BlockRole> {
    let line = lines[k].span.of(text);
    if lines[k].hint.is_some() && !doubtful {
        return lines[k].hint;
    }
    // Behind a colon the lines are what was announced: a list of names, of scores.
    let announced = (0..k)
        .rev()
        .find(|j| looks[*j] != Look::Furniture && looks[*j] != Look::Short)
        .is_some_and(|j| lines[j].span.of(text).ends_with(':'));
    if doubtful && !announced {
        return None;
    }
    let named = byline::read(line).is_some() || dates::whole(line).is_some();
    if doubtful && named {
        return None;
    }
    let next = (k + 1..stop).find(|j| looks[*j] != Look::Furniture);
    let before_text = next.is_some_and(|j| {
        matches!(
            looks[j],
            Look::Prose | Look::Sentence | Look::Item | Look::Caption
        )
    });
    if before_text && !named && is_heading(line) && !announced {
        return Some(BlockRole::Heading);
    }
    if announced && !before_text {
        return Some(BlockRole::List);
    }
    Some(BlockRole::Paragraph)
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
fn said_twice(text: &str, lines: &[Line], looks: &[Look]) -> HashSet<usize> {
    let words: Vec<String> = lines
        .iter()
        .map(|l| furniture::word_string(l.span.of(text)))
        .collect();
    let bodies: Vec<String> = (0..lines.len())
        .filter(|k| looks[*k] == Look::Prose)
        .map(|k| words[k].clone())
        .collect();
    let mut seen = HashSet::new();
    let mut out = HashSet::new();
    for (k, said) in words.iter().enumerate() {
        let long = said.matches(' ').count() > 8;
        let again = long && !seen.insert(said.as_str());
        let pulled = matches!(looks[k], Look::Short | Look::Sentence | Look::Item)
            && furniture::repeats(lines[k].span.of(text), &bodies);
        if again || pulled {
            out.insert(k);
        }
    }
    out
}
