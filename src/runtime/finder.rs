//! The thread that searches: it reads all quotes once, then answers what is typed, the newest
//! question only.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded};
use rustc_hash::FxHashMap;

use super::Wake;
use super::store::{All, Quotes, Request};
use crate::app::event::{Answer, FoundQuote};
use crate::find::{self, Damaged, Hits, Index, Marks, Options, QuoteHit, Stamp};
use crate::model::{ArticleId, QuoteRow};
use crate::store::{Store, StoreError};

/// A question to the finder.
pub(super) struct Question {
    pub(super) generation: u64,
    pub(super) query: String,
    pub(super) limit: usize,
}

/// The generation of the newest question, so that a search under way for an older one stops.
pub(super) type Newest = Arc<AtomicU64>;

/// Starts the thread. The index is opened at once, so that it is there before it is wanted; where
/// there is none that will do, it is made.
pub(super) fn start(
    quotes: Quotes,
    asked: Receiver<Question>,
    newest: Newest,
    wake: Sender<Wake>,
) -> io::Result<()> {
    let work = move || match Finder::open(quotes) {
        Ok(mut finder) => {
            while let Ok(first) = asked.recv() {
                let question = asked.try_iter().last().unwrap_or(first);
                finder.answer(&question, &newest, &wake);
            }
        }
        Err(error) => {
            let failed = Answer::Failed(format!("cannot search the quotes: {error}"));
            let _ = wake.send(Wake::Answer(failed));
        }
    };
    thread::Builder::new()
        .name("finder".to_owned())
        .spawn(work)
        .map(drop)
}

/// Where the rows of found quotes are.
enum Rows {
    /// In a store of its own connection, beside which the index is kept.
    Store(Store, PathBuf),
    /// In memory: those of a collection that is not kept.
    Memory(FxHashMap<(ArticleId, usize), QuoteRow>),
}

struct Finder {
    rows: Rows,
    index: Index,
}

impl Finder {
    fn open(quotes: Quotes) -> Result<Self, StoreError> {
        let started = Instant::now();
        let finder = match quotes {
            Quotes::File(path) => {
                let store = Store::open_existing(&path)?;
                let kept = find::path_beside(&path);
                let index = match find::open(&store, &kept)? {
                    Some(index) => index,
                    None => made(&store, &kept)?,
                };
                Self {
                    rows: Rows::Store(store, kept),
                    index,
                }
            }
            Quotes::Asked(store) => {
                let (reply, answer) = bounded(1);
                let sent = store.send(Request::Quotes(reply));
                // The store thread is gone only when the reader is leaving.
                let answer = sent.ok().and_then(|()| answer.recv().ok());
                let All { articles, rows } = answer.transpose()?.unwrap_or_default();
                let place = |row: QuoteRow| ((row.article, row.ordinal), row);
                Self {
                    rows: Rows::Memory(rows.into_iter().map(place).collect()),
                    index: Index::build(articles, Stamp::default()),
                }
            }
        };
        tracing::info!(quotes = finder.index.len(), took = ?started.elapsed(), "index of quotes ready");
        Ok(finder)
    }

    /// Answers for the next frame and, where more matches than was looked at, once more when all
    /// of it was.
    fn answer(&mut self, question: &Question, newest: &AtomicU64, wake: &Sender<Wake>) {
        for deep in [false, true] {
            let answer = match self.search(question, deep, newest) {
                Ok(None) => return,
                Ok(Some((answer, whole))) => (answer, whole),
                Err(error) => {
                    let failed = format!("cannot search the quotes: {error}");
                    (Answer::Failed(failed), true)
                }
            };
            let _ = wake.send(Wake::Answer(answer.0));
            if answer.1 {
                return;
            }
        }
    }

    fn search(
        &mut self,
        question: &Question,
        deep: bool,
        newest: &AtomicU64,
    ) -> Result<Option<(Answer, bool)>, StoreError> {
        let started = Instant::now();
        self.refresh()?;
        let old = || newest.load(Ordering::Relaxed) != question.generation;
        let found = match self.find(question, deep, &old) {
            Ok(found) => found,
            Err(Damaged) => {
                if let Rows::Store(store, path) = &self.rows {
                    self.index = made(store, path)?;
                }
                self.find(question, deep, &old).unwrap_or_default()
            }
        };
        let Some(hits) = found else { return Ok(None) };
        tracing::debug!(query = question.query, deep, total = hits.total, took = ?started.elapsed(), "searched");
        let rows = self.rows.of(&hits)?;
        let shown = hits.hits.iter().zip(rows);
        let shown = shown.filter_map(|(hit, row)| Some(shown_row(&hits, hit, row?)));
        let answer = Answer::Hits {
            generation: question.generation,
            total: hits.total,
            hits: shown.collect(),
        };
        Ok(Some((answer, hits.whole)))
    }

    /// Takes in what changed in the collection since the last search.
    fn refresh(&mut self) -> Result<(), StoreError> {
        if let Rows::Store(store, path) = &self.rows {
            self.index = match find::refreshed(store, &self.index)? {
                Some(index) => index,
                None => made(store, path)?,
            };
        }
        Ok(())
    }

    fn find(
        &self,
        question: &Question,
        deep: bool,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Hits<QuoteHit>>, Damaged> {
        let options = Options {
            limit: question.limit,
            deep,
            outside: &|_| None,
            cancelled,
        };
        self.index.quotes(&question.query, &options)
    }
}

impl Rows {
    fn of(&self, hits: &Hits<QuoteHit>) -> Result<Vec<Option<QuoteRow>>, StoreError> {
        let places = hits.hits.iter().map(|hit| (hit.article, hit.ordinal));
        match self {
            Self::Store(store, _) => store.quote_rows(places),
            Self::Memory(rows) => Ok(places.map(|place| rows.get(&place).cloned()).collect()),
        }
    }
}

fn made(store: &Store, path: &Path) -> Result<Index, StoreError> {
    let made = find::rebuilt(store, path, &|| true)?;
    Ok(match made {
        Some((index, kept)) => {
            if let Err(error) = kept {
                tracing::warn!(%error, path = %path.display(), "the index of quotes is not kept");
            }
            index
        }
        None => Index::build([], Stamp::default()),
    })
}

fn shown_row(hits: &Hits<QuoteHit>, hit: &QuoteHit, row: QuoteRow) -> FoundQuote {
    let marks = Marks::of(&row, hits, &hit.score);
    FoundQuote {
        row,
        marks: marks.text,
        speaker_marks: marks.speaker,
        title_marks: marks.title,
    }
}
