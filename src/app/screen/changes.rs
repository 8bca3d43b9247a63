//! The changes a person made, newest first, to undo back to one of them.
//!
//! Must not know: how changes are kept.

use crate::app::event::{Effect, Past};
use crate::model::ChangeId;

/// Changes asked for at a time.
const WINDOW: usize = 200;
/// How near to the last known one the selection comes before more are asked for.
const MARGIN: usize = 40;

/// The list of changes.
#[derive(Debug, Default)]
pub struct Changes {
    /// Those that are known, newest first.
    pub rows: Vec<Past>,
    /// The chosen one.
    pub selected: usize,
    /// Whether no more are before them.
    end: bool,
    /// Whether some are on their way.
    waiting: bool,
}

impl Changes {
    /// Opens the list; asks for the newest.
    #[must_use]
    pub fn open() -> (Self, Effect) {
        let mut changes = Self::default();
        let effect = changes.ask(None);
        (changes, effect)
    }

    fn ask(&mut self, before: Option<ChangeId>) -> Effect {
        self.waiting = true;
        Effect::Changes {
            before,
            limit: WINDOW,
        }
    }

    /// Asks for the newest once more: some were undone.
    pub fn again(&mut self) -> Effect {
        self.ask(None)
    }

    /// Whether nothing is known yet.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Takes changes that were asked for; the chosen one stays chosen.
    pub fn take(&mut self, before: Option<ChangeId>, rows: Vec<Past>, end: bool) {
        let chosen = self.chosen().map(|past| past.change.id);
        match before {
            None => self.rows = rows,
            Some(id) if self.rows.last().is_some_and(|past| past.change.id == id) => {
                self.rows.extend(rows);
            }
            Some(_) => return,
        }
        (self.end, self.waiting) = (end, false);
        let place = self
            .rows
            .iter()
            .position(|past| Some(past.change.id) == chosen);
        let last = self.rows.len().saturating_sub(1);
        self.selected = place.unwrap_or(self.selected.min(last));
    }

    /// Chooses the row `delta` further; asks for more where it comes near the end of what is known.
    pub fn go(&mut self, delta: isize) -> Option<Effect> {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(delta).min(last);
        if self.end || self.waiting || self.selected + MARGIN < self.rows.len() {
            return None;
        }
        let before = self.rows.last()?.change.id;
        Some(self.ask(Some(before)))
    }

    /// The chosen change.
    #[must_use]
    pub fn chosen(&self) -> Option<&Past> {
        self.rows.get(self.selected)
    }

    /// First row to show where `view` rows are shown.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        (self.selected + 1).saturating_sub(view.max(1))
    }
}
