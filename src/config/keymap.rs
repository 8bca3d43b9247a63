//! Keys: how they are written, and which action each one is, by context.
//!
//! The keymap is data made from the action table and a person's changes. Must not know: what an
//! action does, or where a key came from.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::action::{self, Action, ActionInfo, Context};

/// One key with its modifiers, written `j`, `G`, `ctrl-p`, `alt-o`, `enter`, `f1`, `pgdn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Why a key or a change to the keymap was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// No such key.
    #[error("no key is called {0:?} (write j, G, ctrl-p, alt-o, enter, esc, tab, f1, pgdn, ...)")]
    Key(String),
    /// No such action.
    #[error("no action is called {0:?} (the help, key ?, shows what there is)")]
    Action(String),
}

const NAMED: [(&str, KeyCode); 15] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("space", KeyCode::Char(' ')),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("delete", KeyCode::Delete),
];

impl Key {
    /// The key of a terminal's event. Shift is left out where the character shows it already.
    #[must_use]
    pub fn of(event: &KeyEvent) -> Self {
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let mut code = event.code;
        if let KeyCode::Char(c) = code
            && modifiers.contains(KeyModifiers::CONTROL)
        {
            code = KeyCode::Char(c.to_ascii_lowercase());
        }
        if code == KeyCode::Tab && event.modifiers.contains(KeyModifiers::SHIFT) {
            code = KeyCode::BackTab;
            modifiers = KeyModifiers::NONE;
        }
        Self { code, modifiers }
    }
}

impl FromStr for Key {
    type Err = KeymapError;

    fn from_str(written: &str) -> Result<Self, KeymapError> {
        let wrong = || KeymapError::Key(written.to_owned());
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = written;
        while let Some((prefix, tail)) = rest.split_once('-')
            && !tail.is_empty()
        {
            modifiers |= match prefix {
                "ctrl" => KeyModifiers::CONTROL,
                "alt" => KeyModifiers::ALT,
                _ => return Err(wrong()),
            };
            rest = tail;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => named(rest).ok_or_else(wrong)?,
        };
        Ok(Self { code, modifiers })
    }
}

fn named(name: &str) -> Option<KeyCode> {
    if let Some(number) = name.strip_prefix('f') {
        let number = number.parse().ok()?;
        return (1..=24).contains(&number).then_some(KeyCode::F(number));
    }
    NAMED
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, code)| *code)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            code => write!(f, "{code:?}"),
        }
    }
}

/// Which action a key is, by context; and which keys an action has.
#[derive(Clone, Debug)]
pub struct Keymap {
    actions: HashMap<(Context, Key), Action>,
    /// The keys of each row of the action table, in the table's order.
    keys: Vec<Vec<Key>>,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = action::table()
            .iter()
            .map(|info| info.keys.iter().filter_map(|k| k.parse().ok()).collect())
            .collect();
        Self::of(keys)
    }
}

impl Keymap {
    /// The default keys with a person's changes: the name of an action and the keys it is to have
    /// instead of its own. A key taken by a change is taken away from whoever had it.
    ///
    /// # Errors
    /// Where an action or a key is not known.
    pub fn with_changes<'a>(
        changes: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>,
    ) -> Result<Self, KeymapError> {
        let mut keys = Self::default().keys;
        for (name, written) in changes {
            let place = action::table()
                .iter()
                .position(|info| info.name == name)
                .ok_or_else(|| KeymapError::Action(name.to_owned()))?;
            let new: Vec<Key> = written
                .iter()
                .map(|k| k.parse())
                .collect::<Result<_, _>>()?;
            for (other, old) in keys.iter_mut().enumerate() {
                if overlap(place, other) {
                    old.retain(|key| !new.contains(key));
                }
            }
            keys[place] = new;
        }
        Ok(Self::of(keys))
    }

    fn of(keys: Vec<Vec<Key>>) -> Self {
        let mut actions = HashMap::new();
        for (info, keys) in action::table().iter().zip(&keys) {
            for (context, key) in pairs(info.contexts, keys) {
                actions.entry((context, key)).or_insert(info.action);
            }
        }
        Self { actions, keys }
    }

    /// What `key` means in `context`.
    #[must_use]
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        self.actions.get(&(context, key)).copied()
    }

    /// Each row of the action table with its keys.
    pub fn rows(&self) -> impl Iterator<Item = (&'static ActionInfo, &[Key])> {
        action::table()
            .iter()
            .zip(self.keys.iter().map(Vec::as_slice))
    }

    /// The key to name when an action is spoken of; empty where it has none.
    #[must_use]
    pub fn key_of(&self, action: Action) -> String {
        self.rows()
            .find(|(info, keys)| info.action == action && !keys.is_empty())
            .map(|(_, keys)| keys[0].to_string())
            .unwrap_or_default()
    }
}

fn overlap(a: usize, b: usize) -> bool {
    let rows = action::table();
    rows[a]
        .contexts
        .iter()
        .any(|c| rows[b].contexts.contains(c))
}

fn pairs(contexts: &[Context], keys: &[Key]) -> impl Iterator<Item = (Context, Key)> {
    contexts
        .iter()
        .flat_map(move |context| keys.iter().map(move |key| (*context, *key)))
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
            for key in info.keys.iter().filter(|k| k.chars().count() == 1) {
                assert!(
                    !info.contexts.iter().any(|c| c.types()),
                    "{key} {}",
                    info.name
                );
            }
        }
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        let event = |code, modifiers| Key::of(&KeyEvent::new(code, modifiers));
        let (none, ctrl, shift) = (
            KeyModifiers::NONE,
            KeyModifiers::CONTROL,
            KeyModifiers::SHIFT,
        );
        assert_eq!("ctrl-p".parse(), Ok(event(KeyCode::Char('p'), ctrl)));
        assert_eq!("G".parse(), Ok(event(KeyCode::Char('G'), shift)));
        assert_eq!("-".parse(), Ok(event(KeyCode::Char('-'), none)));
        assert_eq!("backtab".parse(), Ok(event(KeyCode::BackTab, shift)));
        assert_eq!("f2".parse(), Ok(event(KeyCode::F(2), none)));
        assert!("hyper-x".parse::<Key>().is_err());
        assert!("f99".parse::<Key>().is_err());
    }

    #[test]
    fn a_change_takes_the_key_from_its_old_owner() {
        let keymap = Keymap::with_changes([("quit", vec!["x", "r"])]).unwrap();
        let key = |k: &str| k.parse::<Key>().unwrap();
        assert_eq!(keymap.action(Context::Text, key("r")), Some(Action::Quit));
        assert_eq!(keymap.action(Context::Text, key("q")), None);
        assert_eq!(keymap.key_of(Action::ToggleRead), "");
        assert!(Keymap::with_changes([("fly", vec!["x"])]).is_err());
        assert!(Keymap::with_changes([("quit", vec!["xx"])]).is_err());
    }
}
