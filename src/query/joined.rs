//! Which terms of a filter of articles speak of one and the same quote.
//!
//! `speaker:romney kind:direct` lets an article through for one quote that is both, as the list of
//! quotes does, and not for two that are one each. Must not know: how that is looked up.

use super::{Has, Kind, Query, Term, Test};

/// So many quotes an article is asked for at most; a field that would make more of them goes with no other.
const MOST: usize = 64;

/// What a quote has one of: who says it, how it is given, what the speaker is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Single {
    Speaker,
    Kind,
    SpeakersKind,
}

impl Single {
    const ALL: [Self; 3] = [Self::Speaker, Self::Kind, Self::SpeakersKind];

    fn of(test: &Test) -> Option<Self> {
        match test {
            Test::Speaker(_) => Some(Self::Speaker),
            Test::Kind(Kind::Quote(_)) => Some(Self::Kind),
            Test::Kind(Kind::Speaker(_)) => Some(Self::SpeakersKind),
            _ => None,
        }
    }
}

/// Whether it can be asked of nothing but a quote.
fn asks_for_quote(test: &Test) -> bool {
    matches!(
        test,
        Test::Speaker(_) | Test::Kind(_) | Test::Confidence(_) | Test::Has(Has::Notes)
    )
}

/// Whether it can be asked of an article and of a quote, and is of the quote where one is asked for.
fn goes_along(test: &Test) -> bool {
    matches!(test, Test::Tag(_) | Test::About(_))
}

impl Query {
    /// What one quote of an article must pass together: the terms of each of these by one quote. Empty
    /// where no two terms belong together.
    ///
    /// A quote has one speaker: where several are asked for, each of them says one for which the rest
    /// holds; so it is with kinds. What is left out (`-`) is left out of that quote, but where the same
    /// field is asked for: `speaker:biden -speaker:trump` are articles without a quote of the second.
    #[must_use]
    pub fn joined(&self) -> Vec<Vec<&Term>> {
        let asked = |term: &&Term| !term.not && asks_for_quote(&term.test);
        if !self.terms.iter().any(|term| asked(&term)) {
            return Vec::new();
        }
        let named = |single: Single| {
            let terms = self.terms.iter().filter(|term| !term.not);
            terms.filter(move |term| Single::of(&term.test) == Some(single))
        };
        let common = self.terms.iter().filter(|term| {
            let of_quote = asks_for_quote(&term.test) || goes_along(&term.test);
            match Single::of(&term.test) {
                Some(single) => term.not && named(single).next().is_none(),
                None => of_quote,
            }
        });
        let mut sets: Vec<Vec<&Term>> = vec![common.collect()];
        for single in Single::ALL {
            let named: Vec<&Term> = named(single).collect();
            if (1..=MOST / sets.len()).contains(&named.len()) {
                let one_of = |set: &Vec<_>| named.iter().map(|term| with(set, term)).collect();
                sets = sets.iter().flat_map::<Vec<_>, _>(one_of).collect();
            }
        }
        sets.retain(|set| set.len() > 1);
        sets
    }
}

fn with<'a>(set: &[&'a Term], term: &&'a Term) -> Vec<&'a Term> {
    let mut set = set.to_vec();
    set.push(term);
    set
}
