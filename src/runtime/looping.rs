//! The loop: drain what came, then draw, at most once in 8 ms and only when something happened.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use super::terminal::Terminal;
use super::trace::Trace;
use super::{Wake, clipboard, finder, keeping, signals, store, upkeep, views};
use crate::app::{App, Effect, Event, Settings, handle};
use crate::store::Store;
use crate::ui;

/// The shortest time between two frames.
const FRAME: Duration = Duration::from_millis(8);
/// How long the first frame waits for the first article, so that the screen is not seen empty.
const FIRST: Duration = Duration::from_millis(25);

/// The threads that answer effects.
pub(super) struct Workers {
    store: Sender<store::Request>,
    /// Where the store can be written beside reading it.
    keeper: Option<(Sender<Effect>, JoinHandle<()>)>,
    finder: Sender<finder::Question>,
    newest: finder::Newest,
    views: Sender<views::Question>,
    page: views::Newest,
    storing: JoinHandle<()>,
    upkeep: Option<JoinHandle<()>>,
    stop: upkeep::Stop,
}

impl Workers {
    /// Starts them.
    pub(super) fn start(store: Store, wake: Sender<Wake>) -> anyhow::Result<Self> {
        let (ask_store, store_asked) = unbounded();
        let (ask_finder, finder_asked) = unbounded();
        let newest = Arc::new(AtomicU64::new(0));
        let quotes = store::quotes_of(&store, &ask_store);
        let (ask_views, views_asked) = unbounded();
        let page = views::Newest::default();
        let place = store::place_of(&store, &ask_store);
        let stop = upkeep::Stop::default();
        let path = store.path().to_owned();
        let upkeep = if store.is_read_only() || !path.exists() {
            None
        } else {
            Some(
                upkeep::start(path, Arc::clone(&stop), wake.clone())
                    .context("cannot start the thread that keeps the store up to date")?,
            )
        };
        let wrote = keeping::Wrote::default();
        let keeper = keeper(&store, &wrote, &wake)?;
        let storing = store::start(store, store_asked, wrote, wake.clone())
            .context("cannot start the store's thread")?;
        views::start(place, views_asked, Arc::clone(&page), wake.clone())
            .context("cannot start the thread that reads for the pages")?;
        finder::start(quotes, finder_asked, Arc::clone(&newest), wake)
            .context("cannot start the finder's thread")?;
        Ok(Self {
            store: ask_store,
            keeper,
            finder: ask_finder,
            newest,
            views: ask_views,
            page,
            storing,
            upkeep,
            stop,
        })
    }

    /// Waits until the store has done everything it was asked.
    pub(super) fn finish(self) {
        self.stop.store(true, Ordering::Relaxed);
        drop(self.finder);
        drop(self.views);
        if let Some((ask, keeping)) = self.keeper {
            drop(ask);
            let _ = keeping.join();
        }
        drop(self.store);
        let _ = self.storing.join();
        // It ends after the few articles it is at.
        let _ = self.upkeep.map(JoinHandle::join);
    }
}

/// The thread that writes, with a connection of its own. Where there can be none, the store's does.
fn keeper(
    store: &Store,
    wrote: &keeping::Wrote,
    wake: &Sender<Wake>,
) -> anyhow::Result<Option<(Sender<Effect>, JoinHandle<()>)>> {
    if store.is_read_only() || !store.path().exists() {
        return Ok(None);
    }
    let (ask, asked) = unbounded();
    let thread = keeping::start(
        store.path().to_owned(),
        asked,
        Arc::clone(wrote),
        wake.clone(),
    )
    .context("cannot start the thread that writes to the store")?;
    Ok(Some((ask, thread)))
}

/// The reader while it runs.
pub(super) struct Loop<'a> {
    app: App,
    terminal: &'a mut Terminal,
    woken: Receiver<Wake>,
    workers: Workers,
    trace: Trace,
    /// When the person did what the next frame answers.
    inputs: Vec<Instant>,
    changed: bool,
    drawn: Option<Instant>,
    ended: Option<End>,
}

/// Why the loop ended.
enum End {
    Left,
    Signal(signals::Request),
}

impl<'a> Loop<'a> {
    pub(super) fn new(
        settings: Settings,
        terminal: &'a mut Terminal,
        woken: Receiver<Wake>,
        workers: Workers,
        trace: Trace,
    ) -> anyhow::Result<Self> {
        let (app, effects) = App::new(settings, terminal.size()?);
        let mut looping = Self {
            app,
            terminal,
            woken,
            workers,
            trace,
            inputs: Vec::new(),
            changed: true,
            drawn: None,
            ended: None,
        };
        looping.perform(effects)?;
        Ok(looping)
    }

    /// Runs until the person leaves or the system ends it; gives the signal of the latter.
    pub(super) fn run(&mut self) -> anyhow::Result<Option<signals::Request>> {
        self.wait_for_the_first_article()?;
        loop {
            self.draw()?;
            #[cfg(debug_assertions)]
            panic_if_tested();
            self.gather()?;
            match self.ended.take() {
                Some(End::Left) => return Ok(None),
                Some(End::Signal(signal)) => return Ok(Some(signal)),
                None => {}
            }
        }
    }

