//! The people of an index: each of them once, with the number of quotes that pass.
//!
//! Owns the joining of people over segments, as every segment has a list of its own. Who is in an
//! earlier segment too is found there, with the quotes of both.

use std::cmp::{Ordering, Reverse};

use rustc_hash::FxHashMap;

use super::ask::Ask;
use super::hits::PersonHit;
use super::index::Live;
use super::part::Part;
use super::segment::{SPEAKERS_KINDS, Segment};
use super::set::Set;
use super::token::{letters, tokens};
use crate::model::SpeakerKind;
use crate::query::{Kind, Test};
use crate::text::fold::fold_str;

/// A speaker of a segment who is in an earlier one: that one and the number there.
pub(super) struct Elsewhere {
    speaker: u32,
    segment: usize,
    there: u32,
}

/// The people of all segments.
pub(super) struct People<'a>(Vec<Counts<'a>>);

/// The people of one segment.
struct Counts<'a> {
    segment: &'a Segment,
    /// Quotes of each speaker that pass the fields; nothing where there are no fields.
    passing: Option<Vec<u32>>,
    /// What is to be added where there are no fields: less for quotes that are gone, more for
    /// those in later segments.
    changed: FxHashMap<u32, i64>,
    /// Speakers who are found elsewhere, or have no quote that passes.
    hidden: Set<'static>,
}

impl<'a> People<'a> {
    /// Of these segments; `passing` gives the quotes that pass the fields, where there are any.
    pub fn new(live: &'a [Live], ask: &Ask, passing: impl Fn(&'a Live) -> Option<Set<'a>>) -> Self {
        let mut all: Vec<Counts<'a>> = live
            .iter()
            .map(|live| Counts::new(live, passing(live)))
            .collect();
        for n in (1..live.len()).rev() {
            let known = live[n]
                .known
                .get_or_init(|| known(&live[..n], &live[n].segment));
            let mut hidden = Vec::with_capacity(known.len());
            for same in known {
                let quotes = all[n].of(same.speaker);
                all[same.segment].add(same.there, quotes);
                hidden.push(same.speaker);
            }
            all[n].hidden = Set::of_sorted(&hidden);
        }
        let asks_for_a_kind = ask
            .filters
            .iter()
            .any(|(not, test)| !not && matches!(test, Test::Kind(Kind::Speaker(_))));
        for (counts, live) in all.iter_mut().zip(live) {
            counts.hide_the_silent();
            if !asks_for_a_kind {
                let nameless = live.nameless.get_or_init(|| nameless(&live.segment));
                counts.hide(nameless.clone());
            }
        }
        Self(all)
    }

    /// Number of quotes of a speaker of a segment.
    pub fn quotes(&self, segment: usize, speaker: u32) -> u32 {
        self.0[segment].of(speaker)
    }

    /// The speakers of a segment who are not to be found.
    pub fn hidden(&self, segment: usize) -> &Set<'static> {
        &self.0[segment].hidden
    }

    /// Whether the speakers stand in their order already, as they do in a segment that is alone and
    /// whole.
    pub fn are_in_order(&self) -> bool {
        let plain = |counts: &Counts<'_>| counts.passing.is_none() && counts.changed.is_empty();
        self.0.len() == 1 && self.0.iter().all(plain)
    }

    /// Which of two speakers of one score comes first: who is more quoted, then by name.
    pub fn order(&self, a: (usize, u32), b: (usize, u32)) -> Ordering {
        let counts = |(segment, _): (usize, u32)| &self.0[segment];
        let quotes = counts(b).of(b.1).cmp(&counts(a).of(a.1));
        let name = |of: (usize, u32)| {
            let (name, kind) = counts(of).segment.name(of.1);
            (name, SPEAKERS_KINDS.iter().position(|k| Some(*k) == kind))
        };
        quotes.then_with(|| name(a).cmp(&name(b)))
    }
}

