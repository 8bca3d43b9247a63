//! Records of datasets: JSON objects with the text of an article and what is known of it.
//!
//! Owns the names that collections give to their fields; must not know how records are found.

use std::path::Path;

use serde_json::{Map, Value};

use crate::model::wire::{ExtractionJson, ScalarOffsets};
use crate::model::{Article, Date, Extraction};
use crate::text::clean::clean_line;

use super::body::{Known, body};
use super::error::{Failure, Reason};
use super::records::Record;
use super::{Imported, Source, dates, html, sniff};

const ID: &[&str] = &[
    "id",
    "_id",
    "uuid",
    "guid",
    "article_id",
    "articleid",
    "doc_id",
    "docid",
];
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "fulltext",
    "full_text",
    "maintext",
    "main_text",
    "articlebody",
    "article_body",
    "article_text",
    "body_text",
    "bodytext",
    "content_text",
    "contenttext",
    "story",
    "document",
    "raw_text",
    "paragraphs",
    "content_html",
    "html",
];
const TITLE: &[&str] = &["title", "headline", "heading", "name"];
const SUBTITLE: &[&str] = &[
    "subtitle",
    "standfirst",
    "deck",
    "dek",
    "subheadline",
    "sub_title",
];
const PUBLISHER: &[&str] = &[
    "publisher",
    "source",
    "publication",
    "outlet",
    "newspaper",
    "agency",
    "site_name",
    "sitename",
    "source_name",
    "site",
    "media",
    "domain",
    "source_domain",
];
const DATE: &[&str] = &[
    "date",
    "published",
    "published_at",
    "publishedat",
    "date_published",
    "datepublished",
    "publish_date",
    "publishdate",
    "published_date",
    "publication_date",
    "date_publish",
    "pubdate",
    "pub_date",
    "published_time",
    "created_at",
    "datetime",
    "timestamp",
    "time",
    "day",
];
const URL: &[&str] = &[
    "url",
    "link",
    "source_url",
    "canonical_url",
    "web_url",
    "weburl",
    "href",
    "permalink",
];
const BYLINE: &[&str] = &[
    "byline", "author", "authors", "writer", "writers", "creator", "by",
];

/// How deep a record may hold the list of records it stands for (`{"response": {"docs": [...]}}`).
const DEPTH: usize = 3;

/// The articles of one record: mostly one; more where the record is a collection itself.
pub(super) fn record(
    path: &Path,
    location: &str,
    record: &Record,
) -> Vec<Result<Imported, Failure>> {
    let fail = |reason| vec![Err(Failure::at_line(path, record.line, reason))];
    let bytes = match &record.bytes {
        Ok(bytes) => bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
        Err(Reason::Io(error)) => {
            return fail(Reason::Io(std::io::Error::new(
                error.kind(),
                error.to_string(),
            )));
        }
        Err(Reason::LongRecord(limit)) => return fail(Reason::LongRecord(*limit)),
        Err(other) => return fail(Reason::Json(other.to_string())),
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return fail(Reason::Encoding("UTF-8"));
    };
    match serde_json::from_str::<Value>(text) {
        Ok(value) => articles(path, location, record.line, text.as_bytes(), &value),
        Err(error) => fail(Reason::Json(json_error(&error))),
    }
}

/// The articles of a file that is one JSON value, or several one after another.
pub(super) fn values(path: &Path, location: &str, text: &str) -> Vec<Result<Imported, Failure>> {
    let mut out = Vec::new();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    loop {
        let at = values.byte_offset();
        let Some(value) = values.next() else { break };
        let blanks = text[at..].len() - text[at..].trim_start().len();
        let line = 1 + text[..at + blanks].matches('\n').count() as u64;
        match value {
            Ok(value) => {
                let bytes = &text.as_bytes()[at + blanks..values.byte_offset()];
                let alone = at == 0 && text[values.byte_offset()..].trim().is_empty();
                if alone && is_article(&value) {
                    out.push(one(path, line, location.to_owned(), bytes, &value));
                } else {
                    out.extend(articles(path, location, line, bytes, &value));
                }
            }
            Err(error) => {
                let line = error.line() as u64;
                out.push(Err(Failure::at_line(
                    path,
                    line,
                    Reason::Json(json_error(&error)),
                )));
                break;
            }
        }
    }
    out
}

/// The message without the position, which is told by the failure.
fn json_error(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.find(" at line ").unwrap_or(message.len());
    clean_line(&message[..end])
}

fn articles(
    path: &Path,
    location: &str,
    line: u64,
    bytes: &[u8],
    value: &Value,
) -> Vec<Result<Imported, Failure>> {
    if let Some(list) = listed(value, DEPTH) {
        let items = list.iter().enumerate();
        return items
            .map(|(k, item)| {
                let bytes = item.to_string();
                let place = format!(
                    "{location}#{}",
                    id(item).unwrap_or_else(|| (k + 1).to_string())
                );
                one(path, line, place, bytes.as_bytes(), item)
            })
            .collect();
    }
    let place = format!(
        "{location}#{}",
        id(value).unwrap_or_else(|| line.to_string())
    );
    vec![one(path, line, place, bytes, value)]
}

