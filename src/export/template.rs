//! The form in which a person wants a quote, as they wrote it down: text with fields in braces.
//!
//! What stands in the braces beside the name belongs to the field and goes with it where there is no
//! value: `{speaker}{, role}` is "Ada Moor, mayor" or "Ada Moor". `{{` and `}}` are braces.

use super::item::Item;
use crate::model::QuoteRow;
use crate::query::closest;

/// What a quote is copied as where nobody wants it otherwise: what [`citation`](super::citation) gives.
pub const USUAL: &str =
    "{quote} \u{2014} {speaker}{, role} ({publisher, }\u{201c}{title}\u{201d}{, date}){ url}";

/// Gives the value of a field, where there is one.
type Value = fn(&QuoteRow, &Item) -> Option<String>;

/// Every field: its name, what it is, and how it is found.
pub const FIELDS: &[(&str, &str, Value)] = &[
    (
        "quote",
        "the words, between marks where they were printed so",
        |quote, _| Some(quote.shown()),
    ),
    ("words", "the words without marks", |quote, _| {
        Some(quote.text.clone())
    }),
    ("kind", "direct, mixed or indirect", |quote, _| {
        Some(quote.kind.name().to_owned())
    }),
    (
        "stance",
        "nothing, or that it is negated or supposed that this was said",
        |quote, _| (!quote.stance.is_said()).then(|| quote.stance.rule().to_owned()),
    ),
    ("speaker", "full name, or that none is known", |quote, _| {
        let unknown = || "speaker not known".to_owned();
        Some(quote.speaker.clone().unwrap_or_else(unknown))
    }),
    // Without a speaker it is nobody's.
    ("role", "as printed", |quote, _| {
        quote.role.clone().filter(|_| quote.speaker.is_some())
    }),
    ("publisher", "newspaper, agency or site", |quote, _| {
        quote.publisher.clone()
    }),
    ("title", "headline of the article", |quote, _| {
        Some(quote.title.clone())
    }),
    ("byline", "who wrote it", |_, item| item.work.byline.clone()),
    (
        "date",
        "2022-04-19; --04-19 where the year is not known",
        |quote, _| quote.date.map(|date| date.to_string()),
    ),
    ("url", "address of the article", |_, item| {
        item.work.url.clone()
    }),
    (
        "article",
        "number of the article in the collection",
        |quote, _| Some(quote.article.0.to_string()),
    ),
    (
        "confidence",
        "how sure the speaker is, from 0 to 1",
        |quote, _| Some(format!("{:.2}", quote.confidence)),
    ),
    ("tags", "your tags on the quote", |quote, _| {
        let tags: Vec<String> = quote.tags.iter().map(ToString::to_string).collect();
        Some(tags.join(" ")).filter(|tags| !tags.is_empty())
    }),
    ("note", "your note on it", |quote, _| quote.note.clone()),
];

/// Text with fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// A field by its place among all, with what stands before and behind its value.
    Field(String, usize, String),
}

impl Default for Template {
    fn default() -> Self {
        Self::parse(USUAL).unwrap_or(Self(Vec::new()))
    }
}

impl Template {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it, and what to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut parts, mut plain) = (Vec::new(), String::new());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            let brace = &from[..1];
            rest = &from[1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain.push_str(brace);
                rest = after;
                continue;
            }
            if brace == "}" {
                return Err("a } closes nothing: write }} for a brace".to_owned());
            }
            let Some((inside, after)) = rest.split_once('}') else {
                return Err(format!(
                    "{{{rest} is not closed: write }} behind the field, or {{{{ for a brace"
                ));
            };
            parts.push(Part::Text(std::mem::take(&mut plain)));
            parts.push(field(inside)?);
            rest = after;
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        match parts.iter().any(|part| matches!(part, Part::Field(..))) {
            true => Ok(Self(parts)),
            false => {
                Err("it has no field, such as {quote}: every quote would be the same".to_owned())
            }
        }
    }

    /// The quote in this form; an article has none.
    #[must_use]
    pub fn filled(&self, item: &Item) -> Option<String> {
        let quote = item.quote.as_ref()?;
        let mut out = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Field(before, at, behind) => {
                    if let Some(value) = FIELDS[*at].2(quote, item) {
                        out.extend([before, value.as_str(), behind]);
                    }
                }
            }
        }
        Some(out)
    }
}

fn field(inside: &str) -> Result<Part, String> {
    let is_name = |c: char| c.is_alphabetic() || c == '_';
    let from = inside.find(is_name).unwrap_or(inside.len());
    let (before, named) = inside.split_at(from);
    let until = named.find(|c| !is_name(c)).unwrap_or(named.len());
    let (name, behind) = named.split_at(until);
    match FIELDS.iter().position(|(known, ..)| *known == name) {
        Some(at) => Ok(Part::Field(before.to_owned(), at, behind.to_owned())),
        None => {
            let names = || FIELDS.iter().map(|(name, ..)| *name);
            Err(match closest(name, names()) {
                Some(near) => format!("{{{inside}}} is no field: did you mean {{{near}}}?"),
                None => {
                    let names: Vec<&str> = names().collect();
                    format!("{{{inside}}} is no field: there are {}", names.join(", "))
                }
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::citation::citation;
    use super::super::item::Work;
    use super::super::tests::row;
    use super::*;
    use crate::model::ArticleId;

    fn item(speaker: Option<&str>) -> Item {
        let quote = row("It will close.", speaker);
        Item {
            work: Work {
                id: ArticleId(3),
                title: quote.title.clone(),
                publisher: quote.publisher.clone(),
                byline: None,
                date: quote.date,
                url: Some("https://gazette.example/a".to_owned()),
                text: String::new(),
            },
            quote: Some(quote),
        }
    }

    fn filled(template: &str, item: &Item) -> String {
        Template::parse(template).unwrap().filled(item).unwrap()
    }

    #[test]
    fn the_usual_one_is_the_citation_whatever_is_missing() {
        for speaker in [Some("Ann Lee"), None] {
            let mut item = item(speaker);
            if let Some(quote) = &mut item.quote {
                quote.url.clone_from(&item.work.url);
            }
            let cited = |item: &Item| citation(item.quote.as_ref().unwrap());
            assert_eq!(filled(USUAL, &item), cited(&item));
            if let Some(quote) = &mut item.quote {
                (quote.publisher, quote.date, quote.role) = (None, None, None);
            }
            assert_eq!(filled(USUAL, &item), cited(&item));
        }
    }

    #[test]
    fn what_stands_beside_a_field_goes_with_it() {
        let item = item(Some("Ann Lee"));
        assert_eq!(
            filled(
                "> {words}\n{speaker}{ (role)}{, byline} [{title}]({url}) {{{article}}}",
                &item
            ),
            "> It will close.\nAnn Lee (mayor) [Harbour to close](https://gazette.example/a) {3}"
        );
    }

    #[test]
    fn slips_are_told_with_what_to_write() {
        for (template, told) in [
            (
                "{speeker}",
                "{speeker} is no field: did you mean {speaker}?",
            ),
            ("{quote} {}", "{} is no field: there are quote, words, kind"),
            ("{quote", "{quote is not closed"),
            ("{quote} }", "write }} for a brace"),
            ("all the same", "it has no field"),
        ] {
            let error = Template::parse(template).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }
}
