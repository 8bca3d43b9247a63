//! Lines between paragraphs that lead elsewhere by their form alone: links between brackets, a label and
//! the headline behind it, what is left of a player.
//!
//! Owns the forms; the words that need a list are in `data/furniture.txt`. Must not know a line's
//! neighbours (see `between`).

use super::lines;
use super::patterns::LONGEST_LINE;

/// Most words of a link between brackets.
const BRACKETED: usize = 30;

/// What a link between brackets begins with.
const LEADS: &[&str] = &[
    "read",
    "see",
    "watch",
    "listen",
    "click",
    "support",
    "subscribe",
    "sign",
    "follow",
    "join",
    "sponsored",
    "sponsored:",
    "related:",
    "more:",
    "also:",
    "explore",
    "download",
    "h/t",
    "h/t:",
];

/// Labels in capitals of links between brackets. Any other may be who speaks: "(ANN POE: I did not.)"
const LABELS: &[&str] = &[
    "ALSO",
    "AUDIO",
    "CARTOON",
    "CARTOONS",
    "CHART",
    "CHARTS",
    "GALLERY",
    "GRAPHIC",
    "INFOGRAPHIC",
    "INTERACTIVE",
    "LISTEN",
    "MAP",
    "MAPS",
    "MORE",
    "PHOTO",
    "PHOTOS",
    "PICTURES",
    "PODCAST",
    "POLL",
    "QUIZ",
    "READ",
    "RELATED",
    "SEE",
    "SLIDESHOW",
    "TIMELINE",
    "VIDEO",
    "VIDEOS",
    "WATCH",
];

/// What a remark on what is said begins with: no headline between brackets does.
const REMARKS: &[&str] = &[
    "All",
    "Everybody",
    "He",
    "I",
    "It",
    "Nobody",
    "People",
    "She",
    "Some",
    "The",
    "There",
    "They",
    "This",
    "Voices",
    "We",
    "You",
];

/// What a system left of its own marks ("[pullquote]", "[embed id=7]"), or a link set between brackets:
/// "( Also in the Post: The roof)", "[Read “The roof”]", "(CHART: What the roof costs)", "(H/T Nordwire)".
pub(super) fn is_bracketed(line: &str) -> bool {
    let inside =
        |open: &str, close: char| line.strip_prefix(open).and_then(|l| l.strip_suffix(close));
    if let Some(mark) = inside("[", ']') {
        return is_mark(mark) || leads(mark) || is_title(mark);
    }
    // "( Corrects the number of houses in the third paragraph)" is news.
    let amends = line.contains("orrect") || line.contains("pdate");
    let marked = |inner: &str| inner.contains(['(', ')', '“', '"']);
    if inside("( ", ')').is_some_and(|inner| !amends && !marked(inner)) {
        return true;
    }
    inside("(", ')').is_some_and(|inner| !inner.contains(['(', ')']) && is_labelled(inner))
}

fn is_mark(mark: &str) -> bool {
    let name = mark.split(' ').next().unwrap_or(mark);
    let is_name = name.len() > 3
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_'));
    is_name && (mark.contains('=') || name.contains(['-', '_']))
}

/// Least words of a headline between brackets, and most.
const TITLE: (usize, usize) = (6, 14);

/// Whether the words between brackets are a headline: a remark on what is said is a sentence, or shorter.
fn is_title(inner: &str) -> bool {
    let first = inner.split(' ').next().unwrap_or(inner);
    inner.starts_with(char::is_uppercase)
        && !REMARKS.contains(&first)
        && lines::is_title_case(inner)
        && (TITLE.0..=TITLE.1).contains(&lines::words(inner))
        && !lines::ends_sentence(inner)
        && !inner.contains(['[', ']', '"', '“', '”', ':', ','])
}

/// Whether the words between brackets tell where to read on. "[See] you" has a bracket of its own.
fn leads(inner: &str) -> bool {
    let first = inner.split(' ').next().unwrap_or(inner);
    let capital = first.starts_with(char::is_uppercase);
    let first = first.to_lowercase();
    capital
        && (2..=BRACKETED).contains(&lines::words(inner))
        && !inner.contains(['[', ']'])
        && LEADS.contains(&first.as_str())
}

