//! Who speaks, as printed: the subject of a reporting verb, left or right of it.

use super::adjunct;
use super::aside::{apposed, aside_left, ends_in_label, included};
use super::coordination;
use super::document::{Document, Toks, reads};
use super::frame::Frame;
use super::lexicon::{Form, Patterns, Tags};
use super::phrase;
use super::relative;
use super::sources;
use super::verb::{Head, follows_marks, stands_alone};
use super::works;
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

    /// The phrase with its apposition: "Ann Roe, the mayor of Salem".
    #[must_use]
    pub fn whole(&self) -> Toks {
        let aside = self.aside.as_ref().unwrap_or(&self.phrase);
        self.phrase.start.min(aside.start)..self.phrase.end.max(aside.end)
    }

    /// The phrase that says who it is.
    #[must_use]
    pub fn naming(&self) -> &Toks {
        self.antecedent.as_ref().unwrap_or(&self.phrase)
    }

    /// Whether a report, a statement or figures speak.
    #[must_use]
    pub fn is_document(&self, doc: &Document<'_>) -> bool {
        let heads = Tags::DOC.or(Tags::REPORT);
        self.naming().clone().any(|k| doc.has(k, heads))
    }
}

/// The subject left of the verb.
pub fn subject(
    doc: &Document<'_>,
    sentence: &Toks,
    head: &Head,
    earlier: &[Frame],
) -> Option<Source> {
    let source = beside(doc, sentence, head.start, earlier)?;
    Some(if source.phrase.end <= head.start {
        coordination::with_first_part(doc, sentence, source)
    } else {
        source
    })
}

/// The phrase that ends before token `end`, as far as one noun phrase and its aside go.
fn beside(doc: &Document<'_>, sentence: &Toks, end: usize, earlier: &[Frame]) -> Option<Source> {
    let end = before_handle(doc, sentence, before_time(doc, sentence, end));
    let before = end.checked_sub(1).filter(|&b| b >= sentence.start)?;
    if doc.in_mark(before) {
        return labelled(doc, sentence, end);
    }
    if reads!(doc, before, "that" | "which")
        && let Some(source) = relative(doc, sentence, before)
    {
        return Some(source);
    }
    if doc.has(before, Tags::SUBJECT) && !doc.has(before, Tags::TIME) {
        return Some(relative(doc, sentence, before).unwrap_or_else(|| Source::plain(before..end)));
    }
    if doc.is(before, ',') && doc.has(before.wrapping_sub(1), Tags::CONJ) {
        // "rose and, in tears, said": the subject is that of the clause before.
        return earlier
            .last()
            .filter(|f| !f.quote_first || f.cue.end >= before)
            .and_then(|f| f.source.clone())
            .or_else(|| phrase::clause_subject(doc, sentence.start, before).map(Source::plain));
    }
    if doc.is(before, ',') {
        return before_comma(doc, sentence, end, earlier);
    }
    if doc.is_dash(before) {
        return between_dashes(doc, sentence, before);
    }
    let phrase = phrase::left(doc, sentence.start, end);
    if let Some(voters) = phrase
        .as_ref()
        .and_then(|p| relative::whose_clause(doc, sentence, p))
    {
        return Some(Source::plain(voters));
    }
    phrase
        .or_else(|| part_of_them(doc, sentence, end))
        .or_else(|| stands_alone(doc, before).then_some(before..end))
        .or_else(|| is_surname(doc, sentence, before).then_some(before..end))
        .map(Source::plain)
}

