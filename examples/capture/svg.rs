//! A screen as SVG: runs of cells with one style, each set to its exact width.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 14.0;
const GROUND: &str = "#16191f";
const INK: &str = "#d7dae0";

/// Draws `buffer`.
pub fn picture(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = f32::from(columns) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(rows) * CELL.1 + 2.0 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>\n"
    );
    for y in 0..rows {
        let mut x = 0;
        while x < columns {
            let length = run(buffer, x, y);
            draw(&mut out, buffer, x, y, length);
            x += length;
        }
    }
    out.push_str("</svg>\n");
    out
}

/// How many cells from `x` on look alike. A character of its own width is a run of its own.
fn run(buffer: &Buffer, x: u16, y: u16) -> u16 {
    let first = &buffer[(x, y)];
    if wide(first) {
        return 2;
    }
    let same = |cell: &Cell| {
        (cell.fg, cell.bg, cell.modifier) == (first.fg, first.bg, first.modifier) && !wide(cell)
    };
    let cells = (x..buffer.area.width).take_while(|x| same(&buffer[(*x, y)]));
    u16::try_from(cells.count()).unwrap_or(1).max(1)
}

fn wide(cell: &Cell) -> bool {
    onrecord::text::wrap::width(cell.symbol()) > 1
}

fn draw(out: &mut String, buffer: &Buffer, x: u16, y: u16, length: u16) {
    let cell = &buffer[(x, y)];
    let take = if wide(cell) { 1 } else { length };
    let text: String = (x..x + take).map(|x| buffer[(x, y)].symbol()).collect();
    let (mut ink, mut ground) = (colour(cell.fg, INK), colour(cell.bg, GROUND));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, ground) = (ground, ink);
    }
    let left = MARGIN + f32::from(x) * CELL.0;
    let top = MARGIN + f32::from(y) * CELL.1;
    let width = f32::from(length) * CELL.0;
    if ground != GROUND {
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{ground}\"/>",
            CELL.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let base = top + CELL.1 * 0.75;
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"{ink}\"{}>{}</text>",
        dress(cell.modifier),
        escaped(&text),
    );
}

fn dress(modifier: Modifier) -> String {
    let mut out = String::new();
    for (flag, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.55\""),
    ] {
        if modifier.contains(flag) {
            out.push_str(attribute);
        }
    }
    out
}

fn colour(colour: Color, plain: &'static str) -> &'static str {
    match colour {
        Color::Red => "#f07178",
        Color::Green => "#9ccc7a",
        Color::Yellow => "#e6c07b",
        Color::Blue => "#7aa2f7",
        Color::Magenta => "#d28ae0",
        Color::Cyan => "#6cc7d9",
        Color::Black => "#16191f",
        Color::DarkGray => "#6b7280",
        _ => plain,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
