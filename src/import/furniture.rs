//! Which lines are no part of an article: menus, share bars, links to others, forms, notices.
//!
//! Owns the use of the lists and the signs that need no list (only hashtags, only figures); must
//! not know a line's neighbours, except in [`is_biography`].

use std::cell::OnceCell;
use std::sync::LazyLock;

use super::patterns::{Found, Lists, entries, fold_line};
use super::{aside, credit, lines, made};

static LISTS: LazyLock<Lists<5>> = LazyLock::new(|| {
    Lists::read([
        include_str!("data/furniture.txt"),
        include_str!("data/notices.txt"),
        include_str!("data/captions.txt"),
        include_str!("data/stops.txt"),
        include_str!("data/kept.txt"),
    ])
});
/// Words with a blank before them, and behind them where they are whole.
static PAGE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let entries = entries(include_str!("data/page_words.txt"));
    let with_blanks = |entry: &str| match entry.strip_suffix('*') {
        Some(stem) => format!(" {stem}"),
        None => format!(" {entry} "),
    };
    entries.map(with_blanks).collect()
});
/// Numbers of the lists.
const FURNITURE: usize = 0;
const NOTICES: usize = 1;
const CAPTIONS: usize = 2;
const STOPS: usize = 3;
const KEPT: usize = 4;
/// Most words of a line that is held against the list of short furniture.
const SHORT: usize = 25;
/// Most words of the label before a headline.
const LABEL: usize = 3;
/// Least words of a sentence: "Please wait." is a button.
const SENTENCE: usize = 5;
/// Most words of a line that is held against the list of notices.
const NOTICE: usize = 120;
/// Most words of a caption.
const CAPTION: usize = 90;
/// Most words of a sentence that only begins like a credit: "Credit: that goes to the coach, Roe said."
const SAID: usize = 12;

/// A line that is held against the lists: its words are counted and it is folded once for all.
pub(super) struct Candidate<'a> {
    line: &'a str,
    /// Number of its words.
    pub(super) words: usize,
    folded: OnceCell<String>,
    found: Found,
}

impl<'a> Candidate<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self {
            line,
            words: lines::words(line),
            folded: OnceCell::new(),
            found: Found::default(),
        }
    }

    /// Whether it is a number, a year or a time and nothing else.
    pub(super) fn is_number(&self) -> bool {
        self.line.contains(|c: char| c.is_ascii_digit()) && !self.line.contains(char::is_alphabetic)
    }

    fn fits(&self, list: usize) -> bool {
        let folded = self.folded.get_or_init(|| fold_line(self.line));
        LISTS.fits(list, folded, &self.found)
    }

    /// Whether it is furniture, whatever stands around it. What somebody says is none, whatever it looks like.
    pub(super) fn is_furniture(&self) -> bool {
        (self.has_form() && !is_said(self.line))
            || (self.words <= NOTICE && self.fits(NOTICES) && !is_speech(self.line))
    }

    /// Whether its form or the list of short furniture says that it is no text.
    fn has_form(&self) -> bool {
        let line = self.line;
        if is_bare(line) || is_hashtags(line) || is_breadcrumb(line) || aside::is_bracketed(line) {
            return true;
        }
        if aside::is_player(line) || (self.words <= SHORT && aside::is_link(line)) {
            return true;
        }
        if made::is_credit(line) {
            return true;
        }
        // A sentence that begins like a button is a sentence.
        self.words <= SHORT && self.fits(FURNITURE) && !self.is_sentence()
    }

    /// Whether it is a sentence that does not speak of its page: "Follow me to the quay, if you can."
    fn is_sentence(&self) -> bool {
        let ends = lines::ends_sentence(self.line);
        // "Related: Roof falls in. Again."
        let label = self.line.split_once(": ").map(|(label, _)| label);
        let labelled = label.is_some_and(|label| lines::words(label) <= LABEL);
        let begins = self.line.starts_with(char::is_alphanumeric) && !labelled;
        ends && (lines::is_prose(self.line, self.words)
            || (begins && self.words >= SENTENCE && (!self.names_page() || self.tells())))
    }

    /// Whether it tells of something else than its page: it has a verb of its own and speaks to nobody
    /// ("Copyright was the theme of the evening."), or a main clause behind what it begins with ("Posted in Germany,
    /// the soldier wrote home.").
    fn tells(&self) -> bool {
        const OWN: &[&str] = &[
            "article",
            "story",
            "page",
            "version",
            "photo",
            "photos",
            "video",
            "published",
            "contributed",
            "content",
            "material",
            "site",
            "website",
            "newsletter",
            "comments",
            "rights",
            "you",
            "your",
            "our",
            "us",
            "we",
            "please",
            "here",
        ];
        const SUBJECTS: &[&str] = &[
            "the", "a", "an", "he", "she", "it", "they", "his", "her", "its", "their",
        ];
        let words = |part: &'a str| part.split(|c: char| !c.is_alphabetic());
        let is_own = |word: &str| OWN.iter().any(|own| word.eq_ignore_ascii_case(own));
        let speaks = |part: &'a str| words(part).any(is_own);
        // ", Roe learned the language", but not ", Staff Writer" and ", United Features".
        let named = |first: &str, clause: &str| {
            let small = |word: &str| word.starts_with(char::is_lowercase);
            let past = |word: &str| small(word) && (word.ends_with("ed") || word.ends_with("es"));
            first.starts_with(char::is_uppercase) && clause.split(' ').nth(1).is_some_and(past)
        };
        let clause = self.line.split_once(", ").is_some_and(|(_, clause)| {
            let first = clause.split(' ').next().unwrap_or("");
            (SUBJECTS.contains(&first) || named(first, clause))
                && lines::words(clause) > 2
                && !speaks(clause)
        });
        clause || (has_verb(self.line) && !speaks(self.line))
    }

    fn names_page(&self) -> bool {
        let words = word_string(self.line);
        let is_there = |word: &String| words.contains(word.as_str());
        PAGE.iter().any(is_there)
            || self.line.contains('@')
            || self.line.contains("://")
            || self.line.contains("www.")
    }

    /// Whether it is news however much it looks like furniture: "More to follow".
    pub(super) fn is_kept(&self) -> bool {
        self.words <= SHORT && self.fits(KEPT)
    }

    /// Whether it stands under a picture.
    pub(super) fn is_caption(&self) -> bool {
        let said = self.words <= SAID && self.line.ends_with('.') && is_said(self.line);
        self.words <= CAPTION
            && !said
            && (credit::ends_in_one(self.line, self.words) || self.fits(CAPTIONS))
    }
}

