//! Conditions of a query as sets of texts: fields, phrases, beginnings and ends.
//!
//! Owns how each is looked up in the index itself, so that a filter narrows what is scored and
//! never what was found.

use std::iter;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::ask::{Ask, Check, How, Word};
use super::code;
use super::fits::{Fits, Known, Rung};
use super::known_passing::Field;
use super::part::Part;
use super::segment::{
    KIND_LISTS, LANGUAGE_AT, LANGUAGE_OF, LANGUAGES, NEWEST, PUBLISHER_AT, PUBLISHER_OF,
    PUBLISHERS, QUOTE_KINDS, SPEAKERS_KINDS, Segment,
};
use super::set::Set;
use super::token::{letters, tokens};
use crate::model::ArticleId;
use crate::query::{Day, Extent, Kind, Needle, Test, When, holds};

/// Whether only the collection knows what passes.
pub(super) const fn is_outside(test: &Test) -> bool {
    match test {
        // The day it is now is the collection's to know.
        Test::After(when) | Test::Before(when) => when.is_relative(),
        Test::Read(_)
        | Test::Starred
        | Test::Tag(_)
        | Test::Has(_)
        | Test::Text(_)
        | Test::Words(_) => true,
        _ => false,
    }
}

/// What only the collection knows: what passes a test of what the person did with it, or of the text of
/// articles. Nothing where it cannot tell; then the test is passed over.
pub type Outside<'o> = &'o dyn Fn(&Test) -> Option<Arc<Passing>>;

/// What passes a test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passing {
    /// Articles with all their quotes.
    pub articles: Vec<ArticleId>,
    /// Quotes, by the article and the place in it.
    pub quotes: Vec<(ArticleId, usize)>,
}

/// Texts looked at in one go by a thread.
const CHUNK: usize = 4096;

/// The texts of a part that a word fits.
pub(super) fn having<'a>(part: Part<'a>, word: &Word, fits: &Fits) -> Set<'a> {
    let range = fits.beginning.clone();
    let single = fits.single.iter().map(|(term, _)| *term);
    let single = part
        .lists()
        .union(single.filter(|t| !range.contains(t)).map(|t| t as usize));
    if range.is_empty() {
        return single;
    }
    let begun = part.with_beginning(&word.text, range);
    if single.is_empty() {
        begun
    } else {
        Set::union(&[begun, single])
    }
}

/// What of a segment passes a test, which is one on articles or one on quotes, or on either.
enum Within<'a> {
    Articles(Vec<Range<u32>>),
    Quotes(Set<'a>),
    Either(Vec<Range<u32>>, Set<'a>),
}

/// The texts that pass the fields of a query which are asked, by their places; nothing where there is
/// none. `told` is, for each field, what the collection says passes; what it cannot tell is passed
/// over. `all` are all texts, `of` those that pass one test.
pub(super) fn narrowed<'a>(
    ask: &Ask,
    told: &[Option<Arc<Passing>>],
    asked: impl Fn(usize) -> bool,
    all: impl Fn() -> Set<'static>,
    of: impl Fn(&Test, Option<&Arc<Passing>>) -> Set<'a>,
) -> Option<Set<'a>> {
    let mut narrow: Option<Set<'a>> = None;
    for (n, ((not, test), told)) in ask.filters.iter().zip(told).enumerate() {
        if !asked(n) || (is_outside(test) && told.is_none()) {
            continue;
        }
        let set = of(test, told.as_ref());
        narrow = Some(match (narrow, not) {
            (None, false) => set,
            (None, true) => all().minus(&set),
            (Some(narrow), false) => narrow.and(&set),
            (Some(narrow), true) => narrow.minus(&set),
        });
    }
    narrow
}

