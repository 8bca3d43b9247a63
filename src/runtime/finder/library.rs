//! The collection as the finder reads it: by a connection of its own, or through the thread that
//! alone can read it. Turns hits into rows.

use std::ops::ControlFlow;
use std::path::Path;

use crossbeam_channel::{Sender, bounded};

use super::Search;
use crate::app::event::{Found, FoundArticle, FoundPerson, FoundQuote, Hit};
use crate::find::{
    Hits, Index, Marks, Mode, Passing, QuoteHit, Source, Stamp, Texts, TitleHit, of_texts,
};
use crate::model::{ArticleId, ArticleRow, QuoteRow};
use crate::query::{self, Query, Term, Test};
use crate::runtime::store::Request;
use crate::store::{Store, StoreError};

/// Where the collection is.
pub(super) enum Library {
    /// In a file, read by a connection of its own.
    Store(Box<Store>),
    /// In memory: one that is not kept.
    Asked(Sender<Request>),
}

impl Library {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        Store::open_existing(path).map(|store| Self::Store(Box::new(store)))
    }

    /// What `f` gives on the store; nothing where the reader is leaving.
    pub(super) fn with<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Store) -> T + Send + 'static,
    ) -> Option<T> {
        match self {
            Self::Store(store) => Some(f(store)),
            Self::Asked(thread) => {
                let (reply, answer) = bounded(1);
                let run = move |store: &Store| drop(reply.send(f(store)));
                thread.send(Request::Run(Box::new(run))).ok()?;
                answer.recv().ok()
            }
        }
    }

    /// An index over all of it, in memory.
    pub(super) fn index(&self) -> Result<Index, StoreError> {
        let articles = self.with(|store| {
            let mut articles = Vec::new();
            Source::articles(store, &mut |article| {
                articles.push(article);
                ControlFlow::Continue(())
            })?;
            Ok::<_, StoreError>(articles)
        });
        let articles = articles.transpose()?.unwrap_or_default();
        Ok(Index::build(articles, Stamp::default()))
    }

    /// The state of the store, which changes with each change; nothing where that cannot be known.
    pub(super) fn state(&self) -> Option<i64> {
        match self {
            Self::Store(store) => store.data_version().ok(),
            Self::Asked(_) => None,
        }
    }

    /// What passes a test; nothing where the reader is leaving. An error once `stop` says so.
    pub(super) fn passing(
        &self,
        test: &Test,
        stop: impl FnMut() -> bool + Send + 'static,
    ) -> Option<Result<Passing, StoreError>> {
        let test = test.clone();
        self.with(move |store| store.until(stop, |store| store.passing(&test)).flatten())
    }

    /// The rows of quotes that an index of that state has; nothing for one that went or changed
    /// meanwhile.
    pub(super) fn rows(
        &self,
        of: Stamp,
        places: Vec<(ArticleId, usize)>,
    ) -> Result<Vec<Option<QuoteRow>>, StoreError> {
        // One in memory changes only with its index.
        let of = matches!(self, Self::Store(_)).then_some(of);
        let rows = self.with(move |store| store.quote_rows(of, places));
        Ok(rows.transpose()?.unwrap_or_default())
    }

    /// Found quotes with their rows.
    pub(super) fn quotes(&self, of: Stamp, hits: &Hits<QuoteHit>) -> Result<Found, StoreError> {
        let places = hits.hits.iter().map(|hit| (hit.article, hit.ordinal));
        let rows = hits.hits.iter().zip(self.rows(of, places.collect())?);
        let shown = rows.filter_map(|(hit, row)| {
            let row = row?;
            let marks = Marks::of(&row, hits, &hit.score);
            Some(quote(row, marks))
        });
        Ok(Found {
            near: hits.are_near(|hit| &hit.score),
            ..found((hits.total, hits.counted), Hit::of_quotes(shown.collect()))
        })
    }

    /// Articles found by their titles with their rows.
    pub(super) fn titles(&self, hits: &Hits<TitleHit>) -> Result<Found, StoreError> {
        let ids: Vec<ArticleId> = hits.hits.iter().map(|hit| hit.article).collect();
        let rows = self.with(move |store| {
            let rows = ids.into_iter().map(|id| store.article_row(id));
            rows.collect::<Result<Vec<Option<ArticleRow>>, _>>()
        });
        let rows = hits.hits.iter().zip(rows.transpose()?.unwrap_or_default());
        let shown = rows.filter_map(|(hit, row)| {
            let row = row?;
            let marks = Marks::of_text(&row.title, hits, &hit.score);
            Some(article(row, marks))
        });
        Ok(Found {
            near: hits.are_near(|hit| &hit.score),
            ..found((hits.total, hits.counted), shown)
        })
    }

    /// While there is no index yet: what has the words as they stand, without an order of its own.
    /// An error once `stop` says so.
    pub(super) fn without_index(
        &self,
        search: &Search,
        stop: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Found, StoreError> {
        let (typed, limit, mode) = (search.query.clone(), search.limit, search.mode);
        let look = move |store: &Store| as_they_stand(store, mode, &typed, limit);
        let shown = self.with(move |store| store.until(stop, look).flatten());
        let shown = shown.transpose()?.unwrap_or_default();
        let all = shown.iter().map(Hit::stands_for).sum();
        Ok(Found {
            plain: true,
            ..found((all, all < limit), shown)
        })
    }
}

/// What the store has with the words as they stand.
fn as_they_stand(
    store: &Store,
    mode: Mode,
    typed: &str,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let is_tag = |tag: &Test| {
        store
            .passing(tag)
            .is_ok_and(|with| with != Passing::default())
    };
    let query = of_texts(typed, &is_tag);
    Ok(match mode {
        Mode::Quotes => {
            let rows = store.quotes(&query, Some(limit))?.into_iter();
            let shown = rows.map(|row| {
                let marks = Marks::of_words(&row, typed);
                quote(row, marks)
            });
            Hit::of_quotes(shown.collect())
        }
        Mode::People => {
            let query = by_field(query, Test::Speaker);
            let rows = store.speakers(&query, Some(limit))?.into_iter();
            let shown = rows.map(|row| {
                Hit::Person(FoundPerson {
                    name: row.name,
                    kind: Some(row.kind),
                    quotes: row.quotes as usize,
                    marks: Vec::new(),
                })
            });
            shown.collect()
        }
        Mode::Titles | Mode::Texts => {
            let rows = store.listed(&by_field(query, Test::Title), limit)?;
            let shown = rows.into_iter().map(|row| article(row, Vec::new()));
            shown.collect()
        }
    })
}

/// The query with its words looked for in a field.
fn by_field(query: Query, field: impl Fn(query::Needle) -> Test) -> Query {
    let terms = query.terms.into_iter().map(|term| match term.test {
        Test::Words(needle) => Term {
            not: term.not,
            test: field(needle),
        },
        _ => term,
    });
    Query {
        terms: terms.collect(),
    }
}

/// `counted`: whether the total is that of all.
fn found((total, counted): (usize, bool), hits: impl IntoIterator<Item = Hit>) -> Found {
    Found {
        plain: false,
        total,
        more: !counted,
        near: false,
        took: None,
        hits: hits.into_iter().collect(),
    }
}

fn quote(row: QuoteRow, marks: Marks) -> FoundQuote {
    FoundQuote::alone(row, marks.text, marks.speaker, marks.title)
}

const fn article(row: ArticleRow, title_marks: Vec<std::ops::Range<usize>>) -> Hit {
    Hit::Article(FoundArticle {
        row,
        title_marks,
        passage: None,
    })
}
