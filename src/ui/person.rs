//! The page of a person: who it is, their quotes over time as bars, and all that they said.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::chart::{self, Named, Shown};
use super::paint::{self, BLOCKS};
use crate::app::screen::bars::{Bar, Bars};
use crate::app::screen::person::{Person, SaidLine};
use crate::app::screen::speakers::shortened;
use crate::app::{App, PageLayout, words};
use crate::config::theme::gutter_mark;
use crate::model::PersonPage;
use crate::text::wrap;

pub(super) fn render(app: &App, person: &Person, frame: &mut Frame<'_>) {
    let places = PageLayout::of(frame.area());
    frame.render_widget(Clear, places.all);
    let title = person.page.as_ref().map_or("…", |page| &page.row.name);
    let counts = person.page.as_ref().map(|page| counts(page));
    paint::rule(
        app,
        places.name,
        title,
        &counts.unwrap_or_default(),
        true,
        frame,
    );
    let Some(page) = &person.page else {
        let hint = match person.nobody {
            true => "Nobody of this name is quoted any more.",
            false => "Reading …",
        };
        paint::hint(app, &[hint], places.quotes, frame);
        return;
    };
    facts(app, person, page, places.facts, frame);
    bars(app, &person.bars, places.bars, frame);
    let (left, right) = (listed(person), position(person, page));
    paint::rule(app, places.rule, &left, &right, false, frame);
    quotes(app, person, places.quotes, frame);
}

fn counts(page: &PersonPage) -> String {
    let quotes = words::count(page.row.quotes, "quote");
    let articles = words::count(page.row.articles, "article");
    let dated: u64 = page.row.months.iter().map(|(_, quotes)| quotes).sum();
    match page.row.quotes.saturating_sub(dated) {
        0 => format!("{quotes} in {articles}"),
        undated => {
            let undated = words::thousands(undated);
            format!("{quotes} in {articles} ({undated} without a year, in no bar)")
        }
    }
}

fn listed(person: &Person) -> String {
    let order = match person.by_article {
        true => "Quotes by article",
        false => "Quotes, newest first",
    };
    match person.period {
        Some(period) => format!("{order}: only {}", words::period(period)),
        None => order.to_owned(),
    }
}

fn position(person: &Person, page: &PersonPage) -> String {
    let all = match person.period {
        Some(period) => {
            let of = |bar: &&Bar| bar.period == period;
            person.bars.all().iter().find(of).map(|bar| bar.quotes)
        }
        None => Some(page.row.quotes),
    };
    all.map(|n| words::count(n, "quote")).unwrap_or_default()
}

/// Roles with their time, other names, who else is quoted; as much as there is room for.
fn facts(app: &App, person: &Person, page: &PersonPage, area: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let mut facts: Vec<(&str, Vec<String>)> = Vec::new();
    let roles = person.roles.iter().flatten().map(|role| match role.period {
        Some(period) => format!("{} ({})", role.role, words::period(period)),
        None => role.role.clone(),
    });
    facts.push(("Role", roles.collect()));
    facts.push(("Also", page.aliases.clone()));
    if let Some(company) = &person.company {
        let with = company
            .iter()
            .map(|c| format!("{} {}", c.name, words::thousands(c.articles)));
        facts.push(("With", with.collect()));
    }
    let facts = facts.into_iter().filter(|(_, parts)| !parts.is_empty());
    let facts: Vec<(&str, String)> = facts.map(|(name, p)| (name, p.join(" · "))).collect();
    let width = usize::from(area.width).saturating_sub(7);
    let spare = usize::from(area.height).saturating_sub(facts.len());
    let mut rows = area.rows();
    for (name, text) in &facts {
        let lines = shortened(text, width, 1 + spare / facts.len().max(1));
        for (n, line) in lines.into_iter().enumerate() {
            let Some(row) = rows.next() else {
                return;
            };
            let head = if n == 0 { *name } else { "" };
            let line = Line::from(vec![
                Span::styled(format!(" {head:<5} "), theme.dim),
                Span::styled(line, theme.text),
            ]);
            frame.render_widget(line, row);
        }
    }
}

/// Bars, the chosen one bright and pointed at, with what it stands for.
fn bars(app: &App, bars: &Bars, area: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let Some(chosen) = bars.chosen().filter(|_| area.height >= 2) else {
        return;
    };
    let columns = usize::from(area.width);
    let (wide, left) = (bars.width(columns), bars.left(columns));
    let gap = usize::from(wide > 1);
    let shown = bars.all().iter().skip(left).take(columns / wide);
    let shown: Vec<&Bar> = shown.collect();
    let most = shown.iter().map(|bar| bar.quotes).max().unwrap_or(0);
    let height = u64::from(area.height - 1);
    for (x, (n, bar)) in (area.x..).step_by(wide).zip((left..).zip(&shown)) {
        let eighths = chart::eighths(bar.quotes, most, height);
        let style = match n == bars.index() {
            true => theme.accent,
            false => theme.dim,
        };
        for row in 0..height {
            let full = usize::try_from(eighths.saturating_sub(row * 8).min(8)).unwrap_or(8);
            let y = area.bottom() - 2 - u16::try_from(row).unwrap_or(0);
            let block = BLOCKS[full].repeat(wide - gap);
            frame.buffer_mut().set_string(x, y, block, style);
        }
    }
    let name = |bar: Option<&&Bar>| bar.map_or_else(String::new, |b| words::period(b.period));
    let placed = Shown {
        count: shown.len(),
        chosen: bars.index() - left,
        wide: (wide, gap),
        most,
    };
    let named = Named {
        chosen: &words::period(chosen.period),
        count: &words::count(chosen.quotes, "quote"),
        ends: (name(shown.first()), name(shown.last())),
    };
    chart::axis(theme, &placed, &named, true, area, frame);
}

fn quotes(app: &App, person: &Person, area: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    if person.said.rows().is_empty() {
        let hint = match person.said.is_waiting() {
            true => "Reading …",
            false => "Nothing was said then.",
        };
        paint::hint(app, &[hint], area, frame);
        return;
    }
    let width = usize::from(area.width).saturating_sub(4);
    let lines = person.lines_in(area);
    for (line, row) in lines.into_iter().zip(area.rows()) {
        let line = match line {
            SaidLine::Blank => continue,
            SaidLine::Article(text) => Line::from(vec![
                Span::raw(" "),
                Span::styled(wrap::ellipsis(&text, width), theme.heading),
            ]),
            SaidLine::Words(at, text) => {
                let chosen = at == person.said.index();
                let kind = person.said.rows()[at].quote.kind;
                let style = match chosen {
                    true => theme.kind(kind).patch(theme.selected),
                    false => theme.kind(kind),
                };
                Line::from(vec![
                    Span::styled(format!(" {} ", gutter_mark(kind, chosen)), theme.kind(kind)),
                    Span::styled(text, style),
                ])
            }
            SaidLine::About(at, text) => {
                let chosen = at == person.said.index();
                let kind = person.said.rows()[at].quote.kind;
                let mark = if chosen { gutter_mark(kind, true) } else { " " };
                Line::from(vec![
                    Span::styled(format!(" {mark} "), theme.kind(kind)),
                    Span::styled(wrap::ellipsis(&text, width), theme.dim),
                ])
            }
        };
        frame.render_widget(line, row);
    }
}
