//! Links behind words on their way from a page to the text of its article.
//!
//! Owns what an address in a page comes to, which links are kept and how many; must not know formats.
//! Nothing hostile gets past it: an address is what `text::links` lets a browser have, or it is gone.

use std::rc::Rc;

use url::{Position, Url};

use crate::model::{Block, Link, Span};
use crate::text::clean::{Cleaned, OffsetMap};
use crate::text::links;

/// Most links of an article. A long report with its sources has some hundred; a page that is a list of
/// links and nothing else must not fill the store, nor the box in which they are listed.
const MOST: usize = 2_000;

/// Longest address in a page, in bytes: a relative one may be longer than what it comes to.
const LONGEST: usize = 2 * links::LONGEST;

/// Most links of a page that are held while it is not known which part of it is the article.
pub(super) const MOST_OF_PAGE: usize = 20_000;

/// Words of a page, and where they lead as it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Where the words are in the line, or in the text that is made of the lines.
    pub span: Span,
    /// An address of any kind, see [`href`].
    pub href: Rc<str>,
}

/// An address as a page has it, unchecked; nothing where there is none, or it is too long to come to one.
/// A page may have few and lead to them often: each is held once.
pub(super) fn href(address: &str) -> Option<Rc<str>> {
    (1..=LONGEST)
        .contains(&address.len())
        .then(|| address.into())
}

impl Anchor {
    /// Goes to where its words are in `text`, which was made by `map`; whether any of them are there.
    pub(super) fn follow(&mut self, map: &OffsetMap, text: &str) -> bool {
        let there = map.cleaned(self.span).map(|span| trimmed(span, text));
        self.span = there.unwrap_or(Span::new(0, 0));
        !self.span.is_empty()
    }
}

/// The span without blanks at its ends.
fn trimmed(span: Span, text: &str) -> Span {
    let words = text.get(span.range()).unwrap_or("");
    let start = span.start + words.len() - words.trim_start().len();
    Span::new(start, start + words.trim().len())
}

/// From where the links of a page are seen.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// What relative addresses are relative to.
    base: Option<Url>,
    /// The addresses of the page itself: a link to a place in it leads nowhere else.
    own: Vec<Url>,
}

impl View {
    /// From the page at the first of `addresses` that is one of the web; all of them are its own.
    pub(super) fn from<'a>(addresses: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let own: Vec<Url> = addresses.into_iter().filter_map(|a| web(a?)).collect();
        Self {
            base: own.first().cloned(),
            own,
        }
    }

    /// As the page says itself (`<base href>`).
    pub(super) fn based(mut self, href: &str) -> Self {
        let href = href.trim();
        let said = match &self.base {
            Some(base) => base.join(href).ok(),
            None => Url::parse(href).ok(),
        };
        let web = |url: &Url| matches!(url.scheme(), "http" | "https");
        self.base = said.filter(web).or(self.base);
        self
    }

    /// The address that `href` comes to; nothing where it must not be opened or leads to the page itself.
    fn leads(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') || href.contains(char::is_control) {
            return None;
        }
        let url = match &self.base {
            Some(base) => base.join(href),
            None => Url::parse(href),
        };
        let url = url.ok()?;
        let page = &url[..Position::AfterQuery];
        let is_it = |own: &Url| &own[..Position::AfterQuery] == page;
        if url.fragment().is_some() && self.own.iter().any(is_it) {
            return None;
        }
        links::opened(url)
    }
}

fn web(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// The links of a text of which it is not yet known what is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    /// In order; they do not overlap.
    list: Vec<Anchor>,
    pub view: View,
}

impl Anchors {
    /// None yet, of a page that is seen from there.
    pub(super) const fn seen_from(view: View) -> Self {
        let list = Vec::new();
        Self { list, view }
    }

    /// Adds one behind those that are there, unless there are too many.
    pub(super) fn push(&mut self, anchor: Anchor) {
        if self.list.len() < MOST_OF_PAGE {
            self.list.push(anchor);
        }
    }

    /// Adds those of a line that was cleaned and stands at byte `at` of the text, without the blanks at
    /// its ends.
    pub(super) fn add(&mut self, anchors: &[Anchor], line: &Cleaned, at: usize) {
        let blanks = line.text.len() - line.text.trim_start().len();
        for anchor in anchors {
            let mut anchor = anchor.clone();
            if anchor.follow(&line.map, &line.text) {
                let Span { start, end } = anchor.span;
                anchor.span = Span::new(start - blanks + at, end - blanks + at);
                self.push(anchor);
            }
        }
    }