impl<'a> Counts<'a> {
    fn new(live: &'a Live, passing: Option<Set<'a>>) -> Self {
        let (segment, dead) = (&*live.segment, &live.dead_quotes);
        let speakers = segment.speakers();
        let each = |quotes: &Set<'_>, f: &mut dyn FnMut(u32)| {
            let docs = quotes.first(usize::MAX).into_iter();
            let said = docs.filter_map(|doc| speakers.get(doc as usize).copied());
            said.filter(|speaker| *speaker != u32::MAX).for_each(f);
        };
        let passing = passing.map(|quotes| {
            let mut count = vec![0; segment.people().docs()];
            each(&quotes.minus(dead), &mut |speaker| {
                if let Some(n) = count.get_mut(speaker as usize) {
                    *n += 1;
                }
            });
            count
        });
        let mut changed = FxHashMap::default();
        if passing.is_none() {
            each(dead, &mut |speaker| {
                *changed.entry(speaker).or_default() -= 1;
            });
        }
        Self {
            segment,
            passing,
            changed,
            hidden: Set::default(),
        }
    }

    fn of(&self, speaker: u32) -> u32 {
        match &self.passing {
            Some(count) => count.get(speaker as usize).copied().unwrap_or(0),
            None => {
                let list = self.segment.quotes_of(speaker);
                let all = self.segment.quotes().lists().len(list) as i64;
                let changed = self.changed.get(&speaker).copied().unwrap_or(0);
                u32::try_from(all + changed).unwrap_or(0)
            }
        }
    }

    fn add(&mut self, speaker: u32, quotes: u32) {
        match &mut self.passing {
            Some(count) => {
                if let Some(n) = count.get_mut(speaker as usize) {
                    *n += quotes;
                }
            }
            None => *self.changed.entry(speaker).or_default() += i64::from(quotes),
        }
    }

    fn hide_the_silent(&mut self) {
        let mut silent: Vec<u32> = match &self.passing {
            Some(count) => (0..)
                .zip(count)
                .filter(|(_, n)| **n == 0)
                .map(|(speaker, _)| speaker)
                .collect(),
            // Everyone in a segment has a quote there to begin with.
            None => {
                let changed = self.changed.keys().copied();
                changed.filter(|speaker| self.of(*speaker) == 0).collect()
            }
        };
        silent.sort_unstable();
        self.hide(Set::of_sorted(&silent));
    }

    fn hide(&mut self, more: Set<'static>) {
        self.hidden = Set::union(&[std::mem::take(&mut self.hidden), more]);
    }
}

/// So many are looked at for several words: who of them comes first is not said by the score alone.
pub(super) const LOOKED_AT: usize = 300;

/// Puts first, the most quoted before others, those whose name has every word as it was typed: names are
/// written in any order and with titles between, which is no reason for a name that was printed once to
/// come before a known one. Who is called by one of the words in full comes before whom it only begins.
pub(super) fn known_first(hits: &mut [PersonHit], words: usize) {
    if words < 2 {
        return;
    }
    hits.sort_by_cached_key(|hit| {
        let fit = |word: usize| {
            let found = hit.score.found.iter();
            let found = found.filter(|f| f.word == word && f.as_typed);
            found.map(|f| f.fit >= 1.0).max()
        };
        let fits: Option<Vec<bool>> = (0..words).map(fit).collect();
        let same = |fits: Vec<bool>| fits.into_iter().filter(|same| *same).count();
        Reverse(fits.map(|fits| (same(fits), hit.quotes)))
    });
}

/// The speakers of a segment who are in one of those before it, in ascending order.
fn known(before: &[Live], segment: &Segment) -> Vec<Elsewhere> {
    let speakers = 0..segment.people().docs() as u32;
    let find = |speaker| {
        let mut places = before.iter().enumerate();
        places.find_map(|(n, live)| {
            same(&live.segment, segment.name(speaker)).map(|there| Elsewhere {
                speaker,
                segment: n,
                there,
            })
        })
    };
    speakers.filter_map(find).collect()
}

/// The speakers who have no name of their own.
fn nameless(segment: &Segment) -> Set<'static> {
    let kinds = (0..).zip(segment.speaker_kinds());
    let kind = |place: u8| SPEAKERS_KINDS.get(usize::from(place));
    let nameless = kinds.filter(|(_, place)| kind(**place).is_none_or(|kind| !kind.has_name()));
    let found: Vec<u32> = nameless.map(|(speaker, _)| speaker).collect();
    Set::of_sorted(&found)
}

/// The speaker of this name and kind.
pub(super) fn same(segment: &Segment, who: (&str, Option<SpeakerKind>)) -> Option<u32> {
    having_words(segment.people(), who.0)
        .into_iter()
        .find(|speaker| segment.name(*speaker) == who)
}

/// The speakers who have all words of a name.
fn having_words(people: Part<'_>, name: &str) -> Vec<u32> {
    let folded = fold_str(name);
    let terms = tokens(&folded).map(|token| people.find(&letters(&folded[token])));
    let Some(terms) = terms.collect::<Option<Vec<u32>>>() else {
        return Vec::new();
    };
    let mut sets = terms
        .into_iter()
        .map(|term| people.lists().set(term as usize));
    match sets.next() {
        Some(first) => sets.fold(first, |all, set| all.and(&set)).first(usize::MAX),
        // A name of marks alone.
        None => (0..people.docs() as u32).collect(),
    }
}
