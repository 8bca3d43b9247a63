//! The box of tags above the panes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::screen::tags::{TagRow, Tags};
use crate::app::{App, BoxLayout, words};
use crate::text::wrap;

pub(super) fn render<T>(app: &App, tags: &Tags<T>, frame: &mut Frame<'_>) {
    let rows = tags.rows();
    let places = BoxLayout::of_tags(frame.area(), rows.len());
    paint::boxed(app, &places, &tags.title, "", frame);
    let input = Rect {
        height: 1,
        ..places.inner
    };
    paint::input(app, "# ", &tags.input, "", input, frame);
    let below = places.below_input();
    if rows.is_empty() {
        paint::hint(app, &[tags.hint()], below, frame);
        return;
    }
    let top = tags.top(usize::from(below.height));
    let shown = rows.iter().enumerate().skip(top);
    for ((index, row), place) in shown.zip(below.rows()) {
        draw(app, row, tags.selected == Some(index), place, frame);
    }
}

fn draw(app: &App, row: &TagRow, chosen: bool, place: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let bar = if chosen { "▌" } else { " " };
    let mark = if row.on { "✓ " } else { "  " };
    let count = match row.count {
        Some(count) => words::thousands(count),
        None if row.on => String::new(),
        None => "new".to_owned(),
    };
    let width = usize::from(place.width).saturating_sub(4);
    let name = wrap::ellipsis(
        &row.tag.to_string(),
        width.saturating_sub(wrap::width(&count) + 1),
    );
    let blanks = width.saturating_sub(wrap::width(&name) + wrap::width(&count));
    let style = if chosen { theme.selected } else { theme.text };
    let line = Line::from(vec![
        Span::styled(bar, theme.accent),
        Span::styled(mark, theme.strong),
        Span::styled(name, style),
        Span::raw(" ".repeat(blanks)),
        Span::styled(count, theme.dim),
    ]);
    frame.render_widget(line, place);
}
