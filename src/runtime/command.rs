//! Running a command of the person's: by their shell, with something on its input, and what it
//! writes as clean text. Time and memory are bounded; where it is stopped, so is whatever it started.
//! What it leaves in the background as it ends, as programs for the clipboard do, goes on.

use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::text::clean::clean;

/// How long a command may take.
const LONGEST: Duration = Duration::from_secs(60);
/// Bytes of its output that are kept.
const MOST: usize = 1 << 20;
/// How often is looked whether it has ended, while one runs.
const LOOKED: Duration = Duration::from_millis(15);
/// How long what it has started may go on writing after its end.
const AFTER: Duration = Duration::from_millis(200);

/// What was written so far, on either way out.
type Written = Arc<Mutex<Vec<u8>>>;

/// Runs a command until it ends, takes too long, or `stopped` says so; gives what it wrote and how
/// it ended (nothing where all is well).
pub(super) fn run(command: &str, input: String, stopped: &dyn Fn() -> bool) -> (String, String) {
    let shell = std::env::var_os("SHELL").filter(|shell| !shell.is_empty());
    let shell = shell.unwrap_or_else(|| "/bin/sh".into());
    let child = Command::new(&shell)
        .arg("-c")
        .arg(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own, so that all of it can be ended; and it does not get our Ctrl-c.
        .process_group(0)
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            return (
                String::new(),
                format!("cannot run {}: {error}", shell.display()),
            );
        }
    };
    let written = Written::default();
    let mut threads = Vec::new();
    threads.extend(child.stdout.take().map(|out| collect(out, &written)));
    threads.extend(child.stderr.take().map(|out| collect(out, &written)));
    if let Some(mut stdin) = child.stdin.take() {
        // One that does not read its input is no fault.
        thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    }
    let ended = wait(&mut child, stopped);
    let since = Instant::now();
    while threads.iter().any(|t| !t.is_finished()) && since.elapsed() < AFTER {
        thread::sleep(LOOKED);
    }
    let bytes = written
        .lock()
        .map(|bytes| bytes.clone())
        .unwrap_or_default();
    let cut = bytes.len() >= MOST;
    let text = clean(&String::from_utf8_lossy(&bytes)).text;
    let ended = match cut {
        true => [ended.as_str(), "only the first 1 MiB is shown"]
            .join(" ")
            .trim()
            .to_owned(),
        false => ended,
    };
    (text, ended)
}

/// Reads on to the end, and keeps as much as there is room for.
fn collect(mut out: impl Read + Send + 'static, written: &Written) -> thread::JoinHandle<()> {
    let written = Arc::clone(written);
    thread::spawn(move || {
        let mut part = [0; 8192];
        while let Ok(length @ 1..) = out.read(&mut part) {
            let Ok(mut all) = written.lock() else {
                return;
            };
            let room = MOST.saturating_sub(all.len());
            all.extend(&part[..length.min(room)]);
        }
    })
}

fn wait(child: &mut Child, stopped: &dyn Fn() -> bool) -> String {
    let since = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return told(status),
            Ok(None) if stopped() => {
                end(child);
                let _ = child.wait();
                return "stopped".to_owned();
            }
            Ok(None) if since.elapsed() > LONGEST => {
                end(child);
                let _ = child.wait();
                return format!("stopped after {} seconds", LONGEST.as_secs());
            }
            Ok(None) => thread::sleep(LOOKED),
            Err(error) => return error.to_string(),
        }
    }
}

fn told(status: ExitStatus) -> String {
    match status.success() {
        true => String::new(),
        false => status.to_string(),
    }
}

/// Ends all that is left of its group.
fn end(child: &Child) {
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    if let Some(group) = group {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(command: &str, input: &str) -> (String, String) {
        run(command, input.to_owned(), &|| false)
    }

    #[test]
    fn what_a_command_writes_is_clean_and_its_end_is_told() {
        assert_eq!(
            ran("tr a-z A-Z", "häfen\n"),
            ("HäFEN\n".to_owned(), String::new())
        );
        let (text, ended) = ran("printf 'a\\033]0;owned\\007b\\n'; echo no >&2; exit 3", "");
        assert!(!text.contains('\u{1b}') && !text.contains('\u{7}') && text.contains("no"));
        assert!(ended.contains('3'), "{ended}");
        assert!(ran("no-such-command-here", "").1.contains("127"));
    }

    #[test]
    fn a_command_that_does_not_read_or_never_stops_writing_or_leaves_children_ends() {
        let much = "x".repeat(1 << 20);
        assert_eq!(ran("true", &much), (String::new(), String::new()));
        let (text, ended) = ran("head -c 3000000 /dev/zero | tr '\\0' x", "");
        assert_eq!(text.len(), MOST);
        assert!(ended.contains("first 1 MiB"), "{ended}");
        // One that goes on in the background with the output open is not waited for.
        let since = Instant::now();
        assert_eq!(ran("sleep 20 & echo done", "").0, "done\n");
        let (_, ended) = run("sleep 300", String::new(), &|| true);
        assert_eq!(ended, "stopped");
        assert!(since.elapsed() < Duration::from_secs(15));
    }
}
