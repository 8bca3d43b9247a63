//! Lines that tell who else had a hand in an article, or where it is from: editors, translators, who paid for
//! it, the page that a feed leads to.
//!
//! Owns how such a line ends: one that goes on as a sentence does is text. How it begins is in `data/made.txt`. Must
//! not know its neighbours.

use std::sync::LazyLock;

use super::furniture::{has_verb, word_string};
use super::patterns::{Found, Lists, fold_line};
use super::{byline, lines};

static LIST: LazyLock<Lists<1>> = LazyLock::new(|| Lists::read([include_str!("data/made.txt")]));

/// Most words of a credit, and of a line of names.
const CREDIT: usize = 40;
const NAMES: usize = 25;

/// Most words of the title of an article, and of the name of a page.
const TITLE: usize = 30;
const SITE: usize = 6;

/// Whether a line is a credit of editors, translators or of those who paid.
pub(super) fn is_credit(line: &str) -> bool {
    let line = bare(line);
    let made = || line.contains("ranslated ") || line.contains(" produced ");
    names_editor(line) || (lines::words(line) <= CREDIT && made() && is_made(line))
}

/// A line without the bracket, dash or label before it, and the bracket behind it.
fn bare(line: &str) -> &str {
    let line = line.trim_start_matches(['(', '[', '-', '–', '—', '*', '•', ' ']);
    let labels = ["Note: ", "NOTE: "];
    let label = labels.iter().find_map(|label| line.strip_prefix(label));
    label.unwrap_or(line).trim_end_matches([')', ']', '*', ' '])
}

/// "Translated from Russian by Ann Poe", but not "Translated from Russian by Ann Poe, the book won".
fn is_made(line: &str) -> bool {
    let line = line.strip_suffix('.').unwrap_or(line);
    if !LIST.fits(0, &fold_line(line), &Found::default()) {
        return false;
    }
    match line.split_once(" produced ") {
        Some((_, how)) => !has_verb(how) && !how.contains(". ") && !goes_on(how),
        None => line
            .rsplit_once(" by ")
            .is_some_and(|(_, names)| lines::is_title_case(names)),
    }
}

/// Whether what made something is followed by a clause: "a grant of the board, which denies it", "prosecutors say".
fn goes_on(how: &str) -> bool {
    let words = word_string(how);
    let clause = [
        "that", "which", "who", "whose", "says", "say", "said", "and cost",
    ];
    clause
        .iter()
        .any(|word| words.contains(&format!(" {word} ")))
}

/// "Editor: Ann Poe | Photos: Jon Roe", and no question or answer of a conversation.
fn names_editor(line: &str) -> bool {
    let Some((label, names)) = line.split_once(": ") else {
        return false;
    };
    let labels = ["editor", "editors"];
    let labelled = labels.iter().any(|one| label.eq_ignore_ascii_case(one));
    if !labelled || lines::words(line) > NAMES {
        return false;
    }
    let title = lines::is_title_case(names) || names.contains('@');
    let people = || names.strip_suffix('.').is_some_and(byline::are_people);
    (title && !lines::ends_sentence(names)) || people()
}

/// "The post Harbour to close appeared first on Daily Post.": what a page adds to the entries of its feed. Between is
/// the `title` of the article, or what has the capitals of one.
pub(super) fn is_syndicated(line: &str, title: Option<&str>) -> bool {
    let told = line.strip_prefix("The post ");
    let Some((name, site)) = told.and_then(|told| told.rsplit_once(" appeared first on ")) else {
        return false;
    };
    let short = lines::words(site) <= SITE && lines::words(name) <= TITLE;
    let own = || {
        let name = word_string(name.trim_end_matches(['…', '.']));
        title.is_some_and(|title| word_string(title).starts_with(&name))
    };
    short && (lines::is_title_case(name) || own())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_end_where_they_have_named_who_made_it() {
        for line in [
            "Editor: Ann Poe",
            "EDITORS: Ann Poe and Jon Roe",
            "editor: Ann Poe",
            "Editor: Poe",
            "Editor: Ann Poe (Bergen)",
            "Editor: Ann Poe; Producer: Jon Roe",
            "Editor: Ann Poe | Photos: Jon Roe",
            "Editor: ann.poe@post.example",
            "Editors: Ann Poe, Jon Roe.",
            "Translated from Russian by Ann Poe",
            "(Translated from Russian by Ann Poe)",
            "— Translated from Spanish by Ann Poe",
            "Text translated from the German by Jon Roe.",
            "This essay was translated from the Polish by Ann Poe.",
            "This report was produced with the support of the Roe Foundation.",
            "(This report was produced with the support of the Roe Foundation.)",
            "Note: This report was produced with the support of the Roe Foundation.",
            "This story was produced in partnership with the Bergen Post and the harbour museum.",
        ] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "Editor: What did you do when the war began?",
            "Editor: No.",
            "Editor: I was there from the first day",
            "Editors: they are a dying race, he liked to say.",
            "Translated from Russian by Ann Poe, the book won the national prize on Tuesday.",
            "Translated from Russian by Ann Poe, Jon Roe's book won the prize.",
            "The book, translated from Russian by Ann Poe, won the national prize on Tuesday.",
            "This report was produced in haste and nobody on the board had read it before Monday.",
            "This report was produced with the help of an engineer who had seen the roof fall.",
            "This report was produced in haste.",
            "This story was produced as part of a series that won the prize, the Post says.",
            "This article was produced in partnership with a spy, prosecutors say.",
            "This story was produced in collaboration with the army, which denies it.",
        ] {
            assert!(!is_credit(line), "{line}");
        }
    }

    #[test]
    fn the_page_that_a_feed_leads_to_is_named_with_the_title_alone() {
        let sentence = "The plan to build it again appeared first on a list of 1951.";
        let long = format!(
            "The post War years were hard. {} {sentence}",
            "The town had no bread. ".repeat(40)
        );
        let title = Some("Harbour to close in May - The Daily Post");
        for (line, title, is_one) in [
            (
                "The post Harbour to close in May appeared first on The Daily Post.",
                title,
                true,
            ),
            (
                "The post Harbour to close in… appeared first on Post.",
                title,
                true,
            ),
            (
                "The post Harbour To Close In May appeared first on The Daily Post.",
                None,
                true,
            ),
            (
                "The post Putin wrote on Sunday appeared first on Telegram.",
                title,
                false,
            ),
            (
                "The post Roe deleted within an hour appeared first on X.",
                None,
                false,
            ),
            (
                "The post of harbour master appeared first on the budget of 1931.",
                title,
                false,
            ),
            (&long, Some("War years"), false),
        ] {
            assert_eq!(is_syndicated(line, title), is_one, "{line}");
        }
    }
}
