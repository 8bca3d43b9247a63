//! Whatever a person does, undoes and does again: the states are a line, and filters mean what a look
//! at everything finds.

use proptest::prelude::*;

use super::overlay_tests::{put_at, quoting, state, tag};
use super::tests::source;
use super::*;
use crate::model::{ArticleEdit, ArticleId, ChangeId, ChangeState, Place, QuoteEdit, QuoteRow};
use crate::query::{Has, Needle, Query, Term, Test, parse};

#[derive(Clone, Debug)]
enum Act {
    Article(Vec<i64>, ArticleEdit),
    Quotes(&'static str, QuoteEdit),
    Quote(i64, usize, QuoteEdit),
    Search(&'static str, Option<&'static str>),
    Letter(char, Option<i64>),
    Undo,
    Redo,
    UndoOne(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let tags = || prop_oneof![Just(tag("a")), Just(tag("b"))];
    let article = prop_oneof![
        any::<bool>().prop_map(ArticleEdit::Read),
        any::<bool>().prop_map(ArticleEdit::Star),
        tags().prop_map(ArticleEdit::Tag),
        tags().prop_map(ArticleEdit::Untag),
    ];
    let quote = || {
        prop_oneof![
            tags().prop_map(QuoteEdit::Tag),
            tags().prop_map(QuoteEdit::Untag),
            "(one\ntwo)?|x".prop_map(QuoteEdit::Note),
        ]
    };
    let queries = prop_oneof![Just(""), Just("#a"), Just("has:notes"), Just("yes")];
    let names = || prop_oneof![Just("p"), Just("q")];
    prop_oneof![
        4 => (prop::collection::vec(1_i64..5, 0..4), article).prop_map(|(ids, e)| Act::Article(ids, e)),
        2 => (queries, quote()).prop_map(|(q, e)| Act::Quotes(q, e)),
        4 => (1_i64..5, 0_usize..4, quote()).prop_map(|(a, n, e)| Act::Quote(a, n, e)),
        1 => (names(), prop_oneof![Just(None), names().prop_map(Some)]).prop_map(|(n, q)| Act::Search(n, q)),
        1 => (prop_oneof![Just('m'), Just('n')], prop::option::of(1_i64..4)).prop_map(|(l, a)| Act::Letter(l, a)),
        2 => Just(Act::Undo),
        2 => Just(Act::Redo),
        1 => (1_i64..9).prop_map(Act::UndoOne),
    ]
}

/// Does it; whether it made a change that is at the end of the line now.
fn perform(store: &mut Store, act: &Act) -> bool {
    match act {
        Act::Article(ids, edit) => {
            let ids: Vec<ArticleId> = ids.iter().map(|id| ArticleId(*id)).collect();
            let bulk = Bulk::Articles(Which::These(&ids), edit);
            previewed(store, &bulk)
        }
        Act::Quotes(query, edit) => {
            let query = parse(query).unwrap();
            previewed(store, &Bulk::Quotes(Which::Passing(&query), edit))
        }
        Act::Quote(article, ordinal, edit) => {
            let places = [(ArticleId(*article), *ordinal)];
            previewed(store, &Bulk::Quotes(Which::These(&places), edit))
        }
        Act::Search(name, query) => store.set_search(name, *query).unwrap().is_some(),
        Act::Letter(letter, article) => {
            let place = article.map(|a| (ArticleId(a), Place { block: 1, byte: 2 }));
            store.set_letter(*letter, place).unwrap().is_some()
        }
        Act::Undo | Act::Redo => false,
        Act::UndoOne(id) => {
            let before = store.history(None, 1).unwrap();
            store.undo_change(ChangeId(*id)).unwrap();
            store.history(None, 1).unwrap() != before
                && store.history(None, 1).unwrap()[0].state == ChangeState::Done
        }
    }
}

/// Does what the preview says it would do.
fn previewed(store: &mut Store, bulk: &Bulk<'_>) -> bool {
    let preview = store.preview(bulk).unwrap();
    let applied = store.apply(bulk).unwrap();
    assert_eq!(
        (preview.found, preview.changed),
        (applied.found, applied.changed)
    );
    assert_eq!(applied.change.is_some(), applied.changed > 0);
    let shown = match &preview.first {
        Rows::Articles(rows) => rows.len(),
        Rows::Quotes(rows) => rows.len(),
    };
    assert_eq!(shown as u64, applied.changed.min(5));
    assert_eq!(store.preview(bulk).unwrap().changed, 0);
    applied.change.is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The states that were gone through are a line: undoing goes back along it, doing again
    /// goes forward, something else cuts it off there.
    #[test]
    fn whatever_was_done_is_undone_in_whole(acts in prop::collection::vec(act(), 1..24)) {
        let mut store = Store::in_memory().unwrap();
        for n in 1..4 {
            put_at(&mut store, &source(n, 1), &quoting(&["Yes", "We will wait and see", "Yes"]));
        }
        let mut line = vec![state(&store)];
        let mut at = 0_usize;
        for act in &acts {
            match act {
                Act::Undo => {
                    prop_assert_eq!(store.undo().unwrap().is_some(), at > 0);
                    at = at.saturating_sub(1);
                }
                Act::Redo => {
                    let more = at + 1 < line.len();
                    prop_assert_eq!(store.redo().unwrap().is_some(), more);
                    at += usize::from(more);
                }
                Act::UndoOne(id) => {
                    let last = store.history(None, 99).unwrap().into_iter()
                        .find(|change| change.state == ChangeState::Done);
                    let is_last = last.is_some_and(|last| last.id.0 == *id);
                    let added = perform(&mut store, act);
                    if is_last {
                        at -= 1;
                    } else if added {
                        line.truncate(at + 1);
                        line.push(state(&store));
                        at += 1;
                    }
                }
                _ => if perform(&mut store, act) {
                    line.truncate(at + 1);
                    line.push(state(&store));
                    at += 1;
                },
            }
            prop_assert_eq!(&state(&store), &line[at], "after {:?}", act);
        }
        while store.undo().unwrap().is_some() {}
        prop_assert_eq!(&state(&store), &line[0]);
        while store.redo().unwrap().is_some() {}
        prop_assert_eq!(&state(&store), line.last().unwrap());
        prop_assert_eq!(store.check().unwrap(), Vec::new());
    }

    /// Each test, plain and turned round, against rows that are read one by one.
    #[test]
    fn filters_mean_what_a_look_at_everything_finds(acts in prop::collection::vec(act(), 1..24)) {
        let mut store = Store::in_memory().unwrap();
        for n in 1..4 {
            let mut made = quoting(&[["Yes", "No"][n % 2], "We will wait and see", "Yes"][..n]);
            for (m, quote) in made.1.quotes.iter_mut().enumerate() {
                quote.confidence = [0.2, 0.8, 0.97][(n + m) % 3];
            }
            put_at(&mut store, &source(n, 1), &made);
        }
        put_at(&mut store, &source(9, 1), &quoting(&[]));
        for act in &acts {
            perform(&mut store, act);
        }
        for query in ["is:read", "is:unread", "is:starred", "#a", "#b", "has:quotes", "has:notes",
            "conf:>0.8", "conf:>=0.8", "conf:<0.2", "conf:<=0.2", "about:yes", "about:harbour"] {
            for query in [query.to_owned(), format!("-{query}"), format!("{query} #b -is:read"),
                format!("conf:<0.5 -{query}"), format!("has:notes {query} -#a")] {
                compare(&store, &query)?;
            }
        }
    }
}

/// What of a quote and its article a test holds for, by looking.
fn holds(store: &Store, test: &Test, article: i64, quote: Option<usize>) -> bool {
    let stored = store.article(ArticleId(article)).unwrap().unwrap();
    let kept = store.kept(ArticleId(article)).unwrap();
    let quotes = &stored.extraction.quotes;
    let of_it = |n: usize| kept.quotes.iter().filter(move |k| k.ordinal == Some(n));
    let any = |f: &dyn Fn(usize) -> bool| match quote {
        Some(n) => f(n),
        None => (0..quotes.len()).any(f),
    };
    let words =
        |needle: &Needle, text: &str| crate::query::holds(text, &needle.folded(), needle.extent());
    match test {
        Test::Read(read) => stored.read == *read,
        Test::Starred => kept.starred,
        Test::Tag(tag) => {
            kept.tags.contains(tag) || any(&|n| of_it(n).any(|k| k.tags.contains(tag)))
        }
        Test::Has(Has::Quotes) => !quotes.is_empty(),
        Test::Has(Has::Notes) => any(&|n| of_it(n).any(|k| k.note.is_some())),
        Test::Confidence(bound) => any(&|n| bound.holds(quotes[n].confidence)),
        Test::About(needle) => {
            let text = &stored.article.text;
            words(needle, "Harbour")
                || match quote {
                    Some(n) => words(needle, &quotes[n].words(text, usize::MAX)),
                    None => words(needle, text),
                }
        }
        other => panic!("{other:?}"),
    }
}

fn compare(store: &Store, query: &str) -> Result<(), TestCaseError> {
    let filter = parse(query).unwrap();
    let is_so = |term: &Term, article, quote| holds(store, &term.test, article, quote) != term.not;
    // Of an article, one quote passes what is asked of quotes together.
    let passes = |article: i64, quote: Option<usize>| {
        let joined = match quote {
            Some(_) => Vec::new(),
            None => filter.joined(),
        };
        let stored = store.article(ArticleId(article)).unwrap().unwrap();
        let one = |set: &Vec<&Term>| {
            let mut quotes = 0..stored.extraction.quotes.len();
            quotes.any(|n| set.iter().all(|term| is_so(term, article, Some(n))))
        };
        let apart = |term: &&Term| !joined.iter().flatten().any(|own| std::ptr::eq(*own, *term));
        let mut terms = filter.terms.iter().filter(apart);
        terms.all(|term| is_so(term, article, quote)) && joined.iter().all(one)
    };
    let all = |filter: &Query| {
        let order = ArticleOrder::Newest;
        let rows = store.articles(order, filter, None, Direction::Forward, 99);
        rows.unwrap()
    };
    let articles = all(&Query::all());
    let expected: Vec<i64> = articles
        .iter()
        .map(|a| a.id.0)
        .filter(|a| passes(*a, None))
        .collect();
    let found: Vec<i64> = all(&filter).iter().map(|a| a.id.0).collect();
    prop_assert_eq!(found, expected, "articles {}", query);
    let place = |q: &QuoteRow| (q.article.0, q.ordinal);
    let quotes = store.quotes(&Query::all(), None).unwrap();
    let expected: Vec<_> = quotes
        .iter()
        .map(place)
        .filter(|(a, n)| passes(*a, Some(*n)))
        .collect();
    let found = store.quotes(&filter, None).unwrap();
    prop_assert_eq!(
        found.iter().map(place).collect::<Vec<_>>(),
        expected,
        "quotes {}",
        query
    );
    prop_assert_eq!(store.count_quotes(&filter).unwrap(), found.len() as u64);
    for row in found {
        let kept = store.kept(row.article).unwrap();
        let kept = kept
            .quotes
            .into_iter()
            .find(|k| k.ordinal == Some(row.ordinal));
        let (tags, note) = kept.map(|k| (k.tags, k.note)).unwrap_or_default();
        prop_assert_eq!((row.tags, row.note), (tags, note));
    }
    Ok(())
}
