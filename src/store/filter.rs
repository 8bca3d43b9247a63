//! A query as a condition in SQL: the one place where the two meet.
//!
//! Every value is a parameter. Conditions speak of `a` (article; `h` where it is
//! the head of a group), `q` (quote) and `s` (the quote's
//! speaker); what a list does not join is asked with EXISTS, what is asked of quotes together
//! ([`Query::joined`]) with one.

use rusqlite::types::Value;

use crate::model::Tag;
use crate::query::{Bound, Day, Has, Kind, Needle, Query, Term, Test, When};

use super::{clock, words};

/// Quotes below which those of some confidence are few.
const FEW: usize = 5000;

/// The articles with a note on a quote.
const NOTED: &str = "SELECT k.article FROM note n CROSS JOIN kept_quote k ON k.id = n.quote";

/// What a list is of, which decides what its words are and what is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Rows of `article a`.
    Articles,
    /// Rows of `quote q` with `article a` and `speaker s`.
    Quotes,
}

/// A condition to put after WHERE, and its parameters in order.
#[derive(Debug, Default)]
pub(super) struct Condition {
    /// Conditions joined by AND, each in parentheses; empty when everything passes.
    pub parts: Vec<String>,
    /// The parameters of all parts.
    pub values: Vec<Value>,
    /// Name of the article's row.
    article: &'static str,
    indexed: WordIndex,
}

/// What the index of words is good for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum WordIndex {
    /// It lacks articles: texts are looked at without it.
    #[default]
    Lacking,
    /// It has every article: texts are looked at where it finds the words.
    Whole,
    /// And nobody needs to look where one word is asked for: who asks does so with what is found.
    Trusted,
}

impl Condition {
    /// The condition of `query` on a list of `subject`.
    pub(super) fn new(subject: Subject, query: &Query, indexed: WordIndex) -> Self {
        Self::on("a", subject, query, indexed)
    }

    /// The condition of `query` on a row of `article h`.
    pub(super) fn of_heads(query: &Query, indexed: WordIndex) -> Self {
        Self::on("h", Subject::Articles, query, indexed)
    }

    fn on(article: &'static str, subject: Subject, query: &Query, indexed: WordIndex) -> Self {
        let mut condition = Self {
            article,
            indexed,
            ..Self::default()
        };
        let trusted = condition.trusted(query);
        condition.parts.extend(trusted);
        let joined = match subject {
            Subject::Articles => query.joined(),
            Subject::Quotes => Vec::new(),
        };
        let apart = |term: &&Term| !joined.iter().flatten().any(|own| std::ptr::eq(*own, *term));
        for term in query.terms.iter().filter(apart) {
            if condition.trusts(term) {
                continue;
            }
            let part = condition.term(subject, term);
            condition.parts.push(format!("({part})"));
        }
        for terms in &joined {
            let part = condition.one_quote(terms);
            condition.parts.push(format!("({part})"));
        }
        condition
    }

    fn term(&mut self, subject: Subject, term: &Term) -> String {
        let article = self.article;
        match &term.test {
            // As the indexes of what is unread and without quotes have it.
            Test::Read(read) if term.not => format!("{article}.read = {}", u8::from(!read)),
            Test::Has(Has::Quotes) if term.not => format!("{article}.quotes = 0"),
            // A condition on something absent is NULL; turned round it must hold.
            test if term.not => format!("NOT ifnull(({}), 0)", self.test(subject, test)),
            test => self.test(subject, test),
        }
    }

    /// That the article has a quote which passes all terms. What lists and indexes know of the article is
    /// asked first: of most articles no quote is looked at where few have one.
    fn one_quote(&mut self, terms: &[&Term]) -> String {
        let mut sql = String::new();
        for term in terms.iter().filter(|term| !term.not) {
            let known = match &term.test {
                Test::Speaker(needle) => self.found(needle),
                Test::Confidence(bound) => format!("{} AND ", self.sure(*bound, "1")),
                Test::Tag(_) | Test::Has(Has::Notes) => {
                    format!("{} AND ", self.test(Subject::Articles, &term.test))
                }
                _ => String::new(),
            };
            sql.push_str(&known);
        }
        let by_speaker = |term: &&&Term| {
            let kind = matches!(term.test, Test::Kind(Kind::Speaker(_)));
            !term.not && (kind || matches!(term.test, Test::Speaker(_)))
        };
        // Of an article's few speakers, the quotes of those alone who are meant.
        let (named, others): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(by_speaker);
        let (rows, of) = match named.is_empty() {
            true => (
                "quote q LEFT JOIN speaker s ON s.article = q.article AND s.ordinal = q.speaker",
                "q",
            ),
            false => (
                "speaker s CROSS JOIN quote q ON q.article = s.article AND q.speaker = s.ordinal",
                "s",
            ),
        };
        let a = self.article;
        sql.push_str(&format!(
            "EXISTS (SELECT 1 FROM {rows} WHERE {of}.article = {a}.id"
        ));
        for term in named.into_iter().chain(others) {
            let part = match &term.test {
                Test::Speaker(needle) if !term.not => self.has("s.name", needle),
                Test::Confidence(bound) if !term.not => {
                    self.values.push(Value::Real(f64::from(bound.than)));
                    format!("q.confidence {} ?", bound.side.sign())
                }
                _ => self.term(Subject::Quotes, term),
            };
            sql.push_str(&format!(" AND ({part})"));
        }
        sql.push(')');
        sql
    }

