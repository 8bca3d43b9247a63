//! The reader in a terminal: the loop, the threads beside it, and everything that touches the
//! outside.
//!
//! One channel brings keys, signals and answers; the loop drains it, then draws, at most three
//! times in 24 ms and only when something happened. Nothing ticks: an idle reader sleeps. Reading the store,
//! writing to it ([`keeping`]) and finding each have a thread of their own, so no key waits for them,
//! and reading does not wait while somebody else writes.

mod clipboard;
mod command;
pub mod counting;
mod editor;
mod ending;
mod finder;
mod importing;
mod indexer;
mod input;
pub mod keeping;
mod live;
mod looping;
mod outside;
mod own_file;
mod paths;
mod signals;
pub mod store;
mod terminal;
mod trace;
mod upkeep;
pub mod views;
mod watching;
mod workers;

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use clipboard::Clipboard;
use crossbeam_channel::Sender;

use crate::app::layout::Sizes;
use crate::app::remembering::Typed;
use crate::app::{
    Answer, Copying, Event, Settings, remembering, resizing, resuming, searches, spreading,
};
use crate::config::keymap::Keymap;
use crate::config::theme::Theme;
use crate::config::{self, Config};
use crate::model::{ArticleId, ArticleRow};
use crate::store::Store;

pub use crate::app::event::{Imported, Progress};
pub use importing::{Importer, Tell};
pub use indexer::Remake;
pub use own_file::own_file;

/// Opens the person's own collection.
pub type Own = Box<dyn Fn() -> anyhow::Result<Store>>;

/// Everything the reader starts with.
pub struct Session {
    /// The collection; the reader's store thread takes it over.
    pub store: Store,
    /// Whether it is the sample, which is thrown away afterwards.
    pub sample: bool,
    /// What opens the person's own collection, once something was imported beside the sample.
    pub own: Option<Own>,
    /// What is wrong with the settings, a line each.
    pub told: Vec<String>,
    /// What it begins with, in place of where it was left.
    pub begin: Option<Begin>,
    /// What the person set.
    pub config: Config,
    /// What imports files beside reading.
    pub importer: Importer,
    /// What makes the index of quotes anew.
    pub remake: Remake,
}

/// What the reader begins with.
#[derive(Debug)]
pub struct Begin {
    /// The article that is chosen.
    pub article: ArticleId,
    /// Whether it is all there is to read: then its text has the keys.
    pub alone: bool,
    /// What is told until the first key.
    pub told: String,
}

/// What wakes the loop.
#[derive(Debug)]
enum Wake {
    /// The person did something, and when.
    Input(Event, Instant),
    /// A worker answers.
    Answer(Answer),
    /// The system asks for something.
    Signal(signals::Request),
    /// A thread has panicked, which was told.
    Fault,
    /// The terminal is gone.
    InputLost(std::io::Error),
}

/// Runs the reader until the person leaves it or the system ends it; the terminal is as it was
/// before in every case.
///
/// # Errors
/// Where the terminal cannot be used, a setting means nothing, or the trace cannot be written.
pub fn run(session: Session) -> anyhow::Result<()> {
    let started = Instant::now();
    let mut settings = settings(&session)?;
    let trace = trace::Trace::start(session.config.trace.as_deref(), started)?;
    let (wake, woken) = crossbeam_channel::unbounded();
    let path = session.store.path().to_owned();
    let chosen = session.config.clipboard;
    let clipboard = Clipboard::new(chosen, &|name| std::env::var_os(name), wake.clone());
    settings.copying = clipboard.copying();
    let mut terminal = terminal::Terminal::enter(settings.mouse, wake.clone())?;
    let signals = signals::listen(wake.clone()).context("cannot listen for signals")?;
    let gate = Arc::new(input::Gate::default());
    input::listen(wake.clone(), Arc::clone(&gate))
        .context("cannot start the thread that reads the keys")?;
    let start = starter((session.importer, session.remake), wake);
    let workers = start(session.store)?;
    let own = session.own.map(|own| Opening { own, start });
    let beside = (trace, gate, clipboard);
    let mut looping = looping::Loop::new(settings, &mut terminal, woken, (workers, own), beside)?;
    // A fault of the reader's own must not lose what the person did before it. Drawing leaves the
    // state as it was; what a key left half done is not kept.
    let ended = panic::catch_unwind(AssertUnwindSafe(|| looping.run()));
    let asked = panic::catch_unwind(AssertUnwindSafe(|| looping.end()));
    let ending = looping.into_ending();
    // The screen is the person's again while the store still writes.
    drop(terminal);
    let finished = panic::catch_unwind(AssertUnwindSafe(|| ending.finish(&path)));
    signals.close();
    let signal = match (ended, asked, finished) {
        (Ok(ended), Ok(()), Ok(finished)) => {
            finished?;
            ended?
        }
        (Err(fault), ..) | (_, Err(fault), _) | (_, _, Err(fault)) => panic::resume_unwind(fault),
    };
    if let Some(signal) = signal {
        signal.obey();
    }
    Ok(())
}

