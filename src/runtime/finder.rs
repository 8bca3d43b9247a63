//! The thread that searches: it reads all quotes once, then answers what is typed, the newest
//! question only.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::Wake;
use super::store::{Quotes, Request};
use crate::app::event::{Answer, FoundQuote};
use crate::find::{Hit, Index};
use crate::model::QuoteRow;
use crate::store::{Store, StoreError};

/// A question to the finder.
pub(super) struct Question {
    pub(super) generation: u64,
    pub(super) query: String,
    pub(super) limit: usize,
}

/// The generation of the newest question, so that a search under way for an older one stops.
pub(super) type Newest = Arc<AtomicU64>;

/// Starts the thread. The index is built at once, so that it is there before it is wanted.
pub(super) fn start(
    quotes: Quotes,
    asked: Receiver<Question>,
    newest: Newest,
    wake: Sender<Wake>,
) -> io::Result<()> {
    let work = move || {
        let started = Instant::now();
        let index = match read(quotes) {
            Ok(rows) => Index::build(rows),
            Err(error) => {
                let failed = Answer::Failed(format!("cannot search the quotes: {error}"));
                let _ = wake.send(Wake::Answer(failed));
                return;
            }
        };
        tracing::info!(quotes = index.len(), took = ?started.elapsed(), "index of quotes built");
        while let Ok(first) = asked.recv() {
            let question = asked.try_iter().last().unwrap_or(first);
            if let Some(answer) = search(&index, &question, &newest) {
                let _ = wake.send(Wake::Answer(answer));
            }
        }
    };
    thread::Builder::new()
        .name("finder".to_owned())
        .spawn(work)
        .map(drop)
}

fn read(quotes: Quotes) -> Result<Vec<QuoteRow>, StoreError> {
    match quotes {
        Quotes::File(path) => {
            let store = Store::open_existing(&path)?;
            let mut rows = Vec::new();
            store.for_each_quote(|row| rows.push(row))?;
            Ok(rows)
        }
        Quotes::Asked(store) => {
            let (reply, answer) = bounded(1);
            let sent = store.send(Request::Quotes(reply));
            // The store thread is gone only when the reader is leaving.
            match sent.ok().and_then(|()| answer.recv().ok()) {
                Some(rows) => rows,
                None => Ok(Vec::new()),
            }
        }
    }
}

fn search(index: &Index, question: &Question, newest: &AtomicU64) -> Option<Answer> {
    let started = Instant::now();
    let old = || newest.load(Ordering::Relaxed) != question.generation;
    let found = index.search(&question.query, question.limit, &old)?;
    tracing::debug!(query = question.query, total = found.total, took = ?started.elapsed(), "searched");
    Some(Answer::Hits {
        generation: question.generation,
        total: found.total,
        hits: found
            .hits
            .into_iter()
            .map(|hit| shown(index, hit))
            .collect(),
    })
}

fn shown(index: &Index, hit: Hit) -> FoundQuote {
    FoundQuote {
        row: index.row(hit.row).clone(),
        marks: hit.marks,
        speaker_marks: hit.speaker_marks,
        title_marks: hit.title_marks,
    }
}
