//! `onrecord backup`: a checked copy of the store.

use super::args::BackupArgs;
use super::{Context, Status, collection, output};
use crate::store::Store;

/// Runs the subcommand.
pub(super) fn run(args: &BackupArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let store = Store::open_existing(&collection::file_for_writing(&context.config)?)?;
    store.back_up_to(&args.file)?;
    let copy = Store::open_existing(&args.file)?;
    let counts = copy.counts()?;
    writeln!(
        context.out,
        "{}: {} articles, {} quotes",
        output::visible(&args.file.display().to_string()),
        counts.articles,
        counts.quotes
    )?;
    Ok(Status::Done)
}
