//! Saved searches as a test sees them: in the store, on the screen, and changed by others.

use onrecord::app::{Answer, Event};
use onrecord::model::SavedSearch;

use super::rig::Rig;

pub fn ids(rig: &Rig) -> Vec<i64> {
    rig.app.articles.rows().iter().map(|row| row.id.0).collect()
}

/// The searches in the store: `name: query`.
pub fn saved(rig: &Rig) -> Vec<String> {
    let searches = rig.store.as_ref().unwrap().searches().unwrap();
    let line = |s: SavedSearch| format!("{}: {}", s.name, s.query);
    searches.into_iter().map(line).collect()
}

/// What another window or the command line does.
pub fn elsewhere(rig: &mut Rig, name: &str, query: Option<&str>) {
    let store = rig.store.as_mut().unwrap();
    store.set_search(name, query).unwrap();
    rig.send(Event::Answer(Answer::Changed { ours: false }));
}

/// The lowest line of the screen with the text, its blanks as one.
pub fn line(rig: &mut Rig, text: &str) -> String {
    let screen = rig.screen();
    let found = screen.lines().rfind(|line| line.contains(text));
    let found = found.unwrap_or_else(|| panic!("{text}\n{screen}"));
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}
