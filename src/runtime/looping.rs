//! The loop: drain what came, then draw, at most three times in 24 ms and only when something happened.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::Context;
use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::clipboard::Clipboard;
use super::ending::Ending;
use super::input::Gate;
use super::terminal::Terminal;
use super::trace::Trace;
use super::workers::Workers;
use super::{Opening, Wake, editor, finder, signals, views};
use crate::app::{Answer, App, Effect, Event, Settings, handle};
use crate::ui;

/// Frames that are drawn at once one after another: one that shows the key, and those that show what
/// workers answer to it (the rows of the list, an article).
const FRAMES: usize = 3;
/// The shortest time in which so many are drawn.
const SPAN: Duration = Duration::from_millis(24);
/// The shortest time between two frames that show keys: they wait for no frames of answers.
const KEYS: Duration = Duration::from_millis(8);
/// How long the first frame waits for the first article, so that the screen is not seen empty.
const FIRST: Duration = Duration::from_millis(25);

/// The reader while it runs.
pub(super) struct Loop<'a> {
    app: App,
    terminal: &'a mut Terminal,
    woken: Receiver<Wake>,
    workers: Workers,
    /// What opens the person's own collection, where the sample is open.
    own: Option<Opening>,
    trace: Trace,
    gate: Arc<Gate>,
    clipboard: Clipboard,
    /// When the person did what the next frame answers.
    inputs: Vec<Instant>,
    changed: bool,
    /// When the last frames were drawn, the latest one last.
    drawn: [Option<Instant>; FRAMES],
    /// When the last frame was drawn that shows a key.
    shown: Option<Instant>,
    ended: Option<End>,
}

/// Why the loop ended.
enum End {
    Left,
    Signal(signals::Request),
    /// A thread has panicked.
    Fault,
    /// The sample is left for the person's own collection.
    Own,
}

impl End {
    /// Whether nothing comes after it.
    const fn leaves(&self) -> bool {
        !matches!(self, Self::Own)
    }
}

impl<'a> Loop<'a> {
    pub(super) fn new(
        settings: Settings,
        terminal: &'a mut Terminal,
        woken: Receiver<Wake>,
        (workers, own): (Workers, Option<Opening>),
        (trace, gate, clipboard): (Trace, Arc<Gate>, Clipboard),
    ) -> anyhow::Result<Self> {
        let (app, effects) = App::new(settings, terminal.size()?);
        let mut looping = Self {
            app,
            terminal,
            woken,
            workers,
            own,
            trace,
            gate,
            clipboard,
            inputs: Vec::new(),
            changed: true,
            drawn: [None; FRAMES],
            shown: None,
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
            panic_if_tested(&self.app);
            self.gather()?;
            match self.ended.take() {
                Some(End::Left) => return Ok(None),
                Some(End::Signal(signal)) => return Ok(Some(signal)),
                Some(End::Fault) => anyhow::bail!("a thread stopped because of a fault"),
                Some(End::Own) => self.open_own()?,
                None => {}
            }
        }
    }

    /// Opens the person's own collection in place of the sample, with threads of its own.
    fn open_own(&mut self) -> anyhow::Result<()> {
        let Some(opening) = self.own.take() else {
            return Ok(());
        };
        let workers = match (opening.own)().and_then(|store| (opening.start)(store)) {
            Ok(workers) => workers,
            Err(error) => {
                let why = format!("Your own collection cannot be opened: {error:#}");
                return self.handle(Event::Answer(Answer::NotKept(why)));
            }
        };
        std::mem::replace(&mut self.workers, workers).finish();
        let effects = self.app.open_own();
        self.changed = true;
        // What the sample's threads still say is of the sample.
        let waiting: Vec<Wake> = self.woken.try_iter().collect();
        self.perform(effects)?;
        for wake in waiting {
            match wake {
                Wake::Answer(_) => {}
                wake => self.take(wake)?,
            }
        }
        self.wait_for_the_first_article()
    }

