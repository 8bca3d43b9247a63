//! The links of the article: listing them, opening one by its number, copying its address.
//!
//! Must not know: who opens an address.

use super::action::TakeAction;
use super::event::Effect;
use super::screen::links::{Links, Typed};
use super::{Action, App, Overlay, copying};
use crate::text::links::address;

/// Lists the links of the open article.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    let Some(reading) = &app.reading else {
        app.tell("There is no article to look for links in");
        return Vec::new();
    };
    match Links::of(&reading.stored, &reading.links) {
        Some(links) => app.overlay = Overlay::Links(links),
        None => app.tell("This article has neither an address nor links"),
    }
    Vec::new()
}

/// A digit of a number is pressed; where it can be no longer one, its link is opened.
pub(super) fn digit(app: &mut App, pressed: char) -> Vec<Effect> {
    let (Overlay::Links(links), Some(digit)) = (&mut app.overlay, pressed.to_digit(10)) else {
        return Vec::new();
    };
    match links.digit(digit as usize) {
        Typed::Opens => accept(app),
        Typed::Waits => Vec::new(),
        Typed::Nothing(number) => {
            app.tell(format!("No link has the number {number}"));
            Vec::new()
        }
    }
}

/// Opens the chosen one.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    let Some(url) = chosen(app) else {
        return Vec::new();
    };
    app.overlay = Overlay::None;
    browse(app, url)
}

/// Copies the address of the chosen one.
pub(super) fn copy(app: &mut App) -> Vec<Effect> {
    let Some(url) = chosen(app) else {
        return Vec::new();
    };
    let told = url.clone();
    copying::put(app, "", &told, url)
}

fn chosen(app: &App) -> Option<String> {
    match &app.overlay {
        Overlay::Links(links) => Some(links.chosen()?.url.clone()),
        _ => None,
    }
}

/// Opens the address of the article itself.
pub(super) fn browse_own(app: &mut App) -> Vec<Effect> {
    let url = app.reading.as_ref();
    let Some(url) = url.and_then(|reading| reading.stored.article.url.clone()) else {
        app.tell("This article has no address");
        return Vec::new();
    };
    match address(&url).filter(|url| url.starts_with("http")) {
        Some(url) => browse(app, url),
        None => {
            app.tell(format!("This is no address of the web: {url}"));
            Vec::new()
        }
    }
}

/// Says how to get at an address that no browser opens, as on a machine without a screen of its own.
pub(super) fn no_browser(app: &mut App, url: &str) -> Vec<Effect> {
    let key = |action| app.settings.keymap.key_of(Action::Take(action));
    let (list, copy) = (key(TakeAction::Links), key(TakeAction::CopyLink));
    app.message = None;
    app.warn(format!(
        "No browser opens here: {list} lists the links, {copy} there copies an address. It was {url}"
    ));
    Vec::new()
}

fn browse(app: &mut App, url: String) -> Vec<Effect> {
    app.tell(format!("Opening {url}"));
    vec![Effect::Browse(url)]
}
