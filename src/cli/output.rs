//! How things are printed: notes for the person, JSON; tables are in [`super::table`].

use std::io::{self, Write};

use serde::Serialize;

use super::Status;
use crate::model::Tag;

/// Prints one line for the person, with nothing in it that a terminal would act on.
pub(super) fn note(notes: &mut dyn Write, line: &str) -> io::Result<()> {
    writeln!(notes, "{}", visible(line))
}

/// The status of a listing; says that nothing was found, which a table leaves blank.
pub(super) fn status(found: bool, notes: &mut dyn Write) -> anyhow::Result<Status> {
    if found {
        return Ok(Status::Done);
    }
    note(notes, "onrecord: nothing found")?;
    Ok(Status::Nothing)
}

/// The text with control characters, line ends, direction overrides and invisible characters
/// written out as escapes: what was typed or names a file may hold anything.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_hidden(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// Characters that change the direction of others or cannot be seen.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Tags in a cell.
pub(super) fn tags(tags: &[Tag]) -> String {
    let tags: Vec<String> = tags.iter().map(Tag::to_string).collect();
    tags.join(" ")
}

/// A JSON array, a row a line.
pub(super) struct JsonArray<'a> {
    out: &'a mut dyn Write,
    empty: bool,
}

impl<'a> JsonArray<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, empty: true }
    }

    /// Writes one element.
    pub(super) fn write<T: Serialize>(&mut self, row: &T) -> io::Result<()> {
        let before: &[u8] = if self.empty { b"[\n" } else { b",\n" };
        self.out.write_all(before)?;
        self.empty = false;
        serde_json::to_writer(&mut *self.out, row)?;
        Ok(())
    }

    /// Closes the array.
    pub(super) fn finish(self) -> io::Result<()> {
        let end: &[u8] = if self.empty { b"[]\n" } else { b"\n]\n" };
        self.out.write_all(end)
    }
}

/// A JSON array of rows that are at hand.
pub(super) fn json_array<T: Serialize>(rows: &[T], out: &mut dyn Write) -> io::Result<()> {
    let mut array = JsonArray::new(out);
    for row in rows {
        array.write(row)?;
    }
    array.finish()
}

/// A JSON value on one line.
pub(super) fn json_line<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_is_json_with_and_without_rows() {
        let mut out = Vec::new();
        json_array(&["a", "b"], &mut out).unwrap();
        assert_eq!(out, b"[\n\"a\",\n\"b\"\n]\n");
        out.clear();
        json_array::<u8>(&[], &mut out).unwrap();
        assert_eq!(out, b"[]\n");
    }

    #[test]
    fn what_a_terminal_would_act_on_is_written_out() {
        assert_eq!(visible("a\u{1b}[31m\u{9b}2J"), "a\\u{1b}[31m\\u{9b}2J");
        assert_eq!(visible("x\u{202e}y\nz"), "x\\u{202e}y\\nz");
        assert_eq!(visible("é “q” 日"), "é “q” 日");
    }
}
