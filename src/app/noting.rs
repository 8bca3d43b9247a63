//! What the keys for tags and notes do.
//!
//! Must not know: how either is kept.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

use super::event::{Edit, Effect, QuoteAt};
use super::layout::Pane;
use super::screen::editor::{Editor, LONGEST};
use super::screen::note::Note;
use super::screen::tags::Tags;
use super::update::cancel;
use super::{App, BoxLayout, Overlay, Target, bulk};
use crate::model::{ArticleEdit, QuoteEdit, Tag};
use crate::text::clean::clean;

/// Bytes of a quote's words in a heading.
const HEADING: usize = 60;

/// What is told where there is no more room.
const FULL: &str = "A note has at most 20,000 bytes; more is left out.";

/// The current quote, and the words of it for a heading.
fn current(app: &App) -> Option<(QuoteAt, String)> {
    let reading = app.reading.as_ref()?;
    let text = &reading.stored.article.text;
    let quote = reading.quote()?;
    let at = QuoteAt {
        article: reading.stored.id,
        ordinal: reading.place.quote?,
        words: quote.words(text, usize::MAX),
    };
    Some((at, quote.words(text, HEADING)))
}

/// Opens the tags of the article, or of the current quote.
pub(super) fn tag(app: &mut App, quote: bool) -> Vec<Effect> {
    let tags = if quote {
        tags_of_quote(app)
    } else {
        tags_of_article(app)
    };
    match tags {
        Some(tags) => {
            app.overlay = Overlay::Tags(tags);
            vec![Effect::Tags]
        }
        None if quote => {
            app.tell("There is no quote to tag here");
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn tags_of_quote(app: &App) -> Option<Tags<Target>> {
    let (quote, words) = current(app)?;
    let (on, _) = app.reading.as_ref()?.kept_of(quote.ordinal);
    let title = format!("Tags of the quote: {words}");
    let on = on.into_iter().cloned().collect();
    Some(Tags::open(Target::Quote(quote), title, on))
}

fn tags_of_article(app: &App) -> Option<Tags<Target>> {
    let (id, title, on) = match (app.focus, &app.reading) {
        (Pane::Articles | Pane::Searches, _) | (_, None) => {
            let row = app.articles.selected()?;
            (row.id, row.title.clone(), row.tags.clone())
        }
        (_, Some(reading)) => {
            let title = reading.stored.article.display_title(HEADING);
            (reading.stored.id, title, reading.kept.tags.clone())
        }
    };
    let title = format!("Tags of the article: {title}");
    Some(Tags::open(Target::Article(id), title, on))
}

/// Puts the chosen tag on or off; the box stays for another.
pub(super) fn toggle_tag(app: &mut App) -> Vec<Effect> {
    let Overlay::Tags(tags) = &mut app.overlay else {
        return Vec::new();
    };
    if let Target::Passing(on) = tags.target {
        let chosen = tags.chosen().map(|row| tagging(&row.tag, on));
        return chosen.map_or(Vec::new(), |edit| bulk::ask(app, edit));
    }
    let Some((tag, on)) = tags.toggle() else {
        return Vec::new();
    };
    let edit = match &tags.target {
        Target::Article(id) => Edit::Article(*id, tagging(&tag, on)),
        Target::Quote(quote) => Edit::Quote(quote.clone(), tagging_quote(&tag, on)),
        Target::Passing(_) => return Vec::new(),
    };
    app.tell(match on {
        true => format!("Tagged with {tag}"),
        false => format!("Tag {tag} taken off"),
    });
    app.edit(edit)
}

fn tagging(tag: &Tag, on: bool) -> ArticleEdit {
    match on {
        true => ArticleEdit::Tag(tag.clone()),
        false => ArticleEdit::Untag(tag.clone()),
    }
}

fn tagging_quote(tag: &Tag, on: bool) -> QuoteEdit {
    match on {
        true => QuoteEdit::Tag(tag.clone()),
        false => QuoteEdit::Untag(tag.clone()),
    }
}

/// Puts the chosen tag on or off and closes the box. What is no tag keeps it open.
pub(super) fn accept_tag(app: &mut App) -> Vec<Effect> {
    let typed = match &app.overlay {
        Overlay::Tags(tags) => !tags.input.value().trim().is_empty(),
        _ => false,
    };
    let effects = toggle_tag(app);
    let open = matches!(app.overlay, Overlay::Tags(_));
    if open && (!typed || !effects.is_empty()) {
        app.overlay = Overlay::None;
    }
    effects
}

/// Opens the note on the current quote.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    let Some((quote, words)) = current(app) else {
        app.tell("There is no quote to write a note on here");
        return Vec::new();
    };
    let Some(reading) = &app.reading else {
        return Vec::new();
    };
    let (_, notes) = reading.kept_of(quote.ordinal);
    let text = &reading.stored.article.text;
    let gone = |of: &QuoteAt| {
        let mut all = reading.quotes().iter();
        all.all(|quote| quote.words(text, usize::MAX) != of.words)
    };
    let draft = app.asked.draft_for(&quote, gone);
    let note = Note::open(quote, words, notes.join("\n\n"), draft);
    app.overlay = Overlay::Note(Box::new(note));
    write(app, |_| ());
    Vec::new()
}

/// Does something with what is written, and keeps the cursor in sight.
pub(super) fn write(app: &mut App, change: impl FnOnce(&mut Editor)) {
    let (width, height) = app.size;
    let (width, height) = BoxLayout::of_note(Rect::new(0, 0, width, height)).size();
    if let Overlay::Note(note) = &mut app.overlay {
        change(&mut note.editor);
        note.editor.settle(width, height);
        // A letter has up to four bytes.
        let full = note.editor.text().len() + 4 > LONGEST;
        note.trouble = full.then_some(FULL);
    }
}

/// The keys of text that a line does not have; whether it was one.
pub(super) fn on_key(app: &mut App, event: &KeyEvent) -> bool {
    let (width, height) = app.size;
    let (width, height) = BoxLayout::of_note(Rect::new(0, 0, width, height)).size();
    let page = isize::try_from(height).unwrap_or(1);
    match event.code {
        KeyCode::Enter => write(app, |editor| editor.insert("\n")),
        KeyCode::Up => write(app, |editor| editor.step(-1, width)),
        KeyCode::Down => write(app, |editor| editor.step(1, width)),
        KeyCode::PageUp => write(app, |editor| editor.step(-page, width)),
        KeyCode::PageDown => write(app, |editor| editor.step(page, width)),
        _ => return false,
    }
    true
}

/// Writes what was pasted, as far as there is room.
pub(super) fn paste(app: &mut App, text: &str) {
    if matches!(&app.overlay, Overlay::Note(note) if note.asking) {
        return;
    }
    // What cleaning takes out leaves room for more.
    let looked_at = &text[..text.floor_char_boundary(4 * LONGEST)];
    let fits = clean(looked_at).text;
    write(app, |editor| editor.insert(&fits));
    if let Overlay::Note(note) = &mut app.overlay
        && looked_at.len() < text.len()
    {
        note.trouble = Some(FULL);
    }
}

/// Keeps the note.
pub(super) fn keep(app: &mut App) -> Vec<Effect> {
    if !matches!(app.overlay, Overlay::Note(_)) {
        return Vec::new();
    }
    let Overlay::Note(note) = std::mem::take(&mut app.overlay) else {
        return Vec::new();
    };
    if !note.is_changed() {
        return Vec::new();
    }
    let text = note.editor.text().trim().to_owned();
    app.tell(match (text.is_empty(), note.is_new()) {
        (true, _) => "Note taken away",
        (false, true) if app.settings.sample => {
            "Note kept until you quit: the sample keeps nothing beyond that"
        }
        (false, true) => "Note kept",
        (false, false) => "Note changed",
    });
    app.edit(Edit::Note {
        quote: note.target,
        before: note.before,
        text,
    })
}

/// Asks before a changed note is left; asked once more, the writing goes on. Whether the note stays.
pub(super) fn ask(app: &mut App) -> bool {
    let Overlay::Note(note) = &mut app.overlay else {
        return false;
    };
    note.asking = note.is_changed() && !note.asking;
    note.is_changed()
}

/// Leaves the note as it was before.
pub(super) fn drop_changes(app: &mut App) -> Vec<Effect> {
    app.overlay = Overlay::None;
    cancel(app)
}
