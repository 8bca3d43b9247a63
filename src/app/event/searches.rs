//! What is done with saved searches.

/// Something to do with a saved search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchEdit {
    /// Save a query under a name, in place of what has it.
    Save {
        /// The name.
        name: String,
        /// The query as it was written.
        query: String,
    },
    /// Take a name away with its query.
    Delete(String),
    /// Give a search another name.
    Rename {
        /// The name it has.
        from: String,
        /// The name it is to have.
        to: String,
    },
}
