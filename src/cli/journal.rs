//! `onrecord undo|redo|history`: what the person did, and taking it back.

use clap::Args;
use serde::Serialize;

use crate::model::{Change, ChangeId, ChangeState};
use crate::store::Store;

use super::table::{self, Column, Table};
use super::values::one_or_more;
use super::{Context, Status, collection, output};

/// Arguments of `undo`.
#[derive(Args, Debug)]
pub struct UndoArgs {
    /// The change, by its number in `onrecord history` [default: the last one]
    #[arg(value_name = "CHANGE")]
    pub change: Option<i64>,

    /// Print what was undone as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `redo`.
#[derive(Args, Debug)]
pub struct RedoArgs {
    /// Print what was done again as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `history`.
#[derive(Args, Debug)]
pub struct HistoryArgs {
    /// Print a JSON array
    #[arg(long)]
    pub json: bool,

    /// Print at most so many changes
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = one_or_more)]
    pub limit: usize,
}

/// What `undo` and `redo` did.
#[derive(Serialize)]
struct Done {
    #[serde(flatten)]
    change: Change,
    /// Things that a later change made otherwise, and that were left so.
    left: u64,
}

const COLUMNS: [Column; 4] = [
    Column::number("id"),
    Column::text("when", 16),
    Column::text("state", 6),
    Column::text("change", 20),
];

fn open(context: &Context<'_>) -> anyhow::Result<Store> {
    let path = collection::file_for_writing(&context.config)?;
    Ok(Store::open_existing(&path)?)
}

/// Runs `undo`.
pub(super) fn undo(args: &UndoArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let mut store = open(context)?;
    let undone = match args.change {
        None => store.undo()?.map(|change| Done { change, left: 0 }),
        Some(id) => {
            let Some(undone) = store.undo_change(ChangeId(id))? else {
                anyhow::bail!(
                    "change {id} does not hold: `onrecord history` lists what can be undone"
                );
            };
            Some(Done {
                change: undone.change,
                left: undone.left,
            })
        }
    };
    tell(undone, "undo", args.json, context)
}

/// Runs `redo`.
pub(super) fn redo(args: &RedoArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let again = open(context)?.redo()?;
    let again = again.map(|change| Done { change, left: 0 });
    tell(again, "redo", args.json, context)
}

fn tell(
    done: Option<Done>,
    verb: &str,
    json: bool,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    let Some(done) = done else {
        output::note(
            context.notes,
            &format!("onrecord: there is nothing to {verb}"),
        )?;
        return Ok(Status::Nothing);
    };
    if json {
        output::json_line(&done, context.out)?;
    } else {
        let what = output::visible(&done.change.what);
        match done.change.state {
            ChangeState::Undone => writeln!(context.out, "Undone: {what}")?,
            _ => writeln!(context.out, "{what}")?,
        }
    }
    if done.left > 0 {
        let note = format!("onrecord: {} left as a later change made them", done.left);
        output::note(context.notes, &note)?;
    }
    Ok(Status::Done)
}

/// Runs `history`.
pub(super) fn history(args: &HistoryArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let changes = open(context)?.history(None, args.limit)?;
    if args.json {
        output::json_array(&changes, context.out)?;
    } else {
        let mut table = Table::new(&COLUMNS, table::width(), context.out);
        for change in &changes {
            let state = match change.state {
                ChangeState::Done => "",
                ChangeState::Undone | ChangeState::PassedOver => "undone",
            };
            table.row(vec![
                change.id.0.to_string(),
                local(change.at),
                state.to_owned(),
                output::visible(&change.what),
            ])?;
        }
        table.finish()?;
    }
    if changes.is_empty() {
        output::note(context.notes, "onrecord: you have not changed anything yet")?;
        return Ok(Status::Nothing);
    }
    Ok(Status::Done)
}

/// Day and minute where the person is.
fn local(seconds: i64) -> String {
    let zone = jiff::tz::TimeZone::system();
    jiff::Timestamp::from_second(seconds)
        .map(|at| at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}
