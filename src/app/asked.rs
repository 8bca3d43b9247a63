//! What was asked of the store and is not answered yet, so that nothing that a person did is lost or
//! seen undone meanwhile.
//!
//! Edits are answered in the order in which they were asked for. An undo waits for those before it:
//! one that was refused is what it would have undone. What is read from the store may be older than
//! an edit; the edit is shown on it once more. Must not know: how things are kept.

use std::collections::VecDeque;

use super::event::{Edit, Effect, QuoteAt, Undo};
use crate::model::ArticleId;

/// A note that the store has not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The quote it is on.
    pub quote: QuoteAt,
    /// The note that it was to stand in place of.
    pub before: String,
    /// The note.
    pub text: String,
}

/// Something that is read from the store, whose answer may be older than the latest edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    Rows(u64),
    Variants(ArticleId),
    Open(u64),
    Reread(ArticleId),
    Counts,
    Searches,
}

/// The same requests, of which a later one takes the place of those before.
impl Read {
    const fn of(effect: &Effect) -> Option<Self> {
        Some(match effect {
            Effect::Rows { generation, .. } => Self::Rows(*generation),
            Effect::Variants { id } => Self::Variants(*id),
            Effect::Open { generation, .. } => Self::Open(*generation),
            Effect::Reread(id) => Self::Reread(*id),
            Effect::Counts => Self::Counts,
            Effect::Searches => Self::Searches,
            _ => return None,
        })
    }

    fn replaces(self, other: Self) -> bool {
        match (self, other) {
            (Self::Rows(_), Self::Rows(_)) | (Self::Open(_), Self::Open(_)) => true,
            _ => self == other,
        }
    }
}

/// What is under way.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Edits that are not answered, oldest first, by their number.
    waiting: VecDeque<(u64, Edit)>,
    /// Edits that were made, as long as an answer may come that does not have them.
    made: Vec<(u64, Edit)>,
    edits: u64,
    /// What is being read, and the first edit that the answer may not have.
    reads: Vec<(Read, u64)>,
    /// Edits that the store was asked for and has not answered.
    out: usize,
    /// Undos that wait for the edits before them, and what came after.
    held: VecDeque<Effect>,
    /// Whether each of the last edits was refused, from the first refused one on that nobody has
    /// taken note of.
    refused: Vec<bool>,
    /// Whether something is to be read anew once all edits are answered.
    pub(super) stale: bool,
    /// Notes that the store refused.
    pub(super) drafts: Vec<Draft>,
}

