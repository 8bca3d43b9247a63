//! What the keys for looking for words in the text do.

use tui_input::Input;

use super::event::Effect;
use super::jumping::Spot;
use super::screen::reading::Reading;
use super::screen::search::Search;
use super::{Action, App, Overlay, words};
use crate::find;
use crate::query::Query;

/// Opens the prompt.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    let page = app.page();
    if let Some(reading) = &mut app.reading {
        reading.show_all(page);
    }
    let (Some(spot), Some(reading)) = (app.place(), &app.reading) else {
        return Vec::new();
    };
    app.overlay = Overlay::Search(Search {
        input: Input::default(),
        before: reading.place,
        spot,
    });
    Vec::new()
}

/// Looks for what is typed, from where one was, and goes there.
pub(super) fn typed(app: &mut App) {
    let page = app.page();
    let (Overlay::Search(search), Some(reading)) = (&app.overlay, &mut app.reading) else {
        return;
    };
    if reading.stored.id != search.spot.0 {
        return;
    }
    reading.place = search.before;
    let focus = reading.view(page).focus;
    let from = reading.flow.bytes_of(&reading.stored.article, focus).start;
    let words = search.input.value().trim();
    reading.search(words, from);
    let again = app.searched_by.as_ref().filter(|_| words == app.searched);
    if again.is_some() && reading.found.hits.is_empty() {
        look_again(reading, words, again);
    }
    reading.lit.clear();
    reading.go_hit(page);
}

/// Goes back to where one was.
pub(super) fn cancel(app: &mut App) -> Vec<Effect> {
    if let Overlay::Search(search) = std::mem::take(&mut app.overlay) {
        let reading = app.reading.as_mut();
        if let Some(reading) = reading.filter(|r| r.stored.id == search.spot.0) {
            reading.place = search.before;
            reading.found = reading.sought.found.clone();
        }
    }
    Vec::new()
}

/// Takes up the words that were looked for in the finder and led here: they are what is walked and shown
/// from now on, from what is lit on.
pub(super) fn take_up(app: &mut App, typed: &str) {
    let query = find::of_texts(typed, &|_| true);
    let Some(reading) = &mut app.reading else {
        return;
    };
    if let Some(words) = reading.take_up(&query) {
        (app.searched, app.searched_by) = (words, Some(query));
    }
}

/// Looks in a text for what was looked for last, which is not what led to it.
fn look_again(reading: &mut Reading, words: &str, query: Option<&Query>) {
    if query.and_then(|query| reading.take_up(query)).is_none() {
        reading.search(words, 0);
    }
    reading.found.led_here = false;
}

/// Stays at what was found. Where nothing is typed, looks for what was looked for before.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    if let Overlay::Search(search) = &mut app.overlay
        && search.input.value().trim().is_empty()
        && !app.searched.is_empty()
    {
        search.input = Input::new(app.searched.clone());
        typed(app);
    }
    let found = app.reading.as_ref().map(|reading| &reading.found);
    let Some(found) = found.filter(|found| !found.words.is_empty()) else {
        return cancel(app);
    };
    let (words, position) = (found.words.clone(), found.position());
    if found.hits.is_empty() {
        app.tell(not_there(&words));
        return cancel(app);
    }
    if let Overlay::Search(search) = std::mem::take(&mut app.overlay) {
        let (article, place) = search.spot;
        app.jumps.push(Spot::Text(article, place));
    }
    app.tell(format!("“{words}”: {position}"));
    if app.searched != words {
        (app.searched, app.searched_by) = (words, None);
    }
    Vec::new()
}

fn not_there(words: &str) -> String {
    format!("“{words}” does not stand in this text")
}

/// Goes to the next hit or the one before; in a text that was not searched, looks for the same words.
pub(super) fn step(app: &mut App, forward: bool) -> Vec<Effect> {
    let page = app.page();
    let typing = matches!(app.overlay, Overlay::Search(_));
    if !typing && app.reading.as_ref().is_some_and(Reading::walks_quotes) {
        return step_quotes(app, forward);
    }
    let Some(reading) = &mut app.reading else {
        return Vec::new();
    };
    if reading.found.hits.is_empty() && !typing {
        if app.searched.is_empty() {
            app.tell("Nothing was looked for yet: / does");
            return Vec::new();
        }
        look_again(reading, &app.searched, app.searched_by.as_ref());
    }
    if reading.found.hits.is_empty() {
        let told = not_there(&reading.found.words);
        if !typing {
            app.tell(told);
        }
        return Vec::new();
    }
    if !typing {
        reading.lit.clear();
    }
    let around = reading.step_hit(forward, page);
    let from = from_where(around, forward);
    let found = &reading.found;
    let told = format!("“{}”: {}{from}", found.words, found.position());
    app.tell(told);
    Vec::new()
}

fn from_where(around: bool, forward: bool) -> &'static str {
    match (around, forward) {
        (false, _) => "",
        (true, true) => ", from the start again",
        (true, false) => ", from the end again",
    }
}

/// Goes to the next quote that the filter finds, or the one before.
fn step_quotes(app: &mut App, forward: bool) -> Vec<Effect> {
    let page = app.page();
    let reading = app.reading.as_mut();
    let next = reading.as_ref().and_then(|r| r.step_sought(forward));
    let (Some(reading), Some((quote, around))) = (reading, next) else {
        return Vec::new();
    };
    let elsewhere = reading.words_elsewhere();
    let walked = reading.sought.on_words;
    if elsewhere && around && reading.walk_words(forward, page) {
        let found = &reading.found;
        let told = format!(
            "“{}”: {}, in no quote that passes",
            found.words,
            found.position()
        );
        app.tell(told);
        return Vec::new();
    }
    // Where words lie between, one is at the end only behind them.
    let around = around && (!elsewhere || walked == forward);
    let all = reading.sought.quotes.len();
    let at = reading.sought.quotes.partition_point(|n| *n < quote) + 1;
    let from = from_where(around && all > 1, forward);
    app.go_quote(quote);
    app.tell(match all {
        1 if elsewhere => "The one quote here that passes; the words stand elsewhere".to_owned(),
        1 => "The one quote here that the filter finds".to_owned(),
        _ => format!("Quote {at} of {all} here that the filter finds{from}"),
    });
    Vec::new()
}

/// Shows only the paragraphs with what was found, or all again.
pub(super) fn toggle_only(app: &mut App) -> Vec<Effect> {
    let page = app.page();
    let Some(reading) = &mut app.reading else {
        return Vec::new();
    };
    if reading.only {
        reading.show_all(page);
        return Vec::new();
    }
    if reading.found.hits.is_empty() {
        app.tell("Look for words with / first: then only their paragraphs are shown");
        return Vec::new();
    }
    let shown = reading.show_only_hits(page);
    let words = reading.found.words.clone();
    let count = words::count(shown as u64, "paragraph");
    let key = app.settings.keymap.key_of(Action::OnlyMatching);
    app.tell(format!("{count} with “{words}”; {key} shows all again"));
    Vec::new()
}

/// Puts away what was found: all paragraphs are shown and nothing is lit. Whether there was any.
pub(super) fn put_away(app: &mut App) -> bool {
    let page = app.page();
    let Some(reading) = &mut app.reading else {
        return false;
    };
    let own = !reading.found.by_filter;
    let any = reading.only || own && !reading.found.led_here && !reading.found.hits.is_empty();
    reading.show_all(page);
    if own {
        reading.found = reading.sought.found.clone();
    }
    any
}
