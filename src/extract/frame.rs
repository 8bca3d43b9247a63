//! Reporting frames: a cue, its source phrase and the words it reports, sentence by sentence.
//!
//! A frame is a candidate; `judge` decides which stand. Sources are phrases as printed, so far
//! without an idea of who they are.

use super::adjunct;
use super::borne;
use super::bounds;
use super::clause;
use super::document::{DASHES, Document, Paragraph, Tok, Toks, reads};
use super::judge::Judge;
use super::lexicon::{Form, Patterns, Tags, key};
use super::nonfinite::keeps_name_back;
use super::phrase;
use super::reported::{self, Way};
use super::sources;
use super::subject::{Source, aside_right};
use super::unlisted;
use super::verbal;
use super::works;
use crate::text::token::{Case, TokenKind};

/// A cue with its source and the words it reports.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Name of the rule that found it.
    pub rule: &'static str,
    /// The reporting verb or phrase in its first form, or what stands for one.
    pub verb: &'static str,
    /// The reporting words.
    pub cue: Toks,
    /// What the verb can take.
    pub patterns: Patterns,
    /// Who speaks.
    pub source: Option<Source>,
    /// The words, in token ranges.
    pub content: Vec<Toks>,
    /// Whether the words stand before the cue.
    pub quote_first: bool,
    /// How the words stand to the cue.
    pub way: Way,
    /// Who reported it, in a report of a report.
    pub via: Option<Toks>,
    /// Which of several possible sources it has, where a rule offers several; else empty.
    pub choice: &'static str,
    /// How likely it is a report, 0 to 1.
    pub likely: f32,
}

impl Frame {
    /// Whether token `k` is among the words it reports.
    #[must_use]
    pub fn holds(&self, k: usize) -> bool {
        self.content.iter().any(|r| r.contains(&k))
    }

    /// Whether this frame reports all of `inner`'s report and so only passes it on: "According to the
    /// Post, Roe said ...", "The Post reported that Roe said ...".
    #[must_use]
    pub fn passes_on(&self, doc: &Document<'_>, inner: &Self) -> bool {
        let reports = self.rule == "source-verb-words"
            && matches!(self.way, Way::That | Way::Clause)
            && matches!(self.verb, "report" | "say" | "write")
            && self.by_medium(doc);
        let inner_at = inner.source.as_ref().map_or(usize::MAX, |s| s.phrase.start);
        (self.rule == "according-to-source" || reports)
            && !inner.quote_first
            && !inner.patterns.any(Patterns::VAGUE)
            && inner.patterns.any(Patterns::CLAUSE.or(Patterns::QUOTE))
            && self.content.first().is_some_and(|r| r.start == inner_at)
    }

    /// The same for a frame behind the report: "Roe said ..., according to the Post".
    #[must_use]
    pub fn is_passed_on(&self, doc: &Document<'_>, inner: &Self) -> bool {
        let source = inner.source.as_ref().map(|s| &s.phrase);
        let speech = Patterns::CLAUSE.or(Patterns::QUOTE);
        let starts = |at: usize| {
            self.content
                .first()
                .is_some_and(|r| r.start <= at && at < r.end)
        };
        let whole =
            inner.quote_first || self.content.first().map(|r| r.start) == source.map(|s| s.start);
        let passes = match self.rule {
            "words-according-to" => true,
            "words-source-verb" | "words-verb-source" => self.by_medium(doc),
            _ => false,
        };
        passes
            && inner.patterns.any(speech)
            && !inner.patterns.any(Patterns::VAGUE)
            && whole
            && source.is_some_and(|s| starts(s.start))
    }
}

impl Frame {
    /// Whether a newspaper, an agency or a station speaks: "..., Reuters reported".
    fn by_medium(&self, doc: &Document<'_>) -> bool {
        let named = |s: &Source| s.phrase.clone().any(|k| works::is_medium(doc, k));
        self.source.as_ref().is_some_and(named)
    }
}

