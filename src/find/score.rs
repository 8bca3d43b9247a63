//! How well a text answers the words of a query.
//!
//! Owns the score: how well each word fits where it is found, weighed by how rare it is; how near
//! the words stand and in what order; a little for a short text. The best places of all words are
//! found by a small Viterbi search over the places of each word.

use rustc_hash::FxHashMap;

use super::code;
use super::fits::{self, Fits, LEAST_AS_TYPED, SAME};
use super::part::Part;
use crate::model::SpeakerKind;

/// Neighbours in the order in which they were typed are worth this share of their weight.
const PHRASE: f32 = 0.6;
/// Neighbours the other way round.
const REVERSED: f32 = 0.35;
/// Words further apart are worth less by this power of their distance.
const FADING: f32 = 0.6;
/// Words further apart than this are as far as words can be.
const FAR: usize = 48;
/// A word in the speaker's name counts a little more than the same in the words said: who types a
/// name wants what that person said before what is said of them.
const SPEAKER: f32 = 1.05;
/// Unless they are a part of the name of something, or of a description: "china" is not yet the China National
/// Space Administration and "police" no name, while one name of a person stands for them.
const PART_OF_NAME: f32 = 0.92;
/// A word that only the title of the article has.
const TITLE: f32 = 0.5;
/// A word that comes again.
const AGAIN: f32 = 0.03;
/// Of two texts with the same words the shorter is better.
const BREVITY: f32 = 0.25;
const BREVITY_WORDS: f32 = 25.0;
/// Fewer words hardly are one.
const SENTENCE: u32 = 4;
/// The most places of one word that are weighed.
const MOST_PLACES: usize = 24;

/// For every term by its rank, which words of the query it fits.
pub(super) struct Classes {
    /// Whether it fits any, as bits: they stay in the nearest cache, and most ranks fit none.
    some: Vec<u64>,
    /// 0 where it fits none, else the place of its fits.
    of_rank: Vec<u16>,
    fits: Vec<Vec<(u8, u8)>>,
    numbers: FxHashMap<(u16, u8, u8), u16>,
}

impl Classes {
    /// `words`: for each word of the query its letters and the terms it fits.
    pub fn new<'f>(part: Part<'_>, words: impl Iterator<Item = (&'f str, &'f Fits)>) -> Self {
        let mut classes = Self {
            some: vec![0; part.terms().div_ceil(64)],
            of_rank: vec![0; part.terms()],
            fits: vec![Vec::new()],
            numbers: FxHashMap::default(),
        };
        for (n, (typed, fits)) in (0..).zip(words) {
            for (term, fit) in &fits.single {
                classes.mark(part.rank(*term), n, *fit);
            }
            let ranks = part.ranks(fits.beginning.clone());
            let bounds = part.bounds(fits.beginning.clone());
            for (rank, bounds) in ranks.iter().zip(bounds.windows(2)) {
                let length = bounds[1].saturating_sub(bounds[0]) as usize;
                // The word itself is among the single ones.
                if length > typed.len() {
                    classes.mark(*rank, n, fits::beginning(typed.len(), length));
                }
            }
        }
        classes
    }

    /// Of texts whose words stand by numbers of their own: for each which words of the query it
    /// fits and how well.
    pub fn of(fits: Vec<Vec<(u8, u8)>>) -> Self {
        let mut some = vec![0; fits.len().div_ceil(64)];
        let fitting = fits.iter().enumerate().filter(|(_, fits)| !fits.is_empty());
        fitting.for_each(|(n, _)| some[n / 64] |= 1 << (n % 64));
        Self {
            some,
            of_rank: (0..=u16::MAX).take(fits.len()).collect(),
            fits,
            numbers: FxHashMap::default(),
        }
    }

    fn mark(&mut self, rank: u32, word: u8, fit: u8) {
        let Some(class) = self.of_rank.get_mut(rank as usize) else {
            return;
        };
        if let Some(bits) = self.some.get_mut(rank as usize / 64) {
            *bits |= 1 << (rank % 64);
        }
        // Steps of eight: few classes, and one for the same word.
        let fit = if fit == SAME { SAME } else { fit & !7 };
        let key = (*class, word, fit);
        if let Some(number) = self.numbers.get(&key) {
            *class = *number;
            return;
        }
        let mut all = self.fits[*class as usize].clone();
        match all.last_mut().filter(|last| last.0 == word) {
            Some(last) => last.1 = last.1.max(fit),
            None => all.push((word, fit)),
        }
        if let Ok(number) = u16::try_from(self.fits.len()) {
            self.fits.push(all);
            self.numbers.insert(key, number);
            *class = number;
        }
    }
}

