//! The letters that places are marked with, in a box above the panes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::event::Marked;
use crate::app::screen::letters::Letters;
use crate::app::{App, BoxLayout};
use crate::text::wrap;

pub(super) fn render(app: &App, letters: &Letters, frame: &mut Frame<'_>) {
    let known = letters.known.as_deref().unwrap_or_default();
    let places = BoxLayout::of_letters(frame.area(), known.len());
    let title = match letters.marking {
        true => "Mark this place with a letter",
        false => "Go to a letter",
    };
    paint::boxed(app, &places, title, "", frame);
    if known.is_empty() {
        let hint = match (&letters.known, letters.marking) {
            (None, _) => "…",
            (Some(_), true) => "No letter is taken yet: press one.",
            (Some(_), false) => "No place is marked yet: m and a letter marks one.",
        };
        paint::hint(app, &[hint], places.inner, frame);
        return;
    }
    let rows: Vec<Rect> = places.inner.rows().collect();
    let hidden = known.len().saturating_sub(rows.len());
    for (marked, place) in known.iter().zip(&rows) {
        draw(app, marked, *place, frame);
    }
    if let Some(last) = rows.last().filter(|_| hidden > 0) {
        let more = format!("… and {} more", hidden + 1);
        frame.render_widget(ratatui::widgets::Clear, *last);
        frame.render_widget(Line::styled(more, app.settings.theme.dim), *last);
    }
}

fn draw(app: &App, marked: &Marked, place: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let letter = marked.letter.letter.to_string();
    let blanks = 4_usize.saturating_sub(wrap::width(&letter));
    let room = usize::from(place.width).saturating_sub(4);
    let mut spans = vec![
        Span::styled(letter, theme.key),
        Span::raw(" ".repeat(blanks)),
    ];
    match &marked.title {
        Some(title) => {
            // The article first, and what is left of the row for the words of the place.
            let title = match marked.words.is_empty() {
                true => wrap::ellipsis(title, room),
                false => wrap::ellipsis(title, room * 2 / 5),
            };
            let left = room.saturating_sub(wrap::width(&title) + 2);
            let words = wrap::ellipsis(&marked.words, left);
            spans.push(Span::styled(title, theme.text));
            spans.push(Span::styled(format!("  {words}"), theme.dim));
        }
        None => spans.push(Span::styled("an article that was taken out", theme.dim)),
    }
    frame.render_widget(Line::from(spans), place);
}
