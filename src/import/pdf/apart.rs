//! The reader of PDFs in a process of its own: started, fed, limited and ended.
//!
//! Owns both ends of the pipe. The program is run again with [`COMMAND`], gets the file on its
//! standard input and answers one JSON value on its standard output. Must not know PDF.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::super::error::Reason;
use super::super::place::{FILE_LIMIT, whole};
use super::{Document, Refusal, page};

/// The subcommand under which the program answers [`serve`].
const COMMAND: &str = "read-pdf";

/// Longest time that one file may take.
const TIME: Duration = Duration::from_secs(60);

/// Longest answer, in bytes.
const ANSWER: u64 = 64 << 20;

/// What one file may take inside: bytes of memory, and seconds of a processor.
#[cfg(unix)]
const MEMORY: u64 = 512 << 20;
#[cfg(unix)]
const PROCESSOR: u64 = 30;

/// What is in the PDF with these bytes, read by `program`, which is this one.
pub(super) fn document(program: &Path, bytes: Vec<u8>) -> Result<Document, Reason> {
    let answer = run(Command::new(program).arg(COMMAND), bytes, TIME)?;
    let answer: Result<Document, Refusal> =
        serde_json::from_slice(&answer).map_err(|_| Reason::Broke)?;
    answer.map_err(|refusal| match refusal {
        Refusal::Encrypted => Reason::Locked,
        Refusal::Damaged => Reason::Damaged("PDF"),
        Refusal::TooLong => Reason::Crowded,
    })
}

/// What `command` answers to `input`.
fn run(command: &mut Command, input: Vec<u8>, time: Duration) -> Result<Vec<u8>, Reason> {
    // What interrupts us is not to break a file that is being read.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let started = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = started.map_err(|error| Reason::NotStarted(error.to_string()))?;
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Reason::Broke);
    };
    // One that ends without having read all says why in its answer.
    thread::spawn(move || to.write_all(&input));
    let (done, answered) = mpsc::channel();
    thread::spawn(move || done.send(whole(from, ANSWER)));
    let answer = answered.recv_timeout(time);
    // After its answer it has nothing left to do, and without one it is not to go on.
    let _ = child.kill();
    let _ = child.wait();
    match answer {
        Ok(Ok(answer)) => Ok(answer),
        Err(RecvTimeoutError::Timeout) => Err(Reason::Slow(time.as_secs())),
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Reason::Broke),
    }
}

/// The other end: reads a PDF from `input` and answers on `output`.
///
/// # Errors
/// When the pipe is closed.
pub fn serve(input: &mut dyn Read, output: &mut dyn Write) -> io::Result<()> {
    limit()?;
    let answer = match whole(input, FILE_LIMIT) {
        Ok(bytes) => page::document(bytes),
        Err(_) => Err(Refusal::TooLong),
    };
    serde_json::to_writer(&mut *output, &answer)?;
    output.flush()
}

/// Bounds what this process may take.
#[cfg(unix)]
fn limit() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    for (resource, most) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, PROCESSOR),
        (Resource::Core, 0),
    ] {
        // A limit that is lower already stays.
        let maximum = getrlimit(resource)
            .maximum
            .map_or(most, |maximum| maximum.min(most));
        let most = Some(maximum);
        setrlimit(
            resource,
            Rlimit {
                current: most,
                maximum: most,
            },
        )?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, input: &[u8], time: Duration) -> Result<Vec<u8>, Reason> {
        run(
            Command::new("sh").args(["-c", script]),
            input.to_vec(),
            time,
        )
    }

    #[test]
    fn whatever_the_other_process_does_it_ends() {
        let long = Duration::from_secs(60);
        let big = vec![b'x'; 1 << 20];
        assert_eq!(shell("cat", &big, long).unwrap().len(), big.len());
        assert_eq!(shell("exit 3", &big, long).unwrap(), b"");
        assert!(matches!(shell("yes", b"", long), Err(Reason::Broke)));
        let short = Duration::from_millis(200);
        assert!(matches!(
            shell("sleep 60", &big, short),
            Err(Reason::Slow(_))
        ));
        let none = document(Path::new("/nowhere/onrecord"), Vec::new());
        assert!(matches!(none, Err(Reason::NotStarted(_))));
        let other = document(Path::new("/bin/echo"), Vec::new());
        assert!(matches!(other, Err(Reason::Broke)));
    }
}
