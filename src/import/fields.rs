//! The names that collections give to the fields of an article, and what may stand in them.
//!
//! Owns those names; must not know what is made of the values.

use serde_json::{Map, Value};

use crate::model::Date;
use crate::text::clean::clean_line;
use crate::text::wrap::ellipsis;

use super::body::Known;
use super::dates;
use super::error::Reason;
use super::options::FieldMap;
use super::order::{Order, Orders};
use super::references;

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

/// The fields of an article that a dataset may have under another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ours {
    Id,
    Text,
    Title,
    Subtitle,
    Publisher,
    Byline,
    Date,
    Url,
}

impl Ours {
    const ALL: [Self; 8] = [
        Self::Id,
        Self::Text,
        Self::Title,
        Self::Subtitle,
        Self::Publisher,
        Self::Byline,
        Self::Date,
        Self::Url,
    ];

    /// Its own name.
    pub(super) const fn name(self) -> &'static str {
        self.usual()[0]
    }

    /// The names it usually has, its own first.
    pub(super) const fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Id => ID,
            Self::Text => TEXT,
            Self::Title => TITLE,
            Self::Subtitle => SUBTITLE,
            Self::Publisher => PUBLISHER,
            Self::Byline => BYLINE,
            Self::Date => DATE,
            Self::Url => URL,
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.name() == name)
    }

    /// All names, for a message.
    pub(super) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

/// What an object of a dataset says about its article, apart from the text: the common names of
/// title, publisher, date, address and author are known, in any case of letters.
#[must_use]
pub fn known(object: &Map<String, Value>) -> Known {
    known_by(object, &FieldMap::default(), &Orders::default())
}

/// The same, by the names that `map` gives where it gives any; dates of numbers in the order that
/// `orders` tells.
pub(super) fn known_by(object: &Map<String, Value>, map: &FieldMap, orders: &Orders) -> Known {
    let string = |ours| {
        let found = find(object, map, ours, &string);
        found.map(|text| references::resolve(&text).trim().to_owned())
    };
    let publisher = string(Ours::Publisher);
    let order = orders.of(publisher.as_deref());
    let day = find(object, map, Ours::Date, &|value| date(value, order));
    Known {
        title: string(Ours::Title),
        subtitle: string(Ours::Subtitle),
        byline: string(Ours::Byline).map(|names| listed(&names).unwrap_or(names)),
        date: day.map(|(date, _)| date),
        date_inferred: day.is_some_and(|(_, ambiguous)| ambiguous),
        url: string(Ours::Url),
        publisher,
    }
}

/// Takes the date of an object into account for the others of its file.
pub(super) fn add_order(object: &Map<String, Value>, map: &FieldMap, orders: &mut Orders) {
    let Some(text) = find(object, map, Ours::Date, &|value| {
        Some(value.as_str()?.to_owned())
    }) else {
        return;
    };
    if text.contains(['/', '-']) {
        let publisher = find(object, map, Ours::Publisher, &string);
        orders.add(publisher.as_deref(), &text);
    }
}

/// What `read` makes of the field for `ours`: of the mapped one, or of the first usual one of
/// which it makes anything.
fn find<T>(
    object: &Map<String, Value>,
    map: &FieldMap,
    ours: Ours,
    read: &dyn Fn(&Value) -> Option<T>,
) -> Option<T> {
    match map.theirs(ours) {
        Some(theirs) => inside(object, theirs).and_then(read),
        None => ours
            .usual()
            .iter()
            .find_map(|name| get(object, name).and_then(read)),
    }
}

/// A field by its name, or by the way to it with points between (`content.headline`).
fn inside<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    get(object, path).or_else(|| {
        let (first, rest) = path.split_once('.')?;
        inside(get(object, first)?.as_object()?, rest)
    })
}

/// The first mapped field that an object does not have at all, or not the one for `ours`.
pub(super) fn missing(
    object: &Map<String, Value>,
    map: &FieldMap,
    ours: Option<Ours>,
) -> Option<Reason> {
    let mut pairs = map.pairs();
    let (_, theirs) = pairs.find(|(field, theirs)| {
        ours.is_none_or(|ours| ours == *field) && inside(object, theirs).is_none()
    })?;
    Some(no_field(theirs, object.keys().map(String::as_str)))
}

/// There is no field `theirs` among `there`.
pub(super) fn no_field<'a>(theirs: &str, there: impl Iterator<Item = &'a str>) -> Reason {
    const SHOWN: usize = 40;
    let mut names: Vec<String> = there.take(SHOWN + 1).map(short).collect();
    if names.len() > SHOWN {
        names[SHOWN] = "...".to_owned();
    }
    Reason::NoField(clean_line(theirs), names.join(", "))
}

/// A name for a message: those of a record may be as long as it.
fn short(name: &str) -> String {
    const COLUMNS: usize = 40;
    let start: String = name.chars().take(4 * COLUMNS).collect();
    ellipsis(&clean_line(&start), COLUMNS)
}

