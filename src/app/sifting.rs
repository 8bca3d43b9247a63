//! Where a filter leads: in an article that it lets through, to the first quote that passes, or else to
//! its words.
//!
//! Must not know: how rows are read.

use std::collections::HashSet;

use super::opening::Goal;
use super::screen::reading::extent;
use super::{Action, App};
use crate::model::ArticleId;
use crate::query;

/// Where the filter has led.
#[derive(Debug, Default)]
pub(super) struct Sifted {
    /// The filter.
    filter: String,
    /// The articles in which it has led somewhere: who comes back to them goes on where they were.
    led: HashSet<ArticleId>,
}

impl Sifted {
    /// Where the reader is taken up in an article under a filter.
    pub(super) fn resumed(filter: &str, article: Option<ArticleId>) -> Self {
        Self {
            filter: filter.to_owned(),
            led: article.into_iter().collect(),
        }
    }
}

/// The list is another: what its filter finds in the open article.
pub(super) fn sift(app: &mut App) {
    if app.sifted.filter != app.articles.filter() {
        app.sifted.filter = app.articles.filter().to_owned();
        app.sifted.led.clear();
        app.typed.filtered_by(&app.sifted.filter);
    }
    let selected = app.articles.selected().map(|row| row.id);
    let open = app.reading.as_ref();
    let old = open.is_some_and(|reading| reading.sought.filter != app.sifted.filter);
    let here = open.is_some_and(|reading| Some(reading.stored.id) == selected);
    if old {
        evaluate(app);
        if here && app.opening.is_none() {
            lead(app);
        }
    }
}

/// An article was opened: where nobody wants to go elsewhere in it, the filter leads.
pub(super) fn opened(app: &mut App, goal: &Goal) {
    evaluate(app);
    if *goal == Goal::Place {
        lead(app);
    }
}

/// Looks for what the filter finds in the open article.
pub(super) fn evaluate(app: &mut App) {
    let filter = app.articles.filter();
    if let Some(reading) = &mut app.reading {
        // One that cannot be read finds nothing.
        let query = query::parse(filter).unwrap_or_default();
        reading.sift(filter, &query);
    }
}

/// Goes to the first quote that passes, or else to the first of the words.
fn lead(app: &mut App) {
    let page = app.page();
    let Some(reading) = &mut app.reading else {
        return;
    };
    let nothing = reading.sought.quotes.is_empty() && reading.sought.found.hits.is_empty();
    if nothing || !app.sifted.led.insert(reading.stored.id) {
        return;
    }
    let Some(first) = reading.sought.quotes.first().copied() else {
        reading.go_hit(page);
        reading.mark_in_sight(page);
        return;
    };
    let start = reading
        .quotes()
        .get(first)
        .and_then(extent)
        .map(|span| span.start);
    let hits = &reading.found.hits;
    let next = hits.partition_point(|hit| start.is_some_and(|start| hit.start < start));
    if reading.found.by_filter && next < hits.len() {
        reading.found.current = next;
    }
    let elsewhere = reading.words_elsewhere();
    app.go_quote(first);
    if elsewhere && app.message.is_none() {
        let key = app.settings.keymap.key_of(Action::NextHit);
        app.tell(format!(
            "A quote that passes is marked; the words stand elsewhere: {key} leads to them"
        ));
    }
}
