//! Where the text of a page begins behind its head.
//!
//! Owns the look of a first line that is no long paragraph; must not know what is read from the lines before it.

use crate::model::BlockRole;

use super::furniture::word_string;
use super::roles::{self, Look, Page};
use super::{byline, dateline, head, headline, lines};

/// How many lines behind the first paragraph may still hold byline or date: pages print the
/// standfirst, then the author.
const BEHIND: usize = 5;

/// Least lines of a list or a verse, and words of each.
const ROWS: usize = 3;
const ROW: usize = 4;

/// The first line of the text: the first paragraph, or what follows the byline or date where one
/// stands shortly behind it and no dateline says that the report has begun.
pub(super) fn start_of_text(page: &Page<'_>) -> usize {
    let count = page.lines.len();
    let first = roles::first_text(&page.looks).unwrap_or_else(|| count.min(1));
    let mut start = first;
    let mut paragraphs = 0;
    for k in first..count.min(first + BEHIND) {
        let line = page.line(k);
        // Two paragraphs before the author's line are text already.
        if dateline::read(line).is_some() || paragraphs > 1 {
            break;
        }
        paragraphs += usize::from(page.looks[k] == Look::Prose);
        if page.looks[k] == Look::Short
            && (byline::read(line).is_some() || head::date_line(line).is_some())
        {
            start = k + 1;
        }
    }
    start
}

/// Whether a heading stands over the first part of a text that has more of them.
fn opens_section(page: &Page<'_>, k: usize) -> bool {
    let is_heading = |line: &lines::Line| line.hint == Some(BlockRole::Heading);
    let text = |look: &Look| matches!(look, Look::Prose | Look::Sentence);
    // The time of a post may stand between.
    let timed = |k: &usize| {
        page.looks[*k] == Look::Furniture
            || roles::is_mark_of_time(page.line(*k))
            || page.looks[*k] == Look::Short && head::date_line(page.line(*k)).is_some()
    };
    let next = (k + 1..page.lines.len()).find(|k| !timed(k));
    is_heading(&page.lines[k])
        && next.is_some_and(|next| text(&page.looks[next]))
        && page.lines[k + 1..].iter().any(is_heading)
}

/// The line with which the text begins among those `behind` the headline that come before its first long
/// paragraph: the heading of a first part, or, behind the last of the `details`, a sentence, a dateline, lines that stand
/// together, and what follows the standfirst in a format that is written and not copied from a page.
pub(super) fn first_written(
    page: &Page<'_>,
    behind: impl Iterator<Item = usize>,
    details: Option<usize>,
) -> Option<usize> {
    let mut standfirst = false;
    for k in behind {
        if opens_section(page, k) {
            return Some(k);
        }
        if details.is_some_and(|last| k < last) {
            continue;
        }
        let line = page.line(k);
        let reported = || dateline::read(line).is_some_and(|found| !found.bare);
        if page.looks[k] == Look::Sentence || reported() || are_rows(page, k) {
            return Some(k);
        }
        let titled = page.told.title.as_deref();
        let written = titled.is_some() || page.told.headline.is_some();
        let again = || titled.is_some_and(|title| word_string(title) == word_string(line));
        if !written || again() || headline::is_publisher(line) || headline::is_author(page, k) {
            continue;
        }
        let marked = page.lines[k].hint.is_some();
        if titled.is_some() || marked || standfirst || lines::words(line) < headline::STANDFIRST {
            return Some(k);
        }
        standfirst = true;
    }
    None
}

/// Whether a list or a verse begins with a line: others follow without an empty line, and most have words
/// enough to be no menu.
fn are_rows(page: &Page<'_>, k: usize) -> bool {
    // Only a line with a gap before it is looked at further, so that no run is counted from each of its lines.
    if !page.lines[k].gap {
        return false;
    }
    let follow = page.lines[k + 1..].iter().take_while(|line| !line.gap);
    let count = 1 + follow.count();
    let words = (k..k + count).map(|k| lines::words(page.line(k)));
    let short = || (k..k + count).all(|k| page.looks[k] == Look::Short);
    count >= ROWS && words.sum::<usize>() >= count * ROW && short()
}

