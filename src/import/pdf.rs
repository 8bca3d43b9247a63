//! PDF: the article that its pages print.
//!
//! Owns the two halves of the reading. The parser of such files meets whatever comes and may fail
//! in any way, so it runs `apart`, in a process of its own with bounded time and memory: `page`
//! there finds the lines of each page. Back here `paragraphs` makes paragraphs of them, and what
//! these are for is the business of the reader of pages. Must not know the terminal.

mod apart;
mod page;
mod paragraphs;

use serde::{Deserialize, Serialize};

use crate::model::{Article, DateFrom, Field};
use crate::text::clean::clean_line;

use super::anchors::View;
use super::error::{Failure, Reason};
use super::place::{Articles, Content, Place};
use super::read::ready;
use super::{Imported, Source, html};

pub use apart::serve;

/// What is found in a file, as it is handed from one process to the other.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Document {
    title: Option<String>,
    author: Option<String>,
    /// Day on which the file was made, as `YYYY-MM-DD`.
    created: Option<String>,
    /// The lines of each page in the order in which they are printed.
    pages: Vec<Vec<PrintedLine>>,
    /// Letters whose meaning the file does not tell, and all of them.
    unknown: u64,
    letters: u64,
}

/// A stretch of letters on one line, without a wide gap in it. The measures are in points, from the
/// upper left corner of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PrintedLine {
    text: String,
    left: f32,
    right: f32,
    /// Where the letters stand.
    base: f32,
    /// Height of the font.
    size: f32,
}

/// Why a file has no lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Refusal {
    Encrypted,
    Damaged,
    TooLong,
}

/// The article of the file in `content`.
pub(super) fn articles(place: &Place, content: Content) -> Result<Articles, Failure> {
    let fail = |reason| place.fail(reason);
    let program = place
        .options
        .apart()
        .ok_or_else(|| fail(Reason::Binary("a PDF")))?;
    let bytes = content.whole().map_err(fail)?;
    let source = Source::new(&place.location, &bytes);
    let ends = has_end(&bytes);
    let document = apart::document(program, bytes).map_err(fail)?;
    Ok(ready(vec![Ok(Imported {
        source,
        article: article(&document, ends).map_err(fail)?,
        extraction: None,
        guessed: None,
        lost: 0,
    })]))
}

/// Whether the file says where its parts are, which stands at its end (ISO 32000-2, 7.5.5): what
/// was cut off does not.
fn has_end(bytes: &[u8]) -> bool {
    let last = &bytes[bytes.len().saturating_sub(4_096)..];
    memchr::memmem::find(last, b"startxref").is_some()
}

/// The article of a document whose file has its end or not.
fn article(document: &Document, ends: bool) -> Result<Article, Reason> {
    if document.unknown * 3 > document.letters {
        return Err(Reason::Letters);
    }
    let (title, pieces) = paragraphs::pieces(&document.pages);
    if title.is_none() && pieces.is_empty() {
        let whole = ends && !document.pages.is_empty();
        return Err(if whole {
            Reason::Scanned
        } else {
            Reason::Damaged("PDF")
        });
    }
    let mut article = html::from_pieces(title.as_deref(), &pieces, View::default());
    if article.text.is_empty() {
        return Err(Reason::FewWords);
    }
    // What the file says of itself was often set by a program and not by the paper.
    let named = |value: &Option<String>| value.as_deref().map(clean_line).filter(|v| is_name(v));
    if article.title.is_none()
        && let Some(title) = named(&document.title)
    {
        article.title = Some(title);
        article.inferred.insert(Field::Title);
    }
    if article.byline.is_none()
        && let Some(author) = named(&document.author)
    {
        article.byline = Some(author);
        article.inferred.insert(Field::Byline);
    }
    if article.date.is_none()
        && let Some(day) = document.created.as_ref().and_then(|day| day.parse().ok())
    {
        article.date = Some(day);
        article.date_from = Some(DateFrom::Record);
        article.inferred.insert(Field::Date);
    }
    Ok(article)
}

/// Not the name of a file or program, and not what they write where nothing was given.
fn is_name(value: &str) -> bool {
    let small = value.to_lowercase();
    let made = [
        "microsoft ",
        "untitled",
        "unknown",
        "admin",
        "user",
        "print",
        "layout ",
        "(anonymous)",
    ];
    let file = [
        ".doc", ".docx", ".indd", ".qxd", ".qxp", ".pdf", ".tex", ".dvi", ".html", ".rtf",
    ];
    value.chars().any(char::is_alphabetic)
        && !made.iter().any(|start| small.starts_with(start))
        && !file.iter().any(|end| small.ends_with(end))
}

#[cfg(test)]
mod tests;
