//! From frames to quotes: which stretch of words belongs to which source.
//!
//! Paragraph by paragraph: the frames of each sentence become drafts, marked stretches that no
//! frame claims go to the speech they continue, and nested reports are told from doubled ones.

use super::document::{Document, Paragraph, Toks};
use super::frame::{Frame, Source, frames};
use super::lexicon::{Patterns, Tags};
use super::phrase;
use super::works;
use crate::model::{BlockRole, QuoteKind, Span};

/// A quote whose speaker is not yet known.
#[derive(Clone, Debug)]
pub struct Draft {
    /// How the words are given.
    pub kind: QuoteKind,
    /// The words.
    pub content: Vec<Span>,
    /// The reporting words.
    pub cue: Option<Toks>,
    /// Who speaks, as printed.
    pub source: Option<Source>,
    /// Who reported it.
    pub via: Option<Toks>,
    /// The rule that joined words and source, and the rules that carried the words on.
    pub rules: Vec<(&'static str, Span)>,
    /// The paragraph it begins in.
    pub paragraph: usize,
    /// Whether its last words stand between marks and nothing has come since.
    open: bool,
}

/// All quotes of the article, in the order of their words.
#[must_use]
pub fn drafts(doc: &Document<'_>) -> Vec<Draft> {
    let mut assembly = Assembly {
        doc,
        out: Vec::new(),
        claimed: vec![false; doc.marks.len()],
        last: None,
        pending: None,
    };
    for (number, paragraph) in doc.paragraphs.iter().enumerate() {
        if paragraph.role != BlockRole::Caption {
            assembly.paragraph(number, paragraph);
        }
    }
    let mut out = assembly.out;
    out.retain(|d| !d.content.is_empty());
    out.sort_by_key(|d| d.content.first().map_or(0, |s| s.start));
    out
}

struct Assembly<'d, 'a> {
    doc: &'d Document<'a>,
    out: Vec<Draft>,
    claimed: Vec<bool>,
    /// The draft that spoke last.
    last: Option<usize>,
    /// A source that announced words with a colon or a bare verb at the end of a paragraph.
    pending: Option<(usize, Frame)>,
}

impl Assembly<'_, '_> {
    fn paragraph(&mut self, number: usize, paragraph: &Paragraph) {
        for (nth, sentence) in paragraph.sentences.iter().enumerate() {
            let mut found = frames(self.doc, paragraph, sentence);
            self.nest(&mut found);
            let mut framed = false;
            for frame in found {
                framed |= self.frame(number, paragraph, frame);
            }
            self.loose(number, paragraph, nth, sentence, framed);
        }
        if self.pending.as_ref().is_some_and(|(at, _)| *at < number) {
            self.pending = None;
        }
    }

    /// A frame that reports another frame's whole report only passes it on: its source is the
    /// reporter of the inner one.
    fn nest(&self, found: &mut Vec<Frame>) {
        let mut k = 0;
        while k + 1 < found.len() {
            let (outer, inner) = (&found[k], &found[k + 1]);
            let inner_at = inner.source.as_ref().map_or(usize::MAX, |s| s.phrase.start);
            let passes_on = outer.rule == "according-to-source"
                && !inner.patterns.any(Patterns::VAGUE)
                && inner.patterns.any(Patterns::CLAUSE.or(Patterns::QUOTE))
                && outer.content.first().is_some_and(|r| r.start == inner_at);
            if passes_on {
                let outer = found.remove(k);
                found[k].via = outer.source.map(|s| s.phrase);
            } else {
                k += 1;
            }
        }
    }

    /// Makes a draft of a frame; whether it stands.
    fn frame(&mut self, number: usize, paragraph: &Paragraph, frame: Frame) -> bool {
        if frame.content.is_empty() {
            if frame.cue.end + 1 >= paragraph.toks.end || frame.patterns.any(Patterns::QUOTE) {
                self.pending = Some((number, frame));
            }
            return false;
        }
        let (content, kind) = self.words(&frame.content);
        if content.is_empty() || (kind == QuoteKind::Indirect && !stands_alone(self.doc, &frame)) {
            return false;
        }
        if kind != QuoteKind::Indirect
            && self.marks_of(&frame.content).any(|m| self.claimed[m])
            && frame.quote_first
        {
            // The words were claimed by a frame before them: "He said: “Words,” adding ...".
            return false;
        }
        let marks: Vec<usize> = self.marks_of(&frame.content).collect();
        for m in marks {
            self.claimed[m] = true;
        }
        let open = frame
            .content
            .last()
            .is_some_and(|r| self.doc.in_mark(r.end - 1))
            || kind == QuoteKind::Direct;
        let cue = self.doc.span(&frame.cue);
        self.out.push(Draft {
            kind,
            content,
            rules: vec![(frame.rule, cue)],
            cue: Some(frame.cue),
            source: frame.source,
            via: frame.via,
            paragraph: number,
            open,
        });
        self.last = Some(self.out.len() - 1);
        self.pending = None;
        true
    }

