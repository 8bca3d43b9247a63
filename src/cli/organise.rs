//! `onrecord star|unstar|read|unread|tag|untag|note`: what a person does with articles and quotes,
//! by their numbers or by a query, with a look before.

use std::io::Read as _;

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;

use crate::model::{ArticleEdit, ArticleId, ArticleRow, Change, QuoteEdit, QuoteId, QuoteRow, Tag};
use crate::query::{Query, parse};
use crate::store::{Applied, Bulk, Preview, QuotePlace, Rows, Store, Which};

use super::table::{self, Column, Table};
use super::{Context, Status, collection, output};

/// Which articles or quotes are meant.
#[derive(Args, Debug)]
pub struct Meant {
    /// Numbers, as the listings show them, or a query; see `onrecord help articles` for queries
    #[arg(value_name = "QUERY", required_unless_present = "all")]
    pub query: Vec<String>,

    /// Mean all there are
    #[arg(long, conflicts_with = "query")]
    pub all: bool,

    /// Only say what would be changed
    #[arg(long)]
    pub dry_run: bool,

    /// Print what was done as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `tag` and `untag`.
#[derive(Args, Debug)]
pub struct TagArgs {
    /// The tag, with or without its #
    #[arg(value_name = "TAG")]
    pub tag: Tag,

    /// Which articles
    #[command(flatten)]
    pub meant: Meant,

    /// Quotes instead of articles
    #[arg(long)]
    pub quotes: bool,
}

/// Arguments of `note`.
#[derive(Args, Debug)]
pub struct NoteArgs {
    /// The note; "-": from standard input; "": take the note away
    #[arg(value_name = "TEXT")]
    pub text: String,

