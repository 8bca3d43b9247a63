//! What a command wrote, in a box that scrolls.
//!
//! Must not know: how it was run.

use crate::text::wrap;

/// A command that runs or has ended.
#[derive(Debug)]
pub struct Output {
    /// Which run it is.
    pub generation: u64,
    /// The command.
    pub command: String,
    /// What it wrote, once it has ended.
    text: Option<String>,
    /// How it ended.
    pub ended: String,
    /// First line that is shown.
    top: usize,
}

impl Output {
    /// Opens the box for a command that runs.
    #[must_use]
    pub const fn open(generation: u64, command: String) -> Self {
        Self {
            generation,
            command,
            text: None,
            ended: String::new(),
            top: 0,
        }
    }

    /// Whether it runs.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.text.is_none()
    }

    /// Takes what a run wrote and how it ended.
    pub fn take(&mut self, generation: u64, text: &str, ended: String) {
        if generation == self.generation {
            self.text = Some(text.trim_end().to_owned());
            self.ended = ended;
        }
    }

    /// The lines at a width.
    #[must_use]
    pub fn lines(&self, width: usize) -> Vec<&str> {
        let text = self.text.as_deref().unwrap_or("");
        if text.is_empty() {
            return Vec::new();
        }
        let lines = wrap::wrap(text, width).into_iter();
        lines
            .map(|line| &text[wrap::trimmed(text, &line)])
            .collect()
    }

    /// Goes `delta` lines down, where `height` of `all` lines are shown.
    pub fn scroll(&mut self, delta: isize, all: usize, height: usize) {
        let last = all.saturating_sub(height);
        self.top = self.top.min(last).saturating_add_signed(delta).min(last);
    }

    /// First line to show where `height` of `all` lines are shown.
    #[must_use]
    pub fn top(&self, all: usize, height: usize) -> usize {
        self.top.min(all.saturating_sub(height))
    }
}
