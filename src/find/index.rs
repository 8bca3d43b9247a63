//! The index: a large segment from a file, and small ones of what changed since.
//!
//! Owns what is searched: which segment speaks for an article, and the joining of what each found.

use std::cmp::Ordering;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::ask::Ask;
use super::filter::{Outside, is_outside};
use super::image::{self, Damaged, Image, Stamp};
use super::score::Found;
use super::search::{DEEP, Outcome, Scored, Search, View};
use super::segment::Segment;
use super::segment_build::{Builder, IndexedArticle};
use super::set::Set;
use crate::model::{ArticleId, SpeakerKind};

/// Texts that are scored before the first answer.
const FOR_A_FRAME: usize = 6_000;

/// An index over the quotes of a collection, the people who say them, and the titles. Never
/// changes: [`Index::with`] makes a newer one that shares what stayed.
#[derive(Clone)]
pub struct Index {
    live: Vec<Live>,
    stamp: Stamp,
}

/// A segment and what of it still holds.
#[derive(Clone)]
struct Live {
    segment: Arc<Segment>,
    /// Quotes and articles for which a later segment speaks.
    dead_quotes: Arc<Set<'static>>,
    dead_articles: Arc<Set<'static>>,
}

/// How to search.
#[derive(Clone, Copy)]
pub struct Options<'o> {
    /// How many hits are wanted.
    pub limit: usize,
    /// Whether to look at everything that matches, however long it takes. Else so much that the
    /// answer is there for the next frame.
    pub deep: bool,
    /// What only the collection can tell.
    pub outside: Outside<'o>,
    /// Asked now and then; once it says yes, nothing is given.
    pub cancelled: &'o (dyn Fn() -> bool + Sync),
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits<H> {
    /// Number of texts that match, of which `hits` are the best.
    pub total: usize,
    /// Whether all of them were looked at; if not, a deep search may know better ones.
    pub whole: bool,
    /// The best, in order.
    pub hits: Vec<H>,
    /// The words that were looked for, folded.
    pub words: Vec<String>,
    /// What each of them counts.
    pub weights: Vec<f32>,
}

impl<H> Default for Hits<H> {
    fn default() -> Self {
        Self {
            total: 0,
            whole: true,
            hits: Vec::new(),
            words: Vec::new(),
            weights: Vec::new(),
        }
    }
}

/// A text that was found, and what its score is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// How well it matches; only good for comparing hits of one search.
    pub score: f32,
    /// Which words were found where.
    pub found: Vec<Found>,
    /// What is given for its shortness.
    pub brevity: f32,
}

/// A quote that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteHit {
    /// The article it stands in.
    pub article: ArticleId,
    /// Its place among the article's quotes.
    pub ordinal: usize,
    /// Why it was found.
    pub score: Score,
}

/// Someone who was found.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonHit {
    /// Full name.
    pub name: String,
    /// What they are.
    pub kind: Option<SpeakerKind>,
    /// Number of their quotes.
    pub quotes: usize,
    /// Why they were found.
    pub score: Score,
}

/// An article that was found by its title.
#[derive(Clone, Debug, PartialEq)]
pub struct TitleHit {
    /// The article.
    pub article: ArticleId,
    /// Why it was found.
    pub score: Score,
}

impl Index {
    /// An index over articles, in memory.
    pub fn build(articles: impl IntoIterator<Item = IndexedArticle>, stamp: Stamp) -> Self {
        let mut builder = Builder::default();
        articles
            .into_iter()
            .for_each(|article| builder.put(&article));
        Self::of(Segment::new(Image::in_memory(&builder.finish(), stamp)))
    }

    /// Opens the file that [`Writer::keep`] wrote. Reads next to nothing of it.
    ///
    /// # Errors
    /// [`Damaged`] where it is none, or none that this version reads.
    pub fn open(path: &Path) -> Result<Self, Damaged> {
        Segment::open(path).map(Self::of)
    }

    fn of(segment: Segment) -> Self {
        Self::of_shared(&Arc::new(segment))
    }

    fn of_shared(segment: &Arc<Segment>) -> Self {
        Self {
            stamp: segment.stamp(),
            live: vec![Live {
                segment: Arc::clone(segment),
                dead_quotes: Arc::default(),
                dead_articles: Arc::default(),
            }],
        }
    }

    /// The state of the collection that it stands for.
    #[must_use]
    pub const fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Number of its segments.
    #[must_use]
    pub const fn segments(&self) -> usize {
        self.live.len()
    }

    /// This index without what was put beside its first segment.
    pub(super) fn first(&self) -> Option<Self> {
        let live = self.live.first()?;
        Some(Self::of_shared(&live.segment))
    }

