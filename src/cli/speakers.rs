//! `onrecord speakers`: who is quoted, most quoted first.

use crate::model::SpeakerRow;
use crate::query::parse;
use crate::store::LISTED;

use super::args::SpeakersArgs;
use super::table::{self, Column, Table};
use super::{Context, Status, collection, output};

const COLUMNS: [Column; 6] = [
    Column::number("quotes"),
    Column::number("articles"),
    Column::text("speaker", 12),
    Column::text("kind", 12),
    Column::text("also", 12),
    Column::text("role", 12),
];

/// Runs the subcommand.
pub(super) fn run(args: &SpeakersArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let query = parse(&args.rows.query.join(" "))?;
    let store = collection::for_listing(context)?;
    let speakers = store.speakers(&query, args.rows.limit)?;
    if args.rows.json {
        output::json_array(&speakers, context.out)?;
    } else {
        let mut table = Table::new(&COLUMNS, table::width(), context.out);
        for s in &speakers {
            table.row(vec![
                s.quotes.to_string(),
                s.articles.to_string(),
                s.name.clone(),
                s.kind.name().to_owned(),
                s.aliases.join(", "),
                role(s),
            ])?;
        }
        table.finish()?;
    }
    output::status(!speakers.is_empty(), context.notes)
}

/// The role printed last, and how many others are: by them a person sees whether the name is that
/// of several people.
fn role(speaker: &SpeakerRow) -> String {
    let Some(last) = &speaker.role else {
        return String::new();
    };
    match speaker.roles.iter().filter(|role| *role != last).count() {
        0 => last.clone(),
        others if speaker.roles.len() == LISTED => format!("{last} (+{others} or more)"),
        others => format!("{last} (+{others})"),
    }
}
