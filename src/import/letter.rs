//! What a message of mail holds that is nobody's article: signatures, the message that is answered, the head
//! of one that is forwarded.
//!
//! Nothing is taken out that could be the text: only in a message that answers another what is quoted is
//! somebody else's; elsewhere what a line announces with a day and an address. What is forwarded is the text
//! itself, and only its head goes.
//!
//! Owns the forms that programs give them in plain text (in HTML see `page`); must not know how messages are
//! read.

mod hints;
mod page;

use super::dates;
pub(super) use page::page;

/// Most lines of a signature whose line of dashes lost its blank, and of any.
const SIGNATURE: (usize, usize) = (12, 40);

/// Least words of a sentence that no signature has.
const TOLD: usize = 8;

/// Most lines of the head of a message that is forwarded.
const HEAD: usize = 20;

/// Least length of a line that is drawn over a head.
const RULE: usize = 10;

/// Most lines that an announcement of a quoted message is broken into.
const ANNOUNCED: usize = 3;

/// Longest announcement, in bytes.
const LONGEST: usize = 500;

/// Least fields of a head that nothing stands over, and in how many lines they are.
const BARE: (usize, usize) = (3, 6);

/// Longest name of a field, in bytes.
const FIELD: usize = 24;

/// Years in which a message may have been written.
const YEARS: std::ops::RangeInclusive<u16> = 1970..=2100;

/// What stands over the message that is answered.
const ANSWERED: &[&str] = &[
    "original message",
    "ursprüngliche nachricht",
    "message d'origine",
];

/// Names of the fields of a head, in lower case.
const SENDER: &[&str] = &["from", "von"];
const RECEIVER: &[&str] = &["to", "an"];
const DATE: &[&str] = &["date", "datum"];
const SENT: &[&str] = &["sent", "gesendet"];
const SUBJECT: &[&str] = &["subject", "betreff"];
const OTHERS: &[&str] = &["cc", "bcc", "reply-to"];

/// What a message is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// Its own words.
    Itself,
    /// To answer another, which it may quote.
    Answer,
    /// To pass another on.
    Forward,
}

/// A text without what is no part of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Letter {
    pub text: String,
    /// The lines that were taken out, each with the byte of the text before which it stood.
    pub removed: Vec<(usize, String)>,
}

/// Takes a plain text apart. In an answer all lines that are quoted are somebody else's; otherwise those
/// that are announced as programs do ("On 3 May 2031 Ann Poe <poe@a.example> wrote:").
pub(super) fn plain(raw: &str, sent: Sent) -> Letter {
    let lines: Vec<&str> = raw.lines().collect();
    let own = taken_apart(&lines, sent, false);
    let has_text = own.text.lines().any(|line| !line.trim().is_empty());
    if has_text || own.removed.is_empty() {
        return own;
    }
    // All of it is quoted, as some programs forward: then that is the text.
    let inner: Vec<&str> = lines.iter().map(|line| unquoted(line)).collect();
    taken_apart(&inner, Sent::Itself, true)
}

fn taken_apart(lines: &[&str], sent: Sent, forwarded: bool) -> Letter {
    let answer = sent == Sent::Answer;
    let quoted = quoted(lines);
    let last = last_answered(lines, &quoted);
    let mut letter = Letter::default();
    let mut at = 0;
    // Whether it has words of its own so far.
    let mut own = false;
    let mut hints = hints::Hints::default();
    // Whether a paragraph begins here.
    let mut begins = true;
    while at < lines.len() {
        let rest = &lines[at..];
        let count = match announced(rest, begins, answer) {
            0 => 0,
            count => count + quoted.get(at + count).copied().unwrap_or(0),
        };
        let count = count.max(forwarding(rest, sent)).max(signature(rest, sent));
        // Behind the head of the message that is answered all is that message, where nothing is marked as quoted.
        let whole = answer && own && last < at && is_answered(rest);
        let count = if whole && !hints.found() {
            rest.len()
        } else {
            count
        };
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
            own |= !rest[0].trim().is_empty();
            if answer {
                hints.read(rest[0]);
            }
        }
        // What stood on both sides is not one paragraph.
        letter.text.push('\n');
        begins = count > 0 || rest[0].trim().is_empty();
        at += count.max(1);
    }
    letter
}

/// The last line that is quoted with words behind it, or the first of all: answers may stand between what is quoted.
fn last_answered(lines: &[&str], quoted: &[usize]) -> usize {
    let spoken = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('>');
    let last = lines.iter().rposition(spoken).unwrap_or(0);
    (0..last).rfind(|at| quoted[*at] > 0).unwrap_or(0)
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
        // Nothing as long is one: its words are not looked at, however many messages follow it.
        if lines[..=last].iter().map(|line| line.len()).sum::<usize>() > LONGEST {
            return None;
        }
        let words = lines[..=last].join(" ");
        Some(Self {
            lines: last + 1,
            dated: is_dated(&words),
            addressed: words.contains('@'),
        })
    }
}

