//! Lines that many articles of one publisher have: furniture that no list of ours knows.
//!
//! Owns which lines may be such at all, how they are counted and from which share of the articles
//! on they are furniture. Must not know where the counts are kept.
//!
//! Care comes before reach: what could be said by somebody, announces what follows or names a
//! person is never furniture, however often it is printed, nor is a line that a quote rests on.

use std::collections::HashSet;

use rustc_hash::FxHashMap;

use crate::model::{Article, BlockRole, Extraction, Span};

use super::{FNV_START, byline, fnv1a, furniture, headline, lines};

/// Most bytes of a line that may be furniture inside a text, and at its edges, where notices stand.
const LONGEST: usize = 200;
const LONGEST_NOTICE: usize = 2_000;

/// How many blocks at the start and the end of a text are its edges.
const EDGES: (usize, usize) = (2, 3);

/// Most lines of one article that are counted.
const MOST: usize = 64;

/// Least articles that have a line, and least share of the publisher's articles (one in so many).
/// A sentence needs more: "He did not say when." stands alone in many a report.
const LABEL: (u64, u64) = (6, 50);
const SENTENCE: (u64, u64) = (6, 25);

/// A line inside a text that looks like a subhead needs most: "What comes next" stands in many a
/// report, a call to get the paper's app in nearly all.
const SUBHEAD: (u64, u64) = (16, 2);

/// Lines that are counted at a time. A line that is furniture is one of `MOST` lines in one of 50
/// articles, so it is more than one in 3,200 of all lines; the count of Misra and Gries ("Finding
/// repeated elements", 1982) with more counters than that loses none of them.
const COUNTERS: usize = 4_096;

/// What a line is known by: a hash of its words, whose last two bits tell what it looks like.
pub type LinePrint = u64;

/// The prints of the lines of an article that could be furniture, each once.
#[must_use]
pub fn line_prints(article: &Article) -> Vec<LinePrint> {
    let mut out: Vec<LinePrint> = candidates(article).map(|(_, print)| print).collect();
    out.sort_unstable();
    out.dedup();
    out.truncate(MOST);
    out
}

/// Marks the blocks of an article that are in `furniture`, those left out that could be text.
pub fn mark_repeated(
    article: &mut Article,
    extraction: &Extraction,
    furniture: &HashSet<LinePrint>,
) {
    if furniture.is_empty() {
        return;
    }
    let found: Vec<usize> = candidates(article)
        .filter(|(_, print)| furniture.contains(print))
        .map(|(k, _)| k)
        .filter(|k| {
            let span = article.blocks[*k].span;
            !could_be_text(span.of(&article.text)) && !is_used(span, extraction)
        })
        .collect();
    for k in found {
        article.blocks[k].role = BlockRole::Furniture;
    }
}

/// The blocks that could be furniture by their place and form, by their number, with their prints.
fn candidates(article: &Article) -> impl Iterator<Item = (usize, LinePrint)> + '_ {
    let count = article.blocks.len();
    let blocks = article.blocks.iter().enumerate();
    blocks.filter_map(move |(k, block)| {
        let line = block.span.of(&article.text);
        let edge = k < EDGES.0 || k + EDGES.1 >= count;
        may_be(line, block.role, edge).then(|| (k, print(line, is_subhead(block.role, edge, line))))
    })
}

fn print(line: &str, subhead: bool) -> LinePrint {
    let look = if subhead {
        2
    } else {
        u64::from(lines::ends_sentence(line))
    };
    (fnv1a(FNV_START, line.as_bytes()) & !3) | look
}

/// Whether a line is a heading that may well be part of the text. A name in capitals at its edge
/// only looks like one.
fn is_subhead(role: BlockRole, edge: bool, line: &str) -> bool {
    role == BlockRole::Heading && (!edge || line.contains(char::is_lowercase))
}

/// Whether a line could be furniture by what is quickly seen of it.
fn may_be(line: &str, role: BlockRole, edge: bool) -> bool {
    let longest = if edge { LONGEST_NOTICE } else { LONGEST };
    let fits = match role {
        BlockRole::Paragraph | BlockRole::Furniture => true,
        // One word is a subhead wherever it stands: "Background".
        BlockRole::Heading => !is_subhead(role, edge, line) || lines::words(line) >= 3,
        // The members of a list are the same in many articles: countries, parties.
        BlockRole::List => lines::words(line) >= 4,
        BlockRole::Caption | BlockRole::Quote => false,
    };
    fits && line.len() <= longest && !line.ends_with([':', '?', ','])
}

