//! Taking away: marking quotes and articles, and copying them, writing them to a file, giving them
//! to a command, to the editor or to the browser.
//!
//! What is taken is read from the store first, so that it is whole and as it is now. Must not know:
//! who writes, runs and opens.

use ratatui::layout::Rect;

use super::action::{Action, ChoiceAction, TakeAction};
use super::event::{Answer, Effect, Hit, Mark, Purpose, QuoteAt, Saved};
use super::layout::Pane;
use super::screen::line::{For, Line, no_form};
use super::screen::output::Output;
use super::{App, BoxLayout, Overlay, completing, copying, linking, words};
use crate::export::{Form, Item, taken};
use crate::text::wrap;

/// Columns of what is said of something that was taken.
const TOLD: usize = 50;
/// Carries out what the person asks for.
pub(super) fn act(app: &mut App, action: TakeAction) -> Vec<Effect> {
    match action {
        TakeAction::Mark if app.offers_choices() => completing::update(app, ChoiceAction::Take),
        TakeAction::Mark => mark(app),
        TakeAction::DropMarks => drop_marks(app),
        TakeAction::Formats => formats(app),
        TakeAction::CopyFound => copy(app, Form::Plain, false),
        TakeAction::As(form) => {
            let mut effects = app.uncover();
            effects.extend(copy(app, form, false));
            effects
        }
        TakeAction::WriteOver => write_over(app),
        TakeAction::Export => ask(app, For::Path),
        TakeAction::Pipe => ask(app, For::Command),
        TakeAction::Editor => editor(app),
        TakeAction::Browser => linking::browse_own(app),
        TakeAction::Links => linking::open(app),
        TakeAction::CopyLink => linking::copy(app),
    }
}

/// The quote or article that is a hit of the finder.
#[must_use]
pub fn mark_of(hit: &Hit) -> Option<Mark> {
    match hit {
        Hit::Quote(hit) => Some(Mark::Quote(QuoteAt {
            article: hit.row.article,
            ordinal: hit.row.ordinal,
            words: hit.row.text.clone(),
        })),
        Hit::Article(hit) => Some(Mark::Article(hit.row.id)),
        Hit::Person(_) => None,
    }
}

/// What a key is about: in the finder the chosen hit, in the list the article, among the speakers
/// the quote; in the text the current quote, unless the `whole` article is meant.
fn here(app: &App, whole: bool) -> Option<Mark> {
    if let Overlay::Finder(finder) = &app.overlay {
        return mark_of(finder.chosen()?);
    }
    if !app.focus.reads() {
        return Some(Mark::Article(app.articles.selected()?.id));
    }
    let reading = app.reading.as_ref()?;
    let article = reading.stored.id;
    let quote = reading.quote().zip(reading.place.quote);
    Some(
        match quote.filter(|_| !whole || app.focus == Pane::Speakers) {
            Some((quote, ordinal)) => Mark::Quote(QuoteAt {
                article,
                ordinal,
                words: quote.words(&reading.stored.article.text, usize::MAX),
            }),
            None => Mark::Article(article),
        },
    )
}

/// What is taken: what is marked, else what is here.
fn wanted(app: &App, whole: bool) -> Vec<Mark> {
    match app.marks.is_empty() {
        true => here(app, whole).into_iter().collect(),
        false => app.marks.all().to_vec(),
    }
}

/// What it is called.
fn named(app: &App, marks: &[Mark]) -> String {
    match marks {
        _ if !app.marks.is_empty() => format!("{} marked", app.marks.len()),
        [Mark::Quote(_)] => "the quote".to_owned(),
        _ => "the article".to_owned(),
    }
}

fn mark(app: &mut App) -> Vec<Effect> {
    let Some(mark) = here(app, false) else {
        app.tell(match app.overlay {
            Overlay::Finder(_) => "Quotes and articles are marked; Enter shows what a person said",
            _ => "There is nothing to mark here",
        });
        return Vec::new();
    };
    let marked = app.marks.toggle(mark);
    let many = match app.marks.len() {
        0 => "; nothing is marked now".to_owned(),
        n => format!(", {n} in all"),
    };
    app.tell(match marked {
        true => format!("Marked{many}"),
        false => format!("No longer marked{many}"),
    });
    // On to the next, as one marks several.
    match (&mut app.overlay, app.focus) {
        (Overlay::Finder(finder), _) => finder.go(1).into_iter().collect(),
        (_, Pane::Articles) => super::update::select(app, 1),
        (_, Pane::Speakers) => super::update::step_cast(app, 1),
        (_, Pane::Text | Pane::Searches) => Vec::new(),
    }
}

fn drop_marks(app: &mut App) -> Vec<Effect> {
    let marks = std::mem::take(&mut app.marks);
    app.tell(match marks.len() {
        0 => "Nothing is marked".to_owned(),
        n => format!("{n} no longer marked"),
    });
    Vec::new()
}

