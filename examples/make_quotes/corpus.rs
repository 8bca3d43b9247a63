//! The quotes: clauses of real articles, recombined.
//!
//! A quote is kept as the numbers of its clauses, about twenty bytes, so that a million of them can be
//! asked which hold certain words before and after they are written.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use anyhow::Context as _;
use onrecord::text::fold::fold;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::random::Random;

/// Letters of a clause, and of a quote.
const CLAUSE: std::ops::RangeInclusive<usize> = 20..=130;
const QUOTE: std::ops::RangeInclusive<usize> = 60..=400;

/// Most clauses that are kept: more would not make the quotes more varied.
const CLAUSES: usize = 400_000;

/// Number of a word that is one when folded.
pub type Term = u32;

#[derive(Deserialize)]
struct Article {
    text: String,
}

/// Every word, with its number.
#[derive(Default)]
pub struct Vocabulary {
    numbers: HashMap<String, Term>,
    /// The words, folded, by number.
    pub words: Vec<String>,
}

impl Vocabulary {
    fn number(&mut self, word: &str) -> Term {
        let folded = letters(word);
        if let Some(number) = self.numbers.get(&folded) {
            return *number;
        }
        let number = self.words.len() as Term;
        self.words.push(folded.clone());
        self.numbers.insert(folded, number);
        number
    }

    /// The number of `word`, if it occurs.
    pub fn find(&self, word: &str) -> Option<Term> {
        self.numbers.get(&letters(word)).copied()
    }
}

/// A word without case, accents and marks.
pub fn letters(word: &str) -> String {
    let folded = fold(word).text;
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a text as printed, without the punctuation about them.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "-–—/…".contains(c))
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
}

struct Clause {
    text: String,
    terms: Vec<Term>,
}