/// Whether one of the verbs is in it that most sentences have and hardly any label.
pub(super) fn has_verb(line: &str) -> bool {
    let verb = |word: &str| {
        matches!(
            word,
            "was" | "were" | "had" | "is" | "are" | "has" | "will" | "would" | "could" | "must"
        )
    };
    line.split(|c: char| !c.is_alphabetic()).any(verb)
}

/// Whether words are somebody's, as what stands behind a comma says: "Watch out for the roof, said Ann Poe:". A
/// headline that leads elsewhere has none ("What Poe said of the roof", "Mayor, once charged, said to resign").
fn is_said(line: &str) -> bool {
    line.split(", ").skip(1).any(|part| {
        let mut words = part
            .split(|c: char| !c.is_alphabetic())
            .filter(|w| !w.is_empty());
        let first = words.next().unwrap_or("");
        let behind = words.find(|word| matches!(*word, "said" | "told"));
        let next = words.next();
        let capital = |word: &str| word.starts_with(char::is_uppercase) || word == "the";
        match (first, behind) {
            // ", said Ann Poe"
            ("said", _) => part.split(' ').nth(1).is_some_and(capital),
            ("who" | "that" | "which" | "as" | "once", _) | (_, None) => false,
            // ", Ann Poe said.", ", she told the board"
            (_, Some("said")) => next.is_none(),
            (_, Some(_)) => true,
        }
    })
}

/// Somebody speaks in it: no notice does, but that of a correction ("an earlier version said").
pub(super) fn is_speech(line: &str) -> bool {
    let word = |word: &str| line.split(|c: char| !c.is_alphabetic()).any(|w| w == word);
    let corrects = [
        "version",
        "corrected",
        "correction",
        "incorrectly",
        "misstated",
    ];
    let marks = line.matches(['"', '“', '”']).count();
    (word("said") || word("told")) && (marks >= 2 || !corrects.into_iter().any(word))
}

/// Whether a page leaves its article at this line.
pub(super) fn is_stop(line: &str) -> bool {
    let line = Candidate::new(line);
    line.words <= SHORT && line.fits(STOPS)
}

