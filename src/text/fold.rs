//! Text folded for comparing: case, accents, quotation marks, dashes and ligatures made one kind.
//!
//! Owns what counts as the same letter; must not know who compares what. Folded text is never
//! shown: [`Folded::source`] leads back to the text it was made from.

use unicode_normalization::char::decompose_compatible;

/// A folded text, and where its bytes came from.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// In order of both texts; empty where positions are the same.
    steps: Vec<Step>,
    source_len: usize,
}

/// From here on the folded text runs along with the source, or stands as a whole for one
/// character of it.
#[derive(Clone, Copy, Debug)]
struct Step {
    folded: usize,
    source: usize,
    whole: bool,
}

impl Folded {
    /// The byte of the source at which the character begins that made `folded_byte`; the length
    /// of the source for positions at or after the end. Never decreases.
    #[must_use]
    pub fn source(&self, folded_byte: usize) -> usize {
        if folded_byte >= self.text.len() {
            return self.source_len;
        }
        let after = self.steps.partition_point(|s| s.folded <= folded_byte);
        match after.checked_sub(1).and_then(|k| self.steps.get(k)) {
            Some(step) if step.whole => step.source,
            Some(step) => step.source + (folded_byte - step.folded),
            None => folded_byte,
        }
    }

    fn step(&mut self, folded: usize, source: usize, whole: bool) {
        let step = Step {
            folded,
            source,
            whole,
        };
        match self.steps.last_mut() {
            // Nothing came of the earlier one.
            Some(last) if last.folded == folded => *last = step,
            _ => self.steps.push(step),
        }
    }
}

/// Folds `s`: lower case, accents dropped, curly marks straight, dashes as `-`, ligatures and
/// full-width letters as their plain letters, odd blanks as a blank.
#[must_use]
pub fn fold(s: &str) -> Folded {
    let mut out = Folded {
        source_len: s.len(),
        ..Folded::default()
    };
    if s.is_ascii() {
        out.text = s.to_ascii_lowercase();
        return out;
    }
    out.text.reserve(s.len());
    for (at, c) in s.char_indices() {
        let before = out.text.len();
        fold_char(c, &mut out.text);
        let made = &out.text[before..];
        let len = c.len_utf8();
        let along = made.len() == len && made.chars().nth(1).is_none();
        if !along {
            let after = out.text.len();
            if after > before {
                out.step(before, at, true);
            }
            out.step(after, at + len, false);
        }
    }
    out
}

/// The folded text alone.
#[must_use]
pub fn fold_str(s: &str) -> String {
    if s.is_ascii() {
        return s.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(s.len());
    let mut rest = s;
    // Stretches of ASCII are copied as a whole.
    while let Some(at) = rest.bytes().position(|b| !b.is_ascii()) {
        push_ascii(&rest[..at], &mut out);
        let mut chars = rest[at..].chars();
        if let Some(c) = chars.next() {
            fold_char(c, &mut out);
        }
        rest = chars.as_str();
    }
    push_ascii(rest, &mut out);
    out
}

fn push_ascii(s: &str, out: &mut String) {
    let start = out.len();
    out.push_str(s);
    out[start..].make_ascii_lowercase();
}

fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    // The marks and dashes of every text are no letters: nothing to take apart.
    if matches!(c, '–' | '—' | '‘' | '’' | '“' | '”') {
        push_plain(c, out);
        return;
    }
    // Syllables of Korean stay whole: taken apart they only grow.
    if ('\u{ac00}'..='\u{d7a3}').contains(&c) {
        out.push(c);
        return;
    }
    decompose_compatible(c, |part| {
        if is_accent(part) {
            return;
        }
        for low in part.to_lowercase() {
            push_plain(low, out);
        }
    });
}

/// Marks on letters of Latin, Greek, Cyrillic, Hebrew and Arabic. Vowel signs of other scripts are
/// letters in their own right and stay.
const fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

fn push_plain(c: char, out: &mut String) {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | 'ʼ' | 'ʻ' | '´' => {
            out.push('\'');
        }
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => out.push('"'),
        '‐'..='―' | '−' => out.push('-'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ł' => out.push('l'),
        'ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        _ if is_accent(c) => {}
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_reads_the_same_folds_the_same() {
        for (a, b) in [
            ("Zoë’s “Straße”", "zoe's \"strasse\""),
            ("Łódź – ﬁne…", "lodz - fine..."),
            ("İstanbul ＡＢ\u{a0}Æsir", "istanbul ab aesir"),
            ("ΟΔΟΣ", "οδοσ"),
            ("한국", "한국"),
        ] {
            assert_eq!(fold_str(a), b);
            assert_eq!(fold(a).text, b);
        }
    }

    #[test]
    fn a_hit_in_folded_text_leads_back_to_the_printed_words() {
        let s = "« Müße » said Jürgen… twice";
        let folded = fold(s);
        for (needle, printed) in [("jurgen", "Jürgen"), ("musse", "Müße"), ("twice", "twice")] {
            let at = folded.text.find(needle).unwrap();
            let span = folded.source(at)..folded.source(at + needle.len());
            assert_eq!(&s[span], printed);
        }
    }

    proptest! {
        #[test]
        fn the_map_is_monotone_and_on_character_bounds(s in "\\PC{0,40}|[a-zÀ-ſ“”’—ﬁİ …]{0,40}") {
            let folded = fold(&s);
            prop_assert_eq!(&folded.text, &fold_str(&s));
            let mut before = 0;
            for (at, _) in folded.text.char_indices().chain([(folded.text.len(), ' ')]) {
                let source = folded.source(at);
                prop_assert!(source >= before && source <= s.len() && s.is_char_boundary(source));
                before = source;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(s in "\\PC{0,40}") {
            let once = fold_str(&s);
            prop_assert_eq!(fold_str(&once), once);
        }
    }
}
