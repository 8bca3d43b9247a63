//! A window of a long list: rows that are held, and asking for more near an edge.
//!
//! Must not know: what the rows are, where they come from.

/// How near to an edge the selection comes before more rows are asked for.
const MARGIN: usize = 60;
/// Rows held at most; those furthest from the selection go.
const HELD: usize = 2000;

/// Which rows are wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Part<T> {
    /// The first ones.
    Start,
    /// The last ones.
    End,
    /// Those before this row.
    Before(Box<T>),
    /// Those after this row.
    After(Box<T>),
}

/// The rows that are held, and the chosen one.
#[derive(Debug)]
pub struct Window<T> {
    rows: Vec<T>,
    selected: usize,
    at_start: bool,
    at_end: bool,
    asked: Option<Part<T>>,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            selected: 0,
            at_start: false,
            at_end: false,
            asked: None,
        }
    }
}

impl<T: Clone + PartialEq> Window<T> {
    /// The held rows.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The chosen row.
    #[must_use]
    pub fn selected(&self) -> Option<&T> {
        self.rows.get(self.selected)
    }

    /// Its place among the held rows.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.selected
    }

    /// Whether rows are on their way.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// What was asked for last and has not come.
    #[must_use]
    pub fn asked(&self) -> Option<&Part<T>> {
        self.asked.as_ref()
    }

    /// What was asked for will not come; what is moved to asks again.
    pub fn give_up(&mut self) {
        self.asked = None;
    }

    /// Drops all rows and asks for the first ones.
    pub fn load(&mut self) -> Part<T> {
        *self = Self::default();
        self.ask(Part::Start)
    }

    fn ask(&mut self, part: Part<T>) -> Part<T> {
        self.asked = Some(part.clone());
        part
    }

    /// Chooses the row `delta` further; asks for more near an edge.
    pub fn go(&mut self, delta: isize) -> Option<Part<T>> {
        self.select(self.selected.saturating_add_signed(delta))
    }

    /// Chooses a held row.
    pub fn select(&mut self, index: usize) -> Option<Part<T>> {
        self.selected = index.min(self.rows.len().saturating_sub(1));
        self.prefetch()
    }

    /// Goes to the first or the last row of the whole list.
    pub fn go_end(&mut self, last: bool) -> Option<Part<T>> {
        match (last, self.at_start, self.at_end) {
            (false, true, _) => self.select(0),
            (true, _, true) => self.select(usize::MAX),
            (false, ..) => Some(self.ask(Part::Start)),
            (true, ..) => Some(self.ask(Part::End)),
        }
    }

    fn prefetch(&mut self) -> Option<Part<T>> {
        if self.asked.is_some() {
            return None;
        }
        if self.selected + MARGIN > self.rows.len() && !self.at_end {
            let last = self.rows.last()?.clone();
            return Some(self.ask(Part::After(Box::new(last))));
        }
        if self.selected < MARGIN && !self.at_start {
            let first = self.rows.first()?.clone();
            return Some(self.ask(Part::Before(Box::new(first))));
        }
        None
    }

    /// Takes rows that were asked for; others are dropped. `end` is whether there are no more that
    /// way. Asks for more where the chosen row is still near an edge.
    pub fn take(&mut self, part: &Part<T>, rows: Vec<T>, end: bool) -> Option<Part<T>> {
        self.asked.take_if(|asked| asked == part)?;
        match part {
            Part::Start => {
                (self.rows, self.selected) = (rows, 0);
                (self.at_start, self.at_end) = (true, end);
            }
            Part::End => {
                self.selected = rows.len().saturating_sub(1);
                self.rows = rows;
                (self.at_start, self.at_end) = (end, true);
            }
            Part::After(_) => {
                self.rows.extend(rows);
                self.at_end = end;
                let surplus = self.rows.len().saturating_sub(HELD);
                let surplus = surplus.min(self.selected.saturating_sub(2 * MARGIN));
                if surplus > 0 {
                    self.rows.drain(..surplus);
                    self.selected -= surplus;
                    self.at_start = false;
                }
            }
            Part::Before(_) => {
                self.selected += rows.len();
                self.rows.splice(..0, rows);
                self.at_start = end;
                let keep = HELD.max(self.selected + 2 * MARGIN);
                if self.rows.len() > keep {
                    self.rows.truncate(keep);
                    self.at_end = false;
                }
            }
        }
        self.prefetch()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: usize = 9_000;

    fn answer(part: &Part<usize>) -> (Vec<usize>, bool) {
        let (from, to) = match part {
            Part::Start => (0, 100),
            Part::End => (ALL - 100, ALL),
            Part::After(row) => (**row + 1, (**row + 101).min(ALL)),
            Part::Before(row) => (row.saturating_sub(100), **row),
        };
        let end = match part {
            Part::Start | Part::After(_) => to == ALL,
            Part::End | Part::Before(_) => from == 0,
        };
        ((from..to).collect(), end)
    }

    fn serve(window: &mut Window<usize>, mut asked: Option<Part<usize>>) {
        while let Some(part) = asked {
            let (rows, end) = answer(&part);
            asked = window.take(&part, rows, end);
        }
    }

    #[test]
    fn every_row_is_come_to_down_and_up_and_few_are_held() {
        let mut window = Window::default();
        let first = window.load();
        serve(&mut window, Some(first));
        for (delta, last) in [(1, ALL - 1), (-1, 0)] {
            for step in 0..ALL {
                let expected = if delta > 0 { step } else { ALL - 1 - step };
                assert_eq!(window.selected(), Some(&expected));
                assert!(window.rows().len() <= HELD + 100);
                let asked = window.go(delta);
                serve(&mut window, asked);
            }
            assert_eq!(window.selected(), Some(&last));
        }
        for (end, row) in [(true, ALL - 1), (false, 0)] {
            let asked = window.go_end(end);
            serve(&mut window, asked);
            assert_eq!(window.selected(), Some(&row));
        }
    }

    #[test]
    fn what_was_not_asked_for_is_dropped() {
        let mut window: Window<usize> = Window::default();
        let first = window.load();
        assert_eq!(window.take(&Part::End, vec![7], true), None);
        assert!(window.rows().is_empty() && window.is_waiting());
        window.take(&first, vec![1, 2], true);
        assert_eq!(window.rows(), [1, 2]);
        assert_eq!(window.go_end(true), None);
        assert_eq!(window.selected(), Some(&2));
    }
}
