//! What can be done with all articles that the filter lets through, and the question before it is done.

use std::iter;

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::bulk::offers;
use crate::app::screen::bulk::{Asking, Bulk};
use crate::app::screen::speakers::shortened;
use crate::app::{App, BoxLayout, words};
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
        let asked = lines
            .into_iter()
            .map(|line| Line::styled(line, theme.strong));
        let left = height.saturating_sub(asked.len() + 1);
        let some = some_of(app, bulk, asking, (width, left));
        let some = some.into_iter().map(|line| Line::styled(line, theme.dim));
        let lines = asked.chain(iter::once(Line::default())).chain(some);
        for (line, row) in lines.zip(places.inner.rows()) {
            frame.render_widget(line, row);
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

/// The titles of the first articles that it would change, as far as the list has them, and how many more
/// there are.
fn some_of(
    app: &App,
    bulk: &Bulk,
    asking: &Asking,
    (width, height): (usize, usize),
) -> Vec<String> {
    let Some((_, changed)) = asking.counted else {
        return Vec::new();
    };
    let list = &app.articles;
    if list.filter() != bulk.filter || height < 2 {
        return Vec::new();
    }
    let changed = usize::try_from(changed).unwrap_or(usize::MAX);
    let rows = list.rows().iter().filter(|row| asking.changes(row));
    let most = if changed <= height {
        height
    } else {
        height - 1
    };
    let titles = rows.take(most.min(changed));
    let mut lines: Vec<String> = titles
        .map(|row| wrap::ellipsis(&format!("  {}", row.title), width))
        .collect();
    if lines.len() < changed && !lines.is_empty() {
        let rest = words::thousands((changed - lines.len()) as u64);
        lines.push(format!("  and {rest} more"));
    }
    lines
}
