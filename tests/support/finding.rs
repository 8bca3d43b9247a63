//! The finder behind the test screen: the real index over the made collection.

use std::convert::Infallible;
use std::time::Duration;

use onrecord::app::alike::Copied;
use onrecord::app::event::{Found, FoundArticle, FoundPerson, FoundQuote, Hit};
use onrecord::app::look::Seen;
use onrecord::app::{Answer, Effect};
use onrecord::find::{Index, Marks, Mode, Options, Texts, in_texts};
use onrecord::model::{Article, ArticleId, ArticleRow, QuoteRow, SpeakerKind, StoredArticle};
use onrecord::query::{Query, Test, holds};

use super::rig::{quote_rows, row};

/// What the finder's thread would answer.
pub fn answer(collection: &[StoredArticle], index: &Index, effect: Effect) -> Option<Answer> {
    match effect {
        Effect::Search {
            generation,
            mode,
            query,
            limit,
        } => Some(Answer::Hits {
            generation,
            found: found(collection, index, mode, &query, limit),
        }),
        Effect::Spoken {
            generation,
            name,
            kind,
            limit,
        } => Some(spoken(collection, generation, (name, kind), limit)),
        Effect::Copies { generation, asked } => Some(copies(collection, index, generation, &asked)),
        _ => None,
    }
}

fn copies(
    collection: &[StoredArticle],
    index: &Index,
    generation: u64,
    asked: &QuoteRow,
) -> Answer {
    let found = index.copies(&asked.text, Some(asked.article), 200).unwrap();
    let rows: Vec<QuoteRow> = collection.iter().flat_map(quote_rows).collect();
    let rows = found.places.iter().map(|place| {
        let mut rows = rows.iter();
        let row = rows
            .find(|row| (row.article, row.ordinal) == *place)
            .unwrap();
        Copied::of(row.clone(), asked)
    });
    let rows = rows.collect();
    let total = found.total;
    let seen = Seen::Copies { total, rows };
    Answer::Seen { generation, seen }
}

fn found(
    collection: &[StoredArticle],
    index: &Index,
    mode: Mode,
    query: &str,
    limit: usize,
) -> Found {
    let options = Options {
        limit,
        deep: true,
        outside: &|_| None,
        cancelled: &|| false,
    };
    match mode {
        Mode::Quotes => quotes(collection, index, query, &options),
        Mode::People => {
            let found = index.people(query, &options).unwrap().unwrap();
            let shown = found.hits.iter().map(|hit| {
                Hit::Person(FoundPerson {
                    name: hit.name.clone(),
                    kind: hit.kind,
                    quotes: hit.quotes,
                    marks: Marks::of_text(&hit.name, &found, &hit.score),
                })
            });
            all(found.total, found.are_near(|hit| &hit.score), shown)
        }
        Mode::Titles => {
            let found = index.titles(query, &options).unwrap().unwrap();
            let shown = found.hits.iter().map(|hit| {
                let stored = collection.iter().find(|a| a.id == hit.article).unwrap();
                let row = row(stored);
                Hit::Article(FoundArticle {
                    title_marks: Marks::of_text(&row.title, &found, &hit.score),
                    row,
                    passage: None,
                })
            });
            all(found.total, found.are_near(|hit| &hit.score), shown)
        }
        Mode::Texts => {
            let mut last = Found::default();
            let Ok(()) = in_texts(&Made(collection), query, limit, &|| false, &mut |hits| {
                let total = hits.total;
                let shown = hits.hits.into_iter().map(|hit| {
                    Hit::Article(FoundArticle {
                        row: hit.row,
                        title_marks: hit.passage.title_marks.clone(),
                        passage: Some(hit.passage),
                    })
                });
                last = all(total, false, shown);
            });
            last
        }
    }
}

/// The newest quotes of someone.
fn spoken(
    collection: &[StoredArticle],
    generation: u64,
    (name, kind): (String, Option<SpeakerKind>),
    limit: usize,
) -> Answer {
    let rows = collection.iter().flat_map(quote_rows);
    let is = |row: &QuoteRow| (row.speaker.as_ref(), row.speaker_kind) == (Some(&name), kind);
    let quotes = rows.filter(is).take(limit).collect();
    Answer::Spoken {
        generation,
        name,
        kind,
        quotes,
    }
}

fn all(total: usize, near: bool, hits: impl Iterator<Item = Hit>) -> Found {
    Found {
        plain: false,
        total,
        more: false,
        near,
        took: Some(Duration::from_micros(840)),
        hits: hits.collect(),
    }
}

fn quotes(
    collection: &[StoredArticle],
    index: &Index,
    query: &str,
    options: &Options<'_>,
) -> Found {
    let found = index.quotes(query, options).unwrap().unwrap();
    let rows: Vec<QuoteRow> = collection.iter().flat_map(quote_rows).collect();
    let shown = found.hits.iter().filter_map(|hit| {
        let place = (hit.article, hit.ordinal);
        let row = rows
            .iter()
            .find(|row| (row.article, row.ordinal) == place)?;
        let marks = Marks::of(row, &found, &hit.score);
        Some(FoundQuote::alone(
            row.clone(),
            marks.text,
            marks.speaker,
            marks.title,
        ))
    });
    let shown = Hit::of_quotes(shown.collect());
    let near = found.are_near(|hit| &hit.score);
    all(found.total, near, shown.into_iter())
}

struct Made<'a>(&'a [StoredArticle]);

impl Texts for Made<'_> {
    type Error = Infallible;

    fn listed(&self, query: &Query, limit: usize) -> Result<Vec<ArticleRow>, Infallible> {
        let passes = |article: &Article| {
            query.terms.iter().all(|term| match &term.test {
                Test::Words(needle) => {
                    let words = needle.folded();
                    let title = article.title.as_deref().unwrap_or("");
                    let texts = [title, article.text.as_str()];
                    term.not != texts.iter().any(|t| holds(t, &words, needle.extent()))
                }
                _ => true,
            })
        };
        let rows = self.0.iter().filter(|stored| passes(&stored.article));
        Ok(rows.map(row).take(limit).collect())
    }

    fn text(&self, id: ArticleId) -> Result<Option<Article>, Infallible> {
        let stored = self.0.iter().find(|stored| stored.id == id);
        Ok(stored.map(|stored| stored.article.clone()))
    }
}
