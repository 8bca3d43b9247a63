//! What the keys of the card of a quote do: opening it, going to a place where the same words stand.
//!
//! Must not know: who looks for them.

use super::event::{Effect, Hit};
use super::screen::copies::Copies;
use super::{App, Overlay, Pane, words};
use crate::model::QuoteRow;

/// Opens the card of the quote that is meant.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    let Some(row) = meant(app) else {
        app.tell("There is no quote here whose words could stand elsewhere");
        return Vec::new();
    };
    if app.focus == Pane::Text && matches!(app.overlay, Overlay::None) {
        app.note_jump();
    }
    app.generation += 1;
    let (page, asked) = Copies::open(row, app.generation);
    app.cover(Overlay::Copies(Box::new(page)));
    vec![asked]
}

/// The quote that a key is about: the chosen one of the finder, of a person's page or of a card; else
/// the current one of the text.
pub(super) fn meant(app: &App) -> Option<QuoteRow> {
    match &app.overlay {
        Overlay::Finder(finder) => match finder.chosen()? {
            Hit::Quote(hit) => Some(hit.row.clone()),
            Hit::Person(_) | Hit::Article(_) => None,
        },
        Overlay::Person(page) => page.said.selected().map(|said| said.quote.clone()),
        Overlay::Copies(page) => page.chosen().map(|copied| copied.row.clone()),
        _ => {
            let reading = app.reading.as_ref()?;
            words::quote_row(&reading.stored, reading.place.quote?)
        }
    }
}
