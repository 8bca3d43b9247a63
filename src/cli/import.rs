//! `onrecord import`: files, folders and web addresses into the store, and what became of them.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::import::Options;

use super::args::ImportArgs;
use super::ingest::{self, Report, Task, Watch, Web};
use super::{Context, Status, collection, output};

/// What a shell reports for a program that was interrupted.
pub(super) const INTERRUPTED: i32 = 130;

/// Runs the subcommand.
pub(super) fn run(args: &ImportArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let options = Options::new(&args.map, &args.exclude)?;
    let report = with_progress(args, &options, context)?;
    if args.json {
        output::json_line(&report, context.out)?;
    } else {
        writeln!(context.out, "{}", report.summary())?;
    }
    Ok(status(&report))
}

/// How an import ended.
pub(super) fn status(report: &Report) -> Status {
    if report.interrupted {
        Status::Interrupted
    } else if report.failed.is_empty() {
        Status::Done
    } else {
        Status::Failed
    }
}

/// Imports `paths` as `onrecord import PATH...` does.
pub(super) fn paths(paths: &[PathBuf], context: &mut Context<'_>) -> anyhow::Result<Report> {
    let args = ImportArgs {
        paths: paths.to_owned(),
        ..ImportArgs::default()
    };
    with_progress(&args, &Options::default(), context)
}

/// Imports and shows how far it is; says at the end what failed.
fn with_progress(
    args: &ImportArgs,
    options: &Options,
    context: &mut Context<'_>,
) -> anyhow::Result<Report> {
    let store = collection::file_for_writing(&context.config)?;
    let watch = if args.quiet {
        Watch::silent()
    } else if io::stderr().is_terminal() {
        Watch::bar()
    } else {
        Watch::lines(&mut *context.notes)
    };
    let mut watch = watch.reporting(args.report.as_deref())?;
    let stop = Arc::new(AtomicBool::new(false));
    let listening = listen(&stop)?;
    let report = ingest::ingest(
        &Task {
            paths: &args.paths,
            options,
            store: &store,
            prune: args.prune,
            web: Web {
                fetch: args.fetch,
                full: args.full,
                allow_local: args.allow_local,
            },
            reader: ingest::reader(&args.map, &args.exclude),
            stop: &stop,
        },
        &mut watch,
    );
    listening.into_iter().for_each(|id| {
        signal_hook::low_level::unregister(id);
    });
    watch.finish()?;
    let report = report?;
    say(&report, context)?;
    Ok(report)
}

/// The first interrupt stops after the batch, the second at once: what was committed is safe.
fn listen(stop: &Arc<AtomicBool>) -> io::Result<Vec<SigId>> {
    let mut listening = Vec::new();
    for signal in [SIGINT, SIGTERM] {
        listening.push(flag::register_conditional_shutdown(
            signal,
            INTERRUPTED,
            Arc::clone(stop),
        )?);
        listening.push(flag::register(signal, Arc::clone(stop))?);
    }
    Ok(listening)
}

fn say(report: &Report, context: &mut Context<'_>) -> io::Result<()> {
    for note in &report.notes {
        output::note(context.notes, note)?;
    }
    if !report.languages.is_empty() {
        let kinds: Vec<String> = report
            .languages
            .iter()
            .map(|(lang, count)| format!("{count} {lang}"))
            .collect();
        output::note(
            context.notes,
            &format!(
                "not in English: {}; they can be read and searched, but their quotes were not \
                 looked for",
                kinds.join(", ")
            ),
        )?;
    }
    for failed in &report.failed {
        output::note(context.notes, &failed.message)?;
    }
    if report.interrupted {
        output::note(
            context.notes,
            "onrecord: stopped; what is counted is in the store, and the same command goes on \
             where this one ended",
        )?;
    }
    Ok(())
}
