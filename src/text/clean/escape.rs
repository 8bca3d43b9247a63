//! How long a terminal escape sequence is.
//!
//! Owns the grammar of ECMA-48 as far as it is needed to take a sequence out whole; must not know
//! what the rest of the cleaning does.

/// Introducers as 8-bit controls; in UTF-8 text they are the scalars U+0080 to U+009F.
const DCS: char = '\u{90}';
const SOS: char = '\u{98}';
const CSI: char = '\u{9b}';
const ST: char = '\u{9c}';
const OSC: char = '\u{9d}';
const PM: char = '\u{9e}';
const APC: char = '\u{9f}';

/// Length in bytes of the sequence at the start of `text`, 0 where none starts there.
///
/// A string sequence without an end counts as its introducer only, so that a stray byte cannot
/// swallow an article; the caller passes `strings = false` once that has happened, which keeps
/// cleaning linear.
pub(super) fn length(text: &str, strings: &mut bool) -> usize {
    let mut chars = text.chars();
    match chars.next() {
        Some('\u{1b}') => match chars.next() {
            Some('[') => 2 + control(&text[2..]),
            Some(']' | 'P' | 'X' | '^' | '_') => 2 + string(&text[2..], strings),
            Some(' '..='/') => 1 + plain(&text[1..]),
            Some('0'..='~') => 2,
            _ => 1,
        },
        Some(CSI) => 2 + control(&text[2..]),
        Some(DCS | SOS | OSC | PM | APC) => 2 + string(&text[2..], strings),
        _ => 0,
    }
}

/// Parameters, intermediates and the final byte of a control sequence.
fn control(text: &str) -> usize {
    let bytes = text.as_bytes();
    let parameters = run(bytes, 0, 0x30, 0x3f);
    let middle = run(bytes, parameters, 0x20, 0x2f);
    middle + usize::from(matches!(bytes.get(middle), Some(0x40..=0x7e)))
}

/// Intermediates and the final byte of a plain escape sequence (`ESC ( B`).
fn plain(text: &str) -> usize {
    let bytes = text.as_bytes();
    let middle = run(bytes, 0, 0x20, 0x2f);
    middle + usize::from(matches!(bytes.get(middle), Some(0x30..=0x7e)))
}

fn run(bytes: &[u8], from: usize, low: u8, high: u8) -> usize {
    from + bytes[from..]
        .iter()
        .take_while(|b| (low..=high).contains(*b))
        .count()
}

/// The text of a string sequence up to and with its end.
fn string(text: &str, strings: &mut bool) -> usize {
    if !*strings {
        return 0;
    }
    for (at, c) in text.char_indices() {
        match c {
            '\u{1b}' if text[at + 1..].starts_with('\\') => return at + 2,
            // Another sequence, CAN or SUB breaks the string off.
            '\u{1b}' | '\u{18}' | '\u{1a}' => return at,
            '\u{7}' | ST => return at + c.len_utf8(),
            _ => {}
        }
    }
    *strings = false;
    0
}

#[cfg(test)]
mod tests {
    fn rest(text: &str) -> &str {
        &text[super::length(text, &mut true)..]
    }

    #[test]
    fn sequences_go_whole() {
        for sequence in [
            "\u{1b}[31;1m",
            "\u{1b}[?25l",
            "\u{1b}]0;a title\u{7}",
            "\u{1b}]8;;http://example.org\u{1b}\\",
            "\u{1b}Pq#0;2;0\nmore\u{1b}\\",
            "\u{1b}(B",
            "\u{1b}c",
            "\u{9b}2J",
            "\u{9d}52;c;aGk=\u{9c}",
            "\u{1b}_payload\u{1b}\\",
        ] {
            assert_eq!(rest(&format!("{sequence}text")), "text", "{sequence:?}");
        }
    }

    #[test]
    fn a_string_without_an_end_swallows_nothing() {
        assert_eq!(
            rest("\u{1b}]0;the article goes on"),
            "0;the article goes on"
        );
    }

    #[test]
    fn what_starts_no_sequence_has_no_length() {
        assert_eq!(rest("plain"), "plain");
        assert_eq!(rest("\u{1b}\u{e9}"), "\u{e9}");
        assert_eq!(rest("\u{1b}"), "");
    }
}
