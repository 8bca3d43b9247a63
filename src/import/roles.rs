//! What each line of a page or a body is for.
//!
//! Owns the decision between text, subhead, caption, list and furniture, from a line's look and
//! its neighbours; must not know metadata (see `head`).

use std::collections::HashSet;

use crate::model::{BlockRole, Why};

use super::lines::{self, Line};
use super::order::Order;
use super::pulled::Bodies;
use super::{behind, between, byline, dates, furniture, made};

/// What becomes of a line: its role in the text, or why it is none of it.
pub(super) type Fate = Result<BlockRole, Why>;

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
    /// What the format tells beside.
    pub told: Told,
}

/// What the format of a page tells of it beside the roles of its lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// The order in dates of numbers, where the page says it.
    pub order: Option<Order>,
    /// The line that is the headline, whatever it looks like.
    pub headline: Option<usize>,
    /// The headline, where it is known from elsewhere: no line is one, but one may say it again.
    pub title: Option<String>,
    /// The names of the author, where they are known from elsewhere.
    pub byline: Option<String>,
    /// Lines under the headline that are set apart from the text, as those of author and day are.
    pub apart: Vec<usize>,
}

impl Told {
    /// What is told by a page whose dates of numbers are in this order.
    pub(super) fn in_order(order: Option<Order>) -> Self {
        Self {
            order,
            ..Self::default()
        }
    }
}

impl<'a> Page<'a> {
    /// Looks at the lines of `text`.
    pub(super) fn new(text: &'a str, lines: &'a [Line]) -> Self {
        let is_row = |k: Option<usize>| k.and_then(|k| lines.get(k)).is_some_and(|line| line.row);
        let is_alone = |k: usize| !is_row(k.checked_sub(1)) && !is_row(Some(k + 1));
        let looks = lines
            .iter()
            .enumerate()
            .map(|(k, l)| match (l.verbatim, l.row) {
                (true, _) => Look::Prose,
                // "Share | Print | Email" is one only where the format has a table.
                (_, true) if !(is_alone(k) && is_pages(l.span.of(text))) => Look::Item,
                _ => look(l.span.of(text), l.hint),
            })
            .collect();
        let mut page = Self {
            text,
            lines,
            looks,
            told: Told::default(),
        };
        page.keep_marks_of_time();
        page
    }

    /// Years and times of day that head the parts of a text, two or more, are text.
    fn keep_marks_of_time(&mut self) {
        let heads = |k: usize| {
            self.looks[k] == Look::Furniture
                && matches!(self.looks[k + 1], Look::Prose | Look::Sentence)
                && is_mark_of_time(self.line(k))
        };
        let found: Vec<usize> = (1..self.lines.len())
            .map(|k| k - 1)
            .filter(|k| heads(*k))
            .collect();
        if found.len() > 1 {
            found.into_iter().for_each(|k| self.looks[k] = Look::Short);
        }
    }

    /// The same with what the format tells of it.
    pub(super) fn told(mut self, told: Told) -> Self {
        // A headline may look as anything: "Video", "Board says no."
        if let Some(look) = told.headline.and_then(|k| self.looks.get_mut(k)) {
            *look = Look::Short;
        }
        if told.headline.is_some() {
            self.keep_written();
        }
        self.told = told;
        self.leave_syndicated();
        self
    }

    /// What leads from the entry of a feed to its page names the article, by its headline or the first line here.
    fn leave_syndicated(&mut self) {
        let first = self.told.headline.or((!self.lines.is_empty()).then_some(0));
        let first = first
            .filter(|k| *k < self.lines.len())
            .map(|k| self.line(k));
        let title = self.told.title.as_deref().or(first);
        let found =
            |k: &usize| !self.lines[*k].verbatim && made::is_syndicated(self.line(*k), title);
        let found: Vec<usize> = (0..self.lines.len()).filter(found).collect();
        found
            .into_iter()
            .for_each(|k| self.looks[k] = Look::Furniture);
    }

    /// What somebody writes is no menu: "## Jobs" over a part, "- 40" in a list.
    fn keep_written(&mut self) {
        for k in 0..self.lines.len() {
            let next = self.looks.get(k + 1);
            let text = matches!(next, Some(Look::Prose | Look::Sentence | Look::Item));
            let number = || !self.line(k).contains(char::is_alphabetic);
            self.looks[k] = match (self.looks[k], self.lines[k].hint) {
                (Look::Furniture, Some(BlockRole::Heading)) if text => Look::Short,
                (Look::Furniture, Some(BlockRole::List)) if number() => Look::Item,
                (look, _) => look,
            };
        }
    }

    /// The words of line number `k`.
    pub(super) fn line(&self, k: usize) -> &'a str {
        self.lines[k].span.of(self.text)
    }
}

