//! The thread that owns the store: lists, articles, totals.
//!
//! Requests that wait are looked through first: of those that replace one another (opening an
//! article, a window of the list) only the newest is done, so that a key held down never makes
//! the store lag behind.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use super::{Wake, keeping, views};
use crate::app::event::{Answer, Effect, Window};
use crate::import::{FileIdentity, identity};
use crate::model::{ArticleId, ArticleRow};
use crate::query;
use crate::store::{ArticleCursor, ArticleOrder, Direction, Store, StoreError};

/// What the store thread is asked for.
pub(super) enum Request {
    /// An effect of the reader.
    Effect(Effect),
    /// What the finder does with a store that only this thread can read.
    Run(Box<dyn FnOnce(&Store) + Send>),
    /// To look whether somebody else has changed the store.
    Look,
}

/// Where the finder gets its quotes from.
pub(super) enum Quotes {
    /// A connection of its own to this file.
    File(PathBuf),
    /// The store thread.
    Asked(Sender<Request>),
}

/// Starts the thread; it ends when all senders are gone and everything asked is done.
pub(super) fn start(
    store: Store,
    asked: Receiver<Request>,
    wrote: Arc<keeping::Wrote>,
    wake: Sender<Wake>,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new()
        .name("store".to_owned())
        .spawn(move || {
            let mut store = store;
            let mut watch = Watch::new(&store);
            while let Ok(first) = asked.recv() {
                let waiting: Vec<Request> =
                    std::iter::once(first).chain(asked.try_iter()).collect();
                let told = waiting.iter().any(|one| matches!(one, Request::Look));
                for request in wanted(waiting) {
                    serve(&mut store, request, &wake);
                }
                if watch.sees_it_go(&store, told) {
                    let gone = keeping::gone(store.path());
                    let _ = wake.send(Wake::Answer(Answer::NotKept(gone)));
                }
                if watch.sees_a_change(&store, told) {
                    let ours = wrote.may_be_ours();
                    let _ = wake.send(Wake::Answer(Answer::Changed { ours }));
                }
            }
        })
}

/// How often is looked whether somebody else has changed the store: while much is imported, lists
/// are read anew no more often than that.
pub(super) const LOOKED: Duration = Duration::from_secs(1);

/// Sees what other windows and commands change.
struct Watch {
    version: Option<i64>,
    looked: Instant,
    /// The file that was at its place the last time.
    there: Option<FileIdentity>,
}

impl Watch {
    fn new(store: &Store) -> Self {
        Self {
            version: store.data_version().ok(),
            looked: Instant::now(),
            there: identity(store.path()),
        }
    }

    /// Whether the file was taken away since the last time, or another one is at its place: what is kept
    /// from then on is in a file that has no name.
    fn sees_it_go(&mut self, store: &Store, told: bool) -> bool {
        if !told {
            return false;
        }
        let before = std::mem::replace(&mut self.there, identity(store.path()));
        before.is_some() && self.there != before
    }

    fn sees_a_change(&mut self, store: &Store, told: bool) -> bool {
        if !told && self.looked.elapsed() < LOOKED {
            return false;
        }
        self.looked = Instant::now();
        let version = store.data_version().ok();
        std::mem::replace(&mut self.version, version) != version
    }
}

/// Where the finder reads this store's quotes.
pub(super) fn quotes_of(store: &Store, ask: &Sender<Request>) -> Quotes {
    if store.path().exists() {
        Quotes::File(store.path().to_owned())
    } else {
        Quotes::Asked(ask.clone())
    }
}

/// Where the pages read this store.
pub(super) fn place_of(store: &Store, ask: &Sender<Request>) -> views::Place {
    match store.path().exists() {
        true => views::Place::File(store.path().to_owned()),
        false => views::Place::Asked(ask.clone()),
    }
}

/// Leaves out requests that a later one of the same kind replaces.
fn wanted(waiting: Vec<Request>) -> Vec<Request> {
    let kind = |request: &Request| match request {
        Request::Effect(
            effect @ (Effect::Open { .. }
            | Effect::Preview { .. }
            | Effect::Rows { .. }
            | Effect::Counts),
        ) => Some(std::mem::discriminant(effect)),
        _ => None,
    };
    let mut kept: Vec<Request> = Vec::with_capacity(waiting.len());
    for request in waiting.into_iter().rev() {
        let replaced =
            kind(&request).is_some_and(|k| kept.iter().any(|later| kind(later) == Some(k)));
        if !replaced {
            kept.push(request);
        }
    }
    kept.reverse();
    kept
}

fn serve(store: &mut Store, request: Request, wake: &Sender<Wake>) {
    let effect = match request {
        Request::Effect(effect) => effect,
        Request::Run(run) => return run(store),
        Request::Look => return,
    };
    let answer = match answer(store, effect) {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(%error, "the store refused");
            Some(Answer::Failed(error.to_string()))
        }
    };
    if let Some(answer) = answer {
        let _ = wake.send(Wake::Answer(answer));
    }
}

