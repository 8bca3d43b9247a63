//! Frames around a reporting verb: which phrase speaks, and which words it reports.
//!
//! Every reading that the grammar allows is offered; whether it is a report is for the model of
//! `judge` to say.

use super::adjunct;
use super::behind_marks::behind_marks;
use super::borne;
use super::clause;
use super::document::{Document, Paragraph, Toks, reads};
use super::frame::{Frame, Readings};
use super::inverted::{inverted, inverted_clause, opening};
use super::lexicon::{Cue, Form, Patterns, Tags};
use super::nonfinite::{coordinated, infinitive, participle};
use super::noun;
use super::phrase;
use super::quoted::quoted_as_saying;
use super::reported::{self, Behind, Way};
use super::sources;
use super::subject::{Source, labelled, source_right, subject};
use super::verb::{
    Head, cue_phrase, first_of_verb_group, follows_marks, is_noun_use, is_passive, is_progressive,
};
use crate::text::token::{Case, TokenKind};

/// No reading at all.
pub const NONE: Readings = [None, None, None, None];

/// A single reading.
pub fn one(frame: Frame) -> Readings {
    [Some(frame), None, None, None]
}

/// What the reporting verb at token `k` can be read as.
pub fn readings(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    k: usize,
    cue: Cue,
    earlier: &[Frame],
) -> Readings {
    let lemma = doc.lexicon.lemma(cue);
    // "READ MORE": a link, which nobody says.
    if doc.capital(k) && reads!(doc, k, "read") && reads!(doc, k + 1, "more" | "also" | "next") {
        return NONE;
    }
    if let Some(frame) = borne::reading(doc, sentence, k, cue) {
        return one(frame);
    }
    let phrase = cue_phrase(doc, k, sentence.end, lemma);
    let rest = phrase.map_or(0, |p| p.rest.len());
    // "issued a statement saying “...”"
    let saying = rest > 0 && reads!(doc, k + 1 + rest, "saying") && doc.in_mark(k + 2 + rest);
    let mut head = Head {
        cue,
        name: phrase.map_or(lemma, |p| &p.name),
        patterns: phrase.map_or(cue.patterns, |p| p.patterns),
        verb: k,
        start: k,
        end: k + 1 + rest + usize::from(saying),
    };
    if matches!(lemma, "quote" | "cite")
        && let Some(frame) = quoted_as_saying(doc, sentence, k)
    {
        return one(frame);
    }
    if is_noun_use(doc, sentence, &head) {
        return noun_readings(doc, sentence, k, earlier);
    }
    head.start = first_of_verb_group(doc, sentence.start, k);
    if is_passive(doc, &head, k) {
        return [passive(doc, paragraph, sentence, &head), None, None, None];
    }
    if head.start > sentence.start && follows_marks(doc, sentence, head.start) {
        let behind = inverted(doc, sentence, &head);
        if cue.form == Form::Ing || labelled(doc, sentence, head.start).is_none() {
            return [behind, None, None, None];
        }
        // "Ann Roe, known as “Mimi,” told the council that": the phrase behind the verb is no source.
        let goes_on = |k| doc.has(k, Tags::AUX) || reads!(doc, k, "that");
        let source = |f: &Frame| f.source.as_ref().map_or(0, |s| s.phrase.end);
        let behind = behind.filter(|f| !goes_on(source(f)));
        let [before, after, ..] = finite(doc, paragraph, sentence, &head, earlier);
        return [behind, before, after, None];
    }
    if cue.form == Form::Ing && !is_progressive(doc, &head) {
        return participle(doc, paragraph, sentence, &head, earlier);
    }
    if cue.form == Form::Base && head.start == k && is_infinitive(doc, sentence, k) {
        return infinitive(doc, paragraph, sentence, &head, earlier);
    }
    finite(doc, paragraph, sentence, &head, earlier)
}

/// "citing two people familiar with the matter": the people are who was asked, not what was said. The
/// frame bounds the words before it all the same.
pub fn cites_people(doc: &Document<'_>, frame: &Frame) -> bool {
    let end = frame.content.last().map_or(frame.cue.end, |r| r.end);
    matches!(frame.verb, "quote" | "cite") && names_people(doc, frame.cue.end, end)
}

