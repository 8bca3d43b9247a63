//! The thread that reads keys, mouse, pastes and sizes. It sleeps until something comes.

use std::io;
use std::thread;
use std::time::Instant;

use crossbeam_channel::Sender;
use ratatui::crossterm::event::{self, Event as Raw, KeyEventKind, MouseEventKind};

use super::Wake;
use crate::app::Event;

/// Starts it. It ends with the program, or when the terminal is gone.
pub(super) fn listen(wake: Sender<Wake>) -> io::Result<()> {
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
            }
        })
        .map(drop)
}

fn understood(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(key)),
        Raw::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(_) | MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
                Some(Event::Mouse(mouse))
            }
            _ => None,
        },
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Resize(width, height) => Some(Event::Resize(width, height)),
        Raw::Key(_) | Raw::FocusGained | Raw::FocusLost => None,
    }
}
