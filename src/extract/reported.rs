//! Where reported words begin and end around a cue.

use super::adjunct::{skip_addressee, skip_adjuncts};
use super::clause::{breaks_off, is_clause};
use super::document::{Document, Paragraph, Toks, reads};
use super::lexicon::{Cue, Form, Patterns, Tags};
use super::phrase;
pub use super::way::Way;
use crate::text::token::{Case, TokenKind};

/// The words before token `group`: from the start of the sentence or its last break, without the
/// comma or dash that parts them from the source.
#[must_use]
pub fn before(doc: &Document<'_>, start: usize, group: usize) -> Toks {
    let mut end = group;
    while end > start && !doc.in_mark(end - 1) && (doc.is(end - 1, ',') || doc.is_dash(end - 1)) {
        end -= 1;
    }
    let mut first = start;
    if end > start && doc.in_mark(end - 1) {
        // Words before the marks belong to them only where they run into them without a break.
        let mark = doc.toks[end - 1].mark;
        let open = (start..end)
            .find(|&i| doc.toks[i].mark == mark)
            .unwrap_or(start);
        if open > start && doc.is(open - 1, ',') {
            first = open;
        } else if let Some(last) = (start..open)
            .rev()
            .find(|&i| doc.is(i, ':') || doc.is(i, ';'))
        {
            first = last + 1;
        }
    }
    while first < end
        && !doc.in_mark(first)
        && (doc.has(first, Tags::CONJ) || doc.toks[first].kind == TokenKind::Punct)
    {
        first += 1;
    }
    first..end
}

/// `before` with the words that go on behind the source: marked ones, or the rest of a sentence that
/// the source interrupts between commas. How far these go is for `judge` to say.
#[must_use]
pub fn around(doc: &Document<'_>, before: Toks, group_end: usize, hi: usize) -> Vec<Toks> {
    let open = before.start >= before.end || !doc.in_mark(before.end - 1);
    let mut out = Vec::new();
    if before.start < before.end {
        out.push(before);
    }
    let mut k = group_end;
    let comma = doc.is(k, ',') || doc.is_dash(k) || doc.is(k, ':') || doc.is(k, ';');
    // A name or apposition behind the source is no more of the words.
    let whole = out
        .last()
        .is_none_or(|b| is_clause(doc, b.start, b.end) && !breaks_off(doc, b));
    let named =
        whole && phrase::right(doc, k + 1, hi).is_some_and(|p| p.end >= content_end(doc, k, hi));
    let interrupts = open && (doc.is(k, ',') || doc.is_dash(k)) && !named;
    if comma {
        k += 1;
    }
    if k >= hi {
        return out;
    }
    // "..., according to Reuters", "..., citing officials": who passes it on.
    let cites = |c: Cue| c.form == Form::Ing && matches!(doc.lexicon.lemma(c), "cite" | "quote");
    let passes_on = reads!(doc, k, "according") || doc.toks[k].cue.is_some_and(cites);
    if passes_on && doc.marked_in(&(k..hi)) == 0 {
        return out;
    }
    if let Some(more) = behind_aside(doc, &out, group_end, hi) {
        out.push(more);
        return out;
    }
    let rest = content_end(doc, k, hi);
    let marked = doc.in_mark(k);
    let interrupted = comma
        && (doc.has(k, Tags::AUX) || doc.has(k, Tags::VERB))
        && doc.toks[k].case == Case::Lower;
    let preposition = doc.has(k, Tags::CONJ.or(Tags::PREP).or(Tags::DET))
        && (k..rest).any(|i| doc.in_mark(i))
        && k + 3 > (k..rest).find(|&i| doc.in_mark(i)).unwrap_or(usize::MAX);
    if (marked || interrupts || interrupted || comma && preposition) && k < rest {
        out.push(k..rest);
    }
    out
}

