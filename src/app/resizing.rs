//! Moving the borders between panes, by keys and with the mouse.
//!
//! Must not know: where the borders are, how sizes are kept.

use ratatui::layout::Position;

use super::App;
use super::event::Effect;
use super::layout::{Border, Edge, Pane};

/// The setting under which the sizes are kept.
pub const PANES: &str = "panes";

/// Makes the pane with the focus larger or smaller. The text gives room to the list, or to the
/// speakers where the list is not shown, and takes it from there.
pub(super) fn step(app: &mut App, larger: bool) -> Vec<Effect> {
    let Some(border) = border(app) else {
        app.tell("No pane beside this one has room to give or to take");
        return Vec::new();
    };
    let own = match app.focus {
        Pane::Articles => border.edge == Edge::List,
        Pane::Text | Pane::Searches => false,
        Pane::Speakers => border.edge == Edge::Speakers,
    };
    let by = if border.upright() { 2 } else { 1 };
    let size = match larger == own {
        true => border.size.saturating_add(by),
        false => border.size.saturating_sub(by),
    };
    let size = border.within(size);
    if size == border.size {
        app.tell(match larger {
            true => "This pane can be no larger here",
            false => "This pane can be no smaller here",
        });
        return Vec::new();
    }
    app.settings.panes.choose(app.size.0, border.edge, size);
    vec![keep(app)]
}

/// The border that the keys move.
fn border(app: &App) -> Option<Border> {
    let layout = app.layout()?;
    let [list, speakers] = [Edge::List, Edge::Speakers].map(|edge| layout.border(edge));
    match app.focus {
        Pane::Articles => list,
        Pane::Text => list.or(speakers),
        Pane::Speakers => speakers,
        Pane::Searches => None,
    }
}

/// Gives the panes their usual sizes.
pub(super) fn usual(app: &mut App) -> Vec<Effect> {
    if !app.settings.panes.forget(app.size.0) {
        app.tell("The panes are as large as usual");
        return Vec::new();
    }
    app.tell("The panes are as large as usual again");
    vec![keep(app)]
}

fn keep(app: &App) -> Effect {
    Effect::Setting {
        name: PANES,
        value: app.settings.panes.written(),
    }
}

/// Moves the border that the mouse holds.
pub(super) fn drag(app: &mut App, at: Position) {
    let layout = app.layout();
    let border = app.dragged.and_then(|edge| layout?.border(edge));
    if let Some(border) = border {
        let size = border.moved_to(at);
        if size != border.size {
            app.settings.panes.choose(app.size.0, border.edge, size);
        }
    }
}

/// Lets the border go, and keeps where it is.
pub(super) fn drop_border(app: &mut App) -> Vec<Effect> {
    match app.dragged.take() {
        Some(_) => vec![keep(app)],
        None => Vec::new(),
    }
}
