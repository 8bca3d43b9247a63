//! Keys that came before the article that they are meant for: who types ahead, or over a slow line, gets what they
//! asked for, of the article they asked it of.
//!
//! Must not know: what an action does.

use super::action::{Action, PageAction, TakeAction};
use super::event::{Effect, Event};
use super::update::{take, update};
use super::{App, Overlay, Pane};
use crate::config::keymap::{Key, Meaning};

/// Most that is kept back; a paste is one.
const MOST: usize = 1_000;

/// What was asked for, and what came behind it.
#[derive(Debug, Default)]
pub(super) struct Held {
    action: Option<Action>,
    events: Vec<Event>,
}

/// Keeps an action back where it is of an article, or of a row of the list, that is still on its way. Whether it
/// did.
pub(super) fn hold(app: &mut App, action: Action) -> bool {
    let held = match (&app.overlay, action) {
        (Overlay::None, _) if is_of_row(action, app.focus) => is_list_coming(app),
        (Overlay::None, _) => is_coming(app) && is_of_article(action, app.focus),
        (Overlay::Finder(_), Action::Within(_) | Action::LookElsewhere) => is_coming(app),
        _ => false,
    };
    if held {
        app.held = Some(Held {
            action: Some(action),
            events: Vec::new(),
        });
    }
    held
}

/// Keeps an event back behind what is kept back already, or behind the choice of a hit that is still looked for; gives
/// it again where it is not to wait: leaving never does.
pub(super) fn hold_back(app: &mut App, event: Event) -> Option<Event> {
    if app.held.is_none() && !is_entered(app) {
        return Some(event);
    }
    match &event {
        Event::Key(key) => {
            let key = Key::of(key);
            let meaning = app.settings.keymap.meaning(app.context(), &[key]);
            let leaves = matches!(
                meaning,
                Meaning::Action(Action::Quit | Action::Cancel | Action::Back)
            );
            if !key.types() && leaves {
                app.held = None;
                return Some(event);
            }
        }
        Event::Mouse(_) | Event::Paste(_) => {}
        Event::Resize(..) | Event::Answer(_) => return Some(event),
    }
    let held = app.held.get_or_insert_default();
    if held.events.len() < MOST {
        held.events.push(event);
    }
    None
}

/// Does what was kept back, where what it waited for has come.
pub(super) fn release(app: &mut App) -> Vec<Effect> {
    let mut effects = Vec::new();
    while let Some(held) = take_held(app) {
        if let Some(action) = held.action {
            effects.extend(update(app, action));
        }
        // One of them may have to wait in its turn, and all that are behind it.
        for event in held.events {
            if let Some(event) = hold_back(app, event) {
                effects.extend(take(app, event));
            }
        }
    }
    effects
}

/// What was waited for does not come: what was kept back was meant for it, and goes. Gives what is to be told, with
/// that.
pub(super) fn give_up(app: &mut App, told: String) -> String {
    match app.held.take() {
        Some(_) => format!("{told}: what was typed for it is not done"),
        None => told,
    }
}

fn take_held(app: &mut App) -> Option<Held> {
    let waits = is_entered(app) || is_coming(app);
    app.held.take_if(|_| !waits)
}

/// Whether the first hit that comes is to be gone to.
fn is_entered(app: &App) -> bool {
    matches!(&app.overlay, Overlay::Finder(finder) if finder.is_entered())
}

/// Whether the article that was chosen is not the one that is open.
fn is_coming(app: &App) -> bool {
    app.is_opening() || is_list_coming(app)
}

/// Whether another row will be the selected one when the list comes.
fn is_list_coming(app: &App) -> bool {
    app.articles.owes() || app.articles.is_leaving()
}

/// Whether an action is one of the selected row of the list.
const fn is_of_row(action: Action, focus: Pane) -> bool {
    let row = matches!(
        action,
        Action::ToggleStar | Action::ToggleRead | Action::TagArticle | Action::ToggleGroup
    );
    row && matches!(focus, Pane::Articles)
}

/// Whether an action is one of the article that is read, or of a quote in it.
const fn is_of_article(action: Action, focus: Pane) -> bool {
    match action {
        Action::Down
        | Action::Up
        | Action::HalfPageDown
        | Action::HalfPageUp
        | Action::PageDown
        | Action::PageUp
        | Action::First
        | Action::Last
        | Action::ToggleStar
        | Action::ToggleRead
        | Action::TagArticle => matches!(focus, Pane::Text | Pane::Speakers),
        Action::Take(TakeAction::DropMarks) => false,
        Action::NextQuote
        | Action::PreviousQuote
        | Action::Paragraph { .. }
        | Action::Why
        | Action::Speaker
        | Action::TagQuote
        | Action::WriteNote
        | Action::SearchText
        | Action::NextHit
        | Action::PreviousHit
        | Action::OnlyMatching
        | Action::CopyQuote
        | Action::MarkPlace
        | Action::Page(PageAction::Copies)
        | Action::Take(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_through_the_list_never_waits() {
        for action in [Action::Down, Action::Find, Action::Help] {
            assert!(!is_of_article(action, Pane::Articles), "{action:?}");
            assert!(!is_of_row(action, Pane::Articles), "{action:?}");
        }
        assert!(is_of_row(Action::ToggleStar, Pane::Articles));
        assert!(is_of_article(Action::ToggleStar, Pane::Text));
        assert!(is_of_article(Action::Down, Pane::Text));
        assert!(is_of_article(Action::CopyQuote, Pane::Articles));
    }
}