/// Whether a phrase of people, and nothing they say, stands at token `at`.
fn names_people(doc: &Document<'_>, at: usize, hi: usize) -> bool {
    let Some(people) = phrase::right(doc, at, hi).filter(|_| !doc.in_mark(at)) else {
        return false;
    };
    let end = people.end;
    let words = doc.is(end, ':') || doc.in_mark(end) || doc.is(end, ',') && doc.in_mark(end + 1);
    let person = Tags::ROLE.or(Tags::ROLES);
    // "citing officials' reports": what they made is cited.
    let made = people.clone().any(|k| doc.possessive(k));
    !words && !made && (sources::is_person(doc, &people) || doc.has(head_of(doc, &people), person))
}

/// The noun before what a preposition ties to it.
fn head_of(doc: &Document<'_>, phrase: &Toks) -> usize {
    let participle = |k: usize| doc.ends_in(k, b"ed") && !doc.has(k, phrase::HEADS);
    let tie = |k: usize| doc.has(k, Tags::PREP) || reads!(doc, k, "familiar") || participle(k);
    let end = phrase.clone().skip(1).find(|&k| tie(k));
    end.unwrap_or(phrase.end) - 1
}

/// A finite verb: its subject stands left of it, or right of it where words stand before.
fn finite(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
    earlier: &[Frame],
) -> Readings {
    if let Some(readings) = coordinated(doc, paragraph, sentence, head, earlier) {
        return readings;
    }
    let near = subject(doc, sentence, head, earlier)
        .or_else(|| reduced_subject(doc, sentence, head.start));
    let source = behind_marks(doc, sentence, head, near.as_ref(), earlier).or(near);
    let comma = doc.is(head.start.wrapping_sub(1), ',');
    let opens = |s: &Source| {
        let start = s.phrase.start;
        start == sentence.start || follows_marks(doc, sentence, start)
    };
    let first = comma && source.as_ref().is_some_and(opens);
    let named = |s: &Source| doc.capital(s.phrase.start);
    let aside = comma && source.as_ref().is_some_and(named);
    let inverted = (!first)
        .then(|| inverted_clause(doc, sentence, head, head.verb))
        .flatten();
    let far = source
        .as_ref()
        .filter(|_| inverted.is_none())
        .and_then(|near| far_subject(doc, sentence, &near.phrase));
    if let (Some(near), Some(far)) = (&source, far) {
        let [a, b, ..] = with_subject(doc, paragraph, sentence, head, near.clone());
        let [c, d, ..] = with_subject(doc, paragraph, sentence, head, far);
        let chosen = |frame: Option<Frame>, choice| frame.map(|frame| Frame { choice, ..frame });
        return [
            chosen(a, "near"),
            chosen(b, "near"),
            chosen(c, FAR),
            chosen(d, FAR),
        ];
    }
    match (source, inverted) {
        (Some(source), Some(frame)) if aside => {
            let [before, behind, ..] = with_subject(doc, paragraph, sentence, head, source);
            [Some(frame), before, behind, None]
        }
        (_, Some(frame)) => one(frame),
        (Some(source), None) => with_subject(doc, paragraph, sentence, head, source),
        (None, None) => {
            let reduced = head.cue.form == Form::Past && is_reduced(doc, sentence, head);
            let passive = || passive(doc, paragraph, sentence, head).filter(|_| reduced);
            let frame = opening(doc, sentence, head).or_else(passive);
            [frame, None, None, None]
        }
    }
}

