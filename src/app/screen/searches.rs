//! The saved searches as rows, with what passes each: for the box and for the column.
//!
//! All articles and the unread ones stand above them, as they are chosen in the same way. Must not
//! know: who counts, how searches are kept.

use tui_input::Input;

use crate::app::event::{Counted, Counting, SearchEdit};
use crate::model::{Counts, SavedSearch};
use crate::query::{self, Query};
use crate::text::clean::clean_line;
use crate::text::fold::fold_str;

/// The query of the unread articles.
const UNREAD: &str = "is:unread";
/// Rows above those that are saved, and their names.
pub const ABOVE: usize = ALWAYS.len();
const ALWAYS: [&str; 2] = ["All articles", "Unread"];

/// Whether a row that is always there is called so: nobody could tell the two apart.
#[must_use]
pub fn is_always_there(name: &str) -> bool {
    ALWAYS.iter().any(|own| fold_str(own) == fold_str(name))
}

/// How many articles pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passing {
    /// So many.
    Known(u64),
    /// They are not counted yet.
    Unknown,
    /// The query cannot be read: why.
    Unreadable(String),
}

/// A row to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is called.
    pub name: String,
    /// The query; empty for all articles.
    pub query: String,
    /// What passes it.
    pub passing: Passing,
}

#[derive(Debug)]
struct Saved {
    search: SavedSearch,
    /// The query, or why it cannot be read.
    query: Result<Query, String>,
    /// Articles that pass, once they are counted.
    count: Option<u64>,
    /// Whether more may pass by now, or fewer.
    old: bool,
    /// Whether they are being counted.
    asked: bool,
}

impl Saved {
    fn of(search: SavedSearch) -> Self {
        Self {
            query: query::parse(&search.query).map_err(|error| error.message),
            count: None,
            old: true,
            asked: false,
            search,
        }
    }
}

/// The saved searches.
#[derive(Debug, Default)]
pub struct Searches {
    known: Option<Vec<Saved>>,
    /// The chosen row.
    pub selected: usize,
}

impl Searches {
    /// Whether they were read.
    #[must_use]
    pub const fn are_known(&self) -> bool {
        self.known.is_some()
    }

    fn saved(&self) -> &[Saved] {
        self.known.as_deref().unwrap_or_default()
    }