/// What a word counts that so many of the texts have: how much it says that one has it, and
/// something however frequent it is.
pub(super) fn weight(having: usize, texts: usize) -> f32 {
    let (having, texts) = (having as f32, texts as f32);
    let rare = (1.0 + texts / (1.0 + having)).ln() / (1.0 + texts).ln().max(f32::MIN_POSITIVE);
    0.25 + rare.clamp(0.0, 1.0)
}

/// The most that a text can get.
pub(super) fn most(weights: &[f32]) -> f32 {
    let pairs = weights.windows(2).map(|w| (w[0] + w[1]) / 2.0 * PHRASE);
    weights.iter().sum::<f32>() + pairs.sum::<f32>()
}

/// A place where a word of the query fits.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Number of the word in its text.
    at: u32,
    in_name: bool,
    as_typed: bool,
    fit: f32,
    /// The best that can be had up to here, and by which place of which word.
    sum: f32,
    from: u32,
}

/// A word of the query and where it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Number of the word in the query.
    pub word: usize,
    /// Number of the word in the text or in the speaker's name.
    pub at: usize,
    /// Whether it is in the speaker's name.
    pub in_name: bool,
    /// Whether the word is the one that was typed, or begins so.
    pub as_typed: bool,
    /// How well it fits, up to 1.
    pub fit: f32,
    /// What its nearness to the word before is worth.
    pub near: f32,
}

/// What a score is made of, beside the places of words and their nearness.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub found: Vec<Found>,
    /// Words that only the title has, with what each is worth.
    pub titled: Vec<(usize, f32)>,
    /// For words that come again.
    pub again: f32,
    /// For shortness.
    pub brevity: f32,
}

/// The name of who says a text.
#[derive(Clone, Copy, Default)]
pub(super) struct Name<'a> {
    /// Its words in the code of the index.
    pub words: &'a [u8],
    /// Who has it.
    pub of: Bearer,
}

/// Who has a name.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Bearer {
    Person,
    /// An organisation or a document.
    Thing,
    /// Nobody who is named: it is a description.
    #[default]
    Described,
}

impl Bearer {
    pub const fn of(kind: Option<SpeakerKind>) -> Self {
        match kind {
            Some(SpeakerKind::Person) => Self::Person,
            Some(SpeakerKind::Organisation | SpeakerKind::Document) => Self::Thing,
            Some(SpeakerKind::Group | SpeakerKind::Unnamed) | None => Self::Described,
        }
    }
}

/// What a fit in a name is worth, when so many of its words fit.
fn in_names(of: Bearer, fitting: usize, words: usize) -> f32 {
    match of {
        Bearer::Person => SPEAKER,
        Bearer::Thing if fitting == words => SPEAKER,
        Bearer::Thing | Bearer::Described => PART_OF_NAME,
    }
}

fn put(columns: &mut [Vec<Place>], fits: &[(u8, u8)], at: u32, in_name: bool) {
    for (word, fit) in fits {
        let column = &mut columns[usize::from(*word)];
        if column.len() < MOST_PLACES {
            column.push(Place {
                at,
                in_name,
                as_typed: *fit >= LEAST_AS_TYPED,
                fit: f32::from(*fit) / 255.0,
                sum: 0.0,
                from: 0,
            });
        }
    }
}

/// What so many words are worth for being few. Where nothing of it was typed but the name, a scrap says
/// little of what somebody said.
pub(super) fn shortness(words: u32, by_name: bool) -> f32 {
    let short = |words: u32| 1.0 / (1.0 + words as f32 / BREVITY_WORDS);
    if by_name && words < SENTENCE {
        short(SENTENCE) * words as f32 / SENTENCE as f32
    } else {
        short(words)
    }
}

/// Scores texts one after the other; keeps its memory between them.
pub(super) struct Scorer<'q> {
    classes: &'q Classes,
    weights: &'q [f32],
    /// By distance.
    nearness: [f32; FAR + 1],
    columns: Vec<Vec<Place>>,
    length: u32,
    brevity: f32,
    again: f32,
    /// Of the last text.
    titled: Vec<(usize, f32)>,
    came_again: f32,
}

