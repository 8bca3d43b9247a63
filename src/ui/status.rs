//! The two lines under the panes: messages and totals, and what can be done here.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::text::position;
use super::{choices, paint};
use crate::app::action::{MannerAction, SpreadAction};
use crate::app::screen::filter::Filter;
use crate::app::screen::search::{Found, Search};
use crate::app::screen::speakers::shortened;
use crate::app::{Action, App, Layout, Overlay, Spread, words};
use crate::model::Arrangement;
use crate::query::FIELDS;
use crate::text::clean::clean_line;
use crate::text::wrap;

pub(super) fn render(app: &App, layout: &Layout, frame: &mut Frame<'_>) {
    let zen = app.shown_spread() == Spread::Zen;
    match &app.overlay {
        Overlay::Filter(filter) => prompt(app, filter, layout.status, frame),
        Overlay::Search(search) => looked_for(app, search, layout.status, frame),
        overlay => {
            match overlay {
                Overlay::None if zen => only_text(app, layout, frame),
                // Its one line is for the keys of the box.
                _ if zen => footer(app, layout.footer, frame),
                _ => status(app, layout.status, frame),
            }
        }
    }
    if !zen {
        footer(app, layout.footer, frame);
    }
}

/// Lines of a message at most: it must not cover what it is about.
const MOST_LINES: usize = 4;

/// What is told, where it has no room on one line: on as many above the keys as it needs.
fn long_message(app: &App, layout: &Layout) -> Option<Vec<String>> {
    let width = usize::from(layout.status.width).saturating_sub(2);
    let told = app.message.clone().or_else(|| app.imports.line())?;
    let room = match app.shown_spread() == Spread::Zen && matches!(app.overlay, Overlay::None) {
        // Where one is in the text stands beside it.
        true => width.saturating_sub(wrap::width(&way_out(app, layout)) + 2),
        false => width,
    };
    let most = MOST_LINES.min(usize::from(layout.status.y / 3).max(1));
    (wrap::width(&told) > room).then(|| shortened(&told, width, most))
}

/// What is told and has no room on one line, above whatever lies there; gives how many lines that are.
pub(super) fn message(app: &App, layout: &Layout, frame: &mut Frame<'_>) -> u16 {
    let one = u16::from(app.message.is_some() || app.imports.line().is_some());
    let prompts = matches!(app.overlay, Overlay::Filter(_) | Overlay::Search(_));
    let Some(lines) = long_message(app, layout).filter(|_| !prompts) else {
        return one;
    };
    upwards(&lines, app.settings.theme.notice, layout.status, frame);
    u16::try_from(lines.len()).unwrap_or(1)
}

/// Lines of which the last one stands in `row`, and the others above it.
fn upwards(lines: &[String], style: Style, row: Rect, frame: &mut Frame<'_>) {
    for (line, up) in lines.iter().rev().zip(0..=row.y) {
        let place = Rect {
            y: row.y - up,
            ..row
        };
        frame.render_widget(Clear, place);
        frame.render_widget(Line::styled(format!(" {line}"), style), place);
    }
}

/// What went wrong, where something did, above whatever lies there. What is told meanwhile has its lines below it.
/// Gives how many lines it has.
pub(super) fn trouble(app: &App, layout: &Layout, up: u16, frame: &mut Frame<'_>) -> u16 {
    if app.trouble().is_none() {
        return 0;
    }
    let y = layout.status.y.saturating_sub(up);
    told(app, Rect { y, ..layout.status }, frame)
}

/// The line under a text that has the screen for itself: what it is, and where one is in it.
fn only_text(app: &App, layout: &Layout, frame: &mut Frame<'_>) {
    let Some(reading) = &app.reading else {
        return;
    };
    let theme = &app.settings.theme;
    let way_out = way_out(app, layout);
    let (left, style) = match app.message.clone().or_else(|| app.imports.line()) {
        Some(told) => (told, theme.notice),
        None => (reading.stored.article.display_title(80), theme.dim),
    };
    let width = usize::from(layout.status.width).saturating_sub(2);
    let left = wrap::ellipsis(&left, width.saturating_sub(wrap::width(&way_out) + 2));
    let blanks = width.saturating_sub(wrap::width(&left) + wrap::width(&way_out));
    let line = Line::from(vec![
        Span::styled(format!(" {left}"), style),
        Span::raw(" ".repeat(blanks)),
        Span::styled(way_out, theme.dim),
    ]);
    frame.render_widget(line, layout.status);
}

/// Where one is in a text that has the screen for itself, and how to get out of it.
fn way_out(app: &App, layout: &Layout) -> String {
    let Some(reading) = &app.reading else {
        return String::new();
    };
    let zen = Action::Spread(SpreadAction::Zen);
    let key = app.settings.keymap.key_of(zen);
    let position = position(reading, app.whole_page_on(layout));
    format!("{position} · {key} back")
}

