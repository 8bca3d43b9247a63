//! The speakers of the article and what each of them said.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::layout::{Pane, PaneArea};
use crate::app::screen::minimap;
use crate::app::screen::reading::{Cast, Reading};
use crate::app::screen::speakers::{self, Line as Row};
use crate::app::{App, Layout, words};
use crate::config::theme::gutter_mark;
use crate::text::wrap;

pub(super) fn render(app: &App, layout: &Layout, area: PaneArea, frame: &mut Frame<'_>) {
    let Some(reading) = &app.reading else {
        paint::name(app, Pane::Speakers, area, "Speakers", "", frame);
        return;
    };
    let quotes = reading.quotes().len() as u64;
    let heads = reading
        .cast
        .iter()
        .filter(|c| matches!(c, Cast::Speaker(Some(_))))
        .count() as u64;
    let name = if heads == 0 {
        "Speakers".to_owned()
    } else {
        words::count(heads, "speaker")
    };
    paint::name(
        app,
        Pane::Speakers,
        area,
        &name,
        &words::count(quotes, "quote"),
        frame,
    );
    if reading.cast.is_empty() {
        paint::hint(app, &[&reading.stored.no_quotes()], area.body, frame);
        return;
    }
    let (width, height) = layout.speakers_size();
    let rows = speakers::lines(reading, width, height);
    for (row, place) in rows.iter().zip(area.body.rows()) {
        draw(app, reading, row, place, width, frame);
    }
}

fn draw(app: &App, reading: &Reading, row: &Row, place: Rect, width: usize, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let line = match row {
        Row::Blank => return,
        Row::Name(speaker) => heading(app, reading, *speaker, width),
        Row::About(text) => Line::from(vec![
            Span::raw("   "),
            Span::styled(text.as_str(), theme.dim),
        ]),
        Row::Gone(text) => Line::from(vec![Span::raw(" "), Span::styled(text.as_str(), theme.dim)]),
        Row::Kept { quote, text } => {
            let current = reading.place.quote == Some(*quote);
            let kind = reading.quotes()[*quote].kind;
            Line::from(vec![
                Span::raw(" "),
                Span::styled(gutter_mark(kind, current), theme.kind(kind)),
                Span::raw(" "),
                Span::styled(text.as_str(), theme.aside),
            ])
        }
        Row::Words { quote, text, first } => {
            let current = reading.place.quote == Some(*quote);
            let kind = reading.quotes()[*quote].kind;
            let style = theme.kind(kind);
            let words = if current {
                style.patch(theme.selected)
            } else {
                style
            };
            let sign = match (app.is_marked(*quote), reading.sought.passes(*quote)) {
                (true, _) => "◆",
                (false, true) => "▸",
                (false, false) => " ",
            };
            let mut spans = vec![
                Span::styled(sign, theme.strong),
                Span::styled(gutter_mark(kind, current), style),
                Span::raw(" "),
                Span::styled(text.as_str(), words),
            ];
            let (room, weighed) = speakers::columns(width);
            if weighed && *first {
                let blanks = room.saturating_sub(wrap::width(text)) + 1;
                let weight = speakers::weight(&reading.quotes()[*quote]);
                spans.push(Span::raw(" ".repeat(blanks)));
                spans.push(Span::styled(weight, theme.dim));
            }
            Line::from(spans)
        }
    };
    frame.render_widget(line, place);
}

/// The name of a speaker, the letter on the bar, and the number of quotes.
fn heading<'a>(app: &App, reading: &'a Reading, speaker: Option<usize>, width: usize) -> Line<'a> {
    let theme = &app.settings.theme;
    let name = speaker
        .and_then(|n| reading.stored.extraction.speakers.get(n))
        .map_or("Speaker not known", |speaker| speaker.name.as_str());
    let style = if speaker.is_some() {
        theme.strong
    } else {
        theme.dim
    };
    let place = speaker.and_then(|n| reading.place_of(n));
    let letter = minimap::letter(place).to_string();
    let said = words::thousands(speakers::said(reading, speaker) as u64);
    let room = width.saturating_sub(2);
    let name = wrap::ellipsis(name, room.saturating_sub(wrap::width(&said) + 1));
    let blanks = room.saturating_sub(wrap::width(&name) + wrap::width(&said));
    Line::from(vec![
        Span::raw(" "),
        Span::styled(letter, theme.speaker(place)),
        Span::raw(" "),
        Span::styled(name, style),
        Span::raw(" ".repeat(blanks)),
        Span::styled(said, theme.dim),
    ])
}