fn answer(store: &mut Store, effect: Effect) -> Result<Option<Answer>, StoreError> {
    Ok(match effect {
        Effect::Rows {
            generation,
            window,
            filter,
            order,
            limit,
        } => Some(rows(store, generation, &window, (&filter, order), limit)?),
        Effect::Counts => Some(Answer::Counts(store.counts()?)),
        Effect::Tags => Some(Answer::Tags(store.tags()?)),
        Effect::Searches => Some(Answer::Searches(store.searches()?)),
        Effect::Variants { id } => Some(Answer::Variants {
            id,
            rows: variants(store, id)?,
        }),
        Effect::Open { generation, id } => Some(Answer::Opened {
            generation,
            article: keeping::opened(store, id)?,
        }),
        Effect::Reread(id) => Some(Answer::Reread {
            id,
            article: keeping::opened(store, id)?,
        }),
        Effect::Preview { generation, id } => Some(Answer::Previewed {
            generation,
            article: store.article(id)?.map(Box::new),
        }),
        Effect::Gather { marks, purpose } => Some(keeping::gather(store, &marks, purpose)?),
        effect if keeping::writes(&effect) => keeping::write(store, effect),
        Effect::Changes { before, limit } => Some(keeping::changes(store, before, limit)?),
        Effect::Letters => Some(keeping::letters(store)?),
        Effect::Edit(_)
        | Effect::Undo(_)
        | Effect::NoteOpened(_)
        | Effect::Setting { .. }
        | Effect::Look { .. }
        | Effect::Copies { .. }
        | Effect::Count { .. }
        | Effect::Left { .. }
        | Effect::Search { .. }
        | Effect::Spoken { .. }
        | Effect::Copy(_)
        | Effect::Import(_)
        | Effect::Save { .. }
        | Effect::Run { .. }
        | Effect::StopRun(_)
        | Effect::LookIn(_)
        | Effect::Browse(_)
        | Effect::Paths { .. }
        | Effect::Mouse(_)
        | Effect::Suspend
        | Effect::Redraw
        | Effect::OpenOwn
        | Effect::Quit => None,
    })
}

/// A window of the list of articles. A filter that cannot be read is refused: to show everything under
/// its name would be wrong.
///
/// # Errors
/// When the store cannot be read.
pub fn rows(
    store: &Store,
    generation: u64,
    window: &Window,
    (filter, order): (&str, ArticleOrder),
    limit: usize,
) -> Result<Answer, StoreError> {
    let filter = match query::parse(filter) {
        Ok(filter) => filter,
        // Never all articles under the name of a filter.
        Err(error) => {
            let text = format!("Cannot filter by {filter}: {error}");
            return Ok(Answer::Failed(text));
        }
    };
    let read = |from: Option<&ArticleRow>, direction, limit| {
        let cursor = from.map(ArticleCursor::of);
        store.article_groups(order, &filter, cursor.as_ref(), direction, limit)
    };
    let (rows, at_start, at_end) = match window {
        Window::Start => first(&read, limit)?,
        Window::End => {
            let rows = read(None, Direction::Backward, limit)?;
            let all = rows.len() < limit;
            (rows, all, true)
        }
        Window::Before(row) => {
            let rows = read(Some(row), Direction::Backward, limit)?;
            let all = rows.len() < limit;
            (rows, all, false)
        }
        Window::After(row) => {
            let rows = read(Some(row), Direction::Forward, limit)?;
            let all = rows.len() < limit;
            (rows, false, all)
        }
        Window::Around(row) => around_group(store, &read, row, limit / 2)?,
        Window::Holding(row) => holding(store, &read, row, limit)?,
    };
    Ok(Answer::Rows {
        generation,
        rows,
        at_start,
        at_end,
    })
}

type Rows = (Vec<ArticleRow>, bool, bool);
type Read<'a> =
    dyn Fn(Option<&ArticleRow>, Direction, usize) -> Result<Vec<ArticleRow>, StoreError> + 'a;

/// The first rows.
fn first(read: &Read<'_>, limit: usize) -> Result<Rows, StoreError> {
    let rows = read(None, Direction::Forward, limit)?;
    let all = rows.len() < limit;
    Ok((rows, true, all))
}

/// The rows around `row`; the first ones where it is among those, or not in the list at all.
fn holding(
    store: &Store,
    read: &Read<'_>,
    row: &ArticleRow,
    limit: usize,
) -> Result<Rows, StoreError> {
    let first = first(read, limit)?;
    let has = |(rows, ..): &Rows| rows.iter().any(|r| r.id == row.id);
    let variant = row.duplicate_of.is_some();
    if has(&first) || first.2 && !variant {
        return Ok(first);
    }
    let around = around_group(store, read, row, limit / 2)?;
    Ok(if has(&around) { around } else { first })
}

