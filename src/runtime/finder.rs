//! The thread that searches: it answers what is typed, the newest question only. While there is no
//! index it asks the store itself.

mod library;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, select};

use super::indexer::{Indexer, Remake, Want};
use super::store::Quotes;
use super::{Wake, keeping};
use crate::app::alike::Copied;
use crate::app::event::{Answer, Found, FoundArticle, FoundPerson, Hit};
use crate::app::look::Seen;
use crate::find::{Damaged, Hits, Index, Marks, Mode, Options, Passing, TextHit, in_texts};
use crate::model::{QuoteRow, SpeakerKind};
use crate::query::Test;
use crate::store::StoreError;
use library::Library;

/// A question to the finder.
pub(super) enum Question {
    /// To find something.
    Search(Search),
    /// For the newest quotes of someone.
    Spoken {
        generation: u64,
        name: String,
        kind: Option<SpeakerKind>,
        limit: usize,
    },
    /// Where the words of a quote stand elsewhere.
    Copies {
        generation: u64,
        asked: Box<QuoteRow>,
    },
}

/// What is to be found.
pub(super) struct Search {
    pub(super) generation: u64,
    pub(super) mode: Mode,
    pub(super) query: String,
    pub(super) limit: usize,
}

/// The generation of the newest search, so that one under way for an older one stops.
pub(super) type Newest = Arc<AtomicU64>;

/// Leaves a processor to who draws and reads: a search through all uses all threads of the pool, and the
/// next letter is typed meanwhile.
fn leave_one_processor() {
    let all = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(all.saturating_sub(1).max(1));
    // A test may have started it before.
    let _ = pool.build_global();
}

/// Starts the thread, and the one that makes its index.
pub(super) fn start(
    (quotes, remake): (Quotes, Remake),
    asked: Receiver<Question>,
    newest: Newest,
    wake: Sender<Wake>,
) -> io::Result<()> {
    leave_one_processor();
    let work = move || match Finder::open((quotes, remake), wake.clone(), newest) {
        Ok(finder) => finder.run(&asked),
        Err(error) => drop(wake.send(Wake::Answer(failed(&error)))),
    };
    thread::Builder::new()
        .name("finder".to_owned())
        .spawn(work)
        .map(drop)
}

fn failed(error: &dyn std::fmt::Display) -> Answer {
    Answer::Failed(format!("cannot search the collection: {error}"))
}

struct Finder {
    library: Library,
    /// Nothing while it is being made for the first time.
    index: Option<Index>,
    indexer: Indexer,
    newest: Newest,
    told: Told,
    wake: Sender<Wake>,
}

/// Places of the same words that are given.
const COPIES: usize = 200;

/// What the store said of fields that only it knows, kept for the next keys.
#[derive(Default)]
struct Told {
    passing: RefCell<Vec<(Test, Arc<Passing>)>>,
    /// The state of the store, and the time.
    of: Cell<Option<(i64, Instant)>>,
    failed: Cell<Option<StoreError>>,
}

/// "Today" is another day at midnight.
const TOLD_FOR: Duration = Duration::from_secs(30);

impl Told {
    /// Forgets what may no longer be so.
    fn refresh(&self, library: &Library) {
        let state = library.state();
        let still = self
            .of
            .get()
            .filter(|(of, since)| Some(*of) == state && since.elapsed() < TOLD_FOR);
        if still.is_none() {
            self.passing.borrow_mut().clear();
            self.of.set(state.map(|state| (state, Instant::now())));
        }
    }

    fn passing(
        &self,
        test: &Test,
        library: &Library,
        stop: impl FnMut() -> bool + Send + 'static,
    ) -> Option<Arc<Passing>> {
        let mut known = self.passing.borrow_mut();
        if let Some((_, passing)) = known.iter().find(|(of, _)| of == test) {
            return Some(Arc::clone(passing));
        }
        match library.passing(test, stop)? {
            Ok(passing) => {
                let passing = Arc::new(passing);
                known.push((test.clone(), Arc::clone(&passing)));
                Some(passing)
            }
            Err(error) => {
                self.failed.set(Some(error));
                None
            }
        }
    }
}

/// How many times as many quotes are looked at where most are the same words as others.
const OF_GROUPS: usize = 4;

/// Why there is no answer.
enum Unanswered {
    Damaged,
    Store(StoreError),
}

impl From<Damaged> for Unanswered {
    fn from(Damaged: Damaged) -> Self {
        Self::Damaged
    }
}

