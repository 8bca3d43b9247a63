//! `onrecord doctor`: whether the store is sound, and mending it. Without `--repair` nothing is written.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::DoctorArgs;
use super::{Context, Status, collection, output};
use crate::model::Counts;
use crate::store::{Problem, Salvaged, SavedOverlay, Store, StoreError};

/// What was found.
#[derive(Debug, Default, Serialize)]
struct Finding {
    /// The store's file.
    store: PathBuf,
    /// Version of its schema, where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<usize>,
    /// Kept totals, where they can be read.
    #[serde(flatten)]
    counts: Option<Counts>,
    /// Bytes of the file.
    bytes: u64,
    /// Bytes of it that hold nothing.
    free: u64,
    /// Files whose import was not finished.
    unfinished: u64,
    /// Articles whose quotes an older engine found.
    outdated: u64,
    /// Files beside the store that belong to it, with their sizes.
    beside: Vec<(String, u64)>,
    /// What is wrong.
    problems: Vec<String>,
    /// The copy that was made before mending.
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<PathBuf>,
    /// What was saved of a damaged file.
    #[serde(skip_serializing_if = "Option::is_none")]
    salvaged: Option<Salvaged>,
}

/// Runs the subcommand.
pub(super) fn run(args: &DoctorArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let path = collection::file_for_writing(&context.config)?;
    let (mut finding, mut problems) = look(&path)?;
    if args.repair {
        Store::clear_leftovers(&path);
        let (copy, salvaged) = repair(&path, &problems)?;
        (finding, problems) = look(&path)?;
        (finding.copy, finding.salvaged) = (copy, salvaged);
    }
    if args.json {
        output::json_line(&finding, context.out)?;
    } else {
        print(&finding, context)?;
    }
    if problems.is_empty() {
        return Ok(Status::Done);
    }
    let note = if args.repair {
        "onrecord: this could not be mended: go back to a backup, or import again into another file \
         with --store"
    } else if problems.iter().all(|p| p.mendable) {
        "onrecord: `onrecord doctor --repair` mends this, after making a copy"
    } else {
        "onrecord: `onrecord doctor --repair` keeps the damaged file beside and saves what can be \
         read of it into a new one; a backup may have more"
    };
    output::note(context.notes, note)?;
    Ok(if args.repair {
        Status::Failed
    } else {
        Status::Unsound
    })
}

/// Looks the store at `path` over; changes nothing.
fn look(path: &Path) -> anyhow::Result<(Finding, Vec<Problem>)> {
    let mut finding = Finding {
        store: path.to_owned(),
        bytes: std::fs::metadata(path).map_or(0, |m| m.len()),
        beside: beside(path),
        ..Finding::default()
    };
    let problems = match Store::look(path) {
        Ok(store) => {
            finding.schema = store.schema().ok();
            finding.counts = store.counts().ok();
            finding.unfinished = store.unfinished().unwrap_or(0);
            finding.outdated = store.outdated_count().unwrap_or(0);
            if let Ok((free, bytes)) = store.space() {
                (finding.free, finding.bytes) = (free, bytes);
            }
            damaged(store.check())?
        }
        Err(error) => damaged(Err(error))?,
    };
    finding.problems = problems.iter().map(|p| p.what.clone()).collect();
    Ok((finding, problems))
}

/// A file that SQLite cannot look at is a problem too.
fn damaged(checked: Result<Vec<Problem>, StoreError>) -> Result<Vec<Problem>, StoreError> {
    let what = match checked {
        Err(StoreError::Damaged { detail, .. }) => detail,
        Err(StoreError::NotADatabase(_)) => {
            "it does not begin as an SQLite file: its first page is damaged, or it is no store"
                .to_owned()
        }
        other => return other,
    };
    Ok(vec![Problem {
        what,
        mendable: false,
    }])
}

/// Brings an old store up to date and mends what is wrong: the copy that was made before, and what
/// was saved where the file is damaged.
fn repair(
    path: &Path,
    problems: &[Problem],
) -> Result<(Option<PathBuf>, Option<Salvaged>), StoreError> {
    if problems.iter().all(|p| p.mendable) {
        let mut store = Store::open_existing(path)?;
        match damaged(store.check())? {
            found if found.is_empty() => return Ok((None, None)),
            found if found.iter().all(|p| p.mendable) => return Ok((Some(store.repair()?), None)),
            _ => {}
        }
    }
    Store::salvage(path).map(|salvaged| (None, Some(salvaged)))
}

/// Files called like the store and more: SQLite's own, and copies made before something changed.
fn beside(store: &Path) -> Vec<(String, u64)> {
    let folder = store.parent().filter(|p| !p.as_os_str().is_empty());
    let name = store.file_name().unwrap_or_default().to_string_lossy();
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter();
    let mut found: Vec<(String, u64)> = entries
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let other = entry.file_name().to_string_lossy().into_owned();
            let rest = other.strip_prefix(&*name)?;
            let ours = rest.starts_with(['-', '.']);
            ours.then(|| entry.metadata().map_or(0, |m| m.len()))
                .map(|size| (other, size))
        })
        .collect();
    found.sort();
    found
}

