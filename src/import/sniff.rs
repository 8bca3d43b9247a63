//! What a file is, from its first bytes. Its ending is not asked.
//!
//! Owns the signs of formats; must not know how any is read.

use super::decode;

/// How many bytes of a file are looked at.
pub(super) const HEAD: usize = 64 * 1024;

/// Kinds of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Html,
    /// One value, object or array of objects.
    Json,
    /// One object a line.
    JsonLines,
    /// Not text; the name of what it is, with an article.
    Binary(&'static str),
}

/// First bytes of formats that are no text but may well lie in a folder of articles.
const SIGNS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound, film or picture"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x7fELF", "a program"),
    (b"wOF", "a font"),
];

/// The kind of a file whose first bytes (up to [`HEAD`]) are `head`.
pub(super) fn sniff(head: &[u8]) -> Kind {
    if let Some((_, name)) = SIGNS.iter().find(|(sign, _)| head.starts_with(sign)) {
        return Kind::Binary(name);
    }
    // The head may end inside a character; for looking at it that does no harm.
    let encoding = decode::wide(head);
    if encoding.is_none() && is_binary(head) {
        return Kind::Binary("a binary file");
    }
    let text = match encoding {
        Some(encoding) => encoding.decode(head).0,
        None => String::from_utf8_lossy(head),
    };
    let start = text
        .trim_start_matches(['\u{feff}', '\u{200b}'])
        .trim_start();
    match start.as_bytes() {
        [b'{', ..] if is_object(start) => object_kind(start),
        [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => Kind::Json,
        [b'<', ..] if is_html(start) => Kind::Html,
        _ => Kind::Text,
    }
}

/// NUL bytes, or more than a few control bytes that no text has.
fn is_binary(head: &[u8]) -> bool {
    let odd = head
        .iter()
        .filter(|b| matches!(b, 1..=6 | 14..=26 | 28..=31 | 127))
        .count();
    head.contains(&0) || odd * 20 > head.len()
}

fn is_object(start: &str) -> bool {
    start[1..].trim_start().starts_with(['"', '}'])
}

/// Lines when the first line is a whole object; one value when the object goes on.
fn object_kind(start: &str) -> Kind {
    let Some((first, rest)) = start.split_once('\n') else {
        // One line only, or a first line longer than the head: reading by lines does for both.
        return Kind::JsonLines;
    };
    let whole = serde_json::from_str::<serde::de::IgnoredAny>(first.trim_end()).is_ok();
    if whole || rest.trim_start().starts_with("{\"") {
        Kind::JsonLines
    } else {
        Kind::Json
    }
}

/// Whether a text in a record is HTML: it begins with a tag, or has paragraphs or line breaks as tags.
pub(super) fn is_markup(text: &str) -> bool {
    let start = text.trim_start();
    let head: String = start
        .chars()
        .take(4096)
        .collect::<String>()
        .to_ascii_lowercase();
    (start.starts_with('<') && is_html(start))
        || ["</p>", "<br>", "<br/>", "<br />"]
            .iter()
            .any(|t| head.contains(t))
}

fn is_html(start: &str) -> bool {
    let head: String = start
        .chars()
        .take(4096)
        .collect::<String>()
        .to_ascii_lowercase();
    let opens = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<article",
        "<main",
    ];
    let tags = ["<p>", "<p ", "<div", "<h1", "<title", "<meta", "<span"];
    opens.iter().any(|t| head.contains(t)) || tags.iter().any(|t| head.contains(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_not_the_ending() {
        for (head, kind) in [
            ("A council met.\n\nIt voted.", Kind::Text),
            ("<3 is a heart, he wrote.", Kind::Text),
            ("[Updated] The council met.", Kind::Text),
            ("{ braces } in a text", Kind::Text),
            ("\n<!DOCTYPE html><html>", Kind::Html),
            ("<!-- saved -->\n<div><p>x", Kind::Html),
            ("[\n  {\"text\": \"x\"}]", Kind::Json),
            ("{\n  \"text\": \"x\"\n}", Kind::Json),
            ("{\"text\": \"x\"}\n{\"text\": \"y\"}\n", Kind::JsonLines),
            ("{\"text\": \"x\"}", Kind::JsonLines),
            ("{\"text\": bad\n{\"text\": \"y\"}\n", Kind::JsonLines),
            ("\u{feff}{\"id\": 1}", Kind::JsonLines),
        ] {
            assert_eq!(sniff(head.as_bytes()), kind, "{head}");
        }
    }

    #[test]
    fn binaries_are_named() {
        assert_eq!(sniff(b"%PDF-1.7\n"), Kind::Binary("a PDF"));
        assert_eq!(sniff(b"a\x00b\x01c"), Kind::Binary("a binary file"));
    }
}
