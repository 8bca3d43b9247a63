//! The note being written, in a box above the panes.

use ratatui::Frame;
use ratatui::text::Line;

use super::paint;
use crate::app::screen::note::Note;
use crate::app::{App, BoxLayout};
use crate::text::wrap;

pub(super) fn render<T>(app: &App, note: &Note<T>, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_note(frame.area());
    let title = format!("Note on the quote: {}", note.words);
    let below = match note.trouble {
        _ if note.asking => "It was changed. Keep it?",
        Some(trouble) => trouble,
        None => "",
    };
    paint::boxed(app, &places, &title, below, frame);
    let (width, height) = places.size();
    let lines = note.editor.lines(width);
    let top = note.editor.top(&lines, width, height);
    for (line, row) in lines.iter().skip(top).zip(places.inner.rows()) {
        let text = &note.editor.text()[wrap::trimmed(note.editor.text(), line)];
        frame.render_widget(Line::styled(text, app.settings.theme.text), row);
    }
    let (line, column) = note.editor.place(&lines, width);
    let column = u16::try_from(column).unwrap_or(0);
    let row = u16::try_from(line.saturating_sub(top)).unwrap_or(0);
    if !note.asking {
        frame.set_cursor_position((places.inner.x + column, places.inner.y + row));
    }
}
