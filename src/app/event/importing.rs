//! Importing beside reading: what is asked for, how far it is, and what came of it.

/// What is asked of the import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Import {
    /// Import these files and folders; `~/` is the home folder.
    Start(Vec<String>),
    /// Stop after what is being written.
    Stop,
}

/// What an import tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportNews {
    /// How far it is.
    Progress(Progress),
    /// It has ended.
    Ended(Imported),
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles that are in the store now.
    pub articles: u64,
    /// Bytes done.
    pub done: u64,
    /// Bytes of everything that was named, as far as they are counted.
    pub total: u64,
    /// Bytes a second, since it began.
    pub rate: u64,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// One line that counts what became of everything; empty where nothing was begun.
    pub summary: String,
    /// Articles that are in the store now.
    pub articles: u64,
    /// What could not be imported, a line each: what, which file, what to do.
    pub failed: Vec<String>,
    /// How many more could not be.
    pub more_failed: u64,
    /// Whether it was stopped before everything was done.
    pub stopped: bool,
}
