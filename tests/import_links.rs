//! Links behind words: read from every kind of source, resolved, made safe, gone with what is removed.

#![allow(missing_docs, clippy::unwrap_used)]

mod imported;

use std::io::Write;

use imported::import_holding;
use onrecord::import::{Fetched, Opened, Options, open_fetched};
use onrecord::model::Article;

/// Paragraphs that are text beyond doubt.
const BOARD: &str = "The harbour board said on Tuesday that it would not renew the lease of the old customs house, \
                     which has stood empty since the storms of the winter before last.";
const MAYOR: &str = "The mayor of the town said in the evening that she had not been asked, and that the roof of the \
                     house would have to be mended before anything else.";
const OWNER: &str = "The owner of the house wrote to the paper that he would go to court over it if nobody spoke to \
                     him before the end of the month.";

/// Each link as its words and its address.
fn links(article: &Article) -> Vec<(&str, &str)> {
    let links = article.links.iter();
    links
        .map(|link| (link.span.of(&article.text), link.url.as_str()))
        .collect()
}

fn only(name: &str, bytes: &[u8]) -> Article {
    let mut all = import_holding(name, bytes);
    assert_eq!(all.len(), 1, "{name}");
    all.remove(0).article
}

/// A page whose second paragraph ends with `more`.
fn page(head: &str, more: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Board refuses lease</title>{head}</head><body>\
         <nav><a href='https://post.example/'>Home</a></nav><article><h1>Board refuses lease</h1>\
         <p>{BOARD}</p><p>{MAYOR} {more}</p><p>{OWNER}</p></article>\
         <footer><a href='https://post.example/imprint'>Imprint</a></footer></body></html>"
    )
}

#[test]
fn the_links_of_a_page_are_seen_from_where_it_is() {
    let more = "See the <a href='/plans?a=1&amp;b=2'>plans</a>, <a href='roof'>the\n <b>roof</b></a> and \
                <a href=https://court.example/>court</a>.";
    for (head, plans, roof) in [
        (
            "<link rel=canonical href='https://post.example/2031/lease'>",
            Some("https://post.example/plans?a=1&b=2"),
            Some("https://post.example/2031/roof"),
        ),
        (
            "<base href='https://old.example/x/'><link rel=canonical href='https://post.example/2031/lease'>",
            Some("https://old.example/plans?a=1&b=2"),
            Some("https://old.example/x/roof"),
        ),
        ("", None, None),
    ] {
        let article = only("page.html", page(head, more).as_bytes());
        let mut want: Vec<(&str, &str)> = Vec::new();
        want.extend(plans.map(|url| ("plans", url)));
        want.extend(roof.map(|url| ("the roof", url)));
        want.push(("court", "https://court.example/"));
        assert_eq!(links(&article), want, "{head}");
    }
}

#[test]
fn the_address_that_answered_counts_for_what_was_fetched() {
    let page = page(
        "",
        "See <a href='../plans'>plans</a>, <a href='/news/lease#roof'>roof</a>.",
    );
    let fetched = Fetched {
        asked: "https://short.example/1",
        answered: "https://post.example/news/lease",
        charset: None,
        bytes: page.into_bytes(),
    };
    let Opened::Articles(mut reading) = open_fetched(fetched, &Options::default()).unwrap() else {
        panic!("no page");
    };
    let article = reading.next().unwrap().unwrap().article;
    // The second is a place in the page itself.
    assert_eq!(links(&article), [("plans", "https://post.example/plans")]);
}

#[test]
fn hostile_addresses_are_no_links() {
    let long = format!("https://a.example/{}", "x".repeat(3_000));
    for href in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "#roof",
        "",
        "https://",
        "https://a.example/&#27;[2J",
        "https://a.example/&#127;",
        long.as_str(),
    ] {
        let more = format!("See <a href='{href}'>the plans of the house</a>.");
        let article = only("page.html", page("", &more).as_bytes());
        assert!(
            article.text.contains("See the plans of the house."),
            "{href}"
        );
        assert_eq!(links(&article), [], "{href}");
    }
    // What may be opened is written so that it looks like nothing else.
    let more = "<a href='https://p\u{430}ypal.example/\u{202e}x y'>bank.example</a>.";
    let article = only("page.html", page("", more).as_bytes());
    let [(words, url)] = links(&article)[..] else {
        panic!("{:?}", article.links);
    };
    assert_eq!(words, "bank.example");
    assert_eq!(url, "https://xn--pypal-4ve.example/%E2%80%AEx%20y");
}

