//! The best places in one row for all words of a query.
//!
//! Owns the score of a row: how well each word fits where it is found, and how near and in what
//! order the words stand. A small Viterbi search over the places of each word.

use std::ops::Range;

use super::query::Query;

/// Words that stand side by side as typed are worth this, words further apart a share of it.
const PHRASE: f32 = 0.5;
/// Words side by side the other way round.
const REVERSED: f32 = 0.2;
/// Further apart than this, nearness says nothing.
const NEAR: usize = 8;
/// A word in the speaker's name counts a little more than the same in the words said: who types a
/// name wants what that person said before what is said of them.
const SPEAKER: f32 = 1.05;
/// The title stands above all quotes of its article alike.
const TITLE: f32 = 0.6;
/// Of two quotes with the same words the shorter is a little better.
const BREVITY: f32 = 0.1;
/// The most places of one word that are weighed; the best are kept.
const MOST_PLACES: usize = 16;

/// Where the words of a row are among the words of all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fields {
    pub text: usize,
    pub speaker: usize,
    pub title: usize,
    pub end: usize,
}

/// The part of a row that a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Text,
    Speaker,
    Title,
}

impl Fields {
    /// All words of the row.
    pub const fn range(&self) -> Range<usize> {
        self.text..self.end
    }

    /// The words of its title.
    pub const fn title(&self) -> Range<usize> {
        self.title..self.end
    }

    /// The field that the row's word number `at` is in, and its number in that field.
    pub const fn place(&self, at: usize) -> (Field, usize) {
        let (speaker, title) = (self.speaker - self.text, self.title - self.text);
        if at < speaker {
            (Field::Text, at)
        } else if at < title {
            (Field::Speaker, at - speaker)
        } else {
            (Field::Title, at - title)
        }
    }
}

/// A place where a word of the query fits.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Number of the word in the row.
    at: usize,
    field: Field,
    fit: f32,
    /// The best that can be had up to here, and by which place of the word before.
    sum: f32,
    from: usize,
}

/// Scores rows one after the other; keeps its memory between them.
#[derive(Default)]
pub(super) struct Aligner {
    /// The places of each word of the query.
    columns: Vec<Vec<Place>>,
}

impl Aligner {
    /// The score of a row with these words, in which all words of the query are found.
    pub fn score(&mut self, query: &Query, words: &[u32], fields: &Fields) -> f32 {
        self.gather(query, words, fields);
        for k in 0..query.words().len() {
            let (before, rest) = self.columns.split_at_mut(k);
            let before = before.last().map(Vec::as_slice);
            let weight = query.words()[k].weight;
            for place in &mut rest[0] {
                let (sum, from) = before.map_or((0.0, 0), |before| best_way(before, place));
                place.sum = sum + weight * place.fit;
                place.from = from;
            }
        }
        let (_, sum) = self.last();
        sum + BREVITY / (1.0 + (fields.speaker - fields.text) as f32 / 40.0)
    }

    /// The places that made the last score: for each word of the query the number of the word in
    /// the row.
    pub fn places(&self) -> Vec<usize> {
        let (mut k, _) = self.last();
        let mut places = Vec::new();
        for column in self.columns.iter().rev() {
            let Some(place) = column.get(k) else { break };
            places.push(place.at);
            k = place.from;
        }
        places.reverse();
        places
    }

    fn last(&self) -> (usize, f32) {
        let last = self.columns.last().map_or(&[][..], Vec::as_slice);
        last.iter().enumerate().fold((0, 0.0), |best, (k, place)| {
            if place.sum > best.1 {
                (k, place.sum)
            } else {
                best
            }
        })
    }

    fn gather(&mut self, query: &Query, words: &[u32], fields: &Fields) {
        self.columns.resize_with(query.words().len(), Vec::new);
        self.columns.iter_mut().for_each(Vec::clear);
        for (at, word) in words.iter().enumerate() {
            for (k, fit) in query.fits(*word) {
                let (field, _) = fields.place(at);
                let fit = match field {
                    Field::Text => fit,
                    Field::Speaker => fit * SPEAKER,
                    Field::Title => fit * TITLE,
                };
                self.columns[k].push(Place {
                    at,
                    field,
                    fit,
                    sum: 0.0,
                    from: 0,
                });
            }
        }
        self.columns.iter_mut().for_each(thin);
    }
}

/// Leaves the best-fitting places, in their order.
fn thin(column: &mut Vec<Place>) {
    if column.len() > MOST_PLACES {
        column.sort_by(|a, b| b.fit.total_cmp(&a.fit).then(a.at.cmp(&b.at)));
        column.truncate(MOST_PLACES);
        column.sort_by_key(|place| place.at);
    }
}

/// The most that can be had before `place`, and from which place of the word before it.
fn best_way(before: &[Place], place: &Place) -> (f32, usize) {
    let mut best = (f32::MIN, 0);
    for (k, last) in before.iter().enumerate() {
        let sum = last.sum + nearness(last, place);
        if sum > best.0 {
            best = (sum, k);
        }
    }
    best
}

fn nearness(last: &Place, next: &Place) -> f32 {
    let apart = last.at.abs_diff(next.at);
    if apart == 0 || apart > NEAR || last.field != next.field {
        return 0.0;
    }
    let most = if last.at < next.at { PHRASE } else { REVERSED };
    most / apart as f32
}
