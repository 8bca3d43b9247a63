//! Newsletters: one message of mail as an article, and mailboxes of many; pages that a browser saved
//! in the form of a message (MHTML).
//!
//! Owns which part of a message is its text, what its head says of it, and where a message of an mbox
//! ends. Attachments are left where they are. Must not know files.

use std::io::BufRead;
use std::sync::LazyLock;

use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use crate::model::{Article, Date};
use crate::text::clean::clean_line;

use super::body::{Known, body, dated_by_address};
use super::dataset::with_known;
use super::error::{Failure, Reason};
use super::letter::Sent;
use super::patterns::entries;
use super::place::{Articles, Bytes, Content, Place, RECORD_LIMIT, guarded};
use super::read::ready;
use super::{Imported, Source, html, letter, lines, read, removed};

/// Most messages, and parts with parts, inside one message.
const MESSAGES: usize = 200;

/// The articles of a file that is one message: one, or those of a page that was saved.
pub(super) fn articles(place: &Place, content: Content) -> Result<Articles, Failure> {
    let advice = "save the text of the message by itself";
    let whole = content.whole().map_err(|reason| reason.advised(advice));
    let bytes = whole.map_err(|reason| place.fail(reason))?;
    if let Some(page) = saved_page(place, &bytes) {
        return Ok(ready(page));
    }
    Ok(ready(vec![message(place, place.location.clone(), &bytes)]))
}

/// The articles of a page that a browser saved as a message. When it was saved is not when it was
/// published, and who sent it is the browser.
fn saved_page(place: &Place, bytes: &[u8]) -> Option<Vec<Result<Imported, Failure>>> {
    if is_deep(bytes) {
        return None;
    }
    let read = guarded(place, || {
        let Some(message) = MessageParser::default().parse(bytes) else {
            return Ok(None);
        };
        let header = |name: &'static str| message.header(name).and_then(HeaderValue::as_text);
        let address = header("Snapshot-Content-Location");
        let sender = message.from().and_then(display);
        let by_browser = sender.is_some_and(|name| name.starts_with("Saved by "));
        if address.is_none() && !by_browser {
            return Ok(None);
        }
        let mut parts = message.html_bodies();
        let Some((part, page)) = parts.find_map(|part| match &part.body {
            PartType::Html(page) => Some((part, page)),
            _ => None,
        }) else {
            return Ok(None);
        };
        let address = address.or_else(|| part.content_location());
        let address = address.map(clean_line).filter(|a| a.contains("://"));
        let place = Place {
            address: address.clone(),
            ..place.clone()
        };
        let mut all = read::on_page(&place, bytes, page).map_err(|reason| place.fail(reason))?;
        for one in &mut all {
            one.article.title = one
                .article
                .title
                .take()
                .or_else(|| message.subject().map(clean_line));
            one.article.url = one.article.url.take().or_else(|| address.clone());
            dated_by_address(&mut one.article);
        }
        Ok(Some(all))
    });
    match read {
        Ok(None) => None,
        Ok(Some(all)) => Some(all.into_iter().map(Ok).collect()),
        Err(failure) => Some(vec![Err(failure)]),
    }
}

/// The articles of a mailbox, one message after another.
pub(super) fn mailbox(place: &Place, bytes: Bytes) -> Articles {
    let place = place.clone();
    let messages = Messages {
        from: bytes,
        ahead: None,
        next: None,
        line: 0,
        done: false,
    };
    Box::new(messages.enumerate().map(move |(number, found)| {
        let bytes = found.bytes.map_err(|r| place.fail_at(found.line, r))?;
        let inner = Place {
            location: place.inner(&name(&bytes).unwrap_or_else(|| (number + 1).to_string())),
            ..place.clone()
        };
        message(&inner, inner.location.clone(), &bytes).map_err(|failure| Failure {
            line: Some(found.line),
            ..failure
        })
    }))
}

