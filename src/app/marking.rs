//! What is marked to be taken away.

use super::App;
use super::event::Mark;

/// What was marked, in the order in which it was.
#[derive(Debug, Default)]
pub struct Marks(Vec<Mark>);

impl Marks {
    /// How much is marked.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it.
    #[must_use]
    pub fn all(&self) -> &[Mark] {
        &self.0
    }

    /// Whether this is.
    #[must_use]
    pub fn has(&self, mark: &Mark) -> bool {
        self.0.contains(mark)
    }

    /// Marks it, or takes its mark away; whether it is marked now.
    pub(super) fn toggle(&mut self, mark: Mark) -> bool {
        let before = self.0.len();
        self.0.retain(|other| *other != mark);
        let marked = self.0.len() == before;
        if marked {
            self.0.push(mark);
        }
        marked
    }
}

impl App {
    /// Whether a quote of the open article is marked.
    #[must_use]
    pub fn is_marked(&self, quote: usize) -> bool {
        let of = self.reading.as_ref().map(|reading| reading.stored.id);
        self.marks.all().iter().any(|mark| match mark {
            Mark::Quote(at) => Some(at.article) == of && at.ordinal == quote,
            Mark::Article(_) => false,
        })
    }
}
