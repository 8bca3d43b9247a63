//! The words that pages declare: headlines with the name of the site behind them, houses, people.
//!
//! Owns what is taken off them and when two headlines are the same; must not know where they stand.

use crate::import::{byline, furniture, headline, lines};
use crate::text::clean::clean_line;

use super::MOST;

/// Classes of the line under a headline.
pub(super) const STANDFIRSTS: &[&str] = &[
    "standfirst",
    "subtitle",
    "subheadline",
    "sub-headline",
    "sub-title",
    "dek",
    "deck",
    "article-lead",
    "article__lead",
    "teaser-text",
];

/// The words of a line, for comparing.
pub(super) fn words_of(line: &str) -> String {
    furniture::word_string(&clean_line(line))
}

/// "© 2031 The Bergen Post. All rights reserved." names a paper too.
pub(super) fn house(name: &str) -> &str {
    let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
    let name = name.strip_prefix("Copyright ").unwrap_or(name);
    let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
    name.split(". ")
        .next()
        .unwrap_or(name)
        .trim_end_matches('.')
}

/// Classes of the headline where it is no heading of the first order.
pub(super) const HEADLINES: [&str; 4] = ["entry-title", "post-title", "article-title", "headline"];

/// A document's title without the name of a house behind it, and that name.
pub(super) fn without_house(title: &str) -> (&str, Option<&str>) {
    let signs = [" | ", " - ", " – ", " — "].into_iter();
    let parted = signs.filter_map(|sign| title.rsplit_once(sign));
    parted
        .map(|(before, house)| (before.trim(), house.trim()))
        .find(|(_, house)| headline::is_publisher(house))
        .map_or((title, None), |(before, house)| (before, Some(house)))
}

/// The headline without the name of the site behind it, and that name.
pub(super) fn without_site(
    title: &str,
    publisher: Option<&str>,
) -> (Option<String>, Option<String>) {
    for sign in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        if let Some((before, behind)) = title.rsplit_once(sign)
            && publisher.is_some_and(|p| house(p).eq_ignore_ascii_case(behind.trim()))
        {
            // "Headline | Politics | The Bergen Post"
            let (before, _) = headline::without_paper(before);
            return (Some(before.trim().to_owned()), None);
        }
    }
    let (title, paper) = headline::without_paper(title);
    (Some(title.to_owned()), paper.map(str::to_owned))
}

/// Whether a document's title that has `site` behind a printed `heading` is the headline and the name of
/// the site, and not the other way round.
pub(super) fn is_before(heading: &str, site: &str) -> bool {
    let named = lines::words(site) <= 4 && lines::is_title_case(site);
    lines::words(heading) >= 2
        && !headline::is_publisher(heading)
        && (named || headline::is_publisher(site))
}

/// Whether half of the words of the shorter headline are in the other one.
pub(in crate::import) fn alike(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        furniture::word_string(text)
            .split_whitespace()
            .take(MOST)
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let common = short.iter().filter(|word| long.contains(word)).count();
    // The name of the site is in the document's title too.
    short.len() >= 3 && common * 2 >= short.len()
        || (short.len() < 3 && !short.is_empty() && short == long)
}

/// The names of a declared byline, without label, jobs and addresses.
pub(super) fn people(names: &str) -> String {
    printed_names(names).unwrap_or_else(|| unlabelled(names).to_owned())
}

/// The names in a line that the page marks as its author's.
pub(super) fn printed_names(line: &str) -> Option<String> {
    let bare = unlabelled(line);
    let found = byline::read(line).or_else(|| byline::read(&format!("By {bare}")));
    let found = found.map(|found| found.names);
    found.or_else(|| byline::are_names(bare).then(|| bare.to_owned()))
}

/// A byline without the word for "by", in the languages whose pages are often read.
fn unlabelled(line: &str) -> &str {
    let line = line.trim();
    for label in [
        "By ", "BY ", "by ", "By: ", "Von ", "von ", "Par ", "Por ", "Di ", "Av ",
    ] {
        if let Some(names) = line.strip_prefix(label) {
            return names.trim();
        }
    }
    line
}
