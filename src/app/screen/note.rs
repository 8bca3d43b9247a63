//! The box in which a note on a quote is written.
//!
//! Must not know: how notes are kept.

use super::editor::Editor;

/// A note being written.
#[derive(Debug)]
pub struct Note<T> {
    /// The quote it is on.
    pub target: T,
    /// What is written.
    pub editor: Editor,
    /// The words of the quote, for the heading.
    pub words: String,
    /// The note as it is kept.
    pub before: String,
    /// Whether the person is asked what to do with what was changed.
    pub asking: bool,
    /// What went wrong.
    pub trouble: Option<&'static str>,
}

impl<T> Note<T> {
    /// Opens the note on a quote with these words.
    #[must_use]
    pub fn open(target: T, words: String, kept: String, draft: Option<String>) -> Self {
        Self {
            target,
            editor: Editor::new(draft.unwrap_or_else(|| kept.clone())),
            words,
            before: kept,
            asking: false,
            trouble: None,
        }
    }

    /// Whether it is otherwise than it is kept.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.editor.text().trim() != self.before.trim()
    }

    /// Whether there was a note before.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.before.is_empty()
    }
}
