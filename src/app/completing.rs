//! Completing a query while it is typed, in the filter's prompt and in the finder's line.
//!
//! Must not know: where values come from.

use tui_input::Input;

use super::action::ChoiceAction;
use super::event::Effect;
use super::look::Look;
use super::screen::choices::{Choices, MOST};
use super::{App, Overlay, filtering};
use crate::query::List;

/// Carries one of these actions out.
pub(super) fn update(app: &mut App, what: ChoiceAction) -> Vec<Effect> {
    if filtering::step(app, what) {
        return filtering::count(app).into_iter().collect();
    }
    let line = line_of(app).and_then(|(_, choices)| match what {
        ChoiceAction::Take => choices.accept(),
        ChoiceAction::Next => choices.choose(true),
        ChoiceAction::Previous => choices.choose(false),
    });
    let Some(line) = line else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    match &mut app.overlay {
        Overlay::Filter(filter) => {
            filter.input = line;
            filter.edited();
            effects.extend(filtering::count(app));
        }
        Overlay::Finder(finder) => {
            finder.input = line;
            effects.push(finder.search());
        }
        _ => {}
    }
    if what == ChoiceAction::Take {
        effects.extend(typed(app));
    }
    effects
}

/// Offers what may stand where the cursor is now.
pub(super) fn typed(app: &mut App) -> Vec<Effect> {
    let asked = line_of(app).and_then(|(input, choices)| choices.typed(input));
    let Some((list, typed)) = asked else {
        return Vec::new();
    };
    app.generation += 1;
    let look = Look::Values {
        list,
        typed,
        limit: MOST,
    };
    vec![Effect::Look {
        generation: app.generation,
        look,
    }]
}

/// Takes values that were asked for.
pub(super) fn known(app: &mut App, list: List, typed: String, values: Vec<String>) {
    if let Some((_, choices)) = line_of(app) {
        choices.take(list, typed, values);
    }
}

impl App {
    /// What may be chosen for what is being typed.
    #[must_use]
    pub const fn choices(&self) -> Option<&Choices> {
        match &self.overlay {
            Overlay::Filter(filter) => Some(&filter.choices),
            Overlay::Finder(finder) => Some(&finder.choices),
            _ => None,
        }
    }

    /// Whether there is anything to choose.
    #[must_use]
    pub fn offers_choices(&self) -> bool {
        self.choices().is_some_and(|c| !c.rows().is_empty())
    }
}

fn line_of(app: &mut App) -> Option<(&Input, &mut Choices)> {
    match &mut app.overlay {
        Overlay::Filter(filter) => Some((&filter.input, &mut filter.choices)),
        Overlay::Finder(finder) => Some((&finder.input, &mut finder.choices)),
        _ => None,
    }
}
