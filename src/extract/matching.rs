//! Whether two names are one: surnames, family names first, initials, acronyms, short forms.

use super::document::{Document, Toks};
use super::entities::Entity;
use super::known::{List, known};
use super::lexicon::Tags;
use super::word::Word;
use crate::model::SpeakerKind;
use crate::text::token::TokenKind;

/// Lower-case words of a name without accents ("Orbán" and "Orban" are one), suffixes and nicknames
/// aside.
#[must_use]
pub fn words_of<'d>(doc: &'d Document<'_>, toks: &Toks) -> Vec<Word<'d>> {
    let own = doc.toks.get(toks.start).and_then(|t| t.mark);
    toks.clone()
        .filter(|&k| doc.toks[k].kind != TokenKind::Punct && doc.toks[k].mark == own)
        .map(|k| doc.word(k))
        .filter(|w| !known().is_suffix(w))
        .collect()
}

/// Whether a name is printed with letters that some texts print without their accents.
#[must_use]
pub fn has_accents(name: &str) -> bool {
    name.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
}

/// Whether the name ends with "Jr." or the like.
#[must_use]
pub fn has_suffix(doc: &Document<'_>, toks: &Toks) -> bool {
    toks.end > toks.start && doc.among(toks.end - 1, List::SUFFIX)
}

/// Whether the shorter name can be the longer one's: its surname, its family name that stands
/// first, or the same first and last word with initials and middle names aside.
#[must_use]
pub fn same_person(full: &[Word<'_>], short: &[Word<'_>]) -> bool {
    let (full, short) = if full.len() >= short.len() {
        (full, short)
    } else {
        (short, full)
    };
    // "Roe" and "Roe Jr." are two, where the suffix is kept.
    let junior = |words: &[Word<'_>]| words.last() == Some(&JUNIOR);
    if junior(full) != junior(short) {
        return false;
    }
    match short {
        [one] => {
            let is = |w: Option<&Word<'_>>| w.is_some_and(|w| w.surname() == one.surname());
            is(full.last()) || is(full.first())
        }
        [first, .., last] => {
            let initial = |a: &str, b: &str| {
                a.trim_end_matches('.').len() == 1 && b.starts_with(a.trim_end_matches('.'))
            };
            full.last().map(|w| w.surname()) == Some(last.surname())
                && full.first().is_some_and(|f| {
                    known().same_given(f, first) || initial(f, first) || initial(first, f)
                })
                || full.len() > 2 && full.windows(short.len()).any(|w| w == short)
        }
        [] => false,
    }
}

/// The suffix that tells two bearers of a name apart.
pub const JUNIOR: Word<'_> = Word::of("jr.");

/// Whether `words` are a part of the organisation's name that can stand for it: the acronym, the
/// same words, or behind "the" the noun that heads it ("the Post" for the Harbour Post).
#[must_use]
pub fn same_organisation(
    doc: &Document<'_>,
    entity: &Entity<'_>,
    words: &[Word<'_>],
    definite: bool,
) -> bool {
    if let [one] = words {
        let head = doc.lexicon.of_key(one.key).0.any(Tags::ORG.or(Tags::MEDIA))
            && (entity.words.last() == Some(one)
                || entity
                    .words
                    .windows(2)
                    .any(|w| w[0] == *one && is_link(&w[1])));
        return is_acronym(entity, one)
            || is_short_form(doc, &entity.words, *one)
            || entity.traits.contains(&one.key)
            || definite && head && entity.words.len() > 1;
    }
    let content = |w: &&Word<'_>| !matches!(&***w, "the" | "'s");
    let words: Vec<&Word<'_>> = words.iter().filter(content).collect();
    let mut full: Vec<&Word<'_>> = entity.words.iter().filter(content).collect();
    // "the Interior Ministry" of the Saudi or of Ukraine's Interior Ministry
    let place = |w: &&Word<'_>| {
        let (tags, _) = doc.lexicon.of_key(w.key);
        tags.any(Tags::PLACE.or(Tags::NATION))
    };
    if words.len() > 1 && full.len() > words.len() {
        let lead = full.len() - words.len();
        if full[..lead].iter().all(place) {
            full.drain(..lead);
        }
    }
    full == words
}

/// What stands behind the noun that heads an organisation's name.
#[must_use]
pub fn is_link(word: &str) -> bool {
    matches!(word, "of" | "on" | "for")
}

/// Whether `one` is what is left of an organisation's name without its nouns: "Acme" of "Acme
/// Institution".
#[must_use]
pub fn is_short_form(doc: &Document<'_>, full: &[Word<'_>], one: Word<'_>) -> bool {
    const OTHERS: Tags = Tags::PLACE.or(Tags::NATION).or(Tags::GIVEN).or(Tags::ORG);
    let [first, rest @ ..] = full else {
        return false;
    };
    *first == one
        && !rest.is_empty()
        && !doc.lexicon.of_key(one.key).0.any(OTHERS)
        && rest
            .iter()
            .all(|w| doc.lexicon.among(w.trim_end_matches('.'), List::DROPPED))
}

/// The acronyms that an organisation's name of three words or more can have: its initials, with the
/// small words or without, and without the last where there are many ("CDC" for the Centers for Disease
/// Control and Prevention).
pub fn acronyms(entity: &Entity<'_>) -> impl Iterator<Item = String> {
    let long = entity.kind == SpeakerKind::Organisation && entity.words.len() >= 3;
    let weighty = |w: &str| !matches!(w, "of" | "the" | "for" | "and");
    let initials = |counts: &dyn Fn(&str) -> bool| -> String {
        let words = entity.words.iter().filter(|w| long && counts(w));
        words.filter_map(|w| w.chars().next()).collect()
    };
    let (short, all) = (initials(&weighty), initials(&|_| true));
    let cut = short.char_indices().nth(3).and_then(|_| {
        let last = short.char_indices().next_back()?.0;
        short.get(..last).map(str::to_owned)
    });
    let all = (all != short).then_some(all);
    [Some(short), all, cut]
        .into_iter()
        .flatten()
        .filter(|a| a.len() >= 3)
}

/// Whether `word` is one of these.
#[must_use]
pub fn is_acronym(entity: &Entity<'_>, word: &str) -> bool {
    word.len() >= 3 && acronyms(entity).any(|a| a == word)
}
