//! Which of those named so far a name may mean: found by its words, without a look at all others.

use super::entities::{Cast, EntityId};
use super::lexicon::key;
use super::matching::{acronyms, is_link};
use super::word::Word;

impl Cast<'_> {
    /// Whether an entity may have all words whose [`sign`]s are joined in `signs`, in its name or
    /// among its traits. A quick look before the letters are compared.
    #[must_use]
    pub fn may_have(&self, id: EntityId, signs: u64) -> bool {
        self.signs.get(id).is_some_and(|own| own & signs == signs)
    }

    /// Lets an entity be found by its name, by the first and the last word of it and by its acronym.
    pub(super) fn index(&mut self, id: EntityId) {
        let entity = &self.entities[id];
        let at = entity.name_at.start;
        let (first, last) = (entity.words.first(), entity.words.last());
        let acronyms: Vec<u64> = acronyms(entity).map(|a| key(&a)).collect();
        let ends = [first, last].map(|word| word.map(|w| w.surname()));
        let name = first.map(|_| key_of_name(&entity.words));
        // "the Committee" of the Harbour Committee on Trade.
        let head = entity.words.windows(2).find(|w| is_link(&w[1]));
        let head = head.filter(|_| !acronyms.is_empty()).map(|w| w[0].key);
        let short = acronyms.into_iter().map(Some);
        for word in ends.into_iter().chain([head]).chain(short).flatten() {
            self.list(word, id, at);
        }
        if let Some(name) = name {
            let first = || Namesakes {
                first: id,
                others: Vec::new(),
            };
            let known = self.by_name.entry(name);
            known
                .and_modify(|n| n.others.push(id))
                .or_insert_with(first);
        }
    }

    /// Lists an entity that stands at token `at` under a word.
    pub(super) fn list(&mut self, word: u64, id: EntityId, at: usize) {
        let bearers = self.by_word.entry(word).or_default();
        if bearers.hold(id) {
            return;
        }
        let long = bearers.list.len() >= MOST_NAMESAKES;
        if bearers.list.len() == MOST_NAMESAKES {
            // It was short, and of no order.
            bearers.list.sort_unstable();
            bearers.settled = MOST_NAMESAKES;
        }
        if long && bearers.settled == bearers.list.len() {
            self.unsettled.push(word);
        }
        bearers.list.push((at, id));
    }

    /// Brings the bearers of one word into the order of the text. Names are entered by their length, and
    /// those of one length in that order.
    pub(super) fn settle(&mut self) {
        for word in std::mem::take(&mut self.unsettled) {
            if let Some(bearers) = self.by_word.get_mut(&word) {
                bearers.list.sort_unstable();
                bearers.settled = bearers.list.len();
            }
        }
    }

    /// Those that `words` may name: those of this very name, which come before all others, or else by
    /// their last and their first word. Where a word has more bearers than any article has, only the
    /// ones around `at` are held against it: the time would grow with the square of their number.
    pub(super) fn candidates(
        &self,
        words: &[Word<'_>],
        at: usize,
    ) -> impl Iterator<Item = EntityId> {
        let of = |w: Option<&Word<'_>>| {
            let bearers = w.and_then(|w| self.by_word.get(&w.surname()));
            bearers.map_or([&[][..], &[][..]], |b| b.near(at))
        };
        let exact = self.by_name.get(&key_of_name(words));
        // Two of one name are told apart by gender alone, so that no such list grows long.
        let exact = exact
            .into_iter()
            .flat_map(Namesakes::all)
            .take(MOST_NAMESAKES);
        // A surname alone may be that of somebody else, too.
        let full = words.len() > 1;
        let others = if full && exact.clone().any(|id| self.entities[id].words == words) {
            [[&[][..], &[][..]]; 2]
        } else {
            [of(words.last()), of(words.first())]
        };
        let others = others.into_iter().flatten().flatten();
        exact.chain(others.map(|(_, id)| *id))
    }
}

/// Those of one name: mostly there is one.
pub(super) struct Namesakes {
    first: EntityId,
    others: Vec<EntityId>,
}

impl Namesakes {
    fn all(&self) -> impl Iterator<Item = EntityId> + Clone {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// Those whose name begins or ends with one word, each with the token at which the name stands.
#[derive(Default)]
pub(super) struct Bearers {
    /// First those in the order of the text, then those entered since, which are in that order too.
    list: Vec<(usize, EntityId)>,
    /// Number of the first, in a list that is long.
    settled: usize,
}

impl Bearers {
    /// Whether an entity is listed; of a long list only the end is looked at, where it would be.
    fn hold(&self, id: EntityId) -> bool {
        let from = self.list.len().saturating_sub(MOST_NAMESAKES);
        self.list[from..].iter().any(|(_, known)| *known == id)
    }

    /// All of a short list, of a long one those around token `at`.
    fn near(&self, at: usize) -> [&[(usize, EntityId)]; 2] {
        if self.list.len() <= MOST_NAMESAKES {
            return [&self.list, &[]];
        }
        let (settled, since) = self.list.split_at(self.settled);
        [around(settled, at), around(since, at)]
    }
}

fn around(list: &[(usize, EntityId)], at: usize) -> &[(usize, EntityId)] {
    let place = list.partition_point(|(start, _)| *start <= at);
    // The nearest before comes before the nearest behind.
    let from = place.saturating_sub(MOST_NAMESAKES * 3 / 4);
    &list[from..list.len().min(from + MOST_NAMESAKES)]
}

/// Bearers of one word that a name is held against.
pub(super) const MOST_NAMESAKES: usize = 24;

/// One bit of 64 for a word, by its [`key`].
#[must_use]
pub const fn sign(key: u64) -> u64 {
    1 << (key >> 58)
}

/// Those of some words, by their keys, joined.
pub fn signs(keys: impl IntoIterator<Item = u64>) -> u64 {
    keys.into_iter().fold(0, |all, key| all | sign(key))
}

/// What stands for all words of a name.
fn key_of_name(words: &[Word<'_>]) -> u64 {
    words
        .iter()
        .fold(0, |name: u64, word| name.rotate_left(7) ^ word.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_namesakes_only_those_around_are_looked_at() {
        let list: Vec<(usize, EntityId)> = (0..200).map(|n| (n * 10, n)).collect();
        let settled = list.len();
        let bearers = Bearers { list, settled };
        let [near, since] = bearers.near(1005);
        assert!(near.len() <= MOST_NAMESAKES && since.is_empty());
        assert!(near.contains(&(1000, 100)) && near.contains(&(1010, 101)));
        assert!(!near.contains(&(0, 0)) && !near.contains(&(1990, 199)));
    }
}
