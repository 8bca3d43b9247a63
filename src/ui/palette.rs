//! Commands by their names, in a box above the panes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::paint;
use crate::app::screen::palette::{Does, Palette, Row};
use crate::app::screen::speakers::shortened;
use crate::app::{App, BoxLayout, words};
use crate::text::wrap;

/// Columns of the names.
const NAMES: usize = 22;
/// Lines of what the chosen row does, with the one that parts them from the rows.
const FOOT: u16 = 3;

pub(super) fn render(app: &App, palette: &Palette, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_palette(frame.area());
    paint::boxed(app, &places, "Commands", "", frame);
    let line = Rect {
        height: 1,
        ..places.inner
    };
    let paths = palette
        .rows
        .iter()
        .filter(|row| matches!(row.does, Does::Path));
    let count = match paths.count() as u64 {
        0 => words::count(palette.rows.len() as u64, "command"),
        paths => words::count(paths, "path"),
    };
    paint::input(app, ": ", &palette.input, &count, line, frame);
    let below = places.below_input();
    if palette.rows.is_empty() {
        let hint = "No command matches. Fewer letters find more; Ctrl-u clears the line.";
        paint::hint(app, &[hint], below, frame);
    }
    let (list, foot) = split(palette, below);
    let top = palette.top(usize::from(list.height));
    let shown = palette.rows.iter().enumerate().skip(top);
    for ((index, row), place) in shown.zip(list.rows()) {
        draw(app, row, index == palette.selected, place, frame);
    }
    if let Some(foot) = foot {
        whole(app, palette, foot, frame);
    }
    if let Some(trouble) = &palette.trouble {
        wrong(app, trouble, below, frame);
    }
}

/// The place of the rows, and under them that of what the chosen one does, whole; that is as high for
/// every row, so that the list is calm. Paths say all there is to say.
fn split(palette: &Palette, below: Rect) -> (Rect, Option<Rect>) {
    let path = |row: &Row| matches!(row.does, Does::Path);
    if palette.rows.is_empty() || palette.rows.iter().any(path) || below.height <= 2 * FOOT {
        return (below, None);
    }
    let list = below.height - FOOT;
    let foot = Rect {
        y: below.y + list,
        height: FOOT,
        ..below
    };
    (
        Rect {
            height: list,
            ..below
        },
        Some(foot),
    )
}

/// What the chosen row does, under a line.
fn whole(app: &App, palette: &Palette, foot: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let rule = "─".repeat(usize::from(foot.width));
    frame
        .buffer_mut()
        .set_string(foot.x, foot.y, rule, theme.line);
    let Some(row) = palette.chosen() else {
        return;
    };
    let width = usize::from(foot.width).saturating_sub(2);
    let text = match row.why_not.as_str() {
        "" => row.description.clone(),
        why => format!("{}. Not now: {why}", row.description),
    };
    let lines = shortened(&text, width, usize::from(FOOT - 1));
    for (line, place) in lines.into_iter().zip(foot.rows().skip(1)) {
        frame.render_widget(Line::styled(format!("  {line}"), theme.dim), place);
    }
}

/// Why what was typed cannot be done, on the last lines of the box.
fn wrong(app: &App, trouble: &str, below: Rect, frame: &mut Frame<'_>) {
    let lines = shortened(trouble, usize::from(below.width).saturating_sub(2), 3);
    let rows: Vec<Rect> = below.rows().collect();
    for (line, row) in lines.iter().rev().zip(rows.into_iter().rev()) {
        frame.render_widget(Clear, row);
        let line = Line::styled(format!("  {line}"), app.settings.theme.error);
        frame.render_widget(line, row);
    }
}

fn draw(app: &App, row: &Row, chosen: bool, place: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let style = match (row.is_refused(), chosen) {
        (true, _) => theme.dim,
        (false, true) => theme.selected,
        (false, false) => theme.text,
    };
    let mut spans = vec![
        Span::styled(if chosen { "▌" } else { " " }, theme.accent),
        Span::raw(" "),
    ];
    let room = match row.does {
        Does::Path => usize::from(place.width).saturating_sub(4 + wrap::width(&row.description)),
        _ => usize::MAX,
    };
    let name = wrap::ellipsis(&row.name, room);
    spans.extend(paint::lit_line(&name, &row.marks, style, theme.matched));
    let mut used = wrap::width(&name);
    if !row.takes.is_empty() {
        spans.push(Span::styled(format!(" {}", row.takes), theme.dim));
        used += 1 + wrap::width(row.takes);
    }
    // A blank at least between a long name and what it does.
    let blanks = NAMES.saturating_sub(used).max(1);
    spans.push(Span::raw(" ".repeat(blanks)));
    let key = wrap::width(&row.key);
    let width = usize::from(place.width);
    let room = width.saturating_sub(2 + used + blanks + key + 2);
    let what = wrap::ellipsis(&row.description, room);
    let gap = (room + 2).saturating_sub(wrap::width(&what));
    spans.push(Span::styled(
        what,
        if row.is_refused() {
            theme.dim
        } else {
            theme.text
        },
    ));
    spans.push(Span::raw(" ".repeat(gap)));
    spans.push(Span::styled(row.key.as_str(), theme.key));
    frame.render_widget(Line::from(spans), place);
}
