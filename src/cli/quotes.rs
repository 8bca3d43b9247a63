//! `onrecord quotes`: the quotes that pass a query, as a table or for other programs.

use std::io::{self, Write};
use std::ops::ControlFlow;

use crate::export::{Format, Writer};
use crate::model::QuoteRow;
use crate::query::parse;

use super::args::{QuoteFormat, QuotesArgs};
use super::output::{self, JsonArray};
use super::table::{self, Column, Table};
use super::{Context, Status, collection};

const COLUMNS: [Column; 7] = [
    Column::number("id"),
    Column::text("date", 10),
    Column::text("speaker", 12),
    Column::text("kind", 8),
    Column::text("article", 12),
    Column::text("tags", 6),
    Column::text("quote", 20),
];

/// Runs the subcommand. Quotes are printed as they are read, so that any number can be, and
/// reading ends when nobody listens any more.
pub(super) fn run(args: &QuotesArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let query = parse(&args.rows.query.join(" "))?;
    let store = collection::for_listing(context)?;
    let format = match args.format {
        _ if args.rows.json => QuoteFormat::Json,
        Some(format) => format,
        None => QuoteFormat::Table,
    };
    let mut printer = Printer::new(format, context.out)?;
    let mut found = false;
    let mut printed = Ok(());
    store.visit_quotes(&query, args.rows.limit, |quote| {
        found = true;
        printed = printer.print(&quote);
        match printed {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    printed?;
    printer.finish()?;
    output::status(found, context.notes)
}

enum Printer<'a> {
    Table(Table<'a>),
    Json(JsonArray<'a>),
    Export(Writer<'a>),
}

impl<'a> Printer<'a> {
    fn new(format: QuoteFormat, out: &'a mut dyn Write) -> io::Result<Self> {
        Ok(match format {
            QuoteFormat::Table => Self::Table(Table::new(&COLUMNS, table::width(), out)),
            QuoteFormat::Json => Self::Json(JsonArray::new(out)),
            QuoteFormat::Jsonl => Self::Export(Writer::new(Format::Jsonl, out)?),
            QuoteFormat::Csv => Self::Export(Writer::new(Format::Csv, out)?),
            QuoteFormat::Markdown => Self::Export(Writer::new(Format::Markdown, out)?),
        })
    }

    fn print(&mut self, quote: &QuoteRow) -> io::Result<()> {
        match self {
            Self::Table(table) => table.row(cells(quote)),
            Self::Json(array) => array.write(quote),
            Self::Export(writer) => writer.write(quote),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Table(table) => table.finish(),
            Self::Json(array) => array.finish(),
            Self::Export(writer) => writer.finish(),
        }
    }
}

fn cells(quote: &QuoteRow) -> Vec<String> {
    vec![
        quote.id.0.to_string(),
        quote.date.map(|d| d.to_string()).unwrap_or_default(),
        quote.speaker.clone().unwrap_or_else(|| "?".to_owned()),
        quote.kind.name().to_owned(),
        quote.title.clone(),
        output::tags(&quote.tags),
        quote.noted(),
    ]
}
