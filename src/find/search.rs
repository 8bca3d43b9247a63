//! One search: which texts have the words, which of them are looked at, and their order.
//!
//! Owns the way from words to scored texts over all segments of an index. Where little is found,
//! it goes down the ladder of `fits`: slips, the titles of articles, two slips, a word left out,
//! scattered letters.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use super::ask::{Ask, How, Word};
use super::filter::{Row, having, passing};
use super::fits::{Fits, Known, Rung};
use super::part::Part;
use super::score::{Classes, Found, Scorer, most, weight};
use super::segment::Segment;
use super::set::Set;
use crate::model::ArticleId;

/// With this many found, nobody needs what fits worse.
const ENOUGH: usize = 10;
/// A text that has this share of the most it could get is what was looked for.
const GOOD: f32 = 0.72;
/// With fewer words than this, none is left out.
const LEAST_TO_LEAVE: usize = 3;
/// A word in more than one of so many titles is not sought in titles.
const TITLES_SHARE: usize = 50;
/// Texts that are looked at for one word: they differ little, the newest are as good as any.
const FOR_ONE_WORD: usize = 2048;
/// Texts scored in one go by a thread.
const CHUNK: usize = 1024;
/// Texts whose words are looked at for a phrase, by those that are scored.
const CHECKED: usize = 16;

/// The texts of one segment that are searched.
pub(super) struct View<'a> {
    pub segment: &'a Segment,
    pub part: Part<'a>,
    pub known: &'a Known,
    /// Texts that are no longer.
    pub dead: &'a Set<'static>,
    /// Whether they are quotes, which have speakers and titles.
    pub quotes: bool,
}

/// What is asked, and how it is to be answered.
pub(super) struct Search<'a> {
    pub views: Vec<View<'a>>,
    pub ask: &'a Ask,
    /// The most texts that are scored in each segment.
    pub most: usize,
    /// How many are wanted.
    pub limit: usize,
    /// For each filter the articles that pass it, where only the collection can tell.
    pub passing: Vec<Option<Vec<ArticleId>>>,
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
}

/// A text that was found.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub view: usize,
    pub doc: u32,
    pub score: f32,
    pub found: Vec<Found>,
    pub brevity: f32,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub total: usize,
    /// Whether every text that matches was looked at.
    pub whole: bool,
    /// The best, of each view in order.
    pub best: Vec<Scored>,
    pub weights: Vec<f32>,
}

/// How far a search goes for each word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reach {
    rung: Rung,
    titles: bool,
    leave_one: bool,
}

const REACHES: [Reach; 6] = {
    const fn reach(rung: Rung, titles: bool, leave_one: bool) -> Reach {
        Reach {
            rung,
            titles,
            leave_one,
        }
    }
    [
        reach(Rung::Same, false, false),
        reach(Rung::Slip, false, false),
        reach(Rung::Slip, true, false),
        reach(Rung::TwoSlips, true, false),
        reach(Rung::TwoSlips, true, true),
        reach(Rung::Scattered, true, true),
    ]
};

/// The query on one segment.
struct Reading<'a> {
    fits: Vec<Arc<Fits>>,
    sets: Vec<Set<'a>>,
    titled: Vec<Set<'static>>,
    /// The texts that match.
    all: Set<'a>,
    whole: bool,
}

impl<'a> Search<'a> {
    /// Finds; nothing once cancelled.
    pub fn run(&self) -> Option<Outcome> {
        let narrow: Vec<Option<Set<'a>>> =
            self.views.iter().map(|view| self.narrow(view)).collect();
        let base: Vec<usize> = self.frequencies(Rung::Same);
        let mut best = Outcome::default();
        let mut before: Vec<Reading<'a>> = Vec::new();
        for reach in REACHES {
            if (self.cancelled)() {
                return None;
            }
            let readings: Vec<Reading<'a>> = (0..self.views.len())
                .map(|n| self.read(n, narrow[n].as_ref(), reach, &base, before.get(n)))
                .collect();
            let total = readings.iter().map(|reading| reading.all.len()).sum();
            if total > best.total {
                best = self.score(&readings, &base, total)?;
            }
            if self.is_enough(&best) {
                break;
            }
            before = readings;
        }
        if best.weights.is_empty() {
            best.whole = true;
        }
        Some(best)
    }

    fn is_enough(&self, found: &Outcome) -> bool {
        let best = found.best.iter().map(|hit| hit.score).fold(0.0, f32::max);
        let is_good = found.total > 0 && best >= GOOD * most(&found.weights);
        is_good || found.total >= ENOUGH || (found.total > 0 && self.ask.words.len() < 2)
    }