    /// What is left of them in the canonical `text` with its `blocks`, to which `map` leads.
    pub(super) fn kept(self, map: &OffsetMap, text: &str, blocks: &[Block]) -> Vec<Link> {
        let Self { list, view } = self;
        let mut kept = Vec::new();
        for mut anchor in list {
            if kept.len() == MOST {
                break;
            }
            if !anchor.follow(map, text) {
                continue;
            }
            let block = blocks.partition_point(|b| b.span.end <= anchor.span.start);
            let behind = |last: &Link| last.span.end <= anchor.span.start;
            let within = kept.last().is_none_or(behind)
                && blocks
                    .get(block)
                    .is_some_and(|b| b.span.covers(anchor.span));
            if within && let Some(url) = view.leads(&anchor.href) {
                kept.push(Link {
                    span: anchor.span,
                    url,
                });
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_seen_from_its_page() {
        let page = Some("https://post.example/2031/lease?id=1");
        let view = View::from([page, None, Some("https://post.example/lease")]);
        for (href, want) in [
            (" /roof ", Some("https://post.example/roof")),
            ("roof#top", Some("https://post.example/2031/roof#top")),
            ("//other.example/a", Some("https://other.example/a")),
            ("?id=2", Some("https://post.example/2031/lease?id=2")),
            ("?id=1#note", None),
            ("https://post.example/lease#note", None),
            (
                "https://post.example/lease",
                Some("https://post.example/lease"),
            ),
            ("#note", None),
            ("", None),
            ("MAILTO:a@b.example?body=x", Some("mailto:a@b.example")),
            ("javascript:alert(1)", None),
            ("JavaScript:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("\u{1}javascript:alert(1)", None),
            ("data:text/html,x", None),
            ("file:///etc/passwd", None),
            ("tel:+4755", None),
            ("http://", None),
            ("https://a.example/\u{1b}[2J", None),
        ] {
            assert_eq!(view.leads(href).as_deref(), want, "{href:?}");
        }
        let long = format!("/{}", "x".repeat(links::LONGEST));
        assert_eq!(view.leads(&long), None);
    }

    #[test]
    fn what_the_page_says_it_is_seen_from_counts() {
        let page = View::from([Some("https://post.example/2031/lease")]);
        let leads = |view: View| view.leads("roof").unwrap_or_default();
        assert_eq!(
            leads(page.clone().based("/old/")),
            "https://post.example/old/roof"
        );
        assert_eq!(
            leads(page.clone().based("https://cdn.example/x/")),
            "https://cdn.example/x/roof"
        );
        assert_eq!(
            leads(page.based("javascript:x")),
            "https://post.example/2031/roof"
        );
        assert_eq!(leads(View::default().based("../x")), "");
        assert_eq!(leads(View::from([Some("/home/ann/page.html")])), "");
    }

    #[test]
    fn no_more_are_held_than_a_page_may_have() {
        let line = Cleaned {
            text: "a ".repeat(MOST_OF_PAGE + 9),
            map: OffsetMap::identity(),
        };
        let anchor = |n: usize| Anchor {
            span: Span::new(2 * n, 2 * n + 1),
            href: "x".into(),
        };
        let mut anchors = Anchors::default();
        anchors.add(
            &(0..MOST_OF_PAGE + 9).map(anchor).collect::<Vec<_>>(),
            &line,
            0,
        );
        assert_eq!(anchors.list.len(), MOST_OF_PAGE);
    }

    #[test]
    fn no_more_are_kept_than_an_article_has() {
        let text = "a ".repeat(MOST + 9);
        let anchor = |n: usize| Anchor {
            span: Span::new(2 * n, 2 * n + 1),
            href: format!("https://a.example/{n}").into(),
        };
        let anchors = Anchors {
            list: (0..MOST + 9).map(anchor).collect(),
            view: View::default(),
        };
        let block = Block {
            role: crate::model::BlockRole::Paragraph,
            span: Span::new(0, text.len()),
        };
        let kept = anchors.kept(&OffsetMap::identity(), &text, &[block]);
        assert_eq!(kept.len(), MOST);
    }
}
