//! The learned part: which readings are reports, and where reported words end.
//!
//! Owns the features of both questions. The grammar (`verbal`, `reported`) offers readings; two
//! logistic regressions, trained on the annotated articles of PolNeAR's training part by
//! `examples/train`, say which of them stand; from which probability on is for `threshold`.

mod ending;
mod kinds;
mod reporting;
mod threshold;

use std::cell::RefCell;
use std::sync::LazyLock;

use super::borne;
use super::clause::{self, Opening};
use super::document::{Document, Toks, reads};
use super::frame::{Frame, Readings};
use super::lexicon::{Cue, Form, Tags};
use super::noun;
use super::phrase::nominal;
use super::relative;
use super::reported::Way;
use super::subject::Source;
use super::verbal::FAR;
use super::weights::Weights;
use crate::model::Span;
use crate::text::token::{Case, TokenKind};

/// The weights of all questions.
#[derive(Clone, Debug, Default)]
pub struct Model {
    report: Weights,
    end: Weights,
}

impl Model {
    /// Reads a weights file: a line `[question]` opens the weights of a question.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let section = |name: &str| {
            let (_, section) = text.split_once(name).unwrap_or_default();
            let (section, _) = section.split_once("\n[").unwrap_or((section, ""));
            Weights::read(section.lines())
        };
        Self {
            report: section("[report]"),
            end: section("[end]"),
        }
    }

    /// The weights that come with the program.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static MODEL: LazyLock<Model> =
            LazyLock::new(|| Model::read(include_str!("data/weights.txt")));
        &MODEL
    }
}

/// A question that was asked of the model, for training.
#[derive(Clone, Debug)]
pub struct Observation {
    /// "report" or "end".
    pub question: &'static str,
    /// Its features as they stand in the weights file.
    pub features: Vec<String>,
    /// The words in question, in bytes: all of a report; from the first word to the possible end.
    pub words: Vec<Span>,
    /// Who speaks, as printed; always none for an end.
    pub source: Option<Span>,
}

/// Where observations are kept while an article is read for training.
pub type Log = RefCell<Vec<Observation>>;

/// The model at work on an article.
#[derive(Clone, Copy)]
pub struct Judge<'m> {
    model: &'m Model,
    log: Option<&'m Log>,
}

/// Rules too rare to learn, or sure by their form.
const SURE: [&str; 3] = ["quoted-as-saying", "signature", "according-to-source"];

/// Words end where that is likelier than not.
const ENDS: f32 = 0.5;

/// Words end at the source that follows them unless it is clear that they go on.
const ENDS_AT_SOURCE: f32 = 0.35;

impl<'m> Judge<'m> {
    /// A judge by `model`, who notes what is asked in `log`.
    #[must_use]
    pub fn new(model: &'m Model, log: Option<&'m Log>) -> Self {
        Self { model, log }
    }

    /// The likeliest of the readings that are reports.
    pub fn likeliest(
        &self,
        doc: &Document<'_>,
        sentence: &Toks,
        readings: Readings,
        earlier: &[Frame],
    ) -> Option<Frame> {
        let stands = readings
            .into_iter()
            .map(|frame| self.frame(doc, sentence, frame?, earlier));
        let mut best: Option<Frame> = None;
        for next in stands.flatten() {
            // What is no report with the subject beside the verb is none with one far from it, but
            // for documents: "a study by the Institute found ...".
            let alone = best.is_none() && next.choice == FAR && !threshold::is_document(doc, &next);
            if !alone && best.as_ref().is_none_or(|b| next.likely > b.likely) {
                best = Some(next);
            }
        }
        best
    }

