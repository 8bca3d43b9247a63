//! Notes behind an article: who helped with it, where to write to, where to follow.
//!
//! Owns how such a line looks. It is asked only of the last lines of a text: inside of one "CNN reported from
//! the scene" is news. Must not know what stands around it.

use super::{byline, furniture, headline, lines};

/// Most words of a note.
const NOTE: usize = 60;

/// Most words of a note that tells an address.
const ADDRESS: usize = 40;

/// What a note begins with that sends the reader somewhere.
const SENDS: &[&str] = &[
    "check out ",
    "click ",
    "contact ",
    "donate ",
    "download ",
    "e-mail ",
    "email ",
    "find ",
    "follow ",
    "for more",
    "for the latest",
    "get ",
    "got ",
    "join ",
    "listen ",
    "order ",
    "on twitter, follow ",
    "please ",
    "read ",
    "see ",
    "send ",
    "sign up ",
    "stay ",
    "subscribe ",
    "support ",
    "to find out ",
    "to learn ",
    "to read ",
    "to see ",
    "tune ",
    "view ",
    "visit ",
    "want ",
    "watch ",
    "write ",
    "you can ",
    "___ follow ",
];

/// Whether a line behind the text is a note.
pub(super) fn is_one(line: &str) -> bool {
    let line = without_mark(line);
    let said = || line.contains(['"', '“', '”']) || furniture::is_speech(line);
    lines::words(line) <= NOTE && (is_help(line) || tells_address(line)) && !said()
}

/// A line without the mark of a list or the dash before it.
pub(super) fn without_mark(line: &str) -> &str {
    line.trim_start_matches(['•', '⦁', '*', '-', '–', '—', ' '])
}

/// Who helped with the report, and from where they did: "Poe reported from Bergen. Contributing: Jon Roe".
fn is_help(line: &str) -> bool {
    // "They said to what they had contributed."
    const HAVE: &[&str] = &[
        "had", "has", "have", "he", "it", "she", "that", "they", "which", "who", "also",
    ];
    let named = line.starts_with(char::is_uppercase);
    let helped = line.trim_end_matches('.').strip_suffix(" contributed");
    let helped = helped.is_some_and(|l| l.rsplit(' ').next().is_some_and(|w| !HAVE.contains(&w)));
    let made = line.split_once(" contributed to this ");
    let ends = |rest: &str| {
        rest.trim_start_matches('s').starts_with(['.', ',', ';']) || rest.starts_with(" from ")
    };
    let is_report = |what: &str| {
        let rest = REPORTS.iter().find_map(|report| what.strip_prefix(report));
        rest.is_some_and(|rest| rest.is_empty() || ends(rest))
    };
    let made = made.is_some_and(|(_, what)| is_report(what));
    let from = line.split_once(" contributed from ");
    let from = from.is_some_and(|(who, place)| {
        let placed = place.starts_with(char::is_uppercase) || place.starts_with("across ");
        let house = who.strip_prefix("The ");
        placed && house.is_none_or(|_| headline::is_publisher(who))
    });
    let contributed = helped || made || from || line.contains(" contributed reporting");
    let listed = line.starts_with("Contributing: ") || line.contains(". Contributing: ");
    named && (contributed || listed || is_from(line) || is_wire(line))
}

/// What somebody contributes to.
const REPORTS: &[&str] = &["report", "story", "article", "post", "dispatch"];

/// "Poe reported from Bergen, and Roe from Oslo.": names, and nothing but places up to the full stop.
fn is_from(line: &str) -> bool {
    const PRONOUNS: &[&str] = &[
        "He",
        "She",
        "It",
        "They",
        "We",
        "I",
        "You",
        "Who",
        "Nobody",
        "Everybody",
    ];
    let Some((who, behind)) = line.split_once(" reported from ") else {
        return false;
    };
    let places = behind.split(". ").next().unwrap_or(behind);
    byline::are_names(who)
        && !who.starts_with("The ")
        && !PRONOUNS.contains(&who)
        && behind.ends_with('.')
        && lines::is_title_case(places)
        && lines::words(line) <= ADDRESS
}

/// "With Post wires", "With Reuters".
fn is_wire(line: &str) -> bool {
    const WIRES: &[&str] = &[
        "wires", "wire", "services", "agencies", "Reuters", "AP", "AFP", "Press",
    ];
    let last = line.trim_end_matches('.').rsplit(' ').next();
    let last = last.is_some_and(|w| WIRES.iter().any(|wire| w.eq_ignore_ascii_case(wire)));
    line.starts_with("With ") && last && lines::words(line) <= 5
}

