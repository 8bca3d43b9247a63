//! Tables for the eye: aligned by display width, cut to the terminal.

use std::io::{self, IsTerminal, Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A column of a table.
pub(super) struct Column {
    /// Its heading.
    pub title: &'static str,
    /// The least width it is cut to when the table is too wide; columns are cut from the last.
    pub least: usize,
    /// Whether it is flush right, as numbers are.
    pub right: bool,
}

impl Column {
    /// A column of text.
    pub(super) const fn text(title: &'static str, least: usize) -> Self {
        Self {
            title,
            least,
            right: false,
        }
    }

    /// A column of numbers, which are never cut.
    pub(super) const fn number(title: &'static str) -> Self {
        Self {
            title,
            least: usize::MAX,
            right: true,
        }
    }
}

/// Blanks between two columns.
const GAP: usize = 2;

/// The width a table has to fit in: that of the terminal, and none where the output is read by
/// a program, which wants the words whole.
pub(super) fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size()
        .map(|(columns, _)| usize::from(columns.0))
        .filter(|columns| *columns > 0)
}

/// Rows whose widths decide those of the columns; the table is not held longer than that.
const LOOKED_AT: usize = 200;

/// A table that is printed row by row, aligned, cut with `…` to fit into a width.
pub(super) struct Table<'a> {
    columns: &'a [Column],
    width: Option<usize>,
    out: &'a mut dyn Write,
    waiting: Vec<Vec<String>>,
    widths: Option<Vec<usize>>,
}

impl<'a> Table<'a> {
    /// A table on `out` that fits into `width` columns, if given.
    pub(super) fn new(columns: &'a [Column], width: Option<usize>, out: &'a mut dyn Write) -> Self {
        Self {
            columns,
            width,
            out,
            waiting: Vec::new(),
            widths: None,
        }
    }

    /// Prints one row of as many cells as there are columns.
    pub(super) fn row(&mut self, cells: Vec<String>) -> io::Result<()> {
        if let Some(widths) = &self.widths {
            return writeln!(self.out, "{}", self.line(widths, &cells));
        }
        self.waiting.push(cells);
        if self.waiting.len() == LOOKED_AT {
            self.begin()?;
        }
        Ok(())
    }

    /// Prints what still waits; nothing at all where there was no row.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.widths.is_none() && !self.waiting.is_empty() {
            self.begin()?;
        }
        Ok(())
    }

    fn begin(&mut self) -> io::Result<()> {
        let widths = widths(self.columns, &self.waiting, self.width);
        let heads = self.columns.iter().map(|c| c.title.to_owned()).collect();
        for cells in std::iter::once(heads).chain(std::mem::take(&mut self.waiting)) {
            writeln!(self.out, "{}", self.line(&widths, &cells))?;
        }
        self.widths = Some(widths);
        Ok(())
    }

    /// One line. Where no width is given nothing is cut: a later row may be wider than its column.
    fn line(&self, widths: &[usize], cells: &[String]) -> String {
        let mut line = String::new();
        for ((cell, column), width) in cells.iter().zip(self.columns).zip(widths) {
            if !line.is_empty() {
                line.push_str(&" ".repeat(GAP));
            }
            let cell = match self.width {
                Some(_) if !column.right => cut(cell, *width),
                _ => cell.clone(),
            };
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            if column.right {
                line.push_str(&pad);
                line.push_str(&cell);
            } else {
                line.push_str(&cell);
                line.push_str(&pad);
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// How wide each column may be: as wide as its widest cell, then cut, widest first, down to what
/// fits.
fn widths(columns: &[Column], rows: &[Vec<String>], width: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|c| c.title.width()).collect();
    for row in rows {
        for (n, cell) in row.iter().enumerate() {
            widths[n] = widths[n].max(cell.width());
        }
    }
    let Some(width) = width else { return widths };
    let gaps = GAP * columns.len().saturating_sub(1);
    loop {
        let over = (widths.iter().sum::<usize>() + gaps).saturating_sub(width);
        let room = |n: usize| widths[n].saturating_sub(columns[n].least);
        let widest = (0..widths.len())
            .filter(|n| room(*n) > 0)
            .max_by_key(|n| widths[*n]);
        let (true, Some(widest)) = (over > 0, widest) else {
            return widths;
        };
        let next = (0..widths.len())
            .filter(|n| *n != widest && room(*n) > 0)
            .map(|n| widths[n])
            .max()
            .unwrap_or(0);
        let step = (widths[widest] - next.min(widths[widest])).max(1);
        widths[widest] -= step.min(over).min(room(widest));
    }
}

/// The text in at most `width` columns, whole characters only, with `…` where some is left out.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        if used + grapheme.width() + 1 > width {
            break;
        }
        used += grapheme.width();
        out.push_str(grapheme);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(rows: &[&[&str]], width: Option<usize>) -> String {
        let columns = [
            Column::text("title", 8),
            Column::number("quotes"),
            Column::text("words", 10),
        ];
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|r| r.iter().map(|c| (*c).to_owned()).collect())
            .collect();
        let mut out = Vec::new();
        let mut table = Table::new(&columns, width, &mut out);
        for row in rows {
            table.row(row).unwrap();
        }
        table.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_are_aligned_and_wide_characters_count_as_two() {
        let text = printed(&[&["日本", "3", "a"], &["abc", "12", "b"]], None);
        assert_eq!(
            text,
            "title  quotes  words\n日本        3  a\nabc        12  b\n"
        );
    }

    #[test]
    fn the_widest_columns_are_cut_until_the_table_fits() {
        let long = "a long title of many words indeed";
        let words = "and words that go on for very much longer than there is room for in a line";
        for width in [30, 40, 60, 80] {
            let text = printed(&[&[long, "3", words]], Some(width));
            assert!(text.lines().all(|l| l.width() <= width), "{text}");
            assert!(text.contains('…'));
        }
        assert!(printed(&[&[long, "3", words]], None).contains(words));
    }
}