/// The list of records inside `value`, where it has no text of its own.
fn listed(value: &Value, depth: usize) -> Option<&Vec<Value>> {
    let object = value.as_object()?;
    if is_article(value) || depth == 0 {
        return None;
    }
    object
        .values()
        .filter_map(Value::as_array)
        .find(|list| list.iter().any(is_article))
        .or_else(|| object.values().find_map(|v| listed(v, depth - 1)))
}

fn is_article(value: &Value) -> bool {
    value.as_object().is_some_and(|o| text(o).is_some())
}

fn one(
    path: &Path,
    line: u64,
    place: String,
    bytes: &[u8],
    value: &Value,
) -> Result<Imported, Failure> {
    let fail = |reason| Failure::at_line(path, line, reason);
    let object = value.as_object().ok_or_else(|| fail(Reason::NoBody))?;
    let text = text(object).ok_or_else(|| fail(Reason::NoBody))?;
    let known = known(object);
    let (article, extraction) = if object.contains_key("quotes") {
        with_quotes(value, &text, known).map_err(fail)?
    } else if sniff::is_markup(&text) {
        (with_known(html::fragment(&text), known), None)
    } else {
        (body(&text, known).0, None)
    };
    if article.text.is_empty() {
        return Err(fail(Reason::NoBody));
    }
    Ok(Imported {
        source: Source::new(place, bytes),
        article,
        extraction,
    })
}

/// A record with quotes: their positions count scalars of its text as it is.
fn with_quotes(
    value: &Value,
    text: &str,
    known: Known,
) -> Result<(Article, Option<Extraction>), Reason> {
    let (article, map) = body(text, known);
    let json: ExtractionJson =
        serde::Deserialize::deserialize(value).map_err(|error: serde_json::Error| {
            Reason::Json(format!("quotes: {}", json_error(&error)))
        })?;
    let offsets = ScalarOffsets::new(text);
    let extraction = json.into_extraction(&|scalars| map.cleaned(offsets.span(scalars)));
    Ok((article, Some(extraction)))
}

fn with_known(mut article: Article, known: Known) -> Article {
    let safe = |value: Option<String>| value.map(|v| clean_line(&v)).filter(|v| !v.is_empty());
    article.title = safe(known.title).or(article.title);
    article.subtitle = safe(known.subtitle).or(article.subtitle);
    article.publisher = safe(known.publisher).or(article.publisher);
    article.byline = safe(known.byline).or(article.byline);
    article.url = safe(known.url).or(article.url);
    article.date = known.date.or(article.date);
    article
}

/// What an object of a dataset says about its article, apart from the text: the common names of
/// title, publisher, date, address and author are known, in any case of letters.
#[must_use]
pub fn known(object: &Map<String, Value>) -> Known {
    let string = |names| field(object, names).and_then(string);
    Known {
        title: string(TITLE),
        subtitle: string(SUBTITLE),
        publisher: string(PUBLISHER),
        byline: string(BYLINE),
        date: DATE
            .iter()
            .find_map(|name| get(object, name).and_then(date)),
        url: string(URL),
    }
}

fn id(value: &Value) -> Option<String> {
    let found = field(value.as_object()?, ID)?;
    string(found).or_else(|| field(found.as_object()?, &["$oid"]).and_then(string))
}

/// The first of the named fields that is there and not empty.
fn field<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names
        .iter()
        .filter_map(|name| get(object, name))
        .find(|v| !matches!(v, Value::Null) && v.as_str().is_none_or(|s| !s.trim().is_empty()))
}

fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| {
        object
            .iter()
            .find(|(k, _)| k.eq_ignore_ascii_case(name))
            .map(|(_, v)| v)
    })
}

fn text(object: &Map<String, Value>) -> Option<String> {
    TEXT.iter()
        .filter_map(|name| get(object, name))
        .find_map(|value| match value {
            Value::String(s) if !s.trim().is_empty() => Some(s.clone()),
            Value::Array(parts) if !parts.is_empty() && parts.iter().all(Value::is_string) => {
                let parts: Vec<_> = parts.iter().filter_map(Value::as_str).collect();
                Some(parts.join("\n\n"))
            }
            Value::Object(inner) => text(inner),
            _ => None,
        })
}

/// A string, a number, a list of names, or an object with a name.
fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(list) => {
            let names: Vec<_> = list.iter().filter_map(string).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(o) => field(o, &["name", "title", "label", "full_name"]).and_then(string),
        _ => None,
    }
}

