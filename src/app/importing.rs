//! Importing beside reading: what is under way, what waits, what is done, and what is told of it.
//!
//! One import goes on at a time; others wait their turn. Must not know: who imports.

use std::collections::VecDeque;

use super::event::{Effect, Import, ImportNews, Imported, Progress};
use super::screen::speakers::shortened;
use super::{App, BoxLayout, Overlay, command, words};
use ratatui::layout::Rect;

/// Failures that are told one by one.
const TOLD: usize = 3;
/// Imports that are done and still listed, and failures of each.
const LISTED: usize = 100;
const FAILURES: usize = 100;

/// The imports of this session.
#[derive(Debug, Default)]
pub struct Imports {
    /// What goes on.
    running: Option<Running>,
    /// What waits.
    waiting: VecDeque<Waiting>,
    /// Those that are done, the last one last.
    done: Vec<Done>,
    /// How many there were.
    count: u64,
    /// What came of the last one, until it was read.
    last: Option<String>,
    /// Lines of what is said of the chosen one that lie above those that are shown.
    scrolled: usize,
    /// Whether the sample is open while articles are in the person's own collection.
    brought: bool,
}

/// An import that goes on.
#[derive(Debug)]
struct Running {
    number: u64,
    paths: Vec<String>,
    progress: Progress,
    stopping: bool,
}

/// One that waits.
#[derive(Debug)]
struct Waiting {
    number: u64,
    paths: Vec<String>,
}

/// One that is done.
#[derive(Debug)]
struct Done {
    number: u64,
    paths: Vec<String>,
    state: State,
    /// What came of it, in a line; empty where it was not begun.
    summary: String,
    failed: Vec<String>,
    more_failed: u64,
}

/// How an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It goes on.
    Running,
    /// It was told to stop.
    Stopping,
    /// It waits for others.
    Waiting,
    /// It ended, and everything went in.
    Done,
    /// It ended, and something could not be imported.
    Failed,
    /// It was stopped before its end.
    Stopped,
}

/// An import in the list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number, which stays.
    pub number: u64,
    /// What is imported, in a word or two.
    pub named: String,
    /// How it stands.
    pub state: State,
    /// What came of it up to now, in a line.
    pub told: String,
}

impl Imports {
    /// All imports of this session: what goes on, what waits, what is done, the last one first.
    #[must_use]
    pub fn list(&self) -> Vec<Listed> {
        let running = self.running.iter().map(|running| Listed {
            number: running.number,
            named: named(&running.paths),
            state: match running.stopping {
                true => State::Stopping,
                false => State::Running,
            },
            told: progress(running.progress),
        });
        let waiting = self.waiting.iter().map(|waiting| Listed {
            number: waiting.number,
            named: named(&waiting.paths),
            state: State::Waiting,
            told: String::new(),
        });
        let done = self.done.iter().rev().map(|done| Listed {
            number: done.number,
            named: named(&done.paths),
            state: done.state,
            told: done.summary.clone(),
        });
        running.chain(waiting).chain(done).collect()
    }

    /// What is said of one of them under the list: the command that imports it, and what failed, each on
    /// lines of its own.
    #[must_use]
    pub fn details(&self, number: u64) -> Vec<String> {
        let running = self.running.iter().map(|r| (r.number, &r.paths));
        let waiting = self.waiting.iter().map(|w| (w.number, &w.paths));
        let done = self.done.iter().map(|d| (d.number, &d.paths));
        let mut all = running.chain(waiting).chain(done);
        let Some((_, paths)) = all.find(|(of, _)| *of == number) else {
            return Vec::new();
        };
        let mut lines = vec![command(paths)];
        if let Some(done) = self.done.iter().find(|done| done.number == number) {
            lines.extend(done.failed.iter().cloned());
            if done.more_failed > 0 {
                let more = words::thousands(done.more_failed);
                lines.push(format!("{more} more failed: the command above names them"));
            }
        }
        lines
    }

    /// The same on lines of so many columns, and whether each is of the command.
    #[must_use]
    pub fn lines(&self, number: u64, width: usize) -> Vec<(String, bool)> {
        let details = self.details(number).into_iter().enumerate();
        let lines = details.flat_map(|(n, detail)| {
            let lines = shortened(&detail, width, usize::MAX).into_iter();
            lines.map(move |line| (line, n == 0)).collect::<Vec<_>>()
        });
        lines.collect()
    }

    /// How many of those lines lie above what is shown, where there is room for so many.
    #[must_use]
    pub fn scrolled(&self, lines: usize, room: usize) -> usize {
        self.scrolled.min(lines.saturating_sub(room))
    }

    /// The first of the list that is shown, and how many are, in a box so high: what is said of the chosen
    /// one has at least half of it.
    #[must_use]
    pub fn shown(&self, chosen: u64, height: usize) -> (usize, usize) {
        let list = self.list();
        let view = list.len().min((height / 2).max(1));
        let chosen = self.chosen(chosen).unwrap_or(0);
        let at = list.iter().position(|listed| listed.number == chosen);
        ((at.unwrap_or(0) + 1).saturating_sub(view), view)
    }

