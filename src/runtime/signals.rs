//! What the system asks for: end, sleep, wake.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::Sender;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;

use super::Wake;

/// Whether another program has the terminal: its keys that end or suspend are not for us to end.
pub(super) static LENT: AtomicBool = AtomicBool::new(false);

/// A request of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// End (of this signal).
    End(i32),
    /// Sleep.
    Sleep,
    /// Somebody woke us: the terminal may have been used meanwhile.
    Wake,
}

impl Request {
    /// Does what the signal does to a program that does not listen: one that was ended by a signal
    /// should be seen to have been.
    pub(super) fn obey(self) {
        if let Self::End(signal) = self {
            let _ = emulate_default_handler(signal);
        }
    }
}

/// Stops this process until the shell wakes it.
pub(super) fn sleep() {
    let _ = emulate_default_handler(SIGTSTP);
}

/// Starts the thread that waits for signals. Close what it gives to end it.
pub(super) fn listen(wake: Sender<Wake>) -> io::Result<Handle> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    let handle = signals.handle();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let request = match signal {
                    // With the program that has it.
                    SIGTSTP if LENT.load(Ordering::SeqCst) => {
                        sleep();
                        continue;
                    }
                    SIGINT | SIGCONT if LENT.load(Ordering::SeqCst) => continue,
                    SIGTSTP => Request::Sleep,
                    SIGCONT => Request::Wake,
                    other => Request::End(other),
                };
                if wake.send(Wake::Signal(request)).is_err() {
                    return;
                }
            }
        })?;
    Ok(handle)
}