fn look(line: &str, hint: Option<BlockRole>) -> Look {
    let candidate = furniture::Candidate::new(line);
    if candidate.is_kept() {
        return Look::Sentence;
    }
    // "Watch: The moment of the crash" under a picture of it is what the picture shows.
    let captioned = hint == Some(BlockRole::Caption) && candidate.words >= 5;
    // A year or a number over a part of a text is its heading.
    let numbered = hint == Some(BlockRole::Heading) && candidate.is_number();
    if !captioned && !numbered && candidate.is_furniture() {
        return Look::Furniture;
    }
    match hint {
        Some(BlockRole::Caption) => return Look::Caption,
        Some(BlockRole::List) => return Look::Item,
        Some(BlockRole::Heading) => return Look::Short,
        Some(BlockRole::Quote) => return Look::Prose,
        Some(BlockRole::Paragraph | BlockRole::Furniture) | None => {}
    }
    if furniture::is_signature(line) {
        return Look::Sentence;
    }
    // "By Ann Poe | Nordwire" is no picture's.
    let captioned = candidate.is_caption() && byline::labelled(line).is_none();
    if captioned || is_picture_credit(line) {
        return Look::Caption;
    }
    if lines::bullet(line).is_some() && byline::read(line).is_none() {
        return Look::Item;
    }
    if lines::is_prose(line, candidate.words) {
        return Look::Prose;
    }
    if (candidate.words >= 2 && lines::ends_sentence(line)) || lines::ends_wide(line) {
        return Look::Sentence;
    }
    Look::Short
}

/// Whether a line is nothing but a year, years or a time of day: "1931", "1931-1945", "21:40".
pub(super) fn is_mark_of_time(line: &str) -> bool {
    let is_year = |word: &str| word.len() == 4 && word.starts_with(['1', '2']);
    let is_clock = |word: &str| {
        word.split_once([':', '.']).is_some_and(|(hour, minute)| {
            hour.len() <= 2 && minute.len() == 2 && hour.parse::<u8>().is_ok_and(|hour| hour < 24)
        })
    };
    let digits = line
        .bytes()
        .all(|b| b.is_ascii_digit() || b":.-".contains(&b));
    let mut years = line.split('-');
    line.len() <= 9 && digits && (is_clock(line) || years.all(is_year))
}

/// Whether a row is the numbers of pages: "1 | 2 | 3".
fn is_pages(row: &str) -> bool {
    let mut cells = row.split('|').map(str::trim);
    cells.all(|cell| cell.len() <= 3 && cell.bytes().all(|b| b.is_ascii_digit()))
}

/// `Ann Poe / The Bergen Post`: who took the picture above the text.
fn is_picture_credit(line: &str) -> bool {
    // One byte is looked for faster than three.
    if memchr::memchr(b'/', line.as_bytes()).is_none() {
        return false;
    }
    line.split_once(" / ").is_some_and(|(name, house)| {
        byline::are_people(name) && lines::words(house) <= 4 && lines::is_title_case(house)
    })
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

/// As [`end_of_text`], but the sentences of a list are text too where the format says what a list is.
fn end_of_page(page: &Page<'_>, stop: usize) -> usize {
    let listed = (0..stop).rev().find(|k| {
        let marked = page.lines[*k].hint == Some(BlockRole::List) && page.looks[*k] == Look::Item;
        marked && lines::ends_sentence(page.line(*k))
    });
    end_of_text(&page.looks[..stop]).max(listed.map_or(0, |k| k + 1))
}

/// Where the page leaves its article for comments and other articles: the first line that says so
/// with clearly less text behind it than before it.
fn end_of_article(page: &Page<'_>) -> usize {
    let count = page.lines.len();
    // Bytes of text in the lines before each.
    let mut before = Vec::with_capacity(count + 1);
    let mut sum = 0;
    for (line, look) in page.lines.iter().zip(&page.looks) {
        before.push(sum);
        if matches!(look, Look::Prose | Look::Sentence) {
            sum += line.span.len();
        }
    }
    let from = first_text(&page.looks).unwrap_or(0);
    (from..count)
        .filter(|k| (sum - before[*k]) * 3 < before[*k])
        .find(|k| furniture::is_stop(page.line(*k)))
        .unwrap_or(count)
}

/// What becomes of each line.
///
/// With `whole` the lines are those of a whole page: short lines behind the last sentence are
/// left out, as are bylines and dates between paragraphs and what is said twice. Without it they
/// are those of a body, and only what is furniture beyond doubt is left out.
pub(super) fn assign(page: &Page<'_>, whole: bool) -> Vec<Fate> {
    let stop = end_of_article(page);
    let end = if whole { end_of_page(page, stop) } else { stop };
    let twice = if whole {
        said_twice(page)
    } else {
        HashSet::new()
    };
    let next = next_looks(page, stop);
    let labels = labels(page);
    let between = between::links(page, whole && page.told.title.is_none());
    let mut roles = vec![Err(Why::Around); page.lines.len()];
    let mut after_link = false;
    let mut after_label = false;
    // Behind a colon the short lines are what was announced: a list of names, of scores.
    let mut announced = false;
    for (k, role) in roles.iter_mut().enumerate().take(stop) {
        let line = page.line(k);
        // An advert that calls itself a note; a note itself is a sentence.
        let note = furniture::is_note_label(line) && next[k] == Look::Short;
        let furniture = page.looks[k] == Look::Furniture || between[k] || note;
        if furniture || twice.contains(&k) {
            *role = Err(if furniture {
                Why::Furniture
            } else {
                Why::Repeated
            });
            after_link = line.ends_with(':') || furniture::is_stop(line);
            after_label = note || furniture::is_advert_label(line);
        } else if after_label && page.looks[k] == Look::Short {
            *role = Err(Why::Furniture);
            after_label = false;
        } else if page.looks[k] == Look::Short {
            let around = Around {
                announced,
                label: labels.contains(line),
                next: next[k],
                doubtful: whole && (after_link || k >= end),
            };
            *role = short(page, k, &around).ok_or(Why::Around);
        } else {
            after_link = false;
            after_label = false;
            announced = line.ends_with(':');
            *role = long(page, k, whole).ok_or(Why::Furniture);
        }
    }
    leave_behind(page, &mut roles);
    roles
}

/// Takes out what stands behind the last sentence and is not of the article.
fn leave_behind(page: &Page<'_>, roles: &mut [Fate]) {
    let text = |role: &Fate| matches!(role, Ok(r) if *r != BlockRole::Caption);
    let kept: Vec<usize> = (0..roles.len()).filter(|k| text(&roles[*k])).collect();
    for k in behind::others(page, &kept) {
        roles[k] = Err(Why::Around);
    }
}

/// For each line the look of the next one that is not furniture.
fn next_looks(page: &Page<'_>, stop: usize) -> Vec<Look> {
    let mut out = vec![Look::Furniture; page.lines.len()];
    let mut next = Look::Furniture;
    for k in (0..stop).rev() {
        out[k] = next;
        if page.looks[k] != Look::Furniture {
            next = page.looks[k];
        }
    }
    out
}

/// Short lines that are there several times.
fn labels<'a>(page: &Page<'a>) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    (0..page.lines.len())
        .filter(|k| page.looks[*k] == Look::Short)
        .map(|k| page.line(k))
        .filter(|line| !seen.insert(*line))
        .collect()
}

