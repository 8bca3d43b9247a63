//! The subject that stands right behind marked words, whatever parts it from its verb: “Words,” Ann Roe,
//! the mayor of Salem said.

use super::document::{Document, Toks, reads};
use super::frame::Frame;
use super::lexicon::{Form, Patterns, Tags};
use super::phrase;
use super::sources;
use super::subject::Source;
use super::verb::Head;
use super::works;
use crate::text::token::Case;

/// Tokens between the marks and the verb.
const LONGEST: usize = 40;

/// The source that begins right behind the marked words which open the sentence and end with a comma;
/// `near` is the one beside the verb.
pub fn behind_marks(
    doc: &Document<'_>,
    sentence: &Toks,
    head: &Head,
    near: Option<&Source>,
    earlier: &[Frame],
) -> Option<Source> {
    let between = between(doc, sentence, head).filter(|_| earlier.is_empty())?;
    const CLAUSE: Tags = Tags::SUB.or(Tags::CONJ);
    // "“...,” a line that the mayor said": another clause.
    let start = between.start;
    let inside = |n: &Source| n.phrase.start <= start || doc.has(n.phrase.start - 1, CLAUSE);
    if near.is_some_and(inside) {
        return None;
    }
    let phrase = phrase::right(doc, start, head.start)?;
    // "the dean of the law school, Ann Roe, said": the name says who it is.
    let named = near.map(|n| &n.phrase).filter(|p| {
        p.start > start
            && p.end >= between.end
            && doc.is(p.start - 1, ',')
            && sources::is_person(doc, p)
            && !sources::is_person(doc, &phrase)
    });
    if let Some(name) = named {
        return Some(Source {
            phrase: between,
            antecedent: Some(name.clone()),
            aside: None,
        });
    }
    // "the woman sitting beside him"
    let participle = |k: &usize| doc.toks[*k].case == Case::Lower && doc.ends_in(*k, b"ing");
    let end = phrase.clone().skip(2).find(participle);
    let phrase = start..end.unwrap_or(phrase.end);
    let aside = Some(phrase.end..between.end).filter(|a| a.start < a.end);
    Some(Source {
        phrase,
        antecedent: None,
        aside,
    })
}

/// What stands between the marked words and the verb, a comma at its end aside, where a noun phrase opens
/// it and nothing in it parts them.
fn between(doc: &Document<'_>, sentence: &Toks, head: &Head) -> Option<Toks> {
    const OPENS: Tags = phrase::HEADS
        .or(Tags::DET)
        .or(Tags::NUM)
        .or(Tags::NATION)
        .or(Tags::ADJ);
    const LINKS: Tags = Tags::SUB.or(Tags::CONJ).or(Tags::PREP).or(Tags::ADV);
    let mark = doc.toks[sentence.start].mark?;
    let said = doc.marks[mark]
        .inner
        .of(doc.text)
        .ends_with([',', '?', '!']);
    if !said || !head.takes(Patterns::QUOTE) || works::is_title(doc, mark) {
        return None;
    }
    let start = (sentence.start..head.start).find(|&k| doc.toks[k].mark != Some(mark))?;
    let opens = doc.capital(start) || doc.has(start, OPENS);
    let end = head.start - usize::from(doc.is(head.start - 1, ','));
    let breaks = |k: usize| doc.in_mark(k) || doc.is(k, ';') || doc.is(k, ':') || doc.is_dash(k);
    let whole = start < end && end - start <= LONGEST && !(start..end).any(breaks);
    // "“...,” the man who drove the bus said", "the man she married said": a verb before the last, or the
    // verb of a clause, is not the cue.
    let clause = doc.has(head.start - 1, Tags::SUBJECT);
    let later = (head.end..sentence.end).any(|k| {
        let cue = doc.toks[k].cue.filter(|_| !doc.in_mark(k));
        cue.is_some_and(|c| c.patterns.any(Patterns::SPEECH) && c.form == Form::Past)
    });
    let relative = (start..head.start).any(|k| reads!(doc, k, "who" | "that" | "which"));
    if clause && start + 1 < head.start || later && relative {
        return None;
    }
    (whole && opens && !doc.has(start, LINKS)).then_some(start..end)
}
