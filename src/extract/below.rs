//! Speech of several paragraphs whose speaker is named only where it ends: “We came to stay. ¶ “We will
//! not leave,” Roe said.
//!
//! Must not know how the words of one paragraph are found.

use super::document::Toks;
use super::lexicon::Tags;
use super::quotes::{Assembly, Place};
use super::subject::Source;
use crate::model::Span;

/// Marked words of whole paragraphs, so far without a cue of their own.
pub(super) struct Unnamed {
    /// Each with the draft that holds it.
    spans: Vec<(usize, Span)>,
    /// The sentence that the last of them ends in.
    last: Place,
    /// Whether the last has no closing mark: what follows is the same speech.
    open: bool,
    /// Whether they carry on a speech above, as long as nothing below says otherwise.
    named: bool,
}

impl Assembly<'_, '_> {
    /// Notes that marked words of the sentence at `at` went to `draft` without a cue; `named` where they
    /// carry on the speech above.
    pub(super) fn note_unnamed(&mut self, at: Place, mark: usize, draft: usize, named: bool) {
        let mark = self.doc.marks[mark];
        let before = self.unnamed.take().filter(|u| self.leads_to(u, at));
        let new = at.sentence == 0;
        let mut unnamed = match before {
            Some(u) if !new || u.open => u,
            _ if new => Unnamed {
                spans: Vec::new(),
                last: at,
                open: false,
                named,
            },
            _ => return,
        };
        unnamed.spans.push((draft, mark.inner));
        unnamed.last = at;
        unnamed.open = !mark.closed;
        self.unnamed = Some(unnamed);
    }

    /// Whether the sentence at `at` may be part of the same speech.
    fn leads_to(&self, unnamed: &Unnamed, at: Place) -> bool {
        let last = unnamed.last;
        let next = last.paragraph == at.paragraph && last.sentence + 1 == at.sentence;
        // Marks of another shape are those of a quotation inside.
        let opening = |at: &Place| {
            let first = self.doc.paragraphs[at.paragraph].toks.start;
            self.doc.words(&(first..first + 1))
        };
        next || opening(&last) == opening(&at)
            && last.paragraph + 1 == at.paragraph
            && at.sentence == 0
            && self.ends_paragraph(last)
    }

    /// What stands above the words of a cue in the sentence at `at` and is part of the same speech; it is
    /// taken from the drafts that hold it. `words` are those before the cue.
    /// `source` is who speaks there.
    pub(super) fn take_unnamed(
        &mut self,
        at: Place,
        words: &Toks,
        source: Option<&Source>,
    ) -> Vec<Span> {
        let Some(unnamed) = self.unnamed.take() else {
            return Vec::new();
        };
        let paragraph = &self.doc.paragraphs[at.paragraph];
        let opens = at.sentence == 0
            && words.start == paragraph.toks.start
            && self.doc.in_mark(words.start);
        // "Roe went to bed. ¶ “The night was long. ¶ “The day was longer,” he said.": a pronoun names nobody
        // else.
        let sourced = |&(draft, _): &(usize, Span)| self.out[draft].source.is_some();
        let named = unnamed.named || unnamed.spans.iter().any(sourced);
        let pronoun = source.is_none_or(|s| self.doc.has(s.phrase.start, Tags::PERSON));
        // Behind a closing mark somebody else may speak.
        let goes_on = unnamed.open && !(named && pronoun);
        if !opens || !self.leads_to(&unnamed, at) || !goes_on {
            return Vec::new();
        }
        // Drafts and spans come in order, so that each list is gone through once.
        let stays = |s: &Span| {
            let place = unnamed
                .spans
                .binary_search_by_key(&s.start, |(_, u)| u.start);
            place.map_or(true, |k| unnamed.spans[k].1 != *s)
        };
        let mut last = None;
        for &(number, _) in &unnamed.spans {
            if last.replace(number) != Some(number) {
                let draft = &mut self.out[number];
                draft.content.retain(stays);
                draft.rules.retain(|(_, s)| stays(s));
            }
        }
        unnamed.spans.into_iter().map(|(_, span)| span).collect()
    }
}
