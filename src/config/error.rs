//! What is wrong with the settings, where, and what to write instead.

use std::path::PathBuf;

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
    #[error("{path}, line {line}: {message}")]
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what to write instead.
        message: String,
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
