//! The list of articles: a window of rows on a list of any length, and the selection in it.
//!
//! Owns which rows are held, which are asked for, and where the selection is. Must not know:
//! where rows come from, how they look.

use crate::app::event::{Effect, Window};
use crate::model::{ArticleId, ArticleRow};

/// Rows asked for at a time.
const WINDOW: usize = 256;
/// Rows held at most; those furthest from the selection go.
const HELD: usize = 1024;
/// How near to an edge the selection comes before the rows beyond it are asked for.
const MARGIN: usize = 96;

/// The window, the selection, and what is on its way.
#[derive(Debug, Default)]
pub struct Articles {
    rows: Vec<ArticleRow>,
    selected: usize,
    top: usize,
    /// Place of the first held row in the whole list, where known.
    first: Option<u64>,
    at_start: bool,
    at_end: bool,
    filter: String,
    asked: Option<Asked>,
    generation: u64,
}

#[derive(Debug)]
struct Asked {
    generation: u64,
    window: Window,
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

    /// Whether rows are on their way.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// Place of the selection in the whole list, from 1, where known.
    #[must_use]
    pub fn position(&self) -> Option<u64> {
        self.first.map(|first| first + self.selected as u64 + 1)
    }

    /// Length of the whole list, where known: told by the totals where nothing is filtered, else
    /// known once the end was seen.
    #[must_use]
    pub fn length(&self, all: Option<u64>) -> Option<u64> {
        if self.at_end {
            return self.first.map(|first| first + self.rows.len() as u64);
        }
        all.filter(|_| self.filter.is_empty())
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

    /// Asks for the first rows under `filter`.
    pub fn load(&mut self, filter: String) -> Effect {
        self.filter = filter;
        self.ask(Window::Start)
    }

    fn ask(&mut self, window: Window) -> Effect {
        self.generation += 1;
        self.asked = Some(Asked {
            generation: self.generation,
            window: window.clone(),
        });
        Effect::Rows {
            generation: self.generation,
            window,
            filter: self.filter.clone(),
            limit: WINDOW,
        }
    }

    /// Moves the selection by `delta` rows where `view` rows are shown; asks for more rows where
    /// it comes near an edge.
    pub fn go(&mut self, delta: isize, view: usize) -> Option<Effect> {
        self.select(self.selected.saturating_add_signed(delta), view)
    }

    /// Selects a held row.
    pub fn select(&mut self, index: usize, view: usize) -> Option<Effect> {
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
        if self.at_start {
            return self.select(0, view);
        }
        Some(self.ask(Window::Start))
    }

    /// Goes to the last row of the whole list.
    pub fn go_last(&mut self, view: usize) -> Option<Effect> {
        if self.at_end {
            return self.select(usize::MAX, view);
        }
        Some(self.ask(Window::End))
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
            let edge = self.rows.last()?.clone();
            return Some(self.ask(Window::After(Box::new(edge))));
        }
        if self.selected < MARGIN && !self.at_start {
            let edge = self.rows.first()?.clone();
            return Some(self.ask(Window::Before(Box::new(edge))));
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
        let whole = !matches!(asked.window, Window::Before(_) | Window::After(_));
        match asked.window {
            Window::Start => self.replace(rows, 0, Some(0)),
            Window::End => {
                let last = rows.len().saturating_sub(1);
                self.replace(rows, last, None);
            }
            Window::Around(row) => {
                // Not in the list, as where the filter leaves it out: the list stays as it is, and
                // its selection does not take the reader back from what was revealed.
                let at = rows.iter().position(|held| held.id == row.id)?;
                self.replace(rows, at, None);
            }
            Window::Before(_) => self.prepend(rows, at_start),
            Window::After(_) => self.append(rows, at_end),
        }
        if whole {
            (self.at_start, self.at_end) = (at_start, at_end);
            self.place(total);
        }
        Some(self.prefetch())
    }

    /// A request failed; it may be asked again.
    pub fn give_up(&mut self) {
        self.asked = None;
    }

    fn replace(&mut self, rows: Vec<ArticleRow>, selected: usize, first: Option<u64>) {
        self.rows = rows;
        self.selected = selected;
        self.top = selected.saturating_sub(4);
        self.first = first;
    }

    fn place(&mut self, total: Option<u64>) {
        if self.at_start {
            self.first = Some(0);
        } else if let (true, Some(total)) = (self.at_end, total.filter(|_| self.filter.is_empty()))
        {
            self.first = Some(total.saturating_sub(self.rows.len() as u64));
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
            self.rows.drain(..surplus);
            self.selected -= surplus;
            self.top = self.top.saturating_sub(surplus);
            self.first = self.first.map(|first| first + surplus as u64);
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
            self.rows.truncate(keep);
            self.at_end = false;
        }
    }

    /// Marks a held row as read or unread.
    pub fn set_read(&mut self, id: ArticleId, read: bool) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.read = read;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(n: i64) -> ArticleRow {
        ArticleRow {
            id: ArticleId(n),
            title: format!("Article {n}"),
            publisher: None,
            date: None,
            quotes: 0,
            read: false,
            lang: None,
            duplicates: 0,
            duplicate_of: None,
        }
    }

    /// Plays the worker on a list of `len` articles until nothing is asked any more.
    fn serve(list: &mut Articles, effect: Option<Effect>, len: i64) {
        let mut next = effect;
        while let Some(Effect::Rows {
            generation,
            window,
            limit,
            ..
        }) = next
        {
            let limit = limit as i64;
            let (from, to) = match &window {
                Window::Start => (0, limit),
                Window::End => (len - limit, len),
                Window::Before(row) => (row.id.0 - limit, row.id.0),
                Window::After(row) => (row.id.0 + 1, row.id.0 + 1 + limit),
                Window::Around(row) => (row.id.0 - limit / 2, row.id.0 + limit / 2),
            };
            let (from, to) = (from.max(0), to.min(len));
            let rows = (from..to).map(row).collect();
            let ends = (from == 0, to == len);
            next = list.take(generation, rows, ends, Some(len as u64)).unwrap();
        }
    }

    fn list_of(len: i64) -> Articles {
        let mut list = Articles::default();
        let effect = list.load(String::new());
        serve(&mut list, Some(effect), len);
        list
    }

    #[test]
    fn going_down_a_long_list_and_back_sees_every_row_and_holds_few() {
        let mut list = list_of(5_000);
        for n in 0..5_000 {
            assert_eq!(list.selected().unwrap().id, ArticleId(n));
            assert_eq!(list.position(), Some(n as u64 + 1));
            let effect = list.go(1, 10);
            serve(&mut list, effect, 5_000);
            assert!(list.rows().len() <= HELD + WINDOW);
        }
        for n in (0..4_999).rev() {
            let effect = list.go(-1, 10);
            serve(&mut list, effect, 5_000);
            assert_eq!(list.selected().unwrap().id, ArticleId(n));
            assert_eq!(list.position(), Some(n as u64 + 1));
        }
    }

    #[test]
    fn the_ends_are_one_key_away_and_the_position_is_known_there() {
        let mut list = list_of(100_000);
        let effect = list.go_last(10);
        serve(&mut list, effect, 100_000);
        assert_eq!(list.position(), Some(100_000));
        let effect = list.go_first(10);
        serve(&mut list, effect, 100_000);
        assert_eq!(list.position(), Some(1));
        let effect = list.reveal(&row(70_000), 10);
        serve(&mut list, effect, 100_000);
        assert_eq!(list.selected().unwrap().id, ArticleId(70_000));
        assert_eq!(list.position(), None);
    }

    #[test]
    fn an_older_answer_is_dropped() {
        let mut list = Articles::default();
        let Effect::Rows { generation, .. } = list.load(String::new()) else {
            unreachable!()
        };
        list.load("is:unread".to_owned());
        assert!(
            list.take(generation, vec![row(1)], (true, true), None)
                .is_none()
        );
        assert!(list.rows().is_empty() && list.is_waiting());
    }

    #[test]
    fn the_selection_is_always_on_the_screen() {
        let mut list = list_of(50);
        for (step, view) in [(7, 10), (-3, 4), (20, 1), (-30, 30), (49, 60), (-1, 2)] {
            list.go(step, view);
            let top = list.top(view);
            assert!((top..top + view).contains(&list.selected_index()));
            list.scroll(step / 2, view);
            let top = list.top(view);
            assert!((top..top + view).contains(&list.selected_index()));
        }
    }
}
