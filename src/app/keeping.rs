//! What the person keeps, changed here at once and in the store after it: read marks, stars, tags, notes.
//!
//! No key waits for the store: the state changes with the key, the store is asked, and what it
//! refuses is told and read anew. Must not know: how things are kept.

use super::action::Action;
use super::asked::{Draft, Read};
use super::event::{Edit, Effect, Made, OpenedArticle, QuoteAt, Undo};
use super::layout::Pane;
use super::screen::alike::edit_tags;
use super::screen::bulk;
use super::screen::reading::{Finished, Reading};
use super::{App, Overlay, noting, pages, sifting};
use crate::model::{ArticleEdit, ArticleId, Kept, KeptQuote, QuoteEdit};

const IN_VAIN: &str = "Nothing was undone: the change before was not made";
pub(super) const GONE: &str = "This article is no longer in the collection";

/// Notes that the open article is being read, and when its end is reached.
pub(super) fn attend(app: &mut App) -> Vec<Effect> {
    if !app.focus.reads() || app.opening.is_some() {
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
        for Draft {
            quote,
            before,
            text,
        } in std::mem::take(&mut self.asked.drafts)
        {
            effects.extend(self.edit(Edit::Note {
                quote,
                before,
                text,
            }));
        }
        effects.extend(self.leave());
        if self.settings.resume {
            effects.extend([self.keep_session(), self.keep_typed()]);
        }
        effects
    }

    /// Whether something that the person did is still to be answered: an edit, or what is to be copied
    /// or written to a file.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        self.asked.is_waiting() || self.taken.is_owed()
    }

    /// Notes that are in no store: refused, or not answered.
    #[must_use]
    pub fn unkept(&self) -> Vec<Draft> {
        let unanswered = self.asked.unanswered().filter_map(|edit| match edit {
            Edit::Note {
                quote,
                before,
                text,
            } if !text.is_empty() => Some(Draft {
                quote: quote.clone(),
                before: before.clone(),
                text: text.clone(),
            }),
            _ => None,
        });
        let refused = self.asked.drafts.iter().cloned();
        refused.chain(unanswered).collect()
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
    pub(super) fn edit(&mut self, edit: Edit) -> Vec<Effect> {
        self.show(&edit);
        self.asked.edit(edit).into_iter().collect()
    }

    fn show(&mut self, edit: &Edit) {
        if let Edit::Article(id, ArticleEdit::Read(read)) = edit {
            self.count_read(*id, *read);
        }
        self.show_again(edit);
    }

    /// Shows edits on what was read from the store, which may be older.
    pub(super) fn catch_up(&mut self, read: Read) {
        for edit in self.asked.newer_than(read) {
            self.show_again(&edit);
        }
    }

    fn show_again(&mut self, edit: &Edit) {
        let (id, edit) = match edit {
            Edit::Article(id, edit) => (id, edit),
            Edit::Quote(quote, edit) => return self.show_quote(quote, edit),
            Edit::Note { quote, text, .. } => {
                return self.show_quote(quote, &QuoteEdit::Note(text.clone()));
            }
            Edit::Letter(..) => return,
            Edit::Search(edit) => return self.searches.edit(edit),
            Edit::Passing(filter, edit) => return self.show_on_all(filter, edit),
        };
        self.show_on(*id, edit);
    }

    /// All rows that are held pass the filter in force.
    fn show_on_all(&mut self, filter: &str, edit: &ArticleEdit) {
        if filter == self.articles.filter() {
            let rows: Vec<ArticleId> = self.articles.rows().iter().map(|row| row.id).collect();
            for id in rows {
                self.show_on(id, edit);
            }
        }
    }

    fn show_on(&mut self, id: ArticleId, edit: &ArticleEdit) {
        self.articles.edit(id, edit);
        if let Some(reading) = self.reading.as_mut().filter(|r| r.stored.id == id) {
            match edit {
                ArticleEdit::Read(read) => reading.stored.read = *read,
                ArticleEdit::Star(starred) => reading.kept.starred = *starred,
                ArticleEdit::Tag(tag) => edit_tags(&mut reading.kept.tags, tag, true),
                ArticleEdit::Untag(tag) => edit_tags(&mut reading.kept.tags, tag, false),
            }
        }
    }

    fn show_quote(&mut self, quote: &QuoteAt, edit: &QuoteEdit) {
        let open = self.reading.as_mut();
        if let Some(reading) = open.filter(|r| r.stored.id == quote.article) {
            show_on_quote(&mut reading.kept, quote, edit);
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
        let all = [Some(Effect::Counts), Some(Effect::Searches), open, rows];
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
        (_, Pane::Articles | Pane::Searches) => {
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
    app.edit(Edit::Article(id, ArticleEdit::Read(!read)))
}

pub(super) fn is_starred(app: &App) -> bool {
    meant(app).is_some_and(|(_, _, starred)| starred)
}

/// Puts a star on the article, or takes it off.
pub(super) fn toggle_star(app: &mut App) -> Vec<Effect> {
    let Some((id, _, starred)) = meant(app) else {
        return Vec::new();
    };
    app.tell(if starred { "Star taken off" } else { "Starred" });
    app.edit(Edit::Article(id, ArticleEdit::Star(!starred)))
}

/// Undoes or does again; behind edits that are not answered, once they are.
pub(super) fn undo(app: &mut App, undo: Undo) -> Vec<Effect> {
    match app.asked.undo(undo) {
        Ok(effect) => effect.into_iter().collect(),
        Err(()) => {
            app.tell(IN_VAIN);
            Vec::new()
        }
    }
}

/// An edit was made or refused. What was refused is shown no longer.
pub(super) fn edited(app: &mut App, edit: Edit, made: Made) -> Vec<Effect> {
    let (mut effects, vain) = app.asked.answered(&edit, matches!(made, Made::Refused(_)));
    if let Edit::Note { quote, .. } = &edit {
        // What was written later stands in place of it.
        app.asked.drafts.retain(|draft| draft.quote != *quote);
    }
    let key = app.settings.keymap.key_of(Action::WriteNote);
    let trouble = match (made, edit) {
        (Made::All(n), Edit::Passing(_, change)) => {
            let undo = app.settings.keymap.key_of(Action::Undo);
            app.tell(format!("{}; {undo} undoes it", bulk::done(&change, n)));
            effects.extend(app.read_anew(false));
            None
        }
        (Made::Yes | Made::All(_), _) => None,
        (Made::Beside, _) => Some(format!(
            "Another window wrote on this quote meanwhile: both notes are kept ({key} shows them)"
        )),
        (
            Made::Refused(reason),
            Edit::Note {
                quote,
                before,
                text,
            },
        ) if !text.is_empty() => {
            app.asked.drafts.push(Draft {
                quote,
                before,
                text,
            });
            Some(format!(
                "The note was not kept ({key} has it still): {reason}"
            ))
        }
        (Made::Refused(reason), _) => Some(reason),
    };
    if let Some(trouble) = trouble {
        app.message = None;
        app.warn(trouble);
        app.asked.stale = true;
    }
    if vain {
        app.tell(IN_VAIN);
    }
    if !app.asked.is_waiting() && std::mem::take(&mut app.asked.stale) {
        effects.extend(app.read_anew(true));
    }
    effects.extend(look_again(app));
    effects
}

/// What lies above the panes and was read while edits were under way is read once more.
fn look_again(app: &mut App) -> Option<Effect> {
    match &mut app.overlay {
        Overlay::Changes(changes) => Some(changes.again()),
        _ => None,
    }
}

/// The collection has changed. A list that is filtered keeps the rows that our own edits would take
/// out of it.
pub(super) fn changed(app: &mut App, ours: bool) -> Vec<Effect> {
    if app.asked.is_waiting() {
        app.asked.stale = true;
        return Vec::new();
    }
    let mut effects = app.read_anew(!ours || app.articles.filter().is_empty());
    if !ours {
        effects.extend(pages::read_anew(app));
    }
    effects
}

/// The open article as it is now: the text stays where it is read.
pub(super) fn reread(app: &mut App, id: ArticleId, article: Option<Box<OpenedArticle>>) {
    let page = app.page();
    let Some(reading) = app.reading.as_mut().filter(|r| r.stored.id == id) else {
        return;
    };
    let Some(article) = article else {
        app.tell("This article was taken out of the collection");
        return;
    };
    let OpenedArticle {
        stored,
        kept,
        links,
        ..
    } = *article;
    let same =
        stored.article == reading.stored.article && stored.extraction == reading.stored.extraction;
    if same {
        reading.stored = stored;
        reading.keep(kept);
        sifting::evaluate(app);
        return;
    }
    let text = stored.article == reading.stored.article;
    let (here, quote) = (reading.here(page), reading.place.quote);
    let mut new = Reading::new(stored, None);
    new.keep(kept);
    new.links = links;
    (new.attended, new.finished) = (reading.attended, reading.finished);
    new.go_place(here, page);
    let there = |n: &usize| *n < new.quotes().len();
    new.place.quote = quote.filter(there).or(new.place.quote);
    *reading = new;
    sifting::evaluate(app);
    if !matches!(app.overlay, Overlay::None) {
        return;
    }
    app.tell(match text {
        true => "The quotes of this article were found anew",
        false => "This article was imported anew",
    });
}
