//! Which of the saved searches is counted next, and when: each at most once a second, what takes long
//! after what does not, and so that most of the time is left to others.
//!
//! Must not know: how anything is counted.

use std::time::{Duration, Instant};

/// The shortest time between two counts of a search.
const APART: Duration = Duration::from_secs(1);
/// After a count that was made before, nothing is counted for so many times as long as it took.
const REST: u32 = 2;
/// What takes so much longer lets others go before that are asked for so many times as much later.
const LATER: u32 = 4;

/// A search that is counted whenever something has changed.
struct One {
    query: String,
    /// Since when it is to be counted.
    old: Option<Instant>,
    /// When it was counted last.
    counted: Option<Instant>,
    /// How long that took.
    took: Duration,
}

impl One {
    /// When it may be counted, and its place among those that may.
    fn turn(&self, rest: Option<Instant>) -> Option<(Instant, Instant)> {
        let old = self.old?;
        let may = match self.counted {
            Some(counted) => old.max(counted + APART).max(rest.unwrap_or(old)),
            None => old,
        };
        Some((may, old + self.took * LATER))
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
    /// Something has changed for these searches, from now on; where there are none, nobody wants any
    /// of them counted.
    pub(super) fn want(&mut self, queries: Vec<String>, now: Instant) {
        if queries.is_empty() {
            self.all.iter_mut().for_each(|one| one.old = None);
        }
        for query in queries {
            match self.all.iter_mut().find(|one| one.query == query) {
                Some(one) => one.old = one.old.or(Some(now)),
                None => self.all.push(One {
                    query,
                    old: Some(now),
                    counted: None,
                    took: Duration::ZERO,
                }),
            }
        }
    }

    /// When one may be counted; nothing where none is to be.
    pub(super) fn due(&self) -> Option<Instant> {
        let turns = self.all.iter().filter_map(|one| one.turn(self.rest));
        turns.map(|(may, _)| may).min()
    }

    /// The one to be counted now.
    pub(super) fn next(&self, now: Instant) -> Option<String> {
        let all = self.all.iter();
        let turns = all.filter_map(|one| Some((one.turn(self.rest)?, one)));
        let may = turns.filter(|((may, _), _)| *may <= now);
        let next = may.min_by_key(|((_, place), _)| *place);
        next.map(|(_, one)| one.query.clone())
    }

    /// It was counted.
    pub(super) fn counted(&mut self, query: &str, begun: Instant, ended: Instant) {
        let took = ended - begun;
        for one in self.all.iter_mut().filter(|one| one.query == query) {
            if one.counted.is_some() {
                self.rest = Some(ended + took * REST);
            }
            (one.old, one.counted, one.took) = (None, Some(ended), took);
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
    fn all_are_counted_at_once_and_then_each_once_a_second() {
        let (mut live, start) = (Live::default(), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        live.want(queries("a b c"), start);
        for (n, query) in ["a", "b", "c"].into_iter().enumerate() {
            let now = at(100 * n as u64);
            assert_eq!(live.next(now).as_deref(), Some(query));
            live.counted(query, now, now + Duration::from_millis(100));
        }
        assert_eq!((live.due(), live.next(at(9_000))), (None, None));
        // Something changes again and again: no one is left behind.
        let mut seen = String::new();
        for ms in (300..6_000).step_by(50) {
            live.want(queries("a b c"), at(ms));
            if let Some(query) = live.next(at(ms)) {
                live.counted(&query, at(ms), at(ms + 10));
                seen.push_str(&query);
            }
        }
        assert_eq!(seen, "abcabcabcabcabc");
    }

    #[test]
    fn what_takes_long_comes_after_what_does_not_but_comes() {
        let (mut live, start) = (Live::default(), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        live.want(queries("slow"), at(0));
        live.counted("slow", at(0), at(2_000));
        live.want(queries("slow new"), at(2_100));
        assert_eq!(
            live.next(at(2_100)).as_deref(),
            Some("new"),
            "never counted"
        );
        live.counted("new", at(2_100), at(2_110));
        // Both may be counted by now.
        live.want(queries("new"), at(4_000));
        assert_eq!(live.next(at(4_000)).as_deref(), Some("new"));
        live.counted("new", at(4_000), at(4_010));
        let mut seen = Vec::new();
        for ms in (4_100..14_000).step_by(100) {
            live.want(queries("new"), at(ms));
            if let Some(query) = live.next(at(ms)) {
                seen.push(query.clone());
                let took = if query == "slow" { 2_000 } else { 10 };
                live.counted(&query, at(ms), at(ms + took));
            }
        }
        assert_eq!(seen.iter().filter(|query| *query == "slow").count(), 1);
        assert!(seen.len() > 4, "{seen:?}");
    }

    #[test]
    fn a_long_count_is_followed_by_a_longer_rest_and_by_nothing_that_nobody_wants() {
        let (mut live, start) = (Live::default(), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        live.want(queries("slow"), at(0));
        live.counted("slow", at(0), at(2_000));
        live.want(queries("slow"), at(3_000));
        live.counted("slow", at(3_000), at(5_000));
        live.want(queries("slow"), at(5_100));
        assert_eq!((live.due(), live.next(at(8_999))), (Some(at(9_000)), None));
        live.want(Vec::new(), at(5_200));
        assert_eq!(live.due(), None);
    }
}