/// Whether the words between brackets begin with a label in capitals, or say who had it first.
fn is_labelled(inner: &str) -> bool {
    if inner.starts_with("H/T") {
        return lines::words(inner) <= 8;
    }
    inner.split_once(": ").is_some_and(|(label, rest)| {
        // "IN 90 SECONDS"
        let brief = label.starts_with("IN ") && label.ends_with(['S', 'E']);
        let brief = brief && label.contains(|c: char| c.is_ascii_digit());
        let named = label
            .split(' ')
            .next()
            .is_some_and(|word| LABELS.contains(&word));
        (brief || named)
            && lines::words(label) <= 3
            && !label.contains(char::is_lowercase)
            && lines::words(rest) <= BRACKETED
            && rest.contains(char::is_lowercase)
    })
}

/// Least words of a link whose headline begins with a number: "The lease:3 things to know about it".
const COUNTED: usize = 6;

/// A label and the headline that it leads to, without a blank between them ("Waiting for the
/// vote:Board could decide on Sunday"), or words and a short address at their end.
pub(super) fn is_link(line: &str) -> bool {
    // "More:Who pays for the roof?"
    let more = line.strip_prefix("More:");
    if more.is_some_and(|title| title.starts_with(char::is_uppercase)) {
        return true;
    }
    if line.contains(['"', '“', '”']) {
        return false;
    }
    if line.len() > LONGEST_LINE {
        return false;
    }
    let ends = lines::ends_sentence(line);
    let glued = line.contains(':') && is_glued(line, ends);
    let last = line.rsplit(' ').next().unwrap_or(line);
    let host = last.split('/').next().unwrap_or(last);
    // A post that is quoted ends with the address of its picture.
    let post = line.contains("(@") || last.starts_with("pic.") || host == "t.co";
    let address = !post
        && last.contains('/')
        && host.contains('.')
        && host.len() < last.len()
        && host.bytes().all(|b| b.is_ascii_lowercase() || b == b'.');
    let address = address && line.len() > last.len();
    (glued && !line.contains("://")) || (!ends && (address || is_called(line)))
}

/// Whether a headline is glued to the label before it; `ends` where the line ends as a sentence does.
fn is_glued(line: &str, ends: bool) -> bool {
    let mut words = line.split_whitespace();
    // Where the first word begins that is too much for a label.
    let far = words.nth(LABEL).map_or(line.len(), |word| {
        word.as_ptr() as usize - line.as_ptr() as usize
    });
    let many = lines::words(line) >= COUNTED;
    line.match_indices(':').any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let mut behind = line[at + 1..].chars();
        let next = behind.next();
        let mark = matches!(next, Some('\'' | '‘'));
        let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
        let counted = many && next.is_some_and(|c| c.is_ascii_digit());
        let leads = capital(next) || counted || (mark && capital(behind.next()));
        let leads = leads && before.is_some_and(|c| c.is_alphabetic() || "?'’".contains(c));
        // A sentence that lost a blank has more before the sign, or somebody says it.
        leads && !(ends && (at > far || is_saying(&line[..at])))
    })
}

/// Most words of a label that a sentence is glued to.
const LABEL: usize = 6;

