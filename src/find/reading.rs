//! What of a segment matches a query, as sets, before anything is scored.
//!
//! Owns how the sets of words, titles, fields and phrases are joined on each step of a search.

use std::sync::Arc;

use super::ask::{Check, How, Word};
use super::filter::{Row, having};
use super::fits::{Fits, Rung};
use super::part::Part;
use super::search::{ENOUGH, Reach, Search, View};
use super::set::Set;

/// With fewer words than this, none is left out.
pub(super) const LEAST_TO_LEAVE: usize = 3;
/// A word in more than one of so many titles is not sought in titles.
const TITLES_SHARE: usize = 50;
/// Texts whose words are looked at for a phrase, by those that are scored.
const CHECKED: usize = 16;

/// The query on one segment.
pub(super) struct Reading<'a> {
    pub fits: Vec<Arc<Fits>>,
    pub sets: Vec<Set<'a>>,
    pub titled: Vec<Set<'static>>,
    /// The texts that match.
    pub all: Set<'a>,
    /// The newest of those that matched one step nearer.
    pub nearer: Vec<u32>,
    pub whole: bool,
}

impl<'a> Search<'a> {
    /// What matches in view `n` when the search goes so far; `titled` are the quotes by words of
    /// titles, `before` is what did one step nearer.
    pub fn read(
        &self,
        n: usize,
        reach: Reach,
        base: &[usize],
        titled: &[Vec<Set<'static>>],
        before: Option<&Reading<'a>>,
    ) -> Reading<'a> {
        let (view, words) = (&self.views[n], &self.ask.words);
        let narrow = view.narrow.as_ref();
        let rung = |k: usize| match base.get(k) {
            // There is no such word: it is a slip or is cut short.
            Some(0) => Rung::Scattered,
            _ => reach.rung,
        };
        let fits: Vec<Arc<Fits>> = (0..words.len())
            .map(|k| view.known.fits(view.part, &words[k], rung(k)))
            .collect();
        let sets = (0..words.len()).map(|k| match before.filter(|b| b.fits[k] == fits[k]) {
            Some(before) => before.sets[k].clone(),
            None => having(view.part, &words[k], &fits[k]),
        });
        let sets: Vec<Set<'a>> = sets.collect();
        let titled = titled.get(n).cloned().unwrap_or_default();
        let mut all = self.joined(view, &sets, &titled, reach, narrow);
        if let Some(narrow) = narrow {
            all = all.and(narrow);
        }
        let all = all.without(view.dead);
        let (all, whole) = self.checked(view, all);
        let nearer = before.map_or_else(Vec::new, |before| {
            let most = self.most.saturating_sub(before.nearer.len());
            [before.nearer.clone(), before.all.first(most)].concat()
        });
        Reading {
            fits,
            sets,
            titled,
            all,
            nearer,
            whole,
        }
    }

