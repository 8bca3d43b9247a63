//! What a page prints about its article: headline, standfirst, paper, author, day.
//!
//! Owns the reading of the lines before the text (and of a few behind it); must not know how
//! the text itself is put together.

use std::collections::HashSet;

use crate::model::{Date, Field, Span};
use crate::text::fold::fold_str;

use super::dateline::Dateline;
use super::dates::Found;
use super::order::Order;
use super::roles::{Look, Page};
use super::{byline, dateline, dates, furniture, headline, lines, opening, order};

/// What was found, and which lines it was found in.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub publisher: Option<String>,
    pub byline: Option<String>,
    pub date: Option<Date>,
    pub url: Option<String>,
    /// A dateline on a line of its own.
    pub dateline: Option<Dateline>,
    pub inferred: Vec<Field>,
    /// The order in dates of numbers, where it shows.
    order: Option<Order>,
    /// The line with which the text begins before its first long paragraph.
    pub text: Option<usize>,
    /// Lines that are not text, by their number.
    pub taken: HashSet<usize>,
}

/// Most parts of a line that tells author and day among other things.
const PARTS: usize = 6;

/// Most words of a line that tells date and place of publication.
const DATE_WORDS: usize = 18;

/// Reads the head of a page. `looks` are those of its lines.
pub(super) fn read(page: &Page<'_>) -> Head {
    let mut head = Head {
        order: order::of_text(page.text).or(page.told.order),
        ..Head::default()
    };
    let start = opening::start_of_text(page);
    let mut named = Vec::new();
    for k in 0..start {
        let line = page.line(k);
        if page.told.headline == Some(k) {
            named.push(k);
            continue;
        }
        if page.told.apart.contains(&k) && head.apart(line) {
            head.taken.insert(k);
            continue;
        }
        match page.looks[k] {
            Look::Caption => {}
            // Some pages list author and day.
            Look::Item => {
                head.detail(line, k, false);
            }
            Look::Furniture => {
                head.url(line);
                // "Updated at ..." over a text may be all that tells its day; and "03/04/2024" has no
                // letters, as furniture has none.
                let bare = |d: &Found| d.rest.is_empty() && !d.clock_first && d.date.year.is_some();
                if date_line(line).is_some_and(|d| d.labelled || bare(&d)) {
                    head.day(line);
                }
                head.parts(line);
            }
            _ if is_signed(page, k, start) => {
                head.byline.get_or_insert_with(|| line.to_owned());
                head.taken.extend([k, k + 1]);
            }
            _ if head.taken.contains(&k) => {}
            _ if head.detail(line, k, k > 0 && is_by(page.line(k - 1))) => {}
            _ => named.push(k),
        }
    }
    head.names(page, &named);
    head.foot(page, start);
    head
}

/// Whether a line is the names of people over what they do: "Ann Poe" over "Staff Writer".
fn is_signed(page: &Page<'_>, k: usize, start: usize) -> bool {
    k > 0
        && k + 1 < start
        && page.looks[k] == Look::Short
        && byline::are_people(page.line(k))
        && byline::is_job(page.line(k + 1))
}

/// The label of a byline on a line of its own.
fn is_by(line: &str) -> bool {
    let folded = fold_str(line);
    matches!(
        folded.trim_end_matches([':', ' ']),
        "by" | "author" | "authors" | "written by" | "words by"
    )
}

/// "Special to The Bergen Post": for which paper it was written.
fn without_special(paper: &str) -> &str {
    paper.strip_prefix("Special to ").unwrap_or(paper)
}

/// The name behind "Source:" in a line that tells other things too.
fn origin_in(line: &str) -> Option<String> {
    let words = line.split_whitespace();
    let name: Vec<&str> = words
        .skip_while(|w| !w.eq_ignore_ascii_case("source:"))
        .skip(1)
        .take_while(|w| !w.ends_with(':') && w.chars().any(char::is_alphabetic))
        .take(4)
        .collect();
    (!name.is_empty()).then(|| name.join(" "))
}

/// The parts of a line of names, places and a day, and the day.
fn day_and_others(line: &str) -> (Option<Found>, Vec<&str>) {
    let signs = [',', '|', '·', '•', '–', '—'];
    let mut found = None;
    let mut others = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let mut ends = rest
            .match_indices(signs)
            .map(|(at, _)| at)
            .chain([rest.len()]);
        let first = ends.next().unwrap_or(rest.len());
        // "May 12, 2031" has a sign in it.
        let day = |end: usize| dates::whole(rest[..end].trim()).map(|day| (day, end));
        let day = ends.next().and_then(day).or_else(|| day(first));
        let end = match day {
            Some((day, end)) if found.is_none() => {
                found = Some(day);
                end
            }
            _ => {
                others.push(rest[..first].trim());
                first
            }
        };
        rest = rest[end..].trim_start_matches(|c: char| c == ' ' || signs.contains(&c));
    }
    (found, others)
}