fn formats(app: &mut App) -> Vec<Effect> {
    let marks = wanted(app, false);
    if marks.is_empty() {
        app.tell("There is nothing to copy here");
        return Vec::new();
    }
    app.overlay = Overlay::Formats(format!("Copy {} as", named(app, &marks)));
    Vec::new()
}

fn copy(app: &mut App, form: Form, whole: bool) -> Vec<Effect> {
    gather(app, whole, Purpose::Copy(form))
}

fn gather(app: &mut App, whole: bool, purpose: Purpose) -> Vec<Effect> {
    let marks = wanted(app, whole);
    if marks.is_empty() {
        app.tell("There is nothing to take here");
        return Vec::new();
    }
    app.taken.owe();
    vec![Effect::Gather { marks, purpose }]
}

/// Asks for a path or a command.
fn ask(app: &mut App, wanted_for: For) -> Vec<Effect> {
    let whole = wanted_for == For::Command;
    let marks = wanted(app, whole);
    if marks.is_empty() {
        app.tell("There is nothing to take here");
        return Vec::new();
    }
    let title = match wanted_for {
        For::Path => format!("Write {} to a file", named(app, &marks)),
        For::Command => format!("Give {} to a command", named(app, &marks)),
    };
    let before = match wanted_for {
        For::Path => app.taken.path.clone(),
        For::Command => app.taken.command.clone(),
    };
    super::update::close(app);
    app.overlay = Overlay::Line(Line::open(wanted_for, title, marks, before));
    Vec::new()
}

/// What was written last, to begin with, and how often something was written or run.
#[derive(Debug)]
pub(super) struct Taken {
    path: String,
    command: String,
    attempts: u64,
    /// What was asked for and is neither copied nor written yet: a reader that leaves waits for it.
    owed: usize,
}

impl Taken {
    /// Whether something is still to be copied or written.
    pub(super) const fn is_owed(&self) -> bool {
        self.owed > 0
    }

    /// Something more is to be copied or written.
    pub(super) const fn owe(&mut self) {
        self.owed += 1;
    }

    const fn settle(&mut self) {
        self.owed = self.owed.saturating_sub(1);
    }
}

impl Default for Taken {
    fn default() -> Self {
        Self {
            path: "quotes.md".to_owned(),
            command: String::new(),
            attempts: 0,
            owed: 0,
        }
    }
}

/// Takes the path or the command that was typed. A file that is there is not written over by a key
/// that was only held down.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    match &app.overlay {
        Overlay::Line(line) if line.asking => Vec::new(),
        _ => take_line(app, false),
    }
}

fn write_over(app: &mut App) -> Vec<Effect> {
    match &app.overlay {
        Overlay::Line(line) if line.asking => take_line(app, true),
        _ => Vec::new(),
    }
}

fn take_line(app: &mut App, over: bool) -> Vec<Effect> {
    let given = match &app.overlay {
        Overlay::Line(line) => named(app, &line.marks),
        _ => return Vec::new(),
    };
    let Overlay::Line(line) = &mut app.overlay else {
        return Vec::new();
    };
    let typed = line.input.value().trim().to_owned();
    if typed.is_empty() || line.attempt.is_some() {
        return Vec::new();
    }
    let marks = line.marks.clone();
    let generation = app.taken.attempts + 1;
    let purpose = match line.wanted {
        For::Path => match Form::of_path(&typed) {
            None => {
                line.trouble = Some(no_form(&typed, &marks));
                return Vec::new();
            }
            Some(form) => {
                line.attempt = Some(generation);
                app.taken.path.clone_from(&typed);
                app.taken.owe();
                Purpose::Save {
                    generation,
                    path: typed,
                    form,
                    over,
                }
            }
        },
        For::Command => {
            app.taken.command.clone_from(&typed);
            app.overlay = Overlay::Output(Output::open(generation, typed.clone(), given));
            Purpose::Pipe {
                generation,
                command: typed,
            }
        }
    };
    app.taken.attempts = generation;
    vec![Effect::Gather { marks, purpose }]
}

/// Takes what was gathered, and what came of writing a file or running a command.
pub(super) fn answered(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Gathered {
            purpose,
            items,
            gone,
        } => gathered(app, purpose, &items, gone),
        answer => done(app, answer),
    }
}

