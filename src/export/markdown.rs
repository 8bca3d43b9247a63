//! Quotes as Markdown: a heading an article, a block quotation a quote.

use std::io::{self, Write};

use crate::model::{ArticleId, QuoteRow};

use super::citation::{speaker, words};

/// Writes the quotes; those of one article that follow each other share a heading.
pub(super) fn write(quotes: &[QuoteRow], out: &mut dyn Write) -> io::Result<()> {
    let mut current: Option<ArticleId> = None;
    for quote in quotes {
        if current != Some(quote.article) {
            current = Some(quote.article);
            writeln!(out, "## {}\n", plain(&quote.title))?;
            let date = quote.date.map(|d| d.to_string());
            let place: Vec<String> = quote.publisher.iter().cloned().chain(date).collect();
            if !place.is_empty() {
                writeln!(out, "{}\n", plain(&place.join(", ")))?;
            }
        }
        writeln!(out, "> {}\n>", plain(&words(quote)))?;
        writeln!(out, "> — {}\n", plain(&speaker(quote)))?;
    }
    Ok(())
}

/// The text with what Markdown would read as markup made plain.
fn plain(text: &str) -> String {
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