/// The id that a message gives itself.
fn name(bytes: &[u8]) -> Option<String> {
    let message = MessageParser::new()
        .with_minimal_headers()
        .parse_headers(bytes)?;
    let name = clean_line(message.message_id()?.trim_matches(['<', '>']));
    (!name.is_empty()).then_some(name)
}

fn message(place: &Place, location: String, bytes: &[u8]) -> Result<Imported, Failure> {
    let fail = |reason| place.fail(reason);
    if is_deep(bytes) {
        return Err(fail(Reason::DeepMail(MESSAGES)));
    }
    let article = guarded(place, || {
        let message = MessageParser::default()
            .parse(bytes)
            .ok_or_else(|| fail(Reason::NotMail))?;
        text(&message, known(&message)).ok_or_else(|| fail(Reason::NoMailText))
    })?;
    Ok(Imported {
        source: Source::new(location, bytes),
        article,
        extraction: None,
        guessed: None,
        lost: 0,
    })
}

/// Whether a message may hold more messages in one another than the parser's stack. Counting them
/// wherever they stand is enough: a digest has some tens of them.
fn is_deep(bytes: &[u8]) -> bool {
    let count = |sign: &[u8]| {
        memchr::memchr_iter(b'/', bytes)
            .filter(|at| {
                let before = &bytes[at.saturating_sub(sign.len())..*at];
                before.eq_ignore_ascii_case(sign)
            })
            .take(MESSAGES + 1)
            .count()
    };
    count(b"message") > MESSAGES || count(b"multipart") > MESSAGES
}

/// The article in the HTML of a message, which has its structure, or in its plain text where that
/// is all there is or says more.
fn text(message: &Message<'_>, known: Known) -> Option<Article> {
    let page = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    let plain = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) => Some(text.as_ref()),
        _ => None,
    });
    let from_page = page.filter(|html| !html.trim().is_empty());
    let sent = sent(message);
    let title = known.title.as_deref();
    let from_page = from_page.and_then(|html| on_page(html, sent, title));
    if let Some(article) = from_page {
        // What a letter says of itself in its head is better than what its page seems to; but the
        // page may print the same headline whole.
        let printed = article.title.clone();
        let same = |title: &&String| printed.as_ref().is_some_and(|p| html::alike(p, title));
        let title = match known.title.as_ref().filter(same) {
            Some(_) => printed,
            None => known.title.clone(),
        };
        return Some(with_known(article, Known { title, ..known }));
    }
    let article = in_plain(lines::bounded(plain?).ok()?, sent, known);
    (!article.text.is_empty()).then_some(article)
}

/// The article on the page of a message, without what is quoted and signed on it, if there is more.
fn on_page(page: &str, sent: Sent, title: Option<&str>) -> Option<Article> {
    let read = |page: &str| {
        let whole = html::fragment(page, None, title);
        // Of a letter nothing is left out because it is short, as the readable part of a page leaves it out.
        let article = match html::article(page, None) {
            Ok(part) if sent != Sent::Answer && part.text.len() * 2 >= whole.text.len() => part,
            _ => whole,
        };
        (!article.text.is_empty()).then_some(article)
    };
    let Some((own, beside)) = letter::page(page, sent) else {
        return read(page);
    };
    let Some(mut article) = read(&own) else {
        return read(page);
    };
    let end = article.text.len();
    removed::add(
        &mut article,
        beside.into_iter().map(|line| (end, line)).collect(),
    );
    Some(article)
}

/// The article in the plain text of a message, without what is quoted and signed in it.
fn in_plain(raw: &str, sent: Sent, known: Known) -> Article {
    let letter = letter::plain(raw, sent);
    if letter.removed.is_empty() {
        return body(raw, known).0;
    }
    let (mut article, map) = body(&letter.text, known.clone());
    if article.text.is_empty() {
        return body(raw, known).0;
    }
    // Lines and blocks are in order: each is gone past once.
    let mut starts = article.blocks.iter().map(|block| block.span).peekable();
    let mut place = |at: usize| {
        while starts.next_if(|span| map.raw(*span).start < at).is_some() {}
        starts.peek().map_or(article.text.len(), |span| span.start)
    };
    let lines = letter.removed.into_iter();
    let lines = lines.map(|(at, line)| (place(at), line)).collect();
    removed::add(&mut article, lines);
    article
}