/// The paper, station or agency that the words were said to: "Roe told the Courier that", "told CNN's
/// Tom Poe", "said in an interview with the Courier", "said on CNN".
fn told_medium(doc: &Document<'_>, sentence: &Toks, frame: &Frame) -> Option<Toks> {
    let named = |at: usize| {
        let told = phrase::right(doc, at, sentence.end)?;
        let ends = |k: usize| doc.capital(k) && works::is_medium(doc, k);
        if ends(told.end - 1) {
            return Some(told);
        }
        let owner = told.clone().skip(1).find(|&k| doc.possessive(k))?;
        ends(owner - 1).then_some(told.start..owner)
    };
    let cue = frame.cue.end;
    if frame.verb == "tell" {
        return named(cue);
    }
    let reach = sentence.end.min(cue + LONGEST_OCCASION);
    let said_to = (cue..reach)
        .take_while(|&k| !doc.in_mark(k) && !doc.is(k, ',') && !doc.is(k, ':'))
        .find(|&k| {
            let spoken = k > cue && reads!(doc, k, "with" | "on" | "to" | "by");
            spoken && reads!(doc, k - 1, "interview" | "interviewed")
                || k == cue && reads!(doc, k, "on")
        })?;
    // "said on the Courier project": a noun behind it heads the phrase.
    named(said_to + 1).filter(|told| {
        let k = told.end;
        let word = |t: &Tok| t.kind == TokenKind::Word && t.case == Case::Lower;
        let verb = |t: &Tok| t.cue.is_some_and(|c| c.form == Form::Base);
        let next = doc.toks.get(k).filter(|t| k < sentence.end && word(t));
        !next.is_some_and(|t| verb(t) || phrase::nominal(doc, k))
    })
}

/// Tokens from the verb to the paper in "said late on Monday in a long interview with".
const LONGEST_OCCASION: usize = 12;

/// Fills `out`, which is empty, with all frames of a sentence, in order of their cues.
pub fn frames(
    doc: &Document<'_>,
    judge: &Judge<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    out: &mut Vec<Frame>,
) {
    let marked = doc.marked_in(sentence) > 0;
    let mut k = sentence.start;
    while k < sentence.end {
        let tags_marks = || marked && unlisted::cue(doc, sentence, k).is_some();
        if doc.in_mark(k) || k > sentence.start && tells_nothing(&doc.toks[k]) && !tags_marks() {
            k += 1;
            continue;
        }
        let readings = readings(doc, paragraph, sentence, k, out);
        // Most have none, and what holds them is large.
        let any = readings.iter().any(Option::is_some);
        let found = any.then(|| judge.likeliest(doc, sentence, readings, out));
        if let Some(frame) = found.flatten() {
            k = k.max(frame.cue.end);
            out.push(frame);
        } else {
            k += 1;
        }
    }
    borne::settle(doc, sentence, out);
    bounds::bound_by_next(doc, out);
    drop_repeated(out);
    for frame in &mut *out {
        frame.via = frame
            .via
            .take()
            .or_else(|| told_medium(doc, sentence, frame));
        let programme = |r: &Toks| {
            // "... Roe said on CNN’s “State of the Harbour.”"
            let first = r.clone().find(|&k| doc.in_mark(k)).unwrap_or(r.start);
            let led = first == r.start || reads!(doc, r.start, "on") && first < r.start + 5;
            let mark = doc.toks.get(first).and_then(|t| t.mark).filter(|_| led);
            let whole = |m: usize| (first..r.end).all(|k| doc.toks[k].mark == Some(m));
            mark.is_some_and(|m| whole(m) && works::is_programme(doc, m))
        };
        frame.content.retain(|r| !programme(r));
    }
    out.retain(|frame| {
        !verbal::cites_people(doc, frame) && !keeps_name_back(doc, frame) && !is_of_whom(doc, frame)
    });
}

