//! Typing: keys and pasted text that go into a line or a note, and what follows from it.
//!
//! Must not know: what the line is for.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use super::action::{Action, Context};
use super::event::Effect;
use super::{
    App, Overlay, commanding, completing, filtering, jumping, linking, noting, pages, searching,
    update,
};
use crate::config::keymap::{Key, Meaning};
use crate::text::clean::clean_line;

/// A key that is no command: a letter of what is being typed, or nothing.
pub(super) fn on_key(app: &mut App, event: &KeyEvent, context: Context) -> Vec<Effect> {
    match edit(event) {
        Some(InputRequest::InsertChar(letter)) if context == Context::Letters => {
            jumping::press(app, letter)
        }
        Some(InputRequest::InsertChar(pressed)) if context == Context::Links => {
            linking::digit(app, pressed)
        }
        Some(request) if context == Context::Note => {
            noting::write(app, |editor| editor.handle(request));
            Vec::new()
        }
        Some(request) if context.types() => {
            begin_anew(app, request);
            edit_input(app, |input| {
                input.handle(request).is_some_and(|changed| changed.value)
            })
        }
        _ if event.modifiers.contains(KeyModifiers::ALT) => escape_and(app, event),
        _ => Vec::new(),
    }
}

/// What was written the last time goes when something else is typed, and stays when it is edited.
fn begin_anew(app: &mut App, request: InputRequest) {
    let (offered, input) = match &mut app.overlay {
        Overlay::Line(line) => (&mut line.offered, &mut line.input),
        Overlay::Naming(naming) => (&mut naming.offered, &mut naming.input),
        _ => return,
    };
    let typed = matches!(request, InputRequest::InsertChar(_));
    if std::mem::take(offered) && typed {
        input.reset();
    }
}

/// The line that is being typed.
const fn line_of(app: &mut App) -> Option<&mut Input> {
    Some(match &mut app.overlay {
        Overlay::Finder(finder) => &mut finder.input,
        Overlay::Filter(filter) => &mut filter.input,
        Overlay::Tags(tags) => &mut tags.input,
        Overlay::Help(help) => &mut help.input,
        Overlay::People(people) => &mut people.input,
        Overlay::History(history) => &mut history.input,
        Overlay::Search(search) => &mut search.input,
        Overlay::Line(line) => &mut line.input,
        Overlay::Naming(naming) => &mut naming.input,
        Overlay::Palette(palette) => &mut palette.input,
        _ => return None,
    })
}

/// A terminal sends Esc and a letter pressed soon after it as the same bytes as Alt and the letter. Where
/// Esc loses nothing, it was the former where Alt and that letter mean nothing; but nobody leaves the
/// program by it. In a box that is written in it does nothing: what is written there would be thrown away.
fn escape_and(app: &mut App, event: &KeyEvent) -> Vec<Effect> {
    let plain = KeyEvent::new(event.code, event.modifiers - KeyModifiers::ALT);
    let quits = |app: &App| {
        let keymap = &app.settings.keymap;
        keymap.meaning(app.context(), &[Key::of(&plain)]) == Meaning::Action(Action::Quit)
    };
    let is_written = line_of(app).is_some() || matches!(app.overlay, Overlay::Note(_));
    let in_panes = matches!(app.overlay, Overlay::None);
    let mut effects = Vec::new();
    if !(is_written || in_panes && quits(app)) {
        effects = update::on_key(app, &KeyEvent::from(KeyCode::Esc));
        if !quits(app) {
            effects.extend(update::on_key(app, &plain));
            return effects;
        }
    }
    app.tell(format!("{} does nothing here", Key::of(event)));
    effects
}

/// Pasted text goes into the line being typed, as one line and clean; elsewhere it is nothing.
pub(super) fn on_paste(app: &mut App, text: &str) -> Vec<Effect> {
    const LONGEST: usize = 1000;
    if let Overlay::Note(_) = app.overlay {
        noting::paste(app, text);
        return Vec::new();
    }
    let cut = text.chars().nth(LONGEST).is_some() && line_of(app).is_some();
    let text: String = text.chars().take(LONGEST).collect();
    let clean = clean_line(&text);
    let effects = edit_input(app, |input| {
        for c in clean.chars() {
            input.handle(InputRequest::InsertChar(c));
        }
        !clean.is_empty()
    });
    if cut {
        app.tell("Only the first 1,000 characters were pasted");
    }
    effects
}

fn edit(event: &KeyEvent) -> Option<InputRequest> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(match event.code {
        KeyCode::Char('a') if ctrl => InputRequest::GoToStart,
        KeyCode::Char('e') if ctrl => InputRequest::GoToEnd,
        KeyCode::Char('w') if ctrl => InputRequest::DeletePrevWord,
        KeyCode::Char('u') if ctrl => InputRequest::DeleteFromStart,
        KeyCode::Char('k') if ctrl => InputRequest::DeleteTillEnd,
        KeyCode::Char('h') if ctrl => InputRequest::DeletePrevChar,
        KeyCode::Char('b') if alt => InputRequest::GoToPrevWord,
        KeyCode::Char('f') if alt => InputRequest::GoToNextWord,
        KeyCode::Char('d') if alt => InputRequest::DeleteNextWord,
        KeyCode::Char(c) if !ctrl && !alt => InputRequest::InsertChar(c),
        KeyCode::Backspace if alt || ctrl => InputRequest::DeletePrevWord,
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if ctrl => InputRequest::GoToPrevWord,
        KeyCode::Right if ctrl => InputRequest::GoToNextWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return None,
    })
}

/// Changes the line being typed, and does what follows from a change.
fn edit_input(app: &mut App, change: impl FnOnce(&mut Input) -> bool) -> Vec<Effect> {
    let changed = line_of(app).is_some_and(change);
    let mut effects = completing::typed(app);
    if !changed {
        return effects;
    }
    match &mut app.overlay {
        Overlay::Finder(finder) => effects.push(finder.search()),
        Overlay::Filter(filter) => {
            filter.edited();
            effects.extend(filtering::count(app));
        }
        Overlay::Tags(tags) => tags.edited(),
        Overlay::Help(help) => help.top = 0,
        Overlay::Search(_) => searching::typed(app),
        Overlay::Line(line) => line.edited(),
        Overlay::Naming(naming) => naming.edited(),
        Overlay::People(_) | Overlay::History(_) => return pages::typed(app),
        Overlay::Palette(_) => effects.extend(commanding::typed(app)),
        _ => {}
    }
    effects
}
