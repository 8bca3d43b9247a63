//! Words that stand written on something: "a banner that read “Enough”", "holding signs saying “Enough”".
//!
//! Whoever holds it need not have said them: they are those of the thing. What somebody has made known himself
//! is his: "Roe sent an email that said". Who tells of all of it has said the whole, and not the inner words.

use super::document::{Document, Toks, reads};
use super::frame::Frame;
use super::known::List;
use super::lexicon::{Cue, Form, Patterns, Tags};
use super::phrase;
use super::reported::Way;
use super::subject::{Source, relative, subject};
use super::verb::{Head, first_of_verb_group, is_be};
use crate::text::token::{Case, TokenKind};

/// Name of the rule for what stands on things.
pub const RULE: &str = "borne-words";

/// The same where the source has made the thing known.
pub const ISSUED: &str = "issued-words";

/// How likely such words are said there. Of 41 in web articles that were read all stand on something, 40 on what
/// is their source here; of 12 in the annotated articles that were learned from 9 are annotated.
const LIKELY: f32 = 0.9;

/// The marked words right behind the verb at token `k`, where it says what stands on something.
pub fn reading(doc: &Document<'_>, sentence: &Toks, k: usize, cue: Cue) -> Option<Frame> {
    if !reads!(
        doc,
        k,
        "said" | "says" | "saying" | "read" | "reads" | "reading"
    ) {
        return None;
    }
    let open = k + 1 + usize::from(reads!(doc, k + 1, "," | ":"));
    let mark = doc.toks.get(open).filter(|_| open < sentence.end)?.mark?;
    let inside = |i: &usize| doc.toks[*i].mark == Some(mark);
    let end = (open..sentence.end).take_while(inside).last()? + 1;
    let before = k.checked_sub(1).filter(|&b| b > sentence.start)?;
    let (rule, source) = if reads!(doc, before, "that" | "which") {
        let mut source = relative(doc, sentence, before)?;
        source.antecedent = source.antecedent.map(|phrase| alone(doc, phrase));
        match issuer(doc, sentence, source.naming(), cue) {
            Some(issuer) => (ISSUED, issuer),
            None => (RULE, Some(source).filter(|source| !is_person(doc, source))?),
        }
    } else if cue.form == Form::Ing || reads!(doc, k, "reading") {
        let phrase = phrase::left(doc, sentence.start, k)?;
        let head = bears(doc, &phrase, k)?;
        let things = match reads!(doc, k, "saying") {
            true => is_shown(doc, sentence, head),
            // "sat with a mug reading “The Lake” to the children"
            false => !reads!(doc, end, "to"),
        };
        let source = Source::plain(alone(doc, phrase));
        (RULE, Some(source).filter(|_| things)?)
    } else {
        return None;
    };
    Some(Frame {
        rule,
        verb: if doc.lower(k).starts_with('s') {
            "say"
        } else {
            "read"
        },
        cue: k..k + 1,
        patterns: Patterns::QUOTE,
        source: Some(source),
        content: std::iter::once(open..end).collect(),
        quote_first: false,
        way: if open == k + 1 {
            Way::Marks
        } else {
            Way::Colon
        },
        via: None,
        choice: "",
        likely: LIKELY,
    })
}

/// The thing that heads the phrase before the verb at token `k`: "a sign", "a sign on the door", "a shirt with red
/// letters reading"; a sign painter is none.
fn bears(doc: &Document<'_>, phrase: &Toks, k: usize) -> Option<usize> {
    let last = phrase.end - 1;
    if doc.among(last, List::BEARER) {
        return Some(last);
    }
    let placed = |k: &usize| doc.among(*k, List::PLACE_PREP) || reads!(doc, *k, "on");
    let head = match reads!(doc, k, "saying") {
        true => phrase.clone().rfind(placed)?.checked_sub(1)?,
        false => noun(doc, phrase),
    };
    (head >= phrase.start && doc.among(head, List::BEARER)).then_some(head)
}