/// The same where a comma ends right before token `end`: whoever the aside between commas is of.
fn before_comma(
    doc: &Document<'_>,
    sentence: &Toks,
    end: usize,
    earlier: &[Frame],
) -> Option<Source> {
    if let Some(source) = named_between_commas(doc, sentence, end - 1) {
        return Some(source);
    }
    let Some(aside) = aside_left(doc, sentence.start, end) else {
        // "a retiree from Akron, Ohio, said"
        if coordination::place_comma(doc, sentence.start, end - 1).is_some() {
            return phrase::left(doc, sentence.start, end).map(Source::plain);
        }
        // "She urged one thing, proposed another": the subject of the verb before.
        return earlier.last().and_then(|f| f.source.clone());
    };
    let name = phrase::left(doc, sentence.start, aside.start - 1)?;
    // "Ann Roe, a doctor at the Salem Clinic, who saw it, said": two asides.
    let named = apposed(doc, sentence, &name).or_else(|| included(doc, sentence, &name));
    if let Some(named) = named {
        // "..., questioned whether the dam, seen on Monday, held": a clause is no more of it.
        let more = doc.has(aside.start, Tags::DET) || reads!(doc, aside.start, "who" | "which");
        return Some(Source {
            phrase: named,
            antecedent: None,
            aside: Some(name.start..if more { aside.end } else { name.end }),
        });
    }
    // "One woman who agreed to be named, clerk Ann Roe, said": the aside is the name.
    let nameless = !name
        .clone()
        .any(|k| doc.capital(k) || doc.has(k, phrase::HEADS));
    if nameless && doc.capital(aside.end - 1) {
        return Some(Source::plain(aside));
    }
    Some(Source {
        phrase: name,
        antecedent: None,
        aside: Some(aside),
    })
}

/// "“...,” Will said.": between marks and verb a small word with a capital is a name.
fn is_surname(doc: &Document<'_>, sentence: &Toks, k: usize) -> bool {
    const SMALL: Tags = Tags::AUX.or(Tags::PREP);
    let between = k > sentence.start && doc.capital(k) && follows_marks(doc, sentence, k);
    between && doc.has(k, SMALL) && !doc.has(k, Tags::CONJ.or(Tags::SUBJECT))
}

/// "Ann Roe, nicknamed “Mimi,” said": a name and an aside that ends with the marked words before token `end`.
pub fn labelled(doc: &Document<'_>, sentence: &Toks, end: usize) -> Option<Source> {
    // "Ann Roe, known as “Mimi”, said"
    let british = doc.is(end - 1, ',') && end > 1 && ends_label(doc, end - 2);
    if !ends_in_label(doc, end) && !british {
        return None;
    }
    let aside = aside_left(doc, sentence.start, end)?;
    let phrase = phrase::left(doc, sentence.start, aside.start - 1)?;
    // "Roe, known as “Mimi,” said"
    let surname = doc.capital(phrase.end - 1) && aside.clone().any(|k| reads!(doc, k, "known"));
    let named = surname || sources::is_person(doc, &phrase) || sources::heads_role(doc, &phrase);
    // "Roe, the mayor, called it “a gift,” then said": an aside holds no verb but that of its "who".
    let relative = |k: usize| reads!(doc, k, "who" | "which" | "what" | "that");
    let names_so = |k: usize| doc.in_mark(k + 1) || reads!(doc, k + 1, "as");
    let finite = aside
        .clone()
        .take_while(|&k| !relative(k))
        .filter_map(|k| doc.toks[k].cue.filter(|_| !names_so(k)))
        .any(|c| matches!(c.form, Form::Past | Form::Third));
    (named && !finite).then_some(Source {
        phrase,
        antecedent: None,
        aside: Some(aside),
    })
}

/// Whether a short marked name or term without a stop of its own ends with token `k`.
fn ends_label(doc: &Document<'_>, k: usize) -> bool {
    doc.toks[k].mark.is_some_and(|mark| {
        let inner = doc.marks[mark].inner.of(doc.text);
        let stops = inner.ends_with([',', '.', '!', '?']);
        doc.marks[mark].closed && !stops && works::is_short(doc, mark)
    })
}

/// "One of them said", "some of us think".
fn part_of_them(doc: &Document<'_>, sentence: &Toks, end: usize) -> Option<Toks> {
    let start = end.checked_sub(3).filter(|&k| k >= sentence.start)?;
    let part = doc.has(start, Tags::NUM.or(Tags::DET).or(Tags::SUBJECT));
    let them = doc.has(end - 1, Tags::OBJECT) && !doc.in_mark(end - 1);
    (part && them && reads!(doc, end - 2, "of")).then_some(start..end)
}

