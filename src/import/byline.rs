//! The author's line: `By Ann Poe`, `By Ann Poe, Staff Writer`, `- Ann Poe a.poe@example.org`.
//!
//! Owns its forms; must not know where on a page it stands.

use std::sync::LazyLock;

use super::patterns::entries;
use super::{dates, lines};
use crate::text::fold::fold_str;

/// A byline, and what else its line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Byline {
    /// The names as printed, without "By", job titles and mail addresses.
    pub names: String,
    /// Date and other words of the line after the names.
    pub rest: String,
}

struct Words {
    labels: Vec<&'static str>,
    jobs: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (labels, jobs): (Vec<_>, Vec<_>) =
        entries(include_str!("data/byline_words.txt")).partition(|w| w.starts_with('<'));
    let mut labels: Vec<_> = labels.into_iter().map(|l| &l[1..]).collect();
    labels.sort_by_key(|l| std::cmp::Reverse(l.len()));
    Words { labels, jobs }
});

/// Most words of a byline's line.
const MOST_WORDS: usize = 30;

/// Reads a line that says by itself that it is a byline: by its label, by a mail address behind a
/// name, or by a job title behind one.
pub(super) fn read(line: &str) -> Option<Byline> {
    if lines::words(line) > MOST_WORDS {
        return None;
    }
    let line = line.trim_start_matches(['-', '–', '—', '|', '•', '·', '◦', ' ']);
    let (labelled, body) = match unlabelled(line) {
        Some(body) => (true, body),
        None => (false, line),
    };
    let (names, rest) = split_names(body);
    let mail = rest.split_whitespace().next().is_some_and(is_address);
    // "Follow @someone" is no author.
    let mail = mail && names.contains(' ');
    if labelled && is_staff(&names) {
        return Some(Byline { names, rest });
    }
    let job = || names.contains(' ') && job_after(&rest);
    if !are_names(&names) || !(labelled || mail || job()) {
        return None;
    }
    // "By Monday the board had met": more than names and dates behind a label is a sentence.
    if labelled && !rest_is_harmless(&rest) {
        return None;
    }
    Some(Byline { names, rest })
}

/// Reads a line that is a byline by its label.
pub(super) fn labelled(line: &str) -> Option<Byline> {
    unlabelled(line).and_then(|_| read(line))
}

/// Whether a line is nothing but the names of one or several people.
pub(super) fn are_names(names: &str) -> bool {
    let mut people = 0;
    for person in names.split([',', '&', ';']).flat_map(|p| p.split(" and ")) {
        let person = person.trim().trim_start_matches("and ");
        if person.is_empty() {
            continue;
        }
        let words: Vec<_> = person.split_whitespace().collect();
        if !person.starts_with(char::is_uppercase) {
            return false;
        }
        let named = words.iter().all(|w| is_name_word(w));
        if words.len() > 5 || !named || !words.iter().any(|w| w.starts_with(char::is_uppercase)) {
            return false;
        }
        people += 1;
    }
    (1..=8).contains(&people)
}

/// Whether a line is the names of people, each with a first and a last one.
pub(super) fn are_people(names: &str) -> bool {
    are_names(names)
        && names
            .split([',', '&'])
            .flat_map(|p| p.split(" and "))
            .map(|p| {
                p.trim()
                    .trim_start_matches("and ")
                    .split_whitespace()
                    .count()
            })
            .all(|words| (2..=4).contains(&words))
}

/// Whether a line is nothing but what an author does: "Staff Writer", "Political Correspondent".
pub(super) fn is_job(line: &str) -> bool {
    lines::words(line) <= 4 && lines::is_title_case(line) && job_after(line)
}

/// The names in capitals before what an author does, without a sign between: "ANN POE Staff writer".
pub(super) fn before_job(line: &str) -> Option<&str> {
    let capital = |word: &str| !word.contains(char::is_lowercase);
    let end = line
        .split(' ')
        .take_while(|word| capital(word))
        .map(|word| word.len() + 1);
    let (names, job) = line.split_at_checked(end.sum())?;
    let names = names.trim_end();
    (lines::words(job) <= 4 && are_people(names) && !has_small_words(names) && job_after(job))
        .then_some(names)
}

/// Whether a line in capitals is a headline or the name of a section rather than of people: "WAR ENDS IN
/// THE NORTH".
pub(super) fn has_small_words(line: &str) -> bool {
    const SMALL: &[&str] = &[
        "TO", "FOR", "IN", "ON", "OF", "AT", "THE", "A", "AN", "WITH", "FROM", "IS", "ARE", "AS",
        "OVER", "AFTER", "NOT", "NO",
    ];
    line.split_whitespace().any(|word| SMALL.contains(&word))
}

fn is_name_word(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "de", "da", "di", "del", "della", "den", "der", "van", "von", "bin", "al", "el", "la",
        "le", "y", "e", "dos", "du", "ten", "ter", "the", "of",
    ];
    let letters = word
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‘'));
    letters
        && (word.starts_with(char::is_uppercase) || SMALL.contains(&word))
        && dates::month(word).is_none_or(|_| matches!(word, "April" | "May" | "June" | "August"))
}

/// The line without the label at its start.
pub(super) fn unlabelled(line: &str) -> Option<&str> {
    // Labels are ASCII, so folding moves no byte of a line that begins with one.
    let head: String = line
        .chars()
        .take(40)
        .collect::<String>()
        .to_ascii_lowercase();
    WORDS.labels.iter().find_map(|label| {
        let rest = head.strip_prefix(label)?;
        let after = &line[label.len()..];
        let parted = rest.starts_with([' ', ':']) || rest.starts_with(": ");
        parted.then(|| after.trim_start_matches([':', ' ']))
    })
}

