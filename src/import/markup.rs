//! HTML to lines of text with a role each, by one pass over its tags.
//!
//! Owns which elements part lines, which are never text and which words lead somewhere; must not know
//! articles, but for the look of an author's line. It keeps no tree, so no depth of nesting can hurt it.

mod ends;
mod entities;
mod links;
mod lists;

use crate::model::{BlockRole, Span};

use super::anchors::Anchor;
use super::{byline, lines};
pub(super) use ends::{TagEnds, skip};
pub(super) use entities::{decode_entities, is_reference};
use links::{Links, joined};
use lists::Lists;
pub(super) use lists::unmarked;

/// A line, with what its element says it is and the links behind its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub hint: Option<BlockRole>,
    /// Whether it is a row of a table, its cells parted.
    pub row: bool,
    pub line: String,
    /// In order, in bytes of the line.
    pub anchors: Vec<Anchor>,
}

impl Piece {
    /// A line without links.
    pub(super) const fn plain(hint: Option<BlockRole>, line: String) -> Self {
        Self {
            hint,
            row: false,
            line,
            anchors: Vec::new(),
        }
    }
}

/// Elements whose content is never part of an article.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select",
    "button", "form", "nav", "textarea", "title", "video", "audio", "canvas", "dialog", "menu",
];

/// Elements that do not part lines.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source", "img",
];

/// Whether an element of this name does not part lines.
pub(super) fn is_inline(name: &str) -> bool {
    INLINE.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Bytes of a line, blanks and all, that may be an author's: it is looked at at each span in it.
const BYLINE: usize = 1_000;

/// Elements whose content is never read by anybody.
const UNSEEN: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "title", "video",
    "audio", "canvas",
];

/// Elements that part lines, in texts that may be HTML or not.
const BLOCKS: &[&str] = &[
    "p",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "figure",
    "section",
    "article",
    "table",
];

/// What tags there are in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tags {
    /// It is no HTML.
    None,
    /// Its lines are lines.
    Inline,
    /// Tags part its lines.
    Blocks,
}

/// Whether a text is HTML. "3 < 4" and "<ann@a.example>" are no tags.
pub(super) fn tags(text: &str) -> Tags {
    let kind = |at: usize| {
        let name = text[at + 1..].trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
        let name = name[end..]
            .starts_with([' ', '\t', '\n', '/', '>'])
            .then_some(&name[..end])?;
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match (BLOCKS.iter().any(|known| is(known)), is_inline(name)) {
            (true, _) => Some(Tags::Blocks),
            (_, true) => Some(Tags::Inline),
            _ => None,
        }
    };
    let last = text.rfind('>').unwrap_or(0);
    let begins = memchr::memchr_iter(b'<', &text.as_bytes()[..last]);
    begins.filter_map(kind).max().unwrap_or(Tags::None)
}

/// The lines of `html` that may be part of an article, without their links.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    walk(html, SILENT, None)
}

/// As [`pieces`], with their links.
pub(super) fn linked_pieces(html: &str) -> Vec<Piece> {
    walk(html, SILENT, Some(Links::default()))
}

/// As [`pieces`], with the links of captions alone: all others are those of menus and of what is known.
pub(super) fn captioned_pieces(html: &str) -> Vec<Piece> {
    walk(html, SILENT, Some(Links::of_captions()))
}

/// The lines of `html`, those of menus and forms too.
pub(super) fn all_pieces(html: &str) -> Vec<Piece> {
    walk(html, UNSEEN, None)
}

fn walk(html: &str, silent: &'static [&'static str], links: Option<Links>) -> Vec<Piece> {
    let mut out = Pieces {
        silent,
        links,
        ..Pieces::default()
    };
    let mut rest = html;
    let mut ends = TagEnds::default();
    // No tag begins behind the last sign that ends one.
    let last_end = html.rfind('>').unwrap_or(0);
    // Elements that are never closed from here on: looked for once.
    let mut unclosed: Vec<String> = Vec::new();
    while let Some(at) = rest.find('<') {
        if at > 0 {
            out.part(&rest[..at]);
        }
        out.text(&rest[..at]);
        let tag = &rest[at..];
        if html.len() - tag.len() > last_end && !tag.starts_with("<!--") {
            rest = tag;
            break;
        }
        let Some(len) = ends.length(tag) else {
            // A lone sign in running text.
            out.text("<");
            rest = &tag[1..];
            continue;
        };
        rest = &tag[len..];
        out.table(&tag[..len], rest);
        if let Some(name) = out.tag(&tag[..len]).filter(|n| !unclosed.contains(n)) {
            match skip(rest, &name) {
                Some(behind) => rest = behind,
                // Only the tag goes.
                None => unclosed.push(name),
            }
        }
    }
    out.text(rest);
    out.end_line();
    out.lines
}

