//! The page of a message without what is nobody's article on it: signatures, the message that is answered,
//! the head of one that is forwarded.
//!
//! Owns the elements that programs make of these; what their lines look like see `letter`. Must not know how
//! pages are read.

use std::ops::Range;

use crate::import::html::tags::{Tag, Tags};
use crate::import::lines::ends_sentence;
use crate::import::markup;

use super::Sent;

/// Classes and ids of elements that are no part of a message.
const BESIDE: &[&str] = &[
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-signature",
    "divrplyfwdmsg",
    "applemailsignature",
    "protonmail_signature_block",
];

/// Those of elements that announce another message: one that is answered, or the head of one that is forwarded.
const ANNOUNCING: &[&str] = &["gmail_attr", "moz-cite-prefix"];

/// Those of elements that hold another message.
const QUOTED: &[&str] = &["protonmail_quote", "yahoo_quoted"];

/// What an element of a message is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Beside,
    Announcing,
    Quoted,
}

/// A page without the elements and lines that are no part of the message, and the lines of those; nothing
/// where it has none. Only in an answer what is quoted is somebody else's; what is forwarded never is.
pub(in crate::import) fn page(html: &str, sent: Sent) -> Option<(String, Vec<String>)> {
    let answer = sent == Sent::Answer;
    let tags = Tags::new(html);
    let letter = Lines::of(&tags);
    let mut cuts = letter.heads(sent);
    if answer {
        cuts.extend(letter.answered().map(|at| at..html.len()));
    }
    // Up to where all is taken out.
    let mut done = 0;
    for (k, tag) in tags.tags.iter().enumerate() {
        let kind = if tag.start < done { None } else { kind(tag) };
        let Some((kind, close)) = kind.zip(tags.close_of(k).and_then(|at| tags.tags.get(at)))
        else {
            continue;
        };
        let all = tag.start..close.end;
        let forwarded = letter.forwards(&all);
        let out = match kind {
            Kind::Beside => true,
            Kind::Announcing => answer || forwarded,
            Kind::Quoted => answer && !forwarded && !letter.has_head_before(all.start),
        };
        if out {
            if kind == Kind::Quoted {
                cuts.extend(letter.announcement_before(all.start));
            }
            done = all.end;
            cuts.push(all);
        } else if kind == Kind::Quoted && (forwarded || letter.has_head_before(all.start)) {
            // The message that is forwarded is the text, and no quotation in it.
            cuts.extend([tag.start..tag.end, close.start..close.end]);
        }
    }
    without(html, cuts)
}

/// The page without what is cut out of it, and the lines of that.
fn without(html: &str, mut cuts: Vec<Range<usize>>) -> Option<(String, Vec<String>)> {
    // Of two that begin at one place the longer one holds the other.
    cuts.sort_unstable_by_key(|cut| (cut.start, std::cmp::Reverse(cut.end)));
    let (mut kept, mut lines) = (String::new(), Vec::new());
    let mut from = 0;
    for cut in cuts {
        if cut.start < from {
            continue;
        }
        kept.push_str(&html[from..cut.start]);
        from = cut.end;
        let pieces = markup::all_pieces(&html[cut]);
        if pieces.is_empty() {
            // What a tag parted stays parted.
            kept.push_str("<br>");
        }
        lines.extend(pieces.into_iter().map(|piece| piece.line));
    }
    kept.push_str(&html[from..]);
    (from > 0).then_some((kept, lines))
}

fn kind(tag: &Tag<'_>) -> Option<Kind> {
    if !tag.opens() {
        return None;
    }
    let value = |key| tag.attribute(key).unwrap_or("").to_lowercase();
    let named = format!("{} {}", value("class"), value("id"));
    let is = |list: &[&str]| named.split_whitespace().any(|name| list.contains(&name));
    let cited = tag.is("blockquote") && (value("type") == "cite" || named.contains("gmail_quote"));
    if is(BESIDE) {
        Some(Kind::Beside)
    } else if is(ANNOUNCING) {
        Some(Kind::Announcing)
    } else {
        (cited || is(QUOTED)).then_some(Kind::Quoted)
    }
}

