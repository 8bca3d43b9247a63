//! From frames to quotes: which stretch of words belongs to which source.
//!
//! Paragraph by paragraph: the frames of each sentence become drafts, marked stretches that no
//! frame claims go to the speech they continue, and nested reports are told from doubled ones.

use super::below::Unnamed;
use super::document::{Document, Paragraph, Toks};
use super::frame::{Frame, frames};
use super::judge::Judge;
use super::lexicon::{Patterns, Tags};
use super::subject::Source;
use super::turns;
use super::works;
use crate::model::{BlockRole, QuoteKind, Span};
use crate::text::token::TokenKind;

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
    /// How likely the frame is a report, 0 to 1; none without a frame of its own.
    pub likely: Option<f32>,
    /// The paragraph it begins in.
    pub paragraph: usize,
}

/// All quotes of the article, in the order of their words.
#[must_use]
pub fn drafts(doc: &Document<'_>, judge: Judge<'_>) -> Vec<Draft> {
    let mut assembly = Assembly {
        doc,
        judge,
        // About as many as there are paragraphs.
        out: Vec::with_capacity(doc.paragraphs.len()),
        claimed: vec![false; doc.marks.len()],
        speech: None,
        spoke: None,
        pending: None,
        unnamed: None,
    };
    let mut found = Vec::new();
    for (number, paragraph) in doc.paragraphs.iter().enumerate() {
        if paragraph.role != BlockRole::Caption {
            assembly.paragraph(number, paragraph, &mut found);
        }
    }
    let mut out = assembly.out;
    out.retain(|d| !d.content.is_empty());
    for draft in &mut out {
        draft.content = joined(&draft.content);
    }
    out.sort_by_key(|d| d.content.first().map_or(0, |s| s.start));
    out
}

/// A sentence: number of its paragraph, and its own in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) paragraph: usize,
    pub(super) sentence: usize,
}

/// Words that unattributed marked words need to count as a quote.
pub(super) const LONG_ENOUGH: usize = 5;

pub(super) struct Assembly<'d, 'a> {
    pub(super) doc: &'d Document<'a>,
    pub(super) judge: Judge<'d>,
    pub(super) out: Vec<Draft>,
    pub(super) claimed: Vec<bool>,
    /// The draft whose words marked sentences carry on, and the sentence it ends in.
    pub(super) speech: Option<(usize, Place)>,
    /// The source that spoke last, and where.
    pub(super) spoke: Option<(Source, Place)>,
    /// A frame that announced words with a colon or a bare verb at the end of its sentence.
    pub(super) pending: Option<(Frame, Place)>,
    /// Speech whose speaker may be named below.
    pub(super) unnamed: Option<Unnamed>,
}

impl Assembly<'_, '_> {
    /// Reads a paragraph; `found` is room for the frames of its sentences.
    fn paragraph(&mut self, number: usize, paragraph: &Paragraph, found: &mut Vec<Frame>) {
        let edges = self.turns(number, paragraph);
        for (nth, sentence) in paragraph.sentences.iter().enumerate() {
            let at = Place {
                paragraph: number,
                sentence: nth,
            };
            frames(self.doc, &self.judge, paragraph, sentence, found);
            // What crosses the edge of a turn is not read as a sentence.
            found.retain(|frame| {
                let end = frame.content.last().map_or(frame.cue.end, |r| r.end);
                let start = frame.content.first().map_or(frame.cue.start, |r| r.start);
                let all = start.min(frame.cue.start)..end.max(frame.cue.end);
                !edges.iter().any(|edge| all.contains(edge))
            });
            self.nest(found);
            let before = self.speech;
            let mut framed = false;
            for frame in found.drain(..) {
                framed |= self.frame(at, paragraph, frame);
            }
            if self.speech == before {
                self.loose(at, paragraph, sentence, framed);
            } else {
                self.loose(at, paragraph, sentence, true);
            }
        }
        let stale = |at: &Place| at.paragraph < number;
        if self.pending.as_ref().is_some_and(|(_, at)| stale(at)) {
            self.pending = None;
        }
    }

    /// The turns that the paragraph holds; their cues.
    fn turns(&mut self, number: usize, paragraph: &Paragraph) -> Vec<usize> {
        let turns = turns::turns(self.doc, paragraph);
        let edges = turns.iter().map(|turn| turn.cue).collect();
        for turn in turns {
            let cue = turn.cue..turn.cue + 1;
            self.out.push(Draft {
                kind: QuoteKind::Direct,
                content: vec![turn.words],
                rules: vec![(turn.rule, self.doc.span(&cue))],
                cue: Some(cue),
                source: turn.speaker.map(Source::plain),
                via: None,
                likely: None,
                paragraph: number,
            });
        }
        edges
    }

    /// A frame that reports another frame's whole report only passes it on: its source is the
    /// reporter of the inner one. "According to the Post, Roe said ...", "Roe said ..., the Post
    /// reported".
    fn nest(&self, found: &mut Vec<Frame>) {
        let mut k = 0;
        while k + 1 < found.len() {
            if found[k].passes_on(self.doc, &found[k + 1]) {
                let outer = found.remove(k);
                // That something is reported at all is what the outer one tells.
                found[k].likely = found[k].likely.max(outer.likely);
                found[k].via = outer.source.map(|s| s.phrase);
            } else if found[k + 1].is_passed_on(self.doc, &found[k]) {
                let outer = found.remove(k + 1);
                found[k].via = outer.source.map(|s| s.phrase);
            } else {
                k += 1;
            }
        }
    }

