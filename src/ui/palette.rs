//! Commands by their names, in a box above the panes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::screen::palette::{Palette, Row};
use crate::app::{App, BoxLayout, words};
use crate::text::wrap;

/// Columns of the names.
const NAMES: usize = 22;

pub(super) fn render(app: &App, palette: &Palette, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_palette(frame.area());
    let foot = palette.trouble.as_deref().unwrap_or("");
    paint::boxed(app, &places, "Commands", foot, frame);
    let line = Rect {
        height: 1,
        ..places.inner
    };
    let count = words::count(palette.rows.len() as u64, "command");
    paint::input(app, ": ", &palette.input, &count, line, frame);
    let below = places.below_input();
    if palette.rows.is_empty() {
        let hint = "No command matches. Fewer letters find more; Ctrl-u clears the line.";
        paint::hint(app, &[hint], below, frame);
        return;
    }
    let top = palette.top(usize::from(below.height));
    let shown = palette.rows.iter().enumerate().skip(top);
    for ((index, row), place) in shown.zip(below.rows()) {
        draw(app, row, index == palette.selected, place, frame);
    }
}

fn draw(app: &App, row: &Row, chosen: bool, place: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let style = match (row.refused, chosen) {
        (true, _) => theme.dim,
        (false, true) => theme.selected,
        (false, false) => theme.text,
    };
    let mut spans = vec![
        Span::styled(if chosen { "▌" } else { " " }, theme.accent),
        Span::raw(" "),
    ];
    spans.extend(paint::lit_line(row.name, &row.marks, style, theme.matched));
    let mut used = wrap::width(row.name);
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
        if row.refused { theme.dim } else { theme.text },
    ));
    spans.push(Span::raw(" ".repeat(gap)));
    spans.push(Span::styled(row.key.as_str(), theme.key));
    frame.render_widget(Line::from(spans), place);
}
