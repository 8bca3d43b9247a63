//! Saved searches: choosing one of them in the box or in the column, changing them, and having what
//! passes them counted. Their names are given in `naming`.
//!
//! Must not know: who counts what passes, how searches are kept.

use ratatui::layout::{Position, Rect};

use super::action::Action;
use super::asked::Read;
use super::event::{Answer, Edit, Effect, SearchEdit};
use super::layout::{COLUMN_FROM, Layout, Pane};
use super::screen::filter::{Edits, Filter};
use super::screen::searches::{ABOVE, Passing};
use super::update::{cancel, focus};
use super::{App, BoxLayout, Overlay, filtering, naming};
use crate::model::{ArticleEdit, QuoteEdit, SavedSearch};
use crate::query::{self, Keeping, Query};
use crate::text::clean::clean_line;
use crate::text::wrap;
use SearchAction as A;

/// The setting under which it is kept that the column is hidden.
pub const COLUMN: &str = "searches-column";
/// Columns of a query in what is told.
const TOLD: usize = 40;

/// What is done with saved searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is described in the table
pub enum SearchAction {
    Open,
    Save,
    SaveTyped,
    Show,
    Query,
    Rename,
    Delete,
    Column,
}

/// Carries one of these actions out.
pub(super) fn update(app: &mut App, what: SearchAction) -> Vec<Effect> {
    match what {
        SearchAction::Open => open(app),
        SearchAction::Save => naming::save(app),
        SearchAction::SaveTyped => return naming::save_typed(app),
        SearchAction::Show => return show(app),
        SearchAction::Query => return edit_query(app).into_iter().collect(),
        SearchAction::Rename => naming::rename(app),
        SearchAction::Delete => return delete(app),
        SearchAction::Column => return toggle_column(app),
    }
    Vec::new()
}

fn open(app: &mut App) {
    choose_standing(app);
    app.cover(Overlay::Searches);
}

/// Chooses the search whose articles the list has.
pub(super) fn choose_standing(app: &mut App) {
    let standing = app.searches.standing(app.articles.filter());
    app.searches.selected = standing.unwrap_or(app.searches.selected);
}

/// Chooses another row.
pub(super) fn go(app: &mut App, delta: isize) -> Vec<Effect> {
    app.searches.go(delta);
    Vec::new()
}

/// Shows only the articles of the chosen search.
fn show(app: &mut App) -> Vec<Effect> {
    let rows = app.searches.rows(app.counts);
    let Some(row) = rows.get(app.searches.selected) else {
        return Vec::new();
    };
    if let Passing::Unreadable(why) = &row.passing {
        let key = app.settings.keymap.key_of(A::Query.of());
        app.tell(format!("{why} ({key} changes the query)"));
        return Vec::new();
    }
    let saved = app.searches.chosen().map(|search| search.query.clone());
    let query = saved.unwrap_or_else(|| row.query.clone());
    app.close_pages();
    focus(app, Pane::Articles);
    vec![app.articles.load(query)]
}

impl SearchAction {
    /// Its action.
    const fn of(self) -> Action {
        Action::Search(self)
    }
}

/// Shows the articles of the row at a line of the box; a click beside the box closes it.
pub(super) fn click_box(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let lines = app.searches.box_lines();
    let places = BoxLayout::of_searches(layout.screen, lines);
    if !places.inner.contains(at) {
        return cancel(app);
    }
    let top = app.searches.top(places.size().1);
    let row = top + usize::from(at.y - places.inner.y);
    show_row(app, Some(row))
}

/// Shows the articles of the row at a line of the column.
pub(super) fn click_column(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let Some(area) = layout.searches.filter(|area| area.body.contains(at)) else {
        return Vec::new();
    };
    let lines = app.searches.lines(usize::from(area.body.height));
    let line = usize::from(at.y - area.body.y);
    show_row(app, lines.get(line).copied().flatten())
}

fn show_row(app: &mut App, row: Option<usize>) -> Vec<Effect> {
    match row.filter(|row| *row < app.searches.len() + ABOVE) {
        Some(row) => {
            app.searches.selected = row;
            show(app)
        }
        None => Vec::new(),
    }
}