    /// The reading with its words cut where they end, if it is a report.
    fn frame(
        &self,
        doc: &Document<'_>,
        sentence: &Toks,
        mut frame: Frame,
        earlier: &[Frame],
    ) -> Option<Frame> {
        let nobody = |s: &Source| is_nobody(doc, sentence.start, s.phrase.start);
        if frame.source.as_ref().is_some_and(nobody) || asks(doc, sentence) {
            return None;
        }
        // Told by its form.
        if [borne::RULE, borne::ISSUED].contains(&frame.rule) {
            return Some(frame);
        }
        self.cut(doc, &mut frame);
        if frame.content.is_empty() {
            return Some(frame);
        }
        // "wrote the book": what was cut down to a noun is no clause.
        if frame.way == Way::Clause && frame.content.iter().all(|r| is_noun(doc, r)) {
            return None;
        }
        let passed_on = earlier.last().is_some_and(|f| f.passes_on(doc, &frame));
        // "It was announced by Ann Roe that ...", "the report found that ...".
        let spoken = frame.rule == "passive" && frame.way == Way::That;
        let sure = spoken
            || passed_on
            || SURE.contains(&frame.rule)
            || frame.rule == noun::RULE && noun::is_sure(doc, &frame);
        let least = threshold::least(doc, &frame, earlier);
        // What never stands is asked about only to learn from it.
        if least > 1.0 && !sure && self.log.is_none() {
            return None;
        }
        let mut score = self.model.report.score();
        reporting::features(doc, sentence, &frame, earlier, &mut score);
        frame.likely = score.probability();
        if let Some(log) = self.log {
            let mut features = Vec::new();
            reporting::features(doc, sentence, &frame, earlier, &mut features);
            log.borrow_mut().push(Observation {
                question: "report",
                features,
                words: frame.content.iter().map(|r| doc.span(r)).collect(),
                source: frame.source.as_ref().map(|s| doc.span(&s.phrase)),
            });
        }
        (frame.likely >= least || sure).then_some(frame)
    }

    /// Cuts the words of a frame where they end: within those behind the cue, or within those that go
    /// on behind a source that interrupts them.
    fn cut(&self, doc: &Document<'_>, frame: &mut Frame) {
        let Some(last) = frame.content.last().cloned() else {
            return;
        };
        let first = frame.content.first().cloned();
        let first = first.filter(|f| frame.way == Way::Before && *f != last);
        if frame.way == Way::Loose {
            return;
        }
        let interrupted = frame.way == Way::Before
            && !first.as_ref().is_some_and(|f| doc.in_mark(f.end - 1))
            && last.start > frame.cue.start;
        if frame.way == Way::Before && !interrupted {
            return;
        }
        // "From the start, said Roe, the dam was old": what is no clause has not ended yet.
        let whole = first
            .as_ref()
            .is_none_or(|f| clause::is_clause(doc, f.start, f.end) && !clause::breaks_off(doc, f));
        let from = if interrupted && whole {
            last.start - 1
        } else {
            last.start + 2
        };
        let end = self.end(doc, frame, first.as_ref(), &last, from);
        if end > last.start {
            if let Some(range) = frame.content.last_mut() {
                range.end = end;
            }
        } else {
            frame.content.pop();
        }
    }

    /// Where the reported words `range` end, looked for from token `from` on; `first` are the words
    /// before the cue, if there are any.
    fn end(
        &self,
        doc: &Document<'_>,
        frame: &Frame,
        first: Option<&Toks>,
        range: &Toks,
        from: usize,
    ) -> usize {
        let opening = Opening::with_auxiliary(doc, range);
        // The likeliest end where a main clause has to follow.
        let mut owed = main_clause_is_owed(doc, frame).then_some((0.0, range.end));
        for k in from..range.end {
            if !may_end(doc, k)
                || opens_clause(doc, range.start, k)
                || is_beside_aside(doc, range, &opening, k)
                || opens_linker(doc, range, k)
            {
                continue;
            }
            if relative::closes(doc, frame, range, k) {
                return k;
            }
            if doc.is(k, ';') && k > range.start && !goes_on_behind(doc, k) {
                return k;
            }
            let mut score = self.model.end.score();
            ending::features(doc, frame, range, &opening, k, &mut score);
            if let Some(log) = self.log {
                let mut features = Vec::new();
                ending::features(doc, frame, range, &opening, k, &mut features);
                let behind = (k > range.start).then_some(range.start..k);
                let words = first.into_iter().chain(&behind).map(|r| doc.span(r));
                log.borrow_mut().push(Observation {
                    question: "end",
                    features,
                    words: words.collect(),
                    source: None,
                });
            }
            let least = if k < range.start {
                ENDS_AT_SOURCE
            } else {
                ENDS
            };
            let likely = score.probability();
            if likely > least {
                return k;
            }
            if let Some((best, at)) = &mut owed
                && likely > *best
                && main_clause_follows(doc, range, k)
            {
                (*best, *at) = (likely, k);
            }
        }
        owed.map_or(range.end, |(_, at)| at)
    }
}