fn prompt(app: &App, filter: &Filter, row: Rect, frame: &mut Frame<'_>) {
    let wrong = filter.told();
    let place = wrong.map(|error| error.at..error.end.max(error.at + 1));
    let label = match &filter.edits {
        Some(edits) => format!(" {}: ", wrap::ellipsis(&clean_line(&edits.name), 24)),
        None => " Show only: ".to_owned(),
    };
    let line = (label.as_str(), &filter.input);
    let right = left(filter);
    let column = paint::marked_input(app, line, place, &right, row, frame);
    match wrong {
        Some(error) => {
            let width = usize::from(row.width).saturating_sub(2);
            let up = |n: usize| u16::try_from(n).unwrap_or(0);
            let text = format!("{}: {}", error.message, error.suggestion);
            let lines = shortened(&text, width, 3);
            for (n, line) in lines.iter().rev().enumerate() {
                let y = row.y.saturating_sub(1 + up(n));
                let place = Rect { y, ..row };
                frame.render_widget(Clear, place);
                let line = Line::styled(format!(" {line}"), app.settings.theme.error);
                frame.render_widget(line, place);
            }
        }
        None => {
            let places = (column(filter.choices.at()), row);
            choices::render(app, &filter.choices, places, true, frame);
        }
    }
}

/// How many articles the filter would leave; as wide while that is counted anew.
fn left(filter: &Filter) -> String {
    let Some(count) = filter.left.count else {
        return String::new();
    };
    let waits = if filter.left.is_waiting() { "…" } else { " " };
    format!("leaves {} {waits}", words::thousands(count))
}

/// What is being looked for in the text, and how often it stands there.
fn looked_for(app: &App, search: &Search, row: Rect, frame: &mut Frame<'_>) {
    let found = app.reading.as_ref().map(|reading| &reading.found);
    let found = found.filter(|found| !found.words.is_empty());
    let right = found.map(Found::position).unwrap_or_default();
    paint::input(app, " In this text: ", &search.input, &right, row, frame);
}

/// A message where there is one; else that this is the sample, or where the article came from.
fn status(app: &App, row: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let width = usize::from(row.width).saturating_sub(2);
    let totals = totals(app, width);
    let room = width.saturating_sub(wrap::width(&totals) + 2);
    let importing = app.imports.line();
    let (text, style) = match (&app.message, app.settings.sample) {
        (Some(message), _) => (message.clone(), theme.notice),
        (None, _) if importing.is_some() => (importing.clone().unwrap_or_default(), theme.notice),
        (None, true) => (sample(app, room), theme.notice),
        (None, false) => (what_is_shown(app), theme.dim),
    };
    // What is told is worth more than totals.
    let alone = (app.message.is_some() || importing.is_some()) && wrap::width(&text) > room;
    let (text, totals) = if alone {
        (wrap::ellipsis(&text, width), String::new())
    } else {
        (wrap::ellipsis(&text, room), totals)
    };
    let blanks = width.saturating_sub(wrap::width(&text) + wrap::width(&totals));
    let line = Line::from(vec![
        Span::raw(" "),
        Span::styled(text, style),
        Span::raw(" ".repeat(blanks)),
        Span::styled(totals, theme.dim),
    ]);
    frame.render_widget(line, row);
}

/// What went wrong, whole, on as many lines above the keys as it needs; of much, as much as has room.
/// Gives how many lines that are.
fn told(app: &App, row: Rect, frame: &mut Frame<'_>) -> u16 {
    let keymap = &app.settings.keymap;
    let away = match app.overlay {
        Overlay::None => Action::Back,
        _ => Action::Cancel,
    };
    let away = keymap.key_of(away);
    let again = keymap.key_of(Action::Manner(MannerAction::Messages));
    let width = usize::from(row.width).saturating_sub(2);
    let most = usize::from(row.y / 2).max(1);
    let troubles = app.troubles();
    let lines = match troubles.as_slice() {
        [one] => shortened(&format!("{one} ({away} puts this away)"), width, most),
        all => {
            let (mut lines, mut shown) = (Vec::new(), 0);
            for trouble in all {
                let own = shortened(trouble, width, most.saturating_sub(2).max(1));
                if shown > 0 && lines.len() + own.len() + 1 > most {
                    break;
                }
                lines.extend(own);
                shown += 1;
            }
            let rest = match all.len() - shown {
                0 => String::new(),
                n => format!(", with {n} that have no room here"),
            };
            let foot = format!(
                "{away} puts all {} away; {again} shows them all{rest}",
                all.len()
            );
            lines.extend(shortened(&foot, width, 1));
            lines
        }
    };
    upwards(&lines, app.settings.theme.error, row, frame);
    u16::try_from(lines.len()).unwrap_or(0)
}

