//! What is wrong with the settings, where, and what to write instead.

use std::path::{Path, PathBuf};

/// Settings that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file is there but cannot be read.
    #[error("cannot read the configuration {path}: {detail}; allow reading it, or move it away")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// Something in the file is wrong.
    #[error("{}", lines(path, mistakes))]
    File {
        /// The file.
        path: PathBuf,
        /// The lines, from 1, and for each what is wrong and what to write instead.
        mistakes: Vec<(usize, String)>,
    },
    /// A variable has a value that its setting does not take.
    #[error("{name} is \"{value}\": it takes {expected}")]
    Variable {
        /// Name of the variable.
        name: String,
        /// Its value.
        value: String,
        /// What the setting takes.
        expected: String,
    },
    /// There is no folder for the user's files.
    #[error(
        "cannot tell where your files are kept, because HOME is not set: set HOME, or name the store with --store FILE"
    )]
    NoHome,
}

/// A line for each mistake.
fn lines(path: &Path, mistakes: &[(usize, String)]) -> String {
    let lines = mistakes.iter();
    let lines: Vec<String> = lines
        .map(|(line, told)| format!("{}, line {line}: {told}", path.display()))
        .collect();
    lines.join("\n")
}
