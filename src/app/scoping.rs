//! What the finder looks among: all quotes, people, titles, texts, the quotes of the open article, those of the
//! current quote's speaker. One key goes through them.
//!
//! Owns which of them there are and how they are written into the line that is typed. Must not know where hits
//! come from.

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
    // Of what was open before it is but words.
    let is = |(what, written): &&(Within, String)| {
        place(typed, written).is_some() && field(app, *what).as_ref() == Some(written)
    };
    let within = finder.within.as_ref().filter(is);
    match within.filter(|_| finder.mode == Mode::Quotes) {
        Some((what, _)) => Scope::Within(*what),
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

/// Looks with the same words among others. Of the fields before them, that one goes which was put there so.
pub(super) fn choose(app: &mut App, scope: Scope) -> Vec<Effect> {
    let within = match scope {
        Scope::Within(what) => field(app, what).map(|field| (what, field)),
        Scope::All(_) => None,
    };
    let Overlay::Finder(finder) = &mut app.overlay else {
        return Vec::new();
    };
    let typed = finder.input.value();
    let before = finder.within.as_ref();
    let mut line = before.and_then(|(_, field)| without(typed, field));
    if let Some((_, field)) = &within {
        let words = line.as_deref().unwrap_or(typed);
        line = Some(format!("{field} {words}"));
    }
    if let Some(line) = line {
        finder.input = Input::new(line);
    }
    finder.within = within;
    vec![finder.look_for(match scope {
        Scope::All(mode) => mode,
        Scope::Within(_) => Mode::Quotes,
    })]
}

/// Looks only in the article that is open, or among what the current quote's speaker said; where that is so
/// already, among all quotes.
pub(super) fn keep_within(app: &mut App, what: Within) -> Vec<Effect> {
    let Overlay::Finder(finder) = &app.overlay else {
        return Vec::new();
    };
    if scope(app, finder) == Scope::Within(what) {
        return choose(app, Scope::All(Mode::Quotes));
    }
    if field(app, what).is_none() {
        app.tell(match what {
            Within::Article => "No article is open",
            Within::Speaker => "The current quote has no speaker with a name",
        });
        return Vec::new();
    }
    choose(app, Scope::Within(what))
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

/// What is typed, without the field that was written into it for what is looked among.
pub(super) fn words(finder: &Finder) -> String {
    let typed = finder.input.value();
    let written = finder.within.as_ref();
    let words = written.and_then(|(_, field)| without(typed, field));
    words.unwrap_or_else(|| typed.to_owned()).trim().to_owned()
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
