//! The small list of what may stand for the part of a query that is being typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::app::App;
use crate::app::screen::choices::Choices;
use crate::text::wrap;

/// Draws the choices above the line one types in (or below it), with their left edge at column `x`
/// where there is room for them.
pub(super) fn render(
    app: &App,
    choices: &Choices,
    (x, line): (u16, Rect),
    above: bool,
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let room = match above {
        true => line.y.saturating_sub(1),
        false => frame.area().bottom().saturating_sub(line.bottom() + 1),
    };
    let rows = choices.rows().len().min(usize::from(room));
    let wide = |text: &str| wrap::width(text);
    let names = choices.rows().iter().map(|row| wide(&row.text)).max();
    let names = names.unwrap_or(0);
    let about = choices.rows().iter().map(|row| wide(row.about)).max();
    let about = about.filter(|n| *n > 0).map_or(0, |n| n + 2);
    let width = (names + about + 3).min(usize::from(line.width));
    let columns = u16::try_from(width).unwrap_or(line.width);
    let x = x.saturating_sub(2).clamp(line.x, line.right() - columns);
    let height = u16::try_from(rows).unwrap_or(0);
    let y = if above {
        line.y - height
    } else {
        line.bottom()
    };
    for (n, row) in choices.rows().iter().take(rows).enumerate() {
        let place = Rect::new(x, y + u16::try_from(n).unwrap_or(0), columns, 1);
        frame.render_widget(Clear, place);
        let chosen = choices.selected() == Some(n);
        let (name, rest) = match chosen {
            true => (theme.current, theme.current),
            false => (theme.strong, theme.dim),
        };
        let text = wrap::ellipsis(&row.text, width.saturating_sub(3));
        let blanks = names.saturating_sub(wide(&text));
        let told = match row.about {
            "" => String::new(),
            about => format!("{}  {about}", " ".repeat(blanks)),
        };
        let told = wrap::ellipsis(&told, width.saturating_sub(wide(&text) + 3));
        let fill = width.saturating_sub(wide(&text) + wide(&told) + 2);
        let line = Line::from(vec![
            Span::styled("│", theme.line),
            Span::styled(format!(" {text}"), name),
            Span::styled(format!("{told}{}", " ".repeat(fill)), rest),
        ]);
        frame.render_widget(line, place);
    }
}
