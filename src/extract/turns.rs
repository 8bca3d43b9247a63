//! Words that are somebody's whole: the turns of a transcript, "ROE: We start at once. ...", and posts that
//! a page embeds, "The dam holds. — Ann Roe (@annroe) May 4, 2021".

use rustc_hash::FxHashSet;

use super::document::{Document, Paragraph, Toks};
use super::known::List;
use super::lexicon::{Tags, key};
use crate::model::Span;
use crate::text::token::{Case, TokenKind};

/// Words with the name of their speaker at their edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The words.
    pub words: Span,
    /// The colon behind the name or the dash before it.
    pub cue: usize,
    /// The name; none where a letter stands for it.
    pub speaker: Option<Toks>,
    /// Name of the rule.
    pub rule: &'static str,
}

/// The turns of a paragraph.
#[must_use]
pub fn turns(doc: &Document<'_>, paragraph: &Paragraph) -> Vec<Turn> {
    let mut out = posts(doc, paragraph);
    if out.is_empty() && doc.is_transcript {
        out.extend(line(doc, paragraph));
    }
    out
}

/// Whether two paragraphs open with the same label. This is asked of the whole article: a passage left
/// out of a transcript of three lines can make it none.
#[must_use]
pub fn is_transcript(doc: &Document<'_>) -> bool {
    let (mut labels, mut last) = (FxHashSet::default(), FxHashSet::default());
    doc.paragraphs.iter().any(|paragraph| {
        let Some((name, colon)) = label(doc, paragraph) else {
            return false;
        };
        // "ANN ROE: ...", then "ROE: ...".
        let surname = doc.toks[name.end - 1].key;
        let lone = name.len() == 1;
        let again = lone && last.contains(&surname);
        // "Final Score: ..." is no name.
        let person = doc.has(name.start, Tags::GIVEN.or(Tags::TITLE)) || colon > name.end;
        if !lone && person {
            last.insert(surname);
        }
        again || !labels.insert(doc.words(&name))
    })
}

/// "ROE: ...", "ANN ROE, HOST: ...": the name that a paragraph opens with, and the colon behind it.
fn label(doc: &Document<'_>, paragraph: &Paragraph) -> Option<(Toks, usize)> {
    let start = paragraph.toks.start;
    // "Q. Is it old?"
    if start + 1 < paragraph.toks.end && matches!(doc.words(&(start..start + 1)), "Q." | "A.") {
        return Some((start..start + 1, start));
    }
    let reach = paragraph.toks.end.min(start + LONGEST_LABEL);
    let end = (start..reach).find(|&k| !doc.capital(k) && !doc.is(k, '.'))?;
    let behind = behind_role(doc, end, paragraph.toks.end)?;
    if end == start {
        return None;
    }
    let (name, colon) = (start..end, end);
    // "Photos: ...", "MUST WATCH Roe: ..." are the page's own.
    let long = |k: &usize| doc.toks[*k].span.len() > 2 && !doc.ends_in(*k, b".");
    let shouted = (start..colon)
        .filter(long)
        .filter(|&k| doc.toks[k].case == Case::Upper)
        .count();
    let mixed = shouted > 0 && shouted < (start..colon).filter(long).count();
    const NO_NAME: Tags = Tags::TIME
        .or(Tags::PLACE)
        .or(Tags::DOC)
        .or(Tags::REPORT)
        .or(Tags::ORG);
    let word = |k: usize| doc.among(k, List::HEADING);
    let heading = (start..colon).any(word) || colon == start + 1 && doc.has(start, NO_NAME);
    (!mixed && !heading).then_some((name, behind))
}

/// The colon at token `at`, or behind a role in capitals or in brackets: "ANN ROE, HOST:", "Ann Roe
/// (port chief):".
fn behind_role(doc: &Document<'_>, at: usize, hi: usize) -> Option<usize> {
    if doc.is(at, ':') {
        return Some(at);
    }
    let reach = hi.min(at + LONGEST_ROLE);
    let colon = (at..reach).find(|&k| doc.is(k, ':'))?;
    let bracket = doc.is(at, '(') && doc.is(colon - 1, ')');
    let shouted = |k: usize| {
        doc.toks[k].kind != TokenKind::Word
            || doc.toks[k].case == Case::Upper
            || (at..k).any(|i| doc.is(i, '('))
    };
    (bracket || doc.is(at, ',') && (at..colon).all(shouted)).then_some(colon)
}

/// Tokens that a role between a name and its colon may have.
const LONGEST_ROLE: usize = 12;

