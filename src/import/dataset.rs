//! Records of datasets: JSON objects with the text of an article and what is known of it.
//!
//! Owns the shapes of records (alone, in lists, with quotes); must not know how records are found
//! in a file, nor what their fields are called (see `fields`).

use serde_json::{Map, Value};

use crate::model::wire::{ExtractionJson, ScalarOffsets};
use crate::model::{Article, DateFrom, Extraction, Field, Quote};
use crate::text::clean::clean_line;

use super::body::{Known, body};
use super::error::{Failure, Reason};
use super::fields::{Ours, id, known_by, missing, text};
use super::options::FieldMap;
use super::place::{Articles, Place};
use super::read::ready;
use super::records::Record;
use super::{Imported, html, lines, sniff};

/// How deep a record may hold the list of records it stands for (`{"response": {"docs": [...]}}`).
const DEPTH: usize = 3;

/// The articles of one record: mostly one; more where the record is a collection itself.
pub(super) fn record(place: &Place, record: Record) -> Vec<Result<Imported, Failure>> {
    let fail = |reason| vec![Err(place.fail_at(record.line, reason))];
    let bytes = match record.bytes {
        Ok(bytes) => bytes,
        Err(reason) => return fail(reason),
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return fail(Reason::Encoding("UTF-8"));
    };
    if is_crowded(text) {
        return fail(Reason::Crowded);
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => articles(place, record.line, text.as_bytes(), &value),
        Err(error) => fail(Reason::Json(json_error(&error))),
    }
}

/// How many records are looked at for the fields that were mapped, and how many bytes of them.
const LOOKED_AT: usize = 100;
const LOOKED_AT_BYTES: usize = 4 << 20;

/// The articles of `records`, one after another. Where none of the first has a field that was
/// mapped, that is all that is said: a slip in a name would be in every article.
pub(super) fn records(
    place: Place,
    mut records: impl Iterator<Item = Record> + Send + 'static,
) -> Articles {
    let mut first: Vec<Record> = Vec::new();
    if place.options.map().pairs().next().is_some() {
        let mut bytes = 0;
        while first.len() < LOOKED_AT && bytes < LOOKED_AT_BYTES {
            let Some(record) = records.next() else { break };
            bytes += record.bytes.as_ref().map_or(0, Vec::len);
            first.push(record);
        }
        let bytes = first.iter().filter_map(|record| record.bytes.as_ref().ok());
        let values = bytes.filter_map(|bytes| serde_json::from_slice(bytes).ok());
        if let Some(reason) = unmapped(place.options.map(), values) {
            return ready(vec![Err(place.fail(reason))]);
        }
    }
    let all = first.into_iter().chain(records);
    Box::new(all.flat_map(move |one| record(&place, one)))
}

/// Whether values would take far more memory than their letters: an object of seven letters takes
/// some 700 bytes, a number of one letter 32 and as much again while its list grows.
fn is_crowded(text: &str) -> bool {
    const MEMORY: usize = 512 << 20;
    let count = |byte| memchr::memchr_iter(byte, text.as_bytes()).count();
    text.len() > MEMORY / 700 && 700 * count(b'{') + 64 * (count(b'[') + count(b',')) > MEMORY
}

/// The first field that was mapped and that none of `values` has.
fn unmapped(map: &FieldMap, values: impl Iterator<Item = Value>) -> Option<Reason> {
    let mut lacking: Option<Vec<(Ours, Reason)>> = None;
    for value in values {
        let mut objects: Vec<&Map<String, Value>> = value.as_object().into_iter().collect();
        if let Some(list) = listed(&value, map, DEPTH) {
            objects = list
                .iter()
                .take(LOOKED_AT)
                .filter_map(Value::as_object)
                .collect();
        }
        for object in objects {
            let missing = |ours: Ours| Some((ours, missing(object, map, Some(ours))?));
            lacking = Some(match lacking {
                None => map.pairs().filter_map(|(ours, _)| missing(ours)).collect(),
                Some(before) => {
                    let still = |(ours, _): &(Ours, Reason)| missing(*ours).is_some();
                    before.into_iter().filter(still).collect()
                }
            });
        }
    }
    lacking?.into_iter().next().map(|(_, reason)| reason)
}