/// That this is the sample, and what a newcomer may want, as far as there is room.
fn sample(app: &App, room: usize) -> String {
    let tour = Action::Manner(MannerAction::Tour);
    let key = app.settings.keymap.key_of(tour);
    [
        format!("This is the sample collection. {key}: a tour of five minutes. Your own articles: :import PATH"),
        format!("This is the sample collection. {key}: a tour. Your own: :import PATH"),
        format!("Sample collection. {key}: a tour. Your own: :import PATH"),
        format!("Sample. {key}: a tour. Your own: :import PATH"),
    ]
    .into_iter()
    .find(|text| wrap::width(text) <= room)
    .unwrap_or_else(|| format!("Sample. {key}: a tour of five minutes"))
}

/// How the list stands, whole, where it is not all in its own order; else where the article came from.
fn what_is_shown(app: &App) -> String {
    if !matches!(app.overlay, Overlay::None) {
        return String::new();
    }
    let list = &app.articles;
    let order = (list.arrangement() != Arrangement::default()).then(|| list.arrangement().name());
    let filter = (!list.filter().is_empty()).then(|| format!("Only {}", list.filter()));
    let parts: Vec<String> = filter.into_iter().chain(order.map(str::to_owned)).collect();
    match (&app.reading, parts.is_empty()) {
        (Some(reading), true) => source(&reading.stored.source).to_owned(),
        _ => parts.join(" · "),
    }
}

/// An address, or the name of a file without the folders that it is in and the record in it.
fn source(source: &str) -> &str {
    if source.contains("://") {
        return source;
    }
    let file = source.split_once('#').map_or(source, |(file, _)| file);
    file.rsplit('/')
        .next()
        .filter(|name| !name.is_empty())
        .unwrap_or(source)
}

fn totals(app: &App, width: usize) -> String {
    let Some(counts) = app.counts.filter(|_| width >= 76) else {
        return String::new();
    };
    let mut parts = vec![words::count(counts.articles, "article")];
    if width >= 100 {
        parts.push(words::count(counts.quotes, "quote"));
    }
    parts.push(format!("{} unread", words::thousands(counts.unread)));
    parts.join(" · ")
}

/// The keys of what can be done here, as many as fit, from the action table. Help and the way out
/// always have their place.
fn footer(app: &App, row: Rect, frame: &mut Frame<'_>) {
    let entries: Vec<Entry> = entries(app);
    let kept = |entry: &Entry| matches!(entry.action, Action::Help | Action::Quit);
    let wide = |entry: &Entry| wrap::width(&entry.key) + wrap::width(entry.label) + 3;
    let reserved: usize = entries.iter().filter(|e| kept(e)).map(wide).sum();
    let marked = match app.marks.len() {
        0 => String::new(),
        n => format!("{n} marked  "),
    };
    let taken = 1 + reserved + wrap::width(&marked);
    let mut room = usize::from(row.width).saturating_sub(taken);
    let theme = &app.settings.theme;
    let mut spans = vec![Span::raw(" "), Span::styled(marked, theme.strong)];
    for entry in &entries {
        if !kept(entry) {
            if wide(entry) > room {
                room = 0;
                continue;
            }
            room -= wide(entry);
        }
        spans.push(Span::styled(entry.key.clone(), theme.key));
        spans.push(Span::styled(format!(" {}  ", entry.label), theme.dim));
    }
    if let Overlay::Filter(_) = app.overlay {
        let used: usize = spans.iter().map(Span::width).sum();
        let room = usize::from(row.width).saturating_sub(used + 1);
        spans.push(Span::styled(fields(room), theme.dim));
    }
    frame.render_widget(Line::from(spans), row);
}

/// What a filter may ask for, from the table of the query language; as many fields as there is room for.
fn fields(room: usize) -> String {
    let mut line = "words,".to_owned();
    for field in FIELDS {
        if line.len() + field.name.len() + 2 > room {
            break;
        }
        line.push_str(&format!(" {}:", field.name));
    }
    if line.ends_with(',') {
        String::new()
    } else {
        line
    }
}

struct Entry {
    action: Action,
    key: String,
    label: &'static str,
}

fn entries(app: &App) -> Vec<Entry> {
    let context = app.context();
    app.settings
        .keymap
        .rows_in(context)
        .filter(|(info, _)| !info.label.is_empty() && app.offers(info.action))
        .filter_map(|(info, key)| {
            Some(Entry {
                action: info.action,
                key: key?.to_string(),
                label: info.label,
            })
        })
        .collect()
}
