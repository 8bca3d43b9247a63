//! What a message of mail holds that is nobody's article: signatures, the message that is answered, the head
//! of one that is forwarded.
//!
//! Nothing is taken out that could be the text: only in a message that answers another what is quoted is
//! somebody else's; elsewhere what a line announces with a day and an address. What is forwarded is the text
//! itself, and only its head goes.
//!
//! Owns the forms that programs give them in plain text (in HTML see `page`); must not know how messages are
//! read.

mod page;

use super::dates;
pub(super) use page::page;

/// Most lines of a signature whose line of dashes lost its blank, and of any.
const SIGNATURE: (usize, usize) = (12, 40);

/// Most lines of the head of a message that is forwarded.
const HEAD: usize = 20;

/// Least length of a line that is drawn over a head.
const RULE: usize = 10;

/// Most lines that an announcement of a quoted message is broken into.
const ANNOUNCED: usize = 3;

/// Longest announcement, in bytes.
const LONGEST: usize = 500;

/// Years in which a message may have been written.
const YEARS: std::ops::RangeInclusive<u16> = 1970..=2100;

/// A text without what is no part of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Letter {
    pub text: String,
    /// The lines that were taken out, each with the byte of the text before which it stood.
    pub removed: Vec<(usize, String)>,
}

/// Takes a plain text apart. In an `answer` all lines that are quoted are somebody else's; otherwise those
/// that are announced as programs do ("On 3 May 2031 Ann Poe <poe@a.example> wrote:").
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
    let quoted = quoted(lines);
    let mut letter = Letter::default();
    let mut at = 0;
    // Whether a paragraph begins here.
    let mut begins = true;
    while at < lines.len() {
        let rest = &lines[at..];
        let count = match announced(rest, begins, answer) {
            0 => 0,
            count => count + quoted.get(at + count).copied().unwrap_or(0),
        };
        let count = count.max(forwarding(rest)).max(signature(rest, answer));
        let count = match count {
            0 if answer && !forwarded => quoted[at],
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
        begins = count > 0 || rest[0].trim().is_empty();
        at += count.max(1);
    }
    letter
}

/// For each line how many from there on are quoted, those between that are empty with them.
fn quoted(lines: &[&str]) -> Vec<usize> {
    let mut out = vec![0; lines.len()];
    // Of the line behind: from the end, so that no run is looked at again from each of its lines.
    let mut next = 0;
    for (line, count) in lines.iter().zip(&mut out).rev() {
        let line = line.trim_start();
        // A line of the message that begins with "From " is written so in a mailbox.
        let marked = line.starts_with('>') && !line.starts_with(">From ");
        next = match (marked, next) {
            (true, _) => next + 1,
            (false, 1..) if line.is_empty() => next + 1,
            _ => 0,
        };
        *count = next;
    }
    out
}

fn unquoted(line: &str) -> &str {
    let line = line.trim_start().trim_start_matches(['>', ' ']);
    line.trim_end()
}

/// How many of the first lines announce a quoted message ("On Tue, 3 May 2031 at 10:00, Ann Poe\n<poe@a.example>
/// wrote:"), which stands below them. Where a paragraph `begins` that a program wrote, day and address are in it;
/// of an `answer` two of the three are enough.
fn announced(lines: &[&str], begins: bool, answer: bool) -> usize {
    let Some(told) = Announcement::of(lines) else {
        return 0;
    };
    let signs = [begins, told.dated, told.addressed];
    let least = if answer { 2 } else { signs.len() };
    if signs.into_iter().filter(|sign| *sign).count() < least {
        return 0;
    }
    let below = &lines[told.lines..];
    let below = below.iter().find(|line| !line.trim().is_empty());
    let is_quoted = below.is_some_and(|line| line.trim_start().starts_with('>'));
    if is_quoted { told.lines } else { 0 }
}

/// Lines that announce a message, whatever is below them.
struct Announcement {
    lines: usize,
    /// Whether a day or a time is told, and an address.
    dated: bool,
    addressed: bool,
}

impl Announcement {
    /// What the first of `lines` announce: "Ann Poe\nwrote:" is the end of a paragraph of news as well.
    fn of(lines: &[&str]) -> Option<Self> {
        const STARTS: &[&str] = &["On ", "Am ", "Le ", "El ", "Il ", "Op ", "Em "];
        let first = lines.first()?.trim();
        let starts = STARTS.iter().any(|start| first.starts_with(start));
        if !starts && !closes_announcement(first) {
            return None;
        }
        let mut ends = lines.iter().take(ANNOUNCED).map(|line| line.trim());
        let last = ends.position(closes_announcement)?;
        let words = lines[..=last].join(" ");
        (words.len() <= LONGEST).then(|| Self {
            lines: last + 1,
            dated: is_dated(&words),
            addressed: words.contains('@'),
        })
    }
}

/// Whether words tell a day or a time, in whatever language: "le 3 mai 2031 à 10:00".
fn is_dated(words: &str) -> bool {
    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    let number = |word: &str| {
        let bytes = word.as_bytes();
        let clock = bytes.iter().position(|b| *b == b':');
        let clock =
            clock.is_some_and(|at| at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1)));
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        clock || word.parse::<u16>().is_ok_and(|year| YEARS.contains(&year))
    };
    words.split_whitespace().any(number) || dates::find(words).is_some()
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
    const ANSWERED: &[&str] = &[
        "original message",
        "ursprüngliche nachricht",
        "message d'origine",
    ];
    is_forwarded(line) || is_marked(line, ANSWERED)
}

/// Whether a line says that the message below is forwarded.
fn is_forwarded(line: &str) -> bool {
    const FORWARDED: &[&str] = &[
        "forwarded message",
        "begin forwarded message:",
        "weitergeleitete nachricht",
        "message transféré",
    ];
    is_marked(line, FORWARDED)
}

fn is_marked(line: &str, marks: &[&str]) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let words = line.trim_matches(|c: char| c == '-' || c.is_whitespace());
    let dashes = line.starts_with("--") && line.len() > words.len();
    let lower = words.to_lowercase();
    let marked = |mark: &&str| {
        lower == **mark || (dashes && lower.starts_with(*mark) && lower.len() <= mark.len() + 40)
    };
    marks.iter().any(marked) && (dashes || lower.ends_with(':'))
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
fn signature(lines: &[&str], answer: bool) -> usize {
    let first = lines.first().copied().unwrap_or("");
    let (marked, bare) = (first == "-- ", first == "--");
    if !(marked || bare) {
        return 0;
    }
    let other = |at: &usize| {
        let rest = &lines[*at..];
        let begins = lines[*at - 1].trim().is_empty();
        announced(rest, begins, answer) > 0
            || forwarding(rest) > 0
            || rest[0].trim_start().starts_with('>')
    };
    let most = if marked { SIGNATURE.1 } else { SIGNATURE.0 };
    // Behind as many lines it is none, whatever ends it.
    let within = lines.len().min(most + 1);
    let end = (1..within).find(other).unwrap_or(lines.len());
    if end <= most { end } else { 0 }
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
