//! What can be written on the command line, with its help and examples.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::articles::ArticlesArgs;
use super::extract::ExtractArgs;
use super::journal::{HistoryArgs, RedoArgs, UndoArgs};
use super::organise::{MEANT_HELP, Meant, NOTE_HELP, NoteArgs, TAG_HELP, TagArgs};
use super::searches::{SEARCHES_HELP, SearchesArgs};
use super::values::one_or_more;
use crate::query;

/// Read news articles and see who said what.
///
/// Without a subcommand the reader is opened: on your store, after importing the PATHs given, or
/// on the bundled sample collection where you have no store yet.
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  onrecord                          open your store, or the sample collection
  onrecord ~/articles               import a folder, then read it
  onrecord find peace talks         find a quote from the command line
  onrecord quotes 'after:2022 kind:direct' --format csv > quotes.csv

Exit status: 0 done, 1 nothing found, 2 an error."
)]
pub struct Cli {
    /// Files, folders and web addresses to import before reading
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The store to use [default: in your data folder; environment: ONRECORD_STORE]
    #[arg(long, value_name = "FILE", global = true)]
    pub store: Option<PathBuf>,

    /// Write a trace of the reader, with the times of its keys, to a file
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,

    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,

    /// Begin at the start of the list, not where the reader was left
    #[arg(long)]
    pub fresh: bool,
    /// Colours of the reader: terminal, paper, lamp, harbour, contrast or plain
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,

    /// Draw lines and marks with plain characters
    #[arg(long)]
    pub ascii: bool,

    /// What to do instead of reading
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
#[allow(missing_docs)] // each is documented by its arguments, which clap shows
pub enum Command {
    Import(ImportArgs),
    /// Find the quotes and speakers of articles without a store
    #[command(after_help = EXTRACT_HELP)]
    Extract(ExtractArgs),
    Find(FindArgs),
    Quotes(QuotesArgs),
    Speakers(SpeakersArgs),
    Articles(ArticlesArgs),
    Show(ShowArgs),
    /// Put a star on articles
    #[command(after_help = MEANT_HELP)]
    Star(Meant),
    /// Take the star off articles
    Unstar(Meant),
    /// Mark articles as read
    Read(Meant),
    /// Mark articles as unread
    Unread(Meant),
    /// Put a tag on articles, or on quotes
    #[command(after_help = TAG_HELP)]
    Tag(TagArgs),
    /// Take a tag off articles, or off quotes
    Untag(TagArgs),
    /// Write a note on quotes, in place of the one that is there
    #[command(after_help = NOTE_HELP)]
    Note(NoteArgs),
    /// Undo the last thing you did with articles, quotes or searches
    ///
    /// With a number, one earlier change: of it all is set back that later ones left as it was.
    /// Imports are no changes of yours.
    Undo(UndoArgs),
    /// Do again what was undone last
    Redo(RedoArgs),
    /// List what you did, the last first
    History(HistoryArgs),
    /// List saved searches with what passes them now; add and remove them
    #[command(after_help = SEARCHES_HELP)]
    Searches(SearchesArgs),
    Renew(RenewArgs),
    Doctor(DoctorArgs),
    /// Read a PDF in a process of its own; the program runs itself so
    #[command(hide = true)]
    ReadPdf,
    Backup(BackupArgs),
}

/// Import files, folders and web addresses into the store.
///
/// What a file is, its content tells. Read are: text, Markdown, HTML, Word documents (docx); JSON,
/// JSONL, CSV and TSV; RSS, Atom and JSON feeds; mail (eml) and mailboxes (mbox), saved pages (mhtml); EPUB, PDF;
/// WARC and WET. Compressed files (gzip, zstd, xz) and zip and tar archives are read without unpacking
/// them. In datasets the common names of fields are known; others are named with --map.
///
/// What is in the store already and has not changed is skipped; what has changed is replaced, and
/// your marks on it are kept. What is gone stays in the store, unless --prune is given. A file that
/// cannot be read is named and the rest is imported. Articles that say the same are grouped.
///
/// An address (http or https) is fetched, and may give whatever a file may: a page, a feed, a list
/// of feeds (OPML), whose feeds are fetched then. Of what has not changed since the last time only
/// the news of that is fetched. Nothing is ever fetched that was not named or asked for, and nothing
/// from your own network without --allow-local. Proxies are used as HTTPS_PROXY, HTTP_PROXY and
/// NO_PROXY say.
#[derive(Args, Debug, Default)]
#[command(after_help = "\
Examples:
  onrecord import ~/articles
  onrecord import news.jsonl page.html --store case.db
  onrecord import ~/articles --json | jq .failed
  onrecord import ~/articles --prune --report report.jsonl
  onrecord import dump.csv.gz --map text=Body --map title='Head line'
  onrecord import ~/articles --exclude drafts/ --exclude '*.log'
  onrecord import https://example.org/news/article.html
  onrecord import https://example.org/feed.xml --full
  onrecord import subscriptions.opml --fetch
  onrecord import ~/inbox --watch
  curl -s https://example.org/article.html | onrecord import -

Ctrl-C stops after what is being written; the same command goes on from there.

Exit status: 0 everything was imported or is there already, 2 something failed (what could be
imported was), 130 stopped before the end.")]
pub struct ImportArgs {
    /// Files, folders (read with all that is in them) and web addresses; "-": standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,

