//! Which language a text is in.
//!
//! Owns how much of a text is looked at and when the answer is sure enough to act on.

use whatlang::{Lang, detect};

/// Bytes looked at first, and where that does not say English.
const LOOK: usize = 1_000;
const SECOND_LOOK: usize = 4_000;

/// Below so many letters nothing is said: names and numbers have no language.
const LETTERS: usize = 80;

/// For how many letters a sign of Chinese, Japanese or Korean stands.
const SIGN: usize = 5;

/// Han, kana and hangul.
const fn is_sign(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether quotes are looked for in texts of that language: in English. In others the rules would
/// find the wrong ones.
#[must_use]
pub fn is_sought(lang: Option<&str>) -> bool {
    lang.is_none_or(|code| code == "en")
}

/// The language of `text` by its code ("en", "fr"; of three letters where there is none of two);
/// nothing where it cannot be told. English is taken to be where the beginning, or the middle,
/// is: an article that opens in another tongue is English all the same.
#[must_use]
pub fn language(text: &str) -> Option<&'static str> {
    if is_plainly_english(part(text, 0, LOOK)) {
        return Some("en");
    }
    let first = look(text, 0, LOOK);
    if first.is_some_and(|(lang, _)| lang == Lang::Eng) {
        return Some("en");
    }
    let middle = look(text, text.len() / 2, SECOND_LOOK);
    let start = look(text, 0, SECOND_LOOK);
    if [middle, start]
        .iter()
        .flatten()
        .any(|(lang, _)| *lang == Lang::Eng)
    {
        return Some("en");
    }
    let (lang, sure) = start?;
    (sure && middle.is_none_or(|(other, _)| other == lang)).then(|| code(lang))
}

/// Words that every English text is full of and that no other language has together.
const ENGLISH: [&str; 16] = [
    "the", "of", "and", "that", "was", "with", "for", "from", "this", "have", "which", "were",
    "has", "by", "at", "it",
];

/// Whether so many of the words are of those that no closer look is needed: nearly every article of a
/// collection is English, and comparing letters with seventy languages takes longer than reading.
fn is_plainly_english(part: &str) -> bool {
    let (mut words, mut english, mut the) = (0, 0, 0);
    for word in part
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
    {
        words += 1;
        english += usize::from(ENGLISH.contains(&word));
        the += usize::from(word == "the");
    }
    the > 0 && english > 7 && english * 8 > words
}

/// `length` bytes from `at` on, or as many as there are, without parts of characters.
fn part(text: &str, at: usize, length: usize) -> &str {
    let start = text.ceil_char_boundary(at.min(text.len()));
    let end = text.floor_char_boundary(start.saturating_add(length).min(text.len()));
    text.get(start..end).unwrap_or_default()
}

/// The language of `length` bytes from `at` on, and whether it is sure.
fn look(text: &str, at: usize, length: usize) -> Option<(Lang, bool)> {
    let part = part(text, at, length);
    let letters = part.chars().filter(|c| c.is_alphabetic());
    let weight = letters.map(|c| if is_sign(c) { SIGN } else { 1 });
    if weight.sum::<usize>() < LETTERS {
        return None;
    }
    let found = detect(part)?;
    Some((found.lang(), found.is_reliable()))
}

/// The code of ISO 639-1; the one of ISO 639-3 where the language has none.
fn code(lang: Lang) -> &'static str {
    let three = lang.code();
    CODES
        .iter()
        .find(|(long, _)| *long == three)
        .map_or(three, |(_, short)| short)
}

/// ISO 639-3 and 639-1.
const CODES: [(&str, &str); 70] = [
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Der Hafen bleibt bis zum Winter geschlossen, teilte die Stadt am Montag mit. „Wir \
        werden keine Insel ohne Fähre lassen“, sagte die Hafenmeisterin den Reportern am Kai.";
    const ENGLISH: &str = "The harbour stays shut until winter, the city said on Monday. No island will be left \
        without a ferry, the harbour master told reporters on the quay.";

    #[test]
    fn what_is_clear_is_told_and_what_is_not_is_left_open() {
        assert_eq!(language(GERMAN), Some("de"));
        assert_eq!(language(ENGLISH), Some("en"));
        assert_eq!(
            language(
                "Порт останется закрытым до зимы, сообщили в понедельник городские власти; острова не останутся без парома."
            ),
            Some("ru")
        );
        // A sign says more than a letter.
        let japanese = "日本の首相は月曜日に辞任を発表した。";
        assert_eq!(language(japanese), Some("ja"));
        let chinese = "市议会星期二投票决定关闭旧桥两年，因为工程师发现了裂缝。";
        assert_eq!(language(chinese), Some("zh"));
        assert_eq!(language("山田太郎 3 – 2"), None);
        assert_eq!(language("Anna Lindqvist 4 – 2 Jan Nowak"), None);
        assert_eq!(language(""), None);
    }

    #[test]
    fn english_around_another_tongue_is_english() {
        assert_eq!(
            language(&format!("{GERMAN}\n\n{}", ENGLISH.repeat(8))),
            Some("en")
        );
        assert_eq!(
            language(&format!("{}\n\n{GERMAN}", ENGLISH.repeat(8))),
            Some("en")
        );
    }

    #[test]
    fn every_language_has_a_code() {
        for lang in Lang::all() {
            assert!(
                CODES.iter().any(|(long, _)| *long == lang.code()),
                "{lang:?}"
            );
        }
    }
}
