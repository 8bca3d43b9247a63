//! What the finder looks among: all quotes, people, titles, texts, the quotes of the open article, those of the
//! current quote's speaker. One key goes through them.
//!
//! Owns which of them there are and how they are written into the line that is typed. Must not know how is
//! looked for.

use tui_input::Input;

use super::action::Within;
use super::event::Effect;
use super::screen::finder::Finder;
use super::{App, Overlay};
use crate::find::Mode;
use crate::query::Needle;

/// What the finder looks among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything of a kind.
    All(Mode),
    /// Some quotes, by a field before what is typed.
    Within(Within),
}

impl Scope {
    /// Its name where there is room, or where there is little.
    #[must_use]
    pub const fn name(self, room: bool) -> &'static str {
        match (self, room) {
            (Self::All(Mode::Quotes), _) => "Quotes",
            (Self::All(Mode::People), _) => "People",
            (Self::All(Mode::Titles), _) => "Titles",
            (Self::All(Mode::Texts), _) => "Texts",
            (Self::Within(Within::Article), true) => "This article",
            (Self::Within(Within::Speaker), true) => "This speaker",
            (Self::Within(Within::Article), false) => "Article",
            (Self::Within(Within::Speaker), false) => "Speaker",
        }
    }
}

/// All that there are now, in the order of the key.
#[must_use]
pub fn scopes(app: &App) -> Vec<Scope> {
    let within = [Within::Article, Within::Speaker];
    let within = within
        .into_iter()
        .filter(|what| field(app, *what).is_some());
    let all = Mode::ALL.into_iter().map(Scope::All);
    all.chain(within.map(Scope::Within)).collect()
}

/// The one that is looked among.
#[must_use]
pub fn scope(app: &App, finder: &Finder) -> Scope {
    let typed = finder.input.value();
    let stands = |what: &Within| field(app, *what).is_some_and(|f| place(typed, &f).is_some());
    let within = [Within::Article, Within::Speaker].into_iter().find(stands);
    match within.filter(|_| finder.mode == Mode::Quotes) {
        Some(what) => Scope::Within(what),
        None => Scope::All(finder.mode),
    }
}

/// Looks with the same words among the next.
pub(super) fn next(app: &mut App) -> Vec<Effect> {
    let Overlay::Finder(finder) = &app.overlay else {
        return Vec::new();
    };
    let (all, now) = (scopes(app), scope(app, finder));
    let at = all.iter().position(|scope| *scope == now).unwrap_or(0);
    choose(app, all[(at + 1) % all.len()])
}

/// Looks with the same words among others.
pub(super) fn choose(app: &mut App, scope: Scope) -> Vec<Effect> {
    let fields = [Within::Article, Within::Speaker].map(|what| field(app, what));
    let wanted = match scope {
        Scope::Within(what) => field(app, what),
        Scope::All(_) => None,
    };
    let Overlay::Finder(finder) = &mut app.overlay else {
        return Vec::new();
    };
    let mode = match scope {
        Scope::All(mode) => mode,
        Scope::Within(_) => Mode::Quotes,
    };
    let mut line = finder.input.value().to_owned();
    for field in fields.iter().flatten() {
        line = without(&line, field).unwrap_or(line);
    }
    if let Some(field) = wanted {
        line = format!("{field} {line}");
    }
    if line != finder.input.value() {
        finder.input = Input::new(line);
    }
    vec![finder.look_for(mode)]
}

/// Looks only in the article that is open, or among what the current quote's speaker said, by a field
/// before what is typed; takes it away where it stands.
pub(super) fn keep_within(app: &mut App, what: Within) -> Vec<Effect> {
    let (Some(field), Overlay::Finder(finder)) = (field(app, what), &mut app.overlay) else {
        app.tell(match what {
            Within::Article => "No article is open",
            Within::Speaker => "The current quote has no speaker with a name",
        });
        return Vec::new();
    };
    let typed = finder.input.value();
    let line = without(typed, &field).unwrap_or_else(|| format!("{field} {typed}"));
    finder.input = Input::new(line);
    vec![finder.look_for(finder.mode)]
}

/// The field that keeps to the open article or to the current quote's speaker, where there is such.
fn field(app: &App, what: Within) -> Option<String> {
    let reading = app.reading.as_ref()?;
    match what {
        Within::Article => Some(format!("article:{}", reading.stored.id.0)),
        Within::Speaker => {
            let known = reading.quote()?.speaker?;
            let known = reading.stored.extraction.speakers.get(known)?;
            let named = known.kind.has_name();
            named.then(|| format!("speaker:{}", Needle::all(&known.name)))
        }
    }
}

/// Where a field stands in a line by itself, and not as the end of `-article:7`.
fn place(line: &str, field: &str) -> Option<usize> {
    let mut found = line.match_indices(field).map(|(at, _)| at);
    found.find(|at| {
        let (before, behind) = (&line[..*at], &line[at + field.len()..]);
        (before.is_empty() || before.ends_with(' '))
            && (behind.is_empty() || behind.starts_with(' '))
    })
}

/// A line without a field, where it stands in it.
fn without(line: &str, field: &str) -> Option<String> {
    let at = place(line, field)?;
    let behind = line[at + field.len()..].trim_start();
    Some(format!("{}{behind}", &line[..at]))
}
