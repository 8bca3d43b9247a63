//! Feeds as files: RSS, Atom and JSON Feed, an entry an article; and OPML, which only names feeds.
//!
//! Owns what of an entry is its text. Nothing that a feed points to is ever opened. Must not know
//! the network.

use feed_rs::model::{Entry, Feed, Link, Text};

use crate::model::Date;
use crate::text::clean::clean_line;

use super::body::{Known, body};
use super::dataset::with_known;
use super::error::{Failure, Reason};
use super::place::{Articles, Content, Place};
use super::read::ready;
use super::xml::{self, Part};
use super::{Imported, Source, decode, html, lines, sniff};

/// Most entries of a feed, and tags in it outside the texts of its entries.
const ENTRIES: usize = 100_000;
const TAGS: usize = 2_000_000;

/// Most feeds of an OPML file that are named in a message.
const NAMED: usize = 5;

/// The articles of a feed.
pub(super) fn articles(place: &Place, content: Content) -> Result<Articles, Failure> {
    let fail = |reason| place.fail(reason);
    let bytes = content.whole().map_err(fail)?;
    let text = decode::decode(&bytes).map_err(fail)?;
    let text = without_declaration(text.trim_start_matches('\u{feff}').trim_start());
    if is_crowded(text) {
        return Err(fail(Reason::Crowded));
    }
    let parser = feed_rs::parser::Builder::new().build();
    let feed = parser
        .parse(text.as_bytes())
        .map_err(|error| fail(Reason::Feed(clean_line(&error.to_string()))))?;
    if feed.entries.is_empty() {
        return Err(fail(Reason::Empty));
    }
    let publisher = feed.title.as_ref().map(plain);
    let entries = feed.entries.iter();
    let items = entries.map(|entry| article(place, &feed, publisher.as_deref(), entry));
    Ok(ready(items.collect()))
}

/// Whether a feed has more in it than could be kept in bounded memory: an empty entry is a few
/// letters of the file and a thousand times that in memory.
fn is_crowded(text: &str) -> bool {
    let bytes = text.as_bytes();
    if text.starts_with('{') {
        return memchr::memchr_iter(b'{', bytes).count() > ENTRIES;
    }
    let (mut tags, mut entries) = (0_usize, 0_usize);
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &bytes[at..]) {
        at += next + 1;
        if bytes[at..].starts_with(b"![CDATA[") {
            at += memchr::memmem::find(&bytes[at..], b"]]>").unwrap_or(bytes.len() - at);
            continue;
        }
        let name = &bytes[at..bytes.len().min(at + 64)];
        let name = name.split(|b| b" \t\r\n/>".contains(b)).next();
        let local = name.and_then(|name| name.rsplit(|b| *b == b':').next());
        entries += usize::from(matches!(local, Some(b"item" | b"entry")));
        tags += 1;
    }
    entries > ENTRIES || tags > TAGS
}

/// The text has been decoded: what it says about its encoding is no longer true.
fn without_declaration(text: &str) -> &str {
    match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or(text, |(_, rest)| rest),
        None => text,
    }
}

fn article(
    place: &Place,
    feed: &Feed,
    publisher: Option<&str>,
    entry: &Entry,
) -> Result<Imported, Failure> {
    let title = entry.title.as_ref().map(plain);
    let url = address(&entry.links);
    let name = [Some(entry.id.trim()), url.as_deref(), title.as_deref()];
    let name = name.into_iter().flatten().find(|name| !name.is_empty());
    let name = clean_line(name.unwrap_or("entry"));
    let place = place.entry(&name);
    let content = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let summary = entry.summary.as_ref().map(|s| s.content.as_str());
    let text = [content, summary]
        .into_iter()
        .flatten()
        .find(|text| !text.trim().is_empty())
        .ok_or_else(|| place.fail(Reason::NoBody))?;
    lines::bounded(text).map_err(|reason| place.fail(reason))?;
    let date = entry.published.or(entry.updated);
    let authors = Some(&entry.authors).filter(|a| !a.is_empty());
    let names = authors.unwrap_or(&feed.authors).iter();
    let names: Vec<&str> = names.filter_map(|p| p.name.as_deref()).collect();
    let known = Known {
        title,
        publisher: publisher.map(str::to_owned),
        byline: (!names.is_empty()).then(|| names.join(", ")),
        date: date.and_then(|date| date.format("%Y-%m-%d").to_string().parse::<Date>().ok()),
        url,
        ..Known::default()
    };
    // What makes it another state of the article; the feed around it is of no account.
    let state = format!("{known:?}\n{text}");
    let article = if sniff::is_markup(text) || text.contains("</") || text.contains("&#") {
        with_known(html::fragment(text), known)
    } else {
        body(text, known).0
    };
    if article.text.is_empty() {
        return Err(Failure::new(
            format!("{}#{name}", place.path.display()),
            Reason::NoBody,
        ));
    }
    Ok(Imported {
        source: Source::new(place.location, state.as_bytes()),
        article,
        extraction: None,
        guessed: None,
    })
}

