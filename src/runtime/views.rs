//! The thread that reads for the pages: people and what they said. It has a connection of its own, so
//! that a walk over all that somebody said keeps no article waiting.
//!
//! Of questions that wait the newest of a kind is answered; a walk for a page that is no longer the
//! newest is stopped.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use super::store::Request;
use super::{Wake, keeping};
use crate::app::event::Answer;
use crate::app::look::{Look, Seen, WasRead, Whom};
use crate::app::screen::window::Part;
use crate::model::{Period, PersonId, PersonRow, SaidRow, SpeakerKind};
use crate::store::{Direction, Store, StoreError};

/// People that are told as company.
const COMPANY: usize = 24;
/// People of one name that are told.
const NAMESAKES: usize = 20;

/// A question of a page.
pub(super) struct Question {
    pub(super) generation: u64,
    pub(super) look: Look,
}

/// The generation of the page that asked last.
pub(super) type Newest = Arc<AtomicU64>;

/// Where the collection is read.
pub(super) enum Place {
    /// A file, by a connection of its own.
    File(PathBuf),
    /// The thread that alone can read it.
    Asked(Sender<Request>),
}

/// Starts the thread, which opens the store once something is asked; it ends when nobody can ask.
pub(super) fn start(
    place: Place,
    asked: Receiver<Question>,
    newest: Newest,
    wake: Sender<Wake>,
) -> io::Result<()> {
    let work = move || {
        let mut store = None;
        while let Ok(first) = asked.recv() {
            let waiting: Vec<Question> = std::iter::once(first).chain(asked.try_iter()).collect();
            for question in wanted(waiting) {
                serve(&place, &mut store, question, &newest, &wake);
            }
        }
    };
    thread::Builder::new()
        .name("views".to_owned())
        .spawn(work)
        .map(drop)
}

/// Leaves out questions that a later one of the same kind and page replaces.
fn wanted(waiting: Vec<Question>) -> Vec<Question> {
    let kind = |q: &Question| (q.generation, std::mem::discriminant(&q.look));
    let mut kept: Vec<Question> = Vec::with_capacity(waiting.len());
    for question in waiting.into_iter().rev() {
        if !kept.iter().any(|later| kind(later) == kind(&question)) {
            kept.push(question);
        }
    }
    kept.reverse();
    kept
}

fn serve(
    place: &Place,
    store: &mut Option<Store>,
    question: Question,
    newest: &Newest,
    wake: &Sender<Wake>,
) {
    let Question { generation, look } = question;
    match place {
        Place::Asked(thread) => {
            let wake = wake.clone();
            let run = move |store: &Store| tell(&wake, generation, answer(store, look));
            // The store's thread is gone only where the reader is leaving.
            let _ = thread.send(Request::Run(Box::new(run)));
        }
        Place::File(path) => {
            let store = match opened(store, path) {
                Ok(store) => store,
                Err(error) => return tell(wake, generation, Err(error)),
            };
            let asked = Arc::clone(newest);
            let stopped = Arc::new(AtomicBool::new(false));
            let says = Arc::clone(&stopped);
            let stop = move || {
                let stops = asked.load(Ordering::Relaxed) != generation;
                says.fetch_or(stops, Ordering::Relaxed);
                stops
            };
            match store.until(stop, |store| answer(store, look)) {
                // Its page may be the newest again by now.
                Ok(Err(_)) if stopped.load(Ordering::Relaxed) => {}
                done => tell(wake, generation, done.flatten()),
            }
        }
    }
}

/// The connection to the store at `path`, which is opened once.
pub(super) fn opened<'a>(
    store: &'a mut Option<Store>,
    path: &Path,
) -> Result<&'a mut Store, StoreError> {
    let known = match store.take() {
        Some(store) => store,
        None => Store::open_existing(path)?,
    };
    Ok(store.insert(known))
}

fn tell(wake: &Sender<Wake>, generation: u64, done: Result<Seen, StoreError>) {
    let answer = match done {
        Ok(seen) => Answer::Seen { generation, seen },
        Err(error) => {
            tracing::warn!(%error, "the store refused");
            Answer::NotSeen(generation, keeping::said(&error))
        }
    };
    let _ = wake.send(Wake::Answer(answer));
}

