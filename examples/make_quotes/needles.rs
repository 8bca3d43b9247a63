//! Needles: quotes drawn from the whole corpus, each with a query that means it and no other.

use std::collections::HashSet;

use crate::Row;
use crate::corpus::{Corpus, Term, letters, words};
use crate::random::Random;
use crate::slips;

/// Needles of each class; the shuffled are the gaps again.
const CLASSES: [(&str, usize); 7] = [
    ("exact", 40),
    ("gaps", 37),
    ("one typo", 38),
    ("two typos", 37),
    ("mark", 37),
    ("abbreviation", 37),
    ("common", 37),
];

/// The most frequent words of the corpus, which nobody would search by alone.
const COMMON: usize = 200;

/// Queries that are tried for one quote.
const TRIES: usize = 20;

/// Quotes that are tried for one needle.
const QUOTES: usize = 5000;

/// Other quotes that may hold the same common words in a row.
const SAME_COMMON: usize = 4;

/// A query and what must not be found elsewhere.
struct Trial {
    query: Vec<String>,
    /// What each of its words may stand for.
    slots: Vec<Vec<Term>>,
    in_a_row: bool,
    others: usize,
}

struct Maker<'c> {
    corpus: &'c Corpus,
    common: HashSet<Term>,
    random: &'c mut Random,
}

/// The needles, and for how many quotes no query was unique.
pub fn needles(corpus: &Corpus, random: &mut Random) -> (Vec<Row>, usize) {
    let common = corpus.frequent.iter().take(COMMON).copied().collect();
    let mut maker = Maker {
        corpus,
        common,
        random,
    };
    let mut rows = Vec::new();
    let mut given_up = 0;
    let mut used = HashSet::new();
    for (class, count) in CLASSES {
        for _ in 0..count {
            for _ in 0..QUOTES {
                let quote = maker.random.below(corpus.len());
                if used.contains(&quote) {
                    continue;
                }
                match maker.query(class, quote) {
                    Some(Ok(query)) => {
                        used.insert(quote);
                        maker.add(class, query, quote, &mut rows);
                        break;
                    }
                    Some(Err(NotUnique)) => given_up += 1,
                    None => {}
                }
            }
        }
    }
    (rows, given_up)
}

/// Queries could be made, but each means another quote too.
struct NotUnique;