    /// Read one of our fields from THEIRS in CSV and JSON (can be repeated). Ours: id, text,
    /// title, subtitle, publisher, byline, date, url
    #[arg(long, value_name = "OURS=THEIRS")]
    pub map: Vec<String>,

    /// Pass over what the pattern names in folders and archives, as a line of a .gitignore
    /// (can be repeated)
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Fetch the feeds that OPML files name (those of OPML that is itself fetched always are)
    #[arg(long)]
    pub fetch: bool,

    /// Fetch the page of each entry of a fetched feed too, as far as the site's robots.txt allows,
    /// and take its text for the feed's
    #[arg(long)]
    pub full: bool,

    /// Fetch from your own machine and network too, where an address leads there
    #[arg(long)]
    pub allow_local: bool,

    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,

    /// Show no progress
    #[arg(short, long)]
    pub quiet: bool,

    /// Write what became of each file and record to FILE (new, or an earlier report), in JSON lines
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// Take articles out of the store that are gone from the folders and datasets named
    #[arg(long)]
    pub prune: bool,

    /// Then wait for changes in the folders and import them as they come, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
}

/// Find quotes: words in any order, typos allowed, best first.
///
/// With --in people, titles or texts: those who are quoted, by name; articles, by their title; articles,
/// by their text (no typos allowed there).
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord find grain deal
  onrecord find -- climate -change
  onrecord find --in people moor
  onrecord find --in texts 'grain deal' after:2022
  onrecord find --limit 3 --json nucler wepons
  onrecord find --batch queries.txt --jsonl --timing

Exit status: 0 found, 1 nothing found, 2 an error.")]
pub struct FindArgs {
    /// Words of the quote, its speaker or its article; fields of the query language
    #[arg(value_name = "WORDS", required_unless_present = "batch")]
    pub words: Vec<String>,

    /// What to look for
    #[arg(long = "in", value_name = "WHERE", default_value = "quotes")]
    pub mode: FindIn,

    /// Print the result as one JSON object
    #[arg(long)]
    pub json: bool,

    /// Print at most so many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = one_or_more)]
    pub limit: usize,

    /// Print with each what its score is made of
    #[arg(long, conflicts_with_all = ["json", "jsonl"])]
    pub explain: bool,

    /// Print quotes with the same words in several articles once, with how many articles (of those looked at)
    #[arg(long, conflicts_with_all = ["json", "jsonl", "explain"])]
    pub group: bool,

    /// Answer every line of a file ("-": standard input) as a query of its own, best ten each
    #[arg(long, value_name = "FILE", conflicts_with_all = ["words", "json", "explain"], requires = "jsonl")]
    pub batch: Option<PathBuf>,

    /// Print one JSON object a query, on a line of its own
    #[arg(long)]
    pub jsonl: bool,

    /// Say how many milliseconds each query took inside the engine
    #[arg(long)]
    pub timing: bool,
}

/// What `find` looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindIn {
    /// Quotes, by words and speaker
    Quotes,
    /// Those who are quoted, by name
    People,
    /// Articles, by title
    Titles,
    /// Articles, by text
    Texts,
    /// Quotes of each article that say what WORDS say, in nearly the same words; newest first
    Copies,
}

/// How the rows of a query are wanted.
#[derive(Args, Debug)]
pub struct RowArgs {
    /// Which rows: words and fields, see below [default: all]
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// Print a JSON array
    #[arg(long)]
    pub json: bool,

    /// Print at most so many rows
    #[arg(long, value_name = "N", value_parser = one_or_more)]
    pub limit: Option<usize>,
}

const EXTRACT_HELP: &str = "\
Examples:
  onrecord extract --json article.html | jq '.quotes[].speaker.name'
  zcat articles.jsonl.gz | onrecord extract --jsonl --no-text > quotes.jsonl

--jsonl reads one object with `id` and `text` a line on standard input and writes the same object
with `quotes` and `speakers`, in the same order. Positions are in Unicode characters of that text.

Exit status: 0 done, 2 something could not be read (the rest was).";

