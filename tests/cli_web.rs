//! Web addresses through the real binary, against a server on this machine.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use binary::Home;
use serde_json::Value;
use server::{Asked, Server, answer};

const HTML: &str = "Content-Type: text/html";
const TEXT: &str =
    "The harbour board will not renew the lease of the old customs house, it decided on Tuesday.";

fn page(title: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{TEXT}</p>\
         <p>“We are sorry about {title},” said Marta Kellaway, the harbour master.</p></article></body></html>"
    )
}

fn feed(entries: &[(&str, &str, &str)]) -> String {
    let items: Vec<String> = entries
        .iter()
        .map(|(id, link, text)| {
            format!(
                "<item><guid>{id}</guid><title>Title {id}</title><link>{link}</link>\
                 <description>{text}</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Post</title>{}</channel></rss>",
        items.concat()
    )
}

/// Imports with `--json`; the report, and what was said beside it.
fn import(home: &Home, args: &[&str], code: i32) -> (Value, String) {
    let args = [&["import", "--json", "--allow-local"], args].concat();
    let ran = home.run(&args);
    let err = ran.err.clone();
    (ran.code(code).json(), err)
}

fn counts(report: &Value) -> [u64; 4] {
    let count = |name: &str| report[name].as_u64().unwrap();
    let failed = report["failed"].as_array().unwrap().len() as u64;
    [count("new"), count("changed"), count("unchanged"), failed]
}

/// The titles of all articles, in order.
fn titles(home: &Home) -> Vec<String> {
    let ran = home.run(&["articles", "--json", "--all", "--order", "title"]);
    let rows = ran.code(0).json();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["title"].as_str().unwrap().to_owned())
        .collect()
}

/// Where the articles of an import are from, as its report says.
fn sources(home: &Home, args: &[&str], code: i32) -> Vec<String> {
    import(home, &[args, &["--report", "report.jsonl"]].concat(), code);
    let lines = std::fs::read_to_string(home.work().join("report.jsonl")).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter_map(|line| Some(line["source"].as_str()?.to_owned()))
        .collect()
}

#[test]
fn a_page_is_imported_once_and_again_when_it_has_changed() {
    let version = Arc::new(AtomicUsize::new(1));
    let now = Arc::clone(&version);
    let server = Server::new(move |asked| {
        let tag = format!("\"{}\"", now.load(Ordering::Relaxed));
        match asked.path.as_str() {
            "/moved" => answer(302, &["Location: /lease"], ""),
            "/lease" if asked.field("if-none-match") == Some(&tag) => answer(304, &[], ""),
            "/lease" => answer(
                200,
                &[HTML, &format!("ETag: {tag}")],
                page(&format!("Lease {tag}")),
            ),
            _ => answer(404, &[], ""),
        }
    });
    let home = Home::new();
    let url = server.url("/moved");
    assert_eq!(sources(&home, &[&url], 0), [url.as_str()]);
    assert_eq!(counts(&import(&home, &[&url, &url], 0).0), [0, 0, 1, 0]);
    assert_eq!(
        server.asked().last().unwrap().field("if-none-match"),
        Some("\"1\"")
    );
    version.store(2, Ordering::Relaxed);
    assert_eq!(counts(&import(&home, &[&url], 0).0), [0, 1, 0, 0]);
    assert_eq!(titles(&home), ["Lease \"2\""]);
}

#[test]
fn a_page_without_marks_is_compared() {
    let visits = AtomicUsize::new(0);
    let server = Server::new(move |_| {
        let noise = visits.fetch_add(1, Ordering::Relaxed);
        answer(
            200,
            &[HTML],
            format!("{}<!-- visit {noise} -->", page("Lease")),
        )
    });
    let home = Home::new();
    let url = server.url("/");
    assert_eq!(counts(&import(&home, &[&url], 0).0), [1, 0, 0, 0]);
    assert_eq!(counts(&import(&home, &[&url], 0).0), [0, 0, 1, 0]);
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn entries_of_a_feed_are_articles_and_their_pages_are_left_alone() {
    let entries = [
        (
            "1",
            "/news/1",
            "The ferry was late on Tuesday, the council said.",
        ),
        (
            "2",
            "file:///etc/passwd",
            "The ferry sank on Monday, nobody was on board.",
        ),
        ("3", "", ""),
        (
            "4",
            "https://other.example/a",
            "The ferry is for sale, says the council.",
        ),
    ];
    let text = feed(&entries);
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/feed" => answer(200, &["Content-Type: application/rss+xml"], &text),
        _ => answer(404, &[], ""),
    });
    let home = Home::new();
    let url = server.url("/feed");
    // What is said of the page of another site is not from there.
    let places = [
        server.url("/news/1"),
        format!("{url}#2"),
        format!("{url}#4"),
    ];
    assert_eq!(sources(&home, &[&url], 2), places);
    let (report, err) = import(&home, &[&url], 2);
    assert_eq!(counts(&report), [0, 0, 3, 1]);
    assert!(err.contains("#Title 3 is an entry without text"), "{err}");
    // Nothing that is gone from a feed is taken out.
    assert_eq!(import(&home, &[&url, "--prune"], 2).0["removed"], 0);
    assert_eq!(server.paths(), ["/feed", "/feed", "/feed"]);
}

