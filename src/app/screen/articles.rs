//! The list of articles: a window of rows on a list of any length, and the selection in it.
//!
//! Articles that say the same are one row, that of their head; unfolded, the others stand below it.
//! Places and lengths count heads.
//!
//! Owns which rows are held, which are asked for, and where the selection is. Must not know:
//! where rows come from, how they look.

use std::collections::HashSet;

use super::tally::Tally;
use crate::app::event::{Effect, Window};
use crate::model::{Arrangement, ArticleId, ArticleOrder, ArticleRow};

/// Rows asked for at a time.
const WINDOW: usize = 256;
/// Rows held at most; those furthest from the selection go.
const HELD: usize = 1024;
/// How near to an edge the selection comes before the rows beyond it are asked for.
const MARGIN: usize = 96;
/// Rows shown above a row that was jumped to.
const ABOVE: usize = 4;

/// The window, the selection, and what is on its way.
#[derive(Debug, Default)]
pub struct Articles {
    pub(super) rows: Vec<ArticleRow>,
    /// Held rows that stand below their head only because it was unfolded.
    pub(super) unfolded: HashSet<ArticleId>,
    pub(super) selected: usize,
    top: usize,
    /// Place of the first held row in the whole list, where known.
    pub(super) first: Option<u64>,
    pub(super) at_start: bool,
    pub(super) at_end: bool,
    pub(super) filter: String,
    pub(super) arrangement: Arrangement,
    /// Held rows whose read mark is another than when they were read: they stand where they stood.
    pub(super) turned: HashSet<ArticleId>,
    asked: Option<Asked>,
    /// How many rows the whole list has, and what is being counted.
    pub(super) counts: Tally,
    /// The row that was selected before nothing passed.
    left: Option<ArticleRow>,
    /// Rows that the selection is still to be moved by, once those that are on their way are there.
    owed: isize,
    /// Whether the collection has changed since the rows were asked for.
    stale: bool,
    generation: u64,
}

#[derive(Debug)]
struct Asked {
    generation: u64,
    window: Window,
    /// Whether these rows are held and only read anew.
    again: bool,
}

impl Articles {
    /// The held rows.
    #[must_use]
    pub fn rows(&self) -> &[ArticleRow] {
        &self.rows
    }

    /// The selected row.
    #[must_use]
    pub fn selected(&self) -> Option<&ArticleRow> {
        self.rows.get(self.selected)
    }

    /// Its place among the held rows.
    #[must_use]
    pub const fn selected_index(&self) -> usize {
        self.selected
    }

    /// The filter in force; empty for none.
    #[must_use]
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// The order of the list, and whether it has headings.
    #[must_use]
    pub const fn arrangement(&self) -> Arrangement {
        self.arrangement
    }

    /// Puts the list in another order, around the selected row; asks for nothing where only headings
    /// come or go.
    pub fn arrange(&mut self, arrangement: Arrangement) -> Option<Effect> {
        let before = std::mem::replace(&mut self.arrangement, arrangement);
        let same = before.order == arrangement.order && arrangement.order != ArticleOrder::Unread;
        (!same).then(|| self.ask_anew())
    }

    /// Whether rows are on their way.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether the selection goes on when rows come that are on their way.
    #[must_use]
    pub const fn owes(&self) -> bool {
        self.owed != 0 && self.asked.is_some()
    }

