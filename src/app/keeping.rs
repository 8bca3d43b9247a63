//! What the person keeps, changed here at once and in the store after it: read marks, stars, tags, notes.
//!
//! No key waits for the store: the state changes with the key, the store is asked, and what it
//! refuses is told and read anew. Must not know: how things are kept.

use super::action::Action;
use super::event::{Edit, Effect, OpenedArticle, QuoteAt};
use super::layout::Pane;
use super::screen::articles::edit_tags;
use super::screen::reading::{Finished, Reading};
use super::{App, Overlay, noting};
use crate::model::{ArticleEdit, ArticleId, Kept, KeptQuote, QuoteEdit};

pub(super) const GONE: &str = "This article is no longer in the collection";

/// What was asked of the store that is still to be done.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// Edits that were not answered yet.
    under_way: usize,
    /// Whether something was read from the store, or was to be, while edits were under way.
    stale: bool,
    /// Notes that the store refused: they are not lost.
    drafts: Vec<(QuoteAt, String)>,
}

impl Keeping {
    /// Something is read from the store, which may not have the latest edits yet.
    pub(super) const fn read_under_way(&mut self) {
        self.stale |= self.under_way > 0;
    }

    /// The refused note for a quote, where there is one: `alone` where no other quote of its article
    /// has the words that it was for.
    pub(super) fn draft_for(
        &mut self,
        quote: &QuoteAt,
        alone: impl Fn(&QuoteAt) -> bool,
    ) -> Option<String> {
        let fits = |(of, _): &(QuoteAt, String)| {
            of.article == quote.article && (of.words == quote.words || alone(of))
        };
        let at = self.drafts.iter().rposition(fits)?;
        Some(self.drafts.remove(at).1)
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
    let all = shown && !reading.only;
    if all && reading.finished == Finished::No && reading.shows_the_end(page) {
        reading.finished = Finished::Yes;
    }
    let id = reading.stored.id;
    first
        .then_some(Effect::NoteOpened(id))
        .into_iter()
        .collect()
}

impl App {
    /// What is to be kept when the reader ends, whatever ends it.
    #[must_use]
    pub fn end(&mut self) -> Vec<Effect> {
        let mut effects = noting::keep(self);
        effects.extend(self.leave());
        effects
    }

    /// What is to be kept of the open article when it is left.
    #[must_use]
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        let page = self.page();
        if let Some(reading) = &mut self.reading {
            reading.show_all(page);
        }
        self.remember_place();
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
    pub(super) fn edit(&mut self, edit: Edit) -> Effect {
        self.show(&edit);
        self.keeping.under_way += 1;
        Effect::Edit(edit)
    }

    fn show(&mut self, edit: &Edit) {
        let (id, edit) = match edit {
            Edit::Article(id, edit) => (id, edit),
            Edit::Quote(quote, edit) => {
                let open = self.reading.as_mut();
                if let Some(reading) = open.filter(|r| r.stored.id == quote.article) {
                    show_on_quote(&mut reading.kept, quote, edit);
                }
                return;
            }
            Edit::Letter(..) => return,
        };
        if let ArticleEdit::Read(read) = edit {
            self.count_read(*id, *read);
        }
        self.articles.edit(*id, edit);
        if let Some(reading) = self.reading.as_mut().filter(|r| r.stored.id == *id) {
            match edit {
                ArticleEdit::Read(read) => reading.stored.read = *read,
                ArticleEdit::Star(starred) => reading.kept.starred = *starred,
                ArticleEdit::Tag(tag) => edit_tags(&mut reading.kept.tags, tag, true),
                ArticleEdit::Untag(tag) => edit_tags(&mut reading.kept.tags, tag, false),
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
    pub(super) fn read_anew(&mut self, list: bool) -> Vec<Effect> {
        let open = self.reading.as_ref().map(|r| Effect::Reread(r.stored.id));
        let rows = list.then(|| self.articles.refresh()).flatten();
        let all = [Some(Effect::Counts), open, rows];
        all.into_iter().flatten().collect()
    }
}

/// Shows an edit of a quote among what is kept of its article.
fn show_on_quote(kept: &mut Kept, quote: &QuoteAt, edit: &QuoteEdit) {
    let ordinal = Some(quote.ordinal);
    if kept.quotes.iter().all(|k| k.ordinal != ordinal) {
        let words = quote.words.clone();
        let (tags, note) = (Vec::new(), None);
        kept.quotes.push(KeptQuote {
            ordinal,
            words,
            tags,
            note,
        });
    }
    let mut first = true;
    for one in kept.quotes.iter_mut().filter(|k| k.ordinal == ordinal) {
        match edit {
            QuoteEdit::Tag(tag) if first => edit_tags(&mut one.tags, tag, true),
            QuoteEdit::Tag(_) => {}
            QuoteEdit::Untag(tag) => edit_tags(&mut one.tags, tag, false),
            QuoteEdit::Note(text) => {
                one.note = Some(text.clone()).filter(|text| first && !text.is_empty());
            }
        }
        first = false;
    }
    kept.quotes
        .retain(|k| !k.tags.is_empty() || k.note.is_some());
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
pub(super) fn edited(app: &mut App, edit: Edit, refused: Option<String>) -> Vec<Effect> {
    app.keeping.under_way = app.keeping.under_way.saturating_sub(1);
    if let Edit::Quote(quote, QuoteEdit::Note(_)) = &edit {
        // What was written later stands in place of it.
        app.keeping.drafts.retain(|(of, _)| of != quote);
    }
    if let Some(reason) = refused {
        app.message = None;
        app.trouble = Some(match edit {
            Edit::Quote(quote, QuoteEdit::Note(text)) if !text.is_empty() => {
                app.keeping.drafts.push((quote, text));
                let key = app.settings.keymap.key_of(Action::WriteNote);
                format!("The note was not kept ({key} has it still): {reason}")
            }
            _ => reason,
        });
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
        reading.stored = stored;
        reading.keep(kept);
        return;
    }
    let (here, quote) = (reading.here(page), reading.place.quote);
    let mut new = Reading::new(stored, None);
    new.keep(kept);
    (new.attended, new.finished) = (reading.attended, reading.finished);
    new.go_place(here, page);
    let there = |n: &usize| *n < new.quotes().len();
    new.place.quote = quote.filter(there).or(new.place.quote);
    *reading = new;
    if !matches!(app.overlay, Overlay::None) {
        return;
    }
    app.tell("This article was imported anew");
}