/// "When Roe said the dam was old, prices fell.": whether the cue stands in a clause that opens its
/// sentence and is none without the main clause behind it.
fn main_clause_is_owed(doc: &Document<'_>, frame: &Frame) -> bool {
    let Some(source) = frame.source.as_ref().filter(|_| !frame.quote_first) else {
        return false;
    };
    let Some(at) = source.whole().start.checked_sub(1) else {
        return false;
    };
    let subordinates = reads!(
        doc,
        at,
        "when" | "while" | "if" | "although" | "though" | "because" | "once" | "unless" | "after"
    );
    let even = at > 0 && reads!(doc, at - 1, "even" | "just");
    let first = at - usize::from(even);
    let opens = |k: usize| doc.toks[k].opens;
    let led = first.checked_sub(1).filter(|&k| doc.has(k, Tags::CONJ));
    subordinates && !doc.in_mark(at) && (opens(first) || led.is_some_and(opens))
}

/// Whether a comma stands at token `k`, or marks that end with one before it, and a clause behind.
fn main_clause_follows(doc: &Document<'_>, range: &Toks, k: usize) -> bool {
    let inner = |k: usize| doc.toks[k].mark.map(|m| doc.marks[m].inner.of(doc.text));
    let marked = || inner(k - 1).is_some_and(|words| words.ends_with(','));
    let behind = k + usize::from(doc.is(k, ','));
    (doc.is(k, ',') || marked()) && clause::is_clause(doc, behind, range.end)
}

/// Whether the words are an article and nouns without a verb among them.
fn is_noun(doc: &Document<'_>, words: &Toks) -> bool {
    let article = doc.has(words.start, Tags::DET.or(Tags::POSS));
    let noun = |k: usize| {
        let verb = doc.has(k, Tags::AUX.or(Tags::VERB).or(Tags::PREP)) || doc.toks[k].cue.is_some();
        doc.toks[k].kind == TokenKind::Word && !doc.in_mark(k) && !verb && nominal(doc, k)
    };
    article && words.len() > 1 && (words.start + 1..words.end).all(noun)
}

/// "... that it leaked; that it would break": a semicolon ends the words unless "that" takes them up.
fn goes_on_behind(doc: &Document<'_>, semicolon: usize) -> bool {
    (semicolon + 1..semicolon + 3).any(|k| reads!(doc, k, "that"))
}

/// "Will the mayor say that the bridge is safe?": a sentence that asks reports nothing.
fn asks(doc: &Document<'_>, sentence: &Toks) -> bool {
    let inverted = doc.has(sentence.start, Tags::AUX) && !doc.has(sentence.start, Tags::GIVEN);
    let last = sentence.end.saturating_sub(1);
    inverted && doc.is(last, '?') && doc.marked_in(sentence) == 0
}

/// "Nobody said the bridge was safe", "none of the officials said", "neither Roe nor Poe said": whether
/// the source at token `start` is said not to have spoken.
fn is_nobody(doc: &Document<'_>, lo: usize, start: usize) -> bool {
    let none =
        |k: usize| doc.has(k, Tags::NEG) || reads!(doc, k, "no" | "none" | "neither" | "nor");
    let one = |k: usize| reads!(doc, k, "one") && k > lo && reads!(doc, k - 1, "no");
    let linked = start >= lo + 2 && doc.has(start - 1, Tags::PREP);
    reads!(doc, start, "including")
        || none(start)
        || start > lo && none(start - 1)
        || linked && (none(start - 2) || one(start - 2))
}

