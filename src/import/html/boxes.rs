//! The parts of a page that are none of its article: boxes that say so, and other articles.
//!
//! Owns the signs by which they are known; must not know what an article is made of.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::import::furniture::word_string;
use crate::import::patterns::entries;

use super::tags::{Tag, Tags};

static SIGNS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../data/page_boxes.txt")).collect());

/// Elements that may be a box. Anything else is a part of the text at most.
const BOXES: &[&str] = &[
    "div",
    "section",
    "aside",
    "ul",
    "ol",
    "p",
    "figure",
    "table",
    "footer",
    "header",
    "form",
    "nav",
    "amp-ad",
    "amp-embed",
    "amp-consent",
    "amp-sidebar",
    "details",
];

/// The page without its boxes and without the articles beside the one called `title`. Every box is
/// left out that says so by its class, unless most of the text stands in it: then the sign means
/// something else there.
pub(super) fn without(page: &Tags<'_>, title: Option<&str>, live: bool) -> String {
    let weights = weights(page);
    let all = *weights.last().unwrap_or(&0);
    let others = if live {
        HashSet::new()
    } else {
        others(page, title)
    };
    let mut out = String::with_capacity(page.page.len());
    let mut from = 0;
    let mut quotes = 0_u32;
    for (k, tag) in page.tags.iter().enumerate() {
        if tag.start < from {
            continue;
        }
        if tag.is("blockquote") {
            quotes = if tag.closing {
                quotes.saturating_sub(1)
            } else {
                quotes + 1
            };
        }
        // The foot of a quotation names who is quoted; that of a page is none of its text.
        if quotes > 0 && tag.is("footer") {
            out.push_str(&page.page[from..tag.start]);
            out.push_str(if tag.closing { "</p>" } else { "<p>" });
            from = tag.end;
        }
        if !tag.opens() || from == tag.end {
            continue;
        }
        let Some(close) = page.close_of(k) else {
            continue;
        };
        let light = (weights[close] - weights[k]) * 2 < all;
        if others.contains(&k) || (light && is_box(tag)) {
            out.push_str(&page.page[from..tag.start]);
            from = page.tags[close].end;
        }
    }
    out.push_str(&page.page[from..]);
    out
}

/// Bytes of text in paragraphs before each tag.
fn weights(page: &Tags<'_>) -> Vec<usize> {
    let mut out = Vec::with_capacity(page.tags.len());
    let mut sum = 0;
    let mut before: Option<&Tag<'_>> = None;
    for tag in &page.tags {
        if let Some(before) =
            before.filter(|b| !["script", "style", "title"].iter().any(|n| b.is(n)))
        {
            sum += page.page[before.end..tag.start].trim().len();
        }
        out.push(sum);
        before = Some(tag);
    }
    out
}

fn is_box(tag: &Tag<'_>) -> bool {
    if tag.is("article") {
        return is_comment(tag);
    }
    if !BOXES.iter().any(|name| tag.is(name)) {
        return false;
    }
    if ["amp-ad", "amp-embed", "amp-consent", "amp-sidebar"]
        .iter()
        .any(|name| tag.is(name))
    {
        return true;
    }
    let hidden = tag.attribute("aria-hidden") == Some("true")
        || tag
            .attribute("style")
            .is_some_and(|s| s.replace(' ', "").contains("display:none"));
    hidden
        || ["class", "id", "data-component", "data-testid", "role"]
            .iter()
            .any(|name| {
                tag.attribute(name)
                    .is_some_and(|value| value.split_ascii_whitespace().any(is_sign))
            })
}

/// Whether an `<article>` is what a reader wrote under one. Other names of boxes mean nothing there:
/// blogs write the tags and topics of a story into its class.
fn is_comment(tag: &Tag<'_>) -> bool {
    let kind = tag.attribute("itemtype").unwrap_or("");
    kind.ends_with("/Comment")
        || ["class", "id", "role"].iter().any(|name| {
            let value = tag.attribute(name).unwrap_or("").to_ascii_lowercase();
            let mut names = value.split_ascii_whitespace();
            names.any(|name| {
                !name.starts_with("tag-")
                    && !name.starts_with("category-")
                    && name
                        .split(['-', '_'])
                        .any(|word| matches!(word, "comment" | "comments" | "reply"))
            })
        })
}

/// Whether one of the names a site gives to a part says that it is a box: a name of the list as a
/// whole, or with the names of parts before or behind it (`article__related-links`).
fn is_sign(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if SIGNS.contains(name.as_str()) {
        return true;
    }
    let words: Vec<&str> = name.split(['-', '_']).filter(|w| !w.is_empty()).collect();
    (0..words.len()).any(|from| {
        (from + 1..=words.len().min(from + 3))
            .any(|to| SIGNS.contains(words[from..to].join("-").as_str()))
    })
}

/// The `<article>` elements that lie in no other and in no box, with their ends; those that are
/// boxes are none of them.
pub(super) fn articles(page: &Tags<'_>) -> Vec<(usize, usize)> {
    let weights = weights(page);
    let all = *weights.last().unwrap_or(&0);
    let mut out = Vec::new();
    let mut end = 0;
    for (k, tag) in page.tags.iter().enumerate() {
        if tag.start < end || !tag.opens() {
            continue;
        }
        let Some(close) = page.close_of(k) else {
            continue;
        };
        let light = (weights[close] - weights[k]) * 2 < all;
        // A comment is none however long it is.
        let boxed = (light || tag.is("article")) && is_box(tag);
        if boxed || tag.is("article") {
            end = page.tags[close].end;
        }
        if !boxed && tag.is("article") {
            out.push((k, close));
        }
    }
    out
}

/// The `<article>` elements beside the one whose headline is `title`, where there is such a one.
fn others(page: &Tags<'_>, title: Option<&str>) -> HashSet<usize> {
    let Some(title) = title.map(word_string) else {
        return HashSet::new();
    };
    let articles = articles(page);
    let is_it = |&(from, to): &(usize, usize)| {
        (from..to).any(|k| {
            ["h1", "h2"].iter().any(|name| page.tags[k].is(name))
                && page
                    .text_of(k)
                    .is_some_and(|text| word_string(&text) == title)
        })
    };
    let Some(own) = articles.iter().position(is_it) else {
        return HashSet::new();
    };
    let others = articles.iter().enumerate().filter(|(n, _)| *n != own);
    others.map(|(_, (k, _))| *k).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_several_words_tells_by_any_of_them() {
        for name in [
            "related",
            "article__related-links",
            "c-newsletter-signup",
            "ad-slot",
            "Comments",
        ] {
            assert!(is_sign(name), "{name}");
        }
        for name in [
            "article-body",
            "header",
            "lead",
            "paragraph",
            "shadow",
            "download",
        ] {
            assert!(!is_sign(name), "{name}");
        }
    }

    #[test]
    fn a_box_that_holds_the_text_is_none() {
        let text = "The harbour board said no on Tuesday.".repeat(4);
        let page =
            format!("<div class=related>x</div><div class=\"share promo\"><p>{text}</p></div>");
        let kept = without(&Tags::new(&page), None, false);
        assert_eq!(
            kept,
            format!("<div class=\"share promo\"><p>{text}</p></div>")
        );
    }
}
