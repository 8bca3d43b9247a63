//! Feeds as files: RSS, Atom and JSON Feed, an entry an article; and OPML, which only names feeds.
//!
//! Owns what of an entry is its text, and where it points to; opens nothing of that. Must not know
//! the network.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use feed_rs::model::{Entry, Feed, Link, Text};

use crate::model::Date;
use crate::text::clean::clean_line;

use super::body::{Known, body};
use super::dataset::with_known;
use super::error::{Failure, Reason};
use super::place::{Articles, Content, Place};
use super::read::ready;
use super::xml::{self, Part};
use super::{FNV_START, Imported, Source, dates, decode, fnv1a, html, lines, sniff};

/// Most entries of a feed, and tags in it outside the texts of its entries.
const ENTRIES: usize = 100_000;
const TAGS: usize = 2_000_000;

/// Most feeds of an OPML file.
const FEEDS: usize = 10_000;

/// An entry of a feed.
#[derive(Debug)]
pub struct FeedEntry {
    /// Where the feed says that its article is published: an address of any kind, unchecked.
    pub link: Option<String>,
    /// What the feed itself has of it.
    pub read: Result<Imported, Failure>,
}

/// The articles of a feed.
pub(super) fn articles(place: &Place, content: Content) -> Result<Articles, Failure> {
    let entries = entries(place, content, None)?;
    Ok(ready(entries.into_iter().map(|entry| entry.read).collect()))
}

/// The entries of a feed; what they point to is seen from the address `base`.
pub(super) fn entries(
    place: &Place,
    content: Content,
    base: Option<&str>,
) -> Result<Vec<FeedEntry>, Failure> {
    let fail = |reason| place.fail(reason);
    const ADVICE: &str = "a feed is read in one piece: save its entries as JSONL, one a line";
    let whole = content.whole().map_err(|reason| reason.advised(ADVICE));
    let bytes = whole.map_err(fail)?;
    let text = decode::decode(&bytes).map_err(fail)?;
    let text = without_declaration(text.trim_start_matches('\u{feff}').trim_start());
    if is_crowded(text) {
        return Err(fail(Reason::Crowded));
    }
    let parser = feed_rs::parser::Builder::new()
        .base_uri(base)
        .id_generator(|links, title, uri| match links {
            // See `own_key`: the parser would make up another one each time.
            [] => String::new(),
            links => feed_rs::parser::generate_id(links, title, uri),
        })
        .timestamp_parser(printed)
        .build();
    let feed = parser
        .parse(text.as_bytes())
        .map_err(|error| fail(Reason::Feed(clean_line(&error.to_string()))))?;
    if feed.entries.is_empty() {
        return Err(fail(Reason::Empty));
    }
    let publisher = feed.title.as_ref().map(plain);
    let entries = feed.entries.iter();
    let entries = entries.map(|entry| FeedEntry {
        link: link(&entry.links).map(|link| link.href.clone()),
        read: article(place, &feed, publisher.as_deref(), entry),
    });
    Ok(entries.collect())
}

/// The day and time as they are printed, whatever zone they are in: as on pages, the day where the article was
/// published counts.
fn printed(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let zoned = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    let local = zoned.ok().map(|time| time.naive_local());
    local.or_else(|| day(text)).map(|time| time.and_utc())
}

/// A day in any other form.
fn day(text: &str) -> Option<NaiveDateTime> {
    let iso = text.get(..10).and_then(|day| day.parse::<Date>().ok());
    let date = iso.or_else(|| dates::find(text).map(|found| found.date))?;
    let day = NaiveDate::from_ymd_opt(i32::from(date.year?), date.month.into(), date.day.into());
    day?.and_hms_opt(0, 0, 0)
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
    let content = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let summary = entry.summary.as_ref().map(|s| s.content.as_str());
    let text = [content, summary]
        .into_iter()
        .flatten()
        .find(|text| !text.trim().is_empty());
    let key = match entry.id.trim() {
        "" => own_key(entry, title.as_deref(), text),
        id => clean_line(id),
    };
    let shown = title.as_deref().map(clean_line).filter(|t| !t.is_empty());
    let without_text = || {
        let entry = place.entry(shown.as_deref().unwrap_or(&key));
        entry.fail(Reason::NoEntryText)
    };
    let text = text.ok_or_else(without_text)?;
    let place = Place {
        address: place.address.clone(),
        ..place.entry(&key)
    };
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
        let from = known.url.as_deref().or(place.address.as_deref());
        with_known(html::fragment(text, from, known.title.as_deref()), known)
    } else {
        body(text, known).0
    };
    if article.text.is_empty() {
        return Err(without_text());
    }
    Ok(Imported {
        source: Source::new(place.location, state.as_bytes()),
        article,
        extraction: None,
        guessed: None,
        lost: 0,
    })
}

/// How much of the text of an entry makes its key, in bytes.
const KEY: usize = 1000;

/// The key of an entry that has neither a name nor an address of its own: what it says. It is the
/// same as long as the entry is.
fn own_key(entry: &Entry, title: Option<&str>, text: Option<&str>) -> String {
    let date = entry.published.or(entry.updated);
    let date = date.map(|date| date.to_rfc3339()).unwrap_or_default();
    let text = text.unwrap_or_default().trim().as_bytes();
    let parts = [
        title.unwrap_or_default().trim().as_bytes(),
        date.as_bytes(),
        &text[..text.len().min(KEY)],
    ];
    format!("{:016x}", fnv1a(FNV_START, &parts.join(&0)))
}

