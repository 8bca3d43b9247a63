//! The articles that were read, the last one first, and those of them with the words that are typed.
//!
//! The whole list is held in a window. Must not know: where answers come from, how they look.

use tui_input::Input;

use super::window::{Part, Window};
use crate::app::event::Effect;
use crate::app::look::{Look, Seen, WasRead};
use crate::model::ArticleId;

/// Articles of a window.
const LIMIT: usize = 100;

/// The list.
#[derive(Debug)]
pub struct History {
    /// What is typed.
    pub input: Input,
    rows: Window<WasRead>,
    /// Which list this is.
    pub generation: u64,
    /// Whether to open the first as soon as it is known.
    entered: bool,
}

impl History {
    /// Opens the list.
    #[must_use]
    pub fn open(generation: u64) -> (Self, Effect) {
        let mut history = Self {
            input: Input::default(),
            rows: Window::default(),
            generation,
            entered: false,
        };
        let asked = history.load();
        (history, asked)
    }

    /// Asks for the first of those with the words that are typed now.
    pub fn load(&mut self) -> Effect {
        self.entered = false;
        let first = self.rows.load();
        self.ask(first)
    }

    fn ask(&self, part: Part<WasRead>) -> Effect {
        Effect::Look {
            generation: self.generation,
            look: Look::History {
                words: self.words(),
                part,
                limit: LIMIT,
            },
        }
    }

    fn words(&self) -> Vec<String> {
        let words = self.input.value().split_whitespace();
        words.map(str::to_owned).collect()
    }

    /// The rows that are known.
    #[must_use]
    pub fn rows(&self) -> &[WasRead] {
        self.rows.rows()
    }

    /// Place of the chosen one among them.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.rows.index()
    }

    /// Whether rows are on their way.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.rows.is_waiting()
    }

    /// Takes rows that were asked for; others are dropped.
    pub fn take(&mut self, generation: u64, seen: Seen) -> Option<Effect> {
        let Seen::History {
            words,
            part,
            rows,
            end,
        } = seen
        else {
            return None;
        };
        if generation != self.generation || words != self.words() {
            return None;
        }
        let more = self.rows.take(&part, rows, end)?;
        Some(self.ask(more))
    }

    /// What was asked for will not come.
    pub fn give_up(&mut self) {
        self.rows.give_up();
        self.entered = false;
    }

    /// Chooses the row `delta` further.
    pub fn go(&mut self, delta: isize) -> Option<Effect> {
        self.choose(self.index().saturating_add_signed(delta))
    }

    /// Chooses a row.
    pub fn choose(&mut self, index: usize) -> Option<Effect> {
        self.entered = false;
        let more = self.rows.select(index)?;
        Some(self.ask(more))
    }

    /// First row to show where `view` are shown: the chosen one is well in sight.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        let most = self.rows().len().saturating_sub(view);
        self.index().saturating_sub(view * 2 / 3).min(most)
    }

    /// The article to be opened: the chosen one, or nothing while none is known. Then the first of what is
    /// typed now when it comes.
    pub fn enter(&mut self) -> Option<ArticleId> {
        let chosen = self.rows.selected().map(|row| row.article.id);
        self.entered = chosen.is_none() && self.is_waiting();
        chosen
    }

    /// Whether the one that was to be opened can be now.
    #[must_use]
    pub fn goes(&self) -> bool {
        self.entered && self.rows.selected().is_some()
    }
}
