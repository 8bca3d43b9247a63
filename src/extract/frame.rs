//! Reporting frames: a cue, its source phrase and the words it reports, sentence by sentence.
//!
//! A frame is a candidate; `quotes` decides which stand. Sources are phrases as printed, so far
//! without an idea of who they are.

use super::adjunct;
use super::bounds;
use super::document::{Document, Paragraph, Toks};
use super::lexicon::{Cue, Form, Patterns, Tags};
use super::phrase;
use super::reported;
use super::subject::{Source, agent, aside_right, pronoun_at, source_right, subject};
use super::verb::{
    Head, cue_phrase, first_of_verb_group, follows_marks, is_noun_use, is_passive, is_progressive,
};
use crate::text::token::TokenKind;

/// A cue with its source and the words it reports.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Name of the rule that found it.
    pub rule: &'static str,
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
    /// Who reported it, in a report of a report.
    pub via: Option<Toks>,
}

/// All frames of a sentence, in order of their cues.
#[must_use]
pub fn frames(doc: &Document<'_>, paragraph: &Paragraph, sentence: &Toks) -> Vec<Frame> {
    let mut out: Vec<Frame> = Vec::new();
    let mut k = sentence.start;
    while k < sentence.end {
        if doc.in_mark(k) {
            k += 1;
            continue;
        }
        let found = if doc.is_dash(k) {
            signature(doc, paragraph, sentence, k)
        } else if doc.lower(k) == "according" && doc.lower(k + 1) == "to" {
            according(doc, sentence, k)
        } else if let Some(cue) = doc.toks[k].cue {
            verb(doc, paragraph, sentence, k, cue, &out)
        } else if doc.is(k, ':')
            && !out
                .iter()
                .any(|f| f.content.iter().any(|r| r.contains(&(k + 1))))
        {
            colon(doc, paragraph, sentence, k)
        } else {
            None
        };
        if let Some(frame) = found {
            k = k.max(frame.cue.end);
            out.push(frame);
        } else {
            k += 1;
        }
    }
    bounds::bound_by_next(doc, &mut out);
    out
}

/// "According to X, words." and "words, according to X".
fn according(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Frame> {
    let cue = k..k + 2;
    let source = if doc.has(k + 2, Tags::OBJECT.or(Tags::SUBJECT)) {
        k + 2..k + 3
    } else {
        phrase::right(doc, k + 2, sentence.end)?
    };
    let opens =
        (sentence.start..k).all(|i| doc.has(i, Tags::CONJ) || doc.toks[i].kind == TokenKind::Punct);
    // Where the words follow, an apposition must be closed by a comma of its own.
    let aside = aside_right(doc, source.end, sentence.end).filter(|a| !opens || doc.is(a.end, ','));
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
        cue,
        patterns: Patterns::default(),
        source: Some(Source {
            phrase: source,
            antecedent: None,
            aside,
        }),
        content,
        quote_first,
        via: None,
    })
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
        cue: k..k + 1,
        patterns: Patterns::QUOTE,
        source: Some(Source::plain(source)),
        content: std::iter::once(reported::before(doc, sentence.start, k)).collect(),
        quote_first: true,
        via: None,
    })
}

/// Tokens that a name behind a dash may have, with place or office.
const LONGEST_SIGNATURE: usize = 14;

/// A sentence that ends with a colon before marked words: "Roe put it bluntly: “No.”"
fn colon(doc: &Document<'_>, paragraph: &Paragraph, sentence: &Toks, k: usize) -> Option<Frame> {
    let next = k + 1;
    let last = next >= paragraph.toks.end;
    if !(last || doc.in_mark(next)) || (sentence.start..k).any(|i| doc.in_mark(i)) {
        return None;
    }
    // A transcript names its speaker and no more: "ROE: Words."
    let source = phrase::clause_subject(doc, sentence.start, k)?;
    let content = if last {
        Vec::new()
    } else {
        reported::clause(doc, next, sentence.end, true)
    };
    Some(Frame {
        rule: "source-colon-quote",
        cue: k..k + 1,
        patterns: Patterns::QUOTE,
        source: Some(Source::plain(source)),
        content,
        quote_first: false,
        via: None,
    })
}

