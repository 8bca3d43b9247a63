//! `onrecord find`: the finder of the reader for the command line, one query or a file of them.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use serde::Serialize;

use crate::find::{Hits, Index};
use crate::model::{Date, QuoteRow};
use crate::store::Store;

use super::args::FindArgs;
use super::table::{self, Column, Table};
use super::{Context, Status, collection, output};

/// Hits given for each query of a batch.
const BATCH_HITS: usize = 10;

const COLUMNS: [Column; 4] = [
    Column::text("speaker", 12),
    Column::text("date", 10),
    Column::text("article", 12),
    Column::text("quote", 20),
];

/// The answer to one query.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    /// Milliseconds inside the engine.
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<f64>,
    /// Number of quotes that match.
    total: usize,
    hits: Vec<Found<'a>>,
}

/// A quote that was found.
#[derive(Serialize)]
struct Found<'a> {
    quote: i64,
    text: &'a str,
    speaker: Option<&'a str>,
    role: Option<&'a str>,
    article: &'a str,
    article_id: i64,
    publisher: Option<&'a str>,
    date: Option<Date>,
    score: f32,
}

/// Runs the subcommand.
pub(super) fn run(args: &FindArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    // The queries are opened first: a slip in the path should not cost reading the collection.
    let queries = args.batch.as_deref().map(open_queries).transpose()?;
    let store = collection::for_listing(context)?;
    let index = index(&store)?;
    match queries {
        Some(queries) => batch(queries, &index, args.timing, context),
        None => one(args, &index, context),
    }
}

fn index(store: &Store) -> anyhow::Result<Index> {
    let mut rows = Vec::new();
    store.for_each_quote(|row| rows.push(row))?;
    Ok(Index::build(rows))
}

fn one(args: &FindArgs, index: &Index, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let query = args.words.join(" ");
    let hits = search(index, &query, args.limit);
    if args.json {
        output::json_line(&answer(&query, None, index, &hits), context.out)?;
    } else {
        print_table(index, &hits, context)?;
    }
    output::status(hits.total > 0, context.notes)
}

fn batch(
    queries: Box<dyn BufRead>,
    index: &Index,
    timing: bool,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    let mut total = 0;
    for line in queries.split(b'\n') {
        let line = line.context("cannot read the queries")?;
        let query = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line));
        let start = Instant::now();
        let hits = search(index, &query, BATCH_HITS);
        let ms = start.elapsed().as_secs_f64() * 1e3;
        total += hits.total;
        let answer = answer(&query, timing.then_some(ms), index, &hits);
        output::json_line(&answer, context.out)?;
    }
    output::status(total > 0, context.notes)
}

/// Nothing cancels a search from the command line.
fn search(index: &Index, query: &str, limit: usize) -> Hits {
    index.search(query, limit, &|| false).unwrap_or_default()
}

fn open_queries(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).with_context(|| {
        format!(
            "cannot read the queries in {}; check the path",
            path.display()
        )
    })?;
    Ok(Box::new(BufReader::new(file)))
}

fn answer<'a>(query: &'a str, ms: Option<f64>, index: &'a Index, hits: &Hits) -> Answer<'a> {
    let hit = |hit: &crate::find::Hit| {
        let row: &'a QuoteRow = index.row(hit.row);
        Found {
            quote: row.id.0,
            text: &row.text,
            speaker: row.speaker.as_deref(),
            role: row.role.as_deref(),
            article: &row.title,
            article_id: row.article.0,
            publisher: row.publisher.as_deref(),
            date: row.date,
            score: hit.score,
        }
    };
    Answer {
        query,
        ms,
        total: hits.total,
        hits: hits.hits.iter().map(hit).collect(),
    }
}

fn print_table(index: &Index, hits: &Hits, context: &mut Context<'_>) -> anyhow::Result<()> {
    let mut table = Table::new(&COLUMNS, table::width(), context.out);
    for hit in &hits.hits {
        let row = index.row(hit.row);
        table.row(vec![
            row.speaker.clone().unwrap_or_else(|| "?".to_owned()),
            row.date.map(|d| d.to_string()).unwrap_or_default(),
            row.title.clone(),
            row.text.clone(),
        ])?;
    }
    table.finish()?;
    if hits.total > hits.hits.len() {
        let more = hits.total - hits.hits.len();
        output::note(
            context.notes,
            &format!("onrecord: {more} more; see them with --limit"),
        )?;
    }
    Ok(())
}