/// The lines of a page, each with where it stands.
struct Lines {
    places: Vec<Range<usize>>,
    texts: Vec<String>,
    /// Where the lines begin that say that a message is forwarded.
    marks: Vec<usize>,
}

impl Lines {
    fn of(tags: &Tags<'_>) -> Self {
        let mut lines = Self {
            places: Vec::new(),
            texts: Vec::new(),
            marks: Vec::new(),
        };
        let mut text = String::new();
        let (mut start, mut from) = (0, 0);
        for tag in &tags.tags {
            markup::decode_entities(&tags.page[from..tag.start], &mut text);
            from = tag.end;
            if tag.is("td") || tag.is("th") {
                text.push(' ');
            } else if tag.parts_lines() {
                lines.push(start..tag.start, &text);
                text.clear();
                start = tag.end;
            }
        }
        markup::decode_entities(&tags.page[from..], &mut text);
        lines.push(start..tags.page.len(), &text);
        lines
    }

    fn push(&mut self, place: Range<usize>, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            return;
        }
        let text = words.join(" ");
        if super::is_forwarded(&text) {
            self.marks.push(place.start);
        }
        self.places.push(place);
        self.texts.push(text);
    }

    /// Whether a line in `part` says that a message is forwarded.
    fn forwards(&self, part: &Range<usize>) -> bool {
        let first = self.marks.partition_point(|mark| *mark < part.start);
        self.marks.get(first).is_some_and(|mark| *mark < part.end)
    }

    /// How many lines end before byte `at`.
    fn before(&self, at: usize) -> usize {
        self.places.partition_point(|place| place.end <= at)
    }

    /// Whether the head of a message that is forwarded ends before byte `at`.
    fn has_head_before(&self, at: usize) -> bool {
        let last = self.before(at);
        let first = last.saturating_sub(super::HEAD);
        let texts = self.view(first..last);
        let mark = texts.iter().rposition(|line| super::is_forwarded(line));
        mark.is_some_and(|mark| {
            mark + super::forwarding(&texts[mark..], Sent::Itself) == texts.len()
        })
    }

    /// Where the lines stand that announce what begins at byte `at`.
    fn announcement_before(&self, at: usize) -> Vec<Range<usize>> {
        let last = self.before(at);
        let announces = |count: &usize| {
            let words = self.view(last - count..last);
            let told = super::Announcement::of(&words);
            let told = told.filter(|told| told.lines == words.len());
            // What ends a sentence before is none of it.
            let whole = words.iter().rev().skip(1).all(|line| !ends_sentence(line));
            whole && told.is_some_and(|told| told.dated || told.addressed)
        };
        let found = (1..=super::ANNOUNCED.min(last)).rev().find(announces);
        found.map_or_else(Vec::new, |count| self.places[last - count..last].to_vec())
    }

    /// Where the lines stand of the heads of messages that are forwarded.
    fn heads(&self, sent: Sent) -> Vec<Range<usize>> {
        let texts = self.view(0..self.texts.len());
        let mut out = Vec::new();
        let mut at = 0;
        while at < texts.len() {
            let count = super::forwarding(&texts[at..], sent);
            out.extend_from_slice(&self.places[at..at + count]);
            at += count.max(1);
        }
        out
    }

    /// Where the message begins that is answered, if it stands below the answer as a whole.
    fn answered(&self) -> Option<usize> {
        let texts = self.view(0..self.texts.len());
        let at = (1..texts.len()).find(|at| super::is_answered(&texts[*at..]))?;
        let mut hints = super::hints::Hints::default();
        texts[..at].iter().for_each(|line| hints.read(line));
        (!hints.found()).then(|| self.places[at].start)
    }

    fn view(&self, lines: Range<usize>) -> Vec<&str> {
        self.texts[lines].iter().map(String::as_str).collect()
    }
}