/// What opens the person's own collection in place of the sample, and starts threads for it.
struct Opening {
    own: Own,
    start: Start,
}

type Start = Box<dyn Fn(Store) -> anyhow::Result<workers::Workers>>;

fn starter((importer, remake): (Importer, Remake), wake: Sender<Wake>) -> Start {
    Box::new(move |store| {
        let beside = (Arc::clone(&importer), Arc::clone(&remake));
        workers::Workers::start(store, beside, wake.clone())
    })
}

fn settings(session: &Session) -> anyhow::Result<Settings> {
    let config = &session.config;
    let keymap = Keymap::with_changes(&config.keys).map_err(|wrong| {
        let first = wrong.into_iter().next();
        let told = first.map_or(String::new(), |clash| clash.message);
        anyhow::anyhow!("in the keys of the configuration: {told}")
    })?;
    Ok(Settings {
        sample: session.sample,
        troubles: session.told.clone(),
        session: begun(session).or_else(|| left(session)),
        typed: typed(session),
        told: session.begin.as_ref().map(|begin| begin.told.clone()),
        resume: config.resume && !session.sample,
        measure: config.measure.clamp(20, 200),
        chosen_measure: chosen_measure(&session.store),
        searches_hidden: searches_hidden(&session.store),
        panes: panes(&session.store),
        mouse: config.mouse,
        theme: theme(&config.theme)?,
        ascii: config.ascii,
        keymap,
        citation: config.citation.clone(),
        copying: Copying::default(),
    })
}

/// The article that the reader begins with.
fn begun(session: &Session) -> Option<(resuming::Session, Option<ArticleRow>)> {
    let begin = session.begin.as_ref()?;
    let row = session.store.article_row(begin.article).ok().flatten()?;
    let at = resuming::Session::at(begin.article, begin.alone);
    Some((at, Some(row)))
}

/// Where the reader was left, where it is to go on there.
fn left(session: &Session) -> Option<(resuming::Session, Option<ArticleRow>)> {
    if session.sample || session.config.fresh || !session.config.resume {
        return None;
    }
    let kept = session.store.setting(resuming::SESSION).ok().flatten()?;
    let left = resuming::Session::read(&kept)?;
    let article = left.article.map(ArticleId);
    let row = article.and_then(|id| session.store.article_row(id).ok().flatten());
    Some((left, row))
}

/// What was typed in other sittings, where that is kept.
fn typed(session: &Session) -> Typed {
    if session.sample || !session.config.resume {
        return Typed::default();
    }
    let kept = session.store.setting(remembering::TYPED).ok().flatten();
    kept.map(|kept| Typed::read(&kept)).unwrap_or_default()
}

/// Columns of the text that the person chose the last time.
fn chosen_measure(store: &Store) -> Option<u16> {
    let kept = store.setting(spreading::MEASURE).ok().flatten()?;
    kept.parse().ok().filter(|n| (20..=200).contains(n))
}

/// Whether the person has hidden the column of saved searches.
fn searches_hidden(store: &Store) -> bool {
    let kept = store.setting(searches::COLUMN);
    kept.ok().flatten().is_some()
}

/// Sizes of panes that the person chose the last time.
fn panes(store: &Store) -> Sizes {
    let kept = store.setting(resizing::PANES).ok().flatten();
    kept.and_then(|kept| Sizes::read(&kept)).unwrap_or_default()
}

/// The theme of that name; the one without colours where the person wants none (no-color.org) and
/// names no other, or the terminal has none.
fn theme(name: &str) -> anyhow::Result<Theme> {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if (refused && name == Config::default().theme) || dumb {
        return Ok(Theme::plain());
    }
    Theme::named(name).with_context(|| config::theme::unknown(name))
}
