//! A line that is asked for before something is taken away: the path of a file, or a command.
//!
//! Must not know: who writes or runs.

use tui_input::Input;

use crate::app::event::Mark;
use crate::export::Form;

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// The path of a file to write.
    Path,
    /// A command to run.
    Command,
}

/// The line being typed.
#[derive(Debug)]
pub struct Line {
    /// What it is for.
    pub wanted: For,
    /// The heading of its box.
    pub title: String,
    /// What is taken.
    pub marks: Vec<Mark>,
    /// What is typed.
    pub input: Input,
    /// Whether that is what was typed the last time, which the first letter takes the place of.
    pub offered: bool,
    /// Whether the file is there already, and the person is asked whether it may be written over.
    pub asking: bool,
    /// The attempt to write the file that is under way.
    pub attempt: Option<u64>,
    /// Why it cannot be done.
    pub trouble: Option<String>,
}

impl Line {
    /// Opens the box with what was typed the last time.
    #[must_use]
    pub fn open(wanted: For, title: String, marks: Vec<Mark>, before: String) -> Self {
        Self {
            wanted,
            title,
            marks,
            offered: !before.is_empty(),
            input: Input::new(before),
            asking: false,
            attempt: None,
            trouble: None,
        }
    }

    /// Something was typed.
    pub fn edited(&mut self) {
        self.asking = false;
        self.attempt = None;
        self.trouble = None;
    }

    /// What is said under the line.
    #[must_use]
    pub fn hint(&self) -> String {
        match (&self.trouble, self.wanted) {
            (Some(trouble), _) => trouble.clone(),
            (None, For::Path) if self.asking => {
                "There is such a file already. Ctrl-y writes over it, Esc leaves it.".to_owned()
            }
            (None, For::Path) => endings(&self.marks),
            (None, For::Command) => {
                "It is run by your shell, for a minute at most; what it writes is shown here."
                    .to_owned()
            }
        }
    }
}

/// Why a path cannot be written.
#[must_use]
pub fn no_form(path: &str, marks: &[Mark]) -> String {
    let endings = endings(marks);
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((_, ending)) => format!(".{ending} is no form that can be written. {endings}"),
        None => format!("The path has no ending. {endings}"),
    }
}

/// The endings there are for what is taken: CSV has rows for quotes only.
fn endings(marks: &[Mark]) -> String {
    let quotes = marks.iter().all(|mark| matches!(mark, Mark::Quote(_)));
    let forms = Form::ALL
        .iter()
        .filter(|(form, ..)| quotes || *form != Form::Csv);
    let all: Vec<&str> = forms.map(|(.., ending)| *ending).collect();
    format!("The ending says the form: {}", all.join(" "))
}
