//! Pages with several whole articles: which of their `<article>` elements are such.
//!
//! Owns the signs that tell stories one after another (the front of a small paper, a page that loads
//! the next story under the first) from the entries of a live blog, comments, teasers and chapters.
//! Must not know how an article is read. Where it is not certain, a page is one article.

use crate::import::furniture::word_string;
use crate::import::{headline, lines, markup};

use super::boxes;
use super::declared::Declared;
use super::tags::Tags;

/// An article of several on a page.
#[derive(Debug)]
pub(super) struct Part {
    /// Number of the tag that opens it.
    pub open: usize,
    /// Number of the tag that closes it.
    pub close: usize,
    /// Its headline.
    pub heading: String,
    /// The id of its element.
    pub id: Option<String>,
    /// Where its headline leads.
    pub link: Option<String>,
    /// Whether it is what the page declares to be about.
    pub own: bool,
    /// Level of its headline.
    level: &'static str,
    /// Whether it has the text of an article.
    whole: bool,
    /// Whether it begins a story that is elsewhere.
    teaser: bool,
    /// Whether it names an author of its own.
    signed: bool,
    /// Whether it says at what time of day it was written.
    clock: bool,
}

/// Most `<article>` elements of a page that is looked at for several: a river of a day's stories has
/// some tens.
const MOST: usize = 200;

/// A whole article has so many paragraphs with so many words together.
const PARAGRAPHS: usize = 3;
const WORDS: usize = 50;

/// Words of a heading above all articles from which on it is the headline of them all, and no name of
/// a section ("Politics", "News from Bergen").
const HEADLINE: usize = 4;

const LEVELS: [&str; 3] = ["h1", "h2", "h3"];

/// Classes of entries of a live blog.
const LIVE: &[&str] = &[
    "liveblog",
    "live-blog",
    "live-post",
    "live-update",
    "live-entry",
    "live-event",
    "liveblogupdate",
    "liveblogposting",
];

/// What the whole of a link says that leads to the rest of a story.
const MORE: &[&str] = &[
    "read more",
    "more",
    "read on",
    "full story",
    "read full story",
    "read the full story",
    "full article",
    "read full article",
    "weiterlesen",
    "lire la suite",
];

/// What a page is.
#[derive(Debug)]
pub(super) enum Page {
    /// One article, or not certain.
    One,
    /// One article, of entries through the day.
    Live,
    /// Several, the one that the page declares first.
    Several(Vec<Part>),
}

/// Looks at the `<article>` elements of `page`.
pub(super) fn of(page: &Tags<'_>, declared: &Declared) -> Page {
    if declared.live {
        return Page::Live;
    }
    let found = boxes::articles(page);
    if found.len() < 2 || found.len() > MOST {
        return Page::One;
    }
    let live = found.iter().filter(|(open, _)| is_entry(page, *open));
    if live.count() * 2 > found.len() {
        return Page::Live;
    }
    let title = declared.title.as_deref().map(word_string);
    let mut parts: Vec<Part> = found
        .iter()
        .filter_map(|at| part(page, *at, title.as_deref()))
        .collect();
    let whole = parts.iter().filter(|part| part.whole && !part.teaser);
    let level = whole.clone().map(|part| part.level).min();
    let whole = whole.filter(|part| Some(part.level) == level).count();
    let above = has_headline_above(page, &found, declared);
    let timed = parts
        .iter()
        .filter(|part| part.clock && !part.teaser && part.link.is_none());
    if above && timed.count() * 2 > found.len() && parts.len() > 2 {
        return Page::Live;
    }
    parts.retain(|part| Some(part.level) == level && !part.teaser);
    let own = parts.iter().any(|part| part.own);
    let stands = |part: &Part| part.level == "h1" || part.signed || part.link.is_some();
    let alone = parts.iter().filter(|part| part.whole).all(stands);
    let one = above || (declared.article && !own) || has_twice(&parts);
    if whole < 2 || !alone || one {
        return Page::One;
    }
    parts.sort_by_key(|part| !part.own);
    Page::Several(parts)
}

/// Whether an element says that it is an entry of a live blog.
fn is_entry(page: &Tags<'_>, open: usize) -> bool {
    let names = ["class", "id", "itemprop", "itemtype"];
    names.iter().any(|name| {
        let value = page.tags[open].attribute(name).unwrap_or("");
        let value = value.to_ascii_lowercase();
        LIVE.iter().any(|sign| value.contains(sign))
    })
}

