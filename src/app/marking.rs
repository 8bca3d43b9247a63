//! What is marked to be taken away.

use super::App;
use super::event::{Hit, Mark};
use super::screen::finder::Finder;

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

/// Whether a hit of the finder is what was marked.
fn is_hit(mark: &Mark, hit: &Hit) -> bool {
    match (mark, hit) {
        (Mark::Quote(at), Hit::Quote(hit)) => {
            (at.article, at.ordinal) == (hit.row.article, hit.row.ordinal)
        }
        (Mark::Article(id), Hit::Article(hit)) => *id == hit.row.id,
        _ => false,
    }
}

impl App {
    /// How much of what is marked is not among the rows of the finder.
    #[must_use]
    pub fn marked_elsewhere(&self, finder: &Finder) -> usize {
        let rows = &finder.found.hits;
        let marks = self.marks.all().iter();
        marks
            .filter(|mark| !rows.iter().any(|hit| is_hit(mark, hit)))
            .count()
    }

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
