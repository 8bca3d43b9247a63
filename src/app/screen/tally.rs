//! How many rows the list has and where the held ones stand among them, as far as that is known; what is
//! not known is asked for, to be counted in the background.
//!
//! Must not know: who counts.

use super::articles::Articles;
use crate::app::event::{Counted, Counting, Effect};

/// What was counted, and what is being counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Rows of the whole list.
    all: Option<u64>,
    /// Whether that, and where the held rows stand, is to be counted again.
    old: bool,
    /// The request that is not answered yet.
    asked: Option<u64>,
    generation: u64,
}

impl Tally {
    /// Nothing is known of another list; what is being counted is of no use.
    pub(super) fn superseded(&self) -> Self {
        Self {
            generation: self.generation,
            ..Self::default()
        }
    }

    /// The collection has changed: what is known is shown until it is counted again.
    pub(super) fn is_old(&mut self) {
        self.old = true;
    }
}

impl Articles {
    /// Length of the whole list, where known: told by the totals where nothing is filtered, else
    /// known once the end was seen or it was counted.
    #[must_use]
    pub fn length(&self, all: Option<u64>) -> Option<u64> {
        if self.at_end && self.first.is_some() {
            return self.first.map(|first| first + self.heads(&self.rows));
        }
        match self.filter.is_empty() {
            true => all,
            false => self.counts.all,
        }
    }

    /// What the list has at least, where its length is not known.
    #[must_use]
    pub fn at_least(&self) -> u64 {
        self.first.unwrap_or(0) + self.heads(&self.rows)
    }

    /// Asks for what is not known, where nobody is asked yet and no rows are on their way.
    pub fn count(&mut self, all: Option<u64>) -> Option<Effect> {
        if self.is_waiting() || self.counts.asked.is_some() || self.rows.is_empty() {
            return None;
        }
        let old = std::mem::take(&mut self.counts.old);
        let ends = self.at_start && self.at_end;
        let length = !self.filter.is_empty() && !ends && (old || self.length(all).is_none());
        let place = !self.at_start && (old || self.first.is_none());
        if !length && !place {
            return None;
        }
        let head = self.rows.iter().find(|row| !self.is_unfolded(row.id));
        let head = head.filter(|_| place);
        self.counts.generation += 1;
        self.counts.asked = Some(self.counts.generation);
        Some(Effect::Count {
            generation: self.counts.generation,
            what: Counting::List {
                filter: self.filter.clone(),
                order: self.arrangement.order,
                all: length,
                before: head.map(|row| self.edge(row)),
            },
        })
    }

    /// Takes what was counted; what nobody waits for any more is dropped. Asks again where the
    /// collection has changed meanwhile.
    pub fn counted(
        &mut self,
        generation: u64,
        counted: &Counted,
        total: Option<u64>,
    ) -> Option<Effect> {
        let Counted::List { all, before } = counted else {
            return None;
        };
        self.counts.asked.take_if(|asked| *asked == generation)?;
        self.counts.all = all.or(self.counts.all);
        if let Some((id, count)) = before
            && let Some(at) = self.rows.iter().position(|row| row.id == *id)
        {
            self.first = count.checked_sub(self.heads(&self.rows[..at]));
        }
        self.counts.old.then(|| self.count(total)).flatten()
    }
}
