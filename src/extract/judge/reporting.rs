//! What may tell whether a reading is a report.

use super::kinds::{bucket, form, kind_of, last_word, lower, source_kind, word, yes};
use crate::extract::clause;
use crate::extract::document::{Document, Toks};
use crate::extract::frame::Frame;
use crate::extract::lexicon::Patterns;
use crate::extract::nonfinite;
use crate::extract::reported::Way;
use crate::extract::verb::first_of_verb_group;
use crate::extract::weights::{Features, Value, value};
use crate::extract::works;
use crate::text::token::Case;

/// What may tell whether a frame is a report.
pub fn features(
    doc: &Document<'_>,
    sentence: &Toks,
    frame: &Frame,
    earlier: &[Frame],
    out: &mut impl Features,
) {
    let [rule, way, verb] = named(frame);
    out.add(value!("bias"), &[]);
    out.add(value!("rule"), &[rule]);
    out.add(value!("rule+way"), &[rule, way]);
    out.add(value!("verb"), &[verb]);
    out.add(value!("way+verb"), &[way, verb]);
    out.add(value!("rule+verb"), &[rule, verb]);
    // What the lexicon says of a verb speaks for those too rare to be learned by name.
    for (pattern, name) in PATTERNS {
        if frame.patterns.any(pattern) {
            out.add(value!("takes"), &[name, way]);
            out.add(value!("takes+rule"), &[name, rule]);
        }
    }
    let cue_form = form(doc, frame.cue.start);
    out.add(value!("form"), &[cue_form, way]);
    out.add(value!("verb+form"), &[verb, cue_form]);
    if frame.cue.len() > 1 {
        out.add(value!("phrase"), &[verb, lower(doc, frame.cue.end - 1)]);
    }
    // What stands in another sentence is not looked at.
    let tie = if frame.cue.end < sentence.end {
        word(doc, frame.cue.end)
    } else {
        value!("$")
    };
    out.add(value!("tie"), &[tie]);
    out.add(value!("verb+tie"), &[verb, tie]);
    out.add(value!("tie+way"), &[tie, way]);
    group_features(doc, sentence, frame, [rule, way, verb], out);
    if frame.way == Way::Loose {
        loose_features(doc, sentence, frame, out);
    }
    source_features(doc, sentence, frame, [rule, way, verb], earlier, out);
    content_features(doc, frame, [way, verb], out);
    let nested = earlier.iter().any(|f| f.holds(frame.cue.start));
    out.add(value!("nested"), &[yes(nested), way]);
    out.add(value!("nested+verb"), &[yes(nested), verb]);
    out.add(value!("earlier"), &[yes(!earlier.is_empty()), rule]);
}