/// Whether a line that many articles have may be text all the same: somebody speaks in it, it names
/// a person, it is news.
fn could_be_text(line: &str) -> bool {
    let speech = line.contains(['"', '“', '”', '„', '«', '»']) || line.starts_with(['‘', '\'']);
    speech || names_person(line) || furniture::Candidate::new(line).is_kept()
}

/// Whether a line is the name of a person, alone or with a house behind it: who said what stands
/// above it.
fn names_person(line: &str) -> bool {
    let line = line.trim_start_matches(['-', '–', '—', ' ']);
    let name = line.split([',', '(', '|']).next().unwrap_or(line).trim();
    name.contains(char::is_lowercase) && byline::are_people(name) && !headline::is_publisher(line)
}

/// Whether a quote, its attribution or what speaks for it lies in `block`.
fn is_used(block: Span, extraction: &Extraction) -> bool {
    let inside = |span: &Span| span.start < block.end && span.end > block.start;
    extraction.quotes.iter().any(|quote| {
        let spans = quote.content.iter().chain(&quote.cue).chain(&quote.source);
        let role = quote.role.iter().map(|role| &role.span);
        let evidence = quote.evidence.iter().map(|step| &step.span);
        spans.chain(role).chain(evidence).any(inside)
    })
}

/// Counts in how many articles lines are, in bounded memory: first all are shown to
/// [`LineCount::first`], then again to [`LineCount::second`].
#[derive(Default)]
pub struct LineCount {
    articles: u64,
    counters: FxHashMap<LinePrint, u64>,
}

impl LineCount {
    /// Takes the lines of one article: afterwards all lines that can be furniture are among those
    /// that are counted.
    pub fn first(&mut self, lines: impl Iterator<Item = LinePrint>) {
        self.articles += 1;
        for line in lines {
            if let Some(count) = self.counters.get_mut(&line) {
                *count += 1;
            } else if self.counters.len() < COUNTERS {
                self.counters.insert(line, 1);
            } else {
                self.counters.retain(|_, count| {
                    *count -= 1;
                    *count > 0
                });
            }
        }
    }

    /// Ends the first count.
    pub fn turn(&mut self) {
        self.counters.values_mut().for_each(|count| *count = 0);
    }

    /// Takes the lines of one article again and counts those that are left.
    pub fn second(&mut self, lines: impl Iterator<Item = LinePrint>) {
        for line in lines {
            if let Some(count) = self.counters.get_mut(&line) {
                *count += 1;
            }
        }
    }

    /// The lines that are furniture.
    #[must_use]
    pub fn furniture(&self) -> Vec<LinePrint> {
        let enough = |line: LinePrint, count: u64| {
            let (least, one_in) = match line & 3 {
                0 => LABEL,
                1 => SENTENCE,
                _ => SUBHEAD,
            };
            count >= least && count * one_in >= self.articles
        };
        let mut out: Vec<LinePrint> = self
            .counters
            .iter()
            .filter(|(line, count)| enough(**line, **count))
            .map(|(line, _)| *line)
            .collect();
        out.sort_unstable();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Quote, QuoteKind};

    const PROSE: &str = "The harbour board said on Tuesday that it would not renew the lease of the old customs house, \
                         which has stood empty since the storms of the winter before last and needs a new roof.";

    fn article(lines: &[(BlockRole, &str)]) -> Article {
        let mut article = Article::default();
        for (role, line) in lines {
            if !article.text.is_empty() {
                article.text.push_str("\n\n");
            }
            let start = article.text.len();
            article.text.push_str(line);
            let span = Span::new(start, article.text.len());
            article.blocks.push(Block { role: *role, span });
        }
        article
    }

    fn paragraph(line: &str) -> Article {
        article(&[(BlockRole::Paragraph, line)])
    }

    fn count(articles: &[Article]) -> HashSet<LinePrint> {
        let prints: Vec<_> = articles.iter().map(line_prints).collect();
        let mut count = LineCount::default();
        prints.iter().for_each(|p| count.first(p.iter().copied()));
        count.turn();
        prints.iter().for_each(|p| count.second(p.iter().copied()));
        count.furniture().into_iter().collect()
    }

