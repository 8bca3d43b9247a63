//! Pull quotes: lines that say again what paragraphs say.
//!
//! Owns how these are found, in time that grows with the page; must not know what is done with them.

use super::furniture::word_string;
use super::{FNV_START, fnv1a};

/// Words that are looked up together; no fewer make a pull quote.
const TOGETHER: usize = 4;

/// Most places that are compared for one line: words that stand together in more places are no sign.
const PLACES: usize = 64;

/// Paragraphs, folded to words (see [`word_string`]), in which lines are looked for.
pub(super) struct Bodies<'t> {
    bodies: Vec<&'t str>,
    /// The hash of each few words that stand together, with the number of the paragraph and the byte in it;
    /// in order.
    places: Vec<(u64, u32, u32)>,
}

impl<'t> Bodies<'t> {
    pub(super) fn new(bodies: Vec<&'t str>) -> Self {
        let mut places = Vec::new();
        for (body, words) in (0..).zip(&bodies) {
            let found =
                together(words).filter_map(|(hash, at)| Some((hash, body, at.try_into().ok()?)));
            places.extend(found);
        }
        places.sort_unstable();
        Self { bodies, places }
    }

    /// Whether `line` says again what one of the paragraphs says, with or without the speaker in capitals
    /// behind it.
    pub(super) fn have(&self, line: &str) -> bool {
        let words: Vec<&str> = line.split_whitespace().collect();
        let capitals = words
            .iter()
            .rev()
            .take_while(|w| w.contains(char::is_alphabetic) && !w.contains(char::is_lowercase))
            .count();
        let longest = if capitals <= 10 { capitals } else { 0 };
        [0, longest].iter().any(|&cut| {
            let said = word_string(&words[..words.len() - cut].join(" "));
            self.has_words(&said)
        })
    }

    fn has_words(&self, said: &str) -> bool {
        // Of its words those that stand in the fewest places.
        let places = together(said).map(|(hash, at)| (self.places_of(hash), at));
        let Some((places, inside)) = places.min_by_key(|(places, _)| places.len()) else {
            return false;
        };
        places.iter().take(PLACES).any(|(_, body, at)| {
            let body = self.bodies.get(*body as usize).copied().unwrap_or("");
            let from = (*at as usize).checked_sub(inside);
            let from = from.and_then(|from| body.get(from..));
            body.len() > said.len() && from.is_some_and(|rest| rest.starts_with(said))
        })
    }

    fn places_of(&self, hash: u64) -> &[(u64, u32, u32)] {
        let from = self.places.partition_point(|(h, ..)| *h < hash);
        let len = self.places[from..].partition_point(|(h, ..)| *h == hash);
        &self.places[from..from + len]
    }
}

/// The hash of each few words that stand together, with the byte of the blank before them.
fn together(words: &str) -> impl Iterator<Item = (u64, usize)> {
    let mut last = [0_u64; TOGETHER];
    let mut starts = [0_usize; TOGETHER];
    let mut at = 0;
    let words = words.split(' ').map(move |word| {
        let start = at;
        at += word.len() + 1;
        (word, start.saturating_sub(1))
    });
    let words = words.filter(|(word, _)| !word.is_empty()).enumerate();
    words.filter_map(move |(count, (word, start))| {
        last.rotate_left(1);
        starts.rotate_left(1);
        last[TOGETHER - 1] = fnv1a(FNV_START, word.as_bytes());
        starts[TOGETHER - 1] = start;
        let all = last
            .iter()
            .fold(FNV_START, |all, hash| fnv1a(all, &hash.to_le_bytes()));
        (count + 1 >= TOGETHER).then_some((all, starts[0]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pull_quote_repeats_the_body() {
        let body =
            word_string("“Nobody can tell me where the money for the roof went,” Ann Poe said.");
        let bodies = Bodies::new(vec![" it was late ", body.as_str()]);
        for line in [
            "Nobody can tell me where the money for the roof went ANN POE, BERGEN",
            "“Nobody can tell me where the money for the roof”",
            "where the money for",
            "the roof went, Ann Poe said",
        ] {
            assert!(bodies.have(line), "{line}");
        }
        for line in [
            "“Nobody can tell,” said Poe, who left the hall early",
            "Nobody can tell",
            "obody can tell me where",
            "Nobody can tell me where the money for the roof went, Ann Poe said.",
            "",
        ] {
            assert!(!bodies.have(line), "{line}");
        }
    }

    #[test]
    fn many_lines_are_looked_for_in_many_paragraphs_at_once() {
        // Minutes, where each line is looked for in each paragraph.
        let part = |n: usize| {
            format!(
                "The harbour board said on Tuesday that it would not renew lease number {n} of the old customs house.\n\n\
                 Who pays {n} for the roof of it now\n\n"
            )
        };
        let text: String = (0..12_000).map(part).collect();
        let read = crate::import::plain::article(&text);
        assert!(read.blocks.len() > 12_000);
    }
}
