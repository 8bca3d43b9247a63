//! Quotes and articles taken away: as a citation for the clipboard, as Markdown, CSV and JSONL, as
//! entries of a bibliography.
//!
//! One file a format. CSV is made safe for spreadsheets. Must not know: terminal.

mod citation;
mod csv;
mod item;
mod markdown;
mod references;
mod template;

use std::io::{self, Write};

use crate::model::QuoteRow;

pub use citation::citation;
pub use item::{Form, Item, Work, taken};
pub use template::{FIELDS as TEMPLATE_FIELDS, Template, USUAL as USUAL_TEMPLATE};

/// A form in which quotes can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A heading an article, a block quotation a quote.
    Markdown,
    /// A header line, then a line a quote.
    Csv,
    /// An object a line.
    Jsonl,
}

/// Writes quotes one by one, so that any number can be written.
pub struct Writer<'a>(Shape<'a>);

enum Shape<'a> {
    Markdown(markdown::Markdown<'a>),
    Csv(Box<csv::Csv<'a>>),
    Jsonl(&'a mut dyn Write),
}

impl<'a> Writer<'a> {
    /// Starts writing to `out` in `format`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(format: Format, out: &'a mut dyn Write) -> io::Result<Self> {
        Ok(Self(match format {
            Format::Markdown => Shape::Markdown(markdown::Markdown::new(out)),
            Format::Csv => Shape::Csv(Box::new(csv::Csv::new(out)?)),
            Format::Jsonl => Shape::Jsonl(out),
        }))
    }

    /// Writes one quote.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&mut self, quote: &QuoteRow) -> io::Result<()> {
        match &mut self.0 {
            Shape::Markdown(markdown) => markdown.write(quote),
            Shape::Csv(csv) => csv.write(quote),
            Shape::Jsonl(out) => {
                serde_json::to_writer(&mut **out, quote)?;
                out.write_all(b"\n")
            }
        }
    }

    /// Hands everything on to `out`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Shape::Markdown(_) | Shape::Jsonl(_) => Ok(()),
            Shape::Csv(csv) => csv.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, QuoteId, QuoteKind, SpeakerKind, Stance};

    pub(super) fn row(text: &str, speaker: Option<&str>) -> QuoteRow {
        QuoteRow {
            id: QuoteId(7),
            article: ArticleId(3),
            ordinal: 0,
            kind: QuoteKind::Direct,
            stance: Stance::Said,
            text: text.to_owned(),
            speaker: speaker.map(str::to_owned),
            speaker_kind: speaker.map(|_| SpeakerKind::Person),
            role: speaker.map(|_| "mayor".to_owned()),
            confidence: 0.5,
            title: "Harbour to close".to_owned(),
            publisher: Some("The Gazette".to_owned()),
            date: "2022-04-19".parse().ok(),
            tags: Vec::new(),
            note: None,
            url: Some("https://gazette.example/quay".to_owned()),
        }
    }

    fn written(format: Format, quotes: &[QuoteRow]) -> String {
        let mut out = Vec::new();
        let mut writer = Writer::new(format, &mut out).unwrap();
        for quote in quotes {
            writer.write(quote).unwrap();
        }
        writer.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn markdown_groups_by_article_and_defuses_markup() {
        let quotes = [row("We *will* close", Some("Ann Lee")), row("Soon", None)];
        assert_eq!(
            written(Format::Markdown, &quotes),
            "## Harbour to close\n\nThe Gazette, 2022-04-19\n\n\
             > “We \\*will\\* close”\n>\n> — Ann Lee, mayor\n\n\
             > “Soon”\n>\n> — speaker not known\n\n"
        );
    }

    #[test]
    fn csv_cells_cannot_be_formulas() {
        let csv = written(Format::Csv, &[row("=HYPERLINK(\"x\")", Some("@ann"))]);
        let mut lines = csv.lines();
        assert_eq!(
            lines.next(),
            Some(
                "id,article,kind,stance,quote,speaker,speaker_kind,role,confidence,title,publisher,date,\
                 tags,note,url"
            )
        );
        let line = lines.next().unwrap();
        assert!(
            line.starts_with("7,3,direct,said,\"'=HYPERLINK(\"\"x\"\")\",'@ann,person,mayor,0.5,")
        );
        assert!(line.ends_with(",https://gazette.example/quay"), "{line}");
        assert_eq!(lines.next(), None);
    }

    #[test]
    fn a_confidence_has_three_places_at_most() {
        let mut quote = row("Soon", None);
        quote.confidence = 0.632_403_8;
        let csv = written(Format::Csv, std::slice::from_ref(&quote));
        assert!(csv.contains(",0.632,"), "{csv}");
        let json = written(Format::Jsonl, &[quote]);
        assert!(json.contains("\"confidence\":0.632,"), "{json}");
    }

    #[test]
    fn tags_and_notes_go_along() {
        let mut quote = row("Soon", None);
        quote.tags = vec!["harvest".parse().unwrap(), "q-2".parse().unwrap()];
        quote.note = Some("=ask *him*\nagain".to_owned());
        let quotes = [quote];
        let markdown = written(Format::Markdown, &quotes);
        let end = "\\#harvest \\#q-2\n\n=ask \\*him\\*\\\nagain\n\n";
        assert!(markdown.ends_with(end), "{markdown}");
        let csv = written(Format::Csv, &quotes);
        assert!(
            csv.contains(",harvest q-2,\"'=ask *him*\nagain\",https://"),
            "{csv}"
        );
        let json: serde_json::Value =
            serde_json::from_str(&written(Format::Jsonl, &quotes)).unwrap();
        assert_eq!(json["tags"], serde_json::json!(["harvest", "q-2"]));
        assert_eq!(json["note"], "=ask *him*\nagain");
    }

    #[test]
    fn jsonl_has_an_object_a_line() {
        let text = written(Format::Jsonl, &[row("a", None), row("b", None)]);
        assert_eq!(text.lines().count(), 2);
        let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(first["text"], "a");
        assert_eq!(first["date"], "2022-04-19");
    }
}