/// "blamed himself, saying ...", "praised her": whom the verb is about is nothing said.
fn is_of_whom(doc: &Document<'_>, frame: &Frame) -> bool {
    let reflexive = |word: &str| word.ends_with("self") || word.ends_with("selves");
    let pronoun = |k: usize| doc.has(k, Tags::OBJECT.or(Tags::PERSON)) || reflexive(doc.lower(k));
    let object = matches!(frame.way, Way::Object | Way::Subject | Way::Preposition);
    // "blasted Roe on Sunday": a name is nothing said either.
    let named = |r: &Toks| {
        let whom = phrase::right(doc, r.start, r.end).filter(|whom| whom.start == r.start);
        whom.is_some_and(|whom| {
            let person = match sources::read(doc, &whom) {
                sources::Mention::Name(name) => sources::is_whole(&name, &whom),
                _ => false,
            };
            person && adjunct::skip_adjuncts(doc, whom.end, r.end) >= r.end
        })
    };
    let lone = |r: &Toks| r.len() == 1 && pronoun(r.start) || named(r);
    object && !frame.content.is_empty() && frame.content.iter().all(lone)
}

/// "Roe refused to say whether ...": words inside those that the same source is given already are no
/// report of their own.
fn drop_repeated(frames: &mut Vec<Frame>) {
    let mut k = 1;
    while k < frames.len() {
        let (before, rest) = frames.split_at(k);
        let inner = &rest[0];
        let inside = |outer: &Frame| {
            let within = |r: &Toks| {
                let holds = |o: &Toks| o.start <= r.start && r.end <= o.end;
                outer.content.iter().any(holds)
            };
            outer.source == inner.source
                && !inner.content.is_empty()
                && inner.content.iter().all(within)
                && outer.holds(inner.cue.start)
        };
        if inner.source.is_some() && before.iter().any(inside) {
            frames.remove(k);
        } else {
            k += 1;
        }
    }
}

/// Whether a token inside a sentence is no cue and no mark that may stand for one. Most are none.
fn tells_nothing(tok: &Tok) -> bool {
    const ACCORDING: u64 = key("according");
    const COLON: u64 = key(":");
    if tok.kind == TokenKind::Punct {
        return tok.key != COLON && !DASHES.contains(&tok.key);
    }
    tok.cue.is_none() && !tok.tags.any(Tags::REPORTS) && tok.key != ACCORDING
}

/// The readings of the cue at token `k`, if it is one.
fn readings(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    k: usize,
    earlier: &[Frame],
) -> Readings {
    if doc.is_dash(k) {
        return [signature(doc, paragraph, sentence, k), None, None, None];
    }
    if reads!(doc, k, "according") && reads!(doc, k + 1, "to") && k + 2 < sentence.end {
        return [according(doc, sentence, k), None, None, None];
    }
    // A cue that opens its sentence has a capital: "Asked whether ...".
    let opening = || {
        (k == sentence.start)
            .then(|| doc.lexicon.look_up(doc.lower(k)).1)
            .flatten()
    };
    if let Some(cue) = doc.toks[k].cue.or_else(opening) {
        return verbal::readings(doc, paragraph, sentence, k, cue, earlier);
    }
    if doc.has(k, Tags::REPORTS) {
        return verbal::noun_readings(doc, sentence, k, earlier);
    }
    if let Some(cue) = unlisted::cue(doc, sentence, k) {
        return unlisted::readings(doc, paragraph, sentence, k, cue, earlier);
    }
    let taken = |f: &Frame| f.holds(k + 1) || f.way == Way::Announced;
    // "Adding: “...”" names nobody.
    let adds = k == sentence.start + 1 && doc.lexicon.look_up(doc.lower(k - 1)).1.is_some();
    if doc.is(k, ':') && !adds && !earlier.iter().any(taken) {
        let announced = colon(doc, paragraph, sentence, k);
        return [
            announced.or_else(|| named_line(doc, sentence, k)),
            None,
            None,
            None,
        ];
    }
    verbal::NONE
}

/// What a cue can be read as: the likelier one is taken.
pub type Readings = [Option<Frame>; 4];

