//! The article as rows of a column: pieces, wrapped lazily, and walking among their rows.
//!
//! A piece is the headline, a line of the head, or a block of the text. Only pieces that are
//! walked over are wrapped; the lines are kept until the width changes. Must not know: panes,
//! styles.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::model::{Article, Block, BlockRole, Span};
use crate::text::wrap;

/// What a piece is, for its dress on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// The headline.
    Headline,
    /// Standfirst.
    Subtitle,
    /// Byline, place, date and publisher.
    Credit,
    /// A block of the text.
    Block(BlockRole),
}

/// A place in the article that outlives a change of width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Number of the piece.
    pub piece: usize,
    /// A byte in the piece's text.
    pub byte: usize,
    /// Blank rows above the piece's first line that belong to the place too.
    pub lead: usize,
}

/// A row of the column at the present width; rows compare in reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Number of the piece.
    pub piece: usize,
    /// Row in the piece: first the blank ones above it, then its lines.
    pub row: usize,
}

/// The lines of one piece, as byte ranges of its text.
pub type Lines = Rc<[Range<usize>]>;

#[derive(Debug)]
enum Words {
    Head(String),
    Body(Span),
}

#[derive(Debug)]
struct Piece {
    dress: Dress,
    words: Words,
    /// Blank rows above it.
    gap: usize,
}

/// The pieces of one article.
#[derive(Debug)]
pub struct Flow {
    pieces: Vec<Piece>,
    head: usize,
    wrapped: RefCell<Wrapped>,
}

#[derive(Debug, Default)]
struct Wrapped {
    width: usize,
    lines: HashMap<usize, Lines>,
}

/// Blocks longer than this are laid out in parts, so that no key waits for a file that is all one
/// paragraph.
const LONGEST_PIECE: usize = 16 * 1024;

impl Flow {
    /// Lays `article` out as pieces; nothing is wrapped yet.
    #[must_use]
    pub fn new(article: &Article) -> Self {
        Self::of(article, |_| true)
    }

    /// The same with only some blocks.
    #[must_use]
    pub fn of(article: &Article, mut shown: impl FnMut(&Block) -> bool) -> Self {
        let mut pieces = head(article);
        let head = pieces.len();
        let mut before = None;
        for block in article
            .blocks
            .iter()
            .filter(|b| b.role != BlockRole::Furniture && shown(b))
        {
            let gap = gap(before, block.role, pieces.is_empty());
            for (n, span) in parts(&article.text, block.span).into_iter().enumerate() {
                pieces.push(Piece {
                    dress: Dress::Block(block.role),
                    words: Words::Body(span),
                    gap: if n == 0 { gap } else { 0 },
                });
            }
            before = Some(block.role);
        }
        if pieces.is_empty() {
            pieces.push(Piece {
                dress: Dress::Credit,
                words: Words::Head(String::new()),
                gap: 0,
            });
        }
        Self {
            pieces,
            head,
            wrapped: RefCell::default(),
        }
    }

    /// Whether a row is in the head.
    #[must_use]
    pub const fn is_head(&self, row: Row) -> bool {
        row.piece < self.head
    }

    /// Sets the column's width; what was wrapped for another is forgotten.
    pub fn at_width(&self, width: usize) {
        let mut wrapped = self.wrapped.borrow_mut();
        if wrapped.width != width {
            wrapped.width = width;
            wrapped.lines.clear();
        }
    }

    /// What a piece is.
    #[must_use]
    pub fn dress(&self, piece: usize) -> Dress {
        self.pieces[piece].dress
    }

    /// Blank rows above a piece.
    #[must_use]
    pub fn gap(&self, piece: usize) -> usize {
        self.pieces[piece].gap
    }

    /// The text of a piece.
    #[must_use]
    pub fn words<'a>(&'a self, article: &'a Article, piece: usize) -> &'a str {
        match &self.pieces[piece].words {
            Words::Head(words) => words,
            Words::Body(span) => span.of(&article.text),
        }
    }

    /// Where the text of a piece starts in the article's text; nothing for the head.
    #[must_use]
    pub fn offset(&self, piece: usize) -> Option<usize> {
        match self.pieces.get(piece)?.words {
            Words::Head(_) => None,
            Words::Body(span) => Some(span.start),
        }
    }

    /// Columns that a piece is set in from the left.
    #[must_use]
    pub fn indent(&self, piece: usize) -> usize {
        match self.pieces[piece].dress {
            Dress::Block(BlockRole::List | BlockRole::Quote) => 2,
            _ => 0,
        }
    }

