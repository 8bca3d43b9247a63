//! The index: a large segment from a file, and small ones of what changed since.
//!
//! Owns what is searched: which segment speaks for an article, and the joining of what each found.

use std::cmp::Ordering;
use std::fs::Permissions;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use super::ask::Ask;
use super::filter::{Passing, is_outside, narrowed, quotes_passing};
use super::hits::{Hits, Options, PersonHit, QuoteHit, TitleHit};
use super::image::{self, Damaged, Image, Stamp};
use super::joined::articles_with;
use super::keep::MOST_BESIDE;
use super::people::{Elsewhere, LOOKED_AT, People, known_first, same};
use super::reading::all_of;
use super::search::{DEEP, Scored, Search, Ties, View};
use super::segment::Segment;
use super::segment_build::{Builder, IndexedArticle};
use super::set::Set;
use crate::model::{ArticleId, SpeakerKind};
use crate::query::Test;

/// Texts that are scored before the first answer.
const FOR_A_FRAME: usize = 6_000;

/// An index over the quotes of a collection, the people who say them, and the titles. Never
/// changes: [`Index::with`] makes a newer one that shares what stayed.
#[derive(Clone)]
pub struct Index {
    pub(super) live: Vec<Live>,
    stamp: Stamp,
}

/// A segment and what of it still holds.
#[derive(Clone)]
pub(super) struct Live {
    pub segment: Arc<Segment>,
    /// Quotes and articles for which a later segment speaks.
    pub dead_quotes: Arc<Set<'static>>,
    dead_articles: Arc<Set<'static>>,
    /// Who of it is in an earlier segment too, and who has no name of their own.
    pub known: Arc<OnceLock<Vec<Elsewhere>>>,
    pub nameless: Arc<OnceLock<Set<'static>>>,
}

fn by_key<K: Ord>(key: impl Fn(&Scored) -> K) -> impl Fn(&Scored, &Scored) -> Ordering {
    move |a, b| key(a).cmp(&key(b))
}

/// Whether there is anything with a tag.
fn is_known(tag: &Test, options: &Options<'_>) -> bool {
    (options.outside)(tag).is_some_and(|passing| *passing != Passing::default())
}