    /// Whether the rows that are on their way are those of another place or another list, and the selection with
    /// them.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        let asked = self.asked.as_ref();
        asked.is_some_and(|asked| !asked.again && !is_beside(&asked.window))
    }

    /// Place of the selection in the whole list, from 1, where known.
    #[must_use]
    pub fn position(&self) -> Option<u64> {
        let above = self.rows.get(..=self.selected)?;
        self.first.map(|first| first + self.heads(above))
    }

    /// First row to show where `view` rows are shown.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        let highest = self.rows.len().saturating_sub(view);
        let least = (self.selected + 1).saturating_sub(view);
        self.top
            .clamp(least, self.selected.max(least))
            .min(highest.max(least))
    }

    /// Asks for the rows around the selection anew, as the collection has changed; later, where rows
    /// are on their way or a group is unfolded, which would be folded.
    pub fn refresh(&mut self) -> Option<Effect> {
        self.stale = self.asked.is_some() || !self.unfolded.is_empty();
        if self.stale {
            return None;
        }
        let window = match self.anchor() {
            Some(row) => Window::Around(Box::new(row.clone())),
            None => Window::Start,
        };
        self.counts.is_old();
        let owed = self.owed;
        let effect = self.ask(window);
        self.owed = owed;
        if let Some(asked) = &mut self.asked {
            asked.again = true;
        }
        Some(effect)
    }

    /// Takes the list up where it was left: the rows around `row`, or else the first ones.
    pub fn resume(
        &mut self,
        filter: String,
        arrangement: Arrangement,
        row: Option<ArticleRow>,
    ) -> Effect {
        (self.filter, self.arrangement) = (filter, arrangement);
        self.forget_ends();
        let around = |row| Window::Around(Box::new(row));
        let effect = self.ask(row.map_or(Window::Start, around));
        if let Some(asked) = &mut self.asked {
            // Where the filter leaves it out by now, the rows near it are shown.
            asked.again = true;
        }
        effect
    }

    /// The selected row, or the nearest one that still stands where it is shown.
    fn anchor(&self) -> Option<&ArticleRow> {
        let moved = |row: &&ArticleRow| {
            self.arrangement.order == ArticleOrder::Unread && self.turned.contains(&row.id)
        };
        let above = self.rows.iter().take(self.selected + 1).rev();
        let below = self.rows.iter().skip(self.selected + 1);
        above
            .chain(below)
            .find(|row| !moved(row))
            .or(self.selected())
    }

    /// A row at an edge as it was when it was read, which is where more rows begin.
    pub(super) fn edge(&self, row: &ArticleRow) -> Box<ArticleRow> {
        let read = row.read != self.turned.contains(&row.id);
        Box::new(ArticleRow {
            read,
            ..row.clone()
        })
    }

    /// Asks for the rows under `filter`: around the selected one where it passes, else the first ones.
    pub fn load(&mut self, filter: String) -> Effect {
        self.filter = filter;
        self.ask_anew()
    }

    /// Asks for the rows of a list that is another one from now on.
    fn ask_anew(&mut self) -> Effect {
        self.forget_ends();
        let before = self.left.take().filter(|_| self.rows.is_empty());
        match self.selected().cloned().or(before) {
            Some(row) => self.ask(Window::Holding(Box::new(row))),
            None => self.ask(Window::Start),
        }
    }

    /// The rows that are held are of another list than the one that is on its way: its ends are not
    /// known.
    fn forget_ends(&mut self) {
        self.counts = self.counts.superseded();
        (self.at_start, self.at_end, self.first) = (false, false, None);
    }

    fn ask(&mut self, window: Window) -> Effect {
        self.generation += 1;
        if !is_beside(&window) {
            // What is owed is of the list that is left.
            self.owed = 0;
        }
        self.asked = Some(Asked {
            generation: self.generation,
            window: window.clone(),
            again: false,
        });
        Effect::Rows {
            generation: self.generation,
            window,
            filter: self.filter.clone(),
            order: self.arrangement.order,
            limit: WINDOW,
        }
    }

    /// Moves the selection by `delta` rows where `view` rows are shown; asks for more rows where
    /// it comes near an edge.
    pub fn go(&mut self, delta: isize, view: usize) -> Option<Effect> {
        if self.owes() || self.is_leaving() {
            self.owed = self.owed.saturating_add(delta);
            return None;
        }
        let to = self.selected.saturating_add_signed(delta);
        let (beyond, before) = (
            to.saturating_sub(self.rows.len().saturating_sub(1)),
            delta.saturating_add_unsigned(self.selected).min(0),
        );
        let asked = self.select(to, view);
        // Keys that come faster than rows are not lost.
        self.owed = match self.asked {
            None => 0,
            Some(_) if beyond > 0 && !self.at_end => isize::try_from(beyond).unwrap_or(0),
            Some(_) if before < 0 && !self.at_start => before,
            Some(_) => 0,
        };
        asked
    }

    /// Selects a held row.
    pub fn select(&mut self, index: usize, view: usize) -> Option<Effect> {
        self.owed = 0;
        self.selected = index.min(self.rows.len().saturating_sub(1));
        self.top = self.top(view);
        self.prefetch()
    }

    /// Scrolls by `delta` rows; the selection stays where it is as long as it is on the screen.
    pub fn scroll(&mut self, delta: isize, view: usize) -> Option<Effect> {
        let highest = self.rows.len().saturating_sub(view);
        let top = self.top(view).saturating_add_signed(delta).min(highest);
        self.top = top;
        let last = (top + view)
            .saturating_sub(1)
            .min(self.rows.len().saturating_sub(1));
        self.selected = self.selected.clamp(top.min(last), last);
        self.prefetch()
    }

    /// Goes to the first row of the whole list.
    pub fn go_first(&mut self, view: usize) -> Option<Effect> {
        if self.at_start && !self.is_leaving() {
            return self.select(0, view);
        }
        Some(self.ask(Window::Start))
    }

    /// Goes to the last row of the whole list.
    pub fn go_last(&mut self, view: usize) -> Option<Effect> {
        if self.at_end && !self.is_leaving() {
            return self.select(usize::MAX, view);
        }
        Some(self.ask(Window::End))
    }

    /// Whether the answer of this generation is to show a row that was not held.
    #[must_use]
    pub fn reveals(&self, generation: u64) -> bool {
        let around = |asked: &&Asked| matches!(asked.window, Window::Around(_)) && !asked.again;
        let asked = self.asked.as_ref().filter(around);
        asked.is_some_and(|asked| asked.generation == generation)
    }

    /// Selects the row of an article, asking for the rows around it where it is not held.
    pub fn reveal(&mut self, row: &ArticleRow, view: usize) -> Option<Effect> {
        if let Some(index) = self.rows.iter().position(|held| held.id == row.id) {
            return self.select(index, view);
        }
        Some(self.ask(Window::Around(Box::new(row.clone()))))
    }

    fn prefetch(&mut self) -> Option<Effect> {
        if self.asked.is_some() {
            return None;
        }
        let below = self.rows.len() - self.selected.min(self.rows.len());
        if below < MARGIN && !self.at_end {
            let edge = self.rows.iter().rfind(|row| !self.is_unfolded(row.id))?;
            let edge = self.edge(edge);
            return Some(self.ask(Window::After(edge)));
        }
        if self.selected < MARGIN && !self.at_start {
            let edge = self.rows.iter().find(|row| !self.is_unfolded(row.id))?;
            let edge = self.edge(edge);
            return Some(self.ask(Window::Before(edge)));
        }
        None
    }

    /// Takes rows that were asked for. Says whether the list has changed (an older request's are
    /// dropped), and asks for more where the selection is still near an edge. `total` is the
    /// length of the whole list where known.
    pub fn take(
        &mut self,
        generation: u64,
        rows: Vec<ArticleRow>,
        (at_start, at_end): (bool, bool),
        total: Option<u64>,
    ) -> Option<Option<Effect>> {
        let asked = self.asked.take_if(|asked| asked.generation == generation)?;
        let whole = !is_beside(&asked.window);
        match asked.window {
            Window::Start => self.replace(rows, 0, Some(0)),
            Window::End => {
                let last = rows.len().saturating_sub(1);
                self.replace(rows, last, None);
            }
            Window::Holding(row) => {
                // What was selected meanwhile is what one wants to see.
                let place = |id| rows.iter().position(|row: &ArticleRow| row.id == id);
                let meanwhile = self.selected().and_then(|row| place(row.id));
                let at = meanwhile.or_else(|| place(row.id)).unwrap_or(0);
                let above = self.selected.saturating_sub(self.top);
                self.replace(rows, at, None);
                self.top = at.saturating_sub(above);
            }
            Window::Around(row) => {
                let Some((at, above)) = self.around(&rows, row.id, asked.again) else {
                    self.owed = 0;
                    return None;
                };
                self.replace(rows, at, None);
                self.top = at.saturating_sub(above);
            }
            Window::Before(_) => self.prepend(rows, at_start),
            Window::After(_) => self.append(rows, at_end),
        }
        if whole {
            (self.at_start, self.at_end) = (at_start, at_end);
            self.place(total);
        }
        self.pay();
        let more = self.prefetch();
        let again = (more.is_none() && self.stale).then(|| self.refresh());
        Some(more.or(again.flatten()))
    }

    /// Which of the rows around one is to be selected, and how many are shown above it. Nothing where it is not in
    /// the list, as where the filter leaves it out: the list stays as it is, and its selection does not take the
    /// reader back from what was revealed.
    fn around(&self, rows: &[ArticleRow], id: ArticleId, again: bool) -> Option<(usize, usize)> {
        // One that is read anew may have been left meanwhile.
        let selected = self.selected().filter(|_| again);
        let (id, above) = match selected {
            Some(selected) => (selected.id, self.selected.saturating_sub(self.top)),
            None => (id, ABOVE),
        };
        let place = |id| rows.iter().position(|row| row.id == id);
        let near = || {
            let mut before = self.rows[..self.selected].iter().rev();
            before.find_map(|row| place(row.id))
        };
        let at = place(id).or_else(|| again.then(|| near().unwrap_or(0)))?;
        Some((at, above))
    }

    /// Goes by what is owed; what lies beyond the rows that came stays owed.
    fn pay(&mut self) {
        let owed = std::mem::take(&mut self.owed);
        if owed == 0 {
            return;
        }
        let last = self.rows.len().saturating_sub(1);
        let to = self.selected.saturating_add_signed(owed).min(last);
        let paid = to.wrapping_sub(self.selected).cast_signed();
        self.selected = to;
        let ends = if owed > 0 { self.at_end } else { self.at_start };
        self.owed = if ends { 0 } else { owed - paid };
    }

    /// A request failed; it may be asked again.
    pub fn give_up(&mut self) {
        (self.asked, self.owed) = (None, 0);
    }

    fn replace(&mut self, rows: Vec<ArticleRow>, selected: usize, first: Option<u64>) {
        // Around a row that is no head, its group comes unfolded.
        let heads: HashSet<ArticleId> = rows.iter().map(|row| row.id).collect();
        let below = |row: &&ArticleRow| row.duplicate_of.is_some_and(|head| heads.contains(&head));
        self.unfolded = rows.iter().filter(below).map(|row| row.id).collect();
        self.turned.clear();
        if rows.is_empty() {
            self.left = self.rows.get(self.selected).cloned().or(self.left.take());
        }
        self.rows = rows;
        self.selected = selected;
        self.top = selected.saturating_sub(ABOVE);
        self.first = first;
    }

    fn place(&mut self, total: Option<u64>) {
        if self.at_start {
            self.first = Some(0);
        } else if let (true, Some(total)) = (self.at_end, total.filter(|_| self.filter.is_empty()))
        {
            self.first = Some(total.saturating_sub(self.heads(&self.rows)));
        }
    }

    fn append(&mut self, rows: Vec<ArticleRow>, at_end: bool) {
        self.rows.extend(rows);
        self.at_end = at_end;
        let surplus = self
            .rows
            .len()
            .saturating_sub(HELD)
            .min(self.selected.saturating_sub(MARGIN * 2));
        if surplus > 0 {
            let heads = self.heads(&self.rows[..surplus]);
            for row in self.rows.drain(..surplus) {
                self.unfolded.remove(&row.id);
            }
            self.selected -= surplus;
            self.top = self.top.saturating_sub(surplus);
            self.first = self.first.map(|first| first + heads);
            self.at_start = false;
        }
    }

    fn prepend(&mut self, mut rows: Vec<ArticleRow>, at_start: bool) {
        let new = rows.len();
        rows.append(&mut self.rows);
        self.rows = rows;
        self.selected += new;
        self.top += new;
        self.first = self.first.map(|first| first.saturating_sub(new as u64));
        self.at_start = at_start;
        if at_start {
            self.first = Some(0);
        }
        let keep = HELD.max(self.selected + MARGIN * 2);
        if self.rows.len() > keep {
            for row in self.rows.drain(keep..) {
                self.unfolded.remove(&row.id);
            }
            self.at_end = false;
        }
    }
}

/// Whether these rows come beside those that are held.
const fn is_beside(window: &Window) -> bool {
    matches!(window, Window::Before(_) | Window::After(_))
}

#[cfg(test)]
#[path = "articles_tests.rs"]
mod tests;