    /// Which quotes
    #[command(flatten)]
    pub meant: Meant,
}

/// Examples of `star` and the like.
pub(super) const MEANT_HELP: &str = "\
Examples:
  onrecord star 17 18
  onrecord star 'publisher:gazette about:ferry' --dry-run
  onrecord read --all

What is done so is one change, whatever it touches: `onrecord undo` takes it back. It stays when
articles are imported again, and waits for those that are taken out to come back.

Exit status: 0 done, 1 nothing found, 2 an error.";

/// Examples of `tag`.
pub(super) const TAG_HELP: &str = "\
Examples:
  onrecord tag harvest 17 18
  onrecord tag '#harvest' 'about:grain after:7d'
  onrecord tag check 'conf:<0.5' --quotes --dry-run
  onrecord quotes '#check'

A tag is of letters, digits, - and _; capitals do not matter.";

/// Examples of `note`.
pub(super) const NOTE_HELP: &str = "\
Examples:
  onrecord note 'Ask the ministry about this' 412
  onrecord note - 412 < note.txt
  onrecord quotes has:notes --json";

/// What would be done, or was.
#[derive(Serialize)]
struct Outcome<'a> {
    found: u64,
    changed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'a Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<First<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum First<'a> {
    Articles(&'a [ArticleRow]),
    Quotes(&'a [QuoteRow]),
}

/// Runs a subcommand that does something with articles.
pub(super) fn articles(
    meant: &Meant,
    edit: &ArticleEdit,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    let (mut store, asked) = begin(meant, context)?;
    let ids: Vec<ArticleId> = asked.numbers.iter().copied().map(ArticleId).collect();
    for id in &ids {
        if store.article_row(*id)?.is_none() {
            anyhow::bail!(
                "there is no article {}: `onrecord articles` lists them with their numbers",
                id.0
            );
        }
    }
    let which = match asked.query.as_ref() {
        Some(query) => Which::Passing(query),
        None => Which::These(&ids),
    };
    run(&mut store, &Bulk::Articles(which, edit), meant, context)
}

/// Runs a subcommand that does something with quotes.
pub(super) fn quotes(
    meant: &Meant,
    edit: &QuoteEdit,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    let (mut store, asked) = begin(meant, context)?;
    let ids: Vec<QuoteId> = asked.numbers.iter().copied().map(QuoteId).collect();
    let places = store.quote_places(&ids)?;
    if let Some((id, _)) = ids.iter().zip(&places).find(|(_, place)| place.is_none()) {
        anyhow::bail!(
            "there is no quote {}: `onrecord quotes` lists them with their numbers, which are new \
             ones when an article is imported again",
            id.0
        );
    }
    let places: Vec<QuotePlace> = places.into_iter().flatten().collect();
    let which = match asked.query.as_ref() {
        Some(query) => Which::Passing(query),
        None => Which::These(&places),
    };
    run(&mut store, &Bulk::Quotes(which, edit), meant, context)
}

/// Runs `tag`, or `untag`.
pub(super) fn tag(args: &TagArgs, on: bool, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let tag = args.tag.clone();
    match (args.quotes, on) {
        (false, true) => articles(&args.meant, &ArticleEdit::Tag(tag), context),
        (false, false) => articles(&args.meant, &ArticleEdit::Untag(tag), context),
        (true, true) => quotes(&args.meant, &QuoteEdit::Tag(tag), context),
        (true, false) => quotes(&args.meant, &QuoteEdit::Untag(tag), context),
    }
}

/// Runs `note`.
pub(super) fn note(args: &NoteArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let mut text = args.text.clone();
    if text == "-" {
        text.clear();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("cannot read the note from standard input")?;
    }
    quotes(&args.meant, &QuoteEdit::Note(text), context)
}

/// What was asked: numbers, or else a query.
struct Asked {
    numbers: Vec<i64>,
    query: Option<Query>,
}

fn begin(meant: &Meant, context: &Context<'_>) -> anyhow::Result<(Store, Asked)> {
    let numbers: Option<Vec<i64>> = meant.query.iter().map(|word| word.parse().ok()).collect();
    let asked = match numbers {
        Some(numbers) if !meant.all => Asked {
            numbers,
            query: None,
        },
        _ => {
            let query = parse(&meant.query.join(" "))?;
            if query.is_all() && !meant.all {
                anyhow::bail!("an empty query means everything: write --all if that is meant");
            }
            Asked {
                numbers: Vec::new(),
                query: Some(query),
            }
        }
    };
    let store = Store::open_existing(&collection::file_for_writing(&context.config)?)?;
    Ok((store, asked))
}

fn run(
    store: &mut Store,
    bulk: &Bulk<'_>,
    meant: &Meant,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    let things = match bulk {
        Bulk::Articles(..) => "articles",
        Bulk::Quotes(..) => "quotes",
    };
    let (found, changed) = if meant.dry_run {
        let preview = store.preview(bulk)?;
        print_preview(&preview, things, meant.json, context)?;
        (preview.found, preview.changed)
    } else {
        let applied = store.apply(bulk)?;
        print_applied(&applied, meant.json, context)?;
        (applied.found, applied.changed)
    };
    if found == 0 {
        return output::status(false, context.notes);
    }
    if changed < found {
        let so = found - changed;
        output::note(
            context.notes,
            &format!("onrecord: {so} of {found} {things} were so already"),
        )?;
    }
    Ok(Status::Done)
}

fn print_applied(applied: &Applied, json: bool, context: &mut Context<'_>) -> anyhow::Result<()> {
    if json {
        let outcome = Outcome {
            found: applied.found,
            changed: applied.changed,
            change: applied.change.as_ref(),
            first: None,
        };
        output::json_line(&outcome, context.out)?;
    } else if let Some(change) = &applied.change {
        writeln!(context.out, "{}", output::visible(&change.what))?;
    }
    Ok(())
}

const ARTICLES: [Column; 3] = [
    Column::number("id"),
    Column::text("date", 10),
    Column::text("title", 20),
];

const QUOTES: [Column; 3] = [
    Column::number("id"),
    Column::text("speaker", 12),
    Column::text("quote", 20),
];

fn print_preview(
    preview: &Preview,
    things: &str,
    json: bool,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    if json {
        let outcome = Outcome {
            found: preview.found,
            changed: preview.changed,
            change: None,
            first: Some(match &preview.first {
                Rows::Articles(rows) => First::Articles(rows),
                Rows::Quotes(rows) => First::Quotes(rows),
            }),
        };
        output::json_line(&outcome, context.out)?;
        return Ok(());
    }
    if preview.found == 0 {
        return Ok(());
    }
    let things = match preview.changed {
        1 => things.trim_end_matches('s'),
        _ => things,
    };
    writeln!(context.out, "would change {} {things}", preview.changed)?;
    let date = |date: Option<crate::model::Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let width = table::width();
    match &preview.first {
        Rows::Articles(rows) => {
            let mut table = Table::new(&ARTICLES, width, context.out);
            for row in rows {
                table.row(vec![
                    row.id.0.to_string(),
                    date(row.date),
                    row.title.clone(),
                ])?;
            }
            table.finish()?;
        }
        Rows::Quotes(rows) => {
            let mut table = Table::new(&QUOTES, width, context.out);
            for row in rows {
                let speaker = row.speaker.clone().unwrap_or_else(|| "?".to_owned());
                table.row(vec![row.id.0.to_string(), speaker, row.noted()])?;
            }
            table.finish()?;
        }
    }
    let shown = match &preview.first {
        Rows::Articles(rows) => rows.len(),
        Rows::Quotes(rows) => rows.len(),
    } as u64;
    if preview.changed > shown {
        writeln!(context.out, "and {} more", preview.changed - shown)?;
    }
    Ok(())
}
