//! `onrecord find`: the finder of the reader for the command line, one query or a file of them.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use serde::Serialize;

use crate::find::{self, Damaged, Hits, Index, Options, QuoteHit, Score};
use crate::model::{Date, QuoteRow};
use crate::query::Test;
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

/// The index of a store's quotes, and the store that has their rows.
struct Finder<'s> {
    store: &'s Store,
    /// Where the index is kept; nothing for a collection that is not kept itself.
    path: Option<PathBuf>,
    index: Index,
}

/// A hit and its row.
type Row = (QuoteHit, QuoteRow);

/// Runs the subcommand.
pub(super) fn run(args: &FindArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    // The queries are opened first: a slip in the path should not cost reading the collection.
    let queries = args.batch.as_deref().map(open_queries).transpose()?;
    let store = collection::for_listing(context)?;
    let mut finder = Finder::open(&store, context)?;
    match queries {
        Some(queries) => batch(queries, &mut finder, args.timing, context),
        None => one(args, &mut finder, context),
    }
}

impl<'s> Finder<'s> {
    fn open(store: &'s Store, context: &mut Context<'_>) -> anyhow::Result<Self> {
        let path = Some(store.path()).filter(|path| path.exists());
        let path = path.map(find::path_beside);
        let kept = path.as_deref().map(|path| find::open(store, path));
        let index = match kept.transpose()?.flatten() {
            Some(index) => index,
            None => make(store, path.as_deref(), context)?,
        };
        Ok(Self { store, path, index })
    }

    /// The best `limit` quotes, and the milliseconds inside the engine.
    fn search(
        &mut self,
        query: &str,
        limit: usize,
        deep: bool,
        context: &mut Context<'_>,
    ) -> anyhow::Result<(Hits<QuoteHit>, f64)> {
        let outside = |test: &Test| self.store.passing(test).ok();
        let options = Options {
            limit,
            deep,
            outside: &outside,
            // Nothing cancels a search from the command line.
            cancelled: &|| false,
        };
        let start = Instant::now();
        let found = self.index.quotes(query, &options);
        let ms = start.elapsed().as_secs_f64() * 1e3;
        match found {
            Ok(hits) => Ok((hits.unwrap_or_default(), ms)),
            Err(Damaged) => {
                self.index = make(self.store, self.path.as_deref(), context)?;
                let hits = self.index.quotes(query, &options).ok().flatten();
                Ok((hits.unwrap_or_default(), ms))
            }
        }
    }

    /// Reads the whole index once; what is damaged is made anew.
    fn warm(&mut self, context: &mut Context<'_>) -> anyhow::Result<()> {
        if self.index.warm(|| true).is_err() {
            self.index = make(self.store, self.path.as_deref(), context)?;
        }
        Ok(())
    }

    /// The rows of hits; a quote that went meanwhile is left out.
    fn rows(&self, hits: &Hits<QuoteHit>) -> anyhow::Result<Vec<Row>> {
        let places = hits.hits.iter().map(|hit| (hit.article, hit.ordinal));
        let rows = self.store.quote_rows(places)?;
        let rows = hits.hits.iter().cloned().zip(rows);
        Ok(rows.filter_map(|(hit, row)| Some((hit, row?))).collect())
    }
}

fn make(store: &Store, path: Option<&Path>, context: &mut Context<'_>) -> anyhow::Result<Index> {
    let Some(path) = path else {
        let mut writer = find::Writer::default();
        let stamp = find::Source::articles(store, &mut |article| {
            writer.put(&article);
            ControlFlow::Continue(())
        })?;
        return Ok(writer.finish(stamp));
    };
    let made = find::rebuilt(store, path, &|| true)?;
    let (index, kept) = made.context("the index was not made")?;
    if let Err(error) = kept {
        let note = format!(
            "onrecord: the index of quotes cannot be kept in {} ({error}), so it is made anew \
             each time",
            path.display()
        );
        output::note(context.notes, &note)?;
    }
    Ok(index)
}

fn one(
    args: &FindArgs,
    finder: &mut Finder<'_>,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    let query = args.words.join(" ");
    let (hits, _) = finder.search(&query, args.limit, true, context)?;
    let rows = finder.rows(&hits)?;
    if args.json {
        output::json_line(&answer(&query, None, hits.total, &rows), context.out)?;
    } else if args.explain {
        print_reasons(&hits, &rows, context)?;
    } else {
        print_table(hits.total, &rows, context)?;
    }
    output::status(hits.total > 0, context.notes)
}

fn batch(
    queries: Box<dyn BufRead>,
    finder: &mut Finder<'_>,
    timing: bool,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    // Many queries are to come: what they touch is read and checked once, before the first.
    finder.warm(context)?;
    let mut total = 0;
    for line in queries.split(b'\n') {
        let line = line.context("cannot read the queries")?;
        let query = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line));
        let (hits, ms) = finder.search(&query, BATCH_HITS, false, context)?;
        total += hits.total;
        let rows = finder.rows(&hits)?;
        let answer = answer(&query, timing.then_some(ms), hits.total, &rows);
        output::json_line(&answer, context.out)?;
    }
    output::status(total > 0, context.notes)
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

fn answer<'a>(query: &'a str, ms: Option<f64>, total: usize, rows: &'a [Row]) -> Answer<'a> {
    let found = |(hit, row): &'a Row| Found {
        quote: row.id.0,
        text: &row.text,
        speaker: row.speaker.as_deref(),
        role: row.role.as_deref(),
        article: &row.title,
        article_id: row.article.0,
        publisher: row.publisher.as_deref(),
        date: row.date,
        score: hit.score.score,
    };
    Answer {
        query,
        ms,
        total,
        hits: rows.iter().map(found).collect(),
    }
}

fn print_table(total: usize, rows: &[Row], context: &mut Context<'_>) -> anyhow::Result<()> {
    let mut table = Table::new(&COLUMNS, table::width(), context.out);
    for (_, row) in rows {
        table.row(vec![
            row.speaker.clone().unwrap_or_else(|| "?".to_owned()),
            row.date.map(|d| d.to_string()).unwrap_or_default(),
            row.title.clone(),
            row.text.clone(),
        ])?;
    }
    table.finish()?;
    if total > rows.len() {
        let more = total - rows.len();
        output::note(
            context.notes,
            &format!("onrecord: {more} more; see them with --limit"),
        )?;
    }
    Ok(())
}

/// Each row with what its score is made of: every word with how well it fits, what it weighs and
/// what its nearness to the word before it is worth.
fn print_reasons(
    hits: &Hits<QuoteHit>,
    rows: &[Row],
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    for (hit, row) in rows {
        let name = row.speaker.as_deref().unwrap_or("?");
        writeln!(context.out, "{:.3}  {name}: {}", hit.score.score, row.text)?;
        for line in reasons(hits, &hit.score) {
            writeln!(context.out, "       {line}")?;
        }
    }
    Ok(())
}

fn reasons(hits: &Hits<QuoteHit>, score: &Score) -> Vec<String> {
    let mut lines = Vec::new();
    for (n, (word, weight)) in hits.words.iter().zip(&hits.weights).enumerate() {
        let Some(found) = score.found.iter().find(|found| found.word == n) else {
            lines.push(format!("{word}: not in the quote, weight {weight:.2}"));
            continue;
        };
        let field = if found.in_name { "name" } else { "quote" };
        lines.push(format!(
            "{word}: fit {:.2} x weight {weight:.2}, nearness {:.2}, word {} of the {field}",
            found.fit,
            found.near,
            found.at + 1
        ));
    }
    lines.push(format!("brevity {:.2}", score.brevity));
    lines
}
