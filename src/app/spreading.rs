//! How much of the screen the text has: zen, one pane alone, and how wide it is set.
//!
//! Must not know: how what was chosen is kept.

use super::action::SpreadAction;
use super::event::Effect;
use super::layout::{Pane, Spread};
use super::update::focus;
use super::{App, resizing, words};

/// The setting under which the measure is kept.
pub const MEASURE: &str = "measure";
/// Columns by which the text becomes wider or narrower.
const STEP: u16 = 2;
/// The narrowest and the widest text.
const LEAST: u16 = 30;
const MOST: u16 = 140;

/// Carries one of these actions out.
pub(super) fn update(app: &mut App, how: SpreadAction) -> Vec<Effect> {
    match how {
        SpreadAction::Zen => toggle(app, Spread::Zen),
        SpreadAction::Maximise => toggle(app, Spread::Alone),
        SpreadAction::Wider => measure(app, true),
        SpreadAction::Narrower => measure(app, false),
        SpreadAction::Usual => set(app, None),
        SpreadAction::Larger => resizing::step(app, true),
        SpreadAction::Smaller => resizing::step(app, false),
        SpreadAction::UsualPanes => resizing::usual(app),
    }
}

/// Gives the pane with the focus more of the screen, or its place back.
fn toggle(app: &mut App, spread: Spread) -> Vec<Effect> {
    if app.spread == spread {
        app.spread = Spread::Beside;
        return Vec::new();
    }
    if spread == Spread::Zen {
        if app.reading.is_none() {
            app.tell("There is no text to show");
            return Vec::new();
        }
        focus(app, Pane::Text);
    }
    app.spread = spread;
    Vec::new()
}

/// Sets the text wider or narrower, from what is seen.
fn measure(app: &mut App, wider: bool) -> Vec<Effect> {
    let Some(layout) = app.layout() else {
        return Vec::new();
    };
    let settings = &app.settings;
    let wanted = settings.chosen_measure.unwrap_or(settings.measure);
    let shown = app.column_on(&layout).text.width;
    let new = match wider {
        true if shown < wanted => {
            app.tell(format!(
                "There is room for {} here",
                words::count(u64::from(shown), "column")
            ));
            return Vec::new();
        }
        true => (shown + STEP).min(MOST.max(shown)),
        false => shown.saturating_sub(STEP).max(LEAST.min(shown)),
    };
    set(app, Some(new))
}

fn set(app: &mut App, measure: Option<u16>) -> Vec<Effect> {
    app.settings.chosen_measure = measure;
    let wanted = measure.unwrap_or(app.settings.measure);
    let columns = words::count(u64::from(wanted), "column");
    let shown = app
        .layout()
        .map_or(wanted, |l| app.column_on(&l).text.width);
    app.tell(match measure {
        Some(_) => format!("The text is {columns} wide"),
        None if shown < wanted => {
            format!("The text is {columns} wide as usual, where there is room: {shown} here")
        }
        None => format!("The text is {columns} wide as usual"),
    });
    vec![Effect::Setting {
        name: MEASURE,
        value: measure.map(|columns| columns.to_string()),
    }]
}

/// Shows the speakers where the screen is narrow, or hides them.
pub(super) fn toggle_drawer(app: &mut App) -> Vec<Effect> {
    app.spread = Spread::Beside;
    if app.size.0 >= 140 {
        return Vec::new();
    }
    if app.drawer {
        app.drawer = false;
        if app.focus == Pane::Speakers {
            app.focus = Pane::Text;
        }
    } else if app.size.0 < 72 {
        focus(app, Pane::Speakers);
    } else {
        app.drawer = true;
        if app.focus == Pane::Articles {
            app.focus = Pane::Text;
        }
    }
    Vec::new()
}

pub(super) fn toggle_mouse(app: &mut App) -> Vec<Effect> {
    app.settings.mouse = !app.settings.mouse;
    app.tell(if app.settings.mouse {
        "The mouse belongs to the reader again"
    } else {
        "The mouse belongs to the terminal: drag to select text"
    });
    vec![Effect::Mouse(app.settings.mouse)]
}
