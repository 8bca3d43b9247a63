//! The help: every action with its keys, searched as one types. Made from the action table.

use tui_input::Input;

use super::speakers::shortened;
use crate::app::action::{CONTEXTS, Context, PANES};
use crate::app::command::{COMMANDS, CommandInfo};
use crate::config::keymap::Keymap;
use crate::text::wrap;

/// The help above the panes.
#[derive(Debug, Default)]
pub struct Help {
    /// What is typed.
    pub input: Input,
    /// First line on the screen.
    pub top: usize,
    /// Where it was asked for: the keys of that place come first.
    pub from: Option<Context>,
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
        description: String,
    },
    /// More of the row above, where it has no room on one line.
    More {
        /// More of its keys.
        keys: String,
        /// More of what they do.
        description: String,
    },
}

/// Columns of the keys.
pub const KEYS: usize = 18;
/// Columns before the keys, and between them and what they do.
const BEFORE: usize = 2;
const BETWEEN: usize = 2;
/// Columns of the box with its border at most, and those of its border.
const WIDEST: u16 = 124;
const BORDER: u16 = 4;

impl Help {
    /// The lines that match what is typed: each action once, under the places where it works.
    #[must_use]
    pub fn lines(&self, keymap: &Keymap) -> Vec<HelpLine> {
        let typed = self.input.value().to_lowercase();
        let mut lines = Vec::new();
        for heading in headings(self.from) {
            let rows: Vec<HelpLine> = rows_of(keymap, &heading, &typed);
            if !rows.is_empty() {
                lines.push(HelpLine::Heading(heading));
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

    /// Columns of its box on a screen of so many.
    #[must_use]
    pub const fn columns(screen: u16) -> u16 {
        if screen < WIDEST { screen } else { WIDEST }
    }

    /// The same lines as they have room on a screen of so many columns: nothing is left out.
    #[must_use]
    pub fn wrapped(&self, keymap: &Keymap, screen: u16) -> Vec<HelpLine> {
        let room = usize::from(Self::columns(screen).saturating_sub(BORDER));
        let room = room.saturating_sub(BEFORE + KEYS + BETWEEN);
        let lines = self.lines(keymap).into_iter();
        lines.flat_map(|line| wrapped(line, room)).collect()
    }

    /// Which of how many rows are seen among `lines`, where `view` lines are.
    #[must_use]
    pub fn position(&self, lines: &[HelpLine], view: usize) -> String {
        let rows = |lines: &[HelpLine]| {
            let rows = lines.iter();
            rows.filter(|line| matches!(line, HelpLine::Row { .. }))
                .count()
        };
        let top = self.top.min(lines.len());
        let seen = &lines[..lines.len().min(top + view)];
        match rows(lines) {
            0 => String::new(),
            all => format!("{} to {} of {all}", rows(&lines[..top]) + 1, rows(seen)),
        }
    }

    /// Scrolls by `delta` lines of `all`, where `view` are shown.
    pub fn scroll(&mut self, delta: isize, all: usize, view: usize) {
        self.top = self
            .top
            .saturating_add_signed(delta)
            .min(all.saturating_sub(view));
    }
}

/// A line on as many as it needs.
fn wrapped(line: HelpLine, room: usize) -> Vec<HelpLine> {
    let HelpLine::Row { keys, description } = line else {
        return vec![line];
    };
    let keys = keys_on_lines(&keys);
    let description = shortened(&description, room, usize::MAX);
    let rows = 0..keys.len().max(description.len());
    rows.map(|n| {
        let of = |lines: &[String]| lines.get(n).cloned().unwrap_or_default();
        let (keys, description) = (of(&keys), of(&description));
        match n {
            0 => HelpLine::Row { keys, description },
            _ => HelpLine::More { keys, description },
        }
    })
    .collect()
}

/// Keys on as many lines as they need, none of them cut where a line would break it.
fn keys_on_lines(keys: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for key in keys.split("  ") {
        match lines.last_mut() {
            Some(line) if wrap::width(line) + 2 + wrap::width(key) <= KEYS => {
                line.push_str("  ");
                line.push_str(key);
            }
            // What a command takes may be longer than the column.
            _ => lines.extend(shortened(key, KEYS, usize::MAX)),
        }
    }
    lines
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
        description: info.description.to_owned(),
    };
    COMMANDS.iter().filter(says).map(row).collect()
}

/// The headings: those of where one is, the narrowest first; then those of what is pressed every day.
fn headings(from: Option<Context>) -> Vec<String> {
    let mut headings: Vec<((usize, usize), String)> = Vec::new();
    for info in crate::app::action::table() {
        let heading = heading(info.contexts);
        if !headings.iter().any(|(_, known)| *known == heading) {
            let here = from.is_some_and(|from| info.contexts.contains(&from));
            let rank = match here {
                true => (0, info.contexts.len()),
                false => (1, rank(info.contexts)),
            };
            headings.push((rank, heading));
        }
    }
    headings.sort_by_key(|(rank, _)| *rank);
    headings.into_iter().map(|(_, heading)| heading).collect()
}

fn rank(contexts: &[Context]) -> usize {
    match contexts {
        _ if works_in_panes(contexts) => 0,
        _ if holds_widely(contexts) => 1,
        _ if contexts.iter().any(|context| PANES.contains(context)) => 2,
        _ => {
            let first = CONTEXTS.iter().position(|c| contexts.contains(c));
            3 + first.unwrap_or(CONTEXTS.len())
        }
    }
}

/// Whether it is in every pane; it may work on some pages too.
fn works_in_panes(contexts: &[Context]) -> bool {
    PANES.iter().all(|pane| contexts.contains(pane)) && !holds_widely(contexts)
}

const fn holds_widely(contexts: &[Context]) -> bool {
    contexts.len() > 7
}

fn heading(contexts: &[Context]) -> String {
    let typing = contexts.iter().all(|c| c.types());
    if contexts.len() == CONTEXTS.len() {
        return "Everywhere".to_owned();
    }
    if holds_widely(contexts) && !typing {
        return "Nearly everywhere".to_owned();
    }
    if works_in_panes(contexts) {
        return "In the panes".to_owned();
    }
    if typing && contexts.len() > 3 {
        return "While typing".to_owned();
    }
    let titles: Vec<_> = contexts.iter().map(|c| c.title()).collect();
    titles.join(", ")
}

/// The names of the places where something works, to be searched: of few places, as what works in many
/// is not looked for by them.
fn places(contexts: &[Context]) -> String {
    const FEW: usize = 3;
    let titles = contexts.iter().map(|c| c.title());
    match contexts.len() {
        0..=FEW => titles.collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

fn rows_of(keymap: &Keymap, under: &str, typed: &str) -> Vec<HelpLine> {
    keymap
        .rows()
        .filter(|(info, keys)| heading(info.contexts) == under && !keys.is_empty())
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
                places(info.contexts)
            );
            let all = all.to_lowercase();
            typed.split_whitespace().all(|word| all.contains(word))
        })
        .map(|(info, keys)| HelpLine::Row {
            keys,
            description: info.description.to_owned(),
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
