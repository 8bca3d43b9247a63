//! `onrecord articles`: the articles of the collection.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::model::ArticleRow;
use crate::query::parse;
use crate::store::{ArticleOrder, Direction, StoreError};

use super::args::{RowArgs, with_queries};
use super::table::{self, Column, Table};
use super::{Context, Status, collection, output};

/// List articles, newest first.
///
/// Of articles that say the same (a copy, an edited copy, a text inside a longer one) one row
/// stands for all, and "same" counts the others.
#[derive(Args, Debug)]
#[command(after_help = with_queries("  onrecord articles is:unread
  onrecord articles 'publisher:gazette before:2023' --order title
  onrecord articles --json | jq '.[].title'
  onrecord articles --all --json | jq '.[] | select(.duplicate_of)'"))]
pub struct ArticlesArgs {
    /// Which, how many
    #[command(flatten)]
    pub rows: RowArgs,

    /// The order
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = ArticleOrder::Newest)]
    pub order: ArticleOrder,

    /// List articles that say the same each in a row of its own
    #[arg(long)]
    pub all: bool,
}

impl ValueEnum for ArticleOrder {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Newest => ("newest", "By date, newest first, those without a date last"),
            Self::Imported => ("imported", "In the order they were imported"),
            Self::Title => ("title", "By title"),
            Self::Publisher => ("publisher", "By publisher"),
            Self::Quotes => ("quotes", "Those with most quotes first"),
            Self::Unread => ("unread", "Those not read first"),
            Self::Copied => ("copied", "Those most others say the same as first"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

const COLUMNS: [Column; 10] = [
    Column::number("id"),
    Column::text("date", 10),
    Column::text("publisher", 10),
    Column::number("quotes"),
    Column::number("same"),
    Column::text("read", 4),
    Column::text("star", 4),
    Column::text("lang", 4),
    Column::text("tags", 6),
    Column::text("title", 20),
];

/// A row as JSON.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    row: &'a ArticleRow,
    /// Path of the file or address it was imported from, with the record behind `#`.
    source: String,
    /// Where it was published, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Runs the subcommand.
pub(super) fn run(args: &ArticlesArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let query = parse(&args.rows.query.join(" "))?;
    let store = collection::for_listing(context)?;
    let order = args.order;
    let limit = args.rows.limit.unwrap_or(usize::MAX);
    let articles = if args.all {
        store.articles(order, &query, None, Direction::Forward, limit)?
    } else {
        store.article_groups(order, &query, None, Direction::Forward, limit)?
    };
    if args.rows.json {
        // One that somebody else takes out meanwhile is left out.
        let rows = articles.iter().filter_map(|row| {
            let place = store.place(row.id).transpose()?;
            Some(place.map(|(source, url)| Listed { row, source, url }))
        });
        let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
        output::json_array(&rows, context.out)?;
    } else {
        let mut table = Table::new(&COLUMNS, table::width(), context.out);
        for a in &articles {
            table.row(vec![
                a.id.0.to_string(),
                a.date.map(|d| d.to_string()).unwrap_or_default(),
                a.publisher.clone().unwrap_or_default(),
                a.quotes.to_string(),
                same(a),
                if a.read { "yes" } else { "" }.to_owned(),
                if a.starred { "yes" } else { "" }.to_owned(),
                a.lang.clone().unwrap_or_default(),
                output::tags(&a.tags),
                a.title.clone(),
            ])?;
        }
        table.finish()?;
    }
    output::status(!articles.is_empty(), context.notes)
}

/// How many others say the same, or which article stands for this one.
fn same(article: &ArticleRow) -> String {
    match (article.duplicate_of, article.duplicates) {
        (Some(head), _) => format!("={}", head.0),
        (None, 0) => String::new(),
        (None, others) => format!("+{others}"),
    }
}
