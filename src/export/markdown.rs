//! Quotes as Markdown: a heading an article, a block quotation a quote, below it the person's tags and
//! note.

use std::io::{self, Write};

use crate::model::{ArticleId, QuoteRow, Tag};

use super::citation::speaker;

/// Writes quotes; those of one article that follow each other share a heading.
pub(super) struct Markdown<'a> {
    out: &'a mut dyn Write,
    current: Option<ArticleId>,
}

impl<'a> Markdown<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, current: None }
    }

    pub(super) fn write(&mut self, quote: &QuoteRow) -> io::Result<()> {
        if self.current != Some(quote.article) {
            self.current = Some(quote.article);
            self.heading(quote)?;
        }
        writeln!(self.out, "> {}\n>", plain(&quote.shown()))?;
        writeln!(self.out, "> — {}\n", plain(&speaker(quote)))?;
        if !quote.tags.is_empty() {
            let tags: Vec<String> = quote.tags.iter().map(Tag::to_string).collect();
            writeln!(self.out, "{}\n", plain(&tags.join(" ")))?;
        }
        // Line for line as it was written, in Markdown's way of breaking a line.
        let note: Vec<String> = quote
            .note
            .iter()
            .flat_map(|note| note.lines())
            .map(plain)
            .collect();
        if !note.is_empty() {
            writeln!(self.out, "{}\n", note.join("\\\n"))?;
        }
        Ok(())
    }

    fn heading(&mut self, quote: &QuoteRow) -> io::Result<()> {
        writeln!(self.out, "## {}\n", plain(&quote.title))?;
        let date = quote.date.map(|d| d.to_string());
        let place: Vec<String> = quote.publisher.iter().cloned().chain(date).collect();
        if place.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "{}\n", plain(&place.join(", ")))
    }
}

/// The text with what Markdown would read as markup made plain.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|'
        ) {
            out.push('\\');
        }
        out.push(if c.is_whitespace() { ' ' } else { c });
    }
    out
}
