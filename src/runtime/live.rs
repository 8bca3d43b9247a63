//! Which of the saved searches is counted next, and when: each at most once a second, the one that has
//! waited longest first, and so that most of the time is left to others.
//!
//! Must not know: how anything is counted.

use std::time::{Duration, Instant};

/// The shortest time between two counts of a search.
const APART: Duration = Duration::from_secs(1);
/// After a count that was made before, nothing is counted for so many times as long as it took.
const REST: u32 = 3;

/// A search that is counted whenever something has changed.
struct One {
    query: String,
    /// Whether something has changed since it was counted.
    old: bool,
    /// When it was counted last.
    counted: Option<Instant>,
}

impl One {
    /// When it may be counted, where it is to be; the past for one that was never counted.
    fn due(&self, rest: Option<Instant>) -> Option<Option<Instant>> {
        let due = self.counted.map(|at| (at + APART).max(rest.unwrap_or(at)));
        self.old.then_some(due)
    }
}

/// The searches that are counted.
#[derive(Default)]
pub(super) struct Live {
    all: Vec<One>,
    /// Until when those that were counted before are not counted again.
    rest: Option<Instant>,
}

impl Live {
    /// Takes the searches that are wanted from now on: something has changed for each of them.
    pub(super) fn want(&mut self, queries: Vec<String>) {
        let before = std::mem::take(&mut self.all);
        let known = |query: &String| {
            let one = before.iter().find(|one| one.query == *query);
            one.and_then(|one| one.counted)
        };
        let all = queries.into_iter().map(|query| One {
            counted: known(&query),
            query,
            old: true,
        });
        self.all = all.collect();
    }

    fn first(&self) -> Option<(&One, Option<Instant>)> {
        let waiting = self.all.iter();
        let waiting = waiting.filter_map(|one| Some((one, one.due(self.rest)?)));
        // Never counted comes before any time.
        waiting.min_by_key(|(one, due)| (*due, one.counted))
    }

    /// When one is to be counted; nothing where none is.
    pub(super) fn due(&self) -> Option<Instant> {
        let (_, due) = self.first()?;
        Some(due.unwrap_or_else(Instant::now))
    }

    /// The one to be counted now.
    pub(super) fn next(&self, now: Instant) -> Option<String> {
        let (one, due) = self.first()?;
        due.is_none_or(|due| due <= now).then(|| one.query.clone())
    }

    /// It was counted.
    pub(super) fn counted(&mut self, query: &str, begun: Instant, ended: Instant) {
        for one in self.all.iter_mut().filter(|one| one.query == query) {
            if one.counted.is_some() {
                self.rest = Some(ended + (ended - begun) * REST);
            }
            (one.old, one.counted) = (false, Some(ended));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queries(all: &str) -> Vec<String> {
        all.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn all_are_counted_at_once_and_then_each_once_a_second_the_oldest_first() {
        let (mut live, start) = (Live::default(), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        live.want(queries("a b c"));
        for (n, query) in ["a", "b", "c"].into_iter().enumerate() {
            let now = at(100 * n as u64);
            assert_eq!(live.next(now).as_deref(), Some(query));
            live.counted(query, now, now + Duration::from_millis(100));
        }
        assert_eq!((live.due(), live.next(at(9_000))), (None, None));
        // Something changes again and again: no one is left behind.
        let mut seen = String::new();
        for ms in (300..6_000).step_by(50) {
            live.want(queries("a b c"));
            if let Some(query) = live.next(at(ms)) {
                live.counted(&query, at(ms), at(ms + 10));
                seen.push_str(&query);
            }
        }
        assert_eq!(seen, "abcabcabcabcabc");
    }

    #[test]
    fn what_takes_long_leaves_time_for_others() {
        let (mut live, start) = (Live::default(), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        live.want(queries("slow"));
        live.counted("slow", at(0), at(2_000));
        live.want(queries("slow new"));
        assert_eq!(
            live.next(at(2_000)).as_deref(),
            Some("new"),
            "never counted"
        );
        live.counted("new", at(2_000), at(2_100));
        assert_eq!(live.due(), Some(at(3_000)));
        live.counted("slow", at(3_000), at(5_000));
        live.want(queries("slow new"));
        assert_eq!(live.due(), Some(at(11_000)), "three times as long");
        live.want(Vec::new());
        assert_eq!(live.due(), None);
    }
}
