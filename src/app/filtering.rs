//! The filter of the list: its prompt, the filters that were in force before, and putting one in force.
//!
//! Must not know: how rows are read.

use tui_input::Input;

use super::action::ChoiceAction;
use super::event::{Counted, Counting, Effect};
use super::screen::filter::Filter;
use super::update::focus;
use super::{App, Overlay, Pane};

/// Opens the prompt with the filter in force.
pub(super) fn prompt(app: &mut App) -> Vec<Effect> {
    app.overlay = Overlay::Filter(Box::new(Filter::open(app.articles.filter())));
    count(app).into_iter().collect()
}

/// Has counted how many articles what is typed would leave; nobody waits for it.
pub(super) fn count(app: &mut App) -> Option<Effect> {
    let Overlay::Filter(filter) = &mut app.overlay else {
        return None;
    };
    let generation = app.generation + 1;
    let query = filter.count(generation)?;
    app.generation = generation;
    let what = Counting::Typed(query);
    Some(Effect::Count { generation, what })
}

/// Takes how many articles what is typed would leave.
pub(super) fn counted(app: &mut App, generation: u64, counted: &Counted) {
    if let (Overlay::Filter(filter), Counted::Typed(count)) = (&mut app.overlay, counted) {
        filter.left.take(generation, *count);
    }
}

/// Puts what is typed in force, where it can be read.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    let Overlay::Filter(filter) = &mut app.overlay else {
        return Vec::new();
    };
    let Some(query) = filter.accept() else {
        return Vec::new();
    };
    app.overlay = Overlay::None;
    focus(app, Pane::Articles);
    vec![app.articles.load(query)]
}

/// Where nothing that is offered is chosen, the keys of the choices write what was a filter before, the
/// last one first. Says whether they did.
pub(super) fn step(app: &mut App, what: ChoiceAction) -> bool {
    let Overlay::Filter(filter) = &mut app.overlay else {
        return false;
    };
    if filter.choices.selected().is_some() {
        return false;
    }
    let back = match what {
        ChoiceAction::Previous => filter.back + 1,
        ChoiceAction::Next if filter.back > 0 => filter.back - 1,
        ChoiceAction::Next | ChoiceAction::Take => return false,
    };
    if filter.back == 0 {
        filter.typed = filter.input.value().to_owned();
    }
    let before = app.typed.filters.iter().rev();
    let mut before = before.filter(|known| **known != filter.typed);
    let line = match back {
        0 => Some(&filter.typed),
        back => before.nth(back - 1),
    };
    let Some(line) = line.cloned() else {
        // The oldest one stays.
        return filter.back > 0;
    };
    filter.edited();
    filter.choices.clear();
    filter.input = Input::new(line);
    filter.back = back;
    true
}
