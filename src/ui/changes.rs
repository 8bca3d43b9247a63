//! What a person did, newest first, in a box above the panes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::event::Past;
use crate::app::screen::changes::Changes;
use crate::app::{App, BoxLayout};
use crate::model::ChangeState;
use crate::text::wrap;

pub(super) fn render(app: &App, changes: &Changes, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_changes(frame.area(), changes.rows.len());
    paint::boxed(app, &places, "Changes, newest first", "", frame);
    if changes.rows.is_empty() {
        let hint = match changes.is_waiting() {
            true => "Reading what was done …",
            false => "Nothing was done yet: stars, tags, notes and read marks come here.",
        };
        paint::hint(app, &[hint], places.inner, frame);
        return;
    }
    let top = changes.top(places.size().1);
    let shown = changes.rows.iter().enumerate().skip(top);
    for ((index, past), place) in shown.zip(places.inner.rows()) {
        draw(app, past, index == changes.selected, place, frame);
    }
}

fn draw(app: &App, past: &Past, chosen: bool, place: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let bar = if chosen { "▌" } else { " " };
    let holds = past.change.state == ChangeState::Done;
    let state = if holds { "" } else { " undone" };
    let style = match (chosen, holds) {
        (true, _) => theme.selected,
        (false, true) => theme.text,
        (false, false) => theme.dim,
    };
    let width = usize::from(place.width);
    let when = &past.when;
    let room = width.saturating_sub(wrap::width(when) + wrap::width(state) + 4);
    let what = wrap::ellipsis(&past.change.what, room);
    let blanks = " ".repeat(room.saturating_sub(wrap::width(&what)));
    let line = Line::from(vec![
        Span::styled(bar, theme.accent),
        Span::styled(format!(" {when}  "), theme.dim),
        Span::styled(what, style),
        Span::raw(blanks),
        Span::styled(state, theme.dim),
    ]);
    frame.render_widget(line, place);
}
