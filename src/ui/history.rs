//! The articles that were read, in a box above the panes: when, title, publisher.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::look::WasRead;
use crate::app::screen::history::History;
use crate::app::{App, BoxLayout};
use crate::text::wrap;

/// Columns of the time ("yesterday 14:05") and of the publisher, where there is room for it.
const WHEN: usize = 15;
const PUBLISHER: usize = 24;

pub(super) fn render(app: &App, history: &History, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_history(frame.area());
    paint::boxed(app, &places, "Read, the last one first", "", frame);
    let line = Rect {
        height: 1,
        ..places.inner
    };
    paint::input(app, "› ", &history.input, "", line, frame);
    let below = places.below_input();
    if history.rows().is_empty() {
        let typed = !history.input.value().trim().is_empty();
        let hint = match (history.is_waiting(), typed) {
            (true, _) => "Reading …",
            (false, true) => "No article that was read has such words in its title or publisher.",
            (false, false) => {
                "Nothing was read yet: articles come here once their text has the keys."
            }
        };
        paint::hint(app, &[hint], below, frame);
        return;
    }
    let view = usize::from(below.height);
    let top = history.top(view);
    let rows = history.rows().iter().enumerate().skip(top).take(view);
    let printed = rows.clone().map(|(_, row)| wrap::width(publisher(row)));
    let right = match below.width {
        72.. => printed.max().unwrap_or(0).min(PUBLISHER),
        _ => 0,
    };
    for ((n, row), place) in rows.zip(below.rows()) {
        draw(app, row, n == history.index(), right, place, frame);
    }
}

fn publisher(row: &WasRead) -> &str {
    row.article.publisher.as_deref().unwrap_or("")
}

fn draw(app: &App, row: &WasRead, chosen: bool, right: usize, place: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let (bar, style) = paint::row_dress(theme, chosen);
    let parted = if right > 0 { right + 2 } else { 0 };
    let room = usize::from(place.width).saturating_sub(WHEN + 4 + parted);
    let title = wrap::ellipsis(&row.article.title, room);
    let blanks = room.saturating_sub(wrap::width(&title)) + parted.min(2);
    let publisher = match right {
        0 => String::new(),
        _ => wrap::ellipsis(publisher(row), right),
    };
    let line = Line::from(vec![
        Span::styled(bar, theme.accent),
        Span::styled(format!(" {:<WHEN$}  ", row.when), theme.dim),
        Span::styled(title, style),
        Span::raw(" ".repeat(blanks)),
        Span::styled(publisher, theme.dim),
    ]);
    frame.render_widget(line, place);
}
