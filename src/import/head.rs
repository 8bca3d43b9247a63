//! What a page prints about its article: headline, standfirst, paper, author, day.
//!
//! Owns the reading of the lines before the text (and of a few behind it); must not know how
//! the text itself is put together.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::{Date, Field, Span};
use crate::text::fold::fold_str;

use super::dates::Found;
use super::lines::{self, Line};
use super::patterns::entries;
use super::roles::{self, Look};
use super::{byline, dateline, dates, furniture};

/// What was found, and which lines it was found in.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub publisher: Option<String>,
    pub byline: Option<String>,
    pub date: Option<Date>,
    pub url: Option<String>,
    pub inferred: Vec<Field>,
    /// Lines that are not text, by their number.
    pub taken: HashSet<usize>,
}

static PAPERS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| entries(include_str!("data/publisher_words.txt")).collect());

/// How many lines behind the first paragraph may still hold byline or date: pages print the
/// standfirst, then the author.
const BEHIND: usize = 5;

/// Most words of a line that tells date and place of publication.
const DATE_WORDS: usize = 18;

/// Reads the head of a page. `looks` are those of its lines.
pub(super) fn read(text: &str, lines: &[Line], looks: &[Look]) -> Head {
    let mut head = Head::default();
    let start = start_of_text(text, lines, looks);
    let mut named = Vec::new();
    for k in 0..start {
        if looks[k] == Look::Caption || looks[k] == Look::Item {
            continue;
        }
        let line = lines[k].span.of(text);
        if looks[k] == Look::Furniture {
            head.url(line);
        } else if !head.detail(line, k, previous_is_by(text, lines, k)) {
            named.push(k);
        }
    }
    head.names(text, lines, looks, &named);
    head.foot(text, lines, looks, start);
    head
}

/// The first line of the text: the first paragraph, or what follows the byline or date where one
/// stands shortly behind it and no dateline says that the report has begun.
fn start_of_text(text: &str, lines: &[Line], looks: &[Look]) -> usize {
    let first = roles::first_text(looks).unwrap_or_else(|| lines.len().min(1));
    let end = lines.len().min(first + BEHIND);
    let mut start = first;
    for k in first..end {
        let line = lines[k].span.of(text);
        if dateline::read(line).is_some() {
            break;
        }
        let detail =
            looks[k] == Look::Short && (byline::read(line).is_some() || date_line(line).is_some());
        // Two paragraphs before the author's line are text already.
        let paragraphs = (first..k).filter(|j| looks[*j] == Look::Prose).count();
        if paragraphs > 1 {
            break;
        }
        if detail {
            start = k + 1;
        }
    }
    start
}

fn previous_is_by(text: &str, lines: &[Line], k: usize) -> bool {
    k > 0 && {
        let before = fold_str(lines[k - 1].span.of(text));
        matches!(
            before.trim_end_matches([':', ' ']),
            "by" | "author" | "written by" | "authors" | "words by"
        )
    }
}

/// A line that tells a date and little else.
fn date_line(line: &str) -> Option<Found> {
    if lines::words(line) > DATE_WORDS {
        return None;
    }
    let found = dates::find(line)?;
    let rest = lines::words(&found.rest);
    let parted = line.contains(['|', '•', '·']) || line.contains(" / ");
    let fits = rest == 0
        || (rest <= 6 && (found.labelled || parted) && !lines::ends_sentence(line))
        || (rest <= 5 && is_publisher(&found.rest));
    fits.then_some(found)
}

/// Whether a line is the name of a paper, agency or site.
pub(super) fn is_publisher(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.is_empty() || words.len() > 6 || line.ends_with(['.', '?', '!', ':']) {
        return false;
    }
    if words.len() == 1 && is_site(words[0]) {
        return true;
    }
    let paper = |w: &&str| PAPERS.contains(fold_str(w.trim_end_matches([',', '.'])).as_str());
    let last = words.last().is_some_and(paper);
    let first = words
        .iter()
        .find(|w| !w.eq_ignore_ascii_case("the"))
        .is_some_and(paper);
    lines::is_title_case(line) && (last || (first && words.len() <= 4))
}

