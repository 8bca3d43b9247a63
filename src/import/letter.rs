//! What a message of mail holds that is nobody's article: signatures, the message that is answered, the head
//! of one that is forwarded.
//!
//! Owns the forms that programs give them, in plain text and in HTML; must not know how messages are read.

use super::markup;

/// Most lines of a signature whose line of dashes lost its blank, and of any.
const SIGNATURE: (usize, usize) = (12, 40);

/// Most lines of the head of a message that is forwarded.
const HEAD: usize = 20;

/// Least length of a line that is drawn over a head.
const RULE: usize = 10;

/// Most lines that an announcement of a quoted message is broken into.
const ANNOUNCED: usize = 3;

/// A text without what is no part of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Letter {
    pub text: String,
    /// The lines that were taken out, each with the byte of the text before which it stood.
    pub removed: Vec<(usize, String)>,
}

/// Takes a plain text apart. In an `answer` all lines that are quoted are somebody else's; otherwise those
/// that are announced ("On May 3 Ann Poe wrote:").
pub(super) fn plain(raw: &str, answer: bool) -> Letter {
    let lines: Vec<&str> = raw.lines().collect();
    let own = taken_apart(&lines, answer, false);
    let has_text = own.text.lines().any(|line| !line.trim().is_empty());
    if has_text || own.removed.is_empty() {
        return own;
    }
    // All of it is quoted, as some programs forward: then that is the text.
    let inner: Vec<&str> = lines.iter().map(|line| unquoted(line)).collect();
    taken_apart(&inner, false, true)
}

fn taken_apart(lines: &[&str], answer: bool, forwarded: bool) -> Letter {
    let mut letter = Letter::default();
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        let count = match announced(rest) {
            0 => 0,
            count => count + quoted(&rest[count..]),
        };
        let count = count.max(forwarding(rest)).max(signature(rest));
        let count = match count {
            0 if answer && !forwarded => quoted(rest),
            count => count,
        };
        for line in rest
            .iter()
            .take(count)
            .filter(|line| !line.trim().is_empty())
        {
            letter
                .removed
                .push((letter.text.len(), line.trim().to_owned()));
        }
        if count == 0 {
            letter.text.push_str(rest[0]);
        }
        // What stood on both sides is not one paragraph.
        letter.text.push('\n');
        at += count.max(1);
    }
    letter
}

/// How many of the first lines are quoted, those between that are empty with them.
fn quoted(lines: &[&str]) -> usize {
    let part = |line: &&&str| line.trim().is_empty() || line.trim_start().starts_with('>');
    let run = lines.iter().take_while(part).count();
    let last = lines[..run]
        .iter()
        .rposition(|line| !line.trim().is_empty());
    last.map_or(0, |last| last + 1)
}

fn unquoted(line: &str) -> &str {
    let line = line.trim_start().trim_start_matches(['>', ' ']);
    line.trim_end()
}

/// How many of the first lines announce a quoted message ("On Tue, 3 May 2031 at 10:00, Ann Poe\n<poe@a.example>
/// wrote:"), which stands below them.
fn announced(lines: &[&str]) -> usize {
    let first = lines.first().map_or("", |line| line.trim());
    if !opens_announcement(first) {
        return 0;
    }
    let ends = |line: &str| closes_announcement(line.trim());
    let Some(last) = lines.iter().take(ANNOUNCED).position(|line| ends(line)) else {
        return 0;
    };
    let below = &lines[last + 1..];
    let below = below.iter().find(|line| !line.trim().is_empty());
    let is_quoted = below.is_some_and(|line| line.trim_start().starts_with('>'));
    if is_quoted { last + 1 } else { 0 }
}

/// Whether a line announces a quoted message, whatever is below it.
pub(super) fn is_announcement(line: &str) -> bool {
    opens_announcement(line) && closes_announcement(line)
}

fn opens_announcement(line: &str) -> bool {
    let starts = ["On ", "Am ", "Le ", "El ", "Il ", "Op ", "Em "];
    let dated = line.contains(|c: char| c.is_ascii_digit()) || line.contains('@');
    (starts.iter().any(|start| line.starts_with(start)) && dated) || closes_announcement(line)
}

fn closes_announcement(line: &str) -> bool {
    let ends = [
        "wrote:",
        "writes:",
        "schrieb:",
        "a écrit :",
        "a écrit:",
        "escribió:",
        "ha scritto:",
        "schreef:",
        "escreveu:",
    ];
    ends.iter().any(|end| line.ends_with(end))
        || (line.contains(" schrieb ") && line.ends_with(':'))
}

/// How many of the first lines are the head of a message that is forwarded or was answered.
fn forwarding(lines: &[&str]) -> usize {
    let first = lines.first().map_or("", |line| line.trim());
    // Some programs draw a line over the head.
    let ruled = first.len() >= RULE && first.bytes().all(|b| b == b'_');
    let ruled = ruled && lines.get(1).is_some_and(|line| is_field(line.trim()));
    if !(ruled || is_forward_mark(first)) {
        return 0;
    }
    let mut count = 1;
    let mut found = 0;
    for line in lines.iter().skip(1).take(HEAD) {
        let line = line.trim();
        let field = is_field(line);
        // A long list of receivers goes on in the next line.
        let goes_on =
            found > 0 && (line.starts_with('<') || line.contains('@')) && !line.ends_with('.');
        if !(field || goes_on || (line.is_empty() && found == 0)) {
            break;
        }
        found += usize::from(field);
        count += 1;
    }
    // "Begin forwarded message:" alone, or dashes and the words, is a head too.
    if found == 0 { 1 } else { count }
}

