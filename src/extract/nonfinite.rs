//! Participles, infinitives and verbs behind "and": those without a subject beside them. Each phrase
//! that may be it is offered.

use super::document::{Document, Paragraph, Toks, reads};
use super::frame::{Frame, Readings};
use super::known::List;
use super::lexicon::{Form, Patterns, Tags};
use super::phrase;
use super::reported;
use super::subject::{Source, agent, pronoun_at};
use super::verb::{Head, first_of_verb_group};
use super::verbal::{NONE, one, report};
use crate::text::token::Case;

/// `X, adding that ...`, `..., saying: “...”`: the subject is that of the clause before, or, where
/// the participle opens the sentence, that of the clause behind.
pub fn participle(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
    earlier: &[Frame],
) -> Readings {
    let link = Tags::INTRO.or(Tags::SUB).or(Tags::CONJ);
    let opens =
        head.start <= sentence.start + 2 && (sentence.start..head.start).all(|k| doc.has(k, link));
    if opens {
        return [opening_participle(doc, sentence, head), None, None, None];
    }
    let Some(before) = head.start.checked_sub(1).filter(|&b| b >= sentence.start) else {
        return NONE;
    };
    // "..., adding work starts on Monday": behind a report it reports too.
    let patterns = if head.takes(Patterns::SPEECH) && !earlier.is_empty() {
        head.patterns.without(Patterns::VAGUE)
    } else {
        head.patterns
    };
    let Some(behind) = reported::after(doc, head.end, sentence.end, patterns, paragraph) else {
        return NONE;
    };
    // "released a statement on Monday saying": the document speaks for whoever issued it.
    let document = doc.has(before, Tags::DOC.or(Tags::REPORT)) && before > sentence.start + 1;
    // "with one in five saying", "facts alleging that": the noun beside it is its subject.
    let beside = phrase::left(doc, sentence.start, head.start)
        .filter(|p| p.start > sentence.start && !document)
        .map(Source::plain);
    let issuer = document
        .then(|| phrase::clause_subject(doc, sentence.start, before).map(Source::plain))
        .flatten();
    let options = [
        ("beside", beside),
        ("issuer", issuer),
        ("agent", agent(doc, sentence, before)),
        ("earlier", earlier.last().and_then(|f| f.source.clone())),
        ("near", near_subject(doc, sentence, before)),
        (
            "main",
            phrase::clause_subject(doc, sentence.start, before).map(Source::plain),
        ),
    ];
    by_choice(options, |choice, source| Frame {
        choice,
        ..report("participle", head, Some(source), behind.clone())
    })
}

/// `X ran into the hall and shouted, “...”`: the subject is that of a verb before.
pub fn coordinated(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
    earlier: &[Frame],
) -> Option<Readings> {
    let and = head.start.checked_sub(1).filter(|&b| b > sentence.start)?;
    if doc.in_mark(and) || !reads!(doc, and, "and" | "but" | "or" | "then") {
        return None;
    }
    let behind = reported::after(doc, head.end, sentence.end, head.patterns, paragraph)
        .filter(|(content, _)| !content.is_empty() || head.takes(Patterns::QUOTE))?;
    let options = [
        ("earlier", speaker_before(earlier, and)),
        ("near", near_subject(doc, sentence, and)),
        (
            "main",
            phrase::clause_subject(doc, sentence.start, and).map(Source::plain),
        ),
    ];
    Some(by_choice(options, |choice, source| Frame {
        choice,
        ..report("source-verb-words", head, Some(source), behind.clone())
    }))
}

/// Who spoke last before token `k`; in "“...,” Roe said and left", with a verb before it.
fn speaker_before(earlier: &[Frame], k: usize) -> Option<Source> {
    let last = earlier.last()?;
    let speaks = !last.quote_first || last.cue.end >= k;
    last.source.clone().filter(|_| speaks)
}

/// The subject of the finite verb that stands nearest before token `k`.
pub fn near_subject(doc: &Document<'_>, sentence: &Toks, k: usize) -> Option<Source> {
    let verb = (sentence.start + 1..k).rev().find(|&i| {
        let tok = &doc.toks[i];
        let form = tok.cue.map(|c| c.form);
        !doc.in_mark(i)
            && tok.case == Case::Lower
            && (doc.has(i, Tags::AUX.or(Tags::VERB))
                || matches!(form, Some(Form::Past | Form::Third))
                || doc.ends_in(i, b"ed"))
    })?;
    let start = first_of_verb_group(doc, sentence.start, verb);
    pronoun_at(doc, sentence, start)
        .or_else(|| phrase::left(doc, sentence.start, start).map(Source::plain))
}

