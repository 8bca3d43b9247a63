//! How an import says how far it is: a bar on a terminal, plain lines elsewhere, nothing where that
//! is wanted; and the report that is written as it goes on.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::{self, Line, Report};
use super::scope::is_same;
use super::{Ours, Task};
use crate::import;
use crate::runtime::{Progress, Tell, own_file};

/// How often a plain line is written.
const EVERY: Duration = Duration::from_secs(5);

/// How many times a second the bar is drawn, at most.
const DRAWN: u8 = 8;

/// Most characters of an address that are shown.
const SHOWN: usize = 60;

const BAR: &str = "{msg}  {wide_bar} {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left";

/// What is shown before anything is in the store, and where it is not known how much there is.
const WAITING: &str = "{msg}  {bytes}  {elapsed}";

/// How often that goes on.
const TICK: Duration = Duration::from_millis(200);

/// Where progress and the report go.
pub(in crate::cli) struct Watch<'w> {
    shown: Shown<'w>,
    report: Option<BufWriter<File>>,
    /// Bytes done.
    done: u64,
}

enum Shown<'w> {
    Nothing,
    Told(&'w mut Tell<'w>, Arc<Total>),
    Bar(ProgressBar, Arc<Total>),
    Lines(Lines<'w>),
}

/// The bytes of everything that was named.
#[derive(Default)]
pub(super) struct Total {
    bytes: AtomicU64,
    /// Whether these are all.
    whole: AtomicBool,
}

impl Total {
    /// So many as are known.
    fn so_far(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// All, once they are known, at least those that are `done`.
    fn whole(&self, done: u64) -> Option<u64> {
        let whole = self.whole.load(Ordering::Acquire);
        whole.then(|| self.so_far().max(done))
    }
}

/// Plain lines for a log.
struct Lines<'w> {
    to: &'w mut dyn Write,
    total: Arc<Total>,
    start: Instant,
    last: Instant,
}

impl<'w> Watch<'w> {
    /// Says nothing.
    pub(in crate::cli) fn silent() -> Self {
        Self::new(Shown::Nothing)
    }