    /// Makes a draft of a frame; whether it stands.
    pub(super) fn frame(&mut self, at: Place, paragraph: &Paragraph, frame: Frame) -> bool {
        if frame.content.is_empty() {
            if frame.cue.end + 1 >= paragraph.toks.end || frame.patterns.any(Patterns::QUOTE) {
                self.pending = Some((frame, at));
            }
            return false;
        }
        let (mut content, kind) = self.words(&frame.content);
        if content.is_empty() {
            return false;
        }
        let marks: Vec<usize> = self.marks_of(&frame.content).collect();
        if !self.may_claim(&frame, kind, &marks) {
            return false;
        }
        for m in marks {
            self.claimed[m] = true;
        }
        let ends_marked = frame
            .content
            .last()
            .is_some_and(|r| !r.is_empty() && self.doc.in_mark(r.end - 1));
        let number = self.out.len();
        // Words before their cue are what a marked sentence carries on; the first such frame wins.
        let leads = frame.quote_first && !matches!(self.speech, Some((_, place)) if place == at);
        if leads
            || ends_marked
                && !matches!(self.speech, Some((n, place)) if place == at && self.out[n].kind == QuoteKind::Direct)
        {
            self.speech = Some((number, at));
        }
        if let Some(source) = &frame.source {
            self.spoke = Some((source.clone(), at));
        }
        // Marked words can be somebody's without a verb: "her “city of lakes”".
        let cue = Some(frame.cue).filter(|cue| !cue.is_empty());
        let shown = cue.as_ref().map_or(content[0], |cue| self.doc.span(cue));
        let mut rules = vec![(frame.rule, shown)];
        if kind != QuoteKind::Indirect {
            let words = frame.content.first().filter(|_| frame.quote_first);
            let source = frame.source.as_ref();
            let above = words.map_or_else(Vec::new, |w| self.take_unnamed(at, w, source));
            rules.extend(above.iter().map(|&span| ("named-below", span)));
            content.splice(0..0, above);
        }
        self.out.push(Draft {
            kind,
            content,
            rules,
            cue,
            source: frame.source,
            via: frame.via,
            likely: Some(frame.likely),
            paragraph: at.paragraph,
        });
        self.pending = None;
        true
    }

    /// Whether the marked words are this frame's to take.
    fn may_claim(&self, frame: &Frame, kind: QuoteKind, marks: &[usize]) -> bool {
        let taken = marks.iter().any(|&m| self.claimed[m]);
        match kind {
            QuoteKind::Indirect => true,
            QuoteKind::Direct if self.is_work(frame, marks) => false,
            // Claimed by a frame before them: "He said: “Words,” adding ...".
            _ if taken && frame.quote_first => false,
            // "Roe said the town had warned that it “would act”": the marked words are Roe's.
            QuoteKind::Mixed => !taken || self.is_pronoun(frame),
            QuoteKind::Direct => true,
        }
    }

    fn is_pronoun(&self, frame: &Frame) -> bool {
        frame
            .source
            .as_ref()
            .is_some_and(|s| self.doc.has(s.phrase.start, Tags::PERSON))
    }

    /// "They read “The Long Winter”": a title behind a verb that need not report.
    fn is_work(&self, frame: &Frame, marks: &[usize]) -> bool {
        frame.patterns.any(Patterns::VAGUE)
            && !frame.quote_first
            && marks.iter().all(|&m| works::is_title(self.doc, m))
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
        for range in content.iter().filter(|range| !range.is_empty()) {
            let all = range
                .clone()
                .all(|i| self.doc.in_mark(i) || !is_word(self.doc, i));
            let any = self.doc.marked_in(range) > 0;
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
                spans.push(self.with_whole_marks(range));
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

    /// A stretch of reported words with marked ones in it: marks at its ends stay with the words they
    /// enclose, so that none is left without its other half.
    fn with_whole_marks(&self, range: &Toks) -> Span {
        let mut span = self.doc.span(range);
        if let Some(m) = self.doc.toks[range.start].mark.map(|m| self.doc.marks[m]) {
            span.start = m.outer.start;
        }
        if let Some(m) = self.doc.toks[range.end - 1].mark.map(|m| self.doc.marks[m]) {
            span.end = if m.closed { m.outer.end } else { m.inner.end };
        }
        span
    }

    pub(super) fn push(
        &mut self,
        at: Place,
        kind: QuoteKind,
        inner: Span,
        cue: Option<Toks>,
        source: Option<Source>,
        rules: Vec<(&'static str, Span)>,
    ) {
        if let Some(source) = &source {
            self.spoke = Some((source.clone(), at));
        }
        self.speech = Some((self.out.len(), at));
        self.out.push(Draft {
            kind,
            content: vec![inner],
            cue,
            source,
            via: None,
            rules,
            likely: None,
            paragraph: at.paragraph,
        });
    }
}

/// Spans that overlap made one: a mark may reach over the parts of a quote, or over speech carried on,
/// where an abbreviation was taken for the end of a sentence.
fn joined(spans: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for &span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => {
                *last = Span::new(last.start.min(span.start), last.end.max(span.end));
            }
            _ => out.push(span),
        }
    }
    out
}

pub(super) fn is_word(doc: &Document<'_>, i: usize) -> bool {
    !matches!(doc.toks[i].kind, TokenKind::Punct)
}