/// Whether reported words can end before token `k`: at a comma, a dash, a conjunction.
fn may_end(doc: &Document<'_>, k: usize) -> bool {
    if doc.in_mark(k) {
        return false;
    }
    let tok = &doc.toks[k];
    if tok.kind == TokenKind::Punct {
        let parts = reads!(doc, k, "," | ";" | ":" | "(");
        let dash = doc.is_dash(k) && tok.span.start > doc.toks[k - 1].span.end;
        return parts || dash || doc.in_mark(k - 1);
    }
    let word = tok.case == Case::Lower
        && !doc.is(k - 1, ',')
        && (doc.has(k, Tags::CONJ.or(Tags::SUB)) && !reads!(doc, k, "that")
            || reads!(
                doc,
                k,
                "amid" | "during" | "following" | "despite" | "in" | "on" | "at" | "as" | "for"
            ));
    word || doc.in_mark(k - 1)
}

/// "Police said Roe, 40, hit two cars", "the gunman, wearing a mask, shouted": whether the comma at token
/// `k` stands before or behind an age or participle that parts a subject from its verb.
fn is_beside_aside(doc: &Document<'_>, range: &Toks, opening: &Opening, k: usize) -> bool {
    if !doc.is(k, ',') || k <= range.start {
        return false;
    }
    let before = (range.start..k).rev().take(LONGEST_ASIDE);
    let behind = (k + 1..range.end).take(LONGEST_ASIDE);
    let comma = |i: &usize| doc.is(*i, ',') && !doc.in_mark(*i);
    let closed = behind.clone().find(comma).map(|close| (k, close));
    let opened = before.clone().find(comma).map(|open| (open, k));
    [closed, opened]
        .into_iter()
        .flatten()
        .any(|(open, close)| parts_subject(doc, range, opening, open, close))
}

/// "there is, at least, a case for it": whether the comma at token `k` opens a word or two that only link.
fn opens_linker(doc: &Document<'_>, range: &Toks, k: usize) -> bool {
    let two = reads!(doc, k + 1, "at" | "of" | "for" | "in" | "after")
        && reads!(
            doc,
            k + 2,
            "least"
                | "most"
                | "course"
                | "example"
                | "instance"
                | "fact"
                | "part"
                | "turn"
                | "effect"
                | "all"
        );
    let one = reads!(
        doc,
        k + 1,
        "however" | "though" | "indeed" | "therefore" | "perhaps" | "too" | "instead"
    );
    let close = k + 2 + usize::from(two);
    doc.is(k, ',') && (one || two) && doc.is(close, ',') && close + 1 < range.end
}

/// Whether an age or a participle stands between the commas, the subject alone before them and its verb
/// behind them.
fn parts_subject(
    doc: &Document<'_>,
    range: &Toks,
    opening: &Opening,
    open: usize,
    close: usize,
) -> bool {
    let next = close + 1;
    if open <= range.start || next >= range.end || doc.in_mark(next) {
        return false;
    }
    let years = doc.lower(open + 1).parse::<u8>().ok();
    let aged = close == open + 2
        && years.is_some_and(|age| age < 120)
        && doc.capital(open - 1)
        && !doc.has(open - 1, Tags::TIME);
    let participle = doc.toks[open + 1].case == Case::Lower && doc.ends_in(open + 1, b"ing");
    let past = |c: Cue| matches!(c.form, Form::Past | Form::Third);
    let finite = doc.has(next, Tags::AUX.or(Tags::VERB))
        || doc.toks[next].cue.is_some_and(past)
        || doc.ends_in(next, b"ed");
    (aged || participle && finite) && !opening.is_clause(open)
}

/// Tokens that such an aside may have.
const LONGEST_ASIDE: usize = 14;

/// Whether the comma at token `k` ends a phrase or clause that only opens the words: "if it rains, ...".
fn opens_clause(doc: &Document<'_>, start: usize, k: usize) -> bool {
    let opener = Tags::SUB.or(Tags::INTRO).or(Tags::PREP);
    let opens = doc.has(start, opener) || doc.has(start, Tags::ADV) && doc.has(start + 1, opener);
    opens && doc.is(k, ',') && k > start && !(start..k).any(|i| doc.is(i, ','))
}