    /// The search of that name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&SavedSearch> {
        let mut all = self.saved().iter().map(|saved| &saved.search);
        all.find(|search| search.name == name)
    }

    /// The name that a filter is saved under.
    #[must_use]
    pub fn name_of(&self, filter: &str) -> Option<&str> {
        let mut all = self.saved().iter().map(|saved| &saved.search);
        let search = all.find(|search| search.query == filter && !filter.is_empty());
        search.map(|search| search.name.as_str())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.saved().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lines of the box: one a row, or how the first one is saved.
    #[must_use]
    pub fn box_lines(&self) -> usize {
        ABOVE + if self.is_empty() { 3 } else { self.len() }
    }

    /// All rows; `totals` tells of those that are always there.
    #[must_use]
    pub fn rows(&self, totals: Option<Counts>) -> Vec<Row> {
        let known = |n: Option<u64>| n.map_or(Passing::Unknown, Passing::Known);
        let above = [
            (ALWAYS[0], "", totals.map(|totals| totals.articles)),
            (ALWAYS[1], UNREAD, totals.map(|totals| totals.unread)),
        ];
        let above = above.into_iter().map(|(name, query, count)| Row {
            name: name.to_owned(),
            query: query.to_owned(),
            passing: known(count),
        });
        let saved = self.saved().iter().map(|saved| Row {
            // Whoever wrote the store: what is shown is clean.
            name: clean_line(&saved.search.name),
            query: clean_line(&saved.search.query),
            passing: match &saved.query {
                Err(why) => Passing::Unreadable(why.clone()),
                Ok(_) => known(saved.count),
            },
        });
        above.chain(saved).collect()
    }

    /// The row that shows what the filter shows.
    #[must_use]
    pub fn standing(&self, filter: &str) -> Option<usize> {
        let mut saved = self.saved().iter();
        let saved = saved.position(|saved| saved.search.query == filter && !filter.is_empty());
        match (saved, filter) {
            (Some(at), _) => Some(at + ABOVE),
            (None, "") => Some(0),
            (None, UNREAD) => Some(1),
            (None, _) => None,
        }
    }

    /// The chosen search, where one of those is chosen that are saved.
    #[must_use]
    pub fn chosen(&self) -> Option<&SavedSearch> {
        let at = self.selected.checked_sub(ABOVE)?;
        self.saved().get(at).map(|saved| &saved.search)
    }

    /// Chooses the row `delta` further.
    pub fn go(&mut self, delta: isize) {
        let last = self.len() + ABOVE - 1;
        self.selected = self.selected.saturating_add_signed(delta).min(last);
    }

    /// Chooses a search by its name.
    pub fn choose(&mut self, name: &str) {
        let at = self.saved().iter().position(|s| s.search.name == name);
        self.selected = at.map_or(self.selected, |at| at + ABOVE);
    }

    /// First row to show where `view` rows are shown.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        (self.selected + 1).saturating_sub(view.max(1))
    }

    /// What stands on each of so many lines: a row, or nothing on the blank one under those that are
    /// always there. The chosen one is among them.
    #[must_use]
    pub fn lines(&self, height: usize) -> Vec<Option<usize>> {
        let saved = (0..self.len()).map(|at| Some(at + ABOVE));
        let all: Vec<Option<usize>> = [Some(0), Some(1), None].into_iter().chain(saved).collect();
        let chosen = all.iter().position(|line| *line == Some(self.selected));
        let top = (chosen.unwrap_or(0) + 1).saturating_sub(height.max(1));
        all.into_iter().skip(top).take(height).collect()
    }

    /// Takes the searches there are; the chosen one stays chosen, and what was counted is kept.
    pub fn know(&mut self, searches: Vec<SavedSearch>) {
        let chosen = self.chosen().map(|search| search.name.clone());
        let before = self.known.take().unwrap_or_default();
        let all = searches.into_iter().map(|search| {
            let same = |known: &&Saved| known.search.query == search.query;
            match before.iter().find(same) {
                None => Saved::of(search),
                Some(known) => Saved {
                    search,
                    query: known.query.clone(),
                    ..*known
                },
            }
        });
        self.known = Some(all.collect());
        if let Some(name) = chosen {
            self.choose(&name);
        }
        self.go(0);
    }

    /// Shows an edit as made.
    pub fn edit(&mut self, edit: &SearchEdit) {
        let mut all: Vec<SavedSearch> = self.saved().iter().map(|s| s.search.clone()).collect();
        match edit {
            SearchEdit::Save { name, query } => {
                all.retain(|search| search.name != *name);
                all.push(SavedSearch {
                    name: name.clone(),
                    query: query.clone(),
                });
            }
            SearchEdit::Delete(name) => all.retain(|search| search.name != *name),
            SearchEdit::Rename { from, to } => {
                all.retain(|search| search.name != *to);
                for search in all.iter_mut().filter(|search| search.name == *from) {
                    search.name.clone_from(to);
                }
            }
        }
        all.sort_by_cached_key(SavedSearch::order);
        self.know(all);
    }

    /// More may pass by now of those that `are`, or fewer: what is known is shown until they are counted
    /// again.
    pub fn are_old(&mut self, are: impl Fn(&Query) -> bool) {
        for saved in self.known.iter_mut().flatten() {
            saved.old |= saved.query.as_ref().is_ok_and(&are);
        }
    }

    /// What is to be counted where they are `shown`, or no longer where they are not.
    pub fn count(&mut self, shown: bool) -> Option<Counting> {
        let mut queries: Vec<String> = Vec::new();
        let mut stops = false;
        for saved in self.known.iter_mut().flatten() {
            if !shown {
                stops |= saved.asked;
                saved.old |= std::mem::take(&mut saved.asked);
            } else if saved.query.is_ok() && std::mem::take(&mut saved.old) {
                saved.asked = true;
                if !queries.contains(&saved.search.query) {
                    queries.push(saved.search.query.clone());
                }
            }
        }
        (stops || !queries.is_empty()).then_some(Counting::Searches(queries))
    }

    /// Takes what was counted; of a query that nobody has any more it is dropped.
    pub fn counted(&mut self, counted: &Counted) {
        let Counted::Searches(counts) = counted else {
            return;
        };
        for saved in self.known.iter_mut().flatten() {
            let mut counts = counts.iter();
            if let Some((_, count)) = counts.find(|(query, _)| *query == saved.search.query) {
                (saved.count, saved.asked) = (Some(*count), false);
            }
        }
    }
}

/// What a name is typed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// To save this query under it.
    Save(String),
    /// To give the search of this name another.
    Rename(String),
}

/// A name being typed.
#[derive(Debug)]
pub struct Naming {
    /// What it is for.
    pub what: Named,
    /// What is typed.
    pub input: Input,
    /// Whether that is the name it has already, which the first letter takes the place of.
    pub offered: bool,
    /// Whether the box of searches was left for it.
    pub boxed: bool,
    /// Why it cannot be.
    pub trouble: Option<String>,
}

impl Naming {
    /// The name that is typed, clean.
    #[must_use]
    pub fn name(&self) -> String {
        clean_line(self.input.value()).trim().to_owned()
    }

    /// Something was typed.
    pub fn edited(&mut self) {
        self.trouble = None;
    }
}
