//! The parser: one pass, every error with its place.

use crate::model::{ArticleId, QuoteKind, SpeakerKind};

use super::needle::{closes_phrase, names_field, opens};
use super::when::RELATIVE;
use super::{
    Bound, FIELDS, Field, Has, Kind, Needle, Query, QueryError, Term, Test, When, closest, nearest,
};

/// Reads a query.
///
/// # Errors
/// A field that does not exist or has no value, a value the field does not take, a phrase that
/// does not end: with the place and what was probably meant.
pub fn parse(source: &str) -> Result<Query, QueryError> {
    let mut parser = Parser { source, at: 0 };
    let mut terms = Vec::new();
    while let Some(term) = parser.term()? {
        terms.push(term);
    }
    Ok(Query { terms })
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
}

/// What to write instead of a word that joins others in the languages of other programs.
fn joins(word: &str) -> Option<&'static str> {
    match word {
        "AND" | "&&" => Some("leave AND out; the word itself is \"and\""),
        "OR" | "||" => Some("make a filter of each, as there is no OR; the word itself is \"or\""),
        "NOT" => Some("write -word; the word itself is \"not\""),
        _ => None,
    }
}

/// A value as written: a phrase between marks, or a run of characters without blanks.
enum Value<'a> {
    Phrase(String),
    Bare(&'a str),
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn term(&mut self) -> Result<Option<Term>, QueryError> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        if self.rest().is_empty() {
            return Ok(None);
        }
        let start = self.at;
        let not = self.rest().starts_with('-');
        if not {
            self.at += 1;
            if self.rest().is_empty() || self.rest().starts_with(char::is_whitespace) {
                return Err(self.error(
                    start,
                    "nothing after \"-\"",
                    "write the word to leave out right after it, as in -draft",
                ));
            }
        }
        let test = match self.field()? {
            Some(field) => self.test(field)?,
            None if self.rest().starts_with('#') => self.tag()?,
            None => Test::Words(match self.value()? {
                Value::Phrase(text) => Needle::phrase(&text),
                Value::Bare(text) => {
                    if let Some(instead) = joins(text) {
                        return Err(self.error(start, "all words and fields must fit", instead));
                    }
                    Needle::word(text)
                }
            }),
        };
        Ok(Some(Term { not, test }))
    }

    /// The field whose name and colon stand here, if any.
    fn field(&mut self) -> Result<Option<&'static Field>, QueryError> {
        let rest = self.rest();
        if !names_field(rest) {
            return Ok(None);
        }
        let len = rest.find(':').unwrap_or(rest.len());
        let name = rest[..len].to_ascii_lowercase();
        let start = self.at;
        self.at += len + 1;
        let found = FIELDS.iter().find(|f| f.name == name);
        found.map(Some).ok_or_else(|| {
            let names = FIELDS.iter().map(|f| f.name);
            let suggestion = match closest(&name, names.clone()) {
                Some(near) => format!("did you mean {near}: ?"),
                None => format!(
                    "fields are {}; to look for the words themselves, put them in marks",
                    names.collect::<Vec<_>>().join(", ")
                ),
            };
            self.error(start, &format!("unknown field \"{name}\""), &suggestion)
        })
    }

    fn tag(&mut self) -> Result<Test, QueryError> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(char::is_whitespace).unwrap_or(rest.len());
        let given = &self.source[start..self.at];
        given.parse().map(Test::Tag).map_err(|_| {
            let message = format!("\"{given}\" is no tag");
            let suggestion = "write letters, digits, - and _ as in #harvest; to look for the words \
                              themselves, put them in marks";
            self.error(start, &message, suggestion)
        })
    }

    fn value(&mut self) -> Result<Value<'a>, QueryError> {
        if opens(self.rest()) {
            return self.phrase().map(Value::Phrase);
        }
        let rest = self.rest();
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.at += len;
        Ok(Value::Bare(&rest[..len]))
    }

    /// Reads from the opening to the closing mark; `\` makes the next character itself. A phrase
    /// opened by a straight mark ends at a straight one, by another at any that is not a straight one's
    /// alone: `“` and `„` end at `”` or `“`, `«` at `»`.
    fn phrase(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let mut chars = self.rest().char_indices();
        let straight = chars.next().is_some_and(|(_, c)| c == '"');
        let mut text = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => text.extend(chars.next().map(|(_, c)| c)),
                _ if closes_phrase(c, straight) => {
                    self.at = start + at + c.len_utf8();
                    if text.trim().is_empty() {
                        let suggestion = "write the words between them, as in \"no comment\"";
                        return Err(self.error(start, "nothing between the marks", suggestion));
                    }
                    return Ok(text);
                }
                _ => text.push(c),
            }
        }
        self.at = self.source.len();
        Err(self.error(start, "the phrase does not end", "add the closing mark: \""))
    }

    fn test(&mut self, field: &'static Field) -> Result<Test, QueryError> {
        let start = self.at;
        let all = takes_all(field.name) && self.rest().starts_with('=');
        self.at += usize::from(all);
        let value = self.value()?;
        if matches!(value, Value::Bare("")) {
            let suggestion = format!("write it right after the colon, as in {}", field.example);
            let message = format!("{}: has no value", field.name);
            return Err(self.error(start, &message, &suggestion));
        }
        let needle = |value| match value {
            Value::Phrase(text) if all => Needle::all(&text),
            Value::Bare(text) if all => Needle::all(text),
            Value::Phrase(text) => Needle::phrase(&text),
            Value::Bare(text) => Needle::word(text),
        };
        match field.name {
            "speaker" => Ok(Test::Speaker(needle(value))),
            "publisher" => Ok(Test::Publisher(needle(value))),
            "title" => Ok(Test::Title(needle(value))),
            "text" => Ok(Test::Text(needle(value))),
            "about" => Ok(Test::About(needle(value))),
            _ => {
                let given = match value {
                    Value::Phrase(text) => text,
                    Value::Bare(text) => text.to_owned(),
                };
                fixed(field.name, given.trim())
                    .ok_or_else(|| self.wrong_value(start, field, given.trim()))
            }
        }
    }

    fn wrong_value(&self, start: usize, field: &Field, given: &str) -> QueryError {
        let days = matches!(field.name, "after" | "before");
        let known = if days { RELATIVE } else { field.values };
        let suggestion = match nearest(given, known) {
            Some(near) => format!("did you mean {}:{near}?", field.name),
            _ if days => format!(
                "give a year, a month or a day that exists, as in {}, or a time before today: 7d, \
                 2w, 3m, 1y, {}",
                field.example,
                RELATIVE[..5].join(", ")
            ),
            _ if field.name == "article" => {
                format!("give its number, as in {}", field.example)
            }
            _ if field.name == "lang" => format!(
                "give the two or three letters of its code, as in {}",
                field.example
            ),
            _ if field.name == "conf" => format!(
                "give >, >=, < or <= and a number from 0 to 1, as in {}",
                field.example
            ),
            _ => format!("it is one of {}", field.values.join(", ")),
        };
        let message = format!("{}: does not take \"{given}\"", field.name);
        self.error(start, &message, &suggestion)
    }

    fn error(&self, start: usize, message: &str, suggestion: &str) -> QueryError {
        QueryError {
            at: start,
            end: self.at.max(start),
            column: self.source[..start].chars().count() + 1,
            message: message.to_owned(),
            suggestion: suggestion.to_owned(),
        }
    }
}