    fn marks_of<'s>(&'s self, content: &'s [Toks]) -> impl Iterator<Item = usize> + 's {
        content
            .iter()
            .cloned()
            .flatten()
            .filter_map(|i| self.doc.toks.get(i).and_then(|t| t.mark))
    }

    /// Byte spans of the words and how they are given.
    fn words(&self, content: &[Toks]) -> (Vec<Span>, QuoteKind) {
        let mut spans = Vec::new();
        let (mut inside, mut outside) = (false, false);
        for range in content {
            let all = range
                .clone()
                .all(|i| self.doc.in_mark(i) || !is_word(self.doc, i));
            let any = range.clone().any(|i| self.doc.in_mark(i));
            inside |= any;
            outside |= !all;
            if any && all {
                let mut seen = None;
                for i in range.clone() {
                    let mark = self.doc.toks[i].mark;
                    if mark.is_some() && mark != seen {
                        seen = mark;
                        spans.extend(mark.map(|m| self.doc.marks[m].inner));
                    }
                }
            } else {
                spans.push(self.without_edge_marks(range));
            }
        }
        spans.retain(|s| !s.is_empty());
        let kind = match (inside, outside) {
            (true, false) => QuoteKind::Direct,
            (true, true) => QuoteKind::Mixed,
            _ => QuoteKind::Indirect,
        };
        (spans, kind)
    }

    /// A stretch without the marks at its ends.
    fn without_edge_marks(&self, range: &Toks) -> Span {
        let mut span = self.doc.span(range);
        if let Some(m) = self.doc.toks[range.start].mark.map(|m| self.doc.marks[m]) {
            span.start = span.start.max(m.inner.start);
        }
        if let Some(m) = self.doc.toks[range.end - 1].mark.map(|m| self.doc.marks[m]) {
            span.end = span.end.min(m.inner.end);
        }
        span
    }

    /// Marked stretches of the sentence that no frame claimed.
    fn loose(
        &mut self,
        number: usize,
        paragraph: &Paragraph,
        nth: usize,
        sentence: &Toks,
        framed: bool,
    ) {
        let mut marks: Vec<usize> = sentence
            .clone()
            .filter_map(|i| self.doc.toks[i].mark)
            .collect();
        marks.dedup();
        let whole = sentence
            .clone()
            .all(|i| self.doc.in_mark(i) || !is_word(self.doc, i));
        for mark in marks {
            if self.claimed[mark] {
                continue;
            }
            let leads = self.doc.in_mark(sentence.start)
                && self.doc.toks[sentence.start].mark == Some(mark);
            let goes_on = leads
                && nth > 0
                && !framed
                && self
                    .last
                    .is_some_and(|l| self.out[l].open && self.out[l].paragraph == number);
            if whole || goes_on {
                self.claimed[mark] = true;
                self.carry_on(number, paragraph, nth, mark);
            } else if !framed
                || self.doc.marks[mark]
                    .inner
                    .of(self.doc.text)
                    .split_whitespace()
                    .count()
                    > 4
            {
                self.fragment(number, sentence, mark);
            }
        }
        if !whole
            && !framed
            && let Some(last) = self.last
        {
            self.out[last].open = false;
        }
    }

