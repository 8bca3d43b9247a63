//! `onrecord import`: files and folders into the store, and what became of them.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::import::Options;

use super::args::ImportArgs;
use super::ingest::{self, Report};
use super::{Context, Status, collection, output};

/// How often the progress line is written.
const EVERY: Duration = Duration::from_millis(100);

/// Runs the subcommand.
pub(super) fn run(args: &ImportArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let options = Options::new(&args.map, &args.exclude)?;
    let report = with_progress(&args.paths, &options, context)?;
    if args.json {
        output::json_line(&report, context.out)?;
    } else {
        writeln!(context.out, "{}", summary(&report))?;
    }
    Ok(if report.failed.is_empty() {
        Status::Done
    } else {
        Status::Failed
    })
}

/// Imports and shows how far it is, on a terminal; says at the end what failed.
pub(super) fn with_progress(
    paths: &[PathBuf],
    options: &Options,
    context: &mut Context<'_>,
) -> anyhow::Result<Report> {
    let shown = io::stderr().is_terminal();
    let mut last = Instant::now();
    let open = || collection::for_writing(&context.config);
    let report = ingest::ingest(paths, options, &open, &mut |report| {
        if shown && last.elapsed() >= EVERY {
            last = Instant::now();
            // A terminal that went away is no reason to stop importing.
            let _ = write!(context.notes, "\r\x1b[K{} articles", report.present());
            let _ = context.notes.flush();
        }
    });
    if shown {
        write!(context.notes, "\r\x1b[K")?;
    }
    let report = report?;
    for note in &report.notes {
        output::note(context.notes, note)?;
    }
    for failed in &report.failed {
        output::note(context.notes, &failed.message)?;
    }
    Ok(report)
}

/// One line that counts what became of everything.
fn summary(report: &Report) -> String {
    format!(
        "{} new, {} changed, {} unchanged, {} failed",
        report.new,
        report.changed,
        report.unchanged,
        report.failed.len()
    )
}