#[test]
fn words_keep_their_places_whatever_they_are_made_of() {
    let more = "Then <a href='https://a.example/1'>\u{200b}the\u{a0}“old&nbsp;\n house”\u{1b}[1m </a>, \
                <a href='https://a.example/2'>日本の首相&#x200d;が</a>, \
                <a href='https://a.example/3'>nested <a href='https://a.example/4'>links</a> end</a> \
                <a href='https://a.example/5'><img src=x.png></a>here.";
    let article = only("page.html", page("", more).as_bytes());
    assert_eq!(
        links(&article),
        [
            ("the “old house”", "https://a.example/1"),
            ("日本の首相が", "https://a.example/2"),
            ("nested", "https://a.example/3"),
            ("links", "https://a.example/4"),
        ]
    );
}

#[test]
fn links_of_what_is_removed_go_with_it() {
    let html = format!(
        "<!DOCTYPE html><html><head><title>Board refuses lease</title></head><body><article>\
         <h1><a href='https://a.example/self'>Board refuses lease</a></h1>\
         <p>BERGEN, <a href='https://a.example/wire'>May 3 (Nordwire)</a> - <a href='https://a.example/board'>The</a> {}</p>\
         <a href='https://a.example/card'><h2>What the mayor says</h2><p>{MAYOR}</p></a>\
         <p>READ MORE: <a href='https://a.example/more'>Roof falls in</a></p>\
         <p>{OWNER}</p><p><a href='https://a.example/share'>Share this</a></p></article></body></html>",
        BOARD.trim_start_matches("The ")
    );
    let article = only("page.html", html.as_bytes());
    assert!(
        article.text.starts_with("The harbour board"),
        "{}",
        article.text
    );
    assert_eq!(
        links(&article),
        [
            ("The", "https://a.example/board"),
            ("What the mayor says", "https://a.example/card"),
            (MAYOR, "https://a.example/card"),
        ]
    );
}

#[test]
fn pages_too_deep_for_a_tree_have_their_links_too() {
    let html = format!(
        "<html><body>{}<p>{BOARD}</p><p>{MAYOR} <a href='https://a.example/'>More</a> of it.</p>",
        "<div>".repeat(1_000)
    );
    let article = only("deep.html", html.as_bytes());
    assert_eq!(links(&article), [("More", "https://a.example/")]);
}

#[test]
fn a_page_of_nothing_but_links_is_bounded() {
    let link = "<a href='https://a.example/x'>The board met.</a> It said so.\n";
    let html = format!("<html><body><p>{}</p></body></html>", link.repeat(5_000));
    let all = import_holding("many.html", html.as_bytes());
    assert_eq!(all[0].article.links.len(), 2_000);
}

#[test]
fn several_articles_of_a_page_have_their_own() {
    let article = |n: usize| {
        format!(
            "<article id=a{n}><h2><a href='/n/{n}'>Board refuses lease number {n} of the house</a></h2>\
             <p class=author>By Ann Poe</p><p>{BOARD}</p><p>{MAYOR} See the <a href='/plans/{n}'>Plans</a>.</p>\
             <p>{OWNER}</p></article>"
        )
    };
    let html = format!(
        "<html><head><link rel=canonical href='https://post.example/'></head><body>{}{}</body></html>",
        article(1),
        article(2)
    );
    let all = import_holding("front.html", html.as_bytes());
    assert_eq!(all.len(), 2);
    for (n, one) in (1..).zip(&all) {
        let url = format!("https://post.example/plans/{n}");
        assert_eq!(links(&one.article), [("Plans", url.as_str())]);
    }
}

#[test]
fn markdown_has_links_of_every_form() {
    let text = format!(
        "---\ntitle: Board refuses lease\nurl: https://post.example/2031/lease\n---\n\n{BOARD}\n\n\
         {MAYOR} See [the **plans**](/plans \"all\"), [the roof][r], [Court], <https://a.example/x> and\n\
         [a line\nfurther](https://a.example/y). [Not](javascript:x) this.\n\n{OWNER}\n\n\
         [r]: </roof> \"t\"\n[r]: https://post.example/other\n[court]: https://court.example/\n\n\
         ```\n[code](https://a.example/code)\n```\n"
    );
    let article = only("lease.md", text.as_bytes());
    assert_eq!(
        links(&article),
        [
            ("the plans", "https://post.example/plans"),
            ("the roof", "https://post.example/roof"),
            ("Court", "https://court.example/"),
            ("https://a.example/x", "https://a.example/x"),
            ("a line further", "https://a.example/y"),
        ]
    );
    assert!(!article.text.contains("court.example"), "{}", article.text);
}

#[test]
fn entries_of_feeds_are_seen_from_their_article() {
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>Post</title><link>https://post.example/</link><item>\
         <title>Board refuses lease</title><link>https://post.example/2031/lease</link><description><![CDATA[\
         <p>{BOARD} <a href=\"roof\">Roof</a> <a href=\"javascript:x\">x</a></p>]]></description></item></channel></rss>"
    );
    let article = only("feed.xml", feed.as_bytes());
    assert_eq!(
        links(&article),
        [("Roof", "https://post.example/2031/roof")]
    );
}

