//! Where a paragraph's sentences part: a cue behind a quoted question belongs to its words, marked words
//! that begin anew do not.

use super::document::{Document, Toks, reads};
use super::known::List;
use super::lexicon::{Form, Patterns, Tags};
use crate::model::Span;
use crate::text::token::{Case, TokenKind};

/// Longest sentence that is read as one, in tokens: what is longer is no sentence, and reading it
/// as one would take time that grows with its square.
const LONGEST_SENTENCE: usize = 400;

fn push_sentence(toks: Toks, parts: &mut Vec<Toks>) {
    let mut start = toks.start;
    while start < toks.end {
        let end = toks.end.min(start + LONGEST_SENTENCE);
        parts.push(start..end);
        start = end;
    }
}

impl Document<'_> {
    /// Token ranges of the sentences `bounds`. A cue behind a quoted question or exclamation belongs
    /// to the same sentence: `“Why?” Roe asked.`
    pub(super) fn sentence_toks(&self, first: usize, bounds: &[Span]) -> Vec<Toks> {
        let mut parts: Vec<Toks> = Vec::with_capacity(bounds.len());
        let mut next = self.dateline_end(first);
        for sentence in bounds {
            let start = next;
            while self
                .toks
                .get(next)
                .is_some_and(|t| t.span.start < sentence.end)
            {
                next += 1;
            }
            match parts.last_mut() {
                Some(last)
                    if next > start
                        && next - last.start <= LONGEST_SENTENCE
                        && self.in_mark(start - 1)
                        && self.opens_with_cue(start, next) =>
                {
                    last.end = next;
                }
                _ if next > start => self.push_parted(start..next, &mut parts),
                _ => {}
            }
        }
        if next < self.toks.len() {
            self.push_parted(next..self.toks.len(), &mut parts);
        }
        parts
    }

    /// Adds a sentence, parted where marked words begin anew behind a stop: `she told me. “But ...”`.
    fn push_parted(&self, toks: Toks, parts: &mut Vec<Toks>) {
        let mut start = toks.start;
        // An opening mark left alone at the end of the sentence before belongs to this one.
        if let Some(last) = parts
            .last()
            .filter(|p| p.len() == 1 && self.in_mark(p.start))
        {
            start = last.start;
            parts.pop();
        }
        // Most sentences have no marks.
        if self.marked_in(&toks) > 0 {
            for k in toks.start + 2..toks.end {
                if self.opens_behind_stop(k) {
                    push_sentence(start..k, parts);
                    start = k;
                }
            }
        }
        push_sentence(start..toks.end, parts);
    }

    /// Whether token `k` opens a marked stretch that begins like a sentence, behind a stop that is not
    /// that of a title or an initial.
    fn opens_behind_stop(&self, k: usize) -> bool {
        let (Some(mark), before) = (self.toks[k].mark.map(|m| self.marks[m]), k - 1) else {
            return false;
        };
        let inner = || mark.inner.of(self.text);
        mark.outer.start == self.toks[k].span.start
            && !self.in_mark(before)
            && self.ends_in(before, b".")
            && !self.has(before, Tags::TITLE)
            && self.lower(before).chars().count() != 2
            && inner().starts_with(|c: char| c.is_uppercase() || c == '.' || c == '…' || c == '[')
    }

    /// Whether the sentence is a source and a speech verb and little more: "Roe asked on Monday."
    fn opens_with_cue(&self, start: usize, end: usize) -> bool {
        if self.toks[start].span.start == 0 || self.in_mark(start) {
            return false;
        }
        if self.is_dash(start) && self.capital(start + 1) {
            return true;
        }
        let reach = end.min(start + 12);
        let Some(cue) = (start..reach).find(|&k| {
            self.toks[k]
                .cue
                .is_some_and(|c| c.patterns.any(Patterns::QUOTE) && c.form != Form::Ing)
                && !self.is_noun_of_phrase(start, k)
        }) else {
            return false;
        };
        let between = (start..cue).all(|k| {
            self.toks[k].kind != TokenKind::Punct
                || self.possessive(k)
                || self.is(k, ',')
                || self.is(k, '$')
        });
        // "calling it “reckless.” Instead, it offers"
        let anew = self.has(start, Tags::ADV.or(Tags::INTRO)) && self.is(start + 1, ',');
        between
            && !anew
            && !self.reports_behind(start, cue, end)
            && !(start..=cue).any(|k| self.in_mark(k))
            && !self.begins_anew(start, end)
    }

    /// `“We checked it twice.” Roe disagreed, saying ...`: words that end with a period are the speaker's
    /// above where the verb behind them reports others, or need not report at all.
    fn begins_anew(&self, start: usize, end: usize) -> bool {
        let mark = self.toks[start - 1].mark.map(|m| self.marks[m].inner);
        let stopped = mark.is_some_and(|inner| inner.of(self.text).ends_with('.'));
        let adds = |k: usize| {
            let verb = self.toks[k].cue;
            verb.is_some_and(|c| c.form == Form::Ing && c.patterns.any(Patterns::THAT))
        };
        stopped && (start + 1..end).any(|k| adds(k) && self.is(k - 1, ','))
    }

    /// "resigned in protest": a word behind a preposition or an article is no verb.
    fn is_noun_of_phrase(&self, start: usize, k: usize) -> bool {
        k > start
            && self.toks[k].cue.is_some_and(|c| c.form == Form::Base)
            && self.has(k - 1, Tags::PREP.or(Tags::DET))
            && !self.has(k - 1, Tags::SUBJECT)
    }

    /// Whether the verb at token `cue` reports words of its own behind it: "that", a colon, marks, a
    /// clause.
    fn reports_behind(&self, start: usize, cue: usize, end: usize) -> bool {
        if cue == start {
            // "asked Roe": the source is behind.
            return reads!(self, cue + 1, "that") || self.is(cue + 1, ':');
        }
        let addressed = self.toks[cue]
            .cue
            .is_some_and(|c| c.patterns.any(Patterns::ADDRESSEE));
        let mut next = cue + 1;
        if addressed {
            while next < end && !self.is(next, ',') && !reads!(self, next, "that") && next < cue + 9
            {
                if self.is(next, ':') || self.in_mark(next) {
                    return true;
                }
                next += 1;
            }
            return reads!(self, next, "that") || self.in_mark(next + 1) && next + 1 < end;
        }
        let clause = Tags::DET.or(Tags::SUBJECT).or(Tags::OBJECT);
        next < end
            && (reads!(self, next, "that")
                || self.is(next, ':')
                || self.in_mark(next)
                || self.is(next, ',') && self.in_mark(next + 1) && next + 1 < end
                || self.has(next, clause)
                || self.capital(next) && !self.has(next, Tags::TIME))
    }

    /// One past the dateline that opens the text at token `first`: "PARIS (AP) —", "(CNN)".
    fn dateline_end(&self, first: usize) -> usize {
        if let Some(end) = self.agency_end(first) {
            let dash = self.is_dash(end) || self.is(end, '_');
            return end + usize::from(dash);
        }
        let reach = self.toks.len().min(first + 14);
        let Some(dash) = (first..reach).find(|&k| {
            self.is_dash(k) && self.toks[k].span.len() > 1
                || self.is_dash(k) && k > first && self.is(k - 1, ')')
        }) else {
            return first;
        };
        let place = self.toks.get(first).is_some_and(|t| t.case != Case::Lower);
        let bracket =
            dash > first && self.is(dash - 1, ')') && (first..dash).any(|k| self.is(k, '('));
        let upper = (first..dash)
            .all(|k| self.toks[k].case == Case::Upper || self.toks[k].kind == TokenKind::Punct);
        // "London – The dam is safe": a place alone.
        // "Paris — France's capital — said" is none.
        let reach = self.toks.len().min(dash + LONGEST_OPENING);
        let aside = || {
            let mut rest = (dash + 1..reach).take_while(|&k| !self.is(k, '.'));
            rest.any(|k| self.is_dash(k) && self.toks[k].span.start > self.toks[k - 1].span.end)
        };
        let alone =
            dash == first + 1 && self.has(first, Tags::PLACE) && self.capital(dash + 1) && !aside();
        if place && dash > first && (bracket || upper || alone) {
            dash + 1
        } else {
            first
        }
    }

    /// One past the agency in brackets behind a place or nothing, where a sentence begins behind it:
    /// "Washington (CNN) The dam is safe", "(Reuters) - ".
    fn agency_end(&self, first: usize) -> Option<usize> {
        let reach = self.toks.len().min(first + 10);
        let open = (first..reach).find(|&k| self.is(k, '('))?;
        let place = |k: usize| self.capital(k) || self.is(k, ',') || self.is(k, '/');
        if !(first..open).all(place) {
            return None;
        }
        let close = (open + 2..reach).find(|&k| self.is(k, ')'))?;
        let agency = self.among(open + 1, List::AGENCY);
        let begins =
            |k: usize| self.capital(k) || self.in_mark(k) || self.is_dash(k) || self.is(k, '_');
        // "Associated Press (AP) Chairman Ann Roe": the agency itself, not a place.
        let itself = open > first && !self.has_place(first..open) && {
            let initial = |k: usize| self.lower(k).bytes().next();
            initial(first) == initial(open + 1)
        };
        (agency && !itself && begins(close + 1)).then_some(close + 1)
    }

    /// Whether a word of the tokens is a place or all capitals.
    fn has_place(&self, toks: Toks) -> bool {
        let place = |k: usize| self.has(k, Tags::PLACE) || self.toks[k].case == Case::Upper;
        toks.into_iter().any(place)
    }
}

/// Tokens behind a place within which a second dash closes an aside.
const LONGEST_OPENING: usize = 40;
