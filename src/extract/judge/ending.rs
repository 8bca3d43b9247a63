//! What may tell where reported words end.

use super::kinds::{bucket, form, kind_of, lower, word, yes};
use crate::extract::clause::{self, Opening};
use crate::extract::document::{Document, Toks, reads};
use crate::extract::frame::Frame;
use crate::extract::lexicon::Tags;
use crate::extract::weights::{Features, Value, value};
use crate::text::token::TokenKind;

/// What may tell whether reported words end before token `k`.
pub fn features(
    doc: &Document<'_>,
    frame: &Frame,
    range: &Toks,
    opening: &Opening,
    k: usize,
    out: &mut impl Features,
) {
    let way = Value::of(frame.way.name());
    out.add(value!("bias"), &[]);
    out.add(value!("way"), &[way]);
    let near = |k| near(doc, range, k);
    if k < range.start {
        at_source(doc, frame, range, out);
    }
    let first = word(doc, k);
    let next = if doc.toks[k].kind == TokenKind::Punct {
        k + 1
    } else {
        k
    };
    let link = if next < range.end {
        word(doc, next)
    } else {
        value!("$")
    };
    let after = near(next + 1);
    let marks = marks(doc, range, k);
    out.add(value!("first"), &[first]);
    out.add(value!("first+link"), &[first, link]);
    out.add(value!("way+link"), &[way, link]);
    out.add(value!("link+after"), &[link, after]);
    out.add(value!("first+kind"), &[first, near(next)]);
    out.add(value!("kinds"), &[first, near(next), after, near(next + 2)]);
    out.add(value!("marks"), &[marks]);
    out.add(value!("marks+way"), &[marks, way]);
    out.add(value!("marks+link"), &[marks, link]);
    out.add(value!("verb+first"), &[Value::of(frame.verb), first]);
    let before = bucket(k.saturating_sub(range.start));
    out.add(value!("length"), &[before]);
    out.add(value!("length+link"), &[before, link]);
    out.add(value!("left"), &[bucket(range.end - k)]);
    around(doc, frame, range, k, next, out);
    shape(doc, frame, range, opening, k, next, out);
    grammar(doc, frame, range, opening, k, next, out);
}

