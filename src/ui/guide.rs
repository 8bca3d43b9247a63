//! Small boxes at the foot of the screen that guide: what may follow the keys that were pressed, and
//! the step of the tour.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::action::{Action, MannerAction};
use crate::app::layout::SMALLEST;
use crate::app::screen::speakers::shortened;
use crate::app::touring::TourStep;
use crate::app::{App, BoxLayout, Overlay};
use crate::config::keymap::shown;
use crate::text::wrap;

/// Draws them above so many rows of what is told.
pub(super) fn render(app: &App, told: u16, frame: &mut Frame<'_>) {
    let screen = frame.area();
    if screen.width < SMALLEST.0 || screen.height < SMALLEST.1 {
        return;
    }
    if !app.pending.is_empty() {
        next(app, told, frame);
    } else if let Some(step) = app.tour_step() {
        tour(app, &step, told, frame);
    }
}

/// A box in the right corner above the last two lines, and above what is told there.
fn corner(screen: Rect, told: u16, columns: u16, rows: usize) -> BoxLayout {
    let room = screen.height.saturating_sub(told.max(1) + 1);
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    let places = BoxLayout::of(screen, columns, rows);
    let moved = |area: Rect| Rect {
        x: area.x + (screen.right() - places.outer.right()),
        y: (area.y + room).saturating_sub(places.outer.bottom()),
        ..area
    };
    BoxLayout {
        outer: moved(places.outer),
        inner: moved(places.inner),
    }
}

/// What may follow the keys that were pressed.
fn next(app: &App, told: u16, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let next = app.settings.keymap.after(app.context(), &app.pending);
    let places = corner(frame.area(), told, 56, next.len());
    paint::boxed(
        app,
        &places,
        &format!("{} …", shown(&app.pending)),
        "",
        frame,
    );
    for ((key, says), row) in next.iter().zip(places.inner.rows()) {
        let key = key.to_string();
        let blanks = 8_usize.saturating_sub(wrap::width(&key)).max(1);
        let room = usize::from(row.width).saturating_sub(wrap::width(&key) + blanks);
        let line = Line::from(vec![
            Span::styled(key, theme.key),
            Span::raw(" ".repeat(blanks)),
            Span::styled(wrap::ellipsis(says, room), theme.text),
        ]);
        frame.render_widget(line, row);
    }
}

/// The step of the tour, with the key it asks for.
fn tour(app: &App, step: &TourStep, told: u16, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let screen = frame.area();
    let columns = screen.width.saturating_sub(4).min(60);
    let (before, key, after) = &step.says;
    let text = format!("{before}{key}{after}");
    let lines = shortened(&text, usize::from(columns), 4);
    let mut places = corner(screen, told, columns, lines.len());
    if app.why && matches!(app.overlay, Overlay::None) {
        // At the foot is what it speaks of.
        let up = places.outer.y.saturating_sub(1);
        places.outer.y -= up;
        places.inner.y -= up;
    }
    let leave = app
        .settings
        .keymap
        .key_of(Action::Manner(MannerAction::Tour));
    let title = format!("Tour, {} of {}", step.number, step.of);
    paint::boxed(
        app,
        &places,
        &title,
        &format!("{leave} leaves the tour"),
        frame,
    );
    // The key stands once in the text; lines are cut at blanks, so it is whole in one of them.
    let mut found = false;
    for (line, row) in lines.iter().zip(places.inner.rows()) {
        let at = alone_in(line, key).filter(|_| !found);
        found |= at.is_some();
        let mark = at.map(|at| at..at + key.len());
        let spans = paint::lit_line(line, mark.as_slice(), theme.text, theme.matched);
        frame.render_widget(Line::from(spans), row);
    }
}

/// Where a key stands in a line as a word of its own.
fn alone_in(line: &str, key: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let alone = |at: &usize| {
        let (before, after) = (&line[..*at], &line[at + key.len()..]);
        !letter(before.chars().next_back()) && !letter(after.chars().next())
    };
    line.match_indices(key).map(|(at, _)| at).find(alone)
}