/// What stands around a short line.
struct Around {
    /// The last line that was not short ended in a colon.
    announced: bool,
    /// It stands in the text more than once, as the names in an interview do.
    label: bool,
    /// Look of the next line that is not furniture; furniture where there is none.
    next: Look,
    /// It stands where pages have other things than text.
    doubtful: bool,
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
fn short(page: &Page<'_>, k: usize, around: &Around) -> Option<BlockRole> {
    let line = page.line(k);
    if page.lines[k].hint.is_some() && !around.doubtful {
        return page.lines[k].hint;
    }
    let named = byline::read(line).is_some() || dates::whole(line).is_some();
    if around.doubtful && (named || !around.announced) {
        return None;
    }
    let before_text = !matches!(around.next, Look::Short | Look::Furniture);
    Some(
        if before_text && !named && !around.announced && !around.label && is_heading(line) {
            BlockRole::Heading
        } else if around.announced && !before_text {
            BlockRole::List
        } else {
            BlockRole::Paragraph
        },
    )
}

/// Whether a short line looks like a subhead. One with a longer speech in it, or from a post, is
/// text: somebody says it.
fn is_heading(line: &str) -> bool {
    let first = line.chars().next();
    let begins = first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || "‘'“\"".contains(c));
    let marked = line
        .split(['"', '“', '”'])
        .skip(1)
        .step_by(2)
        .any(|said| lines::words(said) >= 6);
    let posted = line.contains("(@") || line.contains("://") || line.contains(".com/");
    begins
        && !marked
        && !posted
        && lines::words(line) <= 14
        && line.len() <= 110
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
    let bodies = Bodies::new(bodies);
    let mut seen = HashSet::new();
    let mut out = HashSet::new();
    for (k, said) in words.iter().enumerate() {
        let long = said.matches(' ').count() > 8;
        // A paragraph with a quotation is kept though it stands twice: it may be evidence.
        let quoted = page.line(k).contains(['"', '“', '”', '«', '»']);
        let again = long && !seen.insert(said.as_str()) && !quoted;
        let hint = page.lines[k].hint;
        let marked = |k: usize| {
            page.lines
                .get(k)
                .is_some_and(|l| l.hint == Some(BlockRole::Quote))
        };
        let short = matches!(page.looks[k], Look::Short | Look::Sentence | Look::Item);
        // A subhead often takes up words of the text below it.
        let pulled =
            (marked(k) || (short && hint != Some(BlockRole::Heading))) && bodies.have(page.line(k));
        if again || pulled {
            out.insert(k);
        }
        // The name under a pull quote.
        let below = page.looks.get(k + 1) == Some(&Look::Short) || (marked(k) && marked(k + 1));
        let name = pulled && below;
        if name && lines::words(page.line(k + 1)) <= 8 {
            out.insert(k + 1);
        }
    }
    out
}

#[cfg(test)]
#[path = "roles_tests.rs"]
mod tests;