    /// This index with articles new or changed, and others gone.
    #[must_use]
    pub fn with(&self, articles: &[IndexedArticle], gone: &[ArticleId], stamp: Stamp) -> Self {
        let spoken: FxHashSet<i64> = articles
            .iter()
            .map(|a| a.id.0)
            .chain(gone.iter().map(|id| id.0))
            .collect();
        let mut live: Vec<Live> = self.live.iter().map(|live| live.without(&spoken)).collect();
        if !articles.is_empty() {
            let mut builder = Builder::default();
            articles.iter().for_each(|article| builder.put(article));
            live.extend(Self::of(Segment::new(Image::in_memory(&builder.finish(), stamp))).live);
        }
        Self { live, stamp }
    }

    /// Number of quotes.
    #[must_use]
    pub fn len(&self) -> usize {
        let live = |l: &Live| {
            l.segment
                .quotes()
                .docs()
                .saturating_sub(l.dead_quotes.len())
        };
        self.live.iter().map(live).sum()
    }

    /// Whether it holds no quote.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads all of it once, so that no search waits for the disk, until `wanted` says no.
    ///
    /// # Errors
    /// [`Damaged`] where something is not what was written.
    pub fn warm(&self, wanted: impl Fn() -> bool) -> Result<(), Damaged> {
        self.live
            .iter()
            .try_for_each(|live| live.segment.image.warm(&wanted))
    }

    /// The quotes in which every word of `typed` is found, in any order, in the words said or the
    /// speaker's name; where there are few, such where words nearly are. A query without words
    /// gives the newest.
    ///
    /// The order is that of the score, then newest first; the same query always gives the same
    /// answer. Nothing once cancelled.
    ///
    /// # Errors
    /// [`Damaged`] where the file is not what was written; then it must be made anew.
    pub fn quotes(
        &self,
        typed: &str,
        options: &Options<'_>,
    ) -> Result<Option<Hits<QuoteHit>>, Damaged> {
        let views = self.live.iter().map(|live| View {
            segment: &live.segment,
            part: live.segment.quotes(),
            known: &live.segment.known_words,
            dead: &live.dead_quotes,
            quotes: true,
        });
        let recency = |segment: &Segment, doc| {
            let (article, ordinal) = segment.place(doc);
            let (id, newest) = segment.article(article);
            (newest, id.0, ordinal)
        };
        let hit = |segment: &Segment, hit: Scored| {
            let (article, ordinal) = segment.place(hit.doc);
            QuoteHit {
                article: segment.article(article).0,
                ordinal: ordinal as usize,
                score: hit.why(),
            }
        };
        self.search(typed, options, views.collect(), recency, hit)
    }

    /// The people and organisations whose name has every word of `typed`, the most quoted of equal
    /// ones first.
    ///
    /// # Errors
    /// As [`Index::quotes`].
    pub fn people(
        &self,
        typed: &str,
        options: &Options<'_>,
    ) -> Result<Option<Hits<PersonHit>>, Damaged> {
        let views = self.live.iter().map(|live| View {
            segment: &live.segment,
            part: live.segment.people(),
            known: &live.segment.known_names,
            dead: &NONE,
            quotes: false,
        });
        let quotes =
            |segment: &Segment, speaker| segment.quotes().lists().len(segment.quotes_of(speaker));
        let order = |segment: &Segment, speaker: u32| std::cmp::Reverse(quotes(segment, speaker));
        let hit = |segment: &Segment, hit: Scored| {
            let (name, kind) = segment.name(hit.doc);
            let live = self
                .live
                .iter()
                .find(|live| std::ptr::eq(&*live.segment, segment));
            let said = segment.quotes().lists().set(segment.quotes_of(hit.doc));
            PersonHit {
                name: name.to_owned(),
                kind,
                quotes: live.map_or(0, |live| said.minus(&live.dead_quotes).len()),
                score: hit.why(),
            }
        };
        let found = self.search(typed, options, views.collect(), order, hit)?;
        Ok(found.map(joined))
    }

    /// The articles whose title has every word of `typed`.
    ///
    /// # Errors
    /// As [`Index::quotes`].
    pub fn titles(
        &self,
        typed: &str,
        options: &Options<'_>,
    ) -> Result<Option<Hits<TitleHit>>, Damaged> {
        let views = self.live.iter().map(|live| View {
            segment: &live.segment,
            part: live.segment.titles(),
            known: &live.segment.known_titles,
            dead: &live.dead_articles,
            quotes: false,
        });
        let recency = |segment: &Segment, doc| {
            let (id, newest) = segment.article(doc);
            (newest, id.0)
        };
        let hit = |segment: &Segment, hit: Scored| TitleHit {
            article: segment.article(hit.doc).0,
            score: hit.why(),
        };
        self.search(typed, options, views.collect(), recency, hit)
    }

