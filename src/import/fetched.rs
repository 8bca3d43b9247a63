//! What came from an address on the web: a feed, a list of feeds, or whatever else is read.
//!
//! Owns what an address and its answer tell about the articles; must not know the network.

use std::path::Path;

use super::feed::{self, FeedEntry};
use super::options::Options;
use super::place::Place;
use super::read::{self, Reading};
use super::sniff::{self, Kind};
use super::{Failure, Imported, Source, decode};
use crate::model::Article;

/// Something that was fetched.
#[derive(Debug)]
pub struct Fetched<'a> {
    /// The address that was asked for: where its articles are from.
    pub asked: &'a str,
    /// The address that answered: what links in it are seen from.
    pub answered: &'a str,
    /// The encoding that the server says it has.
    pub charset: Option<&'a str>,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// What it is.
pub enum Opened {
    /// A feed.
    Feed(Vec<FeedEntry>),
    /// A list of feeds: addresses of any kind, unchecked.
    Outline(Vec<String>),
    /// A page, or anything else that files may be.
    Articles(Reading),
}

/// Opens what was fetched, as a file with that content is opened.
///
/// # Errors
/// What a file with that content would fail with.
pub fn open_fetched(fetched: Fetched<'_>, options: &Options) -> Result<Opened, Failure> {
    let Fetched {
        asked, answered, ..
    } = fetched;
    let mut place = Place::new(Path::new(asked), asked, options);
    place.address = Some(answered.to_owned());
    let bytes = match fetched.charset {
        Some(label) if is_text(&fetched.bytes) => decode::labelled(fetched.bytes, label),
        _ => fetched.bytes,
    };
    let content = read::in_memory(bytes);
    match sniff::sniff(&content.head) {
        Kind::Feed => feed::entries(&place, content, Some(answered)).map(Opened::Feed),
        Kind::Outline => {
            let feeds = feed::feeds(&place, content)?;
            let feeds = feeds.into_iter().map(|feed| seen_from(answered, feed));
            Ok(Opened::Outline(feeds.collect()))
        }
        kind => {
            let (asked, answered) = (asked.to_owned(), answered.to_owned());
            let on_page = kind == Kind::Html;
            let articles = read::articles(&place, content)?
                .map(move |item| item.map(|one| page(one, &asked, &answered, on_page)));
            Ok(Opened::Articles(Reading::new(Box::new(articles))))
        }
    }
}

/// The address that `target` means where it stands in what is at `base`; as it is where it means
/// none.
fn seen_from(base: &str, target: String) -> String {
    let joined = url::Url::parse(base).and_then(|base| base.join(&target));
    joined.map_or(target, String::from)
}

/// Packed files and pictures have no letters, whatever a server says of them.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(sniff::HEAD)];
    !matches!(
        sniff::sniff(head),
        Kind::Packed(_) | Kind::Zip | Kind::Binary(_) | Kind::Warc
    )
}

/// An article that is all of what was fetched, or stands `on_page` among others, gets its address.
/// What tells whether it has changed is what was read: the page around it changes with every visit.
fn page(mut one: Imported, asked: &str, answered: &str, on_page: bool) -> Imported {
    if one.source.location != asked && !on_page {
        return one;
    }
    let web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    if !one.article.url.as_ref().is_some_and(web) {
        one.article.url = Some(answered.to_owned());
    }
    let state = state(&one.article);
    one.source = Source::new(one.source.location, state.as_bytes());
    one
}

/// What tells one state of a page from another. The same in every release, or each page would be
/// held to have changed.
fn state(article: &Article) -> String {
    let date = article.date.map(|date| date.to_string());
    let fields = [
        &article.title,
        &article.subtitle,
        &article.publisher,
        &article.byline,
        &article.dateline,
        &date,
        &article.url,
    ];
    let mut state = String::new();
    for field in fields {
        state.push_str(field.as_deref().unwrap_or_default());
        state.push('\0');
    }
    state.push_str(&article.text);
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "<p>The harbour board said on Tuesday that it would not renew the lease of the old customs house.</p>";

    fn open(bytes: &[u8], charset: Option<&str>) -> Opened {
        let fetched = Fetched {
            asked: "https://a.example/1",
            answered: "https://b.example/news/1",
            charset,
            bytes: bytes.to_vec(),
        };
        open_fetched(fetched, &Options::default()).unwrap()
    }

    fn only(opened: Opened) -> Imported {
        let Opened::Articles(reading) = opened else {
            panic!("no articles");
        };
        let mut all: Vec<_> = reading.map(Result::unwrap).collect();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    #[test]
    fn a_page_is_at_its_address_and_known_by_what_it_says() {
        let page = |noise: &str, link: &str| {
            let page = format!(
                "<html><head><title>Lease refused</title>{link}</head><body><!--{noise}-->{WORDS}</body></html>"
            );
            only(open(page.as_bytes(), None))
        };
        let first = page("1", "");
        assert_eq!(first.source.location, "https://a.example/1");
        assert_eq!(
            first.article.url.as_deref(),
            Some("https://b.example/news/1")
        );
        assert_eq!(page("2", "").source, first.source);
        let words = WORDS.trim_start_matches("<p>").trim_end_matches("</p>");
        let state = format!("Lease refused\0\0\0\0\0\0https://b.example/news/1\0{words}");
        assert_eq!(
            first.source,
            Source::new("https://a.example/1", state.as_bytes())
        );
        let own = page(
            "1",
            "<link rel=\"canonical\" href=\"https://b.example/lease\">",
        );
        assert_eq!(own.article.url.as_deref(), Some("https://b.example/lease"));
        assert_ne!(own.source.hash, first.source.hash);
    }

    #[test]
    fn the_encoding_that_the_server_names_is_used() {
        let page = format!(
            "<title>Caf\u{e9}s</title><body>{WORDS}<p>The caf\u{e9}s stay shut, he said.</p>"
        );
        let old: Vec<u8> = page
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        let one = only(open(&old, Some("iso-8859-1")));
        assert!(one.article.text.contains("The cafés stay shut"));
        assert_eq!(one.guessed, None);
        let mut packed = vec![0x1f, 0x8b];
        packed.extend([0xff; 20]);
        assert!(!is_text(&packed) && is_text(&old));
    }

    #[test]
    fn links_of_a_feed_are_seen_from_where_it_is() {
        let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><id>x</id>\
                    <updated>2021-03-03T00:00:00Z</updated><entry><id>1</id><title>A</title>\
                    <updated>2021-03-03T00:00:00Z</updated><link href=\"/a\"/><summary>Words.</summary></entry>\
                    <entry><id>2</id><title>B</title><updated>2021-03-03T00:00:00Z</updated>\
                    <link href=\"file:///etc/passwd\"/><summary>More words.</summary></entry></feed>";
        let Opened::Feed(entries) = open(feed.as_bytes(), None) else {
            panic!("no feed");
        };
        assert_eq!(entries[0].link.as_deref(), Some("https://b.example/a"));
        assert_eq!(entries[1].link.as_deref(), Some("file:///etc/passwd"));
        let second = entries[1].read.as_ref().unwrap();
        assert_eq!(second.article.url, None);
        assert_eq!(second.source.location, "https://a.example/1#2");
    }

    #[test]
    fn a_list_of_feeds_gives_their_addresses() {
        let list = "<opml version=\"2.0\"><body><outline xmlUrl=\"https://c.example/f\"/>\
                    <outline xmlUrl=\"/g\"/></body></opml>";
        assert!(matches!(
            open(list.as_bytes(), None),
            Opened::Outline(feeds) if feeds == ["https://c.example/f", "https://b.example/g"]
        ));
    }
}