    /// The texts that pass the fields, or nothing where all do.
    fn narrow(&self, view: &View<'a>) -> Option<Set<'a>> {
        let mut narrow: Option<Set<'a>> = None;
        let filters = self.ask.filters.iter().zip(&self.passing);
        for ((not, test), articles) in filters.filter(|_| view.quotes) {
            let set = passing(view.segment, test, articles.as_deref());
            narrow = Some(match (narrow, not) {
                (None, false) => set,
                (None, true) => all_of(view.part).minus(&set),
                (Some(narrow), false) => narrow.and(&set),
                (Some(narrow), true) => narrow.minus(&set),
            });
        }
        narrow
    }

    /// How many texts have each word.
    fn frequencies(&self, rung: Rung) -> Vec<usize> {
        let count = |word: &Word| {
            let in_view = |view: &View<'a>| {
                let set = having(view.part, word, &view.known.fits(view.part, word, rung));
                set.minus(view.dead).len()
            };
            self.views.iter().map(in_view).sum()
        };
        self.ask.words.iter().map(count).collect()
    }

    /// What matches in a view when the search goes so far; `before` is what did one step nearer.
    fn read(
        &self,
        view: usize,
        narrow: Option<&Set<'a>>,
        reach: Reach,
        base: &[usize],
        before: Option<&Reading<'a>>,
    ) -> Reading<'a> {
        let (view, words) = (&self.views[view], &self.ask.words);
        let rung = |k: usize| match base[k] {
            // There is no such word: it is a slip or is cut short.
            0 if reach.rung > Rung::Same => Rung::Scattered,
            _ => reach.rung,
        };
        let fits = words.iter().enumerate();
        let fits: Vec<Arc<Fits>> = fits
            .map(|(k, w)| view.known.fits(view.part, w, rung(k)))
            .collect();
        let sets = (0..words.len()).map(|k| match before.filter(|b| b.fits[k] == fits[k]) {
            Some(before) => before.sets[k].clone(),
            None => having(view.part, &words[k], &fits[k]),
        });
        let sets: Vec<Set<'a>> = sets.collect();
        let titled: Vec<Set<'static>> = match before.filter(|b| !b.titled.is_empty()) {
            Some(before) => before.titled.clone(),
            None if reach.titles && view.quotes => words
                .iter()
                .map(|word| titled(view.segment, word))
                .collect(),
            None => Vec::new(),
        };
        let either: Vec<Set<'a>> = sets
            .iter()
            .zip(&titled)
            .map(|(set, titled)| Set::union(&[set.clone(), titled.clone()]))
            .collect();
        let each = if titled.is_empty() { &sets } else { &either };
        let mut all = match (reach.leave_one, each.len()) {
            (true, LEAST_TO_LEAVE..) => all_but_one(each),
            _ => all_in(view.part, each, narrow),
        };
        if let Some(narrow) = narrow {
            all = all.and(narrow);
        }
        let all = all.minus(view.dead);
        let (all, whole) = self.checked(view, all);
        Reading {
            fits,
            sets,
            titled,
            all,
            whole,
        }
    }

    /// The texts that pass the phrases, and whether all were looked at.
    fn checked(&self, view: &View<'a>, mut all: Set<'a>) -> (Set<'a>, bool) {
        if self.ask.checks.is_empty() {
            return (all, true);
        }
        let rows = self
            .ask
            .checks
            .iter()
            .map(|check| Row::new(view.part, view.known, check));
        let rows: Vec<Row> = rows.collect();
        for (first, second) in rows.iter().flat_map(Row::pairs) {
            if let Some(pair) = view.part.pair(first, second) {
                all = all.and(&pair);
            }
        }
        let most = self.most.saturating_mul(CHECKED);
        let docs = all.first(most);
        let whole = docs.len() < most;
        let kept = rows
            .iter()
            .fold(docs, |docs, row| row.kept(view.part, docs));
        (Set::of_sorted(&kept), whole)
    }

    fn score(&self, readings: &[Reading<'a>], base: &[usize], total: usize) -> Option<Outcome> {
        let docs: usize = self
            .views
            .iter()
            .map(|v| v.part.docs().saturating_sub(v.dead.len()))
            .sum();
        let weights: Vec<f32> = base
            .iter()
            .enumerate()
            .map(|(k, n)| match n {
                0 => {
                    let live = self.views.iter().zip(readings);
                    live.map(|(view, r)| r.sets[k].minus(view.dead).len()).sum()
                }
                n => *n,
            })
            .map(|n| weight(n, docs))
            .collect();
        let mut outcome = Outcome {
            total,
            whole: true,
            best: Vec::new(),
            weights,
        };
        for (n, (view, reading)) in self.views.iter().zip(readings).enumerate() {
            let candidates = self.candidates(view, reading);
            outcome.whole &= reading.whole && candidates.len() >= reading.all.len();
            let best = self.best_of(view, reading, candidates, &outcome.weights)?;
            outcome
                .best
                .extend(best.into_iter().map(|hit| Scored { view: n, ..hit }));
        }
        Some(outcome)
    }

    /// The texts to score, in ascending order: all, or the newest and those where frequent words
    /// stand side by side as typed.
    fn candidates(&self, view: &View<'a>, reading: &Reading<'a>) -> Vec<u32> {
        let words = &self.ask.words;
        let most = if words.len() == 1 && view.quotes {
            self.most.min(FOR_ONE_WORD)
        } else {
            self.most
        };
        let mut docs = reading.all.first(most + 1);
        if docs.len() <= most {
            return docs;
        }
        docs.truncate(most);
        let exact = |k: usize| view.part.find(&words.get(k)?.text);
        // The word itself comes before what begins with it, however old.
        if let (1, Some(How::Begun), Some(term)) =
            (words.len(), words.first().map(|word| word.how), exact(0))
        {
            let same = view.part.lists().set(term as usize);
            docs.extend(same.and(&reading.all).first(most));
        }
        let pairs: Vec<Set<'a>> = (1..words.len())
            .filter_map(|k| Some((exact(k - 1)?, exact(k)?)))
            .filter_map(|(a, b)| view.part.pair(view.part.rank(a), view.part.rank(b)))
            .collect();
        if let Some((first, rest)) = pairs.split_first() {
            // A third each: the newest, those with all pairs, those with any.
            let most = most / 3;
            docs.truncate(most);
            let every = rest
                .iter()
                .fold(first.and(&reading.all), |all, pair| all.and(pair));
            docs.extend(every.first(most));
            if every.len() < most && !rest.is_empty() {
                docs.extend(Set::union(&pairs).and(&reading.all).first(most));
            }
        }
        docs.sort_unstable();
        docs.dedup();
        docs
    }

    fn best_of(
        &self,
        view: &View<'a>,
        reading: &Reading<'a>,
        candidates: Vec<u32>,
        weights: &[f32],
    ) -> Option<Vec<Scored>> {
        let words = self.ask.words.iter().zip(&reading.fits);
        let words = words.map(|(word, fits)| (word.text.as_str(), &**fits));
        let classes = Classes::new(view.part, words);
        let scorer = || Scorer::new(&classes, weights);
        let (texts, titled) = (Texts::new(view), &reading.titled);
        let mut scored: Vec<(f32, u32)> = if weights.is_empty() {
            candidates.into_iter().map(|doc| (0.0, doc)).collect()
        } else {
            let pieces: Vec<Vec<(f32, u32)>> = candidates
                .par_chunks(CHUNK)
                .with_min_len(2)
                .map_init(scorer, |scorer, docs| {
                    let one = |doc: &u32| (texts.score(scorer, titled, *doc), *doc);
                    (!(self.cancelled)()).then(|| docs.iter().map(one).collect())
                })
                .collect::<Option<_>>()?;
            pieces.concat()
        };
        best(&mut scored, self.limit);
        let mut again = scorer();
        let hits = scored.into_iter().map(|(value, doc)| {
            let known = !weights.is_empty();
            if known {
                texts.score(&mut again, titled, doc);
            }
            Scored {
                view: 0,
                doc,
                score: value,
                found: if known { again.places() } else { Vec::new() },
                brevity: if known { again.brevity() } else { 0.0 },
            }
        });
        Some(hits.collect())
    }
}

