//! What the tests of the real binary share: a home of its own for each, and how a run ended.

#![allow(dead_code, clippy::unwrap_used)] // each test file uses its part

pub mod pty;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The binary under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_onrecord");

/// Two articles of our own making, with quotes that can be looked for.
pub const FERRY: &str = "\
Ferry to be repaired before winter

HARBOURTON, March 3, 2021 - The ferry between the two islands will be repaired before winter, the council decided on
Wednesday.

\"We will not let a single island go without its ferry,\" said Marta Kellaway, the harbour master of Harbourton.

The work is to begin in May, according to the council.
";
/// See [`FERRY`].
pub const BAKERS: &str = "\
Bakers ask for cheaper flour

MILLFORD, April 7, 2021 - The bakers of Millford asked for cheaper flour on Wednesday.

\"Bread is not a luxury,\" Tomas Ruhl, a baker in the old town, told reporters.
";

/// A folder that is home, working folder and all of the XDG folders of the runs in it.
pub struct Home {
    folder: tempfile::TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("work")).unwrap();
        Self { folder }
    }

    /// The working folder of the runs.
    pub fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// The home folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The store that is used where none is named.
    pub fn store(&self) -> PathBuf {
        self.path().join("data/onrecord/onrecord.db")
    }

    /// Writes a file below the working folder.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.work().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A run of the binary in this home, not yet started.
    pub fn command(&self, args: &[&str]) -> Command {
        self.dressed(BINARY, args)
    }

    /// A run of a shell script in this home; `$ONRECORD` is the binary.
    pub fn shell(&self, script: &str) -> Ran {
        let mut command = self.dressed("sh", &["-c", script]);
        command.env("ONRECORD", BINARY);
        finish(&mut command, b"")
    }

    fn dressed(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.work());
        for (name, value) in self.variables() {
            command.env(name, value);
        }
        for name in ["STORE", "TRACE", "MOUSE", "MEASURE", "THEME", "TEST_PANIC"] {
            command.env_remove(format!("ONRECORD_{name}"));
        }
        command
    }

    /// What makes this folder the home of a run.
    pub fn variables(&self) -> [(&'static str, PathBuf); 5] {
        [
            ("HOME", self.path().to_owned()),
            ("XDG_DATA_HOME", self.path().join("data")),
            ("XDG_CONFIG_HOME", self.path().join("config")),
            ("XDG_CACHE_HOME", self.path().join("cache")),
            ("XDG_STATE_HOME", self.path().join("state")),
        ]
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        finish(&mut self.command(args), b"")
    }

    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Ran {
        finish(&mut self.command(args), input)
    }

    /// Imports [`FERRY`] and [`BAKERS`].
    pub fn with_articles() -> Self {
        let home = Self::new();
        home.write("ferry.txt", FERRY);
        home.write("bakers.txt", BAKERS);
        home.run(&["import", "ferry.txt", "bakers.txt"]).code(0);
        home
    }

    /// Number of articles in the store.
    pub fn articles(&self) -> usize {
        let ran = self.run(&["articles", "--json"]);
        ran.json().as_array().map_or(0, Vec::len)
    }
}

/// Runs to the end.
pub fn finish(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A run may end before it has read everything.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    Ran {
        status: output.status,
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    /// Holds the exit status.
    #[track_caller]
    pub fn code(&self, code: i32) -> &Self {
        assert_eq!(self.status.code(), Some(code), "{self:?}");
        self
    }

    /// Holds that exactly one line on standard error has all of `parts`, and that it is clean.
    #[track_caller]
    pub fn one_line(&self, parts: &[&str]) -> &Self {
        let has_all = |line: &&str| parts.iter().all(|part| line.contains(part));
        let lines: Vec<&str> = self.err.lines().filter(has_all).collect();
        assert_eq!(lines.len(), 1, "one line with {parts:?} in {self:?}");
        assert!(lines[0].len() < 400, "a short line: {}", lines[0]);
        assert!(!self.err.contains("panicked"), "{self:?}");
        self.clean()
    }

    /// Holds that nothing was written that a terminal could take for a command.
    #[track_caller]
    pub fn clean(&self) -> &Self {
        for text in [&self.out, &self.err] {
            if let Some(c) = text.chars().find(|c| is_hostile(*c)) {
                panic!("U+{:04X} was written: {text:?}", c as u32);
            }
        }
        self
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

/// Control bytes, C1 controls, bidi controls, zero-width characters.
pub fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}
