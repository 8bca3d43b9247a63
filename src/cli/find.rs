//! `onrecord find`: the finder of the reader for the command line, one query or a file of them.

mod answer;

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, anyhow};

use crate::find::{
    self, Damaged, Hits, Index, Mode, Options, Passing, PersonHit, QuoteHit, Score, Stamp, TitleHit,
};
use crate::query::Test;
use crate::store::{Store, StoreError};

use super::args::{FindArgs, FindIn};
use super::{Context, Status, collection, output};
use answer::{Answer, Hit};

/// Hits given for each query of a batch.
const BATCH_HITS: usize = 10;

/// What the index found.
enum Found {
    Quotes(Hits<QuoteHit>),
    People(Hits<PersonHit>),
    Titles(Hits<TitleHit>),
}

/// The index of a store's quotes, and the store that has their rows.
struct Finder<'s> {
    store: &'s Store,
    /// Where the index is kept; nothing for a collection that is not kept itself.
    path: Option<PathBuf>,
    index: Index,
    /// What the store said of fields that only it knows, for the next query.
    told: RefCell<Vec<(Test, Arc<Passing>)>>,
}

/// Fields of which that is kept.
const TOLD: usize = 16;

/// Runs the subcommand.
pub(super) fn run(args: &FindArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    // The queries are opened first: a slip in the path should not cost reading the collection.
    let queries = args.batch.as_deref().map(open_queries).transpose()?;
    let store = collection::for_listing(context)?;
    let mut finder = Finder::open(&store, mode(args.mode), context)?;
    match queries {
        Some(queries) => batch(queries, &mut finder, args, context),
        None => one(args, &mut finder, context),
    }
}

impl<'s> Finder<'s> {
    fn open(store: &'s Store, mode: Mode, context: &mut Context<'_>) -> anyhow::Result<Self> {
        if mode == Mode::Texts {
            // They are found by the store's own index of words.
            return Ok(Self {
                store,
                path: None,
                index: Index::build([], Stamp::default()),
                told: RefCell::default(),
            });
        }
        let path = Some(store.path()).filter(|path| path.exists());
        let path = path.map(find::path_beside);
        let kept = path.as_deref().map(|path| find::open(store, path));
        let index = match kept.transpose()?.flatten() {
            Some(index) => index,
            None => make(store, path.as_deref(), context)?,
        };
        Ok(Self {
            store,
            path,
            index,
            told: RefCell::default(),
        })
    }

    /// The best `limit`, and the milliseconds inside the engine.
    fn search(
        &mut self,
        wanted: FindIn,
        query: &str,
        options: (usize, bool),
        context: &mut Context<'_>,
    ) -> anyhow::Result<(Answer, f64)> {
        if wanted == FindIn::Copies {
            return self.copies(query, options.0, context);
        }
        let mode = mode(wanted);
        if mode == Mode::Texts {
            return self.texts(query, options.0);
        }
        match self.in_index(mode, query, options)? {
            (Ok(found), ms) => Ok((self.rows(found)?, ms)),
            (Err(Damaged), _) => {
                self.index = make(self.store, self.path.as_deref(), context)?;
                let (found, ms) = self.in_index(mode, query, options)?;
                let found = found.map_err(|Damaged| anyhow!("the index was damaged at once"))?;
                Ok((self.rows(found)?, ms))
            }
        }
    }

    fn in_index(
        &self,
        mode: Mode,
        query: &str,
        (limit, deep): (usize, bool),
    ) -> Result<(Result<Found, Damaged>, f64), StoreError> {
        let failed = Cell::new(None);
        let outside = |test: &Test| {
            let told = self.passing(test);
            told.map_err(|error| failed.set(Some(error))).ok()
        };
        let options = Options {
            limit,
            deep,
            outside: &outside,
            // Nothing cancels a search from the command line.
            cancelled: &|| false,
        };
        let start = Instant::now();
        let index = &self.index;
        let found = match mode {
            Mode::People => index
                .people(query, &options)
                .map(|hits| Found::People(hits.unwrap_or_default())),
            Mode::Titles => index
                .titles(query, &options)
                .map(|hits| Found::Titles(hits.unwrap_or_default())),
            Mode::Quotes | Mode::Texts => index
                .quotes(query, &options)
                .map(|hits| Found::Quotes(hits.unwrap_or_default())),
        };
        let ms = start.elapsed().as_secs_f64() * 1e3;
        // A field of which the store could not tell was passed over.
        failed.take().map_or(Ok((found, ms)), Err)
    }

    fn passing(&self, test: &Test) -> Result<Arc<Passing>, StoreError> {
        let mut known = self.told.borrow_mut();
        if let Some((_, passing)) = known.iter().find(|(of, _)| of == test) {
            return Ok(Arc::clone(passing));
        }
        let passing = Arc::new(self.store.passing(test)?);
        if known.len() >= TOLD {
            known.remove(0);
        }
        known.push((test.clone(), Arc::clone(&passing)));
        Ok(passing)
    }

    fn texts(&self, query: &str, limit: usize) -> anyhow::Result<(Answer, f64)> {
        let start = Instant::now();
        let mut found = Hits::default();
        find::in_texts(self.store, query, limit, &|| false, &mut |hits| {
            found = hits;
        })?;
        let ms = start.elapsed().as_secs_f64() * 1e3;
        let hits = found.hits.into_iter();
        let answer = Answer {
            total: found.total,
            more: !found.counted,
            hits: hits.map(|hit| Hit::Text(Box::new(hit))).collect(),
            words: found.words,
            weights: found.weights,
        };
        Ok((answer, ms))
    }