/// Answers a question of a page.
///
/// # Errors
/// When the store cannot be read.
pub fn answer(store: &Store, look: Look) -> Result<Seen, StoreError> {
    Ok(match look {
        Look::Person(whom) => {
            let person = match whom {
                Whom::Speaker(article, speaker) => store.person_in(article, speaker)?,
                Whom::Named(name, kind) => store.person_named(&name, kind)?,
                Whom::Known(id) => Some(id),
            };
            let page = match person {
                Some(id) => store.person_page(id)?,
                None => None,
            };
            Seen::Person(page.map(Box::new))
        }
        Look::Said {
            person,
            period,
            part,
            articles,
        } => {
            let (rows, end) = said(store, person, period, &part, articles)?;
            Seen::Said {
                period,
                part,
                rows,
                end,
            }
        }
        Look::People { part, limit } => {
            let (from, direction) = place_of(&part);
            let rows = store.people(from, direction, limit)?;
            let end = rows.len() < limit;
            Seen::People { part, rows, end }
        }
        Look::Named { search, names } => Seen::Named {
            search,
            rows: named(store, names)?,
        },
        Look::Values { list, typed, limit } => Seen::Values {
            values: store.values(list, &typed, limit)?,
            list,
            typed,
        },
        Look::History { words, part, limit } => {
            let rows = history(store, &words, &part, limit)?;
            let end = rows.len() < limit;
            Seen::History {
                words,
                part,
                rows,
                end,
            }
        }
        Look::Days => Seen::Days(store.days()?),
        Look::Publishers { limit } => Seen::Publishers(store.publishers(limit)?),
        Look::Pairs { limit } => Seen::Pairs(store.pairs(limit)?),
        Look::Roles(person) => Seen::Roles(store.roles(person)?),
        Look::Company(person) => Seen::Company(store.company(person, COMPANY)?),
    })
}

fn said(
    store: &Store,
    person: PersonId,
    period: Option<Period>,
    part: &Part<SaidRow>,
    articles: usize,
) -> Result<(Vec<SaidRow>, bool), StoreError> {
    let (from, direction) = place_of(part);
    let from = from.map(|row| row.cursor);
    let rows = store.said(person, period, from, direction, articles)?;
    let mut places: Vec<_> = rows.iter().map(|row| row.cursor.article).collect();
    places.dedup();
    let end = places.len() < articles;
    Ok((rows, end))
}

fn history(
    store: &Store,
    words: &[String],
    part: &Part<WasRead>,
    limit: usize,
) -> Result<Vec<WasRead>, StoreError> {
    let (from, direction) = place_of(part);
    let from = from.map(|read| (read.opened, read.article.id));
    let found = store.opened(words, from, direction, limit)?;
    let now = jiff::Zoned::now();
    let rows = found.into_iter().map(|(article, opened)| WasRead {
        when: when(opened, &now).unwrap_or_default(),
        article,
        opened,
    });
    Ok(rows.collect())
}

/// A time as one says it: "today 14:05", "yesterday 09:30", else the day.
fn when(at: i64, now: &jiff::Zoned) -> Option<String> {
    let at = jiff::Timestamp::from_second(at).ok()?;
    let at = at.to_zoned(now.time_zone().clone());
    let today = now.date();
    let form = match at.date() {
        day if day == today => "today %H:%M",
        day if Some(day) == today.yesterday().ok() => "yesterday %H:%M",
        _ => "%-d %b %Y",
    };
    Some(at.strftime(form).to_string())
}

/// Where a window begins, and which way it goes.
fn place_of<T>(part: &Part<T>) -> (Option<&T>, Direction) {
    match part {
        Part::Start => (None, Direction::Forward),
        Part::End => (None, Direction::Backward),
        Part::After(row) => (Some(row), Direction::Forward),
        Part::Before(row) => (Some(row), Direction::Backward),
    }
}

fn named(
    store: &Store,
    names: Vec<(String, Option<SpeakerKind>)>,
) -> Result<Vec<PersonRow>, StoreError> {
    let mut rows: Vec<PersonRow> = Vec::with_capacity(names.len());
    for (name, kind) in names {
        for id in store.people_named(&name, kind, NAMESAKES)? {
            let row = store.person_row(id)?;
            rows.extend(row.filter(|row| rows.iter().all(|known| known.id != row.id)));
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_as_one_says_it() {
        let now: jiff::Zoned = "2023-05-04T00:30:00[UTC]".parse().unwrap();
        let at = |time: &str| {
            let at: jiff::Timestamp = time.parse().unwrap();
            when(at.as_second(), &now).unwrap()
        };
        assert_eq!(at("2023-05-04T00:05:00Z"), "today 00:05");
        assert_eq!(at("2023-05-03T23:59:00Z"), "yesterday 23:59");
        assert_eq!(at("2023-05-02T23:59:00Z"), "2 May 2023");
        assert_eq!(
            at("2023-05-05T00:00:00Z"),
            "5 May 2023",
            "a clock that was put back"
        );
    }
}
