//! The card of one quote: its words, then each article where the same words stand, what differs marked
//! by signs and not by colour alone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::paint;
use crate::app::App;
use crate::app::alike::Named;
use crate::app::screen::copies::{Copies, CopyLine};
use crate::config::theme::{Theme, gutter_mark};
use crate::text::differ::Fate;
use crate::text::wrap;

/// Rows of the asked words on a screen of so many rows.
const fn head_rows(height: u16) -> u16 {
    match height {
        0..20 => 2,
        20..34 => 4,
        _ => 6,
    }
}

pub(super) fn render(app: &App, page: &Copies, frame: &mut Frame<'_>) {
    let screen = frame.area();
    let all = Rect {
        height: screen.height.saturating_sub(2),
        ..screen
    };
    frame.render_widget(Clear, all);
    let mut rows = all.rows();
    if let Some(row) = rows.next() {
        paint::rule(app, row, "Same words elsewhere", "", true, frame);
    }
    let theme = &app.settings.theme;
    let width = usize::from(all.width).saturating_sub(4);
    let kind = page.asked.kind;
    let (words, about) = page.head(width, usize::from(head_rows(all.height)));
    let words = words.into_iter().map(|line| (line, theme.kind(kind)));
    let about = (wrap::ellipsis(&about, width), theme.dim);
    for ((text, style), row) in words.chain([about]).zip(&mut rows) {
        let line = Line::from(vec![Span::raw("   "), Span::styled(text, style)]);
        frame.render_widget(line, row);
    }
    let order = match page.oldest {
        true => "oldest first",
        false => "newest first",
    };
    if let Some(row) = rows.next() {
        paint::rule(app, row, &page.told(), order, false, frame);
    }
    let top = rows.next().map_or(all.bottom(), |row| row.y);
    let body = Rect {
        y: top,
        height: all.bottom() - top,
        ..all
    };
    list(app, page, body, frame);
}

fn list(app: &App, page: &Copies, area: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let width = usize::from(area.width).saturating_sub(4);
    let lines = page.lines(width, usize::from(area.height));
    for (line, row) in lines.into_iter().zip(area.rows()) {
        let (at, spans) = match line {
            CopyLine::Blank => continue,
            CopyLine::Place(at, text) => {
                let style = match at == page.index() {
                    true => theme.strong.patch(theme.selected),
                    false => theme.strong,
                };
                (at, vec![Span::styled(wrap::ellipsis(&text, width), style)])
            }
            CopyLine::Named(at, named, text) => {
                let style = match named {
                    Named::Other => theme.error,
                    Named::Here | Named::There => theme.notice,
                    Named::Same | Named::Nobody => theme.text,
                };
                (at, vec![Span::styled(wrap::ellipsis(&text, width), style)])
            }
            CopyLine::Words(at, words) => (at, differing(theme, words)),
        };
        let chosen = at == page.index();
        let kind = page.rows[at].row.kind;
        let mark = if chosen { gutter_mark(kind, true) } else { " " };
        let mut all = vec![Span::styled(format!(" {mark} "), theme.kind(kind))];
        all.extend(spans);
        frame.render_widget(Line::from(all), row);
    }
}

/// Words with those that are left out struck through and those that are new underlined.
fn differing(theme: &Theme, words: Vec<(Fate, String)>) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    for (fate, text) in words {
        let style = match fate {
            Fate::Same => theme.text,
            Fate::Left => theme.dim.add_modifier(Modifier::CROSSED_OUT),
            Fate::New => theme.accent.add_modifier(Modifier::UNDERLINED),
        };
        if !spans.is_empty() {
            spans.push(Span::raw(" "));
        }
        spans.push(Span::styled(text, style));
    }
    spans
}