/// "Residents living near the plant say", "a doctor who treated them says": the noun phrase beside the
/// verb depends on another one, and that is its subject.
fn far_subject(doc: &Document<'_>, sentence: &Toks, near: &Toks) -> Option<Source> {
    const LINKS: Tags = Tags::PREP.or(Tags::VERB).or(Tags::AUX);
    let before = near.start.checked_sub(1).filter(|&b| b > sentence.start)?;
    let linked = doc.has(before, LINKS)
        || doc.toks[before].cue.is_some()
        || doc.ends_in(before, b"ed")
        || doc.ends_in(before, b"ing");
    if !linked || doc.in_mark(before) || doc.toks[before].case != Case::Lower {
        return None;
    }
    let reach = sentence
        .start
        .max(near.start.saturating_sub(LONGEST_SUBJECT));
    let breaks = |i: usize| {
        let relative = reads!(doc, i, "who" | "which");
        let part = doc.has(i, Tags::SUB.or(Tags::CONJ)) && !relative;
        doc.in_mark(i) || part || doc.toks[i].kind == TokenKind::Punct && !doc.possessive(i)
    };
    let start = (reach..near.start)
        .rev()
        .find(|&i| breaks(i))
        .map_or(reach, |i| i + 1);
    let subject = phrase::clause_subject(doc, start, near.start)?;
    (subject.end < near.start).then_some(Source {
        phrase: subject.start..near.end,
        antecedent: Some(subject),
        aside: None,
    })
}

/// "Figures released on Monday showed": the noun before a participle, where a time or place ends the
/// phrase before the verb.
fn reduced_subject(doc: &Document<'_>, sentence: &Toks, verb: usize) -> Option<Source> {
    let subject = phrase::clause_subject(doc, sentence.start, verb)?;
    let participle = subject.end;
    let reduced = subject.start == sentence.start
        && participle + 1 < verb
        && verb - participle < LONGEST_SUBJECT
        && doc.ends_in(participle, b"ed")
        && !(participle..verb).any(|k| {
            doc.in_mark(k)
                || doc.is(k, ',')
                || doc.has(k, Tags::AUX.or(Tags::SUBJECT).or(Tags::CONJ))
        });
    reduced.then_some(Source {
        phrase: subject.start..verb,
        antecedent: Some(subject),
        aside: None,
    })
}

/// The choice of a subject that stands far from its verb.
pub const FAR: &str = "far";

/// Tokens from the head of a subject to its verb.
pub const LONGEST_SUBJECT: usize = 24;

/// What token `k` can be read as where it is a noun.
pub fn noun_readings(doc: &Document<'_>, sentence: &Toks, k: usize, earlier: &[Frame]) -> Readings {
    let noun = doc.has(k, Tags::REPORTS) && doc.toks[k].case == Case::Lower;
    noun.then(|| doc.lexicon.noun(doc.lower(k)))
        .flatten()
        .map_or(NONE, |cue| noun::readings(doc, sentence, k, cue, earlier))
}

fn is_infinitive(doc: &Document<'_>, sentence: &Toks, k: usize) -> bool {
    k > sentence.start && reads!(doc, k - 1, "to") && (k < 2 || !reads!(doc, k - 2, "according"))
}

/// Whether a participle without "be" can stand for a passive: "when asked whether ...".
fn is_reduced(doc: &Document<'_>, sentence: &Toks, head: &Head) -> bool {
    head.start == head.verb
        && (head.start == sentence.start
            || reads!(doc, head.start - 1, "when" | "if" | "as")
            || doc.is(head.start - 1, ',')
                && (reads!(doc, head.end, "by") || head.takes(Patterns::ADDRESSEE)))
}

/// `X was asked by Y whether ...`, `asked about ...`: whoever asks is the agent, if there is one.
fn passive(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
) -> Option<Frame> {
    let agent = (reads!(doc, head.end, "by"))
        .then(|| source_right(doc, head.end + 1, sentence.end))
        .flatten()
        .map(|agent| without_charge(doc, agent));
    let at = agent.as_ref().map_or(head.end, |a| a.phrase.end);
    // "The memo, seen by the council, warns that": the words are not the council's.
    let closed = agent.is_some() && doc.is(head.start.wrapping_sub(1), ',') && doc.is(at, ',');
    let takes = head.patterns.without(Patterns::ADDRESSEE);
    let behind = (!closed)
        .then(|| reported::after(doc, at, sentence.end, takes, paragraph))
        .flatten();
    match (behind, agent) {
        (Some((content, way)), None) => {
            // Nobody is named who said it: "the dam is said to be old".
            let charged = (way == Way::Preposition)
                .then(|| charged_by(doc, sentence, head, content.first()?))
                .flatten();
            if charged.is_some() {
                return charged;
            }
            let (content, agent) = agent_behind(doc, sentence, content);
            agent.map(|agent| report("passive", head, Some(agent), (content, way)))
        }
        (Some(behind), agent) => Some(report("passive", head, agent, behind)),
        (None, Some(agent)) => {
            let subject = phrase::left(doc, sentence.start, head.start)?;
            let content = std::iter::once(subject).collect();
            let behind = (content, Way::Subject);
            Some(report("passive", head, Some(agent), behind))
        }
        (None, None) => None,
    }
}

