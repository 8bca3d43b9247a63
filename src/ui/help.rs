//! The help above the panes: every action with its keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

use super::paint;
use crate::app::App;
use crate::app::screen::help::{Help, HelpLine, KEYS};
use crate::text::wrap;

pub(super) fn render(app: &App, help: &Help, frame: &mut Frame<'_>) {
    let screen = frame.area();
    let theme = &app.settings.theme;
    let width = Help::columns(screen.width);
    let outer = Rect {
        x: (screen.width - width) / 2,
        width,
        height: screen.height - 2,
        ..screen
    };
    frame.render_widget(Clear, outer);
    let border = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.line)
        .title(Line::styled(
            " Help: type to search, Esc closes ",
            theme.accent.not_dim(),
        ));
    frame.render_widget(border, outer);
    let inner = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width - 4,
        height: outer.height - 2,
    };
    let line = Rect { height: 1, ..inner };
    let rows = Rect {
        y: inner.y + 2,
        height: inner.height - 2,
        ..inner
    };
    let lines = help.wrapped(&app.settings.keymap, screen.width);
    let position = help.position(&lines, usize::from(rows.height));
    paint::input(app, "› ", &help.input, &position, line, frame);
    if lines.is_empty() {
        paint::hint(app, &["No action matches what you typed."], rows, frame);
    }
    for (line, row) in lines.iter().skip(help.top).zip(rows.rows()) {
        draw(app, line, row, frame);
    }
}

fn draw(app: &App, line: &HelpLine, row: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let line = match line {
        HelpLine::Heading(title) => Line::styled(title.as_str(), theme.heading),
        HelpLine::Row { keys, description } | HelpLine::More { keys, description } => {
            let blanks = (KEYS + 2).saturating_sub(wrap::width(keys));
            Line::from(vec![
                Span::raw("  "),
                Span::styled(keys.as_str(), theme.key),
                Span::raw(" ".repeat(blanks)),
                Span::styled(description.as_str(), theme.text),
            ])
        }
    };
    frame.render_widget(line, row);
}
