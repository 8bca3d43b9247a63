//! The reader in a pseudo-terminal: keys go in, and each frame that comes out is known by its end and
//! by what it shows.

use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossbeam_channel::{Receiver, unbounded};
use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtyPair, PtySize, native_pty_system,
};
use vt100::{Parser, Screen};

pub const COLUMNS: u16 = 140;
pub const ROWS: u16 = 40;
/// The panes at that size, below their names: first column, first one after, rows.
pub const LIST: (u16, u16) = (0, 44);
pub const TEXT: (u16, u16) = (45, 99);
/// Where the last pane that has the focus is seen.
const PANES: u16 = ROWS - 2;

/// What ends a frame: the end of a synchronized update.
const FRAME_END: &[u8] = b"\x1b[?2026l";
/// A key that has no answer until then has none.
const PATIENCE: Duration = Duration::from_secs(3);

/// A terminal with the reader in it.
pub struct Terminal {
    parser: Parser,
    output: Receiver<(Instant, Vec<u8>)>,
    /// What came after the last end of a frame.
    rest: Vec<u8>,
    keys: Box<dyn Write + Send>,
    pub child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    spawned: Instant,
}

impl Terminal {
    /// Starts the reader on `store`, as on a machine where nobody has used it.
    pub fn start(binary: &Path, store: &Path, home: &Path) -> anyhow::Result<Self> {
        let mut command = command(binary, home);
        command.args(["--fresh", "--store"]);
        command.arg(store);
        if let Some(log) = std::env::var_os("ONRECORD_BENCH_TRACE") {
            command.arg("--trace");
            command.arg(log);
        }
        let pair = window()?;
        let mut read = pair.master.try_clone_reader()?;
        let (send, output) = unbounded();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = read.read(&mut buffer) {
                if send
                    .send((Instant::now(), buffer[..count].to_vec()))
                    .is_err()
                {
                    return;
                }
            }
        });
        let spawned = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        Ok(Self {
            parser: Parser::new(ROWS, COLUMNS, 0),
            output,
            rest: Vec::new(),
            keys: pair.master.take_writer()?,
            child,
            _master: pair.master,
            spawned,
        })
    }

    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// Takes what comes until a frame ends; gives when that was.
    fn frame(&mut self, until: Instant) -> Option<Instant> {
        loop {
            let (at, bytes) = self.output.recv_deadline(until).ok()?;
            self.rest.extend(bytes);
            let end = self
                .rest
                .windows(FRAME_END.len())
                .rposition(|w| w == FRAME_END);
            if let Some(end) = end {
                let after = self.rest.split_off(end + FRAME_END.len());
                self.parser.process(&self.rest);
                self.rest = after;
                return Some(at);
            }
        }
    }

    /// How long it takes from the start until the screen is so, for each of `tests`.
    pub fn since_start<const N: usize>(
        &mut self,
        tests: [&dyn Fn(&Screen) -> bool; N],
    ) -> anyhow::Result<[Duration; N]> {
        let spawned = self.spawned;
        self.answers(spawned, tests)
            .context("the reader shows nothing")
    }

    /// Types, and gives how long it takes until the screen is so, for each of `tests`. A test that no
    /// frame passes takes as long as one waits.
    pub fn key<const N: usize>(
        &mut self,
        keys: &str,
        tests: [&dyn Fn(&Screen) -> bool; N],
    ) -> anyhow::Result<[Duration; N]> {
        let typed = Instant::now();
        self.keys.write_all(keys.as_bytes())?;
        self.keys.flush()?;
        self.answers(typed, tests).with_context(|| {
            format!(
                "{keys:?} was not answered; on the screen is:\n{}",
                self.screen().contents()
            )
        })
    }

    fn answers<const N: usize>(
        &mut self,
        since: Instant,
        tests: [&dyn Fn(&Screen) -> bool; N],
    ) -> Option<[Duration; N]> {
        let mut took = [None; N];
        while took.iter().any(Option::is_none) {
            let at = self.frame(since + PATIENCE)?;
            for (took, test) in took.iter_mut().zip(tests) {
                if took.is_none() && test(self.parser.screen()) {
                    *took = Some(at - since);
                }
            }
        }
        Some(took.map(Option::unwrap_or_default))
    }

    /// Takes what comes until then.
    pub fn rest_until(&mut self, until: Instant) {
        while self.frame(until).is_some() {}
    }

    /// Waits until nothing has come for a while.
    pub fn quiet(&mut self, span: Duration) {
        while self.frame(Instant::now() + span).is_some() {}
    }

    /// Waits until the screen shows a text.
    pub fn shows(&mut self, text: &str, patience: Duration) -> anyhow::Result<()> {
        let until = Instant::now() + patience;
        while !self.screen().contents().contains(text) {
            self.frame(until)
                .with_context(|| format!("no {text:?} in:\n{}", self.parser.screen().contents()))?;
        }
        Ok(())
    }
}