/// What stood between the last text and the next one.
#[derive(Clone, Copy, Default)]
enum Joint {
    #[default]
    None,
    /// The end of a span.
    Closed,
    /// The end of a span and the beginning of another.
    Parted,
}

#[derive(Default)]
struct Pieces {
    silent: &'static [&'static str],
    lines: Vec<Piece>,
    line: String,
    joint: Joint,
    /// The links so far, where they are wanted.
    links: Option<Links>,
    /// The element that is a caption by its class, and how often its name is open.
    captioned: Option<(String, u32)>,
    /// Depths of the elements that give a role, by kind.
    heading: u32,
    caption: u32,
    item: u32,
    quote: u32,
    pre: u32,
    /// Whether a term is open whose description follows, and whether its words are the last line.
    term: bool,
    after_term: bool,
    lists: Lists,
    /// How many cells the row has so far, where a table has rows.
    cells: Option<u32>,
}

impl Pieces {
    /// A span begins or ends: style sheets set what is in one apart from what is in the next.
    fn joints(&mut self, closing: bool) {
        self.joint = match (self.joint, closing) {
            (_, true) => Joint::Closed,
            (Joint::Closed, false) => Joint::Parted,
            (joint, false) => joint,
        };
    }

    /// Parts `text` from that of the span before it, where the two are no word: "By Ann Lee" or
    /// "By ANN LEE" and "March 2, 2031".
    fn part(&mut self, text: &str) {
        if !matches!(std::mem::take(&mut self.joint), Joint::Parted) {
            return;
        }
        let mut before = self.line.chars().rev();
        let (Some(last), Some(first)) = (before.next(), text.chars().next()) else {
            return;
        };
        let mut capitals = || {
            let word = before.next().is_some_and(char::is_uppercase) && last.is_uppercase();
            word && text.chars().nth(1).is_some_and(char::is_lowercase)
        };
        let parted = if first.is_uppercase() {
            last.is_lowercase() || last.is_ascii_digit() || capitals()
        } else {
            last.is_lowercase() && first.is_ascii_digit()
        };
        // What stands behind an author's name is something else.
        let short = self.line.len() <= BYLINE;
        if parted && short && byline::labelled(self.line.trim()).is_some() {
            self.end_line();
        } else if parted {
            self.line.push(' ');
        }
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            self.preformatted(text);
        } else {
            decode_entities(text, &mut self.line);
        }
    }

    /// Takes a text whose lines are lines, but for those that were broken at a width.
    fn preformatted(&mut self, text: &str) {
        let mut at = 0;
        let ends = lines::split(text).into_iter().map(|line| line.span);
        for span in ends.chain([Span::new(text.len(), text.len())]) {
            let between = &text[at..span.start];
            if between.contains('\n') {
                self.end_line();
            } else {
                self.line.push_str(between);
            }
            decode_entities(span.of(text), &mut self.line);
            at = span.end;
        }
    }

    /// Takes a tag; gives the name of an element that is to be skipped.
    fn tag(&mut self, tag: &str) -> Option<String> {
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let closing = inner.starts_with('/');
        let name: String = inner
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if name.is_empty() {
            return None;
        }
        self.caption_by_class(&name, closing, inner);
        if INLINE.contains(&name.as_str()) {
            // Who is quoted stands behind the words.
            if name == "cite" && self.quote > 0 && !closing && lines::ends_sentence(&self.line) {
                self.end_line();
            }
            if name == "a"
                && let Some(links) = &mut self.links
            {
                let wanted = self.caption > 0 || self.captioned.is_some();
                links.tag(inner, closing, self.line.len(), wanted);
            }
            if matches!(name.as_str(), "span" | "time" | "a") {
                self.joints(closing);
            }
            return None;
        }
        if self.silent.contains(&name.as_str()) {
            self.end_line();
            let open = !closing && !inner.ends_with('/');
            return open.then_some(name);
        }
        if matches!(name.as_str(), "td" | "th") {
            self.cell(closing);
            return None;
        }
        self.end_line();
        self.nest(&name, closing, inner);
        None
    }

    /// Sees where a table begins that has rows, and where it ends.
    fn table(&mut self, tag: &str, rest: &str) {
        let name = tag.get(1..).unwrap_or("");
        let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if name[..len].eq_ignore_ascii_case("table") {
            self.end_line();
            self.cells = lists::is_data(rest).then_some(0);
        }
    }

    /// A cell begins or ends.
    fn cell(&mut self, closing: bool) {
        match &mut self.cells {
            Some(cells) if !closing => {
                self.line.push_str(if *cells > 0 { " | " } else { " " });
                *cells += 1;
            }
            _ => self.line.push(' '),
        }
    }

    /// Sees where an element begins or ends that is called a caption by its class.
    fn caption_by_class(&mut self, name: &str, closing: bool, inner: &str) {
        let empty = inner.ends_with('/') || matches!(name, "img" | "br" | "source" | "wbr" | "hr");
        match &mut self.captioned {
            Some((open, depth)) if open == name && closing => {
                *depth -= 1;
                if *depth == 0 {
                    self.end_line();
                    self.captioned = None;
                }
            }
            Some((open, depth)) if open == name && !empty => *depth += 1,
            None if !closing && !empty && is_caption(inner) => {
                self.end_line();
                self.captioned = Some((name.to_owned(), 1));
            }
            _ => {}
        }
    }

    fn nest(&mut self, name: &str, closing: bool, inner: &str) {
        // The end of a term may be left out; its description ends it too, and the list all of it.
        match name {
            "dd" => self.term = false,
            "dl" => (self.term, self.after_term) = (false, false),
            _ => {}
        }
        let depth = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &mut self.heading,
            "figcaption" => &mut self.caption,
            "li" | "dd" => &mut self.item,
            "blockquote" => &mut self.quote,
            "pre" => &mut self.pre,
            "dt" => {
                self.term = !closing;
                return;
            }
            "ul" | "ol" | "dl" => {
                // Lists end their items.
                self.item = match closing {
                    true => self.lists.close(),
                    false => {
                        self.lists.open(name, inner, self.item);
                        0
                    }
                };
                return;
            }
            "tr" => {
                self.cells = self.cells.map(|_| 0);
                return;
            }
            "table" if closing => {
                self.cells = None;
                return;
            }
            _ => return,
        };
        if name == "li" && !closing {
            self.lists.item();
        }
        *depth = if closing {
            depth.saturating_sub(1)
        } else if matches!(name, "li" | "dd") {
            1
        } else {
            *depth + 1
        };
    }

    fn end_line(&mut self) {
        let anchors = match &mut self.links {
            Some(links) => links.end_line(&self.line),
            None => Vec::new(),
        };
        let (mut line, mut anchors) = joined(&self.line, anchors);
        self.line.clear();
        if line.is_empty() {
            return;
        }
        // "Votes for", "40": the number says nothing by itself.
        if std::mem::replace(&mut self.after_term, self.term)
            && !line.contains(char::is_alphabetic)
            && let Some(last) = self.lines.last_mut()
        {
            last.line.push_str(": ");
            last.line.push_str(&line);
            last.hint = Some(BlockRole::List);
            return;
        }
        if self.item > 0 {
            let mark = self.lists.mark(&line);
            for Anchor { span, .. } in &mut anchors {
                *span = Span::new(span.start + mark.len(), span.end + mark.len());
            }
            line.insert_str(0, &mark);
        }
        let hint = self.role();
        self.lines.push(Piece {
            hint,
            row: hint == Some(BlockRole::List) && self.cells.is_some_and(|cells| cells > 0),
            line,
            anchors,
        });
    }

    const fn role(&self) -> Option<BlockRole> {
        if self.caption > 0 || self.captioned.is_some() {
            Some(BlockRole::Caption)
        } else if self.heading > 0 {
            Some(BlockRole::Heading)
        } else if self.item > 0 || self.cells.is_some() {
            Some(BlockRole::List)
        } else if self.quote > 0 {
            Some(BlockRole::Quote)
        } else {
            None
        }
    }
}

/// Whether the class of a tag says that its element stands under a picture.
fn is_caption(tag: &str) -> bool {
    let Some((_, behind)) = tag.split_once("class=") else {
        return false;
    };
    let mark = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match mark {
        Some(mark) => behind[1..].split(mark).next(),
        None => behind.split_ascii_whitespace().next(),
    };
    let words = value.unwrap_or("").split([' ', '-', '_']);
    // What only holds the picture and its caption is none: "wp-caption".
    words
        .clone()
        .any(|w| w.eq_ignore_ascii_case("caption") || w.eq_ignore_ascii_case("captiontext"))
        && !value.is_some_and(|v| {
            v.split(' ')
                .any(|name| name == "wp-caption" || name == "has-caption")
        })
}

#[cfg(test)]
mod tests;