/// `example.com`, `www.example.co.uk`.
fn is_site(word: &str) -> bool {
    let Some((name, end)) = word.rsplit_once('.') else {
        return false;
    };
    !name.is_empty()
        && (2..=4).contains(&end.len())
        && end.chars().all(|c| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

impl Head {
    fn url(&mut self, line: &str) {
        if self.url.is_none() && line.contains("://") && !line.contains(' ') {
            self.url = Some(line.to_owned());
        }
    }

    /// Takes a line that tells author, day or paper by its form. Whether it did.
    fn detail(&mut self, line: &str, k: usize, after_by: bool) -> bool {
        let taken = self.author(line, after_by) || self.day(line) || self.origin(line);
        if taken {
            self.taken.insert(k);
        }
        taken
    }

    fn author(&mut self, line: &str, after_by: bool) -> bool {
        if after_by && byline::are_names(line) {
            self.byline.get_or_insert_with(|| line.to_owned());
            return true;
        }
        if matches!(
            fold_str(line).trim_end_matches([':', ' ']),
            "by" | "author" | "authors" | "written by"
        ) {
            return true;
        }
        let Some(found) = byline::read(line) else {
            return false;
        };
        if is_publisher(&found.names) && self.byline.is_none() {
            self.publisher.get_or_insert(found.names);
        } else {
            self.byline.get_or_insert(found.names);
        }
        if let Some(day) = dates::find(&found.rest) {
            self.set_date(&day, false);
        }
        let paper = found
            .rest
            .trim_start_matches(|c: char| !c.is_alphanumeric());
        let paper = paper.strip_prefix("for ").unwrap_or(paper);
        if is_publisher(paper) {
            self.publisher.get_or_insert_with(|| paper.to_owned());
        }
        true
    }

    fn day(&mut self, line: &str) -> bool {
        let Some(found) = date_line(line) else {
            return false;
        };
        let by = found
            .rest
            .strip_prefix("By ")
            .or_else(|| found.rest.strip_prefix("by "));
        let names = by.unwrap_or(&found.rest);
        if is_publisher(names) {
            self.publisher.get_or_insert_with(|| names.to_owned());
        } else if (by.is_some() || found.rest.contains(' '))
            && byline::are_names(names)
            && !found.rest.is_empty()
            && by.is_some()
        {
            self.byline.get_or_insert_with(|| names.to_owned());
        }
        // A clock over the page, without a word of what it is, tells when the page was looked at.
        let clock = found.clock_first && !found.labelled;
        self.set_date(&found, clock);
        true
    }

    fn set_date(&mut self, found: &Found, doubtful: bool) {
        let better = self
            .date
            .is_none_or(|d| d.year.is_none() && found.date.year.is_some())
            || (self.inferred.contains(&Field::Date) && !doubtful);
        if !better {
            return;
        }
        self.date = Some(found.date);
        self.inferred.retain(|f| *f != Field::Date);
        if doubtful || found.ambiguous {
            self.inferred.push(Field::Date);
        }
    }

    /// `Source: Agency`.
    fn origin(&mut self, line: &str) -> bool {
        let Some((label, name)) = line.split_once(':') else {
            return false;
        };
        let name = name.trim();
        let fits = matches!(
            fold_str(label).trim(),
            "source" | "publisher" | "publication"
        ) && (1..=6).contains(&lines::words(name));
        if fits {
            self.publisher.get_or_insert_with(|| name.to_owned());
        }
        fits
    }

    /// Title, standfirst and paper from the lines of the head that are none of the above.
    fn names(&mut self, text: &str, lines: &[Line], looks: &[Look], named: &[usize]) {
        let of = |k: usize| lines[k].span.of(text);
        let Some(title) = choose_title(text, lines, looks, named) else {
            for &k in named {
                if looks[k] == Look::Short {
                    self.taken.insert(k);
                }
                if is_publisher(of(k)) {
                    self.publisher.get_or_insert_with(|| of(k).to_owned());
                }
            }
            return;
        };
        let (headline, paper) = without_paper(of(title));
        self.title = Some(headline.to_owned());
        if let Some(paper) = paper {
            self.publisher.get_or_insert_with(|| paper.to_owned());
        }
        self.taken.insert(title);
        for &k in named.iter().filter(|k| **k != title) {
            self.other_name(text, lines, looks, k, title, headline);
        }
    }

    fn other_name(
        &mut self,
        text: &str,
        lines: &[Line],
        looks: &[Look],
        k: usize,
        title: usize,
        headline: &str,
    ) {
        let line = lines[k].span.of(text);
        let again =
            furniture::word_string(without_paper(line).0) == furniture::word_string(headline);
        if is_publisher(line) {
            self.publisher.get_or_insert_with(|| line.to_owned());
        } else if k > title && !again {
            let beside = |j: Option<usize>| {
                j.and_then(|j| lines.get(j))
                    .is_some_and(|l| date_line(l.span.of(text)).is_some())
            };
            let names =
                lines::words(line) >= 2 && byline::are_names(line) && lines::words(line) <= 8;
            if self.byline.is_none() && names && (beside(Some(k + 1)) || beside(k.checked_sub(1))) {
                self.byline = Some(line.to_owned());
            } else if self.subtitle.is_none() && is_standfirst(looks, &self.taken, k, line) {
                self.subtitle = Some(line.to_owned());
            } else if looks[k] != Look::Short {
                return;
            }
        } else if looks[k] == Look::Prose && !again {
            return;
        }
        self.taken.insert(k);
    }

    /// Byline and day from behind the text, where the head has none.
    fn foot(&mut self, text: &str, lines: &[Line], looks: &[Look], start: usize) {
        let last = looks
            .iter()
            .rposition(|l| matches!(l, Look::Prose | Look::Sentence))
            .unwrap_or(lines.len());
        for k in (start..lines.len()).filter(|k| looks[*k] == Look::Short) {
            let line = lines[k].span.of(text);
            let author = byline::read(line);
            let day = date_line(line);
            if k > last {
                let before = (self.byline.is_some(), self.date.is_some());
                if (!before.0 && author.is_some() && self.author(line, false))
                    || (!before.1
                        && day.is_some_and(|d| d.labelled || d.rest.is_empty())
                        && self.day(line))
                    || self.origin(line)
                {
                    self.taken.insert(k);
                }
            } else if author.is_some() && lines::words(line) <= 8 {
                self.taken.insert(k);
            }
        }
    }
}

/// A line under the headline is its standfirst when it has some length and is no sentence of the
/// text: it lacks the final stop, or the author's line stands between it and the text.
fn is_standfirst(looks: &[Look], taken: &HashSet<usize>, k: usize, line: &str) -> bool {
    if lines::words(line) < 5 {
        return false;
    }
    looks[k] == Look::Short || taken.iter().any(|t| *t > k)
}

/// The headline: the first line of some length that is no paper's name, else the longest.
fn choose_title(text: &str, lines: &[Line], looks: &[Look], named: &[usize]) -> Option<usize> {
    let of = |k: usize| lines[k].span.of(text);
    let open: Vec<usize> = named
        .iter()
        .copied()
        .filter(|k| matches!(looks[*k], Look::Short | Look::Sentence) && !is_publisher(of(*k)))
        .collect();
    open.iter()
        .copied()
        .find(|k| lines::words(of(*k)) >= 4 && of(*k).len() >= 18)
        .or_else(|| {
            open.iter()
                .copied()
                .find(|k| lines::words(of(*k)) >= 2 && of(*k).len() >= 8)
        })
        .or_else(|| open.first().copied().filter(|k| *k == 0 && open.len() == 1))
}

/// Takes the paper's name off a headline: `Headline | Paper`, `Headline - The Paper`.
fn without_paper(line: &str) -> (&str, Option<&str>) {
    for sign in [" | ", " - ", " – ", " — "] {
        if let Some((headline, paper)) = line.rsplit_once(sign)
            && lines::words(headline) >= 3
            && (is_publisher(paper) || (sign == " | " && lines::words(paper) <= 4))
        {
            return (headline.trim(), Some(paper.trim()));
        }
    }
    (line, None)
}

/// The dateline of the text, from one of its first paragraphs: the number of the line and what it
/// says. A place in capitals before a mere colon counts only where no other paragraph begins so,
/// as the turns of a transcript do.
pub(super) fn find_dateline(
    text: &str,
    lines: &[(usize, Span)],
) -> Option<(usize, dateline::Dateline)> {
    let (at, found) = lines
        .iter()
        .take(4)
        .find_map(|(k, span)| dateline::read(span.of(text)).map(|found| (*k, found)))?;
    let turns = lines
        .iter()
        .filter(|(k, span)| *k != at && dateline::read(span.of(text)).is_some_and(|d| d.bare_colon))
        .count();
    (!found.bare_colon || turns == 0).then_some((at, found))
}
