//! The filter prompt: a query being typed, and what is wrong with it.

use tui_input::Input;

use super::choices::{Choices, Offered};
use crate::query::{self, QueryError};

/// The prompt under the panes.
#[derive(Debug, Default)]
pub struct Filter {
    /// What is typed.
    pub input: Input,
    /// What is wrong with it and where, once somebody has tried to use it.
    pub trouble: Option<QueryError>,
    /// What may stand for the part that is being typed.
    pub choices: Choices,
}

impl Filter {
    /// Opens the prompt with the filter in force.
    #[must_use]
    pub fn open(filter: &str) -> Self {
        Self {
            input: Input::new(filter.to_owned()),
            trouble: None,
            choices: Choices::of(Offered::All),
        }
    }

    /// The query typed, where it is one; says what is wrong with it otherwise.
    pub fn accept(&mut self) -> Option<String> {
        let query = self.input.value().trim_end().to_owned();
        match query::parse(&query) {
            Ok(_) => Some(query.trim_start().to_owned()),
            Err(error) => {
                self.choices.clear();
                self.trouble = Some(error);
                None
            }
        }
    }

    /// Something was typed: what was wrong may be so no longer.
    pub fn edited(&mut self) {
        self.trouble = None;
    }
}
