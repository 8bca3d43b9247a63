//! The reporting verb: its phrase, its group of auxiliaries, and whether it is a verb at all.

use super::document::{Document, Toks, reads};
use super::lexicon::{Cue, CuePhrase, Form, Patterns, Tags};
use super::phrase;
use crate::text::token::{Case, TokenKind};

/// The reporting verb under the eye.
pub struct Head {
    /// Its form and lemma.
    pub cue: Cue,
    /// The lemma, or the whole phrase in its first form.
    pub name: &'static str,
    /// What it can take, as a phrase.
    pub patterns: Patterns,
    /// The verb itself.
    pub verb: usize,
    /// First token of the verb group, adverbs and auxiliaries included.
    pub start: usize,
    /// One past its last token.
    pub end: usize,
}

impl Head {
    /// Whether it takes any of `patterns`.
    pub fn takes(&self, patterns: Patterns) -> bool {
        self.patterns.any(patterns)
    }
}

/// The phrase of the lexicon that the verb at token `k` begins ("pointed out"), not reaching beyond `hi`.
pub fn cue_phrase(
    doc: &Document<'_>,
    k: usize,
    hi: usize,
    lemma: &str,
) -> Option<&'static CuePhrase> {
    let mut phrases = doc.lexicon.phrases(lemma).iter();
    phrases.find(|phrase| {
        if k + phrase.rest.len() >= hi {
            return false;
        }
        let mut rest = phrase.rest.iter().enumerate();
        rest.all(|(n, word)| doc.lower(k + 1 + n) == word)
    })
}

/// "the claims", "of reports", "a statement": a noun that looks like a reporting verb.
pub fn is_noun_use(doc: &Document<'_>, sentence: &Toks, head: &Head) -> bool {
    let k = head.start;
    if matches!(head.cue.form, Form::Base | Form::Third) && !head.takes(Patterns::NOUN) {
        return false;
    }
    if k == sentence.start || head.cue.form == Form::Past {
        return k > sentence.start
            && doc.has(k - 1, Tags::DET)
            && !doc.has(k - 1, Tags::SUBJECT)
            && !stands_alone(doc, k - 1);
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
        doc.has(before, Tags::PREP) && !reads!(doc, before, "to") && head.cue.form != Form::Ing;
    let noun = head.cue.form == Form::Base && !agrees(doc, sentence, before);
    det || prep || doc.possessive(before) || noun
}

/// "Another tweeted", "both said": a determiner stands for its noun.
pub fn stands_alone(doc: &Document<'_>, k: usize) -> bool {
    reads!(doc, k, "another" | "both" | "all" | "each" | "several")
}

/// Whether the word at `before` can stand before a verb in its first form: a plural, "to", an
/// auxiliary. A name can where it is one of two: "Roe and Hart claim".
fn agrees(doc: &Document<'_>, sentence: &Toks, before: usize) -> bool {
    let fits = Tags::AUX
        .or(Tags::NEG)
        .or(Tags::SUBJECT)
        .or(Tags::ADV)
        .or(Tags::ROLES)
        .or(Tags::PLURAL)
        .or(Tags::SUB);
    let joined =
        (sentence.start.max(before.saturating_sub(4))..before).any(|k| reads!(doc, k, "and"));
    doc.has(before, fits)
        || reads!(doc, before, "to" | "data")
        || doc.ends_in(before, b"s")
        || doc.is(before, ',')
        || doc.capital(before) && joined
        || has_plural_head(doc, sentence, before)
}

/// "data from the ministry show", "the heads of the council claim": the noun before the first
/// preposition is what the verb agrees with.
fn has_plural_head(doc: &Document<'_>, sentence: &Toks, last: usize) -> bool {
    let Some(phrase) = phrase::left(doc, sentence.start, last + 1) else {
        return false;
    };
    let link = phrase
        .clone()
        .skip(1)
        .find(|&k| doc.has(k, Tags::NP_PREP) && doc.toks[k].case == Case::Lower);
    // "emails obtained by the paper show": the noun stands before a participle.
    let participle = phrase::clause_subject(doc, sentence.start, last)
        .map(|subject| subject.end)
        .filter(|&k| k < phrase.start && doc.ends_in(k, b"ed"));
    link.or(participle).is_some_and(|end| {
        let head = end - 1;
        doc.has(head, Tags::ROLES.or(Tags::PLURAL))
            || reads!(doc, head, "data")
            || doc.ends_in(head, b"s") && !doc.ends_in(head, b"ss")
    })
}

/// Steps left over adverbs and auxiliaries: "has also repeatedly said".
pub fn first_of_verb_group(doc: &Document<'_>, lo: usize, k: usize) -> usize {
    let mut start = k;
    while start > lo {
        let i = start - 1;
        if doc.in_mark(i) {
            break;
        }
        if reads!(doc, i, "ago") && i > lo && doc.has(i - 1, Tags::TIME) {
            start = time_start(doc, lo, i - 1);
            continue;
        }
        let adverb = (doc.has(i, Tags::ADV) || doc.ends_in_ly(i))
            && doc.toks[i].case == Case::Lower
            && !doc.has(i, Tags::SUBJECT.or(Tags::TIME));
        let auxiliary = doc.has(i, Tags::AUX) && doc.toks[i].case == Case::Lower;
        let time = doc.has(i, Tags::TIME) && !doc.possessive(start) && time_of_verb(doc, lo, i);
        if !(adverb || auxiliary || time || reads!(doc, i, "not")) {
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
    // "less than two weeks ago"
    while start > lo
        && (doc.has(start - 1, Tags::TIME.or(Tags::TIME_MOD).or(Tags::NUM))
            || doc.toks[start - 1].kind == TokenKind::Number
            || reads!(doc, start - 1, "less" | "more" | "than" | "few" | "a")
                && !doc.capital(start - 1))
    {
        start -= 1;
    }
    if start > lo && reads!(doc, start - 1, "on" | "in") {
        start - 1
    } else {
        start
    }
}

/// Whether token `k` is a form of "be".
pub fn is_be(doc: &Document<'_>, k: usize) -> bool {
    const BE: [&str; 9] = [
        "is", "are", "was", "were", "been", "be", "being", "'s", "'re",
    ];
    BE.contains(&doc.lower(k))
}

pub fn is_passive(doc: &Document<'_>, head: &Head, k: usize) -> bool {
    head.cue.form == Form::Past && head.start < k && {
        let verb = (head.start..k)
            .rev()
            .find(|&i| doc.has(i, Tags::AUX) || doc.toks[i].kind == TokenKind::Clitic);
        verb.is_some_and(|i| is_be(doc, i))
    }
}

/// Whether marked words, with or without a comma behind them, end right before token `start`.
pub fn follows_marks(doc: &Document<'_>, sentence: &Toks, start: usize) -> bool {
    doc.in_mark(start - 1)
        || (doc.is(start - 1, ',') && start >= sentence.start + 2 && doc.in_mark(start - 2))
}

/// "was saying", "has been telling": a form of "be" makes the participle a finite verb.
pub fn is_progressive(doc: &Document<'_>, head: &Head) -> bool {
    (head.start..head.verb).any(|i| doc.has(i, Tags::AUX) || doc.toks[i].kind == TokenKind::Clitic)
}
