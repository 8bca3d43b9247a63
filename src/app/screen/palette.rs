//! The palette: a command being looked for by its name, and those that match.
//!
//! Must not know: how a command is carried out.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use tui_input::Input;

use crate::app::action::{ActionInfo, Context};
use crate::app::command::{self, Command, CommandInfo};

/// What a row does.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// An action.
    Action(&'static ActionInfo),
    /// A command that takes something.
    Command(&'static CommandInfo),
    /// A command with what it takes.
    With(&'static CommandInfo, &'static str),
    /// Nothing yet: it writes a path behind a command.
    Path,
}

/// A row of the palette.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it does.
    pub does: Does,
    /// Its name; of a path its last part.
    pub name: Cow<'static, str>,
    /// What it takes behind its name.
    pub takes: &'static str,
    /// What it does, or why that cannot be done now.
    pub description: String,
    /// Its first key.
    pub key: String,
    /// Why it cannot be done here and now; empty where it can.
    pub why_not: String,
    /// Whether it is shown only where its name is looked for.
    pub remote: bool,
    /// Byte ranges of the name that match what is typed, in order.
    pub marks: Vec<Range<usize>>,
}

/// The palette above the panes.
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// Where it was opened: what can be done there is what it shows.
    pub from: Context,
    /// All rows there are, of which some match.
    pub(in crate::app) all: Vec<Row>,
    /// Those that match, best first.
    pub rows: Vec<Row>,
    /// The chosen one.
    pub selected: usize,
    /// Which of the commands that were given before is written, counted from the last.
    pub(in crate::app) back: usize,
    /// Why what was typed cannot be done.
    pub trouble: Option<String>,
    /// Files and folders that were listed last, as they would be written.
    paths: Vec<String>,
    /// The beginning of a path for which they were asked.
    listing: Option<String>,
    matcher: SkimMatcherV2,
}

impl std::fmt::Debug for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Palette")
            .field("input", &self.input.value())
            .field("selected", &self.selected)
            .finish_non_exhaustive()
    }
}

impl Palette {
    /// Opens it with all there is.
    #[must_use]
    pub fn open(from: Context, all: Vec<Row>) -> Self {
        let mut palette = Self {
            input: Input::default(),
            from,
            all,
            rows: Vec::new(),
            selected: 0,
            back: 0,
            trouble: None,
            paths: Vec::new(),
            listing: None,
            matcher: SkimMatcherV2::default().ignore_case(),
        };
        palette.look();
        palette
    }