impl Maker<'_> {
    fn add(
        &mut self,
        class: &'static str,
        mut query: Vec<String>,
        quote: usize,
        to: &mut Vec<Row>,
    ) {
        let text = self.corpus.text(quote);
        let mut row = |class, query: &[String]| {
            to.push(Row {
                class,
                query: query.join(" "),
                text: Some(text.clone()),
            });
        };
        row(class, &query);
        if class == "gaps" {
            self.random.shuffle(&mut query);
            row("shuffled", &query);
        }
    }

    /// The words of a query for `quote`; none where it has no words for this class.
    fn query(&mut self, class: &str, quote: usize) -> Option<Result<Vec<String>, NotUnique>> {
        let text = self.corpus.text(quote);
        let words: Vec<&str> = words(&text).collect();
        let mut any = false;
        for _ in 0..TRIES {
            let Some(trial) = self.trial(class, &words) else {
                continue;
            };
            any = true;
            let most = trial.others;
            let others = |in_a_row| self.corpus.others(&trial.slots, in_a_row, quote, most + 1);
            if others(trial.in_a_row) <= most && !self.corpus.is_twice(quote) {
                return Some(Ok(trial.query));
            }
        }
        any.then_some(Err(NotUnique))
    }

    fn trial(&mut self, class: &str, words: &[&str]) -> Option<Trial> {
        match class {
            "exact" => self.row(words, 0, |_, _| true),
            "common" => self.row(words, SAME_COMMON, |maker, word| {
                let term = maker.corpus.vocabulary.find(word);
                term.is_some_and(|term| maker.common.contains(&term))
            }),
            "mark" => self.marked(words),
            "gaps" => self.apart(words),
            "one typo" => self.mistyped(words, 1),
            "two typos" => self.mistyped(words, 2),
            _ => self.abbreviated(words),
        }
    }

    fn terms(&self, words: &[&str]) -> Option<Vec<Vec<Term>>> {
        let find = |word: &&str| self.corpus.vocabulary.find(word).map(|term| vec![term]);
        words.iter().map(find).collect()
    }

    /// Four to six words in a row.
    fn row(
        &mut self,
        words: &[&str],
        others: usize,
        fits: impl Fn(&Self, &str) -> bool,
    ) -> Option<Trial> {
        let length = 4 + self.random.below(3);
        let rows = words.windows(length);
        let rows: Vec<_> = rows.filter(|r| r.iter().all(|w| fits(self, w))).collect();
        let row = *self.random.pick(&rows)?;
        Some(Trial {
            query: row.iter().map(|w| w.to_lowercase()).collect(),
            slots: self.terms(row)?,
            in_a_row: true,
            others,
        })
    }

    /// As [`Self::row`], with a word whose mark is left out.
    fn marked(&mut self, words: &[&str]) -> Option<Trial> {
        let is_marked = |word: &&str| slips::is_marked(word);
        let at = words.iter().position(is_marked)?;
        let start = at.saturating_sub(self.random.below(4));
        let row = words.get(start..start + 4)?;
        let drop = self.random.below(2) == 0;
        Some(Trial {
            query: row
                .iter()
                .map(|w| slips::unmarked(&w.to_lowercase(), drop))
                .collect(),
            slots: self.terms(row)?,
            in_a_row: true,
            others: 0,
        })
    }

    /// Three or four words that somebody may remember, in order, with others between them.
    fn apart(&mut self, words: &[&str]) -> Option<Trial> {
        let mut left = 3 + self.random.below(2);
        let mut chosen = Vec::new();
        let mut at = self.random.below(words.len());
        while left > 0 {
            let word = *words.get(at)?;
            at += 1;
            if self.is_telling(word) && !chosen.contains(&word) {
                chosen.push(word);
                left -= 1;
                at += 1 + self.random.below(2);
            }
        }
        Some(Trial {
            query: chosen.iter().map(|w| w.to_lowercase()).collect(),
            slots: self.terms(&chosen)?,
            in_a_row: false,
            others: 0,
        })
    }

    fn is_telling(&self, word: &str) -> bool {
        let term = self.corpus.vocabulary.find(word);
        word.len() >= 4
            && word.bytes().all(|b| b.is_ascii_alphabetic())
            && term.is_some_and(|term| !self.common.contains(&term))
    }

    /// The words of [`Self::apart`] with `slips`: two are in two words or both in a long one.
    fn mistyped(&mut self, words: &[&str], count: usize) -> Option<Trial> {
        let mut trial = self.apart(words)?;
        let in_one = count == 2 && self.random.below(2) == 0;
        let (hit, each, least) = match (count, in_one) {
            (2, true) => (1, 2, 7),
            (2, false) => (2, 1, 5),
            _ => (1, 1, 5),
        };
        let mut long: Vec<usize> = (0..trial.query.len()).collect();
        long.retain(|at| trial.query[*at].len() >= least);
        self.random.shuffle(&mut long);
        for at in long.get(..hit)? {
            let word = trial.query[*at].clone();
            let mut slip = word.clone();
            for _ in 0..each {
                slip = slips::typo(&slip, self.random);
            }
            let exactly = !slips::is_near(&word, &slip, each - 1) && slip != word;
            if !exactly || self.corpus.vocabulary.find(&slip).is_some() {
                return None;
            }
            trial.slots[*at] = self.standing(|other| slips::is_near(&slip, other, each));
            trial.query[*at] = slip;
        }
        Some(trial)
    }

    /// The words of [`Self::apart`], a long one abbreviated.
    fn abbreviated(&mut self, words: &[&str]) -> Option<Trial> {
        let mut trial = self.apart(words)?;
        let at = trial.query.iter().position(|word| word.len() >= 7)?;
        let short = slips::abbreviation(&letters(&trial.query[at]));
        if short.len() < 4 || self.corpus.vocabulary.find(&short).is_some() {
            return None;
        }
        trial.slots[at] = self.standing(|other| slips::is_short_of(&short, other));
        trial.query[at] = short;
        Some(trial)
    }

    /// All words that what was typed may stand for.
    fn standing(&self, fits: impl Fn(&str) -> bool) -> Vec<Term> {
        let words = self.corpus.vocabulary.words.iter();
        (0..)
            .zip(words)
            .filter(|(_, word)| fits(word))
            .map(|(term, _)| term)
            .collect()
    }
}
