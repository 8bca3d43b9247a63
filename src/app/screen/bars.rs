//! Quotes over time as bars: a month, a quarter or a year each, one of them chosen.
//!
//! Must not know: how bars look.

use crate::model::{Month, Months, Period};

/// Months of a bar, from near to far.
const STEPS: [u32; 3] = [1, 3, 12];

/// Columns of a bar at most.
const WIDEST: usize = 6;

/// A bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub period: Period,
    /// How many quotes.
    pub quotes: u64,
}

/// The bars of someone's quotes, without gaps, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Bars {
    bars: Vec<Bar>,
    zoom: usize,
    selected: usize,
}

impl Bars {
    /// The bars of these months, as near as so many columns show all of them; the last one chosen.
    #[must_use]
    pub fn of(months: &Months, columns: usize) -> Self {
        let mut made = Self::default();
        for (zoom, step) in STEPS.into_iter().enumerate() {
            made.bars = bars(months, step);
            made.zoom = zoom;
            if made.bars.len() <= columns {
                break;
            }
        }
        made.selected = made.bars.len().saturating_sub(1);
        made
    }

    /// All bars.
    #[must_use]
    pub fn all(&self) -> &[Bar] {
        &self.bars
    }

    /// The chosen bar.
    #[must_use]
    pub fn chosen(&self) -> Option<&Bar> {
        self.bars.get(self.selected)
    }

    /// Its place.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.selected
    }

    /// Months of a bar.
    #[must_use]
    pub const fn step(&self) -> u32 {
        STEPS[self.zoom]
    }

    /// Chooses a bar.
    pub fn select(&mut self, index: usize) {
        self.selected = index.min(self.bars.len().saturating_sub(1));
    }

    /// Chooses the next bar with quotes, or the one before; where there is none, the chosen one stays.
    pub fn seek(&mut self, later: bool) {
        self.selected = next_filled(&self.bars, self.selected, later, |bar| bar.quotes > 0);
    }

    /// Whether a bar is as short as can be.
    #[must_use]
    pub const fn is_nearest(&self) -> bool {
        self.zoom == 0
    }

    /// Whether a bar is as long as can be.
    #[must_use]
    pub const fn is_furthest(&self) -> bool {
        self.zoom + 1 == STEPS.len()
    }

    /// Goes nearer, or further away, where there is a step to go: other bars, the time that was chosen
    /// among them.
    pub fn zoom(&mut self, months: &Months, nearer: bool) {
        let zoom = match nearer {
            true => self.zoom.checked_sub(1),
            false => Some(self.zoom + 1).filter(|zoom| *zoom < STEPS.len()),
        };
        let Some(zoom) = zoom else {
            return;
        };
        // Of a longer time its end, as of all of it.
        let at = self.chosen().map(|bar| bar.period.last);
        (self.zoom, self.bars) = (zoom, bars(months, STEPS[zoom]));
        let holds =
            |bar: &Bar| at.is_some_and(|at| bar.period.first <= at && at <= bar.period.last);
        let last = self.bars.len().saturating_sub(1);
        self.selected = self.bars.iter().position(holds).unwrap_or(last);
    }

    /// Columns of a bar on so many columns, with the blank behind it.
    #[must_use]
    pub fn width(&self, columns: usize) -> usize {
        (columns / self.bars.len().max(1)).clamp(1, WIDEST)
    }

    /// The bar in a column of so many.
    #[must_use]
    pub fn at(&self, column: usize, columns: usize) -> usize {
        self.left(columns) + column / self.width(columns)
    }

    /// The first bar to show on so many columns.
    #[must_use]
    pub fn left(&self, columns: usize) -> usize {
        let columns = columns / self.width(columns);
        let most = self.bars.len().saturating_sub(columns);
        (self.selected + 1 + columns / 4)
            .saturating_sub(columns)
            .min(most)
    }
}

fn bars(months: &Months, step: u32) -> Vec<Bar> {
    let (Some((first, _)), Some((last, _))) = (months.first(), months.last()) else {
        return Vec::new();
    };
    let (first, last) = (first.number() / step, last.number() / step);
    let mut bars: Vec<Bar> = (first..=last)
        .map(|n| Bar {
            period: Period {
                first: Month::numbered(n * step),
                last: Month::numbered(n * step + step - 1),
            },
            quotes: 0,
        })
        .collect();
    for (month, quotes) in months {
        let at = (month.number() / step - first) as usize;
        if let Some(bar) = bars.get_mut(at) {
            bar.quotes += quotes;
        }
    }
    bars
}

/// The place of the next bar that is `filled`, or of the one before; where there is none, `at`.
pub(super) fn next_filled<B>(
    bars: &[B],
    at: usize,
    later: bool,
    filled: impl Fn(&B) -> bool,
) -> usize {
    let there = |at: &usize| bars.get(*at).is_some_and(&filled);
    let to = match later {
        true => (at + 1..bars.len()).find(there),
        false => (0..at).rev().find(there),
    };
    to.unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_no_gaps_and_every_quote_and_zooming_keeps_the_time() {
        let months = vec![
            (Month::new(2020, 11), 3),
            (Month::new(2021, 2), 4),
            (Month::new(2023, 1), 1),
        ];
        let mut bars = Bars::of(&months, 100);
        assert_eq!((bars.step(), bars.all().len()), (1, 27));
        assert_eq!(bars.all()[1].quotes, 0);
        bars.seek(false);
        assert_eq!(bars.chosen().unwrap().quotes, 4, "over empty bars");
        bars.seek(false);
        bars.seek(false);
        assert_eq!((bars.index(), bars.chosen().unwrap().quotes), (0, 3));
        bars.seek(true);
        for (step, quotes) in [(3, 4), (12, 4)] {
            bars.zoom(&months, false);
            let sum: u64 = bars.all().iter().map(|bar| bar.quotes).sum();
            assert_eq!((bars.step(), sum), (step, 8));
            assert_eq!(bars.chosen().unwrap().quotes, quotes);
        }
        bars.zoom(&months, false);
        assert!(bars.is_furthest() && bars.step() == 12);
        assert_eq!(Bars::of(&months, 20).step(), 3);
        assert!(Bars::of(&Vec::new(), 20).chosen().is_none());
    }

    #[test]
    fn the_chosen_bar_is_among_those_shown() {
        let months = vec![(Month::new(1990, 1), 1), (Month::new(2023, 1), 1)];
        let mut bars = Bars::of(&months, 1000);
        for _ in 0..400 {
            for columns in [1, 7, 60, 1000] {
                let left = bars.left(columns);
                assert!(left <= bars.index() && bars.index() < left + columns);
            }
            bars.select(bars.index().saturating_sub(1));
        }
    }
}
