//! The command line: what can be asked for, one file a subcommand.
//!
//! Parses, loads the settings, runs, and turns the outcome into an exit status. `output` and
//! `table` are the places that know how things are printed. Must not know: SQL, widgets.

mod args;
mod articles;
mod backup;
mod collection;
mod doctor;
mod extract;
mod find;
mod import;
mod ingest;
mod journal;
mod organise;
mod output;
mod quotes;
mod read;
mod renew;
mod sample;
mod searches;
mod show;
mod speakers;
mod table;
mod values;
mod watch;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::config::{Config, ConfigError};
use crate::import::Options;
use crate::model::ArticleEdit;

pub use args::{Cli, Command};

/// How a command ended; an error is the third way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It did what was asked: exit status 0.
    Done,
    /// It worked, but found nothing: exit status 1.
    Nothing,
    /// It found something that wants mending: exit status 1.
    Unsound,
    /// It did what could be done, and said what could not: exit status 2.
    Failed,
    /// The person stopped it before it was done: exit status 130.
    Interrupted,
}

impl Status {
    const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing | Self::Unsound => 1,
            Self::Failed => 2,
            Self::Interrupted => 130,
        }
    }
}

/// What a command works with: where its result goes, where it says things beside, the settings.
struct Context<'a> {
    out: &'a mut dyn Write,
    notes: &'a mut dyn Write,
    config: Config,
    /// What is wrong with the settings, a line each.
    wrong: Vec<String>,
}

/// How files are read by this program: it can run itself.
fn with_reader(options: Options) -> Options {
    match std::env::current_exe() {
        Ok(program) => options.with_reader(&program),
        Err(_) => options,
    }
}

/// Runs the program on its arguments (the first is its name) with the standard streams.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut out = BufWriter::new(io::stdout());
    let mut notes = io::stderr();
    let code = match Cli::try_parse_from(args) {
        Ok(cli) => {
            let outcome = run(cli, &mut out, &mut notes).and_then(|status| {
                out.flush()?;
                Ok(status)
            });
            settle(outcome, &mut notes)
        }
        Err(error) => usage(&error, &mut notes),
    };
    ExitCode::from(code)
}

/// The settings with the flags put on top.
fn with_flags(mut config: Config, cli: &Cli) -> Config {
    config.store = cli.store.clone().or(config.store);
    config.trace = cli.trace.clone().or(config.trace);
    config.theme = cli.theme.clone().unwrap_or(config.theme);
    config.mouse &= !cli.no_mouse;
    config.ascii |= cli.ascii;
    config.fresh = cli.fresh;
    config
}

/// Runs one parsed command line.
///
/// # Errors
/// What kept the command from doing its work; a closed pipe is among them, see [`main`].
pub fn run(cli: Cli, out: &mut dyn Write, notes: &mut dyn Write) -> anyhow::Result<Status> {
    let (config, wrong) = Config::load();
    let config = with_flags(config, &cli);
    let opens = !matches!(cli.command, Some(Command::ReadPdf | Command::Extract(_)));
    if opens
        && config.store.is_none()
        && let Some(hiding) = wrong.iter().find(|wrong| wrong.hides_the_store())
    {
        for told in hiding.lines() {
            output::note(notes, &format!("onrecord: {told}"))?;
        }
        return Ok(Status::Failed);
    }
    let wrong: Vec<String> = wrong.iter().flat_map(ConfigError::lines).collect();
    // The reader shows them, and what reads a PDF for us is not asked by a person.
    if !matches!(cli.command, None | Some(Command::ReadPdf)) {
        for told in &wrong {
            output::note(
                notes,
                &format!("onrecord: left out of the settings: {told}"),
            )?;
        }
    }
    let mut context = Context {
        out,
        notes,
        config,
        wrong,
    };
    if opens && !matches!(cli.command, Some(Command::Doctor(_))) {
        collection::tell_update(&mut context)?;
    }
    carry_out(cli, context)
}

