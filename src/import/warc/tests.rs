//! Records of crawls, whole and damaged.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Header, dated};
use crate::import::read::items;
use crate::model::{Article, Date, DateFrom, Field};

const WORDS: &str = "<p>The harbour board said on Tuesday that it would not renew the lease of the old customs house.</p>";

fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2020-05-05T09:00:00Z\r\n{fields}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(uri: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    let fields =
        format!("WARC-Target-URI: {uri}\r\nContent-Type: application/http; msgtype=response\r\n");
    record("response", &fields, &block)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn crawl() -> Vec<Vec<u8>> {
    let page =
        format!("<html><head><title>Lease refused</title></head><body>{WORDS}</body></html>");
    let chunks = format!("{:x}\r\n{page}\r\n0\r\n\r\n", page.len());
    let html = "200 OK\r\nContent-Type: text/html; charset=utf-8";
    vec![
        record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: x\r\n"),
        response("https://post.example/1", html, page.as_bytes()),
        response("https://post.example/2", &format!("{html}\r\nTransfer-Encoding: chunked"), chunks.as_bytes()),
        response("https://post.example/3", &format!("{html}\r\nContent-Encoding: gzip"), &gzip(page.as_bytes())),
        response("https://post.example/4", "404 Not Found\r\nContent-Type: text/html", page.as_bytes()),
        response("https://post.example/5", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        record(
            "conversion",
            "WARC-Target-URI: file:///etc/passwd\r\nContent-Type: text/plain\r\n",
            "Ferry late\nThe ferry was late on Tuesday, and nobody at the harbour knew why it was.\n".as_bytes(),
        ),
    ]
}

#[test]
fn the_day_of_an_address_is_better_than_that_of_the_crawl() {
    let mut header = Header::default();
    let day = ("warc-date".to_owned(), "2020-05-05T10:00:00Z".to_owned());
    header.0.push(day);
    let mut article = Article {
        url: Some("https://post.example/2019/03/04/lease".to_owned()),
        ..Article::default()
    };
    let read = dated(article.clone(), &header);
    assert_eq!(read.date.unwrap().to_string(), "2019-03-04");
    assert_eq!(read.date_from, Some(DateFrom::Url));
    assert!(read.inferred.contains(&Field::Date));
    article.date = Date::new(Some(2018), 1, 2);
    assert_eq!(dated(article.clone(), &header), article);
}

#[test]
fn pages_and_texts_of_a_crawl_are_read_packed_or_not() {
    let whole = crawl().concat();
    let members: Vec<u8> = crawl().iter().flat_map(|r| gzip(r)).collect();
    for bytes in [whole, members] {
        let read: Vec<_> = items("c.warc", &bytes)
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let names: Vec<&str> = read.iter().map(|r| r.source.location.as_str()).collect();
        assert_eq!(
            names,
            [
                "c.warc#https://post.example/1",
                "c.warc#https://post.example/2",
                "c.warc#https://post.example/3",
                "c.warc#file:///etc/passwd",
            ]
        );
        for one in &read[..3] {
            assert_eq!(one.article.title.as_deref(), Some("Lease refused"));
            assert!(one.article.text.starts_with("The harbour board"));
            assert_eq!(one.article.date.unwrap().to_string(), "2020-05-05");
            assert!(one.article.inferred.contains(&Field::Date));
            assert_eq!(one.article.date_from, Some(DateFrom::Record));
        }
        assert_eq!(
            read[0].article.url.as_deref(),
            Some("https://post.example/1")
        );
        assert_eq!(read[3].article.url, None);
        assert!(read[3].article.text.contains("The ferry was late"));
    }
}

#[test]
fn pages_without_an_article_are_counted_and_no_failures() {
    let html = "200 OK\r\nContent-Type: text/html";
    let mut records = crawl();
    for n in 5..8 {
        let uri = format!("https://post.example/{n}");
        records.insert(1, response(&uri, html, b"<html><body></body></html>"));
    }
    let items = items("c.warc", &records.concat());
    assert_eq!(items.iter().flatten().count(), 4);
    let passed = items[4].as_ref().unwrap_err();
    assert!(passed.reason.is_harmless());
    assert_eq!(
        passed.to_string(),
        "c.warc has 3 pages without readable text, which were passed over"
    );
}

#[test]
fn damage_and_bombs_end_with_a_reason() {
    let whole = crawl().concat();
    for cut in (9..whole.len()).step_by(7) {
        let _ = items("c.warc", &whole[..cut]);
    }
    let last = items("c.warc", &whole[..whole.len() - 20]).pop().unwrap();
    assert!(last.is_err() || items("c.warc", &whole[..whole.len() - 20]).len() == 4);
    let half = items("c.warc", &whole[..whole.len() / 2]).pop().unwrap();
    assert!(half.unwrap_err().to_string().contains("damaged"));
    let bomb = gzip(&vec![b' '; 80 << 20]);
    let html = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
    let item = items("c.warc", &response("https://post.example/", html, &bomb))
        .pop()
        .unwrap();
    assert!(item.unwrap_err().to_string().contains("larger than 64 MB"));
    let lie =
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200";
    assert!(items("c.warc", lie).pop().unwrap().is_err());
}

#[test]
fn a_page_of_several_articles_gives_each_of_them() {
    let story = |id: &str, title: &str| {
        let text: String = (0..4)
            .map(|n| {
                format!(
                    "<p>The harbour board of {title} said on day {n} that it would not renew the lease \
                     of the old customs house, which stands where the ferry leaves.</p>"
                )
            })
            .collect();
        format!(
            "<article id=\"{id}\"><h2>{title} keeps its customs house</h2><p class=byline>By Ann Poe</p>{text}</article>"
        )
    };
    let page = format!(
        "<html><head><title>Front</title></head><body><main>{}{}{}</main></body></html>",
        story("a", "Bergen"),
        story("b", "Ostend"),
        story("c", "Leith")
    );
    let html = "200 OK\r\nContent-Type: text/html";
    let crawl = [
        response("https://post.example/", html, page.as_bytes()),
        response(
            "https://post.example/1",
            html,
            format!("<html><title>Lease</title>{WORDS}</html>").as_bytes(),
        ),
    ];
    let read: Vec<_> = items("c.warc", &crawl.concat())
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let names: Vec<&str> = read.iter().map(|r| r.source.location.as_str()).collect();
    assert_eq!(
        names,
        [
            "c.warc#https://post.example/#a",
            "c.warc#https://post.example/#b",
            "c.warc#https://post.example/#c",
            "c.warc#https://post.example/1",
        ]
    );
    for (one, place) in read.iter().zip(["Bergen", "Ostend", "Leith"]) {
        let title = format!("{place} keeps its customs house");
        assert_eq!(one.article.title.as_deref(), Some(title.as_str()));
        assert_eq!(one.article.url.as_deref(), Some("https://post.example/"));
        assert_eq!(one.article.date.unwrap().to_string(), "2020-05-05");
    }
}
