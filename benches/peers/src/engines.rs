//! The peers, each used as its own documentation says, one query at a time.

use std::cmp::Reverse;

use frizbee::{Config, Pattern as Needle};
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Matcher, Utf32String};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TEXT};
use tantivy::{Index, Searcher, Term, doc};

/// A finder over quotes that are known by their number.
pub trait Engine {
    /// What the table calls it.
    fn name(&self) -> &'static str;

    /// The best `limit` quotes, best first.
    fn find(&mut self, query: &str, limit: usize) -> anyhow::Result<Vec<usize>>;
}

type Make = fn(&[String]) -> anyhow::Result<Box<dyn Engine + '_>>;

/// Makes each of the peers.
pub const ALL: [Make; 4] = [
    |quotes| {
        Ok(Box::new(Skim(
            SkimMatcherV2::default().ignore_case(),
            quotes,
        )))
    },
    |quotes| Ok(Box::new(Nucleo::new(quotes))),
    |quotes| Ok(Box::new(Frizbee(quotes))),
    |quotes| Ok(Box::new(Tantivy::new(quotes)?)),
];

/// The numbers of the best scores; of the same score the first.
fn best<S: Ord + Copy>(mut scores: Vec<(S, usize)>, limit: usize) -> Vec<usize> {
    scores.sort_unstable_by_key(|(score, at)| (Reverse(*score), *at));
    scores.into_iter().take(limit).map(|(_, at)| at).collect()
}

/// fuzzy-matcher: the query is one subsequence.
struct Skim<'q>(SkimMatcherV2, &'q [String]);

impl Engine for Skim<'_> {
    fn name(&self) -> &'static str {
        "fuzzy-matcher"
    }

    fn find(&mut self, query: &str, limit: usize) -> anyhow::Result<Vec<usize>> {
        let score = |(at, quote): (usize, &String)| Some((self.0.fuzzy_match(quote, query)?, at));
        Ok(best(
            self.1.iter().enumerate().filter_map(score).collect(),
            limit,
        ))
    }
}

/// nucleo-matcher: each word is a subsequence, in any order.
struct Nucleo {
    matcher: Matcher,
    quotes: Vec<Utf32String>,
}

impl Nucleo {
    fn new(quotes: &[String]) -> Self {
        Self {
            matcher: Matcher::new(nucleo_matcher::Config::DEFAULT),
            quotes: quotes.iter().map(|quote| quote.as_str().into()).collect(),
        }
    }
}

impl Engine for Nucleo {
    fn name(&self) -> &'static str {
        "nucleo-matcher"
    }

    fn find(&mut self, query: &str, limit: usize) -> anyhow::Result<Vec<usize>> {
        let (case, marks) = (CaseMatching::Ignore, Normalization::Smart);
        let pattern = Pattern::new(query, case, marks, AtomKind::Fuzzy);
        let mut scores = Vec::new();
        for (at, quote) in self.quotes.iter().enumerate() {
            let score = pattern.score(quote.slice(..), &mut self.matcher);
            scores.extend(score.map(|score| (score, at)));
        }
        Ok(best(scores, limit))
    }
}

/// frizbee: each word is a subsequence, in any order, with a typo for every four letters.
struct Frizbee<'q>(&'q [String]);

impl Engine for Frizbee<'_> {
    fn name(&self) -> &'static str {
        "frizbee"
    }

    fn find(&mut self, query: &str, limit: usize) -> anyhow::Result<Vec<usize>> {
        let with_typos = |word: Needle| {
            let typos = u16::try_from(word.needle.len() / 4).ok();
            word.max_typos(typos)
        };
        let words: Vec<_> = Needle::parse_query(query)
            .into_iter()
            .map(with_typos)
            .collect();
        let mut matcher = frizbee::Matcher::from_patterns(&words, &Config::default());
        let found = matcher.match_list(self.0).into_iter().take(limit);
        Ok(found.map(|found| found.index as usize).collect())
    }
}

/// tantivy: every word, exact for BM25 or with up to two slips by its length; the last may go on.
struct Tantivy {
    searcher: Searcher,
    words: Field,
}

impl Tantivy {
    fn new(quotes: &[String]) -> anyhow::Result<Self> {
        let mut schema = Schema::builder();
        let words = schema.add_text_field("words", TEXT);
        let number = schema.add_u64_field("number", FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 200_000_000)?;
        for (at, quote) in quotes.iter().enumerate() {
            writer.add_document(doc!(words => quote.as_str(), number => at as u64))?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        Ok(Self { searcher, words })
    }

    fn word(&self, word: &str, is_last: bool) -> Box<dyn Query> {
        let slips = match word.chars().count() {
            0..=2 => 0,
            3..=5 => 1,
            _ => 2,
        };
        let term = Term::from_field_text(self.words, word);
        let exact = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
        let near = if is_last {
            FuzzyTermQuery::new_prefix(term, slips, true)
        } else {
            FuzzyTermQuery::new(term, slips, true)
        };
        Box::new(BooleanQuery::union(vec![Box::new(exact), Box::new(near)]))
    }
}

impl Engine for Tantivy {
    fn name(&self) -> &'static str {
        "tantivy"
    }

    fn find(&mut self, query: &str, limit: usize) -> anyhow::Result<Vec<usize>> {
        let query = query.to_lowercase();
        let words = query.split(|c: char| !c.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let parts = words.iter().enumerate().map(|(at, word)| {
            let is_last = at + 1 == words.len();
            (Occur::Must, self.word(word, is_last))
        });
        let query = BooleanQuery::new(parts.collect());
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = self.searcher.search(&query, &top)?;
        let mut numbers = Vec::new();
        for (_, address) in found {
            let fast = self
                .searcher
                .segment_reader(address.segment_ord)
                .fast_fields();
            let number = fast.u64("number")?.first(address.doc_id);
            numbers.extend(number.and_then(|n| usize::try_from(n).ok()));
        }
        Ok(numbers)
    }
}