/// A frame around the reporting verb at token `k`.
fn verb(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    k: usize,
    cue: Cue,
    earlier: &[Frame],
) -> Option<Frame> {
    let lemma = doc.lexicon.lemma(cue);
    let (cue_end, patterns) = cue_phrase(doc, k, lemma, cue);
    let mut head = Head {
        cue,
        patterns,
        verb: k,
        start: k,
        end: cue_end,
    };
    if matches!(lemma, "quote" | "cite")
        && let Some(frame) = quoted_as_saying(doc, sentence, k)
    {
        return Some(frame);
    }
    if is_noun_use(doc, sentence, &head) {
        return None;
    }
    head.start = first_of_verb_group(doc, sentence.start, k);
    if is_passive(doc, &head, k) {
        return None;
    }
    if head.start > sentence.start && follows_marks(doc, sentence, head.start) {
        return inverted(doc, sentence, &head);
    }
    if cue.form == Form::Ing && !is_progressive(doc, &head) {
        return participle(doc, paragraph, sentence, &head, earlier);
    }
    if cue.form == Form::Base && head.start == k && k > sentence.start && doc.lower(k - 1) == "to" {
        return infinitive(doc, sentence, &head, earlier);
    }
    let aside = doc.is(head.start.wrapping_sub(1), ',')
        && subject(doc, sentence, &head, earlier).is_some_and(|s| {
            let start = s.phrase.start;
            start == sentence.start || follows_marks(doc, sentence, start) || doc.capital(start)
        });
    if let Some(frame) = (!aside)
        .then(|| inverted_clause(doc, sentence, &head, k))
        .flatten()
    {
        return Some(frame);
    }
    let source = subject(doc, sentence, &head, earlier)?;
    with_subject(doc, paragraph, sentence, &head, source)
}

/// `“Words,” said X, the mayor of Y.`
fn inverted(doc: &Document<'_>, sentence: &Toks, head: &Head) -> Option<Frame> {
    if !head.takes(Patterns::QUOTE) || head.cue.form == Form::Ing {
        return None;
    }
    let source = source_right(doc, head.end, sentence.end)?;
    let group_end = source.aside.as_ref().map_or(source.phrase.end, |a| a.end);
    let before = reported::before(doc, sentence.start, head.start);
    let content = reported::around(doc, before, group_end, sentence.end);
    Some(frame("quote-verb-source", head, source, content, true))
}

/// `Words go here, said X.` without marks: the phrase behind the verb ends the clause.
fn inverted_clause(doc: &Document<'_>, sentence: &Toks, head: &Head, k: usize) -> Option<Frame> {
    let before = head.start.checked_sub(1)?;
    if before <= sentence.start
        || !doc.is(before, ',')
        || head.start != k
        || !head.takes(Patterns::CLAUSE)
    {
        return None;
    }
    if !matches!(head.cue.form, Form::Past | Form::Third) {
        return None;
    }
    let source = source_right(doc, head.end, sentence.end)?;
    let group_end = source.aside.as_ref().map_or(source.phrase.end, |a| a.end);
    let ends = group_end >= sentence.end
        || doc.toks[group_end].kind == TokenKind::Punct
        || doc.has(group_end, Tags::PREP);
    if !ends || !reported::is_clause(doc, sentence.start, before) {
        return None;
    }
    let content = reported::around(
        doc,
        reported::before(doc, sentence.start, head.start),
        group_end,
        sentence.end,
    );
    Some(frame("words-verb-source", head, source, content, true))
}

/// `X, adding that ...`, `..., saying: “...”`: the subject is that of the clause before.
fn participle(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
    earlier: &[Frame],
) -> Option<Frame> {
    let before = head.start.checked_sub(1).filter(|&b| b >= sentence.start)?;
    // "released a statement on Monday saying": the document speaks for whoever issued it.
    let document = doc.has(before, Tags::DOC.or(Tags::REPORT)) && before > sentence.start + 1;
    let opens = document
        || doc.is(before, ',')
        || doc.in_mark(before)
        || doc.is_dash(before)
        || matches!(
            doc.lower(before),
            "and" | "by" | "while" | "before" | "after" | "without" | "when"
        );
    if !opens {
        return None;
    }
    let issuer = document
        .then(|| phrase::clause_subject(doc, sentence.start, before).map(Source::plain))
        .flatten();
    let source = issuer
        .or_else(|| agent(doc, sentence, before))
        .or_else(|| earlier.last().and_then(|f| f.source.clone()))
        .or_else(|| phrase::clause_subject(doc, sentence.start, before).map(Source::plain))?;
    let content = reported::after(doc, head.end, sentence.end, head.patterns, paragraph)?;
    Some(frame("participle", head, source, content, false))
}