    /// The parts joined, for after WHERE; `1` when everything passes.
    pub(super) fn sql(&self) -> String {
        if self.parts.is_empty() {
            "1".to_owned()
        } else {
            self.parts.join(" AND ")
        }
    }

    fn test(&mut self, subject: Subject, test: &Test) -> String {
        let a = self.article;
        match (subject, test) {
            (Subject::Articles, Test::Words(needle) | Test::About(needle))
            | (_, Test::Text(needle)) => self.text(needle),
            (Subject::Quotes, Test::Words(needle)) => self.said(needle, "s.name"),
            (Subject::Quotes, Test::About(needle)) => self.said(needle, &format!("{a}.title")),
            (subject, Test::Speaker(needle)) => self.speaker(subject, needle),
            (_, Test::Publisher(needle)) => self.has(&format!("{a}.publisher"), needle),
            (_, Test::Title(needle)) => {
                let found = self.found(needle);
                format!("{found}{}", self.has(&format!("{a}.title"), needle))
            }
            (_, Test::Article(id)) => {
                self.values.push(Value::Integer(id.0));
                format!("{a}.id = ?")
            }
            (subject, Test::Kind(kind)) => self.kind(subject, *kind),
            // By the column that lists are walked by: then the walk begins and ends there.
            (_, Test::After(when)) => {
                self.day(*when);
                format!("{a}.newest <= ?")
            }
            (_, Test::Before(when)) => {
                self.day(*when);
                // A day without a year is neither before nor after anything.
                format!("{a}.newest > ? AND {a}.newest <= -10000")
            }
            (_, Test::Read(true)) => format!("{a}.read = 1"),
            (_, Test::Read(false)) => format!("{a}.read = 0"),
            (_, Test::Starred) => format!("{a}.starred = 1"),
            (subject, Test::Tag(tag)) => self.tag(subject, tag),
            (_, Test::Has(Has::Quotes)) => format!("{a}.quotes > 0"),
            (Subject::Articles, Test::Has(Has::Notes)) => format!("{a}.id IN ({NOTED})"),
            (Subject::Quotes, Test::Has(Has::Notes)) => format!(
                "{a}.id IN ({NOTED}) AND EXISTS (SELECT 1 FROM kept_quote k JOIN note n \
                 ON n.quote = k.id WHERE k.article = q.article AND k.ordinal = q.ordinal)"
            ),
            (subject, Test::Confidence(bound)) => self.confidence(subject, *bound),
            (_, Test::Language(code)) => {
                self.values.push(Value::Text(code.clone()));
                format!("{a}.lang = ?")
            }
        }
    }

    /// In the title or text of the article.
    fn text(&mut self, needle: &Needle) -> String {
        let a = self.article;
        let found = self.found(needle);
        let title = self.has(&format!("{a}.title"), needle);
        let text = self.has("b.text", needle);
        format!(
            "{found}({title} OR EXISTS (SELECT 1 FROM body b WHERE b.article = {a}.id AND {text}))"
        )
    }

    /// Whether the index of words is enough to find a word: it cannot tell where words stand.
    fn trusts(&self, term: &Term) -> bool {
        let Test::Words(needle) = &term.test else {
            return false;
        };
        let folded = needle.folded();
        let is_word = !folded.is_empty() && folded.chars().all(char::is_alphanumeric);
        self.indexed == WordIndex::Trusted && !term.not && is_word
    }

    /// All that the index of words is enough for, asked at once: it joins its lists faster than SQL does.
    fn trusted(&mut self, query: &Query) -> Option<String> {
        let mut asked: Vec<String> = Vec::new();
        for term in query.terms.iter().filter(|term| self.trusts(term)) {
            if let Test::Words(needle) = &term.test {
                asked.extend(words::asked(needle).filter(|word| !asked.contains(word)));
            }
        }
        if asked.is_empty() {
            return None;
        }
        self.values.push(Value::Text(asked.join(" AND ")));
        let a = self.article;
        Some(format!(
            "({a}.id IN (SELECT rowid FROM article_words WHERE article_words MATCH ?))"
        ))
    }

    /// In the words of the quote or another column.
    fn said(&mut self, needle: &Needle, other: &str) -> String {
        let found = self.found(needle);
        let (text, other) = (self.has("q.text", needle), self.has(other, needle));
        format!("{found}({text} OR {other})")
    }

