//! Articles over time as bars: a day, a month or a year each, one of them chosen.
//!
//! Must not know: how bars look.

use super::bars::next_filled;
use crate::app::words;
use crate::model::{Date, DayCount, Month, Period};

/// What a bar stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// A day.
    #[default]
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// The last year that a query knows.
const LAST_YEAR: i16 = 9999;

/// Bars at most: a date that is wrong by centuries does not make a million of them.
const MOST: usize = 20_000;

const STEPS: [Step; 3] = [Step::Day, Step::Month, Step::Year];

/// A bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first day of it.
    pub first: Date,
    step: Step,
    /// How many articles.
    pub articles: u64,
}

impl Stretch {
    /// The time it stands for, as it is read.
    #[must_use]
    pub fn name(&self) -> String {
        let month = Month::new(self.year(), u32::from(self.first.month));
        let (first, last) = (month, month);
        match self.step {
            Step::Day => words::date(self.first),
            Step::Month => words::period(Period { first, last }),
            Step::Year => self.year().to_string(),
        }
    }

    /// The query for its articles.
    #[must_use]
    pub fn query(&self) -> String {
        let next = self.next();
        let day = |date: Date| match self.step {
            Step::Day => date.to_string(),
            Step::Month => format!("{:04}-{:02}", date.year.unwrap_or(0), date.month),
            Step::Year => format!("{:04}", date.year.unwrap_or(0)),
        };
        match next.year.is_some_and(|year| year > LAST_YEAR) {
            true => format!("after:{}", day(self.first)),
            false => format!("after:{} before:{}", day(self.first), day(next)),
        }
    }

    fn year(&self) -> u32 {
        u32::try_from(self.first.year.unwrap_or(0)).unwrap_or(0)
    }

    /// The day after its last one.
    fn next(&self) -> Date {
        let Date { year, month, day } = self.first;
        let following = match self.step {
            Step::Day => Date::new(year, month, day + 1),
            Step::Month | Step::Year => None,
        };
        let month_after = || match self.step {
            Step::Year => None,
            _ => Date::new(year, month + 1, 1),
        };
        following.or_else(month_after).unwrap_or(Date {
            year: year.map(|year| year + 1),
            month: 1,
            day: 1,
        })
    }
}

/// The bars, without gaps, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    days: Vec<DayCount>,
    bars: Vec<Stretch>,
    zoom: usize,
    selected: usize,
}

impl Timeline {
    /// The bars of these days, as near as so many columns show all of them; the last one chosen.
    #[must_use]
    pub fn of(days: Vec<DayCount>, columns: usize) -> Self {
        let mut made = Self {
            days,
            ..Self::default()
        };
        let mut steps = STEPS.into_iter().enumerate();
        let fits = |(_, step): &(usize, Step)| made.would_be(*step) <= columns;
        made.zoom = steps.find(fits).map_or(STEPS.len() - 1, |(zoom, _)| zoom);
        made.bars = bars(&made.days, STEPS[made.zoom]);
        made.selected = made.bars.len().saturating_sub(1);
        made
    }

    /// How many articles are in all its bars.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.days.iter().map(|day| day.articles).sum()
    }

    /// The bars of other days, as near as before, with the same time chosen.
    pub fn follow(&mut self, days: Vec<DayCount>) {
        let last = self.selected + 1 == self.bars.len();
        let at = self.chosen().map(Stretch::next).filter(|_| !last);
        self.days = days;
        while self.zoom + 1 < STEPS.len() && self.would_be(STEPS[self.zoom]) > MOST {
            self.zoom += 1;
        }
        self.draw(at);
    }

    /// How many bars of a step there would be: counted, not made.
    fn would_be(&self, step: Step) -> usize {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else {
            return 0;
        };
        let count = |day: Date| {
            let year = i64::from(day.year.unwrap_or(0));
            match step {
                Step::Day => (year * 12 + i64::from(day.month)) * 31 + i64::from(day.day),
                Step::Month => year * 12 + i64::from(day.month),
                Step::Year => year,
            }
        };
        usize::try_from(count(last.day) - count(first.day) + 1).unwrap_or(0)
    }

    /// Makes the bars and chooses the last one before a day, or the last of all.
    fn draw(&mut self, at: Option<Date>) {
        self.bars = bars(&self.days, STEPS[self.zoom]);
        let before = |bar: &&Stretch| at.is_none_or(|at| bar.first < at);
        let before = self.bars.iter().take_while(before).count();
        self.selected = before.saturating_sub(1);
    }

    /// All bars.
    #[must_use]
    pub fn all(&self) -> &[Stretch] {
        &self.bars
    }

    /// The chosen bar.
    #[must_use]
    pub fn chosen(&self) -> Option<&Stretch> {
        self.bars.get(self.selected)
    }

    /// Its place.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.selected
    }

    /// What a bar stands for.
    #[must_use]
    pub const fn step(&self) -> Step {
        STEPS[self.zoom]
    }

    /// Chooses the bar `delta` further.
    pub fn go(&mut self, delta: isize) {
        let last = self.bars.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(delta).min(last);
    }

    /// Chooses the next bar with articles, or the one before; where there is none, the chosen one stays.
    pub fn seek(&mut self, later: bool) {
        self.selected = next_filled(&self.bars, self.selected, later, |bar| bar.articles > 0);
    }

    fn next_zoom(&self, nearer: bool) -> Option<usize> {
        match nearer {
            true => self
                .zoom
                .checked_sub(1)
                .filter(|zoom| self.would_be(STEPS[*zoom]) <= MOST),
            false => Some(self.zoom + 1).filter(|zoom| *zoom < STEPS.len()),
        }
    }

    /// Why one cannot go nearer, or further away.
    #[must_use]
    pub fn no_zoom(&self, nearer: bool) -> Option<&'static str> {
        match (self.next_zoom(nearer), nearer) {
            (Some(_), _) => None,
            (None, true) if self.step() == Step::Day => Some("The bars are days already"),
            (None, true) => Some("Nearer there would be too many bars"),
            (None, false) => Some("The bars are years already"),
        }
    }

    /// Goes nearer, or further away, where there is a step to go: other bars, the time that was chosen
    /// among them.
    pub fn zoom(&mut self, nearer: bool) {
        let Some(zoom) = self.next_zoom(nearer) else {
            return;
        };
        // Of a longer time its end, as of all of it.
        let at = self.chosen().map(Stretch::next);
        self.zoom = zoom;
        self.draw(at);
    }

    /// How many of so many columns a bar takes with the gap behind it, and the first bar that is shown.
    #[must_use]
    pub fn placed(&self, columns: usize) -> (usize, usize) {
        let wide = (columns / self.bars.len().max(1)).clamp(1, 7);
        (wide, self.left(columns / wide))
    }

    /// The bar in a column where there are so many.
    #[must_use]
    pub fn at(&self, column: usize, columns: usize) -> Option<usize> {
        let (wide, left) = self.placed(columns);
        let shown = (column / wide < columns / wide).then_some(left + column / wide);
        shown.filter(|bar| *bar < self.bars.len())
    }

    /// Chooses a bar.
    pub fn select(&mut self, bar: usize) {
        self.selected = bar.min(self.bars.len().saturating_sub(1));
    }

    /// The first bar to show where so many are shown.
    fn left(&self, shown: usize) -> usize {
        let most = self.bars.len().saturating_sub(shown);
        (self.selected + 1 + shown / 4)
            .saturating_sub(shown)
            .min(most)
    }
}