/// Saves a query under a name, and says what it stands in place of.
pub(super) fn keep(app: &mut App, name: &str, query: String) -> Vec<Effect> {
    let short = |query: &str| wrap::ellipsis(&clean_line(query), TOLD);
    let new = short(&query);
    let said = match app.searches.named(name) {
        Some(known) if known.query == query => {
            app.tell(format!("{name} is saved so already"));
            return Vec::new();
        }
        Some(known) => format!(
            "{name} is now: {new}, and no longer: {}",
            short(&known.query)
        ),
        None => format!("Saved as {name}: {new}"),
    };
    told(app, &said);
    let name = name.to_owned();
    edit(app, SearchEdit::Save { name, query })
}

/// Tells what was done, and how it is undone.
pub(super) fn told(app: &mut App, what: &str) {
    let undo = app.settings.keymap.key_of(Action::Undo);
    app.tell(format!("{what}; {undo} undoes it"));
}

pub(super) fn edit(app: &mut App, edit: SearchEdit) -> Vec<Effect> {
    app.edit(Edit::Search(edit))
}

fn delete(app: &mut App) -> Vec<Effect> {
    let Some(SavedSearch { name, .. }) = app.searches.chosen().cloned() else {
        return Vec::new();
    };
    told(app, &format!("Search {} deleted", clean_line(&name)));
    edit(app, SearchEdit::Delete(name))
}

/// Opens the prompt with the query of the chosen search.
fn edit_query(app: &mut App) -> Option<Effect> {
    let SavedSearch { name, query } = app.searches.chosen().cloned()?;
    let boxed = matches!(app.overlay, Overlay::Searches);
    let mut prompt = Filter::open(&clean_line(&query));
    prompt.edits = Some(Edits { name, boxed });
    if query::parse(&query).is_err() {
        // What is wrong with it is what one came for.
        prompt.accept();
    }
    app.overlay = Overlay::Filter(Box::new(prompt));
    filtering::count(app)
}

/// Keeps the query that was typed for a search.
pub(super) fn accept_query(app: &mut App) -> Vec<Effect> {
    let Overlay::Filter(prompt) = &mut app.overlay else {
        return Vec::new();
    };
    let Some((edits, query)) = prompt.edits.clone().zip(prompt.accept()) else {
        return Vec::new();
    };
    if query.is_empty() {
        let key = app.settings.keymap.key_of(A::Delete.of());
        app.tell(format!(
            "A search has a query; {key} in the list of searches deletes it"
        ));
        return Vec::new();
    }
    let stands = {
        let known = app.searches.named(&edits.name);
        known.is_some_and(|search| search.query == app.articles.filter())
    };
    app.overlay = match edits.boxed {
        true => Overlay::Searches,
        false => Overlay::None,
    };
    let mut effects = keep(app, &edits.name, query.clone());
    if stands && query != app.articles.filter() {
        // The list goes on showing what it is called.
        effects.push(app.articles.load(query));
    }
    effects
}

/// Goes back to the box where a prompt was opened from there; whether it was.
pub(super) fn back_to_box(app: &mut App) -> bool {
    let boxed = match &app.overlay {
        Overlay::Naming(naming) => naming.boxed,
        Overlay::Filter(filter) => filter.edits.as_ref().is_some_and(|edits| edits.boxed),
        _ => false,
    };
    if boxed {
        app.overlay = Overlay::Searches;
    }
    boxed
}

/// Shows the column, or hides it.
fn toggle_column(app: &mut App) -> Vec<Effect> {
    if app.size.0 < COLUMN_FROM {
        let key = app.settings.keymap.key_of(A::Open.of());
        app.tell(format!(
            "The saved searches have a column from {COLUMN_FROM} columns on; {key} lists them here"
        ));
        return Vec::new();
    }
    let hidden = !app.settings.searches_hidden;
    app.settings.searches_hidden = hidden;
    let key = app.settings.keymap.key_of(A::Column.of());
    if hidden {
        app.tell(format!("The saved searches are hidden; {key} shows them"));
    }
    leave_column(app);
    vec![Effect::Setting {
        name: COLUMN,
        value: hidden.then(|| "hidden".to_owned()),
    }]
}