    fn speaker(&mut self, subject: Subject, needle: &Needle) -> String {
        let a = self.article;
        let found = self.found(needle);
        let name = self.has("s.name", needle);
        match subject {
            Subject::Quotes => format!("{found}{name}"),
            Subject::Articles => format!(
                "{found}EXISTS (SELECT 1 FROM speaker s WHERE s.article = {a}.id AND {name})"
            ),
        }
    }

    fn confidence(&mut self, subject: Subject, bound: Bound) -> String {
        let (a, sign) = (self.article, bound.side.sign());
        self.values.push(Value::Real(f64::from(bound.than)));
        match subject {
            Subject::Articles => {
                let many = format!(
                    "EXISTS (SELECT 1 FROM quote q WHERE q.article = {a}.id \
                     AND q.confidence {sign} ?)"
                );
                self.sure(bound, &many)
            }
            Subject::Quotes => format!("{} AND q.confidence {sign} ?", self.sure(bound, "1")),
        }
    }

    /// That an article may have quotes as sure as that, by the index of them; `many` where that are many.
    fn sure(&mut self, bound: Bound, many: &str) -> String {
        // The value is one wherever it stands.
        let than = Value::Real(f64::from(bound.than));
        self.values.extend(std::iter::repeat_n(than, 4));
        let (a, sign) = (self.article, bound.side.sign());
        // The step of the bound and all on its side, on the index; within it each is looked at.
        let steps = sign.get(..1).unwrap_or(sign);
        let sure = format!(
            "CAST(f.confidence * 50 AS INTEGER) {steps}= CAST(? * 50 AS INTEGER)
             AND f.confidence {sign} ?"
        );
        // Where many are so, one is soon found by looking at each; where few are, by a list of them.
        format!(
            "CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM quote f WHERE {sure} \
             LIMIT {FEW})) = {FEW} THEN {many} ELSE {a}.id IN (SELECT f.article FROM quote f \
             WHERE {sure}) END"
        )
    }

    /// Adds the day that is meant today. Where nobody knows what day it is, nothing is after it.
    fn day(&mut self, when: When) {
        let day = when.day(clock::today()).map_or(i64::MAX, Day::first);
        self.values.push(Value::Integer(-day));
    }

    /// On an article or one of its quotes; on a quote or its article.
    fn tag(&mut self, subject: Subject, tag: &Tag) -> String {
        let a = self.article;
        let mut value = || self.values.push(Value::Text(tag.name().to_owned()));
        value();
        value();
        // Quotes are walked in the order of their articles: where many articles have the tag, sorting
        // all their quotes takes longer than passing over the others. The plus keeps SQLite from it.
        let plus = if subject == Subject::Quotes { "+" } else { "" };
        let either = format!(
            "{plus}{a}.id IN (SELECT article FROM article_tag WHERE tag = ? UNION ALL SELECT k.article \
             FROM quote_tag t CROSS JOIN kept_quote k ON k.id = t.quote WHERE t.tag = ?)"
        );
        if subject == Subject::Articles {
            return either;
        }
        value();
        value();
        format!(
            "{either} AND (EXISTS (SELECT 1 FROM article_tag t WHERE t.article = {a}.id AND \
             t.tag = ?) OR EXISTS (SELECT 1 FROM kept_quote k JOIN quote_tag t ON t.quote = k.id \
             WHERE k.article = q.article AND k.ordinal = q.ordinal AND t.tag = ?))"
        )
    }

    fn kind(&mut self, subject: Subject, kind: Kind) -> String {
        let (alias, name) = match kind {
            Kind::Quote(kind) => ("q", kind.name()),
            Kind::Speaker(kind) => ("s", kind.name()),
        };
        self.values.push(Value::Text(name.to_owned()));
        match (subject, kind) {
            (Subject::Quotes, _) => format!("{alias}.kind = ?"),
            (Subject::Articles, kind) => {
                let table = match kind {
                    Kind::Quote(_) => "quote",
                    Kind::Speaker(_) => "speaker",
                };
                let a = self.article;
                format!(
                    "EXISTS (SELECT 1 FROM {table} {alias} WHERE {alias}.article = {a}.id AND \
                     {alias}.kind = ?)"
                )
            }
        }
    }

    /// The condition that the index of words finds the article, to be put before another; empty
    /// where the index cannot tell.
    fn found(&mut self, needle: &Needle) -> String {
        match words::asked(needle).filter(|_| self.indexed != WordIndex::Lacking) {
            Some(asked) => {
                self.values.push(Value::Text(asked));
                let a = self.article;
                format!(
                    "{a}.id IN (SELECT rowid FROM article_words WHERE article_words MATCH ?) AND "
                )
            }
            None => String::new(),
        }
    }

    fn has(&mut self, column: &str, needle: &Needle) -> String {
        self.values.push(Value::Text(needle.folded()));
        let extent = needle.extent() as u8;
        format!("has({column}, ?, {extent})")
    }
}