/// Where an entry is published, if that is on the web.
fn address(links: &[Link]) -> Option<String> {
    let web = |link: &Link| {
        ["http://", "https://"]
            .iter()
            .any(|s| link.href.starts_with(s))
    };
    let links: Vec<Link> = links.iter().filter(|link| web(link)).cloned().collect();
    link(&links).map(|link| link.href.clone())
}

/// The link of an entry to itself, or else the first.
fn link(links: &[Link]) -> Option<&Link> {
    let own = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    links.iter().find(own).or(links.first())
}

/// A title without its tags, where it has any.
fn plain(text: &Text) -> String {
    if !text.content.contains(['<', '&']) {
        return text.content.clone();
    }
    let pieces = super::markup::pieces(&text.content);
    let words: Vec<String> = pieces.into_iter().map(|piece| piece.line).collect();
    words.join(" ")
}

/// What an OPML file is: no articles, but the names of feeds.
pub(super) fn outline(place: &Place, content: Content) -> Result<Articles, Failure> {
    Err(place.fail(Reason::Outline(feeds(place, content)?)))
}

/// The feeds that an OPML file names: addresses of any kind, unchecked.
pub(super) fn feeds(place: &Place, content: Content) -> Result<Vec<String>, Failure> {
    let fail = |reason| place.fail(reason);
    let bytes = content.whole().map_err(fail)?;
    let text = decode::decode(&bytes).map_err(fail)?;
    let mut feeds = Vec::new();
    let read = xml::read(&text, |part| {
        if let Part::Open(tag) = part
            && let Some(url) = tag.get("xmlUrl")
        {
            feeds.push(url.trim().to_owned());
        }
        feeds.len() <= FEEDS
    });
    read.map_err(fail)?;
    match feeds.len() {
        0 => Err(fail(Reason::NoneInside)),
        count if count > FEEDS => Err(fail(Reason::Crowded)),
        _ => Ok(feeds),
    }
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
    fn an_entry_without_a_name_or_address_keeps_its_key() {
        let feed = |items: &str| {
            let feed =
                format!("<rss version=\"2.0\"><channel><title>T</title>{items}</channel></rss>");
            let items = items_of(&feed);
            let keys = items.into_iter().map(|one| one.unwrap().source.location);
            keys.collect::<Vec<_>>()
        };
        let item = |text: &str| {
            format!("<item><title>Ferry</title><description>{text}</description></item>")
        };
        let (sank, rose) = (item("It sank on Tuesday."), item("It rose on Friday."));
        let one = feed(&sank);
        assert_eq!(feed(&format!("{sank}<!-- x -->")), one);
        let both = feed(&format!("{rose}{sank}"));
        assert_eq!(both[1], one[0]);
        assert_ne!(both[0], both[1]);
        let empty = "<rss version=\"2.0\"><channel><title>T</title><item><title>Ferry</title></item>\
                     </channel></rss>";
        assert_eq!(
            items_of(empty)[0].as_ref().unwrap_err().to_string(),
            "f.xml#Ferry is an entry without text (no content, no description); nothing to import"
        );
    }

    fn items_of(feed: &str) -> Vec<Result<Imported, Failure>> {
        items("f.xml", feed.as_bytes())
    }

    #[test]
    fn the_day_of_an_entry_is_that_of_its_zone() {
        for (date, day) in [
            ("Tue, 03 Jun 2025 23:30:00 -0500", "2025-06-03"),
            ("2025-06-03T23:30:00-05:00", "2025-06-03"),
            ("Wed, 04 Jun 2025 00:30:00 +0200", "2025-06-04"),
            ("Tue, 3 Jun 2025 9:30:00 GMT", "2025-06-03"),
            ("Tue, 03 Jun 2025 23:30:00 EST", "2025-06-03"),
            ("Tuesday, 03 June 2025 23:30", "2025-06-03"),
            ("2025-06-03 23:30:00", "2025-06-03"),
            ("2025-06-03", "2025-06-03"),
            ("June 3, 2025", "2025-06-03"),
            ("soon", ""),
        ] {
            let feed = format!(
                "<rss version=\"2.0\"><channel><title>T</title><item><title>Ferry</title><pubDate>{date}</pubDate>\
                 <description>It sank.</description></item></channel></rss>"
            );
            let read = items_of(&feed).remove(0).unwrap().article.date;
            assert_eq!(
                read.map(|d| d.to_string()).unwrap_or_default(),
                day,
                "{date}"
            );
        }
    }

    #[test]
    fn an_entry_whose_only_line_leads_on_has_a_text() {
        let feed = "<rss version=\"2.0\"><channel><title>T</title><item><title>Ferry</title><description>\
                    <![CDATA[<p>The ferry sank on Tuesday. <a href=\"https://a.example/1\">Continue reading</a></p>]]>\
                    </description></item></channel></rss>";
        let text = items_of(feed).remove(0).unwrap().article.text;
        assert!(text.starts_with("The ferry sank on Tuesday."), "{text}");
    }

    #[test]
    fn an_outline_says_what_it_names() {
        assert_eq!(
            outline("feeds.opml"),
            "! feeds.opml names 2 feeds and holds no articles itself (https://example.org/a.xml \
             file:///etc/passwd); add --fetch to fetch them\n"
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