/// A day as text in any usual form, or a number of seconds or milliseconds since 1970.
fn date(value: &Value) -> Option<Date> {
    match value {
        Value::String(s) => {
            let s = clean_line(s);
            let digits = s.len() == 8 && s.bytes().all(|b| b.is_ascii_digit());
            let iso = s.get(..10).unwrap_or(&s);
            if digits {
                return format!("{}-{}-{}", &s[..4], &s[4..6], &s[6..]).parse().ok();
            }
            iso.parse()
                .ok()
                .or_else(|| {
                    s.get(..7)
                        .and_then(|s| s.parse().ok())
                        .filter(|d: &Date| d.year.is_none())
                })
                .or_else(|| dates::find(&s).map(|found| found.date))
        }
        Value::Number(n) => {
            let n = n.as_i64()?;
            let seconds = if n.abs() > 100_000_000_000 {
                n / 1000
            } else {
                n
            };
            let day = jiff::Timestamp::from_second(seconds)
                .ok()?
                .to_zoned(jiff::tz::TimeZone::UTC)
                .date();
            let (month, number) = (
                u8::try_from(day.month()).ok()?,
                u8::try_from(day.day()).ok()?,
            );
            (seconds > 10_000_000).then(|| Date::new(Some(day.year()), month, number))?
        }
        Value::Object(o) => field(o, &["$date", "date", "value"]).and_then(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read_bytes;

    fn import(json: &str) -> Vec<Imported> {
        read_bytes("set.json", json.as_bytes()).unwrap()
    }

    #[test]
    fn common_names_of_fields_are_known() {
        let all = import(
            r#"[{"_id": {"$oid": "5f"}, "Headline": "T", "content": "One.", "source": {"name": "Post"},
                 "publishedAt": "2020-05-03T09:00:00Z", "link": "https://example.org/1", "authors": ["Ann Poe", "Jon Roe"]},
                {"body": ["One.", "Two."], "date": 1588500000, "publisher": ""}]"#,
        );
        let [a, b] = all.as_slice() else {
            panic!("{all:?}")
        };
        assert_eq!(a.source.location, "set.json#5f");
        assert_eq!(a.article.title.as_deref(), Some("T"));
        assert_eq!(a.article.publisher.as_deref(), Some("Post"));
        assert_eq!(a.article.byline.as_deref(), Some("Ann Poe, Jon Roe"));
        assert_eq!(a.article.date.unwrap().to_string(), "2020-05-03");
        assert_eq!(b.article.text, "One.\n\nTwo.");
        assert_eq!(b.article.date.unwrap().to_string(), "2020-05-03");
        assert_eq!(b.article.publisher, None);
    }

    #[test]
    fn dates_in_other_forms_are_known() {
        for (text, want) in [
            ("20200503", "2020-05-03"),
            ("--06-19", "--06-19"),
            ("Sun, 03 May 2020 09:00:00 GMT", "2020-05-03"),
            ("May 3, 2020", "2020-05-03"),
        ] {
            assert_eq!(date(&Value::from(text)).unwrap().to_string(), want);
        }
        assert_eq!(date(&Value::from("soon")), None);
    }

    #[test]
    fn a_collection_inside_an_object_is_opened() {
        let all = import(
            r#"{"status": "ok", "response": {"docs": [{"id": 7, "text": "One."}, {"id": 8, "text": "Two."}]}}"#,
        );
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].source.location, "set.json#8");
    }

    #[test]
    fn quotes_that_came_along_are_mapped_into_the_clean_text() {
        let text = "OSLO\u{a0}(NW)\u{200b} — “No,” Ann\u{a0}Poe said.";
        let scalar = |word: &str| {
            let start = text[..text.find(word).unwrap()].chars().count();
            [start, start + word.chars().count()]
        };
        let record = serde_json::json!({
            "id": "x", "text": text,
            "quotes": [{"kind": "direct", "content": [scalar("No,")], "cue": [scalar("said")],
                        "source": [scalar("Ann\u{a0}Poe")], "speaker": {"name": "Ann Poe", "kind": "person"},
                        "confidence": 0.9, "evidence": [{"rule": "quote-source-verb", "span": scalar("said")}]}],
            "speakers": [],
        });
        let all = import(&record.to_string());
        let (article, extraction) = (&all[0].article, all[0].extraction.as_ref().unwrap());
        let quote = &extraction.quotes[0];
        assert_eq!(quote.content[0].of(&article.text), "No,");
        assert_eq!(quote.source[0].of(&article.text), "Ann Poe");
        assert_eq!(extraction.speakers[0].name, "Ann Poe");
    }

    #[test]
    fn several_values_one_after_another_are_read() {
        let all =
            import("{\n\"id\": 1,\n\"text\": \"One.\"\n}\n{\n\"id\": 2,\n\"text\": \"Two.\"\n}\n");
        assert_eq!(all.len(), 2);
        assert_eq!(
            import("{\n\"text\": \"One.\"\n}")[0].source.location,
            "set.json"
        );
    }
}
