//! What is told beside the results of what is typed but cannot be read as it was probably meant: a field
//! that there is not, a mark that nothing closes. All of it is looked for as words, so that nothing is
//! hidden. What is wrong with a field that there is says `hint`.
//!
//! Must not know: how it is shown.

use super::ask::cut;
use crate::query::{FIELDS, QueryError, closes_phrase, names_field, opens_phrase};

/// The first of these, with its place.
#[must_use]
pub fn remark(typed: &str) -> Option<QueryError> {
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let before = &typed[..typed.len() - rest.len()];
        let (item, after) = cut(rest);
        rest = after.trim_start();
        let bare = item.strip_prefix('-').unwrap_or(item);
        if let Some(found) = of_item(bare) {
            let before = format!("{before}{}", &item[..item.len() - bare.len()]);
            return Some(found.behind(&before));
        }
    }
    None
}

fn of_item(item: &str) -> Option<QueryError> {
    let lead = item.len() - item.trim_start_matches('^').len();
    let phrase = &item[lead..];
    if let Some(inside) = phrase.strip_prefix(opens_phrase) {
        let open = !inside
            .trim_end_matches('$')
            .ends_with(|c| closes_phrase(c, false));
        let mark = phrase.len() - inside.len();
        return (open && inside.contains(char::is_alphanumeric)).then(|| QueryError {
            at: lead,
            end: lead + mark,
            column: lead + 1,
            message: "the phrase does not end".to_owned(),
            suggestion: "it goes on to the end of the line; the closing mark ends it: \""
                .to_owned(),
        });
    }
    unknown_field(item).or_else(|| stray_mark(item))
}

fn unknown_field(item: &str) -> Option<QueryError> {
    let (name, value) = item.split_once(':').filter(|_| names_field(item))?;
    let known = FIELDS
        .iter()
        .any(|field| field.name.eq_ignore_ascii_case(name));
    // "He said: no".
    if known || value.is_empty() {
        return None;
    }
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    Some(QueryError {
        at: 0,
        end: name.len(),
        column: 1,
        message: format!("unknown field \"{name}\""),
        suggestion: format!("looked for as words; fields are {}", names.join(", ")),
    })
}

/// A mark within or behind a word. Behind a number it stands for inches.
fn stray_mark(item: &str) -> Option<QueryError> {
    let is_mark = |c: char| opens_phrase(c) || closes_phrase(c, false);
    let (at, mark) = item.char_indices().find(|(_, c)| is_mark(*c))?;
    let before = &item[..at];
    if before.is_empty()
        || before.ends_with([':', '='])
        || before.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    Some(QueryError {
        at,
        end: at + mark.len_utf8(),
        column: before.chars().count() + 1,
        message: "a mark that begins no phrase".to_owned(),
        suggestion: "passed over; a phrase stands between two, as in \"no comment\"".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_as_it_was_meant_is_told_with_its_place() {
        for (typed, place, message) in [
            ("grain foo:bar", 6..9, "unknown field \"foo\""),
            ("é -foo:bar", 4..7, "unknown field \"foo\""),
            ("say \"we have", 4..5, "the phrase does not end"),
            ("“we", 0..3, "the phrase does not end"),
            ("deal xyzzy\"", 10..11, "a mark that begins no phrase"),
        ] {
            let found = remark(typed).unwrap_or_else(|| panic!("{typed}"));
            assert_eq!(
                (found.at..found.end, found.message.as_str()),
                (place, message),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_can_be_read_is_not_told() {
        for typed in [
            "",
            "\"",
            "He said: no",
            "10:30",
            "https://example.org",
            "\"we have\" x",
            "^\"so it\"$",
            "speaker:\"Ada M",
            "speaker:=\"Ada Moor\" x",
            "kind:direct",
            "don't ’tis",
            "a 12\" gun",
        ] {
            assert_eq!(remark(typed), None, "{typed}");
        }
    }
}
