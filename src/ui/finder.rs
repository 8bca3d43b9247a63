//! The finder above the panes: the line one types in, the hits, and what is beside the chosen one.

mod hits;
mod preview;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

use super::{choices, paint};
use crate::app::layout::{FIND, FinderLayout, HIT_HEIGHT};
use crate::app::screen::finder::Finder;
use crate::app::{App, words};
use crate::config::theme::Theme;
use crate::find::{self, Mode};
use crate::text::wrap;

pub(super) fn render(app: &App, finder: &Finder, frame: &mut Frame<'_>) {
    let places = FinderLayout::of(frame.area());
    let theme = &app.settings.theme;
    frame.render_widget(Clear, places.outer);
    let border = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.line)
        .title(title(theme, finder.mode));
    let wrong = find::hint(finder.input.value());
    let place = wrong.as_ref().map(|error| error.at..error.end);
    let told = match &wrong {
        Some(error) => Some((
            format!("{}: {}", error.message, error.suggestion),
            theme.notice,
        )),
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
    let count = if finder.is_waiting() {
        "…".to_owned()
    } else {
        count(finder)
    };
    let line = ("› ", &finder.input);
    let column = paint::marked_input(app, line, place, &count, places.input, frame);
    frame.buffer_mut().set_string(
        places.rule.x,
        places.rule.y,
        "─".repeat(usize::from(places.rule.width)),
        theme.line,
    );
    rows(app, finder, &places, frame);
    if let Some(area) = places.preview {
        preview::render(app, finder, &places, area, frame);
    }
    let at = (column(finder.choices.at()), places.input);
    choices::render(app, &finder.choices, at, false, frame);
}

/// What can be looked for, with what is being looked for.
fn title(theme: &Theme, mode: Mode) -> Line<'static> {
    let mut spans = vec![Span::styled(FIND, theme.accent.not_dim())];
    for of in Mode::ALL {
        let style = if of == mode { theme.current } else { theme.dim };
        spans.push(Span::styled(format!(" {} ", words::mode_name(of)), style));
    }
    spans.push(Span::raw(" "));
    Line::from(spans)
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
    let mut y = places.hits.y;
    for (index, hit) in finder.found.hits.iter().enumerate().skip(top).take(view) {
        let place = Rect {
            y,
            height: HIT_HEIGHT,
            ..places.hits
        };
        hits::draw(app, hit, index == finder.selected, place, frame);
        y += HIT_HEIGHT;
    }
}