fn carry_out(cli: Cli, mut context: Context<'_>) -> anyhow::Result<Status> {
    match cli.command {
        None => read::run(&cli.paths, context),
        Some(_) if !cli.paths.is_empty() => Err(anyhow::anyhow!(
            "{} stands before a subcommand: write it after, or as ./{0} if it is a file",
            cli.paths[0].display()
        )),
        Some(Command::Import(args)) => import::run(&args, &mut context),
        Some(Command::Extract(args)) => {
            // Not locked: `--json -` is read by the import, which takes it itself.
            let failed = extract::run(&args, &mut io::stdin(), context.out)?;
            if failed == 0 {
                return Ok(Status::Done);
            }
            let lines = if failed == 1 { "line" } else { "lines" };
            writeln!(
                context.notes,
                "{failed} {lines} could not be read; the \"error\" of each stands in its place"
            )?;
            Ok(Status::Failed)
        }
        Some(Command::Find(args)) => find::run(&args, &mut context),
        Some(Command::Quotes(args)) => quotes::run(&args, &mut context),
        Some(Command::Speakers(args)) => speakers::run(&args, &mut context),
        Some(Command::Articles(args)) => articles::run(&args, &mut context),
        Some(Command::ReadPdf) => {
            crate::import::serve_pdf(&mut io::stdin().lock(), context.out)?;
            Ok(Status::Done)
        }
        Some(Command::Show(args)) => show::run(&args, &mut context),
        Some(Command::Star(meant)) => {
            organise::articles(&meant, &ArticleEdit::Star(true), &mut context)
        }
        Some(Command::Unstar(meant)) => {
            organise::articles(&meant, &ArticleEdit::Star(false), &mut context)
        }
        Some(Command::Read(meant)) => {
            organise::articles(&meant, &ArticleEdit::Read(true), &mut context)
        }
        Some(Command::Unread(meant)) => {
            organise::articles(&meant, &ArticleEdit::Read(false), &mut context)
        }
        Some(Command::Tag(args)) => organise::tag(&args, true, &mut context),
        Some(Command::Untag(args)) => organise::tag(&args, false, &mut context),
        Some(Command::Note(args)) => organise::note(&args, &mut context),
        Some(Command::Undo(args)) => journal::undo(&args, &mut context),
        Some(Command::Redo(args)) => journal::redo(&args, &mut context),
        Some(Command::History(args)) => journal::history(&args, &mut context),
        Some(Command::Searches(args)) => searches::run(&args, &mut context),
        Some(Command::Doctor(args)) => {
            let status = doctor::run(&args, &mut context)?;
            Ok(match (status, context.wrong.is_empty()) {
                (Status::Done, false) => Status::Unsound,
                (status, _) => status,
            })
        }
        Some(Command::Renew(args)) => renew::run(&args, &mut context),
        Some(Command::Backup(args)) => backup::run(&args, &mut context),
    }
}

/// The exit status; an error is said in one line. Nobody reads on after a closed pipe, which is
/// how `head` ends things: that is success.
fn settle(outcome: anyhow::Result<Status>, notes: &mut dyn Write) -> u8 {
    match outcome {
        Ok(status) => status.code(),
        Err(error) if closed_pipe(&error) => Status::Done.code(),
        Err(error) => {
            // Standard error may be closed too; then there is nobody to tell.
            let _ = output::note(notes, &format!("onrecord: {error:#}"));
            Status::Failed.code()
        }
    }
}

fn closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>();
        io.or_else(|| json.and_then(serde_json::Error::io_error_kind))
            == Some(io::ErrorKind::BrokenPipe)
    })
}

/// Help and version go to standard output as they are. A mistake is said without colours, because
/// it repeats what was typed and that may hold escape sequences.
fn usage(error: &clap::Error, notes: &mut dyn Write) -> u8 {
    if !error.use_stderr() {
        let _ = error.print();
        return Status::Done.code();
    }
    for line in error.render().to_string().trim_end().lines() {
        let _ = output::note(notes, line);
    }
    Status::Failed.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_success_however_deep_it_lies() {
        let pipe = || io::Error::from(io::ErrorKind::BrokenPipe);
        let mut notes = Vec::new();
        assert_eq!(settle(Err(anyhow::Error::new(pipe())), &mut notes), 0);
        let json = serde_json::Error::io(pipe());
        assert_eq!(
            settle(Err(anyhow::Error::new(json).context("x")), &mut notes),
            0
        );
        assert!(notes.is_empty());
        assert_eq!(settle(Err(anyhow::anyhow!("a\u{1b}[2J\nb")), &mut notes), 2);
        assert_eq!(
            String::from_utf8(notes).unwrap(),
            "onrecord: a\\u{1b}[2J\\nb\n"
        );
    }

    #[test]
    fn mistakes_in_arguments_are_said_without_escape_sequences() {
        let error = Cli::try_parse_from(["onrecord", "quotes", "--\u{1b}]0;x\u{7}"]).unwrap_err();
        let mut notes = Vec::new();
        assert_eq!(usage(&error, &mut notes), 2);
        assert!(!notes.contains(&0x1b) && !notes.contains(&7));
    }
}
