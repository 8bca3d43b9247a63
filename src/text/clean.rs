//! Hostile and dirty text made safe, once, at the boundary.
//!
//! Owns which characters may get past `import` and what becomes of the others: escape sequences,
//! control bytes, bidi overrides and invisible characters go, odd blanks become a blank, line ends
//! are unified. Must not know formats, furniture or the terminal.

mod escape;
mod map;

pub use map::{MapBuilder, OffsetMap};

use crate::model::Span;

/// A safe text, and where its bytes came from.
#[derive(Clone, Debug)]
pub struct Cleaned {
    /// The text.
    pub text: String,
    /// Positions of `text` in the text that came in.
    pub map: OffsetMap,
}

/// What becomes of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Drop,
    Become(char),
    /// May begin an escape sequence.
    Escape,
}

/// Makes `raw` safe: afterwards the only control character in it is `\n`, and nothing in it is
/// invisible or changes the direction of the text. Cleaning again changes nothing. Unicode
/// normalisation is not applied.
#[must_use]
pub fn clean(raw: &str) -> Cleaned {
    let Some(first) = next_dirty(raw, 0) else {
        return Cleaned {
            text: raw.to_owned(),
            map: OffsetMap::identity(),
        };
    };
    let mut text = String::with_capacity(raw.len());
    let mut map = MapBuilder::new();
    let mut strings = true;
    let (mut kept, mut at) = (0, first);
    loop {
        text.push_str(&raw[kept..at]);
        map.copy(Span::new(kept, at));
        let (len, new) = dirty(&raw[at..], &mut strings);
        if let Some(new) = new {
            text.push(new);
            map.replace(Span::new(at, at + len), new.len_utf8());
        }
        kept = at + len;
        match next_dirty(raw, kept) {
            Some(next) => at = next,
            None => break,
        }
    }
    text.push_str(&raw[kept..]);
    map.copy(Span::new(kept, raw.len()));
    Cleaned {
        text,
        map: map.finish(),
    }
}

/// A title or a name made safe: one line, blanks collapsed, none at the ends.
#[must_use]
pub fn clean_line(raw: &str) -> String {
    let text = clean(raw).text;
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// How many bytes at the start of `text` (which begins with a character that is not kept) go, and
/// what stands for them.
fn dirty(text: &str, strings: &mut bool) -> (usize, Option<char>) {
    let Some(c) = text.chars().next() else {
        return (0, None);
    };
    if text.starts_with("\r\n") {
        return (2, Some('\n'));
    }
    match fate(c) {
        Fate::Become(new) => (c.len_utf8(), Some(new)),
        Fate::Escape => (escape::length(text, strings).max(c.len_utf8()), None),
        Fate::Drop | Fate::Keep => (c.len_utf8(), None),
    }
}

/// The first character from `from` on that is not simply kept.
fn next_dirty(raw: &str, from: usize) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        // Stretches of plain letters are passed over as a whole.
        while bytes.get(at..at + STRETCH).is_some_and(is_plain) {
            at += STRETCH;
        }
        let Some(&byte) = bytes.get(at) else { break };
        if SUSPECT[byte as usize] {
            let c = raw[at..].chars().next()?;
            if fate(c) != Fate::Keep {
                return Some(at);
            }
            at += c.len_utf8();
        } else {
            at += 1;
        }
    }
    None
}

/// Bytes that are looked at together.
const STRETCH: usize = 32;

/// Whether all bytes are printable ASCII or line ends; one looks at all of them, many at once.
fn is_plain(bytes: &[u8]) -> bool {
    let odd = |b: u8| (b < b' ') & (b != b'\n') | (b >= 0x7f);
    !bytes.iter().fold(false, |seen, b| seen | odd(*b))
}

/// Bytes that can begin a character which is not kept; continuation bytes and all other leads
/// are passed over without decoding.
const SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = (b < 0x20 && b != 0x0a)
            || matches!(
                b,
                0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1 | 0xe2 | 0xe3 | 0xee | 0xef | 0xf0 | 0xf3 | 0xf4
            );
        b += 1;
    }
    table
};