/// `“We are,” Roe said, smiling at the hall, “at war.”`: marked words that end with a comma go on in the
/// next marks, whatever the source does between.
fn behind_aside(doc: &Document<'_>, before: &[Toks], at: usize, hi: usize) -> Option<Toks> {
    let last = before.last()?.end - 1;
    let inner = doc.marks[doc.toks[last].mark?].inner.of(doc.text);
    let open = (at..hi.min(at + LONGEST_ASIDE)).find(|&k| doc.in_mark(k))?;
    let mark = doc.toks[open].mark?;
    let goes_on = doc.marks[mark]
        .inner
        .of(doc.text)
        .starts_with(|c: char| c.is_lowercase() || c == '\'' || c == '’');
    let speaks = |k: usize| {
        let verb = |c: Cue| c.patterns.any(Patterns::QUOTE) && c.form != Form::Base;
        doc.toks[k].cue.is_some_and(verb) && !doc.has(k - 1, Tags::DET.or(Tags::PREP))
    };
    if !inner.ends_with(',') || !goes_on || open <= at + 1 || (at..open).any(speaks) {
        return None;
    }
    let end = (open..hi).find(|&k| doc.toks[k].mark != Some(mark));
    Some(open..end.unwrap_or(hi))
}

/// Words behind a verb, and how they stand there.
pub type Behind = (Vec<Toks>, Way);

/// Behind the verb: the words it may report, or nothing where it can report none. An empty list
/// means that marked words may follow in the next sentence or paragraph.
#[must_use]
pub fn after(
    doc: &Document<'_>,
    at: usize,
    hi: usize,
    patterns: Patterns,
    paragraph: &Paragraph,
) -> Option<Behind> {
    let bare = past_addressee(doc, at, hi, patterns);
    let k = skip_adjuncts(doc, bare, hi);
    if let Some(found) = marked_behind(doc, k, hi, patterns, paragraph) {
        return Some(found);
    }
    // "The agency said, quoting an army source, that three men had died."
    if doc.is(k, ',')
        && patterns.any(Patterns::THAT)
        && let Some(that) = that_behind_aside(doc, k, hi)
    {
        return Some((clause(doc, that + 1, hi, true), Way::That));
    }
    let far = patterns.any(Patterns::THAT.or(Patterns::CLAUSE));
    if let Some(that) = complementizer(doc, k, hi).filter(|&that| far || that == k) {
        return Some((clause(doc, that + 1, hi, true), Way::That));
    }
    if let Some(found) = colon_behind_object(doc, k, hi)
        .filter(|_| patterns.any(Patterns::QUOTE.or(Patterns::OBJECT)))
    {
        return Some(found);
    }
    let asked = (bare > at && k == bare).then_some(at);
    without_that(doc, asked, bare, k, hi, patterns)
}

/// Behind whom the verb addresses, where it takes somebody: "told reporters".
fn past_addressee(doc: &Document<'_>, at: usize, hi: usize, patterns: Patterns) -> usize {
    let mut k = at;
    if patterns.any(Patterns::ADDRESSEE) {
        k = skip_addressee(doc, k, hi);
        // "warned growth would slow": the phrase is the subject of the words.
        if patterns.any(Patterns::CLAUSE) && k > at && !doc.in_mark(k) && doc.has(k, Tags::AUX) {
            k = at;
        }
    }
    // "What Roe said was: “...”"
    let next = k + 1;
    let comma = doc.is(next, ',') && next + 1 < hi && doc.in_mark(next + 1);
    let quoted = next < hi && (comma || doc.is(next, ':') || doc.in_mark(next));
    if quoted && reads!(doc, k, "was" | "is") {
        next
    } else {
        k
    }
}

/// Words at token `k` that a colon or marks announce.
fn marked_behind(
    doc: &Document<'_>,
    k: usize,
    hi: usize,
    patterns: Patterns,
    paragraph: &Paragraph,
) -> Option<Behind> {
    if doc.is(k, ':') && k + 1 < hi || doc.is(k, ',') && doc.in_mark(k + 1) {
        return Some((clause(doc, k + 1, hi, true), Way::Colon));
    }
    // "She joked, in a broad accent, “...”": an aside stands before the marks.
    if doc.is(k, ',')
        && let Some(comma) = (k + 2..hi.min(k + LONGEST_ASIDE))
            .take_while(|&i| !doc.in_mark(i))
            .find(|&i| doc.is(i, ',') && doc.in_mark(i + 1) && i + 1 < hi)
    {
        return Some((clause(doc, comma + 1, hi, true), Way::Colon));
    }
    if doc.is(k, ':') && k + 1 >= paragraph.toks.end.min(hi) {
        return Some((Vec::new(), Way::Announced));
    }
    if doc.in_mark(k) && k < hi {
        return Some((clause(doc, k, hi, true), Way::Marks));
    }
    // "wrote in a note to clients: “Growth is over.”"
    if reads!(doc, k, "to" | "for")
        && let Some(told) = phrase::right(doc, k + 1, hi).map(|p| p.end)
        && told + 1 < hi
        && doc.is(told, ':')
        && doc.in_mark(told + 1)
    {
        return Some((clause(doc, told + 1, hi, true), Way::Colon));
    }
    // "answered with a curt “No”", "replied with, “No”"
    let open = (k + 1..hi.min(k + 5)).find(|&i| doc.in_mark(i))?;
    let tied = |i: usize| doc.is(i, ',') || doc.has(i, Tags::DET) || phrase::nominal(doc, i);
    if !reads!(doc, k, "with") || !patterns.any(Patterns::QUOTE) || !(k + 1..open).all(tied) {
        return None;
    }
    let way = if doc.is(open - 1, ',') {
        Way::Colon
    } else {
        Way::Marks
    };
    Some((clause(doc, open, hi, true), way))
}