/// What the collection says of the fields that only it knows.
fn told(ask: &Ask, options: &Options<'_>) -> Vec<Option<Arc<Passing>>> {
    let tests = ask.filters.iter().map(|(_, test)| test);
    tests
        .map(|test| is_outside(test).then(|| (options.outside)(test)).flatten())
        .collect()
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
                known: Arc::default(),
                nameless: Arc::default(),
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

    /// Whether much was put beside its first segment, so that it would be better made anew.
    #[must_use]
    pub fn is_grown(&self) -> bool {
        let beside = self.live.iter().skip(1);
        let articles: usize = beside.map(|live| live.segment.titles().docs()).sum();
        articles > MOST_BESIDE
    }

    /// This index without what was put beside its first segment.
    pub(super) fn first(&self) -> Option<Self> {
        let live = self.live.first()?;
        Some(Self::of_shared(&live.segment))
    }

    /// This index with articles new or changed, and others gone.
    #[must_use]
    pub fn with(&self, articles: &[IndexedArticle], gone: &[ArticleId], stamp: Stamp) -> Self {
        let mut came = Writer::default();
        articles.iter().for_each(|article| came.put(article));
        self.joined(came, gone, stamp)
    }

    /// The same with articles that were taken in.
    pub(super) fn joined(&self, came: Writer, gone: &[ArticleId], stamp: Stamp) -> Self {
        if self.is_cut() {
            // The next search says so.
            return self.clone();
        }
        let gone = gone.iter().map(|id| id.0);
        let spoken: FxHashSet<i64> = came.0.ids().chain(gone).collect();
        let mut live: Vec<Live> = self.live.iter().map(|live| live.without(&spoken)).collect();
        if !came.is_empty() {
            live.extend(came.finish(stamp).live);
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
        let ask = Ask::read(typed, &|tag| is_known(tag, options));
        let passing = told(&ask, options);
        let views = self.live.iter().map(|live| View {
            segment: &live.segment,
            part: live.segment.quotes(),
            known: &live.segment.known_words,
            dead: &live.dead_quotes,
            gone: &live.dead_articles,
            narrow: live.quotes_passing(&ask, &passing),
            ties: None,
            brief: true,
            quotes: true,
        });
        let views = views.collect();
        let recency = by_key(|found| self.recency(found.view, found.doc));
        let hit = |found: Scored| {
            let segment = &self.live[found.view].segment;
            let (article, ordinal) = segment.place(found.doc);
            QuoteHit {
                article: segment.article(article).0,
                ordinal: ordinal as usize,
                score: found.why(),
            }
        };
        self.search(ask, options, views, recency, hit)
    }

    /// Those whose name has every word of `typed`, of such as have said something that passes its
    /// fields. The most quoted of equal ones come first; a query without words gives the most
    /// quoted. Who has no name of their own ("officials") is somebody else in every article, and
    /// left out unless a field asks for what they are.
    ///
    /// # Errors
    /// As [`Index::quotes`].
    pub fn people(
        &self,
        typed: &str,
        options: &Options<'_>,
    ) -> Result<Option<Hits<PersonHit>>, Damaged> {
        let ask = Ask::read(typed, &|tag| is_known(tag, options)).of_beginnings();
        let words = ask.words.len();
        let passing = told(&ask, options);
        let people = People::new(&self.live, &ask, |live| live.quotes_passing(&ask, &passing));
        let ties = (0..self.live.len()).map(|n| {
            let people = &people;
            move |a: u32, b: u32| people.order((n, a), (n, b))
        });
        let ties: Vec<_> = ties.collect();
        let tie = |n: usize| -> &Ties<'_> { &ties[n] };
        let views = self.live.iter().enumerate().map(|(n, live)| View {
            segment: &live.segment,
            part: live.segment.people(),
            known: &live.segment.known_names,
            dead: people.hidden(n),
            gone: &live.dead_articles,
            narrow: None,
            ties: (!people.are_in_order()).then(|| tie(n)),
            brief: false,
            quotes: false,
        });
        let views = views.collect();
        let hit = |found: Scored| {
            let (name, kind) = self.live[found.view].segment.name(found.doc);
            PersonHit {
                name: name.to_owned(),
                kind,
                quotes: people.quotes(found.view, found.doc) as usize,
                score: found.why(),
            }
        };
        let order = |a: &Scored, b: &Scored| people.order((a.view, a.doc), (b.view, b.doc));
        let wide = Options {
            limit: if words < 2 {
                options.limit
            } else {
                options.limit.max(LOOKED_AT)
            },
            ..*options
        };
        let mut found = self.search(ask, &wide, views, order, hit)?;
        if let Some(found) = &mut found {
            known_first(&mut found.hits, words);
            found.hits.truncate(options.limit);
        }
        Ok(found)
    }

    /// The articles whose title has every word of `typed`, of those that pass its fields: a field
    /// of quotes is passed by an article that has such a quote.
    ///
    /// # Errors
    /// As [`Index::quotes`].
    pub fn titles(
        &self,
        typed: &str,
        options: &Options<'_>,
    ) -> Result<Option<Hits<TitleHit>>, Damaged> {
        let ask = Ask::read(typed, &|tag| is_known(tag, options));
        let passing = told(&ask, options);
        let views = self.live.iter().map(|live| View {
            segment: &live.segment,
            part: live.segment.titles(),
            known: &live.segment.known_titles,
            dead: &live.dead_articles,
            gone: &live.dead_articles,
            narrow: live.articles_passing(&ask, &passing),
            ties: None,
            brief: true,
            quotes: false,
        });
        let views = views.collect();
        let recency = by_key(|found| {
            let (id, newest) = self.live[found.view].segment.article(found.doc);
            (newest, id.0)
        });
        let hit = |found: Scored| TitleHit {
            article: self.live[found.view].segment.article(found.doc).0,
            score: found.why(),
        };
        self.search(ask, options, views, recency, hit)
    }

    /// The newest quotes of someone, by full name and kind.
    ///
    /// # Errors
    /// As [`Index::quotes`].
    pub fn said_by(
        &self,
        name: &str,
        kind: Option<SpeakerKind>,
        limit: usize,
    ) -> Result<Vec<(ArticleId, usize)>, Damaged> {
        if self.is_cut() {
            return Err(Damaged);
        }
        let mut said: Vec<(i64, i64, u32)> = Vec::new();
        for (n, live) in self.live.iter().enumerate() {
            let speaker = same(&live.segment, (name, kind));
            let list = speaker.map(|speaker| live.segment.quotes_of(speaker));
            let quotes = list.map(|list| live.segment.quotes().lists().set(list));
            let quotes =
                quotes.map_or_else(Vec::new, |set| set.minus(&live.dead_quotes).first(limit));
            said.extend(quotes.into_iter().map(|doc| self.recency(n, doc)));
        }
        said.sort_unstable();
        said.truncate(limit);
        let places = said.into_iter();
        self.checked(
            places
                .map(|(_, id, ordinal)| (ArticleId(id), ordinal as usize))
                .collect(),
        )
    }

    /// What quotes are ordered by, the newest first, then as they stand in their article.
    pub(super) fn recency(&self, live: usize, quote: u32) -> (i64, i64, u32) {
        let segment = &self.live[live].segment;
        let (article, ordinal) = segment.place(quote);
        let (id, newest) = segment.article(article);
        (newest, id.0, ordinal)
    }

    /// `order` is that of texts of one score, `hit` makes of a text what is given.
    fn search<H>(
        &self,
        ask: Ask,
        options: &Options<'_>,
        views: Vec<View<'_>>,
        order: impl Fn(&Scored, &Scored) -> Ordering,
        hit: impl Fn(Scored) -> H,
    ) -> Result<Option<Hits<H>>, Damaged> {
        if self.is_cut() {
            return Err(Damaged);
        }
        if ask.is_in_vain() {
            return Ok(Some(Hits::default()));
        }
        let search = Search {
            views,
            ask: &ask,
            most: if options.deep { DEEP } else { FOR_A_FRAME },
            limit: options.limit,
            cancelled: options.cancelled,
        };
        let Some(mut found) = search.run() else {
            return self.checked(None);
        };
        found
            .best
            .sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| order(a, b)));
        found.best.truncate(options.limit);
        let hits = Hits {
            total: found.total,
            counted: found.counted,
            whole: found.whole,
            hits: found.best.into_iter().map(hit).collect(),
            words: ask.words.into_iter().map(|word| word.text).collect(),
            weights: found.weights,
        };
        self.checked(Some(hits))
    }

    /// Whether somebody cut the file: to read behind its end is fatal.
    pub(super) fn is_cut(&self) -> bool {
        self.live.iter().any(|live| live.segment.image.is_cut())
    }

    /// What was found, unless something was read on the way that is not what was written.
    pub(super) fn checked<T>(&self, found: T) -> Result<T, Damaged> {
        let damaged = self.live.iter().any(|live| live.segment.image.is_damaged());
        if damaged { Err(Damaged) } else { Ok(found) }
    }
}

