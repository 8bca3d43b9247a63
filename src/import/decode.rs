//! Bytes to text: byte order marks, the page's own declaration, UTF-8, and a guess for the rest.
//!
//! Owns encodings; must not know what the text is for.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::Reason;

/// How far into a page its encoding may be declared (HTML standard, 4.2.5.4).
const DECLARED_WITHIN: usize = 1024;

/// The text of `bytes`. A byte order mark wins, then valid UTF-8, then what a page declares of
/// itself, then a guess from the frequency of its bytes.
///
/// # Errors
/// [`Reason::Encoding`] where the bytes are not what their byte order mark says.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Reason> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = wide_without_mark(bytes) {
        return strict(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let encoding = declared(bytes).unwrap_or_else(|| guessed(bytes));
    // A guess is a guess: what does not fit is shown as U+FFFD rather than losing the article.
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

/// `bytes` as UTF-8 where `label`, which came beside them, names what they are. Left alone where
/// they say what they are themselves, where the label is none, and where they are valid UTF-8 and
/// the label names a code page: many servers send one label with everything.
pub(super) fn labelled(bytes: Vec<u8>, label: &str) -> Vec<u8> {
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return bytes;
    };
    let known = encoding == UTF_8 || wide(&bytes).is_some() || Encoding::for_bom(&bytes).is_some();
    // These write everything with bytes that stand in UTF-8 too.
    let shifting = !encoding.is_ascii_compatible();
    if known || (!shifting && std::str::from_utf8(&bytes).is_ok()) {
        return bytes;
    }
    encoding
        .decode_without_bom_handling(&bytes)
        .0
        .into_owned()
        .into_bytes()
}

/// Name of the encoding that [`decode`] has to guess, where nothing says what the bytes are.
pub(super) fn guess(bytes: &[u8]) -> Option<&'static str> {
    let known = wide(bytes).is_some() || Encoding::for_bom(bytes).is_some();
    (!known && std::str::from_utf8(bytes).is_err() && declared(bytes).is_none())
        .then(|| guessed(bytes).name())
}

/// The encoding of text in units of two bytes, with or without a mark.
pub(super) fn wide(head: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(head) {
        Some((encoding, _)) => Some(encoding).filter(|e| *e != UTF_8),
        None => wide_without_mark(head),
    }
}

fn strict<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, Reason> {
    let wrong = Reason::Encoding(encoding.name());
    if encoding != UTF_8 && !bytes.len().is_multiple_of(2) {
        return Err(wrong);
    }
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(wrong)
}

/// UTF-16 without a mark shows in Western text as a NUL beside nearly every letter.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    if head.len() < 8 {
        return None;
    }
    let nul = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, pairs) = (nul(0), nul(1), head.len() / 2);
    match (even * 10 > pairs * 7, odd * 10 > pairs * 7) {
        (true, false) if odd == 0 => Some(UTF_16BE),
        (false, true) if even == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// `<meta charset=...>`, `<meta ... content="text/html; charset=...">` or an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| memchr::memmem::find(&head, key.as_bytes()).map(|at| at + key.len()))?;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    // Bytes that are not UTF-8 came here: a page that says it is gets a guess.
    Encoding::for_label(&label).filter(|e| *e != UTF_8)
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()
    }

    #[test]
    fn marks_and_wide_text_are_understood() {
        assert_eq!(decode("\u{feff}Zoë".as_bytes()).unwrap(), "Zoë");
        let text = "A mayor resigned on Friday.";
        assert_eq!(decode(&wide(text, true)).unwrap(), text);
        assert_eq!(decode(&wide(text, false)).unwrap(), text);
    }

    #[test]
    fn half_a_unit_of_utf_16_is_refused() {
        let mut bytes = wide("cut", true);
        bytes.pop();
        assert!(matches!(decode(&bytes), Err(Reason::Encoding("UTF-16LE"))));
        assert!(decode(&[0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]).is_err());
    }

    #[test]
    fn a_label_beside_the_bytes_is_believed_where_it_can_be_true() {
        let read = |bytes: &[u8], label| String::from_utf8(labelled(bytes.to_vec(), label));
        assert_eq!(
            read(b"caf\xe9 \x96 \xf3", "ISO-8859-2").unwrap(),
            "café \u{96} ó"
        );
        assert_eq!(
            read(b"\xcc\xee\xf1\xea\xe2\xe0", "windows-1251").unwrap(),
            "Москва"
        );
        assert_eq!(read("Zoë".as_bytes(), "iso-8859-1").unwrap(), "Zoë");
        assert_eq!(read(b"\x1b$B%+\x1b(B", "iso-2022-jp").unwrap(), "カ");
        assert_eq!(
            read(b"a\x00b\x00c\x00d\x00e\x00", "utf-16le").unwrap(),
            "a\0b\0c\0d\0e\0"
        );
        assert_eq!(labelled(b"caf\xe9".to_vec(), "utf-8"), b"caf\xe9");
        assert_eq!(labelled(b"caf\xe9".to_vec(), "none"), b"caf\xe9");
    }

    #[test]
    fn old_code_pages_are_declared_or_guessed() {
        let bytes = b"She said \x93no\x94 \x97 and the caf\xe9 closed for good.";
        assert_eq!(
            decode(bytes).unwrap(),
            "She said “no” — and the café closed for good."
        );
        let page = b"<meta charset=\"windows-1251\"><p>\xcc\xee\xf1\xea\xe2\xe0";
        assert!(decode(page).unwrap().ends_with("Москва"));
    }
}