impl Asked {
    /// Whether an edit or an undo is not answered.
    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty() || !self.held.is_empty()
    }

    /// Takes an edit that is shown; gives what to ask the store for now.
    pub(super) fn edit(&mut self, edit: Edit) -> Option<Effect> {
        self.edits += 1;
        self.waiting.push_back((self.edits, edit.clone()));
        let effect = Effect::Edit(edit);
        if self.held.is_empty() {
            self.out += 1;
            return Some(effect);
        }
        self.held.push_back(effect);
        None
    }

    /// Takes an undo; gives what to ask the store for now. `Err` where what it would undo was never
    /// made.
    pub(super) fn undo(&mut self, undo: Undo) -> Result<Option<Effect>, ()> {
        if self.out > 0 || !self.held.is_empty() {
            self.held.push_back(Effect::Undo(undo));
            return Ok(None);
        }
        self.undo_now(undo).map(Some)
    }

    fn undo_now(&mut self, undo: Undo) -> Result<Effect, ()> {
        if undo != Undo::Last {
            self.refused.clear();
        } else if self.refused.pop() == Some(true) {
            return Err(());
        }
        Ok(Effect::Undo(undo))
    }

    /// Takes the answer to an edit. Gives what can be asked for now, and whether an undo that waited
    /// has nothing to undo.
    pub(super) fn answered(&mut self, edit: &Edit, refused: bool) -> (Vec<Effect>, bool) {
        let place = self.waiting.iter().position(|(_, waits)| waits == edit);
        if let Some((number, edit)) = place.and_then(|at| self.waiting.remove(at))
            && !refused
        {
            self.made.push((number, edit));
        }
        self.out = self.out.saturating_sub(1);
        if refused || !self.refused.is_empty() {
            self.refused.push(refused);
        }
        self.forget();
        self.release()
    }

    fn release(&mut self) -> (Vec<Effect>, bool) {
        let (mut effects, mut vain) = (Vec::new(), false);
        while let Some(effect) = self.held.pop_front() {
            match effect {
                Effect::Undo(undo) if self.out > 0 => {
                    self.held.push_front(Effect::Undo(undo));
                    break;
                }
                Effect::Undo(undo) => match self.undo_now(undo) {
                    Ok(effect) => effects.push(effect),
                    Err(()) => vain = true,
                },
                effect => {
                    self.out += 1;
                    effects.push(effect);
                }
            }
        }
        (effects, vain)
    }

    /// The person has seen what was refused.
    pub(super) fn seen(&mut self) {
        if !self.is_waiting() {
            self.refused.clear();
        }
    }

    /// Something was undone: what is read from now on is as it is, and no edit that was made is to be
    /// shown on it.
    pub(super) fn undone(&mut self) {
        self.made.clear();
    }

    /// Notes what is being read.
    pub(super) fn reading(&mut self, effects: &[Effect]) {
        for read in effects.iter().filter_map(Read::of) {
            let first = self.waiting.front().map_or(self.edits + 1, |(n, _)| *n);
            self.reads.retain(|(other, _)| !read.replaces(*other));
            self.reads.push((read, first));
        }
    }

    /// Something cannot be read.
    pub(super) fn give_up(&mut self) {
        self.reads.clear();
        self.forget();
    }

    /// The edits that the answer to what was read may not have, oldest first.
    pub(super) fn newer_than(&mut self, read: Read) -> Vec<Edit> {
        let Some(at) = self.reads.iter().position(|(other, _)| *other == read) else {
            return Vec::new();
        };
        let (_, first) = self.reads.remove(at);
        let all = self.made.iter().chain(&self.waiting);
        let newer = all.filter(|(n, _)| *n >= first).map(|(_, e)| e.clone());
        let newer = newer.collect();
        self.forget();
        newer
    }

    fn forget(&mut self) {
        let oldest = self.reads.iter().map(|(_, first)| *first).min();
        self.made
            .retain(|(n, _)| oldest.is_some_and(|oldest| *n >= oldest));
    }

    /// Edits that are not answered, oldest first.
    pub(super) fn unanswered(&self) -> impl Iterator<Item = &Edit> {
        self.waiting.iter().map(|(_, edit)| edit)
    }

    /// The refused note for a quote, where there is one: `alone` where no other quote of its article
    /// has the words that it was for.
    pub(super) fn draft_for(
        &mut self,
        quote: &QuoteAt,
        alone: impl Fn(&QuoteAt) -> bool,
    ) -> Option<String> {
        let fits = |Draft { quote: of, .. }: &Draft| {
            of.article == quote.article && (of.words == quote.words || alone(of))
        };
        let at = self.drafts.iter().rposition(fits)?;
        Some(self.drafts.remove(at).text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ArticleEdit;

    fn star(n: i64) -> Edit {
        Edit::Article(ArticleId(n), ArticleEdit::Star(true))
    }

    fn undos(effects: &[Effect]) -> usize {
        let is = |effect: &&Effect| matches!(effect, Effect::Undo(_));
        effects.iter().filter(is).count()
    }

    #[test]
    fn an_undo_behind_a_refused_edit_undoes_nothing_else() {
        let mut asked = Asked::default();
        asked.edit(star(1));
        asked.edit(star(2));
        for _ in 0..2 {
            assert_eq!(asked.undo(Undo::Last), Ok(None), "it waits");
        }
        assert_eq!(asked.edit(star(3)), None, "what comes after waits too");
        assert_eq!(asked.answered(&star(1), false), (Vec::new(), false));
        let (effects, vain) = asked.answered(&star(2), true);
        assert_eq!((undos(&effects), vain), (1, true), "the first one was made");
        assert_eq!(effects.last(), Some(&Effect::Edit(star(3))));
        asked.answered(&star(3), true);
        assert_eq!(asked.undo(Undo::Last), Err(()), "nobody has seen it yet");
        assert_eq!(asked.undo(Undo::Last), Ok(Some(Effect::Undo(Undo::Last))));
        asked.edit(star(4));
        asked.answered(&star(4), true);
        asked.seen();
        assert!(asked.undo(Undo::Last).is_ok());
    }

    #[test]
    fn what_was_read_before_an_edit_is_told_what_it_may_not_have() {
        let mut asked = Asked::default();
        asked.edit(star(1));
        let open = |generation| Effect::Open {
            generation,
            id: ArticleId(9),
        };
        asked.reading(&[open(1), Effect::Counts]);
        asked.answered(&star(1), false);
        asked.edit(star(2));
        assert_eq!(asked.newer_than(Read::Open(1)), [star(1), star(2)]);
        asked.reading(&[open(2)]);
        asked.answered(&star(2), false);
        assert_eq!(asked.newer_than(Read::Counts), [star(1), star(2)]);
        asked.reading(&[open(3)]);
        assert_eq!(asked.newer_than(Read::Open(2)), [], "it was replaced");
        assert_eq!(asked.newer_than(Read::Open(3)), []);
        assert!(asked.made.is_empty() && asked.reads.is_empty());
    }
}
