//! The page of the whole collection: a chart of articles over time, and lists with a bar each.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Bar, BarChart, BarGroup, Clear};

use super::chart::{self, Named, Shown};
use super::paint;
use crate::app::screen::collection::{Collection, Panel};
use crate::app::screen::timeline::{Step, Stretch, Timeline};
use crate::app::{App, CollectionLayout, words};
use crate::model::Counts;
use crate::text::wrap;

pub(super) fn render(app: &App, page: &Collection, frame: &mut Frame<'_>) {
    let places = CollectionLayout::of(frame.area());
    frame.render_widget(Clear, places.all);
    let title = match page.time.as_ref().map(Timeline::step) {
        Some(Step::Month) => "Articles a month",
        Some(Step::Year) => "Articles a year",
        _ => "Articles a day",
    };
    let focused = page.panel == Panel::Time;
    let room = usize::from(places.name.width).saturating_sub(wrap::width(title) + 8);
    let totals = app.counts.map(|counts| totals(counts, page, room));
    let totals = totals.unwrap_or_default();
    paint::rule(app, places.name, title, &totals, focused, frame);
    time(app, page, places.time, frame);
    let panels = page.lists(places.lists.len());
    for (panel, (name, rows)) in panels.into_iter().zip(&places.lists) {
        list(app, page, panel, (*name, *rows), frame);
    }
}

/// How many articles and quotes there are, and how many of the articles are in no bar.
fn totals(counts: Counts, page: &Collection, room: usize) -> String {
    let articles = words::count(counts.articles, "article");
    let quotes = words::count(counts.quotes, "quote");
    let dated = page.time.as_ref().map(Timeline::articles);
    let undated = dated.map_or(0, |dated| counts.articles.saturating_sub(dated));
    if undated == 0 {
        return format!("{articles} · {quotes}");
    }
    let undated = words::thousands(undated);
    let whole = format!("{articles} ({undated} without a year, in no bar) · {quotes}");
    match wrap::width(&whole) <= room {
        true => whole,
        false => format!("{articles}, {undated} without a year"),
    }
}

/// The bars, and under them what the chosen one stands for.
fn time(app: &App, page: &Collection, area: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let Some(time) = &page.time else {
        return paint::hint(app, &[page.wait()], area, frame);
    };
    let Some(chosen) = time.chosen() else {
        return paint::hint(app, &["No article has a date with a year."], area, frame);
    };
    let columns = usize::from(area.width);
    let (wide, left) = time.placed(columns);
    let gap = usize::from(wide > 1);
    let shown = time.all().iter().skip(left).take(columns / wide);
    let shown: Vec<&Stretch> = shown.collect();
    let above = Rect {
        height: area.height.saturating_sub(2),
        ..area
    };
    let most = shown.iter().map(|stretch| stretch.articles).max();
    let most = most.unwrap_or(0);
    let rows = u64::from(above.height);
    let bars = (left..).zip(&shown).map(|(n, stretch)| {
        let style = match n == time.index() {
            true => theme.accent,
            false => theme.dim,
        };
        let high = chart::eighths(stretch.articles, most, rows);
        let bar = Bar::default().value(high).style(style);
        bar.text_value(String::new())
    });
    let bars: Vec<Bar<'_>> = bars.collect();
    let chart = BarChart::default()
        .max((rows * 8).max(1))
        .bar_width(u16::try_from(wide - gap).unwrap_or(1))
        .bar_gap(u16::try_from(gap).unwrap_or(0))
        .data(BarGroup::default().bars(&bars));
    frame.render_widget(chart, above);
    // Which bar is chosen shows without colour too.
    let x = area.x + u16::try_from((time.index() - left) * wide).unwrap_or(0);
    let mark = "▲".repeat((wide - gap).max(1));
    frame
        .buffer_mut()
        .set_string(x, area.bottom() - 2, mark, theme.accent);
    let name = |stretch: Option<&&Stretch>| stretch.map_or_else(String::new, |s| s.name());
    let placed = Shown {
        count: shown.len(),
        chosen: time.index() - left,
        wide: (wide, gap),
        most,
    };
    let named = Named {
        chosen: &chosen.name(),
        count: &words::count(chosen.articles, "article"),
        ends: (name(shown.first()), name(shown.last())),
    };
    chart::axis(theme, &placed, &named, false, area, frame);
}

