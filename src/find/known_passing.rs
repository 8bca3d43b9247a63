//! What of a segment passed fields before, for the next key, as it may take long to find out.
//!
//! Owns what is one question with another. Must not know how it is answered.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::filter::Passing;
use super::set::Set;
use crate::query::Test;

/// Fields whose texts are kept.
const KEPT: usize = 16;

/// What passed, with whether it is of quotes, else of articles.
#[derive(Default)]
pub(super) struct KnownPassing(Mutex<Vec<(Field, bool, Set<'static>)>>);

/// What decides.
pub(super) enum Field {
    Test(Test),
    Told(Weak<Passing>),
    /// All of these of one quote, or not, where that is said.
    Joined(Vec<(bool, Field)>),
}

impl KnownPassing {
    pub(super) fn of<'a>(
        &self,
        field: Field,
        quotes: bool,
        find: impl Fn() -> Set<'a>,
    ) -> Set<'static> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |(of, of_quotes, _): &&(Field, bool, _)| *of_quotes == quotes && of.is(&field);
        if let Some((_, _, set)) = known.iter().find(same) {
            return set.clone();
        }
        drop(known);
        let set = find().owned();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|(field, _, _)| !field.is_old());
        if known.len() >= KEPT {
            known.remove(0);
        }
        known.push((field, quotes, set.clone()));
        set
    }
}

impl Field {
    /// What decides of a test, by what the collection says passes where it can tell.
    pub(super) fn of(test: &Test, told: Option<&Arc<Passing>>) -> Self {
        match told {
            Some(told) => Self::Told(Arc::downgrade(told)),
            None => Self::Test(test.clone()),
        }
    }

    /// Whether nobody can ask for it again.
    fn is_old(&self) -> bool {
        match self {
            Self::Test(_) => false,
            Self::Told(told) => told.strong_count() == 0,
            Self::Joined(fields) => fields.iter().any(|(_, field)| field.is_old()),
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Test(a), Self::Test(b)) => a == b,
            // It is kept alive by this, so that no other lies where it lay.
            (Self::Told(a), Self::Told(b)) => a.ptr_eq(b),
            (Self::Joined(a), Self::Joined(b)) => {
                let mut pairs = a.iter().zip(b);
                a.len() == b.len() && pairs.all(|((not, a), (other, b))| not == other && a.is(b))
            }
            _ => false,
        }
    }
}