/// The articles of a file that is one JSON value, or several one after another.
pub(super) fn values(place: &Place, text: &str) -> Vec<Result<Imported, Failure>> {
    let map = place.options.map();
    if is_crowded(text) {
        return vec![Err(place.fail(Reason::Crowded))];
    }
    if map.pairs().next().is_some() {
        let values = serde_json::Deserializer::from_str(text).into_iter();
        let first = values.map_while(Result::ok).take(LOOKED_AT);
        if let Some(reason) = unmapped(map, first) {
            return vec![Err(place.fail(reason))];
        }
    }
    let mut out = Vec::new();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let (mut line, mut counted) = (1, 0);
    loop {
        let at = values.byte_offset();
        let Some(value) = values.next() else { break };
        let blanks = text[at..].len() - text[at..].trim_start().len();
        line += text[counted..at + blanks].matches('\n').count() as u64;
        counted = at + blanks;
        match value {
            Ok(value) => {
                let bytes = &text.as_bytes()[at + blanks..values.byte_offset()];
                let alone = at == 0 && text[values.byte_offset()..].trim().is_empty();
                if alone && is_article(&value, map) {
                    out.push(one(place, line, place.location.clone(), bytes, &value));
                } else {
                    out.extend(articles(place, line, bytes, &value));
                }
            }
            Err(error) => {
                let line = error.line() as u64;
                out.push(Err(place.fail_at(line, Reason::Json(json_error(&error)))));
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
    place: &Place,
    line: u64,
    bytes: &[u8],
    value: &Value,
) -> Vec<Result<Imported, Failure>> {
    let map = place.options.map();
    let name = |value, number: u64| id(value, map).unwrap_or_else(|| number.to_string());
    if let Some(list) = listed(value, map, DEPTH) {
        let items = (1..).zip(list);
        return items
            .map(|(number, item)| {
                let bytes = item.to_string();
                let location = place.inner(&name(item, number));
                one(place, line, location, bytes.as_bytes(), item)
            })
            .collect();
    }
    vec![one(
        place,
        line,
        place.inner(&name(value, line)),
        bytes,
        value,
    )]
}

/// The list of records inside `value`, where it has no text of its own.
fn listed<'a>(value: &'a Value, map: &FieldMap, depth: usize) -> Option<&'a Vec<Value>> {
    let object = value.as_object()?;
    if is_article(value, map) || depth == 0 {
        return None;
    }
    object
        .values()
        .filter_map(Value::as_array)
        .find(|list| list.iter().any(|item| is_article(item, map)))
        .or_else(|| object.values().find_map(|v| listed(v, map, depth - 1)))
}

fn is_article(value: &Value, map: &FieldMap) -> bool {
    value.as_object().is_some_and(|o| text(o, map).is_some())
}

/// The article of one object, whose `bytes` tell whether it has changed.
pub(super) fn one(
    place: &Place,
    line: u64,
    location: String,
    bytes: &[u8],
    value: &Value,
) -> Result<Imported, Failure> {
    let fail = |reason| place.fail_at(line, reason);
    let map = place.options.map();
    let object = value.as_object().ok_or_else(|| fail(Reason::NoBody))?;
    let text = text(object, map).ok_or_else(|| fail(without_text(object, map)))?;
    lines::bounded(&text).map_err(fail)?;
    let known = known_by(object, map);
    let (article, extraction) = if has_quotes(object) {
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
        source: place.source(location, bytes),
        article,
        extraction,
        guessed: None,
    })
}

/// Why a record without text is none: the output of `extract` has two kinds of them.
fn without_text(object: &Map<String, Value>, map: &FieldMap) -> Reason {
    match object.get("error").and_then(Value::as_str) {
        Some(error) if object.len() <= 2 => Reason::Elsewhere(clean_line(error)),
        _ if has_quotes(object) => Reason::OnlyQuotes,
        _ => missing(object, map, Some(Ours::Text)).unwrap_or(Reason::NoBody),
    }
}

/// Whether a record brings quotes in our form along; other datasets have other things of that name.
fn has_quotes(object: &Map<String, Value>) -> bool {
    let ours = |quote: &Value| quote.get("content").is_some_and(Value::is_array);
    let quotes = object.get("quotes").and_then(Value::as_array);
    quotes.is_some_and(|quotes| quotes.iter().all(ours))
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
    let length = text.chars().count();
    let fits = |[start, end]: &[usize; 2]| start < end && *end <= length;
    if !json
        .quotes
        .iter()
        .flat_map(|quote| &quote.content)
        .all(fits)
    {
        return Err(Reason::Misfit);
    }
    let offsets = ScalarOffsets::new(text);
    let extraction = json.into_extraction(&|scalars| map.cleaned(offsets.span(scalars)));
    Ok((article, Some(safe(extraction))))
}

/// Quotes from elsewhere as the extractor itself would have given them: clean words, parts in
/// order.
fn safe(mut extraction: Extraction) -> Extraction {
    let clean = |text: &mut String| *text = clean_line(text);
    for speaker in &mut extraction.speakers {
        clean(&mut speaker.name);
        if speaker.name.is_empty() {
            "unnamed".clone_into(&mut speaker.name);
        }
        speaker.aliases.iter_mut().for_each(clean);
        speaker.role.iter_mut().for_each(|r| clean(&mut r.text));
    }
    for quote in &mut extraction.quotes {
        quote.role.iter_mut().for_each(|r| clean(&mut r.text));
        quote.via.iter_mut().for_each(clean);
        quote.confidence = quote.confidence.clamp(0.0, 1.0);
        for step in &mut quote.evidence {
            step.rule = clean_line(&step.rule).into();
        }
        quote.content.sort_unstable();
        let mut end = 0;
        quote.content.retain(|part| {
            let apart = part.start >= end;
            end = end.max(part.end);
            apart
        });
    }
    let first = |quote: &Quote| quote.content.first().map(|part| part.start);
    extraction.quotes.sort_by_key(first);
    extraction
}

