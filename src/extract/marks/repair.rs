//! Where words between marks begin or end when one of the two marks is missing.
//!
//! The conventions that help: reporting words follow a comma ("Trade is up, Roe said."), words open
//! at a colon or at the start of a sentence, and an opening mark without its other half at the end
//! of a paragraph is speech that goes on below.

use super::super::lexicon::{Patterns, lexicon};
use super::shape::closes_here;

/// Most words between the comma that ends the words said and the end of the reporting words.
const LONGEST_TAIL: usize = 12;

/// The same where the verb stands first: ", said Ann Roe, whose group is helping to mend it."
const LONGEST_INVERTED: usize = 24;

/// Bytes that these words may have: a text without blanks is not looked through for each mark.
const FARTHEST_TAIL: usize = 400;

/// Most words of a term or a title, which ends with its sentence even where its mark is missing.
const LONGEST_TERM: usize = 5;

/// How a stretch ends that no mark of its kind closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The words end at the first, and the mark that stands for the missing one at the second.
    At(usize, usize),
    /// They run to the end of the paragraph: the speech goes on below.
    Paragraph,
    /// The opening mark is a stray one.
    Nowhere,
}

/// Where words end that open before `from` and that nothing closes before the next opening mark at
/// `next`, or at all.
pub(super) fn end(s: &str, open: usize, from: usize, next: Option<usize>) -> End {
    let Some(stretch) = s.get(from..next.unwrap_or(s.len())) else {
        return End::Nowhere;
    };
    if let Some((at, end)) = single_close(s, from, stretch) {
        return End::At(at, end);
    }
    let fragment = stretch.starts_with(char::is_lowercase) && !is_announced(&s[..open]);
    let report = before_report(stretch);
    let cut = match next {
        Some(_) => report.or_else(|| ends_sentence(stretch).then_some(stretch.len())),
        None => report.or_else(|| term_end(stretch).filter(|_| fragment)),
    };
    match cut {
        Some(cut) => End::At(from + cut, from + cut),
        None if next.is_some() && (fragment || stretch.is_empty()) => End::Nowhere,
        // What opens next is nested.
        None => {
            before_report(&s[from..]).map_or(End::Paragraph, |cut| End::At(from + cut, from + cut))
        }
    }
}

/// A single mark where the double one should be: "Did you go?’ Roe asked."
fn single_close(s: &str, from: usize, stretch: &str) -> Option<(usize, usize)> {
    let mut open = false;
    let mut before = ' ';
    for (k, c) in stretch.char_indices() {
        let end = from + k + c.len_utf8();
        if matches!(c, '‘' | '\'') && !before.is_alphanumeric() && !closes_here(s, end) {
            open = true;
        } else if matches!(c, '’' | '\'') && closes_here(s, end) && !before.is_whitespace() {
            if !open && matches!(before, '.' | ',' | '?' | '!' | '…') {
                return Some((from + k, end));
            }
            open = false;
        }
        before = c;
    }
    None
}

/// Whether words are announced right before an opening mark: "Roe said: “...".
fn is_announced(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with([',', ':', '.', '!', '?', '—', '–'])
}

fn ends_sentence(stretch: &str) -> bool {
    stretch.trim_end().ends_with(['.', '!', '?', '…'])
}

/// One past the first sentence of `stretch`, by its period and the capital behind it.
fn sentence_end(stretch: &str) -> Option<usize> {
    stretch
        .match_indices(['.', '!', '?'])
        .map(|(k, _)| k + 1)
        .find(|&k| {
            let rest = stretch[k..].trim_start();
            rest.len() < stretch.len() - k && rest.starts_with(char::is_uppercase)
        })
}

/// One past the sentence that a few words end: "“a shame. The town paid."
fn term_end(stretch: &str) -> Option<usize> {
    let end = sentence_end(stretch)?;
    (stretch[..end].split_whitespace().count() <= LONGEST_TERM).then_some(end)
}

/// One past the comma in front of the reporting words that end `stretch`: ", Roe said." or
/// ", said Roe, a nurse."
fn before_report(stretch: &str) -> Option<usize> {
    let body = stretch
        .trim_end()
        .trim_end_matches(['.', ',', ':', '—', '–']);
    let near = body.ceil_char_boundary(body.len().saturating_sub(FARTHEST_TAIL));
    let mut words = 0;
    let mut end = body.len();
    for (stop, mark) in body[near..].rmatch_indices([',', '?', '!', '.']) {
        let stop = near + stop;
        let clause = &body[stop + 1..end];
        words += clause.split_whitespace().count();
        if mark == "." || words > LONGEST_INVERTED {
            return None;
        }
        let spoken = mark == "," || clause.trim_start().starts_with(char::is_lowercase);
        let reported = if words > LONGEST_TAIL {
            is_inverted(clause)
        } else {
            is_report(clause)
        };
        if spoken && clause.starts_with(char::is_whitespace) && reported {
            return Some(stop + 1);
        }
        end = stop;
    }
    None
}

/// Whether a clause is a source and a reporting verb and little more.
fn is_report(clause: &str) -> bool {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let verb = words.iter().position(|w| is_reporting(w));
    verb.is_some_and(|k| k <= 5 && (k == 0 || k + 4 >= words.len()))
}

/// Whether a clause opens with a reporting verb and a name.
fn is_inverted(clause: &str) -> bool {
    let mut words = clause.split_whitespace();
    words.next().is_some_and(is_reporting)
        && words
            .next()
            .is_some_and(|w| w.starts_with(char::is_uppercase))
}

fn is_reporting(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    lexicon()
        .look_up(word)
        .1
        .is_some_and(|cue| cue.patterns.any(Patterns::QUOTE))
}

/// Where words begin that a mark at `close` ends and that nothing opens behind `from`.
pub(super) fn start(s: &str, from: usize, close: usize, close_end: usize) -> Option<usize> {
    let stretch = s.get(from..close)?;
    if !stretch.trim_end().ends_with(['.', ',', '!', '?', '…', '—']) {
        return None;
    }
    if let Some(announced) = after_announcement(stretch) {
        return Some(from + announced);
    }
    if from > 0 {
        return sentence_end(stretch).map(|end| from + end);
    }
    let tail = s[close_end..].trim_start();
    let tail = &tail[..tail.find(['.', ',', ';', '“', '"']).unwrap_or(tail.len())];
    (s.starts_with(['\'', '‘']) || is_report(tail)).then_some(0)
}

/// One past the announcement of words: "Roe said:", "Roe said, ".
fn after_announcement(stretch: &str) -> Option<usize> {
    stretch
        .rmatch_indices([':', ','])
        .find(|&(k, mark)| {
            let (before, after) = (&stretch[..k], stretch[k + 1..].trim_start());
            let verb = before.split_whitespace().next_back();
            after.starts_with(char::is_uppercase)
                && stretch[k + 1..].starts_with(char::is_whitespace)
                && (mark == ":" || verb.is_some_and(is_reporting))
        })
        .map(|(k, _)| k + 1)
}