impl<'q> Scorer<'q> {
    /// `weights`: what each word of the query counts.
    pub fn new(classes: &'q Classes, weights: &'q [f32]) -> Self {
        let mut nearness = [0.0; FAR + 1];
        for (d, near) in nearness.iter_mut().enumerate().skip(1) {
            *near = (d as f32).powf(-FADING);
        }
        Self {
            classes,
            weights,
            nearness,
            columns: vec![Vec::new(); weights.len()],
            length: 0,
            brevity: BREVITY,
            again: AGAIN,
            titled: Vec::new(),
            came_again: 0.0,
        }
    }

    /// Lets a text have nothing for being short, and nothing for words that come again.
    pub fn regardless_of_length(mut self) -> Self {
        (self.brevity, self.again) = (0.0, 0.0);
        self
    }

    /// The score of a text, given its words in the code of the index and its speaker's name.
    /// `titled` says whether a word that is in neither is in the article's title.
    pub fn score(&mut self, text: &[u8], name: Name<'_>, titled: impl Fn(usize) -> bool) -> f32 {
        self.columns.iter_mut().for_each(Vec::clear);
        // The name comes first: a long text must not take all places from it.
        let words = self.gather(true, name.words);
        self.weigh_name(words, name.of);
        self.length = self.gather(false, text);
        let mut last: Option<usize> = None;
        let (mut total, mut came_again) = (0.0, 0.0);
        self.titled.clear();
        for k in 0..self.columns.len() {
            if self.columns[k].is_empty() {
                if titled(k) {
                    let worth = self.weights[k] * TITLE;
                    self.titled.push((k, worth));
                    total += worth;
                }
                continue;
            }
            self.column(k, last);
            let again = 1.0 - 1.0 / self.columns[k].len() as f32;
            came_again += self.again * self.weights[k] * again;
            last = Some(k);
        }
        let best = last.map_or(0.0, |k| self.best(k).1);
        self.came_again = came_again;
        best + total + came_again + self.brevity()
    }

    /// What the last score is made of.
    pub fn parts(&self) -> Parts {
        Parts {
            found: self.places(),
            titled: self.titled.clone(),
            again: self.came_again,
            brevity: self.brevity(),
        }
    }

    /// Weighs the places so far, which are in a name of so many words.
    fn weigh_name(&mut self, words: u32, of: Bearer) {
        let places = || self.columns.iter().flatten();
        let fits = |at: &u32| places().any(|place| place.at == *at);
        // Most names have none of the words.
        if places().next().is_none() {
            return;
        }
        let worth = in_names(of, (0..words).filter(fits).count(), words as usize);
        let places = self.columns.iter_mut().flatten();
        places.for_each(|place| place.fit *= worth);
    }

    /// What the text's shortness is worth.
    fn brevity(&self) -> f32 {
        let mean = self.weights.iter().sum::<f32>() / self.weights.len().max(1) as f32;
        let mut places = self.columns.iter().flatten();
        let by_name = self.length < SENTENCE && places.all(|place| place.in_name);
        self.brevity * mean * shortness(self.length, by_name)
    }

    /// The places that made the last score, in the order of the query.
    fn places(&self) -> Vec<Found> {
        let filled: Vec<usize> = (0..self.columns.len())
            .filter(|k| !self.columns[*k].is_empty())
            .collect();
        let mut found = Vec::new();
        let mut next = filled.last().map(|k| self.best(*k).0);
        for (n, k) in filled.iter().enumerate().rev() {
            let Some(place) = next.and_then(|at| self.columns[*k].get(at)) else {
                break;
            };
            let before = n.checked_sub(1).map(|n| filled[n]);
            let from = place.from as usize;
            let near = before.and_then(|j| Some((j, self.columns[j].get(from)?)));
            found.push(Found {
                word: *k,
                at: place.at as usize,
                in_name: place.in_name,
                as_typed: place.as_typed,
                fit: place.fit,
                near: near.map_or(0.0, |(j, last)| self.near(j, last, *k, place)),
            });
            next = Some(from);
        }
        found.reverse();
        found
    }

