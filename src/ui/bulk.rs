//! What can be done with all articles that the filter lets through, and the question before it is done.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::bulk::offers;
use crate::app::screen::bulk::Bulk;
use crate::app::screen::speakers::shortened;
use crate::app::{App, BoxLayout};
use crate::text::wrap;

pub(super) fn render(app: &App, bulk: &Bulk, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let offers = offers(app);
    let rows = u16::try_from(offers.len()).unwrap_or(u16::MAX);
    let places = BoxLayout::of(frame.area(), 60, rows);
    let title = match bulk.filter.as_str() {
        "" => "All articles".to_owned(),
        filter => format!("All of: {filter}"),
    };
    let title = wrap::ellipsis(&title, usize::from(places.inner.width).saturating_sub(2));
    paint::boxed(app, &places, &title, "", frame);
    let (width, height) = places.size();
    if let Some(asking) = &bulk.asking {
        let lines = shortened(&asking.question(), width, height);
        for (line, row) in lines.into_iter().zip(places.inner.rows()) {
            frame.render_widget(Line::styled(line, theme.strong), row);
        }
        return;
    }
    let top = (bulk.selected + 1).saturating_sub(height);
    let shown = offers.iter().enumerate().skip(top);
    for ((n, (key, what, _)), row) in shown.zip(places.inner.rows()) {
        let (bar, style) = match n == bulk.selected {
            true => ("▌ ", theme.selected),
            false => ("  ", theme.text),
        };
        let line = Line::from(vec![
            Span::styled(bar, theme.accent),
            Span::styled(format!("{key:<4}"), theme.key),
            Span::styled(wrap::ellipsis(what, width.saturating_sub(6)), style),
        ]);
        frame.render_widget(line, row);
    }
}