/// "She cited a line from the charter: “...”": what the verb takes only announces the words.
fn colon_behind_object(doc: &Document<'_>, k: usize, hi: usize) -> Option<Behind> {
    let mut near =
        (k..hi.min(k + LONGEST_ASIDE)).take_while(|&i| !doc.in_mark(i) && !doc.is(i, ','));
    let colon = near
        .find(|&i| doc.is(i, ':'))
        .filter(|&i| doc.in_mark(i + 1) && i + 1 < hi)?;
    let object = doc.has(k, Tags::DET.or(Tags::POSS)) || phrase::nominal(doc, k);
    // "She reported Roe's words: “...”": they are Roe's.
    let owned = (k..colon).any(|i| doc.possessive(i)) && doc.has(colon - 1, Tags::REPORT);
    (object && !owned && !is_clause(doc, k, colon))
        .then(|| (clause(doc, colon + 1, hi, true), Way::Colon))
}

/// The "that" behind an aside between the comma at token `open` and the next one.
fn that_behind_aside(doc: &Document<'_>, open: usize, hi: usize) -> Option<usize> {
    let close = (open + 2..hi.min(open + LONGEST_ASIDE))
        .take_while(|&i| !doc.in_mark(i))
        .find(|&i| doc.is(i, ','))?;
    (reads!(doc, close + 1, "that") && heads_clause(doc, close + 1, hi)).then_some(close + 1)
}

/// Tokens that an aside between a verb and its marked words may have.
const LONGEST_ASIDE: usize = 18;

/// The same where neither "that", nor marks, nor a colon opens the words: an infinitive, a bare or
/// a questioning clause, a noun phrase. `asked` is where the addressee begins, if there is one, `bare`
/// the token behind verb and addressee, `k` the one behind the adjuncts.
fn without_that(
    doc: &Document<'_>,
    asked: Option<usize>,
    bare: usize,
    k: usize,
    hi: usize,
    patterns: Patterns,
) -> Option<Behind> {
    if k >= hi {
        return phrase_behind(doc, bare, bare, hi);
    }
    // "Roe said, adding that ...": the words are elsewhere.
    let next = k + 1;
    let elsewhere = doc
        .toks
        .get(next)
        .is_some_and(|t| t.cue.is_some_and(|c| c.form == Form::Ing))
        || doc.has(next, Tags::PREP.or(Tags::SUB).or(Tags::CONJ));
    if doc.is(k, ',') && elsewhere {
        return None;
    }
    let rest = content_end(doc, k, hi);
    let to = if reads!(doc, k, "not") { k + 1 } else { k };
    let next = doc.toks.get(to + 1);
    if reads!(doc, to, "to")
        && !doc.has(to + 1, Tags::DET)
        && next.is_some_and(|t| t.case == Case::Lower || t.mark.is_some())
    {
        // "urged residents to boil their water": whom it is asked of belongs to what is asked.
        return Some((object(doc, asked.unwrap_or(k), hi), Way::Infinitive));
    }
    let clauses = patterns.any(Patterns::CLAUSE);
    let subject = doc.has(k, Tags::SUBJECT) && !doc.has(k, Tags::OBJECT);
    // "revealed plans to reassert ..." has no finite verb of its own.
    let vague = patterns.any(Patterns::VAGUE);
    let finite = || (k + 1..rest).any(|i| doc.has(i, Tags::AUX) || doc.in_mark(i) && !vague);
    let whole = is_clause(doc, k, rest) && (!vague || finite());
    if clauses && (subject || whole) && !doc.has(k, Tags::CONJ) {
        return Some((clause(doc, k, hi, true), Way::Clause));
    }
    if opens_question(doc, k) {
        return Some((clause(doc, k, hi, true), Way::Question));
    }
    phrase_behind(doc, bare, k, hi)
}