impl From<StoreError> for Unanswered {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Finder {
    fn open(
        (quotes, remake): (Quotes, Remake),
        wake: Sender<Wake>,
        newest: Newest,
    ) -> Result<Self, StoreError> {
        let (library, index, indexer) = match quotes {
            Quotes::File(path) => {
                let library = Library::open(&path)?;
                let indexer = Indexer::start(path, remake);
                indexer.want(Want::Newer);
                (library, None, indexer)
            }
            Quotes::Asked(store) => {
                let library = Library::Asked(store);
                let index = library.index()?;
                (library, Some(index), Indexer::none())
            }
        };
        Ok(Self {
            library,
            index,
            indexer,
            newest,
            told: Told::default(),
            wake,
        })
    }

    /// Answers until nobody can ask; the last search once more when the index has changed.
    fn run(mut self, asked: &Receiver<Question>) {
        let mut last: Option<Search> = None;
        // What is asked before there is an index waits for it.
        let mut waiting: Option<(u64, Box<QuoteRow>)> = None;
        loop {
            select! {
                recv(asked) -> question => {
                    let Ok(first) = question else { return };
                    // The newest of each kind is what is wanted.
                    let (mut search, mut spoken) = (None, None);
                    for question in std::iter::once(first).chain(asked.try_iter()) {
                        match question {
                            Question::Search(asked) => search = Some(asked),
                            Question::Spoken { generation, name, kind, limit } => {
                                spoken = Some((generation, name, kind, limit));
                            }
                            Question::Copies { generation, asked } => {
                                waiting = Some((generation, asked));
                            }
                        }
                    }
                    if let Some(search) = search {
                        self.indexer.want(Want::Newer);
                        self.answer(&search);
                        last = Some(search);
                    }
                    if let Some((generation, name, kind, limit)) = spoken {
                        self.spoken(generation, name, kind, limit);
                    }
                    waiting = self.copies(waiting);
                }
                recv(self.indexer.made) -> made => {
                    match made {
                        Ok(Ok(index)) => self.index = Some(index),
                        Ok(Err(why)) => self.tell(Answer::NotKept(why)),
                        // Why was told. The store is asked then, as while there is no index.
                        Err(_) => self.indexer = Indexer::none(),
                    }
                    if let Some(search) = last.as_ref().filter(|s| self.is_newest(s)) {
                        self.answer(search);
                    }
                    waiting = self.copies(waiting);
                }
            }
        }
    }

    fn is_newest(&self, search: &Search) -> bool {
        self.newest.load(Ordering::Relaxed) == search.generation
    }

    /// Says yes once something newer is asked.
    fn stop(&self, search: &Search) -> impl Fn() -> bool + Send + use<> {
        let (newest, generation) = (Arc::clone(&self.newest), search.generation);
        move || newest.load(Ordering::Relaxed) != generation
    }

    fn tell(&self, answer: Answer) {
        let _ = self.wake.send(Wake::Answer(answer));
    }

    fn answer(&self, search: &Search) {
        let started = Instant::now();
        let done = match (&self.index, search.mode) {
            (_, Mode::Texts) => self.in_texts(search, started),
            (Some(index), _) => self.in_index(index, search, started),
            (None, _) => {
                let found = self.library.without_index(search, self.stop(search));
                found.map(|found| self.tell(found_by(search, found, started)))
            }
        };
        match done {
            // It was stopped.
            Err(_) if !self.is_newest(search) => {}
            Err(error) => self.tell(failed(&error)),
            Ok(()) => {}
        }
        tracing::debug!(query = search.query, mode = ?search.mode, took = ?started.elapsed(), "searched");
    }