    /// The number that is chosen in the list: that one, or the first where it is not there.
    #[must_use]
    pub fn chosen(&self, number: u64) -> Option<u64> {
        let list = self.list();
        let there = list.iter().any(|listed| listed.number == number);
        match there {
            true => Some(number),
            false => list.first().map(|listed| listed.number),
        }
    }

    fn done(&mut self, done: Done) {
        self.done.push(done);
        if self.done.len() > LISTED {
            self.done.remove(0);
        }
    }

    /// Whether one goes on.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The collection that they went into is open in place of the sample.
    pub(super) fn opened(&mut self) {
        let last = self
            .last
            .take()
            .map_or_else(String::new, |last| format!(". {last}"));
        self.last = Some(format!("This is your own collection now{last}"));
    }

    /// The person goes back from something, and has read what came of the last one.
    pub(super) fn read(&mut self) {
        self.last = None;
    }

    /// What is said on leaving where an import goes on or waits: it stops, and how it can be gone on with.
    #[must_use]
    pub fn left_undone(&self) -> Option<String> {
        let running = self.running.iter().map(|running| &running.paths);
        let paths: Vec<String> = running
            .chain(self.waiting.iter().map(|waiting| &waiting.paths))
            .flatten()
            .cloned()
            .collect();
        (!paths.is_empty()).then(|| {
            format!(
                "The import stops here, and what it brought stays. To go on: {}",
                command(&paths)
            )
        })
    }

    /// One line that says how far it is, where one goes on; else what came of the last one, until it
    /// was read.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let Some(running) = &self.running else {
            return self.last.clone();
        };
        let named = named(&running.paths);
        if running.stopping {
            return Some(format!("Stopping the import of {named} …"));
        }
        let mut line = format!("Importing {named}: {}", progress(running.progress));
        match self.waiting.len() {
            0 => {}
            n => line.push_str(&format!(", {n} waiting")),
        }
        Some(line)
    }
}

/// "1,204 articles, 42 %, 3.1 MB/s".
fn progress(progress: Progress) -> String {
    let Progress {
        articles,
        done,
        total,
        rate,
    } = progress;
    let mut line = words::count(articles, "article");
    if total > 0 {
        let share = done.saturating_mul(100) / total.max(done);
        line.push_str(&format!(", {share} %, {}/s", words::bytes(rate)));
    }
    line
}

/// The command that imports these.
fn command(paths: &[String]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| command::quoted(path)).collect();
    format!("onrecord import {}", paths.join(" "))
}

/// "spring.jsonl", or "spring.jsonl and 2 more".
fn named(paths: &[String]) -> String {
    let first = paths.first().map_or("", |path| {
        let trimmed = path.trim_end_matches('/');
        trimmed.rsplit('/').next().unwrap_or(trimmed)
    });
    match paths.len() {
        0 | 1 => first.to_owned(),
        n => format!("{first} and {} more", n - 1),
    }
}

/// Begins an import, or lets it wait for the one that goes on.
pub(super) fn start(app: &mut App, paths: Vec<String>) -> Vec<Effect> {
    app.imports.count += 1;
    let number = app.imports.count;
    if app.imports.is_running() {
        app.tell(format!(
            "{} waits until the import under way is done",
            named(&paths)
        ));
        app.imports.waiting.push_back(Waiting { number, paths });
        return Vec::new();
    }
    begin(app, Waiting { number, paths })
}

fn begin(app: &mut App, next: Waiting) -> Vec<Effect> {
    let Waiting { number, paths } = next;
    app.imports.running = Some(Running {
        number,
        paths: paths.clone(),
        progress: Progress::default(),
        stopping: false,
    });
    vec![Effect::Import(Import::Start(paths))]
}

/// Stops the import that goes on, and those that wait.
pub(super) fn stop(app: &mut App) -> Vec<Effect> {
    let Some(running) = &mut app.imports.running else {
        app.tell("No import is under way");
        return Vec::new();
    };
    running.stopping = true;
    let waiting = std::mem::take(&mut app.imports.waiting);
    for waiting in waiting {
        app.imports.done(not_begun(waiting));
    }
    vec![Effect::Import(Import::Stop)]
}

fn not_begun(waiting: Waiting) -> Done {
    let Waiting { number, paths } = waiting;
    Done {
        number,
        paths,
        state: State::Stopped,
        summary: "not begun".to_owned(),
        failed: Vec::new(),
        more_failed: 0,
    }
}

/// Opens the list of imports; the first is chosen.
pub(super) fn open(app: &mut App) {
    match app.imports.chosen(0) {
        Some(first) => {
            app.imports.scrolled = 0;
            app.overlay = Overlay::Imports(first);
        }
        None => app.tell("Nothing was imported here yet: :import PATH imports files and folders"),
    }
}

