//! Times by kind of key, and whether they are what is to be reached.

use std::time::Duration;

/// What is to be reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// From the start of the process: 50 ms.
    Start,
    /// Half within 4 ms, 99 of 100 within 16 ms.
    Key,
    /// The frame of a letter in the finder: 16 ms, as the 99th of 100.
    Letter,
    /// What is found for it: 30 ms, the same.
    Rows,
    /// No goal: it is the machine's.
    None,
}

impl Goal {
    const fn is_met(self, p50: f64, p99: f64, max: f64) -> bool {
        match self {
            Self::Start => max < 50.0,
            Self::Key => p50 < 4.0 && p99 < 16.0,
            Self::Letter => p99 < 16.0,
            Self::Rows => p99 < 30.0,
            Self::None => true,
        }
    }
}

/// Times by name, in the order in which they came.
#[derive(Default)]
pub struct Table {
    rows: Vec<(&'static str, Goal, Vec<Duration>)>,
}

impl Table {
    pub fn add(&mut self, name: &'static str, goal: Goal, time: Duration) {
        match self.rows.iter_mut().find(|row| row.0 == name) {
            Some(row) => row.2.push(time),
            None => self.rows.push((name, goal, vec![time])),
        }
    }

    pub fn print(self, when: &str) {
        println!(
            "\n{when:<32}{:>6}{:>9}{:>9}{:>9}  (ms)",
            "times", "p50", "p99", "max"
        );
        for (name, goal, mut times) in self.rows {
            times.sort_unstable();
            let at = |percent: usize| {
                let rank = (times.len() * percent).div_ceil(100).max(1) - 1;
                times.get(rank).map_or(0.0, |time| time.as_secs_f64() * 1e3)
            };
            let (p50, p99, max) = (at(50), at(99), at(100));
            let told = if goal.is_met(p50, p99, max) {
                ""
            } else {
                "  MISSED"
            };
            println!(
                "{name:<32}{:>6}{p50:>9.2}{p99:>9.2}{max:>9.2}{told}",
                times.len()
            );
        }
    }
}