    /// Puts down where words of the query are; gives the number of words.
    fn gather(&mut self, in_name: bool, words: &[u8]) -> u32 {
        let (classes, columns) = (self.classes, &mut self.columns);
        let mut at = 0;
        code::each(words, |rank| {
            // Nearly all words are none of those that were typed.
            let bits = classes.some.get(rank as usize / 64).copied().unwrap_or(0);
            if bits >> (rank % 64) & 1 == 1 {
                let class = classes.of_rank.get(rank as usize).copied().unwrap_or(0);
                put(columns, &classes.fits[usize::from(class)], at, in_name);
            }
            at += 1;
        });
        at
    }

    /// The best way to each place of word `k` from those of word `last`.
    fn column(&mut self, k: usize, last: Option<usize>) {
        let mut column = std::mem::take(&mut self.columns[k]);
        for place in &mut column {
            let (mut best, mut from) = (0.0, 0);
            if let Some(j) = last {
                best = f32::MIN;
                for (n, before) in (0..).zip(&self.columns[j]) {
                    let sum = before.sum + self.near(j, before, k, place);
                    if sum > best {
                        (best, from) = (sum, n);
                    }
                }
            }
            place.sum = best + self.weights[k] * place.fit;
            place.from = from;
        }
        self.columns[k] = column;
    }

    fn near(&self, j: usize, last: &Place, k: usize, next: &Place) -> f32 {
        let apart = last.at.abs_diff(next.at) as usize;
        if apart == 0 || last.in_name != next.in_name {
            return 0.0;
        }
        // Words of the query that were not found leave room.
        let apart = apart.saturating_sub(k - j - 1).clamp(1, FAR);
        let most = if last.at < next.at { PHRASE } else { REVERSED };
        let weight = (self.weights[j] + self.weights[k]) / 2.0;
        most * weight * self.nearness[apart] * last.fit.min(next.fit)
    }

    fn best(&self, k: usize) -> (usize, f32) {
        let places = self.columns[k].iter().enumerate();
        places.fold((0, f32::MIN), |best, (n, place)| {
            if place.sum > best.1 {
                (n, place.sum)
            } else {
                best
            }
        })
    }
}

/// The share of a whole fit that a beginning gets, by the bytes typed and those of the word.
#[cfg(test)]
pub(super) fn worth(typed: usize, word: usize) -> f32 {
    f32::from(fits::beginning(typed, word) & !7) / 255.0
}

/// The score by trying every way to place the words: for the tests, to hold the search against.
#[cfg(test)]
pub(super) fn slow(
    fields: &[Vec<String>; 2],
    of: Bearer,
    weights: &[f32],
    fits: &impl Fn(usize, &str) -> f32,
) -> f32 {
    let name = fields[1].iter();
    let fitting = name.filter(|word| (0..weights.len()).any(|k| fits(k, word) > 0.0));
    let in_name = in_names(of, fitting.count(), fields[1].len());
    let places = |k: usize| -> Vec<(usize, usize, f32)> {
        let of = |field: usize, share: f32| {
            let words = fields[field].iter().enumerate();
            words.map(move |(at, word)| (field, at, fits(k, word) * share))
        };
        of(0, 1.0)
            .chain(of(1, in_name))
            .filter(|p| p.2 > 0.0)
            .collect()
    };
    type Way = (f32, Option<(usize, usize, f32)>);
    let mut ways: Vec<Way> = vec![(0.0, None)];
    let mut again = 0.0;
    for (k, weight) in weights.iter().enumerate() {
        let places = places(k);
        again += AGAIN * weight * (1.0 - 1.0 / places.len() as f32);
        let mut longer = Vec::new();
        for (sum, last) in ways {
            for here in &places {
                let near = match last {
                    Some(last) if last.0 == here.0 && last.1 != here.1 => {
                        let most = if last.1 < here.1 { PHRASE } else { REVERSED };
                        let apart = last.1.abs_diff(here.1).min(FAR) as f32;
                        let mean = (weights[k - 1] + weight) / 2.0;
                        most * mean * apart.powf(-FADING) * last.2.min(here.2)
                    }
                    _ => 0.0,
                };
                longer.push((sum + near + weight * here.2, Some(*here)));
            }
        }
        ways = longer;
    }
    let best = ways.iter().map(|way| way.0).fold(0.0, f32::max);
    let mean = weights.iter().sum::<f32>() / weights.len() as f32;
    let in_text = |k: usize| places(k).iter().any(|place| place.0 == 0);
    let by_name = !(0..weights.len()).any(in_text);
    best + again + BREVITY * mean * shortness(fields[0].len() as u32, by_name)
}
