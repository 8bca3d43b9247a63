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
use super::read::on_page;
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
        waiting: Vec::new().into_iter(),
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
    /// The other articles of the last page.
    waiting: std::vec::IntoIter<Imported>,
}

/// The articles of a record.
type Given = Result<Vec<Imported>, Failure>;

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
    /// The next record that has articles.
    fn record(&mut self) -> Result<Option<Given>, Reason> {
        loop {
            if !self.begin()? {
                return Ok(None);
            }
            let header = Header::read(&mut self.from)?;
            let length = header.get("content-length").and_then(|l| l.parse().ok());
            let length: u64 = length.ok_or(Reason::Damaged("WARC"))?;
            let kind = header.get("warc-type").unwrap_or("");
            let mut block = self.from.by_ref().take(length);
            let read = match kind {
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
            match read {
                Some(Err(failure)) if is_none(&failure) => self.without += 1,
                None => {}
                read => return Ok(read),
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
        if let Some(one) = self.waiting.next() {
            return Some(Ok(one));
        }
        if self.done {
            let without = std::mem::take(&mut self.without);
            return (without > 0).then(|| Err(self.place.fail(Reason::NoArticles(without))));
        }
        match self.record() {
            Ok(Some(Err(failure))) => {
                self.any = true;
                Some(Err(failure))
            }
            Ok(Some(Ok(all))) => {
                self.any = true;
                self.waiting = all.into_iter();
                self.next()
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
fn response(place: &Place, header: &Header, block: &mut impl BufRead) -> Option<Given> {
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

fn resource(place: &Place, header: &Header, block: &mut impl BufRead) -> Option<Given> {
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

/// The articles of a page. One that is a part of it has an address of its own or that of the page.
fn page(place: &Place, header: &Header, bytes: Result<Vec<u8>, Reason>) -> Given {
    let place = record_place(place, header);
    let fail = |reason| place.fail(reason);
    let bytes = bytes.map_err(fail)?;
    let text = decode::decode(&bytes).map_err(fail)?;
    let mut all = guarded(&place, || on_page(&place, &bytes, &text).map_err(fail))?;
    for one in &mut all {
        let own = one
            .article
            .url
            .take_if(|url| one.source.location != place.location && is_web(url));
        let known = known(header);
        let url = own.or_else(|| known.url.clone());
        let article = with_known(std::mem::take(&mut one.article), Known { url, ..known });
        one.article = dated(article, header);
        one.guessed = decode::guess(&bytes);
    }
    Ok(all)
}

/// The text of a page, as WET files have it.
fn conversion(place: &Place, header: &Header, block: &mut impl BufRead) -> Option<Given> {
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
    Some(Ok(vec![Imported {
        source: Source::new(&place.location, &bytes),
        article: dated(article, header),
        extraction: None,
        guessed: None,
        lost: 0,
    }]))
}

/// A record is called by its address; a crawl that saw a page twice has two states of one article.
fn record_place(place: &Place, header: &Header) -> Place {
    let name = header
        .get("warc-target-uri")
        .or_else(|| header.get("warc-record-id"));
    let name = clean_line(name.unwrap_or("record").trim_matches(['<', '>']));
    let mut place = place.entry(&name);
    place.address = known(header).url;
    place
}

fn known(header: &Header) -> Known {
    let uri = header
        .get("warc-target-uri")
        .map(|u| u.trim_matches(['<', '>']));
    let web = uri.filter(|url| is_web(url));
    Known {
        url: web.map(str::to_owned),
        ..Known::default()
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
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
mod tests;