/// Whether `=` before a value of the field says that the value is all there is.
pub(super) fn takes_all(field: &str) -> bool {
    matches!(field, "speaker" | "publisher" | "title")
}

/// The test of a field whose values are fixed in form.
fn fixed(field: &str, given: &str) -> Option<Test> {
    let lower = given.to_ascii_lowercase();
    match field {
        "article" => given.parse().ok().map(ArticleId).map(Test::Article),
        "kind" => QuoteKind::from_name(&lower)
            .map(Kind::Quote)
            .or_else(|| SpeakerKind::from_name(&lower).map(Kind::Speaker))
            .map(Test::Kind),
        "after" => When::read(given).map(Test::After),
        "before" => When::read(given).map(Test::Before),
        "conf" => Bound::read(given).map(Test::Confidence),
        "is" if lower == "read" => Some(Test::Read(true)),
        "is" if lower == "unread" => Some(Test::Read(false)),
        "is" if lower == "starred" => Some(Test::Starred),
        "has" => [Has::Quotes, Has::Notes]
            .into_iter()
            .find(|has| has.name() == lower)
            .map(Test::Has),
        "lang" => is_code(&lower).then_some(Test::Language(lower)),
        _ => None,
    }
}

/// Whether it looks like the code of a language: two or three letters.
fn is_code(given: &str) -> bool {
    (2..=3).contains(&given.len()) && given.bytes().all(|b| b.is_ascii_lowercase())
}
