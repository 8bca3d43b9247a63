//! The clipboard: the terminal's by OSC 52, which works over SSH too, and that of this machine by the
//! program that is there for it. Within tmux, which as it comes keeps that sequence from its terminal,
//! tmux itself is asked.
//!
//! Such a program is run by a thread of its own and nobody waits for it; one crate more would bring the
//! protocols of all window systems with it, and would have to stay alive to hold the text.

use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::Wake;
use crate::app::{Answer, Copying};
use crate::config::Clipboard as Choice;

/// How long a program may take; they leave a child behind that holds the text.
const LIMIT: Duration = Duration::from_secs(3);

/// A program that puts what it reads on the clipboard of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tool {
    name: &'static str,
    args: &'static [&'static str],
    path: PathBuf,
}

/// A program with its arguments, and the variable without which there is no clipboard for it.
type Known = (&'static str, &'static [&'static str], Option<&'static str>);

/// Keeps it as its newest buffer, and hands it on to the terminal.
const TMUX: [Known; 1] = [("tmux", &["load-buffer", "-w", "-"], Some("TMUX"))];

/// The clipboards of systems.
const SYSTEM: [Known; 4] = [
    ("wl-copy", &[], Some("WAYLAND_DISPLAY")),
    (
        "xclip",
        &["-selection", "clipboard", "-in"],
        Some("DISPLAY"),
    ),
    ("xsel", &["--clipboard", "--input"], Some("DISPLAY")),
    ("pbcopy", &[], None),
];

/// Where what is copied goes.
pub(super) struct Clipboard {
    terminal: bool,
    tools: Vec<Tool>,
    asked: Option<(Sender<String>, JoinHandle<()>)>,
    wake: Sender<Wake>,
}

type Environment<'e> = &'e dyn Fn(&str) -> Option<OsString>;

fn is_set(environment: Environment<'_>, name: &str) -> bool {
    environment(name).is_some_and(|value| !value.is_empty())
}

/// The first program for a clipboard that is there.
fn tool(known: &[Known], environment: Environment<'_>) -> Option<Tool> {
    let path = environment("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let there = known
        .iter()
        .filter(|(.., needs)| needs.is_none_or(|name| is_set(environment, name)));
    there
        .filter_map(|(name, args, _)| {
            let mut places = folders.iter().map(|folder| folder.join(name));
            let path = places.find(|place| place.is_file())?;
            Some(Tool { name, args, path })
        })
        .next()
}

impl Clipboard {
    /// As the person chose, in this environment.
    pub(super) fn new(choice: Choice, environment: Environment<'_>, wake: Sender<Wake>) -> Self {
        let remote = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"];
        let local = !remote.iter().any(|name| is_set(environment, name));
        let wanted = match choice {
            Choice::Auto => local,
            Choice::Terminal => false,
            Choice::System | Choice::Both => true,
        };
        let system = wanted.then(|| tool(&SYSTEM, environment)).flatten();
        let terminal = choice != Choice::System || system.is_none();
        let by_tmux = terminal && choice != Choice::Terminal;
        let tmux = by_tmux.then(|| tool(&TMUX, environment)).flatten();
        Self {
            terminal: terminal && tmux.is_none(),
            tools: tmux.into_iter().chain(system).collect(),
            asked: None,
            wake,
        }
    }

    /// Where it goes, in words, and how much.
    pub(super) fn copying(&self) -> Copying {
        let terminal = self.terminal.then_some("the terminal");
        let tools = self.tools.iter().map(|tool| tool.name);
        let to: Vec<&str> = terminal.into_iter().chain(tools).collect();
        Copying {
            to: to.join(" and "),
            most: self.tools.is_empty().then_some(Copying::MOST),
        }
    }

    /// Puts text on this machine's clipboard, and gives the sequence for the terminal, where it goes
    /// there.
    pub(super) fn put(&mut self, text: String) -> Option<String> {
        let sequence = (self.terminal && text.len() <= Copying::MOST).then(|| sequence(&text));
        if !self.tools.is_empty() {
            if self.asked.is_none() {
                self.asked = start(self.tools.clone(), self.wake.clone());
            }
            if let Some((ask, _)) = &self.asked {
                let _ = ask.send(text);
            }
        }
        sequence
    }

    /// Waits until the last text is where it belongs.
    pub(super) fn finish(&mut self) {
        if let Some((ask, thread)) = self.asked.take() {
            drop(ask);
            let _ = thread.join();
        }
    }
}

fn start(tools: Vec<Tool>, wake: Sender<Wake>) -> Option<(Sender<String>, JoinHandle<()>)> {
    let (ask, asked): (_, Receiver<String>) = unbounded();
    let work = move || {
        while let Ok(first) = asked.recv() {
            // Of several the last one is what is wanted.
            let text = asked.try_iter().last().unwrap_or(first);
            for tool in &tools {
                if let Err(why) = run(tool, &text) {
                    let told = format!("{} did not take what was copied: {why}", tool.name);
                    let _ = wake.send(Wake::Answer(Answer::NotKept(told)));
                }
            }
        }
    };
    let thread = thread::Builder::new().name("clipboard".to_owned());
    Some((ask, thread.spawn(work).ok()?))
}

fn run(tool: &Tool, text: &str) -> io::Result<()> {
    let mut child = Command::new(&tool.path)
        .args(tool.args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // What holds the text outlives the terminal.
        .process_group(0)
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    let until = Instant::now() + LIMIT;
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(status.to_string())),
            None if Instant::now() >= until => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(io::ErrorKind::TimedOut.into());
            }
            None => thread::sleep(Duration::from_millis(10)),
        }
    }
}