/// The verb's auxiliaries and adverbs, what stands before them, and what governs an infinitive.
fn group_features(
    doc: &Document<'_>,
    sentence: &Toks,
    frame: &Frame,
    [rule, way, verb]: [Value<'_>; 3],
    out: &mut impl Features,
) {
    let group = first_of_verb_group(doc, sentence.start, frame.cue.start);
    for i in group..frame.cue.start {
        out.add(value!("group"), &[lower(doc, i)]);
        out.add(value!("group+verb"), &[lower(doc, i), verb]);
    }
    if group > sentence.start {
        out.add(value!("before"), &[kind_of(doc, group - 1)]);
        out.add(value!("before+rule"), &[word(doc, group - 1), rule]);
    }
    // "tried to explain", "has no right to criticise": what governs an infinitive.
    if frame.rule == nonfinite::INFINITIVE && group > sentence.start + 1 {
        let governor = group - 2;
        out.add(value!("governor"), &[lower(doc, governor)]);
        out.add(value!("governor+way"), &[kind_of(doc, governor), way]);
        out.add(value!("governor+verb"), &[kind_of(doc, governor), verb]);
        out.add(
            value!("governor+choice"),
            &[word(doc, governor), Value::of(frame.choice)],
        );
    }
}

const PATTERNS: [(Patterns, Value<'static>); 8] = [
    (Patterns::QUOTE, value!("quote")),
    (Patterns::THAT, value!("that")),
    (Patterns::OBJECT, value!("object")),
    (Patterns::MARKED, value!("marked")),
    (Patterns::INFINITIVE, value!("infinitive")),
    (Patterns::ADDRESSEE, value!("addressee")),
    (Patterns::SPEECH, value!("speech")),
    (Patterns::VAGUE, value!("vague")),
];

/// What names the frame: its rule, way and verb.
fn named(frame: &Frame) -> [Value<'static>; 3] {
    [frame.rule, frame.way.name(), frame.verb].map(Value::of)
}

/// Marked words without a cue: what stands between verb and words, and what behind them.
fn loose_features(doc: &Document<'_>, sentence: &Toks, frame: &Frame, out: &mut impl Features) {
    let Some(words) = frame.content.first() else {
        return;
    };
    let choice = Value::of(frame.choice);
    // What stands in another sentence is not looked at.
    let word_at = |k: usize| {
        if sentence.contains(&k) {
            word(doc, k)
        } else {
            value!("")
        }
    };
    let before = words.start.wrapping_sub(1);
    let before_lower = if sentence.contains(&before) {
        lower(doc, before)
    } else {
        value!("")
    };
    let second = before.wrapping_sub(1);
    let second = if sentence.contains(&second) {
        kind_of(doc, second)
    } else {
        value!("")
    };
    let tie = word_at(before);
    let verb = if frame.cue.is_empty() {
        value!("")
    } else {
        lower(doc, frame.cue.start)
    };
    out.add(value!("loose-verb"), &[verb]);
    out.add(value!("loose-verb+choice"), &[verb, choice]);
    out.add(value!("loose-before"), &[before_lower]);
    out.add(value!("loose-before+choice"), &[tie, choice]);
    out.add(value!("loose-kinds"), &[second, tie]);
    out.add(value!("loose-after"), &[word_at(words.end), choice]);
    let gap = bucket(words.start.abs_diff(frame.cue.end));
    out.add(value!("loose-gap"), &[gap, choice]);
    let size = bucket(words.len());
    out.add(value!("loose-size"), &[size, choice]);
    out.add(value!("loose-size+before"), &[size, tie]);
    let edge = match (words.start == sentence.start, words.end + 1 >= sentence.end) {
        (true, _) => value!("first"),
        (_, true) => value!("last"),
        _ => value!("inside"),
    };
    out.add(value!("loose-edge"), &[edge, choice, size]);
    let first = doc.toks.get(words.start + 1).map_or(value!(""), |t| {
        if t.case == Case::Lower {
            value!("lower")
        } else {
            value!("upper")
        }
    });
    out.add(
        value!("loose-first"),
        &[first, word(doc, words.start), size],
    );
}

fn source_features(
    doc: &Document<'_>,
    sentence: &Toks,
    frame: &Frame,
    [rule, way, verb]: [Value<'_>; 3],
    earlier: &[Frame],
    out: &mut impl Features,
) {
    let choice = Value::of(frame.choice);
    let Some(source) = &frame.source else {
        out.add(value!("source"), &[value!("none"), rule]);
        return;
    };
    let phrase = source.naming();
    let kind = source_kind(doc, phrase);
    out.add(value!("source"), &[kind, rule]);
    out.add(value!("source+way"), &[kind, way]);
    out.add(value!("source+verb"), &[kind, verb]);
    let head = last_word(doc, phrase);
    let last = lower(doc, head);
    if !doc.capital(head) {
        out.add(value!("head"), &[last]);
        out.add(value!("head+verb"), &[last, verb]);
    }
    if source.phrase.start > sentence.start {
        out.add(
            value!("source-before"),
            &[word(doc, source.phrase.start - 1), kind],
        );
    } else {
        out.add(value!("source-first"), &[kind]);
    }
    if !frame.choice.is_empty() {
        out.add(value!("choice"), &[choice, rule]);
        out.add(value!("choice+kind"), &[choice, rule, kind]);
        out.add(value!("choice+way"), &[choice, way]);
        if frame.cue.start > sentence.start {
            let before = word(doc, frame.cue.start - 1);
            out.add(value!("choice+before"), &[choice, before]);
        }
        if let Some(last) = earlier.last() {
            out.add(
                value!("choice+earlier"),
                &[choice, Value::of(last.rule), Value::of(last.verb)],
            );
        }
        let near = source.phrase.end..frame.cue.start;
        let commas = near.filter(|&i| doc.is(i, ',')).count();
        out.add(value!("choice+commas"), &[choice, bucket(commas)]);
        if source.phrase.start > sentence.start {
            let before = word(doc, source.phrase.start - 1);
            out.add(value!("choice+source-before"), &[choice, before]);
        } else {
            out.add(value!("choice+source-first"), &[choice, kind]);
        }
    }
    let gap = frame.cue.start.abs_diff(phrase.end);
    out.add(value!("gap"), &[bucket(gap), rule]);
    out.add(value!("aside"), &[yes(source.aside.is_some()), rule]);
}

fn content_features(
    doc: &Document<'_>,
    frame: &Frame,
    [way, verb]: [Value<'_>; 2],
    out: &mut impl Features,
) {
    let Some(first) = frame.content.first() else {
        out.add(value!("content"), &[value!("empty")]);
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
    let inside: usize = frame.content.iter().map(|r| doc.marked_in(r)).sum();
    let marks = match (inside, inside == words) {
        (0, _) => value!("none"),
        (_, true) => value!("all"),
        _ if doc.in_mark(first.start) => value!("opens"),
        _ => value!("part"),
    };
    out.add(value!("marks"), &[marks]);
    out.add(value!("marks+way"), &[marks, way]);
    out.add(value!("marks+verb"), &[marks, verb]);
    out.add(value!("length"), &[bucket(words), marks]);
    out.add(value!("length+way"), &[bucket(words), way]);
    let opening = word(doc, first.start);
    out.add(value!("opening"), &[opening, way]);
    out.add(
        value!("opening-kind"),
        &[
            kind_of(doc, first.start),
            way,
            if first.len() > 1 {
                kind_of(doc, first.start + 1)
            } else {
                value!("end")
            },
        ],
    );
    out.add(value!("opening+verb"), &[kind_of(doc, first.start), verb]);
    let clause = yes(clause::is_clause(doc, first.start, first.end));
    out.add(value!("clause"), &[clause, way]);
    out.add(value!("clause+verb"), &[clause, verb]);
    if inside > 0
        && let Some(mark) = marked().next().and_then(|i| doc.toks[i].mark)
    {
        mark_features(doc, first, mark, marks, way, out);
    }
}

/// The first marked stretch among the words.
fn mark_features(
    doc: &Document<'_>,
    first: &Toks,
    mark: usize,
    marks: Value<'_>,
    way: Value<'_>,
    out: &mut impl Features,
) {
    let m = doc.marks[mark];
    let inner = m.inner.of(doc.text);
    let size = bucket(doc.words_in_mark(mark));
    out.add(value!("mark-length"), &[size, way]);
    out.add(value!("mark-length+marks"), &[size, marks]);
    let title = yes(works::is_title(doc, mark));
    out.add(value!("mark-title"), &[title, way, size]);
    out.add(value!("mark-named"), &[yes(works::is_named(doc, mark))]);
    let stop = if inner.ends_with(['.', '!', '?', ',']) {
        value!("stop")
    } else {
        value!("open")
    };
    let start = if inner.starts_with(char::is_uppercase) {
        value!("upper")
    } else {
        value!("lower")
    };
    out.add(value!("mark-shape"), &[stop, start, way]);
    out.add(value!("mark-shape+size"), &[stop, start, marks, size]);
    let outside = first
        .clone()
        .find(|&i| doc.in_mark(i))
        .unwrap_or(first.start);
    if outside > 0 && !doc.toks[outside].opens {
        let before = word(doc, outside - 1);
        out.add(value!("mark-before"), &[before]);
        out.add(value!("mark-before+way"), &[before, way]);
        out.add(value!("mark-before+shape"), &[before, stop, start, way]);
    }
}
