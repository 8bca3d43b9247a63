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
    /// Save the filter under a name.
    SaveSearch,
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
    CommandInfo {
        command: Command::SaveSearch,
        name: "save-search",
        takes: "NAME",
        description: "Save the filter in force under a name",
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
    split_whole(line).map(|(info, rest)| (info, rest.trim()))
}

/// As [`split`], with the blanks that stand behind what it takes.
#[must_use]
pub fn split_whole(line: &str) -> Option<(&'static CommandInfo, &str)> {
    let (name, rest) = line.trim_start().split_once(char::is_whitespace)?;
    let name = full_name(name);
    let info = COMMANDS.iter().find(|info| info.name == name)?;
    Some((info, rest))
}

/// The words of a line; what stands in marks is one word, and a backslash takes the meaning from what
/// follows it.
#[must_use]
pub fn words(line: &str) -> Vec<String> {
    let (mut words, last) = read(line);
    words.extend(last.map(|(_, word)| word));
    words
}

/// The word that is being typed at the end of a line: the byte at which it begins, and what it is without
/// its marks.
#[must_use]
pub fn last_word(line: &str) -> (usize, String) {
    read(line).1.unwrap_or((line.len(), String::new()))
}

/// A path as it is written for a shell, and is read by [`words`]: in marks where it needs them.
#[must_use]
pub fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=~".contains(c);
    match !path.is_empty() && path.chars().all(plain) {
        true => path.to_owned(),
        false => format!("\"{}\"", escaped(path)),
    }
}

/// As [`quoted`], for a folder: what is in it may be written on, so that the marks stay open.
#[must_use]
pub fn opened(folder: &str) -> String {
    let quoted = quoted(folder);
    match quoted.starts_with('"') {
        true => format!("\"{}", escaped(folder)),
        false => quoted,
    }
}

fn escaped(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for c in path.chars() {
        if matches!(c, '"' | '\\' | '$' | '`') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The words of a line that are ended, and the last one where it is not: where it begins, and what it is.
fn read(line: &str) -> (Vec<String>, Option<(usize, String)>) {
    let mut words = Vec::new();
    let mut word: Option<(usize, String)> = None;
    let mut mark = None;
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        let begun = |word: &mut Option<(usize, String)>, c: Option<char>| {
            word.get_or_insert((at, String::new())).1.extend(c);
        };
        match (c, mark) {
            ('\\', None | Some('"')) => {
                let next = chars.next().map_or('\\', |(_, c)| c);
                begun(&mut word, Some(next));
            }
            (c, Some(open)) if c == open => mark = None,
            ('"' | '\'', None) => {
                mark = Some(c);
                begun(&mut word, None);
            }
            (c, None) if c.is_whitespace() => words.extend(word.take().map(|(_, word)| word)),
            (c, _) => begun(&mut word, Some(c)),
        }
    }
    (words, word)
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

    #[test]
    fn a_path_is_read_as_it_is_written_and_the_last_word_has_its_place() {
        for path in [
            "a/b.txt",
            "my news/",
            "it's",
            "a \"b\" \\c",
            "$HOME",
            "",
            "日本 x",
        ] {
            assert_eq!(words(&quoted(path)), [path], "{path}");
            assert_eq!(words(&opened(path)), [path], "{path}");
        }
        assert_eq!(quoted("~/news/2024-05.json"), "~/news/2024-05.json");
        assert_eq!(last_word("a b/c"), (2, "b/c".to_owned()));
        assert_eq!(last_word("a \"my ne"), (2, "my ne".to_owned()));
        assert_eq!(last_word("a "), (2, String::new()));
    }
}
