//! The trace: a log in a file, and how long each key took to its frame.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use super::own_file;

/// The first line of a trace, by which a later run knows what it may write over.
const FIRST_LINE: &str = "trace of onrecord";

/// The trace of one run; without a file it does nothing.
pub(super) struct Trace {
    started: Instant,
    file: Option<(PathBuf, File)>,
    first_frame: Option<Duration>,
    keys: Vec<Duration>,
    frames: Vec<Duration>,
}

impl Trace {
    /// Starts the trace to `path`, where one is wanted.
    pub(super) fn start(path: Option<&Path>, started: Instant) -> anyhow::Result<Self> {
        let file = match path {
            None => None,
            Some(path) => {
                let cannot = || format!("cannot write the trace to {}", path.display());
                let mut file = own_file(path, |line| line == FIRST_LINE).with_context(cannot)?;
                writeln!(file, "{FIRST_LINE}").with_context(cannot)?;
                log_to(file.try_clone().with_context(cannot)?);
                Some((path.to_owned(), file))
            }
        };
        Ok(Self {
            started,
            file,
            first_frame: None,
            keys: Vec::new(),
            frames: Vec::new(),
        })
    }

    /// A frame was drawn since `drawing`; it answers what the person did at these times.
    pub(super) fn frame(&mut self, drawing: Instant, inputs: &[Instant]) {
        let now = Instant::now();
        if self.first_frame.is_none() {
            self.first_frame = Some(now - self.started);
        }
        if self.file.is_some() {
            self.frames.push(now - drawing);
            self.keys.extend(inputs.iter().map(|at| now - *at));
        }
    }

    /// Writes the figures at the end.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let Some((path, mut file)) = self.file.take() else {
            return Ok(());
        };
        let first = self.first_frame.unwrap_or_default();
        let mut out = format!("first frame: {:.2} ms\n", millis(first));
        out.push_str(&figures("drawing a frame", &mut self.frames));
        out.push_str(&figures("key to frame", &mut self.keys));
        out.push_str(&histogram(&self.keys));
        file.write_all(out.as_bytes())
            .with_context(|| format!("cannot write the trace to {}", path.display()))
    }
}

fn log_to(file: File) {
    let filter = EnvFilter::try_from_env("ONRECORD_LOG")
        .unwrap_or_else(|_| EnvFilter::new("onrecord=debug"));
    // A second reader in one process (a test) keeps the first one's log.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .try_init();
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Count, percentiles and maximum in milliseconds. Sorts what it is given.
fn figures(name: &str, times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |part: f64| {
        let rank = (part * times.len() as f64).ceil() as usize;
        times.get(rank.max(1) - 1).copied().unwrap_or_default()
    };
    format!(
        "{name}: count {}, p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, max {:.2} ms\n",
        times.len(),
        millis(at(0.5)),
        millis(at(0.9)),
        millis(at(0.99)),
        millis(at(1.0)),
    )
}

/// How many of the sorted times lie in each bucket, doubling from a quarter of a millisecond.
fn histogram(times: &[Duration]) -> String {
    let mut out = String::new();
    let mut below = Duration::from_micros(250);
    let mut done = 0;
    while done < times.len() {
        let upto = times.partition_point(|time| *time <= below);
        if upto > done || done > 0 {
            let _ = writeln!(out, "  <= {:>8.2} ms  {}", millis(below), upto - done);
        }
        done = upto;
        below *= 2;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_written_over_a_trace_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trace");
        for _ in 0..2 {
            let trace = Trace::start(Some(&path), Instant::now()).unwrap();
            trace.finish().unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.starts_with(FIRST_LINE) && text.contains("first frame"));
        }
        std::fs::write(&path, "My own notes.").unwrap();
        assert!(Trace::start(Some(&path), Instant::now()).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "My own notes.");
    }

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let mut times: Vec<Duration> = (1..=100).rev().map(Duration::from_millis).collect();
        let line = figures("key to frame", &mut times);
        assert!(
            line.contains("count 100, p50 50.00 ms, p90 90.00 ms, p99 99.00 ms, max 100.00 ms"),
            "{line}"
        );
        assert!(figures("nothing", &mut []).contains("count 0, p50 0.00"));
        let all: usize = histogram(&times)
            .lines()
            .map(|line| line.rsplit(' ').next().unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(all, 100);
    }
}