/// Whether a label is a sentence that announces another: "She said:No".
fn is_saying(label: &str) -> bool {
    const SAYS: &[&str] = &[
        "said",
        "says",
        "say",
        "asked",
        "asks",
        "added",
        "adds",
        "wrote",
        "writes",
        "told",
        "is",
        "are",
        "was",
        "this",
        "that",
        "note",
        "update",
        "correction",
        "q",
        "a",
    ];
    let last = label.rsplit(' ').next().unwrap_or(label);
    SAYS.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// Least words of a headline behind a word that calls to read it.
const CALLED: usize = 4;

/// "READ The Roof of the Customs House", "Related Who pays for the roof": a headline begins where another
/// word has begun the line.
fn is_called(line: &str) -> bool {
    let behind = ["READ ", "Read More ", "Related "]
        .iter()
        .find_map(|call| line.strip_prefix(call));
    behind.is_some_and(|headline| {
        headline.starts_with(char::is_uppercase)
            && headline.contains(char::is_lowercase)
            && lines::words(headline) >= CALLED
    })
}

/// Least words that a player says twice, and most words of its line.
const TWICE: (usize, usize) = (4, 60);

/// What is left of a player: its headline twice, for the eye and for the ear, or how long it takes: "Harbour Who
/// Pays For The Roof Who Pays For The Roof Listen · 4:20 4:20".
pub(super) fn is_player(line: &str) -> bool {
    let length = line.split_once("Listen · ").map(|(_, length)| length);
    if length.is_some_and(|l| l.starts_with(|c: char| c.is_ascii_digit())) {
        return true;
    }
    // Somebody who says a thing twice ends a sentence.
    if lines::ends_sentence(line) || line.contains(['"', '“', '”']) {
        return false;
    }
    let words: Vec<&str> = line.split(' ').take(TWICE.1 + 1).collect();
    let most = if words.len() > TWICE.1 {
        0
    } else {
        words.len() / 2
    };
    (TWICE.0..=most).any(|apart| {
        let mut alike = 0;
        words.iter().zip(words.iter().skip(apart)).any(|(a, b)| {
            alike = if a == b { alike + 1 } else { 0 };
            alike == apart
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::*;

    const PROSE: &str = "The harbour board said on Tuesday that it would not renew the lease of the old customs house.";

    #[test]
    fn links_between_brackets_are_told_from_remarks() {
        for line in [
            "[Read “What the roof will cost us”]",
            "[Support the Post’s coverage. Join us.]",
            "[SPONSORED: Roofs at half price here]",
            "(CHART: What the roof costs, year by year)",
            "(IN 90 SECONDS: The lease and its enemies)",
            "(H/T Nordwire)",
            "[H/T: Ann Poe]",
            "[embed-post id=435861769387798528]",
            "[Board of the Harbour Resigns Amid Allegations]",
        ] {
            assert!(is_bracketed(line), "{line}");
        }
        for line in [
            "[See] you there",
            "[She] did not say when",
            "[Read it aloud, she said, and then] [read it again]",
            "[Emphasis added.]",
            "[Everybody in the hall laughs and claps.]",
            "[The board, after some time: no]",
            "[Pause]",
            "(CORRECTION: The roof is of slate)",
            "(UPDATE: The board has met since)",
            "(SOUNDBITE OF ARCHIVED RECORDING)",
            "(AP: The board met)",
            "(ANN POE: I did not say that. I never did.)",
            "(NEW YORK: The board met)",
            "[She did not say when it was]",
            "[Four members of the board have since left]",
            "(The board: no)",
        ] {
            assert!(!is_bracketed(line), "{line}");
        }
    }

    #[test]
    fn a_label_glued_to_a_headline_is_a_link() {
        for line in [
            "Waiting for the vote:Board could decide on Sunday",
            "'We won':Tenants celebrate in the old customs house",
            "Poe at the harbour:'The roof is a scandal'",
            "Is the harbour bankrupt?:3 facts most people get wrong",
            "The lease:3 things that decide what it will cost",
            "READ The Roof of the Customs House Has Fallen In",
            "Related Who pays for the roof of the house",
            "More:Who pays for the roof of the house?",
            "Resolve to vote:Do not let the board decide. It is yours.",
        ] {
            assert!(is_link(line), "{line}");
        }
        for line in [
            "The board met at 9:30 and left",
            "Ratio of 1:4 in the north of the town and in the south",
            "Score:3",
            "The mayor of the town said:No. We will not go.",
            "It is what all of us here have always asked for in this town:Nobody goes.",
            "Read it at https://example.org/a:B",
            "Related parties must say so",
            "READ THE ROOF OF THE HOUSE",
        ] {
            assert!(!is_link(line), "{line}");
        }
    }

    #[test]
    fn a_line_of_signs_is_read_once() {
        // Minutes, where the words before each sign are counted.
        for part in ["a:1", "a:A", "a:'A", "a\u{2019}:A"] {
            let line = part.repeat(100_000);
            let text = format!("{PROSE}\n\n{line}.\n\n{PROSE}\n\n{line}\n");
            assert!(plain::article(&text).text.starts_with(PROSE));
        }
    }

    #[test]
    fn a_player_says_its_headline_twice() {
        for line in [
            "Who Pays For The Roof Listen · 4:20 4:20",
            "Harbour Who Pays For The Roof Who Pays For The Roof",
        ] {
            assert!(is_player(line), "{line}");
        }
        for line in [
            "They do not listen. They do not listen. They never will.",
            "“Who pays for the roof who pays for the roof”",
            "Listen · to the sea",
            "Who pays for the roof and who pays for the quay",
        ] {
            assert!(!is_player(line), "{line}");
        }
    }
}
