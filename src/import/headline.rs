//! Which line of a page's head is the headline, and which are the names around it.
//!
//! Owns the look of headlines, of papers' names and of authors' names without "By"; must not know
//! what is done with them.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::fold::fold_str;

use super::patterns::entries;
use super::roles::{Look, Page};
use super::{byline, dates, head, lines};

/// Least words of a standfirst.
pub(super) const STANDFIRST: usize = 5;

static PAPERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    entries(include_str!("data/publisher_words.txt"))
        .map(|w| w.trim_start_matches('='))
        .collect()
});

static ALONE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    entries(include_str!("data/publisher_words.txt"))
        .filter_map(|w| w.strip_prefix('='))
        .collect()
});

/// The headline among the lines `named` of a head: the first of some length that is no name, else
/// the first of two words or more, else ("War") one that is set off by itself or begins the page.
///
/// A headline has no full stop: a line with one is the first of the text, unless `details`, the last line that
/// tells author or day, stand behind it, or more of the head follows and no other line may be the headline.
pub(super) fn choose(page: &Page<'_>, named: &[usize], details: Option<usize>) -> Option<usize> {
    let last = named.last().copied();
    let lines = named.iter().copied().filter(|k| may_be(page, *k));
    let (full, mut open): (Vec<usize>, Vec<usize>) =
        lines.partition(|k| is_full(page, *k) && details.is_none_or(|last| last < *k));
    if open.is_empty() {
        open.extend(full.into_iter().filter(|k| last != Some(*k)));
    }
    let words = |k: usize| lines::words(page.line(k));
    let long = |k: &usize| words(*k) >= 4 && page.line(*k).len() >= 18;
    let short = |k: &usize| words(*k) >= 2 && page.line(*k).len() >= 8;
    open.iter()
        .copied()
        .find(long)
        .or_else(|| open.iter().copied().find(short))
        .or_else(|| open.iter().copied().find(|k| is_set_off(page, *k)))
        .or_else(|| open.first().copied().filter(|k| *k == 0))
        .filter(|k| k + 1 < page.lines.len())
}

/// Whether an empty line is before and behind a line, as behind the headline of a plain text.
fn is_set_off(page: &Page<'_>, k: usize) -> bool {
    page.lines[k].gap && page.lines.get(k + 1).is_some_and(|next| next.gap)
}

/// Whether a line ends as a sentence of the text does.
fn is_full(page: &Page<'_>, k: usize) -> bool {
    page.looks[k] == Look::Sentence && page.line(k).ends_with(['.', '…', '"', '”'])
}

fn may_be(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    let credit = line.starts_with('(') && line.ends_with(')')
        || line
            .split_once(" / ")
            .is_some_and(|(a, b)| byline::are_names(a) && byline::are_names(b));
    let name = credit || is_publisher(line) || is_author(page, k);
    // "Dear readers,"
    let address = line.ends_with(',') && lines::words(line) < 4;
    match page.looks[k] {
        Look::Short | Look::Sentence => {
            !name && !address && !line.ends_with(':') && !dates::is_weekday(line)
        }
        _ => false,
    }
}

/// Whether a line is the author's name though nothing says so: the names of people beside a paper
/// or a day, or of several people.
pub(super) fn is_author(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    let tells = |j: usize| {
        j < page.lines.len()
            && (is_publisher(page.line(j)) || head::date_line(page.line(j)).is_some())
    };
    // "WAR ENDS" over a day is the headline, "MIDDLE EAST" the section: the author stands under one.
    let shouts = !line.contains(char::is_lowercase);
    let shouted = shouts && (k == 0 || byline::has_small_words(line));
    byline::are_people(line)
        && !byline::is_job(line)
        && !shouted
        && (line.contains(" and ") || tells(k + 1) || (k > 1 && tells(k - 1)))
}

/// Whether a line is the name of a paper, agency or site.
pub(super) fn is_publisher(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.is_empty()
        || words.len() > 6
        || line.ends_with(['.', '?', '!', ':'])
        || line.contains([',', ';'])
    {
        return false;
    }
    if let [word] = words.as_slice() {
        return is_site(word) || ALONE.contains(fold_str(word).as_str());
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

/// Takes the paper's name off a headline: `Headline | Paper`, `Headline - The Paper`.
pub(super) fn without_paper(line: &str) -> (&str, Option<&str>) {
    for sign in [" | ", " - ", " – ", " — "] {
        if let Some((headline, paper)) = line.rsplit_once(sign)
            && lines::words(headline) >= 3
            && (is_publisher(paper)
                || (sign == " | " && lines::words(paper) <= 4 && lines::is_title_case(paper)))
        {
            return (headline.trim(), Some(paper.trim()));
        }
    }
    (line, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_papers_are_known() {
        for name in [
            "The Bergen Post",
            "Nordic News Agency",
            "example.co.uk",
            "NORDWIRE DAILY",
        ] {
            assert!(is_publisher(name), "{name}");
        }
        for line in [
            "Board refuses lease",
            "News of the lease spreads",
            "Harbour",
            "Today we vote.",
        ] {
            assert!(!is_publisher(line), "{line}");
        }
    }

    #[test]
    fn a_paper_behind_a_headline_is_taken_off() {
        assert_eq!(
            without_paper("Board refuses lease - The Bergen Post"),
            ("Board refuses lease", Some("The Bergen Post"))
        );
        let whole = "Board ready to refuse the lease — ministry";
        assert_eq!(without_paper(whole), (whole, None));
    }
}
