//! The tags of a page, one after another, without a tree.
//!
//! Owns the walk over tags and the reading of their attributes; must not know what they mean.

use std::collections::HashMap;

use super::MOST;
use crate::import::attribute::attribute;
use crate::import::markup;

/// A tag with the places it lies between.
#[derive(Clone, Copy, Debug)]
pub(in crate::import) struct Tag<'a> {
    /// Byte of its `<` in the page.
    pub start: usize,
    /// Byte behind its `>`.
    pub end: usize,
    /// Whether it closes its element.
    pub closing: bool,
    /// Name as written.
    name: &'a str,
    /// What stands behind the name.
    rest: &'a str,
}

/// Elements that hold nothing and are never closed.
const EMPTY: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements that hold no tags.
const RAW: [&str; 2] = ["script", "style"];

/// Longest text that is looked at for one name, date or headline, in bytes.
pub(super) const LONGEST_TEXT: usize = 4_000;

impl<'a> Tag<'a> {
    /// Its name as written.
    pub(super) fn name(&self) -> &'a str {
        self.name
    }

    /// Whether it is written as one that is closed at once. Only drawings and formulas know these.
    pub(super) fn is_closed(&self) -> bool {
        self.rest.ends_with('/')
    }

    pub(in crate::import) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether its element has content and an end.
    pub(in crate::import) fn opens(&self) -> bool {
        let empty = EMPTY.iter().any(|name| self.is(name));
        !self.closing && !empty && !self.rest.ends_with('/')
    }

    /// Whether what stands before it and behind it are two lines.
    pub(in crate::import) fn parts_lines(&self) -> bool {
        !markup::is_inline(self.name)
    }

    /// The value of the attribute `name`, character references and all.
    pub(in crate::import) fn attribute(&self, name: &str) -> Option<&'a str> {
        attribute(self.rest, name)
    }

    /// As [`Tag::attribute`], with its character references resolved.
    pub(super) fn words(&self, name: &str) -> Option<String> {
        let mut out = String::new();
        markup::decode_entities(self.attribute(name)?, &mut out);
        Some(out).filter(|value| !value.trim().is_empty())
    }
}

/// The tags of `page` in order; those inside scripts and styles are none.
fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut ends = markup::TagEnds::default();
    // Which of those that hold no tags are never closed from here on: looked for once.
    let mut unclosed = [false; RAW.len()];
    // No tag begins behind the last sign that ends one.
    let last_end = page.rfind('>').unwrap_or(0);
    while let Some(found) = memchr::memchr(b'<', &page.as_bytes()[at..]) {
        let start = at + found;
        if start > last_end {
            break;
        }
        let Some(len) = ends.length(&page[start..]) else {
            at = start + 1;
            continue;
        };
        at = start + len;
        let Some(tag) = tag(page, start, at) else {
            continue;
        };
        let raw = RAW.iter().position(|name| !tag.closing && tag.is(name));
        if let Some(kind) = raw.filter(|kind| !unclosed[*kind]) {
            match markup::skip(&page[at..], tag.name) {
                Some(behind) => at = page.len() - behind.len(),
                None => unclosed[kind] = true,
            }
        }
        out.push(tag);
    }
    out
}

fn tag(page: &str, start: usize, end: usize) -> Option<Tag<'_>> {
    let inner = page[start + 1..end].trim_end_matches('>');
    let closing = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let len = inner
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))
        .unwrap_or(inner.len());
    let (name, rest) = inner.split_at(len);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some(Tag {
            start,
            end,
            closing,
            name,
            rest,
        })
}

/// A page with its tags and where their elements end.
pub(in crate::import) struct Tags<'a> {
    /// The page itself.
    pub page: &'a str,
    /// Its tags in order.
    pub tags: Vec<Tag<'a>>,
    /// For each tag that opens an element the number of the tag that closes it.
    closes: Vec<Option<usize>>,
}

impl<'a> Tags<'a> {
    /// Walks over `page` once.
    pub(in crate::import) fn new(page: &'a str) -> Self {
        let tags = tags(page);
        let mut closes = vec![None; tags.len()];
        let mut open: HashMap<String, Vec<usize>> = HashMap::new();
        for (k, tag) in tags.iter().enumerate() {
            if tag.opens() {
                open.entry(tag.name.to_ascii_lowercase())
                    .or_default()
                    .push(k);
            } else if tag.closing
                && let Some(stack) = open.get_mut(&tag.name.to_ascii_lowercase())
                && let Some(opened) = stack.pop()
            {
                closes[opened] = Some(k);
            }
        }
        Self { page, tags, closes }
    }

    /// The number of the tag that closes the element that tag number `k` opens.
    pub(in crate::import) fn close_of(&self, k: usize) -> Option<usize> {
        self.closes.get(k).copied().flatten()
    }

    /// What stands inside the element that tag number `k` opens.
    pub(super) fn inner(&self, k: usize) -> Option<&'a str> {
        let to = self.tags.get(self.close_of(k)?)?.start;
        self.page.get(self.tags.get(k)?.end..to)
    }

    /// The text of the element that tag number `k` opens, on one line; nothing where it is long.
    pub(super) fn text_of(&self, k: usize) -> Option<String> {
        let inner = self.inner(k).filter(|inner| inner.len() <= LONGEST_TEXT)?;
        let lines: Vec<String> = markup::pieces(inner)
            .into_iter()
            .map(|piece| piece.line)
            .collect();
        Some(lines.join(" ")).filter(|text| !text.is_empty())
    }

    /// The name of the thing that tag number `k` opens: a person, a house. It is in its first tags.
    pub(super) fn name_of(&self, k: usize) -> Option<String> {
        self.tags[k].attribute("itemscope")?;
        let inside = (k + 1..self.close_of(k)?).take(MOST);
        let is_name = |k: &usize| self.tags[*k].attribute("itemprop") == Some("name");
        inside
            .filter(is_name)
            .find_map(|k| self.tags[k].words("content").or_else(|| self.text_of(k)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_however_they_are_written() {
        let page = "<meta Name=a content='b \"c\"'><time datetime = 2031-05-06 pubdate/><p class=\"x y\"hidden>t</p>";
        let tags = tags(page);
        assert_eq!(tags[0].attribute("name"), Some("a"));
        assert_eq!(tags[0].attribute("content"), Some("b \"c\""));
        assert_eq!(tags[1].attribute("datetime"), Some("2031-05-06"));
        assert_eq!(tags[1].attribute("pubdate"), Some(""));
        assert_eq!(tags[2].attribute("class"), Some("x y"));
        assert_eq!(tags[2].attribute("hidden"), Some(""));
        assert_eq!(tags[2].attribute("id"), None);
        assert_eq!(Tags::new(page).text_of(2).as_deref(), Some("t"));
    }

    #[test]
    fn elements_end_where_they_are_closed() {
        let page = "<div>a<div>b</div><script>'</div>'</script>c</div>d";
        let tags = Tags::new(page);
        let end = tags.tags[tags.close_of(0).unwrap()].end;
        assert_eq!(&page[end..], "d");
        assert_eq!(Tags::new("<div><p>").close_of(0), None);
    }
}