/// Whether a line tells an address and what it is good for. A post tells who wrote it.
fn tells_address(line: &str) -> bool {
    let post = line.contains("(@") || line.contains("t.co/") || line.contains("pic.");
    if post || line.starts_with(['@', '.', '#']) || lines::words(line) > ADDRESS {
        return false;
    }
    let lower = line.to_lowercase();
    let sends = SENDS.iter().any(|start| lower.starts_with(start));
    let is_one = |w: &str| is_web(w) || is_mail(w) || is_handle(w);
    // "Follow the trial at www.example.org each day of the week": in the middle of a sentence it is one of its words.
    let behind = line.rsplit(' ').position(is_one);
    let speaks = ["your", "our", "us", "twitter", "facebook", "instagram"];
    let speaks = || {
        lower
            .split(|c: char| !c.is_alphabetic())
            .any(|w| speaks.contains(&w))
    };
    let at_end = behind.is_some_and(|behind| behind < NEAR || line.contains(':') || speaks());
    if sends && at_end && !announces(line) {
        return true;
    }
    let mut words = line.rsplit(' ');
    let (last, before) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let labelled = before.ends_with(':');
    is_mail(last) || (is_web(last) && labelled) || (is_handle(last) && lower.contains("twitter"))
}

/// Whether what stands behind a colon says more than where to go: "Join us at the quay: the strike fund is at
/// www.example.org and it needs you."
fn announces(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(_, behind)| {
        let calls = SENDS
            .iter()
            .any(|start| behind.to_lowercase().starts_with(start));
        let before = behind
            .split(' ')
            .take_while(|w| !(is_web(w) || is_mail(w) || is_handle(w)));
        let before = before.count();
        !calls && before >= SAID && before < lines::words(behind)
    })
}

/// Most words from an address to the end of a note.
const NEAR: usize = 3;

/// Least words before an address that are a sentence of their own.
const SAID: usize = 4;

fn is_web(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '<', '>', ',', ';', '.']);
    if word.contains("://") || word.starts_with("www.") {
        return true;
    }
    let host = word.split('/').next().unwrap_or(word);
    [".com", ".org", ".net"]
        .iter()
        .any(|end| host.ends_with(end))
        && !word.contains('@')
}

fn is_mail(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '<', '>', ',', ';', '.']);
    let parts = word.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

fn is_handle(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ',', ';', '.', ':']);
    word.len() > 2 && word.starts_with('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_told_from_sentences() {
        for line in [
            "Follow Poe and Roe on Twitter at https://example.org/poe",
            "On Twitter, follow Ann Poe at @annpoe",
            "Read the documents: http://example.org/a",
            "The report of the board: https://example.org/report.pdf",
            "Send letters to: letters@example.org.",
            "I listen to anyone who speaks. You can write to me at poe@example.org.",
            "Got a question? Ask Ann Poe: poe@example.org",
            "Poe reported from Bergen, and Roe from Oslo.",
            "Ann Poe and Jon Roe reported from Bergen.",
            "⦁ Ann Poe Jr. reported from St. Olav, Va.",
            "Ann Poe contributed to this report.",
            "Jon Roe of the Post contributed from Oslo.",
            "For more: visit www.example.org",
            "Roe reported from Bergen. Contributing: Ann Poe",
            "— Ann Poe and Jon Roe contributed reporting",
            "• Ann Poe contributed reporting from Bergen.",
            "Ann Poe contributed.",
            "With Post wires",
            "With Reuters",
        ] {
            assert!(is_one(line), "{line}");
        }
        for line in [
            "Nordwire reported from the harbour that the roof had fallen in.",
            "It is a roof to which both of them had contributed.",
            "“Write to me at poe@example.org,” said the mayor.",
            "The roof must go. — Ann Poe (@annpoe) May 3, 2031",
            "The board put the report on its page, www.example.org, on Friday.",
            "With the roof came the rain.",
            "See you on Friday, said the mayor.",
            "Follow the trial at www.example.org each day of the week.",
            "Visit the grave at www.example.org/grave or in the yard.",
            "The Coast Guard reported from Bergen.",
            "The Navy contributed from Oslo.",
            "Poe contributed to this story of ruin more than anyone.",
            "She contributed to this outcome more than anyone, the mayor believes.",
            "The underwriters contributed from their own funds.",
            "He reported from Bergen until the war ended.",
            "He reported from Bergen.",
            "Ann Poe reported from Bergen until the war ended.",
            "Join us at the quay: the strike fund is at www.example.org and it needs you.",
            "@annpoe: The roof must go http://example.org/a",
        ] {
            assert!(!is_one(line), "{line}");
        }
    }
}
