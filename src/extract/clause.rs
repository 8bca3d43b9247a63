//! Whether words hold a clause: a subject and a finite verb.

use super::document::{Document, Toks, reads};
use super::lexicon::Tags;
use super::phrase;
use crate::text::token::{Case, TokenKind};

/// Whether tokens `start..end` hold a clause: a subject and a finite verb.
#[must_use]
pub fn is_clause(doc: &Document<'_>, start: usize, end: usize) -> bool {
    Opening::read(doc, &(start..end)).is_clause(end)
}

/// "There is, he argues, a better way": whether words break off behind a verb that says nothing alone.
#[must_use]
pub fn breaks_off(doc: &Document<'_>, words: &Toks) -> bool {
    let last = words.end.saturating_sub(1);
    words.len() > 1 && doc.has(last, Tags::AUX) && doc.toks[last].case == Case::Lower
}

/// What stands first in a range of tokens, read once: of each shorter range with the same start it is
/// then known at once whether it holds a clause.
pub struct Opening {
    /// The first token, small words at the head aside.
    start: usize,
    /// Whether a preposition or the like stands there, which opens no clause before a comma.
    opens: bool,
    /// The first finite verb, or token that may be one.
    finite: Option<usize>,
    /// The first comma, where that matters.
    comma: Option<usize>,
    /// The first auxiliary, where it was asked for.
    pub auxiliary: Option<usize>,
}

impl Opening {
    /// Reads the range.
    #[must_use]
    pub fn read(doc: &Document<'_>, range: &Toks) -> Self {
        let small = |k: &usize| {
            !doc.in_mark(*k)
                && (doc.has(*k, Tags::ADV.or(Tags::CONJ))
                    && !doc.has(*k, Tags::SUBJECT)
                    && !doc.has(k + 1, Tags::AUX)
                    || reads!(doc, *k, "more")
                    || doc.ends_in_ly(*k)
                    || doc.is(*k, ','))
        };
        let start = range.clone().find(|k| !small(k)).unwrap_or(range.end);
        let opens = doc.has(start, Tags::INTRO.or(Tags::PREP))
            && !doc.capital(start + 1)
            && !reads!(doc, start, "to");
        Self {
            start,
            opens,
            finite: (start + 1..range.end).find(|&k| is_finite(doc, k)),
            comma: (start..range.end)
                .take_while(|_| opens)
                .find(|&k| doc.is(k, ',')),
            auxiliary: None,
        }
    }

    /// The same with its first auxiliary.
    #[must_use]
    pub fn with_auxiliary(doc: &Document<'_>, range: &Toks) -> Self {
        Self {
            auxiliary: range.clone().find(|&k| doc.has(k, Tags::AUX)),
            ..Self::read(doc, range)
        }
    }

    /// Whether the tokens of the range before token `end` hold a clause.
    #[must_use]
    pub fn is_clause(&self, end: usize) -> bool {
        let before = |k: Option<usize>| k.is_some_and(|k| k < end);
        end >= self.start + 2 && before(self.finite) && (!self.opens || before(self.comma))
    }
}

fn is_finite(doc: &Document<'_>, k: usize) -> bool {
    let tok = &doc.toks[k];
    let verb = tok.tags.any(Tags::AUX.or(Tags::VERB)) || tok.cue.is_some();
    let regular = || {
        doc.ends_in(k, b"ed")
            || doc.ends_in(k, b"s")
                && doc.has(k + 1, Tags::DET.or(Tags::PREP))
                && phrase::nominal(doc, k - 1)
    };
    let small = tok.kind == TokenKind::Word && tok.case == Case::Lower;
    tok.mark.is_some() || verb || small && regular()
}
