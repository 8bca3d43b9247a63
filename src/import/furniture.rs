//! Which lines are no part of an article: menus, share bars, links to others, forms, notices.
//!
//! Owns the use of the lists and the signs that need no list (only hashtags, only figures); must
//! not know a line's neighbours, except in [`is_biography`].

use std::cell::OnceCell;
use std::sync::LazyLock;

use super::patterns::{Found, Lists, fold_line};
use super::{aside, credit, lines};

static LISTS: LazyLock<Lists<5>> = LazyLock::new(|| {
    Lists::read([
        include_str!("data/furniture.txt"),
        include_str!("data/notices.txt"),
        include_str!("data/captions.txt"),
        include_str!("data/stops.txt"),
        include_str!("data/kept.txt"),
    ])
});
/// By itself: its words are those of many lines, and hardly any line is held against it.
static PAGE: LazyLock<Lists<1>> =
    LazyLock::new(|| Lists::read([include_str!("data/page_words.txt")]));
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
        // A sentence that begins like a button is a sentence.
        self.words <= SHORT && self.fits(FURNITURE) && !self.is_sentence()
    }

    /// Whether it is a sentence that does not speak of its page: "Follow me to the quay, if you can."
    fn is_sentence(&self) -> bool {
        let ends = lines::ends_sentence(self.line);
        // "Related: Roof falls in. Again."
        let label = self.line.split_once(": ").map(|(label, _)| label);
        let labelled = label.is_some_and(|label| lines::words(label) <= LABEL);
        let begins = self.line.starts_with(char::is_alphabetic) && !labelled;
        ends && (lines::is_prose(self.line, self.words)
            || (begins && self.words >= SENTENCE && !self.names_page()))
    }

    fn names_page(&self) -> bool {
        PAGE.fits(0, &fold_line(self.line), &Found::default())
    }

    /// Whether it is news however much it looks like furniture: "More to follow".
    pub(super) fn is_kept(&self) -> bool {
        self.words <= SHORT && self.fits(KEPT)
    }

    /// Whether it stands under a picture.
    pub(super) fn is_caption(&self) -> bool {
        self.words <= CAPTION && (credit::ends_in_one(self.line, self.words) || self.fits(CAPTIONS))
    }
}

/// Whether words are somebody's, as what stands behind a comma says: "Watch out for the roof, said Ann Poe:". A
/// headline that leads elsewhere has none ("What Poe said of the roof").
fn is_said(line: &str) -> bool {
    line.split_once(", ").is_some_and(|(_, behind)| {
        let mut words = behind.split(|c: char| !c.is_alphabetic());
        words.any(|w| matches!(w, "said" | "told"))
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
mod tests {
    use super::*;

    fn is_furniture(line: &str) -> bool {
        Candidate::new(line).is_furniture()
    }

    fn is_caption(line: &str) -> bool {
        Candidate::new(line).is_caption()
    }

    #[test]
    fn what_somebody_says_is_no_notice_whatever_it_is_about() {
        for line in [
            "The party said the opinions expressed by the mayor do not represent the views of its members.",
            "The underwriters contributed from their own funds, Ann Poe told the board.",
            "With assistance by the Red Cross, the town will be rebuilt, said Ann Poe.",
            "Watch out for the roof, said Ann Poe:",
            "(ANN POE: I did not say that. I never did.)",
            "[Join the army or go to prison, he was told]",
            "[She did not say when it was]",
            "See you in court, the mayor told the board below.",
            "This story is part of why nobody in the town trusts the board any more.",
            "More on that day than on any other",
            "See for yourself what lies in the valley below.",
            "Like this one, the old roof leaked.",
            "Follow me to the quay, if you can.",
            "Share your bread with those who have none.",
            "Support our ships in the north!",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
        assert!(Candidate::new("Watch out for the roof of the house:").is_kept());
        assert!(is_furniture(
            "The opinions expressed here do not represent the views of the board."
        ));
    }

    #[test]
    fn furniture_of_many_pages_is_known() {
        for line in [
            "Watch Live",
            "3 204",
            "Get unlimited access for $1 a week.",
            "Get full access to all our papers for €2 a month",
            "Try unlimited access. Only £1 for four weeks, then £65 per month. Cancel anytime.",
            "Unlimited digital access: £2.50 a month for a year",
            "1.2K shares",
            "READ MORE: Board to vote on lease",
            "Tags: harbour, lease",
            "#harbour #lease",
            "Home > News > Harbour",
            "News / Country / Politics",
            "5 min read",
            "© 2031 The Bergen Post. All rights reserved.",
            "Your email address will not be published. Required fields are marked *",
            "(Reporting by Ann Poe; Editing by Jon Roe)",
            "Sign up for our free newsletter",
            "Advertisement",
            "Share this:",
            "By clicking Subscribe, you agree to our Terms of Use and Privacy Policy.",
            "https://example.org/a/1",
            "Web Editor: Ann",
            "Register now for FREE unlimited access to Example.com",
            "A version of this article appears in print on May 3, 2031, Section A, Page 1 of the Bergen edition. Order \
             Reprints | Today’s Paper | Subscribe",
            "Harbour Letter is a reader-supported publication. To receive new posts, consider becoming a reader.",
            "[embed-post id=435861769387798528]",
            "[audio-clip]",
            "( Nordwire poll: Full results)",
            "Waiting for the vote:Board could decide on Sunday",
            "The lease, page by page - short.example/2wcFMdx",
            "See the transcript of the meeting below.",
            "More on this story",
            "This story is part of a series on the roofs of the harbour.",
            "Share your thoughts in the comments below.",
            "Follow us on Facebook for more.",
            "The roof of the house:What Poe said about it",
            "(SEE RELATED: Roof falls in)",
            "Related: The roof of the house fell in. Again.",
            "Updated on May 3 at 8:25 a.m.",
            "Read more about the roof of the house.",
            "Please wait.",
        ] {
            assert!(is_furniture(line), "{line}");
        }
    }

    #[test]
    fn text_is_not_furniture() {
        for line in [
            "“Share this with the council,” she said.",
            "He read more than 40 books about the harbour before the board met.",
            "Comments by the mayor were met with silence in the hall.",
            "The board will print the report.",
            "More than 200 people came to the harbour.",
            "Top officials left early.",
            "The shop sells it for $1 a week.",
            "The deal gives the firm unlimited access to the harbour.",
            "Unlimited access to clean water would save the region $260 billion a year, the bank said.",
            "The city wants unlimited market access for its yards, worth £12 million a year, Poe told the board.",
            "Those who want unlimited data access would pay €30 more a month from July, officials said.",
            "The lease gives full access to the quay for the fleet at a cost of $3 a ton, the board said.",
            "Full access to the quay for £3 a ton",
            "[She] did not say when",
            "(The board did not say when)",
            "( Corrects the number of houses in the third paragraph)",
            "The board met at 9:30 and left",
            "The board has met: Ann Poe was there",
            "Look at this roof pic.example.com/x — Ann Poe (@annpoe) May 3, 2031",
            "He earned 20 kroner/hour",
            "Follow the money, the auditor told the board on Tuesday, and the reasons for the lease become clear.",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }

    #[test]
    fn captions_are_known_by_their_credit() {
        for line in [
            "The customs house in Bergen, May 3, 2020. (AP Photo/Ann Poe)",
            "Photo released on May 3 by the board shows the customs house.",
            "The customs house. Photograph: Ann Poe/Nordwire",
            "FILE - The customs house stands empty.",
        ] {
            assert!(is_caption(line), "{line}");
        }
        assert!(!is_caption(
            "The photo of the house was shown to the board on Tuesday."
        ));
    }
}
