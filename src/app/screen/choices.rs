//! What may stand for the part of a query that is being typed: names of fields, values of fields, and
//! values that the collection has.
//!
//! Choosing one writes it into the line, so that Enter always takes the line as it is seen. Must not
//! know: where the values of a list come from.

use tui_input::Input;

use crate::query::{self, Completion, List};
use crate::text::fold::fold_str;

/// Choices shown at most; as many values are asked for.
pub const MOST: usize = 8;

/// Which parts of a query are completed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offered {
    /// Names of fields and their values.
    #[default]
    All,
    /// Only values behind the name of a field, where words are looked for above all.
    Values,
}

/// Something that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As it is written into the line.
    pub text: String,
    /// What it means, where the text does not say it.
    pub about: &'static str,
}

/// The choices for the line as it is.
#[derive(Debug, Default)]
pub struct Choices {
    offered: Offered,
    rows: Vec<Row>,
    /// The chosen one, which stands in the line.
    selected: Option<usize>,
    /// The line as it was typed, and the cursor in it.
    typed: (String, usize),
    completion: Option<Completion>,
    /// Values of a list that came last, and what they begin with.
    known: Option<(List, String, Vec<String>)>,
}

impl Choices {
    /// None yet.
    #[must_use]
    pub fn of(offered: Offered) -> Self {
        Self {
            offered,
            ..Self::default()
        }
    }

    /// All of them, the best first.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether what is typed is the beginning of something that is offered, or may be once that is known.
    #[must_use]
    pub fn may_come(&self) -> bool {
        let found = self.completion.as_ref();
        let begun = !self.rows.is_empty() && !found.is_some_and(|found| found.slip);
        let asked = found.and_then(|found| Some((found.ask?, found.typed.as_str())));
        begun || asked.is_some_and(|(list, typed)| !self.knows(list, typed))
    }

    /// The one that was chosen.
    #[must_use]
    pub const fn selected(&self) -> Option<usize> {
        self.selected
    }

    /// Byte of the line at which they begin.
    #[must_use]
    pub fn at(&self) -> usize {
        self.completion.as_ref().map_or(0, |found| found.at.start)
    }

    /// Puts them away until something is typed.
    pub fn clear(&mut self) {
        self.rows.clear();
        (self.selected, self.completion) = (None, None);
    }

    /// Takes the line as it is now; gives the list whose values are to be asked for.
    pub fn typed(&mut self, input: &Input) -> Option<(List, String)> {
        let (line, cursor) = (input.value(), byte_of(input));
        if self.completion.is_some() && self.typed == (line.to_owned(), cursor) {
            return None;
        }
        self.clear();
        self.typed = (line.to_owned(), cursor);
        let found = query::complete(line, cursor);
        let behind_name = line[..found.at.start].ends_with([':', '=']);
        let tag = found.ask == Some(List::Tags);
        // Where nothing is typed there is nothing to complete, and nothing lies on what is read.
        let offers = match self.offered {
            Offered::All => behind_name || !found.at.is_empty(),
            Offered::Values => behind_name || tag,
        };
        if !offers {
            return None;
        }
        let ask = found.ask.map(|list| (list, found.typed.clone()));
        self.completion = Some(found);
        self.list();
        ask.filter(|(list, typed)| !self.knows(*list, typed))
    }

    fn knows(&self, list: List, typed: &str) -> bool {
        let known = self.known.as_ref();
        known.is_some_and(|(of, begin, _)| (*of, begin.as_str()) == (list, typed))
    }

    /// Takes values that were asked for.
    pub fn take(&mut self, list: List, typed: String, values: Vec<String>) {
        let wanted = |found: &Completion| (found.ask, &found.typed) == (Some(list), &typed);
        if !self.completion.as_ref().is_some_and(wanted) {
            return;
        }
        self.known = Some((list, typed, values));
        if self.selected.is_none() {
            self.list();
        }
    }