/// "Ann Roe — in a line aimed at her rival — said": the phrase before the aside that the dash at token
/// `close` ends.
fn between_dashes(doc: &Document<'_>, sentence: &Toks, close: usize) -> Option<Source> {
    let reach = sentence.start.max(close.saturating_sub(LONGEST_ASIDE));
    let open = (reach..close).rev().find(|&k| doc.is_dash(k))?;
    Some(Source {
        phrase: phrase::left(doc, sentence.start, open)?,
        antecedent: None,
        aside: Some(open + 1..close),
    })
}

/// Tokens that an aside between dashes may have.
const LONGEST_ASIDE: usize = 40;

/// "Ann Roe, the mayor, on Monday said": one past the comma, where only a time parts it from the verb at
/// token `end`; else `end`.
fn before_time(doc: &Document<'_>, sentence: &Toks, end: usize) -> usize {
    let reach = sentence.start.max(end.saturating_sub(LONGEST_TIME));
    let comma = (reach..end.saturating_sub(1))
        .rev()
        .find(|&k| doc.is(k, ','));
    let timed = |c: &usize| {
        (c + 1..end).any(|k| doc.has(k, Tags::TIME))
            && adjunct::skip_adjuncts(doc, c + 1, end) == end
    };
    comma.filter(timed).map_or(end, |c| c + 1)
}

/// "Ann Roe @annroe tweeted": the handle behind the name is stepped over.
fn before_handle(doc: &Document<'_>, sentence: &Toks, end: usize) -> usize {
    let at = end.saturating_sub(2).max(sentence.start);
    let named = at > sentence.start && doc.capital(at - 1);
    if named && doc.is(at, '@') { at } else { end }
}

/// Tokens that a time between a comma and the verb may have.
const LONGEST_TIME: usize = 6;

/// A person's name between the comma at `close` and the one before: "After the vote, Ann Roe, said",
/// or the apposition of a description: "the chief engineer, Ann Roe, said".
fn named_between_commas(doc: &Document<'_>, sentence: &Toks, close: usize) -> Option<Source> {
    let reach = sentence.start.max(close.saturating_sub(LONGEST_NAME));
    let open = (reach..close)
        .rev()
        .find(|&k| doc.is(k, ',') || doc.in_mark(k))?;
    let aside = open + 1..close;
    if !doc.is(open, ',') || !sources::is_person(doc, &aside) {
        return None;
    }
    let described = phrase::left(doc, sentence.start, open).filter(|p| sources::heads_role(doc, p));
    // "Ann Roe, editor of the city's paper, Hart Rivera, said": the description is an aside already.
    let named_before = described.as_ref().is_some_and(|p| {
        p.start > sentence.start
            && doc.is(p.start - 1, ',')
            && phrase::left(doc, sentence.start, p.start - 1)
                .is_some_and(|name| sources::is_person(doc, &name))
    });
    if named_before {
        return None;
    }
    Some(match described {
        Some(phrase) => Source {
            phrase,
            antecedent: None,
            aside: Some(aside),
        },
        None => Source::plain(aside),
    })
}

/// Tokens that a name with title and bracket may have.
const LONGEST_NAME: usize = 12;

/// "X, who said", "a note that said": the relative's antecedent.
pub fn relative(doc: &Document<'_>, sentence: &Toks, who: usize) -> Option<Source> {
    if !reads!(doc, who, "who" | "which" | "that") {
        return None;
    }
    let placed =
        who > sentence.start && coordination::place_comma(doc, sentence.start, who - 1).is_some();
    let end = if who > sentence.start && doc.is(who - 1, ',') && !placed {
        who - 1
    } else {
        who
    };
    let mut aside = None;
    let antecedent = match phrase::left(doc, sentence.start, end) {
        Some(phrase) => match apposed(doc, sentence, &phrase) {
            Some(named) => {
                aside = Some(phrase);
                named
            }
            None => behind_participle(doc, sentence.start, phrase),
        },
        // "those who say": the determiner stands for the people.
        None if reads!(doc, who, "who")
            && end > sentence.start
            && doc.has(end - 1, Tags::DET.or(Tags::SUBJECT)) =>
        {
            end - 1..end
        }
        None => return None,
    };
    Some(Source {
        phrase: who..who + 1,
        antecedent: Some(antecedent),
        aside,
    })
}

