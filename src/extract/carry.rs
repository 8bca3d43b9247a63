//! Marked words without a cue of their own: speech that goes on, follows its announcement, is
//! signed below, or belongs to whoever the sentence is about.

use super::document::{Paragraph, Toks, reads};
use super::lexicon::Tags;
use super::loose;
use super::phrase;
use super::quotes::{Assembly, LONG_ENOUGH, Place, is_word};
use super::subject::Source;
use super::works;
use crate::model::{QuoteKind, Span};
use crate::text::token::Case;

/// Tokens that an aside between two halves of a speech may have.
const LONGEST_PAUSE: usize = 12;

impl Assembly<'_, '_> {
    /// Marked stretches of the sentence that no frame claimed.
    pub(super) fn loose(
        &mut self,
        at: Place,
        paragraph: &Paragraph,
        sentence: &Toks,
        framed: bool,
    ) {
        if self.doc.marked_in(sentence) == 0 {
            return;
        }
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
            let leads = self.doc.toks[sentence.start].mark == Some(mark);
            let leads = leads || self.is_led_by_connective(sentence, mark);
            let goes_on = leads && !framed && at.sentence > 0 && self.speech_before(at).is_some();
            if whole || goes_on {
                self.claimed[mark] = true;
                self.carry_on(at, paragraph, mark);
            } else {
                self.fragment(at, paragraph, sentence, mark);
            }
        }
    }

    /// "But “the town is stronger with help.”", "Indeed, “...”", "Adding, “...”": nothing but a word that
    /// joins it to the sentence before stands beside the mark.
    fn is_led_by_connective(&self, sentence: &Toks, mark: usize) -> bool {
        let doc = self.doc;
        let outside = |k: &usize| doc.toks[*k].mark != Some(mark);
        let lead = sentence.clone().take_while(outside);
        let words: Vec<usize> = lead.filter(|&k| is_word(doc, k)).take(3).collect();
        let joins = |k: usize| {
            let adds = reads!(doc, k, "adding" | "continuing" | "concluding");
            adds || doc.ends_in_ly(k) || doc.has(k, Tags::CONJ.or(Tags::ADV))
        };
        let mut behind = sentence.clone().skip_while(outside).filter(outside);
        let ends = behind.all(|k| !is_word(doc, k));
        let few = words.len() <= 2 && words.iter().all(|&k| joins(k));
        few && ends && self.doc.words_in_mark(mark) >= LONG_ENOUGH
    }

    /// A sentence that is wholly marked and has no cue: it continues the speech before it, follows
    /// its announcement, or belongs to the person the text was just about.
    fn carry_on(&mut self, at: Place, paragraph: &Paragraph, mark: usize) {
        let inner = self.doc.marks[mark].inner;
        if let Some((name, words)) = self.transcript(mark) {
            let source = Source::plain(name);
            let rules = vec![("transcript", words)];
            self.push(at, QuoteKind::Direct, words, None, Some(source), rules);
            return;
        }
        if let Some((frame, _)) = self.pending.take() {
            let cue = self.doc.span(&frame.cue);
            let rules = vec![("announced", cue), ("words-follow", inner)];
            self.push(
                at,
                QuoteKind::Direct,
                inner,
                Some(frame.cue),
                frame.source,
                rules,
            );
            return;
        }
        if let Some((draft, rule)) = self.speech_before(at) {
            self.out[draft].content.push(inner);
            self.out[draft].rules.push((rule, inner));
            if self.out[draft].kind == QuoteKind::Indirect {
                self.out[draft].kind = QuoteKind::Mixed;
            }
            self.speech = Some((draft, at));
            self.note_unnamed(at, mark, draft, true);
            return;
        }
        let words = self.doc.words_in_mark(mark);
        let (source, rule) = match self.source_beside(at, paragraph) {
            Some((source, rule)) => (Some(source), rule),
            None if (words >= LONG_ENOUGH || self.goes_on(mark))
                && !works::is_title(self.doc, mark) =>
            {
                (None, "unattributed")
            }
            None => return,
        };
        self.push(
            at,
            QuoteKind::Direct,
            inner,
            None,
            source,
            vec![(rule, inner)],
        );
        self.note_unnamed(at, mark, self.out.len() - 1, false);
    }

    /// "“We came to stay. ¶ “We will not leave,” Roe said.": few words, but no mark closes them.
    fn goes_on(&self, mark: usize) -> bool {
        let mark = self.doc.marks[mark];
        let words = mark.inner.of(self.doc.text);
        !mark.closed && words.starts_with(char::is_uppercase) && words.contains(' ')
    }

    /// "“ROE: We start at once.”": a transcript names its speaker in capitals inside the marks.
    fn transcript(&self, mark: usize) -> Option<(Toks, Span)> {
        let inner = self.doc.marks[mark].inner;
        let first = self
            .doc
            .toks
            .partition_point(|t| t.span.start < inner.start);
        let colon = (first + 1..first + 5).find(|&k| self.doc.is(k, ':'))?;
        let named = (first..colon).all(|k| self.doc.toks[k].case == Case::Upper);
        let start = self.doc.toks.get(colon + 1)?.span.start;
        (named && start < inner.end).then(|| (first..colon, Span::new(start, inner.end)))
    }

    /// The draft whose words the sentence at `at` carries on: one that ends in the sentence before,
    /// or ends the paragraph before.
    fn speech_before(&self, at: Place) -> Option<(usize, &'static str)> {
        let (draft, last) = self.speech?;
        if last.paragraph == at.paragraph && last.sentence + 1 == at.sentence {
            return Some((draft, "same-speech"));
        }
        (last.paragraph + 1 == at.paragraph && at.sentence == 0 && self.ends_paragraph(last))
            .then_some((draft, "next-paragraph"))
    }

    /// Whether nothing follows the sentence in its paragraph but more of its words: speech that goes
    /// on below has sentences without a closing mark.
    pub(super) fn ends_paragraph(&self, at: Place) -> bool {
        let Some(paragraph) = self.doc.paragraphs.get(at.paragraph) else {
            return false;
        };
        let mark_of_last = |toks: &Toks| self.doc.toks[toks.end - 1].mark;
        let sentence = paragraph.sentences.get(at.sentence);
        at.sentence + 1 == paragraph.sentences.len()
            || sentence.and_then(mark_of_last).is_some_and(|mark| {
                !self.doc.marks[mark].closed && mark_of_last(&paragraph.toks) == Some(mark)
            })
    }

    /// Who speaks where no speech is carried on: a signature below, the source of the sentence
    /// before, or its subject. Whoever spoke last is no evidence: on the training part that was
    /// right for 17 in 100.
    fn source_beside(&self, at: Place, paragraph: &Paragraph) -> Option<(Source, &'static str)> {
        if at.sentence + 1 == paragraph.sentences.len()
            && let Some(source) = self.signature(at.paragraph + 1)
        {
            return Some((source, "signature"));
        }
        if let Some((source, spoke)) = &self.spoke
            && spoke.paragraph == at.paragraph
            && spoke.sentence + 1 == at.sentence
        {
            return Some((source.clone(), "same-paragraph"));
        }
        self.nearest_source(paragraph, at.paragraph, at.sentence)
            .map(|source| (source, "subject-before"))
    }

    /// "— Ann Roe" as a paragraph of its own below a quotation.
    fn signature(&self, number: usize) -> Option<Source> {
        let toks = self.doc.paragraphs.get(number)?.toks.clone();
        if toks.len() > 9 || !self.doc.is_dash(toks.start) || !self.doc.capital(toks.start + 1) {
            return None;
        }
        phrase::right(self.doc, toks.start + 1, toks.end).map(Source::plain)
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
            || subject.clone().any(|i| self.names_somebody(i));
        person.then(|| Source::plain(subject))
    }

    fn names_somebody(&self, i: usize) -> bool {
        let closed = Tags::DET
            .or(Tags::NEG)
            .or(Tags::ADV)
            .or(Tags::SUBJECT)
            .or(Tags::NUM);
        self.doc.has(i, Tags::ROLE.or(Tags::ROLES))
            || self.doc.capital(i) && !self.doc.has(i, closed)
    }

    /// "“Then” — he paused — “the house.”": the draft of the words before an aside between dashes.
    fn broken_off(&self, at: Place, sentence: &Toks, mark: usize) -> Option<usize> {
        let doc = self.doc;
        let (draft, _) = self.speech.filter(|(_, place)| *place == at)?;
        let open = sentence.clone().find(|&k| doc.toks[k].mark == Some(mark))?;
        let close = open.checked_sub(1).filter(|&k| doc.is_dash(k))?;
        let reach = sentence.start.max(close.saturating_sub(LONGEST_PAUSE));
        let dash = (reach..close).rev().find(|&k| doc.is_dash(k))?;
        let aside = dash > sentence.start && doc.in_mark(dash - 1);
        (aside && !(dash..close).any(|k| doc.in_mark(k))).then_some(draft)
    }

    /// A marked part of a sentence without a reporting verb of its own.
    fn fragment(&mut self, at: Place, paragraph: &Paragraph, sentence: &Toks, mark: usize) {
        if let Some(draft) = self.broken_off(at, sentence, mark) {
            let inner = self.doc.marks[mark].inner;
            self.claimed[mark] = true;
            self.out[draft].content.push(inner);
            self.out[draft].rules.push(("same-speech", inner));
            return;
        }
        let spoke = self.spoke.as_ref().filter(|(_, place)| *place == at);
        let readings = loose::readings(self.doc, sentence, mark, spoke.map(|(s, _)| s));
        if let Some(frame) = self.judge.likeliest(self.doc, sentence, readings, &[]) {
            self.frame(at, paragraph, frame);
        }
    }
}