    fn list(&mut self) {
        let Some(found) = &self.completion else {
            return;
        };
        let fixed = found.choices.iter().map(|choice| Row {
            text: choice.text.clone(),
            about: choice.about,
        });
        let known = self.known.iter();
        let known = known.filter(|(list, ..)| Some(*list) == found.ask);
        // Until those come that are asked for, those that were there before and still fit.
        let values = known.flat_map(|(.., values)| values);
        let values = values.filter(|value| begins(value, &found.typed));
        let values = values.map(|value| Row {
            text: found.written(value),
            about: "",
        });
        let there = &self.typed.0[found.at.clone()];
        let mut rows: Vec<Row> = Vec::with_capacity(MOST);
        for row in fixed.chain(values).filter(|row| row.text != there) {
            // Several people may have one name.
            if rows.len() < MOST && rows.iter().all(|known| known.text != row.text) {
                rows.push(row);
            }
        }
        self.rows = rows;
    }

    /// Chooses the next one or the one before; past the end what was typed stands there again. Gives
    /// the line with it.
    pub fn choose(&mut self, forward: bool) -> Option<Input> {
        let (last, found) = (self.rows.len().checked_sub(1)?, self.completion.as_ref()?);
        self.selected = match (self.selected, forward) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(at), true) => Some(at + 1).filter(|at| *at <= last),
            (Some(at), false) => at.checked_sub(1),
        };
        let (line, cursor) = match self.selected {
            Some(at) => found.put(&self.typed.0, &self.rows[at].text),
            None => self.typed.clone(),
        };
        Some(line_with(line, cursor))
    }

    /// The line with the chosen one, or else with the first; what may follow it is offered next.
    pub fn accept(&mut self) -> Option<Input> {
        let found = self.completion.as_ref()?;
        let row = self.rows.get(self.selected.unwrap_or(0))?;
        let (line, cursor) = found.put(&self.typed.0, &row.text);
        self.clear();
        Some(line_with(line, cursor))
    }
}

/// Whether the value, or a word of it, begins so.
fn begins(value: &str, typed: &str) -> bool {
    let (value, typed) = (fold_str(value), fold_str(typed.trim()));
    let mut words = value.split(|c: char| !c.is_alphanumeric());
    value.starts_with(&typed) || words.any(|word| word.starts_with(&typed))
}

fn byte_of(input: &Input) -> usize {
    let mut places = input.value().char_indices().map(|(at, _)| at);
    places.nth(input.cursor()).unwrap_or(input.value().len())
}

fn line_with(line: String, cursor: usize) -> Input {
    let chars = line[..cursor].chars().count();
    Input::new(line).with_cursor(chars)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(choices: &Choices) -> Vec<&str> {
        choices.rows().iter().map(|row| row.text.as_str()).collect()
    }

    #[test]
    fn a_field_then_its_values_are_offered_and_choosing_writes_them() {
        let mut choices = Choices::of(Offered::All);
        assert_eq!(choices.typed(&Input::default()), None);
        assert!(choices.rows().is_empty());
        assert_eq!(choices.typed(&Input::new("sp".to_owned())), None);
        assert_eq!(texts(&choices), ["speaker:"]);
        let line = choices.accept().unwrap();
        assert_eq!((line.value(), line.cursor()), ("speaker:", 8));
        let asked = choices.typed(&line);
        assert_eq!(asked, Some((List::Speakers, String::new())));
        let names = ["Ada Moor", "Émile Zola"].map(str::to_owned).to_vec();
        choices.take(List::Publishers, String::new(), vec!["The Wire".to_owned()]);
        assert!(choices.rows().is_empty(), "of another list");
        choices.take(List::Speakers, String::new(), names);
        assert_eq!(
            choices.choose(true).unwrap().value(),
            "speaker:\"Ada Moor\" "
        );
        assert_eq!(
            choices.choose(true).unwrap().value(),
            "speaker:\"Émile Zola\" "
        );
        assert_eq!(
            choices.choose(true).unwrap().value(),
            "speaker:",
            "as typed"
        );
        assert_eq!(
            choices.choose(false).unwrap().value(),
            "speaker:\"Émile Zola\" "
        );
    }

    #[test]
    fn what_is_known_is_narrowed_until_more_comes() {
        let mut choices = Choices::of(Offered::Values);
        choices.typed(&Input::new("speaker:".to_owned()));
        let names = ["Ada Moor", "Émile Zola"].map(str::to_owned).to_vec();
        choices.take(List::Speakers, String::new(), names);
        assert!(
            choices
                .typed(&Input::new("speaker:zo".to_owned()))
                .is_some()
        );
        assert_eq!(texts(&choices), ["\"Émile Zola\""]);
        choices.typed(&Input::new("sp".to_owned()));
        assert!(choices.rows().is_empty(), "a word that is looked for");
    }
}
