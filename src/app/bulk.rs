//! Doing something with all articles that the filter lets through: choosing what, seeing how many it
//! would change, and doing it in one change.
//!
//! Must not know: who counts, how it is done.

use super::action::Action;
use super::event::{Counted, Counting, Edit, Effect};
use super::screen::bulk::{Asking, Bulk};
use super::screen::tags::Tags;
use super::{App, Overlay, Target, words};
use crate::model::ArticleEdit;

/// What is done with all articles that the filter lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is described in the table
pub enum BulkAction {
    Open,
    Read(bool),
    Star(bool),
    Tag(bool),
}

/// Carries one of these actions out.
pub(super) fn update(app: &mut App, what: BulkAction) -> Vec<Effect> {
    match what {
        BulkAction::Open => {
            app.overlay = Overlay::Bulk(Bulk {
                filter: app.articles.filter().to_owned(),
                ..Bulk::default()
            });
            Vec::new()
        }
        BulkAction::Read(read) => ask(app, ArticleEdit::Read(read)),
        BulkAction::Star(starred) => ask(app, ArticleEdit::Star(starred)),
        BulkAction::Tag(on) => {
            let title = match on {
                true => "Tag all that the filter lets through",
                false => "Take a tag off all that the filter lets through",
            };
            let tags = Tags::open(Target::Passing(on), title.to_owned(), Vec::new());
            app.overlay = Overlay::Tags(tags);
            vec![Effect::Tags]
        }
    }
}

/// What the box offers: the key, what it does, and the action, in the order of the table.
#[must_use]
pub fn offers(app: &App) -> Vec<(String, &'static str, BulkAction)> {
    let rows = app.settings.keymap.rows();
    rows.filter_map(|(info, keys)| match info.action {
        Action::Bulk(BulkAction::Open) => None,
        Action::Bulk(what) => {
            let key = keys.first().map(ToString::to_string);
            Some((key.unwrap_or_default(), info.description, what))
        }
        _ => None,
    })
    .collect()
}

/// Chooses another row of the box.
pub(super) fn go(app: &mut App, delta: isize) -> Vec<Effect> {
    let last = offers(app).len().saturating_sub(1);
    if let Overlay::Bulk(bulk) = &mut app.overlay {
        bulk.selected = bulk.selected.saturating_add_signed(delta).min(last);
    }
    Vec::new()
}

/// Asks whether something is to be done with all, once they are counted.
pub(super) fn ask(app: &mut App, edit: ArticleEdit) -> Vec<Effect> {
    app.generation += 1;
    let filter = app.articles.filter().to_owned();
    let what = Counting::Bulk {
        filter: filter.clone(),
        edit: edit.clone(),
    };
    app.overlay = Overlay::Bulk(Bulk {
        filter,
        selected: 0,
        asking: Some(Asking {
            edit,
            generation: app.generation,
            counted: None,
        }),
    });
    vec![Effect::Count {
        generation: app.generation,
        what,
    }]
}

/// They are counted.
pub(super) fn counted(app: &mut App, generation: u64, counted: &Counted) {
    if let (Overlay::Bulk(bulk), Counted::Bulk { found, changed }) = (&mut app.overlay, counted)
        && let Some(asking) = &mut bulk.asking
        && asking.generation == generation
    {
        asking.counted = Some((*found, *changed));
    }
}

/// What is said while a change of many is written, until it is told what was done.
fn writing(changed: u64) -> String {
    format!("Changing {} …", words::count(changed, "article"))
}

/// Asks about what is chosen; does what was asked about. Before it is known how much it is, nothing is
/// done.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    let Overlay::Bulk(bulk) = &app.overlay else {
        return Vec::new();
    };
    let Some(asking) = &bulk.asking else {
        let chosen = offers(app).get(bulk.selected).map(|(.., what)| *what);
        return chosen.map_or(Vec::new(), |what| update(app, what));
    };
    let (filter, edit) = (bulk.filter.clone(), asking.edit.clone());
    match asking.counted {
        None => Vec::new(),
        Some((_, 0)) => {
            app.overlay = Overlay::None;
            Vec::new()
        }
        Some((_, changed)) => {
            app.overlay = Overlay::None;
            app.tell(writing(changed));
            app.edit(Edit::Passing(filter, edit))
        }
    }
}