/// Help that ends with how queries are written.
pub(super) fn with_queries(examples: &str) -> String {
    format!(
        "Queries:\n{}Before a word that starts with - write --.\n\nExamples:\n{examples}\n\n\
         Exit status: 0 found, 1 nothing found, 2 an error.",
        query::help()
    )
}

/// List quotes, newest article first.
#[derive(Args, Debug)]
#[command(after_help = with_queries("  onrecord quotes 'speaker:smith after:2022'
  onrecord quotes --format csv > quotes.csv
  onrecord quotes kind:direct --format markdown"))]
pub struct QuotesArgs {
    /// Which, how many
    #[command(flatten)]
    pub rows: RowArgs,

    /// The form to print them in
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "json")]
    pub format: Option<QuoteFormat>,
}

/// The forms of `quotes --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QuoteFormat {
    /// Columns for the eye
    Table,
    /// An array
    Json,
    /// An object a line
    Jsonl,
    /// For spreadsheets; nothing in it can be taken for a formula
    Csv,
    /// A heading an article, a block quotation a quote
    Markdown,
}

/// List speakers, most quoted first.
///
/// The counts are of the quotes that pass the query. Speakers without a name of their own are
/// left out unless asked for with kind:unnamed or kind:group.
#[derive(Args, Debug)]
#[command(after_help = with_queries("  onrecord speakers --limit 20
  onrecord speakers 'kind:organisation after:2022'
  onrecord speakers smith --json"))]
pub struct SpeakersArgs {
    /// Which, how many
    #[command(flatten)]
    pub rows: RowArgs,
}

/// Show one article: what is known of it, where its date was found, its text.
///
/// Menus, links to others, forms and notices are not in the text, nor are lines that many articles
/// of the publisher have. --raw shows them in their place, each with the reason. What a page has in
/// scripts and styles is not kept, and of what was taken out at most 32 KB an article.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord show 17
  onrecord show 17 --raw | grep '^- '
  onrecord show 17 --json | jq .date_from

Exit status: 0 done, 2 an error.")]
pub struct ShowArgs {
    /// The article, by its number in `onrecord articles`
    #[arg(value_name = "ARTICLE", value_parser = article_number)]
    pub article: i64,

    /// Show also what was taken out
    #[arg(long)]
    pub raw: bool,

    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Find again the quotes that an older release found.
///
/// The reader does this too, in the background and at the lowest priority; this does it at once and
/// on all cores. Your marks stay. It can be stopped at any moment; the next run goes on.
#[derive(Args, Debug)]
pub struct RenewArgs {
    /// Print what was done as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Look the store over, and mend what can be mended.
///
/// Without --repair nothing is changed. With it a copy of the store is made beside it first. Of a
/// damaged file what can be read is saved into a new one, and the damaged one is kept beside it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord doctor
  onrecord doctor --repair --store case.db

Exit status: 0 the store is sound (or was mended), 1 something is wrong that --repair mends or of
which it saves what can be read, 2 there is no store, or it could not be mended.")]
pub struct DoctorArgs {
    /// Mend what can be mended, after a copy was made; of a damaged file save what can be read
    #[arg(long)]
    pub repair: bool,

    /// Print what was found as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Copy the store to a new file, and check the copy.
///
/// The copy is of one moment, whoever reads or writes meanwhile, and can be opened with --store.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord backup ~/backups/articles.db
  onrecord backup case-copy.db --store case.db

Exit status: 0 done, 2 an error; a file that is there is never replaced.")]
pub struct BackupArgs {
    /// The file to make
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// The number of an article.
fn article_number(given: &str) -> Result<i64, &'static str> {
    given
        .parse()
        .map_err(|_| "it is no number; `onrecord articles` lists the articles with their numbers")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_store_can_be_named_before_and_after_the_subcommand() {
        for line in [
            ["onrecord", "--store", "a.db", "quotes"],
            ["onrecord", "quotes", "--store", "a.db"],
        ] {
            let cli = Cli::try_parse_from(line).unwrap();
            assert_eq!(cli.store, Some(PathBuf::from("a.db")));
        }
    }

    #[test]
    fn extract_takes_exactly_one_form() {
        let parse = |args: &[&str]| Cli::try_parse_from([&["onrecord", "extract"], args].concat());
        assert!(parse(&["--jsonl", "--no-text", "--threads", "2"]).is_ok());
        assert!(parse(&["--jsonl", "--threads", "0"]).is_err());
        assert!(parse(&["--jsonl", "--threads", "5000"]).is_err());
        assert!(parse(&["--json", "a.html"]).is_ok());
        assert!(parse(&[]).is_err());
        assert!(parse(&["--json", "a.html", "--jsonl"]).is_err());
    }
}
