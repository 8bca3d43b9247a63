//! Archives of the web: WARC with pages as they came over the wire, WET with their text.
//!
//! Owns the record format (ISO 28500:2017), read record by record in bounded memory; must not know
//! how a page is read.

use std::io::{BufRead, Read};

use crate::model::{Article, DateFrom, Field};
use crate::text::clean::clean_line;

use super::body::{Known, body};
use super::dataset::with_known;
use super::error::{Failure, Reason};
use super::place::{Articles, Bytes, FILE_LIMIT, Place, RECORD_LIMIT, guarded, whole};
use super::{Imported, Source, decode, html, lines};

/// Longest header of a record or of the response in it, in bytes.
const HEADER: u64 = 64 << 10;

/// The articles of the records in `bytes`: web pages and texts; all other records are passed over.
pub(super) fn articles(place: &Place, bytes: Bytes) -> Articles {
    let records = Records {
        from: bytes,
        place: place.clone(),
        done: false,
        any: false,
        without: 0,
    };
    Box::new(records)
}

struct Records {
    from: Bytes,
    place: Place,
    done: bool,
    any: bool,
    /// Pages in which there is no article.
    without: u64,
}

/// The fields of a header, by names in small letters.
#[derive(Default)]
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.iter();
        fields.find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Reads lines up to an empty one.
    fn read(from: &mut impl BufRead) -> Result<Self, Reason> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut from = from.take(HEADER);
        loop {
            let mut line = Vec::new();
            from.read_until(b'\n', &mut line)?;
            if !line.ends_with(b"\n") {
                return Err(Reason::Damaged("WARC"));
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            match text.split_once(':') {
                _ if text.is_empty() => return Ok(Self(fields)),
                Some((name, value)) if !text.starts_with([' ', '\t']) => {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ => {
                    if let Some((_, value)) = fields.last_mut() {
                        value.push_str(text);
                    }
                }
            }
        }
    }
}

impl Records {
    /// The next record that is an article.
    fn record(&mut self) -> Result<Option<Result<Imported, Failure>>, Reason> {
        loop {
            if !self.begin()? {
                return Ok(None);
            }
            let header = Header::read(&mut self.from)?;
            let length = header.get("content-length").and_then(|l| l.parse().ok());
            let length: u64 = length.ok_or(Reason::Damaged("WARC"))?;
            let kind = header.get("warc-type").unwrap_or("");
            let mut block = self.from.by_ref().take(length);
            let article = match kind {
                "response" => response(&self.place, &header, &mut block),
                "resource" => resource(&self.place, &header, &mut block),
                "conversion" => conversion(&self.place, &header, &mut block),
                _ => None,
            };
            std::io::copy(&mut block, &mut std::io::sink())?;
            if block.limit() > 0 {
                return Err(Reason::Damaged("WARC"));
            }
            let is_none = |f: &Failure| matches!(f.reason, Reason::NoArticle | Reason::Empty);
            match article {
                Some(Err(failure)) if is_none(&failure) => self.without += 1,
                None => {}
                article => return Ok(article),
            }
        }
    }

    /// Passes over the empty lines between records and the line that begins one; whether there is
    /// one.
    fn begin(&mut self) -> Result<bool, Reason> {
        loop {
            let mut line = Vec::new();
            self.from
                .by_ref()
                .take(HEADER)
                .read_until(b'\n', &mut line)?;
            if line.is_empty() {
                return Ok(false);
            }
            if line.starts_with(b"WARC/") {
                return Ok(true);
            }
            if !line.trim_ascii().is_empty() {
                return Err(Reason::Damaged("WARC"));
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<Imported, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            let without = std::mem::take(&mut self.without);
            return (without > 0).then(|| Err(self.place.fail(Reason::NoArticles(without))));
        }
        match self.record() {
            Ok(Some(article)) => {
                self.any = true;
                Some(article)
            }
            Ok(None) => {
                self.done = true;
                if self.any {
                    self.next()
                } else {
                    Some(Err(self.place.fail(Reason::NoneInside)))
                }
            }
            Err(reason) => {
                self.done = true;
                Some(Err(self.place.fail(reason)))
            }
        }
    }
}

/// A page as it came over the wire, where it came whole and is HTML.
fn response(
    place: &Place,
    header: &Header,
    block: &mut impl BufRead,
) -> Option<Result<Imported, Failure>> {
    let mut status = Vec::new();
    block.take(HEADER).read_until(b'\n', &mut status).ok()?;
    let mut words = status.split(|b| *b == b' ');
    if !words.next()?.starts_with(b"HTTP/") || words.next()?.trim_ascii() != b"200" {
        return None;
    }
    let inner = Header::read(block).ok()?;
    if !is_page(inner.get("content-type")?) {
        return None;
    }
    let chunked = inner
        .get("transfer-encoding")
        .is_some_and(|e| e.eq_ignore_ascii_case("chunked"));
    let encoding = inner.get("content-encoding").unwrap_or("identity");
    let read = whole(block, FILE_LIMIT).and_then(|raw| {
        let raw = if chunked { unchunked(raw) } else { raw };
        decoded(&encoding.to_ascii_lowercase(), raw)
    });
    Some(page(place, header, read))
}

fn resource(
    place: &Place,
    header: &Header,
    block: &mut impl BufRead,
) -> Option<Result<Imported, Failure>> {
    is_page(header.get("content-type")?).then(|| page(place, header, whole(block, FILE_LIMIT)))
}

fn is_page(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or("").trim();
    ["text/html", "application/xhtml+xml"]
        .iter()
        .any(|page| kind.eq_ignore_ascii_case(page))
}

/// The body without the lengths between its chunks. Many archives have taken them out already and
/// left the header as it was: such a body does not begin with a length.
fn unchunked(raw: Vec<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = raw.as_slice();
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = rest[..end].split(|b| *b == b';').next().unwrap_or_default();
        let length = std::str::from_utf8(line.trim_ascii())
            .ok()
            .and_then(|line| usize::from_str_radix(line, 16).ok());
        let Some(length) = length else {
            return if out.is_empty() { raw } else { out };
        };
        rest = &rest[end + 1..];
        let (chunk, after) = rest.split_at(length.min(rest.len()));
        out.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").unwrap_or(after);
        if length == 0 {
            break;
        }
    }
    if out.is_empty() { raw } else { out }
}

