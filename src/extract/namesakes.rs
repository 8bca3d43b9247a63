//! Which of those named so far a name may mean: found by its words, without a look at all others.

use super::entities::{Cast, EntityId};
use super::lexicon::key;
use super::matching::{acronym, is_link, surname};

impl Cast {
    /// Whether an entity may have all words whose [`sign`]s are joined in `signs`, in its name or
    /// among its traits. A quick look before the letters are compared.
    #[must_use]
    pub fn may_have(&self, id: EntityId, signs: u64) -> bool {
        self.signs.get(id).is_some_and(|own| own & signs == signs)
    }

    /// Lets an entity be found by its name, by the first and the last word of it and by its acronym.
    pub(super) fn index(&mut self, id: EntityId) {
        let entity = &self.entities[id];
        let (first, last) = (entity.words.first(), entity.words.last());
        let acronym = acronym(entity).map(|a| key(&a));
        let ends = [first, last].map(|word| word.map(|w| key(surname(w))));
        // "the Committee" of the Harbour Committee on Trade.
        let head = entity.words.windows(2).find(|w| is_link(&w[1]));
        let head = head.filter(|_| acronym.is_some()).map(|w| key(&w[0]));
        for word in ends.into_iter().chain([acronym, head]).flatten() {
            let known = self.by_word.entry(word).or_default();
            let listed = if known.len() > MOST_NAMESAKES {
                known.last() == Some(&id)
            } else {
                known.contains(&id)
            };
            if !listed {
                known.push(id);
            }
        }
        if first.is_some() {
            let name = key_of_name(&entity.words);
            self.by_name.entry(name).or_default().push(id);
        }
    }

    /// Those that `words` may name: those of this very name, which come before all others, or else by
    /// their last and their first word. Where a word has more bearers than any article has, only the
    /// ones around `at` are held against it: the time would grow with the square of their number.
    pub(super) fn candidates(&self, words: &[String], at: usize) -> impl Iterator<Item = EntityId> {
        let of = |w: Option<&String>| {
            let list = w.and_then(|w| self.by_word.get(&key(surname(w))));
            self.near(list.map_or(&[][..], Vec::as_slice), at)
        };
        let exact = self.by_name.get(&key_of_name(words));
        let exact = exact.map_or(&[][..], |list| self.near(list, at));
        // A surname alone may be that of somebody else, too.
        let full = words.len() > 1;
        let (last, first) = if full && exact.iter().any(|&id| self.entities[id].words == words) {
            (&[][..], &[][..])
        } else {
            (of(words.last()), of(words.first()))
        };
        exact.iter().chain(last).chain(first).copied()
    }

    fn near<'l>(&self, list: &'l [EntityId], at: usize) -> &'l [EntityId] {
        if list.len() <= MOST_NAMESAKES {
            return list;
        }
        // Names of one length are entered in the order of the text.
        let place = list.partition_point(|&id| self.entities[id].name_at.start <= at);
        let from = place.saturating_sub(MOST_NAMESAKES * 3 / 4);
        &list[from..list.len().min(from + MOST_NAMESAKES)]
    }
}

/// Bearers of one word that a name is held against.
pub(super) const MOST_NAMESAKES: usize = 24;

/// One bit of 64 for a word, by its [`key`].
#[must_use]
pub const fn sign(key: u64) -> u64 {
    1 << (key >> 58)
}

pub fn signs<'w>(words: impl IntoIterator<Item = &'w String>) -> u64 {
    words.into_iter().fold(0, |all, word| all | sign(key(word)))
}

/// What stands for all words of a name.
fn key_of_name(words: &[String]) -> u64 {
    words
        .iter()
        .fold(0, |name: u64, word| name.rotate_left(7) ^ key(word))
}