/// Where an entry is published: its own address on the web, and no other kind of address.
fn address(links: &[Link]) -> Option<String> {
    let web = |link: &&Link| link.href.starts_with("http://") || link.href.starts_with("https://");
    let own = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let link = links.iter().filter(web).find(own);
    link.or_else(|| links.iter().find(web))
        .map(|link| link.href.clone())
}

/// A title without its tags, where it has any.
fn plain(text: &Text) -> String {
    if !text.content.contains(['<', '&']) {
        return text.content.clone();
    }
    let pieces = super::markup::pieces(&text.content);
    let words: Vec<String> = pieces.into_iter().map(|(_, words)| words).collect();
    words.join(" ")
}

/// What an OPML file is: no articles, but the names of feeds.
pub(super) fn outline(place: &Place, content: Content) -> Result<Articles, Failure> {
    let fail = |reason| place.fail(reason);
    let bytes = content.whole().map_err(fail)?;
    let text = decode::decode(&bytes).map_err(fail)?;
    let mut feeds = Vec::new();
    let mut count = 0;
    let read = xml::read(&text, |part| {
        if let Part::Open(tag) = part
            && let Some(url) = tag.get("xmlUrl")
        {
            count += 1;
            if feeds.len() < NAMED {
                feeds.push(clean_line(url));
            }
        }
        true
    });
    read.map_err(fail)?;
    if count > feeds.len() {
        feeds.push("...".to_owned());
    }
    Err(fail(Reason::Outline(count, feeds.join(" "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::items;

    fn fixture(name: &str) -> Vec<Result<Imported, Failure>> {
        let path = format!(
            "{}/tests/fixtures/import/{name}",
            env!("CARGO_MANIFEST_DIR")
        );
        items(name, &std::fs::read(path).unwrap())
    }

    fn outline(name: &str) -> String {
        let mut out = String::new();
        for item in fixture(name) {
            let one = match item {
                Ok(one) => one,
                Err(failure) => {
                    out.push_str(&format!("! {failure}\n"));
                    continue;
                }
            };
            let a = one.article;
            out.push_str(&format!(
                "{} | {} | {} | {} | {} | {}\n{}\n",
                one.source.location,
                a.title.unwrap_or_default(),
                a.publisher.unwrap_or_default(),
                a.byline.unwrap_or_default(),
                a.date.map(|d| d.to_string()).unwrap_or_default(),
                a.url.unwrap_or_default(),
                a.text,
            ));
        }
        out
    }

    #[test]
    fn every_kind_of_feed_gives_its_entries() {
        insta::assert_snapshot!(["rss.xml", "atom.xml", "feed.json"].map(outline).join("\n"));
    }

    #[test]
    fn an_outline_says_what_it_names() {
        assert_eq!(
            outline("feeds.opml"),
            "! feeds.opml names 2 feeds and holds no articles itself (https://example.org/a.xml \
             file:///etc/passwd); save the feeds as files and import those\n"
        );
    }

    #[test]
    fn a_feed_of_nothing_but_entries_is_refused() {
        for (open, entry) in [
            ("<rss version=\"2.0\"><channel>", "<item/>"),
            (
                "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\">",
                "<a:entry />",
            ),
            (
                "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [",
                "{},",
            ),
        ] {
            let feed = format!("{open}{}", entry.repeat(ENTRIES + 1));
            let message = items("f", feed.as_bytes())[0]
                .as_ref()
                .unwrap_err()
                .to_string();
            assert!(message.contains("far more parts"), "{message}");
        }
    }

    #[test]
    fn hostile_feeds_are_refused_or_read_without_harm() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">\
                    <!ENTITY c SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><title>T</title>\
                    <item><guid>1</guid><title>Ferry</title><description>The ferry sank on Tuesday. &b;&c;</description></item></channel></rss>";
        for item in items("f.xml", bomb.as_bytes()) {
            let text = item.map_or_else(|e| e.to_string(), |one| one.article.text);
            assert!(text.len() < 200 && !text.contains("root"), "{text}");
        }
        let open = "<rss version=\"2.0\"><channel><item><description>";
        let deep = format!("{open}{}", "<b>".repeat(100_000));
        assert!(items("f.xml", deep.as_bytes()).iter().all(Result::is_err));
        let half = "<rss version=\"2.0\"><channel><title>T</title><item><title>A";
        let message = items("f.xml", half.as_bytes())[0]
            .as_ref()
            .unwrap_err()
            .to_string();
        assert!(message.contains("feed"), "{message}");
    }
}
