//! Reports by a noun: "her claim that the dam was safe", "criticism from Roe of the plan", "in her
//! words, “a gamble”".
//!
//! Like `verbal`, every reading that the grammar allows is offered; `judge` says which one stands.

use super::adjunct::skip_adjuncts;
use super::document::{Document, Toks, reads};
use super::frame::{Frame, Readings};
use super::known::List;
use super::lexicon::{Cue, Form, Patterns, Tags};
use super::nonfinite::{by_choice, near_subject};
use super::phrase;
use super::reported::{self, Behind, Way};
use super::subject::{Source, source_right};
use super::verbal::NONE;
use crate::text::token::Case;

/// Name of the rule.
pub const RULE: &str = "report-noun";

/// What the noun at token `k` can be read as.
pub fn readings(
    doc: &Document<'_>,
    sentence: &Toks,
    k: usize,
    cue: Cue,
    earlier: &[Frame],
) -> Readings {
    let agent = agent(doc, k, sentence.end);
    let at = agent.as_ref().map_or(k + 1, |a| {
        a.aside.as_ref().map_or(a.phrase.end, |aside| aside.end)
    });
    let name = doc.lexicon.lemma(cue);
    let worded = |found: Option<Behind>| found.filter(|_| name == "word");
    let behind = worded(behind_words(doc, sentence, k, at))
        .or_else(|| {
            behind(doc, at, sentence.end, cue.patterns)
                .map(|found| before_main_verb(doc, sentence, k, found))
        })
        .or_else(|| worded(in_words(doc, sentence, k)));
    let Some((content, way)) = behind.filter(|(content, _)| !content.is_empty()) else {
        return NONE;
    };
    let report = |choice, source| Frame {
        rule: RULE,
        verb: name,
        cue: k..k + 1,
        patterns: cue.patterns,
        source: Some(source),
        content: content.clone(),
        quote_first: way == Way::Before,
        way,
        via: None,
        choice,
        likely: 1.0,
    };
    let owner = owner(doc, sentence, k);
    if owner.is_some() || agent.is_some() {
        return by_choice([("owner", owner), ("agent", agent)], report);
    }
    // "said in a statement that", "dismissed the report as": the verb before has the words.
    let told = earlier.last().is_some_and(|f| {
        let end = f.content.last().map_or(f.cue.end, |r| r.end);
        f.cue.start < k && k < end
    });
    if told {
        return NONE;
    }
    let options = [
        ("near", near_subject(doc, sentence, k)),
        ("earlier", earlier.last().and_then(|f| f.source.clone())),
    ];
    by_choice(options, report)
}

/// Whether a report by a noun is sure by its form: "her claim that ...", "in her words, “...”", "his
/// conclusion that it was “unsafe”".
#[must_use]
pub fn is_sure(doc: &Document<'_>, frame: &Frame) -> bool {
    let owned = matches!(frame.choice, "owner" | "agent");
    let marked = || frame.content.iter().any(|r| doc.marked_in(r) > 0);
    let said = frame.way == Way::That && (frame.patterns.any(Patterns::SPEECH) || marked());
    let ways = [Way::Before, Way::Colon, Way::Marks, Way::Clause];
    let worded = frame.verb == "word" && ways.contains(&frame.way);
    owned && (said || worded)
}

