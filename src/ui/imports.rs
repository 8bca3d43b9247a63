//! The imports of this session, in a box above the panes: how each stands, and under them what is to be
//! said of the chosen one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::importing::{Listed, State};
use crate::app::{Action, App, BoxLayout, words};
use crate::text::wrap;

pub(super) fn render(app: &App, chosen: u64, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let places = BoxLayout::of_imports(frame.area());
    let (width, height) = places.size();
    let list = app.imports.list();
    let chosen = app.imports.chosen(chosen).unwrap_or(0);
    let (top, view) = app.imports.shown(chosen, height);
    let named = list.iter().map(|listed| wrap::width(&listed.named)).max();
    let named = named.unwrap_or(0).min(width / 3);
    let room = height.saturating_sub(view + 1);
    let lines = app.imports.lines(chosen, width);
    let above = app.imports.scrolled(lines.len(), room);
    let foot = foot(app, lines.len().saturating_sub(above + room), above);
    paint::boxed(app, &places, "Imports of this session", &foot, frame);
    let rows = list.iter().skip(top).take(view);
    for (listed, place) in rows.zip(places.inner.rows()) {
        draw(app, listed, listed.number == chosen, named, place, frame);
    }
    let below = places.inner.rows().skip(view + 1);
    for ((line, command), place) in lines.into_iter().skip(above).zip(below) {
        let style = if command { theme.dim } else { theme.text };
        frame.render_widget(Line::styled(line, style), place);
    }
}

/// How much there is of what is said of the chosen one below what is shown, or above it.
fn foot(app: &App, below: usize, above: usize) -> String {
    let key = |action| app.settings.keymap.key_of(action);
    match (below, above) {
        (0, 0) => String::new(),
        (0, _) => format!("{} goes back up", key(Action::RowsUp)),
        (n, _) => {
            let lines = words::count(n as u64, "more line");
            format!("{lines}: {}", key(Action::RowsDown))
        }
    }
}

fn draw(
    app: &App,
    listed: &Listed,
    chosen: bool,
    named: usize,
    place: Rect,
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let (bar, style) = paint::row_dress(theme, chosen);
    let state = match listed.state {
        State::Running => "under way",
        State::Stopping => "stopping",
        State::Waiting => "waiting",
        State::Done => "done",
        State::Failed => "with failures",
        State::Stopped => "stopped",
    };
    let shown = match listed.state {
        State::Failed => theme.error,
        State::Running | State::Stopping => theme.strong,
        _ => theme.text,
    };
    let name = wrap::ellipsis(&listed.named, named);
    let blanks = named.saturating_sub(wrap::width(&name)) + 2;
    let room = usize::from(place.width).saturating_sub(named + 18);
    let line = Line::from(vec![
        Span::styled(bar, theme.accent),
        Span::raw(" "),
        Span::styled(name, style),
        Span::raw(" ".repeat(blanks)),
        Span::styled(format!("{state:<14}"), shown),
        Span::styled(wrap::ellipsis(&listed.told, room), theme.dim),
    ]);
    frame.render_widget(line, place);
}
