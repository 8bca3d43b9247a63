//! The list of people: name, quotes and articles, the last months as a line, last seen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::paint::{self, BLOCKS};
use crate::app::screen::people::{People, monthly};
use crate::app::{App, PeopleLayout, words};
use crate::model::{Month, Period, PersonRow};
use crate::text::wrap;

/// Columns of the numbers.
const QUOTES: usize = 9;

pub(super) fn render(app: &App, people: &People, frame: &mut Frame<'_>) {
    let places = PeopleLayout::of(frame.area());
    frame.render_widget(Clear, places.all);
    let right = match people.is_narrowed() {
        true => "best match first",
        false => "most quoted first",
    };
    paint::rule(app, places.name, "People", right, true, frame);
    paint::input(app, " › ", &people.input, "", places.input, frame);
    if people.rows().is_empty() {
        let hint = match (people.is_waiting(), people.is_narrowed()) {
            (true, _) => "Reading …",
            (false, true) => "Nobody of such a name is quoted. Slips and parts of names are fine.",
            (false, false) => "Nobody is quoted yet.",
        };
        paint::hint(app, &[hint], places.rows, frame);
        return;
    }
    let months = months(places.rows.width);
    let last = people.last_month();
    heads(app, (months, last), places.heads, frame);
    let top = people.top(usize::from(places.rows.height));
    let rows = people.rows().iter().enumerate().skip(top);
    for ((index, row), place) in rows.zip(places.rows.rows()) {
        draw(
            app,
            row,
            index == people.index(),
            (months, last),
            place,
            frame,
        );
    }
}

/// How many months a line of time has on so many columns: none where names need them.
const fn months(width: u16) -> usize {
    match width {
        140.. => 60,
        100.. => 36,
        72.. => 24,
        56.. => 12,
        _ => 0,
    }
}

fn heads(app: &App, (months, last): (usize, Option<Month>), row: Rect, frame: &mut Frame<'_>) {
    let line = last.map_or_else(String::new, |last| {
        if months == 0 {
            return String::new();
        }
        let first = Month::numbered((last.number() + 1).saturating_sub(months as u32));
        let whole = words::period(Period { first, last });
        match wrap::width(&whole) <= months {
            true => whole,
            false => format!("to {}", words::period(Period { first: last, last })),
        }
    });
    let cells = Cells {
        name: "Name".to_owned(),
        quotes: "quotes".to_owned(),
        articles: "articles".to_owned(),
        line,
        last: "last".to_owned(),
    };
    let theme = &app.settings.theme;
    let styles = [theme.dim; 3];
    cells.draw(" ", styles, months, row, frame, app);
}

struct Cells {
    name: String,
    quotes: String,
    articles: String,
    line: String,
    last: String,
}

impl Cells {
    fn draw(
        &self,
        bar: &'static str,
        [name, line, rest]: [ratatui::style::Style; 3],
        months: usize,
        row: Rect,
        frame: &mut Frame<'_>,
        app: &App,
    ) {
        let articles = match row.width {
            72.. => format!("{:>QUOTES$}", self.articles),
            _ => String::new(),
        };
        let apart = if months > 0 { 2 } else { 0 };
        let right = QUOTES + articles.len() + months + apart + 10;
        let width = usize::from(row.width).saturating_sub(right + 3);
        let shown = wrap::ellipsis(&self.name, width);
        let blanks = width.saturating_sub(wrap::width(&shown));
        let spare = months.saturating_sub(wrap::width(&self.line));
        let spans = vec![
            Span::styled(bar, app.settings.theme.accent),
            Span::raw(" "),
            Span::styled(shown, name),
            Span::raw(" ".repeat(blanks)),
            Span::styled(
                format!("{:>QUOTES$}{articles}{:apart$}", self.quotes, ""),
                rest,
            ),
            Span::styled(self.line.clone(), line),
            Span::raw(" ".repeat(spare)),
            Span::styled(format!("{:>10}", self.last), rest),
        ];
        frame.render_widget(Line::from(spans), row);
    }
}

fn draw(
    app: &App,
    row: &PersonRow,
    chosen: bool,
    (months, last): (usize, Option<Month>),
    place: Rect,
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let counts = last.map_or_else(Vec::new, |last| monthly(row, last, months));
    let most = counts.iter().max().copied().unwrap_or(0).max(1);
    let block = |count: &u64| BLOCKS[usize::try_from((count * 8).div_ceil(most)).unwrap_or(0)];
    let seen = row.months.last().map_or_else(String::new, |(month, _)| {
        words::period(Period {
            first: *month,
            last: *month,
        })
    });
    let kind = words::speaker_kind(row.kind);
    let mut named = match kind {
        "" => row.name.clone(),
        kind => format!("{} · {kind}", row.name),
    };
    // Rows of the same surname are told apart by where they are from.
    if let Some(title) = row.only_in.as_deref().filter(|title| !title.is_empty()) {
        named = format!("{named} · in {title}");
    }
    let cells = Cells {
        name: named,
        quotes: words::thousands(row.quotes),
        articles: words::thousands(row.articles),
        line: counts.iter().map(block).collect(),
        last: seen,
    };
    let (bar, name) = paint::row_dress(theme, chosen);
    cells.draw(
        bar,
        [name, theme.direct, theme.dim],
        months,
        place,
        frame,
        app,
    );
}