    /// Answers for the next frame and, where more matches than was looked at, once more when all
    /// of it was; the same with more rows where most of them became one.
    fn in_index(&self, index: &Index, search: &Search, started: Instant) -> Result<(), StoreError> {
        self.told.refresh(&self.library);
        let mut limit = search.limit;
        for deep in [false, true] {
            match self.found(index, search, (deep, limit)) {
                Ok(Some((whole, found))) => {
                    let few = found.hits.len() * 2 < limit && found.is_cut();
                    self.tell(found_by(search, found, started));
                    if few {
                        limit = limit.saturating_mul(OF_GROUPS);
                    } else if whole {
                        break;
                    }
                }
                Ok(None) => break,
                Err(Unanswered::Damaged) => {
                    self.indexer.want(Want::Anew);
                    break;
                }
                Err(Unanswered::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// What is found, and whether all was looked at; nothing once something newer was asked.
    fn found(
        &self,
        index: &Index,
        search: &Search,
        (deep, limit): (bool, usize),
    ) -> Result<Option<(bool, Found)>, Unanswered> {
        self.told.failed.take();
        let (newest, generation) = (&self.newest, search.generation);
        let cancelled = || newest.load(Ordering::Relaxed) != generation;
        let options = Options {
            limit,
            deep,
            outside: &|test| self.told.passing(test, &self.library, self.stop(search)),
            cancelled: &cancelled,
        };
        let query = search.query.as_str();
        let found = match search.mode {
            Mode::People => index
                .people(query, &options)?
                .map(|hits| (hits.whole, people(&hits))),
            Mode::Titles => match index.titles(query, &options)? {
                Some(hits) => Some((hits.whole, self.library.titles(&hits)?)),
                None => None,
            },
            Mode::Quotes | Mode::Texts => match index.quotes(query, &options)? {
                Some(hits) => Some((hits.whole, self.library.quotes(index.stamp(), &hits)?)),
                None => None,
            },
        };
        // A field of which the store could not tell was passed over.
        match self.told.failed.take() {
            Some(_) if cancelled() => Ok(None),
            Some(error) => Err(error.into()),
            None => Ok(found),
        }
    }

    fn in_texts(&self, search: &Search, started: Instant) -> Result<(), StoreError> {
        let (wake, query) = (self.wake.clone(), search.query.clone());
        let (generation, limit) = (search.generation, search.limit);
        let (stop, cancelled) = (self.stop(search), self.stop(search));
        let done = self.library.with(move |store| {
            let done = store.until(stop, |store| {
                in_texts(store, &query, limit, &cancelled, &mut |hits| {
                    let took = Some(started.elapsed());
                    let found = Found {
                        took,
                        ..texts(hits)
                    };
                    let _ = wake.send(Wake::Answer(Answer::Hits { generation, found }));
                })
            });
            done.flatten()
        });
        done.unwrap_or(Ok(()))
    }

    /// Answers with the newest quotes of someone, for the preview.
    fn spoken(&self, generation: u64, name: String, kind: Option<SpeakerKind>, limit: usize) {
        let Some(index) = &self.index else { return };
        let Ok(said) = index.said_by(&name, kind, limit) else {
            return;
        };
        let quotes = self.library.rows(index.stamp(), said).unwrap_or_default();
        self.tell(Answer::Spoken {
            generation,
            name,
            kind,
            quotes: quotes.into_iter().flatten().collect(),
        });
    }
}

impl Finder {
    /// Answers where the words of a quote stand elsewhere; gives the question back where it has to wait
    /// for an index.
    fn copies(&self, asked: Option<(u64, Box<QuoteRow>)>) -> Option<(u64, Box<QuoteRow>)> {
        let (generation, asked) = asked?;
        let Some(index) = &self.index else {
            if self.indexer.has_ended() {
                let why = "The same words are looked for in the index of quotes, and there is none";
                self.tell(Answer::NotSeen(generation, why.to_owned()));
                return None;
            }
            self.indexer.want(Want::Newer);
            return Some((generation, asked));
        };
        let Ok(found) = index.copies(&asked.text, Some(asked.article), COPIES) else {
            self.indexer.want(Want::Anew);
            return Some((generation, asked));
        };
        let total = found.total;
        self.tell(match self.library.rows(index.stamp(), found.places) {
            Ok(rows) => {
                let rows = rows.into_iter().flatten();
                let rows = rows.map(|row| Copied::of(row, &asked)).collect();
                let seen = Seen::Copies { total, rows };
                Answer::Seen { generation, seen }
            }
            Err(error) => Answer::NotSeen(generation, keeping::said(&error)),
        });
        None
    }
}

fn found_by(search: &Search, found: Found, started: Instant) -> Answer {
    Answer::Hits {
        generation: search.generation,
        found: Found {
            took: Some(started.elapsed()),
            ..found
        },
    }
}

fn people(hits: &Hits<crate::find::PersonHit>) -> Found {
    let shown = hits.hits.iter().map(|hit| {
        Hit::Person(FoundPerson {
            marks: Marks::of_text(&hit.name, hits, &hit.score),
            name: hit.name.clone(),
            kind: hit.kind,
            quotes: hit.quotes,
        })
    });
    Found {
        plain: false,
        total: hits.total,
        more: !hits.counted,
        near: hits.are_near(|hit| &hit.score),
        took: None,
        hits: shown.collect(),
    }
}

fn texts(hits: Hits<TextHit>) -> Found {
    // Nothing was typed: no passage is better than another.
    let plain = hits.words.is_empty();
    let shown = hits.hits.into_iter().map(|hit| {
        Hit::Article(FoundArticle {
            row: hit.row,
            title_marks: hit.passage.title_marks.clone(),
            passage: (!plain).then_some(hit.passage),
        })
    });
    Found {
        plain: false,
        total: hits.total,
        more: !hits.counted,
        near: false,
        took: None,
        hits: shown.collect(),
    }
}
