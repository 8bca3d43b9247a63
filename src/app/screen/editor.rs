//! Text of several lines being written: the text, the cursor, and where both stand on lines of a
//! width.
//!
//! Must not know: keys, what is written.

use std::ops::Range;

use tui_input::InputRequest;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::text::wrap;

/// Bytes of a text at most: what is laid out on the way of a key.
pub const LONGEST: usize = 20_000;

/// Text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    text: String,
    /// Byte of the text before which it stands: the start of a grapheme, or the end.
    cursor: usize,
    /// First line on the screen.
    top: usize,
}

impl Editor {
    /// Begins with a text, the cursor at its end.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self {
            cursor: text.len(),
            text,
            top: 0,
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of the text at a width, as byte ranges.
    #[must_use]
    pub fn lines(&self, width: usize) -> Vec<Range<usize>> {
        wrap::wrap(&self.text, width)
    }

    /// Line and column of the cursor among `lines`.
    #[must_use]
    pub fn place(&self, lines: &[Range<usize>], width: usize) -> (usize, usize) {
        let after = lines.partition_point(|line| line.start <= self.cursor);
        let line = after.saturating_sub(1);
        let start = lines.get(line).map_or(0, |line| line.start);
        let before = self.text.get(start..self.cursor).unwrap_or("");
        // Blanks at the end of a line hang over it.
        (line, wrap::width(before).min(width))
    }

    /// First line to show where `height` lines are shown.
    #[must_use]
    pub fn top(&self, lines: &[Range<usize>], width: usize, height: usize) -> usize {
        let (line, _) = self.place(lines, width);
        let least = (line + 1).saturating_sub(height.max(1));
        self.top.clamp(least, line)
    }

    /// Keeps the lines on the screen where they are as long as the cursor is on it.
    pub fn settle(&mut self, width: usize, height: usize) {
        self.top = self.top(&self.lines(width), width, height);
    }

    /// Writes at the cursor, as far as there is room.
    pub fn insert(&mut self, written: &str) {
        let room = LONGEST.saturating_sub(self.text.len());
        let fits = &written[..written.floor_char_boundary(room)];
        self.text.insert_str(self.cursor, fits);
        self.cursor += fits.len();
        self.stand_between();
    }

    /// What was written or taken out may have made one letter of those on either side: the cursor
    /// goes behind it.
    fn stand_between(&mut self) {
        let length = self.text.len();
        let mut place = GraphemeCursor::new(self.cursor, length, true);
        if matches!(place.is_boundary(&self.text, 0), Ok(false)) {
            let next = place.next_boundary(&self.text, 0);
            self.cursor = next.ok().flatten().unwrap_or(length);
        }
    }

    fn before(&self) -> usize {
        let mut graphemes = self.text[..self.cursor].grapheme_indices(true);
        graphemes.next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let next = self.text[self.cursor..].graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let mut words = self.text[..self.cursor].unicode_word_indices();
        words.next_back().map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let rest = &self.text[self.cursor..];
        let end = rest
            .unicode_word_indices()
            .next()
            .map(|(at, word)| at + word.len());
        self.cursor + end.unwrap_or(rest.len())
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let end = self.text[self.cursor..].find('\n');
        end.map_or(self.text.len(), |at| self.cursor + at)
    }

    fn delete(&mut self, range: Range<usize>) {
        self.cursor = range.start;
        self.text.replace_range(range, "");
        self.stand_between();
    }