/// Parts the names from what follows: a mail address, a job, a date, a place.
fn split_names(body: &str) -> (String, String) {
    let mut end = body.len();
    for sign in [
        " | ", " • ", " · ", " - ", " – ", " — ", " / ", "|", "•", "·", " (", " @", " in ",
        " for ", " at ", " on ",
    ] {
        end = end.min(body.find(sign).unwrap_or(end));
    }
    for word in body.split_whitespace() {
        let at = word.as_ptr() as usize - body.as_ptr() as usize;
        let folded = fold_str(word);
        let dated = matches!(
            folded.trim_end_matches(':'),
            "published" | "updated" | "posted" | "last" | "created" | "modified" | "date"
        );
        if at > 0 && (dated || is_address(word) || word.starts_with(|c: char| c.is_ascii_digit())) {
            end = end.min(at);
        }
    }
    // ", Staff Writer" and the like.
    for (at, _) in body[..end].match_indices(", ") {
        if job_after(&body[at..]) {
            end = at;
            break;
        }
    }
    // "By Ann Poe January 3, 2020": the month is no name.
    if let Some(at) = month_before_day(&body[..end], body) {
        end = at;
    }
    let names = body[..end]
        .trim()
        .trim_end_matches([',', ':', '.', '-', ' ']);
    (names.to_owned(), body[end..].trim().to_owned())
}

fn month_before_day(names: &str, body: &str) -> Option<usize> {
    let last = names.trim_end().rsplit(' ').next()?;
    let at = names.trim_end().len() - last.len();
    let digits = body[names.len()..]
        .trim_start()
        .starts_with(|c: char| c.is_ascii_digit());
    (at > 0 && digits && dates::month(last).is_some()).then_some(at)
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '<', '>', ',', ';', '[', ']']);
    match word.split_once('@') {
        Some(("", handle)) => !handle.is_empty(),
        Some((_, host)) => host.contains('.'),
        None => false,
    }
}

/// "NP Staff reporters", "our correspondent", "Agencies": authors without names.
fn is_staff(names: &str) -> bool {
    const STAFF: &[&str] = &[
        "staff",
        "agencies",
        "agency",
        "correspondent",
        "correspondents",
        "reporter",
        "reporters",
        "desk",
        "bureau",
        "writer",
        "writers",
        "team",
        "editors",
    ];
    let folded = fold_str(names);
    (1..=5).contains(&folded.split_whitespace().count())
        && folded
            .split_whitespace()
            .next_back()
            .is_some_and(|last| STAFF.contains(&last))
}

fn job_after(rest: &str) -> bool {
    let folded = fold_str(rest);
    let rest = folded.trim_start_matches([',', ' ', '|', '-', '–', '—', '(', '·', '•', '/']);
    !rest.is_empty()
        && WORDS.jobs.iter().any(|job| {
            rest.strip_prefix(job)
                .is_some_and(|r| !r.starts_with(char::is_alphanumeric))
                || rest
                    .split([',', '|', ')', '•'])
                    .next()
                    .is_some_and(|first| {
                        first.trim().ends_with(job) && first.split_whitespace().count() <= 5
                    })
        })
}

/// Date, time, place, paper, job, address: whatever may stand behind the names of a byline.
fn rest_is_harmless(rest: &str) -> bool {
    if rest.is_empty() || job_after(rest) {
        return true;
    }
    let first = rest.split_whitespace().next().unwrap_or("");
    let places = ["in", "for", "at", "on"];
    let sign =
        first.chars().all(|c| !c.is_alphanumeric()) || first.starts_with(['(', '|', '•', '·', '@']);
    let capital = rest
        .split_whitespace()
        .nth(1)
        .is_some_and(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric()));
    is_address(first)
        || sign
        || (places.contains(&first) && capital)
        || dates::find(rest).is_some()
        || rest.starts_with(|c: char| c.is_ascii_digit())
        || rest.to_ascii_lowercase().starts_with("updated")
        || rest.to_ascii_lowercase().starts_with("published")
        || rest.to_ascii_lowercase().starts_with("posted")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_of_many_forms_give_the_names() {
        for (line, names) in [
            ("By Ann Poe", "Ann Poe"),
            ("BY ANN POE AND JON ROE", "ANN POE AND JON ROE"),
            ("By Ann Poe, Staff Writer", "Ann Poe"),
            ("By: Ann Poe | Nordwire", "Ann Poe"),
            ("- Ann Poe a.poe@example.org", "Ann Poe"),
            ("Ann Poe, Political Correspondent", "Ann Poe"),
            (
                "By Ann Poe and Jon van Roe in Oslo",
                "Ann Poe and Jon van Roe",
            ),
            ("Written by Ann Poe", "Ann Poe"),
            ("By Ann Poe Published May 3, 2020 at 9:15 a.m.", "Ann Poe"),
            ("By Ann Poe January 3, 2020", "Ann Poe"),
            ("By NP Staff Reporters", "NP Staff Reporters"),
            (
                "By Ann Poe, Jon Roe, and Kit Doe",
                "Ann Poe, Jon Roe, and Kit Doe",
            ),
            (
                "By Ann Poe, Jon Roe and Kit Doe - The Bergen Post",
                "Ann Poe, Jon Roe and Kit Doe",
            ),
        ] {
            assert_eq!(
                read(line).map(|b| b.names).as_deref(),
                Some(names),
                "{line}"
            );
        }
    }

    #[test]
    fn sentences_and_headlines_are_no_bylines() {
        for line in [
            "By Monday the board had met",
            "By the numbers",
            "By train from Oslo to Bergen in a day",
            "Board Refuses Lease",
            "Stand by me",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