/// The quotes of a segment that pass a test; `told` is what the collection says passes, where it can
/// tell.
pub(super) fn quotes_passing<'a>(
    segment: &'a Segment,
    test: &Test,
    told: Option<&Arc<Passing>>,
) -> Set<'a> {
    let of = |within| quotes_of(segment, within);
    match told {
        Some(told) => {
            let find = || of(of_told(segment, told));
            let field = Field::of(test, Some(told));
            segment.known_passing.of(field, true, find)
        }
        // These are lists that lie there, or a stretch.
        None if matches!(test, Test::Kind(_) | Test::After(_) | Test::Before(_)) => {
            of(within(segment, test))
        }
        None => {
            let find = || of(within(segment, test));
            segment.known_passing.of(Field::of(test, None), true, find)
        }
    }
}

fn quotes_of<'a>(segment: &Segment, within: Within<'a>) -> Set<'a> {
    match within {
        Within::Articles(articles) => segment.docs_of(articles),
        Within::Quotes(quotes) => quotes,
        Within::Either(articles, quotes) => Set::union(&[segment.docs_of(articles), quotes]),
    }
}

/// The articles of a segment that pass a test or have a quote that does.
pub(super) fn articles_passing(
    segment: &Segment,
    test: &Test,
    told: Option<&Arc<Passing>>,
) -> Set<'static> {
    let find = || {
        let within = told.map_or_else(|| within(segment, test), |told| of_told(segment, told));
        articles_of(segment, within)
    };
    segment.known_passing.of(Field::of(test, told), false, find)
}

fn articles_of(segment: &Segment, within: Within<'_>) -> Set<'static> {
    match within {
        Within::Articles(articles) => Set::of_ranges(articles),
        Within::Quotes(quotes) => Set::of_sorted(&segment.articles_of(&quotes)),
        Within::Either(articles, quotes) => {
            let quoted = Set::of_sorted(&segment.articles_of(&quotes));
            Set::union(&[Set::of_ranges(articles), quoted])
        }
    }
}

fn within<'a>(segment: &'a Segment, test: &Test) -> Within<'a> {
    let lists = segment.quotes().lists();
    Within::Articles(match test {
        Test::Speaker(needle) => return Within::Quotes(said_by(segment, needle)),
        Test::Kind(kind) => {
            let n = match kind {
                Kind::Quote(kind) => QUOTE_KINDS.iter().position(|k| k == kind),
                Kind::Speaker(kind) => SPEAKERS_KINDS
                    .iter()
                    .position(|k| k == kind)
                    .map(|n| QUOTE_KINDS.len() + n),
            };
            let list = n.map(|n| lists.set(segment.quotes().extra(n.min(KIND_LISTS))));
            return Within::Quotes(list.unwrap_or_default());
        }
        Test::Title(needle) => {
            let titles = matching(segment.titles(), &segment.known_titles, needle);
            runs(titles.first(usize::MAX).into_iter())
        }
        Test::Article(id) => {
            let ids = (0..).zip(segment.article_ids());
            runs(
                ids.filter(|(_, own)| **own == id.0)
                    .map(|(article, _)| article),
            )
        }
        Test::Publisher(needle) => {
            let folded = needle.folded();
            let is = |name: &str| holds(name, &folded, needle.extent());
            by_number(segment, PUBLISHER_OF, (PUBLISHERS, PUBLISHER_AT), is)
        }
        Test::Language(code) => by_number(segment, LANGUAGE_OF, (LANGUAGES, LANGUAGE_AT), |name| {
            name == code
        }),
        Test::About(needle) => {
            let titles = matching(segment.titles(), &segment.known_titles, needle);
            let titles = runs(titles.first(usize::MAX).into_iter());
            // A quote has the words of its speaker's name in its lists too: each text is looked at.
            let said = matching_texts(segment.quotes(), &segment.known_words, needle, 1);
            return Within::Either(titles, said);
        }
        Test::Confidence(bound) => {
            let sure = (0..).zip(segment.confidences());
            let sure = sure.filter(|(_, bits)| bound.holds(f32::from_bits(**bits)));
            return Within::Quotes(Set::of_ranges(runs(sure.map(|(quote, _)| quote))));
        }
        Test::After(When::Day(day)) => one(dated(segment, *day).1),
        Test::Before(When::Day(day)) => one(dated(segment, *day).0),
        // The collection could not tell.
        Test::After(_)
        | Test::Before(_)
        | Test::Read(_)
        | Test::Starred
        | Test::Tag(_)
        | Test::Has(_)
        | Test::Text(_)
        | Test::Words(_) => one(0..segment.articles() as u32),
    })
}

