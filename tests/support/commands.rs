//! What the palette shows.

use onrecord::app::Overlay;
use onrecord::app::event::ImportNews;
use onrecord::app::{Answer, Event};

use super::rig::Rig;

/// The names of its rows.
pub fn names(rig: &Rig) -> Vec<&str> {
    match &rig.app.overlay {
        Overlay::Palette(palette) => palette.rows.iter().map(|row| &*row.name).collect(),
        _ => Vec::new(),
    }
}

/// Why what was typed cannot be done.
pub fn trouble(rig: &Rig) -> &str {
    match &rig.app.overlay {
        Overlay::Palette(palette) => palette.trouble.as_deref().unwrap_or(""),
        _ => "",
    }
}

/// What is told of an import.
pub fn news(rig: &mut Rig, news: ImportNews) {
    rig.send(Event::Answer(Answer::Import(news)));
}