/// What a message is sent for, as its subject and its head say.
fn sent(message: &Message<'_>) -> Sent {
    let answers = |value: &HeaderValue<'_>| !matches!(value, HeaderValue::Empty);
    let subject = message.subject().unwrap_or("").trim_start();
    let is = |marks: &[&str]| {
        marks.iter().any(|mark| {
            let begin = subject.get(..mark.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(mark))
        })
    };
    if is(&["fwd:", "fw:", "wg:", "tr:"]) {
        Sent::Forward
    } else if is(&["re:", "aw:"]) || answers(message.in_reply_to()) {
        Sent::Answer
    } else {
        Sent::Itself
    }
}

fn known(message: &Message<'_>) -> Known {
    let sender = message.from().and_then(|from| display(from));
    let list = list(message.list_id());
    let date = message
        .date()
        .and_then(|date| Date::new(i16::try_from(date.year).ok(), date.month, date.day));
    Known {
        title: message
            .subject()
            .map(|subject| unmarked(subject).to_owned()),
        // A list has a name of its own; other newsletters come from a sender called like them.
        publisher: list.clone().or_else(|| sender.clone()),
        byline: sender.filter(|_| list.is_some()),
        date,
        ..Known::default()
    }
}

/// A subject without what programs put before it: `Fwd:`, `Re:`, `[List]`.
fn unmarked(subject: &str) -> &str {
    let mut rest = subject.trim();
    loop {
        let marks = ["re:", "fwd:", "fw:", "aw:", "wg:", "tr:"];
        let mark = marks.iter().find(|mark| {
            let begin = rest.get(..mark.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(mark))
        });
        let list = rest.strip_prefix('[').and_then(|r| r.split_once(']'));
        let shorter = match (mark, list) {
            (Some(mark), _) => &rest[mark.len()..],
            (None, Some((name, behind))) if !name.contains('[') => behind,
            _ => return rest,
        };
        if shorter.trim().is_empty() {
            return rest;
        }
        rest = shorter.trim_start();
    }
}

/// The name of a sender, or the address where there is no name.
fn display(address: &Address<'_>) -> Option<String> {
    let first = address.first()?;
    let name = first.name().map(clean_line).filter(|name| !name.is_empty());
    name.or_else(|| first.address().map(clean_line))
}

/// The words before the id of a list: `The Harbour Letter <letter.post.example>`.
fn list(value: &HeaderValue<'_>) -> Option<String> {
    let words = match value {
        HeaderValue::Text(text) => text.split('<').next()?.to_owned(),
        HeaderValue::Address(address) => address.first()?.name()?.to_owned(),
        _ => return None,
    };
    let words = clean_line(words.trim().trim_matches('"'));
    (!words.is_empty()).then_some(words)
}

/// A message of a mailbox, or why there is none.
struct Found {
    line: u64,
    bytes: Result<Vec<u8>, Reason>,
}

/// The messages of a mailbox: each begins with a line `From ` at the start of the file or behind
/// an empty line; the same words in a text are escaped as `>From `.
struct Messages<R> {
    from: R,
    /// A line that was looked at already.
    ahead: Option<Vec<u8>>,
    /// Line of the message that has begun.
    next: Option<u64>,
    line: u64,
    done: bool,
}

/// Names of fields; "*" ends those that only begin so.
static FIELDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| entries(include_str!("data/mail_fields.txt")).collect());

/// Longest name of a field, in bytes.
const FIELD: usize = 40;

