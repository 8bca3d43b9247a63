//! Reporting frames: a cue, its source phrase and the words it reports, sentence by sentence.
//!
//! A frame is a candidate; `quotes` decides which stand. Sources are phrases as printed, so far
//! without an idea of who they are.

use super::document::{Document, Paragraph, Toks};
use super::lexicon::{Cue, Form, Patterns, Tags};
use super::phrase;
use super::reported;
use crate::text::token::{Case, TokenKind};

/// How the source of a frame is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The words shown as the source.
    pub phrase: Toks,
    /// The words that name it, where these are others: the antecedent of "who".
    pub antecedent: Option<Toks>,
    /// An apposition beside it that may hold a role.
    pub aside: Option<Toks>,
}

impl Source {
    /// A source without aside or antecedent.
    #[must_use]
    pub fn plain(phrase: Toks) -> Self {
        Self {
            phrase,
            antecedent: None,
            aside: None,
        }
    }

    /// The phrase that says who it is.
    #[must_use]
    pub fn naming(&self) -> &Toks {
        self.antecedent.as_ref().unwrap_or(&self.phrase)
    }
}

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
        let found = if doc.lower(k) == "according" && doc.lower(k + 1) == "to" {
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
    reported::bound_by_next(doc, &mut out);
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

/// An apposition that begins with a comma at token `at`: up to the next comma or the end.
#[must_use]
pub fn aside_right(doc: &Document<'_>, at: usize, hi: usize) -> Option<Toks> {
    if !doc.is(at, ',') || doc.in_mark(at + 1) {
        return None;
    }
    let start = at + 1;
    let fits = doc.has(start, Tags::DET)
        || doc.has(
            start,
            Tags::ROLE.or(Tags::ROLES).or(Tags::TITLE).or(Tags::NATION),
        )
        || (phrase::nominal(doc, start)
            && doc.toks.get(start).is_some_and(|t| t.case == Case::Lower))
        || doc.lower(start) == "who"
        || (doc.capital(start) && (start..hi.min(start + 6)).any(|k| doc.has(k, Tags::ROLE)));
    if !fits || doc.has(start, Tags::CONJ) || doc.lower(start) == "including" {
        return None;
    }
    let end = (start..hi)
        .find(|&k| {
            doc.in_mark(k)
                || matches!(doc.toks[k].kind, TokenKind::Punct)
                    && ",;:.?!—".contains(doc.words(&(k..k + 1)))
        })
        .unwrap_or(hi);
    let relative = doc.lower(start) == "who";
    let finite = |k: usize| {
        let speaks = doc.toks[k].cue.is_some_and(|c| {
            c.patterns.any(Patterns::SPEECH) && matches!(c.form, Form::Past | Form::Third)
        });
        speaks || doc.has(k, Tags::AUX) && doc.toks[k].kind == TokenKind::Word
    };
    let verbal = !relative && (start..end).any(finite);
    (end > start && !verbal).then_some(start..end)
}

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
        return inverted(doc, sentence, &head, k);
    }
    if cue.form == Form::Ing && head.start == k {
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

/// The reporting verb under the eye.
struct Head {
    cue: Cue,
    patterns: Patterns,
    /// First token of the verb group, adverbs and auxiliaries included.
    start: usize,
    /// One past its last token.
    end: usize,
}

impl Head {
    fn takes(&self, patterns: Patterns) -> bool {
        self.patterns.any(patterns)
    }
}

/// Extends the verb to a phrase of the lexicon ("pointed out").
fn cue_phrase(doc: &Document<'_>, k: usize, lemma: &str, cue: Cue) -> (usize, Patterns) {
    for phrase in doc.lexicon.phrases(lemma) {
        if phrase
            .rest
            .iter()
            .enumerate()
            .all(|(n, w)| doc.lower(k + 1 + n) == w)
        {
            return (k + 1 + phrase.rest.len(), phrase.patterns);
        }
    }
    (k + 1, cue.patterns)
}

/// "the claims", "of reports", "a statement": a noun that looks like a reporting verb.
fn is_noun_use(doc: &Document<'_>, sentence: &Toks, head: &Head) -> bool {
    let k = head.start;
    if k == sentence.start || head.cue.form == Form::Past {
        return k > sentence.start && doc.has(k - 1, Tags::DET) && !doc.has(k - 1, Tags::SUBJECT);
    }
    let before = k - 1;
    if doc.in_mark(before) {
        return false;
    }
    // "the racial remarks and", "his claims about": what follows a verb is no conjunction.
    if doc.has(head.end, Tags::CONJ) && head.cue.form != Form::Ing {
        return true;
    }
    let det = doc.has(before, Tags::DET.or(Tags::NUM)) && !doc.has(before, Tags::SUBJECT);
    let prep =
        doc.has(before, Tags::PREP) && doc.lower(before) != "to" && head.cue.form != Form::Ing;
    let possessive = doc.possessive(before);
    let noun = head.cue.form == Form::Base
        && !doc.has(
            before,
            Tags::AUX
                .or(Tags::NEG)
                .or(Tags::SUBJECT)
                .or(Tags::ADV)
                .or(Tags::ROLES)
                .or(Tags::PLURAL)
                .or(Tags::SUB),
        )
        && doc.lower(before) != "to"
        && !doc.lower(before).ends_with('s')
        && !doc.capital(before)
        && !doc.is(before, ',');
    det || prep || possessive || noun
}

/// Steps left over adverbs and auxiliaries: "has also repeatedly said".
fn first_of_verb_group(doc: &Document<'_>, lo: usize, k: usize) -> usize {
    let mut start = k;
    while start > lo {
        let i = start - 1;
        if doc.in_mark(i) {
            break;
        }
        let adverb = (doc.has(i, Tags::ADV) || doc.lower(i).ends_with("ly"))
            && doc.toks[i].case == Case::Lower
            && !doc.has(i, Tags::SUBJECT.or(Tags::TIME));
        let auxiliary = doc.has(i, Tags::AUX) && doc.toks[i].case == Case::Lower;
        let time = doc.has(i, Tags::TIME) && !doc.possessive(start) && time_of_verb(doc, lo, i);
        if !(adverb || auxiliary || time || doc.lower(i) == "not") {
            break;
        }
        start = if time { time_start(doc, lo, i) } else { i };
    }
    start
}

/// "China on Monday said": the time stands between subject and verb.
fn time_of_verb(doc: &Document<'_>, lo: usize, i: usize) -> bool {
    let start = time_start(doc, lo, i);
    start > lo
        && (phrase::nominal(doc, start - 1) || doc.is(start - 1, ')'))
        && !doc.has(start - 1, Tags::TIME)
}

fn time_start(doc: &Document<'_>, lo: usize, i: usize) -> usize {
    let mut start = i;
    while start > lo
        && (doc.has(start - 1, Tags::TIME.or(Tags::TIME_MOD))
            || doc.toks[start - 1].kind == TokenKind::Number)
    {
        start -= 1;
    }
    if start > lo && matches!(doc.lower(start - 1), "on" | "in") {
        start - 1
    } else {
        start
    }
}

fn is_passive(doc: &Document<'_>, head: &Head, k: usize) -> bool {
    const BE: [&str; 9] = [
        "is", "are", "was", "were", "been", "be", "being", "'s", "'re",
    ];
    head.cue.form == Form::Past && head.start < k && {
        let verb = (head.start..k)
            .rev()
            .find(|&i| doc.has(i, Tags::AUX) || doc.toks[i].kind == TokenKind::Clitic);
        verb.is_some_and(|i| BE.contains(&doc.lower(i)))
    }
}

/// Whether marked words, with or without a comma behind them, end right before token `start`.
fn follows_marks(doc: &Document<'_>, sentence: &Toks, start: usize) -> bool {
    doc.in_mark(start - 1)
        || (doc.is(start - 1, ',') && start >= sentence.start + 2 && doc.in_mark(start - 2))
}

/// `“Words,” said X, the mayor of Y.`
fn inverted(doc: &Document<'_>, sentence: &Toks, head: &Head, k: usize) -> Option<Frame> {
    if !head.takes(Patterns::QUOTE) || head.cue.form == Form::Ing {
        return None;
    }
    let source = source_right(doc, head.end, sentence.end)?;
    let group_end = source.aside.as_ref().map_or(source.phrase.end, |a| a.end);
    let before = reported::before(doc, sentence.start, head.start);
    let content = reported::around(doc, before, group_end, sentence.end);
    Some(frame(
        "quote-verb-source",
        head,
        k,
        Some(source),
        content,
        true,
    ))
}

/// The source behind an inverted verb, with the apposition behind it.
fn source_right(doc: &Document<'_>, at: usize, hi: usize) -> Option<Source> {
    let phrase = if doc.has(at, Tags::SUBJECT) && !phrase::nominal(doc, at + 1) {
        at..at + 1
    } else {
        phrase::right(doc, at, hi)?
    };
    let aside = aside_right(doc, phrase.end, hi);
    Some(Source {
        phrase,
        antecedent: None,
        aside,
    })
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
    Some(frame(
        "words-verb-source",
        head,
        k,
        Some(source),
        content,
        true,
    ))
}

/// `X, adding that ...`, `..., saying: “...”`: the subject is that of the clause before.
fn participle(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
    earlier: &[Frame],
) -> Option<Frame> {
    let k = head.start;
    let before = k.checked_sub(1).filter(|&b| b >= sentence.start)?;
    let opens = doc.is(before, ',')
        || doc.in_mark(before)
        || doc.is_dash(before)
        || matches!(
            doc.lower(before),
            "and" | "by" | "while" | "before" | "after" | "without" | "when"
        );
    if !opens {
        return None;
    }
    let source = agent(doc, sentence, before)
        .or_else(|| earlier.last().and_then(|f| f.source.clone()))
        .or_else(|| phrase::clause_subject(doc, sentence.start, before).map(Source::plain))?;
    let content = reported::after(doc, head.end, sentence.end, head.patterns, paragraph)?;
    Some(frame("participle", head, k, Some(source), content, false))
}

/// "a statement by X, saying": the agent of a report noun right before the comma.
fn agent(doc: &Document<'_>, sentence: &Toks, comma: usize) -> Option<Source> {
    if !doc.is(comma, ',') {
        return None;
    }
    let mut start = comma;
    while start > sentence.start && phrase::nominal(doc, start - 1) {
        start -= 1;
    }
    let by = start.checked_sub(1)?;
    let named =
        start < comma && by > sentence.start && matches!(doc.lower(by), "by" | "from" | "of");
    let reported = by.checked_sub(1).is_some_and(|i| doc.has(i, Tags::REPORT));
    (named && reported).then(|| Source::plain(start..comma))
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
            .then(|| frame("source-verb-words", head, k, Some(source), content, false));
    }
    if !marked || !head.takes(Patterns::MARKED.or(Patterns::OBJECT)) {
        return None;
    }
    let source = earlier
        .last()
        .and_then(|f| f.source.clone())
        .or_else(|| phrase::clause_subject(doc, sentence.start, k - 1).map(Source::plain))?;
    Some(frame(
        "subject-to-verb",
        head,
        k,
        Some(source),
        content,
        false,
    ))
}