    /// A sentence that is wholly marked and has no cue: it continues the speech before it.
    fn carry_on(&mut self, number: usize, paragraph: &Paragraph, nth: usize, mark: usize) {
        let inner = self.doc.marks[mark].inner;
        if let Some((_, frame)) = self.pending.take() {
            let cue = self.doc.span(&frame.cue);
            self.push(
                number,
                QuoteKind::Direct,
                inner,
                Some(frame.cue),
                frame.source,
                vec![("announced", cue), ("words-follow", inner)],
            );
            return;
        }
        let words = inner.of(self.doc.text).split_whitespace().count();
        let Some(last) = self.last.filter(|&l| number <= self.out[l].paragraph + 8) else {
            if words >= 5 && !works::is_title(self.doc, mark) {
                self.push(
                    number,
                    QuoteKind::Direct,
                    inner,
                    None,
                    None,
                    vec![("unattributed", inner)],
                );
            }
            return;
        };
        let near = self.out[last].content.last().map_or(0, |s| s.end);
        let at = self.doc.toks.partition_point(|t| t.span.end <= near);
        let gap = number.saturating_sub(
            self.doc
                .paragraph_of(at.min(self.doc.toks.len().saturating_sub(1))),
        );
        if self.out[last].open && gap <= 1 {
            let draft = &mut self.out[last];
            draft.content.push(inner);
            draft.rules.push((
                if gap == 0 {
                    "same-speech"
                } else {
                    "next-paragraph"
                },
                inner,
            ));
            return;
        }
        if gap > 1 {
            if words >= 5 {
                let source = self.nearest_source(paragraph, number, nth);
                let rule = if source.is_some() {
                    "subject-before"
                } else {
                    "unattributed"
                };
                self.push(
                    number,
                    QuoteKind::Direct,
                    inner,
                    None,
                    source,
                    vec![(rule, inner)],
                );
            }
            return;
        }
        let source = self
            .nearest_source(paragraph, number, nth)
            .or_else(|| self.out[last].source.clone());
        let rule = if gap == 0 {
            "same-paragraph"
        } else {
            "speaker-before"
        };
        self.push(
            number,
            QuoteKind::Direct,
            inner,
            None,
            source,
            vec![(rule, inner)],
        );
    }

    /// The person who is the subject of the sentence before: "Roe shook his head. “No.”"
    fn nearest_source(&self, paragraph: &Paragraph, number: usize, nth: usize) -> Option<Source> {
        let before = match nth.checked_sub(1) {
            Some(n) => paragraph.sentences.get(n)?,
            None => self
                .doc
                .paragraphs
                .get(number.checked_sub(1)?)?
                .sentences
                .last()?,
        };
        let subject = phrase::clause_subject(self.doc, before.start, before.end)?;
        let person = self.doc.has(subject.start, Tags::PERSON)
            || subject
                .clone()
                .any(|i| self.doc.capital(i) || self.doc.has(i, Tags::ROLE.or(Tags::ROLES)));
        person.then(|| Source::plain(subject))
    }

    /// A marked part of a sentence without a reporting verb of its own.
    fn fragment(&mut self, number: usize, sentence: &Toks, mark: usize) {
        let inner = self.doc.marks[mark].inner;
        let words = inner.of(self.doc.text).split_whitespace().count();
        if words < 4 || works::is_title(self.doc, mark) || works::is_named(self.doc, mark) {
            return;
        }
        let Some(first) = sentence
            .clone()
            .find(|&i| self.doc.toks[i].mark == Some(mark))
        else {
            return;
        };
        let Some(subject) = phrase::clause_subject(self.doc, sentence.start, first) else {
            return;
        };
        let speaks = self.doc.has(subject.start, Tags::PERSON)
            || subject
                .clone()
                .any(|i| self.doc.has(i, Tags::ROLE.or(Tags::ROLES).or(Tags::TITLE)))
            || subject.clone().filter(|&i| self.doc.capital(i)).count() >= 2;
        if speaks {
            self.claimed[mark] = true;
            self.push(
                number,
                QuoteKind::Mixed,
                inner,
                None,
                Some(Source::plain(subject)),
                vec![("subject-of-sentence", inner)],
            );
        }
    }

    fn push(
        &mut self,
        paragraph: usize,
        kind: QuoteKind,
        inner: Span,
        cue: Option<Toks>,
        source: Option<Source>,
        rules: Vec<(&'static str, Span)>,
    ) {
        let kind = if kind == QuoteKind::Mixed {
            QuoteKind::Mixed
        } else {
            QuoteKind::Direct
        };
        let speaks = source.is_some();
        self.out.push(Draft {
            kind,
            content: vec![inner],
            cue,
            source,
            via: None,
            rules,
            paragraph,
            open: kind == QuoteKind::Direct,
        });
        if speaks {
            self.last = Some(self.out.len() - 1);
        }
    }
}

fn is_word(doc: &Document<'_>, i: usize) -> bool {
    !matches!(doc.toks[i].kind, crate::text::token::TokenKind::Punct)
}

/// Whether a frame without marks is a report at all.
fn stands_alone(doc: &Document<'_>, frame: &Frame) -> bool {
    let words: usize = frame.content.iter().map(ExactSizeIterator::len).sum();
    words >= 2
        && frame.source.is_some()
        && !frame
            .content
            .iter()
            .all(|r| r.clone().all(|i| doc.has(i, Tags::TIME)))
}