/// Lists of numbers, one after another.
struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// For each number below `keys`, in which of `lists` it occurs.
    fn inverted<'l>(keys: usize, lists: impl Iterator<Item = &'l Vec<u32>> + Clone) -> Self {
        let mut ends = vec![0_u32; keys + 1];
        for key in lists.clone().flatten() {
            ends[*key as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut next = ends.clone();
        let mut items = vec![0; ends.last().map_or(0, |n| *n as usize)];
        for (number, list) in (0..).zip(lists) {
            for key in list {
                let at = &mut next[*key as usize];
                items[*at as usize] = number;
                *at += 1;
            }
        }
        Self { ends, items }
    }

    fn of(&self, key: u32) -> &[u32] {
        let key = key as usize;
        &self.items[self.ends[key] as usize..self.ends[key + 1] as usize]
    }
}

/// All quotes, and which words they hold.
pub struct Corpus {
    /// The words.
    pub vocabulary: Vocabulary,
    /// In how many places of the quotes each word stands.
    pub uses: Vec<u64>,
    /// The most frequent words, most frequent first.
    pub frequent: Vec<Term>,
    clauses: Vec<Clause>,
    /// The clauses of each quote.
    quotes: Vec<Vec<u32>>,
    clauses_with: Lists,
    quotes_with: Lists,
}

impl Corpus {
    /// Makes `count` quotes of the clauses of the articles that `from` gives, one JSON object a line.
    ///
    /// # Errors
    /// When `from` cannot be read, is not JSON, or has too few clauses.
    pub fn new(from: impl BufRead, count: usize, random: &mut Random) -> anyhow::Result<Self> {
        let mut vocabulary = Vocabulary::default();
        let clauses = clauses(from, &mut vocabulary)?;
        let quotes: Vec<_> = (0..count).map(|_| quote(&clauses, random)).collect();
        let terms = clauses.iter().map(|clause| &clause.terms);
        let clauses_with = Lists::inverted(vocabulary.words.len(), terms);
        let quotes_with = Lists::inverted(clauses.len(), quotes.iter());
        let uses: Vec<u64> = (0..vocabulary.words.len() as Term)
            .map(|term| {
                let used = |clause: &u32| quotes_with.of(*clause).len() as u64;
                clauses_with.of(term).iter().map(used).sum()
            })
            .collect();
        let mut frequent: Vec<Term> = (0..uses.len() as Term).collect();
        frequent.sort_by_key(|term| std::cmp::Reverse(uses[*term as usize]));
        Ok(Self {
            vocabulary,
            uses,
            frequent,
            clauses,
            quotes,
            clauses_with,
            quotes_with,
        })
    }

    /// Number of quotes.
    pub fn len(&self) -> usize {
        self.quotes.len()
    }

    /// The words of quote `number` as printed.
    pub fn text(&self, number: usize) -> String {
        let mut text = String::new();
        for clause in &self.quotes[number] {
            let clause = self.clauses[*clause as usize].text.as_str();
            if text.is_empty() {
                let mut chars = clause.chars();
                text.extend(chars.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(chars.as_str());
            } else {
                text.push_str(", ");
                text.push_str(clause);
            }
        }
        text.push('.');
        text
    }

    /// A clause that some quote may hold, as printed.
    pub fn clause(&self, random: &mut Random) -> &str {
        random.pick(&self.clauses).map_or("", |c| c.text.as_str())
    }

    fn terms(&self, quote: usize) -> impl Iterator<Item = Term> + '_ {
        let clauses = self.quotes[quote].iter();
        clauses.flat_map(|clause| self.clauses[*clause as usize].terms.iter().copied())
    }

    /// Quotes other than `wanted` that hold a word of each of `slots` (at most 8), up to `limit` of
    /// them. With `in_a_row` the words must follow one another.
    pub fn others(
        &self,
        slots: &[Vec<Term>],
        in_a_row: bool,
        wanted: usize,
        limit: usize,
    ) -> usize {
        let uses = |slot: &&Vec<Term>| slot.iter().map(|t| self.uses[*t as usize]).sum::<u64>();
        let Some(rarest) = slots.iter().min_by_key(uses) else {
            return limit;
        };
        let mut masks: FxHashMap<Term, u8> = FxHashMap::default();
        for (bit, slot) in slots.iter().enumerate() {
            for term in slot {
                *masks.entry(*term).or_default() |= 1 << bit;
            }
        }
        let all = masks.values().fold(0, |all, mask| all | mask);
        let mut seen = HashSet::new();
        let clauses = rarest.iter().flat_map(|term| self.clauses_with.of(*term));
        for number in clauses.flat_map(|clause| self.quotes_with.of(*clause)) {
            let quote = *number as usize;
            if quote == wanted || seen.contains(number) {
                continue;
            }
            let masks = || {
                self.terms(quote)
                    .map(|t| masks.get(&t).copied().unwrap_or(0))
            };
            let held = masks().fold(0, |held, mask| held | mask) == all
                && (!in_a_row || follow(masks(), slots.len()));
            if held && seen.insert(*number) && seen.len() >= limit {
                return limit;
            }
        }
        seen.len()
    }

    /// Whether another quote has the same clauses as `wanted`.
    pub fn is_twice(&self, wanted: usize) -> bool {
        let quote = &self.quotes[wanted];
        let first = quote.first().map_or(&[][..], |c| self.quotes_with.of(*c));
        let same = |n: &&u32| **n as usize != wanted && self.quotes[**n as usize] == *quote;
        first.iter().any(|n| same(&n))
    }
}

fn clauses(from: impl BufRead, vocabulary: &mut Vocabulary) -> anyhow::Result<Vec<Clause>> {
    let mut seen = HashSet::new();
    let mut clauses = Vec::new();
    for line in from.lines() {
        let line = line.context("cannot read the articles")?;
        let article: Article = serde_json::from_str(&line).context("an article is not JSON")?;
        for text in article
            .text
            .split(['\n', ',', ';', '.', '?', '!', ':', '"', '“', '”', '—'])
        {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let kept = CLAUSE.contains(&text.chars().count()) && is_plain(&text);
            if kept && clauses.len() < CLAUSES && seen.insert(text.to_lowercase()) {
                let terms = words(&text).map(|w| vocabulary.number(w)).collect();
                clauses.push(Clause { text, terms });
            }
        }
    }
    anyhow::ensure!(clauses.len() > 1000, "too few articles to make quotes of");
    Ok(clauses)
}

/// Whether `count` words in a row stand for bits 0, 1, 2 and so on.
fn follow(masks: impl Iterator<Item = u8>, count: usize) -> bool {
    // Bit n says that the words up to here stand for bits 0 to n.
    let mut runs = 0_u8;
    for mask in masks {
        runs = (runs << 1 | 1) & mask;
        if runs >> (count - 1) & 1 == 1 {
            return true;
        }
    }
    false
}

/// Words and nothing else: no addresses, no tables, no code.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || " '’-–%$£€".contains(c);
    text.starts_with(char::is_alphanumeric)
        && text.ends_with(char::is_alphanumeric)
        && text.chars().all(plain)
        && text.split(' ').count() >= 4
}

/// At least two clauses: one alone stands in other quotes too.
fn quote(clauses: &[Clause], random: &mut Random) -> Vec<u32> {
    let target = QUOTE.start() + random.below(QUOTE.end() - QUOTE.start() - 60);
    let mut quote = Vec::new();
    let mut length = 0;
    while length < target || quote.len() < 2 {
        let number = random.below(clauses.len());
        let more = clauses[number].text.chars().count() + 2;
        if length + more < *QUOTE.end() && !quote.contains(&(number as u32)) {
            quote.push(number as u32);
            length += more;
        }
    }
    quote
}
