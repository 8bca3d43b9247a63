//! What may tell whether a reading is a report.

use super::kinds::{bucket, form, kind_of, source_kind, word, yes};
use crate::extract::document::{Document, Toks};
use crate::extract::frame::Frame;
use crate::extract::lexicon::Patterns;
use crate::extract::reported::{self, Way};
use crate::extract::verb::first_of_verb_group;
use crate::extract::weights::Features;
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
    let (rule, way, verb) = (frame.rule, frame.way.name(), frame.verb);
    out.add("bias", &[]);
    out.add("rule", &[rule]);
    out.add("rule+way", &[rule, way]);
    out.add("verb", &[verb]);
    out.add("way+verb", &[way, verb]);
    out.add("rule+verb", &[rule, verb]);
    // What the lexicon says of a verb speaks for those too rare to be learned by name.
    for (pattern, name) in PATTERNS {
        if frame.patterns.any(pattern) {
            out.add("takes", &[name, way]);
            out.add("takes+rule", &[name, rule]);
        }
    }
    let cue_form = form(doc, frame.cue.start);
    out.add("form", &[cue_form, way]);
    out.add("verb+form", &[verb, cue_form]);
    if frame.cue.len() > 1 {
        out.add("phrase", &[verb, doc.lower(frame.cue.end - 1)]);
    }
    let tie = word(doc, frame.cue.end);
    out.add("tie", &[tie]);
    out.add("verb+tie", &[verb, tie]);
    let group = first_of_verb_group(doc, sentence.start, frame.cue.start);
    for i in group..frame.cue.start {
        out.add("group", &[doc.lower(i)]);
        out.add("group+verb", &[doc.lower(i), verb]);
    }
    if group > sentence.start {
        out.add("before", &[kind_of(doc, group - 1)]);
        out.add("before+rule", &[word(doc, group - 1), rule]);
    }
    if frame.way == Way::Loose {
        loose_features(doc, sentence, frame, out);
    }
    source_features(doc, sentence, frame, earlier, out);
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

const PATTERNS: [(Patterns, &str); 8] = [
    (Patterns::QUOTE, "quote"),
    (Patterns::THAT, "that"),
    (Patterns::OBJECT, "object"),
    (Patterns::MARKED, "marked"),
    (Patterns::INFINITIVE, "infinitive"),
    (Patterns::ADDRESSEE, "addressee"),
    (Patterns::SPEECH, "speech"),
    (Patterns::VAGUE, "vague"),
];

/// Marked words without a cue: what stands between verb and words, and what behind them.
fn loose_features(doc: &Document<'_>, sentence: &Toks, frame: &Frame, out: &mut impl Features) {
    let Some(words) = frame.content.first() else {
        return;
    };
    // What stands in another sentence is not looked at.
    let word_at = |k: usize| {
        if sentence.contains(&k) {
            word(doc, k)
        } else {
            ""
        }
    };
    let before = words.start.wrapping_sub(1);
    let lower = if sentence.contains(&before) {
        doc.lower(before)
    } else {
        ""
    };
    let second = before.wrapping_sub(1);
    let second = if sentence.contains(&second) {
        kind_of(doc, second)
    } else {
        ""
    };
    let tie = word_at(before);
    let verb = if frame.cue.is_empty() {
        ""
    } else {
        doc.lower(frame.cue.start)
    };
    out.add("loose-verb", &[verb]);
    out.add("loose-verb+choice", &[verb, frame.choice]);
    out.add("loose-before", &[lower]);
    out.add("loose-before+choice", &[tie, frame.choice]);
    out.add("loose-kinds", &[second, tie]);
    out.add("loose-after", &[word_at(words.end), frame.choice]);
    let gap = bucket(words.start.abs_diff(frame.cue.end));
    out.add("loose-gap", &[gap, frame.choice]);
    let size = bucket(words.len());
    out.add("loose-size", &[size, frame.choice]);
    out.add("loose-size+before", &[size, tie]);
    let edge = match (words.start == sentence.start, words.end + 1 >= sentence.end) {
        (true, _) => "first",
        (_, true) => "last",
        _ => "inside",
    };
    out.add("loose-edge", &[edge, frame.choice, size]);
    let first = doc.toks.get(words.start + 1).map_or("", |t| {
        if t.case == Case::Lower {
            "lower"
        } else {
            "upper"
        }
    });
    out.add("loose-first", &[first, word(doc, words.start), size]);
}

fn source_features(
    doc: &Document<'_>,
    sentence: &Toks,
    frame: &Frame,
    earlier: &[Frame],
    out: &mut impl Features,
) {
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
    if !frame.choice.is_empty() {
        out.add("choice", &[frame.choice, frame.rule]);
        out.add("choice+kind", &[frame.choice, frame.rule, kind]);
        out.add("choice+way", &[frame.choice, way]);
        if frame.cue.start > sentence.start {
            let before = word(doc, frame.cue.start - 1);
            out.add("choice+before", &[frame.choice, before]);
        }
        if let Some(last) = earlier.last() {
            out.add("choice+earlier", &[frame.choice, last.rule, last.verb]);
        }
        let near = source.phrase.end..frame.cue.start;
        let commas = near.filter(|&i| doc.is(i, ',')).count();
        out.add("choice+commas", &[frame.choice, bucket(commas)]);
        if source.phrase.start > sentence.start {
            let before = word(doc, source.phrase.start - 1);
            out.add("choice+source-before", &[frame.choice, before]);
        } else {
            out.add("choice+source-first", &[frame.choice, kind]);
        }
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
    let inside: usize = frame.content.iter().map(|r| doc.marked_in(r)).sum();
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
    marks: &str,
    way: &str,
    out: &mut impl Features,
) {
    let m = doc.marks[mark];
    let inner = m.inner.of(doc.text);
    let size = bucket(doc.words_in_mark(mark));
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
    if outside > 0 && !doc.toks[outside].opens {
        out.add("mark-before", &[word(doc, outside - 1)]);
    }
}