/// Whether words tell a day or a time, in whatever language: "le 3 mai 2031 à 10:00".
fn is_dated(words: &str) -> bool {
    let number = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        is_clock(word)
            || digits
                .parse::<u16>()
                .is_ok_and(|year| YEARS.contains(&year))
    };
    words.split_whitespace().any(number) || dates::find(words).is_some()
}

/// Whether a word is a time of day: "10:00".
fn is_clock(word: &str) -> bool {
    let bytes = word.as_bytes();
    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    let colon = bytes.iter().position(|b| *b == b':');
    colon.is_some_and(|at| at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1)))
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

/// Whether the first lines are the head of the message that is answered, as it stands above the whole of it.
fn is_answered(lines: &[&str]) -> bool {
    let first = lines.first().map_or("", |line| line.trim());
    let bare = |lines: &[&str]| is_bare(lines, Sent::Answer);
    is_marked(first, ANSWERED) || bare(lines) || (is_rule(first) && bare(&lines[1..]))
}

/// Whether the first lines are a head over which nothing stands: "From: ...", "Sent: ...", "Subject: ...". A memo has
/// such lines too, with a bare day; only what is sent on is a message without doubt.
fn is_bare(lines: &[&str], sent: Sent) -> bool {
    let first = lines.first().map_or("", |line| line.trim());
    let Some((name, _)) = field(first) else {
        return false;
    };
    let head = lines.iter().take(BARE.1);
    let head: Vec<_> = head.filter_map(|line| field(line.trim())).collect();
    let has = |names: &[&str]| head.iter().any(|(name, _)| names.contains(&name.as_str()));
    if head.len() < BARE.0 || !has(SENDER) {
        return false;
    }
    if sent == Sent::Forward {
        return true;
    }
    let when = head.iter().find(|(name, _)| DATE.contains(&name.as_str()));
    let when = when.is_some_and(|(_, when)| when.split_whitespace().any(is_clock));
    let addressed = || head.iter().any(|(_, value)| value.contains('@'));
    SENDER.contains(&name.as_str()) && has(SUBJECT) && (has(SENT) || when || addressed())
}

fn is_rule(line: &str) -> bool {
    line.len() >= RULE && line.bytes().all(|b| b == b'_')
}

/// How many of the first lines are the head of a message that is forwarded or was answered. One that nothing
/// stands over may be printed in a letter that is its own.
fn forwarding(lines: &[&str], sent: Sent) -> usize {
    let first = lines.first().map_or("", |line| line.trim());
    // Some programs draw a line over the head.
    let ruled = is_rule(first) && lines.get(1).is_some_and(|line| is_field(line.trim()));
    let bare = sent != Sent::Itself && is_bare(lines, sent);
    if !(ruled || bare || is_forward_mark(first)) {
        return 0;
    }
    let marks = usize::from(!bare);
    let mut count = marks;
    let mut found = 0;
    for line in lines.iter().skip(marks).take(HEAD) {
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

/// The name of a field, in lower case, and what is behind it: "From: Ann Poe <poe@a.example>", also with emphasis:
/// "*Sent:* Tuesday".
fn field(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches('*');
    // No name of a field is longer, and lines may be.
    let end = line.bytes().take(FIELD).position(|b| b == b':')?;
    let name = line[..end].trim_end_matches('*').trim().to_lowercase();
    let mut known = [SENDER, DATE, SENT, RECEIVER, SUBJECT, OTHERS].into_iter();
    known
        .any(|names| names.contains(&name.as_str()))
        .then(|| (name, &line[end + 1..]))
}

fn is_field(line: &str) -> bool {
    field(line).is_some()
}

/// How many of the first lines are a signature: a line of two dashes and a blank, and what is below it up to
/// the end or to a message that is quoted (RFC 3676, 4.3). Dashes without the blank part the items of a letter too:
/// then sentences follow.
fn signature(lines: &[&str], sent: Sent) -> usize {
    let first = lines.first().copied().unwrap_or("");
    let (marked, bare) = (first == "-- ", first == "--");
    if !(marked || bare) {
        return 0;
    }
    let other = |at: &usize| {
        let rest = &lines[*at..];
        let begins = lines[*at - 1].trim().is_empty();
        announced(rest, begins, sent == Sent::Answer) > 0
            || forwarding(rest, sent) > 0
            || rest[0].trim_start().starts_with('>')
    };
    let most = if marked { SIGNATURE.1 } else { SIGNATURE.0 };
    // Behind as many lines it is none, whatever ends it.
    let within = lines.len().min(most + 1);
    let end = (1..within).find(other).unwrap_or(lines.len());
    if end > most {
        return 0;
    }
    let sentence =
        |line: &&str| super::lines::words(line) >= TOLD && super::lines::ends_sentence(line);
    let tells = (bare || end > SIGNATURE.0) && lines[1..end].iter().any(sentence);
    if tells { 0 } else { end }
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