    /// Asks for what is to be kept when the reader ends.
    pub(super) fn end(&mut self) {
        let left = self.app.end();
        // The store's thread is gone only where it told why.
        let _ = self.perform(left);
    }

    /// Gives back what is to be ended after the terminal.
    pub(super) fn into_ending(self) -> Ending {
        Ending {
            app: self.app,
            woken: self.woken,
            workers: self.workers,
            trace: self.trace,
            clipboard: self.clipboard,
        }
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
        while self.ended.is_none() {
            match self.woken.recv_deadline(self.due()) {
                Ok(wake) => self.take(wake)?,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        self.drain()
    }

    /// When the next frame may be drawn.
    fn due(&self) -> Instant {
        let now = Instant::now();
        let any = self.drawn[0].map_or(now, |drawn| drawn + SPAN);
        match self.inputs.is_empty() {
            true => any,
            false => any.min(self.shown.map_or(now, |shown| shown + KEYS)),
        }
    }

    fn drain(&mut self) -> anyhow::Result<()> {
        while let Ok(wake) = self.woken.try_recv() {
            self.take(wake)?;
        }
        Ok(())
    }

    fn take(&mut self, wake: Wake) -> anyhow::Result<()> {
        match wake {
            // Whatever was typed behind the key that leaves is not for us.
            Wake::Input(..) if self.ended.as_ref().is_some_and(End::leaves) => Ok(()),
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
            Wake::Fault => {
                self.ended = Some(End::Fault);
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
                effect
                @ (Effect::Search { .. } | Effect::Spoken { .. } | Effect::Copies { .. }) => {
                    self.find(effect);
                }
                Effect::Look { generation, look } => {
                    self.workers.page.store(generation, Ordering::Relaxed);
                    let question = views::Question { generation, look };
                    let _ = self.workers.views.send(question);
                }
                Effect::Count { generation, what } => self.workers.counter.count(generation, what),
                Effect::Copy(text) => {
                    if let Some(sequence) = self.clipboard.put(text) {
                        self.terminal.write(&sequence)?;
                    }
                }
                Effect::Mouse(mouse) => self.terminal.set_mouse(mouse)?,
                Effect::Suspend => self.sleep()?,
                Effect::Redraw => self.wake()?,
                Effect::LookIn(text) => self.look_in(&text)?,
                // Who leaves, or is made to, in the same moment leaves.
                Effect::OpenOwn => {
                    self.ended.get_or_insert(End::Own);
                }
                Effect::Quit => self.ended = Some(End::Left),
                effect => self.workers.ask(effect)?,
            }
        }
        Ok(())
    }

    /// Lends the terminal to the person's editor.
    fn look_in(&mut self, text: &str) -> anyhow::Result<()> {
        self.gate.close();
        signals::LENT.store(true, Ordering::SeqCst);
        let mut told = None;
        let lent = self.terminal.lend(|| told = editor::show(text).err());
        signals::LENT.store(false, Ordering::SeqCst);
        self.gate.open();
        lent?;
        self.resized()?;
        match told {
            Some(why) => self.handle(Event::Answer(Answer::NotKept(why))),
            None => Ok(()),
        }
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
            Effect::Copies { generation, asked } => finder::Question::Copies { generation, asked },
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
        if !self.inputs.is_empty() {
            self.shown = Some(drawing);
        }
        self.inputs.clear();
        self.changed = false;
        self.drawn.rotate_left(1);
        self.drawn[FRAMES - 1] = Some(drawing);
        Ok(())
    }
}

/// Lets a test of the real program see that the terminal is given back after a panic, and that what
/// the person did before is kept: at once, or where that is told.
#[cfg(debug_assertions)]
fn panic_if_tested(app: &App) {
    if let Some(when) = std::env::var_os("ONRECORD_TEST_PANIC") {
        let told = app.message.as_deref().unwrap_or("");
        assert!(
            when != "1" && when != told,
            "asked for by ONRECORD_TEST_PANIC"
        );
    }
}
