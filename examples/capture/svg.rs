//! A screen as SVG: runs of cells with one style, each set to its exact width.

use std::collections::HashMap;
use std::fmt::Write;

use onrecord::text::wrap;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 14.0;
/// What a terminal has for what has no colour of its own.
const GROUND: Color = Color::Rgb(0x16, 0x19, 0x1f);
const INK: Color = Color::Rgb(0xd7, 0xda, 0xe0);

/// Draws `buffer`.
pub fn picture(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = f32::from(columns) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(rows) * CELL.1 + 2.0 * MARGIN;
    let ground = ground(buffer);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" xml:space=\"preserve\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\" fill=\"{}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n",
        named(INK),
        named(ground)
    );
    for y in 0..rows {
        let mut x = 0;
        while x < columns {
            let length = run(buffer, x, y);
            draw(&mut out, (buffer, ground), x, y, length);
            x += length;
        }
    }
    out.push_str("</svg>\n");
    out
}

/// What most of the screen lies on.
fn ground(buffer: &Buffer) -> Color {
    let mut counts: HashMap<Color, usize> = HashMap::new();
    for cell in &buffer.content {
        *counts.entry(known(cell.bg, GROUND)).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(GROUND, |(colour, _)| colour)
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
    wrap::width(cell.symbol()) > 1
}

fn draw(out: &mut String, (buffer, below): (&Buffer, Color), x: u16, y: u16, length: u16) {
    let cell = &buffer[(x, y)];
    let take = if wide(cell) { 1 } else { length };
    let text: String = (x..x + take).map(|x| buffer[(x, y)].symbol()).collect();
    let (mut ink, mut ground) = (known(cell.fg, INK), known(cell.bg, GROUND));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, ground) = (ground, ink);
    }
    let left = |columns: usize| MARGIN + (f32::from(x) + columns as f32) * CELL.0;
    let top = MARGIN + f32::from(y) * CELL.1;
    if ground != below {
        let _ = writeln!(
            out,
            "<rect x=\"{:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{}\" fill=\"{}\"/>",
            left(0),
            f32::from(length) * CELL.0,
            CELL.1,
            named(ground),
        );
    }
    // Blanks at both ends are drawn by nothing.
    let shown = text.trim();
    if shown.is_empty() {
        return;
    }
    let before = text.len() - text.trim_start().len();
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" textLength=\"{:.1}\"{}{}{}>{}</text>",
        left(before),
        top + CELL.1 * 0.75,
        wrap::width(shown) as f32 * CELL.0,
        if shown.is_ascii() {
            ""
        } else {
            " lengthAdjust=\"spacingAndGlyphs\""
        },
        if ink == INK {
            String::new()
        } else {
            format!(" fill=\"{}\"", named(ink))
        },
        dress(cell.modifier),
        escaped(shown),
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

/// A colour as the terminal of the pictures has it.
const fn known(colour: Color, plain: Color) -> Color {
    match colour {
        Color::Red => Color::Rgb(0xf0, 0x71, 0x78),
        Color::Green => Color::Rgb(0x9c, 0xcc, 0x7a),
        Color::Yellow => Color::Rgb(0xe6, 0xc0, 0x7b),
        Color::Blue => Color::Rgb(0x7a, 0xa2, 0xf7),
        Color::Magenta => Color::Rgb(0xd2, 0x8a, 0xe0),
        Color::Cyan => Color::Rgb(0x6c, 0xc7, 0xd9),
        Color::DarkGray => Color::Rgb(0x6b, 0x72, 0x80),
        Color::Black => GROUND,
        Color::Rgb(..) => colour,
        _ => plain,
    }
}

fn named(colour: Color) -> String {
    match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => "none".to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