    /// Where the words of a quote stand.
    fn copies(
        &mut self,
        quote: &str,
        limit: usize,
        context: &mut Context<'_>,
    ) -> anyhow::Result<(Answer, f64)> {
        let start = Instant::now();
        let mut found = self.index.copies(quote, None, limit);
        let ms = start.elapsed().as_secs_f64() * 1e3;
        if found.is_err() {
            self.index = make(self.store, self.path.as_deref(), context)?;
            found = self.index.copies(quote, None, limit);
        }
        let found = found.map_err(|Damaged| anyhow!("the index was damaged at once"))?;
        let rows = self
            .store
            .quote_rows(Some(self.index.stamp()), found.places)?;
        let rows = rows.into_iter().flatten();
        let answer = Answer {
            total: found.total,
            more: false,
            hits: rows
                .map(|row| Hit::Quote(Score::default(), Box::new(row)))
                .collect(),
            words: Vec::new(),
            weights: Vec::new(),
        };
        Ok((answer, ms))
    }

    /// Reads the whole index once; what is damaged is made anew.
    fn warm(&mut self, context: &mut Context<'_>) -> anyhow::Result<()> {
        if self.index.warm(|| true).is_err() {
            self.index = make(self.store, self.path.as_deref(), context)?;
        }
        Ok(())
    }

    /// The rows of hits; what went meanwhile is left out.
    fn rows(&self, found: Found) -> anyhow::Result<Answer> {
        Ok(match found {
            Found::Quotes(found) => {
                let places = found.hits.iter().map(|hit| (hit.article, hit.ordinal));
                let rows = self
                    .store
                    .quote_rows(Some(self.index.stamp()), places)?
                    .into_iter();
                Answer::of(found, rows, |hit, row| Hit::Quote(hit.score, Box::new(row)))
            }
            Found::Titles(found) => {
                let ids = found.hits.iter().map(|hit| hit.article);
                let rows: Result<Vec<_>, _> = ids.map(|id| self.store.article_row(id)).collect();
                Answer::of(found, rows?.into_iter(), |hit, row| {
                    Hit::Title(hit.score, Box::new(row))
                })
            }
            Found::People(found) => {
                let rows = vec![Some(()); found.hits.len()].into_iter();
                Answer::of(found, rows, |hit, ()| Hit::Person(hit))
            }
        })
    }
}

fn make(store: &Store, path: Option<&Path>, context: &mut Context<'_>) -> anyhow::Result<Index> {
    let Some(path) = path else {
        let mut writer = find::Writer::default();
        let stamp = find::Source::articles(store, &mut |article| {
            writer.put(&article);
            ControlFlow::Continue(())
        })?;
        return Ok(writer.finish(stamp));
    };
    let made = find::rebuilt(store, path, &|| true)?;
    let (index, kept) = made.context("the index was not made")?;
    if let Err(error) = kept {
        let note = format!(
            "onrecord: the index of quotes cannot be kept in {} ({error}), so it is made anew \
             each time",
            path.display()
        );
        output::note(context.notes, &note)?;
    }
    Ok(index)
}

/// Quotes that are looked at for each row of quotes with the same words.
const OF_GROUPS: usize = 4;

fn one(
    args: &FindArgs,
    finder: &mut Finder<'_>,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    let (query, mode) = (args.words.join(" "), mode(args.mode));
    let copies = args.mode == FindIn::Copies;
    if let Some(error) = find::hint(&query).filter(|_| !copies) {
        return Err(error.into());
    }
    // Several make one row.
    let limit = match args.group {
        true => args.limit.saturating_mul(OF_GROUPS),
        false => args.limit,
    };
    let (answer, ms) = finder.search(args.mode, &query, (limit, true), context)?;
    let is_json = args.json || args.jsonl;
    if is_json {
        let ms = args.timing.then_some(ms);
        output::json_line(&answer.json(&query, ms), context.out)?;
    } else if args.explain {
        answer.print_reasons(context)?;
    } else {
        answer.print_table(mode, args.group.then_some(args.limit), context)?;
    }
    if args.timing && !is_json {
        let note = format!("onrecord: {ms:.2} ms inside the engine");
        output::note(context.notes, &note)?;
    }
    output::status(answer.total > 0, context.notes)
}

const fn mode(mode: FindIn) -> Mode {
    match mode {
        FindIn::Quotes | FindIn::Copies => Mode::Quotes,
        FindIn::People => Mode::People,
        FindIn::Titles => Mode::Titles,
        FindIn::Texts => Mode::Texts,
    }
}

fn batch(
    queries: Box<dyn BufRead>,
    finder: &mut Finder<'_>,
    args: &FindArgs,
    context: &mut Context<'_>,
) -> anyhow::Result<Status> {
    // Many queries are to come: what they touch is read and checked once, before the first.
    finder.warm(context)?;
    let mut total = 0;
    for line in queries.split(b'\n') {
        let line = line.context("cannot read the queries")?;
        let query = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line));
        let (answer, ms) = finder.search(args.mode, &query, (BATCH_HITS, false), context)?;
        total += answer.total;
        let ms = args.timing.then_some(ms);
        output::json_line(&answer.json(&query, ms), context.out)?;
    }
    output::status(total > 0, context.notes)
}

fn open_queries(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).with_context(|| {
        format!(
            "cannot read the queries in {}; check the path",
            path.display()
        )
    })?;
    Ok(Box::new(BufReader::new(file)))
}
