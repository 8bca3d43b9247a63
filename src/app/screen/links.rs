//! The links of an article, its own address first, to be opened by their numbers.
//!
//! Must not know: who opens them.

use super::reading::Reading;
use super::speakers::shortened;
use crate::model::{Link, Span, StoredArticle};
use crate::text::links::{address, is_printed};
use crate::text::wrap;

/// The box of links.
#[derive(Debug)]
pub struct Links {
    /// The links, each address once.
    pub rows: Vec<Listed>,
    /// Columns of the longest host.
    pub host: usize,
    /// The chosen one.
    pub selected: usize,
    /// The number that is being typed; 0 where none is.
    typed: usize,
}

/// A link in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its address.
    pub url: String,
    /// The words that it is behind, as many as are shown at most; nothing where the address itself is
    /// printed.
    pub words: Option<String>,
    /// The words before its place in the text; nothing of the article's own address.
    pub before: Option<String>,
}

/// A line under the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foot {
    /// Words before the chosen link, and those that it is behind.
    Words(String),
    /// A part of its address.
    Address(String),
}

/// Lines of the address and of the words before it, at most.
const ADDRESS: usize = 3;
const WORDS: usize = 2;

impl Listed {
    /// The host or the mailbox, and what is behind it.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        let url = self.url.as_str();
        let begin = ["https://", "http://", "mailto:"];
        let rest = begin.into_iter().find_map(|begin| url.strip_prefix(begin));
        let rest = rest.unwrap_or(url);
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        // Whoever is named before the host has no say in where it leads.
        let host = match url.starts_with("mailto:") {
            true => host,
            false => host.rsplit('@').next().unwrap_or(host),
        };
        (
            host,
            path.strip_prefix('/')
                .filter(|p| p.is_empty())
                .unwrap_or(path),
        )
    }
}

/// What came of a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// It may be the beginning of a longer number.
    Waits,
    /// It is the number of the link that is now chosen.
    Opens,
    /// No link has this number.
    Nothing(usize),
}

impl Reading {
    /// Whether it has an address or links.
    #[must_use]
    pub fn has_links(&self) -> bool {
        let own = || self.stored.article.url.as_deref().and_then(address);
        !self.links.is_empty() || own().is_some()
    }

    /// The links on a line.
    pub fn links_on(&self, line: Span) -> impl Iterator<Item = &Link> {
        let before = self
            .links
            .partition_point(|link| link.span.end <= line.start);
        let here = move |link: &&Link| link.span.start < line.end;
        self.links[before..].iter().take_while(here)
    }
}

impl Links {
    /// The links of an article that has these in its text; nothing where there are none.
    #[must_use]
    pub fn of(stored: &StoredArticle, links: &[Link]) -> Option<Self> {
        let article = &stored.article;
        let own = article.url.as_deref().and_then(address);
        let mut rows: Vec<Listed> = Vec::with_capacity(links.len() + 1);
        rows.extend(own.map(|url| Listed {
            url,
            words: None,
            before: None,
        }));
        let mut known: std::collections::HashSet<String> =
            rows.iter().map(|row| row.url.clone()).collect();
        for link in links {
            if known.insert(link.url.clone()) {
                let words = link.span.of(&article.text);
                rows.push(Listed {
                    url: link.url.clone(),
                    words: (!is_printed(words, &link.url)).then(|| first(words)),
                    before: Some(before(&article.text, link.span)),
                });
            }
        }
        (!rows.is_empty()).then(|| Self::listing(rows))
    }

    fn listing(rows: Vec<Listed>) -> Self {
        let hosts = rows.iter().map(|row| wrap::width(row.parts().0));
        Self {
            host: hosts.max().unwrap_or(0),
            rows,
            selected: 0,
            typed: 0,
        }
    }

    /// Chooses the row `delta` further.
    pub fn go(&mut self, delta: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.typed = 0;
        self.selected = self.selected.saturating_add_signed(delta).min(last);
    }

    /// Takes a digit of a number.
    pub fn digit(&mut self, digit: usize) -> Typed {
        let number = self.typed.saturating_mul(10).saturating_add(digit);
        self.typed = 0;
        if number == 0 || number > self.rows.len() {
            return Typed::Nothing(number);
        }
        self.selected = number - 1;
        if number.saturating_mul(10) > self.rows.len() {
            return Typed::Opens;
        }
        self.typed = number;
        Typed::Waits
    }

    /// The chosen link.
    #[must_use]
    pub fn chosen(&self) -> Option<&Listed> {
        self.rows.get(self.selected)
    }

    /// The first row that is shown, and how many are, in a box of this size with this under the list.
    #[must_use]
    pub fn shown(&self, foot: &[Foot], height: usize) -> (usize, usize) {
        // A blank line parts them.
        let view = height.saturating_sub(foot.len() + 1).max(1);
        ((self.selected + 1).saturating_sub(view), view)
    }

    /// Chooses the row on a line of the box; whether it was chosen already. Nothing where there is none.
    pub fn click(&mut self, line: usize, (width, height): (usize, usize)) -> Option<bool> {
        let (top, view) = self.shown(&self.foot(width, height), height);
        let row = top + line;
        if line >= view || row >= self.rows.len() {
            return None;
        }
        self.typed = 0;
        Some(std::mem::replace(&mut self.selected, row) == row)
    }