/// Tokens that a name before a colon may have.
const LONGEST_LABEL: usize = 7;

/// A line of a transcript: what stands behind the label, to the end of the paragraph.
fn line(doc: &Document<'_>, paragraph: &Paragraph) -> Option<Turn> {
    let (name, colon) = label(doc, paragraph)?;
    let words = colon + 1..paragraph.toks.end;
    // Marked words behind a colon are speech like any other, "Votes: 121" has no words.
    let spoken = doc.toks[words.clone()]
        .iter()
        .any(|t| t.kind == TokenKind::Word);
    if !spoken || doc.in_mark(words.start) {
        return None;
    }
    const LETTERS: [u64; 6] = [
        key("q"),
        key("a"),
        key("q."),
        key("a."),
        key("question"),
        key("answer"),
    ];
    let letter = name.len() == 1 && LETTERS.contains(&doc.toks[name.start].key);
    Some(Turn {
        words: doc.span(&words),
        cue: colon,
        speaker: (!letter).then_some(name),
        rule: "transcript-line",
    })
}

/// Bytes of a name before its handle.
const LONGEST_NAME_BYTES: usize = 80;

/// The posts of a paragraph: each runs from the end of the one before.
fn posts(doc: &Document<'_>, paragraph: &Paragraph) -> Vec<Turn> {
    let span = doc.span(&paragraph.toks);
    let text = span.of(doc.text);
    let mut out = Vec::new();
    // Most paragraphs hold none.
    if memchr::memchr(b'@', text.as_bytes()).is_none() {
        return out;
    }
    let mut start = paragraph.toks.start;
    for (at, _) in text.match_indices(" (@") {
        let handle = text[at + 3..].trim_start_matches(|c: char| c == '_' || c.is_alphanumeric());
        let bracket = token_at(doc, paragraph, span.start + at + 1);
        if !handle.starts_with(')') || bracket <= start {
            continue;
        }
        let near = doc.toks[bracket]
            .span
            .start
            .saturating_sub(LONGEST_NAME_BYTES);
        let dash = (start + 1..bracket)
            .rev()
            .take_while(|&k| doc.toks[k].span.start >= near)
            .find(|&k| doc.is_dash(k) && is_apart(doc, k));
        let Some(dash) = dash.filter(|&k| k + 1 < bracket) else {
            continue;
        };
        let close = token_at(doc, paragraph, span.start + text.len() - handle.len());
        let words = without_links(doc, start..dash);
        let end = date_end(doc, close + 1, paragraph.toks.end);
        // Marked words with a signature are speech like any other.
        let marked = doc.toks[start].mark.is_some() && doc.in_mark(dash - 1);
        start = end.unwrap_or(close + 1);
        if !marked && !words.is_empty() && (end.is_some() || start >= paragraph.toks.end) {
            out.push(Turn {
                words,
                cue: dash,
                speaker: Some(dash + 1..bracket),
                rule: "signed-post",
            });
        }
    }
    out
}

/// The token of the paragraph that ends behind byte `at`.
fn token_at(doc: &Document<'_>, paragraph: &Paragraph, at: usize) -> usize {
    let toks = &doc.toks[paragraph.toks.clone()];
    paragraph.toks.start + toks.partition_point(|t| t.span.end <= at)
}

/// Whether blanks stand around the dash at token `k`.
fn is_apart(doc: &Document<'_>, k: usize) -> bool {
    let span = doc.toks[k].span;
    doc.toks[k - 1].span.end < span.start
        && doc.toks.get(k + 1).is_some_and(|t| span.end < t.span.start)
}

/// The bytes of tokens `words` without the addresses of pictures and pages at their end.
fn without_links(doc: &Document<'_>, words: Toks) -> Span {
    let span = doc.span(&words);
    let mut text = span.of(doc.text).trim_end();
    loop {
        let (before, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        let link = last.starts_with("pic.twitter.com/")
            || last.starts_with("https://")
            || last.starts_with("http://");
        if !link {
            break;
        }
        text = before.trim_end();
    }
    Span::new(span.start, span.start + text.len())
}

/// One past "May 4, 2021" at token `at`, if it stands there.
fn date_end(doc: &Document<'_>, at: usize, hi: usize) -> Option<usize> {
    let number = |k: usize| k < hi && doc.toks[k].kind == TokenKind::Number;
    let dated = doc.capital(at) && number(at + 1) && doc.is(at + 2, ',') && number(at + 3);
    dated.then_some(at + 4)
}
