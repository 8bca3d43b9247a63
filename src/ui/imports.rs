//! The imports of this session, in a box above the panes: how each stands, and under them what is to be
//! said of the chosen one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::importing::{Listed, State};
use crate::app::screen::speakers::shortened;
use crate::app::{App, BoxLayout};
use crate::text::wrap;

pub(super) fn render(app: &App, chosen: u64, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_imports(frame.area());
    paint::boxed(app, &places, "Imports of this session", "", frame);
    let (width, height) = places.size();
    let list = app.imports.list();
    let chosen = app.imports.chosen(chosen).unwrap_or(0);
    let (top, view) = app.imports.shown(chosen, height);
    let named = list.iter().map(|listed| wrap::width(&listed.named)).max();
    let named = named.unwrap_or(0).min(width / 3);
    let rows = list.iter().skip(top).take(view);
    for (listed, place) in rows.zip(places.inner.rows()) {
        draw(app, listed, listed.number == chosen, named, place, frame);
    }
    let room = height.saturating_sub(view + 1);
    let lines = details(app, chosen, (width, room));
    let below = places.inner.rows().skip(view + 1);
    for ((line, style), place) in lines.into_iter().zip(below) {
        frame.render_widget(Line::styled(line, style), place);
    }
}

/// What is said of the chosen one, wrapped; what there is no room for is counted.
fn details(
    app: &App,
    chosen: u64,
    (width, room): (usize, usize),
) -> Vec<(String, ratatui::style::Style)> {
    let theme = &app.settings.theme;
    let details = app.imports.details(chosen);
    let mut lines = Vec::new();
    for (n, line) in details.iter().enumerate() {
        let style = if n == 0 { theme.dim } else { theme.text };
        let wrapped = shortened(line, width, 3);
        // The last line is for what is left out.
        let last = n + 1 == details.len();
        if lines.len() + wrapped.len() + usize::from(!last) > room {
            let left = details.len() - n;
            lines.push((format!("… and {left} more"), theme.dim));
            break;
        }
        lines.extend(wrapped.into_iter().map(|line| (line, style)));
    }
    lines
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