    /// Does what a key of a line does; up and down are [`Editor::step`].
    pub fn handle(&mut self, request: InputRequest) {
        let at = self.cursor;
        match request {
            InputRequest::InsertChar(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            InputRequest::GoToPrevChar => self.cursor = self.before(),
            InputRequest::GoToNextChar => self.cursor = self.after(),
            InputRequest::GoToPrevWord => self.cursor = self.word_before(),
            InputRequest::GoToNextWord => self.cursor = self.word_after(),
            InputRequest::GoToStart => self.cursor = self.line_start(),
            InputRequest::GoToEnd => self.cursor = self.line_end(),
            InputRequest::DeletePrevChar => self.delete(self.before()..at),
            InputRequest::DeleteNextChar => self.delete(at..self.after()),
            InputRequest::DeletePrevWord => self.delete(self.word_before()..at),
            InputRequest::DeleteNextWord => self.delete(at..self.word_after()),
            InputRequest::DeleteFromStart => self.delete(self.line_start()..at),
            InputRequest::DeleteTillEnd => self.delete(at..self.line_end()),
            _ => {}
        }
    }

    /// Goes `delta` lines down at a width, as near to its column as there are letters.
    pub fn step(&mut self, delta: isize, width: usize) {
        let lines = self.lines(width);
        let (line, column) = self.place(&lines, width);
        let to = line.saturating_add_signed(delta).min(lines.len() - 1);
        if to == line {
            self.cursor = if delta < 0 { 0 } else { self.text.len() };
            return;
        }
        let range = wrap::trimmed(&self.text, &lines[to]);
        let (left, _) = wrap::fitting(&self.text[range.clone()], column);
        self.cursor = range.start + left.len();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_are_written_and_walked() {
        let mut editor = Editor::new("one two".to_owned());
        editor.insert("\nthree");
        assert_eq!(editor.lines(20).len(), 2);
        editor.step(-1, 20);
        editor.handle(InputRequest::DeletePrevWord);
        assert_eq!(editor.text(), "one wo\nthree");
        editor.handle(InputRequest::GoToEnd);
        editor.handle(InputRequest::DeleteNextChar);
        assert_eq!(editor.text(), "one wothree");
        editor.step(1, 20);
        assert_eq!(editor.place(&editor.lines(20), 20), (0, 11));
    }

    #[test]
    fn wide_letters_are_one_step_and_two_columns() {
        let mut editor = Editor::new("市👩‍🚀e\u{301}".to_owned());
        editor.handle(InputRequest::GoToPrevChar);
        assert_eq!(editor.place(&editor.lines(20), 20), (0, 4));
        editor.handle(InputRequest::DeletePrevChar);
        assert_eq!(editor.text(), "市e\u{301}");
    }

    #[test]
    fn more_than_there_is_room_for_is_cut_between_letters() {
        let mut editor = Editor::default();
        editor.insert(&"ü".repeat(LONGEST));
        editor.insert("x");
        assert_eq!(editor.text(), "ü".repeat(LONGEST / 2));
        // One letter with as many marks as there is room for.
        let mut editor = Editor::new("e".to_owned());
        editor.insert(&"\u{301}".repeat(LONGEST));
        editor.handle(InputRequest::GoToPrevChar);
        assert_eq!((editor.cursor, editor.text().len()), (0, LONGEST - 1));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_cursor_stands_between_letters(
            text in "[a市é\u{301}👩‍🚀🇫🇷 \n-]{0,30}",
            steps in proptest::collection::vec((0_usize..16, "[a\u{301}\n🇫🇷]"), 0..40),
            width in 1_usize..12,
        ) {
            let mut editor = Editor::new(text);
            for (step, typed) in steps {
                match step {
                    0 => editor.handle(InputRequest::GoToPrevChar),
                    1 => editor.handle(InputRequest::GoToNextChar),
                    2 => editor.handle(InputRequest::GoToPrevWord),
                    3 => editor.handle(InputRequest::GoToNextWord),
                    4 => editor.handle(InputRequest::DeletePrevChar),
                    5 => editor.handle(InputRequest::DeleteNextChar),
                    6 => editor.handle(InputRequest::DeletePrevWord),
                    7 => editor.handle(InputRequest::DeleteTillEnd),
                    8 => editor.step(1, width),
                    9 => editor.step(-1, width),
                    10 => editor.handle(InputRequest::GoToStart),
                    _ => editor.insert(&typed),
                }
                let lines = editor.lines(width);
                let (line, column) = editor.place(&lines, width);
                prop_assert!(line < lines.len() && column <= width);
                let mut bounds = editor.text().grapheme_indices(true).map(|(at, _)| at);
                let at = editor.cursor;
                prop_assert!(at == editor.text().len() || bounds.any(|bound| bound == at));
                editor.settle(width, 3);
                prop_assert!((editor.top..editor.top + 3).contains(&line));
            }
        }
    }
}
