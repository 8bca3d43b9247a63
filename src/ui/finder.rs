//! The finder above the panes: the line one types in, the hits, and what is beside the chosen one.

mod hits;
mod preview;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

use super::{choices, paint};
use crate::app::action::TakeAction;
use crate::app::layout::{FIND, FinderLayout, HIT_HEIGHT};
use crate::app::screen::finder::Finder;
use crate::app::{Action, App, scoping, words};
use crate::find::{self, Mode};
use crate::text::wrap;

pub(super) fn render(app: &App, finder: &Finder, frame: &mut Frame<'_>) {
    let places = FinderLayout::of(frame.area());
    let theme = &app.settings.theme;
    frame.render_widget(Clear, places.outer);
    let border = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.line)
        .title(title(app, finder, &places));
    let typed = finder.input.value();
    let wrong = find::hint(typed).map(|error| (error, theme.notice));
    let wrong = wrong.or_else(|| find::remark(typed).map(|error| (error, theme.dim)));
    let place = wrong.as_ref().map(|(error, _)| error.at..error.end);
    // Where it covers the line of messages, they stand in its border.
    let covers = places.covers_messages(frame.area());
    let message = app.message.clone().or_else(|| app.imports.line());
    let message = message.filter(|_| covers);
    let told = match &wrong {
        _ if message.is_some() => message.map(|told| (told, theme.notice)),
        Some((error, style)) => Some((format!("{}: {}", error.message, error.suggestion), *style)),
        None => finder.found.plain.then(|| {
            let told = "the index of quotes is being made; words are found as they stand";
            (told.to_owned(), theme.dim)
        }),
    };
    let border = match told {
        Some((told, style)) => {
            let width = usize::from(places.outer.width).saturating_sub(6);
            let told = format!(" {} ", wrap::ellipsis(&told, width));
            border.title_bottom(Line::styled(told, style))
        }
        None => border,
    };
    frame.render_widget(border, places.outer);
    let count = right(finder, usize::from(places.input.width));
    let line = ("› ", &finder.input);
    let column = paint::marked_input(app, line, place, &count, places.input, frame);
    frame.buffer_mut().set_string(
        places.rule.x,
        places.rule.y,
        "─".repeat(usize::from(places.rule.width)),
        theme.line,
    );
    elsewhere(app, finder, places.rule, frame);
    rows(app, finder, &places, frame);
    if let Some(area) = places.preview {
        preview::render(app, finder, &places, area, frame);
    }
    let at = (column(finder.choices.at()), places.input);
    choices::render(app, &finder.choices, at, false, frame);
}

/// What can be looked among, with what is looked among now.
fn title(app: &App, finder: &Finder, places: &FinderLayout) -> Line<'static> {
    let theme = &app.settings.theme;
    let mut spans = vec![Span::styled(FIND, theme.accent.not_dim())];
    let now = scoping::scope(app, finder);
    for (scope, _) in places.scopes(&scoping::scopes(app), now) {
        let style = if scope == now {
            theme.current
        } else {
            theme.dim
        };
        spans.push(Span::styled(
            format!(" {} ", scope.name(places.has_room())),
            style,
        ));
    }
    spans.push(Span::raw(" "));
    Line::from(spans)
}

/// In the line under what is typed: what is marked and not to be seen here, as it is what would be copied.
fn elsewhere(app: &App, finder: &Finder, rule: Rect, frame: &mut Frame<'_>) {
    let count = app.marked_elsewhere(finder);
    if count == 0 {
        return;
    }
    let keymap = &app.settings.keymap;
    let copy = keymap.key_of(Action::Take(TakeAction::CopyFound));
    let drop = keymap.key_of(Action::Take(TakeAction::DropMarks));
    let room = usize::from(rule.width).saturating_sub(4);
    let texts = [
        format!(" ◆ {count} marked elsewhere: {copy} copies these, {drop} takes the marks away "),
        format!(" ◆ {count} marked elsewhere: {drop} unmarks "),
        format!(" ◆ {count} marked elsewhere "),
    ];
    let Some(text) = texts.into_iter().find(|text| wrap::width(text) <= room) else {
        return;
    };
    let width = u16::try_from(wrap::width(&text)).unwrap_or(rule.width);
    let place = Rect {
        x: rule.right().saturating_sub(2 + width),
        width,
        ..rule
    };
    frame.render_widget(Line::styled(text, app.settings.theme.notice), place);
}

/// How much was found and how long that took; while the answer to what is typed is waited for, of the
/// rows that are shown until then. The time always takes the same room, and gives way where there is
/// little.
fn right(finder: &Finder, width: usize) -> String {
    let took = match finder.found.took {
        None => return "…".to_owned(),
        Some(_) if finder.is_waiting() => format!("{:>1$}", "…", words::TOOK),
        Some(took) => words::took(took),
    };
    let count = count(finder);
    match wrap::width(&count) + words::TOOK + 3 <= width.saturating_sub(4) / 2 {
        true => format!("{count} · {took}"),
        false if finder.is_waiting() => "…".to_owned(),
        false => count,
    }
}

fn count(finder: &Finder) -> String {
    let total = finder.found.total as u64;
    if finder.found.more {
        return format!("more than {}", words::thousands(total));
    }
    match finder.mode {
        // "grain deal" in a collection where nobody says it.
        _ if finder.found.near && total == 1 => "1 near match".to_owned(),
        _ if finder.found.near => format!("{} near matches", words::thousands(total)),
        Mode::Quotes => words::count(total, "quote"),
        Mode::People if total == 1 => "1 person".to_owned(),
        Mode::People => format!("{} people", words::thousands(total)),
        Mode::Titles | Mode::Texts => words::count(total, "article"),
    }
}

fn rows(app: &App, finder: &Finder, places: &FinderLayout, frame: &mut Frame<'_>) {
    if finder.found.hits.is_empty() {
        let text: &[&str] = match (finder.is_waiting(), finder.mode) {
            (true, _) => &["Searching …"],
            _ if finder.found.plain => &[
                "Nothing found yet.",
                "The index of quotes is being made; until it is there, only whole words and beginnings are found.",
            ],
            // What was looked at has none, and the rest is being looked at.
            (false, _) if finder.found.more => &["Searching …"],
            (false, Mode::Texts) => &[
                "Nothing found.",
                "Try fewer or other words. Half words are fine, typing errors are not forgiven here.",
            ],
            (false, _) => &[
                "Nothing found.",
                "Try fewer or other words; typing errors and half words are fine.",
            ],
        };
        paint::hint(app, text, places.hits, frame);
        return;
    }
    let view = places.rows();
    let top = finder.top(view);
    let (mut y, cut) = (places.hits.y, finder.found.is_cut());
    for (index, hit) in finder.found.hits.iter().enumerate().skip(top).take(view) {
        let place = Rect {
            y,
            height: HIT_HEIGHT,
            ..places.hits
        };
        hits::draw(app, (hit, cut), index == finder.selected, place, frame);
        y += HIT_HEIGHT;
    }
}