/// "has faced anger from critics who": a participle behind its auxiliary opens no noun phrase; the
/// antecedent is the last of what follows it.
fn behind_participle(doc: &Document<'_>, lo: usize, phrase: Toks) -> Toks {
    let participle = phrase.start > lo
        && doc.has(phrase.start - 1, Tags::AUX.or(Tags::ADV))
        && doc.ends_in(phrase.start, b"ed");
    let last = phrase
        .clone()
        .rev()
        .find(|&k| participle && doc.has(k, Tags::NP_PREP));
    last.map_or(phrase.clone(), |link| link + 1..phrase.end)
}

/// An apposition that begins with a comma at token `at`: up to the next comma or the end.
#[must_use]
pub fn aside_right(doc: &Document<'_>, at: usize, hi: usize) -> Option<Toks> {
    if !doc.is(at, ',') || doc.in_mark(at + 1) {
        return None;
    }
    let start = at + 1;
    // "Ann Roe, 34, a nurse"
    let aged = doc
        .toks
        .get(start)
        .is_some_and(|t| t.kind == TokenKind::Number);
    if aged && doc.is(start + 1, ',') && start + 1 < hi {
        return aside_right(doc, start + 1, hi);
    }
    let fits = doc.has(start, Tags::DET)
        || doc.has(
            start,
            Tags::ROLE.or(Tags::ROLES).or(Tags::TITLE).or(Tags::NATION),
        )
        || (phrase::nominal(doc, start)
            && doc.toks.get(start).is_some_and(|t| t.case == Case::Lower))
        || reads!(doc, start, "who" | "whose")
        || (doc.capital(start) && (start..hi.min(start + 6)).any(|k| doc.has(k, Tags::ROLE)));
    if !fits || doc.has(start, Tags::CONJ) || reads!(doc, start, "including") {
        return None;
    }
    let end = aside_end(doc, start, hi);
    let relative = reads!(doc, start, "who" | "whose");
    let finite = |k: usize| {
        let speaks = doc.toks[k].cue.is_some_and(|c| {
            c.patterns.any(Patterns::SPEECH) && matches!(c.form, Form::Past | Form::Third)
        });
        speaks || !relative && doc.has(k, Tags::AUX) && doc.toks[k].kind == TokenKind::Word
    };
    // "a teacher who concluded ...": a verb behind "who" is none of the aside's own.
    let verbal = (start..end)
        .take_while(|&k| k == start || !reads!(doc, k, "who"))
        .any(finite);
    (end > start && !verbal).then_some(start..end)
}

/// Where an apposition that begins at token `start` ends: at the next stop or mark; a name or term
/// between marks is part of it: "said Ann Roe, author of “The Lake,” who".
fn aside_end(doc: &Document<'_>, start: usize, hi: usize) -> usize {
    let mut k = start;
    while k < hi {
        if doc.in_mark(k) {
            let Some(end) = label_end(doc, k, hi) else {
                return k;
            };
            if doc.is(end - 2, ',') || doc.is(end - 2, '.') {
                return end;
            }
            k = end;
            continue;
        }
        let stop =
            doc.toks[k].kind == TokenKind::Punct && ",;:.?!—".contains(doc.words(&(k..k + 1)));
        if stop {
            return k;
        }
        k += 1;
    }
    hi
}