/// A noun phrase behind the verb, or one that a preposition ties to it; `bare` and `k` as before.
fn phrase_behind(doc: &Document<'_>, bare: usize, k: usize, hi: usize) -> Option<Behind> {
    const TIES: [&str; 9] = [
        "about", "of", "for", "to", "against", "at", "on", "over", "with",
    ];
    let mut bare = bare;
    while bare < hi && (doc.has(bare, Tags::ADV) || doc.ends_in_ly(bare)) {
        bare += 1;
    }
    if bare >= hi {
        return None;
    }
    // "on the phone", "at a rally" tell the occasion, not what is talked about.
    let occasion = k > bare && reads!(doc, bare, "to" | "at" | "on" | "with");
    let tied = TIES.contains(&doc.lower(bare)) && !occasion && !doc.has(bare + 1, Tags::TIME);
    let nominal = |at| doc.has(at, Tags::DET.or(Tags::OBJECT)) || phrase::nominal(doc, at);
    let (at, way) = if tied {
        (bare + 1, Way::Preposition)
    } else if nominal(bare) {
        (bare, Way::Object)
    } else {
        (k, Way::Object)
    };
    let rest = content_end(doc, at, hi);
    ((nominal(at) || near_mark(doc, at, rest)) && at < hi && !doc.is(at, ','))
        .then(|| (object(doc, at, hi), way))
}

/// Whether the word at token `k` opens a clause that asks.
pub fn opens_question(doc: &Document<'_>, k: usize) -> bool {
    reads!(
        doc,
        k,
        "whether" | "if" | "why" | "how" | "what" | "who" | "where" | "when"
    )
}

/// Marked words within reach of the verb, with nothing but their own clause between.
fn near_mark(doc: &Document<'_>, from: usize, end: usize) -> bool {
    (from..end.min(from + 25)).any(|i| doc.in_mark(i))
}

/// "that" as the head of a clause, within a few tokens of the verb with only adjuncts between.
fn complementizer(doc: &Document<'_>, at: usize, hi: usize) -> Option<usize> {
    let limit = hi.min(at + 14);
    (at..limit)
        .take_while(|&k| !doc.in_mark(k) && !doc.is(k, ';') && !doc.is(k, '.'))
        .find(|&k| {
            // "adding that work starts": right behind the verb it opens a clause whatever follows.
            let noun = || doc.has(k + 1, Tags::VERB) && is_clause(doc, k + 1, hi);
            reads!(doc, k, "that")
                && (heads_clause(doc, k, hi) || k == at && noun())
                && (k == at
                    || !doc.has(k - 1, Tags::REPORT.or(Tags::PREP).or(Tags::DET))
                    || doc.has(k - 1, Tags::TIME))
        })
        .filter(|&k| {
            k == at
                || !(at..k).any(|i| {
                    doc.toks[i].cue.is_some_and(|c| c.form == Form::Ing)
                        || doc.has(i, Tags::AUX)
                        || doc.has(i, Tags::SUBJECT)
                        || doc.has(i, Tags::VERB) && !doc.has(i, Tags::DOC.or(Tags::ROLE))
                })
        })
}

fn heads_clause(doc: &Document<'_>, that: usize, hi: usize) -> bool {
    let next = that + 1;
    next < hi
        && (!doc.has(next, Tags::AUX.or(Tags::VERB).or(Tags::PREP))
            || doc.has(next, Tags::NP_PREP)
            || doc.in_mark(next)
            || doc.is(next, ','))
        && !doc.has(next, Tags::TIME)
}

