//! What is wrong with a query, where, and what was probably meant.

use std::fmt;

/// A query that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Byte in the query at which the trouble starts.
    pub at: usize,
    /// One past its last byte.
    pub end: usize,
    /// The same place as people count: characters from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub suggestion: String,
}

impl QueryError {
    /// The same where other text stands before the query.
    #[must_use]
    pub fn behind(self, before: &str) -> Self {
        Self {
            at: self.at + before.len(),
            end: self.end + before.len(),
            column: self.column + before.chars().count(),
            ..self
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at character {} of the query: {}",
            self.message, self.column, self.suggestion
        )
    }
}

impl std::error::Error for QueryError {}
