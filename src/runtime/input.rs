//! The thread that reads keys, mouse, pastes and sizes. It sleeps until something comes.

use std::io;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use ratatui::crossterm::event::{self, Event as Raw, KeyEventKind, MouseEventKind};

use signal_hook::consts::SIGWINCH;
use signal_hook::low_level::raise;

use super::Wake;
use crate::app::Event;

/// Holds the thread while something else reads the terminal.
#[derive(Default)]
pub(super) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    /// The thread is to stop at it.
    Closing,
    /// The thread stands before it.
    Closed,
}

impl Gate {
    /// Lets the thread read no further. It wakes from its sleep by a signal that says that the size
    /// may have changed.
    pub(super) fn close(&self) {
        const LONGEST: Duration = Duration::from_secs(1);
        let Ok(mut state) = self.state.lock() else {
            return;
        };
        *state = State::Closing;
        let _ = raise(SIGWINCH);
        let closing = |state: &mut State| *state == State::Closing;
        drop(self.changed.wait_timeout_while(state, LONGEST, closing));
    }

    /// Lets it read on.
    pub(super) fn open(&self) {
        if let Ok(mut state) = self.state.lock() {
            *state = State::Open;
            self.changed.notify_all();
        }
    }

    fn pass(&self) {
        let Ok(mut state) = self.state.lock() else {
            return;
        };
        if *state == State::Closing {
            *state = State::Closed;
            self.changed.notify_all();
            drop(
                self.changed
                    .wait_while(state, |state| *state == State::Closed),
            );
        }
    }
}

/// Starts it. It ends with the program, or when the terminal is gone.
pub(super) fn listen(wake: Sender<Wake>, gate: Arc<Gate>) -> io::Result<()> {
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || {
            loop {
                let sent = match event::read() {
                    Ok(raw) => match understood(raw) {
                        Some(event) => wake.send(Wake::Input(event, Instant::now())),
                        None => Ok(()),
                    },
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
                    Err(error) => {
                        let _ = wake.send(Wake::InputLost(error));
                        return;
                    }
                };
                if sent.is_err() {
                    return;
                }
                gate.pass();
            }
        })
        .map(drop)
}

fn understood(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(key)),
        Raw::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Moved | MouseEventKind::ScrollLeft | MouseEventKind::ScrollRight => {
                None
            }
            _ => Some(Event::Mouse(mouse)),
        },
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Resize(width, height) => Some(Event::Resize(width, height)),
        Raw::Key(_) | Raw::FocusGained | Raw::FocusLost => None,
    }
}
