//! Giving a saved search its name: the filter in force saved under one, another name for a search.
//!
//! Must not know: how searches are kept.

use tui_input::Input;

use super::action::{Action, SearchAction};
use super::event::{Effect, SearchEdit};
use super::screen::searches::{Named, Naming, is_always_there};
use super::searches::{edit, keep, told};
use super::update::close;
use super::{App, Overlay, filtering};
use crate::text::clean::clean_line;

/// Letters of a name at most.
const LONGEST: usize = 60;

/// Asks for the name under which the filter is saved.
pub(super) fn save(app: &mut App) {
    let filter = app.articles.filter().to_owned();
    if let Some(why) = app.refusal(Action::Search(SearchAction::Save)) {
        app.tell(why);
        return;
    }
    name(app, Named::Save(filter));
}

/// Filters by what is typed, and asks for the name under which it is saved.
pub(super) fn save_typed(app: &mut App) -> Vec<Effect> {
    let effects = filtering::accept(app);
    // It stays open where it cannot be read.
    if matches!(app.overlay, Overlay::None) {
        save(app);
    }
    effects
}

pub(super) fn rename(app: &mut App) {
    if let Some(search) = app.searches.chosen().cloned() {
        name(app, Named::Rename(search.name));
    }
}

/// Asks for a name.
fn name(app: &mut App, what: Named) {
    let known = match &what {
        Named::Save(query) => app.searches.name_of(query).unwrap_or("").to_owned(),
        Named::Rename(from) => from.clone(),
    };
    app.overlay = Overlay::Naming(Box::new(Naming {
        what,
        offered: !known.is_empty(),
        input: Input::new(clean_line(&known)),
        boxed: matches!(app.overlay, Overlay::Searches),
        trouble: None,
    }));
}

/// Takes the name that was typed.
pub(super) fn accept_name(app: &mut App) -> Vec<Effect> {
    let Overlay::Naming(naming) = &app.overlay else {
        return Vec::new();
    };
    let (name, what, boxed) = (naming.name(), naming.what.clone(), naming.boxed);
    let refused = refused(&name).or_else(|| match &what {
        Named::Rename(from) if *from != name && app.searches.named(&name).is_some() => {
            Some(format!("There is a search {name} already"))
        }
        _ => None,
    });
    if refused.is_some() {
        if let Overlay::Naming(naming) = &mut app.overlay {
            naming.trouble = refused;
        }
        return Vec::new();
    }
    app.overlay = match boxed {
        true => Overlay::Searches,
        false => Overlay::None,
    };
    let effects = match what {
        Named::Save(query) => keep(app, &name, query),
        Named::Rename(from) if from == name => Vec::new(),
        Named::Rename(from) => {
            told(app, &format!("{from} is called {name} now"));
            let to = name.clone();
            edit(app, SearchEdit::Rename { from, to })
        }
    };
    app.searches.choose(&name);
    effects
}

/// Why a search cannot have this name.
fn refused(name: &str) -> Option<String> {
    let letters = name.chars().count();
    match letters {
        0 => Some("A search needs a name, as in: harvest".to_owned()),
        _ if is_always_there(name) => Some(format!(
            "There is always a search {name}: name it otherwise"
        )),
        n if n > LONGEST => Some(format!(
            "A name has at most {LONGEST} letters; this one has {n}"
        )),
        _ => None,
    }
}

/// Saves the filter in force under a name that was given with the command.
///
/// # Errors
/// Where there is no filter, or the name cannot be.
pub(super) fn save_as(app: &mut App, name: &str) -> Result<Vec<Effect>, String> {
    let (name, filter) = (clean_line(name), app.articles.filter().to_owned());
    let name = name.trim();
    if filter.is_empty() {
        return Err("There is no filter to save".to_owned());
    }
    if let Some(why) = refused(name) {
        return Err(why);
    }
    close(app);
    let mut effects = app.uncover();
    effects.extend(keep(app, name, filter));
    Ok(effects)
}

impl App {
    /// What is said under a name that is being typed, and whether it is why it cannot be.
    #[must_use]
    pub fn naming_hint(&self, naming: &Naming) -> (String, bool) {
        if let Some(trouble) = &naming.trouble {
            return (trouble.clone(), true);
        }
        let known = self.searches.named(&naming.name());
        let hint = match (&naming.what, known) {
            (Named::Save(query), Some(known)) if known.query == *query => {
                "It is saved so already.".to_owned()
            }
            (Named::Save(_), Some(known)) => {
                let query = clean_line(&known.query);
                format!("Saved already, for: {query}. Enter puts this filter in its place.")
            }
            (Named::Save(query), None) => clean_line(query),
            (Named::Rename(from), _) => {
                let search = self.searches.named(from);
                search.map_or_else(String::new, |search| clean_line(&search.query))
            }
        };
        (hint, false)
    }
}