/// `X met to discuss “...”`, `X went on to say ...`.
fn infinitive(
    doc: &Document<'_>,
    sentence: &Toks,
    head: &Head,
    earlier: &[Frame],
) -> Option<Frame> {
    let k = head.start;
    let content = reported::object(doc, head.end, sentence.end);
    let marked = content.iter().any(|r| r.clone().any(|i| doc.in_mark(i)));
    let went_on = k >= sentence.start + 3
        && doc.lower(k - 2) == "on"
        && doc.toks[k - 3]
            .cue
            .is_some_and(|c| doc.lexicon.lemma(c) == "go");
    if went_on {
        let source = phrase::left(
            doc,
            sentence.start,
            first_of_verb_group(doc, sentence.start, k - 3),
        )
        .map(Source::plain)
        .or_else(|| pronoun_at(doc, sentence, k - 3))?;
        let content = reported::clause(doc, head.end, sentence.end, true);
        return (!content.is_empty())
            .then(|| frame("source-verb-words", head, source, content, false));
    }
    if !marked || !head.takes(Patterns::MARKED.or(Patterns::OBJECT)) {
        return None;
    }
    let source = earlier
        .last()
        .and_then(|f| f.source.clone())
        .or_else(|| phrase::clause_subject(doc, sentence.start, k - 1).map(Source::plain))?;
    Some(frame("subject-to-verb", head, source, content, false))
}

/// "X quoted Y as saying that ...", "Y was quoted by X as saying".
fn quoted_as_saying(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Frame> {
    let saying = (k + 1..sentence.end.min(k + 40))
        .find(|&i| doc.lower(i) == "as" && matches!(doc.lower(i + 1), "saying" | "telling"))?
        + 1;
    let start = first_of_verb_group(doc, sentence.start, k);
    let subject = phrase::left(doc, sentence.start, start)
        .or_else(|| pronoun_at(doc, sentence, start).map(|s| s.phrase));
    let passive = start < k
        && doc.has(k - 1, Tags::AUX)
        && !matches!(doc.lower(k - 1), "has" | "had" | "have");
    let (source, via) = if passive {
        let by = (k + 1..saying).find(|&i| doc.lower(i) == "by");
        (
            subject?,
            by.and_then(|b| phrase::right(doc, b + 1, saying - 1)),
        )
    } else {
        (phrase::right(doc, k + 1, saying - 1)?, subject)
    };
    let content = reported::clause(doc, saying + 1, sentence.end, true);
    (!content.is_empty()).then(|| Frame {
        rule: "quoted-as-saying",
        cue: k..saying + 1,
        patterns: Patterns::SPEECH,
        source: Some(Source::plain(source)),
        content,
        quote_first: false,
        via,
    })
}

/// A frame whose source stands left of the verb: the words are before or behind.
fn with_subject(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
    source: Source,
) -> Option<Frame> {
    let group = source.phrase.start;
    // "with both chiefs expected to speak": a participle behind "with" is no report.
    if group > sentence.start && doc.lower(group - 1) == "with" && head.cue.form == Form::Past {
        return None;
    }
    if let Some(rule) = words_before(doc, sentence, head, group) {
        let before = reported::before(doc, sentence.start, group);
        let behind = adjunct::skip_adjuncts(doc, head.end, sentence.end);
        let content = reported::around(doc, before, behind, sentence.end);
        return Some(frame(rule, head, source, content, true));
    }
    let content = reported::after(doc, head.end, sentence.end, head.patterns, paragraph)?;
    if content.is_empty() && !head.takes(Patterns::QUOTE) {
        return None;
    }
    Some(frame("source-verb-words", head, source, content, false))
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
    let clause = reported::is_clause(doc, sentence.start, group - 1)
        || reported::goes_on_with_verb(doc, head.end, sentence.end);
    (parted && head.takes(Patterns::CLAUSE) && clause && !behind).then_some("words-source-verb")
}

fn frame(
    rule: &'static str,
    head: &Head,
    source: Source,
    content: Vec<Toks>,
    quote_first: bool,
) -> Frame {
    Frame {
        rule,
        cue: head.verb..head.end,
        patterns: head.patterns,
        source: Some(source),
        content,
        quote_first,
        via: None,
    }
}
