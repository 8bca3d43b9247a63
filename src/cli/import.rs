//! `onrecord import`: files, folders and web addresses into the store, and what became of them.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::SigId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::config::Config;
use crate::import::Options;
use crate::runtime::{Imported, Importer};

use super::args::ImportArgs;
use super::ingest::{self, Ours, Report, Task, Watch, Web};
use super::watch::{self, Folders};
use super::{Context, Status, collection, output, with_reader};

/// What a shell reports for a program that was interrupted.
pub(super) const INTERRUPTED: i32 = 130;

/// Most lines of one kind that are printed at the end.
const LINES: usize = 50;

/// Runs the subcommand.
pub(super) fn run(args: &ImportArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let options = with_reader(Options::new(&args.map, &args.exclude)?);
    let (report, ended) = with_progress(args, &options, context)?;
    if args.json {
        output::json_line(&report, context.out)?;
    } else {
        writeln!(context.out, "{}", report.summary())?;
    }
    ended.map(|()| status(&report))
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
    let (report, ended) = with_progress(&args, &with_reader(Options::default()), context)?;
    ended.map(|()| report)
}

/// What imports into the store of `config` beside reading, as `onrecord import PATH...` does.
pub(super) fn beside_reading(config: &Config) -> Importer {
    let config = config.clone();
    Arc::new(move |paths, stop, tell| {
        let imported = collection::file_for_writing(&config).and_then(|store| {
            let task = Task {
                paths,
                options: &with_reader(Options::default()).with_stop(stop),
                store: &store,
                prune: false,
                web: Web::default(),
                reader: ingest::reader(&[]),
                only: None,
                ours: &Ours::new(&store, None),
                stop,
            };
            ingest::ingest(&task, &mut Watch::telling(tell))
        });
        match imported {
            Ok(report) => Imported {
                summary: report.summary(),
                articles: report.present() as u64,
                more_failed: (report.count_failed() - report.failed.len()) as u64,
                failed: report.failed.into_iter().map(|f| f.message).collect(),
                stopped: report.interrupted,
            },
            Err(error) => Imported {
                failed: vec![format!("{error:#}")],
                ..Imported::default()
            },
        }
    })
}

/// Imports and shows how far it is; says what failed. Where folders are watched it goes on with
/// them; the second result is why that ended, where nobody wished it to.
fn with_progress(
    args: &ImportArgs,
    options: &Options,
    context: &mut Context<'_>,
) -> anyhow::Result<(Report, anyhow::Result<()>)> {
    let store = collection::file_for_writing(&context.config)?;
    let folders = args.watch.then(|| Folders::watch(&args.paths));
    let mut folders = folders.transpose()?;
    let stop = Arc::new(AtomicBool::new(false));
    let listening = listen(&stop)?;
    let task = Task {
        paths: &folders
            .as_ref()
            .map_or_else(|| args.paths.clone(), |f| f.paths().to_owned()),
        options: &options.clone().with_stop(&stop),
        store: &store,
        prune: args.prune,
        web: Web {
            fetch: args.fetch,
            full: args.full,
            allow_local: args.allow_local,
        },
        reader: ingest::reader(&args.exclude),
        only: None,
        ours: &Ours::new(&store, args.report.as_deref()),
        stop: &stop,
    };
    let mut watch = progress(args, &store, context)?;
    let report = ingest::ingest(&task, &mut watch);
    let mut watch = watch.settle()?;
    let mut report = report?;
    if folders.is_some() {
        watch::without_empty(&mut report, task.paths);
    }
    say(&report, context)?;
    let mut ended = Ok(());
    if let Some(folders) = folders.as_mut().filter(|_| !report.interrupted) {
        let notes = &mut *context.notes;
        ended = watch::follow(folders, &task, &mut watch, &mut report, notes, args.quiet);
    }
    for id in listening {
        signal_hook::low_level::unregister(id);
    }
    Ok((report, ended))
}

/// How far it is, as it is wished and can be shown.
fn progress<'a>(
    args: &ImportArgs,
    store: &Path,
    context: &'a mut Context<'_>,
) -> anyhow::Result<Watch<'a>> {
    let watch = if args.quiet {
        Watch::silent()
    } else if io::stderr().is_terminal() {
        Watch::bar()
    } else {
        Watch::lines(&mut *context.notes)
    };
    watch.reporting(args.report.as_deref(), store, &args.paths)
}

/// The first interrupt stops after the batch, the second at once: what was committed is safe. A terminal
/// that is closed stops it too, unless the person said that it shall not (`nohup`).
fn listen(stop: &Arc<AtomicBool>) -> io::Result<Vec<SigId>> {
    let mut listening = Vec::new();
    for signal in ends() {
        listening.push(flag::register_conditional_shutdown(
            signal,
            INTERRUPTED,
            Arc::clone(stop),
        )?);
        listening.push(flag::register(signal, Arc::clone(stop))?);
    }
    Ok(listening)
}

/// The signals that end an import.
pub(super) fn ends() -> impl Iterator<Item = i32> {
    // Only Linux tells whether this process was told to ignore that its terminal is closed.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let hang_up = Some(SIGHUP).filter(|signal| !is_ignored(&status, *signal));
    [SIGINT, SIGTERM].into_iter().chain(hang_up)
}

/// Whether a process of such a status ignores `signal`.
fn is_ignored(status: &str, signal: i32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let bit = u32::try_from(signal - 1)
        .ok()
        .and_then(|bit| 1_u64.checked_shl(bit));
    mask.zip(bit).is_some_and(|(mask, bit)| mask & bit != 0)
}

fn say(report: &Report, context: &mut Context<'_>) -> io::Result<()> {
    for note in report.notes.iter().take(LINES) {
        output::note(context.notes, note)?;
    }
    if report.notes.len() > LINES {
        let more = format!("and {} more notes of this kind", report.notes.len() - LINES);
        output::note(context.notes, &more)?;
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
    let told = report.told(LINES);
    for failed in &told {
        output::note(context.notes, &failed.message)?;
    }
    let of_told: usize = told.iter().map(|failed| failed.count).sum();
    let more = report.count_failed() - of_told;
    if more > 0 {
        let more = format!("and {more} more that failed; --report FILE has them all");
        output::note(context.notes, &more)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_ignores_is_read_from_its_status() {
        let status =
            "SigBlk:\t0000000000000001\nSigIgn:\t0000000000001001\nSigCgt:\t0000000000000002\n";
        assert!(is_ignored(status, SIGHUP));
        assert!(!is_ignored(status, SIGINT));
        assert!(!is_ignored("", SIGHUP));
    }
}