/// "her claim", "Roe's most explosive claim": who makes it.
fn owner(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Source> {
    let reach = sentence.start.max(k.saturating_sub(LONGEST_OWNED));
    let at = (reach..k)
        .rev()
        .take_while(|&i| {
            !doc.in_mark(i) && (phrase::nominal(doc, i) || doc.has(i, Tags::POSS.or(Tags::ADV)))
        })
        .find(|&i| doc.has(i, Tags::POSS) || doc.possessive(i))?;
    if doc.has(at, Tags::POSS) {
        return Some(Source::plain(at..at + 1));
    }
    phrase::left(doc, sentence.start, at).map(Source::plain)
}

/// Tokens from a possessive to its noun.
const LONGEST_OWNED: usize = 6;

/// "claims by Roe that", "criticism from Roe of the plan", "the words of Roe: ...".
fn agent(doc: &Document<'_>, k: usize, hi: usize) -> Option<Source> {
    let of = reads!(doc, k + 1, "of");
    if !of && !reads!(doc, k + 1, "by" | "from") {
        return None;
    }
    let mut source = source_right(doc, k + 2, hi)?;
    // "the claim of fraud" has no speaker, "the claim of Roe that" has.
    // "in the words of the lawyer, Ann Roe, QC, “...”"
    if let Some(aside) = &mut source.aside
        && doc.is(aside.end, ',')
        && doc.among(aside.end + 1, List::POSTNOMINAL)
    {
        aside.end += 2;
    }
    let end = source.whole().end;
    let reported = reads!(doc, end, "that") || doc.is(end, ':') || doc.in_mark(end);
    let marked = doc.is(end, ',') && doc.in_mark(end + 1);
    (!of || reported || marked).then_some(source)
}

/// The words behind the noun.
fn behind(doc: &Document<'_>, at: usize, hi: usize, takes: Patterns) -> Option<Behind> {
    const TIES: [&str; 10] = [
        "about",
        "of",
        "for",
        "on",
        "against",
        "over",
        "as",
        "toward",
        "towards",
        "regarding",
    ];
    let k = skip_adjuncts(doc, at, hi);
    let copula = usize::from(reads!(doc, k, "is" | "was"));
    let that = k + copula;
    // "her comment that, “We wait”"
    let parted = usize::from(doc.is(that + 1, ','));
    let marked = that + 2 < hi && doc.in_mark(that + 2);
    if takes.any(Patterns::THAT) && reads!(doc, that, "that") && (parted == 0 || marked) {
        let words = reported::clause(doc, that + 1 + parted, hi, true);
        return Some((words, Way::That));
    }
    if takes.any(Patterns::QUOTE) && k < hi {
        let comma = doc.is(k, ',') && doc.in_mark(k + 1);
        if doc.is(k, ':') && k + 1 < hi || comma {
            return Some((reported::clause(doc, k + 1, hi, true), Way::Colon));
        }
        if doc.in_mark(k) {
            return Some((reported::clause(doc, k, hi, true), Way::Marks));
        }
    }
    if takes.any(Patterns::INFINITIVE) && reads!(doc, at, "to") && !doc.has(at + 1, Tags::DET) {
        return Some((reported::object(doc, at, hi), Way::Infinitive));
    }
    let tied = takes.any(Patterns::OBJECT) && TIES.contains(&doc.lower(at)) && at + 1 < hi;
    tied.then(|| (reported::object(doc, at + 1, hi), Way::Preposition))
}

/// "Her claim that the wall would hold drew laughter": a noun that is the subject has its verb behind
/// the words.
fn before_main_verb(doc: &Document<'_>, sentence: &Toks, k: usize, behind: Behind) -> Behind {
    let (mut content, way) = behind;
    let finite = |i: usize| {
        let past = doc.toks[i].cue.is_some_and(|c| c.form == Form::Past);
        let verb = doc.has(i, Tags::AUX.or(Tags::VERB)) || past || doc.ends_in(i, b"ed");
        verb && !doc.in_mark(i) && doc.toks[i].case == Case::Lower
    };
    let subject = !(sentence.start..k).any(finite);
    let (true, Way::That, Some(words)) = (subject, way, content.first_mut()) else {
        return (content, way);
    };
    let auxiliary = |i: usize| doc.has(i, Tags::AUX.or(Tags::ADV).or(Tags::NEG));
    let verb = words.clone().find(|&i| finite(i)).unwrap_or(words.end);
    let last = (verb..words.end).find(|&i| !auxiliary(i));
    let end = last.map_or(words.end, |i| i + 1).min(words.end);
    let opens = Tags::SUB.or(Tags::CONJ).or(Tags::SUBJECT);
    let main = (end..words.end)
        .take_while(|&i| !doc.has(i, opens) && !doc.is(i, ',') && !reads!(doc, i, "to"))
        .find(|&i| finite(i));
    words.end = main.unwrap_or(words.end);
    (content, way)
}

/// "In her words, the plan was “a gamble”.": the clause behind the comma at token `at`.
fn behind_words(doc: &Document<'_>, sentence: &Toks, k: usize, at: usize) -> Option<Behind> {
    let opens = reads!(doc, sentence.start, "in") && k - sentence.start <= LONGEST_OWNED + 2;
    let words = reported::clause(doc, at + 1, sentence.end, false);
    let marked = words.first().is_some_and(|r| doc.marked_in(r) > 0);
    (opens && doc.is(at, ',') && marked).then_some((words, Way::Clause))
}

/// "It was “a gamble,” in her words.": the marked words before.
fn in_words(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Behind> {
    let reach = sentence.start.max(k.saturating_sub(LONGEST_OWNED + 2));
    let group = (reach..k).rev().find(|&i| reads!(doc, i, "in"))?;
    let parted = group > sentence.start
        && (doc.in_mark(group - 1)
            || doc.is(group - 1, ',') && group > sentence.start + 1 && doc.in_mark(group - 2));
    let words = reported::before(doc, sentence.start, group);
    (parted && words.start < words.end).then(|| (std::iter::once(words).collect(), Way::Before))
}