/// Shows more of what is said of the chosen one, or what is above it.
pub(super) fn page(app: &mut App, down: bool) -> Vec<Effect> {
    let Overlay::Imports(chosen) = app.overlay else {
        return Vec::new();
    };
    let (width, height) = BoxLayout::of_imports(Rect::new(0, 0, app.size.0, app.size.1)).size();
    let number = app.imports.chosen(chosen).unwrap_or(0);
    let lines = app.imports.lines(number, width).len();
    let room = height.saturating_sub(app.imports.shown(number, height).1 + 1);
    let at = app.imports.scrolled(lines, room);
    // A line of the page before stays in sight.
    let page = room.saturating_sub(1).max(1);
    let to = if down {
        at + page
    } else {
        at.saturating_sub(page)
    };
    app.imports.scrolled = to;
    app.imports.scrolled = app.imports.scrolled(lines, room);
    Vec::new()
}

/// Chooses another one.
pub(super) fn go(app: &mut App, delta: isize) -> Vec<Effect> {
    app.imports.scrolled = 0;
    if let Overlay::Imports(chosen) = &mut app.overlay {
        let list = app.imports.list();
        let at = list.iter().position(|listed| listed.number == *chosen);
        let to = at.unwrap_or(0).saturating_add_signed(delta);
        let to = list.get(to.min(list.len().saturating_sub(1)));
        *chosen = to.map_or(0, |listed| listed.number);
    }
    Vec::new()
}

/// Stops the chosen one, or takes it out of those that wait; the others go on.
pub(super) fn cancel(app: &mut App) -> Vec<Effect> {
    let Overlay::Imports(chosen) = app.overlay else {
        return Vec::new();
    };
    let chosen = app.imports.chosen(chosen).unwrap_or(0);
    if let Some(running) = app.imports.running.as_mut().filter(|r| r.number == chosen) {
        running.stopping = true;
        return vec![Effect::Import(Import::Stop)];
    }
    let waiting = &app.imports.waiting;
    match waiting.iter().position(|waiting| waiting.number == chosen) {
        Some(at) => {
            let taken = app.imports.waiting.remove(at);
            taken
                .into_iter()
                .for_each(|w| app.imports.done(not_begun(w)));
        }
        None => app.tell("This import is done already"),
    }
    Vec::new()
}

/// Takes what the import tells.
pub(super) fn told(app: &mut App, news: ImportNews) -> Vec<Effect> {
    match news {
        ImportNews::Progress(progress) => {
            if let Some(running) = &mut app.imports.running {
                running.progress = progress;
            }
            Vec::new()
        }
        ImportNews::Ended(imported) => ended(app, &imported),
    }
}

fn ended(app: &mut App, imported: &Imported) -> Vec<Effect> {
    let Some(running) = app.imports.running.take() else {
        return Vec::new();
    };
    app.imports.done(Done {
        number: running.number,
        paths: running.paths.clone(),
        state: match (imported.stopped, imported.failed.is_empty()) {
            (true, _) => State::Stopped,
            (false, true) => State::Done,
            (false, false) => State::Failed,
        },
        summary: imported.summary.clone(),
        failed: imported.failed.iter().take(FAILURES).cloned().collect(),
        more_failed: imported.failed.len().saturating_sub(FAILURES) as u64 + imported.more_failed,
    });
    tell_end(app, &running, imported);
    match app.imports.waiting.pop_front() {
        Some(next) => begin(app, next),
        None => Vec::new(),
    }
}

/// Opens the person's own collection, once all is in it that was to be imported and nothing lies above the
/// sample's panes.
pub(super) fn attend(app: &mut App) -> Option<Effect> {
    let free = matches!(app.overlay, Overlay::None | Overlay::Imports(_)) && app.tour.is_none();
    if !app.imports.brought || app.imports.is_running() || !free {
        return None;
    }
    app.imports.brought = false;
    Some(Effect::OpenOwn)
}

fn tell_end(app: &mut App, running: &Running, imported: &Imported) {
    let named = named(&running.paths);
    let told = match (imported.summary.as_str(), imported.stopped) {
        ("", _) => String::new(),
        (summary, false) => format!("Imported {named}: {summary}"),
        (summary, true) => format!("Stopped, and the same command goes on with {named}: {summary}"),
    };
    // The sample is thrown away: what was imported is in the person's own collection.
    if app.settings.sample && imported.articles > 0 {
        app.imports.brought = true;
    }
    if imported.failed.is_empty() {
        app.imports.last = Some(told).filter(|told| !told.is_empty());
    } else {
        // What went wrong stays until it is read.
        let mut lines: Vec<&str> = imported.failed.iter().map(String::as_str).collect();
        let more = lines.len().saturating_sub(TOLD) as u64 + imported.more_failed;
        lines.truncate(TOLD);
        let mut text = lines.join(". ");
        if more > 0 {
            text.push_str(&format!("; and {more} more, which :imports lists"));
        }
        if !told.is_empty() {
            text.push_str(&format!(". {told}"));
        }
        app.warn(text);
    }
}
