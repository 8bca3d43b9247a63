//! What is counted in the background, as it may take longer than anybody waits for a key.

use crate::model::{ArticleEdit, ArticleId, ArticleOrder, ArticleRow};

/// Something to be counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Counting {
    /// The rows of a list.
    List {
        /// Its filter.
        filter: String,
        /// Its order.
        order: ArticleOrder,
        /// Whether all of its rows are counted.
        all: bool,
        /// The row before which they are counted, where they are.
        before: Option<Box<ArticleRow>>,
    },
    /// The articles that pass a filter, and those of them that an edit would change.
    Bulk {
        /// The filter.
        filter: String,
        /// The edit.
        edit: ArticleEdit,
    },
    /// The rows of the list that a filter would leave which is being typed.
    Typed(String),
    /// The articles that pass each of these queries, besides those that were asked for before and are
    /// not answered; where there are none of these, none of those either. All can be read.
    Searches(Vec<String>),
}

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The rows of a list.
    List {
        /// All of them, where that was asked.
        all: Option<u64>,
        /// Those before a row, where that was asked.
        before: Option<(ArticleId, u64)>,
    },
    /// The rows that a filter would leave; nothing where they could not be counted.
    Typed(Option<u64>),
    /// Articles.
    Bulk {
        /// Those that pass.
        found: u64,
        /// Those of them that would be changed.
        changed: u64,
    },
    /// Articles that pass a query each.
    Searches(Vec<(String, u64)>),
}