fn pronoun_at(doc: &Document<'_>, sentence: &Toks, end: usize) -> Option<Source> {
    let i = end.checked_sub(1).filter(|&i| i >= sentence.start)?;
    (doc.has(i, Tags::SUBJECT) && !doc.in_mark(i)).then(|| Source::plain(i..i + 1))
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

/// The subject left of the verb.
fn subject(doc: &Document<'_>, sentence: &Toks, head: &Head, earlier: &[Frame]) -> Option<Source> {
    let end = head.start;
    let before = end
        .checked_sub(1)
        .filter(|&b| b >= sentence.start && !doc.in_mark(b))?;
    if doc.has(before, Tags::SUBJECT) && !doc.has(before, Tags::TIME) {
        return Some(relative(doc, sentence, before).unwrap_or_else(|| Source::plain(before..end)));
    }
    if matches!(doc.lower(before), "and" | "but" | "then")
        || (doc.is(before, ',') && doc.has(before.wrapping_sub(1), Tags::CONJ))
    {
        // "rose and said": the subject is that of the clause before.
        return earlier
            .last()
            .filter(|f| !f.quote_first || f.cue.end >= before)
            .and_then(|f| f.source.clone())
            .or_else(|| phrase::clause_subject(doc, sentence.start, before).map(Source::plain));
    }
    if doc.is(before, ',') {
        let aside = phrase::aside_left(doc, sentence.start, end)?;
        let name = phrase::left(doc, sentence.start, aside.start - 1)?;
        return Some(Source {
            phrase: name,
            antecedent: None,
            aside: Some(aside),
        });
    }
    if doc.is_dash(before) {
        return None;
    }
    phrase::left(doc, sentence.start, end).map(Source::plain)
}

/// "X, who said": the relative's antecedent.
fn relative(doc: &Document<'_>, sentence: &Toks, who: usize) -> Option<Source> {
    if doc.lower(who) != "who" {
        return None;
    }
    let end = if who > sentence.start && doc.is(who - 1, ',') {
        who - 1
    } else {
        who
    };
    let antecedent = phrase::left(doc, sentence.start, end)?;
    Some(Source {
        phrase: who..who + 1,
        antecedent: Some(antecedent),
        aside: None,
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
    let k = head.end - 1;
    let group = source.phrase.start;
    // "with both chiefs expected to speak": a participle behind "with" is no report.
    if group > sentence.start && doc.lower(group - 1) == "with" && head.cue.form == Form::Past {
        return None;
    }
    let group_end = head.end;
    let marks_before = group > sentence.start && follows_marks(doc, sentence, group);
    if marks_before && head.takes(Patterns::QUOTE) {
        let before = reported::before(doc, sentence.start, group);
        let content = reported::around(
            doc,
            before,
            reported::skip_adjuncts(doc, group_end, sentence.end),
            sentence.end,
        );
        return Some(frame(
            "quote-source-verb",
            head,
            k,
            Some(source),
            content,
            true,
        ));
    }
    let comma_before = group > sentence.start && (doc.is(group - 1, ',') || doc.is_dash(group - 1));
    if comma_before
        && head.takes(Patterns::CLAUSE)
        && reported::is_clause(doc, sentence.start, group - 1)
        && !reported::goes_on(doc, group_end, sentence.end, head.patterns)
    {
        let before = reported::before(doc, sentence.start, group);
        let content = reported::around(
            doc,
            before,
            reported::skip_adjuncts(doc, group_end, sentence.end),
            sentence.end,
        );
        return Some(frame(
            "words-source-verb",
            head,
            k,
            Some(source),
            content,
            true,
        ));
    }
    let content = reported::after(doc, head.end, sentence.end, head.patterns, paragraph)?;
    if content.is_empty() && !head.takes(Patterns::QUOTE) {
        return None;
    }
    Some(frame(
        "source-verb-words",
        head,
        k,
        Some(source),
        content,
        false,
    ))
}

fn frame(
    rule: &'static str,
    head: &Head,
    verb: usize,
    source: Option<Source>,
    content: Vec<Toks>,
    quote_first: bool,
) -> Frame {
    let start = if verb < head.end {
        verb.min(head.end - 1)
    } else {
        head.start
    };
    Frame {
        rule,
        cue: start.min(head.end - 1)..head.end,
        patterns: head.patterns,
        source,
        content,
        quote_first,
        via: None,
    }
}
