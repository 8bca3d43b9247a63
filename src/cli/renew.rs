//! `onrecord renew`: quotes that an older engine found are looked for again, on all cores.

use rayon::prelude::*;
use serde::Serialize;

use super::args::RenewArgs;
use super::{Context, Status, collection, output};
use crate::store::{Outdated, Store};

/// Articles that are renewed in one transaction.
const AT_ONCE: usize = 128;

/// What was done.
#[derive(Debug, Serialize)]
struct Renewed {
    /// Articles whose quotes were found again.
    renewed: usize,
}

/// Runs the subcommand. What is done is done: stopped at any moment, the next run goes on.
pub(super) fn run(args: &RenewArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let path = collection::file_for_writing(&context.config)?;
    drop(Store::open_existing(&path)?);
    let mut store = Store::open(&path)?;
    while store.catch_up(AT_ONCE)? > 0 {}
    let mut renewed = 0;
    loop {
        let outdated = store.outdated(AT_ONCE)?;
        if outdated.is_empty() {
            break;
        }
        let found: Vec<_> = outdated.into_par_iter().map(Outdated::find_anew).collect();
        renewed += store.renew(&found)?;
    }
    if args.json {
        output::json_line(&Renewed { renewed }, context.out)?;
    } else {
        let articles = if renewed == 1 { "article" } else { "articles" };
        writeln!(context.out, "{renewed} {articles}: quotes found again")?;
    }
    Ok(Status::Done)
}
