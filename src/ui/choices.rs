//! The small list of what may stand for the part of a query that is being typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType};

use super::paint;
use crate::app::App;
use crate::app::screen::choices::{Choices, Row};
use crate::text::wrap;

/// Columns of the frame and of a blank on either side of what is in it, and rows of the frame.
const AROUND: usize = 4;
const FRAME: u16 = 2;

/// Draws the choices in a box above the line one types in (or below it), with what they would write at
/// column `x` where there is room for that.
pub(super) fn render(
    app: &App,
    choices: &Choices,
    (x, line): (u16, Rect),
    above: bool,
    frame: &mut Frame<'_>,
) {
    let room = match above {
        true => line.y.saturating_sub(1),
        false => frame.area().bottom().saturating_sub(line.bottom() + 1),
    };
    let wide = |text: &str| wrap::width(text);
    let names = choices.rows().iter().map(|row| wide(&row.text)).max();
    let names = names.unwrap_or(0);
    let about = choices.rows().iter().map(|row| wide(row.about)).max();
    let about = about.filter(|n| *n > 0).map_or(0, |n| n + 2);
    let width = (names + about + AROUND).min(usize::from(line.width));
    let columns = u16::try_from(width).unwrap_or(line.width);
    let rows = u16::try_from(choices.rows().len()).unwrap_or(room);
    let height = (rows + FRAME).min(room);
    if choices.rows().is_empty() || height <= FRAME {
        return;
    }
    let outer = Rect {
        x: x.saturating_sub(2).clamp(line.x, line.right() - columns),
        y: if above {
            line.y - height
        } else {
            line.bottom()
        },
        width: columns,
        height,
    };
    paint::clear(outer, frame);
    let border = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(app.settings.theme.line);
    let inner = border.inner(outer);
    frame.render_widget(border, outer);
    for (n, (row, place)) in choices.rows().iter().zip(inner.rows()).enumerate() {
        let chosen = choices.selected() == Some(n);
        frame.render_widget(entry(app, row, chosen, (names, place.width)), place);
    }
}

/// A choice on a line of so many columns, with what it means behind the widest of the names.
fn entry(app: &App, row: &Row, chosen: bool, (names, columns): (usize, u16)) -> Line<'static> {
    let theme = &app.settings.theme;
    let width = usize::from(columns);
    let (name, rest) = match chosen {
        true => (theme.current, theme.current),
        false => (theme.strong, theme.dim),
    };
    let text = wrap::ellipsis(&row.text, width.saturating_sub(2));
    let used = wrap::width(&text);
    let told = match row.about {
        "" => String::new(),
        about => format!("{}  {about}", " ".repeat(names.saturating_sub(used))),
    };
    let told = wrap::ellipsis(&told, width.saturating_sub(used + 2));
    let fill = width.saturating_sub(used + wrap::width(&told) + 1);
    Line::from(vec![
        Span::styled(format!(" {text}"), name),
        Span::styled(format!("{told}{}", " ".repeat(fill)), rest),
    ])
}
