//! The source behind its verb: "“...,” said Roe", "the dam is old, said Roe", "Said Roe: “...”".

use super::clause;
use super::document::{Document, Toks, reads};
use super::frame::Frame;
use super::lexicon::{Form, Patterns, Tags};
use super::reported::{self, Way};
use super::subject::source_right;
use super::verb::Head;
use super::verbal::report;
use crate::text::token::{Case, TokenKind};

/// `“Words,” said X, the mayor of Y.`
pub fn inverted(doc: &Document<'_>, sentence: &Toks, head: &Head) -> Option<Frame> {
    if !head.takes(Patterns::QUOTE) || head.cue.form == Form::Ing {
        return None;
    }
    let source = source_right(doc, head.end, sentence.end)?;
    let before = reported::before(doc, sentence.start, head.start);
    // "“Words,” said Roe, who called it “a gift to us all.”": the aside's marked words are its own.
    let content = match &source.aside {
        Some(aside) if doc.in_mark(aside.end) => vec![before],
        Some(aside) => reported::around(doc, before, aside.end, sentence.end),
        None => reported::around(doc, before, source.phrase.end, sentence.end),
    };
    let behind = (content, Way::Before);
    Some(report("quote-verb-source", head, Some(source), behind))
}

/// `Words go here, said X.` without marks: the phrase behind the verb ends the clause.
pub fn inverted_clause(
    doc: &Document<'_>,
    sentence: &Toks,
    head: &Head,
    k: usize,
) -> Option<Frame> {
    let before = head.start.checked_sub(1)?;
    if before <= sentence.start
        || !doc.is(before, ',')
        || head.start != k
        || !head.takes(Patterns::CLAUSE)
    {
        return None;
    }
    if head.cue.form == Form::Ing {
        return None;
    }
    let source = source_right(doc, head.end, sentence.end)?;
    // "..., say locals": the first form has several speakers.
    if head.cue.form == Form::Base && !is_plural(doc, &source.phrase) {
        return None;
    }
    let group_end = source.aside.as_ref().map_or(source.phrase.end, |a| a.end);
    let ends = group_end >= sentence.end
        || doc.toks[group_end].kind == TokenKind::Punct
        || doc.has(group_end, Tags::PREP);
    // "But, said Ann Roe, “...”", "The paradox, says Ann Roe, is that ...": the words go on.
    let goes_on = doc.is(group_end, ',')
        && group_end + 2 < sentence.end
        && !reads!(doc, group_end + 1, "who" | "which" | "whose");
    if !ends || !goes_on && !clause::is_clause(doc, sentence.start, before) {
        return None;
    }
    let content = reported::around(
        doc,
        reported::before(doc, sentence.start, head.start),
        group_end,
        sentence.end,
    );
    let behind = (content, Way::Before);
    Some(report("words-verb-source", head, Some(source), behind))
}

/// Whether a phrase is one of several: "locals", "Roe and Poe".
fn is_plural(doc: &Document<'_>, phrase: &Toks) -> bool {
    let several = |k: usize| {
        let noun = doc.ends_in(k, b"s") && doc.toks[k].case == Case::Lower;
        noun || doc.has(k, Tags::ROLES.or(Tags::PLURAL)) || reads!(doc, k, "and")
    };
    phrase.clone().any(several)
}

/// `Said X: “Words.”`: the verb opens the sentence.
pub fn opening(doc: &Document<'_>, sentence: &Toks, head: &Head) -> Option<Frame> {
    let finite = matches!(head.cue.form, Form::Past | Form::Third);
    if head.start != sentence.start || !finite || !head.takes(Patterns::SPEECH) {
        return None;
    }
    let source = source_right(doc, head.end, sentence.end)?;
    let end = source.whole().end;
    let marks = end + 1;
    let announced = doc.is(end, ':') || doc.is(end, ',');
    if !announced || marks >= sentence.end || !doc.in_mark(marks) {
        return None;
    }
    let behind = (reported::clause(doc, marks, sentence.end, true), Way::Colon);
    Some(report("verb-source-quote", head, Some(source), behind))
}
