//! Undoing, doing again, and the list of what was done.
//!
//! Must not know: how changes are kept.

use super::event::{Effect, Undo};
use super::screen::changes::Changes;
use super::{App, Overlay, keeping, words};
use crate::model::{Change, ChangeState};

/// Opens the list of changes.
pub(super) fn changes(app: &mut App) -> Vec<Effect> {
    let (changes, effect) = Changes::open();
    app.overlay = Overlay::Changes(changes);
    vec![effect]
}

/// Undoes the chosen change and all after it, or does again all up to it.
pub(super) fn go_to_chosen(app: &mut App) -> Vec<Effect> {
    match chosen(app) {
        None => Vec::new(),
        Some((id, ChangeState::Done)) => keeping::undo(app, Undo::BackTo(id)),
        Some((id, ChangeState::Undone)) => keeping::undo(app, Undo::UpTo(id)),
        Some((_, ChangeState::PassedOver)) => {
            app.tell("This was undone, and then something else was done: it cannot be done again");
            Vec::new()
        }
    }
}

/// Undoes the chosen change alone.
pub(super) fn undo_chosen(app: &mut App) -> Vec<Effect> {
    match chosen(app) {
        None => Vec::new(),
        Some((id, ChangeState::Done)) => keeping::undo(app, Undo::Only(id)),
        Some(_) => {
            app.tell("This is undone already");
            Vec::new()
        }
    }
}

fn chosen(app: &App) -> Option<(crate::model::ChangeId, ChangeState)> {
    let Overlay::Changes(changes) = &app.overlay else {
        return None;
    };
    let change = &changes.chosen()?.change;
    Some((change.id, change.state))
}

/// Tells what was undone, and reads anew what it may have changed.
pub(super) fn undone(
    app: &mut App,
    undo: Undo,
    last: Option<Change>,
    (count, left): (u64, u64),
) -> Vec<Effect> {
    app.asked.undone();
    let Some(change) = last else {
        app.tell(match undo {
            Undo::Again => "There is nothing to do again",
            Undo::Last => "There is nothing to undo",
            Undo::BackTo(_) | Undo::UpTo(_) | Undo::Only(_) => {
                "Nothing was done: the changes are no longer as they were shown; look once more"
            }
        });
        return match &mut app.overlay {
            Overlay::Changes(changes) => vec![changes.again()],
            _ => Vec::new(),
        };
    };
    let what = match undo {
        Undo::Again | Undo::UpTo(_) => "Done again",
        Undo::Last | Undo::BackTo(_) | Undo::Only(_) => "Undone",
    };
    let mut told = match count {
        // A single change was undone by one that says so itself.
        0 | 1 if matches!(undo, Undo::Only(_)) => change.what,
        0 | 1 => format!("{what}: {}", change.what),
        _ => format!(
            "{what}: {}, the last {}",
            words::count(count, "change"),
            change.what
        ),
    };
    if left > 0 {
        let things = words::count(left, "thing");
        told = format!("{told} ({things} left as a later change made them)");
    }
    app.tell(told);
    let mut effects = app.read_anew(true);
    if let Overlay::Changes(changes) = &mut app.overlay {
        effects.push(changes.again());
    }
    effects
}
