//! What went wrong: told one after the other, each until the person has put it away.
//!
//! Must not know: what went wrong, or where it is shown.

use std::collections::VecDeque;

use super::{App, Overlay};

/// Most that wait; of a fault that comes again and again the first tell enough.
const MOST: usize = 50;

/// What went wrong and was not put away, oldest first.
#[derive(Debug, Default)]
pub struct Troubles(VecDeque<String>);

impl App {
    /// Says that something went wrong.
    pub(super) fn warn(&mut self, what: impl Into<String>) {
        let (what, waiting) = (what.into(), &mut self.troubles.0);
        if waiting.len() < MOST && !waiting.contains(&what) {
            waiting.push_back(what);
        }
    }

    /// What went wrong and is to be told now.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        self.troubles.0.front().map(String::as_str)
    }

    /// All that was not put away, oldest first.
    #[must_use]
    pub fn troubles(&self) -> Vec<String> {
        self.troubles.0.iter().cloned().collect()
    }

    /// How many more wait to be told.
    #[must_use]
    pub fn more_troubles(&self) -> usize {
        self.troubles.0.len().saturating_sub(1)
    }

    /// Whether it is on the screen: the prompts at the foot stand in its place.
    #[must_use]
    pub fn shows_trouble(&self) -> bool {
        let prompts = matches!(self.overlay, Overlay::Filter(_) | Overlay::Search(_));
        self.trouble().is_some() && !prompts
    }

    /// Puts away what is told; whether there was something.
    pub(super) fn put_trouble_away(&mut self) -> bool {
        let there = self.troubles.0.pop_front().is_some();
        if there && self.troubles.0.is_empty() {
            self.asked.seen();
        }
        there
    }
}