impl Live {
    fn quotes_passing(&self, ask: &Ask, told: &[Option<Arc<Passing>>]) -> Option<Set<'_>> {
        let all = || all_of(self.segment.quotes());
        narrowed(
            ask,
            told,
            |_| true,
            all,
            |test, told| quotes_passing(&self.segment, test, told),
        )
    }

    fn articles_passing(&self, ask: &Ask, told: &[Option<Arc<Passing>>]) -> Option<Set<'_>> {
        articles_with(&self.segment, ask, told)
    }

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
            known: Arc::clone(&self.known),
            nameless: Arc::clone(&self.nameless),
        }
    }
}

/// Takes articles in any order, and writes the file of an index.
#[derive(Default)]
pub struct Writer(Builder);

impl Writer {
    /// Takes the next article.
    pub fn put(&mut self, article: &IndexedArticle) {
        self.0.put(article);
    }

    /// Whether no article was taken in.
    pub(super) fn is_empty(&self) -> bool {
        self.0.ids().next().is_none()
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
    /// It may be read by who `readers` allows; without them, by its owner.
    pub fn keep(
        self,
        path: &Path,
        stamp: Stamp,
        readers: Option<Permissions>,
    ) -> (Index, io::Result<()>) {
        let sections = self.0.finish();
        let written = image::write(path, &sections, stamp, readers);
        let opened = match written {
            Ok(()) => Index::open(path).ok(),
            Err(_) => None,
        };
        let index =
            opened.unwrap_or_else(|| Index::of(Segment::new(Image::in_memory(&sections, stamp))));
        (index, written)
    }
}
