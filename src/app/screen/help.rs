//! The help: every action with its keys, searched as one types. Made from the action table.

use tui_input::Input;

use crate::app::action::{CONTEXTS, Context, PANES};
use crate::app::command::{COMMANDS, CommandInfo};
use crate::config::keymap::Keymap;

/// The help above the panes.
#[derive(Debug, Default)]
pub struct Help {
    /// What is typed.
    pub input: Input,
    /// First line on the screen.
    pub top: usize,
}

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// Where the keys below it work.
    Heading(String),
    /// Keys and what they do.
    Row {
        /// The keys, as they are printed on the keyboard.
        keys: String,
        /// What they do.
        description: &'static str,
    },
}

impl Help {
    /// The lines that match what is typed: each action once, under the places where it works.
    #[must_use]
    pub fn lines(&self, keymap: &Keymap) -> Vec<HelpLine> {
        let typed = self.input.value().to_lowercase();
        let mut lines = Vec::new();
        for contexts in groups() {
            let rows: Vec<HelpLine> = rows_of(keymap, contexts, &typed);
            if !rows.is_empty() {
                lines.push(HelpLine::Heading(heading(contexts)));
                lines.extend(rows);
            }
        }
        let named = named(&typed);
        if !named.is_empty() {
            lines.push(HelpLine::Heading(NAMED.to_owned()));
            lines.extend(named);
        }
        lines
    }

    /// Scrolls by `delta` lines of `all`, where `view` are shown.
    pub fn scroll(&mut self, delta: isize, all: usize, view: usize) {
        self.top = self
            .top
            .saturating_add_signed(delta)
            .min(all.saturating_sub(view));
    }
}

/// The heading of commands that take something.
const NAMED: &str = "By name, after the key of all commands";

fn named(typed: &str) -> Vec<HelpLine> {
    let says = |info: &&CommandInfo| {
        let all = format!(":{} {} {} {NAMED}", info.name, info.takes, info.description);
        let all = all.to_lowercase();
        typed.split_whitespace().all(|word| all.contains(word))
    };
    let row = |info: &CommandInfo| HelpLine::Row {
        keys: format!(":{} {}", info.name, info.takes),
        description: info.description,
    };
    COMMANDS.iter().filter(says).map(row).collect()
}

/// The sets of contexts that actions share, each once, in the order of the table.
fn groups() -> Vec<&'static [Context]> {
    let mut groups: Vec<&'static [Context]> = Vec::new();
    for info in crate::app::action::table() {
        if !groups.contains(&info.contexts) {
            groups.push(info.contexts);
        }
    }
    groups.sort_by_key(|contexts| {
        let first = CONTEXTS.iter().position(|c| contexts.contains(c));
        let in_panes = PANES.iter().any(|pane| contexts.contains(pane));
        // What is pressed every day first: what moves, and what works in the panes.
        let rank = match in_panes {
            true if contexts.contains(&Context::Text) && !holds_widely(contexts) => 0,
            true if !holds_widely(contexts) => 1,
            _ => 2,
        };
        (rank, first, std::cmp::Reverse(contexts.len()))
    });
    groups
}

fn heading(contexts: &[Context]) -> String {
    let typing = contexts.iter().all(|c| c.types());
    if contexts.len() == CONTEXTS.len() {
        return "Everywhere".to_owned();
    }
    if holds_widely(contexts) {
        return "Nearly everywhere".to_owned();
    }
    if contexts == PANES {
        return "In the panes".to_owned();
    }
    if PANES.iter().all(|pane| contexts.contains(pane)) {
        let rest = contexts.iter().filter(|c| !PANES.contains(c));
        let rest: Vec<_> = rest.map(|c| c.title()).collect();
        return format!("In the panes, {}", rest.join(", "));
    }
    if typing && contexts.len() > 3 {
        return "While typing".to_owned();
    }
    let titles: Vec<_> = contexts.iter().map(|c| c.title()).collect();
    titles.join(", ")
}

const fn holds_widely(contexts: &[Context]) -> bool {
    contexts.len() > 7
}

fn rows_of(keymap: &Keymap, contexts: &[Context], typed: &str) -> Vec<HelpLine> {
    keymap
        .rows()
        .filter(|(info, keys)| info.contexts == contexts && !keys.is_empty())
        .map(|(info, keys)| {
            // Keys that hold in more than one place of it are said once.
            let mut shown: Vec<String> = Vec::new();
            for key in keys.iter().map(ToString::to_string) {
                if !shown.contains(&key) {
                    shown.push(key);
                }
            }
            (info, shown.join("  "))
        })
        .filter(|(info, keys)| {
            let all = format!(
                "{keys} {} {} {}",
                info.name,
                info.description,
                heading(contexts)
            );
            let all = all.to_lowercase();
            typed.split_whitespace().all(|word| all.contains(word))
        })
        .map(|(info, keys)| HelpLine::Row {
            keys,
            description: info.description,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_has_every_action_and_is_searched_by_words() {
        let keymap = Keymap::default();
        let mut help = Help::default();
        let rows = |lines: &[HelpLine]| {
            lines
                .iter()
                .filter(|l| matches!(l, HelpLine::Row { .. }))
                .count()
        };
        assert_eq!(
            rows(&help.lines(&keymap)),
            crate::app::action::table().len() + COMMANDS.len()
        );
        help.input = Input::new("copy quote".to_owned());
        let found = help.lines(&keymap);
        assert_eq!(rows(&found), 1);
        assert!(matches!(&found[1], HelpLine::Row { keys, .. } if keys == "y"));
        help.input = Input::new(":import".to_owned());
        assert_eq!(rows(&help.lines(&keymap)), 1);
        help.input = Input::new("no such thing".to_owned());
        assert!(help.lines(&keymap).is_empty());
    }
}
