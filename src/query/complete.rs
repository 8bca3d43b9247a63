//! What may stand at a place of a query that is being typed: names of fields, values of those that
//! have few, and which list of the collection has the rest.

use std::ops::Range;

use super::needle::{names_field, opens};
use super::parse::takes_all;
use super::suggest::{closest, nearest};
use super::when::RELATIVE;
use super::{FIELDS, Field, List, Needle};
use crate::model::QuoteKind;

/// What may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the query that a choice stands in for.
    pub at: Range<usize>,
    /// What is typed of it so far, without marks: what the values of a list are to begin with.
    pub typed: String,
    /// What can be said without the collection; the best first.
    pub choices: Vec<Choice>,
    /// The list that has the others.
    pub ask: Option<List>,
    /// Whether nothing begins so, and the choices are what was probably meant.
    pub slip: bool,
}

/// Something that may stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What to write.
    pub text: String,
    /// What it means, in a few words; empty where the text says it.
    pub about: &'static str,
}

impl Completion {
    /// The value of a list as it is to be written: a tag with its sign, a name of several words
    /// between marks.
    #[must_use]
    pub fn written(&self, value: &str) -> String {
        match self.ask {
            Some(List::Tags) => format!("#{}", value.trim_start_matches('#')),
            Some(List::Languages) => value.to_owned(),
            // A name that was chosen is meant whole.
            _ => Needle::phrase(value).to_string(),
        }
    }

    /// The query with `written` in its place, and where the cursor is then: behind it and, where
    /// nothing more belongs to it, behind a blank.
    #[must_use]
    pub fn put(&self, query: &str, written: &str) -> (String, usize) {
        let (before, after) = (&query[..self.at.start], &query[self.at.end..]);
        let open = written.ends_with([':', '#', '>', '<', '=']);
        let blank = if open || after.starts_with(char::is_whitespace) {
            ""
        } else {
            " "
        };
        let cursor = before.len() + written.len() + usize::from(!open);
        (format!("{before}{written}{blank}{after}"), cursor)
    }
}

/// What may stand at byte `cursor` of a query. A cursor inside a character counts as before it.
#[must_use]
pub fn complete(query: &str, cursor: usize) -> Completion {
    let mut cursor = cursor.min(query.len());
    while !query.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let item = item_at(query, cursor);
    let start =
        item.start + usize::from(query[item.clone()].starts_with('-') && cursor > item.start);
    let (rest, typed) = (&query[start..item.end], &query[start..cursor]);
    let colon = start + rest.find(':').unwrap_or(0);
    if names_field(rest) && cursor > colon {
        let name = &query[start..colon];
        let field = FIELDS.iter().find(|f| f.name.eq_ignore_ascii_case(name));
        let near = closest(name, FIELDS.iter().map(|f| f.name));
        if let (None, Some(near)) = (field, near) {
            return renamed(near, start..item.end, &query[colon..item.end]);
        }
        let (mut from, takes_all) = (colon + 1, field.is_some_and(|f| takes_all(f.name)));
        // A name that is chosen stands behind the sign.
        from += usize::from(takes_all && query[from..cursor].starts_with('='));
        return value(field, from..item.end, &query[from..cursor]);
    }
    let (choices, ask) = if let Some(tag) = typed.strip_prefix('#') {
        return Completion {
            at: start..item.end,
            typed: tag.to_owned(),
            choices: Vec::new(),
            ask: Some(List::Tags),
            slip: false,
        };
    } else if opens(typed) {
        (Vec::new(), None)
    } else {
        (names(typed), None)
    };
    // A name that is typed before a value leaves it.
    let end = if names_field(rest) {
        colon + 1
    } else {
        item.end
    };
    Completion {
        at: start..end,
        typed: typed.to_owned(),
        choices,
        ask,
        slip: false,
    }
}

/// The fields that begin so.
fn names(typed: &str) -> Vec<Choice> {
    let fields = FIELDS.iter().filter(|f| begins(f.name, typed));
    let mut choices: Vec<Choice> = fields
        .map(|f| Choice {
            text: format!("{}:", f.name),
            about: f.about,
        })
        .collect();
    if typed.is_empty() {
        choices.push(Choice {
            text: "#".to_owned(),
            about: "your tag",
        });
    }
    choices
}

/// The field that was probably meant by a name that is none, with its value as it is.
fn renamed(near: &str, at: Range<usize>, value: &str) -> Completion {
    let field = FIELDS.iter().find(|f| f.name == near);
    Completion {
        at,
        typed: String::new(),
        choices: vec![Choice {
            text: format!("{near}{value}"),
            about: field.map_or("", |f| f.about),
        }],
        ask: None,
        slip: true,
    }
}

fn value(field: Option<&Field>, at: Range<usize>, typed: &str) -> Completion {
    let known: &[&str] = match field {
        Some(field) if matches!(field.name, "after" | "before") => RELATIVE,
        Some(field) if field.name == "conf" => &[">", ">=", "<", "<="],
        Some(field) => field.values,
        None => &[],
    };
    let mut fits = known.to_vec();
    fits.retain(|value| begins(value, typed));
    let slip = fits.is_empty() && !known.contains(&typed);
    if slip {
        fits.extend(nearest(typed, known));
    }
    Completion {
        at,
        typed: typed
            .strip_prefix(['"', '“', '”'])
            .unwrap_or(typed)
            .to_owned(),
        choices: fits
            .into_iter()
            .map(|value| Choice {
                text: value.to_owned(),
                about: sort_of(field, value),
            })
            .collect(),
        ask: field.and_then(|field| field.list),
        slip,
    }
}

