//! What is being opened, and where to go in it once it is there.
//!
//! Must not know: who reads it.

use std::ops::Range;

use crate::model::{ArticleId, Place, Span};

/// The article that is on its way, and where to go in it.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) generation: u64,
    pub(super) id: ArticleId,
    pub(super) goal: Goal,
    /// Whether it is one of the places that were jumped from.
    pub(super) walking: bool,
    /// Whether the list is to show it.
    pub(super) reveal: bool,
    /// Whether it is to be read whatever the list then shows.
    pub(super) stays: bool,
}

/// Where to go in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// Where one was, or to its start.
    Place,
    /// To its start, though one has been elsewhere in it.
    Start,
    /// To a quote, and to the words in it that were looked for: bytes of what was said.
    Quote(usize, Vec<Range<usize>>),
    /// To words, which are lit: bytes of the text.
    Words(Vec<Span>),
    /// To a place that was kept.
    Kept(Place),
}