/// The body without its compression; again many archives have left only the header.
fn decoded(encoding: &str, raw: Vec<u8>) -> Result<Vec<u8>, Reason> {
    let bad = |_| Reason::Damaged("gzip");
    match encoding {
        "gzip" | "x-gzip" if raw.starts_with(b"\x1f\x8b") => {
            inflated(flate2::bufread::GzDecoder::new(&raw[..])).map_err(bad)?
        }
        "deflate" if raw.first().is_some_and(|b| b & 0x0f == 8) => {
            inflated(flate2::bufread::ZlibDecoder::new(&raw[..])).map_err(bad)?
        }
        "br" | "zstd" => Err(Reason::Method),
        _ => Ok(raw),
    }
}

/// All that comes out, or the reason why not all may come.
fn inflated(decoder: impl Read) -> std::io::Result<Result<Vec<u8>, Reason>> {
    match whole(decoder, FILE_LIMIT) {
        Err(Reason::Io(error)) => Err(error),
        other => Ok(other),
    }
}

fn page(
    place: &Place,
    header: &Header,
    bytes: Result<Vec<u8>, Reason>,
) -> Result<Imported, Failure> {
    let place = record_place(place, header);
    let fail = |reason| place.fail(reason);
    let bytes = bytes.map_err(fail)?;
    let text = decode::decode(&bytes).map_err(fail)?;
    let article = guarded(&place, || html::article(&text).map_err(fail))?;
    let article = dated(with_known(article, known(header)), header);
    Ok(Imported {
        source: Source::new(&place.location, &bytes),
        article,
        extraction: None,
        guessed: decode::guess(&bytes),
        lost: 0,
    })
}

/// The text of a page, as WET files have it.
fn conversion(
    place: &Place,
    header: &Header,
    block: &mut impl BufRead,
) -> Option<Result<Imported, Failure>> {
    let kind = header.get("content-type")?;
    if !kind.to_ascii_lowercase().starts_with("text/plain") {
        return None;
    }
    let place = record_place(place, header);
    let fail = |reason| Some(Err(place.fail(reason)));
    let bytes = match whole(block, RECORD_LIMIT) {
        Ok(bytes) => bytes,
        Err(reason) => return fail(reason),
    };
    let text = match decode::decode(&bytes) {
        Ok(text) => text,
        Err(reason) => return fail(reason),
    };
    if let Err(reason) = lines::bounded(&text) {
        return fail(reason);
    }
    // The first line is the page's title, the others are all it shows: furniture goes.
    let article = with_known(super::plain::article(&text), known(header));
    let article = if article.text.is_empty() {
        body(&text, known(header)).0
    } else {
        article
    };
    if article.text.is_empty() {
        return fail(Reason::Empty);
    }
    Some(Ok(Imported {
        source: Source::new(&place.location, &bytes),
        article: dated(article, header),
        extraction: None,
        guessed: None,
        lost: 0,
    }))
}

/// A record is called by its address; a crawl that saw a page twice has two states of one article.
fn record_place(place: &Place, header: &Header) -> Place {
    let name = header
        .get("warc-target-uri")
        .or_else(|| header.get("warc-record-id"));
    let name = clean_line(name.unwrap_or("record").trim_matches(['<', '>']));
    place.entry(&name)
}

fn known(header: &Header) -> Known {
    let uri = header
        .get("warc-target-uri")
        .map(|u| u.trim_matches(['<', '>']));
    let web = uri.filter(|u| u.starts_with("http://") || u.starts_with("https://"));
    Known {
        url: web.map(str::to_owned),
        ..Known::default()
    }
}

/// For a page that tells no day that of its address, or else that on which the record was made:
/// either is a guess and says so.
fn dated(mut article: Article, header: &Header) -> Article {
    if article.date.is_some_and(|day| day.year.is_some()) {
        return article;
    }
    let addressed = article.url.as_deref().and_then(html::day_in_address);
    let made = || header.get("warc-date")?.get(..10)?.parse().ok();
    let found = addressed
        .map(|day| (day, DateFrom::Url))
        .or_else(|| Some((made()?, DateFrom::Record)));
    // A day without its year that the page prints is more than the day of the crawl.
    let kept = article.date.is_some() && addressed.is_none();
    if let Some((day, from)) = found.filter(|_| !kept) {
        article.date = Some(day);
        article.date_from = Some(from);
        article.inferred.insert(Field::Date);
    }
    article
}

#[cfg(test)]
mod tests {
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
        let fields = format!(
            "WARC-Target-URI: {uri}\r\nContent-Type: application/http; msgtype=response\r\n"
        );
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
        let lie = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200";
        assert!(items("c.warc", lie).pop().unwrap().is_err());
    }
}