    fn search<K: Ord, H>(
        &self,
        typed: &str,
        options: &Options<'_>,
        views: Vec<View<'_>>,
        key: impl Fn(&Segment, u32) -> K,
        hit: impl Fn(&Segment, Scored) -> H,
    ) -> Result<Option<Hits<H>>, Damaged> {
        let ask = Ask::read(typed);
        let search = Search {
            views,
            ask: &ask,
            most: if options.deep { DEEP } else { FOR_A_FRAME },
            limit: options.limit,
            passing: ask
                .filters
                .iter()
                .map(|(_, test)| {
                    if is_outside(test) {
                        (options.outside)(test)
                    } else {
                        None
                    }
                })
                .collect(),
            cancelled: options.cancelled,
        };
        let found = search.run();
        let Some(Outcome {
            total,
            whole,
            mut best,
            weights,
        }) = found
        else {
            return self.checked(None);
        };
        let segment = |hit: &Scored| &*self.live[hit.view].segment;
        let by_key = |a: &Scored, b: &Scored| key(segment(a), a.doc).cmp(&key(segment(b), b.doc));
        best.sort_by(|a, b| match b.score.total_cmp(&a.score) {
            Ordering::Equal => by_key(a, b),
            unequal => unequal,
        });
        best.truncate(options.limit);
        let hits = best
            .into_iter()
            .map(|found| hit(&self.live[found.view].segment, found));
        let hits = Hits {
            total,
            whole,
            hits: hits.collect(),
            words: ask.words.into_iter().map(|word| word.text).collect(),
            weights,
        };
        self.checked(Some(hits))
    }

    /// What was found, unless something was read on the way that is not what was written.
    fn checked<T>(&self, found: T) -> Result<T, Damaged> {
        let damaged = self.live.iter().any(|live| live.segment.image.is_damaged());
        if damaged { Err(Damaged) } else { Ok(found) }
    }
}

static NONE: std::sync::LazyLock<Set<'static>> = std::sync::LazyLock::new(Set::default);

impl Scored {
    fn why(self) -> Score {
        Score {
            score: self.score,
            found: self.found,
            brevity: self.brevity,
        }
    }
}

impl Live {
    fn without(&self, articles: &FxHashSet<i64>) -> Self {
        let ids = (0..).zip(self.segment.article_ids());
        let gone: Vec<u32> = ids
            .filter(|(_, id)| articles.contains(id))
            .map(|(n, _)| n)
            .collect();
        if gone.is_empty() {
            return self.clone();
        }
        let quotes = self.segment.docs_of(gone.iter().map(|n| *n..*n + 1));
        Self {
            segment: Arc::clone(&self.segment),
            dead_quotes: Arc::new(Set::union(&[(*self.dead_quotes).clone(), quotes])),
            dead_articles: Arc::new(Set::union(&[
                (*self.dead_articles).clone(),
                Set::of_sorted(&gone),
            ])),
        }
    }
}

/// One row for each name, though several segments have it; without those who say nothing now.
fn joined(mut found: Hits<PersonHit>) -> Hits<PersonHit> {
    let mut one: Vec<PersonHit> = Vec::with_capacity(found.hits.len());
    let before = found.hits.len();
    for hit in found.hits.into_iter().filter(|hit| hit.quotes > 0) {
        match one
            .iter_mut()
            .find(|o| o.name == hit.name && o.kind == hit.kind)
        {
            Some(same) => same.quotes += hit.quotes,
            None => one.push(hit),
        }
    }
    found.total -= before - one.len();
    found.hits = one;
    found
}

/// Takes articles in any order, and writes the file of an index.
#[derive(Default)]
pub struct Writer(Builder);

impl Writer {
    /// Takes the next article.
    pub fn put(&mut self, article: &IndexedArticle) {
        self.0.put(article);
    }

    /// Takes over what another one took in.
    pub(super) fn join(&mut self, other: Self) {
        self.0.join(other.0);
    }

    /// Number of quotes so far.
    #[must_use]
    pub fn quotes(&self) -> usize {
        self.0.quotes()
    }

    /// The index, in memory.
    #[must_use]
    pub fn finish(self, stamp: Stamp) -> Index {
        Index::of(Segment::new(Image::in_memory(&self.0.finish(), stamp)))
    }

    /// Writes the index to `path`, in one step that a crash cannot halve, and opens it there.
    /// Where the disk does not take it, it is in memory, and the error says why.
    pub fn keep(self, path: &Path, stamp: Stamp) -> (Index, io::Result<()>) {
        let sections = self.0.finish();
        let written = image::write(path, &sections, stamp);
        let opened = match written {
            Ok(()) => Index::open(path).ok(),
            Err(_) => None,
        };
        let index =
            opened.unwrap_or_else(|| Index::of(Segment::new(Image::in_memory(&sections, stamp))));
        (index, written)
    }
}
