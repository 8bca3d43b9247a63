//! The filter prompt: a query being typed, and what is wrong with it.

use tui_input::Input;

use crate::query;

/// The prompt under the panes.
#[derive(Debug, Default)]
pub struct Filter {
    /// What is typed.
    pub input: Input,
    /// Why it cannot be used, where it cannot.
    pub trouble: Option<String>,
}

impl Filter {
    /// Opens the prompt with the filter in force.
    #[must_use]
    pub fn open(filter: &str) -> Self {
        Self {
            input: Input::new(filter.to_owned()),
            trouble: None,
        }
    }

    /// The query typed, where it is one; says what is wrong with it otherwise.
    pub fn accept(&mut self) -> Option<String> {
        let query = self.input.value().trim().to_owned();
        match query::parse(&query) {
            Ok(_) => Some(query),
            Err(error) => {
                self.trouble = Some(error.to_string());
                None
            }
        }
    }

    /// Something was typed: what was wrong may be so no longer.
    pub fn edited(&mut self) {
        self.trouble = None;
    }
}
