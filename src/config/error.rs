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
    /// Something in the file is wrong; the rest of it holds, where it could be read at all.
    #[error("{}", lines(path, mistakes).join("\n"))]
    File {
        /// The file.
        path: PathBuf,
        /// The lines, from 1, and for each what is wrong and what to write instead.
        mistakes: Vec<(usize, String)>,
        /// Whether the file may name a store that is not known therefore.
        store: bool,
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

impl ConfigError {
    /// A line for each mistake.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::File { path, mistakes, .. } => lines(path, mistakes),
            other => vec![other.to_string()],
        }
    }

    /// Whether the person may mean another store than is known without it: then nothing can be done,
    /// as it might be done with the wrong articles.
    #[must_use]
    pub const fn hides_the_store(&self) -> bool {
        match self {
            Self::File { store, .. } => *store,
            Self::Unreadable { .. } | Self::NoHome => true,
            Self::Variable { .. } => false,
        }
    }
}

/// A line for each mistake.
fn lines(path: &Path, mistakes: &[(usize, String)]) -> Vec<String> {
    let lines = mistakes.iter();
    lines
        .map(|(line, told)| format!("{}, line {line}: {told}", path.display()))
        .collect()
}