    /// The lines under the list: words before the chosen one, and its address, which is the more important.
    #[must_use]
    pub fn foot(&self, width: usize, height: usize) -> Vec<Foot> {
        let Some(chosen) = self.chosen() else {
            return Vec::new();
        };
        let mut address = letters(&chosen.url, width);
        if address.len() > ADDRESS {
            address.truncate(ADDRESS);
            let cut = address.pop().unwrap_or_default();
            address.push(wrap::ellipsis(&format!("{cut}…"), width.saturating_sub(1)));
        }
        let before = chosen.before.as_deref();
        let words = match (before, chosen.words.as_deref().unwrap_or("")) {
            (None, _) => vec!["The address of this article:".to_owned()],
            (Some(""), "") => Vec::new(),
            (Some(before), words) => tail(format!("{before} {words}").trim(), width),
        };
        let room = height.saturating_sub(address.len() + 3).min(WORDS);
        let words = words.into_iter().take(room).map(Foot::Words);
        words
            .chain(address.into_iter().map(Foot::Address))
            .collect()
    }
}

/// The end of the words, on at most so many lines.
fn tail(words: &str, width: usize) -> Vec<String> {
    let mut from = 0;
    loop {
        let rest = words.get(from..).unwrap_or("");
        let shown = match from {
            0 => rest.to_owned(),
            _ => format!("… {rest}"),
        };
        let lines = shortened(&shown, width, WORDS + 1);
        let next = rest.find(' ').map(|at| from + at + 1);
        match next {
            Some(next) if lines.len() > WORDS => from = next,
            _ => return lines.into_iter().take(WORDS).collect(),
        }
    }
}

/// An address cut where a line is full.
fn letters(url: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = url;
    while !rest.is_empty() {
        let (line, _) = wrap::fitting(rest, width.max(1));
        let end = line.len().max(1);
        lines.push(rest.get(..end).unwrap_or(rest).to_owned());
        rest = rest.get(end..).unwrap_or("");
    }
    lines
}

/// Bytes of a link's words that are shown at most. A link that is never closed has whole paragraphs, and
/// what is shown is wrapped for each frame.
const WORDS_KEPT: usize = 240;

/// The first words, as many as are shown.
fn first(words: &str) -> String {
    match words.len() <= WORDS_KEPT {
        true => words.to_owned(),
        false => format!("{}…", &words[..words.floor_char_boundary(WORDS_KEPT)]),
    }
}

/// Bytes before a link that are shown at most.
const BEFORE: usize = 240;

/// The words before a place in its paragraph, as far as they are shown.
fn before(text: &str, span: Span) -> String {
    let mut start = span.start.saturating_sub(BEFORE);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let words = text.get(start..span.start).unwrap_or("");
    let words = words.rsplit('\n').next().unwrap_or(words);
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(n: usize) -> Links {
        let row = |n| Listed {
            url: format!("https://a.example/{n}"),
            words: None,
            before: None,
        };
        Links::listing((0..n).map(row).collect())
    }

    #[test]
    fn a_number_opens_as_soon_as_it_can_be_no_longer_one() {
        let mut few = listed(9);
        assert_eq!((few.digit(9), few.selected), (Typed::Opens, 8));
        assert_eq!(few.digit(0), Typed::Nothing(0));
        let mut many = listed(23);
        assert_eq!((many.digit(2), many.selected), (Typed::Waits, 1));
        assert_eq!((many.digit(3), many.selected), (Typed::Opens, 22));
        assert_eq!(many.digit(3), Typed::Opens);
        assert_eq!(
            (many.digit(2), many.digit(9)),
            (Typed::Waits, Typed::Nothing(29))
        );
        assert_eq!(many.digit(1), Typed::Waits);
        many.go(1);
        assert_eq!(many.digit(2), Typed::Waits, "walking begins a new number");
    }

    #[test]
    fn of_many_linked_words_only_what_is_shown_is_kept() {
        let words = "Öre and more words of a link that nobody closed ".repeat(2_000);
        let text = format!("{words}Here it ends. {words}");
        let stored = StoredArticle {
            id: crate::model::ArticleId(1),
            article: crate::model::Article {
                text: text.clone(),
                ..Default::default()
            },
            extraction: Default::default(),
            read: false,
            source: String::new(),
            lang: None,
        };
        let span = |start, end| Link {
            span: Span::new(start, end),
            url: format!("https://a.example/{start}"),
        };
        let end = words.len();
        let links = [span(0, end - 1), span(end, text.trim_end().len())];
        let mut links = Links::of(&stored, &links).unwrap();
        for row in &links.rows {
            let kept = row.words.as_ref().map_or(0, String::len);
            assert!((1..=WORDS_KEPT + 4).contains(&kept), "{kept}");
        }
        for _ in 0..2 {
            let foot = links.foot(60, 20);
            assert!(
                matches!(&foot[1], Foot::Words(words) if words.ends_with('…')),
                "{foot:?}"
            );
            links.go(1);
        }
    }

    #[test]
    fn the_host_is_where_it_leads_whoever_is_named_before_it() {
        let parts = |url: &str| {
            let row = Listed {
                url: url.to_owned(),
                words: None,
                before: None,
            };
            let (host, path) = row.parts();
            (host.to_owned(), path.to_owned())
        };
        let of = |host: &str, path: &str| (host.to_owned(), path.to_owned());
        assert_eq!(
            parts("https://bank.example@evil.example/x"),
            of("evil.example", "/x")
        );
        assert_eq!(parts("https://a.example/"), of("a.example", ""));
        assert_eq!(parts("https://a.example?q=b@c"), of("a.example", "?q=b@c"));
        assert_eq!(parts("mailto:d@e.example"), of("d@e.example", ""));
    }
}