#[cfg(test)]
mod tests {
    use crate::import::{markdown, plain};

    const PROSE: &str = "The harbour board said on Tuesday that it would not renew the lease of the old customs house.";

    #[test]
    fn short_lines_behind_the_first_of_the_text_are_text() {
        for (head, text) in [
            (
                "Storm to bring snow on Friday\n\nBy Jo Hill\n\n",
                "It will be cold.\n\nOslo: snow, -3\nBergen: rain, 4",
            ),
            (
                "HARBOUR VOTE\n\n",
                "A vote was held on Monday.\n\nWHAT HAPPENED",
            ),
            (
                "A poem for the quay\n\nBy Jo Hill\n\n",
                "The ships have gone away from here\nand nobody is left to hear\nthe bells that rang across the bay",
            ),
        ] {
            let read = plain::article(&format!("{head}{text}\n\n{PROSE}"));
            assert_eq!(read.title.as_deref(), head.lines().next());
            assert_eq!(read.subtitle, None);
            let want = format!("{text}\n\n{PROSE}");
            let lines = |text: &str| {
                text.split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            assert_eq!(lines(&read.text), lines(&want));
        }
    }

    #[test]
    fn what_stands_before_the_author_is_of_the_head() {
        let head = "Board refuses lease of house\n\nThe board has said no.\n\nHarbour\n\nBy Jo Hill\n\nShare";
        let read = plain::article(&format!("{head}\n\n{PROSE}"));
        assert_eq!(read.subtitle.as_deref(), Some("The board has said no."));
        assert_eq!(read.text, PROSE);
    }

    #[test]
    fn what_somebody_writes_under_a_headline_is_text() {
        let written = "# Budget: who gets what\n\nANN POE Staff writer\n\n## Key points\n\n- Schools: +4%\n- 40\n\n\
                       There were:\n\nthree engines";
        let read = markdown::article(&format!("{written}\n\n{PROSE}"));
        assert_eq!(read.byline.as_deref(), Some("ANN POE"));
        let lines: Vec<&str> = read.text.split("\n\n").collect();
        let want = [
            "Key points",
            "Schools: +4%",
            "40",
            "There were:",
            "three engines",
            PROSE,
        ];
        assert_eq!(lines, want);
        let read = markdown::article(&format!(
            "# Budget\n\nWhat the schools of the town get\n\n{PROSE}"
        ));
        assert_eq!(
            read.subtitle.as_deref(),
            Some("What the schools of the town get")
        );
        let jobs = format!("# Budget\n\n{PROSE}\n\n## Jobs\n\nThe yard has forty of them.");
        assert!(markdown::article(&jobs).text.contains("\n\nJobs\n\n"));
    }

    #[test]
    fn a_lead_that_was_broken_at_a_width_is_the_text() {
        let lead = "OSLO (Nordwire) - The harbour board will not renew the lease\nof the old customs house, its head \
                    said.";
        let long = PROSE.repeat(4);
        let read = plain::article(&format!("Board refuses lease\n\n{lead}\n\n{long}"));
        assert_eq!(
            (read.dateline.as_deref(), read.publisher.as_deref()),
            (Some("OSLO"), Some("Nordwire"))
        );
        assert!(
            read.text
                .starts_with("The harbour board will not renew the lease of the old"),
            "{}",
            read.text
        );
        // Alone in the head it is no standfirst either.
        let read = plain::article(&format!(
            "Board refuses lease\n\nOSLO (Nordwire) - Board says no to it\n\n{long}"
        ));
        assert_eq!(read.subtitle, None);
    }

    #[test]
    fn a_line_of_details_is_read_though_a_part_of_it_is_of_the_page() {
        let head = "Board refuses lease of house\n\n3 December 2031 | By Jo Hill | 4 min read";
        let read = plain::article(&format!("{head}\n\n{PROSE}"));
        assert_eq!(read.byline.as_deref(), Some("Jo Hill"));
        assert_eq!(read.date.unwrap().to_string(), "2031-12-03");
    }
}