/// Whether the short line below this one is an advert.
pub(super) fn is_advert_label(line: &str) -> bool {
    const LABELS: &[&str] = &[
        "special:",
        "urgent:",
        "sponsored:",
        "special offer:",
        "promoted:",
    ];
    LABELS.iter().any(|label| line.eq_ignore_ascii_case(label))
}

/// Whether a line announces a note of the editors.
pub(super) fn is_note_label(line: &str) -> bool {
    let label = line.len() <= 20 && line.ends_with(':');
    label
        && matches!(
            fold_line(line).as_str(),
            "editor's note:" | "editors' note:" | "editor’s note:"
        )
}

/// Whether a caption only names who took the picture.
pub(super) fn is_credit(line: &str) -> bool {
    lines::words(line) <= 8 && !lines::ends_sentence(line.trim_end_matches('.'))
}

/// No letters ("3 204", "* * *", "1/12"), or nothing but an address.
fn is_bare(line: &str) -> bool {
    if !line.contains(char::is_alphabetic) {
        return true;
    }
    let mut words = line.split_whitespace();
    let (Some(word), None) = (words.next(), words.next()) else {
        return false;
    };
    word.contains("://") || word.starts_with("www.") || (word.contains('@') && word.contains('.'))
}

/// `— Ann Poe (@annpoe) May 3, 2030`: who posted what stands above it.
pub(super) fn is_signature(line: &str) -> bool {
    line.starts_with(['-', '–', '—']) && line.contains("(@") && lines::words(line) <= 14
}

/// Only hashtags or handles, two of them or more.
fn is_hashtags(line: &str) -> bool {
    let mut count = 0;
    for word in line.split_whitespace() {
        if !word.starts_with(['#', '@']) || word.len() < 2 {
            return false;
        }
        count += 1;
    }
    count >= 1
}

/// "Home > News > World", "News / Country / Politics".
fn is_breadcrumb(line: &str) -> bool {
    // The last bytes of the signs: most lines have none.
    let bytes = line.as_bytes();
    let sign = memchr::memchr3(b'>', b'/', b'|', bytes);
    if sign
        .or_else(|| memchr::memchr2(0xbb, 0xba, bytes))
        .is_none()
    {
        return false;
    }
    let signs = [" > ", " » ", " › ", " / ", " | "];
    signs
        .iter()
        .filter(|sign| line.contains(**sign))
        .any(|sign| {
            let steps: Vec<_> = line.split(sign).map(str::trim).collect();
            let home = steps[0].eq_ignore_ascii_case("home") && !lines::ends_sentence(line);
            let arrow = sign.contains(['>', '»', '›']);
            let short = steps
                .iter()
                .all(|s| (1..=3).contains(&lines::words(s)) && lines::is_title_case(s));
            (home && steps.len() >= 2) || (short && steps.len() >= if arrow { 2 } else { 3 })
        })
}

/// The words of a line, folded, without marks, with a blank before and after each.
pub(super) fn word_string(line: &str) -> String {
    let mut out = String::from(" ");
    for word in crate::text::fold::fold_str(line)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        out.push_str(word);
        out.push(' ');
    }
    out
}

/// Whether a line says what work somebody does, as authors do.
pub(super) fn names_work(line: &str) -> bool {
    const WORK: &[&str] = &[
        " reporter",
        " writer",
        " correspondent",
        " editor",
        " columnist",
        " journalist",
        " contributor",
        " covers ",
        " author of ",
        " bureau chief",
        " producer",
        " fellow at ",
        " director",
        " professor",
        " analyst",
        " fellow",
        " attorney",
        " chairman",
        " president",
        " member of ",
        " former ",
        " adviser",
        " advisor",
        " host of ",
        " historian",
        " novelist",
        " lecturer",
    ];
    WORK.iter().any(|w| line.contains(w))
}

/// Whether a paragraph at the end tells who its author is.
pub(super) fn is_biography(line: &str, byline: &str) -> bool {
    const IS: &[&str] = &[
        " is a ",
        " is an ",
        " is the ",
        " covers ",
        " writes ",
        " reports ",
        " was a ",
    ];
    let names = byline.split(" and ").next().unwrap_or(byline);
    !names.is_empty()
        && lines::words(line) <= 80
        && line.to_lowercase().starts_with(&names.to_lowercase())
        && IS.iter().any(|w| line.contains(w))
        && names_work(line)
}

#[cfg(test)]
#[path = "furniture_tests.rs"]
mod tests;
