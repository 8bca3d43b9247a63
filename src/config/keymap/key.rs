//! One key, and keys pressed one after the other: how they are written and shown.

use std::fmt;
use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::query::closest;

/// One key with its modifiers, written `j`, `G`, `ctrl-p`, `alt-o`, `enter`, `f1`, `pgdn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// A key that is not called so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key is called \"{0}\": {1}")]
pub struct KeyError(String, String);

/// How keys are written, for who wrote one otherwise.
const WRITTEN: &str = "write j, G, ctrl-p, alt-o, enter, esc, tab, f1, pgdn, ...";

/// Keys that are pressed one after the other, written with blanks between them: `g g`.
///
/// # Errors
/// Where one of them is no key.
pub fn sequence(written: &str) -> Result<Vec<Key>, KeyError> {
    written.split_whitespace().map(str::parse).collect()
}

/// How a sequence is shown.
#[must_use]
pub fn shown(keys: &[Key]) -> String {
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    keys.join(" ")
}

/// The same with arrows in words.
#[must_use]
pub fn in_words(keys: &[Key]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("{key:#}")).collect();
    keys.join(" ")
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

/// Other names of keys: as the reader shows them.
const SHOWN: [(&str, KeyCode); 4] = [
    ("↑", KeyCode::Up),
    ("↓", KeyCode::Down),
    ("←", KeyCode::Left),
    ("→", KeyCode::Right),
];

impl Key {
    /// Whether it writes a letter where one types.
    #[must_use]
    pub const fn types(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.modifiers.is_empty()
    }

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
    type Err = KeyError;

    fn from_str(written: &str) -> Result<Self, KeyError> {
        let wrong = || {
            let bare = written.rsplit('-').next().unwrap_or(written);
            let near = closest(&bare.to_lowercase(), NAMED.iter().map(|(name, _)| *name));
            let hint = near.map_or(WRITTEN.to_owned(), |near| {
                format!("did you mean \"{near}\"?")
            });
            KeyError(written.to_owned(), hint)
        };
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = written;
        while let Some((prefix, tail)) = rest.split_once('-')
            && !tail.is_empty()
        {
            modifiers |= match &*prefix.to_ascii_lowercase() {
                "ctrl" => KeyModifiers::CONTROL,
                "alt" => KeyModifiers::ALT,
                // As the reader shows it.
                "shift" if tail.eq_ignore_ascii_case("tab") => KeyModifiers::SHIFT,
                _ => return Err(wrong()),
            };
            rest = tail;
        }
        let mut chars = rest.chars();
        let code = match (named(&rest.to_lowercase()), chars.next(), chars.next()) {
            (Some(code), ..) => code,
            (None, Some(c), None) => KeyCode::Char(c),
            _ => return Err(wrong()),
        };
        if modifiers.contains(KeyModifiers::CONTROL)
            && let KeyCode::Char(c) = code
            && let Some((_, same)) = SAME.iter().find(|(own, _)| c.eq_ignore_ascii_case(own))
        {
            let hint = format!("terminals send it as {same}; write \"{same}\", or take another");
            return Err(KeyError(written.to_owned(), hint));
        }
        // As it would come from a terminal, or it could never be pressed.
        Ok(Self::of(&KeyEvent::new(code, modifiers)))
    }
}

/// Letters that terminals cannot tell from keys with a name when they come with Ctrl.
const SAME: [(char, &str); 3] = [('i', "tab"), ('m', "enter"), ('[', "esc")];

fn named(name: &str) -> Option<KeyCode> {
    let shown = SHOWN.iter().find(|(known, _)| *known == name);
    if let Some((_, code)) = shown {
        return Some(*code);
    }
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
            // In words where the font has no arrows.
            code @ (KeyCode::Up | KeyCode::Down | KeyCode::Left | KeyCode::Right)
                if f.alternate() =>
            {
                write!(f, "{code:?}")
            }
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!("ctrl-G".parse(), Ok(event(KeyCode::Char('g'), ctrl)));
        for key in [
            "ctrl-x", "alt-X", "f3", "esc", "pgdn", "up", "backtab", "space", "delete",
        ] {
            let key: Key = key.parse().unwrap();
            assert_eq!(key.to_string().parse(), Ok(key), "as it is shown");
        }
        assert!("hyper-x".parse::<Key>().is_err());
        assert!("f99".parse::<Key>().is_err());
    }

    #[test]
    fn a_sequence_has_blanks_and_a_slip_is_told() {
        assert_eq!(
            shown(&sequence("g  ctrl-x space").unwrap()),
            "g Ctrl-x Space"
        );
        let told = |written: &str| sequence(written).unwrap_err().to_string();
        assert!(told("g entr").contains("\"entr\": did you mean \"enter\"?"));
        assert!(told("ctrl-i").contains("\"tab\""), "no terminal sends it");
        assert!(told("Ctrl-M").contains("\"enter\""));
        assert!(told("gg").contains("write j, G"), "{}", told("gg"));
    }
}