/// As [`around`]; where another article stands for `row`, around that one, with its group below it.
fn around_group(
    store: &Store,
    read: &Read<'_>,
    row: &ArticleRow,
    half: usize,
) -> Result<Rows, StoreError> {
    // What is told of the row may be less than its place depends on.
    let now = store.article_row(row.id)?;
    let row = now.as_ref().unwrap_or(row);
    let head = match row.duplicate_of {
        Some(head) => store.article_row(head)?,
        None => None,
    };
    let (mut rows, at_start, at_end) = around(read, head.as_ref().unwrap_or(row), half)?;
    let place = head.and_then(|head| rows.iter().position(|r| r.id == head.id));
    // Under a filter the variant may be a row of its own.
    if let Some(at) = place.filter(|_| rows.iter().all(|r| r.id != row.id)) {
        let listed: Vec<ArticleId> = rows.iter().map(|r| r.id).collect();
        let others = variants(store, row.id)?;
        let others = others.into_iter().filter(|r| !listed.contains(&r.id));
        rows.splice(at + 1..at + 1, others);
    }
    Ok((rows, at_start, at_end))
}

/// The rows of the articles that say the same as this one.
///
/// # Errors
/// When the store cannot be read.
pub fn variants(store: &Store, id: ArticleId) -> Result<Vec<ArticleRow>, StoreError> {
    let variants = store.variants(id)?;
    Ok(variants.into_iter().map(|variant| variant.row).collect())
}

/// Rows on either side of `row` with it in the middle: what comes after the row before it.
fn around(read: &Read<'_>, row: &ArticleRow, half: usize) -> Result<Rows, StoreError> {
    let mut rows = read(Some(row), Direction::Backward, half)?;
    let at_start = rows.len() < half;
    let before = rows.last().cloned();
    let after = match &before {
        Some(before) => read(Some(before), Direction::Forward, half)?,
        None => read(None, Direction::Forward, half)?,
    };
    let at_end = after.len() < half;
    rows.extend(after);
    Ok((rows, at_start, at_end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::Edit;
    use crate::model::ArticleEdit;

    #[test]
    fn of_requests_that_replace_one_another_the_newest_is_done() {
        let open = |n| {
            Request::Effect(Effect::Open {
                generation: n,
                id: ArticleId(n as i64),
            })
        };
        let mark = |n| {
            let edit = ArticleEdit::Read(true);
            Request::Effect(Effect::Edit(Edit::Article(ArticleId(n), edit)))
        };
        let left: Vec<String> = wanted(vec![open(1), mark(1), open(2), mark(2), open(3)])
            .iter()
            .map(|request| match request {
                Request::Effect(Effect::Open { generation, .. }) => format!("open {generation}"),
                Request::Effect(Effect::Edit(Edit::Article(id, _))) => format!("mark {}", id.0),
                _ => String::new(),
            })
            .collect();
        assert_eq!(left, ["mark 1", "mark 2", "open 3"]);
    }

    #[test]
    fn a_store_that_was_taken_away_or_replaced_is_seen_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let store = Store::open(&at("case.db")).unwrap();
        store.back_up_to(&at("copy.db")).unwrap();
        let mut watch = Watch::new(&store);
        assert!(!watch.sees_it_go(&store, false) && !watch.sees_it_go(&store, true));
        // As a sync tool does: the path is there at each look.
        #[cfg(unix)]
        {
            std::fs::rename(at("copy.db"), at("case.db")).unwrap();
            assert!(!watch.sees_it_go(&store, false));
            assert!(watch.sees_it_go(&store, true));
            assert!(!watch.sees_it_go(&store, true));
            std::fs::remove_file(at("case.db")).unwrap();
            assert!(watch.sees_it_go(&store, true));
            assert!(!watch.sees_it_go(&store, true));
        }
    }

    #[test]
    fn a_variant_is_shown_around_the_one_that_stands_for_it() {
        let mut store = Store::in_memory().unwrap();
        let mut batch = store.batch().unwrap();
        for n in 0..40 {
            let text = format!("Report {} of the harbour.", if n == 30 { 10 } else { n });
            let article = crate::model::Article {
                text,
                ..Default::default()
            };
            let source = crate::import::Source {
                location: format!("/{n}"),
                hash: n,
            };
            batch.put(&source, &article, &Default::default()).unwrap();
        }
        batch.commit().unwrap();
        let row = |id| store.article_row(ArticleId(id)).unwrap().unwrap();
        let shown = |window, filter: &str| match rows(
            &store,
            1,
            &window,
            (filter, ArticleOrder::Newest),
            8,
        )
        .unwrap()
        {
            Answer::Rows { rows, .. } => rows.iter().map(|r| r.id.0).collect::<Vec<_>>(),
            _ => Vec::new(),
        };
        let around = Window::Around(Box::new(row(31)));
        assert_eq!(shown(around.clone(), ""), [7, 8, 9, 10, 11, 31, 12, 13, 14]);
        assert_eq!(shown(around, "text:harbour")[5], 31);
        assert_eq!(
            shown(Window::After(Box::new(row(29))), "")[..3],
            [30, 32, 33]
        );
    }
}