    /// The wrapped lines of a piece.
    #[must_use]
    pub fn lines(&self, article: &Article, piece: usize) -> Lines {
        let mut wrapped = self.wrapped.borrow_mut();
        let width = wrapped.width.saturating_sub(self.indent(piece)).max(1);
        let lines = wrapped.lines.entry(piece).or_insert_with(|| {
            let text = self.words(article, piece);
            wrap::wrap(text, width).into()
        });
        Rc::clone(lines)
    }

    fn height(&self, article: &Article, piece: usize) -> usize {
        self.gap(piece) + self.lines(article, piece).len()
    }

    /// The last row of the article.
    #[must_use]
    pub fn last_row(&self, article: &Article) -> Row {
        let piece = self.pieces.len() - 1;
        let row = self.height(article, piece) - 1;
        Row { piece, row }
    }

    /// The row `delta` rows on (or back), as far as there are rows, and how far it came.
    #[must_use]
    pub fn walk(&self, article: &Article, from: Row, delta: isize) -> (Row, usize) {
        let mut row = from;
        let mut left = delta.unsigned_abs();
        while left > 0 {
            let (room, next) = if delta > 0 {
                let below = self.height(article, row.piece) - 1 - row.row;
                let next = (row.piece + 1 < self.pieces.len()).then(|| Row {
                    piece: row.piece + 1,
                    row: 0,
                });
                (below, next)
            } else {
                let next = row.piece.checked_sub(1).map(|piece| Row {
                    piece,
                    row: self.height(article, piece) - 1,
                });
                (row.row, next)
            };
            if left <= room {
                row.row = if delta > 0 {
                    row.row + left
                } else {
                    row.row - left
                };
                left = 0;
            } else if let Some(next) = next {
                left -= room + 1;
                row = next;
            } else {
                row.row = if delta > 0 { row.row + room } else { 0 };
                left -= room;
                break;
            }
        }
        (row, delta.unsigned_abs() - left)
    }

    /// Rows from `a` down to `b`, looking at most `limit` rows far; nothing where `b` is above
    /// `a` or further away.
    #[must_use]
    pub fn distance(&self, article: &Article, a: Row, b: Row, limit: usize) -> Option<usize> {
        if b < a {
            return None;
        }
        let mut rows = 0;
        let mut at = a;
        while at.piece < b.piece {
            rows += self.height(article, at.piece) - at.row;
            if rows > limit {
                return None;
            }
            at = Row {
                piece: at.piece + 1,
                row: 0,
            };
        }
        rows += b.row - at.row;
        (rows <= limit).then_some(rows)
    }

    /// The row that shows an anchor at the present width.
    #[must_use]
    pub fn row_of(&self, article: &Article, anchor: Anchor) -> Row {
        let piece = anchor.piece.min(self.pieces.len() - 1);
        let lines = self.lines(article, piece);
        let line = lines
            .partition_point(|line| line.start <= anchor.byte)
            .saturating_sub(1);
        let row = (self.gap(piece) + line).saturating_sub(anchor.lead);
        Row { piece, row }
    }

    /// The anchor of a row: the start of its line.
    #[must_use]
    pub fn anchor_of(&self, article: &Article, row: Row) -> Anchor {
        let gap = self.gap(row.piece);
        let lines = self.lines(article, row.piece);
        let line = row.row.saturating_sub(gap).min(lines.len() - 1);
        Anchor {
            piece: row.piece,
            byte: lines[line].start,
            lead: gap.saturating_sub(row.row),
        }
    }

    /// The anchor of a byte of the article's text.
    #[must_use]
    pub fn anchor_at(&self, byte: usize) -> Anchor {
        let body = &self.pieces[self.head..];
        let after = body.partition_point(|piece| match piece.words {
            Words::Body(span) => span.start <= byte,
            Words::Head(_) => true,
        });
        let piece = self.head + after.saturating_sub(1);
        let start = self.offset(piece).unwrap_or(0);
        Anchor {
            piece: piece.min(self.pieces.len() - 1),
            byte: byte.saturating_sub(start),
            lead: 0,
        }
    }

    /// Whether a byte of the article's text is shown.
    #[must_use]
    pub fn shows(&self, byte: usize) -> bool {
        match self.pieces[self.anchor_at(byte).piece].words {
            Words::Body(span) => span.start <= byte && byte < span.end,
            Words::Head(_) => false,
        }
    }

    /// The bytes of the article's text on a row; empty (at the start of what follows) on a blank
    /// row, and at 0 in the head.
    #[must_use]
    pub fn bytes_of(&self, article: &Article, row: Row) -> Span {
        let Some(start) = self.offset(row.piece) else {
            return Span::new(0, 0);
        };
        let gap = self.gap(row.piece);
        match row.row.checked_sub(gap) {
            None => Span::new(start, start),
            Some(line) => {
                let lines = self.lines(article, row.piece);
                let line = &lines[line.min(lines.len() - 1)];
                Span::new(start + line.start, start + line.end)
            }
        }
    }
}

