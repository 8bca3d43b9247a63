//! What the keys of the collection's page do.
//!
//! Must not know: where answers come from.

use super::action::PageAction;
use super::boxes::CollectionLayout;
use super::event::Effect;
use super::screen::collection::Collection;
use super::update::focus;
use super::{App, Overlay, Pane};

/// Opens the page of the whole collection.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    if app.focus == Pane::Text && matches!(app.overlay, Overlay::None) {
        app.note_jump();
    }
    app.generation += 1;
    let columns = CollectionLayout::columns(app.size.0);
    let (page, asked) = Collection::open(app.generation, columns);
    app.cover(Overlay::Collection(Box::new(page)));
    asked
}

/// Carries one of these actions out on the page.
pub(super) fn update(app: &mut App, what: PageAction) -> Vec<Effect> {
    let Overlay::Collection(page) = &mut app.overlay else {
        return Vec::new();
    };
    match what {
        PageAction::First => page.go_end(false),
        PageAction::Last => page.go_end(true),
        PageAction::Later => page.go_in_time(1),
        PageAction::Earlier => page.go_in_time(-1),
        PageAction::NextPart => page.turn(true),
        PageAction::PreviousPart => page.turn(false),
        PageAction::Nearer | PageAction::Further => {
            page.go_in_time(0);
            if let Some(time) = &mut page.time {
                time.zoom(what == PageAction::Nearer);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Shows only the articles of what is chosen.
pub(super) fn filter(app: &mut App) -> Vec<Effect> {
    let query = match &app.overlay {
        Overlay::Collection(page) => page.query(),
        _ => None,
    };
    let Some(query) = query else {
        return Vec::new();
    };
    app.leave_pages();
    focus(app, Pane::Articles);
    vec![app.articles.load(query)]
}

/// Comes back to the page as it was left; what it shows is read once more.
pub(super) fn return_to(app: &mut App) -> Vec<Effect> {
    let left = app.left_collection.take();
    app.close_pages();
    let Some(page) = left else {
        return open(app);
    };
    let asked = page.read_anew();
    app.overlay = Overlay::Collection(page);
    asked
}
