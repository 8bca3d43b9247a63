//! What is done to the whole picture last: the ground of the theme below it, and plain characters in
//! place of lines and marks where the font has none.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Color;

use crate::config::theme::Theme;

/// Gives the ground's colours to what has none of its own.
pub(super) fn ground(theme: &Theme, buffer: &mut Buffer) {
    let (Some(fg), Some(bg)) = (theme.ground.fg, theme.ground.bg) else {
        return;
    };
    for cell in &mut buffer.content {
        if cell.fg == Color::Reset {
            cell.fg = fg;
        }
        if cell.bg == Color::Reset {
            cell.bg = bg;
        }
    }
}

/// Draws lines, bars, marks and arrows with the characters of ASCII. Words stay as they are, and so does
/// whatever was printed between them in `text`: there only lines, bars and quotation marks are drawn
/// otherwise.
pub(super) fn letters(buffer: &mut Buffer, text: Option<Rect>) {
    let width = usize::from(buffer.area.width);
    for at in 0..buffer.content.len() {
        let (x, y) = buffer.pos_of(at);
        let blank = |at: usize| {
            buffer
                .content
                .get(at)
                .is_none_or(|cell| cell.symbol() == " ")
        };
        let parts = (at % width == 0 || blank(at - 1)) && blank(at + 1);
        let printed = text.is_some_and(|text| text.contains(Position::new(x, y)));
        let cell = &mut buffer.content[at];
        let mut chars = cell.symbol().chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && let Some(plain) = plain(c, parts)
            && (!printed || matches!(c, '\u{2500}'..='\u{259F}' | '•' | '·') || is_mark(c))
        {
            cell.set_char(plain);
        }
    }
}

/// Whether it is a quotation mark or an apostrophe, in the text too: a font without one lacks them all.
const fn is_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '‛')
}

/// What stands for a character; nothing where it may stay. `parts`: it stands between blanks.
const fn plain(c: char, parts: bool) -> Option<char> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        mark if is_mark(mark) => '"',
        // Within a word they are the word's own.
        '·' | '–' | '—' if parts => '-',
        // What is cut ends so.
        '…' => '~',
        '━' | '═' => '=',
        '─' | '╌' | '┄' | '╴' | '╶' => '-',
        '│' | '┃' | '║' => '|',
        '╏' | '╎' | '┆' => '!',
        '┊' | '┇' => ':',
        '█' | '▓' | '▇' | '▆' => '#',
        '▅' | '▄' | '▒' => '=',
        '▃' | '▂' => '-',
        '▁' | '░' => '_',
        '▌' | '▐' | '▍' | '▎' | '▏' | '▕' => '>',
        '★' | '•' => '*',
        '◆' | '◇' | '☆' => '+',
        '●' | '○' | '◦' => 'o',
        '■' | '□' => '#',
        '✎' => '%',
        '›' | '▸' | '▶' | '→' => '>',
        '‹' | '◂' | '◀' | '←' => '<',
        '↑' | '▲' | '▴' => '^',
        '↓' | '▼' | '▾' => 'v',
        '✓' | '✔' => 'x',
        // Corners and crossings.
        '\u{2500}'..='\u{257F}' => '+',
        // Anything else of blocks and shapes.
        '\u{2580}'..='\u{259F}' => '#',
        '\u{25A0}'..='\u{25FF}' => '*',
        '\u{2190}'..='\u{21FF}' => '>',
        _ => return None,
    })
}
