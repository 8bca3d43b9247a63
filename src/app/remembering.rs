//! What was typed before: searches of the finder, filters and commands, from one sitting to the next.
//!
//! Must not know: how it is kept.

use serde::{Deserialize, Serialize};

use super::App;
use super::event::Effect;
use crate::find::Mode;

/// Name of the setting of the store that has it.
pub const TYPED: &str = "typed";

/// So many of each are remembered.
const MOST: usize = 100;

/// A longer one is not kept for the next sitting, in bytes: it was pasted.
const LONGEST: usize = 1_000;

/// What was typed, the last one last.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// What the finder looked for.
    pub(super) searches: Vec<(Mode, String)>,
    /// Filters that were in force.
    pub(super) filters: Vec<String>,
    /// Commands that were given by name.
    pub(super) commands: Vec<String>,
}

impl Typed {
    /// What was kept; nothing where it cannot be read, as another release may have written it.
    #[must_use]
    pub fn read(kept: &str) -> Self {
        serde_json::from_str(kept).unwrap_or_default()
    }

    /// A filter is in force.
    pub(super) fn filtered_by(&mut self, filter: &str) {
        if !filter.is_empty() {
            remember(&mut self.filters, filter.to_owned());
        }
    }
}

/// Puts one behind all others, and forgets the oldest where there are too many.
pub(super) fn remember<T: PartialEq>(before: &mut Vec<T>, last: T) {
    before.retain(|known| *known != last);
    before.push(last);
    let surplus = before.len().saturating_sub(MOST);
    before.drain(..surplus);
}

impl App {
    /// Keeps what was typed.
    pub(super) fn keep_typed(&self) -> Effect {
        let short = |line: &String| line.len() <= LONGEST;
        let mut typed = self.typed.clone();
        typed.searches.retain(|(_, line)| short(line));
        typed.filters.retain(short);
        typed.commands.retain(short);
        Effect::Setting {
            name: TYPED,
            value: serde_json::to_string(&typed).ok(),
        }
    }
}