/// A line that tells a date and little else.
pub(super) fn date_line(line: &str) -> Option<Found> {
    if lines::words(line) > DATE_WORDS {
        return None;
    }
    let found = dates::find(line)?;
    let rest = lines::words(&found.rest);
    let lower = line.to_lowercase();
    let parted = line.contains(['|', '•', '·'])
        || [" / ", "source:", "editor:"]
            .iter()
            .any(|sign| lower.contains(sign));
    // "14 March 2030 by Ann Poe"
    let signed = || lower.contains(" by ") && byline::are_names(&found.rest);
    let fits = rest == 0
        || (rest <= 6 && signed())
        || (rest <= 6 && (found.labelled || parted) && !lines::ends_sentence(line))
        || (rest <= 5 && headline::is_publisher(&found.rest));
    fits.then_some(found)
}

impl Head {
    fn url(&mut self, line: &str) {
        if self.url.is_none() && line.contains("://") && !line.contains(' ') {
            self.url = Some(line.to_owned());
        }
    }

    /// Takes author and day from a line that has more in it: "3 May 2031 | By Ann Poe | 4 min read".
    fn parts(&mut self, line: &str) {
        let parts: Vec<&str> = line.split(['|', '·', '•']).map(str::trim).collect();
        if !(2..=PARTS).contains(&parts.len()) {
            return;
        }
        for part in parts {
            if byline::labelled(part).is_some() {
                self.author(part, false);
            } else if let Some(day) = dates::whole(part) {
                self.set_date(&day, false);
            }
        }
    }

    /// Takes a line that tells author, day or paper by its form. Whether it did.
    fn detail(&mut self, line: &str, k: usize, after_by: bool) -> bool {
        let taken =
            self.place(line) || self.author(line, after_by) || self.day(line) || self.origin(line);
        if taken {
            self.taken.insert(k);
        }
        taken
    }

    /// Takes a line that is set apart from the text and tells nothing but author, day, paper and place:
    /// "Ann Poe, The Bergen Post, 12 May 2031". Whether it did.
    fn apart(&mut self, line: &str) -> bool {
        let (found, parts) = day_and_others(line);
        let name = |part: &str| byline::unlabelled(part).unwrap_or(part).to_owned();
        let (houses, others): (Vec<&str>, Vec<&str>) = parts
            .into_iter()
            .partition(|part| headline::is_publisher(part));
        let is_names = |part: &&str| byline::are_people(&name(part));
        let (names, places): (Vec<&str>, Vec<&str>) = others.into_iter().partition(is_names);
        let is_place = |part: &&str| lines::words(part) <= 3 && lines::is_title_case(part);
        let told = found.is_some() || !names.is_empty();
        if !told || places.len() > 1 || !places.iter().all(is_place) {
            return false;
        }
        if let Some(found) = &found {
            self.set_date(found, false);
        }
        if !names.is_empty() {
            let names: Vec<String> = names.into_iter().map(name).collect();
            self.byline.get_or_insert_with(|| names.join(", "));
        }
        if let [house, ..] = houses.as_slice() {
            self.publisher.get_or_insert_with(|| (*house).to_owned());
        }
        true
    }

    fn place(&mut self, line: &str) -> bool {
        let found = dateline::alone(line);
        let taken = found.is_some();
        self.dateline = self.dateline.take().or(found);
        taken
    }