/// "According to X, words." and "words, according to X".
fn according(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Frame> {
    let cue = k..k + 2;
    let source = source_of(doc, sentence, k + 2)?;
    let opens =
        (sentence.start..k).all(|i| doc.has(i, Tags::CONJ) || doc.toks[i].kind == TokenKind::Punct);
    let source = completed(doc, source, if opens { sentence.end } else { k });
    // Where the words follow, an apposition must be closed by a comma of its own.
    // "The virus, according to Roe, spread fast": what completes the words is no apposition.
    let whole = || clause::is_clause(doc, sentence.start, k);
    let aside = aside_right(doc, source.end, sentence.end)
        .filter(|a| doc.is(a.end, ',') || !opens && whole());
    let group_end = aside.as_ref().map_or(source.end, |a| a.end);
    let (content, rule, quote_first) = if opens {
        let start = if doc.is(group_end, ',') {
            group_end + 1
        } else {
            group_end
        };
        (
            reported::clause(doc, start, sentence.end, false),
            "according-to-source",
            false,
        )
    } else {
        let before = reported::before(doc, sentence.start, k);
        (
            reported::around(doc, before, group_end, sentence.end),
            "words-according-to",
            true,
        )
    };
    (!content.is_empty()).then(|| Frame {
        rule,
        verb: "according_to",
        cue,
        patterns: Patterns::default(),
        source: Some(Source {
            phrase: source,
            antecedent: None,
            aside,
        }),
        content,
        quote_first,
        way: if quote_first {
            Way::Before
        } else {
            Way::Clause
        },
        via: None,
        choice: "",
        likely: 1.0,
    })
}

/// Who stands behind "according to", from token `first` on.
fn source_of(doc: &Document<'_>, sentence: &Toks, first: usize) -> Option<Toks> {
    Some(
        if reads!(doc, first + 1, "of") && doc.has(first, Tags::SUBJECT) {
            // "one of the engineers"
            first..phrase::right(doc, first + 2, sentence.end)?.end
        } else if doc.has(first, Tags::OBJECT.or(Tags::SUBJECT)) {
            first..first + 1
        } else {
            with_plural(doc, phrase::right(doc, first, sentence.end)?, sentence.end)
        },
    )
}

/// "According to a poll by the Roe Institute, ...", "... documents filed on Monday, ...": a source that
/// opens the sentence goes on to its comma, where a preposition or participle ties more to it.
fn completed(doc: &Document<'_>, source: Toks, hi: usize) -> Toks {
    let tied = |k: usize| {
        let participle = doc.ends_in(k, b"ed") && doc.toks[k].case == Case::Lower;
        doc.has(k, Tags::PREP) || participle
    };
    let reach = hi.min(source.end + LONGEST_SIGNATURE);
    let comma = (source.end..reach)
        .take_while(|&k| !doc.in_mark(k))
        .find(|&k| doc.is(k, ','));
    match comma {
        Some(comma) if source.end < comma && tied(source.end) => source.start..comma,
        _ => source,
    }
}

/// "according to Senate rules", "... the council's claims, ...": a word that is a verb elsewhere is the head
/// of the phrase where nothing goes on behind it.
fn with_plural(doc: &Document<'_>, source: Toks, hi: usize) -> Toks {
    let k = source.end;
    let closed = k + 1 >= hi || doc.toks[k + 1].kind == TokenKind::Punct;
    let head = k < hi && doc.toks[k].case == Case::Lower && doc.toks[k].kind == TokenKind::Word;
    let noun = || doc.toks[k].cue.is_some() && doc.ends_in(k, b"s");
    if head && closed && !doc.in_mark(k) && noun() {
        source.start..k + 1
    } else {
        source
    }
}

/// `“Words.” — Ann Roe` at the end of a paragraph.
fn signature(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    k: usize,
) -> Option<Frame> {
    let ends = sentence.end == paragraph.toks.end && sentence.end - k <= LONGEST_SIGNATURE;
    if !ends || k == sentence.start || !doc.in_mark(k - 1) || !doc.capital(k + 1) {
        return None;
    }
    let source = phrase::right(doc, k + 1, sentence.end)?;
    Some(Frame {
        rule: "signature",
        verb: "—",
        cue: k..k + 1,
        patterns: Patterns::QUOTE,
        source: Some(Source::plain(source)),
        content: std::iter::once(reported::before(doc, sentence.start, k)).collect(),
        quote_first: true,
        way: Way::Before,
        via: None,
        choice: "",
        likely: 1.0,
    })
}

/// Tokens that a name behind a dash may have, with place or office.
const LONGEST_SIGNATURE: usize = 14;

/// `ROE: We start at once.`: a name and a colon before words without marks.
fn named_line(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Frame> {
    // "Roe In Salem: We Start at Once": in a headline the place has its preposition.
    let link = |i: &usize| reads!(doc, *i, "in" | "on" | "at" | "to") && *i > sentence.start;
    let end = (sentence.start..k).find(link).unwrap_or(k);
    let name = sentence.start..end;
    let named = (sentence.start..k).all(|i| doc.capital(i) || doc.is(i, '.'))
        && !name.is_empty()
        && k - name.start <= LONGEST_SIGNATURE / 2;
    let content = reported::clause(doc, k + 1, sentence.end, false);
    let words = content.first().map_or(0, ExactSizeIterator::len);
    (named && words > 2).then(|| Frame {
        rule: "name-colon-words",
        verb: ":",
        cue: k..k + 1,
        patterns: Patterns::QUOTE,
        source: Some(Source::plain(name)),
        content,
        quote_first: false,
        way: Way::Clause,
        via: None,
        choice: "",
        likely: 1.0,
    })
}

/// "From the report:", "More from Roe:", "THE DAY'S FIGURES - From the ministry:".
fn from_source(doc: &Document<'_>, sentence: &Toks, colon: usize) -> Option<Toks> {
    let reach = sentence.start.max(colon.saturating_sub(LONGEST_SIGNATURE));
    let from = (reach..colon).rev().find(|&i| reads!(doc, i, "from"))?;
    let more = from > sentence.start && reads!(doc, from - 1, "more");
    let first = from - usize::from(more);
    let opens = first == sentence.start || doc.toks[first - 1].kind == TokenKind::Punct;
    let source = phrase::right(doc, from + 1, colon)?;
    (opens && source.end == colon).then_some(source)
}

/// A sentence that ends with a colon before marked words: "Roe put it bluntly: “No.”"
fn colon(doc: &Document<'_>, paragraph: &Paragraph, sentence: &Toks, k: usize) -> Option<Frame> {
    let next = k + 1;
    let last = next >= paragraph.toks.end;
    if !(last || doc.in_mark(next)) || (sentence.start..k).any(|i| doc.in_mark(i)) {
        return None;
    }
    // "TURNOUT RISES - Ann Roe: “...”": the name stands behind the headline.
    let named = (sentence.start..k)
        .rev()
        .find(|&i| doc.is_dash(i) && doc.toks[i + 1].span.start > doc.toks[i].span.end)
        .map(|dash| dash + 1..k)
        .filter(|name| {
            name.clone()
                .all(|i| doc.capital(i) || doc.is(i, '.') || reads!(doc, i, "and"))
        })
        .filter(|name| !name.is_empty());
    let source = named
        .or_else(|| from_source(doc, sentence, k))
        .or_else(|| phrase::clause_subject(doc, sentence.start, k))?;
    let content = if last {
        Vec::new()
    } else {
        reported::clause(doc, next, sentence.end, true)
    };
    Some(Frame {
        rule: "source-colon-quote",
        verb: ":",
        cue: k..k + 1,
        patterns: Patterns::QUOTE,
        source: Some(Source::plain(source)),
        way: if last { Way::Announced } else { Way::Colon },
        content,
        quote_first: false,
        via: None,
        choice: "",
        likely: 1.0,
    })
}