    #[test]
    fn a_line_of_many_articles_is_furniture_and_one_of_few_is_not() {
        let mut articles: Vec<_> = (0..90).map(|n| paragraph(&format!("Report {n}"))).collect();
        articles.extend((0..4).map(|_| paragraph("Seldom seen")));
        articles.extend((0..8).map(|_| paragraph("THE BERGEN POST")));
        articles.extend((0..4).map(|_| paragraph("He did not say when.")));
        let found = count(&articles);
        assert_eq!(found, HashSet::from([print("THE BERGEN POST", false)]));
        articles.extend((0..4).map(|_| paragraph("He did not say when.")));
        assert!(count(&articles).contains(&print("He did not say when.", false)));
    }

    #[test]
    fn a_heading_inside_is_furniture_only_where_most_articles_have_it() {
        let with = |n: usize, subhead: &str| {
            let text = format!(
                "{PROSE}\n\nReport {n}.\n\n{PROSE}\n\n{subhead}\n\n{PROSE}\n\n{PROSE}\n\n{PROSE}"
            );
            super::super::body(&text, super::super::Known::default()).0
        };
        let call = "Get the Harbour Post app for breaking alerts";
        let mut articles: Vec<_> = (0..30).map(|n| with(n, call)).collect();
        articles.extend((0..20).map(|n| with(n, "What comes next")));
        let known = count(&articles);
        let mut marked = |n: usize| {
            mark_repeated(&mut articles[n], &Extraction::default(), &known);
            articles[n].blocks[3].role
        };
        assert_eq!(marked(0), BlockRole::Furniture);
        assert_eq!(marked(40), BlockRole::Heading);
    }

    #[test]
    fn the_count_is_exact_though_it_forgets() {
        let mut articles = Vec::new();
        for n in 0..20_000 {
            articles.push(paragraph(&format!("Line number {n}")));
            if n % 40 == 0 {
                articles.push(paragraph("Every fortieth line"));
            }
        }
        assert_eq!(
            count(&articles),
            HashSet::from([print("Every fortieth line", false)])
        );
    }

    fn marked(article: &mut Article, extraction: &Extraction) -> Vec<bool> {
        let known = line_prints(article).into_iter().collect();
        mark_repeated(article, extraction, &known);
        let blocks = article.blocks.iter();
        blocks.map(|b| b.role == BlockRole::Furniture).collect()
    }

    #[test]
    fn speech_names_and_what_announces_are_never_furniture() {
        for line in [
            "“No.”",
            "More to follow",
            "Ann Poe",
            "Ann Poe, The Bergen Post",
            "ANN POE, HOST:",
            "What next?",
        ] {
            assert_eq!(
                marked(&mut paragraph(line), &Extraction::default()),
                [false],
                "{line}"
            );
        }
        let prose = (BlockRole::Paragraph, PROSE);
        let subhead = (BlockRole::Heading, "Background");
        let paper = (BlockRole::Heading, "THE BERGEN POST");
        let mut one = article(&[
            paper, subhead, prose, prose, prose, paper, prose, prose, prose,
        ]);
        let known = HashSet::from([print(paper.1, false), print(subhead.1, false)]);
        mark_repeated(&mut one, &Extraction::default(), &known);
        let marked = |k: usize| one.blocks[k].role == BlockRole::Furniture;
        assert_eq!([marked(0), marked(1), marked(5)], [true, false, false]);
    }

    #[test]
    fn a_line_that_a_quote_rests_on_stays() {
        let mut one = article(&[
            (BlockRole::Paragraph, "THE BERGEN POST"),
            (BlockRole::Paragraph, PROSE),
        ]);
        let quote = Quote {
            kind: QuoteKind::Indirect,
            content: vec![Span::new(20, 30)],
            cue: Vec::new(),
            source: vec![Span::new(0, 3)],
            speaker: None,
            role: None,
            via: None,
            confidence: 1.0,
            evidence: Vec::new(),
        };
        let mut extraction = Extraction {
            quotes: vec![quote],
            ..Extraction::default()
        };
        assert!(!marked(&mut one, &extraction)[0]);
        extraction.quotes.clear();
        assert!(marked(&mut one, &extraction)[0]);
    }
}
