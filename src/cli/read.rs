//! `onrecord [PATH...]`: the reader, on what was just imported, the user's store or the sample.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use clap::CommandFactory;

use crate::config::Config;
use crate::query::closest;
use crate::runtime::{self, Begin, Own, Session};
use crate::store::Store;

use super::ingest::Report;
use super::{Cli, Context, Status, collection, import};

/// Imports `paths`, if any, and opens the reader.
pub(super) fn run(paths: &[PathBuf], mut context: Context<'_>) -> anyhow::Result<Status> {
    meant_a_subcommand(paths)?;
    if !io::stdout().is_terminal() {
        anyhow::bail!(
            "the reader needs a terminal and the output is not one: run it without a pipe, or list \
             with `onrecord quotes`, `onrecord speakers` or `onrecord articles`"
        );
    }
    // What could not be imported has been said; the exit status says it once more after reading.
    let mut status = Status::Done;
    let mut imported = None;
    if !paths.is_empty() {
        let report = import::paths(paths, &mut context)?;
        status = import::status(&report);
        if status == Status::Interrupted {
            return Ok(status);
        }
        if report.present() == 0 {
            return Ok(Status::Failed);
        }
        imported = Some(report);
    }
    let opened = collection::existing(&context.config)?;
    let begin = imported.and_then(|report| begin(&report, paths, &opened.store));
    let wrong = context.wrong.iter();
    let told = wrong.map(|wrong| format!("Left out of the settings: {wrong}"));
    context.out.flush()?;
    runtime::run(Session {
        store: opened.store,
        sample: opened.sample,
        own: opened.sample.then(|| own(&context.config)),
        told: told.collect(),
        begin,
        importer: import::beside_reading(&context.config),
        remake: Arc::new(index_apart),
        config: context.config,
    })?;
    Ok(status)
}

/// Where the reader begins behind an import: with the first article that came, or else with the first of what was
/// named. One alone is what the person wants to read.
fn begin(report: &Report, paths: &[PathBuf], store: &Store) -> Option<Begin> {
    let named = || {
        let first = paths.first()?;
        let path = std::fs::canonicalize(first).unwrap_or_else(|_| first.clone());
        store.first_from(path.to_str()?).ok().flatten()
    };
    let article = report.first.or_else(named)?;
    Some(Begin {
        article,
        alone: report.present() == 1,
        told: format!("Imported: {}", report.summary()),
    })
}

/// Opens the person's own collection, once there is one.
fn own(config: &Config) -> Own {
    let config = config.clone();
    Box::new(move || {
        let opened = collection::existing(&config)?;
        anyhow::ensure!(!opened.sample, "it is not there");
        Ok(opened.store)
    })
}

/// Makes the index of quotes as the first `onrecord find` does, in a process of its own: it takes some
/// hundred MB for a million quotes. Whether it could.
fn index_apart(store: &Path) -> bool {
    let Ok(program) = std::env::current_exe() else {
        return false;
    };
    let ran = Command::new(program)
        .args(["find", "--store"])
        .arg(store)
        .args(["--", "a"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    // It may find nothing.
    ran.is_ok_and(|status| matches!(status.code(), Some(0 | 1)))
}

/// A first path that is no file but nearly a subcommand was one.
fn meant_a_subcommand(paths: &[PathBuf]) -> anyhow::Result<()> {
    let Some(first) = paths.first().filter(|p| !p.exists()) else {
        return Ok(());
    };
    match subcommand_like(first) {
        Some(near) => anyhow::bail!(
            "there is no file {}: did you mean `onrecord {near}`?",
            first.display()
        ),
        None => Ok(()),
    }
}

fn subcommand_like(path: &Path) -> Option<String> {
    let word = path.to_str().filter(|w| !w.contains(['/', '.']))?;
    let command = Cli::command();
    closest(word, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_subcommand_is_not_taken_for_a_file() {
        assert_eq!(
            subcommand_like(Path::new("qoutes")).as_deref(),
            Some("quotes")
        );
        assert_eq!(subcommand_like(Path::new("./qoutes")), None);
        assert_eq!(subcommand_like(Path::new("harvest")), None);
    }
}