/// Whether the thing with its head noun at token `head` speaks in "the thing saying": it is the subject, or
/// somebody shows or holds it. "Roe opened the bottle saying" and "tipped his cap saying" are what Roe says.
fn is_shown(doc: &Document<'_>, sentence: &Toks, head: usize) -> bool {
    let shows = |k: usize| doc.among(k, List::SHOWING);
    // "raised his bottle saying": a toast.
    let owned = head > sentence.start + 1 && doc.has(head - 1, Tags::POSS);
    let lifted = owned
        && reads!(
            doc,
            head - 2,
            "raised" | "raises" | "raising" | "lifted" | "lifts" | "lifting"
        );
    if lifted && doc.among(head, List::VESSEL) {
        return false;
    }
    for k in (sentence.start..head).rev() {
        if shows(k) {
            return true;
        }
        // "waved her hat saying": what she wears waves with her.
        if doc.has(k, Tags::POSS) && doc.among(head, List::WORN) {
            return false;
        }
        if doc.has(k, Tags::PREP) && !reads!(doc, k, "of") {
            // "pulled off her shirt", "put on a cap": what follows a verb so is its object.
            let particle =
                k > sentence.start && reads!(doc, k, "off" | "on") && is_verbal(doc, k - 1);
            return !particle && doc.among(k, List::BESIDE);
        }
        if reads!(doc, k, "up" | "out") {
            let led = k > sentence.start
                && (shows(k - 1) || reads!(doc, k - 1, "put" | "puts" | "putting"));
            return led;
        }
        if is_be(doc, k) || doc.toks[k].kind == TokenKind::Punct && !doc.is(k, '-') {
            return true;
        }
        if is_verbal(doc, k) {
            return false;
        }
    }
    true
}

/// Whether token `k` can be a verb: by the lexicon, or by its ending where no article is before it.
fn is_verbal(doc: &Document<'_>, k: usize) -> bool {
    let verb = doc.has(k, Tags::VERB.or(Tags::AUX)) || doc.toks[k].cue.is_some();
    let ending = doc.ends_in(k, b"ed") || doc.ends_in(k, b"ing");
    let opens = k == 0 || !doc.has(k - 1, Tags::DET.or(Tags::ADJ).or(Tags::POSS));
    doc.toks[k].case == Case::Lower && opens && (verb || ending)
}

/// Who made the document `thing` known, where its phrase is the object of a verb that says so: "Roe sent the
/// board an email that said", "the mayor has a plan that says".
fn issuer(doc: &Document<'_>, sentence: &Toks, thing: &Toks, cue: Cue) -> Option<Source> {
    let noun = noun(doc, thing);
    let message = doc.among(noun, List::MESSAGE);
    if !message && !doc.has(noun, Tags::DOC.or(Tags::REPORT).or(Tags::REPORTS)) {
        return None;
    }
    // "responded with a letter that said"
    let with = thing.start.saturating_sub(2);
    let answers = with > sentence.start
        && reads!(doc, with + 1, "with")
        && reads!(
            doc,
            with,
            "responded" | "responds" | "replied" | "replies" | "answered" | "countered"
        );
    let end = if answers { with + 1 } else { thing.start };
    let verb = (sentence.start..end).rev().take(LONGEST_ADDRESSEE);
    let parts =
        |k: &usize| doc.toks[*k].kind == TokenKind::Punct || doc.has(*k, Tags::PREP.or(Tags::SUB));
    // "Roe has a letter that says": from whom is not told.
    let owned = !message || reads!(doc, noun, "statement" | "memo");
    let verb = verb.take_while(|k| !parts(k)).find(|&k| {
        let has = owned && k + 1 == thing.start && reads!(doc, k, "has" | "have" | "had");
        let puts = reads!(doc, k, "put" | "puts" | "putting") && reads!(doc, k + 1, "out");
        answers || has || puts || doc.among(k, List::ISSUING)
    })?;
    let start = first_of_verb_group(doc, sentence.start, verb);
    // "was sent an email that said", "has not issued a statement that said"
    if (start..verb).any(|k| is_be(doc, k) || doc.has(k, Tags::NEG)) {
        return None;
    }
    let head = Head {
        cue,
        name: "",
        patterns: cue.patterns,
        verb,
        start,
        end: verb + 1,
    };
    let source = subject(doc, sentence, &head, &[]).filter(|s| s.whole().end <= start)?;
    (!reveals(doc, verb, noun, &source)).then_some(source)
}

/// Whether the verb at token `k` makes known what somebody else may have written: "police released a note".
fn reveals(doc: &Document<'_>, k: usize, head: usize, source: &Source) -> bool {
    let publishes = reads!(
        doc,
        k,
        "released" | "releases" | "releasing" | "published" | "publishes" | "publishing"
    );
    let mut who = source.naming().clone();
    publishes && doc.among(head, List::PERSONAL) && who.any(|k| doc.among(k, List::REVEALER))
}

/// Tokens between "sent" and the email: whom it was sent to.
const LONGEST_ADDRESSEE: usize = 6;

/// The noun before what a preposition ties to it.
fn noun(doc: &Document<'_>, phrase: &Toks) -> usize {
    let tie = phrase.clone().skip(1).find(|&k| doc.has(k, Tags::PREP));
    tie.unwrap_or(phrase.end) - 1
}

