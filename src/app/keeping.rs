//! What the person keeps: read marks and stars, changed here at once and in the store after it.
//!
//! No key waits for the store: the state changes with the key, the store is asked, and what it
//! refuses is told and read anew. Must not know: how things are kept.

use super::event::{Edit, Effect, OpenedArticle};
use super::layout::Pane;
use super::screen::reading::{Finished, Reading};
use super::{App, Overlay};
use crate::model::{ArticleEdit, ArticleId};

pub(super) const GONE: &str = "This article is no longer in the collection";

/// What was asked of the store that is still to be done.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// Edits that were not answered yet.
    under_way: usize,
    /// Whether something was read from the store, or was to be, while edits were under way.
    stale: bool,
}

impl Keeping {
    /// Something is read from the store, which may not have the latest edits yet.
    pub(super) const fn read_under_way(&mut self) {
        self.stale |= self.under_way > 0;
    }
}

/// Notes that the open article is being read, and when its end is reached.
pub(super) fn attend(app: &mut App) -> Vec<Effect> {
    if app.focus == Pane::Articles || app.opening.is_some() {
        return Vec::new();
    }
    let page = app.page();
    let shown = app.layout().is_some_and(|layout| layout.text.is_some());
    let Some(reading) = &mut app.reading else {
        return Vec::new();
    };
    let first = !std::mem::replace(&mut reading.attended, true);
    if shown && reading.finished == Finished::No && reading.shows_the_end(page) {
        reading.finished = Finished::Yes;
    }
    let id = reading.stored.id;
    first
        .then_some(Effect::NoteOpened(id))
        .into_iter()
        .collect()
}

impl App {
    /// What is to be kept of the open article when it is left.
    #[must_use]
    pub fn leave(&mut self) -> Vec<Effect> {
        self.remember_place();
        let page = self.page();
        let Some(reading) = self.reading.as_ref().filter(|r| r.attended) else {
            return Vec::new();
        };
        let (id, place) = (reading.stored.id, reading.here(page));
        let finished = reading.finished == Finished::Yes && !reading.stored.read;
        if finished {
            self.show(&Edit::Article(id, ArticleEdit::Read(true)));
        }
        vec![Effect::Left {
            id,
            place,
            finished,
        }]
    }

    /// Shows an edit as made, in the list and in the text, and asks the store for it.
    fn edit(&mut self, edit: Edit) -> Effect {
        self.show(&edit);
        self.keeping.under_way += 1;
        Effect::Edit(edit)
    }

    fn show(&mut self, edit: &Edit) {
        let Edit::Article(id, edit) = edit;
        if let ArticleEdit::Read(read) = edit {
            self.count_read(*id, *read);
        }
        self.articles.edit(*id, edit);
        if let Some(reading) = self.reading.as_mut().filter(|r| r.stored.id == *id) {
            match edit {
                ArticleEdit::Read(read) => reading.stored.read = *read,
                ArticleEdit::Star(starred) => reading.kept.starred = *starred,
                ArticleEdit::Tag(_) | ArticleEdit::Untag(_) => {}
            }
        }
    }

    fn count_read(&mut self, id: ArticleId, read: bool) {
        let row = self.articles.rows().iter().find(|row| row.id == id);
        let open = self.reading.as_ref().filter(|r| r.stored.id == id);
        let before = open.map(|r| r.stored.read).or(row.map(|row| row.read));
        let Some(counts) = self.counts.as_mut().filter(|_| before != Some(read)) else {
            return;
        };
        counts.unread = match read {
            true => counts.unread.saturating_sub(1),
            false => counts.unread + 1,
        };
    }

    /// What is read anew when things may be otherwise than they are shown.
    fn read_anew(&mut self, list: bool) -> Vec<Effect> {
        let open = self.reading.as_ref().map(|r| Effect::Reread(r.stored.id));
        let rows = list.then(|| self.articles.refresh()).flatten();
        let all = [Some(Effect::Counts), open, rows];
        all.into_iter().flatten().collect()
    }
}

/// The article that a key is about, whether it is read and whether it has a star: in the list the
/// selected one, else the open one.
fn meant(app: &App) -> Option<(ArticleId, bool, bool)> {
    match (&app.reading, app.focus) {
        (_, Pane::Articles) => {
            let row = app.articles.selected()?;
            Some((row.id, row.read, row.starred))
        }
        (reading, _) => {
            let reading = reading.as_ref()?;
            let id = reading.stored.id;
            Some((id, reading.stored.read, reading.kept.starred))
        }
    }
}

pub(super) fn toggle_read(app: &mut App) -> Vec<Effect> {
    let Some((id, read, _)) = meant(app) else {
        return Vec::new();
    };
    app.tell(if read {
        "Marked as unread"
    } else {
        "Marked as read"
    });
    if let Some(reading) = app.reading.as_mut().filter(|r| r.stored.id == id) {
        reading.finished = Finished::Said;
    }
    vec![app.edit(Edit::Article(id, ArticleEdit::Read(!read)))]
}

pub(super) fn toggle_star(app: &mut App) -> Vec<Effect> {
    let Some((id, _, starred)) = meant(app) else {
        return Vec::new();
    };
    app.tell(if starred { "Star taken off" } else { "Starred" });
    vec![app.edit(Edit::Article(id, ArticleEdit::Star(!starred)))]
}

/// An edit was made or refused. What was refused is shown no longer.
pub(super) fn edited(app: &mut App, _edit: &Edit, refused: Option<String>) -> Vec<Effect> {
    app.keeping.under_way = app.keeping.under_way.saturating_sub(1);
    if let Some(reason) = refused {
        app.message = None;
        app.trouble = Some(reason);
        app.keeping.stale = true;
    }
    if app.keeping.under_way > 0 || !std::mem::take(&mut app.keeping.stale) {
        return Vec::new();
    }
    app.read_anew(true)
}

/// The collection has changed. A list that is filtered keeps the rows that our own edits would take
/// out of it.
pub(super) fn changed(app: &mut App, ours: bool) -> Vec<Effect> {
    if app.keeping.under_way > 0 {
        app.keeping.stale = true;
        return Vec::new();
    }
    app.read_anew(!ours || app.articles.filter().is_empty())
}

/// The open article as it is now: the text stays where it is read.
pub(super) fn reread(app: &mut App, id: ArticleId, article: Option<Box<OpenedArticle>>) {
    if app.keeping.under_way > 0 {
        app.keeping.stale = true;
        return;
    }
    let page = app.page();
    let Some(reading) = app.reading.as_mut().filter(|r| r.stored.id == id) else {
        return;
    };
    let Some(article) = article else {
        app.tell("This article was taken out of the collection");
        return;
    };
    let OpenedArticle { stored, kept, .. } = *article;
    let same =
        stored.article == reading.stored.article && stored.extraction == reading.stored.extraction;
    if same {
        (reading.stored, reading.kept) = (stored, kept);
        return;
    }
    let (here, quote) = (reading.here(page), reading.place.quote);
    let mut new = Reading::new(stored, None);
    (new.kept, new.attended, new.finished) = (kept, reading.attended, reading.finished);
    new.go_place(here, page);
    let there = |n: &usize| *n < new.quotes().len();
    new.place.quote = quote.filter(there).or(new.place.quote);
    *reading = new;
    if !matches!(app.overlay, Overlay::None) {
        return;
    }
    app.tell("This article was imported anew");
}