/// What a value is one of, where a field takes values of two sorts.
fn sort_of(field: Option<&Field>, value: &str) -> &'static str {
    match field {
        Some(field) if field.name == "kind" => match QuoteKind::from_name(value) {
            Some(_) => "of quote",
            None => "of speaker",
        },
        _ => "",
    }
}

/// Whether more could be typed to get to the name; what is there already needs no choice.
fn begins(name: &str, typed: &str) -> bool {
    let start = name.get(..typed.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(typed)) && name.len() > typed.len()
}

/// The item the cursor is in or right behind; nothing, at the cursor, between two.
fn item_at(query: &str, cursor: usize) -> Range<usize> {
    let mut at = 0;
    loop {
        let rest = &query[at..];
        at += rest.len() - rest.trim_start().len();
        if at > cursor || at == query.len() {
            return cursor..cursor;
        }
        let end = at + length(&query[at..]);
        if cursor <= end {
            return at..end;
        }
        at = end;
    }
}

/// Bytes of the item that begins here: as the parser takes it.
fn length(rest: &str) -> usize {
    let mut start = usize::from(rest.starts_with('-'));
    if names_field(&rest[start..]) {
        start += rest[start..].find(':').unwrap_or(0) + 1;
        start += usize::from(rest[start..].starts_with("=\""));
    }
    let value = &rest[start..];
    if !opens(value) {
        return start + value.find(char::is_whitespace).unwrap_or(value.len());
    }
    let straight = value.starts_with('"');
    let mut chars = value.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '"' | '“' | '”' if c == '"' || !straight => return start + at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `|` is the cursor: what it stands in for, what can be chosen, what is to be asked.
    fn said(marked: &str) -> (String, String, Option<List>) {
        let cursor = marked.find('|').unwrap();
        let query = marked.replace('|', "");
        let found = complete(&query, cursor);
        let texts: Vec<&str> = found.choices.iter().map(|c| c.text.as_str()).collect();
        (query[found.at].to_owned(), texts.join(" "), found.ask)
    }

    #[test]
    fn names_values_and_lists() {
        let speakers = Some(List::Speakers);
        for (typed, stands_for, choices, ask) in [
            ("grain sp|", "sp", "speaker:", None),
            ("grain -SP|", "SP", "speaker:", None),
            ("grain zz|", "zz", "", None),
            ("s|p:moor", "sp:", "speaker:", None),
            ("is:|", "", "read unread starred", None),
            ("-is:un| x", "un", "unread", None),
            ("is:read|", "read", "", None),
            // A slip is mended where nothing begins so.
            ("is:unred|", "unred", "unread", None),
            ("after:yesturday|", "yesturday", "yesterday", None),
            ("after:8d|", "8d", "", None),
            ("a speker:mo| b", "speker:mo", "speaker:mo", None),
            ("speker:|", "speker:", "speaker:", None),
            ("kind:IN|direct", "INdirect", "indirect", None),
            (
                "after:last|",
                "last",
                "last-week last-month last-year",
                None,
            ),
            ("conf:>|", ">", ">=", None),
            ("speaker:mo|", "mo", "", speakers),
            ("x speaker:\"Ada M| y", "\"Ada M y", "", speakers),
            ("about:\"Ada Moor\"|", "\"Ada Moor\"", "", speakers),
            ("publisher:|", "", "", Some(List::Publishers)),
            ("lang:f|", "f", "", Some(List::Languages)),
            ("title:x|", "x", "", None),
            ("weather:x|", "x", "", None),
            ("a #gr|", "#gr", "", Some(List::Tags)),
            ("a -#|", "#", "", Some(List::Tags)),
            ("\"no com|", "\"no com", "", None),
        ] {
            let expected = (stands_for.to_owned(), choices.to_owned(), ask);
            assert_eq!(said(typed), expected, "{typed}");
        }
        let (at, all, _) = said("a | b");
        assert_eq!(at, "");
        assert!(all.starts_with("speaker: ") && all.ends_with(" #"), "{all}");
    }

    #[test]
    fn a_choice_is_put_in_its_place() {
        let put = |query: &str, cursor, value: Option<&str>| {
            let found = complete(query, cursor);
            let written = match value {
                Some(value) => found.written(value),
                None => found.choices[0].text.clone(),
            };
            let (mut query, cursor) = found.put(query, &written);
            query.insert(cursor, '|');
            query
        };
        assert_eq!(put("sp", 2, None), "speaker:|");
        assert_eq!(put("a is:un b", 7, None), "a is:unread |b");
        assert_eq!(
            put("speaker:mo", 10, Some("Ada \"A\" Moor")),
            "speaker:\"Ada \\\"A\\\" Moor\" |"
        );
        assert_eq!(put("-#gr", 4, Some("grain")), "-#grain |");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_a_choice_can_be_put_there(
            query in "([-a-z:#\"“\\\\é >.0-9]|speaker:|is:|conf:>|after:l){0,12}", cursor in 0_usize..30
        ) {
            let found = complete(&query, cursor);
            prop_assert!(query.get(found.at.clone()).is_some());
            for choice in &found.choices {
                let (put, cursor) = found.put(&query, &choice.text);
                prop_assert!(put.is_char_boundary(cursor), "{put:?} {cursor}");
            }
        }
    }
}
