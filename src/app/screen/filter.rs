//! The filter prompt: a query being typed, and what is wrong with it.

use tui_input::Input;

use super::choices::{Choices, Offered};
use crate::query::{self, QueryError};

/// The prompt under the panes.
#[derive(Debug, Default)]
pub struct Filter {
    /// What is typed.
    pub input: Input,
    /// What is wrong with it and where: told once somebody has tried to use it, and while one types
    /// where nothing that is offered could mend it.
    pub trouble: Option<QueryError>,
    /// Whether somebody has tried to use it as it is.
    pub tried: bool,
    /// What may stand for the part that is being typed.
    pub choices: Choices,
    /// How many filters back the line is from among those that were in force before.
    pub back: usize,
    /// What was typed before those.
    pub typed: String,
    /// How many articles it would leave.
    pub left: Left,
    /// The search whose query it is, where it is no filter.
    pub edits: Option<Edits>,
}

/// How many articles what is typed would leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// As far as is known: of what is typed, or of what was typed before while that is counted.
    pub count: Option<u64>,
    /// The count that is waited for.
    asked: Option<u64>,
}

impl Left {
    /// Whether it is being counted.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// Takes a count, or that there is none, where it is the one that is waited for.
    pub fn take(&mut self, generation: u64, count: Option<u64>) {
        if self.asked == Some(generation) {
            *self = Self { count, asked: None };
        }
    }
}

/// The search whose query is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edits {
    /// Its name.
    pub name: String,
    /// Whether the box of searches was left for it.
    pub boxed: bool,
}

impl Filter {
    /// Opens the prompt with the filter in force.
    #[must_use]
    pub fn open(filter: &str) -> Self {
        Self {
            input: Input::new(filter.to_owned()),
            trouble: None,
            choices: Choices::of(Offered::All),
            ..Self::default()
        }
    }

    /// The query typed, where it is one; says what is wrong with it otherwise.
    pub fn accept(&mut self) -> Option<String> {
        let query = closed(self.input.value().trim_end());
        match query::parse(&query) {
            Ok(_) => Some(query.trim_start().to_owned()),
            Err(error) => {
                self.choices.clear();
                (self.trouble, self.tried) = (Some(error), true);
                None
            }
        }
    }

    /// Something was typed: what was wrong may be so no longer, or something else is.
    pub fn edited(&mut self) {
        self.trouble = query::parse(self.input.value().trim_end()).err();
        self.tried = false;
        self.back = 0;
    }

    /// The query of which what it would leave is to be counted under this number; nothing where it cannot be
    /// read.
    pub fn count(&mut self, generation: u64) -> Option<String> {
        let query = closed(self.input.value().trim());
        if query::parse(&query).is_err() {
            self.left = Left::default();
            return None;
        }
        self.left.asked = Some(generation);
        Some(query)
    }

    /// What is wrong, where that is to be told: not where the word that is being typed is only begun.
    #[must_use]
    pub fn told(&self) -> Option<&QueryError> {
        let error = self.trouble.as_ref()?;
        let typed = self.input.value();
        let cursor = typed.char_indices().nth(self.input.cursor());
        let cursor = cursor.map_or(typed.len(), |(at, _)| at);
        let begun = error.at <= cursor && cursor <= error.end.max(error.at + 1);
        let open = self.choices.may_come() || ends_open(typed);
        (self.tried || !(begun && open)).then_some(error)
    }
}

/// The query with the mark that its last phrase lacks, where it lacks nothing else.
fn closed(typed: &str) -> String {
    let closed = format!("{typed}\"");
    match query::parse(typed).is_err() && query::parse(&closed).is_ok() {
        true => closed,
        false => typed.to_owned(),
    }
}

/// Whether what is typed last is only begun: a field without a value, a date or a number that may go
/// on, a phrase that is not closed.
fn ends_open(typed: &str) -> bool {
    let open = typed.chars().filter(|c| *c == '"').count() % 2 == 1;
    let last = typed.rsplit(char::is_whitespace).next().unwrap_or("");
    let Some((name, value)) = last.split_once(':') else {
        return open;
    };
    let value = value.trim_start_matches(['>', '<', '=']);
    let is_date = name.ends_with("after") || name.ends_with("before");
    let short = is_date && value.bytes().all(|b| b.is_ascii_digit() || b == b'-') && {
        let last = value.rsplit('-').next().unwrap_or("");
        last.len() < if last.len() == value.len() { 4 } else { 2 }
    };
    open || short || value.is_empty() || value.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &str) -> bool {
        let mut filter = Filter::open(typed);
        filter.edited();
        let input = filter.input.clone();
        if let Some((list, begin)) = filter.choices.typed(&input) {
            filter.choices.take(list, begin, Vec::new());
        }
        filter.told().is_some()
    }

    #[test]
    fn a_mistake_is_told_as_one_types_but_not_before_the_word_is_done() {
        for begun in [
            "",
            "s",
            "speaker:",
            "speaker:\"Ann L",
            "kind:",
            "kind:dir",
            "after:",
            "after:2",
            "after:201",
            "after:2019-",
            "after:2019-1",
            "conf:>",
            "conf:>0.",
            "is:un",
            "kind:direct after:2019-0",
        ] {
            assert!(!told(begun), "{begun}");
        }
        for wrong in [
            "kind:drect",
            "kind:drect after:2",
            "after:2019-13",
            "after:2019-01-32",
            "speakr:x",
            "speakr:x kind:d",
            "conf:>2",
            "is:red wall",
        ] {
            assert!(told(wrong), "{wrong}");
        }
        assert!(!told("kind:direct wall after:2019-12"));
    }
}
