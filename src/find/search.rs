//! One search: which texts have the words, which of them are looked at, and their order.
//!
//! Owns the way from words to scored texts over all segments of an index. Where little is found,
//! it goes down the ladder of `fits`: slips, the titles of articles, a word left out, two slips,
//! scattered letters.

use std::cmp::Ordering;
use std::hint::black_box;

use rayon::prelude::*;

use super::ask::{Ask, How};
use super::fits::{Known, Rung};
use super::part::Part;
use super::reading::{LEAST_TO_LEAVE, Reading};
use super::score::{Bearer, Classes, Name, Parts, Scorer, most, weight};
use super::segment::{SPEAKERS_KINDS, Segment};
use super::set::Set;

/// So many texts are scored when it may take its time.
pub(super) const DEEP: usize = 1_000_000;
/// With this many found, nobody needs what fits worse.
pub(super) const ENOUGH: usize = 10;
/// From three words on: where the best has less than this share of what the words weigh, they are
/// slips that nobody made, and a text with all words but one may be better.
const FAIR: f32 = 0.95;
/// A text that has this share of the most it could get is what was looked for.
const GOOD: f32 = 0.72;
/// Texts that are looked at for one word: they differ little, the newest are as good as any.
const FOR_ONE_WORD: usize = 1024;
/// Texts scored in one go by a thread.
const CHUNK: usize = 512;
/// Texts that are sent for at once.
const AT_ONCE: usize = 16;

/// The texts of one segment that are searched.
pub(super) struct View<'a> {
    pub segment: &'a Segment,
    pub part: Part<'a>,
    pub known: &'a Known,
    /// Texts that are no longer, and articles.
    pub dead: &'a Set<'static>,
    pub gone: &'a Set<'static>,
    /// The texts that pass the fields, or nothing where all do.
    pub narrow: Option<Set<'a>>,
    /// The order of texts with the same score, where it is not their own.
    pub ties: Option<&'a Ties<'a>>,
    /// Whether a short text is better than a long one.
    pub brief: bool,
    /// Whether they are quotes, which have speakers and titles.
    pub quotes: bool,
}

/// Which of two texts comes first.
pub(super) type Ties<'a> = dyn Fn(u32, u32) -> Ordering + Sync + 'a;

/// What is asked, and how it is to be answered.
pub(super) struct Search<'a> {
    pub views: Vec<View<'a>>,
    pub ask: &'a Ask,
    /// The most texts that are scored in each segment.
    pub most: usize,
    /// How many are wanted.
    pub limit: usize,
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
}

/// A text that was found.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub view: usize,
    pub doc: u32,
    pub score: f32,
    pub parts: Parts,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub total: usize,
    /// Whether every text that matches was looked at.
    pub whole: bool,
    /// Whether those that match were all counted.
    pub counted: bool,
    /// The best, of each view in order.
    pub best: Vec<Scored>,
    pub weights: Vec<f32>,
}

/// How far a search goes for each word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    pub rung: Rung,
    pub titles: bool,
    pub leave_one: bool,
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
        reach(Rung::Slip, true, true),
        reach(Rung::TwoSlips, true, true),
        reach(Rung::Scattered, true, true),
    ]
};

impl<'a> Search<'a> {
    /// Finds; nothing once cancelled.
    pub fn run(&self) -> Option<Outcome> {
        let mut base: Vec<usize> = Vec::new();
        // Where nothing is found there is nothing more to look at.
        let mut best = Outcome {
            whole: true,
            counted: true,
            ..Outcome::default()
        };
        let mut before: Vec<Reading<'a>> = Vec::new();
        let mut titled: Vec<Vec<Set<'static>>> = Vec::new();
        for reach in REACHES {
            if (self.cancelled)() {
                return None;
            }
            if reach.titles && titled.is_empty() {
                titled = self.titled();
            }
            let readings: Vec<Reading<'a>> = (0..self.views.len())
                .map(|n| self.read(n, reach, &base, &titled, before.get(n)))
                .collect();
            if reach.rung == Rung::Same {
                base = self.frequencies(&readings);
            }
            let total = readings.iter().map(|reading| reading.all.len()).sum();
            if total > best.total {
                best = self.score(&readings, &base, total)?;
            }
            // Where phrases were not looked at in all texts, there may be more, and be nothing found yet.
            best.counted &= readings.iter().all(|reading| reading.whole);
            best.whole &= best.counted;
            if self.is_enough(&best, reach) {
                break;
            }
            before = readings;
        }
        // Without words the first texts are the best, unless another order says which are.
        if best.weights.is_empty() && self.views.iter().all(|view| view.ties.is_none()) {
            best.whole = best.counted;
        }
        Some(best)
    }

    fn is_enough(&self, found: &Outcome, reach: Reach) -> bool {
        let best = found.best.iter().map(|hit| hit.score).fold(0.0, f32::max);
        let is_good = found.total > 0 && best >= GOOD * most(&found.weights);
        // One word is found as soon as anybody wrote it, be it with the same slip.
        let is_sure = self.ask.words.len() != 1 || reach.rung > Rung::Same;
        let is_fair = reach.rung != Rung::Slip
            || self.ask.words.len() < LEAST_TO_LEAVE
            || best >= FAIR * found.weights.iter().sum::<f32>();
        (is_good && is_sure) || (found.total >= ENOUGH && is_fair)
    }