fn is_forward_mark(line: &str) -> bool {
    const MARKS: &[&str] = &[
        "forwarded message",
        "original message",
        "begin forwarded message:",
        "weitergeleitete nachricht",
        "ursprüngliche nachricht",
        "message transféré",
        "message d'origine",
    ];
    let words = line.trim_matches(|c: char| c == '-' || c.is_whitespace());
    let dashes = line.starts_with("--") && line.len() > words.len();
    let lower = words.to_lowercase();
    let marked = |mark: &&str| {
        lower == **mark || (dashes && lower.starts_with(*mark) && lower.len() <= mark.len() + 40)
    };
    MARKS.iter().any(marked) && (dashes || lower.ends_with(':'))
}

/// "From: Ann Poe <poe@a.example>", also with emphasis: "*Sent:* Tuesday".
fn is_field(line: &str) -> bool {
    const FIELDS: &[&str] = &[
        "from", "date", "sent", "to", "cc", "bcc", "subject", "reply-to", "von", "gesendet", "an",
        "betreff", "datum",
    ];
    let line = line.trim_start_matches('*');
    line.split_once(':').is_some_and(|(name, _)| {
        let name = name.trim_end_matches('*').trim().to_lowercase();
        FIELDS.contains(&name.as_str())
    })
}

/// How many of the first lines are a signature: a line of two dashes and a blank, and what is below it up to
/// the end or to a message that is quoted (RFC 3676, 4.3).
fn signature(lines: &[&str]) -> usize {
    let first = lines.first().copied().unwrap_or("");
    let (marked, bare) = (first == "-- ", first == "--");
    if !(marked || bare) {
        return 0;
    }
    let other = |at: &usize| {
        let rest = &lines[*at..];
        announced(rest) > 0 || forwarding(rest) > 0 || rest[0].trim_start().starts_with('>')
    };
    let end = (1..lines.len()).find(other).unwrap_or(lines.len());
    let most = if marked { SIGNATURE.1 } else { SIGNATURE.0 };
    if end <= most { end } else { 0 }
}

/// Classes and ids of elements that are no part of a message, and those of messages that are quoted.
const BESIDE: &[&str] = &[
    "gmail_signature",
    "gmail_signature_prefix",
    "gmail_attr",
    "moz-signature",
    "moz-cite-prefix",
    "divrplyfwdmsg",
    "applemailsignature",
    "protonmail_signature_block",
];
const QUOTED: &[&str] = &["protonmail_quote", "yahoo_quoted"];

/// Most elements without an end that are looked for: each search goes to the end of the page.
const OPEN_ENDED: usize = 8;

/// A page without the elements that are no part of the message, and the lines of those; nothing where it has
/// none.
pub(super) fn page(html: &str) -> Option<(String, Vec<String>)> {
    let (mut kept, mut lines) = (String::new(), Vec::new());
    let (mut from, mut at, mut open_ended) = (0, 0, 0);
    while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        let open = at + found;
        let Some(len) = markup::tag_length(&html[open..]) else {
            at = open + 1;
            continue;
        };
        at = open + len;
        let tag = &html[open..at];
        if !is_beside(tag) {
            continue;
        }
        let Some(end) = end_of(html, open, at) else {
            open_ended += 1;
            if open_ended > OPEN_ENDED {
                break;
            }
            continue;
        };
        kept.push_str(&html[from..open]);
        let pieces = markup::all_pieces(&html[open..end]);
        lines.extend(pieces.into_iter().map(|piece| piece.line));
        (from, at) = (end, end);
    }
    kept.push_str(&html[from..]);
    (from > 0).then_some((kept, lines))
}

fn is_beside(tag: &str) -> bool {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    let name = inner
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    if name.is_empty() {
        return false;
    }
    let rest = &inner[name.len()..];
    let value = |key: &str| {
        super::attribute::attribute(rest, key)
            .unwrap_or("")
            .to_lowercase()
    };
    let named = format!("{} {}", value("class"), value("id"));
    let mut names = named.split_whitespace();
    let quote = name.eq_ignore_ascii_case("blockquote");
    let cited = quote && (value("type") == "cite" || named.contains("gmail_quote"));
    cited || names.any(|n| BESIDE.contains(&n) || QUOTED.contains(&n))
}

/// Where the element ends whose tag is from `open` to `at`.
fn end_of(html: &str, open: usize, at: usize) -> Option<usize> {
    let name = html[open + 1..at]
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()?;
    let is = |rest: &str| {
        let same = rest
            .get(..name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name));
        same && !rest[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    };
    let mut depth = 1_usize;
    for found in memchr::memchr_iter(b'<', &html.as_bytes()[at..]) {
        let rest = &html[at + found + 1..];
        match rest.strip_prefix('/') {
            Some(rest) if is(rest) => depth -= 1,
            None if is(rest) => depth += 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + found + markup::tag_length(&html[at + found..]).unwrap_or(1));
        }
    }
    None
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