pub(super) fn with_known(mut article: Article, known: Known) -> Article {
    let safe = |value: Option<String>| value.map(|v| clean_line(&v)).filter(|v| !v.is_empty());
    article.title = safe(known.title).or(article.title);
    article.subtitle = safe(known.subtitle).or(article.subtitle);
    article.publisher = safe(known.publisher).or(article.publisher);
    article.byline = safe(known.byline).or(article.byline);
    article.url = safe(known.url).or(article.url);
    if known.date.is_some() {
        article.date = known.date;
        article.date_from = Some(DateFrom::Record);
        article.inferred.remove(&Field::Date);
        if known.date_inferred {
            article.inferred.insert(Field::Date);
        }
    }
    article
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
    fn mapped_fields_are_read_and_missing_ones_named() {
        let options = |map: &[&str]| {
            let map: Vec<String> = map.iter().map(|m| (*m).to_owned()).collect();
            crate::import::Options::new(&map, &[]).unwrap()
        };
        let lines = "{\"id\": 1, \"title\": \"A\", \"lead\": \"B\", \"words\": {\"en\": \"One.\"}}\n\
                     {\"id\": 2, \"lead\": \"C\"}\n";
        let read = |map: &[&str]| {
            crate::import::read::items_with("set.jsonl", lines.as_bytes(), &options(map))
        };
        let items = read(&["title=lead", "text=words.en"]);
        let article = items[0].as_ref().unwrap();
        assert_eq!(article.article.title.as_deref(), Some("B"));
        assert_eq!(article.article.text, "One.");
        let plain = read(&["text=words.en"]);
        assert_ne!(plain[0].as_ref().unwrap().source, article.source);
        let message = items[1].as_ref().unwrap_err().to_string();
        assert_eq!(
            message,
            "set.jsonl, line 2 has no field \"words.en\" to map; it has: id, lead"
        );
        let items = read(&["title=headline"]);
        assert_eq!(items.len(), 1);
        let message = items[0].as_ref().unwrap_err().to_string();
        assert!(
            message.contains("it has: id, lead, title, words"),
            "{message}"
        );
        // What one record lacks another may have.
        let other =
            "{\"id\": 0, \"text\": \"None.\"}\n{\"id\": 9, \"text\": \"Nine.\", \"head\": \"H\"}\n";
        for form in [
            other.to_owned(),
            format!("[{}]", other.trim().replace('\n', ",")),
            other.replace("{\"id", "{\n\"id"),
        ] {
            let items = crate::import::read::items_with(
                "set.json",
                form.as_bytes(),
                &options(&["title=head"]),
            );
            let titles: Vec<_> = items
                .iter()
                .map(|item| item.as_ref().unwrap().article.title.as_deref())
                .collect();
            assert_eq!(titles, [None, Some("H")]);
            let items = crate::import::read::items_with(
                "set.json",
                form.as_bytes(),
                &options(&["title=hed"]),
            );
            assert!(items.len() == 1 && items[0].is_err(), "{form}");
        }
    }

    #[test]
    fn a_record_of_nothing_but_parts_is_refused() {
        for part in ["{\"\":0}", "[]", "0"] {
            let parts = format!("{part},").repeat(9_000_000);
            for form in [
                "{\"text\": \"One.\", \"x\": [",
                "{\n\"text\": \"One.\",\n\"x\": [",
            ] {
                let whole = format!("{form}{parts}0]}}");
                let message = read_bytes("a.json", whole.as_bytes())
                    .unwrap_err()
                    .to_string();
                let long =
                    message.contains("longer than 32 MB") || message.contains("larger than 64 MB");
                assert!(long || message.contains("far more parts"), "{message}");
            }
        }
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
    fn nothing_hostile_comes_with_quotes() {
        let bad = "Ann\u{1b}]0;x\u{7}\u{202e} Poe";
        let said = serde_json::json!({
            "kind": "direct", "content": [[7, 11], [0, 3], [1, 4]], "via": bad, "confidence": 7,
            "speaker": {"name": bad, "kind": "person", "role": bad, "role_span": [0, 3]},
            "evidence": [{"rule": bad, "span": [0, 3]}],
        });
        let record = serde_json::json!({
            "text": "One two three four.", "quotes": [said],
            "speakers": [{"name": "\u{1b}", "kind": "person", "aliases": [bad]}],
        });
        let extraction = import(&record.to_string())[0].extraction.clone().unwrap();
        let shown = format!("{extraction:?}");
        assert!(
            !shown.contains("u{1b}") && !shown.contains("u{202e}"),
            "{shown}"
        );
        let quote = &extraction.quotes[0];
        assert_eq!(quote.via.as_deref(), Some("Ann Poe"));
        assert_eq!((quote.confidence, quote.content.len()), (1.0, 2));
        assert!(quote.content[0].end <= quote.content[1].start);
        assert_eq!(extraction.speakers[0].name, "unnamed");
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