/// "was accused by Roe of lying": what somebody is accused of is no part of who accuses.
fn without_charge(doc: &Document<'_>, agent: Source) -> Source {
    let charge = |k: &usize| reads!(doc, *k, "of") && doc.ends_in(*k + 1, b"ing");
    match agent.phrase.clone().find(charge) {
        Some(of) if of > agent.phrase.start => Source::plain(agent.phrase.start..of),
        _ => agent,
    }
}

/// `X was accused of lying by Y`: whoever is charged and with what, and the person behind it.
fn charged_by(doc: &Document<'_>, sentence: &Toks, head: &Head, charge: &Toks) -> Option<Frame> {
    let by = charge.clone().rev().find(|&k| reads!(doc, k, "by"))?;
    let agent = source_right(doc, by + 1, sentence.end)?;
    let ends = agent.whole().end >= charge.end;
    if !ends || by == charge.start || !sources::is_person(doc, &agent.phrase) {
        return None;
    }
    let subject = phrase::left(doc, sentence.start, head.start)?;
    let content = vec![subject, head.end..by];
    let behind = (content, Way::Subject);
    Some(report("passive", head, Some(agent), behind))
}

/// `was called “a scandal” by X`: the agent behind the marked words.
fn agent_behind(
    doc: &Document<'_>,
    sentence: &Toks,
    mut content: Vec<Toks>,
) -> (Vec<Toks>, Option<Source>) {
    let by = content.first().and_then(|words| {
        (words.start + 1..words.end).find(|&k| reads!(doc, k, "by") && doc.in_mark(k - 1))
    });
    let agent = by.and_then(|by| source_right(doc, by + 1, sentence.end));
    if let (Some(by), Some(words), true) = (by, content.first_mut(), agent.is_some()) {
        words.end = by;
    }
    (content, agent)
}

/// A source left of the verb: the words are before or behind.
fn with_subject(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
    source: Source,
) -> Readings {
    let group = source.phrase.start;
    // "with both chiefs expected to speak": a participle behind "with" is no report.
    if group > sentence.start && reads!(doc, group - 1, "with") && head.cue.form == Form::Past {
        return NONE;
    }
    if group > sentence.start
        && reads!(doc, group - 1, "as")
        && let Some(frame) = as_reported(doc, sentence, head, &source)
    {
        return one(frame);
    }
    let before = words_before(doc, sentence, head, group).map(|rule| {
        let before = reported::before(doc, sentence.start, group);
        let told = if head.takes(Patterns::ADDRESSEE) {
            adjunct::skip_addressee(doc, head.end, sentence.end)
        } else {
            head.end
        };
        let behind = adjunct::skip_adjuncts(doc, told, sentence.end);
        let content = reported::around(doc, before, behind, sentence.end);
        report(rule, head, Some(source.clone()), (content, Way::Before))
    });
    // "On the show “Morning Desk,” Roe said if it rained ...": a name stands between the marks.
    let speech = doc.in_mark(sentence.start);
    let marked = |f: &Frame| speech && f.rule == "quote-source-verb";
    let broken = |f: &Frame| f.content.len() > 1 && clause::breaks_off(doc, &f.content[0]);
    if before.as_ref().is_some_and(|f| marked(f) || broken(f)) {
        return [before, None, None, None];
    }
    // "Figures show crime fell": what documents show is a clause as what people say is.
    let document = Tags::DOC.or(Tags::REPORT);
    let patterns =
        if head.takes(Patterns::CLAUSE) && doc.has(head_of(doc, source.naming()), document) {
            head.patterns.without(Patterns::VAGUE)
        } else {
            head.patterns
        };
    let behind = reported::after(doc, head.end, sentence.end, patterns, paragraph)
        .filter(|(content, _)| !content.is_empty() || head.takes(Patterns::QUOTE))
        .map(|behind| report("source-verb-words", head, Some(source), behind));
    [before, behind, None, None]
}

