//! "Quoted as saying": whose words somebody else passes on.

use super::adjunct;
use super::document::{Document, Toks, reads};
use super::frame::Frame;
use super::lexicon::{Patterns, Tags};
use super::phrase;
use super::reported::{self, Way};
use super::subject::{Source, pronoun_at};
use super::verb::{first_of_verb_group, follows_marks};
use crate::text::token::TokenKind;

/// "X quoted Y as saying that ...", "Y was quoted by X as saying", "“...,” Y was quoted as saying".
pub fn quoted_as_saying(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Frame> {
    let saying = (k + 1..sentence.end.min(k + 40))
        .find(|&i| reads!(doc, i, "as") && reads!(doc, i + 1, "saying" | "telling"))?
        + 1;
    let start = first_of_verb_group(doc, sentence.start, k);
    let subject = phrase::left(doc, sentence.start, start)
        .or_else(|| pronoun_at(doc, sentence, start).map(|s| s.phrase))?;
    let passive =
        start < k && doc.has(k - 1, Tags::AUX) && !reads!(doc, k - 1, "has" | "had" | "have");
    let agent = |from: usize, hi: usize| {
        let by = (from..hi).find(|&i| reads!(doc, i, "by"))?;
        phrase::right(doc, by + 1, hi)
    };
    let (group, (source, mut via)) = if passive {
        (subject.start, (subject, agent(k + 1, saying)))
    } else {
        let source = phrase::right(doc, k + 1, saying - 1)?;
        (subject.start, (source, Some(subject)))
    };
    let stands_before =
        group > sentence.start && (follows_marks(doc, sentence, group) || doc.is(group - 1, ','));
    let behind = adjunct::skip_adjuncts(doc, saying + 1, sentence.end);
    let ends = behind >= sentence.end
        || reads!(doc, behind, "by")
        || doc.toks[behind].kind == TokenKind::Punct
            && (behind + 1 >= sentence.end || !doc.in_mark(behind + 1));
    let content = if stands_before && ends {
        via = via.or_else(|| agent(saying + 1, sentence.end));
        let before = reported::before(doc, sentence.start, group);
        // ", Roe was quoted as saying": no words stand before it.
        (!before.is_empty()).then_some(before).into_iter().collect()
    } else {
        let that = usize::from(reads!(doc, saying + 1, "that"));
        reported::clause(doc, saying + 1 + that, sentence.end, true)
    };
    (!content.is_empty()).then(|| Frame {
        rule: "quoted-as-saying",
        verb: "quote_as_saying",
        cue: k..saying + 1,
        patterns: Patterns::SPEECH,
        source: Some(Source::plain(source)),
        content,
        quote_first: stands_before && ends,
        way: if stands_before && ends {
            Way::Before
        } else {
            Way::That
        },
        via,
        choice: "",
        likely: 1.0,
    })
}
