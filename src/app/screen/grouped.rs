//! The rows of the finder that stand for the same words in several articles: showing the others below
//! them and hiding these again.
//!
//! Must not know: which words are the same.

use super::finder::Finder;
use crate::app::event::{FoundQuote, Hit};
use crate::model::ArticleId;

/// A quote by its place.
type At = (ArticleId, usize);

impl Finder {
    /// Whether the chosen row stands for others, or another one for it.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        self.chosen()
            .and_then(quote_of)
            .is_some_and(|quote| quote.articles > 1)
    }

    /// Shows the other articles with the chosen words below them, or hides them.
    pub fn toggle_group(&mut self) {
        let head = self.head_of(self.selected);
        if self.below(head) == 0 {
            self.unfold(head);
        } else {
            self.fold(head);
            self.selected = head;
        }
    }

    /// Lets of each group the newest whose article is `preferred` stand for it, where there is one.
    pub(super) fn prefer(&mut self, preferred: &dyn Fn(ArticleId) -> bool) {
        for hit in &mut self.found.hits {
            if let Hit::Quote(quote) = hit
                && !quote.others.is_empty()
            {
                quote.lead(preferred);
            }
        }
    }

    /// The quotes of the groups that are shown whole.
    pub(super) fn unfolded(&self) -> Vec<At> {
        let hits = self.found.hits.iter().enumerate();
        let open = hits.filter(|(n, _)| self.below(self.head_of(*n)) > 0);
        open.filter_map(|(_, hit)| quote_of(hit).map(place_of))
            .collect()
    }

    /// Shows these groups whole again.
    pub(super) fn unfold_again(&mut self, known: &[At]) {
        let mut at = 0;
        while let Some(hit) = self.found.hits.get(at) {
            if known.iter().any(|known| holds(hit, *known)) {
                self.unfold(at);
            }
            at += 1 + self.below(at);
        }
    }

    /// Where a hit is among the rows, or that which stands for it.
    pub(super) fn row_of(&self, wanted: &Hit) -> Option<usize> {
        let hits = &self.found.hits;
        let itself = hits.iter().position(|hit| hit.is(wanted));
        let at = quote_of(wanted).map(place_of);
        itself.or_else(|| {
            hits.iter()
                .position(|hit| at.is_some_and(|at| holds(hit, at)))
        })
    }

    /// The row that stands for one.
    fn head_of(&self, row: usize) -> usize {
        let hits = &self.found.hits;
        let heads = |n: &usize| hits.get(*n).is_some_and(|hit| !is_below(hit));
        (0..=row).rev().find(heads).unwrap_or(row)
    }

    /// How many rows are shown below one.
    fn below(&self, head: usize) -> usize {
        let rows = self.found.hits.iter().skip(head + 1);
        rows.take_while(|hit| is_below(hit)).count()
    }

    fn unfold(&mut self, head: usize) {
        let Some(Hit::Quote(quote)) = self.found.hits.get_mut(head) else {
            return;
        };
        let articles = quote.articles;
        let others = std::mem::take(&mut quote.others).into_iter();
        let rows = others.map(|quote| {
            Hit::Quote(FoundQuote {
                below: true,
                articles,
                ..quote
            })
        });
        let rows: Vec<Hit> = rows.collect();
        self.found.hits.splice(head + 1..head + 1, rows);
    }

    fn fold(&mut self, head: usize) {
        let until = head + 1 + self.below(head);
        let rows = self
            .found
            .hits
            .drain(head + 1..until)
            .filter_map(|hit| match hit {
                Hit::Quote(quote) => Some(FoundQuote {
                    below: false,
                    articles: 1,
                    ..quote
                }),
                _ => None,
            });
        let rows: Vec<FoundQuote> = rows.collect();
        if let Some(Hit::Quote(quote)) = self.found.hits.get_mut(head) {
            quote.others = rows;
        }
    }
}

const fn quote_of(hit: &Hit) -> Option<&FoundQuote> {
    match hit {
        Hit::Quote(quote) => Some(quote),
        _ => None,
    }
}

const fn place_of(quote: &FoundQuote) -> At {
    (quote.row.article, quote.row.ordinal)
}

/// Whether a row is that quote, or stands for it.
fn holds(hit: &Hit, at: At) -> bool {
    quote_of(hit).is_some_and(|quote| {
        place_of(quote) == at || quote.others.iter().any(|other| place_of(other) == at)
    })
}

fn is_below(hit: &Hit) -> bool {
    quote_of(hit).is_some_and(|quote| quote.below)
}
