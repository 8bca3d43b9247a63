//! `onrecord doctor`: whether the store is sound, and mending it.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::DoctorArgs;
use super::{Context, Status, collection, output};
use crate::model::Counts;
use crate::store::{Problem, Store};

/// What was found.
#[derive(Debug, Serialize)]
struct Finding {
    /// The store's file.
    store: PathBuf,
    /// Version of its schema.
    schema: usize,
    /// Kept totals.
    #[serde(flatten)]
    counts: Counts,
    /// Bytes of the file.
    bytes: u64,
    /// Bytes of it that hold nothing.
    free: u64,
    /// Files whose import was not finished.
    unfinished: u64,
    /// Files beside the store that belong to it, with their sizes.
    beside: Vec<(String, u64)>,
    /// What is wrong.
    problems: Vec<String>,
    /// The copy that was made before mending.
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<PathBuf>,
}

/// Runs the subcommand.
pub(super) fn run(args: &DoctorArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let path = collection::file_for_writing(&context.config)?;
    let mut store = Store::open_existing(&path)?;
    let mut problems = store.check()?;
    let mut copy = None;
    if args.repair && !problems.is_empty() {
        copy = Some(store.repair()?);
        problems = store.check()?;
    }
    let finding = finding(&store, &problems, copy)?;
    if args.json {
        output::json_line(&finding, context.out)?;
    } else {
        print(&finding, context)?;
    }
    Ok(if problems.is_empty() {
        Status::Done
    } else if problems.iter().all(|p| p.mendable) && !args.repair {
        output::note(
            context.notes,
            "onrecord: `onrecord doctor --repair` mends this, after making a copy",
        )?;
        Status::Unsound
    } else {
        output::note(
            context.notes,
            "onrecord: this cannot be mended in the file: go back to a backup, or import again into \
             another file with --store",
        )?;
        Status::Failed
    })
}

fn finding(store: &Store, problems: &[Problem], copy: Option<PathBuf>) -> anyhow::Result<Finding> {
    let (free, bytes) = store.space()?;
    Ok(Finding {
        store: store.path().to_owned(),
        schema: store.schema()?,
        counts: store.counts()?,
        bytes,
        free,
        unfinished: store.unfinished()?,
        beside: beside(store.path()),
        problems: problems.iter().map(|p| p.what.clone()).collect(),
        copy,
    })
}

/// Files called like the store and more: SQLite's own, and copies made before something changed.
fn beside(store: &Path) -> Vec<(String, u64)> {
    let folder = store.parent().filter(|p| !p.as_os_str().is_empty());
    let name = store.file_name().unwrap_or_default().to_string_lossy();
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter();
    let mut found: Vec<(String, u64)> = entries
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let other = entry.file_name().to_string_lossy().into_owned();
            let rest = other.strip_prefix(&*name)?;
            let ours = rest.starts_with(['-', '.']);
            ours.then(|| entry.metadata().map_or(0, |m| m.len()))
                .map(|size| (other, size))
        })
        .collect();
    found.sort();
    found
}

fn print(finding: &Finding, context: &mut Context<'_>) -> std::io::Result<()> {
    let name = output::visible(&finding.store.display().to_string());
    writeln!(
        context.out,
        "{name}: {} articles, {} quotes, {} kB ({} kB of them free), schema {}",
        finding.counts.articles,
        finding.counts.quotes,
        finding.bytes / 1000,
        finding.free / 1000,
        finding.schema,
    )?;
    for (other, size) in &finding.beside {
        let other = output::visible(other);
        writeln!(context.out, "beside it: {other}, {} kB", size / 1000)?;
    }
    if finding.unfinished > 0 {
        writeln!(
            context.out,
            "files not read to their end, or with something that could not be read: {}; the next \
             import reads them again",
            finding.unfinished
        )?;
    }
    if let Some(copy) = &finding.copy {
        let copy = output::visible(&copy.display().to_string());
        writeln!(context.out, "mended; as it was before: {copy}")?;
    }
    for problem in &finding.problems {
        writeln!(context.out, "wrong: {}", output::visible(problem))?;
    }
    if finding.problems.is_empty() {
        writeln!(context.out, "sound")?;
    }
    Ok(())
}
