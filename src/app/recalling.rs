//! What was read before: listing it, looking in it, opening an article of it.
//!
//! Must not know: where answers come from.

use super::event::Effect;
use super::look::Seen;
use super::screen::history::History;
use super::update::focus;
use super::{App, Goal, Overlay, Pane};

/// Opens the list.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    app.generation += 1;
    let (history, asked) = History::open(app.generation);
    app.cover(Overlay::History(Box::new(history)));
    vec![asked]
}

/// Takes rows that were asked for; opens the first where that is waited for.
pub(super) fn seen(app: &mut App, generation: u64, seen: Seen) -> Vec<Effect> {
    let Overlay::History(history) = &mut app.overlay else {
        return Vec::new();
    };
    let asked = history.take(generation, seen);
    if history.goes() {
        return accept(app);
    }
    asked.into_iter().collect()
}

/// Opens the chosen article where one was in it, and shows it in the list where the list has it.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    let Overlay::History(history) = &mut app.overlay else {
        return Vec::new();
    };
    let Some(id) = history.enter() else {
        return Vec::new();
    };
    app.overlay = Overlay::None;
    focus(app, Pane::Text);
    if app.reading.as_ref().is_some_and(|r| r.stored.id == id) {
        app.opening = None;
        return Vec::new();
    }
    let asked = app.open(id, Goal::Place);
    if let Some(opening) = &mut app.opening {
        opening.reveal = true;
    }
    vec![asked]
}
