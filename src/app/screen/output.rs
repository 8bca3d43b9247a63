//! What a command wrote, in a box that scrolls.
//!
//! Must not know: how it was run.

use std::ops::Range;

use crate::text::wrap;

/// A command that runs or has ended.
#[derive(Debug)]
pub struct Output {
    /// Which run it is.
    pub generation: u64,
    /// The command.
    pub command: String,
    /// What it was given.
    pub given: String,
    /// What it wrote, once it has ended.
    text: Option<String>,
    /// How it ended.
    pub ended: String,
    /// Where its lines are at a width.
    lines: Vec<Range<usize>>,
    width: usize,
    /// First line that is shown.
    top: usize,
}

impl Output {
    /// Opens the box for a command that runs.
    #[must_use]
    pub const fn open(generation: u64, command: String, given: String) -> Self {
        Self {
            generation,
            command,
            given,
            text: None,
            ended: String::new(),
            lines: Vec::new(),
            width: 0,
            top: 0,
        }
    }

    /// Whether it runs.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.text.is_none()
    }

    /// Takes what a run wrote and how it ended, to be shown at a width.
    pub fn take(&mut self, generation: u64, text: &str, ended: String, width: usize) {
        if generation == self.generation {
            self.text = Some(text.trim_end().to_owned());
            self.ended = ended;
            self.width = 0;
            self.fit(width);
        }
    }

    /// Breaks the lines for a width: once, and not at each key, as there may be a million letters.
    pub fn fit(&mut self, width: usize) {
        let text = self.text.as_deref().unwrap_or("");
        if self.width != width {
            self.width = width;
            self.lines = match text.is_empty() {
                true => Vec::new(),
                false => wrap::wrap(text, width),
            };
        }
    }

    /// How many lines there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.lines.len()
    }

    /// The lines that are seen where there is room for `height`.
    pub fn seen(&self, height: usize) -> impl Iterator<Item = &str> {
        let text = self.text.as_deref().unwrap_or("");
        let lines = self.lines.iter().skip(self.top(height)).take(height);
        lines.map(|line| &text[wrap::trimmed(text, line)])
    }

    /// Goes `delta` lines down, where `height` are shown.
    pub fn scroll(&mut self, delta: isize, height: usize) {
        let last = self.count().saturating_sub(height);
        self.top = self.top.min(last).saturating_add_signed(delta).min(last);
    }

    fn top(&self, height: usize) -> usize {
        self.top.min(self.count().saturating_sub(height))
    }
}
