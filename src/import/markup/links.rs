//! The links of a page, by one pass over its tags.
//!
//! Owns where the words of a link begin and end; must not know where it leads.

use std::rc::Rc;

use super::decode_entities;
use crate::import::anchors::{self, Anchor, MOST_OF_PAGE};
use crate::import::attribute::attribute;
use crate::model::Span;
use crate::text::clean::MapBuilder;

/// Most lines that one link goes on for: the headline and teaser of a card. What goes on for longer
/// was never closed.
const LINES: u8 = 4;

/// The words of a line with single blanks between them, and where the links are then.
pub(super) fn joined(line: &str, mut anchors: Vec<Anchor>) -> (String, Vec<Anchor>) {
    if anchors.is_empty() {
        let words: Vec<&str> = line.split_whitespace().collect();
        return (words.join(" "), anchors);
    }
    let (mut out, mut map) = (String::with_capacity(line.len()), MapBuilder::new());
    let (mut rest, mut last) = (line.trim_end(), 0);
    let end = rest.len();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let start = end - rest.len();
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if !out.is_empty() {
            out.push(' ');
            map.replace(Span::new(last, start), 1);
        }
        last = start + len;
        out.push_str(&rest[..len]);
        map.copy(Span::new(start, last));
        rest = &rest[len..];
    }
    let map = map.finish();
    anchors.retain_mut(|anchor| anchor.follow(&map, &out));
    (out, anchors)
}

/// The links of a page in the making.
#[derive(Default)]
pub(super) struct Links {
    /// The one that is open: its address, where its words begin in the line, lines it has gone on for.
    open: Option<(Rc<str>, usize, u8)>,
    /// Those of the line.
    line: Vec<Anchor>,
    /// How many there are in all.
    count: usize,
    /// Whether only those of captions are wanted.
    of_captions: bool,
}

impl Links {
    pub(super) fn of_captions() -> Self {
        Self {
            of_captions: true,
            ..Self::default()
        }
    }

    /// A link begins or ends where the line has `at` bytes. As in browsers, one that begins ends the one
    /// before.
    pub(super) fn tag(&mut self, inner: &str, closing: bool, at: usize, captioned: bool) {
        self.close(at);
        self.open = None;
        if closing || (self.of_captions && !captioned) {
            return;
        }
        let rest = inner.get(1..).unwrap_or("");
        let mut decoded = String::new();
        decode_entities(attribute(rest, "href").unwrap_or(""), &mut decoded);
        self.open = anchors::href(&decoded).map(|href| (href, at, 1));
    }

    fn close(&mut self, at: usize) {
        let Some((href, from, _)) = &self.open else {
            return;
        };
        if *from < at && self.count < MOST_OF_PAGE {
            self.count += 1;
            self.line.push(Anchor {
                span: Span::new(*from, at),
                href: Rc::clone(href),
            });
        }
    }

    /// The links of a line; the one that is open goes on in the next.
    pub(super) fn end_line(&mut self, line: &str) -> Vec<Anchor> {
        let blank = line.trim_start().is_empty();
        if !blank {
            self.close(line.len());
        }
        if let Some((_, from, lines)) = &mut self.open {
            *from = 0;
            *lines += u8::from(!blank);
        }
        self.open.take_if(|(.., lines)| *lines > LINES);
        std::mem::take(&mut self.line)
    }
}

#[cfg(test)]
mod tests {
    use crate::import::markup::linked_pieces;

    /// The lines of a page, links between brackets.
    fn marked(html: &str) -> Vec<String> {
        let pieces = linked_pieces(html).into_iter();
        let mark = pieces.map(|piece| {
            let mut line = piece.line;
            for anchor in piece.anchors.iter().rev() {
                let words = anchor.span.of(&line).to_owned();
                line.replace_range(anchor.span.range(), &format!("[{words}]({})", anchor.href));
            }
            line
        });
        mark.collect()
    }

    #[test]
    fn words_and_addresses_are_kept_together() {
        for (html, want) in [
            ("The <a href=/a>board</a> met.", "The [board](/a) met."),
            (
                "The<a class=x href='/a?b=1&amp;c=2'>\n  old\n\t <b>house</b> </a>  stands.",
                "The [old house](/a?b=1&c=2) stands.",
            ),
            ("<A HREF = \"/a\">Caf&eacute;&nbsp;</A>s", "[Café](/a) s"),
            ("日本<a href=/a>の首相</a>は", "日本[の首相](/a)は"),
            (
                "<a href=/a>One <a href=/b>two</a> three</a>",
                "[One](/a) [two](/b) three",
            ),
            (
                "<a name=x>One</a> <a href>two</a> <a href=''>x</a>",
                "One two x",
            ),
            ("<a href=/a><img src=x></a> One <a href=/b> </a>", "One"),
            ("<a href=/a>One", "[One](/a)"),
            ("<abbr href=/a>One</abbr>", "One"),
        ] {
            assert_eq!(marked(html), [want], "{html}");
        }
        let long = format!("<a href=/{}>x</a>", "x".repeat(5_000));
        assert_eq!(marked(&long), ["x"]);
    }

    #[test]
    fn a_link_goes_on_over_the_lines_of_a_card_and_no_further() {
        let card = "<a href=/a>\n<h2>One</h2>\n\n<p>Two</p>\n</a><p>Three</p>";
        assert_eq!(marked(card), ["[One](/a)", "[Two](/a)", "Three"]);
        let open = format!("<a href=/a>{}", "<p>One</p>\n".repeat(9));
        let linked = marked(&open);
        let count = linked.iter().filter(|line| line.contains("/a")).count();
        assert_eq!((linked.len(), count), (9, usize::from(super::LINES)));
    }

    #[test]
    fn pages_of_nothing_but_links_are_bounded() {
        const MOST: usize = super::MOST_OF_PAGE;
        let many = linked_pieces(&"<p><a href=/a>x</a></p>".repeat(MOST + 9));
        let count: usize = many.iter().map(|piece| piece.anchors.len()).sum();
        assert_eq!((many.len(), count), (MOST + 9, MOST));
        // One line of them takes no longer for being one.
        let line = linked_pieces(&"<a href=/a>x</a> ".repeat(100_000));
        assert_eq!((line.len(), line[0].anchors.len()), (1, MOST));
    }
}
