//! What went wrong: told until the person has put it away, all at once, and to be read again after that.
//!
//! Must not know: what went wrong, or where it is shown.

use std::collections::VecDeque;

use super::event::Effect;
use super::screen::output::Output;
use super::{App, Overlay, taking};

/// Most that wait; of a fault that comes again and again the first tell enough.
const MOST: usize = 50;

/// What went wrong.
#[derive(Debug, Default)]
pub struct Troubles {
    /// What was not put away, oldest first, and how often it happened.
    waiting: VecDeque<(String, usize)>,
    /// What was, the last one last.
    past: VecDeque<String>,
}

impl Troubles {
    /// What was told in the reader before this one can be read again.
    pub(super) fn go_on(&mut self, before: Self) {
        self.past = before.past;
        self.past.extend(before.waiting.into_iter().map(counted));
    }
}

impl App {
    /// Says that something went wrong.
    pub(super) fn warn(&mut self, what: impl Into<String>) {
        let (what, waiting) = (what.into(), &mut self.troubles.waiting);
        match waiting.iter().position(|(known, _)| *known == what) {
            Some(at) => waiting[at].1 += 1,
            None if waiting.len() < MOST => waiting.push_back((what, 1)),
            None => {}
        }
    }

    /// What went wrong and is to be told now.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        let first = self.troubles.waiting.front();
        first.map(|(told, _)| told.as_str())
    }

    /// All that was not put away, oldest first.
    #[must_use]
    pub fn troubles(&self) -> Vec<String> {
        let waiting = self.troubles.waiting.iter();
        waiting.cloned().map(counted).collect()
    }

    /// Whether it is on the screen: the prompts at the foot stand in its place.
    #[must_use]
    pub fn shows_trouble(&self) -> bool {
        let prompts = matches!(self.overlay, Overlay::Filter(_) | Overlay::Search(_));
        self.trouble().is_some() && !prompts
    }

    /// Puts away all that is told or waits to be; whether there was something.
    pub(super) fn put_trouble_away(&mut self) -> bool {
        let Troubles { waiting, past } = &mut self.troubles;
        let there = !waiting.is_empty();
        past.extend(waiting.drain(..).map(counted));
        past.drain(..past.len().saturating_sub(MOST));
        if there {
            self.asked.seen();
        }
        there
    }

    /// Whether something went wrong that can be read again.
    pub(super) fn has_messages(&self) -> bool {
        !(self.troubles.past.is_empty() && self.troubles.waiting.is_empty())
    }
}

/// The same trouble is told once.
fn counted((told, times): (String, usize)) -> String {
    match times {
        1 => told,
        times => format!("{told} ({times} times)"),
    }
}

/// Shows all that went wrong, the last one first; what waited to be put away is so by that.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    app.put_trouble_away();
    let past: Vec<&str> = app.troubles.past.iter().rev().map(String::as_str).collect();
    let text = past.join("\n\n");
    app.generation += 1;
    let mut output = Output::open(app.generation, String::new(), "Messages".to_owned());
    let width = taking::output_size(app).0;
    output.take(app.generation, &text, String::new(), width);
    app.overlay = Overlay::Output(output);
    Vec::new()
}
