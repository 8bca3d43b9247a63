//! Which action a key is, by context.
//!
//! The keymap is data made from the action table and a person's changes. Must not know: what an
//! action does, or where a key came from.

mod changes;
mod key;

use std::collections::HashMap;
use std::fmt;

use crate::app::action::{self, Action, ActionInfo, CONTEXTS, Context};

pub use changes::{Change, Clash};
pub use key::{Key, KeyError, in_words, sequence, shown};

/// Keys of an action, and where they mean it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    keys: Vec<Key>,
    contexts: Places,
    /// The change that made it; none for a default.
    by: Option<usize>,
    /// Whether arrows are shown in words.
    plain: bool,
}

impl Bound {
    /// Whether it holds in `context`.
    #[must_use]
    pub fn holds_in(&self, context: Context) -> bool {
        self.contexts.has(context)
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.plain {
            true => f.write_str(&in_words(&self.keys)),
            false => f.write_str(&shown(&self.keys)),
        }
    }
}

/// A set of contexts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Places(u32);

impl Places {
    fn of(contexts: &[Context]) -> Self {
        let place = |context: &Context| CONTEXTS.iter().position(|c| c == context);
        let bits = contexts.iter().filter_map(place).map(|at| 1 << at);
        Self(bits.fold(0, |all, bit: u32| all | bit))
    }

    fn has(self, context: Context) -> bool {
        self.0 & Self::of(&[context]).0 != 0
    }

    const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    const fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn iter(self) -> impl Iterator<Item = Context> {
        CONTEXTS
            .into_iter()
            .filter(move |context| self.has(*context))
    }
}

/// What keys mean that were pressed one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Action(Action),
    /// The beginning of something.
    Begins,
    /// Nothing.
    Nothing,
}

/// Which action keys are, by context; and which keys an action has.
#[derive(Clone, Debug)]
pub struct Keymap {
    meanings: HashMap<(Context, Vec<Key>), Meaning>,
    /// The keys of each row of the action table, in the table's order.
    bound: Vec<Vec<Bound>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::of(defaults())
    }
}

fn defaults() -> Vec<Vec<Bound>> {
    let bound = |info: &ActionInfo, written: &&str| {
        Some(Bound {
            keys: sequence(written).ok()?,
            contexts: Places::of(info.contexts),
            by: None,
            plain: false,
        })
    };
    let rows = action::table().iter();
    rows.map(|info| info.keys.iter().filter_map(|k| bound(info, k)).collect())
        .collect()
}

impl Keymap {
    /// The default keys with a person's changes: a key that a change takes is taken away from
    /// whoever had it by default.
    ///
    /// # Errors
    /// Each where an action is not known or does not work there, two changes want the same keys, or a
    /// letter is to be a command where one types.
    pub fn with_changes(changes: &[Change]) -> Result<Self, Vec<Clash>> {
        changes::apply(defaults(), changes).map(Self::of)
    }

    fn of(bound: Vec<Vec<Bound>>) -> Self {
        let mut meanings = HashMap::new();
        for (info, bound) in action::table().iter().zip(&bound) {
            for bound in bound {
                for context in bound.contexts.iter() {
                    let action = Meaning::Action(info.action);
                    meanings
                        .entry((context, bound.keys.clone()))
                        .or_insert(action);
                    for length in 1..bound.keys.len() {
                        let begins = bound.keys[..length].to_vec();
                        meanings.entry((context, begins)).or_insert(Meaning::Begins);
                    }
                }
            }
        }
        Self { meanings, bound }
    }

    /// Whether arrows are shown in words: without their signs they would be taken for letters.
    pub fn arrows_in_words(&mut self, plain: bool) {
        for bound in self.bound.iter_mut().flatten() {
            bound.plain = plain;
        }
    }

    /// What `keys` mean in `context`.
    #[must_use]
    pub fn meaning(&self, context: Context, keys: &[Key]) -> Meaning {
        let known = self.meanings.get(&(context, keys.to_vec()));
        known.copied().unwrap_or(Meaning::Nothing)
    }

    /// What may come after `keys` in `context`: the key, and what it does, or that it begins more.
    #[must_use]
    pub fn after(&self, context: Context, keys: &[Key]) -> Vec<(Key, &'static str)> {
        let mut next: Vec<(Key, &'static str)> = Vec::new();
        for (info, bound) in self.rows() {
            let here = bound.iter().filter(|bound| bound.holds_in(context));
            for bound in here.filter(|bound| bound.keys.starts_with(keys)) {
                let rest = &bound.keys[keys.len()..];
                let Some(key) = rest.first() else {
                    continue;
                };
                let says = if rest.len() == 1 {
                    info.description
                } else {
                    "…"
                };
                if next.iter().all(|(known, _)| known != key) {
                    next.push((*key, says));
                }
            }
        }
        next
    }

    /// Each row of the action table with its keys.
    pub fn rows(&self) -> impl Iterator<Item = (&'static ActionInfo, &[Bound])> + Clone {
        action::table()
            .iter()
            .zip(self.bound.iter().map(Vec::as_slice))
    }

    /// Each row of the action table that works in `context`, with the first keys it has there.
    pub fn rows_in(
        &self,
        context: Context,
    ) -> impl Iterator<Item = (&'static ActionInfo, Option<&Bound>)> {
        self.rows()
            .filter(move |(info, _)| info.contexts.contains(&context))
            .map(move |(info, bound)| {
                let first = bound.iter().find(|bound| bound.holds_in(context));
                (info, first)
            })
    }

    /// The key to name when an action is spoken of; its name as a command where it has none.
    #[must_use]
    pub fn key_of(&self, action: Action) -> String {
        let mut own = self.rows().filter(|(info, _)| info.action == action);
        let keyed = own.clone().find_map(|(_, keys)| keys.first());
        match (keyed, own.next()) {
            (Some(keys), _) => keys.to_string(),
            (None, Some((info, _))) => format!(":{}", info.name),
            (None, None) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_is_a_key_and_none_means_two_things_in_one_place() {
        let mut seen: HashMap<(Context, Key), Action> = HashMap::new();
        for info in action::table() {
            for written in info.keys {
                let key: Key = written.parse().unwrap();
                for context in info.contexts {
                    let before = seen.insert((*context, key), info.action);
                    assert!(
                        before.is_none_or(|a| a == info.action),
                        "{written} in {context:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_letter_is_a_command_where_one_types() {
        for info in action::table() {
            for written in info.keys {
                let first: Key = written.split(' ').next().unwrap().parse().unwrap();
                let types = info.contexts.iter().any(|c| c.types());
                assert!(!(types && first.types()), "{written} {}", info.name);
            }
        }
    }
}