#[test]
fn pages_of_entries_are_fetched_when_that_is_asked_and_stay() {
    let changed = Arc::new(AtomicBool::new(false));
    let later = Arc::clone(&changed);
    let server = Server::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => {
            let more = if later.load(Ordering::Relaxed) {
                " Corrected."
            } else {
                ""
            };
            let one = format!("In short: the lease ends.{more}");
            let entries = [
                ("1", "/news/1", one.as_str()),
                ("2", "/closed/2", "In short: closed."),
                ("3", "/gone", "In short: gone."),
                ("4", "file:///etc/passwd", "In short: a file."),
                ("5", "/all", "In short: shared."),
                ("6", "/all", "In short: shared too."),
            ];
            answer(200, &[], feed(&entries))
        }
        "/robots.txt" => answer(200, &[], "User-agent: *\nDisallow: /closed/\n"),
        "/news/1" if asked.field("if-modified-since").is_some() => answer(304, &[], ""),
        "/news/1" => answer(
            200,
            &[HTML, "Last-Modified: Mon, 1 Mar 2021 10:00:00 GMT"],
            page("Lease"),
        ),
        _ => answer(404, &[], ""),
    });
    let home = Home::new();
    let url = server.url("/feed");
    // First without: the entry becomes the article that its page replaces then.
    assert_eq!(counts(&import(&home, &[&url], 0).0), [6, 0, 0, 0]);
    let (report, err) = import(&home, &[&url, "--full"], 2);
    assert_eq!(counts(&report), [0, 1, 5, 3]);
    for want in [
        "/closed/2 is closed to programs by the robots.txt of its site",
        "/gone is not there (status 404); check the address; what the feed has of it was taken",
        "file:///etc/passwd is an address of the kind \"file\"",
    ] {
        assert!(err.contains(want), "{err}");
    }
    assert_eq!(titles(&home)[0], "Lease");
    server.asked();
    // What the feed says of it is the same: its page is not asked for. And nothing that the feed
    // has replaces what the page had.
    assert_eq!(counts(&import(&home, &[&url, "--full"], 2).0), [0, 0, 6, 3]);
    assert_eq!(server.paths(), ["/feed", "/robots.txt", "/gone"]);
    assert_eq!(counts(&import(&home, &[&url], 0).0), [0, 0, 6, 0]);
    changed.store(true, Ordering::Relaxed);
    server.asked();
    assert_eq!(counts(&import(&home, &[&url, "--full"], 2).0), [0, 0, 6, 3]);
    assert_eq!(server.paths(), ["/feed", "/robots.txt", "/news/1", "/gone"]);
    import(&home, &[&url, "--full"], 2);
    assert_eq!(server.paths(), ["/feed", "/robots.txt", "/gone"]);
    assert_eq!(titles(&home)[0], "Lease");
}