/// Whether a line begins the head of a message, as any line behind one that parts two messages does: a line of text
/// that begins with "From " has more text behind it, and the last of a letter "E-mail: info@board.example".
/// Below one that tells a time of day any field does, and of those that begin alike only below one that tells an
/// address or a program.
fn is_field(line: &[u8], parting: &[u8]) -> bool {
    let end = line.iter().take(FIELD).position(|b| *b == b':');
    let name = String::from_utf8_lossy(&line[..end.unwrap_or(0)]).to_ascii_lowercase();
    let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if name.is_empty() || !name.bytes().all(letter) {
        return false;
    }
    let program = parting.starts_with(b"From - ") || parting.starts_with(b"From MAILER-DAEMON");
    let begun = program || parting.contains(&b'@');
    is_dated(parting)
        || FIELDS.iter().any(|field| match field.strip_suffix('*') {
            Some(stem) => begun && name.starts_with(stem),
            None => name == *field,
        })
}

/// Whether a line has a day of the week and a time of day: "From roe@a.example Mon May  3 11:00:00 2031".
fn is_dated(line: &[u8]) -> bool {
    const DAYS: &[&[u8]] = &[b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
    let words = line.split(|b| b" ,".contains(b));
    has_clock(line) && words.into_iter().any(|word| DAYS.contains(&word))
}

/// Whether a line tells a time of day.
fn has_clock(line: &[u8]) -> bool {
    line.windows(3)
        .any(|w| w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit())
}

impl<R: BufRead> Messages<R> {
    /// The next line, cut at the limit of a message so that no line fills the memory.
    fn read_line(&mut self) -> Result<Vec<u8>, Reason> {
        if let Some(line) = self.ahead.take() {
            self.line += u64::from(line.ends_with(b"\n"));
            return Ok(line);
        }
        let line = self.read_on()?;
        self.line += u64::from(line.ends_with(b"\n"));
        Ok(line)
    }

    fn read_on(&mut self) -> Result<Vec<u8>, Reason> {
        let mut line = Vec::new();
        let mut limited = std::io::Read::take(&mut self.from, RECORD_LIMIT);
        limited.read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// Whether `line`, which follows an empty one, stands between two messages.
    fn parts(&mut self, line: &[u8]) -> Result<bool, Reason> {
        if !line.starts_with(b"From ") {
            return Ok(false);
        }
        let next = self.read_on()?;
        // Old spools say once more where it came from.
        let again = next.starts_with(b">From ") && has_clock(line);
        let parts = again || is_field(&next, line);
        self.ahead = Some(next);
        Ok(parts)
    }

    fn read(&mut self) -> Result<Option<Vec<u8>>, Reason> {
        let mut message = Vec::new();
        let (mut blank, mut long) = (true, false);
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                self.done = true;
                break;
            }
            if blank && self.parts(&line)? {
                let before = self.next.replace(self.line);
                if before.is_some() {
                    break;
                }
                continue;
            }
            blank = line.trim_ascii().is_empty();
            let quoted = line.iter().take_while(|b| **b == b'>').count();
            let unquoted = quoted > 0 && line[quoted..].starts_with(b"From ");
            let line = &line[usize::from(unquoted)..];
            long |= (message.len() + line.len()) as u64 > RECORD_LIMIT;
            if long {
                message = Vec::new();
            } else {
                message.extend_from_slice(line);
            }
        }
        if long {
            return Err(Reason::LongRecord(RECORD_LIMIT));
        }
        let empty = message.trim_ascii().is_empty();
        Ok((!empty).then_some(message))
    }
}

impl<R: BufRead> Iterator for Messages<R> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.done {
            let begun = self.next;
            let read = self.read();
            let line = begun.unwrap_or(1);
            match read {
                Ok(Some(bytes)) => {
                    return Some(Found {
                        line,
                        bytes: Ok(bytes),
                    });
                }
                Ok(None) => {}
                Err(reason) => {
                    self.done |= !matches!(reason, Reason::LongRecord(_));
                    return Some(Found {
                        line,
                        bytes: Err(reason),
                    });
                }
            }
        }
        None
    }
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