/// One past the marked words that open at token `k`, where they are a name or a term inside a phrase and
/// nothing that somebody says: a word that is no reporting verb leads up to them.
fn label_end(doc: &Document<'_>, k: usize, hi: usize) -> Option<usize> {
    let mark = doc.toks[k].mark?;
    let before = k.checked_sub(1)?;
    let says = doc.toks[before]
        .cue
        .is_some_and(|c| c.patterns.any(Patterns::QUOTE));
    let led = doc.toks[before].kind == TokenKind::Word && (!says || works::is_title(doc, mark));
    let inner = doc.marks[mark].inner.of(doc.text);
    // "the mayor “and we stay.”": a sentence ends in them.
    let fits = doc.marks[mark].closed
        && works::is_short(doc, mark)
        && !(inner.ends_with('.') && inner.starts_with(char::is_lowercase));
    let end = (k..hi).find(|&i| doc.toks[i].mark != Some(mark));
    (led && fits).then(|| end.unwrap_or(hi))
}

/// The source behind an inverted verb, with the apposition behind it.
pub fn source_right(doc: &Document<'_>, at: usize, hi: usize) -> Option<Source> {
    // "concludes that Roe": it opens a clause.
    let clause = || doc.capital(at + 1) || doc.has(at + 1, Tags::SUBJECT.or(Tags::DET));
    if at >= hi || reads!(doc, at, "that") && clause() {
        return None;
    }
    let phrase = if doc.has(at, Tags::SUBJECT) && !phrase::nominal(doc, at + 1) {
        at..at + 1
    } else {
        phrase::right(doc, at, hi).or_else(|| alone_right(doc, at))?
    };
    if let Some(end) = coordination::list_end(doc, &phrase, hi) {
        return Some(Source::plain(phrase.start..end));
    }
    let aside = aside_right(doc, phrase.end, hi).or_else(|| name_right(doc, &phrase, hi));
    if let Some(aside) = &aside
        && let Some(end) = coordination::second_part_end(doc, aside.end, hi)
    {
        return Some(Source::plain(phrase.start..end));
    }
    Some(Source {
        phrase,
        antecedent: None,
        aside,
    })
}

/// "“...,” said another.", "said the other."
fn alone_right(doc: &Document<'_>, at: usize) -> Option<Toks> {
    let article = reads!(doc, at, "the");
    let last = at + usize::from(article);
    let alone = stands_alone(doc, last) || article && reads!(doc, last, "other");
    (alone && !phrase::nominal(doc, last + 1)).then_some(at..last + 1)
}

/// "said a spokesman for the ministry, Oleg Brandt, who": the name behind a description.
fn name_right(doc: &Document<'_>, described: &Toks, hi: usize) -> Option<Toks> {
    let start = described.end + 1;
    let reach = hi.min(start + LONGEST_NAME);
    let end = (start..reach).find(|&k| !doc.capital(k) && !doc.is(k, '.'));
    let end = end.unwrap_or(reach);
    // The period of the sentence is none of an initial's.
    let stop = end > start && doc.is(end - 1, '.');
    let name = start..end - usize::from(stop);
    let closed = name.end >= hi || doc.toks[name.end].kind == TokenKind::Punct;
    let comma = doc.is(described.end, ',') && !doc.in_mark(start);
    (comma && closed && !name.is_empty() && sources::heads_role(doc, described))
        .then_some(name)
        .filter(|name| sources::is_person(doc, name))
}

pub fn pronoun_at(doc: &Document<'_>, sentence: &Toks, end: usize) -> Option<Source> {
    let i = end.checked_sub(1).filter(|&i| i >= sentence.start)?;
    (doc.has(i, Tags::SUBJECT) && !doc.in_mark(i)).then(|| Source::plain(i..i + 1))
}

/// "a statement by X, saying": the agent of a report noun right before the comma.
pub fn agent(doc: &Document<'_>, sentence: &Toks, comma: usize) -> Option<Source> {
    if !doc.is(comma, ',') {
        return None;
    }
    let mut start = comma;
    while start > sentence.start && phrase::nominal(doc, start - 1) {
        start -= 1;
    }
    let by = start.checked_sub(1)?;
    let named = start < comma && by > sentence.start && reads!(doc, by, "by" | "from" | "of");
    let reported = by.checked_sub(1).is_some_and(|i| doc.has(i, Tags::REPORT));
    (named && reported).then(|| Source::plain(start..comma))
}
