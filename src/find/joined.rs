//! Articles with one quote that passes all fields of quotes, as the filter of the list has it.

use std::sync::Arc;

use super::ask::Ask;
use super::filter::{Passing, articles_passing, is_outside, narrowed, quotes_passing};
use super::known_passing::Field;
use super::reading::all_of;
use super::segment::Segment;
use super::set::Set;
use crate::query::{Query, Term};

/// The fields that one quote must pass together, by their places among the fields of `ask`.
fn joined(ask: &Ask) -> Vec<Vec<usize>> {
    let term = |(not, test): &(bool, _)| Term {
        not: *not,
        test: Clone::clone(test),
    };
    let query = Query {
        terms: ask.filters.iter().map(term).collect(),
    };
    let place = |own: &Term| query.terms.iter().position(|term| std::ptr::eq(own, term));
    let sets = query.joined().into_iter();
    sets.map(|set| set.into_iter().filter_map(place).collect())
        .collect()
}

/// The articles of a segment that pass all fields; nothing where there is none.
pub(super) fn articles_with<'a>(
    segment: &'a Segment,
    ask: &Ask,
    told: &[Option<Arc<Passing>>],
) -> Option<Set<'a>> {
    let joined = joined(ask);
    let apart = |n: usize| !joined.iter().flatten().any(|own| *own == n);
    let articles = || all_of(segment.titles());
    let apart = narrowed(ask, told, apart, articles, |test, told| {
        articles_passing(segment, test, told)
    });
    let with_quote = joined.iter().filter_map(|set| {
        let asked = |n: &usize| told[*n].is_some() || !is_outside(&ask.filters[*n].1);
        let set: Vec<usize> = set.iter().copied().filter(asked).collect();
        let field = |n: &usize| {
            let (not, test) = &ask.filters[*n];
            (*not, Field::of(test, told[*n].as_ref()))
        };
        let find = || {
            let of_set = |n: usize| set.contains(&n);
            let all = || all_of(segment.quotes());
            let quotes = narrowed(ask, told, of_set, all, |test, told| {
                quotes_passing(segment, test, told)
            });
            Set::of_sorted(&segment.articles_of(&quotes.unwrap_or_default()))
        };
        let fields = || Field::Joined(set.iter().map(field).collect());
        (!set.is_empty()).then(|| segment.known_passing.of(fields(), false, find))
    });
    with_quote.fold(apart, |narrow, set| match narrow {
        Some(narrow) => Some(narrow.and(&set)),
        None => Some(set),
    })
}