/// What an `<article>` is, where it has a headline and a paragraph.
fn part(page: &Tags<'_>, (open, close): (usize, usize), title: Option<&str>) -> Option<Part> {
    let inner = || (open + 1..close).filter(|k| !page.tags[*k].closing);
    let (k, level) = inner().find_map(|k| {
        let level = LEVELS.into_iter().find(|name| page.tags[k].is(name))?;
        Some((k, level))
    })?;
    let heading = page.text_of(k)?;
    let pieces = markup::pieces(page.inner(open)?);
    let prose = pieces.iter().filter(|piece| {
        piece.hint.is_none() && lines::words(&piece.line) >= 6 && lines::ends_sentence(&piece.line)
    });
    let (mut paragraphs, mut words) = (0, 0);
    for piece in prose {
        paragraphs += 1;
        words += lines::words(&piece.line);
    }
    if paragraphs == 0 {
        return None;
    }
    let cut = pieces.iter().rev().take(2).any(|piece| {
        ["...", "…", "[…]", "[...]"]
            .iter()
            .any(|sign| piece.line.ends_with(sign))
    });
    let more = inner().any(|k| leads_on(page, k));
    let link = link(page, k, close);
    let whole = paragraphs >= PARAGRAPHS && words >= WORDS;
    Some(Part {
        open,
        close,
        own: title == Some(word_string(&heading).as_str()),
        heading,
        id: page.tags[open].words("id"),
        level,
        whole,
        // A short text whose headline leads elsewhere is not all there is.
        teaser: more || cut || (!whole && link.is_some()),
        link,
        signed: inner().any(|k| is_author(page, k))
            || pieces.iter().take(6).any(|piece| is_by(&piece.line)),
        clock: inner().any(|k| is_clock(page, k)),
    })
}

/// Whether a link leads to the rest of the story.
fn leads_on(page: &Tags<'_>, k: usize) -> bool {
    let tag = &page.tags[k];
    if !tag.is("a") {
        return false;
    }
    let class = tag.attribute("class").unwrap_or("");
    if class.split_ascii_whitespace().any(|c| c == "more-link") {
        return true;
    }
    page.text_of(k).is_some_and(|text| {
        let words = word_string(&text);
        let words = words.trim();
        MORE.contains(&words) || words.starts_with("continue reading")
    })
}

/// Where the headline leads, or the mark that a site sets for the address of a story; not to a place
/// on the page itself.
fn link(page: &Tags<'_>, heading: usize, close: usize) -> Option<String> {
    let around = (heading > 0).then(|| heading - 1);
    let end = page.close_of(heading).unwrap_or(heading);
    let by_heading = around.into_iter().chain(heading + 1..end);
    let marked = (heading..close).filter(|k| {
        let rel = page.tags[*k].attribute("rel").unwrap_or("");
        rel.split_ascii_whitespace().any(|r| r == "bookmark")
    });
    by_heading
        .chain(marked)
        .filter(|k| page.tags[*k].is("a") && !page.tags[*k].closing)
        .filter_map(|k| page.tags[k].words("href"))
        .map(|href| href.trim().to_owned())
        .find(|href| !href.starts_with(['#', '?']) && !href.starts_with("javascript:"))
}

fn is_author(page: &Tags<'_>, k: usize) -> bool {
    let tag = &page.tags[k];
    let has = |name: &str, signs: &[&str]| {
        let value = tag.attribute(name).unwrap_or("");
        value.split_ascii_whitespace().any(|v| signs.contains(&v))
    };
    has("rel", &["author"])
        || has("itemprop", &["author"])
        || has("class", &["byline", "author", "authors"])
}

fn is_by(line: &str) -> bool {
    let by = line
        .get(..3)
        .is_some_and(|by| by.eq_ignore_ascii_case("by "));
    by && crate::import::byline::read(line).is_some()
}

fn is_clock(page: &Tags<'_>, k: usize) -> bool {
    let digits = |text: &str| {
        let text = text.trim().as_bytes();
        text.windows(4).take(12).any(|w| {
            w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit() && w[3].is_ascii_digit()
        })
    };
    page.tags[k].is("time") && page.text_of(k).is_some_and(|text| digits(&text))
}

/// Whether a headline stands over all the articles: then they are parts of one.
fn has_headline_above(page: &Tags<'_>, found: &[(usize, usize)], declared: &Declared) -> bool {
    let site = declared.publisher.as_deref().map(word_string);
    let outside = |k: usize| {
        !found
            .iter()
            .any(|(open, close)| (*open..*close).contains(&k))
    };
    let headings = page.tags.iter().enumerate().filter(|(_, tag)| tag.is("h1"));
    headings
        .filter(|(k, tag)| !tag.closing && outside(*k))
        .take(super::MOST)
        .filter_map(|(k, _)| page.text_of(k))
        .any(|text| {
            let words = word_string(&text);
            let names_site = site
                .as_ref()
                .is_some_and(|site| words.contains(site.as_str()));
            lines::words(&text) >= HEADLINE && !headline::is_publisher(&text) && !names_site
        })
}

fn has_twice(parts: &[Part]) -> bool {
    let mut headings: Vec<String> = parts.iter().map(|p| word_string(&p.heading)).collect();
    headings.sort_unstable();
    headings.windows(2).any(|pair| pair[0] == pair[1])
}

#[cfg(test)]
#[path = "parts_tests.rs"]
mod tests;
