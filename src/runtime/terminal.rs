//! The terminal, taken and given back: raw mode, alternate screen, mouse, pasting, cursor.
//!
//! Whatever happens, it is given back as it was: on leaving, on an error, on a panic of any thread
//! (the hook here), on a signal (the loop ends and drops this).

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::Context;
use crossbeam_channel::Sender;
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};

use super::Wake;
use crate::fault::is_caught;
use crate::find;

/// Clicks and the wheel with exact places. Not every movement of the mouse (1003), which would
/// wake the reader for nothing.
const TAKE_MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
const LEAVE_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";

/// Whether the terminal is taken, for the panic hook.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the reader has it.
pub(super) struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal.
    pub(super) fn enter(mouse: bool, wake: Sender<Wake>) -> anyhow::Result<Self> {
        if !io::stdout().is_terminal() {
            anyhow::bail!(
                "the reader needs a terminal, and the output is not one: run onrecord without a \
                 pipe, or list with `onrecord quotes`, `articles` or `speakers`"
            );
        }
        watch_panics(wake);
        let backend = CrosstermBackend::new(BufWriter::new(io::stdout()));
        let mut terminal = Self {
            inner: ratatui::Terminal::new(backend).context("cannot ask the terminal its size")?,
            mouse,
        };
        terminal.take()?;
        Ok(terminal)
    }

    fn take(&mut self) -> anyhow::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode().context(
            "cannot read keys from the terminal: the input is not one (is it a file or a pipe?)",
        )?;
        let out = self.inner.backend_mut();
        execute!(out, EnterAlternateScreen, EnableBracketedPaste, Hide)
            .context("cannot write to the terminal")?;
        self.set_mouse(self.mouse)
    }

    /// Takes the mouse or leaves it to the terminal.
    pub(super) fn set_mouse(&mut self, mouse: bool) -> anyhow::Result<()> {
        self.mouse = mouse;
        let out = self.inner.backend_mut();
        write!(out, "{}", if mouse { TAKE_MOUSE } else { LEAVE_MOUSE })?;
        Write::flush(out)?;
        Ok(())
    }

    /// Gives the terminal back, lets `sleep` pass, and takes it again.
    pub(super) fn lend(&mut self, sleep: impl FnOnce()) -> anyhow::Result<()> {
        restore();
        sleep();
        self.retake()
    }

    /// Takes the terminal again after something else had it, and forgets what was on the screen.
    pub(super) fn retake(&mut self) -> anyhow::Result<()> {
        self.take()?;
        // Not `clear`: that asks the terminal where the cursor is, and the input thread would
        // take the answer.
        let area = self
            .inner
            .size()
            .context("cannot ask the terminal its size")?;
        self.inner
            .resize(area.into())
            .context("cannot clear the terminal")
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> anyhow::Result<(u16, u16)> {
        let size = self
            .inner
            .size()
            .context("cannot ask the terminal its size")?;
        Ok((size.width, size.height))
    }

    /// Draws a frame, shown at once and whole where the terminal can.
    pub(super) fn draw(&mut self, picture: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        // Another thread has given it back.
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        self.inner.draw(picture)?;
        execute!(self.inner.backend_mut(), EndSynchronizedUpdate)
    }

    /// Writes a sequence that shows nothing (the clipboard's).
    pub(super) fn write(&mut self, sequence: &str) -> io::Result<()> {
        let out = self.inner.backend_mut();
        out.write_all(sequence.as_bytes())?;
        Write::flush(out)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back. Errors mean that it is gone, and there is nobody to tell.
fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = write!(out, "{LEAVE_MOUSE}");
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// From now on a panic of any thread, while the terminal is taken, gives it back, tells what
/// happened in plain words, and lets the loop end, which first keeps what the person did.
fn watch_panics(wake: Sender<Wake>) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !TAKEN.load(Ordering::SeqCst) {
                before(info);
                return;
            }
            if is_caught() {
                // It costs one text or one import, which is told where it was asked for.
                tracing::warn!(%info, "a fault was caught");
                return;
            }
            let thread = thread::current();
            if thread
                .name()
                .is_some_and(|name| name.starts_with(find::THREADS))
            {
                // It is caught too, and told by the finder.
                tracing::warn!(%info, "the index of quotes stopped");
                return;
            }
            restore();
            let _ = writeln!(io::stderr(), "{}", last_words(info));
            let _ = wake.send(Wake::Fault);
        }));
    });
}

fn last_words(info: &PanicHookInfo<'_>) -> String {
    let what = info.payload_as_str().unwrap_or("no message");
    let place = info
        .location()
        .map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    let address = match env!("CARGO_PKG_REPOSITORY") {
        "" => "to where you got onrecord from".to_owned(),
        repository => format!("at {repository}/issues"),
    };
    format!(
        "onrecord {version} stopped because of a fault of its own: {what} ({place}).\n\
         What you did before is kept. Please report this line {address}, with what you did last.",
        version = env!("CARGO_PKG_VERSION"),
    )
}