fn print(finding: &Finding, context: &mut Context<'_>) -> std::io::Result<()> {
    let name = output::visible(&finding.store.display().to_string());
    write!(context.out, "{name}: ")?;
    if let Some(counts) = &finding.counts {
        let (articles, quotes) = (counts.articles, counts.quotes);
        write!(context.out, "{articles} articles, {quotes} quotes, ")?;
    }
    let (size, free) = (finding.bytes / 1000, finding.free / 1000);
    write!(context.out, "{size} kB ({free} kB of them free)")?;
    match finding.schema {
        Some(schema) if schema < Store::SCHEMA => writeln!(
            context.out,
            ", schema {schema}: what writes to it next brings it to {}, after making a copy",
            Store::SCHEMA
        )?,
        Some(schema) => writeln!(context.out, ", schema {schema}")?,
        None => writeln!(context.out)?,
    }
    for (other, size) in &finding.beside {
        let other = output::visible(other);
        writeln!(context.out, "beside it: {other}, {} kB", size / 1000)?;
    }
    if finding.outdated > 0 {
        writeln!(
            context.out,
            "articles whose quotes an older engine found: {}; the reader finds them anew, or `onrecord \
             renew` does at once",
            finding.outdated
        )?;
    }
    if let Some(salvaged) = &finding.salvaged {
        print_salvaged(salvaged, context)?;
    } else if finding.unfinished > 0 {
        writeln!(
            context.out,
            "files not read to their end, or with something that could not be read: {}; the next \
             import reads them again",
            finding.unfinished
        )?;
    }
    if let Some(copy) = &finding.copy {
        let copy = output::visible(&copy.display().to_string());
        writeln!(context.out, "mended; as it was before: {copy}")?;
    }
    for problem in &finding.problems {
        writeln!(context.out, "wrong: {}", output::visible(problem))?;
    }
    if finding.problems.is_empty() {
        writeln!(context.out, "sound")?;
    }
    Ok(())
}

fn print_salvaged(salvaged: &Salvaged, context: &mut Context<'_>) -> std::io::Result<()> {
    let out = &mut *context.out;
    let kept = output::visible(&salvaged.damaged.display().to_string());
    writeln!(out, "the damaged file is kept as {kept}")?;
    let of = match salvaged.articles_before {
        Some(before) => format!(" of {before}"),
        None => String::new(),
    };
    writeln!(
        out,
        "saved: {}{of} articles, {} quotes",
        salvaged.articles, salvaged.quotes
    )?;
    print_overlay(&salvaged.overlay, out)?;
    for (count, what) in [
        (
            salvaged.nameless,
            "of the saved articles only the text was left; they are at \"salvaged#NUMBER\"",
        ),
        (
            salvaged.without_text,
            "articles had no readable text and are lost",
        ),
        (
            salvaged.quotes_lost,
            "quotes of saved articles could not be read; `onrecord renew` finds them anew",
        ),
    ] {
        if count > 0 {
            writeln!(out, "{count} {what}")?;
        }
    }
    writeln!(
        out,
        "import the same files again to bring back what is lost: what is there is not stored twice"
    )
}

/// What was saved of what the person did.
fn print_overlay(saved: &SavedOverlay, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    writeln!(
        out,
        "saved of what you did: {} stars, {} read marks, {} tags, {} notes, {} searches, {} marked places, \
         {} changes that can be undone",
        saved.stars,
        saved.read,
        saved.article_tags + saved.quote_tags,
        saved.notes,
        saved.searches,
        saved.letters,
        saved.changes
    )?;
    for (count, what) in [
        (
            saved.written_again,
            "of these were written again from the journal or an index",
        ),
        (
            saved.unsettled,
            "of these you may have taken away later: the change that would tell is lost",
        ),
        (
            saved.unsure,
            "of these may be stars that were read marks, or tags of articles that were of quotes: nothing told which",
        ),
        (saved.loose_tags, "of the tags are on quotes that are lost"),
        (
            saved.unreadable_rows,
            "rows of what you did could not be read",
        ),
        (
            saved.unreadable_pages,
            "pages with what you did could not be read",
        ),
        (
            saved.changes_dropped,
            "changes cannot be undone any more: parts of them or of later ones are lost; what they made stays",
        ),
    ] {
        if count > 0 {
            writeln!(out, "{count} {what}")?;
        }
    }
    for note in &saved.loose_notes {
        let lines: Vec<String> = note.lines().map(output::visible).collect();
        writeln!(out, "the quote of this note is lost: {}", lines.join(" / "))?;
    }
    Ok(())
}
