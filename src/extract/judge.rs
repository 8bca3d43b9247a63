//! The learned part: which readings are reports, and where reported words end.
//!
//! Owns the features of both questions. The grammar (`verbal`, `reported`) offers readings; two
//! logistic regressions, trained on the annotated articles of PolNeAR's training part by
//! `examples/train`, say which of them stand. Without weights every reading stands as it is.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::document::{Document, Toks};
use super::frame::Frame;
use super::lexicon::{Form, Patterns, Tags};
use super::reported::{self, Way};
use super::weights::{Features, Weights};
use super::works;
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
            let head = format!("[{name}]");
            let lines = text.lines().skip_while(move |line| *line != head).skip(1);
            Weights::read(lines.take_while(|line| !line.starts_with('[')))
        };
        Self {
            report: section("report"),
            end: section("end"),
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

/// A reading stands from this probability on: near half of the F-score that can be reached, where
/// that score is highest (Lipton et al. 2014, "Optimal thresholding of classifiers").
const STANDS: f32 = 0.32;

/// The same where some of the words stand between marks, or before a verb that only ever reports:
/// passing these over is the worse error.
const MARKED_STANDS: f32 = 0.25;

/// The same for verbs that seldom report, with no more than a noun phrase: "published the figures".
const VAGUE_STANDS: f32 = 0.45;

/// The same for "that" behind a verb that only ever reports.
const SPEECH_STANDS: f32 = 0.2;

/// No probability is that high.
const NEVER: f32 = 1.1;

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

    /// The reading with its words cut where they end, if it is a report.
    pub fn frame(
        &self,
        doc: &Document<'_>,
        sentence: &Toks,
        mut frame: Frame,
        earlier: &[Frame],
    ) -> Option<Frame> {
        self.cut(doc, &mut frame);
        if frame.content.is_empty() {
            return Some(frame);
        }
        let mut score = self.model.report.score();
        report(doc, sentence, &frame, earlier, &mut score);
        frame.likely = score.probability();
        if let Some(log) = self.log {
            let mut features = Vec::new();
            report(doc, sentence, &frame, earlier, &mut features);
            log.borrow_mut().push(Observation {
                question: "report",
                features,
                words: frame.content.iter().map(|r| doc.span(r)).collect(),
                source: frame.source.as_ref().map(|s| doc.span(&s.phrase)),
            });
        }
        let passed_on = earlier.last().is_some_and(|f| f.passes_on(&frame));
        (frame.likely >= least(doc, &frame, earlier) || passed_on || SURE.contains(&frame.rule))
            .then_some(frame)
    }

    /// Cuts the words of a frame where they end: within those behind the cue, or within those that go
    /// on behind a source that interrupts them.
    fn cut(&self, doc: &Document<'_>, frame: &mut Frame) {
        let Some(last) = frame.content.last().cloned() else {
            return;
        };
        let first = frame.content.first().cloned();
        let first = first.filter(|f| frame.way == Way::Before && *f != last);
        let interrupted = frame.way == Way::Before
            && !first.as_ref().is_some_and(|f| doc.in_mark(f.end - 1))
            && last.start > frame.cue.start;
        if frame.way == Way::Before && !interrupted {
            return;
        }
        let from = if interrupted {
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
        for k in from..range.end {
            if !may_end(doc, k) || opens_clause(doc, range.start, k) {
                continue;
            }
            let mut score = self.model.end.score();
            end_features(doc, frame, range, k, &mut score);
            if let Some(log) = self.log {
                let mut features = Vec::new();
                end_features(doc, frame, range, k, &mut features);
                let behind = (k > range.start).then(|| range.start..k);
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
            if score.probability() > least {
                return k;
            }
        }
        range.end
    }
}

/// The probability from which a reading stands.
fn least(doc: &Document<'_>, frame: &Frame, earlier: &[Frame]) -> f32 {
    let mark = frame
        .content
        .iter()
        .flat_map(Clone::clone)
        .find_map(|i| doc.toks[i].mark);
    let tied = matches!(frame.way, Way::Object | Way::Preposition);
    let Some(mark) = mark else {
        let vague = tied && frame.patterns.any(Patterns::VAGUE);
        let framed = frame.way == Way::Before && frame.patterns.any(Patterns::SPEECH);
        let sure = frame.way == Way::That && frame.patterns.any(Patterns::SPEECH);
        if sure {
            return SPEECH_STANDS;
        }
        return match (vague, framed) {
            (true, _) => VAGUE_STANDS,
            (_, true) => MARKED_STANDS,
            _ => STANDS,
        };
    };
    // "said he did not believe “...”": what stands between marks is the speaker's own.
    let thought = frame.way == Way::Marks
        && frame.patterns.any(Patterns::CLAUSE)
        && earlier.last().is_some_and(|f| f.holds(frame.cue.start))
        && frame
            .source
            .as_ref()
            .is_some_and(|s| doc.has(s.phrase.start, Tags::PERSON));
    let words = doc.marks[mark]
        .inner
        .of(doc.text)
        .split_whitespace()
        .count();
    // "expected to speak “soon”": a verb that takes no words beside it.
    let plain = frame.patterns.any(Patterns::VAGUE) && !frame.patterns.any(Patterns::MARKED);
    let mute = !frame
        .patterns
        .any(Patterns::QUOTE.or(Patterns::MARKED).or(Patterns::CLAUSE));
    // "revealed plans for a “reset”": a label inside what somebody did.
    let label = plain && tied && words <= LONGEST_LABEL;
    if label || mute && frame.way == Way::Marks && words <= 2 {
        return NEVER;
    }
    if thought && words > LONGEST_LABEL {
        0.0
    } else if tied && words <= LONGEST_LABEL || frame.way == Way::Marks && words <= 2 {
        STANDS
    } else {
        MARKED_STANDS
    }
}

/// Words that a marked label or scare quote may have.
const LONGEST_LABEL: usize = 5;

/// Whether reported words can end before token `k`: at a comma, a dash, a conjunction.
fn may_end(doc: &Document<'_>, k: usize) -> bool {
    if doc.in_mark(k) {
        return false;
    }
    let parts = doc.is(k, ',') || doc.is(k, ';') || doc.is(k, ':') || doc.is(k, '(');
    let dash = doc.is_dash(k) && doc.toks[k].span.start > doc.toks[k - 1].span.end;
    let word = doc.toks[k].case == Case::Lower
        && !doc.is(k - 1, ',')
        && (doc.has(k, Tags::CONJ.or(Tags::SUB)) && doc.lower(k) != "that"
            || matches!(
                doc.lower(k),
                "amid" | "during" | "following" | "despite" | "in" | "on" | "at" | "as" | "for"
            ));
    parts || dash || word || doc.in_mark(k - 1)
}

/// Whether the comma at token `k` ends a phrase or clause that only opens the words: "if it rains, ...".
fn opens_clause(doc: &Document<'_>, start: usize, k: usize) -> bool {
    let opener = Tags::SUB.or(Tags::INTRO).or(Tags::PREP);
    let opens = doc.has(start, opener) || doc.has(start, Tags::ADV) && doc.has(start + 1, opener);
    opens && doc.is(k, ',') && k > start && !(start..k).any(|i| doc.is(i, ','))
}

/// What may tell whether reported words end before token `k`.
fn end_features(
    doc: &Document<'_>,
    frame: &Frame,
    range: &Toks,
    k: usize,
    out: &mut impl Features,
) {
    let way = frame.way.name();
    out.add("bias", &[]);
    out.add("way", &[way]);
    if k < range.start {
        out.add("at-source", &[frame.rule]);
        out.add("at-source+first", &[frame.rule, word(doc, range.start)]);
        out.add(
            "at-source+link",
            &[word(doc, range.start), kind_of(doc, range.start + 1)],
        );
    }
    let first = word(doc, k);
    let next = if doc.toks[k].kind == TokenKind::Punct {
        k + 1
    } else {
        k
    };
    let link = word(doc, next);
    let after = kind_of(doc, next + 1);
    let marks_before = (range.start..k).any(|i| doc.in_mark(i));
    let marks_after = (k..range.end).any(|i| doc.in_mark(i));
    let marks = match (doc.in_mark(k - 1), marks_before, marks_after) {
        (true, _, true) => "closed+more",
        (true, _, false) => "closed",
        (_, true, true) => "both",
        (_, true, false) => "before",
        (_, false, true) => "after",
        (_, false, false) => "none",
    };
    out.add("first", &[first]);
    out.add("first+link", &[first, link]);
    out.add("way+link", &[way, link]);
    out.add("link+after", &[link, after]);
    out.add("first+kind", &[first, kind_of(doc, next)]);
    out.add(
        "kinds",
        &[first, kind_of(doc, next), after, kind_of(doc, next + 2)],
    );
    out.add("marks", &[marks]);
    out.add("marks+way", &[marks, way]);
    out.add("marks+link", &[marks, link]);
    out.add("verb+first", &[frame.verb, first]);
    let before = bucket(k.saturating_sub(range.start));
    out.add("length", &[before]);
    out.add("length+link", &[before, link]);
    out.add("left", &[bucket(range.end - k)]);
    let clause = k < range.start || reported::is_clause(doc, range.start, k);
    let tail = reported::is_clause(doc, next, range.end.min(next + 12));
    let shape = match (clause, tail) {
        (true, true) => "clause+clause",
        (true, false) => "clause+phrase",
        (false, true) => "phrase+clause",
        (false, false) => "phrase+phrase",
    };
    out.add("shape", &[shape, way]);
    out.add("shape+link", &[shape, link]);
    let cue =
        (next..range.end.min(next + 5)).find(|&i| !doc.in_mark(i) && doc.toks[i].cue.is_some());
    if let Some(cue) = cue {
        out.add("cue-near", &[form(doc, cue), link]);
        out.add("cue-near+verb", &[doc.lower(cue)]);
    }
    let speaker = frame.source.as_ref().map_or(usize::MAX, |s| s.phrase.start);
    let pronoun = (next..range.end.min(next + 2)).find(|&i| doc.has(i, Tags::SUBJECT));
    if let Some(p) = pronoun {
        let same = speaker != usize::MAX && doc.lower(p) == doc.lower(speaker);
        let of_name = speaker != usize::MAX && doc.capital(speaker) && doc.has(p, Tags::PERSON);
        out.add("pronoun", &[doc.lower(p), yes(same), yes(of_name)]);
        out.add("pronoun+then", &[doc.lower(p), kind_of(doc, p + 1)]);
    }
    let tense = (next..range.end.min(next + 6)).find(|&i| doc.has(i, Tags::AUX));
    if let Some(aux) = tense {
        out.add("tense", &[link, doc.lower(aux)]);
    }
    let said = (range.start..k).find(|&i| doc.has(i, Tags::AUX));
    out.add(
        "tenses",
        &[
            said.map_or("-", |i| doc.lower(i)),
            tense.map_or("-", |i| doc.lower(i)),
        ],
    );
}

/// What may tell whether a frame is a report.
fn report(
    doc: &Document<'_>,
    sentence: &Toks,
    frame: &Frame,
    earlier: &[Frame],
    out: &mut impl Features,
) {
    let (rule, way, verb) = (frame.rule, frame.way.name(), frame.verb);
    out.add("bias", &[]);
    out.add("rule", &[rule]);
    out.add("rule+way", &[rule, way]);
    out.add("verb", &[verb]);
    out.add("way+verb", &[way, verb]);
    out.add("rule+verb", &[rule, verb]);
    let cue_form = form(doc, frame.cue.start);
    out.add("form", &[cue_form, way]);
    out.add("verb+form", &[verb, cue_form]);
    if frame.cue.len() > 1 {
        out.add("phrase", &[verb, doc.lower(frame.cue.end - 1)]);
    }
    let tie = word(doc, frame.cue.end);
    out.add("tie", &[tie]);
    out.add("verb+tie", &[verb, tie]);
    let group = super::verb::first_of_verb_group(doc, sentence.start, frame.cue.start);
    for i in group..frame.cue.start {
        out.add("group", &[doc.lower(i)]);
        out.add("group+verb", &[doc.lower(i), verb]);
    }
    if group > sentence.start {
        out.add("before", &[kind_of(doc, group - 1)]);
        out.add("before+rule", &[word(doc, group - 1), rule]);
    }
    source_features(doc, sentence, frame, out);
    content_features(doc, frame, out);
    let marks_earlier = earlier.iter().any(|f| {
        let inside = |r: &Toks| r.contains(&frame.cue.start);
        f.content.iter().any(inside)
    });
    out.add("nested", &[yes(marks_earlier), way]);
    out.add("nested+verb", &[yes(marks_earlier), verb]);
    out.add(
        "earlier",
        &[if earlier.is_empty() { "no" } else { "yes" }, rule],
    );
}

fn source_features(doc: &Document<'_>, sentence: &Toks, frame: &Frame, out: &mut impl Features) {
    let (way, verb) = (frame.way.name(), frame.verb);
    let Some(source) = &frame.source else {
        out.add("source", &["none", frame.rule]);
        return;
    };
    let phrase = source.naming();
    let kind = source_kind(doc, phrase);
    out.add("source", &[kind, frame.rule]);
    out.add("source+way", &[kind, way]);
    out.add("source+verb", &[kind, verb]);
    let last = doc.lower(phrase.end - 1);
    if !doc.capital(phrase.end - 1) {
        out.add("head", &[last]);
        out.add("head+verb", &[last, verb]);
    }
    if source.phrase.start > sentence.start {
        out.add("source-before", &[word(doc, source.phrase.start - 1), kind]);
    } else {
        out.add("source-first", &[kind]);
    }
    let gap = frame.cue.start.abs_diff(phrase.end);
    out.add("gap", &[bucket(gap), frame.rule]);
    out.add("aside", &[yes(source.aside.is_some()), frame.rule]);
}

fn content_features(doc: &Document<'_>, frame: &Frame, out: &mut impl Features) {
    let (way, verb) = (frame.way.name(), frame.verb);
    let Some(first) = frame.content.first() else {
        out.add("content", &["empty"]);
        return;
    };
    let words: usize = frame.content.iter().map(ExactSizeIterator::len).sum();
    let marked = || {
        frame
            .content
            .iter()
            .flat_map(Clone::clone)
            .filter(|&i| doc.in_mark(i))
    };
    let inside = marked().count();
    let marks = match (inside, inside == words) {
        (0, _) => "none",
        (_, true) => "all",
        _ if doc.in_mark(first.start) => "opens",
        _ => "part",
    };
    out.add("marks", &[marks]);
    out.add("marks+way", &[marks, way]);
    out.add("marks+verb", &[marks, verb]);
    out.add("length", &[bucket(words), marks]);
    out.add("length+way", &[bucket(words), way]);
    let opening = word(doc, first.start);
    out.add("opening", &[opening, way]);
    out.add(
        "opening-kind",
        &[
            kind_of(doc, first.start),
            way,
            kind_of(doc, first.start + 1),
        ],
    );
    out.add("opening+verb", &[kind_of(doc, first.start), verb]);
    let clause = yes(reported::is_clause(doc, first.start, first.end));
    out.add("clause", &[clause, way]);
    out.add("clause+verb", &[clause, verb]);
    if let Some(mark) = marked().next().and_then(|i| doc.toks[i].mark) {
        let m = doc.marks[mark];
        let inner = m.inner.of(doc.text);
        let size = bucket(inner.split_whitespace().count());
        out.add("mark-length", &[size, way]);
        out.add("mark-length+marks", &[size, marks]);
        let title = yes(works::is_title(doc, mark));
        out.add("mark-title", &[title, way, size]);
        out.add("mark-named", &[yes(works::is_named(doc, mark))]);
        let stop = if inner.ends_with(['.', '!', '?', ',']) {
            "stop"
        } else {
            "open"
        };
        let start = if inner.starts_with(char::is_uppercase) {
            "upper"
        } else {
            "lower"
        };
        out.add("mark-shape", &[stop, start, way]);
        let outside = first
            .clone()
            .find(|&i| doc.in_mark(i))
            .unwrap_or(first.start);
        if outside > 0 {
            out.add("mark-before", &[word(doc, outside - 1)]);
        }
    }
}

fn form(doc: &Document<'_>, k: usize) -> &'static str {
    match doc.toks[k].cue.map(|c| c.form) {
        Some(Form::Base) => "base",
        Some(Form::Third) => "third",
        Some(Form::Past) => "past",
        Some(Form::Ing) => "ing",
        None => "none",
    }
}

/// A frequent word itself, else what it is.
fn word<'d>(doc: &'d Document<'_>, k: usize) -> &'d str {
    let closed = Tags::DET
        .or(Tags::POSS)
        .or(Tags::PREP)
        .or(Tags::CONJ)
        .or(Tags::SUB)
        .or(Tags::AUX)
        .or(Tags::NEG)
        .or(Tags::SUBJECT)
        .or(Tags::OBJECT)
        .or(Tags::ADV);
    let Some(tok) = doc.toks.get(k) else {
        return "$";
    };
    if tok.mark.is_some() {
        return "“";
    }
    let known = tok.kind != TokenKind::Word || tok.tags.any(closed);
    if known && tok.kind != TokenKind::Number {
        doc.lower(k)
    } else {
        kind_of(doc, k)
    }
}

/// What a token is, in one word.
fn kind_of(doc: &Document<'_>, k: usize) -> &'static str {
    let Some(tok) = doc.toks.get(k) else {
        return "end";
    };
    if tok.mark.is_some() {
        return "mark";
    }
    match tok.kind {
        TokenKind::Number => return "number",
        TokenKind::Punct => return "punct",
        TokenKind::Clitic => return "clitic",
        TokenKind::Word => {}
    }
    const KINDS: [(Tags, &str); 16] = [
        (Tags::SUBJECT, "subject"),
        (Tags::OBJECT, "object"),
        (Tags::POSS, "possessive"),
        (Tags::AUX, "aux"),
        (Tags::NEG, "neg"),
        (Tags::DET, "det"),
        (Tags::CONJ, "conj"),
        (Tags::SUB, "sub"),
        (Tags::PREP, "prep"),
        (Tags::TIME, "time"),
        (Tags::NUM, "num"),
        (Tags::REPORT, "report-noun"),
        (Tags::ROLES, "roles"),
        (Tags::ROLE, "role"),
        (Tags::ORG, "org"),
        (Tags::VERB, "verb"),
    ];
    if tok.case == Case::Lower {
        if tok.cue.is_some() {
            return "cue";
        }
        if let Some((_, name)) = KINDS.iter().find(|(tags, _)| tok.tags.any(*tags)) {
            return name;
        }
        let lower = doc.lower(k);
        if lower.ends_with("ly") || tok.tags.any(Tags::ADV) {
            "adv"
        } else if lower.ends_with("ing") {
            "ing"
        } else if lower.ends_with("ed") {
            "ed"
        } else if lower.ends_with('s') {
            "nouns"
        } else {
            "noun"
        }
    } else if tok.tags.any(Tags::TIME) {
        "time"
    } else if tok.tags.any(Tags::SUBJECT) {
        "subject"
    } else {
        "name"
    }
}

/// What a source phrase is, in one word.
fn source_kind(doc: &Document<'_>, phrase: &Toks) -> &'static str {
    let last = phrase.end - 1;
    if phrase.len() == 1 && doc.has(last, Tags::SUBJECT) {
        return if doc.has(last, Tags::PERSON) && doc.lower(last) != "who" {
            "person"
        } else {
            "pronoun"
        };
    }
    let has = |tags: Tags| phrase.clone().any(|k| doc.has(k, tags));
    let named = doc.capital(last) || doc.is(last, ')');
    if has(Tags::DOC.or(Tags::REPORT)) {
        if named { "named-document" } else { "document" }
    } else if has(Tags::ROLE.or(Tags::TITLE)) {
        "role"
    } else if has(Tags::ROLES) {
        "roles"
    } else if has(Tags::ORG) {
        "org"
    } else if named {
        "name"
    } else if has(Tags::DET) {
        "det"
    } else if has(Tags::NUM) || doc.is(last, '%') {
        "number"
    } else {
        "other"
    }
}

fn bucket(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4 | 5 => "4",
        6..=8 => "6",
        9..=13 => "9",
        14..=20 => "14",
        21..=35 => "21",
        _ => "36",
    }
}

fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