    /// What is typed, without the colon that may have been typed once more.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.input.value().trim_start_matches([':', ' '])
    }

    /// Looks for what is typed; the best row is chosen.
    pub fn look(&mut self) {
        self.trouble = None;
        self.selected = 0;
        let line = self.typed();
        self.rows = match command::split_whole(line) {
            Some((info, rest)) if info.command == Command::Import => self.listed(info, rest),
            Some((info, rest)) => self.values(info, rest.trim()),
            None => self.matching(line.trim_end()),
        };
    }

    /// The beginning of the path that is being typed, where others are listed than those that begin so.
    pub(in crate::app) fn wants_paths(&mut self) -> Option<String> {
        let (info, rest) = command::split_whole(self.typed())?;
        let (_, begin) = command::last_word(rest);
        if info.command != Command::Import || self.listing.as_ref() == Some(&begin) {
            return None;
        }
        self.listing = Some(begin.clone());
        Some(begin)
    }

    /// Takes paths that were asked for; those for what was typed before are dropped.
    pub(in crate::app) fn take_paths(&mut self, begin: &str, paths: Vec<String>) {
        if self.listing.as_deref() != Some(begin) {
            return;
        }
        self.paths = paths;
        let (selected, trouble) = (self.selected, self.trouble.take());
        self.look();
        (self.selected, self.trouble) = (selected.min(self.rows.len().saturating_sub(1)), trouble);
    }

    /// The import itself, and the paths that may be written behind it.
    fn listed(&self, info: &'static CommandInfo, rest: &str) -> Vec<Row> {
        let (_, begin) = command::last_word(rest);
        let begin = begin.to_lowercase();
        let fits = |path: &&String| path.to_lowercase().starts_with(&begin);
        let row = |path: &String| Row {
            does: Does::Path,
            name: Cow::Owned(last_part(path).to_owned()),
            takes: "",
            description: match path.ends_with('/') {
                true => "folder".to_owned(),
                false => String::new(),
            },
            ..itself(info)
        };
        let paths = self.paths.iter().filter(fits).map(row);
        std::iter::once(itself(info)).chain(paths).collect()
    }

    /// The line with the chosen path behind what was written before, or else with the first one.
    pub(in crate::app) fn with_path(&self) -> Option<String> {
        let (_, rest) = command::split_whole(self.typed())?;
        let (at, begin) = command::last_word(rest);
        let lower = begin.to_lowercase();
        let mut fits = self
            .paths
            .iter()
            .filter(|path| path.to_lowercase().starts_with(&lower));
        let path = fits.nth(self.selected.saturating_sub(1))?;
        let before = &self.typed()[..self.typed().len() - rest.len() + at];
        Some(match path.ends_with('/') {
            true => format!("{before}{}", command::opened(path)),
            false => format!("{before}{} ", command::quoted(path)),
        })
    }

    /// What a command may take that begins with `rest`, or the command itself.
    fn values(&self, info: &'static CommandInfo, rest: &str) -> Vec<Row> {
        let of = |row: &&Row| match row.does {
            Does::With(command, _) => command.name == info.name,
            _ => false,
        };
        let known: Vec<&Row> = self.all.iter().filter(of).collect();
        if known.is_empty() {
            return vec![itself(info)];
        }
        let mut rows: Vec<(i64, Row)> = known
            .into_iter()
            .filter_map(|row| self.weigh(row, rest))
            .collect();
        rows.sort_by_key(|(score, _)| Reverse(*score));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn matching(&self, typed: &str) -> Vec<Row> {
        let remote = |row: &&Row| row.remote && typed.is_empty();
        let listed = |row: &&Row| !matches!(row.does, Does::With(..)) && !remote(row);
        let all = self.all.iter().filter(listed);
        if typed.is_empty() {
            let (not, can): (Vec<_>, Vec<_>) = all.cloned().partition(Row::is_refused);
            return can.into_iter().chain(not).collect();
        }
        let mut rows: Vec<(i64, Row)> = all.filter_map(|row| self.weigh(row, typed)).collect();
        // What can be done comes before what matches as well and cannot.
        rows.sort_by_key(|(score, row)| (Reverse(*score), row.is_refused()));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// How well a row matches: by the letters of its name, less well by the words of what it does.
    fn weigh(&self, row: &Row, typed: &str) -> Option<(i64, Row)> {
        /// Every match by name is better than one by description.
        const NAME: i64 = 1_000;
        let name = command::full_name(typed).replace(' ', "-").to_lowercase();
        let exact = match &*row.name {
            own if own == name => 4 * NAME,
            // What takes something is named by its verb, and what shows it by a longer word.
            own if own.starts_with(&name) && matches!(row.does, Does::Command(_)) => 3 * NAME,
            own if own.starts_with(&name) => 2 * NAME,
            own if own.contains(&name) => NAME,
            _ => 0,
        };
        if let Some((score, places)) = self.matcher.fuzzy_indices(&row.name, &name) {
            let mut row = row.clone();
            row.marks = ranges(&row.name, &places);
            return Some((NAME + exact + score, row));
        }
        // What cannot be done from here is found by its name alone.
        if row.remote {
            return None;
        }
        let description = row.description.to_lowercase();
        let begins = |word: String| {
            let mut there = description.split(|c: char| !c.is_alphanumeric());
            there.any(|own| own.starts_with(&word))
        };
        let mut words = typed.split_whitespace().map(str::to_lowercase);
        words.all(begins).then(|| (0, row.clone()))
    }

    /// Chooses the row `delta` further.
    pub fn go(&mut self, delta: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(delta).min(last);
    }

    /// The chosen row.
    #[must_use]
    pub fn chosen(&self) -> Option<&Row> {
        self.rows.get(self.selected)
    }

    /// First row to show where `view` rows are shown.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        (self.selected + 1).saturating_sub(view.max(1))
    }
}

impl Row {
    /// Whether it cannot be done here and now.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.why_not.is_empty()
    }
}

/// The row of a command, with what it takes still to be written.
pub(in crate::app) fn itself(info: &'static CommandInfo) -> Row {
    Row {
        does: Does::Command(info),
        name: Cow::Borrowed(info.name),
        takes: info.takes,
        description: info.description.to_owned(),
        key: String::new(),
        why_not: String::new(),
        remote: false,
        marks: Vec::new(),
    }
}

/// The last part of a path, with the sign of a folder.
fn last_part(path: &str) -> &str {
    let bare = path.strip_suffix('/').unwrap_or(path);
    path.get(bare.rfind('/').map_or(0, |at| at + 1)..)
        .unwrap_or(path)
}

/// Places of letters as byte ranges; neighbours are one.
fn ranges(text: &str, places: &[usize]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (place, (start, c)) in text.char_indices().enumerate() {
        if !places.contains(&place) {
            continue;
        }
        let end = start + c.len_utf8();
        match ranges.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}