    /// How many texts have each word.
    fn frequencies(&self, readings: &[Reading<'a>]) -> Vec<usize> {
        let count = |k: usize| {
            let views = self.views.iter().zip(readings);
            views
                .map(|(view, r)| r.sets[k].len_without(view.dead))
                .sum()
        };
        (0..self.ask.words.len()).map(count).collect()
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
                    live.map(|(view, r)| r.sets[k].len_without(view.dead)).sum()
                }
                n => *n,
            })
            .map(|n| weight(n, docs))
            .collect();
        let mut outcome = Outcome {
            total,
            whole: true,
            counted: true,
            best: Vec::new(),
            weights,
        };
        for (n, (view, reading)) in self.views.iter().zip(readings).enumerate() {
            let candidates = self.candidates(view, reading);
            outcome.whole &= candidates.len() >= reading.all.len();
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
        let most = if words.len() == 1 && view.quotes && self.most < DEEP {
            self.most.min(FOR_ONE_WORD)
        } else {
            self.most
        };
        let mut docs = reading.all.first(most + 1);
        if docs.len() <= most {
            return docs;
        }
        docs.truncate(most);
        docs.extend(&reading.nearer);
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
            docs.drain(most..self.most.min(docs.len()));
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
        let scorer = || match Scorer::new(&classes, weights) {
            scorer if view.brief => scorer,
            scorer => scorer.regardless_of_length(),
        };
        let (texts, titled) = (Texts::new(view), &reading.titled);
        let mut scored: Vec<(f32, u32)> = if weights.is_empty() {
            candidates.into_iter().map(|doc| (0.0, doc)).collect()
        } else {
            let pieces: Vec<Vec<(f32, u32)>> = candidates
                .par_chunks(CHUNK)
                .with_min_len(2)
                .map_init(scorer, |scorer, docs| {
                    (!(self.cancelled)()).then(|| texts.scores(scorer, titled, docs))
                })
                .collect::<Option<_>>()?;
            pieces.concat()
        };
        best(&mut scored, view.ties, self.limit);
        let mut again = scorer();
        let hits = scored.into_iter().map(|(value, doc)| {
            let known = !weights.is_empty();
            if known {
                texts.score(&mut again, titled, doc, texts.read(doc));
            }
            Scored {
                view: 0,
                doc,
                score: value,
                parts: if known {
                    again.parts()
                } else {
                    Parts::default()
                },
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
    kinds: &'a [u8],
}

impl<'a> Texts<'a> {
    fn new(view: &'a View<'a>) -> Self {
        let (speakers, kinds): (&[u32], &[u8]) = if view.quotes {
            (view.segment.speakers(), view.segment.speaker_kinds())
        } else {
            (&[], &[])
        };
        Self {
            view,
            bounds: view.part.text_bounds(),
            speakers,
            kinds,
        }
    }

    /// The words of a text and its speaker's name.
    fn read(&self, doc: u32) -> (&'a [u8], Name<'a>) {
        let speaker = self.speakers.get(doc as usize).copied().unwrap_or(u32::MAX);
        let kind = self.kinds.get(speaker as usize);
        let kind = kind.and_then(|kind| SPEAKERS_KINDS.get(usize::from(*kind)));
        let name = Name {
            words: self.view.segment.name_words(speaker),
            of: Bearer::of(kind.copied()),
        };
        (self.view.part.text(self.bounds, doc), name)
    }

    fn score(
        &self,
        scorer: &mut Scorer<'_>,
        titled: &[Set<'_>],
        doc: u32,
        (text, name): (&[u8], Name<'_>),
    ) -> f32 {
        scorer.score(text, name, |k| {
            titled.get(k).is_some_and(|set| set.contains(doc))
        })
    }

    /// The score of each. Texts lie far apart: several are sent for at once before the first is
    /// looked at, so that the waits for them overlap.
    fn scores(&self, scorer: &mut Scorer<'_>, titled: &[Set<'_>], docs: &[u32]) -> Vec<(f32, u32)> {
        let mut scores = Vec::with_capacity(docs.len());
        let mut read = Vec::with_capacity(AT_ONCE);
        for docs in docs.chunks(AT_ONCE) {
            read.clear();
            read.extend(docs.iter().map(|doc| self.read(*doc)));
            let ends = |words: &[u8]| {
                u32::from(*words.first().unwrap_or(&0)) + u32::from(*words.last().unwrap_or(&0))
            };
            black_box(
                read.iter()
                    .map(|(text, name)| ends(text) + ends(name.words))
                    .sum::<u32>(),
            );
            let each = docs.iter().zip(&read);
            scores.extend(each.map(|(doc, read)| (self.score(scorer, titled, *doc, *read), *doc)));
        }
        scores
    }
}

/// Leaves the `limit` best in their order.
fn best(found: &mut Vec<(f32, u32)>, ties: Option<&Ties<'_>>, limit: usize) {
    let tie = |a: u32, b: u32| ties.map_or_else(|| a.cmp(&b), |ties| ties(a, b));
    let order = |a: &(f32, u32), b: &(f32, u32)| -> Ordering {
        b.0.total_cmp(&a.0).then_with(|| tie(a.1, b.1))
    };
    if limit < found.len() {
        found.select_nth_unstable_by(limit, order);
        found.truncate(limit);
    }
    found.sort_unstable_by(order);
}