/// The focus leaves a column that is not there any more.
pub(super) fn leave_column(app: &mut App) {
    if app.focus == Pane::Searches && !app.has_column() {
        focus(app, Pane::Articles);
    }
}

/// Takes the searches that were read.
pub(super) fn know(app: &mut App, searches: Vec<SavedSearch>) -> Vec<Effect> {
    let first = !app.searches.are_known();
    app.searches.know(searches);
    app.catch_up(Read::Searches);
    if first {
        choose_standing(app);
    }
    Vec::new()
}

/// After this answer more articles may pass a search, or fewer.
pub(super) fn heard(app: &mut App, answer: &Answer) {
    match answer {
        Answer::Edited { edit, .. } => {
            if let Some(kept) = keeping(edit) {
                app.searches.are_old(|query| query.asks_for(kept));
            }
        }
        Answer::Undone { .. } => {
            let all = [Keeping::Read, Keeping::Star, Keeping::Tag, Keeping::Note];
            let any = |query: &Query| all.into_iter().any(|kept| query.asks_for(kept));
            app.searches.are_old(any);
        }
        Answer::Finished => app.searches.are_old(|query| query.asks_for(Keeping::Read)),
        Answer::Changed { ours: false } | Answer::Renewed(_) => app.searches.are_old(|_| true),
        Answer::Counts(counts) if app.counts.is_some_and(|known| known != *counts) => {
            app.searches.are_old(|_| true);
        }
        _ => {}
    }
}

/// What an edit changes that a query may ask for.
const fn keeping(edit: &Edit) -> Option<Keeping> {
    Some(match edit {
        Edit::Article(_, edit) | Edit::Passing(_, edit) => match edit {
            ArticleEdit::Read(_) => Keeping::Read,
            ArticleEdit::Star(_) => Keeping::Star,
            ArticleEdit::Tag(_) | ArticleEdit::Untag(_) => Keeping::Tag,
        },
        Edit::Quote(_, QuoteEdit::Tag(_) | QuoteEdit::Untag(_)) => Keeping::Tag,
        Edit::Quote(_, QuoteEdit::Note(_)) | Edit::Note { .. } => Keeping::Note,
        Edit::Letter(..) | Edit::Search(_) => return None,
    })
}

/// Asks for what passes, where that is shown and may be otherwise by now.
pub(super) fn attend(app: &mut App) -> Option<Effect> {
    let column = || app.layout().is_some_and(|layout| layout.searches.is_some());
    let shown = matches!(app.overlay, Overlay::Searches) || column();
    let what = app.searches.count(shown)?;
    app.generation += 1;
    Some(Effect::Count {
        generation: app.generation,
        what,
    })
}

impl App {
    /// Whether the saved searches have a column, where the panes stand beside one another.
    #[must_use]
    pub const fn has_column(&self) -> bool {
        self.size.0 >= COLUMN_FROM && !self.settings.searches_hidden
    }

    /// Whether what is done with searches is worth a place in the footer.
    pub(super) fn offers_search(&self, what: A) -> bool {
        let filter = self.articles.filter();
        match what {
            A::Save => !filter.is_empty() && self.searches.name_of(filter).is_none(),
            A::Open => !self.searches.is_empty(),
            A::Query | A::Rename | A::Delete => self.searches.chosen().is_some(),
            A::Show | A::SaveTyped | A::Column => true,
        }
    }

    /// The panes that can have the focus, from left to right.
    #[must_use]
    pub fn panes(&self) -> Vec<Pane> {
        let column = self.has_column().then_some(Pane::Searches);
        column.into_iter().chain(super::layout::PANES).collect()
    }

    /// The layout of a screen with the column of saved searches, where that is wanted.
    pub(super) fn layout_with_column(&self, screen: Rect) -> Option<Layout> {
        let (focus, drawer, spread) = (self.focus, self.drawer, self.shown_spread());
        let sizes = &self.settings.panes;
        match self.settings.searches_hidden {
            true => Layout::of(screen, focus, drawer, spread, sizes),
            false => Layout::with_searches(screen, focus, drawer, spread, sizes),
        }
    }
}