    fn author(&mut self, line: &str, after_by: bool) -> bool {
        if after_by && byline::are_names(line) {
            self.byline.get_or_insert_with(|| line.to_owned());
            return true;
        }
        if is_by(line) {
            return true;
        }
        // "ANN POE Staff writer"
        if let Some(names) = byline::before_job(line) {
            self.byline.get_or_insert_with(|| names.to_owned());
            return true;
        }
        // "Ann Poe, The Bergen Post"
        if let Some((names, paper)) = byline::unlabelled(line).unwrap_or(line).rsplit_once(", ")
            && let paper = without_special(paper)
            && headline::is_publisher(paper)
            && byline::are_people(names)
        {
            self.byline.get_or_insert_with(|| names.to_owned());
            self.publisher.get_or_insert_with(|| paper.to_owned());
            return true;
        }
        let Some(found) = byline::read(line) else {
            return false;
        };
        if headline::is_publisher(&found.names) && self.byline.is_none() {
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
        if headline::is_publisher(paper) {
            self.publisher.get_or_insert_with(|| paper.to_owned());
        }
        true
    }

    fn day(&mut self, line: &str) -> bool {
        let Some(found) = date_line(line) else {
            return false;
        };
        if let Some(name) = origin_in(line) {
            self.publisher.get_or_insert(name);
        }
        let by = fold_str(line).contains("by ");
        if headline::is_publisher(&found.rest) {
            self.publisher.get_or_insert_with(|| found.rest.clone());
        } else if by && byline::are_names(&found.rest) {
            self.byline.get_or_insert_with(|| found.rest.clone());
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
        self.date = Some(found.clone().by(self.order).date);
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
    fn names(&mut self, page: &Page<'_>, named: &[usize]) {
        let title = page.told.headline.filter(|k| named.contains(k));
        let details = self.taken.iter().max().copied();
        let title = title.or_else(|| headline::choose(page, named, details));
        self.title.clone_from(&page.told.title);
        let title = title.filter(|_| self.title.is_none());
        if let Some(title) = title {
            let (headline, paper) = headline::without_paper(page.line(title));
            self.title = Some(headline.to_owned());
            if let Some(paper) = paper {
                self.publisher.get_or_insert_with(|| paper.to_owned());
            }
            self.taken.insert(title);
        }
        let is_behind = |k: &usize| page.told.title.is_some() || title.is_some_and(|t| t < *k);
        let behind = named.iter().copied().filter(is_behind);
        self.text = opening::first_written(page, behind, details);
        let before_text = |k: &usize| self.text.is_none_or(|text| *k < text);
        let others: Vec<usize> = named.iter().copied().filter(before_text).collect();
        for k in others.into_iter().filter(|k| Some(*k) != title) {
            if self.other_name(page, k, title, details) {
                self.taken.insert(k);
            }
        }
    }

    /// Takes a line of the head beside the title. Whether it is no text.
    fn other_name(
        &mut self,
        page: &Page<'_>,
        k: usize,
        title: Option<usize>,
        last_detail: Option<usize>,
    ) -> bool {
        let line = page.line(k);
        let again = self.title.as_deref().is_some_and(|title| {
            furniture::word_string(headline::without_paper(line).0) == furniture::word_string(title)
        });
        if again {
            return true;
        }
        if headline::is_publisher(line) {
            self.publisher.get_or_insert_with(|| line.to_owned());
            return true;
        }
        let shouts = !line.contains(char::is_lowercase);
        let signed = !shouts || title.is_some_and(|t| k > t);
        if self.byline.is_none() && signed && headline::is_author(page, k) {
            self.byline = Some(line.to_owned());
            return true;
        }
        let standfirst = title.is_some_and(|t| k > t)
            && self.subtitle.is_none()
            && lines::words(line) >= headline::STANDFIRST;
        // A sentence under the headline is text, unless the author's line stands behind it.
        let sentence = page.looks[k] != Look::Short;
        if standfirst && (!sentence || last_detail.is_some_and(|last| last > k)) {
            self.subtitle = Some(line.to_owned());
            return true;
        }
        !sentence
    }

    /// Byline and day from behind the text, where the head has none.
    fn foot(&mut self, page: &Page<'_>, start: usize) {
        let text = |l: &Look| matches!(l, Look::Prose | Look::Sentence);
        let last = page
            .looks
            .iter()
            .rposition(text)
            .unwrap_or(page.lines.len());
        // Pages that are printed end with their address.
        let behind = (last..page.lines.len()).map(|k| page.line(k));
        let addresses: Vec<&str> = behind.filter(|line| line.contains("://")).collect();
        if let [address] = addresses.as_slice() {
            self.url(address);
        }
        for k in start..page.lines.len() {
            if page.looks[k] != Look::Short {
                continue;
            }
            let line = page.line(k);
            let author = byline::read(line).is_some();
            if k < last {
                // A dash before a name is the signature of what stands above it.
                let signature = line.starts_with(['-', '–', '—']);
                if author && !signature && lines::words(line) <= 8 {
                    self.taken.insert(k);
                }
                continue;
            }
            let day = date_line(line).is_some_and(|d| d.labelled || d.rest.is_empty());
            let taken = (self.byline.is_none() && author && self.author(line, false))
                || (self.date.is_none() && day && self.day(line))
                || self.origin(line);
            if taken {
                self.taken.insert(k);
            }
        }
    }
}

/// The dateline of the text, from one of its first paragraphs: the number of the line and what it
/// says. Words in capitals and a sign alone count in the first paragraph only, and only where no
/// other paragraph begins so, as the turns of a transcript and the parts of a list do.
pub(super) fn find_dateline(text: &str, paragraphs: &[(usize, Span)]) -> Option<(usize, Dateline)> {
    let read = |span: Span| dateline::read(span.of(text));
    let opening = paragraphs.iter().take(4).enumerate();
    let (at, found) = opening
        .filter_map(|(number, (k, span))| Some((number, *k, read(*span)?)))
        .find(|(number, _, found)| *number == 0 || !found.bare)
        .map(|(_, k, found)| (k, found))?;
    let alike = |(k, span): &(usize, Span)| *k != at && read(*span).is_some_and(|d| d.bare);
    let turns = paragraphs
        .iter()
        .filter(|(_, span)| is_turn(span.of(text)))
        .count();
    let lone = turns < 3 && !paragraphs.iter().any(alike);
    (!found.bare || lone).then_some((at, found))
}

/// Whether a paragraph begins with a name and a colon, as what is said in a transcript does.
fn is_turn(paragraph: &str) -> bool {
    paragraph.split_once(": ").is_some_and(|(name, _)| {
        name.len() <= 40 && lines::words(name) <= 5 && lines::is_title_case(name)
    })
}