    /// Draws a bar on the terminal that standard error is.
    pub(in crate::cli) fn bar() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(DRAWN));
        if let Ok(style) = ProgressStyle::with_template(WAITING) {
            bar.set_style(style);
        }
        Self::new(Shown::Bar(bar, Arc::default()))
    }

    /// Tells the reader beside which it goes on.
    pub(in crate::cli) fn telling(tell: &'w mut Tell<'w>) -> Self {
        Self::new(Shown::Told(tell, Arc::default()))
    }

    /// Writes a line every few seconds.
    pub(in crate::cli) fn lines(to: &'w mut dyn Write) -> Self {
        let now = Instant::now();
        Self::new(Shown::Lines(Lines {
            to,
            total: Arc::default(),
            start: now,
            last: now,
        }))
    }

    fn new(shown: Shown<'w>) -> Self {
        Self {
            shown,
            report: None,
            done: 0,
        }
    }

    /// Writes a line of JSON to the file at `path` for each file and record.
    /// Neither the store at `store` nor anything that is imported is written over, nor what else is
    /// there and is no earlier report.
    pub(in crate::cli) fn reporting(
        mut self,
        path: Option<&Path>,
        store: &Path,
        sources: &[PathBuf],
    ) -> anyhow::Result<Self> {
        if let Some(path) = path {
            let shown = path.display();
            anyhow::ensure!(
                path.as_os_str() != "-",
                "the report goes to a file: name one, or /dev/stdout for standard output"
            );
            anyhow::ensure!(
                !Ours::new(store, None).holds(path),
                "cannot write the report {shown}: it is a file of the store; name another"
            );
            anyhow::ensure!(
                !sources.iter().any(|source| is_same(source, path)),
                "cannot write the report {shown}: it is to be imported; name another"
            );
            let file = own_file(path, report::is_line)
                .with_context(|| format!("cannot write the report {shown}"))?;
            self.report = Some(BufWriter::new(file));
        }
        Ok(self)
    }

    /// Where the bytes of everything that was named are counted, if somebody wants to know.
    pub(super) fn total(&self) -> Option<Arc<Total>> {
        match &self.shown {
            Shown::Nothing => None,
            Shown::Bar(_, total) | Shown::Told(_, total) => Some(Arc::clone(total)),
            Shown::Lines(lines) => Some(Arc::clone(&lines.total)),
        }
    }

    /// Shows that it has begun: the first articles come when they are written.
    pub(super) fn begin(&mut self) {
        if let Shown::Bar(bar, _) = &self.shown {
            bar.set_message("reading");
            bar.enable_steady_tick(TICK);
            bar.tick();
        }
    }

    /// Writes what became of one file or record to the report.
    pub(super) fn line(&mut self, line: &Line<'_>) -> anyhow::Result<()> {
        if let Some(report) = &mut self.report {
            serde_json::to_writer(&mut *report, line)
                .map_err(std::io::Error::from)
                .and_then(|()| report.write_all(b"\n"))
                .context("cannot write the report")?;
        }
        Ok(())
    }

    /// Shows how far it is after `bytes` more, with so many articles `ahead` of the report. A terminal that
    /// went away is no reason to stop.
    pub(super) fn progress(&mut self, report: &Report, ahead: usize, bytes: u64) {
        self.done += bytes;
        let articles = report.present() + ahead;
        match &mut self.shown {
            Shown::Nothing => {}
            Shown::Told(tell, total) => tell(Progress {
                articles: articles as u64,
                done: self.done,
                total: total.so_far(),
                rate: 0,
            }),
            Shown::Bar(bar, total) => {
                if let Some(total) = total.whole(self.done) {
                    let known = bar.length().is_some();
                    bar.set_length(total);
                    let style = ProgressStyle::with_template(BAR).ok().filter(|_| !known);
                    if let Some(style) = style {
                        bar.set_style(style.progress_chars("━╸ "));
                    }
                }
                bar.set_position(self.done);
                bar.set_message(format!("{articles} articles"));
            }
            Shown::Lines(lines) => lines.progress(articles, self.done),
        }
    }

    /// Shows which address is waited for. A log needs no line for it.
    pub(super) fn fetching(&mut self, report: &Report, address: &str) {
        if let Shown::Bar(bar, _) = &self.shown {
            let short: String = address.chars().take(SHOWN).collect();
            bar.set_message(format!("{} articles, fetching {short}", report.present()));
        }
    }

    /// Takes the bar away and brings the report to the disk; what comes after shows no progress.
    pub(in crate::cli) fn settle(self) -> anyhow::Result<Watch<'static>> {
        if let Shown::Bar(bar, _) = &self.shown {
            bar.finish_and_clear();
        }
        let mut settled = Watch {
            report: self.report,
            ..Watch::silent()
        };
        settled.flush()?;
        Ok(settled)
    }

    /// Brings the report to the disk.
    pub(in crate::cli) fn flush(&mut self) -> anyhow::Result<()> {
        match &mut self.report {
            Some(report) => report.flush().context("cannot write the report"),
            None => Ok(()),
        }
    }
}

impl Lines<'_> {
    fn progress(&mut self, articles: usize, done: u64) {
        if self.last.elapsed() < EVERY {
            return;
        }
        self.last = Instant::now();
        let seconds = self.start.elapsed().as_secs_f64();
        let rate = done as f64 / seconds.max(0.001);
        let (bytes, rate_shown) = (HumanBytes(done), HumanBytes(rate as u64));
        let Some(total) = self.total.whole(done) else {
            let _ = writeln!(self.to, "{articles} articles, {bytes}, {rate_shown}/s");
            return;
        };
        let left = Duration::from_secs_f64((total - done) as f64 / rate.max(1.0));
        let _ = writeln!(
            self.to,
            "{articles} articles, {bytes} of {}, {rate_shown}/s, {} left",
            HumanBytes(total),
            HumanDuration(left),
        );
    }
}

/// Adds up the sizes of all that was named, beside the import itself.
pub(super) fn count(task: &Task<'_>, total: &Total, over: &AtomicBool) {
    for path in import::walk(task.paths, task.options).flatten() {
        if over.load(Ordering::Relaxed) || task.stops() {
            return;
        }
        if task.wants(&path) {
            let size = path.metadata().map_or(0, |data| data.len());
            total.bytes.fetch_add(size, Ordering::Relaxed);
        }
    }
    total.whole.store(true, Ordering::Release);
}
