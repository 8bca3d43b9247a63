//! What is done with one quote: opening the card of where its words stand elsewhere, and copying it.
//!
//! Must not know: who looks for them.

use super::alike::Copied;
use super::event::{Effect, Hit, Mark, Purpose, QuoteAt};
use super::screen::copies::Copies;
use super::{App, Copying, Overlay, Pane, words};
use crate::export::Item;
use crate::find::can_be_known_again;
use crate::model::QuoteRow;
use crate::text::clean::clean_line;

/// Has the words of the quote that is meant looked for elsewhere; the card of it opens once they are found.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    let Some(row) = meant(app) else {
        app.tell("There is no quote here whose words could stand elsewhere");
        return Vec::new();
    };
    if !can_be_known_again(&row.text) {
        app.tell(
            "Not looked for elsewhere: a quote is known by three words that are rarer than these",
        );
        return Vec::new();
    }
    app.generation += 1;
    app.tell("Looking for the same words …");
    let (generation, asked) = (app.generation, Box::new(row));
    app.alike = Some((generation, asked.clone()));
    vec![Effect::Copies { generation, asked }]
}

/// Shows where the words stand elsewhere, where they do and nobody went on meanwhile.
pub(super) fn found(app: &mut App, generation: u64, total: usize, rows: Vec<Copied>) {
    let Some((_, asked)) = app.alike.take_if(|(of, _)| *of == generation) else {
        return;
    };
    app.message = None;
    if rows.is_empty() {
        app.tell("These words stand in no other article of the collection");
        return;
    }
    if app.focus == Pane::Text && matches!(app.overlay, Overlay::None) {
        app.note_jump();
    }
    let card = Copies::of(*asked, total, rows);
    app.cover(Overlay::Copies(Box::new(card)));
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

/// Copies the quote that is meant in the person's own form.
pub(super) fn copy_quote(app: &mut App) -> Vec<Effect> {
    let Some(row) = meant(app) else {
        app.tell("There is no quote to copy here");
        return Vec::new();
    };
    let open = app.reading.as_ref().filter(|r| r.stored.id == row.article);
    match open.map(|reading| Item::of(&reading.stored, Some(row.clone()))) {
        Some(item) => cited(app, &item),
        None => {
            app.taken.owe();
            let mark = Mark::Quote(QuoteAt {
                article: row.article,
                ordinal: row.ordinal,
                words: row.text,
            });
            vec![Effect::Gather {
                marks: vec![mark],
                purpose: Purpose::Cite,
            }]
        }
    }
}

/// Copies a quote with its article.
pub(super) fn cited(app: &mut App, item: &Item) -> Vec<Effect> {
    let text = app.settings.citation.filled(item).unwrap_or_default();
    let told = clean_line(&text);
    put(app, "", &told, text)
}

/// Puts text on the clipboard and says so: `how` and what.
pub(super) fn put(app: &mut App, how: &str, told: &str, text: String) -> Vec<Effect> {
    let Copying { to, most } = &app.settings.copying;
    if most.is_some_and(|most| text.len() > most) {
        let size = words::thousands(text.len() as u64);
        app.warn(format!(
            "{size} bytes are more than terminals take: write them to a file with x"
        ));
        return Vec::new();
    }
    let to = match to.as_str() {
        "" => String::new(),
        to => format!(" to {to}"),
    };
    let how = match how {
        "" => String::new(),
        how => format!(" {how}"),
    };
    let colon = if how.is_empty() && to.is_empty() {
        ""
    } else {
        ":"
    };
    app.tell(format!("Copied{how}{to}{colon} {told}"));
    vec![Effect::Copy(text)]
}
