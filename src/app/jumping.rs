//! Jumping: where one was before each jump, in any article, and places marked with letters.
//!
//! Must not know: how letters are kept.

use super::event::{Edit, Effect, Marked};
use super::layout::Pane;
use super::look::Whom;
use super::screen::letters::Letters;
use super::update::focus;
use super::{App, Goal, Overlay, overviewing};
use crate::model::{ArticleId, Letter, Place};

/// Jumps that are remembered.
const REMEMBERED: usize = 100;

/// Somewhere one was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// A place in an article.
    Text(ArticleId, Place),
    /// The page of a person.
    Person(Whom),
    /// The page of the collection.
    Collection,
}

impl Spot {
    /// Whether both are in the same article, or on the same page.
    fn is_near(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a, _), Self::Text(b, _)) => a == b,
            _ => self == other,
        }
    }
}

/// Where one was before each jump, oldest first.
#[derive(Debug, Default)]
pub(super) struct Jumps {
    spots: Vec<Spot>,
    /// Which of them one went back to; their number where one did not.
    at: usize,
}

impl Jumps {
    /// Remembers a place before a jump; what was gone back over is forgotten.
    pub(super) fn push(&mut self, spot: Spot) {
        self.spots.truncate(self.at);
        self.spots.retain(|before| *before != spot);
        self.spots.push(spot);
        if self.spots.len() > REMEMBERED {
            self.spots.remove(0);
        }
        self.at = self.spots.len();
    }

    /// The place before, or after, the one that is left.
    fn step(&mut self, here: Option<Spot>, back: bool) -> Option<Spot> {
        if self.at == self.spots.len() {
            if !back {
                return None;
            }
            // So that one can come back to where one is now.
            if let Some(here) = here {
                self.push(here);
                self.at = self.spots.len() - 1;
            }
        } else if let Some(here) = here.filter(|here| here.is_near(&self.spots[self.at])) {
            self.spots[self.at] = here;
        }
        let to = match back {
            true => self.at.checked_sub(1)?,
            false => self.at + 1,
        };
        let spot = self.spots.get(to).cloned()?;
        self.at = to;
        Some(spot)
    }
}

impl App {
    /// Where one is.
    fn spot(&self) -> Option<Spot> {
        if let Overlay::Person(page) = &self.overlay {
            return Some(Spot::Person(page.whom.clone()));
        }
        if matches!(self.overlay, Overlay::Collection(_)) {
            return Some(Spot::Collection);
        }
        let (article, place) = self.place()?;
        Some(Spot::Text(article, place))
    }

    /// Where one is in the open article.
    pub(super) fn place(&self) -> Option<(ArticleId, Place)> {
        let reading = self.reading.as_ref()?;
        Some((reading.stored.id, reading.here(self.page())))
    }

    /// Remembers where one is before going somewhere else.
    pub(super) fn note_jump(&mut self) {
        if let Some(spot) = self.spot() {
            self.jumps.push(spot);
        }
    }

    fn go_to_spot(&mut self, spot: Spot, walking: bool) -> Vec<Effect> {
        let (id, place) = match spot {
            Spot::Text(id, place) => (id, place),
            Spot::Person(whom) => return self.return_to(whom),
            Spot::Collection => return overviewing::return_to(self),
        };
        self.close_pages();
        focus(self, Pane::Text);
        if self.reading.as_ref().is_some_and(|r| r.stored.id == id) {
            self.opening = None;
            self.go_to(Goal::Kept(place));
            return Vec::new();
        }
        let effect = self.open(id, Goal::Kept(place));
        if let Some(opening) = &mut self.opening {
            (opening.walking, opening.reveal) = (walking, true);
        }
        vec![effect]
    }
}

/// Goes back to where one was before the last jump, or forward again.
pub(super) fn step(app: &mut App, back: bool) -> Vec<Effect> {
    let here = app.spot();
    match app.jumps.step(here, back) {
        Some(spot) => app.go_to_spot(spot, true),
        None => {
            app.tell(match back {
                true => "There is no earlier place to go back to",
                false => "There is no later place to go forward to",
            });
            Vec::new()
        }
    }
}

/// Asks for a letter to mark the place with, or to go to.
pub(super) fn ask(app: &mut App, marking: bool) -> Vec<Effect> {
    if marking && app.reading.is_none() {
        app.tell("There is no place to mark here");
        return Vec::new();
    }
    app.overlay = Overlay::Letters(Letters::open(marking));
    vec![Effect::Letters]
}

/// Takes the letter that was pressed.
pub(super) fn press(app: &mut App, letter: char) -> Vec<Effect> {
    let Overlay::Letters(letters) = &mut app.overlay else {
        return Vec::new();
    };
    if !letters.marking && letters.known.is_none() {
        letters.pressed = Some(letter);
        return Vec::new();
    }
    let marking = letters.marking;
    let marked = letters
        .of(letter)
        .map(|m| (m.letter.article, m.letter.place));
    app.overlay = Overlay::None;
    match (letter.is_alphanumeric(), marking, marked) {
        (false, ..) => app.tell("Places are marked with letters and digits"),
        (true, true, _) => return mark(app, letter),
        (true, false, None) => app.tell(format!("No place is marked with {letter}")),
        (true, false, Some(spot)) => {
            // Where another article is left, that is noted on leaving it.
            if app.reading.as_ref().is_some_and(|r| r.stored.id == spot.0) {
                app.note_jump();
            }
            return app.go_to_spot(Spot::Text(spot.0, spot.1), false);
        }
    }
    Vec::new()
}

fn mark(app: &mut App, letter: char) -> Vec<Effect> {
    let Some((article, place)) = app.place() else {
        return Vec::new();
    };
    app.tell(format!("This place is marked with {letter}"));
    app.edit(Edit::Letter(letter, article, place))
}

/// Puts a letter among those that the store has, as it has not been told of it yet.
fn put(
    known: &mut Vec<Marked>,
    (letter, article, place): (char, ArticleId, Place),
    told: impl Fn(ArticleId, Place) -> (Option<String>, String),
) {
    known.retain(|marked| marked.letter.letter != letter);
    let at = known.partition_point(|marked| marked.letter.letter < letter);
    let letter = Letter {
        letter,
        article,
        place,
    };
    let (title, words) = told(article, place);
    let marked = Marked {
        letter,
        title,
        words,
    };
    known.insert(at, marked);
}

/// Takes the letters there are; one that was pressed meanwhile is gone to.
pub(super) fn know(app: &mut App, known: Vec<Marked>) -> Vec<Effect> {
    let (open, rows) = (&app.reading, app.articles.rows());
    let told = |id: ArticleId, place: Place| {
        let open = open.as_ref().filter(|r| r.stored.id == id);
        let open = open.map(|reading| &reading.stored.article);
        let listed = rows.iter().find(|row| row.id == id);
        let title = open.map(|article| article.display_title(80));
        let words = open.map(|article| article.words_at(place, Marked::MOST_WORDS));
        let title = title.or_else(|| listed.map(|row| row.title.clone()));
        (title, words.unwrap_or_default())
    };
    let Overlay::Letters(letters) = &mut app.overlay else {
        return Vec::new();
    };
    let mut known = known;
    for edit in app.asked.unanswered() {
        if let Edit::Letter(letter, article, place) = edit {
            put(&mut known, (*letter, *article, *place), told);
        }
    }
    letters.known = Some(known);
    match letters.pressed.take() {
        Some(letter) => press(app, letter),
        None => Vec::new(),
    }
}
