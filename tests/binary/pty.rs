//! The binary in a real pseudo-terminal, with an emulator that reads what it draws.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use vt100::{MouseProtocolMode, Parser, Screen};

use super::{BINARY, Home};

/// Far more than anything takes; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal with the reader in it.
pub struct Terminal {
    parser: Arc<Mutex<Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    before: Modes,
}

/// How the line discipline treats what is typed.
type Modes = Option<String>;

impl Terminal {
    /// Starts `onrecord args` on a screen of `cols` by `rows`, with `variables` besides the home's.
    pub fn start(
        home: &Home,
        args: &[&str],
        (cols, rows): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(BINARY);
        command.args(args);
        Self::of(command, home, (cols, rows), variables)
    }

    /// Starts a shell script in which `$ONRECORD` is the binary.
    pub fn script(home: &Home, script: &str, size: (u16, u16)) -> Self {
        let mut command = CommandBuilder::new("bash");
        command.args(["-c", script]);
        Self::of(command, home, size, &[("ONRECORD", BINARY)])
    }

    fn of(
        mut command: CommandBuilder,
        home: &Home,
        (cols, rows): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Self {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        command.cwd(home.work());
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, value) in home.variables() {
            command.env(name, value);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = Arc::new(Mutex::new(Parser::new(rows, cols, 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        read_on(
            pair.master.try_clone_reader().unwrap(),
            Arc::clone(&parser),
            Arc::clone(&raw),
        );
        Self {
            parser,
            raw,
            keys: pair.master.take_writer().unwrap(),
            child,
            master: pair.master,
            before,
        }
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Changes the size of the window.
    pub fn resize(&self, cols: u16, rows: u16) {
        self.parser
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(rows, cols);
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
    }

    /// Number of the process.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// What is on the screen.
    pub fn contents(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// Everything that was ever written to the terminal.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.raw.lock().unwrap()).into_owned()
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub fn shows(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen no longer shows `text`.
    #[track_caller]
    pub fn hides(&self, text: &str) {
        self.until(text, |screen| !screen.contents().contains(text));
    }

    #[track_caller]
    fn until(&self, what: &str, holds: impl Fn(&Screen) -> bool) {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if holds(self.parser.lock().unwrap().screen()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!(
            "waited for {what:?}; on the screen is:\n{}",
            self.contents()
        );
    }

    /// Waits until the screen is the one from before the start.
    #[track_caller]
    pub fn gives_the_screen_back(&self) {
        self.until("the screen as it was", is_as_it_was);
    }

    /// Waits for the end, and holds that the terminal is as it was before the start.
    #[track_caller]
    pub fn ends(&mut self) -> ExitStatus {
        let status = self.wait();
        // What was written last may still be on its way to the emulator.
        self.gives_the_screen_back();
        assert_eq!(modes(&*self.master), self.before, "the line discipline");
        status
    }

    #[track_caller]
    fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not end; on the screen is:\n{}", self.contents());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn read_on(mut output: Box<dyn Read + Send>, parser: Arc<Mutex<Parser>>, raw: Arc<Mutex<Vec<u8>>>) {
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            raw.lock().unwrap().extend_from_slice(&buffer[..count]);
            parser.lock().unwrap().process(&buffer[..count]);
        }
    });
}

fn is_as_it_was(screen: &Screen) -> bool {
    !screen.alternate_screen()
        && !screen.hide_cursor()
        && !screen.bracketed_paste()
        && !screen.application_cursor()
        && !screen.application_keypad()
        && screen.mouse_protocol_mode() == MouseProtocolMode::None
}

#[cfg(unix)]
fn modes(master: &dyn MasterPty) -> Modes {
    master.get_termios().map(|termios| format!("{termios:?}"))
}

#[cfg(not(unix))]
fn modes(_: &dyn MasterPty) -> Modes {
    None
}
