//! Importing beside reading: what is under way, what waits, and what is told of it.
//!
//! One import goes on at a time; others wait their turn. Must not know: who imports.

use std::collections::VecDeque;

use super::event::{Effect, Import, ImportNews, Imported, Progress};
use super::{App, command, words};

/// Failures that are told one by one.
const TOLD: usize = 3;

/// The imports of this session.
#[derive(Debug, Default)]
pub struct Imports {
    /// What goes on.
    running: Option<Running>,
    /// What waits.
    waiting: VecDeque<Vec<String>>,
    /// What came of the last one, until it was read.
    last: Option<String>,
}

/// An import that goes on.
#[derive(Debug)]
struct Running {
    paths: Vec<String>,
    progress: Progress,
    stopping: bool,
}

impl Imports {
    /// Whether one goes on.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.running.is_some()
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
            .chain(&self.waiting)
            .flatten()
            .map(|path| command::quoted(path))
            .collect();
        (!paths.is_empty()).then(|| {
            format!(
                "The import stops here, and what it brought stays. To go on: onrecord import {}",
                paths.join(" ")
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
        let Progress {
            articles,
            done,
            total,
            rate,
        } = running.progress;
        let mut line = format!("Importing {named}: {}", words::count(articles, "article"));
        if total > 0 {
            let share = done.saturating_mul(100) / total.max(done);
            line.push_str(&format!(", {share} %, {}/s", words::bytes(rate)));
        }
        match self.waiting.len() {
            0 => {}
            n => line.push_str(&format!(", {n} waiting")),
        }
        Some(line)
    }
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
    if app.imports.is_running() {
        app.tell(format!(
            "{} waits until the import under way is done",
            named(&paths)
        ));
        app.imports.waiting.push_back(paths);
        return Vec::new();
    }
    app.imports.running = Some(Running {
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
    app.imports.waiting.clear();
    vec![Effect::Import(Import::Stop)]
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
    let named = named(&running.paths);
    let mut told = match (imported.summary.as_str(), imported.stopped) {
        ("", _) => String::new(),
        (summary, false) => format!("Imported {named}: {summary}"),
        (summary, true) => format!("Stopped, and the same command goes on with {named}: {summary}"),
    };
    // The sample is thrown away: what was imported is in the person's own store.
    let elsewhere = app.settings.sample && imported.articles > 0;
    if elsewhere {
        told.push_str(". It is in your own store: quit, and start onrecord again to read it");
    }
    if imported.failed.is_empty() {
        match elsewhere {
            true => app.warn(told),
            false => app.imports.last = Some(told).filter(|told| !told.is_empty()),
        }
    } else {
        // What went wrong stays until it is read.
        let mut lines: Vec<&str> = imported.failed.iter().map(String::as_str).collect();
        let more = lines.len().saturating_sub(TOLD) as u64 + imported.more_failed;
        lines.truncate(TOLD);
        let mut text = lines.join(". ");
        if more > 0 {
            let paths: Vec<String> = running
                .paths
                .iter()
                .map(|path| command::quoted(path))
                .collect();
            text.push_str(&format!(
                "; and {more} more, which `onrecord import {}` names",
                paths.join(" ")
            ));
        }
        if !told.is_empty() {
            text.push_str(&format!(". {told}"));
        }
        app.warn(text);
    }
    match app.imports.waiting.pop_front() {
        Some(next) => start(app, next),
        None => Vec::new(),
    }
}
