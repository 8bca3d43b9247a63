//! Who took a picture, at the end of the words under it: "The customs house on Friday. Ann Poe/Nordwire".
//!
//! Owns the forms without a list; those with one are in `data/captions.txt`. Must not know what is done
//! with captions.

use super::{byline, headline, lines};

/// Most words of a caption that only its credit tells, and of the credit.
const CAPTION: usize = 70;
const CREDIT: usize = 8;

/// Least words of what a credit stands behind, where no bracket parts them.
const SHOWN: usize = 5;

/// Houses that stand alone behind a caption. A sentence ends before them, so they are no part of it.
const HOUSES: &[&str] = &[
    "Reuters",
    "REUTERS",
    "Getty",
    "Getty Images",
    "AP",
    "AFP",
    "EPA",
    "Shutterstock",
    "YouTube",
    "Flickr",
];

/// Whether a line of `count` words ends in the credit of a picture, or is what is left of a video:
/// "CLOSE The board met on Friday. Nordwire".
pub(super) fn ends_in_one(line: &str, count: usize) -> bool {
    if count > CAPTION || line.contains("(@") {
        return false;
    }
    // A link to more pictures may stand behind it.
    let line = line.strip_suffix(" More").unwrap_or(line);
    let whole = line.strip_prefix('(').and_then(|l| l.strip_suffix(')'));
    if whole.is_some_and(is_name) {
        return true;
    }
    // Who closes a video says so in capitals.
    let closed = ["CLOSE ", "Close video "];
    let closed = closed.iter().find_map(|label| line.strip_prefix(label));
    if closed.is_some_and(|l| count >= SHOWN && !is_loud(l)) {
        return true;
    }
    let bracketed = [('(', ')'), ('[', ']')].into_iter().any(|(open, close)| {
        let inner = line.strip_suffix(close).and_then(|l| l.rsplit_once(open));
        inner.is_some_and(|(_, credit)| is_parted(credit))
    });
    // What is said and who said it look the same.
    bracketed || (!line.contains(['"', '“', '”']) && behind_stop(line).is_some_and(is_credit))
}

/// Whether words between brackets are a name and nothing else: "(Ann Poe)", "(Pictures.example)". In a
/// transcript "(Applause)" is a word.
fn is_name(words: &str) -> bool {
    !is_loud(words) && (byline::are_people(words) || headline::is_publisher(words))
}

fn is_loud(line: &str) -> bool {
    !line.contains(char::is_lowercase)
}

/// What stands behind the last full stop of a line, where there is a sentence before it.
fn behind_stop(line: &str) -> Option<&str> {
    let stops = line.rmatch_indices(". ").map(|(at, _)| at);
    let mut stops = stops.take(4);
    // "Benjamin P. Hall/Nordwire", "Ann Poe/St. Olav's Post": the stop of an initial ends no sentence.
    let at = stops.find(|at| {
        let word = line[..*at].rsplit(' ').next().unwrap_or("");
        word.len() > 2 || word.bytes().any(|b| b.is_ascii_digit())
    })?;
    let shown = lines::words(&line[..at]) >= SHOWN;
    shown.then(|| &line[at + 2..])
}

fn is_credit(credit: &str) -> bool {
    // "Ann Poe, The Bergen Post"
    let signed = credit.rsplit_once(", ").is_some_and(|(name, house)| {
        byline::are_people(name) && (headline::is_publisher(house) || HOUSES.contains(&house))
    });
    HOUSES.contains(&credit) || signed || is_parted(credit)
}

/// Whether words are a name and a house, with a stroke between them: "Ann Poe/Nordwire", "via Nordwire/Post".
fn is_parted(credit: &str) -> bool {
    let Some((name, house)) = credit.split_once('/') else {
        return false;
    };
    let title = |words: &str| {
        let words: Vec<&str> = words.split(' ').filter(|w| *w != "via").collect();
        lines::is_title_case(words.join(" ").trim())
    };
    let letters = |words: &str| words.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    lines::words(credit) <= CREDIT
        && !credit.contains(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '$' | '%'))
        && letters(name)
        && letters(house)
        && title(name)
        && title(house)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credited(line: &str) -> bool {
        ends_in_one(line, lines::words(line))
    }

    #[test]
    fn credits_behind_a_caption_are_known_by_their_form() {
        for line in [
            "The customs house in Bergen on Friday. Ann Poe/Nordwire",
            "Ships leave the harbour of Bergen, May 2031. Ann P. Hall/Pool via Nordwire",
            "Ships leave the harbour of Bergen. Ann Poe, The Bergen Post",
            "A ship leaves the old harbour in May. Reuters",
            "Ann Poe at the harbour (Jon Roe/The Bergen Post)",
            "People wait at the quay [Ann Poe/ Nordwire Foundation]",
            "CLOSE Four boards met on the quay. Here is what they want.",
            "Close video Board still at the top: poll Ann Poe tells why.",
            "(Ann Poe)",
            "(pictures.com)",
            "Workers go home as the roof falls. (Screenshot/Harbour) More",
        ] {
            assert!(credited(line), "{line}");
        }
        for line in [
            "The board met on Friday, according to Reuters.",
            "“The roof must go,” she said. Ann Poe, The Bergen Post",
            "The show is on Friday on “Harbour” (7 to 9 a.m. ET/PT)",
            "It is surpassed only by the harbour (Quay/Dock at $1 billion)",
            "The board met. It was late and/or cold.",
            "Ann Poe and/or Jon Roe",
            "CLOSE THE HARBOUR NOW, THEY SHOUT",
            "(Applause)",
            "(SOUND OF A SHIP)",
            "(She left the hall)",
            "The Danish firm met him on Friday. He said no",
        ] {
            assert!(!credited(line), "{line}");
        }
    }
}
