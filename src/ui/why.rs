//! Why the current quote has its speaker: a box over the foot of the text.

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

use crate::app::App;
use crate::app::layout::PaneArea;
use crate::app::screen::why::{Why, WhyLine};
use crate::text::wrap;

pub(super) fn render(app: &App, why: &Why, area: PaneArea, rows: u16, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let pane = area.body.width;
    let height = rows.min(area.body.height);
    let width = Why::columns(pane);
    if height < 3 || width < 24 {
        return;
    }
    let outer = Rect {
        x: area.body.x + (area.body.width - width) / 2,
        y: area.body.bottom() - height,
        width,
        height,
    };
    frame.render_widget(Clear, outer);
    let room = usize::from(width) - 4;
    let sure = format!(" right in {} of 100 ", why.confidence);
    let title = match &why.speaker {
        Some(name) => format!(" Why {name} "),
        None => " Why nobody is named ".to_owned(),
    };
    let title = wrap::ellipsis(&title, room.saturating_sub(sure.len()));
    let border = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.line)
        .title(Line::styled(title, theme.accent.not_dim()))
        .title(Line::styled(sure, theme.dim).alignment(Alignment::Right));
    frame.render_widget(border, outer);
    let inner = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: width - 4,
        height: height - 2,
    };
    let columns = why.words_columns(pane);
    let lines = why.lines((pane, height)).into_iter();
    let lines: Vec<Line<'_>> = lines.map(|of| line(app, of, columns)).collect();
    let hidden = lines.len().saturating_sub(usize::from(inner.height));
    for (line, row) in lines.into_iter().zip(inner.rows()) {
        frame.render_widget(line, row);
    }
    if let Some(last) = inner.rows().next_back().filter(|_| hidden > 0) {
        frame.render_widget(Clear, last);
        let more = format!("… {} more on a higher screen", hidden + 1);
        frame.render_widget(Line::styled(more, theme.dim), last);
    }
}

/// A line: of a step its words and what it is, each in its column.
fn line(app: &App, line: WhyLine, columns: usize) -> Line<'static> {
    let theme = &app.settings.theme;
    match line {
        WhyLine::Told(text) => Line::styled(text, theme.dim),
        WhyLine::Step(words, rule) => {
            let gap = columns.saturating_sub(wrap::width(&words)) + 2;
            Line::from(vec![
                Span::styled(words, theme.matched),
                Span::raw(" ".repeat(gap)),
                Span::styled(rule, theme.text),
            ])
        }
    }
}
