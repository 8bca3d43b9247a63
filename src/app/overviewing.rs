//! What the keys of the collection's page do.
//!
//! Must not know: where answers come from.

use ratatui::layout::{Position, Rect};

use super::action::PageAction;
use super::boxes::CollectionLayout;
use super::event::Effect;
use super::screen::collection::{Collection, Panel};
use super::update::focus;
use super::{App, Overlay, Pane};

/// Opens the page of the whole collection.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    if app.focus == Pane::Text && matches!(app.overlay, Overlay::None) {
        app.note_jump();
    }
    app.under
        .retain(|page| !matches!(page, Overlay::Collection(_)));
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

/// Chooses the row or the bar under the mouse, or the list whose name is; a second click is as Enter.
pub(super) fn click(app: &mut App, screen: Rect, at: Position) -> Vec<Effect> {
    let Overlay::Collection(page) = &mut app.overlay else {
        return Vec::new();
    };
    let places = CollectionLayout::of(screen);
    let again = match under(page, &places, at) {
        Some((Panel::Time, _)) => {
            let column = usize::from(at.x.saturating_sub(places.time.x));
            page.click_bar(column, usize::from(places.time.width))
        }
        Some((list, Some(rows))) => {
            let line = usize::from(at.y.saturating_sub(rows.y));
            page.click(list, line, usize::from(rows.height))
        }
        Some((list, None)) => {
            page.panel = list;
            false
        }
        None => false,
    };
    match again {
        true => filter(app),
        false => Vec::new(),
    }
}

/// Goes on by one in the part under the mouse.
pub(super) fn wheel(app: &mut App, screen: Rect, at: Position, sign: isize) -> Vec<Effect> {
    if let Overlay::Collection(page) = &mut app.overlay {
        let part = under(page, &CollectionLayout::of(screen), at);
        page.scroll(part.map_or(page.panel, |(panel, _)| panel), sign);
    }
    Vec::new()
}

/// The part of the page at a place of the screen, and where the rows of a list are if it is on them.
fn under(
    page: &Collection,
    places: &CollectionLayout,
    at: Position,
) -> Option<(Panel, Option<Rect>)> {
    if places.time.contains(at) {
        return Some((Panel::Time, None));
    }
    let lists = page.lists(places.lists.len()).into_iter();
    let mut lists = lists.zip(&places.lists);
    lists.find_map(|(panel, (name, rows))| match rows.contains(at) {
        true => Some((panel, Some(*rows))),
        false => name.contains(at).then_some((panel, None)),
    })
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