/// Why an object has no text: none of its fields is called like one, or what is called so is empty.
pub(super) fn no_text_field(object: &Map<String, Value>) -> Reason {
    let called = TEXT.iter().any(|name| get(object, name).is_some());
    if called || object.is_empty() {
        return Reason::NoBody;
    }
    match no_field("text", object.keys().map(String::as_str)) {
        Reason::NoField(_, there) => Reason::NoTextField(there),
        other => other,
    }
}

/// The id of a record, where it has one.
pub(super) fn id(value: &Value, map: &FieldMap) -> Option<String> {
    find(value.as_object()?, map, Ours::Id, &|found: &Value| {
        string(found).or_else(|| field(found.as_object()?, &["$oid"]).and_then(string))
    })
}

/// The first of the named fields that is there and not empty.
fn field<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names
        .iter()
        .filter_map(|name| get(object, name))
        .find(|v| !matches!(v, Value::Null) && v.as_str().is_none_or(|s| !s.trim().is_empty()))
}

/// Most fields of an object among which a name in other letters is looked for: each of the names that
/// are asked for goes over all of them.
const FIELDS: usize = 10_000;

fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| {
        object
            .iter()
            .take(FIELDS)
            .find(|(k, _)| k.eq_ignore_ascii_case(name))
            .map(|(_, v)| v)
    })
}

/// The text of a record: a string, a list of paragraphs, or an object that has one.
pub(super) fn text(object: &Map<String, Value>, map: &FieldMap) -> Option<String> {
    find(object, map, Ours::Text, &|value: &Value| match value {
        Value::String(s) if !s.trim().is_empty() => Some(s.clone()),
        Value::Array(parts) if !parts.is_empty() && parts.iter().all(Value::is_string) => {
            let parts: Vec<_> = parts.iter().filter_map(Value::as_str).collect();
            Some(parts.join("\n\n"))
        }
        Value::Object(inner) => text(inner, &FieldMap::default()),
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

/// The names of a list that was written as text: `['Ann Poe', "Jon O'Dea"]`.
fn listed(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut names = Vec::new();
    while let Some(mark) = rest.chars().next() {
        let inner = rest.strip_prefix(['\'', '"'])?;
        let (name, behind) = inner.split_once(mark)?;
        names.push(name.trim());
        rest = behind.trim_start_matches([',', ' ']);
    }
    Some(names.join(", "))
}

/// A day as text in any usual form, or a number of seconds or milliseconds since 1970; whether day
/// and month could be the other way round.
fn date(value: &Value, order: Option<Order>) -> Option<(Date, bool)> {
    match value {
        Value::String(s) => {
            let s = clean_line(s);
            let digits = s.bytes().all(|b| b.is_ascii_digit());
            if digits && matches!(s.len(), 9..=13) {
                return date(&Value::from(s.parse::<i64>().ok()?), order);
            }
            let sure = if digits && s.len() == 8 {
                let day = format!("{}-{}-{}", &s[..4], &s[4..6], &s[6..]);
                return Some((day.parse().ok()?, false));
            } else {
                let of_any_year = |s: &str| s.parse().ok().filter(|d: &Date| d.year.is_none());
                let iso = s.get(..10).unwrap_or(&s).parse().ok();
                iso.or_else(|| s.get(..7).and_then(of_any_year))
            };
            let found = || dates::find(&s).map(|found| found.by(order));
            sure.map(|date| (date, false))
                .or_else(|| found().map(|found| (found.date, found.ambiguous)))
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
            let date = Date::new(Some(day.year()), month, number)?;
            (seconds > 10_000_000).then_some((date, false))
        }
        Value::Object(o) => {
            field(o, &["$date", "date", "value"]).and_then(|value| date(value, order))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_other_forms_are_known() {
        for (text, want) in [
            ("20200503", "2020-05-03"),
            ("--06-19", "--06-19"),
            ("Sun, 03 May 2020 09:00:00 GMT", "2020-05-03"),
            ("May 3, 2020", "2020-05-03"),
            ("1588500000", "2020-05-03"),
        ] {
            let (date, _) = date(&Value::from(text), None).unwrap();
            assert_eq!(date.to_string(), want);
        }
        assert_eq!(date(&Value::from("soon"), None), None);
    }

    #[test]
    fn a_list_that_was_written_as_text_is_one() {
        for (text, want) in [
            ("['Ann Poe', 'Jon Roe']", Some("Ann Poe, Jon Roe")),
            ("[\"Jon O'Dea\"]", Some("Jon O'Dea")),
            ("[]", Some("")),
            ("['Ann", None),
            ("[Ann]", None),
            ("['Ann' or 'Jon']", None),
            ("Ann Poe", None),
        ] {
            assert_eq!(listed(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_date_that_may_be_read_in_two_ways_is_a_guess() {
        for (text, inferred) in [
            ("03/04/2024", true),
            ("05.03.2020", true),
            ("13/04/2024", false),
            ("04/04/2024", false),
            ("2024-04-03", false),
        ] {
            let record = serde_json::json!({ "text": "x", "date": text });
            let known = known(record.as_object().unwrap());
            assert_eq!(
                (known.date.is_some(), known.date_inferred),
                (true, inferred),
                "{text}"
            );
        }
    }
}