fn fate(c: char) -> Fate {
    match c {
        '\n' | ' '..='~' => Fate::Keep,
        '\t' => Fate::Become(' '),
        // CR (before LF it goes with it), VT, FF, NEL, line and paragraph separators.
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Become('\n'),
        '\u{1b}' | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}' => Fate::Escape,
        // Marks and dashes of Windows-1252 that were read as Latin-1: as controls they have no
        // use in a text, as quotation marks they are all the difference.
        '\u{91}' => Fate::Become('‘'),
        '\u{92}' => Fate::Become('’'),
        '\u{93}' => Fate::Become('“'),
        '\u{94}' => Fate::Become('”'),
        '\u{96}' => Fate::Become('–'),
        '\u{97}' => Fate::Become('—'),
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Fate::Drop,
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{2800}'
        | '\u{3000}' => Fate::Become(' '),
        _ if is_invisible(c) => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// Characters that show nothing: joiners and other zero widths, soft hyphen, fillers, bidi
/// controls, tags, annotation marks, noncharacters, and private use (icon fonts of web pages).
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}' | '\u{ffff}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_clean_text_is_left_alone() {
        let text = "“Sí,” said Zoë — 50 €.\n\nNext.";
        let cleaned = clean(text);
        assert_eq!(cleaned.text, text);
        assert!(cleaned.map.is_identity());
    }

    #[test]
    fn hostile_characters_go_and_sequences_go_whole() {
        for (raw, want) in [
            ("\u{1b}[2J\u{1b}]0;owned\u{7}Hello", "Hello"),
            ("user\u{202e}fdp.exe\u{2066}", "userfdp.exe"),
            ("\u{feff}zero\u{200b}width\u{ad}\u{2060}", "zerowidth"),
            (
                "bell\u{7} back\u{8} nul\u{0} del\u{7f}",
                "bell back nul del",
            ),
            ("tag\u{e0041}\u{e007f}s \u{f101}", "tags "),
        ] {
            assert_eq!(clean(raw).text, want, "{raw:?}");
        }
    }

    #[test]
    fn blanks_and_line_ends_are_made_one_kind() {
        assert_eq!(
            clean("a\u{a0}b\u{2009}c\td\r\ne\rf\u{2028}g\u{85}h").text,
            "a b c d\ne\nf\ng\nh"
        );
    }

    #[test]
    fn marks_of_a_wrong_code_page_come_back() {
        assert_eq!(
            clean("\u{93}Yes\u{94} \u{97} it\u{92}s").text,
            "“Yes” — it’s"
        );
    }

    #[test]
    fn a_line_has_no_blanks_at_its_ends() {
        assert_eq!(clean_line(" \u{a0}Two\n words\t "), "Two words");
    }

    #[test]
    fn the_map_finds_the_words_again() {
        let raw = "\u{1b}[1mA\u{a0}b\u{200b}old\r\nend";
        let cleaned = clean(raw);
        assert_eq!(cleaned.text, "A bold\nend");
        let at = |word: &str| {
            let start = cleaned.text.find(word).unwrap();
            cleaned.map.raw(Span::new(start, start + word.len()))
        };
        assert_eq!(at("end").of(raw), "end");
        assert_eq!(at("bold").of(raw), "b\u{200b}old");
        assert_eq!(cleaned.map.cleaned(Span::new(0, 4)), None);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(raw in any_text()) {
            let once = clean(&raw).text;
            let twice = clean(&once);
            prop_assert_eq!(&twice.text, &once);
            prop_assert!(twice.map.is_identity());
            prop_assert!(once.chars().all(|c| c == '\n' || !c.is_control()));
        }

        #[test]
        fn maps_are_monotone_and_in_bounds(raw in any_text()) {
            let cleaned = clean(&raw);
            let mut before = 0;
            for (at, c) in cleaned.text.char_indices() {
                let span = Span::new(at, at + c.len_utf8());
                let there = cleaned.map.raw(span);
                prop_assert!(there.start >= before && there.end <= raw.len());
                prop_assert!(raw.get(there.range()).is_some_and(|s| !s.is_empty()));
                prop_assert_eq!(cleaned.map.cleaned(there), Some(span));
                before = there.end;
            }
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                4 => any::<char>().prop_map(String::from),
                3 => "[ -~\n]{0,6}",
                1 => proptest::sample::select(vec![
                    "\u{1b}[", "\u{1b}]", "\u{1b}\\", "\u{9b}", "\u{7}", "\r\n", "\u{a0}", "\u{202e}", "\u{90}",
                ]).prop_map(str::to_owned),
            ],
            0..40,
        )
        .prop_map(|parts| parts.concat())
    }
}