#[test]
fn pages_of_entries_from_before_links_were_read_get_theirs() {
    let closed = Arc::new(AtomicBool::new(false));
    let now = Arc::clone(&closed);
    let server = Server::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => answer(
            200,
            &[],
            feed(&[("1", "/news/1", "In short: the lease ends.")]),
        ),
        "/news/1" if now.load(Ordering::Relaxed) => answer(500, &[], ""),
        "/news/1" if asked.field("if-none-match").is_some() => answer(304, &[], ""),
        "/news/1" => answer(
            200,
            &[HTML, "ETag: \"1\""],
            page("Lease").replace(
                "the harbour master",
                "<a href='/master'>the harbour master</a>",
            ),
        ),
        _ => answer(404, &[], ""),
    });
    let home = Home::new();
    let url = server.url("/feed");
    let full = |code| import(&home, &[&url, "--full"], code).0;
    let linked = || {
        let shown = home.run(&["show", "--json", "1"]).code(0).json();
        let text = shown["text"].as_str().unwrap();
        assert!(text.contains("We are sorry"), "{text}");
        shown["links"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(counts(&full(0)), [1, 0, 0, 0]);
    assert_eq!(linked(), 1);
    // As the migration leaves a store of before.
    let forget = "DELETE FROM link; UPDATE article SET linked = 0; UPDATE file SET reader = ''";
    let store = rusqlite::Connection::open(home.store()).unwrap();
    store.execute_batch(forget).unwrap();
    drop(store);
    closed.store(true, Ordering::Relaxed);
    // What the page had is not given up for what the feed has of it.
    full(2);
    assert_eq!(linked(), 0);
    closed.store(false, Ordering::Relaxed);
    server.asked();
    assert_eq!(counts(&full(0)), [0, 0, 1, 0]);
    assert_eq!(server.paths(), ["/feed", "/robots.txt", "/news/1"]);
    assert_eq!(linked(), 1);
    full(0);
    assert_eq!(server.paths(), ["/feed"]);
}

fn outline(feeds: &[&str]) -> String {
    let line = |feed: &&str| format!("<outline xmlUrl=\"{feed}\"/>");
    let lines: Vec<String> = feeds.iter().map(line).collect();
    format!(
        "<opml version=\"2.0\"><body>{}</body></opml>",
        lines.concat()
    )
}

/// `/list` names `/a`, which is a feed, `/b`, which asks to wait, itself, and a file.
fn lists() -> Server {
    Server::new(|asked| {
        let host = asked.field("host").unwrap();
        let at = |path: &str| format!("http://{host}{path}");
        match asked.path.as_str() {
            "/list" => {
                let feeds = ["/a", "/b", "/a", "/list"].map(at);
                let mut feeds: Vec<&str> = feeds.iter().map(String::as_str).collect();
                feeds.push("file:///etc/passwd");
                answer(200, &[], outline(&feeds))
            }
            "/a" => answer(
                200,
                &[],
                feed(&[("1", "", "The ferry was late on Tuesday.")]),
            ),
            _ => answer(503, &["Retry-After: 90"], ""),
        }
    })
}

#[test]
fn the_feeds_of_a_fetched_list_are_fetched() {
    let (server, home) = (lists(), Home::new());
    let (report, err) = import(&home, &[&server.url("/list")], 2);
    assert_eq!(counts(&report), [1, 0, 0, 2]);
    for want in [
        "/b asks to wait (status 503); try again in 90 seconds",
        "file:///etc/passwd is an address of the kind \"file\"",
    ] {
        assert!(err.contains(want), "{err}");
    }
    assert_eq!(server.paths(), ["/list", "/a", "/b"]);
}

#[test]
fn the_feeds_of_a_list_on_disk_are_fetched_only_when_that_is_asked() {
    let (server, home) = (lists(), Home::new());
    let list = outline(&[&server.url("/a"), &server.url("/list")]);
    home.write("folder/feeds.opml", list);
    let (report, err) = import(&home, &["folder"], 2);
    assert_eq!(counts(&report), [0, 0, 0, 1]);
    assert!(
        err.contains("names 2 feeds") && err.contains("add --fetch"),
        "{err}"
    );
    assert!(server.asked().is_empty());
    for new in [1, 0] {
        let (report, err) = import(&home, &["folder", "--fetch"], 2);
        assert_eq!(counts(&report), [new, 0, 1 - new, 1]);
        assert!(
            err.contains("/list is a list of feeds in a list of feeds"),
            "{err}"
        );
        assert_eq!(server.paths(), ["/a", "/list"]);
    }
}

#[test]
fn nothing_of_the_own_network_is_fetched_unless_that_is_meant() {
    let server = Server::new(|_| answer(200, &[HTML], page("Lease")));
    let home = Home::new();
    home.run(&["import", &server.url("/")]).code(2).one_line(&[
        &server.url("/"),
        "leads to 127.0.0.1, which is in your own machine or network",
        "--allow-local",
    ]);
    home.run(&["import", "file:///etc/passwd"])
        .code(2)
        .one_line(&[
            "file:///etc/passwd",
            "only http and https",
            "name a file by its path",
        ]);
    assert!(server.asked().is_empty());
    assert!(!home.store().exists());
}

#[test]
fn what_is_fetched_is_what_it_is() {
    let csv = "title,text\nLate,The ferry was late.\nSunk,The ferry sank.\n";
    let old = b"<html><head><title>Caf\xe9s</title></head><body><p>The caf\xe9s of Millford stay shut on Tuesday, \
                the council said.</p></body></html>";
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/table" => answer(200, &["Content-Type: text/csv"], csv),
        "/old" => answer(200, &["Content-Type: text/html; charset=iso-8859-1"], old),
        "/pdf" => answer(
            200,
            &["Content-Type: text/html"],
            b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00",
        ),
        _ => answer(200, &[], ""),
    });
    let home = Home::new();
    let urls = ["/table", "/old", "/pdf", "/empty"].map(|path| server.url(path));
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let (report, err) = import(&home, &urls, 2);
    assert_eq!(counts(&report), [3, 0, 0, 2]);
    assert!(err.contains("/pdf is a program, not text"), "{err}");
    assert!(err.contains("/empty is empty"), "{err}");
    assert_eq!(titles(&home)[0], "Cafés");
}