/// A program that gives back each byte, in a terminal of its own: what any program can reach on the
/// machine as it is just then.
pub struct Peer {
    output: Receiver<Instant>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Peer {
    pub fn start(home: &Path) -> anyhow::Result<Self> {
        let pair = window()?;
        let mut command = command(Path::new("/bin/sh"), home);
        command.args(["-c", "stty raw -echo; echo; exec cat"]);
        let child = pair.slave.spawn_command(command)?;
        let mut read = pair.master.try_clone_reader()?;
        let (send, output) = unbounded();
        std::thread::spawn(move || {
            let mut buffer = [0; 64];
            while let Ok(1..) = read.read(&mut buffer) {
                if send.send(Instant::now()).is_err() {
                    return;
                }
            }
        });
        let peer = Self {
            output,
            keys: pair.master.take_writer()?,
            child,
            _master: pair.master,
        };
        peer.output.recv_timeout(PATIENCE)?;
        Ok(peer)
    }

    /// From a byte to the same byte.
    pub fn key(&mut self) -> anyhow::Result<Duration> {
        let typed = Instant::now();
        self.keys.write_all(b"j")?;
        self.keys.flush()?;
        Ok(self.output.recv_timeout(PATIENCE)? - typed)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// An import in a terminal of its own, as somebody would start it beside the reader.
pub struct Import {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Import {
    pub fn start(binary: &Path, set: &Path, store: &Path, home: &Path) -> anyhow::Result<Self> {
        let pair = window()?;
        let mut command = command(binary, home);
        command.args(["import", "--store"]);
        command.args([store, set]);
        let child = pair.slave.spawn_command(command)?;
        let mut output = pair.master.try_clone_reader()?;
        // It must not wait for somebody to look.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Ok(Self {
            child,
            _master: pair.master,
        })
    }

    pub fn goes_on(&mut self) -> anyhow::Result<bool> {
        let ended = self.child.try_wait()?;
        anyhow::ensure!(
            ended.as_ref().is_none_or(ExitStatus::success),
            "the import failed: {ended:?}"
        );
        Ok(ended.is_none())
    }
}

fn window() -> anyhow::Result<PtyPair> {
    native_pty_system().openpty(PtySize {
        rows: ROWS,
        cols: COLUMNS,
        pixel_width: 0,
        pixel_height: 0,
    })
}

fn command(binary: &Path, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(binary);
    command.cwd(home);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home);
    command
}

/// What a pane shows, with how it looks.
pub fn pane(screen: &Screen, (from, to): (u16, u16)) -> String {
    let mut seen = String::new();
    for row in 1..PANES {
        for column in from..to {
            if let Some(cell) = screen.cell(row, column) {
                seen.push_str(cell.contents());
                let looks = [cell.bold(), cell.inverse(), cell.underline()];
                seen.extend(looks.map(|is| if is { '1' } else { '0' }));
                seen.push_str(&format!("{:?}", cell.fgcolor()));
            }
        }
    }
    seen
}

/// The chosen row of the list, as it is told from the others by the bar before it.
pub fn chosen(screen: &Screen) -> (u16, String) {
    let is_chosen = |row: &u16| {
        screen
            .cell(*row, 0)
            .is_some_and(|cell| cell.contents() == "▌")
    };
    let first = (1..PANES).find(is_chosen).unwrap_or(0);
    let text = screen.contents_between(first, 1, first, LIST.1);
    (first, text)
}

/// The line one types in, in the finder.
pub fn typed(screen: &Screen) -> String {
    let lines = screen.rows(0, COLUMNS);
    lines
        .into_iter()
        .find(|line| line.contains("› "))
        .unwrap_or_default()
}