#[test]
fn the_html_of_a_letter_has_links_and_a_saved_page_is_seen_from_its_address() {
    let body = format!(
        "<p>{BOARD}</p><p>{MAYOR} <a href=\"https://a.example/1\">One</a> <a href=\"/2\">two</a>.</p>"
    );
    let letter = |head: &str| {
        format!(
            "From: A <a@b.example>\r\nSubject: Lease\r\n{head}MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}\r\n"
        )
    };
    let plain = only("letter.eml", letter("").as_bytes());
    assert_eq!(links(&plain), [("One", "https://a.example/1")]);
    let saved = letter("Snapshot-Content-Location: https://post.example/2031/lease\r\n");
    let saved = only("page.mhtml", saved.as_bytes());
    assert_eq!(
        links(&saved),
        [
            ("One", "https://a.example/1"),
            ("two", "https://post.example/2")
        ]
    );
    let mailbox = format!(
        "From a@b.example Tue May  6 10:00:00 2031\r\n{}\r\n",
        letter("")
    );
    let mailed = only("letters.mbox", mailbox.as_bytes());
    assert_eq!(links(&mailed), [("One", "https://a.example/1")]);
}

#[test]
fn records_with_markup_are_seen_from_their_address() {
    let html = format!("<p>{BOARD}</p><p>{MAYOR} <a href='/roof'>Roof</a>.</p>");
    let record = serde_json::json!({"id": 1, "url": "https://post.example/1", "text": html});
    let article = only("set.json", record.to_string().as_bytes());
    assert_eq!(links(&article), [("Roof", "https://post.example/roof")]);
}

#[test]
fn a_capture_of_the_web_is_seen_from_its_address() {
    let page = page("", "See <a href='/plans'>the plans</a>.");
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/2031/lease\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let article = only("crawl.warc", record.as_bytes());
    assert_eq!(
        links(&article),
        [("the plans", "https://post.example/plans")]
    );
}

/// An archive of these files.
fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, text) in files {
        let crc = crc(text.as_bytes());
        let sizes = [crc, text.len() as u32, text.len() as u32];
        let offset = out.len() as u32;
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        sizes.iter().for_each(|n| common.extend(n.to_le_bytes()));
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.write_all(b"PK\x03\x04").unwrap();
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    let count = (files.len() as u16).to_le_bytes();
    out.extend([count, count].concat());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[test]
fn the_chapters_of_a_book_have_links_that_lead_out_of_it() {
    let chapter = format!(
        "<html><head><title>One</title></head><body><h1>One</h1><p>{BOARD}</p>\
         <p>{MAYOR} See the <a href=\"two.xhtml#n1\">note</a> and the <a href=\"https://a.example/x\">source</a>.</p></body></html>"
    );
    let book = zipped(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"a.opf\"/></rootfiles></container>",
        ),
        (
            "a.opf",
            "<package><metadata/><manifest><item id=\"1\" href=\"one.xhtml\" media-type=\"application/xhtml+xml\"/>\
             </manifest><spine><itemref idref=\"1\"/></spine></package>",
        ),
        ("one.xhtml", &chapter),
    ]);
    let article = only("book.epub", &book);
    assert_eq!(links(&article), [("source", "https://a.example/x")]);
}

#[test]
fn a_document_of_word_has_the_links_that_it_names() {
    let document = format!(
        "<w:document><w:body><w:p><w:r><w:t>{BOARD}</w:t></w:r></w:p><w:p><w:r><w:t>{MAYOR} See </w:t></w:r>\
         <w:hyperlink r:id=\"rId4\"><w:r><w:t>the </w:t></w:r><w:r><w:t>plans</w:t></w:r></w:hyperlink>\
         <w:hyperlink r:id=\"rId5\"><w:r><w:t> x</w:t></w:r></w:hyperlink>\
         <w:hyperlink w:anchor=\"top\"><w:r><w:t> top</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p></w:body></w:document>"
    );
    let targets = "<Relationships><Relationship Id=\"rId4\" Target=\"https://post.example/plans?a=1&amp;b=2\" TargetMode=\"External\"/>\
                   <Relationship Id=\"rId5\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>";
    let types = ("[Content_Types].xml", "<Types/>");
    let text = ("word/document.xml", document.as_str());
    let named = ("word/_rels/document.xml.rels", targets);
    for files in [[types, named, text], [types, text, named]] {
        let article = only("a.docx", &zipped(&files));
        assert_eq!(
            links(&article),
            [("the plans", "https://post.example/plans?a=1&b=2")]
        );
    }
    for files in [vec![types, text], vec![types, text, (named.0, "<x")]] {
        assert_eq!(links(&only("a.docx", &zipped(&files))), []);
    }
}