/// What token `k` is, in one word. What stands behind the words is not looked at: it may be another
/// sentence.
fn near(doc: &Document<'_>, range: &Toks, k: usize) -> Value<'static> {
    if k < range.end {
        kind_of(doc, k)
    } else {
        value!("end")
    }
}

/// Where the words may end at the source: what goes on behind it.
fn at_source(doc: &Document<'_>, frame: &Frame, range: &Toks, out: &mut impl Features) {
    let rule = Value::of(frame.rule);
    let (first, next) = (word(doc, range.start), range.start + 1);
    let second = if next < range.end {
        lower(doc, next)
    } else {
        value!("")
    };
    out.add(value!("at-source"), &[rule]);
    out.add(value!("at-source+first"), &[rule, first]);
    out.add(value!("at-source+link"), &[first, near(doc, range, next)]);
    out.add(
        value!("at-source+words"),
        &[lower(doc, range.start), second],
    );
}

/// Whether the clause of the cue is a subordinate one, and what stands behind the next comma.
fn around(
    doc: &Document<'_>,
    frame: &Frame,
    range: &Toks,
    k: usize,
    next: usize,
    out: &mut impl Features,
) {
    let (first, after) = (word(doc, k), kind_of(doc, next + 1));
    if let Some(opener) = opener(doc, frame) {
        let nth = (range.start..k).filter(|&i| doc.is(i, ',')).count();
        out.add(value!("opened"), &[opener, first, bucket(nth)]);
        out.add(value!("opened+link"), &[opener, first, kind_of(doc, next)]);
        out.add(value!("opened+shape"), &[first, kind_of(doc, next), after]);
    }
    // "the engineer, who built the dam, held two licences": an aside ends at its second comma.
    let close = (next..range.end).find(|&i| doc.is(i, ',') && !doc.in_mark(i));
    let beyond = close.map_or(value!("none"), |c| kind_of(doc, c + 1));
    out.add(value!("beyond"), &[first, beyond]);
    out.add(value!("beyond+next"), &[first, kind_of(doc, next), beyond]);
}

/// The word that opens the clause of the cue as a subordinate one: "While Roe said that ..., he ...".
fn opener<'d>(doc: &'d Document<'_>, frame: &Frame) -> Option<Value<'d>> {
    let start = frame.source.as_ref()?.phrase.start;
    if doc.toks[start].opens {
        return None;
    }
    let before = start.checked_sub(1)?;
    let opens = Tags::SUB.or(Tags::PREP);
    let own = doc.has(before, Tags::SUB) && !reads!(doc, before, "that");
    let first = doc.toks[before].opens && doc.has(before, opens);
    (own || first).then(|| lower(doc, before))
}

/// Where the marks lie around the possible end.
fn marks(doc: &Document<'_>, range: &Toks, k: usize) -> Value<'static> {
    let marks_before = doc.marked_in(&(range.start..k)) > 0;
    let marks_after = doc.marked_in(&(k..range.end)) > 0;
    match (doc.in_mark(k - 1), marks_before, marks_after) {
        (true, _, true) => value!("closed+more"),
        (true, _, false) => value!("closed"),
        (_, true, true) => value!("both"),
        (_, true, false) => value!("before"),
        (_, false, true) => value!("after"),
        (_, false, false) => value!("none"),
    }
}

/// Whether clauses stand on both sides of it.
fn shape(
    doc: &Document<'_>,
    frame: &Frame,
    range: &Toks,
    opening: &Opening,
    k: usize,
    next: usize,
    out: &mut impl Features,
) {
    let (way, link) = (Value::of(frame.way.name()), word(doc, next));
    let clause = k < range.start || opening.is_clause(k);
    let tail = clause::is_clause(doc, next, range.end.min(next + 12));
    let shape = match (clause, tail) {
        (true, true) => value!("clause+clause"),
        (true, false) => value!("clause+phrase"),
        (false, true) => value!("phrase+clause"),
        (false, false) => value!("phrase+phrase"),
    };
    out.add(value!("shape"), &[shape, way]);
    out.add(value!("shape+link"), &[shape, link]);
}

/// Verbs, pronouns and tenses around it.
fn grammar(
    doc: &Document<'_>,
    frame: &Frame,
    range: &Toks,
    opening: &Opening,
    k: usize,
    next: usize,
    out: &mut impl Features,
) {
    let link = word(doc, next);
    let cue =
        (next..range.end.min(next + 5)).find(|&i| !doc.in_mark(i) && doc.toks[i].cue.is_some());
    if let Some(cue) = cue {
        out.add(value!("cue-near"), &[form(doc, cue), link]);
        out.add(value!("cue-near+verb"), &[lower(doc, cue)]);
    }
    let speaker = frame.source.as_ref().map_or(usize::MAX, |s| s.phrase.start);
    let pronoun = (next..range.end.min(next + 2)).find(|&i| doc.has(i, Tags::SUBJECT));
    if let Some(p) = pronoun {
        let same = speaker != usize::MAX && doc.lower(p) == doc.lower(speaker);
        let of_name = speaker != usize::MAX && doc.capital(speaker) && doc.has(p, Tags::PERSON);
        out.add(value!("pronoun"), &[lower(doc, p), yes(same), yes(of_name)]);
        out.add(
            value!("pronoun+then"),
            &[lower(doc, p), kind_of(doc, p + 1)],
        );
    }
    let tense = (next..range.end.min(next + 6)).find(|&i| doc.has(i, Tags::AUX));
    if let Some(aux) = tense {
        out.add(value!("tense"), &[link, lower(doc, aux)]);
    }
    let said = opening.auxiliary.filter(|&i| i < k);
    out.add(
        value!("tenses"),
        &[
            said.map_or(value!("-"), |i| lower(doc, i)),
            tense.map_or(value!("-"), |i| lower(doc, i)),
        ],
    );
}
