//! Small things that panes are made of: a pane's name line, cut text, text with lit parts.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};
use tui_input::Input;

use crate::app::layout::{Pane, PaneArea};
use crate::app::{App, BoxLayout, Overlay};
use crate::config::theme::Theme;
use crate::text::wrap;

/// A bar of so many eighths of a line.
pub(super) const BLOCKS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The bar before a row of a list, and how its words look: the chosen one is told without colour too.
pub(super) const fn row_dress(theme: &Theme, chosen: bool) -> (&'static str, Style) {
    match chosen {
        true => ("▌", theme.selected),
        false => (" ", theme.text),
    }
}

/// Draws the line with a pane's name; heavy and bright where the pane has the focus, so that it
/// shows without colour too.
pub(super) fn name(
    app: &App,
    pane: Pane,
    area: PaneArea,
    left: &str,
    right: &str,
    frame: &mut Frame<'_>,
) {
    let at_panes = matches!(app.overlay, Overlay::None | Overlay::Search(_));
    let focused = app.focus == pane && at_panes;
    rule(app, area.name, left, right, focused, frame);
}

/// A line with something on its left and its right.
pub(super) fn rule(
    app: &App,
    area: Rect,
    left: &str,
    right: &str,
    focused: bool,
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let (line, rule, title) = if focused {
        ("━", theme.accent, theme.accent)
    } else {
        ("─", theme.line, theme.strong)
    };
    let width = usize::from(area.width);
    let left = wrap::ellipsis(left, width.saturating_sub(4));
    let used = wrap::width(&left) + 4;
    let right = if used + wrap::width(right) + 3 <= width {
        right
    } else {
        ""
    };
    let tail = if right.is_empty() {
        0
    } else {
        wrap::width(right) + 3
    };
    let mut spans = vec![
        Span::styled(line, rule),
        Span::styled(format!(" {left} "), title),
        Span::styled(line.repeat((width + 1).saturating_sub(used + tail)), rule),
    ];
    if !right.is_empty() {
        spans.push(Span::styled(format!(" {right} "), theme.dim));
        spans.push(Span::styled(line, rule));
    }
    frame.render_widget(Line::from(spans), area);
}

/// Lets everything drawn so far step back behind an overlay: dim, without colours.
pub(super) fn recede(app: &App, frame: &mut Frame<'_>) {
    let behind = app.settings.theme.dim;
    for cell in &mut frame.buffer_mut().content {
        cell.set_style(Style::reset().patch(behind));
    }
}

/// A line of `text` in `base`, with the parts in `marks` (byte ranges in order) in `lit`.
pub(super) fn lit_line<'a>(
    text: &'a str,
    marks: &[Range<usize>],
    base: Style,
    lit: Style,
) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    let mut at = 0;
    for mark in marks {
        let (start, end) = (mark.start.max(at), mark.end.min(text.len()));
        let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else {
            continue;
        };
        spans.push(Span::styled(before, base));
        spans.push(Span::styled(inside, base.patch(lit)));
        at = end;
    }
    spans.push(Span::styled(text.get(at..).unwrap_or(""), base));
    spans.retain(|span| !span.content.is_empty());
    spans
}

/// Clears a part of the screen for a box. A wide letter that would reach into it goes whole: else it would
/// lie on the frame.
pub(super) fn clear(area: Rect, frame: &mut Frame<'_>) {
    frame.render_widget(Clear, area);
    let Some(before) = area.x.checked_sub(1) else {
        return;
    };
    for y in area.y..area.bottom() {
        let cell = frame.buffer_mut().cell_mut((before, y));
        if let Some(cell) = cell.filter(|cell| wrap::width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }
}

/// The frame of a box above the panes, with its title and something at its foot.
pub(super) fn boxed(app: &App, places: &BoxLayout, title: &str, foot: &str, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    clear(places.outer, frame);
    let (width, _) = places.size();
    let title = format!(" {} ", wrap::ellipsis(title, width.saturating_sub(2)));
    let mut border = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.line)
        .title(Line::styled(title, theme.accent.not_dim()));
    if !foot.is_empty() {
        let foot = format!(" {} ", wrap::ellipsis(foot, width.saturating_sub(2)));
        border = border.title_bottom(Line::styled(foot, theme.strong));
    }
    frame.render_widget(border, places.outer);
}

/// A hint in the middle of an empty pane, one line after another.
pub(super) fn hint(app: &App, lines: &[&str], area: Rect, frame: &mut Frame<'_>) {
    let width = usize::from(area.width.saturating_sub(4));
    let wrapped: Vec<String> = lines
        .iter()
        .flat_map(|text| crate::app::screen::speakers::shortened(text, width, 4))
        .collect();
    let top = area.y
        + area
            .height
            .saturating_sub(u16::try_from(wrapped.len()).unwrap_or(0))
            / 3;
    for (y, line) in (top..area.bottom()).zip(wrapped) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        let line = Line::styled(line, app.settings.theme.dim).centered();
        frame.render_widget(line, row);
    }
}

/// A line one types in: what it is for, the text with the cursor, and something on the right.
pub(super) fn input(
    app: &App,
    label: &str,
    input: &Input,
    right: &str,
    row: Rect,
    frame: &mut Frame<'_>,
) {
    drop(marked_input(app, (label, input), None, right, row, frame));
}

/// The same where a part of the text is wrong. Gives the column of each byte of the text.
pub(super) fn marked_input(
    app: &App,
    (label, input): (&str, &Input),
    wrong: Option<Range<usize>>,
    right: &str,
    row: Rect,
    frame: &mut Frame<'_>,
) -> impl Fn(usize) -> u16 + use<> {
    let theme = &app.settings.theme;
    let room = usize::from(row.width).saturating_sub(wrap::width(label) + 1);
    let right = wrap::ellipsis(right, room / 2);
    let room = room.saturating_sub(wrap::width(&right) + 1);
    let scroll = input.visual_scroll(room);
    let value = input.value();
    let shown = skip_columns(value, scroll);
    let skipped = value.len() - shown.len();
    let (shown, _) = wrap::fitting(shown, room);
    let wrong = wrong.map(|at| at.start.saturating_sub(skipped)..at.end.saturating_sub(skipped));
    let error = theme.error.add_modifier(Modifier::UNDERLINED);
    let wrong: Vec<Range<usize>> = wrong.into_iter().collect();
    let mut spans = vec![Span::styled(label, theme.accent)];
    spans.extend(lit_line(shown, &wrong, theme.text, error));
    frame.render_widget(Line::from(spans), row);
    let tail = u16::try_from(wrap::width(&right)).unwrap_or(0);
    let at = row.right().saturating_sub(tail + 1);
    frame.buffer_mut().set_string(at, row.y, &right, theme.dim);
    let cursor = wrap::width(label) + input.visual_cursor().saturating_sub(scroll);
    let last = row.right().saturating_sub(1);
    let column = move |columns: usize| {
        let x = row.x + u16::try_from(columns).unwrap_or(0);
        x.min(last)
    };
    frame.set_cursor_position((column(cursor), row.y));
    let (label, value) = (wrap::width(label), value.to_owned());
    move |byte| {
        let before = value.get(..byte).map_or(0, wrap::width);
        column(label + before.saturating_sub(scroll))
    }
}

/// `text` without its first `columns` columns.
fn skip_columns(text: &str, columns: usize) -> &str {
    let (skipped, _) = wrap::fitting(text, columns);
    text.get(skipped.len()..).unwrap_or("")
}
