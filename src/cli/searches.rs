//! `onrecord searches`: queries under a name, with how much passes them now.

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::model::SavedSearch;
use crate::query::parse;
use crate::store::Store;

use super::table::{self, Column, Table};
use super::{Context, Status, collection, output};

/// Arguments of `searches`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct SearchesArgs {
    /// What to do instead of listing them
    #[command(subcommand)]
    pub command: Option<SearchesCommand>,

    /// Print a JSON array
    #[arg(long)]
    pub json: bool,
}

/// What can be done with saved searches.
#[derive(Debug, Subcommand)]
pub enum SearchesCommand {
    /// Save a query under a name, in place of what has the name
    Add {
        /// The name
        name: String,
        /// The query; see `onrecord help articles`
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// Take a name away
    Remove {
        /// The name
        name: String,
    },
}

/// Examples of `searches`.
pub(super) const SEARCHES_HELP: &str = "\
Examples:
  onrecord searches add week 'is:unread after:7d'
  onrecord searches
  onrecord searches remove week

The query is kept as it is written: 7d is always the last seven days.";

/// A saved search and what passes it; nothing where it cannot be read.
#[derive(Serialize)]
struct Counted {
    #[serde(flatten)]
    search: SavedSearch,
    articles: Option<u64>,
    quotes: Option<u64>,
}

const COLUMNS: [Column; 4] = [
    Column::text("name", 8),
    Column::number("articles"),
    Column::number("quotes"),
    Column::text("query", 20),
];

/// Runs the subcommand.
pub(super) fn run(args: &SearchesArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let path = collection::file_for_writing(&context.config)?;
    let mut store = Store::open_existing(&path)?;
    match &args.command {
        None => list(&store, args.json, context),
        Some(SearchesCommand::Add { name, query }) => {
            let (name, query) = (name.trim(), query.join(" "));
            if name.is_empty() || output::visible(name) != name {
                anyhow::bail!("a search has a name of ordinary characters, as in harvest");
            }
            parse(&query)?;
            let change = store.set_search(name, Some(query.trim()))?;
            let said = change.map_or_else(|| format!("{name} is saved so already"), |c| c.what);
            writeln!(context.out, "{said}")?;
            Ok(Status::Done)
        }
        Some(SearchesCommand::Remove { name }) => {
            let Some(change) = store.set_search(name.trim(), None)? else {
                anyhow::bail!(
                    "there is no search \"{}\": `onrecord searches` lists them",
                    output::visible(name)
                );
            };
            writeln!(context.out, "{}", change.what)?;
            Ok(Status::Done)
        }
    }
}

fn list(store: &Store, json: bool, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let mut counted = Vec::new();
    for search in store.searches()? {
        // A newer release may have saved what this one cannot read.
        let query = parse(&search.query).ok();
        let query = query.as_ref();
        counted.push(Counted {
            articles: query.map(|q| store.count_articles(q)).transpose()?,
            quotes: query.map(|q| store.count_quotes(q)).transpose()?,
            search,
        });
    }
    if json {
        output::json_array(&counted, context.out)?;
    } else {
        let mut table = Table::new(&COLUMNS, table::width(), context.out);
        let number = |n: Option<u64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
        for row in &counted {
            table.row(vec![
                row.search.name.clone(),
                number(row.articles),
                number(row.quotes),
                output::visible(&row.search.query),
            ])?;
        }
        table.finish()?;
    }
    output::status(!counted.is_empty(), context.notes)
}