/// The quotes of those whose name holds the words.
fn said_by<'a>(segment: &'a Segment, needle: &Needle) -> Set<'a> {
    let folded = needle.folded();
    let is_all = |speaker: &u32| holds(segment.name(*speaker).0, &folded, Extent::All);
    let names = matching(segment.people(), &segment.known_names, needle);
    let names = names.first(usize::MAX).into_iter();
    let names = names.filter(|speaker| needle.extent() != Extent::All || is_all(speaker));
    let lists = segment.quotes().lists();
    lists.union(names.map(|speaker| segment.quotes_of(speaker)))
}

fn one(range: Range<u32>) -> Vec<Range<u32>> {
    iter::once(range).collect()
}

/// The articles before a day and those from it on. Such without a year are neither.
fn dated(segment: &Segment, day: Day) -> (Range<u32>, Range<u32>) {
    let newest: &[i64] = segment.image.whole(NEWEST);
    let until = newest.partition_point(|newest| -newest >= day.first()) as u32;
    let with_year = newest.partition_point(|newest| -newest >= 10_000) as u32;
    (until..with_year.max(until), 0..until)
}

fn by_number(
    segment: &Segment,
    numbers: usize,
    (texts, bounds): (usize, usize),
    is: impl Fn(&str) -> bool,
) -> Vec<Range<u32>> {
    let count = segment.image.len::<u32>(bounds).saturating_sub(1) as u32;
    let passing: Vec<bool> = (0..count)
        .map(|n| is(segment.text(texts, bounds, n)))
        .collect();
    let of: &[u32] = segment.image.whole(numbers);
    let articles = (0..).zip(of);
    let articles = articles.filter(|(_, n)| passing.get(**n as usize) == Some(&true));
    runs(articles.map(|(article, _)| article))
}

fn of_told(segment: &Segment, told: &Passing) -> Within<'static> {
    let wanted: FxHashSet<i64> = told.articles.iter().map(|id| id.0).collect();
    let ids = || (0..).zip(segment.article_ids());
    let articles = ids().filter(|(_, id)| wanted.contains(id));
    let articles = runs(articles.map(|(article, _)| article));
    if told.quotes.is_empty() {
        return Within::Articles(articles);
    }
    let mut places: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
    for (article, place) in &told.quotes {
        places.entry(article.0).or_default().push(*place);
    }
    let mut quotes = Vec::new();
    for (article, id) in ids() {
        let own = segment.quotes_in(article);
        let said = places.get(id).into_iter().flatten();
        let said = said.filter_map(|place| own.clone().nth(*place));
        quotes.extend(said);
    }
    quotes.sort_unstable();
    quotes.dedup();
    Within::Either(articles, Set::of_sorted(&quotes))
}

/// Ascending numbers as ranges of neighbours.
fn runs(numbers: impl Iterator<Item = u32>) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    for n in numbers {
        match runs.last_mut() {
            Some(last) if last.end == n => last.end += 1,
            _ => runs.push(n..n + 1),
        }
    }
    runs
}

/// The texts of a part that hold the words of a field, where texts have no other words in their lists
/// than their own.
fn matching<'a>(part: Part<'a>, known: &Known, needle: &Needle) -> Set<'a> {
    matching_texts(part, known, needle, 2)
}

