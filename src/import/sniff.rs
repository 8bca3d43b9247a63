//! What a file is, from its first bytes. Its ending is not asked.
//!
//! Owns the signs of formats; must not know how any is read.

use super::decode;
use super::packed::Packing;

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
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A list of feeds.
    Outline,
    /// A crawl of the web.
    Warc,
    /// One message of mail.
    Mail,
    /// Messages one after another, each behind a line of its own.
    Mailbox,
    Pdf,
    /// One file, compressed.
    Packed(Packing),
    /// A zip archive, or a document that is one inside.
    Zip,
    /// A tar archive.
    Tar,
    /// Not text; the name of what it is, with an article.
    Binary(&'static str),
}

/// First bytes of formats that are no text but may well lie in a folder of articles.
const SIGNS: &[(&[u8], &str)] = &[
    (b"BZh", "a bzip2 archive"),
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

/// First bytes of files that hold others.
const CONTAINERS: &[(&[u8], Kind)] = &[
    (b"\x1f\x8b", Kind::Packed(Packing::Gzip)),
    (b"\x28\xb5\x2f\xfd", Kind::Packed(Packing::Zstd)),
    (b"\xfd7zXZ\x00", Kind::Packed(Packing::Xz)),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
];

/// Fields of a header that mail has and texts rarely have.
const MAIL: &[&str] = &[
    "from",
    "to",
    "subject",
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "content-type",
    "delivered-to",
    "list-id",
    "reply-to",
];

/// Where the sign of a tar archive stands.
const TAR: std::ops::Range<usize> = 257..262;

/// The kind of a file whose first bytes (up to [`HEAD`]) are `head`.
pub(super) fn sniff(head: &[u8]) -> Kind {
    if let Some((_, kind)) = CONTAINERS.iter().find(|(sign, _)| head.starts_with(sign)) {
        return *kind;
    }
    if head.starts_with(b"WARC/") {
        return Kind::Warc;
    }
    if head.starts_with(b"%PDF-") {
        return Kind::Pdf;
    }
    if head.get(TAR) == Some(b"ustar") {
        return Kind::Tar;
    }
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
    if let Some(kind) = mail(&text) {
        return kind;
    }
    match start.as_bytes() {
        [b'{', ..] if is_json_feed(start) => Kind::Feed,
        [b'{', ..] if is_object(start) => object_kind(start),
        [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => Kind::Json,
        [b'<', ..] => match root(start).as_str() {
            "rss" | "rdf" | "feed" => Kind::Feed,
            "opml" => Kind::Outline,
            _ if is_html(start) => Kind::Html,
            _ => Kind::Text,
        },
        _ => Kind::Text,
    }
}

/// A JSON Feed says so in its version; many tools escape the strokes of the address.
fn is_json_feed(start: &str) -> bool {
    let head: String = start.chars().take(4096).collect();
    let head = head.replace("\\/", "/");
    let before = head.find("://jsonfeed.org/version/").map(|at| &head[..at]);
    before.is_some_and(|before| {
        let before = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let before = before.strip_suffix('"').unwrap_or("").trim_end();
        let before = before.strip_suffix(':').unwrap_or("").trim_end();
        before.ends_with("\"version\"")
    })
}

/// Mail begins with its header: lines of a name and a value, the usual names among them. Text that
/// was saved with lines like "Date: ..." on top has not that many of mail's own, and neither an address nor
/// a time of day in them.
fn mail(text: &str) -> Option<Kind> {
    let header = |text: &str| {
        let (mut own, mut signs) = (0, 0);
        for line in text.lines().take_while(|line| !line.is_empty()) {
            let folded = line.starts_with([' ', '\t']);
            let name = line.split_once(':').map(|(name, _)| name);
            let is_name =
                |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
            if !folded && !name.is_some_and(is_name) {
                return 0;
            }
            let name = name.unwrap_or("").to_ascii_lowercase();
            own += usize::from(MAIL.contains(&name.as_str()));
            let addressed = name == "from" && line.contains('@');
            let timed = name == "date" && line.matches(':').count() > 1;
            signs += usize::from(addressed || timed);
        }
        own + signs / 2
    };
    if let Some(rest) = text.strip_prefix("From ") {
        let (line, rest) = rest.split_once('\n')?;
        return (line.contains([':', '@']) && header(rest) >= 2).then_some(Kind::Mailbox);
    }
    (header(text) >= 3).then_some(Kind::Mail)
}

/// The local name of the first tag, in small letters; what stands before it that is no tag is
/// passed over.
fn root(start: &str) -> String {
    let mut rest = start;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = match rest.as_bytes() {
            [b'?', ..] => "?>",
            [b'!', b'-', b'-', ..] => "-->",
            // A document type may hold declarations between brackets.
            [b'!', ..] if rest[..rest.find('>').unwrap_or(0)].contains('[') => "]>",
            [b'!', ..] => ">",
            _ => break,
        };
        let Some(at) = rest.find(end) else { break };
        rest = &rest[at + end.len()..];
    }
    let name: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == ':')
        .collect();
    let local = name.rsplit(':').next().unwrap_or("");
    local.to_ascii_lowercase()
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
    let is_whole =
        |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line.trim_end()).is_ok();
    let first = first.trim_end();
    let whole = is_whole(first);
    // `{"articles": [` goes on with the records of one value, each with a comma behind it but the last; where whole
    // objects follow, the first line is one that is broken.
    let lists = first.ends_with('[') || first.ends_with(',') && first.contains("[{");
    let mut next = rest.lines();
    let broken =
        next.next().is_some_and(is_whole) && next.next().is_some_and(|line| line.starts_with('{'));
    let lists = lists && !broken;
    if whole || rest.trim_start().starts_with("{\"") && !lists {
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
            (
                "{\"articles\": [\n{\"text\": \"x\"},\n{\"text\": \"y\"}\n]}",
                Kind::Json,
            ),
            (
                "{\"articles\": [{\"text\": \"x\"},\n{\"text\": \"y\"}]}",
                Kind::Json,
            ),
            ("\u{feff}{\"id\": 1}", Kind::JsonLines),
            (
                "<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">",
                Kind::Feed,
            ),
            ("<!DOCTYPE r [<!ENTITY a \"<b>\">]><rdf:RDF>", Kind::Feed),
            ("<a:feed xmlns:a=\"x\">", Kind::Feed),
            ("<opml>", Kind::Outline),
            (
                "{\"version\" : \"https:\\/\\/jsonfeed.org\\/version\\/1.1\"}",
                Kind::Feed,
            ),
            (
                "{\"text\": \"See https://jsonfeed.org/version/1\"}",
                Kind::JsonLines,
            ),
            ("From: A\nTo: B\nSubject: C\n\nText.", Kind::Mail),
            ("From: A\nDate: B\n\nText.", Kind::Text),
            (
                "From a@b Tue May  5 09:00:00 2020\nFrom: A\nTo: B\n\nText.",
                Kind::Mailbox,
            ),
            ("From Tuesday on: no ferry.\n\nThe council met.", Kind::Text),
            ("WARC/1.0\r\n", Kind::Warc),
        ] {
            assert_eq!(sniff(head.as_bytes()), kind, "{head}");
        }
    }

    #[test]
    fn binaries_are_named() {
        assert_eq!(sniff(b"%PDF-1.7\n"), Kind::Pdf);
        assert_eq!(sniff(b"a\x00b\x01c"), Kind::Binary("a binary file"));
    }
}
