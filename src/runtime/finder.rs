//! The thread that searches: it answers what is typed, the newest question only. While there is no
//! index it asks the store itself.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded, select};
use rustc_hash::FxHashMap;

use super::Wake;
use super::indexer::{Indexer, Want};
use super::store::{All, Quotes, Request};
use crate::app::event::{Answer, FoundQuote};
use crate::find::{Damaged, Hits, Index, Marks, Options, QuoteHit, Stamp};
use crate::model::{ArticleId, QuoteRow};
use crate::query::{self, Query, Test};
use crate::store::{Store, StoreError};

/// A question to the finder.
pub(super) struct Question {
    pub(super) generation: u64,
    pub(super) query: String,
    pub(super) limit: usize,
}

/// The generation of the newest question, so that a search under way for an older one stops.
pub(super) type Newest = Arc<AtomicU64>;

/// Starts the thread, and the one that makes its index.
pub(super) fn start(
    quotes: Quotes,
    asked: Receiver<Question>,
    newest: Newest,
    wake: Sender<Wake>,
) -> io::Result<()> {
    let work = move || {
        let told = |error: &dyn std::fmt::Display| {
            Answer::Failed(format!("cannot search the quotes: {error}"))
        };
        match Finder::open(quotes, wake.clone(), newest) {
            Ok(finder) => finder.run(&asked),
            Err(error) => drop(wake.send(Wake::Answer(told(&error)))),
        }
    };
    thread::Builder::new()
        .name("finder".to_owned())
        .spawn(work)
        .map(drop)
}

/// Where the rows of found quotes are.
enum Rows {
    /// In a store, by a connection of its own.
    Store(Store),
    /// In memory: those of a collection that is not kept.
    Memory(FxHashMap<(ArticleId, usize), QuoteRow>),
}

struct Finder {
    rows: Rows,
    /// Nothing while it is being made for the first time.
    index: Option<Index>,
    indexer: Indexer,
    newest: Newest,
    wake: Sender<Wake>,
}

impl Finder {
    fn open(quotes: Quotes, wake: Sender<Wake>, newest: Newest) -> Result<Self, StoreError> {
        let (rows, index, indexer) = match quotes {
            Quotes::File(path) => {
                let store = Store::open_existing(&path)?;
                let indexer = Indexer::start(path);
                indexer.want(Want::Newer(None));
                (Rows::Store(store), None, indexer)
            }
            Quotes::Asked(store) => {
                let (reply, answer) = bounded(1);
                let sent = store.send(Request::Quotes(reply));
                // The store thread is gone only when the reader is leaving.
                let answer = sent.ok().and_then(|()| answer.recv().ok());
                let All { articles, rows } = answer.transpose()?.unwrap_or_default();
                let place = |row: QuoteRow| ((row.article, row.ordinal), row);
                let rows = Rows::Memory(rows.into_iter().map(place).collect());
                let index = Index::build(articles, Stamp::default());
                (rows, Some(index), Indexer::none())
            }
        };
        Ok(Self {
            rows,
            index,
            indexer,
            newest,
            wake,
        })
    }

    /// Answers until nobody can ask; the last question once more when the index has changed.
    fn run(mut self, asked: &Receiver<Question>) {
        let mut last: Option<Question> = None;
        loop {
            select! {
                recv(asked) -> question => {
                    let Ok(first) = question else { return };
                    let question = asked.try_iter().last().unwrap_or(first);
                    self.indexer.want(Want::Newer(self.index.clone()));
                    self.answer(&question);
                    last = Some(question);
                }
                recv(self.indexer.made) -> made => {
                    let Ok(made) = made else { return };
                    match made {
                        Ok(index) => self.index = Some(index),
                        Err(error) => self.fail(&error),
                    }
                    if let Some(question) = last.as_ref().filter(|q| self.is_newest(q)) {
                        self.answer(question);
                    }
                }
            }
        }
    }

    fn is_newest(&self, question: &Question) -> bool {
        self.newest.load(Ordering::Relaxed) == question.generation
    }

    fn fail(&self, error: &dyn std::fmt::Display) {
        let failed = Answer::Failed(format!("cannot search the quotes: {error}"));
        let _ = self.wake.send(Wake::Answer(failed));
    }

    /// Answers for the next frame and, where more matches than was looked at, once more when all
    /// of it was.
    fn answer(&self, question: &Question) {
        let started = Instant::now();
        for deep in [false, true] {
            let hits = match &self.index {
                Some(index) => match self.search(index, question, deep) {
                    Ok(Some(hits)) => hits,
                    Ok(None) => return,
                    Err(Damaged) => return self.indexer.want(Want::Anew),
                },
                None => Hits::default(),
            };
            tracing::debug!(query = question.query, deep, total = hits.total, took = ?started.elapsed(), "searched");
            let shown = match &self.index {
                Some(_) => self.rows.of(&hits),
                None => self.rows.without_index(question),
            };
            let shown = match shown {
                Ok(shown) => shown,
                Err(error) => return self.fail(&error),
            };
            let answer = Answer::Hits {
                generation: question.generation,
                total: hits.total.max(shown.len()),
                hits: shown,
            };
            let _ = self.wake.send(Wake::Answer(answer));
            if hits.whole {
                return;
            }
        }
    }

    fn search(
        &self,
        index: &Index,
        question: &Question,
        deep: bool,
    ) -> Result<Option<Hits<QuoteHit>>, Damaged> {
        let (newest, generation) = (&self.newest, question.generation);
        let options = Options {
            limit: question.limit,
            deep,
            outside: &|test| self.rows.passing(test),
            cancelled: &|| newest.load(Ordering::Relaxed) != generation,
        };
        index.quotes(&question.query, &options)
    }
}

impl Rows {
    fn of(&self, hits: &Hits<QuoteHit>) -> Result<Vec<FoundQuote>, StoreError> {
        let places = hits.hits.iter().map(|hit| (hit.article, hit.ordinal));
        let rows: Vec<Option<QuoteRow>> = match self {
            Self::Store(store) => store.quote_rows(places)?,
            Self::Memory(rows) => places.map(|place| rows.get(&place).cloned()).collect(),
        };
        let shown = hits.hits.iter().zip(rows);
        // One that went meanwhile has no row.
        let shown = shown.filter_map(|(hit, row)| {
            let row = row?;
            let marks = Marks::of(&row, hits, &hit.score);
            Some(found(row, marks))
        });
        Ok(shown.collect())
    }

    /// While there is no index yet: the newest quotes that have the words as they stand.
    fn without_index(&self, question: &Question) -> Result<Vec<FoundQuote>, StoreError> {
        let Self::Store(store) = self else {
            return Ok(Vec::new());
        };
        let typed = query::parse(&question.query).unwrap_or_else(|_| Query::all());
        let rows = store.quotes(&typed, Some(question.limit))?;
        let shown = rows.into_iter().map(|row| {
            let marks = Marks::of_words(&row, &question.query);
            found(row, marks)
        });
        Ok(shown.collect())
    }

    fn passing(&self, test: &Test) -> Option<Vec<ArticleId>> {
        match self {
            Self::Store(store) => store.passing(test).ok(),
            Self::Memory(_) => None,
        }
    }
}

fn found(row: QuoteRow, marks: Marks) -> FoundQuote {
    FoundQuote {
        row,
        marks: marks.text,
        speaker_marks: marks.speaker,
        title_marks: marks.title,
    }
}
