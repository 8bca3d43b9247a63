//! The commands that take something with them, and how a line of them is read.
//!
//! What needs nothing but its name is an action and stands in the table of actions; a command of the
//! same name stands beside it. Must not know: how a command is carried out.

/// A command that takes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Import files and folders.
    Import,
    /// Change the colours.
    Theme,
    /// Filter the list.
    Filter,
    /// Find quotes.
    Find,
}

/// What is said of a command.
#[derive(Debug)]
pub struct CommandInfo {
    /// The command.
    pub command: Command,
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: &'static str,
    /// What it does.
    pub description: &'static str,
}

/// All commands that take something.
pub const COMMANDS: &[CommandInfo] = &[
    CommandInfo {
        command: Command::Import,
        name: "import",
        takes: "PATH...",
        description: "Import files and folders while you read on",
    },
    CommandInfo {
        command: Command::Theme,
        name: "theme",
        takes: "NAME",
        description: "Change the colours until you quit",
    },
    CommandInfo {
        command: Command::Filter,
        name: "filter",
        takes: "QUERY",
        description: "Show only the articles that match",
    },
    CommandInfo {
        command: Command::Find,
        name: "find",
        takes: "WORDS",
        description: "Find quotes with these words",
    },
];

/// Short names, as they are known from elsewhere.
const SHORT: &[(&str, &str)] = &[("q", "quit"), ("h", "help"), ("i", "import")];

/// The name that a short one stands for, or the name itself.
#[must_use]
pub fn full_name(name: &str) -> &str {
    let short = SHORT.iter().find(|(short, _)| *short == name);
    short.map_or(name, |(_, full)| full)
}

/// The command that a line begins with, and what is behind its name; only where the name is finished.
#[must_use]
pub fn split(line: &str) -> Option<(&'static CommandInfo, &str)> {
    let (name, rest) = line.trim_start().split_once(char::is_whitespace)?;
    let name = full_name(name);
    let info = COMMANDS.iter().find(|info| info.name == name)?;
    Some((info, rest.trim()))
}

/// The words of a line; what stands in marks is one word, and a backslash takes the meaning from what
/// follows it.
#[must_use]
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut mark = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, mark) {
            ('\\', None | Some('"')) => word
                .get_or_insert_default()
                .push(chars.next().unwrap_or('\\')),
            (c, Some(open)) if c == open => mark = None,
            ('"' | '\'', None) => {
                mark = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_its_name_and_what_is_behind_it() {
        let split = |line| split(line).map(|(info, rest)| (info.command, rest));
        assert_eq!(
            split("theme  lamp "),
            Some((Command::Theme, "lamp")),
            "blanks do not count"
        );
        assert_eq!(split("i a b"), Some((Command::Import, "a b")));
        assert_eq!(split("import"), None, "its name may go on");
        assert_eq!(split("fly away"), None);
        assert_eq!(full_name("q"), "quit");
    }

    #[test]
    fn paths_with_blanks_are_put_into_marks() {
        assert_eq!(words("a b  c"), ["a", "b", "c"]);
        assert_eq!(
            words(r#""my news" it\'s 'x "y"' no\ break"#),
            ["my news", "it's", "x \"y\"", "no break"]
        );
        assert_eq!(words("'not closed at"), ["not closed at"]);
        assert_eq!(words(r"C:\ "), ["C: "]);
        assert_eq!(words("''"), [""]);
        assert!(words("  ").is_empty());
    }
}
