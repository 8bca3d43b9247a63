//! The memory that one article after another is read into: what is as long as the text itself is kept
//! from one to the next, and not asked for and given back each time.

use std::cell::Cell;

use super::document::{Document, Tok};
use super::stretches::Stretches;

/// Empty lists with room in them.
#[derive(Default)]
pub struct Room {
    pub toks: Vec<Tok>,
    pub capitals: Vec<u32>,
    pub folded: String,
    pub stretches: Stretches,
}

thread_local! {
    static ROOM: Cell<Room> = Cell::default();
}

/// Tokens of the longest article whose room is kept.
const MOST_KEPT: usize = 1 << 16;

impl Room {
    /// The room that the last article of this thread left, with enough for `bytes` of text.
    #[must_use]
    pub fn take(bytes: usize) -> Self {
        let mut room = ROOM.try_with(Cell::take).unwrap_or_default();
        // Most articles have a token for five bytes and more.
        room.toks.reserve(bytes / 4);
        room.folded.reserve(bytes + bytes / 8);
        room
    }
}

impl Drop for Document<'_> {
    fn drop(&mut self) {
        if self.toks.capacity() > MOST_KEPT {
            return;
        }
        let mut room = Room {
            toks: std::mem::take(&mut self.toks),
            capitals: std::mem::take(&mut self.capitals),
            folded: std::mem::take(&mut self.folded),
            stretches: std::mem::take(&mut self.stretches),
        };
        room.toks.clear();
        room.capitals.clear();
        room.folded.clear();
        room.stretches.clear();
        // Where the thread is about to end nobody needs it.
        let _ = ROOM.try_with(|kept| kept.set(room));
    }
}