/// A reading for each source that can be chosen, as far as they differ.
pub fn by_choice<const N: usize>(
    options: [(&'static str, Option<Source>); N],
    reading: impl Fn(&'static str, Source) -> Frame,
) -> Readings {
    let mut out = NONE;
    let mut seen: [usize; N] = [usize::MAX; N];
    let mut count = 0;
    for (choice, source) in options {
        let Some(source) = source else { continue };
        let start = source.phrase.start;
        if count < out.len() && !seen.contains(&start) {
            seen[count] = start;
            out[count] = Some(reading(choice, source));
            count += 1;
        }
    }
    out
}

/// `Conceding that he had lost, X thanked ...`: the words end where the subject begins.
fn opening_participle(doc: &Document<'_>, sentence: &Toks, head: &Head) -> Option<Frame> {
    let (comma, subject) = main_clause(doc, head.end + 1, sentence.end)?;
    let inner = Paragraph {
        role: crate::model::BlockRole::Paragraph,
        toks: sentence.start..comma,
        sentences: Vec::new(),
    };
    let behind = reported::after(doc, head.end, comma, head.patterns, &inner)?;
    let source = Some(Source::plain(subject));
    Some(report("opening-participle", head, source, behind))
}

/// Where an opening clause ends behind token `from`, and the subject of the main one behind it.
fn main_clause(doc: &Document<'_>, from: usize, hi: usize) -> Option<(usize, Toks)> {
    let ends = |k: usize| {
        let comma = doc.is(k, ',') && !doc.in_mark(k);
        comma || doc.in_mark(k - 1) && !doc.in_mark(k)
    };
    (from..hi).filter(|&k| ends(k)).take(4).find_map(|k| {
        let at = if doc.is(k, ',') { k + 1 } else { k };
        Some((k, main_subject(doc, at, hi)?))
    })
}

/// The subject at token `at`, where a finite verb follows it.
fn main_subject(doc: &Document<'_>, at: usize, hi: usize) -> Option<Toks> {
    if doc.in_mark(at) || doc.has(at, Tags::CONJ.or(Tags::PREP)) {
        return None;
    }
    let subject = phrase::clause_subject(doc, at, hi).filter(|s| s.start == at)?;
    let mut verb = subject.end;
    while doc.has(verb, Tags::ADV) || doc.ends_in_ly(verb) {
        verb += 1;
    }
    let finite = doc.has(verb, Tags::AUX.or(Tags::VERB))
        || doc.ends_in(verb, b"ed")
        || doc.toks.get(verb).is_some_and(|t| t.cue.is_some());
    (finite && verb < hi).then_some(subject)
}

/// Name of the rule of infinitives.
pub const INFINITIVE: &str = "subject-to-verb";

/// `X met to discuss “...”`, `X went on to say ...`.
pub fn infinitive(
    doc: &Document<'_>,
    paragraph: &Paragraph,
    sentence: &Toks,
    head: &Head,
    earlier: &[Frame],
) -> Readings {
    let k = head.start;
    let went_on = k >= sentence.start + 3
        && reads!(doc, k - 2, "on")
        && doc.toks[k - 3]
            .cue
            .is_some_and(|c| doc.lexicon.lemma(c) == "go");
    let Some(behind) = reported::after(doc, head.end, sentence.end, head.patterns, paragraph)
    else {
        return NONE;
    };
    if went_on {
        let verb = first_of_verb_group(doc, sentence.start, k - 3);
        let source = phrase::left(doc, sentence.start, verb)
            .map(Source::plain)
            .or_else(|| pronoun_at(doc, sentence, k - 3));
        return one(report("source-verb-words", head, source, behind));
    }
    let options = [
        ("earlier", earlier.last().and_then(|f| f.source.clone())),
        ("near", near_subject(doc, sentence, k - 1)),
        (
            "main",
            phrase::clause_subject(doc, sentence.start, k - 1).map(Source::plain),
        ),
        (
            "object",
            phrase::left(doc, sentence.start, k - 1).map(Source::plain),
        ),
    ];
    by_choice(options, |choice, source| Frame {
        choice,
        ..report(INFINITIVE, head, Some(source), behind.clone())
    })
}

/// "asked not to be named", "asked that his name not be used": on what terms somebody speaks is none of
/// the words.
pub fn keeps_name_back(doc: &Document<'_>, frame: &Frame) -> bool {
    let [words] = frame.content.as_slice() else {
        return false;
    };
    let asks = doc.lexicon.among(frame.verb, List::ASKING);
    if !asks || words.len() > LONGEST_TERMS || doc.marked_in(words) > 0 {
        return false;
    }
    let word = |n: usize| {
        let k = words.start + n;
        if k < words.end { doc.lower(k) } else { "" }
    };
    let named = |n: usize| word(n) == "be" && doc.lexicon.among(word(n + 1), List::NAMING);
    // "not to be named", "to not be named", "to be named"
    let terms = match [word(0), word(1)] {
        ["not", "to"] | ["to", "not"] => named(2),
        ["to", _] => named(1) && matches!(frame.verb, "refuse" | "decline"),
        // "his name not be used"
        [_, "name" | "names"] => doc.has(words.start, Tags::POSS) && word(2) == "not" && named(3),
        _ => false,
    };
    // "asked to remain anonymous", but not "asked that the anonymous donor be thanked"
    let unnamed = |k: usize| {
        let said_of = k > 0 && reads!(doc, k - 1, "remain" | "stay" | "be");
        reads!(doc, k, "anonymity") || reads!(doc, k, "anonymous") && said_of
    };
    terms || words.clone().any(unnamed)
}

/// Tokens that such terms may have.
const LONGEST_TERMS: usize = 12;