/// Takes what was gathered to where it was wanted.
fn gathered(app: &mut App, purpose: Purpose, items: &[Item], gone: usize) -> Vec<Effect> {
    if gone > 0 {
        let gone = words::count(gone as u64, "marked thing");
        app.warn(format!(
            "{gone} left out: no longer in the collection as it was marked"
        ));
    }
    if !matches!(purpose, Purpose::Pipe { .. }) {
        app.taken.settle();
    }
    let Some(first) = items.first() else {
        // Nothing is written or run.
        return match app.overlay {
            Overlay::Line(_) | Overlay::Output(_) => app.uncover(),
            _ => Vec::new(),
        };
    };
    match purpose {
        // Its box was closed meanwhile.
        Purpose::Pipe { generation, .. } if !waits_for(app, generation) => Vec::new(),
        Purpose::Copy(form) => copied(app, form, first, items),
        Purpose::Cite => copying::cited(app, first),
        Purpose::Save {
            generation,
            path,
            form,
            over,
        } => match taken(form, items) {
            Some(text) => {
                app.taken.owe();
                vec![Effect::Save {
                    generation,
                    path,
                    text,
                    over,
                }]
            }
            None => {
                not_written(
                    app,
                    generation,
                    "CSV has quotes only: articles go into .json",
                );
                Vec::new()
            }
        },
        Purpose::Pipe {
            generation,
            command,
        } => vec![Effect::Run {
            generation,
            command,
            input: taken(Form::Plain, items).unwrap_or_default(),
        }],
    }
}

fn copied(app: &mut App, form: Form, first: &Item, items: &[Item]) -> Vec<Effect> {
    let opening = wrap::ellipsis(&first.opening(), TOLD);
    // How much it is comes before what may be cut.
    let what = match app.marks.is_empty() {
        true => String::new(),
        false => format!("{} marked ", items.len()),
    };
    let more = match items.len() {
        1 => "",
        _ => " …",
    };
    let text = taken(form, items).unwrap_or_default();
    let how = format!("{what}as {}", form.name());
    copying::put(app, &how, &format!("{opening}{more}"), text)
}

/// Whether the box is open that waits for this attempt.
fn waits_for(app: &App, generation: u64) -> bool {
    match &app.overlay {
        Overlay::Line(line) => line.attempt == Some(generation),
        Overlay::Output(output) => output.generation == generation && output.is_running(),
        _ => false,
    }
}

fn done(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Saved { generation, saved } => saved_as(app, generation, saved),
        Answer::Ran {
            generation,
            output,
            ended,
        } => {
            let width = output_size(app).0;
            if let Overlay::Output(box_) = &mut app.overlay {
                box_.take(generation, &output, ended, width);
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn saved_as(app: &mut App, generation: u64, saved: Saved) -> Vec<Effect> {
    let waits = waits_for(app, generation);
    app.taken.settle();
    match (saved, &mut app.overlay) {
        (Saved::Written(path), _) => {
            app.tell(format!("Written to {path}"));
            return if waits { app.uncover() } else { Vec::new() };
        }
        (Saved::Exists(_), Overlay::Line(line)) if waits => {
            (line.asking, line.attempt) = (true, None);
        }
        (Saved::Exists(path), _) => {
            let why = format!("Not written: {path} is there already");
            app.warn(why);
        }
        (Saved::Failed(why), _) => not_written(app, generation, &why),
    }
    Vec::new()
}

/// A file could not be written: its box says why, where it is still open.
fn not_written(app: &mut App, generation: u64, why: &str) {
    let waits = waits_for(app, generation);
    match &mut app.overlay {
        Overlay::Line(line) if waits => {
            (line.trouble, line.attempt, line.asking) = (Some(why.to_owned()), None, false);
        }
        _ => app.warn(why),
    }
}

/// What a command was to read could not be: it does not run.
pub(super) fn give_up(app: &mut App, why: &str) {
    let width = output_size(app).0;
    app.taken.owed = 0;
    match &mut app.overlay {
        Overlay::Output(output) if output.is_running() => {
            output.take(output.generation, "", format!("not run: {why}"), width);
        }
        Overlay::Line(line) => line.attempt = None,
        _ => {}
    }
}

/// Columns and rows of what a command wrote.
pub(super) fn output_size(app: &App) -> (usize, usize) {
    let (width, height) = app.size;
    BoxLayout::of_output(Rect::new(0, 0, width, height)).size()
}

/// What closing a box stops.
pub(super) fn stop(app: &App) -> Vec<Effect> {
    match &app.overlay {
        Overlay::Output(output) if output.is_running() => vec![Effect::StopRun(output.generation)],
        _ => Vec::new(),
    }
}

fn editor(app: &mut App) -> Vec<Effect> {
    let Some(reading) = &app.reading else {
        app.tell("There is no article to open");
        return Vec::new();
    };
    let item = Item::of(&reading.stored, None);
    let text = taken(Form::Plain, &[item]).unwrap_or_default();
    vec![Effect::LookIn(text)]
}

/// The keys of the forms, for the box that asks for one.
#[must_use]
pub fn form_keys(app: &App) -> Vec<(String, &'static str)> {
    let rows = app.settings.keymap.rows_in(super::Context::Formats);
    rows.filter_map(|(info, key)| match info.action {
        Action::Take(TakeAction::As(form)) => Some((key?.to_string(), form.name())),
        _ => None,
    })
    .collect()
}