fn list(
    app: &App,
    page: &Collection,
    panel: Panel,
    (name, area): (Rect, Rect),
    frame: &mut Frame<'_>,
) {
    let (title, of) = match panel {
        Panel::Time | Panel::People => ("Most quoted", "quotes"),
        Panel::Publishers => ("Publishers", "quotes"),
        Panel::Pairs => ("Quoted together", "articles"),
    };
    paint::rule(app, name, title, of, page.panel == panel, frame);
    let Some(rows) = page.rows(panel) else {
        return paint::hint(app, &[page.wait()], area, frame);
    };
    if rows.is_empty() {
        return paint::hint(app, &["Nothing to show."], area, frame);
    }
    let most = rows.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let all = app.counts.filter(|_| panel == Panel::Publishers);
    let all = all.map(|counts| counts.quotes.max(1));
    let at = page.selected(panel);
    let top = page.top(panel, usize::from(area.height));
    for ((n, (text, count)), row) in rows.iter().enumerate().skip(top).zip(area.rows()) {
        let chosen = n == at && page.panel == panel;
        let bar = (panel != Panel::Pairs).then_some(most);
        draw(app, (text, *count), (bar, all), chosen, row, frame);
    }
}

/// A row: what it is, a bar where there is a most, a number, and of a share how much of all it is.
fn draw(
    app: &App,
    (text, count): (&str, u64),
    (most, all): (Option<u64>, Option<u64>),
    chosen: bool,
    row: Rect,
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let number = match all {
        Some(all) => format!(
            "{} {:>3}%",
            words::thousands(count),
            (count * 200 + all) / (2 * all)
        ),
        None => words::thousands(count),
    };
    // A share takes its room, a number alone little.
    let number = match all {
        Some(_) => format!(" {number:>9} "),
        None => format!(" {number:>6} "),
    };
    let room = usize::from(row.width).saturating_sub(wrap::width(&number) + 2);
    let bar = most.map_or(0, |_| room / 4);
    let width = room - bar;
    let shown = shortened_pair(text, width.saturating_sub(1));
    let blanks = width.saturating_sub(wrap::width(&shown));
    let full = usize::try_from((count * bar as u64).div_ceil(most.unwrap_or(1)))
        .unwrap_or(bar)
        .min(bar);
    let (mark, style) = paint::row_dress(theme, chosen);
    let line = Line::from(vec![
        Span::styled(mark, theme.accent),
        Span::raw(" "),
        Span::styled(shown, style),
        Span::raw(" ".repeat(blanks)),
        Span::styled("■".repeat(full), theme.direct),
        Span::raw(" ".repeat(bar - full)),
        Span::styled(number, theme.dim),
    ]);
    frame.render_widget(line, row);
}

/// Names of two in so many columns: each keeps its beginning. Anything else is cut at its end.
fn shortened_pair(text: &str, width: usize) -> String {
    const AND: &str = " + ";
    let Some((one, other)) = text.split_once(AND).filter(|_| wrap::width(text) > width) else {
        return wrap::ellipsis(text, width);
    };
    let room = width.saturating_sub(AND.len());
    let half = room / 2;
    let (first, second) = (wrap::width(one), wrap::width(other));
    let first = match (first <= half, second <= half) {
        (true, _) => first,
        (false, true) => room - second,
        (false, false) => half,
    };
    let one = wrap::ellipsis(one, first);
    format!("{one}{AND}{}", wrap::ellipsis(other, room - first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_pair_both_are_known_by_their_beginnings() {
        for (text, width, shown) in [
            ("Ada Moor + Ben Lee", 18, "Ada Moor + Ben Lee"),
            (
                "National Harbour Office + Ben Lee",
                20,
                "National… + Ben Lee",
            ),
            (
                "Ben Lee + National Harbour Office",
                20,
                "Ben Lee + National…",
            ),
            (
                "National Harbour Office + Ministry of Tides",
                20,
                "Nationa… + Ministry…",
            ),
            ("National Harbour Office", 10, "National…"),
        ] {
            assert_eq!(shortened_pair(text, width), shown);
        }
    }
}
