//! The list of people who are quoted, most quoted first; those whose name matches as one types.
//!
//! The whole list is held in a window. What is typed is looked for by the finder, which forgives
//! slips; the rows of what it finds are read after that. Must not know: where answers come from,
//! how they look.

use tui_input::Input;

use super::window::{Part, Window};
use crate::app::event::{Effect, Found, Hit};
use crate::app::look::{Look, Seen, Whom};
use crate::find::Mode;
use crate::model::{Month, PersonRow, SpeakerKind};

/// People of a window, and those that are found at most.
const LIMIT: usize = 100;

/// The list.
#[derive(Debug)]
pub struct People {
    /// What is typed.
    pub input: Input,
    all: Window<PersonRow>,
    /// Those whose name matches what is typed, best first.
    found: Option<Vec<PersonRow>>,
    /// The chosen one of them.
    chosen: usize,
    /// Which page this is.
    pub generation: u64,
    /// The search whose answer is waited for, or came last.
    search: u64,
    waiting: bool,
    /// Whether to open the page of the first as soon as it is known.
    entered: bool,
}

impl People {
    /// Opens the list.
    #[must_use]
    pub fn open(generation: u64) -> (Self, Effect) {
        let mut people = Self {
            input: Input::default(),
            all: Window::default(),
            found: None,
            chosen: 0,
            generation,
            search: 0,
            waiting: false,
            entered: false,
        };
        let first = people.all.load();
        let asked = people.ask(first);
        (people, asked)
    }

    const fn look(&self, look: Look) -> Effect {
        Effect::Look {
            generation: self.generation,
            look,
        }
    }

    const fn ask(&self, part: Part<PersonRow>) -> Effect {
        self.look(Look::People { part, limit: LIMIT })
    }

    /// The rows there are to show.
    #[must_use]
    pub fn rows(&self) -> &[PersonRow] {
        match &self.found {
            Some(found) => found,
            None => self.all.rows(),
        }
    }

    /// Place of the chosen one among them.
    #[must_use]
    pub fn index(&self) -> usize {
        match &self.found {
            Some(_) => self.chosen,
            None => self.all.index(),
        }
    }

    /// The chosen one.
    #[must_use]
    pub fn selected(&self) -> Option<&PersonRow> {
        self.rows().get(self.index())
    }

    /// Whether rows are on their way.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.waiting || self.all.is_waiting()
    }

    /// Whether only some are shown.
    #[must_use]
    pub const fn is_narrowed(&self) -> bool {
        self.found.is_some()
    }

    /// Looks for what is typed now; `search` is a number that no other search has.
    pub fn typed(&mut self, search: u64) -> Option<Effect> {
        self.search = search;
        self.entered = false;
        let typed = self.input.value().trim();
        self.waiting = !typed.is_empty();
        if typed.is_empty() {
            self.found = None;
            return None;
        }
        Some(Effect::Search {
            generation: search,
            mode: Mode::People,
            query: typed.to_owned(),
            limit: LIMIT,
        })
    }

    /// Takes who was found, and asks for their rows. What comes once more, and may be better, is
    /// taken until one is chosen.
    pub fn hits(&mut self, search: u64, found: &Found) -> Option<Effect> {
        if search != self.search || !(self.waiting || self.chosen == 0) {
            return None;
        }
        let names = found.hits.iter().filter_map(|hit| match hit {
            Hit::Person(person) => Some((person.name.clone(), person.kind)),
            Hit::Quote(_) | Hit::Article(_) => None,
        });
        let names: Vec<(String, Option<SpeakerKind>)> = names.collect();
        Some(self.look(Look::Named { search, names }))
    }

    /// Takes rows that were asked for; others are dropped.
    pub fn take(&mut self, generation: u64, seen: Seen) -> Option<Effect> {
        if generation != self.generation {
            return None;
        }
        match seen {
            Seen::People { part, rows, end } => {
                let more = self.all.take(&part, rows, end)?;
                Some(self.ask(more))
            }
            Seen::Named { search, rows }
                if search == self.search && (self.waiting || self.chosen == 0) =>
            {
                self.entered &= !rows.is_empty();
                (self.found, self.chosen, self.waiting) = (Some(rows), 0, false);
                None
            }
            _ => None,
        }
    }

    /// Asks once more for what did not come while something else was on the screen.
    pub fn resume(&mut self, search: u64) -> Vec<Effect> {
        let rows = self.all.asked().cloned().map(|part| self.ask(part));
        let typed = self.waiting.then(|| self.typed(search)).flatten();
        rows.into_iter().chain(typed).collect()
    }

    /// Chooses the row `delta` further.
    pub fn go(&mut self, delta: isize) -> Option<Effect> {
        self.choose(self.index().saturating_add_signed(delta))
    }

    /// Chooses a row.
    pub fn choose(&mut self, index: usize) -> Option<Effect> {
        self.entered = false;
        if let Some(found) = &self.found {
            self.chosen = index.min(found.len().saturating_sub(1));
            return None;
        }
        let more = self.all.select(index)?;
        Some(self.ask(more))
    }

    /// First row to show where `view` are shown: the chosen one is well in sight.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        let most = self.rows().len().saturating_sub(view);
        self.index().saturating_sub(view * 2 / 3).min(most)
    }

    /// Whose page is to be opened: the chosen one's, or nobody's while that is of what was typed before.
    /// Then that of the first of what is typed now when it comes.
    pub fn enter(&mut self) -> Option<Whom> {
        self.entered = self.waiting;
        self.whom().filter(|_| !self.entered)
    }

    /// Whether the page that was to be opened can be now.
    #[must_use]
    pub fn goes(&self) -> bool {
        self.entered && !self.waiting && self.selected().is_some()
    }

    fn whom(&self) -> Option<Whom> {
        self.selected().map(|row| Whom::Known(row.id))
    }

    /// What was asked for will not come.
    pub fn give_up(&mut self) {
        self.all.give_up();
        (self.waiting, self.entered) = (false, false);
    }

    /// The last month in which one of those shown was quoted: where their lines of time end.
    #[must_use]
    pub fn last_month(&self) -> Option<Month> {
        let months = self.rows().iter().filter_map(|row| row.months.last());
        months.map(|(month, _)| *month).max()
    }
}

/// Quotes in each of so many months up to one.
#[must_use]
pub fn monthly(row: &PersonRow, last: Month, months: usize) -> Vec<u64> {
    let mut counts = vec![0; months];
    for (month, quotes) in row.months.iter().rev() {
        let back = (last.number() - month.number().min(last.number())) as usize;
        match months.checked_sub(back + 1) {
            Some(at) => counts[at] += quotes,
            None => break,
        }
    }
    counts
}