    /// Gives back what is to be ended after the terminal.
    pub(super) fn finish(mut self) -> (Workers, Trace) {
        let left = self.app.end();
        // The store's thread is gone only where it told why.
        let _ = self.perform(left);
        (self.workers, self.trace)
    }

    fn wait_for_the_first_article(&mut self) -> anyhow::Result<()> {
        let until = Instant::now() + FIRST;
        while self.app.reading.is_none() && self.ended.is_none() {
            match self.woken.recv_deadline(until) {
                Ok(wake) => self.take(wake)?,
                Err(_) => break,
            }
        }
        Ok(())
    }

    /// Sleeps until something comes, takes all that waits, and goes on taking until it is time
    /// for the next frame.
    fn gather(&mut self) -> anyhow::Result<()> {
        while !self.changed && self.ended.is_none() {
            let first = self.woken.recv().context("all threads are gone")?;
            self.take(first)?;
            self.drain()?;
        }
        let until = self.drawn.map_or_else(Instant::now, |drawn| drawn + FRAME);
        while self.ended.is_none() {
            match self.woken.recv_deadline(until) {
                Ok(wake) => self.take(wake)?,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        self.drain()
    }

    fn drain(&mut self) -> anyhow::Result<()> {
        while let Ok(wake) = self.woken.try_recv() {
            self.take(wake)?;
        }
        Ok(())
    }

    fn take(&mut self, wake: Wake) -> anyhow::Result<()> {
        match wake {
            Wake::Input(event, at) => {
                self.inputs.push(at);
                self.handle(event)
            }
            Wake::Answer(answer) => self.handle(Event::Answer(answer)),
            Wake::Signal(signals::Request::Sleep) => self.sleep(),
            Wake::Signal(signals::Request::Wake) => self.wake(),
            Wake::Signal(end) => {
                self.ended = Some(End::Signal(end));
                Ok(())
            }
            Wake::InputLost(error) => {
                Err(anyhow::Error::new(error).context("the terminal cannot be read any more"))
            }
        }
    }

    fn handle(&mut self, event: Event) -> anyhow::Result<()> {
        self.changed = true;
        let effects = handle(&mut self.app, event);
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> anyhow::Result<()> {
        for effect in effects {
            match effect {
                effect @ (Effect::Search { .. } | Effect::Spoken { .. }) => self.find(effect),
                Effect::Look { generation, look } => {
                    self.workers.page.store(generation, Ordering::Relaxed);
                    let question = views::Question { generation, look };
                    let _ = self.workers.views.send(question);
                }
                Effect::Copy(text) => self.terminal.write(&clipboard::sequence(&text))?,
                Effect::Mouse(mouse) => self.terminal.set_mouse(mouse)?,
                Effect::Suspend => self.sleep()?,
                Effect::Quit => self.ended = Some(End::Left),
                effect if keeping::writes(&effect) && self.workers.keeper.is_some() => {
                    if let Some((ask, _)) = &self.workers.keeper {
                        ask.send(effect)
                            .ok()
                            .context("the thread that writes to the store is gone")?;
                    }
                }
                effect => {
                    let request = store::Request::Effect(effect);
                    self.workers
                        .store
                        .send(request)
                        .ok()
                        .context("the store's thread is gone")?;
                }
            }
        }
        Ok(())
    }

    /// Asks the finder. Its thread is gone only where it told why.
    fn find(&self, effect: Effect) {
        let question = match effect {
            Effect::Search {
                generation,
                mode,
                query,
                limit,
            } => {
                self.workers.newest.store(generation, Ordering::Relaxed);
                finder::Question::Search(finder::Search {
                    generation,
                    mode,
                    query,
                    limit,
                })
            }
            Effect::Spoken {
                generation,
                name,
                kind,
                limit,
            } => finder::Question::Spoken {
                generation,
                name,
                kind,
                limit,
            },
            _ => return,
        };
        let _ = self.workers.finder.send(question);
    }

    fn sleep(&mut self) -> anyhow::Result<()> {
        self.terminal.lend(signals::sleep)?;
        self.resized()
    }

    fn wake(&mut self) -> anyhow::Result<()> {
        self.terminal.retake()?;
        self.resized()
    }

    /// The terminal may have another size than before we slept.
    fn resized(&mut self) -> anyhow::Result<()> {
        // What was typed before sleeping is not to be measured over the sleep.
        self.inputs.clear();
        let (width, height) = self.terminal.size()?;
        self.handle(Event::Resize(width, height))
    }

    fn draw(&mut self) -> anyhow::Result<()> {
        if !self.changed {
            return Ok(());
        }
        let drawing = Instant::now();
        let app = &self.app;
        self.terminal
            .draw(|frame| ui::render(app, frame))
            .context("cannot write to the terminal")?;
        self.trace.frame(drawing, &self.inputs);
        self.inputs.clear();
        self.changed = false;
        self.drawn = Some(drawing);
        Ok(())
    }
}

/// Lets a test of the real program see that the terminal is given back after a panic.
#[cfg(debug_assertions)]
fn panic_if_tested() {
    assert!(
        std::env::var_os("ONRECORD_TEST_PANIC").is_none(),
        "asked for by ONRECORD_TEST_PANIC"
    );
}
