//! Records of datasets: JSON objects with the text of an article and what is known of it.
//!
//! Owns the shapes of records (alone, in lists); must not know how records are found in a file, nor
//! what their fields are called (see `fields`).

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::model::{Article, DateFrom, Field};
use crate::text::clean::clean_line;

use super::body::{Known, body, dated_by_address};
use super::brought::{self, has_quotes};
use super::error::{Failure, Reason};
use super::fields::{Ours, add_order, id, known_by, missing, no_text_field, text};
use super::options::FieldMap;
use super::order::{self, Orders};
use super::place::{Articles, Place};
use super::read::ready;
use super::records::Record;
use super::{Imported, html, lacking, lines, references, sniff};

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
    mut place: Place,
    mut records: impl Iterator<Item = Record> + Send + 'static,
) -> Articles {
    let mut first: Vec<Record> = Vec::new();
    let mut bytes = 0;
    while first.len() < LOOKED_AT && bytes < LOOKED_AT_BYTES {
        let Some(record) = records.next() else { break };
        bytes += record.bytes.as_ref().map_or(0, Vec::len);
        first.push(record);
    }
    let read = || first.iter().filter_map(|record| record.bytes.as_ref().ok());
    let value = |bytes: &Vec<u8>| serde_json::from_slice(bytes).ok();
    if place.options.map().pairs().next().is_some()
        && let Some(reason) = unmapped(place.options.map(), read().filter_map(value))
    {
        return ready(vec![Err(place.fail(reason))]);
    }
    // Most files write their dates in another form, and are read once.
    let numbered = read().filter(|bytes| order::has_dates(bytes));
    place.orders = orders(place.options.map(), numbered.filter_map(value));
    let all = first.into_iter().chain(records);
    let whole = place.clone();
    let items = Box::new(all.flat_map(move |one| record(&place, one)));
    lacking::told_once(&whole, items)
}

/// The order in the dates of records.
fn orders(map: &FieldMap, values: impl Iterator<Item = Value>) -> Arc<Orders> {
    let mut orders = Orders::default();
    for value in values {
        let objects = match listed(&value, map, DEPTH) {
            Some(list) => list
                .iter()
                .take(LOOKED_AT)
                .filter_map(Value::as_object)
                .collect(),
            None => Vec::from_iter(value.as_object()),
        };
        for object in objects {
            add_order(object, map, &mut orders);
        }
    }
    Arc::new(orders)
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
    let first = || {
        let values = serde_json::Deserializer::from_str(text).into_iter();
        values.map_while(Result::ok).take(LOOKED_AT)
    };
    if map.pairs().next().is_some()
        && let Some(reason) = unmapped(map, first())
    {
        return vec![Err(place.fail(reason))];
    }
    let mut place = place.clone();
    if order::has_dates(text.as_bytes()) {
        place.orders = orders(map, first());
    }
    let place = &place;
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
pub(super) fn json_error(error: &serde_json::Error) -> String {
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
    let known = known_by(object, map, &place.orders);
    let (article, extraction, lost) = if has_quotes(object) {
        brought::with_quotes(value, &text, known).map_err(fail)?
    } else {
        (of_text(&text, known), None, 0)
    };
    if article.text.is_empty() {
        return Err(fail(Reason::NoBody));
    }
    Ok(Imported {
        source: place.source(location, bytes),
        article,
        extraction,
        guessed: None,
        lost,
    })
}

/// The article of a text that may be markup, or have been before it was put away.
fn of_text(text: &str, known: Known) -> Article {
    let text = references::once(text);
    if sniff::is_markup(&text) {
        return in_html(&text, known);
    }
    let plain = references::resolve(&text);
    if plain.trim_start().starts_with('<') && sniff::is_markup(&plain) {
        return in_html(&plain, known);
    }
    body(&plain, known).0
}

/// Why a record without text is none: the output of `extract` has two kinds of them.
fn without_text(object: &Map<String, Value>, map: &FieldMap) -> Reason {
    match object.get("error").and_then(Value::as_str) {
        Some(error) if object.len() <= 2 => Reason::Elsewhere(clean_line(error)),
        _ if has_quotes(object) => Reason::OnlyQuotes,
        _ => missing(object, map, Some(Ours::Text)).unwrap_or_else(|| no_text_field(object)),
    }
}

fn in_html(html: &str, known: Known) -> Article {
    let (url, title) = (known.url.as_deref(), known.title.as_deref());
    with_known(html::fragment(html, url, title), known)
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
    dated_by_address(&mut article);
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
    fn other_dates_of_a_file_show_the_order_in_one() {
        let dates = |name: &str, file: &str| -> Vec<(String, bool)> {
            let all = read_bytes(name, file.as_bytes()).unwrap();
            let day = |one: &Imported| {
                let inferred = one.article.inferred.contains(&Field::Date);
                (one.article.date.unwrap().to_string(), inferred)
            };
            all.iter().map(day).collect()
        };
        let want = [
            ("2024-04-03".to_owned(), true),
            ("2024-04-13".to_owned(), false),
        ];
        let lines = "{\"id\": 1, \"text\": \"One.\", \"date\": \"03/04/2024\"}\n\
                     {\"id\": 2, \"text\": \"Two.\", \"date\": \"13/04/2024 09:00\"}\n";
        let list = format!("{{\"docs\": [{}]}}", lines.trim().replace('\n', ","));
        let table = "id;text;date\n1;One.;03/04/2024\n2;Two.;13/04/2024 09:00\n";
        for (name, file) in [("a.jsonl", lines), ("a.json", &list), ("a.csv", table)] {
            assert_eq!(dates(name, file), want, "{name}");
        }
        let array = format!("[{}]", lines.trim().replace('\n', ",\n"));
        assert_eq!(dates("a.json", &array), want);
        // Where both orders are shown it is read as if none were.
        let both = format!("{lines}{}", lines.replace("13/04", "04/13"));
        assert_eq!(dates("a.jsonl", &both)[0], ("2024-03-04".to_owned(), true));
    }

    #[test]
    fn references_in_plain_text_are_resolved_and_markup_is_read_as_such() {
        let text = |text: &str| {
            let record = serde_json::json!({"title": "Smith &amp; Sons", "text": text});
            let one = import(&record.to_string()).remove(0);
            assert_eq!(one.article.title.as_deref(), Some("Smith & Sons"));
            one.article.text
        };
        let want = "The ferry’s late & AT&T knew, he said.";
        for form in [
            "The ferry&#8217;s late &amp; AT&T knew, he said.",
            "The ferry&amp;#8217;s late &amp;amp; AT&T knew, he said.",
            "<p>The ferry&rsquo;s late &amp; AT&amp;T knew, he said.</p>",
            "<p>The ferry&amp;rsquo;s late &amp; AT&T knew, he said.</p>",
            "&lt;p&gt;The ferry&amp;rsquo;s late &amp;amp; AT&amp;T knew, he said.&lt;/p&gt;",
        ] {
            assert_eq!(text(form), want, "{form}");
        }
        // Positions of quotes are those of the text as it came.
        let record = serde_json::json!({"text": "He said &amp; left.", "quotes": []});
        let one = import(&record.to_string()).remove(0);
        assert_eq!(one.article.text, "He said &amp; left.");
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