fn bars(days: &[DayCount], step: Step) -> Vec<Stretch> {
    let of = |day: Date| Stretch {
        first: Date {
            month: if step == Step::Year { 1 } else { day.month },
            day: if step == Step::Day { day.day } else { 1 },
            ..day
        },
        step,
        articles: 0,
    };
    let mut bars: Vec<Stretch> = Vec::new();
    for count in days {
        let bar = of(count.day);
        while let Some(last) = bars.last().filter(|last| last.first < bar.first) {
            let next = last.next();
            bars.push(of(next));
        }
        if bars.is_empty() {
            bars.push(bar);
        }
        if let Some(last) = bars.last_mut() {
            last.articles += count.articles;
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: &[(&str, u64)]) -> Vec<DayCount> {
        let of = |(day, articles): &(&str, u64)| DayCount {
            day: day.parse().unwrap(),
            articles: *articles,
        };
        days.iter().map(of).collect()
    }

    #[test]
    fn bars_have_no_gaps_and_every_article_and_zooming_keeps_the_time() {
        let days = days(&[
            ("2020-12-30", 2),
            ("2021-01-02", 1),
            ("2022-02-28", 5),
            ("2022-03-01", 1),
        ]);
        let mut time = Timeline::of(days, 1000);
        assert_eq!((time.step(), time.all().len()), (Step::Day, 427));
        assert_eq!(time.all()[1].articles, 0);
        assert_eq!(
            time.chosen().unwrap().query(),
            "after:2022-03-01 before:2022-03-02"
        );
        time.go(-1);
        assert_eq!(
            time.chosen().unwrap().query(),
            "after:2022-02-28 before:2022-03-01"
        );
        for (name, query, articles) in [
            ("Feb 2022", "after:2022-02 before:2022-03", 5),
            ("2022", "after:2022 before:2023", 6),
        ] {
            time.zoom(false);
            let chosen = *time.chosen().unwrap();
            assert_eq!((chosen.name().as_str(), chosen.articles), (name, articles));
            assert_eq!(chosen.query(), query);
            assert_eq!(time.all().iter().map(|bar| bar.articles).sum::<u64>(), 9);
        }
        time.zoom(false);
        assert_eq!(time.step(), Step::Year);
        time.zoom(true);
        assert_eq!(
            time.chosen().unwrap().name(),
            "Mar 2022",
            "the end of the year as far as it goes"
        );
    }

    #[test]
    fn a_date_that_is_wrong_by_centuries_makes_no_million_of_bars() {
        let odd = days(&[("0001-01-01", 1), ("2020-01-02", 3), ("9999-12-31", 1)]);
        let mut time = Timeline::of(odd.clone(), 100);
        assert_eq!((time.step(), time.all().len()), (Step::Year, 9999));
        assert_eq!(time.chosen().unwrap().query(), "after:9999");
        time.zoom(true);
        assert_eq!(time.step(), Step::Year, "no nearer");
        let mut time = Timeline::of(days(&[("2020-01-01", 1), ("2020-01-03", 1)]), 100);
        time.go(-1);
        time.follow(days(&[
            ("2019-12-31", 1),
            ("2020-01-02", 4),
            ("2020-01-05", 1),
        ]));
        assert_eq!((time.all().len(), time.index()), (6, 2), "the same day");
        time.go(9);
        time.follow(odd);
        assert_eq!((time.step(), time.index()), (Step::Year, 9998), "the end");
    }

    #[test]
    fn all_bars_are_shown_where_there_is_room_else_the_chosen_one() {
        let many = days(&[("2000-01-01", 1), ("2020-01-01", 1)]);
        let mut time = Timeline::of(many, 250);
        assert_eq!((time.step(), time.all().len()), (Step::Month, 241));
        for shown in [1, 20, 300] {
            while time.index() > 0 {
                let left = time.left(shown);
                assert!(left <= time.index() && time.index() < left + shown);
                time.go(-1);
            }
            time.go(300);
        }
        assert!(Timeline::of(Vec::new(), 20).chosen().is_none());
    }
}