/// The sequence that puts `text` on the terminal's clipboard.
fn sequence(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", base64(text.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let index = (bits >> (18 - 6 * digit)) & 63;
            let padding = digit > chunk.len();
            out.push(if padding {
                '='
            } else {
                char::from(DIGITS[index as usize])
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            let kept = folder.path().join("kept");
            std::fs::write(&path, format!("#!/bin/sh\ncat > {}\n", kept.display())).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(&path, mode).unwrap();
        }
        folder
    }

    fn clipboard(choice: Choice, folder: &std::path::Path, set: &[&str]) -> Clipboard {
        let path = std::env::join_paths([folder, std::path::Path::new("/nowhere")]).unwrap();
        let environment = |name: &str| match name {
            "PATH" => Some(path.clone()),
            _ => set.contains(&name).then(|| OsString::from("1")),
        };
        Clipboard::new(choice, &environment, unbounded().0)
    }

    #[test]
    fn it_goes_to_the_terminal_and_where_that_is_local_to_a_program_that_is_there() {
        let folder = programs(&["xsel", "wl-copy", "tmux"]);
        for (choice, set, to) in [
            (
                Choice::Auto,
                &["DISPLAY"] as &[&str],
                "the terminal and xsel",
            ),
            (
                Choice::Auto,
                &["DISPLAY", "WAYLAND_DISPLAY"],
                "the terminal and wl-copy",
            ),
            (Choice::Auto, &["DISPLAY", "SSH_TTY"], "the terminal"),
            (
                Choice::Both,
                &["DISPLAY", "SSH_TTY"],
                "the terminal and xsel",
            ),
            (Choice::Auto, &[], "the terminal"),
            (Choice::Terminal, &["DISPLAY"], "the terminal"),
            (Choice::System, &["DISPLAY"], "xsel"),
            // There is nothing else.
            (Choice::System, &[], "the terminal"),
            (Choice::Auto, &["TMUX", "SSH_TTY", "DISPLAY"], "tmux"),
            (Choice::Auto, &["TMUX", "DISPLAY"], "tmux and xsel"),
            (Choice::Terminal, &["TMUX", "DISPLAY"], "the terminal"),
            (Choice::System, &["TMUX", "DISPLAY"], "xsel"),
            (Choice::System, &["TMUX"], "tmux"),
        ] {
            let clipboard = clipboard(choice, folder.path(), set);
            assert_eq!(clipboard.copying().to, to, "{choice:?} {set:?}");
            assert_eq!(
                clipboard.copying().most,
                (to == "the terminal").then_some(Copying::MOST)
            );
        }
    }

    #[test]
    fn a_program_reads_what_was_copied_last() {
        let folder = programs(&["xsel"]);
        let mut clipboard = clipboard(Choice::Both, folder.path(), &["DISPLAY"]);
        assert!(clipboard.put("one".to_owned()).is_some());
        let long = "x".repeat(Copying::MOST + 1);
        assert_eq!(clipboard.put(long.clone()), None, "terminals would drop it");
        clipboard.finish();
        assert_eq!(
            std::fs::read_to_string(folder.path().join("kept")).unwrap(),
            long
        );
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("“é”", "4oCcw6nigJ0="),
        ];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        assert_eq!(sequence("f"), "\x1b]52;c;Zg==\x07");
    }
}