fn head(article: &Article) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |dress, words: Option<String>| {
        if let Some(words) = words.filter(|w| !w.is_empty()) {
            let gap = usize::from(!pieces.is_empty());
            pieces.push(Piece {
                dress,
                words: Words::Head(words),
                gap,
            });
        }
    };
    push(Dress::Headline, article.title.clone());
    push(Dress::Subtitle, article.subtitle.clone());
    push(Dress::Credit, Some(credit(article)));
    pieces
}

/// Who, where and when, in one line: "By Ada Moor · LISBON · 4 May 2023 · Harbour Gazette".
fn credit(article: &Article) -> String {
    let byline = article.byline.as_ref().map(|name| format!("By {name}"));
    let date = article.date.map(super::words::date);
    [
        byline,
        article.dateline.clone(),
        date,
        article.publisher.clone(),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ")
}

fn gap(before: Option<BlockRole>, role: BlockRole, first: bool) -> usize {
    let same_list = before == Some(BlockRole::List) && role == BlockRole::List;
    match before {
        None => usize::from(!first) * 2,
        Some(_) => usize::from(!same_list),
    }
}

/// `span` in parts of at most [`LONGEST_PIECE`] bytes, parted at blanks where there are any.
fn parts(text: &str, span: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = span.start;
    while span.end - start > LONGEST_PIECE {
        let mut end = start + LONGEST_PIECE;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let blank = text.get(start..end).and_then(|part| part.rfind(' '));
        let end = blank.filter(|at| *at > 0).map_or(end, |at| start + at + 1);
        parts.push(Span::new(start, end));
        start = end;
    }
    parts.push(Span::new(start, span.end));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(paragraphs: &[&str]) -> Article {
        let mut article = Article {
            title: Some("A headline".to_owned()),
            ..Article::default()
        };
        for words in paragraphs {
            if !article.text.is_empty() {
                article.text.push_str("\n\n");
            }
            let start = article.text.len();
            article.text.push_str(words);
            article.blocks.push(Block {
                role: BlockRole::Paragraph,
                span: Span::new(start, article.text.len()),
            });
        }
        article
    }

    #[test]
    fn walking_there_and_back_again_ends_where_it_began() {
        let article = article(&["one two three four", "five six", "seven eight nine ten"]);
        let flow = Flow::new(&article);
        flow.at_width(9);
        let start = Row::default();
        for steps in 0..12 {
            let (there, came) = flow.walk(&article, start, steps);
            assert_eq!(flow.distance(&article, start, there, 99), Some(came));
            assert_eq!(flow.walk(&article, there, -(came as isize)), (start, came));
            let anchor = flow.anchor_of(&article, there);
            assert_eq!(flow.row_of(&article, anchor), there);
        }
        let (end, came) = flow.walk(&article, start, 99);
        assert_eq!(end, flow.last_row(&article));
        assert!(came < 99);
    }

    #[test]
    fn a_place_in_the_text_survives_another_width() {
        let article = article(&["one two three four five six", "seven"]);
        let flow = Flow::new(&article);
        flow.at_width(10);
        let anchor = flow.anchor_at(article.text.find("five").unwrap());
        let wide = flow.row_of(&article, anchor);
        flow.at_width(5);
        let narrow = flow.row_of(&article, anchor);
        assert!(narrow > wide);
        assert!(
            flow.bytes_of(&article, narrow)
                .of(&article.text)
                .contains("five")
        );
        flow.at_width(10);
        assert_eq!(flow.row_of(&article, anchor), wide);
    }

    #[test]
    fn a_file_that_is_one_paragraph_is_laid_out_in_parts_that_lose_nothing() {
        let long = "müde Wörter ".repeat(9000);
        let article = article(&[&long]);
        let flow = Flow::new(&article);
        let spans = parts(&article.text, article.blocks[0].span);
        assert!(spans.len() > 5 && spans.windows(2).all(|w| w[0].end == w[1].start));
        assert_eq!(spans.last().unwrap().end, article.text.len());
        flow.at_width(60);
        assert_eq!(flow.walk(&article, Row::default(), 3).1, 3);
        assert!(flow.wrapped.borrow().lines.len() < 4);
    }

    #[test]
    fn an_article_without_a_word_still_has_a_row() {
        let flow = Flow::new(&Article::default());
        flow.at_width(20);
        assert_eq!(flow.last_row(&Article::default()), Row::default());
    }
}