    /// For each view and each word the quotes of articles whose title has the word; none where very
    /// many have it, as then it says nothing.
    pub fn titled(&self) -> Vec<Vec<Set<'static>>> {
        let mut titled = vec![Vec::new(); self.views.len()];
        if !self.views.iter().all(|view| view.quotes) {
            return titled;
        }
        let live = |view: &View<'_>| view.segment.titles().docs().saturating_sub(view.gone.len());
        let most = self.views.iter().map(live).sum::<usize>() / TITLES_SHARE + ENOUGH;
        for word in &self.ask.words {
            let articles = self.views.iter().map(|view| {
                let titles = view.segment.titles();
                let fits = view.segment.known_titles.fits(titles, word, Rung::Same);
                having(titles, word, &fits).minus(view.gone)
            });
            let articles: Vec<Set<'a>> = articles.collect();
            let many = articles.iter().map(Set::len).sum::<usize>() > most;
            for ((view, articles), titled) in self.views.iter().zip(articles).zip(&mut titled) {
                let articles = if many {
                    Vec::new()
                } else {
                    articles.first(most)
                };
                let quotes = articles.into_iter().map(|article| article..article + 1);
                titled.push(view.segment.docs_of(quotes));
            }
        }
        titled
    }

    /// The texts that have all words, each in the text or, where that is looked at, in the title;
    /// or all words but one.
    fn joined(
        &self,
        view: &View<'a>,
        sets: &[Set<'a>],
        titled: &[Set<'static>],
        reach: Reach,
        narrow: Option<&Set<'a>>,
    ) -> Set<'a> {
        let either: Vec<Set<'a>> = sets
            .iter()
            .zip(titled)
            .map(|(set, titled)| Set::union(&[set.clone(), titled.clone()]))
            .collect();
        let each = if titled.is_empty() { sets } else { &either };
        match (reach.leave_one, each.len()) {
            (true, LEAST_TO_LEAVE..) => {
                // What must stand as it does is not what is left out.
                let literal = self
                    .ask
                    .words
                    .iter()
                    .zip(each)
                    .filter(|(w, _)| w.how == How::Literal);
                literal.fold(all_but_one(each), |all, (_, set)| all.and(set))
            }
            _ => all_in(view.part, each, narrow),
        }
    }

    /// The texts that pass the phrases, and whether all were looked at.
    fn checked(&self, view: &View<'a>, mut all: Set<'a>) -> (Set<'a>, bool) {
        let mut rows = Vec::new();
        for check in &self.ask.checks {
            match check.words.as_slice() {
                [word] if check.not && !check.first && !check.last => {
                    let fits = view.known.fits(view.part, word, Rung::Same);
                    all = all.minus(&having(view.part, word, &fits));
                }
                _ => {
                    let row = Row::new(view.part, view.known, check);
                    if !view.quotes || !self.is_in_names(view, check) {
                        all = paired(view, &row, all);
                    }
                    rows.push(row);
                }
            }
        }
        if rows.is_empty() {
            return (all, true);
        }
        let most = self.most.saturating_mul(CHECKED);
        let docs = all.first(most);
        let whole = docs.len() < most;
        let speakers = if view.quotes {
            view.segment.speakers()
        } else {
            &[]
        };
        let name = |doc: u32| -> &[u8] {
            let speaker = speakers.get(doc as usize).copied().unwrap_or(u32::MAX);
            view.segment.name_words(speaker)
        };
        let kept = rows.iter().fold(docs, |docs, row| {
            row.kept(view.part, &docs, &name, self.cancelled)
        });
        (Set::of_sorted(&kept), whole)
    }

    /// Whether the words of a phrase could all be in one name.
    fn is_in_names(&self, view: &View<'a>, check: &Check) -> bool {
        let names = view.segment.people();
        let in_names = |word: &Word| {
            let fits = view.segment.known_names.fits(names, word, Rung::Same);
            !fits.single.is_empty() || !fits.beginning.is_empty()
        };
        !check.first && !check.last && check.words.iter().all(in_names)
    }
}

/// Those of the texts in which the frequent neighbours of a phrase are neighbours.
fn paired<'a>(view: &View<'a>, row: &Row, all: Set<'a>) -> Set<'a> {
    let pairs = row.pairs().filter_map(|(a, b)| view.part.pair(a, b));
    pairs.fold(all, |all, pair| all.and(&pair))
}

pub(super) fn all_of(part: Part<'_>) -> Set<'static> {
    Set::of_ranges(std::iter::once(0..part.docs() as u32))
}

/// The texts that are in every set, the rarest first.
fn all_in<'a>(part: Part<'_>, sets: &[Set<'a>], narrow: Option<&Set<'a>>) -> Set<'a> {
    let mut order: Vec<(usize, &Set<'a>)> = sets.iter().map(|set| (set.len(), set)).collect();
    order.sort_by_key(|(len, _)| *len);
    let mut order = order.into_iter().map(|(_, set)| set);
    match (order.next(), narrow) {
        (Some(first), _) => order.fold(first.clone(), |all, set| all.and(set)),
        (None, Some(narrow)) => narrow.clone(),
        (None, None) => all_of(part),
    }
}

/// The texts that are in all sets but one.
fn all_but_one<'a>(sets: &[Set<'a>]) -> Set<'a> {
    let Some((first, rest)) = sets.split_first() else {
        return Set::default();
    };
    // Of the sets so far: what is in all, and what is in all but one that is not the first.
    let mut every = first.clone();
    let mut but_one = Set::default();
    let mut without_first: Option<Set<'a>> = None;
    for set in rest {
        but_one = Set::union(&[but_one.and(set), every.clone()]);
        every = every.and(set);
        without_first = Some(match without_first {
            Some(others) => others.and(set),
            None => set.clone(),
        });
    }
    Set::union(&[every, but_one, without_first.unwrap_or_default()])
}