/// The texts of a view, ready to be read one by one.
struct Texts<'a> {
    view: &'a View<'a>,
    bounds: &'a [u32],
    speakers: &'a [u32],
}

impl<'a> Texts<'a> {
    fn new(view: &'a View<'a>) -> Self {
        Self {
            view,
            bounds: view.part.text_bounds(),
            speakers: if view.quotes {
                view.segment.speakers()
            } else {
                &[]
            },
        }
    }

    fn score(&self, scorer: &mut Scorer<'_>, titled: &[Set<'_>], doc: u32) -> f32 {
        let speaker = self.speakers.get(doc as usize).copied().unwrap_or(u32::MAX);
        scorer.score(
            self.view.part.text(self.bounds, doc),
            self.view.segment.name_words(speaker),
            |k| titled.get(k).is_some_and(|set| set.contains(doc)),
        )
    }
}

/// The quotes of articles whose title has the word; none where very many have it, as then it says
/// nothing.
fn titled(segment: &Segment, word: &Word) -> Set<'static> {
    let titles = segment.titles();
    let fits = segment.known_titles.fits(titles, word, Rung::Same);
    let most = titles.docs() / TITLES_SHARE + ENOUGH;
    let articles = having(titles, word, &fits).first(most + 1);
    if articles.len() > most {
        return Set::default();
    }
    segment.docs_of(articles.into_iter().map(|article| article..article + 1))
}

fn all_of(part: Part<'_>) -> Set<'static> {
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

/// The order of texts of one segment: the better score, then the newer.
fn order(a: &(f32, u32), b: &(f32, u32)) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

/// Leaves the `limit` best in their order.
fn best(found: &mut Vec<(f32, u32)>, limit: usize) {
    if limit < found.len() {
        found.select_nth_unstable_by(limit, order);
        found.truncate(limit);
    }
    found.sort_unstable_by(order);
}