/// Of two readings of the same words one stays. "They got an email that said “...,” Ann Roe said": who tells of
/// the whole has said it all, and the marked words alone are not hers; "Roe sent an email that said “...”": they
/// are Roe's, and the email is nothing said.
pub fn settle(doc: &Document<'_>, sentence: &Toks, frames: &mut Vec<Frame>) {
    let mut gone = vec![false; frames.len()];
    for n in 0..frames.len() {
        if frames[n].rule != RULE && frames[n].rule != ISSUED {
            continue;
        }
        let (cue, words) = (frames[n].cue.start, frames[n].content[0].clone());
        if let Some(teller) = frames.iter().position(|f| tells_all(f, &words)) {
            let shared = |r: &Toks| r.start < words.end && words.start < r.end;
            for m in (0..frames.len()).filter(|&m| m != teller) {
                let frame = &mut frames[m];
                if frame.cue.start >= words.start || !frame.content.iter().any(shared) {
                    continue;
                }
                // What somebody has said before it stays his: "“We are done,” Roe said, and a note said".
                if frame.quote_first && m != n {
                    frame.content.retain(|r| !shared(r));
                }
                if m == n || !frame.quote_first || frame.content.is_empty() {
                    gone[m] = true;
                }
            }
            let others = frames.iter().enumerate();
            let others = others.filter(|(m, _)| *m != teller && !gone[*m]);
            let from = others.filter_map(|(_, f)| end_before(f, cue)).max();
            widen(
                doc,
                from.unwrap_or(sentence.start),
                &mut frames[teller],
                cue,
            );
            continue;
        }
        for m in (0..frames.len()).filter(|&m| m != n && frames[m].holds(words.start)) {
            let outer = &frames[m];
            let phrase = |f: &Frame| f.source.as_ref().map(|s| s.phrase.clone());
            let same = frames[n].rule == ISSUED && phrase(outer) == phrase(&frames[n]);
            // "As he spoke, they held signs reading “...”", "called": no report of it.
            let reports = match outer.way {
                Way::That => true,
                Way::Clause | Way::Before => !outer.patterns.any(Patterns::VAGUE),
                _ => false,
            };
            gone[if reports && !same { n } else { m }] = true;
        }
    }
    let mut gone = gone.into_iter();
    frames.retain(|_| gone.next() != Some(true));
}

/// Whether the frame stands behind these words and takes them in.
fn tells_all(frame: &Frame, words: &Toks) -> bool {
    let holds = |r: &Toks| r.start < words.end && words.end <= r.end;
    frame.quote_first && frame.cue.start >= words.end && frame.content.first().is_some_and(holds)
}

/// Where the last part of a report ends that stands before token `cue`.
fn end_before(frame: &Frame, cue: usize) -> Option<usize> {
    let source = frame.source.as_ref().map(|s| s.phrase.end);
    let content = frame.content.iter().map(|r| r.end);
    let ends = content.chain(source).chain([frame.cue.end]);
    ends.filter(|end| *end <= cue).max()
}

/// Takes the clause of the inner cue, `from` a token on, into the words before an outer one: a comma before the
/// marks parts nothing.
fn widen(doc: &Document<'_>, from: usize, teller: &mut Frame, cue: usize) {
    let ties = Tags::CONJ.or(Tags::SUB);
    let opens = |i: &usize| !doc.has(*i, ties) && doc.toks[*i].kind != TokenKind::Punct;
    let first = (from..cue).find(opens).unwrap_or(cue);
    if let Some(range) = teller.content.first_mut() {
        range.start = if range.start < from {
            first
        } else {
            range.start.min(first)
        };
    }
}

/// "Workers carried placards", "outside the hall with signs", "waving signs": the thing alone, without the verb
/// or the preposition before it.
fn alone(doc: &Document<'_>, phrase: Toks) -> Toks {
    let bearer = phrase.clone().rfind(|&k| doc.among(k, List::BEARER));
    let head = bearer.unwrap_or(phrase.end.saturating_sub(1));
    let parts = |k: &usize| {
        let tied = bearer.is_some() && doc.has(*k, Tags::PREP) && !reads!(doc, *k, "of");
        let verb = doc.ends_in(*k, b"ed") || bearer.is_some() && doc.ends_in(*k, b"ing");
        let opens = *k == phrase.start || !doc.has(k - 1, Tags::DET.or(Tags::ADJ));
        tied || verb && opens
    };
    let last = (phrase.start..head).rfind(parts);
    last.map_or(phrase.clone(), |k| k + 1..phrase.end)
}

fn is_person(doc: &Document<'_>, source: &Source) -> bool {
    let person = Tags::ROLE.or(Tags::ROLES).or(Tags::ORG).or(Tags::TITLE);
    let named = |k| doc.capital(k) && !doc.has(k, Tags::DET) && !doc.among(k, List::BEARER);
    let mut words = source.naming().clone();
    words.any(|k| doc.has(k, person) || named(k))
}