/// As [`matching`]; from so many words on each text is looked at.
fn matching_texts<'a>(part: Part<'a>, known: &Known, needle: &Needle, looked_at: usize) -> Set<'a> {
    let (folded, extent) = (needle.folded(), needle.extent());
    let open = extent == Extent::Beginning && folded.ends_with(char::is_alphanumeric);
    let mut words: Vec<Word> = tokens(&folded)
        .map(|token| Word {
            text: letters(&folded[token]).into_owned(),
            how: How::Literal,
        })
        .collect();
    if let Some(last) = words.last_mut().filter(|_| open) {
        last.how = How::Begun;
    }
    let mut sets = words
        .iter()
        .map(|word| having(part, word, &known.fits(part, word, Rung::Same)));
    let Some(first) = sets.next() else {
        return Set::default();
    };
    let all = sets.fold(first, |all, set| all.and(&set));
    if words.len() < looked_at && extent != Extent::All {
        return all;
    }
    let check = Check {
        not: false,
        words,
        first: extent == Extent::All,
        last: extent == Extent::All,
    };
    let row = Row::new(part, known, &check);
    Set::of_sorted(&row.kept(part, &all.first(usize::MAX), &|_| &[], &|| false))
}

/// Words in a row, ready to be sought in texts.
pub(super) struct Row {
    /// For each word the ranks that are it.
    words: Vec<Ranks>,
    first: bool,
    last: bool,
    not: bool,
}

enum Ranks {
    One(u32),
    Many(FxHashSet<u32>),
}

impl Row {
    /// Of the words of `check` in a part.
    pub fn new(part: Part<'_>, known: &Known, check: &Check) -> Self {
        let ranks = |word: &Word| {
            let fits = known.fits(part, word, Rung::Same);
            let mut single = fits.single.iter().map(|(term, _)| part.rank(*term));
            if fits.beginning.is_empty() {
                return Ranks::One(single.next().unwrap_or(u32::MAX));
            }
            let begun = part.ranks(fits.beginning.clone()).iter().copied();
            Ranks::Many(single.chain(begun).collect())
        };
        Self {
            words: check.words.iter().map(ranks).collect(),
            first: check.first,
            last: check.last,
            not: check.not,
        }
    }

    /// The ranks of neighbours that must stand in a text, where both are one word.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let pairs = self.words.windows(2).filter(|_| !self.not);
        pairs.filter_map(|pair| match pair {
            [Ranks::One(a), Ranks::One(b)] => Some((*a, *b)),
            _ => None,
        })
    }

    /// Those of `docs` that pass, in their order; `name` gives the words of a text's speaker.
    /// Nothing more once `cancelled`.
    pub fn kept<'n>(
        &self,
        part: Part<'_>,
        docs: &[u32],
        name: &(dyn Fn(u32) -> &'n [u8] + Sync),
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Vec<u32> {
        let bounds = part.text_bounds();
        let passes = |doc: u32, words: &mut Vec<u32>| {
            let found = self.is_in(part.text(bounds, doc), words)
                || (!self.first && !self.last && self.is_in(name(doc), words));
            found != self.not
        };
        let pieces: Vec<Vec<u32>> = docs
            .par_chunks(CHUNK)
            .map_init(Vec::new, |words, docs| {
                let docs = docs.iter().filter(|_| !cancelled());
                docs.filter(|doc| passes(**doc, words)).copied().collect()
            })
            .collect();
        pieces.concat()
    }

    /// Whether the words stand in a text as they must.
    fn is_in(&self, text: &[u8], words: &mut Vec<u32>) -> bool {
        words.clear();
        code::each(text, |rank| words.push(rank));
        let count = self.words.len();
        let at = |place: usize| {
            let here = words.get(place..place + count);
            here.is_some_and(|here| here.iter().zip(&self.words).all(|(rank, is)| is.has(*rank)))
        };
        let end = words.len().checked_sub(count);
        match (self.first, self.last, end) {
            (_, _, None) => false,
            (true, true, Some(end)) => end == 0 && at(0),
            (true, false, _) => at(0),
            (false, true, Some(end)) => at(end),
            (false, false, Some(end)) => (0..=end).any(at),
        }
    }
}

impl Ranks {
    fn has(&self, rank: u32) -> bool {
        match self {
            Self::One(one) => *one == rank,
            Self::Many(many) => many.contains(&rank),
        }
    }
}
