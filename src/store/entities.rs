//! Whose row in the collection a speaker of an article belongs to.
//!
//! The same full name, folded, and the same kind make one row; nothing else joins two articles. A
//! surname alone, or with one initial, is a row of its article's own: two Smiths of two papers are
//! two people until somebody says otherwise. So are two speakers whom one article gives the same
//! name: it tells them apart, and which of them others mean is not known. Rows are counted by
//! `tally` when they come and by a trigger of the schema when they go.

use rusqlite::{OptionalExtension, params};

use crate::model::{Extraction, Speaker, SpeakerKind};
use crate::text::fold::fold_str;

use super::{Batch, codec};

/// Words before a name that are no part of it.
const TITLES: [&str; 14] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "st",
];

/// Titles that stand behind a name, of one letter.
const TITLES_BEHIND: [&str; 4] = ["氏", "様", "君", "殿"];

/// Words that begin a mention which is no name: pronouns, articles.
const NO_NAMES: [&str; 20] = [
    "a", "an", "the", "he", "she", "it", "they", "i", "we", "you", "his", "her", "its", "their",
    "our", "my", "this", "that", "one", "who",
];

/// Longest alias that is kept, in bytes.
const LONGEST: usize = 80;

/// Whether a name identifies its bearer outside the article: for people, given name and surname.
fn is_full(name_key: &str, kind: SpeakerKind) -> bool {
    if kind != SpeakerKind::Person {
        return true;
    }
    let (mut words, mut initials) = (0, 0);
    for word in name_key.split_whitespace() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        match letters {
            0 => {}
            _ if TITLES.contains(&bare) => {}
            // "佐藤 恵": one letter is a whole name where words are not parted, if it is no title.
            1 if bare.chars().all(is_unspaced) => {
                words += usize::from(!TITLES_BEHIND.contains(&bare));
            }
            // "J. Smith", but "J.D. Smith".
            1 => initials += 1,
            // Names written without blanks between their parts.
            _ if !word.is_ascii() && word.chars().any(is_unspaced) && letters > 2 => words += 2,
            _ => words += 1,
        }
    }
    words > 1 || (words == 1 && initials > 1)
}

/// Whether the letter is of a script that parts words by nothing.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether a mention is a name rather than a pronoun or a description ("she", "the mayor"): all
/// its words but short links begin with a capital or a digit.
fn is_name(mention: &str) -> bool {
    let mut words = mention.split_whitespace().peekable();
    let first = words.peek().map(|w| fold_str(w)).unwrap_or_default();
    let capital = |w: &str| {
        let first = w.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    };
    let begins = mention.chars().find(|c| c.is_alphanumeric());
    mention.len() <= LONGEST
        && !NO_NAMES.contains(&first.as_str())
        && begins.is_some_and(|c| !c.is_lowercase())
        && words.all(|w| capital(w) || w.chars().count() <= 3)
}

/// The names that an article uses for a speaker, each once.
fn names(speaker: &Speaker) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let aliases = speaker.aliases.iter().map(String::as_str);
    let all = aliases
        .filter(|a| is_name(a))
        .chain([speaker.name.as_str()]);
    for name in all.filter(|n| n.len() <= LONGEST) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Batch<'_> {
    /// Stores the speakers of an article of that day (see [`day_key`](super::window::day_key)), and
    /// brings them to their rows in the collection.
    pub(super) fn put_speakers(
        &self,
        article: i64,
        day: i64,
        extraction: &Extraction,
    ) -> rusqlite::Result<()> {
        let speakers = &extraction.speakers;
        let keys: Vec<String> = speakers.iter().map(|s| fold_str(&s.name)).collect();
        let mut quotes = vec![0_u32; speakers.len()];
        for speaker in extraction.quotes.iter().filter_map(|q| q.speaker) {
            if let Some(count) = quotes.get_mut(speaker) {
                *count += 1;
            }
        }
        let mut sorted: Vec<(&str, SpeakerKind)> = keys
            .iter()
            .zip(speakers)
            .map(|(k, s)| (k.as_str(), s.kind))
            .collect();
        sorted.sort_unstable();
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO speaker (article, ordinal, name, name_key, kind, role, detail, entity,
                                  quotes, names, newest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        for (ordinal, speaker) in speakers.iter().enumerate() {
            let key = keys[ordinal].as_str();
            let bearer = (key, speaker.kind);
            let first = sorted.partition_point(|b| *b < bearer);
            let alone = sorted.get(first + 1) != Some(&bearer);
            let named = speaker.kind.has_name();
            let entity = match named {
                true => {
                    Some(self.entity(key, speaker.kind, alone && is_full(key, speaker.kind))?)
                }
                false => None,
            };
            let role = speaker.role.as_ref().map(|r| r.text.as_str());
            let names = if named { names(speaker) } else { Vec::new() };
            statement.execute(params![
                article,
                ordinal,
                speaker.name,
                key,
                speaker.kind.name(),
                role,
                codec::speaker_detail(speaker)?,
                entity,
                quotes[ordinal],
                codec::to_json(&names)?,
                -day,
            ])?;
            if let Some(entity) = entity {
                let mut tally = self.tally.borrow_mut();
                tally.add(entity, quotes[ordinal], &names, role);
            }
        }
        Ok(())
    }

    /// The row of a name; made where there is none, and always where the name joins nothing.
    fn entity(&self, key: &str, kind: SpeakerKind, joins: bool) -> rusqlite::Result<i64> {
        if joins {
            let found = self
                .transaction
                .prepare_cached(
                    "SELECT id FROM entity WHERE name_key = ?1 AND kind = ?2 AND joined = 1",
                )?
                .query_row([key, kind.name()], |row| row.get(0))
                .optional()?;
            if let Some(id) = found {
                return Ok(id);
            }
        }
        self.transaction
            .prepare_cached("INSERT INTO entity (name_key, kind, joined) VALUES (?1, ?2, ?3)")?
            .insert(params![key, kind.name(), joins.then_some(1)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_are_told_from_surnames() {
        let person = |name: &str| is_full(&fold_str(name), SpeakerKind::Person);
        for full in [
            "Ann Lee",
            "J.D. Vance",
            "J. K. Rowling",
            "Dr. Ann Lee",
            "安倍晋三",
            "佐藤 恵",
        ] {
            assert!(person(full), "{full}");
        }
        for part in [
            "Lee",
            "Mr. Lee",
            "J. Lee",
            "Sir Lee",
            "Pelé",
            "佐藤 氏",
            "恵",
            "",
        ] {
            assert!(!person(part), "{part}");
        }
        assert!(is_full("reuters", SpeakerKind::Organisation));
    }

    #[test]
    fn pronouns_and_descriptions_are_no_aliases() {
        for name in [
            "Merkel",
            "Ms. Merkel",
            "NATO",
            "Bank of England",
            "Ursula von der Leyen",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "she",
            "She",
            "the mayor",
            "The company",
            "mayor Lee",
            "Angela, who spoke",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