/// `As X reported on Monday, words` and `words, as X reported`.
fn as_reported(doc: &Document<'_>, sentence: &Toks, head: &Head, source: &Source) -> Option<Frame> {
    let link = source.phrase.start - 1;
    let behind = adjunct::skip_adjuncts(doc, head.end, sentence.end);
    let opens = (sentence.start..link)
        .all(|i| doc.has(i, Tags::CONJ) || doc.toks[i].kind == TokenKind::Punct);
    let source = Some(source.clone());
    // "The dam is old, as the paper notes: ¶ “...”"
    if doc.is(behind, ':') && behind + 1 >= sentence.end {
        let behind = (Vec::new(), Way::Announced);
        return Some(report("as-source-verb", head, source, behind));
    }
    if opens && (doc.is(behind, ',') || doc.is(behind, ':') && behind + 1 < sentence.end) {
        let content = reported::clause(doc, behind + 1, sentence.end, false);
        let behind = (content, Way::Clause);
        return Some(report("as-source-verb", head, source, behind));
    }
    let ends = behind >= sentence.end || doc.toks[behind].kind == TokenKind::Punct;
    if opens || !ends || !doc.is(link - 1, ',') && !doc.in_mark(link - 1) {
        return None;
    }
    let before = reported::before(doc, sentence.start, link);
    let content = reported::around(doc, before, behind, sentence.end);
    Some(report(
        "words-as-source-verb",
        head,
        source,
        (content, Way::Before),
    ))
}

/// The rule by which words stand before the source that begins at token `group`, if they do.
fn words_before(
    doc: &Document<'_>,
    sentence: &Toks,
    head: &Head,
    group: usize,
) -> Option<&'static str> {
    if group == sentence.start {
        return None;
    }
    let behind = reported::goes_on(doc, head.end, sentence.end, head.patterns);
    let marks_open = doc.in_mark(sentence.start);
    if follows_marks(doc, sentence, group) && head.takes(Patterns::QUOTE) && (marks_open || !behind)
    {
        return Some("quote-source-verb");
    }
    let parted = doc.is(group - 1, ',') || doc.is_dash(group - 1);
    let comma = adjunct::skip_adjuncts(doc, head.end, sentence.end);
    // "Tom Poe, the harbour master, said, “...”": a name is none of the words without its verb.
    let name = phrase::right(doc, sentence.start, group).is_some_and(|p| p.end + 1 >= group)
        && !is_finite(doc, comma + 1);
    let clause = clause::is_clause(doc, sentence.start, group - 1)
        || doc.is(comma, ',') && comma + 2 < sentence.end && !name;
    (parted && head.takes(Patterns::CLAUSE) && clause && !behind).then_some("words-source-verb")
}

/// "Bob, they said, ordered them to wait."
fn is_finite(doc: &Document<'_>, k: usize) -> bool {
    let past = doc.toks.get(k).is_some_and(|t| {
        t.case == Case::Lower
            && t.cue
                .is_some_and(|c| matches!(c.form, Form::Past | Form::Third))
    });
    past || doc.has(k, Tags::AUX.or(Tags::VERB))
}

pub fn report(
    rule: &'static str,
    head: &Head,
    source: Option<Source>,
    (content, way): Behind,
) -> Frame {
    Frame {
        rule,
        verb: head.name,
        cue: head.verb..head.end,
        patterns: head.patterns,
        source,
        content,
        quote_first: way == Way::Before,
        way,
        via: None,
        choice: "",
        likely: 1.0,
    }
}