/// Whether words that a verb can report follow at `at`, rather than an adjunct or the end.
#[must_use]
pub fn goes_on(doc: &Document<'_>, at: usize, hi: usize, patterns: Patterns) -> bool {
    let at = if patterns.any(Patterns::ADDRESSEE) {
        skip_addressee(doc, at, hi)
    } else {
        at
    };
    if reads!(doc, at, "to") && patterns.any(Patterns::INFINITIVE) {
        return true;
    }
    let k = skip_adjuncts(doc, at, hi);
    if k >= hi || doc.toks[k].kind == TokenKind::Punct && !doc.is(k, ':') && !doc.in_mark(k) {
        return complementizer(doc, at, hi).is_some();
    }
    let adjunct = doc.has(k, Tags::PREP.or(Tags::INTRO).or(Tags::CONJ).or(Tags::SUB))
        && !reads!(doc, k, "that")
        || doc.ends_in(k, b"ing");
    !adjunct
}

/// The words from `start` to the end of the sentence, the stop and outer marks aside; "that A and
/// that B" gives two ranges. Commas before `start` are stepped over.
#[must_use]
pub fn clause(doc: &Document<'_>, start: usize, hi: usize, split: bool) -> Vec<Toks> {
    let mut k = start;
    while k < hi
        && !doc.in_mark(k)
        && doc.toks[k].kind == TokenKind::Punct
        && !doc.is(k, '[')
        && !doc.is(k, '(')
        && !doc.is(k, '$')
    {
        k += 1;
    }
    let end = content_end(doc, k, hi);
    if k >= end {
        return Vec::new();
    }
    let reach = end.saturating_sub(2).min(k + LONGEST_CLAUSE);
    let second = (k + 3..if split { reach } else { k }).find(|&i| {
        !doc.in_mark(i)
            && reads!(doc, i, "and" | "but")
            && reads!(doc, i + 1, "that")
            && heads_clause(doc, i + 1, hi)
    });
    match second {
        Some(and) => {
            let stop = if doc.is(and - 1, ',') { and - 1 } else { and };
            let mut out: Vec<Toks> = std::iter::once(k..stop).collect();
            out.extend(clause(doc, and + 2, hi, split));
            out
        }
        None => std::iter::once(k..whole_mark_end(doc, k, end)).collect(),
    }
}

/// Tokens within which "and that" parts one reported clause from the next.
const LONGEST_CLAUSE: usize = 200;

/// Words that begin with a long marked stretch end with it where no more marks follow: what stands
/// behind is the reporter's ("said “We will not give in to them” in an interview").
fn whole_mark_end(doc: &Document<'_>, start: usize, end: usize) -> usize {
    let Some(mark) = doc.toks[start].mark else {
        return end;
    };
    let close = (start..end)
        .find(|&i| doc.toks[i].mark != Some(mark))
        .unwrap_or(end);
    let long = doc.words_in_mark(mark) >= LONG_MARK;
    let more = doc.marked_in(&(close..end)) > 0;
    // "tweeted: “Good riddance!” He later": what follows is a sentence of its own.
    // "had said, “We’ll see,” when asked": the comma inside the marks ends the words.
    let inner = doc.marks[mark].inner.of(doc.text);
    let ended = inner.ends_with(',') || inner.ends_with(['.', '!', '?']) && doc.capital(close);
    // "said “I have no idea” when asked"
    let asked = close < end && reads!(doc, close, "when" | "after" | "as");
    // "said 'we have nothing left' on Monday"
    let occasion = close < end && skip_adjuncts(doc, close, end) >= end;
    if (long || ended || asked || occasion) && !more {
        close
    } else {
        end
    }
}

/// Words a marked stretch has when it is a clause of its own.
const LONG_MARK: usize = 6;

/// A noun phrase or infinitive from `start`: to the end of the sentence.
#[must_use]
pub fn object(doc: &Document<'_>, start: usize, hi: usize) -> Vec<Toks> {
    let end = content_end(doc, start, hi);
    if start < end {
        std::iter::once(start..end).collect()
    } else {
        Vec::new()
    }
}

/// One past the last token of words that run to `hi`: the sentence's stop is not part of them.
fn content_end(doc: &Document<'_>, start: usize, hi: usize) -> usize {
    let mut end = hi;
    while end > start
        && !doc.in_mark(end - 1)
        && doc.toks[end - 1].kind == TokenKind::Punct
        && !doc.is(end - 1, ')')
        && !doc.is(end - 1, ']')
        && !doc.is(end - 1, '%')
    {
        end -= 1;
    }
    end
}
